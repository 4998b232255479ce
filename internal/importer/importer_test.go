package importer_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"dateline/internal/cputime"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/importer"
)

var update = flag.Bool("update", false, "write what the importer gives into testdata")

// TestPairs imports the first file of each archive and compares Markdown and
// account with the other two. The archive's comment holds options, "date:
// 2013-09-09" or "whole: true".
func TestPairs(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives in testdata: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			comment, files := split(src)
			input := files[0]
			d, diags := importer.Import(input.name, input.data, options(t, string(comment)))
			if d == nil {
				t.Fatalf("no draft: %v", diags)
			}
			got := []file{
				input,
				{"want.md", d.Markdown},
				{"want.explain", explain(d, diags)},
			}
			if *update {
				out := comment
				for _, f := range got {
					out = append(fmt.Appendf(out, "-- %s --\n", f.name), f.data...)
				}
				if err := os.WriteFile(name, out, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i, f := range got {
				if i >= len(files) || files[i].name != f.name {
					t.Fatalf("%s: file %d is not %s; run go test -update and look at the difference", name, i+1, f.name)
				}
				if !bytes.Equal(files[i].data, f.data) {
					t.Errorf("input:\n%s\ngot %s:\n%s\nwant:\n%s\nrun go test -update if the new one is right", input.data, f.name, f.data, files[i].data)
				}
			}
			check(t, input.name, input.data, d)
		})
	}
}

// file is a file of an archive in the txtar format: each begins with a line
// "-- name --", and what stands before the first is a comment.
type file struct {
	name string
	data []byte
}

func split(src []byte) (comment []byte, files []file) {
	for line := range bytes.Lines(src) {
		name, ok := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\n")), []byte("-- "))
		if ok {
			name, ok = bytes.CutSuffix(name, []byte(" --"))
		}
		switch {
		case ok:
			files = append(files, file{name: string(name)})
		case len(files) == 0:
			comment = append(comment, line...)
		default:
			f := &files[len(files)-1]
			f.data = append(f.data, line...)
		}
	}
	return comment, files
}

func options(t *testing.T, comment string) importer.Options {
	var opt importer.Options
	for line := range strings.Lines(comment) {
		key, val, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "date":
			d, err := day.Parse(val)
			if err != nil {
				t.Fatal(err)
			}
			opt.Date = d
		case "whole":
			opt.Whole = val == "true"
		case "title":
			opt.Title = val
		}
	}
	return opt
}

// explain writes the account as people read it: number, label, reason, first words.
func explain(d *importer.Draft, diags diag.List) []byte {
	var b bytes.Buffer
	for _, l := range d.Lines {
		text := l.Text
		if len(text) > 40 {
			text = strings.ToValidUTF8(text[:40], "") + "…"
		}
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%d\t%s\t%s\t%s", l.N, l.Label, l.Reason, text), " \t"))
	}
	fmt.Fprintf(&b, "slug: %s\ntitle from: %s\ndate from: %s\n", d.Slug, d.TitleFrom, d.DateFrom)
	for _, x := range diags {
		fmt.Fprintf(&b, "%s: %s [%s]\n", x.Severity, x.Message, x.Code)
	}
	return b.Bytes()
}

func TestReport(t *testing.T) {
	src := []byte("By IDA MOE\n\nThe mill on the Aller stopped turning on Monday after two hundred years.\n\nThe mill on the Aller stopped turning on Monday after two hundred years.\n\nIts owner said that nobody wanted to learn the trade any more.\n\nNo comments:\n\nPost a Comment\n")
	d, _ := importer.Import("mill.txt", src, importer.Options{})
	var r importer.Report
	if err := json.Unmarshal(d.Report().Marshal(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Importer != importer.Version || r.Source.Name != "mill.txt" || r.Source.Bytes != len(src) || len(r.Source.SHA256) != 64 {
		t.Errorf("source: %+v", r)
	}
	if r.Title.From != "lead" || r.Date.From != "none" || !strings.Contains(strings.Join(r.Review, " "), "title") {
		t.Errorf("title %+v, date %+v, review %v", r.Title, r.Date, r.Review)
	}
	var dropped []string
	for _, l := range r.Dropped {
		dropped = append(dropped, fmt.Sprintf("%d %s %s", l.N, l.Label, l.Text))
		if l.Reason == "" {
			t.Errorf("line %d was dropped without a reason", l.N)
		}
	}
	want := "5 duplicate The mill on the Aller stopped turning on Monday after two hundred years.|9 boiler No comments:|11 boiler Post a Comment"
	if got := strings.Join(dropped, "|"); got != want {
		t.Errorf("dropped\n%s\nwant\n%s", got, want)
	}
}

func TestRefused(t *testing.T) {
	deep := strings.Repeat("<div>", 100_000) + "words"
	for _, c := range []struct {
		name, file, from string
		src              []byte
		code             string
	}{
		{"too large", "a.txt", "", bytes.Repeat([]byte("a"), 50<<20), "import-too-large"},
		{"too many lines", "a.txt", "", bytes.Repeat([]byte("a\n"), 5<<20), "import-too-large"},
		{"empty", "a.txt", "", []byte(" \n\t\n"), "import-empty"},
		{"only controls", "a.txt", "", []byte("\x00\x01\x02"), "import-empty"},
		{"unknown kind", "a.txt", "docx", []byte("words"), "import-unknown-kind"},
		{"nested too deep", "a.html", "", []byte("<!doctype html>" + deep), "html-too-deep"},
		{"broken header", "a.md", "", []byte("---\ntitle: [a\n---\nwords\n"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := cputime.Now()
			d, diags := importer.Import(c.file, c.src, importer.Options{From: c.from})
			if d != nil {
				t.Fatalf("a draft was made: %.200s", d.Markdown)
			}
			errors := 0
			for _, x := range diags {
				if x.Severity == diag.Error {
					errors++
					if c.code != "" && x.Code != c.code {
						t.Errorf("code %q, want %q", x.Code, c.code)
					}
					if x.Hint == "" || x.Message == "" {
						t.Errorf("no message or no hint: %+v", x)
					}
				}
			}
			if errors != 1 {
				t.Errorf("%d errors, want one: %v", errors, diags)
			}
			if took := cputime.Now() - began; took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestEncodings: the same words in any encoding and with any line ends make the same article.
func TestEncodings(t *testing.T) {
	const words = "Überfahrt nach Fårö\n\nDie Fähre legt um 9 Uhr ab, sagte die Kapitänin am „Königskai“ gestern Abend.\n\nNiemand wusste, wann sie zurückkehrt.\n"
	want, _ := importer.Import("a.txt", []byte(words), importer.Options{})
	cp1252, err := charmap.Windows1252.NewEncoder().String(words)
	if err != nil {
		t.Fatal(err)
	}
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(words))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name, encoding, code string
		src                  []byte
	}{
		{"byte order mark", "utf-8", "", []byte("\ufeff" + words)},
		{"CR LF", "utf-8", "", []byte(strings.ReplaceAll(words, "\n", "\r\n"))},
		{"CR", "utf-8", "", []byte(strings.ReplaceAll(words, "\n", "\r"))},
		{"controls", "utf-8", "control-characters", []byte(strings.ReplaceAll(words, "Fähre", "Fä\x00hr\x1be"))},
		{"windows-1252", "windows-1252", "encoding-guessed", []byte(cp1252)},
		{"UTF-16 with mark", "utf-16le", "", utf16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16 big-endian with mark", "utf-16be", "", utf16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 without mark", "utf-16le", "", utf16(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, diags := importer.Import("a.txt", c.src, importer.Options{})
			if d == nil {
				t.Fatal(diags)
			}
			if !bytes.Equal(d.Markdown, want.Markdown) {
				t.Errorf("got\n%s\nwant\n%s", d.Markdown, want.Markdown)
			}
			if d.Encoding != c.encoding {
				t.Errorf("encoding %q, want %q", d.Encoding, c.encoding)
			}
			if has := strings.Contains(codes(diags), c.code); !has {
				t.Errorf("diagnostics %s, want %s among them", codes(diags), c.code)
			}
			if c.code == "" && strings.Contains(codes(diags), "encoding") {
				t.Errorf("diagnostics %s", codes(diags))
			}
		})
	}
	for _, c := range []struct {
		label string
		enc   encoding.Encoding
		words string
	}{
		{"windows-1251", charmap.Windows1251, "Паром до острова не ходит второй день, сказал капитан порта в понедельник."},
		{"koi8-r", charmap.KOI8R, "Паром до острова не ходит второй день, сказал капитан порта в понедельник."},
		{"shift_jis", japanese.ShiftJIS, "フェリーは二日間、島へは行かないと港の船長が月曜日に話しました。"},
		{"euc-kr", korean.EUCKR, "섬으로 가는 배가 이틀째 다니지 않는다고 항구의 선장이 월요일에 말했습니다."},
		{"gb18030", simplifiedchinese.GB18030, "港口船长星期一说，开往该岛的渡轮已经两天没有开出，乘客们仍在等待。"},
	} {
		src, err := c.enc.NewEncoder().String(c.words)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := importer.Import("a.txt", []byte(src), importer.Options{})
		if d.Encoding != c.label || !strings.Contains(string(d.Markdown), c.words) {
			t.Errorf("%s: read as %s: %s", c.label, d.Encoding, d.Markdown)
		}
	}
	page := "<html><head><meta charset=iso-8859-2><title>x</title></head><body><p>" + "Mieszka\xf1cy protestuj\xb1 przeciw budowie drogi przez las pod miastem." + "</p></body></html>"
	d, _ := importer.Import("a.html", []byte(page), importer.Options{})
	if !strings.Contains(string(d.Markdown), "Mieszkańcy protestują") || d.Encoding != "iso-8859-2" {
		t.Errorf("declared encoding: %s %s", d.Encoding, d.Markdown)
	}
	saved := "<html><head><meta charset=windows-1251></head><body><p>Caf\u00e9 am See, gestern wieder er\u00f6ffnet nach drei Jahren Umbau.</p></body></html>"
	d, _ = importer.Import("a.html", []byte(saved), importer.Options{})
	if !strings.Contains(string(d.Markdown), "Café am See") {
		t.Errorf("valid UTF-8 that declares something else: %s %s", d.Encoding, d.Markdown)
	}
}

func codes(l diag.List) string {
	var c []string
	for _, d := range l {
		c = append(c, d.Code)
	}
	return strings.Join(c, " ")
}

// TestInvalidUTF8: broken bytes are never kept, and their place is told.
func TestInvalidUTF8(t *testing.T) {
	src := []byte("Die Fähre über den Fluß fährt täglich für Schüler und Höflinge aus Köln, Düren, Löbau.\n\nEin Satz mit br\x80ken Zeichen.\n")
	d, diags := importer.Import("a.txt", src, importer.Options{})
	for _, x := range diags {
		if x.Code == "invalid-utf-8" {
			if x.Line != 3 || x.Col != 16 {
				t.Errorf("at %d:%d, want 3:16", x.Line, x.Col)
			}
			if !strings.Contains(string(d.Markdown), "br\uFFFDken") {
				t.Errorf("no U+FFFD in %s", d.Markdown)
			}
			return
		}
	}
	t.Errorf("no diagnostic: %v", diags)
}

// TestActiveContent: nothing of a page that acts reaches the Markdown.
func TestActiveContent(t *testing.T) {
	page := `<!doctype html><html><head><title>Lock reopens</title><base href="javascript:alert(1)//"><meta http-equiv=refresh content="0;url=javascript:alert(1)"></head><body>
<article><h1>Lock reopens</h1><p onclick="alert(1)">The lock at Aven was reopened on Tuesday after a winter of repairs, the council said.</p>
<script>alert(1)</script><style>p{}</style><iframe srcdoc="<script>alert(1)</script>"></iframe><object data="x.swf"></object><form action="javascript:alert(1)"><input value="x"></form>
<p>Boats may <a href=" java
script:alert(1)">pass</a> and <a href="vbscript:x">wait</a> here, <a href="https://example.org/a">as before</a>, and see the <img src="javascript:alert(1)" alt="chart"><img src="data:text/html,x"> of the river.</p>
<p>A line with &lt;script&gt;alert(2)&lt;/script&gt; as words, which readers of the report will see as it stands.</p></article></body></html>`
	d, diags := importer.Import("lock.html", []byte(page), importer.Options{})
	md := string(d.Markdown)
	for _, bad := range []string{"javascript:", "vbscript:", "onclick", "srcdoc", "data:text", "alert(1)", "<script", "<iframe", "<style", "<form", "<object"} {
		if i := strings.Index(md, bad); i >= 0 && (i == 0 || md[i-1] != '\\') {
			t.Errorf("%q in\n%s", bad, md)
		}
	}
	for _, want := range []string{"pass", "wait", "[as before](https://example.org/a)", `\<script>alert(2)`} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
	if !strings.Contains(codes(diags), "address-refused") {
		t.Errorf("diagnostics: %v", diags)
	}
}

// TestOwn: a file that was imported is imported as it is, with the same options or
// without any.
func TestOwn(t *testing.T) {
	src := []byte("- .Bridge shut for a year\n- .Council blames rust\nBy ANN POE\nThe bridge over the Aller was shut on Monday, and will stay so for a year.\nDrivers have to go round by Sill, which takes an hour.\n")
	date, err := day.Parse("2014-02-03")
	if err != nil {
		t.Fatal(err)
	}
	opt := importer.Options{Date: date}
	first, _ := importer.Import("bridge.txt", src, opt)
	for _, o := range []importer.Options{{}, opt} {
		again, _ := importer.Import(first.Slug+".md", first.Markdown, o)
		if !bytes.Equal(again.Markdown, first.Markdown) {
			t.Errorf("got\n%s\nwant\n%s", again.Markdown, first.Markdown)
		}
	}
	if first.Slug != "2014-02-03-bridge-shut-for-a-year" {
		t.Errorf("slug %q", first.Slug)
	}
}

// TestSlug: a slug has at most 60 bytes of words and ends with a whole one.
func TestSlug(t *testing.T) {
	d, _ := importer.Import("x.txt", []byte("words"), importer.Options{Title: "U.S. envoy's plane lands in the harbour town of Port Hallow amid a very long storm"})
	if want := "us-envoys-plane-lands-in-the-harbour-town-of-port-hallow"; d.Slug != want {
		t.Errorf("got %q, want %q", d.Slug, want)
	}
}

// Paragraphs of one line each, of about the same length, are no wrapped text.
func TestParagraphsAreNotJoined(t *testing.T) {
	d, _ := importer.Import("a.txt", []byte(`The ferry is late
9 September 2013
The ferry came in two hours late on Monday, and nobody on the quay was told why it had been held.
The harbour master said that a valve had stuck, and that the engineers had freed it with a hammer.
Share this article
`), importer.Options{})
	want := "why it had been held.\n\nThe harbour master said"
	if md := string(d.Markdown); !strings.Contains(md, want) || strings.Contains(md, "Share") {
		t.Errorf("got\n%s", md)
	}
}

// A page that is a picture and nothing else has no words for a title.
func TestPictureIsNoTitle(t *testing.T) {
	d, _ := importer.Import("harbour.html", []byte(`<p><img src="a.jpg" alt="Boats"></p>`), importer.Options{Whole: true})
	if d.Title != "harbour" || d.TitleFrom != "file" {
		t.Errorf("the title is %q, from the %s", d.Title, d.TitleFrom)
	}
}
