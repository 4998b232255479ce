package importer

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup writes in the tags of HTML what Markdown has no marks for: only elements
// and attributes that our Markdown allows, with addresses looked at as everywhere.
type markup struct {
	c     *converter
	b     strings.Builder
	pre   bool // white space stands as it is
	space bool // white space stands before what comes next
}

// rawPre writes preformatted text.
func (c *converter) rawPre(n *html.Node) string {
	m := markup{c: c, pre: true}
	m.children(n)
	s := strings.TrimRight(m.b.String(), "\n \t")
	if strings.HasPrefix(s, "\n") { // HTML passes over a first line end
		s = "\n" + s
	}
	return "<pre>" + s + "</pre>"
}

// rawBlock writes a table or other block. No line of it is empty, since an empty
// line ends HTML in Markdown.
func (c *converter) rawBlock(n *html.Node) string {
	m := markup{c: c}
	m.node(n)
	return strings.TrimSpace(m.b.String())
}

// children writes what stands in n.
func (m *markup) children(n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		m.node(d)
	}
}

// node writes n and what stands in it.
func (m *markup) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode && m.pre:
		m.b.WriteString(html.EscapeString(n.Data))
		return
	case n.Type == html.TextNode:
		m.text(n.Data)
		return
	case n.Type != html.ElementNode || m.c.leftOut(n) || silent(n) || m.pre && lineNumber(n):
		return
	}
	switch n.DataAtom {
	case atom.Br:
		m.space = false
		if m.pre {
			m.b.WriteByte('\n')
		} else {
			m.b.WriteString("<br>")
		}
		return
	case atom.Img:
		if src, ok := m.c.imageSource(n); ok {
			m.gap()
			m.b.WriteString("<img" + attribute("src", src) + attribute("alt", collapse(attr(n, "alt"))) + ">")
		}
		return
	}
	tag := m.tag(n)
	block := isBlock(n)
	switch {
	case block && m.pre:
		lineOfItsOwn(&m.b, n)
	case block:
		m.space = false
	default:
		m.gap()
	}
	if tag == "" {
		m.children(n)
	} else {
		m.b.WriteString(tag)
		m.children(n)
		if block {
			m.space = false
		}
		m.b.WriteString("</" + n.Data + ">")
	}
	switch {
	case block && m.pre:
		lineOfItsOwn(&m.b, n)
	case block:
		m.space = false
		if n.DataAtom == atom.Tr {
			m.b.WriteByte('\n')
		}
	}
}

// tag returns the opening tag of an element, or "" when its content alone is written.
func (m *markup) tag(n *html.Node) string {
	switch n.DataAtom {
	case atom.A:
		if href, ok := m.c.address(n); ok {
			return "<a" + attribute("href", href) + ">"
		}
	case atom.Code, atom.Em, atom.I, atom.Strong, atom.B, atom.Sub, atom.Sup, atom.Mark, atom.Del, atom.S, atom.Ins, atom.U, atom.Kbd, atom.Samp, atom.Q:
		return "<" + n.Data + ">"
	}
	if m.pre {
		return ""
	}
	switch n.DataAtom {
	case atom.Td, atom.Th:
		tag := "<" + n.Data
		for _, key := range []string{"colspan", "rowspan"} {
			if v := span(n, key); v > 1 {
				tag += attribute(key, strconv.Itoa(v))
			}
		}
		return tag + ">"
	case atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Ul, atom.Ol, atom.Li, atom.P, atom.Div, atom.Blockquote, atom.Dl, atom.Dt, atom.Dd:
		return "<" + n.Data + ">"
	}
	return ""
}

// attribute writes an attribute with a blank before it.
func attribute(key, val string) string { return " " + key + `="` + html.EscapeString(val) + `"` }

// text writes words with white space collapsed.
func (m *markup) text(s string) {
	words := collapse(s)
	if words == "" {
		m.space = m.space || s != ""
		return
	}
	m.space = m.space || isSpace(s[0])
	m.gap()
	m.b.WriteString(html.EscapeString(words))
	m.space = isSpace(s[len(s)-1])
}

// gap writes the white space that stands before the next word.
func (m *markup) gap() {
	if s := m.b.String(); m.space && !m.pre && !strings.HasSuffix(s, ">\n") {
		m.b.WriteByte(' ')
	}
	m.space = false
}
