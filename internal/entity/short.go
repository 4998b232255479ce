package entity

import (
	"strings"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// Names of places and organisations are cut short at either end: Glacier for
// Glacier National Park, the Pirates for the Pittsburgh Pirates, the Foreign Office for the
// British Foreign Office, the Church for the Church of Scotland.

// indexEnds lets a name be found by its first and its last word.
func (f *finder) indexEnds(n int32, first, last uint64) {
	if first != last {
		f.index(first^keyFirst, byFirst, n)
		f.index(last^keyLast, byLast, n)
	}
}

// cutShort returns the one cluster of which candidate i is a name cut short, or
// which is named by it without what was cut; -1 if none or several.
func (f *finder) cutShort(i int32, first, last uint64) int32 {
	c := &f.cands[i]
	s := f.a.S[c.Start:c.End]
	generic := f.isGeneric(c)
	found, several := int32(-1), false
	try := func(k int32, cl *cluster) bool {
		b := &f.cands[cl.best]
		if k != found && (cl.kind == c.kind || generic) && cl.kind != ner.Person && f.isCut(f.a.S[b.Start:b.End], s, generic) {
			several = several || found >= 0
			found = k
		}
		return !several
	}
	f.chain(first^keyFirst, byFirst, c.Span, try)
	f.chain(last^keyLast, byLast, c.Span, try)
	if generic { // the Church is at the beginning of one and at the end of another
		f.chain(first^keyLast, byLast, c.Span, try)
	}
	if plural, ok := strings.CutSuffix(s, "s"); ok && found < 0 && c.kind == ner.Place && len(plural) > 3 { // the Chathams
		f.chain(gazetteer.Hash(plural)^keyFirst, byFirst, c.Span, func(k int32, cl *cluster) bool {
			b := &f.cands[cl.best]
			if _, heads, ok := strings.Cut(f.a.S[b.Start:b.End], " "); ok && cl.kind == ner.Place && strings.HasSuffix(heads, "s") && f.isHead(heads) {
				several = several || found >= 0
				found = k
			}
			return !several
		})
	}
	if several {
		return -1
	}
	return found
}

// isCut reports whether one of two names is the other without words that only
// say what it is, or where.
func (f *finder) isCut(a, b string, generic bool) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if generic {
		return true // its only word begins or ends the other
	}
	x, okx := gazetteer.Next(a, 0)
	y, oky := gazetteer.Next(b, 0)
	for okx && oky && x.Hash == y.Hash { // b begins a?
		x, okx = gazetteer.Next(a, x.End)
		y, oky = gazetteer.Next(b, y.End)
	}
	if !oky && okx {
		return f.isHead(a[x.Start:])
	}
	// b ends a?
	short, ok := gazetteer.Next(b, 0)
	if !ok {
		return false
	}
	for x, ok = gazetteer.Next(a, 0); ok; x, ok = gazetteer.Next(a, x.End) {
		if x.Hash == short.Hash && x.Start > 0 && phraseKey(a[x.Start:]) == phraseKey(b) {
			return f.isWhere(strings.TrimSpace(a[:x.Start]))
		}
	}
	return false
}

// isHead reports whether words at the end of a name only say what it is: National
// Park, University.
func (f *finder) isHead(s string) bool {
	last := strings.TrimSuffix(s[strings.LastIndexByte(s, ' ')+1:], "s")
	const heads = gazetteer.Head | gazetteer.PlaceHead
	return f.allAre(s, heads|gazetteer.Common) && f.r.world.Facts(gazetteer.Hash(last))&heads != 0
}

// allAre reports whether each word of s has some of the facts.
func (f *finder) allAre(s string, facts gazetteer.Fact) bool {
	for w, ok := gazetteer.Next(s, 0); ok; w, ok = gazetteer.Next(s, w.End) {
		if f.r.world.Facts(w.Hash)&facts == 0 {
			return false
		}
	}
	return true
}

// isWhere reports whether words before a name only say where it belongs, or what it
// is: a place, a nation's adjective, the Church of.
func (f *finder) isWhere(s string) bool {
	if kind, ok := strings.CutSuffix(strings.TrimSuffix(s, " the"), " of"); ok { // the Church of
		return !strings.Contains(kind, " ") && f.r.world.Facts(gazetteer.Hash(kind))&gazetteer.First != 0
	}
	entry, _ := f.r.entry(s)
	return entry >= 0 || f.allAre(s, gazetteer.People)
}

// isGeneric reports whether c is a word that says what something is, spoken of as
// known: the Church, this Nation.
func (f *finder) isGeneric(c *cand) bool {
	if c.own >= 0 || c.fixed != "" || c.title != "" || f.words(c.Span) != 1 {
		return false
	}
	w, _ := gazetteer.Next(f.a.S, c.Start)
	const kinds = gazetteer.Head | gazetteer.First | gazetteer.PlaceHead | gazetteer.PlaceBefore | gazetteer.Frequent
	facts := f.r.world.Facts(w.Hash)
	if c.kind == ner.Person {
		return facts&gazetteer.Common != 0 && facts&(gazetteer.Surname|gazetteer.Given) == 0
	}
	return facts&kinds != 0 && f.afterDeterminer(c.Start)
}

// afterDeterminer reports whether the word before a place of the text is "the",
// "this", "our" and the like.
func (f *finder) afterDeterminer(at int) bool {
	if at < 2 || f.a.S[at-1] != ' ' {
		return false
	}
	from := strings.LastIndexAny(f.a.S[max(0, at-8):at-1], " \n“\"'(") + 1 + max(0, at-8)
	switch strings.ToLower(f.a.S[from : at-1]) {
	case "the", "this", "that", "our", "their", "its", "his", "her", "my", "your", "a", "an", "every", "each":
		return true
	}
	return false
}
