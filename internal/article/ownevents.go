package article

import (
	"slices"
	"sort"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/ner"
	"dateline/internal/notes"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// Why an event is as its author says.
const (
	byHeader = "entered by the author"
	byNotes  = "decided on the article"
)

// events finds the article's events and lets the author's own entries and
// decisions win.
func (t *Text) events() []timeline.Event {
	if t.Article.Meta.NoTimeline {
		return nil
	}
	return t.withOwn(timeline.Events(t.Analysis, t.Times, t.named(), t.options()), nil)
}

// ExplainEvents returns the events of the article with what they were made of,
// and the dates that are no entries of its timeline, with the reasons.
func (t *Text) ExplainEvents() ([]timeline.Event, []timeline.Left) {
	if t.Article.Meta.NoTimeline {
		return nil, nil
	}
	kept := t.Diags
	defer func() { t.Diags = kept }() // they were reported when the article was compiled
	events, left := timeline.Explain(t.Analysis, t.Times, t.named(), t.options())
	events = t.withOwn(events, func(e *timeline.Event, why string) {
		left = append(left, timeline.Left{Span: e.Span, Why: "told as " + e.When.String() + ", " + e.Label + ": " + why})
	})
	return events, left
}

func (t *Text) named() []timeline.Named {
	names := make([]timeline.Named, len(t.Mentions))
	for i, m := range t.Mentions {
		names[i] = timeline.Named{Span: m.Span, ID: m.Entity, Person: m.Kind == ner.Person}
	}
	return names
}

func (t *Text) options() timeline.Options {
	return timeline.Options{Published: t.Article.Meta.Date, Lang: t.lang}
}

// claim is what the author says of the timeline: an entry of the header, or a
// decision of the notes.
type claim struct {
	OwnEvent
	at     prose.Span // of the quotation
	quoted bool
	reason string
}

// claims returns what the author says of the timeline, the header last, so that it wins.
func (t *Text) claims() []claim {
	var out []claim
	for i := range t.Decided {
		d := &t.Decided[i]
		if d.Kind != notes.Event || !d.Place.Clear {
			continue
		}
		o := claim{OwnEvent: OwnEvent{Quote: d.Exact, When: d.Date, Label: d.Label}, at: d.Place.Span, quoted: true, reason: byNotes}
		o.Hide = d.Status == notes.Rejected
		o.Pin = !o.Hide
		if d.Entity != "" {
			o.Entities = []string{d.Entity}
		}
		out = append(out, o)
	}
	for _, e := range t.Article.Meta.Timeline {
		o := claim{OwnEvent: e, reason: byHeader}
		if e.Quote != "" {
			if i := strings.Index(t.Analysis.S, e.Quote); i >= 0 {
				o.at, o.quoted = prose.Span{Start: i, End: i + len(e.Quote)}, true
			} else {
				t.Diags = append(t.Diags, diag.New(diag.Warning, "lost-quote", string(t.Article.Path), "the timeline quotes words that are not in the text: %q", e.Quote).WithHint("quote words as they stand in the article now"))
				if e.When.IsZero() || e.Label == "" {
					continue
				}
			}
		}
		out = append(out, o)
	}
	return out
}

// withOwn lets the author's entries win over automatic events. gone, which may be
// nil, is told of those that give way.
func (t *Text) withOwn(events []timeline.Event, gone func(e *timeline.Event, why string)) []timeline.Event {
	for _, o := range t.claims() {
		events = t.settle(events, o, gone)
	}
	sort.SliceStable(events, func(i, j int) bool {
		if c := events[i].When.Compare(events[j].When); c != 0 {
			return c < 0
		}
		return events[i].Start < events[j].Start
	})
	places := make(map[prose.Span]int, len(events))
	for i := range events { // events of one sentence share its place
		e := &events[i]
		if e.End <= e.Start {
			continue
		}
		if places[e.Span] == 0 {
			places[e.Span] = i + 1
		}
		e.Place = places[e.Span]
	}
	return slices.Clip(events)
}

// settle adds an entry of the author's and takes away what it takes the place of.
// What the entry does not say, it has from there.
func (t *Text) settle(events []timeline.Event, o claim, gone func(*timeline.Event, string)) []timeline.Event {
	e := timeline.Event{
		Span: o.at, When: o.When, Expr: -1, Label: o.Label, Entities: o.Entities, Status: timeline.StatusOf(o.When, t.Article.Meta.Date),
		Reason: o.reason, Rank: 100, Pinned: o.Pin, Certainty: o.Certainty,
	}
	replaced := false
	meant := t.meant(events, o)
	events = slices.DeleteFunc(events, func(was timeline.Event) bool {
		if was.Reason == byHeader || !meant(&was) {
			return false // entries of the header stand beside each other
		}
		if gone != nil && o.Hide {
			gone(&was, "hidden, as "+o.reason)
		} else if gone != nil {
			gone(&was, "replaced by what was "+o.reason)
		}
		if !replaced {
			replaced = true
			if e.When.IsZero() {
				e.When, e.Status, e.Words, e.Anchor = was.When, was.Status, was.Words, was.Anchor
			}
			if e.Label == "" {
				e.Label = was.Label
			}
			if len(e.Entities) == 0 {
				e.Entities = was.Entities
			}
			e.Span, e.Also, e.Figures, e.Lead = was.Span, was.Also, was.Figures, was.Lead
		}
		return true
	})
	if o.Hide {
		return events
	}
	if e.When.IsZero() && o.quoted {
		t.dateAt(o.at, &e)
	}
	if e.When.IsZero() {
		t.Diags = append(t.Diags, diag.New(diag.Warning, "no-time", string(t.Article.Path), "the timeline's entry %q has no date, and none was found at its quotation", o.Quote).WithHint("add when: to the entry"))
		return events
	}
	if e.Label == "" {
		e.Label = o.Quote
	}
	return append(events, e)
}

// meant reports of an event whether an entry of the author's is about it: that
// whose words of time the entry quotes, else those of its sentence, else, for one
// that hides without a quotation, that of its date and label.
func (t *Text) meant(events []timeline.Event, o claim) func(*timeline.Event) bool {
	if !o.quoted {
		return func(e *timeline.Event) bool {
			return o.Hide && e.When == o.When && (o.Label == "" || e.Label == o.Label)
		}
	}
	overlaps := func(s prose.Span) bool { return s.Start < o.at.End && o.at.Start < s.End }
	timed := func(e *timeline.Event) bool {
		return e.Expr >= 0 && e.Expr < len(t.Times) && overlaps(t.Times[e.Expr].Span)
	}
	for i := range events {
		if timed(&events[i]) {
			return timed
		}
	}
	return func(e *timeline.Event) bool {
		return e.End > e.Start && overlaps(e.Span) || slices.ContainsFunc(e.Also, overlaps)
	}
}

// dateAt gives an event the date of the expression of time in the words of a
// quotation, or else the only one of their sentence.
func (t *Text) dateAt(quote prose.Span, e *timeline.Event) {
	in := func(s prose.Span) (found *timeline.Expression, n int) {
		for i := range t.Times {
			if x := &t.Times[i]; x.Start < s.End && s.Start < x.End && !x.Date.IsZero() {
				found, n = x, n+1
			}
		}
		return found, n
	}
	x, n := in(quote)
	for _, s := range t.Analysis.Sentences {
		if s.Start <= quote.Start && quote.End <= s.End {
			if e.Span = s; n == 0 {
				x, n = in(s)
			}
		}
	}
	if n != 1 {
		return
	}
	e.When, e.Status = x.Date, timeline.StatusOf(x.Date, t.Article.Meta.Date)
	e.Words, e.Anchor = t.Analysis.S[x.Start:x.End], x.Anchor
}
