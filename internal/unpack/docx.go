package unpack

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/diag"
)

// isWord reports whether src is a document of Word or of what writes its format.
func isWord(name string, src []byte) bool {
	return zipHolds(src, "word/document") || isZip(src) && strings.EqualFold(path.Ext(name), ".docx") // it may be cut short
}

// wordReader reads one document: ECMA-376-1 (Office Open XML), chapter 17.
type wordReader struct {
	office
	styles    wordStyles
	lists     *numbering
	related   map[string]relation // of the part that is being read
	part      string
	notes     notes
	noteParts map[string]string              // "footnote", "endnote" -> part
	noteTrees map[string]map[string]*element // kind -> identifier -> what the note says
	fields    []wordField
}

// relation is what an identifier in a part refers to.
type relation struct {
	kind   string // the last word of its type, as "hyperlink"
	target string // an address, or the name of an entry
	web    bool   // target is an address
}

// wordField is a field whose parts are runs: 17.16.18.
type wordField struct {
	code   strings.Builder
	result bool // what follows is what the field shows
	href   string
}

// contents reports whether a field is a table of contents.
func (f *wordField) contents() bool {
	return strings.HasPrefix(strings.TrimSpace(f.code.String()), "TOC")
}

// readWord reads a document of Word: one article.
func readWord(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	d := &wordReader{noteParts: map[string]string{}, noteTrees: map[string]map[string]*element{}}
	if !d.open(name, src) {
		return d.diags
	}
	main, core := "word/document.xml", "docProps/core.xml"
	for _, r := range d.relations("") {
		switch r.kind {
		case "officeDocument":
			main = r.target
		case "core-properties":
			core = r.target
		}
	}
	e := Entry{ID: main}
	body := d.tree(main).at("document", "body")
	if body == nil {
		e.Skip = "the document's text cannot be read"
		yield(e)
		return d.diags
	}
	d.enter(main)
	for _, r := range d.related {
		switch r.kind {
		case "styles":
			d.styles = readWordStyles(d.treeIfAny(r.target))
		case "numbering":
			d.lists = readNumbering(d.treeIfAny(r.target))
		case "footnotes", "endnotes":
			d.noteParts[strings.TrimSuffix(r.kind, "s")] = r.target
		}
	}
	if d.lists == nil {
		d.lists = readNumbering(nil)
	}
	blocks := d.blocks(body)
	it := &Item{Name: path.Base(name), Kind: "html", Whole: true}
	blocks, date := it.takeHead(blocks)
	d.properties(it, d.treeIfAny(core).child("coreProperties"))
	it.Body = []byte(dateline(date) + assemble(blocks) + d.notes.section(d.note))
	it.Files = d.pictures.files
	d.headers()
	d.report()
	e.Title, e.Item = it.Title, it
	yield(e)
	return d.diags
}

// headers notes what stands above and below the pages: 17.10.
func (d *wordReader) headers() {
	var parts []string
	for _, r := range d.related {
		if r.kind == "header" || r.kind == "footer" {
			parts = append(parts, r.target)
		}
	}
	slices.Sort(parts)
	for _, part := range parts {
		d.runningWords(d.treeIfAny(part), "t")
	}
}

// properties takes what the document's properties say where its text says nothing.
// Its dates are those of the file, not of publication.
func (d *wordReader) properties(it *Item, core *element) {
	it.stated(core.child("title").words(), core.child("creator").words())
	it.Lang = languageTag(core.child("language").words())
	it.Tags = listed(core.child("keywords").words())
}

// relations reads what a part refers to, by identifier; "" stands for the archive.
func (d *wordReader) relations(part string) map[string]relation {
	related := map[string]relation{}
	dir, base := path.Split(part)
	d.treeIfAny(dir+"_rels/"+base+".rels").every("Relationship", func(e *element) {
		r := relation{kind: path.Base(e.attr("Type")), target: e.attr("Target"), web: e.attr("TargetMode") == "External"}
		if !r.web {
			r.target = resolve(part, r.target)
		}
		related[e.attr("Id")] = r
	})
	return related
}

// enter begins to read a part.
func (d *wordReader) enter(part string) { d.part, d.related = part, d.relations(part) }

// blocks returns the blocks of a body, cell, note or text box.
func (d *wordReader) blocks(e *element) []paragraph {
	var out []paragraph
	for _, c := range e.inner {
		switch c.name {
		case "p":
			out = append(out, d.paragraph(c)...)
		case "tbl":
			out = append(out, d.table(c)...)
		case "del", "moveFrom":
			d.deleted++
		case "AlternateContent":
			out = append(out, d.blocks(choice(c))...)
		case "sdt":
			if c := c.child("sdtContent"); c != nil {
				out = append(out, d.blocks(c)...)
			}
		case "ins", "moveTo", "customXml", "smartTag":
			d.tracked(c)
			out = append(out, d.blocks(c)...)
		}
	}
	return out
}

// choice returns the form of some content that newer programs show.
func choice(e *element) *element {
	if c := e.child("Choice"); c != nil {
		return c
	}
	if c := e.child("Fallback"); c != nil {
		return c
	}
	return &element{}
}

// tracked counts insertions that were not yet accepted.
func (d *wordReader) tracked(e *element) {
	if e.name == "ins" || e.name == "moveTo" {
		d.inserted++
	}
}

// paragraph returns a paragraph, and after it what text boxes in it hold.
func (d *wordReader) paragraph(p *element) []paragraph {
	pPr := p.child("pPr")
	style := pPr.child("pStyle").attr("val")
	out := paragraph{}
	out.role, out.level = d.styles.role(style)
	if n := outlineLevel(pPr); n > 0 && out.role == roleText {
		out.role, out.level = roleHeading, n
	}
	if slices.ContainsFunc(d.fields, func(f wordField) bool { return f.contents() }) {
		out.role = roleContents
	}
	w := &runs{paragraph: out}
	d.runs(w, p, "")
	if out.role == roleContents {
		d.contents++
		return w.after
	}
	w.list = d.place(pPr, style)
	return w.finish()
}

// place returns where a paragraph stands in a list, by its own properties or its
// style's.
func (d *wordReader) place(pPr *element, style string) *place {
	list, level := "", 0
	d.styles.chain(style, func(s *wordStyle) bool {
		list, level = s.list, s.level
		return list != ""
	})
	if numPr := pPr.child("numPr"); numPr != nil {
		if id := numPr.child("numId").attr("val"); id != "" {
			list = id
		}
		if n, err := strconv.Atoi(numPr.child("ilvl").attr("val")); err == nil {
			level = n
		}
	}
	if list == "" || list == "0" {
		return nil
	}
	return d.lists.place(list, level)
}

// runs writes the runs in e.
func (d *wordReader) runs(w *runs, e *element, href string) {
	for _, c := range e.inner {
		switch c.name {
		case "r":
			d.run(w, c, c.child("rPr"), href)
		case "hyperlink":
			r := d.related[c.attr("id")]
			to := ""
			if r.web {
				to = r.target
				if anchor := c.attr("anchor"); anchor != "" && !strings.Contains(to, "#") {
					to += "#" + anchor
				}
			}
			d.runs(w, c, to)
		case "fldSimple":
			d.runs(w, c, hyperlinkField(c.attr("instr")))
		case "sdt":
			if c := c.child("sdtContent"); c != nil {
				d.runs(w, c, href)
			}
		case "AlternateContent":
			d.runs(w, choice(c), href)
		case "del", "moveFrom":
			d.deleted++
		case "oMath", "oMathPara":
			w.text(nil, c.words())
		case "ins", "moveTo", "smartTag", "customXml", "dir", "bdo":
			d.tracked(c)
			d.runs(w, c, href)
		}
	}
}

// run writes what stands in a run.
func (d *wordReader) run(w *runs, r, rPr *element, href string) {
	l := d.styles.lookOf(rPr)
	if w.role == roleHeading || w.role == roleTitle {
		l.strong = false
	}
	if n := len(d.fields); n > 0 && d.fields[n-1].href != "" {
		href = d.fields[n-1].href
	}
	marks := l.marks(href)
	for _, c := range r.inner {
		switch c.name {
		case "fldChar":
			d.field(c.attr("fldCharType"))
			continue
		case "instrText":
			if n := len(d.fields); n > 0 && !d.fields[n-1].result {
				c.appendText(&d.fields[n-1].code)
			}
			continue
		}
		if slices.ContainsFunc(d.fields, func(f wordField) bool { return !f.result }) {
			continue
		}
		if l.hidden {
			d.hidden++
			break
		}
		switch c.name {
		case "t":
			w.text(marks, c.raw())
		case "tab", "ptab":
			w.text(marks, "\t")
		case "noBreakHyphen":
			w.text(marks, "\u2011")
		case "br", "cr":
			if t := c.attr("type"); t == "page" || t == "column" {
				w.text(nil, " ")
				continue
			}
			w.br(marks)
		case "footnoteReference", "endnoteReference":
			w.spans.element(nil, d.notes.ref(strings.TrimSuffix(c.name, "Reference")+" "+c.attr("id")))
			w.other = true
		case "commentReference":
			d.comments++
		case "drawing", "pict", "object":
			d.drawing(w, marks, c)
		case "AlternateContent":
			d.run(w, choice(c), rPr, href)
		case "ruby":
			d.runs(w, c.orEmpty("rubyBase"), href)
			d.runs(w, c.orEmpty("rt"), href)
		case "sym":
			d.symbols++
		}
	}
}

// field follows the parts of a field.
func (d *wordReader) field(part string) {
	n := len(d.fields)
	switch {
	case part == "begin":
		d.fields = append(d.fields, wordField{})
	case n == 0:
	case part == "separate":
		f := &d.fields[n-1]
		f.result, f.href = true, hyperlinkField(f.code.String())
	case part == "end":
		d.fields = d.fields[:n-1]
	}
}

// hyperlinkField returns the address in the code of a field that is a link: 17.16.5.25.
func hyperlinkField(code string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "HYPERLINK")
	if !ok {
		return ""
	}
	rest = strings.TrimSpace(rest)
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		address, _, _ := strings.Cut(quoted, `"`)
		return address
	}
	address, _, _ := strings.Cut(rest, " ")
	if strings.HasPrefix(address, `\`) { // a switch: a place in the document
		return ""
	}
	return address
}

// drawing writes the pictures in e, and keeps what its text boxes hold for after the
// paragraph.
func (d *wordReader) drawing(w *runs, marks []mark, e *element) {
	alt := e.find("docPr").attr("descr")
	if alt == "" {
		alt = e.find("shape").attr("alt")
	}
	var walk func(*element)
	walk = func(e *element) {
		for _, c := range e.inner {
			switch c.name {
			case "blip":
				d.picture(w, marks, alt, c.attr("embed"), c.attr("link"))
			case "imagedata":
				d.picture(w, marks, alt, c.attr("id"), c.attr("href"))
			case "txbxContent":
				w.after = append(w.after, d.blocks(c)...)
			case "AlternateContent":
				walk(choice(c))
			default:
				walk(c)
			}
		}
	}
	walk(e)
}

// picture writes the first picture that one of the identifiers refers to.
func (d *wordReader) picture(w *runs, marks []mark, alt string, ids ...string) {
	for _, id := range ids {
		r, ok := d.related[id]
		if !ok {
			continue
		}
		src := r.target
		if !r.web {
			src = d.office.picture(r.target)
		}
		if src != "" {
			w.picture(marks, src, alt)
		}
		return
	}
}

// note returns what a note says.
func (d *wordReader) note(name string) string {
	kind, id, _ := strings.Cut(name, " ")
	part := d.noteParts[kind]
	if part == "" {
		return ""
	}
	if d.noteTrees[kind] == nil {
		d.noteTrees[kind] = map[string]*element{}
		for _, n := range d.treeIfAny(part).child(kind + "s").all(kind) {
			d.noteTrees[kind][n.attr("id")] = n
		}
	}
	if d.part != part {
		d.enter(part)
	}
	var out string
	if n := d.noteTrees[kind][id]; n != nil {
		d.fields = nil
		out = assemble(d.blocks(n))
	}
	if out == "" {
		d.diags = append(d.diags, diag.New(diag.Warning, "missing-note", d.file, "%s %s has no words", kind, short(fmt.Sprintf("%q", id))))
	}
	return out
}

// table returns a table as one block; a table of one column and row is a frame, and
// its blocks stand by themselves.
func (d *wordReader) table(tbl *element) []paragraph {
	var rows [][]cell
	type origin struct{ row, cell int }
	above := map[int]origin{} // column -> the cell that goes on downwards in it
	heads := 0
	var frame []paragraph
	cells := 0
	for _, tr := range gathered(tbl, "tr") {
		trPr := tr.child("trPr")
		if trPr.child("del") != nil {
			d.deleted++
			continue
		}
		var row []cell
		column, _ := strconv.Atoi(trPr.child("gridBefore").attr("val"))
		column = min(max(column, 0), maxSpan)
		for range column {
			row = append(row, cell{})
		}
		for _, tc := range gathered(tr, "tc") {
			tcPr := tc.child("tcPr")
			blocks := d.blocks(tc)
			cells++
			if cells == 1 {
				frame = blocks
			}
			c := cell{html: cellHTML(blocks), wide: spanOf(tcPr.child("gridSpan").attr("val")), deep: 1}
			c.align(tc.at("p", "pPr", "jc").attr("val"))
			merge := tcPr.child("vMerge")
			o, known := above[column]
			if merge != nil && merge.attr("val") != "restart" && known {
				rows[o.row][o.cell].deep++
				rows[o.row][o.cell].html += c.html
				column += c.wide
				continue
			}
			delete(above, column)
			if merge != nil {
				above[column] = origin{len(rows), len(row)}
			}
			row = append(row, c)
			column += c.wide
		}
		if heads == len(rows) && toggle(trPr, "tblHeader", false) {
			heads++
		}
		rows = append(rows, row)
	}
	if cells <= 1 {
		return frame
	}
	if heads == 0 && len(rows) > 1 && (d.firstRowApart(tbl) || allStrong(rows[0])) {
		heads = 1
	}
	for _, row := range rows[:heads] {
		for j := range row {
			row[j].head = true
			row[j].html = strings.NewReplacer("<strong>", "", "</strong>", "").Replace(row[j].html)
		}
	}
	return []paragraph{{role: roleTable, html: tableOf(rows)}}
}

// firstRowApart reports whether a table's style sets its first row apart, and the
// table asks for it.
func (d *wordReader) firstRowApart(tbl *element) bool {
	look := tbl.at("tblPr", "tblLook")
	asked := look.attr("firstRow") == "1"
	if v, err := strconv.ParseUint(look.attr("val"), 16, 32); err == nil && v&0x20 != 0 {
		asked = true
	}
	apart := false
	d.styles.chain(tbl.at("tblPr", "tblStyle").attr("val"), func(s *wordStyle) bool {
		apart = apart || s.firstRow
		return apart
	})
	return asked && apart
}

// gathered returns the elements of that name in e, also those in content controls
// and insertions.
func gathered(e *element, name string) []*element {
	var out []*element
	for _, c := range e.inner {
		switch c.name {
		case name:
			out = append(out, c)
		case "sdt", "sdtContent", "ins", "customXml":
			out = append(out, gathered(c, name)...)
		}
	}
	return out
}
