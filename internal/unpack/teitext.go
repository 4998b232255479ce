package unpack

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
)

// The elements of TEI that stand on lines of their own: divisions, which only hold
// others, and blocks of words.
var (
	teiDivisions = wordSet("text front body back group div div1 div2 div3 div4 div5 div6 div7 floatingText titlePage docTitle opener closer postscript sp spGrp " +
		"epigraph argument castList listBibl lg cit listPerson listPlace entryFree letter")
	teiBlocks = wordSet("p ab head l list table figure eg stage speaker byline docAuthor docDate docImprint docEdition titlePart dateline salute signed trailer " +
		"address addrLine bibl biblStruct castItem imprimatur label")
	teiQuotes = wordSet("quote q said")
	teiSilent = wordSet("fw pb cb gb milestone anchor index figDesc graphic media binaryObject teiHeader facsimile sourceDoc standOff interp interpGrp link linkGrp gap space handShift")
)

// teiWriter writes a text as HTML.
type teiWriter struct {
	b        strings.Builder
	para     bool   // a paragraph, or another element of words, is open
	closing  string // what ends it
	title    string // a first heading that says the same is left out
	begun    bool
	depth    int  // of the divisions
	lines    bool // line beginnings are those of the source, and no line breaks
	notes    notes
	texts    map[string]*element // of notes
	referred map[string]bool     // notes that words elsewhere refer to
	unchosen int
}

// newTEIWriter looks through a text for its notes and lines.
func newTEIWriter(title string, text *element) *teiWriter {
	w := &teiWriter{title: title, texts: map[string]*element{}, referred: map[string]bool{}}
	words, breaks := 0, 0
	ids := map[string]bool{}
	var targets []string
	var walk func(*element)
	walk = func(e *element) {
		for _, c := range e.each() {
			switch c.name {
			case "":
				words += len(strings.Fields(c.text))
			case "lb":
				breaks++
			case "note":
				if id := c.attr("id"); id != "" {
					ids[id] = true
					w.texts[id] = c
				}
			case "ref", "ptr":
				targets = append(targets, strings.TrimPrefix(c.attr("target"), "#"))
			}
			walk(c)
		}
	}
	walk(text)
	for _, t := range targets {
		w.referred[t] = w.referred[t] || ids[t]
	}
	w.lines = breaks > 0 && words < 25*breaks
	return w
}

// write returns the text as HTML.
func (w *teiWriter) write(text *element) []byte {
	for _, c := range text.each() {
		w.node(c)
	}
	w.end()
	w.b.WriteString(w.notes.section(w.note))
	return []byte(strings.TrimSpace(w.b.String()))
}

// note returns what a note says.
func (w *teiWriter) note(id string) string {
	n := &teiWriter{begun: true, depth: w.depth, lines: w.lines, texts: w.texts, referred: w.referred}
	n.inner(w.texts[id])
	n.end()
	return n.b.String()
}

// inner writes what stands in e.
func (w *teiWriter) inner(e *element) {
	for _, c := range e.each() {
		w.node(c)
	}
}

// begin opens a paragraph where words stand in none.
func (w *teiWriter) begin() {
	if !w.para {
		w.b.WriteString("<p>")
		w.para, w.closing = true, "</p>\n"
	}
	w.begun = true
}

// end closes the paragraph that is open.
func (w *teiWriter) end() {
	if w.para {
		w.b.WriteString(w.closing)
		w.para = false
	}
}

// node writes a part of the text; a block ends the paragraph around it, which goes on
// after it.
func (w *teiWriter) node(e *element) {
	switch {
	case e.name == "":
		if strings.TrimSpace(e.text) == "" && !w.para {
			return
		}
		w.begin()
		w.b.WriteString(escape(e.text))
	case teiSilent[e.name]:
	case teiDivisions[e.name]:
		w.end()
		w.division(e)
		w.end()
	case teiQuotes[e.name] && (!w.para || hasBlocks(e)):
		w.end()
		w.quotation(e)
	case teiBlocks[e.name]:
		w.end()
		w.block(e)
		w.end()
	default:
		w.phrase(e)
	}
}

// hasBlocks reports whether blocks stand in e.
func hasBlocks(e *element) bool {
	for _, c := range e.inner {
		if teiDivisions[c.name] || teiBlocks[c.name] {
			return true
		}
	}
	return false
}

// division writes a division: a chapter, a stanza, or a frame around others.
func (w *teiWriter) division(e *element) {
	switch {
	case strings.HasPrefix(e.name, "div"):
		w.depth++
		w.inner(e)
		w.depth--
	case e.name == "lg" && !hasGroups(e): // a stanza
		w.begin()
		w.verse(e)
	default:
		w.inner(e)
	}
}

// quotation writes a quotation that stands on lines of its own.
func (w *teiWriter) quotation(e *element) {
	w.b.WriteString("<blockquote>")
	w.inner(e)
	w.end()
	w.b.WriteString("</blockquote>\n")
}

// hasGroups reports whether a group of lines is made of groups.
func hasGroups(e *element) bool { return e.child("lg") != nil }

// verse writes the lines of a stanza in one paragraph.
func (w *teiWriter) verse(e *element) {
	first := true
	for _, c := range e.inner {
		switch {
		case c.name == "l":
			if !first {
				w.begin()
				w.b.WriteString("<br>")
			}
			first = false
			w.inner(c)
		case c.name == "":
			w.node(c)
		default:
			w.node(c)
			first = !w.para
		}
	}
}

// wrapped writes e in an element of HTML that holds blocks. Words that stand in no
// block of e stand in the element itself.
func (w *teiWriter) wrapped(tag, attributes string, e *element) {
	w.b.WriteString("<" + tag + attributes + ">")
	if e.child("p") == nil {
		w.para, w.closing, w.begun = true, "", true
	}
	w.inner(e)
	w.end()
	w.b.WriteString("</" + tag + ">\n")
}

// plain writes e in an element of HTML that holds words only.
func (w *teiWriter) plain(tag string, e *element) {
	w.b.WriteString("<" + tag + ">")
	w.para, w.closing, w.begun = true, "</"+tag+">\n", true
	w.inner(e)
	w.end()
}

// block writes a block of words.
func (w *teiWriter) block(e *element) {
	switch e.name {
	case "head":
		if !w.begun && containsFolded(w.title, e.words()) {
			return
		}
		w.words("h"+strconv.Itoa(min(w.depth+1, 6)), e)
	case "list":
		w.list(e)
	case "table":
		w.table(e)
	case "figure":
		w.figure(e)
	case "eg":
		w.code(e, "")
	case "ab":
		if kind, lang, _ := strings.Cut(e.attr("type"), " "); kind == "codeblock" {
			w.code(e, lang)
			return
		}
		w.inner(e)
	case "speaker":
		w.words("p", &element{inner: []*element{{name: "hi", attrs: []xmlAttr{{local: "rend", value: "bold"}}, inner: e.inner}}})
	case "stage":
		w.words("p", &element{inner: []*element{{name: "emph", inner: e.inner}}})
	default:
		w.inner(e)
	}
}

// words writes e as one element of words, where blocks in it are words too.
func (w *teiWriter) words(tag string, e *element) {
	if e.beginning(1) == "" {
		return
	}
	w.plain(tag, flattened(e))
}

// flattened returns e with its blocks as mere words.
func flattened(e *element) *element {
	if !hasBlocks(e) {
		return e
	}
	flat := &element{name: e.name}
	for _, c := range e.inner {
		if teiBlocks[c.name] || teiDivisions[c.name] {
			flat.inner = append(flat.inner, &element{text: " " + c.words() + " "})
		} else {
			flat.inner = append(flat.inner, c)
		}
	}
	return flat
}

// code writes code with its language, if that is known.
func (w *teiWriter) code(e *element, lang string) {
	w.begun = true
	class := ""
	if lang != "" {
		class = attribute("class", "language-"+lang)
	}
	w.b.WriteString("<pre><code" + class + ">" + escape(strings.Trim(e.raw(), "\n")) + "</code></pre>\n")
}

// list writes a list: numbered, of terms and what they mean, or of points.
func (w *teiWriter) list(e *element) {
	w.begun = true
	kind, _, _ := strings.Cut(e.attr("type"), ":")
	tag, start := "ul", ""
	switch kind {
	case "ordered", "numbered":
		tag = "ol"
		if n, err := strconv.Atoi(e.child("item").attr("n")); err == nil && n != 1 {
			start = attribute("start", strconv.Itoa(n))
		}
	case "gloss", "definition":
		tag = "dl"
	}
	for _, c := range e.inner {
		if c.name == "head" {
			w.words("p", c)
		}
	}
	w.b.WriteString("<" + tag + start + ">")
	var label *element
	for _, c := range e.inner {
		switch {
		case c.name == "label" && tag == "dl":
			w.words("dt", c)
		case c.name == "label":
			label = c
		case c.name == "item" && tag == "dl":
			w.wrapped("dd", "", c)
		case c.name == "item" && label != nil:
			w.wrapped("li", "", &element{inner: append([]*element{{text: label.words() + " "}}, c.inner...)})
			label = nil
		case c.name == "item":
			w.wrapped("li", "", c)
		}
	}
	w.b.WriteString("</" + tag + ">\n")
}

// table writes a table, with its heading as caption.
func (w *teiWriter) table(e *element) {
	w.begun = true
	caption := e.child("head")
	if caption != nil {
		w.b.WriteString("<figure>")
	}
	w.b.WriteString("<table>\n")
	for _, row := range e.all("row") {
		w.b.WriteString("<tr>")
		for _, c := range row.all("cell") {
			tag := "td"
			if row.attr("role") == "label" || c.attr("role") == "label" {
				tag = "th"
			}
			spans := ""
			if n := spanOf(c.attr("cols")); n > 1 {
				spans = attribute("colspan", strconv.Itoa(n))
			}
			if n := spanOf(c.attr("rows")); n > 1 {
				spans += attribute("rowspan", strconv.Itoa(n))
			}
			w.wrapped(tag, spans, c)
		}
		w.b.WriteString("</tr>\n")
	}
	w.b.WriteString("</table>")
	if caption != nil {
		w.words("figcaption", caption)
		w.b.WriteString("</figure>")
	}
	w.b.WriteByte('\n')
}

// figure writes pictures with their caption. A picture lies where its address says.
func (w *teiWriter) figure(e *element) {
	w.begun = true
	w.b.WriteString("<figure>")
	alt := e.child("figDesc").words()
	e.every("graphic", func(g *element) {
		w.b.WriteString("<img" + attribute("src", g.attr("url")) + attribute("alt", alt) + ">")
	})
	w.b.WriteString("<figcaption>")
	for _, c := range e.inner {
		if c.name == "head" {
			w.words("p", c)
		} else if c.name != "" {
			w.node(c)
		}
	}
	w.end()
	w.b.WriteString("</figcaption></figure>\n")
}

// phrase writes what stands in a line of words.
func (w *teiWriter) phrase(e *element) {
	switch e.name {
	case "note":
		w.footnote(e)
	case "ref", "ptr":
		w.link(e)
	case "hi", "emph", "seg", "code", "del", "title":
		w.marked(teiMark(e), e)
	case "q", "said", "quote", "soCalled":
		if first, _ := utf8.DecodeRuneInString(e.beginning(1)); strings.ContainsRune("\"'“‘«„‚‹—–", first) {
			w.inner(e)
			return
		}
		w.marked("q", e)
	case "lb":
		switch {
		case !w.para:
		case !w.lines:
			w.b.WriteString("<br>")
		case e.attr("break") != "no":
			w.b.WriteByte(' ')
		}
	case "choice", "app", "subst":
		w.choose(e)
	default:
		w.inner(e)
	}
}

// marked writes words in an element of HTML, unless blocks stand in it.
func (w *teiWriter) marked(tag string, e *element) {
	if tag == "" || hasBlocks(e) {
		w.inner(e)
		return
	}
	w.begin()
	w.b.WriteString("<" + tag + ">")
	w.inner(flattened(e))
	if w.para {
		w.b.WriteString("</" + tag + ">")
	}
}

// teiMark returns the element of HTML for words that are set apart, or "".
func teiMark(e *element) string {
	switch e.name {
	case "emph":
		return "em"
	case "del", "code":
		return e.name
	case "title":
		if e.attr("level") == "a" {
			return ""
		}
		return "em"
	case "seg":
		if e.attr("type") == "code" {
			return "code"
		}
		return ""
	}
	how := strings.ToLower(e.attr("rend") + " " + e.attr("rendition") + " " + e.attr("style"))
	for _, m := range []struct{ sign, tag string }{
		{"bold", "strong"},
		{"strong", "strong"},
		{"ital", "em"},
		{"superscript", "sup"},
		{"sup", "sup"},
		{"subscript", "sub"},
		{"sub", "sub"},
		{"strike", "del"},
		{"code", "code"},
		{"typewriter", "code"},
		{"small", ""},
		{"caps", ""},
		{"sc", ""},
		{"quote", "q"},
	} {
		if strings.Contains(how, m.sign) {
			return m.tag
		}
	}
	if strings.TrimSpace(how) == "b" {
		return "strong"
	}
	return "em"
}

// footnote writes the mark of a note, unless words elsewhere refer to it.
func (w *teiWriter) footnote(e *element) {
	id := e.attr("id")
	if w.referred[id] {
		return
	}
	if id == "" {
		id = "note " + strconv.Itoa(len(w.texts)+1)
		w.texts[id] = e
	}
	w.mark(id)
}

// mark writes the mark of a note.
func (w *teiWriter) mark(id string) {
	w.begin()
	w.b.WriteString(w.notes.ref(id))
}

// link writes a link to the web, the mark of a note, or the words of another link.
func (w *teiWriter) link(e *element) {
	target := e.attr("target")
	if id := strings.TrimPrefix(target, "#"); w.referred[id] {
		w.mark(id)
		return
	}
	if addr.Web(target) == "" || hasBlocks(e) {
		w.inner(e)
		return
	}
	w.begin()
	w.b.WriteString("<a" + attribute("href", target) + ">")
	if e.beginning(1) == "" {
		w.b.WriteString(escape(target))
	}
	w.inner(e)
	w.b.WriteString("</a>")
}

// choose writes one of several forms of the same words: the corrected, regular or
// spelled one, or the first.
func (w *teiWriter) choose(e *element) {
	var first *element
	n := 0
	for _, c := range e.inner {
		if c.name == "" {
			continue
		}
		n++
		if first == nil {
			first = c
		}
	}
	for _, name := range []string{"corr", "reg", "expan", "lem", "add"} {
		if c := e.child(name); c != nil {
			first = c
			break
		}
	}
	if n > 1 {
		w.unchosen++
	}
	w.inner(first)
}
