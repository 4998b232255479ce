package importer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/markdown"
)

// places finds the ids that links of the article lead to, and in them the
// footnotes.
func (c *converter) places(root *html.Node) {
	c.ids, c.targets = map[string]*html.Node{}, map[string]bool{}
	c.marks, c.notes = map[*html.Node]string{}, map[*html.Node]string{}
	order := map[*html.Node]int{}
	var links []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if c.leftOut(n) || silent(n) {
				return
			}
			order[n] = len(order)
			for i := range n.Attr {
				switch a := &n.Attr[i]; {
				case a.Key == "id" || a.Key == "name" && n.DataAtom == atom.A:
					if c.ids[a.Val] == nil {
						c.ids[a.Val] = n
					}
				case a.Key == "href" && n.DataAtom == atom.A && len(a.Val) > 1 && a.Val[0] == '#':
					links = append(links, n)
				}
			}
		}
		for d := n.FirstChild; d != nil; d = d.NextSibling {
			walk(d)
		}
	}
	walk(root)
	c.footnotes(root, links, order)
	for _, a := range links {
		if c.marks[a] == "" && c.pruned[a] == "" {
			c.targets[leadsTo(a)] = true
		}
	}
}

// leadsTo returns the id that a link within the page names.
func leadsTo(a *html.Node) string { return fragment(strings.TrimPrefix(attr(a, "href"), "#")) }

// anchor keeps the ids of an element that links lead to, for its first words.
// Names that a page has for itself are not taken.
func (c *converter) anchor(n *html.Node) {
	if len(c.targets) == 0 {
		return
	}
	for i := range n.Attr {
		if a := &n.Attr[i]; (a.Key == "id" || a.Key == "name" && n.DataAtom == atom.A) && c.targets[a.Val] && c.ids[a.Val] == n && plainID(a.Val) {
			c.anchors = append(c.anchors, a.Val)
			delete(c.targets, a.Val)
		}
	}
}

// plainID reports ids that our pages give to content as they are.
func plainID(s string) bool {
	if len(s) > 64 || markdown.ReservedID(s) {
		return false
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '_') {
			return false
		}
	}
	return true
}

// footnotes finds the marks and the notes of the page. What makes it certain is
// that they lead to each other: a short mark to a block further down, and a link in
// that block back to the paragraph of the mark; or that a raised or bracketed number is
// that of the item it leads to. Where nothing is judged, only what the
// page itself calls a mark is one.
func (c *converter) footnotes(root *html.Node, links []*html.Node, order map[*html.Node]int) {
	returns := map[*html.Node]map[*html.Node]bool{} // of a block: those further up that its links lead to
	above := func(a, block *html.Node) *html.Node {
		t := c.ids[leadsTo(a)]
		if t == nil || block == nil || order[t] >= order[block] {
			return nil
		}
		return blockAround(t)
	}
	for _, a := range links {
		block := noteBlock(a)
		if to := above(a, block); to != nil {
			if returns[block] == nil {
				returns[block] = map[*html.Node]bool{}
			}
			returns[block][to] = true
		}
	}
	number := itemNumbers{}
	for _, mark := range links {
		target := c.ids[leadsTo(mark)]
		if target == nil || !markText(textOf(mark)) || c.whole && attr(mark, "role") != "doc-noteref" {
			continue
		}
		note := noteBlock(target)
		if note == nil || order[note] <= order[mark] || !returns[note][blockAround(mark)] && !number.same(mark, note) || inside(mark, note) || !standsFree(note, root) {
			continue
		}
		if c.notes[note] == "" {
			c.notes[note] = strconv.Itoa(len(c.notes) + 1)
		}
		c.marks[mark] = c.notes[note]
	}
	marked := map[*html.Node]bool{} // the blocks with marks in them
	for mark := range c.marks {
		marked[blockAround(mark)] = true
	}
	for _, a := range links {
		block := noteBlock(a)
		if c.notes[block] == "" || c.marks[a] != "" {
			continue
		}
		if to := above(a, block); to != nil && marked[to] {
			c.pruned[a] = "leads back from a footnote"
		}
	}
}

// itemNumbers holds the numbers of the items of ordered lists, as far as they were asked.
type itemNumbers map[*html.Node]int

// same reports whether a mark is a raised or bracketed number, and note the item of
// that number in an ordered list.
func (in itemNumbers) same(mark, note *html.Node) bool {
	s := textOf(mark)
	digits := strings.Trim(s, "[]() ")
	raised := mark.Parent.DataAtom == atom.Sup || mark.FirstChild.DataAtom == atom.Sup || digits != s
	if !raised || !isDigits(digits) || note.DataAtom != atom.Li || note.Parent.DataAtom != atom.Ol {
		return false
	}
	if in[note] == 0 {
		n := 0
		for d := note.Parent.FirstChild; d != nil; d = d.NextSibling {
			if d.DataAtom == atom.Li {
				n++
				in[d] = n
			}
		}
	}
	return strconv.Itoa(in[note]) == digits
}

// markText reports whether s is as short as a footnote mark: a number, letter or
// sign, with or without brackets.
func markText(s string) bool {
	s = strings.Trim(s, "[]() ")
	if s == "" || len(s) > 8 {
		return false
	}
	if isDigits(s) {
		return len(s) <= 4
	}
	return utf8.RuneCountInString(s) <= 2 || strings.Trim(s, "ivx*†‡§") == ""
}

// noteBlock returns the block that a link or target in it makes a footnote of: its
// list item, else its paragraph.
func noteBlock(n *html.Node) *html.Node {
	block := blockAround(n)
	for p, i := block, 0; p != nil && i < 4; p, i = p.Parent, i+1 {
		if p.DataAtom == atom.Li {
			return p
		}
	}
	if block != nil {
		switch block.DataAtom {
		case atom.P, atom.Div, atom.Aside:
			return block
		}
	}
	return nil
}

// blockAround returns n or the nearest element around it that stands on lines of its own.
func blockAround(n *html.Node) *html.Node {
	for n != nil && (n.Type != html.ElementNode || !isBlock(n)) {
		n = n.Parent
	}
	return n
}

// inside reports whether n is the element around, or stands in it.
func inside(n, around *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == around {
			return true
		}
	}
	return false
}

// standsFree reports whether a note stands where Markdown allows one: in no other
// block than a list of its own.
func standsFree(note, root *html.Node) bool {
	lists := 0
	for p := note.Parent; p != nil && p != root; p = p.Parent {
		switch p.DataAtom {
		case atom.Ol, atom.Ul:
			if lists++; lists > 1 || note.DataAtom != atom.Li {
				return false
			}
		case atom.Div, atom.Section, atom.Footer, atom.Article, atom.Aside, atom.Main, atom.Body, atom.Html, atom.Span:
		default:
			return false
		}
	}
	return true
}

// note writes a footnote. Signs that led back are no words.
func (f *flow) note(n *html.Node, label string) {
	blocks := f.c.blocksOf(n)
	if len(blocks) > 0 && blocks[0].shape == paragraph {
		blocks[0].md = strings.TrimLeft(blocks[0].md, "^↑↩\ufe0e ")
	}
	k := f.emit(block{label: Body, reason: "footnote", shape: verbose, md: "[^" + label + "]: " + indent(joinBlocks(blocks), "    ")[4:]}, joinTexts(blocks))
	k.note = label
}
