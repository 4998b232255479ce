package entity

import (
	"slices"
	"strings"
	"testing"

	"dateline/internal/addr"
	"dateline/internal/cputime"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

func TestDuplicates(t *testing.T) {
	person := func(name string, rest ...string) *Entity {
		return &Entity{ID: addr.Slug(name), Name: name, Kind: ner.Person, Aliases: rest}
	}
	body := func(name string, rest ...string) *Entity {
		return &Entity{ID: addr.Slug(name), Name: name, Kind: ner.Organisation, Aliases: rest}
	}
	with := func(e *Entity, same ...string) *Entity { e.SameAs = same; return e }
	for _, c := range []struct {
		a, b *Entity
		want string // part of the reason; "" for no duplicates
	}{
		{person("Walid Mouallem"), person("Walid Moallem"), "sound alike"},
		{person("John Forbes Kerry"), person("John Kerry"), "middle name"},
		{person("W. Hague"), person("William Hague"), `"W. Hague" may be short`},
		{person("Bill Clinton"), person("William Clinton"), "may be short"},
		{person("Ann Miller"), person("Anna Novak", "Ann Miller"), "both are called"},
		{with(person("Walid Mouallem"), "wikidata:Q1"), with(person("Walid Moallem"), "wikidata:Q2"), ""},
		{&Entity{ID: "a", Name: "John Holm", Kind: ner.Person, DifferentFrom: []string{"john-holm"}}, person("John Holm"), ""},
		{&Entity{ID: "a", Name: "John Holm", Kind: ner.Person, DifferentFrom: []string{"b"}}, &Entity{ID: "c", Name: "John Holm", Kind: ner.Person, Redirects: []addr.URL{"/entities/b/"}}, ""},
		{with(person("An Author"), "wikidata:Q1"), with(person("Her Pen-name"), "wikidata:q1"), "wikidata:Q1"},
		{person("George Bush"), person("George Bush Jr"), ""},
		{person("John Kerry"), person("Mary Kerry"), ""},
		{person("Kerry"), person("John Kerry"), ""}, // a surname alone is nobody's
		{body("OPCW"), body("Organisation for the Prohibition of Chemical Weapons"), "initials"},
		{body("B.B.C."), body("British Broadcasting Corporation Trust", "British Broadcasting Company"), "initials"},
		{body("National Bank of Chad", "NBC"), body("National Broadcasting Company", "NBC"), ""},
		{person("James Holm", "Minister Holm"), person("Julia Hollm", "Minister Hollm"), ""},
		{body("Foreign Office"), body("Foreign and Commonwealth Office"), "all words"},
		{body("Harbour Trust"), body("Lund Harbour Trust"), "all words"},
		{body("United Nations"), body("United Nations Mission in Liberia"), ""},
		{body("The Guardian"), body("Guardian"), "both are called"},
		{body("Acme Ltd"), body("Acme"), "both are called"},
		{body("The Acme Works"), body("Acme Works Ltd"), "small word"},
		{body("Ministry of Defence"), body("Ministry of Health"), ""},
		{body("Jordan"), person("Jordan"), "once as organisation and once as person"},
		{&Entity{ID: "a", Name: "John Kerry", Kind: ner.Person, MergedInto: "b"}, person("John Kerry"), ""},
	} {
		for _, list := range [][]*Entity{{c.a, c.b}, {c.b, c.a}} {
			got := Duplicates(list)
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("%q and %q: %s; want no duplicates", list[0].Name, list[1].Name, got[0].Reason)
			case c.want != "" && (len(got) != 1 || got[0].A != list[0] || got[0].B != list[1]):
				t.Errorf("%q and %q: got %v, want one pair in that order", list[0].Name, list[1].Name, got)
			}
		}
		if got := Duplicates([]*Entity{c.a, c.b}); c.want != "" && len(got) == 1 && !strings.Contains(got[0].Reason, c.want) {
			t.Errorf("%q and %q: %s; want a reason with %q", c.a.Name, c.b.Name, got[0].Reason, c.want)
		}
	}
}

// Thousands of namesakes cost no more than thousands of others.
func TestDuplicatesAreLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	cputime.Linear(t, 1000, 4, func(n int) []*Entity {
		own, _ := clan(n)
		return own
	}, func(own []*Entity) { Duplicates(own) })
}

// An entity that was renamed or merged is still found under its old id, and
// decisions that name that hold.
func TestFormerIDs(t *testing.T) {
	own := []*Entity{
		{ID: "bashar-al-assad", Name: "Bashar al-Assad", Kind: ner.Person, Redirects: []addr.URL{"/entities/b-assad/", "/people/assad/"}},
		{ID: "president-of-syria", MergedInto: "b-assad"},
		{ID: "damascus-syria", Name: "Damascus", Kind: ner.Place, Redirects: []addr.URL{"/entities/damascus/"}},
		{ID: "taken", Name: "Taken Now", Kind: ner.Person},
		{ID: "taker", Name: "Was Taken", Kind: ner.Person, Redirects: []addr.URL{"/entities/taken/"}},
	}
	r, diags := NewRegister(own)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for id, want := range map[string]string{"b-assad": "bashar-al-assad", "president-of-syria": "bashar-al-assad", "damascus": "damascus-syria", "taken": "taken"} {
		if e := r.Lookup(id); e == nil || e.ID != want {
			t.Errorf("Lookup(%q) = %v, want %s", id, e, want)
		}
	}
	if e := r.Lookup("damascus"); e != nil && e.Coordinates == nil {
		t.Error("a renamed city has lost the coordinates that the gazetteer knows")
	}
	if slices.Contains(slices.Collect(own[0].Former), "assad") {
		t.Error("an address elsewhere is taken for an id")
	}
}

func TestRejectedByFormerID(t *testing.T) {
	const text = "Ann Holm spoke. Then London slept."
	at := strings.Index(text, "London")
	reject := Decision{Span: prose.Span{Start: at, End: at + len("London")}, Entity: "jack"}
	for name, own := range map[string][]*Entity{
		"renamed": {{ID: "jack-london", Name: "Jack London", Kind: ner.Person, Aliases: []string{"London"}, Redirects: []addr.URL{"/entities/jack/"}}},
		"merged":  {{ID: "jack-london", Name: "Jack London", Kind: ner.Person, Aliases: []string{"London"}}, {ID: "jack", MergedInto: "jack-london"}},
	} {
		r, _ := NewRegister(own)
		if got := mark(text, find(r, text, Options{})); !strings.Contains(got, "[London](jack-london)") {
			t.Fatalf("%s: without a decision: %s", name, got)
		}
		if got := mark(text, find(r, text, Options{Decisions: []Decision{reject}})); strings.Contains(got, "jack-london") {
			t.Errorf("%s: %s: the decision names the entity by its old id, and does not hold", name, got)
		}
	}
}
