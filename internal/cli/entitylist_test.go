package cli

import (
	"strings"
	"testing"

	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/roster"
)

// On a terminal columns are aligned under a head; in a pipe they are parted by tabs,
// and nothing that an article names can command a terminal.
func TestPrintRows(t *testing.T) {
	rows := []listed{
		{&entity.Entity{ID: "eva", Name: "Éva \x1b[31mÆrø", Kind: ner.Person}, roster.Use{Status: "unreviewed", Articles: 12, Mentions: 345}, []alike{{"ava", "x"}, {"iva", "y"}}},
		{&entity.Entity{ID: "the-hague", Name: "The\tHague", Kind: ner.Place, MergedInto: "hague"}, roster.Use{Status: "merged"}, nil},
	}
	for wide, want := range map[bool]string{
		true: `
STATUS      TYPE    ARTICLES  MENTIONS  ID         NAME             MAY BE
unreviewed  person  12        345       eva        Éva \x1b[31mÆrø  ava, iva
merged      place   0         0         the-hague  The Hague        → hague
`,
		false: "\nunreviewed\tperson\t12\t345\teva\tÉva \\x1b[31mÆrø\tava, iva\nmerged\tplace\t0\t0\tthe-hague\tThe Hague\t→ hague\n",
	} {
		var b strings.Builder
		b.WriteString("\n")
		printRows(&b, rows, wide)
		if got := b.String(); got != want {
			t.Errorf("wide %v: got\n%s\nwant\n%s", wide, got, want)
		}
	}
}
