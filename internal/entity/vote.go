package entity

import (
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// beyondDoubt is from which score on a name is of the kind that it seems to be.
const beyondDoubt = 0.8

// ballot is the votes on what one string of an article names.
type ballot struct {
	words uint64 // hash of the string; 0 when the slot is free
	votes [ner.Organisation + 1]float32
}

// vote makes one string of the article name things of one kind, that for which the
// names speak most: each with its score, those with a title twice, and a
// person named in full for both of the names. A place that is beyond doubt stays
// one beside a person of that name: George Washington may go to Washington.
func (f *finder) vote() {
	if len(f.cands) < 2 {
		return
	}
	size := 16
	for size < 4*len(f.cands) { // a full name has two more
		size *= 2
	}
	if cap(f.box) < size {
		f.box = make([]ballot, size)
	}
	box := f.box[:size]
	clear(box)
	of := func(words uint64) *ballot {
		for i := (words ^ words>>31) & uint64(size-1); ; i = (i + 1) & uint64(size-1) {
			if b := &box[i]; b.words == words || b.words == 0 {
				b.words = words
				return b
			}
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		if c.kind > ner.Organisation || c.weak {
			continue
		}
		weight := c.score
		if c.title != "" {
			weight *= 2
		}
		of(phraseKey(f.a.S[c.Start:c.End])).votes[c.kind] += weight
		if c.kind == ner.Person && c.person.words > 1 {
			of(phraseKey(c.person.surname)).votes[ner.Person] += weight
			of(phraseKey(c.person.given)).votes[ner.Person] += weight / 2
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		if c.own >= 0 || c.fixed != "" || c.entry > 0 || c.several || c.title != "" || c.kind == ner.Unknown || c.kind > ner.Organisation || c.person.words > 1 {
			continue
		}
		b := of(phraseKey(f.a.S[c.Start:c.End]))
		kind := c.kind
		for _, k := range [...]ner.Kind{ner.Person, ner.Place, ner.Organisation} {
			if b.votes[k] > b.votes[kind] {
				kind = k
			}
		}
		if kind == c.kind || c.kind == ner.Place && c.score >= beyondDoubt {
			continue
		}
		if kind == ner.Person {
			c.person = parsePerson(&f.r.world, f.a.S[c.Start:c.End])
			if c.person.words != 1 || f.r.world.Facts(gazetteer.Hash(c.person.surname))&gazetteer.Function != 0 {
				continue
			}
		}
		c.kind, c.score = kind, min(c.score, b.votes[kind]/(b.votes[kind]+b.votes[c.kind]))
		c.reason = "what the same words name elsewhere in the article"
	}
}
