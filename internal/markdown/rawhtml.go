package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"dateline/internal/prose"
)

// Raw HTML is read tag by tag. Under Sanitize, an element on the list below
// becomes a node of the tree like any other: so it is always closed, in the right
// order, and its attributes are written by us. The words of an element that is
// not on the list are kept, except where they are no words (scripts, styles).

// maxRaw is how deep elements of raw HTML nest.
const maxRaw = 40

// elementKind is what is known of an element's name.
type elementKind uint8

const (
	refused  elementKind = iota
	phrasing             // stands among words
	void                 // stands among words, and has no content
	flow                 // holds blocks
	line                 // holds words, and ends with the piece of HTML that it stands in
	ruler                // void, between blocks
)

func elementOf(name string) elementKind {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
		"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var":
		return phrasing
	case "br", "wbr", "img":
		return void
	case "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "li", "ol", "section", "table",
		"tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "colgroup", "center":
		return flow
	case "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "summary":
		return line
	case "hr", "col":
		return ruler
	}
	return refused
}

// endsBefore reports whether an element whose closing tag may be left out ends
// where another begins (HTML, "optional tags").
func endsBefore(open, next string) bool {
	switch next {
	case "li":
		return open == "li"
	case "dt", "dd":
		return open == "dt" || open == "dd"
	case "td", "th":
		return open == "td" || open == "th"
	case "tr":
		return open == "td" || open == "th" || open == "tr"
	case "thead", "tbody", "tfoot":
		switch open {
		case "td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup":
			return true
		}
	}
	return false
}

// htmlBlock writes a block of raw HTML.
func (c *converter) htmlBlock(n *ast.HTMLBlock) {
	lines := *n.Lines()
	if n.HasClosure() {
		lines = *text.NewSegments()
		lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
		lines.Append(n.ClosureLine)
	}
	if c.opt.HTML == Trust {
		c.literal(trusted(lines.Value(c.src)))
		return
	}
	c.tags(&lines, true)
}

// rawTags writes raw HTML among words: one tag, comment or the like.
func (c *converter) rawTags(lines *text.Segments) {
	if c.opt.HTML == Trust {
		c.literal(trusted(lines.Value(c.src)))
		return
	}
	c.tags(lines, false)
}

// trusted is HTML of the author's in valid UTF-8.
func trusted(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }

func (c *converter) literal(s string) {
	c.t.lits = append(c.t.lits, s)
	c.begin(kLiteral).ref = int32(len(c.t.lits) - 1)
}

// tags reads raw HTML. In blocks, words make blocks of running text.
func (c *converter) tags(lines *text.Segments, blocks bool) {
	raw, at := joined(c.src, lines)
	if !blocks && c.plainTag(raw, at) {
		return
	}
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.AllowCDATA(false)
	skip := "" // the element whose content is not words
	for pos := 0; ; {
		token := z.Next()
		if token == html.ErrorToken {
			break
		}
		start, end := pos, pos+len(z.Raw())
		pos = end
		switch token {
		case html.TextToken:
			if skip == "" {
				c.rawWords(raw, start, end, at, blocks)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			skip = c.startTag(z, tag, more, at(start), at(end-1)+1, blocks)
		case html.EndTagToken:
			name, _ := z.TagName()
			if skip == string(name) {
				skip = ""
				break
			}
			c.endTag(string(name), blocks)
		case html.CommentToken, html.DoctypeToken:
			if !bytes.HasPrefix(raw[start:], []byte("<!--")) {
				c.dropTag(raw[start:end], at(start), at(end-1)+1)
			}
		}
	}
	if !blocks {
		return
	}
	// What holds words ends here; what holds blocks may go on below.
	c.endRawWords()
	for len(c.open) > 0 {
		f := c.open[len(c.open)-1]
		if k := elementOf(f.name); f.name == "" || k != line && k != phrasing {
			break
		}
		c.closeTo(len(c.open) - 1)
	}
}

// plainTag reads a tag without attributes, which most are.
func (c *converter) plainTag(raw []byte, at func(int) int) bool {
	if len(raw) < 3 || len(raw) > 24 || raw[0] != '<' || raw[len(raw)-1] != '>' {
		return false
	}
	name := raw[1 : len(raw)-1]
	end := name[0] == '/'
	if end {
		name = name[1:]
	}
	if !isLanguage(name) {
		return false
	}
	tag := strings.ToLower(string(name))
	if end {
		c.endTag(tag, false)
	} else {
		c.startTag(nil, tag, false, at(0), at(len(raw)-1)+1, false)
	}
	return true
}

// joined returns the bytes of some lines, and where in src each of them stands.
func joined(src []byte, lines *text.Segments) (raw []byte, at func(int) int) {
	n := lines.Len()
	if n == 0 {
		return nil, func(int) int { return 0 }
	}
	first, last := lines.At(0), lines.At(n-1)
	whole := true
	for i := 1; i < n && whole; i++ {
		whole = lines.At(i).Start == lines.At(i-1).Stop
	}
	if whole {
		return src[first.Start:last.Stop], func(i int) int { return first.Start + i }
	}
	starts := make([]int, n)
	for i := range n {
		s := lines.At(i)
		starts[i] = len(raw)
		raw = append(raw, src[s.Start:s.Stop]...)
	}
	line := 0
	return raw, func(i int) int {
		if i < starts[line] {
			line = 0
		}
		for line+1 < n && starts[line+1] <= i {
			line++
		}
		return lines.At(line).Start + i - starts[line]
	}
}

// rawWords writes text between tags.
func (c *converter) rawWords(raw []byte, start, end int, at func(int) int, blocks bool) {
	if blocks && c.inPre() {
		b := appendText(nil, preformatted(raw[start:end]))
		c.literal(string(b))
		return
	}
	if blocks && c.leaf < 0 {
		for start < end && raw[start] <= ' ' {
			start++
		}
		if start == end {
			return
		}
		c.beginRawWords()
	}
	from := len(c.text)
	for start < end { // line by line, since the lines of a quotation do not stand together
		stop := end
		if i := bytes.IndexByte(raw[start:end], '\n'); i >= 0 {
			stop = start + i
		}
		if stop > start {
			c.run(at(start), at(start)+stop-start, entities)
		}
		if stop < end {
			from := len(c.text)
			c.space(at(stop))
			c.textNode(from)
		}
		start = stop + 1
	}
	c.quiet(from)
}

// beginRawWords opens a block of running text in raw HTML; its element has its own tags.
func (c *converter) beginRawWords() {
	c.begin(kWords)
	c.push("")
	c.beginWords(prose.Paragraph)
	// The direction marks of raw HTML are not looked over; none stays.
	c.dropBidi = true
}

// inPre reports whether <pre> is open: its line ends count, so that its words are
// shown as they are and are no running text.
func (c *converter) inPre() bool {
	for i := len(c.open) - 1; i >= 0 && c.open[i].name != ""; i-- {
		if c.open[i].name == "pre" {
			return true
		}
	}
	return false
}

// preformatted is the text of raw HTML with its line ends.
func preformatted(b []byte) string {
	var out []byte
	for line := range strings.Lines(html.UnescapeString(string(b))) {
		words := strings.TrimSuffix(line, "\n")
		out = append(out, Clean(words)...)
		if len(words) < len(line) {
			out = append(out, '\n')
		}
	}
	return string(out)
}

// endRawWords closes it, and with it the elements in it.
func (c *converter) endRawWords() {
	if c.leaf < 0 {
		return
	}
	for i := len(c.open) - 1; i >= 0; i-- {
		if c.open[i].node == c.leaf {
			c.closeTo(i)
			return
		}
	}
}

// startTag writes an opening tag if it is allowed. It returns the element's name
// if its content is to be left out.
func (c *converter) startTag(z *html.Tokenizer, name string, more bool, start, end int, blocks bool) (skip string) {
	k := elementOf(name)
	depth := 0
	for _, f := range c.open {
		if f.name != "" {
			depth++
		}
	}
	if k == refused || !blocks && (k == flow || k == line || k == ruler) || name == "a" && c.inLink > 0 || depth >= maxRaw && k != void && k != ruler {
		c.dropTag([]byte("<"+name+">"), start, end)
		switch name {
		case "script", "style", "iframe", "noembed", "noframes", "textarea", "title", "xmp", "plaintext":
			if blocks {
				return name
			}
		}
		return ""
	}
	var l link
	tag := append(make([]byte, 0, 64), '<')
	tag = append(tag, name...)
	described := false
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		described = described || string(key) == "alt"
		tag = c.attribute(tag, name, string(key), Clean(string(val)), &l, start, end)
	}
	if blocks {
		switch k {
		case flow, line, ruler:
			c.endRawWords()
			for len(c.open) > 0 && elementOf(c.open[len(c.open)-1].name) == line { // <p> and the like hold no blocks
				c.closeTo(len(c.open) - 1)
			}
			for len(c.open) > 0 && endsBefore(c.open[len(c.open)-1].name, name) {
				c.closeTo(len(c.open) - 1)
			}
		case phrasing, void:
			if c.leaf < 0 && !c.inPre() {
				c.beginRawWords()
			}
		}
	}
	switch {
	case name == "img":
		dest := c.checked(l.dest, start, true)
		if dest == "" {
			if l.alt != "" {
				from := len(c.text)
				c.putFor(l.alt, start)
				c.textNode(from)
				c.quiet(from)
			}
			return ""
		}
		if !described {
			c.missingAlt(dest, start, `Describe it with alt="…", or write alt="" where it is decoration`)
		}
		l.dest = dest
		c.begin(kImage).ref = c.link(l)
		c.t.refs = append(c.t.refs, Ref{Dest: dest, Kind: ImageRef, Alt: l.alt, Offset: c.base + start})
	case name == "a":
		dest := ""
		if l.dest != "" {
			dest = c.checked(l.dest, start, false)
		}
		was := len(c.open)
		c.beginLink(dest, LinkRef, l.title, c.base+start)
		if len(c.open) > was {
			c.open[len(c.open)-1].name = "a"
			c.t.links[c.t.nodes[len(c.t.nodes)-1].ref].id = l.id
		} else {
			c.lost--
		}
	case k == void || k == ruler:
		c.literal(string(append(tag, '>')))
	default:
		c.t.lits = append(c.t.lits, string(append(tag, '>')), "</"+name+">")
		c.begin(kElement).ref = int32(len(c.t.lits) - 2)
		c.push(name)
	}
	return ""
}

// attribute adds an attribute that is allowed to a tag, or keeps it in l.
func (c *converter) attribute(tag []byte, element, key, val string, l *link, start, end int) []byte {
	set := func() []byte {
		tag = append(append(append(tag, ' '), key...), `="`...)
		return append(appendEscaped(tag, val), '"')
	}
	switch key {
	case "href":
		if element == "a" {
			l.dest = val
			return tag
		}
	case "src":
		if element == "img" {
			l.dest = val
			return tag
		}
	case "alt":
		if element == "img" {
			l.alt = val
			return tag
		}
	case "title":
		if element == "img" || element == "a" {
			l.title = val
			return tag
		}
		return set()
	case "id":
		if isName(val) {
			val = c.ids.take(val)
			if element == "img" || element == "a" {
				l.id = val
				return tag
			}
			return set()
		}
	case "class":
		if element != "img" && element != "a" {
			var names []string
			for name := range strings.FieldsSeq(val) {
				if isName(name) {
					names = append(names, name)
				}
			}
			val = strings.Join(names, " ")
			return set()
		}
		return tag
	case "lang", "dir":
		if element != "img" && element != "a" && isLanguage([]byte(val)) {
			return set()
		}
	case "datetime":
		if element == "time" || element == "del" || element == "ins" {
			return set()
		}
	case "value":
		if element == "data" || element == "li" {
			return set()
		}
	case "open":
		if element == "details" {
			return append(tag, " open"...)
		}
	case "colspan", "rowspan", "start", "width", "height", "span":
		if isNumber(val) {
			switch element {
			case "td", "th", "ol", "col", "colgroup":
				return set()
			case "img":
				if key == "width" || key == "height" {
					l.more += " " + key + `="` + val + `"`
					return tag
				}
			}
		}
	case "reversed":
		if element == "ol" {
			return append(tag, " reversed"...)
		}
	case "scope":
		if element == "th" && (val == "row" || val == "col" || val == "rowgroup" || val == "colgroup") {
			return set()
		}
	}
	c.rep.add(warning, "raw-html", start, end, "the attribute %q of <%s> is left out", shorten(key), element)
	return tag
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}

// endTag closes an element of raw HTML that is open in the same place; else it is
// left out, as a browser would do.
func (c *converter) endTag(name string, blocks bool) {
	for i := len(c.open) - 1; i >= 0; i-- {
		f := c.open[i]
		switch {
		case f.name == name:
			c.closeTo(i)
			return
		case f.name == "" && !(blocks && f.node == c.leaf && c.t.nodes[f.node].kind == kWords):
			return
		}
	}
}

func (c *converter) dropTag(tag []byte, start, end int) {
	c.rep.add(warning, "raw-html", start, end, "%q is left out: such HTML is not allowed in a text", shorten(string(tag))).Hint = "Write it in Markdown, or set \"html: trust\" if you trust the whole text"
}
