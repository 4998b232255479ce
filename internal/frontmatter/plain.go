package frontmatter

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// plain reads the subset of YAML that most headers are written in:
//
//	key: plain scalar
//	key: "quoted" or 'quoted'
//	key: [a, "b", c:d]
//	key:
//	  - scalar
//	  - key: scalar
//	    other: scalar
//	key:
//	  other: scalar
//
// with comments and blank lines. Whatever else it meets, it gives up and
// leaves to the library: each step reports whether it is still sure.
type plain struct {
	src    []byte // up to the end of the header
	text   string // src[base:], so that all texts share one allocation
	base   int
	pos    int // of the next token; always the first one of its line, or after "- "
	col    int // its column, in bytes, from 0
	eof    bool
	values int
}

// parsePlain reads src[start:end]. It reports false when it is not sure.
func parsePlain(src []byte, start, end int) (fields []Field, values int, sure bool) {
	p := plain{src: src[:end], text: string(src[start:end]), base: start}
	if !clean(src[start:end]) {
		return nil, 0, false
	}
	if p.next(start); p.eof {
		return nil, 0, true
	}
	if p.col != 0 {
		return nil, 0, false
	}
	fields, sure = p.mapping(1)
	return fields, p.values, sure && p.eof
}

// word returns src[i:j].
func (p *plain) word(i, j int) string { return p.text[i-p.base : j-p.base] }

// clean reports whether b has only characters about which YAML has no rules
// of its own: no tabs, controls, odd line ends, byte order marks.
func clean(b []byte) bool {
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && (c != '\r' || i+1 == len(b) || b[i+1] != '\n') || c == 0x7F {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r&0xFFFE == 0xFFFE {
			return false
		}
		i += n
	}
	return true
}

// next goes on to the first token at or after the line that begins at i.
func (p *plain) next(i int) {
	for i < len(p.src) {
		start := i
		for i < len(p.src) && p.src[i] == ' ' {
			i++
		}
		if i == len(p.src) {
			break
		}
		switch p.src[i] {
		case '\r', '\n', '#':
			i = p.lineEnd(i)
			continue
		}
		p.pos, p.col = i, i-start
		return
	}
	p.eof = true
}

// lineEnd returns where the line after i begins.
func (p *plain) lineEnd(i int) int {
	if j := bytes.IndexByte(p.src[i:], '\n'); j >= 0 {
		return i + j + 1
	}
	return len(p.src)
}

// finish goes on after a value that ended at i: only a comment may follow on its line.
func (p *plain) finish(i int) bool {
	j := p.spaces(i)
	if j < len(p.src) {
		switch c := p.src[j]; {
		case c == '\n' || c == '\r':
		case c == '#' && j > i:
		default:
			return false
		}
	}
	p.next(p.lineEnd(j))
	return true
}

func (p *plain) spaces(i int) int {
	for i < len(p.src) && p.src[i] == ' ' {
		i++
	}
	return i
}

// at returns the byte at i, or a line end after the last.
func (p *plain) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return '\n'
}

func isKeyByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// key returns where the key at i ends, or -1 when none stands there.
func (p *plain) key(i int) int {
	if c := p.at(i); !isKeyByte(c) || c == '-' {
		return -1
	}
	j := i
	for isKeyByte(p.at(j)) {
		j++
	}
	if c := p.at(j + 1); p.at(j) != ':' || c != ' ' && c != '\n' && c != '\r' || j-i > 200 {
		return -1
	}
	return j
}

// count admits one more value.
func (p *plain) count() bool {
	p.values++
	return p.values <= maxValues
}

// mapping reads the block map whose first key is the next token.
func (p *plain) mapping(depth int) ([]Field, bool) {
	fields := make([]Field, 0, max(2, 9-3*depth)) // inner maps are smaller
	for indent := p.col; !p.eof && p.col >= indent; {
		end := p.key(p.pos)
		if p.col > indent || end < 0 || depth > maxDepth || !p.count() {
			return nil, false
		}
		f := Field{Key: p.word(p.pos, end), Start: p.pos}
		var ok bool
		if f.Value, ok = p.value(end+1, indent, depth); !ok {
			return nil, false
		}
		fields = append(fields, f)
	}
	return fields, true
}

// value reads what stands after the colon that ends at i.
func (p *plain) value(i, indent, depth int) (Value, bool) {
	j := p.spaces(i)
	if c := p.at(j); c != '\n' && c != '\r' && (c != '#' || j == i) {
		return p.inline(j)
	}
	p.next(p.lineEnd(j))
	switch dash := !p.eof && p.at(p.pos) == '-'; {
	case dash && p.col >= indent:
		return p.sequence(depth + 1)
	case p.eof || p.col <= indent:
		return Value{Kind: Null, Start: i, End: i}, true
	}
	v := Value{Kind: Map, Start: p.pos}
	var ok bool
	if v.Map, ok = p.mapping(depth + 1); !ok {
		return Value{}, false
	}
	v.End = lastEnd(v)
	return v, true
}

// sequence reads the block list whose first dash is the next token.
func (p *plain) sequence(depth int) (Value, bool) {
	v := Value{Kind: List, Start: p.pos, List: make([]Value, 0, 4)}
	for indent := p.col; !p.eof && p.col >= indent; {
		if p.col == indent && p.at(p.pos) != '-' {
			break // the next key of the map around a list that is not indented
		}
		if p.col > indent || p.at(p.pos+1) != ' ' || depth > maxDepth || !p.count() {
			return Value{}, false
		}
		i := p.spaces(p.pos + 1)
		var item Value
		var ok bool
		if p.key(i) >= 0 {
			p.col += i - p.pos
			p.pos = i
			item = Value{Kind: Map, Start: i}
			item.Map, ok = p.mapping(depth + 1)
			item.End = lastEnd(item)
		} else {
			item, ok = p.inline(i)
		}
		if !ok {
			return Value{}, false
		}
		v.List = append(v.List, item)
	}
	v.End = lastEnd(v)
	return v, true
}

// lastEnd returns where the last part of a block list or map ends.
func lastEnd(v Value) int {
	switch {
	case len(v.List) > 0:
		return v.List[len(v.List)-1].End
	case len(v.Map) > 0:
		return v.Map[len(v.Map)-1].Value.End
	}
	return v.Start
}

// inline reads a scalar or a list that begins and ends on the line of i, and
// goes on to the next token.
func (p *plain) inline(i int) (Value, bool) {
	var v Value
	var ok bool
	switch c := p.at(i); c {
	case '"', '\'':
		v, ok = p.quoted(i)
	case '[':
		v, ok = p.flow(i)
	default:
		v, ok = p.bare(i, false)
	}
	return v, ok && p.finish(v.End)
}

// quoted reads a string in quotes without escapes, but for a doubled '.
func (p *plain) quoted(i int) (Value, bool) {
	quote, doubled := p.src[i], false
	for j := i + 1; j < len(p.src); j++ {
		switch c := p.src[j]; {
		case c == '\n' || c == '\r' || c == '\\' && quote == '"':
			return Value{}, false
		case c == quote && quote == '\'' && p.at(j+1) == '\'':
			doubled = true
			j++
		case c == quote:
			text := p.word(i+1, j)
			if doubled {
				text = strings.ReplaceAll(text, "''", "'")
			}
			return Value{Kind: String, Text: text, Start: i, End: j + 1}, true
		}
	}
	return Value{}, false
}

// bare reads a plain scalar. In a flow list it ends before a comma or bracket.
func (p *plain) bare(i int, flow bool) (Value, bool) {
	switch c := p.at(i); c {
	case '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '\n', '\r':
		return Value{}, false
	case '-':
		if !isKeyByte(p.at(i+1)) && p.at(i+1) != '.' {
			return Value{}, false
		}
	}
	j := i
scan:
	for ; j < len(p.src); j++ {
		switch c := p.src[j]; c {
		case '\n', '\r':
			break scan
		case '#':
			if p.src[j-1] == ' ' {
				break scan
			}
		case ':':
			switch n := p.at(j + 1); {
			case n == ' ' || n == '\n' || n == '\r':
				return Value{}, false
			case flow && !isKeyByte(n) && n != '/':
				return Value{}, false
			}
		case ',', ']':
			if flow {
				break scan
			}
		case '[', '{', '}':
			if flow {
				return Value{}, false
			}
		}
	}
	for p.src[j-1] == ' ' {
		j--
	}
	text := p.word(i, j)
	return Value{Kind: resolve(text), Text: text, Start: i, End: j}, true
}

// flow reads a list of scalars in brackets on one line.
func (p *plain) flow(i int) (Value, bool) {
	v := Value{Kind: List, Start: i}
	for j := p.spaces(i + 1); j < len(p.src); {
		if p.src[j] == ']' {
			v.End = j + 1
			return v, true
		}
		var item Value
		var ok bool
		if c := p.src[j]; c == '"' || c == '\'' {
			item, ok = p.quoted(j)
		} else {
			item, ok = p.bare(j, true)
		}
		if !ok || !p.count() {
			return Value{}, false
		}
		if v.List == nil {
			v.List = make([]Value, 0, 4) // most are short
		}
		v.List = append(v.List, item)
		switch j = p.spaces(item.End); p.at(j) {
		case ',':
			j = p.spaces(j + 1)
		case ']':
		default:
			return Value{}, false
		}
	}
	return Value{}, false
}
