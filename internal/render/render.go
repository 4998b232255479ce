// Package render owns the way from the linked site to HTML: it makes the view
// of a page, puts marks on the words of its text, and executes its template. It
// knows neither files nor http, and no page depends on another's HTML, but for
// the rows of articles and the cards of entities, which are rendered once and
// shared. A Renderer may be used by many goroutines at once.
package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/diag"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/palette"
	"dateline/internal/region"
	"dateline/internal/site"
	"dateline/internal/view"
)

// Options are what a Renderer depends on. Site, Templates and Text must be set.
type Options struct {
	Site      *site.Site
	Templates *Templates
	// Assets leads from the name of a static file ("css/main.css") to the path
	// in the output that it is published at ("assets/main.3f2a9c.css").
	Assets map[string]string
	// Text reads what is shown of the words of an article or plain page again, into mem.
	Text func(mem *region.Text, a *site.Article) (*article.Text, error)
	// Marks returns further marks on the words of an article or plain page, around
	// those that it has anyway; nil adds none.
	Marks func(*article.Text) []markdown.Mark
	// Source appends a source file, read again, to dst: an entity's own text, and the line that a
	// message is about. nil does without.
	Source func(dst []byte, p addr.Source) ([]byte, error)
	// Static reports whether a file of static/ is published at an address. nil knows of none.
	Static func(u addr.URL) bool
	// Picture returns what is known of the picture at an address of the site. nil knows of none.
	Picture func(u addr.URL) Picture
	// Citation returns how an article speaks of its entity ref: a few mentions in
	// their sentences, and the spellings; their words are in mem. nil shows counts only.
	Citation func(mem *region.Text, a *site.Article, ref uint16) article.Citation
	// Cite returns how an article is cited in forms for other programs, whose words are
	// in mem. nil knows none.
	Cite func(mem *region.Text, a *site.Article) []view.Citation
	// JSONLD appends a page's structured data, escaped for a script element. A page
	// for which it appends nothing has none, and nil is none for any.
	JSONLD func(dst []byte, p *site.Page) []byte
	// Code caches highlighted code. nil does without.
	Code markdown.Cache
	// Feed is the address of the site's Atom feed; "" shows none.
	Feed addr.URL
	// EntityFeed returns the address of an entity's feed, or "". nil shows none.
	EntityFeed func(e *site.Entity) addr.URL
	// Exports returns the forms for other programs in which what a page shows is
	// published beside it. nil has none.
	Exports func(p *site.Page) []Export
	// Search is the address of the search page; "" shows none.
	Search addr.URL
	// Scheme is the colours of the theme, of which browsers are told the paper's.
	Scheme palette.Scheme
	// Icons stand for the site in tabs and on home screens.
	Icons []Icon
}

// Icon is a picture that stands for the site.
type Icon struct {
	Rel   string // "icon"
	URL   addr.URL
	Type  string // its media type; may be empty
	Sizes string // "32x32"; may be empty
}

// Export is a file with what a page shows, for other programs.
type Export struct {
	Name  string // "iCalendar"
	Media string // its media type
	URL   addr.URL
}

// Picture is what pages need to know of a picture to show it.
type Picture struct {
	Width, Height int    // in its own pixels, as it is shown; 0 when they are not known
	Copies        []Copy // smaller ones, the smallest first
}

// Copy is a smaller copy of a picture.
type Copy struct {
	URL   addr.URL
	Width int
}

// Renderer makes pages.
type Renderer struct {
	opt      Options
	site     *view.Site
	lang     *language // of the site
	indexes  map[ner.Kind]*site.Page
	tags     map[string]addr.URL
	rows     []atomic.Pointer[row] // by site.Article.Index
	cards    map[*site.Entity]*atomic.Pointer[fragment]
	menu     []site.MenuItem
	files    map[addr.Source]addr.URL // copied files, by source
	colours  string                   // of the theme, for the <head>
	image    addr.URL                 // of the site, for pages without their own; may be empty
	sheets   sync.Pool                // *sheet, blank
	painters sync.Pool                // *card.Painter
	homeCard addr.URL                 // may be empty
}

// New makes a Renderer of a site.
func New(opt Options) *Renderer {
	s := opt.Site
	r := &Renderer{
		opt:     opt,
		colours: themeColours(opt.Scheme),
		lang:    interfaceIn(s.Settings.Language),
		site: &view.Site{
			Title: s.Settings.Title, Description: s.Settings.Description, Language: s.Settings.Language,
			Author: s.Settings.Author, Copyright: s.Settings.Copyright, BaseURL: string(s.Settings.BaseURL),
			Params: s.Settings.Params, Assets: opt.Assets,
		},
		indexes: map[ner.Kind]*site.Page{},
		tags:    make(map[string]addr.URL, len(s.Tags)),
		rows:    make([]atomic.Pointer[row], len(s.Articles)),
		cards:   make(map[*site.Entity]*atomic.Pointer[fragment], len(s.Entities)),
		menu:    s.Menu(),
		files:   make(map[addr.Source]addr.URL, len(s.Files)),
	}
	for _, p := range s.Pages {
		if p.Kind == site.Index && p.Pager.N <= 1 && r.indexes[p.Of] == nil {
			r.indexes[p.Of] = p
		}
	}
	for _, t := range s.Tags {
		r.tags[strings.ToLower(t.Name)] = t.URL
	}
	for _, f := range s.Files {
		r.files[f.From] = f.To.URL()
	}
	if s.Settings.Image != "" {
		r.image, _ = r.resolve(site.ContentDir+"site.yaml", "/", s.Settings.Image)
	}
	if home := s.PageAt("/"); home != nil {
		r.homeCard = r.CardURL(home)
	}
	for _, e := range s.Entities {
		if len(e.Articles) > 1 {
			r.cards[e] = new(atomic.Pointer[fragment])
		}
	}
	return r
}

// Append renders one page and appends it to dst. Diagnostics are the author's
// mistakes that show only now; an error is a text that could not be read again.
func (r *Renderer) Append(dst []byte, p *site.Page) ([]byte, diag.List, error) {
	sh := r.blank()
	defer r.sheets.Put(sh)
	v, layout, diags, err := sh.view(p)
	if err != nil {
		return dst, diags, fmt.Errorf("render %s: %w", p.URL, err)
	}
	t := r.opt.Templates.page(p.Kind, layout)
	if t == nil && layout != "" {
		diags = append(diags, diag.New(diag.Error, "unknown-layout", string(p.From), "there is no layout %q", layout).
			WithHint("write templates/%s-%s.html, or take the layout out of the header", p.Kind, layout))
		t = r.opt.Templates.page(p.Kind, "")
	}
	if t == nil {
		return dst, diags, fmt.Errorf("render %s: no template for %q", p.URL, p.Kind)
	}
	dst, err = t.Append(dst, v)
	if err != nil {
		diags = append(diags, diag.New(diag.Error, "template-failed", string(p.From), "the page %q cannot be made: %v", p.URL, err))
	}
	return dst, diags, nil
}

// view makes the view of a page, and says which layout its header asks for.
func (r *sheet) view(p *site.Page) (v any, layout string, diags diag.List, err error) {
	switch p.Kind {
	case site.ArticlePage:
		v, layout, diags, err = r.article(p)
	case site.PlainPage:
		v, layout, diags, err = r.plain(p)
	case site.EntityPage:
		v, diags, err = r.entity(p)
	case site.Home:
		v, diags, err = r.home(p)
	case site.List:
		v, diags, err = r.list(p)
	case site.Index:
		v = r.index(p)
	case site.TimelinePage:
		v = r.timeline(p)
	case site.NamePage:
		v = r.name(p)
	case site.SearchPage:
		v = r.search(p)
	case site.NotFound:
		v = r.notFound(p)
	case site.Redirect:
		v = r.redirect(p)
	default:
		err = fmt.Errorf("no view for pages of kind %q", p.Kind)
	}
	return v, layout, diags, err
}

// link returns the link from page p to an address of the site.
func (r *Renderer) link(p *site.Page, to addr.URL) string { return string(r.appendLink(nil, p, to)) }

func (r *Renderer) appendLink(dst []byte, p *site.Page, to addr.URL) []byte {
	if p.Kind == site.NotFound { // it is served at any depth
		return append(dst, to.Rooted(r.opt.Site.Settings.BaseURL)...)
	}
	return p.URL.AppendRel(dst, to)
}

// pageView makes what every page has. head says what metadata needs beside.
func (r *sheet) pageView(p *site.Page, l *language, lang string, h head) view.Page {
	s := r.opt.Site
	title := markdown.Typography(cmp.Or(h.title, p.Title), lang)
	v := view.Page{
		Site: r.site, T: &l.Words, Kind: string(p.Kind), Lang: lang, Dir: direction(lang),
		Title: title, Description: markdown.Typography(h.description, lang), Root: r.link(p, "/"),
		Breadcrumbs: r.breadcrumbs(p, l, title),
	}
	if s.Settings.BaseURL != "" {
		v.Permalink = string(p.URL.Abs(s.Settings.BaseURL))
	}
	if r.opt.Feed != "" {
		v.Feed = r.link(p, r.opt.Feed)
	}
	if r.opt.Search != "" {
		v.Search = r.link(p, r.opt.Search)
	}
	section := sectionOf(p, r.indexes)
	v.Menu = r.links.Make(len(r.menu))[:0]
	for _, it := range r.menu {
		m := view.Link{Name: it.Name, URL: it.URL}
		if strings.HasPrefix(it.URL, "/") {
			m.URL = r.link(p, addr.URL(it.URL))
			m.Current = it.URL == string(p.URL) || it.URL == string(section) || it.URL != "/" && strings.HasPrefix(string(p.URL), it.URL)
		}
		v.Menu = append(v.Menu, m)
	}
	if r.opt.JSONLD != nil {
		v.JSONLD = template.HTML(r.text.Write(func(dst []byte) []byte {
			before := len(dst)
			dst = append(dst, `<script type="application/ld+json">`...)
			start := len(dst)
			if dst = r.opt.JSONLD(dst, p); len(dst) == start {
				return dst[:before]
			}
			return append(dst, `</script>`...)
		}))
	}
	v.Head = r.head(p, &v, h)
	return v
}

// sectionOf returns the index that an entity's page belongs to.
func sectionOf(p *site.Page, indexes map[ner.Kind]*site.Page) addr.URL {
	if p.Entity != nil {
		if ix := indexes[p.Entity.Kind]; ix != nil {
			return ix.URL
		}
	}
	return ""
}

// breadcrumbs returns the pages above p in the tree of addresses, and p itself.
func (r *sheet) breadcrumbs(p *site.Page, l *language, title string) []view.Link {
	if p.URL == "/" || p.Kind == site.NotFound || p.Kind == site.Redirect {
		return nil
	}
	var up []view.Link
	if ix := sectionOf(p, r.indexes); ix != "" {
		up = append(up, view.Link{Name: r.opt.Site.PageAt(ix).Title, URL: r.link(p, ix)})
	} else {
		u := strings.TrimSuffix(string(p.URL), "/")
		for {
			i := strings.LastIndexByte(u, '/')
			if i <= 0 {
				break
			}
			if above := r.opt.Site.PageAt(addr.URL(u[:i+1])); above != nil && above.Kind != site.Redirect {
				name := above.Title
				if above.Kind == site.TimelinePage {
					name = r.periodName(above.Period, l)
				}
				up = append(up, view.Link{Name: name, URL: r.link(p, above.URL)})
			}
			u = u[:i]
		}
	}
	up = append(up, view.Link{Name: l.Home, URL: r.link(p, "/")})
	slices.Reverse(up)
	return append(up, view.Link{Name: title, Current: true})
}

// languageOf returns the interface for a page in the language of tag: its own
// where there is a table for it, else the site's.
func (r *Renderer) languageOf(tag string) *language {
	if base(tag) == r.lang.tag {
		return r.lang
	}
	if l := interfaceIn(tag); l.tag == base(tag) {
		return l
	}
	return r.lang
}

func (r *sheet) pager(p *site.Page, l *language) view.Pager {
	if p.Pager.Of < 2 {
		return view.Pager{}
	}
	v := view.Pager{Words: fill(l.pageOf, l.number(p.Pager.N), l.number(p.Pager.Of))}
	if p.Pager.Prev != "" {
		v.Prev = r.link(p, p.Pager.Prev)
	}
	if p.Pager.Next != "" {
		v.Next = r.link(p, p.Pager.Next)
	}
	return v
}
