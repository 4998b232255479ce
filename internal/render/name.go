package render

import (
	"dateline/internal/markdown"
	"dateline/internal/site"
	"dateline/internal/view"
)

const (
	mostBearers = 200 // of a name, on its page
	bearerHeld  = 2   // offices told of each
	bearerMet   = 4   // others told of each, in whose company it is
)

// name makes the page of a name that several bear.
func (r *sheet) name(p *site.Page) view.Name {
	l, all := r.lang, p.Shared.Bearers
	v := view.Name{Total: l.entities.of(len(all), l)}
	shown := first(all, mostBearers)
	if len(shown) < len(all) {
		v.Total = fill(l.someOf, l.number(len(shown)), v.Total)
	}
	v.Page = r.pageView(p, l, r.opt.Site.Settings.Language, head{description: fill(l.listed, p.Title, v.Total)})
	for _, e := range shown {
		b := view.Bearer{
			Count: r.count(p, e, l), KindWord: l.kind(e.Kind), Life: life(e, l), Unreviewed: e.Unreviewed,
			Description: markdown.Typography(e.Description, r.opt.Site.Settings.Language),
		}
		if v := r.offices(p, e, l); v != nil {
			b.Offices = v.Rows[max(0, len(v.Rows)-bearerHeld):]
		}
		for _, c := range r.opt.Site.Companions(e, bearerMet) {
			b.Companions = append(b.Companions, view.Link{Name: c.Entity.Name, URL: r.link(p, c.Entity.URL)})
		}
		v.Bearers = append(v.Bearers, b)
	}
	return v
}
