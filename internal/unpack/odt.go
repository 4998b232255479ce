package unpack

import (
	"bytes"
	"encoding/base64"
	"path"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/diag"
)

// isOpenText reports whether src is a text in the OpenDocument format, packed or as
// one XML file.
func isOpenText(name string, src []byte) bool {
	head := src[:min(len(src), 1024)]
	if isZip(src) {
		return bytes.Contains(head, []byte("application/vnd.oasis.opendocument.text")) ||
			strings.EqualFold(path.Ext(name), ".odt")
	}
	return bytes.Contains(head, []byte("<office:document")) && bytes.Contains(head, []byte("urn:oasis:names:tc:opendocument:xmlns:office"))
}

// openReader reads one text: OpenDocument 1.3, part 3.
type openReader struct {
	office
	styles   openStyles
	notes    notes
	bodies   map[string]*element // of notes
	lists    int                 // how many have begun
	last     map[string]place    // style and level of lists -> their last item
	repeated int                 // table cells that repeat the one before
}

// readOpenText reads an OpenDocument text: one article.
func readOpenText(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	d := &openReader{styles: newOpenStyles(), bodies: map[string]*element{}, last: map[string]place{}}
	var content, meta *element
	e := Entry{ID: "content.xml"}
	if isZip(src) {
		if !d.open(name, src) {
			return d.diags
		}
		styles := d.treeIfAny("styles.xml").child("document-styles")
		d.styles.read(styles)
		d.headers(styles)
		content = d.tree("content.xml").child("document-content")
		meta = d.treeIfAny("meta.xml").at("document-meta", "meta")
	} else {
		var root *element
		d.file = name
		root, d.diags = treeOf(name, src)
		content = root.child("document")
		meta = content.child("meta")
		d.headers(content)
		e.ID = "document"
	}
	d.styles.read(content)
	body := content.at("body", "text")
	if body == nil {
		e.Skip = "a document without text"
		yield(e)
		return d.diags
	}
	it := &Item{Name: path.Base(name), Kind: "html", Whole: true}
	blocks, date := it.takeHead(d.blocks(body, nil))
	author := meta.child("initial-creator").words()
	if author == "" {
		author = meta.child("creator").words()
	}
	it.stated(meta.child("title").words(), author)
	it.Lang = languageTag(meta.child("language").words())
	for _, k := range meta.all("keyword") {
		it.Tags = append(it.Tags, listed(k.words())...)
	}
	it.Body = []byte(dateline(date) + assemble(blocks) + d.notes.section(d.note))
	it.Files = d.pictures.files
	d.report()
	e.Title, e.Item = it.Title, it
	yield(e)
	return d.diags
}

// headers notes what stands above and below the pages, as the page styles say.
func (d *openReader) headers(document *element) {
	for _, page := range document.child("master-styles").each() {
		for _, e := range page.each() {
			if strings.HasPrefix(e.name, "header") || strings.HasPrefix(e.name, "footer") {
				d.runningWords(e, "")
			}
		}
	}
}

// blocks returns the blocks in e; at is where they stand in a list.
func (d *openReader) blocks(e *element, at *place) []paragraph {
	var out []paragraph
	for _, c := range e.inner {
		switch c.name {
		case "p", "h":
			out = append(out, d.paragraph(c, at)...)
			if at != nil {
				next := *at
				next.more = true
				at = &next
			}
		case "list":
			out = append(out, d.list(c, "", at)...)
		case "table":
			out = append(out, paragraph{role: roleTable, html: d.table(c)})
		case "table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index":
			c.every("p", func(*element) { d.contents++ })
		case "tracked-changes":
			for _, r := range c.inner {
				switch {
				case r.child("deletion") != nil:
					d.deleted++
				case r.child("insertion") != nil:
					d.inserted++
				}
			}
		case "frame", "a", "g", "custom-shape", "rect", "shape":
			w := &runs{}
			d.inline(w, &element{inner: []*element{c}}, look{}, "")
			out = append(out, w.finish()...)
		case "section", "bibliography", "index-body", "numbered-paragraph", "text-box":
			out = append(out, d.blocks(c, at)...)
		}
	}
	return out
}

// paragraph returns a paragraph or heading, and after it what frames in it hold.
func (d *openReader) paragraph(p *element, at *place) []paragraph {
	style := p.attr("style-name")
	w := &runs{}
	w.role, w.level = d.styles.role(style)
	if p.name == "h" {
		w.role = roleHeading
		w.level, _ = strconv.Atoi(p.attr("outline-level"))
	}
	w.list = at
	d.inline(w, p, look{}, "")
	return w.finish()
}

// list returns the blocks of a list; outer is the style of the list around it, and
// around where that one stands.
func (d *openReader) list(e *element, outer string, around *place) []paragraph {
	style := e.attr("style-name")
	if style == "" {
		style = outer
	}
	level := 0
	if around != nil {
		level = around.level + 1
	}
	kind := d.styles.level(style, level)
	d.lists++
	at := place{list: strconv.Itoa(d.lists), level: level, ordered: kind.ordered, number: kind.start - 1}
	key := levelKey(style, level)
	if last, ok := d.last[key]; ok && (e.attr("continue-numbering") == "true" || e.attr("continue-list") != "") {
		at = last
	}
	var out []paragraph
	for _, item := range e.inner {
		if item.name != "list-item" && item.name != "list-header" {
			continue
		}
		here := at
		here.more = item.name == "list-header" || kind.unmarked
		if !here.more {
			at.number++
			if v, err := strconv.Atoi(item.attr("start-value")); err == nil {
				at.number = v
			}
			here.number = max(at.number, 0)
		}
		for _, c := range item.inner {
			if c.name == "list" { // which has the style of the one around it
				out = append(out, d.list(c, style, &here)...)
				continue
			}
			at := here
			blocks := d.blocks(&element{inner: []*element{c}}, &at)
			out = append(out, blocks...)
			here.more = here.more || len(blocks) > 0
		}
	}
	d.last[key] = at
	return out
}

// inline writes what stands in a paragraph or in a part of one.
func (d *openReader) inline(w *runs, e *element, l look, href string) {
	shown := l
	if w.role == roleHeading || w.role == roleTitle {
		shown.strong = false
	}
	marks := shown.marks(href)
	for _, c := range e.inner {
		switch c.name {
		case "":
			if l.hidden {
				if strings.TrimSpace(c.text) != "" {
					d.hidden++
				}
				continue
			}
			w.text(marks, d.spaced(w, c.text))
		case "s":
			n, err := strconv.Atoi(c.attr("c"))
			if err != nil {
				n = 1
			}
			w.text(marks, strings.Repeat(" ", min(max(n, 0), 200)))
		case "tab":
			w.text(marks, "\t")
		case "line-break":
			w.br(marks)
		case "span":
			d.inline(w, c, d.styles.look(l, c.attr("style-name")), href)
		case "a":
			to := c.attr("href")
			if strings.HasPrefix(to, "#") || strings.HasPrefix(to, "../") { // a place in the document, or beside it
				to = href
			}
			d.inline(w, c, l, to)
		case "note":
			id := c.attr("id")
			if id == "" {
				id = strconv.Itoa(len(d.bodies))
			}
			d.bodies[id] = c.orEmpty("note-body")
			w.spans.element(nil, d.notes.ref(id))
			w.other = true
		case "annotation":
			d.comments++
		case "frame":
			d.frame(w, marks, c)
		case "p", "h", "list", "table": // in a shape
			w.after = append(w.after, d.blocks(&element{inner: []*element{c}}, nil)...)
		case "title", "desc", "annotation-end", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "script", "event-listeners", "object", "note-citation":
		default: // fields, marks for indexes, groups of shapes
			d.inline(w, c, l, href)
		}
	}
}

// spaced returns text with each run of white space as one space, as the format
// means it: 6.1.2.
func (d *openReader) spaced(w *runs, s string) string {
	fields := oneLine(s)
	if s == "" {
		return ""
	}
	if isXMLSpace(s[0]) && w.plain.Len() > 0 && !strings.HasSuffix(w.plain.String(), " ") {
		fields = " " + fields
	}
	if last := s[len(s)-1]; isXMLSpace(last) && !strings.HasSuffix(fields, " ") && fields != "" {
		fields += " "
	}
	return fields
}

// frame writes the picture in a frame, and keeps what its text box holds for after
// the paragraph.
func (d *openReader) frame(w *runs, marks []mark, e *element) {
	alt := e.child("desc").words()
	if alt == "" {
		alt = e.child("title").words()
	}
	for _, c := range e.inner {
		switch c.name {
		case "image":
			src := d.image(c)
			if src != "" {
				w.picture(marks, src, alt)
				return // what follows is the same picture in other forms
			}
		case "object":
			d.formula(w, c)
		case "text-box":
			w.after = append(w.after, d.blocks(c, nil)...)
		}
	}
}

// formula writes the words of a formula, which is a document of its own.
func (d *openReader) formula(w *runs, e *element) {
	math := e.child("math")
	if math == nil && d.zip != nil {
		math = d.treeIfAny(path.Join(e.attr("href"), "content.xml")).child("math")
	}
	if s := math.child("semantics"); s != nil {
		for _, c := range s.inner {
			if c.name != "annotation" { // the same once more, in a language of its own
				w.text(nil, c.words())
			}
		}
		return
	}
	w.text(nil, math.words())
}

// image returns the name of a picture beside the article, or its address; "" when it
// cannot be shown.
func (d *openReader) image(e *element) string {
	if data := e.child("binary-data"); data != nil {
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data.raw()), ""))
		name := ""
		if err == nil {
			name = d.pictures.add("picture "+strconv.Itoa(len(d.pictures.named)+1), raw)
		}
		if name == "" {
			d.unshown++
		}
		return name
	}
	href := e.attr("href")
	if strings.Contains(href, "://") {
		return href
	}
	if d.zip == nil || href == "" {
		return ""
	}
	return d.picture(path.Clean(href))
}

// note returns what a note says.
func (d *openReader) note(id string) string { return assemble(d.blocks(d.bodies[id], nil)) }

// table returns a table as HTML.
func (d *openReader) table(e *element) string {
	var rows [][]cell
	cells := 0
	var read func(*element, bool)
	read = func(e *element, head bool) {
		for _, c := range e.inner {
			switch c.name {
			case "table-header-rows":
				read(c, true)
			case "table-rows", "table-row-group":
				read(c, head)
			case "table-row":
				row := d.row(c, head)
				cells += len(row)
				rows = append(rows, row)
			}
		}
	}
	read(e, false)
	if len(rows) > 1 && !rows[0][0].head && allStrong(rows[0]) {
		for i := range rows[0] {
			rows[0][i].head = true
		}
	}
	if cells == 1 {
		return rows[0][0].html
	}
	return tableOf(rows)
}

// maxRepeated is how many cells of a document are made by repeating the one before.
const maxRepeated = 20_000

// row returns the cells of a row, at least one.
func (d *openReader) row(e *element, head bool) []cell {
	var row []cell
	for _, c := range e.inner {
		if c.name != "table-cell" { // or it is covered by another one
			continue
		}
		one := cell{
			html: cellHTML(d.blocks(c, nil)),
			wide: spanOf(c.attr("number-columns-spanned")), deep: spanOf(c.attr("number-rows-spanned")),
			head: head,
		}
		one.align(d.styles.align(c.child("p").attr("style-name")))
		row = append(row, one)
		again := min(spanOf(c.attr("number-columns-repeated"))-1, maxSpan-min(len(row), maxSpan), maxRepeated-d.repeated)
		d.repeated += again
		row = append(row, slices.Repeat([]cell{one}, again)...)
	}
	if len(row) == 0 {
		row = []cell{{}}
	}
	return row
}
