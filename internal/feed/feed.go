// Package feed owns what the site tells other programs about itself: Atom and
// JSON feeds, the sitemap and robots.txt. It knows neither templates nor a clock:
// all dates are the articles' own. It keeps nothing.
//
// Feeds and sitemaps need absolute addresses. Without a base URL there are none.
package feed

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/site"
)

// Addresses of what this package makes.
const (
	AtomURL    addr.URL = "/feed.xml"
	JSONURL    addr.URL = "/feed.json"
	SitemapURL addr.URL = "/sitemap.xml"
	RobotsURL  addr.URL = "/robots.txt"
)

// URL returns the address of the site's Atom feed, or "" when there is none.
func URL(s *site.Site) addr.URL {
	if s.Settings.BaseURL == "" {
		return ""
	}
	return AtomURL
}

// EntityURL returns the address of the feed of an entity, or "" when there is
// none: names that nobody has looked at get one when a few articles share them.
func EntityURL(s *site.Site, e *site.Entity) addr.URL {
	if s.Settings.BaseURL == "" || e.URL == "" || e.Unreviewed && len(e.Articles) < minShared {
		return ""
	}
	return e.URL + "feed.xml"
}

// Of returns the entity whose feed is published at a path, or nil.
func Of(s *site.Site, o addr.Output) *site.Entity {
	dir, ok := strings.CutSuffix(string(o), "/feed.xml")
	if !ok {
		return nil
	}
	e := s.Entity(dir[strings.LastIndexByte(dir, '/')+1:])
	if e == nil {
		return nil
	}
	if u := EntityURL(s, e); u == "" || u.Output() != o {
		return nil
	}
	return e
}

// File is a file of the output; its bytes are made when they are asked for.
type File struct {
	Path   addr.Output
	Append func(dst []byte) []byte
}

// Files returns what this package makes of a site, but for the feeds of entities
// (see Of): both feeds, the sitemap and robots.txt, in that order.
func Files(s *site.Site) []File {
	robots := File{RobotsURL.Output(), func(dst []byte) []byte { return append(dst, Robots(s)...) }}
	if s.Settings.BaseURL == "" {
		return []File{robots}
	}
	files := []File{
		{AtomURL.Output(), func(dst []byte) []byte { return append(dst, Atom(s)...) }},
		{JSONURL.Output(), func(dst []byte) []byte { return append(dst, JSON(s)...) }},
	}
	files = append(files, Sitemap(s)...)
	return append(files, robots)
}

const (
	minShared        = 3  // articles that make a feed for an unreviewed name
	maxEntries       = 50 // of the site's feed
	maxEntityEntries = 20
)

// Atom returns the site's feed (RFC 4287) of its 50 newest articles, or nil
// without a base URL.
func Atom(s *site.Site) []byte {
	return atom(nil, s, channel{title: s.Settings.Title, subtitle: s.Settings.Description, self: AtomURL, home: "/"},
		s.Articles[:min(len(s.Articles), maxEntries)])
}

// EntityAtom appends the feed of the 20 newest articles that name e, or nothing
// without a base URL.
func EntityAtom(dst []byte, s *site.Site, e *site.Entity) []byte {
	postings := e.Articles[:min(len(e.Articles), maxEntityEntries)]
	list := make([]*site.Article, len(postings))
	for i, p := range postings {
		list[i] = s.Articles[p.Article]
	}
	return atom(dst, s, channel{title: e.Name + " – " + s.Settings.Title, subtitle: e.Description, self: e.URL + "feed.xml", home: e.URL}, list)
}

// channel is what a feed says of itself.
type channel struct {
	title, subtitle string
	self, home      addr.URL
}

func atom(dst []byte, s *site.Site, c channel, list []*site.Article) []byte {
	base := s.Settings.BaseURL
	if base == "" {
		return dst
	}
	w := newXML(dst, 1024+768*len(list)) // as most need
	w.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", s.Settings.Language)
	ids := tags(base)
	w.element("id", ids, c.self.Escaped())
	w.element("title", c.title)
	w.text("subtitle", c.subtitle)
	w.empty("link", "rel", "self", "type", "application/atom+xml", "href", string(c.self.Abs(base)))
	w.empty("link", "rel", "alternate", "type", "text/html", "href", string(c.home.Abs(base)))
	w.element("updated", newest(s, list))
	w.author(firstOf(s.Settings.Author, s.Settings.Title)) // an entry without an author has the feed's
	w.text("rights", s.Settings.Copyright)
	for _, a := range list {
		if a.Lang != s.Settings.Language {
			w.open("entry", "xml:lang", a.Lang)
		} else {
			w.open("entry")
		}
		w.element("id", ids, a.URL.Escaped())
		w.element("title", a.Title)
		w.empty("link", "rel", "alternate", "type", "text/html", "href", string(a.URL.Abs(base)))
		if !a.Meta.Date.IsZero() {
			w.element("published", stamp(start(a.Meta.Date)))
		}
		w.element("updated", stamp(updated(a)))
		for _, name := range a.Meta.Authors {
			w.author(name)
		}
		for _, t := range a.Meta.Tags {
			w.empty("category", "term", t)
		}
		w.text("rights", a.Meta.Source.Rights)
		w.text("summary", firstOf(a.Meta.Description, a.Summary))
		w.close("entry")
	}
	w.close("feed")
	return w.b
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// tagYear is the year in the tag URIs of entries. RFC 4151 asks for a time at
// which the host was the site's; a constant keeps ids the same for ever, also
// when a date is corrected.
const tagYear = "2026"

// tags returns what the ids of everything on a site begin with: a tag URI
// (RFC 4151), which stays the same when the site moves from http to https or to
// another path of its host.
func tags(base addr.Absolute) string {
	host := "localhost"
	if b, err := url.Parse(string(base)); err == nil && b.Hostname() != "" {
		host = strings.ToLower(b.Hostname())
	}
	return "tag:" + host + "," + tagYear + ":"
}

// id returns the id of what is at u.
func id(tags string, u addr.URL) string { return string(u.Abs(addr.Absolute(tags))) }

// start returns the first day of a date.
func start(d day.Date) day.Day {
	from, _ := d.Bounds()
	return from
}

// stamp returns the start of d as RFC 3339 has it, in UTC. Years that it cannot
// write become its first and last.
func stamp(d day.Day) string {
	y, m, n := d.Civil()
	switch {
	case y < 1:
		y, m, n = 1, 1, 1
	case y > 9999:
		y, m, n = 9999, 12, 31
	}
	b := []byte("0000-00-00T00:00:00Z")
	for i, v := range [...]int{y / 1000, y / 100, y / 10, y, -1, m / 10, m, -1, n / 10, n} {
		if v >= 0 {
			b[i] += byte(v % 10)
		}
	}
	return string(b)
}

// updated returns when an article was last changed, as far as it says.
func updated(a *site.Article) day.Day {
	switch {
	case !a.Meta.Lastmod.IsZero():
		return start(a.Meta.Lastmod)
	case !a.Meta.Date.IsZero():
		return start(a.Meta.Date)
	}
	return epoch()
}

// epoch stands for no date at all where a format demands one.
func epoch() day.Day { return day.Of(1970, 1, 1) }

// newest returns the latest change among articles.
func newest(s *site.Site, list []*site.Article) string {
	switch {
	case len(list) == 0 && s.Newest.IsZero():
		return stamp(epoch())
	case len(list) == 0:
		return stamp(start(s.Newest))
	}
	latest := updated(list[0])
	for _, a := range list[1:] {
		latest = max(latest, updated(a))
	}
	return stamp(latest)
}

// JSON returns the site's feed of its 50 newest articles in JSON Feed 1.1, or
// nil without a base URL.
func JSON(s *site.Site) []byte {
	set := &s.Settings
	base := set.BaseURL
	if base == "" {
		return nil
	}
	ids := tags(base)
	f := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: clean(set.Title), Home: addr.URL("/").Abs(base), Feed: JSONURL.Abs(base),
		Description: clean(set.Description), Language: set.Language, Authors: people([]string{set.Author}), Items: []jsonItem{},
	}
	for _, a := range s.Articles[:min(len(s.Articles), maxEntries)] {
		m := &a.Meta
		it := jsonItem{
			ID: id(ids, a.URL), URL: a.URL.Abs(base), Title: clean(a.Title),
			Content: clean(firstOf(a.Summary, m.Description)), Summary: clean(m.Description), Authors: people(m.Authors), Tags: m.Tags,
		}
		if !m.Date.IsZero() {
			it.Published = stamp(start(m.Date))
		}
		if !m.Lastmod.IsZero() {
			it.Modified = stamp(start(m.Lastmod))
		}
		if a.Lang != set.Language {
			it.Language = a.Lang
		}
		f.Items = append(f.Items, it)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(f); err != nil {
		return nil // cannot be: these types always encode
	}
	return b.Bytes()
}

type jsonFeed struct {
	Version     string        `json:"version"`
	Title       string        `json:"title"`
	Home        addr.Absolute `json:"home_page_url"`
	Feed        addr.Absolute `json:"feed_url"`
	Description string        `json:"description,omitempty"`
	Language    string        `json:"language,omitempty"`
	Authors     []jsonAuthor  `json:"authors,omitempty"`
	Items       []jsonItem    `json:"items"`
}

type jsonItem struct {
	ID        string        `json:"id"`
	URL       addr.Absolute `json:"url"`
	Title     string        `json:"title"`
	Content   string        `json:"content_text"`
	Summary   string        `json:"summary,omitempty"`
	Published string        `json:"date_published,omitempty"`
	Modified  string        `json:"date_modified,omitempty"`
	Authors   []jsonAuthor  `json:"authors,omitempty"`
	Tags      []string      `json:"tags,omitempty"`
	Language  string        `json:"language,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func people(names []string) []jsonAuthor {
	var out []jsonAuthor
	for _, n := range names {
		if n != "" {
			out = append(out, jsonAuthor{clean(n)})
		}
	}
	return out
}
