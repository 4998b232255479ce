package importer

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textOf returns the words of n with single spaces, a space where a block or a
// line ends.
func textOf(n *html.Node) string {
	var b strings.Builder
	appendText(&b, n, nil)
	return collapse(b.String())
}

// appendText writes the words of n; skip, if it is not nil, leaves elements out.
func appendText(b *strings.Builder, n *html.Node, skip func(*html.Node) bool) {
	switch n.Type {
	case html.TextNode:
		b.WriteString(n.Data)
		return
	case html.ElementNode:
		if silent(n) || skip != nil && skip(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	apart := n.Type == html.ElementNode && (isBlock(n) || n.DataAtom == atom.Br)
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		appendText(b, c, skip)
	}
	if apart {
		b.WriteByte(' ')
	}
}

// hasWords reports whether s has anything to be read: pages have headings of nothing but
// hard spaces, to make room.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) })
}

// collapse returns s with each run of white space as one space. A no-break space
// is a letter of the text and stays.
func collapse(s string) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; c == '\n' || c == '\t' || c == '\f' || c == '\r' || c == ' ' && (i == 0 || i+1 == len(s) || s[i+1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := range len(s) {
		switch c := s[i]; c {
		case ' ', '\n', '\t', '\f', '\r':
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteByte(c)
		}
	}
	return b.String()
}

// silent reports elements that show no words of the article.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Svg, atom.Canvas, atom.Object, atom.Embed, atom.Applet,
		atom.Select, atom.Option, atom.Input, atom.Button, atom.Textarea, atom.Datalist, atom.Dialog, atom.Map, atom.Link, atom.Meta, atom.Title, atom.Base:
		return true
	}
	return false
}

// isBlock reports elements that stand on lines of their own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Address,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hgroup, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Menu, atom.Dir,
		atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th,
		atom.Hr, atom.Form, atom.Fieldset, atom.Details, atom.Summary, atom.Center, atom.Body, atom.Html, atom.Iframe, atom.Video, atom.Audio, atom.Listing, atom.Xmp, atom.Search:
		return true
	}
	return false
}

// blockHolders returns the inline elements that have a block inside, as links
// around headings do. Each element is marked once, so that the time is linear.
func blockHolders(root *html.Node) map[*html.Node]bool {
	holds := map[*html.Node]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !isBlock(n) {
			continue
		}
		for p := n.Parent; p != nil && p.Type == html.ElementNode && !isBlock(p) && !holds[p]; p = p.Parent {
			holds[p] = true
		}
	}
	return holds
}

// hidden reports elements that a reader never sees.
func hidden(n *html.Node) bool {
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" && n.DataAtom != atom.Img && n.DataAtom != atom.Picture {
				return true
			}
		case "style":
			if strings.Contains(a.Val, "display") || strings.Contains(a.Val, "visibility") {
				s := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
				if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
					return true
				}
			}
		}
	}
	return false
}
