package site

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"
)

// reach is how many of an entity's articles on either side in time are looked
// at for related ones: an entity in every article tells nothing, and must cost nothing.
const reach = 16

// weight is how telling it is that two articles share e: the inverse document
// frequency. It is a whole number, so that sums do not depend on their order.
func (s *Site) weight(e *Entity) uint32 {
	const unit = 1 << 16
	return uint32(unit * math.Log(1+float64(len(s.Articles))/float64(1+len(e.Articles))))
}

// tally adds up numbers for things by their index. Its memory is used again: it
// is as long as the list that it indexes, and zero but for the indexes in seen.
type tally struct {
	of   []uint32
	seen []uint32
}

// tallyOf takes a tally of n things from a pool.
func tallyOf(pool *sync.Pool, n int) *tally {
	if t, ok := pool.Get().(*tally); ok {
		return t
	}
	return &tally{of: make([]uint32, n)}
}

// add adds a number, which is not zero, for the thing at i.
func (t *tally) add(i, n uint32) {
	if t.of[i] == 0 {
		t.seen = append(t.seen, i)
	}
	t.of[i] += n
}

// clear makes everything zero again.
func (t *tally) clear() {
	for _, i := range t.seen {
		t.of[i] = 0
	}
	t.seen = t.seen[:0]
}

// foremost returns the first n of what was seen, in the order of compare.
func (t *tally) foremost(n int, compare func(a, b uint32) int) []uint32 {
	best := make([]uint32, 0, n)
	for _, i := range t.seen {
		if len(best) == n {
			if n == 0 || compare(i, best[n-1]) > 0 {
				continue
			}
			best = best[:n-1]
		}
		at, _ := slices.BinarySearchFunc(best, i, compare)
		best = slices.Insert(best, at, i)
	}
	return best
}

// Related returns up to n articles that share the most telling entities with a,
// best first; of equals the newer.
func (s *Site) Related(a *Article, n int) []Related {
	if !a.Listed {
		return nil
	}
	scores := tallyOf(&s.hits, len(s.Articles))
	for _, of := range a.Named {
		if of == Nobody {
			continue
		}
		e := s.Entities[of]
		w := s.weight(e)
		i := sort.Search(len(e.Articles), func(i int) bool { return e.Articles[i].Article >= a.Index })
		for _, p := range e.Articles[max(0, i-reach):min(len(e.Articles), i+reach+1)] {
			if p.Article != a.Index {
				scores.add(p.Article, w)
			}
		}
	}
	best := scores.foremost(n, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(scores.of[y], scores.of[x]), cmp.Compare(x, y))
	})
	scores.clear()
	s.hits.Put(scores)
	out := make([]Related, len(best))
	for i, index := range best {
		b := s.Articles[index]
		out[i].Article = b
		for _, of := range a.Named {
			if of != Nobody && slices.Contains(b.Named, of) {
				out[i].Shared = append(out[i].Shared, s.Entities[of])
			}
		}
		slices.SortStableFunc(out[i].Shared, func(x, y *Entity) int { return cmp.Compare(len(x.Articles), len(y.Articles)) })
	}
	return out
}

// Companions returns up to n entities that appear with e, those in most
// articles first; of equals the rarer, whose company tells more. For an entity of
// very many articles the newest thousand count.
func (s *Site) Companions(e *Entity, n int) []Companion {
	counts := tallyOf(&s.counts, len(s.Entities))
	for _, p := range e.Articles[:min(len(e.Articles), 1000)] {
		for _, of := range s.Articles[p.Article].Named {
			if of != e.index && of != Nobody {
				counts.add(of, 1)
			}
		}
	}
	best := counts.foremost(n, func(a, b uint32) int {
		if c := cmp.Compare(counts.of[b], counts.of[a]); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(len(s.Entities[a].Articles), len(s.Entities[b].Articles)), cmp.Compare(a, b))
	})
	out := make([]Companion, len(best))
	for i, index := range best {
		out[i] = Companion{s.Entities[index], int(counts.of[index])}
	}
	counts.clear()
	s.counts.Put(counts)
	return out
}

// Together returns, for each two of a list of companions of e, how many articles that name
// e name both: the number for the i-th and the j-th stands at [i][j] and at [j][i]. Of an
// entity of very many articles the newest thousand count, and of the list the first 64.
func (s *Site) Together(e *Entity, with []Companion) [][]int {
	with = with[:min(len(with), 64)]
	pairs := make([][]int, len(with))
	for i := range pairs {
		pairs[i] = make([]int, len(with))
	}
	place := tallyOf(&s.counts, len(s.Entities)) // in the list, from 1
	for i, c := range with {
		place.add(c.Entity.index, uint32(i)+1)
	}
	here := make([]int, 0, len(with))
	for _, p := range e.Articles[:min(len(e.Articles), 1000)] {
		here = here[:0]
		for _, of := range s.Articles[p.Article].Named {
			if of == Nobody || place.of[of] == 0 {
				continue
			}
			i := int(place.of[of]) - 1
			if slices.Contains(here, i) { // named beside an id that is merged into it
				continue
			}
			for _, j := range here {
				pairs[i][j]++
				pairs[j][i]++
			}
			here = append(here, i)
		}
	}
	place.clear()
	s.counts.Put(place)
	return pairs
}
