// Package timeline owns time in text: expressions of time with their values and
// the rule that gave them, and the events of an article with their labels. It
// knows no clock, no Markdown and no other article. Values do not change.
package timeline

import (
	"dateline/internal/day"
	"dateline/internal/prose"
)

// Type is a TIMEX3 type.
type Type uint8

const (
	DATE Type = iota
	TIME
	DURATION
	SET
)

func (t Type) String() string { return [...]string{"DATE", "TIME", "DURATION", "SET"}[t] }

// Expression is one expression of time.
type Expression struct {
	prose.Span
	Type     Type
	Value    string   // TIMEX3: "2013-09-09", "2013-W36", "P2D", "PAST_REF"; "" when it cannot be resolved
	Date     day.Date // EDTF; zero when it has none (durations, sets, unresolved)
	Relative bool     // counted from another date
	Anchor   day.Date // the date it was counted from; zero when absolute or unresolved
	Reason   string   // the rule that gave the value: "weekday on or before publication"
	Deadline bool     // until, by, before the end of
}

// Options are what Find depends on beside the text.
type Options struct {
	Published day.Date // zero: relative expressions stay unresolved
	Lang      string   // BCP 47; "" is English
	Narrative bool     // count from the last date mentioned; otherwise Auto decides
	News      bool     // count from the publication date; with neither set, the text decides
}

// Status is what an event is, seen from the day of publication.
type Status uint8

const (
	Past     Status = iota
	Reported        // on the day of publication itself, in the news
	Planned
	Deadline
)

func (s Status) String() string { return [...]string{"past", "reported", "planned", "deadline"}[s] }

// StatusOf returns what an event with no more than its date is, seen from the
// day of publication: Planned when it begins after that day, Reported when it is
// that day, else Past; Past, too, when the day of publication is not known.
func StatusOf(when, published day.Date) Status {
	if when.IsZero() || published.IsZero() {
		return Past
	}
	first, last := published.Bounds()
	from, to := when.Bounds()
	switch {
	case from > last:
		return Planned
	case from == first && to == last && first == last:
		return Reported
	}
	return Past
}

// Event is one entry of an article's timeline.
type Event struct {
	prose.Span          // its sentence
	Place      int      // number of the sentence among those of an article's events, from 1; 0 for none
	When       day.Date // never zero
	Expr       int      // index of its expression; -1 when implicit (the lead) or the author's
	Label      string   // at most 90 characters, plain text
	Status     Status
	Entities   []string // ids, in order of appearance in the sentence
	Words      string   // the source's words for the time: "last week"; may be empty
	Anchor     day.Date // what they were counted from
	Reason     string   // why it is of this date
	Made       string   // what its label was made of: "the clause of the date"
	Rank       float32  // higher is more worth showing
	Pinned     bool
	Also       []prose.Span // other sentences that tell of the same event
	Certainty  string       // the author's own word, when given
	Lead       bool         // one of the first sentences tells of it
	Figures    []Figure     // that its sentences give
}

// Named is a mention as events need it.
type Named struct {
	prose.Span
	ID     string
	Person bool
}
