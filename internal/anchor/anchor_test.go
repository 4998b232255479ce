package anchor

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dateline/internal/cputime"
	"dateline/internal/prose"
)

// After the edits that people make, quotes are on their words: at least 99 of 100 of
// those whose words are intact, and none on other words, in articles in which few names
// recur very often and mostly in the same formulas.
func TestQuotesStayOnTheirWords(t *testing.T) {
	for _, c := range []struct {
		share     float64 // of the names that are quoted
		edits     int
		stay      float64
		paragraph int
	}{
		{0.9, 0, 1, 12},
		{0.9, 3, 0.99, 12},
		{0.9, 8, 0.99, 16},
		{0.3, 5, 0.99, 16},
	} {
		var all tally
		for seed := range 400 {
			rng := rand.New(rand.NewPCG(uint64(seed), uint64(c.edits)+7))
			all.follow(newDraft(rng, c.paragraph), c.share, c.edits)
		}
		t.Logf("%d edits: %s", c.edits, &all)
		if all.intact < 1000 || c.edits > 0 && all.gone < 100 {
			t.Errorf("%d edits: %s: the test does not test", c.edits, &all)
		}
		if all.moved > 0 {
			t.Errorf("%d edits: %s, the first of them after\n%s", c.edits, &all, all.first)
		}
		if got := float64(all.stay) / float64(all.intact); got < c.stay {
			t.Errorf("%d edits: %s", c.edits, &all)
		}
	}
}

// What holds for any article, any quotes and any edits.
func TestFindProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		d := newDraft(rng, rapid.IntRange(1, 8).Draw(t, "paragraphs"))
		was, at := d.String()
		var qs []Quote
		for id := 1; id <= d.names; id++ {
			qs = append(qs, Take(was, at[id]))
		}
		for i, p := range Find(was, qs) {
			if !p.Clear || p.Span != at[i+1] {
				t.Fatalf("in the text as it was, %+v is at %+v, not %v", qs[i], p, at[i+1])
			}
		}
		for range rapid.IntRange(0, 30).Draw(t, "edits") {
			d.edit()
		}
		now, _ := d.String()
		rng.Shuffle(len(qs), func(i, j int) { qs[i], qs[j] = qs[j], qs[i] })
		places := Find(now, qs)
		taken := map[prose.Span]int{}
		for i, p := range places {
			spans := p.Candidates
			if p.Clear {
				spans = []prose.Span{p.Span}
				if j, ok := taken[p.Span]; ok && qs[j].Start != qs[i].Start {
					t.Fatalf("%+v and %+v are both at %v", qs[i], qs[j], p.Span)
				}
				taken[p.Span] = i
			}
			if len(spans) > MaxCandidates || p.Clear && len(p.Candidates) > 0 {
				t.Fatalf("%+v", p)
			}
			for _, s := range spans {
				if now[s.Start:s.End] != qs[i].Exact {
					t.Fatalf("%+v is said to be at %q", qs[i], now[s.Start:s.End])
				}
			}
		}
		slices.Reverse(qs)
		again := Find(now, qs)
		slices.Reverse(again)
		if !reflect.DeepEqual(places, again) {
			t.Fatal("the order of quotes matters")
		}
	})
}

func TestFind(t *testing.T) {
	const text = "Mr Lund met the board in Lima.\nLund left. Later Lund spoke, and Lund slept."
	for _, c := range []struct {
		name  string
		quote Quote
		want  int // byte offset, -1 when it is unclear
	}{
		{"its context", Quote{"Lund", "Later ", " spoke", 0}, strings.Index(text, "Lund spoke")},
		{"a context that is nowhere", Quote{"Lund", "and ", " cried", 0}, -1},
		{"a context that is in several places", Quote{"Lund", " ", " ", 0}, -1},
		{"several places, and its position", Quote{"Lund", " ", " ", 48}, 48},
		{"no words", Quote{"", "Later ", " Lund", 0}, -1},
		{"words that are gone", Quote{"Lunds", "Later ", " spoke", 0}, -1},
		{"part of a word", Quote{"Lun", "Later ", "d spoke", 0}, -1},
		{"only a position", Quote{"Lima", "", "", 24}, -1},
	} {
		got := Find(text, []Quote{c.quote})[0]
		if got.Clear != (c.want >= 0) || got.Clear && got.Start != c.want {
			t.Errorf("%s: got %+v, want %d", c.name, got, c.want)
		}
	}
}

// A name that recurs in one formula, of which the first place is deleted: nothing tells
// the second from it but what stands further away.
func TestDeletedPlaceIsUnclear(t *testing.T) {
	const was = "Prime Minister Lund said on Monday that talks would go on.\nPrime Minister Lund said on Tuesday that nothing was agreed."
	first := prose.Span{Start: 15, End: 19}
	q := Take(was, first)
	now := was[strings.IndexByte(was, '\n')+1:]
	if got := Find(now, []Quote{q})[0]; got.Clear || len(got.Candidates) != 1 {
		t.Errorf("%+v fell on the second sentence: %+v", q, got)
	}
}

func TestTake(t *testing.T) {
	const text = "Élodie was in the harbour before anybody else knew that Mr Lund had arrived, but she said nothing of it to anyone."
	at := strings.Index(text, "Lund")
	want := Quote{"Lund", "anybody else knew that Mr ", " had arrived, but she said", 59}
	if got := Take(text, prose.Span{Start: at, End: at + 4}); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	twice := strings.Repeat("x", 40) + ". " + text + " " + text
	if got := Take(twice, prose.Span{Start: 42 + at, End: 42 + at + 4}); strings.Count(twice, got.Prefix+got.Exact+got.Suffix) != 1 {
		t.Errorf("the context of words that stand twice is %+v", got)
	}
}

// Any text and any quote: whatever is found is what was quoted, on the bounds of
// characters.
func FuzzFind(f *testing.F) {
	f.Add("Then Lund slept, and Lund woke.", "Lund", "Then ", " slept", 5)
	f.Add("a\nb\nc", "b", "\n", "\n", 2)
	f.Add("Ærø, Ærø–Ærø", "Ærø", "", ", ", 0)
	f.Fuzz(func(t *testing.T, s, exact, prefix, suffix string, start int) {
		if !utf8.ValidString(s) || !utf8.ValidString(exact) || len(s) > 1<<14 {
			return
		}
		q := Quote{exact, prefix, suffix, start}
		got := Find(s, []Quote{q, q})
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Fatalf("the same quote is at %+v and %+v", got[0], got[1])
		}
		if got[0].Clear && s[got[0].Start:got[0].End] != exact {
			t.Fatalf("%q is at %q of %q", exact, s[got[0].Start:got[0].End], s)
		}
	})
}

// A text of one name and thousands of quotes of it, each with its own context or all
// with the same.
func TestHostileQuotesAreLinear(t *testing.T) {
	type input struct {
		text   string
		quotes []Quote
	}
	cputime.Linear(t, 1000, 8, func(n int) input {
		qs := make([]Quote, n)
		for i := range qs {
			qs[i] = Quote{"Lund", strings.Repeat("Lund bat ", i%9), " met Lunde", 24 * i}
		}
		return input{strings.Repeat("Lund met Lunds Lund bet ", 4*n), qs}
	}, func(in input) { Find(in.text, in.quotes) })
}

func BenchmarkFind(b *testing.B) {
	d := newDraft(rand.New(rand.NewPCG(1, 2)), 20)
	was, at := d.String()
	var qs []Quote
	for id := 1; id <= d.names; id++ {
		qs = append(qs, Take(was, at[id]))
	}
	for range 5 {
		d.edit()
	}
	now, _ := d.String()
	b.ReportAllocs()
	for b.Loop() {
		Find(now, qs)
	}
}
