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
// the list, each pair once with its strongest reason. Tombstones are passed over.
// What an editor has told apart (ambiguous names in both files) is not proposed.
func Duplicates(list []*Entity) []Duplicate {
	d := duplicates{list: list, world: gazetteer.Builtin(), seen: map[[2]int]bool{}}
	for _, pass := range []func(e *Entity) []uint64{d.identifiers, d.wholeNames, d.soundingNames, d.initials, d.ends} {
		d.compare(pass)
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
	list  []*Entity
	world gazetteer.World
	seen  map[[2]int]bool
	found []pair
}

type pair struct {
	i, j   int // in the list, i < j
	reason string
}

// compare looks at all pairs that have a key in common.
func (d *duplicates) compare(keys func(e *Entity) []uint64) {
	under := map[uint64][]int{}
	for j, e := range d.list {
		if e.MergedInto != "" {
			continue
		}
		for _, key := range keys(e) {
			for _, i := range under[key] {
				if i == j || d.seen[[2]int{i, j}] {
					continue
				}
				if reason := d.reason(d.list[i], e); reason != "" {
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

// The keys under which entities are compared. Keys of one pass are hashes of
// strings that begin differently from those of another.

func (d *duplicates) identifiers(e *Entity) (keys []uint64) {
	for _, s := range e.SameAs {
		keys = append(keys, fingerprint(strings.ToLower(s)))
	}
	return keys
}

func (d *duplicates) wholeNames(e *Entity) (keys []uint64) {
	for name := range e.names {
		keys = append(keys, fingerprint(addr.Slug(name)))
		if w := nameWords(name); len(w) == 1 {
			keys = append(keys, w[0])
		}
	}
	return keys
}

func (d *duplicates) soundingNames(e *Entity) (keys []uint64) {
	if e.Kind != ner.Person {
		return nil
	}
	for name := range e.names {
		if p := parsePerson(&d.world, name); p.words > 1 {
			keys = append(keys, p.sound)
			if p.bones != 0 {
				keys = append(keys, p.bones^keyBones)
			}
		}
	}
	return keys
}

func (d *duplicates) initials(e *Entity) (keys []uint64) {
	if e.Kind == ner.Person {
		return nil
	}
	for name := range e.names {
		short, full := acronym(name)
		if full != "" {
			keys = append(keys, fingerprint(full))
		}
		if short != "" {
			keys = append(keys, fingerprint(short))
		}
	}
	return keys
}

func (d *duplicates) ends(e *Entity) (keys []uint64) {
	if e.Kind != ner.Organisation {
		return nil
	}
	for name := range e.names {
		if w := nameWords(name); len(w) > 1 {
			keys = append(keys, w[0]*3+w[len(w)-1])
		}
	}
	return keys
}

// reason says why a and b may be one, or "".
func (d *duplicates) reason(a, b *Entity) string {
	for _, s := range a.SameAs {
		for _, t := range b.SameAs {
			if strings.EqualFold(s, t) {
				return "both are " + s
			}
		}
	}
	if sameScheme(a, b) {
		return "" // their identifiers tell them apart
	}
	for x := range a.names {
		for y := range b.names {
			switch {
			case addr.Slug(x) == addr.Slug(y) && a.Kind == b.Kind:
				return fmt.Sprintf("both are called %q", x)
			case addr.Slug(x) == addr.Slug(y):
				return fmt.Sprintf("both are called %q, once as %s and once as %s", x, a.Kind, b.Kind)
			}
		}
	}
	if a.Kind != b.Kind {
		return ""
	}
	for x := range a.names {
		for y := range b.names {
			if why := d.alike(a.Kind, x, y); why != "" {
				return why
			}
		}
	}
	return ""
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

// alike says why two names of a kind may be one, or "".
func (d *duplicates) alike(kind ner.Kind, x, y string) string {
	if kind == ner.Person {
		p, q := parsePerson(&d.world, x), parsePerson(&d.world, y)
		if p.words < 2 || q.words < 2 || p.gender.against(q.gender) || p.suffix != q.suffix {
			return ""
		}
		given := sameGiven(p.given, q.given)
		switch {
		case given == 0:
		case equalFold(p.surname, q.surname) && given == 2:
			return fmt.Sprintf("%q and %q differ in a middle name or particle", x, y)
		case equalFold(p.surname, q.surname):
			return fmt.Sprintf("%q may be short for %q", shorter(x, y), longer(x, y))
		case p.sound == q.sound || p.bones != 0 && p.bones == q.bones:
			return fmt.Sprintf("%q and %q are spellings that sound alike", x, y)
		}
		return ""
	}
	shortX, fullX := acronym(x)
	shortY, fullY := acronym(y)
	switch {
	case shortX != "" && shortX == fullY:
		return fmt.Sprintf("%q has the initials of %q", x, y)
	case shortY != "" && shortY == fullX:
		return fmt.Sprintf("%q has the initials of %q", y, x)
	}
	v, w := nameWords(x), nameWords(y)
	switch {
	case len(v) == 0 || len(w) == 0:
	case slices.Equal(v, w):
		return fmt.Sprintf("%q and %q differ in a small word only", x, y)
	case kind == ner.Organisation && len(v) > 1 && len(w) > 1 && v[0] == w[0] && v[len(v)-1] == w[len(w)-1] && subset(x, y):
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

func shorter(x, y string) string {
	if len(y) < len(x) {
		return y
	}
	return x
}

func longer(x, y string) string {
	if len(y) < len(x) {
		return x
	}
	return y
}
