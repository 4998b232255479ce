package frontmatter

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marshal writes fields as a YAML header between --- lines, strings quoted only
// where YAML needs it, so that Split gives the same fields back. Invalid UTF-8,
// which YAML cannot hold, becomes U+FFFD.
func Marshal(fields []Field) []byte {
	b := append(make([]byte, 0, 512), "---\n"...)
	w := writer{b: b, newline: "\n"}
	w.fields(fields, 0)
	return append(w.b, "---\n"...)
}

// writer writes YAML.
type writer struct {
	b       []byte
	newline string
}

func (w *writer) indent(n int) {
	for range n {
		w.b = append(w.b, ' ')
	}
}

// fields writes a block map whose first line is already indented if it is not at column 0.
func (w *writer) fields(fields []Field, indent int) {
	for i, f := range fields {
		if i > 0 {
			w.indent(indent)
		}
		w.b = appendString(w.b, f.Key, false)
		w.b = append(w.b, ':')
		w.value(f.Value, indent)
		w.b = append(w.b, w.newline...)
	}
}

// value writes what stands after a key's colon or a list's dash, without the
// last line end. A short list of scalars is written in brackets.
func (w *writer) value(v Value, indent int) {
	switch {
	case isInline(v):
		w.b = append(w.b, ' ')
		w.b = appendInline(w.b, v, false)
	case v.Kind == List:
		w.list(v.List, indent+2)
	default:
		w.b = append(w.b, w.newline...)
		w.indent(indent + 2)
		w.fields(v.Map, indent+2)
		w.b = w.b[:len(w.b)-len(w.newline)]
	}
}

// list writes a block list from the end of the line before it.
func (w *writer) list(list []Value, indent int) {
	for _, item := range list {
		w.b = append(w.b, w.newline...)
		w.indent(indent)
		w.b = append(w.b, '-')
		if item.Kind == Map && len(item.Map) > 0 {
			w.b = append(w.b, ' ')
			w.fields(item.Map, indent+2)
			w.b = w.b[:len(w.b)-len(w.newline)]
			continue
		}
		w.value(item, indent)
	}
}

// isInline reports whether v fits on the line of its key.
func isInline(v Value) bool {
	switch v.Kind {
	case Map:
		return len(v.Map) == 0
	case List:
		length := 0
		for _, item := range v.List {
			if item.Kind == List || item.Kind == Map {
				return false
			}
			length += len(item.Text) + 2
		}
		return length <= 90
	}
	return true
}

// appendInline writes v on one line, lists and maps in brackets. With flow, v
// itself stands in brackets.
func appendInline(b []byte, v Value, flow bool) []byte {
	switch v.Kind {
	case Null:
		return append(b, "null"...)
	case List:
		b = append(b, '[')
		for i, item := range v.List {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendInline(b, item, true)
		}
		return append(b, ']')
	case Map:
		b = append(b, '{')
		for i, f := range v.Map {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendString(b, f.Key, true)
			b = append(b, ": "...)
			b = appendInline(b, f.Value, true)
		}
		return append(b, '}')
	case Bool, Number, Time:
		if resolve(v.Text) == v.Kind {
			return append(b, v.Text...)
		}
	}
	return appendString(b, v.Text, flow)
}

// appendString writes a string, in quotes if YAML would take it for something
// else without. In brackets more needs them.
func appendString(b []byte, s string, flow bool) []byte {
	if isPlain(s, flow) {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\t':
			b = append(b, `\t`...)
		case !isPrintable(r):
			b = append(b, `\U`...)
			hex := strconv.FormatUint(uint64(r), 16)
			b = append(b, "00000000"[len(hex):]...)
			b = append(b, hex...)
		default:
			b = utf8.AppendRune(b, r)
		}
		i += n
	}
	return append(b, '"')
}

// isPrintable reports characters that may stand in a quoted string as they are.
func isPrintable(r rune) bool {
	return r >= ' ' && r < 0x7F || r >= 0xA0 && r != '\u2028' && r != '\u2029' && r != '\uFEFF' && r&0xFFFE != 0xFFFE
}

// isPlain reports whether YAML reads s without quotes as the string s.
func isPlain(s string, flow bool) bool {
	if s == "" || resolve(s) != String || s[len(s)-1] == ' ' || s[len(s)-1] == ':' ||
		strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") || s == "<<" {
		return false
	}
	// Readers of YAML 1.1 take these for truth values.
	switch strings.ToLower(s) {
	case "yes", "no", "on", "off":
		return false
	}
	switch c := s[0]; c {
	case ' ', '-', ',', '[', ']', '{', '}', '?', ':', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '=', '~':
		return false
	}
	for i, r := range s {
		switch {
		case r == utf8.RuneError || !isPrintable(r):
			return false
		case flow && r < utf8.RuneSelf && isFlowMark(byte(r)):
			return false
		case r == ':' && (s[i+1] == ' ' || flow && !isKeyByte(s[i+1]) && s[i+1] != '/'):
			return false
		case r == '#' && s[i-1] == ' ':
			return false
		}
	}
	return true
}
