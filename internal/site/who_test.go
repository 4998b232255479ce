package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unique"

	"pgregory.net/rapid"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// telling is an article in which names that are in no register were found.
func telling(n int, names ...string) *article.Article {
	a := &article.Article{Path: addr.Source(fmt.Sprintf("%s%03d.md", ArticlesDir, n)), Meta: article.Meta{Rare: &article.Rare{}}}
	for _, name := range names {
		kind, origin := ner.Person, entity.FromText
		if rest, ok := strings.CutPrefix(name, "org "); ok {
			kind, name = ner.Organisation, rest
		}
		if rest, ok := strings.CutPrefix(name, "linked "); ok {
			origin, name = entity.FromAuthor, rest
		}
		id := addr.Slug(name)
		a.Refs = append(a.Refs, article.Ref{ID: unique.Make(id), Count: 1, Kind: kind})
		a.Found = append(a.Found, &entity.Entity{ID: id, Name: name, Kind: kind, Origin: origin})
	}
	return a
}

// entityPages lists the pages of entities as "id: Name (articles)" and "id > id".
func entityPages(t interface{ Fatal(...any) }, list []*article.Article) []string {
	register, _ := entity.NewRegister(nil)
	settings, _ := ReadSettings("site.yaml", nil)
	s, diags := Link(Input{Settings: settings, Compiled: list, Register: register})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []string
	for _, p := range s.Pages {
		at, ok := strings.CutPrefix(string(p.URL), "/entities/")
		switch {
		case !ok:
		case p.Kind == Redirect:
			out = append(out, strings.Trim(at, "/")+" > "+strings.Trim(strings.TrimPrefix(string(p.Target), "/entities/"), "/"))
		default:
			out = append(out, fmt.Sprintf("%s: %s (%d)", p.Entity.ID, p.Entity.Name, len(p.Entity.Articles)))
		}
	}
	slices.Sort(out)
	return out
}

func TestNewcomers(t *testing.T) {
	for _, test := range []struct {
		name     string
		articles [][]string
		want     []string
	}{
		{"one name, one page", [][]string{{"Nina Brandt"}, {"Nina Brandt"}}, []string{"nina-brandt: Nina Brandt (2)"}},
		{
			"spellings of one name are one page, that of most articles",
			[][]string{{"Walid al-Mouradi"}, {"Walid Muradi"}, {"Walid al-Moradi"}, {"Walid al-Moradi"}},
			[]string{"walid-al-moradi: Walid al-Moradi (4)", "walid-al-mouradi > walid-al-moradi", "walid-muradi > walid-al-moradi"},
		},
		{"given names too", [][]string{{"Sergey Volkonin"}, {"Sergei Volkonin"}}, []string{"sergei-volkonin: Sergei Volkonin (2)", "sergey-volkonin > sergei-volkonin"}},
		{"usual surnames have spellings of their own", [][]string{{"Harry Reid"}, {"Harry Reed"}}, []string{"harry-reed: Harry Reed (1)", "harry-reid: Harry Reid (1)"}},
		{"given names of one sound may be two", [][]string{{"Marc Smith"}, {"Mark Smith"}}, []string{"marc-smith: Marc Smith (1)", "mark-smith: Mark Smith (1)"}},
		{"a nickname or an initial is not certain", [][]string{{"Bill Quist"}, {"William Quist"}, {"W. Quist"}}, []string{"bill-quist: Bill Quist (1)", "w-quist: W. Quist (1)", "william-quist: William Quist (1)"}},
		{"a son is not his father", [][]string{{"Omar al-Hadid"}, {"Omar al-Hadeed Jr"}}, []string{"omar-al-hadeed-jr: Omar al-Hadeed Jr (1)", "omar-al-hadid: Omar al-Hadid (1)"}},
		{"legal forms do not matter", [][]string{{"org Acme Works"}, {"org Acme Works Ltd"}}, []string{"acme-works-ltd > acme-works", "acme-works: Acme Works (2)"}},
		{"one word of one article has no page", [][]string{{"org Zarnex"}, {"Nina Brandt"}}, []string{"nina-brandt: Nina Brandt (1)"}},
		{"one word of two has", [][]string{{"org Zarnex"}, {"org Zarnex"}}, []string{"zarnex: Zarnex (2)"}},
		{"what an author links has", [][]string{{"org linked Zarnex"}}, []string{"zarnex: Zarnex (1)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var list []*article.Article
			for i, names := range test.articles {
				list = append(list, telling(i, names...))
			}
			if got := entityPages(t, list); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// However the articles are ordered and named, the same newcomers have the same pages.
func TestNewcomersInAnyOrder(t *testing.T) {
	names := []string{
		"Walid al-Mouradi", "Walid Muradi", "Walid al-Moradi", "Walid Mourady", "Sergey Volkonin", "Sergei Volkonin", "Harry Reid", "Harry Reed",
		"org Zarnex", "org Acme Works", "org Acme Works Inc", "org linked Quillhaven",
	}
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID[string]), 1, 8).Draw(t, "articles")
		link := func(order []int) []string {
			var list []*article.Article
			for at, i := range order {
				list = append(list, telling(at, told[i]...))
			}
			return entityPages(t, list)
		}
		order := make([]int, len(told))
		for i := range order {
			order[i] = i
		}
		want := link(order)
		if got := link(rapid.Permutation(order).Draw(t, "order")); !slices.Equal(got, want) {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
	})
}
