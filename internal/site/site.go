// Package site owns the whole: it links compiled articles, entities and pages
// into one model with addresses, backlinks, timelines and lists. It knows
// neither HTML nor templates. A Site does not change once linked; what only
// some pages need (related articles, companions, an entity's events) is
// computed from it when asked.
package site

import (
	"math"
	"sort"
	"sync"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// PageKind says what a page shows; it is also the name of its template.
type PageKind string

// The kinds of page.
const (
	Home         PageKind = "home"
	ArticlePage  PageKind = "article"
	EntityPage   PageKind = "entity"
	PlainPage    PageKind = "page"
	List         PageKind = "list"     // articles, tags, one tag
	Index        PageKind = "index"    // people, places, organisations, events
	TimelinePage PageKind = "timeline" // the site's timeline, or a period of it
	NamePage     PageKind = "name"     // those who share a name
	SearchPage   PageKind = "search"
	NotFound     PageKind = "404"
	Redirect     PageKind = "redirect"
)

// Page is one page of the output. Which of the pointers are set follows from Kind.
type Page struct {
	Kind  PageKind
	URL   addr.URL
	Title string
	From  addr.Source // source file, when it has one; for messages

	Article *Article // ArticlePage, PlainPage; Home and lists when an index.md gives them words of their own
	Entity  *Entity  // EntityPage

	*Listing // never nil
}

// Listing is what a page lists, or where it leads to. Pages of articles, which are
// most of a site's, share an empty one.
type Listing struct {
	Postings []Posting  // EntityPage: the articles on this page of it
	Articles []*Article // List: the rows of this page of it, newest first
	Entities []*Entity  // Index: the rows
	Of       ner.Kind   // Index: what it lists
	Tags     []*Tag     // List of all tags
	Tag      *Tag       // List of one tag
	Period   *Period    // TimelinePage: what it shows
	Shared   *Shared    // NamePage: the name, and who bears it
	Target   addr.URL   // Redirect
	Pager    Pager
}

var noListing = &Listing{}

// Pager says where a page stands in a list that is split over several.
type Pager struct {
	N, Of      int      // 1-based; Of is 0 or 1 for a list of one page
	Total      int      // rows in all
	Prev, Next addr.URL // "" at the ends
}

// Article is an article or plain page in its site.
type Article struct {
	*article.Article
	URL        addr.URL
	Title      string   // never empty: the header's, the first heading, or the file's name
	Lang       string   // never empty
	Index      uint32   // in Site.Articles; only for articles
	Named      []uint32 // for each of Refs its entity: an index of Site.Entities, or Nobody
	Prev, Next *Article // older, newer; of a plain page, its neighbours in the section
	Section    string   // "articles", "docs"; "" for pages at the root
	Listed     bool     // stands in lists, feeds and the sitemap
}

// Entity is an entity in its site.
type Entity struct {
	*entity.Entity
	URL        addr.URL
	Articles   []Posting // newest first
	Mentions   int       // in all
	Unreviewed bool      // no person has looked at it: it has no file
	index      uint32    // in Site.Entities
}

// Posting says that an article names an entity.
type Posting struct {
	Article uint32 // index of Site.Articles
	Count   uint32
	Ref     uint16 // index of Article.Refs
}

// Nobody stands for an entity that has no page: only an unlisted article names it.
const Nobody = math.MaxUint32

// place is where an event is: an index of Site.Articles, and one of the article's events.
type place struct{ article, event uint32 }

// Tag is a tag with its articles, newest first.
type Tag struct {
	Name     string
	URL      addr.URL
	Articles []*Article
}

// Related is an article with the entities that it shares with another.
type Related struct {
	Article *Article
	Shared  []*Entity // most telling first
}

// Companion is an entity that appears with another.
type Companion struct {
	Entity   *Entity
	Articles int // how many articles name both
}

// File is a file that is copied to the output as it is.
type File struct {
	From addr.Source
	To   addr.Output
}

// Withheld is a page that is left out, and why.
type Withheld struct {
	Path   addr.Source
	Title  string
	Reason string // "draft", "expired on 2013-09-09" …
}

// Site is the linked whole.
type Site struct {
	Settings Settings
	Newest   day.Date   // date of the newest article: the site's own "now"
	Pages    []*Page    // every page, by address
	Articles []*Article // published and listed, newest first
	Plain    []*Article // plain pages, by address
	Entities []*Entity  // those that have a page, by id
	Tags     []*Tag     // by name
	Files    []File     // files beside articles, to be copied, by address
	Withheld []Withheld // by path
	Search   addr.URL   // address of the search page; "" when the settings turn it off, or something else is there

	whole     *Period // all of the timeline
	years     []*Period
	byMonth   func() map[month][]place
	published func() map[day.Date]int // articles by day
	register  *entity.Register        // nil knows nobody
	entities  map[string]*Entity
	bySource  []*Page // pages that are made from a source, by its path
	outputs   map[addr.Output]bool

	namesakes func() map[uint32][]uint32 // who shares a name with whom, by index of Entities
	shared    map[uint32][]*Shared       // names that have a page, by index of Entities

	hits, counts sync.Pool // memory of Related and Companions
}

// Timeline returns all of the site's timeline; its Total is 0 when there is none.
func (s *Site) Timeline() *Period { return s.whole }

// Years returns the years with events, oldest first.
func (s *Site) Years() []*Period { return s.years }

// EntityAt returns the entity with an index, which Article.Named has, or nil for Nobody.
func (s *Site) EntityAt(i uint32) *Entity {
	if i == Nobody {
		return nil
	}
	return s.Entities[i]
}

// Entity returns the site's entity that has the id, or had it before, or nil.
func (s *Site) Entity(id string) *Entity { return s.entities[id] }

// NameOf returns the name of the entity with an id, which need not have a page,
// and words that are no id as they are.
func (s *Site) NameOf(id string) string {
	if e := s.entities[id]; e != nil {
		return e.Name
	}
	if s.register != nil {
		if e := s.register.Lookup(id); e != nil {
			return e.Name
		}
	}
	return id
}

// PageAt returns the page at an address without fragment, or nil.
func (s *Site) PageAt(u addr.URL) *Page {
	return find(s.Pages, u, func(p *Page) addr.URL { return p.URL })
}

// PageOf returns the page that is made from a source file, or nil.
func (s *Site) PageOf(p addr.Source) *Page {
	return find(s.bySource, p, func(p *Page) addr.Source { return p.From })
}

// find returns the first page with a key in a list that is in the order of keys, or nil.
func find[K ~string](pages []*Page, key K, of func(*Page) K) *Page {
	i := sort.Search(len(pages), func(i int) bool { return of(pages[i]) >= key })
	if i == len(pages) || of(pages[i]) != key {
		return nil
	}
	return pages[i]
}

// FileAt reports whether a copied file lies at an output path.
func (s *Site) FileAt(o addr.Output) bool { return s.outputs[o] }

// Menu returns the settings' menu, or the usual one: the lists that are not empty.
func (s *Site) Menu() []MenuItem {
	if len(s.Settings.Menu) > 0 {
		return s.Settings.Menu
	}
	named := titlesIn(s.Settings.Language)
	var m []MenuItem
	for _, it := range []MenuItem{
		{named.articles, "/articles/"},
		{named.kinds[0], "/people/"},
		{named.kinds[1], "/places/"},
		{named.kinds[2], "/organisations/"},
		{named.timeline, "/timeline/"},
		{named.docs, "/docs/"},
		{named.about, "/about/"},
	} {
		if s.PageAt(addr.URL(it.URL)) != nil {
			m = append(m, it)
		}
	}
	return m
}
