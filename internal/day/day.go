// Package day owns civil dates as historians and reporters know them: with
// precision, uncertainty and intervals, in the Extended Date/Time Format (EDTF,
// ISO 8601-2:2019, levels 0 to 2). It knows no time zone and no clock. Values
// do not change.
//
// # What a Date may be
//
// [Parse] reads all of EDTF, and [Date.String] writes each value in one way only,
// so that parsing what was written gives the same Date:
//
//	1871-01-18 1871-01 1871       a day, month, year; year 0 is 1 BC
//	187X 18XX 1871-XX-18          unspecified digits
//	1871? 1871~ 1871% 1871-~01    uncertain, approximate, both; of a part only
//	1871-21 … 1871-41             seasons, quarters, thirds, halves of a year
//	1870-07/1871 1871/.. ../1871  intervals, open at an end; 1871/ has an unknown one
//	[1866,1870..1871] {…}         one of a set, all of a set
//	Y-170000 Y17E7 1950S2         years of any length, significant digits
//
// # What can be asked of it
//
// [Date.Bounds] are the first and last [Day] that it covers, [Date.Fuzzy] what its
// marks of doubt may add. [Date.Compare] orders dates, [Date.AppendSortKey] gives
// bytes that sort the same, [Date.Contains] and [Date.Overlaps] tell how two lie
// to each other. [Date.Words] writes it for readers in English, German, Spanish
// or French.
//
// # Sources
//
// The syntax follows the Library of Congress's specification of EDTF (2019). It
// leaves some things open, and there the package does as the Python library edtf
// does: an unknown end of an interval is ten years from the other, and doubt
// widens a date by one of its units. Seasons that are named in English are those
// of the north.
package day

import (
	"encoding/binary"
	"strings"
)

// Date is an EDTF value. The zero Date is no date at all. Dates compare with ==.
//
// The text is kept only where the bounds and the precision do not give it: a
// plain day, month, year, decade, century or range of days allocates nothing.
type Date struct {
	edtf     string // canonical EDTF, or "" when written out on demand
	from, to Day    // bounds, inclusive
	prec     Precision
	open     uint8 // openStart, openEnd
}

const (
	openStart = 1 << iota // no known start, or none at all
	openEnd
)

// Precision is how exactly a date is known.
type Precision uint8

const (
	None  Precision = iota
	Exact           // a day
	Week            // an interval of seven days from a Monday
	Month
	Season // a season, quarter, third or half of a year
	Year
	Decade
	Century
	Interval // any other range or set
)

// Civil returns the day, or the month when d is 0, or the year when m is 0 too.
// It reports false when the calendar has no such date. A year beyond four
// digits has neither months nor days.
func Civil(y, m, d int) (Date, bool) {
	switch {
	case m == 0 && d == 0:
		return yearDate(int64(y)), true
	case y < -maxYear || y > maxYear || m < 1 || m > 12 || d < 0 || d > DaysIn(y, m):
		return Date{}, false
	case d == 0:
		return Date{from: Of(y, m, 1), to: Of(y, m, DaysIn(y, m)), prec: Month}, true
	}
	at := Of(y, m, d)
	return Date{from: at, to: at, prec: Exact}, true
}

// DecadeOf returns the decade that holds the year y, which is not negative: 199X.
func DecadeOf(y int) Date { return span(y, 10, Decade) }

// CenturyOf returns the hundred years that hold the year y, which is not negative: 19XX.
func CenturyOf(y int) Date { return span(y, 100, Century) }

func span(y, n int, p Precision) Date {
	if y < 0 || y > maxYear {
		return Date{}
	}
	y -= y % n
	return Date{from: Of(y, 1, 1), to: Of(y+n-1, 12, 31), prec: p}
}

// FromDay returns the date that is just the day d, or its year when that has
// more digits than EDTF allows for days.
func FromDay(d Day) Date {
	if d < firstDay || d > lastDay {
		y, _, _ := d.Civil()
		return yearDate(int64(y))
	}
	return Date{from: d, to: d, prec: Exact}
}

// Range returns the interval FROM/TO, or the day when they are one, or the week
// when they are a Monday and its Sunday. The order of the two does not matter.
func Range(from, to Day) Date {
	from, to = min(from, to), max(from, to)
	from, to = min(max(from, firstDay), lastDay), min(max(to, firstDay), lastDay)
	switch {
	case from == to:
		return FromDay(from)
	case from.Weekday() == 0 && to == from+6:
		return Date{from: from, to: to, prec: Week}
	}
	return Date{from: from, to: to, prec: Interval}
}

// WeekOf returns the week, from Monday to Sunday, that holds d.
func WeekOf(d Day) Date {
	monday := d - Day(d.Weekday())
	return Range(monday, monday+6)
}

// IsZero reports that d is no date at all.
func (d Date) IsZero() bool { return d.prec == None }

// String returns d in canonical EDTF, or "" for no date.
func (d Date) String() string {
	if d.edtf != "" || d.prec == None {
		return d.edtf
	}
	b := make([]byte, 0, 32) // an interval takes 23
	y, m, dd := d.from.Civil()
	switch d.prec {
	case Exact:
		b = appendDay(b, y, m, dd)
	case Month:
		b = appendDay(b, y, m, dd)
		b = b[:len(b)-3]
	case Year:
		b = appendYear(b, y)
	case Decade:
		b = appendYear(b, y)
		b[len(b)-1] = 'X'
	case Century:
		b = appendYear(b, y)
		b[len(b)-1], b[len(b)-2] = 'X', 'X'
	default:
		b = append(appendDay(b, y, m, dd), '/')
		y, m, dd = d.to.Civil()
		b = appendDay(b, y, m, dd)
	}
	return string(b)
}

// Bounds returns the first and the last day that d may cover, whatever it says
// about its uncertainty: those of 1984~ are those of 1984. An end that is open
// (..) is Earliest or Latest; one that is unknown is put ten years from the
// other end, as the Python library edtf does.
func (d Date) Bounds() (from, to Day) { return d.from, d.to }

// Precision returns how exactly d is known.
func (d Date) Precision() Precision { return d.prec }

// Open reports whether d has no known start and no known end.
func (d Date) Open() (start, end bool) { return d.open&openStart != 0, d.open&openEnd != 0 }

// Contains reports that every day of o is one of d. No date contains, or is
// contained in, the zero Date.
func (d Date) Contains(o Date) bool {
	return !d.IsZero() && !o.IsZero() && d.from <= o.from && o.to <= d.to
}

// Overlaps reports that d and o have a day in common.
func (d Date) Overlaps(o Date) bool {
	return !d.IsZero() && !o.IsZero() && d.from <= o.to && o.from <= d.to
}

// Compare orders dates by start, then the narrower first, then by their text:
// it returns 0 only for equal dates. The zero Date comes first.
func (d Date) Compare(o Date) int {
	switch {
	case d == o:
		return 0
	case d.IsZero() || !o.IsZero() && d.from < o.from:
		return -1
	case o.IsZero() || d.from > o.from:
		return 1
	case d.to != o.to:
		if d.to < o.to {
			return -1
		}
		return 1
	}
	return strings.Compare(d.String(), o.String())
}

// AppendSortKey appends bytes to b that sort, as bytes do, as Compare orders
// dates: for an index or a database. The zero Date has none.
func (d Date) AppendSortKey(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	const sign = 1 << 63 // so that negative days come before the others
	b = binary.BigEndian.AppendUint64(b, uint64(d.from)^sign)
	b = binary.BigEndian.AppendUint64(b, uint64(d.to)^sign)
	return append(b, d.String()...)
}

// Approximate reports that d, or a part of it, is approximate (~ or %).
func (d Date) Approximate() bool { return strings.ContainsAny(d.edtf, "~%") }

// Uncertain reports that d, or a part of it, is uncertain (? or %).
func (d Date) Uncertain() bool { return strings.ContainsAny(d.edtf, "?%") }

// AsApproximate returns d marked approximate (~) as a whole. It returns a set,
// or a date that is qualified already, as it is.
func (d Date) AsApproximate() Date {
	s := d.String()
	if d.IsZero() || strings.ContainsAny(s, "~?%[{TYS.") {
		return d
	}
	from, to, ranged := strings.Cut(s, "/")
	if from != "" {
		from += "~"
	}
	if ranged && to != "" {
		from, to = from+"/", to+"~"
	} else if ranged {
		from += "/"
	}
	if a, err := Parse(from + to); err == nil {
		return a
	}
	return d
}

// yearDate returns the year y, however many digits it has.
func yearDate(y int64) Date {
	d := Date{from: dayOf(y, 1, 1), to: dayOf(y, 12, 31), prec: Year}
	if y < -maxYear || y > maxYear {
		d.edtf = bigYear(y)
	}
	return d
}
