package unpack

import (
	"slices"
	"strings"
	"testing"
)

func TestNamedColumns(t *testing.T) {
	const table = "key\tBody Text\tlead\twho\n7\tThe ferry left.\tRope\tMona Okoye\n"
	read := func(c Columns) (entries []Entry, told string) {
		diags := Read("csv", "x.tsv", []byte(table), Options{Columns: c}, func(e Entry) bool {
			entries = append(entries, e)
			return true
		})
		for _, d := range diags {
			told += d.Message + " / " + d.Hint + "\n"
		}
		return entries, told
	}
	entries, told := read(Columns{Title: "lead", Authors: "WHO", Text: "body_text"})
	if len(entries) != 1 || told != "" {
		t.Fatalf("%+v\n%s", entries, told)
	}
	if m := entries[0].Item.Meta; entries[0].ID != "7" || m.Title != "Rope" || !slices.Equal(m.Authors, []string{"Mona Okoye"}) {
		t.Errorf("got %+v", entries[0])
	}
	if entries, told = read(Columns{Text: "body text", Date: "wo"}); len(entries) != 0 || !strings.Contains(told, `no column "wo" / did you mean "who"`) {
		t.Errorf("a column that is not there: %d entries\n%s", len(entries), told)
	}
	if entries, told = read(Columns{Text: "lead"}); len(entries) != 1 || string(entries[0].Item.Body) != "Rope" {
		t.Errorf("another text: %+v\n%s", entries, told)
	}
}

func TestPeople(t *testing.T) {
	for in, want := range map[string]string{
		"Mona Okoye":                     "Mona Okoye",
		"By Mona Okoye and Bo Ek":        "Mona Okoye|Bo Ek",
		"Mona Okoye, Bo Ek & Ana Lima":   "Mona Okoye|Bo Ek|Ana Lima",
		"Okoye, Mona":                    "Okoye, Mona",
		"Okoye, Mona; Ek, Bo":            "Okoye, Mona|Ek, Bo",
		`["Mona Okoye", "Bo Ek"]`:        "Mona Okoye|Bo Ek",
		"['Mona Okoye', 'Bo Ek']":        "Mona Okoye|Bo Ek",
		"Mona Okoye und Bo Ek":           "Mona Okoye|Bo Ek",
		"Mona&nbsp;Okoye | <b>Bo</b> Ek": "Mona Okoye|Bo Ek",
		"":                               "",
	} {
		if got := strings.Join(peopleOf(in), "|"); got != want {
			t.Errorf("%q are %q, want %q", in, got, want)
		}
	}
}

// TestSingleTexts checks that what begins like a container and is none is left to the
// importer.
func TestSingleTexts(t *testing.T) {
	for name, src := range map[string]string{
		"a.txt":  "The ferry left, and nobody waved.",
		"b.html": "<!DOCTYPE html><html><body><p>A &lt;rss&gt; feed.</p></body></html>",
		"c.md":   "{\n  \"title\": \"Rope\"\n}\n\nThe ferry left.\n",
		"d.md":   "---\ntitle: Rope\n---\n\n<rss> is a feed.\n",
		"e.txt":  "[Photo] The ferry left.",
		"f":      "[1] A note.\n{a}",
		"g.html": `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>`,
		"h":      "",
	} {
		if kind := Kind(name, []byte(src), ""); kind != "" {
			t.Errorf("%s is taken for %s", name, kind)
		}
	}
}

// TestTableOfSubstack: the table of an unpacked archive has no texts, and what to do is said.
func TestTableOfSubstack(t *testing.T) {
	_, diags := entriesOf(t, "csv", "posts.csv", []byte("post_id,post_date,is_published,type,audience,title\n1.a,2022-01-05,true,newsletter,everyone,Tides\n"))
	if len(diags) != 1 || !strings.Contains(diags[0].Hint, "ZIP") {
		t.Errorf("%v", diags)
	}
}
