package unpack

import (
	"bytes"
	"path"
	"strings"

	"golang.org/x/net/html"

	"dateline/internal/addr"
	"dateline/internal/charset"
	"dateline/internal/diag"
)

// isMedium reports whether src is an archive of Medium's: pages in a folder of posts.
func isMedium(_ string, src []byte) bool {
	return zipHolds(src, "posts/") && zipHolds(src, ".html")
}

// isMediumPost reports whether src is a page of such an archive, which was unpacked.
func isMediumPost(_ string, src []byte) bool {
	head := src[:min(len(src), 64<<10)] // style sheets stand before it
	return bytes.Contains(head, []byte(`class="h-entry"`)) && bytes.Contains(head, []byte(`data-field="body"`))
}

// readMediumPost reads a page that was unpacked.
func readMediumPost(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	r := &reading{file: name, yield: yield}
	r.yield(r.mediumPost(name, src))
	return r.diags
}

// readMedium reads an archive of Medium's. Each page in it has the microformat h-entry.
func readMedium(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	a, diags := openZip(name, src, maxPosts)
	if a == nil {
		return diags
	}
	r := &reading{file: name, yield: yield, diags: diags}
	for _, file := range a.names {
		if path.Base(path.Dir(file)) != "posts" || endingOf(file) != "html" {
			if !r.yield(Entry{ID: file, Skip: "no post"}) {
				break
			}
			continue
		}
		page, problems := a.read(file)
		r.diags = append(r.diags, problems...)
		e := Entry{ID: file, Skip: "it cannot be read"}
		if problems == nil {
			e = r.mediumPost(file, page)
		}
		if !r.yield(e) {
			break
		}
	}
	return r.diags
}

// mediumPost reads a page of Medium's archive.
func (r *reading) mediumPost(file string, page []byte) Entry {
	e := Entry{ID: file}
	text, _, problems := charset.Decode(r.file, page)
	r.diags = append(r.diags, problems...)
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		r.tell(diag.Error, "html-too-deep", 0, "%s cannot be parsed: %v", short(file), err)
		e.Skip = "it cannot be read"
		return e
	}
	class := func(name string) *html.Node {
		return findNode(doc, func(n *html.Node) bool { return hasClass(n, name) })
	}
	e.Title = nodeWords(class("p-name"))
	body := class("e-content")
	if body == nil || nodeWords(body) == "" && findNode(body, func(n *html.Node) bool { return n.Data == "img" }) == nil {
		e.Skip = "without text"
		return e
	}
	if isResponse(body, e.Title) {
		e.Skip = "a short response to another story"
		return e
	}
	m := Meta{Title: e.Title, Description: nodeWords(class("p-summary")), Site: "Medium", Draft: strings.HasPrefix(path.Base(file), "draft_")}
	withoutHead(body, m.Title, m.Description)
	if n := class("p-author"); n != nil {
		m.Authors = []string{nodeWords(n)}
	}
	if n := class("dt-published"); n != nil {
		m.Date = r.day(attrOf(n, "datetime"), 0)
	}
	if n := class("p-canonical"); n != nil {
		m.URL = addr.Web(attrOf(n, "href"))
	}
	e.Item = &Item{Name: path.Base(file), Kind: "html", Whole: true, Body: []byte(innerHTML(body)), Meta: m}
	return e
}

// withoutHead takes title and subtitle, which the header has, out of the body, and
// the rule that stands before the first section.
func withoutHead(body *html.Node, title, subtitle string) {
	var out []*html.Node
	for n := range body.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case hasClass(n, "graf--title") && nodeWords(n) == title, hasClass(n, "graf--subtitle") && nodeWords(n) == subtitle:
			out = append(out, n)
		case n.Data == "section" && hasClass(n, "section--first"):
			if rule := findNode(n, func(d *html.Node) bool { return d.Data == "hr" }); rule != nil && hasClass(rule.Parent, "section-divider") {
				out = append(out, rule)
			}
		}
	}
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
}

// isResponse reports whether a post is a comment on another one. Medium keeps them as
// posts without a title, and calls them by their first words.
func isResponse(body *html.Node, title string) bool {
	const longest = 120 // words
	words := nodeWords(body)
	if len(strings.Fields(words)) > longest || findNode(body, func(n *html.Node) bool { return hasClass(n, "graf--title") || n.Data == "img" }) != nil {
		return false
	}
	begin := strings.TrimRight(title, ".… ")
	return begin != "" && strings.HasPrefix(words, begin)
}
