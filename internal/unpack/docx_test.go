package unpack

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
)

const (
	wordSpace = ` xmlns:w="urn:w" xmlns:r="urn:r" xmlns:wp="urn:wp" xmlns:a="urn:a" xmlns:v="urn:v" xmlns:mc="urn:mc"`

	wordStylesXML = `<w:styles` + wordSpace + `>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My section"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Bul"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Stark"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Fancy"><w:name w:val="Fancy"/><w:tblStylePr w:type="firstRow"/></w:style>
</w:styles>`

	wordNumberingXML = `<w:numbering` + wordSpace + `>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>`

	wordRelations = `<Relationships>
<Relationship Id="r1" Type="http://x/relationships/styles" Target="styles.xml"/>
<Relationship Id="r2" Type="http://x/relationships/numbering" Target="/word/numbering.xml"/>
<Relationship Id="r3" Type="http://x/relationships/footnotes" Target="footnotes.xml"/>
<Relationship Id="r4" Type="http://x/relationships/hyperlink" Target="https://harbour.example/times" TargetMode="External"/>
<Relationship Id="r5" Type="http://x/relationships/image" Target="media/image1.png"/>
<Relationship Id="r6" Type="http://x/relationships/image" Target="media/image2.emf"/>
</Relationships>`

	wordFootnotes = `<w:footnotes` + wordSpace + `><w:footnote w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> It was the third.</w:t></w:r></w:p></w:footnote></w:footnotes>`

	onePixel = "\x89PNG\r\n\x1a\n and no more"
)

// wordOf returns a document with that body.
func wordOf(t testing.TB, body string) []byte {
	return zipOf(
		t,
		part{"[Content_Types].xml", "<Types/>"},
		part{"word/_rels/document.xml.rels", wordRelations},
		part{"word/document.xml", `<w:document` + wordSpace + `><w:body>` + body + `</w:body></w:document>`},
		part{"word/styles.xml", wordStylesXML},
		part{"word/numbering.xml", wordNumberingXML},
		part{"word/footnotes.xml", wordFootnotes},
		part{"word/media/image1.png", onePixel},
		part{"word/media/image2.emf", "\x01\x00\x00\x00"},
		part{"docProps/core.xml", `<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:title>Entwurf 7.docx</dc:title><dc:creator>Mara Lund; Windows User</dc:creator>
<cp:keywords>ferries, islands</cp:keywords><dc:language>de-AT</dc:language></cp:coreProperties>`},
	)
}

// para returns a paragraph in a style.
func para(style, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + `</w:p>`
}

func run(words string) string { return `<w:r><w:t xml:space="preserve">` + words + `</w:t></w:r>` }

// item returns a paragraph of a list.
func item(list, level, words string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr>` + run(words) + `</w:p>`
}

func TestWordHead(t *testing.T) {
	it, diags := only(t, "docx", "x.docx", wordOf(t, para("Titel", run("The last boat"))+para("Untertitel", run("No crossing after nine"))+para("", run("Nobody came."))))
	if it.Title != "The last boat" || it.Description != "No crossing after nine" || it.Lang != "de-AT" || it.Date != "" ||
		!slices.Equal(it.Authors, []string{"Mara Lund"}) || !slices.Equal(it.Tags, []string{"ferries", "islands"}) || len(diags) != 0 {
		t.Errorf("%+v, %v", it.Meta, diags)
	}
	if string(it.Body) != "<p>Nobody came.</p>\n" {
		t.Errorf("body %q", it.Body)
	}
	// without a title, the only heading of the first level is one, but a file's name is not
	it, _ = only(t, "docx", "x.docx", wordOf(t, `<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>`+run("Fog")+`</w:p>`+para("", run("Nobody came."))))
	if it.Title != "Fog" || strings.Contains(string(it.Body), "Fog") {
		t.Errorf("title %q, body %q", it.Title, it.Body)
	}
	if it, _ = only(t, "docx", "x.docx", wordOf(t, para("", run("Nobody came.")))); it.Title != "" {
		t.Errorf("title %q", it.Title)
	}
	// nothing in it but the paragraph mark of a heading
	if it, _ = only(t, "docx", "x.docx", wordOf(t, `<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:p>`)); len(it.Body) != 0 {
		t.Errorf("body %q", it.Body)
	}
}

func TestWordRuns(t *testing.T) {
	body := para("", run("plain ")+
		`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">bo</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Stark"/></w:rPr><w:t>ld</w:t></w:r>`+
		`<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t xml:space="preserve"> both</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:strike/></w:rPr><w:t>gone</w:t></w:r>`+
		`<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>`+
		`<w:r><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr><w:t>x&lt;y</w:t></w:r>`+
		`<w:r><w:br/><w:t>next</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>`) +
		para("Mine", `<w:r><w:rPr><w:b/></w:rPr><w:t>Headed</w:t></w:r>`)
	it, _ := only(t, "docx", "x.docx", wordOf(t, body))
	has(t, it, "plain <strong>bold<em> both</em></strong><del>gone</del><sub>2</sub><code>x&lt;y</code><br>next", "\u2011</p>", "<h2>Headed</h2>")
}

func TestWordLinks(t *testing.T) {
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	it, _ := only(t, "docx", "x.docx", wordOf(t, para("",
		`<w:hyperlink r:id="r4" w:anchor="noon">`+run("times")+`</w:hyperlink>`+
			`<w:hyperlink w:anchor="there">`+run(" inside ")+`</w:hyperlink>`+
			field("begin")+`<w:r><w:instrText> HYPERLINK "https://a.example/" </w:instrText></w:r>`+field("separate")+run("old form")+field("end")+
			field("begin")+`<w:r><w:instrText>PAGE</w:instrText></w:r>`+field("separate")+run(" 12")+field("end"))))
	has(t, it, `<p><a href="https://harbour.example/times#noon">times</a> inside <a href="https://a.example/">old form</a> 12</p>`)
}

func TestWordLists(t *testing.T) {
	it, _ := only(t, "docx", "x.docx", wordOf(t, para("Bul", run("oil"))+para("Bul", run("rope"))+
		item("2", "0", "four")+item("2", "1", "a")+item("2", "1", "b")+item("2", "0", "five")+
		para("", run("between"))+item("2", "0", "six")+item("2", "1", "a again")+item("3", "0", "one")))
	has(t, it, "<ul><li>oil</li>\n<li>rope</li></ul>", `<ol start="4"><li>four<ol><li>a</li>`, "<li>b</li></ol>", "<li>five</li></ol>",
		"<p>between</p>", `<ol start="6"><li>six<ol><li>a again</li>`, "<ol><li>one</li></ol>")
}

func TestWordTable(t *testing.T) {
	cell := func(pr, words string) string {
		return `<w:tc><w:tcPr>` + pr + `</w:tcPr>` + para("", run(words)) + `</w:tc>`
	}
	it, _ := only(t, "docx", "x.docx", wordOf(t, para("Cap", run("All boats"))+
		`<w:tbl><w:tblPr><w:tblStyle w:val="Fancy"/><w:tblLook w:val="0020"/></w:tblPr><w:tr>`+cell("", "Boat")+cell(`<w:gridSpan w:val="2"/>`, "Days")+`</w:tr>`+
		`<w:tr>`+cell(`<w:vMerge w:val="restart"/>`, "Tern")+cell("", "Mon")+cell("", "Tue")+`</w:tr>`+
		`<w:tr>`+cell(`<w:vMerge/>`, "")+cell("", "Wed")+cell("", "Thu")+`</w:tr></w:tbl>`+
		`<w:tbl><w:tr>`+cell("", "a frame")+`</w:tr></w:tbl>`))
	has(t, it, "<figure><table>\n", `<tr><th>Boat</th><th colspan="2">Days</th></tr>`, `<tr><td rowspan="2">Tern</td><td>Mon</td><td>Tue</td></tr>`,
		`<tr><td>Wed</td><td>Thu</td></tr>`, "<figcaption>All boats</figcaption></figure>", "<p>a frame</p>")
}

func TestWordPicturesAndNotes(t *testing.T) {
	drawing := func(id string) string {
		return `<w:r><w:drawing><wp:inline><wp:docPr descr="A quay &quot;at noon&quot;"/><a:blip r:embed="` + id + `"/></wp:inline></w:drawing></w:r>`
	}
	it, diags := only(t, "docx", "x.docx", wordOf(t, para("", drawing("r5"))+para("Cap", run("The quay."))+
		para("Zitat", run("Never."))+para("Zitat", run("Ever."))+
		para("", run("It sank.")+`<w:r><w:footnoteReference w:id="5"/></w:r>`+drawing("r6"))))
	has(t, it, `<figure><img src="image1.png" alt="A quay &#34;at noon&#34;"><figcaption>The quay.</figcaption></figure>`,
		"<blockquote><p>Never.</p><p>Ever.</p></blockquote>", `It sank.<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup></p>`,
		`<section class="footnotes"`, `<li id="fn1"><p> It was the third.</p>`)
	if len(it.Files) != 1 || it.Files[0].Name != "image1.png" || string(it.Files[0].Data) != onePixel {
		t.Errorf("files %v", it.Files)
	}
	if codes(diags) != "picture-left-out" {
		t.Errorf("%v", diags)
	}
}

func TestWordLeavesOut(t *testing.T) {
	it, diags := only(t, "docx", "x.docx", wordOf(t, para("TOC1", run("Fog 1"))+
		para("", run("kept ")+`<w:ins>`+run("new ")+`</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>`+
			`<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r>`+
			`<mc:AlternateContent><mc:Choice><w:r><w:pict><v:textbox><w:txbxContent>`+para("", run("in a box"))+`</w:txbxContent></v:textbox></w:pict></w:r></mc:Choice>`+
			`<mc:Fallback>`+run("twice")+`</mc:Fallback></mc:AlternateContent>`)))
	if got := string(it.Body); got != "<p>kept new </p>\n<p>in a box</p>\n" {
		t.Errorf("body %q", got)
	}
	if got := codes(diags); got != "tracked-changes hidden-text comments-left-out contents-left-out" {
		t.Errorf("%q", got)
	}
}

func TestWordHostile(t *testing.T) {
	good := wordOf(t, para("", run("word")))
	for _, c := range []struct {
		name, code string
		src        []byte
	}{
		{"no text", "zip-missing-entry", zipOf(t, part{"word/document2.xml", "<x/>"})},
		{"two texts", "zip-duplicate-name", zipOf(t, part{"word/document.xml", "<a/>"}, part{"word/document.xml", "<b/>"})},
		{"document type", "malformed-xml", zipOf(t, part{"word/document.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document><w:body/></w:document>`})},
		{"cut", "zip-malformed", good[:len(good)-30]},
	} {
		entries, diags := entriesOf(t, "docx", "x.docx", c.src)
		if !strings.Contains(codes(diags), c.code) || !diags.HasErrors() || len(entries) > 0 && entries[0].Skip == "" {
			t.Errorf("%s: %v, %v", c.name, entries, diags)
		}
	}
	start := cputime.Now()
	deep := strings.Repeat(`<w:tbl><w:tr><w:tc>`, 50_000) + para("", run("word"))
	if _, diags := entriesOf(t, "docx", "x.docx", wordOf(t, deep)); !diags.HasErrors() || diags[0].Line != 1 {
		t.Errorf("%v", diags)
	}
	bomb := zipOf(t, part{"word/document.xml", "<w:document><w:body>" + strings.Repeat("<w:p/>", 4<<20) + "</w:body></w:document>"})
	if _, diags := entriesOf(t, "docx", "x.docx", bomb); !strings.Contains(codes(diags), "zip-too-large") {
		t.Errorf("%v", diags)
	}
	if d := cputime.Now() - start; d > 30*time.Second {
		t.Errorf("it took %v", d)
	}
}

// FuzzWord reads documents of any body: the words of the article are the document's.
func FuzzWord(f *testing.F) {
	f.Add(para("Titel", run("The last boat")) + item("2", "0", "four") + para("", `<w:hyperlink r:id="r4">`+run("times")+`</w:hyperlink>`))
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:gridSpan w:val="3"/></w:tcPr>` + para("", run("x")) + `</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>`)
	f.Add(para("", `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "a</w:instrText><w:fldChar w:fldCharType="separate"/><w:footnoteReference w:id="5"/></w:r>`))
	f.Fuzz(func(t *testing.T, body string) {
		entries, _ := entriesOf(t, "docx", "x.docx", wordOf(t, body))
		for _, mark := range []string{"del", "moveFrom", "vanish", "instrText", "Fallback", "noBreakHyphen", "fldChar", "toc", "TOC", "rPr", "mc:"} {
			if strings.Contains(body, mark) {
				return // words are left out, and those around them join
			}
		}
		for _, e := range entries {
			if e.Item != nil {
				wordsFrom(t, e.Item, textIn("<w:body>"+body+"</w:body>", "t")+textIn(wordFootnotes, "t"))
			}
		}
	})
}
