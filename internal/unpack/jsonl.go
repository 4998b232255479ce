package unpack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// isJSONLines goes by the name: one JSON object alone may be anything.
func isJSONLines(name string, _ []byte) bool {
	return slices.Contains([]string{"jsonl", "ndjson", "jl"}, endingOf(name))
}

// objects reads rows that are JSON objects, each with keys of its own.
type objects struct {
	reading
	choice *chooser
	rows   int
	keys   []string // of the first row
	found  bool     // some row had a text
}

// row yields one object, and reports whether more are wanted.
func (o *objects) row(v map[string]any, id string, line int) bool {
	o.rows++
	keys := slices.Sorted(maps.Keys(v))
	if o.rows == 1 {
		o.keys = keys
	}
	at := o.choice.find(keys)
	w := row{line: line, number: o.rows}
	for p, i := range at {
		if i >= 0 {
			w.values[p] = v[keys[i]]
		}
	}
	if w.values[fieldID] == nil && id != "" {
		w.values[fieldID] = id
	}
	o.found = o.found || at[fieldText] >= 0
	return o.yield(o.entry(&w))
}

// finish tells when no row at all had a text.
func (o *objects) finish() diag.List {
	if o.rows > 0 && !o.found {
		at := o.choice.find(o.keys)
		o.diags = append(o.diags, o.choice.missing(o.file, 1, o.keys, &at)...)
	}
	return o.diags
}

// readJSONLines reads a corpus of one JSON object a line. A broken line does not hide
// the others.
func readJSONLines(name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	text, _, diags := charset.Decode(name, src)
	o := &objects{reading: reading{file: name, yield: yield, diags: diags}, choice: newChooser(opt)}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		var v map[string]any
		err := d.Decode(&v)
		if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
			err = fmt.Errorf("it is no JSON object but of type %s", t.Value)
		}
		if err == nil && d.More() {
			err = errors.New("it holds more than one JSON object")
		}
		if err == nil && v == nil {
			err = errors.New("it is no JSON object but null")
		}
		if err != nil {
			o.tell(diag.Error, "malformed-json", n, "the line is not read: %v", err)
			continue
		}
		if !o.row(v, "", n) {
			break
		}
	}
	return o.finish()
}

// isJSONRows reports whether src is a JSON document.
func isJSONRows(name string, src []byte) bool {
	_, ok := beginsJSON(name, src)
	return ok
}

// listNames are the keys under which programs give lists of articles.
var listNames = []string{"articles", "posts", "items", "entries", "stories", "documents", "docs", "data", "results", "records", "rows", "pages", "value"}

// readJSONRows reads a corpus that is one JSON document: a list of objects, an object
// that holds such a list, an object of objects by their IDs, or a single article.
func readJSONRows(name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	j := newJSON(name, src, yield)
	o := &objects{reading: reading{file: name, yield: yield}, choice: newChooser(opt)}
	element := func() error {
		line := j.line()
		var v map[string]any
		if err := j.read(&v); err != nil {
			return err
		}
		if v != nil && !o.row(v, "", line) {
			return errEnough
		}
		return nil
	}
	var err error
	if _, c := j.begins(); c == '[' {
		err = j.array(element)
	} else {
		line := j.line()
		single := map[string]any{}
		err = j.object(func(key string) error {
			if _, c := j.begins(); c == '[' && slices.Contains(listNames, strings.ToLower(key)) {
				return j.array(element)
			}
			line := j.line()
			var v any
			if err := j.read(&v); err != nil {
				return err
			}
			inner, ok := v.(map[string]any)
			if ok && !o.choice.knows(key) && o.choice.find(slices.Sorted(maps.Keys(inner)))[fieldText] >= 0 {
				if !o.row(inner, key, line) {
					return errEnough
				}
				return nil
			}
			single[key] = v
			return nil
		})
		if keys := slices.Sorted(maps.Keys(single)); o.rows == 0 && len(keys) > 0 && err == nil {
			if opt.Columns == (Columns{}) && o.choice.find(keys)[fieldText] < 0 { // the settings of a program, most likely
				yield(Entry{ID: name, Line: line, Skip: "no text is in it, only " + quoted(keys)})
			} else {
				o.row(single, "", line)
			}
		}
	}
	j.diags = append(j.diags, o.finish()...)
	return j.finish(err)
}
