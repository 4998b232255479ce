package unpack

import (
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/charset"
	"dateline/internal/diag"
	"dateline/internal/sheet"
)

// isSubstack reports whether src is an archive of Substack's.
func isSubstack(_ string, src []byte) bool { return zipHolds(src, "posts.csv") }

// substack reads an archive of Substack's: a table of posts, and their texts in files.
type substack struct {
	reading
	a     *archive
	files map[string]string // ID of a post -> name of its file
	forms int               // for subscribing, left out
}

// readSubstack reads an archive of Substack's.
func readSubstack(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	a, diags := openZip(name, src, maxPosts)
	if a == nil {
		return diags
	}
	s := &substack{reading: reading{file: name, yield: yield, diags: diags}, a: a, files: map[string]string{}}
	var table string
	for _, file := range a.names {
		switch base := path.Base(file); {
		case base == "posts.csv":
			table = file
		case endingOf(file) == "html":
			s.files[strings.TrimSuffix(base, ".html")] = file
		}
	}
	src, problems := a.read(table)
	if s.diags = append(s.diags, problems...); problems == nil && s.posts(table, src) {
		s.others()
	}
	if s.forms > 0 {
		s.tell(diag.Info, "form-left-out", 0, "%d forms and buttons for subscribing were left out of the posts", s.forms)
	}
	return s.diags
}

// posts yields the posts of the table, and reports whether more are wanted.
func (s *substack) posts(table string, src []byte) bool {
	text, _, problems := charset.Decode(s.file, src)
	s.diags = append(s.diags, problems...)
	t := sheet.NewReader(text)
	columns, line, err := t.Row(nil)
	at := map[string]int{}
	for i, name := range columns {
		at[name] = i
	}
	for err == nil {
		var fields []string
		if fields, line, err = t.Row(nil); len(fields) == 0 {
			break
		}
		value := func(column string) string {
			if i, ok := at[column]; ok && i < len(fields) {
				return strings.TrimSpace(fields[i])
			}
			return ""
		}
		if !s.yield(s.entry(value, line)) {
			return false
		}
	}
	if err != nil {
		s.tell(diag.Error, "malformed-table", line, "%s: %v; nothing from there on was read", short(table), err)
	}
	return true
}

// entry returns the post of a row; line is that of the table.
func (s *substack) entry(value func(column string) string, line int) Entry {
	id := value("post_id")
	e := Entry{ID: id, Title: plainWords(value("title")), Line: line}
	file := s.files[id]
	delete(s.files, id)
	switch kind := value("type"); {
	case kind == "thread" || kind == "restack":
		e.Skip = "a " + kind
		return e
	case file == "":
		e.Skip = "without text"
		return e
	}
	_, slug, _ := strings.Cut(id, ".")
	m := Meta{
		Title: e.Title, Description: plainWords(value("subtitle")), Slug: slug,
		Draft: value("is_published") != "true" || value("audience") != "" && value("audience") != "everyone",
	}
	if m.Date = s.day(value("post_date"), line); m.Date == "" {
		m.Date = s.day(value("email_sent_at"), line)
	}
	if slug != "" && value("is_published") == "true" {
		m.Redirects = oldAddress("/p/" + slug)
	}
	s.text(&e, file, m)
	return e
}

// others yields the texts that no row of the table names.
func (s *substack) others() {
	for _, file := range s.a.names {
		id := strings.TrimSuffix(path.Base(file), ".html")
		e := Entry{ID: file, Skip: "no post"}
		if s.files[id] == file {
			e = Entry{ID: id}
			s.text(&e, file, Meta{Draft: true})
		} else if endingOf(file) == "html" || path.Base(file) == "posts.csv" {
			continue
		}
		if !s.yield(e) {
			return
		}
	}
}

// text gives the entry the text of a file.
func (s *substack) text(e *Entry, file string, m Meta) {
	src, problems := s.a.read(file)
	if problems != nil {
		s.diags = append(s.diags, problems...)
		e.Skip = "it cannot be read"
		return
	}
	text, _, problems := charset.Decode(s.file, src)
	s.diags = append(s.diags, problems...)
	body, err := s.withoutForms(text)
	switch {
	case err != nil:
		s.tell(diag.Error, "html-too-deep", 0, "%s cannot be parsed: %v", short(file), err)
		e.Skip = "it cannot be read"
	case strings.TrimSpace(body) == "":
		e.Skip = "without text"
	default:
		e.Item = &Item{Name: path.Base(file), Kind: "html", Whole: true, Body: []byte(body), Meta: m}
	}
}

// withoutForms returns a text without the forms and buttons that the editor sets in.
func (s *substack) withoutForms(text string) (string, error) {
	if !strings.Contains(text, "subscription-widget") && !strings.Contains(text, "button-wrapper") {
		return text, nil
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(text), root)
	if err != nil {
		return "", err
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (strings.HasPrefix(attrOf(n, "class"), "subscription-widget") || hasClass(n, "button-wrapper")) {
			out = append(out, n)
		}
	}
	for _, n := range out {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
			s.forms++
		}
	}
	return innerHTML(root), nil
}
