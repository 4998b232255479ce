package importer

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// settle decides title and date: the author's word first, then what the reader
// found, then the next best thing. A date is never made up.
func (p *page) settle(name string, opt Options) {
	switch {
	case opt.Title != "":
		p.setTitle(opt.Title, "user", "--title")
	case p.title != "":
	case len(p.highlights) > 0:
		p.setTitle(p.highlights[0], "highlight", p.highlights[0])
	default:
		p.title, p.titleEvidence = p.lead()
		p.titleFrom = "lead"
		if p.title == "" {
			p.setTitle(titleOfName(name), "file", name)
		}
	}
	if !opt.Date.IsZero() {
		p.setDate(opt.Date.String(), "user", "--date")
	}
	if p.date == "" {
		if c, _, ok := isoDate(path.Base(name)); ok && path.Base(name)[4] == '-' { // as Jekyll names its posts
			p.setDate(c.String(), "url", "file name "+path.Base(name))
		}
	}
	if p.dateFrom == "" || p.date == "" {
		p.date, p.dateFrom = "", "none"
	}
	if opt.Lang != "" {
		p.lang = opt.Lang
		p.conclude("lang", p.lang, "--lang", "the author's word")
	}
	p.conclude("title", p.title, p.titleFrom+" "+clause(p.titleEvidence, 80), "nothing states it better")
	p.conclude("authors", strings.Join(p.authors, "; "), "line", "a byline by the article")
	p.conclude("date", p.date, p.dateFrom+" "+clause(p.dateEvidence, 80), "first in the order of trust")
}

// lead returns the first clause of the first paragraph, for want of a title, and
// the paragraph itself.
func (p *page) lead() (title, evidence string) {
	for _, l := range p.lines {
		if l.Label != Body {
			continue
		}
		s := strings.TrimSpace(l.Text)
		if s == "" || strings.HasPrefix(s, "![") { // a picture has no words
			continue
		}
		return clause(s, 90), s
	}
	return "", ""
}

// clause returns s up to the first end of a clause, or up to a word boundary
// before limit bytes.
func clause(s string, limit int) string {
	for i := 0; i < len(s) && i <= limit; i++ {
		switch s[i] {
		case '.', '!', '?', ';':
			if i+1 == len(s) || s[i+1] == ' ' && i > 20 {
				return strings.TrimSpace(s[:i])
			}
		}
	}
	return cutWords(s, limit)
}

// cutWords returns the whole words of s that fit into limit bytes.
func cutWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := strings.LastIndexByte(s[:limit+1], ' ')
	if cut <= 0 {
		for cut = limit; cut > 0 && !utf8.RuneStart(s[cut]); cut-- {
		}
	}
	return strings.TrimRight(s[:cut], " ,;:-–—")
}

// titleOfName makes a title of a file name: "2013-09-09-rope_bridge.txt" is "rope bridge".
func titleOfName(name string) string {
	s := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if _, n, ok := isoDate(s); ok {
		if rest := strings.TrimLeft(s[n:], "-_ "); rest != "" {
			s = rest
		}
	}
	s = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(s))
	if s == "" || s == "." {
		return "Untitled"
	}
	return s
}

// slugLength is the longest slug in bytes, its date not counted: an address that
// still fits on a line.
const slugLength = 60

// slug is the file name without ending: the day and the words of the title.
func (p *page) slug() string {
	s := p.oldSlug
	if s == "" {
		s = strings.ReplaceAll(p.title, ".", "") // U.S. is us, not u-s
	}
	s = addr.Slug(s)
	if len(s) > slugLength {
		cut := strings.LastIndexByte(s[:slugLength+1], '-')
		if cut <= 0 {
			cut = slugLength
		}
		s = s[:cut]
	}
	if len(p.date) >= 10 && isDigits(p.date[:4]) && p.date[4] == '-' && isDigits(p.date[5:7]) && p.date[7] == '-' && isDigits(p.date[8:10]) {
		return p.date[:10] + "-" + s
	}
	return s
}

// draft writes the article of a source.
func (p *page) draft(name string, src []byte) *Draft {
	return p.make(ReportSource{Name: name, Item: p.item, SHA256: Sum(src), Bytes: len(src)}, len(src))
}

// make writes the article, of about a size.
func (p *page) make(source ReportSource, size int) *Draft {
	var md []byte
	if p.write != nil {
		md = p.write(p)
	} else {
		var b bytes.Buffer
		b.Grow(size + size/8) // marks and empty lines come to the words
		b.Write(frontmatter.Marshal(p.header()))
		writeBlocks(&b, p.blocks)
		md = b.Bytes()
	}
	d := &Draft{
		Markdown: md, Slug: p.slug(),
		Title: p.title, TitleFrom: p.titleFrom, DateFrom: p.dateFrom,
		Evidence: p.evidence, Lines: p.lines, Kind: p.kind, Encoding: p.encoding, Files: p.files,
		Source: source,
		page:   p,
	}
	if p.date != "" {
		if date, err := day.Parse(p.date); err == nil {
			d.Date = date
		}
	}
	return d
}

// Infer gives a draft without a date one that somebody agreed to, found by evidence
// other than a statement of it, and writes the article anew.
func (d *Draft) Infer(date day.Date, evidence string) {
	p := d.page
	p.setDate(date.String(), "inferred", evidence)
	p.conclude("date", p.date, "inferred "+clause(evidence, 80), "agreed to")
	*d = *p.make(d.Source, d.Source.Bytes)
}

// Report returns the account of the import. It is made when it is asked for, since
// many only want the Markdown.
func (d *Draft) Report() Report { return d.page.report(d.Source, d.Markdown) }

// titleGuessed reports whether nothing states the title.
func (p *page) titleGuessed() bool {
	switch p.titleFrom {
	case "highlight", "lead", "file":
		return true
	}
	return false
}

// review returns what a person should look at, because it was not stated.
func (p *page) review(name string) diag.List {
	var l diag.List
	if p.titleGuessed() {
		l = append(l, diag.New(diag.Warning, "title-needs-review", name,
			"no title was found; %q was taken from the %s", p.title, p.titleFrom).
			WithHint("check the title, or give it with --title"))
	}
	if p.dateFrom == "none" {
		l = append(l, diag.New(diag.Warning, "no-date", name, "no date was found, and none is guessed"))
	}
	return l
}

// BeforeCompiling returns what an import says without what compiling its article
// says again, and better: that it has no date.
func BeforeCompiling(l diag.List) diag.List {
	return slices.DeleteFunc(l, func(d diag.Diagnostic) bool { return d.Code == "no-date" })
}

// header returns the article's header, in the order in which people read it.
func (p *page) header() []frontmatter.Field {
	var h []frontmatter.Field
	add := func(key string, v frontmatter.Value) {
		h = append(h, frontmatter.Field{Key: key, Value: v})
	}
	addString := func(key, s string) {
		if s = strings.TrimSpace(s); s != "" {
			add(key, stringValue(s))
		}
	}
	addList := func(key string, l []string) {
		if len(l) > 0 {
			add(key, listValue(l))
		}
	}
	addString("title", p.title)
	if p.date != "" {
		add("date", frontmatter.Value{Kind: frontmatter.Time, Text: p.date})
		addString("dateBasis", p.dateBasis())
	}
	if p.lastmod != "" {
		add("lastmod", frontmatter.Value{Kind: frontmatter.Time, Text: p.lastmod})
	}
	addList("authors", p.authors)
	addString("description", p.description)
	addList("highlights", p.highlights)
	addList("tags", p.tags)
	addString("lang", p.lang)
	addList("redirects", p.redirects)
	if p.isDraft {
		add("draft", frontmatter.Value{Kind: frontmatter.Bool, Text: "true"})
	}
	addString("image", p.image)
	var source []frontmatter.Field
	for _, f := range []struct{ key, val string }{{"name", p.site}, {"url", p.url}, {"retrieved", p.retrieved}, {"rights", p.rights}} {
		if f.val != "" {
			source = append(source, frontmatter.Field{Key: f.key, Value: stringValue(f.val)})
		}
	}
	if len(source) > 0 {
		add("source", frontmatter.Value{Kind: frontmatter.Map, Map: source})
	}
	return h
}

// dateBasis says whether a person stated the date, or the import found it.
func (p *page) dateBasis() string {
	switch p.dateFrom {
	case "user":
		return "stated"
	case "inferred":
		return "inferred"
	}
	return "imported"
}

// stringValue is a text for the header.
func stringValue(s string) frontmatter.Value {
	return frontmatter.Value{Kind: frontmatter.String, Text: s}
}

// listValue is a list of texts for the header.
func listValue(l []string) frontmatter.Value {
	v := frontmatter.Value{Kind: frontmatter.List, List: make([]frontmatter.Value, len(l))}
	for i, s := range l {
		v.List[i] = stringValue(s)
	}
	return v
}

// writeBlocks writes blocks as Markdown, an empty line between them.
func writeBlocks(b *bytes.Buffer, blocks []block) {
	for i, k := range blocks {
		tight := k.shape == item && i > 0 && blocks[i-1].shape == item
		if !tight {
			b.WriteByte('\n')
		}
		switch k.shape {
		case heading:
			for range min(max(k.level, 1), 6) {
				b.WriteByte('#')
			}
			b.WriteByte(' ')
			b.WriteString(k.md)
		case quotation:
			writeQuoted(b, k.md)
			continue
		case figure:
			b.WriteString("::: figure\n")
			b.WriteString(k.md)
			b.WriteString("\n:::")
		case item:
			b.WriteString("- ")
			b.WriteString(k.md)
		default:
			b.WriteString(k.md)
		}
		b.WriteByte('\n')
	}
}

// writeQuoted writes each line of md behind a quotation mark of Markdown.
func writeQuoted(b io.StringWriter, md string) {
	for line := range strings.SplitSeq(md, "\n") {
		if line = strings.TrimRight(line, " "); line == "" {
			b.WriteString(">\n")
			continue
		}
		b.WriteString("> ")
		b.WriteString(line)
		b.WriteString("\n")
	}
}
