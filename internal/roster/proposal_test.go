package roster

import (
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/reconcile"
)

func TestPropose(t *testing.T) {
	m := reconcile.Manifest{IdentifierSpace: "http://www.wikidata.org/entity/"}
	q := func(id string, match bool, types ...string) reconcile.Candidate {
		c := reconcile.Candidate{ID: id, Name: "Ann Holm", Match: match, Score: 90}
		for _, t := range types {
			c.Types = append(c.Types, reconcile.Type{ID: t, Name: "named " + t})
		}
		return c
	}
	ann := &entity.Entity{ID: "ann-holm", Name: "Ann Holm", Kind: ner.Person}
	body := &entity.Entity{ID: "body", Name: "Body", Kind: ner.Organisation}
	thing := &entity.Entity{ID: "thing", Name: "Thing", Kind: ner.Thing}
	for _, c := range []struct {
		name   string
		asked  *entity.Entity
		answer []reconcile.Candidate
		want   string // part of the first one's reason
		sure   bool
	}{
		{"sure", ann, []reconcile.Candidate{q("Q9", true, "Q5"), q("Q8", false, "Q5")}, "it is a person", true},
		{"not sure", ann, []reconcile.Candidate{q("Q9", false, "Q5")}, "not sure", false},
		{"several", ann, []reconcile.Candidate{q("Q9", true, "Q5"), q("Q8", true, "Q5")}, "several", false},
		{"a place", ann, []reconcile.Candidate{q("Q9", true, "Q2221906")}, "it is a place and no person", false},
		{"a band", ann, []reconcile.Candidate{q("Q9", true, "Q215380")}, "its type is named Q215380", false},
		{"a kind of organisation", body, []reconcile.Candidate{q("Q9", true, "Q7278")}, "by another name", true},
		{"a person", body, []reconcile.Candidate{q("Q9", true, "Q5", "Q7278")}, "it is a person and no organisation", false},
		{"without type", body, []reconcile.Candidate{q("Q9", true)}, "no type", false},
		{"a thing", thing, []reconcile.Candidate{q("Q9", true, "Q1")}, "no type of the service is known for a thing", false},
		{"somebody's", ann, []reconcile.Candidate{q("Q2", true, "Q5")}, `that of "anne-holm" already`, false},
		{"unusable", ann, []reconcile.Candidate{q("Q 2", true, "Q5")}, "neither", false},
	} {
		_, r := folder(t, double) // which is wikidata:Q2
		got := r.Propose([]*entity.Entity{c.asked}, [][]reconcile.Candidate{c.answer}, m, m.Vocabulary())
		if len(got) != len(c.answer) || got[0].Certain != c.sure || !strings.Contains(got[0].Reason, c.want) {
			t.Errorf("%s: got %+v, want %q", c.name, got, c.want)
		}
	}
	// One identifier for two is certain for neither.
	_, r := folder(t)
	other := &entity.Entity{ID: "other", Name: "Ann Holm", Kind: ner.Person}
	both := []reconcile.Candidate{q("Q9", true, "Q5")}
	for _, p := range r.Propose([]*entity.Entity{ann, other}, [][]reconcile.Candidate{both, both}, m, m.Vocabulary()) {
		if p.Certain {
			t.Errorf("%s: %+v", p.Entity.ID, p)
		}
	}
	// A service of which nothing is known proves nothing.
	for _, p := range r.Propose([]*entity.Entity{ann}, [][]reconcile.Candidate{both}, reconcile.Manifest{IdentifierSpace: "https://example.org/"}, reconcile.Vocabulary{}) {
		if p.Certain || p.SameAs != "https://example.org/Q9" {
			t.Errorf("%+v", p)
		}
	}
}

// Only dates that say one day, month or year go to a service.
func TestQueryFor(t *testing.T) {
	words := reconcile.Manifest{IdentifierSpace: "http://www.wikidata.org/entity/"}.Vocabulary()
	date := func(s string) day.Date {
		d, err := day.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	q := QueryFor(&entity.Entity{Name: "Ann", Kind: ner.Person, Born: date("1950-05"), Died: date("2001~")}, words, 3)
	if q.Name != "Ann" || q.Type != "Q5" || q.Limit != 3 || len(q.Properties) != 1 || q.Properties[0] != (reconcile.Property{ID: "P569", Value: "1950-05"}) {
		t.Errorf("%+v", q)
	}
}
