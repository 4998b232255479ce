package site

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// reach is how many of an entity's articles on either side in time are looked
// at for related ones: an entity in every article tells nothing, and must cost nothing.
const reach = 16

// weight is how telling it is that two articles share e: the inverse document frequency.
func (s *Site) weight(e *Entity) float64 {
	return math.Log(1 + float64(len(s.Articles))/float64(1+len(e.Articles)))
}

// hit is an article that shares entities with another.
type hit struct {
	index uint32
	score float32
}

// Related returns up to n articles that share the most telling entities with a,
// best first; of equals the newer.
func (s *Site) Related(a *Article, n int) []Related {
	if !a.Listed {
		return nil
	}
	room, _ := s.hits.Get().(*[]hit)
	if room == nil {
		room = new([]hit)
	}
	hits := (*room)[:0]
	for _, e := range a.Entities {
		w := float32(s.weight(e))
		i := sort.Search(len(e.Articles), func(i int) bool { return e.Articles[i].Article.Index >= a.Index })
		for _, p := range e.Articles[max(0, i-reach):min(len(e.Articles), i+reach+1)] {
			if p.Article != a {
				hits = append(hits, hit{p.Article.Index, w})
			}
		}
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Compare(x.index, y.index) })
	*room = hits
	best := make([]hit, 0, n+1) // the n best so far, best first
	for i := 0; i < len(hits); {
		h := hits[i]
		for i++; i < len(hits) && hits[i].index == h.index; i++ {
			h.score += hits[i].score
		}
		at := len(best)
		for at > 0 && best[at-1].score < h.score {
			at--
		}
		if at < n {
			best = slices.Insert(best, at, h)
			best = best[:min(n, len(best))]
		}
	}
	s.hits.Put(room)
	out := make([]Related, len(best))
	for i, h := range best {
		b := s.Articles[h.index]
		out[i].Article = b
		for _, e := range a.Entities {
			if slices.Contains(b.Entities, e) {
				out[i].Shared = append(out[i].Shared, e)
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
	room, _ := s.counts.Get().(*[]uint32)
	if room == nil {
		room = new([]uint32)
		*room = make([]uint32, len(s.Entities))
	}
	counts := *room
	var seen []uint32
	for _, p := range e.Articles[:min(len(e.Articles), 1000)] {
		for _, o := range p.Article.Entities {
			if o == e {
				continue
			}
			if counts[o.index] == 0 {
				seen = append(seen, o.index)
			}
			counts[o.index]++
		}
	}
	slices.SortFunc(seen, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(len(s.Entities[a].Articles), len(s.Entities[b].Articles)), cmp.Compare(a, b))
	})
	out := make([]Companion, min(n, len(seen)))
	for i := range out {
		out[i] = Companion{s.Entities[seen[i]], int(counts[seen[i]])}
	}
	for _, i := range seen {
		counts[i] = 0
	}
	s.counts.Put(room)
	return out
}
