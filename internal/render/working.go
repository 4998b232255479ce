package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/prose"
	"dateline/internal/timeline"
	"dateline/internal/view"
)

// working says how the date of an event was found: what the text says, and from
// which day that was counted. It is "" for the author's own dates.
func working(e *timeline.Event, l *language) string {
	switch {
	case e.Words != "":
		return said(e.Words, e.Anchor, l)
	case e.Expr < 0 && e.Status == timeline.Reported:
		return fill(l.asPublished, e.When.Words(l.tag))
	}
	return ""
}

// said says which words of the text stand for a date, and from which day they
// count, if they do.
func said(words string, anchor day.Date, l *language) string {
	words = l.quote[0] + words + l.quote[1]
	if anchor.IsZero() {
		return fill(l.written, words)
	}
	return fill(l.counted, words, anchor.Words(l.tag))
}

// workings gathers, while the words of a page are marked, how their relative
// dates were found. Each is said once on the page; the buttons beside the words
// open it.
type workings struct {
	list  []view.Working
	index map[view.Working]int // without their ids
	spent int                  // bytes of buttons
}

// button returns the button beside the time x of a text, or "" for a time that
// says itself what it means, and where no button may stand: in a link, in a
// heading.
func (w *workings) button(t *article.Text, x *timeline.Expression, l *language) string {
	if w == nil || x.Anchor.IsZero() {
		return ""
	}
	if b := t.Analysis.BlockAt(x.Start); b < 0 || t.Analysis.Blocks[b].Kind == prose.Heading {
		return ""
	}
	if overlaps(t.Analysis.Linked, x.Span, func(s prose.Span) prose.Span { return s }) ||
		overlaps(t.Mentions, prose.Span{Start: x.End - 1, End: x.End}, func(m entity.Mention) prose.Span { return m.Span }) {
		return ""
	}
	words := t.Analysis.S[x.Start:x.End]
	one := view.Working{When: x.Date.Words(l.tag), How: said(words, x.Anchor, l)}
	i, ok := w.index[one]
	if !ok {
		if w.index == nil {
			w.index = map[view.Working]int{}
		}
		i = len(w.list)
		w.index[one] = i
		one.ID = "d-how-" + strconv.Itoa(i+1)
		w.list = append(w.list, one)
	}
	b := `<button type="button" class="how" popovertarget="` + w.list[i].ID + `" aria-label="` + template.HTMLEscapeString(fill(l.workingOf, words)) + `"></button>`
	if w.spent += len(b); w.spent > 32<<10+6*len(t.Analysis.S) {
		return "" // a text of nothing but dates, whose page would be many times as large
	}
	return b
}

// overlaps reports that a span has a byte in common with one of others, which
// are in order and apart.
func overlaps[T any](others []T, at prose.Span, of func(T) prose.Span) bool {
	i, _ := slices.BinarySearchFunc(others, at.Start+1, func(o T, end int) int { return cmp.Compare(of(o).End, end) })
	return i < len(others) && of(others[i]).Start < at.End
}
