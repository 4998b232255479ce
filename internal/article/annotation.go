package article

import (
	"iter"
	"slices"

	"dateline/internal/anchor"
	"dateline/internal/entity"
	"dateline/internal/notes"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// State is how far an annotation is from being decided.
type State uint8

const (
	Found    State = iota // shown, and nobody has decided
	Held                  // less sure than what is shown unreviewed
	Unsure                // several entities are possible, or the date cannot be told
	Unlinked              // a name that is nobody's
	ByAuthor              // linked in the text
	Accepted              // by a decision
	Rejected              // by a decision
)

func (s State) String() string {
	return [...]string{"found", "held", "unsure", "unlinked", "author", "accepted", "rejected"}[s]
}

// Undecided reports whether somebody should look at it.
func (s State) Undecided() bool { return s <= Unsure }

// Annotation is words of an article with what they are taken to mean.
type Annotation struct {
	prose.Span
	Kind   string // notes.Mention or notes.Time
	State  State
	Entity string              // id of whom a mention names; "" when that is not known
	Time   timeline.Expression // of a time
	Score  float32             // 0 to 1
	Reason string
	Others []string // ids of who else may be meant, likeliest first
}

// Annotations returns everything in the text that can be decided on, in order.
func (t *Text) Annotations() []Annotation {
	list := slices.Collect(t.annotations())
	others := make(map[prose.Span][]entity.Candidate, len(t.Weighed)+len(t.Unsure))
	for _, w := range t.Weighed {
		others[w.Span] = w.Candidates
	}
	for _, u := range t.Unsure {
		others[u.Span] = append(slices.Clone(u.Candidates), others[u.Span]...)
	}
	for i := range list {
		if a := &list[i]; a.Kind == notes.Mention {
			for _, c := range others[a.Span] {
				if c.ID != "" && c.ID != a.Entity && !slices.Contains(a.Others, c.ID) {
					a.Others = append(a.Others, c.ID)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Annotation) int { return a.Start - b.Start })
	return list
}

// annotations yields the annotations, mentions before times.
func (t *Text) annotations() iter.Seq[Annotation] {
	return func(yield func(Annotation) bool) {
		v := t.verdicts()
		for i := range t.Mentions {
			if !yield(mention(&t.Mentions[i], Found)) {
				return
			}
		}
		for i := range t.Held {
			if !yield(mention(&t.Held[i], Held)) {
				return
			}
		}
		for i := range t.Unsure {
			u := &t.Unsure[i]
			if !yield(Annotation{Span: u.Span, Kind: notes.Mention, State: Unsure, Reason: u.Reason}) {
				return
			}
		}
		for i := range t.Unlinked {
			n := &t.Unlinked[i]
			if v.rejection(notes.Mention, n.Span) == nil && !t.annotated(notes.Mention, n.Span) && !yield(Annotation{Span: n.Span, Kind: notes.Mention, State: Unlinked, Score: n.Score, Reason: n.Reason}) {
				return
			}
		}
		for i := range t.Times {
			if a, ok := v.time(&t.Times[i]); ok && !yield(a) {
				return
			}
		}
		for _, d := range v.rejected {
			at := d.Place.Span
			if v.rejection(d.Kind, at) != d || t.annotated(d.Kind, at) {
				continue
			}
			if !yield(Annotation{Span: at, Kind: d.Kind, State: Rejected, Entity: d.Entity, Reason: "rejected on this article"}) {
				return
			}
		}
	}
}

// mention makes an annotation of a mention, which is in a state unless it is decided.
func mention(m *entity.Mention, s State) Annotation {
	switch m.Origin {
	case entity.FromAuthor:
		s = ByAuthor
	case entity.FromDecision:
		s = Accepted
	}
	return Annotation{Span: m.Span, Kind: notes.Mention, State: s, Entity: m.Entity, Score: m.Score, Reason: m.Reason}
}

// verdicts are the decisions whose words are found, by what they say.
type verdicts struct {
	times    map[prose.Span]bool // accepted ones
	rejected []*Decided          // in order
}

func (t *Text) verdicts() verdicts {
	v := verdicts{times: map[prose.Span]bool{}}
	for i := range t.Decided {
		switch d := &t.Decided[i]; {
		case !d.Place.Clear || d.Kind != notes.Mention && d.Kind != notes.Time:
		case d.Status == notes.Rejected:
			v.rejected = append(v.rejected, d)
		case d.Kind == notes.Time:
			v.times[d.Place.Span] = true
		}
	}
	slices.SortStableFunc(v.rejected, func(a, b *Decided) int { return a.Place.Start - b.Place.Start })
	return v
}

// rejection returns the last decision that some of the words do not mean what was
// found, or nil.
func (v *verdicts) rejection(kind string, at prose.Span) *Decided {
	i, _ := slices.BinarySearchFunc(v.rejected, at.End, func(d *Decided, end int) int { return d.Place.Start - end })
	const overlapping = 64 // decisions before the words that may reach into them
	for k := i - 1; k >= max(0, i-overlapping); k-- {
		if d := v.rejected[k]; d.Kind == kind && d.Place.End > at.Start {
			return d
		}
	}
	return nil
}

// time makes an annotation of a date. Durations and sets are left out: they are no
// dates, and nothing of them is shown.
func (v *verdicts) time(x *timeline.Expression) (Annotation, bool) {
	a := Annotation{Span: x.Span, Kind: notes.Time, Time: *x, Reason: x.Reason}
	switch {
	case v.times[x.Span]:
		a.State = Accepted
	case x.Type != timeline.DATE && x.Type != timeline.TIME:
		return a, false
	case !x.Date.IsZero():
	case x.Relative && x.Value == "":
		a.State = Unsure
	default:
		return a, false
	}
	return a, true
}

// annotated reports whether something is found, all the same, in some of the words.
func (t *Text) annotated(kind string, at prose.Span) bool {
	if kind == notes.Time {
		return covered(t.Times, func(x *timeline.Expression) prose.Span { return x.Span }, at)
	}
	span := func(m *entity.Mention) prose.Span { return m.Span }
	return covered(t.Mentions, span, at) || covered(t.Held, span, at) ||
		covered(t.Unsure, func(u *entity.Unsure) prose.Span { return u.Span }, at)
}

// covered reports whether one of a list, which is in order and apart, has some of the words.
func covered[T any](list []T, span func(*T) prose.Span, at prose.Span) bool {
	i, _ := slices.BinarySearchFunc(list, at.Start, func(x T, start int) int {
		if span(&x).End <= start {
			return -1
		}
		return 1
	})
	return i < len(list) && span(&list[i]).Start < at.End
}

// undecided counts the annotations that somebody should look at.
func (t *Text) undecided() int {
	n := 0
	for a := range t.annotations() {
		if a.State.Undecided() {
			n++
		}
	}
	return n
}

// Unclear returns the decisions whose words were not found.
func (t *Text) Unclear() []Decided {
	var out []Decided
	for _, d := range t.Decided {
		if !d.Place.Clear {
			out = append(out, d)
		}
	}
	return out
}

// Quote quotes words of the text, for a decision on them.
func (t *Text) Quote(at prose.Span) anchor.Quote { return anchor.Take(t.Analysis.S, at) }
