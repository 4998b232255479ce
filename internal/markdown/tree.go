package markdown

import "dateline/internal/prose"

// Tree is a parsed document.
type Tree struct {
	lang    string
	text    string // the running text; blocks are separated by a newline
	blocks  []block
	pieces  []piece
	nodes   []node // in document order; a node's descendants follow it
	links   []link
	codes   []code
	lits    []string // finished HTML
	heads   []Heading
	classes map[int32]string // of headings, by index
	refs    []Ref
	quiet   []span
	linked  []span
	wikis   []wikispan
	subs    []sub // typography, in order
	// hasCode is set when some code block has a language that can be highlighted.
	hasCode bool
}

// span is a range of the running text.
type span struct{ start, end int32 }

func (s span) from(base int) prose.Span {
	return prose.Span{Start: base + int(s.start), End: base + int(s.end)}
}

type wikispan struct {
	span
	target string
}

// block is a block of running text.
type block struct {
	span
	kind    prose.Kind
	section int32
}

// piece maps text[at:] to source bytes from src on, one for one unless fixed,
// when all of it stands for one place of the source.
type piece struct {
	at, src int32
	fixed   bool
}

// node is an element, a run of words, or something that stands between words.
type node struct {
	kind  kind
	flag  uint8 // level of a heading; see the kinds
	block int32 // index of the block of running text that a leaf holds, or -1
	end   int32 // index after the last descendant
	at    span  // its words
	ref   int32 // index into the table that its kind has
}

type kind uint8

const (
	kText kind = iota // words

	// Leaves: blocks of words.
	kParagraph
	kWords   // a paragraph that gets no tags of its own: in a tight list, a caption, raw HTML
	kHeading // ref: heads
	kTitle   // of a callout
	kTerm    // of a definition list
	kCell    // flag: alignment, and isHead

	// Blocks of blocks.
	kQuote
	kCallout // ref: link.dest is its kind
	kList    // flag: isOrdered; ref: first number
	kItem    // flag: isTask
	kDefinitions
	kDescription
	kTable
	kRowHead
	kRows
	kRow
	kFigure // flag: isLost when it has no picture
	kCaption
	kNotes
	kNote // ref: links

	// Blocks without words.
	kCode // ref: codes
	kRule

	// Inline elements.
	kEmphasis
	kStrong
	kStrike
	kCodeSpan
	kAnchor  // a link; ref: links
	kWiki    // a wikilink; ref: links
	kElement // an element of raw HTML; ref: lits, its opening and closing tag

	// Inline, without words.
	kImage   // ref: links
	kBreak   // a line break that the author asked for
	kCheck   // flag: isChecked
	kNoteRef // ref: links
	kLiteral // ref: lits
)

const (
	isOrdered = 1 << iota
	isTask
	isChecked
	isLost
	isTight
	isHead
	alignLeft
	alignRight
	alignCenter = alignLeft | alignRight
)

// link is what a link, image, wikilink, note or callout carries.
type link struct {
	dest  string // decoded, on the allow-list of schemes; "" when there is none
	title string
	alt   string // of an image
	id    string
	more  string // further attributes, finished
	n     int32  // of a note: its number
	uses  int32  // of a note: how often it is referred to; of a reference: which one it is
}

// code is a code block.
type code struct {
	lang string // "" when it has none
	text string
	in   *language // that it is highlighted in; nil when it is shown plain
}
