package day

import (
	"strconv"
	"strings"
)

// Words returns d as it is written in a language: "21 August 2013", "week of 2
// September 2013", "c. 2003", "26 June – 4 August 1952", "44 BC". lang is a BCP
// 47 tag; a language without words of its own here is written in English.
func (d Date) Words(lang string) string {
	if d.IsZero() {
		return ""
	}
	l := languageOf(lang)
	if d.edtf == "" {
		y, m, dd := d.from.Civil()
		switch d.prec {
		case Exact:
			return l.date(y, m, dd)
		case Month:
			return l.date(y, m, 0)
		case Year:
			return l.year(y)
		case Week:
			return fill(l.week, l.date(y, m, dd), "", "")
		}
	}
	v, err := read(d.String())
	if err != nil { // a Date is only ever made of what can be read
		return d.edtf
	}
	if v.set == 0 {
		return l.item(&v.items[0])
	}
	var b strings.Builder
	for i := range v.items {
		switch {
		case i > 0 && i == len(v.items)-1 && v.set == '[':
			b.WriteString(" " + l.or + " ")
		case i > 0 && i == len(v.items)-1:
			b.WriteString(" " + l.and + " ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(l.item(&v.items[i]))
	}
	return b.String()
}

// language is the words of dates. In its patterns, %d, %m and %y stand for the
// day, the month and the year, or for what the comment names.
type language struct {
	months                 [12]string
	seasons                [4]string // from spring
	quarter, third, half   string    // %d: its ordinal, %y
	ordinals               [4]string
	dayMonthYear, dayMonth string
	monthYear              string
	days                   string // %d: two days "26–28", %m, %y
	first                  string // the first day of a month, where it is special
	week                   string // %d: a whole date
	decade, century        string // %d: 1990; the number of the century
	bc, ad                 string // %y
	circa                  string // %d: what is approximate
	since, until           string // %d
	or, and                string
	roman, ordinal, dotted bool // centuries in Roman numerals, with an English ending; a full stop after days
}

func languageOf(tag string) *language {
	if len(tag) >= 2 && (len(tag) == 2 || tag[2] == '-' || tag[2] == '_') {
		switch strings.ToLower(tag[:2]) {
		case "de":
			return &german
		case "es":
			return &spanish
		case "fr":
			return &french
		}
	}
	return &english
}

// item writes one date or range.
func (l *language) item(it *item) string {
	if !it.ranged {
		return l.point(&it.a)
	}
	switch {
	case it.start != known && it.end != known:
		return "–"
	case it.start != known:
		return fill(l.until, l.point(&it.b), "", "")
	case it.end != known:
		return fill(l.since, l.point(&it.a), "", "")
	}
	a, b := &it.a, &it.b
	if plain := a.plain() && b.plain(); plain {
		y, m, d := a.from.Civil()
		y2, m2, d2 := b.from.Civil()
		switch {
		case a.parts == 3 && b.parts == 3 && a.from.Weekday() == 0 && b.from == a.from+6:
			return fill(l.week, l.date(y, m, d), "", "")
		case a.parts == 3 && b.parts == 3 && y == y2 && m == m2:
			return fill(l.days, l.dayNumber(d)+"–"+l.dayNumber(d2), l.months[m-1], l.year(y))
		case a.parts == 3 && b.parts == 3 && y == y2:
			return fill(l.dayMonth, l.dayNumber(d), l.months[m-1], "") + " – " + l.date(y2, m2, d2)
		case a.parts == 2 && b.parts == 2 && y == y2:
			return l.months[m-1] + "–" + l.date(y2, m2, 0)
		case a.parts == 1 && b.parts == 1 && y > 999:
			return l.year(y) + "–" + l.year(y2)
		}
	}
	return l.point(a) + " – " + l.point(b)
}

// plain reports that p is a day, month or year, without doubt or unspecified digits.
func (p *point) plain() bool {
	return p.season == 0 && p.big == "" && p.sig == 0 && p.clock == "" && p.doubt == [3]qualifier{} && !p.has('X')
}

func (p *point) has(c byte) bool { return strings.IndexByte(string(p.digits[:]), c) >= 0 }

// point writes one date with its doubt.
func (l *language) point(p *point) string {
	s := l.bare(p)
	var q qualifier
	for i := range p.parts {
		q |= p.doubt[i]
	}
	if q&approximate != 0 || p.sig > 0 {
		s = fill(l.circa, s, "", "")
	}
	if q&uncertain != 0 {
		s += "?"
	}
	return s
}

func (l *language) bare(p *point) string {
	y, m, d := p.from.Civil()
	year := string(p.digits[:4])
	switch {
	case p.big != "":
		return l.bigYear(p.year, p.neg)
	case year == "XXXX" && p.parts == 1:
		return "–"
	case year == "XXXX" && p.season == 0 && !strings.Contains(string(p.digits[4:2+2*p.parts]), "X"):
		if p.parts == 2 {
			return l.months[m-1]
		}
		return fill(l.dayMonth, l.dayNumber(d), l.months[m-1], "")
	case p.season != 0 && p.vague() == 0:
		return l.season(p.season, y)
	case p.parts == 1 && p.vague() == 1:
		lo, hi := p.years()
		if p.neg {
			return l.year(lo) + "–" + l.year(hi)
		}
		return fill(l.decade, number(int64(lo)), "", "")
	case p.parts == 1 && p.vague() == 2:
		return l.centuryOf(p)
	case !p.has('X'):
		s := l.date(y, m, d)
		if p.parts < 3 {
			s = l.date(y, m*(p.parts-1), 0)
		}
		if p.clock != "" {
			s += ", " + p.clock[1:6]
		}
		return s
	}
	// Unspecified digits: the year or month that they stay within, else from first to last.
	switch y2, m2, d2 := p.to.Civil(); {
	case p.from == p.to:
		return l.date(y, m, d)
	case p.from == Of(y, m, 1) && p.to == Of(y, m, DaysIn(y, m)):
		return l.date(y, m, 0)
	case m == 1 && d == 1 && m2 == 12 && d2 == 31 && y == y2:
		return l.year(y)
	case m == 1 && d == 1 && m2 == 12 && d2 == 31:
		return l.year(y) + "–" + l.year(y2)
	default:
		return l.date(y, m, d) + " – " + l.date(y2, m2, d2)
	}
}

// date writes a day, a month when d is 0, or a year when m is 0.
func (l *language) date(y, m, d int) string {
	switch {
	case m == 0:
		return l.year(y)
	case d == 0:
		return fill(l.monthYear, "", l.months[m-1], l.year(y))
	}
	return fill(l.dayMonthYear, l.dayNumber(d), l.months[m-1], l.year(y))
}

func (l *language) dayNumber(d int) string {
	switch {
	case d == 1 && l.first != "":
		return l.first
	case l.dotted:
		return number(int64(d)) + "."
	}
	return number(int64(d))
}

func (l *language) year(y int) string {
	switch {
	case y <= 0: // year 0 is 1 BC
		return fill(l.bc, "", "", number(int64(1-y)))
	case y < 1000:
		return fill(l.ad, "", "", number(int64(y)))
	}
	return number(int64(y))
}

func (l *language) bigYear(y int64, neg bool) string {
	if neg {
		return fill(l.bc, "", "", number(y+1))
	}
	return number(y)
}

func (l *language) season(code, y int) string {
	year := l.year(y)
	switch {
	case code <= 32:
		return l.seasons[(code-21)%4] + " " + year
	case code <= 36:
		return fill(l.quarter, l.ordinals[code-33], "", year)
	case code <= 39:
		return fill(l.third, l.ordinals[code-37], "", year)
	}
	return fill(l.half, l.ordinals[code-40], "", year)
}

func (l *language) centuryOf(p *point) string {
	n := 10*int(p.digits[0]-'0') + int(p.digits[1]-'0') + 1
	s := number(int64(n))
	switch {
	case l.roman:
		s = roman(n)
	case l.ordinal:
		s = ordinal(n)
	}
	s = fill(l.century, s, "", "")
	if p.neg {
		return fill(l.bc, "", "", s)
	}
	return s
}

// fill replaces %d, %m and %y in a pattern.
func fill(pattern, d, m, y string) string {
	var b strings.Builder
	b.Grow(len(pattern) + len(d) + len(m) + len(y))
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		switch pattern[i] {
		case 'd':
			b.WriteString(d)
		case 'm':
			b.WriteString(m)
		case 'y':
			b.WriteString(y)
		}
	}
	return b.String()
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// ordinal writes n with its English ending: 1st, 12th, 23rd.
func ordinal(n int) string {
	end := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return number(int64(n)) + end
}

// roman writes n, from 1 to 100, in Roman numerals.
func roman(n int) string {
	var b strings.Builder
	for _, r := range [...]struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.n {
			b.WriteString(r.s)
			n -= r.n
		}
	}
	return b.String()
}
