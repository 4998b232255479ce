package review

import (
	"cmp"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/build"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Named is an entity to choose.
type Named struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Kind        string `json:"type"`
	Description string `json:"description,omitempty"`
	Mentions    int    `json:"mentions"`        // in the whole site
	New         bool   `json:"new,omitempty"`   // nobody is called so yet
	Guess       bool   `json:"guess,omitempty"` // the name is a little different from what was typed
}

// most is how many entities are offered at once.
const most = 8

// names is who can be named: the site's entities, for searching.
type names struct {
	out  *build.Output
	all  []entry
	byID map[string]*Named
	more map[string]*Named // of one article
}

// entry is an entity with what it is called, in small letters.
type entry struct {
	*Named
	called []string // the name first
}

// known returns the names of an output, with room for those of one article.
func (d *Desk) known(out *build.Output) *names {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names == nil || d.names.out != out {
		d.names = gather(out)
	}
	n := *d.names
	n.more = map[string]*Named{}
	return &n
}

func gather(out *build.Output) *names {
	n := &names{out: out, byID: make(map[string]*Named, len(out.Site.Entities))}
	add := func(e *entity.Entity, mentions int) {
		if n.byID[e.ID] != nil || e.MergedInto != "" {
			return
		}
		v := view(e)
		v.Mentions = mentions
		n.byID[e.ID] = v
		called := []string{strings.ToLower(e.Name)}
		for _, a := range slices.Concat(e.Aliases, e.Ambiguous) {
			called = append(called, strings.ToLower(a))
		}
		n.all = append(n.all, entry{v, called})
	}
	for _, e := range out.Site.Entities {
		add(e.Entity, e.Mentions)
	}
	for _, e := range out.Register().Own() {
		add(e, 0)
	}
	return n
}

func view(e *entity.Entity) *Named {
	return &Named{ID: e.ID, Name: e.Name, Kind: e.Kind.String(), Description: e.Description}
}

// found adds an entity of one article.
func (n *names) found(e *entity.Entity) {
	if n.byID[e.ID] == nil {
		n.more[e.ID] = view(e)
	}
}

// named returns the entity with an id, or nil.
func (n *names) named(id string) *Named {
	if v := n.byID[id]; v != nil {
		return v
	}
	if v := n.more[id]; v != nil {
		return v
	}
	if e := n.out.Register().Lookup(id); e != nil {
		return view(e)
	}
	return &Named{ID: id, Name: id}
}

// How well an entity fits what was typed, best first.
const (
	exactly  = iota
	begins   // its name begins so
	wordwise // a word of it does
	within   // it stands in it
	mistyped // did you mean
	unlike
)

// Search returns the entities that fit what somebody typed, best first, and at the end
// one that would be new by that name.
func (d *Desk) Search(text string) []*Named {
	out := d.output()
	list := []*Named{}
	typed := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if out == nil || len(words(typed, prose.Span{End: len(typed)})) == 0 || len(typed) > 200 {
		return list
	}
	known := d.known(out)
	type hit struct {
		*Named
		fit int
	}
	var hits []hit
	for _, e := range known.all {
		best := unlike
		if e.ID == typed {
			best = exactly
		}
		for _, name := range e.called {
			best = min(best, fit(typed, name))
		}
		if best < unlike {
			hits = append(hits, hit{e.Named, best})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(a.fit-b.fit, b.Mentions-a.Mentions, strings.Compare(a.ID, b.ID))
	})
	for _, h := range hits[:min(len(hits), most)] {
		if h.fit < mistyped || len(list) < 3 { // guesses are for when little else fits
			n := *h.Named
			n.Guess = h.fit == mistyped
			list = append(list, &n)
		}
	}
	if e := out.Register().Resolve(text); e != nil && !has(list, e.ID) { // of the gazetteer
		at := 0
		for at < len(hits) && at < len(list) && hits[at].fit <= begins {
			at++
		}
		list = slices.Insert(list, at, view(e))
	}
	if id := addr.Slug(text); addr.CheckID(id) == nil && !has(list, id) && known.byID[id] == nil {
		list = append(list, &Named{ID: id, Name: strings.TrimSpace(text), New: true})
	}
	return list
}

func has(list []*Named, id string) bool {
	return slices.ContainsFunc(list, func(n *Named) bool { return n.ID == id })
}

// fit returns how well a name fits what was typed; both are in small letters.
func fit(typed, name string) int {
	switch {
	case name == typed:
		return exactly
	case strings.HasPrefix(name, typed):
		return begins
	case strings.Contains(name, " "+typed), strings.Contains(name, "-"+typed):
		return wordwise
	case strings.Contains(name, typed):
		return within
	}
	const short = 4
	if len(typed) < short {
		return unlike
	}
	near := func(s string) bool { return diag.Distance(typed, s) <= len(typed)/3 }
	if near(name) {
		return mistyped
	}
	for w := range strings.FieldsSeq(name) {
		if len(w) >= short && near(w) {
			return mistyped
		}
	}
	return unlike
}

// words returns the words of part of s.
func words(s string, at prose.Span) []gazetteer.Word {
	var out []gazetteer.Word
	for w, ok := gazetteer.Next(s[:at.End], at.Start); ok; w, ok = gazetteer.Next(s[:at.End], w.End) {
		out = append(out, w)
	}
	return out
}
