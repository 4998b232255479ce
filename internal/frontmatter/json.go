package frontmatter

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// startsJSON reports whether b begins with a JSON object. A brace alone does not
// tell: articles may begin with "{{" or with "{see below}".
func startsJSON(b []byte) bool {
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	for _, c := range b[1:] {
		switch c {
		case ' ', '\t', '\n', '\r':
		default:
			return c == '"' || c == '}'
		}
	}
	return false
}

// json reads the JSON object at start; the body begins on the line after it.
func (r *reader) json(start int) Header {
	h := Header{Format: JSON, Body: len(r.src)}
	head := r.src[start:min(len(r.src), start+maxHeader)]
	j := jsonReader{reader: r, base: start, dec: json.NewDecoder(bytes.NewReader(head))}
	j.dec.UseNumber()
	v, err := j.value(0)
	if r.failed {
		return h
	}
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		if len(head) == maxHeader {
			r.fail("header-too-large", start, start+1, "the header is larger than 1 MiB")
			return h
		}
		r.fail("header-unclosed", start, start+1, `the header that begins with "{" has no end`).Hint = `close it with "}"`
		return h
	default:
		at := j.next()
		r.fail("header-syntax", at, at+1, "not valid JSON: %v", err).Hint = "compare with the fields before it"
		return h
	}
	end, next := line(r.src, v.End)
	if rest := bytes.Trim(r.src[v.End:end], " \t"); len(rest) > 0 {
		r.fail("header-syntax", v.End, end, "there is text after the header's closing brace").Hint = "begin the text on a line of its own"
		return h
	}
	h.Body, h.Fields = next, v.Map
	return h
}

// jsonReader reads tokens with their places: the decoder tells where a token
// ends, and between it and the next is only white space, a comma or a colon.
type jsonReader struct {
	*reader
	base int // offset of the object in the file
	dec  *json.Decoder
}

// next returns where the next token begins.
func (j *jsonReader) next() int {
	i := j.base + int(j.dec.InputOffset())
	for i < len(j.src) && bytes.IndexByte([]byte(" \t\r\n,:"), j.src[i]) >= 0 {
		i++
	}
	return i
}

func (j *jsonReader) value(depth int) (Value, error) {
	start := j.next()
	tok, err := j.dec.Token()
	if err != nil {
		return Value{}, err
	}
	v := Value{Start: start, End: j.base + int(j.dec.InputOffset())}
	if depth > 0 && !j.admit(depth, start) {
		return v, errRefused
	}
	v.Text = string(j.src[v.Start:v.End])
	switch t := tok.(type) {
	case nil:
		v.Kind = Null
	case bool:
		v.Kind = Bool
	case json.Number:
		v.Kind = Number
	case string:
		v.Kind, v.Text = String, t
	case json.Delim:
		v.Kind, v.Text = List, ""
		if t == '{' {
			v.Kind = Map
			v.Map = []Field{}
		}
		for j.dec.More() {
			if v.Kind == List {
				item, err := j.value(depth + 1)
				if err != nil {
					return v, err
				}
				v.List = append(v.List, item)
				continue
			}
			key, err := j.value(depth + 1)
			if err != nil {
				return v, err
			}
			j.values-- // the key is no value
			item, err := j.value(depth + 1)
			if err != nil {
				return v, err
			}
			v.Map = append(v.Map, Field{Key: key.Text, Start: key.Start, Value: item})
		}
		if _, err := j.dec.Token(); err != nil {
			return v, err
		}
		v.End = j.base + int(j.dec.InputOffset())
		v.Map = j.unique(v.Map)
	}
	return v, nil
}

// errRefused ends the reading of a header that admit has refused and reported.
var errRefused = errors.New("refused")
