package day

import (
	"errors"
	"fmt"
)

// bounds works out the first and last day that p may be, or what is wrong with it.
func (p *point) bounds() error {
	switch {
	case p.big != "":
		y := p.year
		if p.neg {
			y = -y
		}
		p.from, p.to = dayOf(y, 1, 1), dayOf(y, 12, 31)
		return nil
	case p.season != 0:
		lo, hi := p.years()
		m, n := seasonMonths(p.season)
		p.from, p.to = Of(lo, m, 1), Of(hi, m+n, 1)-1
		return nil
	case p.parts == 1:
		lo, hi := p.years()
		p.from, p.to = Of(lo, 1, 1), Of(hi, 12, 31)
		return nil
	}
	months := matching(p.digits[4:6], 1, 12)
	if months == 0 {
		return fmt.Errorf("there is no month %s", p.digits[4:6])
	}
	days := ^uint32(1) // all of 1 to 31
	if p.parts == 3 {
		days = matching(p.digits[6:8], 1, 31)
		if days == 0 {
			return fmt.Errorf("there is no day %s", p.digits[6:8])
		}
	}
	lo, hi := p.years()
	var ok bool
	if p.from, ok = p.extreme(lo, hi, 1, months, days); !ok {
		return errors.New("its month has no such day")
	}
	p.to, _ = p.extreme(hi, lo, -1, months, days)
	if p.parts == 2 {
		y, m, _ := p.to.Civil()
		p.to = Of(y, m, DaysIn(y, m))
	}
	return nil
}

// extreme returns the first day, going from the year a to b by step, that is of
// a matching year, month and day. Only 29 February makes it look further than
// one year.
func (p *point) extreme(a, b, step int, months, days uint32) (Day, bool) {
	for y := a; (b-y)*step >= 0; y += step {
		if !p.isYear(y) {
			continue
		}
		for i := range 12 {
			m := 1 + i
			if step < 0 {
				m = 12 - i
			}
			if months&(1<<m) == 0 {
				continue
			}
			for j := range 31 {
				d := 1 + j
				if step < 0 {
					d = 31 - j
				}
				if days&(1<<d) != 0 && d <= DaysIn(y, m) {
					return Of(y, m, d), true
				}
			}
		}
	}
	return 0, false
}

// years returns the first and the last year that p may be of.
func (p *point) years() (lo, hi int) {
	for _, c := range p.digits[:4] {
		lo, hi = 10*lo, 10*hi+9
		if c != 'X' {
			lo, hi = lo+int(c-'0'), hi-9+int(c-'0')
		}
	}
	if p.neg {
		return -hi, min(-lo, -1)
	}
	return lo, hi
}

func (p *point) isYear(y int) bool {
	if p.neg {
		y = -y
	}
	for i := 3; i >= 0; i-- {
		if c := p.digits[i]; c != 'X' && int(c-'0') != y%10 {
			return false
		}
		y /= 10
	}
	return true
}

// matching returns the set of the numbers from lo to hi that two digits, either of
// which may be X, can stand for.
func matching(digits []byte, lo, hi int) uint32 {
	var set uint32
	for n := lo; n <= hi; n++ {
		if (digits[0] == 'X' || int(digits[0]-'0') == n/10) && (digits[1] == 'X' || int(digits[1]-'0') == n%10) {
			set |= 1 << n
		}
	}
	return set
}

// seasonMonths returns the first month and the number of months of a season of
// EDTF: 21 to 24 and 25 to 28 (northern) spring to winter, 29 to 32 the same in the
// south, 33 to 36 quarters, 37 to 39 thirds, 40 and 41 halves of the year. A
// season that goes on into the next year ends with its own.
func seasonMonths(code int) (first, n int) {
	switch {
	case code <= 28:
		first, n = 3+3*((code-21)%4), 3
	case code <= 32:
		first, n = 3+3*((code-29+2)%4), 3
	case code <= 36:
		first, n = 1+3*(code-33), 3
	case code <= 39:
		first, n = 1+4*(code-37), 4
	default:
		first, n = 1+6*(code-40), 6
	}
	return first, min(n, 13-first)
}

// unknownYears is how far an unknown end of an interval is taken to be from the
// known one.
const unknownYears = 10

// bounds returns the first and last day of an item, and which ends are open.
func (it *item) bounds() (from, to Day, ends uint8) {
	if !it.ranged {
		return it.a.from, it.a.to, 0
	}
	from, to = Earliest, Latest
	if it.start == known {
		from = it.a.from
	} else {
		ends |= openStart
	}
	if it.end == known {
		to = it.b.to
	} else {
		ends |= openEnd
	}
	if it.start == unknown && it.end == known {
		from = to.AddMonths(-12 * unknownYears)
	}
	if it.end == unknown && it.start == known {
		to = from.AddMonths(12 * unknownYears)
	}
	return from, to, ends
}

// precision returns how exactly p is known.
func (p *point) precision() Precision {
	switch {
	case p.parts == 1:
		return [...]Precision{Year, Decade, Century, Interval, Interval}[p.vague()]
	case p.season != 0 && p.vague() == 0:
		return Season
	}
	y, m, _ := p.from.Civil()
	switch {
	case p.from == p.to:
		return Exact
	case p.from == Of(y, 1, 1) && p.to == Of(y, 12, 31):
		return Year
	case p.from == Of(y, m, 1) && p.to == Of(y, m, DaysIn(y, m)):
		return Month
	}
	return Interval
}

// vague counts the digits of the year from its first X on.
func (p *point) vague() int {
	for i, c := range p.digits[:4] {
		if c == 'X' && p.big == "" {
			return 4 - i
		}
	}
	return 0
}

// date returns v as a Date.
func (v *value) date() Date {
	var d Date
	for i := range v.items {
		from, to, ends := v.items[i].bounds()
		if i == 0 {
			d.from, d.to = from, to
		}
		d.from, d.to, d.open = min(d.from, from), max(d.to, to), d.open|ends
	}
	switch it := &v.items[0]; {
	case v.set == 0 && !it.ranged:
		d.prec = it.a.precision()
	case d.from == d.to:
		d.prec = Exact
	case v.set == 0 && it.a.plainDay() && it.b.plainDay():
		d.prec = Range(d.from, d.to).prec
	default:
		d.prec = Interval
	}
	if s := v.canonical(); d.String() != s {
		d.edtf = s
	}
	return d
}

// plainDay reports that p is a day and nothing more.
func (p *point) plainDay() bool {
	return p.parts == 3 && p.from == p.to && p.doubt == [3]qualifier{} && p.clock == ""
}

// Fuzzy returns the bounds of d, widened by what its marks of doubt leave open:
// a year, month or day to each side for ? and ~ (ten or a hundred years for a
// decade or century), two for %, three months for a season; for a year with
// significant digits (1950S2), all the years that share them. So does the
// Python library edtf.
func (d Date) Fuzzy() (from, to Day) {
	from, to = d.Bounds()
	if d.edtf == "" {
		return from, to
	}
	v, err := read(d.edtf)
	if err != nil {
		return from, to
	}
	for i := range v.items {
		it := &v.items[i]
		last := &it.a
		if it.ranged {
			last = &it.b
		}
		if it.start == known {
			lo, _ := it.a.fuzzy()
			from = min(from, lo)
		}
		if it.end == known {
			_, hi := last.fuzzy()
			to = max(to, hi)
		}
	}
	return from, to
}

func (p *point) fuzzy() (from, to Day) {
	if p.sig > 0 {
		return p.significant()
	}
	unit := 12
	for range p.vague() {
		unit *= 10
	}
	months := unit * p.doubt[0].weight()
	days := 0
	switch {
	case p.season != 0:
		months += 3 * p.doubt[1].weight()
	case p.parts > 1:
		months += p.doubt[1].weight()
		days = p.doubt[2].weight()
	}
	if months == 0 && days == 0 {
		return p.from, p.to
	}
	return p.from.AddMonths(-months) - Day(days), p.to.AddMonths(months) + Day(days)
}

func (q qualifier) weight() int { return int(q&1 + q>>1) }

// significant returns the bounds of the years that share the significant digits of p.
func (p *point) significant() (from, to Day) {
	y := p.year
	if p.big == "" {
		lo, _ := p.years()
		y = int64(max(lo, -lo))
	}
	length, pow := 0, int64(1)
	for n := y; n > 0; n /= 10 {
		length++
	}
	if p.big == "" {
		length = 4
	}
	for range length - p.sig {
		pow *= 10
	}
	lo, hi := y-y%pow, y-y%pow+pow-1
	if p.neg {
		lo, hi = -hi, -lo
	}
	return dayOf(lo, 1, 1), dayOf(hi, 12, 31)
}

// canonical returns v in EDTF, each value in one way only.
func (v *value) canonical() string {
	var b []byte
	if v.set == 0 {
		return string(v.items[0].append(b, "/"))
	}
	b = append(b, v.set)
	for i := range v.items {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.items[i].append(b, "..")
	}
	return string(append(b, v.set+2)) // [ and ], { and } are two apart
}

func (it *item) append(b []byte, between string) []byte {
	if !it.ranged {
		return it.a.append(b)
	}
	dots := between == "/" // in a set, .. is between them anyway
	switch {
	case it.start == known:
		b = it.a.append(b)
	case it.start == open && dots:
		b = append(b, ".."...)
	}
	b = append(b, between...)
	switch {
	case it.end == known:
		b = it.b.append(b)
	case it.end == open && dots:
		b = append(b, ".."...)
	}
	return b
}

// append writes p. Doubt that holds for the first components up to one is
// written after that one; any other doubt before its component.
func (p *point) append(b []byte) []byte {
	if p.big != "" {
		return append(b, p.big...)
	}
	shared := 0 // how many of the first components have the doubt of the first
	for shared < p.parts && p.doubt[shared] == p.doubt[0] {
		shared++
	}
	if p.doubt[0] == 0 {
		shared = 0
	}
	for i := range p.parts {
		if i > 0 {
			b = append(b, '-')
		}
		if i >= shared {
			b = p.doubt[i].append(b)
		}
		if i == 0 {
			if p.neg {
				b = append(b, '-')
			}
			b = append(b, p.digits[:4]...)
		} else {
			b = append(b, p.digits[2+2*i:4+2*i]...)
		}
		if i == shared-1 {
			b = p.doubt[i].append(b)
		}
	}
	if p.sig > 0 {
		b = append(b, 'S', byte('0'+p.sig))
	}
	return append(b, p.clock...)
}

func (q qualifier) append(b []byte) []byte {
	if q == 0 {
		return b
	}
	return append(b, "?~%"[q-1])
}
