package unpack

import (
	"bytes"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// isDotclear reports whether src is a flat export of Dotclear 2.
func isDotclear(_ string, src []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), []byte("///DOTCLEAR|"))
}

// dotclear reads a flat export: tables, each with a line of its name and columns and a
// line for each row. It goes through it twice, since tags stand behind the posts.
type dotclear struct {
	reading
	categories, users map[string]string
	tags              map[string][]string // ID of a post
	titles            map[string]string   // of the posts
	lang, rights      string
}

// dotclearRow is a row of a table by the names of its columns.
type dotclearRow struct {
	table   string
	columns map[string]int
	fields  []string
	line    int
}

// get returns the value of a column, or "".
func (w *dotclearRow) get(column string) string {
	if i, ok := w.columns[column]; ok && i < len(w.fields) {
		return w.fields[i]
	}
	return ""
}

// readDotclear reads a flat export of Dotclear.
func readDotclear(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	text, _, diags := charset.Decode(name, src)
	d := &dotclear{
		reading:    reading{file: name, yield: yield},
		categories: map[string]string{}, users: map[string]string{}, tags: map[string][]string{}, titles: map[string]string{},
	}
	d.each(text, d.survey)
	d.diags = diags // what is wrong is told when it is gone through again
	d.each(text, d.entry)
	return d.diags
}

// each calls use for each row, until it returns false.
func (d *dotclear) each(text string, use func(*dotclearRow) bool) {
	var w dotclearRow
	for line := range strings.Lines(text) {
		w.line++
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "["):
			head := strings.Trim(line, "[] ")
			table, columns, _ := strings.Cut(head, " ")
			w.table, w.columns = table, map[string]int{}
			for i, c := range strings.Split(columns, ",") {
				w.columns[strings.TrimSpace(c)] = i
			}
		case strings.HasPrefix(line, `"`):
			var ok bool
			if w.fields, ok = dotclearFields(line); !ok {
				d.tell(diag.Error, "malformed-table", w.line, "the row of the table %q ends in the middle of a field", short(w.table))
				continue
			}
			if !use(&w) {
				return
			}
		}
	}
}

// dotclearFields returns the fields of a row: quoted, parted by commas, with the
// escapes of PHP.
func dotclearFields(line string) (fields []string, ok bool) {
	for {
		i := 1
		for i < len(line) && line[i] != '"' {
			if line[i] == '\\' {
				i++
			}
			i++
		}
		if i >= len(line) {
			return fields, false
		}
		fields = append(fields, dotclearEscapes.Replace(line[1:i]))
		line = line[i+1:]
		if !strings.HasPrefix(line, `,"`) {
			return fields, true
		}
		line = line[1:]
	}
}

// dotclearEscapes are the escapes of a field, with what they stand for.
var dotclearEscapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\r\n`, "\n", `\n`, "\n", `\r`, "\n")

// survey reads what posts refer to.
func (d *dotclear) survey(w *dotclearRow) bool {
	switch w.table {
	case "category":
		d.categories[w.get("cat_id")] = plainWords(w.get("cat_title"))
	case "user":
		name := w.get("user_displayname")
		if name == "" {
			name = oneLine(w.get("user_firstname") + " " + w.get("user_name"))
		}
		d.users[w.get("user_id")] = plainWords(name)
	case "meta":
		if w.get("meta_type") == "tag" {
			d.tags[w.get("post_id")] = append(d.tags[w.get("post_id")], w.get("meta_id"))
		}
	case "setting":
		switch w.get("setting_id") {
		case "lang":
			d.lang = languageTag(w.get("setting_value"))
		case "copyright_notice":
			d.rights = plainWords(w.get("setting_value"))
		}
	case "post":
		d.titles[w.get("post_id")] = plainWords(w.get("post_title"))
	}
	return true
}

// entry yields what a row holds, and reports whether more are wanted.
func (d *dotclear) entry(w *dotclearRow) bool {
	switch w.table {
	case "post":
		return d.yield(d.post(w))
	case "comment":
		return d.yield(Entry{ID: "comment " + w.get("comment_id"), Title: d.titles[w.get("post_id")], Line: w.line, Skip: "a comment"})
	case "media":
		return d.yield(Entry{ID: "media " + w.get("media_id"), Title: w.get("media_title"), Line: w.line, Skip: "a media file"})
	}
	return true
}

// post returns what a row of the table of posts holds.
func (d *dotclear) post(w *dotclearRow) Entry {
	id := w.get("post_id")
	e := Entry{ID: "post " + id, Title: d.titles[id], Line: w.line}
	kind := w.get("post_type")
	if kind != "post" && kind != "page" && kind != "" {
		e.Skip = "of the kind " + short(kind) + ", neither a post nor a page"
		return e
	}
	format, body := "html", strings.TrimSpace(w.get("post_excerpt_xhtml")+"\n"+w.get("post_content_xhtml"))
	if body == "" {
		body = strings.TrimSpace(w.get("post_excerpt") + "\n\n" + w.get("post_content"))
		switch w.get("post_format") {
		case "markdown":
			format = "markdown"
		case "wiki":
			format = "text"
		}
	}
	if body == "" {
		e.Skip = "without text"
		return e
	}
	m := Meta{
		Title: e.Title, Date: d.day(w.get("post_dt"), w.line), Lastmod: d.day(w.get("post_upddt"), w.line), Rights: d.rights,
		Draft: w.get("post_status") != "1" || w.get("post_password") != "", Lang: languageTag(w.get("post_lang")),
		Tags: append([]string{d.categories[w.get("cat_id")]}, d.tags[id]...), Slug: slugOf(w.get("post_url")),
	}
	if m.Lang == "" {
		m.Lang = d.lang
	}
	if m.Lastmod == m.Date {
		m.Lastmod = ""
	}
	m.Authors = []string{w.get("user_id")}
	if name := d.users[w.get("user_id")]; name != "" {
		m.Authors[0] = name
	}
	if m.Slug != "" {
		folder := "post"
		if kind == "page" {
			folder = "pages"
		}
		m.Redirects = oldAddress("/" + folder + "/" + m.Slug)
		m.Slug = m.Slug[strings.LastIndexByte(m.Slug, '/')+1:]
	}
	e.Item = &Item{Name: itemName(m.Slug, e.ID), Kind: format, Whole: format == "html", Body: []byte(body), Meta: m}
	return e
}
