package gazetteer

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func refs(t *testing.T, w *World, phrase string) []string {
	t.Helper()
	var n Node
	for x, ok := Next(phrase, 0); ok; x, ok = Next(phrase, x.End) {
		if n, ok = w.Names.Step(n, x.Hash); !ok {
			return nil
		}
	}
	var ids []string
	w.Names.At(n, func(text string, ref uint32) bool {
		if Match(phrase, text) {
			ids = append(ids, w.ID(ref))
		}
		return true
	})
	return ids
}

func TestWorld(t *testing.T) {
	w := Builtin()
	for phrase, id := range map[string]string{
		"Syria": "syria", "US": "united-states", "U.S.": "united-states", "U.S": "united-states", "America": "united-states",
		"UK": "united-kingdom", "Great Britain": "united-kingdom", "London": "london", "Damascus": "damascus",
		"St Petersburg": "saint-petersburg", "St. Petersburg": "saint-petersburg", "SYRIA": "syria", "us": "", "Us": "",
		"Hague": "", "The Hague": "the-hague", "Côte d’Ivoire": "ivory-coast", "Cote d'Ivoire": "ivory-coast",
		"UN Security Council": "united-nations-security-council", "House of Commons": "house-of-commons",
		"Foreign and Commonwealth Office": "foreign-office", "Moscow": "moscow", "Geneva": "geneva", "Georgia": "georgia",
		"Allemagne": "germany", "Washington": "washington", "Paris": "paris", "Bab al-Hawa": "", "syria": "",
		"New York": "new-york", "Kiev": "kyiv", "al-Qaida": "al-qaeda", "Lloyd's of London": "lloyds-of-london",
	} {
		got := ""
		if r := refs(t, &w, phrase); len(r) > 0 {
			got = r[0]
		}
		if got != id {
			t.Errorf("%q is %q, want %q; all %v", phrase, got, id, refs(t, &w, phrase))
		}
	}
	n, ok := w.Find("london")
	if e := w.Entry(n); !ok || e.Within != "united-kingdom" || e.Kind != City || e.Population < 5_000_000 || int(e.Lat) != 51 {
		t.Errorf("london: %+v", e)
	}
	if _, ok := w.Find("no-such-place"); ok {
		t.Error("found what is not there")
	}
}

// The table must be made anew when a list changes.
func TestTableHoldsTheLists(t *testing.T) {
	w := Builtin()
	for name, fields := range map[string][2]int{"countries.tsv": {1, 5}, "regions.tsv": {0, 5}, "organisations.tsv": {0, 3}} {
		b, err := os.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, line := range strings.Split(string(b), "\n") {
			row := strings.Split(line, "\t")
			if line == "" || line[0] == '#' || len(row) <= fields[1] {
				continue
			}
			main, _, _ := strings.Cut(row[fields[0]], " (")
			for _, phrase := range append(strings.Split(row[fields[1]], ";"), main) {
				if phrase == "" || strings.HasSuffix(phrase, "?") {
					continue
				}
				n++
				if len(refs(t, &w, phrase)) == 0 {
					t.Errorf("%s: %q is not in world.bin: run go generate", name, phrase)
				}
			}
		}
		if n < 300 {
			t.Errorf("%s: read only %d names", name, n)
		}
	}
}

func TestFacts(t *testing.T) {
	w := Builtin()
	for word, want := range map[string]Fact{
		"the": Function, "Monday": Calendar, "Syrian": People, "Ministry": Head | First, "Street": PlaceHead, "town": Near,
		"Mary": Female, "John": Male, "Smith": Surname, "al": Particle, "table": Common | Frequent, "said": Says, "in": In, "Jr": Suffix,
	} {
		if got := w.Facts(Hash(word)); got&want != want {
			t.Errorf("%q has facts %b, want %b", word, got, want)
		}
	}
	if got := w.Facts(Hash("Xqzzvw")); got != 0 {
		t.Errorf("a word nobody knows has facts %b", got)
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		words, phrase string
		want          bool
	}{
		{"al Assad", "al-Assad", true},
		{"Al-Assad", "al-Assad", true},
		{"AL-ASSAD", "al-Assad", true},
		{"Cote d'Ivoire", "Côte d’Ivoire", true},
		{"us", "US", false},
		{"Us", "US", false},
		{"will", "Will", false},
		{"U.S.", "U.S.", true},
		{"London. Bridge", "London Bridge", true}, // sentences are kept apart by who asks
		{"London, Bridge", "London Bridge", false},
		{"Washington, D.C.", "Washington, D.C.", true},
		{"London\nBridge", "London Bridge", true},
		{"London\n\n\nBridge", "London Bridge", false},
		{"London", "London Bridge", false},
		{"\u041aerry", "Kerry", false},
	} {
		if got := Match(test.words, test.phrase); got != test.want {
			t.Errorf("Match(%q, %q) = %v", test.words, test.phrase, got)
		}
	}
}

// Every phrase is found by its words, whatever else is in the index, and what
// is not in it is not found.
func FuzzIndex(f *testing.F) {
	f.Add("New York\nNew York City\nal-Assad\nO'Brien", "York")
	f.Add("a\nA a\nÄ\nß\n", "ss")
	f.Fuzz(func(t *testing.T, lines, other string) {
		if !utf8.ValidString(lines) || !utf8.ValidString(other) || len(lines) > 1<<12 {
			return
		}
		var phrases []Phrase
		known := map[string]bool{}
		key := func(s string) string {
			var b strings.Builder
			for w, ok := Next(s, 0); ok; w, ok = Next(s, w.End) {
				fmt.Fprint(&b, w.Hash, " ")
			}
			return b.String()
		}
		for i, l := range strings.Split(lines, "\n") {
			phrases = append(phrases, Phrase{l, uint32(i)})
			if len(l) <= 1000 {
				known[key(l)] = true
			}
		}
		x := Build(phrases)
		look := func(s string) (found []uint32) {
			var n Node
			for w, ok := Next(s, 0); ok; w, ok = Next(s, w.End) {
				var on bool
				if n, on = x.Step(n, w.Hash); !on {
					return nil
				}
			}
			x.At(n, func(text string, ref uint32) bool {
				if phrases[ref].Text != text || key(text) != key(s) {
					t.Fatalf("under %q stands %q for %d", s, text, ref)
				}
				found = append(found, ref)
				return true
			})
			return found
		}
		for i, p := range phrases {
			if _, ok := Next(p.Text, 0); !ok || len(p.Text) > 1000 {
				continue
			}
			if !slices.Contains(look(p.Text), uint32(i)) {
				t.Fatalf("%q is lost", p.Text)
			}
			if !Match(p.Text, p.Text) {
				t.Fatalf("%q does not match itself", p.Text)
			}
		}
		if k := key(other); k != "" && !known[k] && len(look(other)) > 0 {
			t.Fatalf("found %q, which is not there", other)
		}
	})
}

func BenchmarkBuiltin(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		Builtin()
	}
}

// What was folded is folded for good, whatever letter it was.
func TestFoldedForGood(t *testing.T) {
	for r := range unicode.MaxRune {
		a, b := Fold(r)
		for _, f := range [2]rune{a, b} {
			if again, second := Fold(f); f != 0 && (again != f || second != 0) {
				t.Errorf("%q is folded to %q, and that to %q%q", r, f, again, second)
			}
		}
	}
}
