package importer

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// headingElement is a heading of the page, of the levels 1 to 3.
type headingElement struct {
	node  *html.Node
	level int
	at    int // its place among the page's elements
	text  string
}

// maxHeadings bounds how many headings of a page are looked at.
const maxHeadings = 60

// headline returns the words of a heading as an editor would type them: what the
// page marks as the headline in it, else all but the parts that it marks as kicker,
// subtitle or date.
func headline(n *html.Node) string { return cutWords(headlineWords(n), longTitle) }

// headlineWords is headline without a bound.
func headlineWords(n *html.Node) string {
	var marked *html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && headlineClass(attr(d, "class")) && !classHas(d, kickers...) {
			if marked != nil { // two of them are one headline on two lines
				marked = nil
				break
			}
			marked = d
		}
	}
	if marked != nil {
		if s := textOf(marked); s != "" {
			return s
		}
	}
	var b strings.Builder
	appendText(&b, n, func(d *html.Node) bool {
		return d != n && (d.DataAtom == atom.Time || d.DataAtom == atom.Small || classHas(d, kickers...))
	})
	if s := collapse(b.String()); s != "" {
		return s
	}
	return textOf(n)
}

// headlineClass reports whether a class name ends in "headline" or "title".
func headlineClass(class string) bool {
	for token := range strings.FieldsSeq(strings.ToLower(class)) {
		if strings.HasSuffix(token, "headline") || strings.HasSuffix(token, "title") {
			return true
		}
	}
	return false
}

// inTrail reports headings in navigation and in the trail of links to a page.
func inTrail(n *html.Node) bool {
	for k := 0; n != nil && k < 5; n, k = n.Parent, k+1 {
		if n.DataAtom == atom.Nav || classHas(n, "breadcrumb") || strings.Contains(attr(n, "itemtype"), "Breadcrumb") {
			return true
		}
	}
	return false
}

// kickers are parts of the class names for what stands in a heading beside the headline.
var kickers = []string{"kicker", "overline", "topline", "dachzeile", "spitzmarke", "eyebrow", "roofline", "subtitle", "subline", "sub-title", "subhead", "sub-head", "untertitel", "supertitle", "pretitle", "topic", "sr-only", "screen-reader", "visually-hidden", "date", "category"}

// classHas reports whether a class name of n has one of the words in it.
func classHas(n *html.Node, words ...string) bool {
	class := attr(n, "class")
	if class == "" || len(class) > 400 {
		return false
	}
	class = strings.ToLower(class)
	for _, w := range words {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}

// fillTitle takes the heading that the page's metadata confirm, then its only h1,
// then the metadata without the name of the site.
func (m *pageMeta) fillTitle(p *page) {
	stated := append(m.sources("dc:title", "dcterms:title", "dc.title", "dcterms.title", "og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "headline"),
		source{"JSON-LD headline", []string{m.ld.headline}}, source{"title element", []string{m.title}})
	isSite, exactly := m.siteNames(p), m.exactSite(p)
	take := func(title, from, evidence, reason string) {
		p.setTitle(title, from, evidence)
		for _, h := range m.headings {
			if h.level == 1 || trimSite(h.text, isSite) == title {
				m.considerTitle(p, trimSite(h.text, isSite), h.node.Data, title, reason)
			}
		}
		for _, s := range stated {
			m.considerTitle(p, collapse(s.values[0]), s.from, title, reason)
		}
		p.conclude("title", title, evidence, reason)
	}
	for round := range 6 { // the levels in turn, and again for what stands at the end of titles
		for _, h := range m.headings {
			if h.level != round%3+1 || exactly(h.text) || round < 3 && lastPart(h.text, stated) {
				continue
			}
			for _, s := range stated {
				if isSite(h.text) && (s.from == "title element" || foldTitle(h.text) != foldTitle(s.values[0])) {
					continue
				}
				if confirms(collapse(s.values[0]), h, isSite) {
					take(trimSite(h.text, isSite), "meta", h.node.Data+", confirmed by the page's metadata", "the heading that "+s.from+" confirms")
					return
				}
			}
		}
	}
	if h := m.onlyHeading(func(s string) bool { return isSite(s) || lastPart(s, stated) }); h != nil && m.related(h.text, stated) {
		take(trimSite(h.text, isSite), "line", "h1", "the page's only h1")
		return
	}
	for _, s := range stated {
		t := trimSite(collapse(s.values[0]), isSite)
		if s.from == "title element" {
			t = trimTail(trimDense(t))
		}
		if t != "" && !isSite(t) {
			take(t, "meta", s.from, "no heading says the same; first in the order of trust")
			return
		}
	}
	h := m.headingOf("")
	switch t := collapse(m.title); {
	case h != nil && (h.level == 1 || t == ""):
		take(h.text, "line", h.node.Data, "the page's first heading, for want of metadata")
	case t != "":
		take(t, "meta", "title element", "nothing else names the page")
	}
}

// considerTitle notes a candidate for the title; taken is the one that was taken.
func (m *pageMeta) considerTitle(p *page, value, from, taken, reason string) {
	c := Candidate{Key: "title", Value: value, From: from, Reason: "another one is trusted more"}
	if value == taken {
		c.Taken, c.Reason = true, reason
	}
	p.consider(c)
}

// siteNames returns what tells the site's name from a title: its name, its
// publisher, and the host of its address.
func (m *pageMeta) siteNames(p *page) func(string) bool {
	var keys []string
	for _, s := range []string{p.site, m.ld.site, m.first("og:site_name"), m.first("application-name"), hostOf(p.url)} {
		if k := foldTitle(s); len(k) >= 2 {
			keys = append(keys, k)
		}
	}
	domain := foldTitle(domainOf(p.url))
	return func(s string) bool {
		k := foldTitle(s)
		if k == "" {
			return false
		}
		if len(domain) >= 3 && k == domain {
			return true
		}
		for _, key := range keys {
			if k == key || strings.Contains(k, key) && len(key) >= 4 && 2*len(k) <= 3*len(key) || strings.Contains(key, k) && len(k) >= 4 && len(k)*2 >= len(key) {
				return true
			}
		}
		return false
	}
}

// separators stand between a title and the name of its site, the widest first.
var separators = []string{" | ", " │ ", " :: ", " » ", " « ", " · ", " • ", " – ", " — ", " - ", " // ", " : "}

// lastSeparator returns where the last separator of s begins and ends, or -1.
func lastSeparator(s string) (start, end int) {
	start = -1
	for _, sep := range separators {
		if i := strings.LastIndex(s, sep); i > start {
			start, end = i, i+len(sep)
		}
	}
	return start, end
}

// firstSeparator returns where the first separator of s begins and ends, or -1.
func firstSeparator(s string) (start, end int) {
	start = -1
	for _, sep := range separators {
		if i := strings.Index(s, sep); i >= 0 && (start < 0 || i < start) {
			start, end = i, i+len(sep)
		}
	}
	return start, end
}

// trimSite takes the name of the site off both ends of a title.
func trimSite(title string, isSite func(string) bool) string {
	for {
		start, end := lastSeparator(title)
		if start < 0 {
			return title
		}
		head, tail := strings.TrimSpace(title[:start]), strings.TrimSpace(title[end:])
		if head != "" && (isSite(tail) || looksLikeHost(tail)) {
			title = head
			continue
		}
		start, end = firstSeparator(title)
		head, tail = strings.TrimSpace(title[:start]), strings.TrimSpace(title[end:])
		if tail != "" && (isSite(head) || looksLikeHost(head)) {
			title = tail
			continue
		}
		return title
	}
}

// looksLikeHost reports whether s is one word such as example.org.
func looksLikeHost(s string) bool {
	i := strings.LastIndexByte(s, '.')
	return i > 1 && len(s)-i >= 3 && len(s)-i <= 7 && !strings.ContainsAny(s, " /!?,") &&
		(s[i+1:] == strings.ToLower(s[i+1:]) || s == strings.ToUpper(s)) && isLetter(s[len(s)-1])
}

// trimDense is trimTail for titles written without spaces: 桥梁关闭-晨报 loses the paper.
func trimDense(title string) string {
	i := strings.LastIndexAny(title, "-_|")
	if i <= 0 || strings.Contains(title, " ") {
		return title
	}
	r, _ := utf8.DecodeLastRuneInString(title[:i])
	if n := utf8.RuneCountInString(title[i+1:]); r >= 0x2e80 && n > 0 && n <= 6 && utf8.RuneCountInString(title[:i]) >= 2*n {
		return title[:i]
	}
	return title
}

// trimTail takes a short last part off a title element, where sites put their name.
func trimTail(title string) string {
	start, end := lastSeparator(title)
	if start < 0 {
		return title
	}
	head, tail := strings.TrimSpace(title[:start]), strings.TrimSpace(title[end:])
	wide := strings.ContainsAny(title[start:end], "|│»·") || strings.Contains(title[start:end], "::")
	if countWords(tail) <= 4 && countWords(head) >= 3 && (wide || countWords(head) > countWords(tail)+1) {
		return trimTail(head)
	}
	return title
}

// confirms reports whether a title that the page states is the heading, with or
// without other parts beside it such as the name of the site.
func confirms(title string, h headingElement, isSite func(string) bool) bool {
	key, k := foldTitle(h.text), foldTitle(title)
	if key == "" || k == "" {
		return false
	}
	if key == k || key == foldTitle(trimSite(title, isSite)) {
		return true
	}
	// a run of parts of the title, with the longest of them
	cut, longest := foldedParts(title)
	if h.level == 1 && len(key) >= 8 && cut[0] == key && trimSite(title, isSite) != title {
		return true
	}
	if len(key) >= longest && countWords(h.text) >= 2 {
		for i := range cut {
			run := ""
			for _, part := range cut[i:] {
				if run += part; run == key {
					return true
				}
			}
		}
	}
	if h.level > 1 {
		return false
	}
	k = foldTitle(trimSite(title, isSite))
	return countWords(h.text) >= 2 && (strings.Contains(k, key) && len(key)*2 >= len(k) || strings.HasPrefix(key, k) && len(k)*3 >= len(key))
}

// foldedParts cuts a title at its separators.
func foldedParts(title string) (cut []string, longest int) {
	for len(cut) < 8 {
		start, end := firstSeparator(title)
		part := title
		if start >= 0 {
			part = title[:start]
		}
		if k := foldTitle(part); k != "" {
			cut = append(cut, k)
			longest = max(longest, len(k))
		}
		if start < 0 {
			break
		}
		title = title[end:]
	}
	return cut, longest
}

// lastPart reports whether a heading is what titles put at their end, behind the
// headline: the name of a site or of a part of it.
func lastPart(heading string, stated []source) bool {
	key := foldTitle(heading)
	for _, s := range stated {
		if cut, longest := foldedParts(collapse(s.values[0])); len(cut) > 1 && cut[len(cut)-1] == key && len(key) < longest {
			return true
		}
	}
	return false
}

// onlyHeading returns the page's only h1 that is not the name of the site, if it
// reads as a headline.
func (m *pageMeta) onlyHeading(isSite func(string) bool) *headingElement {
	var only *headingElement
	for i := range m.headings {
		if h := &m.headings[i]; h.level == 1 && !isSite(h.text) {
			if only != nil && only.text != h.text {
				return nil
			}
			only = h
		}
	}
	if only == nil || countWords(only.text) < 3 || len(only.text) > 300 {
		return nil
	}
	return only
}

// related reports whether a heading shares half of its longer words with what the
// page states of itself.
func (m *pageMeta) related(heading string, stated []source) bool {
	said := map[uint64]bool{}
	note := func(hash uint64, _ int) { said[hash] = true }
	for _, s := range stated {
		eachWord(s.values[0], note)
	}
	for _, key := range []string{"og:description", "description", "keywords", "news_keywords"} {
		eachWord(m.first(key), note)
	}
	all, shared := 0, 0
	eachWord(heading, func(hash uint64, length int) {
		if length >= 4 {
			all++
			if said[hash] {
				shared++
			}
		}
	})
	return 2*shared >= all
}

// headingOf returns the heading of the article: of those with the words of its title
// the first of the highest level, else the first h1, else the first heading; nil
// where there is none.
func (m *pageMeta) headingOf(title string) *headingElement {
	key := foldTitle(title)
	var same, first *headingElement
	for i := range m.headings {
		h := &m.headings[i]
		if k := foldTitle(h.text); (k == key || len(key) > 12 && strings.Contains(k, key)) && (same == nil || h.level < same.level) {
			same = h
		}
		if first == nil || h.level == 1 && first.level > 1 {
			first = h
		}
	}
	if same != nil {
		return same
	}
	return first
}
