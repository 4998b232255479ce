package importer

import (
	"strings"
)

// tagBlock converts a tag that stands alone on n lines, with the region that it
// opens. It reports false for one that is read like any other in a line.
func (b *bodyReader) tagBlock(t tag, n int, indent string) bool {
	name := strings.ToLower(t.name)
	switch {
	case name == "highlight" && !t.closing && !t.call:
		end := b.closing(n, "highlight", func(c *tag) bool { return c.closing && strings.EqualFold(c.name, "highlight") })
		if end < 0 {
			return false
		}
		b.highlight(t, n, end, indent)
		return true
	case name == "comment" && !t.closing:
		end := b.closing(n, "comment", func(c *tag) bool { return c.closing && strings.EqualFold(c.name, "comment") })
		if end < 0 {
			return false
		}
		b.drop(end-b.at+1, "comment")
		return true
	case t.open == "{%" && name == "raw" && !t.closing:
		return b.raw(n)
	case t.hugo() && name == "details":
		b.details(t, n, indent)
		return true
	case t.open == "{%" && t.call && (name == "quote" || name == "blockquote"):
		return b.beginQuote(t, n)
	}
	l := lineReader{b: b}
	what, md, ok := l.shown(&t, true)
	if !ok {
		if n == 1 {
			return false // tried again among the words of its line, which tells of it
		}
		b.left(&t)
		for range n {
			b.keep(Body, "as it stands")
		}
		return true
	}
	label := Body
	if strings.Contains(md, "![") {
		label = Caption
	}
	lines := strings.Split(md, "\n")
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	b.change(n, label, what, strings.Join(lines, "\n"))
	return true
}

// left tells of a tag that stays as it stands. What closes one is told of with it.
func (b *bodyReader) left(t *tag) {
	known := b.r.from != anyGenerator && b.r.from != obsidian
	switch {
	case t.closing, t.open == "{%" && !t.call && (strings.HasPrefix(t.name, "els") || t.name == "when"), t.open == "{{" && !known:
	case t.hugo(), t.call:
		b.warn("shortcode-left", t.name, "write in Markdown what it shows, or take it out", "the shortcode %q is left as it stands", t.name)
	default:
		b.warn("shortcode-left", t.name, "write in Markdown what it shows, or take it out", "the tag %q is left as it stands", t.name[:min(len(t.name), 60)])
	}
}

// highlight makes a fenced code block of a region; its lines stay as they are.
func (b *bodyReader) highlight(t tag, n, end int, indent string) {
	run := 2
	for _, s := range b.lines[b.at+n : end] {
		run = max(run, longestRun(s, '`'))
	}
	fence := strings.Repeat("`", run+1)
	lang := t.word(0)
	if lang == "" {
		lang = t.arg("lang", "language", "type")
	}
	if !plain(lang, codeMarks) {
		lang = ""
	}
	b.change(n, Body, "code shortcode", indent+fence+lang)
	for b.at < end {
		b.keep(Body, "code")
	}
	b.change(1, Body, "code shortcode", indent+fence)
}

// raw takes the tags away from a region in which Liquid's tags are shown as they
// stand; but where some stand outside of code, the region stays as it is, since
// here they would be taken for tags again.
func (b *bodyReader) raw(n int) bool {
	end := b.closing(n, "raw", func(c *tag) bool { return c.closing && c.name == "raw" })
	if end < 0 || n > 1 {
		return false
	}
	var fence fenced
	tags := false
	for _, s := range b.lines[b.at+1 : end] {
		if fence.line(s, b.list) || !strings.Contains(s, "{") {
			continue
		}
		code := codeSpans([]string{s})[0]
		for i := 0; i+1 < len(s) && !tags; i++ {
			if len(code) > 0 && i >= code[0].start {
				i, code = code[0].end-1, code[1:]
				continue
			}
			tags = s[i] == '{' && strings.IndexByte("{%:", s[i+1]) >= 0
		}
	}
	if !tags {
		b.rawEnd = end
		b.paragraph.end = b.at + 1
		b.drop(1, "tag of Liquid")
		return true
	}
	b.warn("shortcode-left", "raw", "show them as code", "the tags between {%% raw %%} and {%% endraw %%} are left as they stand")
	for b.at <= end {
		b.keep(Body, "as it stands")
	}
	return true
}

// details makes HTML of Hugo's details, which stands in Markdown as well.
func (b *bodyReader) details(t tag, n int, indent string) {
	if t.closing {
		b.change(n, Body, "details shortcode", "\n"+indent+"</details>")
		return
	}
	summary := t.arg("summary", "title")
	if summary == "" {
		summary = t.word(0)
	}
	if summary == "" {
		summary = "Details"
	}
	open := ""
	if t.arg("open") == "true" {
		open = " open"
	}
	b.change(n, Body, "details shortcode", indent+"<details"+open+"><summary>"+htmlWords(summary)+"</summary>\n")
}

// htmlWords escapes words for HTML, and tags in them for good.
func htmlWords(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "{", "&#123;", "[", "&#91;", "=", "&#61;", "`", "&#96;", "%", "&#37;", "\\", "&#92;", "\n", " ").Replace(s)
}

// beginQuote begins a quotation of Zola's quote shortcode. One with code in it stays.
func (b *bodyReader) beginQuote(t tag, n int) bool {
	end := b.closing(n, "end", func(c *tag) bool { return c.open == "{%" && c.name == "end" })
	if end < 0 || b.quoteEnd >= 0 {
		return false
	}
	for _, s := range b.lines[b.at+n : end] {
		if opensFence(s, true) || strings.HasPrefix(s, "    ") || strings.HasPrefix(s, "\t") {
			return false
		}
	}
	b.cite = t.arg("author", "cite", "by", "source")
	for i := range n {
		b.r.account(Quote, "quotation's shortcode", b.lines[b.at+i])
	}
	b.next(n)
	b.quoteEnd = end
	b.paragraph.end = min(b.paragraph.end, b.at)
	return true
}

// endQuote ends a quotation, with who is quoted.
func (b *bodyReader) endQuote() {
	if b.cite == "" {
		b.r.account(Quote, "quotation's shortcode", b.lines[b.at])
		b.next(1)
	} else {
		b.change(1, Quote, "quotation's shortcode", "\n— "+escapePart(oneLine(b.cite)))
	}
	b.quoteEnd, b.cite = -1, ""
}
