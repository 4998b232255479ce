package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline writes the words of one paragraph, heading or cell as Markdown.
type inline struct {
	b          strings.Builder
	c          *converter
	space      bool // white space stands before what comes next
	breaks     int  // line breaks stand before what comes next
	leadSpace  bool // what stood before the first word
	leadBreaks int

	strong, em, struck, links int // elements of the kind around

	depth    int  // of elements written apart
	cell     bool // of a table: a line break is <br>
	heading  bool // a line break is a space
	pictures bool // each picture stands on a line of its own
}

// empty reports whether nothing was written.
func (w *inline) empty() bool { return w.b.Len() == 0 }

// String returns the Markdown; white space at its end is left out.
func (w *inline) String() string { return w.b.String() }

// gap writes the white space, breaks and ids that stand before the next word.
func (w *inline) gap() {
	switch {
	case w.b.Len() == 0:
		w.leadSpace, w.leadBreaks = w.space, w.breaks
	case w.pictures && w.depth == 0 && onlyPictures(w.b.String()):
		w.b.WriteByte('\n')
	case w.breaks > 0 && w.cell:
		w.b.WriteString("<br>")
	case w.breaks > 0 && w.heading:
		w.b.WriteByte(' ')
	case w.breaks > 0:
		w.b.WriteString("\\\n")
	case w.space:
		w.b.WriteByte(' ')
	}
	w.space, w.breaks = false, 0
	for _, id := range w.c.anchors {
		w.b.WriteString(`<span id="` + id + `"></span>`)
	}
	w.c.anchors = w.c.anchors[:0]
}

// onlyPictures reports whether md ends in a picture and begins with one.
func onlyPictures(md string) bool { return strings.HasPrefix(md, "![") && strings.HasSuffix(md, ")") }

// text writes the words of n, escaped, with white space collapsed.
func (w *inline) text(n *html.Node) {
	s := n.Data
	for s != "" {
		word := strings.IndexAny(s, " \n\t\f\r")
		if word < 0 {
			word = len(s)
		}
		if word > 0 {
			end := word // take following words on the same run of single spaces in one go
			for end < len(s) && s[end] == ' ' && end+1 < len(s) && !isSpace(s[end+1]) {
				next := strings.IndexAny(s[end+1:], " \n\t\f\r")
				if next < 0 {
					end = len(s)
				} else {
					end += 1 + next
				}
			}
			w.gap()
			w.b.WriteString(w.piped(escapeBefore(s[:end], end < len(s) || !joins(s[end-1], n))))
			s = s[end:]
			continue
		}
		w.space = true
		s = strings.TrimLeft(s, " \n\t\f\r")
	}
}

// joins reports whether a sign at the end of a text would make a mark of Markdown
// with what follows in the next node.
func joins(sign byte, n *html.Node) bool {
	switch sign {
	case '!':
		return followingRune(n) == '['
	case '<', '&':
		next := followingRune(n)
		return next < utf8.RuneSelf && (isLetter(byte(next)) || strings.IndexByte("/!?#[]", byte(next)) >= 0) // brackets stand for an element, whose marks may be left out
	}
	return false
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r' }

// node writes n and the nodes inside it.
func (w *inline) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n)
		return
	case html.ElementNode:
	default:
		return
	}
	if w.c.leftOut(n) {
		return
	}
	w.c.anchor(n)
	switch n.DataAtom {
	case atom.Br:
		w.breaks++
	case atom.Wbr:
	case atom.Img:
		w.image(n)
	case atom.Noscript:
		w.noscript(n)
	case atom.B, atom.Strong:
		w.emphasis(n, &w.strong, "**", "__", "strong")
	case atom.I, atom.Em:
		w.emphasis(n, &w.em, "*", "_", "em")
	case atom.Del, atom.S, atom.Strike:
		w.emphasis(n, &w.struck, "~~", "", "del")
	case atom.Sub, atom.Sup, atom.Mark, atom.Ins, atom.U, atom.Kbd, atom.Samp, atom.Ruby, atom.Rt, atom.Rp:
		w.tags(n, n.Data, "")
	case atom.Tt: // letters of one width, which need not be code
		w.tags(n, "samp", "")
	case atom.Abbr:
		w.tags(n, "abbr", attr(n, "title"))
	case atom.Time:
		w.tags(n, "time", attr(n, "datetime"))
	case atom.Code:
		w.code(n)
	case atom.Q:
		w.quotation(n)
	case atom.A:
		if label := w.c.marks[n]; label != "" {
			w.gap()
			w.b.WriteString("[^" + label + "]")
			return
		}
		w.link(n)
	case 0:
		if n.Data == "amp-img" {
			w.image(n)
			return
		}
		w.children(n)
	default:
		if silent(n) {
			return
		}
		if isBlock(n) { // in a cell or a heading, where no block can stand
			w.lineBreak()
			w.children(n)
			w.lineBreak()
			return
		}
		w.children(n)
	}
}

// lineBreak parts what was written from what comes.
func (w *inline) lineBreak() {
	if !w.empty() {
		w.breaks = max(w.breaks, 1)
	}
}

// children writes what stands in n.
func (w *inline) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// inner writes the children of n apart, and after them what stands before their
// first word: white space, and ids that are to come.
func (w *inline) inner(n *html.Node) *inline {
	held := w.c.anchors
	w.c.anchors = nil
	sub := &inline{
		c: w.c, strong: w.strong, em: w.em, struck: w.struck, links: w.links,
		depth: w.depth + 1, cell: w.cell, heading: w.heading,
	}
	sub.children(n)
	if sub.empty() {
		w.c.anchors = append(held, w.c.anchors...)
		return sub
	}
	w.space = w.space || sub.leadSpace
	w.breaks += sub.leadBreaks
	rest := w.c.anchors
	w.c.anchors = held
	w.gap()
	w.c.anchors = rest
	return sub
}

// after takes over the white space that stood at its end.
func (w *inline) after(sub *inline) {
	w.space = w.space || sub.space
	w.breaks += sub.breaks
}

// emphasis writes n between marks of emphasis, or between tags where Markdown would
// not take the marks for such. Emphasis inside emphasis of the same kind says
// nothing more; a page that is converted as it is keeps it.
func (w *inline) emphasis(n *html.Node, around *int, mark, other, tag string) {
	if w.depth > maxDepth || *around > 0 && (!w.c.whole || other == "") {
		w.children(n)
		return
	}
	if w.strong+w.em > 0 && other != "" { // unlike the marks around it, which it may touch
		mark, other = other, mark
	}
	*around++
	sub := w.inner(n)
	*around--
	if md := sub.String(); md != "" {
		// White space that does not collapse stands outside of the marks.
		inside := strings.TrimLeftFunc(md, unicode.IsSpace)
		lead := md[:len(md)-len(inside)]
		inside = strings.TrimRightFunc(inside, unicode.IsSpace)
		trail := md[len(lead)+len(inside):]
		next := followingRune(n)
		if trail != "" || sub.space || sub.breaks > 0 {
			next = ' '
		}
		w.b.WriteString(lead)
		switch {
		case inside == "":
		case w.takes(inside, mark, next):
			w.b.WriteString(mark + inside + mark)
		case other != "" && w.takes(inside, other, next):
			w.b.WriteString(other + inside + other)
		default:
			w.b.WriteString("<" + tag + ">" + inside + "</" + tag + ">")
		}
		w.b.WriteString(trail)
	}
	w.after(sub)
}

// tags writes n as an element of HTML that Markdown allows. The value is that of
// the attribute which the element is for, and without it abbr and time say nothing.
func (w *inline) tags(n *html.Node, tag, value string) {
	attribute := ""
	switch tag {
	case "abbr":
		attribute = "title"
	case "time":
		attribute = "datetime"
	}
	value = collapse(value)
	if w.depth > maxDepth || attribute != "" && (value == "" || len(value) > 200) {
		w.children(n)
		return
	}
	sub := w.inner(n)
	switch md := sub.String(); {
	case md == "":
	case tag == "sup" && strings.HasPrefix(md, "[^") && strings.HasSuffix(md, "]"): // footnote marks are raised as they are
		w.b.WriteString(md)
	case attribute != "":
		w.b.WriteString("<" + tag + " " + attribute + `="` + w.piped(html.EscapeString(value)) + `">` + md + "</" + tag + ">")
	default:
		w.b.WriteString("<" + tag + ">" + md + "</" + tag + ">")
	}
	w.after(sub)
}

// quotation writes a quotation among words in quotation marks, which a browser
// would add; a page that is converted as it is keeps the element.
func (w *inline) quotation(n *html.Node) {
	if w.c.whole {
		w.tags(n, "q", "")
		return
	}
	sub := w.inner(n)
	if md := sub.String(); md != "" {
		w.b.WriteString(`"` + md + `"`)
	}
	w.after(sub)
}

// takes reports whether marks around md open and close emphasis here: the rules of
// CommonMark for delimiter runs, section 6.2.
func (w *inline) takes(md, mark string, next rune) bool {
	out := w.b.String()
	if strings.HasSuffix(out, mark[:1]) || strings.HasPrefix(md, mark[:1]) || strings.HasSuffix(md, mark[:1]) {
		return false
	}
	prev, _ := utf8.DecodeLastRuneInString(out)
	first, _ := utf8.DecodeRuneInString(md)
	last, _ := utf8.DecodeLastRuneInString(md)
	if out == "" {
		prev = ' '
		if w.depth > 0 { // the mark around it, of whatever kind
			prev = '('
		}
	}
	edge := func(r rune) bool { return unicode.IsSpace(r) || punctuation(r) }
	if mark[0] == '_' && !(edge(prev) && edge(next)) {
		return false
	}
	opens := !punctuation(first) || edge(prev)
	closes := !punctuation(last) || edge(next)
	return opens && closes
}

func punctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// followingRune returns the first character of the words after n in its block, or a
// space when the block ends. Where an element with marks begins or ends, it is one
// of these, which are punctuation.
func followingRune(n *html.Node) rune {
	for i := 0; n != nil && i < 64; i++ {
		for s := n.NextSibling; s != nil; {
			if s.Type == html.TextNode && s.Data != "" {
				r, _ := utf8.DecodeRuneInString(s.Data)
				return r
			}
			if s.Type == html.ElementNode {
				if isBlock(s) || s.DataAtom == atom.Br {
					return ' '
				}
				switch s.DataAtom {
				case atom.B, atom.Strong, atom.I, atom.Em, atom.A, atom.Img, atom.Code, atom.Sub, atom.Sup, atom.Mark, atom.Ins, atom.U, atom.Kbd, atom.Q, atom.Abbr, atom.Time, atom.Samp, atom.Tt, atom.Ruby:
					return '['
				}
				if s.FirstChild != nil {
					s = s.FirstChild
					continue
				}
			}
			s = s.NextSibling
		}
		if n = n.Parent; n == nil || isBlock(n) {
			return ' '
		}
		switch n.DataAtom {
		case atom.B, atom.Strong, atom.I, atom.Em, atom.A, atom.Sub, atom.Sup, atom.Mark, atom.Ins, atom.U, atom.Kbd, atom.Q, atom.Del, atom.S, atom.Strike:
			return ']'
		}
	}
	return ' '
}

// code writes a code span, its content as it stands; between tags where there are
// links or marks in it, which a code span cannot hold.
func (w *inline) code(n *html.Node) {
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.A, atom.Sub, atom.Sup, atom.Em, atom.I, atom.Strong, atom.B, atom.Img:
			w.tags(n, "code", "")
			return
		}
	}
	var b strings.Builder
	rawText(&b, n)
	raw := b.String()
	s := oneLine(raw)
	if s == "" {
		w.space = w.space || raw != ""
		return
	}
	w.space = w.space || isSpace(raw[0])
	w.gap()
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	w.b.WriteString(fence + w.piped(s) + fence)
	w.space = isSpace(raw[len(raw)-1])
}

// longestRun returns the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	best, run := 0, 0
	for i := range len(s) {
		if s[i] == c {
			run++
			best = max(best, run)
		} else {
			run = 0
		}
	}
	return best
}
