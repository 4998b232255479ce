package timeline

import "dateline/internal/prose"

// class is a set of facts about a word that matter to time.
type class uint32

const (
	cNumber  class = 1 << iota // two, dozen; val is the number, 0 for an unknown one (few, several)
	cOrdinal                   // third, 21st
	cMonth                     // val 1 to 12
	cWeekday                   // val 0 (Monday) to 6
	cUnit                      // val is a unit
	cPlural                    // of a unit, weekday or part of the day
	cPart                      // morning, night: val indexes parts
	cSeason                    // val 0 (spring) to 3
	cDay                       // today, tomorrow: val is the distance in days
	cThis                      // this, current, that, same
	cLast                      // last, past, previous, recent
	cNext                      // next, coming, following
	cThe                       // the
	cA                         // a, an, one
	cEdge                      // early, late, mid
	cBound                     // end, start, middle: "the end of"
	cAbout                     // about, nearly
	cAgo                       // ago, earlier, later, before, after, hence
	cEvery                     // every, each
	cHoliday                   // begins the name of a day of each year, one of phrases
	cRef                       // now, recently: val indexes references
	cClock                     // noon, midnight, a.m., o'clock
	cEra                       // BC, AD
	cShort                     // an abbreviation that is also a word or name: Sun, Mar, Wed
	cFiscal                    // fiscal
	cStop                      // never begins an expression, but matters inside one: of, in, and
	cIn                        // in, on, since, by…: before a bare year or month
)

// begins is what an expression may begin with.
const begins = cNumber | cOrdinal | cMonth | cWeekday | cUnit | cPart | cSeason | cDay | cThis | cLast | cNext | cThe | cA |
	cEdge | cAbout | cEvery | cHoliday | cRef | cClock | cEra | cFiscal

// entry is what the lexicon says of a word.
type entry struct {
	class class
	val   int16
}

// unit of time. Their order is that of their length.
type unit int16

const (
	second unit = iota
	minute
	hour
	dayUnit
	weekend
	week
	fortnight
	month
	quarter
	season
	half
	year
	decade
	century
	period // "the latest period": as long as what was spoken of
)

// look returns the entry of an English token, in any case of letters.
func (l lexicon) look(s string, t prose.Token) entry {
	e := l.lookAny(s, t)
	if e.class&(cMonth|cWeekday|cHoliday) != 0 && t.Class&prose.Capital == 0 && e.val != 0x7f {
		return entry{} // march, may, sun
	}
	return e
}

// lookAny returns the entry of a token, in any case of its ASCII letters.
func (l lexicon) lookAny(s string, t prose.Token) entry {
	const longest = 12
	w := s[t.Start:t.End]
	if t.Class&prose.Abbrev != 0 {
		w = w[:len(w)-1]
	}
	if len(w) > longest || len(w) == 0 {
		return entry{}
	}
	var low [longest]byte
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	return l[string(low[:len(w)])]
}
