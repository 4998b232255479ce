package timeline

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/cputime"
	"dateline/internal/day"
	"dateline/internal/prose"
)

var update = flag.Bool("update", false, "write what is found into the fixtures")

// TestFixtures strips the annotations from the texts in testdata, finds them
// again, and compares. Run with -update to write what is found, and read the
// difference before you commit it.
func TestFixtures(t *testing.T) {
	for _, name := range []string{"testdata/news.txt", "testdata/narrative.txt", "testdata/languages.txt"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for i, section := range strings.Split(string(b), "\n## ") {
			if i > 0 {
				out.WriteString("\n## ")
			} else if !strings.HasPrefix(section, "## ") {
				out.WriteString(section)
				continue
			}
			title, rest, _ := strings.Cut(section, "\n")
			published := ""
			header := ""
			if p, ok := strings.CutPrefix(rest, "published: "); ok {
				published, rest, _ = strings.Cut(p, "\n")
				header = "published: " + published + "\n"
			}
			if p, ok := strings.CutPrefix(rest, "mode: narrative\n"); ok {
				header, rest = header+"mode: narrative\n", p
			}
			lang := ""
			if p, ok := strings.CutPrefix(rest, "lang: "); ok {
				lang, rest, _ = strings.Cut(p, "\n")
				header += "lang: " + lang + "\n"
			}
			found := annotated(t, strip(rest), published, lang, strings.Contains(header, "narrative"))
			out.WriteString(title + "\n" + header + found)
			if found != rest && !*update {
				t.Errorf("%s, %q:\ngot\n%s\nwant\n%s", name, title, found, rest)
			}
		}
		if *update {
			if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// strip takes [words](value) back to words.
func strip(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		words, rest, _ := strings.Cut(rest, "](")
		_, s, _ = strings.Cut(rest, ")")
		b.WriteString(words)
	}
}

func annotated(t *testing.T, s, published, lang string, narrative bool) string {
	t.Helper()
	opt := Options{Narrative: narrative, Lang: lang}
	if published != "" {
		d, err := day.Parse(published)
		if err != nil {
			t.Fatal(err)
		}
		opt.Published = d
	}
	var b strings.Builder
	at := 0
	for _, e := range Find(prose.Analyse(prose.Raw(s), nil), opt) {
		b.WriteString(s[at:e.Start] + "[" + s[e.Start:e.End] + "](" + orUnresolved(e.Value))
		if d := e.Date.String(); d != "" && d != e.Value {
			b.WriteString(" " + d)
		}
		if e.Deadline {
			b.WriteString(" !")
		}
		b.WriteByte(')')
		at = e.End
	}
	return b.String() + s[at:]
}

func orUnresolved(v string) string {
	if v == "" {
		return "unresolved"
	}
	return v
}

func TestReasons(t *testing.T) {
	pub, _ := day.Parse("2014-03-12")
	a := prose.Analyse(prose.Raw("It sank on Monday."), nil)
	e := Find(a, Options{Published: pub})
	if len(e) != 1 || e[0].Reason != "weekday on or before publication" || e[0].Anchor != pub || !e[0].Relative {
		t.Errorf("got %+v", e)
	}
	e = Find(a, Options{})
	if len(e) != 1 || !e[0].Date.IsZero() || e[0].Value != "" || e[0].Reason != "no publication date to count from" {
		t.Errorf("without publication date: %+v", e)
	}
}

func TestQuietSpans(t *testing.T) {
	var b prose.Builder
	b.Open(prose.Paragraph, 0)
	b.Write("Run ", 0)
	from := b.Len()
	b.Write("at 9 May 1999", 4)
	b.Quiet(from)
	b.Write(" on 10 May 1999.", 17)
	b.Close()
	x := b.Text()
	e := Find(prose.Analyse(x, nil), Options{})
	if len(e) != 1 || x.S[e[0].Start:e[0].End] != "10 May 1999" {
		t.Errorf("got %+v", e)
	}
}

func TestHolidays(t *testing.T) {
	for _, tt := range []struct {
		words string
		year  int
		want  string
	}{
		{"easter", 2000, "2000-04-23"},
		{"easter", 2008, "2008-03-23"},
		{"easter", 2038, "2038-04-25"},
		{"thanksgiving", 2012, "2012-11-22"},
		{"memorial day", 2010, "2010-05-31"},
		{"election day", 2016, "2016-11-08"},
		{"labor day", 2014, "2014-09-01"},
	} {
		for _, p := range phrases {
			if p.words == tt.words {
				if got := day.FromDay(p.rule.on(tt.year)).String(); got != tt.want {
					t.Errorf("%s %d is %s, want %s", tt.words, tt.year, got, tt.want)
				}
			}
		}
	}
}

// TestLinear (S-E11) has inputs that invite a parser to look far ahead or back.
func TestLinear(t *testing.T) {
	published, err := day.Parse("2014-03-12")
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{
		"the end of ", "early ", "9 and ", "last ", "more than ", "to ", "two or ", "A. ", "Monday, ", "'", "the the ", "1-2-",
		"two days after ", "the eve of ", "the last half of ", "the day before ", "the week of ", "August-", "1939-", "Friday, 9 ", "this year's ", "nineteen ",
		"He met her, who left, on Monday ", "On 9 May 1999 it fell. ", "(", "“On 9 May 1999 ",
	} {
		t.Run(unit, func(t *testing.T) {
			cputime.Linear(t, 4000, 5, func(n int) string { return strings.Repeat(unit, n) }, func(s string) {
				a := prose.Analyse(prose.Raw(s), nil)
				opt := Options{Published: published} // so that expressions become events
				Events(a, Find(a, opt), nil, opt)
			})
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Earlier today, on 9 September 2013 at 9:30 p.m., two weeks after Christmas Day.", "2013-09-09")
	f.Add("from 26 June – 4 August 1952, the 1990s, '90s, 44 BC, AD 79, the third quarter of 1999", "")
	f.Add("“the end of the end of”\n\nthe first half of last year; 1939-45, mid-1990s 9/11 10/10/2010", "1999")
	f.Add("letzte Woche, vor zwei Tagen, am 9. September; hace tres semanas, el 21 de agosto de 2013; il y a un an", "2013-09-09")
	f.Add("The council of the harbour met on Monday (", "2014-03-12")
	f.Add("The council of the harbour closed the pier on Monday, a", "2014-03-12")
	f.Fuzz(func(t *testing.T, s, published string) {
		d, _ := day.Parse(published)
		a := prose.Analyse(prose.Raw(s), nil)
		at := 0
		for _, lang := range []string{"de", "es", "fr", "eo"} {
			for _, e := range Find(a, Options{Published: d, Lang: lang}) {
				if e.Start < at || e.End <= e.Start || e.End > len(s) || e.Reason == "" {
					t.Fatalf("%s: %v after %d in %q", lang, e, at, s)
				}
				at = e.End
			}
			at = 0
		}
		exprs := Find(a, Options{Published: d})
		for _, e := range exprs {
			if e.Start < at || e.End <= e.Start || e.End > len(s) {
				t.Fatalf("span %v after %d in %q", e.Span, at, s)
			}
			at = e.End
			if utf8.ValidString(s) && (!utf8.RuneStart(s[e.Start]) || e.End < len(s) && !utf8.RuneStart(s[e.End])) {
				t.Fatalf("span %v cuts a character of %q", e.Span, s)
			}
			if e.Reason == "" {
				t.Fatalf("%q has no reason", s[e.Start:e.End])
			}
			if e.Relative && !e.Date.IsZero() && e.Anchor.IsZero() {
				t.Fatalf("%q is counted from nothing", s[e.Start:e.End])
			}
			if !e.Date.IsZero() {
				if again, err := day.Parse(e.Date.String()); err != nil || again != e.Date {
					t.Fatalf("%q gives %q, which is not EDTF: %v", s[e.Start:e.End], e.Date, err)
				}
			}
			if d.IsZero() && !e.Relative && e.Anchor != (day.Date{}) {
				t.Fatalf("%q is absolute and has an anchor", s[e.Start:e.End])
			}
		}
		last := day.Date{}
		for _, v := range Events(a, exprs, nil, Options{Published: d}) {
			if v.When.IsZero() || v.When.Compare(last) < 0 {
				t.Fatalf("events out of order in %q", s)
			}
			last = v.When
			if n := utf8.RuneCountInString(v.Label); n == 0 || n > longestLabel {
				t.Fatalf("label %q has %d characters", v.Label, n)
			}
			if v.Start < 0 || v.End > len(s) || v.Start >= v.End {
				t.Fatalf("event span %v", v.Span)
			}
		}
	})
}

// BenchmarkFind reads news in which one word in forty or so belongs to an
// expression, as in the papers, and reports millions of words for a second of
// the processor.
func BenchmarkFind(b *testing.B) {
	text, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		b.Fatal(err)
	}
	const filler = " The old ferry left the harbour with forty men on board, said Mr. Lund of Aarhus, and nobody who stood there waved it off." +
		" Its owners, a small company that had been founded by his uncle, told the paper that the crew was well and that the engine had run for the whole of the way."
	s := strings.Repeat(strip(string(text))+strings.Repeat(filler, 60)+"\n\n", 10)
	a := prose.Analyse(prose.Raw(s), nil)
	pub, _ := day.Parse("2014-03-12")
	words := float64(len(strings.Fields(s)))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	began := cputime.Now()
	for b.Loop() {
		Find(a, Options{Published: pub, News: true})
	}
	b.ReportMetric(words*float64(b.N)/(cputime.Now()-began).Seconds()/1e6, "Mwords/cpu-s")
}
