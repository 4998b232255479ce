package prose

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/internal/cputime"
)

func TestSentences(t *testing.T) {
	b, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range strings.Split(strings.TrimSpace(string(b)), "\n\n")[1:] {
		s := strings.ReplaceAll(want, " | ", " ")
		a := Analyse(&Text{S: s, Blocks: []Block{{Span: Span{0, len(s)}}}}, nil)
		var got []string
		for _, x := range a.Sentences {
			got = append(got, s[x.Start:x.End])
		}
		// Nothing but the marker may part "broke.The".
		if joined := strings.Join(got, " | "); joined != strings.ReplaceAll(want, "broke.The", "broke. | The") {
			t.Errorf("got  %s\nwant %s", joined, want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Mr. Assad's U.S.-led talks", "Mr. Assad 's U.S.-led talks"},
		{"O'Brien doesn’t see Holm’s boats'", "O'Brien doesn’t see Holm ’s boats '"},
		{"It cost $1,400.50, or 2.5%.", "It cost $ 1,400.50 , or 2.5 % ."},
		{"the 1990s, the '90s and the 21st at 10:30", "the 1990s , the ' 90s and the 21st at 10:30"},
		{"AT&T, R&D… well -- so", "AT&T , R&D … well -- so"},
		{"See https://example.org/a/b?c=d(e). Or www.example.org!", "See https://example.org/a/b?c=d(e . Or www.example.org !"},
		{"J. Lund, U.S.S.R., e.g. Ph.D.", "J. Lund , U.S.S.R. , e.g. Ph.D."},
		{"a 15-year-old, well-known ex-king -- 9–12 March", "a 15-year-old , well-known ex-king -- 9 – 12 March"},
		{"Ærø, Ðorđe and 東京", "Ærø , Ðorđe and 東京"},
		{"café cafe\u0301", "café cafe\u0301"},
	} {
		a := Analyse(Raw(tt.in), nil)
		var got []string
		for _, x := range a.Tokens {
			got = append(got, a.Of(x))
		}
		want := strings.Fields(tt.want)
		if tt.in[:3] == "See" {
			want = strings.Fields(strings.Replace(tt.want, "(e .", "(e ) .", 1))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q\ngot  %s\nwant %s", tt.in, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}

func TestClasses(t *testing.T) {
	a := Analyse(Raw("J. Lund, UN man No. 21st\nnew-born"), nil)
	want := []Class{
		Word | Capital | Initial | Abbrev | LineStart,
		Word | Capital | Space,
		Punct,
		Word | Capital | AllCaps | Space,
		Word | Space,
		Word | Capital | Abbrev | Space,
		Word | Number | Space,
		Word | Hyphenated | LineStart | Space,
	}
	if len(a.Tokens) != len(want) {
		t.Fatalf("%d tokens, want %d", len(a.Tokens), len(want))
	}
	for i, x := range a.Tokens {
		if got := x.Class; got != want[i] && !(i == len(want)-1 && got|Space == want[i]) {
			t.Errorf("%q has class %b, want %b", a.Of(x), got, want[i])
		}
	}
}

func TestBuilder(t *testing.T) {
	const src = "# Head\n\nOne **bold** &amp; two\nlines.\n\n>\n\nEnd."
	var b Builder
	b.Open(Heading, 1)
	b.Write("Head", 2)
	b.Close()
	b.Open(Paragraph, 1)
	b.Write("One ", 8)
	b.Write("bold", 14)
	b.Write(" ", 20)
	b.WriteFor("&", 21)
	b.Write(" two", 26)
	b.WriteFor(" ", 30)
	b.Write("lines.", 31)
	b.Close()
	b.Open(Quotation, 1) // empty
	b.Quiet(b.Len())
	b.Close()
	b.Open(Paragraph, 1)
	b.Write("End.", 42)
	b.Close()
	x := b.Text()
	if want := "Head\nOne bold & two lines.\nEnd."; x.S != want {
		t.Fatalf("text %q, want %q", x.S, want)
	}
	if len(x.Blocks) != 3 || x.Blocks[2].Kind != Paragraph || len(x.Quiet) != 0 {
		t.Fatalf("blocks %v, quiet %v", x.Blocks, x.Quiet)
	}
	for _, w := range []string{"Head", "One", "bold", "two", "lines", "End"} {
		if got, want := x.Source(strings.Index(x.S, w)), strings.Index(src, w); got != want {
			t.Errorf("%q is at %d of the source, want %d", w, got, want)
		}
	}
	if got := x.Source(strings.Index(x.S, "&")); got != strings.Index(src, "&") {
		t.Errorf("the ampersand is at %d", got)
	}
	for i, k := range []int{0, 1, 2} {
		if got := x.BlockAt(x.Blocks[i].Start); got != k {
			t.Errorf("block at %d is %d, want %d", x.Blocks[i].Start, got, k)
		}
	}
}

func TestRaw(t *testing.T) {
	para := "The old ferry left the harbour at dawn with forty men on board and nobody to wave it off from the shore."
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"one line a paragraph", para + "\n" + para + "\nBy ANN LUND\n" + para, []string{para, para, "By ANN LUND", para}},
		{
			"wrapped lines",
			"The old ferry left the harbour at dawn\nwith forty men on board and nobody to\nwave it off. It was cold.\n\nThe sea was grey and the wind came from\nthe north all day.",
			[]string{"The old ferry left the harbour at dawn\nwith forty men on board and nobody to\nwave it off. It was cold.", "The sea was grey and the wind came from\nthe north all day."},
		},
		{"carriage returns", "One.\r\n\r\nTwo is here.\r\n", []string{"One.", "Two is here."}},
		{"old Macintosh", "One.\r\rTwo.", []string{"One.", "Two."}},
		{"items", "Bring:\n- rope\n- bread", []string{"Bring:", "- rope", "- bread"}},
		{"nothing", " \n\n ", nil},
	} {
		x := Raw(tt.in)
		var got []string
		for _, b := range x.Blocks {
			got = append(got, x.S[b.Start:b.End])
		}
		if strings.Join(got, "¶") != strings.Join(tt.want, "¶") {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	x := Raw("Ferry news\n" + para)
	if x.Blocks[0].Kind != Heading || x.Blocks[1].Section != 1 || x.Source(5) != 5 {
		t.Errorf("a short line above a paragraph: %v", x.Blocks)
	}
}

func FuzzAnalyse(f *testing.F) {
	f.Add("Mr. Lund said: \"Why?\" U.S.-led talks… at https://example.org/x.\n\n'90s 1,400.5% e.g. a–b")
	f.Add("a\r\nb\x00\xff\xc3(’s O’Brien's ``x'' [12] 1. A.B.-C. 東京。次")
	f.Fuzz(func(t *testing.T, s string) {
		x := Raw(s)
		if x.S != s {
			t.Fatal("the text has changed")
		}
		at := 0
		for _, b := range x.Blocks {
			if b.Start < at || b.End <= b.Start || strings.TrimSpace(s[at:b.Start]) != "" && utf8.ValidString(s) {
				t.Fatalf("block %v after %d in %q", b, at, s)
			}
			at = b.End
		}
		a := Analyse(x, nil)
		covered, sentence := 0, -1
		for _, k := range a.Tokens {
			if int(k.Start) < covered || k.End <= k.Start || int(k.End) > len(s) {
				t.Fatalf("token %v after %d in %q", k, covered, s)
			}
			for _, r := range s[covered:k.Start] {
				if !unicode.IsSpace(r) && r != '\uFEFF' {
					t.Fatalf("%q is in no token of %q", r, s)
				}
			}
			if utf8.ValidString(s) && (!utf8.RuneStart(s[k.Start]) || int(k.End) < len(s) && !utf8.RuneStart(s[k.End])) {
				t.Fatalf("token %v cuts a character of %q", k, s)
			}
			covered = int(k.End)
			if n := int(k.Sentence); n != sentence && n != sentence+1 {
				t.Fatalf("sentence %d after %d in %q", n, sentence, s)
			} else {
				sentence = n
			}
			if y := a.Sentences[k.Sentence]; int(k.Start) < y.Start || int(k.End) > y.End {
				t.Fatalf("token %v is outside its sentence %v in %q", k, y, s)
			}
		}
		if sentence != len(a.Sentences)-1 {
			t.Fatalf("%d sentences, the last token is in %d", len(a.Sentences), sentence)
		}
		if again := Analyse(x, a); len(again.Tokens) > 0 && again.Tokens[len(again.Tokens)-1].End != uint32(covered) {
			t.Fatal("reused memory changes the outcome")
		}
	})
}

func BenchmarkAnalyse(b *testing.B) {
	s, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		b.Fatal(err)
	}
	prosaic := "The old ferry left the harbour at dawn with forty men on board, said Mr. Lund of Aarhus, and nobody waved it off. "
	x := Raw(strings.Repeat(strings.Repeat(prosaic, 8)+"\n\n", 60) + string(s))
	var buf *Analysis
	b.SetBytes(int64(len(x.S)))
	b.ReportAllocs()
	began := cputime.Now()
	for b.Loop() {
		buf = Analyse(x, buf)
	}
	b.ReportMetric(float64(len(x.S))*float64(b.N)/(cputime.Now()-began).Seconds()/1e6, "MB/cpu-s")
}

func BenchmarkRaw(b *testing.B) {
	s := strings.Repeat("The old ferry left the harbour at dawn with forty\nmen on board, and nobody waved it off.\n\n", 500)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Raw(s)
	}
}
