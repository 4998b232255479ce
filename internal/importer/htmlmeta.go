package importer

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/addr"
)

// pageMeta is what a page says of itself outside its text.
type pageMeta struct {
	values    map[string][]string // of <meta>, by lower-case name or property
	title     string              // of <title>
	lang      string
	canonical string
	base      string
	headings  []headingElement // h1 to h3
	bylines   []mark           // elements marked as the author
	dates     []string         // of elements marked as the date of publication
	nodes     linkedNodes
	ld        linkedData
	shown     []shownLine // short lines near the article's heading
}

// longTitle and longValue bound, in bytes, the titles and the values of metadata that
// are looked at; nobody writes longer ones.
const longTitle, longValue = 1000, 4000

// metaOf collects what a page says of itself in one walk.
func metaOf(doc *html.Node) *pageMeta {
	m := &pageMeta{values: map[string][]string{}}
	at := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		at++
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
			if m.lang == "" {
				m.lang = attr(n, "xml:lang")
			}
		case atom.Base:
			if m.base == "" {
				m.base = attr(n, "href")
			}
		case atom.Title:
			if m.title == "" && (n.Parent == nil || n.Parent.DataAtom != atom.Svg) {
				var b strings.Builder
				rawText(&b, n)
				m.title = cutWords(collapse(b.String()), longTitle)
			}
		case atom.H1, atom.H2, atom.H3:
			if len(m.headings) < maxHeadings || n.DataAtom == atom.H1 && len(m.headings) < 2*maxHeadings {
				if s := headline(n); hasWords(s) && !inTrail(n) {
					m.headings = append(m.headings, headingElement{n, int(n.Data[1] - '0'), at, s})
				}
			}
		case atom.Link:
			if hasToken(attr(n, "rel"), "canonical") && m.canonical == "" {
				m.canonical = strings.TrimSpace(attr(n, "href"))
			}
		case atom.Meta:
			m.meta(n)
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
				m.nodes.add(n.FirstChild.Data)
			}
		}
		m.microdata(n, at)
	}
	return m
}

// meta notes the value of a <meta> under all its names.
func (m *pageMeta) meta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, k := range []string{"property", "name", "itemprop", "http-equiv"} {
		for key := range strings.FieldsSeq(strings.ToLower(attr(n, k))) {
			if k == "itemprop" && key == "author" { // of a thing named in the text too, such as a book
				key = "itemprop author"
			}
			if len(m.values[key]) < 32 {
				m.values[key] = append(m.values[key], cutWords(content, longValue))
			}
		}
	}
}

// microdata collects elements marked as author or as date of publication.
func (m *pageMeta) microdata(n *html.Node, at int) {
	if n.DataAtom == atom.Meta || n.DataAtom == atom.Link {
		return
	}
	if hasToken(attr(n, "itemprop"), "datePublished") && len(m.dates) < 8 {
		m.dates = append(m.dates, dateText(n))
	}
	m.markAuthor(n, at)
}

// first returns the first value that one of the names has, or "".
func (m *pageMeta) first(keys ...string) string {
	for _, k := range keys {
		if v := m.values[k]; len(v) > 0 {
			return collapse(v[0])
		}
	}
	return ""
}

// choose takes the first of several values that fit, and notes all as candidates.
// fit returns the value as it is written in the header, or "".
func (p *page) choose(key string, fit func(string) string, stated []source) (value string) {
	for _, s := range stated {
		for _, v := range s.values {
			if v = collapse(v); v == "" {
				continue
			}
			c := Candidate{Key: key, Value: v, From: s.from}
			switch w := fit(v); {
			case w == "":
				c.Reason = "not fit for the key"
			case value == "":
				value = w
				c.Value, c.Taken, c.Reason = w, true, "first in the order of trust"
			default:
				c.Value, c.Reason = w, "another one is trusted more"
			}
			p.consider(c)
		}
	}
	return value
}

// source is a place of a page with the values that it states.
type source struct {
	from   string
	values []string
}

// sources returns the values of <meta> for the given names, in their order.
func (m *pageMeta) sources(keys ...string) []source {
	var l []source
	for _, k := range keys {
		if v := m.values[k]; len(v) > 0 {
			l = append(l, source{"meta " + k, v})
		}
	}
	return l
}

// fill sets the header of p from what the page says of itself.
func (m *pageMeta) fill(s *survey, p *page) {
	own := foldTitle(m.title + " " + m.first("og:title") + " " + m.first("twitter:title"))
	m.ld = m.nodes.data(func(s string) bool {
		k := foldTitle(s)
		return k != "" && strings.Contains(own, k)
	})
	p.url = p.choose("source.url", addr.Web, append([]source{{"link canonical", []string{m.canonical}}},
		append(m.sources("og:url", "twitter:url"), source{"JSON-LD url", []string{m.ld.url}})...))
	m.fillSite(p)
	p.lang = p.choose("lang", langTag, append(append([]source{{"html lang", []string{m.lang}}},
		m.sources("og:locale", "content-language", "dc.language", "dcterms.language", "language", "inlanguage")...), source{"JSON-LD inLanguage", []string{m.ld.lang}}))
	p.image = p.choose("image", imageAddress, append(m.sources("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "sailthru.image.full", "parsely-image-url"),
		source{"JSON-LD image", []string{m.ld.image}}))
	p.description = m.first("og:description", "description", "twitter:description", "dc.description", "dcterms.description")
	if p.description == "" {
		p.description = m.ld.description
	}
	m.fillTags(p)
	m.fillTitle(p)
	h := m.headingOf(p.title)
	beside := s.beside(h)
	m.shown = linesAround(s, h, p.title, beside)
	m.fillDate(p)
	m.fillAuthors(p, m.marksAround(h, beside))
}

// fillSite takes the name of the site: the publisher of the article, unless that is
// the company behind a site that gives its own name.
func (m *pageMeta) fillSite(p *page) {
	named := m.sources("og:site_name", "application-name", "twitter:site:name", "al:android:app_name", "dc.publisher")
	publisher := source{"JSON-LD publisher", []string{m.ld.site}}
	if len(named) > 0 && legalForm(m.ld.site) {
		named = append(named, publisher)
	} else {
		named = append([]source{publisher}, named...)
	}
	p.site = p.choose("source.name", func(s string) string {
		if len(s) > 100 {
			return ""
		}
		return s
	}, named)
}

// legalForm reports whether a name ends as those of companies and associations do.
func legalForm(s string) bool {
	for _, form := range []string{" GmbH", " AG", " KG", " SE", " Inc.", " Inc", " Ltd", " Ltd.", " LLC", " Corp.", " e.V.", " eG", " S.A.", " SA", " SAS", " S.L.", " S.p.A.", " B.V.", " plc", " Limited"} {
		if strings.HasSuffix(s, form) {
			return true
		}
	}
	return false
}

// fillTags takes the tags from the first name that states some.
func (m *pageMeta) fillTags(p *page) {
	for _, key := range []string{"article:tag", "news_keywords", "keywords"} {
		for _, v := range m.values[key] {
			for t := range strings.SplitSeq(v, ",") {
				if t = collapse(t); t != "" && len(p.tags) < 20 && len(t) <= 60 && !slices.Contains(p.tags, t) {
					p.tags = append(p.tags, t)
				}
			}
		}
		if len(p.tags) > 0 {
			return
		}
	}
}

// langTag returns v if it is a BCP 47 tag, with hyphens.
func langTag(v string) string {
	v = strings.ReplaceAll(strings.TrimSpace(v), "_", "-")
	primary, _, _ := strings.Cut(v, "-")
	if len(v) <= 20 && (len(primary) == 2 || len(primary) == 3) && strings.IndexFunc(v, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z')
	}) < 0 {
		return v
	}
	return ""
}

// imageAddress returns v if a header may point to it.
func imageAddress(v string) string {
	if !safeDestination(v) || strings.HasPrefix(v, "data:") {
		return ""
	}
	return v
}

// foldTitle returns the letters and digits of s in lower case, to compare titles.
func foldTitle(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if isWordRune(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// attr returns the value of an attribute, or "".
func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// hasToken reports whether token is one of the words of an attribute.
func hasToken(value, token string) bool {
	for {
		i := strings.Index(value, token)
		if i < 0 {
			return false
		}
		end := i + len(token)
		if (i == 0 || value[i-1] == ' ' || value[i-1] == '\n' || value[i-1] == '\t') && (end == len(value) || value[end] == ' ' || value[end] == '\n' || value[end] == '\t') {
			return true
		}
		value = value[end:]
	}
}

// hostOf returns the host of an address without "www.".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// domainOf returns the part of a host that names the site: "example" of
// www.example.co.uk.
func domainOf(address string) string {
	labels := strings.Split(hostOf(address), ".")
	n := len(labels) - 2
	if n > 0 && len(labels[n]) <= 3 { // co.uk, com.ar
		n--
	}
	if n < 0 {
		return ""
	}
	return labels[n]
}
