package importer_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"dateline/internal/importer"
	"dateline/internal/markdown"
	"dateline/internal/prose"
)

// check holds a draft to what is promised of every import.
func check(t *testing.T, name string, src []byte, d *importer.Draft) {
	t.Helper()
	for i, l := range d.Lines {
		if l.N != i+1 {
			t.Fatalf("line %d of the account has number %d", i+1, l.N)
		}
		if l.Label == "" || l.Reason == "" {
			t.Fatalf("line %d has label %q, reason %q", l.N, l.Label, l.Reason)
		}
	}
	report := d.Report()
	var source []string
	for _, l := range d.Lines {
		source = append(source, l.Text)
	}
	if rebuilt, err := importer.Rebuild(d.Markdown, &report); err != nil || rebuilt != strings.Join(source, "\n") {
		t.Fatalf("%s: the source is not rebuilt: %v\n%q\nfrom\n%s\n%s", name, err, rebuilt, d.Markdown, report.Marshal())
	}
	for _, b := range [][]byte{d.Markdown, report.Marshal()} {
		if !utf8.Valid(b) {
			t.Fatalf("not UTF-8: %q", b)
		}
	}
	if i := bytes.IndexFunc(d.Markdown, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		t.Fatalf("control character at %d of %q", i, d.Markdown)
	}
	if d.Slug == "" || strings.Trim(d.Slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(d.Slug) > 80 {
		t.Fatalf("slug %q", d.Slug)
	}
	again, diags := importer.Import("draft.md", d.Markdown, importer.Options{})
	if strings.Contains(codes(diags), "not-an-article") { // it has no words, but somebody said that it is one
		again, diags = importer.Import("draft.md", d.Markdown, importer.Options{From: "markdown"})
	}
	if again == nil {
		t.Fatalf("its own output is refused: %v\n%s", diags, d.Markdown)
	}
	if !bytes.Equal(again.Markdown, d.Markdown) {
		t.Fatalf("%s: second pass differs\nfirst:\n%s\nsecond:\n%s", name, d.Markdown, again.Markdown)
	}
	twin, _ := importer.Import(name, src, importer.Options{From: d.Kind})
	if other, _ := importer.Import(name, src, importer.Options{From: d.Kind}); !bytes.Equal(twin.Markdown, other.Markdown) || !bytes.Equal(twin.Report().Marshal(), other.Report().Marshal()) {
		t.Fatalf("two runs differ")
	}
}

// words are the runs of letters and digits in s.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// shown returns the words that readers see of a Markdown file's body.
func shown(md []byte) []string {
	body := 0
	if i := bytes.Index(md, []byte("\n---\n")); i >= 0 && bytes.HasPrefix(md, []byte("---\n")) {
		body = i + 5
	}
	tree, _ := markdown.Parse(md, body, markdown.Options{})
	var b prose.Builder
	tree.Prose(&b)
	return words(b.Text().S)
}

// FuzzText: every line is accounted for once, in order, as it stands; and what
// readers see is exactly the words of the lines that were kept, in order, so that
// nothing is lost, invented or turned into marks.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"By ANN POE\n\nThe bridge was shut on Monday, and will stay so for a year.\n\nPost a Comment",
		"# not a heading\n1. no list\n> no quote\n*a* _b_ `c` [d](e) <f> &amp; ~~g~~ | h | ::: i\n",
		"- .One\n- .Two\nSome words that make a sentence of ten words or more here.\n", "a\\", "\t\t- x\n    code\n", "=== \n---\n***", "[a]: http://b\n[^1]: c\n", "\r\n\r", "Left: A man, right, waves\n: x\n+++\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 {
			return
		}
		d, _ := importer.Import("a.txt", []byte(s), importer.Options{From: "text"})
		if d == nil {
			return
		}
		check(t, "a.txt", []byte(s), d)
		if utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) || strings.Trim(s, "\n") == "" {
			lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(s, "\ufeff"), "\n"), "\n")
			if len(lines) != len(d.Lines) {
				t.Fatalf("%d lines, %d in the account", len(lines), len(d.Lines))
			}
			for i, l := range d.Lines {
				if l.Text != lines[i] {
					t.Fatalf("line %d is %q, in the account %q", i+1, lines[i], l.Text)
				}
			}
		}
		if strings.ContainsAny(s, "&") { // a reference cut by the escape shows the same words, but words() sees its name in either
			s = strings.ReplaceAll(s, "&", " ")
			if d, _ = importer.Import("a.txt", []byte(s), importer.Options{From: "text"}); d == nil {
				return
			}
		}
		var kept []string
		for _, l := range d.Lines {
			switch l.Label {
			case importer.Body, importer.Subhead, importer.Caption, importer.Quote:
				kept = append(kept, words(l.Text)...)
			}
		}
		if got := shown(d.Markdown); strings.Join(got, "") != strings.Join(kept, "") {
			t.Fatalf("readers see %q, the lines say %q\n%s", got, kept, d.Markdown)
		}
	})
}

// seen returns the text of the HTML that our renderer makes of a Markdown file.
func seen(t *testing.T, md []byte) string {
	doc, err := html.Parse(strings.NewReader(rendered(t, md)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// wholeShown holds that readers see the words of a draft's blocks, in their order.
func wholeShown(t *testing.T, d *importer.Draft) {
	t.Helper()
	var kept []string
	for _, l := range d.Lines {
		switch l.Label {
		case importer.Body, importer.Subhead, importer.Caption, importer.Quote:
			if !strings.Contains(l.Text, ".png") && !strings.Contains(l.Text, "\n```") && !strings.HasSuffix("\n"+l.Text, "\n___") { // what has no words is listed by its Markdown
				kept = append(kept, words(l.Text)...)
			}
		}
	}
	got, want := strings.Join(words(seen(t, d.Markdown)), ""), strings.Join(kept, "")
	if bytes.Contains(d.Markdown, []byte("::: figure")) { // a caption may stand elsewhere
		got, want = sorted(got), sorted(want)
	}
	if got != want {
		t.Errorf("readers see %q, the blocks say %q\n%s", got, want, d.Markdown)
	}
}

func sorted(s string) string {
	r := []rune(s)
	slices.Sort(r)
	return string(r)
}

// markup is the tags that a picture may stand in.
var markup = regexp.MustCompile(`^(</?[a-z]+>)+`)

// FuzzHTML: what the account shows stands on the page, and what readers see of a page
// converted as it is are the words of its blocks in their order.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<article><h1>A</h1><p>One <b>two</b> three.<ul><li>x<li>y</ul><table><tr><td colspan=3>1<td>2</table></article>",
		"<p>a<br><br>b<pre><code class=language-go>x := `y`</code></pre><blockquote>q<p>r</blockquote>", "<figure><img src=a.png><figcaption>c</figcaption></figure>",
		"<a href='javascript:x'>y</a><a href=//z><h2>t</h2></a><dl><dt>a<dd>b<dd>c</dl>", "<b><i><b>x</b></i></b><sup>2</sup><em>a</em><em>b</em>", "<ol start=7><li><p>a<p>b<li><ul><li>c</ul></ol>", "<a1><img src=0>", "<<b>A><article>",
	} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, whole bool) {
		if len(s) > 20_000 {
			return
		}
		d, _ := importer.Import("a.html", []byte(s), importer.Options{From: "html", Whole: whole})
		if d == nil {
			return
		}
		check(t, "a.html", []byte(s), d)
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) { // its encoding is guessed
			return
		}
		if whole && !strings.Contains(s, ".png") && !bytes.Contains(d.Markdown, []byte("](")) { // pictures without words are listed by their Markdown
			wholeShown(t, d)
		}
		s = strings.Map(func(r rune) rune { // removed before the page is read
			if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' && r != '\f' && r != '\v' {
				return -1
			}
			return r
		}, s)
		doc, err := html.Parse(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		var all, attributes strings.Builder
		for n := range doc.Descendants() {
			if n.Type == html.TextNode {
				all.WriteString(n.Data)
			}
			for _, a := range n.Attr {
				attributes.WriteString(" " + a.Val + " ")
			}
		}
		page := strings.Join(words(all.String()+" "+attributes.String()), "")
		for _, l := range d.Lines {
			if strings.HasPrefix(markup.ReplaceAllString(l.Text, ""), "![") || strings.HasPrefix(l.Text, "<http") { // no words: a picture or a frame by its address
				continue
			}
			for _, w := range words(l.Text) {
				if !strings.Contains(page, w) && utf8.ValidString(w) && !strings.ContainsRune(w, utf8.RuneError) {
					t.Fatalf("block %d has the word %q, which the page has not", l.N, w)
				}
			}
		}
	})
}

// FuzzMarkdown: outside its header, every line stays byte for byte and in order, but
// for those that the account says were dropped or changed; and those have a mark of
// another program in them, or stand in a region of one.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: A\nauthor: B\n---\nwords\n", "+++\ntitle = \"A\"\ndate = 2013-09-09T10:00:00Z\n+++\nwords\n", "{\n\"title\": \"A\"\n}\nwords\n", "# A\n\nwords\n", "---\ntags: a b\ncategories: [c]\n---\n```\n# x\n```\n",
		"{{< figure src=\"a.png\" caption=\"b {{< x >}}\" >}}\n{{< highlight go >}}\n```\n{{< /highlight >}}\n{{< ref \"a\" >}} [a]({{< ref \"a#b\" >}})", "{% highlight c %}\n{{ x }}\n{% endhighlight %}\n{% raw %}\n{{ x }}\n{% endraw %}\n{% raw %}a{% endraw %}\na{: .b}\n{: #c}\n* toc\n{:toc}\n[a]({{ site.baseurl }}{% post_url 2013-09-09-b %}) {{ '/x' | url }}",
		"+++\n[extra]\na = 1\n+++\n{% quote(author=\"A\") %}\nb ==c==\n\n{% end %}\n{{ youtube(id=\"a\") }} [b](@/c.md)", "---\ncssclasses: a\n---\n![[a.png|b|300]] [[#c|d]] ![[e]] %%f%% ==g [[h]]== ^i\n%%\nj\n%%\n> ```\n> ==k==\n\n    ==l==\n`m\n==n==`", "---\ntaxonomies: {tags: [a], b: [c]}\ncover: {image: a, alt: b}\nauthors: [{name: a, b: c}]\npermalink: /:a\nlink: https://b\ndate: Created\nauthor: x\naliases: [/a, b, .c]\npublished: false\n---\n{{< details \"a\" >}}\nb\n{{< /details >}}\n<img src=\"a.png\">\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 {
			return
		}
		d, _ := importer.Import("a.md", []byte(s), importer.Options{From: "markdown"})
		if d == nil {
			return
		}
		check(t, "a.md", []byte(s), d)
		body := d.Markdown
		if i := bytes.Index(body, []byte("\n---\n")); i >= 0 && bytes.HasPrefix(body, []byte("---\n")) {
			body = body[i+5:]
		}
		got := strings.Split(string(body), "\n")
		for _, l := range d.Lines {
			marked := strings.ContainsAny(l.Text, "{[]%=^<") || strings.Contains(s, "%%") || strings.Contains(s, "{%") || strings.Contains(s, "{:") || strings.Contains(s, "{{")
			switch l.Reason {
			case "header", "first heading", "empty":
			case "as it stands", "code", "heading", "quotation", "figure":
				at := slices.Index(got, l.Text)
				if at < 0 {
					t.Fatalf("line %d, %q, was kept and is not there\n%s", l.N, l.Text, d.Markdown)
				}
				got = got[at+1:]
			default:
				if !marked {
					t.Fatalf("line %d has nothing to convert, and was: %q (%s)\n%s", l.N, l.Text, l.Reason, d.Markdown)
				}
			}
		}
	})
}
