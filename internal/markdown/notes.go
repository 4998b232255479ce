package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Footnotes are our own, since goldmark looks for each reference among all notes
// in turn.

// noteNode is [^label]: words, anywhere at the top of the document.
type noteNode struct {
	ast.BaseBlock
	label string
	n     int32 // its number, from its first reference; 0 while it has none
	uses  int32
}

// noteRefNode is [^label] in running words.
type noteRefNode struct {
	ast.BaseInline
	note *noteNode
}

var (
	kindNote    = ast.NewNodeKind("Note")
	kindNoteRef = ast.NewNodeKind("NoteRef")
)

func (*noteNode) Kind() ast.NodeKind              { return kindNote }
func (n *noteNode) Dump(src []byte, level int)    { ast.DumpHelper(n, src, level, nil, nil) }
func (*noteRefNode) Kind() ast.NodeKind           { return kindNoteRef }
func (n *noteRefNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// noteLabel reads [^label] and returns the label and the length of it all.
func noteLabel(line []byte) (label []byte, length int) {
	if len(line) < 4 || line[0] != '[' || line[1] != '^' {
		return nil, 0
	}
	for i := 2; i < len(line) && i < 102; i++ {
		switch c := line[i]; {
		case c == ']' && i > 2:
			return line[2:i], i + 1
		case c == ']' || c == '[' || util.IsSpace(c):
			return nil, 0
		}
	}
	return nil, 0
}

// noteBlocks parses the notes themselves.
type noteBlocks struct{ g *guard }

func (noteBlocks) Trigger() []byte { return []byte{'['} }

func (p noteBlocks) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	pos := pc.BlockOffset()
	if _, top := parent.(*ast.Document); !top || pos < 0 || at.Padding > 0 {
		return nil, parser.NoChildren
	}
	label, n := noteLabel(line[pos:])
	if n == 0 || pos+n >= len(line) || line[pos+n] != ':' {
		return nil, parser.NoChildren
	}
	note := &noteNode{label: string(label)}
	note.SetPos(at.Start + pos)
	if p.g.notes == nil {
		p.g.notes = map[string]*noteNode{}
	}
	if _, twice := p.g.notes[note.label]; twice {
		d := p.g.rep.add(warning, "duplicate-footnote", at.Start+pos, at.Start+pos+n, "the footnote %q is written twice; the second is left out", note.label)
		d.Hint = "Give it another label"
	} else {
		p.g.notes[note.label] = note
	}
	reader.Advance(pos + n + 1)
	return note, parser.HasChildren
}

func (noteBlocks) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (noteBlocks) Close(ast.Node, text.Reader, parser.Context) {}
func (noteBlocks) CanInterruptParagraph() bool                 { return true }
func (noteBlocks) CanAcceptIndentedLine() bool                 { return false }

// noteRefs parses references to notes. All blocks are read before the words, so
// every note is known by then.
type noteRefs struct{ g *guard }

func (noteRefs) Trigger() []byte { return []byte{'['} }

func (p noteRefs) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	label, n := noteLabel(line)
	if n == 0 {
		return nil
	}
	note := p.g.notes[string(label)]
	if note == nil {
		if strings.IndexByte("([", byteAt(line, n)) < 0 { // not a link whose words begin with ^
			d := p.g.rep.add(warning, "undefined-footnote", at.Start, at.Start+n, "there is no footnote %q", label)
			d.Hint = "Write it as a paragraph that begins with [^" + string(label) + "]:"
		}
		return nil
	}
	block.Advance(n)
	return &noteRefNode{note: note}
}

func byteAt(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return 0
}
