package site

import (
	"fmt"
	"reflect"
	"testing"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/entity"
)

func TestPagesAreNamedInTheLanguageOfTheSite(t *testing.T) {
	register, _ := entity.NewRegister(nil)
	for tag, want := range map[string]map[addr.URL]string{
		"de-CH": {"/articles/": "Artikel", "/people/": "Personen", "/search/": "Suche", "/404.html": "Nicht gefunden"},
		"fr":    {"/articles/": "Articles", "/people/": "Personnes", "/search/": "Recherche"},
		"es_MX": {"/articles/": "Artículos", "/people/": "Personas", "/search/": "Buscar"},
		"nl":    {"/articles/": "Articles", "/people/": "People", "/search/": "Search"},
	} {
		s, diags := Link(Input{Settings: Settings{Language: tag, Paginate: 100}, Compiled: []*article.Article{telling(1, "Nina Brandt")}, Register: register})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for u, title := range want {
			if p := s.PageAt(u); p == nil || p.Title != title {
				t.Errorf("%s: the page %s is %+v, want the title %q", tag, u, p, title)
			}
		}
		if got := fmt.Sprint(s.Menu()); got != fmt.Sprint([]MenuItem{{want["/articles/"], "/articles/"}, {want["/people/"], "/people/"}}) {
			t.Errorf("%s: the menu is %s", tag, got)
		}
	}
}

func TestEveryTitleIsThereInEveryLanguage(t *testing.T) {
	if n := len(titlesIn("en").kinds); n != len(indexes) {
		t.Errorf("%d titles for %d indexes", n, len(indexes))
	}
	for _, tag := range []string{"en", "de", "es", "fr"} {
		v := reflect.ValueOf(titlesIn(tag))
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String && v.Field(i).String() == "" {
				t.Errorf("%s has no title for %s", tag, v.Type().Field(i).Name)
			}
		}
		for i, name := range titlesIn(tag).kinds {
			if name == "" {
				t.Errorf("%s has no title for %s", tag, indexes[i].name)
			}
		}
	}
}
