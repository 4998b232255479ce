package importer_test

import (
	"strings"
	"testing"

	"dateline/internal/importer"
)

// TestTopOfPage reads pages with much between the title and the first paragraph:
// pictures stay, and what the header has or the paper says of itself does not.
func TestTopOfPage(t *testing.T) {
	const body = `<p>At ten the gates are locked, and those who are inside stay inside until the sun is up, as they have since the first summer.</p>
<p>Somebody brings soup, somebody else a violin, and towards two the talk gets slower and turns, as it does every year, to slugs.</p>`
	for _, c := range []struct{ name, html, keeps, drops string }{
		{
			"below a standfirst", `<article><h1>Night on the plots</h1><p>On the shortest night of the year, forty gardeners stayed up with their vegetables.</p>
<p>Words by <a>Priya Raman</a></p><p>Photographs by Leo Fisk</p><time datetime="2018-06-21">21 June 2018</time> <span>- 3 min read</span>` + body + `</article>`,
			"date: 2018-06-21|authors: [Priya Raman]|On the shortest night|At ten", "Words by|Fisk|21 June|min read",
		},
		{
			"kicker", `<article><header><span>Allotments</span><h1>Night on the plots</h1><p>On the shortest night of the year, forty gardeners stayed up with their vegetables.</p></header>` + body + `</article>`,
			"On the shortest night|At ten", "Allotments",
		},
		{
			"picture beside the text", `<main><h1>Night on the plots</h1><div><div class="field"><img src="gate.jpg" alt="The gate" width="640"></div><div class="text">` + body + `</div></div></main>`,
			"![The gate](gate.jpg)|At ten", "",
		},
		{
			"small picture beside the text", `<main><h1>Night on the plots</h1><div><div class="field"><img src="icon.png" alt="Icon" width="32"></div><div class="text">` + body + `</div></div></main>`,
			"At ten", "icon.png",
		},
		{
			"slideshow", `<article><h1>Night on the plots</h1>` + body + `<div class="slideshow"><figure><img src="a.jpg" alt="A"><figcaption>Lanterns along the path</figcaption></figure><figure><img src="b.jpg" alt="B"><figcaption>The first kettle</figcaption></figure><figure><img src="c.jpg" alt="C"><figcaption>Dawn at ten past four</figcaption></figure></div>` + body[:len(body)-5] + `!</p></article>`,
			"![A](a.jpg)\nLanterns along the path|![C](c.jpg)\nDawn", "",
		},
		{
			"link with a picture's place", `<article><h1>Night on the plots</h1>` + body + `<figure><a href="https://ferry.example/times"><div>Ferry timetable of the year</div></a></figure>` + body[:len(body)-5] + `!</p></article>`,
			"[Ferry timetable of the year](https://ferry.example/times)", "::: figure",
		},
		{
			"rule above notes", `<article><h1>Night on the plots</h1><p>The list is in a tin.<sup><a href="#n1">1</a></sup></p>` + body + `<hr><ol><li id="n1">In the shed, on the upper shelf.</li></ol></article>`,
			"tin.[^1]|[^1]: In the shed", "---\n\n[^1]",
		},
		{
			"day of the week", `<article><h1>Night on the plots</h1><p>Posted by leo on Tue, 03/09/2021 - 14:02</p>` + body + `</article>`,
			"date: 2021-03-09", "Posted",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, diags := importer.Import("a.html", []byte("<!doctype html><title>Night on the plots</title><body>"+c.html), importer.Options{From: "html"})
			if d == nil {
				t.Fatal(diags)
			}
			for want := range strings.SplitSeq(c.keeps, "|") {
				if !strings.Contains(string(d.Markdown), want) {
					t.Errorf("no %q in\n%s", want, d.Markdown)
				}
			}
			for not := range strings.SplitSeq(c.drops, "|") {
				if not != "" && strings.Contains(string(d.Markdown), not) {
					t.Errorf("%q is left in\n%s", not, d.Markdown)
				}
			}
		})
	}
}
