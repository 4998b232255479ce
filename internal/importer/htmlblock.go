package importer

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// converter writes HTML as blocks of Markdown.
type converter struct {
	base   *url.URL
	pruned map[*html.Node]string // subtrees to leave out
	holds  map[*html.Node]bool   // inline elements with blocks inside
	whole  bool                  // nothing is judged: all that shows is converted

	depth        int // of the containers being converted
	refused      int // addresses that were not allowed
	firstRefused string
}

// leftOut reports subtrees that are not converted.
func (c *converter) leftOut(n *html.Node) bool {
	return c.pruned[n] != "" || !c.whole && hidden(n)
}

// htmlBlock is a block with the words that it shows.
type htmlBlock struct {
	block
	text string
	list byte       // marker of a list
	at   *html.Node // where it begins
}

// flow gathers the blocks of one container.
type flow struct {
	c     *converter
	out   []htmlBlock
	run   inline // the paragraph being written
	words strings.Builder
	href  string     // of a link around blocks
	at    *html.Node // where the block being written begins
}

func (c *converter) newFlow() *flow { return &flow{c: c, run: inline{c: c}} }

// blocksOf converts the children of n.
func (c *converter) blocksOf(n *html.Node) []htmlBlock {
	c.depth++
	f := c.newFlow()
	f.children(n)
	f.flush()
	c.depth--
	return f.out
}

// maxDepth is how deep lists and quotations may nest; what is deeper is written
// without them, since each level indents every line below it.
const maxDepth = 12

func (f *flow) children(n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		f.node(d)
	}
}

// flush ends the paragraph being written.
func (f *flow) flush() {
	md := f.run.String()
	f.run = inline{c: f.c}
	text := collapse(f.words.String())
	f.words.Reset()
	if md == "" {
		return
	}
	if f.href != "" && !strings.Contains(md, "](") {
		md = "[" + md + "](" + f.href + ")"
	}
	f.emit(block{label: Body, shape: paragraph, md: escapeStart(md)}, text)
}

func (f *flow) emit(b block, text string) {
	f.out = append(f.out, htmlBlock{block: b, text: text, at: f.at})
}

func (f *flow) node(n *html.Node) {
	if f.run.empty() {
		f.at = n
	}
	if n.Type == html.TextNode {
		f.run.text(n.Data)
		f.words.WriteString(n.Data)
		return
	}
	if n.Type != html.ElementNode || f.c.leftOut(n) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		if f.run.breaks > 0 && !f.run.empty() { // two line breaks part paragraphs
			f.flush()
			return
		}
		f.run.breaks++
		f.words.WriteByte(' ')
		return
	case atom.Iframe, atom.Video, atom.Audio:
		f.flush()
		f.at = n
		f.embed(n)
		return
	}
	if silent(n) {
		return
	}
	if !isBlock(n) {
		switch {
		case n.DataAtom == atom.A && f.c.holds[n]:
			f.flush()
			outer := f.href
			f.href, _ = f.c.destination(attr(n, "href"))
			f.children(n)
			f.flush()
			f.href = outer
		case f.c.holds[n]:
			f.children(n)
		default:
			f.run.node(n)
			appendText(&f.words, n, nil)
		}
		return
	}
	f.flush()
	f.at = n
	f.block(n)
	f.flush()
}

func (f *flow) block(n *html.Node) {
	if f.c.depth > maxDepth && n.DataAtom != atom.Pre {
		f.children(n)
		return
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		f.heading(n)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		f.list(n)
	case atom.Dl:
		f.definitions(n)
	case atom.Blockquote:
		f.quote(n)
	case atom.Pre, atom.Listing, atom.Xmp:
		f.code(n)
	case atom.Figure:
		f.figure(n)
	case atom.Table:
		f.table(n)
	case atom.Hr:
		f.emit(block{label: Body, shape: verbose, md: "---"}, "")
	case atom.Div, atom.P:
		if class := attr(n, "class"); strings.Contains(class, "wp-caption") && !strings.Contains(class, "wp-caption-text") && n.DataAtom == atom.Div {
			f.figure(n)
			return
		}
		f.children(n)
	default:
		f.children(n)
	}
}

func (f *flow) heading(n *html.Node) {
	w := inline{c: f.c, heading: true}
	w.children(n)
	md := w.String()
	if md == "" {
		return
	}
	if f.href != "" && !strings.Contains(md, "](") {
		md = "[" + md + "](" + f.href + ")"
	}
	if strings.HasSuffix(md, "#") {
		md = md[:len(md)-1] + `\#`
	}
	if strings.HasSuffix(md, "}") {
		md = md[:len(md)-1] + `\}`
	}
	f.emit(block{label: Subhead, shape: heading, level: int(n.Data[1] - '0'), md: md}, textOf(n))
}

// joinBlocks writes blocks as the content of an item, quotation or figure.
func joinBlocks(blocks []htmlBlock) string {
	var b strings.Builder
	for i, k := range blocks {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(k.render())
	}
	return b.String()
}

func (k htmlBlock) render() string {
	switch k.shape {
	case heading:
		return strings.Repeat("#", k.level) + " " + k.md
	case quotation:
		var b strings.Builder
		for i, line := range strings.Split(k.md, "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(strings.TrimRight("> "+line, " "))
		}
		return b.String()
	case figure:
		return "::: figure\n" + k.md + "\n:::"
	}
	return k.md
}

func joinTexts(blocks []htmlBlock) string {
	var b strings.Builder
	for _, k := range blocks {
		if k.text != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(k.text)
		}
	}
	return b.String()
}

// list writes a list with its items; what stands between items goes into the one
// before.
func (f *flow) list(n *html.Node) {
	ordered := n.DataAtom == atom.Ol
	number := 1
	if v, err := strconv.Atoi(attr(n, "start")); err == nil && v >= 0 && v < 1e8 {
		number = v
	}
	marker := byte('-')
	if ordered {
		marker = '.'
	}
	if len(f.out) > 0 && f.out[len(f.out)-1].list == marker { // or Markdown would join the two lists
		marker = map[byte]byte{'-': '*', '.': ')'}[marker]
	}
	var items [][]htmlBlock
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type == html.ElementNode && f.c.leftOut(d) {
			continue
		}
		switch {
		case d.DataAtom == atom.Li:
			if blocks := f.c.blocksOf(d); len(blocks) > 0 {
				items = append(items, blocks)
			}
		case d.Type == html.ElementNode || d.Type == html.TextNode && strings.TrimSpace(d.Data) != "":
			g := f.c.newFlow()
			g.node(d)
			g.flush()
			if len(g.out) == 0 {
				continue
			}
			if len(items) == 0 {
				items = append(items, nil)
			}
			items[len(items)-1] = append(items[len(items)-1], g.out...)
		}
	}
	if len(items) == 0 {
		return
	}
	loose := false
	for _, it := range items {
		for i, k := range it {
			loose = loose || i > 0 && k.list == 0
		}
	}
	var b, text strings.Builder
	for i, it := range items {
		head := string(marker) + " "
		if ordered {
			head = strconv.Itoa(number+i) + string(marker) + " "
		}
		var body string
		if loose {
			body = joinBlocks(it)
		} else {
			parts := make([]string, len(it))
			for j, k := range it {
				parts[j] = k.render()
			}
			body = strings.Join(parts, "\n")
		}
		if i > 0 {
			b.WriteByte('\n')
			text.WriteByte(' ')
			if loose {
				b.WriteByte('\n')
			}
		}
		b.WriteString(indent(body, head))
		text.WriteString(joinTexts(it))
	}
	f.emit(block{label: Body, shape: verbose, md: b.String()}, text.String())
	f.out[len(f.out)-1].list = marker
}

// indent puts head before the first line of md and as much white space before the others.
func indent(md, head string) string {
	if !strings.Contains(md, "\n") {
		return head + md
	}
	pad := strings.Repeat(" ", len(head))
	lines := strings.Split(md, "\n")
	for i := range lines {
		switch {
		case i == 0:
			lines[i] = head + lines[i]
		case lines[i] != "":
			lines[i] = pad + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// definitions writes a list of terms and what they mean.
func (f *flow) definitions(n *html.Node) {
	var b, text strings.Builder
	terms := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for d := n.FirstChild; d != nil; d = d.NextSibling {
			if d.Type == html.ElementNode && f.c.leftOut(d) {
				continue
			}
			switch d.DataAtom {
			case atom.Dt:
				w := inline{c: f.c, heading: true}
				w.children(d)
				if w.empty() {
					continue
				}
				if b.Len() > 0 {
					b.WriteByte('\n')
					if terms == 0 {
						b.WriteByte('\n')
					}
				}
				terms++
				b.WriteString(escapeStart(w.String()))
				text.WriteString(textOf(d) + " ")
			case atom.Dd:
				blocks := f.c.blocksOf(d)
				if len(blocks) == 0 {
					continue
				}
				if b.Len() > 0 {
					b.WriteByte('\n')
				}
				if terms == 0 && b.Len() == 0 { // no term: Markdown knows no such list
					b.WriteString(joinBlocks(blocks))
				} else {
					b.WriteString(indent(joinBlocks(blocks), ":   "))
				}
				text.WriteString(joinTexts(blocks) + " ")
				terms = 0
			case atom.Div:
				walk(d)
			}
		}
	}
	walk(n)
	if b.Len() > 0 {
		f.emit(block{label: Body, shape: verbose, md: b.String()}, strings.TrimSpace(text.String()))
	}
}

func (f *flow) quote(n *html.Node) {
	blocks := f.c.blocksOf(n)
	if len(blocks) == 0 {
		return
	}
	f.emit(block{label: Quote, shape: quotation, md: joinBlocks(blocks)}, joinTexts(blocks))
}

// code writes preformatted text in a fence that it does not contain.
func (f *flow) code(n *html.Node) {
	var b strings.Builder
	rawText(&b, n)
	s := strings.TrimRight(b.String(), "\n \t")
	s = strings.TrimPrefix(s, "\n")
	if strings.TrimSpace(s) == "" {
		return
	}
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	f.emit(block{label: Body, shape: verbose, md: fence + codeLanguage(n) + "\n" + s + "\n" + fence}, collapse(s))
}

// codeLanguage returns the language that the class names of a code block name.
func codeLanguage(n *html.Node) string {
	nodes := []*html.Node{n, n.Parent}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Code {
			nodes = append(nodes, c)
		}
	}
	for _, n := range nodes {
		if n == nil {
			continue
		}
		for class := range strings.FieldsSeq(attr(n, "class")) {
			for _, p := range []string{"language-", "lang-", "highlight-source-", "brush:"} {
				if lang, ok := strings.CutPrefix(class, p); ok && plainLanguage(lang) {
					return lang
				}
			}
		}
		if lang := attr(n, "data-lang"); plainLanguage(lang) {
			return lang
		}
	}
	return ""
}

func plainLanguage(s string) bool {
	return s != "" && len(s) <= 32 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789+#._-") == ""
}

// figure writes a picture, table or other block with its caption.
func (f *flow) figure(n *html.Node) {
	caption := captionOf(n)
	var words string
	var captionBlocks []htmlBlock
	if caption != nil && !f.c.leftOut(caption) {
		captionBlocks = f.c.blocksOf(caption)
		words = joinTexts(captionBlocks)
	}
	// the rest, without its caption
	g := f.c.newFlow()
	var walk func(*html.Node)
	walk = func(m *html.Node) {
		for d := m.FirstChild; d != nil; d = d.NextSibling {
			switch {
			case d == caption:
			case d.DataAtom == atom.Noscript:
				if len(g.out) == 0 && g.run.empty() {
					f.c.noscriptImage(g, d)
				}
			case d.Type == html.ElementNode && (isBlock(d) && (d.DataAtom == atom.Div || d.DataAtom == atom.P || d.DataAtom == atom.Section) || d.DataAtom == atom.A && f.c.holds[d] || d.DataAtom == atom.Picture || d.DataAtom == atom.Span) && !f.c.leftOut(d):
				walk(d)
			default:
				g.node(d)
			}
		}
	}
	walk(n)
	g.flush()
	if len(captionBlocks) == 0 {
		f.out = append(f.out, g.out...)
		return
	}
	if len(g.out) == 1 && g.out[0].shape == figure { // a figure around a figure
		f.out = append(f.out, g.out...)
		f.out = append(f.out, captionBlocks...)
		return
	}
	md := joinBlocks(g.out)
	if md != "" {
		if len(g.out) == 1 && g.out[0].shape == paragraph {
			md += "\n"
		} else {
			md += "\n\n"
		}
	}
	if t := joinTexts(g.out); t != "" {
		words = t + " " + words
	}
	f.emit(block{label: Caption, reason: "figcaption", shape: figure, md: md + joinBlocks(captionBlocks)}, words)
}

// noscriptImage writes the picture that a page shows where scripts are off.
func (c *converter) noscriptImage(g *flow, n *html.Node) {
	var src strings.Builder
	rawText(&src, n)
	if src.Len() == 0 || src.Len() > 4096 {
		return
	}
	nodes, err := html.ParseFragment(strings.NewReader(src.String()), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return
	}
	for _, m := range nodes {
		if m.DataAtom == atom.Img {
			g.run.image(m)
		}
	}
}

// captionOf returns the caption of a figure.
func captionOf(n *html.Node) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.DataAtom == atom.Figcaption || strings.Contains(attr(d, "class"), "wp-caption-text")) {
			return d
		}
	}
	return nil
}

func (f *flow) table(n *html.Node) {
	if !f.c.dataTable(n) {
		f.layout(n)
		return
	}
	md := f.c.gridOf(n).markdown()
	if md == "" {
		return
	}
	text := textOf(n)
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.Caption {
			w := inline{c: f.c}
			w.children(d)
			if !w.empty() {
				f.emit(block{label: Caption, reason: "caption of a table", shape: figure, md: md + "\n\n" + escapeStart(w.String())}, text)
				return
			}
		}
	}
	f.emit(block{label: Body, shape: verbose, md: md}, text)
}

// layout converts the cells of a table that only places things on the page.
func (f *flow) layout(n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type == html.TextNode || d.Type == html.ElementNode && f.c.leftOut(d) {
			continue
		}
		switch d.DataAtom {
		case atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr:
			f.layout(d)
		default:
			f.flush()
			f.children(d)
			f.flush()
		}
	}
}

// embed writes what another site shows inside a page as a quotation with its address.
func (f *flow) embed(n *html.Node) {
	src := attr(n, "src")
	if src == "" {
		src = attr(n, "data-src")
	}
	if src == "" {
		for d := range n.Descendants() {
			if d.DataAtom == atom.Source && src == "" {
				src = attr(d, "src")
			}
		}
	}
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	u, err := url.Parse(strings.TrimSpace(src))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return
	}
	if !f.c.whole && n.DataAtom == atom.Iframe && !knownPlayer(u.Host) {
		return
	}
	f.emit(block{label: Quote, reason: "embedded from " + u.Host, shape: quotation, md: "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(u.String()) + ">"}, "")
}

// knownPlayer reports hosts whose frames are part of what an article shows; other
// frames are mostly advertisements.
func knownPlayer(host string) bool {
	for _, h := range []string{"youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com", "soundcloud.com", "twitter.com", "x.com", "instagram.com", "facebook.com", "tiktok.com", "spotify.com", "bandcamp.com", "archive.org", "datawrapper.de", "dwcdn.net"} {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}
