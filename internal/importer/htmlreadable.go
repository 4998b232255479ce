package importer

import (
	"slices"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readable returns the leaves that the readability algorithm (Mozilla's, as ported
// by go-readability) takes for the article; nil when it has no answer. It is asked
// of pages of ordinary size and depth only, since its time is not linear.
func (s *survey) readable() (in leafSet) {
	if effort(s.doc, 0, 0) > maxEffort {
		return nil
	}
	// The library is not ours: should it fail on a page, the page is read without it.
	defer func() {
		if recover() != nil {
			in = nil
		}
	}()
	c := copier{words: s.words}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	a, err := parser.ParseAndMutate(c.copy(s.doc, false), nil)
	if err != nil || a.Node == nil {
		return nil
	}
	said := make([]int, len(s.leaves))
	for n := range a.Node.Descendants() {
		if n.Type == html.TextNode && n.DataAtom > 0 && int(n.DataAtom) <= len(said) { // white space at the end is of no leaf
			said[n.DataAtom-1] += len(collapse(n.Data))
		}
	}
	in = make(leafSet, len(s.leaves))
	any := false
	for i, l := range s.leaves {
		in[i] = said[i]*2 > len(l.text)
		any = any || in[i]
	}
	if !any {
		return nil
	}
	return in
}

// copier copies a page for an algorithm that changes what it reads. Text nodes have
// no atom; in the copy, and in what is copied from it, it is the number of their leaf.
type copier struct {
	words []atom.Atom // of the text nodes to come
}

// copy leaves out what the algorithm leaves out too, and navigation: copies cost more
// time than anything else about a page but its parsing.
func (c *copier) copy(n *html.Node, quiet bool) *html.Node {
	m := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Attr: slices.Clone(n.Attr)}
	if n.Type == html.TextNode && !quiet {
		m.DataAtom, c.words = c.words[0], c.words[1:]
	}
	quiet = quiet || n.Type == html.ElementNode && silent(n)
	var last *html.Node
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		switch {
		case d.Type == html.CommentNode, d.DataAtom == atom.Script, d.DataAtom == atom.Style, d.DataAtom == atom.Svg:
			continue // no leaf has words of them
		case d.DataAtom == atom.Nav, d.DataAtom == atom.Footer, hidden(d):
			c.pass(d, quiet)
			continue
		}
		e := c.copy(d, quiet)
		e.Parent, e.PrevSibling = m, last
		if last == nil {
			m.FirstChild = e
		} else {
			last.NextSibling = e
		}
		last = e
	}
	m.LastChild = last
	return m
}

// pass goes on to the words behind n.
func (c *copier) pass(n *html.Node, quiet bool) {
	if n.Type == html.TextNode && !quiet {
		c.words = c.words[1:]
	}
	quiet = quiet || n.Type == html.ElementNode && silent(n)
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		c.pass(d, quiet)
	}
}

// maxEffort is the largest sum of the depths of all elements with which the readability
// algorithm is asked: some 10,000 elements, 25 deep.
const maxEffort = 250_000

// effort returns sum and the depths of the elements below n, counted up to a little
// beyond maxEffort.
func effort(n *html.Node, depth, sum int) int {
	for c := n.FirstChild; c != nil && sum <= maxEffort; c = c.NextSibling {
		if c.Type == html.ElementNode {
			sum = effort(c, depth+1, sum+depth+1)
		}
	}
	return sum
}
