package render

import (
	"cmp"
	"slices"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/site"
	"dateline/internal/timeline"
	"dateline/internal/view"
)

const (
	// shown is how many events of a long timeline stand there at once; the rest is folded.
	shown = 10
	// shownAll is how many are few enough to show without folding.
	shownAll = 12
)

// sidebar makes the timeline of an article: the events most worth showing in
// order of time, with the publication among them, and the others apart.
func (r *sheet) sidebar(a *site.Article, told []timeline.Event, l *language) *view.Timeline {
	if len(told) == 0 {
		return nil
	}
	order := make([]int, len(told))
	for i := range order {
		order[i] = i
	}
	foremost := func(x, y int) int {
		ex, ey := &told[x], &told[y]
		if ex.Pinned != ey.Pinned {
			if ex.Pinned {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(ey.Rank, ex.Rank), cmp.Compare(x, y))
	}
	main, more := order, []int(nil)
	if len(order) > shownAll {
		slices.SortFunc(order, foremost)
		n := shown
		for n < len(order) && told[order[n]].Pinned {
			n++
		}
		main, more = order[:n], order[n:]
		slices.Sort(main)
		slices.Sort(more)
	}
	also := map[prose.Span]string{}
	for _, s := range sentences(told) {
		also[s.Span] = s.key
	}
	v := &view.Timeline{Count: l.events.of(len(told), l)}
	published := a.Meta.Date
	placed := published.IsZero()
	place := func() {
		v.Entries = append(v.Entries, view.Entry{T: &l.Words, Published: true, When: dayView(published, l.tag), Label: l.Published})
		placed = true
	}
	for _, i := range main {
		if !placed && !before(told[i].When, published) {
			place()
		}
		v.Entries = append(v.Entries, entry(a, &told[i], also, l))
	}
	if !placed {
		place()
	}
	for _, i := range more {
		v.More = append(v.More, entry(a, &told[i], also, l))
	}
	if len(more) > 0 {
		v.MoreN = l.more.of(len(more), l)
	}
	return v
}

// before reports whether d begins before the day on which p begins.
func before(d, p day.Date) bool {
	df, _ := d.Bounds()
	pf, _ := p.Bounds()
	return df < pf
}

// entry makes the entry of an event of a for a page in the language l. also leads
// from the sentences of the page to their ids; nil links to none of them.
func entry(a *site.Article, e *timeline.Event, also map[prose.Span]string, l *language) view.Entry {
	v := view.Entry{
		T: &l.Words, When: dayView(e.When, l.tag), Label: markdown.Typography(e.Label, a.Lang), Status: e.Status.String(), StatusWord: l.status[e.Status], Certainty: e.Certainty,
		Key: eventKey(e),
	}
	if v.Key != "" {
		v.URL = "#" + v.Key
	}
	for j, at := range e.Also {
		if key := also[at]; key != "" {
			v.Also = append(v.Also, view.Link{Name: l.number(j + 2), URL: "#" + key})
		}
	}
	v.Figures = figures(site.FiguresIn(a, e), nil)
	v.Working = working(e, l)
	return v
}

// figures makes figures on which sources disagree ready to be shown. link leads to
// an article; nil where all of them are the page's own.
func figures(list []site.Figures, link func(*site.Article) view.Link) []view.Figures {
	var out []view.Figures
	for _, f := range list {
		v := view.Figures{}
		for i, s := range f.Says {
			w := view.Saying{Figure: s.Figure, By: s.By}
			if i == 0 {
				w.Figure += " " + f.Of
			}
			if link != nil {
				to := link(s.Article)
				if w.URL = to.URL; w.By == "" {
					w.By = to.Name
				}
			}
			v.Says = append(v.Says, w)
		}
		out = append(out, v)
	}
	return out
}

// who makes the list of people, places and organisations of an article.
func (r *sheet) who(p *site.Page, a *site.Article, l *language) *view.Who {
	var groups [8][]int // indices into Refs
	n := 0
	for i := range a.Refs {
		if i < len(a.Named) && a.Named[i] != site.Nobody {
			k := r.opt.Site.EntityAt(a.Named[i]).Kind
			groups[k] = append(groups[k], i)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	v := &view.Who{Count: l.names.of(n, l)}
	root := r.link(p, "/")
	for _, k := range kindOrder {
		refs := groups[k]
		if len(refs) == 0 {
			continue
		}
		slices.SortStableFunc(refs, func(x, y int) int { return cmp.Compare(a.Refs[y].Count, a.Refs[x].Count) })
		g := view.Group{Name: l.groups[k], Kind: k.String(), Cards: r.html.Make(len(refs))}
		for j, i := range refs {
			e := r.opt.Site.EntityAt(a.Named[i])
			g.Cards[j] = r.card(e, int(a.Refs[i].Count), office(e.Entity, a.Meta.Date, l, r.Renderer), root, l)
		}
		v.Groups = append(v.Groups, g)
	}
	return v
}

// kindOrder is the order in which kinds of entities are listed.
var kindOrder = [...]ner.Kind{ner.Person, ner.Place, ner.Organisation, ner.Group, ner.Event, ner.Work, ner.Thing, ner.Unknown}

// office returns the office that e held at a time, in words, or "".
func office(e *entity.Entity, at day.Date, l *language, r *Renderer) string {
	if at.IsZero() {
		return ""
	}
	for i := range e.Roles {
		role := &e.Roles[i]
		if !role.When.IsZero() && role.When.Contains(at) {
			title := role.Title
			if of := r.nameOf(role.Of); of != "" {
				title += ", " + of
			}
			return fill(l.holder, title, role.When.Words(l.tag))
		}
	}
	return ""
}

// nameOf returns the name of the entity with an id, and any other words as they are.
func (r *Renderer) nameOf(id string) string {
	return r.opt.Site.NameOf(id)
}

// life returns the years of a person or the founding of a body, or "".
func life(e *site.Entity, l *language) string {
	year := func(d day.Date) string {
		from, _ := d.Bounds()
		y, _, _ := from.Civil()
		if year, ok := day.Civil(y, 0, 0); ok && d.Precision() <= day.Year && !d.Approximate() {
			return year.Words(l.tag)
		}
		return d.Words(l.tag)
	}
	switch {
	case !e.Born.IsZero() && !e.Died.IsZero():
		return fill(l.life, year(e.Born), year(e.Died))
	case !e.Born.IsZero():
		return fill(l.life, year(e.Born), "")
	case !e.Founded.IsZero():
		return l.founded + " " + year(e.Founded)
	}
	return ""
}
