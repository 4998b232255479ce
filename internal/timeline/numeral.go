package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// numeral reads what begins with digits: 9 September 2013, 9:30 p.m., 1990s,
// 1944, 264 BC, 12 days, 21st century.
func (f *finder) numeral(i int) (result, bool) {
	w := f.text(i)
	if f.glued(i) && f.kind(i-1, prose.Punct) && !f.is(i-1, "(", "–", "—", "-", "'", "’", "\"", "“", "‘", "[", "/") || f.is(i-1, "$", "£", "€", "#", "No.") {
		return result{}, false
	}
	if r, ok := f.slashed(i); ok {
		return r, true
	}
	if r, ok := f.clock(i); ok {
		return r, true
	}
	if d := f.dayNumber(i); d > 0 {
		if r, ok := f.dayFirst(i); ok {
			return r, true
		}
		if r, ok := f.dayOfRange(i, d); ok {
			return r, true
		}
	}
	if f.kind(i, prose.Word) {
		if r, ok := f.gluedUnit(i); ok {
			return r, true
		}
	}
	if r, ok := f.decadeBC(i, w); ok {
		return r, true
	}
	if r, ok := f.decades(i, w); ok {
		return r, true
	}
	if f.has(i, cOrdinal) || strings.HasSuffix(w, "th") || strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd") {
		return f.ordinal(i)
	}
	if n := number(w); n > 0 && n < 3000 && !strings.Contains(w, ",") {
		if r, ok := f.yearOfRange(i, n); ok {
			return r, true
		}
		if y, end := f.eraAfter(n, i+1); end > 0 {
			return f.absolute(end, ofYear(y), "year"), true
		}
	}
	if r, ok := f.quantity(i); ok {
		return r, true
	}
	if y := f.fourDigits(i); y > 0 && f.yearAlone(i, y) {
		return f.yearOrQuarter(i, y), true
	}
	return result{}, false
}

// yearOrQuarter reads a year, or a quarter of it: 1990 second quarter.
func (f *finder) yearOrQuarter(i, y int) result {
	j := i + 1
	if f.has(j, cOrdinal) && f.is(j+1, "quarter") && f.val(j) >= 1 && f.val(j) <= 4 {
		return f.absolute(j+2, ofQuarter(y, f.val(j)), "quarter of a year")
	}
	return f.absolute(j, ofYear(y), "year")
}

// yearAlone reports that the four digits at token i are a year: not a number of things.
func (f *finder) yearAlone(i, y int) bool {
	if f.has(i-1, cIn|cEdge|cMonth|cThe|cSeason) && !f.is(i-1, beforeANumber...) ||
		f.is(i-1, beforeYearDigits...) && y >= 1500 {
		return !f.unitOfThings(i+1) || f.is(i-1, "the", "since", "in") && y >= 1800 && y <= 2100 && !f.is(i+1, "people", "men")
	}
	if i == f.first && f.kind(i+1, prose.Capital) {
		return false // the hour of a ticker: 1839 Divers have found…
	}
	if f.is(i+1, "-", "–") && f.glued(i+1) && f.glued(i+2) && f.kind(i+2, prose.Number) && y < 2200 { // 1939–45
		return true
	}
	if f.post && y >= 1990 && y < 2030 && !f.unitOfThings(i+1) {
		return true
	}
	return y >= 1700 && y <= 2100 && !f.unitOfThings(i+1) && !f.kind(i+1, prose.Number) && !(f.kind(i+1, prose.Capital) && f.kind(i-1, prose.Capital))
}

// unitOfThings reports that token j is what is counted: a noun in the plural, a currency, a percentage.
func (f *finder) unitOfThings(j int) bool {
	if f.is(j, countedThings...) {
		return true
	}
	if !f.kind(j, prose.Word) || f.kind(j, prose.Capital) || f.has(j, cStop|cIn|cUnit) || f.verb(j) != noTense {
		return false
	}
	w := f.text(j)
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !f.is(j, afterABareYear...)
}

// slashed reads 9/11 and 09/09/2013.
func (f *finder) slashed(i int) (result, bool) {
	if !f.is(i+1, "/") || !f.glued(i+1) || !f.glued(i+2) || f.is(i-1, "/") {
		return result{}, false
	}
	a, b := f.dayNumber(i), f.dayNumber(i+2)
	if a == 0 || b == 0 {
		return result{}, false
	}
	if f.is(i+3, "/") && f.glued(i+4) {
		y := f.fourDigits(i + 4)
		if y == 0 && len(f.text(i+4)) == 2 {
			if n := number(f.text(i + 4)); n >= 0 {
				y = f.nearCentury(n)
			}
		}
		m, d := a, b // the American order, unless it cannot be
		if m > 12 {
			m, d = d, m
		}
		if y > 0 && m <= 12 && d <= day.DaysIn(y, m) {
			return f.absolute(i+5, ofDay(day.Of(y, m, d)), "date"), true
		}
		return result{}, false
	}
	if a == 9 && b == 11 && !f.is(i+3, "/") {
		return f.absolute(i+3, ofDay(day.Of(2001, 9, 11)), "the attacks of 11 September 2001"), true
	}
	return result{}, false
}

// clock reads 9:30, 9 p.m., 5 o'clock, and the day it is on.
func (f *finder) clock(i int) (result, bool) {
	w := f.text(i)
	h, m, sep := 0, 0, false
	k := 0
	for k < len(w) && k < 2 && w[k] >= '0' && w[k] <= '9' {
		h = 10*h + int(w[k]-'0')
		k++
	}
	if k < len(w) && (w[k] == ':' || w[k] == '.') && len(w) >= k+3 {
		if n := number(w[k+1 : k+3]); n >= 0 && n < 60 {
			m, sep, k = n, w[k] == ':', k+3
		}
	}
	zoned := len(w) == 4 && digits(w) && w < "2400" && w[2:] < "60" &&
		(f.is(i+1, zonesOfDigits...) || f.is(i-1, "at") && f.is(i+1, "hours", "hrs")) // 1801 GMT
	if zoned {
		h, m, sep, k = number(w[:2]), number(w[2:]), true, 4
	}
	rest := strings.ToLower(w[k:])
	if !sep && k > 0 && len(rest) >= 3 && (strings.HasSuffix(rest, "am") || strings.HasSuffix(rest, "pm")) && digits(rest[:len(rest)-2]) && len(rest) <= 4 { // 430pm
		all := number(w[:len(w)-2])
		h, m, rest = all/100, all%100, rest[len(rest)-2:]
		if m > 59 {
			return result{}, false
		}
	}
	j := i + 1
	half := -1 // 0 a.m., 1 p.m.
	switch {
	case rest == "am":
		half = 0
	case rest == "pm":
		half = 1
	case rest != "":
		return result{}, false
	case f.is(j, "a.m.", "am", "a.m"):
		half, j = 0, j+1
	case f.is(j, "p.m.", "pm", "p.m"):
		half, j = 1, j+1
	case f.is(j, "noon", "midnight") && h == 12:
		half, j = f.val(j)^1, j+1
	case f.is(j, "in") && f.is(j+1, "the") && f.has(j+2, cPart) && h > 0 && h <= 12 && k == len(w): // 4 in the morning
		half = min(f.val(j+2), 1)
	case f.is(j, "o'clock"):
		half, j, sep = 2, j+1, true
	case !sep:
		return result{}, false
	}
	if h > 24 || half >= 0 && h > 12 || half < 0 && (!sep || f.is(j, ".") && f.glued(j+1) && f.kind(j+1, prose.Number)) || k == 0 {
		return result{}, false
	}
	switch {
	case half == 1 && h < 12:
		h += 12
	case half == 0 && h == 12:
		h = 0
	}
	if f.is(j, "in") && f.is(j+1, "the") && f.has(j+2, cPart) {
		if f.val(j+2) > 0 && h < 12 {
			h += 12
		}
		j += 3
	} else if f.is(j, "at") && f.is(j+1, "night") {
		if h < 12 {
			h += 12
		}
		j += 2
	}
	clock := "T" + string(appendPadded(appendPaddedColon(h), m, 2))
	return f.timeOn(i, j, clock), true
}

func appendPaddedColon(h int) []byte { return append(appendPadded(nil, h, 2), ':') }

// dayOfRange reads the first day of "9–12 March 1916", "9 and 12 March", and
// the last of "March 9–12".
func (f *finder) dayOfRange(i, d int) (result, bool) {
	if f.is(i+1, joinsYears...) && f.dayNumber(i+2) > d && (f.has(i+3, cMonth) || f.is(i+3, "of") && f.has(i+4, cMonth)) {
		r, ok := f.dayFirst(i + 2)
		if !ok || r.at.unit != dayUnit {
			return r, false
		}
		y, m, _ := r.at.from.Civil()
		r.at = ofDay(day.Of(y, m, d))
		r.end, r.value, r.date, r.reason = i+1, r.at.timex(), r.at.date(), "first day of a range"
		return r, true
	}
	if f.is(i-1, joinsRange...) && f.follows(i-1) && f.last.unit == dayUnit && !f.last.isZero() && !f.unitOfThings(i+1) && !f.has(i+1, cUnit) {
		y, m, first := f.last.from.Civil()
		if i >= 2 && (f.dayNumber(i-2) == first || f.fourDigits(i-2) > 0) && d > first && d <= day.DaysIn(y, m) {
			if yy, end := f.yearAfter(i + 1); end > 0 {
				return f.absolute(end, ofDay(day.Of(yy, m, d)), "last day of a range"), true
			}
			return f.absolute(i+1, ofDay(day.Of(y, m, d)), "last day of a range"), true
		}
	}
	return result{}, false
}

// yearOfRange reads the first and the last year of 1939–45 and of 477–450 BC.
func (f *finder) yearOfRange(i, n int) (result, bool) {
	switch {
	case f.is(i+1, joinsDays...) && f.yearBC(i+2) > 0 && n > f.yearBC(i+2):
		return f.absolute(i+1, ofYear(1-n), "first year of a range"), true
	case !f.is(i-1, "-", "–") || !f.follows(i-1) || f.last.unit != year:
		return result{}, false
	}
	first := f.last.year()
	if n < 100 && len(f.text(i)) == 2 {
		n += first - first%100
	}
	if first < 1000 || n <= first || n > 2199 {
		return result{}, false
	}
	return f.absolute(i+1, ofYear(n), "last year of a range"), true
}

// sideOfYear reads pre-1914 and post-1945.
func (f *finder) sideOfYear(i int, side, tail string) (result, bool) {
	y := number(tail)
	if len(tail) != 4 || y < 1000 || y >= 2200 {
		return result{}, false
	}
	r := f.absolute(i+1, ofYear(y), "the time after a year")
	open := tail + "/.."
	if side == "pre" {
		r.reason, open = "the time before a year", "../"+tail
	}
	r.date, _ = day.Parse(open)
	return r, true
}

// decadeBC reads the 470s BC.
func (f *finder) decadeBC(i int, w string) (result, bool) {
	n := number(strings.TrimSuffix(w, "s"))
	if !strings.HasSuffix(w, "s") || n < 10 || n > 3000 || n%10 != 0 || !f.has(i+1, cEra) || f.val(i+1) != 0 {
		return result{}, false
	}
	r := result{end: i + 2, typ: DATE, value: "BC" + string(appendPadded(nil, n/10, 3)), reason: "decade"}
	r.at = when{unit: decade, from: day.Of(1-(n+9), 1, 1)}
	r.date = day.Range(r.at.from, r.at.last())
	return r, true
}

// decades reads 1990s, 90s after an apostrophe, 1800s.
func (f *finder) decades(i int, w string) (result, bool) {
	n := number(strings.TrimSuffix(w, "s"))
	if len(w) < 3 || w[len(w)-1] != 's' || n < 0 || n%10 != 0 {
		if f.is(i+1, "'s") && f.fourDigits(i)%10 == 0 && f.fourDigits(i) > 0 && f.is(i-1, "the") {
			return f.decadeAt(i+2, number(w)), true
		}
		return result{}, false
	}
	switch {
	case len(w) == 5 && n >= 1000 && n <= 2190:
		return f.decadeAt(i+1, n), true
	case len(w) == 3 && f.is(i-1, beforeADecade...):
		r := f.decadeAt(i+1, f.nearCentury(n))
		return r, true
	}
	return result{}, false
}

func (f *finder) decadeAt(end, y int) result {
	if y%100 == 0 && y < 1900 {
		return f.absolute(end, when{unit: century, from: day.Of(y, 1, 1)}, "century")
	}
	return f.absolute(end, when{unit: decade, from: day.Of(y, 1, 1)}, "decade")
}

// shortYear reads '68 and '90s, from the apostrophe on.
func (f *finder) shortYear(i int) (result, bool) {
	w := f.text(i + 1)
	if r, ok := f.decades(i+1, w); ok {
		return r, true
	}
	n := number(w)
	if len(w) != 2 || n < 0 || !f.has(i-1, cIn|cSeason|cMonth|cEdge) {
		return result{}, false
	}
	return f.absolute(i+2, ofYear(f.nearCentury(n)), "year"), true
}

// hyphenated reads one token with hyphens: 2013-09-09, 15-year, two-day,
// mid-1990s, third-quarter, 19th-century, year-end.
func (f *finder) hyphenated(i int) (result, bool) {
	w := f.text(i)
	if f.kind(i, prose.Number) && len(w) == 10 {
		if d, err := day.Parse(w); err == nil && d.Precision() == day.Exact {
			from, _ := d.Bounds()
			return f.absolute(i+1, ofDay(from), "date"), true
		}
	}
	if len(w) > 40 {
		return result{}, false
	}
	low := strings.ToLower(w)
	head, tail, _ := strings.Cut(low, "-")
	switch head {
	case "mid", "late", "early":
		return f.edgeHyphen(i, tail)
	case "pre", "post":
		return f.sideOfYear(i, head, tail)
	}
	e := english.of(tail)
	u := unit(e.val)
	switch {
	case low == "year-end":
		return f.resolveThis(i+1, year, "the year of publication")
	case low == "year-earlier" || low == "year-ago":
		return f.yearAgo(i)
	case e.class&cUnit == 0:
		if strings.HasSuffix(tail, "-long") || strings.HasSuffix(tail, "-old") {
			return result{}, false
		}
		if n := english.of(head); n.class&cUnit != 0 && tail == "long" {
			return result{end: i + 1, typ: DURATION, value: length(1, false, unit(n.val)), reason: "a length of time"}, true
		}
		return result{}, false
	case u == quarter && english.of(head).class&cOrdinal != 0 && english.of(head).val <= 4 && english.of(head).val > 0:
		q := int(english.of(head).val)
		return f.ofYearAfter(i, i+1, func(y int) when { return ofQuarter(y, q) }, quarter)
	case u == century:
		n := int(english.of(head).val)
		if english.of(head).class&cOrdinal == 0 {
			n = number(strings.TrimRight(head, "sthndr"))
		}
		if n < 1 || n > 30 {
			return result{}, false
		}
		return f.centuryNo(i+1, n), true
	case e.class&cPlural != 0 && u != second || u == second:
		return result{}, false
	}
	n := number(head)
	if e := english.of(head); e.class&cNumber != 0 {
		n = int(e.val)
	}
	if n < 0 || f.is(i+1, "-", "old", "olds") || n > 9999 {
		return result{}, false
	}
	return result{end: i + 1, typ: DURATION, value: length(n, false, u), reason: "a length of time"}, true
}

// edgeHyphen reads mid-1990s, mid-September, late-1989 and, when it ends the
// token, what follows it.
func (f *finder) edgeHyphen(i int, tail string) (result, bool) {
	e := english.of(tail)
	n := number(tail)
	switch {
	case len(tail) == 4 && n >= 1000 && n < 2200:
		return f.absolute(i+1, ofYear(n), "year"), true
	case len(tail) == 5 && tail[4] == 's' && number(tail[:4]) >= 1000:
		return f.decadeAt(i+1, number(tail[:4])), true
	case e.class&cMonth != 0:
		if y, end := f.yearAfter(i + 1); end > 0 {
			return f.absolute(end, ofMonth(y, int(e.val)), "month of a year"), true
		}
		return f.monthOnly(i, i+1, int(e.val)), true
	case e.class&cPart != 0 && f.has(i+1, cDay): // mid-afternoon yesterday
		return f.inPart(f.fromPublication(i+2, f.val(i+1), "a day counted from publication"), int(e.val)), true
	case e.class&cPart != 0:
		return f.inPart(f.fromPublication(i+1, 0, "the day of publication"), int(e.val)), true
	}
	return result{}, false
}

// quantity reads two years, a week, several months, half an hour, a year and a
// half, and what they may be counted to: three weeks ago, two days later.
func (f *finder) quantity(i int) (result, bool) {
	n, halves, j := 0, false, i
	switch {
	case f.is(i, "half"):
		if !f.has(i+1, cA) {
			return result{}, false
		}
		halves, j = true, i+2
	case f.has(i, cA):
		n, j = 1, i+1
		switch {
		case f.has(j, cNumber) && f.is(j, vagueCounts...):
			n = f.count(j)
			j++
			if f.is(j-1, "couple") && f.is(j, "of") {
				j++
			}
		case f.is(j, "half"):
			j++
			n, halves = 0, true
		case f.is(j, afterOne...):
			j++
		}
	case f.has(i, cNumber), f.kind(i, prose.Number|prose.Hyphenated):
		n = f.count(i)
		j = i + 1
		if n < 0 {
			return f.decimals(i)
		}
		if f.has(i, cNumber) && n < 1 && f.is(i, "many", "some") {
			n = 0
		}
		if f.is(j, "hundred") && n > 0 {
			n, j = 100*n, j+1
		}
		if f.is(j, "and") && f.is(j+1, "a") && f.is(j+2, "half") {
			halves, j = true, j+3
		} else if f.is(j, "1") && f.is(j+1, "/") && f.is(j+2, "2") {
			halves, j = true, j+3
		}
		if f.is(j, joinsCounts...) && f.count(j+1) > n && n > 0 {
			n, j = f.count(j+1), j+2
		}
		if f.is(j, "of") && f.is(i, "couple") {
			j++
		}
	default:
		return result{}, false
	}
	if f.is(j, unitQualifiers...) {
		j++
	}
	if f.kind(j, prose.Word) && f.lex[j].class == 0 && f.has(j+1, cUnit) && f.has(j+1, cPlural) && !f.kind(j, prose.Capital|prose.Hyphenated) && n > 1 && f.val(j+1) >= int(dayUnit) && f.verb(j) == noTense { // two bloody weeks
		j++
	}
	if !f.has(j, cUnit) || f.named(j) || f.val(j) == int(period) {
		return result{}, false
	}
	u := unit(f.val(j))
	plural := f.has(j, cPlural)
	if n == 1 && plural || n != 1 && !plural && !halves && !f.is(j, unitsNotBare...) && !f.glued(j) && !f.modifies(j) {
		return result{}, false
	}
	if u == second && !plural || u == half || u == quarter && !f.kind(j, prose.Word) {
		return result{}, false
	}
	j++
	if f.is(j, "and") && f.is(j+1, "a") && f.is(j+2, "half") {
		halves, j = true, j+3
	}
	if f.is(j, "old", "older", "younger") || f.is(j, "of") && f.is(j+1, "age") { // ages
		return result{}, false
	}
	j = f.orSo(j)
	if f.is(j-2, "trading", "business") && f.is(j, "before", "after") { // not each day is one
		return result{end: j, typ: DURATION, value: length(n, halves, u), reason: "a length of time"}, true
	}
	return f.counted(i, j, n, halves, u)
}

// decimals reads 2.5 years.
func (f *finder) decimals(i int) (result, bool) {
	w := f.text(i)
	whole, part, ok := strings.Cut(w, ".")
	if !ok || number(whole) < 0 || number(part) < 0 || !f.has(i+1, cUnit) || !f.has(i+1, cPlural) || f.is(i+2, "old") {
		return result{}, false
	}
	u := unit(f.val(i + 1))
	if u > year {
		return result{}, false
	}
	v := length(1, false, u)
	return result{end: i + 2, typ: DURATION, value: strings.Replace(v, "1", w, 1), reason: "a length of time"}, true
}
