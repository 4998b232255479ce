// Package markdown owns Markdown: parsing it, its running text, and its HTML
// with marks on the words. It is the only user of goldmark and chroma. It knows
// neither site nor entities. A Tree does not change and may be shared.
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

// Tree is a parsed document.
type Tree struct{}

// Heading is a heading of the document.
type Heading struct {
	Level  int
	ID     string
	Text   string // plain
	Offset int    // in the source
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

// Parse reads src[body:]; offsets count from the start of src, so a header is
// passed over without shifting lines. It never fails: what is refused (too
// deep, too wide, too many) is a diagnostic and shown as text. Time and
// output are linear in src.
func Parse(src []byte, body int, opt Options) (*Tree, diag.List) {
	panic("markdown.Parse: not written yet")
}

// Prose appends the document's running text to b, block by block.
func (t *Tree) Prose(b *prose.Builder) { panic("not written yet") }

// Headings returns the headings in order, with the ids that HTML gives them.
func (t *Tree) Headings() []Heading { panic("not written yet") }

// Refs returns the links, images and wikilinks in order.
func (t *Tree) Refs() []Ref { panic("not written yet") }

// HasCode reports whether a code block with a known language stands in it.
func (t *Tree) HasCode() bool { panic("not written yet") }

// Mark puts Open before and Close after words of the running text. Marks are in
// order and either nest or stand apart. Where words cross an element's border
// the mark is closed and opened again; an empty Close makes a point (an anchor).
type Mark struct {
	prose.Span
	Open, Close string // finished HTML
	Link        bool   // an <a>: left out inside another link
}

// Render says how HTML is written.
type Render struct {
	Base  int    // offset in the running text at which this document's blocks begin
	Marks []Mark // spans over the whole running text, Base included
	// Link returns the address to write for a destination (already on the
	// allow-list of schemes) or false to keep the words without a link.
	// nil keeps every destination.
	Link func(dest string, kind RefKind) (href string, ok bool)
	// Code caches highlighted code blocks; nil does without.
	Code Cache
	// BlockID returns the id for the i-th block of the document (a permanent
	// address of the paragraph), or "".
	BlockID func(i int) string
}

// Cache keeps bytes under a key.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, val []byte)
}

// HTML writes the document. Marks never change the text: without its tags, the
// HTML is the same with and without them. What is dropped or altered is a diagnostic.
func (t *Tree) HTML(r Render) ([]byte, diag.List) { panic("not written yet") }

// Typography returns s, plain text with straight quotes and hyphens, with the
// quotation marks, apostrophes and dashes of the language. The result has the
// same words; it is not HTML.
func Typography(s, lang string) string { panic("not written yet") }

// Inline returns plain words (such as a highlight of the header, whose running
// text begins at r.Base) as HTML, with typography and marks.
func Inline(words, lang string, r Render) []byte { panic("not written yet") }
