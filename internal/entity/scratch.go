package entity

import "sync"

// scratch is memory that finders use one after the other: it is most of what finding
// would allocate.
type scratch struct {
	own      []ownMatch
	cands    []cand
	clusters []cluster
	heads    []head
	box      []ballot
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// lend gives the finder memory for n candidates.
func (s *scratch) lend(f *finder, n int) {
	const fewest = 64 // heads
	if cap(s.cands) < n {
		s.cands = make([]cand, 0, n)
	}
	if cap(s.clusters) < n/2+1 {
		s.clusters = make([]cluster, 0, n/2+1)
	}
	if len(s.heads) < fewest {
		s.heads = make([]head, fewest)
	}
	f.own, f.cands, f.clusters, f.heads, f.box = s.own[:0], s.cands[:0], s.clusters[:0], s.heads, s.box
}

// takeBack keeps what the finder used for the next one, without what it says of
// its text, which may be large. Nor is the memory of a text with very many names kept.
func (s *scratch) takeBack(f *finder) {
	const most = 1 << 12 // candidates
	if len(f.cands) > most || len(f.own) > most || len(f.clusters) > most {
		return
	}
	clear(f.cands)
	clear(f.clusters)
	clear(f.heads)
	s.own, s.cands, s.clusters, s.heads, s.box = f.own, f.cands, f.clusters, f.heads, f.box
	scratches.Put(s)
}
