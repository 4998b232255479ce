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
	facts   table // from the hashes of words, spread, to numbers of sets
	sets    string
	ids     table // from the hashes of ids to numbers of entries, plus 1
	entries string
	texts   string
}

// Builtin returns the gazetteer that is part of the program. It only looks at
// the table's head, which takes less than a microsecond.
func Builtin() World { return read(world) }

// read returns the gazetteer that memory is, in the form that Encode gives it.
func read(memory string) World {
	// The head holds the lengths of the parts, which follow in this order.
	var part [parts]string
	rest := memory[parts*4:]
	for i := range part {
		n := u32(memory, i*4)
		part[i], rest = rest[:n], rest[n:]
	}
	return World{
		facts: tableOf(part[0], factShape), sets: part[1],
		ids:     tableOf(part[2], idShape),
		Names:   Index{steps: tableOf(part[3], nameShape), list: part[4], texts: part[6]},
		entries: part[5], texts: part[6],
	}
}

// parts is how many parts the table has.
const parts = 7

// Three bytes of print let one unknown word in some millions pass for a known
// one; ids and names are compared with what is found.
var (
	factShape = shape{prints: 3, numbers: 1}
	idShape   = shape{prints: 3, numbers: 2}
	nameShape = shape{prints: 3, numbers: 2}
)

// An entry is 22 bytes: where its name stands in the texts, followed by its id and
// a country's code, with kind and flags in the upper byte; latitude and longitude
// in hundred-thousandths of a degree; population; its number in GeoNames or
// Wikidata (no entry has both); and, in two bytes, the number of the entry in
// which it lies, from 1.
const (
	entrySize = 22

	atLat, atLon, atPopulation, atNumber, atWithin = 4, 8, 12, 16, 20

	textMask  = 1<<24 - 1
	kindShift = 24
	kindMask  = 0xf
	located   = 1 << 28
	noted     = 1 << 29
	shared    = 1 << 30
	wikidata  = 1 << 31 // the number is Wikidata's
)

// Facts returns what is known of the word with the hash.
func (w *World) Facts(hash uint64) Fact {
	return Fact(u32(w.sets, int(w.facts.find(spread(hash)))*4))
}

// spread lets every bit of a word's hash have a say in the upper ones, which for
// short words are much alike (Fibonacci hashing, Knuth 6.4).
func spread(hash uint64) uint64 { return hash * 0x9E3779B97F4A7C15 }

// Len returns the number of entries.
func (w *World) Len() int { return len(w.entries) / entrySize }

// field returns the four bytes at a place of entry n.
func (w *World) field(n uint32, at int) uint32 { return u32(w.entries, int(n)*entrySize+at) }

// Kind returns the kind of entry n.
func (w *World) Kind(n uint32) Kind { return Kind(w.field(n, 0) >> kindShift & kindMask) }

// Population returns the population of entry n.
func (w *World) Population(n uint32) int { return int(w.field(n, atPopulation)) }

// Noted reports whether entry n is a capital or another city that the world writes about.
func (w *World) Noted(n uint32) bool { return w.field(n, 0)&noted != 0 }

// Shared reports whether other towns, some of them too small to be entries, bear
// the name of entry n, a city, and together have a twentieth of its inhabitants.
func (w *World) Shared(n uint32) bool { return w.field(n, 0)&shared != 0 }

// Lies reports whether entry n is entry in or lies in it.
func (w *World) Lies(n, in uint32) bool {
	const deepest = 4 // a city in a region in a country in a part of the world
	for range deepest {
		if n == in {
			return true
		}
		up, ok := w.Within(n)
		if !ok {
			return false
		}
		n = up
	}
	return false
}

// Within returns the entry in which entry n lies or to which it belongs.
func (w *World) Within(n uint32) (uint32, bool) {
	i := int(n)*entrySize + atWithin
	up := uint32(w.entries[i]) | uint32(w.entries[i+1])<<8
	return up - 1, up != 0
}

// ID returns the id of entry n.
func (w *World) ID(n uint32) string {
	_, next := textAt(w.texts, w.field(n, 0)&textMask)
	id, _ := textAt(w.texts, next)
	return id
}

// Name returns the name of entry n.
func (w *World) Name(n uint32) string {
	name, _ := textAt(w.texts, w.field(n, 0)&textMask)
	return name
}

// Codes returns the numbers of entry n in Wikidata and GeoNames, 0 when unknown.
func (w *World) Codes(n uint32) (wikidataNumber, geoNames uint32) {
	if w.field(n, 0)&wikidata != 0 {
		return w.field(n, atNumber), 0
	}
	return 0, w.field(n, atNumber)
}

// Entry returns entry n.
func (w *World) Entry(n uint32) Entry {
	head := w.field(n, 0)
	e := Entry{
		Kind: w.Kind(n), Located: head&located != 0, Noted: w.Noted(n), Shared: w.Shared(n),
		Lat: float64(int32(w.field(n, atLat))) / 1e5, Lon: float64(int32(w.field(n, atLon))) / 1e5,
		Population: w.Population(n),
	}
	var next uint32
	e.Name, next = textAt(w.texts, head&textMask)
	e.ID, next = textAt(w.texts, next)
	if e.Kind == Country {
		e.Code, _ = textAt(w.texts, next)
	}
	e.Wikidata, e.GeoNames = w.Codes(n)
	if in, ok := w.Within(n); ok {
		e.Within = w.ID(in)
	}
	return e
}

// Find returns the number of the entry with the id.
func (w *World) Find(id string) (uint32, bool) {
	n := w.ids.find(idHash(id))
	if n == 0 || w.ID(n-1) != id {
		return 0, false
	}
	return n - 1, true
}

func idHash(id string) uint64 {
	h := uint64(offset)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * prime
	}
	return mix(h, 0)
}
