package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// code writes preformatted text in a fence that it does not contain, or, when there
// are links in it, in the tags of HTML, since a fence shows words alone.
func (f *flow) code(n *html.Node) {
	var b strings.Builder
	rawText(&b, n)
	s := b.String()
	if f.c.whole {
		s = strings.TrimSuffix(s, "\n")
	} else {
		s = strings.TrimRight(strings.TrimPrefix(s, "\n"), "\n \t")
		if strings.TrimSpace(s) == "" {
			return
		}
	}
	var k *htmlBlock
	if f.c.linksIn(n) {
		k = f.emit(block{label: Body, shape: verbose, md: f.c.rawPre(n)}, collapse(s))
	} else {
		fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
		md := fence + codeLanguage(n) + "\n"
		if s != "" {
			md += s + "\n"
		}
		k = f.emit(block{label: Body, shape: verbose, md: md + fence}, collapse(s))
	}
	k.interrupts, k.ends = true, true
}

// linksIn reports whether there are links or pictures below n that can be kept.
func (c *converter) linksIn(n *html.Node) bool {
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.A:
			if _, ok := c.address(d); ok && textOf(d) != "" && !c.leftOut(d) {
				return true
			}
		case atom.Img:
			if _, ok := c.imageSource(d); ok {
				return true
			}
		}
	}
	return false
}

// rawText appends the text below n as it stands, with a line end for <br> and
// between blocks, and without a column of line numbers.
func rawText(b *strings.Builder, n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.DataAtom == atom.Br:
			b.WriteByte('\n')
		case d.Type == html.ElementNode && d.DataAtom != atom.Script && d.DataAtom != atom.Style && d.DataAtom != atom.Button && !lineNumber(d):
			lineOfItsOwn(b, d)
			rawText(b, d)
			lineOfItsOwn(b, d)
		}
	}
}

// lineOfItsOwn ends the line before and after a block.
func lineOfItsOwn(b *strings.Builder, n *html.Node) {
	if s := b.String(); isBlock(n) && s != "" && s[len(s)-1] != '\n' {
		b.WriteByte('\n')
	}
}

// lineNumber reports elements that hold the numbers of a listing's lines, by their
// class and by holding nothing else.
func lineNumber(n *html.Node) bool {
	class := strings.ToLower(attr(n, "class"))
	if class == "" {
		return false
	}
	for _, name := range []string{"lineno", "line-number", "line_number", "linenumber", "gutter", "blob-num", "ln-num", "linenodiv"} {
		if strings.Contains(class, name) {
			return numbersOnly(n)
		}
	}
	return false
}

// numbersOnly reports whether n has no words but numbers.
func numbersOnly(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.Trim(d.Data, "0123456789. \t\r\n") != "" {
			return false
		}
	}
	return true
}

// listingOf returns the element with the code of a table that sets line numbers
// beside it, or nil.
func listingOf(table *html.Node) *html.Node {
	var code *html.Node
	numbers := false
	for d := range table.Descendants() {
		if d.DataAtom != atom.Td && d.DataAtom != atom.Th {
			continue
		}
		pre := firstOf(d, atom.Pre)
		switch {
		case lineNumber(d), pre != nil && textOf(pre) != "" && numbersOnly(pre):
			numbers = true
		case pre == nil && firstOf(d, atom.Code) == nil:
			return nil
		case code != nil:
			return nil
		default:
			code = d
		}
	}
	if !numbers {
		return nil
	}
	return code
}

// firstOf returns the first element of a kind below n.
func firstOf(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.DataAtom == a {
			return d
		}
	}
	return nil
}

// codeLanguage returns the language that the class names of a code block, or of the
// elements around it, name.
func codeLanguage(n *html.Node) string {
	if code := firstOf(n, atom.Code); code != nil {
		if lang := languageOf(code); lang != "" {
			return lang
		}
	}
	for i := 0; i < 4 && n != nil && n.DataAtom != atom.Body; i++ {
		if lang := languageOf(n); lang != "" {
			return lang
		}
		n = n.Parent
	}
	return ""
}

// languageOf returns the language that an element names itself, or "".
func languageOf(n *html.Node) string {
	for _, key := range []string{"data-lang", "data-language"} {
		if lang := attr(n, key); plainLanguage(lang) {
			return lang
		}
	}
	names := strings.Fields(strings.ReplaceAll(attr(n, "class"), ";", " "))
	for _, name := range names {
		for _, prefix := range []string{"language-", "lang-", "highlight-source-", "brush:"} {
			if lang, ok := strings.CutPrefix(name, prefix); ok && plainLanguage(lang) {
				return lang
			}
		}
	}
	for i, name := range names[:max(0, len(names)-1)] {
		switch name {
		case "brush:", "sourceCode", "hljs": // SyntaxHighlighter, Pandoc, highlight.js
			if plainLanguage(names[i+1]) {
				return names[i+1]
			}
		}
	}
	return ""
}

// codeMarks are the signs other than letters and digits in the names of languages.
const codeMarks = "+#_.-"

// plainLanguage reports whether s can be the name of a language of code.
func plainLanguage(s string) bool { return s != "" && len(s) <= 32 && plain(s, codeMarks) }
