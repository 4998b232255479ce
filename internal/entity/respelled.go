package entity

import (
	"cmp"
	"slices"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// Respelled finds, among entities that are in no register and were found in
// several articles, those that are one under several spellings: "Walid
// al-Mouradi" and "Walid Muradi", "Acme Works" and "Acme Works Ltd". articles says in
// how many each is named. The result leads from the id of every such other
// spelling to that of the one which most articles have. It does not depend on
// the order of found, and joins only what is certain: names that differ in more
// than their way into Latin letters are two, and so are those whose surname is a
// usual one that has several spellings of its own, such as Read and Reid.
func (r *Register) Respelled(found []*Entity, articles func(id string) int) map[string]string {
	type named struct {
		*Entity
		key    uint64
		person person
	}
	var all []named
	for _, e := range found {
		switch e.Kind {
		case ner.Person:
			if p := parsePerson(&r.world, e.Name); p.words > 1 && p.suffix == 0 {
				all = append(all, named{e, soundKey(&r.world, e.Name, &p), p})
			}
		case ner.Organisation:
			all = append(all, named{Entity: e, key: phraseKey(e.Name) ^ keyPhrase})
		}
	}
	slices.SortFunc(all, func(a, b named) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(articles(b.ID), articles(a.ID)), cmp.Compare(a.ID, b.ID))
	})
	out := map[string]string{}
	for i := 0; i < len(all); {
		usual := &all[i] // the first of its key
		for i++; i < len(all) && all[i].key == usual.key; i++ {
			other := &all[i]
			if other.Kind == usual.Kind && (other.Kind != ner.Person || r.respelled(&usual.person, &other.person)) {
				out[other.ID] = usual.ID
			}
		}
	}
	return out
}

// respelled reports whether two persons whose given names sound the same, and
// whose surnames have the same consonants, bear one name.
func (r *Register) respelled(a, b *person) bool {
	if a.gender.against(b.gender) {
		return false
	}
	if equalFold(a.surname, b.surname) && equalFold(a.given, b.given) {
		return true // but for particles, accents and hyphens
	}
	const most = 2 // letters that a transliteration changes
	switch {
	case a.arabic || b.arabic:
		return a.sound == b.sound || within(a.surname, b.surname, most)
	case r.world.Facts(gazetteer.Hash(a.surname))&gazetteer.Surname != 0, r.world.Facts(gazetteer.Hash(b.surname))&gazetteer.Surname != 0:
		return false
	}
	return a.sound == b.sound
}

// soundKey returns a hash of a person's names that spellings of them have in
// common: of the sounds of all but the last, and the last's consonants.
func soundKey(w *gazetteer.World, name string, p *person) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037)
	for x, ok := gazetteer.Next(name, 0); ok; x, ok = gazetteer.Next(name, x.End) {
		word := name[x.Start:x.End]
		if word == p.surname {
			break
		}
		if h != 14695981039346656037 && w.Facts(x.Hash)&gazetteer.Particle != 0 && len(word) <= 5 {
			continue
		}
		s, _ := sound(word)
		h = (h ^ s) * prime
	}
	if p.bones != 0 {
		return (h ^ p.bones) * prime
	}
	return (h ^ p.sound) * prime
}

// within reports whether two words differ by at most n letters (Levenshtein's
// distance). Words longer than names are do not.
func within(a, b string, n int) bool {
	const longest = 32
	var x, y [longest]rune
	fold := func(s string, into *[longest]rune) int {
		k := 0
		for _, r := range s {
			if f, _ := gazetteer.Fold(r); f != 0 {
				if k == longest {
					return -1
				}
				into[k] = f
				k++
			}
		}
		return k
	}
	la, lb := fold(a, &x), fold(b, &y)
	if la < 0 || lb < 0 {
		return false
	}
	var row [longest + 1]int
	for j := range lb + 1 {
		row[j] = j
	}
	for i := range la {
		diagonal := row[0]
		row[0] = i + 1
		for j := range lb {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[lb] <= n
}
