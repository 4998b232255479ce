package entity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/diag"
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// Register is the entities of a site and the built-in gazetteer, indexed by name.
type Register struct {
	world gazetteer.World
	own   []*Entity        // by id, tombstones too
	live  []int32          // parallel to own: whom it is merged into, itself when alive; -1 in a cycle
	was   map[string]int32 // own entities by the ids that they had before
	names gazetteer.Index  // of own; a Ref is made by ref
	roles gazetteer.Index  // offices: "Foreign Secretary", "Syrian president"; a Ref is an index into holders

	holders  []holder
	persons  []person         // parallel to own: the names of persons taken apart
	surnames []bearer         // own persons by the sound of their surnames, and by keyBones and its consonants; in order
	replaced map[uint32]int32 // entries of the gazetteer that an own entity stands for
	stand    []int64          // parallel to own: the entry it stands for, -1 if none
	never    bool             // some entity has phrases that never mean it
	small    bytes            // with which names begin that begin with a small letter
}

// bearer is an own person under a key.
type bearer struct {
	key uint64
	own int32
}

// holder is an own entity in an office.
type holder struct {
	own  int32
	role int32
}

// What a phrase of the own names is.
const (
	isName      = iota // always means it
	isAmbiguous        // means it once it has been named in full
	isNever            // never means it
	nameKinds
)

func ref(own int32, kind uint32) uint32 { return uint32(own)*nameKinds + kind }

// NewRegister indexes the entities of a site over the built-in gazetteer. An
// entity with a gazetteer entry's id or sameAs replaces it and keeps its coordinates.
// Mistakes (an id twice, alias cycles, greedy aliases) are diagnostics. The
// register keeps the entities, which must not be changed afterwards.
func NewRegister(own []*Entity) (*Register, diag.List) {
	r := &Register{world: gazetteer.Builtin(), own: make([]*Entity, 0, len(own))}
	var c checker
	sorted := slices.Clone(own)
	slices.SortStableFunc(sorted, func(a, b *Entity) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Path, b.Path))
	})
	for _, e := range sorted {
		if !c.sound(e) {
			continue
		}
		if n := len(r.own); n > 0 && r.own[n-1].ID == e.ID {
			c.twice(r.own[n-1], e)
			continue
		}
		if r.own = append(r.own, e); e.Origin != FromRegister {
			r.change(len(r.own) - 1).Origin = FromRegister
		}
	}
	r.remember()
	r.merge(&c)
	r.replace()
	phrases := make([]gazetteer.Phrase, 0, 3*len(r.own))
	for i, e := range r.own { // first, so that where words are many entities' names these are not the last to be looked at
		if to := r.live[i]; to >= 0 {
			for _, name := range e.Never {
				r.never = true
				phrases = append(phrases, gazetteer.Phrase{Text: name, Ref: ref(to, isNever)})
			}
		}
	}
	r.persons = make([]person, len(r.own))
	for i, e := range r.own {
		to := r.live[i]
		if to < 0 {
			continue
		}
		for name := range e.names {
			if c.name(&r.world, e, name) {
				phrases = append(phrases, gazetteer.Phrase{Text: name, Ref: ref(to, isName)})
			}
		}
		for _, name := range e.Ambiguous {
			if c.name(&r.world, e, name) {
				phrases = append(phrases, gazetteer.Phrase{Text: name, Ref: ref(to, isAmbiguous)})
			}
		}
		if e.Kind == ner.Person && to == int32(i) {
			p := parsePerson(&r.world, e.Name)
			if r.persons[i] = p; p.words > 1 {
				r.surnames = append(r.surnames, bearer{p.sound, int32(i)})
				if p.bones != 0 {
					r.surnames = append(r.surnames, bearer{p.bones ^ keyBones, int32(i)})
				}
			}
		}
	}
	slices.SortFunc(r.surnames, func(a, b bearer) int { return cmp.Or(cmp.Compare(a.key, b.key), int(a.own-b.own)) })
	r.surnames = slices.Clip(r.surnames)
	for _, p := range phrases {
		if first, ok := gazetteer.Next(p.Text, 0); ok && !unicode.IsUpper(firstRune(p.Text[first.Start:])) {
			r.small.add(p.Text[first.Start])
			if p.Text[first.Start] >= utf8.RuneSelf { // an accent may be missing
				for c := byte('a'); c <= 'z'; c++ {
					r.small.add(c)
				}
			}
			for c := 0; c < 256-utf8.RuneSelf; c++ { // or be there
				r.small.add(byte(utf8.RuneSelf + c))
			}
		}
	}
	r.names = gazetteer.Build(phrases)
	c.claims(r, phrases)
	r.offices()
	c.lookalikes(r)
	c.list.Sort()
	return r, c.list
}

// change returns own entity i to be completed: a copy, for who made it may have others see it.
func (r *Register) change(i int) *Entity {
	e := *r.own[i]
	r.own[i] = &e
	return &e
}

// find returns the index of the own entity that has the id, or had it before,
// tombstones too.
func (r *Register) find(id string) (int32, bool) {
	i, ok := slices.BinarySearchFunc(r.own, id, func(e *Entity, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		was, ok := r.was[id]
		return was, ok
	}
	return int32(i), true
}

// remember notes the ids that own entities had before. What has an id now has it.
func (r *Register) remember() {
	was := map[string]int32{}
	for i, e := range r.own {
		for id := range e.Former {
			_, now := r.find(id)
			if _, taken := was[id]; !now && !taken {
				was[id] = int32(i)
			}
		}
	}
	r.was = was
}

// bearers returns the first own persons under a key; of tens of thousands with
// one surname the others are not looked at.
func (r *Register) bearers(key uint64) []bearer {
	i, _ := slices.BinarySearchFunc(r.surnames, key, func(b bearer, key uint64) int { return cmp.Compare(b.key, key) })
	n := i
	for n < len(r.surnames) && n-i < deepest && r.surnames[n].key == key {
		n++
	}
	return r.surnames[i:n]
}

// called reports whether words are a name of e, even if an ambiguous one.
func (e *Entity) called(words string) bool {
	for name := range e.names {
		if gazetteer.Match(words, name) {
			return true
		}
	}
	return e.isAmbiguous(words)
}

// isAmbiguous reports whether words are a name that means e only where e is named in full.
func (e *Entity) isAmbiguous(words string) bool {
	return slices.ContainsFunc(e.Ambiguous, func(name string) bool { return gazetteer.Match(words, name) })
}

// bytes is a set of bytes.
type bytes [4]uint64

func (b *bytes) add(c byte)      { b[c>>6] |= 1 << (c & 63) }
func (b *bytes) has(c byte) bool { return b[c>>6]&(1<<(c&63)) != 0 }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// merge finds for each entity whom it is merged into.
func (r *Register) merge(c *checker) {
	r.live = make([]int32, len(r.own))
	for i := range r.own {
		at := int32(i)
		for steps := 0; ; steps++ {
			to := r.own[at].MergedInto
			if to == "" {
				break
			}
			if steps > len(r.own) || steps > 100 {
				c.cycle(r, int32(i))
				at = -1
				break
			}
			next, ok := r.find(to)
			if !ok {
				if _, known := r.world.Find(to); !known {
					c.mergedNowhere(r.own[at])
				}
				break
			}
			at = next
		}
		r.live[i] = at
	}
}

// replace finds the entries of the gazetteer that own entities stand for, by id
// and by sameAs, and completes these with what is known of those.
func (r *Register) replace() {
	r.stand = make([]int64, len(r.own))
	wikidata, geonames := map[uint32]int32{}, map[uint32]int32{}
	r.replaced = map[uint32]int32{}
	for i, e := range r.own {
		r.stand[i] = -1
		if r.live[i] != int32(i) {
			continue
		}
		if n, ok := r.entryOf(e); ok {
			r.replaced[n] = int32(i)
			continue
		}
		r.replaceNamesake(int32(i))
		for _, s := range e.SameAs {
			if q, ok := strings.CutPrefix(s, "wikidata:Q"); ok {
				if n, err := strconv.ParseUint(q, 10, 32); err == nil && n != 0 {
					wikidata[uint32(n)] = int32(i)
				}
			}
			if g, ok := strings.CutPrefix(s, "geonames:"); ok {
				if n, err := strconv.ParseUint(g, 10, 32); err == nil && n != 0 {
					geonames[uint32(n)] = int32(i)
				}
			}
		}
	}
	if len(wikidata)+len(geonames) > 0 {
		for n := range uint32(r.world.Len()) {
			w, g := r.world.Codes(n)
			if i, ok := wikidata[w]; ok {
				r.replaced[n] = i
			} else if i, ok := geonames[g]; ok {
				r.replaced[n] = i
			}
		}
	}
	for n, i := range r.replaced {
		r.stand[i] = max(r.stand[i], int64(n))
	}
	for i, e := range r.own {
		if r.stand[i] < 0 {
			continue
		}
		g := r.builtin(uint32(r.stand[i]))
		e = r.change(i)
		if e.Coordinates == nil {
			e.Coordinates = g.Coordinates
		}
		if e.Kind == ner.Unknown {
			e.Kind = g.Kind
		}
		if e.PartOf == "" {
			e.PartOf = g.PartOf
		}
		e.Population = max(e.Population, g.Population)
		if len(e.Demonyms) == 0 {
			e.Demonyms = g.Demonyms
		}
	}
}

// entryOf returns the entry of the gazetteer with the id of e, now or before.
func (r *Register) entryOf(e *Entity) (uint32, bool) {
	n, ok := r.world.Find(e.ID)
	for id := range e.Former {
		if ok {
			break
		}
		n, ok = r.world.Find(id)
	}
	return n, ok
}

// replaceNamesake makes own entity i stand for the country, region or
// organisation of the gazetteer that has one of its names as its first. Cities
// have too many namesakes for that.
func (r *Register) replaceNamesake(i int32) {
	e := r.own[i]
	if e.Kind != ner.Place && e.Kind != ner.Organisation {
		return
	}
	for name := range e.names {
		n, ok := walk(&r.world.Names, name)
		if !ok {
			continue
		}
		r.world.Names.At(n, func(text string, ref uint32) bool {
			k := r.world.Kind(ref)
			place := k == gazetteer.Country || k == gazetteer.Region
			if r.world.Name(ref) == text && name == text && (place && e.Kind == ner.Place || k == gazetteer.Organisation && e.Kind == ner.Organisation) {
				if _, taken := r.replaced[ref]; !taken {
					r.replaced[ref] = i
				}
			}
			return true
		})
	}
}

// builtin makes the entity that entry n of the gazetteer is.
func (r *Register) builtin(n uint32) *Entity {
	g := r.world.Entry(n)
	e := &Entity{ID: g.ID, Name: g.Name, Kind: ner.Place, PartOf: g.Within, Population: g.Population, Origin: FromGazetteer}
	if g.Located {
		e.Coordinates = &Point{g.Lat, g.Lon}
	}
	if g.Wikidata != 0 {
		e.SameAs = append(e.SameAs, "wikidata:Q"+strconv.Itoa(int(g.Wikidata)))
	}
	if g.GeoNames != 0 {
		e.SameAs = append(e.SameAs, "geonames:"+strconv.Itoa(int(g.GeoNames)))
	}
	within := ""
	if g.Within != "" {
		if in, ok := r.world.Find(g.Within); ok {
			within = " in " + r.world.Name(in)
		}
	}
	switch g.Kind {
	case gazetteer.Country:
		e.Description = "Country or territory"
	case gazetteer.Region:
		e.Description = "Region" + within
	case gazetteer.City:
		e.Description = "City" + within
	case gazetteer.Organisation:
		e.Kind = ner.Organisation
		e.Description = "Organisation" + strings.Replace(within, " in ", " of ", 1)
	}
	for d := n + 1; int(d) < r.world.Len() && r.world.Kind(d) == gazetteer.Demonym; d++ {
		e.Demonyms = append(e.Demonyms, r.world.Name(d))
	}
	return e
}

// Lookup returns the entity with the id (following MergedInto), or nil. The
// result must not be changed.
func (r *Register) Lookup(id string) *Entity {
	if i, ok := r.find(id); ok {
		if r.live[i] < 0 {
			return nil
		}
		e := r.own[r.live[i]]
		if e.MergedInto != "" { // into an entry of the gazetteer
			id = e.MergedInto
		} else {
			return e
		}
	}
	if n, ok := r.world.Find(id); ok {
		if i, own := r.replaced[n]; own {
			return r.own[i]
		}
		return r.builtin(n)
	}
	return nil
}

// Resolve returns the entity that words written by an author name: an id, else
// a name or alias. nil if none or several.
func (r *Register) Resolve(words string) *Entity {
	words = strings.TrimSpace(words)
	if e := r.Lookup(words); e != nil {
		return e
	}
	if n, ok := walk(&r.names, words); ok {
		found, several := int32(-1), false
		r.names.At(n, func(text string, rf uint32) bool {
			if rf%nameKinds != isNever && gazetteer.Match(words, text) {
				several = several || found >= 0 && found != int32(rf/nameKinds)
				found = int32(rf / nameKinds)
			}
			return true
		})
		if several {
			return nil
		}
		if found >= 0 {
			return r.own[found]
		}
	}
	entry, clear := r.entry(words)
	if entry < 0 || !clear {
		return nil
	}
	return r.Lookup(r.world.ID(uint32(entry)))
}

// entry returns the likeliest entry of the gazetteer for a name, -1 if there is
// none, and whether it is far likelier than any other.
func (r *Register) entry(words string) (best int64, clear bool) {
	best, clear = -1, true
	n, ok := walk(&r.world.Names, words)
	if !ok {
		return best, clear
	}
	r.world.Names.At(n, func(text string, ref uint32) bool {
		k := r.world.Kind(ref)
		if !k.IsPlace() && k != gazetteer.Organisation || !gazetteer.Match(words, text) {
			return true
		}
		if best < 0 {
			best = int64(ref)
			return true
		}
		first := r.world.Kind(uint32(best))
		if first == gazetteer.City && k == gazetteer.City && r.world.Population(ref)*5 > r.world.Population(uint32(best)) || first != gazetteer.City && k == first {
			clear = false
		}
		return true
	})
	return best, clear
}

// entryLike returns the likeliest entry of the gazetteer for a name of an
// organisation, or of a place; -1 if there is none.
func (r *Register) entryLike(words string, organisation bool) int64 {
	best := int64(-1)
	if n, ok := walk(&r.world.Names, words); ok {
		r.world.Names.At(n, func(text string, n uint32) bool {
			k := r.world.Kind(n)
			if (k == gazetteer.Organisation && organisation || k.IsPlace() && !organisation) && gazetteer.Match(words, text) {
				best = int64(n)
			}
			return best < 0
		})
	}
	return best
}

// walk follows the words of a phrase through an index. It reports false when no
// phrase of the index ends there.
func walk(x *gazetteer.Index, words string) (gazetteer.Node, bool) {
	var n gazetteer.Node
	for w, ok := gazetteer.Next(words, 0); ok; w, ok = gazetteer.Next(words, w.End) {
		if n, ok = x.Step(n, w.Hash); !ok {
			return n, false
		}
	}
	return n, n.Ends()
}

// Own returns the entities with files, by id. The result must not be changed.
func (r *Register) Own() []*Entity { return r.own }

// IDs returns the ids of Own, in order.
func (r *Register) IDs() []string {
	ids := make([]string, len(r.own))
	for i, e := range r.own {
		ids[i] = e.ID
	}
	return ids
}
