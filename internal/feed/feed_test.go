package feed

import (
	"bytes"
	"encoding/json"
	stdxml "encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unique"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/site"
)

func date(t testing.TB, s string) day.Date {
	t.Helper()
	if s == "" {
		return day.Date{}
	}
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const hostile = "A <b>\"bold\"</b> & 'sly' ]]> title\x00\x1b\u0085\uFFFE\xff – é"

// harbour is a site of n articles, a day apart, that name Port Elm.
func harbour(t testing.TB, base addr.Absolute, n int) *site.Site {
	t.Helper()
	reg, diags := entity.NewRegister([]*entity.Entity{{ID: "port-elm", Name: "Port Elm", Kind: ner.Place, Description: "A town", Path: "content/entities/port-elm.md"}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	in := site.Input{
		Settings: site.Settings{Title: "Harbour & Sea", Description: "Of a town", Language: "en", BaseURL: base, Author: "The Keeper", Copyright: "© us", Paginate: 100},
		Register: reg,
	}
	for i := range n {
		in.Compiled = append(in.Compiled, &article.Article{
			Path: addr.Source(fmt.Sprintf("content/articles/a%05d.md", i)), Summary: fmt.Sprintf("Number %d.", i),
			Meta: article.Meta{Title: fmt.Sprintf("Article %d", i), Date: day.FromDay(day.Day(10000 + i)), Authors: []string{"Ada Clerk"}, Tags: []string{"sea", "land"}, Rare: &article.Rare{}},
			Refs: []article.Ref{{ID: unique.Make("port-elm"), Kind: ner.Place, Count: 1}},
		})
	}
	s, diags := site.Link(in)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// atomFeed is what a reader makes of a feed.
type atomFeed struct {
	XMLName  stdxml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  time.Time   `xml:"updated"`
	Author   string      `xml:"author>name"`
	Rights   string      `xml:"rights"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Lang      string     `xml:"lang,attr"`
	ID        string     `xml:"id"`
	Title     string     `xml:"title"`
	Published *time.Time `xml:"published"`
	Updated   time.Time  `xml:"updated"`
	Authors   []string   `xml:"author>name"`
	Summary   string     `xml:"summary"`
	Links     []atomLink `xml:"link"`
	Category  []struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

func readAtom(t *testing.T, data []byte) atomFeed {
	t.Helper()
	checkXML(t, data)
	var f atomFeed
	if err := stdxml.Unmarshal(data, &f); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return f
}

// checkXML checks that data is one well-formed document without characters that XML forbids.
func checkXML(t *testing.T, data []byte) {
	t.Helper()
	if !utf8.Valid(data) {
		t.Fatalf("not UTF-8: %q", data)
	}
	dec := stdxml.NewDecoder(bytes.NewReader(data))
	dec.Strict = true
	for {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
	}
}

func TestAtom(t *testing.T) {
	s := harbour(t, "https://example.org/town/", 60)
	f := readAtom(t, Atom(s))
	if f.ID != "tag:example.org,2026:/feed.xml" || f.Title != "Harbour & Sea" || f.Subtitle != "Of a town" || f.Author != "The Keeper" || f.Lang != "en" || f.Rights != "© us" {
		t.Errorf("%+v", f)
	}
	wantLinks := []atomLink{{"self", "application/atom+xml", "https://example.org/town/feed.xml"}, {"alternate", "text/html", "https://example.org/town/"}}
	if len(f.Links) != 2 || f.Links[0] != wantLinks[0] || f.Links[1] != wantLinks[1] {
		t.Errorf("links %+v", f.Links)
	}
	if len(f.Entries) != maxEntries {
		t.Fatalf("%d entries", len(f.Entries))
	}
	e := f.Entries[0]
	day := time.Unix(86400*10059, 0).UTC()
	if e.ID != "tag:example.org,2026:/articles/a00059/" || e.Title != "Article 59" || e.Summary != "Number 59." ||
		e.Published == nil || !e.Published.Equal(day) || !e.Updated.Equal(day) || !f.Updated.Equal(day) ||
		len(e.Authors) != 1 || e.Authors[0] != "Ada Clerk" || len(e.Category) != 2 || e.Category[0].Term != "sea" ||
		len(e.Links) != 1 || e.Links[0].Href != "https://example.org/town/articles/a00059/" {
		t.Errorf("%+v, updated %v, want %v", e, f.Updated, day)
	}
	seen := map[string]bool{f.ID: true}
	for i, e := range f.Entries {
		if seen[e.ID] {
			t.Errorf("id %q twice", e.ID)
		}
		seen[e.ID] = true
		if i > 0 && e.Updated.After(f.Entries[i-1].Updated) {
			t.Errorf("entry %d is newer than the one before it", i)
		}
	}
}

func TestEntityAtom(t *testing.T) {
	s := harbour(t, "https://example.org/", 60)
	f := readAtom(t, EntityAtom(nil, s, s.Entity("port-elm")))
	if f.Title != "Port Elm – Harbour & Sea" || f.Subtitle != "A town" || len(f.Entries) != maxEntityEntries ||
		f.Links[0].Href != "https://example.org/entities/port-elm/feed.xml" || f.Links[1].Href != "https://example.org/entities/port-elm/" {
		t.Errorf("%+v", f)
	}
	few := harbour(t, "https://example.org/", 3)
	if f := readAtom(t, EntityAtom(nil, few, few.Entity("port-elm"))); len(f.Entries) != 3 {
		t.Errorf("%d entries", len(f.Entries))
	}
}

// TestDates checks the dates of articles that have none, or others than days.
func TestDates(t *testing.T) {
	for _, c := range []struct{ date, lastmod, published, updated string }{
		{"1858-08-16", "", "1858-08-16T00:00:00Z", "1858-08-16T00:00:00Z"},
		{"1858-08", "1858-09-01", "1858-08-01T00:00:00Z", "1858-09-01T00:00:00Z"},
		{"1858~", "", "1858-01-01T00:00:00Z", "1858-01-01T00:00:00Z"},
		{"-0044-03-15", "", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
		{"", "", "", "1970-01-01T00:00:00Z"},
	} {
		s := harbour(t, "https://example.org/", 1)
		a := s.Articles[0]
		a.Meta.Date, a.Meta.Lastmod = date(t, c.date), date(t, c.lastmod)
		e := readAtom(t, Atom(s)).Entries[0]
		published := ""
		if e.Published != nil {
			published = e.Published.Format(time.RFC3339)
		}
		if got := e.Updated.Format(time.RFC3339); published != c.published || got != c.updated {
			t.Errorf("%q %q: published %q, updated %q", c.date, c.lastmod, published, got)
		}
		var f jsonFeed
		if err := json.Unmarshal(JSON(s), &f); err != nil || f.Items[0].Published != c.published {
			t.Errorf("%q: JSON says %+v, %v", c.date, f, err)
		}
	}
}

// TestHostileText is S-A11 in feeds: whatever a title holds, it comes out as text.
func TestHostileText(t *testing.T) {
	s := harbour(t, "https://example.org/", 1)
	a := s.Articles[0]
	a.Title, a.Summary, a.Meta.Authors, a.Meta.Tags, a.Lang = hostile, hostile, []string{hostile}, []string{hostile}, "d\"<e"
	s.Settings.Title, s.Settings.Description = hostile, hostile
	want := clean(hostile)
	if strings.ContainsAny(want, "\x00\x1b\u0085\uFFFE") || !strings.HasPrefix(want, `A <b>"bold"</b> & 'sly' ]]> title`) || !strings.HasSuffix(want, " – é") {
		t.Fatalf("cleaned to %q", want)
	}
	f := readAtom(t, Atom(s))
	e := f.Entries[0]
	for _, got := range []string{f.Title, f.Subtitle, e.Title, e.Summary, e.Authors[0], e.Category[0].Term} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if e.Lang != `d"<e` {
		t.Errorf("lang %q", e.Lang)
	}
	var j jsonFeed
	if err := json.Unmarshal(JSON(s), &j); err != nil || j.Title != want || j.Items[0].Title != want {
		t.Errorf("%q, %v", j.Title, err)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add(hostile)
	f.Add("\t\n\r ")
	f.Fuzz(func(t *testing.T, s string) {
		x := newXML(nil, 0)
		x.open("r", "a", s)
		x.element("t", s)
		x.close("r")
		checkXML(t, x.b)
		var r struct {
			A string `xml:"a,attr"`
			T string `xml:"t"`
		}
		if err := stdxml.Unmarshal(x.b, &r); err != nil || r.A != clean(s) || r.T != clean(s) {
			t.Errorf("%q: %q, %q, %v\n%s", s, r.A, r.T, err, x.b)
		}
	})
}

func TestJSON(t *testing.T) {
	s := harbour(t, "https://example.org/town/", 60)
	s.Articles[0].Meta.Description = "Told shortly"
	var f map[string]any
	if err := json.Unmarshal(JSON(s), &f); err != nil {
		t.Fatal(err)
	}
	items := f["items"].([]any)
	it := items[0].(map[string]any)
	if f["version"] != "https://jsonfeed.org/version/1.1" || f["feed_url"] != "https://example.org/town/feed.json" || len(items) != maxEntries ||
		it["url"] != "https://example.org/town/articles/a00059/" || it["content_text"] != "Number 59." || it["summary"] != "Told shortly" || it["id"] != "tag:example.org,2026:/articles/a00059/" {
		t.Errorf("%v", f)
	}
	for i, it := range items {
		if it := it.(map[string]any); it["id"] == nil || it["content_text"] == nil { // both are required
			t.Errorf("item %d: %v", i, it)
		}
	}
}

type urlset_ struct {
	XMLName stdxml.Name
	URLs    []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	} `xml:"url"`
	Maps []struct {
		Loc string `xml:"loc"`
	} `xml:"sitemap"`
}

func readSitemap(t *testing.T, f File) urlset_ {
	t.Helper()
	data := f.Append(nil)
	checkXML(t, data)
	var u urlset_
	if err := stdxml.Unmarshal(data, &u); err != nil || u.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
		t.Fatalf("%s: %v %v", f.Path, u.XMLName, err)
	}
	return u
}

func TestSitemap(t *testing.T) {
	s := harbour(t, "https://example.org/town/", 5)
	s.Articles[1].Listed = false
	s.Articles[2].Meta.Lastmod = date(t, "1999-01")
	s.Pages = append(s.Pages, &site.Page{Kind: site.Redirect, URL: "/old/", Listing: &site.Listing{Target: "/"}})
	files := Sitemap(s)
	if len(files) != 1 || files[0].Path != "sitemap.xml" {
		t.Fatalf("%v", files)
	}
	got := map[string]string{}
	for _, u := range readSitemap(t, files[0]).URLs {
		got[strings.TrimPrefix(u.Loc, "https://example.org/town")] = u.Lastmod
	}
	for u, lastmod := range map[string]string{"/": "", "/articles/a00004/": "1997-05-23", "/articles/a00002/": "", "/entities/port-elm/": "", "/tags/sea/": ""} {
		if v, ok := got[u]; !ok || v != lastmod {
			t.Errorf("%s: %q, %v; want %q", u, v, ok, lastmod)
		}
	}
	for _, u := range []string{"/404.html", "/old/", "/articles/a00003/"} {
		if _, ok := got[u]; ok {
			t.Errorf("%s is in the sitemap", u)
		}
	}
}

func TestSitemapIndex(t *testing.T) {
	s := harbour(t, "https://example.org/", 100)
	all := readSitemap(t, Sitemap(s)[0]).URLs
	for _, c := range []struct{ urls, bytes int }{{30, 1 << 20}, {1000, 10_000}, {1, 1 << 20}} {
		files := sitemap(s, c.urls, c.bytes)
		index := readSitemap(t, files[0])
		if files[0].Path != "sitemap.xml" || len(index.Maps) != len(files)-1 || len(files) < 4 {
			t.Fatalf("%+v: %d files, index of %d", c, len(files), len(index.Maps))
		}
		n := 0
		for i, f := range files[1:] {
			if want := "https://example.org/" + string(f.Path); index.Maps[i].Loc != want {
				t.Errorf("index has %s, want %s", index.Maps[i].Loc, want)
			}
			u := readSitemap(t, f)
			if size := len(f.Append(nil)); len(u.URLs) == 0 || len(u.URLs) > c.urls || size > c.bytes {
				t.Errorf("%+v: %s has %d addresses, %d bytes", c, f.Path, len(u.URLs), size)
			}
			for _, e := range u.URLs {
				if e.Loc != all[n].Loc {
					t.Fatalf("%s is not %s", e.Loc, all[n].Loc)
				}
				n++
			}
		}
		if n != len(all) {
			t.Errorf("%d of %d addresses", n, len(all))
		}
	}
}

// TestFiles checks which files there are, and that all are made.
func TestFiles(t *testing.T) {
	s := harbour(t, "https://example.org/", 2)
	var got []string
	for _, f := range Files(s) {
		got = append(got, string(f.Path))
		if len(f.Append(nil)) == 0 {
			t.Errorf("%s is empty", f.Path)
		}
	}
	if want := "feed.xml feed.json sitemap.xml robots.txt"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	e := s.Entity("port-elm")
	if u := EntityURL(s, e); u != "/entities/port-elm/feed.xml" || URL(s) != "/feed.xml" {
		t.Errorf("%q %q", u, URL(s))
	}
	for path, want := range map[addr.Output]*site.Entity{
		"entities/port-elm/feed.xml": e, "feed.xml": nil, "entities/feed.xml": nil, "entities/nobody/feed.xml": nil,
		"port-elm/feed.xml": nil, "entities/port-elm/index.html": nil,
	} {
		if got := Of(s, path); got != want {
			t.Errorf("the feed at %s is that of %v", path, got)
		}
	}
	if e.Unreviewed = true; EntityURL(s, e) != "" {
		t.Error("a feed for a name in two articles that nobody has looked at")
	}
	if got := string(Robots(s)); got != "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n" {
		t.Errorf("%q", got)
	}
}

func TestWithoutBase(t *testing.T) {
	s := harbour(t, "", 2)
	e := s.Entity("port-elm")
	if Atom(s) != nil || JSON(s) != nil || EntityAtom(nil, s, e) != nil || Sitemap(s) != nil || URL(s) != "" || EntityURL(s, e) != "" {
		t.Error("something has addresses that lead nowhere")
	}
	if files := Files(s); len(files) != 1 || string(files[0].Append(nil)) != "User-agent: *\nDisallow:\n" {
		t.Errorf("%v", files)
	}
}

func TestTag(t *testing.T) {
	for _, c := range []struct {
		base addr.Absolute
		u    addr.URL
		want string
	}{
		{"https://Example.org:8080/x/", "/a/", "tag:example.org,2026:/a/"},
		{"http://example.org/", "/é b/", "tag:example.org,2026:/%C3%A9%20b/"},
	} {
		got := id(tags(c.base), c.u)
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if _, err := url.Parse(got); err != nil {
			t.Error(err)
		}
	}
}

func TestSameBytes(t *testing.T) {
	a, b := Files(harbour(t, "https://example.org/", 60)), Files(harbour(t, "https://example.org/", 60))
	for i := range a {
		if !bytes.Equal(a[i].Append(nil), b[i].Append(nil)) {
			t.Errorf("%s differs", a[i].Path)
		}
	}
}

func BenchmarkEntityAtom(b *testing.B) {
	s := harbour(b, "https://example.org/", 100)
	e := s.Entity("port-elm")
	b.ReportAllocs()
	for b.Loop() {
		EntityAtom(nil, s, e)
	}
}
