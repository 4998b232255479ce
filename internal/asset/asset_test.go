package asset

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestRead(t *testing.T) {
	fsys := fstest.MapFS{
		"css/main.css":  {Data: []byte(`@import "base.css"; body{background:url(../icons/x.svg)} a{b:url("https://other/x")}`)},
		"css/base.css":  {Data: []byte(`p{}`)},
		"js/main.js":    {Data: []byte("import { a } from \"./lib/a.js\";\nimport './b.js';\n")},
		"js/lib/a.js":   {Data: []byte("import '../b.js';")},
		"js/b.js":       {Data: []byte("1")},
		"icons/x.svg":   {Data: []byte("<svg/>")},
		"img/photo.jpg": {Data: []byte("x")},
		"robots.txt":    {Data: []byte("x")},
	}
	s, diags, err := Read(fsys, nil)
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	if got := strings.Join(s.Plain, " "); got != "img/photo.jpg robots.txt" {
		t.Errorf("plain files: %s", got)
	}
	main := string(s.File(s.Names["css/main.css"]))
	for _, want := range []string{
		"./" + strings.TrimPrefix(string(s.Names["css/base.css"]), "assets/css/"),
		"../" + strings.TrimPrefix(string(s.Names["icons/x.svg"]), "assets/"),
		`url("https://other/x")`,
	} {
		if !strings.Contains(main, want) {
			t.Errorf("main.css has no %q: %s", want, main)
		}
	}
	js := string(s.File(s.Names["js/main.js"]))
	if !strings.Contains(js, "./"+strings.TrimPrefix(string(s.Names["js/lib/a.js"]), "assets/js/")) {
		t.Errorf("main.js: %s", js)
	}

	fsys["js/b.js"].Data = []byte("2") // a change reaches all that refer to it
	u, _, _ := Read(fsys, nil)
	for _, n := range []string{"js/b.js", "js/lib/a.js", "js/main.js"} {
		if u.Names[n] == s.Names[n] {
			t.Errorf("%s kept its name %s though what it imports changed", n, s.Names[n])
		}
	}
	if u.Names["css/main.css"] != s.Names["css/main.css"] || u.Sum() == s.Sum() {
		t.Error("the wrong names changed")
	}
}

func TestWhatStandsAtTheEnd(t *testing.T) {
	fsys := fstest.MapFS{"css/main.css": {Data: []byte("a{}")}, "css/other.css": {Data: []byte("b{}")}}
	s, _, err := Read(fsys, map[string]string{"css/main.css": ":root{}"})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(s.File(s.Names["css/main.css"])); got != "a{}:root{}" {
		t.Errorf("got %q", got)
	}
	bare, _, _ := Read(fsys, nil)
	if bare.Names["css/main.css"] == s.Names["css/main.css"] || bare.Names["css/other.css"] != s.Names["css/other.css"] {
		t.Error("the wrong names changed")
	}
}

func TestCycle(t *testing.T) {
	_, diags, err := Read(fstest.MapFS{
		"js/a.js": {Data: []byte("import './b.js'")},
		"js/b.js": {Data: []byte("import './a.js'")},
	}, nil)
	if err != nil || len(diags) != 1 || diags[0].Code != "asset-cycle" {
		t.Fatal(err, diags)
	}
}
