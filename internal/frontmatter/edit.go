package frontmatter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Change sets or deletes one top-level key, or adds to its list.
type Change struct {
	Key   string
	Value *Value  // nil deletes, unless there is something to add; positions in it do not matter
	Add   []Value // what the key's list gets at its end; a single value becomes the first of a list
}

// Edit applies changes to the header of src and keeps every other byte,
// comments and order included. Keys are found as Fold has it. A new key is
// added at the end of the header; a file without header gets a YAML one. A
// comment on the line of a deleted value goes with it.
//
// The error says why the header cannot be edited: because it cannot be read,
// or because the value is spread over it (a TOML table, an anchor that other
// values repeat). The result is read again before it is given back, so that an
// edit never changes what it was not asked to.
func Edit(src []byte, changes []Change) ([]byte, error) {
	out := src
	for _, c := range changes {
		var err error
		if out, err = editOne(out, c); err != nil {
			return nil, fmt.Errorf("edit key %q: %w", c.Key, err)
		}
	}
	return slices.Clone(out), nil
}

func editOne(src []byte, c Change) ([]byte, error) {
	h, diags := Split("", src)
	if diags.HasErrors() {
		return nil, fmt.Errorf("the header has an error in line %d: %s", diags[0].Line, diags[0].Message)
	}
	e := editor{src: src, header: h, newline: newlineOf(src)}
	i := slices.IndexFunc(h.Fields, func(f Field) bool { return Fold(f.Key) == Fold(c.Key) })
	if len(c.Add) > 0 {
		var whole Value
		if i >= 0 {
			whole = h.Fields[i].Value
		}
		c.Value = added(whole, c.Add)
		if i >= 0 && whole.Kind == List && len(whole.List) > 0 {
			if out := e.add(h.Fields[i], c.Add); verify(h, out, i, c) == nil {
				return out, nil
			}
		}
	}
	var out []byte
	var err error
	switch {
	case i < 0 && c.Value == nil:
		return src, nil
	case h.Format == None:
		head := Marshal([]Field{{Key: c.Key, Value: *c.Value}})
		if e.newline != "\n" {
			head = bytes.ReplaceAll(head, []byte("\n"), []byte(e.newline))
		}
		return slices.Concat(src[:h.Body], head, src[h.Body:]), nil
	case i < 0:
		out, err = e.insert(c.Key, *c.Value)
	case c.Value == nil:
		out, err = e.remove(i)
	default:
		out, err = e.replace(h.Fields[i], *c.Value)
	}
	if err != nil {
		return nil, err
	}
	return out, verify(h, out, i, c)
}

// added returns a list with more values at its end. What is no list is its first value.
func added(v Value, more []Value) *Value {
	out := Value{Kind: List}
	switch {
	case v.Kind == List:
		out.List = append(out.List, v.List...)
	case v.Kind != Null:
		out.List = append(out.List, v)
	}
	out.List = append(out.List, more...)
	return &out
}

// verify reads the edited file again and compares it with what was asked for.
func verify(was Header, out []byte, at int, c Change) error {
	now, diags := Split("", out)
	if diags.HasErrors() {
		return fmt.Errorf("the header would no longer be valid: %s", diags[0].Message)
	}
	want := slices.Clone(was.Fields)
	switch {
	case at < 0 && was.Format == TOML: // stands before the first table
		at = slices.IndexFunc(now.Fields, func(f Field) bool { return Fold(f.Key) == Fold(c.Key) })
		if at < 0 {
			return fmt.Errorf("the key would not be found again")
		}
		want = slices.Insert(want, at, Field{Key: c.Key, Value: *c.Value})
	case at < 0:
		want = append(want, Field{Key: c.Key, Value: *c.Value})
	case c.Value == nil:
		want = slices.Delete(want, at, at+1)
	default:
		want[at].Value = *c.Value
	}
	if !slices.EqualFunc(want, now.Fields, func(a, b Field) bool { return a.Key == b.Key && equal(a.Value, b.Value, was.Format) }) {
		return fmt.Errorf("other values would change with it; edit the file by hand")
	}
	return nil
}

// equal reports whether two values are the same but for their places. JSON and
// TOML do not know all kinds of scalar: there the text counts.
func equal(a, b Value, f Format) bool {
	text := func(v Value) string {
		if v.Kind == Null {
			return ""
		}
		return v.Text
	}
	scalars := a.Kind < List && b.Kind < List
	return (a.Kind == b.Kind || scalars && f != YAML) && text(a) == text(b) &&
		slices.EqualFunc(a.List, b.List, func(x, y Value) bool { return equal(x, y, f) }) &&
		slices.EqualFunc(a.Map, b.Map, func(x, y Field) bool { return x.Key == y.Key && equal(x.Value, y.Value, f) })
}

// newlineOf returns the line end that src uses first.
func newlineOf(src []byte) string {
	end, next := line(src, 0)
	if end == next {
		return "\n"
	}
	return string(src[end:next])
}

// editor splices one change into a header.
type editor struct {
	src     []byte
	header  Header
	newline string
}

func (e *editor) splice(start, end int, with []byte) []byte {
	return slices.Concat(e.src[:start], with, e.src[end:])
}

// inBraces reports a header that is one map in braces: JSON, or YAML in that form.
func (e *editor) inBraces() bool {
	if e.header.Format == JSON {
		return true
	}
	if e.header.Format != YAML {
		return false
	}
	i := e.top()
	return i < len(e.src) && e.src[i] == '{'
}

// top returns where the content of the header begins, after its first line
// (or at the brace of JSON).
func (e *editor) top() int {
	start := len(e.src) - len(bytes.TrimPrefix(e.src, bom))
	if e.header.Format == JSON {
		return start
	}
	_, next := line(e.src, start)
	return trivia(e.src, next, "")
}

// closing returns where the header's last line begins.
func (e *editor) closing() int {
	head := e.src[:e.header.Body]
	head = bytes.TrimSuffix(head, []byte("\n"))
	head = bytes.TrimSuffix(head, []byte("\r"))
	return 1 + bytes.LastIndexAny(head, "\r\n")
}

func (e *editor) replace(f Field, v Value) ([]byte, error) {
	start, end := f.Value.Start, f.Value.End
	switch {
	case e.header.Format == TOML:
		if isSpread(e.src, f) {
			return nil, fmt.Errorf("it is a table of its own; edit the file by hand")
		}
		return e.splice(start, end, appendTOML(nil, v)), nil
	case e.header.Format == JSON:
		return e.splice(start, end, appendJSON(nil, v)), nil
	case e.inBraces():
		return e.splice(start, end, pad(e.src, start, appendInline(nil, v, true))), nil
	}
	block := start < end && f.Value.Kind >= List && e.src[start] != '[' && e.src[start] != '{'
	// A block value gives way from the colon on, unless a comment stands between.
	colon := bytes.TrimRight(e.src[:start], " \t\r\n")
	if block && bytes.HasSuffix(colon, []byte(":")) && len(colon) > f.Start {
		start = len(colon)
	}
	w := writer{newline: e.newline}
	if v.Kind == List && block && len(v.List) > 0 {
		w.list(v.List, e.column(f.Value.Start)) // as the author indents
	} else {
		w.value(v, 0)
	}
	text := w.b
	if start == f.Value.Start && len(text) > 0 && text[0] == ' ' {
		text = pad(e.src, start, text[1:])
	} else {
		start = len(bytes.TrimRight(e.src[:start], " "))
	}
	return e.splice(start, end, text), nil
}

// add puts values after the last one of a list that is not empty, in the form that
// the list has, and leaves every other byte. It is for the caller to verify.
func (e *editor) add(f Field, more []Value) []byte {
	last := f.Value.List[len(f.Value.List)-1]
	if open := e.src[f.Value.Start]; open != '[' { // items on lines of their own
		w := writer{newline: e.newline}
		w.list(more, e.column(f.Value.Start))
		end, _ := line(e.src, last.End)
		return e.splice(end, end, w.b)
	}
	var text []byte
	for _, v := range more {
		text = append(text, ", "...)
		switch e.header.Format {
		case TOML:
			text = appendTOML(text, v)
		case JSON:
			text = appendJSON(text, v)
		default:
			text = appendInline(text, v, true)
		}
	}
	return e.splice(last.End, last.End, text)
}

// pad puts a space before text if it would touch the colon at the end of src[:i].
func pad(src []byte, i int, text []byte) []byte {
	if i > 0 && src[i-1] == ':' {
		return append([]byte{' '}, text...)
	}
	return text
}

// column returns how far i is from the start of its line.
func (e *editor) column(i int) int {
	return i - 1 - bytes.LastIndexAny(e.src[:i], "\r\n")
}

// isSpread reports a TOML value that is written as tables or with dotted keys
// rather than behind one "=".
func isSpread(src []byte, f Field) bool {
	v := f.Value
	return v.Start < f.Start || v.Kind == Map && src[v.Start] != '{' || v.Kind == List && src[v.Start] != '['
}

func (e *editor) insert(key string, v Value) ([]byte, error) {
	switch {
	case e.inBraces():
		return e.insertInBraces(key, v)
	case e.header.Format == TOML:
		at := e.closing()
		for _, f := range e.header.Fields {
			if v := f.Value; v.Start < f.Start { // a table: what follows its header belongs to it
				at = min(at, v.Start)
			}
		}
		text := append(appendTOMLKey(nil, key), " = "...)
		text = append(appendTOML(text, v), e.newline...)
		return e.splice(at, at, text), nil
	}
	w := writer{newline: e.newline}
	w.fields([]Field{{Key: key, Value: v}}, 0)
	return e.splice(e.closing(), e.closing(), w.b), nil
}

// insertInBraces adds a field after the last one, on a line of its own if the
// header has its fields on lines.
func (e *editor) insertInBraces(key string, v Value) ([]byte, error) {
	var text []byte
	if e.header.Format == JSON {
		text = append(appendJSONString(nil, key), ": "...)
		text = appendJSON(text, v)
	} else {
		text = append(appendString(nil, key, true), ": "...)
		text = appendInline(text, v, true)
	}
	n := len(e.header.Fields)
	if n == 0 {
		at := e.top() + 1
		return e.splice(at, at, text), nil
	}
	last := e.header.Fields[n-1]
	before := " "
	if bol := last.Start - e.column(last.Start); strings.TrimSpace(string(e.src[bol:last.Start])) == "" && bol > e.top() {
		before = e.newline + string(e.src[bol:last.Start])
	}
	at := last.Value.End
	return e.splice(at, at, append([]byte(","+before), text...)), nil
}

func (e *editor) remove(i int) ([]byte, error) {
	f := e.header.Fields[i]
	if e.header.Format == TOML && isSpread(e.src, f) {
		return nil, fmt.Errorf("it is a table of its own; edit the file by hand")
	}
	if e.inBraces() {
		switch fields := e.header.Fields; {
		case i+1 < len(fields):
			return e.splice(f.Start, fields[i+1].Start, nil), nil
		case i > 0:
			return e.splice(fields[i-1].Value.End, f.Value.End, nil), nil
		}
		return e.splice(f.Start, f.Value.End, nil), nil
	}
	start := f.Start - e.column(f.Start)
	_, end := line(e.src, f.Value.End)
	return e.splice(start, end, nil), nil
}

// appendJSON writes v as JSON.
func appendJSON(b []byte, v Value) []byte {
	switch v.Kind {
	case Null:
		return append(b, "null"...)
	case List:
		b = append(b, '[')
		for i, item := range v.List {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	case Map:
		b = append(b, '{')
		for i, f := range v.Map {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendJSONString(b, f.Key), ": "...)
			b = appendJSON(b, f.Value)
		}
		return append(b, '}')
	case Bool, Number:
		if json.Valid([]byte(v.Text)) {
			return append(b, v.Text...)
		}
	}
	return appendJSONString(b, v.Text)
}

func appendJSONString(b []byte, s string) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil { // strings always encode
		return strconv.AppendQuote(b, s)
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}

// appendTOML writes v as a TOML value on one line. TOML has no null: nothing is
// an empty string.
func appendTOML(b []byte, v Value) []byte {
	switch v.Kind {
	case List:
		b = append(b, '[')
		for i, item := range v.List {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendTOML(b, item)
		}
		return append(b, ']')
	case Map:
		b = append(b, '{')
		for i, f := range v.Map {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendTOMLKey(b, f.Key), " = "...)
			b = appendTOML(b, f.Value)
		}
		return append(b, '}')
	case Bool, Number, Time:
		if resolve(v.Text) == v.Kind {
			return append(b, v.Text...)
		}
	}
	return appendTOMLString(b, v.Text)
}

func appendTOMLKey(b []byte, key string) []byte {
	if key != "" && strings.IndexFunc(key, func(r rune) bool { return r > 'z' || !isKeyByte(byte(r)) }) < 0 {
		return append(b, key...)
	}
	return appendTOMLString(b, key)
}

// appendTOMLString writes a basic string. TOML's escapes are JSON's, with DEL
// to be escaped as well.
func appendTOMLString(b []byte, s string) []byte {
	return append(b, bytes.ReplaceAll(appendJSONString(nil, s), []byte("\x7F"), []byte(`\u007F`))...)
}
