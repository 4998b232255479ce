package site

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/ner"
)

const (
	// mostNamesakes are told of one entity. A name that very many bear tells nobody apart.
	mostNamesakes = 5
	// shortestName has so many letters: initials and codes are shared by chance.
	shortestName = 3
)

// Namesakes returns those who have a page and share a name with e: a name, one of its other
// names, or the surname of a person. Those that most articles name come first.
func (s *Site) Namesakes(e *Entity) []*Entity {
	var out []*Entity
	for _, i := range s.namesakes()[e.index] {
		out = append(out, s.Entities[i])
	}
	return out
}

// bearer is an entity that has a name, which is kept as its hash.
type bearer struct {
	name uint64
	who  uint32
}

// shareNames finds who shares a name with whom.
func shareNames(entities []*Entity) map[uint32][]uint32 {
	var all []bearer
	h := fnv.New64a()
	for i, e := range entities {
		add := func(name string) {
			if utf8.RuneCountInString(name) < shortestName {
				return
			}
			h.Reset()
			_, _ = io.WriteString(h, strings.ToLower(name)) // a hash takes everything
			all = append(all, bearer{h.Sum64(), uint32(i)})
		}
		add(e.Name)
		for _, list := range [][]string{e.Aliases, e.Ambiguous} {
			for _, name := range list {
				add(name)
			}
		}
		if at := strings.LastIndexByte(e.Name, ' '); at > 0 && e.Kind == ner.Person {
			add(e.Name[at+1:])
		}
	}
	slices.SortFunc(all, func(a, b bearer) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.who, b.who)) })
	shared := map[uint32][]uint32{}
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].name == all[from].name {
			to++
		}
		one := slices.CompactFunc(all[from:to:to], func(a, b bearer) bool { return a.who == b.who })
		slices.SortFunc(one, func(a, b bearer) int {
			return cmp.Or(cmp.Compare(len(entities[b.who].Articles), len(entities[a.who].Articles)), cmp.Compare(a.who, b.who))
		})
		for i, b := range one {
			for j, other := range one[:min(len(one), mostNamesakes+1)] {
				if list := shared[b.who]; i != j && len(list) < mostNamesakes && !slices.Contains(list, other.who) {
					shared[b.who] = append(list, other.who)
				}
			}
		}
		from = to
	}
	return shared
}
