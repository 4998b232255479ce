package frontmatter

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzPlain holds the fast reader to the library: whatever it is sure of reads
// the same there, places included.
func FuzzPlain(f *testing.F) {
	for _, c := range headers {
		f.Add(c.src)
	}
	f.Add("a: b # c\nd:\n# e\n  - f\n  -  g: h\n     i: [j,k ]\n")
	f.Fuzz(func(t *testing.T, src string) {
		fields, _, sure := parsePlain([]byte(src), 0, len(src))
		if !sure {
			t.Skip()
		}
		r := reader{src: []byte(src)}
		want := r.library(0, len(src))
		if blank([]byte(src)) {
			want, r.diags = nil, nil
		}
		// The library's side knows duplicates; the fast one is asked before they are looked for.
		for _, d := range r.diags {
			if d.Code == "duplicate-key" {
				t.Skip()
			}
		}
		if len(r.diags) > 0 {
			t.Fatalf("%q: the library refuses what was read as %s: %v", src, show(fields), r.diags)
		}
		if got, want := places(fields), places(want); got != want {
			t.Fatalf("%q\n got %s\nwant %s", src, got, want)
		}
	})
}

// places writes fields with the places of all keys and values.
func places(fields []Field) string {
	var b strings.Builder
	var value func(v Value)
	value = func(v Value) {
		b.WriteString(strings.Join([]string{" ", v.Kind.String(), v.Text, string(rune('0' + v.Start)), string(rune('0' + v.End))}, "|"))
		for _, i := range v.List {
			value(i)
		}
		for _, f := range v.Map {
			b.WriteString(f.Key + "@" + string(rune('0'+f.Start)))
			value(f.Value)
		}
	}
	value(Value{Map: fields})
	return b.String()
}

// FuzzSplit checks that a header's values are found again at their places and
// that header and body together are the file.
func FuzzSplit(f *testing.F) {
	for _, c := range headers {
		f.Add([]byte(c.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		h, diags := Split("a.md", src)
		if h.Body < 0 || h.Body > len(src) || h.Format == None && (h.Fields != nil || len(bytes.TrimPrefix(src, bom)) != len(src)-h.Body) {
			t.Fatalf("%q: %+v", src, h)
		}
		for _, d := range diags {
			if d.Line < 1 || d.Code == "" || d.Message == "" {
				t.Fatalf("%q: %+v", src, d)
			}
		}
		if len(diags) == 0 {
			checkPlaces(t, src, h)
		}
	})
}

// FuzzMarshal checks that what is written is read back as it was.
func FuzzMarshal(f *testing.F) {
	f.Add("title", "a: b", "x", true)
	f.Add("k", "- a", "#", false)
	f.Add("<<", "a #b", "null", false)
	f.Fuzz(func(t *testing.T, key, text, other string, nested bool) {
		if len(key) > 200 {
			t.Skip() // YAML's keys end at 1,024 characters
		}
		fields := []Field{
			{Key: "a" + key, Value: Value{Kind: String, Text: text}},
			{Key: "b" + key, Value: *list(text, other)},
			{Key: "c", Value: Value{Kind: Map, Map: []Field{{Key: key, Value: Value{Kind: String, Text: other}}}}},
			{Key: "d", Value: Value{Kind: List, List: []Value{{Kind: Map, Map: []Field{{Key: other, Value: *list(text)}}}, {Kind: List}, {Kind: Map}, {}}}},
		}
		if nested {
			fields = append(fields, Field{Key: "e", Value: Value{Kind: List, List: []Value{fields[1].Value, fields[3].Value}}})
		}
		if len(other) > 200 || !utf8.ValidString(key) || !utf8.ValidString(text) || !utf8.ValidString(other) {
			t.Skip()
		}
		h, diags := Split("", Marshal(fields))
		if len(diags) > 0 || !equalValue(Value{Kind: Map, Map: h.Fields}, Value{Kind: Map, Map: fields}) {
			t.Fatalf("wrote\n%s\nread %s\n%v", Marshal(fields), show(h.Fields), diags)
		}
	})
}

// FuzzEdit checks that an edit touches nothing but its value: what stands
// before the key and after the value is the same, and so are the other fields.
func FuzzEdit(f *testing.F) {
	for i, c := range headers {
		f.Add([]byte(c.src), i, "new")
	}
	f.Fuzz(func(t *testing.T, src []byte, which int, text string) {
		h, diags := Split("", src)
		if len(diags) > 0 || len(h.Fields) == 0 || !utf8.ValidString(text) {
			t.Skip()
		}
		field := h.Fields[uint(which)%uint(len(h.Fields))]
		if more, err := Edit(src, []Change{{Key: field.Key, Add: []Value{*str(text)}}}); err == nil {
			was, now := added(field.Value, []Value{*str(text)}), Value{}
			again, _ := Split("", more)
			for _, f := range again.Fields {
				if f.Key == field.Key {
					now = f.Value
				}
			}
			if !equal(*was, now, h.Format) || !bytes.HasPrefix(more, src[:field.Start]) ||
				!bytes.HasSuffix(more, bytes.TrimLeft(src[field.Value.End:], " ")) { // a new item stands on the line after the last, with what ends that
				t.Fatalf("%q\nadding to %q gave\n%q", src, field.Key, more)
			}
		}
		out, err := Edit(src, []Change{{Key: field.Key, Value: &Value{Kind: String, Text: text}}})
		if err != nil {
			t.Skip() // refused, with a reason
		}
		if !bytes.HasPrefix(out, src[:field.Start]) || !bytes.HasSuffix(out, src[field.Value.End:]) {
			t.Fatalf("%q\nedit of %q gave\n%q", src, field.Key, out)
		}
		now, diags := Split("", out)
		if len(diags) > 0 || len(now.Fields) != len(h.Fields) {
			t.Fatalf("%q became %q: %v", src, out, diags)
		}
		for i, was := range h.Fields {
			want := was.Value
			if was.Start == field.Start {
				want = Value{Kind: String, Text: text}
			}
			if !equal(now.Fields[i].Value, want, h.Format) {
				t.Fatalf("%q: %q became %s", src, was.Key, showValue(now.Fields[i].Value))
			}
		}
	})
}
