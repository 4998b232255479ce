package cache

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A table is a map, whatever is put, dropped and sorted.
func TestTable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var tab table
	want := map[digest]record{}
	random := func() (d digest) {
		d[0], d[5] = byte(r.IntN(4)), byte(r.IntN(100)) // many begin in the same slot
		return d
	}
	for step := range 20_000 {
		switch r.IntN(500) {
		case 0:
			tab.sort()
		case 1:
			gone := func(r record) bool { return r.off%3 == 0 }
			tab.records = slices.DeleteFunc(tab.records, gone)
			tab.index()
			for d, rec := range want {
				if gone(rec) {
					delete(want, d)
				}
			}
		default:
			rec := record{digest: random(), off: r.Int64N(1000), len: uint32(step)}
			old, had := want[rec.digest]
			if n := tab.put(rec); had && n != old.bytes() || !had && n != 0 {
				t.Fatalf("step %d: %d bytes replaced", step, n)
			}
			want[rec.digest] = rec
		}
		d := random()
		if got := tab.find(d); (got != nil) != (want[d] != record{}) || got != nil && *got != want[d] {
			t.Fatalf("step %d: found %v, want %v", step, got, want[d])
		}
	}
	if len(tab.records) != len(want) {
		t.Fatalf("%d records, want %d", len(tab.records), len(want))
	}
}
