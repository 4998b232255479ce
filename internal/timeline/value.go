package timeline

import (
	"strconv"

	"dateline/internal/day"
)

// when is a calendar unit: the day, week, month… that begins at from.
type when struct {
	unit unit
	from day.Day
	n    int // of a season: 0 spring to 3 winter; of a half year: 1 or 2
}

func ofDay(d day.Day) when     { return when{unit: dayUnit, from: d} }
func ofMonth(y, m int) when    { return when{unit: month, from: day.Of(y, m, 1)} }
func ofYear(y int) when        { return when{unit: year, from: day.Of(y, 1, 1)} }
func ofSeason(y, n int) when   { return when{unit: season, from: day.Of(y, 3+3*n, 1), n: n} }
func ofQuarter(y, q int) when  { return when{unit: quarter, from: day.Of(y, 3*q-2, 1)} }
func (w when) year() int       { y, _, _ := w.from.Civil(); return y }
func (w when) isZero() bool    { return w == when{} }
func (w when) quarterNo() int  { _, m, _ := w.from.Civil(); return (m + 2) / 3 }
func firstYear(y, n int) int   { return y - ((y%n)+n)%n }
func monday(d day.Day) day.Day { return d - day.Day(d.Weekday()) }

// containing returns the unit of the given kind that holds d.
func containing(u unit, d day.Day) when {
	y, m, _ := d.Civil()
	switch u {
	case week:
		return when{unit: week, from: monday(d)}
	case weekend:
		return when{unit: weekend, from: monday(d) + 5}
	case month:
		return ofMonth(y, m)
	case quarter:
		return ofQuarter(y, (m+2)/3)
	case season:
		n := (m + 9) / 3 % 4
		if m < 3 { // winter is named for the year that it begins in
			y--
		}
		return ofSeason(y, n)
	case year:
		return ofYear(y)
	case decade:
		return when{unit: decade, from: day.Of(firstYear(y, 10), 1, 1)}
	case century:
		return when{unit: century, from: day.Of(firstYear(y, 100), 1, 1)}
	}
	return ofDay(d)
}

// shift returns the unit that is n of its kind later.
func shift(u unit, d day.Day, n int) when {
	switch u {
	case dayUnit:
		return ofDay(d + day.Day(n))
	case week, weekend:
		return containing(u, d+day.Day(7*n))
	case fortnight:
		return containing(week, d+day.Day(14*n))
	case month:
		return containing(month, d.AddMonths(n))
	case quarter:
		return containing(quarter, d.AddMonths(3*n))
	case season, year:
		return containing(u, d.AddMonths(12*n))
	case decade:
		return containing(decade, d.AddMonths(120*n))
	case century:
		return containing(century, d.AddMonths(1200*n))
	}
	return ofDay(d)
}

// last returns the last day of w.
func (w when) last() day.Day {
	switch w.unit {
	case week:
		return w.from + 6
	case weekend:
		return w.from + 1
	case month:
		return w.from.AddMonths(1) - 1
	case quarter, season:
		return w.from.AddMonths(3) - 1
	case half:
		return w.from.AddMonths(6) - 1
	case year:
		return w.from.AddMonths(12) - 1
	case decade:
		return w.from.AddMonths(120) - 1
	case century:
		return w.from.AddMonths(1200) - 1
	}
	return w.from
}

// timex returns the TIMEX3 value of w: 2013-09-09, 2013-W36, 2013-W36-WE,
// 2013-09, 2013-Q3, 2013-H1, 2013-SU, 2013, 201, 20, BC0264.
func (w when) timex() string {
	y, m, d := w.from.Civil()
	var b [16]byte
	out := b[:0]
	if y <= 0 && w.unit != decade && w.unit != century {
		out = append(out, "BC"...)
		y = 1 - y
	}
	switch w.unit {
	case week, weekend:
		iy, n := w.from.ISOWeek()
		out = appendPadded(out, iy, 4)
		out = appendPadded(append(out, "-W"...), n, 2)
		if w.unit == weekend {
			out = append(out, "-WE"...)
		}
	case year:
		out = appendPadded(out, y, 4)
	case month:
		out = appendPadded(append(appendPadded(out, y, 4), '-'), m, 2)
	case quarter:
		out = append(appendPadded(out, y, 4), '-', 'Q', byte('0'+(m+2)/3))
	case half:
		out = append(appendPadded(out, y, 4), '-', 'H', byte('0'+w.n))
	case season:
		out = append(append(appendPadded(out, y, 4), '-'), "SPSUFAWI"[2*w.n:2*w.n+2]...)
	case decade:
		out = appendPadded(out, max(y, 0)/10, 3)
	case century:
		out = appendPadded(out, max(y, 0)/100, 2)
	default:
		out = appendPadded(append(appendPadded(out, y, 4), '-'), m, 2)
		out = appendPadded(append(out, '-'), d, 2)
	}
	return string(out)
}

func appendPadded(b []byte, n, width int) []byte {
	for p := width - 1; p > 0; p-- {
		limit := 1
		for range p {
			limit *= 10
		}
		if n < limit {
			b = append(b, '0')
		}
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// date returns w in EDTF.
func (w when) date() day.Date {
	y, m, _ := w.from.Civil()
	var d day.Date
	switch w.unit {
	case week, weekend:
		return day.Range(w.from, w.last())
	case month:
		d, _ = day.Civil(y, m, 0)
	case year:
		d, _ = day.Civil(y, 0, 0)
	case decade:
		d = day.DecadeOf(y)
	case century:
		d = day.CenturyOf(y)
	case season:
		d, _ = day.Parse(edtfYear(y) + "-2" + string(rune('1'+w.n)))
	case quarter:
		d, _ = day.Parse(edtfYear(y) + "-3" + string(rune('3'+(m-1)/3)))
	case half:
		d, _ = day.Parse(edtfYear(y) + "-4" + string(rune('0'+w.n-1)))
	default:
		d = day.FromDay(w.from)
	}
	return d
}

func edtfYear(y int) string {
	d, _ := day.Civil(y, 0, 0)
	return d.String()
}

// length returns the TIMEX3 value of n units, "X" for an unknown number: P2D,
// PT3H, PXM, P10Y for a decade. andHalf adds a half.
func length(n int, andHalf bool, u unit) string {
	num := "X"
	if n > 0 || andHalf {
		num = strconv.Itoa(n)
	}
	times := func(k int) string {
		if num == "X" {
			return num
		}
		if andHalf {
			return strconv.Itoa(n*k + k/2)
		}
		return strconv.Itoa(n * k)
	}
	switch u {
	case decade:
		if num == "X" {
			return "PXDE"
		}
		return "P" + times(10) + "Y"
	case century:
		if num == "X" {
			return "PXCE"
		}
		return "P" + times(100) + "Y"
	case quarter, season:
		return "P" + times(3) + "M"
	case fortnight:
		return "P" + times(2) + "W"
	case weekend:
		return "P" + num + "WE"
	case period:
		return "PXX"
	}
	if andHalf {
		switch {
		case u == hour:
			if n == 0 {
				return "PT30M"
			}
			return "PT" + num + "H30M"
		case u == minute:
			return "PT" + num + "M30S"
		}
		num += ".5"
	}
	switch u {
	case second:
		return "PT" + num + "S"
	case minute:
		return "PT" + num + "M"
	case hour:
		return "PT" + num + "H"
	case dayUnit:
		return "P" + num + "D"
	case week:
		return "P" + num + "W"
	case month:
		return "P" + num + "M"
	}
	return "P" + num + "Y"
}
