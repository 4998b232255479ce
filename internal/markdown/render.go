package markdown

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/prose"
)

// Mark puts Open before and Close after words of the running text. Marks are in
// order and either nest or stand apart. Where words cross an element's border
// the mark is closed and opened again; an empty Close makes a point (an anchor).
type Mark struct {
	prose.Span
	Open, Close string // finished HTML
	Link        bool   // an <a>: left out where it would touch the author's own link
}

// Render says how HTML is written.
type Render struct {
	Base  int    // offset in the running text at which this document's blocks begin
	Marks []Mark // spans over the whole running text, Base included
	// Link returns the address to write for a destination (already on the
	// allow-list of schemes) or false to keep the words without a link.
	// nil keeps every destination; wikilinks have none of their own, and
	// without Link are their words.
	Link func(dest string, kind RefKind) (href string, ok bool)
	// Picture returns how the picture at a destination is shown. nil knows of none.
	Picture func(dest string) Picture
	// Below says that a picture stands above the document: then its first is not on
	// screen as the page opens, and is loaded as late as the others.
	Below bool
	// Code keeps highlighted code blocks: a lexer takes about a millisecond for
	// each. nil does without.
	Code Cache
	// BlockID returns the id for the i-th block of the document (a permanent
	// address of the paragraph), or "".
	BlockID func(i int) string
	// Plain leaves quotation marks and dashes as they were written.
	Plain bool
}

// Picture is how a picture is shown.
type Picture struct {
	Width, Height int    // in pixels, so that the page keeps room for it; 0 when they are not known
	Srcset        string // copies for a browser to choose from, as the attribute has it; may be empty
	Sizes         string // how wide it is shown, likewise, unless its author says so
}

// Cache keeps bytes under a key.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, val []byte)
}

// HTML writes the document. Marks never change the text: without its tags, the
// HTML is the same with and without them. What is dropped or altered is told by
// Parse; the list here is for what only writing can know.
func (t *Tree) HTML(r Render) ([]byte, diag.List) {
	var w Writer
	return w.HTML(t, r)
}

// Writer writes documents one after the other in memory that it uses again. Its
// zero value is ready to use.
type Writer struct{ w writer }

// HTML is Tree.HTML. The bytes are valid until the next call.
func (again *Writer) HTML(t *Tree, r Render) ([]byte, diag.List) {
	w := &again.w
	*w = writer{
		t: t, r: r, words: wordsFor(t.lang), text: t.text,
		out: slices.Grow(w.out[:0], len(t.text)*3/2+256), subs: t.subs, stack: w.stack[:0], marking: marking{marks: w.marks[:0]},
	}
	if r.Plain {
		w.subs = nil
	}
	w.takeMarks(t.linked)
	w.document()
	return w.out, nil
}

// writer writes a Tree as HTML. What is open is kept in one stack, elements and
// marks together, so that they nest.
type writer struct {
	t     *Tree
	r     Render
	words *phrases
	out   []byte

	text string
	subs []sub // typography, in order; those before sub are written
	sub  int   //
	marking

	stack    []int32 // nodes that are open
	anchors  int     // links to headings written so far
	labelled bool
	pictured bool  // a picture is written
	note     *link // the note that is open
	noteEnd  int32 // the node after it
}

// maxAnchors is how many headings of a document get a link to themselves: where
// there are more, nobody wrote them to be linked to, and the tags add up.
const maxAnchors = 500

// maxBacklinks is how many references of one note it leads back to.
const maxBacklinks = 20

func (w *writer) document() {
	for i := int32(0); int(i) < len(w.t.nodes); {
		for n := len(w.stack); n > 0 && w.t.nodes[w.stack[n-1]].end <= i; n-- {
			w.stack = w.stack[:n-1]
			w.close(w.stack[:n][n-1])
		}
		n := &w.t.nodes[i]
		i = w.element(i, n)
	}
	for n := len(w.stack); n > 0; n-- {
		w.stack = w.stack[:n-1]
		w.close(w.stack[:n][n-1])
	}
}

func (w *writer) string(s string) { w.out = append(w.out, s...) }

// element writes the opening tag of node i, or all of it when it has no content,
// and returns the index of the node to go on with.
func (w *writer) element(i int32, n *node) int32 {
	switch n.kind {
	case kText:
		w.run(int(n.at.start), int(n.at.end))
		return i + 1
	case kBreak:
		if n.at.start < n.at.end {
			w.upTo(int(n.at.start))
		}
		w.string("<br>\n")
		return i + 1
	case kCode:
		w.code(&w.t.codes[n.ref])
		return i + 1
	case kRule:
		w.string("<hr>\n")
		return i + 1
	case kImage:
		w.image(&w.t.links[n.ref])
		return i + 1
	case kCheck:
		w.string(`<input type="checkbox" disabled`)
		if n.flag == isChecked {
			w.string(" checked")
		}
		w.string("> ")
		return i + 1
	case kNoteRef:
		w.apart(n)
		w.noteRef(&w.t.links[n.ref])
		return i + 1
	case kLiteral:
		w.string(w.t.lits[n.ref])
		return i + 1
	}
	w.stack = append(w.stack, i)
	w.inWords = w.inWords || n.kind >= kParagraph && n.kind <= kCell
	switch n.kind {
	case kParagraph:
		w.tag("p", w.blockID(n), "")
		w.label(i)
	case kWords:
		w.label(i)
	case kHeading:
		w.string("<h")
		w.out = append(w.out, '0'+n.flag)
		w.attribute("id", w.t.heads[n.ref].ID)
		w.attribute("class", w.t.classes[n.ref])
		w.string(">")
	case kTitle:
		w.tag("p", w.blockID(n), "callout-title")
	case kTerm:
		w.tag("dt", w.blockID(n), "")
	case kCell:
		name := "td"
		if n.flag&isHead != 0 {
			name = "th"
		}
		class := ""
		switch n.flag & alignCenter {
		case alignLeft:
			class = "left"
		case alignRight:
			class = "right"
		case alignCenter:
			class = "center"
		}
		w.string("<" + name)
		w.attribute("id", w.blockID(n))
		w.attribute("class", class)
		if n.flag&isHead != 0 {
			w.string(` scope="col"`)
		}
		w.string(">")
	case kQuote:
		w.string("<blockquote>\n")
	case kCallout:
		kind := w.t.links[n.ref].dest
		w.string(`<div class="callout callout-` + kind + `" role="note"`)
		title := w.words.callout(kind)
		w.attribute("aria-label", title)
		w.string(">\n")
		if first := int(i + 1); first >= len(w.t.nodes) || w.t.nodes[first].kind != kTitle {
			w.string(`<p class="callout-title">` + title + "</p>\n")
		}
	case kList:
		if n.flag&isOrdered == 0 {
			w.string("<ul>\n")
			break
		}
		w.string("<ol")
		if n.ref != 1 {
			w.attribute("start", strconv.Itoa(int(n.ref)))
		}
		w.string(">\n")
	case kItem:
		class := ""
		if n.flag&isTask != 0 {
			class = "task"
		}
		w.tag("li", w.innerID(i, n), class)
	case kDefinitions:
		w.string("<dl>\n")
	case kDescription:
		w.tag("dd", w.innerID(i, n), "")
	case kTable:
		w.string(`<div class="table" role="group" tabindex="0"`)
		w.attribute("aria-label", w.words.table)
		w.string("><table>\n")
	case kRowHead:
		w.string("<thead><tr>\n")
	case kRow:
		if w.firstRow(i) {
			w.string("<tbody>\n")
		}
		w.string("<tr>\n")
	case kFigure:
		if n.flag&isLost != 0 {
			w.string("<figure class=\"caption-only\">\n")
		} else {
			w.string("<figure>\n")
		}
	case kCaption:
		w.tag("figcaption", w.innerID(i, n), "")
	case kNotes:
		w.string(`<section class="footnotes" role="doc-endnotes"`)
		w.attribute("aria-label", w.words.notes)
		w.string("><ol>\n")
	case kNote:
		w.note, w.noteEnd = &w.t.links[n.ref], n.end
		w.string(`<li id="fn-`)
		w.out = strconv.AppendInt(w.out, int64(w.note.n), 10)
		w.string("\">")
	case kEmphasis:
		w.enter(n)
		w.string("<em>")
	case kStrong:
		w.enter(n)
		w.string("<strong>")
	case kStrike:
		w.enter(n)
		w.string("<del>")
	case kCodeSpan:
		w.enter(n)
		w.string("<code>")
	case kElement:
		w.enter(n)
		w.string(w.t.lits[n.ref])
	case kAnchor, kWiki:
		w.anchor(n)
	}
	return i + 1
}

// firstRow reports whether row i is the first after the head of its table.
func (w *writer) firstRow(i int32) bool {
	table := w.stack[len(w.stack)-2]
	head := &w.t.nodes[table+1]
	return head.kind == kRowHead && head.end == i
}

// close writes the closing tag of node i.
func (w *writer) close(i int32) {
	n := &w.t.nodes[i]
	switch n.kind {
	case kParagraph:
		w.ended(n)
		w.endLabel()
		if n.end == w.noteEnd {
			w.backlinks()
		}
		w.string("</p>\n")
	case kWords:
		w.ended(n)
		w.endLabel()
	case kHeading:
		w.ended(n)
		if w.anchors++; w.anchors <= maxAnchors {
			w.string(`<a class="anchor" href="#`)
			w.out = appendAddress(w.out, w.t.heads[n.ref].ID)
			w.string(`"`)
			w.attribute("aria-label", w.words.heading)
			w.string("></a>")
		}
		w.string("</h")
		w.out = append(w.out, '0'+n.flag)
		w.string(">\n")
	case kTitle:
		w.ended(n)
		w.string("</p>\n")
	case kTerm:
		w.ended(n)
		w.string("</dt>\n")
	case kCell:
		w.ended(n)
		if n.flag&isHead != 0 {
			w.string("</th>\n")
		} else {
			w.string("</td>\n")
		}
	case kQuote:
		w.string("</blockquote>\n")
	case kCallout:
		w.string("</div>\n")
	case kList:
		if n.flag&isOrdered != 0 {
			w.string("</ol>\n")
		} else {
			w.string("</ul>\n")
		}
	case kItem:
		w.string("</li>\n")
	case kDefinitions:
		w.string("</dl>\n")
	case kDescription:
		w.string("</dd>\n")
	case kTable:
		if w.t.nodes[i+1].end < n.end {
			w.string("</tbody>\n")
		}
		w.string("</table></div>\n")
	case kRowHead:
		w.string("</tr></thead>\n")
	case kRow:
		w.string("</tr>\n")
	case kFigure:
		w.string("</figure>\n")
	case kCaption:
		w.string("</figcaption>\n")
	case kNotes:
		w.string("</ol></section>\n")
	case kNote:
		if w.note != nil {
			w.string("<p>")
			w.backlinks()
			w.string("</p>")
		}
		w.noteEnd = 0
		w.string("</li>\n")
	case kEmphasis:
		w.leave(n)
		w.string("</em>")
	case kStrong:
		w.leave(n)
		w.string("</strong>")
	case kStrike:
		w.leave(n)
		w.string("</del>")
	case kCodeSpan:
		w.leave(n)
		w.string("</code>")
	case kElement:
		w.leave(n)
		w.string(w.t.lits[n.ref+1])
	case kAnchor, kWiki:
		w.endAnchor(n)
	}
}

// tag writes an opening tag.
func (w *writer) tag(name, id, class string) {
	w.string("<" + name)
	w.attribute("id", id)
	w.attribute("class", class)
	w.string(">")
}

// attribute writes an attribute unless it is empty.
func (w *writer) attribute(name, value string) {
	if value == "" {
		return
	}
	w.out = append(w.out, ' ')
	w.string(name)
	w.string(`="`)
	w.out = appendEscaped(w.out, value)
	w.out = append(w.out, '"')
}

func (w *writer) blockID(n *node) string {
	if w.r.BlockID == nil || n.block < 0 {
		return ""
	}
	return w.r.BlockID(int(n.block))
}

// innerID is the id of the block that an element begins with, when that has no tags of its own.
func (w *writer) innerID(i int32, n *node) string {
	if i+1 < n.end && w.t.nodes[i+1].kind == kWords {
		return w.blockID(&w.t.nodes[i+1])
	}
	return ""
}

// label opens a label around the words beside a check box.
func (w *writer) label(i int32) {
	if int(i+1) < len(w.t.nodes) && w.t.nodes[i+1].kind == kCheck {
		w.string("<label>")
		w.labelled = true
	}
}

func (w *writer) endLabel() {
	if w.labelled {
		w.string("</label>")
		w.labelled = false
	}
}

func (w *writer) image(l *link) {
	href, ok := l.dest, true
	if w.r.Link != nil {
		href, ok = w.r.Link(l.dest, ImageRef)
	}
	if !ok {
		w.out = appendText(w.out, l.alt)
		return
	}
	w.string(`<img src="`)
	w.out = appendAddress(w.out, href)
	w.string(`" alt="`)
	w.out = appendEscaped(w.out, Typography(l.alt, w.t.lang))
	w.string(`"`)
	w.attribute("id", l.id)
	w.attribute("title", l.title)
	w.string(l.more)
	if w.r.Picture != nil {
		pic := w.r.Picture(l.dest)
		if pic.Srcset != "" {
			w.attribute("srcset", pic.Srcset)
			w.attribute("sizes", cmp.Or(ownWidth(l.more), pic.Sizes))
		}
		if pic.Width > 0 && pic.Height > 0 && !strings.Contains(l.more, ` width=`) && !strings.Contains(l.more, ` height=`) {
			w.attribute("width", strconv.Itoa(pic.Width))
			w.attribute("height", strconv.Itoa(pic.Height))
		}
	}
	if w.pictured || w.r.Below {
		w.string(` loading="lazy"`)
	}
	w.pictured = true
	w.string(` decoding="async">`)
	if n := len(w.stack); n > 0 && w.t.nodes[w.stack[n-1]].kind == kFigure {
		w.string("\n")
	}
}

// ownWidth returns the width that an author gives a picture, for the sizes attribute; "" for none.
func ownWidth(attributes string) string {
	_, width, ok := strings.Cut(attributes, ` width="`)
	width, _, closed := strings.Cut(width, `"`)
	if !ok || !closed {
		return ""
	}
	return "min(" + width + "px, 92vw)"
}

func (w *writer) noteRef(l *link) {
	w.string(`<sup><a class="fn" href="#fn-`)
	w.out = strconv.AppendInt(w.out, int64(l.n), 10)
	w.string(`"`)
	if l.uses <= maxBacklinks {
		w.string(` id="`)
		w.refID(l.n, l.uses)
		w.string(`" role="doc-noteref"`)
	}
	w.string(">")
	w.out = strconv.AppendInt(w.out, int64(l.n), 10)
	w.string("</a></sup>")
}

// refID is the id of a note's k-th reference.
func (w *writer) refID(n, k int32) {
	w.string("fnref-")
	w.out = strconv.AppendInt(w.out, int64(n), 10)
	if k > 1 {
		w.string("-")
		w.out = strconv.AppendInt(w.out, int64(k), 10)
	}
}

// backlinks leads from a note back to where it is referred to.
func (w *writer) backlinks() {
	for k := int32(1); k <= min(w.note.uses, maxBacklinks); k++ {
		w.string(` <a class="fn-back" role="doc-backlink" href="#`)
		w.refID(w.note.n, k)
		w.string(`"`)
		w.attribute("aria-label", w.words.back)
		w.string(">↩︎")
		if k > 1 {
			w.string("<sup>")
			w.out = strconv.AppendInt(w.out, int64(k), 10)
			w.string("</sup>")
		}
		w.string("</a>")
	}
	w.note = nil
}

func (w *writer) code(c *code) {
	w.string(`<pre class="code" tabindex="0"><code`)
	if c.lang != "" {
		w.attribute("class", "language-"+c.lang)
	}
	w.string(">")
	w.highlight(c)
	w.string("</code></pre>\n")
}

// highlightVersion changes with what appendHighlighted writes: with the classes,
// and with the version of chroma.
const highlightVersion = "2"

func (w *writer) highlight(c *code) {
	if c.in == nil || w.r.Code == nil {
		w.out = appendHighlighted(w.out, c.in, c.text)
		return
	}
	sum := sha256.Sum256([]byte(c.text))
	key := "code-" + highlightVersion + "-" + c.in.lexer + "-" + hex.EncodeToString(sum[:])
	if val, ok := w.r.Code.Get(key); ok {
		w.out = append(w.out, val...)
		return
	}
	from := len(w.out)
	w.out = appendHighlighted(w.out, c.in, c.text)
	w.r.Code.Put(key, bytes.Clone(w.out[from:]))
}

// Inline returns plain words (such as a highlight of the header, whose running
// text begins at r.Base) as HTML, with typography and marks.
func Inline(words, lang string, r Render) []byte {
	w := writer{r: r, words: wordsFor(lang), out: make([]byte, 0, len(words)*3/2+16), text: words}
	w.subs, _ = styleFor(lang).block(nil, words, span{0, int32(len(words))}, nil)
	w.takeMarks(nil)
	w.inWords = true
	w.run(0, len(words))
	w.ended(&node{at: span{0, int32(len(words))}})
	return w.out
}

// phrases are the few words that a page says of itself around an article's.
type phrases struct {
	heading, back, notes, table string
	callouts                    [5]string // as calloutKinds
}

func (p *phrases) callout(kind string) string {
	for i, k := range calloutKinds {
		if k == kind {
			return p.callouts[i]
		}
	}
	return kind
}

func wordsFor(lang string) *phrases {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch primary {
	case "de":
		return &phrases{"Link zu diesem Abschnitt", "Zurück zum Text", "Fußnoten", "Tabelle", [5]string{"Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"}}
	case "fr":
		return &phrases{"Lien vers cette section", "Retour au texte", "Notes", "Tableau", [5]string{"Note", "Conseil", "Important", "Avertissement", "Attention"}}
	case "es":
		return &phrases{"Enlace a esta sección", "Volver al texto", "Notas", "Tabla", [5]string{"Nota", "Consejo", "Importante", "Advertencia", "Precaución"}}
	}
	return &phrases{"Link to this section", "Back to the text", "Notes", "Table", [5]string{"Note", "Tip", "Important", "Warning", "Caution"}}
}
