package ner

import (
	"slices"

	"dateline/internal/gazetteer"
)

// settle decides on the names that one place alone does not: a word is whoever
// is named by it in full elsewhere in the text, and weak names count only so.
func (s *scan) settle() []Name {
	t := newTally(len(s.names))
	for i := range s.names {
		if n := &s.names[i]; !s.weak[i] && n.Kind == Person && n.Score >= 0.6 {
			first, last := ends(s.a.S[n.Start:n.End])
			t.add(last, Person, 2)
			if first != last {
				t.add(first, Person, 1)
			}
		} else if !s.weak[i] && n.Score >= 0.5 {
			if first, last := ends(s.a.S[n.Start:n.End]); first == last {
				t.add(last, n.Kind, 1)
			}
		}
	}
	out := s.names[:0]
	for i, n := range s.names {
		first, last := ends(s.a.S[n.Start:n.End])
		if first != last && n.Kind == Person && n.Title == "" && len(s.near) > 0 && slices.Contains(s.near, words(s.a.S[n.Start:n.End])) {
			n.Kind, n.Reason = Place, whyAgain
			out = append(out, n)
			continue
		}
		if first == last && n.Title == "" && (s.weak[i] || n.Score < 0.7 || n.Kind == Place) {
			if kind, sure := t.of(last); kind != Unknown && (sure || s.weak[i]) {
				switch {
				case kind == n.Kind && !s.weak[i]:
				case n.Kind == Place && n.Score >= 0.8 && kind == Person && s.isAfterIn(n):
				case n.Kind == Place && n.Score >= 0.8 && kind != Person:
				default:
					n.Kind, n.Score, n.Reason = kind, max(n.Score, 0.75), whyAgain
					out = append(out, n)
					continue
				}
			}
		}
		if !s.weak[i] && n.Kind != Unknown {
			out = append(out, n)
		}
	}
	return out
}

// isAfterIn reports whether a preposition of place stands before n.
func (s *scan) isAfterIn(n Name) bool {
	at := n.Start
	from := max(0, at-12)
	for from > 0 && s.a.S[from]&0xC0 == 0x80 {
		from++
	}
	var last gazetteer.Word
	for w, ok := gazetteer.Next(s.a.S[:at], from); ok; w, ok = gazetteer.Next(s.a.S[:at], w.End) {
		last = w
	}
	return last.End > 0 && at-last.End == 1 && s.world.Facts(last.Hash)&gazetteer.In != 0
}

// words returns a hash of all words of a name.
func words(name string) uint64 {
	h := uint64(0)
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		h = (h ^ w.Hash) * 0x9E3779B97F4A7C15
	}
	return h
}

// ends returns the hashes of the first and the last word of a name.
func ends(name string) (first, last uint64) {
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		if first == 0 {
			first = w.Hash
		}
		last = w.Hash
	}
	return first, last
}

// tally counts for each word what it names in this text. It is a small open
// table: a map would allocate more than all the rest.
type tally struct {
	slots []vote
}

type vote struct {
	hash   uint64
	counts [4]uint16 // by Kind, Unknown to Organisation
}

func newTally(names int) *tally {
	size := 16
	for size < names*4 {
		size *= 2
	}
	return &tally{make([]vote, size)}
}

func (t *tally) slot(h uint64) *vote {
	mask := uint64(len(t.slots) - 1)
	for i := (h ^ h>>32) & mask; ; i = (i + 1) & mask {
		if v := &t.slots[i]; v.hash == h || v.hash == 0 {
			return v
		}
	}
}

func (t *tally) add(h uint64, k Kind, n uint16) {
	if h == 0 || int(k) >= 4 {
		return
	}
	v := t.slot(h)
	v.hash = h
	if v.counts[k] < 60000 {
		v.counts[k] += n
	}
}

// of returns what the word names most often; sure when a person is named in
// full or it names one kind only.
func (t *tally) of(h uint64) (k Kind, sure bool) {
	v := t.slot(h)
	if v.hash == 0 {
		return Unknown, false
	}
	best := Person
	for _, c := range [...]Kind{Place, Organisation} {
		if v.counts[c] > v.counts[best] {
			best = c
		}
	}
	return best, v.counts[Person] >= 2
}
