package feed

import (
	"slices"
	"strings"
)

// xml writes XML, an element a line. Names are ours; texts and attribute values
// may hold anything.
type xml struct{ b []byte }

// newXML writes to dst, where it makes room for about size bytes.
func newXML(dst []byte, size int) *xml {
	return &xml{append(slices.Grow(dst, size), `<?xml version="1.0" encoding="utf-8"?>`+"\n"...)}
}

// start writes a tag up to its end, with attributes as name, value, name, value.
func (x *xml) start(name string, attrs []string) {
	x.b = append(x.b, '<')
	x.b = append(x.b, name...)
	for i := 0; i+1 < len(attrs); i += 2 {
		x.b = append(x.b, ' ')
		x.b = append(x.b, attrs[i]...)
		x.b = append(x.b, `="`...)
		x.b = appendEscaped(x.b, attrs[i+1])
		x.b = append(x.b, '"')
	}
}

func (x *xml) open(name string, attrs ...string) {
	x.start(name, attrs)
	x.b = append(x.b, ">\n"...)
}

func (x *xml) close(name string) {
	x.b = append(x.b, "</"...)
	x.b = append(x.b, name...)
	x.b = append(x.b, ">\n"...)
}

func (x *xml) empty(name string, attrs ...string) {
	x.start(name, attrs)
	x.b = append(x.b, "/>\n"...)
}

// element writes an element with its text, which may come in parts.
func (x *xml) element(name string, text ...string) {
	x.start(name, nil)
	x.b = append(x.b, '>')
	for _, t := range text {
		x.b = appendEscaped(x.b, t)
	}
	x.close(name)
}

// text writes an element with its text, or nothing when there is none.
func (x *xml) text(name, text string) {
	if text != "" {
		x.element(name, text)
	}
}

func (x *xml) author(name string) {
	x.open("author")
	x.element("name", name)
	x.close("author")
}

// appendEscaped writes s for an element or a quoted attribute, cleaned.
func appendEscaped(b []byte, s string) []byte {
	s = clean(s)
	from := 0
	for i := range len(s) {
		if r := replaced[s[i]]; r != "" {
			b = append(b, s[from:i]...)
			b = append(b, r...)
			from = i + 1
		}
	}
	return append(b, s[from:]...)
}

// replaced is what stands for a byte that XML takes for its own, or that a
// reader would make a space of in an attribute.
var replaced = [256]string{
	'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\n': "&#10;", '\t': "&#9;",
}

// clean returns s without the characters that XML 1.0 cannot hold, control
// characters first of all, and with U+FFFD for invalid UTF-8.
func clean(s string) string {
	ok := true
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] >= ' ' && s[i] < 0x7F
	}
	if ok {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}
