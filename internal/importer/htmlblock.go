package importer

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// converter writes HTML as blocks of Markdown.
type converter struct {
	base   *url.URL
	pruned map[*html.Node]string // subtrees to leave out, and why
	holds  map[*html.Node]bool   // inline elements with blocks inside
	beside *beside               // what was saved with the page
	whole  bool                  // nothing is judged: all that shows is converted

	ids     map[string]*html.Node // elements that links within the page may lead to
	targets map[string]bool       // ids that they do lead to
	marks   map[*html.Node]string // links that are footnote marks, with the note's label
	notes   map[*html.Node]string // blocks that are footnotes, with their labels
	anchors []string              // ids of elements whose first words are to come

	depth        int // of the containers being converted
	figures      int // of them, figures
	refused      int // addresses that were not allowed
	firstRefused string
}

// leftOut reports subtrees that are not converted.
func (c *converter) leftOut(n *html.Node) bool {
	return c.pruned[n] != "" || !c.whole && hidden(n)
}

// htmlBlock is a block with the words that it shows.
type htmlBlock struct {
	block
	text string
	list byte       // marker of a list
	note string     // label of a footnote
	at   *html.Node // where it begins

	// Whether Markdown needs no empty line between it and a paragraph above, and
	// between it and a block below.
	interrupts, ends bool
}

// flow gathers the blocks of one container.
type flow struct {
	c     *converter
	out   []htmlBlock
	run   inline // the paragraph being written
	words strings.Builder
	href  string     // of a link around blocks
	alone bool       // pictures stand on lines of their own
	at    *html.Node // where the block being written begins
}

func (c *converter) newFlow() *flow { return &flow{c: c, run: inline{c: c}} }

// blocksOf converts the children of n.
func (c *converter) blocksOf(n *html.Node) []htmlBlock {
	c.depth++
	f := c.newFlow()
	f.children(n)
	f.flush()
	c.depth--
	return f.out
}

// maxDepth is how deep lists and quotations may nest; what is deeper is written
// without them, since each level indents every line below it.
const maxDepth = 12

// children converts what stands in n.
func (f *flow) children(n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		f.node(d)
	}
}

// flush ends the paragraph being written.
func (f *flow) flush() {
	md := f.run.String()
	f.run = inline{c: f.c, pictures: f.alone}
	if f.words.Len() == 0 && md == "" {
		return
	}
	text := collapse(f.words.String())
	f.words.Reset()
	if md == "" {
		return
	}
	f.emit(block{label: Body, shape: paragraph, md: escapeStart(f.linked(md))}, text)
}

// linked puts the link that stands around blocks into each of them.
func (f *flow) linked(md string) string {
	if f.href == "" || strings.Contains(md, "](") {
		return md
	}
	return "[" + md + "](" + f.href + ")"
}

// emit adds a block, which stands where the flow is.
func (f *flow) emit(b block, text string) *htmlBlock {
	f.out = append(f.out, htmlBlock{block: b, text: text, at: f.at})
	return &f.out[len(f.out)-1]
}

// node converts n and what stands in it.
func (f *flow) node(n *html.Node) {
	if f.run.empty() {
		f.at = n
	}
	if n.Type == html.TextNode {
		f.run.text(n)
		f.words.WriteString(n.Data)
		return
	}
	if n.Type != html.ElementNode || f.c.leftOut(n) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		if f.run.breaks > 0 && !f.run.empty() { // two line breaks part paragraphs
			f.flush()
			return
		}
		f.run.breaks++
		f.words.WriteByte(' ')
		return
	case atom.Noscript:
		f.run.noscript(n)
		return
	}
	if address := frameAddress(n); address != "" {
		f.flush()
		f.at = n
		f.embed(n, address)
		return
	}
	if silent(n) {
		return
	}
	if isBlock(n) {
		f.flush()
		f.at = n
		f.c.anchor(n)
		f.block(n)
		f.flush()
		return
	}
	switch {
	case n.DataAtom == atom.A && f.c.holds[n]:
		f.flush()
		outer := f.href
		f.href, _ = f.c.destination(n)
		f.c.anchor(n)
		f.children(n)
		f.flush()
		f.href = outer
	case f.c.holds[n]:
		f.c.anchor(n)
		f.children(n)
	default:
		f.run.node(n)
		appendText(&f.words, n, nil)
	}
}

// block converts an element that stands on lines of its own.
func (f *flow) block(n *html.Node) {
	if f.c.depth > maxDepth && n.DataAtom != atom.Pre {
		f.children(n)
		return
	}
	if label := f.c.notes[n]; label != "" {
		f.note(n, label)
		return
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		f.heading(n)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		f.list(n)
	case atom.Dl:
		f.definitions(n)
	case atom.Blockquote:
		f.quote(n)
	case atom.Pre, atom.Listing, atom.Xmp:
		f.code(n)
	case atom.Figure:
		f.figure(n)
	case atom.Figcaption:
		if f.c.figures == 0 {
			f.strayCaption(n)
		} else {
			f.children(n)
		}
	case atom.Table:
		f.table(n)
	case atom.Details:
		f.details(n)
	case atom.Hr:
		f.rule()
	case atom.Div:
		switch class := attr(n, "class"); {
		case strings.Contains(class, "wp-caption") && !strings.Contains(class, "wp-caption-text"):
			f.figure(n)
		case postAddress(n) != "":
			f.quote(n)
		default:
			f.children(n)
		}
	default:
		f.children(n)
	}
}

// heading writes a heading, its last sign escaped where it would be a mark.
func (f *flow) heading(n *html.Node) {
	w := inline{c: f.c, heading: true}
	w.children(n)
	md := w.String()
	if !hasWords(md) && !f.c.whole {
		return
	}
	if md != "" {
		md = f.linked(md)
	}
	if strings.HasSuffix(md, "#") {
		md = md[:len(md)-1] + `\#`
	}
	if strings.HasSuffix(md, "}") {
		md = md[:len(md)-1] + `\}`
	}
	b := f.emit(block{label: Subhead, shape: heading, level: int(n.Data[1] - '0'), md: md}, textOf(n))
	b.interrupts, b.ends = true, true
}

// rule writes a line across the text; inside a list, one that is no item of it.
func (f *flow) rule() {
	md := "---"
	if f.c.depth > 1 {
		md = "___"
	}
	b := f.emit(block{label: Body, shape: verbose, md: md}, "")
	b.interrupts, b.ends = true, true
}

// joinBlocks writes blocks as the content of an item, quotation or figure.
func joinBlocks(blocks []htmlBlock) string { return joinWith(blocks, "\n\n") }

// joinWith writes blocks with a gap between them.
func joinWith(blocks []htmlBlock, gap string) string {
	if len(blocks) == 1 {
		return blocks[0].render()
	}
	var b strings.Builder
	for i, k := range blocks {
		if i > 0 {
			b.WriteString(gap)
		}
		b.WriteString(k.render())
	}
	return b.String()
}

// render writes a block with the marks of its shape.
func (k htmlBlock) render() string {
	switch k.shape {
	case heading:
		return strings.TrimRight(strings.Repeat("#", k.level)+" "+k.md, " ")
	case quotation:
		var b strings.Builder
		writeQuoted(&b, k.md)
		return strings.TrimSuffix(b.String(), "\n")
	case figure:
		return "::: figure\n" + k.md + "\n:::"
	}
	return k.md
}

// joinTexts returns the words of blocks on one line.
func joinTexts(blocks []htmlBlock) string {
	if len(blocks) == 1 {
		return blocks[0].text
	}
	var b strings.Builder
	for _, k := range blocks {
		if k.text != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(k.text)
		}
	}
	return b.String()
}

// quote writes a quotation, or the post of another site that is shown as one, with
// its address.
func (f *flow) quote(n *html.Node) {
	blocks := f.c.blocksOf(n)
	post := postAddress(n)
	if post != "" && !strings.Contains(joinBlocks(blocks), escapeDestination(post)) {
		blocks = append(blocks, htmlBlock{block: block{md: autolink(post)}, text: post})
	}
	if len(blocks) == 0 && !f.c.whole {
		return
	}
	b := f.emit(block{label: Quote, shape: quotation, md: joinBlocks(blocks)}, joinTexts(blocks))
	b.interrupts = true
	if post != "" {
		b.reason = "embedded post"
	}
}

// details writes what a reader can open and shut: its summary and content, in the
// tags of HTML, since Markdown has no marks for it.
func (f *flow) details(n *html.Node) {
	var summary *html.Node
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.Summary && summary == nil {
			summary = d
		}
	}
	words := ""
	if summary != nil {
		words = textOf(summary)
	}
	if words == "" || f.c.depth > 1 {
		f.children(n)
		return
	}
	f.c.depth++
	g := f.c.newFlow()
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d != summary {
			g.node(d)
		}
	}
	g.flush()
	f.c.depth--
	md := "<details>\n<summary>" + html.EscapeString(words) + "</summary>\n\n"
	if len(g.out) > 0 {
		md += joinBlocks(g.out) + "\n\n"
	}
	f.emit(block{label: Body, shape: verbose, md: md + "</details>"}, strings.TrimSpace(words+" "+joinTexts(g.out)))
}
