package entity

import (
	"cmp"
	"slices"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// mostSpellings is how many spellings are proposed for an entity.
const mostSpellings = 12

// Spellings sorts the forms in which articles name an entity, with how often each is
// used, into names that always mean it and those that do only where it was named in
// full, most frequent first. A person's surname or given name alone is in neither:
// within an article the full name leads to it.
func Spellings(e *Entity, forms map[string]int) (aliases, ambiguous []string) {
	type form struct {
		name string
		n    int
	}
	merged := map[string]int{}
	for s, n := range forms {
		merged[tidy(s)] += n
	}
	var list []form
	for s, n := range merged {
		list = append(list, form{s, n})
	}
	slices.SortFunc(list, func(a, b form) int { return cmp.Or(b.n-a.n, cmp.Compare(a.name, b.name)) })
	known := []string{e.Name}
	whole := nameWords(e.Name)
	for _, f := range list {
		if len(known) > mostSpellings {
			break
		}
		if slices.ContainsFunc(known, func(name string) bool { return name == f.name || gazetteer.Match(f.name, name) }) {
			continue
		}
		words := nameWords(f.name)
		letters, _ := acronym(f.name)
		switch {
		case len(words) == 0:
			continue
		case len(words) > 1 || letters != "" && e.Kind != ner.Person:
			aliases = append(aliases, f.name)
		case e.Kind == ner.Person:
			continue
		case len(whole) > 1 && slices.Contains(whole, words[0]): // "Ministry", for one of many
			ambiguous = append(ambiguous, f.name)
		default:
			aliases = append(aliases, f.name)
		}
		known = append(known, f.name)
	}
	return slices.Clip(aliases), slices.Clip(ambiguous)
}

// Called reports whether a name, but for capitals, accents and a small word before or
// after it, is one of e's.
func (e *Entity) Called(name string) bool {
	for own := range e.names {
		if w := nameWords(own); len(w) > 0 && slices.Equal(w, nameWords(name)) {
			return true
		}
	}
	return false
}
