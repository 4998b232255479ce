package unpack

import (
	"path"
	"strings"
	"unicode"
)

// bookTags are the elements of a book's documents that are written as they are. Of
// others only what stands in them is.
var bookTags = wordSet("p div section article aside header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote figure figcaption " +
	"table caption thead tbody tfoot tr td th code em strong i b s del strike sub sup q cite mark kbd samp u ins abbr dfn small")

// pageWriter writes a document of a book as clean HTML.
type pageWriter struct {
	d      *bookReader
	entry  string // of what is being written
	b      strings.Builder
	notes  notes
	inNote bool
	framed bool   // in a frame of notes that has other words too
	title  string // headings that say the same are left out while nothing else was written
	begun  bool
}

// chapter makes an article of a document of the book; alone says that it is the
// book's only one, and has the book's title.
func (d *bookReader) chapter(p *bookPage, book Meta, alone bool) *Item {
	body := d.page(p, false)
	d.pictures = pictures{}
	d.enter(p, body)
	it := &Item{Name: path.Base(p.entry), Kind: "html", Whole: true, Meta: book}
	if !alone {
		it.Site = book.Title
		it.Title = p.label
		if it.Title == "" {
			it.Title = firstHeading(body)
		}
	}
	w := &pageWriter{d: d, entry: p.entry, title: it.Title}
	w.inner(body)
	w.b.WriteString(w.notes.section(w.note))
	it.Body = []byte(strings.TrimSpace(w.b.String()))
	it.Files = d.pictures.files
	return it
}

// headingLevel returns the level of a heading's element, or 0.
func headingLevel(name string) int {
	if len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' {
		return int(name[1] - '0')
	}
	return 0
}

// firstHeading returns the words of the first heading that has some.
func firstHeading(e *element) string {
	for _, c := range e.each() {
		if headingLevel(c.name) > 0 {
			if s := c.words(); s != "" {
				return s
			}
		}
		if s := firstHeading(c); s != "" {
			return s
		}
	}
	return ""
}

// note returns what a note says.
func (w *pageWriter) note(key string) string {
	e := w.d.hereAt[key]
	if e == nil {
		e = w.d.noteTree[key]
	}
	n := &pageWriter{d: w.d, inNote: true, begun: true}
	n.entry, _, _ = strings.Cut(key, "#")
	n.inner(e)
	return n.b.String()
}

// inner writes what stands in e.
func (w *pageWriter) inner(e *element) {
	for _, c := range e.each() {
		w.node(c)
	}
}

// node writes an element or a text of the document.
func (w *pageWriter) node(e *element) {
	switch e.name {
	case "":
		w.b.WriteString(escape(e.text))
		w.begun = w.begun || strings.TrimSpace(e.text) != ""
		return
	case "head", "script", "style", "template", "nav", "audio", "video", "object", "iframe", "form", "noscript":
		return
	case "a":
		w.link(e)
		return
	case "img":
		w.picture(e.attr("src"), e.attr("alt"))
		return
	case "image": // of an SVG around a picture
		w.picture(e.attr("href"), "")
		return
	case "sup":
		if a := onlyElement(e); a != nil && a.name == "a" && !w.inNote { // the mark of a note is raised as it is
			if entry, fragment := resolveLink(w.entry, a.attr("href")); w.refers(entry + "#" + fragment) {
				w.link(a)
				return
			}
		}
	case "br", "hr":
		w.b.WriteString("<" + e.name + ">")
		return
	case "math":
		w.math(e)
		return
	case "pre":
		w.pre(e)
		return
	}
	kinds := e.attr("type") + " " + e.attr("role")
	if strings.Contains(kinds, "pagebreak") || !w.inNote && w.d.here[e] != "" {
		return
	}
	if !w.begun && headingLevel(e.name) > 0 && containsFolded(w.title, e.words()) {
		return
	}
	if all := kinds + " " + e.attr("class"); strings.Contains(all, "notes") && !w.framed && !w.inNote {
		if w.d.proseWords(e) == 0 {
			return // the frame of notes that stand elsewhere
		}
		w.framed = true
		defer func() { w.framed = false }()
	}
	if !bookTags[e.name] {
		w.inner(e)
		return
	}
	w.b.WriteString("<" + e.name)
	for _, key := range []string{"colspan", "rowspan", "start"} {
		if v := e.attr(key); v != "" {
			w.b.WriteString(attribute(key, v))
		}
	}
	if (e.name == "td" || e.name == "th") && strings.Contains(e.attr("style"), "text-align") {
		w.b.WriteString(attribute("style", e.attr("style")))
	}
	w.b.WriteByte('>')
	w.inner(e)
	w.b.WriteString("</" + e.name + ">")
}

// containsFolded reports whether title has the words of part, whatever their case.
func containsFolded(title, part string) bool {
	return part != "" && strings.Contains(" "+foldWords(title)+" ", " "+foldWords(part)+" ")
}

// foldWords returns the letters and digits of s in small letters, with single spaces.
func foldWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// link writes a link to another site, the mark of a note, or only the words of a
// link inside the book.
func (w *pageWriter) link(e *element) {
	entry, fragment := resolveLink(w.entry, e.attr("href"))
	switch {
	case entry == "" && e.attr("href") != "":
		w.b.WriteString("<a" + attribute("href", e.attr("href")) + ">")
		w.inner(e)
		w.b.WriteString("</a>")
	case !w.inNote && w.refers(entry+"#"+fragment):
		w.b.WriteString(w.notes.ref(entry + "#" + fragment))
	case w.inNote && entry != "" && !strings.ContainsFunc(e.beginning(16), unicode.IsLetter): // the way back from the note
	default:
		w.inner(e)
	}
}

// refers reports whether links of the document to that place are marks of a note.
func (w *pageWriter) refers(key string) bool {
	p := w.d.byEntry[w.entry]
	return p != nil && p.marks[key]
}

// picture writes a picture of the book, or one with an address.
func (w *pageWriter) picture(src, alt string) {
	if src == "" || strings.HasPrefix(src, "data:") {
		return
	}
	entry, _ := resolveLink(w.entry, src)
	if entry != "" {
		if src = w.d.picture(entry); src == "" {
			return
		}
	}
	w.begun = true
	w.b.WriteString("<img" + attribute("src", src) + attribute("alt", alt) + ">")
}

// math writes the words of a formula.
func (w *pageWriter) math(e *element) {
	for _, c := range e.inner {
		switch c.name {
		case "annotation", "annotation-xml":
		case "semantics":
			w.math(c)
		default:
			w.b.WriteString(escape(c.words()))
		}
	}
}

// pre writes code, with its language as HTML 5 names it.
func (w *pageWriter) pre(e *element) {
	classes := e.attr("class") + " " + e.child("code").attr("class")
	lang, code := "", false
	for c := range strings.FieldsSeq(classes) {
		switch {
		case c == "sourceCode":
			code = true
		case strings.HasPrefix(c, "language-"):
			lang = c
		case code && lang == "" && !strings.Contains(c, "number"): // as pandoc names it
			lang = "language-" + c
		}
	}
	w.begun = true
	w.b.WriteString("<pre><code")
	if lang != "" {
		w.b.WriteString(attribute("class", lang))
	}
	w.b.WriteString(">" + escape(e.raw()) + "</code></pre>")
}
