package build

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/ner"
	"dateline/internal/search"
	"dateline/internal/site"
)

// searchDir is the folder of the search page and its index.
const searchDir = "search/"

// indexed makes the search index of a site. words appends to the bag the words
// that an article or plain page can be found by.
func indexed(s *site.Site, words func(a *site.Article, bag *search.Bag) error) (*search.Index, error) {
	entities := slices.Clone(s.Entities)
	slices.SortStableFunc(entities, func(a, b *site.Entity) int { return cmp.Compare(kindOf(a.Kind), kindOf(b.Kind)) })
	number := make(map[*site.Entity]int, len(entities))
	for i, e := range entities {
		number[e] = len(s.Articles) + i
	}
	var total int
	for _, a := range s.Articles {
		total += a.Words
	}
	b := search.NewBuilder(float64(total) / float64(max(1, len(s.Articles))))
	bag, one := new(search.Bag), new(search.Bag)
	named := make([][]byte, len(s.Entities)) // the words of their names, by the index of EntityAt
	lang := s.Settings.Language
	for _, a := range slices.Backward(s.Articles) { // oldest first: the newest then changes little
		bag.Reset()
		if err := words(a, bag); err != nil {
			return nil, err
		}
		d := document(a, search.Article)
		if date := a.Meta.Date; !date.IsZero() {
			from, _ := date.Bounds()
			d.When = date.Words(lang)
			d.Year, _, _ = from.Civil()
		}
		for i, k := range a.Named {
			e := s.EntityAt(k)
			if e == nil {
				continue
			}
			if named[k] == nil {
				one.Reset()
				name(one, e, search.WeighAbout)
				named[k] = one.Append(nil)
			}
			if err := bag.Read(named[k]); err != nil {
				return nil, err
			}
			if i < mostNames {
				d.Names = append(d.Names, number[e])
			}
		}
		b.Add(d, bag)
	}
	for _, e := range entities {
		bag.Reset()
		bag.Add(e.Name, search.WeighTitle+bits.Len(uint(len(e.Articles)))) // of two Kerrys, the one of whom more is told
		name(bag, e, search.WeighName)
		bag.Add(e.Description, search.WeighBody)
		b.Add(search.Document{Kind: kindOf(e.Kind), URL: strings.TrimPrefix(string(e.URL), "/"), Title: e.Name, About: e.Description}, bag)
	}
	for _, a := range s.Plain {
		if !a.Listed || s.PageAt(a.URL) == nil {
			continue
		}
		bag.Reset()
		if err := words(a, bag); err != nil {
			return nil, err
		}
		b.Add(document(a, search.Page), bag)
	}
	return b.Files(), nil
}

// mostNames is how many of an article's entities a result names.
const mostNames = 3

// name adds the names of an entity.
func name(bag *search.Bag, e *site.Entity, weight int) {
	bag.Add(e.Name, weight)
	for _, n := range e.Aliases {
		bag.Add(n, weight)
	}
}

func document(a *site.Article, k search.Kind) search.Document {
	return search.Document{
		Kind: k, URL: strings.TrimPrefix(string(a.URL), "/"), Title: a.Title,
		About: shortened(cmp.Or(a.Meta.Description, a.Summary)),
	}
}

// shortened cuts a text after a word, so that a result has two lines of it.
func shortened(s string) string {
	const most = 150
	if len(s) <= most {
		return s
	}
	end := strings.LastIndexByte(s[:most], ' ')
	if end < most/2 {
		for end = most; !utf8.RuneStart(s[end]); end-- {
		}
	}
	return strings.TrimRight(s[:end], " ,;:–—") + "…"
}

func kindOf(k ner.Kind) search.Kind {
	switch k {
	case ner.Person:
		return search.Person
	case ner.Place:
		return search.Place
	case ner.Organisation:
		return search.Organisation
	}
	return search.Other
}
