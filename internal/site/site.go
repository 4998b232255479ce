// Package site owns the whole: it links compiled articles, entities and pages
// into one model with addresses, backlinks, timelines and lists. It knows
// neither HTML nor templates. A Site does not change once linked.
package site

import (
	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/timeline"
)

// Settings is content/site.yaml, understood.
type Settings struct {
	Title       string
	Description string
	Language    string        // BCP 47, "en"
	BaseURL     addr.Absolute // "https://example.org/repo/"; may be empty
	Author      string
	Copyright   string
	Image       string
	Link        string // first | section | all | none
	Paginate    int    // rows a list page; 100
	Menu        []MenuItem
	CNAME       string
	Params      map[string]any
}

// MenuItem is an entry of the site's menu.
type MenuItem struct {
	Name string
	URL  string // as written: an address of the site ("/docs/") or another host's
}

// PageKind says what a page shows; it is also the name of its template.
type PageKind string

const (
	Home         PageKind = "home"
	ArticlePage  PageKind = "article"
	EntityPage   PageKind = "entity"
	PlainPage    PageKind = "page"
	List         PageKind = "list"     // articles, tags, one tag
	Index        PageKind = "index"    // people, places, organisations, events
	TimelinePage PageKind = "timeline" // the site's timeline, one year of it
	NotFound     PageKind = "404"
	Redirect     PageKind = "redirect"
)

// Page is one page of the output. Which of the pointers are set follows from Kind.
type Page struct {
	Kind  PageKind
	URL   addr.URL
	Title string
	From  addr.Source // source file, when it has one; for messages

	Article  *Article   // ArticlePage, PlainPage, and Home when content/index.md exists
	Entity   *Entity    // EntityPage
	Articles []*Article // List: the rows of this page of it, newest first
	Entities []*Entity  // Index: the rows
	Tags     []*Tag     // List of all tags
	Tag      *Tag       // List of one tag
	Year     *Year      // TimelinePage of one year
	Target   addr.URL   // Redirect
	Pager    Pager
}

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
	Index      uint32    // in Site.Articles; only for articles
	Entities   []*Entity // as Article.Refs, one for one
	Prev, Next *Article  // older, newer
	Section    string    // "articles", "docs", "" for pages at the root
}

// Entity is an entity in its site.
type Entity struct {
	*entity.Entity
	URL        addr.URL
	Articles   []Posting  // newest first
	Mentions   int        // in all
	Events     []EventRef // articles' events that name it, in order of time; computed when asked: see Site.EventsOf
	Unreviewed bool
}

// Posting says that an article names an entity.
type Posting struct {
	Article *Article
	Ref     uint16 // index into Article.Refs
	Count   uint32
}

// EventRef is an event of an article.
type EventRef struct {
	Article *Article
	Event   *timeline.Event
}

// Tag is a tag with its articles, newest first.
type Tag struct {
	Name     string
	URL      addr.URL
	Articles []*Article
}

// Year is one year of the site's timeline.
type Year struct {
	N          int
	URL        addr.URL
	Events     []EventRef // in order of time
	Prev, Next *Year
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

// Site is the linked whole.
type Site struct {
	Settings Settings
	Newest   day.Date   // date of the newest article: the site's own "now"
	Pages    []*Page    // every page, by address
	Articles []*Article // published and listed, newest first
	Plain    []*Article // plain pages, by address
	Entities []*Entity  // those that have a page, by id
	Tags     []*Tag     // by name
	Years    []*Year    // with events, oldest first
	Files    []File     // files beside articles, to be copied
}

// File is a file that is copied to the output as it is.
type File struct {
	From addr.Source
	To   addr.Output
}

// Related returns up to n articles that share the most telling entities with a.
func (s *Site) Related(a *Article, n int) []Related { panic("not written yet") }

// Companions returns up to n entities that appear with e most often.
func (s *Site) Companions(e *Entity, n int) []Companion { panic("not written yet") }

// EventsOf returns the events that name e, in order of time, those told in several articles once.
func (s *Site) EventsOf(e *Entity) []EventRef { panic("not written yet") }

// Entity returns the site's entity with the id, or nil.
func (s *Site) Entity(id string) *Entity { panic("not written yet") }

// PageAt returns the page at an address, or nil.
func (s *Site) PageAt(u addr.URL) *Page { panic("not written yet") }

// Menu returns the settings' menu, or the usual one.
func (s *Site) Menu() []MenuItem { panic("not written yet") }
