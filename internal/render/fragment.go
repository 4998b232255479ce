package render

import (
	"html/template"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/site"
	"dateline/internal/view"
)

// fragment is HTML that stands on many pages and differs only in the address of
// the site's root: the pieces between which that address goes. Executing a
// template for a row costs fifty times what joining its pieces does.
type fragment []string

// at returns the fragment for a page from which root is the relative address of
// the home page.
func (f fragment) at(root string) template.HTML {
	if len(f) == 1 {
		return template.HTML(f[0])
	}
	return template.HTML(strings.Join(f, template.HTMLEscapeString(root)))
}

// row returns an article as a row of a list on the page p.
func (r *Renderer) row(p *site.Page, a *site.Article) template.HTML {
	root := r.link(p, "/")
	i := int(a.Index)
	if i >= len(r.rows) || r.opt.Site.Articles[i] != a { // not of the list: unlisted, a plain page
		return r.makeRow(a).at(root)
	}
	if f := r.rows[i].Load(); f != nil {
		return f.at(root)
	}
	f := r.makeRow(a) // two pages may do so at the same time, with the same result
	r.rows[i].Store(&f)
	return f.at(root)
}

func (r *Renderer) rowsOf(p *site.Page, as []*site.Article) []template.HTML {
	out := make([]template.HTML, len(as))
	for i, a := range as {
		out[i] = r.row(p, a)
	}
	return out
}

func (r *Renderer) makeRow(a *site.Article) fragment {
	v := view.Row{
		T: &r.lang.Words, Title: a.Title, Date: dayView(a.Meta.Date, r.lang.tag),
		Summary: summary(a), Authors: strings.Join(a.Meta.Authors, ", "), Source: a.Meta.Source.Name,
	}
	if base(a.Lang) != base(r.opt.Site.Settings.Language) {
		v.Lang = a.Lang
	}
	// The root is a name that stands nowhere else in the row.
	root := "~root~/"
	path := addr.URL("/").Rel(a.URL)
	for strings.Contains(v.Title+v.Summary+v.Authors+v.Source+path, root) {
		root = "~" + root
	}
	v.URL = root + path
	var b strings.Builder
	if err := r.opt.Templates.row.Execute(&b, v); err != nil {
		// A row that fails leaves its place empty; the check when the templates were
		// read makes that a matter of a template's own arithmetic.
		return fragment{""}
	}
	return strings.Split(b.String(), root)
}

// about returns what a card says of an entity.
func (r *Renderer) about(e *site.Entity, l *language) template.HTML {
	place := r.abouts[e]
	if place != nil && l == r.lang {
		if h := place.Load(); h != nil {
			return *h
		}
	}
	v := view.About{
		T: &l.Words, KindWord: l.kind(e.Kind), Description: e.Description, Life: life(e, l), Unreviewed: e.Unreviewed,
	}
	var b strings.Builder
	if err := r.opt.Templates.about.Execute(&b, v); err != nil {
		b.Reset()
	}
	h := template.HTML(b.String())
	if place != nil && l == r.lang {
		place.Store(&h)
	}
	return h
}

// summary returns what lists say of an article.
func summary(a *site.Article) string {
	if a.Meta.Description != "" {
		return a.Meta.Description
	}
	return a.Summary
}
