package gazetteer

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Content is a gazetteer before it becomes a table.
type Content struct {
	Entries []Entry  // Within is an id; ids are distinct
	Phrases []Phrase // a Ref is an index into Entries; the likeliest bearer of a name first
	Facts   map[uint64]Fact
}

// Encode returns the table for c that Builtin reads. It is deterministic.
func Encode(c Content) ([]byte, error) {
	var text []byte
	where := map[string]uint32{}
	var tooLong error
	str := func(s string) uint32 {
		at, ok := where[s]
		if !ok {
			if len(s) > 255 {
				tooLong = fmt.Errorf("gazetteer: %q is longer than 255 bytes", s)
				s = s[:255]
			}
			at = uint32(len(text))
			where[s] = at
			text = append(append(text, byte(len(s))), s...)
		}
		return at
	}
	number := map[string]uint32{}
	for i, e := range c.Entries {
		if _, twice := number[e.ID]; twice && e.ID != "" {
			return nil, fmt.Errorf("gazetteer: id %q twice", e.ID)
		}
		number[e.ID] = uint32(i)
	}
	le := binary.LittleEndian
	var entries []byte
	for _, e := range c.Entries {
		b := make([]byte, entrySize)
		le.PutUint32(b[0:], str(e.ID))
		le.PutUint32(b[4:], str(e.Name))
		b[8] = byte(e.Kind)
		if e.Located {
			b[9] = located
		}
		if e.Noted {
			b[9] |= noted
		}
		if e.Shared {
			b[9] |= shared
		}
		copy(b[10:12], e.Code)
		if e.Within != "" {
			in, ok := number[e.Within]
			if !ok {
				return nil, fmt.Errorf("gazetteer: %q lies in %q, which is not there", e.ID, e.Within)
			}
			le.PutUint32(b[12:], in+1)
		}
		le.PutUint32(b[16:], uint32(degrees(e.Lat)))
		le.PutUint32(b[20:], uint32(degrees(e.Lon)))
		le.PutUint32(b[24:], uint32(e.Population))
		le.PutUint32(b[28:], e.Wikidata)
		le.PutUint32(b[32:], e.GeoNames)
		entries = append(entries, b...)
	}
	if tooLong != nil {
		return nil, tooLong
	}

	var facts, ids []pair
	for h, f := range c.Facts {
		facts = append(facts, pair{h, uint32(f)})
	}
	for id, n := range number {
		if id != "" {
			ids = append(ids, pair{idHash(id), n + 1})
		}
	}
	x := Build(c.Phrases)
	var out []byte
	sections := [parts]string{hashed(facts), hashed(ids), x.slots, x.list, x.texts, string(entries), string(text)}
	for _, s := range sections {
		out = le.AppendUint32(out, uint32(len(s)))
	}
	for _, s := range sections {
		out = append(out, s...)
	}
	return out, nil
}

func degrees(d float64) int32 {
	if d < 0 {
		return int32(d*1e5 - 0.5)
	}
	return int32(d*1e5 + 0.5)
}

type pair struct {
	hash  uint64
	value uint32 // not 0
}

// hashed lays pairs out as an open table of at most two thirds, in an order
// that depends on nothing but the pairs.
func hashed(pairs []pair) string {
	slices.SortFunc(pairs, func(a, b pair) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	size := 8
	for size*2 < len(pairs)*3 {
		size *= 2
	}
	t := make([]byte, size*8)
	for _, p := range pairs {
		i := uint32(p.hash) & uint32(size-1)
		for binary.LittleEndian.Uint32(t[i*8+4:]) != 0 {
			i = (i + 1) & uint32(size-1)
		}
		binary.LittleEndian.PutUint32(t[i*8:], uint32(p.hash>>32))
		binary.LittleEndian.PutUint32(t[i*8+4:], p.value)
	}
	return string(t)
}
