package unpack

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
)

// teiOf returns a text in TEI with a title and that body.
func teiOf(body string) string {
	return `<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="da"><teiHeader><fileDesc>
<titleStmt><title>The last boat</title><title type="sub">A report</title><author><persName>Mara <surname>Lund</surname></persName></author></titleStmt>
<publicationStmt><publisher>Harbour press</publisher><date when="2019-04-01"/><idno type="URI">https://harbour.example/7</idno></publicationStmt>
<sourceDesc><bibl><title level="j">Harbour news</title><date when="1893-05-02">2 May</date></bibl></sourceDesc></fileDesc>
<profileDesc><textClass><keywords><list><item>ferries</item></list></keywords></textClass></profileDesc></teiHeader>
<text><body>` + body + `</body></text></TEI>`
}

func TestTEIHeader(t *testing.T) {
	src := `<?xml version="1.0"?><teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>` + teiOf("<p>Nobody came.</p>") + `<TEI xml:id="t2"><teiHeader/><text><body/></text></TEI></teiCorpus>`
	if k := Kind("x.xml", []byte(src), ""); k != "tei" {
		t.Fatalf("kind %q", k)
	}
	entries, diags := entriesOf(t, "tei", "x.xml", []byte(src))
	if len(entries) != 2 || len(diags) != 0 {
		t.Fatalf("%+v, %v", entries, diags)
	}
	m := entries[0].Item.Meta
	if m.Title != "The last boat" || m.Description != "A report" || m.Date != "1893-05-02" || m.Site != "Harbour news" || m.URL != "https://harbour.example/7" ||
		m.Lang != "da" || !slices.Equal(m.Authors, []string{"Mara Lund"}) || !slices.Equal(m.Tags, []string{"ferries"}) {
		t.Errorf("%+v", m)
	}
	if entries[1].ID != "t2" || entries[1].Skip == "" {
		t.Errorf("%+v", entries[1])
	}
}

func TestTEIText(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"title", `<head>The last boat</head><div><head>Fog</head><p>x</p></div>`, "<h2>Fog</h2>\n<p>x</p>"},
		{
			"marks", `<p><hi rend="bold">a</hi> <hi rend="italic">b</hi> <hi>c</hi> <hi rend="sup">d</hi> <emph>e</emph> <persName>Mara</persName> <del>f</del></p>`,
			"<p><strong>a</strong> <em>b</em> <em>c</em> <sup>d</sup> <em>e</em> Mara <del>f</del></p>",
		},
		{"verse", `<lg><lg><l>one</l> <l>two</l></lg><lg><l>three</l></lg></lg>`, "<p>one <br>two</p>\n<p>three</p>"},
		{
			"list in a paragraph", `<p>see <list type="ordered"><item n="3">a</item><item>b</item></list> there</p>`,
			`<p>see </p>` + "\n" + `<ol start="3"><li>a</li>` + "\n<li>b</li>\n</ol>\n<p> there</p>",
		},
		{"quotations", `<p>He said <q>never</q> and <q>“ever”</q>.</p><quote><p>Never.</p></quote>`, "<p>He said <q>never</q> and “ever”.</p>\n<blockquote><p>Never.</p>\n</blockquote>"},
		{
			"notes", `<p>It sank<note place="foot">the third</note> here<ptr target="#n2"/>.</p><note xml:id="n2"><p>a fourth</p></note>`,
			`<p>It sank<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup> here<sup><a href="#fn2" id="fnref2" role="doc-noteref">2</a></sup>.</p>` + "\n" +
				`<section class="footnotes" role="doc-endnotes"><ol>` + "\n" + `<li id="fn1"><p>the third</p><a href="#fnref1" role="doc-backlink">↩</a></li>` + "\n" +
				`<li id="fn2"><p>a fourth</p><a href="#fnref2" role="doc-backlink">↩</a></li>` + "\n</ol></section>",
		},
		{"play", `<sp><speaker>Mara</speaker><p>Row!</p><stage>They row.</stage></sp>`, "<p><strong>Mara</strong></p>\n<p>Row!</p>\n<p><em>They row.</em></p>"},
		{"page and line beginnings", `<p>no<pb n="2"/>body<lb/>came</p>`, "<p>nobody came</p>"},
		{"choices", `<p><choice><sic>teh</sic><corr>the</corr></choice> boat</p>`, "<p>the boat</p>"},
		{"links", `<p><ref target="https://harbour.example/">harbour</ref> <ref target="#x">here</ref></p>`, `<p><a href="https://harbour.example/">harbour</a> here</p>`},
		{
			"figure", `<figure><graphic url="quay.png"/><head>The quay</head><figDesc>A quay at noon</figDesc></figure>`,
			`<figure><img src="quay.png" alt="A quay at noon"><figcaption><p>The quay</p>` + "\n</figcaption></figure>",
		},
		{
			"table", `<table><row role="label"><cell cols="2">Boat</cell></row><row><cell>Tern</cell><cell>x</cell></row></table>`,
			"<table>\n" + `<tr><th colspan="2">Boat</th>` + "\n</tr>\n<tr><td>Tern</td>\n<td>x</td>\n</tr>\n</table>",
		},
	} {
		it, _ := only(t, "tei", "x.xml", []byte(teiOf(c.body)))
		if got := string(it.Body); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestTEIHostile(t *testing.T) {
	start := cputime.Now()
	for _, src := range []string{
		`<!DOCTYPE TEI [<!ENTITY a "b">]>` + teiOf("<p>&a;</p>"),
		teiOf(strings.Repeat("<div>", 100_000) + "<p>x</p>"),
		teiOf(strings.Repeat("<hi>", 100_000) + "x"),
		teiOf(strings.Repeat(`<p><note xml:id="a">x<ref target="#a"/></note></p>`, 20_000)),
		teiOf(strings.Repeat("<p>", 400_000)),
		teiOf("<p>words")[:600],
	} {
		entriesOf(t, "tei", "x.xml", []byte(src))
	}
	if d := cputime.Now() - start; d > 30*time.Second {
		t.Errorf("it took %v", d)
	}
}

// FuzzTEI reads texts of any body: the words of the article are the text's.
func FuzzTEI(f *testing.F) {
	f.Add(`<p>a<hi rend="bold">b<note>c<list><item>d</item></list></note></hi></p>`)
	f.Add(`<lg><l>a</l><head>b</head></lg><table><row><cell><table/></cell></row></table><figure><head>x</head></figure>`)
	f.Add(`<note xml:id="a"><ref target="#a"/></note><list type="gloss"><label>a<p>b</p></label><item/></list><quote>x</quote>`)
	f.Fuzz(func(t *testing.T, body string) {
		src := teiOf(body)
		entries, _ := entriesOf(t, "tei", "x.xml", []byte(src))
		for _, mark := range []string{"note", "choice", "app", "subst", "lb", "ptr", "ref", "figDesc", "fw", "index", "media", "binary", "teiHeader", "TEI", "sourceDoc", "standOff", "interp", "link", "gap", "graphic", "facsimile", "head", "list", "table"} {
			if strings.Contains(body, mark) {
				return // words are left out or moved, and those around them join
			}
		}
		for _, e := range entries {
			if e.Item != nil {
				wordsFrom(t, e.Item, textIn(src, "text"))
			}
		}
	})
}
