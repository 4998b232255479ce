package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikilinkNode is [[target|words]]; its children are the words.
type wikilinkNode struct {
	ast.BaseInline
	target string
}

var kindWikilink = ast.NewNodeKind("Wikilink")

func (*wikilinkNode) Kind() ast.NodeKind           { return kindWikilink }
func (n *wikilinkNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// wikilinks parses wikilinks. Brackets cannot stand in them, so that each byte
// is looked at once.
type wikilinks struct{}

func (wikilinks) Trigger() []byte { return []byte{'['} }

func (wikilinks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	if len(line) < 5 || line[1] != '[' || at.Padding > 0 {
		return nil
	}
	n := &wikilinkNode{}
	block.Advance(2)
	bar := false
	for first := true; ; first = false {
		line, at := block.PeekLine()
		if line == nil || !first && util.IsBlank(line) {
			return nil
		}
		from := 0
		if at.Padding > 0 {
			return nil
		}
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case c == '[' || c == '\n' && !bar:
				return nil // a target stands on one line
			case c == ']':
				if i+1 >= len(line) || line[i+1] != ']' {
					return nil
				}
				words := text.NewSegment(at.Start+from, at.Start+i)
				if !bar {
					n.target = string(bytes.TrimSpace(line[:i]))
				}
				if words.Len() > 0 {
					n.AppendChild(n, ast.NewTextSegment(words))
				}
				if n.target == "" || !n.HasChildren() {
					return nil
				}
				block.Advance(i + 2)
				return n
			case c == '|' && !bar:
				bar = true
				target := bytes.TrimSpace(bytes.TrimSuffix(line[:i], []byte{'\\'})) // in tables the bar is escaped
				n.target = string(target)
				from = i + 1
			}
		}
		rest := text.NewSegment(at.Start+from, at.Stop)
		words := ast.NewTextSegment(rest.TrimRightSpace(block.Source()))
		words.SetSoftLineBreak(true)
		n.AppendChild(n, words)
		block.AdvanceLine()
	}
}

// addresses makes links of bare addresses, as GFM does: https://…, www.… and
// a@b.c. It is triggered by the mark inside of them and takes back the letters
// before it, so that plain words cost nothing.
type addresses struct{}

func (addresses) Trigger() []byte { return []byte{':', '.', '@'} }

func (addresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	if len(line) < 3 || at.Padding > 0 {
		return nil
	}
	src := block.Source()
	head := src[max(0, at.Start-64):at.Start]
	if i := bytes.LastIndexByte(head, '\n'); i >= 0 {
		head = head[i+1:]
	}
	var before, after int // bytes of the address around the mark
	kind := ast.AutoLinkURL
	var protocol []byte
	switch line[0] {
	case ':':
		if line[1] != '/' || line[2] != '/' {
			return nil
		}
		before = len(head) - len(bytes.TrimRightFunc(head, isASCIILetter))
		switch scheme := head[len(head)-before:]; {
		case bytes.EqualFold(scheme, []byte("http")), bytes.EqualFold(scheme, []byte("https")):
		default:
			return nil
		}
		host := hostLength(line[3:])
		if host == 0 {
			return nil
		}
		after = 3 + host + tailLength(line[3+host:])
	case '.':
		if len(head) < 3 || !bytes.EqualFold(head[len(head)-3:], []byte("www")) {
			return nil
		}
		before = 3
		if len(head) > 3 && (util.IsAlphaNumeric(head[len(head)-4]) || head[len(head)-4] >= 0x80) {
			return nil
		}
		host := hostLength(line[1:])
		if host == 0 || bytes.IndexByte(line[1:1+host], '.') < 0 {
			return nil
		}
		after = 1 + host + tailLength(line[1+host:])
		protocol = []byte("http")
	case '@':
		before = len(head) - len(bytes.TrimRightFunc(head, isMailboxLetter))
		if before == 0 {
			return nil
		}
		host := hostLength(line[1:])
		if host == 0 || bytes.IndexByte(line[1:1+host], '.') < 0 || strings.IndexByte("-_", line[host]) >= 0 {
			return nil
		}
		after = 1 + host
		kind = ast.AutoLinkEmail
	}
	if pc.IsInLinkLabel() || !takeBack(parent, pc, at.Start-before, at.Start) {
		return nil
	}
	after = trimAddress(src[at.Start-before : at.Start+after])
	block.Advance(after - before)
	n := ast.NewAutoLink(kind, ast.NewTextSegment(text.NewSegment(at.Start-before, at.Start-before+after)))
	n.Protocol = protocol
	n.SetPos(at.Start - before)
	return n
}

func isASCIILetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

func isMailboxLetter(r rune) bool {
	return isASCIILetter(r) || '0' <= r && r <= '9' || r == '.' || r == '-' || r == '_' || r == '+'
}

// hostLength returns how many bytes of b are a host, with at least one letter or digit.
func hostLength(b []byte) int {
	i := 0
	for i < len(b) && i < 256 && (util.IsAlphaNumeric(b[i]) || b[i] == '-' || b[i] == '_' || b[i] == '.' && i > 0 && b[i-1] != '.') {
		i++
	}
	for i > 0 && !util.IsAlphaNumeric(b[i-1]) {
		i--
	}
	return i
}

// tailLength returns how many bytes of b are the port, path, query and fragment of an address.
func tailLength(b []byte) int {
	if len(b) == 0 || strings.IndexByte(":/?#", b[0]) < 0 {
		return 0
	}
	if b[0] == ':' && (len(b) < 2 || !util.IsNumeric(b[1])) {
		return 0
	}
	i := 0
	for i < len(b) && b[i] > ' ' && b[i] != '<' && b[i] != 0x7f {
		i++
	}
	return i
}

// trimAddress returns the length of an address without the punctuation of the
// sentence around it: closing brackets count only if they were not opened in it.
func trimAddress(b []byte) int {
	excess := bytes.Count(b, []byte{')'}) - bytes.Count(b, []byte{'('})
	for len(b) > 0 {
		last := b[len(b)-1]
		switch {
		case strings.IndexByte(`?!.,:*_~'"]`, last) >= 0:
		case last == ')' && excess > 0:
			excess--
		case last == ';': // an entity reference, or a mark
			amp := bytes.LastIndexByte(b[max(0, len(b)-10):], '&')
			if amp >= 0 {
				b = b[:max(0, len(b)-10)+amp+1]
			}
		default:
			return len(b)
		}
		b = b[:len(b)-1]
	}
	return 0
}

// takeBack removes the bytes of source from start to end, which are the last
// that were added to parent, and reports whether they could be: marks of
// emphasis between them are made text, if they can be nothing else.
func takeBack(parent ast.Node, pc parser.Context, start, end int) bool {
	// First look whether all of it is text, touching nothing.
	at := end
	for n := parent.LastChild(); at > start; n = n.PreviousSibling() {
		switch v := n.(type) {
		case *ast.Text:
			if v.Segment.Stop != at || v.IsRaw() {
				return false
			}
			at = v.Segment.Start
		case *parser.Delimiter:
			if v.Segment.Stop != at || v.CanOpen || v.CanClose {
				return false
			}
			at = v.Segment.Start
		default:
			return false
		}
	}
	for n := parent.LastChild(); n != nil; n = parent.LastChild() {
		if d, ok := n.(*parser.Delimiter); ok {
			pc.RemoveDelimiter(d) // becomes text
			continue
		}
		t, ok := n.(*ast.Text)
		if !ok || t.Segment.Stop <= start {
			break
		}
		if t.Segment.Start < start {
			t.Segment.Stop = start
			break
		}
		parent.RemoveChild(parent, t)
	}
	return true
}
