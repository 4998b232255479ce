package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unique"

	"pgregory.net/rapid"

	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/timeline"
)

// newsroom makes articles with events for a test. A line is an event: article,
// date, label, then entities ("Ann Lund" are persons, others places), and
// figures after "=": "killed at least 12 12 Red Cross".
func newsroom(t testing.TB, lines ...string) []EventRef {
	t.Helper()
	articles := map[string]*Article{}
	var refs []EventRef
	for _, line := range lines {
		f := strings.Split(line, " | ")
		a := articles[f[0]]
		if a == nil {
			published, err := day.Parse("2014-03-12")
			if err != nil {
				t.Fatal(err)
			}
			a = &Article{Article: &article.Article{Meta: article.Meta{Date: published, Rare: &article.Rare{}}}, Index: uint32(len(articles)), Title: f[0]}
			articles[f[0]] = a
		}
		when, err := day.Parse(f[1])
		if err != nil {
			t.Fatal(err)
		}
		e := &timeline.Event{When: when, Label: f[2], Rank: 2}
		e.Start = len(refs)
		for _, x := range f[3:] {
			if of, says, ok := strings.Cut(x, "="); ok {
				fig := timeline.Figure{Of: of}
				says, fig.By, _ = strings.Cut(says, " by ")
				fig.Says = says
				fmt.Sscan(says[strings.LastIndexByte(says, ' ')+1:], &fig.N)
				e.Figures = append(e.Figures, fig)
				continue
			}
			kind := ner.Place
			if strings.Contains(x, " ") {
				kind = ner.Person
			}
			e.Entities = append(e.Entities, x)
			a.Refs = append(a.Refs, article.Ref{ID: unique.Make(x), Kind: kind, Count: 1})
		}
		refs = append(refs, EventRef{Article: a, Event: e})
	}
	return refs
}

// shown writes entries as lines "date label [other articles] figures".
func shown(events []EventRef) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s", e.Event.When, e.Event.Label)
		for _, o := range e.Others {
			fmt.Fprintf(&b, " +%s", o.Title)
		}
		for _, f := range e.Figures {
			fmt.Fprintf(&b, " {%s:", f.Of)
			for i, s := range f.Says {
				if i > 0 {
					b.WriteString(" /")
				}
				fmt.Fprintf(&b, " %s", s.Figure)
				if s.By != "" {
					fmt.Fprintf(&b, " (%s)", s.By)
				} else {
					fmt.Fprintf(&b, " [%s]", s.Article.Title)
				}
			}
			b.WriteString("}")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestSameEventInSeveralArticles(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  string
	}{
		{
			"one entry with its sources, and figures side by side",
			[]string{
				"Gazette | 2014-03-03 | The ferry Solveig capsized off Ebeltoft | Ebeltoft | killed=1,429 by Lund | injured=20",
				"Courier | 2014-03-03 | Ferry Solveig capsizes in a storm off Ebeltoft | Ebeltoft | killed=at least 355 by Red Cross | injured=20",
			},
			"2014-03-03 The ferry Solveig capsized off Ebeltoft +Courier {killed: 1,429 (Lund) / at least 355 (Red Cross)}\n",
		},
		{
			"the narrower date stays",
			[]string{
				"Gazette | 2014-03 | The ferry Solveig capsized off Ebeltoft | Ebeltoft",
				"Courier | 2014-03-03 | The ferry Solveig capsized in a storm | Ebeltoft",
			},
			"2014-03-03 The ferry Solveig capsized in a storm +Gazette\n",
		},
		{
			"other people on the same day, other events",
			[]string{
				"Gazette | 2014-03-03 | Ann Lund was arrested in the harbour of Ebeltoft | Ann Lund | Ebeltoft",
				"Courier | 2014-03-03 | Per Holm was arrested in the harbour of Ebeltoft | Per Holm | Ebeltoft",
			},
			"2014-03-03 Ann Lund was arrested in the harbour of Ebeltoft\n2014-03-03 Per Holm was arrested in the harbour of Ebeltoft\n",
		},
		{
			"other days, other events",
			[]string{
				"Gazette | 2014-03-03 | The council rejected the plan for the toll | Ebeltoft",
				"Courier | 2014-03-04 | The council rejected the plan for the toll | Ebeltoft",
			},
			"2014-03-03 The council rejected the plan for the toll\n2014-03-04 The council rejected the plan for the toll\n",
		},
		{
			"two events of one article stay two",
			[]string{
				"Gazette | 2014-03-03 | The council rejected the first plan for the toll | Ebeltoft",
				"Gazette | 2014-03-03 | The council rejected the second plan for the toll | Ebeltoft",
			},
			"2014-03-03 The council rejected the first plan for the toll\n2014-03-03 The council rejected the second plan for the toll\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			refs := newsroom(t, tt.lines...)
			if got := shown(tell(refs, nil)); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// What is told does not depend on the order in which articles are read, and
// every article's telling is somewhere.
func TestTellingOrder(t *testing.T) {
	verbs := []string{"rejected the harbour plan", "accepted the harbour plan", "closed the northern quay", "rejected the northern toll"}
	who := []string{"Ann Lund", "Per Holm", "Ebeltoft", "Samsø"}
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			lines = append(lines, fmt.Sprintf("A%d | 2014-03%s | The council %s | %s | killed=%d",
				rapid.IntRange(0, 6).Draw(rt, "article"), rapid.SampledFrom([]string{"", "-03", "-04"}).Draw(rt, "day"),
				rapid.SampledFrom(verbs).Draw(rt, "verb"), rapid.SampledFrom(who).Draw(rt, "who"), rapid.IntRange(1, 3).Draw(rt, "toll")))
		}
		refs := newsroom(t, lines...)
		shuffled := rapid.Permutation(refs).Draw(rt, "order")
		told := map[*Article]bool{}
		for i := range refs {
			told[refs[i].Article] = true
		}
		want := tell(slices.Clone(refs), nil)
		if got := tell(slices.Clone(shuffled), nil); shown(got) != shown(want) {
			rt.Fatalf("in another order\n%swant\n%s", shown(got), shown(want))
		}
		for _, e := range want {
			delete(told, e.Article)
			for _, o := range e.Others {
				delete(told, o)
			}
		}
		if len(told) > 0 {
			rt.Fatalf("%d articles are told nowhere", len(told))
		}
	})
}

// The short list of a time has the days that were told of most, and not one day alone.
func TestScore(t *testing.T) {
	var lines []string
	for i := range 6 {
		lines = append(lines, fmt.Sprintf("A%d | 2014-02-01 | Storm number %c took the old northern pier away | Samsø", i, 'a'+i))
	}
	lines = append(lines,
		"A0 | 2014-02-01 | A fire broke out in the bakery beside the station", "A1 | 2014-02-01 | Three geese were seen flying backwards over town",
		"A2 | 2014-02-20 | The mayor cut a ribbon", "A3 | 2014-02-25 | The pier was mourned with a brass band")
	told := tell(newsroom(t, lines...), nil)
	var best []EventRef
	best = append(best, told...)
	slices.SortFunc(best, func(a, b EventRef) int {
		if a.Score > b.Score {
			return -1
		}
		return 1
	})
	if got := best[0].Event.When.String(); got != "2014-02-01" {
		t.Errorf("the foremost day is %s, want 2014-02-01", got)
	}
	days := map[string]bool{}
	for _, e := range best[:4] {
		days[e.Event.When.String()] = true
	}
	if len(days) < 3 {
		t.Errorf("the foremost four are of %d days, want all three\n%s", len(days), shown(best))
	}
}

// Telling takes time in proportion to the events, however alike they are.
func BenchmarkTell(b *testing.B) {
	var lines []string
	for i := range 2000 {
		lines = append(lines, fmt.Sprintf("A%d | 2014-03-%02d | The council %d rejected the harbour plan %d | Ebeltoft", i%400, 1+i%28, i%50, i))
	}
	refs := newsroom(b, lines...)
	b.ReportAllocs()
	for b.Loop() {
		tell(slices.Clone(refs), nil)
	}
}
