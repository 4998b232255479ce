package export

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/article"
	"dateline/internal/markdown"
)

// markKey is the attribute that stands for a mark while the text is HTML.
const markKey = "data-mark"

// body writes what an article's page shows of its body: its HTML, element by element,
// as TEI.
func (w *teiWriter) body(t *article.Text) error {
	var on []markdown.Mark
	for i := range w.marks {
		on = append(on, markdown.Mark{Span: w.marks[i].Span, Open: "<span " + markKey + `="` + strconv.Itoa(i) + `">`, Close: "</span>"})
	}
	page, _ := t.Tree.HTML(markdown.Render{Base: t.Base, Marks: on, Plain: true})
	nodes, err := html.ParseFragment(bytes.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return fmt.Errorf("reading the text of %s: %w", t.Article.Path, err)
	}
	root := &html.Node{Type: html.ElementNode}
	w.notes = map[string]*html.Node{}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	for n := range root.Descendants() {
		if id := attr(n, "id"); n.DataAtom == atom.Li && strings.HasPrefix(id, "fn-") {
			w.notes[id] = n
		}
	}
	for c := range root.ChildNodes() {
		if level := headingLevel(c); level > 0 {
			w.leave(level)
			w.divs = append(w.divs, level)
			w.string("<div>")
			w.around("head", c)
			continue
		}
		w.node(c)
	}
	w.leave(0)
	return nil
}

// leave closes the divisions of headings of a level, or below it.
func (w *teiWriter) leave(level int) {
	for n := len(w.divs); n > 0 && w.divs[n-1] >= level; n-- {
		w.string("</div>\n")
		w.divs = w.divs[:n-1]
	}
}

func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// inner writes what stands in n.
func (w *teiWriter) inner(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

// around writes what stands in n in an element; attributes are name and value in turn.
func (w *teiWriter) around(name string, n *html.Node, attributes ...string) {
	w.string("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		w.attribute(attributes[i], attributes[i+1])
	}
	w.string(">")
	w.inner(n)
	w.string("</" + name + ">")
}

// renditions are the elements of HTML for words that are set apart, with what TEI
// calls their looks.
var renditions = map[atom.Atom]string{
	atom.Em: "italic", atom.I: "italic", atom.Cite: "italic", atom.Strong: "bold", atom.B: "bold", atom.Sub: "subscript", atom.Sup: "superscript", atom.U: "underline", atom.Small: "small",
}

// node writes a part of the body.
func (w *teiWriter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
		return
	case n.Type != html.ElementNode:
		return
	}
	if rend := renditions[n.DataAtom]; rend != "" && !isNoteRef(n.FirstChild) {
		w.around("hi", n, "rend", rend)
		return
	}
	switch n.DataAtom {
	case atom.P:
		w.around("p", n)
	case atom.Blockquote:
		w.around("quote", n)
	case atom.Pre:
		w.around("eg", n)
	case atom.Code:
		if n.Parent.DataAtom == atom.Pre {
			w.inner(n)
		} else {
			w.around("code", n)
		}
	case atom.Del, atom.S:
		w.around("del", n)
	case atom.Q:
		w.around("q", n)
	case atom.Br:
		w.string("<lb/>")
	case atom.Hr:
		w.string(`<milestone unit="section" rend="rule"/>`)
	case atom.A:
		w.link(n)
	case atom.Span:
		w.span(n)
	case atom.Img:
		w.picture(n)
	case atom.Div:
		if strings.HasPrefix(attr(n, "class"), "callout") {
			w.around("quote", n, "type", "callout")
		} else {
			w.inner(n)
		}
	case atom.Section:
		if attr(n, "class") != "footnotes" {
			w.inner(n)
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6: // in a quotation or list, which has no divisions
		w.around("p", n, "rend", "heading")
	case atom.Input, atom.Button:
	default:
		w.listed(n)
	}
}

// listed writes lists, tables and figures.
func (w *teiWriter) listed(n *html.Node) {
	switch n.DataAtom {
	case atom.Ul:
		w.around("list", n, "rend", "bulleted")
	case atom.Ol:
		w.around("list", n, "type", "ordered", "rend", "numbered")
	case atom.Dl:
		w.around("list", n, "type", "gloss")
	case atom.Li:
		start := ""
		if attr(n.Parent, "start") != "" && n.Parent.FirstChild != nil && first(n.Parent) == n {
			start = attr(n.Parent, "start")
		}
		w.around("item", n, "n", start)
	case atom.Dt:
		w.around("label", n)
	case atom.Dd:
		w.around("item", n)
	case atom.Table:
		w.around("table", n)
	case atom.Caption:
		w.around("head", n)
	case atom.Tr:
		role := ""
		if n.Parent.DataAtom == atom.Thead {
			role = "label"
		}
		w.around("row", n, "role", role)
	case atom.Th, atom.Td:
		w.around("cell", n, "cols", attr(n, "colspan"), "rows", attr(n, "rowspan"))
	case atom.Figure:
		w.around("figure", n)
	case atom.Figcaption:
		if c := first(n); c != nil && isBlock(c) {
			w.inner(n)
		} else {
			w.around("p", n)
		}
	default:
		w.inner(n)
	}
}

// first returns the first element or words in n.
func first(n *html.Node) *html.Node {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode || strings.TrimSpace(c.Data) != "" {
			return c
		}
	}
	return nil
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Ul, atom.Ol, atom.Dl, atom.Blockquote, atom.Div, atom.Table, atom.Pre, atom.Figure:
		return true
	}
	return false
}

// isNoteRef reports whether n refers to a footnote.
func isNoteRef(n *html.Node) bool {
	return n != nil && n.DataAtom == atom.A && attr(n, "class") == "fn"
}

// link writes a link. A footnote stands where it is referred to first; later
// references lead to it.
func (w *teiWriter) link(n *html.Node) {
	href := attr(n, "href")
	switch class := attr(n, "class"); {
	case class == "anchor" || class == "fn-back":
	case isNoteRef(n):
		id := strings.TrimPrefix(href, "#")
		note := w.notes[id]
		if note == nil {
			w.string("<ref")
			w.attribute("target", href)
			w.attribute("type", "noteref")
			w.string("/>")
			return
		}
		delete(w.notes, id)
		w.around("note", note, "xml:id", id, "place", "foot")
	case href == "" || strings.HasPrefix(href, "#"): // places of the page, which have no ids here
		w.inner(n)
	default:
		w.around("ref", n, "target", href)
	}
}

// span writes marked words.
func (w *teiWriter) span(n *html.Node) {
	i, err := strconv.Atoi(attr(n, markKey))
	if err != nil || i < 0 || i >= len(w.marks) {
		w.inner(n)
		return
	}
	w.string(w.open(&w.marks[i]))
	w.inner(n)
	w.string(shut(&w.marks[i]))
}

// picture writes a picture, which has its description in a figure.
func (w *teiWriter) picture(n *html.Node) {
	inFigure := n.Parent.DataAtom == atom.Figure
	if !inFigure {
		w.string("<figure>")
	}
	w.string("<graphic")
	w.attribute("url", attr(n, "src"))
	w.string("/>")
	if alt := attr(n, "alt"); alt != "" {
		w.element("figDesc", alt)
	}
	if !inFigure {
		w.string("</figure>")
	}
}
