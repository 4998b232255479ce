package anchor

import (
	"strings"
	"unicode/utf8"

	"dateline/internal/diag"
	"dateline/internal/gazetteer"
)

// context is what stands on one side of a quote, from the quote outwards.
type context struct {
	words []contextWord
	edge  int // how many words there are up to the end of the block; -1 when it is not in sight
	inner float32
}

// contextWord is a word beside the quoted ones.
type contextWord struct {
	text    string
	hash    uint64
	letters float32
	cut     bool // its far end is cut off
}

// contextWords is how many words of a context are compared.
const contextWords = 12

// before returns the context that a prefix is.
func before(prefix string) context {
	var spans []gazetteer.Word
	for w, ok := gazetteer.Next(prefix, 0); ok; w, ok = gazetteer.Next(prefix, w.End) {
		if spans = append(spans, w); len(spans) >= 4*contextWords { // long ones are hostile: forget what is far
			spans = append(spans[:0], spans[len(spans)-contextWords:]...)
		}
	}
	c := context{edge: -1}
	at := len(prefix)
	for i := len(spans) - 1; i >= 0 && len(c.words) < contextWords; i-- {
		w := spans[i]
		c.add(prefix[w.End:at], prefix[w.Start:w.End], w)
		c.words[len(c.words)-1].cut = w.Start == 0
		at = w.Start
	}
	c.close(prefix[:at])
	return c
}

// after returns the context that a suffix is.
func after(suffix string) context {
	c := context{edge: -1}
	at := 0
	for w, ok := gazetteer.Next(suffix, 0); ok && len(c.words) < contextWords; w, ok = gazetteer.Next(suffix, w.End) {
		c.add(suffix[at:w.Start], suffix[w.Start:w.End], w)
		c.words[len(c.words)-1].cut = w.End == len(suffix)
		at = w.End
	}
	c.close(suffix[at:])
	return c
}

// add adds a word with what stands between it and the one before.
func (c *context) add(gap, text string, w gazetteer.Word) {
	c.close(gap)
	cw := contextWord{text: text, hash: w.Hash, letters: float32(utf8.RuneCountInString(text))}
	if c.words = append(c.words, cw); c.edge < 0 {
		c.inner += cw.letters
	}
}

// close notes the end of the block, if it is in a gap.
func (c *context) close(gap string) {
	if c.edge < 0 && strings.IndexByte(gap, '\n') >= 0 {
		c.edge = len(c.words)
	}
}

// letters returns how many there are in the words of c.
func (c *context) letters() float32 {
	n := float32(0)
	for i := range c.words {
		n += c.words[i].letters
	}
	return n
}

// outer reports whether word i is in another block than the quote.
func (c *context) outer(i int) bool { return c.edge >= 0 && i >= c.edge }

// likeness is how much of a context stands at a site, in letters of its words.
type likeness struct {
	got   float32 // of words that are there, in order; words of another block count less
	inner float32 // those of the same block among them
	lost  float32 // of words of the same block that are not there
	rare  float32 // got, where words count the less the more often they are in the text
	near  bool    // the nearest word is there
}

// outerWorth is what a letter in another block counts: blocks are moved and put in
// between.
const outerWorth = 0.3

// displaced is what a context is worth without the word that stood next to the quote.
const displaced = 0.6

// edgeWorth is what it counts that a block ends beside a quote, or does not.
const edgeWorth = 8

// edge reports whether a block ends before word i (step 1), or begins after it (-1).
func (f *finder) edge(i, step int) bool {
	if i < 0 || i >= len(f.words) {
		return true
	}
	from, to := 0, len(f.s)
	if step > 0 {
		to = f.words[i].Start
		if i > 0 {
			from = f.words[i-1].End
		}
	} else {
		from = f.words[i].End
		if i+1 < len(f.words) {
			to = f.words[i+1].Start
		}
	}
	return strings.IndexByte(f.s[from:to], '\n') >= 0
}

// side compares a context with what stands on its side of a site: the word at position
// i, and on from there in the direction of step. Words may be missing or put in between
// on both sides, but not change places; it is the heaviest common subsequence of the two.
func (f *finder) side(c *context, i, step int) likeness {
	const slack = 4
	n := min(len(c.words)+slack, contextWords+slack)
	crossed := n + 1 // words from here on are in another block
	for k := range n + 1 {
		if f.edge(i+k*step, step) {
			crossed = k
			break
		}
	}
	l := f.common(c, i, step, n, crossed)
	const moved = 2 // words that may have come or gone up to the end of the block
	switch {
	case c.edge >= 0 && (c.edge == 0) != (crossed == 0):
		l.lost += 2 * edgeWorth
	case c.edge >= 0 && (crossed < c.edge-moved || crossed > c.edge+moved):
		l.lost += edgeWorth
	}
	return l
}

func (f *finder) common(c *context, i, step, n, crossed int) likeness {
	const slack = 4
	var l likeness
	if len(c.words) == 0 {
		return l
	}
	var rows [2][contextWords + slack + 1]shared
	for k := range rows[1] {
		rows[1][k].row = -1 // the quoted words themselves, where col is 0
	}
	for r := range c.words {
		row, last := &rows[r&1], &rows[1-r&1]
		row[0] = shared{row: -1}
		for k := 1; k <= n; k++ {
			row[k] = row[k-1]
			if last[k].got > row[k].got {
				row[k] = last[k]
			}
			at := i + (k-1)*step
			if at < 0 || at >= len(f.words) || k-r > slack+1 || r-k > slack {
				continue
			}
			worth := c.words[r].alike(f.s, &f.words[at], step)
			if worth == 0 {
				continue
			}
			l.near = l.near || r == 0 && k == 1
			if c.outer(r) || k > crossed {
				worth *= outerWorth
			}
			if v := last[k-1]; v.got+worth > row[k].got {
				v.got += worth
				rare := worth * f.rarity(at, at-step, v.row == r-1 && v.col == k-1)
				if c.outer(r) {
					rare /= 4 // it may be beside another name now
				}
				v.rare += rare
				v.row, v.col = r, k
				if !c.outer(r) {
					v.inner += worth
				}
				row[k] = v
			}
		}
	}
	best := rows[(len(c.words)-1)&1][n]
	l.got, l.inner, l.lost, l.rare = best.got, best.inner, c.inner-best.inner, best.rare
	if best.inner < c.inner/2 { // it was chance
		l.got, l.inner, l.lost, l.rare = l.got-best.inner, 0, c.inner, 0
	}
	if !l.near { // it may be the context of another name beside this one
		l.got, l.rare = l.got*displaced, l.rare*displaced
	}
	return l
}

// shared is a common subsequence of two runs of words, in letters.
type shared struct {
	got, inner, rare float32
	row, col         int // the last words that are the same
}

// rarity returns what word i of the text tells of where it stands: less, the more
// often it stands beside the word nearer to the quote, when that is the same too. So
// little is made of titles and formulas that go with many names.
func (f *finder) rarity(i, nearer int, both bool) float32 {
	if !both || nearer < 0 || nearer >= len(f.words) {
		return 0.5
	}
	switch n := f.pairs[f.pair(min(i, nearer))]; {
	case n <= 1:
		return 1
	case n == 2:
		return 0.5
	}
	return 0.25
}

// pair stands for word i of the text and the next.
func (f *finder) pair(i int) uint64 {
	return (f.words[i].Hash*0x9E3779B97F4A7C15 + 1) ^ f.words[i+1].Hash
}

// alike returns the letters of c that the word w is worth: all when it is the same,
// fewer when it may be the same with a slip of the pen, else none.
func (c *contextWord) alike(s string, w *word, step int) float32 {
	if c.hash == w.Hash {
		return c.letters
	}
	text := s[w.Start:w.End]
	if c.cut && (step < 0 && strings.HasSuffix(text, c.text) || step > 0 && strings.HasPrefix(text, c.text)) {
		return c.letters
	}
	slips := 0
	switch n := max(len(c.text), len(text)); {
	case n > 32 || n < 4:
		return 0
	case n < 8:
		slips = 1
	default:
		slips = 2
	}
	if d := len(c.text) - len(text); d > slips || -d > slips || c.text[0] != text[0] && c.text[len(c.text)-1] != text[len(text)-1] {
		return 0
	}
	if diag.Distance(c.text, text) > slips {
		return 0
	}
	return c.letters * 0.75
}
