package importer

import (
	"slices"

	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// readMarkdown reads an article that is Markdown already, as Hugo, Jekyll, Obsidian,
// Zola and Eleventy keep it. Header keys get our names, what these programs write in
// ways of their own becomes plain Markdown, and every other byte stays the author's:
// a file in which nothing has to change is returned as it is.
//
// The page is nil for a file that is no article. name is its path in the folder that
// it comes from.
func readMarkdown(name, text string, opt Options) (*page, diag.List) {
	sure := opt.From == kindMarkdown
	if why := notArticleByName(name, text); why != "" && !sure {
		return nil, diag.List{passedOver(name, why)}
	}
	src := []byte(text)
	h, diags := frontmatter.Split(name, src)
	if diags.HasErrors() {
		return nil, diags
	}
	if why := notArticle(h, text[h.Body:]); why != "" && !sure {
		return nil, append(diags, passedOver(name, why))
	}
	r := markdownReader{p: &page{}, name: name, src: src, header: h, diags: diags, beside: newBeside(opt.Beside, name)}
	r.from = r.generator()
	r.readHeader(name)
	r.readBody()
	if r.from == obsidian && r.p.title == "" && pageStem(name) != "" { // there, a note is called as its file
		r.p.setTitle(pageStem(name), "meta", "file name "+name)
		r.set("title", stringValue(r.p.title))
	}
	r.p.write = func(p *page) []byte { return r.write(p, opt) }
	return r.p, append(r.diags, r.beside.hand(r.p)...)
}

// passedOver tells why a file is no article. The author may know better.
func passedOver(name, why string) diag.Diagnostic {
	return diag.New(diag.Info, "not-an-article", name, "the file is passed over: %s", why).
		WithHint("if it is an article, import it with --from markdown")
}

// markdownReader reads one Markdown file.
type markdownReader struct {
	p      *page
	name   string
	src    []byte
	header frontmatter.Header
	from   generator
	beside *beside
	diags  diag.List

	have        map[string]bool // header keys, folded
	tags        []string        // of all keys that hold some
	tagsChanged bool
	changes     []frontmatter.Change

	body []byte // as it will stand
	same bool   // body is as it was
}

// generator decides whose Markdown it is: as the folder's settings say, as the file
// looks.
func (r *markdownReader) generator() generator {
	if r.beside != nil {
		if g := r.beside.fsys.generator(); g != anyGenerator {
			return g
		}
	}
	return generatorOfFile(r.name, r.header, string(r.src[r.header.Body:]))
}

// write returns the file with the changes, once title and date are settled.
func (r *markdownReader) write(p *page, opt Options) []byte {
	changes := slices.Clone(r.changes)
	set := func(key string, v frontmatter.Value, is string) {
		if v.Text != is {
			changes = append(changes, frontmatter.Change{Key: key, Value: &v})
		}
	}
	text := func(key string) string {
		for _, f := range r.header.Fields {
			if frontmatter.Fold(f.Key) == frontmatter.Fold(key) {
				return f.Value.Text
			}
		}
		return ""
	}
	if p.titleFrom != "meta" {
		set("title", stringValue(p.title), text("title"))
	}
	if p.date != "" && p.dateFrom != "meta" {
		set("date", frontmatter.Value{Kind: frontmatter.Time, Text: p.date}, text("date"))
		set("dateBasis", stringValue(p.dateBasis()), text("dateBasis"))
	}
	if opt.Lang != "" {
		set("lang", stringValue(opt.Lang), text("lang"))
	}
	if len(changes) == 0 && r.header.Format == frontmatter.YAML {
		if r.same {
			return r.src
		}
		return slices.Concat(r.src[:r.header.Body], r.body)
	}
	head, ok := r.edited(changes)
	if !ok {
		// Another format, or an edit that the header's form does not allow: a new header.
		head = frontmatter.Marshal(applied(r.header.Fields, changes))
		if len(r.body) > 0 && r.body[0] != '\n' {
			head = append(head, '\n')
		}
	}
	return append(head, r.body...)
}

// edited returns the header with the changes made in its own form, if that allows them.
func (r *markdownReader) edited(changes []frontmatter.Change) ([]byte, bool) {
	if r.header.Format != frontmatter.YAML {
		return nil, false
	}
	out, err := frontmatter.Edit(r.src[:r.header.Body], changes)
	return out, err == nil
}

// applied returns fields with the changes made.
func applied(fields []frontmatter.Field, changes []frontmatter.Change) []frontmatter.Field {
	out := slices.Clone(fields)
	for _, c := range changes {
		at := slices.IndexFunc(out, func(f frontmatter.Field) bool { return frontmatter.Fold(f.Key) == frontmatter.Fold(c.Key) })
		switch {
		case c.Value == nil && at >= 0:
			out = slices.Delete(out, at, at+1)
		case c.Value == nil:
		case at >= 0:
			out[at].Value = *c.Value
		case c.Key == "title":
			out = slices.Insert(out, 0, frontmatter.Field{Key: c.Key, Value: *c.Value})
		default:
			out = append(out, frontmatter.Field{Key: c.Key, Value: *c.Value})
		}
	}
	return out
}
