package article

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/timeline"
)

// own compiles an article of 12 March 2014 with one entry of its author's and
// returns the event that the entry became.
func own(t *testing.T, entry string) timeline.Event {
	t.Helper()
	register, diags := entity.NewRegister(nil)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	src := "---\ntitle: The toll\ndate: 2014-03-12\ntimeline:\n" + entry + "---\n\n" +
		"The council voted for the toll yesterday.\n\nThe toll is due on Friday, the mayor said.\n"
	a, _ := Compile(Input{Path: "content/articles/toll.md", Src: []byte(src)}, Env{Register: register, Tagger: ner.New()})
	for _, e := range a.Events() {
		if e.Expr < 0 {
			return e
		}
	}
	t.Fatalf("no event of the author's; got %v, diagnostics %v", a.Events(), a.Diags)
	return timeline.Event{}
}

func TestAuthorsEntryStatus(t *testing.T) {
	for _, tt := range []struct {
		name, entry string
		when        string
		want        timeline.Status
	}{
		{"replaces what is past by what is to come", "  - quote: voted for the toll yesterday\n    when: 2014-05-01\n    label: Toll is raised\n", "2014-05-01", timeline.Planned},
		{"replaces what is to come by what is past", "  - quote: The toll is due on Friday\n    when: 2014-02-03\n    label: Toll was announced\n", "2014-02-03", timeline.Past},
		{"replaces it by the day of publication", "  - quote: The toll is due on Friday\n    when: 2014-03-12\n", "2014-03-12", timeline.Reported},
		{"keeps the date that was found", "  - quote: The toll is due on Friday\n    label: Toll begins\n", "2014-03-14", timeline.Planned},
		{"stands alone", "  - when: 2015\n    label: Bridge is paid for\n", "2015", timeline.Planned},
		{"stands alone in the past", "  - when: 1999\n    label: Bridge is opened\n", "1999", timeline.Past},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := own(t, tt.entry)
			if got := e.When.String(); got != tt.when || e.Status != tt.want {
				t.Errorf("%s: is %s %s, want %s %s", strings.TrimSpace(tt.entry), got, e.Status, tt.when, tt.want)
			}
		})
	}
}

// TestPlaces: events of one sentence share its place, and one of the author's
// without words in the text has none.
func TestPlaces(t *testing.T) {
	a, _ := compile(t, "---\ntitle: The ferry\ndate: 2001-05-03\ntimeline: [{when: 1950, label: A yard opened}]\n---\n"+
		"The ferry was built on 2 May 1999 and sank on 4 June 2000. The harbour was closed on 5 June 2000.\n")
	places := map[int]int{}
	for _, e := range a.Events() {
		places[e.Place]++
		if (e.Place == 0) != (e.Label == "A yard opened") {
			t.Errorf("%q has the place %d", e.Label, e.Place)
		}
	}
	if len(places) != 3 {
		t.Errorf("the places are %v, want two sentences and none in %+v", places, a.Events())
	}
}

// compiled returns the events of an article of 12 March 2014 as lines "date status label",
// with its decisions.
func compiled(t *testing.T, date, entries, notes, body string) (*Text, []string) {
	t.Helper()
	register, diags := entity.NewRegister(nil)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	src := "---\ntitle: The toll\ndate: " + date + "\n" + entries + "---\n\n" + body
	text := Read(Input{Path: "content/articles/toll.md", Src: []byte(src), Notes: []byte(notes), NotesPath: "toll.notes.jsonl"}, Env{Register: register, Tagger: ner.New()})
	var lines []string
	for _, e := range text.Events {
		line := e.When.String() + " " + e.Status.String() + " " + e.Label
		if e.Pinned {
			line += " *"
		}
		lines = append(lines, line)
	}
	return text, lines
}

// What the author says of the timeline wins, in the header and beside the article.
func TestAuthorDecides(t *testing.T) {
	const body = "The old pier was closed on 3 February 2014 and burned down on 5 February 2014. " +
		"Divers searched the harbour on 7 February 2014.\n\nThe council rejected the toll yesterday.\n"
	const automatic = "2014-02-03 past The old pier was closed\n2014-02-05 past The old pier burned down\n2014-02-07 past Divers searched the harbour\n2014-03-11 past The council rejected the toll"
	for _, tt := range []struct{ name, entries, notes, want string }{
		{"nothing", "", "", automatic},
		{"off", "timeline: false\n", "", ""},
		{"added", "timeline: [{when: 1999, label: A yard opened, certainty: said so}]\n", "", "1999 past A yard opened\n" + automatic},
		{
			"replaced by the words of one date, and not the other of the sentence",
			"timeline: [{quote: on 5 February 2014, label: The pier burns, pin: true}]\n", "",
			"2014-02-03 past The old pier was closed\n2014-02-05 past The pier burns *\n2014-02-07 past Divers searched the harbour\n2014-03-11 past The council rejected the toll",
		},
		{
			"two entries of one sentence",
			"timeline: [{quote: on 5 February 2014, label: The pier burns}, {quote: on 3 February 2014, label: The pier is closed}]\n", "",
			"2014-02-03 past The pier is closed\n2014-02-05 past The pier burns\n2014-02-07 past Divers searched the harbour\n2014-03-11 past The council rejected the toll",
		},
		{
			"hidden", "timeline: [{quote: Divers searched, hide: true}]\n", "",
			"2014-02-03 past The old pier was closed\n2014-02-05 past The old pier burned down\n2014-03-11 past The council rejected the toll",
		},
		{
			"rejected beside the article", "", `{"id":"e1","kind":"event","status":"rejected","exact":"on 3 February 2014","prefix":"The old pier was closed ","suffix":" and burned down"}`,
			"2014-02-05 past The old pier burned down\n2014-02-07 past Divers searched the harbour\n2014-03-11 past The council rejected the toll",
		},
		{
			"accepted beside the article with another date and label", "", `{"id":"e1","kind":"event","status":"accepted","value":"2014-02-08","label":"Divers find the bell","exact":"on 7 February 2014","prefix":"Divers searched the harbour ","suffix":"."}`,
			"2014-02-03 past The old pier was closed\n2014-02-05 past The old pier burned down\n2014-02-08 past Divers find the bell *\n2014-03-11 past The council rejected the toll",
		},
		{
			"the header wins over what stands beside the article", "timeline: [{quote: on 7 February 2014, label: Divers go down}]\n", `{"id":"e1","kind":"event","status":"accepted","label":"Divers find the bell","exact":"on 7 February 2014","prefix":"Divers searched the harbour ","suffix":"."}`,
			"2014-02-03 past The old pier was closed\n2014-02-05 past The old pier burned down\n2014-02-07 past Divers go down\n2014-03-11 past The council rejected the toll",
		},
		{
			"a time decided beside the article dates its event", "", `{"id":"t1","kind":"time","status":"accepted","value":"2014-03-10","exact":"yesterday","prefix":"The council rejected the toll ","suffix":"."}`,
			"2014-02-03 past The old pier was closed\n2014-02-05 past The old pier burned down\n2014-02-07 past Divers searched the harbour\n2014-03-10 past The council rejected the toll",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got := compiled(t, "2014-03-12", tt.entries, tt.notes, body)
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), tt.want)
			}
		})
	}
}

// A changed date of publication moves exactly the dates that are counted from it.
func TestPublicationDateMoves(t *testing.T) {
	parts := []string{
		"The council rejected the toll yesterday. ", "The pier burned down on 5 February 2009. ", "Divers searched the harbour two days ago. ",
		"The new mayor will take office tomorrow. ", "The yard was founded in 1999 and sold two years later. ", "The ferry sank on 3 May 2008; the bell was found the next day. ",
		"The harbour was closed three weeks ago. ", "The owners met on 1 June 2007. ",
	}
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 8).Draw(rt, "parts"), "")
		first := day.FromDay(day.Of(2014, 3, 12))
		shift := day.Day(7 * rapid.IntRange(1, 9).Draw(rt, "weeks"))
		second := day.FromDay(day.Of(2014, 3, 12) + shift)
		a, _ := compiled(t, first.String(), "", "", body)
		b, _ := compiled(t, second.String(), "", "", body)
		if len(a.Times) != len(b.Times) {
			rt.Fatalf("%d times become %d", len(a.Times), len(b.Times))
		}
		for i := range a.Times {
			x, y := &a.Times[i], &b.Times[i]
			words := a.Analysis.S[x.Start:x.End]
			if x.Anchor != first {
				if x.Date != y.Date {
					rt.Fatalf("%q is not counted from publication and moves from %s to %s", words, x.Date, y.Date)
				}
				continue
			}
			from, _ := x.Date.Bounds()
			to, _ := y.Date.Bounds()
			if to-from != shift {
				rt.Fatalf("%q is counted from publication and moves by %d days, not %d", words, to-from, shift)
			}
		}
		for _, e := range a.Events {
			if e.Expr < 0 || e.Anchor == first {
				continue
			}
			if !slices.ContainsFunc(b.Events, func(o timeline.Event) bool { return o.When == e.When && o.Label == e.Label }) {
				rt.Fatalf("%s %s is not counted from publication and is gone", e.When, e.Label)
			}
		}
	})
}

// Everything that was decided on the timeline can be explained.
func TestExplainEvents(t *testing.T) {
	text, _ := compiled(t, "2014-03-12", "timeline: [{quote: Divers searched, hide: true}]\n", "",
		"Divers searched the harbour on 7 February 2014. Is the toll due on 1 May 2014? The council rejected the toll yesterday.\n")
	in, out := text.ExplainEvents()
	if len(in) != 1 || in[0].Reason == "" || in[0].Made == "" {
		t.Errorf("the events are %+v, want one with its reasons", in)
	}
	var why []string
	for _, l := range out {
		why = append(why, l.Why)
	}
	for _, want := range []string{"asks a question", "hidden, as entered by the author"} {
		if !strings.Contains(strings.Join(why, "\n"), want) {
			t.Errorf("nothing is left out because %q: %q", want, why)
		}
	}
	if got := len(text.Events); got != len(in) {
		t.Errorf("%d events are explained, of %d", len(in), got)
	}
}
