package unpack

import (
	"strings"
	"testing"
)

// TestRunningWords: what stands above and below the pages is no part of the article,
// and is named.
func TestRunningWords(t *testing.T) {
	word := zipOf(
		t,
		part{"word/_rels/document.xml.rels", `<Relationships><Relationship Id="a" Type="http://x/relationships/header" Target="h1.xml"/><Relationship Id="b" Type="http://x/relationships/footer" Target="f1.xml"/><Relationship Id="c" Type="http://x/relationships/header" Target="h2.xml"/></Relationships>`},
		part{"word/document.xml", `<w:document` + wordSpace + `><w:body>` + para("", run("Nobody came.")) + `</w:body></w:document>`},
		part{"word/h1.xml", `<w:hdr` + wordSpace + `>` + para("", run("County ")+run("archive")) + `</w:hdr>`},
		part{"word/h2.xml", `<w:hdr` + wordSpace + `>` + para("", run("County archive")) + `</w:hdr>`},
		part{"word/f1.xml", `<w:ftr` + wordSpace + `>` + para("", run("File H-22, page ")+`<w:r><w:instrText>PAGE</w:instrText></w:r>`+run("7")) + `</w:ftr>`},
	)
	open := zipOf(
		t,
		part{"mimetype", "application/vnd.oasis.opendocument.text"},
		part{"content.xml", `<office:document-content` + openSpace + `><office:body><office:text><text:p>Nobody came.</text:p></office:text></office:body></office:document-content>`},
		part{"styles.xml", `<office:document-styles` + openSpace + `><office:master-styles><style:master-page><style:header><text:p>County <text:span>archive</text:span></text:p></style:header><style:footer><text:p>File H-22, page 7</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`},
	)
	for _, c := range []struct {
		kind, name string
		src        []byte
	}{{"docx", "x.docx", word}, {"odt", "x.odt", open}} {
		it, diags := only(t, c.kind, c.name, c.src)
		if strings.Contains(string(it.Body), "archive") {
			t.Errorf("%s: a header is in %s", c.kind, it.Body)
		}
		told := ""
		for _, d := range diags {
			told += d.Code + ": " + d.Message + "\n"
		}
		for _, want := range []string{"running-words-left-out", `"County archive"`, `"File H-22, page 7"`} {
			if strings.Count(told, want) != 1 {
				t.Errorf("%s: no %s, once, in %q", c.kind, want, told)
			}
		}
	}
}
