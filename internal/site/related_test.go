package site

import (
	"cmp"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// The foremost of a tally are the first of everything it saw, sorted; and a tally
// that was used before is as good as a new one.
func TestTally(t *testing.T) {
	const size = 20
	var pool sync.Pool
	rapid.Check(t, func(t *rapid.T) {
		of := tallyOf(&pool, size)
		want := map[uint32]uint32{}
		for _, i := range rapid.SliceOf(rapid.Uint32Range(0, size-1)).Draw(t, "indexes") {
			n := rapid.Uint32Range(1, 3).Draw(t, "number")
			of.add(i, n)
			want[i] += n
		}
		compare := func(a, b uint32) int { return cmp.Or(cmp.Compare(want[b], want[a]), cmp.Compare(a, b)) }
		var sorted []uint32
		for i := range want {
			sorted = append(sorted, i)
			if of.of[i] != want[i] {
				t.Fatalf("%d is tallied %d, want %d", i, of.of[i], want[i])
			}
		}
		slices.SortFunc(sorted, compare)
		n := rapid.IntRange(0, size).Draw(t, "n")
		if got := of.foremost(n, compare); !slices.Equal(got, sorted[:min(n, len(sorted))]) {
			t.Fatalf("the first %d are %v of %v", n, got, sorted)
		}
		of.clear()
		pool.Put(of)
	})
}
