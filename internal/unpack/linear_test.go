package unpack

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/cputime"
)

// repeated returns s again and again, up to n bytes, with the number of the time in
// the place of each # of it.
func repeated(s string, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.ReplaceAll(s, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// TestDocumentsLinear reads four times as much in about four times the time. The
// bound is generous, since machines are busy; what is quadratic exceeds it by far.
func TestDocumentsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	word := func(body string) func(int) []byte {
		return func(n int) []byte { return wordOf(t, repeated(body, n)) }
	}
	open := func(before, body string) func(int) []byte {
		return func(n int) []byte { return openOf(t, before+repeated(body, n)) }
	}
	book := func(before, body, after string) func(int) []byte {
		return func(n int) []byte {
			return bookOf(t, "", "<body>"+prose+before+repeated(body, n/2)+"</body>", "<body>"+prose+repeated(after, n/2)+"</body>")
		}
	}
	tei := func(before, body string) func(int) []byte {
		return func(n int) []byte { return []byte(teiOf(before + repeated(body, n))) }
	}
	for _, c := range []struct {
		name, kind string
		make       func(n int) []byte
	}{
		{"paragraphs", "docx", word(para("", run("word #")))},
		{"lists", "docx", word(item("2", "0", "#") + item("2", "1", "#"))},
		{"notes", "docx", word(`<w:p><w:r><w:footnoteReference w:id="#"/></w:r></w:p>`)},
		{"fields", "docx", word(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>#</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`)},
		{"rows", "docx", word(`<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`)},
		{"code", "docx", word(`<w:p><w:r><w:rPr><w:rFonts w:ascii="Courier"/></w:rPr><w:t>#</w:t></w:r></w:p>`)},
		{"pictures", "docx", word(`<w:p><w:r><w:drawing><a:blip r:embed="r5"/></w:drawing></w:r></w:p>`)},
		{"lists", "odt", open("", `<text:list text:style-name="L2" text:continue-numbering="true"><text:list-item><text:p>#</text:p></text:list-item></text:list>`)},
		{"spans", "odt", open("<text:p>"+strings.Repeat(`<text:span text:style-name="B">`, 500), `<text:span text:style-name="I">#</text:span>`)},
		{"repeated cells", "odt", open("<table:table>", `<table:table-row><table:table-cell table:number-columns-repeated="999999"><text:p>#</text:p></table:table-cell></table:table-row>`)},
		{"notes", "odt", open("", `<text:p>a<text:note text:id="n#"><text:note-body><text:p>#</text:p></text:note-body></text:note></text:p>`)},
		{"marks and notes", "epub", book("", `<p>a<a epub:type="noteref" href="b.xhtml#n#">#</a></p>`, `<p id="n#">#</p>`)},
		{"frames", "epub", book(strings.Repeat(`<div class="notes">`, 300), `<p>#</p>`, `<p>#</p>`)},
		{"links", "epub", book(strings.Repeat(`<sup><a href="#x">`, 300), `#`, `<p>#</p>`)},
		{"notes", "tei", tei("", `<p>a<note>#</note></p>`)},
		{"quotations", "tei", tei("<p>"+strings.Repeat("<q>", 300), `<q>#</q>`)},
		{"deep", "tei", func(n int) []byte { return []byte(teiOf(strings.Repeat("<div>", n/5))) }},
		{"messages", "mbox", func(n int) []byte {
			return []byte(repeated("From a Fri 10:00\nFrom: a\nSubject: #\n\nword\n\n", n))
		}},
		{"header", "eml", func(n int) []byte { return []byte("From: a\nSubject: " + repeated("#\n ", n)) }},
		{"parts", "eml", func(n int) []byte {
			return []byte("From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + repeated("--x\n\n#\n", n))
		}},
		{"records", "warc", func(n int) []byte {
			return []byte(repeated(recordOf("response", "http://x.example/#", answer("Content-Type: text/html", "<p>word")), n))
		}},
	} {
		t.Run(c.name+" of "+c.kind, func(t *testing.T) {
			cputime.Linear(t, 100_000, 4, c.make, func(src []byte) {
				Read(c.kind, "x", src, Options{}, func(Entry) bool { return true })
			})
		})
	}
}
