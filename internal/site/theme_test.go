package site

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"dateline/internal/themes"
	"dateline/static"
)

func TestTheme(t *testing.T) {
	for _, test := range []struct {
		yaml, css string
		codes     []string
	}{
		{`accent: "#8C2F1a"`, ":root{--accent:#8C2F1a;}\n", nil},
		{`accent: ["#8c2f1a", salmon]`, ":root{--accent:light-dark(#8c2f1a,salmon);}\n", nil},
		{"Paper: oklch(97% 0.01 80)\n  serif: 'Georgia, \"Noto Serif\", serif'", ":root{--paper:oklch(97% 0.01 80);--serif:Georgia, \"Noto Serif\", serif;}\n", nil},
		{`accnt: red`, "", []string{"unknown-key"}},
		{`accent: "red;} body{display:none"`, "", []string{"unknown-value"}},
		{`accent: "url(https://example.org/x)"`, "", []string{"unknown-value"}},
		{`accent: [red, green, blue]`, "", []string{"unknown-value"}},
		{`accent: "#12345"`, "", []string{"unknown-value"}},
		{`serif: "Georgia; x: y"`, "", []string{"unknown-value"}},
		{`serif: 'Georgia"'`, "", []string{"unknown-value"}},
		{"mono: '/* '\n  ink: navy", ":root{--ink:navy;}\n", []string{"unknown-value"}},
	} {
		s, diags := ReadSettings("site.yaml", []byte("title: A\ntheme:\n  "+test.yaml+"\n"))
		var codes []string
		for _, d := range diags {
			codes = append(codes, d.Code)
		}
		if s.Theme != test.css || !slices.Equal(codes, test.codes) {
			t.Errorf("%s\ngot  %q %v\nwant %q %v", test.yaml, s.Theme, codes, test.css, test.codes)
		}
	}
}

func TestThemesHaveTheVariables(t *testing.T) {
	sheets := map[string]fs.FS{"static/css/main.css": static.FS}
	list, err := themes.FS.ReadDir(".")
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	for _, d := range list {
		if sheets["internal/themes/"+d.Name()+"/static/css/main.css"], err = fs.Sub(themes.FS, d.Name()+"/static"); err != nil {
			t.Fatal(err)
		}
	}
	for file, fsys := range sheets {
		css, err := fs.ReadFile(fsys, "css/main.css")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Concat(themeColours, themeFonts) {
			if !strings.Contains(string(css), "\n  --"+name+": ") || !strings.Contains(string(css), "var(--"+name+")") {
				t.Errorf("%s does not set or use --%s", file, name)
			}
		}
	}
}

// Whatever the settings say, the rule is one rule.
func FuzzTheme(f *testing.F) {
	f.Add("accent", "red", "blue")
	f.Add("serif", "Georgia, 'X'", "")
	f.Fuzz(func(t *testing.T, key, a, b string) {
		quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
		for _, yaml := range []string{quote(key) + ": " + quote(a), quote(key) + ": [" + quote(a) + ", " + quote(b) + "]"} {
			s, _ := ReadSettings("site.yaml", []byte("theme:\n  "+yaml+"\n"))
			if s.Theme == "" {
				continue
			}
			body, ok := strings.CutPrefix(s.Theme, ":root{--")
			body, end := strings.CutSuffix(body, ";}\n")
			if !ok || !end || strings.ContainsAny(body, ";{}@\\<\n") || strings.Contains(body, "url") || strings.Contains(body, "/*") {
				t.Errorf("%q makes %q", yaml, s.Theme)
			}
		}
	})
}
