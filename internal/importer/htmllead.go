package importer

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// addFigures adds the captions of pictures between the paragraphs of an answer, which
// the readability algorithm drops where many stand together. Those that are links lead
// to other articles.
func (s *survey) addFigures(a *answer) {
	first, last := 0, len(a.in)-1
	for first < last && !a.in[first] {
		first++
	}
	for last > first && !a.in[last] {
		last--
	}
	shows := map[*html.Node]bool{}
	for i := first + 1; i < last; i++ {
		l := &s.leaves[i]
		if a.in[i] || l.hidden || l.links > 0 {
			continue
		}
		figure := figureOf(l.node)
		if figure == nil {
			continue
		}
		if _, asked := shows[figure]; !asked {
			shows[figure] = showsPicture(figure)
		}
		a.in[i] = shows[figure]
	}
}

// figureOf returns the figure whose caption n is or stands in; nil without one.
func figureOf(n *html.Node) *html.Node {
	for k := 0; n.Parent != nil && k < 4; n, k = n.Parent, k+1 {
		if n.DataAtom == atom.Figcaption && n.Parent.DataAtom == atom.Figure {
			return n.Parent
		}
	}
	return nil
}

// showsPicture reports whether a figure holds a picture, and neither holds a link nor
// stands in one.
func showsPicture(figure *html.Node) bool {
	for n := range figure.Descendants() {
		if n.DataAtom == atom.A && attr(n, "href") != "" {
			return false
		}
	}
	for p := figure.Parent; p != nil; p = p.Parent {
		if p.DataAtom == atom.A || p.DataAtom == atom.Aside {
			return false
		}
	}
	return holdsPicture(figure)
}

// aboveTitle returns the elements that begin above the title of the page, if it stands
// above the first prose of the article.
func (s *selection) aboveTitle(title string) map[*html.Node]bool {
	first := s.extents[s.root].from
	for first < len(s.leaves) && s.leaves[first].good == 0 {
		first++
	}
	at := s.titleAbove(first, title)
	if at < 0 || title == "" {
		return nil
	}
	above := map[*html.Node]bool{}
	for n := range s.doc.Descendants() {
		if n == s.leaves[at].node {
			break
		}
		above[n] = true
	}
	return above
}

// withLeadPicture returns the element of the article or one around it, so that a
// picture between the page's title and the article is in it.
func (s *survey) withLeadPicture(root *html.Node, title string) *html.Node {
	at := s.titleAbove(s.extents[root].from, title)
	if at < 0 {
		return root
	}
	heading := s.leaves[at].node
	for n, k := root, 0; n.Parent != nil && n.Parent.DataAtom != atom.Body && k < 4; n, k = n.Parent, k+1 {
		if looseWords(n.Parent) {
			return root
		}
		for d := n.PrevSibling; d != nil; d = d.PrevSibling {
			switch {
			case inside(heading, d):
				return root
			case s.extents[d].empty() && leadPicture(d):
				return n.Parent
			}
		}
	}
	return root
}

// looseWords reports whether words stand in n itself, in no block of their own.
func looseWords(n *html.Node) bool {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" || d.Type == html.ElementNode && !isBlock(d) && textOf(d) != "" {
			return true
		}
	}
	return false
}

// leadPicture reports whether n shows one picture of the size of a column, and nothing
// that leads elsewhere.
func leadPicture(n *html.Node) bool {
	var picture *html.Node
	for d := range n.Descendants() {
		switch {
		case d.DataAtom == atom.A && !pictureFile(attr(d, "href")):
			return false
		case d.DataAtom == atom.Img && picture != nil:
			return false
		case d.DataAtom == atom.Img:
			picture = d
		}
	}
	if n.DataAtom == atom.Img {
		picture = n
	}
	if picture == nil {
		return false
	}
	width, err := strconv.Atoi(strings.TrimSuffix(attr(picture, "width"), "px"))
	return err == nil && width >= 300 || err != nil && attr(picture, "srcset") != ""
}
