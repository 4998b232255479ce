package render

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unique"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/region"
	"dateline/internal/site"
	"dateline/internal/timeline"
	"dateline/static"
	"dateline/templates"
)

// chronicles links articles of per events each, which when dates and who names, and
// returns a renderer of the site.
func chronicles(t testing.TB, lang string, n, per int, event func(i int) (when string, e timeline.Event)) (*site.Site, *Renderer) {
	t.Helper()
	var own []*entity.Entity
	for i := range 60 {
		own = append(own, &entity.Entity{ID: fmt.Sprintf("person-%d", i), Name: fmt.Sprintf("Person Number %d", i), Kind: ner.Person})
	}
	reg, diags := entity.NewRegister(own)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	in := site.Input{Settings: site.Settings{Title: "Chronicles", Language: lang, BaseURL: "https://example.org/", Paginate: 100, Link: "section"}, Register: reg}
	published, _ := day.Civil(2020, 5, 1)
	for i := 0; i < n; {
		a := &article.Article{Path: addr.Source(fmt.Sprintf("content/articles/chronicle-%d.md", i/per)), Meta: article.Meta{
			Title: fmt.Sprintf("Chronicle number %d of the town and its people", i/per), Date: published, Rare: &article.Rare{},
		}}
		for p := range 60 {
			a.Refs = append(a.Refs, article.Ref{ID: unique.Make(fmt.Sprintf("person-%d", p)), Count: 1, Kind: ner.Person})
		}
		var events []timeline.Event
		for ; len(events) < per && i < n; i++ {
			when, e := event(i)
			d, err := day.Parse(when)
			if err != nil {
				t.Fatal(err)
			}
			e.When, e.Place = d, len(events)+1
			events = append(events, e)
		}
		a.SetEvents(events)
		in.Compiled = append(in.Compiled, a)
	}
	s, diags := site.Link(in)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	tpl, diags := Parse(templates.FS)
	if tpl == nil {
		t.Fatal(diags)
	}
	assets := map[string]string{}
	if err := fs.WalkDir(static.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		assets[name] = "assets/" + name
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return s, New(Options{Site: s, Templates: tpl, Assets: assets, Text: func(*region.Text, *site.Article) (*article.Text, error) { return &article.Text{}, nil }})
}

// word gives every event a word that no other has, short enough to be compared as
// a whole, so that none are taken for the same.
func word(i int) string { return fmt.Sprintf("x%05x", i) }

// A site of fifty thousand events, a fifth of them in one year and a twentieth on one
// day, over more years than one page can list: no page is heavy, every event is
// told on one page, and the pages lead to each other in order of time.
func TestCrowdedTimeline(t *testing.T) {
	const n = 50_000
	when := func(i int) string {
		switch {
		case i%20 == 0:
			return "2013-09-21"
		case i%5 == 1:
			return fmt.Sprintf("2013-%02d-%02d", 1+i/5%12, 1+i/60%28)
		case i%5 == 2:
			return "1999" // known to no month
		case i%100 == 3:
			return fmt.Sprintf("%05d", -(1 + i/100%400))[:5] // before our era
		}
		return fmt.Sprintf("%04d-%02d", 1200+i%800, 1+i/800%12)
	}
	s, r := chronicles(t, "en", n, 50, func(i int) (string, timeline.Event) {
		return when(i), timeline.Event{
			Label: fmt.Sprintf("%s & %s, on the day of the so and so, as it was in the old town", word(i), word(i+7*n)), Rank: float32(i % 7),
			Words: "last year", Entities: []string{fmt.Sprintf("person-%d", i%60), fmt.Sprintf("person-%d", i%13)},
		}
	})
	const most = 160 << 10
	told := 0
	var leaves []*site.Period
	heaviest, at := 0, addr.URL("")
	seen := map[string]addr.URL{}
	for _, p := range s.Pages {
		if p.Kind != site.TimelinePage {
			continue
		}
		b, _, err := r.Append(nil, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > heaviest {
			heaviest, at = len(b), p.URL
		}
		if len(p.Period.Parts) > 0 {
			continue
		}
		leaves = append(leaves, p.Period)
		if p.Period.Total <= 2 {
			told += p.Period.Total
			continue // thousands of small ones are as small as they look
		}
		for _, label := range strings.Split(string(b), `<span class="label`)[1:] {
			words := strings.Fields(label[strings.IndexByte(label, '>')+1:])
			if other, ok := seen[words[0]]; ok {
				t.Fatalf("%q is told at %s and at %s", words[0], other, p.URL)
			}
			seen[words[0]] = p.URL
			told++
		}
	}
	t.Logf("%d pages, the heaviest of %d bytes: %s", len(leaves), heaviest, at)
	if heaviest > most {
		t.Errorf("%s has %d bytes, more than %d", at, heaviest, most)
	}
	if told != n {
		t.Errorf("%d events are told, want %d", told, n)
	}
	first := slices.IndexFunc(leaves, func(p *site.Period) bool { return p.Prev == nil })
	count := 0
	for p := leaves[first]; p != nil; p = p.Next {
		if p.Next != nil && (p.Next.Prev != p || p.Next.Year < p.Year) {
			t.Fatalf("%s is followed by %s", p.URL, p.Next.URL)
		}
		count++
	}
	if count != len(leaves) {
		t.Errorf("%d of %d pages are reached from the first by going on", count, len(leaves))
	}
	for _, u := range []addr.URL{"/timeline/", "/timeline/2013/", "/timeline/2013/09/", "/timeline/2013/09/21/", "/timeline/2013/09/21/2/", "/timeline/1999/00/", "/timeline/-0100_-0001/", "/timeline/1200_1299/"} {
		if s.PageAt(u) == nil {
			t.Errorf("there is no page at %s", u)
		}
	}
	doc, _ := page(t, s, r, "/timeline/2013/09/21/2/")
	if h := text(all(doc, "h1")[0]); !strings.HasPrefix(h, "21 September 2013 (2 of ") {
		t.Errorf("the page of a part of a day is called %q", h)
	}
	if bars := len(all(doc, ".strip a")); bars < 20 || bars > mostBars {
		t.Errorf("the strip has %d bars", bars)
	}
	if len(all(doc, `.strip .current`)) != 1 {
		t.Error("the strip does not mark the year of the page")
	}
}

// Dates before our era, ranges and what is known to no day have words and places.
func TestPeriods(t *testing.T) {
	dates := []string{"-0043-03-15", "-0043~", "1857/1866", "1866-05-28/1866-06-03", "1866-05", "186X", "../1700", "1866-21", "1866-05-30?"}
	s, r := chronicles(t, "de", len(dates), 20, func(i int) (string, timeline.Event) {
		return dates[i], timeline.Event{Label: word(i) + " " + word(i+100) + " geschah", Words: "damals", Entities: []string{"person-1"}}
	})
	for u, want := range map[addr.URL]string{
		"/timeline/":       "",
		"/timeline/-0043/": "44 v. Chr.| März: 15. März 44 v. Chr.| Im Lauf des Jahres: um 44 v. Chr.",
		"/timeline/1700/":  "1700| Im Lauf des Jahres: bis 1700",
		"/timeline/1857/":  "1857| Im Lauf des Jahres: 1857–1866",
		"/timeline/1860/":  "1860| Im Lauf des Jahres: 1860er Jahre",
		"/timeline/1866/":  "1866| Mai: Mai 1866, Woche vom 28. Mai 1866, 30. Mai 1866?| Im Lauf des Jahres: Frühling 1866",
	} {
		doc, diags := page(t, s, r, u)
		if doc == nil || len(diags) > 0 {
			t.Fatal(u, diags)
		}
		if want == "" {
			if got := text(all(doc, "h1")[0]); got != "Zeitleiste" {
				t.Errorf("the timeline is called %q", got)
			}
			continue
		}
		got := text(all(doc, "h1")[0])
		for _, m := range all(doc, ".month") {
			var days []string
			for _, h := range all(m, "h3") {
				days = append(days, text(h))
			}
			got += "| " + text(all(m, "h2")[0]) + ": " + strings.Join(days, ", ")
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", u, got, want)
		}
		crumbs := all(doc, ".breadcrumbs li")
		if got := text(crumbs[1]); got != "Zeitleiste" {
			t.Errorf("%s stands below %q", u, got)
		}
	}
}

// What the events of a page can be narrowed to has numbers that the events bear.
func TestFilter(t *testing.T) {
	s, r := chronicles(t, "en", 30, 30, func(i int) (string, timeline.Event) {
		e := timeline.Event{Label: word(i) + " " + word(i+100), Entities: []string{fmt.Sprintf("person-%d", i%3)}}
		if i == 4 {
			e.Status = timeline.Planned
		}
		return fmt.Sprintf("2013-09-%02d", 1+i%28), e
	})
	doc, _ := page(t, s, r, "/timeline/2013/")
	if len(all(doc, "#d-filter[hidden]")) != 1 {
		t.Error("what works with script only is shown without")
	}
	options := all(doc, `#d-filter select[name="who"] option[data-n]`)
	if len(options) != 3 {
		t.Fatalf("%d entities can be chosen, want 3", len(options))
	}
	for _, o := range options {
		n := attr(o, "data-n")
		if got := len(all(doc, `.day li[data-who="`+n+`"]`)); got != 10 {
			t.Errorf("%d events have the number of %s, want 10", got, text(o))
		}
	}
	if got := len(all(doc, `#d-filter select[name="what"] option[value]`)); got != 3 {
		t.Errorf("%d kinds can be chosen, want all, past and planned", got)
	}
	if got := len(all(doc, ".day li.planned")); got != 1 {
		t.Errorf("%d events are planned, want 1", got)
	}
}
