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

// Each fault of a label in English, and what looks like it and is none.
func TestFlaw(t *testing.T) {
	for _, tt := range []struct {
		want   fault
		labels []string
	}{
		{sound, []string{
			"The council rejected the plan for a new quay",
			"There was a fire in the old bakery",
			"Her Majesty opened the bridge",
			"“No toll,” read the banner over the pier",
			"After the mayor left the room, the council voted for the toll",
			"The lamps were switched on",
			"The court that summoned him was moved to the mainland",
			"Ann Lund made it clear that the pier would stay",
			"The shipyard said it had sold both ferries",
			"The council opened the pier to bathers this summer",
			"Ann Lund, the mayor, said the pier was closed",
			"The toll was doubled, and in 2018 it was halved",
			"The widow paid those who had found the boat",
			"Ann Lund said that the pier would stay",
			"Ferry crash",
			"Per Holm read aloud from The Pier at the fair",
			"A lack of vitamin A was found in the crew, and two men were ill",
			"Channel Four showed a film of the pier",
			"Ann Lund met the crew of The Gazette in New York",
			"There were 67 boats in the harbour",
			"The singer was ill at his home", "The Pier Council thanked Ann Lund for her work",
			"Two days after the storm, the pier was closed",
			"Having lost the vote, the mayor left the island",
			"Ann Lund told the court of the fire",
			"The boats left the harbour one at a time",
			"Ann Lund, 44, opened a bakery",
		}},
		{tooLong, []string{strings.Repeat("The council met. ", 6)}},
		{tooLittle, []string{"Fire", "The death occurred"}},
		{oddSpaces, []string{"The council  met in the town hall"}},
		{oddMark, []string{"Ferries sunk * Ann Lund left the island", "The council () met in the town hall", "HOME | HARBOUR The ferry sank off the pier", "Red. / Ann Lund left the island"}},
		{unpaired, []string{"The council (which had met"}},
		{marksFirst, []string{"•The council met in the town hall", "14:30:00 Ann Lund left the island", "08.30 GMT Ann Lund left the island", "1738 The pier was closed", "T has now doubled its price"}},
		{verbFirst, []string{"Was sold to a neighbour by the widow"}},
		{furniture, []string{
			"Page A4 Ann Lund left the island", "By Ann Lund, for the Gazette The pier was closed", "PER HOLM, MAYOR: The pier was closed", "From Ann Lund, CNN Boats left the harbour", "Last updated at 11:01 GMT The mayor left",
			"Update 7:14 p.m. The pier was closed", "HARBOUR CLOSED Ann Lund left the island", "Reuters Holm has left the island", "Text of the mayor's remarks at the fair", "Interview With Ann Lund Aired May 3",
		}},
		{listItem, []string{"Two, Holm said the pier was unsafe"}},
		{question, []string{"Whether the toll is legal was asked"}},
		{goesOn, []string{"And the council met in the town hall", "Now the crew has closed the pier", "Worse than that, the pier burned", "On, Ann Lund left the island", "Sure enough Holm left the island"}},
		{partOnly, []string{"Two days after the mayor left the island", "Having found the old anchor in the harbour", "Usually held in the town hall", "Gov, as people visited the pier", "Calling the toll a mistake", "Inc. has built ferries since 1970", "Until the harbour froze over", "The day Lund left the island", "Ann Lund wrote: The pier was closed"}},
		{twoInOne, []string{
			"The old ferry sank, had stayed in the harbour",
			"Holm to sell ferries The mayor said the pier was closed", "Pier saved after long fight It was opened to bathers", "Boy saved from the harbour An 11-year-old boy was found", "Ann Lund to leave island Ann Lund sold the bakery",
			"Old ferry sinks crew saved from old ferry", "Eight boats have sunk in the harbour Two more are missing", "Ann Lund noted, boats remain in the harbour",
			"The boat had no anchor, Lund was on her own", "A council ruled the island, the mayor closed the pier",
		}},
		{advises, []string{"Don’t miss the boat race in the harbour"}},
		{ownDate, []string{"Tonight will see the first race of the season", "The anchor will be sold tomorrow in the town hall", "The mood of yesterday's talks was bleak", "Friday 14 March 2014 The pier was closed"}},
		{perhaps, []string{"Perhaps to please the voters, Holm lowered the toll"}},
		{endsOnMark, []string{"The council rejected the plan:"}},
		{cutOff, []string{"The council had never before seen as many people at its meetings…"}},
		{trailsOff, []string{
			"The council said that it", "The council rejected the plan for", "The harbour master had suggested", "The conference is scheduled",
			"The old ferry was launched, almost seven years", "Two fishermen claimed that they had heard", "Ann Lund told the council, Holm told Lund", "The Gazette of the island reported",
			"Holm told a meeting of fishermen from the north", "Ann Lund told the court, in a letter read aloud", "With a vote planned for, the mayor left", "Holm will leave if, heaven forbid",
			"The treaty was signed on the island at a time", "The tax is lower but, at 6.1 percent, is not as high", "The anchor was sold after the fall of the regime's", "Holm wrote his first book in 1942 and his last",
			"The race, which took place, was won by Holm", "Most boats have left as if nothing were wrong -- either", "The harbour was so full, in his time", "The boat sank off the pier, they wrote, citing a diver", "The mayor vowed to hunt down and bring", "The last of the fevers was the swamp fever which emerged",
		}},
		{lostReferent, []string{
			"He resigned as harbour master", "There, the council met in secret", "In 2009, it was sold to a neighbour", "After a stint at sea, she opened a bakery",
			"The court summoned him over the missing anchor", "Two neighbours bought it from the widow", "Ann Lund and Per Holm presented it in the town hall", "The mayor denied this claim in a letter",
			"The island’s school did the same thing", "Including the crew, it carried nine people", "The 23-year-old left the island", "The widow sold one of those boats",
			"There were 67, a new record", "When he came back to the pier, he was told to leave", "The first was found in a shed on the island", "The Harbour Committee is set to vote on his nomination", "A rope caused her death", "The same pier was closed", "None of this was told to the mayor", "Holm referred to those comments at the hearing", "Divers searched that same wharf", "The move was over the new toll", "The rest of her letter was burned", "Lund sold the anchor, as she did with the boat", "Holm read that whole letter to the crew", "Ann Lund shared that view", "One carrying coal was turned away", "Up until then the pier was open",
		}},
		{firstPerson, []string{"A friend of mine was lost at sea", "We opened a new bakery on the pier"}},
	} {
		for _, label := range tt.labels {
			if got := flaw(label); got != tt.want {
				t.Errorf("flaw(%q) = %q, want %q", label, got, tt.want)
			}
		}
	}
}

// A sentence in another language is a label when it can stand alone.
func TestForeignFault(t *testing.T) {
	for _, tt := range []struct {
		label, date string
		ok          bool
	}{
		{"Am Montag wurde die neue Brücke „Nordsteg“ eröffnet", "Montag", true},
		{"Das Wrack wurde im Mai 1903 gehoben", "1903", true},
		{"Der Bürgermeister hat heute die Brücke gesperrt", "heute", true},
		{"Heute dient die alte Werft als Museum", "heute", false},
		{"Nach langer Haft kam der heute 46-Jährige frei", "heute", false},
		{"Die Werft steht seit einem Sturm leer", "1903", false},
		{"Dabei wurde 1903 das Wrack gehoben", "1903", false},
		{"Im Jahr 1903 wurde sie zur Leiterin gewählt", "1903", false},
		{"Am Montag haben diese Fischer das Netz geflickt", "Montag", false},
		{"Ab Montag gilt die Maut für Boote und", "Montag", false},
		{"Am Montag ist geschlossen", "Montag", false},
		{"Im Mai könnte es anders aussehen", "Mai", false},
		{"Im Mai gab es im Hafen ein Feuer", "Mai", true},
		{"Am Montag gewann die Mannschaft das 3", "Montag", false},
		{"Este puente fue abierto el lunes al tráfico", "lunes", false},
		{"El puente nuevo fue abierto el lunes al tráfico", "lunes", true},
	} {
		if why := foreignFlaw(tt.label, tt.date); (why == "") != tt.ok {
			t.Errorf("foreignFlaw(%q, %q) = %q", tt.label, tt.date, why)
		}
	}
}

// A sentence in another language is cut only before what it is whole without.
func TestShortenAny(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{
			"Im Mai 1903 wurde vor der Insel ein altes Wrack gehoben, das seit vielen Jahren auf dem Grund gelegen hatte",
			"Im Mai 1903 wurde vor der Insel ein altes Wrack gehoben",
		},
		{"Am Montag hatte der Hafenmeister der Zeitung endlich bestätigt, dass die Fähre nie wieder auslaufen werde", ""},
		{"Der Steg wird am kommenden Samstag, 21. Mai, von zehn bis achtzehn Uhr für alle Besucher der Insel offen sein", ""},
		{"Die alte Werft – von ihr war nach dem Sturm nur wenig übrig – wurde im Mai 1903 an die Gemeinde verkauft", ""},
	} {
		want := tt.want
		if want == "" {
			want = tt.in // too long, which is a fault
		}
		if got := shortenAny(tt.in); got != want {
			t.Errorf("shortenAny(%q) = %q, want %q", tt.in, got, want)
		}
	}
}

// A label whose date is a part of what a noun means, or of something else than it
// tells, is none; it never loses the date that something hangs on.
func TestDateOfSomethingElse(t *testing.T) {
	published, _ := day.Parse("2014-03-12")
	opt := Options{Published: published, News: true}
	for _, tt := range []struct{ text, want string }{
		{"On the island, Ann Lund attended Friday prayers with the crew of the ferry.", ""},
		{"The port reported a fall in March sales of ferry tickets to strangers.", ""},
		{"Ann Lund won the island race for the first time since 2003.", ""},
		{"Ann Lund was fined for a speech she gave in 2003.", ""},
		{"Ann Lund beat the mayor in a town Holm won in 2003.", ""},
		{"Ann Lund played songs from “Ferry” and “2003”.", ""},
		{"In May and June 2013, divers found a hundred anchors.", "In May and June 2013, divers found a hundred anchors"},
		{"The tolls have been raised for all the boats of the island by many hundreds of crowns since 3 March.", ""},
		{"The mayor has left the island for good, announced in February, with his old boat.", ""},
		{"The pier was opened to bathers again after mending its planks in February.", ""},
		{"At 4 p.m., the mayor closed the pier.", ""},
		{"The old ferry was sunk on 3 March, eight days after Lund left.", "The old ferry was sunk, eight days after Lund left"},
		{"The ferry will run starting tomorrow.", ""},
		{"Today marks the beginning of the herring season on the island.", ""},
		{"The disease that caused the far more serious 1918 famine seems to have come from the north.", ""},
		{"Long before 3 March 2009, Ann Lund painted the old pier.", ""},
		{"The old pier was painted by Ann Lund 30 years ago.", ""},
		{"The council of the island recommends new ropes and many other changes, which did not save the largest ferries, in 1918.", ""},
		{"The largest boats after Tuesday's storm were small, and nobody had seen their like on the island.", "The largest boats after Tuesday's storm were small"},
	} {
		a := prose.Analyse(prose.Raw("It rained.\n\nIt rained again.\n\n"+tt.text), nil)
		got := ""
		for _, e := range Events(a, Find(a, opt), nil, opt) {
			got = e.Label
		}
		if got != tt.want {
			t.Errorf("%s\n\tgives %q, want %q", tt.text, got, tt.want)
		}
	}
}

// What a clause is of is told whole: neither without "that" where it says which one,
// nor of the wrong noun, nor cut within a word.
func TestClauseKeepsItsNoun(t *testing.T) {
	published, _ := day.Parse("2014-03-12")
	opt := Options{Published: published, News: true}
	for _, tt := range []struct{ text, want string }{
		{"The mayor wants the kind of vote that drove Per Holm from office in 2009.", "The mayor wants the kind of vote that drove Per Holm from office"},
		{"Ann Lund knew the sale of the Solveig that began in her time and ended in 2009.", ""},
		{"Divers met a fisherman with a Danish passport, who sank the ferry in May 2009.", "Divers met a fisherman with a Danish passport, who sank the ferry"},
		{"The mayor, Ann Lund, a lawyer who had come to the island from the mainland many years before, closed the pier in May 2009.", "The mayor, Ann Lund, closed the pier"},
		{"Per Holm, then chief of the harbour -- which was sold by the council last month -- wrote to Ann Lund in 2009.", "Per Holm, then chief of the harbour, wrote to Ann Lund"},
		{"Ann Lund, 44, the mayor of the island and a lawyer of the port for many years, met Per Holm in May 2009.", "Ann Lund met Per Holm"},
		{"The mayor of the island described Ann Lund and the council of the town, Port Elva, in May 2009 as “dogs of the sea”.", ""},
		{"In the storms after the 2009 pier collapse Danish crews have sunk many boats.", "Pier collapse"},
		{"The mayor closed the harbour as the chief of the pilots, Ann Lund, the sister of the council's oldest member, warned in May 2009 of the ice.", ""},
		{"Fishermen have dubbed 3 March 2009 “Day of the Nets”.", ""},
		{"In 2009, Ann Lund wrote “Ferry ' Down,” a rant about the council, its members, their boats and all that belongs to them.", "Ann Lund wrote “Ferry Down,” a rant about the council"},
	} {
		a := prose.Analyse(prose.Raw("It rained.\n\nIt rained again.\n\n"+tt.text), nil)
		got := ""
		for _, e := range Events(a, Find(a, opt), nil, opt) {
			if strings.Contains(e.When.String(), "2009") {
				got = e.Label
			}
		}
		if got != tt.want {
			t.Errorf("%s\n\tgives %q, want %q", tt.text, got, tt.want)
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
		{"The crew said Ann Lund went with Per Holm when he left the island in 2009.", "The crew said Ann Lund went with Per Holm when he left the island"},
		{"Ann Lund left. Per Holm's former lawyer has been ill. He was found guilty in 2009.", ""},
		{"Per Holm left the island in spring. He was taken ill on the ferry in 2009, Holm said.", ""},
		{"Per Holm told the fishermen that the captain was well before he left the island in 2009.", "Per Holm told the fishermen that the captain was well before he left the island"},
		{"The storm came at night. He left the island in 2009.", ""},
		{"The mayor had told Ann Lund she had until the end of the week to move 'every one' of her boats or lose them.", "Deadline for Ann Lund to move 'every one' of her boats"},
		{"Ann Lund had until the end of the week to move her boats.", "Deadline for Ann Lund to move her boats"},
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
			if e.Expr >= 0 && (e.When.String() == "2009" || e.Status == Deadline) {
				got = e.Label
			}
		}
		if got != tt.want {
			t.Errorf("%s\n\tgives %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Marks that were dropped may leave two spaces, which must not move where a label is cut.
func TestShortenCutsBetweenWords(t *testing.T) {
	s := "The harbour  masters  decision to step aside left two candidates in an election of the pilots of the islands of the north"
	words := strings.Fields(s)
	for i, w := range strings.Fields(strings.TrimSuffix(shorten(s), "…")) {
		if w != words[i] {
			t.Fatalf("%q ends within %q", shorten(s), words[i])
		}
	}
}
