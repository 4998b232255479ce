package entity

import (
	"slices"
	"strings"
	"testing"

	"dateline/internal/prose"
)

// TestInsertKeepsChains checks that the candidates of a cluster are still found
// from one to the next when offices are put between them, and places left out: a
// chain that leads to a wrong candidate may have no end.
func TestInsertKeepsChains(t *testing.T) {
	at := func(start, cluster int) cand {
		return cand{Span: prose.Span{Start: start, End: start + 4}, cluster: int32(cluster), before: -1}
	}
	r, _ := NewRegister(nil)
	f := finder{
		r: r, a: prose.Analyse(prose.Raw(strings.Repeat("Holm ", 20)), nil),
		cands:    []cand{at(10, -1), at(20, -1), at(30, -1), at(40, -1), at(50, -1)},
		clusters: []cluster{{last: -1, best: 0}, {last: -1, best: 3}},
	}
	for i, n := range []int32{0, 1, 0, 1, 0} {
		f.join(int32(i), n)
	}
	f.insert([]cand{at(0, -1), at(15, -1), at(39, -1), at(60, -1)}) // the third is the office that 40 is part of
	var starts []int
	for _, c := range f.cands {
		starts = append(starts, c.Start)
	}
	if want := []int{0, 10, 15, 20, 30, 39, 50, 60}; !slices.Equal(starts, want) {
		t.Fatalf("candidates begin at %v, want %v", starts, want)
	}
	for n, want := range [][]int{{50, 30, 10}, {20}} {
		var got []int
		for i := f.clusters[n].last; i >= 0 && len(got) < 9; i = f.cands[i].before {
			got = append(got, f.cands[i].Start)
		}
		if !slices.Equal(got, want) {
			t.Errorf("cluster %d has the candidates at %v, want %v", n, got, want)
		}
		if best := f.cands[f.clusters[n].best].Start; !slices.Contains(want, best) {
			t.Errorf("cluster %d is named by the candidate at %d", n, best)
		}
	}
}
