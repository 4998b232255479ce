package ner

import "dateline/internal/prose"

// isGerman reports whether the text is in German, the one language of ours that
// writes all nouns with a capital: whether that has more of its commonest words
// than English and Dutch have of theirs. The beginning of a text says it.
func isGerman(a *prose.Analysis) bool {
	const enough = 300 // tokens
	de, other := 0, 0
	for _, t := range a.Tokens[:min(enough, len(a.Tokens))] {
		if n := t.End - t.Start; n < 2 || n > 5 || t.Class&(prose.Word|prose.Capital) != prose.Word {
			continue
		}
		switch a.S[t.Start:t.End] {
		case "der", "die", "das", "den", "dem", "und", "ist", "nicht", "ein", "eine", "einer", "auf", "für", "mit", "von", "sich", "im", "zu", "des":
			de++
		case "the", "of", "and", "to", "was", "that", "for", "is", "het", "een", "van", "en", "que", "les", "el", "los", "il", "och", "som", "og":
			other++
		}
	}
	return de >= 3 && de > 2*other
}
