// Package frontmatter owns the header of a source file: its fields with their
// positions, and edits that keep every byte the author wrote around them. It
// does not know what keys mean.
package frontmatter

import "dateline/internal/diag"

// Format is how a header is written.
type Format uint8

const (
	None Format = iota
	YAML        // between --- lines
	TOML        // between +++ lines
	JSON        // a leading { … }
)

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

// Value is a value with its place in the file.
type Value struct {
	Kind       Kind
	Text       string // scalars: decoded string, or the literal as written
	List       []Value
	Map        []Field
	Start, End int // byte offsets in the file
}

// Field is a key with its value, in the author's order.
type Field struct {
	Key   string // as written
	Start int    // offset of the key
	Value Value
}

// Header is a file's header.
type Header struct {
	Format Format
	Fields []Field
	Body   int // offset of the first byte of the body
}

// Split reads the header of src. A file without a header has Format None and
// Body 0 (a byte order mark is skipped). Bounded: at most 1 MiB of header,
// 64 levels, 10,000 values; YAML aliases are expanded at most 100 times. All
// mistakes are returned with their place in the file.
func Split(file string, src []byte) (Header, diag.List) { panic("frontmatter.Split: not written yet") }

// Parse reads a whole YAML file, such as site.yaml, as fields.
func Parse(file string, src []byte) ([]Field, diag.List) { panic("not written yet") }

// Fold returns a key without case, "_" and "-": keys that fold alike are the same.
func Fold(key string) string { panic("not written yet") }

// Change sets or deletes one top-level key.
type Change struct {
	Key   string
	Value *Value // nil deletes
}

// Edit applies changes to the header of src and keeps every other byte,
// comments and order included. A new key is added at the end of the header; a
// file without header gets a YAML one.
func Edit(src []byte, changes []Change) ([]byte, error) { panic("not written yet") }

// Marshal writes fields as a YAML header between --- lines, strings quoted only
// where YAML needs it, so that Split gives the same fields back.
func Marshal(fields []Field) []byte { panic("not written yet") }
