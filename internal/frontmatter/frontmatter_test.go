package frontmatter

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
)

// show writes fields in a form that tests compare: kind and text of each value.
func show(fields []Field) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s=%s", f.Key, showValue(f.Value))
	}
	return b.String()
}

func showValue(v Value) string {
	switch v.Kind {
	case List:
		var items []string
		for _, i := range v.List {
			items = append(items, showValue(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Map:
		return "{" + show(v.Map) + "}"
	}
	return string("_sbnt"[v.Kind]) + ":" + v.Text
}

var headers = []struct {
	name, src, want, body string
}{
	{"none", "No header here.\n", "", "No header here.\n"},
	{"byte order mark alone", "\uFEFFText", "", "Text"},
	{"empty", "---\n---\nText", "", "Text"},
	{"comments only", "---\n# nothing\n\n---\nText", "", "Text"},
	{
		"scalars", "---\ntitle: A harbour at dusk\ndraft: true\nweight: -3\nratio: 1.5e3\ndate: 1858-08-16\nat: 1858-08-16T10:00:00Z\nnone:\nalso: ~\n---\nText",
		"title=s:A harbour at dusk; draft=b:true; weight=n:-3; ratio=n:1.5e3; date=t:1858-08-16; at=t:1858-08-16T10:00:00Z; none=_:; also=_:~", "Text",
	},
	{
		"what looks like another type", "---\na: 1858-08\nb: 1858?\nc: 1_000\nd: yes\ne: 0o17\nf: 0x1F\ng: .inf\nh: 1.2.3\ni: '12'\nj: 1858-8-16\n---\n",
		"a=s:1858-08; b=s:1858?; c=s:1_000; d=s:yes; e=n:0o17; f=n:0x1F; g=n:.inf; h=s:1.2.3; i=s:12; j=s:1858-8-16", "",
	},
	{
		"quotes", "---\na: \"one: two\" # and a comment\nb: 'it''s'\nc: \"\\u00e9\\n\\\"\"\nd: \"one\n  two\"\n---\n",
		"a=s:one: two; b=s:it's; c=s:é\n\"; d=s:one two", "",
	},
	{
		"lists", "---\na: [x, \"y, z\", 'w', 3, wikidata:Q84]\nb:\n  - one\n  - \"two\"\nc:\n- three\nd: []\ne: [\n  p,\n  q ]\n---\n",
		"a=[s:x, s:y, z, s:w, n:3, s:wikidata:Q84]; b=[s:one, s:two]; c=[s:three]; d=[]; e=[s:p, s:q]", "",
	},
	{
		"maps", "---\nsource:\n  name: Gazette\n  url: https://example.org/a?b=c#d\nroles:\n  - title: Clerk\n    when: 1850/1860\n  - title: Mayor\nplace: {lat: 1, lon: 2}\nafter: x\n---\n",
		"source={name=s:Gazette; url=s:https://example.org/a?b=c#d}; roles=[{title=s:Clerk; when=s:1850/1860}, {title=s:Mayor}]; place={lat=n:1; lon=n:2}; after=s:x", "",
	},
	{"block scalars", "---\na: |\n  one\n  two\nb: >-\n  three\n  four\n\nc: x\n---\n", "a=s:one\ntwo\n; b=s:three four; c=s:x", ""},
	{"folded plain scalar", "---\na: one\n  two\n\n  three\nb: x\n---\n", "a=s:one two\nthree; b=s:x", ""},
	{"aliases", "---\na: &x [1, 2]\nb: *x\n---\n", "a=[n:1, n:2]; b=[n:1, n:2]", ""},
	{"standard tags", "---\na: !!str 12\nb: !!int 12\n---\n", "a=s:12; b=n:12", ""},
	{"CR LF", "---\r\ntitle: x\r\ntags:\r\n  - a\r\n---\r\nText", "title=s:x; tags=[s:a]", "Text"},
	{"CR alone", "---\rtitle: x\rtags:\r  - a\r---\rText", "title=s:x; tags=[s:a]", "Text"},
	{"byte order mark", "\uFEFF---\ntitle: x\n---\nText", "title=s:x", "Text"},
	{"blanks after the marks", "--- \ntitle: x\n---\t\nText", "title=s:x", "Text"},
	{"dots close", "---\ntitle: x\n...\nText", "title=s:x", "Text"},
	{"no text", "---\ntitle: x\n---", "title=s:x", ""},
	{
		"TOML", "+++\ntitle = \"x\" # c\nn = 1_000\ndate = 1858-08-16\ntags = [\"a\", 'b',\n  # c\n  [1, 2], ]\nin = {a = 1, b.c = true}\nd.e = 1.5\n[source]\nname = \"G\"\n[[roles]]\ntitle = \"A\"\n[[roles]]\ntitle = '''B\nC'''\n+++\nText",
		"title=s:x; n=n:1_000; date=t:1858-08-16; tags=[s:a, s:b, [n:1, n:2]]; in={a=n:1; b={c=b:true}}; d={e=n:1.5}; source={name=s:G}; roles=[{title=s:A}, {title=s:B\nC}]", "Text",
	},
	{
		"JSON", "{\n \"title\": \"x\\u00e9\\ud83d\\ude00\",\n \"tags\": [\"a\", 1, null, {\"b\": false}], \"empty\": {}\n}\nText",
		"title=s:xé😀; tags=[s:a, n:1, _:null, {b=b:false}]; empty={}", "Text",
	},
	{"not JSON", "{{ .Site }} is text", "", "{{ .Site }} is text"},
}

func TestSplit(t *testing.T) {
	for _, c := range headers {
		t.Run(c.name, func(t *testing.T) {
			h, diags := Split("a.md", []byte(c.src))
			if len(diags) > 0 {
				t.Fatalf("%q: %v", c.src, diags)
			}
			if got := show(h.Fields); got != c.want {
				t.Errorf("%q\n got %s\nwant %s", c.src, got, c.want)
			}
			if got := c.src[h.Body:]; got != c.body {
				t.Errorf("%q: body %q, want %q", c.src, got, c.body)
			}
			checkPlaces(t, []byte(c.src), h)
		})
	}
}

// checkPlaces checks that every value of a header is found again when only the
// bytes at its place are read.
func checkPlaces(t *testing.T, src []byte, h Header) {
	t.Helper()
	last := 0
	for _, f := range h.Fields {
		v := f.Value
		if f.Start < last && h.Format != TOML || v.Start < 0 || v.End < v.Start || v.End > h.Body {
			t.Errorf("%q: field %q at %d, value at %d to %d, after %d", src, f.Key, f.Start, v.Start, v.End, last)
			continue
		}
		last = v.End
		if h.Format != YAML {
			continue
		}
		// The value, alone in a document where it has its indentation.
		at := bytes.LastIndexAny(src[:v.Start], "\r\n") + 1
		alone := append([]byte("x:\n"), bytes.Repeat([]byte(" "), v.Start-at)...)
		if v.Kind < List {
			alone = []byte("x: ")
		}
		alone = append(alone, src[v.Start:v.End]...)
		fields, diags := Parse("", append(alone, '\n'))
		if bytes.ContainsAny(src[:h.Body], "&*\t") {
			continue // anchors and tabs do not stand alone
		}
		if len(fields) != 1 || !equalValue(fields[0].Value, v) {
			t.Errorf("%q: value of %q is %s, but alone %q reads as %s %v", src, f.Key, showValue(v), alone, show(fields), diags)
		}
	}
}

func equalValue(a, b Value) bool { return equal(a, b, YAML) }

func TestPlaces(t *testing.T) {
	src := "---\ntitle: \"Of é and ü\" # note\ntags: [a, 'b c']\nlist:\n  - x\n  - k: v\n    l: w\nlast: |\n  one\n  two\n\nz: &a q\n---\n"
	h, _ := Split("a.md", []byte(src))
	var got []string
	var walk func(v Value)
	walk = func(v Value) {
		got = append(got, src[v.Start:v.End])
		for _, i := range v.List {
			walk(i)
		}
		for _, f := range v.Map {
			if !strings.HasPrefix(src[f.Start:], f.Key) {
				t.Errorf("key %q is not at %d", f.Key, f.Start)
			}
			walk(f.Value)
		}
	}
	for _, f := range h.Fields {
		walk(f.Value)
	}
	want := []string{`"Of é and ü"`, "[a, 'b c']", "a", "'b c'", "- x\n  - k: v\n    l: w", "x", "k: v\n    l: w", "v", "w", "|\n  one\n  two", "&a q"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		name, src, code string
		line            int
	}{
		{"S-B04 duplicate key", "---\ntitle: a\ndate: b\ntitle: c\n---\n", "duplicate-key", 4},
		{"S-B04 keys that fold alike", "---\npublish-date: a\nPublishDate: b\n---\n", "duplicate-key", 3},
		{"S-B04 in a nested map", "---\nsource:\n  name: a\n  Name: b\n---\n", "duplicate-key", 4},
		{"S-B04 in YAML that is not plain", "---\n'a': {b: 1, B: 2}\n---\n", "duplicate-key", 2},
		{"S-B04 in TOML", "+++\na = 1\nA = 2\n+++\n", "duplicate-key", 3},
		{"S-B04 in JSON", "{\"a\": 1,\n\"A\": 2}\n", "duplicate-key", 2},
		{"S-B06 unclosed", "---\ntitle: a\n\nText\n", "header-unclosed", 1},
		{"S-B06 unclosed TOML", "+++\ntitle = 1\n---\n", "header-unclosed", 1},
		{"S-B06 unclosed JSON", "{\"title\": 1\n", "header-unclosed", 1},
		{"S-B06 malformed", "---\ntitle: a\nb: [\n---\n", "header-syntax", 4},
		{"S-B06 malformed colon", "---\ntitle: a: b\n---\n", "header-syntax", 2},
		{"S-B06 malformed TOML", "+++\na = 1\ntitle = a\n+++\n", "header-syntax", 3},
		{"S-B06 malformed TOML number", "+++\na = 1858-13-45\n+++\n", "header-syntax", 2},
		{"S-B06 malformed JSON", "{\"a\": 1,\n \"b\": x}\n", "header-syntax", 2},
		{"S-B06 text after JSON", "{\"a\": 1} text\n", "header-syntax", 1},
		{"S-B06 not fields", "---\n- a\n- b\n---\n", "header-not-fields", 2},
		{"S-B06 two documents", "---\na: b\n--- # c\nd: e\n---\n", "header-syntax", 2},
		{"S-B08 tag", "---\na: b\nx: !!python/object:os.system y\n---\n", "yaml-tag", 3},
		{"S-B08 own tag", "---\nx: !thing {a: b}\n---\n", "yaml-tag", 2},
		{"unknown anchor", "---\nx: *y\n---\n", "yaml-alias", 2},
		{"merge key", "---\na: &x {b: c}\nd:\n  <<: *x\n---\n", "yaml-merge", 4},
		{"key that is a list", "---\n? [a]\n: b\n---\n", "header-key", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, diags := Split("a.md", []byte(c.src))
			if len(diags) == 0 {
				t.Fatalf("%q: no diagnostics, fields %s", c.src, show(h.Fields))
			}
			d := diags[0]
			if d.Code != c.code || d.Line != c.line || d.File != "a.md" || d.Hint == "" && c.code != "header-key" {
				t.Errorf("%q: got %+v, want %s in line %d with a hint", c.src, d, c.code, c.line)
			}
			if c.code == "duplicate-key" && (len(d.Related) != 1 || d.Related[0].Line == 0 || !strings.Contains(d.Message, fmt.Sprintf("line %d", d.Related[0].Line))) {
				t.Errorf("%q: the first line is not named: %+v", c.src, d)
			}
			if c.code == "header-unclosed" && (h.Body != len(c.src) || h.Fields != nil) {
				t.Errorf("%q: body at %d, fields %s; want neither", c.src, h.Body, show(h.Fields))
			}
		})
	}
}

// TestTypes is S-B05: a value of an unexpected type stays what it is.
func TestTypes(t *testing.T) {
	h, diags := Split("a.md", []byte("---\ntitle: [a, b]\ntags: {x: 1}\ndate: true\n---\n"))
	if got := show(h.Fields); got != "title=[s:a, s:b]; tags={x=n:1}; date=b:true" || len(diags) > 0 {
		t.Errorf("got %s, %v", got, diags)
	}
	if truth, ok := h.Fields[2].Value.AsBool(); !truth || !ok {
		t.Error("true is not true")
	}
	if v, ok := h.Fields[1].Value.Get("X"); !ok || v.Text != "1" {
		t.Error("no x in tags")
	}
}

// TestHostile is S-B01 to S-B03: what is made to be costly is refused at once.
func TestHostile(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i <= 9; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	var keys strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&keys, "k%d: v\n", i)
	}
	var fewer strings.Builder
	for i := range 11_000 {
		fmt.Fprintf(&fewer, "k%d: v\n", i)
	}
	yaml := func(s string) string { return "---\n" + s + "\n---\nText" }
	tables := ""
	for i := range 80 {
		tables += fmt.Sprintf("k%d.", i)
	}
	for _, c := range []struct{ name, src, code string }{
		{"S-B01 alias bomb", yaml(bomb.String()), "yaml-alias"},
		{"S-B01 alias in itself", yaml("a: &a [*a]"), "header-too-deep"},
		{"S-B02 deep lists", yaml("a: " + strings.Repeat("[", 100_000)), "header-too-deep"},
		{"S-B02 deep maps", yaml("a: " + strings.Repeat("{a: ", 100_000)), "header-too-deep"},
		{"S-B02 deep block lists", yaml(strings.Repeat("- ", 100_000)), "header-too-deep"},
		{"S-B02 deep JSON", strings.Repeat(`{"a":`, 100_000), "header-too-deep"},
		{"S-B02 deep TOML", "+++\na = " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + "\n+++\n", "header-too-deep"},
		{"S-B02 deep TOML keys", "+++\n" + tables + "z = 1\n+++\n", "header-too-deep"},
		{"S-B03 many keys", yaml(keys.String()), "header-too-large"},
		{"S-B03 more keys than values allowed", yaml(fewer.String()), "header-too-many"},
		{"S-B03 many keys in TOML", "+++\n" + strings.ReplaceAll(fewer.String(), ": v", " = 1") + "+++\n", "header-too-many"},
		{"S-B03 one key many times", yaml(strings.Repeat("a: b\n", 9_000)), "duplicate-key"},
		{"S-B06 unclosed and huge", "---\n" + strings.Repeat("a\n", 2_000_000), "header-unclosed"},
		{"unclosed JSON and huge", `{"a": "` + strings.Repeat("x", 4<<20), "header-too-large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := cputime.Now()
			h, diags := Split("a.md", []byte(c.src))
			took := cputime.Now() - start
			runtime.ReadMemStats(&after)
			if len(diags) == 0 || diags[len(diags)-1].Code != c.code || h.Fields != nil {
				t.Errorf("got %d diagnostics, %d fields; want %s and none", len(diags), len(h.Fields), c.code)
			}
			if len(diags) > 101 {
				t.Errorf("%d diagnostics", len(diags))
			}
			// Generous, for slow machines under the race detector: a quadratic or
			// exponential reading takes minutes.
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 64<<20 {
				t.Errorf("allocated %d MiB", got>>20)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for key, want := range map[string]string{"title": "title", "publish_date": "publishdate", "Publish-Date": "publishdate", "Übersicht": "übersicht", "": ""} {
		if got := Fold(key); got != want {
			t.Errorf("Fold(%q) = %q, want %q", key, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, src := range []string{"title: x\nmenu:\n  - name: a\n    url: /a/\n", "\uFEFF---\ntitle: x\nmenu: [{name: a, url: /a/}]\n"} {
		fields, diags := Parse("site.yaml", []byte(src))
		if got := show(fields); got != "title=s:x; menu=[{name=s:a; url=s:/a/}]" || len(diags) > 0 {
			t.Errorf("%q: got %s, %v", src, got, diags)
		}
	}
}

const usual = `---
title: The cable that went silent
date: 1858-09-01
authors: ["A. Clerk", B. Mayor]
tags:
  - telegraph
  - sea
description: "What was heard, and for how long: an account"
draft: false
source:
  name: Harbour Gazette
  url: https://example.org/gazette/1858
---
Text.
`

func BenchmarkSplit(b *testing.B) {
	b.ReportAllocs()
	src := []byte(usual)
	for b.Loop() {
		Split("a.md", src)
	}
}

func BenchmarkSplitLibrary(b *testing.B) {
	b.ReportAllocs()
	src := []byte(strings.Replace(usual, "draft: false", "draft: !!bool false", 1))
	for b.Loop() {
		Split("a.md", src)
	}
}
