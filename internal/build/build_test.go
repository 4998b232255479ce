package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/search"
	"dateline/internal/site"
	"dateline/static"
	"dateline/templates"
)

// small is a site with something of everything.
func small() fstest.MapFS {
	files := map[string]string{
		"content/site.yaml":     "title: Small\nbaseURL: https://example.org/repo/\npaginate: 2\nimportReports: true\n",
		"content/index.md":      "---\ntitle: Home\n---\n\nWelcome to [the ferry](articles/2013-09-09-ferry.md).\n",
		"content/about.md":      "---\ntitle: About\nredirects: [/old-about/]\n---\n\n# About\n\nSee [the guide](docs/guide.md#second).\n",
		"content/docs/guide.md": "---\ntitle: Guide\n---\n\n## First\n\nWords.\n\n## Second\n\n| a | b |\n|---|---|\n| c | d |\n",
		"content/articles/2013-09-09-ferry.md": `---
title: A second ferry for Stockholm
date: 2013-09-09
authors: [Anna Weber]
tags: [Ferries, Harbours]
highlights:
  - Marta Lindqvist wants a second ferry
---

The harbour board met in Stockholm today. Marta Lindqvist, who chairs it, said that a decision would fall next week.

## Money

"We cannot wait," Ms Lindqvist said on Monday. The first ferry was built in 1998. See [[john-hale|Hale]].[^1]

![The quay](quay.txt)

[^1]: Minutes of 2 September 2013.
`,
		"content/articles/2013-09-16-vote.md":                "---\ntitle: The board votes\ndate: 2013-09-16\ntags: [ferries]\n---\n\nMarta Lindqvist and John Hale voted in Stockholm yesterday. The ferry is to sail in May 2014.\n",
		"content/articles/2013-10-01-yard/index.md":          "---\ntitle: A yard in Gdańsk\ndate: 2013-10-01\n---\n\nJohn Hale went to Poland on 28 September 2013 and signed for the ferry.\n\n![A keel](keel.png \"The keel\")\n",
		"content/articles/2013-10-01-yard/keel.png":          "not really a picture",
		"content/articles/2013-10-01-yard/index.import.json": report("Share this"),
		"content/articles/quay.txt":                          "",
		"content/entities/john-hale.md":                      "---\nname: John Hale\ntype: person\naliases: [Jack Hale]\nborn: 1950\n---\n\nEngineer of [[stockholm|the harbour]].\n",
	}
	delete(files, "content/articles/quay.txt")
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// report is the report of an import that left one line out.
func report(line string) string {
	return `{"source": {"name": "yard.html"}, "output": "00", "kind": "html", "dropped": [{"line": 1, "label": "boiler", "reason": "a link", "text": "` + line + `"}]}`
}

func input(fsys fs.FS) Input {
	return Input{Site: fsys, Templates: templates.FS, Static: static.FS, Now: day.Day(16000)}
}

func mustBuild(t *testing.T, b *Builder, in Input) *Output {
	t.Helper()
	out, err := b.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func contents(t *testing.T, out *Output) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, p := range out.Paths() {
		b, err := fs.ReadFile(out, p)
		if err != nil {
			t.Fatal(err)
		}
		all[p] = bytes.Clone(b)
	}
	return all
}

func compare(t *testing.T, what string, got, want map[string][]byte) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(want)) {
		g, ok := got[p]
		switch {
		case !ok:
			t.Errorf("%s: %s is missing", what, p)
		case !bytes.Equal(g, want[p]):
			i := 0
			for i < len(g) && i < len(want[p]) && g[i] == want[p][i] {
				i++
			}
			t.Errorf("%s: %s differs at byte %d:\n got …%.120q\nwant …%.120q", what, p, i, g[max(0, i-40):], want[p][max(0, i-40):])
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok {
			t.Errorf("%s: %s should not be there", what, p)
		}
	}
}

// A preview opens pages and asks what is wrong after each edit. Neither makes the index
// of search, which takes a while on large sites.
func TestPreviewMakesNoIndex(t *testing.T) {
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), input(small()))
	index := out.index
	made := false
	out.index = func() (*search.Index, error) {
		made = true
		return index()
	}
	for _, p := range []string{"index.html", "articles/2013-09-09-ferry/index.html", "feed.xml"} {
		if _, err := out.ReadFile(p); err != nil {
			t.Fatal(err)
		}
	}
	if out.Problems(); made {
		t.Error("the index was made, and nobody searched")
	}
	if out.Paths(); !made {
		t.Error("the index is not made for all paths; this test looks at the wrong place")
	}
}

func TestOutputIsFileSystem(t *testing.T) {
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), input(small()))
	if out.Problems().HasErrors() {
		t.Fatal(out.Problems())
	}
	if err := fstest.TestFS(out, "index.html", "articles/2013-09-09-ferry/index.html", "entities/john-hale/index.html", "feed.xml", ".nojekyll"); err != nil {
		t.Fatal(err)
	}
}

// A build with a full cache, on any number of workers, gives the bytes of the
// first, and so does a build of the same files in another order of names.
func TestDeterministic(t *testing.T) {
	cache := NewMemory(nil)
	want := contents(t, mustBuild(t, NewBuilder("test", cache, 1), input(small())))
	compare(t, "warm", contents(t, mustBuild(t, NewBuilder("test", cache, 4), input(small()))), want)
	compare(t, "cold", contents(t, mustBuild(t, NewBuilder("test", NewMemory(nil), 3), input(small()))), want)
}

// Building step by step while files change gives what a clean build gives.
func TestIncrementalIsClean(t *testing.T) {
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		fsys := small()
		b := NewBuilder("test", NewMemory(nil), 2)
		mustBuild(t, b, input(fsys))
		for step := range 14 {
			name, text := edit(rnd, fsys)
			next := maps.Clone(fsys)
			if text == nil {
				delete(next, name)
			} else {
				next[name] = &fstest.MapFile{Data: text}
			}
			fsys = next
			in := input(fsys)
			in.Changed = []string{name}
			got := mustBuild(t, b, in)
			want := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(fsys))
			what := fmt.Sprintf("seed %d, step %d, %s", seed, step, name)
			compare(t, what, contents(t, got), contents(t, want))
			if g, w := messages(got.Problems()), messages(want.Problems()); g != w {
				t.Errorf("%s: problems\n got %s\nwant %s", what, g, w)
			}
			if t.Failed() {
				return
			}
		}
	}
}

// The page of an imported article tells what its report says as soon as that
// changes, and only on a site that asks for it. A report that is too large or
// broken is a warning, and the page is there without it.
func TestImportReports(t *testing.T) {
	const page = "articles/2013-10-01-yard/index.html"
	const file = "content/articles/2013-10-01-yard/index.import.json"
	fsys := small()
	fsys["content/articles/plain.txt"] = &fstest.MapFile{Data: []byte("A plain text\n\nThe board met on the quay in the evening, and nobody had brought a lamp.\n\nShare this article\n")}
	b := NewBuilder("test", NewMemory(nil), 2)
	told := func(page string, changed ...string) string {
		t.Helper()
		in := input(fsys)
		in.Changed = changed
		out, err := fs.ReadFile(mustBuild(t, b, in), page)
		if err != nil {
			t.Fatal(err)
		}
		_, about, ok := strings.Cut(string(out), `<details class="about"`)
		about, _, _ = strings.Cut(about, "</details>")
		if ok && about == "" {
			t.Fatal("the account is not ended")
		}
		return about
	}
	if got := told(page); !strings.Contains(got, "yard.html") || !strings.Contains(got, "Share this") {
		t.Errorf("got %s", got)
	}
	if got := told("articles/plain/index.html"); !strings.Contains(got, "plain.txt") || !strings.Contains(got, "Share this article") || !strings.Contains(got, "as it was imported") {
		t.Errorf("a text that is converted tells %s", got)
	}
	fsys[file] = &fstest.MapFile{Data: []byte(report("Print this"))}
	if got := told(page, file); !strings.Contains(got, "Print this") {
		t.Errorf("a changed report is told as %s", got)
	}
	for _, bad := range [][]byte{[]byte("{"), make([]byte, maxSource+1)} {
		fsys[file] = &fstest.MapFile{Data: bad}
		if got := told(page, file); got != "" {
			t.Errorf("a broken report is told as %s", got)
		}
		out := mustBuild(t, b, input(fsys))
		i := slices.IndexFunc(out.Diags, func(d diag.Diagnostic) bool { return d.File == file })
		if i < 0 || out.Diags[i].Severity != diag.Warning || out.Diags[i].Hint == "" {
			t.Errorf("%d bytes: %v", len(bad), out.Diags)
		}
	}
	const settings = "content/site.yaml"
	fsys[settings] = &fstest.MapFile{Data: []byte("title: Small\n")}
	if out := mustBuild(t, b, input(fsys)); slices.ContainsFunc(out.Diags, func(d diag.Diagnostic) bool { return d.File == file }) {
		t.Errorf("a report that is not asked for was read: %v", out.Diags)
	}
	if got := told("articles/plain/index.html", settings); got != "" {
		t.Errorf("a site that does not ask tells %s", got)
	}
}

func messages(l diag.List) string {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "%s:%d:%d %s %s\n", d.File, d.Line, d.Col, d.Code, d.Message)
	}
	return b.String()
}

// edit changes, adds or deletes one file, as an author would.
func edit(rnd *rand.Rand, fsys fstest.MapFS) (string, []byte) {
	var names []string
	for n := range fsys {
		if strings.HasSuffix(n, ".md") || strings.HasSuffix(n, ".yaml") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	name := names[rnd.IntN(len(names))]
	old := string(fsys[name].Data)
	if strings.HasSuffix(name, ".yaml") {
		return name, []byte(strings.Replace(old, "title: ", "title: New ", 1))
	}
	switch rnd.IntN(11) {
	case 0:
		return "content/articles/new" + fmt.Sprint(rnd.IntN(3)) + ".md", fmt.Appendf(nil, "---\ntitle: New %d\ndate: 2013-09-%02d\n---\n\nOlga Brandt met John Hale in Oslo today.\n", rnd.IntN(9), 1+rnd.IntN(28))
	case 1:
		if strings.Contains(name, "articles/new") {
			return name, nil
		}
		return name, []byte(old + "\nJohn Hale spoke again.\n")
	case 2:
		return name, []byte(strings.Replace(old, "title: ", "title: Late ", 1))
	case 3:
		return name, []byte(strings.Replace(old, "date: 2013-09-", "date: 2013-08-", 1))
	case 4:
		return name, []byte(strings.ReplaceAll(old, "Hale", "Harte"))
	case 5:
		return name, []byte(strings.Replace(old, "\n\n", "\n\nA sentence before all others. ", 1))
	case 6:
		return "content/articles/2013-09-16-vote.notes.jsonl", []byte(`{"id":"a","kind":"mention","status":"rejected","exact":"Stockholm","prefix":"voted in ","suffix":" yesterday"}` + "\n")
	case 7:
		return "content/articles/2013-10-01-yard/index.import.json", []byte(report(fmt.Sprint("Share ", rnd.IntN(9))))
	case 8:
		return "content/articles/2013-09-16-vote.import.json", []byte([]string{report("Print"), "{", "null"}[rnd.IntN(3)])
	default:
		return name, []byte(old + "\nOne more line without names.\n")
	}
}

// Every link and anchor of every page leads somewhere, wherever the site is put.
func TestLinksResolve(t *testing.T) {
	for _, base := range []addr.Absolute{"https://example.org/", "https://example.org/repo/"} {
		in := input(small())
		in.BaseURL = &base
		out := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), in)
		root := strings.TrimPrefix(string(base), "https://example.org")
		ids := map[string]map[string]bool{}
		links := map[string][]string{}
		for p, b := range contents(t, out) {
			if path.Ext(p) == ".html" {
				ids[p], links[p] = anchors(t, b)
			}
		}
		checked := 0
		for _, p := range slices.Sorted(maps.Keys(links)) {
			from, err := url.Parse("https://example.org" + root + strings.TrimSuffix(p, "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			if p == "404.html" { // is served wherever nothing is
				from, _ = url.Parse("https://example.org" + root + "no/such/page/")
			}
			for _, l := range links[p] {
				if id, ok := strings.CutPrefix(l, "#"); ok && !ids[p][id] {
					t.Errorf("%s: there is no anchor %q", p, l)
				} else if ok {
					continue
				}
				u, err := from.Parse(l)
				if err != nil {
					t.Errorf("%s: %q is no address", p, l)
					continue
				}
				if u.Host != "example.org" || u.Scheme != "https" {
					continue
				}
				checked++
				rest, ok := strings.CutPrefix(u.Path, root)
				if !ok {
					t.Errorf("%s: %q leaves the base path", p, l)
					continue
				}
				file := string(addr.URL("/" + rest).Output())
				if _, err := fs.Stat(out, file); err != nil {
					if l != "quay.txt" { // the picture that small lacks on purpose
						t.Errorf("%s: %q leads nowhere (%s)", p, l, file)
					}
					continue
				}
				if u.Fragment != "" && ids[file] != nil && !ids[file][u.Fragment] {
					t.Errorf("%s: %q: %s has no such anchor", p, l, file)
				}
			}
		}
		if checked < 200 {
			t.Errorf("only %d links were found: the test does not look", checked)
		}
	}
}

func anchors(t *testing.T, page []byte) (ids map[string]bool, links []string) {
	t.Helper()
	ids = map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ids, links
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			for _, a := range tok.Attr {
				switch {
				case a.Key == "id":
					if ids[a.Val] {
						t.Errorf("the id %q stands twice on a page", a.Val)
					}
					ids[a.Val] = true
				case a.Key == "href" && tok.Data != "link", a.Key == "src":
					links = append(links, a.Val)
				case a.Key == "href":
					links = append(links, a.Val)
				}
			}
		}
	}
}

// What linking makes of the articles does not depend on their order.
func TestOrderIsIrrelevant(t *testing.T) {
	b := NewBuilder("test", NewMemory(nil), 1)
	mustBuild(t, b, input(small()))
	var in site.Input
	in.Register, in.Settings = b.register, b.settings
	for _, s := range b.sources {
		if s.art != nil {
			in.Compiled = append(in.Compiled, s.art)
		}
	}
	describe := func() string {
		s, diags := site.Link(in)
		var sb strings.Builder
		for _, p := range s.Pages {
			fmt.Fprintln(&sb, p.URL, p.Kind, p.Title, p.From, p.Pager)
		}
		for _, e := range s.Entities {
			fmt.Fprint(&sb, e.ID, e.Name, e.Mentions)
			for _, a := range e.Articles {
				fmt.Fprint(&sb, " ", s.Articles[a.Article].Path, a.Count)
			}
			fmt.Fprintln(&sb)
		}
		return sb.String() + messages(diags)
	}
	want := describe()
	for range 5 {
		rand.Shuffle(len(in.Compiled), func(i, j int) { in.Compiled[i], in.Compiled[j] = in.Compiled[j], in.Compiled[i] })
		if got := describe(); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// A page whose header asks for the address of a feed is told so, and nothing is published twice.
func TestPageAtFeed(t *testing.T) {
	fsys := small()
	fsys["content/articles/2013-09-20-feed.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Feed\ndate: 2013-09-20\nurl: /entities/john-hale/feed.xml\n---\n\nWords.\n")}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(fsys))
	if !slices.ContainsFunc(out.Problems(), func(d diag.Diagnostic) bool { return d.Code == "same-address" }) {
		t.Errorf("no word of it in %v", out.Problems())
	}
	if paths := out.Paths(); len(slices.Compact(slices.Clone(paths))) != len(paths) {
		t.Errorf("twice in %v", paths)
	}
}

// A file without a byte is a page like any other.
func TestEmptyArticle(t *testing.T) {
	fsys := small()
	fsys["content/articles/2013-09-20-empty.md"] = &fstest.MapFile{}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(fsys))
	if _, err := fs.ReadFile(out, "articles/2013-09-20-empty/index.html"); err != nil {
		t.Fatal(err)
	}
}

// closedFile is a site of which one file may not be opened.
type closedFile struct {
	fs.FS
	name string
}

func (c closedFile) Open(name string) (fs.File, error) {
	if name == c.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.FS.Open(name)
}

// S-C12, for the superuser too: an article or an entity that may not be read is an
// error that names it.
func TestUnreadable(t *testing.T) {
	fsys := small()
	for name := range fsys {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		in := input(fsys)
		in.Site = closedFile{in.Site, name}
		out, err := NewBuilder("test", NewMemory(nil), 1).Build(t.Context(), in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.ContainsFunc(out.Problems(), func(d diag.Diagnostic) bool {
			return d.Code == "unreadable" && d.File == name && d.Severity == diag.Error
		}) {
			t.Errorf("no word of %s in %v", name, out.Problems())
		}
	}
}

// What is built is built: its pages do not change with the sources. Without the
// cache a page whose source changed is not made of half of each.
// S-I07: no page is made of two states of a source.
func TestChangedWhileBuilding(t *testing.T) {
	const page = "articles/2013-09-16-vote/index.html"
	fsys, cache := small(), NewMemory(nil)
	out := mustBuild(t, NewBuilder("test", cache, 1), input(fsys))
	before := contents(t, out)
	clear(cache.vals)
	compare(t, "without the cache", contents(t, out), before)

	out = mustBuild(t, NewBuilder("test", cache, 1), input(fsys))
	fsys["content/articles/2013-09-16-vote.md"].Data = []byte("---\ntitle: Other\n---\n\nOther words.\n")
	compare(t, "after a change", contents(t, out), before)
	clear(cache.vals)
	if _, err := fs.ReadFile(out, page); !errors.Is(err, ErrChanged) {
		t.Fatalf("a page was made of a source that is no longer what was compiled: %v", err)
	}
}

// Forms that outputs names lie beside each page, which links to them, with what
// belongs beside them; without outputs there is nothing.
func TestOutputsBesidePages(t *testing.T) {
	fsys := small()
	const dir = "articles/2013-09-09-ferry/"
	before := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), input(fsys)).Paths()
	fsys["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: Small\nbaseURL: https://example.org/repo/\noutputs: [tei, w3c, csl, markdown, geojson, ics]\n")}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), input(fsys))
	files := contents(t, out)
	page := string(files[dir+"index.html"])
	for name, want := range map[string]string{
		"index.tei.xml": "<persName", "index.anno.jsonld": "TextPositionSelector", "index.txt": "The harbour board met", "index.csl.json": `"A second ferry for Stockholm"`, "index.md": "See [[john-hale|Hale]].[^1]",
	} {
		if !strings.Contains(string(files[dir+name]), want) {
			t.Errorf("%s has no %s", dir+name, want)
		}
		if slices.Contains(before, dir+name) {
			t.Errorf("%s was there before it was asked for", name)
		}
		if !strings.Contains(page, `href="`+name+`"`) {
			t.Errorf("the page does not link to %s", name)
		}
	}
	if csl := files[dir+"index.csl.json"]; !bytes.HasPrefix(csl, []byte("[")) {
		t.Errorf("CSL-JSON is no list: %s", csl)
	}
	for path, page := range map[string]string{"places/places.geojson": "places/index.html", "timeline/timeline.ics": "timeline/index.html"} {
		if len(files[path]) == 0 || !strings.Contains(string(files[page]), `rel="alternate"`) || !strings.Contains(string(files[page]), path[strings.IndexByte(path, '/')+1:]) {
			t.Errorf("%s is missing, or %s does not link to it", path, page)
		}
	}
	if strings.Contains(page, "timeline.ics") || strings.Contains(page, "places.geojson") {
		t.Error("an article's page links to what is not about it")
	}
	if out.Diags.HasErrors() {
		t.Error(out.Diags)
	}
}
