package render

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"
	"sync/atomic"

	"dateline/internal/addr"
	"dateline/internal/markdown"
	"dateline/internal/program"
	"dateline/internal/site"
	"dateline/internal/view"
)

// fragment is HTML that stands on many pages and differs in a few words, such
// as the address of the site's root: pieces, each but the last followed by the
// value of a slot. Executing a template for a row costs fifty times what joining
// its pieces does.
type fragment struct {
	pieces []string
	slots  []int
}

// slots gives names to the slots of a fragment: words that stand nowhere in the
// given strings, and that html/template leaves as they are in text, attributes
// and addresses.
func slots(n int, taken ...string) []string {
	fence := "~"
	for _, s := range taken {
		for strings.Contains(s, fence) {
			fence += "~"
		}
	}
	out := make([]string, n)
	for i := range out {
		out[i] = fence + strconv.Itoa(i) + fence
	}
	return out
}

// cut makes a fragment of html, in which the names of slots stand.
func cut(html string, slots []string) *fragment {
	f := &fragment{}
	for {
		at, slot := len(html), -1
		for i, name := range slots {
			if j := strings.Index(html, name); j >= 0 && j < at {
				at, slot = j, i
			}
		}
		f.pieces = append(f.pieces, html[:at])
		if slot < 0 {
			return f
		}
		f.slots = append(f.slots, slot)
		html = html[at+len(slots[slot]):]
	}
}

// fill returns the fragment with values, which are plain text, in its slots.
func (f *fragment) fill(values ...string) template.HTML {
	var b strings.Builder
	n := 0
	for _, p := range f.pieces {
		n += len(p) + 12
	}
	b.Grow(n)
	for i, p := range f.pieces {
		b.WriteString(p)
		if i < len(f.slots) {
			b.WriteString(template.HTMLEscapeString(values[f.slots[i]]))
		}
	}
	return template.HTML(b.String())
}

// execute returns what a template makes of a view. A template that fails leaves
// its place empty: it fitted its view when it was read, so that what is left is
// a matter of its own arithmetic.
func execute(t *program.Program, v any) string {
	html, err := t.Append(nil, v)
	if err != nil {
		return ""
	}
	return string(bytes.TrimSpace(html))
}

// row returns an article as a row of a list on a page from which root is the
// relative address of the home page.
func (r *Renderer) row(p *site.Page, a *site.Article) template.HTML {
	return r.sharedRow(r.rows, p, a, summary(a))
}

// heading returns the same without the summary, for where the article's own
// words follow.
func (r *Renderer) heading(p *site.Page, a *site.Article) template.HTML {
	return r.sharedRow(r.headings, p, a, "")
}

func (r *Renderer) sharedRow(made []atomic.Pointer[fragment], p *site.Page, a *site.Article, summary string) template.HTML {
	root := r.link(p, "/")
	i := int(a.Index)
	if i >= len(made) || r.opt.Site.Articles[i] != a { // not of the list: unlisted, or a plain page
		return r.makeRow(a, summary).fill(root)
	}
	f := made[i].Load()
	if f == nil { // two pages may make it at the same time, with the same result
		f = r.makeRow(a, summary)
		made[i].Store(f)
	}
	return f.fill(root)
}

func (r *Renderer) rowsOf(p *site.Page, as []*site.Article) []template.HTML {
	out := make([]template.HTML, len(as))
	for i, a := range as {
		out[i] = r.row(p, a)
	}
	return out
}

func (r *Renderer) makeRow(a *site.Article, summary string) *fragment {
	v := view.Row{
		T: &r.lang.Words, Title: markdown.Typography(a.Title, a.Lang), Date: dayView(a.Meta.Date, r.lang.tag),
		Summary: markdown.Typography(summary, a.Lang), Authors: strings.Join(a.Meta.Authors, ", "), Source: a.Meta.Source.Name,
	}
	if base(a.Lang) != base(r.opt.Site.Settings.Language) {
		v.Lang = a.Lang
	}
	path := addr.URL("/").Rel(a.URL)
	names := slots(1, v.Title, v.Summary, v.Authors, v.Source, path)
	v.URL = names[0] + path
	return cut(execute(r.opt.Templates.row, v), names)
}

// card returns an entity as an article with n mentions of it shows it, on a page
// from which root is the relative address of the home page. then is its office
// at the time of the article.
func (r *Renderer) card(e *site.Entity, n int, then, root string, l *language) template.HTML {
	count, here := l.number(n), l.here.of(n, l)
	place := r.cards[e]
	shared := place != nil && then == "" && l == r.lang // the others stand in few articles
	if shared {
		if f := place.Load(); f != nil {
			return f.fill(root, count, here)
		}
	}
	v := view.Card{
		T: &l.Words, ID: e.ID, Kind: e.Kind.String(), KindWord: l.kind(e.Kind), Name: e.Name,
		Description: markdown.Typography(e.Description, r.opt.Site.Settings.Language), Life: life(e, l), Unreviewed: e.Unreviewed, Then: then,
		Everywhere: l.articles.of(len(e.Articles), l),
	}
	path := addr.URL("/").Rel(e.URL)
	if !shared {
		v.URL, v.Count, v.Here = root+path, count, here
		return template.HTML(execute(r.opt.Templates.card, v))
	}
	names := slots(3, v.ID, v.Name, v.Description, v.Life, v.Everywhere, path)
	v.URL, v.Count, v.Here = names[0]+path, names[1], names[2]
	f := cut(execute(r.opt.Templates.card, v), names)
	place.Store(f)
	return f.fill(root, count, here)
}

// summary returns what lists say of an article.
func summary(a *site.Article) string {
	if a.Meta.Description != "" {
		return a.Meta.Description
	}
	return a.Summary
}
