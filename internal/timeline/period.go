package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// theUnit reads the year, the full year, the week: the one that it is told in,
// or, where an end is named ("the year ended March 31"), a length.
func (f *finder) theUnit(i int) (result, bool) {
	j := i + 1
	full := f.is(j, "full", "whole", "entire")
	if full || f.is(j, "fiscal", "calendar") {
		j++
	}
	if !f.has(j, cUnit) || f.has(j, cPlural) || f.named(j) {
		return result{}, false
	}
	u := unit(f.val(j))
	switch {
	case u != year && u != month && u != week && !(full && u == dayUnit):
		return result{}, false
	case f.is(j+1, "ended", "ending", "through"), full && u == dayUnit:
		return result{end: j + 1, typ: DURATION, value: length(1, false, u), reason: "a length of time"}, true
	case !f.is(i-1, beforeThePeriod...):
		return result{}, false
	case f.is(i-1, "of") && !f.has(i-2, cBound|cUnit|cPart) && !f.is(i-2, shares...):
		return result{}, false // the man of the year
	case f.kind(j+1, prose.Word) && f.verb(j+1) == noTense && !f.has(j+1, cWeekday) && !f.is(j+1, afterThePeriod...):
		return result{}, false
	case f.is(j+1, "-", "'s", "’s") && f.glued(j+1):
		return result{}, false
	}
	base, ok := f.now()
	return f.relative(j+1, base, ok, func(d day.Day) when { return containing(u, d) }, "the "+unitNames[u]+" it is told in"), true
}

// theTime reads the time of "at the time", and the time being.
func (f *finder) theTime(i int) (result, bool) {
	switch {
	case f.is(i+1, "time") && f.is(i+2, "being"):
		return result{end: i + 3, typ: DATE, value: "PRESENT_REF", reason: "a vague time"}, true
	case f.is(i+1, "time") && f.is(i-1, "at", "of") && (!f.kind(i+2, prose.Word) || f.has(i+2, cIn|cStop) && !f.is(i+2, "of", "to") || f.verb(i+2) != noTense):
		return result{end: i + 2, typ: DATE, value: "PAST_REF", reason: "the time spoken of"}, true
	case f.is(i+1, "eve") && f.is(i+2, "of"):
		return f.daysFrom(i+3, -1)
	case f.is(i+1, "day") && f.is(i+2, "before", "after") && f.has(i+3, cMonth|cWeekday|cHoliday|cNumber|cLast|cNext):
		n := 1
		if f.is(i+2, "before") {
			n = -1
		}
		return f.daysFrom(i+3, n)
	case f.has(i+1, cOrdinal) && f.is(i+2, dayParts...) && f.is(i-1, "on") && !f.kind(i+1, prose.Number):
		return result{end: i + 3, typ: DATE, value: "XXXX-XX-XX", reason: "a day counted from what is told"}, true
	case f.is(i+1, "day", "night") && f.is(i+2, "before", "after", "following") && !f.hasObject(i+3):
		n := 1
		if f.is(i+2, "before") {
			n = -1
		}
		r := f.fromLast(i+3, dayUnit, n, "counted from the date before")
		if f.is(i+1, "night") {
			r = f.inPart(r, f.val(i+1))
		}
		return r, true
	case f.narrative && f.is(i+1, "same") && f.is(i+2, "time") && f.is(i-1, "at", "around", "about"):
		return result{end: i + 3, typ: DATE, value: "PAST_REF", reason: "the time spoken of"}, true
	}
	return result{}, false
}

// daysFrom is the day that is n days from the one that token j names: the eve of
// Christmas, two days after 9 May.
func (f *finder) daysFrom(j, n int) (result, bool) {
	r, ok := f.core(j)
	if !ok || r.typ != DATE || r.at.unit != dayUnit || r.at.isZero() {
		return result{}, false
	}
	from := r.at
	r.at = ofDay(from.from + day.Day(n))
	r.value, r.date, r.reason = r.at.timex(), r.at.date(), "counted from the day that is named"
	r.rel, r.anchor = true, from.date()
	return r, true
}

// thisTime reads these days, by this time, during that period.
func (f *finder) thisTime(i int) (result, bool) {
	r := result{end: i + 2, typ: DATE, value: "PRESENT_REF", reason: "the time spoken of"}
	switch {
	case f.is(i, "these", "those") && f.is(i+1, "days") && !f.is(i+2, "of"):
	case f.is(i, "this", "that") && f.is(i+1, "time", "period") && !f.is(i+2, "around", "of", "in") &&
		(f.narrative && i == f.first || f.is(i-1, beforeAPart...)):
	case f.narrative && f.is(i, "this") && f.is(i+1, "date"):
	default:
		return result{}, false
	}
	if f.is(i, "that", "those") {
		r.value = "PAST_REF"
	}
	return r, true
}

// halfOf is the first or the second half of what begins at token i: a year, a
// decade, a month.
func (f *finder) halfOf(i, n int) (result, bool) {
	r, ok := f.reference(i)
	if !ok || r.typ != DATE || r.at.isZero() {
		return result{}, false
	}
	if r.at.unit == year {
		r.at = when{half, day.Of(r.at.year(), 6*n-5, 1), n}
		r.value, r.date, r.reason = r.at.timex(), r.at.date(), "half of a year"
	}
	return r, true
}

// partOfYear reads the third quarter of "this year's third quarter"; i is where
// the expression begins, j the token after the possessive.
func (f *finder) partOfYear(i, j, dir int) (result, bool) {
	n := f.val(j)
	if !f.has(j, cOrdinal) || !f.is(j+1, "quarter", "half") || n < 1 || n > 4 || f.is(j+1, "half") && n > 2 {
		return result{}, false
	}
	base, ok := f.now()
	return f.relative(j+2, base, ok, func(d day.Day) when {
		y, _, _ := d.Civil()
		if f.is(j+1, "half") {
			return when{half, day.Of(y+dir, 6*n-5, 1), n}
		}
		return ofQuarter(y+dir, n)
	}, "a part of the year counted from publication"), true
}

// unitEnd reads year end, month's end.
func (f *finder) unitEnd(i int) (result, bool) {
	if !f.has(i, cUnit) || f.has(i, cPlural) || f.val(i) <= int(dayUnit) || !f.is(i-1, beforeAnHour...) {
		return result{}, false
	}
	j := i + 1
	if f.is(j, "'s", "’s") {
		j++
	}
	if !f.is(j, "end") || f.is(j+1, "of") {
		return result{}, false
	}
	return f.resolveThis(j+1, unit(f.val(i)), "the "+unitNames[f.val(i)]+" it is told in")
}

// often reads daily, weekly, annually: when something happens again, or in
// "weekly visits", "his daily life". A paper ("the daily Herald"), a mean ("average
// daily sales") and what is of each year ("an annual report") say nothing of when.
func (f *finder) often(i int) (result, bool) {
	if f.kind(i, prose.Capital) && (i > f.first && !f.titled || f.kind(i+1, prose.Capital)) {
		return result{}, false
	}
	if f.kind(i+1, prose.Word) && !f.has(i+1, cIn|cStop) && (unit(f.val(i)) > month || f.kind(i+1, prose.Capital) ||
		f.is(i-1, beforeDaily...) ||
		f.is(i+1, papers...)) {
		return result{}, false
	}
	return result{end: i + 1, typ: SET, value: length(1, false, unit(f.val(i))), reason: "again and again"}, true
}

// decadeInWords reads the nineties: of the century that makes them the last ones.
func (f *finder) decadeInWords(i int) (result, bool) {
	if !f.is(i-1, "the") && !f.has(i-1, cEdge) || f.named(i) {
		return result{}, false
	}
	base, ok := f.now()
	return f.relative(i+1, base, ok, func(d day.Day) when {
		y, _, _ := d.Civil()
		from := y - y%100 + 10*f.val(i)
		if from > y {
			from -= 100
		}
		return when{unit: decade, from: day.Of(from, 1, 1)}
	}, "the last decade of that name"), true
}

// yearInWords reads nineteen ninety-seven.
func (f *finder) yearInWords(i int) (result, bool) {
	y, end := f.spokenYear(i)
	if end == 0 || y == 2000 && !f.is(i-1, beforeAYear...) {
		return result{}, false
	}
	return f.absolute(end, ofYear(y), "year"), true
}

// spokenYear returns the year that words from token i on name as it is spoken:
// nineteen ninety-seven, two thousand; end is 0 when they name none.
func (f *finder) spokenYear(i int) (y, end int) {
	if !f.has(i, cNumber) || f.kind(i, prose.Hyphenated) {
		return 0, 0
	}
	if f.is(i, "two") && f.is(i+1, "thousand") && !f.is(i+2, "and", "people", "men") && !f.unitOfThings(i+2) {
		return 2000, i + 2
	}
	hundreds := f.val(i)
	if hundreds < 13 || hundreds > 20 || f.glued(i+1) {
		return 0, 0
	}
	if rest := f.count(i + 1); f.kind(i+1, prose.Word) && rest >= 10 && rest <= 99 && !f.has(i+2, cUnit) {
		return 100*hundreds + rest, i + 2
	}
	return 0, 0
}

// someTime reads a long time, a short period of time, some time: lengths that
// narratives tell.
func (f *finder) someTime(i int) (result, bool) {
	j := i + 1
	if f.has(i, cA) {
		if f.is(j, "very", "relatively", "rather") {
			j++
		}
		if !f.is(j, "long", "short", "brief") {
			return result{}, false
		}
		j++
	}
	if !f.narrative || j == i+1 && !f.is(i, "some") || !f.is(j, "time", "period") {
		return result{}, false
	}
	if f.is(j, "period") && f.is(j+1, "of") && f.is(j+2, "time") {
		j += 2
	}
	return result{end: j + 1, typ: DURATION, value: "PXX", reason: "a time of unknown length"}, true
}

// orSo passes over "or so" and "or more".
func (f *finder) orSo(j int) int {
	if f.is(j, "or") && f.is(j+1, "so", "more") {
		j += 2
	}
	return j
}

// orUnits passes over the second of two units: weeks or months.
func (f *finder) orUnits(j int) int {
	if f.is(j, "and", "or") && f.has(j+1, cUnit) && f.has(j+1, cPlural) {
		j += 2
	}
	return j
}

// modifies reports that the unit at token j stands before the noun it
// qualifies: a three hour meeting.
func (f *finder) modifies(j int) bool {
	return f.kind(j+1, prose.Word) && !f.kind(j+1, prose.Capital) && f.lex[j+1].class == 0 && f.verb(j+1) == noTense && !f.is(j+1, afterAnAge...)
}

// rate reports that the unit after the article at token i is what something is
// counted by: four flights a week, $1.76 a year.
func (f *finder) rate(i int) bool {
	if !f.kind(i-1, prose.Word|prose.Number) {
		return f.is(i-1, "%")
	}
	w := f.text(i - 1)
	return f.kind(i-1, prose.Number) || f.has(i-1, cUnit) && f.has(i-1, cPlural) || f.is(i-1, rates...) || f.lex[i-1].class&^cPlural == 0 && f.verb(i-1) == noTense && len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
}
