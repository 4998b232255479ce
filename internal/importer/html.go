package importer

import (
	"errors"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// readHTML reads a web page as it was saved. Its account counts blocks: each block
// of words on the page, in order, with its label.
func readHTML(name, text string, opt Options) (*page, diag.List) {
	if err := boundHTML(text); errors.Is(err, errNested) {
		return nil, tooDeep(name, err)
	} else if err != nil {
		return nil, diag.List{diag.New(diag.Error, "import-too-large", name, "the page is too large a tree: %v", err).
			WithHint("split it into articles, or save the page's text")}
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil { // a string is read without errors, so this is the parser's limit on nesting
		return nil, tooDeep(name, err)
	}
	for n := range doc.Descendants() { // references to characters were read by now
		if n.Type == html.TextNode {
			n.Data = charset.Clean(n.Data)
		}
		for i := range n.Attr {
			n.Attr[i].Val = charset.Clean(n.Attr[i].Val)
		}
	}
	p := &page{}
	meta := metaOf(doc)
	s := surveyOf(doc)
	meta.fill(s, p)
	if opt.url != "" {
		p.url = opt.url
	}

	c := &converter{whole: opt.Whole, holds: blockHolders(doc), beside: newBeside(opt.Beside, name)}
	var sel *selection
	if !opt.Whole {
		sel = selectArticle(s, p.title)
		c.base = baseURL(meta.base, p.url)
	} else {
		sel = &selection{survey: s, root: doc, pruned: quotedMessages(doc)}
		c.base = baseURL(meta.base, "")
	}
	c.pruned = sel.pruned
	c.places(sel.root)
	r := htmlReader{p: p, blocks: c.blocksOf(bodyOf(sel.root)), whole: opt.Whole, base: c.base}
	if !opt.Whole {
		r.above = sel.aboveTitle(foldTitle(p.title))
	}
	r.label()
	r.account(doc, sel)
	if name, ok := c.beside.take(p.image); ok {
		p.image = name
	}
	diags := c.beside.hand(p)
	if c.refused > 0 {
		diags = append(diags, diag.New(diag.Warning, "address-refused", name,
			"%d addresses that are not http, https or mailto were left out; the first is %q", c.refused, c.firstRefused).
			WithHint("check the words that were linked"))
	}
	if len(p.blocks) == 0 {
		diags = append(diags, diag.New(diag.Warning, "no-article", name, "no article was found in the page").
			WithHint("convert the whole page with --whole"))
	}
	return p, diags
}

func tooDeep(name string, err error) diag.List {
	return diag.List{diag.New(diag.Error, "html-too-deep", name, "the page cannot be parsed: %v", err).
		WithHint("save the page's text, or simplify its markup")}
}

// bodyOf returns the element whose children are converted.
func bodyOf(root *html.Node) *html.Node {
	if root.Type != html.DocumentNode {
		return root
	}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return root
}

// baseURL returns the address that relative links of the page refer to, if the page
// says it.
func baseURL(base, canonical string) *url.URL {
	b, err := url.Parse(canonical)
	if err != nil || canonical == "" {
		b = nil
	}
	if base != "" {
		if u, err := url.Parse(base); err == nil {
			if b != nil {
				u = b.ResolveReference(u)
			}
			if u.IsAbs() {
				return u
			}
		}
	}
	if b != nil && b.IsAbs() {
		return b
	}
	return nil
}

// account lists every block of words of the page in its order: those of the
// article with their labels, the others as furniture.
func (r *htmlReader) account(doc *html.Node, sel *selection) {
	line := func(l Label, reason, text string) {
		r.p.lines = append(r.p.lines, Line{N: len(r.p.lines) + 1, Label: l, Reason: reason, Text: text})
	}
	title := foldTitle(r.p.title)
	outside := func(n *html.Node, reason string) {
		e := sel.extents[n]
		for _, l := range sel.leaves[e.from:e.to] {
			if title != "" && headingAround(l.node) != 0 && foldTitle(l.text) == title {
				line(Title, "same words as the title", l.text)
			} else {
				line(Boiler, reason, l.text)
			}
		}
	}
	above := map[*html.Node]bool{} // the elements around the article
	for n := sel.root; n != nil; n = n.Parent {
		above[n] = true
	}
	next := 0
	inside := func(n *html.Node) { // the blocks that begin at n
		for next < len(r.blocks) && r.blocks[next].at == n {
			b := &r.blocks[next]
			next++
			text := b.text
			if text == "" {
				text = b.md
			}
			line(b.label, b.reason, text)
		}
	}
	var walk func(*html.Node, bool)
	walk = func(n *html.Node, in bool) {
		inside(n)
		switch {
		case sel.pruned[n] != "":
			outside(n, "left out: "+sel.pruned[n])
			return
		case !in && !above[n]:
			outside(n, "outside "+sel.why)
			return
		}
		in = in || n == sel.root
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(doc, false)
	for next < len(r.blocks) { // blocks made of what the walk does not reach, such as pictures of a noscript element
		inside(r.blocks[next].at)
	}
}
