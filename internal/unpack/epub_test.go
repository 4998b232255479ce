package unpack

import (
	"slices"
	"strings"
	"testing"
)

const bookContainer = `<container xmlns="urn:container"><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

// bookOf returns a book whose documents are named a.xhtml, b.xhtml and so on.
func bookOf(t testing.TB, metadata string, bodies ...string) []byte {
	var manifest, spine string
	parts := []part{{"mimetype", "application/epub+zip"}, {"META-INF/container.xml", bookContainer}, {"OPS/img/quay.png", onePixel}}
	for i, body := range bodies {
		name := string(rune('a'+i)) + ".xhtml"
		manifest += `<item id="` + name + `" href="text/` + name + `" media-type="application/xhtml+xml"/>`
		spine += `<itemref idref="` + name + `"/>`
		parts = append(parts, part{"OPS/text/" + name, `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="urn:epub"><head><title>t</title></head>` + body + `</html>`})
	}
	manifest += `<item id="nav" href="nav.xhtml" properties="nav"/><item id="ncx" href="toc.ncx"/>`
	parts = append(
		parts,
		part{"OPS/nav.xhtml", `<html xmlns:epub="urn:epub"><body><nav epub:type="toc"><ol><li><a href="text/b.xhtml">2. The fog</a></li></ol></nav></body></html>`},
		part{"OPS/book.opf", `<package xmlns="urn:opf"><metadata xmlns:dc="urn:dc">` + metadata + `</metadata><manifest>` + manifest + `</manifest><spine toc="ncx">` + spine + `</spine></package>`},
	)
	return zipOf(t, parts...)
}

const prose = "<p>Nobody came to the quay that night, and nobody asked why the lamp was lit.</p>"

func TestBook(t *testing.T) {
	src := bookOf(
		t, `<dc:title>Boats</dc:title><dc:creator id="c1">Mara Lund</dc:creator><dc:creator id="c2">Ed Itor</dc:creator><meta refines="#c2" property="role">edt</meta>
<dc:date>2011-05-02T00:00:00Z</dc:date><dc:language>en</dc:language><dc:rights>CC BY</dc:rights>`,
		`<body epub:type="cover"><img src="../img/quay.png" alt=""/></body>`,
		`<body><h1>2.</h1><h2>The fog</h2>`+prose+`<p>It sank<a epub:type="noteref" href="#n1">1</a>, as <a href="c.xhtml#x">told</a>, see <a href="https://harbour.example/">harbour</a><sup><a href="d.xhtml#e1" id="back">2</a></sup>.<a id="empty"/></p>
<pre class="sourceCode go"><code>a &lt; b</code></pre><script>alert(1)</script><figure><img src="../img/quay.png" alt="The quay"/><figcaption>Noon</figcaption></figure>
<aside epub:type="footnote" id="n1"><p>It was the third.</p></aside></body>`,
		`<body><section><h1 id="x">The lamp</h1>`+prose+`</section></body>`,
		`<body><section epub:type="endnotes"><h2>Notes</h2><p id="e1"><a href="b.xhtml#back">2.</a> In an old letter, which was found among many others in the chest below the stairs.</p></section></body>`,
		`<body><h1>Part two</h1></body>`,
	)
	entries, diags := entriesOf(t, "epub", "x.epub", src)
	if len(entries) != 5 || len(diags) != 0 {
		t.Fatalf("%+v, %v", entries, diags)
	}
	for i, want := range []string{"the cover", "", "", "notes, which stand in the chapters that refer to them", "no prose in it"} {
		if entries[i].Skip != want {
			t.Errorf("entry %q: %q, want %q", entries[i].ID, entries[i].Skip, want)
		}
	}
	it := entries[1].Item
	if it.Title != "2. The fog" || it.Site != "Boats" || it.Date != "2011-05-02" || it.Lang != "en" || it.Rights != "CC BY" || !slices.Equal(it.Authors, []string{"Mara Lund"}) {
		t.Errorf("%+v", it.Meta)
	}
	has(t, it, "<p>Nobody came", `It sank<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup>, as told, see <a href="https://harbour.example/">harbour</a><sup><a href="#fn2"`,
		`<pre><code class="language-go">a &lt; b</code></pre>`, `<img src="quay.png" alt="The quay">`,
		`<li id="fn1"><p>It was the third.</p><a href="#fnref1" role="doc-backlink">↩</a></li>`, `<li id="fn2">In an old letter,`)
	if s := string(it.Body); strings.Contains(s, "<h1>") || strings.Contains(s, "<h2>") || strings.Contains(s, "alert") || strings.Contains(s, "<aside>") {
		t.Errorf("body %s", s)
	}
	if entries[2].Item.Title != "The lamp" || len(entries[2].Item.Files) != 0 || len(it.Files) != 1 {
		t.Errorf("%+v", entries[2].Item)
	}
}

func TestBookOfOneArticle(t *testing.T) {
	it, _ := only(t, "epub", "x.epub", bookOf(t, `<dc:title>Boats</dc:title><dc:date>0101-01-01</dc:date><dc:language>C</dc:language>`, `<body><h1>Boats</h1><h2>Fog</h2>`+prose+`</body>`))
	if it.Title != "Boats" || it.Site != "" || it.Date != "" || it.Lang != "" {
		t.Errorf("%+v", it.Meta)
	}
	has(t, it, "<h2>Fog</h2>", "<p>Nobody came")
}

func TestBookHostile(t *testing.T) {
	for _, src := range [][]byte{
		zipOf(t, part{"mimetype", "application/epub+zip"}),
		zipOf(t, part{"mimetype", "application/epub+zip"}, part{"META-INF/container.xml", strings.ReplaceAll(bookContainer, "OPS/", "../../")}),
		bookOf(t, "", "<body>"+prose+"</body>")[:900],
	} {
		if entries, diags := entriesOf(t, "epub", "x.epub", src); len(entries) != 0 || !diags.HasErrors() {
			t.Errorf("%+v, %v", entries, diags)
		}
	}
	// a page that is not there, and one with a document type of its own
	src := bookOf(t, "", "<body>"+prose+`<img src="../../../etc/passwd"/></body>`)
	entries, diags := entriesOf(t, "epub", "x.epub", src)
	if len(entries) != 1 || !strings.Contains(codes(diags), "zip-missing-entry") {
		t.Errorf("%+v, %v", entries, diags)
	}
}

// FuzzBook reads books with any document: the words of the article are the document's.
func FuzzBook(f *testing.F) {
	f.Add(`<h1>2.</h1>` + prose + `<a epub:type="noteref" href="#n1">1</a><aside id="n1">x</aside>`)
	f.Add(prose + `<p id="a"><sup><a href="#a">1</a></sup><a href="b.xhtml#a">x</a></p><image href="x"/>`)
	f.Fuzz(func(t *testing.T, body string) {
		entries, _ := entriesOf(t, "epub", "x.epub", bookOf(t, "<dc:title>Boats</dc:title>", "<body>"+body+"</body>", "<body>"+prose+body+"</body>"))
		if !plain([]byte(body)) {
			return
		}
		for _, mark := range []string{"head", "script", "style", "template", "nav", "audio", "video", "object", "iframe", "form", "noscript", "note", "page", "href", "annotation", "title", "math", "img", "br"} {
			if strings.Contains(body, mark) {
				return // words are left out, and those around them join
			}
		}
		for _, e := range entries {
			if e.Item != nil {
				wordsFrom(t, e.Item, prose+textIn("<body>"+body+"</body>", "body")+prose+body)
			}
		}
	})
}
