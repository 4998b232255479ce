package markdown

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"dateline/internal/diag"
	"dateline/internal/prose"
)

// maxInline is how deep elements nest within a block; deeper ones lose their
// tags and keep their words.
const maxInline = 60

// converter writes goldmark's tree down as a Tree. It walks the words of a block
// without recursion, since nothing limits how deep emphasis nests.
type converter struct {
	t     *Tree
	src   []byte // the body
	base  int    // its offset in the source
	rep   *report
	opt   Options
	guard *guard

	text     []byte
	open     []frame // elements that are open
	ids      ids
	context  prose.Kind // what paragraphs are, here
	section  int32
	leaf     int32 // the node of the block of words that is open, or -1
	dropBidi bool
	inLink   int // depth of links around
	lost     int // inline elements open beyond maxInline
	ended    int // how many nodes there were when an element ended last
	place    int // where the last inline node stands
	inCell   bool
	expanded int // bytes written for references to link definitions
	notes    []*noteNode
	codeWork int // left for highlighting
}

// frame is an element that is open.
type frame struct {
	node int32
	name string // of an element of raw HTML, else ""
}

func (c *converter) document(root ast.Node) {
	c.leaf = -1
	c.codeWork = maxCodeWork
	c.context = prose.Paragraph
	room := texts.Get().(*[]byte)
	c.text = (*room)[:0]
	c.t.nodes = make([]node, 0, 32+len(c.src)/64)
	c.children(root)
	c.closeTo(0)
	c.footnotes()
	c.t.text = string(c.text)
	if *room = c.text; cap(c.text) <= maxRoom {
		texts.Put(room)
	}
}

// texts are memory in which running text is put together, and used again up to
// maxRoom bytes of it.
var texts = sync.Pool{New: func() any { return new([]byte) }}

const maxRoom = 1 << 20

// begin opens an element, or adds one without content.
func (c *converter) begin(k kind) *node {
	at := int32(len(c.text))
	i := int32(len(c.t.nodes))
	c.t.nodes = append(c.t.nodes, node{kind: k, block: -1, end: i + 1, at: span{at, at}, ref: -1})
	return &c.t.nodes[i]
}

func (c *converter) push(name string) {
	c.open = append(c.open, frame{int32(len(c.t.nodes) - 1), name})
}

// closeTo ends elements until depth are open.
func (c *converter) closeTo(depth int) {
	for len(c.open) > depth {
		f := c.open[len(c.open)-1]
		c.open = c.open[:len(c.open)-1]
		n := &c.t.nodes[f.node]
		if f.node == c.leaf {
			c.endWords()
		}
		n.end = int32(len(c.t.nodes))
		n.at.end = int32(len(c.text))
		if n.kind == kAnchor || n.kind == kWiki {
			c.endLink(n)
		}
		c.ended = len(c.t.nodes)
	}
}

// wrap writes an element that holds blocks.
func (c *converter) wrap(k kind, n ast.Node) {
	depth := len(c.open)
	c.begin(k)
	c.push("")
	c.children(n)
	c.closeTo(depth)
}

// in writes children of which the paragraphs are of another kind.
func (c *converter) in(context prose.Kind, f func()) {
	was := c.context
	c.context = context
	f()
	c.context = was
}

func (c *converter) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		c.block(child)
	}
}

// beginWords opens a block of running text for the node that was just begun.
func (c *converter) beginWords(k prose.Kind) {
	if len(c.text) > 0 {
		c.text = append(c.text, '\n')
	}
	at := int32(len(c.text))
	i := int32(len(c.t.nodes) - 1)
	n := &c.t.nodes[i]
	n.block = int32(len(c.t.blocks))
	n.at = span{at, at}
	c.leaf = i
	c.t.blocks = append(c.t.blocks, block{span{at, at}, k, c.section})
}

// endWords closes the block of running text; one without words is dropped.
func (c *converter) endWords() {
	i := c.leaf
	c.leaf = -1
	c.dropBidi = false
	last := &c.t.blocks[len(c.t.blocks)-1]
	// Space at the end, as in front of a comment that was left out.
	if end := len(c.t.nodes) - 1; c.t.nodes[end].kind == kText && c.ended != end+1 {
		words := &c.t.nodes[end].at
		for words.end > words.start && c.text[words.end-1] == ' ' {
			words.end--
		}
		c.cut(int(words.end))
	}
	last.end = int32(len(c.text))
	if last.start < last.end {
		return
	}
	c.cut(max(0, int(last.start)-1))
	c.t.blocks = c.t.blocks[:len(c.t.blocks)-1]
	for j := i; int(j) < len(c.t.nodes); j++ {
		c.t.nodes[j].at = span{int32(len(c.text)), int32(len(c.text))}
	}
	c.t.nodes[i].block = -1
}

// cut takes back the running text from an offset on.
func (c *converter) cut(to int) {
	c.text = c.text[:to]
	for n := len(c.t.pieces); n > 0 && int(c.t.pieces[n-1].at) >= to; n-- {
		c.t.pieces = c.t.pieces[:n-1]
	}
	for n := len(c.t.quiet); n > 0 && int(c.t.quiet[n-1].end) > to; n-- {
		if c.t.quiet[n-1].end = int32(to); int(c.t.quiet[n-1].start) < to {
			break
		}
		c.t.quiet = c.t.quiet[:n-1]
	}
}

// leafOf writes a block of words. Its node is returned for what only its kind has.
func (c *converter) leafOf(k kind, pk prose.Kind, n ast.Node) int32 {
	i := c.openLeaf(k, pk, n.Lines())
	depth := len(c.open) - 1
	c.inlines(n.FirstChild(), n)
	c.closeTo(depth)
	return i
}

// openLeaf begins a block of words whose lines are known.
func (c *converter) openLeaf(k kind, pk prose.Kind, lines *text.Segments) int32 {
	c.begin(k)
	c.push("")
	i := int32(len(c.t.nodes) - 1)
	c.beginWords(pk)
	if lines.Len() > 0 {
		first, last := lines.At(0), lines.At(lines.Len()-1)
		if s := c.src[first.Start:max(first.Start, last.Stop)]; bytes.IndexByte(s, 0xE2) >= 0 && unbalanced(s) {
			c.dropBidi = true
			c.rep.add(diag.Warning, "bidi-control", first.Start, last.Stop, "direction marks that are not ended are left out")
		}
	}
	return i
}

func (c *converter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		if !c.soloImage(n) {
			c.leafOf(kParagraph, c.context, n)
		}
	case *ast.TextBlock:
		c.leafOf(kWords, c.context, n)
	case *ast.Heading:
		c.heading(n)
	case *ast.Blockquote:
		c.quote(n)
	case *ast.List:
		c.list(n)
	case *ast.FencedCodeBlock:
		c.code(n, n.Info)
	case *ast.CodeBlock:
		c.code(n, nil)
	case *ast.ThematicBreak:
		c.begin(kRule)
	case *ast.HTMLBlock:
		c.htmlBlock(n)
	case *east.Table:
		c.table(n)
	case *east.DefinitionList:
		c.wrap(kDefinitions, n)
	case *east.DefinitionTerm:
		c.leafOf(kTerm, prose.Item, n)
	case *east.DefinitionDescription:
		c.in(prose.Item, func() { c.wrap(kDescription, n) })
	case *figureNode:
		c.figure(n)
	}
}

func (c *converter) heading(n *ast.Heading) {
	c.section++
	i := c.leafOf(kHeading, prose.Heading, n)
	h := &c.t.nodes[i]
	h.flag = uint8(n.Level)
	var id, class string
	if v, ok := n.AttributeString("id"); ok {
		id, _ = v.(string)
	}
	if v, ok := n.AttributeString("class"); ok {
		class, _ = v.(string)
	}
	words := string(c.text[h.at.start:h.at.end])
	if id == "" {
		id = slug(words)
	}
	id = c.ids.take(id)
	h.ref = int32(len(c.t.heads))
	if class != "" {
		if c.t.classes == nil {
			c.t.classes = map[int32]string{}
		}
		c.t.classes[h.ref] = class
	}
	c.t.heads = append(c.t.heads, Heading{Level: n.Level, ID: id, Text: words, Offset: c.base + max(n.Pos(), 0), Block: int(h.block)})
}

func (c *converter) quote(n *ast.Blockquote) {
	call, ok := c.guard.callouts[n]
	if !ok {
		c.in(prose.Quotation, func() { c.wrap(kQuote, n) })
		return
	}
	depth := len(c.open)
	c.begin(kCallout).ref = c.link(link{dest: call.kind})
	c.push("")
	child := n.FirstChild()
	if call.titled {
		c.leafOf(kTitle, c.context, child)
		child = child.NextSibling()
	}
	for ; child != nil; child = child.NextSibling() {
		c.block(child)
	}
	c.closeTo(depth)
}

func (c *converter) list(n *ast.List) {
	depth := len(c.open)
	l := c.begin(kList)
	if n.IsOrdered() {
		l.flag = isOrdered
		l.ref = int32(n.Start)
	}
	c.push("")
	c.in(prose.Item, func() {
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			depth := len(c.open)
			c.begin(kItem)
			if first := item.FirstChild(); first != nil {
				if _, task := first.FirstChild().(*east.TaskCheckBox); task {
					c.t.nodes[len(c.t.nodes)-1].flag = isTask
				}
			}
			c.push("")
			c.children(item)
			c.closeTo(depth)
		}
	})
	c.closeTo(depth)
}

func (c *converter) table(n *east.Table) {
	depth := len(c.open)
	c.begin(kTable)
	c.push("")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*east.TableHeader)
		if head {
			c.begin(kRowHead)
		} else {
			c.begin(kRow)
		}
		c.push("")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			c.inCell = true
			i := c.leafOf(kCell, prose.Cell, cell)
			c.inCell = false
			if head {
				c.t.nodes[i].flag |= isHead
			}
			if cell, ok := cell.(*east.TableCell); ok {
				switch cell.Alignment {
				case east.AlignLeft:
					c.t.nodes[i].flag |= alignLeft
				case east.AlignRight:
					c.t.nodes[i].flag |= alignRight
				case east.AlignCenter:
					c.t.nodes[i].flag |= alignCenter
				}
			}
		}
		c.closeTo(depth + 1)
	}
	c.closeTo(depth)
}

// code writes a code block. A language is at most a word of plain letters: the
// info string is no place for anything else.
func (c *converter) code(n ast.Node, info *ast.Text) {
	var lang string
	if info != nil {
		s := info.Segment.Value(c.src)
		word, _, _ := bytes.Cut(bytes.TrimSpace(s), []byte{' '})
		if isLanguage(word) {
			lang = strings.ToLower(string(word))
		} else {
			c.rep.add(warning, "bad-language", info.Segment.Start, info.Segment.Stop, "%q is not the name of a language", word).Hint = "Use up to 32 letters, digits and + # . _ -"
		}
	}
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		for range s.Padding {
			b.WriteByte(' ')
		}
		c.codeLine(&b, s.Start, s.Stop)
		if i == lines.Len()-1 && b.Len() > 0 && !bytes.HasSuffix(c.src[s.Start:s.Stop], []byte{'\n'}) {
			b.WriteByte('\n')
		}
	}
	text := b.String()
	l := highlightable(lang, text, &c.codeWork)
	c.t.codes = append(c.t.codes, code{lang, text, l})
	c.begin(kCode).ref = int32(len(c.t.codes) - 1)
	c.t.hasCode = c.t.hasCode || l != nil
}

// codeLine adds src[start:end] without control characters. Direction marks are
// left out of code altogether: there they make it look like other code (CVE-2021-42574).
func (c *converter) codeLine(b *strings.Builder, start, end int) {
	from := start
	for i, r := range string(c.src[start:end]) {
		i += start
		switch {
		case r == utf8.RuneError && !bytes.HasPrefix(c.src[i:], []byte("\uFFFD")):
			b.Write(c.src[from:i])
			b.WriteRune(r)
			c.rep.add(diag.Error, "invalid-utf8", i, i+1, "the byte 0x%02x is not UTF-8", c.src[i]).Hint = "Save the file as UTF-8"
			from = i + 1
		case isBidi(r):
			b.Write(c.src[from:i])
			c.rep.add(diag.Warning, "bidi-control", i, i+3, "the direction mark %U is left out of the code", r)
			from = i + 3
		case r == '\r', r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xA0:
			b.Write(c.src[from:i])
			from = i + 1
			if r >= 0x80 {
				from++
			}
			if r != '\r' {
				c.control(r, i, from)
			}
		}
	}
	if from < end {
		b.Write(c.src[from:end])
	}
}

func isLanguage(b []byte) bool {
	if len(b) == 0 || len(b) > 32 {
		return false
	}
	for _, c := range b {
		if !isASCIILetter(rune(c)) && (c < '0' || c > '9') && strings.IndexByte("+#._-", c) < 0 {
			return false
		}
	}
	return true
}

// footnotes writes the notes that are referred to, in the order of their first
// references. A note may refer to others.
func (c *converter) footnotes() {
	if len(c.notes) > 0 {
		c.begin(kNotes)
		c.push("")
		c.context = prose.Footnote
		for i := 0; i < len(c.notes); i++ {
			note := c.notes[i]
			c.begin(kNote).ref = c.link(link{n: note.n})
			c.push("")
			c.children(note)
			c.closeTo(1)
		}
		c.closeTo(0)
		for _, n := range c.t.nodes {
			if n.kind == kNote { // only now is it known how often: notes refer to notes
				l := &c.t.links[n.ref]
				l.uses = c.notes[l.n-1].uses
			}
		}
	}
	var unused []*noteNode
	for _, note := range c.guard.notes {
		if note.n == 0 {
			unused = append(unused, note)
		}
	}
	slices.SortFunc(unused, func(a, b *noteNode) int { return a.Pos() - b.Pos() })
	for _, note := range unused {
		c.rep.add(warning, "unused-footnote", note.Pos(), note.Pos()+len(note.label)+3, "nothing refers to the footnote %q; it is left out", note.label).Hint =
			"Refer to it with [^" + note.label + "], or remove it"
	}
}

func (c *converter) link(l link) int32 {
	c.t.links = append(c.t.links, l)
	return int32(len(c.t.links) - 1)
}
