package importer

import (
	"slices"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// bodyReader converts the body of a Markdown file line by line and makes the
// account. What it has no reason to change it leaves byte for byte.
type bodyReader struct {
	r     *markdownReader
	lines []string // of the body, without their ends
	at    int      // the line that is read
	out   []byte

	fence     fenced
	paragraph stretch     // lines whose code is known
	code      [][]stretch // where it stands in them
	list      bool        // within a list, where words may be indented
	indented  bool        // within an indented code block
	seen      bool        // something stands above
	figure    bool        // within ::: figure
	closings  map[string]int
	rawEnd    int    // line of the {% endraw %} to drop, or -1
	quoteEnd  int    // line on which a quotation's shortcode ends, or -1
	cite      string // who is quoted there
	warned    int
	offset    int // of the line in the file
}

// readBody converts the body and makes the account of the whole file.
func (r *markdownReader) readBody() {
	head, body := string(r.src[:r.header.Body]), string(r.src[r.header.Body:])
	for line := range strings.Lines(head) {
		r.account(HeaderLine, "header", strings.TrimSuffix(line, "\n"))
	}
	b := &bodyReader{r: r, closings: map[string]int{}, rawEnd: -1, quoteEnd: -1, offset: len(head), out: make([]byte, 0, len(body))}
	for line := range strings.Lines(body) {
		b.lines = append(b.lines, strings.TrimSuffix(line, "\n"))
	}
	for b.at < len(b.lines) {
		b.line(b.lines[b.at])
	}
	if !strings.HasSuffix(body, "\n") && len(b.lines) > 0 {
		b.out = b.out[:max(0, len(b.out)-1)]
	}
	r.body = b.out
	r.same = string(r.body) == body
	if !r.same && r.header.Format == frontmatter.None { // the heading that became the title leaves no empty lines
		r.body = r.body[len(r.body)-len(strings.TrimLeft(string(r.body), "\n")):]
	}
	if b.warned > maxWarnings {
		r.diags = append(r.diags, diag.New(diag.Warning, "more-left", r.name, "%d more places were left or need a look", b.warned-maxWarnings))
	}
}

// account notes a line of the file.
func (r *markdownReader) account(l Label, reason, text string) {
	r.p.lines = append(r.p.lines, Line{N: len(r.p.lines) + 1, Label: l, Reason: reason, Text: text})
}

// line reads the line at which the reader stands, and those that belong to it.
func (b *bodyReader) line(s string) {
	trimmed := strings.TrimSpace(s)
	blank := b.at == 0 || strings.TrimSpace(b.lines[b.at-1]) == ""
	switch {
	case b.fence.line(s, b.list):
		b.seen = true
		b.keep(Body, "code")
		return
	case trimmed == "":
		b.keep(Blank, "empty")
		return
	}
	item := beginsItem(s)
	deep := strings.HasPrefix(s, "    ") || strings.HasPrefix(s, "\t")
	switch {
	case deep && !b.list && (blank || b.indented):
		b.indented, b.seen = true, true
		b.keep(Body, "code")
		return
	case !deep && item:
		b.list = true
	case !deep && blank && s[0] != ' ':
		b.list = false
	}
	b.indented = false
	if b.at >= b.paragraph.end {
		b.readParagraph()
	}
	code := b.code[b.at-b.paragraph.start]
	if b.title(s) {
		return
	}
	b.seen = true
	if (len(code) == 0 || code[0].start > 0) && b.block(s, trimmed) {
		return
	}
	label, reason := Body, "as it stands"
	switch {
	case strings.HasPrefix(trimmed, "::: figure"):
		b.figure = true
		label, reason = Caption, "figure"
	case b.figure:
		b.figure = trimmed != ":::"
		label, reason = Caption, "figure"
	case strings.HasPrefix(trimmed, "#"):
		label, reason = Subhead, "heading"
	case strings.HasPrefix(trimmed, ">"):
		label, reason = Quote, "quotation"
	}
	l := lineReader{b: b}
	out := l.read(s, code)
	switch {
	case out == s || beginsBlock(out, b.list): // what would be read as something else again stays
		b.keep(label, reason)
	case strings.TrimSpace(out) == "":
		b.drop(1, strings.Join(l.did, ", "))
	default:
		b.change(1, label, strings.Join(l.did, ", "), out)
	}
}

// beginsBlock reports whether a line may be a tag that stands alone, a comment or
// the beginning of code.
func beginsBlock(s string, list bool) bool {
	t := strings.TrimSpace(s)
	if strings.HasPrefix(t, "{") {
		tag, ok := readTag(t)
		return !ok || tag.size == len(t)
	}
	return strings.HasPrefix(t, "%%") || opensFence(s, list)
}

// readParagraph finds the code in the lines from here to the end of the paragraph.
// A line that begins with a tag begins another.
func (b *bodyReader) readParagraph() {
	end := b.at + 1
	for end < len(b.lines) {
		if strings.TrimSpace(b.lines[end]) == "" || beginsBlock(b.lines[end], b.list) {
			break
		}
		end++
	}
	b.paragraph = stretch{b.at, end}
	b.code = codeSpans(b.lines[b.at:end])
}

// title takes the heading that a file without a header begins with for its title.
func (b *bodyReader) title(s string) bool {
	r := b.r
	title, ok := strings.CutPrefix(s, "# ")
	if !ok || b.seen || r.header.Format != frontmatter.None || r.p.title != "" && foldTitle(title) != foldTitle(r.p.title) {
		return false
	}
	if title = strings.TrimSpace(strings.TrimRight(title, "# ")); title == "" {
		return false
	}
	r.p.setTitle(title, "line", s)
	r.account(Title, "first heading", s)
	b.out = append(b.out, '\n')
	b.next(1)
	b.seen = true
	return true
}

// next goes on by n lines.
func (b *bodyReader) next(n int) {
	for range n {
		b.offset += len(b.lines[b.at]) + 1
		b.at++
	}
}

// keep leaves the line as it is.
func (b *bodyReader) keep(l Label, reason string) {
	s := b.lines[b.at]
	if b.quoteEnd >= 0 {
		b.change(1, Quote, "quotation's shortcode", s)
		return
	}
	b.out = append(append(b.out, s...), '\n')
	b.r.account(l, reason, s)
	b.next(1)
}

// change puts md in the place of n lines.
func (b *bodyReader) change(n int, l Label, reason, md string) {
	for i := range n {
		b.r.account(l, reason, b.lines[b.at+i])
	}
	for line := range strings.SplitSeq(md, "\n") {
		if b.quoteEnd >= 0 {
			line = strings.TrimRight("> "+line, " ")
		}
		b.out = append(append(b.out, line...), '\n')
	}
	b.next(n)
}

// drop leaves n lines out.
func (b *bodyReader) drop(n int, reason string) {
	for i := range n {
		l := Boiler
		if strings.TrimSpace(b.lines[b.at+i]) == "" {
			l = Blank
		}
		b.r.account(l, reason, b.lines[b.at+i])
	}
	b.next(n)
}

// maxWarnings is how many places of one file are named.
const maxWarnings = 20

// warn notes something about a part of the line that is read.
func (b *bodyReader) warn(code, part, hint, format string, args ...any) {
	if b.warned++; b.warned > maxWarnings {
		return
	}
	at := max(0, strings.Index(b.lines[b.at], part))
	d := diag.At(diag.Warning, code, b.r.name, b.r.src, b.offset+at, b.offset+at+len(part), format, args...)
	b.r.diags = append(b.r.diags, d.WithHint("%s", hint))
}

// closing returns the next line, after a tag of n lines, that is nothing but the tag
// that ends its region, or -1. Each line is looked at once for each kind of tag.
func (b *bodyReader) closing(n int, name string, is func(t *tag) bool) int {
	at, known := b.closings[name]
	if !known || at >= 0 && at < b.at+n {
		at = -1
		for i := b.at + n; i < len(b.lines); i++ {
			s := strings.TrimSpace(b.lines[i])
			if t, ok := readTag(s); ok && t.size == len(s) && is(&t) {
				at = i
				break
			}
		}
		b.closings[name] = at
	}
	return at
}

// beginsItem reports whether a line begins an item of a list.
func beginsItem(s string) bool {
	s = strings.TrimLeft(s, " ")
	if s == "" {
		return false
	}
	if strings.ContainsRune("-+*", rune(s[0])) {
		return len(s) == 1 || s[1] == ' ' || s[1] == '\t'
	}
	n := len(s) - len(strings.TrimLeft(s, asciiDigits))
	return n > 0 && n < 10 && n+1 < len(s) && (s[n] == '.' || s[n] == ')') && s[n+1] == ' '
}

// block reads what stands alone on its line, or from here over several, and says
// whether there was such a thing.
func (b *bodyReader) block(s, trimmed string) bool {
	switch {
	case b.at == b.quoteEnd:
		b.endQuote()
		return true
	case b.at == b.rawEnd:
		b.rawEnd = -1
		b.drop(1, "tag of Liquid")
		return true
	case beginsItem(s) && b.at+1 < len(b.lines) && strings.HasPrefix(strings.TrimSpace(b.lines[b.at+1]), "{:toc"):
		b.drop(2, "list of contents of kramdown")
		return true
	case b.r.from == obsidian && strings.HasPrefix(trimmed, "%%") && !strings.Contains(trimmed[2:], "%%"):
		for i := b.at + 1; i < len(b.lines) && i < b.at+1000; i++ {
			if strings.HasSuffix(strings.TrimSpace(b.lines[i]), "%%") {
				b.drop(i-b.at+1, "comment of Obsidian")
				return true
			}
		}
		return false
	case trimmed[0] != '{':
		return false
	}
	if n, ok := attributeList(trimmed); ok && n == len(trimmed) {
		b.drop(1, "attributes of kramdown")
		return true
	}
	if rest, ok := strings.CutPrefix(trimmed, "{::comment}"); ok && rest == "" {
		for i := b.at + 1; i < len(b.lines) && i < b.at+1000; i++ {
			if t := strings.TrimSpace(b.lines[i]); t == "{:/comment}" || t == "{:/}" {
				b.drop(i-b.at+1, "comment of kramdown")
				return true
			}
		}
		return false
	}
	switch trimmed {
	case "{::nomarkdown}", "{:/nomarkdown}", "{:/}":
		b.drop(1, "tag of kramdown")
		return true
	}
	t, n, ok := b.tagAlone(trimmed)
	return ok && b.tagBlock(t, n, s[:len(s)-len(strings.TrimLeft(s, " \t"))])
}

// tagAlone reads a tag that has its line, or a few lines, for itself.
func (b *bodyReader) tagAlone(trimmed string) (t tag, lines int, ok bool) {
	if t, ok = readTag(trimmed); ok {
		return t, 1, t.size == len(trimmed)
	}
	if !slices.ContainsFunc(tagMarks[:], func(m [2]string) bool { return strings.HasPrefix(trimmed, m[0]) }) {
		return t, 0, false
	}
	whole := trimmed
	for n := 2; n <= 30 && b.at+n <= len(b.lines) && len(whole) < maxTag; n++ {
		next := strings.TrimSpace(b.lines[b.at+n-1])
		if next == "" {
			break
		}
		whole += "\n" + next
		if t, ok = readTag(whole); ok {
			return t, n, t.size == len(whole)
		}
	}
	return t, 0, false
}
