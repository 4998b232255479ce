package jsonld

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unique"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/site"
)

func date(t *testing.T, s string) day.Date {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// harbour is a small site about a harbour town.
func harbour(t *testing.T, base addr.Absolute) *site.Site {
	t.Helper()
	reg, diags := entity.NewRegister([]*entity.Entity{
		{
			ID: "ada-clerk", Name: "Ada Clerk", Kind: ner.Person, Aliases: []string{"A. Clerk"}, Description: "A writer of letters",
			Born: date(t, "1820-05-04"), Died: date(t, "1890~"), SameAs: []string{"wikidata:Q1", "gnd:11-X", "isbn:3", "https://example.com/ada"},
			Roles: []entity.Role{{Title: "Clerk of works", When: date(t, "1850/1860-03")}, {Title: "Mayor", When: date(t, "1861/..")}, {Title: "Guest"}},
		},
		{ID: "port-elm", Name: "Port Elm", Kind: ner.Place, Coordinates: &entity.Point{Lat: 51.25, Lon: -3.5}, PartOf: "elmland"},
		{ID: "elmland", Name: "Elmland", Kind: ner.Place, SameAs: []string{"geonames:77"}},
		{ID: "cable-company", Name: "Cable Company", Kind: ner.Organisation, Founded: date(t, "1856")},
		{ID: "great-storm", Name: "Great Storm", Kind: ner.Event, Founded: date(t, "1859-10"), PartOf: "port-elm"},
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	letter := &article.Article{
		Path: "content/articles/1858-letter.md", Summary: "A letter came.",
		Meta: article.Meta{
			Title: `Letters </script><script>alert("1") & more`, Date: date(t, "1858-08-16"), Authors: []string{"Ada Clerk", "B. Mayor"},
			Tags: []string{"sea"}, Rare: &article.Rare{
				Lastmod: date(t, "1858-09"), Image: "../pier.jpg", Place: "Port Elm", Source: article.Source{Name: "Gazette", URL: "javascript:x", Rights: "free"},
			},
		},
		Refs: []article.Ref{{ID: unique.Make("port-elm"), Count: 4}, {ID: unique.Make("cable-company"), Count: 1}, {ID: unique.Make("ada-clerk"), Count: 5}},
	}
	essay := &article.Article{
		Path: "content/articles/essay.md", Summary: "On cables.",
		Meta: article.Meta{Title: "Essay", Date: date(t, "1860?"), Description: "Long thoughts", Lang: "de", Rare: &article.Rare{}},
		Refs: []article.Ref{{ID: unique.Make("cable-company"), Count: 2}},
	}
	docs := &article.Article{Path: "content/docs/how.md", Meta: article.Meta{Title: "How", Authors: []string{"C"}, Rare: &article.Rare{}}}
	s, diags := site.Link(site.Input{
		Settings: site.Settings{Title: "Harbour", Description: "Of a town", Language: "en", BaseURL: base, Author: "The Keeper", Paginate: 1, Image: "/i.png"},
		Compiled: []*article.Article{letter, essay, docs}, Register: reg,
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// graph returns the description of the page at u, decoded.
func graph(t *testing.T, s *site.Site, u addr.URL) []map[string]any {
	t.Helper()
	p := s.PageAt(u)
	if p == nil {
		t.Fatalf("no page at %s", u)
	}
	data := Append(nil, s, p)
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		t.Fatalf("%s: %v\n%s", u, err, data)
	}
	if doc.Context != "https://schema.org" || len(doc.Graph) == 0 {
		t.Fatalf("%s: %s", u, data)
	}
	return doc.Graph
}

// at returns the value at a path such as "mentions.0.name".
func at(v any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch w := v.(type) {
		case map[string]any:
			v = w[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(w) {
				return nil
			}
			v = w[i]
		default:
			return nil
		}
	}
	return v
}

func TestPage(t *testing.T) {
	s := harbour(t, "https://example.org/town/")
	const home = "https://example.org/town/"
	for _, c := range []struct {
		u    addr.URL
		want map[string]any
	}{
		{"/", map[string]any{"@type": "WebSite", "@id": home + "#site", "name": "Harbour", "url": home, "author.0.name": "The Keeper", "image": home + "i.png"}},
		{"/articles/1858-letter/", map[string]any{
			"@type": "NewsArticle", "headline": `Letters </script><script>alert("1") & more`, "datePublished": "1858-08-16", "dateModified": "1858-09",
			"dateline": "Port Elm", "description": "A letter came.", "image": home + "articles/pier.jpg", "url": home + "articles/1858-letter/",
			"author.0.name": "Ada Clerk", "author.0.url": home + "entities/ada-clerk/", "author.1.name": "B. Mayor", "author.1.url": nil,
			"about.0.name": "Port Elm", "about.0.geo.latitude": 51.25, "about.1.@type": "Person", "about.2": nil,
			"mentions.0.@type": "Organization", "mentions.0.@id": home + "entities/cable-company/#entity", "mentions.1": nil,
			"isBasedOn.name": "Gazette", "isBasedOn.url": nil, "keywords.0": "sea", "copyrightNotice": "free", "isPartOf.@id": home + "#site",
		}},
		{"/articles/essay/", map[string]any{"@type": "Article", "datePublished": nil, "description": "Long thoughts", "inLanguage": "de", "author.0.name": "The Keeper"}},
		{"/docs/how/", map[string]any{"@type": "WebPage", "name": "How", "author.0.name": "C"}},
		{"/entities/ada-clerk/", map[string]any{
			"@type": "Person", "name": "Ada Clerk", "alternateName.0": "A. Clerk", "birthDate": "1820-05-04", "deathDate": nil,
			"sameAs":                   []any{"https://www.wikidata.org/entity/Q1", "https://d-nb.info/gnd/11-X", "https://example.com/ada"},
			"hasOccupation.0.roleName": "Clerk of works", "hasOccupation.0.startDate": "1850-01-01", "hasOccupation.0.endDate": "1860-03-31",
			"hasOccupation.1.startDate": "1861-01-01", "hasOccupation.1.endDate": nil, "hasOccupation.2.startDate": nil,
			"subjectOf.0.url": home + "articles/1858-letter/",
		}},
		{"/entities/port-elm/", map[string]any{"@type": "Place", "geo.@type": "GeoCoordinates", "geo.longitude": -3.5, "containedInPlace.name": "Elmland", "containedInPlace.sameAs.0": "https://sws.geonames.org/77/"}},
		{"/entities/cable-company/", map[string]any{"@type": "Organization", "foundingDate": "1856"}},
		{"/entities/cable-company/page/2/", map[string]any{"@type": "CollectionPage", "name": "Cable Company"}},
		{"/entities/great-storm/", map[string]any{"@type": "Event", "startDate": "1859-10", "location.name": "Port Elm"}},
		{"/articles/", map[string]any{"@type": "CollectionPage", "name": "Articles"}},
		{"/people/", map[string]any{"@type": "CollectionPage", "name": "People"}},
	} {
		got := graph(t, s, c.u)[0]
		for path, want := range c.want {
			if v := at(got, path); !reflect.DeepEqual(v, want) {
				t.Errorf("%s: %s is %#v, want %#v", c.u, path, v, want)
			}
		}
	}
	if got := Append(nil, s, s.PageAt("/404.html")); got != nil {
		t.Errorf("404: %s", got)
	}
}

func TestBreadcrumbs(t *testing.T) {
	s := harbour(t, "https://example.org/town/")
	for u, want := range map[addr.URL]string{
		"/":                               "",
		"/articles/":                      "Harbour / > Articles /articles/",
		"/articles/page/2/":               "Harbour / > Articles /articles/page/2/",
		"/articles/essay/":                "Harbour / > Articles /articles/ > Essay /articles/essay/",
		"/entities/port-elm/":             "Harbour / > Places /places/ > Port Elm /entities/port-elm/",
		"/entities/cable-company/page/2/": "Harbour / > Organisations /organisations/ > Cable Company /entities/cable-company/ > Cable Company /entities/cable-company/page/2/",
		"/docs/how/":                      "Harbour / > Docs /docs/ > How /docs/how/",
		"/tags/sea/":                      "Harbour / > Tags /tags/ > sea /tags/sea/",
	} {
		var got []string
		for _, n := range graph(t, s, u) {
			items, _ := n["itemListElement"].([]any)
			for i, it := range items {
				if at(it, "position") != float64(i+1) {
					t.Errorf("%s: position %v", u, at(it, "position"))
				}
				got = append(got, at(it, "name").(string)+" "+strings.TrimPrefix(at(it, "item").(string), "https://example.org/town"))
			}
		}
		if g := strings.Join(got, " > "); g != want {
			t.Errorf("%s: %s\nwant %s", u, g, want)
		}
	}
}

// TestEscaped checks that no description can end the script element it is in (S-A11).
func TestEscaped(t *testing.T) {
	s := harbour(t, "https://example.org/")
	for _, p := range s.Pages {
		data := Append(nil, s, p)
		if i := bytes.IndexAny(data, "<>&\u2028\u2029"); i >= 0 {
			t.Errorf("%s: %q in %s", p.URL, data[i], data)
		}
	}
	p := s.PageAt("/articles/1858-letter/")
	p.Article.Title = "a\u2028b\u2029c<!--"
	if data := Append(nil, s, p); bytes.ContainsAny(data, "<\u2028\u2029") || !bytes.Contains(data, []byte(`a\u2028b\u2029c\u003c!--`)) {
		t.Errorf("%s", data)
	}
}

// TestWithoutBase checks that without a base URL there is no address of our own, relative ones least of all.
func TestWithoutBase(t *testing.T) {
	s := harbour(t, "")
	for _, p := range s.Pages {
		data := Append(nil, s, p)
		for _, bad := range []string{`"@id"`, `"item"`, `"/`, `"url":"`, `BreadcrumbList`} {
			if bytes.Contains(data, []byte(bad)) {
				t.Errorf("%s: %s in %s", p.URL, bad, data)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	a, b := harbour(t, "https://example.org/"), harbour(t, "https://example.org/")
	for i, p := range a.Pages {
		if x, y := Append(nil, a, p), Append(nil, b, b.Pages[i]); !bytes.Equal(x, y) {
			t.Errorf("%s:\n%s\n%s", p.URL, x, y)
		}
	}
}

// TestBounded checks that an entity or article of many others stays small.
func TestBounded(t *testing.T) {
	s := harbour(t, "https://example.org/")
	a := s.PageAt("/articles/essay/").Article
	e := s.Entity("port-elm")
	a.Refs = slices.Repeat([]article.Ref{{ID: unique.Make("port-elm"), Count: 9}}, 1000)
	a.Named = slices.Repeat([]uint32{uint32(slices.Index(s.Entities, e))}, 1000)
	a.Named[7] = site.Nobody // an unlisted article may name who has no page
	n := graph(t, s, a.URL)[0]
	if about, mentions := len(n["about"].([]any)), len(n["mentions"].([]any)); about != maxAbout || mentions != maxMentions {
		t.Errorf("about %d, mentions %d", about, mentions)
	}
	e.Articles = slices.Repeat(e.Articles, 1000)
	if n := len(graph(t, s, e.URL)[0]["subjectOf"].([]any)); n != maxSubjects {
		t.Errorf("subject of %d", n)
	}
}

func TestAddress(t *testing.T) {
	for id, want := range map[string]string{
		"wikidata:Q84": "https://www.wikidata.org/entity/Q84", "viaf:12": "https://viaf.org/viaf/12", "http://a.example/": "http://a.example/",
		"wikidata:": "", "wikidata:Q1/../x": "", "javascript:alert(1)": "", "": "",
	} {
		if got := Address(id); got != want {
			t.Errorf("Address(%q) = %q, want %q", id, got, want)
		}
	}
}
