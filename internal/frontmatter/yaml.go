package frontmatter

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// yaml reads src[start:end] as the fields of a YAML map.
func (r *reader) yaml(start, end int) []Field {
	if fields, values, sure := parsePlain(r.src, start, end); sure {
		r.values += values
		return r.uniqueAll(fields)
	}
	if blank(r.src[start:end]) {
		return nil
	}
	fields := r.library(start, end)
	if r.failed {
		return nil
	}
	return fields
}

// uniqueAll applies unique at every level of fields.
func (r *reader) uniqueAll(fields []Field) []Field {
	fields = r.unique(fields)
	for i := range fields {
		r.uniqueIn(&fields[i].Value)
	}
	if r.failed {
		return nil
	}
	return fields
}

func (r *reader) uniqueIn(v *Value) {
	if v.Map != nil {
		v.Map = r.uniqueAll(v.Map)
	}
	for i := range v.List {
		r.uniqueIn(&v.List[i])
	}
}

// blank reports whether b has only white space and comments.
func blank(b []byte) bool {
	for i := 0; i < len(b); {
		end, next := line(b, i)
		if l := bytes.Trim(b[i:end], " \t"); len(l) > 0 && l[0] != '#' {
			return false
		}
		i = next
	}
	return true
}

// library reads src[start:end] with the YAML library.
func (r *reader) library(start, end int) []Field {
	y := yamlReader{reader: r, place: place{text: r.src[:end], off: start, start: start, line: 1, col: 1}}
	var doc yaml.Node
	err := yaml.Load(r.src[start:end], &doc, yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		y.explain(err)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		at := y.offset(root.Line, root.Column)
		r.fail("header-not-fields", at, at+1, "there should be fields here, one a line, and there is something else").Hint = `write "key: value"`
		return nil
	}
	y.values = -1 // the root itself is no value of the author's
	fields := y.value(root, 0, -1).Map
	y.diags.Sort()
	return fields
}

// explain turns an error of the library into a diagnostic in our words.
func (y *yamlReader) explain(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		y.fail("header-syntax", y.off, y.off, "not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: ")).Hint = "write one list of fields, without lines of three hyphens"
		return
	}
	mark := load.Mark
	if mark.Line <= 0 {
		mark = load.ContextMark
	}
	at := y.offset(max(mark.Line, 1), max(mark.Column, 1))
	if load.ContextMsg == "while increasing flow level" || load.ContextMsg == "while increasing indent level" {
		y.fail("header-too-deep", at, at+1, "lists and maps are nested more than 64 deep")
		return
	}
	code := "header-syntax"
	if load.Stage == yaml.ComposerStage {
		code = "yaml-alias"
	}
	d := y.fail(code, at, at+1, "not valid YAML: %s", load.Message)
	switch bol := 1 + bytes.LastIndexByte(y.text[:at], '\n'); {
	case bytes.IndexByte(y.text[bol:at], '\t') >= 0 || at < len(y.text) && y.text[at] == '\t':
		d.Hint = "indent with spaces, not with tabs"
	case load.Message == "mapping values are not allowed in this context":
		d.Hint = "put the value in quotes if a colon belongs to it"
	default:
		d.Hint = "put the value in quotes, or mend the indentation"
	}
}

// yamlReader turns the library's nodes into values. The library says where
// nodes begin, in lines and characters; where they end is read off the source.
type yamlReader struct {
	*reader
	place
}

// value converts n. At a place >= 0 the node is being repeated by the alias that
// stands there.
func (y *yamlReader) value(n *yaml.Node, depth, alias int) Value {
	at := alias
	if alias < 0 {
		at = y.offset(n.Line, n.Column)
	}
	v := Value{Start: at, End: at}
	if !y.admit(depth, at) {
		return v
	}
	if n.Style&yaml.TaggedStyle != 0 && !knownTag(n.Tag) {
		d := y.report("yaml-tag", at, y.wordEnd(at), "the tag %q is not allowed", n.Tag)
		d.Hint = "remove the tag: a header has strings, numbers, dates, lists and maps"
	}
	switch n.Kind {
	case yaml.AliasNode:
		if y.aliases++; y.aliases > maxAliases {
			y.fail("yaml-alias", at, y.wordEnd(at), "more than 100 YAML aliases are used").Hint = "write the values out"
			return v
		}
		v = y.value(n.Alias, depth, at)
		v.Start, v.End = at, at
		if alias < 0 {
			v.End = y.wordEnd(at)
		}
	case yaml.ScalarNode:
		v.Text = n.Value
		switch {
		case n.Style&yaml.TaggedStyle != 0:
			v.Kind = taggedKind(n.Tag, n.Value)
		case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
			v.Kind = String
		default:
			v.Kind = resolve(n.Value)
		}
		if alias < 0 {
			v.End = scalarEnd(y.text, at, n)
		}
	case yaml.SequenceNode:
		v.Kind = List
		for _, c := range n.Content {
			v.List = append(v.List, y.value(c, depth+1, alias))
		}
		if alias < 0 {
			v.End = y.listEnd(v, n)
		}
	case yaml.MappingNode:
		v.Kind = Map
		v.Map = y.fields(n, depth, alias)
		if alias < 0 {
			v.End = y.listEnd(v, n)
		}
		v.Map = y.unique(v.Map)
	}
	return v
}

func (y *yamlReader) fields(n *yaml.Node, depth, alias int) []Field {
	fields := make([]Field, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, at := n.Content[i], alias
		if alias < 0 {
			at = y.offset(key.Line, key.Column)
		}
		if y.failed {
			break
		}
		switch {
		case key.Kind == yaml.AliasNode && key.Alias.Kind == yaml.ScalarNode:
			key = key.Alias
		case key.Kind != yaml.ScalarNode:
			y.fail("header-key", at, y.wordEnd(at), "a key must be a word, not a list or map")
			continue
		}
		if key.Value == "<<" && key.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 {
			y.report("yaml-merge", at, at+2, `the merge key "<<" is not understood`).Hint = "write the fields out"
		}
		f := Field{Key: key.Value, Start: at}
		f.Value = y.value(n.Content[i+1], depth+1, alias)
		fields = append(fields, f)
	}
	return fields
}

func knownTag(tag string) bool {
	switch tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!seq", "!!map":
		return true
	}
	return false
}

// taggedKind returns the kind of a scalar with a tag: what the tag says if the
// text has that form, else a string.
func taggedKind(tag, text string) Kind {
	kind := resolve(text)
	if tag == "!!int" && kind == Number || tag == "!!float" && kind == Number || tag == "!!bool" && kind == Bool ||
		tag == "!!null" && kind == Null || tag == "!!timestamp" && kind == Time {
		return kind
	}
	return String
}

// place finds the offsets of the library's lines and characters. It goes
// forward only, which is cheap since nodes are visited in the order of the source.
type place struct {
	text      []byte
	start     int
	off       int
	line, col int
}

// offset returns the byte offset of a line and column, both counted from 1.
func (p *place) offset(line, col int) int {
	if line < p.line || line == p.line && col < p.col {
		p.off, p.line, p.col = p.start, 1, 1
	}
	for p.off < len(p.text) && (p.line < line || p.line == line && p.col < col) {
		switch n := breakLen(p.text[p.off:]); {
		case n > 0:
			p.off += n
			p.line++
			p.col = 1
		default:
			_, size := utf8.DecodeRune(p.text[p.off:])
			p.off += size
			p.col++
		}
	}
	return p.off
}

// breakLen returns the length of the line break that b begins with, as the
// library sees them: also NEL, LS and PS.
func breakLen(b []byte) int {
	switch {
	case b[0] == '\n':
		return 1
	case b[0] == '\r':
		if len(b) > 1 && b[1] == '\n' {
			return 2
		}
		return 1
	case b[0] == 0xC2 && len(b) > 1 && b[1] == 0x85:
		return 2
	case b[0] == 0xE2 && len(b) > 2 && b[1] == 0x80 && (b[2] == 0xA8 || b[2] == 0xA9):
		return 3
	}
	return 0
}

// wordEnd returns where the word at i ends, for a tag or an alias.
func (p *place) wordEnd(i int) int {
	for i < len(p.text) && p.text[i] > ' ' && !isFlowMark(p.text[i]) && breakLen(p.text[i:]) == 0 {
		i++
	}
	return i
}

func isFlowMark(c byte) bool { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}' }

// trivia returns the first offset at or after i that is neither white space
// nor comment, nor one of the bytes of also.
func trivia(src []byte, i int, also string) int {
	for i < len(src) {
		switch c := src[i]; {
		case c == ' ' || c == '\t':
			i++
		case c == '#':
			for i < len(src) && breakLen(src[i:]) == 0 {
				i++
			}
		case breakLen(src[i:]) > 0:
			i += breakLen(src[i:])
		case bytes.IndexByte([]byte(also), c) >= 0:
			i++
		default:
			return i
		}
	}
	return i
}

// content returns where the value at i begins after its tag and anchor, and
// where those end.
func (p *place) content(i int) (start, props int) {
	props = i
	for i < len(p.text) && (p.text[i] == '&' || p.text[i] == '!') {
		anchor := p.text[i] == '&'
		if props = p.wordEnd(i + 1); anchor {
			if end := bytes.IndexAny(p.text[i:props], "?:%@`"); end >= 0 { // which the library ends the name of an anchor at
				props = i + end
			}
		}
		i = trivia(p.text, props, "")
	}
	return i, props
}

// scalarEnd returns where the scalar that begins at i ends.
func scalarEnd(src []byte, i int, n *yaml.Node) int {
	p := place{text: src}
	i, props := p.content(i)
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for i++; i < len(src) && src[i] != '"'; i++ {
			if src[i] == '\\' {
				i++
			}
		}
		return min(i+1, len(src))
	case n.Style&yaml.SingleQuotedStyle != 0:
		for i++; i < len(src); i++ {
			if src[i] == '\'' {
				if i+1 == len(src) || src[i+1] != '\'' {
					break
				}
				i++
			}
		}
		return min(i+1, len(src))
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		for i < len(src) && breakLen(src[i:]) == 0 {
			i++
		}
	case n.Value == "":
		return props
	}
	// Plain and block scalars hold their text word for word; only the white
	// space differs. So the end is where the last of its other bytes is found.
	for j := skipBlank(n.Value, 0); j < len(n.Value); j = skipBlank(n.Value, j+1) {
		i = min(skipBlank(src, i)+1, len(src))
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && strings.TrimRight(n.Value, "\n") != strings.TrimRight(n.Value, "\n \t") {
		for i < len(src) && (src[i] == ' ' || src[i] == '\t') { // in a block, spaces at the end of a line are text
			i++
		}
	}
	return i
}

// skipBlank returns the first offset at or after i that is not white space,
// line breaks as the library sees them included: those may change when lines
// are folded.
func skipBlank[T string | []byte](s T, i int) int {
	for i < len(s) {
		switch s[i] {
		case ' ', '\t', '\n', '\r':
			i++
		case 0xC2, 0xE2:
			n := breakLen([]byte(s[i:min(i+3, len(s))]))
			if n == 0 {
				return i
			}
			i += n
		default:
			return i
		}
	}
	return i
}

// listEnd returns where a list or map ends.
func (y *yamlReader) listEnd(v Value, n *yaml.Node) int {
	last := lastEnd(v)
	open, _ := y.content(v.Start)
	if n.Style&yaml.FlowStyle == 0 || open == len(y.text) || y.text[open] != '[' && y.text[open] != '{' {
		return last // a single pair in a list needs no braces: [a: b]
	}
	if len(v.List)+len(v.Map) == 0 {
		last = open + 1
	}
	return min(trivia(y.text, last, ",:?")+1, len(y.text))
}
