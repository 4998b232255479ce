package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"dateline/internal/anchor"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/notes"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// Decided is a decision of the notes file with where its words are now.
type Decided struct {
	notes.Note
	Place anchor.Place
}

// decisions reads the notes file and finds the words that it is about.
func (t *Text) decisions(in Input) {
	if len(in.Notes) == 0 {
		return
	}
	list, diags := notes.Parse(in.NotesPath, in.Notes)
	t.Diags = append(t.Diags, diags...)
	quotes := make([]anchor.Quote, len(list))
	for i := range list {
		quotes[i] = list[i].Quote
	}
	t.Decided = make([]Decided, len(list))
	for i, p := range anchor.Find(t.Analysis.S, quotes) {
		t.Decided[i] = Decided{list[i], p}
	}
}

// mentionDecisions returns the decisions on names whose words were found.
func (t *Text) mentionDecisions() []entity.Decision {
	var out []entity.Decision
	for i := range t.Decided {
		if d := &t.Decided[i]; d.Kind == notes.Mention && d.Place.Clear {
			out = append(out, entity.Decision{Span: d.Place.Span, Accepted: d.Status == notes.Accepted, Entity: d.Entity})
		}
	}
	return out
}

// decideTimes lets the decisions on expressions of time win.
func (t *Text) decideTimes() {
	for k := range t.Decided {
		d := &t.Decided[k]
		if d.Kind != notes.Time || !d.Place.Clear {
			continue
		}
		span := d.Place.Span
		i, found := slices.BinarySearchFunc(t.Times, span.Start, func(e timeline.Expression, at int) int { return e.Start - at })
		overlap := func(j int) bool {
			return j >= 0 && j < len(t.Times) && t.Times[j].Start < span.End && span.Start < t.Times[j].End
		}
		if !found && overlap(i-1) {
			i--
		}
		j := i
		for overlap(j) {
			j++
		}
		var with []timeline.Expression
		if d.Status == notes.Accepted {
			with = []timeline.Expression{{Span: span, Type: timeline.DATE, Value: d.Date.String(), Date: d.Date, Reason: "decided on the article"}}
		}
		t.Times = slices.Replace(t.Times, i, j, with...)
	}
}

// reportDecisions notes which decisions no longer find their words, and which
// contradict another.
func (t *Text) reportDecisions(in Input) {
	type key struct {
		kind string
		at   prose.Span
	}
	accepted := map[key]*Decided{}
	for i := range t.Decided {
		d := &t.Decided[i]
		w := diag.Diagnostic{Severity: diag.Warning, File: in.NotesPath, Line: d.Line, Col: 1, Width: 1}
		switch at := (key{d.Kind, d.Place.Span}); {
		case !d.Place.Clear:
			w.Code = "unclear-decision"
			w.Message = fmt.Sprintf("the decision %q on %q, between %q and %q, is not applied: its words are gone, or cannot be told from others", d.ID, d.Exact, d.Prefix, d.Suffix)
			w.Hint = "delete the line, or quote the words as they stand now"
			if lines := t.lines(in, d.Place.Candidates); lines != "" {
				w.Hint = "if they are those of " + string(in.Path) + lines + ", quote them as they stand there now; if they are gone, delete the line"
			}
		case d.Status != notes.Accepted:
			continue
		case accepted[at] == nil:
			accepted[at] = d
			continue
		default:
			first := accepted[at]
			if first.Entity == d.Entity && first.Value == d.Value && first.Label == d.Label {
				continue
			}
			w.Code = "decided-twice"
			w.Message = fmt.Sprintf("the decision %q on %q says another thing than %q in line %d", d.ID, d.Exact, first.ID, first.Line)
			w.Hint = "delete one of the two lines"
		}
		t.Diags = append(t.Diags, w)
	}
}

// lines names where words stand in the source: ":12 or :31".
func (t *Text) lines(in Input, at []prose.Span) string {
	var out []string
	for _, s := range at {
		if src := t.Analysis.Source(s.Start); src >= 0 {
			out = append(out, fmt.Sprintf(":%d", 1+bytes.Count(in.Src[:min(src, len(in.Src))], []byte("\n"))))
		}
	}
	return strings.Join(slices.Compact(out), " or ")
}
