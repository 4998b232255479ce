package jsonld

import (
	"slices"

	"dateline/internal/addr"
	"dateline/internal/site"
)

// breadcrumbs describes the way from the home page to p, over pages that
// exist. There is none on the home page and without a base URL, since a crumb
// that leads nowhere is none.
func (w *writer) breadcrumbs(p *site.Page) {
	if p.Kind == site.Home || w.site.Settings.BaseURL == "" {
		return
	}
	n := 0
	crumb := func(name string, u addr.URL) {
		n++
		w.open("ListItem")
		w.text("name", name)
		w.number("position", n)
		w.address("item", u, "")
		w.close()
	}
	w.open("BreadcrumbList")
	w.array("itemListElement", func() {
		crumb(w.site.Settings.Title, "/")
		for _, u := range parents(p) {
			if on := w.site.PageAt(u); on != nil && u != p.URL {
				crumb(on.Title, u)
			}
		}
		crumb(p.Title, p.URL)
	})
	w.close()
}

// parents returns the addresses of the lists above a page, highest first.
// Whether they exist is for the site to say.
func parents(p *site.Page) []addr.URL {
	switch {
	case p.Kind == site.ArticlePage:
		return []addr.URL{"/articles/"}
	case p.Kind == site.EntityPage:
		return append([]addr.URL{site.IndexURL(p.Entity.Kind)}, first(p, p.Entity.URL)...)
	case p.Kind == site.PlainPage && p.Article.Section != "":
		return []addr.URL{addr.URL("/" + addr.Slug(p.Article.Section) + "/")}
	case p.Tag != nil:
		return append([]addr.URL{"/tags/"}, first(p, p.Tag.URL)...)
	case p.Kind == site.TimelinePage:
		var up []addr.URL
		for above := p.Period.Parent; above != nil; above = above.Parent {
			up = append(up, above.URL)
		}
		slices.Reverse(up)
		return up
	}
	return nil
}

// first returns the first page of a list that p continues.
func first(p *site.Page, u addr.URL) []addr.URL {
	if p.Pager.N > 1 {
		return []addr.URL{u}
	}
	return nil
}
