// Package ner owns the finding of names: where in a text something is named,
// and of what kind. It does not know who is meant. A Tagger does not change and
// may be shared.
package ner

import "dateline/internal/prose"

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

// Tagger finds names.
type Tagger struct{}

// New returns the built-in tagger. It loads its tables once for each process.
func New() *Tagger { panic("ner.New: not written yet") }

// Tag returns the names of a in order, never overlapping, never inside a Quiet span.
func (t *Tagger) Tag(a *prose.Analysis) []Name { panic("ner.Tag: not written yet") }
