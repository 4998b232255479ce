package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/article"
	"dateline/internal/markdown"
	"dateline/internal/prose"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

// sentence is a sentence of the text that tells of an event, with the id of
// its place.
type sentence struct {
	prose.Span
	key string
}

// eventKey returns the id of the sentence of an event: "t1", "t2" … or "" for an
// event that has none.
func eventKey(e *timeline.Event) string {
	if e.Place == 0 {
		return ""
	}
	return "t" + strconv.Itoa(e.Place)
}

// sentences returns the sentences that tell of events, each once, in order.
func sentences(events []timeline.Event) []sentence {
	keys := make(map[prose.Span]string, len(events))
	var out []sentence
	add := func(at prose.Span, key string) {
		if _, ok := keys[at]; ok || at.End <= at.Start {
			return
		}
		keys[at] = key
		out = append(out, sentence{at, key})
	}
	for i := range events {
		add(events[i].Span, "t"+strconv.Itoa(i+1))
	}
	for i := range events {
		for j, at := range events[i].Also {
			add(at, "t-"+strconv.Itoa(i+1)+"-"+strconv.Itoa(j+2))
		}
	}
	slices.SortFunc(out, func(a, b sentence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return out
}

// marks returns the marks on the words of an article: the sentences of its
// events, its times, and its mentions. They last until the
// sheet marks another text. How relative times
// were found is added to how, unless it is nil.
func (r *sheet) marks(p *site.Page, a *site.Article, t *article.Text, l *language, how *workings) []markdown.Mark {
	out := slices.Grow(r.marked[:0], len(t.Mentions)+len(t.Times)+16)
	for _, s := range sentences(t.Events) {
		// The place is a mark of its own: one that crosses an element is written
		// in pieces, and an id stands once on a page.
		out = append(out,
			markdown.Mark{Span: prose.Span{Start: s.Start, End: s.Start}, Open: `<span id="` + s.key + `" class="at"></span>`},
			markdown.Mark{Span: s.Span, Open: `<span class="sent" data-t="` + s.key + `">`, Close: `</span>`})
	}
	if r.opt.Marks != nil {
		out = append(out, r.opt.Marks(t)...)
	}
	for i := range t.Times {
		x := &t.Times[i]
		if x.Date.IsZero() || x.Type != timeline.DATE && x.Type != timeline.TIME {
			continue
		}
		m, button := machine(x.Date), how.button(t, x, l)
		class := ""
		if button != "" {
			class = ` class="when"`
		}
		switch {
		case m != "":
			out = append(out, markdown.Mark{Span: x.Span, Open: "<time" + class + ` datetime="` + m + `">`, Close: "</time>"})
		case button != "": // HTML has no form for the date
			out = append(out, markdown.Mark{Span: x.Span, Open: "<span" + class + ">", Close: "</span>"})
		}
		if button != "" { // it hangs on the last word, which stands on one line
			last := prose.Span{Start: x.Start + 1 + strings.LastIndexByte(t.Analysis.S[x.Start:x.End], ' '), End: x.End}
			out = append(out, markdown.Mark{Span: last, Open: `<span class="end">`, Close: button + "</span>"})
		}
	}
	out = r.mentionMarks(out, p, a, t)
	r.marked = out
	slices.SortStableFunc(out, func(a, b markdown.Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(rank(a), rank(b)), cmp.Compare(b.End, a.End))
	})
	return nested(out)
}

// rank sorts points before what begins with them.
func rank(m markdown.Mark) int {
	if m.Start == m.End {
		return 0
	}
	return 1
}

// nested makes marks that cross another's end begin after it, and drops what is
// left with nothing, so that all of them nest or stand apart.
func nested(marks []markdown.Mark) []markdown.Mark {
	var open []int // ends of the marks around the place, outermost first
	out := marks[:0]
	for _, m := range marks {
		for len(open) > 0 && open[len(open)-1] <= m.Start {
			open = open[:len(open)-1]
		}
		if len(open) > 0 && m.End > open[len(open)-1] {
			continue
		}
		if m.End > m.Start {
			open = append(open, m.End)
		}
		out = append(out, m)
	}
	return out
}

// opening is what links to an entity begin with on a page.
type opening struct {
	first, again string // tags; written when they are needed first
	seen         int    // scope of the last link in full; 0 before the first
}

// mentionMarks adds the mentions: as links, the first of an entity where the
// policy looks for one in full, the others quieter; or as plain marks.
func (r *sheet) mentionMarks(out []markdown.Mark, p *site.Page, a *site.Article, t *article.Text) []markdown.Mark {
	policy := cmp.Or(t.Meta.Link, r.opt.Site.Settings.Link, "section")
	known := r.openings.Make(len(a.Refs))
	open := func(ref int, class string) string {
		e := r.opt.Site.EntityAt(a.Named[ref])
		id, kind := template.HTMLEscapeString(e.ID), e.Kind.String()
		if policy == "none" {
			return r.text.Concat(`<span class="m `, kind, `" data-e="`, id, `">`)
		}
		return r.text.Concat(`<a class="`, class, kind, `" href="`, template.HTMLEscapeString(r.link(p, e.URL)), `" data-e="`, id, `">`)
	}
	closing := "</a>"
	if policy == "none" {
		closing = "</span>"
	}
	linked := t.Analysis.Linked
	for i := range t.Mentions {
		m := &t.Mentions[i]
		ref := int(t.Refs[i])
		if ref >= len(a.Named) || a.Named[ref] == site.Nobody {
			continue
		}
		o := &known[ref]
		for len(linked) > 0 && linked[0].End <= m.Start {
			linked = linked[1:]
		}
		inLink := len(linked) > 0 && linked[0].Start < m.End
		scope := 1 // of the highlights, which are read on their own
		if b := t.Analysis.BlockAt(m.Start); b >= 0 && t.Analysis.Blocks[b].Kind != prose.Highlight {
			scope = 2
			if policy == "section" {
				scope += t.Analysis.Blocks[b].Section
			}
		}
		var with *string
		if policy == "all" || !inLink && o.seen < scope {
			if with = &o.first; *with == "" {
				*with = open(ref, "m ")
			}
			if !inLink {
				o.seen = scope
			}
		} else if with = &o.again; *with == "" {
			*with = open(ref, "m again ")
		}
		out = append(out, markdown.Mark{Span: m.Span, Open: *with, Close: closing, Link: policy != "none"})
	}
	return out
}

// within returns the marks that lie in the words from start to end.
func within(marks []markdown.Mark, start, end int) []markdown.Mark {
	lo, _ := slices.BinarySearchFunc(marks, start, func(m markdown.Mark, at int) int { return cmp.Compare(m.Start, at) })
	hi, _ := slices.BinarySearchFunc(marks, end, func(m markdown.Mark, at int) int { return cmp.Compare(m.Start, at) })
	return marks[lo:hi]
}

// blockID is the permanent address of the i-th block of a text.
func blockID(i int) string { return "p" + strconv.Itoa(i+1) }
