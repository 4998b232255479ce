package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dateline/internal/article"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

func TestNamesakes(t *testing.T) {
	register, diags := entity.NewRegister([]*entity.Entity{
		{ID: "quill-county", Name: "Quill County", Kind: ner.Place, Ambiguous: []string{"Quill"}, Path: "content/entities/quill-county.md"},
		{ID: "mara-quill", Name: "Mara Quill", Kind: ner.Person, Path: "content/entities/mara-quill.md"},
		{ID: "quill-works", Name: "Quill Works", Kind: ner.Organisation, Aliases: []string{"QW"}, Path: "content/entities/quill-works.md"},
		{ID: "queens-wharf", Name: "Queen's Wharf", Kind: ner.Place, Aliases: []string{"QW"}, Path: "content/entities/queens-wharf.md"},
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	settings, _ := ReadSettings("site.yaml", nil)
	s, diags := Link(Input{Settings: settings, Register: register, Compiled: []*article.Article{
		telling(1, "Otto Quill", "Otto Brandt"), telling(2, "Otto Quill"),
	}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for id, want := range map[string]string{
		"quill-county": "Otto Quill, Mara Quill", "mara-quill": "Otto Quill, Quill County", "otto-quill": "Mara Quill, Quill County",
		"otto-brandt": "", "quill-works": "", "queens-wharf": "",
	} {
		var got []string
		for _, e := range s.Namesakes(s.Entity(id)) {
			got = append(got, e.Name)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// A name that several bear has a page, but for what is only a surname; what the site itself
// publishes there stays.
func TestSharedNames(t *testing.T) {
	register, diags := entity.NewRegister([]*entity.Entity{
		{ID: "quill-county", Name: "Quill County", Kind: ner.Place, Ambiguous: []string{"Quill"}, Path: "content/entities/quill-county.md"},
		{ID: "mara-quill", Name: "Mara Quill", Kind: ner.Person, Path: "content/entities/mara-quill.md"},
		{ID: "mara-quill-2", Name: "Mara Quill", Kind: ner.Person, Path: "content/entities/mara-quill-2.md"},
		{ID: "nils-brandt", Name: "Nils Brandt", Kind: ner.Person, Path: "content/entities/nils-brandt.md"},
		{ID: "old-mill", Name: "The Mill", Kind: ner.Place, Path: "content/entities/old-mill.md"},
		{ID: "new-mill", Name: "The Mill", Kind: ner.Place, Path: "content/entities/new-mill.md"},
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	settings, _ := ReadSettings("site.yaml", nil)
	own := &article.Article{Path: ContentDir + "names/the-mill.md", Meta: article.Meta{Rare: &article.Rare{}}}
	s, diags := Link(Input{Settings: settings, Register: register, Compiled: []*article.Article{
		telling(1, "Otto Quill", "Otto Brandt"), telling(2, "Otto Quill"), own,
	}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	got := map[string]string{}
	for _, p := range s.Pages {
		if p.Kind != NamePage {
			continue
		}
		var ids []string
		for _, e := range p.Shared.Bearers {
			ids = append(ids, e.ID)
			if !slices.Contains(s.SharedNames(e), p.Shared) {
				t.Errorf("%s does not know that others are called %s", e.ID, p.Title)
			}
		}
		got[string(p.URL)+" "+p.Title] = strings.Join(ids, " ")
	}
	want := map[string]string{
		"/names/quill/ Quill":           "otto-quill mara-quill mara-quill-2 quill-county",
		"/names/mara-quill/ Mara Quill": "mara-quill mara-quill-2",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNamesakesOfManyAreFew(t *testing.T) {
	var list []*Entity
	for i := range 3000 {
		list = append(list, &Entity{Entity: &entity.Entity{ID: fmt.Sprint(i), Name: fmt.Sprintf("Nina%d Brandt", i), Kind: ner.Person, Aliases: []string{"Brandt", "Miss Brandt"}}})
	}
	for i, others := range shareNames(groupNames(list)) {
		if len(others) != mostNamesakes || slices.Contains(others, i) {
			t.Fatalf("%d has the namesakes %v", i, others)
		}
	}
}
