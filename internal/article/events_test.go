package article

import (
	"strings"
	"testing"

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
