package render

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/internal/diag"
	"dateline/templates"
)

// theme returns the built-in theme with files changed; an empty string deletes one.
func theme(t *testing.T, change map[string]string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(templates.FS, name)
		out[name] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range change {
		if src == "" {
			delete(out, name)
		} else {
			out[name] = &fstest.MapFile{Data: []byte(src)}
		}
	}
	return out
}

func TestBuiltInThemeFitsTheViews(t *testing.T) {
	tpl, diags := Parse(templates.FS)
	if len(diags) > 0 {
		t.Fatal(diag.List(diags))
	}
	for _, k := range kinds {
		if tpl.page(k.kind, "") == nil {
			t.Errorf("no template for pages of kind %q", k.kind)
		}
	}
}

func TestTemplateMistakes(t *testing.T) {
	tests := []struct {
		name   string
		change map[string]string
		want   diag.Diagnostic // what is not set is not compared
		hint   string
	}{
		{
			"misspelt field",
			map[string]string{"article.html": "{{define \"main\"}}\n<h1>{{.Titel}}</h1>{{end}}"},
			diag.Diagnostic{File: "templates/article.html", Line: 2, Col: 8, Width: 5, Code: "unknown-field"},
			`did you mean ".Title"?`,
		},
		{
			"misspelt field of a field",
			map[string]string{"home.html": "{{define \"main\"}}{{range .People}}{{.Nmae}}{{end}}{{end}}"},
			diag.Diagnostic{File: "templates/home.html", Line: 1, Col: 38, Code: "unknown-field"},
			`did you mean ".Name"?`,
		},
		{
			"mistake in a partial, told once",
			map[string]string{"_partials/footer.html": "<p>{{.Sitte.Title}}</p>"},
			diag.Diagnostic{File: "templates/_partials/footer.html", Line: 1, Code: "unknown-field"},
			`did you mean ".Site"?`,
		},
		{
			"unclosed action",
			map[string]string{"list.html": "{{define \"main\"}}\n{{range .Rows}}\n{{end}}"},
			diag.Diagnostic{File: "templates/list.html", Code: "bad-template"},
			"",
		},
		{
			"unknown function",
			map[string]string{"list.html": "{{define \"main\"}}\n{{shout .Title}}{{end}}"},
			diag.Diagnostic{File: "templates/list.html", Line: 2, Code: "bad-template"},
			"",
		},
		{
			"unknown partial",
			map[string]string{"list.html": "{{define \"main\"}}{{template \"_partials/rows.html\" .}}{{end}}"},
			diag.Diagnostic{File: "templates/list.html", Line: 1, Code: "bad-template"},
			"",
		},
		{
			"ambiguous context",
			map[string]string{"list.html": "{{define \"main\"}}<a href='{{if .Title}}x\"{{else}}y'{{end}}>{{end}}"},
			diag.Diagnostic{File: "templates/list.html", Code: "bad-template"},
			"",
		},
		{
			"missing file",
			map[string]string{"entity.html": ""},
			diag.Diagnostic{File: "templates/entity.html", Code: "missing-template"},
			"take it from the built-in theme",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tpl, diags := Parse(theme(t, tt.change))
			if tpl != nil || len(diags) != 1 {
				t.Fatalf("want no templates and one diagnostic, got %v and %v", tpl, diags)
			}
			got := diags[0]
			if got.Severity != diag.Error || got.File != tt.want.File || got.Code != tt.want.Code ||
				tt.want.Line > 0 && got.Line != tt.want.Line || tt.want.Col > 0 && got.Col != tt.want.Col || tt.want.Width > 0 && got.Width != tt.want.Width ||
				!strings.Contains(got.Hint, tt.hint) {
				t.Errorf("got %+v\nwant %+v with hint %q", got, tt.want, tt.hint)
			}
		})
	}
}

func TestUnknownTemplateIsAWarning(t *testing.T) {
	tpl, diags := Parse(theme(t, map[string]string{"artcle.html": "x", "article-wide.html": `{{define "main"}}<main>{{.Content}}</main>{{end}}`}))
	if tpl == nil || len(diags) != 1 || diags[0].Severity != diag.Warning || diags[0].Hint != `did you mean "article.html"?` {
		t.Fatalf("got %v, %v", tpl, diags)
	}
	if tpl.page("article", "wide") == nil {
		t.Error("a layout of the user's own is not known")
	}
	if _, diags := Parse(theme(t, map[string]string{"page-wide.html": `{{define "main"}}{{.Highlights}}{{end}}`})); !diags.HasErrors() {
		t.Error("a layout is not checked against the view of its kind")
	}
}

// The built-in theme is compiled whole: a new kind of action in it, or another
// Go version's names for escapers, must not make every site several times slower
// unnoticed.
func TestThemeIsCompiled(t *testing.T) {
	tpl, diags := Parse(templates.FS)
	if tpl == nil {
		t.Fatal(diags)
	}
	for name, why := range tpl.Uncompiled() {
		t.Errorf("%s is executed by html/template: %v", name, why)
	}
}
