package render

import (
	"html/template"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/markdown"
	"dateline/internal/program"
	"dateline/internal/site"
	"dateline/internal/view"
)

// fragment is HTML that stands on many pages and differs in a few words, such
// as the address of the site's root. Each of these is a mark and a digit: the
// number of its value. Executing a template for a row costs fifty times what
// putting in the values does.
type fragment string

// mark is a character that HTML cannot have.
const mark = 0

// slots gives names to the slots of a fragment: words that stand nowhere in the
// given strings, and that html/template leaves as they are in text, attributes
// and addresses.
func slots(n int, taken ...string) []string {
	fence := "~"
	for _, s := range taken {
		for strings.Contains(s, fence) {
			fence += "~"
		}
	}
	out := make([]string, n)
	for i := range out {
		out[i] = fence + strconv.Itoa(i) + fence
	}
	return out
}

// cut makes a fragment of html, in which the names of slots stand.
func cut(html string, names []string) fragment {
	html = strings.ReplaceAll(html, string(rune(mark)), "")
	var f strings.Builder
	f.Grow(len(html))
	for {
		at, slot := len(html), -1
		for i, name := range names {
			if j := strings.Index(html, name); j >= 0 && j < at {
				at, slot = j, i
			}
		}
		f.WriteString(html[:at])
		if slot < 0 {
			return fragment(f.String())
		}
		f.Write([]byte{mark, '0' + byte(slot)})
		html = html[at+len(names[slot]):]
	}
}

// cutsMark reports whether what stands before i ends with a mark without its digit.
func (f fragment) cutsMark(i int) bool { return i > 0 && f[i-1] == mark }

// append appends the fragment with values, which are plain text, in its slots.
func (f fragment) append(dst []byte, values ...string) []byte {
	for {
		i := strings.IndexByte(string(f), mark)
		if i < 0 {
			return append(dst, f...)
		}
		dst = append(dst, f[:i]...)
		dst = appendEscaped(dst, values[f[i+1]-'0'])
		f = f[i+2:]
	}
}

// appendEscaped appends plain text as HTML. Most of it is the same.
func appendEscaped(dst []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case 0, '"', '\'', '&', '<', '>':
			return append(dst, template.HTMLEscapeString(s)...)
		}
	}
	return append(dst, s...)
}

// fill returns fragments, one after the other, with values in their slots.
func (r *sheet) fill(values []string, fs ...fragment) template.HTML {
	return template.HTML(r.text.Write(func(dst []byte) []byte {
		for _, f := range fs {
			dst = f.append(dst, values...)
		}
		return dst
	}))
}

// execute returns what a template makes of a view. A template that fails leaves
// its place empty: it fitted its view when it was read, so that what is left is
// a matter of its own arithmetic.
func (r *sheet) execute(t *program.Program, v any) string {
	return strings.TrimSpace(r.text.Write(func(dst []byte) []byte {
		html, err := t.Append(dst, v)
		if err != nil {
			return dst
		}
		return html
	}))
}

// row is an article as lists show it, and as a heading over its own words, which
// has no summary. The two have a beginning and an end in common, and are kept as one.
type row struct {
	html fragment // the beginning, what only the row has, what only the heading has, the end
	// Where the other three begin.
	row, heading, end uint32
}

// row returns an article as a row of a list on a page from which root is the
// relative address of the home page.
func (r *sheet) row(p *site.Page, a *site.Article) template.HTML {
	made := r.rowOf(a)
	return r.fill([]string{r.link(p, "/")}, made.html[:made.heading], made.html[made.end:])
}

// heading returns the same without the summary, for where the article's own
// words follow. root has only the address of the home page.
func (r *sheet) heading(root []string, a *site.Article) template.HTML {
	made := r.rowOf(a)
	return r.fill(root, made.html[:made.row], made.html[made.heading:])
}

func (r *sheet) rowOf(a *site.Article) *row {
	i := int(a.Index)
	if i >= len(r.rows) || r.opt.Site.Articles[i] != a { // not of the list: unlisted, or a plain page
		return r.makeRow(a)
	}
	made := r.rows[i].Load()
	if made == nil { // two pages may make it at the same time, with the same result
		made = r.makeRow(a)
		r.rows[i].Store(made)
	}
	return made
}

func (r *sheet) rowsOf(p *site.Page, as []*site.Article) []template.HTML {
	out := make([]template.HTML, len(as))
	for i, a := range as {
		out[i] = r.row(p, a)
	}
	return out
}

func (r *sheet) makeRow(a *site.Article) *row {
	v := view.Row{
		T: &r.lang.Words, Title: markdown.Typography(a.Title, a.Lang), Date: dayView(a.Meta.Date, r.lang.tag),
		Summary: markdown.Typography(summary(a), a.Lang), Authors: strings.Join(a.Meta.Authors, ", "), Source: a.Meta.Source.Name,
	}
	if base(a.Lang) != base(r.opt.Site.Settings.Language) {
		v.Lang = a.Lang
	}
	path := addr.URL("/").Rel(a.URL)
	names := slots(1, v.Title, v.Summary, v.Authors, v.Source, path)
	v.URL = names[0] + path
	full := cut(r.execute(r.opt.Templates.row, v), names)
	v.Summary = ""
	return newRow(full, cut(r.execute(r.opt.Templates.row, v), names))
}

// newRow lays a row and a heading over each other.
func newRow(full, heading fragment) *row {
	short := min(len(full), len(heading))
	from := 0
	for from < short && full[from] == heading[from] {
		from++
	}
	if full.cutsMark(from) {
		from--
	}
	end := 0
	for end < short-from && full[len(full)-1-end] == heading[len(heading)-1-end] {
		end++
	}
	if full.cutsMark(len(full)-end) || heading.cutsMark(len(heading)-end) {
		end--
	}
	html := full[:len(full)-end] + heading[from:]
	return &row{html: html, row: uint32(from), heading: uint32(len(full) - end), end: uint32(len(html) - end)}
}

// card returns an entity as an article with n mentions of it shows it, on a page
// from which root is the relative address of the home page. then is its office
// at the time of the article.
func (r *sheet) card(e *site.Entity, n int, then, root string, l *language) template.HTML {
	count, here := l.number(n), l.here.of(n, l)
	place := r.cards[e]
	shared := place != nil && then == "" && l == r.lang // the others stand in few articles
	if shared {
		if f := place.Load(); f != nil {
			return r.fill([]string{root, count, here}, *f)
		}
	}
	v := view.Card{
		T: &l.Words, ID: e.ID, Kind: e.Kind.String(), KindWord: l.kind(e.Kind), Name: e.Name,
		Description: markdown.Typography(e.Description, r.opt.Site.Settings.Language), Life: life(e, l), Unreviewed: e.Unreviewed, Then: then,
		Everywhere: l.articles.of(len(e.Articles), l),
	}
	path := addr.URL("/").Rel(e.URL)
	if !shared {
		v.URL, v.Count, v.Here = root+path, count, here
		return template.HTML(r.execute(r.opt.Templates.card, v))
	}
	names := slots(3, v.ID, v.Name, v.Description, v.Life, v.Everywhere, path)
	v.URL, v.Count, v.Here = names[0]+path, names[1], names[2]
	f := cut(r.execute(r.opt.Templates.card, v), names)
	place.Store(&f)
	return r.fill([]string{root, count, here}, f)
}

// summary returns what lists say of an article.
func summary(a *site.Article) string {
	if a.Meta.Description != "" {
		return a.Meta.Description
	}
	return a.Summary
}
