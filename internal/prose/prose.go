// Package prose owns running text: the words of an article as a reader meets
// them, in blocks, with spans, tokens and sentences over them and the way back
// to the bytes of the source. It does not know Markdown. A Text does not change
// once built.
package prose

import "strings"

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
// -1 when the text has no source (raw text maps to itself).
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

// Builder makes a Text block by block.
type Builder struct {
	b strings.Builder
	t Text
}

// Len returns the offset at which the next byte will stand.
func (b *Builder) Len() int { return b.b.Len() }

// Open starts a block.
func (b *Builder) Open(kind Kind, section int) {
	if b.b.Len() > 0 {
		b.b.WriteByte('\n')
	}
	b.t.Blocks = append(b.t.Blocks, Block{Span{b.b.Len(), b.b.Len()}, kind, section})
}

// Write adds words that stand as they are at src in the source.
func (b *Builder) Write(s string, src int) {
	if s == "" {
		return
	}
	if n := len(b.t.pieces); n == 0 || b.t.pieces[n-1].fixed || b.t.pieces[n-1].src+b.b.Len()-b.t.pieces[n-1].at != src {
		b.t.pieces = append(b.t.pieces, piece{at: b.b.Len(), src: src})
	}
	b.b.WriteString(s)
}

// WriteFor adds words that stand for something else at src, such as a space for a line break.
func (b *Builder) WriteFor(s string, src int) {
	if s == "" {
		return
	}
	b.t.pieces = append(b.t.pieces, piece{at: b.b.Len(), src: src, fixed: true})
	b.b.WriteString(s)
}

// Close ends the block; an empty one is dropped.
func (b *Builder) Close() {
	n := len(b.t.Blocks) - 1
	b.t.Blocks[n].End = b.b.Len()
	if b.t.Blocks[n].Start == b.t.Blocks[n].End {
		start := b.t.Blocks[n].Start
		b.t.Blocks = b.t.Blocks[:n]
		if start > 0 { // take the separating newline back
			s := b.b.String()[:start-1]
			b.b.Reset()
			b.b.WriteString(s)
		}
	}
}

// Quiet marks the words from start on as not to be annotated.
func (b *Builder) Quiet(start int) { b.t.Quiet = append(b.t.Quiet, Span{start, b.b.Len()}) }

// Linked marks the words from start on as the author's link.
func (b *Builder) Linked(start int) { b.t.Linked = append(b.t.Linked, Span{start, b.b.Len()}) }

// Wikilink marks the words from start on as the author's wikilink to target.
func (b *Builder) Wikilink(start int, target string) {
	b.t.Links = append(b.t.Links, Link{Span{start, b.b.Len()}, target})
}

// Text returns what was built. The builder must not be used afterwards.
func (b *Builder) Text() *Text {
	b.t.S = b.b.String()
	return &b.t
}

// Raw makes a Text of plain text as it stands, byte for byte: S is s, and
// blocks are the runs of lines between empty lines.
func Raw(s string) *Text { panic("prose.Raw: not written yet") }
