package intake

import (
	"bytes"
	"math"
	"slices"

	"github.com/aymanbagabas/go-udiff/lcs"

	"dateline/internal/importer"
)

// merged is an edited article with the changes of its source.
type merged struct {
	text      []byte
	changes   int // places that only the source changed: they are in text
	conflicts int // places that both changed, differently: text has the article's
}

// merge merges by lines as diff3 does (Khanna, Kunal and Pierce, "A formal
// investigation of diff3", 2007). Of the version that both come from only the sums of
// its lines are known, which is enough: nothing is ever taken from it.
func merge(base []importer.LineSum, mine, theirs []byte) merged {
	a := changesOf(base, mine)
	b := changesOf(base, theirs)
	var m merged
	at := 0 // in base, and what comes before is merged
	put := func(lines [][]byte) {
		for _, l := range lines {
			if n := len(m.text); n > 0 && m.text[n-1] != '\n' { // a last line without an end is the last no more
				m.text = append(m.text, '\n')
			}
			m.text = append(m.text, l...)
		}
	}
	for len(a.left) > 0 || len(b.left) > 0 {
		start := min(a.next(), b.next())
		put(a.same(at, start))
		end := start
		na, nb := 0, 0
		for { // the changes that touch each other
			if na < len(a.left) && a.left[na].Start <= end {
				end = max(end, a.left[na].End)
				na++
			} else if nb < len(b.left) && b.left[nb].Start <= end {
				end = max(end, b.left[nb].End)
				nb++
			} else {
				break
			}
		}
		ours, other := a.take(na, start, end), b.take(nb, start, end)
		switch {
		case nb == 0 || slices.EqualFunc(ours, other, bytes.Equal):
			put(ours)
		case na == 0:
			m.changes++
			put(other)
		default:
			m.conflicts++
			put(ours)
		}
		at = end
	}
	put(a.same(at, len(base)))
	return m
}

// version is a text with what changed from the base to it.
type version struct {
	lines [][]byte
	left  []lcs.Diff // changes that are not merged yet
	shift int        // how much further down than in the base the lines stand before them
}

// changesOf finds what changed from the base to text.
func changesOf(base []importer.LineSum, text []byte) *version {
	v := &version{lines: slices.Collect(bytes.Lines(text))}
	v.left = lcs.DiffRunes(runes(base), runes(importer.SumLines(text)))
	return v
}

// runes gives sums to an algorithm that compares characters.
func runes(sums []importer.LineSum) []rune {
	out := make([]rune, len(sums))
	for i, s := range sums {
		out[i] = rune(s)
	}
	return out
}

// next returns where in the base the next change begins.
func (v *version) next() int {
	if len(v.left) == 0 {
		return math.MaxInt
	}
	return v.left[0].Start
}

// same returns the lines for a part of the base that did not change.
func (v *version) same(start, end int) [][]byte { return v.lines[start+v.shift : end+v.shift] }

// take returns the lines for base[start:end], in which the next n changes are, and
// goes beyond them.
func (v *version) take(n, start, end int) [][]byte {
	from := start + v.shift
	for _, d := range v.left[:n] {
		v.shift += (d.ReplEnd - d.ReplStart) - (d.End - d.Start)
	}
	v.left = v.left[n:]
	return v.lines[from : end+v.shift]
}
