package unpack

import (
	"cmp"
	"html"
	"slices"
	"strings"

	"dateline/internal/diag"
)

// isAtom reports whether src is a feed in Atom.
func isAtom(_ string, src []byte) bool {
	_, local, _ := xmlRoot(src)
	return local == "feed"
}

// isBlogger reports whether src is an export of Blogger, or one of its feeds.
func isBlogger(_ string, src []byte) bool {
	_, local, head := xmlRoot(src)
	return local == "feed" && (strings.Contains(head, "blogger.com,1999:blog") || strings.Contains(head, bloggerSpace))
}

// bloggerSpace is the namespace of the exports that Google's archive makes.
const bloggerSpace = "http://schemas.google.com/blogger/2018"

// atomEntry is an entry of Atom as it is read.
type atomEntry struct {
	feedItem
	draft   bool
	replyTo string // address or id of what it is a comment on
	remote  bool   // its text stands elsewhere

	// Blogger's own.
	kind     string // post, page, comment, template, settings
	trashed  bool
	filename string // path of its address
}

// readAtom reads Atom 1.0 and 0.3, and what Blogger makes of it.
func readAtom(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	x := newXML(name, src)
	f := &feed{reading: reading{file: name, yield: yield}}
	var of []string // authors of the feed
	for x.next() {
		if x.kind != xmlStart {
			continue
		}
		switch {
		case x.local == "feed":
			f.lang, f.base = languageTag(x.attrIn("xml", "lang")), x.attrIn("xml", "base")
		case x.local == "entry":
			for again := true; again; {
				e := atomEntry{feedItem: feedItem{lang: x.attrIn("xml", "lang"), base: x.attrIn("xml", "base")}}
				again = e.read(x, e.field)
				if len(e.authors) == 0 {
					e.authors = of
				}
				if !f.entry(&e) {
					return append(x.diags, f.finish()...)
				}
			}
		case x.depth() != 2:
		case x.local == "title":
			f.site = plainWords(atomText(x))
		case x.local == "author":
			of = append(of, atomPerson(x))
		case x.local == "rights" || x.local == "copyright":
			f.rights = plainWords(atomText(x))
		default:
			x.skip()
		}
	}
	return append(x.diags, f.finish()...)
}

// field takes the element whose start is the token.
func (e *atomEntry) field(x *xmlScanner) {
	line := x.line()
	if x.space == bloggerSpace {
		e.bloggerField(x)
		return
	}
	switch x.local {
	case "id":
		set(&e.guid, x)
	case "title":
		if isMedia(x.space) {
			x.skip()
			return
		}
		e.title = plainWords(atomText(x))
	case "content":
		if isMedia(x.space) {
			e.media(x)
			return
		}
		e.remote = x.attr("src") != ""
		e.base = cmp.Or(x.attrIn("xml", "base"), e.base)
		e.content = atomText(x)
	case "summary":
		e.summary = atomText(x)
	case "author":
		if name := atomPerson(x); name != "" {
			e.authors = append(e.authors, name)
		}
	case "category":
		scheme, term, label := x.attr("scheme"), x.attr("term"), x.attr("label")
		x.skip()
		if _, kind, ok := strings.Cut(term, "/2008/kind#"); ok {
			e.kind = kind
			return
		}
		e.categories = append(e.categories, feedCategory{scheme, term, plainWords(cmp.Or(label, term))})
	case "published", "issued":
		set(&e.published, x)
		e.dateLine = line
	case "draft":
		e.draft = e.draft || strings.TrimSpace(x.words()) == "yes"
	case "control": // draft stands in it
	case "in-reply-to":
		e.replyTo = cmp.Or(x.attr("ref"), x.attr("href"))
		x.skip()
	case "source", "contributor":
		x.skip()
	default:
		e.feedItem.field(x)
	}
}

// bloggerField takes an element of Blogger's own.
func (e *atomEntry) bloggerField(x *xmlScanner) {
	switch x.local {
	case "type":
		e.kind = strings.ToLower(strings.TrimSpace(x.words()))
	case "status":
		switch strings.TrimSpace(x.words()) {
		case "DRAFT", "SCHEDULED":
			e.draft = true
		case "SOFT_TRASHED", "TRASHED":
			e.trashed = true
		}
	case "trashed":
		e.trashed = e.trashed || strings.TrimSpace(x.words()) != ""
	case "filename":
		set(&e.filename, x)
	default:
		x.skip()
	}
}

// atomPerson returns the name of the person whose element begins.
func atomPerson(x *xmlScanner) string {
	var name string
	x.each(func() {
		if x.local == "name" {
			set(&name, x)
		}
	})
	return personOf(name)
}

// atomText returns the text construct whose element begins, as HTML. Feeds often
// call HTML a plain text.
func atomText(x *xmlScanner) string {
	kind, mode := x.attr("type"), x.attr("mode")
	switch {
	case kind == "xhtml", mode == "xml", kind == "application/xhtml+xml" && mode == "":
		return x.markup()
	case kind == "html", kind == "text/html", mode == "escaped" && kind != "text/plain":
		return x.words()
	}
	if s := x.words(); looksHTML(s) {
		return s
	} else {
		return paragraphed(html.EscapeString(html.UnescapeString(s)))
	}
}

// looksHTML reports whether s has the tags of running text in it.
func looksHTML(s string) bool {
	for i := 0; i < len(s); i++ {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return false
		}
		i += n
		name, end := tagAt(s, i)
		if name == "" {
			continue
		}
		if s[i+1] == '/' && (blockTags[name] || slices.Contains([]string{"a", "b", "i", "em", "strong", "span", "code"}, name)) || name == "br" || name == "img" {
			return true
		}
		i = end - 1
	}
	return false
}

// entry yields an entry, and reports whether more are wanted.
func (f *feed) entry(e *atomEntry) bool {
	if e.link == "" {
		e.link = e.filename
	}
	f.own = f.own || e.kind != ""
	skip := ""
	switch {
	case e.kind == "comment" || e.kind == "" && e.replyTo != "":
		skip = "a comment"
	case e.kind == "template":
		skip = "the template of the blog"
	case e.kind == "settings":
		skip = "a setting of the blog"
	case e.kind != "" && e.kind != "post" && e.kind != "page":
		skip = "of the kind " + short(e.kind) + ", neither a post nor a page"
	case e.trashed:
		skip = "in the trash"
	case e.remote && strings.TrimSpace(e.content) == "" && strings.TrimSpace(e.summary) == "":
		skip = "its text stands elsewhere"
	}
	if skip != "" {
		return f.yield(Entry{ID: e.guid, Title: e.title, Line: e.line, Skip: skip})
	}
	return f.item(&e.feedItem, func(m *Meta) {
		m.Draft = e.draft
		if e.kind != "" {
			m.Slug = lastPart(e.link)
			m.Redirects = oldAddress(e.link)
		}
	})
}
