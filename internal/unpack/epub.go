package unpack

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"strings"

	"dateline/internal/diag"
)

// isBook reports whether src is a book in the EPUB format.
func isBook(name string, src []byte) bool {
	return isZip(src) && (bytes.Contains(src[:min(len(src), 256)], []byte("application/epub+zip")) ||
		strings.EqualFold(path.Ext(name), ".epub"))
}

// bookReader reads one book: EPUB 3.3, and 2.0.1.
type bookReader struct {
	office
	pack     *element // the package document
	at       string   // its entry
	spine    []*bookPage
	byEntry  map[string]*bookPage
	ids      map[string]int  // entry#id -> place in the reading order
	isNote   map[string]bool // entry#id of notes that are referred to
	noteTree map[string]*element
	here     map[*element]string // notes of the document being read, with their entry#id
	hereAt   map[string]*element // the same the other way
}

// bookPage is a document of a book.
type bookPage struct {
	entry string
	role  string // of the structural semantics, as "cover"
	label string // in the table of contents
	refs  []bookRef
	marks map[string]bool // entry#id of the notes that it refers to
}

// bookRef is a link that may be the mark of a note.
type bookRef struct {
	to     string // entry#id
	place  int
	stated bool // the book says that it is one
}

// bookRoles are the parts of a book that are no articles.
var bookRoles = map[string]string{
	"cover": "the cover", "titlepage": "the title page", "title-page": "the title page", "halftitlepage": "the title page",
	"toc": "the table of contents", "landmarks": "the table of contents", "loi": "a list of illustrations", "lot": "a list of tables",
	"copyright-page": "the copyright page", "index": "the index", "text": "", "bodymatter": "",
	"footnotes": "notes, which stand in the chapters that refer to them", "endnotes": "notes, which stand in the chapters that refer to them",
	"rearnotes": "notes, which stand in the chapters that refer to them", "notes": "notes, which stand in the chapters that refer to them",
}

// bookFile names the same parts by the usual names of their files.
var bookFile = regexp.MustCompile(`(?i)^(cover|title_?page|toc|nav|contents|copyright)[^a-z]*\.`)

// fewWords is up to how many words, its headings not counted, a document of a book
// has no prose.
const fewWords = 9

// readBook reads a book: an article for each chapter.
func readBook(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	d := &bookReader{
		byEntry: map[string]*bookPage{}, ids: map[string]int{},
		isNote: map[string]bool{}, noteTree: map[string]*element{},
	}
	d.kept = map[string][]byte{}
	if !d.open(name, src) {
		return d.diags
	}
	for _, r := range d.tree("META-INF/container.xml").at("container", "rootfiles").all("rootfile") {
		if d.at = path.Clean(r.attr("full-path")); d.zip.at[d.at] != nil {
			break
		}
	}
	d.pack = d.tree(d.at).child("package")
	d.readSpine()
	d.findNotes()
	d.yield(yield)
	d.report()
	return d.diags
}

// resolveLink returns the entry that a link in the given one leads to, and the
// fragment; an address outside of the book gives "".
func resolveLink(from, href string) (entry, fragment string) {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", ""
	}
	if u.Path == "" {
		return from, u.Fragment
	}
	return resolve(from, u.Path), u.Fragment
}

// readSpine reads the reading order, and what the book says of each document in it.
func (d *bookReader) readSpine() {
	hrefs, nav := map[string]string{}, ""
	for _, i := range d.pack.child("manifest").all("item") {
		entry, _ := resolveLink(d.at, i.attr("href"))
		hrefs[i.attr("id")] = entry
		if strings.Contains(" "+i.attr("properties")+" ", " nav ") {
			nav = entry
		}
	}
	locked := map[string]bool{}
	d.treeIfAny("META-INF/encryption.xml").every("CipherReference", func(e *element) {
		entry, _ := resolveLink("", e.attr("URI"))
		locked[entry] = true
	})
	for _, ref := range d.pack.child("spine").all("itemref") {
		p := &bookPage{entry: hrefs[ref.attr("idref")]}
		if p.entry == "" || d.byEntry[p.entry] != nil {
			continue
		}
		if p.entry == nav {
			p.role = "toc"
		}
		if locked[p.entry] {
			p.role = "encrypted"
		}
		d.spine = append(d.spine, p)
		d.byEntry[p.entry] = p
	}
	for _, r := range d.pack.child("guide").all("reference") {
		entry, _ := resolveLink(d.at, r.attr("href"))
		if p := d.byEntry[entry]; p != nil && p.role == "" && bookRoles[r.attr("type")] != "" {
			p.role = r.attr("type")
		}
	}
	label := func(from, href, words string) {
		entry, _ := resolveLink(from, href)
		if p := d.byEntry[entry]; p != nil && p.label == "" {
			p.label = words
		}
	}
	if nav != "" {
		d.treeIfAny(nav).every("nav", func(n *element) {
			if strings.Contains(n.attr("type"), "toc") {
				n.every("a", func(a *element) { label(nav, a.attr("href"), a.words()) })
			}
		})
	}
	if ncx := hrefs[d.pack.child("spine").attr("toc")]; ncx != "" {
		d.treeIfAny(ncx).child("ncx").child("navMap").deep("navPoint", func(n *element) {
			label(ncx, n.child("content").attr("src"), n.child("navLabel").words())
		})
	}
}

// page reads a document of the book; what is wrong with it is told once.
func (d *bookReader) page(p *bookPage, tell bool) *element {
	before := len(d.diags)
	body := d.tree(p.entry).find("body")
	if !tell {
		d.diags = d.diags[:before]
	}
	return body
}

// findNotes finds the notes of the book, and keeps those that stand in other
// documents than the words they are on.
func (d *bookReader) findNotes() {
	place := 0
	for _, p := range d.spine {
		if p.role == "encrypted" {
			continue
		}
		d.scan(p, d.page(p, false), &place)
	}
	far := map[string]bool{} // documents whose notes are referred to from others
	for _, p := range d.spine {
		p.marks = map[string]bool{}
		for _, r := range p.refs {
			at, ok := d.ids[r.to]
			if !ok || !r.stated && at < r.place { // a link back from a note is no mark of one
				continue
			}
			p.marks[r.to], d.isNote[r.to] = true, true
			if entry, _, _ := strings.Cut(r.to, "#"); entry != p.entry {
				far[entry] = true
			}
		}
	}
	for entry := range far {
		for e, key := range d.notesIn(entry, d.page(d.byEntry[entry], false)) {
			d.noteTree[key] = e
		}
	}
}

// scan notes the names and the marks of notes in a document.
func (d *bookReader) scan(p *bookPage, e *element, place *int) {
	for _, c := range e.each() {
		*place++
		if id := c.attr("id"); id != "" {
			d.ids[p.entry+"#"+id] = *place
		}
		if c.name == "a" {
			if to, stated := noteRef(p.entry, e, c); to != "" {
				p.refs = append(p.refs, bookRef{to, *place, stated})
			}
		}
		d.scan(p, c, place)
	}
}

// noteRef returns the note that a link in a document may be the mark of, and whether
// the book says so.
func noteRef(entry string, parent, a *element) (to string, stated bool) {
	target, fragment := resolveLink(entry, a.attr("href"))
	if target == "" || fragment == "" {
		return "", false
	}
	kinds := a.attr("type") + " " + a.attr("role") + " " + a.attr("class")
	stated = strings.Contains(kinds, "noteref") || strings.Contains(kinds, "footnote-ref")
	raised := parent.name == "sup" || a.child("sup") != nil
	if !stated && !(raised && isNoteMark(a.beginning(16))) || strings.Contains(kinds, "backlink") {
		return "", false
	}
	return target + "#" + fragment, stated
}

// isNoteMark reports whether words are a number or sign such as notes have.
func isNoteMark(s string) bool {
	s = strings.Trim(s, "[]().")
	return s != "" && len(s) <= 6 && (strings.Trim(s, "0123456789") == "" || strings.Trim(s, "*†‡§¶") == "")
}

// notesIn returns the elements of a document that are notes. A name on a word or an
// empty anchor stands for the paragraph that it is in.
func (d *bookReader) notesIn(entry string, body *element) map[*element]string {
	found := map[*element]string{}
	var walk func(e, block *element)
	walk = func(e, block *element) {
		for _, c := range e.each() {
			inside := block
			switch c.name {
			case "p", "li", "div", "aside", "dd", "section", "td":
				inside = c
			}
			if key := entry + "#" + c.attr("id"); c.name != "" && d.isNote[key] && inside != nil {
				if _, taken := found[inside]; !taken {
					found[inside] = key
				}
			}
			walk(c, inside)
		}
	}
	walk(body, nil)
	return found
}

// yield hands out the documents of the book.
func (d *bookReader) yield(yield func(Entry) bool) {
	articles := 0
	var reasons []string
	for _, p := range d.spine {
		reason := d.passOver(p)
		reasons = append(reasons, reason)
		if reason == "" {
			articles++
		}
	}
	meta := d.meta()
	for i, p := range d.spine {
		e := Entry{ID: p.entry, Title: p.label, Skip: reasons[i]}
		if e.Skip == "" {
			e.Item = d.chapter(p, meta, articles == 1)
			e.Title = e.Item.Title
		}
		if !yield(e) {
			return
		}
	}
}

// passOver returns why a document of the book is no article, or "".
func (d *bookReader) passOver(p *bookPage) string {
	if p.role == "encrypted" {
		return "encrypted"
	}
	body := d.page(p, true)
	if body == nil {
		return "it cannot be read"
	}
	d.enter(p, body)
	words := d.proseWords(body)
	roles := p.role + " " + body.attr("type")
	for e := onlyElement(body); e != nil; e = onlyElement(e) {
		roles += " " + e.attr("type")
	}
	for r := range strings.FieldsSeq(roles) {
		reason := bookRoles[r]
		if strings.HasPrefix(reason, "notes") && words > fewWords {
			continue // not all of them are referred to
		}
		if reason != "" {
			return reason
		}
	}
	switch {
	case words <= fewWords && len(d.here) > 0:
		return bookRoles["notes"]
	case words <= fewWords:
		return "no prose in it"
	case words < 150 && bookFile.MatchString(path.Base(p.entry)):
		return "front matter, by its file name"
	}
	return ""
}

// enter begins to read a document whose body was parsed.
func (d *bookReader) enter(p *bookPage, body *element) {
	d.here, d.hereAt = d.notesIn(p.entry, body), map[string]*element{}
	for e, key := range d.here {
		d.hereAt[key] = e
	}
}

// onlyElement returns the one element in e, or nil when there are more or none.
func onlyElement(e *element) *element {
	var only *element
	for _, c := range e.inner {
		switch {
		case c.name == "" && strings.TrimSpace(c.text) == "":
		case c.name == "" || only != nil:
			return nil
		default:
			only = c
		}
	}
	return only
}

// proseWords counts the words below e that are in no heading, note or list of contents.
func (d *bookReader) proseWords(e *element) int {
	n := 0
	for _, c := range e.each() {
		switch {
		case c.name == "":
			n += len(strings.Fields(c.text))
		case headingLevel(c.name) > 0, c.name == "nav", d.here[c] != "", c.name == "script", c.name == "style":
		default:
			n += d.proseWords(c)
		}
	}
	return n
}

// meta returns what the package says of the book.
func (d *bookReader) meta() Meta {
	var m Meta
	about := d.pack.child("metadata")
	roles := map[string]string{}
	for _, e := range about.all("meta") {
		if e.attr("property") == "role" {
			roles[strings.TrimPrefix(e.attr("refines"), "#")] = e.words()
		}
	}
	for _, e := range about.each() {
		words := e.words()
		if words == "" {
			continue
		}
		switch e.name {
		case "title":
			if m.Title == "" {
				m.Title = words
			}
		case "creator":
			role := e.attr("role")
			if role == "" {
				role = roles[e.attr("id")]
			}
			if role == "" || role == "aut" {
				m.Authors = append(m.Authors, words)
			}
		case "date":
			if event := e.attr("event"); m.Date == "" && (event == "" || strings.Contains(event, "publication")) {
				if m.Date, _ = dayOf(words); strings.HasPrefix(m.Date, "0") { // what programs write that know none
					m.Date = ""
				}
			}
		case "language":
			if m.Lang == "" {
				m.Lang = languageTag(words)
			}
		case "subject":
			m.Tags = append(m.Tags, listed(words)...)
		case "rights":
			m.Rights = words
		}
	}
	return m
}
