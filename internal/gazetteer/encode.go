package gazetteer

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// Content is a gazetteer before it becomes a table.
type Content struct {
	Entries []Entry  // Within is an id; ids are distinct
	Phrases []Phrase // a Ref is an index into Entries; the likeliest bearer of a name first
	Facts   map[uint64]Fact
}

// Encode returns the table for c that Builtin reads. It is deterministic. A table
// that would not give everything back is an error.
func Encode(c Content) ([]byte, error) {
	number := map[string]uint32{}
	for i, e := range c.Entries {
		if e.ID == "" {
			continue
		}
		if _, twice := number[e.ID]; twice {
			return nil, fmt.Errorf("gazetteer: id %q twice", e.ID)
		}
		number[e.ID] = uint32(i)
	}
	var texts texts
	var entries []byte
	for _, e := range c.Entries {
		at := texts.put(e.Name)
		texts.remember(e.Name, at)
		texts.put(e.ID)
		if e.Kind == Country {
			texts.put(e.Code)
		}
		within := uint32(0)
		if e.Within != "" {
			in, ok := number[e.Within]
			if !ok {
				return nil, fmt.Errorf("gazetteer: %q lies in %q, which is not there", e.ID, e.Within)
			}
			within = in + 1
		}
		entries = appendEntry(entries, e, at, within)
	}
	const percent = 90
	ids := make([]pair, 0, len(number))
	for id, n := range number {
		ids = append(ids, pair{idHash(id), n + 1})
	}
	slices.SortFunc(ids, func(a, b pair) int { return cmp.Compare(a.number, b.number) })
	facts, sets := factTable(c.Facts)
	names := build(c.Phrases, &texts, nameShape)
	sections := [parts]string{
		facts.slots, sets, newTable(ids, percent, idShape).slots,
		names.steps.slots, names.list, string(entries), texts.memory.String(),
	}
	var out []byte
	for _, s := range sections {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
	}
	for _, s := range sections {
		out = append(out, s...)
	}
	return out, holds(string(out), c)
}

// appendEntry appends the fixed part of an entry, whose name stands at a place of
// the texts and which lies in entry within-1, in the form that Entry reads.
func appendEntry(b []byte, e Entry, at, within uint32) []byte {
	at |= uint32(e.Kind) << kindShift
	number := e.GeoNames
	for _, f := range []struct {
		is   bool
		flag uint32
	}{{e.Located, located}, {e.Noted, noted}, {e.Shared, shared}, {e.Wikidata != 0, wikidata}} {
		if f.is {
			at |= f.flag
		}
	}
	if e.Wikidata != 0 {
		number = e.Wikidata
	}
	le := binary.LittleEndian
	b = le.AppendUint32(b, at)
	b = le.AppendUint32(b, uint32(degrees(e.Lat)))
	b = le.AppendUint32(b, uint32(degrees(e.Lon)))
	b = le.AppendUint32(b, uint32(e.Population))
	b = le.AppendUint32(b, number)
	return le.AppendUint16(b, uint16(within))
}

func degrees(d float64) int32 {
	if d < 0 {
		return int32(d*1e5 - 0.5)
	}
	return int32(d*1e5 + 0.5)
}

// factTable returns the table of facts: a number is that of one of the sets, 4
// bytes each, for few are distinct; the first has no fact in it.
func factTable(facts map[uint64]Fact) (t table, sets string) {
	distinct := slices.SortedFunc(maps.Values(facts), likelier)
	distinct = slices.Compact(distinct)
	b := make([]byte, 4)
	for _, f := range distinct {
		b = binary.LittleEndian.AppendUint32(b, uint32(f))
	}
	pairs := make([]pair, 0, len(facts))
	for h, f := range facts {
		n, _ := slices.BinarySearchFunc(distinct, f, likelier)
		pairs = append(pairs, pair{spread(h), uint32(n) + 1})
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.hash, b.hash))
	})
	const percent = 70
	return newTable(pairs, percent, factShape), string(b)
}

// likelier puts facts of the words that texts are full of first.
func likelier(a, b Fact) int {
	rank := func(f Fact) int {
		switch {
		case f&Function != 0:
			return 0
		case f&Frequent != 0:
			return 1
		case f&Common != 0:
			return 2
		}
		return 3
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// holds returns an error if a table does not give back what it was made from: a
// field of it may be too small, two hashes too much alike.
func holds(memory string, c Content) error {
	w := read(memory)
	for i, e := range c.Entries {
		if got := w.Entry(uint32(i)); got != e {
			return fmt.Errorf("gazetteer: the table cannot hold %+v, it has %+v", e, got)
		}
		if n, ok := w.Find(e.ID); e.ID != "" && (!ok || n != uint32(i)) {
			return fmt.Errorf("gazetteer: the table has lost the id %q", e.ID)
		}
	}
	for h, f := range c.Facts {
		if w.Facts(h) != f {
			return fmt.Errorf("gazetteer: the table has lost the facts of %x", h)
		}
	}
	for _, p := range c.Phrases {
		var n Node
		for x, ok := Next(p.Text, 0); ok; x, ok = Next(p.Text, x.End) {
			n, _ = w.Names.Step(n, x.Hash)
		}
		found := false
		w.Names.At(n, func(text string, ref uint32) bool {
			found = text == p.Text && ref == p.Ref
			return !found
		})
		if !found {
			return fmt.Errorf("gazetteer: the table has lost the name %q", p.Text)
		}
	}
	return nil
}
