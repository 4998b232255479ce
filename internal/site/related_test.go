package site

import (
	"cmp"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/article"
	"dateline/internal/entity"
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

func TestTogether(t *testing.T) {
	register, _ := entity.NewRegister(nil)
	settings, _ := ReadSettings("site.yaml", nil)
	s, diags := Link(Input{Settings: settings, Register: register, Compiled: []*article.Article{
		telling(1, "Mara Quill", "Otto Brandt", "Nils Holm"), telling(2, "Mara Quill", "Otto Brandt", "Nils Holm", "Ida Lund"),
		telling(3, "Mara Quill", "Otto Brandt"), telling(4, "Otto Brandt", "Ida Lund"),
	}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	e := s.Entity("mara-quill")
	company := s.Companions(e, 10)
	at := func(id string) int {
		return slices.IndexFunc(company, func(c Companion) bool { return c.Entity.ID == id })
	}
	pairs := s.Together(e, company)
	for _, want := range []struct {
		a, b string
		n    int
	}{
		{"otto-brandt", "nils-holm", 2}, {"otto-brandt", "ida-lund", 1}, {"nils-holm", "ida-lund", 1}, {"otto-brandt", "otto-brandt", 0},
	} {
		if a, b := at(want.a), at(want.b); pairs[a][b] != want.n || pairs[b][a] != want.n {
			t.Errorf("%s and %s are named together with Mara Quill in %d articles, want %d", want.a, want.b, pairs[a][b], want.n)
		}
	}
}
