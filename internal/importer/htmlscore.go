package importer

import (
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// selection says which parts of a page are the article.
type selection struct {
	root   *html.Node            // the smallest element that holds the article
	pruned map[*html.Node]string // subtrees that are no part of it, with the reason
}

// selectArticle finds the article of a page by where its prose stands: leaves with
// sentences and few links are good text; parts of the page that name themselves
// furniture and hold little of it are pruned; the element that holds much good text
// and little else is the article.
func selectArticle(doc *html.Node) *selection {
	s := &selection{root: doc, pruned: map[*html.Node]string{}}
	w := weigh(doc, nil)
	if w.good[doc] == 0 {
		return s
	}
	s.prune(doc, w.good, w.good[doc])
	w = weigh(doc, s.pruned)
	s.root = s.best(doc, w)
	s.pruneLinks(s.root, w)
	return s
}

// pruneLinks marks the containers inside the article that are mostly links and hold
// no prose: lists of other articles, tags, buttons.
func (s *selection) pruneLinks(n *html.Node, w weights) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || s.pruned[c] != "" {
			continue
		}
		switch c.DataAtom {
		case atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Article, atom.Header, atom.Span:
			if w.all[c] > 0 && w.good[c]*10 <= w.all[c] && w.links[c]*3 > w.all[c]*2 {
				s.pruned[c] = "mostly links"
				continue
			}
		case atom.Figure, atom.Table, atom.Pre, atom.P:
			continue
		}
		s.pruneLinks(c, w)
	}
}

// weights are the bytes of good text, of all text, and of the text of links below
// each element.
type weights struct{ good, all, links map[*html.Node]int }

func weigh(doc *html.Node, pruned map[*html.Node]string) weights {
	w := weights{map[*html.Node]int{}, map[*html.Node]int{}, map[*html.Node]int{}}
	for _, l := range leaves(doc, func(n *html.Node) bool { return hidden(n) || pruned[n] != "" }) {
		good := goodness(l)
		for n := l.node; n != nil; n = n.Parent { // at most 512 of them
			w.all[n] += len(l.text)
			w.links[n] += l.links
			if good > 0 {
				w.good[n] += good
			}
		}
	}
	return w
}

// goodness is how much a leaf speaks for an article: its length, if it reads as prose.
func goodness(l leaf) int {
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

// cues are parts of class names and ids by which pages name their furniture.
var cues = []string{
	"comment", "disqus", "share", "sharing", "social", "related", "recommend", "newsletter", "subscri", "promo", "advert", "sponsor", "sidebar", "side-bar",
	"breadcrumb", "navigation", "navbar", "menu", "popup", "modal", "overlay", "cookie", "consent", "gdpr", "banner", "outbrain", "taboola", "widget", "pagination", "pager",
	"footer", "toolbar", "masthead", "skip-link", "skiplink", "sr-only", "visually-hidden", "screen-reader", "visuallyhidden", "print-only", "most-read", "mostread", "most-popular", "trending",
	"read-more", "readmore", "more-stories", "morestories", "teaser", "author-bio", "authorbio", "author-box", "about-author", "post-tags", "tag-list", "taglist", "article-tags", "entry-meta", "post-meta", "signup", "sign-up",
	"paywall", "login", "log-in", "donate", "jp-relatedposts", "yarpp", "addthis", "sharedaddy", "wp-polls", "rating", "feedback", "editsection", "navbox", "noprint", "catlinks", "toc", "hatnote", "mw-jump",
	"ad-container", "ad-wrapper", "adsense", "ad-slot", "adbox", "google-ad", "dfp", "byline", "dateline", "timestamp", "kommentar", "teilen", "anzeige", "werbung", "commentaire", "partage", "comentario", "compartir", "publicidad",
}

// prune marks the subtrees that name themselves furniture, or are it by their
// element, unless they hold a large part of the page's prose.
func (s *selection) prune(n *html.Node, good map[*html.Node]int, all int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || silent(c) {
			continue
		}
		if good[c]*3 <= all {
			if why := furnitureElement(c); why != "" {
				s.pruned[c] = why
				continue
			}
		}
		s.prune(c, good, all)
	}
}

func furnitureElement(n *html.Node) string {
	if hidden(n) {
		return "not shown"
	}
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Menu, atom.Search:
		return "element " + n.Data
	case atom.Figure, atom.Figcaption, atom.Img, atom.Body, atom.Html, atom.Main, atom.H1, atom.Table, atom.Tr, atom.Td, atom.Tbody, atom.Pre, atom.Code:
		return ""
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu":
		return "role " + attr(n, "role")
	}
	for _, key := range [2]string{"class", "id"} {
		v := attr(n, key)
		if v == "" || len(v) > 2000 {
			continue
		}
		v = strings.ToLower(v)
		for _, c := range cues {
			if i := strings.Index(v, c); i >= 0 && (c != "toc" && c != "dfp" && c != "pager" || wholeToken(v, i, len(c))) {
				return key + " names " + c
			}
		}
	}
	return ""
}

// wholeToken reports whether v[i:i+n] stands apart from other letters.
func wholeToken(v string, i, n int) bool {
	return (i == 0 || !isLetter(v[i-1])) && (i+n == len(v) || !isLetter(v[i+n]))
}

// best returns the element with the highest product of its share of the page's good
// text and the root of how much of its own text is good. Where the page marks the
// body of its article, and prose stands in it, that is believed.
func (s *selection) best(doc *html.Node, w weights) *html.Node {
	if m := markedBody(doc, w.good, s.pruned); m != nil && w.good[m]*2 >= w.good[doc] {
		return m
	}
	best, top := doc, 0.0
	for n := range doc.Descendants() { // in document order: of two alike the outer one
		g := float64(w.good[n])
		if g == 0 || !holdsChildren(n) {
			continue
		}
		if score := g * math.Sqrt(g/float64(w.all[n])); score > top*1.0001 {
			best, top = n, score
		}
	}
	return best
}

// heard returns how many bytes of the selected article the second opinion shares.
func (s *selection) heard(said map[string]bool) int {
	sum := 0
	for _, l := range leaves(s.root, func(n *html.Node) bool { return hidden(n) || s.pruned[n] != "" }) {
		if said[foldTitle(l.text)] {
			sum += len(l.text)
		}
	}
	return sum
}

// agreed returns the smallest element that holds nearly all the words which the
// second opinion takes for the article, and how many bytes these are.
func agreed(doc *html.Node, said map[string]bool) (*html.Node, int) {
	held := map[*html.Node]int{}
	for _, l := range leaves(doc, hidden) {
		if said[foldTitle(l.text)] {
			for n := l.node; n != nil; n = n.Parent {
				held[n] += len(l.text)
			}
		}
	}
	n := doc
	for {
		var next *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && held[c]*10 >= held[doc]*9 && holdsChildren(c) {
				next = c
			}
		}
		if next == nil || held[doc] == 0 {
			return n, held[doc]
		}
		n = next
	}
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

// markedBody returns the element that microdata call the body of the article.
func markedBody(doc *html.Node, good map[*html.Node]int, pruned map[*html.Node]string) *html.Node {
	var best *html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && good[n] > 0 && pruned[n] == "" && hasToken(attr(n, "itemprop"), "articleBody") && (best == nil || good[n] > good[best]) {
			best = n
		}
	}
	return best
}
