package unpack

import (
	"cmp"
	"encoding/json"
	"html"
	"strconv"
	"strings"
)

// Ghost keeps a post as a tree of its editor, Lexical (since 5.30) or Mobiledoc
// (since 1.0). What an export holds of it is written as HTML here when the HTML that
// Ghost itself made is missing.

// maxCardDepth is how deep the nodes of an editor stand within each other.
const maxCardDepth = 100

// lexicalNode is a node of Lexical's tree. A card has its values in its own fields.
type lexicalNode struct {
	Type     string          `json:"type"`
	Tag      string          `json:"tag"`
	ListType string          `json:"listType"`
	Text     string          `json:"text"`
	Format   json.RawMessage `json:"format"` // of text: bits; of an element: its place
	URL      string          `json:"url"`
	Src      string          `json:"src"`
	Alt      string          `json:"alt"`
	Caption  string          `json:"caption"`
	HTML     string          `json:"html"`
	Markdown string          `json:"markdown"`
	Code     string          `json:"code"`
	Heading  string          `json:"heading"`
	Content  string          `json:"content"`
	Title    string          `json:"title"`
	Callout  string          `json:"calloutText"`
	Button   string          `json:"buttonText"`
	Link     string          `json:"buttonUrl"`
	Metadata struct {
		Title string `json:"title"`
	} `json:"metadata"`
	Images []struct {
		Src     string `json:"src"`
		Alt     string `json:"alt"`
		Caption string `json:"caption"`
	} `json:"images"`
	Children []lexicalNode `json:"children"`
}

// lexicalHTML returns a tree of Lexical as HTML, or "" when it is none.
func lexicalHTML(src string) string {
	var doc struct {
		Root lexicalNode `json:"root"`
	}
	if json.Unmarshal([]byte(src), &doc) != nil {
		return ""
	}
	var b strings.Builder
	doc.Root.write(&b, 0)
	return strings.TrimSpace(b.String())
}

// children writes the nodes within.
func (n *lexicalNode) children(b *strings.Builder, depth int) {
	for i := range n.Children {
		n.Children[i].write(b, depth+1)
	}
}

// element writes an element of HTML around the nodes within.
func (n *lexicalNode) element(b *strings.Builder, tag string, depth int) {
	b.WriteString("<" + tag + ">")
	n.children(b, depth)
	b.WriteString("</" + tag + ">")
}

// write writes a node with those within it.
func (n *lexicalNode) write(b *strings.Builder, depth int) {
	if depth > maxCardDepth {
		return
	}
	switch n.Type {
	case "root":
		n.children(b, depth)
	case "text", "extended-text", "code-highlight":
		bits, err := strconv.Atoi(string(n.Format))
		if err != nil {
			bits = 0
		}
		writeMarked(b, n.Text, bits)
	case "linebreak":
		b.WriteString("<br>")
	case "paragraph":
		n.element(b, "p", depth)
	case "heading", "extended-heading":
		n.element(b, oneOf(n.Tag, "h2", "h1", "h3", "h4", "h5", "h6"), depth)
	case "quote", "extended-quote", "aside":
		n.element(b, "blockquote", depth)
	case "list":
		if n.ListType == "number" {
			n.element(b, "ol", depth)
		} else {
			n.element(b, "ul", depth)
		}
	case "listitem":
		n.element(b, "li", depth)
	case "link", "autolink":
		b.WriteString(`<a href="` + html.EscapeString(n.URL) + `">`)
		n.children(b, depth)
		b.WriteString("</a>")
	case "horizontalrule":
		b.WriteString("<hr>")
	case "image":
		writeFigure(b, n.Src, n.Alt, n.Caption)
	case "gallery":
		for _, p := range n.Images {
			writeFigure(b, p.Src, p.Alt, p.Caption)
		}
	case "codeblock":
		b.WriteString("<pre><code>" + html.EscapeString(n.Code) + "</code></pre>")
	case "html":
		b.WriteString(n.HTML)
	case "markdown":
		b.WriteString(paragraphed(html.EscapeString(n.Markdown)))
	case "bookmark", "embed":
		writeLink(b, n.URL, cmp.Or(n.Metadata.Title, n.URL))
	case "button":
		writeLink(b, n.Link, n.Button)
	default: // a callout, a toggle and the like: their words
		for _, s := range []string{n.Heading, n.Title, n.Callout, n.Content, n.HTML} {
			if s != "" {
				b.WriteString("<p>" + s + "</p>")
			}
		}
		n.children(b, depth)
	}
}

// oneOf returns s when it is one of the others, else what is usual.
func oneOf(s, usual string, others ...string) string {
	for _, o := range others {
		if s == o {
			return s
		}
	}
	return usual
}

// writeMarked writes words with the marks that Lexical keeps as bits.
func writeMarked(b *strings.Builder, words string, bits int) {
	tags := []string{"strong", "em", "s", "u", "code", "sub", "sup", "mark"}
	for i, tag := range tags {
		if bits&(1<<i) != 0 {
			b.WriteString("<" + tag + ">")
		}
	}
	b.WriteString(html.EscapeString(words))
	for i := len(tags) - 1; i >= 0; i-- {
		if bits&(1<<i) != 0 {
			b.WriteString("</" + tags[i] + ">")
		}
	}
}

// writeFigure writes a picture; its caption is HTML.
func writeFigure(b *strings.Builder, src, alt, caption string) {
	b.WriteString(`<figure><img src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(alt) + `">`)
	if caption != "" {
		b.WriteString("<figcaption>" + caption + "</figcaption>")
	}
	b.WriteString("</figure>")
}

// writeLink writes a paragraph that is a link.
func writeLink(b *strings.Builder, address, words string) {
	b.WriteString(`<p><a href="` + html.EscapeString(address) + `">` + html.EscapeString(words) + "</a></p>")
}

// mobiledoc is a document of Mobiledoc 0.3. Its parts are lists, whose first element
// says what they are.
type mobiledoc struct {
	Atoms    [][]json.RawMessage `json:"atoms"`
	Cards    [][]json.RawMessage `json:"cards"`
	Markups  [][]json.RawMessage `json:"markups"`
	Sections [][]json.RawMessage `json:"sections"`
}

// mobiledocHTML returns a document of Mobiledoc as HTML, or "" when it is none.
func mobiledocHTML(src string) string {
	var m mobiledoc
	if json.Unmarshal([]byte(src), &m) != nil {
		return ""
	}
	var b strings.Builder
	for _, s := range m.Sections {
		switch intAt(s, 0) {
		case 1: // words: tag, markers
			tag := oneOf(stringAt(s, 1), "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside")
			b.WriteString("<" + tag + ">")
			m.markers(&b, s, 2)
			b.WriteString("</" + tag + ">\n")
		case 2: // a picture: its address
			writeFigure(&b, stringAt(s, 1), "", "")
		case 3: // a list: tag, items of markers
			tag := oneOf(stringAt(s, 1), "ul", "ol")
			b.WriteString("<" + tag + ">")
			for _, item := range listAt(s, 2) {
				b.WriteString("<li>")
				var markers []json.RawMessage
				if json.Unmarshal(item, &markers) == nil {
					m.write(&b, markers)
				}
				b.WriteString("</li>")
			}
			b.WriteString("</" + tag + ">\n")
		case 10: // a card: its number
			if n := intAt(s, 1); n >= 0 && n < len(m.Cards) {
				m.card(&b, m.Cards[n])
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// markers writes the markers that stand at i in a section.
func (m *mobiledoc) markers(b *strings.Builder, section []json.RawMessage, i int) {
	m.write(b, listAt(section, i))
}

// write writes markers: words, each opening some markups and closing others.
func (m *mobiledoc) write(b *strings.Builder, markers []json.RawMessage) {
	var open []string
	for _, raw := range markers {
		var marker []json.RawMessage
		if json.Unmarshal(raw, &marker) != nil {
			continue
		}
		for _, o := range listAt(marker, 1) {
			n := intAt([]json.RawMessage{o}, 0)
			if n < 0 || n >= len(m.Markups) {
				continue
			}
			tag := oneOf(stringAt(m.Markups[n], 0), "span", "strong", "b", "em", "i", "a", "code", "s", "del", "sub", "sup", "u")
			b.WriteString("<" + tag)
			if attrs := listAt(m.Markups[n], 1); tag == "a" && stringAt(attrs, 0) == "href" {
				b.WriteString(` href="` + html.EscapeString(stringAt(attrs, 1)) + `"`)
			}
			b.WriteByte('>')
			open = append(open, tag)
		}
		if words := stringAt(marker, 3); words != "" {
			b.WriteString(html.EscapeString(words))
		} else if n := intAt(marker, 3); intAt(marker, 0) == 1 && n >= 0 && n < len(m.Atoms) {
			if stringAt(m.Atoms[n], 0) == "soft-return" {
				b.WriteString("<br>")
			} else {
				b.WriteString(html.EscapeString(stringAt(m.Atoms[n], 1)))
			}
		}
		for range min(max(intAt(marker, 2), 0), len(open)) {
			b.WriteString("</" + open[len(open)-1] + ">")
			open = open[:len(open)-1]
		}
	}
}

// card writes a card, whose values have the names of Lexical's.
func (m *mobiledoc) card(b *strings.Builder, card []json.RawMessage) {
	if len(card) < 2 {
		return
	}
	var n lexicalNode
	if json.Unmarshal(card[1], &n) != nil {
		return
	}
	switch n.Type = stringAt(card, 0); n.Type {
	case "card-markdown":
		n.Type = "markdown"
	case "hr":
		n.Type = "horizontalrule"
	case "code":
		n.Type = "codeblock"
	case "embed":
		if n.URL == "" {
			n.Type = "html"
		}
	}
	n.write(b, 0)
	b.WriteByte('\n')
}

// stringAt returns the string at i, or "".
func stringAt(l []json.RawMessage, i int) string {
	var s string
	if i >= len(l) || json.Unmarshal(l[i], &s) != nil {
		return ""
	}
	return s
}

// intAt returns the number at i, or -1.
func intAt(l []json.RawMessage, i int) int {
	n := -1
	if i >= len(l) || json.Unmarshal(l[i], &n) != nil {
		return -1
	}
	return n
}

// listAt returns the list at i, or none.
func listAt(l []json.RawMessage, i int) []json.RawMessage {
	var out []json.RawMessage
	if i >= len(l) || json.Unmarshal(l[i], &out) != nil {
		return nil
	}
	return out
}
