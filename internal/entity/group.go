package entity

import (
	"slices"
	"strings"
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// group puts candidates into clusters: full names first, then what is short for them.
func (f *finder) group() {
	for i := range f.cands {
		c := &f.cands[i]
		switch {
		case c.several:
		case c.kind == ner.Person && c.fixed == "" && c.own < 0 && c.person.words < 2:
		case c.kind != ner.Person && c.fixed == "" && c.own < 0 && f.words(c.Span) < 2:
		case c.kind == ner.Person:
			f.groupPerson(int32(i))
		default:
			f.groupThing(int32(i))
		}
	}
	for i := range f.cands { // whom several full names may mean, before their surnames
		if c := &f.cands[i]; c.several && c.kind == ner.Person && c.person.words > 1 {
			f.groupAmbiguous(int32(i))
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		switch {
		case c.cluster >= 0 || c.doubt != nil:
		case c.several:
			f.groupAmbiguous(int32(i))
		case c.kind == ner.Person:
			f.groupSurname(int32(i))
		default:
			f.groupThing(int32(i))
		}
	}
}

// groupAmbiguous links a name that several entities bear, or that counts only
// where its bearer is named in full, if exactly one of them is.
func (f *finder) groupAmbiguous(i int32) {
	c := &f.cands[i]
	words := f.a.S[c.Start-int(c.lead) : c.End]
	var here []int32
	var bearers []int32
	always := 0
	if c.kind == ner.Person { // of tens of thousands who bear it, those whom the article names
		f.chain(c.person.sound, bySound, c.Span, func(k int32, cl *cluster) bool {
			if cl.own >= 0 && cl.full && !cl.person.gender.against(c.person.gender) && f.r.own[cl.own].called(words) {
				here = append(here, k)
			}
			return true
		})
	}
	f.r.names.At(c.node, func(text string, rf uint32) bool {
		own := int32(rf / nameKinds)
		if rf%nameKinds == isNever || f.never(c.Span, own) || !gazetteer.Match(words, text) {
			return true
		}
		if rf%nameKinds == isName {
			always++
		}
		bearers = append(bearers, own)
		f.chain(uint64(own)^keyOwn, byPhrase, c.Span, func(k int32, cl *cluster) bool {
			if cl.full && !(c.kind == ner.Person && cl.person.gender.against(c.person.gender)) && !slices.Contains(here, k) {
				here = append(here, k)
			}
			return false
		})
		return len(bearers) < deepest
	})
	switch {
	case len(here) == 1:
		c.reason = "alias; named in full in this article"
		f.join(i, here[0])
	case len(here) > 1:
		c.doubt = here
	case always > 1:
		key := phraseKey(words) ^ keyShared
		n := int32(-1)
		f.chain(key, byPhrase, c.Span, func(k int32, _ *cluster) bool { n = k; return false })
		if n >= 0 {
			f.join(i, n)
			return
		}
		ct := contest{stranger: unknown, reason: "a name of several entities of the register"}
		for _, own := range bearers {
			ct.bearers = append(ct.bearers, contender{own: own, prior: thousand})
		}
		f.contend(i, ct)
		f.index(key, byPhrase, c.cluster)
		if c.kind == ner.Person && c.person.words > 1 {
			f.index(c.person.sound, bySound, c.cluster)
		}
	default:
		// Nobody of the register: it may be somebody of this article.
		c.own, c.several = -1, false
		if c.kind == ner.Person {
			f.groupSurname(i)
		}
	}
}

// defined returns the cluster of the longer name that the article says letters are
// short for, -1 if none. That tells more than what the world knows under them.
func (f *finder) defined(c *cand, letters, word uint64) int32 {
	found := int32(-1)
	f.chain(letters^keyLetter, byBones, c.Span, func(k int32, cl *cluster) bool {
		if cl.short == word {
			found = k
		}
		return found < 0
	})
	return found
}

// defines returns the hash of the letters that stand in brackets after c, 0 if there are none.
func (f *finder) defines(c *cand) uint64 {
	const most = 10
	rest, ok := strings.CutPrefix(f.a.S[c.End:min(len(f.a.S), c.End+most)], " (")
	if !ok {
		return 0
	}
	word, _, ok := strings.Cut(rest, ")")
	if !ok || strings.IndexFunc(word, func(r rune) bool { return !unicode.IsUpper(r) }) >= 0 {
		return 0
	}
	return gazetteer.Hash(word)
}

// isLetters reports whether c is one word in capitals, which may be short for a longer name.
func (f *finder) isLetters(c *cand) bool {
	s := f.a.S[c.Start:c.End]
	if len(s) > 8 || len(s) < 2 {
		return false
	}
	for _, r := range s {
		if !unicode.IsUpper(r) && r != '.' {
			return false
		}
	}
	return true
}

// groupThing finds the cluster of a place, an organisation or anything else
// that is no person.
func (f *finder) groupThing(i int32) {
	c := &f.cands[i]
	s := f.a.S[c.Start:c.End]
	n := int32(-1)
	take := func(k int32, _ *cluster) bool { n = k; return false }
	own, entry := c.own, int64(-1)
	if own < 0 && c.fixed == "" {
		if entry = f.place(c); entry >= 0 {
			if o, ok := f.r.replaced[uint32(entry)]; ok {
				if own, entry = o, -1; f.never(c.Span, o) {
					return
				}
			}
		}
	}
	phrase, first, last, letters := keys(s)
	if own < 0 && c.fixed == "" && f.isLetters(c) {
		if n = f.defined(c, letters, first); n >= 0 {
			f.join(i, n)
			return
		}
	}
	switch {
	case own >= 0:
		f.chain(uint64(own)^keyOwn, byPhrase, c.Span, take)
	case entry >= 0:
		f.chain(uint64(entry)^keyEntry, byPhrase, c.Span, take)
	default:
		f.chain(phrase^keyPhrase, byPhrase, c.Span, take)
		if n < 0 && f.isLetters(c) {
			f.chain(letters^keyLetter, byBones, c.Span, take)
		}
		if n < 0 && c.kind == ner.Organisation && first != last {
			f.chain((first*3+last)^keyEnds, byGiven, c.Span, func(k int32, cl *cluster) bool {
				b := &f.cands[cl.best]
				if cl.kind == ner.Organisation && subset(s, f.a.S[b.Start:b.End]) {
					n = k
					return false
				}
				return true
			})
		}
	}
	if n < 0 && own < 0 && entry < 0 && c.fixed == "" {
		if n = f.cutShort(i, first, last); n < 0 && f.isGeneric(c) {
			return // the Nation is nobody's name
		}
		if n >= 0 {
			c.fit = 0.8
			c.reason = "a longer name in this article, cut short"
		}
	}
	if n >= 0 && c.fixed != "" && f.clusters[n].id != "" && f.clusters[n].id != c.fixed {
		n = -1
	}
	if n < 0 {
		n = f.fresh(i)
		cl := &f.clusters[n]
		cl.own, cl.entry = own, entry
		switch {
		case own >= 0:
			f.index(uint64(own)^keyOwn, byPhrase, n)
		case entry >= 0:
			f.index(uint64(entry)^keyEntry, byPhrase, n)
		default:
			f.index(phrase^keyPhrase, byPhrase, n)
		}
		if c.kind == ner.Organisation && first != last {
			f.index(letters^keyLetter, byBones, n)
		}
		if c.kind == ner.Organisation && first != last {
			f.index((first*3+last)^keyEnds, byGiven, n)
		}
		f.indexEnds(n, first, last)
	}
	cl := &f.clusters[n]
	if cl.id == "" && c.fixed != "" {
		cl.id, cl.origin = c.fixed, c.origin
	}
	if cl.short == 0 && first != last {
		cl.short = f.defines(c)
	}
	f.join(i, n)
}
