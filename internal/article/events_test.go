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
	for _, e := range a.Events {
		if e.Expr < 0 {
			return e
		}
	}
	t.Fatalf("no event of the author's; got %v, diagnostics %v", a.Events, a.Diags)
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
