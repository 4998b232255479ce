package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Parts of a page name what they are: by their element, their role, or by class
// names and ids. What names itself furniture is believed, unless much of the page's
// prose stands in it.

// pruning takes subtrees that are no part of the article out of a set of leaves.
type pruning struct {
	*survey
	in  leafSet
	why map[*html.Node]string // reasons, by the roots of the subtrees
}

// drop takes the subtree of n out of the set.
func (p *pruning) drop(n *html.Node, why string) {
	p.why[n] = why
	e := p.extents[n]
	clear(p.in[e.from:e.to])
}

// furniture drops the subtrees that name themselves furniture.
func (p *pruning) furniture() {
	m := p.weigh(p.in)
	p.named(p.doc, m, m.total().good)
}

// named drops what names itself furniture below n; all is the good text of the page.
func (p *pruning) named(n *html.Node, m masses, all int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || silent(c) {
			continue
		}
		good := m.of(p.extents[c]).good
		if good*10 <= all*9 {
			if why, sure := p.furnitureElement(c); why != "" && (sure || good*3 <= all) {
				p.drop(c, why)
				continue
			}
		}
		p.named(c, m, all)
	}
}

// cues are parts of class names and ids by which pages name their furniture.
var cues = []string{
	"disqus", "share", "sharing", "social", "related", "recommend", "newsletter", "subscri", "promo", "advert", "sponsor", "sidebar", "side-bar",
	"breadcrumb", "navigation", "navbar", "menu", "popup", "modal", "overlay", "cookie", "consent", "gdpr", "banner", "outbrain", "taboola", "widget", "pagination", "pager",
	"toolbar", "masthead", "skip-link", "skiplink", "sr-only", "visually-hidden", "screen-reader", "visuallyhidden", "print-only", "most-read", "mostread", "most-popular", "trending",
	"read-more", "readmore", "more-stories", "morestories", "author-bio", "authorbio", "author-box", "about-author", "post-tags", "tag-list", "taglist", "article-tags", "entry-meta", "post-meta", "signup", "sign-up",
	"paywall", "login", "log-in", "donate", "jp-relatedposts", "yarpp", "addthis", "sharedaddy", "wp-polls", "rating", "feedback", "editsection", "navbox", "noprint", "catlinks", "toc", "hatnote", "mw-jump",
	"ad-container", "ad-wrapper", "adsense", "ad-slot", "adbox", "google-ad", "dfp", "byline", "dateline", "timestamp", "kommentar", "teilen", "anzeige", "werbung", "commentaire", "partage", "comentario", "compartir", "publicidad",
	"comment", "footer",
}

// sureCues name parts that are furniture even where most of a page's words stand in
// them: below a short article there may be many comments.
var sureCues = wordSetOf("comment footer kommentar commentaire comentario disqus")

// furnitureElement returns by what an element shows that it is furniture, and
// whether that is sure.
func (s *survey) furnitureElement(n *html.Node) (why string, sure bool) {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Menu, atom.Search:
		return "element " + n.Data, n.DataAtom == atom.Footer
	case atom.Figure, atom.Figcaption, atom.Img, atom.Body, atom.Html, atom.Main, atom.H1, atom.Table, atom.Tr, atom.Td, atom.Tbody, atom.Pre, atom.Code:
		return "", false
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu":
		return "role " + attr(n, "role"), false
	}
	for _, key := range [2]string{"class", "id"} {
		if c := s.cueIn(attr(n, key)); c != "" {
			return key + " names " + c, sureCues[c]
		}
	}
	return "", false
}

// cueIn returns the cue in the value of an attribute; "" without one. Pages use the
// same names again and again, and ask of each element more than once.
func (s *survey) cueIn(v string) string {
	if v == "" || len(v) > 2000 {
		return ""
	}
	c, known := s.cues[v]
	if !known {
		c = findCue(strings.ToLower(v))
		s.cues[v] = c
	}
	return c
}

// findCue returns the first of the cues that stands in v, which is in lower case.
func findCue(v string) string {
	for _, c := range cues {
		if i := strings.Index(v, c); i >= 0 && (c != "toc" && c != "dfp" && c != "pager" || wholeToken(v, i, len(c))) {
			return c
		}
	}
	return ""
}

// wholeToken reports whether v[i:i+n] stands apart from other letters.
func wholeToken(v string, i, n int) bool {
	return (i == 0 || !isLetter(v[i-1])) && (i+n == len(v) || !isLetter(v[i+n]))
}

// teasers drops boxes for other articles: the same box with a linked headline and
// a few sentences, three times or more. A careful pruning leaves items of lists
// alone, and what is two thirds of the prose.
func (p *pruning) teasers(careful bool) {
	like := map[string][]*html.Node{}
	var order []string
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode || !p.teaser(n) || careful && n.DataAtom == atom.Li {
			continue
		}
		k := n.Data + " " + attr(n, "class")
		if like[k] == nil {
			order = append(order, k)
		}
		like[k] = append(like[k], n)
	}
	m := p.weigh(p.in)
	for _, k := range order {
		good := 0
		for _, n := range like[k] {
			good += m.of(p.extents[n]).good
		}
		if len(like[k]) < 3 || careful && good*3 > m.total().good*2 {
			continue // it is what the page is about
		}
		for _, n := range like[k] {
			p.drop(n, "a teaser like others on the page")
		}
	}
}

// teaser reports whether n holds a linked headline, one or two leaves of prose,
// and little else.
func (p *pruning) teaser(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Article, atom.Section, atom.Li:
	default:
		return false
	}
	e := p.extents[n]
	switch size := e.to - e.from; {
	case size == 1 && n.DataAtom == atom.Li: // headline and words in one
		l := &p.leaves[e.from]
		return p.in[e.from] && l.good > 0 && l.links >= 30 && len(l.text) <= 600 && beginsWithLink(n)
	case size < 2 || size > 8:
		return false
	}
	headlines, prose, bytes := 0, 0, 0
	for i := e.from; i < e.to; i++ {
		l := &p.leaves[i]
		switch {
		case !p.in[i]:
		case l.good > 0:
			prose++
			bytes += len(l.text)
		case l.links*2 > len(l.text) && len(l.text) >= 15:
			headlines++
		}
	}
	return headlines > 0 && headlines <= 2 && prose > 0 && prose <= 2 && bytes <= 600
}

// beginsWithLink reports whether the first words in n are linked.
func beginsWithLink(n *html.Node) bool {
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode && strings.TrimSpace(d.Data) != "":
			return false
		case d.DataAtom == atom.A:
			return true
		}
	}
	return false
}

// links drops the containers below n that are mostly links and hold no prose: lists
// of other articles, tags, buttons.
func (p *pruning) links(n *html.Node, m masses) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || p.why[c] != "" {
			continue
		}
		switch c.DataAtom {
		case atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Article, atom.Header, atom.Span:
			if w := m.of(p.extents[c]); w.all > 0 && w.good*10 <= w.all && w.links*3 > w.all*2 {
				p.drop(c, "mostly links")
				continue
			}
		case atom.Figure, atom.Table, atom.Pre, atom.P:
			continue
		}
		p.links(c, m)
	}
}
