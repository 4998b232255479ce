package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// answer is one opinion on which leaves of a page are its article.
type answer struct {
	why  string // what it is, in plain words
	in   leafSet
	cut  map[*html.Node]string // subtrees that it takes for furniture, with the reason
	good int                   // bytes of good text that are in
}

// answer returns an answer, weighed.
func (s *survey) answer(why string, in leafSet, cut map[*html.Node]string) *answer {
	return &answer{why, in, cut, s.weigh(in).total().good}
}

// byReadability takes for the article what the readability algorithm does, without
// the parts that name themselves furniture.
func (s *survey) byReadability() *answer {
	in := s.readable()
	if in == nil {
		return nil
	}
	p := &pruning{survey: s, in: in, why: map[*html.Node]string{}}
	p.furniture()
	p.teasers(true)
	return s.answer("the article as the readability algorithm finds it", in, p.why)
}

// selection says which parts of a page are the article.
type selection struct {
	*survey
	root   *html.Node            // the smallest element that holds the article
	pruned map[*html.Node]string // subtrees that are no part of it, with the reason
	why    string                // what it is, in plain words
}

// selectArticle finds the article of a page.
func selectArticle(s *survey, title string) *selection {
	a := s.choose(title)
	if a == nil {
		return &selection{survey: s, root: s.doc, pruned: map[*html.Node]string{}}
	}
	return s.selectionOf(a, foldTitle(title))
}

// choose picks among the answers. The readability algorithm is the better judge of
// where an article begins and ends; but of pages made of several columns, boxes or
// posts it may see one only, and then the part with most prose is the article.
func (s *survey) choose(title string) *answer {
	prose, read := s.byProse(), s.byReadability()
	switch {
	case read == nil:
		return prose
	case prose != nil && read.good*10 < prose.good*7:
		prose.why += "; the readability algorithm misses much of it"
		return prose
	}
	s.addLead(read, foldTitle(title))
	s.addFigures(read)
	return read
}

// addLead adds to an answer the prose between the page's title and the answer's
// first paragraph: a standfirst often stands in another element than the body.
func (s *survey) addLead(a *answer, title string) {
	first := 0
	for first < len(a.in) && !(a.in[first] && s.leaves[first].good > 0) {
		first++
	}
	heading := s.titleAbove(first, title)
	if heading < 0 || first == len(a.in) {
		return
	}
	p := &pruning{survey: s, in: s.shown(), why: map[*html.Node]string{}}
	p.furniture()
	var lead []int
	bytes := 0
	for i := heading + 1; i < first; i++ {
		if l := &s.leaves[i]; p.in[i] && l.good > 0 && !captionLike(l.node) {
			lead = append(lead, i)
			bytes += len(l.text)
		}
	}
	if bytes <= maxLead {
		for _, i := range lead {
			a.in[i] = true
		}
	}
}

// maxLead is how many bytes a standfirst has at most.
const maxLead = 1500

// titleAbove returns the number of the last leaf before the leaf at i that is the
// page's title, with a kicker or without, or, where none has its words, of the last
// heading of the first rank; -1 without one.
func (s *survey) titleAbove(i int, title string) int {
	top := -1
	for i--; i >= 0; i-- {
		l := &s.leaves[i]
		h := headingAround(l.node)
		if h == 0 || l.hidden {
			continue
		}
		if f := foldTitle(l.text); title != "" && f != "" && (strings.Contains(f, title) || strings.Contains(title, f) && len(f)*2 > len(title)) {
			return i
		}
		if h == atom.H1 && top < 0 {
			top = i
		}
	}
	return top
}

// headingAround returns the heading that n is or stands in, at most three elements
// up; 0 without one.
func headingAround(n *html.Node) atom.Atom {
	for k := 0; n != nil && k < 4; k++ {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return n.DataAtom
		}
		n = n.Parent
	}
	return 0
}

// captionLike reports whether n or an element close around it says that it
// belongs to a picture.
func captionLike(n *html.Node) bool {
	if n != nil && n.Type == html.TextNode {
		n = n.Parent
	}
	for k := 0; n != nil && n.Type == html.ElementNode && k < 4; k++ {
		if n.DataAtom == atom.Figure || n.DataAtom == atom.Figcaption {
			return true
		}
		for _, key := range [2]string{"class", "id"} {
			v := strings.ToLower(attr(n, key))
			for _, c := range captionCues {
				if strings.Contains(v, c) {
					return true
				}
			}
		}
		n = n.Parent
	}
	return false
}

// captionCues are parts of class names and ids of captions.
var captionCues = []string{"caption", "credit", "gallery", "legende", "bildunterschrift"}

// selectionOf returns the part of the page that holds the answer's leaves.
func (s *survey) selectionOf(a *answer, title string) *selection {
	sel := &selection{survey: s, pruned: a.cut, why: a.why}
	count := make([]int, len(a.in)+1)
	for i, in := range a.in {
		count[i+1] = count[i]
		if in {
			count[i+1]++
		}
	}
	held := func(n *html.Node) int { e := s.extents[n]; return count[e.to] - count[e.from] }
	sel.root = s.doc
descend:
	for {
		for d := sel.root.FirstChild; d != nil; d = d.NextSibling {
			if held(d) == count[len(a.in)] && holdsChildren(d) {
				sel.root = d
				continue descend
			}
		}
		break
	}
	sel.root = s.withLeadPicture(sel.root, title)
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for d := n.FirstChild; d != nil; d = d.NextSibling {
			if s.extents[d].empty() || sel.pruned[d] != "" {
				continue
			}
			if held(d) == 0 {
				sel.pruned[d] = "not in " + a.why
				continue
			}
			walk(d)
		}
	}
	walk(sel.root)
	return sel
}
