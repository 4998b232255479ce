package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// absolute is a calendar unit that the words name in full.
func (f *finder) absolute(end int, w when, reason string) result {
	return result{end: end, typ: DATE, value: w.timex(), date: w.date(), at: w, reason: reason}
}

const unresolved = "no publication date to count from"

// relative is a calendar unit counted from base; unresolved when base is not known.
func (f *finder) relative(end int, base day.Day, known bool, count func(day.Day) when, reason string) result {
	if !known {
		return result{end: end, typ: DATE, rel: true, reason: unresolved}
	}
	r := f.absolute(end, count(base), reason)
	r.rel, r.anchor = true, day.FromDay(base)
	if base == f.last.from && base != f.pub {
		r.anchor = f.last.date() // with its own precision: two years after 1917
		r.reason = strings.Replace(reason, "publication", "the date spoken of", 1)
	}
	return r
}

// now is what this, last and next count from: publication, or in a narrative
// the last date mentioned.
func (f *finder) now() (day.Day, bool) {
	if f.narrative && !f.last.isZero() {
		return f.last.from, true
	}
	return f.pub, f.dated
}

// spokenOf is what the following and the same count from: the last date
// mentioned, else publication.
func (f *finder) spokenOf() (day.Day, bool) {
	if !f.last.isZero() {
		return f.last.from, true
	}
	return f.pub, f.dated
}

func (f *finder) resolveThis(end int, u unit, reason string) (result, bool) {
	if u == period || u == half || u == season {
		return result{}, false
	}
	base, ok := f.now()
	return f.relative(end, base, ok, func(d day.Day) when { return containing(u, d) }, reason), true
}

// fromNow is the unit that holds publication, or the one before or after it.
func (f *finder) fromNow(end int, u unit, n int) result {
	base, ok := f.now()
	if u == quarter && !f.quarter.isZero() && n <= 0 && !f.narrative {
		base, ok = f.pub, f.dated
	}
	reason := "the " + unitNames[u] + " of publication"
	switch {
	case n < 0:
		reason = "the " + unitNames[u] + " before publication"
	case n > 0:
		reason = "the " + unitNames[u] + " after publication"
	}
	return f.relative(end, base, ok, func(d day.Day) when { return shift(u, d, n) }, reason)
}

var unitNames = [...]string{"second", "minute", "hour", "day", "weekend", "week", "fortnight", "month", "quarter", "season", "half-year", "year", "decade", "century", "period"}

// tooVague reports that the date spoken of is too vague to count units of a kind
// from: the day after what happened in May.
func (f *finder) tooVague(u unit) bool {
	return !f.last.isZero() && f.last.unit > u
}

// untold is a day counted from one that the text does not tell.
func untold(end int) result {
	return result{end: end, typ: DATE, value: "XXXX-XX-XX", rel: true, reason: "counted from a day that is not told"}
}

// fromLast is a unit counted from the last date mentioned.
func (f *finder) fromLast(end int, u unit, n int, reason string) result {
	base, ok := f.spokenOf()
	if u == dayUnit && f.tooVague(u) {
		return untold(end)
	}
	return f.relative(end, base, ok, func(d day.Day) when { return shift(u, d, n) }, reason)
}

// onWeekday is the weekday that the tense points to from publication; in a
// narrative, the next one after the last date mentioned.
func (f *finder) onWeekday(i, end, w int, t tense) result {
	if f.narrative && !f.last.isZero() && f.last.unit == dayUnit {
		return f.relative(end, f.last.from, true, func(d day.Day) when {
			return ofDay(d + day.Day((w-d.Weekday()+7)%7))
		}, "weekday on or after the date before")
	}
	named := f.has(i, cLast|cNext)
	if t == future || t == present && f.is(i-1, "on") {
		return f.relative(end, f.pub, f.dated, func(d day.Day) when {
			n := (w - d.Weekday() + 7) % 7
			if n == 0 && named {
				n = 7
			}
			return ofDay(d + day.Day(n))
		}, "weekday on or after publication")
	}
	return f.relative(end, f.pub, f.dated, func(d day.Day) when {
		n := (d.Weekday() - w + 7) % 7
		if n == 0 && named {
			n = 7
		}
		return ofDay(d - day.Day(n))
	}, "weekday on or before publication")
}

// nearYear returns the year that something yearly is of, where at gives its
// first day in a year, and why.
func (f *finder) nearYear(i, end int, at func(y int) day.Day) (y int, reason string, ok bool) {
	switch {
	case !f.last.isZero() && (f.narrative || !f.dated):
		y = f.last.year()
		const turn = 240 // days back which mean the next year: January after November
		if f.last.unit <= month && at(y) < f.last.from-turn {
			return y + 1, "in the year after the one spoken of", true
		}
		return y, "in the year spoken of", true
	case !f.dated:
		return 0, unresolved, false
	}
	y, _, _ = f.pub.Civil()
	t := noTense
	if f.lang == nil {
		t = f.tense(i, end)
	}
	opens := i-1 == f.first && f.is(i-1, "in", "on") // In January, the crew sank the ferry
	if opens && t == noTense && f.lang == nil {
		const sentence = 48 // tokens
		t = f.verbAfter(end, sentence)
	}
	switch t {
	case past:
		if opens || f.is(i-1, "since") {
			return f.within(y, at, -365, 0), "the one before publication", true
		}
		// a dividend declared in October is paid in November
		return f.within(y, at, -275, 90), "the one before publication, or soon after", true
	case future:
		return f.within(y, at, -31, 334), "the one after publication, or just before", true
	}
	return f.within(y, at, -182, 183), "the one nearest to publication", true
}

// within returns the year next to y in which what at gives lies between lo and
// hi days from publication.
func (f *finder) within(y int, at func(y int) day.Day, lo, hi day.Day) int {
	switch d := at(y) - f.pub; {
	case d > hi:
		return y - 1
	case d < lo:
		return y + 1
	}
	return y
}

// yearly is a day that comes each year.
func (f *finder) yearly(i, end int, on func(y int) day.Day, reason string) result {
	y, why, ok := f.nearYear(i, end, on)
	if !ok {
		return result{end: end, typ: DATE, rel: true, reason: why}
	}
	r := f.absolute(end, ofDay(on(y)), reason+", "+why)
	r.rel, r.anchor = true, f.anchor()
	return r
}

func (f *finder) anchor() day.Date {
	if f.narrative && !f.last.isZero() || !f.dated {
		return f.last.date()
	}
	return day.FromDay(f.pub)
}

// yearAhead returns the year that the end of a range gives to its beginning in
// the month m, which ends before token j: 26 June – 4 August 1952; or 0.
func (f *finder) yearAhead(j, m int) int {
	if !f.is(j, joinsMonths...) {
		return 0
	}
	k := j + 1
	if f.dayNumber(k) > 0 {
		k++
	}
	if !f.has(k, cMonth) {
		if k == j+1 || f.is(j, "or") {
			return 0
		}
		if f.is(k, ",") {
			k++
		}
		return f.fourDigits(k) // September 13 and 15, 2003
	}
	last := f.val(k)
	k++
	if f.dayNumber(k) > 0 {
		k++
	}
	if f.is(k, ",", "of") {
		k++
	}
	y := f.fourDigits(k)
	if y > 0 && m > last {
		y--
	}
	return y
}

// monthDay is a day of a month without its year.
func (f *finder) monthDay(i, end, m, d int) result {
	if y := f.yearAhead(end, m); y != 0 && d <= day.DaysIn(y, m) {
		return f.absolute(end, ofDay(day.Of(y, m, d)), "first day of a range, in the year of its last")
	}
	y, why, ok := f.nearYear(i, end, func(y int) day.Day { return day.Of(y, m, min(d, day.DaysIn(y, m))) })
	if !ok {
		v := appendPadded([]byte("XXXX-"), m, 2)
		return result{end: end, typ: DATE, rel: true, value: string(appendPadded(append(v, '-'), d, 2)), reason: why}
	}
	for d > day.DaysIn(y, m) { // 29 February is of the last leap year
		y--
	}
	r := f.absolute(end, ofDay(day.Of(y, m, d)), "day of a month, "+why)
	r.rel, r.anchor = true, f.anchor()
	return r
}

// monthOnly is a month without its year.
func (f *finder) monthOnly(i, end, m int) result {
	if y := f.yearAhead(end, m); y != 0 {
		return f.absolute(end, ofMonth(y, m), "first month of a range, in the year of its last")
	}
	y, why, ok := f.nearYear(i, end, func(y int) day.Day { return day.Of(y, m, 1) })
	if !ok {
		return result{end: end, typ: DATE, rel: true, value: string(appendPadded([]byte("XXXX-"), m, 2)), reason: why}
	}
	r := f.absolute(end, ofMonth(y, m), "month, "+why)
	r.rel, r.anchor = true, f.anchor()
	return r
}

// inMonth is last May, this May, next May.
func (f *finder) inMonth(i, end, m, dir int) result {
	base, ok := f.now()
	if f.is(i, "following", "previous") {
		base, ok = f.spokenOf()
	}
	return f.relative(end, base, ok, func(d day.Day) when {
		y, now, _ := d.Civil()
		switch {
		case dir < 0 && m >= now:
			y--
		case dir > 0 && m <= now:
			y++
		}
		return ofMonth(y, m)
	}, "the month of that name nearest to publication, as told")
}

// inSeason is this spring, last fall, the summer.
func (f *finder) inSeason(end, n, dir int, back bool) result {
	base, ok := f.now()
	if back {
		base, ok = f.spokenOf()
	}
	return f.relative(end, base, ok, func(d day.Day) when {
		y, m, _ := d.Civil()
		now := (m + 9) / 3 % 4
		if m < 3 {
			now = -1 // the winter that began last year comes before this spring
		}
		switch {
		case dir < 0 && n >= now:
			y--
		case dir > 0 && n <= now:
			y++
		case dir == 0 && now == -1 && n == 3:
			y--
		}
		return ofSeason(y, n)
	}, "the season of that name nearest to publication, as told")
}

// hourToday is the reason of a time of day without a day, which is taken for that of
// publication.
const hourToday = "a time of the day of publication"

// weekend is the weekend, as the tense points to it from publication.
func (f *finder) weekend(end int, t tense) result {
	return f.relative(end, f.pub, f.dated, func(d day.Day) when {
		if t != future && d.Weekday() < 5 {
			d -= 7
		}
		return containing(weekend, d)
	}, "the weekend nearest to publication, as the tense tells")
}

// ofYearAfter is a part of a year that is named after it, or else the one that
// ended last before publication.
func (f *finder) ofYearAfter(i, end int, make func(y int) when, u unit) (result, bool) {
	k := end
	if f.is(k, "of") {
		k++
	}
	if f.is(k, "fiscal") {
		k++
	}
	if y := f.fourDigits(k); y > 0 {
		return f.absolute(k+1, make(y), unitNames[u]+" of a year"), true
	}
	if y, e := f.yearAfter(k); e > 0 {
		return f.absolute(e, make(y), unitNames[u]+" of a year"), true
	}
	if f.is(k, "the") && f.is(k+1, "year") {
		end = k + 2
	}
	base, ok := f.now()
	t := f.tense(i, end)
	return f.relative(end, base, ok, func(d day.Day) when {
		y, _, _ := d.Civil()
		w := make(y)
		switch {
		case f.narrative:
		case t != future && w.from > d:
			w = make(y - 1)
		case t == future && w.last() < d-60:
			w = make(y + 1)
		}
		return w
	}, unitNames[u]+" nearest to publication, as the tense tells"), true
}

// lastQuarter is the quarter spoken of, else the one before publication.
func (f *finder) lastQuarter(end, years int) result {
	latest := f.is(end-2, "latest", "recent") && f.dated && !f.quarter.isZero() && f.quarter.last() >= f.pub // one that has not ended is none
	if !f.quarter.isZero() && !latest {
		r := f.absolute(end, shift(quarter, f.quarter.from, 4*years), "the quarter spoken of")
		r.rel, r.anchor = true, f.quarter.date()
		return r
	}
	return f.relative(end, f.pub, f.dated, func(d day.Day) when { return shift(quarter, d, -1+4*years) }, "the quarter before publication")
}

// yearAgo reads year-ago quarter, year-earlier period: a year before the quarter spoken of.
func (f *finder) yearAgo(i int) (result, bool) {
	end := i + 1
	if f.has(end, cOrdinal) && f.is(end+1, "quarter") {
		end++
	}
	if f.is(end, "quarter", "period") {
		end++
	}
	if !f.quarter.isZero() {
		q := f.quarter
		r := f.lastQuarter(end, -1)
		r.at = when{}
		f.quarter = q
		return r, true
	}
	r := f.fromNow(end, year, -1)
	r.at = when{}
	return r, true
}

// counted is a length of time, or what is counted with it: ago, later, from now.
func (f *finder) counted(i, j, n int, halves bool, u unit) (result, bool) {
	r := result{end: j, typ: DURATION, value: length(n, halves, u), reason: "a length of time"}
	dir, back := 0, false
	switch {
	case f.is(j, "ago"):
		dir, j = -1, j+1
	case f.is(j, "earlier", "previously"):
		dir, back, j = -1, true, j+1
	case f.is(j, "before") && !f.hasObject(j+1):
		dir, back, j = -1, true, j+1
	case f.is(j, laterWords...), f.is(j, "after") && !f.hasObject(j+1):
		dir, back, j = 1, true, j+1
		if u == dayUnit && f.lasted() {
			return untold(j), true
		}
	case f.is(j, "hence"):
		dir, j = 1, j+1
	case f.is(j, "from") && f.is(j+1, "now", "today"):
		dir, j = 1, j+2
	case f.is(j, "before", "after") && (u == dayUnit || u == week) && n > 0 && n < 1000 && !halves:
		if u == week {
			n *= 7
		}
		if f.is(j, "before") {
			n = -n
		}
		if d, ok := f.daysFrom(j+1, n); ok {
			return d, true
		}
		return r, true
	default:
		if f.has(i, cA) && u < dayUnit && !f.is(i-1, beforeACount...) {
			return result{}, false
		}
		if f.has(i, cA) && n == 1 && f.rate(i) || f.has(j, cA) && f.has(j+1, cUnit) && !f.has(j+1, cPlural) { // a week; 24 hours a day
			return result{}, false
		}
		return r, true
	}
	return f.countedFrom(j, n, halves, u, dir, back)
}

// lasted reports that the expression before, in the same sentence, is a length of
// time, at whose end what comes later begins: within 14 days, and seven days later.
func (f *finder) lasted() bool {
	n := len(f.out)
	return n > 0 && f.out[n-1].Type == DURATION && f.out[n-1].Start >= int(f.toks[f.first].Start)
}

// countedFrom is what n units before (dir -1) or after publication or, when
// back, the date spoken of; an unknown number of them is a vague time.
func (f *finder) countedFrom(end, n int, halves bool, u unit, dir int, back bool) (result, bool) {
	half := 0 // months
	if halves {
		switch u {
		case year:
			half = 6
		case decade:
			n, u = 10*n+5, year
		case century:
			n, u = 100*n+50, year
		}
	}
	switch {
	case n == 0 && half == 0 && dir > 0:
		return result{end: end, typ: DATE, value: "FUTURE_REF", reason: "a vague time"}, true
	case n == 0 && half == 0:
		return result{end: end, typ: DATE, value: "PAST_REF", reason: "a vague time"}, true
	case u < dayUnit:
		return result{end: end, typ: DURATION, value: length(n, halves, u), reason: "a length of time"}, true
	case n > 5000:
		return result{}, false
	case u == year && n == 1 && half == 0 && dir < 0 && !f.quarter.isZero() && !f.narrative:
		r := f.lastQuarter(end, -1)
		r.at = when{}
		r.reason = "a year before the quarter spoken of"
		return r, true
	}
	base, ok := f.pub, f.dated
	why := "counted from publication"
	if back {
		base, ok = f.spokenOf()
		why = "counted from the date before"
	}
	g := u
	switch u {
	case year:
		if half > 0 {
			if n == 0 {
				g = month
			}
			return f.relative(end, base, ok, func(d day.Day) when { return containing(g, d.AddMonths(dir*(12*n+half))) }, why), true
		}
	case decade: // four decades ago is a year, roughly
		n, g = 10*n, year
	case century:
		n, g = 100*n, year
	case fortnight:
		n, g = 2*n, week
	case quarter:
		n, g = 3*n, month
	}
	if back && g == dayUnit && f.tooVague(g) {
		return untold(end), true
	}
	if back && f.last.unit == dayUnit && !f.last.isZero() && g == week {
		n, g = 7*n, dayUnit
	}
	return f.relative(end, base, ok, func(d day.Day) when { return shift(g, d, dir*n) }, why), true
}

// hasObject reports that what token j begins may be what something is before or after.
func (f *finder) hasObject(j int) bool {
	return j < f.limit && f.toks[j].Class&(prose.Number|prose.Punct) == 0
}
