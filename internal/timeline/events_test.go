package timeline

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// events builds a text of blocks and returns its events as lines "date status label".
func events(t *testing.T, published string, blocks ...string) []string {
	t.Helper()
	var b prose.Builder
	for _, s := range blocks {
		kind := prose.Paragraph
		if rest, ok := strings.CutPrefix(s, "caption: "); ok {
			kind, s = prose.Caption, rest
		} else if rest, ok := strings.CutPrefix(s, "highlight: "); ok {
			kind, s = prose.Highlight, rest
		}
		b.Open(kind, 0)
		b.Write(s, b.Len())
		b.Close()
	}
	d, err := day.Parse(published)
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Published: d, News: true}
	a := prose.Analyse(b.Text(), nil)
	var lines []string
	for _, e := range Events(a, Find(a, opt), nil, opt) {
		lines = append(lines, fmt.Sprintf("%s %s: %s", e.When, e.Status, e.Label))
	}
	return lines
}

func TestEvents(t *testing.T) {
	const filler = "'Well,' sang the choir, 'we are all out of tune on this bright and windy shore.'"
	for _, tt := range []struct {
		name   string
		blocks []string
		want   []string
	}{
		{
			"undated lead is reported on the day of publication",
			[]string{"Engineers have closed the harbour bridge to all traffic."},
			[]string{"2014-03-12 reported: Engineers have closed the harbour bridge to all traffic"},
		},
		{
			"the words of time leave the label",
			[]string{filler, filler, "But on Monday, the council rejected the plan for a new quay, officials said."},
			[]string{"2014-03-10 past: The council rejected the plan for a new quay"},
		},
		{
			"a deadline falls on the last day and says what for",
			[]string{filler, filler, "Mayor Ann Lund gave the owners until the end of the week to move their boats or lose them."},
			[]string{"2014-03-16 deadline: Deadline to move their boats"},
		},
		{
			"the eve of something dates it, too",
			[]string{filler, filler, "The mayor will speak in the town hall tomorrow, the eve of the first vote on the toll."},
			[]string{"2014-03-13 planned: The mayor will speak in the town hall", "2014-03-14 planned: First vote on the toll"},
		},
		{
			"a date before a noun names the event",
			[]string{filler, filler, "Divers still look for victims of the deadly February 21 ferry crash off the northern shore."},
			[]string{"2014-02-21 past: Deadly ferry crash off the northern shore"},
		},
		{
			"during an event",
			[]string{filler, filler, "The pilots, who met the owners during the harbour summit in Ebeltoft last week, want more pay."},
			[]string{"2014-03-03/2014-03-09 past: Harbour summit in Ebeltoft"},
		},
		{
			"a relative clause goes with what it describes",
			[]string{filler, filler, "Captain Per Holm, who left the company on Friday, denied the charge."},
			[]string{"2014-03-07 past: Captain Per Holm left the company"},
		},
		{
			"highlights, durations and what is only said are no events",
			[]string{"highlight: The bridge was closed yesterday", filler, filler, "They had waited three years.", "'I saw it all from my own kitchen window last week,' he replied."},
			nil,
		},
		{
			"two sentences on one event are one, and the narrower date stays",
			[]string{filler, filler, "The ferry crash last month shook the island.", "An inquiry into the ferry crash on 21 February was opened on Monday by the island court."},
			[]string{"2014-02-21 past: Ferry crash", "2014-03-10 past: An inquiry into the ferry crash on 21 February was opened by the island court"},
		},
		{
			"a caption counts only when nothing else tells of its day",
			[]string{filler, filler, "caption: Quay: Workers carry planks to the bridge yesterday", "The bridge was blown up yesterday by army divers.", "caption: Storm: The old pier burns on Sunday"},
			[]string{"2014-03-09 past: The old pier burns", "2014-03-11 past: The bridge was blown up by army divers"},
		},
		{
			"what says nothing without its date is no event",
			[]string{filler, filler, "The last was on 5 July 2013."},
			nil,
		},
		{
			"what belongs to a verb and ends a sentence stays",
			[]string{filler, filler, "The harbour talks are to go on tomorrow, when the owners will join them."},
			[]string{"2014-03-13 planned: The harbour talks are to go on"},
		},
		{
			"a subject goes with each of its verbs that has a date",
			[]string{filler, filler, "The charter was signed in Ebeltoft on 3 January 1993 and entered into force on 9 April 1997."},
			[]string{"1993-01-03 past: The charter was signed in Ebeltoft", "1997-04-09 past: The charter entered into force"},
		},
		{
			"clauses with dates of their own are parted",
			[]string{filler, filler, "In 1859 the boatyard burned down, in 1860 a storm took the pier, and he asked for time."},
			[]string{"1859 past: The boatyard burned down", "1860 past: A storm took the pier"},
		},
		{
			"two days in a row are one event, and this day of \"to this day\" is none",
			[]string{filler, filler, "On 2 and 3 March divers searched in the outer basin, which is closed to this day."},
			[]string{"2014-03-02/2014-03-03 past: Divers searched in the outer basin, which is closed to this day"},
		},
		{
			"the attack of a day is named, not what is told of it",
			[]string{filler, filler, "All the owners condemn the arson attack of 3 March and call for better locks on the piers."},
			[]string{"2014-03-03 past: Arson attack"},
		},
		{
			"a sentence that cannot be cut to a label is no event",
			[]string{filler, filler, "Divers stood by on Sunday while the island's workers, with cutting torches and large grinders, destroyed what was left of the pier."},
			nil,
		},
		{
			"where and by whom it was reported is no part of it",
			[]string{filler, filler, "EBELTOFT (AP) — On Monday, the council rejected the plan for a new quay."},
			[]string{"2014-03-10 past: The council rejected the plan for a new quay"},
		},
		{
			"the date of a thing, of a comparison, in advice and in a question is no event's",
			[]string{filler, filler, "The 2010 candidate for mayor was seen on the quay.", "The town sold more tickets than it had in 2011.", "Take the first ferry on Monday.", "Was the pier closed on Monday?"},
			nil,
		},
		{
			"an aside before the date stays between its commas",
			[]string{filler, filler, "Fishermen, angered by the toll, on Monday blocked the northern pier."},
			[]string{"2014-03-10 past: Fishermen, angered by the toll, blocked the northern pier"},
		},
		{
			"a range is one event",
			[]string{filler, filler, "The fair was held from 1 to 4 March 2013 in the old shipyard."},
			[]string{"2013-03-01/2013-03-04 past: The fair was held from 1 to 4 March 2013 in the old shipyard"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := events(t, "2014-03-12", tt.blocks...)
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
			}
		})
	}
}

// An undated lead is of the day of publication in news, and of no day in history.
func TestUndatedLead(t *testing.T) {
	const lead = "Divers measured how far the two piers lay apart."
	for _, tt := range []struct {
		name, rest string
		want       int
	}{
		{"news", "The mayor will measure it tomorrow.", 1},
		{"history", "The first cable was laid in 1858, the second in 1865.", 0},
		{"no time at all", "The water is deep there.", 0},
	} {
		a := prose.Analyse(prose.Raw(lead+"\n\nIt is cold.\n\n"+tt.rest), nil)
		published, _ := day.Parse("2014-03-12")
		opt := Options{Published: published}
		reported := 0
		for _, e := range Events(a, Find(a, opt), nil, opt) {
			if e.Status == Reported {
				reported++
			}
		}
		if reported != tt.want {
			t.Errorf("%s: %d events reported, want %d", tt.name, reported, tt.want)
		}
	}
}

// In a language that is not English a sentence is its own label.
func TestForeignLabel(t *testing.T) {
	const s = "Gestern Abend legte die alte Fähre nach einer langen und sehr stürmischen Überfahrt an, wie der Kapitän der Zeitung sagte."
	a := prose.Analyse(prose.Raw(s), nil)
	published, _ := day.Parse("2014-03-12")
	opt := Options{Published: published, Lang: "de-AT"}
	got := Events(a, Find(a, opt), nil, opt)
	const want = "Gestern Abend legte die alte Fähre nach einer langen und sehr stürmischen Überfahrt an"
	if len(got) != 1 || got[0].Label != want || got[0].When.String() != "2014-03-11" {
		t.Errorf("got %+v, want %q", got, want)
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"The council met", "The council met"},
		{
			"The harbour master asked all the owners of small boats in the marina to leave before the storm that nobody had expected",
			"The harbour master asked all the owners of small boats in the marina to leave",
		},
		{
			"Captain Per Holm, a veteran of forty winters on the northern route, refused to leave the burning bridge of his ship",
			"Captain Per Holm refused to leave the burning bridge of his ship",
		},
	} {
		if got := shorten(tt.in); got != tt.want {
			t.Errorf("shorten(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	for _, s := range []string{strings.Repeat("wordless", 40), strings.Repeat("ever and ever so ", 20)} {
		if got := shorten(s); len([]rune(got)) > longestLabel || got == "" {
			t.Errorf("shorten(%q) = %q", s, got)
		}
	}
}
