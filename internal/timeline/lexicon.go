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
	cOften                     // daily, weekly: val is the unit
	cDecade                    // nineties; val is 9
)

// begins is what an expression may begin with.
const begins = cNumber | cOrdinal | cMonth | cWeekday | cUnit | cPart | cSeason | cDay | cThis | cLast | cNext | cThe | cA |
	cEdge | cAbout | cEvery | cHoliday | cRef | cClock | cEra | cFiscal | cOften | cDecade

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
func (l *lexicon) look(s string, t prose.Token) entry {
	e := l.lookAny(s, t)
	if e.class&(cMonth|cHoliday) != 0 && t.Class&prose.Capital == 0 || e.class&(cWeekday|cShort) == cWeekday|cShort && t.Class&prose.Capital == 0 {
		return entry{} // march, may, sun
	}
	return e
}

// inPost returns the entry of a token that only posts use or write so: tmr, november.
func (l *lexicon) inPost(s string, t prose.Token) entry {
	e := l.lookAny(s, t)
	if e.class != 0 {
		if w := s[t.Start:t.End]; e.class&cMonth != 0 && (w == "may" || w == "march" || w == "august") || e.class&cMonth != 0 && e.class&cShort != 0 {
			return entry{}
		}
		return e
	}
	return posts.lookAny(s, t)
}

// lookAny returns the entry of a token, in any case of its ASCII letters.
func (l *lexicon) lookAny(s string, t prose.Token) entry {
	w := s[t.Start:t.End]
	if t.Class&prose.Abbrev != 0 {
		w = w[:len(w)-1]
	}
	return l.of(w)
}

// lexicon is the words of a language that matter to time, in a hash table with
// open addressing. It is looked in for every word of every text, and most words
// are not in it.
type lexicon struct {
	lengths [1 << 10]uint16 // of the words that begin with two letters: bit n for n bytes
	slots   [lexiconSize]slot
}

// lexiconSize is a power of two, several times the words of the largest lexicon.
const lexiconSize = 2048

// longestWord is how many bytes a word of a lexicon may have.
const longestWord = 12

// slot is a word as two numbers, the second with its length, and its entry.
type slot struct {
	key   [2]uint64
	entry entry
}

// pack returns a word of at most longestWord bytes as a key, with its ASCII
// letters in lower case.
func pack(w string) [2]uint64 {
	var k [2]uint64
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		k[i>>3] = k[i>>3]<<8 | uint64(c)
	}
	k[1] |= uint64(len(w)) << 56
	return k
}

// place returns the first slot to look in for a key: Fibonacci hashing.
func place(k [2]uint64) uint64 {
	return (k[0] ^ k[1]*0xff51afd7ed558ccd) * 0x9e3779b97f4a7c15 >> (64 - 11)
}

// initials returns five bits of each of the first two bytes of a word, which are
// the same for small letters and capitals.
func initials(w string) int {
	const letter = 1<<5 - 1
	return int(w[0]&letter)<<5 | int(w[min(1, len(w)-1)]&letter)
}

// of returns the entry of a word; its zero value is none.
func (l *lexicon) of(w string) entry {
	if len(w) == 0 || len(w) > longestWord || l.lengths[initials(w)]>>len(w)&1 == 0 {
		return entry{}
	}
	k := pack(w)
	for i := place(k); ; i = (i + 1) % lexiconSize {
		s := &l.slots[i]
		if s.key == k || s.key == [2]uint64{} {
			return s.entry
		}
	}
}

// hashed returns the words as a lexicon. Words that are too long are not found.
func hashed(words map[string]entry) *lexicon {
	l := new(lexicon)
	for w, e := range words {
		if len(w) == 0 || len(w) > longestWord {
			continue
		}
		l.lengths[initials(w)] |= 1 << len(w)
		k := pack(w)
		i := place(k)
		for l.slots[i].key != [2]uint64{} {
			i = (i + 1) % lexiconSize
		}
		l.slots[i] = slot{k, e}
	}
	return l
}
