// Package jsonld owns what machines read of a page: its schema.org description
// as JSON-LD, finished and escaped for the inside of an HTML script element. It
// does not know templates. It keeps nothing.
package jsonld

import (
	"cmp"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/site"
)

// Limits that keep a description small where a page is not.
const (
	maxAbout    = 3   // entities that an article is about
	minAbout    = 3   // mentions that make it so
	maxMentions = 100 // entities that an article mentions
	maxSubjects = 20  // articles on an entity
)

// Append appends the description of p to dst: an object with "@context" and
// "@graph", with "<", ">", "&", U+2028 and U+2029 escaped, so that it cannot end
// the element it stands in. For pages that say nothing of themselves it appends
// nothing.
//
// Addresses are absolute, under the site's base URL. Without one they are left
// out, and so is what would be nothing without them. The same site gives the
// same bytes.
func Append(dst []byte, s *site.Site, p *site.Page) []byte {
	if p.Kind == site.NotFound || p.Kind == site.Redirect {
		return dst
	}
	w := writer{b: dst, site: s}
	w.b = append(w.b, `{"@context":"https://schema.org"`...)
	w.array("@graph", func() {
		switch p.Kind {
		case site.Home:
			w.webSite()
		case site.ArticlePage:
			w.article(p.Article)
			if !p.Article.Meta.NoTimeline {
				w.foremost(s.EventsIn(p.Article), false)
			}
		case site.PlainPage:
			w.webPage("WebPage", p)
		case site.EntityPage:
			if p.Pager.N > 1 {
				w.webPage("CollectionPage", p)
			} else {
				w.subject(p.Entity)
			}
		default: // lists and timelines
			w.webPage("CollectionPage", p)
			if p.Kind == site.TimelinePage {
				w.foremost(p.Period.Events(), true)
			}
		}
		w.breadcrumbs(p)
	})
	w.b = append(w.b, '}')
	return w.b
}

// image writes the address of an image named on the page at u.
func (w *writer) image(u addr.URL, image string) {
	if image == "" || web(image) != "" {
		w.text("image", image)
	} else if to, ok := u.Resolve(image); ok {
		w.address("image", to, "")
	}
}

// partOf refers to the site's own node, if it has an address.
func (w *writer) partOf() {
	if w.site.Settings.BaseURL != "" {
		w.key("isPartOf")
		w.open("WebSite")
		w.address("@id", "/", "#site")
		w.text("name", w.site.Settings.Title)
		w.close()
	}
}

func (w *writer) webSite() {
	set := &w.site.Settings
	w.open("WebSite")
	w.address("@id", "/", "#site")
	w.text("name", set.Title)
	w.text("description", set.Description)
	w.address("url", "/", "")
	w.image("/", set.Image)
	w.text("inLanguage", set.Language)
	w.authors(nil)
	w.text("copyrightNotice", set.Copyright)
	w.close()
}

func (w *writer) webPage(kind string, p *site.Page) {
	w.open(kind)
	w.text("name", p.Title)
	if a := p.Article; a != nil {
		w.text("description", a.Meta.Description)
		w.address("url", p.URL, "")
		w.image(a.URL, a.Meta.Image)
		w.text("inLanguage", a.Lang)
		w.text("datePublished", iso(a.Meta.Date))
		w.text("dateModified", iso(a.Meta.Lastmod))
		if kind == "WebPage" {
			w.authors(a.Meta.Authors)
		}
	} else {
		w.address("url", p.URL, "")
		w.text("inLanguage", w.site.Settings.Language)
	}
	w.partOf()
	w.close()
}

// authors writes the people who wrote something, the site's author when nobody is named.
func (w *writer) authors(names []string) {
	if len(names) == 0 && w.site.Settings.Author != "" {
		names = []string{w.site.Settings.Author}
	}
	w.array("author", func() {
		for _, name := range names {
			w.open("Person")
			w.text("name", name)
			if e := w.site.Entity(addr.Slug(name)); e != nil && e.Entity != nil && e.Kind == ner.Person && e.Name == name {
				w.address("url", e.URL, "")
			}
			w.close()
		}
	})
}

// articleType tells news from other articles: it names the place it was written
// in, as news does in its first line, or the paper that printed it.
func articleType(a *site.Article) string {
	if a.Meta.Place != "" || a.Meta.Source.Name != "" {
		return "NewsArticle"
	}
	return "Article"
}

func (w *writer) article(a *site.Article) {
	m := &a.Meta
	w.open(articleType(a))
	w.address("@id", a.URL, "#article")
	w.text("headline", a.Title)
	w.text("description", cmp.Or(m.Description, a.Summary))
	w.address("url", a.URL, "")
	w.image(a.URL, m.Image)
	w.text("inLanguage", a.Lang)
	w.text("datePublished", iso(m.Date))
	w.text("dateModified", iso(m.Lastmod))
	w.text("dateline", m.Place)
	w.authors(m.Authors)
	w.key("publisher")
	w.open("Organization")
	w.text("name", w.site.Settings.Title)
	w.address("url", "/", "")
	w.close()
	w.texts("keywords", m.Tags)
	about := topics(a)
	w.array("about", func() {
		for i, of := range a.Named {
			if of != site.Nobody && slices.Contains(about, i) {
				w.brief(w.site.EntityAt(of))
			}
		}
	})
	w.array("mentions", func() {
		n := 0
		for i, of := range a.Named {
			if of != site.Nobody && n < maxMentions && !slices.Contains(about, i) {
				w.brief(w.site.EntityAt(of))
				n++
			}
		}
	})
	if m.Source.Name != "" || m.Source.URL != "" {
		w.key("isBasedOn")
		w.open("CreativeWork")
		w.text("name", m.Source.Name)
		w.text("url", web(m.Source.URL))
		w.close()
	}
	w.text("copyrightNotice", m.Source.Rights)
	w.partOf()
	w.close()
}

// topics returns the indexes of the entities that an article names most.
func topics(a *site.Article) []int {
	var often []int
	for i := range a.Named {
		if a.Refs[i].Count >= minAbout && a.Named[i] != site.Nobody {
			often = append(often, i)
		}
	}
	slices.SortStableFunc(often, func(i, j int) int { return int(a.Refs[j].Count) - int(a.Refs[i].Count) })
	return often[:min(len(often), maxAbout)]
}

// web returns an address of the Web, or "".
func web(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}

// iso returns a date as schema.org takes it, in ISO 8601: a day, month or year.
// Uncertain and approximate dates, intervals and seasons, which it cannot say, are "".
func iso(d day.Date) string {
	switch d.Precision() {
	case day.Exact, day.Month, day.Year:
		if !d.Approximate() && !d.Uncertain() {
			return d.String()
		}
	}
	return ""
}

// schemaType returns the type that a kind of entity has in schema.org.
func schemaType(k ner.Kind) string {
	switch k {
	case ner.Person:
		return "Person"
	case ner.Place:
		return "Place"
	case ner.Organisation, ner.Group:
		return "Organization"
	case ner.Event:
		return "Event"
	case ner.Work:
		return "CreativeWork"
	}
	return "Thing"
}

// brief describes an entity where another page names it.
func (w *writer) brief(e *site.Entity) {
	w.open(schemaType(e.Kind))
	w.address("@id", e.URL, "#entity")
	w.text("name", e.Name)
	w.address("url", e.URL, "")
	w.sameAs(e.SameAs)
	if e.Kind == ner.Place {
		w.geo(e.Coordinates)
	}
	w.close()
}

// subject describes the entity that a page is about.
func (w *writer) subject(e *site.Entity) {
	w.open(schemaType(e.Kind))
	w.address("@id", e.URL, "#entity")
	w.text("name", e.Name)
	w.texts("alternateName", e.Aliases)
	w.text("description", e.Description)
	w.address("url", e.URL, "")
	w.sameAs(e.SameAs)
	w.image(e.URL, e.Image)
	parent := w.site.Entity(e.PartOf)
	switch e.Kind {
	case ner.Person:
		w.text("birthDate", iso(e.Born))
		w.text("deathDate", iso(e.Died))
		w.array("hasOccupation", func() {
			for _, r := range e.Roles {
				w.role(r)
			}
		})
	case ner.Place:
		w.geo(e.Coordinates)
		w.whole("containedInPlace", parent)
	case ner.Organisation, ner.Group:
		w.text("foundingDate", iso(e.Founded))
		w.whole("parentOrganization", parent)
	case ner.Event:
		w.text("startDate", iso(e.Founded))
		if parent != nil && parent.Kind == ner.Place {
			w.whole("location", parent)
		} else if e.Coordinates != nil {
			w.key("location")
			w.open("Place")
			w.geo(e.Coordinates)
			w.close()
		}
	case ner.Work:
		w.text("dateCreated", iso(e.Founded))
	}
	w.array("subjectOf", func() {
		for _, p := range e.Articles[:min(len(e.Articles), maxSubjects)] {
			a := w.site.Articles[p.Article]
			w.open(articleType(a))
			w.text("headline", a.Title)
			w.address("url", a.URL, "")
			w.text("datePublished", iso(a.Meta.Date))
			w.close()
		}
	})
	w.close()
}

// whole describes the entity that another is part of, if there is one.
func (w *writer) whole(name string, e *site.Entity) {
	if e != nil {
		w.key(name)
		w.brief(e)
	}
}

// role describes an office. schema.org's Role puts the time between the person
// and the occupation.
func (w *writer) role(r entity.Role) {
	w.open("Role")
	if d := iso(r.When); d != "" {
		w.text("startDate", d)
	} else if !r.When.IsZero() {
		from, to := r.When.Bounds()
		start, end := r.When.Open()
		if !start {
			w.text("startDate", isoDay(from))
		}
		if !end {
			w.text("endDate", isoDay(to))
		}
	}
	w.text("roleName", r.Title)
	w.close()
}

func isoDay(d day.Day) string { return day.FromDay(d).String() }

// registers are the addresses of the registers that entities are identified in.
var registers = []struct{ prefix, before, after string }{
	{"wikidata:", "https://www.wikidata.org/entity/", ""},
	{"viaf:", "https://viaf.org/viaf/", ""},
	{"gnd:", "https://d-nb.info/gnd/", ""},
	{"geonames:", "https://sws.geonames.org/", "/"},
	{"isni:", "https://isni.org/isni/", ""},
	{"orcid:", "https://orcid.org/", ""},
	{"loc:", "https://id.loc.gov/authorities/names/", ""},
}

// Address returns the address of an entity in another register, for an entry of
// sameAs such as "wikidata:Q84" or "https://example.org/london", or "" for one
// that has none.
func Address(id string) string {
	for _, r := range registers {
		if rest, ok := strings.CutPrefix(id, r.prefix); ok {
			if rest == "" || strings.Trim(rest, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") != "" {
				return ""
			}
			return r.before + rest + r.after
		}
	}
	return web(id)
}
