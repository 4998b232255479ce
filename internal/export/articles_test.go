package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/piprate/json-gold/ld"
	"pgregory.net/rapid"

	"dateline/internal/article"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/importer"
	"dateline/internal/jsonld"
	"dateline/internal/ner"
	"dateline/internal/site"
	"dateline/internal/unpack"
)

// ferry is an article with something of everything that a text can hold.
const ferry = `---
title: "The ferry <Sölveig> & her captain"
date: 1900-02-03
authors: [Inga Lund]
tags: [Ferries]
highlights:
  - Inga Lund wants the *Sölveig* back
secret: not to be published
source: {name: Town Gazette, url: https://example.com/ferry}
---
On 3 February 1900 🚢 **Inga Lund** said in Ebeltoft that "the Sölveig" would sail
again in May 1901.[^1] See [the log](https://example.com/log?a=1&b=2) & ` + "`x < y`" + `.

## What Inga
Lund knew

> Ebeltoft has waited since 1899.

- One ferry, as Lund said
- H~2~O, and *Ebeltoft's* mole

| Ship | Year |
|---|---|
| Sölveig | 1899 |

` + "```go\nif a < b && c {\n```" + `

::: figure
![A quay](quay.jpg)
Lund on the quay of Ebeltoft
:::

[^1]: The Gazette of 4 February 1900.
`

// registered is who is known in the tests' town.
var registered = sync.OnceValue(func() *entity.Register {
	r, diags := entity.NewRegister([]*entity.Entity{
		{ID: "inga-lund", Name: "Inga Lund", Kind: ner.Person, Aliases: []string{"Lund"}, SameAs: []string{"wikidata:Q1"}},
		{ID: "ebeltoft", Name: "Ebeltoft", Kind: ner.Place, Aliases: []string{"Æbeltoft"}, SameAs: []string{"geonames:2622383"}, Coordinates: &entity.Point{Lat: 56.19442, Lon: 10.68}},
	})
	if diags.HasErrors() {
		panic(diags)
	}
	return r
})

var tagger = sync.OnceValue(ner.New)

// annotated is the selection of an article in a site of its own.
func annotated(t testing.TB, src string) *Selection {
	t.Helper()
	in := article.Input{Path: "content/articles/ferry.md", Src: []byte(src)}
	a, rec := article.Compile(in, article.Env{Register: registered(), Tagger: tagger(), Lang: "en"})
	s, _ := site.Link(site.Input{
		Settings: site.Settings{Title: "Harbour", Language: "en", BaseURL: base, Paginate: 100},
		Compiled: []*article.Article{a}, Register: registered(),
	})
	if len(s.Articles) != 1 {
		t.Skip("no article")
	}
	sel := Whole(s, func(*site.Article) (*article.Text, error) { return article.ReadPage(string(rec.Page), a) })
	sel.Markdown = func(*site.Article) ([]byte, error) { return in.Src, nil }
	sel.Article = s.Articles[0]
	return sel
}

// piece returns the code points from..to of a text.
func piece(t *testing.T, text, from, to string) string {
	t.Helper()
	r := []rune(text)
	a, err := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err != nil || err2 != nil || a > b || b > len(r) {
		t.Fatalf("%s to %s is no place in a text of %d", from, to, len(r))
	}
	return string(r[a:b])
}

// bratWords reads a file of annotations as brat does, and returns the words of each.
func bratWords(t *testing.T, ann, text string) (words, entities []string) {
	t.Helper()
	for line := range strings.Lines(ann) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			t.Fatalf("the line %q has %d fields", line, len(f))
		}
		if f[0][0] == 'N' {
			entities = append(entities, strings.Fields(f[1])[2])
		}
		if f[0][0] != 'T' {
			continue
		}
		kind, places, _ := strings.Cut(f[1], " ")
		var parts []string
		for _, at := range strings.Split(places, ";") {
			from, to, _ := strings.Cut(at, " ")
			parts = append(parts, piece(t, text, from, to))
		}
		if got := strings.Join(parts, " "); got != f[2] || kind == "" || strings.Contains(got, "\n") {
			t.Fatalf("%q stands at %s, not %q", got, places, f[2])
		}
		words = append(words, f[2])
	}
	return words, entities
}

// annotationWords reads Web Annotations, holds both selectors to the same words, and
// returns them.
func annotationWords(t *testing.T, doc []byte, text string) (words []string) {
	t.Helper()
	var page annotationPage
	if err := json.Unmarshal(doc, &page); err != nil {
		t.Fatal(err)
	}
	for _, a := range page.Items {
		quote, at := a.Target.Selector[0], a.Target.Selector[1]
		from, to := strconv.Itoa(*at.Start), strconv.Itoa(*at.End)
		if got := piece(t, text, from, to); got != quote.Exact || !strings.Contains(text, quote.Prefix+quote.Exact+quote.Suffix) ||
			!strings.HasSuffix(piece(t, text, "0", from), quote.Prefix) {
			t.Fatalf("the position says %q, the quotation %+v", got, quote)
		}
		words = append(words, quote.Exact)
	}
	return words
}

// brat and the W3C's annotations are on the same words of the same text.
func TestAnnotationsAreOnTheirWords(t *testing.T) {
	sel := annotated(t, ferry)
	text := string(form(t, "text", sel))
	words, entities := bratWords(t, string(form(t, "brat", sel)), text)
	doc := form(t, "w3c", sel)
	if got := annotationWords(t, doc, text); !slices.Equal(oneLines(got), words) {
		t.Errorf("W3C has %q, brat %q", got, words)
	}
	for _, want := range []string{"3 February 1900", "Inga Lund", "Ebeltoft", "May 1901"} {
		if !slices.Contains(words, want) {
			t.Errorf("%q is not annotated: %q", want, words)
		}
	}
	for _, want := range []string{"Dateline:inga-lund", "Wikidata:Q1", "Dateline:ebeltoft"} {
		if !slices.Contains(entities, want) {
			t.Errorf("nothing is normalised to %s: %q", want, entities)
		}
	}
	for _, want := range []string{`"https://example.org/town/entities/inga-lund/"`, `"https://example.org/town/articles/ferry/index.txt"`, `"value": "1900-02-03"`} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("W3C has no %s", want)
		}
	}
}

func oneLines(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "\n", " ")
	}
	return out
}

// teiTexts reads a document as XML, and returns what its text says without blanks:
// first the text itself, then each note; and how often each element is there.
func teiTexts(t *testing.T, doc []byte) ([]string, map[string]int) {
	t.Helper()
	count := map[string]int{}
	texts := []string{""}
	at := []int{} // in texts, of the elements around that have one of their own; -1 is nowhere
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return texts, count
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			count[tok.Name.Local]++
			switch tok.Name.Local {
			case "text":
				at = append(at, 0)
			case "note":
				at, texts = append(at, len(texts)), append(texts, "")
			case "figDesc":
				at = append(at, -1)
			}
		case xml.EndElement:
			switch tok.Name.Local {
			case "text", "note", "figDesc":
				at = at[:len(at)-1]
			}
		case xml.CharData:
			if n := len(at); n > 0 && at[n-1] >= 0 {
				texts[at[n-1]] += blankless(string(tok))
			}
		}
	}
}

func blankless(s string) string { return strings.Join(strings.Fields(s), "") }

// holdTEI fails when a block of an article's text is not in its TEI, in one piece.
func holdTEI(t *testing.T, doc []byte, text string) map[string]int {
	t.Helper()
	texts, count := teiTexts(t, doc)
	whole := strings.Join(texts, "\n")
	for block := range strings.Lines(strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(text)) { // which XML cannot hold
		if !strings.Contains(whole, blankless(block)) {
			t.Fatalf("%q is not in %s", block, doc)
		}
	}
	return count
}

// A TEI document has the whole text, marks names and dates, and our own importer reads
// the same words back.
func TestTEI(t *testing.T) {
	sel := annotated(t, ferry)
	doc := form(t, "tei", sel)
	count := holdTEI(t, doc, string(form(t, "text", sel)))
	for _, name := range []string{"persName", "placeName", "date", "head", "quote", "item", "row", "note", "eg", "graphic", "hi", "code", "ref"} {
		if count[name] == 0 {
			t.Errorf("there is no <%s>: %s", name, doc)
		}
	}
	for _, want := range []string{
		`<persName ref="https://example.org/town/entities/inga-lund/">Inga Lund</persName>`, `<date when="1900-02-03">3 February 1900</date>`, `<date when="1901-05">`,
		`target="https://example.com/log?a=1&amp;b=2"`, `<note xml:id="fn-1" place="foot">`, "if a &lt; b &amp;&amp; c {",
	} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("there is no %s in %s", want, doc)
		}
	}
	drafts := importedTEI(t, doc)
	for _, d := range drafts {
		back := annotated(t, string(d))
		if back.Article.Title != sel.Article.Title || back.Article.Meta.Date != sel.Article.Meta.Date || !slices.Equal(back.Article.Meta.Authors, sel.Article.Meta.Authors) {
			t.Errorf("the header came back as %+v", back.Article.Meta)
		}
		was, is := strings.Fields(string(form(t, "text", sel))), strings.Fields(string(form(t, "text", back)))
		slices.Sort(was)
		slices.Sort(is)
		if !slices.Equal(was, is) {
			t.Errorf("the text came back as\n%s\nnot as\n%s", form(t, "text", back), form(t, "text", sel))
		}
	}
	if len(drafts) != 1 {
		t.Errorf("%d articles came back", len(drafts))
	}
}

// FuzzArticles holds the forms of any article to what a reader of each must find: the
// same words in TEI as in the text, annotations on their words, triples that can be
// read, and the Markdown's body byte for byte.
func FuzzArticles(f *testing.F) {
	f.Add("The ferry", strings.SplitN(ferry, "---\n", 3)[2])
	f.Add(`"a" \ <b>`, "Inga\nLund \x01\ufffe & <i>Ebel*toft*</i> 3 February 1900")
	f.Add("Notes", "a[^x] b[^x] c[^y]\n\n[^x]: Inga Lund\n[^y]: > 1900\n")
	f.Add("Deep", "> - > # Lund\n>   > 1. x\n>\n> # y\n\n# z\n### w\n## v\n\n> [!NOTE]\n> Ebeltoft\n")
	f.Fuzz(readsBack)
}

// Whatever Markdown an article is put together from, all forms of it are right.
func TestArticlesOfAnyText(t *testing.T) {
	pieces := []string{
		"Inga Lund", "Ebel", "toft", "Æbeltoft", "3 February 1900", "last week", " ", " ", "\n", "\n\n", "> ", "- ", "1. ", "  ", "# ", "### ", "*", "**", "`", "```\n", "~", "[", "](https://example.com/)", "[^1]", "\n\n[^1]: ",
		"|a|b|\n|---|---|\n|c|d|\n", "<b>", "</b>", "<!-- x -->", "&amp;", "&", "<", "🚢", "e\u0301", "\u00a0", "::: figure\n", ":::\n", "![a](b.jpg)", "term\n: ", "---\n", "\"", "[[inga-lund|she]]", "> [!NOTE]\n", "\\",
	}
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(rt, "body"), "")
		if !t.Run("", func(t *testing.T) { readsBack(t, "Title", body) }) {
			rt.Fatalf("of %q", body)
		}
	})
}

// readsBack fails when a reader of some form does not find what is in an article.
func readsBack(t *testing.T, title, body string) {
	src := string(frontmatter.Marshal([]frontmatter.Field{{Key: "title", Value: frontmatter.Value{Kind: frontmatter.String, Text: title}}})) + body
	sel := annotated(t, src)
	text := string(form(t, "text", sel))
	words, _ := bratWords(t, string(form(t, "brat", sel)), text)
	if got := annotationWords(t, form(t, "w3c", sel), text); !slices.Equal(oneLines(got), words) {
		t.Fatalf("W3C has %q, brat %q", got, words)
	}
	holdTEI(t, form(t, "tei", sel), text)
	if _, err := ld.ParseNQuads(string(form(t, "ntriples", sel))); err != nil {
		t.Fatal(err)
	}
	out := form(t, "markdown", sel)
	was, _ := frontmatter.Split("", []byte(src))
	is, diags := frontmatter.Split("", out)
	if diags.HasErrors() || !bytes.Equal(out[is.Body:], []byte(src)[was.Body:]) {
		t.Fatalf("the body became %q: %v", out, diags)
	}
}

// Markdown beside a page has what the page shows of the header, and no more.
func TestMarkdown(t *testing.T) {
	sel := annotated(t, ferry)
	out := string(form(t, "markdown", sel))
	if strings.Contains(out, "secret") {
		t.Errorf("a key of the author's own is published: %s", out)
	}
	back := annotated(t, out)
	was, is := sel.Article.Meta, back.Article.Meta
	if was.Date != is.Date || !slices.Equal(was.Authors, is.Authors) || !slices.Equal(was.Tags, is.Tags) || back.Article.Title != sel.Article.Title || is.Source.URL != was.Source.URL {
		t.Errorf("%+v became %+v", was, is)
	}
	if got, want := form(t, "text", back), form(t, "text", sel); !bytes.Equal(got, want) {
		t.Errorf("the text became %q, not %q", got, want)
	}
}

// Triples are what another processor makes of the JSON-LD of the page, but for the way
// to it.
func TestTriples(t *testing.T) {
	sel := annotated(t, ferry)
	var doc map[string]any
	if err := json.Unmarshal(jsonld.Append(nil, sel.Site, sel.Site.PageAt(sel.Article.URL)), &doc); err != nil {
		t.Fatal(err)
	}
	graph, _ := doc["@graph"].([]any)
	doc["@graph"] = slices.DeleteFunc(graph, func(n any) bool { return n.(map[string]any)["@type"] == "BreadcrumbList" })
	opt := ld.NewJsonLdOptions("")
	opt.DocumentLoader, opt.Format = triplesVocabulary{}, "application/n-quads"
	p := ld.NewJsonLdProcessor()
	want, err := p.Normalize(doc, opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.InputFormat = "application/n-quads"
	got, err := p.Normalize(string(form(t, "ntriples", sel)), opt)
	if err != nil {
		t.Fatal(err)
	}
	if got != want || !strings.Contains(got.(string), `latitude> "5.619442E1"^^`) || strings.Count(want.(string), "\n") < 20 {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// triplesVocabulary stands for the context of schema.org.
type triplesVocabulary struct{}

func (triplesVocabulary) LoadDocument(u string) (*ld.RemoteDocument, error) {
	if u != "https://schema.org" {
		return nil, fmt.Errorf("%s is not to be fetched", u)
	}
	context := map[string]any{"@vocab": schema}
	for _, key := range []string{"url", "image", "sameAs", "eventStatus"} {
		context[key] = map[string]any{"@type": "@id"}
	}
	for _, key := range []string{"datePublished", "dateModified", "startDate", "endDate", "birthDate"} {
		context[key] = map[string]any{"@type": schema + "Date"}
	}
	return &ld.RemoteDocument{DocumentURL: u, Document: map[string]any{"@context": context}}, nil
}

// Any text is the same text when a literal is read, and any address stays one.
func FuzzLiteral(f *testing.F) {
	f.Add("a \"b\" \\ \n\r\t\x00 é🚢", "https://example.org/a b<c>{d}")
	f.Fuzz(func(t *testing.T, s, address string) {
		line := "<http://a.example/s> <http://a.example/p> " + literal(s) + " .\n"
		x, ok := iri(address)
		if ok {
			line += "<http://a.example/s> <http://a.example/q> " + x + " .\n"
		}
		d, err := ld.ParseNQuads(line)
		if err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		quads := d.GetQuads("@default")
		if got := quads[0].Object.GetValue(); got != strings.ToValidUTF8(s, "\ufffd") {
			t.Fatalf("%q came back as %q", s, got)
		}
		if ok && len(quads) != 2 {
			t.Fatalf("%q has %d triples", line, len(quads))
		}
	})
}

// The manual has a row for each form, with its ending.
func TestManualTellsOfEveryForm(t *testing.T) {
	text, err := os.ReadFile("../../content/docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	of := map[Subject]string{Events: "the timeline", Articles: "each article", Places: "the places"}
	for _, f := range Formats() {
		if row := fmt.Sprintf("\n| `%s` | `%s` | %s |", f.Name, f.Ending, of[f.Of]); !strings.Contains(string(text), row) {
			t.Errorf("the manual has no row %q", row)
		}
	}
}

// Places are points of GeoJSON, longitude first, with their names and registers.
func TestPlaces(t *testing.T) {
	sel := annotated(t, ferry)
	var got struct {
		Type     string
		Features []struct {
			ID       string `json:"@id"`
			Type     string
			Geometry struct {
				Type        string
				Coordinates []float64
			}
			Names []struct{ Toponym string }
			Links []struct{ Type, Identifier string }
		}
	}
	if err := json.Unmarshal(form(t, "geojson", sel), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || len(got.Features) != 1 {
		t.Fatalf("%+v", got)
	}
	f := got.Features[0]
	if f.ID != base+"entities/ebeltoft/" || f.Geometry.Type != "Point" || !slices.Equal(f.Geometry.Coordinates, []float64{10.68, 56.19442}) ||
		len(f.Names) != 2 || len(f.Links) != 1 || f.Links[0].Identifier != "https://sws.geonames.org/2622383/" {
		t.Errorf("%+v", f)
	}
}

// importedTEI returns the Markdown of each article that our importer reads from a file.
func importedTEI(t *testing.T, doc []byte) (out [][]byte) {
	t.Helper()
	unpack.Read("tei", "ferry.tei.xml", doc, unpack.Options{}, func(e unpack.Entry) bool {
		if e.Item == nil {
			t.Errorf("an entry is no article: %s", e.Skip)
			return true
		}
		d, diags := importer.ImportItem("ferry.tei.xml", e.Item, e.ID, importer.Options{})
		if d == nil {
			t.Fatal(diags)
		}
		out = append(out, d.Markdown)
		return true
	})
	return out
}
