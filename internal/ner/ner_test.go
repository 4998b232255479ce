package ner

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/cputime"
	"dateline/internal/prose"
)

// show returns the text with its names marked: [Anna Petrova/person].
func show(s string, names []Name) string {
	var b strings.Builder
	at := 0
	for _, n := range names {
		fmt.Fprintf(&b, "%s[%s/%s]", s[at:n.Start], s[n.Start:n.End], n.Kind)
		at = n.End
	}
	return b.String() + s[at:]
}

func unmark(marked string) string {
	r := strings.NewReplacer("[", "", "/person]", "", "/place]", "", "/organisation]", "", "/event]", "")
	return r.Replace(marked)
}

func TestTag(t *testing.T) {
	tagger := New()
	for _, test := range []struct{ why, want string }{
		{"titles are left out", "Then Mr [Petrov/person] met Foreign Secretary [Anna Lind/person] and Gen. [Holm/person]."},
		{"lower-case titles too", "The Polish president [Jan Nowak/person] and prime minister [Eva Brandt/person] agreed."},
		{"possessives are left out", "[London/place]'s mayor read [Anna Petrova/person]’s letter."},
		{"a place before a title", "[US/place] Secretary of State [Peter Holm/person] left [Damascus/place]."},
		{"particles belong to the surname", "He told [Walid al-Mouradi/person] and tyrant [al Mouradi/person]; [Ludwig van Holm/person] listened."},
		{"initials and Jr", "Later [John F. Quist/person] and [Peter Holm Jr/person] sang."},
		{"given name at a sentence's start", "[Clara Holm/person] keeps bees."},
		{"an ordinary word at a sentence's start", "Pressure grew. Yesterday nobody came. Bond: the talks failed."},
		{"months, days, nations", "On Monday in March the Syrian and German envoys rested."},
		{"April may be a woman", "It was [April Johnson/person] who came in April 1999."},
		{"organisations by their last word", "The [Harbour Pilots Association/organisation] and [Syrian Air Force/organisation] met."},
		{"organisations by their first", "The [Ministry of Trade and Industry/organisation] and the [University of Lund/organisation] agreed."},
		{"a programme may be a body, a treaty not", "Grain came from the [World Food Programme/organisation] under the [Kyoto Protocol/event]."},
		{"who watches storms is none", "The Hurricane Center in [Miami/place] says that [Hurricane Odalys/event] grew."},
		{"places by a word", "Across [Baker Street/place], near [Lake Orta/place], at [Bab al-Nur/place]."},
		{"places by what is said of them", "They fled from the town of [Quarnaby/place]."},
		{"letters", "The [OPCW/organisation] and the [EU/organisation] met; H5N1 spread."},
		{"us is not US", "They told us that the [US/place] would help."},
		{"a surname elsewhere in full", "[Kemal Arslan/person] spoke. Storms came. [Arslan/person] sat down."},
		{"a person's surname outvotes a place", "Mr [Hague/person] wrote to [William Hague/person]. Then [Hague/person] slept."},
		{"the article of a place that has one", "In [The Hague/place] judges met."},
		{"adjectives with a hyphen", "A [US/place]-led force, a German-built car."},
		{"prizes are neither", "She won the [Nobel Peace Prize/event] in [Oslo/place]."},
		{"a month before a city is a date", "On 1 September [New York/place] sang."},
		{"a surname that organisations end with", "Later [Frederic Church/person] left the [Holm Church/organisation]."},
		{"what is called by a city's name is none", "It was to be called Phoenix."},
		{"unless that is a town", "A town called [Phoenix/place] was near."},
		{"who follows between commas is a person", "She wrote to [Quarn Ossily/person], whose letter was late, and bet on [Orvil Tessaly/person], the painter."},
		{"directions are taken from places", "It fell on [Khan al-Nur/place], west of [Aleppo/place]. In [Khan al-Nur/place] all slept."},
		{"German nouns are no names", "Gestern sagte der Minister, dass die Lage in [London/place] ernst ist. [Anna Petrova/person] gab dem Rat im Schloss der Stadt einen Brief von [Jan Nowak/person], und [Nowak/person] schwieg."},
		{"what a company is called", "The oil company [Norvik/organisation] bought the drug maker [Quelmar Tass/organisation]."},
		{"whose army", "The [People's Harvest Army/organisation] met; [Norway/place]'s [Harvest Party/organisation] did not."},
		{"a particle may begin an organisation", "Fighters of [al Qaida/organisation] fled."},
		{"a firm with its legal form", "It was sold to [Norvik Holm, Inc./organisation] in May."},
		{"a country's department", "The [United States Department of Quarries/organisation] knew."},
		{"letters in brackets", "The [Party of Quiet Beekeepers/organisation] ([PoQB/organisation]) lost."},
		{"a name broken over a line", "Nobody who read the letter knew that it had been sent by [Anna\nPetrova/person], who lives in [Oslo/place] and never wrote to anybody about\nfish."},
		{"what is somebody's", "[Norway/place]'s [Supreme Court/organisation] met in [Bergen/place]."},
		{"storms are not women", "Then [Hurricane Katrina/event] came."},
	} {
		s := unmark(test.want)
		if got := show(s, tagger.Tag(prose.Analyse(prose.Raw(s), nil))); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.why, got, test.want)
		}
	}
}

func TestTitlesAreKept(t *testing.T) {
	const s = "Then Foreign Secretary Anna Lind met Mr Holm and nobody."
	names := New().Tag(prose.Analyse(prose.Raw(s), nil))
	if len(names) != 2 || names[0].Title != "Foreign Secretary" || names[1].Title != "Mr" {
		t.Errorf("%+v", names)
	}
}

// A reader of explain is told which evidence spoke; a score is that of a probability.
func TestReasonsAndScores(t *testing.T) {
	tagger := New()
	for _, test := range []struct{ text, name, reason string }{
		{"Later Foreign Secretary Anna Lind left.", "Anna Lind", whyTitle},
		{"They met in Oslo.", "Oslo", whyKnown},
		{"Ingrid Solberg keeps bees.", "Ingrid Solberg", whyGiven},
		{"It was sent to the Harbour Pilots Association.", "Harbour Pilots Association", whyHead},
		{"The drug maker Quelmar sank.", "Quelmar", whyBody},
	} {
		names := tagger.Tag(prose.Analyse(prose.Raw(test.text), nil))
		if len(names) != 1 || test.text[names[0].Start:names[0].End] != test.name || !strings.Contains(names[0].Reason, test.reason) {
			t.Errorf("%s: %+v, not %s because of %q", test.text, names, test.name, test.reason)
		}
	}
	sure := tagger.Tag(prose.Analyse(prose.Raw("Yesterday Anna Petrova flew to London."), nil))
	unsure := tagger.Tag(prose.Analyse(prose.Raw("Some call it Vorn Quessel."), nil))
	for _, n := range sure {
		if n.Score < 0.85 {
			t.Errorf("%+v is surer than that", n)
		}
	}
	for _, n := range unsure {
		if n.Score > 0.85 {
			t.Errorf("nobody can be so sure of %+v", n)
		}
	}
	if len(sure) != 2 {
		t.Errorf("%+v", sure)
	}
}

// Where an author uses no capitals, what is known is found all the same.
func TestCarelessText(t *testing.T) {
	const s = "i think we should go to malaysia in june. it is cheaper than norway, and my aunt lives there."
	if got := show(s, New().Tag(prose.Analyse(prose.Raw(s), nil))); !strings.Contains(got, "[malaysia/place]") || !strings.Contains(got, "[norway/place]") {
		t.Error(got)
	}
}

func TestLinesInCapitals(t *testing.T) {
	tagger := New()
	for _, test := range []struct{ in, want string }{
		{"STORM CLOSES ROADS IN LONDON AND PARIS", "STORM CLOSES ROADS IN [LONDON/place] AND [PARIS/place]"},
		{"Storm Closes Many Roads In London", "Storm Closes Many Roads In [London/place]"},
		{"MAYOR ANNA PETROVA SPEAKS OUT\n\nAnna Petrova spoke.", "MAYOR [ANNA PETROVA/person] SPEAKS OUT\n\n[Anna Petrova/person] spoke."},
	} {
		if got := show(test.in, tagger.Tag(prose.Analyse(prose.Raw(test.in), nil))); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestQuiet(t *testing.T) {
	const s = "See London and Mr Petrov there."
	text := prose.Raw(s)
	text.Quiet = []prose.Span{{Start: strings.Index(s, "London"), End: strings.Index(s, "London") + 6}}
	if got := show(s, New().Tag(prose.Analyse(text, nil))); got != "See London and Mr [Petrov/person] there." {
		t.Error(got)
	}
}

func FuzzTag(f *testing.F) {
	f.Add("Mr Kerry met Sergei Lavrov of the Ministry of Trade & Industry in St. Petersburg.", 3, 9)
	f.Add("THE UN, THE EU\n\nal-Assad's U.S.-led Jean-Marie O'Neill Jr. 'Tis “Quoted”", 0, 0)
	f.Add("Bank of of The The And & & Inc. Inc. Mount the Lake Of", 1, 1)
	f.Add("The Harbour Bank, Inc, Inc 0A0, Inc", 0, 0)
	tagger := New()
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
		end := 0
		for _, n := range names {
			if n.Start < end || n.End <= n.Start || n.End > len(text.S) || !utf8.RuneStart(text.S[n.Start]) || n.End < len(text.S) && !utf8.RuneStart(text.S[n.End]) {
				t.Fatalf("bad span %v in %q", n, text.S)
			}
			if n.Kind == Unknown || n.Score <= 0 || n.Score > 1 || n.Reason == "" {
				t.Fatalf("unfinished %+v", n)
			}
			if !slices.ContainsFunc(a.Tokens, func(t prose.Token) bool { return int(t.Start) == n.Start }) {
				t.Fatalf("%+v does not begin with a token of %q", n, text.S)
			}
			if !slices.ContainsFunc(a.Tokens, func(t prose.Token) bool {
				return int(t.End) == n.End || int(t.Start) < n.End && n.End < int(t.End) && text.S[n.End] == '-' // US-led
			}) {
				t.Fatalf("%+v does not end with a token of %q", n, text.S)
			}
			if a.BlockAt(n.Start) != a.BlockAt(n.End-1) {
				t.Fatalf("%+v crosses blocks of %q", n, text.S)
			}
			for _, q := range text.Quiet {
				if n.Start < q.End && q.Start < n.End {
					t.Fatalf("%+v lies in quiet %v of %q", n, q, text.S)
				}
			}
			end = n.End
		}
		for i, n := range tagger.Tag(a) {
			if n != names[i] {
				t.Fatalf("twice the same text gave %+v and %+v", names[i], n)
			}
		}
	})
}

// Twice the text may cost about twice the time, whatever it is made of.
func TestLinear(t *testing.T) {
	tagger := New()
	for _, piece := range []string{"Anna ", "Bank of the ", "al-", "Mr ", "The ", "A. ", "\"' ", "Smith & ", "John Smith, ", "of the and ", "Hague\n"} {
		t.Run(piece, func(t *testing.T) {
			cputime.Linear(t, 2000, 8, func(n int) *prose.Analysis {
				return prose.Analyse(prose.Raw(strings.Repeat(piece, n)), nil)
			}, func(a *prose.Analysis) { tagger.Tag(a) })
		})
	}
}

func BenchmarkTag(b *testing.B) {
	s := strings.Repeat("Foreign Minister Anna Petrova told the Ministry of Trade on Monday that talks in London had gone well, and that Mr Holm would meet the German delegation before long.\nNobody else was asked what had been agreed or why it took so long to say so. ", 20)
	a := prose.Analyse(prose.Raw(s), nil)
	t := New()
	b.ReportAllocs()
	b.SetBytes(int64(len(s)))
	for range b.N {
		t.Tag(a)
	}
	b.ReportMetric(float64(len(strings.Fields(s)))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
