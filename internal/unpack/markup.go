package unpack

import (
	"strings"

	"golang.org/x/net/html"
)

// attrOf returns an attribute of an element of HTML, or "".
func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hasClass reports whether an element of HTML is of a class.
func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attrOf(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// findNode returns the first node below n that is wanted, or nil.
func findNode(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && wanted(d) {
			return d
		}
	}
	return nil
}

// nodeWords returns the words below n on one line; "" when n is nil.
func nodeWords(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		switch d.Type {
		case html.TextNode:
			b.WriteString(d.Data)
		case html.ElementNode:
			if blockTags[d.Data] || d.Data == "br" {
				b.WriteByte(' ')
			}
		}
	}
	return oneLine(b.String())
}

// innerHTML returns what stands in an element, as HTML.
func innerHTML(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		_ = html.Render(&b, c) // it fails only on trees that no parser makes
	}
	return b.String()
}
