package day

import (
	"errors"
	"fmt"
	"strings"
)

// longest EDTF string that Parse looks at: a set of some hundred dates.
const longest = 4096

var errSyntax = errors.New("it is not EDTF, such as 2013-09-09, 2013-09, 2013, 2013~ or 2011/2014")

// Parse reads an EDTF string of level 0, 1 or 2. The error says what is wrong
// with it, in words for the author.
func Parse(s string) (Date, error) {
	d, err := parse(s)
	if err != nil {
		if len(s) > 60 {
			s = strings.ToValidUTF8(s[:60], "") + "…"
		}
		return Date{}, fmt.Errorf("date %q: %w", s, err)
	}
	return d, nil
}

func parse(s string) (Date, error) {
	if d, ok := parseDay(s); ok {
		return d, nil
	}
	v, err := read(s)
	if err != nil {
		return Date{}, err
	}
	return v.date(), nil
}

// parseDay reads the commonest form, YYYY-MM-DD, without taking it apart.
func parseDay(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case i == 4 || i == 7:
		case c < '0' || c > '9':
			return Date{}, false
		default:
			n = 10*n + int(c-'0')
		}
	}
	y, m, d := n/10000, n/100%100, n%100
	if m == 0 || d == 0 {
		return Date{}, false
	}
	return Civil(y, m, d)
}

// qualifier is what EDTF says of a component: bits of doubt.
type qualifier uint8

const (
	uncertain   qualifier = 1 << iota // ?
	approximate                       // ~
)

const both = uncertain | approximate // %

// point is one date as written, without intervals.
type point struct {
	neg    bool
	digits [8]byte // YYYYMMDD, with X where unspecified
	parts  int     // how many of year, month and day there are; 0 for no point
	season int     // 21 to 41 in place of the month
	doubt  [3]qualifier
	clock  string // Thh:mm:ss and the zone
	big    string // Y…: a year of any length
	year   int64  // of big
	sig    int    // significant digits of a year, 0 for all
	from   Day
	to     Day
}

// bound says what an end of an interval is.
type bound uint8

const (
	known   bound = iota
	open          // ..
	unknown       // nothing written
)

// item is a date or a range of dates.
type item struct {
	a, b       point // b only of a range
	ranged     bool
	start, end bound
}

// value is an EDTF string, taken apart.
type value struct {
	set   byte // '[' one of them, '{' all of them, 0 for a single item
	items []item
}

func read(s string) (value, error) {
	if len(s) > longest {
		return value{}, errors.New("it is too long")
	}
	if s == "" {
		return value{}, errors.New("it is empty")
	}
	if s[0] == '[' || s[0] == '{' {
		return readSet(s)
	}
	it, err := readInterval(s)
	return value{items: []item{it}}, err
}

func readInterval(s string) (item, error) {
	first, second, ranged := strings.Cut(s, "/")
	if !ranged {
		p, err := readPoint(s)
		return item{a: p}, err
	}
	it := item{ranged: true}
	var err error
	if it.start, it.a, err = readEnd(first); err != nil {
		return it, err
	}
	if it.end, it.b, err = readEnd(second); err != nil {
		return it, err
	}
	if it.start == unknown && it.end == unknown {
		return it, errors.New("both ends are missing")
	}
	return it, it.ordered()
}

func readEnd(s string) (bound, point, error) {
	switch s {
	case "":
		return unknown, point{}, nil
	case "..":
		return open, point{}, nil
	}
	p, err := readPoint(s)
	if err == nil && (p.clock != "" || p.big != "" || p.sig != 0) {
		err = errors.New("an interval takes no times, and no years of more than four digits")
	}
	return known, p, err
}

// ordered returns an error when a range ends before it begins. Where the end
// has unspecified digits, the best case counts.
func (it *item) ordered() error {
	if it.start != known || it.end != known {
		return nil
	}
	end := it.b.from
	if strings.IndexByte(string(it.b.digits[:]), 'X') >= 0 {
		end = it.b.to
	}
	if it.a.from > end {
		return errors.New("it ends before it begins")
	}
	return nil
}

// readSet reads [one of, these] or {all of, these}. After the commas there may
// be a space, if there is one after each.
func readSet(s string) (value, error) {
	v := value{set: s[0]}
	closing := byte(']')
	if v.set == '{' {
		closing = '}'
	}
	if s[len(s)-1] != closing || len(s) < 3 {
		return v, fmt.Errorf("%q is not closed", s[:1])
	}
	body := s[1 : len(s)-1]
	comma := ","
	if strings.Contains(body, ", ") {
		comma = ", "
	}
	parts := strings.Split(body, comma)
	for i, p := range parts {
		it, err := readMember(p, i == 0, i == len(parts)-1)
		if err != nil {
			return v, err
		}
		v.items = append(v.items, it)
	}
	return v, nil
}

func readMember(s string, first, last bool) (item, error) {
	a, b, ranged := strings.Cut(s, "..")
	if !ranged {
		p, err := readPoint(s)
		return item{a: p}, err
	}
	it := item{ranged: true}
	if a == "" && !first || b == "" && !last || a == "" && b == "" {
		return it, errors.New("only the first and the last of a set may be open")
	}
	var err error
	if a == "" {
		it.start = open
	} else if it.a, err = readPoint(a); err != nil {
		return it, err
	}
	if b == "" {
		it.end = open
	} else if it.b, err = readPoint(b); err != nil {
		return it, err
	}
	return it, it.ordered()
}

// readPoint reads one date.
func readPoint(s string) (point, error) {
	var p point
	r := s
	if strings.HasPrefix(r, "Y") {
		return readBig(s)
	}
	p.doubt[0], r = readDoubt(r)
	if strings.HasPrefix(r, "-") {
		p.neg, r = true, r[1:]
	}
	if !readDigits(&r, p.digits[0:4]) {
		return p, errSyntax
	}
	if p.neg && string(p.digits[:4]) == "0000" {
		return p, errors.New("there is no year -0000; year 0 is 0000")
	}
	p.parts = 1
	if strings.HasPrefix(r, "S") {
		n, ok := smallNumber(r[1:])
		if !ok || n < 1 || n > 4 || strings.IndexByte(string(p.digits[:4]), 'X') >= 0 {
			return p, errSyntax
		}
		p.sig = n
		return p, p.bounds()
	}
	for p.parts < 3 {
		q, rest := readDoubt(r)
		if q != 0 { // it holds for what stands before it, too
			for i := range p.parts {
				p.doubt[i] |= q
			}
			r = rest
		}
		if r == "" {
			return p, p.bounds()
		}
		if r[0] != '-' || p.season != 0 {
			return p, errSyntax
		}
		r = r[1:]
		at := 2 + 2*p.parts
		p.doubt[p.parts], r = readDoubt(r)
		if !readDigits(&r, p.digits[at:at+2]) {
			return p, errSyntax
		}
		if p.parts == 1 {
			if n := int(p.digits[4]-'0')*10 + int(p.digits[5]-'0'); p.digits[4] != 'X' && p.digits[5] != 'X' && n > 20 {
				if n > 41 {
					return p, fmt.Errorf("there is no month or season %d", n)
				}
				p.season = n
			}
		}
		p.parts++
	}
	if strings.HasPrefix(r, "T") {
		if !validClock(r[1:]) || p.doubt != [3]qualifier{} || strings.IndexByte(string(p.digits[:]), 'X') >= 0 {
			return p, errors.New("its time is not hh:mm:ss, with Z or +hh:mm after it")
		}
		p.clock, r = r, ""
	}
	if q, rest := readDoubt(r); q != 0 {
		for i := range p.doubt {
			p.doubt[i] |= q
		}
		r = rest
	}
	if r != "" {
		return p, errSyntax
	}
	return p, p.bounds()
}

func readDoubt(s string) (qualifier, string) {
	if s != "" {
		switch s[0] {
		case '?':
			return uncertain, s[1:]
		case '~':
			return approximate, s[1:]
		case '%':
			return both, s[1:]
		}
	}
	return 0, s
}

// readDigits fills to with the digits and Xs that *s begins with.
func readDigits(s *string, to []byte) bool {
	if len(*s) < len(to) {
		return false
	}
	for i := range to {
		c := (*s)[i]
		if (c < '0' || c > '9') && c != 'X' {
			return false
		}
		to[i] = c
	}
	*s = (*s)[len(to):]
	return true
}

// readBig reads a year of more than four digits: Y170000002, Y-17E7, Y171010000S3.
func readBig(s string) (point, error) {
	p := point{parts: 1, big: s}
	r := s[1:]
	if strings.HasPrefix(r, "-") {
		p.neg, r = true, r[1:]
	}
	n := 0
	for n < len(r) && r[n] >= '0' && r[n] <= '9' {
		p.year = min(10*p.year+int64(r[n]-'0'), farYear)
		n++
	}
	if n == 0 || r[0] == '0' {
		return p, errSyntax
	}
	digits := n
	r = r[n:]
	exponent := false
	if strings.HasPrefix(r, "E") {
		exponent = true
		e := 1
		for e < len(r) && r[e] >= '0' && r[e] <= '9' {
			e++
		}
		times, ok := smallNumber(r[1:e])
		if !ok {
			return p, errSyntax
		}
		digits += times
		for range min(times, 16) {
			p.year = min(10*p.year, farYear)
		}
		r = r[e:]
	}
	if strings.HasPrefix(r, "S") {
		var ok bool
		if p.sig, ok = smallNumber(r[1:]); !ok || p.sig < 1 || p.sig > digits {
			return p, errSyntax
		}
		r = ""
	}
	switch {
	case r != "":
		return p, errors.New("a year that begins with Y takes no month, day or mark of doubt")
	case digits < 5 && !exponent:
		return p, errors.New("only years of more than four digits begin with Y")
	}
	return p, p.bounds()
}

// smallNumber reads a number of at most three digits.
func smallNumber(s string) (int, bool) {
	if s == "" || len(s) > 3 || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// validClock reports that s is hh:mm:ss, alone or with Z, +hh or +hh:mm after it.
func validClock(s string) bool {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' || !below(s[0:2], 24) || !below(s[3:5], 60) || !below(s[6:8], 60) {
		return false
	}
	zone := s[8:]
	switch {
	case zone == "" || zone == "Z":
		return true
	case zone[0] != '+' && zone[0] != '-':
		return false
	case len(zone) == 3:
		return below(zone[1:3], 15)
	}
	return len(zone) == 6 && zone[3] == ':' && below(zone[1:3], 15) && below(zone[4:6], 60)
}

// below reports that s is two digits that give a number less than n.
func below(s string, n int) bool {
	return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' && int(s[0]-'0')*10+int(s[1]-'0') < n
}
