package importer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
	"dateline/internal/importer"
)

// perSecond runs an import again and again, and reports how many there are in a second
// of processor time, the collector's included.
func perSecond(b *testing.B, unit string, name string, src []byte) {
	b.Helper()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	began, n := cputime.Now(), 0
	for b.Loop() {
		if d, diags := importer.Import(name, src, importer.Options{}); d == nil {
			b.Fatal(diags)
		}
		n++
	}
	b.ReportMetric(float64(n)*float64(time.Second)/float64(cputime.Now()-began), unit+"/cpu-s")
}

// BenchmarkText is a newspaper's article of some 4 kB, from bytes to Markdown.
func BenchmarkText(b *testing.B) { perSecond(b, "articles", "a.txt", article(30)) }

// BenchmarkPage is a page of some 110 kB as newspapers make them: an article of forty
// paragraphs among menus, boxes, scripts and comments, of which most is no article.
func BenchmarkPage(b *testing.B) { perSecond(b, "pages", "a.html", newspaperPage()) }

// BenchmarkReport is the account of that page, with its source rebuilt from it.
func BenchmarkReport(b *testing.B) {
	d, _ := importer.Import("a.html", newspaperPage(), importer.Options{})
	b.ReportAllocs()
	for b.Loop() {
		r := d.Report()
		if _, err := importer.Rebuild(d.Markdown, &r); err != nil {
			b.Fatal(err)
		}
	}
}

func newspaperPage() []byte {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge shut for a year | The Aller Echo</title>
<meta property="og:title" content="Bridge shut for a year"><meta property="og:site_name" content="The Aller Echo"><link rel="canonical" href="https://echo.example/2013/09/09/bridge">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Bridge shut for a year","datePublished":"2013-09-09T08:00:00+02:00","author":[{"@type":"Person","name":"Ann Poe"}]}</script>
`)
	for i := range 12 {
		fmt.Fprintf(&b, "<script>window.q=window.q||[];q.push({slot:%d,list:[%s]})</script><style>.w%d{margin:0 auto;padding:%dpx}</style>\n", i, strings.Repeat("'a',", 300), i, i)
	}
	b.WriteString(`</head><body class="story"><header><nav class="main-nav"><ul>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<li class="item"><a href="/section/%d">Section %d</a></li>`, i, i)
	}
	b.WriteString(`</ul></nav></header><div class="layout"><div class="content"><article><h1 class="headline">Bridge shut for a year</h1><p class="byline">By <a href="/ann">Ann Poe</a></p><div class="share-tools"><a href="#">Share</a> <a href="#">Tweet</a></div>`)
	for i := range 40 {
		fmt.Fprintf(&b, `<p>The council said on <b>day %d</b> that the <a href="/bridge">bridge</a> over the Aller, built in %d, would stay shut for as long as it takes. Engineers had found a crack in pier %d, and nobody could say how deep it goes.</p>`+"\n", i, 1800+i, i)
		switch i % 10 {
		case 3:
			fmt.Fprintf(&b, `<figure><img src="/img/%d.jpg" alt="The pier"><figcaption>Waiting: a driver asks the warden how long the detour takes</figcaption></figure>`, i)
		case 5:
			fmt.Fprintf(&b, `<h2>What happens on day %d</h2>`, i)
		case 7:
			b.WriteString(`<div class="newsletter-box"><p>Get the news of the Aller by mail, every morning.</p><form><input name="mail"><button>Sign up</button></form></div>`)
		}
	}
	b.WriteString(`</article><section class="comments"><h3>Comments</h3>`)
	for i := range 40 {
		fmt.Fprintf(&b, `<div class="comment"><span class="who">Reader %d</span><p>I have crossed that bridge on every day of my life, and I have never seen anybody look at pier %d.</p><a href="#">Reply</a></div>`, i, i)
	}
	b.WriteString(`</section></div><aside class="sidebar"><h3>Most read</h3>`)
	for i := range 120 {
		fmt.Fprintf(&b, `<div class="teaser"><a href="/story/%d"><img src="/t/%d.jpg" width="90" height="60"><span class="kicker">News</span><h4>Another headline with the number %d</h4></a><p>One line about it, cut off where the box …</p></div>`, i, i, i)
	}
	b.WriteString(`</aside></div><footer><p>© The Aller Echo</p></footer></body></html>`)
	return []byte(b.String())
}
