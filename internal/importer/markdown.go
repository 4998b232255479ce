package importer

import (
	"bytes"
	"slices"
	"strings"

	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// readMarkdown reads an article that is Markdown already, as Hugo, Jekyll and
// Obsidian keep it. Header keys get our names, what these programs write in ways of
// their own becomes plain Markdown, and every other byte stays the author's: a file
// in which nothing has to change is returned as it is.
func readMarkdown(name, text string, opt Options) (*page, diag.List) {
	src := []byte(text)
	h, diags := frontmatter.Split(name, src)
	if diags.HasErrors() {
		return nil, diags
	}
	r := markdownReader{p: &page{}, src: src, header: h}
	r.readHeader()
	r.readBody()
	r.p.write = func(p *page) []byte { return r.write(p, opt) }
	return r.p, diags
}

type markdownReader struct {
	p       *page
	src     []byte
	header  frontmatter.Header
	changes []frontmatter.Change
	body    []byte // as it will stand
	same    bool   // body is as it was
}

// ourKeys maps what other programs call a header key, folded, to our name. Keys
// that are ours already do not stand here.
var ourKeys = map[string]string{
	"author": "authors", "byline": "authors", "creator": "authors",
	"summary": "description", "excerpt": "description", "subtitle": "description", "dek": "description",
	"categories": "tags", "category": "tags", "tag": "tags", "keywords": "tags",
	"updated": "lastmod", "modified": "lastmod", "lastmodified": "lastmod", "lastmodifiedat": "lastmod", "lastupdated": "lastmod",
	"language": "lang", "locale": "lang",
	"permalink": "url", "redirectfrom": "redirects", "alias": "aliases",
	"cover": "image", "featuredimage": "image", "featured": "image", "thumbnail": "image", "images": "image", "banner": "image",
	"created": "date", "createdat": "date", "pubdate": "date", "published": "date",
}

// readHeader maps the fields of the header to ours.
func (r *markdownReader) readHeader() {
	have := map[string]bool{}
	for _, f := range r.header.Fields {
		have[frontmatter.Fold(f.Key)] = true
	}
	var tags []string
	tagsChanged := false
	for _, f := range r.header.Fields {
		key := frontmatter.Fold(f.Key)
		ours := ourKeys[key]
		if v, isBool := f.Value.AsBool(); key == "published" && isBool { // Jekyll's word for the opposite of a draft
			r.drop(f.Key)
			if !v && !have["draft"] {
				r.set("draft", frontmatter.Value{Kind: frontmatter.Bool, Text: "true"})
			}
			continue
		}
		if key == "permalink" && strings.Contains(f.Value.Text, ":") { // a pattern, not an address
			r.rename(f, "permalinkPattern", f.Value)
			continue
		}
		if key == "layout" && !have["sourcelayout"] { // names a template of the other program
			r.rename(f, "sourceLayout", f.Value)
			continue
		}
		if key == "tags" || ours == "tags" {
			words := tagWords(f.Value)
			tagsChanged = tagsChanged || ours == "tags" || f.Value.Kind != frontmatter.List || !slices.Equal(words, plainList(f.Value))
			for _, t := range words {
				if !slices.Contains(tags, t) {
					tags = append(tags, t)
				}
			}
			if ours == "tags" {
				r.drop(f.Key)
			}
			continue
		}
		if ours == "" {
			ours = key
		} else if have[frontmatter.Fold(ours)] { // the author's own key goes first
			continue
		}
		r.field(f, key, ours)
		have[frontmatter.Fold(ours)] = true
	}
	if tagsChanged {
		r.set("tags", listValue(tags))
	}
}

// field takes one field under our name for it.
func (r *markdownReader) field(f frontmatter.Field, key, ours string) {
	v := f.Value
	switch ours {
	case "title":
		r.p.title, r.p.titleFrom, r.p.titleEvidence = strings.TrimSpace(v.Text), "meta", "header key "+f.Key
	case "date":
		v = dayValue(v)
		r.p.date, r.p.dateFrom, r.p.dateEvidence = v.Text, "meta", "header key "+f.Key+": "+f.Value.Text
	case "lastmod", "publishdate", "expirydate":
		v = dayValue(v)
	case "authors":
		if key != ours {
			v = listValue(people(v))
		}
		r.p.authors = people(v)
	case "redirects", "aliases":
		if v.Kind == frontmatter.String {
			v = listValue([]string{v.Text})
		}
	case "image":
		switch {
		case v.Kind == frontmatter.List && len(v.List) > 0:
			v = v.List[0]
		case v.Kind == frontmatter.Map:
			for _, k := range []string{"path", "url", "src", "image"} {
				if w, ok := v.Get(k); ok {
					v = w
					break
				}
			}
		}
		if v.Kind != frontmatter.String { // "featured: true", or an empty list: something else
			return
		}
	}
	switch {
	case key != frontmatter.Fold(ours):
		r.rename(f, ours, v)
	case v.Kind != f.Value.Kind || v.Text != f.Value.Text:
		r.set(f.Key, v)
	}
}

func (r *markdownReader) set(key string, v frontmatter.Value) {
	r.changes = append(r.changes, frontmatter.Change{Key: key, Value: &v})
}

func (r *markdownReader) drop(key string) {
	r.changes = append(r.changes, frontmatter.Change{Key: key})
}

func (r *markdownReader) rename(f frontmatter.Field, key string, v frontmatter.Value) {
	r.drop(f.Key)
	r.set(key, v)
}

// dayValue returns a timestamp as its day, in the words of its own zone. Whatever is
// a date in EDTF already, or no date at all, stays.
func dayValue(v frontmatter.Value) frontmatter.Value {
	s := strings.TrimSpace(v.Text)
	if _, err := day.Parse(s); err == nil {
		return v
	}
	if c, ok := dateIn(s); ok {
		return frontmatter.Value{Kind: frontmatter.Time, Text: c.edtf()}
	}
	return v
}

// people returns the names in an author's key: a text, a list, or maps with names.
func people(v frontmatter.Value) []string {
	switch v.Kind {
	case frontmatter.String:
		if s := strings.TrimSpace(v.Text); s != "" {
			return []string{s}
		}
	case frontmatter.List:
		var out []string
		for _, e := range v.List {
			out = append(out, people(e)...)
		}
		return out
	case frontmatter.Map:
		if n, ok := v.Get("name"); ok {
			return people(n)
		}
	}
	return nil
}

// tagWords returns the tags of a value: a list, or a text with commas, or with
// spaces alone as Jekyll and Obsidian read it; without Obsidian's "#".
func tagWords(v frontmatter.Value) []string {
	var out []string
	add := func(s string) {
		if s = strings.TrimLeft(strings.TrimSpace(s), "#"); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch {
	case v.Kind == frontmatter.List:
		for _, e := range plainList(v) {
			add(e)
		}
	case v.Kind == frontmatter.String && strings.Contains(v.Text, ","):
		for t := range strings.SplitSeq(v.Text, ",") {
			add(t)
		}
	case v.Kind == frontmatter.String:
		for t := range strings.FieldsSeq(v.Text) {
			add(t)
		}
	}
	return out
}

func plainList(v frontmatter.Value) []string {
	out := make([]string, 0, len(v.List))
	for _, e := range v.List {
		out = append(out, e.Text)
	}
	return out
}

// readBody converts the body line by line and makes the account.
func (r *markdownReader) readBody() {
	head, body := string(r.src[:r.header.Body]), string(r.src[r.header.Body:])
	account := func(l Label, reason, text string) {
		r.p.lines = append(r.p.lines, Line{N: len(r.p.lines) + 1, Label: l, Reason: reason, Text: text})
	}
	for line := range strings.Lines(head) {
		account(HeaderLine, "header", strings.TrimSuffix(line, "\n"))
	}
	var out strings.Builder
	out.Grow(len(body))
	var fence fenced
	seen, inFigure := false, false
	for line := range strings.Lines(body) {
		bare := strings.TrimSuffix(line, "\n")
		if fence.line(bare) {
			out.WriteString(line)
			account(Body, "code", bare)
			seen = true
			continue
		}
		trimmed := strings.TrimSpace(bare)
		if title, ok := strings.CutPrefix(bare, "# "); ok && !seen && (r.p.title == "" || foldTitle(title) == foldTitle(r.p.title)) && strings.TrimSpace(title) != "" && r.header.Format == frontmatter.None {
			r.p.title, r.p.titleFrom, r.p.titleEvidence = strings.TrimSpace(strings.TrimRight(title, "# ")), "line", bare
			account(Title, "first heading", bare)
			seen = true
			continue
		}
		label, reason := Body, "as it stands"
		switch {
		case trimmed == "":
			label, reason = Blank, "empty"
		case strings.HasPrefix(trimmed, "::: figure"):
			inFigure = true
			label, reason = Caption, "figure"
		case inFigure:
			inFigure = trimmed != ":::"
			label, reason = Caption, "figure"
		case strings.HasPrefix(trimmed, "#"):
			label, reason = Subhead, "heading"
		case strings.HasPrefix(trimmed, ">"):
			label, reason = Quote, "quotation"
		}
		seen = seen || trimmed != ""
		end := line[len(bare):]
		if fig, ok := figureShortcode(trimmed); ok {
			out.WriteString(fig + end)
			account(Caption, "figure shortcode", bare)
			continue
		}
		out.WriteString(embeddedImages(bare) + end)
		account(label, reason, bare)
	}
	r.body = []byte(out.String())
	r.same = bytes.Equal(r.body, r.src[r.header.Body:])
	if !r.same && r.header.Format == frontmatter.None { // the heading that became the title leaves no empty lines
		r.body = bytes.TrimLeft(r.body, "\n")
	}
}

// fenced follows fenced code blocks.
type fenced struct {
	mark byte
	n    int
}

// line takes the next line and reports whether it belongs to a fenced code block.
func (f *fenced) line(s string) bool {
	t := strings.TrimLeft(s, " ")
	if len(s)-len(t) > 3 || t == "" || t[0] != '`' && t[0] != '~' {
		return f.n > 0
	}
	run := len(t) - len(strings.TrimLeft(t, string(t[0])))
	switch {
	case f.n == 0 && run >= 3 && (t[0] == '~' || !strings.Contains(t[run:], "`")):
		f.mark, f.n = t[0], run
		return true
	case f.n > 0 && t[0] == f.mark && run >= f.n && strings.TrimSpace(t[run:]) == "":
		f.n = 0
		return true
	}
	return f.n > 0
}

// figureShortcode converts Hugo's {{< figure src="…" caption="…" >}} alone on a line.
func figureShortcode(s string) (string, bool) {
	inner, ok := strings.CutPrefix(s, "{{<")
	if !ok {
		return "", false
	}
	if inner, ok = strings.CutSuffix(inner, ">}}"); !ok {
		return "", false
	}
	inner = strings.TrimSuffix(strings.TrimSpace(inner), "/")
	inner, ok = strings.CutPrefix(inner, "figure ")
	if !ok {
		return "", false
	}
	args := shortcodeArgs(inner)
	src := args["src"]
	if src == "" || !safeDestination(src) || strings.ContainsAny(src, "\n<>") {
		return "", false
	}
	image := "![" + escapePart(args["alt"]) + "](" + escapeDestination(src) + ")"
	caption := args["caption"]
	if t := args["title"]; t != "" {
		caption = strings.TrimSpace("**" + t + "** " + caption)
	}
	if caption == "" {
		return image, true
	}
	return "::: figure\n" + image + "\n" + caption + "\n:::", true
}

// shortcodeArgs reads key="value" pairs; a value stands in double quotes or
// backquotes, or ends at a space.
func shortcodeArgs(s string) map[string]string {
	args := map[string]string{}
	for {
		s = strings.TrimLeft(s, " ")
		key, rest, found := strings.Cut(s, "=")
		if !found {
			return args
		}
		if rest == "" {
			return args
		}
		end := " "
		if rest[0] == '"' || rest[0] == '`' {
			end, rest = rest[:1], rest[1:]
		}
		val, next, _ := strings.Cut(rest, end)
		args[strings.TrimSpace(key)] = strings.ReplaceAll(val, `\"`, `"`)
		s = next
	}
}

// embeddedImages converts Obsidian's ![[picture.png|words]] outside code spans;
// embedded notes stay as they are.
func embeddedImages(s string) string {
	if !strings.Contains(s, "![[") {
		return s
	}
	var b strings.Builder
	ticks := 0
	for {
		i := strings.Index(s, "![[")
		if i < 0 {
			break
		}
		inner, rest, closed := strings.Cut(s[i+3:], "]]")
		if !closed {
			break
		}
		ticks += strings.Count(s[:i], "`")
		target, words, _ := strings.Cut(inner, "|")
		target = strings.TrimSpace(target)
		if ticks%2 == 1 || !imageName(target) || !safeDestination(target) {
			b.WriteString(s[:i+3])
			s = s[i+3:]
			continue
		}
		if strings.Trim(words, "0123456789x ") == "" { // a size
			words = ""
		}
		b.WriteString(s[:i] + "![" + escapePart(strings.TrimSpace(words)) + "](" + escapeDestination(target) + ")")
		s = rest
	}
	b.WriteString(s)
	return b.String()
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
	if len(changes) == 0 && r.header.Format == frontmatter.YAML && r.same {
		return r.src
	}
	if r.header.Format == frontmatter.YAML {
		if out, err := frontmatter.Edit(r.src[:r.header.Body], changes); err == nil {
			return append(out, r.body...)
		}
	}
	// Another format, or an edit that the header's form does not allow: a new header.
	out := frontmatter.Marshal(applied(r.header.Fields, changes))
	if len(r.body) > 0 && r.body[0] != '\n' {
		out = append(out, '\n')
	}
	return append(out, r.body...)
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
