package timeline

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// A label of whatever text stands on its own: it is short, in one line, its marks
// are in pairs, and it neither begins nor ends with a word that leads elsewhere.
func TestLabelsAreWellFormed(t *testing.T) {
	leads := []string{"", "But ", "However, ", "On Monday, ", "EBELTOFT (AP) — ", "After the storm, ", "Although nobody had asked, ", "For example, ", "There, "}
	subjects := []string{"the harbour master", "Ann Lund", "he", "Captain Per Holm, a veteran of forty winters,", "the company (which owns two ferries)", "it", "the owners of the “Solveig”", "a report released by the port", "I", "His daughter"}
	acts := []string{"closed the northern quay", "asked the owners to move their boats to the inner basin before the wind turned", "said that the toll “would ruin us all”", "was charged with having sunk the old ferry", "showed", "made a bid to", "sold 1,429 tickets, 20 boats and an anchor", "had been rebuilt, refitted and repainted in the yard of a company that nobody on the island had ever heard of"}
	times := []string{"on Monday", "last week", "in 2009", "until 3 March 2014", "tomorrow", "by the end of the week", "on 21 February, the eve of the vote", "(2001)", "since May"}
	ends := []string{".", ", officials said.", ", which angered the fishermen and.", " and he left in 1998.", "; nobody was hurt.", "?", " for the", ", according to the"}
	published, _ := day.Parse("2014-03-12")
	begins := strings.Fields("he she it they his her its their and but or however which who whose i we you")
	finishes := strings.Fields("the a an of and or but to for with by in at from that which who his her its their said")
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 6).Draw(t, "sentences") {
			for _, part := range [][]string{leads, subjects, {" "}, acts, {" "}, times, ends} {
				b.WriteString(rapid.SampledFrom(part).Draw(t, "part"))
			}
			b.WriteString(" ")
		}
		a := prose.Analyse(prose.Raw(b.String()), nil)
		opt := Options{Published: published, News: rapid.Bool().Draw(t, "news")}
		for _, e := range Events(a, Find(a, opt), nil, opt) {
			l := e.Label
			bad := func(why string) { t.Fatalf("the label %q of %q %s", l, a.S[e.Start:e.End], why) }
			if n := utf8.RuneCountInString(l); n > longestLabel || n < 8 {
				bad("is too long or too short")
			}
			if strings.Join(strings.Fields(l), " ") != l {
				bad("has white space that is no single space")
			}
			for _, p := range [...][2]string{{"(", ")"}, {"“", "”"}} {
				if strings.Count(l, p[0]) != strings.Count(l, p[1]) {
					bad("has a mark without its partner")
				}
			}
			words := strings.Fields(strings.ToLower(l))
			for _, w := range begins {
				if strings.Trim(words[0], ",") == w {
					bad("begins with " + w)
				}
			}
			for _, w := range finishes {
				if strings.Trim(words[len(words)-1], ".,”") == w {
					bad("ends with " + w)
				}
			}
			if strings.Contains(l, "Monday") && e.Words == "Monday" {
				bad("tells its date again")
			}
		}
	})
}

func TestFault(t *testing.T) {
	for _, tt := range []struct {
		label string
		ok    bool
	}{
		{"The council rejected the plan for a new quay", true},
		{"There was a fire in the old bakery", true},
		{"Her Majesty opened the bridge", true},
		{"“No toll,” read the banner over the pier", true},
		{"After the mayor left the room, the council voted for the toll", true},
		{"The lamps were switched on", true},
		{"He resigned as harbour master", false},
		{"There, the council met in secret", false},
		{"The council said that it", false},
		{"The council rejected the plan for", false},
		{"And the council met", false},
		{"In 2009, it was sold to a neighbour", false},
		{"After a stint at sea, she opened a bakery", false},
		{"We opened a new bakery", false},
		{"The council (which had met", false},
		{"The council () met in the town hall", false},
		{"Calling the toll a mistake", false},
		{"Fire", false},
		{"The council had never before seen as many people at one of its meetings as on that evening…", false},
	} {
		if why := fault(tt.label); (why == "") != tt.ok {
			t.Errorf("fault(%q) = %q", tt.label, why)
		}
	}
}

// Whom a pronoun stands for is written in its place only when it is sure.
func TestReferent(t *testing.T) {
	published, _ := day.Parse("2014-03-12")
	opt := Options{Published: published, News: true}
	for _, tt := range []struct{ text, want string }{
		{"Ann Lund grew up on the island. She was elected mayor in 2009.", "Ann Lund was elected mayor"},
		{"Ann Lund is the mayor. Her first election was held in 2009, and she lost.", "Ann Lund's first election was held"},
		{"Per Holm built the ferry. He said so. She was sold at auction in 2009.", ""},
		{"On the northern pier, on the day of the storm, Ann Lund met Per Holm. He left the island in 2009.", ""},
		{"The storm came at night. He left the island in 2009.", ""},
	} {
		a := prose.Analyse(prose.Raw(tt.text), nil)
		var names []Named
		for i := range tt.text {
			for _, n := range []string{"Ann Lund", "Per Holm"} {
				if strings.HasPrefix(tt.text[i:], n) {
					names = append(names, Named{Span: prose.Span{Start: i, End: i + len(n)}, ID: n, Person: true})
				}
			}
		}
		got := ""
		for _, e := range Events(a, Find(a, opt), names, opt) {
			if e.Expr >= 0 && e.When.String() == "2009" {
				got = e.Label
			}
		}
		if got != tt.want {
			t.Errorf("%s\n\tgives %q, want %q", tt.text, got, tt.want)
		}
	}
}
