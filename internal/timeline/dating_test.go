package timeline

import (
	"slices"
	"strings"
	"testing"

	"dateline/internal/cputime"
	"dateline/internal/day"
	"dateline/internal/prose"
)

func dated(text, lang string) Dating { return Date(cluesOf(text, lang)) }

func cluesOf(text, lang string) []Clue {
	var b prose.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.Open(prose.Paragraph, 0)
		b.Write(line, 0)
		b.Close()
	}
	return Clues(prose.Analyse(b.Text(), nil), lang, nil)
}

func TestDatingByText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no clue", "The ferry was late. Nobody minded.", ""},
		{"only what has passed", "The ferry was built in 1998 and painted green in March 2004.", ""},
		{"between what has passed and what will come", "The pier was opened on 3 March 2011. The ferry will sail again on 20 June 2011.", "2011-03-03/2011-06-20"},
		{"a plan of the past is no bound", "The pier was opened on 3 March 2011. Work would end in 2009, they had said.", ""},
		{"something may be called after a year to come", "The pier was opened on 3 March 2011. They had asked for the 2016 games.", ""},
		{"a heading with its weekday", "Thursday, 3 March 2011\nThe ferry was late. Nobody minded.", "2011-01-22/2011-04-12"},
		{"a heading with the wrong weekday", "Friday, 3 March 2011\nThe ferry was late.", ""},
		{"headings years apart", "Thursday, 3 March 2011\nThe ferry was late.\nTuesday, 7 May 2013\nThe ferry sank.", ""},
		{"days without a year", "Thursday, 24 March 2011\nThe mast fell on March 28. The ferry will sail again on April 5.", "2011-03-28/2011-04-05"},
		{
			"last month",
			"The pier was opened on 3 March 2011 and will close on 20 November 2011.\nThe deadly August 21 harbour collapse shook the town.\nDivers looked for the cause of the harbour collapse last month.",
			"2011-09-01/2011-09-30",
		},
		{"a holiday that was yesterday", "The pier was opened on 3 March 2011 and will close on 20 February 2012.\nThe town slept on Christmas Day yesterday.", "2011-12-26"},
		{"a holiday that moves", "The pier was opened on 3 March 2011 and will close on 20 February 2012.\nThe lamps were lit on Easter Sunday, two days ago.", "2011-04-26"},
		{"a holiday of last week", "The pier was opened on 3 March 2011 and will close on 20 February 2012.\nNobody came on Thanksgiving last week.", "2011-11-28/2011-12-04"},
		{"a day without a year that is today", "The pier was opened on 3 March 2011 and will close on 20 February 2012.\nThe lock is shut today, 9 September, for repairs.", "2011-09-09"},
		{"the weekday that is today", "The pier was opened on 3 March 2011 and will close on 11 March 2011.\nThe lock is shut today, Tuesday, for repairs.", "2011-03-08"},
		{"what is told later", "In 1911 he rowed.\nIn 1912 he sailed.\nIn 1913 he swam. In 1914 he flew.\nIn 1915 he fell. In June 1916 he will rise.", ""},
	} {
		if got := dated(c.text, "en").Proposed().String(); got != c.want {
			t.Errorf("%s: proposed %q, want %q; %+v", c.name, got, c.want, dated(c.text, "en").Clues)
		}
	}
}

// What makes days likelier rules none out.
func TestWeekdaysAreLikely(t *testing.T) {
	for lang, text := range map[string]string{
		"en": "The ferry sank Wednesday.",
		"de": "Die Fähre sank am Mittwoch.",
	} {
		from := day.Of(2011, 1, 22)
		d := Date(append(cluesOf(text, lang), Clue{From: from, To: from + 80, Weight: Strong}))
		if len(d.Days) != 81 || len(d.Likely) >= 30 || len(d.Likely) < 20 {
			t.Errorf("%s: %d days, of which %d likely; %+v", lang, len(d.Days), len(d.Likely), d.Clues)
		}
		for _, at := range d.Likely {
			if w := at.Weekday(); w != 2 && w != 3 {
				t.Errorf("%s: %s is likely, a %s", lang, day.FromDay(at), weekdayNames[w])
			}
		}
	}
}

func TestHeadingsAreLikely(t *testing.T) {
	for lang, text := range map[string]string{
		"en": "Thursday, 3 March 2011\nThe ferry sank.", "de": "Donnerstag, 3. März 2011\nDie Fähre sank.",
		"es": "Jueves, 3 de marzo de 2011\nEl barco se hundió.", "fr": "Jeudi 3 mars 2011\nLe bac a coulé.",
	} {
		if d := dated(text, lang); len(d.Days) != 81 || len(d.Likely) != 1 || d.Likely[0] != day.Of(2011, 3, 3) {
			t.Errorf("%s: %d days, of which likely %v; %+v", lang, len(d.Days), d.Likely, d.Clues)
		}
	}
}

func TestContradictionsAreLeftOut(t *testing.T) {
	at := func(s string) day.Day { d, _ := day.Parse(s); return firstOf(d) }
	agree := []Clue{
		{Words: "a", Says: "from", From: at("2011-03-01"), Weight: Fair},
		{Words: "b", Says: "to", To: at("2011-05-31"), Weight: Fair},
		{Words: "c", Says: "April", Weight: Fair, Allows: func(d day.Day) bool { _, m, _ := d.Civil(); return m == 4 }},
		{Words: "d", Says: "the twenties", Weight: Fair, Allows: func(d day.Day) bool { _, _, dd := d.Civil(); return dd >= 20 }},
	}
	wrong := Clue{Words: "x", Says: "to", To: at("1999-12-31"), Start: 9, Weight: Fair}
	header := Clue{Words: "lastmod", Start: -1, To: at("2011-04-25"), Weight: Strong}
	for _, c := range []struct {
		name  string
		clues []Clue
		want  string
	}{
		{"all agree", agree, "2011-04-20/2011-04-30"},
		{"a strong one too", append(slices.Clone(agree), header), "2011-04-20/2011-04-25"},
		{"one against four", append(slices.Clone(agree), wrong), "2011-04-20/2011-04-30"},
		{"one against one", []Clue{agree[0], wrong}, ""},
		{"a weak one alone", []Clue{{Words: "w", To: 1, From: 1, Weight: Weak, Allows: func(day.Day) bool { return true }}}, ""},
	} {
		slices.Reverse(c.clues) // the order in which they are found is nothing
		d := Date(c.clues)
		if got := d.Proposed().String(); got != c.want {
			t.Errorf("%s: proposed %q, want %q", c.name, got, c.want)
		}
		for _, w := range d.Clues {
			if w.Against != (w.Words == "x") {
				t.Errorf("%s: %q is left out: %v", c.name, w.Words, w.Against)
			}
		}
	}
}

func TestHeaderSaysNoMoreThanIsKnown(t *testing.T) {
	for in, want := range map[string]string{
		"2011-03-07": "2011-03-07", "2011-03-07/2011-03-09": "2011-03", "2011-03-07/2011-04-01": "2011", "2011-12-30/2012-01-02": "", "2010-01-01/2012-01-02": "",
	} {
		d, _ := day.Parse(in)
		from, to := d.Bounds()
		if got := Date([]Clue{{From: from, To: to, Weight: Fair}}).Header().String(); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// Whatever a text says, a proposal lies between its clues' bounds, its likely days
// are among its days, and the same text gives the same.
func FuzzDating(f *testing.F) {
	f.Add("Thursday, 3 March 2011\nThe ferry sank on Wednesday. It will sail on April 5, last month.")
	f.Add("since 1998 on on 31 February 9999 Monday, Feb. 29, will 0000")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		d, again := dated(text, "en"), dated(text, "en")
		if d.Proposed() != again.Proposed() {
			t.Fatal("it depends on more than the text")
		}
		if !slices.IsSorted(d.Days) {
			t.Fatal("days are not in order")
		}
		for _, at := range d.Likely {
			if _, ok := slices.BinarySearch(d.Days, at); !ok {
				t.Fatalf("%s is likely and not possible", day.FromDay(at))
			}
		}
		for _, c := range d.Clues {
			if c.Against || c.Weight == Weak {
				continue
			}
			for _, at := range d.Days {
				if c.From != 0 && at < c.From || c.To != 0 && at > c.To || c.Allows != nil && !c.Allows(at) {
					t.Fatalf("%s contradicts %q (%s)", day.FromDay(at), c.Words, c.Says)
				}
			}
		}
	})
}

// Many expressions in one sentence, of kinds that are compared with each other,
// take time in proportion.
func TestDatingIsLinear(t *testing.T) {
	const words = "the harbour collapse of August 21 and the harbour collapse last month on Monday, March 3 "
	cputime.Linear(t, 250, 8, func(n int) string { return strings.Repeat(words, n) }, func(s string) { dated(s, "en") })
}
