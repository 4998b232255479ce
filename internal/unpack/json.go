package unpack

import (
	"encoding/json"
	"errors"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// jsonScanner goes through a JSON document a value at a time, so that a large one
// need not be in memory as a tree, and knows the line of each.
type jsonScanner struct {
	reading
	src string // clean UTF-8
	dec *json.Decoder

	lineNo, lineAt int // lines counted, up to which offset
}

// newJSON returns a scanner of src, which may be in any encoding.
func newJSON(file string, src []byte, yield func(Entry) bool) *jsonScanner {
	text, _, diags := charset.Decode(file, src)
	j := &jsonScanner{reading: reading{file: file, yield: yield, diags: diags}, src: text}
	j.rewind()
	return j
}

// rewind goes back to the beginning.
func (j *jsonScanner) rewind() {
	j.dec = json.NewDecoder(strings.NewReader(j.src))
	j.dec.UseNumber()
	j.lineNo, j.lineAt = 1, 0
}

// begins returns the offset of the next value or key, and its first byte.
func (j *jsonScanner) begins() (offset int, c byte) {
	for offset = int(j.dec.InputOffset()); offset < len(j.src); offset++ {
		switch c = j.src[offset]; c {
		case ' ', '\t', '\n', ',', ':':
		default:
			return offset, c
		}
	}
	return offset, 0
}

// line returns the line on which the next value begins.
func (j *jsonScanner) line() int {
	at, _ := j.begins()
	j.lineNo += strings.Count(j.src[j.lineAt:at], "\n")
	j.lineAt = at
	return j.lineNo
}

// object goes through the object that is the next value; use takes the value of a
// key. Another value is passed over.
func (j *jsonScanner) object(use func(key string) error) error {
	if _, c := j.begins(); c != '{' {
		return j.skip()
	}
	return j.within(func() error {
		key, err := j.dec.Token()
		if err != nil {
			return err
		}
		return use(key.(string)) // the decoder sees to it that keys are strings
	})
}

// array goes through the array that is the next value; use takes an element. Another
// value is passed over.
func (j *jsonScanner) array(use func() error) error {
	if _, c := j.begins(); c != '[' {
		return j.skip()
	}
	return j.within(use)
}

// within goes through the object or array whose bracket is the next token.
func (j *jsonScanner) within(use func() error) error {
	if _, err := j.dec.Token(); err != nil {
		return err
	}
	for j.dec.More() {
		if err := use(); err != nil {
			return err
		}
	}
	_, err := j.dec.Token()
	return err
}

// skip passes over the next value.
func (j *jsonScanner) skip() error {
	var raw json.RawMessage
	return j.dec.Decode(&raw)
}

// read reads the next value. A field of the wrong type is a warning, and left out.
func (j *jsonScanner) read(v any) error {
	line := j.line()
	err := j.dec.Decode(v)
	if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
		j.tell(diag.Warning, "malformed-json", line, "%q is %s, which it should not be", short(t.Field), t.Value)
		return nil
	}
	return err
}

// errEnough ends the reading because nobody wants more.
var errEnough = errors.New("enough")

// finish returns the diagnostics, with one of the error that ended the reading.
func (j *jsonScanner) finish(err error) diag.List {
	if err == nil || errors.Is(err, errEnough) {
		return j.diags
	}
	line := j.line()
	if s := (*json.SyntaxError)(nil); errors.As(err, &s) {
		line = 1 + strings.Count(j.src[:min(int(s.Offset), len(j.src))], "\n")
	}
	j.tell(diag.Error, "malformed-json", line, "the JSON is broken here, and nothing behind it was read: %v", err)
	return j.diags
}

// beginsJSON reports whether src, called name, is JSON by its ending, or begins as a
// list or an object does when the name says nothing; head is its beginning.
func beginsJSON(name string, src []byte) (head string, ok bool) {
	const enough = 64 << 10
	if end := endingOf(name); end != "json" && end != "" {
		return "", false
	}
	head, _, _ = charset.Decode(name, src[:min(len(src), enough)])
	head = strings.TrimLeft(head, " \t\n")
	if head == "" || head[0] != '{' && head[0] != '[' {
		return "", false
	}
	if endingOf(name) == "json" {
		return head, true
	}
	rest := strings.TrimLeft(head[1:], " \t\n")
	return head, strings.HasPrefix(rest, `"`) || head[0] == '[' && strings.HasPrefix(rest, "{")
}

// looseText is a string of JSON, or a number, or what else stands for one: nothing,
// or an object that wraps it.
type looseText string

// UnmarshalJSON takes any value of JSON, as textOf does.
func (t *looseText) UnmarshalJSON(b []byte) error {
	var v any
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	*t = looseText(textOf(v))
	return nil
}

// textOf returns a value of JSON as text: of an object what it wraps, as
// {"$date": "2013-09-09"} or {"name": "Mona Okoye"}, of a list its elements by lines.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		return strings.Join(textsOf(v), "\n")
	case map[string]any:
		for _, key := range []string{"$date", "$oid", "$numberLong", "@value", "rendered", "name", "value", "text", "date", "href", "url"} {
			if inner, ok := v[key]; ok {
				return textOf(inner)
			}
		}
	}
	return ""
}

// textsOf returns the elements of a list, or a single value, as texts.
func textsOf(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		if s := strings.TrimSpace(textOf(e)); s != "" {
			out = append(out, s)
		}
	}
	return out
}
