package gazetteer

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The program is to stay small: the table had twice the size when it was sparser.
func TestTableIsSmall(t *testing.T) {
	if most := 2_300_000; len(world) > most {
		t.Errorf("world.bin has %d bytes, more than %d", len(world), most)
	}
}

// Ids, names and positions of entries all over the table agree with each other.
func TestEntries(t *testing.T) {
	w := Builtin()
	located := 0
	for n := uint32(0); int(n) < w.Len(); n += 7 {
		e := w.Entry(n)
		if e.Name == "" || e.Kind < Country || e.Kind > Demonym || e.Kind == Country != (len(e.Code) == 2) {
			t.Fatalf("entry %d: %+v", n, e)
		}
		if e.ID != w.ID(n) || e.Name != w.Name(n) || e.Kind != w.Kind(n) || e.Population != w.Population(n) || e.Noted != w.Noted(n) || e.Shared != w.Shared(n) {
			t.Fatalf("entry %d is %+v, but its parts differ", n, e)
		}
		if q, g := w.Codes(n); q != e.Wikidata || g != e.GeoNames {
			t.Errorf("%s has the numbers %d and %d, and %d and %d", e.ID, q, g, e.Wikidata, e.GeoNames)
		}
		if e.Located {
			located++
			if e.Lat < -90 || e.Lat > 90 || e.Lon < -180 || e.Lon > 180 || e.Lat == 0 && e.Lon == 0 {
				t.Errorf("%s lies at %v, %v", e.ID, e.Lat, e.Lon)
			}
		}
		if found, ok := w.Find(e.ID); e.ID != "" && (!ok || found != n) {
			t.Errorf("%q is entry %d, found is %d", e.ID, n, found)
		}
		if in, ok := w.Within(n); ok != (e.Within != "") || ok && (w.ID(in) != e.Within || !w.Lies(n, in)) {
			t.Errorf("%s lies in %q, not in entry %d", e.ID, e.Within, in)
		}
		if len(refs(t, &w, e.Name)) == 0 && !e.Kind.IsTitle() {
			t.Errorf("%q is not found by its name", e.Name)
		}
	}
	if located < w.Len()/10 {
		t.Errorf("only %d entries have a place", located)
	}
}

func TestEncodeGivesBackOrRefuses(t *testing.T) {
	content := func(change func(*Content)) Content {
		c := Content{
			Entries: []Entry{
				{ID: "utopia", Name: "Utopia", Kind: Country, Lat: -12.5, Lon: 179.99999, Located: true, Population: 400_000_000, Wikidata: 1<<32 - 1, Code: "UT"},
				{ID: "amaurote", Name: "Amaurote", Kind: City, Within: "utopia", Noted: true, Shared: true, GeoNames: 7},
				{Name: strings.Repeat("long ", 40) + "title", Kind: Title},
			},
			Phrases: []Phrase{{"Utopia", 0}, {"Amaurote", 1}, {"Amaurote Town", 1}, {"Utopia", 1}},
			Facts:   map[uint64]Fact{Hash("town"): Common | Near, Hash("of"): Function | Joint},
		}
		change(&c)
		return c
	}
	if _, err := Encode(content(func(*Content) {})); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Content){
		"an id twice":                   func(c *Content) { c.Entries[1].ID = "utopia" },
		"a place nowhere":               func(c *Content) { c.Entries[1].Within = "erewhon" },
		"numbers of both registers":     func(c *Content) { c.Entries[1].Wikidata = 3 },
		"more inhabitants than fit":     func(c *Content) { c.Entries[1].Population = 1 << 32 },
		"the code of what has none":     func(c *Content) { c.Entries[1].Code = "AM" },
		"a finer position than is kept": func(c *Content) { c.Entries[1].Lat = 1e-7 },
		"words that only differ above their prints": func(c *Content) {
			for i := range uint64(100) {
				c.Facts[i<<24] = Fact(1 + i)
			}
		},
	} {
		if _, err := Encode(content(change)); err == nil {
			t.Errorf("%s was taken without a word", name)
		}
	}
}

// A table has each of its pairs whatever else is in it, and no other but for the
// few whose prints are alike.
func FuzzTable(f *testing.F) {
	f.Add(uint64(1), uint16(100), uint8(75), uint8(4), uint8(4))
	f.Add(uint64(2), uint16(3), uint8(99), uint8(3), uint8(1))
	f.Add(uint64(3), uint16(0), uint8(1), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, seed uint64, count uint16, percent, prints, numbers uint8) {
		s := shape{prints%4 + 1, numbers%4 + 1}
		r := rand.New(rand.NewPCG(seed, 1))
		pairs := make([]pair, count%2000)
		for i := range pairs {
			pairs[i] = pair{r.Uint64(), 1 + r.Uint32()%(1<<(8*s.numbers-1))}
		}
		x := newTable(pairs, int(percent%99)+1, s)
		alike := map[uint64]int{}
		for _, p := range pairs {
			alike[p.hash&x.print]++
		}
		for _, p := range pairs {
			if got := x.find(p.hash); got != p.number && (got == 0 || alike[p.hash&x.print] == 1) {
				t.Fatalf("%x has the number %d, want %d", p.hash, got, p.number)
			}
		}
		for range 100 {
			if h := r.Uint64(); x.find(h) != 0 && alike[h&x.print] == 0 {
				t.Fatalf("%x is not in the table and has a number", h)
			}
		}
	})
}
