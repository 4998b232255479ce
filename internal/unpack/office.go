package unpack

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dateline/internal/diag"
)

// office is what readers of office documents share: the archive they read, what they
// gather, and what they leave out.
type office struct {
	file     string
	zip      *archive
	diags    diag.List
	pictures pictures
	kept     map[string][]byte // entries that were read, when they are read again; nil keeps none

	running []string // the headers and footers of pages, each once

	// How much was left out or not yet decided by the author.
	inserted, deleted, hidden, comments, contents, symbols, unshown int
}

// open opens the document's archive, and reports whether there is something to read.
func (d *office) open(name string, src []byte) bool {
	d.file = name
	d.zip, d.diags = openZip(name, src, maxDocument)
	return d.zip != nil
}

// read reads an entry; nil when it cannot be read.
func (d *office) read(entry string) []byte {
	if data, ok := d.kept[entry]; ok {
		return data
	}
	data, diags := d.zip.read(entry)
	d.diags = append(d.diags, diags...)
	if d.kept != nil && data != nil {
		d.kept[entry] = data
	}
	return data
}

// tree reads an entry as XML; nil when it cannot be read.
func (d *office) tree(entry string) *element {
	data := d.read(entry)
	if data == nil {
		return nil
	}
	root, diags := treeOf(d.file+"/"+entry, data)
	d.diags = append(d.diags, diags...)
	return root
}

// treeIfAny is like tree for an entry that need not be there.
func (d *office) treeIfAny(entry string) *element {
	if d.zip.at[entry] == nil {
		return nil
	}
	return d.tree(entry)
}

// picture takes a picture of the archive and returns its name beside the article, or
// "" when it cannot be shown.
func (d *office) picture(entry string) string {
	if name, ok := d.pictures.named[entry]; ok {
		return name
	}
	data := d.read(entry)
	name := d.pictures.add(entry, data)
	if name == "" && data != nil {
		d.unshown++
	}
	return name
}

// runningWords notes the words of a header or footer of pages. They are in elements of
// that name in its paragraphs; text itself has the name "".
func (d *office) runningWords(part *element, words string) {
	var out []string
	part.deep("p", func(p *element) {
		var b strings.Builder
		p.deep(words, func(e *element) { e.appendText(&b) })
		out = append(out, b.String())
	})
	if s := oneLine(strings.Join(out, " ")); strings.IndexFunc(s, unicode.IsLetter) >= 0 && !slices.Contains(d.running, s) {
		d.running = append(d.running, s)
	}
}

// report tells what was left out.
func (d *office) report() {
	if len(d.running) > 0 {
		d.diags = append(d.diags, diag.New(diag.Info, "running-words-left-out", d.file, "headers and footers of pages were left out: %s", quoted(d.running)))
	}
	for _, r := range []struct {
		n             int
		severity      diag.Severity
		code, message string
		hint          string
	}{
		{d.inserted + d.deleted, diag.Warning, "tracked-changes", "%d tracked changes are in the document: insertions were kept, deletions left out", "accept or reject them in the document"},
		{d.hidden, diag.Warning, "hidden-text", "%d pieces of hidden text were left out", ""},
		{d.symbols, diag.Warning, "symbol-left-out", "%d signs of symbol fonts, which have no meaning outside of them, were left out", "check the places where they stood"},
		{d.unshown, diag.Warning, "picture-left-out", "%d pictures are in formats that browsers do not show, and were left out", "save them as PNG or JPEG"},
		{d.comments, diag.Info, "comments-left-out", "%d comments were left out", ""},
		{d.contents, diag.Info, "contents-left-out", "%d lines of a table of contents were left out", ""},
	} {
		if r.n > 0 {
			d.diags = append(d.diags, diag.New(r.severity, r.code, d.file, r.message, r.n).WithHint("%s", r.hint))
		}
	}
}

// takeHead takes the blocks that belong into the article's header: title, subtitle,
// authors and date. A document without a title in that style has it in its first
// block, when that is its only heading of the first level. The date is in the words
// of the document, and is left to the importer to read.
func (it *Item) takeHead(blocks []paragraph) (rest []paragraph, date string) {
	chapters := 0
	titled := false
	first := -1
	for i, p := range blocks {
		titled = titled || p.role == roleTitle && p.text != ""
		if p.role == roleHeading && p.level == 1 {
			chapters++
		}
		if first < 0 && p.html != "" {
			first = i
		}
	}
	if !titled && chapters == 1 && first >= 0 && blocks[first].role == roleHeading && blocks[first].level == 1 {
		blocks[first].role = roleTitle
	}
	for _, p := range blocks {
		switch {
		case p.text == "":
		case p.role == roleTitle && it.Title == "":
			it.Title = p.text
			continue
		case p.role == roleSubtitle && it.Description == "" && it.Title != "":
			it.Description = p.text
			continue
		case p.role == roleAuthor:
			it.Authors = append(it.Authors, p.text)
			continue
		case p.role == roleDate && date == "" && strings.ContainsAny(p.text, "0123456789"):
			date = p.text
			continue
		}
		rest = append(rest, p)
	}
	return rest, date
}

// dateline returns the markup that tells the importer the date of publication in the
// document's own words.
func dateline(date string) string {
	if date == "" {
		return ""
	}
	return `<meta name="date"` + attribute("content", date) + ">\n"
}

// stated takes title and authors from a document's properties where its text says
// nothing of them. Programs fill them in themselves, with the name of the file and of
// the machine's user.
func (it *Item) stated(title, authors string) {
	if ext := path.Ext(title); it.Title == "" && !strings.HasPrefix(title, "Microsoft Word - ") && (ext == "" || strings.ContainsAny(ext, " ") || len(ext) > 5) {
		it.Title = title
	}
	if len(it.Authors) > 0 {
		return
	}
	for _, a := range listed(authors) {
		switch strings.ToLower(a) {
		case "microsoft office user", "user", "admin", "administrator", "owner", "author", "unknown", "python-docx", "windows user", "root", "guest":
		default:
			it.Authors = append(it.Authors, a)
		}
	}
}

// listed returns the parts of a list with semicolons or commas between them; with a
// semicolon, a comma is part of a name.
func listed(s string) []string {
	sep := ","
	if strings.Contains(s, ";") {
		sep = ";"
	}
	var out []string
	for part := range strings.SplitSeq(s, sep) {
		if part = oneLine(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// cellHTML returns the blocks of a cell; a single paragraph goes without its element.
func cellHTML(blocks []paragraph) string {
	only, n := 0, 0
	for i, p := range blocks {
		if p.html != "" {
			only = i
			n++
		}
	}
	if n == 1 && blocks[only].list == nil && (blocks[only].role == roleText || blocks[only].role == rolePicture) {
		return blocks[only].html
	}
	return assemble(blocks)
}

// maxSpan is how many columns or rows a cell may span.
const maxSpan = 200

// spanOf returns the number of columns or rows that a cell spans.
func spanOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxSpan)
}

// allStrong reports whether the words of all cells of a row are strong, as in a first
// row that names the columns.
func allStrong(row []cell) bool {
	some := false
	for _, c := range row {
		if c.html == "" {
			continue
		}
		some = true
		if !strings.HasPrefix(c.html, "<strong>") || !strings.HasSuffix(c.html, "</strong>") || strings.Count(c.html, "<strong>") > 1 {
			return false
		}
	}
	return some
}

// resolve returns the name of the entry that ref, found in the entry from, refers
// to: a path beside it, or one from the root when it begins with a slash.
func resolve(from, ref string) string {
	if rooted, ok := strings.CutPrefix(ref, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join(path.Dir(from), ref)
}
