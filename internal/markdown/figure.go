package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"dateline/internal/diag"
)

const warning = diag.Warning

// figureNode is ::: figure … :::
type figureNode struct{ ast.BaseBlock }

var kindFigure = ast.NewNodeKind("Figure")

func (*figureNode) Kind() ast.NodeKind           { return kindFigure }
func (n *figureNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// figures parses fenced containers. The one kind there is, is "figure".
type figures struct{ g *guard }

func (figures) Trigger() []byte { return []byte{':'} }

func (f figures) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	name, ok := containerFence(line)
	if !ok || len(name) == 0 {
		return nil, parser.NoChildren
	}
	if !bytes.EqualFold(name, []byte("figure")) {
		if util.IsAlphaNumeric(name[0]) {
			d := f.g.rep.add(warning, "unknown-container", at.Start, at.Stop-1, "there is no container %q; it is shown as text", name)
			d.Hint = hintNearest(string(name), []string{"figure"}, `only "::: figure" is known`)
		}
		return nil, parser.NoChildren
	}
	for n := parent; n != nil; n = n.Parent() {
		if _, in := n.(*figureNode); in {
			return nil, parser.NoChildren
		}
	}
	n := &figureNode{}
	if f.g.figures == nil {
		f.g.figures = map[ast.Node]bool{}
	}
	f.g.figures[n] = false
	n.SetPos(at.Start)
	reader.AdvanceToEOL()
	// No children on this line: what follows the name is not read.
	return n, parser.HasChildren
}

func (f figures) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if name, ok := containerFence(line); ok && len(name) == 0 {
		f.g.figures[node] = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

func (f figures) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	if !f.g.figures[node] {
		d := f.g.rep.add(warning, "unclosed-figure", node.Pos(), node.Pos()+3, `the figure is not closed`)
		d.Hint = `End it with a line ":::"`
	}
}

func (figures) CanInterruptParagraph() bool { return true }
func (figures) CanAcceptIndentedLine() bool { return false }

// containerFence reads a line of three colons or more and the word behind them.
func containerFence(line []byte) (name []byte, ok bool) {
	line = bytes.Trim(line, " \t\r\n")
	rest := bytes.TrimLeft(line, ":")
	if len(line)-len(rest) < 3 {
		return nil, false
	}
	return bytes.TrimSpace(rest), true
}

// calloutKinds are the kinds of callouts: GitHub's.
var calloutKinds = [...]string{"note", "tip", "important", "warning", "caution"}

// calloutKind returns the kind that a name stands for; Obsidian's names for the
// same things are understood.
func calloutKind(name string) string {
	name = string(bytes.ToLower([]byte(name)))
	switch name {
	case "note", "tip", "important", "warning", "caution":
		return name
	case "info", "abstract", "summary", "todo", "example", "quote":
		return "note"
	case "hint", "success", "question":
		return "tip"
	case "attention":
		return "warning"
	case "danger", "error", "bug", "failure":
		return "caution"
	}
	return ""
}

// hintNearest is "did you mean", or what else to do.
func hintNearest(word string, candidates []string, otherwise string) string {
	if near := diag.Nearest(word, candidates); near != "" {
		return "did you mean \"" + near + "\"?"
	}
	return otherwise
}
