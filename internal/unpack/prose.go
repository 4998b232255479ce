package unpack

import (
	"html"
	"strconv"
	"strings"

	"dateline/internal/charset"
)

// What office documents hold is written as HTML: marks of single runs become nested
// elements, and a row of styled paragraphs becomes lists, quotations and figures.

// mark is an element around some words: em, strong, del, sub, sup, code, or a with
// its address.
type mark struct{ tag, href string }

// spans writes the words of one paragraph.
type spans struct {
	b    strings.Builder
	open []mark
	said bool // there is more in it than white space
}

// text adds words with marks around them, the outermost first.
func (s *spans) text(marks []mark, words string) {
	if words == "" {
		return
	}
	s.set(marks)
	s.said = s.said || strings.TrimSpace(words) != ""
	s.b.WriteString(escape(words))
}

// element adds an element that is whole in itself, as a picture.
func (s *spans) element(marks []mark, markup string) {
	s.set(marks)
	s.said = true
	s.b.WriteString(markup)
}

// br adds a line break.
func (s *spans) br(marks []mark) {
	s.set(marks)
	s.b.WriteString("<br>")
}

// set closes the marks that are not wanted, and opens those that are.
func (s *spans) set(want []mark) {
	same := 0
	for same < len(s.open) && same < len(want) && s.open[same] == want[same] {
		same++
	}
	for len(s.open) > same {
		s.b.WriteString("</" + s.open[len(s.open)-1].tag + ">")
		s.open = s.open[:len(s.open)-1]
	}
	for _, m := range want[same:] {
		s.open = append(s.open, m)
		s.b.WriteString("<" + m.tag)
		if m.href != "" {
			s.b.WriteString(attribute("href", m.href))
		}
		s.b.WriteByte('>')
	}
}

// html returns what was written, or "" when nothing stands in it.
func (s *spans) html() string {
	s.set(nil)
	if !s.said {
		return ""
	}
	return s.b.String()
}

// escape returns words as HTML, without control characters.
func escape(words string) string { return html.EscapeString(charset.Clean(words)) }

// attribute returns an attribute of HTML with a blank before it.
func attribute(key, value string) string { return " " + key + `="` + escape(value) + `"` }

// role is what a paragraph is in its document, by its style.
type role uint8

const (
	roleText role = iota
	roleTitle
	roleSubtitle
	roleAuthor
	roleDate
	roleHeading
	roleQuote
	roleCode
	roleCaption
	roleTerm     // of a list of definitions
	roleMeaning  // of the term before
	rolePicture  // nothing but pictures
	roleTable    // html is the whole table
	roleContents // a line of a table of contents
)

// place is where a paragraph stands in a list.
type place struct {
	list    string // the list's name; an item of another list begins a new one
	level   int    // from 0
	ordered bool
	number  int  // of the item
	more    bool // a further paragraph of the item before
}

// paragraph is a block of a document.
type paragraph struct {
	role  role
	level int // of a heading, from 1
	html  string
	text  string // its words, for what goes into the header
	list  *place
}

// runs is a paragraph of an office document being written, run by run.
type runs struct {
	paragraph
	spans    spans
	plain    strings.Builder // its words as they stand, for code
	words    bool            // some words stand in it
	other    bool            // not all of it is code
	pictures []string
	after    []paragraph // of text boxes in it
}

// text adds the words of a run.
func (w *runs) text(marks []mark, s string) {
	w.spans.text(marks, s)
	w.plain.WriteString(s)
	if strings.TrimSpace(s) != "" {
		w.words = true
		w.other = w.other || len(marks) == 0 || marks[len(marks)-1].tag != "code"
	}
}

// br adds a line break.
func (w *runs) br(marks []mark) {
	w.spans.br(marks)
	w.plain.WriteByte('\n')
}

// picture adds a picture; one in a caption stands before it.
func (w *runs) picture(marks []mark, src, alt string) {
	markup := "<img" + attribute("src", src) + attribute("alt", oneLine(alt)) + ">"
	w.pictures = append(w.pictures, markup)
	if w.role != roleCaption {
		w.spans.element(marks, markup)
	}
}

// finish returns the paragraph with what stands beside it. One that is code from end
// to end is a line of a block of code.
func (w *runs) finish() []paragraph {
	p := w.paragraph
	p.html, p.text = w.spans.html(), oneLine(w.plain.String())
	switch {
	case p.role == roleText && w.words && !w.other && len(w.pictures) == 0 && p.list == nil:
		p.role = roleCode
	case p.role == roleText && !w.words && len(w.pictures) > 0:
		p.role = rolePicture
	}
	if p.role == roleCode {
		p.html = escape(w.plain.String())
	}
	if p.role != roleText && p.role != roleQuote && p.role != rolePicture {
		p.list = nil
	}
	var out []paragraph
	if p.role == roleCaption && len(w.pictures) > 0 {
		out = append(out, paragraph{role: rolePicture, html: strings.Join(w.pictures, "")})
	}
	return append(append(out, p), w.after...)
}

// maxListLevel is how deep lists nest.
const maxListLevel = 8

// assembly writes blocks in their order.
type assembly struct {
	b     strings.Builder
	lists []place
}

// assemble writes the blocks of a document, cell or note as HTML.
func assemble(all []paragraph) string {
	var blocks []paragraph
	for _, p := range all {
		if p.html != "" || p.role == roleCode {
			blocks = append(blocks, p)
		}
	}
	var a assembly
	for i := 0; i < len(blocks); {
		p := &blocks[i]
		if p.list != nil && a.item(p, i+1 < len(blocks) && blocks[i+1].list != nil && blocks[i+1].list.more) {
			i++
			continue
		}
		a.closeTo(-1)
		switch p.role {
		case roleQuote:
			end := runEnd(blocks, i, roleQuote, roleQuote)
			a.quotation(blocks[i:end])
			i = end
			continue
		case roleTerm, roleMeaning:
			end := runEnd(blocks, i, roleTerm, roleMeaning)
			a.definitions(blocks[i:end])
			i = end
			continue
		case roleCode:
			end := runEnd(blocks, i, roleCode, roleCode)
			a.code(blocks[i:end])
			i = end
			continue
		case roleCaption: // above a table, unless it is of what stands before
			if i+1 < len(blocks) && blocks[i+1].role == roleTable {
				a.figure(blocks[i+1].html, p.html)
				i += 2
				continue
			}
			a.figure("", p.html)
		case rolePicture, roleTable:
			if i+1 < len(blocks) && blocks[i+1].role == roleCaption {
				a.figure(p.html, blocks[i+1].html)
				i += 2
				continue
			}
			if p.role == rolePicture {
				a.element("p", p.html)
			} else {
				a.b.WriteString(p.html + "\n")
			}
		case roleHeading, roleTitle:
			a.element("h"+strconv.Itoa(min(max(p.level, 1), 6)), p.html)
		default:
			a.element("p", p.html)
		}
		i++
	}
	a.closeTo(-1)
	return a.b.String()
}

// runEnd returns where the blocks of one of two roles end that begin at i, with at
// least one.
func runEnd(blocks []paragraph, i int, one, other role) int {
	for i++; i < len(blocks) && blocks[i].list == nil && (blocks[i].role == one || blocks[i].role == other); i++ {
	}
	return i
}

// element writes an element of HTML on a line of its own.
func (a *assembly) element(tag, inner string) {
	a.b.WriteString("<" + tag + ">" + inner + "</" + tag + ">\n")
}

// figure writes something with its caption.
func (a *assembly) figure(inner, caption string) {
	a.b.WriteString("<figure>" + inner + "<figcaption>" + caption + "</figcaption></figure>\n")
}

// quotation writes paragraphs as one quotation.
func (a *assembly) quotation(blocks []paragraph) {
	a.b.WriteString("<blockquote>")
	for _, p := range blocks {
		a.b.WriteString("<p>" + p.html + "</p>")
	}
	a.b.WriteString("</blockquote>\n")
}

// definitions writes terms and what they mean.
func (a *assembly) definitions(blocks []paragraph) {
	a.b.WriteString("<dl>")
	for _, p := range blocks {
		if p.role == roleTerm {
			a.b.WriteString("<dt>" + p.html + "</dt>")
		} else {
			a.b.WriteString("<dd><p>" + p.html + "</p></dd>")
		}
	}
	a.b.WriteString("</dl>\n")
}

// code writes lines of code as one block, unless they are all empty.
func (a *assembly) code(lines []paragraph) {
	var text []string
	for _, l := range lines {
		text = append(text, l.html)
	}
	if s := strings.Trim(strings.Join(text, "\n"), "\n"); s != "" {
		a.b.WriteString("<pre><code>" + s + "</code></pre>\n")
	}
}

// item writes a paragraph of a list, and reports whether there was a list for it. loose
// says that the item has more paragraphs.
func (a *assembly) item(p *paragraph, loose bool) bool {
	at := *p.list
	at.level = min(max(at.level, 0), maxListLevel)
	if at.more {
		if len(a.lists) == 0 {
			return false
		}
		a.closeTo(at.level)
		a.element("p", p.html)
		return true
	}
	a.closeTo(at.level)
	top := len(a.lists) - 1
	if top >= 0 && a.lists[top].level == at.level && (a.lists[top].list != at.list || a.lists[top].ordered != at.ordered) {
		a.closeTo(at.level - 1)
		top = len(a.lists) - 1
	}
	switch {
	case top >= 0 && a.lists[top].level == at.level:
		a.b.WriteString("</li>\n<li>")
	case at.ordered && at.number != 1:
		a.b.WriteString(`<ol start="` + strconv.Itoa(at.number) + `"><li>`)
		a.lists = append(a.lists, at)
	case at.ordered:
		a.b.WriteString("<ol><li>")
		a.lists = append(a.lists, at)
	default:
		a.b.WriteString("<ul><li>")
		a.lists = append(a.lists, at)
	}
	if loose {
		a.b.WriteString("<p>" + p.html + "</p>")
	} else {
		a.b.WriteString(p.html)
	}
	return true
}

// closeTo ends the lists that are deeper than level.
func (a *assembly) closeTo(level int) {
	for n := len(a.lists); n > 0 && a.lists[n-1].level > level; n = len(a.lists) {
		if a.lists[n-1].ordered {
			a.b.WriteString("</li></ol>\n")
		} else {
			a.b.WriteString("</li></ul>\n")
		}
		a.lists = a.lists[:n-1]
	}
}

// notes gathers the footnotes of an article.
type notes struct {
	number map[string]int // by the document's name for it
	all    []note
}

// note is a footnote that the text refers to.
type note struct {
	name  string
	marks int // how many marks in the text lead to it
}

// ref returns the mark of a note in the text.
func (n *notes) ref(name string) string {
	if n.number == nil {
		n.number = map[string]int{}
	}
	k, again := n.number[name]
	if !again {
		n.all = append(n.all, note{name: name})
		k = len(n.all)
		n.number[name] = k
	}
	n.all[k-1].marks++
	s := strconv.Itoa(k)
	return `<sup><a href="#fn` + s + `" id="` + markID(k, n.all[k-1].marks) + `" role="doc-noteref">` + s + `</a></sup>`
}

// markID is the id of a mark of a note, by the numbers of both.
func markID(note, mark int) string {
	id := "fnref" + strconv.Itoa(note)
	if mark > 1 {
		id += "-" + strconv.Itoa(mark)
	}
	return id
}

// section returns the notes that were referred to, in that order; body returns what
// a note says as HTML.
func (n *notes) section(body func(name string) string) string {
	if len(n.all) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<section class="footnotes" role="doc-endnotes"><ol>` + "\n")
	for i := 0; i < len(n.all); i++ { // a note may refer to another one, which is added
		b.WriteString(`<li id="fn` + strconv.Itoa(i+1) + `">` + strings.TrimSpace(body(n.all[i].name)))
		for mark := range n.all[i].marks {
			b.WriteString(`<a href="#` + markID(i+1, mark+1) + `" role="doc-backlink">↩</a>`)
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ol></section>\n")
	return b.String()
}

// cell is a cell of a table.
type cell struct {
	html       string
	wide, deep int  // columns and rows that it spans; 0 is 1
	head       bool // it names a column
	right      bool // its words are set to the right
	centre     bool
}

// align sets the words of a cell as its document does.
func (c *cell) align(how string) {
	c.right, c.centre = how == "right" || how == "end", how == "center"
}

// tableOf writes rows of cells as a table.
func tableOf(rows [][]cell) string {
	var b strings.Builder
	b.WriteString("<table>\n")
	for _, row := range rows {
		b.WriteString("<tr>")
		for _, c := range row {
			tag := "td"
			if c.head {
				tag = "th"
			}
			b.WriteString("<" + tag)
			if c.wide > 1 {
				b.WriteString(attribute("colspan", strconv.Itoa(c.wide)))
			}
			if c.deep > 1 {
				b.WriteString(attribute("rowspan", strconv.Itoa(c.deep)))
			}
			switch {
			case c.right:
				b.WriteString(` style="text-align: right"`)
			case c.centre:
				b.WriteString(` style="text-align: center"`)
			}
			b.WriteString(">" + strings.TrimSuffix(c.html, "\n") + "</" + tag + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>")
	return b.String()
}
