package unpack

import (
	"bytes"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/internal/cputime"

	"github.com/rogpeppe/go-internal/txtar"
	xhtml "golang.org/x/net/html"

	"dateline/internal/charset"
	"dateline/internal/day"
)

// fuzzExport runs a reader of exports on what is like those of testdata. It ends,
// names every entry, tells clean text and true lines, and invents no words.
func fuzzExport(f *testing.F, kind, name string) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if strings.HasPrefix(string(ar.Comment), kind+"\n") {
			f.Add(ar.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) { checkExport(t, kind, name, src, src) })
}

// checkExport reads src, whose words are in text, and checks what holds for all exports.
func checkExport(t *testing.T, kind, name string, src, text []byte) {
	t.Helper()
	entries, diags := entriesOf(t, kind, name, src)
	lines := bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) + 1 // as many at the most
	known := plain(text)
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[e.ID] {
			t.Errorf("two entries are called %q", e.ID)
		}
		seen[e.ID] = true
		if e.Line < 0 || e.Line > lines && known {
			t.Errorf("%q stands on line %d of %d", e.ID, e.Line, lines)
		}
		if e.Item == nil {
			continue
		}
		checkMeta(t, &e.Item.Meta)
		if known {
			checkWords(t, e.Item, charset.Clean(string(text)))
		}
	}
	for _, d := range diags {
		if d.Line > lines && known {
			t.Errorf("%v is on line %d of %d", d, d.Line, lines)
		}
	}
}

// plain reports whether a text is what it seems: that of others the encoding is guessed.
func plain(text []byte) bool {
	return utf8.Valid(text) && bytes.IndexByte(text, 0) < 0
}

// checkMeta checks that what is said of an article is clean and can stand in a header.
func checkMeta(t *testing.T, m *Meta) {
	t.Helper()
	for _, s := range append([]string{m.Title, m.Description, m.Lang, m.URL, m.Site, m.Rights, m.Image, m.Slug},
		append(append(append(m.Authors, m.Highlights...), m.Tags...), m.Redirects...)...) {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			t.Errorf("%q is not clean text on one line", s)
		}
	}
	for _, s := range []string{m.Date, m.Lastmod} {
		if _, err := day.Parse(s); s != "" && err != nil {
			t.Errorf("%q is no date: %v", s, err)
		}
	}
	for _, s := range m.Redirects {
		if !strings.HasPrefix(s, "/") {
			t.Errorf("redirect %q is no path", s)
		}
	}
}

var (
	anyTag       = regexp.MustCompile(`<!--.*?-->|<[^<>]*>|\[[^\]]*\]`)
	sectionMarks = strings.NewReplacer("<![CDATA[", "", "]]>", "")
)

// checkWords checks that each run of letters of a body stands in its source: as it
// is, with entities decoded as often as they may be, or with marks between its letters.
func checkWords(t *testing.T, it *Item, source string) {
	t.Helper()
	if strings.ContainsAny(source, "\\") || strings.Contains(source, "DOCTYPE") {
		return // escapes of other kinds
	}
	var versions []string
	for range 4 {
		versions = append(versions, source, anyTag.ReplaceAllString(sectionMarks.Replace(source), ""))
		source = html.UnescapeString(source)
	}
	var words strings.Builder
	for z := xhtml.NewTokenizer(bytes.NewReader(it.Body)); z.Next() != xhtml.ErrorToken; {
		if t := z.Token(); t.Type == xhtml.TextToken {
			words.WriteString(t.Data)
		}
		words.WriteByte(' ')
	}
	letters := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
next:
	for word := range strings.FieldsFuncSeq(words.String(), letters) {
		for _, v := range versions {
			if strings.Contains(v, word) {
				continue next
			}
		}
		t.Errorf("the word %q stands nowhere in the export", word)
	}
}

func FuzzWXR(f *testing.F)       { fuzzExport(f, "wxr", "x.xml") }
func FuzzBlogger(f *testing.F)   { fuzzExport(f, "blogger", "x.xml") }
func FuzzAtom(f *testing.F)      { fuzzExport(f, "atom", "x.xml") }
func FuzzRSS(f *testing.F)       { fuzzExport(f, "rss", "x.xml") }
func FuzzJSONFeed(f *testing.F)  { fuzzExport(f, "jsonfeed", "x.json") }
func FuzzGhost(f *testing.F)     { fuzzExport(f, "ghost", "x.json") }
func FuzzJSONLines(f *testing.F) { fuzzExport(f, "jsonl", "x.jsonl") }
func FuzzJSONRows(f *testing.F)  { fuzzExport(f, "json", "x.json") }
func FuzzTable(f *testing.F)     { fuzzExport(f, "csv", "x.csv") }
func FuzzDotclear(f *testing.F)  { fuzzExport(f, "dotclear", "x.txt") }

// FuzzMediumPost reads a page of an archive.
func FuzzMediumPost(f *testing.F) {
	f.Add(`<article class="h-entry"><h1 class="p-name">A</h1><section class="e-content"><p>b<hr></section><time class="dt-published" datetime="2013"></time></article>`)
	f.Fuzz(func(t *testing.T, page string) {
		checkExport(t, "medium", "x.zip", zipOf(t, part{"posts/a.html", page}), []byte(page))
	})
}

// FuzzSubstack reads the table and one text of an archive.
func FuzzSubstack(f *testing.F) {
	f.Add("post_id,title,is_published,post_date\n1.a,\"T\",true,2013-09-09\n", `<p class="button-wrapper">x</p><div class="subscription-widget"></div>`)
	f.Fuzz(func(t *testing.T, table, text string) {
		checkExport(t, "substack", "x.zip", zipOf(t, part{"posts.csv", table}, part{"posts/1.a.html", text}), []byte(table+"\n"+text))
	})
}

// FuzzWordPress checks that paragraphs and shortcodes keep the words of a post.
func FuzzWordPress(f *testing.F) {
	f.Add("One.\ntwo\n\n<pre>a\n\nb</pre>\n[caption]<a href='x'><img src=\"y\" /></a> words[/caption] [sic] [embed]https://a.example[/embed]<!--more-->[gallery ids=\"1\"]")
	f.Fuzz(func(t *testing.T, content string) {
		content = charset.Clean(content)
		w := wordpress{
			picture: func(string) (wxrPicture, bool) { return wxrPicture{}, false },
			gallery: func() []string { return nil },
		}
		checkWords(t, &Item{Body: []byte(w.html(content))}, content)
		if got := paragraphed(content); strings.Join(strings.Fields(strings.NewReplacer("<br>", "", "<p>", "").Replace(got)), "") !=
			strings.Join(strings.Fields(strings.NewReplacer("<br>", "", "<p>", "").Replace(content)), "") {
			t.Errorf("paragraphs change %q into %q", content, got)
		}
	})
}

// TestExportsHostile reads a quarter of a megabyte of what is meant to be slow or large.
func TestExportsHostile(t *testing.T) {
	const n = 1 << 18
	item := func(s string) string {
		return `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>x</title><content:encoded><![CDATA[` + s + `]]></content:encoded></item></channel></rss>`
	}
	for _, c := range []struct{ about, name, src string }{
		{"posts that are not ended", "x.xml", `<rss xmlns:wp="http://wordpress.org/export/1.2/">` + strings.Repeat("<item>", n/6)},
		{"titles that are not ended", "x.xml", `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>` + strings.Repeat("<title>a<link>\n", n/15)},
		{"empty posts", "x.xml", `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>` + strings.Repeat("<item/>", n/7)},
		{"captions without end", "x.xml", item(strings.Repeat("[caption]", n/9))},
		{"shortcodes without end", "x.xml", item(strings.Repeat(`[embed a="`, n/10))},
		{"quotations in tags", "x.xml", item(strings.Repeat(`<a b="'`, n/7))},
		{"comments without end", "x.xml", item(strings.Repeat("<!-", n/3) + strings.Repeat("<!--", n/4))},
		{"preformatted without end", "x.xml", item(strings.Repeat("<pre>", n/5))},
		{"line breaks", "x.xml", item(strings.Repeat("\n", n/2) + strings.Repeat("a\n", n/4))},
		{"deep markup", "x.xml", item(strings.Repeat("<div>", n/5))},
		{"entities of its own", "x.xml", "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss></rss>"},
		{"entries within entries", "x.xml", `<feed>` + strings.Repeat("<entry><title>a</title>", n/23)},
		{"lists within lists", "x.json", strings.Repeat("[", n)},
		{"objects within objects", "x.json", strings.Repeat(`{"a":`, n/5)},
		{"many keys", "x.json", `{"a":1` + strings.Repeat(`,"b":{}`, n/7) + "}"},
		{"a tree of an editor", "x.json", `{"db":[{"meta":{"exported_on":1},"data":{"posts":[{"lexical":"` + strings.Repeat(`{\"children\":[`, n/15) + `"}]}}]}`},
		{"empty lines", "x.jsonl", strings.Repeat("{}\n", n/3)},
		{"quotations", "x.csv", "text\n" + strings.Repeat("\"a\"b\n", n/5)},
		{"columns", "x.csv", "text" + strings.Repeat(",", n/2) + "\n" + strings.Repeat(",", n/2)},
		{"rows", "x.csv", "text\n" + strings.Repeat("a\n", n/2)},
		{"fields", "x.txt", "///DOTCLEAR|\n[post a]\n" + strings.Repeat(`"a",`, n/4)},
		{"NULs", "x.jsonl", strings.Repeat("\x00", n)},
		{"broken UTF-8", "x.csv", "text\n" + strings.Repeat("a\xff", n/2)},
	} {
		kind := Kind(c.name, []byte(c.src), "")
		if kind == "" {
			t.Errorf("%s: it is taken for a text", c.about)
			continue
		}
		begun := cputime.Now()
		entries, problems := 0, 0
		for range Read(kind, c.name, []byte(c.src), Options{}, func(Entry) bool { entries++; return true }) {
			problems++
		}
		if took := cputime.Now() - begun; took > 30*time.Second {
			t.Errorf("%s (%s): %v", c.about, kind, took)
		}
		if entries == 0 && problems == 0 {
			t.Errorf("%s (%s): nothing came of it, and nothing was told", c.about, kind)
		}
	}
}
