package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// plain reads the expression that begins at token i in a language other than
// English: dates in digits and words, days and weekdays as seen from
// publication, units before and after it, and years.
func (f *finder) plain(i int) (result, bool) {
	if f.toks[i].Class&prose.Number != 0 {
		return f.plainNumber(i)
	}
	c := f.lex[i].class
	switch {
	case c == 0:
	case c&cDay != 0:
		return f.plainDay(i)
	case c&cMonth != 0:
		return f.plainMonth(i)
	case c&cWeekday != 0:
		if r, ok := f.dateAfterWeekday(i); ok {
			return r, true
		}
		return f.plainPart(f.onWeekday(i, i+1, f.val(i), f.plainTense(i))), true
	case c&(cThis|cLast|cNext) != 0:
		return f.plainPointing(i)
	case c&cAgo != 0:
		return f.plainAgo(i)
	}
	return result{}, false
}

// plainNumber reads 2013-09-09; 9. September 2013; 21 de agosto de 2013; 09.09.2013; 2013.
func (f *finder) plainNumber(i int) (result, bool) {
	w := strings.TrimSuffix(f.text(i), ".")
	if f.toks[i].Class&prose.Hyphenated != 0 || len(w) == 10 {
		return f.digitsOnly(i, w)
	}
	if f.glued(i) && !f.is(i-1, "(", "[", "–", "-", "\"", "“", "„", "«", "'", "’") {
		return result{}, false
	}
	if d, j := f.plainDayNumber(i); d > 0 {
		j = f.skip(j, f.lang.of)
		if f.has(j, cMonth) && d <= day.DaysIn(2000, f.val(j)) {
			m := f.val(j)
			if y, end := f.plainYear(j + 1); end > 0 && d <= day.DaysIn(y, m) {
				return f.absolute(end, ofDay(day.Of(y, m, d)), "date"), true
			}
			return f.monthDay(i, j+1, m, d), true
		}
		return result{}, false
	}
	y := f.fourDigits(i)
	bracketed := f.is(i-1, "(", "[") && f.is(i+1, ")", "]")
	if y == 0 || !bracketed && (!f.has(i-1, cIn|cMonth) && !f.is(i-1, f.lang.year...) || f.kind(i+1, prose.Capital|prose.Number) && !f.is(i-1, f.lang.year...)) {
		return result{}, false
	}
	return f.absolute(i+1, ofYear(y), "year"), true
}

// digitsOnly reads what needs no words: 2013-09-09, 09.09.2013.
func (f *finder) digitsOnly(i int, w string) (result, bool) {
	if len(w) != 10 {
		return result{}, false
	}
	if w[2] == '.' && w[5] == '.' { // the order of day, month, year
		w = w[6:] + "-" + w[3:5] + "-" + w[:2]
	}
	d, err := day.Parse(w)
	if err != nil || d.Precision() != day.Exact {
		return result{}, false
	}
	from, _ := d.Bounds()
	return f.absolute(i+1, ofDay(from), "date"), true
}

// plainDayNumber returns the day of the month that token i is, and the token
// after it and its full stop.
func (f *finder) plainDayNumber(i int) (d, end int) {
	w := strings.TrimSuffix(strings.TrimSuffix(f.text(i), "."), "er")
	if len(w) > 2 {
		return 0, 0
	}
	if d = number(w); d < 1 || d > 31 {
		return 0, 0
	}
	end = i + 1
	if f.is(end, ".") && f.glued(end) {
		end++
	}
	return d, end
}

// plainMonth reads September 2013, and September alone.
func (f *finder) plainMonth(i int) (result, bool) {
	m := f.val(i)
	if y, end := f.plainYear(i + 1); end > 0 {
		return f.absolute(end, ofMonth(y, m), "month of a year"), true
	}
	if !f.has(i-1, cIn|cThis|cLast|cNext) {
		return result{}, false
	}
	return f.monthOnly(i, i+1, m), true
}

func (f *finder) plainYear(j int) (y, end int) {
	j = f.skip(j, f.lang.of)
	if y = f.fourDigits(j); y > 0 {
		return y, j + 1
	}
	return 0, 0
}

func (f *finder) skip(j int, words []string) int {
	if f.is(j, words...) {
		j++
	}
	return j
}

// dateAfterWeekday reads Montag, 9. September; lunes 9 de septiembre de 2013.
func (f *finder) dateAfterWeekday(i int) (result, bool) {
	j := i + 1
	if f.is(j, ",") {
		j++
	}
	if f.has(j, cThe) {
		j++
	}
	if !f.kind(j, prose.Number) {
		return result{}, false
	}
	r, ok := f.plainNumber(j)
	return r, ok && r.at.unit == dayUnit
}

// plainDay reads gestern, heute Abend, ayer, demain. A capital where no
// sentence begins makes a noun of "Morgen".
func (f *finder) plainDay(i int) (result, bool) {
	if f.has(i, cPart) && (f.kind(i, prose.Capital) && i > f.first || f.has(i-1, cDay)) {
		return result{}, false
	}
	const today = 2 // the days are numbered from the one before yesterday
	n := f.val(i) - today
	reason := "the day of publication"
	switch {
	case n < 0:
		reason = "a day before publication"
	case n > 0:
		reason = "a day after publication"
	}
	return f.plainPart(f.fromPublication(i+1, n, reason)), true
}

// plainPart adds a part of the day that follows: gestern Abend.
func (f *finder) plainPart(r result) result {
	if !f.has(r.end, cPart) {
		return r
	}
	p := 0
	for n, words := range [...][]string{{"morgen", "früh", "vormittag"}, {"nachmittag"}, {"abend"}, {"nacht"}, {"mittag"}} {
		if f.is(r.end, words...) {
			p = n
		}
	}
	r.end++
	return f.inPart(r, p)
}

// plainPointing reads letzte Woche, nächsten Monat, dieses Jahr, vergangenen Freitag.
func (f *finder) plainPointing(i int) (result, bool) {
	dir, j := f.direction(i), i+1
	switch {
	case f.has(j, cUnit) && !f.has(j, cPlural) && f.val(j) > int(dayUnit):
		return f.fromNow(j+1, unit(f.val(j)), dir), true
	case f.has(j, cWeekday):
		t := f.plainTense(i)
		switch {
		case dir < 0:
			t = past
		case dir > 0:
			t = future
		}
		return f.plainPart(f.onWeekday(i, j+1, f.val(j), t)), true
	case f.has(j, cMonth):
		return f.inMonth(i, j+1, f.val(j), dir), true
	}
	return result{}, false
}

// plainAgo reads vor zwei Tagen, hace tres semanas, il y a un an.
func (f *finder) plainAgo(i int) (result, bool) {
	j := i
	for _, w := range f.lang.ago {
		if !f.is(j, w) {
			return result{}, false
		}
		j++
	}
	n := -1
	switch {
	case f.has(j, cNumber):
		n = f.val(j)
	case f.kind(j, prose.Number) && !f.kind(j, prose.Word):
		n = number(f.text(j))
	}
	if n < 1 || n > 5000 || !f.has(j+1, cUnit) {
		return result{}, false
	}
	u := unit(f.val(j + 1))
	return f.relative(j+2, f.pub, f.dated, func(d day.Day) when { return shift(u, d, -n) }, "counted from publication"), true
}

// plainTense is future when a verb of the sentence before token i says so, else past.
func (f *finder) plainTense(i int) tense {
	const reach = 24
	for j := max(f.first, i-reach); j < min(f.limit, i+reach); j++ {
		if f.is(j, f.lang.future...) {
			return future
		}
	}
	return past
}
