package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"dateline/internal/diag"
)

// goldmark cannot be stopped, and several of its parsers look again and again at
// the same bytes. Here each of them is wrapped: what a look may cost is charged
// before or after it to an account that is proportional to the source, and when
// the account is empty, or something is too deep, the parser is not asked: the
// characters stay text.

const (
	// maxDepth is how deep quotes, lists and other containers nest; a list counts twice, with its item.
	maxDepth = 32
	// maxDelimiters is how many runs of *, _ and ~ one block may hold. Pairing them is quadratic.
	maxDelimiters = 1000
	// maxOpen is how many brackets stand open in one block. Each costs a few hundred bytes until the block's end.
	maxOpen = 1000
	// maxDefinitions is how many lines of link definitions goldmark gets at once. Taking them out is quadratic.
	maxDefinitions = 64
	// spareCells is how many cells the rows of tables may lack in a document of any size.
	spareCells = 1000
)

// guard is the account of one document.
type guard struct {
	rep        *report
	work       int // steps left for looking ahead
	blanks     int // blank lines left inside of containers: goldmark keeps a record for each, times the depth
	cells      int // cells left that a table's rows lack and goldmark makes
	delimiters int // in the block
	notes      map[string]*noteNode
	callouts   map[ast.Node]callout
	figures    map[ast.Node]bool // whether it was closed
	open       []int             // where brackets stand open, as goldmark's own list
}

func newGuard(rep *report, size int) guard {
	return guard{rep: rep, work: 64*size + 1<<20, blanks: 2*size + 1<<14, cells: size/16 + spareCells}
}

// spend takes n steps from the account, and reports whether it had them.
func (g *guard) spend(n, at int, what string) bool {
	if g.work < 0 {
		return false
	}
	if g.work -= n; g.work < 0 {
		g.refuse("too-many-brackets", at, at+1, "Close what is opened, or put a backslash before each bracket that is meant as such",
			"too many %s are opened and not closed; from here on they are text", what)
		return false
	}
	return true
}

func (g *guard) refuse(code string, start, end int, hint, format string, args ...any) {
	d := g.rep.add(diag.Error, code, start, end, format, args...)
	d.Hint = hint
}

// container wraps a block parser whose blocks hold blocks.
type container struct {
	parser.BlockParser
	g *guard
}

func (c container) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxDepth {
		_, at := reader.Position()
		c.g.refuse("too-deep", at.Start, at.Stop, "Take some levels away", "quotes and lists are nested deeper than %d levels; the rest is shown as text", maxDepth)
		return nil, parser.NoChildren
	}
	return c.BlockParser.Open(parent, reader, pc)
}

func (c container) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if line, at := reader.PeekLine(); util.IsBlank(line) {
		c.g.blanks -= len(pc.OpenedBlocks())
		if c.g.blanks < 0 {
			c.g.refuse("too-many-blank-lines", at.Start, at.Stop, "Take empty lines away", "too many empty lines in lists; the list ends here")
			c.g.blanks = 0
			return parser.Close
		}
	}
	return c.BlockParser.Continue(node, reader, pc)
}

// brackets wraps goldmark's parser of links and images. It looks for the end of
// an address or label up to the end of the block each time, and through all of
// a link's words for another link.
type brackets struct {
	parser.InlineParser
	g *guard
}

func (b brackets) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	if b.g.work < 0 {
		return nil
	}
	if line[0] != ']' {
		if len(b.g.open) == maxOpen {
			b.g.work = 0
			b.g.spend(1, at.Start, "brackets")
			return nil
		}
		n := b.InlineParser.Parse(parent, block, pc)
		if n != nil {
			b.g.open = append(b.g.open, at.Start)
		}
		return n
	}
	if len(b.g.open) == 0 {
		return nil
	}
	start := b.g.open[len(b.g.open)-1]
	b.g.open = b.g.open[:len(b.g.open)-1]
	lines := parent.Lines()
	cost := at.Start - start + lines.Len()
	if pc.LastDelimiter() != nil {
		cost += parent.ChildCount()
	}
	if !b.g.spend(cost, at.Start, "brackets") {
		return nil
	}
	ahead := len(line) > 1 && (line[1] == '(' || line[1] == '[')
	n := b.InlineParser.Parse(parent, block, pc)
	if n == nil && ahead {
		b.g.spend(lines.At(lines.Len()-1).Stop-at.Start, at.Start, "brackets")
	}
	return n
}

// CloseBlock implements parser.CloseBlocker.
func (b brackets) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	b.g.open = b.g.open[:0]
	if c, ok := b.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// codeSpans wraps goldmark's parser of code spans, which looks for the closing
// run up to the end of the block.
type codeSpans struct {
	parser.InlineParser
	g *guard
}

func (c codeSpans) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, at := block.PeekLine()
	if c.g.work < 0 {
		return nil
	}
	n := c.InlineParser.Parse(parent, block, pc)
	if _, failed := n.(*ast.Text); failed {
		lines := parent.Lines()
		c.g.spend(lines.At(lines.Len()-1).Stop-at.Start, at.Start, "backquotes")
	}
	return n
}

// delimiters wraps goldmark's parsers of emphasis and of what is struck out.
type delimiters struct {
	parser.InlineParser
	g *guard
}

func (d delimiters) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if d.g.delimiters >= maxDelimiters {
		if d.g.delimiters == maxDelimiters {
			_, at := block.Position()
			d.g.delimiters++
			d.g.refuse("too-many-marks", at.Start, at.Start+1, "Split the paragraph", "more than %d marks of emphasis in one paragraph; the rest are text", maxDelimiters)
		}
		return nil
	}
	n := d.InlineParser.Parse(parent, block, pc)
	if n != nil {
		d.g.delimiters++
	}
	return n
}

// CloseBlock implements parser.CloseBlocker.
func (d delimiters) CloseBlock(ast.Node, text.Reader, parser.Context) { d.g.delimiters = 0 }

// tables wraps goldmark's maker of tables, which fills each row to the width of
// the head.
type tables struct {
	parser.ParagraphTransformer
	g *guard
}

func (t tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns, ok := delimiterRow(line.Value(reader.Source()))
		if !ok {
			continue
		}
		rows := lines.Len() - i
		size := lines.At(lines.Len()-1).Stop - line.Start
		if lacking := columns*rows - size/2; lacking > 0 && columns > 1 {
			if t.g.cells -= lacking; t.g.cells < 0 {
				first := lines.At(0)
				t.g.cells = 0
				t.g.refuse("table-too-wide", first.Start, first.Stop, "Give the rows as many cells as the head has",
					"a table of %d columns whose %d rows are mostly empty is not made; it is shown as text", columns, rows)
				return
			}
		}
		t.ParagraphTransformer.Transform(node, reader, pc)
		return
	}
}

// delimiterRow reports whether a line may be the one under a table's head, and
// how many columns it has.
func delimiterRow(line []byte) (columns int, ok bool) {
	columns = 1
	dash := false
	for _, b := range line {
		switch b {
		case '-':
			dash = true
		case '|':
			columns++
		case ':', ' ', '\t', '\r', '\n':
		default:
			return 0, false
		}
	}
	return columns, dash
}

// definitions wraps goldmark's reader of link definitions, and hands it long
// lists of them in parts.
type definitions struct {
	parser.ParagraphTransformer
}

func (d definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	src := reader.Source()
	lines := node.Lines()
	opens := func(i int) bool {
		s := lines.At(i)
		v := util.TrimLeftSpace(src[s.Start:s.Stop])
		return len(v) > 0 && v[0] == '['
	}
	if lines.Len() == 0 || !opens(0) {
		return
	}
	for lines.Len() > maxDefinitions {
		cut := maxDefinitions
		for cut < lines.Len() && !opens(cut) {
			cut++
		}
		if cut == lines.Len() {
			break
		}
		part := ast.NewParagraph()
		part.SetBlankPreviousLines(node.HasBlankPreviousLines())
		some := text.NewSegments()
		some.AppendAll(lines.Sliced(0, cut))
		part.SetLines(some)
		node.Parent().InsertBefore(node.Parent(), node, part)
		d.ParagraphTransformer.Transform(part, reader, pc)
		rest := text.NewSegments()
		if part.Parent() != nil { // not all of it was definitions: the rest is a paragraph
			rest.AppendAll(part.Lines().Sliced(0, part.Lines().Len()))
			rest.AppendAll(lines.Sliced(cut, lines.Len()))
			node.SetLines(rest)
			part.Parent().RemoveChild(part.Parent(), part)
			return
		}
		lines.SetSliced(cut, lines.Len())
	}
	d.ParagraphTransformer.Transform(node, reader, pc)
}
