package unpack

import (
	"cmp"
	"html"
	"net/url"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// isRSS reports whether src is a feed in RSS 0.9x, 1.0 (RDF) or 2.0.
func isRSS(_ string, src []byte) bool {
	_, local, head := xmlRoot(src)
	return local == "rss" || local == "RDF" && strings.Contains(head, "purl.org/rss/")
}

// rdfSpace is the namespace of RDF, in which RSS 1.0 is written.
const rdfSpace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// feed reads the items of a feed.
type feed struct {
	reading
	site, lang, rights string
	base               string // that the feed states
	own                bool   // a whole blog that moves: its links lead to the new place as well

	items, teasers int    // of which the feed has no more than a summary
	teaserLine     int    // of the first
	teaser         string // its title
}

// feedItem is an item of a feed as it is read.
type feedItem struct {
	line, dateLine      int
	title               string // in plain words
	guid, link          string
	permalink           bool   // guid is an address of the item
	content, summary    string // HTML; content is the whole text
	authors             []string
	categories          []feedCategory
	published, modified string
	image, rights, lang string
	base                string // that the item states: it may refer to the feed's
	complete            bool   // the file does not end within a field
}

// feedCategory is a category, tag or whatever a scheme makes of it.
type feedCategory struct{ scheme, name, words string }

// read reads the item whose start is the token, handing each field of it to field.
// It reports whether another item begins within, because this one was not ended: its
// start is the token then.
func (it *feedItem) read(x *xmlScanner, field func(*xmlScanner)) (again bool) {
	it.line = x.line()
	name, depth := x.local, x.depth()
	for x.next() {
		switch {
		case x.kind == xmlEnd && x.depth() < depth:
			it.complete = !x.cut || x.cutAt <= depth
			return false
		case x.kind != xmlStart:
		case x.local == name:
			it.complete = true
			return true
		default:
			field(x)
		}
	}
	return false
}

// set takes the words of the element whose start is the token, unless there are some.
func set(to *string, x *xmlScanner) {
	if s := strings.TrimSpace(x.words()); *to == "" {
		*to = s
	}
}

// field takes the element of RSS, or of its usual modules, whose start is the token.
// Atom's own elements are read where they stand in RSS, since many feeds have them.
func (it *feedItem) field(x *xmlScanner) {
	line := x.line()
	switch x.local {
	case "title":
		if s := plainWords(x.words()); it.title == "" && !isMedia(x.space) {
			it.title = s
		}
	case "link":
		href := x.attr("href")
		if href == "" {
			set(&it.link, x)
			return
		}
		if rel := x.attr("rel"); it.link == "" && (rel == "" || rel == "alternate") {
			it.link = href
		}
		x.skip()
	case "origLink": // of Feedburner, which has links of its own
		it.link = strings.TrimSpace(x.words())
	case "guid":
		it.permalink = x.attr("isPermaLink") != "false"
		set(&it.guid, x)
	case "description", "summary":
		if isMedia(x.space) || strings.Contains(x.space, "itunes") {
			x.skip()
			return
		}
		set(&it.summary, x)
	case "encoded":
		set(&it.content, x)
	case "content":
		it.media(x)
	case "thumbnail", "enclosure":
		it.media(x)
	case "creator", "author":
		if s := personOf(x.words()); s != "" && !strings.Contains(x.space, "itunes") {
			it.authors = append(it.authors, s)
		}
	case "pubDate", "date", "published":
		set(&it.published, x)
		if it.dateLine == 0 {
			it.dateLine = line
		}
	case "modified", "updated":
		set(&it.modified, x)
	case "category", "subject":
		scheme, name := x.attr("domain"), x.attr("nicename")
		it.categories = append(it.categories, feedCategory{scheme, name, plainWords(x.words())})
	case "rights":
		set(&it.rights, x)
	case "language":
		set(&it.lang, x)
	case "group": // of media
	default:
		x.skip()
	}
}

// isMedia reports whether space is that of Media RSS, declared or not.
func isMedia(space string) bool { return strings.Contains(space, "mrss") || space == "media" }

// media takes the address of a picture.
func (it *feedItem) media(x *xmlScanner) {
	kind := x.attr("type") + x.attr("medium")
	if address := addr.Web(x.attr("url")); address != "" && it.image == "" && (strings.HasPrefix(kind, "image") || x.local == "thumbnail") {
		it.image = address
	}
	if x.local == "content" {
		return // more may stand in it
	}
	x.skip()
}

// personOf returns the name of who is written as in mail: "jane@example.com (Jane
// Doe)" or "Jane Doe <jane@example.com>". An address alone names nobody.
func personOf(s string) string {
	s = oneLine(s)
	if i := strings.IndexByte(s, '('); i > 0 && strings.Contains(s[:i], "@") && strings.HasSuffix(s, ")") {
		return plainWords(s[i+1 : len(s)-1])
	}
	if i := strings.IndexByte(s, '<'); i > 0 && strings.HasSuffix(s, ">") && strings.Contains(s[i:], "@") {
		s = strings.Trim(s[:i], `" `)
	}
	if strings.Contains(s, "@") && !strings.Contains(s, " ") {
		return ""
	}
	return plainWords(s)
}

// readRSS reads RSS 0.9x, 1.0 and 2.0.
func readRSS(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	x := newXML(name, src)
	f := &feed{reading: reading{file: name, yield: yield}}
	for x.next() {
		if x.kind != xmlStart {
			continue
		}
		switch {
		case x.local == "item":
			for again := true; again; {
				it := feedItem{guid: x.attrIn(rdfSpace, "about")}
				again = it.read(x, it.field)
				if !f.item(&it, func(*Meta) {}) {
					return append(x.diags, f.finish()...)
				}
			}
		case x.depth() != 3: // of rss, channel, and what is said of the feed
		case x.local == "title":
			f.site = plainWords(x.words())
		case x.local == "language":
			f.lang = languageTag(x.words())
		case x.local == "copyright" || x.local == "rights":
			f.rights = plainWords(x.words())
		default:
			x.skip()
		}
	}
	return append(x.diags, f.finish()...)
}

// item yields an item of a feed, and reports whether more are wanted.
func (f *feed) item(it *feedItem, more func(*Meta)) bool {
	e := Entry{ID: it.guid, Title: it.title, Line: it.line}
	if e.ID == "" {
		e.ID = it.link
	}
	whole := true
	if strings.TrimSpace(it.content) == "" || plainWords(it.content) == plainWords(it.summary) {
		it.content, it.summary = cmp.Or(strings.TrimSpace(it.content), it.summary), ""
		whole = !isTeaser(it.content)
	}
	switch {
	case !it.complete:
		e.Skip = "the file ends within it"
	case plainWords(it.content) == "" && !strings.Contains(it.content, "<"):
		e.Skip = "without text"
	default:
		e.Item = f.article(it)
		more(&e.Item.Meta)
		f.items++
		if !whole {
			if f.teasers++; f.teasers == 1 {
				f.teaserLine, f.teaser = it.line, it.title
			}
		}
	}
	return f.yield(e)
}

// finish returns the diagnostics, with one of the items whose text is not in the feed.
func (f *feed) finish() diag.List {
	if f.teasers > 0 {
		f.tell(diag.Warning, "feed-summary", f.teaserLine, "of %d of %d items the feed seems to have a summary only, not the text; the first is %q", f.teasers, f.items, short(f.teaser))
	}
	return f.diags
}

// isTeaser reports whether a description looks as if it were not the whole text: it
// is short, or breaks off.
func isTeaser(s string) bool {
	const shortest = 600 // bytes of an article
	words := plainWords(s)
	return len(words) < shortest || breaksOff(words)
}

// breaksOff reports whether words end as a machine ends them.
func breaksOff(words string) bool {
	for _, end := range []string{"…", "...", "[…]", "[...]", "…]", "Read more", "Continue reading", "Weiterlesen"} {
		if strings.HasSuffix(strings.TrimRight(words, " »→>"), end) {
			return true
		}
	}
	return false
}

// baseOf returns the address that relative links of an item refer to, as it states
// it; "" when it states none.
func (f *feed) baseOf(it *feedItem) string {
	u, err := url.Parse(strings.TrimSpace(it.base))
	if err != nil {
		return ""
	}
	if outer, err := url.Parse(strings.TrimSpace(f.base)); err == nil {
		u = outer.ResolveReference(u)
	}
	return addr.Web(u.String())
}

// withBase returns a text that says which address its relative links refer to, when
// it has some.
func withBase(text, base string) string {
	if base == "" || !hasRelativeLink(text) {
		return text
	}
	return `<base href="` + html.EscapeString(base) + `">` + "\n" + text
}

// hasRelativeLink reports whether HTML has an address without its scheme.
func hasRelativeLink(text string) bool {
	for {
		before, after, ok := strings.Cut(text, "=")
		if !ok {
			return false
		}
		text = after
		if !strings.HasSuffix(before, "href") && !strings.HasSuffix(before, "src") {
			continue
		}
		address := strings.TrimLeft(after, "\"' ")
		if end := strings.IndexAny(address[:min(len(address), 2048)], "\"'> :"); end > 0 && address[end] != ':' && address[0] != '#' {
			return true
		}
	}
}

// article returns an item with its text.
func (f *feed) article(it *feedItem) *Item {
	const longest = 600 // bytes of a description
	m := Meta{
		Title: it.title, Authors: distinct(it.authors), Lang: f.lang, Site: f.site, Rights: f.rights, Image: it.image,
		URL: addr.Web(it.link), Redirects: oldAddress(it.link),
	}
	if m.URL == "" && it.permalink {
		m.URL, m.Redirects = addr.Web(it.guid), oldAddress(it.guid)
	}
	if lang := languageTag(it.lang); lang != "" {
		m.Lang = lang
	}
	if it.rights != "" {
		m.Rights = plainWords(it.rights)
	}
	if summary := plainWords(it.summary); !breaksOff(summary) && len(summary) <= longest {
		m.Description = summary
	}
	for _, c := range it.categories {
		m.Tags = append(m.Tags, c.words)
	}
	m.Tags = distinct(m.Tags)
	if m.Date = f.day(it.published, it.dateLine); m.Date == "" {
		m.Date = f.day(it.modified, it.line)
	} else if m.Lastmod = f.day(it.modified, it.line); m.Lastmod == m.Date {
		m.Lastmod = ""
	}
	body := it.content
	if !f.own {
		body = withBase(body, cmp.Or(f.baseOf(it), m.URL))
	}
	return &Item{Name: itemName(lastPart(m.URL), "item"), Kind: "html", Whole: true, Body: []byte(body), Meta: m}
}
