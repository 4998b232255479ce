package importer

import (
	"math"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// goodness is how much a leaf speaks for an article: its length, if it reads as
// prose and has few links.
func goodness(l *leaf) int {
	n := len(l.text)
	if n < 40 || l.links*2 > n {
		return 0
	}
	end := endingOf(l.text)
	switch l.node.DataAtom {
	case atom.P, atom.Blockquote, atom.Pre, atom.Dd:
		if end == finished || n > 120 {
			return n - l.links
		}
		return n / 4
	case atom.Figcaption, atom.H1, atom.H2, atom.H3, atom.H4, atom.Footer, atom.Nav, atom.Caption:
		return 0
	case atom.Li, atom.Td, atom.Th, atom.Dt:
		if n > 60 && end == finished {
			return (n - l.links) / 2
		}
		if n > 60 && l.node.DataAtom == atom.Li {
			return (n - l.links) / 3
		}
		return 0
	}
	if n > 80 && (end == finished || n > 300) {
		return n - l.links
	}
	return 0
}

// byProse takes for the article the element in which much prose stands and little
// else, without furniture.
func (s *survey) byProse() *answer {
	p := &pruning{survey: s, in: s.shown(), why: map[*html.Node]string{}}
	p.furniture()
	p.teasers(false)
	m := s.weigh(p.in)
	if m.total().good == 0 {
		return nil
	}
	root := s.densest(m)
	p.links(root, m)
	e := s.extents[root]
	clear(p.in[:e.from])
	clear(p.in[e.to:])
	return s.answer("the part with most prose and little else", p.in, p.why)
}

// densest returns the element with the highest product of its good text and the
// root of how much of its own text is good.
func (s *survey) densest(m masses) *html.Node {
	best, top := s.doc, 0.0
	for n := range s.doc.Descendants() { // in document order: of two alike the outer one
		w := m.of(s.extents[n])
		g := float64(w.good)
		if g == 0 || !holdsChildren(n) {
			continue
		}
		if score := g * math.Sqrt(g/float64(w.all)); score > top*1.0001 {
			best, top = n, score
		}
	}
	return best
}

// holdsChildren reports whether n can be the container of an article rather than
// one of its paragraphs.
func holdsChildren(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Blockquote, atom.Pre, atom.Ul, atom.Ol, atom.Dl, atom.Figure, atom.H1, atom.H2, atom.H3, atom.Span, atom.Font, atom.B, atom.Strong, atom.Em, atom.I:
		return false
	}
	return true
}
