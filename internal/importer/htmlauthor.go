package importer

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// authorKeys are the names of <meta> that state the authors.
var authorKeys = []string{
	"dc:creator", "dcterms:creator", "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author",
	"article:author_name", "og:article:author", "twitter:data1", "itemprop author",
}

// mark is an element that names an author.
type mark struct {
	node *html.Node
	text string
	from string
	at   int // its place among the page's elements
	sure bool
}

// maxMarks bounds how many marked elements of a page are looked at.
const maxMarks = 64

// markAuthor notes an element that is marked as an author's name: by microdata, by
// rel, by hCard, by the address of an author's page, or by its class name.
func (m *pageMeta) markAuthor(n *html.Node, at int) {
	if len(m.bylines) >= maxMarks {
		return
	}
	k := mark{node: n, at: at}
	class := attr(n, "class")
	switch {
	case hasToken(attr(n, "itemprop"), "author"):
		k.from, k.sure = "itemprop author", true
	case n.DataAtom == atom.A && hasToken(attr(n, "rel"), "author"):
		k.from, k.sure = "rel author", true
	case class == "" || len(class) > 200:
		if n.DataAtom != atom.A || !authorAddress(attr(n, "href")) {
			return
		}
		k.from = "link to an author's page"
	case hasToken(class, "fn") && byAuthor(n):
		k.from, k.sure = "hCard fn", true
	case n.DataAtom == atom.A && authorAddress(attr(n, "href")):
		k.from = "link to an author's page"
	case n.DataAtom != atom.Body && classHas(n, "author", "autor", "byline") && !classHas(n, "bio", "img", "image", "avatar", "comment", "box", "photo"):
		k.from = "class " + strings.Fields(class)[0]
	default:
		return
	}
	k.text = nameText(n)
	if k.text != "" && len(k.text) <= 160 {
		m.bylines = append(m.bylines, k)
	}
}

// byAuthor reports whether n or an element close around it has a class name for
// authors: the cards of things and places have names too.
func byAuthor(n *html.Node) bool {
	for k := 0; n != nil && k < 3; n, k = n.Parent, k+1 {
		if classHas(n, "author", "autor", "byline") && !classHas(n, "comment") {
			return true
		}
	}
	return false
}

// nameText returns the words of the element in n that holds a name alone, else of n.
func nameText(n *html.Node) string {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (hasToken(attr(d, "itemprop"), "name") || hasToken(attr(d, "class"), "fn") || hasToken(attr(d, "rel"), "author")) {
			if s := attr(d, "content"); s != "" {
				return collapse(s)
			}
			if s := textOf(d); s != "" {
				return s
			}
		}
	}
	return textOf(n)
}

// authorAddress reports whether a link leads to the page of an author.
func authorAddress(href string) bool {
	if len(href) > 300 {
		return false
	}
	for _, dir := range [...]string{"/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/profile/", "/profil/", "/user/", "/staff/", "/contributor/", "/people/", "/journalist/"} {
		if i := strings.Index(href, dir); i >= 0 && i+len(dir) < len(href) {
			return true
		}
	}
	return false
}

// authorChoice collects candidates and takes the first that names somebody.
type authorChoice struct {
	p      *page
	isSite func(string) bool // exactly the name of the site
}

// fillAuthors takes the authors from where pages state them: linked data and
// metadata first, then what is marked near the heading, then the line "By …", and
// last organisations other than the site itself.
func (m *pageMeta) fillAuthors(p *page, near []byline) {
	c := authorChoice{p, m.exactSite(p)}
	c.offer("JSON-LD author", stated, m.ld.authors...)
	for _, s := range m.sources(authorKeys...) {
		if strings.HasPrefix(s.from, "meta dc") || strings.HasPrefix(s.from, "meta citation") {
			s.values = slices.Clone(s.values)
			for i, v := range s.values {
				s.values[i] = givenFirst(v)
			}
		}
		c.offer(s.from, stated, s.values...)
	}
	for _, k := range near {
		if k.sure {
			c.offer(k.from, sure, k.texts...)
		}
	}
	c.shown(m.shown, false)
	for _, k := range near {
		if !k.sure {
			c.offer(k.from, seen, k.texts...)
		}
	}
	c.shown(m.shown, true)
	c.offer("JSON-LD author, an organisation", maker, m.ld.makers...)
}

// trust is how a place speaks for being a name what stands in it.
type trust uint8

const (
	seen   trust = iota // has to look like a name
	stated              // pseudonyms too, but not the site's name
	sure                // the element says that it is a person
	maker               // an organisation, said to be the author
)

// offer takes the names in values, if there are any and none are taken yet; a later
// list that has all the names taken and more is the fuller one.
func (c *authorChoice) offer(from string, t trust, values ...string) {
	var names []string
	reason := ""
	for _, v := range values {
		got, why := c.names(collapse(v), t)
		for _, n := range got {
			if !slices.Contains(names, n) && len(names) < 10 {
				names = append(names, n)
			}
		}
		if why != "" {
			reason = why
		}
	}
	if len(names) == 0 {
		if len(values) > 0 {
			c.p.consider(Candidate{Key: "authors", Value: clause(collapse(strings.Join(values, "; ")), 100), From: from, Reason: reason})
		}
		return
	}
	cand := Candidate{Key: "authors", Value: strings.Join(names, "; "), From: from, Reason: "another one is trusted more"}
	fuller := t == stated && len(names) > len(c.p.authors) && !slices.ContainsFunc(c.p.authors, func(a string) bool { return !slices.Contains(names, a) })
	if len(c.p.authors) == 0 || fuller {
		for i := range c.p.evidence {
			if e := &c.p.evidence[i]; e.Key == "authors" && e.Taken {
				e.Taken, e.Reason = false, "another one has more names"
			}
		}
		c.p.authors = names
		cand.Taken, cand.Reason = true, "first in the order of trust"
	}
	c.p.consider(cand)
}

// names returns the people that a value names, or why there are none.
func (c *authorChoice) names(s string, t trust) (names []string, reason string) {
	if s == "" {
		return nil, "empty"
	}
	bare, marked := withoutBy(s)
	switch low := strings.ToLower(bare); {
	case strings.Contains(s, "://") || strings.HasPrefix(s, "www."):
		return nil, "an address"
	case strings.HasPrefix(s, "@"):
		return nil, "a handle"
	case notName[low]:
		return nil, "a word for the office, no name"
	case looksLikeHost(bare):
		return nil, "the address of a site"
	case legalForm(bare) && t != maker:
		return nil, "a company"
	case t == seen && hasOtherWord(low):
		return nil, "words of a menu, no name"
	case len(s) > 160:
		return nil, "too long for a byline"
	case c.isSite(bare) && t != sure:
		return nil, "the name of the site"
	}
	names, _ = splitByline(s)
	if t == seen && !marked && (len(names) == 0 || countWords(s) > 8 || strings.IndexByte(names[0], ' ') < 0) {
		return nil, "does not read as a name"
	}
	if len(names) == 0 && (t != seen || marked) {
		if (t == stated || t == maker) && pseudonym(bare) {
			return []string{bare}, ""
		}
		if alias := trimByline(bare); pseudonym(alias) {
			return []string{alias}, ""
		}
	}
	if len(names) == 0 {
		reason = "does not read as a name"
	}
	return names, reason
}

// hasOtherWord reports whether a word of s, in lower case, is one of menus and dates.
func hasOtherWord(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if otherWord[w] || timeWord[w] && !particle[w] || monthNames[w] > 0 && s == w {
			return true
		}
	}
	return false
}

// otherWord are words of menus, in lower case, which no name has.
var otherWord = wordSetOf(`login log sign register list member members profile profil link links more mehr alle all read view about über contact kontakt youtube facebook twitter
	instagram newsletter shop premium abo follow share teilen comments kommentare news home search suche menu archive`)

// pseudonym reports whether s can be the name that somebody gives himself: up to
// four words with a letter, no address, no sentence, no time of reading.
func pseudonym(s string) bool {
	if s == "" || countWords(s) > 4 && len(strings.Fields(s)) > 4 || len(s) > 60 || strings.ContainsAny(s, "<>{}=|/@:!?\"•·") || notName[strings.ToLower(s)] || looksLikeHost(s) {
		return false
	}
	if first, _, more := strings.Cut(s, " "); more && isDigits(first) {
		return false
	}
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// givenFirst writes "Holt, Anna" as Anna Holt, which is how catalogues and journals
// state one person.
func givenFirst(s string) string {
	family, given, ok := strings.Cut(s, ", ")
	if !ok || strings.Contains(given, ",") || !nameLike(family) || len(strings.Fields(family)) > 3 || len(strings.Fields(given)) > 4 {
		return s
	}
	return given + " " + family
}

// exactSite tells the site's own names.
func (m *pageMeta) exactSite(p *page) func(string) bool {
	var keys []string
	for _, s := range []string{p.site, m.ld.site, m.first("og:site_name"), hostOf(p.url), domainOf(p.url)} {
		if k := foldTitle(s); k != "" {
			keys = append(keys, k)
		}
	}
	if cut, _ := foldedParts(m.title); len(cut) > 1 && p.title != "" && cut[len(cut)-1] != foldTitle(p.title) {
		keys = append(keys, cut[len(cut)-1])
	}
	return func(s string) bool { return slices.Contains(keys, foldTitle(s)) }
}

// byline is a run of marked elements that name the authors of one article.
type byline struct {
	from  string
	sure  bool
	texts []string
}

// farMarks is how far from the heading, in elements, a marked author is believed.
const farMarks = 700

// marksAround returns the marked authors around a heading, the nearest first: what
// stands below it counts as nearer than what stands above.
func (m *pageMeta) marksAround(h *headingElement, beside map[*html.Node]bool) []byline {
	type placed struct {
		i, cost int
	}
	var order []placed
	at := 0
	if h != nil {
		at = h.at
	}
	for i, k := range m.bylines {
		if within(k.node, beside) {
			continue
		}
		cost := k.at - at
		if cost < 0 {
			cost = -3 * cost
		}
		if limit := farMarks; cost <= limit {
			order = append(order, placed{i, cost})
		}
	}
	slices.SortStableFunc(order, func(a, b placed) int { return a.cost - b.cost })
	used := make([]bool, len(m.bylines))
	var out []byline
	for _, o := range order {
		k := m.bylines[o.i]
		if used[o.i] {
			continue
		}
		b := byline{from: k.from, sure: k.sure, texts: []string{k.text}}
		for j := o.i + 1; j < len(m.bylines) && j < o.i+12; j++ { // names side by side
			if n := m.bylines[j]; n.from == k.from && !used[j] && n.at-k.at <= 24 && sideBySide(k.node.Parent, n.node.Parent) {
				used[j] = true
				b.texts = append(b.texts, n.text)
			}
		}
		out = append(out, b)
	}
	return out
}

// within reports whether n is one of elements, or in one.
func within(n *html.Node, elements map[*html.Node]bool) bool {
	for ; n != nil; n = n.Parent {
		if elements[n] {
			return true
		}
	}
	return false
}

// sideBySide reports whether two elements share a parent or are the same.
func sideBySide(a, b *html.Node) bool {
	return a == b || a != nil && b != nil && a.Parent == b.Parent && a.Parent != nil && a.Parent.DataAtom != atom.Body
}

// shown takes the first line "By …" near the heading, or, for far, a line that
// labels the author further down.
func (c *authorChoice) shown(lines []shownLine, far bool) {
	for i := range lines {
		l := &lines[i]
		if l.below == 0 || len(l.text) > 160 || countWords(l.text) > 24 {
			continue
		}
		near := l.below > -4 && l.below <= farAway
		if near == far || far && l.below < 0 {
			continue
		}
		text := bylineIn(l, near)
		names, _ := splitByline(text)
		if len(names) == 0 || far && (strings.IndexByte(names[0], ' ') < 0 || countWords(text) > 8 && !strings.Contains(text, ":")) {
			continue
		}
		c.offer("line "+whereFrom(l.below), seen, text)
		return
	}
}

// bylineIn returns the part of a line that names the author: what begins with "By" or
// is labelled so, on the line or above it; by the heading also what stands beside the
// date and reads as a full name. It returns "" for other lines.
func bylineIn(l *shownLine, near bool) string {
	parts := strings.FieldsFunc(strings.ReplaceAll(l.text, " - ", "|"), func(r rune) bool { return strings.ContainsRune("|•·⋅–—", r) })
	dated := false
	for _, s := range parts {
		s = strings.TrimSpace(s)
		if _, marked := withoutBy(s); marked {
			return s
		}
		if i := authorLabel(s); i >= 0 {
			s = s[i:]
			if j := strings.IndexByte(s, ':') + 1; strings.Contains(s[j:], ":") { // the next label
				next := j + strings.IndexByte(s[j:], ':')
				s = s[:max(j, strings.LastIndexByte(s[:next], ' '))]
			}
			return s
		}
		_, start, _, ok := findDateAs(s, dateStyle{shortYear: true})
		dated = dated || ok && start < 12
	}
	if label := strings.ToLower(strings.TrimRight(l.label, " :")); leadWords[label] && !photoWords[label] {
		if name := trimByline(l.text); nameLike(name) && strings.Contains(name, " ") {
			return label + ": " + name
		}
	}
	if dated && near && len(parts) <= 3 {
		for _, s := range parts {
			if s = strings.TrimSpace(s); nameLike(s) && strings.Contains(s, " ") && countWords(s) <= 4 && !hasOtherWord(strings.ToLower(s)) {
				return "By " + s
			}
		}
	}
	return ""
}

// authorLabel returns where a label such as "Author:" begins inside a line, or -1.
func authorLabel(s string) int {
	for _, w := range [...]string{" Author:", " Autor:", " Autorin:", " Autoren:", " Auteur:", " Verfasser:"} {
		if i := strings.Index(s, w); i >= 0 {
			return i + 1
		}
	}
	return -1
}
