package unpack

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
	"dateline/internal/diag"
)

// part is an entry of an archive made by a test.
type part struct{ name, data string }

// zipOf returns an archive of the parts, in their order.
func zipOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// codes returns the codes of diags, parted by spaces.
func codes(diags diag.List) string {
	var s []string
	for _, d := range diags {
		s = append(s, d.Code)
	}
	return strings.Join(s, " ")
}

func TestZipOrder(t *testing.T) {
	src := zipOf(t, part{"z.txt", "last letter"}, part{"folder/", ""}, part{`folder\a.txt`, "a"})
	a, diags := openZip("x.zip", src, maxDocument)
	if len(diags) != 0 || strings.Join(a.names, " ") != "z.txt folder/a.txt" {
		t.Fatalf("names %q, %v", a.names, diags)
	}
	if got, diags := a.read("folder/a.txt"); string(got) != "a" || len(diags) != 0 {
		t.Errorf("read %q, %v", got, diags)
	}
	if _, diags := a.read("b.txt"); codes(diags) != "zip-missing-entry" || !strings.Contains(diags[0].Message, `"b.txt"`) {
		t.Errorf("%v", diags)
	}
	if !zipHolds(src, "z.txt") || zipHolds(src, "y.txt") {
		t.Error("zipHolds is wrong about the names")
	}
}

func TestZipHostile(t *testing.T) {
	locked := zipOf(t, part{"secret.txt", "word"})
	at := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[at+8] |= 1 // the flag of encryption in the directory
	broken := zipOf(t, part{"a.txt", "some words that are stored"})
	broken[40] ^= 0xff
	for _, c := range []struct{ name, codes, src string }{
		{"slip", "zip-unsafe-name", string(zipOf(t, part{"../../out.txt", "x"}))},
		{"slip with backslashes", "zip-unsafe-name", string(zipOf(t, part{`..\out.txt`, "x"}))},
		{"rooted", "zip-unsafe-name", string(zipOf(t, part{"/etc/x", "x"}))},
		{"drive", "zip-unsafe-name", string(zipOf(t, part{"c:/x", "x"}))},
		{"NUL", "zip-unsafe-name", string(zipOf(t, part{"a\x00b", "x"}))},
		{"twice", "zip-duplicate-name", string(zipOf(t, part{"a", "1"}, part{"a", "2"}, part{"a", "3"}))},
		{"encrypted", "zip-encrypted", string(locked)},
		{"cut", "zip-malformed", "PK\x03\x04 and no more"},
		{"broken", "zip-malformed", string(broken)},
	} {
		a, diags := openZip("x.zip", []byte(c.src), maxDocument)
		if a != nil {
			for _, name := range a.names {
				_, more := a.read(name)
				diags = append(diags, more...)
			}
		}
		if got := codes(diags); got != c.codes {
			t.Errorf("%s: %q, want %q", c.name, got, c.codes)
		}
	}
}

// TestZipBomb unfolds what was made to burst: it stops at the limit, which takes a
// fraction of a second on a machine that does nothing else.
func TestZipBomb(t *testing.T) {
	bomb := zipOf(t, part{"bomb.xml", strings.Repeat("0", 80<<20)})
	start := cputime.Now()
	a, _ := openZip("x.zip", bomb, maxDocument)
	_, diags := a.read("bomb.xml")
	if codes(diags) != "zip-too-large" || !strings.Contains(diags[0].Message, "bomb.xml") {
		t.Errorf("%v", diags)
	}
	if d := cputime.Now() - start; d > 10*time.Second {
		t.Errorf("it took %v", d)
	}
	// many entries below the ratio, whose sum is too large
	words := strings.Repeat("the quick brown fox ", 500)
	a, _ = openZip("x.zip", zipOf(t, part{"1", words}, part{"2", words}), int64(len(words)*3/2))
	if _, diags := a.read("1"); len(diags) != 0 {
		t.Errorf("%v", diags)
	}
	if _, diags := a.read("2"); codes(diags) != "zip-too-large" {
		t.Errorf("%v", diags)
	}
}

// FuzzZip reads any bytes as documents in archives.
func FuzzZip(f *testing.F) {
	f.Add(wordOf(f, para("", run("word"))))
	f.Add(openOf(f, "<text:p>word</text:p>"))
	f.Add(bookOf(f, "", "<body>"+prose+"</body>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, kind := range []string{"docx", "odt", "epub"} {
			entriesOf(t, kind, "x."+kind, src)
		}
	})
}
