package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// quotedMessages returns what programs for mail put below a reply: the message that is
// answered. What is forwarded, what stands alone and what is answered piece by piece
// belongs to the text.
func quotedMessages(doc *html.Node) map[*html.Node]string {
	pruned := map[*html.Node]string{}
	above := false // words of the reply were seen
	var walk func(*html.Node) bool
	walk = func(n *html.Node) (going bool) {
		for d := n.FirstChild; d != nil; d = d.NextSibling {
			switch {
			case d.Type == html.TextNode:
				words := strings.TrimSpace(d.Data) != ""
				if words && len(pruned) > 0 { // the reply goes on
					clear(pruned)
					return false
				}
				above = above || words
			case d.Type != html.ElementNode || silent(d):
			case above && beginsQuoted(d):
				pruned[d] = "quoted message"
				if id := attr(d, "id"); id == "divRplyFwdMsg" || id == "appendonsend" { // and all that follows
					for e := d.NextSibling; e != nil; e = e.NextSibling {
						if e.Type == html.ElementNode {
							pruned[e] = "quoted message"
						}
					}
					return true
				}
			case !walk(d):
				return false
			}
		}
		return true
	}
	walk(bodyOf(doc))
	for n := range pruned {
		if s := textOf(n); strings.Contains(s, "Forwarded message") || strings.Contains(s, "Forwarded Message") || strings.Contains(s, "Weitergeleitete Nachricht") {
			return map[*html.Node]string{}
		}
	}
	return pruned
}

// beginsQuoted reports whether n is the message that is answered, or what stands above
// it, in the markup of common programs.
func beginsQuoted(n *html.Node) bool {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		switch class {
		case "gmail_quote", "gmail_quote_container", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote":
			return true
		}
	}
	id := attr(n, "id")
	return n.DataAtom == atom.Blockquote && attr(n, "type") == "cite" || id == "divRplyFwdMsg" || id == "appendonsend"
}
