// Package frontmatter owns the header of a source file: its fields with their
// positions, and edits that keep every byte the author wrote around them. It
// does not know what keys mean. Values do not change once read.
//
// YAML of the plain kind that most headers are written in is read by a small
// parser of our own (plain.go); whatever it is not sure of goes to the YAML
// library (yaml.go). Both give the same fields, which a fuzz test holds them to.
package frontmatter

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/diag"
)

// Format is how a header is written.
type Format uint8

const (
	None Format = iota
	YAML        // between --- lines
	TOML        // between +++ lines
	JSON        // a leading { … }
)

// String returns "none", "YAML", "TOML" or "JSON".
func (f Format) String() string { return [...]string{"none", "YAML", "TOML", "JSON"}[f] }

// Kind is the type of a value.
type Kind uint8

const (
	Null Kind = iota
	String
	Bool
	Number
	Time // a bare date or time, as YAML and TOML know them; Text is as written
	List
	Map
)

// String returns what to call a value of the kind in a message: "a string".
func (k Kind) String() string {
	return [...]string{"nothing", "a string", "true or false", "a number", "a date", "a list", "a map"}[k]
}

// Value is a value with its place in the file.
type Value struct {
	Kind       Kind
	Text       string // scalars: decoded string, or the literal as written
	List       []Value
	Map        []Field
	Start, End int // byte offsets in the file; equal when nothing is written
}

// AsBool returns the truth of a Bool, and whether v is one.
func (v Value) AsBool() (truth, ok bool) {
	return v.Kind == Bool && (v.Text[0] == 't' || v.Text[0] == 'T'), v.Kind == Bool
}

// Get returns the value of the key in a Map, found as Fold has it.
func (v Value) Get(key string) (Value, bool) {
	key = Fold(key)
	for i := range v.Map {
		if Fold(v.Map[i].Key) == key {
			return v.Map[i].Value, true
		}
	}
	return Value{}, false
}

// Field is a key with its value, in the author's order.
type Field struct {
	Key   string // decoded, else as written
	Start int    // offset of the key
	Value Value
}

// Header is a file's header.
type Header struct {
	Format Format
	Fields []Field
	Body   int // offset of the first byte of the body
}

// The bounds that keep a hostile header cheap. Honest headers stay far below.
const (
	maxHeader     = 1 << 20 // bytes
	maxDepth      = 64      // levels of lists and maps
	maxValues     = 10_000  // values, those that YAML aliases repeat included
	maxAliases    = 100     // YAML aliases
	maxDuplicates = 100     // duplicate keys reported
)

// Split reads the header of src. A file without a header has Format None and
// Body 0 (a byte order mark is skipped). Bounded: at most 1 MiB of header,
// 64 levels, 10,000 values; YAML aliases are expanded at most 100 times. All
// mistakes are returned with their place in the file. A header that cannot be
// read has no fields, and one that never ends has no body, so that neither is
// taken for the other.
func Split(file string, src []byte) (Header, diag.List) {
	r := reader{file: file, src: src}
	h := r.split()
	return h, r.diags
}

// Parse reads a whole YAML file, such as site.yaml, as fields. It is bounded
// as Split is.
func Parse(file string, src []byte) ([]Field, diag.List) {
	r := reader{file: file, src: src}
	start := len(src) - len(bytes.TrimPrefix(src, bom))
	if len(src)-start > maxHeader {
		r.fail("header-too-large", start, start+1, "the file is larger than 1 MiB")
		return nil, r.diags
	}
	return r.yaml(start, len(src)), r.diags
}

// Fold returns a key without case, "_" and "-": keys that fold alike are the same.
func Fold(key string) string {
	for i := 0; i < len(key); i++ {
		if c := key[i]; c == '_' || c == '-' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if r == '_' || r == '-' {
					return -1
				}
				return unicode.ToLower(r)
			}, key)
		}
	}
	return key
}

// reader reads one file. It is thrown away afterwards.
type reader struct {
	file    string
	src     []byte
	places  diag.Source // of src
	diags   diag.List
	values  int
	aliases int
	failed  bool // the header is refused; nothing more of it is read

	duplicates int
}

// fail refuses the header because of src[start:end].
func (r *reader) fail(code string, start, end int, format string, args ...any) *diag.Diagnostic {
	r.failed = true
	return r.report(code, start, end, format, args...)
}

// report adds an error about src[start:end] and returns it for hints.
func (r *reader) report(code string, start, end int, format string, args ...any) *diag.Diagnostic {
	if r.places.Text == nil {
		r.places = diag.Source{File: r.file, Text: r.src}
	}
	r.diags = append(r.diags, r.places.At(diag.Error, code, start, end, format, args...))
	return &r.diags[len(r.diags)-1]
}

// admit counts a value at a depth and refuses the header when it is one too many.
func (r *reader) admit(depth, at int) bool {
	if r.failed {
		return false
	}
	r.values++
	if r.values > maxValues {
		r.fail("header-too-many", at, at+1, "the header has more than 10,000 values").Hint = "move the data to the text or to a file of its own"
	} else if depth > maxDepth {
		r.fail("header-too-deep", at, at+1, "lists and maps are nested more than 64 deep")
	}
	return !r.failed
}

var bom = []byte("\uFEFF")

func (r *reader) split() Header {
	src := r.src
	start := len(src) - len(bytes.TrimPrefix(src, bom))
	eol, next := line(src, start)
	var h Header
	switch first := bytes.TrimRight(src[start:eol], " \t"); {
	case string(first) == "---":
		h.Format = YAML
	case string(first) == "+++":
		h.Format = TOML
	case startsJSON(src[start:]):
		return r.json(start)
	default:
		return Header{Body: start}
	}
	for at := next; at < len(src); {
		eol, after := line(src, at)
		if closes(h.Format, src[at:eol]) {
			h.Body = after
			if at-next > maxHeader {
				r.fail("header-too-large", start, start+3, "the header is larger than 1 MiB").Hint = "move the data to the text or to a file of its own"
			} else if h.Format == YAML {
				h.Fields = r.yaml(next, at)
			} else {
				h.Fields = r.toml(next, at)
			}
			return h
		}
		at = after
	}
	h.Body = len(src)
	r.fail("header-unclosed", start, start+3, "the header that begins with %q has no end", src[start:start+3]).Hint =
		"close it with a line " + string(src[start:start+3]) + ", or put an empty line before what is meant as a rule"
	return h
}

// closes reports whether a line ends a header. YAML's own mark for the end of a
// document counts.
func closes(f Format, line []byte) bool {
	line = bytes.TrimRight(line, " \t")
	if f == TOML {
		return string(line) == "+++"
	}
	return string(line) == "---" || string(line) == "..."
}

// line returns where the line at i ends and the next one begins. Lines end as
// YAML has it for ASCII: LF, CR LF or CR alone.
func line(src []byte, i int) (end, next int) {
	j := bytes.IndexByte(src[i:], '\n')
	if j < 0 {
		j = len(src) - i
	}
	// A CR elsewhere is rare: it is looked for only within what LF left.
	if k := bytes.IndexByte(src[i:i+j], '\r'); k >= 0 {
		if i+k+1 < len(src) && src[i+k+1] == '\n' {
			return i + k, i + k + 2
		}
		return i + k, i + k + 1
	}
	return i + j, min(i+j+1, len(src))
}

// unique reports keys that fold alike and returns the fields with the first of each.
func (r *reader) unique(fields []Field) []Field {
	var few [16]string
	var many map[string]int
	kept := 0
	for i := range fields {
		key, first := Fold(fields[i].Key), -1
		if len(fields) <= len(few) {
			for j := range kept {
				if few[j] == key {
					first = j
				}
			}
			few[kept] = key
		} else {
			if many == nil {
				many = make(map[string]int, len(fields))
			}
			if j, ok := many[key]; ok {
				first = j
			} else {
				many[key] = kept
			}
		}
		if first >= 0 {
			r.duplicate(fields[first], fields[i])
			continue
		}
		fields[kept] = fields[i]
		kept++
	}
	return fields[:kept]
}

// duplicate reports a key that stands twice, naming both lines.
func (r *reader) duplicate(first, second Field) {
	if r.failed {
		return
	}
	here := 1 + bytes.Count(r.src[:first.Start], []byte("\n"))
	d := r.report("duplicate-key", second.Start, second.Start+len(second.Key),
		"key %q is already given in line %d", second.Key, here)
	d.Hint = "keep one of the two"
	if first.Key != second.Key {
		d.Message += ", as \"" + first.Key + "\""
	}
	at := diag.At(diag.Error, "", r.file, r.src, first.Start, first.Start, "first given here")
	d.Related = []diag.Related{{Message: at.Message, File: r.file, Line: at.Line, Col: at.Col}}
	if r.duplicates++; r.duplicates >= maxDuplicates {
		r.fail("duplicate-key", second.Start, second.Start+1, "more keys are given twice; only the first 100 are named")
	}
}
