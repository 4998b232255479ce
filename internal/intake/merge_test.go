package intake

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/importer"
)

func TestMerge(t *testing.T) {
	for _, c := range []struct {
		name, base, mine, theirs, want string
		changes, conflicts             int
	}{
		{"nothing", "a b c", "a b c", "a b c", "a b c", 0, 0},
		{"mine", "a b c", "a B c", "a b c", "a B c", 0, 0},
		{"theirs", "a b c", "a b c", "a b C", "a b C", 1, 0},
		{"both, apart", "a b c d", "A b c d", "a b c D", "A b c D", 1, 0},
		{"both, alike", "a b c", "a x c", "a x c", "a x c", 0, 0},
		{"both, otherwise", "a b c", "a x c", "a y c", "a x c", 0, 1},
		{"theirs is longer", "a b", "A b", "a b c d", "A b c d", 1, 0},
		{"theirs is shorter", "a b c d", "A b c d", "a b", "A b", 1, 0},
		{"mine deleted what they changed", "a b c", "a c", "a B c", "a c", 0, 1},
		{"from nothing", "", "a", "b", "a", 0, 1},
	} {
		m := merge(importer.SumLines(text(c.base)), text(c.mine), text(c.theirs))
		if !bytes.Equal(m.text, text(c.want)) || m.changes != c.changes || m.conflicts != c.conflicts {
			t.Errorf("%s: %q, %d changes, %d conflicts", c.name, m.text, m.changes, m.conflicts)
		}
	}
}

// text writes each word on a line.
func text(words string) []byte {
	return []byte(strings.Join(append(strings.Fields(words), ""), "\n"))
}

// Merging is exact where only one side changed, and never loses a line of the edited
// article that was added to it.
func TestMergeProperties(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	rapid.Check(t, func(t *rapid.T) {
		words := func(name string) []byte {
			return text(strings.Join(rapid.SliceOfN(word, 0, 8).Draw(t, name), " "))
		}
		base, theirs := words("base"), words("theirs")
		if m := merge(importer.SumLines(base), base, theirs); !bytes.Equal(m.text, theirs) || m.conflicts != 0 {
			t.Fatalf("nobody edited: %q became %q", theirs, m.text)
		}
		if m := merge(importer.SumLines(base), theirs, base); !bytes.Equal(m.text, theirs) || m.changes != 0 || m.conflicts != 0 {
			t.Fatalf("the source is the same: %q became %q", theirs, m.text)
		}
		at := rapid.IntRange(0, bytes.Count(base, []byte("\n"))).Draw(t, "at")
		mine := slices.Insert(bytes.SplitAfter(base, []byte("\n")), at, []byte("my own\n"))
		if m := merge(importer.SumLines(base), bytes.Join(mine, nil), theirs); bytes.Count(m.text, []byte("my own\n")) != 1 {
			t.Fatalf("what was added is not in %q", m.text)
		}
	})
}
