package day

import "strconv"

// Day is a civil day: days since 1 January 1970 in the proleptic Gregorian
// calendar, with a year 0. It is wide enough for the years of geology.
type Day int64

// Earliest and Latest are the bounds of what has no beginning or no end.
const (
	Earliest Day = -1 << 62
	Latest   Day = 1<<62 - 1
)

const (
	maxYear  = 9999        // of EDTF without Y
	farYear  = int64(1e15) // years beyond count as this one
	fourHund = 146097      // days of four hundred years
	epoch    = 719528      // 1 January 1970, counted from 1 January 0
)

// firstDay and lastDay are the first and last day that EDTF can write.
var firstDay, lastDay = Of(-maxYear, 1, 1), Of(maxYear, 12, 31)

// Of returns the day of a civil date. A month or day outside its range counts
// on from the last one inside: 30 February is 1 or 2 March.
func Of(y, m, d int) Day { return dayOf(int64(y), m, d) }

func dayOf(y int64, m, d int) Day {
	m-- // count months from 0, and carry
	y += int64(floorDiv(m, 12))
	m -= 12 * floorDiv(m, 12)
	y = min(max(y, -farYear), farYear)
	cycle := y / 400
	if y%400 < 0 {
		cycle--
	}
	r := int(y - 400*cycle)
	days := yearStart(r)
	for i := range m {
		days += DaysIn(r, i+1)
	}
	return Day(cycle)*fourHund + Day(days+d-1) - epoch
}

// Civil returns the year, month and day of the month of d.
func (d Day) Civil() (y, m, day int) {
	n := int64(min(max(d, Earliest), Latest)) + epoch
	cycle := n / fourHund
	r := int(n % fourHund)
	if r < 0 {
		r += fourHund
		cycle--
	}
	// The year of the cycle, guessed from the mean length of years and corrected.
	y = r * 400 / fourHund
	for yearStart(y+1) <= r {
		y++
	}
	for yearStart(y) > r {
		y--
	}
	r -= yearStart(y)
	m = 1
	for r >= DaysIn(y, m) {
		r -= DaysIn(y, m)
		m++
	}
	return int(400*cycle) + y, m, r + 1
}

// yearStart returns the days before the year y of a cycle of four hundred years.
func yearStart(y int) int { return 365*y + (y+3)/4 - (y+99)/100 + (y+399)/400 }

// Weekday returns 0 for Monday to 6 for Sunday.
func (d Day) Weekday() int {
	w := int((d + 3) % 7) // 1 January 1970 was a Thursday
	if w < 0 {
		w += 7
	}
	return w
}

// AddMonths returns the same day of the month n months later, or the last day
// of that month when it has fewer days.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Civil()
	m += n - 1
	y += floorDiv(m, 12)
	m = m - 12*floorDiv(m, 12) + 1
	return Of(y, m, min(dd, DaysIn(y, m)))
}

// ISOWeek returns the year and number of the ISO 8601 week that holds d.
func (d Day) ISOWeek() (year, week int) {
	thursday := d - Day(d.Weekday()) + 3
	year, _, _ = thursday.Civil()
	return year, 1 + int(thursday-Of(year, 1, 1))/7
}

// DaysIn returns the number of days of the month m (1 to 12) of the year y.
func DaysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if Leap(y) {
			return 29
		}
		return 28
	}
	return 31
}

// Leap reports that the year y has a 29 February.
func Leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func appendYear(b []byte, y int) []byte {
	if y < 0 {
		b, y = append(b, '-'), -y
	}
	return append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
}

func appendDay(b []byte, y, m, d int) []byte {
	b = appendYear(b, y)
	return append(b, '-', byte('0'+m/10), byte('0'+m%10), '-', byte('0'+d/10), byte('0'+d%10))
}

func bigYear(y int64) string { return "Y" + strconv.FormatInt(y, 10) }
