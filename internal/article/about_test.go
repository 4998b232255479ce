package article

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/internal/record"
)

// ferryReport is a report as the importer writes it, of the article md.
func ferryReport(md string) string {
	sum := sha256.Sum256([]byte(md))
	return `{
  "importer": 1,
  "source": {"name": "ferry.txt", "sha256": "` + strings.Repeat("ab", 32) + `", "bytes": 300},
  "output": "` + hex.EncodeToString(sum[:]) + `",
  "kind": "text",
  "title": {"value": "The ferry is late", "from": "highlight", "evidence": "The ferry is late"},
  "date": {"value": "2013-09-09", "from": "line", "evidence": "line 2: 9 September 2013"},
  "counts": [{"label": "body", "lines": 5}, {"label": "boiler", "lines": 2}, {"label": "blank", "lines": 9}],
  "dropped": [
    {"line": 3, "label": "boiler", "reason": "furniture: share", "text": "Share"},
    {"line": 8, "label": "duplicate", "reason": "same words as line 7", "text": "It was late."}
  ]
}
`
}

func TestReadAbout(t *testing.T) {
	const md = "The ferry was late.\n"
	got, diags := ReadAbout("ferry.import.json", []byte(ferryReport(md)), []byte(md))
	want := &About{
		Source: "ferry.txt", SHA256: strings.Repeat("ab", 32), Kind: "text",
		Title: Basis{From: "highlight"}, Date: Basis{"line", "line 2: 9 September 2013"},
		Lines: 7, LeftOut: 2,
		First: []LeftOut{{3, "boiler", "furniture: share", "Share"}, {8, "duplicate", "same words as line 7", "It was late."}},
	}
	if len(diags) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v %v\nwant\n%+v", got, diags, want)
	}
	if a, _ := ReadAbout("", []byte(ferryReport(md)), []byte(md+"And again.\n")); !a.Edited {
		t.Error("an edited article is said to be as it was imported")
	}
}

// A report that cannot be read is a warning that says where and what to do.
func TestBadReports(t *testing.T) {
	for _, tt := range []struct {
		report, want string
		line         int
	}{
		{"", "unexpected end", 1},
		{"{\n\"source\": nothing}", "invalid character", 2},
		{"[]", `"report" cannot be a JSON array`, 1},
		{"{}", "does not say what was imported", 1},
		{`{"source": {"name": "a.txt"}}`, "does not say what was imported", 1},
		{"{\"source\": {\"name\": \"a.txt\"}, \"output\": \"00\",\n\"counts\": [{\"label\": \"body\", \"lines\": \"many\"}]}", `"counts.lines"`, 2},
		{`{"source": {"name": "a.txt"}, "output": "00", "dropped": {"line": 1}}`, "no list", 1},
		{`{"source": {"name": "a.txt"}, "output": "00", "dropped": [1]}`, "the 1. of its dropped lines", 1},
	} {
		a, diags := ReadAbout("a.import.json", []byte(tt.report), nil)
		if a != nil || len(diags) != 1 || diags.HasErrors() {
			t.Errorf("%s: got %+v, %v", tt.report, a, diags)
			continue
		}
		if d := diags[0]; d.Code != "bad-report" || !strings.Contains(d.Message, tt.want) || d.Line != tt.line || d.Hint == "" || d.File != "a.import.json" {
			t.Errorf("%s: got %+v", tt.report, d)
		}
	}
}

// What a report has in abundance is counted and cut, and nothing in it turns the
// text around or is no text at all.
func TestAboutIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"source": {"name": "` + strings.Repeat("name", 10_000) + `", "sha256": "<b>"}, "output": "00", "counts": [{"lines": -9}], "dropped": [`)
	for i := range 1000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"line": %d, "text": "\u202e\u0007a\nb %s", "reason": "%s"}`, i, strings.Repeat("word ", 300), strings.Repeat("ü", 900))
	}
	b.WriteString("]}")
	a, diags := ReadAbout("a.import.json", []byte(b.String()), nil)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if a.LeftOut != 1000 || len(a.First) != 200 || a.Lines != 0 || a.SHA256 != "" {
		t.Errorf("%d left out, %d shown, of %d lines, sum %q", a.LeftOut, len(a.First), a.Lines, a.SHA256)
	}
	if l := a.First[0]; !strings.HasPrefix(l.Text, "a b word") || !strings.HasSuffix(l.Text, "word …") {
		t.Errorf("got %q", l.Text)
	}
	bounded(t, a)
}

// bounded checks what holds of any report.
func bounded(t *testing.T, a *About) {
	t.Helper()
	words := []string{a.Source, a.Item, a.SHA256, a.Kind, a.Title.From, a.Title.Evidence, a.Date.From, a.Date.Evidence}
	for _, l := range a.First {
		words = append(words, l.Label, l.Reason, l.Text)
	}
	for _, s := range words {
		if len(s) > 510 || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
		}) {
			t.Errorf("%d bytes: %.80q", len(s), s)
		}
	}
	if len(a.First) > a.LeftOut || a.Lines != 0 && a.Lines < a.LeftOut || len(a.First) > 200 {
		t.Errorf("%d shown of %d left out of %d", len(a.First), a.LeftOut, a.Lines)
	}
}

// FuzzReadAbout: whatever the report, what is told is bounded clean text, and is
// read from its record as it was written; or there is a warning.
func FuzzReadAbout(f *testing.F) {
	f.Add([]byte(ferryReport("x")))
	f.Add([]byte(`{"source": {"name": "a\u202e\ud800"}, "output": "00", "dropped": null}`))
	f.Fuzz(func(t *testing.T, report []byte) {
		a, diags := ReadAbout("a.import.json", report, []byte("x"))
		if (a == nil) != (len(diags) == 1) {
			t.Fatalf("got %+v and %v", a, diags)
		}
		if a == nil {
			return
		}
		bounded(t, a)
		w := record.Writer(nil)
		a.record(w)
		r := record.Reader(string(w.Bytes()))
		var b About
		if b.record(r); r.End() != nil || !reflect.DeepEqual(*a, b) {
			t.Errorf("%+v is read as %+v", *a, b)
		}
	})
}
