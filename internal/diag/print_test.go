package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func text(t *testing.T, l List, opt TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := Text(&b, l, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	src := []byte("---\ntitle: x\npublishd: 1858-08-16\n---\n")
	at := bytes.Index(src, []byte("publishd"))
	unknown := At(Error, "unknown-key", "content/a.md", src, at, at+8, "unknown key %q", "publishd").WithHint("did you mean %q?", "published")
	twice := At(Warning, "duplicate-key", "content/a.md", src, 4, 9, "key %q is already given", "title")
	twice.Related = []Related{{"first given here", "content/b.md", 7, 3}}
	for _, c := range []struct {
		name string
		d    Diagnostic
		want string
	}{
		{"placed", unknown, `content/a.md:3:1: error: unknown key "publishd" [unknown-key]
    3 | publishd: 1858-08-16
      | ^^^^^^^^
  hint: did you mean "published"?
`},
		{"related", twice, `content/a.md:2:1: warning: key "title" is already given [duplicate-key]
    2 | title: x
      | ^^^^^
  content/b.md:7:3: first given here
`},
		{"file only", New(Info, "draft", "content/a.md", "left out, a draft"), "content/a.md: info: left out, a draft [draft]\n"},
		{"no file", New(Error, "no-site", "", "no site here"), "error: no site here [no-site]\n"},
		{"tab and accents", At(Error, "x", "a", []byte("\té\u0301漢 bad"), 9, 12, "m"), "a:1:6: error: m [x]\n    1 |  é\u0301漢 bad\n      |      ^^^\n"},
		{"at the end", At(Error, "x", "a", []byte("ab"), 2, 2, "m"), "a:1:3: error: m [x]\n    1 | ab\n      |   ^\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text(t, List{c.d}, TextOptions{}); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			colored := text(t, List{c.d}, TextOptions{Color: true})
			for _, style := range []string{bold, red, yellow, blue, dim, "0"} {
				colored = strings.ReplaceAll(colored, "\x1b["+style+"m", "")
			}
			if colored != c.want {
				t.Errorf("with colours taken off\n%s\nwant\n%s", colored, c.want)
			}
		})
	}
}

// TestTextSafe is the terminal's side of S-D02.
func TestTextSafe(t *testing.T) {
	bad := "a\x00b\x1b[31m\r\n\u202Egnp.exe\u200b\u009b\xff\u2028\t"
	d := At(Error, "x", "f"+bad, []byte(bad[:6]+bad[9:]), 0, 3, "m %s", bad).WithHint("h %s", bad)
	d.Related = []Related{{bad, bad, 1, 1}}
	got := text(t, List{d}, TextOptions{})
	if !utf8.ValidString(got) {
		t.Errorf("%q is not UTF-8", got)
	}
	for _, r := range got {
		if r != '\n' && (r < ' ' || r >= 0x7F && r < 0xA0 || strings.ContainsRune("\u202e\u200b\u2028", r)) {
			t.Errorf("%q has %q", got, r)
		}
	}
	if !strings.Contains(got, `a\x00b\x1b[31m\r\n\u202egnp.exe\u200b\u009b\xff\u2028 `) {
		t.Errorf("%q does not show what was there", got)
	}
}

func TestTextLongLine(t *testing.T) {
	src := []byte(strings.Repeat("ab ", 500) + "CULPRIT" + strings.Repeat(" cd", 100))
	d := At(Error, "x", "a", src, 1500, 1507, "m")
	lines := strings.Split(text(t, List{d}, TextOptions{}), "\n")
	if n := utf8.RuneCountInString(lines[1]); n > longest+15 {
		t.Errorf("the excerpt has %d columns", n)
	}
	col := utf8.RuneCountInString(lines[1][:strings.Index(lines[1], "CULPRIT")])
	if got := strings.Index(lines[2], "^^^^^^^"); got != col {
		t.Errorf("carets in column %d, culprit in %d", got, col)
	}
	// So long a line has no excerpt at all.
	d = At(Error, "x", "a", bytes.Repeat(src, 3), 1500, 1507, "m")
	if got := text(t, List{d}, TextOptions{}); got != "a:1:1501: error: m [x]\n" {
		t.Errorf("got %q", got)
	}
}

func TestTextLimit(t *testing.T) {
	var l List
	for i := range 10_000 {
		l = append(l, New(Error, "missing-file", fmt.Sprintf("%d.md", i), "no file"))
	}
	l = append(l, New(Error, "other", "z.md", "something else"))
	got := strings.Split(strings.TrimSuffix(text(t, l, TextOptions{}), "\n"), "\n")
	if len(got) != 22 || got[20] != "z.md: error: something else [other]" || got[21] != "… and 9,980 more [missing-file]; --json lists all" {
		t.Errorf("got %d lines, ending %q", len(got), got[max(0, len(got)-2):])
	}
	if n := strings.Count(text(t, l, TextOptions{Max: -1}), "\n"); n != 10_001 {
		t.Errorf("without a limit %d lines", n)
	}
	if n := strings.Count(text(t, l, TextOptions{Max: 1}), "\n"); n != 3 {
		t.Errorf("with a limit of 1 %d lines", n)
	}
}

func TestJSON(t *testing.T) {
	d := At(Warning, "c", "a.md", []byte("one <two>\n"), 4, 9, "m \"q\"").WithHint("h")
	d.Related = []Related{{"r", "b.md", 2, 3}}
	var b bytes.Buffer
	if err := JSON(&b, List{d, New(Error, "e", "", "line\nbreak")}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	want := []string{
		`{"severity":"warning","code":"c","message":"m \"q\"","hint":"h","file":"a.md","line":1,"col":5,"width":5,"excerpt":"one <two>","related":[{"message":"r","file":"b.md","line":2,"col":3}]}`,
		`{"severity":"error","code":"e","message":"line\nbreak"}`,
	}
	if len(lines) != 2 || lines[0] != want[0] || lines[1] != want[1] {
		t.Errorf("got\n%s\nwant\n%s", b.String(), strings.Join(want, "\n"))
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

func TestGitHub(t *testing.T) {
	d := At(Error, "bad-date", "a,b:c%.md", []byte("one two\n"), 4, 7, "50%% of\n%q", "two").WithHint("h")
	for _, c := range []struct {
		d    Diagnostic
		want string
	}{
		{d, "::error file=a%2Cb%3Ac%25.md,line=1,col=5,endColumn=8,title=bad-date::50%25 of\\n\"two\"%0Ahint: h\n"},
		{New(Info, "draft", "", "m"), "::notice title=draft::m\n"},
		{New(Warning, "w", "a.md", "m"), "::warning file=a.md,title=w::m\n"},
	} {
		var b strings.Builder
		if err := GitHub(&b, List{c.d}); err != nil || b.String() != c.want {
			t.Errorf("got %q, %v\nwant %q", b.String(), err, c.want)
		}
	}
}

// broken is a writer that fails.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriteErrors(t *testing.T) {
	l := List{New(Error, "x", "a", "m")}
	for name, err := range map[string]error{
		"Text": Text(broken{}, l, TextOptions{}), "JSON": JSON(broken{}, l), "GitHub": GitHub(broken{}, l),
	} {
		if err == nil || err.Error() != "no room" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
