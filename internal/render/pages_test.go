package render

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/inert"
	"dateline/internal/ner"
	"dateline/internal/region"
	"dateline/internal/site"
	"dateline/static"
	"dateline/templates"
)

// hostile is a string that would run if it were taken for markup anywhere.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`

// sources is a small site: two articles and an unlisted one, entities of each
// kind, a page of documentation and a home page with words of its own.
var sources = map[string]string{
	"content/index.md": "---\ntitle: The Harbour\n---\nReports from [the port](docs/tides.md) and its [people](/people/).\n",
	"content/articles/2001-05-03-ferry.md": `---
title: Ferry runs aground off Quillhaven
date: 2001-05-03
authors: [Mara Dunn]
tags: [ferries]
description: A ferry with eighty people on board ran aground.
highlights:
  - Orla Fenwick says nobody was hurt
  - The ferry is to be pulled free on 5 May 2001
redirects: [/old/ferry/]
place: Quillhaven
source: {name: The Evening Tide, url: "https://example.org/tide"}
---
Orla Fenwick told reporters in Quillhaven yesterday that the ferry had struck a bank.
"Nobody was hurt," Fenwick said.

The Harbour Board opened its inquiry on 2 May 2001. The ferry was built in 1987.

## What comes next

On 5 May 2001 the Harbour Board will try to pull the ferry free, Orla Fenwick said.
Quillhaven waits. See [the tides](../docs/tides.md#springs) and [the quay](quay.md).

::: figure
Aground: the ferry at low water off Quillhaven
:::
`,
	"content/articles/quay.md":          "---\ntitle: '" + hostile + "'\ndate: 2001-06\ndescription: '" + hostile + "'\nauthors: ['" + hostile + "']\ntags: ['" + hostile + "']\nplace: '" + hostile + "'\nsource: {name: '" + hostile + "', url: 'javascript:alert(1)', rights: '" + hostile + "'}\ntimeline:\n  - {when: 2001-06-02, label: '" + hostile + "'}\n---\nThe Harbour Board met " + `Orla Fenwick at Quillhaven on 2 June 2001. {{ .Site }} and <b onclick="alert(1)">bold</b>.` + "\n",
	"content/articles/secret.md":        "---\ntitle: A quiet note\ndate: 2001-07-01\nunlisted: true\nlink: none\n---\nOrla Fenwick left Quillhaven.\n",
	"content/docs/tides.md":             "---\ntitle: Tides\nweight: 1\n---\n## Springs {#springs}\n\nHigh.\n\n## Neaps\n\nLow.\n\n## Tables\n\nFind [nothing](nothing.md), [no heading](#nowhere-here) and [a page](currents.md#lost). By [[orla-fenwick|Ms Fenwick]].\n",
	"content/docs/currents.md":          "---\ntitle: Currents\n---\nThey run.\n",
	"content/entities/orla-fenwick.md":  "---\nname: Orla Fenwick\ntype: person\naliases: [Fenwick]\ndescription: Harbour master of Quillhaven\nborn: 1950\nsameAs: [wikidata:Q1]\nroles:\n  - {title: Harbour master, of: harbour-board, when: 1998/2004}\n  - {title: Pilot, when: 1980/1997}\n---\nShe began [as a pilot](/articles/).\n",
	"content/entities/quillhaven.md":    "---\nname: Quillhaven\ntype: place\ncoordinates: [50.5, -3.25]\npartOf: united-kingdom\ndescription: A port\n---\n",
	"content/entities/harbour-board.md": "---\nname: Harbour Board\ntype: organisation\ndescription: '" + hostile + "'\naliases: ['" + hostile + "']\nfounded: 1851\n---\n",
}

// hostileReport is an import report with a string that would run in every place.
var hostileReport = func() []byte {
	words := strconv.Quote(hostile)
	return []byte(`{"source": {"name": ` + words + `, "item": ` + words + `, "sha256": ` + words + `}, "output": ` + words + `, "kind": ` + words + `,
		"title": {"from": "line", "evidence": ` + words + `}, "date": {"from": "url", "evidence": "javascript:alert(1)"},
		"dropped": [{"line": 1, "label": ` + words + `, "reason": ` + words + `, "text": ` + words + `}, {"line": -1, "text": "\u202eturned\u0000"}]}`)
}()

// town links the sources and returns a renderer of the site.
func town(t testing.TB, base addr.Absolute, change func(*Options)) (*site.Site, *Renderer) {
	t.Helper()
	var own []*entity.Entity
	names := make([]string, 0, len(sources))
	for name := range sources {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.HasPrefix(name, site.EntitiesDir) {
			e, _, diags := article.ReadEntity(name, []byte(sources[name]))
			if e == nil || diags.HasErrors() {
				t.Fatal(diags)
			}
			own = append(own, e)
		}
	}
	reg, diags := entity.NewRegister(own)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	env := article.Env{Register: reg, Tagger: ner.New(), Lang: "en"}
	input := func(name string) article.Input {
		in := article.Input{Path: addr.Source(name), Src: []byte(sources[name]), Plain: !strings.HasPrefix(name, site.ArticlesDir)}
		if name == "content/articles/quay.md" {
			in.ReportPath, in.Report = "content/articles/quay.import.json", hostileReport
		}
		return in
	}
	in := site.Input{
		Settings: site.Settings{Title: "The Harbour", Language: "en", BaseURL: base, Link: "section", Paginate: 100}, Register: reg,
		Files: []addr.Source{"content/articles/chart.png"},
	}
	records := map[*article.Article]article.Records{}
	for _, name := range names {
		if !strings.HasPrefix(name, site.EntitiesDir) {
			a, rec := article.Compile(input(name), env)
			records[a] = rec
			in.Compiled = append(in.Compiled, a)
		}
	}
	s, diags := site.Link(in)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	tpl, diags := Parse(templates.FS)
	if tpl == nil {
		t.Fatal(diags)
	}
	assets := map[string]string{}
	err := fs.WalkDir(static.FS, ".", func(name string, d fs.DirEntry, err error) error {
		assets[name] = "assets/" + name
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{
		Site: s, Templates: tpl, Assets: assets, Feed: "/feed.xml",
		Text: func(_ *region.Text, a *site.Article) (*article.Text, error) {
			return article.ReadPage(string(records[a.Article].Page), a.Article)
		},
		Source: func(dst []byte, p addr.Source) ([]byte, error) { return append(dst, sources[string(p)]...), nil },
		Citation: func(mem *region.Text, a *site.Article, ref uint16) article.Citation {
			cited, err := article.ReadCitation(mem, records[a.Article].Citations, int(ref))
			if err != nil {
				t.Error(err)
			}
			return cited
		},
		JSONLD: func(dst []byte, p *site.Page) []byte { return append(dst, "{}"...) },
	}
	if change != nil {
		change(&opt)
	}
	return s, New(opt)
}

// page renders the page at an address and parses it.
func page(t testing.TB, s *site.Site, r *Renderer, u addr.URL) (*html.Node, diag.List) {
	t.Helper()
	p := s.PageAt(u)
	if p == nil {
		t.Fatalf("no page at %s", u)
	}
	b, diags, err := r.Append(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := inert.Page(b); err != nil {
		t.Errorf("%s: %v", u, err)
	}
	doc, err := html.Parse(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return doc, diags
}

func all(doc *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(doc, cascadia.MustCompile(selector))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// S-A11, S-A13, S-A14: whatever titles, names and texts say, no page has a script
// but its own files, no handler, no style, no other address than those allowed.
// And every page has one h1, a main part, a language and relative links that
// lead to something.
func TestEveryPage(t *testing.T) {
	for _, base := range []addr.Absolute{"", "https://example.org/repo/"} {
		s, r := town(t, base, nil)
		if len(s.Pages) < 20 {
			t.Fatalf("only %d pages", len(s.Pages))
		}
		for _, p := range s.Pages {
			t.Run(string(base)+string(p.URL), func(t *testing.T) {
				doc, _ := page(t, s, r, p.URL)
				wellFormed(t, doc, p)
				links(t, doc, s, p, base)
			})
		}
	}
}

func wellFormed(t *testing.T, doc *html.Node, p *site.Page) {
	for _, selector := range []string{"h1", "main", "head > title", "html[lang][dir]"} {
		if n := len(all(doc, selector)); n != 1 {
			t.Errorf("%d elements match %s", n, selector)
		}
	}
	if len(all(doc, "main aside, main main, a a")) > 0 {
		t.Error("landmarks or links are nested")
	}
	ids := map[string]bool{}
	for _, n := range all(doc, "[id]") {
		if ids[attr(n, "id")] {
			t.Errorf("the id %q stands twice", attr(n, "id"))
		}
		ids[attr(n, "id")] = true
	}
	for _, n := range all(doc, "[aria-labelledby]") {
		if !ids[attr(n, "aria-labelledby")] {
			t.Errorf("nothing has the id %q that labels <%s>", attr(n, "aria-labelledby"), n.Data)
		}
	}
	for _, n := range all(doc, `a[href^="#"]`) {
		if id := strings.TrimPrefix(attr(n, "href"), "#"); !ids[id] && id != "nowhere-here" {
			t.Errorf("nothing has the id of the link to #%s", id)
		}
	}
	for _, n := range all(doc, "a") {
		if text(n) == "" && attr(n, "aria-label") == "" {
			t.Errorf("the link to %q has no words", attr(n, "href"))
		}
	}
	for _, n := range all(doc, "time") {
		if attr(n, "datetime") == "" {
			t.Errorf("the time %q is not said for machines", text(n))
		}
	}
	if p.Kind != site.Redirect && len(all(doc, "a.skip")) != 1 {
		t.Error("no skip link")
	}
}

// links checks that what a page refers to is there.
func links(t *testing.T, doc *html.Node, s *site.Site, p *site.Page, base addr.Absolute) {
	prefix := ""
	if p.Kind == site.NotFound && base != "" {
		prefix = "/repo"
	}
	for _, n := range all(doc, "[href], [src]") {
		to := attr(n, "href") + attr(n, "src")
		if strings.Contains(to, "://") {
			continue
		}
		if strings.HasPrefix(to, "/") != (p.Kind == site.NotFound) && !strings.HasPrefix(to, "#") {
			t.Errorf("<%s> leads to %q", n.Data, to)
			continue
		}
		u, ok := p.URL.Resolve(strings.TrimPrefix(to, prefix))
		file, _, _ := strings.Cut(string(u), "#")
		if !ok || s.PageAt(addr.URL(file)) == nil && !strings.HasPrefix(file, "/assets/") && file != "/feed.xml" && path.Base(file) != "nothing.md" {
			t.Errorf("<%s> leads to %q, which is nothing", n.Data, to)
		}
	}
}

// What a report says stands on the page as words, whatever it says.
func TestAboutThisPage(t *testing.T) {
	s, r := town(t, "", nil)
	doc, _ := page(t, s, r, "/articles/quay/")
	about := all(doc, "details.about:not([open])")
	if len(about) != 1 {
		t.Fatalf("%d accounts of the import", len(about))
	}
	if got := strings.Count(text(about[0]), hostile); got != 5 { // file, item, evidence, text and reason
		t.Errorf("the hostile words stand there %d times: %s", got, text(about[0]))
	}
	if got := text(about[0]); !strings.Contains(got, "edited since it was imported") || strings.Contains(got, "SHA-256") || strings.ContainsAny(got, "\u202e\x00") {
		t.Errorf("got %s", got)
	}
	if n := len(all(about[0], "a, img, script")); n > 0 {
		t.Errorf("%d elements were made of words", n)
	}
	if doc, _ := page(t, s, r, "/articles/2001-05-03-ferry/"); len(all(doc, ".about")) != 0 {
		t.Error("an article that was never imported tells of an import")
	}
}

// In every language the account has words for all that the importer can say.
func TestAboutInEveryLanguage(t *testing.T) {
	for _, tag := range []string{"en", "de", "es", "fr"} {
		l := interfaceIn(tag)
		for _, from := range []string{"meta", "jsonld", "url", "line", "highlight", "lead", "file", "user", "none"} {
			for _, kind := range []string{"text", "html", "markdown"} {
				v := aboutView(&article.About{
					Source: "a", Kind: kind, Title: article.Basis{From: from}, Date: article.Basis{From: from}, Lines: 1300, LeftOut: 1001,
					First: []article.LeftOut{{Label: "boiler"}, {Label: "duplicate"}},
				}, l)
				if v.Kind == "" || v.Title.Words == "" || v.Date.Words == "" || v.State == "" || !strings.Contains(v.Left, l.number(1300)) || !strings.Contains(v.More, "999") {
					t.Errorf("%s, %s, %s: %+v", tag, from, kind, v)
				}
				if (v.Lines[0].Label == "") != (tag == "en") || (v.Lines[1].Label == "") != (tag == "en") {
					t.Errorf("%s: the labels are %q and %q", tag, v.Lines[0].Label, v.Lines[1].Label)
				}
			}
		}
	}
}

func TestArticlePage(t *testing.T) {
	s, r := town(t, "https://example.org/repo/", nil)
	doc, diags := page(t, s, r, "/articles/2001-05-03-ferry/")
	if len(diags) > 0 {
		t.Error(diags)
	}
	for selector, want := range map[string]int{
		`link[rel="canonical"][href="https://example.org/repo/articles/2001-05-03-ferry/"]`:  1,
		`meta[property="og:type"][content="article"]`:                                        1,
		`meta[property="article:published_time"][content="2001-05-03"]`:                      1,
		`script[type="application/ld+json"]`:                                                 1,
		`.highlights li`:                                                                     2,
		`.highlights a.person[href="../../entities/orla-fenwick/"]`:                          1,
		`#text > article > p`:                                                                3,
		`#p1`:                                                                                1,
		`#timeline ol.events > li.published`:                                                 1,
		`#timeline li.published time[datetime="2001-05-03"]`:                                 1,
		`#timeline li.planned time[datetime="2001-05-05"]`:                                   1,
		`#who [data-card="orla-fenwick"] a[href="../../entities/orla-fenwick/"]`:             1,
		`#who [data-card="quillhaven"].place, #who [data-card="harbour-board"].organisation`: 2,
		`figure.caption-only figcaption .place`:                                              1,
		`.tags a[rel="tag"][href="../../tags/ferries/"]`:                                     1,
		`.provenance a[href="https://example.org/tide"]`:                                     1,
		`.related .shares a`:                                                                 3,
		`nav.neighbours a[rel="next"]`:                                                       1,
		`#text a[href="../../docs/tides/#springs"], #text a[href="../quay/"]`:                2,
		`nav.breadcrumbs a[href="../"]`:                                                      1,
		`.site-nav a[aria-current="true"][href="../"]`:                                       1,
		`script[type="module"][src="../../assets/js/article.js"]`:                            1,
		`#text a.person:not(.again)`:                                                         2, // once in each section
		`#text a.person.again`:                                                               1,
	} {
		if got := len(all(doc, selector)); got != want {
			t.Errorf("%d elements match %s, want %d", got, selector, want)
		}
	}
	// The order of reading: title, timeline, text, who is here, source.
	order := ""
	for _, n := range all(doc, "h1, #timeline, #text, #who, .provenance, .related") {
		order += " " + n.Data + attr(n, "id") + attr(n, "class")
	}
	if want := " h1 navtimelinetimeline divtexttext sectionwhowho sectionprovenance sectionrelated"; order != want {
		t.Errorf("the order of reading is%s\nwant%s", order, want)
	}
	// Entries lead to sentences that are there.
	for _, n := range all(doc, "#timeline a.label") {
		if len(all(doc, "#text "+attr(n, "href")+" + .sent[data-t]")) != 1 {
			t.Errorf("the entry %q leads to %q, where no sentence is", text(n), attr(n, "href"))
		}
	}
	if who := all(doc, `[data-card="orla-fenwick"]`); len(who) == 1 && !strings.Contains(text(who[0]), "Harbour master, Harbour Board (1998–2004)") {
		t.Errorf("the card does not name the office of the time: %q", text(who[0]))
	}
}

// The words of a text are the same whatever is marked in it.
func TestMarksKeepTheWords(t *testing.T) {
	s, r := town(t, "", nil)
	a := s.PageAt("/articles/2001-05-03-ferry/")
	marked, _, _, err := r.blank().article(a)
	if err != nil {
		t.Fatal(err)
	}
	txt, err := r.opt.Text(new(region.Text), a.Article)
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := r.blank().body(a, a.Article, txt, nil, false)
	words := func(src string) string {
		doc, err := html.Parse(strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		return text(doc)
	}
	if got, want := words(string(marked.Content)), words(string(plain)); got != want || len(want) < 200 {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLinkPolicies(t *testing.T) {
	for policy, want := range map[string][3]int{ // links in full, again, spans in the text
		"first": {1, 2, 0}, "section": {2, 1, 0}, "all": {3, 0, 0}, "none": {0, 0, 3},
	} {
		s, r := town(t, "", func(o *Options) { o.Site.Settings.Link = policy })
		doc, _ := page(t, s, r, "/articles/2001-05-03-ferry/")
		got := [3]int{len(all(doc, "#text a.person:not(.again)")), len(all(doc, "#text a.person.again")), len(all(doc, "#text span.person"))}
		if got != want {
			t.Errorf("%s: got %v, want %v", policy, got, want)
		}
	}
	s, r := town(t, "", nil)
	doc, _ := page(t, s, r, "/articles/secret/")
	if n := len(all(doc, "#text a")); n != 0 {
		t.Errorf("the article's own policy does not win: %d links", n)
	}
	if len(all(doc, `meta[name="robots"][content="noindex"]`)) != 1 {
		t.Error("an unlisted article may be indexed")
	}
}

func TestEntityPage(t *testing.T) {
	s, r := town(t, "", nil)
	doc, diags := page(t, s, r, "/entities/orla-fenwick/")
	if len(diags) > 0 {
		t.Error(diags)
	}
	for selector, want := range map[string]int{
		`.entity-page.person`:                  1,
		`.text a[href="../../articles/"]`:      1,
		`.offices li`:                          2,
		`.offices rect.held`:                   2,
		`.offices a[href="../harbour-board/"]`: 1,
		`.facts a[href$="/Q1"]`:                1,
		`.in-article`:                          2, // the unlisted one is named nowhere
		`.snippets mark`:                       4,
		`.snippets a[href^="../../articles/2001-05-03-ferry/#p"]`: 3,
		`.companions a`: 2,
		`.badge`:        0,
		`.site-nav a[aria-current][href="../../people/"]`: 1,
	} {
		if got := len(all(doc, selector)); got != want {
			t.Errorf("%d elements match %s, want %d", got, selector, want)
		}
	}
	if !slices.ContainsFunc(all(doc, ".facts dd"), func(n *html.Node) bool { return text(n) == "Orla Fenwick (4), Fenwick (1)" }) {
		t.Error("the page does not tell how the name is written")
	}
	if b, _, _ := r.Append(nil, s.PageAt("/entities/orla-fenwick/")); strings.Contains(string(b), "quiet note") {
		t.Error("the page gives the unlisted article away")
	}
	doc, _ = page(t, s, r, "/entities/quillhaven/")
	if dot := all(doc, ".locator .dot"); len(dot) != 1 || attr(dot[0], "cx") != "320" || attr(dot[0], "cy") != "200" {
		t.Errorf("the place is not in the middle of its map: %v", dot)
	}
	if land := all(doc, ".locator .land"); len(land) != 1 || len(attr(land[0], "d")) < 500 {
		t.Error("the map shows no coast, though the place is a port")
	}
	if got := text(all(doc, ".locator text")[0]); got != "500 km" {
		t.Errorf("the scale says %q", got)
	}
	if !slices.ContainsFunc(all(doc, ".facts dd"), func(n *html.Node) bool { return text(n) == "United Kingdom" }) {
		t.Error("the country, which has no page, is not named")
	}
}

func TestBrokenLinks(t *testing.T) {
	s, r := town(t, "", nil)
	_, diags := page(t, s, r, "/docs/tides/")
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s:%d %s %s", path.Base(d.File), d.Line, d.Code, d.Severity))
	}
	want := []string{"tides.md:15 broken-link warning", "tides.md:15 broken-anchor warning", "tides.md:15 broken-anchor warning"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRedirectAndLists(t *testing.T) {
	s, r := town(t, "https://example.org/repo/", nil)
	doc, _ := page(t, s, r, "/old/ferry/")
	for selector, want := range map[string]int{
		`meta[http-equiv="refresh"][content="0; url=../../articles/2001-05-03-ferry/"]`:     1,
		`link[rel="canonical"][href="https://example.org/repo/articles/2001-05-03-ferry/"]`: 1,
		`a[href="../../articles/2001-05-03-ferry/"]`:                                        1,
	} {
		if got := len(all(doc, selector)); got != want {
			t.Errorf("%d elements match %s, want %d", got, selector, want)
		}
	}
	doc, _ = page(t, s, r, "/")
	if got := len(all(doc, `.latest .row`)); got != 2 {
		t.Errorf("%d articles on the home page, want 2", got)
	}
	if len(all(doc, `.intro a[href="docs/tides/"]`)) != 1 {
		t.Error("the home page has not the words of content/index.md")
	}
	if len(all(doc, `.present a.person[href="entities/orla-fenwick/"]`)) != 1 {
		t.Error("the home page does not name who is most present")
	}
	doc, _ = page(t, s, r, "/people/")
	if got := all(doc, ".letter li a"); len(got) != 1 || text(got[0]) != "Fenwick, Orla" {
		t.Errorf("the index of people has %d entries", len(got))
	}
	doc, _ = page(t, s, r, "/timeline/2001/")
	if len(all(doc, `section.month[aria-labelledby="month-5"] .day li a[href^="../../articles/2001-05-03-ferry/#t"]`)) == 0 {
		t.Error("the year does not lead to the sentences of its events")
	}
	doc, _ = page(t, s, r, "/docs/tides/")
	if len(all(doc, `.side-nav a[aria-current="page"]`)) != 1 || len(all(doc, ".toc a")) != 3 {
		t.Error("a page of documentation lacks its navigation or table of contents")
	}
}

// A layout of the user's own is used by the pages that ask for it; one that is
// not there is an error that says so.
func TestLayouts(t *testing.T) {
	tpl, diags := Parse(theme(t, map[string]string{"page-wide.html": `{{define "main"}}<main class="wide"><h1>{{.Title}}</h1></main>{{end}}`}))
	if tpl == nil {
		t.Fatal(diags)
	}
	s, r := town(t, "", func(o *Options) { o.Templates = tpl })
	p := s.PageAt("/docs/tides/")
	p.Article.Meta.Layout = "wide"
	if doc, diags := page(t, s, r, "/docs/tides/"); len(all(doc, "main.wide")) != 1 || diags.HasErrors() {
		t.Error("the layout is not used")
	}
	p.Article.Meta.Layout = "wider"
	if _, diags := page(t, s, r, "/docs/tides/"); !diags.HasErrors() || diags[len(diags)-1].Code != "unknown-layout" {
		t.Errorf("got %v", diags)
	}
}

// Pages do not depend on which were made before, nor on who makes them at the same time.
func TestSameBytes(t *testing.T) {
	s, r := town(t, "", nil)
	_, other := town(t, "", nil)
	once := map[addr.URL]string{}
	done := make(chan bool)
	for _, p := range s.Pages {
		b, _, err := r.Append(nil, p)
		if err != nil {
			t.Fatal(err)
		}
		once[p.URL] = string(b)
	}
	for range 2 {
		go func() {
			for _, p := range slices.Backward(s.Pages) {
				b, _, err := r.Append(nil, p)
				if err != nil || string(b) != once[p.URL] {
					t.Errorf("%s: another page, or %v", p.URL, err)
				}
			}
			done <- true
		}()
	}
	<-done
	<-done
	for _, p := range slices.Backward(other.opt.Site.Pages) {
		if b, _, _ := other.Append(nil, p); string(b) != once[p.URL] {
			t.Errorf("%s: another page when others were not made before", p.URL)
		}
	}
}

func BenchmarkArticlePage(b *testing.B) {
	s, r := town(b, "", nil)
	p := s.PageAt("/articles/2001-05-03-ferry/")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := r.Append(nil, p); err != nil {
			b.Fatal(err)
		}
	}
}
