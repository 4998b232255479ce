package entity

import (
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// sure returns how likely a link is right: how sure it is that the words, here or
// elsewhere in the article, are a name of that kind, times how sure it is that they
// mean this one.
func (f *finder) sure(c *cand) float32 {
	if c.cluster < 0 || c.fixed != "" {
		return c.score
	}
	const elsewhere = 0.97 // of what other mentions tell
	cl := &f.clusters[c.cluster]
	score := max(c.score, elsewhere*f.certainty(cl))
	if c.fit > 0 {
		score *= c.fit
	}
	if cl.fit > 0 {
		score = min(score, cl.fit)
	}
	return score
}

// certainty returns how sure it is that a cluster is something of its kind. That it is
// named again tells a little; that the world knows it under that name, more, unless the
// name is also a word, or a person's.
func (f *finder) certainty(cl *cluster) float32 {
	const again = 0.3 // of the doubt, taken by very many mentions
	score := cl.score + (1-cl.score)*again*(1-1/float32(cl.count))
	if cl.entry < 0 || cl.kind == ner.Person {
		return score
	}
	b := &f.cands[cl.best]
	if w, _ := gazetteer.Next(f.a.S[:b.End], b.Start); w.End == b.End && f.r.world.Facts(w.Hash)&(gazetteer.Common|gazetteer.Given|gazetteer.Surname) != 0 && !f.isLetters(b) {
		return score
	}
	switch n := uint32(cl.entry); f.r.world.Kind(n) {
	case gazetteer.Country:
		return max(score, 0.9)
	case gazetteer.Region:
		return max(score, 0.8)
	case gazetteer.City:
		if f.r.world.Noted(n) && !f.r.world.Shared(n) {
			return max(score, 0.7)
		}
	case gazetteer.Organisation:
		return max(score, 0.65)
	}
	return score
}
