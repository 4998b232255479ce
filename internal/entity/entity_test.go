package entity

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/ner"
	"dateline/internal/prose"
)

func TestRegisterMistakes(t *testing.T) {
	person := func(id, name string, aliases ...string) *Entity {
		return &Entity{ID: id, Name: name, Kind: ner.Person, Aliases: aliases, Path: "entities/" + id + ".md"}
	}
	for _, test := range []struct {
		name string
		own  []*Entity
		want []string // severity, code, and what the message quotes
	}{
		{"nothing wrong", []*Entity{person("jo-lund", "Jo Lund", "Captain Jo"), person("mia-berg", "Mia Berg")}, nil},
		{"twice", []*Entity{person("jo-lund", "Jo Lund"), {ID: "jo-lund", Name: "Other", Path: "entities/x.md"}}, []string{"error entity-twice jo-lund"}},
		{"bad id", []*Entity{person("../index", "Jo Lund")}, []string{"error bad-entity-id ../index"}},
		{"no name", []*Entity{person("jo-lund", " ")}, []string{"error no-entity-name jo-lund"}},
		{"cycle", []*Entity{{ID: "a-one", Name: "A One", MergedInto: "b-two"}, {ID: "b-two", Name: "B Two", MergedInto: "a-one"}}, []string{"error merge-cycle a-one", "error merge-cycle b-two"}},
		{"merged into nobody", []*Entity{{ID: "a-one", Name: "A One", MergedInto: "nobody"}}, []string{"error unknown-entity nobody"}},
		{"merged into the gazetteer", []*Entity{{ID: "a-one", Name: "A One", MergedInto: "syria"}}, nil},
		{"one letter", []*Entity{person("jo-lund", "Jo Lund", "J")}, []string{"error greedy-alias J"}},
		{"two small letters", []*Entity{person("jo-lund", "Jo Lund", "jo")}, []string{"error greedy-alias jo"}},
		{"initials may be short", []*Entity{{ID: "eu-body", Name: "European Body", Aliases: []string{"EB"}}}, nil},
		{"a stop word", []*Entity{person("jo-lund", "Jo Lund", "the")}, []string{"error greedy-alias the"}},
		{"no letter", []*Entity{person("jo-lund", "Jo Lund", "--")}, []string{"error greedy-alias --"}},
		{"shared", []*Entity{person("jo-lund", "Jo Lund", "Chief"), person("mia-berg", "Mia Berg", "Chief")}, []string{"warning shared-alias Chief"}},
		{"Cyrillic", []*Entity{person("jo-kerry", "Jo Kerry"), person("jo-two", "Jo \u041aerry")}, []string{"warning confusable Jo \u041aerry"}},
		{"all Cyrillic is a language", []*Entity{person("ivan", "Иван Петров")}, nil},
		{"zero width", []*Entity{person("jo-lund", "Jo Lu\u200bnd")}, []string{"warning invisible-in-name Jo Lu"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, diags := NewRegister(test.own)
			var got []string
			for _, d := range diags {
				got = append(got, d.Severity.String()+" "+d.Code)
				if d.Hint == "" {
					t.Errorf("no hint: %v", d)
				}
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %v\nwant %v", diags, test.want)
			}
			for i, want := range test.want {
				f := strings.SplitN(want, " ", 3)
				if got[i] != f[0]+" "+f[1] || !strings.Contains(diags[i].Message, f[2]) {
					t.Errorf("got %v %q\nwant %v", got[i], diags[i].Message, want)
				}
			}
		})
	}
}

func TestLookalikeIsNotMerged(t *testing.T) {
	r, _ := NewRegister([]*Entity{{ID: "jo-kerry", Name: "Jo Kerry", Kind: ner.Person}})
	for _, m := range find(r, "Then Jo \u041aerry spoke.", Options{}).Mentions {
		if m.Entity == "jo-kerry" {
			t.Errorf("a name with a Cyrillic letter became %v", m)
		}
	}
}

func TestLookupAndResolve(t *testing.T) {
	own := []*Entity{
		{ID: "damascus", Name: "Damascus", Kind: ner.Place, Description: "ours"},
		{ID: "the-party", Name: "The Party", Kind: ner.Organisation, SameAs: []string{"wikidata:Q9630"}},
		{ID: "old", Name: "Old Name", MergedInto: "new"},
		{ID: "new", Name: "New Name", Aliases: []string{"N.N."}},
		{ID: "twin-a", Name: "Twin"},
		{ID: "twin-b", Name: "Twin"},
	}
	r, diags := NewRegister(own)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if own[0].Coordinates != nil {
		t.Error("the caller's entity was changed")
	}
	for words, want := range map[string]string{
		"damascus": "damascus", "Damascus": "damascus", "old": "new", "Old Name": "new", "N.N.": "new", "Syria": "syria",
		"Labour Party": "the-party", "Twin": "", "": "", "nobody at all": "", "United States": "united-states", "London": "london",
	} {
		got := ""
		if e := r.Resolve(words); e != nil {
			got = e.ID
		}
		if got != want {
			t.Errorf("Resolve(%q) = %q, want %q", words, got, want)
		}
	}
	if e := r.Lookup("damascus"); e.Description != "ours" || e.Coordinates == nil || int(e.Coordinates.Lat) != 33 {
		t.Errorf("damascus is %+v", e)
	}
	if e := r.Lookup("syria"); e == nil || e.Origin != FromGazetteer || len(e.Demonyms) != 1 || e.Demonyms[0] != "Syrian" || e.Kind != ner.Place {
		t.Errorf("syria is %+v", e)
	}
	if r.Lookup("no-such-id") != nil {
		t.Error("found what is not there")
	}
	if got := r.IDs(); !reflect.DeepEqual(got, []string{"damascus", "new", "old", "the-party", "twin-a", "twin-b"}) {
		t.Errorf("IDs() = %v", got)
	}
}

func TestWikilinks(t *testing.T) {
	r, _ := NewRegister([]*Entity{{ID: "jo-lund", Name: "Jo Lund", Kind: ner.Person}})
	var b prose.Builder
	b.Open(prose.Paragraph, 0)
	link := func(target, words string) {
		at := b.Len()
		b.Write(words, at)
		b.Wikilink(at, target)
	}
	b.Write("Then ", 0)
	link("jo-lund", "the captain")
	b.Write(" met ", 0)
	link("Zora Quist", "London")
	b.Write(". Lund smiled.", 0)
	b.Close()
	a := prose.Analyse(b.Text(), nil)
	res := r.Find(a, ner.New().Tag(a), Options{})
	want := "Then [the captain](jo-lund) met [London](zora-quist). [Lund](jo-lund) smiled."
	if got := mark(a.S, res); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if res.Mentions[0].Origin != FromAuthor || len(res.Found) != 1 || res.Found[0].Name != "Zora Quist" {
		t.Errorf("%+v, found %+v", res.Mentions[0], res.Found)
	}
}

func TestDecisions(t *testing.T) {
	const text = "Ann Holm spoke. Then London slept, and London woke. Bert Quist left for Paris."
	r, _ := NewRegister([]*Entity{{ID: "jack-london", Name: "Jack London", Kind: ner.Person}})
	first := prose.Span{Start: strings.Index(text, "London slept")}
	first.End = first.Start + len("London")
	second := prose.Span{Start: strings.Index(text, "London woke")}
	second.End = second.Start + len("London")
	slept := prose.Span{Start: first.End + 1, End: first.End + 6}
	for _, test := range []struct {
		name string
		ds   []Decision
		want string
	}{
		{"accepted", []Decision{{first, true, "jack-london"}}, "Then [London](jack-london) slept, and [London](london) woke"},
		{"rejected", []Decision{{second, false, "london"}}, "Then [London](london) slept, and London woke"},
		{"another rejected", []Decision{{second, false, "jack-london"}}, "and [London](london) woke"},
		{"anybody rejected", []Decision{{second, false, ""}}, "and London woke"},
		{"two rejected", []Decision{{second, false, "london"}, {second, false, "jack-london"}}, "and London woke"},
		{"two rejected, the other first", []Decision{{second, false, "jack-london"}, {second, false, "london"}}, "and London woke"},
		{"one rejected and another accepted", []Decision{{second, false, "london"}, {second, true, "jack-london"}}, "and [London](jack-london) woke"},
		{"more words rejected", []Decision{{prose.Span{Start: second.Start - 4, End: second.End}, false, "london"}}, "and London woke"},
		{"new words", []Decision{{slept, true, "the-nap"}}, "[London](london) [slept](the-nap), and"},
		{"accepted twice", []Decision{{first, true, "jack-london"}, {first, true, "the-nap"}}, "Then [London](jack-london) slept"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := mark(text, find(r, text, Options{Decisions: test.ds})); !strings.Contains(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// Find's promises hold for any text: spans in the text on the bounds of
// characters, in order, apart, outside what is quiet, and the same every time.
func FuzzFind(f *testing.F) {
	f.Add("Mr Kerry met Sergei Lavrov in London. al-Assad's U.S. trip, by Côte d’Ivoire.", 10, 20)
	f.Add("THE UN SECURITY COUNCIL AND JO LUND\n\nJo Lund, the mayor of Lima, and Lund.", 0, 0)
	f.Add("[The Hague] O'Brien's \"St. Petersburg\" — Jean-Marie Le Pen Jr. & Sons Ltd.", 5, 6)
	r, _ := NewRegister([]*Entity{
		{ID: "jo-lund", Name: "Jo Lund", Kind: ner.Person, Ambiguous: []string{"Lund"}, Roles: []Role{{Title: "mayor", Of: "lima"}}},
		{ID: "the-hall", Name: "The Hall", Kind: ner.Place, Aliases: []string{"hall of glass"}, Never: []string{"Hall Street"}},
	})
	tagger := ner.New()
	f.Fuzz(func(t *testing.T, s string, from, length int) {
		if !utf8.ValidString(s) || len(s) > 1<<14 {
			return
		}
		text := prose.Raw(s)
		if from >= 0 && length > 0 && from < len(text.S) && length < len(text.S)-from {
			text.Quiet = []prose.Span{{Start: from, End: from + length}}
		}
		a := prose.Analyse(text, nil)
		names := tagger.Tag(a)
		opt := Options{}
		if at := strings.Index(s, "Lund"); at >= 0 {
			opt.Decisions = []Decision{{prose.Span{Start: at, End: at + 4}, true, "jo-lund"}}
		}
		res := r.Find(a, names, opt)
		end := 0
		for _, m := range res.Mentions {
			if m.Start < end || m.End <= m.Start || m.End > len(text.S) || !onBounds(text.S, m.Span) {
				t.Fatalf("bad span %v in %q", m, text.S)
			}
			end = m.End
			for _, q := range text.Quiet {
				if m.Origin != FromDecision && m.Start < q.End && q.Start < m.End {
					t.Fatalf("%v lies in quiet %v of %q", m, q, text.S)
				}
			}
			known := r.Lookup(m.Entity) != nil
			for _, e := range res.Found {
				known = known || e.ID == m.Entity
			}
			if !known || m.Reason == "" {
				t.Fatalf("%v leads nowhere", m)
			}
		}
		if again := r.Find(a, tagger.Tag(a), opt); !reflect.DeepEqual(res, again) {
			t.Fatalf("twice the same text gave\n%v\n%v", res, again)
		}
	})
}

func onBounds(s string, m prose.Span) bool {
	return (m.End == len(s) || utf8.RuneStart(s[m.End])) && utf8.RuneStart(s[m.Start])
}

func BenchmarkFind(b *testing.B) {
	var own []*Entity
	surnames := []string{"Lund", "Berg", "Quist", "Holm", "Stern", "Cole", "Dietz", "Orr", "Marsh", "Vance"}
	given := []string{"Anna", "Peter", "Clara", "Ivan", "Rosa", "Miles", "Nina", "Tom", "Mia", "Walid"}
	middle := "abcdefghijklmnopqrstuvwxyz"
	for i := range 5000 {
		name := given[i%10] + " " + strings.ToUpper(middle[i/10%26:i/10%26+1]) + middle[i/260%26:i/260%26+1] + strings.ToLower(surnames[i/100%10]) + " " + surnames[i/10%10]
		own = append(own, &Entity{ID: "e-" + strings.Repeat("x", i%7) + "-" + strings.ToLower(strings.ReplaceAll(name, " ", "-")) + "-" + string(middle[i/6760%26]), Name: name, Kind: ner.Person})
	}
	r, _ := NewRegister(own)
	var s strings.Builder
	rng := rand.New(rand.NewPCG(3, 4))
	filler := strings.Fields("the committee said that it would meet again before long while others waited for news of what had been agreed there")
	for n := 0; n < 700; n++ {
		switch {
		case n%18 == 0:
			s.WriteString(own[rng.IntN(len(own))].Name)
			n += 2
		case n%97 == 5:
			s.WriteString("in London")
		default:
			s.WriteString(filler[rng.IntN(len(filler))])
		}
		if n%25 == 24 {
			s.WriteString(".")
		}
		s.WriteString(" ")
	}
	a := prose.Analyse(prose.Raw(s.String()), nil)
	names := ner.New().Tag(a)
	b.Logf("%d names, %d mentions", len(names), len(r.Find(a, names, Options{}).Mentions))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		r.Find(a, names, Options{})
	}
}

func BenchmarkNewRegister(b *testing.B) {
	own := make([]*Entity, 5000)
	for i := range own {
		id := "p-" + strings.Repeat("a", i%5) + string(rune('a'+i/26%26)) + string(rune('a'+i%26)) + string(rune('a'+i/676%26))
		own[i] = &Entity{ID: id, Name: "Jo " + strings.ToUpper(id[2:3]) + id[3:] + " Lund", Kind: ner.Person}
	}
	b.ReportAllocs()
	for range b.N {
		NewRegister(own)
	}
}
