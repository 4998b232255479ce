package unpack

import (
	"html"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// Bounds of the XML that is read. What goes beyond them is an error with its line.
const (
	xmlMaxDepth      = 1000 // elements within each other
	xmlMaxNamespaces = 500  // namespaces declared at one place
	xmlMaxAttrs      = 1000 // attributes of one element
	xmlMaxProblems   = 20   // problems that are told of one file
	xmlMaxRecovery   = 64   // elements that one end tag may end
)

// xmlKind is a kind of token.
type xmlKind uint8

const (
	xmlStart xmlKind = iota // of an element
	xmlEnd                  // of an element
	xmlText                 // running text, or the text of a CDATA section
)

// xmlAttr is an attribute with its value decoded.
type xmlAttr struct {
	space, local, value string
}

// xmlScanner reads XML a token at a time, and goes on where exports are known to be
// broken: control characters and bytes in no encoding, entities of HTML, a CDATA
// section that holds its own end mark, elements that are never ended, or twice. A
// document type with declarations of its own is refused, since entities are made
// there. Every start gets its end, also in a broken file.
//
// The names of namespaces are their addresses; a prefix that is not declared stands
// for itself.
type xmlScanner struct {
	// What next has found.
	kind         xmlKind
	space, local string    // of an element
	attrs        []xmlAttr // of a start; valid until the next token
	text         string    // of a text, decoded
	at           int       // offset in src

	src      string // clean UTF-8
	pos      int    // what was read of it
	open     []xmlOpen
	spaces   []xmlSpace
	ending   int  // how many of the open elements end before anything more is read
	implied  bool // the end that is the token is not written
	goneBack int  // how often words went back
	cut      bool // the file ended within an element, or was given up
	cutAt    int  // how many elements were open there

	file           string
	diags          diag.List
	problems       int
	lineNo, lineAt int // lines counted, up to which offset
}

// xmlOpen is an element that has begun.
type xmlOpen struct {
	name         string // as written
	space, local string
	spaces       int // how many namespaces are declared outside of it
	at           int
}

// xmlSpace is a declared namespace.
type xmlSpace struct{ prefix, address string }

// newXML returns a scanner of src, which is in any encoding that it declares.
func newXML(file string, src []byte) *xmlScanner {
	text, _, diags := charset.Decode(file, src)
	return &xmlScanner{file: file, src: text, diags: diags, lineNo: 1}
}

// next moves to the next token, and reports whether there is one.
func (x *xmlScanner) next() bool {
	if x.ending > 0 {
		x.ending--
		x.end()
		x.implied = x.ending > 0
		return true
	}
	for x.pos < len(x.src) {
		x.at = x.pos
		rest := x.src[x.pos:]
		if rest[0] != '<' || len(rest) < 2 || !beginsTag(rest[1]) {
			x.readText()
			return true
		}
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			if x.readSection() {
				return true
			}
		case strings.HasPrefix(rest, "<!--"):
			x.pass("-->", "a comment")
		case strings.HasPrefix(rest, "<?"):
			x.pass("?>", "an instruction")
		case rest[1] == '!':
			x.readDeclaration()
		case rest[1] == '/':
			if x.readEnd() {
				return true
			}
		default:
			if x.readStart() {
				return true
			}
		}
	}
	if len(x.open) == 0 {
		return false
	}
	if !x.cut {
		o := x.open[len(x.open)-1]
		x.problem(diag.Error, o.at, "the file ends within <%s>, which begins here", o.name)
		x.cut, x.cutAt = true, len(x.open)
	}
	x.at = x.pos
	x.end()
	x.implied = true
	return true
}

// beginsTag reports whether c can stand behind the "<" of a tag.
func beginsTag(c byte) bool {
	return c == '!' || c == '?' || c == '/' || c == '_' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// problem tells of something broken at an offset.
func (x *xmlScanner) problem(s diag.Severity, at int, format string, args ...any) {
	if x.problems++; x.problems > xmlMaxProblems && s != diag.Error {
		return
	}
	d := diag.New(s, "malformed-xml", x.file, format, args...)
	d.Line = x.lineOf(at)
	x.diags = append(x.diags, d)
}

// giveUp ends the reading at an offset: all open elements end.
func (x *xmlScanner) giveUp(at int, format string, args ...any) {
	x.problem(diag.Error, at, format, args...)
	x.pos, x.cut, x.cutAt = len(x.src), true, len(x.open)
}

// line returns the line on which the token begins.
func (x *xmlScanner) line() int { return x.lineOf(x.at) }

// lineOf returns the line of an offset. Offsets that rise cost no time twice.
func (x *xmlScanner) lineOf(at int) int {
	if at < x.lineAt {
		return x.lineNo - strings.Count(x.src[at:x.lineAt], "\n")
	}
	x.lineNo += strings.Count(x.src[x.lineAt:at], "\n")
	x.lineAt = at
	return x.lineNo
}

// pass passes over what ends with mark.
func (x *xmlScanner) pass(mark, what string) {
	i := strings.Index(x.src[x.pos+2:], mark)
	if i < 0 {
		x.giveUp(x.pos, "%s that begins here never ends", what)
		return
	}
	x.pos += 2 + i + len(mark)
}

// readDeclaration passes over a document type.
func (x *xmlScanner) readDeclaration() {
	rest := x.src[x.pos:]
	i := strings.IndexAny(rest, "[>")
	switch {
	case i < 0:
		x.giveUp(x.pos, "a declaration that begins here never ends")
	case rest[i] == '[':
		x.giveUp(x.pos, "a document type with declarations of its own is not read")
	default:
		x.pos += i + 1
	}
}

// readText reads running text up to the next tag.
func (x *xmlScanner) readText() {
	end := x.pos + 1
	for {
		i := strings.IndexByte(x.src[end:], '<')
		if i < 0 {
			end = len(x.src)
			break
		}
		end += i
		if end+1 < len(x.src) && beginsTag(x.src[end+1]) {
			break
		}
		end++ // "a < b", which should have been escaped
	}
	x.kind, x.text = xmlText, decodeEntities(x.src[x.pos:end])
	x.pos = end
}

// readSection reads a CDATA section, and reports whether there is one.
func (x *xmlScanner) readSection() bool {
	const mark = len("<![CDATA[")
	name := ""
	if n := len(x.open); n > 0 {
		name = x.open[n-1].name
	}
	end := sectionEnd(x.src, x.pos+mark, name)
	if end < 0 {
		x.giveUp(x.pos, "a CDATA section that begins here never ends")
		return false
	}
	x.kind, x.text = xmlText, x.src[x.pos+mark:end]
	x.pos = end + len("]]>")
	return true
}

// sectionEnd returns the offset of the "]]>" that ends the CDATA section whose text
// begins at i, within an element called name; -1 when nothing ends it. An end mark
// cannot stand outside a section: when another one follows before a new section is
// begun, the first was meant as text.
func sectionEnd(s string, i int, name string) int {
	for {
		n := strings.Index(s[i:], "]]>")
		if n < 0 {
			return -1
		}
		end := i + n
		i = end + len("]]>")
		rest := strings.TrimLeft(s[i:], " \t\n")
		if after, ok := strings.CutPrefix(rest, "</"); ok && strings.HasPrefix(after, name) {
			return end
		}
		next := strings.Index(rest, "]]>")
		if next < 0 || strings.Contains(rest[:next], "<![CDATA[") {
			return end
		}
	}
}

// readStart reads the start of an element, and reports whether it was one.
func (x *xmlScanner) readStart() bool {
	at := x.pos
	i := at + 1
	for i < len(x.src) && !endsName(x.src[i]) {
		i++
	}
	name := x.src[at+1 : i]
	outside := len(x.spaces)
	x.attrs = x.attrs[:0]
	closed := false
	for {
		for i < len(x.src) && (isXMLSpace(x.src[i]) || x.src[i] == '/') {
			closed = x.src[i] == '/'
			i++
		}
		if i == len(x.src) {
			x.giveUp(at, "the tag <%.40s that begins here never ends", name)
			return false
		}
		if x.src[i] == '>' {
			break
		}
		if x.src[i] == '<' { // of the next tag
			x.problem(diag.Warning, at, "the tag <%.40s has no end", name)
			i--
			break
		}
		closed = false
		i = x.readAttr(i)
	}
	if len(x.open) == xmlMaxDepth {
		x.giveUp(at, "more than %d elements stand within each other", xmlMaxDepth)
		return false
	}
	if len(x.spaces) > xmlMaxNamespaces || len(x.attrs) > xmlMaxAttrs {
		x.giveUp(at, "the tag <%.40s has too many attributes", name)
		return false
	}
	x.pos = i + 1
	for k := range x.attrs {
		if a := &x.attrs[k]; a.space != "" {
			a.space = x.address(a.space)
		}
	}
	o := xmlOpen{name: name, spaces: outside, at: at}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	o.space, o.local = x.address(prefix), local
	x.open = append(x.open, o)
	x.kind, x.space, x.local = xmlStart, o.space, o.local
	if closed {
		x.ending = 1
	}
	return true
}

// readAttr reads an attribute at offset i and returns where it ends. Namespaces
// are declared; of other names with a prefix the prefix stands in the place of the
// address, which may be declared by a later attribute.
func (x *xmlScanner) readAttr(i int) int {
	begin := i
	for i++; i < len(x.src) && !endsName(x.src[i]) && x.src[i] != '='; i++ {
	}
	name := x.src[begin:i]
	for i < len(x.src) && isXMLSpace(x.src[i]) {
		i++
	}
	value := ""
	if i < len(x.src) && x.src[i] == '=' {
		for i++; i < len(x.src) && isXMLSpace(x.src[i]); i++ {
		}
		if i < len(x.src) && (x.src[i] == '"' || x.src[i] == '\'') {
			end := strings.IndexByte(x.src[i+1:], x.src[i])
			if end < 0 {
				return len(x.src)
			}
			value = x.src[i+1 : i+1+end]
			i += end + 2
		} else {
			begin := i
			for i < len(x.src) && !isXMLSpace(x.src[i]) && x.src[i] != '>' {
				i++
			}
			value = x.src[begin:i]
		}
	}
	if len(x.attrs) > xmlMaxAttrs || len(x.spaces) > xmlMaxNamespaces {
		return i // readStart refuses the element
	}
	prefix, local, ok := strings.Cut(name, ":")
	switch {
	case name == "xmlns":
		x.spaces = append(x.spaces, xmlSpace{"", decodeEntities(value)})
	case ok && prefix == "xmlns":
		x.spaces = append(x.spaces, xmlSpace{local, decodeEntities(value)})
	case ok:
		x.attrs = append(x.attrs, xmlAttr{prefix, local, decodeEntities(value)})
	default:
		x.attrs = append(x.attrs, xmlAttr{"", name, decodeEntities(value)})
	}
	return i
}

// address returns the address of the namespace that prefix stands for.
func (x *xmlScanner) address(prefix string) string {
	for i := len(x.spaces) - 1; i >= 0; i-- {
		if x.spaces[i].prefix == prefix {
			return x.spaces[i].address
		}
	}
	return prefix
}

// readEnd reads the end of an element, and of those within it that were not ended.
// It reports whether there was one to end.
func (x *xmlScanner) readEnd() bool {
	i := strings.IndexByte(x.src[x.pos:], '>')
	if i < 0 {
		x.giveUp(x.pos, "the end tag that begins here never ends")
		return false
	}
	name := strings.TrimRight(x.src[x.pos+2:x.pos+i], " \t\n")
	x.pos += i + 1
	for n := 1; n <= min(len(x.open), xmlMaxRecovery); n++ {
		if o := x.open[len(x.open)-n]; o.name == name {
			if n > 1 {
				o = x.open[len(x.open)-1]
				x.problem(diag.Warning, o.at, "<%.40s> that begins here is not ended before </%.40s>", o.name, name)
			}
			x.ending = n - 1
			x.end()
			x.implied = n > 1
			return true
		}
	}
	x.problem(diag.Warning, x.at, "</%.40s> ends nothing", name)
	return false
}

// end ends the innermost element.
func (x *xmlScanner) end() {
	o := x.open[len(x.open)-1]
	x.open = x.open[:len(x.open)-1]
	x.spaces = x.spaces[:o.spaces]
	x.kind, x.space, x.local = xmlEnd, o.space, o.local
	x.attrs = x.attrs[:0]
}

func isXMLSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func endsName(c byte) bool { return isXMLSpace(c) || c == '>' || c == '/' || c == '<' }

// depth returns how many elements are open; after a start it is one of them.
func (x *xmlScanner) depth() int { return len(x.open) }

// attr returns an attribute that has no namespace, or "".
func (x *xmlScanner) attr(local string) string { return x.attrIn("", local) }

// attrIn returns an attribute in a namespace, or "".
func (x *xmlScanner) attrIn(space, local string) string {
	for i := range x.attrs {
		if a := &x.attrs[i]; a.local == local && a.space == space {
			return a.value
		}
	}
	return ""
}

// skip moves to the end of the element whose start is the token.
func (x *xmlScanner) skip() {
	for depth := x.depth(); x.next(); {
		if x.kind == xmlEnd && x.depth() < depth {
			return
		}
	}
}

// each calls use for each element that begins within the one whose start is the
// token, with its start as the token. What use does not read is gone through too.
func (x *xmlScanner) each(use func()) {
	for depth := x.depth(); x.next(); {
		switch {
		case x.kind == xmlStart:
			use()
		case x.kind == xmlEnd && x.depth() < depth:
			return
		}
	}
}

// words moves to the end of the element whose start is the token, and returns the
// text in it and in the elements within. When its end is not written, it is taken to
// end before the first element within: that is its neighbour.
func (x *xmlScanner) words() string {
	const most = 20 // times to go back, since each may read to the end of the file
	first := ""
	var b strings.Builder
	neighbour, before := 0, 0 // where the first element within begins, and how much text stands before it
	for depth := x.depth(); x.next(); {
		switch {
		case x.kind == xmlEnd && x.depth() < depth:
			if b.Len() > 0 {
				first = b.String()
			}
			if x.implied && neighbour > 0 && x.goneBack < most {
				x.goneBack++
				x.lineNo = x.lineOf(neighbour)
				x.lineAt, x.pos, x.ending, x.cut = neighbour, neighbour, 0, false
				return first[:before]
			}
			return first
		case x.kind == xmlStart:
			if neighbour == 0 {
				neighbour, before = x.at, max(len(first), b.Len())
			}
		case x.kind == xmlEnd:
		case first == "":
			first = x.text
		default:
			if b.Len() == 0 {
				b.WriteString(first)
			}
			b.WriteString(x.text)
		}
	}
	return first
}

// markup moves to the end of the element whose start is the token, and returns
// what is in it as HTML: names without their namespaces.
func (x *xmlScanner) markup() string {
	var b strings.Builder
	for depth := x.depth(); x.next(); {
		switch x.kind {
		case xmlText:
			b.WriteString(html.EscapeString(x.text))
		case xmlStart:
			b.WriteByte('<')
			b.WriteString(x.local)
			for _, a := range x.attrs {
				b.WriteByte(' ')
				b.WriteString(a.local)
				b.WriteString(`="`)
				b.WriteString(html.EscapeString(a.value))
				b.WriteByte('"')
			}
			b.WriteByte('>')
		case xmlEnd:
			if x.depth() < depth {
				return b.String()
			}
			if !voidElements[x.local] {
				b.WriteString("</")
				b.WriteString(x.local)
				b.WriteByte('>')
			}
		}
	}
	return b.String()
}

// voidElements are those of HTML that have no end tag.
var voidElements = wordSet(`area base br col embed hr img input
	link meta source track wbr`)

// decodeEntities returns s with the entities of XML and HTML decoded. What names no
// character stays as it stands, and control characters are left out.
func decodeEntities(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	const longest = 40 // bytes of an entity; those of HTML have 33 at most
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), longest)], ';')
		if end < 0 {
			b.WriteByte('&')
			s = s[1:]
		} else if char := html.UnescapeString(s[:end+1]); char != s[:end+1] && strings.LastIndexByte(s[:end], '&') == 0 {
			s = s[end+1:]
			b.WriteString(withoutControls(char, s))
		} else {
			b.WriteByte('&')
			s = s[1:]
		}
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// withoutControls returns a decoded entity, unless it is a control character. A
// carriage return is the end of a line, whose other half may follow.
func withoutControls(char, rest string) string {
	switch r := []rune(char)[0]; {
	case r == '\r' && !strings.HasPrefix(rest, "\n"):
		return "\n"
	case r < ' ' && r != '\t' && r != '\n', r >= 0x7f && r < 0xa0:
		return ""
	}
	return char
}

// xmlRoot returns the name of the outermost element of src, if src is XML, and the
// beginning of src as text, in which it stands. Of a document type that is refused it
// returns the name, so that a reader refuses it and no one takes it for a text.
func xmlRoot(src []byte) (space, local, head string) {
	const enough = 64 << 10 // exports begin with a page of remarks
	begin := src[:min(len(src), enough)]
	if t := strings.TrimLeft(string(begin), "\ufeff \t\r\n"); !strings.HasPrefix(t, "<") && !strings.ContainsRune(t[:min(len(t), 64)], 0) {
		return "", "", ""
	} else if beginsPage(t) {
		return "", "html", ""
	}
	x := newXML("", begin)
	for x.next() {
		if x.kind == xmlStart {
			return x.space, x.local, x.src
		}
	}
	if _, declared, ok := strings.Cut(x.src, "<!DOCTYPE"); ok && x.cut {
		name, _, _ := strings.Cut(strings.TrimLeft(declared, " \t\n"), " ")
		_, local, ok := strings.Cut(name, ":")
		if !ok {
			local = name
		}
		return "", local, x.src
	}
	return "", "", ""
}

// beginsPage reports whether text begins as a web page does that is no XML: there are
// many more of these than of exports.
func beginsPage(text string) bool {
	for _, begin := range [...]string{"<!doctype html>", "<html>", "<html "} {
		if len(text) >= len(begin) && strings.EqualFold(text[:len(begin)], begin) {
			return true
		}
	}
	return false
}
