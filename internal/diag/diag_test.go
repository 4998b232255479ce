package diag

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/cputime"
)

// A diagnostic whose culprit is known is placed where that is a word of its own, and
// says what it said.
func TestIn(t *testing.T) {
	const src = "---\nname: Ann Holmes\nann: x\naliases: [Holm, ann]\n---\n"
	for _, tt := range []struct {
		culprit   string
		line, col int
	}{{"Holm", 4, 11}, {"ann", 4, 17}, {"Ann Holmes", 2, 7}, {"Bo", 0, 0}, {"", 0, 0}} {
		d := New(Error, "greedy-alias", "ann-holm.md", "the name %q", tt.culprit).WithHint("remove it")
		d.Culprit = tt.culprit
		got := d.In([]byte(src))
		if got.Line != tt.line || got.Col != tt.col || got.Message != d.Message || got.Hint != d.Hint || got.File != d.File {
			t.Errorf("%q is at %d:%d, want %d:%d: %+v", tt.culprit, got.Line, got.Col, tt.line, tt.col, got)
		}
	}
}

func TestAt(t *testing.T) {
	src := []byte("one\r\ntwo é three\n\nlast")
	for _, c := range []struct {
		start, end       int
		line, col, width int
		excerpt          string
	}{
		{0, 3, 1, 1, 3, "one"},
		{5, 8, 2, 1, 3, "two é three"},
		{9, 11, 2, 5, 1, "two é three"},  // é has two bytes and is one character
		{12, 17, 2, 7, 5, "two é three"}, // and columns after it count characters
		{12, 40, 2, 7, 5, "two é three"}, // the width ends with the line
		{18, 18, 3, 1, 1, ""},            // an empty line
		{23, 23, 4, 5, 1, "last"},        // the end of the file
		{-5, 3, 1, 1, 3, "one"},          // outside the file
		{99, 5, 4, 5, 1, "last"},         // beyond its end, and the wrong way round
	} {
		d := At(Error, "c", "f", src, c.start, c.end, "m")
		if d.Line != c.line || d.Col != c.col || d.Excerpt != c.excerpt || d.Width != c.width {
			t.Errorf("%d:%d is line %d, column %d, width %d of %q; want %+v", c.start, c.end, d.Line, d.Col, d.Width, d.Excerpt, c)
		}
	}
	if d := At(Error, "c", "f", []byte("a\xffb"), 2, 3, "m"); d.Excerpt != "a\uFFFDb" || d.Col != 3 {
		t.Errorf("invalid UTF-8: %+v", d)
	}
	if d := At(Error, "c", "f", bytes.Repeat([]byte("x"), 1<<20), 5, 6, "m"); d.Excerpt != "" || d.Col != 6 {
		t.Errorf("a line of a megabyte: column %d and an excerpt of %d bytes", d.Col, len(d.Excerpt))
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"title", "date", "published", "tags", "description"}
	for word, want := range map[string]string{
		"publishd": "published", "titel": "title", "Tag": "tags", "descripton": "description", "DATE": "date",
		"weather": "", "x": "", "": "", strings.Repeat("a", 1000): "",
	} {
		if got := Nearest(word, keys); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	l := List{
		{File: "b", Line: 1},
		{File: "a", Line: 2},
		{File: "a", Line: 1, Col: 2},
		{File: "a", Line: 1, Col: 1, Severity: Warning},
		{File: "a", Line: 1, Col: 1, Code: "z"},
		{File: "a", Line: 1, Col: 1, Code: "a"},
	}
	if l.Count(Warning) != 1 || !l.HasErrors() || l.Count(Info) != 0 {
		t.Error("wrong count")
	}
	l.Sort()
	var got []string
	for _, d := range l {
		got = append(got, d.File+string(rune('0'+d.Line))+string(rune('0'+d.Col))+d.Code)
	}
	if s := strings.Join(got, " "); s != "a11a a11z a11 a12 a20 b10" {
		t.Errorf("order %s", s)
	}
}

// Places of one file are those that counting from its head gives, in whatever order they
// are asked for, in text that is no UTF-8 too, and many cost as much as few.
func TestSource(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOfN(rapid.SampledFrom([]rune("ab\nü\r🚢")), 0, 40, -1).Draw(t, "text"))
		if len(text) > 0 && rapid.Bool().Draw(t, "cut") {
			text = text[1:] // perhaps within a character
		}
		f := Source{File: "f", Text: text}
		for range 12 {
			start := rapid.IntRange(-1, len(text)+1).Draw(t, "start")
			end := rapid.IntRange(-1, len(text)+1).Draw(t, "end")
			if got, want := f.At(Error, "c", start, end, "m"), At(Error, "c", "f", text, start, end, "m"); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: %+v, want %+v", text, got, want)
			}
		}
	})
	for _, line := range []string{"word ", "word\n"} {
		cputime.Linear(t, 1<<16, 8, func(size int) []byte { return []byte(strings.Repeat(line, size/len(line))) }, func(text []byte) {
			f := Source{Text: text}
			for i := 0; i < len(text); i += len(line) {
				f.At(Error, "c", i, i+4, "m")
			}
		})
	}
}
