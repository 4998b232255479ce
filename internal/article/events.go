package article

import (
	"slices"

	"dateline/internal/prose"
	"dateline/internal/record"
	"dateline/internal/timeline"
)

// Events returns the events in order of time. They are kept as bytes and read
// when they are asked for: most pages need few of a site's events.
func (a *Article) Events() []timeline.Event { return a.readEvents(nil) }

// Event returns the i-th of Events.
func (a *Article) Event(i int) timeline.Event {
	at := -1
	return a.readEvents(func([]int) bool {
		at++
		return at == i
	})[0]
}

// EventsWith returns the events in which an entity Refs[ref] has a part for which
// is holds.
func (a *Article) EventsWith(is func(ref int) bool) []timeline.Event {
	return a.readEvents(func(who []int) bool {
		return slices.ContainsFunc(who, func(ref int) bool { return ref >= 0 && ref < len(a.Refs) && is(ref) })
	})
}

// SetEvents makes events, which are in order of time, those of the article. Their
// reasons, and what their labels were made of, are not kept.
func (a *Article) SetEvents(events []timeline.Event) {
	index := make(map[string]int, len(a.Refs))
	for i := range a.Refs {
		index[a.Refs[i].ID.Value()] = i
	}
	var others []string
	body := record.Writer(nil)
	for i := range events {
		e := &events[i]
		who := make([]int, len(e.Entities))
		for j, id := range e.Entities {
			ref, ok := index[id]
			if !ok {
				others = append(others, id)
				ref = -len(others)
				index[id] = ref
			}
			who[j] = ref
		}
		event(body, e, &who)
	}
	c := record.Writer(nil)
	record.Each(c, &others, c.Str)
	n := len(events)
	record.Num(c, &n)
	a.events = string(append(c.Bytes(), body.Bytes()...))
}

// readEvents returns the events with whose entities keep agrees (nil: all of
// them): indices of Refs, and negative numbers for entities that the text does
// not name.
func (a *Article) readEvents(keep func(who []int) bool) []timeline.Event {
	if a.events == "" {
		return nil
	}
	c := record.Reader(a.events)
	var others []string
	record.Each(c, &others, c.Str)
	n := 0
	if record.Num(c, &n); n > len(a.events) {
		return nil
	}
	var out []timeline.Event
	var who []int
	for range n {
		var e timeline.Event
		if event(c, &e, &who); keep != nil && !keep(who) {
			continue
		}
		if len(who) > 0 {
			e.Entities = make([]string, 0, len(who))
		}
		for _, ref := range who {
			switch {
			case ref >= 0 && ref < len(a.Refs):
				e.Entities = append(e.Entities, a.Refs[ref].ID.Value())
			case ref < 0 && -ref <= len(others):
				e.Entities = append(e.Entities, others[-ref-1])
			}
		}
		if out == nil && keep == nil {
			out = make([]timeline.Event, 0, n)
		}
		out = append(out, e)
	}
	return out
}

// event writes or reads an event, its entities as numbers.
func event(c *record.Codec, e *timeline.Event, who *[]int) {
	n := len(*who)
	record.Num(c, &n)
	if c.Reading() {
		*who = (*who)[:0]
	}
	for i := range n {
		if c.Reading() {
			*who = append(*who, 0)
		}
		record.Num(c, &(*who)[i])
	}
	record.Num(c, &e.Start)
	record.Num(c, &e.End)
	record.Num(c, &e.Place)
	date(c, &e.When)
	record.Num(c, &e.Expr)
	c.Str(&e.Label)
	record.Num(c, &e.Status)
	c.Str(&e.Words)
	date(c, &e.Anchor)
	c.Float(&e.Rank)
	c.Bool(&e.Pinned)
	record.Each(c, &e.Also, func(s *prose.Span) { record.Num(c, &s.Start); record.Num(c, &s.End) })
	c.Str(&e.Certainty)
	c.Bool(&e.Lead)
	record.Each(c, &e.Figures, func(f *timeline.Figure) { c.Str(&f.Of); c.Str(&f.Says); record.Num(c, &f.N); c.Str(&f.By) })
}
