// Package notes owns the format of NAME.notes.jsonl: what people decided on the
// annotations of one article, one JSON object a line, its keys in a fixed order, the
// lines in the order of their places. So a file can be read, compared and merged line by
// line. It does not know what is annotated, nor where files are. Values do not change
// once made.
package notes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/anchor"
	"dateline/internal/day"
	"dateline/internal/diag"
)

// The kinds of annotations. Quote is kept for tools that know it.
const (
	Mention = "mention"
	Time    = "time"
	Event   = "event"
	Quote   = "quote"
)

// What can be decided.
const (
	Accepted = "accepted"
	Rejected = "rejected"
)

// Note is one decision.
type Note struct {
	ID     string
	Kind   string // Mention, Time, Event or Quote
	Status string // Accepted or Rejected
	Entity string // id of whom a mention names, or does not; "" in a rejected one: nobody
	Value  string // of an accepted time, in EDTF; of an accepted event, where the text's is not right
	Label  string // of an accepted event, where what was made of the text is not right
	anchor.Quote
	By string // who decided, as they want to be called; may be ""
	At string // the day when, as 2026-02-01; may be ""

	Line int      // in its file, from 1; 0 for one that is not in a file
	Date day.Date // Value understood

	more []pair // keys of other tools, as they were written
}

// pair is a key with its value in JSON.
type pair struct {
	key   string
	value json.RawMessage
}

// MaxLine is the longest line of a file, in bytes.
const MaxLine = 1 << 16

// Parse reads a file. A line that cannot be read is a diagnostic, and the others count
// all the same.
func Parse(file string, src []byte) ([]Note, diag.List) {
	var list []Note
	var diags diag.List
	places := diag.Source{File: file, Text: src}
	for off, num := 0, 1; off < len(src); num++ {
		line := src[off:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		start := off
		off += len(line) + 1
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		n, f := ParseLine(line)
		if f != nil {
			diags = append(diags, places.At(diag.Error, f.Code, start, start+len(line), "%s", f.Message).WithHint("%s", f.Hint))
			continue
		}
		n.Line = num
		list = append(list, n)
	}
	return list, diags
}

// Fault says what is wrong with a line.
type Fault struct{ Code, Message, Hint string }

func (f *Fault) Error() string { return f.Message }

func faulty(code, hint, format string, args ...any) *Fault {
	return &Fault{code, fmt.Sprintf(format, args...), hint}
}

// ParseLine reads one line.
func ParseLine(line []byte) (Note, *Fault) {
	var n Note
	if len(line) > MaxLine {
		return n, faulty("too-long", "keep a decision under 64 KiB", "the decision has %d bytes", len(line))
	}
	if err := n.read(line); err != nil {
		return n, faulty("bad-note", `write one object a line: {"id":"…","kind":"mention","status":"accepted","entity":"…","exact":"…"}`, "not a decision in JSON: %v", err)
	}
	return n, n.check()
}

// read reads the keys of n. Names of keys match without regard to case.
func (n *Note) read(line []byte) error {
	var keys struct {
		ID, Kind, Status, Entity, Value, Label, Exact, Prefix, Suffix string
		Start                                                         int
		By, At                                                        string
	}
	if err := json.Unmarshal(line, &keys); err != nil {
		return err
	}
	*n = Note{ID: keys.ID, Kind: keys.Kind, Status: keys.Status, Entity: keys.Entity, Value: keys.Value, Label: keys.Label, By: keys.By, At: keys.At}
	n.Quote = anchor.Quote{Exact: keys.Exact, Prefix: keys.Prefix, Suffix: keys.Suffix, Start: keys.Start}
	d := json.NewDecoder(bytes.NewReader(line))
	if _, err := d.Token(); err != nil { // the brace
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var p pair
		if err := d.Decode(&p.value); err != nil {
			return err
		}
		if p.key, _ = key.(string); !slices.Contains(known, strings.ToLower(p.key)) {
			n.more = append(n.more, p)
		}
	}
	return nil
}

// known are the keys of a line.
var known = strings.Fields("id kind status entity value label exact prefix suffix start by at")

// check says what is wrong with n, or nil.
func (n *Note) check() *Fault {
	switch {
	case n.Exact == "":
		return faulty("bad-note", "quote the words it is about", "the decision has no %q", "exact")
	case n.Status != Accepted && n.Status != Rejected:
		return faulty("bad-note", "write accepted or rejected", "%q is not a status", n.Status)
	case n.Start < 0:
		return faulty("bad-note", "count characters from the beginning of the text", "the decision starts at %d", n.Start)
	}
	if n.Entity != "" {
		if err := addr.CheckID(n.Entity); err != nil {
			return faulty("bad-entity-id", "write the id of an entity: 1 to 64 of a-z, 0-9 and -", "%q cannot be an entity's id", n.Entity)
		}
	}
	switch n.Kind {
	case Mention:
		if n.Entity == "" && n.Status == Accepted {
			return faulty("bad-note", `add "entity":"ID"`, "an accepted mention names no entity")
		}
	case Time, Event:
		if n.Status != Accepted || n.Kind == Event && n.Value == "" {
			break
		}
		var err error
		if n.Date, err = day.Parse(n.Value); err != nil {
			return faulty("bad-date", "write dates as 2013-09-09 or less exactly as 2013-09 or 2013, in EDTF", "%q is not a date: %v", n.Value, err)
		}
	case Quote:
	default:
		return faulty("bad-note", "write mention, time, event or quote", "%q is not a kind of decision", n.Kind)
	}
	return nil
}

// Append appends n as a line, without its end: the keys in their order, those that are
// empty left out, then the keys of other tools.
func (n *Note) Append(dst []byte) []byte {
	dst = append(dst, '{')
	first := true
	key := func(name string) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(appendString(dst, name), ':')
	}
	str := func(name, value string) {
		if value != "" {
			key(name)
			dst = appendString(dst, value)
		}
	}
	str("id", n.ID)
	str("kind", n.Kind)
	str("status", n.Status)
	str("entity", n.Entity)
	str("value", n.Value)
	str("label", n.Label)
	str("exact", n.Exact)
	str("prefix", n.Prefix)
	str("suffix", n.Suffix)
	key("start")
	dst = fmt.Append(dst, n.Start)
	str("by", n.By)
	str("at", n.At)
	for _, p := range n.more {
		key(p.key)
		dst = append(dst, p.value...)
	}
	return append(dst, '}')
}

// appendString appends s in JSON, its letters as they are.
func appendString(dst []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string has a form in JSON
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
