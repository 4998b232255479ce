package unpack

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

const (
	openSpace = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:text" xmlns:style="urn:style" xmlns:fo="urn:fo" xmlns:table="urn:table" xmlns:draw="urn:draw" xmlns:xlink="urn:xlink" xmlns:svg="urn:svg" xmlns:dc="urn:dc" xmlns:meta="urn:meta"`

	openStylesXML = `<office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Table_20_Contents"><style:paragraph-properties fo:text-align="end"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-number text:level="2" style:num-format="1" text:start-value="3"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
</office:automatic-styles>`

	openMeta = `<office:meta><dc:title>Report</dc:title><meta:initial-creator>Mara Lund</meta:initial-creator><dc:creator>Someone Else</dc:creator>
<dc:language>da</dc:language><dc:date>2024-01-02T00:00:00</dc:date><meta:keyword>ferries</meta:keyword></office:meta>`
)

// openOf returns a text with that body.
func openOf(t testing.TB, body string) []byte {
	return zipOf(
		t,
		part{"mimetype", "application/vnd.oasis.opendocument.text"},
		part{"content.xml", `<office:document-content` + openSpace + `>` + openStylesXML + `<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
		part{"meta.xml", `<office:document-meta` + openSpace + `>` + openMeta + `</office:document-meta>`},
		part{"Pictures/a.png", onePixel},
	)
}

func TestOpenText(t *testing.T) {
	body := `<text:tracked-changes><text:changed-region><text:deletion><text:p>old words</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="Title">The last boat</text:p>
<text:table-of-content><text:index-body><text:p>Fog 1</text:p></text:index-body></text:table-of-content>
<text:p text:style-name="Text_20_body">Some  <text:span text:style-name="B">bold<text:span text:style-name="I"> both</text:span></text:span>
x<text:span text:style-name="Up">2</text:span><text:s text:c="2"/><text:span text:style-name="Source_20_Text">code</text:span><text:line-break/>next<text:note text:id="n1"><text:note-citation>i</text:note-citation><text:note-body><text:p>It was the third.</text:p></text:note-body></text:note><office:annotation><text:p>really?</text:p></office:annotation>
<text:a xlink:href="https://harbour.example/">harbour</text:a> <text:a xlink:href="#there">inside</text:a></text:p>
<text:h text:outline-level="3">Headed</text:h>
<text:p text:style-name="P1">Never.</text:p>`
	it, diags := only(t, "odt", "x.odt", openOf(t, body))
	if it.Title != "The last boat" || it.Lang != "da" || it.Date != "" || !slices.Equal(it.Authors, []string{"Mara Lund"}) || !slices.Equal(it.Tags, []string{"ferries"}) {
		t.Errorf("%+v", it.Meta)
	}
	has(t, it, "<p>Some <strong>bold<em> both</em></strong> x<sup>2</sup>", "<code>code</code><br>next"+`<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup>`,
		`<a href="https://harbour.example/">harbour</a> inside</p>`, "<h3>Headed</h3>", "<blockquote><p>Never.</p></blockquote>", `<li id="fn1"><p>It was the third.</p>`)
	for _, s := range []string{"really", "old words", "Fog"} {
		if strings.Contains(string(it.Body), s) {
			t.Errorf("%q was not left out", s)
		}
	}
	if got := codes(diags); got != "tracked-changes comments-left-out contents-left-out" {
		t.Errorf("%q", got)
	}
}

func TestOpenLists(t *testing.T) {
	list := func(attrs, inner string) string { return `<text:list ` + attrs + `>` + inner + `</text:list>` }
	item := func(inner string) string { return `<text:list-item>` + inner + `</text:list-item>` }
	p := func(s string) string { return `<text:p>` + s + `</text:p>` }
	it, _ := only(t, "odt", "x.odt", openOf(t, list(`text:style-name="L1"`, item(p("oil")+p("more of it")+list("", item(p("three"))+item(p("four"))))+item(p("rope")))+
		list(`text:style-name="L2"`, item(p("one")))+p("between")+list(`text:style-name="L2" text:continue-numbering="true"`, item(p("two")))))
	has(t, it, "<ul><li><p>oil</p><p>more of it</p>\n"+`<ol start="3"><li>three</li>`, "<li>four</li></ol>\n</li>\n<li>rope</li></ul>",
		"<ol><li>one</li></ol>", "<p>between</p>", `<ol start="2"><li>two</li>`)
}

func TestOpenTableAndPicture(t *testing.T) {
	cell := func(attrs, s string) string {
		return `<table:table-cell ` + attrs + `><text:p text:style-name="P2">` + s + `</text:p></table:table-cell>`
	}
	it, _ := only(t, "odt", "x.odt", openOf(t, `<table:table><table:table-header-rows><table:table-row>`+cell("", "Boat")+cell(`table:number-columns-spanned="2"`, "Days")+`<table:covered-table-cell/></table:table-row></table:table-header-rows>
<table:table-row>`+cell(`table:number-rows-spanned="2"`, "Tern")+cell(`table:number-columns-repeated="2"`, "x")+`</table:table-row></table:table>
<text:p><draw:frame><draw:text-box><text:p text:style-name="Illustration"><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>A quay</svg:desc></draw:frame>The quay.</text:p></draw:text-box></draw:frame></text:p>`))
	has(t, it, `<tr><th style="text-align: right">Boat</th><th colspan="2"`, `<td rowspan="2" style="text-align: right">Tern</td>`, ">x</td>", ">x</td></tr>",
		`<figure><img src="a.png" alt="A quay"><figcaption>The quay.</figcaption></figure>`)
	if len(it.Files) != 1 {
		t.Errorf("files %v", it.Files)
	}
}

func TestOpenFlat(t *testing.T) {
	src := `<?xml version="1.0"?><office:document` + openSpace + `>` + openMeta + openStylesXML + `<office:body><office:text><text:p>Words.<draw:frame><draw:image><office:binary-data>` +
		base64.StdEncoding.EncodeToString([]byte(onePixel)) + `</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>`
	if k := Kind("x.fodt", []byte(src), ""); k != "odt" {
		t.Fatalf("kind %q", k)
	}
	it, _ := only(t, "odt", "x.fodt", []byte(src))
	has(t, it, `<p>Words.<img src="picture-1.png" alt=""></p>`)
	entries, diags := entriesOf(t, "odt", "x.fodt", []byte(`<!DOCTYPE a [<!ENTITY b "c">]>`+src))
	if len(entries) != 1 || entries[0].Skip == "" || !diags.HasErrors() {
		t.Errorf("%v, %v", entries, diags)
	}
}

// FuzzOpenText reads texts of any body: the words of the article are the document's.
func FuzzOpenText(f *testing.F) {
	f.Add(`<text:p>a<text:span text:style-name="B">b</text:span></text:p>`)
	f.Add(`<text:list text:style-name="L2"><text:list-item text:start-value="7"><text:p>x</text:p><text:list><text:list-item/></text:list></text:list-item></text:list>`)
	f.Add(`<table:table><table:table-row><table:table-cell table:number-columns-repeated="9999"/></table:table-row></table:table><text:p><text:note/></text:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		src := `<office:document` + openSpace + `>` + openStylesXML + `<office:body><office:text>` + body + `</office:text></office:body></office:document>`
		entries, _ := entriesOf(t, "odt", "x.fodt", []byte(src))
		for _, mark := range []string{"note", "annotation", "list", "table", "frame", "title", "desc", "script", "object", "mark", "index", "tracked", "event", "soft", "text-box", "math"} {
			if strings.Contains(body, mark) {
				return // words are left out, and those around them join
			}
		}
		for _, e := range entries {
			if e.Item != nil {
				wordsFrom(t, e.Item, textIn(src, "text"))
			}
		}
	})
}
