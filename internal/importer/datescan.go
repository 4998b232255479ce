package importer

import (
	"strings"

	"dateline/internal/day"
)

// monthNames are the months in the languages whose furniture is known too, whole
// and abbreviated, in lower case.
var monthNames = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
	"august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"januar": 1, "jänner": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12, "okt": 10, "dez": 12, "mrz": 3,
	"janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "aout": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "déc": 12,
	"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "setiembre": 9,
	"octubre": 10, "noviembre": 11, "diciembre": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
	"gennaio": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "settembre": 9, "ottobre": 10, "dicembre": 12,
	"janeiro": 1, "fevereiro": 2, "março": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9, "outubro": 10, "novembro": 11, "dezembro": 12,
	"januari": 1, "februari": 2, "maart": 3, "mei": 5, "augustus": 8, "augusti": 8, "maj": 5,
	"января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
	"stycznia": 1, "lutego": 2, "marca": 3, "kwietnia": 4, "maja": 5, "czerwca": 6, "lipca": 7, "sierpnia": 8, "września": 9, "października": 10, "listopada": 11, "grudnia": 12,
}

// dateOf returns a day if there is such a one, in the years that articles have.
func dateOf(y, m, d int) (day.Date, bool) {
	if y < 1600 || y > 2199 || m < 1 || d < 1 {
		return day.Date{}, false
	}
	return day.Civil(y, m, d)
}

// isoDate reads a date such as 2013-09-09, 2013/09/09 or 20130909 at the start of
// s and returns how many bytes it takes.
func isoDate(s string) (day.Date, int, bool) {
	digits := func(from, n int) (int, bool) {
		if from+n > len(s) {
			return 0, false
		}
		v := 0
		for _, c := range []byte(s[from : from+n]) {
			if c < '0' || c > '9' {
				return 0, false
			}
			v = 10*v + int(c-'0')
		}
		return v, true
	}
	y, ok := digits(0, 4)
	if !ok || len(s) < 8 {
		return day.Date{}, 0, false
	}
	if sep := s[4]; sep == '-' || sep == '/' || sep == '.' {
		m, ok1 := digits(5, 2)
		d, ok2 := digits(8, 2)
		if ok1 && ok2 && s[7] == sep && (len(s) == 10 || s[10] < '0' || s[10] > '9') {
			c, ok := dateOf(y, m, d)
			return c, 10, ok
		}
		return day.Date{}, 0, false
	}
	m, ok1 := digits(4, 2)
	d, ok2 := digits(6, 2)
	if ok1 && ok2 && (len(s) == 8 || s[8] < '0' || s[8] > '9') {
		c, ok := dateOf(y, m, d)
		return c, 8, ok
	}
	return day.Date{}, 0, false
}

// part is a run of letters or of digits in a line.
type part struct {
	start, end int
	num        int // value, or -1 for letters
	month      int // of a month's name, else 0
}

// dateStyle is how dates in figures are read where they can be read in two ways.
// The zero value refuses them.
type dateStyle struct {
	dayFirst  bool // 03/04/2013 is in April
	shortYear bool // 03.04.13 is a date, not a time or a version
}

// findDate returns the first whole date in s, with day, month and year, in words
// or figures, and where it stands. A date that can be read in two ways, such as
// 03/04/2013, is none.
func findDate(s string) (c day.Date, start, end int, ok bool) {
	return findDateAs(s, dateStyle{})
}

// findDateAs is findDate where the style of the page is known.
func findDateAs(s string, style dateStyle) (c day.Date, start, end int, ok bool) {
	if len(s) > 400 || !strings.ContainsAny(s, asciiDigits) {
		return day.Date{}, 0, 0, false
	}
	var buf [48]part
	parts := cutParts(s, buf[:0])
	for i, p := range parts {
		switch {
		case p.month > 0:
			if c, start, end, ok := wordDate(s, parts, i); ok {
				return c, start, end, true
			}
		case p.num >= 0 && i+2 < len(parts):
			weekday := ""
			if i > 0 {
				weekday = s[parts[i-1].start:parts[i-1].end]
			}
			if c, end, ok := figureDate(s, parts[i:i+3], style, weekday); ok {
				return c, p.start, end, true
			}
			if c, end, ok := eastDate(s, parts[i:]); ok {
				return c, p.start, end, true
			}
		}
	}
	return day.Date{}, 0, 0, false
}

// cutParts appends the runs of letters and of digits in s, as many as parts has room for.
func cutParts(s string, parts []part) []part {
	for i := 0; i < len(s) && len(parts) < cap(parts); {
		c := s[i]
		j := i + 1
		switch {
		case '0' <= c && c <= '9':
			v := int(c - '0')
			for j < len(s) && '0' <= s[j] && s[j] <= '9' {
				if v < 1e8 {
					v = 10*v + int(s[j]-'0')
				}
				j++
			}
			parts = append(parts, part{i, j, v, 0})
		case isLetter(c) || c >= 0x80:
			for j < len(s) && (isLetter(s[j]) || s[j] >= 0x80) {
				j++
			}
			p := part{start: i, end: j, num: -1}
			if j-i <= 18 {
				p.month = monthNames[strings.ToLower(s[i:j])]
			}
			parts = append(parts, p)
		}
		i = j
	}
	return parts
}

// wordDate reads the date around the month's name parts[i]: "9 September 2013",
// "Sept. 9, 2013", "3 de mayo de 2022", "28 Apr, 2020", "2013 September 9".
func wordDate(s string, parts []part, i int) (day.Date, int, int, bool) {
	m := parts[i].month
	near := func(j, step int) int { // skips "de", "th" and the like
		for n := 0; n < 2 && j >= 0 && j < len(parts); n++ {
			if parts[j].num >= 0 {
				return j
			}
			switch strings.ToLower(s[parts[j].start:parts[j].end]) {
			case "de", "of", "the", "st", "nd", "rd", "th", "er", "del":
				j += step
			default:
				return -1
			}
		}
		if j >= 0 && j < len(parts) && parts[j].num >= 0 {
			return j
		}
		return -1
	}
	before, after := near(i-1, -1), near(i+1, 1)
	year := func(j int) bool { return j >= 0 && parts[j].end-parts[j].start == 4 }
	dayOf := func(j int) bool { return j >= 0 && parts[j].end-parts[j].start <= 2 }
	switch {
	case dayOf(before) && year(after): // 9 September 2013
		c, ok := dateOf(parts[after].num, m, parts[before].num)
		return c, parts[before].start, parts[after].end, ok
	case dayOf(before) && after >= 0 && len(parts) > after && strings.HasPrefix(s[parts[after].start:parts[after].end], "20") && parts[after].end-parts[after].start == 6:
		// "3 de mayo de 202221:25": a year with the hour glued to it
		c, ok := dateOf(parts[after].num/100, m, parts[before].num)
		return c, parts[before].start, parts[after].end, ok
	case dayOf(after):
		if y := near(after+1, 1); year(y) { // September 9, 2013
			c, ok := dateOf(parts[y].num, m, parts[after].num)
			return c, parts[i].start, parts[y].end, ok
		}
		if year(before) { // 2013 September 9
			c, ok := dateOf(parts[before].num, m, parts[after].num)
			return c, parts[before].start, parts[after].end, ok
		}
	}
	return day.Date{}, 0, 0, false
}

// figureDate reads a date in figures: 2013-09-09, 9.9.2013, 9/13/13. The word before
// it may be the day of the week, which says how "Tue, 03/09/2021" is meant.
func figureDate(s string, p []part, style dateStyle, weekday string) (day.Date, int, bool) {
	a, b, c := p[0], p[1], p[2]
	if b.num < 0 || c.num < 0 || b.start > a.end+3 || c.start > b.end+3 {
		return day.Date{}, 0, false
	}
	width := func(p part) int { return p.end - p.start }
	gap, spaced := strings.TrimSpace(s[a.end:b.start]), b.start > a.end+1 || c.start > b.end+1
	if len(gap) != 1 || gap != strings.TrimSpace(s[b.end:c.start]) || spaced && (gap == "-" || width(c) != 4) {
		return day.Date{}, 0, false
	}
	sep := gap[0]
	switch sep {
	case '-', '/', '.':
	case '|': // 26 | 01 | 2022
		if !spaced || width(a) > 2 || width(b) > 2 {
			return day.Date{}, 0, false
		}
		sep = '.'
	default:
		return day.Date{}, 0, false
	}
	if width(a) == 4 && width(b) <= 2 && width(c) <= 2 {
		d, ok := dateOf(a.num, b.num, c.num)
		return d, c.end, ok
	}
	if width(a) > 2 || width(b) > 2 || width(c) != 4 && width(c) != 2 {
		return day.Date{}, 0, false
	}
	year := c.num
	if width(c) == 2 {
		if sep != '/' && !(style.shortYear && sep == '.') { // 10.30.45 is a time or a version
			return day.Date{}, 0, false
		}
		if year += 1900; year < 1970 {
			year += 100
		}
	}
	switch {
	case sep == '.': // day first wherever dots are written
		d, ok := dateOf(year, b.num, a.num)
		return d, c.end, ok
	case a.num > 12 || style.dayFirst && b.num <= 12:
		d, ok := dateOf(year, b.num, a.num)
		return d, c.end, ok
	case b.num > 12 || a.num == b.num:
		d, ok := dateOf(year, a.num, b.num)
		return d, c.end, ok
	}
	monthFirst, m := dateOf(year, a.num, b.num)
	dayFirst, d := dateOf(year, b.num, a.num)
	m = m && fallsOn(weekday, year, a.num, b.num)
	d = d && fallsOn(weekday, year, b.num, a.num)
	switch {
	case m && !d:
		return monthFirst, c.end, true
	case d && !m:
		return dayFirst, c.end, true
	}
	return day.Date{}, 0, false
}

// fallsOn reports whether a day is one of the week with that English name or its short form.
func fallsOn(weekday string, y, m, d int) bool {
	return len(weekday) >= 3 && strings.HasPrefix(weekdays[day.Of(y, m, d).Weekday()], strings.ToLower(weekday))
}

var weekdays = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// eastDate reads a date as it is written in East Asia: 2020年2月19日, 2020년 2월 19일.
func eastDate(s string, p []part) (day.Date, int, bool) {
	if len(p) < 6 {
		return day.Date{}, 0, false
	}
	for i, units := range [...]string{"年년", "月월", "日일"} {
		n, unit := p[2*i], p[2*i+1]
		if n.num < 0 || unit.num >= 0 || unit.end-unit.start < 3 || !strings.Contains(units, s[unit.start:unit.start+3]) {
			return day.Date{}, 0, false
		}
	}
	d, ok := dateOf(p[0].num, p[2].num, p[4].num)
	return d, p[5].start + 3, ok
}
