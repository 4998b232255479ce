package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leaf is a block of words with no block inside.
type leaf struct {
	node   *html.Node // the innermost block element around the words
	text   string
	links  int  // bytes of text inside links
	good   int  // how much it speaks for an article, in bytes
	hidden bool // a reader never sees it
}

// survey is a page as its leaves, in order. The leaves below an element are
// neighbours, so that an element is an extent of them.
type survey struct {
	doc     *html.Node
	leaves  []leaf
	extents map[*html.Node]extent // of the elements with whole leaves inside
	cues    map[string]string     // what class names and ids say of furniture, as far as it was asked
	words   []atom.Atom           // of each text node that shows words, in order, the number of its leaf + 1
}

// extent is the leaves from, from+1, ... to-1.
type extent struct{ from, to int }

// empty reports whether no leaf is in e.
func (e extent) empty() bool { return e.to <= e.from }

// surveyOf cuts the words of a page at the borders of blocks.
func surveyOf(doc *html.Node) *survey {
	s := &survey{doc: doc, extents: map[*html.Node]extent{}, cues: map[string]string{}}
	w := surveyor{survey: s}
	w.walk(doc, doc, false, false)
	w.flush(doc, false)
	s.extents[doc] = extent{0, len(s.leaves)}
	for i := range s.leaves {
		if l := &s.leaves[i]; !l.hidden {
			l.good = goodness(l)
		}
	}
	return s
}

// surveyor cuts a page into its survey.
type surveyor struct {
	*survey
	b     strings.Builder
	links int
}

// flush ends a leaf, if it has words.
func (w *surveyor) flush(block *html.Node, unseen bool) {
	if w.b.Len() == 0 {
		return
	}
	if s := collapse(w.b.String()); s != "" {
		w.leaves = append(w.leaves, leaf{node: block, text: s, links: w.links, hidden: unseen})
	}
	w.b.Reset()
	w.links = 0
}

// walk cuts n into leaves; block is the innermost block around it.
func (w *surveyor) walk(n, block *html.Node, linked, unseen bool) {
	switch n.Type {
	case html.TextNode:
		w.b.WriteString(n.Data)
		w.words = append(w.words, atom.Atom(len(w.leaves)+1))
		if linked {
			w.links += len(collapse(n.Data))
		}
		return
	case html.ElementNode:
		if silent(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	veiled := !unseen && n.Type == html.ElementNode && hidden(n)
	apart := veiled || n.Type == html.ElementNode && isBlock(n)
	inner := block
	if apart {
		w.flush(block, unseen)
		inner = n
	}
	if n.DataAtom == atom.Br {
		w.b.WriteByte(' ')
	}
	from := len(w.leaves)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, inner, linked || n.DataAtom == atom.A, unseen || veiled)
	}
	if apart {
		w.flush(n, unseen || veiled)
	}
	if to := len(w.leaves); to > from {
		w.extents[n] = extent{from, to}
	}
}

// mass is what leaves come to, in bytes: their good text, all their text, and the
// text of their links.
type mass struct{ good, all, links int }

// masses lets the mass of any extent be told at once: masses[i] is that of the
// leaves before i.
type masses []mass

// of returns the mass of an extent.
func (m masses) of(e extent) mass {
	a, b := m[e.from], m[e.to]
	return mass{b.good - a.good, b.all - a.all, b.links - a.links}
}

// total returns the mass of the page.
func (m masses) total() mass { return m[len(m)-1] }

// leafSet says of each leaf of a survey whether it is in.
type leafSet []bool

// shown returns the leaves that a reader can see.
func (s *survey) shown() leafSet {
	in := make(leafSet, len(s.leaves))
	for i := range s.leaves {
		in[i] = !s.leaves[i].hidden
	}
	return in
}

// weigh adds up the leaves that are in.
func (s *survey) weigh(in leafSet) masses {
	m := make(masses, len(s.leaves)+1)
	for i := range s.leaves {
		m[i+1] = m[i]
		if in[i] {
			l := &s.leaves[i]
			m[i+1] = mass{m[i].good + l.good, m[i].all + len(l.text), m[i].links + l.links}
		}
	}
	return m
}
