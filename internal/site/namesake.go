package site

import (
	"cmp"
	"hash"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
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

// Shared is a name that several bear, with a page that tells them apart.
type Shared struct {
	Name    string // as one of them has it
	URL     addr.URL
	Bearers []*Entity // those that most articles name first
}

// SharedNames returns the names of e that others bear too and that have a page.
func (s *Site) SharedNames(e *Entity) []*Shared { return s.shared[e.index] }

// bearer is an entity that has a name, which is kept as its hash.
type bearer struct {
	name    uint64
	who     uint32
	surname bool // it is but the surname of a person
}

// namesOf yields the names of an entity and whether each is but a surname.
func namesOf(e *Entity) func(yield func(name string, surname bool) bool) {
	return func(yield func(string, bool) bool) {
		if !yield(e.Name, false) {
			return
		}
		for _, list := range [][]string{e.Aliases, e.Ambiguous} {
			for _, name := range list {
				if !yield(name, false) {
					return
				}
			}
		}
		if at := strings.LastIndexByte(e.Name, ' '); at > 0 && e.Kind == ner.Person {
			yield(e.Name[at+1:], true)
		}
	}
}

// hashName returns the same number for names that differ only in case.
func hashName(h hash.Hash64, name string) uint64 {
	h.Reset()
	_, _ = io.WriteString(h, strings.ToLower(name)) // a hash takes everything
	return h.Sum64()
}

// groupNames returns, for each name that several of the entities have, its bearers: those
// that most articles name first, each once.
func groupNames(entities []*Entity) [][]bearer {
	all := make([]bearer, 0, 2*len(entities))
	h := fnv.New64a()
	for i, e := range entities {
		for name, surname := range namesOf(e) {
			if utf8.RuneCountInString(name) >= shortestName {
				all = append(all, bearer{hashName(h, name), uint32(i), surname})
			}
		}
	}
	slices.SortFunc(all, func(a, b bearer) int {
		c := cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.who, b.who))
		if c == 0 && a.surname != b.surname { // what it is called stands before what it is called in short
			if b.surname {
				return -1
			}
			return 1
		}
		return c
	})
	var groups [][]bearer
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].name == all[from].name {
			to++
		}
		one := slices.CompactFunc(all[from:to:to], func(a, b bearer) bool { return a.who == b.who })
		if from = to; len(one) < 2 {
			continue
		}
		slices.SortFunc(one, func(a, b bearer) int {
			return cmp.Or(cmp.Compare(len(entities[b.who].Articles), len(entities[a.who].Articles)), cmp.Compare(a.who, b.who))
		})
		groups = append(groups, one)
	}
	return groups
}

// shareNames finds who shares a name with whom.
func shareNames(groups [][]bearer) map[uint32][]uint32 {
	shared := map[uint32][]uint32{}
	for _, one := range groups {
		for i, b := range one {
			for j, other := range one[:min(len(one), mostNamesakes+1)] {
				if list := shared[b.who]; i != j && len(list) < mostNamesakes && !slices.Contains(list, other.who) {
					shared[b.who] = append(list, other.who)
				}
			}
		}
	}
	return shared
}

// names adds a page for each name that several bear and at least one is called by: a
// surname alone, which hundreds may have, has none. What a source publishes at the address stays.
func (l *linker) names(groups [][]bearer) {
	s := l.s
	h := fnv.New64a()
	byURL := map[addr.URL]*Shared{}
	for _, one := range groups {
		i := slices.IndexFunc(one, func(b bearer) bool { return !b.surname })
		if i < 0 {
			continue
		}
		n := &Shared{}
		for name, surname := range namesOf(s.Entities[one[i].who]) {
			if !surname && hashName(h, name) == one[i].name {
				n.Name = name
				break
			}
		}
		n.URL = addr.URL("/names/" + addr.Slug(n.Name) + "/")
		same := byURL[n.URL]
		if same != nil { // they differ in accents
			n = same
		} else if _, taken := l.taken[n.URL.Output().FoldKey()]; taken {
			continue
		} else {
			byURL[n.URL] = n
			l.add(&Page{Kind: NamePage, URL: n.URL, Title: n.Name, Listing: &Listing{Shared: n}})
		}
		for _, b := range one {
			if e := s.Entities[b.who]; same == nil || !slices.Contains(n.Bearers, e) {
				n.Bearers = append(n.Bearers, e)
				s.shared[b.who] = append(s.shared[b.who], n)
			}
		}
	}
	for _, n := range byURL {
		slices.SortStableFunc(n.Bearers, func(a, b *Entity) int {
			return cmp.Or(cmp.Compare(len(b.Articles), len(a.Articles)), cmp.Compare(a.index, b.index))
		})
	}
}
