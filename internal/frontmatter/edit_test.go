package frontmatter

import (
	"strings"
	"testing"
)

func str(s string) *Value { return &Value{Kind: String, Text: s} }

func list(items ...string) *Value {
	v := &Value{Kind: List}
	for _, s := range items {
		v.List = append(v.List, *str(s))
	}
	return v
}

func TestEdit(t *testing.T) {
	for _, c := range []struct {
		name, src string
		changes   []Change
		want      string
	}{
		{"scalar", "---\n# top\ntitle:   Old # kept\ndate: 1858\n---\nText\n", []Change{{Key: "title", Value: str("New")}}, "---\n# top\ntitle:   New # kept\ndate: 1858\n---\nText\n"},
		{"quotes where needed", "---\ntitle: Old\n---\n", []Change{{Key: "Title", Value: str("a: b")}}, "---\ntitle: \"a: b\"\n---\n"},
		{"nothing to something", "---\ntitle:\ndate: 1858\n---\n", []Change{{Key: "title", Value: str("New")}}, "---\ntitle: New\ndate: 1858\n---\n"},
		{"folded scalar", "---\na: one\n  two\nb: c\n---\n", []Change{{Key: "a", Value: str("x")}}, "---\na: x\nb: c\n---\n"},
		{"block scalar", "---\na: |\n  one\n  two\n\n# note\nb: c\n---\n", []Change{{Key: "a", Value: str("x")}}, "---\na: x\n\n# note\nb: c\n---\n"},
		{"brackets stay brackets", "---\ntags: [a, b] # c\n---\n", []Change{{Key: "tags", Value: list("x", "y, z")}}, "---\ntags: [x, \"y, z\"] # c\n---\n"},
		{"dashes stay dashes", "---\ntags:\n    - a\n    - b\nz: 1\n---\n", []Change{{Key: "tags", Value: list("x", "y")}}, "---\ntags:\n    - x\n    - y\nz: 1\n---\n"},
		{"dashes at the margin", "---\ntags:\n- a\nz: 1\n---\n", []Change{{Key: "tags", Value: list("x", "y")}}, "---\ntags:\n- x\n- y\nz: 1\n---\n"},
		{"list to scalar", "---\ntags:\n  - a\n  - b\nz: 1\n---\n", []Change{{Key: "tags", Value: str("x")}}, "---\ntags: x\nz: 1\n---\n"},
		{"new key", "---\na: 1\n# end\n---\nText", []Change{{Key: "b", Value: str("2")}}, "---\na: 1\n# end\nb: \"2\"\n---\nText"},
		{"delete", "---\na: 1\nb:\n  - x # y\nc: 3\n---\n", []Change{{Key: "b", Value: nil}}, "---\na: 1\nc: 3\n---\n"},
		{"delete what is not there", "---\na: 1\n---\n", []Change{{Key: "b", Value: nil}}, "---\na: 1\n---\n"},
		{"several", "---\na: 1\nb: 2\n---\n", []Change{{Key: "a", Value: nil}, {Key: "c", Value: str("x")}, {Key: "b", Value: str("y")}}, "---\nb: y\nc: x\n---\n"},
		{"no header", "Text\n", []Change{{Key: "a", Value: str("x")}, {Key: "b", Value: str("y")}}, "---\na: x\nb: y\n---\nText\n"},
		{"byte order mark", "\uFEFFText\n", []Change{{Key: "a", Value: str("x")}}, "\uFEFF---\na: x\n---\nText\n"},
		{"CR LF", "---\r\na: 1\r\n---\r\nText\r\n", []Change{{Key: "b", Value: list("x", strings.Repeat("y", 100))}}, "---\r\na: 1\r\nb:\r\n  - x\r\n  - " + strings.Repeat("y", 100) + "\r\n---\r\nText\r\n"},
		{"CR LF without header", "Text\r\n", []Change{{Key: "a", Value: str("x")}}, "---\r\na: x\r\n---\r\nText\r\n"},
		{"map", "---\na: 1\n---\n", []Change{{Key: "m", Value: &Value{Kind: Map, Map: []Field{{Key: "x", Value: *str("y")}, {Key: "l", Value: *list("p")}}}}}, "---\na: 1\nm:\n  x: y\n  l: [p]\n---\n"},
		{"YAML in braces", "---\n{a: 1, b: 2}\n---\n", []Change{{Key: "b", Value: str("x, y")}, {Key: "c", Value: str("z")}, {Key: "a", Value: nil}}, "---\n{b: \"x, y\", c: z}\n---\n"},
		{"TOML", "+++\na = 1 # one\n[t]\nx = 1\n+++\nText", []Change{{Key: "a", Value: str("x")}, {Key: "b", Value: list("y")}}, "+++\na = \"x\" # one\nb = [\"y\"]\n[t]\nx = 1\n+++\nText"},
		{"TOML delete", "+++\na = [\n 1,\n]\nb = 2\n+++\n", []Change{{Key: "a", Value: nil}}, "+++\nb = 2\n+++\n"},
		{"JSON", "{\n  \"a\": 1,\n  \"b\": [2]\n}\nText", []Change{{Key: "a", Value: str("x\"")}, {Key: "c", Value: list("y")}}, "{\n  \"a\": \"x\\\"\",\n  \"b\": [2],\n  \"c\": [\"y\"]\n}\nText"},
		{"JSON delete first", "{\"a\": 1, \"b\": 2}\n", []Change{{Key: "a", Value: nil}}, "{\"b\": 2}\n"},
		{"JSON delete last", "{\"a\": 1, \"b\": 2}\n", []Change{{Key: "b", Value: nil}}, "{\"a\": 1}\n"},
		{"JSON from nothing", "{}\n", []Change{{Key: "b", Value: str("x")}}, "{\"b\": \"x\"}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Edit([]byte(c.src), c.changes)
			if err != nil || string(got) != c.want {
				t.Errorf("%q\n got %q, %v\nwant %q", c.src, got, err, c.want)
			}
		})
	}
}

// What is added to a list leaves everything else of it, comments included.
func TestEditAdds(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"in brackets", "---\na: [x,  'y' ] # c\n---\n", "---\na: [x,  'y', \"p, q\", r ] # c\n---\n"},
		{"on lines", "---\na:\n    - x # first\n    # note\n    - y # last\nb: 1\n---\nText", "---\na:\n    - x # first\n    # note\n    - y # last\n    - p, q\n    - r\nb: 1\n---\nText"},
		{"at the margin, CR LF", "---\r\na:\r\n- x\r\n---\r\n", "---\r\na:\r\n- x\r\n- p, q\r\n- r\r\n---\r\n"},
		{"brackets on lines", "---\na: [\n  x,\n  y, # last\n]\n---\n", "---\na: [\n  x,\n  y, \"p, q\", r, # last\n]\n---\n"},
		{"maps", "---\na:\n  - {k: v}\n  - k: v\n    l: w # last\n---\n", "---\na:\n  - {k: v}\n  - k: v\n    l: w # last\n  - p, q\n  - r\n---\n"},
		{"to one value", "---\na: x # c\n---\n", "---\na: [x, \"p, q\", r] # c\n---\n"},
		{"to nothing", "---\na:\n---\n", "---\na: [\"p, q\", r]\n---\n"},
		{"to an empty list", "---\na: []\n---\n", "---\na: [\"p, q\", r]\n---\n"},
		{"a new key", "---\nb: 1\n---\n", "---\nb: 1\na: [\"p, q\", r]\n---\n"},
		{"TOML", "+++\na = [\"x\"] # c\n+++\n", "+++\na = [\"x\", \"p, q\", \"r\"] # c\n+++\n"},
		{"JSON", "{\"a\": [\"x\"]}\n", "{\"a\": [\"x\", \"p, q\", \"r\"]}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Edit([]byte(c.src), []Change{{Key: "a", Add: list("p, q", "r").List}})
			if err != nil || string(got) != c.want {
				t.Errorf("%q\n got %q, %v\nwant %q", c.src, got, err, c.want)
			}
		})
	}
}

func TestEditRefused(t *testing.T) {
	for _, c := range []struct{ name, src, key string }{
		{"header with a mistake", "---\na: [\n---\n", "a"},
		{"key given twice", "---\na: 1\na: 2\n---\n", "a"},
		{"anchor that is used", "---\na: &x 1\nb: *x\n---\n", "a"},
		{"TOML table", "+++\n[a]\nb = 1\n+++\n", "a"},
		{"TOML tables", "+++\n[[a]]\nb = 1\n+++\n", "a"},
		{"TOML dotted key", "+++\na.b = 1\n+++\n", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range []*Value{str("x"), nil} {
				if got, err := Edit([]byte(c.src), []Change{{Key: c.key, Value: v}}); err == nil {
					t.Errorf("%q: got %q and no error", c.src, got)
				}
			}
		})
	}
}

func TestMarshal(t *testing.T) {
	fields := []Field{
		{Key: "title", Value: *str("Harbour, dusk [1858]")},
		{Key: "date", Value: Value{Kind: Time, Text: "1858-08-16"}},
		{Key: "year", Value: *str("1858")},
		{Key: "tags", Value: *list("a", "b c", "d, e", "yes")},
		{Key: "none", Value: Value{}},
		{Key: "long", Value: *list(strings.Repeat("x", 60), strings.Repeat("y", 60))},
		{Key: "roles", Value: Value{Kind: List, List: []Value{{Kind: Map, Map: []Field{{Key: "title", Value: *str("Clerk")}, {Key: "of", Value: *list("x")}}}}}},
		{Key: "text", Value: *str("one\ntwo: \"three\"")},
	}
	want := `---
title: Harbour, dusk [1858]
date: 1858-08-16
year: "1858"
tags: [a, b c, "d, e", "yes"]
none: null
long:
  - ` + strings.Repeat("x", 60) + `
  - ` + strings.Repeat("y", 60) + `
roles:
  - title: Clerk
    of: [x]
text: "one\ntwo: \"three\""
---
`
	got := Marshal(fields)
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	h, diags := Split("", got)
	if len(diags) > 0 || !equalValue(Value{Kind: Map, Map: h.Fields}, Value{Kind: Map, Map: fields}) {
		t.Errorf("read again: %s, %v", show(h.Fields), diags)
	}
}
