package render

import (
	"errors"
	"html/template"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/jba/templatecheck"

	"dateline/internal/diag"
	"dateline/internal/program"
	"dateline/internal/site"
	"dateline/internal/view"
)

// Names of the templates that are executed on their own beside those of pages.
const (
	baseFile = "baseof.html"
	rowFile  = "_partials/row.html"
	cardFile = "_partials/card.html"
)

// pageKind says with which view a kind of page is executed, and whether its
// file is the whole document; every other file gives baseof.html its "main".
type pageKind struct {
	kind  site.PageKind
	view  any
	whole bool
}

var kinds = []pageKind{
	{site.Home, view.Home{}, false},
	{site.ArticlePage, view.Article{}, false},
	{site.EntityPage, view.Entity{}, false},
	{site.PlainPage, view.Plain{}, false},
	{site.List, view.List{}, false},
	{site.Index, view.Index{}, false},
	{site.TimelinePage, view.TimelinePage{}, false},
	{site.NamePage, view.Name{}, false},
	{site.SearchPage, view.Search{}, false},
	{site.NotFound, view.NotFound{}, false},
	{site.Redirect, view.Redirect{}, true},
}

// Templates are the templates of a site, checked against the views. They do
// not change and may be shared.
type Templates struct {
	pages     map[string]*program.Program // by file without ending: "article", "article-wide"
	row, card *program.Program
}

// Parse reads templates from fsys (the theme with the user's files already laid
// over it): baseof.html, one file for each kind of page, files of the user's own
// layouts ("article-wide.html" for articles with "layout: wide"), and
// _partials/*.html. Each is checked against the view that it is executed with;
// what does not fit is an error with its place in the file. The Templates are
// nil when there are errors.
func Parse(fsys fs.FS) (*Templates, diag.List) {
	p := parser{sources: map[string][]byte{}, fields: viewFields()}
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".html" {
			var src []byte
			if src, err = fs.ReadFile(fsys, name); err == nil {
				p.sources[name] = src
				files = append(files, name)
			}
		}
		return err
	})
	if err != nil {
		p.report(diag.New(diag.Error, "unreadable-template", "", "templates cannot be read: %v", err))
		return nil, p.diags
	}
	slices.Sort(files)
	base := template.New(baseFile)
	for _, name := range files {
		if name == baseFile || strings.Contains(name, "/") {
			p.parse(base, name)
		}
	}
	p.require(baseFile, rowFile, cardFile)
	t := &Templates{pages: map[string]*program.Program{}}
	for _, k := range kinds {
		p.require(string(k.kind) + ".html")
	}
	for _, name := range files {
		if strings.Contains(name, "/") || name == baseFile {
			continue
		}
		stem := strings.TrimSuffix(name, ".html")
		kind, _, _ := strings.Cut(stem, "-")
		i := slices.IndexFunc(kinds, func(k pageKind) bool { return string(k.kind) == kind })
		if i < 0 {
			p.unknown(name)
			continue
		}
		if p.diags.HasErrors() {
			continue // what follows from a broken base says nothing new
		}
		set, err := base.Clone()
		if err != nil {
			p.failure(name, err)
			continue
		}
		if !p.parse(set, name) {
			continue
		}
		entry := set.Lookup(baseFile)
		if kinds[i].whole {
			entry = set.Lookup(name)
		}
		t.pages[stem] = p.check(entry, name, kinds[i].view)
	}
	if !p.diags.HasErrors() {
		t.row = p.check(base.Lookup(rowFile), rowFile, view.Row{})
		t.card = p.check(base.Lookup(cardFile), cardFile, view.Card{})
	}
	if p.diags.HasErrors() {
		return nil, p.diags
	}
	return t, p.diags
}

type parser struct {
	sources map[string][]byte
	fields  map[string][]string // of each view type, by its name
	diags   diag.List
}

func (p *parser) report(d diag.Diagnostic) {
	for i := range p.diags { // the same mistake of a partial shows in every kind of page
		if e := &p.diags[i]; e.File == d.File && e.Line == d.Line && e.Col == d.Col && e.Message == d.Message {
			return
		}
	}
	p.diags = append(p.diags, d)
}

func (p *parser) require(names ...string) {
	for _, name := range names {
		if _, ok := p.sources[name]; !ok {
			p.report(diag.New(diag.Error, "missing-template", "templates/"+name, "there is no template %q", name).
				WithHint("take it from the built-in theme"))
		}
	}
}

func (p *parser) unknown(name string) {
	d := diag.New(diag.Warning, "unknown-template", "templates/"+name, "no page is made with the template %q", name).
		WithHint("name it for a kind of page, such as article-%s, or move it to _partials/", name)
	var known []string
	for _, k := range kinds {
		known = append(known, string(k.kind)+".html")
	}
	if guess := diag.Nearest(name, known); guess != "" {
		d = d.WithHint("did you mean %q?", guess)
	}
	p.report(d)
}

func (p *parser) parse(into *template.Template, name string) bool {
	t := into
	if name != into.Name() {
		t = into.New(name)
	}
	if _, err := t.Parse(string(p.sources[name])); err != nil {
		p.failure(name, err)
		return false
	}
	return true
}

// check reports what in t does not fit its view, and what html/template's
// escaper refuses, which it would otherwise say only at the first execution;
// and compiles t, if all is well.
func (p *parser) check(t *template.Template, name string, v any) *program.Program {
	if err := templatecheck.CheckHTML(t, v); err != nil {
		p.failure(name, err)
		return nil
	}
	var refused *template.Error
	if err := t.Execute(io.Discard, v); errors.As(err, &refused) {
		p.failure(name, err)
		return nil
	}
	return program.New(t, v)
}

// failure places an error of the template packages, which begins with
// "template: NAME:LINE:COL: " or "html/template:NAME:LINE:COL: ".
func (p *parser) failure(name string, err error) {
	msg := err.Error()
	line, col := 0, 0
	rest := strings.TrimPrefix(strings.TrimPrefix(msg, "html/template:"), "template: ")
	if file, after, ok := strings.Cut(rest, ":"); ok && p.sources[file] != nil {
		name, msg = file, after
		line, msg = leadingNumber(msg)
		col, msg = leadingNumber(msg)
	}
	msg = strings.TrimSpace(strings.TrimPrefix(msg, ":"))
	if _, after, ok := strings.Cut(msg, ">: "); ok && strings.HasPrefix(msg, "checking ") {
		msg = after
	}
	culprit := ""
	code := "bad-template"
	hint := ""
	if after, ok := strings.CutPrefix(msg, "can't use field "); ok {
		if field, typ, ok := strings.Cut(after, " in type "); ok {
			typ = strings.TrimLeft(typ, "*[]")
			culprit, code = field, "unknown-field"
			msg = strconv.Quote("."+field) + " is no field of " + typ
			if guess := diag.Nearest(field, p.fields[typ]); guess != "" {
				hint = `did you mean ".` + guess + `"?`
			} else if len(p.fields[typ]) > 0 {
				hint = "use one of ." + strings.Join(p.fields[typ], ", .")
			}
		}
	}
	src := p.sources[name]
	start, end := place(src, line, col, culprit)
	d := diag.New(diag.Error, code, "templates/"+name, "%s", msg)
	if line > 0 {
		d = diag.At(diag.Error, code, "templates/"+name, src, start, end, "%s", msg)
	}
	d.Hint = hint
	p.report(d)
}

// leadingNumber cuts "12:" from the front of s; without one it returns 0 and s.
func leadingNumber(s string) (int, string) {
	digits, rest, ok := strings.Cut(s, ":")
	if n, err := strconv.Atoi(digits); ok && err == nil {
		return n, rest
	}
	return 0, s
}

// place returns the bytes of src at a line and a column (0-based, in bytes, as
// the template packages count), narrowed to the culprit where it stands there.
func place(src []byte, line, col int, culprit string) (start, end int) {
	for ; line > 1; line-- {
		i := strings.IndexByte(string(src[start:]), '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	end = len(src)
	if i := strings.IndexByte(string(src[start:]), '\n'); i >= 0 {
		end = start + i
	}
	if culprit != "" {
		// The column is that of the chain's end or start; the name is near it.
		from := min(start+col, end)
		if i := strings.Index(string(src[from:end]), culprit); i >= 0 {
			return from + i, from + i + len(culprit)
		}
		if i := strings.LastIndex(string(src[start:from]), culprit); i >= 0 {
			return start + i, start + i + len(culprit)
		}
	}
	return min(start+col, end), end
}

// viewFields returns the fields of each type that templates can reach.
func viewFields() map[string][]string {
	out := map[string][]string{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || out[t.String()] != nil {
			return
		}
		out[t.String()] = []string{}
		var names []string
		for _, f := range reflect.VisibleFields(t) {
			if !f.Anonymous {
				names = append(names, f.Name)
			}
			visit(f.Type)
		}
		out[t.String()] = names
	}
	for _, k := range kinds {
		visit(reflect.TypeOf(k.view))
	}
	visit(reflect.TypeFor[view.Row]())
	visit(reflect.TypeFor[view.Card]())
	return out
}

// page returns the template for a kind of page and a layout, or nil.
func (t *Templates) page(kind site.PageKind, layout string) *program.Program {
	if layout != "" {
		return t.pages[string(kind)+"-"+layout]
	}
	return t.pages[string(kind)]
}

// Uncompiled returns the templates that html/template executes, which takes
// several times as long, by file, and what in them is the reason.
func (t *Templates) Uncompiled() map[string]error {
	out := map[string]error{}
	for name, p := range t.pages {
		if why := p.Why(); why != nil {
			out[name+".html"] = why
		}
	}
	for name, p := range map[string]*program.Program{rowFile: t.row, cardFile: t.card} {
		if why := p.Why(); why != nil {
			out[name] = why
		}
	}
	return out
}
