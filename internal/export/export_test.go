package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unique"

	ics "github.com/arran4/golang-ical"
	"github.com/piprate/json-gold/ld"
	"pgregory.net/rapid"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

func parse(t testing.TB, s string) day.Date {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// harbour is the site of a small town, whose chronicle has events of every kind of date.
func harbour(t testing.TB, base addr.Absolute, events ...timeline.Event) *site.Site {
	t.Helper()
	reg, diags := entity.NewRegister([]*entity.Entity{
		{ID: "inga-lund", Name: "Inga Lund", Kind: ner.Person},
		{ID: "ebeltoft", Name: "Ebeltoft; by the sea, north", Kind: ner.Place},
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	a := &article.Article{
		Path: "content/articles/chronicle.md",
		Meta: article.Meta{Title: `The chronicle, "whole"`, Date: parse(t, "1900-02-03"), Rare: &article.Rare{}},
		Refs: []article.Ref{{ID: unique.Make("inga-lund"), Count: 2, Kind: ner.Person}, {ID: unique.Make("ebeltoft"), Count: 1, Kind: ner.Place}},
	}
	a.SetEvents(events)
	s, diags := site.Link(site.Input{
		Settings: site.Settings{Title: "Harbour", Description: "Of a town", Language: "en", BaseURL: base, Paginate: 100},
		Compiled: []*article.Article{a}, Register: reg,
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

const base = "https://example.org/town/"

// chronicle is events in order of time.
func chronicle(t testing.TB) []timeline.Event {
	long := "The ferry Sölveig, whose captain had said that she would never sail again; and who sailed, was raised off Ebeltøft"
	return []timeline.Event{
		{When: parse(t, "-0043-03-15"), Label: "=A stone is laid", Place: 1},
		{When: parse(t, "0000"), Label: "-1 is the year", Place: 2},
		{When: parse(t, "1857/1866"), Label: "+Ten years of dredging", Place: 3},
		{When: parse(t, "1866~"), Label: "@The mole is begun", Place: 4, Words: "about 1866"},
		{When: parse(t, "1899-12-25/1899-12-31"), Label: "A week of storms\nand \\ floods", Place: 5},
		{When: parse(t, "1900-02-03"), Label: long, Status: timeline.Reported, Entities: []string{"inga-lund", "ebeltoft"}, Place: 6},
		{When: parse(t, "1900-02-28"), Label: `"Open", it is said <b>& done</b>`, Status: timeline.Planned, Entities: []string{"inga-lund"}, Place: 7, Words: "at the end of the month", Anchor: parse(t, "1900-02-03")},
		{When: parse(t, "1900-03-01?"), Label: "'=Perhaps", Place: 8},
		{When: parse(t, "1900-05/.."), Label: "The toll is lifted", Place: 9},
	}
}

func form(t testing.TB, name string, sel *Selection) []byte {
	t.Helper()
	f, ok := Named(name)
	if !ok {
		t.Fatalf("there is no format %q", name)
	}
	b, err := f.Append(nil, sel)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every form gives the same bytes again, appends to what is there, and is what
// the settings know.
func TestForms(t *testing.T) {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
		sel := func() *Selection {
			if f.Of == Articles {
				return annotated(t, ferry)
			}
			return Whole(harbour(t, base, chronicle(t)...), nil)
		}
		once := form(t, f.Name, sel())
		again, err := f.Append([]byte("before"), sel())
		if err != nil || string(again) != "before"+string(once) || !utf8.Valid(once) {
			t.Errorf("%s: other bytes the second time, or %v", f.Name, err)
		}
	}
	if !slices.Equal(names, site.OutputForms) {
		t.Errorf("the forms are %v, and those of the settings %v", names, site.OutputForms)
	}
	if got := Nearest("isc"); got != "ics" {
		t.Errorf("isc is taken for %q", got)
	}
}

// A table is read back by another reader with all that was in it, and has no
// cell that a spreadsheet would compute.
func TestCSV(t *testing.T) {
	events := chronicle(t)
	b := form(t, "csv", Whole(harbour(t, base, events...), nil))
	if strings.ContainsAny(strings.ReplaceAll(string(b), "\r\n", ""), "\r\n") {
		t.Error("lines do not end as RFC 4180 says")
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(row []string, column string) string {
		s := row[slices.Index(columns, column)]
		if s != "" && strings.ContainsRune(formula, rune(s[0])) {
			t.Errorf("a spreadsheet would compute %q", s)
		}
		if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(formula+"'", rune(s[1])) {
			s = s[1:]
		}
		return s
	}
	for i, row := range rows[1:] {
		e := events[i]
		if d, err := day.Parse(at(row, "when")); err != nil || d != e.When {
			t.Errorf("row %d has the date %q, want %s", i+1, at(row, "when"), e.When)
		}
		if got := at(row, "label"); got != e.Label {
			t.Errorf("row %d has the label %q, want %q", i+1, got, e.Label)
		}
		if got := at(row, "entities"); got != strings.Join(e.Entities, "; ") {
			t.Errorf("row %d has the entities %q", i+1, got)
		}
		if got, want := at(row, "address"), fmt.Sprintf("%sarticles/chronicle/#t%d", base, e.Place); got != want {
			t.Errorf("row %d leads to %q, want %q", i+1, got, want)
		}
	}
	for want, got := range map[string]string{
		"-0043-03-15": at(rows[1], "from"), "1866-12-31": at(rows[3], "to"), "": at(rows[9], "to"), "15 March 44 BC": at(rows[1], "date"),
		"1900-02-03": at(rows[7], "counted from"), "planned": at(rows[7], "status"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What cells are made harmless with can be taken away again, whatever they hold.
func TestHarmless(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("='+-@\t\rab "))).Draw(rt, "cell")
		out := harmless(s)
		if out != "" && strings.IndexByte(formula, out[0]) >= 0 {
			rt.Fatalf("%q is a formula", out)
		}
		back := out
		if len(out) > 1 && out[0] == '\'' && strings.IndexByte(formula+"'", out[1]) >= 0 {
			back = out[1:]
		}
		if back != s {
			rt.Fatalf("%q became %q and came back as %q", s, out, back)
		}
	})
}

// A calendar is read by another reader, with whole days, exclusive ends and all
// its words.
func TestICS(t *testing.T) {
	sel := Whole(harbour(t, base, chronicle(t)...), func(a *site.Article) (*article.Text, error) { return nil, nil })
	sel.Text = nil
	b := form(t, "ics", sel)
	for line := range strings.SplitSeq(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := map[string]bool{}
	for _, e := range cal.Events() {
		start, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		end, err := e.GetAllDayEndAt()
		if err != nil {
			t.Fatal(err)
		}
		value := func(p ics.ComponentProperty) string {
			if v := e.GetProperty(p); v != nil {
				return v.Value
			}
			return ""
		}
		got = append(got, fmt.Sprintf("%s %s %s %s | %s | %s", start.Format(time.DateOnly), end.Format(time.DateOnly),
			value(ics.ComponentPropertyDtstamp), value(ics.ComponentPropertyStatus), value(ics.ComponentPropertySummary), value(ics.ComponentPropertyCategories)))
		ids[e.Id()] = true
		if !strings.HasPrefix(value(ics.ComponentPropertyUrl), base+"articles/chronicle/#t") {
			t.Errorf("the event leads to %q", value(ics.ComponentPropertyUrl))
		}
	}
	events := chronicle(t)
	want := []string{
		"1899-12-25 1900-01-01 19000203T000000Z CONFIRMED | " + events[4].Label + " | ",
		"1900-02-03 1900-02-04 19000203T000000Z CONFIRMED | " + events[5].Label + ` | Inga Lund,Ebeltoft; by the sea, north`,
		"1900-02-28 1900-03-01 19000203T000000Z TENTATIVE | " + events[6].Label + " | Inga Lund",
		"1900-03-01 1900-03-02 19000203T000000Z TENTATIVE | " + events[7].Label + " | ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(ids) != len(want) {
		t.Errorf("%d ids for %d events", len(ids), len(want))
	}
	if n, _ := leftOfICS(sel); n != len(events)-len(want) {
		t.Errorf("%d are said to be left out, want %d", n, len(events)-len(want))
	}
}

// An event keeps its id when others are told before it, and two that are alike have two.
func TestICSIdentity(t *testing.T) {
	ids := func(events ...timeline.Event) (out []string) {
		cal, err := ics.ParseCalendar(bytes.NewReader(form(t, "ics", Whole(harbour(t, base, events...), nil))))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range cal.Events() {
			out = append(out, e.Id())
		}
		return out
	}
	fire := timeline.Event{When: parse(t, "1900-02-03"), Label: "A fire", Place: 1}
	moved := fire
	moved.Place = 2
	alone, second := ids(fire), ids(timeline.Event{When: parse(t, "1899-01-01"), Label: "Snow", Place: 1}, moved)
	if len(second) != 2 || second[1] != alone[0] {
		t.Errorf("the id is %v alone, and %v after another", alone, second)
	}
	if twice := ids(fire, moved); len(twice) != 2 || twice[0] == twice[1] || twice[0] != alone[0] {
		t.Errorf("two alike have the ids %v", twice)
	}
}

// Whatever words an event has, the calendar keeps the shape that others read.
func TestICSHostile(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		label := rapid.StringOf(rapid.SampledFrom([]rune("aé漢😀;,:\\\"\n\r\t \u2028BEGIN:VEVENT\x00\x7f"))).Draw(rt, "label")
		e := timeline.Event{When: day.FromDay(0), Label: label, Place: 1}
		b := form(t, "ics", Whole(harbour(t, base, e), nil))
		cal, err := ics.ParseCalendar(bytes.NewReader(b))
		if err != nil || len(cal.Events()) != 1 {
			rt.Fatalf("%v in\n%s", err, b)
		}
		want := strings.Map(func(r rune) rune {
			if r != '\n' && r != '\t' && (r < ' ' || r == 0x7f) {
				return -1
			}
			return r
		}, label)
		if got := cal.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; got != want {
			rt.Fatalf("got %q, want %q", got, want)
		}
	})
}

// Slides count years as TimelineJS does, without a year 0, and escape what it
// would take for HTML.
func TestTimelineJS(t *testing.T) {
	var got struct {
		Title  map[string]map[string]string
		Events []struct {
			Start   map[string]int `json:"start_date"`
			End     map[string]int `json:"end_date"`
			Display string         `json:"display_date"`
			Text    map[string]string
			Group   string
			ID      string `json:"unique_id"`
		}
	}
	b := form(t, "timelinejs", Whole(harbour(t, base, chronicle(t)...), nil))
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Title["text"]["headline"] != "Harbour" {
		t.Errorf("the title is %v", got.Title)
	}
	want := []string{
		"map[day:15 month:3 year:-44] map[] 15 March 44 BC", "map[year:-1] map[] 1 BC", "map[year:1857] map[year:1866] 1857–1866", "map[year:1866] map[] c. 1866",
		"map[day:25 month:12 year:1899] map[day:31 month:12 year:1899] week of 25 December 1899", "map[day:3 month:2 year:1900] map[] 3 February 1900",
		"map[day:28 month:2 year:1900] map[] 28 February 1900", "map[day:1 month:3 year:1900] map[] 1 March 1900?", "map[month:5 year:1900] map[] since May 1900",
	}
	ids := map[string]bool{}
	for i, e := range got.Events {
		if is := fmt.Sprint(e.Start, " ", e.End, " ", e.Display); is != want[i] {
			t.Errorf("slide %d: got %s, want %s", i+1, is, want[i])
		}
		ids[e.ID] = true
	}
	if len(ids) != len(want) {
		t.Errorf("%d ids of %d slides", len(ids), len(want))
	}
	if h := got.Events[6].Text["headline"]; strings.Contains(h, "<b>") || !strings.Contains(h, "&lt;b&gt;") {
		t.Errorf("the headline has markup: %s", h)
	}
	if got.Events[6].Group != "Inga Lund" || got.Events[0].Group != "" {
		t.Errorf("the groups are %q and %q", got.Events[6].Group, got.Events[0].Group)
	}
	if strings.Contains(string(b), `"scale"`) {
		t.Error("the scale is not of geology")
	}
	old := form(t, "timelinejs", Whole(harbour(t, base, timeline.Event{When: parse(t, "Y-65000000"), Label: "The chalk", Place: 1}), nil))
	if !strings.Contains(string(old), `"scale": "cosmological"`) || !strings.Contains(string(old), `"year": -65000001`) {
		t.Errorf("the years of geology are not told:\n%s", old)
	}
}

// vocabulary stands for the context of schema.org, which is not fetched.
type vocabulary struct{}

func (vocabulary) LoadDocument(u string) (*ld.RemoteDocument, error) {
	if u != "https://schema.org" {
		return nil, fmt.Errorf("%s is not to be fetched", u)
	}
	return &ld.RemoteDocument{DocumentURL: u, Document: map[string]any{"@context": map[string]any{
		"@vocab": "http://schema.org/", "url": map[string]any{"@type": "@id"}, "eventStatus": map[string]any{"@type": "@id"},
	}}}, nil
}

// A processor of JSON-LD finds one event of schema.org for each, with absolute
// addresses, and with a date only where ISO 8601 has a form for it.
func TestJSONLD(t *testing.T) {
	var doc any
	if err := json.Unmarshal(form(t, "jsonld", Whole(harbour(t, base, chronicle(t)...), nil)), &doc); err != nil {
		t.Fatal(err)
	}
	opt := ld.NewJsonLdOptions("")
	opt.DocumentLoader = vocabulary{}
	nodes, err := ld.NewJsonLdProcessor().Expand(doc, opt)
	if err != nil {
		t.Fatal(err)
	}
	const schema = "http://schema.org/"
	var got []string
	for _, n := range nodes {
		node := n.(map[string]any)
		value := func(name string) string {
			list, _ := node[schema+name].([]any)
			if len(list) == 0 {
				return ""
			}
			first := list[0].(map[string]any)
			if v, ok := first["@value"].(string); ok {
				return v
			}
			return first["@id"].(string)
		}
		if kind := fmt.Sprint(node["@type"]); kind != "["+schema+"Event]" {
			t.Errorf("a node is of the type %s", kind)
		}
		if !strings.HasPrefix(value("url"), base+"articles/chronicle/#t") || !strings.HasPrefix(value("subjectOf"), base) {
			t.Errorf("it leads to %q, and is told in %q", value("url"), value("subjectOf"))
		}
		got = append(got, strings.Join([]string{value("startDate"), value("endDate"), value("description"), strings.TrimPrefix(value("eventStatus"), "https://schema.org/")}, "|"))
	}
	want := []string{
		"-0043-03-15|||", "0000|||", "1857-01-01|1866-12-31||", "||c. 1866|", "1899-12-25|1899-12-31||", "1900-02-03|||", "1900-02-28|||EventScheduled", "||1 March 1900?|", "1900-05-01|||",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
