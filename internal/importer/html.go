package importer

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/diag"
)

// readHTML reads a web page as it was saved. Its account counts blocks: each block
// of words on the page, in order, with its label.
func readHTML(name, text string, opt Options) (*page, diag.List) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil { // a string is read without errors, so this is the parser's limit on nesting
		return nil, diag.List{diag.New(diag.Error, "html-too-deep", name, "the page cannot be parsed: %v", err).
			WithHint("save the page's text, or simplify its markup")}
	}
	p := &page{}
	meta := metaOf(doc)
	s := surveyOf(doc)
	meta.fill(s, p)

	c := &converter{whole: opt.Whole, holds: blockHolders(doc), beside: newBeside(opt.Beside, name)}
	var sel *selection
	if !opt.Whole {
		sel = selectArticle(s, p.title)
		c.pruned = sel.pruned
		c.base = baseURL(meta.base, p.url)
	} else {
		sel = &selection{survey: s, root: doc}
	}
	c.places(sel.root)
	r := htmlReader{p: p, blocks: c.blocksOf(bodyOf(sel.root)), whole: opt.Whole}
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

// htmlReader labels the blocks of a page.
type htmlReader struct {
	p      *page
	blocks []htmlBlock
	whole  bool
}

// label finds, among the blocks of the article, those that are in the header
// already or are furniture in words.
func (r *htmlReader) label() {
	if r.whole {
		r.keep()
		return
	}
	title := foldTitle(r.p.title)
	seen := map[string]int{}
	below := notFurniture
	prose := false
	for i := range r.blocks {
		b := &r.blocks[i]
		u := unit{text: b.text, words: countWords(b.text), end: endingOf(b.text)}
		u.furniture, u.reason = furnitureOf(b.text, u.words, u.end == finished)
		simple := b.shape == paragraph && b.list == 0 || b.shape == heading
		switch {
		case b.shape == heading && title != "" && foldTitle(b.text) == title && !prose:
			b.label, b.reason = Title, "same words as the title"
		case simple && u.furniture != notFurniture:
			b.label, b.reason = Boiler, u.reason
			below = u.furniture
		case below == opens && b.shape != heading && (b.list != 0 || !u.prose()) && mostlyLink(b.md):
			b.label, b.reason = Boiler, "below a heading of furniture"
		case simple && !prose && b.shape == paragraph && isDateline(&u):
			b.label, b.reason = Date, "date line"
		case simple && !prose && b.shape == paragraph && r.byline(b.text, u.words):
			b.label, b.reason = Byline, "byline"
		default:
			if u.prose() {
				prose, below = true, notFurniture
			}
			if u.words >= 8 && b.shape == paragraph {
				key := strings.ToLower(b.text)
				if first, again := seen[key]; again && surrounding(r.blocks[first].at) != surrounding(b.at) {
					b.label, b.reason = Duplicate, "same words as block "+strconv.Itoa(first+1)
				} else if !again {
					seen[key] = i
				}
			}
		}
	}
	r.linkedParagraphs()
	r.trimEnds()
	r.keep()
}

// surrounding returns the block that n and its neighbours stand in.
func surrounding(n *html.Node) *html.Node {
	for n != nil && (n.DataAtom == atom.P || !isBlock(n)) {
		n = n.Parent
	}
	if n != nil {
		n = n.Parent
	}
	return n
}

// linkedParagraphs drops paragraphs that are one link from end to end: between the
// paragraphs of an article they lead to other ones.
func (r *htmlReader) linkedParagraphs() {
	for i := range r.blocks {
		b := &r.blocks[i]
		if b.label == Body && b.shape == paragraph && countWords(b.text) >= 3 && len(b.md) > 2 && mostlyLink(b.md) {
			b.label, b.reason = Boiler, "a link and nothing else"
		}
	}
}

// byline reports whether a short line names the page's authors.
func (r *htmlReader) byline(s string, words int) bool {
	if words > 16 {
		return false
	}
	names, marked := splitByline(s)
	if marked && len(names) > 0 {
		if len(r.p.authors) == 0 {
			r.p.authors = names
		}
		return true
	}
	for _, a := range r.p.authors {
		if strings.EqualFold(s, a) || words <= 6 && strings.Contains(s, a) {
			return true
		}
	}
	return false
}

// mostlyLink reports whether md is a link or a list of links and little else.
func mostlyLink(md string) bool {
	inside, depth, out := 0, 0, 0
	for i := 0; i < len(md); i++ {
		switch c := md[i]; {
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
			if i+1 < len(md) && md[i+1] == '(' {
				for i < len(md) && md[i] != ')' {
					i++
				}
			}
		case isLetter(c) || c >= 0x80:
			if depth > 0 {
				inside++
			} else {
				out++
			}
		}
	}
	return inside > 2*out
}

// trimEnds drops headings and lists of links at the end, under which nothing stands.
func (r *htmlReader) trimEnds() {
	for i := len(r.blocks) - 1; i >= 0; i-- {
		b := &r.blocks[i]
		switch {
		case b.label == Boiler || b.label == Duplicate || b.md == "---":
			continue
		case b.shape == heading && b.label == Subhead:
			b.label, b.reason = Boiler, "heading with nothing below it"
			continue
		case mostlyLink(b.md) && b.shape != figure && b.shape != quotation:
			b.label, b.reason = Boiler, "links at the end"
			continue
		}
		return
	}
}

// keep hands the blocks that stay to the page.
func (r *htmlReader) keep() {
	for i := range r.blocks {
		switch b := &r.blocks[i]; b.label {
		case Body, Subhead, Caption, Quote:
			if b.reason == "" {
				b.reason = "in the article"
			}
			r.p.blocks = append(r.p.blocks, b.block)
		}
	}
}

// account lists every block of words of the page in its order: those of the
// article with their labels, the others as furniture.
func (r *htmlReader) account(doc *html.Node, sel *selection) {
	line := func(l Label, reason, text string) {
		r.p.lines = append(r.p.lines, Line{N: len(r.p.lines) + 1, Label: l, Reason: reason, Text: text})
	}
	outside := func(n *html.Node, reason string) {
		e := sel.extents[n]
		for _, l := range sel.leaves[e.from:e.to] {
			if headingAround(l.node) != 0 && foldTitle(l.text) == foldTitle(r.p.title) {
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
			outside(n, "left out of the article: "+sel.pruned[n])
			return
		case !in && !above[n]:
			outside(n, "outside the article")
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
