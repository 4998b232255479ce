package build

import (
	"image/png"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// counting counts what is put into a cache under keys that begin with of.
type counting struct {
	Cache
	of   string
	puts atomic.Int64
}

func (c *counting) Put(key string, val []byte) {
	if strings.HasPrefix(key, c.of) {
		c.puts.Add(1)
	}
	c.Cache.Put(key, val)
}

func carded() fstest.MapFS {
	return fstest.MapFS{
		"content/site.yaml":               {Data: []byte("title: A town\nbaseURL: https://example.org/repo/\ncards: true\n")},
		"content/articles/a.md":           {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\nauthors: [Ada Clerk]\n---\n\nJohn Kerry spoke.\n")},
		"content/articles/cjk.md":         {Data: []byte("---\ntitle: 新闻\ndate: 2013-10-02\n---\n\nWords.\n")},
		"content/articles/own/index.md":   {Data: []byte("---\ntitle: Pictured\ndate: 2013-10-03\nimage: keel.png\n---\n\nWords.\n")},
		"content/articles/drawn/index.md": {Data: []byte("---\ntitle: Drawn by hand\ndate: 2013-10-04\n---\n\nWords.\n")},
		"content/entities/john-kerry.md":  {Data: []byte("---\nname: John Kerry\ntype: person\nborn: 1943\n---\n")},
	}
}

// shared returns what a page says of the picture that stands for it.
func shared(t *testing.T, out *Output, name string) map[string]string {
	t.Helper()
	said := map[string]string{}
	for l := range strings.Lines(read1(t, out, name)) {
		if _, rest, ok := strings.Cut(l, `<meta property="og:image`); ok {
			key, rest, _ := strings.Cut(rest, `" content="`)
			said[key], _, _ = strings.Cut(rest, `"`)
		}
	}
	return said
}

func TestCardsAreDrawnOnceAndNamedByTheirPages(t *testing.T) {
	site := carded()
	site["content/articles/own/keel.png"] = &fstest.MapFile{Data: screen(t)}
	site["content/articles/drawn/card.png"] = &fstest.MapFile{Data: screen(t)}
	cache := &counting{Cache: NewMemory(nil), of: "card "}
	out := mustBuild(t, NewBuilder("test", cache, 1), input(site))
	const base = "https://example.org/repo/"
	for page, want := range map[string][3]string{
		"articles/a/index.html":          {base + "articles/a/card.png", "1200", "A yard"},
		"articles/cjk/index.html":        {base + "articles/cjk/card.png", "1200", "新闻"}, // with the name of the site for a headline
		"articles/own/index.html":        {base + "articles/own/keel.png", "320", ""},
		"articles/drawn/index.html":      {base + "articles/drawn/card.png", "320", "Drawn by hand"}, // the author's own
		"entities/john-kerry/index.html": {base + "entities/john-kerry/card.png", "1200", "John Kerry"},
		"index.html":                     {base + "card.png", "1200", "A town"},
		"people/index.html":              {base + "card.png", "1200", "A town"},
	} {
		got := shared(t, out, page)
		if [3]string{got[""], got[":width"], got[":alt"]} != want {
			t.Errorf("%s says %v, want %v", page, got, want)
		}
		name := strings.TrimPrefix(got[""], base)
		if !slices.Contains(out.Paths(), name) {
			t.Errorf("%s is not in the output", name)
		}
		if m, err := png.DecodeConfig(strings.NewReader(read1(t, out, name))); err != nil || want[1] != map[int]string{1200: "1200", 320: "320"}[m.Width] {
			t.Errorf("%s: %d pixels wide, %v", name, m.Width, err)
		}
	}
	files := contents(t, out)
	if files["articles/own/card.png"] != nil {
		t.Error("a card is drawn that no page names")
	}
	again := mustBuild(t, NewBuilder("test", cache, 1), input(site))
	before := cache.puts.Load()
	if before != 4 {
		t.Errorf("%d cards were drawn, want 4: three pages and the site", before)
	}
	compare(t, "built again", contents(t, again), files)
	if n := cache.puts.Load() - before; n != 0 {
		t.Errorf("%d cards were drawn again, though nothing changed", n)
	}
}

// Each form in which a page is published is named by it, under any base path.
func TestPagesNameTheirOtherForms(t *testing.T) {
	site := carded()
	site["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: A town\nbaseURL: https://example.org/repo/\noutputs: [markdown, tei, ics, geojson]\n")}
	delete(site, "content/articles/own/index.md")
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(site))
	for page, want := range map[string][]string{
		"index.html":                     {"application/atom+xml feed.xml", "application/feed+json feed.json"},
		"articles/a/index.html":          {"application/atom+xml ../../feed.xml", "application/tei+xml index.tei.xml", "text/markdown index.md"},
		"entities/john-kerry/index.html": {"application/atom+xml ../../feed.xml", "application/atom+xml feed.xml"},
	} {
		var got []string
		for l := range strings.Lines(read1(t, out, page)) {
			if rest, ok := strings.CutPrefix(l, `<link rel="alternate" type="`); ok {
				media, rest, _ := strings.Cut(rest, `"`)
				media, _, _ = strings.Cut(media, ";")
				_, href, _ := strings.Cut(rest, `href="`)
				href, _, _ = strings.Cut(href, `"`)
				got = append(got, media+" "+href)
				if _, err := fs.Stat(out, path.Join(path.Dir(page), href)); err != nil {
					t.Errorf("%s: %v", page, err)
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s names %q, want %q", page, got, want)
		}
	}
}

func TestCardsAreASetting(t *testing.T) {
	for _, setting := range []string{"baseURL: https://example.org/\n", "cards: true\n", "cards: false\nbaseURL: https://example.org/\n"} {
		site := carded()
		site["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: A town\n" + setting)}
		delete(site, "content/articles/own/index.md")
		out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(site))
		for _, p := range out.Paths() {
			if strings.HasSuffix(p, "card.png") {
				t.Errorf("%q draws %s", setting, p)
			}
			if strings.HasSuffix(p, ".html") && len(shared(t, out, p)) > 0 {
				t.Errorf("%q: %s names a picture", setting, p)
			}
		}
		if _, err := fs.Stat(out, "articles/a/card.png"); err == nil {
			t.Errorf("%q: a card can be opened", setting)
		}
	}
}

func TestNoCardWhereNothingCanBeDrawn(t *testing.T) {
	site := carded()
	site["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: 城市\nbaseURL: https://example.org/\ncards: true\n")}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(site))
	if got := shared(t, out, "articles/cjk/index.html"); len(got) > 0 {
		t.Errorf("it names %v", got)
	}
	if out.maker("articles/cjk/card.png") != nil {
		t.Error("there is a card of which nothing could be drawn")
	}
	if got := shared(t, out, "articles/a/index.html"); got[""] != "https://example.org/articles/a/card.png" {
		t.Errorf("a headline that can be drawn: %v", got)
	}
}
