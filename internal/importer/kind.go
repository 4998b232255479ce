package importer

import (
	"bytes"
	"path"
	"strings"
)

// The kinds of input, in the words of --from.
const (
	kindText     = "text"
	kindHTML     = "html"
	kindMarkdown = "markdown"
)

// kindOf decides how text is read: as the author says; as HTML when it begins as
// a page does, whatever its name; by the ending of its name; by what stands in it.
func kindOf(name, text, from string) (string, bool) {
	switch from {
	case kindText, kindHTML, kindMarkdown:
		return from, true
	case "":
	default:
		return "", false
	}
	if beginsPage(text) {
		return kindHTML, true
	}
	if markdownName(name) {
		return kindMarkdown, true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".shtml":
		return kindHTML, true
	case ".txt", ".text", ".story":
		return kindText, true
	}
	switch {
	case beginsMarkup(text):
		return kindHTML, true
	case beginsHeader(text) || looksMarkdown(text):
		return kindMarkdown, true
	}
	return kindText, true
}

// container names a format that holds no plain text and is not read, and says
// what to do; "" for anything else.
func container(src []byte) (what, hint string) {
	for _, c := range []struct{ magic, what, hint string }{
		{"%PDF-", "a PDF file", "extract its text with \"pdftotext -nopgbrk FILE.pdf\", and import the text file"},
		{"PK\x03\x04", "a ZIP archive that is no document, book or export we know", "unpack it and import what is in it; save a table as CSV"},
		{"\xd0\xcf\x11\xe0", "an office document in the old binary form", "open it in a word processor, save it as DOCX or ODT, and import that"},
		{"{\\rtf", "a rich text document", "open it in a word processor, save it as DOCX or ODT, and import that"},
		{"\x1f\x8b", "a compressed file", "unpack it, and import what is in it"},
		{"\x89PNG", "a picture", "import the article's text, and lay the picture beside it"},
		{"\xff\xd8\xff", "a picture", "import the article's text, and lay the picture beside it"},
	} {
		if bytes.HasPrefix(src, []byte(c.magic)) {
			return c.what, c.hint
		}
	}
	if head := string(src[:min(len(src), 1024)]); strings.HasPrefix(strings.TrimLeft(head, " \t\r\n\uFEFF"), "<?xml") && !beginsPage(head) {
		return "an XML document that is no page, feed or export we know", "save it as a web page or as plain text, and import that"
	}
	return "", ""
}

// beginsPage reports whether s begins as a whole HTML document does.
func beginsPage(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s[:min(len(s), 1024)], " \t\r\n\uFEFF"))
	for strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<?xml") {
		_, rest, found := strings.Cut(s, ">")
		if !found {
			return false
		}
		s = strings.TrimLeft(rest, " \t\r\n")
	}
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html") || strings.HasPrefix(s, "<head>") || strings.HasPrefix(s, "<body")
}

// beginsMarkup reports whether s begins with a tag of a fragment.
func beginsMarkup(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s[:min(len(s), 256)], " \t\n"))
	for _, tag := range []string{"p", "div", "article", "section", "main", "h1", "h2", "figure", "table", "ul", "ol", "blockquote", "span", "meta", "title"} {
		if rest, ok := strings.CutPrefix(s, "<"+tag); ok && rest != "" && (rest[0] == '>' || rest[0] == ' ' || rest[0] == '\n') {
			return true
		}
	}
	return false
}

// beginsHeader reports whether s begins with the header of a static site generator.
func beginsHeader(s string) bool {
	for _, fence := range []string{"---\n", "+++\n"} {
		if strings.HasPrefix(s, fence) {
			return strings.Contains(s[len(fence)-1:], "\n"+fence) || strings.HasSuffix(s, "\n"+strings.TrimSpace(fence))
		}
	}
	return strings.HasPrefix(s, "{\n") && strings.Contains(s, "\n}\n")
}

// looksMarkdown reports whether the first lines hold at least two marks that
// plain text hardly ever has: a heading, a link with its address, a fence.
func looksMarkdown(s string) bool {
	marks, lines := 0, 0
	for line := range strings.Lines(s) {
		if lines++; lines > 400 {
			break
		}
		hashes := len(line) - len(strings.TrimLeft(line, "#"))
		switch {
		case hashes >= 1 && hashes <= 6 && strings.HasPrefix(line[hashes:], " "),
			strings.HasPrefix(line, "```"), strings.HasPrefix(line, "::: "):
			marks++
		case strings.Contains(line, "](http"), strings.Contains(line, "![]("), strings.Contains(line, "**"):
			marks++
		}
	}
	return marks >= 2
}
