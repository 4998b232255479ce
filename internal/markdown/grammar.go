package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// syntax is goldmark's parser with the account of the document that it reads. To
// make one costs as much as a short document, so they are used again, each for
// one document at a time.
type syntax struct {
	p parser.Parser
	g *guard
}

// The parsers that nobody uses.
var (
	withHTML    = sync.Pool{New: func() any { return newSyntax(Sanitize) }}
	withoutHTML = sync.Pool{New: func() any { return newSyntax(Escape) }}
)

func poolOf(html Policy) *sync.Pool {
	if html == Escape {
		return &withoutHTML
	}
	return &withHTML
}

// grammar returns a parser for one document, to be given back to release.
func grammar(g guard, html Policy) *syntax {
	s := poolOf(html).Get().(*syntax)
	g.open = s.g.open
	*s.g = g
	return s
}

// release gives a parser back, and forgets the document.
func (s *syntax) release(html Policy) {
	*s.g = guard{open: s.g.open[:0]}
	poolOf(html).Put(s)
}

func (s *syntax) parse(src []byte) ast.Node { return s.p.Parse(text.NewReader(src)) }

// newSyntax makes a parser of CommonMark, GFM, footnotes, definition lists and
// what is our own. Only its guard knows the document.
//
// Under Escape the parsers of HTML are left out, and < is a character like others.
func newSyntax(html Policy) *syntax {
	g := new(guard)
	blocks := []util.PrioritizedValue{
		util.Prioritized(headings{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(container{parser.NewListParser(), g}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(headings{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(container{parser.NewBlockquoteParser(), g}, 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
		util.Prioritized(container{extension.NewDefinitionListParser(), g}, 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(container{figures{g}, g}, 103),
		util.Prioritized(container{noteBlocks{g}, g}, 999),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
		util.Prioritized(wikilinks{}, 90),
		util.Prioritized(noteRefs{g}, 95),
		util.Prioritized(codeSpans{parser.NewCodeSpanParser(), g}, 100),
		util.Prioritized(brackets{parser.NewLinkParser(), g}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(delimiters{parser.NewEmphasisParser(), g}, 500),
		util.Prioritized(delimiters{extension.NewStrikethroughParser(), g}, 501),
		util.Prioritized(addresses{}, 999),
	}
	if html != Escape {
		blocks = append(blocks, util.Prioritized(parser.NewHTMLBlockParser(), 900))
		inlines = append(inlines, util.Prioritized(parser.NewRawHTMLParser(), 400))
	}
	return &syntax{g: g, p: parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(
			util.Prioritized(callouts{g}, 50),
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer(), g}, 200),
		),
	)}
}

// headings wraps goldmark's parsers of headings and takes {#id .class} off the line's end.
type headings struct{ parser.BlockParser }

func (h headings) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := h.BlockParser.Open(parent, reader, pc)
	if n != nil && state&parser.RequireParagraph == 0 { // # heading: its words are known
		takeAttributes(n, reader.Source())
	}
	return n, state
}

func (h headings) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(n, reader, pc)
	if n.Parent() != nil && len(n.Attributes()) == 0 {
		takeAttributes(n, reader.Source())
	}
}

func takeAttributes(n ast.Node, src []byte) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	rest, id, class, ok := attributes(src[last.Start:last.Stop])
	if !ok {
		return
	}
	last.Stop = last.Start + rest
	lines.Set(lines.Len()-1, last)
	n.SetAttributeString("id", id)
	n.SetAttributeString("class", class)
}

// callouts finds > [!NOTE] at the beginning of a quotation and takes the line
// out of the paragraph.
type callouts struct{ g *guard }

type callout struct {
	kind   string // as written
	titled bool   // the quotation's first child is the title's words
}

func (c callouts) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(node) || node.Lines().Len() == 0 {
		return
	}
	lines := node.Lines()
	first := lines.At(0)
	first = first.TrimLeftSpace(reader.Source())
	line := util.TrimRightSpace(reader.Source()[first.Start:first.Stop])
	if len(line) < 4 || line[0] != '[' || line[1] != '!' {
		return
	}
	end := 2
	for end < len(line) && end < 24 && (util.IsAlphaNumeric(line[end]) || line[end] == '-') {
		end++
	}
	if end == 2 || end == len(line) || line[end] != ']' {
		return
	}
	kind := string(line[2:end])
	end++
	if end < len(line) && (line[end] == '-' || line[end] == '+') { // folded, in Obsidian; here always open
		end++
	}
	if calloutKind(kind) == "" {
		d := c.g.rep.add(warning, "unknown-callout", first.Start, first.Start+end, "there is no callout of the kind %q", kind)
		d.Hint = hintNearest(kind, calloutKinds[:], "use one of NOTE, TIP, IMPORTANT, WARNING and CAUTION")
		return
	}
	for end < len(line) && util.IsSpace(line[end]) {
		end++
	}
	if end < len(line) {
		title := ast.NewTextBlock()
		title.Lines().Append(text.NewSegment(first.Start+end, first.Start+len(line)))
		quote.InsertBefore(quote, node, title)
	}
	if c.g.callouts == nil {
		c.g.callouts = map[ast.Node]callout{}
	}
	c.g.callouts[quote] = callout{kind: calloutKind(kind), titled: end < len(line)}
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, node)
	}
}
