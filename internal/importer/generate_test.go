package importer_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"dateline/internal/importer"
)

// pieces are words and signs that Markdown could take for marks.
var pieces = []string{
	"lock", "gate", " ", " ", "\n", "* ", "*", "_", "**", "`", "``", "~~", "[", "]", "](", "(", ")", "<", ">", "# ", "- ", "1. ", "12) ", "+ ", "|", ":", "::: ", "\\", "&", "! ",
	"a.b", "“q”", "\"x\"", "http://e.example/", "www.e.example", "me@e.example", "{#x}", "^", "[^1]", "=", "---", "\u00a0", "é", "漢", "$", "%", "'", "…", "--", "[x] ", "[[w]]", "&amp;amp;",
}

var inlineTags = []string{
	"b", "i", "em", "strong", "del", "sub", "sup", "code", "a href=/x", "a href='/y(z' title='t \"u\" |'", "kbd", "mark", "span", "q", "u", "a href=#k", "span id=k", "abbr title=t", "time datetime=2016", "samp", "tt", "small",
}

var blockTags = []string{
	"p", "p", "p", "div", "ul><li", "ol><li", "ol start=4><li", "blockquote", "h2", "h3", "pre", "pre><code", "figure", "figcaption", "table><tr><td", "table><tr><th", "dl><dt", "dd", "li", "td", "tr><td", "details><summary", "section", "caption",
}

// generate writes a page of some depth at random; tags are not always closed where
// they should be.
func generate(r *rand.Rand, b *strings.Builder, depth int) {
	for range 1 + r.IntN(4) {
		switch n := r.IntN(10); {
		case n < 4 || depth == 0:
			for range 1 + r.IntN(4) {
				b.WriteString(strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(pieces[r.IntN(len(pieces))]))
			}
		case n < 7:
			tag := inlineTags[r.IntN(len(inlineTags))]
			b.WriteString("<" + tag + ">")
			generate(r, b, depth-1)
			name, _, _ := strings.Cut(tag, " ")
			b.WriteString("</" + name + ">")
		case n < 8:
			b.WriteString([]string{"<br>", "<hr>", "<img src=a.png alt='A *b*'>", "<img src=b.png>", "<input type=checkbox>"}[r.IntN(5)])
		default:
			tag := blockTags[r.IntN(len(blockTags))]
			b.WriteString("<" + tag + ">")
			generate(r, b, depth-1)
			if r.IntN(4) > 0 {
				name, _, _ := strings.Cut(strings.FieldsFunc(tag, func(c rune) bool { return c == '>' })[0], " ")
				b.WriteString("</" + name + ">")
			}
		}
	}
}

// breakAtEnd is a line break that breaks nothing, since the paragraph ends there. Two
// backslashes are one that is shown.
var breakAtEnd = regexp.MustCompile(`(^|[^\\])(\\\\)*\\\n\n`)

// TestGenerated: whatever stands in what, readers see all the words of a page
// converted as it is, and no others.
func TestGenerated(t *testing.T) {
	for seed := range uint64(800) {
		var b strings.Builder
		generate(rand.New(rand.NewPCG(seed, 1)), &b, 4)
		src := []byte(b.String())
		d, _ := importer.Import("a.html", src, importer.Options{From: "html", Whole: true})
		if d == nil {
			continue
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			check(t, "a.html", src, d)
			wholeShown(t, d)
			if t.Failed() {
				t.Logf("page:\n%s\nMarkdown:\n%s\nHTML:\n%s", src, d.Markdown, rendered(t, d.Markdown))
			}
			if breakAtEnd.Match(d.Markdown) {
				t.Errorf("a line break at the end of a paragraph:\n%s", d.Markdown)
			}
		})
	}
}
