// Package jsonld owns what machines read of a page: its schema.org description
// as JSON-LD, finished and escaped for the inside of an HTML script element. It
// does not know templates. It keeps nothing.
package jsonld

import (
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

// Page returns the description of p: an object with "@context" and "@graph",
// with "<", ">", "&", U+2028 and U+2029 escaped, so that it cannot end the
// element it stands in. It is nil for pages that say nothing of themselves.
//
// Addresses are absolute, under the site's base URL. Without one they are left
// out, and so is what would be nothing without them. The same site gives the
// same bytes.
func Page(s *site.Site, p *site.Page) []byte {
	b := builder{site: s}
	switch p.Kind {
	case site.Home:
		b.add(b.webSite())
	case site.ArticlePage:
		b.add(b.article(p.Article))
	case site.PlainPage:
		b.add(b.webPage("WebPage", p))
	case site.EntityPage:
		if p.Pager.N > 1 {
			b.add(b.webPage("CollectionPage", p))
		} else {
			b.add(b.subject(p.Entity))
		}
	case site.List, site.Index, site.TimelinePage:
		b.add(b.webPage("CollectionPage", p))
	default:
		return nil
	}
	b.add(b.breadcrumbs(p))
	w := writer{b: make([]byte, 0, 1024), site: s}
	w.document(b.graph)
	return w.b
}

// node is any thing of schema.org, with the properties that we state; what is
// empty is left out. writer.node says what each is called.
type node struct {
	Type          string
	ID            string
	Headline      string
	Name          string
	AlternateName []string
	Description   string
	URL           string
	SameAs        []string
	Image         string
	InLanguage    string

	// Articles and pages.
	DatePublished   string
	DateModified    string
	Dateline        string
	Author          []*node
	Publisher       *node
	Keywords        []string
	WordCount       int
	About           []*site.Entity // in brief
	Mentions        []*site.Entity // in brief
	IsBasedOn       *node
	CopyrightNotice string
	IsPartOf        *node

	// People, places, organisations, events.
	BirthDate          string
	DeathDate          string
	FoundingDate       string
	StartDate          string
	EndDate            string
	DateCreated        string
	HasOccupation      []*node
	RoleName           string
	Geo                *entity.Point
	ContainedInPlace   *node
	ParentOrganization *node
	Location           *node
	SubjectOf          []*node

	// Breadcrumbs.
	Items    []*node
	Position int
	Item     string
}

// builder gathers the nodes of one page.
type builder struct {
	site  *site.Site
	graph []*node
}

func (b *builder) add(n *node) {
	if n != nil {
		b.graph = append(b.graph, n)
	}
}

func (b *builder) abs(u addr.URL) string { return abs(b.site, u) }

// abs returns the absolute address of u, or "" without a base URL.
func abs(s *site.Site, u addr.URL) string {
	if u == "" || s.Settings.BaseURL == "" {
		return ""
	}
	return string(u.Abs(s.Settings.BaseURL))
}

// image returns the absolute address of an image named on the page at u, or "".
func (b *builder) image(u addr.URL, image string) string {
	switch {
	case image == "":
		return ""
	case strings.HasPrefix(image, "https://"), strings.HasPrefix(image, "http://"):
		return image
	}
	to, ok := u.Resolve(image)
	if !ok {
		return ""
	}
	return b.abs(to)
}

// siteID refers to the site's own node, or is nil without a base URL.
func (b *builder) siteID() *node {
	if home := b.abs("/"); home != "" {
		return &node{Type: "WebSite", ID: home + "#site", Name: b.site.Settings.Title}
	}
	return nil
}

func (b *builder) webSite() *node {
	set := &b.site.Settings
	n := &node{
		Type: "WebSite", Name: set.Title, Description: set.Description, URL: b.abs("/"),
		Image: b.image("/", set.Image), InLanguage: set.Language, CopyrightNotice: set.Copyright,
	}
	if n.URL != "" {
		n.ID = n.URL + "#site"
	}
	n.Author = b.authors(nil)
	return n
}

func (b *builder) webPage(kind string, p *site.Page) *node {
	n := &node{Type: kind, Name: p.Title, URL: b.abs(p.URL), InLanguage: b.site.Settings.Language, IsPartOf: b.siteID()}
	if a := p.Article; a != nil {
		n.InLanguage = a.Lang
		n.Description = a.Meta.Description
		n.Image = b.image(a.URL, a.Meta.Image)
		n.DatePublished, n.DateModified = iso(a.Meta.Date), iso(a.Meta.Lastmod)
		if kind == "WebPage" {
			n.Author = b.authors(a.Meta.Authors)
		}
	}
	return n
}

// authors returns the people who wrote something, the site's author when nobody is named.
func (b *builder) authors(names []string) []*node {
	if len(names) == 0 && b.site.Settings.Author != "" {
		names = []string{b.site.Settings.Author}
	}
	var out []*node
	for _, name := range names {
		n := &node{Type: "Person", Name: name}
		if e := b.site.Entity(addr.Slug(name)); e != nil && e.Entity != nil && e.Kind == ner.Person && e.Name == name {
			n.URL = b.abs(e.URL)
		}
		out = append(out, n)
	}
	return out
}

// articleType tells news from other articles: it names the place it was written
// in, as news does in its first line, or the paper that printed it.
func articleType(a *site.Article) string {
	if a.Meta.Place != "" || a.Meta.Source.Name != "" {
		return "NewsArticle"
	}
	return "Article"
}

func (b *builder) article(a *site.Article) *node {
	m := &a.Meta
	n := &node{
		Type: articleType(a), Headline: a.Title, Description: m.Description, URL: b.abs(a.URL),
		Image: b.image(a.URL, m.Image), InLanguage: a.Lang,
		DatePublished: iso(m.Date), DateModified: iso(m.Lastmod),
		Author: b.authors(m.Authors), Publisher: &node{Type: "Organization", Name: b.site.Settings.Title, URL: b.abs("/")},
		Keywords: m.Tags, CopyrightNotice: m.Source.Rights, IsPartOf: b.siteID(),
	}
	if n.Type == "NewsArticle" {
		n.Dateline = m.Place
	}
	if n.URL != "" {
		n.ID = n.URL + "#article"
	}
	if n.Description == "" {
		n.Description = a.Summary
	}
	if m.Source.Name != "" || m.Source.URL != "" {
		n.IsBasedOn = &node{Type: "CreativeWork", Name: m.Source.Name, URL: web(m.Source.URL)}
	}
	about := topics(a)
	for i, e := range a.Entities {
		switch {
		case e == nil || e.Entity == nil:
		case slices.Contains(about, i):
			n.About = append(n.About, e)
		case len(n.Mentions) < maxMentions:
			n.Mentions = append(n.Mentions, e)
		}
	}
	return n
}

// topics returns the indexes of the entities that an article names most.
func topics(a *site.Article) []int {
	var often []int
	for i := range a.Entities {
		if a.Refs[i].Count >= minAbout {
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
func brief(s *site.Site, e *site.Entity) node {
	n := node{Type: schemaType(e.Kind), Name: e.Name, URL: abs(s, e.URL), SameAs: e.SameAs}
	if n.URL != "" {
		n.ID = n.URL + "#entity"
	}
	if e.Kind == ner.Place {
		n.Geo = e.Coordinates
	}
	return n
}

// subject describes the entity that a page is about.
func (b *builder) subject(e *site.Entity) *node {
	whole := brief(b.site, e)
	n := &whole
	n.AlternateName = e.Aliases
	n.Description = e.Description
	n.Image = b.image(e.URL, e.Image)
	parent := b.parent(e)
	switch e.Kind {
	case ner.Person:
		n.BirthDate, n.DeathDate = iso(e.Born), iso(e.Died)
		for _, r := range e.Roles {
			n.HasOccupation = append(n.HasOccupation, b.role(r))
		}
	case ner.Place:
		n.ContainedInPlace = parent
	case ner.Organisation, ner.Group:
		n.FoundingDate = iso(e.Founded)
		n.ParentOrganization = parent
	case ner.Event:
		n.StartDate = iso(e.Founded)
		if e.Coordinates != nil {
			n.Location = &node{Type: "Place", Geo: e.Coordinates}
		}
		if parent != nil && parent.Type == "Place" {
			n.Location = parent
		}
	case ner.Work:
		n.DateCreated = iso(e.Founded)
	}
	for _, p := range e.Articles[:min(len(e.Articles), maxSubjects)] {
		a := p.Article
		n.SubjectOf = append(n.SubjectOf, &node{Type: articleType(a), Headline: a.Title, URL: b.abs(a.URL), DatePublished: iso(a.Meta.Date)})
	}
	return n
}

// parent describes what an entity is part of: the site's entity, or just the name.
func (b *builder) parent(e *site.Entity) *node {
	if e.PartOf == "" {
		return nil
	}
	if of := b.site.Entity(e.PartOf); of != nil && of.Entity != nil {
		n := brief(b.site, of)
		return &n
	}
	return nil
}

// role describes an office. schema.org's Role puts the time between the person
// and the occupation.
func (b *builder) role(r entity.Role) *node {
	n := &node{Type: "Role", RoleName: r.Title}
	if !r.When.IsZero() {
		from, to := r.When.Bounds()
		start, end := r.When.Open()
		if !start {
			n.StartDate = isoDay(from)
		}
		if !end {
			n.EndDate = isoDay(to)
		}
		if d := iso(r.When); d != "" {
			n.StartDate, n.EndDate = d, ""
		}
	}
	return n
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
