package importer

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shownLine is a short block of words that the page shows, seen from the heading
// of its article.
type shownLine struct {
	leaf
	below int // how many blocks below the heading; negative above it
	label string
}

// shortLine is the longest block, in bytes, that can be a line of date or author.
const shortLine = 200

// farLines is how far from the heading, in blocks, lines are looked at.
const farLines = 400

// linesAround returns the short blocks of the page in their order, with their
// distance to the heading, but for what stands beside the article.
func linesAround(s *survey, h *headingElement, title string, beside map[*html.Node]bool) []shownLine {
	at := s.anchor(h, title)
	borders := make([]int, len(s.leaves)+1) // of the parts beside the article: +1 where one begins, -1 behind it
	for n := range beside {
		e := s.extents[n]
		borders[e.from]++
		borders[e.to]--
	}
	var out []shownLine
	depth := 0
	for i, l := range s.leaves {
		if depth += borders[i]; depth > 0 || l.hidden || i < at-farLines || i > at+farLines {
			continue
		}
		if len(l.text) > shortLine {
			if i-at < 0 || i-at > 8 {
				continue
			}
			l.text = strings.ToValidUTF8(l.text[:shortLine], "")
		}
		if i == at { // a date may stand in the heading, beside the title
			l.text = strings.TrimSpace(strings.Replace(l.text, title, "", 1))
		}
		line := shownLine{leaf: l, below: i - at}
		if i > 0 && len(s.leaves[i-1].text) <= 30 {
			line.label = s.leaves[i-1].text
		}
		out = append(out, line)
	}
	return out
}

// beside returns the elements that stand beside the article with this heading:
// navigation, side columns and comments, unless they hold it or a large part of the
// page's prose, and the head of the page.
func (s *survey) beside(h *headingElement) map[*html.Node]bool {
	at := 0
	if h != nil {
		at = s.extents[h.node].from
	}
	out := map[*html.Node]bool{}
	m := s.weigh(s.shown())
	for n, e := range s.extents {
		aside := besideArticle(n) && !(n.DataAtom == atom.Aside && m.of(e).all <= shortLine && inArticle(n)) // a note, no column
		if (aside || n.DataAtom == atom.Header && e.to <= at && !inArticle(n)) && !(h != nil && inside(h.node, n)) && m.of(e).good*3 <= m.total().good {
			out[n] = true
		}
	}
	return out
}

// inArticle reports whether n is in an element for articles.
func inArticle(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return true
		}
	}
	return false
}

// anchor returns the leaf of the article's heading: without a heading the block with
// the words of the title, else the first prose.
func (s *survey) anchor(h *headingElement, title string) int {
	if h != nil && strings.Contains(foldTitle(h.text), foldTitle(title)) {
		return s.extents[h.node].from
	}
	key := foldTitle(title)
	if i := slices.IndexFunc(s.leaves, func(l leaf) bool {
		return len(l.text) <= 2*len(title)+20 && foldTitle(l.text) == key
	}); i >= 0 && key != "" {
		return i
	}
	if h != nil {
		return s.extents[h.node].from
	}
	return max(0, slices.IndexFunc(s.leaves, func(l leaf) bool { return l.good > 0 }))
}

// besideArticle reports elements whose dates and names are of other articles.
func besideArticle(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Form:
		return true
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	}
	for _, key := range [2]string{"class", "id"} {
		for token := range strings.FieldsSeq(strings.ToLower(attr(n, key))) {
			for _, w := range [...]string{"comment", "kommentar", "disqus", "related", "sidebar", "teaser-list"} {
				if strings.HasPrefix(token, w) {
					return true
				}
			}
		}
	}
	return false
}
