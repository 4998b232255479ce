package feed

import (
	"strings"
	"unicode/utf8"
)

// xml writes XML, an element a line. Names are ours; texts and attribute values
// may hold anything.
type xml struct{ b []byte }

func newXML(size int) *xml {
	return &xml{append(make([]byte, 0, size), `<?xml version="1.0" encoding="utf-8"?>`+"\n"...)}
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

// element writes an element with its text.
func (x *xml) element(name, text string) {
	x.start(name, nil)
	x.b = append(x.b, '>')
	x.b = appendEscaped(x.b, text)
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
	for _, r := range clean(s) {
		switch r {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&#34;"...)
		case '\n': // a reader would make a space of it in an attribute
			b = append(b, "&#10;"...)
		case '\t':
			b = append(b, "&#9;"...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
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
