// Package ner owns the finding of names: where in a text something is named,
// and of what kind. It does not know who is meant. A Tagger does not change and
// may be shared.
package ner

import (
	"sync"
	"sync/atomic"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
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
	Score  float32 // how probable it is that the span is a name of this extent, 0 to 1
	Title  string  // the title before it, as written: "Foreign Secretary"; may be empty
	Reason string
}

// Tagger finds names with a statistical model, and with what the gazetteer and
// the rest of the text say of the same words.
type Tagger struct {
	world gazetteer.World
	model *crf.Model
	last  atomic.Pointer[tagging] // used last, which knows the words of the texts before
	idle  sync.Pool               // of *tagging, of texts that were tagged at once
}

// New returns the built-in tagger.
func New() *Tagger { return &Tagger{world: gazetteer.Builtin(), model: crf.Builtin()} }

// Tag returns the names of a in order, never overlapping, never inside a Quiet
// span. Time is linear in the text.
func (t *Tagger) Tag(a *prose.Analysis) []Name {
	w := t.last.Swap(nil)
	if w == nil {
		w, _ = t.idle.Get().(*tagging)
	}
	if w == nil {
		w = &tagging{labeller: crf.NewLabeller(t.model)}
	}
	w.scan = crf.Scan{World: &t.world, A: a}
	w.names = make([]Name, 0, len(a.Tokens)/12+4)
	w.weak, w.german = w.weak[:0], isGerman(a)
	w.run()
	names := w.settle()
	w.names, w.scan.A = nil, nil
	if !t.last.CompareAndSwap(nil, w) {
		t.idle.Put(w)
	}
	return names
}

// Rest gives back the memory, some megabytes, that is kept for texts to come.
func (t *Tagger) Rest() { t.last.Store(nil) }
