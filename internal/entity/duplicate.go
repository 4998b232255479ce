package entity

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// Duplicate is two entities that may be one, and what speaks for it.
type Duplicate struct {
	A, B   *Entity // A stood first in the list
	Reason string
}

// mostAlike bounds how many entities under one key are compared with each other:
// a thousand bearers of one surname are not a thousand times a thousand pairs.
const mostAlike = 24

// Duplicates returns the pairs of a list that may be one entity, in the order of
// the list, each pair once with its strongest reason. Tombstones are passed over, and
// pairs that their files or identifiers of one authority tell apart.
func Duplicates(list []*Entity) []Duplicate {
	d := duplicates{list: make([]known, len(list)), seen: map[[2]int]bool{}}
	world := gazetteer.Builtin()
	for i, e := range list {
		d.list[i] = known{e, nil}
		if e.MergedInto != "" {
			continue
		}
		for name := range e.names {
			d.list[i].names = append(d.list[i].names, look(&world, e.Kind, name))
		}
	}
	for _, keys := range []func(*known) []uint64{identifiers, wholeNames, soundingNames, initials, ends} {
		d.compare(keys)
	}
	slices.SortStableFunc(d.found, func(a, b pair) int { return cmp.Or(a.i-b.i, a.j-b.j) })
	out := make([]Duplicate, len(d.found))
	for k, p := range d.found {
		out[k] = Duplicate{list[p.i], list[p.j], p.reason}
	}
	return out
}

// duplicates is the state of one search.
type duplicates struct {
	list  []known
	seen  map[[2]int]bool
	found []pair
}

// known is an entity with its names taken apart.
type known struct {
	*Entity
	names []looks
}

// looks are what a name is compared by.
type looks struct {
	text        string
	slug        uint64   // hash of its slug
	person      person   // of a person's name
	words       []uint64 // of others: hashes, see nameWords
	short, full string   // and letters, see acronym
}

func look(w *gazetteer.World, kind ner.Kind, name string) looks {
	l := looks{text: name, slug: fingerprint(addr.Slug(name))}
	if l.words = nameWords(name); len(l.words) == 1 {
		l.slug = l.words[0] // The Guardian is Guardian
	}
	if kind == ner.Person {
		l.person = parsePerson(w, name)
	} else {
		l.short, l.full = acronym(name)
	}
	return l
}

type pair struct {
	i, j   int // in the list, i < j
	reason string
}

// compare looks at all pairs that have a key in common.
func (d *duplicates) compare(keys func(*known) []uint64) {
	under := map[uint64][]int{}
	for j := range d.list {
		e := &d.list[j]
		if e.MergedInto != "" {
			continue
		}
		for _, key := range keys(e) {
			for _, i := range under[key] {
				if i == j || d.seen[[2]int{i, j}] {
					continue
				}
				if reason := d.list[i].mayBe(e); reason != "" {
					d.seen[[2]int{i, j}] = true
					d.found = append(d.found, pair{i, j, reason})
				}
			}
			if len(under[key]) < mostAlike {
				under[key] = append(under[key], j)
			}
		}
	}
}

// The keys under which entities are compared.

func identifiers(e *known) (keys []uint64) {
	for _, s := range e.SameAs {
		keys = append(keys, fingerprint(strings.ToLower(s)))
	}
	return keys
}

func wholeNames(e *known) (keys []uint64) {
	for i := range e.names {
		keys = append(keys, e.names[i].slug)
	}
	return keys
}

func soundingNames(e *known) (keys []uint64) {
	for i := range e.names {
		if p := &e.names[i].person; p.words > 1 {
			keys = append(keys, p.sound)
			if p.bones != 0 {
				keys = append(keys, p.bones^keyBones)
			}
		}
	}
	return keys
}

func initials(e *known) (keys []uint64) {
	for i := range e.names {
		for _, letters := range []string{e.names[i].short, e.names[i].full} {
			if letters != "" {
				keys = append(keys, fingerprint(letters))
			}
		}
	}
	return keys
}

func ends(e *known) (keys []uint64) {
	for i := range e.names {
		if w := e.names[i].words; len(w) > 1 && e.Kind != ner.Person {
			keys = append(keys, w[0]*3+w[len(w)-1], w[len(w)-2]*7+w[len(w)-1])
		}
	}
	return keys
}

// mayBe says why a and b may be one, or "". Of two names one must be the entity's
// own: many share an acronym or a title among their aliases.
func (a *known) mayBe(b *known) string {
	for _, s := range a.SameAs {
		for _, t := range b.SameAs {
			if strings.EqualFold(s, t) {
				return "both are " + s
			}
		}
	}
	if sameScheme(a.Entity, b.Entity) || a.differs(b.Entity) || b.differs(a.Entity) {
		return ""
	}
	for i := range a.names {
		for j := range b.names {
			switch x := a.names[i].text; {
			case i > 0 && j > 0, a.names[i].slug != b.names[j].slug:
			case a.Kind == b.Kind:
				return fmt.Sprintf("both are called %q", x)
			default:
				return fmt.Sprintf("both are called %q, once as %s and once as %s", x, a.Kind, b.Kind)
			}
		}
	}
	if a.Kind != b.Kind {
		return ""
	}
	for i := range a.names {
		for j := range b.names {
			why := ""
			switch {
			case i > 0 && j > 0:
			case a.Kind == ner.Person:
				why = samePerson(&a.names[i], &b.names[j])
			case i == 0 && a.names[i].short != "" && a.names[i].short == b.names[j].full:
				why = fmt.Sprintf("%q has the initials of %q", a.Name, b.names[j].text)
			case j == 0 && b.names[j].short != "" && b.names[j].short == a.names[i].full:
				why = fmt.Sprintf("%q has the initials of %q", b.Name, a.names[i].text)
			default:
				why = sameThing(&a.names[i], &b.names[j])
			}
			if why != "" {
				return why
			}
		}
	}
	return ""
}

// differs reports whether the file of e says that it is not another.
func (e *Entity) differs(other *Entity) bool {
	if len(e.DifferentFrom) == 0 {
		return false
	}
	for id := range other.Former {
		if slices.Contains(e.DifferentFrom, id) {
			return true
		}
	}
	return slices.Contains(e.DifferentFrom, other.ID)
}

// sameScheme reports whether a and b have identifiers of one authority, which differ.
func sameScheme(a, b *Entity) bool {
	for _, s := range a.SameAs {
		scheme, _, ok := strings.Cut(s, ":")
		if !ok || scheme == "http" || scheme == "https" {
			continue
		}
		for _, t := range b.SameAs {
			if strings.HasPrefix(t, scheme+":") {
				return true
			}
		}
	}
	return false
}

// samePerson says why two names may be one person's, or "".
func samePerson(x, y *looks) string {
	p, q := &x.person, &y.person
	if p.words < 2 || q.words < 2 || p.gender.against(q.gender) || p.suffix != q.suffix {
		return ""
	}
	given := sameGiven(p.given, q.given)
	switch {
	case given == 0:
	case equalFold(p.surname, q.surname) && given == 2:
		return fmt.Sprintf("%q and %q differ in a middle name or particle", x.text, y.text)
	case equalFold(p.surname, q.surname):
		return fmt.Sprintf("%q may be short for %q", shorter(x, y), longer(x, y))
	case p.sound == q.sound || p.bones != 0 && p.bones == q.bones:
		return fmt.Sprintf("%q and %q are spellings that sound alike", x.text, y.text)
	}
	return ""
}

// sameThing says why two names of what is no person may be one's, or "".
func sameThing(x, y *looks) string {
	v, w := x.words, y.words
	switch {
	case len(v) == 0 || len(w) == 0:
	case slices.Equal(v, w):
		return fmt.Sprintf("%q and %q differ in a small word only", x.text, y.text)
	case len(v) > 1 && len(w) > 1 && v[len(v)-1] == w[len(w)-1] && subset(x.text, y.text): // what has more at its end is mostly a part
		return fmt.Sprintf("all words of %q are among those of %q", shorter(x, y), longer(x, y))
	}
	return ""
}

// fingerprint returns a hash of all of s (FNV-1a).
func fingerprint(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s)) // never fails
	return h.Sum64()
}

// acronym returns the letters of a name that is one word in capitals, or else the
// initials of a name of several words, in small letters.
func acronym(name string) (short, full string) {
	var b strings.Builder
	words := 0
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		words++
		if c := name[w.Start]; 'A' <= c && c <= 'Z' && !(words == 1 && name[w.Start:w.End] == "The") {
			b.WriteByte(c | 0x20)
		}
	}
	if bare := strings.ReplaceAll(name, ".", ""); len(bare) >= 2 && len(bare) <= 8 && strings.Trim(bare, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return strings.ToLower(bare), ""
	}
	if words > 1 && b.Len() > 1 {
		return "", b.String()
	}
	return "", ""
}

// nameWords returns hashes of the words of a name without "the" before and "Inc"
// and the like after it.
func nameWords(name string) []uint64 {
	var out []uint64
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		word := name[w.Start:w.End]
		if len(out) == 0 && strings.EqualFold(word, "the") {
			continue
		}
		if _, more := gazetteer.Next(name, w.End); !more && len(out) > 0 && isCompanyForm(word) {
			break
		}
		out = append(out, w.Hash)
	}
	return out
}

func shorter(x, y *looks) string {
	if len(y.text) < len(x.text) {
		return y.text
	}
	return x.text
}

func longer(x, y *looks) string {
	if len(y.text) < len(x.text) {
		return x.text
	}
	return y.text
}
