package prose

import "slices"

// Builder makes a Text block by block: Open, any number of Writes, Close, and
// at the end Text. Its zero value is ready to use. All calls together cost time
// linear in what is written.
type Builder struct {
	buf []byte
	t   Text
}

// Grow makes room for n more bytes.
func (b *Builder) Grow(n int) { b.buf = slices.Grow(b.buf, n) }

// Len returns the offset at which the next byte will stand.
func (b *Builder) Len() int { return len(b.buf) }

// Open starts a block.
func (b *Builder) Open(kind Kind, section int) {
	if len(b.buf) > 0 {
		b.buf = append(b.buf, '\n')
	}
	b.t.Blocks = append(b.t.Blocks, Block{Span{len(b.buf), len(b.buf)}, kind, section})
}

// Write adds words that stand as they are at src in the source.
func (b *Builder) Write(s string, src int) {
	if s == "" {
		return
	}
	if n := len(b.t.pieces); n == 0 || b.t.pieces[n-1].fixed || b.t.pieces[n-1].src+len(b.buf)-b.t.pieces[n-1].at != src {
		b.t.pieces = append(b.t.pieces, piece{at: len(b.buf), src: src})
	}
	b.buf = append(b.buf, s...)
}

// WriteFor adds words that stand for something else at src, such as a space for a line break.
func (b *Builder) WriteFor(s string, src int) {
	if s == "" {
		return
	}
	b.t.pieces = append(b.t.pieces, piece{at: len(b.buf), src: src, fixed: true})
	b.buf = append(b.buf, s...)
}

// Close ends the block; an empty one is dropped, as if it had not been opened.
func (b *Builder) Close() {
	n := len(b.t.Blocks) - 1
	b.t.Blocks[n].End = len(b.buf)
	if start := b.t.Blocks[n].Start; start == len(b.buf) {
		b.t.Blocks = b.t.Blocks[:n]
		if start > 0 { // take the separating newline back
			b.buf = b.buf[:start-1]
		}
	}
}

// Quiet marks the words from start on as not to be annotated.
func (b *Builder) Quiet(start int) {
	if start < len(b.buf) {
		b.t.Quiet = append(b.t.Quiet, Span{start, len(b.buf)})
	}
}

// Linked marks the words from start on as the author's link.
func (b *Builder) Linked(start int) {
	if start < len(b.buf) {
		b.t.Linked = append(b.t.Linked, Span{start, len(b.buf)})
	}
}

// Wikilink marks the words from start on as the author's wikilink to target.
func (b *Builder) Wikilink(start int, target string) {
	if start < len(b.buf) {
		b.t.Links = append(b.t.Links, Link{Span{start, len(b.buf)}, target})
	}
}

// Text returns what was built. The builder must not be used afterwards.
func (b *Builder) Text() *Text {
	b.t.S = string(b.buf)
	b.buf = nil
	return &b.t
}
