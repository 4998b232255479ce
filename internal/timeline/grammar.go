package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// expression reads the expression that begins at token i. What may stand before
// an expression and belongs to it is read here, once; the rest in core.
func (f *finder) expression(i int) (result, bool) {
	if j, ok := f.edge(i); ok {
		if r, ok := f.reference(j); ok {
			if k := j - 2; f.has(k, cPart) && f.is(k+1, "of") {
				if r.at.unit != dayUnit || r.typ != DATE || r.at.isZero() {
					return f.core(i)
				}
				r = f.inPart(r, f.val(k))
			}
			return r, true
		}
	}
	if j, ok := f.about(i); ok {
		if r, ok := f.core(j); ok && f.mayBeAbout(i, j, r) {
			r.approx = true
			return r, true
		}
	}
	r, ok := f.core(i)
	switch {
	case ok:
		return f.withClock(r), true
	case f.post:
		return f.inPost(i)
	}
	return result{}, false
}

// mayBeAbout reports that the words from token i to j qualify r and belong to
// it: a length, or what is counted with one; "around" a date, too.
func (f *finder) mayBeAbout(i, j int, r result) bool {
	if f.has(j, cA|cNumber) || f.kind(j, prose.Number) && !f.kind(j, prose.Hyphenated) && (r.typ == DURATION || r.rel) {
		return r.typ == DURATION || r.typ == DATE
	}
	return f.is(i, circa...) && (f.has(j, cMonth) || f.kind(j, prose.Number)) ||
		f.is(i, "sometime", "right") && r.typ == DATE
}

// edge reads "early", "late in", "the end of", "the latter part of" before an
// expression.
func (f *finder) edge(i int) (int, bool) {
	if f.is(i, "earlier", "later") && f.has(i+1, cWeekday|cDay) { // it orders what happened, and is no part of the day
		return i, false
	}
	if !f.has(i, cEdge|cThe|cBound|cPart) {
		return i, false
	}
	j := i
	switch {
	case f.has(j, cEdge):
		j++
		if f.is(j, "-") {
			j++
		}
		if f.is(j, "in") {
			j++
		}
		return j, true
	}
	if f.has(j, cThe) {
		j++
	}
	switch {
	case f.is(j, edgesOfEnd...) && f.has(j+1, cBound):
		j++
	case f.is(j, partsOfSpan...) && f.is(j+1, "part") && f.is(j+2, "of"):
		return j + 3, true
	case f.is(j, "early", "later", "latter") && f.is(j+1, "half") && f.is(j+2, "of"):
		return j + 3, true
	}
	if f.has(j, cBound) && f.is(j+1, "of") {
		return j + 2, true
	}
	if j == i+1 && f.has(j, cPart) && f.is(j+1, "of") && !f.has(j+2, cThe) {
		return j + 2, true
	}
	if j > i && f.has(j, cEdge) { // the late 1980s
		return j + 1, true
	}
	return i, false
}

// about reads "nearly", "at least", "more than", "up to" before an expression.
func (f *finder) about(i int) (int, bool) {
	if !f.has(i, cAbout|cBound) {
		return i, false
	}
	switch {
	case f.is(i, comparatives...) && f.is(i+1, "than"):
		return i + 2, true
	case f.is(i, "at") && f.is(i+1, "least", "most"):
		return i + 2, true
	case f.is(i, "no") && f.is(i+1, comparedWith...) && f.is(i+2, "than"):
		return i + 3, true
	case f.is(i, "up") && f.is(i+1, "to"):
		return i + 2, true
	case f.is(i, "close") && f.is(i+1, "to"):
		return i + 2, true
	case f.is(i, "right") && f.is(i+1, "now"):
		return i + 1, true
	case f.is(i, circaOnly...), f.is(i, approximators...):
		return i + 1, true
	}
	return i, false
}

// reference reads what an edge may stand before: a core, or the unit that is
// being spoken of ("the end of the week").
func (f *finder) reference(i int) (result, bool) {
	j := i
	if f.has(j, cThe) {
		j++
	}
	if f.has(j, cUnit) && !f.has(j, cPlural) && f.val(j) >= int(dayUnit) && f.val(j) <= int(century) {
		u := unit(f.val(j))
		if u != dayUnit {
			return f.resolveThis(j+1, u, "the "+unitNames[u]+" it is told in")
		}
	}
	return f.core(i)
}

// deepest is how far expressions may stand inside each other: the first half of
// the year before last is two deep. Without a bound, "the eve of the eve of…"
// would be read to its end from each of its words.
const deepest = 3

// core reads an expression without what may stand before it.
func (f *finder) core(i int) (result, bool) {
	if i >= f.limit || f.depth == deepest {
		return result{}, false
	}
	f.depth++
	r, ok := f.coreAt(i)
	f.depth--
	return r, ok
}

func (f *finder) coreAt(i int) (result, bool) {
	c := f.lex[i].class
	t := f.toks[i]
	switch {
	case t.Class&prose.Hyphenated != 0:
		if r, ok := f.hyphenated(i); ok {
			return r, true
		}
	case t.Class&prose.Number != 0:
		return f.numeral(i)
	case f.is(i, "fiscal"):
		if y := f.fourDigits(i + 1); y > 0 {
			return f.absolute(i+2, ofYear(y), "fiscal year"), true
		}
	case f.is(i, "'", "’") && f.glued(i+1) && f.kind(i+1, prose.Number):
		return f.shortYear(i)
	}
	if c&begins == 0 {
		return result{}, false
	}
	for _, rule := range [...]struct {
		class class
		read  func(*finder, int) (result, bool)
	}{
		{cDay, (*finder).deictic},
		{cMonth, (*finder).monthFirst},
		{cHoliday | cMonth | cNext | cLast | cWeekday, (*finder).holiday},
		{cThis | cNext | cLast, (*finder).holidayPointed},
		{cWeekday, (*finder).weekday},
		{cEvery, (*finder).set},
		{cOften, (*finder).often},
		{cDecade, (*finder).decadeInWords},
		{cThis | cLast | cNext, (*finder).pointing},
		{cThe, (*finder).the},
		{cClock, (*finder).clockWord},
		{cNumber, (*finder).yearInWords},
		{cA | cAbout, (*finder).someTime},
		{cA | cNumber | cOrdinal | cUnit, (*finder).quantity},
		{cOrdinal, (*finder).ordinal},
		{cSeason, (*finder).season},
		{cRef, (*finder).vague},
		{cUnit | cPart, (*finder).bareUnit},
		{cEra, (*finder).eraFirst},
	} {
		if c&rule.class != 0 {
			if r, ok := rule.read(f, i); ok {
				return r, true
			}
		}
	}
	return result{}, false
}

// deictic reads today, yesterday morning, tonight, and "the day after tomorrow" after its article.
func (f *finder) deictic(i int) (result, bool) {
	if f.named(i) {
		return result{}, false
	}
	n := f.val(i)
	reason := "the day of publication"
	if f.has(i, cPart) { // tonight
		r := f.fromPublication(i+1, 0, reason)
		return f.inPart(r, 3), true
	}
	switch {
	case n < 0:
		reason = "the day before publication"
	case n > 0:
		reason = "the day after publication"
	}
	return f.partAfter(f.fromPublication(i+1, n, reason)), true
}

// fromPublication is a day counted from publication.
func (f *finder) fromPublication(end, n int, reason string) result {
	return f.relative(end, f.pub, f.dated, func(d day.Day) when { return ofDay(d + day.Day(n)) }, reason)
}

// partAfter adds a part of the day that follows: yesterday morning.
func (f *finder) partAfter(r result) result {
	if f.has(r.end, cPart) && !f.has(r.end, cPlural|cDay) && !f.named(r.end) {
		p := f.val(r.end)
		r.end++
		return f.inPart(r, p)
	}
	return r
}

func (f *finder) inPart(r result, p int) result {
	r.typ = TIME
	if r.value != "" {
		r.value += "T" + parts[p]
	}
	return r
}

// monthFirst reads September 9, 2013; Sept. 9; September 2013; September.
func (f *finder) monthFirst(i int) (result, bool) {
	m := f.val(i)
	j := i + 1
	if f.is(j, "the") && f.dayNumber(j+1) > 0 {
		j++
	}
	if d := f.dayNumber(j); d > 0 && d <= day.DaysIn(2000, m) && !f.is(j+1, amounts...) {
		j++
		if y, end := f.yearAfter(j); end > 0 && d <= day.DaysIn(y, m) {
			return f.absolute(end, ofDay(day.Of(y, m, d)), "date"), true
		}
		return f.partAfter(f.monthDay(i, j, m, d)), true
	}
	if y, end := f.yearAfter(j); end > 0 {
		return f.absolute(end, ofMonth(y, m), "month of a year"), true
	}
	if !f.monthAlone(i) {
		return result{}, false
	}
	return f.monthOnly(i, j, m), true
}

// monthAlone reports that a month without day and year is one, and no person, verb or march.
func (f *finder) monthAlone(i int) bool {
	t := f.toks[i]
	if f.has(i, cShort) && t.Class&prose.Abbrev == 0 && !f.is(i, "may") {
		return false
	}
	before := i > f.first && f.kind(i-1, prose.Capital) && !f.has(i-1, cIn|cThis|cLast|cNext|cEdge|cThe|cWeekday|cMonth|cEvery)
	after := f.kind(i+1, prose.Capital) && f.kind(i+1, prose.Word) && !f.has(i+1, cMonth|cWeekday) && f.toks[i+1].Class&prose.AllCaps == 0
	if before || after && f.has(i, cShort) {
		return false
	}
	if f.is(i, monthsOrNames...) {
		return f.has(i-1, cIn|cThis|cLast|cNext|cEdge|cEvery|cMonth) || f.is(i-1, beforeMonth...) || f.is(i+1, afterMonth...) && f.has(i+2, cMonth)
	}
	return true
}

// dayNumber returns the day of the month that token i is: 9, 9th, ninth; or 0.
func (f *finder) dayNumber(i int) int {
	if i >= f.limit || i < f.first {
		return 0
	}
	if f.has(i, cOrdinal) && !f.kind(i, prose.Number) {
		return f.val(i)
	}
	if !f.kind(i, prose.Number) || f.toks[i].Class&prose.Hyphenated != 0 {
		return 0
	}
	w := f.text(i)
	n, k := 0, 0
	for k < len(w) && w[k] >= '0' && w[k] <= '9' && k < 3 {
		n = 10*n + int(w[k]-'0')
		k++
	}
	if k == 0 || k > 2 || n > 31 {
		return 0
	}
	switch strings.ToLower(w[k:]) {
	case "", "st", "nd", "rd", "th":
		return n
	}
	return 0
}

// yearAfter reads a year after a day or month: 2013; , 2013; of 2013; last
// year; of that year. end is 0 when there is none.
func (f *finder) yearAfter(j int) (y, end int) {
	k := j
	if f.is(k, ",", "of", "in") {
		k++
	}
	if n := f.yearBC(k); n > 0 {
		return 1 - n, k + 2
	}
	if y, end := f.spokenYear(k); end > 0 && (k == j || f.is(j, ",", "of")) {
		return y, end
	}
	if y = f.fourDigits(k); y > 0 {
		if k > j && f.is(j, "in") { // in 2013 is an expression of its own
			return 0, 0
		}
		if y, end := f.eraAfter(y, k+1); end > 0 {
			return y, end
		}
		return y, k + 1
	}
	if f.is(k, "'", "’") && f.glued(k+1) && f.kind(k+1, prose.Number) && len(f.text(k+1)) == 2 {
		if n := number(f.text(k + 1)); n >= 0 {
			return f.nearCentury(n), k + 2
		}
	}
	if f.has(k, cThis|cLast|cNext) && f.is(k+1, "year") && !f.is(j, ",") {
		switch {
		case f.is(k, "that", "same") && !f.last.isZero():
			return f.last.year(), k + 2
		case f.is(k, asSpokenOf...) || !f.dated:
			return 0, 0
		}
		y, _, _ := f.pub.Civil()
		return y + f.direction(k), k + 2
	}
	return 0, 0
}

// yearBC returns the year before Christ at token k, which BC follows, or 0.
func (f *finder) yearBC(k int) int {
	if !f.kind(k, prose.Number) || !f.has(k+1, cEra) || f.val(k+1) != 0 {
		return 0
	}
	return max(number(f.text(k)), 0)
}

// direction is -1 for last, 1 for next, 0 for this.
func (f *finder) direction(i int) int {
	switch {
	case f.has(i, cLast):
		return -1
	case f.has(i, cNext):
		return 1
	}
	return 0
}

// fourDigits returns the year that token i is, from 1000 to 2199, or 0.
func (f *finder) fourDigits(i int) int {
	if !f.kind(i, prose.Number) || f.toks[i].End-f.toks[i].Start != 4 {
		return 0
	}
	y := number(f.text(i))
	if y < 1000 || y > 2199 {
		return 0
	}
	return y
}

// nearCentury returns the year that '68 is, as seen from publication.
func (f *finder) nearCentury(n int) int {
	base := 2010
	if f.dated {
		base, _, _ = f.pub.Civil()
	} else if !f.last.isZero() {
		base = f.last.year()
	}
	y := base - base%100 + n
	if y > base+10 {
		y -= 100
	}
	return y
}

// eraAfter reads BC or AD after a year.
func (f *finder) eraAfter(y, j int) (int, int) {
	if !f.has(j, cEra) || !f.kind(j, prose.Capital) {
		return 0, 0
	}
	if f.val(j) == 0 {
		return 1 - y, j + 1
	}
	return y, j + 1
}

// eraFirst reads AD 79.
func (f *finder) eraFirst(i int) (result, bool) {
	if f.val(i) != 1 || !f.kind(i, prose.AllCaps|prose.Abbrev) || !f.kind(i+1, prose.Number) || f.kind(i, prose.Initial) {
		return result{}, false
	}
	y := number(f.text(i + 1))
	if y < 1 || y > 2199 {
		return result{}, false
	}
	return f.absolute(i+2, ofYear(y), "year"), true
}

// weekday reads Friday; Friday night; Friday, September 13; Friday the 13th; Tuesday nights.
func (f *finder) weekday(i int) (result, bool) { return f.weekdayAfter(i, i) }

// weekdayAfter is weekday for an expression that begins at token from, before
// the weekday at token i: what stands before it tells the direction.
func (f *finder) weekdayAfter(from, i int) (result, bool) {
	w, j := f.val(i), i+1
	short := f.has(i, cShort) && f.toks[i].Class&prose.Abbrev == 0
	if f.is(j, ",") && (f.has(j+1, cMonth) || f.dayNumber(j+1) > 0 && f.has(j+2, cMonth)) {
		j++
	}
	if f.has(j, cMonth) && f.dayNumber(j+1) > 0 {
		if r, ok := f.monthFirst(j); ok {
			return r, true
		}
	}
	k := j
	if f.is(k, "the") {
		k++
	}
	if f.dayNumber(k) > 0 {
		if r, ok := f.dayFirst(k); ok {
			return r, true
		}
	}
	if short && !f.post && (!f.has(i-1, cIn|cThis|cLast|cNext|cEvery) || f.is(i-1, "and", "or", "than") || f.kind(j, prose.Capital)) {
		return result{}, false
	}
	if f.has(i, cPlural) || f.has(j, cPart) && f.has(j, cPlural) {
		value := "XXXX-WXX-" + string(rune('1'+w))
		if f.has(j, cPart) {
			value += "T" + parts[f.val(j)]
			j++
		}
		return result{end: j, typ: SET, value: value, reason: "each week on a weekday"}, true
	}
	if f.has(j, cPart) && f.named(j) { // Saturday Night Live
		return result{}, false
	}
	return f.partAfter(f.onWeekday(i, j, w, f.tense(from, j))), true
}

// dayFirst reads 9 September 2013; 21st of August; the ninth of May.
func (f *finder) dayFirst(i int) (result, bool) {
	d := f.dayNumber(i)
	j := i + 1
	if f.is(j, "of") {
		j++
	}
	if d == 0 || !f.has(j, cMonth) || f.kind(i, prose.Word) && f.has(i, cOrdinal) && !f.is(i+1, "of") && !f.has(i-1, cThe) {
		return result{}, false
	}
	m := f.val(j)
	if d > day.DaysIn(2000, m) {
		return result{}, false
	}
	j++
	if y, end := f.yearAfter(j); end > 0 && d <= day.DaysIn(y, m) {
		return f.absolute(end, ofDay(day.Of(y, m, d)), "date"), true
	}
	return f.partAfter(f.monthDay(i, j, m, d)), true
}

// set reads every day, each Monday, every two weeks.
func (f *finder) set(i int) (result, bool) {
	r := result{typ: SET, reason: "again and again"}
	j := i + 1
	n := 1
	if f.has(j, cNumber) || f.kind(j, prose.Number) {
		n = f.count(j)
		j++
	}
	switch {
	case f.is(i, "per") && (n != 1 || f.has(j, cUnit) && f.val(j) < int(dayUnit)): // miles per hour
		return r, false
	case n > 0 && f.has(j, cUnit) && (n == 1) == !f.has(j, cPlural) && f.val(j) != int(period) && !f.kind(j, prose.Capital):
		r.value = length(n, false, unit(f.val(j)))
	case j > i+1:
		return r, false
	case f.has(j, cWeekday):
		r.value = "XXXX-WXX-" + string(rune('1'+f.val(j)))
		if f.has(j+1, cPart) {
			j++
			r.value += "T" + parts[f.val(j)]
		}
	case f.has(j, cMonth):
		r.value = "XXXX-" + string(appendPadded(nil, f.val(j), 2))
	case f.has(j, cSeason):
		r.value = "XXXX-" + "SPSUFAWI"[2*f.val(j):2*f.val(j)+2]
	case f.has(j, cPart):
		r.value = "XXXX-XX-XXT" + parts[f.val(j)]
	default:
		return r, false
	}
	r.end = j + 1
	return r, true
}

// count returns the number that token i is; 0 for few and several, -1 for none.
func (f *finder) count(i int) int {
	switch {
	case f.has(i, cNumber):
		if f.is(i, "couple") {
			return 2
		}
		return f.val(i)
	case f.kind(i, prose.Number) && !f.kind(i, prose.Word):
		return number(f.text(i))
	case f.kind(i, prose.Hyphenated):
		tens, ones, ok := strings.Cut(strings.ToLower(f.text(i)), "-")
		t, o := english.of(tens), english.of(ones)
		if ok && t.class&cNumber != 0 && o.class&cNumber != 0 && t.val >= 20 && o.val < 10 {
			return int(t.val + o.val)
		}
	}
	return -1
}
