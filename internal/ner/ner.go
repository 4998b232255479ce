// Package ner owns the finding of names: where in a text something is named,
// and of what kind. It does not know who is meant. A Tagger does not change and
// may be shared.
package ner

import (
	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Kind is what a name names.
type Kind uint8

const (
	Unknown Kind = iota
	Person
	Place
	Organisation
	Event
	Work
	Group
	Thing
)

var kinds = [...]string{"", "person", "place", "organisation", "event", "work", "group", "thing"}

// String returns "person", "place", "organisation" …
func (k Kind) String() string { return kinds[k] }

// ParseKind returns the kind that String gives s for, or Unknown.
func ParseKind(s string) Kind {
	for i, v := range kinds {
		if v == s {
			return Kind(i)
		}
	}
	return Unknown
}

// Name is one possible name: without titles, possessives and the article.
type Name struct {
	prose.Span
	Kind   Kind
	Score  float32 // 0 to 1
	Title  string  // the title before it, as written: "Foreign Secretary"; may be empty
	Reason string
}

// Tagger finds names by rules: what stands before and after a capitalised
// phrase, what its words are known to be, and what the rest of the text says of
// the same words.
type Tagger struct {
	world gazetteer.World
}

// New returns the built-in tagger. It costs next to nothing.
func New() *Tagger { return &Tagger{gazetteer.Builtin()} }

// Tag returns the names of a in order, never overlapping, never inside a Quiet
// span. Time is linear in the text.
func (t *Tagger) Tag(a *prose.Analysis) []Name {
	s := scan{world: &t.world, a: a}
	s.names = make([]Name, 0, len(a.Tokens)/12+4)
	s.run()
	return s.settle()
}
