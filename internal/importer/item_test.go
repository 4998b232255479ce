package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/importer"
	"dateline/internal/unpack"
)

// itemBody returns the Markdown of an item below its header.
func itemBody(t *testing.T, it *unpack.Item) string {
	t.Helper()
	d, diags := importer.ImportItem("x.docx", it, "document", importer.Options{})
	if d == nil {
		t.Fatal(diags)
	}
	_, md, _ := strings.Cut(strings.TrimPrefix(string(d.Markdown), "---\n"), "---\n")
	return strings.TrimSpace(md)
}

// TestItemOfDocument converts what readers of documents write: their notes are
// footnotes, their columns are set as they were.
func TestItemOfDocument(t *testing.T) {
	it := &unpack.Item{Name: "x.docx", Kind: "html", Whole: true, Meta: unpack.Meta{Title: "The last boat"}, Body: []byte(
		`<p>It sank.<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup></p>
<table><tr><th>Boat</th><th style="text-align: right">Oars</th><th align="center">Days</th></tr><tr><td>Tern</td><td style="text-align: right">2</td><td>9</td></tr></table>
<section class="footnotes" role="doc-endnotes"><ol><li id="fn1"><p>In spring.</p><a href="#fnref1" role="doc-backlink">↩</a></li></ol></section>`)}
	want := "It sank.[^1]\n\n| Boat | Oars | Days |\n| --- | ---: | :---: |\n| Tern | 2 | 9 |\n\n[^1]: In spring."
	if got := itemBody(t, it); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	// a whole page that only looks as if it had notes is left as it is
	it.Body = []byte(`<p id="a">It sank.<sup><a href="#b">1</a></sup></p><ol><li id="b">In spring. <a href="#a">back</a></li></ol>`)
	if got := itemBody(t, it); strings.Contains(got, "[^1]") || !strings.Contains(got, "back") {
		t.Errorf("got:\n%s", got)
	}
}

// TestItemOfPage resolves links of a page that does not say where it stood.
func TestItemOfPage(t *testing.T) {
	const words = "<p>Nobody came to the quay that night, and nobody asked why the <a href=\"../lamp\">lamp</a> was lit, or for whom it burnt until morning.</p>"
	it := &unpack.Item{Name: "a.html", Kind: "html", Meta: unpack.Meta{URL: "https://harbour.example/fog/night"}, Body: []byte(
		"<html><body><article><h1>The last boat</h1>" + words + strings.ReplaceAll(words, "night", "evening") + "</article></body></html>")}
	if got := itemBody(t, it); !strings.Contains(got, "[lamp](https://harbour.example/lamp)") {
		t.Errorf("got:\n%s", got)
	}
}

// TestItemSigned: lines at the top that repeat author and date of the header are no
// part of the text; others are.
func TestItemSigned(t *testing.T) {
	it := &unpack.Item{Name: "x.docx", Kind: "html", Whole: true, Meta: unpack.Meta{Title: "The last boat", Authors: []string{"Mara Lund"}, Date: "1994-03-12"}, Body: []byte(
		`<p>By Mara Lund</p><p>12 March 1994</p><p>By Bo Ek</p><p>It sank.</p>`)}
	if got, want := itemBody(t, it), "By Bo Ek\n\nIt sank."; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestCountingPictures: pictures that count readers are left out, small ones with
// something to say are not.
func TestCountingPictures(t *testing.T) {
	it := &unpack.Item{Name: "x.html", Kind: "html", Whole: true, Meta: unpack.Meta{Title: "The last boat"}, Body: []byte(
		`<p>It sank.</p><img src="https://pixel.harbour.example/g.gif"><img src="https://harbour.example/b.gif?post=4" alt=""><img src="https://harbour.example/o.png" width="0" height="0">
<p><img src="https://harbour.example/boat.gif?size=600" alt="The boat"> <img src="https://harbour.example/boat.gif" alt=""></p>`)}
	if got, want := itemBody(t, it), "It sank.\n\n![The boat](https://harbour.example/boat.gif?size=600) ![](https://harbour.example/boat.gif)"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestItemOfReply: the message that a reply answers is left out, with its words in the
// account; what is forwarded or answered piece by piece stays.
func TestItemOfReply(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"Gmail", `<div><p>It sank.</p></div><div class="gmail_quote"><div>On Monday Mara wrote:</div><blockquote>Is it late?</blockquote></div>`, "It sank."},
		{"Outlook", `<p>It sank.</p><div id="divRplyFwdMsg">From: Mara</div><div><p>Is it late?</p></div>`, "It sank."},
		{"Thunderbird", `<p>It sank.</p><div class="moz-cite-prefix">Mara wrote:</div><blockquote type="cite">Is it late?</blockquote>`, "It sank."},
		{"below", `<blockquote type="cite"><p>Is it late?</p></blockquote><p>It sank.</p>`, "> Is it late?\n\nIt sank."},
		{"between", `<p>Dear Mara,</p><blockquote type="cite"><p>Is it late?</p></blockquote><p>It sank.</p>`, "Dear Mara,\n\n> Is it late?\n\nIt sank."},
		{"forwarded", `<p>It sank.</p><div class="gmail_quote"><div>Forwarded message</div><p>Is it late?</p></div>`, "It sank.\n\nForwarded message\n\nIs it late?"},
	} {
		it := &unpack.Item{Name: "x.html", Kind: "html", Whole: true, Meta: unpack.Meta{Title: "The last boat"}, Body: []byte(c.html)}
		if got := itemBody(t, it); got != c.want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", c.name, got, c.want)
		}
		d, _ := importer.ImportItem("x.eml", it, "1", importer.Options{})
		if !strings.Contains(fmt.Sprint(d.Report()), "Is it late?") && !strings.Contains(string(d.Markdown), "Is it late?") {
			t.Errorf("%s: words are lost", c.name)
		}
	}
}
