package sheet

import (
	"slices"
	"strings"
	"testing"

	"dateline/internal/charset"
)

// rows reads a whole table.
func rows(t *testing.T, text string) [][]string {
	t.Helper()
	var out [][]string
	r := NewReader(text)
	for {
		cells, _, err := r.Row(nil)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if len(cells) == 0 {
			return out
		}
		out = append(out, cells)
	}
}

func TestSeparators(t *testing.T) {
	want := [][]string{{"id", "name"}, {"a", `The "Big", one`}}
	for name, text := range map[string]string{
		"commas":                 "id,name\na,\"The \"\"Big\"\", one\"\n",
		"semicolons":             "id;name\na;The \"Big\", one\n",
		"tabs":                   "id\tname\na\tThe \"Big\", one",
		"as Excel says":          "sep=;\nid;name\na;\"The \"\"Big\"\", one\"\n",
		"marks that are doubled": "id,name\n\na,\"The \"Big\"\", one\"\n",
	} {
		if got := rows(t, text); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	r := NewReader("id,name\n\na,\"two\nlines\"\nb,one\n")
	for _, want := range []int{1, 3, 5} {
		if _, line, err := r.Row(nil); err != nil || line != want {
			t.Errorf("line %d, error %v; want line %d", line, err, want)
		}
	}
	r = NewReader("a,b\nc,\"d\n")
	r.Row(nil)
	if _, line, err := r.Row(nil); err != ErrQuotation || line != 2 {
		t.Errorf("an open quotation: line %d, error %v", line, err)
	}
}

func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-33.9, 18.4": "'-33.9, 18.4", "@home": "'@home", "\tx": "'\tx", "＝1": "'＝1",
		"'=1": "''=1", "''=1": "'''=1", "'Ndrangheta": "'Ndrangheta", "'": "'", "": "", "a=b": "a=b",
	} {
		got := Guard(cell)
		if got != want {
			t.Errorf("Guard(%q) = %q, want %q", cell, got, want)
		}
		if back := Unguard(got); back != cell {
			t.Errorf("Unguard(%q) = %q, want %q", got, back, cell)
		}
	}
	if got := Unguard("=1"); got != "=1" { // typed by hand
		t.Errorf("Unguard(=1) = %q", got)
	}
}

func TestSplit(t *testing.T) {
	for cell, want := range map[string][]string{
		"a | b;c\nd":           {"a", "b", "c", "d"},
		` "a; b" | c`:          {"a; b", "c"},
		`"he said ""no""" ; x`: {`he said "no"`, "x"},
		`"Big" Jim | x`:        {`"Big" Jim`, "x"},
		"|;; ":                 nil,
		`"`:                    {`"`},
	} {
		if got := Split(cell); !slices.Equal(got, want) {
			t.Errorf("Split(%q) = %q, want %q", cell, got, want)
		}
	}
}

// What is written is read back, whatever is in it; and what anybody wrote is read to
// its end or refused, with every cell somewhere in the text.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"id,name\na,b\n", "id;name\r\n'=x;\"a;b\"", "\uFEFFa\tb\n\"\"\"", "a|b", "sep=;\na;b", "a,\n,b\n\"\n\",", "=1,'=2,\"-3\"", "  ,a |\"b;\"\"c\" \x00\xff"} {
		f.Add([]byte(s), byte(len(s)%3))
	}
	f.Fuzz(func(t *testing.T, src []byte, n byte) {
		text, _, _ := charset.Decode("x.csv", src)
		unquoted := strings.ReplaceAll(text, `"`, "")
		r := NewReader(text)
		for range len(text) + 2 {
			cells, line, err := r.Row(nil)
			if err != nil || len(cells) == 0 {
				break
			}
			if line < 1 || line > 2+strings.Count(text, "\n") {
				t.Fatalf("line %d of a text of %d lines", line, 1+strings.Count(text, "\n"))
			}
			for _, c := range cells {
				if !strings.Contains(unquoted, strings.ReplaceAll(c, `"`, "")) {
					t.Fatalf("the cell %q is not in %q", c, text)
				}
			}
		}
		if cells, _, err := r.Row(nil); err == nil && len(cells) > 0 {
			t.Fatalf("%q has more rows than bytes", text)
		}

		// The same bytes as values: three rows under a head that has the separator.
		sep := ",;\t"[n%3]
		values := strings.Split(charset.Clean(string(src)), ",")
		head := []string{"id", "name", "aliases"}
		var row []string
		for i, v := range values {
			row = append(row, Guard(v))
			if got := Unguard(row[i]); got != v {
				t.Fatalf("guarded %q comes back as %q", v, got)
			}
		}
		var kept []string
		for _, v := range values {
			if v != "" {
				kept = append(kept, v)
			}
		}
		joined := Join(kept)
		if got := Split(joined); !slices.Equal(got, kept) {
			t.Fatalf("joined %q comes back as %q", kept, got)
		}
		row = append(row, Guard(joined))
		out := AppendRow(AppendRow([]byte(Mark), head, sep), row, sep)
		text, _, _ = charset.Decode("x.csv", out)
		back := NewReader(text)
		if back.Separator() != sep {
			t.Fatalf("separator %q is read as %q", sep, back.Separator())
		}
		back.Row(nil)
		if got, _, err := back.Row(nil); err != nil || !slices.Equal(got, row) {
			t.Fatalf("wrote %q, read %q (%v)", row, got, err)
		}
	})
}
