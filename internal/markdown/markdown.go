// Package markdown owns Markdown: parsing it, its running text, and its HTML
// with marks on the words. It is the only user of goldmark. It knows neither
// site nor entities. A Tree does not change once parsed and may be shared.
//
// goldmark reads the grammar (grammar.go), kept to linear time by guard.go;
// what it makes is at once written down as a flat list of nodes over one string
// of running text (convert.go). Prose and HTML then read the same list, so that
// an offset in the running text means the same word in both, and marks need not
// touch the tree.
//
// Ids. Headings get the slug of their words, and authors may choose ids with
// {#id}. An id that a page may need for itself (see ReservedID) is given to
// content only with the prefix "s-", so that nothing in an article can stand in
// for a part of the page.
package markdown

import (
	"dateline/internal/diag"
	"dateline/internal/prose"
)

// Policy says what becomes of raw HTML.
type Policy uint8

const (
	Sanitize Policy = iota // what is on the allow-list stays
	Escape                 // all of it is shown as text
	Trust                  // all of it stays
)

// Options are what Parse depends on beside the source.
type Options struct {
	File string // for diagnostics
	Lang string // BCP 47, for quotation marks and dashes; "" is English
	HTML Policy
}

// Heading is a heading of the document.
type Heading struct {
	Level  int
	ID     string
	Text   string // plain
	Offset int    // in the source
	Block  int    // index among the text's blocks; -1 for one without words
}

// Ref is a link, image or wikilink as written.
type Ref struct {
	Dest   string // decoded; for a wikilink its target
	Kind   RefKind
	Alt    string // images
	Offset int    // in the source
}

// RefKind is what a Ref is.
type RefKind uint8

const (
	LinkRef RefKind = iota
	ImageRef
	WikiRef
)

// maxSource is the longest body, in bytes, that is parsed at all.
const maxSource = 32 << 20

// Parse reads src[body:]; offsets count from the start of src, so a header is
// passed over without shifting lines. It never fails: what is refused (too
// deep, too wide, too many) is a diagnostic and shown as text. Time and
// output are linear in src.
func Parse(src []byte, body int, opt Options) (*Tree, diag.List) {
	body = min(max(body, 0), len(src))
	rep := &report{file: opt.File, src: src, base: body}
	t := &Tree{lang: opt.Lang}
	if len(src)-body > maxSource {
		rep.add(diag.Error, "too-large", 0, 0, "the text is %d MiB long; at most %d MiB are read", (len(src)-body)>>20, maxSource>>20)
		return t, rep.finish()
	}
	text := newlines(src[body:])
	syntax := grammar(newGuard(rep, len(text)), opt.HTML)
	c := converter{t: t, src: text, base: body, rep: rep, opt: opt, guard: syntax.g}
	c.document(syntax.parse(text))
	syntax.release(opt.HTML)
	t.typeset()
	return t, rep.finish()
}

// newlines returns src with each carriage return that stands alone (old Macs)
// as a line feed. A pair keeps its two bytes, so offsets stay true.
func newlines(src []byte) []byte {
	copied := false
	for i, b := range src {
		if b == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			if !copied {
				src, copied = append([]byte(nil), src...), true
			}
			src[i] = '\n'
		}
	}
	return src
}

// Text returns the document's running text.
func (t *Tree) Text() string { return t.text }

// Blocks returns the blocks of the running text where that begins at an offset of a longer one.
func (t *Tree) Blocks(base int) []prose.Block {
	out := make([]prose.Block, len(t.blocks))
	for i := range t.blocks {
		b := &t.blocks[i]
		out[i] = prose.Block{Span: b.from(base), Kind: b.kind, Section: int(b.section)}
	}
	return out
}

// Linked returns the words that the author linked, likewise.
func (t *Tree) Linked(base int) []prose.Span {
	var out []prose.Span
	for _, s := range t.linked {
		out = append(out, s.from(base))
	}
	return out
}

// Prose appends the document's running text to b, block by block.
func (t *Tree) Prose(b *prose.Builder) {
	piece := 0
	var quiet, linked, wiki int
	for i := range t.blocks {
		blk := &t.blocks[i]
		b.Open(blk.kind, int(blk.section))
		shift := b.Len() - int(blk.start)
		at := blk.start
		write := func(to int32) {
			for at < to {
				for piece+1 < len(t.pieces) && t.pieces[piece+1].at <= at {
					piece++
				}
				end := to
				if piece+1 < len(t.pieces) {
					end = min(end, t.pieces[piece+1].at)
				}
				p := t.pieces[piece]
				if p.fixed {
					b.WriteFor(t.text[at:end], int(p.src))
				} else {
					b.Write(t.text[at:end], int(p.src+at-p.at))
				}
				at = end
			}
		}
		// Spans are told when their last word has been written; an inner one first.
		for {
			next, which := blk.end+1, 0
			if quiet < len(t.quiet) && t.quiet[quiet].end < next {
				next, which = t.quiet[quiet].end, 1
			}
			if linked < len(t.linked) && t.linked[linked].end < next {
				next, which = t.linked[linked].end, 2
			}
			if wiki < len(t.wikis) && t.wikis[wiki].end < next {
				next, which = t.wikis[wiki].end, 3
			}
			if which == 0 {
				break
			}
			write(next)
			switch which {
			case 1:
				b.Quiet(shift + int(t.quiet[quiet].start))
				quiet++
			case 2:
				b.Linked(shift + int(t.linked[linked].start))
				linked++
			case 3:
				b.Wikilink(shift+int(t.wikis[wiki].start), t.wikis[wiki].target)
				wiki++
			}
		}
		write(blk.end)
		b.Close()
	}
}

// Headings returns the headings in order, with the ids that HTML gives them.
func (t *Tree) Headings() []Heading { return t.heads }

// Refs returns the links, images and wikilinks in order. Those whose address is
// refused are not among them.
func (t *Tree) Refs() []Ref { return t.refs }

// HasCode reports whether a code block with a known language stands in it.
func (t *Tree) HasCode() bool { return t.hasCode }
