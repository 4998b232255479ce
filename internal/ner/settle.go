package ner

import (
	"slices"

	"dateline/internal/gazetteer"
)

// settle decides on the names that one place alone does not: a word is whoever
// is named by it in full elsewhere in the text, and weak names count only so.
func (w *tagging) settle() []Name {
	t := &w.votes
	t.reset(len(w.names))
	s := w.scan.A.S
	w.ends = slices.Grow(w.ends[:0], len(w.names))[:len(w.names)]
	for i := range w.names {
		n := &w.names[i]
		first, last, all := ends(s[n.Start:n.End])
		w.ends[i] = [3]uint64{first, last, all}
		if w.weak[i] || n.Score < 0.4 {
			continue
		}
		votes := weight(n.Score)
		t.add(all, n.Kind, votes)
		if n.Kind == Person && first != last {
			t.add(last, Person, 2*votes)
			t.add(first, Person, votes)
		}
	}
	out := w.names[:0]
	for i, n := range w.names {
		first, last, all := w.ends[i][0], w.ends[i][1], w.ends[i][2]
		weak := w.weak[i]
		if n.Title == "" && (weak || n.Score < 0.95) {
			key := all
			if first == last {
				key = last
			}
			kind, votes, others := t.of(key)
			own := uint16(0)
			if !weak && n.Score >= 0.4 {
				own = weight(n.Score)
			}
			switch {
			case kind == Unknown, kind == n.Kind:
			case weak && votes < 8:
			case votes < 2*others:
			default:
				n.Kind, n.Score, n.Reason = kind, max(n.Score, 0.75), whyAgain
				weak = false
			}
			if !weak && kind == n.Kind && votes >= own+16 && n.Score < 0.9 {
				n.Score = min(0.95, n.Score+(1-n.Score)/2) // the rest of the text agrees
			}
		}
		if !weak && n.Kind != Unknown {
			out = append(out, n)
		}
	}
	return out
}

// weight is how much a name of that score counts where the same words are named again.
func weight(score float32) uint16 { return 1 + uint16(16*score*score) }

// ends returns the hashes of the first and the last word of a name, and of all together.
func ends(name string) (first, last, all uint64) {
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		if first == 0 {
			first = w.Hash
			all = w.Hash
		} else {
			all = (all ^ w.Hash) * 0x9E3779B97F4A7C15
		}
		last = w.Hash
	}
	return first, last, all
}

// tally counts for each word or phrase what it names in this text. It is a small
// open table: a map would allocate more than all the rest.
type tally struct {
	slots []vote
}

type vote struct {
	hash   uint64
	counts [Event + 1]uint16
}

func (t *tally) reset(names int) {
	size := 16
	for size < names*6 {
		size *= 2
	}
	if cap(t.slots) < size {
		t.slots = make([]vote, size)
	}
	t.slots = t.slots[:size]
	clear(t.slots)
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
	if h == 0 || k > Event {
		return
	}
	v := t.slot(h)
	v.hash = h
	if v.counts[k] < 60000 {
		v.counts[k] += n
	}
}

// of returns what the word names most often, with how many votes, and how many
// all other kinds have.
func (t *tally) of(h uint64) (k Kind, votes, others uint16) {
	v := t.slot(h)
	if v.hash == 0 {
		return Unknown, 0, 0
	}
	for c := Person; c <= Event; c++ {
		if v.counts[c] > votes {
			k, votes = c, v.counts[c]
		}
		others += v.counts[c]
	}
	return k, votes, others - votes
}
