package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/cputime"
	"dateline/internal/importer"
)

// article makes a plain text of n paragraphs with what usually stands around them.
func article(n int) []byte {
	var b strings.Builder
	b.WriteString("- .Council shuts the bridge\n- .Drivers face a detour\nBy ANN POE\n")
	for i := range n {
		fmt.Fprintf(&b, "The council said on day %d that the bridge over the Aller, built in %d, would stay shut for as long as it takes.\n", i, 1800+i)
		if i%4 == 1 {
			fmt.Fprintf(&b, "Waiting: A driver, left, asks warden %d how long the detour is going to take\n", i)
		}
		if i%4 == 2 {
			fmt.Fprintf(&b, "He added: 'We will look at pier %d next, and then we shall see.'\n", i)
		}
	}
	b.WriteString("No comments:\nPost a Comment\n")
	return []byte(b.String())
}

func htmlPage(n int) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><head><title>Bridge shut | Echo</title></head><body><nav><a href=/>Home</a></nav><div class=story><h1>Bridge shut</h1>")
	for i := range n {
		fmt.Fprintf(&b, "<p>The council said on <b>day %d</b> that the <a href=/bridge>bridge</a> over the Aller, built in %d, would stay shut for as long as it takes.</p>\n<div><ul><li>one<li>two</ul></div>", i, 1800+i)
	}
	b.WriteString("</div><footer>© Echo</footer></body></html>")
	return []byte(b.String())
}

// TestLinear: twice the input takes about twice the time, on ordinary and on
// hostile inputs. The bound is generous, since machines are busy; what is quadratic
// exceeds it by far.
func TestLinear(t *testing.T) {
	for _, c := range []struct {
		name, file string
		make       func(n int) string
	}{
		{"article", "a.txt", func(n int) string { return string(article(n / 100)) }},
		{"one line", "a.txt", func(n int) string { return strings.Repeat("a ", n/2) }},
		{"one word", "a.txt", func(n int) string { return strings.Repeat("a", n) }},
		{"short lines", "a.txt", func(n int) string { return strings.Repeat("a\n", n/2) }},
		{"brackets", "a.txt", func(n int) string { return strings.Repeat("[a](", n/4) }},
		{"stops", "a.txt", func(n int) string { return strings.Repeat("x. A ", n/5) }},
		{"dates", "a.txt", func(n int) string { return strings.Repeat("9 May 2013\n", n/11) }},
		{"quotations of a message", "a.txt", func(n int) string { return strings.Repeat(strings.Repeat("> ", 50)+"\n", n/101) }},
		{"broken words", "a.txt", func(n int) string { return strings.Repeat("abc-\n", n/5) }},
		{"pages", "a.txt", func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				fmt.Fprintf(&b, "The running head\n%d\n", i)
			}
			return b.String()
		}},
		{"other articles", "a.txt", func(n int) string {
			return strings.Repeat("Read more\nA headline of some words\n2 hours ago\nIt was said.\n", n/55)
		}},
		{"signatures", "a.txt", func(n int) string {
			return "From: a\nSubject: b c\n" + strings.Repeat("--\nThe words of a sentence, eight of them here.\n", n/50)
		}},
		{"dashes", "a.txt", func(n int) string { return strings.Repeat("- ", n/2) + "x" }},
		{"page", "a.html", func(n int) string { return string(htmlPage(n / 200)) }},
		{"deep page", "a.html", func(n int) string {
			return strings.Repeat(strings.Repeat("<div>", 400)+"x"+strings.Repeat("</div>", 400), n/4400+1)
		}},
		{"deep lists", "a.html", func(n int) string { return strings.Repeat("<ul><li>", 200) + strings.Repeat("<li>a", n/5) }},
		{"open bold", "a.html", func(n int) string { return strings.Repeat("<b>a<i>b</b>", n/12) }},
		{"open fonts", "a.html", func(n int) string {
			var fonts strings.Builder
			for i := range n / 80 {
				fmt.Fprintf(&fonts, "<font size=%d>", i)
			}
			return "<div>" + fonts.String() + "</div>" + strings.Repeat("<p>a</p>", n/10)
		}},
		{"open links", "a.html", func(n int) string { return strings.Repeat("<a href=x>", n/10) }},
		{"spans", "a.html", func(n int) string { return "<table>" + strings.Repeat("<tr><td colspan=999 rowspan=999>a<td>b", n/38) }},
		{"breaks", "a.html", func(n int) string { return strings.Repeat("<p>a<br>", n/8) }},
		{"quotations", "a.html", func(n int) string { return strings.Repeat("<blockquote>", 300) + strings.Repeat("<p>a", n/4) }},
		{"one footnote", "a.html", func(n int) string {
			return "<p>" + strings.Repeat("<a id=r href=#n>1</a>", n/40) + "<ol><li id=n>x" + strings.Repeat("<a href=#r>b</a>", n/40)
		}},
		{"footnotes", "a.html", func(n int) string {
			var marks, notes strings.Builder
			for i := range n / 60 {
				fmt.Fprintf(&marks, "<a id=r%d href=#n%d>1</a>", i, i)
				fmt.Fprintf(&notes, "<li id=n%d>x<a href=#r%d>b</a>", i, i)
			}
			return "<p>" + marks.String() + "<ol>" + notes.String()
		}},
		{"links in code", "a.html", func(n int) string { return "<pre>" + strings.Repeat("<div><a href=x>a</a></div>", n/26) }},
		{"lists in a table", "a.html", func(n int) string { return "<table><tr><td><ul>" + strings.Repeat("<li>a", n/5) }},
		{"pictures", "a.html", func(n int) string {
			return "<figure>" + strings.Repeat("<img src=a.png><noscript><img src=b.png></noscript>", n/51)
		}},
		{"signs", "a.html", func(n int) string { return "<p>" + strings.Repeat("<span>!</span>", n/14) }},
		{"parts of a title", "a.html", func(n int) string {
			return "<title>" + strings.Repeat("a b c | ", n/16) + "</title><meta property=og:title content='" + strings.Repeat("a | ", n/8) + "'><p>a"
		}},
		{"loose dates", "a.html", func(n int) string { return strings.Repeat("<p>a</p>1 May 2013", n/18) }},
		{"authors", "a.html", func(n int) string { return strings.Repeat("<div class=author>By Ann Poe", n/27) }},
		{"linked data", "a.html", func(n int) string {
			return "<script type='application/ld+json'>[" + strings.Repeat(`{"@type":"Article","headline":"a","author":["Ann Poe"]},`, n/56) + "]</script><p>a"
		}},
		{"Markdown", "a.md", func(n int) string { return "---\ntitle: a\n---\n" + strings.Repeat("![[a\n", n/5) }},
		{"shortcodes", "a.md", func(n int) string { return strings.Repeat("{{< a \n", n/8) }},
		{"open tags", "a.md", func(n int) string { return strings.Repeat("{{{%", n/4) }},
		{"raw", "a.md", func(n int) string { return strings.Repeat("{% raw %}\n`\n", n/12) + "{% endraw %}" }},
		{"code spans", "a.md", func(n int) string { return strings.Repeat("`a ``[b]\n", n/9) }},
		{"links", "a.md", func(n int) string { return strings.Repeat("[a](", n/4) }},
		{"open brackets", "a.md", func(n int) string { return strings.Repeat("![[a|", n/5) + strings.Repeat("](", n/5) }},
		{"highlights", "a.md", func(n int) string { return "---\ncssclasses: a\n---\n" + strings.Repeat(" ==a%%b ^c", n/10) }},
		{"pictures", "a.md", func(n int) string { return strings.Repeat("![](/a.png)[[b]](c.md)\n", n/23) }},
		{"fences", "a.md", func(n int) string { return strings.Repeat("```\n", n/4) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			cputime.Linear(t, 40_000, 4, func(n int) []byte { return []byte(c.make(n)) }, func(src []byte) {
				d, _ := importer.Import(c.file, src, importer.Options{})
				if d != nil && len(d.Markdown) > 20*len(src)+1<<16 {
					t.Fatalf("%d bytes made of %d", len(d.Markdown), len(src))
				}
			})
		})
	}
}
