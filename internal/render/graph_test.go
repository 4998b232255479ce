package render

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/site"
)

// Everybody stands on the ring once; everybody who is near to anybody has a line, and no
// line joins those who are not.
func TestRingAndTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(fewestDots, graphDots).Draw(t, "n")
		var of [graphDots][graphDots]float64
		for i := range n {
			for j := range i {
				of[i][j] = float64(rapid.IntRange(0, 4).Draw(t, "near"))
				of[j][i] = of[i][j]
			}
		}
		near := func(i, j int) float64 { return of[i][j] }
		all := ring(n, near)
		slices.Sort(all)
		for i := range n {
			if len(all) != n || all[i] != i {
				t.Fatalf("on the ring are %v", all)
			}
		}
		tied := make([]bool, n)
		ties := strongestTies(n, near)
		for _, tie := range ties {
			if near(tie[0], tie[1]) == 0 {
				t.Fatalf("%v are joined", tie)
			}
			tied[tie[0]], tied[tie[1]] = true, true
		}
		for i := range n {
			if !tied[i] && slices.Max(of[i][:n]) > 0 {
				t.Fatalf("%d has no line", i)
			}
		}
		if len(ties) > n*linesEach {
			t.Fatalf("%d lines of %d", len(ties), n)
		}
	})
}

func TestShortNames(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		kind       ner.Kind
		aliases    []string
	}{
		{"Orla Fenwick", "Orla Fenwick", ner.Person, nil},
		{"Wilhelmina Fenwick", "Fenwick", ner.Person, nil},
		{"Board of the Harbour of Quillhaven", "BHQ", ner.Organisation, []string{"The Board", "BHQ"}},
		{"Board of the Harbour of Quillhaven", "Board of the…", ner.Organisation, nil},
		{"Donaudampfschifffahrtsgesellschaft", "Donaudampfsc…", ner.Organisation, nil},
	} {
		e := &site.Entity{Entity: &entity.Entity{Name: tt.name, Kind: tt.kind, Aliases: tt.aliases}}
		if got := shortName(e, 13); got != tt.want || utf8.RuneCountInString(got) > 13 {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
