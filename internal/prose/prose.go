// Package prose owns running text: the words of an article as a reader meets
// them, in blocks, with spans, tokens and sentences over them and the way back
// to the bytes of the source. It does not know Markdown. A Text does not change
// once built.
package prose

// Span is a range of bytes, end exclusive.
type Span struct{ Start, End int }

// Kind says what a block of running text is.
type Kind uint8

const (
	Paragraph Kind = iota
	Heading
	Item      // a list item, or a definition
	Quotation // inside a block quotation
	Caption   // of a figure
	Cell      // of a table
	Footnote  // inside a footnote
	Highlight // an entry of the header's highlights, which repeat the prose
)

// Block is one block of running text. Blocks are in order and separated by one newline.
type Block struct {
	Span
	Kind    Kind
	Section int // 0 before the first heading, then counting headings
}

// Link is an author's wikilink [[target|words]]: a decision that its words name target.
type Link struct {
	Span
	Target string // as written, trimmed
}

// Text is running text.
type Text struct {
	S      string
	Blocks []Block
	Quiet  []Span // in order: code, addresses, raw HTML text: nothing is annotated there
	Linked []Span // in order: words that the author already linked; annotated, never linked again
	Links  []Link // in order: the author's wikilinks
	pieces []piece
}

// piece maps S[at:] to source bytes from src on; identical byte for byte until
// the next piece unless fixed, when the whole piece stands for one source place
// (an entity reference, a folded line break).
type piece struct {
	at, src int
	fixed   bool
}

// Source returns the byte offset in the source file of the offset off in S, or
// -1 when the text has no source there. Raw text maps to itself.
func (t *Text) Source(off int) int {
	lo, hi := 0, len(t.pieces)
	for lo < hi {
		m := (lo + hi) / 2
		if t.pieces[m].at <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == 0 {
		return -1
	}
	p := t.pieces[lo-1]
	if p.fixed {
		return p.src
	}
	return p.src + off - p.at
}

// BlockAt returns the index of the block that holds off, or -1.
func (t *Text) BlockAt(off int) int {
	lo, hi := 0, len(t.Blocks)
	for lo < hi {
		m := (lo + hi) / 2
		if t.Blocks[m].End <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(t.Blocks) && t.Blocks[lo].Start <= off {
		return lo
	}
	return -1
}
