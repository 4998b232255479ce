// Package gazetteer owns what is known of names before any text is read: the
// countries, regions and cities of the world, well-known organisations, titles,
// and facts about single words (a given name, a word of English, what ministries
// and rivers are called); and Index, which finds names in text. It does not know
// whom a text means. The table is embedded ready to use, costs nothing to load
// and does not change.
package gazetteer

import (
	_ "embed"
)

// To make the table anew, see README.md.
//go:generate go run ./generate -out world.bin

//go:embed world.bin
var world string

// Kind is what an entry of the gazetteer is.
type Kind uint8

const (
	Country Kind = 1 + iota
	Region       // a state, sea, mountain range, part of the world
	City
	Organisation
	Title    // "Foreign Secretary": Male, Female or neither
	Mister   // a title that only a man bears: "Mr"
	Mistress // a title that only a woman bears: "Mrs"
	Demonym  // "Syrian", Within the place it relates to; it follows the place's entry and has no id
)

// IsPlace reports whether k is a kind of place.
func (k Kind) IsPlace() bool { return Country <= k && k <= City }

// IsTitle reports whether k is a kind of title.
func (k Kind) IsTitle() bool { return Title <= k && k <= Mistress }

// Entry is a place, an organisation or a title.
type Entry struct {
	ID, Name   string
	Kind       Kind
	Within     string // id of what it lies in or belongs to; may be empty
	Lat, Lon   float64
	Located    bool   // Lat and Lon are known
	Noted      bool   // a capital or another city that the world writes about
	Shared     bool   // other towns of note beside it bear the name of this city
	Population int    // of a city; of a country, that of its cities; 0 when unknown
	Wikidata   uint32 // the number after Q; 0 when unknown
	GeoNames   uint32 // 0 when unknown
	Code       string // of a country: ISO 3166-1 alpha-2
}

// Fact is a set of facts about a word, whatever its case.
type Fact uint32

const (
	Common      Fact = 1 << iota // a word of English that is written small
	Frequent                     // one of the commoner of these
	Male                         // a given name of men
	Female                       // a given name of women
	Surname                      // a family name
	Head                         // ends names of organisations: Institute
	First                        // begins names of organisations before "of": Ministry
	PlaceHead                    // ends names of places: Street
	PlaceBefore                  // begins names of places: Mount
	Near                         // says that a place is named beside it: town
	In                           // a preposition before places
	Says                         // a verb that persons govern
	Joint                        // joins capitalised words of one name: of
	Particle                     // begins a surname though written small: al
	Calendar                     // a month, weekday or holiday
	People                       // a nation's, faith's or party's adjective: Syrian
	Suffix                       // ends names of persons: Jr
	Roman                        // a Roman numeral
	Function                     // one of the words that hold sentences together: the
	TitlePart                    // is part of titles: Foreign
	Foreign                      // a given name seen in news, of unknown gender
	Body                         // says that an organisation is named right after it: company
	Other                        // ends names of what is neither person, place nor organisation: Prize
)

// Given is any kind of given name.
const Given = Male | Female | Foreign

// World is the built-in gazetteer. Make it with Builtin.
type World struct {
	Names   Index // phrases; a Ref is the number of an entry
	facts   string
	ids     string
	entries string
	strings string
}

// Builtin returns the gazetteer that is part of the program. It only looks at
// the table's head, which takes less than a microsecond.
func Builtin() World {
	// The head holds the lengths of the parts, which follow in this order.
	part := func(i int) string {
		at := parts * 4
		for j := range i {
			at += int(u32(world, j*4))
		}
		return world[at:][:u32(world, i*4)]
	}
	slots := part(2)
	return World{
		facts: part(0), ids: part(1),
		Names:   Index{slots: slots, list: part(3), texts: part(4), mask: uint32(len(slots)/8 - 1)},
		entries: part(5), strings: part(6),
	}
}

const (
	parts     = 7
	entrySize = 36

	located = 1 << 0
	noted   = 1 << 1
	shared  = 1 << 2
)

// Facts returns what is known of the word with the hash.
func (w *World) Facts(hash uint64) Fact {
	mask := uint32(len(w.facts)/8 - 1)
	for i := uint32(hash) & mask; ; i = (i + 1) & mask {
		f := u32(w.facts, int(i)*8+4)
		if f == 0 || u32(w.facts, int(i)*8) == uint32(hash>>32) {
			return Fact(f)
		}
	}
}

// Len returns the number of entries.
func (w *World) Len() int { return len(w.entries) / entrySize }

// Kind returns the kind of entry n.
func (w *World) Kind(n uint32) Kind { return Kind(w.entries[int(n)*entrySize+8]) }

// Population returns the population of entry n.
func (w *World) Population(n uint32) int { return int(u32(w.entries, int(n)*entrySize+24)) }

// Noted reports whether entry n is a capital or another city that the world writes about.
func (w *World) Noted(n uint32) bool { return w.entries[int(n)*entrySize+9]&noted != 0 }

// Shared reports whether other towns, some of them too small to be entries, bear
// the name of entry n, a city, and together have a twentieth of its inhabitants.
func (w *World) Shared(n uint32) bool { return w.entries[int(n)*entrySize+9]&shared != 0 }

// Lies reports whether entry n is entry in or lies in it.
func (w *World) Lies(n, in uint32) bool {
	const deepest = 4 // a city in a region in a country in a part of the world
	for range deepest {
		if n == in {
			return true
		}
		up := u32(w.entries, int(n)*entrySize+12)
		if up == 0 {
			return false
		}
		n = up - 1
	}
	return false
}

// Within returns the entry in which entry n lies or to which it belongs.
func (w *World) Within(n uint32) (uint32, bool) {
	up := u32(w.entries, int(n)*entrySize+12)
	return up - 1, up != 0
}

// ID returns the id of entry n.
func (w *World) ID(n uint32) string { return w.str(u32(w.entries, int(n)*entrySize)) }

// Name returns the name of entry n.
func (w *World) Name(n uint32) string { return w.str(u32(w.entries, int(n)*entrySize+4)) }

// Entry returns entry n.
func (w *World) Entry(n uint32) Entry {
	e := w.entries[int(n)*entrySize:][:entrySize]
	out := Entry{
		ID: w.str(u32(e, 0)), Name: w.str(u32(e, 4)), Kind: Kind(e[8]), Located: e[9]&located != 0, Noted: e[9]&noted != 0, Shared: e[9]&shared != 0,
		Lat: float64(int32(u32(e, 16))) / 1e5, Lon: float64(int32(u32(e, 20))) / 1e5,
		Population: int(u32(e, 24)), Wikidata: u32(e, 28), GeoNames: u32(e, 32),
	}
	if e[10] != 0 {
		out.Code = e[10:12]
	}
	if in := u32(e, 12); in != 0 {
		out.Within = w.ID(in - 1)
	}
	return out
}

// Find returns the number of the entry with the id.
func (w *World) Find(id string) (uint32, bool) {
	h := idHash(id)
	mask := uint32(len(w.ids)/8 - 1)
	for i := uint32(h) & mask; ; i = (i + 1) & mask {
		n := u32(w.ids, int(i)*8+4)
		if n == 0 {
			return 0, false
		}
		if u32(w.ids, int(i)*8) == uint32(h>>32) && w.ID(n-1) == id {
			return n - 1, true
		}
	}
}

func (w *World) str(at uint32) string { return w.strings[at+1:][:w.strings[at]] }

func idHash(id string) uint64 {
	h := uint64(offset)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * prime
	}
	return mix(h, 0)
}

// Codes returns the numbers of entry n in Wikidata and GeoNames, 0 when unknown.
func (w *World) Codes(n uint32) (wikidata, geonames uint32) {
	e := w.entries[int(n)*entrySize:]
	return u32(e, 28), u32(e, 32)
}
