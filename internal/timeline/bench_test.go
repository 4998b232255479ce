package timeline

import (
	"os"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// BenchmarkArticle is what times and events cost an article of about 700 words.
func BenchmarkArticle(b *testing.B) {
	text, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		b.Fatal(err)
	}
	const words = 700
	s := strip(string(text))
	for strings.Count(s, " ") < words {
		s += "\n\n" + s
	}
	if i := nthSpace(s, words); i > 0 {
		s = s[:i]
	}
	pub, _ := day.Parse("2014-03-12")
	opt := Options{Published: pub}
	raw := prose.Raw(s)
	a := prose.Analyse(raw, nil)
	exprs := Find(a, opt)
	b.Run("Analyse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			prose.Analyse(raw, nil)
		}
	})
	b.Run("Find", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Find(a, opt)
		}
	})
	b.Run("Events", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Events(a, exprs, nil, opt)
		}
	})
}

// nthSpace returns where the nth space of s is, or -1.
func nthSpace(s string, n int) int {
	for i := range len(s) {
		if s[i] == ' ' {
			if n--; n == 0 {
				return i
			}
		}
	}
	return -1
}
