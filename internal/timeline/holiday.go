package timeline

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// holiday is a rule that gives a day of each year: a fixed day; the nth
// weekday of a month from a day on (the first, when it is 0), from its end when
// n is negative; or days from Easter.
type holiday struct {
	month, day int
	weekday, n int // n is 0 when it is no nth weekday
	easter     int
	moves      bool // counted from Easter
}

// phrase is a name of one or several words for a day of each year.
type phrase struct {
	words string // lower case
	rule  holiday
}

// phrases are the English names of days, the longer before the shorter with the
// same beginning. Where countries differ, the name decides (Labor Day is
// American, May Day is not).
var phrases = [...]phrase{
	{"new year's eve", holiday{month: 12, day: 31}},
	{"new year's day", holiday{month: 1, day: 1}},
	{"epiphany", holiday{month: 1, day: 6}},
	{"martin luther king jr. day", holiday{month: 1, weekday: 0, n: 3}},
	{"martin luther king day", holiday{month: 1, weekday: 0, n: 3}},
	{"inauguration day", holiday{month: 1, day: 20}},
	{"australia day", holiday{month: 1, day: 26}},
	{"groundhog day", holiday{month: 2, day: 2}},
	{"candlemas", holiday{month: 2, day: 2}},
	{"valentine's day", holiday{month: 2, day: 14}},
	{"presidents' day", holiday{month: 2, weekday: 0, n: 3}},
	{"presidents day", holiday{month: 2, weekday: 0, n: 3}},
	{"international women's day", holiday{month: 3, day: 8}},
	{"st. patrick's day", holiday{month: 3, day: 17}},
	{"st patrick's day", holiday{month: 3, day: 17}},
	{"april fools' day", holiday{month: 4, day: 1}},
	{"april fool's day", holiday{month: 4, day: 1}},
	{"earth day", holiday{month: 4, day: 22}},
	{"st. george's day", holiday{month: 4, day: 23}},
	{"st george's day", holiday{month: 4, day: 23}},
	{"anzac day", holiday{month: 4, day: 25}},
	{"may day", holiday{month: 5, day: 1}},
	{"cinco de mayo", holiday{month: 5, day: 5}},
	{"victory day", holiday{month: 5, day: 9}},
	{"mother's day", holiday{month: 5, weekday: 6, n: 2}},
	{"victoria day", holiday{month: 5, day: 18, weekday: 0, n: 1}},
	{"memorial day", holiday{month: 5, weekday: 0, n: -1}},
	{"flag day", holiday{month: 6, day: 14}},
	{"father's day", holiday{month: 6, weekday: 6, n: 3}},
	{"juneteenth", holiday{month: 6, day: 19}},
	{"midsummer's day", holiday{month: 6, day: 24}},
	{"midsummer day", holiday{month: 6, day: 24}},
	{"canada day", holiday{month: 7, day: 1}},
	{"independence day", holiday{month: 7, day: 4}},
	{"bastille day", holiday{month: 7, day: 14}},
	{"labor day", holiday{month: 9, weekday: 0, n: 1}},
	{"michaelmas", holiday{month: 9, day: 29}},
	{"columbus day", holiday{month: 10, weekday: 0, n: 2}},
	{"halloween", holiday{month: 10, day: 31}},
	{"all saints' day", holiday{month: 11, day: 1}},
	{"all souls' day", holiday{month: 11, day: 2}},
	{"election day", holiday{month: 11, day: 2, weekday: 1, n: 1}},
	{"guy fawkes night", holiday{month: 11, day: 5}},
	{"bonfire night", holiday{month: 11, day: 5}},
	{"veterans day", holiday{month: 11, day: 11}},
	{"armistice day", holiday{month: 11, day: 11}},
	{"remembrance day", holiday{month: 11, day: 11}},
	{"remembrance sunday", holiday{month: 11, weekday: 6, n: 2}},
	{"thanksgiving day", holiday{month: 11, weekday: 3, n: 4}},
	{"thanksgiving", holiday{month: 11, weekday: 3, n: 4}},
	{"black friday", holiday{month: 11, day: 23, weekday: 4, n: 1}},
	{"cyber monday", holiday{month: 11, day: 26, weekday: 0, n: 1}},
	{"world aids day", holiday{month: 12, day: 1}},
	{"pearl harbor day", holiday{month: 12, day: 7}},
	{"human rights day", holiday{month: 12, day: 10}},
	{"christmas eve", holiday{month: 12, day: 24}},
	{"christmas day", holiday{month: 12, day: 25}},
	{"christmas", holiday{month: 12, day: 25}},
	{"xmas", holiday{month: 12, day: 25}},
	{"boxing day", holiday{month: 12, day: 26}},
	{"st. stephen's day", holiday{month: 12, day: 26}},
	{"st stephen's day", holiday{month: 12, day: 26}},
	{"shrove tuesday", holiday{easter: -47, moves: true}},
	{"mardi gras", holiday{easter: -47, moves: true}},
	{"ash wednesday", holiday{easter: -46, moves: true}},
	{"palm sunday", holiday{easter: -7, moves: true}},
	{"maundy thursday", holiday{easter: -3, moves: true}},
	{"good friday", holiday{easter: -2, moves: true}},
	{"holy saturday", holiday{easter: -1, moves: true}},
	{"easter sunday", holiday{moves: true}},
	{"easter monday", holiday{easter: 1, moves: true}},
	{"easter", holiday{moves: true}},
	{"ascension day", holiday{easter: 39, moves: true}},
	{"whit sunday", holiday{easter: 49, moves: true}},
	{"pentecost", holiday{easter: 49, moves: true}},
	{"whit monday", holiday{easter: 50, moves: true}},
	{"corpus christi", holiday{easter: 60, moves: true}},
}

// easter returns Easter Sunday of the year y in the Gregorian calendar, by the
// method of the anonymous correspondent of Nature (1876).
func easter(y int) day.Day {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return day.Of(y, n/31, n%31+1)
}

// on returns the day of the holiday in the year y.
func (h holiday) on(y int) day.Day {
	switch {
	case h.moves:
		return easter(y) + day.Day(h.easter)
	case h.n > 0:
		first := day.Of(y, h.month, max(h.day, 1))
		return first + day.Day((h.weekday-first.Weekday()+7)%7+7*(h.n-1))
	case h.n < 0:
		last := day.Of(y, h.month, day.DaysIn(y, h.month))
		return last - day.Day((last.Weekday()-h.weekday+7)%7-7*(h.n+1))
	}
	return day.Of(y, h.month, h.day)
}

// holidayPointed reads last Thanksgiving, next Easter.
func (f *finder) holidayPointed(i int) (result, bool) {
	if !f.has(i+1, cHoliday) || f.kind(i, prose.Capital) && i > f.first {
		return result{}, false
	}
	h, j, ok := f.holidayAt(i + 1)
	if !ok || f.kind(j, prose.Capital) && !f.titled {
		return result{}, false
	}
	dir := f.direction(i)
	base, known := f.now()
	return f.relative(j, base, known, func(d day.Day) when {
		y, _, _ := d.Civil()
		switch on := h.on(y); {
		case dir < 0 && on >= d:
			y--
		case dir > 0 && on <= d:
			y++
		}
		return ofDay(h.on(y))
	}, "holiday, as told from publication"), true
}

// holiday reads Christmas Day, Thanksgiving 2012, Good Friday.
func (f *finder) holiday(i int) (result, bool) {
	h, j, ok := f.holidayAt(i)
	if !ok {
		return result{}, false
	}
	if y, e := f.yearAfter(j); e > 0 {
		return f.absolute(e, ofDay(h.on(y)), "holiday of a year"), true
	}
	if f.kind(j, prose.Capital) && f.kind(j, prose.Word) && !f.titled { // Christmas Island, Easter Rising
		return result{}, false
	}
	if f.is(j, "week", "weekend") {
		return f.aroundHoliday(i, j, h)
	}
	return f.yearly(i, j, h.on, "holiday"), true
}

// aroundHoliday reads Easter week, Labor Day weekend: the week that the day is in,
// the weekend nearest to it. Token j is its unit.
func (f *finder) aroundHoliday(i, j int, h holiday) (result, bool) {
	const thursday = 3 // its weekend is the one after it
	y, why, ok := f.nearYear(i, j+1, h.on)
	if !ok {
		return result{end: j + 1, typ: DATE, rel: true, reason: why}, true
	}
	d := h.on(y)
	u := unit(f.val(j))
	if u == weekend && d.Weekday() < thursday {
		d -= 7
	}
	r := f.absolute(j+1, containing(u, d), "the "+unitNames[u]+" of a holiday, "+why)
	r.rel, r.anchor = true, f.anchor()
	return r, true
}

// holidayAt returns the holiday that is named from token i on, and the token after its name.
func (f *finder) holidayAt(i int) (h holiday, end int, ok bool) {
	if !f.kind(i, prose.Capital) {
		return holiday{}, 0, false
	}
	s := f.a.S[f.toks[i].Start:]
	for _, p := range phrases {
		if len(s) < len(p.words) || s[0]|0x20 != p.words[0] || !strings.EqualFold(s[:len(p.words)], p.words) {
			continue
		}
		j := i
		end := f.toks[i].Start + uint32(len(p.words))
		for j < f.limit && f.toks[j].End < end {
			j++
		}
		if j >= f.limit || f.toks[j].End != end {
			continue
		}
		return p.rule, j + 1, true
	}
	return holiday{}, 0, false
}
