package entity

import (
	"slices"
	"strings"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// sense is what a name of places means in an article that has said once which
// of them it means: "Georgia" where there is "Macon, Georgia".
type sense struct {
	words uint64 // the name's
	from  int    // where it begins to mean that
	entry uint32
}

// qualify finds out which places are meant where a city stands before what it
// lies in, as in "Cambridge, Massachusetts": of the city and of the other, which
// may be a state that bears a country's or another city's name.
func (f *finder) qualify() {
	for i := 1; i < len(f.cands); i++ {
		c, in := &f.cands[i-1], &f.cands[i]
		if in.Start != c.End+2 || f.a.S[c.End:in.Start] != ", " || c.kind == ner.Person || c.fixed != "" || in.fixed != "" {
			continue
		}
		city, area, ok := f.r.lies(f.a.S[c.Start:c.End], f.a.S[in.Start:in.End])
		if !ok {
			continue
		}
		f.mean(i-1, city)
		f.mean(i, area)
	}
	for i := range f.cands {
		if c := &f.cands[i]; c.kind == ner.Place && c.fixed == "" && c.entry == 0 {
			if n, ok := f.listed(i); ok {
				f.mean(i, n)
			}
		}
	}
}

// listed returns the region that candidate i names where it stands in a list of
// others of the same country, as Washington among Oregon and Idaho.
func (f *finder) listed(i int) (uint32, bool) {
	w := &f.r.world
	within := func(k int) (uint32, bool) { // the country of the region that a neighbour is
		if k < 0 || k >= len(f.cands) || f.cands[k].kind != ner.Place {
			return 0, false
		}
		n, clear := f.r.entry(f.a.S[f.cands[k].Start:f.cands[k].End])
		if n < 0 || !clear || w.Kind(uint32(n)) != gazetteer.Region {
			return 0, false
		}
		return w.Within(uint32(n))
	}
	country, ok := uint32(0), false
	if i > 0 && f.joined(i-1) {
		country, ok = within(i - 1)
	}
	if !ok && i+1 < len(f.cands) && f.joined(i) {
		country, ok = within(i + 1)
	}
	words := f.a.S[f.cands[i].Start:f.cands[i].End]
	usual, _ := f.r.entry(words)
	if !ok || usual < 0 || w.Kind(uint32(usual)) == gazetteer.Region {
		return 0, false
	}
	n, ok := walk(&w.Names, words)
	if !ok {
		return 0, false
	}
	found := int64(-1)
	w.Names.At(n, func(text string, n uint32) bool {
		if in, ok := w.Within(n); ok && in == country && w.Kind(n) == gazetteer.Region && gazetteer.Match(words, text) {
			found = int64(n)
		}
		return found < 0
	})
	return uint32(max(found, 0)), found >= 0
}

// joined reports whether candidates i and i+1 stand side by side in a list.
func (f *finder) joined(i int) bool {
	switch strings.TrimSpace(f.a.S[f.cands[i].End:f.cands[i+1].Start]) {
	case ",", "and", ", and", "or", ", or", "&":
		return true
	}
	return false
}

// mean makes candidate i a name of the entry.
func (f *finder) mean(i int, entry uint32) {
	c := &f.cands[i]
	words := phraseKey(f.a.S[c.Start:c.End])
	usual, clear := f.r.entry(f.a.S[c.Start:c.End])
	own, replaced := f.r.replaced[entry]
	switch {
	case replaced:
		c.own = own
	case c.own >= 0 && !c.several && f.r.stand[c.own] < 0 && f.r.own[c.own].Kind == ner.Place && usual == int64(entry):
		return // a page of its own that does not say which of the gazetteer it is
	default:
		c.own, c.entry = -1, entry+1
	}
	c.kind, c.several, c.title = ner.Place, false, ""
	c.reason = "the place beside it says which is meant"
	switch {
	case usual == int64(entry) && clear:
	case f.r.world.Kind(entry) == gazetteer.City:
		// From here on, unless the usual one has been named before.
		before := i > 512 || slices.ContainsFunc(f.cands[:i], func(c cand) bool {
			return phraseKey(f.a.S[c.Start:c.End]) == words
		})
		if !before && len(f.senses) < 32 {
			f.senses = append(f.senses, sense{words, c.Start, entry})
		}
	case usual >= 0 && f.r.world.Kind(uint32(usual)) == gazetteer.Country && len(f.senses) < 32:
		// Bare "Washington" stays the capital where "Yakima, Washington" is named too.
		f.senses = append(f.senses, sense{words, 0, entry})
	}
}

// lies returns the likeliest city of one name that lies in a place of the other.
func (r *Register) lies(name, within string) (city, area uint32, ok bool) {
	n, ok := walk(&r.world.Names, name)
	if !ok {
		return 0, 0, false
	}
	m, ok := walk(&r.world.Names, within)
	if !ok {
		return 0, 0, false
	}
	ok = false
	r.world.Names.At(n, func(text string, c uint32) bool {
		if r.world.Kind(c) != gazetteer.City || !gazetteer.Match(name, text) {
			return true
		}
		r.world.Names.At(m, func(text string, a uint32) bool {
			if k := r.world.Kind(a); (k == gazetteer.Region || k == gazetteer.Country) && r.world.Lies(c, a) && gazetteer.Match(within, strings.TrimSuffix(text, ".")) {
				city, area, ok = c, a, true
			}
			return !ok
		})
		return !ok
	})
	return city, area, ok
}

// place returns the entry of the gazetteer that c names, -1 if none. Of cities
// with one name the largest is meant, unless the article says otherwise.
func (f *finder) place(c *cand) int64 {
	if c.entry > 0 {
		return int64(c.entry - 1)
	}
	w, words := &f.r.world, f.a.S[c.Start:c.End]
	best, _ := f.r.entry(words)
	if best < 0 {
		best, _ = f.r.entry("The " + words)
	}
	if _, rest, ok := strings.Cut(words, " of "); ok && best < 0 && c.kind == ner.Place && isPolity(words) {
		best, _ = f.r.entry(strings.TrimPrefix(rest, "the "))
	}
	if best >= 0 && c.kind == ner.Organisation && c.score < beyondDoubt && (w.Kind(uint32(best)) == gazetteer.Country || w.Kind(uint32(best)) == gazetteer.Region) {
		c.kind = ner.Place // whatever it seems to be here
	}
	if best >= 0 && (w.Kind(uint32(best)) == gazetteer.Organisation) != (c.kind == ner.Organisation) {
		best = f.r.entryLike(words, c.kind == ner.Organisation)
	}
	if best < 0 {
		return -1
	}
	if len(f.senses) > 0 {
		hash := phraseKey(words)
		for _, s := range f.senses {
			if s.words == hash && c.Start >= s.from {
				return int64(s.entry)
			}
		}
	}
	if f.doubtful(uint32(best), words) {
		c.score = min(c.score, 0.5)
		c.reason = "several towns have that name"
		return -1
	}
	return best
}

// isPolity reports whether words begin with what a city or state calls itself:
// City of, State of.
func isPolity(words string) bool {
	first, _, _ := strings.Cut(words, " ")
	switch strings.ToLower(first) {
	case "city", "town", "state", "province", "republic", "kingdom", "commonwealth", "island":
		return true
	}
	return false
}

// doubtful reports whether entry n is a small city that a name may well not
// mean: other towns bear it, or it is a word or a person's name, and the article
// names nothing that the city lies in.
func (f *finder) doubtful(n uint32, words string) bool {
	const large = 100_000 // inhabitants
	w := &f.r.world
	if w.Kind(n) != gazetteer.City || w.Noted(n) || w.Population(n) >= large {
		return false
	}
	first, _ := gazetteer.Next(words, 0)
	alone := first.End == len(words)
	if !w.Shared(n) && !(alone && w.Facts(first.Hash)&(gazetteer.Given|gazetteer.Common) != 0) {
		return false
	}
	if !f.asked {
		f.asked = true
		for i := range f.cands {
			c := &f.cands[i]
			if c.kind != ner.Place {
				continue
			}
			e := int64(c.entry) - 1
			if c.own >= 0 {
				e = f.r.stand[c.own]
			} else if e < 0 {
				e, _ = f.r.entry(f.a.S[c.Start:c.End])
			}
			if e >= 0 && w.Kind(uint32(e)) != gazetteer.City && !slices.Contains(f.areas, uint32(e)) && len(f.areas) < 64 {
				f.areas = append(f.areas, uint32(e))
			}
		}
	}
	in, ok := w.Within(n)
	return !ok || !slices.Contains(f.areas, in)
}
