package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// A post is a short message, as people write them to each other: its capitals
// say nothing, "tmr" is tomorrow, and "night" is that of the day of writing.

// isPost reports that a text is a post: as short as one, and with a mark of one
// (a #tag, an @name, an address, "lol"), or of a sentence or two in all.
func isPost(a *prose.Analysis) bool {
	const longest, surely = 300, 160 // bytes
	if len(a.S) > longest {
		return false
	}
	if len(a.S) <= surely && len(a.Blocks) <= 1 {
		return true
	}
	for i, t := range a.Tokens {
		w := a.Of(t)
		switch {
		case (w == "#" || w == "@") && i+1 < len(a.Tokens) && a.Tokens[i+1].Class&(prose.Word|prose.Space) == prose.Word,
			strings.Contains(w, "://"), w == "!!", w == "..":
			return true
		case t.Class&prose.Word != 0 && len(w) <= 4:
			switch strings.ToLower(w) {
			case "lol", "omg", "haha", "tmr", "tdy", "nite", "u", "ur", "rt":
				return true
			}
		}
	}
	return false
}

// inPost reads what only posts mean as a time: night, the morning, day, all day, day 2.
func (f *finder) inPost(i int) (result, bool) {
	j := i
	whole := f.is(j, "all", "whole", "entire") || f.has(j, cThe) && f.is(j+1, "whole", "entire")
	switch {
	case f.has(j, cThe) && whole:
		j += 2
	case f.has(j, cThe|cA) || whole:
		j++
	}
	switch {
	case f.has(j, cPart) && !f.has(j, cDay):
		return f.inPart(f.fromPublication(j+1, 0, "the day of publication"), f.val(j)), true
	case f.has(j, cSeason) && !f.is(j, "fall", "spring"), f.has(j, cSeason) && f.kind(j, prose.Capital) && j > f.first:
		return f.inSeason(j+1, f.val(j), 0, false), true
	case !f.has(j, cUnit) || f.val(j) < int(hour) && !f.is(j, "minute", "minutes") || f.is(j, "half") || f.val(j) == int(period) || f.val(j) == int(quarter):
		return result{}, false
	case f.val(j) == int(weekend) && !f.has(j, cPlural):
		return f.weekend(j+1, f.tense(i, j+1)), true
	}
	r := result{end: j + 1, typ: DURATION, value: length(1, false, unit(f.val(j))), reason: "a length of time"}
	if f.has(j, cPlural) {
		r.value, r.reason = length(0, false, unit(f.val(j))), "a time of unknown length"
	}
	if f.is(j, "day") && f.dayNumber(j+1) > 0 && len(f.text(j+1)) == 1 { // day 2
		r.end++
	}
	return r, true
}

// gluedUnit reads 7hrs, 50mins, 2weeks.
func (f *finder) gluedUnit(i int) (result, bool) {
	w := f.text(i)
	k := 0
	for k < len(w) && k < 4 && w[k] >= '0' && w[k] <= '9' {
		k++
	}
	e := english.of(w[k:])
	if k == 0 || len(w)-k < 2 || e.class&cUnit == 0 || e.val > int16(decade) || f.is(i+1, "old") {
		return result{}, false
	}
	return f.counted(i, i+1, number(w[:k]), false, unit(e.val))
}

// withClock adds the time that follows a day: Friday, 7pm; May 8 1:00 a.m.
func (f *finder) withClock(r result) result {
	j := r.end
	if f.is(j, ",") {
		j++
	}
	if r.typ == SET || r.at.unit != dayUnit || r.at.isZero() || !f.kind(j, prose.Number) || len(r.value) < 10 {
		return r
	}
	c, ok := f.clock(j)
	if !ok || c.at.isZero() || c.at.from != f.pub && c.at != f.last { // a day of its own
		return r
	}
	_, clock, ok := strings.Cut(c.value, "T")
	if !ok {
		return r
	}
	r.end, r.typ, r.value = c.end, TIME, r.value[:10]+"T"+clock
	return r
}
