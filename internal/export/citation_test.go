package export

import (
	"encoding/json"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/region"
)

// plainOf undoes what tex escapes, for comparing with what was put in.
var plainOf = strings.NewReplacer(
	`\textbackslash{}`, `\`, `\textbraceleft{}`, "{", `\textbraceright{}`, "}", `\$`, "$", `\&`, "&", `\#`, "#", `\_`, "_", `\%`, "%", `\textasciitilde{}`, "~", `\textasciicircum{}`, "^",
)

// An article's citation has what its header and the register say, in each form.
func TestCite(t *testing.T) {
	s := harbour(t, base)
	a := s.Articles[0]
	a.Meta.Authors = []string{"Inga Lund", "Bremer, Ohm and Co"}
	got := Cite(new(region.Text), s, a)
	for _, want := range []string{
		"@misc{chronicle,", "author = {Inga Lund and {Bremer, Ohm and Co}}", `title = {{The chronicle, "whole"}}`, "month = feb", "day = {3}", "url = {https://example.org/town/articles/chronicle/}",
	} {
		if !strings.Contains(got.BibTeX, want) {
			t.Errorf("BibTeX has no %s:\n%s", want, got.BibTeX)
		}
	}
	var item cslItem
	if err := json.Unmarshal([]byte(got.CSL), &item); err != nil {
		t.Fatal(err)
	}
	if item.Title != a.Title || item.Issued.Parts[0][2] != 3 || item.Authors[1].Literal != "Bremer, Ohm and Co" || item.Site != "Harbour" {
		t.Errorf("CSL: %s", got.CSL)
	}
	if want := `Inga Lund, Bremer, Ohm and Co: “The chronicle, "whole"”. Harbour, 3 February 1900. https://example.org/town/articles/chronicle/`; got.Plain != want {
		t.Errorf("got  %s\nwant %s", got.Plain, want)
	}
	s.Entity("inga-lund").SortName = "Lund, Inga"
	if got := Cite(new(region.Text), s, a); !strings.Contains(got.BibTeX, "{Lund, Inga and ") || !strings.Contains(got.CSL, `"family": "Lund"`) {
		t.Errorf("the register's sorting is not used:\n%s%s", got.BibTeX, got.CSL)
	}
}

// A date that is no single certain day, month or year is cited in words, and one that
// is not known not at all.
func TestCiteDates(t *testing.T) {
	for in, want := range map[string][2]string{
		"1866":       {"year = {1866}", `"date-parts"`},
		"1866-05":    {"month = may", `"date-parts"`},
		"1866~":      {"year = {c. 1866}", `"literal": "c. 1866"`},
		"1857/1866":  {"year = {1857–1866}", `"literal": "1857–1866"`},
		"-0043":      {"year = {-43}", `-43`},
		"1900-02-03": {"day = {3}", "3\n"},
	} {
		w := cited{key: "k", title: "T", lang: "en", date: parse(t, in)}
		if b := string(w.appendBibTeX(nil)); !strings.Contains(b, want[0]) {
			t.Errorf("%s: %s", in, b)
		}
		if b := string(w.appendCSL(nil)); !strings.Contains(b, want[1]) {
			t.Errorf("%s: %s", in, b)
		}
	}
	w := cited{key: "k", title: "T", date: day.Date{}}
	if b := string(w.appendBibTeX(nil)) + string(w.appendCSL(nil)); strings.Contains(b, "year") || strings.Contains(b, "issued") {
		t.Errorf("a date was made up: %s", b)
	}
}

// bibFields reads an entry as BibTeX does: a value ends where its braces do, and a
// backslash protects none.
func bibFields(t *testing.T, s string) map[string]string {
	t.Helper()
	depth, from, name := 0, 0, ""
	out := map[string]string{}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			if depth++; depth == 2 {
				name, from = strings.TrimSpace(strings.Trim(s[from:i], " =,\n")), i+1
			} else if depth == 1 {
				from = strings.IndexByte(s, ',') + 1
			}
		case '}':
			if depth--; depth == 1 {
				out[name], from = s[from:i], i+1
			} else if depth == 0 && s[i:] != "}\n" || depth < 0 {
				t.Fatalf("the entry ends at %d of %q", i, s)
			}
		}
	}
	if depth != 0 {
		t.Fatalf("braces are not in pairs: %q", s)
	}
	return out
}

// Whatever a title or name holds, a reader of BibTeX reads one entry with the
// same words, and JSON gives them back exactly.
func FuzzCitation(f *testing.F) {
	f.Add(`A {brace and $5 & 100% of #1_x ~^\`, "and", "https://example.org/a_b?q={}&x=%20")
	f.Add("}{", "Ohm, Bo and others", "")
	f.Add(`"quoted" @misc{x,`, "Inga Lund", "")
	f.Fuzz(func(t *testing.T, title, name, source string) {
		title, name = strings.ToValidUTF8(oneLine(title), "\ufffd"), strings.ToValidUTF8(oneLine(name), "\ufffd")
		if title == "" || name == "" || strings.ContainsFunc(title+name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufeff' }) {
			return
		}
		w := cited{key: "key", title: title, authors: []author{{name: name}}, lang: "en"}
		w.source.URL = source
		b := w.appendBibTeX(nil)
		got := bibFields(t, string(b))["title"]
		if got = plainOf.Replace(strings.TrimSuffix(strings.TrimPrefix(got, "{"), "}")); got != title {
			t.Fatalf("title %q came back as %q", title, got)
		}
		var item cslItem
		if err := json.Unmarshal(w.appendCSL(nil), &item); err != nil || item.Title != title || item.Authors[0].Literal != name {
			t.Fatalf("CSL: %v %+v", err, item)
		}
		if p := string(w.appendPlain(nil)); strings.Contains(p, "\n") || !strings.Contains(p, title) {
			t.Fatalf("plain: %q", p)
		}
	})
}
