package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// pointing reads this week, last Friday, next two years, last May, that night, recent months.
func (f *finder) pointing(i int) (result, bool) {
	if f.named(i) || f.kind(i, prose.Capital) && f.has(i+1, cUnit|cPart) && f.named(i+1) {
		return result{}, false
	}
	dir := f.direction(i)
	j := i + 1
	if f.is(i, "this") && f.is(j, "day") && f.is(i-1, "to") { // to this day
		return result{}, false
	}
	if r, ok := f.thisTime(i); ok {
		return r, true
	}
	if f.is(i, "that", "this") && f.is(j, "same") {
		i, j = j, j+1
	}
	if f.is(i, "latest") {
		switch {
		case f.is(j, "quarter", "period"):
			return f.lastQuarter(j+1, 0), true
		case f.has(j, cUnit):
			return result{}, false
		}
	}
	if f.is(i, "this", "these") && f.has(j, cLast|cNext) && !f.kind(j, prose.Capital) { // this past spring, this coming Sunday
		dir = f.direction(j)
		j++
		if f.has(j, cWeekday) {
			if r, ok := f.weekday(j); ok && r.end > j+2 && f.has(j+2, cMonth) { // this coming Sunday, March 8
				return r, true
			}
			t := future
			if dir < 0 {
				t = past
			}
			return f.partAfter(f.onWeekday(i, j+1, f.val(j), t)), true
		}
	}
	if f.is(j, kindsOfYear...) {
		j++
	}
	if f.named(j) && f.has(j, cUnit|cPart) {
		return result{}, false
	}
	back := f.is(i, fromSpokenOf...) || (f.narrative && f.is(i, "next") && f.has(i-1, cThe))
	switch {
	case f.has(j, cUnit) && f.has(j, cPlural):
		if f.is(i, demonstratives...) {
			return result{}, false
		}
		return result{end: f.orUnits(j + 1), typ: DURATION, value: length(0, false, unit(f.val(j))), reason: "a time of unknown length"}, true
	case f.is(j, "half") && f.is(j+1, "of"):
		return f.halfOf(j+2, 2)
	case f.is(j, "year") && f.is(j+1, "'s", "’s") && !back:
		if r, ok := f.partOfYear(i, j+2, dir); ok {
			return r, true
		}
		return f.fromNow(j+1, year, dir), true
	case f.has(j, cUnit):
		u := unit(f.val(j))
		if u < dayUnit || u == period && !f.is(i, "latest", "same") {
			return result{}, false
		}
		if f.is(i, "past", "recent") && dir < 0 && j == i+1 && u != quarter {
			return result{end: j + 1, typ: DURATION, value: length(1, false, u), reason: "the last such time up to publication"}, true
		}
		if back || u == dayUnit {
			if f.is(i, "present", "current", "past") {
				return result{}, false
			}
			return f.fromLast(j+1, u, dir, "counted from the date before"), true
		}
		if f.is(i, "present") {
			return result{}, false
		}
		return f.fromNow(f.orSo(j+1), u, dir), true
	case f.has(j, cWeekday):
		t := f.tense(i, j+1)
		switch {
		case dir < 0:
			t = past
		case dir > 0:
			t = future
		}
		if f.is(i, "this") {
			t = future
		}
		return f.partAfter(f.onWeekday(i, j+1, f.val(j), t)), true
	case f.has(j, cMonth) && !f.is(i, "recent", "present", "that"):
		if d := f.dayNumber(j + 1); d > 0 {
			return result{}, false
		}
		return f.inMonth(i, j+1, f.val(j), dir), true
	case f.has(j, cSeason):
		return f.inSeason(j+1, f.val(j), dir, f.is(i, "that", "following", "previous")), true
	case f.has(j, cPart) && !f.has(j, cPlural) && !f.is(i, "recent", "past", "coming"):
		p := f.val(j)
		if back || f.is(i, "next") {
			return f.inPart(f.fromLast(j+1, dayUnit, dir, "counted from the date before"), p), true
		}
		n := 0
		if dir < 0 {
			n = -1
		}
		return f.inPart(f.fromPublication(j+1, n, "the day of publication, or the one before"), p), true
	case dir != 0 || f.has(i, cThis):
		q, ok := f.quantity(j)
		if !ok || q.typ != DURATION || f.is(i, "that", "same") {
			return result{}, false
		}
		q.reason = "a time up to publication"
		return q, true
	}
	return result{}, false
}

// the reads what begins with an article: the 1990s, the third quarter, the
// weekend, the next day, the day after tomorrow, the 21st of August.
func (f *finder) the(i int) (result, bool) {
	j := i + 1
	if f.kind(i, prose.Capital) && f.kind(j, prose.Capital) && !f.titled { // The Week
		return result{}, false
	}
	if r, ok := f.theTime(i); ok {
		return r, true
	}
	if r, ok := f.theUnit(i); ok {
		return r, true
	}
	switch {
	case f.is(j, whichHalf...) && f.is(j+1, "half") && f.is(j+2, "of"):
		n := 2
		if f.is(j, "first") {
			n = 1
		}
		return f.halfOf(j+3, n)
	case f.has(j, cDecade):
		return f.core(j)
	case f.is(j, "year"):
		if y, end := f.spokenYear(j + 1); end > 0 {
			return f.absolute(end, ofYear(y), "year"), true
		}
		if y := f.fourDigits(j + 1); y > 0 {
			return f.absolute(j+2, ofYear(y), "year"), true
		}
	case f.is(j, "day") && f.is(j+1, "after", "before") && f.has(j+2, cDay):
		n := 1
		if f.is(j+1, "before") {
			n = -1
		}
		return f.fromPublication(j+3, f.val(j+2)+n, "days from publication"), true
	case f.is(j, "week") && f.is(j+1, "of") && (f.has(j+2, cMonth) || f.dayNumber(j+2) > 0):
		r, ok := f.core(j + 2)
		if ok && r.at.unit == dayUnit && !r.at.isZero() {
			r.at = containing(week, r.at.from)
			r.value, r.date, r.reason = r.at.timex(), r.at.date(), "the week that holds a date"
			return r, true
		}
	case f.is(j, "month", "year", "decade") && f.is(j+1, "of") && f.has(j+2, cMonth):
		return f.core(j + 2)
	case f.is(j, "weekend") && !f.named(j):
		t := f.tense(i, j+1)
		return f.weekend(j+1, t), true
	case f.is(j, "latest", "most") && (f.is(j+1, "quarter", "period") || f.is(j+1, "recent") && f.is(j+2, "quarter")):
		end := j + 2
		if f.is(j, "most") {
			end++
		}
		return f.lastQuarter(end, 0), true
	case f.is(j, "year-earlier", "year-ago"):
		r, ok := f.yearAgo(j)
		return r, ok && r.end > j+1
	case f.is(j, "quarter") && !f.quarter.isZero() && !f.is(j+1, "of"):
		return f.lastQuarter(j+1, 0), true
	case f.is(j, "past", "present", "future") && !f.kind(j+1, prose.Number) && !f.is(j+1, "of") && (!f.kind(j+1, prose.Word) || f.has(j+1, cStop|cIn) || f.verb(j+1) != noTense || f.is(j+1, clauseOpeners...)):
		return result{end: j + 1, typ: DATE, value: [...]string{"PAST_REF", "PRESENT_REF", "FUTURE_REF"}[f.which(j, "past", "present", "future")], reason: "a vague time"}, true
	case f.is(j, vagueDistances...) && f.is(j+1, "future", "past"):
		return result{end: j + 2, typ: DATE, value: [...]string{"FUTURE_REF", "PAST_REF"}[f.which(j+1, "future", "past")], reason: "a vague time"}, true
	case f.dayNumber(j) > 0 && (f.has(j+1, cMonth) || f.is(j+1, "of") && f.has(j+2, cMonth)):
		return f.dayFirst(j)
	case f.fourDigits(j) > 0:
		return f.periodOf(j)
	case f.kind(j, prose.Hyphenated) && !strings.HasSuffix(f.text(j), "s") && !f.has(j+1, cUnit):
		return result{}, false
	case f.has(j, cThis|cLast|cNext|cOrdinal|cSeason|cHoliday|cNumber), f.kind(j, prose.Number|prose.Hyphenated), f.is(j, "'", "’"):
		if f.is(j, "this", "that", "same") && !f.is(j, "same") || f.has(j, cNumber) && f.is(j, "many", "some") {
			return result{}, false
		}
		if f.has(j, cSeason) && (f.modifies(j) || f.kind(j+1, prose.Capital)) { // the spring offensive
			return result{}, false
		}
		r, ok := f.core(j)
		if !ok && f.has(j, cOrdinal) {
			return f.theNth(j)
		}
		return r, ok && (r.end > j+1 || !f.has(j, cRef)) // the former king
	}
	return result{}, false
}

// periodOf reads the 1988 quarter, the 1988 second quarter, the 1988 period.
func (f *finder) periodOf(j int) (result, bool) {
	y := f.fourDigits(j)
	switch {
	case f.has(j+1, cOrdinal) && f.is(j+2, "quarter"):
		return f.yearOrQuarter(j, y), true
	case f.is(j+1, "quarter", "period") && !f.quarter.isZero():
		return f.absolute(j+2, ofQuarter(y, f.quarter.quarterNo()), "the same quarter of another year"), true
	case f.is(j+1, "period", "season"):
		return f.absolute(j+2, ofYear(y), "year"), true
	}
	return result{}, false
}

func (f *finder) which(i int, words ...string) int {
	for n, w := range words {
		if f.is(i, w) {
			return n
		}
	}
	return 0
}

// theNth reads the 21st, a day of the month last spoken of, after a preposition.
func (f *finder) theNth(i int) (result, bool) {
	d := f.dayNumber(i)
	if d < 2 || !f.kind(i, prose.Number) || !f.is(i-2, beforeADay...) || f.kind(i+1, prose.Word) && !f.has(i+1, cStop|cIn) || f.last.isZero() {
		return result{}, false
	}
	y, m, _ := f.last.from.Civil()
	if d > day.DaysIn(y, m) {
		return result{}, false
	}
	r := f.absolute(i+1, ofDay(day.Of(y, m, d)), "a day of the month spoken of")
	r.rel, r.anchor = true, f.last.date()
	return r, true
}

// clockWord reads noon, midnight, and the day that follows.
func (f *finder) clockWord(i int) (result, bool) {
	clocks := [...]string{"T12:00", "T00:00"} // noon, midnight
	if f.val(i) >= len(clocks) || f.named(i) {
		return result{}, false
	}
	return f.timeOn(i, i+1, clocks[f.val(i)]), true
}

// timeOn reads the day that a time of day is on: noon Thursday, 9 p.m. EST Nov. 9, 5 p.m. on Friday.
func (f *finder) timeOn(i, j int, clock string) result {
	from := i
	if f.is(j, zones...) && f.kind(j, prose.AllCaps) {
		j++
	}
	k := j
	if f.is(k, zoneWords...) {
		for f.is(k, zoneWords...) && k < j+2 {
			k++
		}
		if f.is(k, "time") {
			k++
		} else {
			k = j
		}
	}
	if f.is(k, ",", "on") {
		k++
	}
	beyond := f.dayBeyond(j)
	if beyond > 0 {
		k = beyond
	}
	if f.has(k, cWeekday|cMonth|cDay) && !f.has(k, cPart) || k > j && f.is(j, "on") && f.dayNumber(k) > 0 || f.has(k, cPart) && f.has(k, cDay) {
		r, ok := result{}, false
		if f.has(k, cWeekday) {
			r, ok = f.weekdayAfter(from, k)
		} else {
			r, ok = f.core(k)
		}
		if ok && r.at.unit == dayUnit && r.typ != SET {
			r.typ = TIME
			if len(r.value) >= 10 {
				r.value = r.value[:10] + clock
			}
			if beyond > 0 {
				r.end = j // the day is an expression of its own
			}
			return r
		}
	}
	r := f.fromPublication(j, 0, hourToday)
	if f.narrative && !f.last.isZero() && f.last.unit == dayUnit {
		r = f.absolute(j, f.last, "a time of the day spoken of")
		r.rel, r.anchor = true, f.last.date()
	}
	r.typ = TIME
	if r.value != "" {
		r.value += clock
	} else {
		r.value = "XXXX-XX-XX" + clock
	}
	return r
}

// dayBeyond returns the token where the day begins that a time of day before token
// j is on, when a bracket with the time of another zone stands between them, or ends
// there: 10:35 a.m. (0735 GMT) Friday. 0 is none.
func (f *finder) dayBeyond(j int) int {
	const longest = 6 // tokens
	if f.is(j, ")") {
		return j + 1
	}
	if f.is(j, "(") && f.kind(j+1, prose.Number) {
		for k := j + 2; k < j+longest; k++ {
			if f.is(k, ")") {
				return k + 1
			}
		}
	}
	return 0
}

// ordinal reads third quarter of 1990, 21st century, first half of last year.
func (f *finder) ordinal(i int) (result, bool) {
	n := f.val(i)
	if f.kind(i, prose.Number) {
		n = f.dayNumber(i)
	}
	j := i + 1
	switch {
	case f.is(j, "quarter") && n >= 1 && n <= 4:
		return f.ofYearAfter(i, j+1, func(y int) when { return ofQuarter(y, n) }, quarter)
	case f.is(j, "half") && n <= 2 && n > 0 && !f.is(j+1, "-"):
		r, ok := f.ofYearAfter(i, j+1, func(y int) when { return when{half, day.Of(y, 6*n-5, 1), n} }, half)
		return r, ok && (r.end > j+1)
	case f.is(j, "century") && n >= 1 && n <= 30:
		return f.centuryNo(j+1, n), true
	case f.has(j, cMonth):
		return f.dayFirst(i)
	case n == 1:
		if q, ok := f.quantity(j); ok && q.typ == DURATION { // the first nine months
			return q, true
		}
	}
	return result{}, false
}

// centuryNo is the nth century, or the nth before Christ.
func (f *finder) centuryNo(end, n int) result {
	if _, e := f.eraAfter(1, end); e > 0 {
		if f.val(end) == 0 {
			d, _ := day.Parse("-" + string(appendPadded(nil, n-1, 2)) + "XX")
			return result{end: e, typ: DATE, value: "BC" + string(appendPadded(nil, n-1, 2)), date: d, reason: "century"}
		}
		end = e
	}
	w := when{unit: century, from: day.Of(100*(n-1), 1, 1)}
	r := f.absolute(end, w, "century")
	return r
}

// season reads spring 2011, summer of 1944, the spring.
func (f *finder) season(i int) (result, bool) {
	n := f.val(i)
	if f.named(i) && !f.narrative || f.has(i, cPlural) {
		return result{}, false
	}
	if y, end := f.yearAfter(i + 1); end > 0 {
		return f.absolute(end, ofSeason(y, n), "season of a year"), true
	}
	if f.narrative && !(f.is(i, "fall") && f.is(i+1, "of", "in")) && (f.has(i-1, cThe|cOrdinal|cSeason|cA) || f.is(i-1, "and", "or", "main") || !f.is(i, "fall", "spring")) || f.narrative && f.kind(i, prose.Capital) && !f.is(i, "fall") {
		return f.inSeason(i+1, n, 0, true), true
	}
	if f.is(i, "fall", "spring") && !f.has(i-1, cThe) && !f.is(i-1, beforeASeason...) {
		return result{}, false
	}
	if !f.has(i-1, cThe|cIn|cEdge) && !f.is(i-1, "of") || f.is(i-1, "the") && f.is(i, "fall") && f.is(i+1, "of", "in") {
		return result{}, false
	}
	if f.kind(i+1, prose.Word) && !f.has(i+1, cIn|cStop|cEra) && !f.kind(i+1, prose.Capital) && f.verb(i+1) == noTense { // the summer house
		return result{}, false
	}
	return f.inSeason(i+1, n, 0, f.narrative), true
}

// vague reads now, recently, soon.
func (f *finder) vague(i int) (result, bool) {
	if f.named(i) || f.is(i, "now") && f.is(i+1, "-") {
		return result{}, false
	}
	if f.val(i) >= refAdjectives && f.kind(i+1, prose.Word) && !f.narrative { // a former mayor: news has no use for it
		return result{}, false
	}
	if f.is(i, refQualifiers...) && (!f.kind(i+1, prose.Word) || f.has(i+1, cStop|cIn|cA) || f.kind(i, prose.Capital)) {
		return result{}, false
	}
	if f.is(i, "shortly", "soon") && f.is(i+1, notAlone...) || f.is(i-1, "as") && f.is(i, "soon") {
		return result{}, false
	}
	return result{end: i + 1, typ: DATE, value: refs[f.val(i)], reason: "a vague time"}, true
}

// bareUnit reads the years of "for years", and "days later".
func (f *finder) bareUnit(i int) (result, bool) {
	if r, ok := f.unitEnd(i); ok {
		return r, true
	}
	if f.has(i, cPart) && f.is(i-1, "at") && !f.kind(i, prose.Capital) && !f.has(i, cPlural) { // at night
		return result{end: i + 1, typ: TIME, value: "XXXX-XX-XXT" + parts[f.val(i)], reason: "a part of the day"}, true
	}
	if !f.has(i, cUnit) || !f.has(i, cPlural) || f.named(i) || f.val(i) == int(second) {
		return result{}, false
	}
	u := unit(f.val(i))
	if f.is(i+1, "before", "after", "since") || f.is(i-1, "the") && f.is(i+1, afterADay...) && !f.is(i+2, "is", "was") {
		return result{end: i + 1, typ: DURATION, value: length(0, false, u), reason: "a time of unknown length"}, true
	}
	if f.has(i+1, cAgo) && !f.is(i+1, "before", "after") {
		r := result{end: i + 2, typ: DATE, value: "PAST_REF", reason: "a vague time"}
		if !f.is(i+1, "ago", "earlier", "previously") {
			r.value = "FUTURE_REF"
		}
		return r, true
	}
	if f.is(i-1, beforeALength...) && (f.is(i+1, afterALength...) || f.is(i-1, "for", "within")) {
		return result{end: f.orUnits(i + 1), typ: DURATION, value: length(0, false, u), reason: "a time of unknown length"}, true
	}
	return result{}, false
}
