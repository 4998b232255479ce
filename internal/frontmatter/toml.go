package frontmatter

import (
	"errors"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// toml reads src[start:end] as a TOML document. The library's syntax tree gives
// the places; its decoder is the judge of what is valid.
func (r *reader) toml(start, end int) []Field {
	t := tomlReader{reader: r, doc: r.src[start:end], base: start}
	root := t.read()
	if r.failed {
		return nil
	}
	if len(r.diags) == 0 {
		var any map[string]any
		if err := toml.Unmarshal(t.doc, &any); err != nil {
			t.explain(err)
			return nil
		}
	}
	return root.value(0).Map
}

type tomlReader struct {
	*reader
	doc  []byte
	base int // offset of doc in the file
	p    unstable.Parser
}

// tomlNode is a value while its parts still come in from several places: tables
// may be added to by later headers.
type tomlNode struct {
	key   string
	start int // of the key
	leaf  Value
	kind  Kind // Null for a leaf, Map, or List of tables
	end   int
	parts []*tomlNode
	index map[string]*tomlNode
}

func (n *tomlNode) add(key string, start int) *tomlNode {
	c := &tomlNode{key: key, start: start}
	if n.index == nil {
		n.index = make(map[string]*tomlNode)
	}
	n.index[Fold(key)] = c
	n.parts = append(n.parts, c)
	return c
}

// value returns the finished value of n, which begins at start.
func (n *tomlNode) value(start int) Value {
	v := Value{Kind: n.kind, Start: start, End: n.end}
	switch n.kind {
	case Map:
		v.Map = make([]Field, 0, len(n.parts))
		for _, c := range n.parts {
			v.Map = append(v.Map, Field{Key: c.key, Start: c.start, Value: c.value(c.leaf.Start)})
		}
	case List:
		for _, c := range n.parts {
			v.List = append(v.List, c.value(c.leaf.Start))
		}
	default:
		return n.leaf
	}
	for _, c := range n.parts {
		v.End = max(v.End, c.end)
	}
	return v
}

// read returns the document as a tree.
func (t *tomlReader) read() *tomlNode {
	root := &tomlNode{kind: Map}
	table := root
	t.p.Reset(t.doc)
	for t.p.NextExpression() && !t.failed {
		e := t.p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = t.table(root, e)
		case unstable.KeyValue:
			end := t.base + int(e.Raw.Offset+e.Raw.Length)
			t.field(table, e, 1)
			table.end = end
		}
		if table == nil {
			return root
		}
	}
	if err := t.p.Error(); err != nil && !t.failed {
		t.explain(err)
	}
	return root
}

// descend returns the table that all but the last part of a key lead to, with
// that last part.
func (t *tomlReader) descend(from *tomlNode, keys unstable.Iterator, start int) (*tomlNode, *unstable.Node) {
	keys.Next()
	for depth := 1; ; depth++ {
		k := keys.Node()
		if keys.IsLast() {
			return from, k
		}
		at := t.base + int(k.Raw.Offset)
		if !t.admit(depth, at) {
			return nil, nil
		}
		next := from.index[Fold(string(k.Data))]
		switch {
		case next == nil:
			next = from.add(string(k.Data), at)
			next.kind = Map
			next.leaf.Start = start
		case next.kind == List && len(next.parts) > 0:
			next = next.parts[len(next.parts)-1]
		case next.kind != Map:
			t.twice(next, k)
			return nil, nil
		}
		from = next
		keys.Next()
	}
}

// twice reports a key that already has another value.
func (t *tomlReader) twice(first *tomlNode, k *unstable.Node) {
	t.duplicate(Field{Key: first.key, Start: first.start}, Field{Key: string(k.Data), Start: t.base + int(k.Raw.Offset)})
}

// table opens the table that a [header] or [[header]] names. It returns a table
// that nobody sees when the name is taken.
func (t *tomlReader) table(root *tomlNode, e *unstable.Node) *tomlNode {
	keys := e.Key()
	first := e.Child()
	start := t.base + int(first.Raw.Offset)
	for start > t.base && t.src[start-1] != '\n' && t.src[start] != '[' {
		start-- // back to the bracket
	}
	if e.Kind == unstable.ArrayTable && start > t.base {
		start--
	}
	parent, k := t.descend(root, keys, start)
	lost := &tomlNode{kind: Map}
	if parent == nil {
		return lost
	}
	at := t.base + int(k.Raw.Offset)
	if !t.admit(1, at) {
		return lost
	}
	n := parent.index[Fold(string(k.Data))]
	if e.Kind == unstable.ArrayTable {
		if n == nil {
			n = parent.add(string(k.Data), at)
			n.kind, n.leaf.Start = List, start
		} else if n.kind != List {
			t.twice(n, k)
			return lost
		}
		row := &tomlNode{kind: Map, end: at + int(k.Raw.Length)}
		row.leaf.Start = start
		n.parts = append(n.parts, row)
		return row
	}
	switch {
	case n == nil:
		n = parent.add(string(k.Data), at)
		n.kind, n.leaf.Start = Map, start
	case n.kind != Map:
		t.twice(n, k)
		return lost
	}
	n.end = at + int(k.Raw.Length)
	return n
}

// field adds a key and its value to a table.
func (t *tomlReader) field(table *tomlNode, e *unstable.Node, depth int) {
	start := t.base + int(e.Child().Next().Raw.Offset)
	parent, k := t.descend(table, e.Key(), start)
	if parent == nil {
		return
	}
	if n := parent.index[Fold(string(k.Data))]; n != nil {
		t.twice(n, k)
		return
	}
	keyAt := t.base + int(k.Raw.Offset)
	n := parent.add(string(k.Data), keyAt)
	n.leaf = t.value(e.Value(), t.equals(keyAt+int(k.Raw.Length)), depth)
	n.end = n.leaf.End
}

// equals returns where the value after the key that ends at i begins.
func (t *tomlReader) equals(i int) int {
	return trivia(t.src, i, "=")
}

// value reads the value that begins at i.
func (t *tomlReader) value(n *unstable.Node, i, depth int) Value {
	v := Value{Start: i, End: i}
	if !t.admit(depth, i) {
		return v
	}
	switch n.Kind {
	case unstable.Array:
		v.Kind, v.End = List, i+1
		for it := n.Children(); it.Next(); {
			item := t.value(it.Node(), trivia(t.src, v.End, ","), depth+1)
			v.List = append(v.List, item)
			v.End = item.End
		}
		v.End = min(trivia(t.src, v.End, ",")+1, len(t.src))
		return v
	case unstable.InlineTable:
		inner := &tomlNode{kind: Map, end: i + 1}
		for it := n.Children(); it.Next(); {
			t.field(inner, it.Node(), depth+1)
		}
		v = inner.value(i)
		v.End = min(trivia(t.src, v.End, ",")+1, len(t.src))
		return v
	}
	v.Start = t.base + int(n.Raw.Offset)
	v.End = v.Start + int(n.Raw.Length)
	v.Text = string(n.Data)
	switch n.Kind {
	case unstable.String:
		v.Kind = String
	case unstable.Bool:
		v.Kind = Bool
	case unstable.Integer, unstable.Float:
		v.Kind = Number
	case unstable.LocalDate, unstable.LocalTime, unstable.LocalDateTime, unstable.DateTime:
		v.Kind = Time
	}
	return v
}

// explain turns an error of the library into a diagnostic.
func (t *tomlReader) explain(err error) {
	at, end := t.base, t.base+1
	var parse *unstable.ParserError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &parse):
		// A highlight is a part of the document; what its capacity lacks lies before it.
		if off := cap(t.doc) - cap(parse.Highlight); parse.Highlight != nil && off >= 0 && off <= len(t.doc) {
			at, end = t.base+off, t.base+off+len(parse.Highlight)
		}
	case errors.As(err, &decode):
		row, col := decode.Position()
		at = t.base
		for ; row > 1; row-- {
			_, next := line(t.src, at)
			at = next
		}
		at += max(col-1, 0)
		end = at + 1
	}
	t.fail("header-syntax", at, end, "not valid TOML: %v", err).Hint = `write key = "value", one a line`
}
