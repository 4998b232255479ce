package importer

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageMeta is what a page says of itself outside its text.
type pageMeta struct {
	values  map[string][]string // of <meta>, by lower-case name or property
	title   string              // of <title>
	h1      []string
	lang    string
	url     string
	base    string
	authors []string // of elements marked as the author
	dates   []string // of elements marked as the date of publication
	above   []string // dates of <time> and of elements with a date's class name, above the first heading
	below   []string // the same below it
	ld      linkedData
}

// linkedData is what schema.org's JSON-LD says of an article.
type linkedData struct {
	headline, date, site, image, description, url, lang string
	authors                                             []string
}

// metaOf collects what a page says of itself in one walk.
func metaOf(doc *html.Node) *pageMeta {
	m := &pageMeta{values: map[string][]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
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
				m.title = collapse(b.String())
			}
		case atom.H1:
			if len(m.h1) < 8 {
				m.h1 = append(m.h1, textOf(n))
			}
		case atom.Link:
			if hasToken(attr(n, "rel"), "canonical") && m.url == "" {
				m.url = strings.TrimSpace(attr(n, "href"))
			}
		case atom.Time:
			if d := attr(n, "datetime"); d != "" {
				m.shownDate(d)
			} else {
				m.shownDate(textOf(n))
			}
		case atom.Meta:
			m.meta(n)
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
				m.ld.read(n.FirstChild.Data)
			}
		}
		m.microdata(n)
	}
	return m
}

func (m *pageMeta) meta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, k := range []string{"property", "name", "itemprop", "http-equiv"} {
		for key := range strings.FieldsSeq(strings.ToLower(attr(n, k))) {
			if len(m.values[key]) < 32 {
				m.values[key] = append(m.values[key], content)
			}
		}
	}
}

// microdata collects elements marked as author or date, by microdata, by rel, or by
// the class names that most systems use.
func (m *pageMeta) microdata(n *html.Node) {
	prop, rel, class := attr(n, "itemprop"), attr(n, "rel"), strings.ToLower(attr(n, "class"))
	if prop == "" && rel == "" && class == "" {
		return
	}
	if n.DataAtom == atom.Meta || n.DataAtom == atom.Link {
		return
	}
	if hasToken(prop, "datePublished") && len(m.dates) < 8 {
		d := attr(n, "datetime")
		if d == "" {
			d = attr(n, "content")
		}
		if d == "" {
			d = textOf(n)
		}
		m.dates = append(m.dates, d)
	}
	if n.DataAtom != atom.Time && class != "" && len(class) < 200 && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
		for token := range strings.FieldsSeq(class) {
			if dateClass[token] {
				if s := textOf(n); len(s) <= 80 {
					m.shownDate(s)
				}
				break
			}
		}
	}
	isAuthor := hasToken(prop, "author") || hasToken(rel, "author")
	if !isAuthor && class != "" && len(class) < 200 {
		for token := range strings.FieldsSeq(class) {
			if (strings.Contains(token, "author") || strings.Contains(token, "autor") || strings.Contains(token, "byline")) && !strings.Contains(token, "bio") && !strings.Contains(token, "img") && !strings.Contains(token, "avatar") {
				isAuthor = true
				break
			}
		}
	}
	if isAuthor && len(m.authors) < 16 {
		if s := textOf(n); s != "" && len(s) <= 120 {
			m.authors = append(m.authors, s)
		}
	}
}

// dateClass are the class names under which pages show the day of publication.
var dateClass = map[string]bool{
	"date": true, "datum": true, "published": true, "entry-date": true, "post-date": true, "article-date": true, "article__date": true, "date-published": true, "publish-date": true,
	"pubdate": true, "pub-date": true, "pub_date": true, "publication-date": true, "timestamp": true, "dateline": true, "date-header": true, "dtreviewed": true, "meta-date": true, "news-date": true,
	"posted-on": true, "postdate": true, "post_date": true, "article-meta-date": true, "c-date": true, "date-display-single": true, "created": true, "submitted": true, "fecha": true, "news-list-date": true,
}

// shownDate notes a date that the page shows.
func (m *pageMeta) shownDate(s string) {
	if _, ok := dateIn(s); !ok {
		return
	}
	if len(m.h1) == 0 {
		m.above = append(m.above, s)
		m.above = m.above[max(0, len(m.above)-4):]
	} else if len(m.below) < 4 {
		m.below = append(m.below, s)
	}
}

func (m *pageMeta) first(keys ...string) string {
	for _, k := range keys {
		if v := m.values[k]; len(v) > 0 {
			return collapse(v[0])
		}
	}
	return ""
}

// read takes what is there from a JSON-LD block; a block that is no JSON says nothing.
func (ld *linkedData) read(src string) {
	src = strings.TrimSpace(src)
	if len(src) > 1<<20 {
		return
	}
	var v any
	if json.Unmarshal([]byte(src), &v) != nil {
		// Pages put raw line breaks into strings, which JSON forbids.
		if json.Unmarshal([]byte(strings.NewReplacer("\n", " ", "\t", " ").Replace(src)), &v) != nil {
			return
		}
	}
	ld.walk(v, 0)
}

func (ld *linkedData) walk(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			ld.walk(x, depth+1)
		}
	case map[string]any:
		if g, ok := v["@graph"]; ok {
			ld.walk(g, depth+1)
		}
		if e, ok := v["mainEntity"]; ok {
			ld.walk(e, depth+1)
		}
		if articleType(v["@type"]) {
			ld.article(v)
		}
	}
}

func articleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting") || v == "Report" || v == "Review" || v == "Recipe"
	case []any:
		return slices.ContainsFunc(v, articleType)
	}
	return false
}

func (ld *linkedData) article(v map[string]any) {
	set := func(dst *string, val string) {
		if *dst == "" {
			*dst = collapse(html.UnescapeString(val))
		}
	}
	set(&ld.headline, textValue(v["headline"]))
	set(&ld.date, textValue(v["datePublished"]))
	set(&ld.site, nameValue(v["publisher"]))
	set(&ld.image, urlValue(v["image"]))
	set(&ld.description, textValue(v["description"]))
	set(&ld.url, urlValue(v["mainEntityOfPage"]))
	set(&ld.lang, textValue(v["inLanguage"]))
	if len(ld.authors) == 0 {
		ld.authors = names(v["author"])
		if len(ld.authors) == 0 {
			ld.authors = names(v["creator"])
		}
	}
}

func textValue(v any) string {
	s, _ := v.(string)
	return s
}

func nameValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return textValue(v["name"])
	case []any:
		if len(v) > 0 {
			return nameValue(v[0])
		}
	}
	return ""
}

func names(v any) []string {
	if l, ok := v.([]any); ok {
		var out []string
		for _, x := range l {
			out = append(out, names(x)...)
		}
		return out
	}
	if m, ok := v.(map[string]any); ok {
		if l, ok := m["name"].([]any); ok {
			return names(l)
		}
	}
	if s := collapse(html.UnescapeString(nameValue(v))); s != "" {
		return []string{s}
	}
	return nil
}

func urlValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		if u := textValue(v["url"]); u != "" {
			return u
		}
		return textValue(v["@id"])
	case []any:
		if len(v) > 0 {
			return urlValue(v[0])
		}
	}
	return ""
}

// fill sets the header of p from what the page says of itself.
func (m *pageMeta) fill(p *page) {
	p.site = m.first("og:site_name", "application-name", "twitter:site:name", "al:android:app_name")
	if p.site == "" {
		p.site = m.ld.site
	}
	p.lang = langTag(m.lang, m.first("og:locale", "content-language", "dc.language", "language", "inlanguage"), m.ld.lang)
	p.url = webAddress(m.url, m.first("og:url"), m.ld.url)
	if img := m.first("og:image", "og:image:url", "twitter:image", "twitter:image:src"); img != "" {
		p.image = img
	} else {
		p.image = m.ld.image
	}
	if !safeDestination(p.image) || strings.HasPrefix(p.image, "data:") {
		p.image = ""
	}
	p.description = m.first("og:description", "description", "twitter:description", "dc.description")
	for _, key := range []string{"article:tag", "news_keywords", "keywords"} {
		for _, v := range m.values[key] {
			for t := range strings.SplitSeq(v, ",") {
				if t = collapse(t); t != "" && len(p.tags) < 20 && len(t) <= 60 && !slices.Contains(p.tags, t) {
					p.tags = append(p.tags, t)
				}
			}
		}
		if len(p.tags) > 0 {
			break
		}
	}
	m.fillTitle(p)
	m.fillDate(p)
	m.fillAuthors(p)
}

// fillTitle takes the heading that the page's metadata confirm, else the metadata
// without the name of the site.
func (m *pageMeta) fillTitle(p *page) {
	og := m.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline")
	for _, h := range m.h1 {
		if h == "" || countWords(h) < 2 && len(m.h1) > 1 {
			continue
		}
		key := foldTitle(h)
		if key == "" {
			continue
		}
		for _, t := range []string{og, m.ld.headline, m.title} {
			// the heading may be longer than the title, but no mere word of it, such as the site's name
			if k := foldTitle(withoutSite(t, p.site)); k != "" && (strings.Contains(k, key) && len(key)*2 >= len(k) || strings.HasPrefix(key, k)) {
				p.title, p.titleFrom, p.titleEvidence = h, "meta", "h1, confirmed by the page's metadata"
				return
			}
		}
	}
	for _, c := range []struct{ t, from string }{{og, "og:title"}, {m.title, "title element"}, {m.ld.headline, "headline of JSON-LD"}} {
		if t := withoutSite(c.t, p.site); t != "" {
			p.title, p.titleFrom, p.titleEvidence = t, "meta", c.from
			return
		}
	}
	if len(m.h1) > 0 && m.h1[0] != "" {
		p.title, p.titleFrom, p.titleEvidence = m.h1[0], "line", "h1"
	}
}

// withoutSite takes the name of the site off a page's title: behind or before a
// separator, when it is that name or a short last part.
func withoutSite(title, site string) string {
	title = collapse(title)
	for _, sep := range []string{" | ", " :: ", " » ", " « ", " · ", " • ", " – ", " — ", " - ", " // "} {
		i := strings.LastIndex(title, sep)
		if i < 0 {
			continue
		}
		head, tail := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(sep):])
		j := strings.Index(title, sep)
		first, rest := strings.TrimSpace(title[:j]), strings.TrimSpace(title[j+len(sep):])
		same := func(s string) bool {
			a, b := foldTitle(s), foldTitle(site)
			return b != "" && a != "" && (strings.Contains(a, b) || strings.Contains(b, a))
		}
		switch {
		case same(tail):
			return withoutSite(head, site)
		case same(first) && countWords(first) <= 4:
			return rest
		case countWords(tail) <= 4 && countWords(head) >= 3 && (sep == " | " || sep == " :: " || sep == " » " || sep == " · " || countWords(head) > countWords(tail)+1):
			return withoutSite(head, "")
		}
	}
	return title
}

// fillDate takes the day of publication from where pages state it; a day is never
// made up from anything else.
func (m *pageMeta) fillDate(p *page) {
	take := func(from, evidence string, values ...string) bool {
		for _, v := range values {
			if c, ok := dateIn(v); ok {
				p.date, p.dateFrom, p.dateEvidence = c.edtf(), from, evidence+": "+collapse(v)
				return true
			}
		}
		return false
	}
	if take("jsonld", "datePublished", m.ld.date) {
		return
	}
	for _, k := range []string{"article:published_time", "datepublished", "og:article:published_time", "article:published", "parsely-pub-date", "sailthru.date", "publish-date", "publishdate", "pubdate", "published_time", "publication_date", "publication-date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "date", "og:pubdate", "article.published", "cxenseparse:recs:publishtime", "rnews:datepublished", "bt:pubdate", "citation_publication_date", "last-published"} {
		if take("meta", k, m.values[k]...) {
			return
		}
	}
	if take("meta", "itemprop datePublished", m.dates...) {
		return
	}
	if c, ok := dateOfURL(p.url); ok {
		p.date, p.dateFrom, p.dateEvidence = c.edtf(), "url", p.url
		return
	}
	// The date that stands nearest to the heading is the article's, those further
	// down are others'.
	if len(m.below) > 0 && take("line", "shown below the heading", m.below[0]) {
		return
	}
	if n := len(m.above); n > 0 && (len(m.h1) > 0 || n == 1) {
		take("line", "shown above the heading", m.above[n-1])
	}
}

// dateIn reads the day of a timestamp or of a date in words.
func dateIn(s string) (civil, bool) {
	s = strings.TrimSpace(s)
	if c, _, ok := isoDate(s); ok {
		return c, true
	}
	c, _, _, ok := findDate(s)
	return c, ok
}

// dateOfURL reads a day in the path of an address: /2013/09/09/ or -2013-09-09-.
func dateOfURL(address string) (civil, bool) {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) > 1000 {
		return civil{}, false
	}
	for i := 0; i < len(u.Path); i++ {
		if (i == 0 || u.Path[i-1] < '0' || u.Path[i-1] > '9') && u.Path[i] >= '1' && u.Path[i] <= '2' {
			if c, n, ok := isoDate(u.Path[i:]); ok && (i+n == len(u.Path) || u.Path[i+n] < '0' || u.Path[i+n] > '9') {
				return c, true
			}
		}
	}
	return civil{}, false
}

func (m *pageMeta) fillAuthors(p *page) {
	stated := [][]string{m.ld.authors, m.values["author"], m.values["article:author"], m.values["byl"], m.values["parsely-author"], m.values["sailthru.author"], m.values["dc.creator"], m.values["article:author_name"], m.values["twitter:data1"]}
	for _, list := range stated {
		if m.takeAuthors(p, list, true) {
			return
		}
	}
	m.takeAuthors(p, m.authors, false)
}

// takeAuthors takes the names in a list. Where the page states its author, a
// pseudonym in small letters is taken too; what merely stands in an element for it
// has to look like a name.
func (m *pageMeta) takeAuthors(p *page, list []string, stated bool) bool {
	for _, a := range list {
		a = collapse(a)
		if a == "" || strings.Contains(a, "://") || strings.HasPrefix(a, "@") || len(a) > 120 || strings.EqualFold(a, p.site) || notName[strings.ToLower(a)] {
			continue
		}
		names, marked := splitByline(a)
		switch {
		case len(names) == 0 && (stated || marked) && countWords(a) <= 4 && !strings.ContainsAny(a, "<>{}=|"):
			if a = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(a, "by "), "By ")); a != "" {
				names = []string{a}
			}
		case !stated && !marked && (len(names) == 0 || countWords(a) > 8 || strings.IndexByte(names[0], ' ') < 0):
			continue
		}
		for _, n := range names {
			if !slices.Contains(p.authors, n) && len(p.authors) < 10 && !strings.EqualFold(n, p.site) {
				p.authors = append(p.authors, n)
			}
		}
		if !stated && len(p.authors) > 0 { // elements further down are about others
			return true
		}
	}
	return len(p.authors) > 0
}

// langTag returns the first value that is a BCP 47 tag, with hyphens.
func langTag(values ...string) string {
	for _, v := range values {
		v = strings.ReplaceAll(strings.TrimSpace(v), "_", "-")
		primary, _, _ := strings.Cut(v, "-")
		if len(v) <= 20 && (len(primary) == 2 || len(primary) == 3) && strings.IndexFunc(v, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z')
		}) < 0 {
			return v
		}
	}
	return ""
}

// webAddress returns the first value that is a full http address.
func webAddress(values ...string) string {
	for _, v := range values {
		if u, err := url.Parse(strings.TrimSpace(v)); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil {
			return u.String()
		}
	}
	return ""
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
