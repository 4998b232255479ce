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
		{"scalar", "---\n# top\ntitle:   Old # kept\ndate: 1858\n---\nText\n", []Change{{"title", str("New")}}, "---\n# top\ntitle:   New # kept\ndate: 1858\n---\nText\n"},
		{"quotes where needed", "---\ntitle: Old\n---\n", []Change{{"Title", str("a: b")}}, "---\ntitle: \"a: b\"\n---\n"},
		{"nothing to something", "---\ntitle:\ndate: 1858\n---\n", []Change{{"title", str("New")}}, "---\ntitle: New\ndate: 1858\n---\n"},
		{"folded scalar", "---\na: one\n  two\nb: c\n---\n", []Change{{"a", str("x")}}, "---\na: x\nb: c\n---\n"},
		{"block scalar", "---\na: |\n  one\n  two\n\n# note\nb: c\n---\n", []Change{{"a", str("x")}}, "---\na: x\n\n# note\nb: c\n---\n"},
		{"brackets stay brackets", "---\ntags: [a, b] # c\n---\n", []Change{{"tags", list("x", "y, z")}}, "---\ntags: [x, \"y, z\"] # c\n---\n"},
		{"dashes stay dashes", "---\ntags:\n    - a\n    - b\nz: 1\n---\n", []Change{{"tags", list("x", "y")}}, "---\ntags:\n    - x\n    - y\nz: 1\n---\n"},
		{"dashes at the margin", "---\ntags:\n- a\nz: 1\n---\n", []Change{{"tags", list("x", "y")}}, "---\ntags:\n- x\n- y\nz: 1\n---\n"},
		{"list to scalar", "---\ntags:\n  - a\n  - b\nz: 1\n---\n", []Change{{"tags", str("x")}}, "---\ntags: x\nz: 1\n---\n"},
		{"new key", "---\na: 1\n# end\n---\nText", []Change{{"b", str("2")}}, "---\na: 1\n# end\nb: \"2\"\n---\nText"},
		{"delete", "---\na: 1\nb:\n  - x # y\nc: 3\n---\n", []Change{{"b", nil}}, "---\na: 1\nc: 3\n---\n"},
		{"delete what is not there", "---\na: 1\n---\n", []Change{{"b", nil}}, "---\na: 1\n---\n"},
		{"several", "---\na: 1\nb: 2\n---\n", []Change{{"a", nil}, {"c", str("x")}, {"b", str("y")}}, "---\nb: y\nc: x\n---\n"},
		{"no header", "Text\n", []Change{{"a", str("x")}, {"b", str("y")}}, "---\na: x\nb: y\n---\nText\n"},
		{"byte order mark", "\uFEFFText\n", []Change{{"a", str("x")}}, "\uFEFF---\na: x\n---\nText\n"},
		{"CR LF", "---\r\na: 1\r\n---\r\nText\r\n", []Change{{"b", list("x", strings.Repeat("y", 100))}}, "---\r\na: 1\r\nb:\r\n  - x\r\n  - " + strings.Repeat("y", 100) + "\r\n---\r\nText\r\n"},
		{"CR LF without header", "Text\r\n", []Change{{"a", str("x")}}, "---\r\na: x\r\n---\r\nText\r\n"},
		{"map", "---\na: 1\n---\n", []Change{{"m", &Value{Kind: Map, Map: []Field{{Key: "x", Value: *str("y")}, {Key: "l", Value: *list("p")}}}}}, "---\na: 1\nm:\n  x: y\n  l: [p]\n---\n"},
		{"YAML in braces", "---\n{a: 1, b: 2}\n---\n", []Change{{"b", str("x, y")}, {"c", str("z")}, {"a", nil}}, "---\n{b: \"x, y\", c: z}\n---\n"},
		{"TOML", "+++\na = 1 # one\n[t]\nx = 1\n+++\nText", []Change{{"a", str("x")}, {"b", list("y")}}, "+++\na = \"x\" # one\nb = [\"y\"]\n[t]\nx = 1\n+++\nText"},
		{"TOML delete", "+++\na = [\n 1,\n]\nb = 2\n+++\n", []Change{{"a", nil}}, "+++\nb = 2\n+++\n"},
		{"JSON", "{\n  \"a\": 1,\n  \"b\": [2]\n}\nText", []Change{{"a", str("x\"")}, {"c", list("y")}}, "{\n  \"a\": \"x\\\"\",\n  \"b\": [2],\n  \"c\": [\"y\"]\n}\nText"},
		{"JSON delete first", "{\"a\": 1, \"b\": 2}\n", []Change{{"a", nil}}, "{\"b\": 2}\n"},
		{"JSON delete last", "{\"a\": 1, \"b\": 2}\n", []Change{{"b", nil}}, "{\"a\": 1}\n"},
		{"JSON from nothing", "{}\n", []Change{{"b", str("x")}}, "{\"b\": \"x\"}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Edit([]byte(c.src), c.changes)
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
				if got, err := Edit([]byte(c.src), []Change{{c.key, v}}); err == nil {
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
