package importer

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline writes the words of one paragraph, heading or cell as Markdown.
type inline struct {
	b       strings.Builder
	c       *converter
	space   bool // white space stands before what comes next
	breaks  int  // line breaks stand before what comes next
	strong  int
	em      int
	link    int
	depth   int  // of elements written apart
	cell    bool // of a table: a line break is <br>
	heading bool // a line break is a space
}

// empty reports whether nothing was written.
func (w *inline) empty() bool { return w.b.Len() == 0 }

// String returns the Markdown; white space at its end is left out.
func (w *inline) String() string { return w.b.String() }

// gap writes the white space and breaks that stand before the next word.
func (w *inline) gap() {
	switch {
	case w.b.Len() == 0:
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
}

// text writes words, escaped, with white space collapsed.
func (w *inline) text(s string) {
	for s != "" {
		n := strings.IndexAny(s, " \n\t\f\r")
		if n < 0 {
			n = len(s)
		}
		if n > 0 {
			end := n // take following words on the same run of single spaces in one go
			for end < len(s) && s[end] == ' ' && end+1 < len(s) && !isSpace(s[end+1]) {
				next := strings.IndexAny(s[end+1:], " \n\t\f\r")
				if next < 0 {
					end = len(s)
				} else {
					end += 1 + next
				}
			}
			w.gap()
			md := escapePart(s[:end])
			if w.cell {
				md = strings.ReplaceAll(md, "|", `\|`)
			}
			w.b.WriteString(md)
			s = s[end:]
			continue
		}
		w.space = true
		s = strings.TrimLeft(s, " \n\t\f\r")
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r' }

// node writes n and the nodes inside it.
func (w *inline) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
	default:
		return
	}
	if w.c.leftOut(n) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.breaks++
		return
	case atom.Wbr:
		return
	case atom.Img:
		w.image(n)
		return
	case atom.Noscript:
		return
	case atom.B, atom.Strong:
		if w.strong == 0 {
			w.strong++
			w.wrap(n, "**", "strong")
			w.strong--
			return
		}
	case atom.I, atom.Em:
		if w.em == 0 {
			w.em++
			w.wrap(n, "*", "em")
			w.em--
			return
		}
	case atom.Del, atom.S, atom.Strike:
		w.wrap(n, "~~", "del")
		return
	case atom.Sub, atom.Sup, atom.Mark, atom.Ins, atom.U, atom.Kbd:
		w.wrap(n, "", n.Data)
		return
	case atom.Code, atom.Tt, atom.Samp:
		w.code(n)
		return
	case atom.Q:
		w.gap()
		w.b.WriteByte('"')
		w.children(n)
		w.b.WriteByte('"')
		return
	case atom.A:
		w.anchor(n)
		return
	}
	if silent(n) {
		return
	}
	if isBlock(n) { // in a cell or a heading, where no block can stand
		if !w.empty() {
			w.breaks = max(w.breaks, 1)
		}
		w.children(n)
		if !w.empty() {
			w.breaks = max(w.breaks, 1)
		}
		return
	}
	w.children(n)
}

func (w *inline) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// inner writes the children of n apart, and returns their Markdown with the white
// space that stood at either end.
func (w *inline) inner(n *html.Node) (md string, before, after bool, breaks int) {
	sub := inline{c: w.c, strong: w.strong, em: w.em, link: w.link, depth: w.depth + 1, cell: w.cell, heading: w.heading}
	sub.children(n)
	md = sub.String()
	return md, startsSpaced(n), sub.space, sub.breaks
}

// startsSpaced reports whether the first words below n have white space before them.
func startsSpaced(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Data != "" {
			return isSpace(c.Data[0])
		}
		if c.Type == html.ElementNode && c.DataAtom == atom.Img {
			return false
		}
	}
	return false
}

// wrap writes n between marks of emphasis, or between tags where Markdown would
// not take the marks for such.
func (w *inline) wrap(n *html.Node, mark, tag string) {
	if w.depth > maxDepth {
		w.children(n)
		return
	}
	md, before, after, breaks := w.inner(n)
	if before {
		w.space = true
	}
	if md != "" {
		w.gap()
		if mark != "" && w.takes(n, md, mark) {
			w.b.WriteString(mark + md + mark)
		} else {
			w.b.WriteString("<" + tag + ">" + md + "</" + tag + ">")
		}
	}
	w.space = w.space || after
	w.breaks += breaks
}

// takes reports whether marks around md open and close emphasis here: the rules of
// CommonMark for delimiter runs, section 6.2.
func (w *inline) takes(n *html.Node, md, mark string) bool {
	out := w.b.String()
	if strings.HasSuffix(out, mark[:1]) || strings.HasPrefix(md, mark) || strings.HasSuffix(md, mark[:1]) || strings.Contains(md, "\\\n") && mark == "~~" {
		return false
	}
	prev, _ := utf8.DecodeLastRuneInString(out)
	first, _ := utf8.DecodeRuneInString(md)
	last, _ := utf8.DecodeLastRuneInString(md)
	next := followingRune(n)
	if out == "" {
		prev = ' '
	}
	opens := !unicode.IsSpace(first) && (!punctuation(first) || unicode.IsSpace(prev) || punctuation(prev))
	closes := !unicode.IsSpace(last) && (!punctuation(last) || unicode.IsSpace(next) || punctuation(next))
	return opens && closes && next != rune(mark[0])
}

func punctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// followingRune returns the first character of the words after n in its block, or a
// space when the block ends. Marks of Markdown may stand there first, and are
// punctuation; they follow only where an element begins.
func followingRune(n *html.Node) rune {
	for i := 0; n != nil && i < 64; i++ {
		if s := n.NextSibling; s != nil {
			for s != nil {
				if s.Type == html.TextNode && s.Data != "" {
					r, _ := utf8.DecodeRuneInString(s.Data)
					return r
				}
				if s.Type == html.ElementNode {
					if isBlock(s) || s.DataAtom == atom.Br {
						return ' '
					}
					switch s.DataAtom {
					case atom.B, atom.Strong, atom.I, atom.Em:
						return '*'
					case atom.A, atom.Img, atom.Code, atom.Sub, atom.Sup:
						return '['
					}
					if s.FirstChild != nil {
						s = s.FirstChild
						continue
					}
				}
				s = s.NextSibling
			}
			return ' '
		}
		if n = n.Parent; n == nil || isBlock(n) {
			return ' '
		}
		switch n.DataAtom {
		case atom.A:
			return ']'
		case atom.B, atom.Strong, atom.I, atom.Em:
			return '*'
		}
	}
	return ' '
}

// code writes a code span, its content as it stands.
func (w *inline) code(n *html.Node) {
	var b strings.Builder
	rawText(&b, n)
	s := strings.Join(strings.Fields(b.String()), " ")
	if s == "" {
		return
	}
	if raw := b.String(); isSpace(raw[0]) {
		w.space = true
	}
	w.gap()
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	if w.cell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	w.b.WriteString(fence + s + fence)
}

// rawText appends the text below n as it stands, with a line end for <br>.
func rawText(b *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		case c.Type == html.ElementNode && c.DataAtom != atom.Script && c.DataAtom != atom.Style:
			rawText(b, c)
		}
	}
}

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

// anchor writes a link, or its words alone where the address is not allowed.
func (w *inline) anchor(n *html.Node) {
	dest, ok := w.c.destination(attr(n, "href"))
	if !ok || w.link > 0 {
		w.children(n)
		return
	}
	w.link++
	md, before, after, breaks := w.inner(n)
	w.link--
	if before {
		w.space = true
	}
	if md != "" {
		w.gap()
		w.b.WriteString("[" + md + "](" + dest + linkTitle(attr(n, "title")) + ")")
	}
	w.space = w.space || after
	w.breaks += breaks
}

func linkTitle(s string) string {
	if s = collapse(s); s == "" || len(s) > 300 {
		return ""
	}
	return ` "` + strings.ReplaceAll(escapePart(s), `"`, `\"`) + `"`
}

// image writes a picture with the address that would be loaded.
func (w *inline) image(n *html.Node) {
	src, ok := w.c.imageSource(n)
	if !ok {
		return
	}
	w.gap()
	alt := escapePart(collapse(attr(n, "alt")))
	if w.cell {
		alt = strings.ReplaceAll(alt, "|", `\|`)
	}
	w.b.WriteString("![" + alt + "](" + src + linkTitle(attr(n, "title")) + ")")
}

// imageSource returns the address of a picture: what scripts would put in place of
// a stand-in goes before the stand-in. Pictures of one pixel count readers and are left out.
func (c *converter) imageSource(n *html.Node) (string, bool) {
	if attr(n, "width") == "1" || attr(n, "height") == "1" {
		return "", false
	}
	for _, key := range []string{"data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "src"} {
		v := strings.TrimSpace(attr(n, key))
		if v == "" || key != "src" && strings.HasPrefix(v, "{") || strings.HasPrefix(v, "data:") && (key != "src" || len(v) < 200 || !rasterData(v)) {
			continue
		}
		if d, ok := c.destination(v); ok {
			return d, true
		}
	}
	for _, key := range []string{"data-srcset", "srcset"} {
		first, _, _ := strings.Cut(strings.TrimSpace(attr(n, key)), " ")
		if first != "" && !strings.HasPrefix(first, "data:") {
			if d, ok := c.destination(strings.TrimSuffix(first, ",")); ok {
				return d, true
			}
		}
	}
	return "", false
}

// rasterData reports whether a data address holds a picture that cannot act.
func rasterData(s string) bool {
	for _, t := range []string{"png", "jpeg", "jpg", "gif", "webp", "avif"} {
		if strings.HasPrefix(s, "data:image/"+t+";base64,") {
			return true
		}
	}
	return false
}

// safeDestination reports whether an address is on the list of schemes that may be
// followed: http, https, mailto, or none.
func safeDestination(s string) bool {
	// Browsers skip tabs and line ends inside an address and blanks before it.
	s = strings.TrimLeft(s, "\x00 \t\n\f\r")
	s = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
	colonAt := strings.IndexAny(s, ":/?#")
	if colonAt < 0 || s[colonAt] != ':' {
		return true
	}
	switch strings.ToLower(s[:colonAt]) {
	case "http", "https", "mailto", "tel":
		return true
	case "data":
		return rasterData(s)
	}
	return false
}

// destination returns an address as the destination of a Markdown link, resolved
// against the page's, and false when there is none or it is not allowed.
func (c *converter) destination(href string) (string, bool) {
	href = strings.TrimSpace(href)
	if href == "" {
		return "", false
	}
	if !safeDestination(href) {
		c.refused++
		if c.firstRefused == "" {
			c.firstRefused = href[:min(len(href), 60)]
		}
		return "", false
	}
	if c.base != nil && !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "data:") {
		if u, err := url.Parse(href); err == nil && !u.IsAbs() {
			href = c.base.ResolveReference(u).String()
		}
	}
	return escapeDestination(href), true
}

// escapeDestination writes an address so that Markdown takes all of it for one.
func escapeDestination(s string) string {
	depth, balanced := 0, true
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				balanced = false
			}
		}
	}
	balanced = balanced && depth == 0
	var b strings.Builder
	for i := range len(s) {
		switch ch := s[i]; {
		case ch == ' ':
			b.WriteString("%20")
		case ch < ' ' || ch == 0x7f:
		case ch == '<':
			b.WriteString("%3C")
		case ch == '>':
			b.WriteString("%3E")
		case ch == '\\':
			b.WriteString("%5C")
		case ch == '(' && !balanced:
			b.WriteString("%28")
		case ch == ')' && !balanced:
			b.WriteString("%29")
		case ch == '&' && entityAt(s[i+1:]):
			b.WriteByte('\\')
			b.WriteByte(ch)
		case ch == '|':
			b.WriteString("%7C")
		default:
			b.WriteByte(ch)
		}
	}
	return b.String()
}
