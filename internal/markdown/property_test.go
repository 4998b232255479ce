package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"dateline/internal/inert"
	"dateline/internal/prose"
)

// words returns the text of some HTML, as a browser would show it.
func words(page []byte) string {
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}

// letters returns the letters and digits of s: what typography never changes.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// someMarks makes marks over a text from arbitrary bytes: they nest or stand
// apart, on the borders of characters.
func someMarks(text string, seed []byte) []Mark {
	var marks []Mark
	var open []int // ends
	at := 0
	for i := 0; i+1 < len(seed) && len(marks) < 60; i += 2 {
		at += int(seed[i] & 31)
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		if at > len(text) {
			break
		}
		for len(open) > 0 && open[len(open)-1] <= at {
			open = open[:len(open)-1]
		}
		end := min(at+int(seed[i+1]&63), len(text))
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
		if len(open) > 0 {
			end = min(end, open[len(open)-1])
		}
		m := Mark{Span: prose.Span{Start: at, End: end}, Open: fmt.Sprintf(`<b data-mark="%d">`, len(marks)), Close: "</b>"}
		switch seed[i] >> 6 {
		case 1:
			m.Link, m.Open, m.Close = true, fmt.Sprintf(`<a data-mark="%d" href="#">`, len(marks)), "</a>"
			if len(open) > 0 { // links do not nest
				continue
			}
		case 2:
			m.Open, m.Close = fmt.Sprintf(`<i id="point-%d"></i>`, len(marks)), ""
			m.End = m.Start
		}
		open = append(open, m.End)
		marks = append(marks, m)
	}
	return marks
}

// checkMarks fails unless marks leave the text as it is, are balanced, never put
// a link into a link, and hold the words that they are for.
func checkMarks(t *testing.T, tree *Tree, text string, marks []Mark) {
	t.Helper()
	link := func(dest string, k RefKind) (string, bool) { return dest, true }
	plain, _ := tree.HTML(Render{Link: link})
	marked, _ := tree.HTML(Render{Link: link, Marks: marks})
	if a, b := words(plain), words(marked); a != b {
		t.Fatalf("marks change the text\nwithout %q\nwith    %q\nHTML %s", a, b, marked)
	}
	checkBalanced(t, marked)
	within := map[string]*strings.Builder{}
	var open []string
	links := 0
	z := html.NewTokenizer(bytes.NewReader(marked))
	for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
		tok := z.Token()
		switch tt {
		case html.StartTagToken:
			if tok.Data != "a" && tok.Data != "b" {
				continue
			}
			if tok.Data == "a" {
				if links++; links > 1 {
					t.Fatalf("a link in a link: %s", marked)
				}
			}
			id := ""
			for _, a := range tok.Attr {
				if a.Key == "data-mark" {
					id = a.Val
					if within[id] == nil {
						within[id] = &strings.Builder{}
					}
				}
			}
			open = append(open, id)
		case html.EndTagToken:
			if tok.Data == "a" {
				links--
			}
			if tok.Data == "a" || tok.Data == "b" {
				open = open[:len(open)-1]
			}
		case html.TextToken:
			for _, id := range open {
				if id != "" {
					within[id].WriteString(tok.Data)
				}
			}
		}
	}
	for i, m := range marks {
		b := within[fmt.Sprint(i)]
		if b == nil || m.Close == "" {
			continue
		}
		got, want := letters(b.String()), letters(text[m.Start:m.End])
		if m.Link { // where a wikilink stands in it there is none
			if !isSubsequence(got, want) {
				t.Fatalf("mark %d holds %q, which is not of %q\nin %s", i, got, want, marked)
			}
		} else if got != want && !strings.Contains(string(marked), "<sup>") && !strings.Contains(string(marked), "<pre") {
			t.Fatalf("mark %d is around %q, want %q\nin %s", i, got, want, marked)
		}
	}
}

func isSubsequence(a, b string) bool {
	for _, r := range a {
		i := strings.IndexRune(b, r)
		if i < 0 {
			return false
		}
		b = b[i+utf8.RuneLen(r):]
	}
	return true
}

// checkProse fails unless the running text is clean and each letter of it can be
// found in the source.
func checkProse(t *testing.T, tree *Tree, src []byte, body int) *prose.Text {
	t.Helper()
	var b prose.Builder
	tree.Prose(&b)
	x := b.Text()
	if x.S != tree.text {
		t.Fatalf("prose %q, tree %q", x.S, tree.text)
	}
	if !utf8.ValidString(x.S) {
		t.Fatalf("not UTF-8: %q", x.S)
	}
	at := 0
	for i, blk := range x.Blocks {
		if blk.Start != at || blk.End <= blk.Start || strings.ContainsFunc(x.S[blk.Start:blk.End], unicode.IsControl) {
			t.Fatalf("block %d is %d to %d, from %d on: %q", i, blk.Start, blk.End, at, x.S[blk.Start:blk.End])
		}
		at = blk.End + 1
	}
	for _, spans := range [][]prose.Span{x.Quiet, x.Linked} {
		last := 0
		for _, s := range spans {
			if s.Start < last || s.End < s.Start || s.End > len(x.S) || strings.Contains(x.S[s.Start:s.End], "\n") {
				t.Fatalf("span %v after %d in %q", s, last, x.S)
			}
			last = s.End
		}
	}
	for i := range len(x.S) {
		if c := x.S[i]; isASCIILetter(rune(c)) {
			p := x.Source(i)
			if p < body || p >= len(src) {
				t.Fatalf("%q at %d has the source %d", c, i, p)
			}
			if src[p] != c && strings.IndexByte("&![<(", src[p]) < 0 {
				t.Fatalf("%q at %d of %q is %q in the source at %d", c, i, x.S, src[p], p)
			}
		}
	}
	return x
}

func seeds(f *testing.F, add func(src string)) {
	for _, s := range []string{
		"John *Kerry* said 'I *am* here' in [London](x).\n\n- [[a|John *Kerry*]] and\n  Hague[^1]\n\n[^1]: note",
		"::: figure\n![a](b.png)\nCaption *of* it\n:::\n\n![a](b \"c 'd' e\")\n\n> [!NOTE] T\n> x",
		"a <b>c *d</b> e* <div>\n\n<div>\n\nx <a href=y>z\n\n</div> <p>q <b>r\n<table><tr><td>s",
		"|a|`b\\|c`|\n|-|:-:|\n|*d*|https://e.f/g|\n\nt\n: u\n\n```go\nfunc x() {}\n```",
		"&amp; \\* &#x202e; \u202e x \x01 \x80 a\u00a0b www.a.b/c. d_e@f.g \"h\" -- i... 'j",
		"# A {#b .c}\n\n**a *b ~~c `d` e~~ f* g**\\\nh  \ni\r\nj\rk",
	} {
		add(s)
	}
}

// FuzzParse: the HTML is balanced and inert, the running text is clean and leads
// back to the source, and marks never change what is read.
func FuzzParse(f *testing.F) {
	seeds(f, func(src string) {
		f.Add([]byte(src), []byte{3, 9, 70, 5, 130, 1, 2, 40, 1, 3, 66, 8}, uint8(0))
	})
	f.Fuzz(func(t *testing.T, src, seed []byte, bits uint8) {
		if len(src) > 4096 {
			return
		}
		opt := Options{File: "f.md", Lang: []string{"en", "de", "fr", "es"}[bits&3], HTML: []Policy{Sanitize, Escape}[bits>>2&1]}
		body := min(int(bits>>5), len(src))
		tree, diags := Parse(src, body, opt)
		out, _ := tree.HTML(Render{})
		checkBalanced(t, out)
		if err := inert.Article(out); err != nil {
			t.Fatalf("%v\nin %s", err, out)
		}
		if !utf8.Valid(out) || bytes.ContainsFunc(out, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Fatalf("not clean: %q", out)
		}
		if len(out) > 20*len(src)+64<<10 {
			t.Fatalf("%d bytes became %d", len(src), len(out))
		}
		for _, d := range diags {
			if d.Code == "" || d.Message == "" || d.File != "f.md" {
				t.Fatalf("diagnostic %+v", d)
			}
		}
		seen := map[string]bool{}
		for _, h := range tree.Headings() {
			if h.ID == "" || seen[h.ID] || ReservedID(h.ID) && !strings.HasPrefix(h.ID, "s-") {
				t.Fatalf("heading id %q", h.ID)
			}
			seen[h.ID] = true
		}
		x := checkProse(t, tree, newlines(slices.Clone(src)), body)
		checkMarks(t, tree, x.S, someMarks(x.S, seed))
	})
}

// TestMarks has what marks do at the borders of elements.
func TestMarks(t *testing.T) {
	m := func(start, end int) Mark {
		return Mark{Span: prose.Span{Start: start, End: end}, Open: "<m>", Close: "</m>"}
	}
	l := func(start, end int) Mark {
		return Mark{Span: prose.Span{Start: start, End: end}, Open: `<a href="k">`, Close: "</a>", Link: true}
	}
	point := func(at int) Mark {
		return Mark{Span: prose.Span{Start: at, End: at}, Open: `<i id="p"></i>`}
	}
	for _, c := range []struct {
		name, src string
		marks     []Mark
		want      string
	}{
		{"in a text", "Mr Kerry said", []Mark{l(3, 8)}, `<p>Mr <a href="k">Kerry</a> said</p>`},
		{"around an element", "a *b* c", []Mark{m(0, 5)}, `<p><m>a <em>b</em> c</m></p>`},
		{"just an element", "a *b* c", []Mark{m(2, 3)}, `<p>a <em><m>b</m></em> c</p>`},
		{"into an element", "a *b c* d", []Mark{m(0, 3)}, `<p><m>a </m><em><m>b</m> c</em> d</p>`},
		{"out of an element", "a *b c* d", []Mark{m(4, 7)}, `<p>a <em>b <m>c</m></em><m> d</m></p>`},
		{"begins with an element and goes on", "*John* Kerry", []Mark{l(0, 10)}, `<p><a href="k"><em>John</em> Kerry</a></p>`},
		{"nested", "a b c", []Mark{m(0, 5), l(2, 3)}, `<p><m>a <a href="k">b</a> c</m></p>`},
		{"a link in a link", "[Kerry](x) here", []Mark{l(0, 5)}, `<p><a href="x">Kerry</a> here</p>`},
		{"no link in a link, but a mark", "[Kerry](x) here", []Mark{m(0, 10), l(0, 5)}, `<p><m><a href="x">Kerry</a> here</m></p>`},
		{"a link that touches a link", "John [Kerry](x)", []Mark{l(0, 10)}, `<p>John <a href="x">Kerry</a></p>`},
		{"over a soft line end", "John\nKerry", []Mark{l(0, 10)}, `<p><a href="k">John Kerry</a></p>`},
		{"over blocks", "a b\n\nc d", []Mark{m(2, 5)}, "<p>a <m>b</m></p>\n<p><m>c</m> d</p>"},
		{"points", "a *b* c", []Mark{point(0), point(2), point(5)}, `<p><i id="p"></i>a <i id="p"></i><em>b</em> c<i id="p"></i></p>`},
		{"around typography", `"Kerry's"`, []Mark{l(1, 6)}, `<p>“<a href="k">Kerry</a>’s”</p>`},
		{"around an entity", "R&amp;D x", []Mark{m(0, 3)}, `<p><m>R&amp;D</m> x</p>`},
		{"a note in a link", "John[^1] Kerry\n\n[^1]: n", []Mark{l(0, 10)}, `<p><a href="k">John</a><sup><a class="fn" href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup><a href="k"> Kerry</a></p>`},
		{"outside of the text", "a", []Mark{m(5, 9)}, "<p>a</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree, _ := Parse([]byte(c.src), 0, Options{})
			const base = 7
			for i := range c.marks {
				c.marks[i].Start += base
				c.marks[i].End += base
			}
			got, _ := tree.HTML(Render{Base: base, Marks: c.marks})
			got, _, _ = bytes.Cut(got, []byte("\n<section"))
			if strings.TrimSpace(string(got)) != c.want {
				t.Errorf("%q\ngot  %s\nwant %s", c.src, got, c.want)
			}
		})
	}
}

func TestWikilinkIsLinkedByRender(t *testing.T) {
	tree, _ := Parse([]byte("[[john-kerry|Mr *x* Kerry]] and [[nobody]]"), 0, Options{})
	link := func(dest string, k RefKind) (string, bool) {
		if k != WikiRef {
			t.Errorf("kind %v", k)
		}
		return "/e/" + dest + "/", dest == "john-kerry"
	}
	kerry := Mark{Span: prose.Span{Start: 0, End: 10}, Open: "<a>", Close: "</a>", Link: true}
	got, _ := tree.HTML(Render{Link: link, Marks: []Mark{kerry}})
	if want := "<p><a href=\"/e/john-kerry/\">Mr *x* Kerry</a> and nobody</p>\n"; string(got) != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestInline(t *testing.T) {
	got := Inline("Kerry: 'no <better> partner'", "en", Render{Base: 100, Marks: []Mark{
		{Span: prose.Span{Start: 100, End: 105}, Open: "<a>", Close: "</a>", Link: true},
	}})
	if want := "<a>Kerry</a>: ‘no &lt;better&gt; partner’"; string(got) != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// TestOffsets: a header is passed over, and everything still counts from the file's start.
func TestOffsets(t *testing.T) {
	const header = "---\ntitle: x\n---\n"
	src := header + "# Head\n\nSome [words](x) and ![a](y.png) [[w]]\n"
	tree, _ := Parse([]byte(src), len(header), Options{})
	if h := tree.Headings(); len(h) != 1 || !strings.HasPrefix(src[h[0].Offset:], "# Head") && !strings.HasPrefix(src[h[0].Offset:], "Head") {
		t.Errorf("headings %+v", h)
	}
	for i, want := range []string{"[words]", "![a]", "[[w]]"} {
		if r := tree.Refs(); !strings.HasPrefix(src[r[i].Offset:], want) {
			t.Errorf("ref %d at %q, want %q", i, src[r[i].Offset:], want)
		}
	}
	checkProse(t, tree, []byte(src), len(header))
}

func TestBlockIDs(t *testing.T) {
	tree, _ := Parse([]byte("# h\n\np\n\n- i\n\n|c|\n|-|\n\n::: figure\nx\n:::"), 0, Options{})
	out, _ := tree.HTML(Render{BlockID: func(i int) string { return fmt.Sprintf("p-%d", i) }})
	for _, want := range []string{`<p id="p-1">`, `<li id="p-2">`, `<th id="p-3"`, `<figcaption id="p-4">`, `<h1 id="h">`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

// memory is a Cache.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, bool) { v, ok := m[key]; return v, ok }
func (m memory) Put(key string, val []byte)    { m[key] = val }

// TestCodeCache: code is kept, and read again the same; another language is another entry.
func TestCodeCache(t *testing.T) {
	long := strings.Repeat("if x { return 1 }\n", 300)
	tree, _ := Parse([]byte("```go\n"+long+"```\n\n```rust\n"+long+"```\n\n```go\nshort\n```\n"), 0, Options{})
	m := memory{}
	first, _ := tree.HTML(Render{Code: m})
	plain, _ := tree.HTML(Render{})
	if len(m) != 3 || !bytes.Equal(first, plain) {
		t.Fatalf("%d entries", len(m))
	}
	for k := range m {
		m[k] = []byte("<kept>")
	}
	if again, _ := tree.HTML(Render{Code: m}); bytes.Count(again, []byte("<kept>")) != 3 {
		t.Errorf("not read from the cache: %s", again)
	}
}

// article is some 700 words of prose as the press writes it.
func article() []byte {
	para := "The minister, Anna Berg, told reporters in Geneva on Tuesday that the talks 'are not over yet' and that her country's *delegation* would stay until the end of the week, if need be. \"We have time,\" she said -- and smiled; [the text](https://example.org/a) was to be published today.\n\n"
	return []byte("## Talks go on\n\n" + strings.Repeat(para, 14))
}

func BenchmarkParse(b *testing.B) {
	src := article()
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Parse(src, 0, Options{})
	}
}

func BenchmarkHTML(b *testing.B) {
	tree, _ := Parse(article(), 0, Options{})
	var pb prose.Builder
	tree.Prose(&pb)
	var marks []Mark
	for _, blk := range pb.Text().Blocks[1:] {
		marks = append(marks,
			Mark{Span: prose.Span{Start: blk.Start + 14, End: blk.Start + 23}, Open: `<a href="/e/anna-berg/">`, Close: "</a>", Link: true},
			Mark{Span: prose.Span{Start: blk.Start + 43, End: blk.Start + 49}, Open: `<a href="/e/geneva/">`, Close: "</a>", Link: true})
	}
	b.ReportAllocs()
	for b.Loop() {
		tree.HTML(Render{Marks: marks})
	}
}

func BenchmarkProse(b *testing.B) {
	tree, _ := Parse(article(), 0, Options{})
	b.ReportAllocs()
	for b.Loop() {
		var pb prose.Builder
		tree.Prose(&pb)
		pb.Text()
	}
}
