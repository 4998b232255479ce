package cache

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sync/atomic"
)

// table finds records by their digest. It holds them one beside the other and
// without a pointer, in 40 bytes each, and costs the garbage collector nothing.
type table struct {
	records []record // in no order
	slots   []uint32 // where in records, from 1; 0 for none. At least a quarter are none, and their number is a power of 2
}

// record is where a value is.
type record struct {
	digest digest
	off    int64  // of its header in the pack
	len    uint32 // of the value
	state  uint32 // how many sweeps ago it was used, and usedBit
}

// usedBit says that a record was used since the last sweep. Readers set it while
// they share the lock, hence atomically.
const usedBit = 1 << 8

func (r *record) use() {
	if atomic.LoadUint32(&r.state)&usedBit == 0 {
		atomic.OrUint32(&r.state, usedBit)
	}
}

func (r *record) used() bool { return r.state&usedBit != 0 }
func (r *record) age() uint8 { return uint8(r.state) }

// bytes is the length of the record in the pack.
func (r *record) bytes() int64 { return header + int64(r.len) }

// find returns the record of d, or nil. It is good until the table changes.
func (t *table) find(d digest) *record {
	if len(t.slots) == 0 {
		return nil
	}
	if at := t.slots[t.slot(d)]; at != 0 {
		return &t.records[at-1]
	}
	return nil
}

// slot returns the slot of d, or the one where it would be put.
func (t *table) slot(d digest) int {
	mask := len(t.slots) - 1
	for i := int(binary.LittleEndian.Uint32(d[:])) & mask; ; i = (i + 1) & mask { // digests are spread evenly
		if at := t.slots[i]; at == 0 || t.records[at-1].digest == d {
			return i
		}
	}
}

// put adds r, or replaces the record of the same digest, whose length in the
// pack it returns.
func (t *table) put(r record) (replaced int64) {
	if old := t.find(r.digest); old != nil {
		replaced = old.bytes()
		*old = r
		return replaced
	}
	t.records = append(t.records, r)
	if 4*len(t.records) > 3*len(t.slots) {
		t.index()
	} else {
		t.slots[t.slot(r.digest)] = uint32(len(t.records))
	}
	return 0
}

// sort brings the records in the order of their offsets.
func (t *table) sort() {
	slices.SortFunc(t.records, func(a, b record) int { return cmp.Compare(a.off, b.off) })
	t.index()
}

// index fills the slots, after records changed otherwise than by put. Of two of
// one digest the second counts.
func (t *table) index() {
	size := 64
	for 3*size < 4*len(t.records) {
		size *= 2
	}
	t.slots = make([]uint32, size)
	for i := range t.records {
		t.slots[t.slot(t.records[i].digest)] = uint32(i + 1)
	}
}
