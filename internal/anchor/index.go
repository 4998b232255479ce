package anchor

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/gazetteer"
)

// Bounds on what hostile texts and quotes can cost.
const (
	many        = 32      // sites of a phrase up to which each is looked at
	maxVariants = 16      // spellings of the same words that are told apart
	maxBudget   = 200_000 // comparisons of contexts in one text
)

func newFinder(s string, qs []Quote) *finder {
	f := &finder{s: s, budget: maxBudget, spotOf: make([]int32, len(qs)), pairs: map[uint64]int32{}}
	chars, upTo := 0, 0
	for w, ok := gazetteer.Next(s, 0); ok; w, ok = gazetteer.Next(s, w.End) {
		chars += utf8.RuneCountInString(s[upTo:w.Start])
		upTo = w.Start
		f.words = append(f.words, word{w, int32(chars)})
		if n := len(f.words); n > 1 {
			f.pairs[f.pair(n-2)]++
		}
	}
	f.gather(qs)
	f.search()
	return f
}

// gather makes spots and phrases of the quotes. Quotes of the same words at the same
// place, such as two that were rejected for it, are of one spot.
func (f *finder) gather(qs []Quote) {
	order := make([]int32, len(qs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { // the longest context of a place first
		x, y := &qs[a], &qs[b]
		return cmp.Or(cmp.Compare(x.Start, y.Start), strings.Compare(x.Exact, y.Exact),
			len(y.Prefix)+len(y.Suffix)-len(x.Prefix)-len(x.Suffix), strings.Compare(x.Prefix, y.Prefix), strings.Compare(x.Suffix, y.Suffix))
	})
	phrases := map[string]int32{}
	for _, i := range order {
		q := qs[i]
		if n := len(f.spots); n > 0 && f.spots[n-1].same(q) {
			f.spotOf[i] = int32(n - 1)
			continue
		}
		sp := spot{Quote: q, site: -1, phrase: -1}
		if _, ok := gazetteer.Next(q.Exact, 0); ok {
			p, known := phrases[q.Exact]
			if !known {
				p = int32(len(f.phrases))
				phrases[q.Exact] = p
				f.phrases = append(f.phrases, phrase{text: q.Exact})
			}
			sp.phrase = p
			f.phrases[p].spots++
		}
		f.spotOf[i] = int32(len(f.spots))
		f.spots = append(f.spots, sp)
	}
}

// same reports whether q quotes the same place, with no more of what is around it.
func (sp *spot) same(q Quote) bool {
	return sp.Exact == q.Exact && sp.Start == q.Start && strings.HasSuffix(sp.Prefix, q.Prefix) && strings.HasPrefix(sp.Suffix, q.Suffix)
}

// placed reports whether it is known where a quote began.
func (q *Quote) placed() bool { return q.Start > 0 || q.Prefix == "" }

// search finds the sites of all phrases in one walk over the text.
func (f *finder) search() {
	index := make([]gazetteer.Phrase, len(f.phrases))
	lead := make([]int, len(f.phrases)) // bytes of a phrase before its first word
	for i, p := range f.phrases {
		index[i] = gazetteer.Phrase{Text: p.text, Ref: uint32(i)}
		w, _ := gazetteer.Next(p.text, 0)
		lead[i] = w.Start
	}
	x := gazetteer.Build(index)
	for i := range f.words {
		w := &f.words[i]
		n, on := x.Step(gazetteer.Node{}, w.Hash)
		for k := i; on; {
			variants := 0
			x.At(n, func(text string, ref uint32) bool {
				at := w.Start - lead[ref]
				if at >= 0 && strings.HasPrefix(f.s[at:], text) {
					p := &f.phrases[ref]
					char := w.char - int32(utf8.RuneCountInString(f.s[at:w.Start]))
					p.sites = append(p.sites, site{at, char, int32(i), int32(k + 1), -1})
				}
				variants++
				return variants < maxVariants
			})
			const gap = 64 // bytes between two words of a phrase
			if k++; k == len(f.words) || f.words[k].Start-f.words[k-1].End > gap {
				break
			}
			n, on = x.Step(n, f.words[k].Hash)
		}
	}
	for i := range f.phrases {
		if p := &f.phrases[i]; len(p.sites) > many {
			p.near = make(map[uint64][]int32)
			for j := range p.sites {
				st := &p.sites[j]
				p.file(f.key(st, -1), int32(j))
				p.file(f.key(st, 1), int32(j))
			}
		}
	}
}

// file notes a site under the words beside it. Where these are too common to tell
// anything, one more than many are noted, and no others.
func (p *phrase) file(key uint64, site int32) {
	if l := p.near[key]; len(l) <= many {
		p.near[key] = append(l, site)
	}
}

// key stands for the two words before (side -1) or after (1) a site.
func (f *finder) key(st *site, side int) uint64 {
	i := int(st.next)
	if side < 0 {
		i = int(st.first) - 1
	}
	k := sideKey(side)
	for range 2 {
		h := uint64(0)
		if i >= 0 && i < len(f.words) {
			h = f.words[i].Hash
		}
		k = (k ^ h) * 0x9E3779B97F4A7C15
		i += side
	}
	return k
}

func sideKey(side int) uint64 { return uint64(side + 2) }

// quoted is the key of the two words on a side of a quote.
func quoted(c *context, side int) uint64 {
	k := sideKey(side)
	for i := range 2 {
		h := uint64(0)
		if i < len(c.words) {
			h = c.words[i].hash
		}
		k = (k ^ h) * 0x9E3779B97F4A7C15
	}
	return k
}
