// Package day owns civil dates as historians and reporters know them: with
// precision, uncertainty and intervals, in the Extended Date/Time Format (EDTF,
// ISO 8601-2:2019). It knows no time zone and no clock. Values do not change.
package day

// Day is a civil day: days since 1 January 1970 in the proleptic Gregorian
// calendar, with a year 0.
type Day int32

// Date is an EDTF value. The zero Date is no date at all. Dates compare with ==.
type Date struct {
	edtf     string // canonical EDTF
	from, to Day    // bounds, inclusive
	prec     Precision
	open     uint8 // 1: no known start; 2: no known end
}

// Precision is how exactly a date is known.
type Precision uint8

const (
	None  Precision = iota
	Exact           // a day
	Week            // an interval of seven days from a Monday
	Month
	Season // a season or quarter
	Year
	Decade
	Century
	Interval // any other range or set
)

func Parse(s string) (Date, error)      { panic("day.Parse: not written yet") }
func Civil(y, m, d int) (Date, bool)    { panic("not written yet") } // m, d may be 0: a month, a year
func FromDay(d Day) Date                { panic("not written yet") }
func Range(from, to Day) Date           { panic("not written yet") } // FROM/TO, or the day
func WeekOf(d Day) Date                 { panic("not written yet") } // the Monday-to-Sunday interval holding d
func (d Date) IsZero() bool             { return d.edtf == "" }
func (d Date) String() string           { return d.edtf } // EDTF
func (d Date) Bounds() (from, to Day)   { return d.from, d.to }
func (d Date) Precision() Precision     { return d.prec }
func (d Date) Contains(o Date) bool     { panic("not written yet") }
func (d Date) Compare(o Date) int       { panic("not written yet") } // by start, then narrower first
func (d Date) Approximate() bool        { panic("not written yet") } // ~ or %
func (d Date) Uncertain() bool          { panic("not written yet") } // ? or %
func (d Date) Words(lang string) string { panic("not written yet") } // "21 August 2013", "week of 2 September 2013", "c. 2003", "2011–2014"
func (d Day) Civil() (y, m, day int)    { panic("not written yet") }
func (d Day) Weekday() int              { panic("not written yet") } // 0 Monday .. 6 Sunday
