package program_test

import (
	"bytes"
	"html/template"
	"strings"
	"testing"

	"dateline/internal/program"
)

type link struct {
	Name, URL string
}

type Inner struct {
	Words string
	N     int
	X     float64
}

type data struct {
	Inner
	Title  string
	Body   template.HTML
	On     bool
	Link   *link
	None   *link
	Links  []link
	Rows   []template.HTML
	Empty  []string
	Assets map[string]string
	Any    map[string]any
	Style  template.CSS
}

func sample(words, url string) data {
	return data{
		Inner: Inner{words, 12, 1e6 + 0.5}, Title: `<"` + words + `'&+`, Body: "<b>finished</b>", On: true,
		Link: &link{words, url}, Links: []link{{"a", url}, {words, "#x"}, {"c", ""}}, Rows: []template.HTML{"<i>1</i>", "<i>2</i>"},
		Assets: map[string]string{"js/a.js": "assets/a.1f.js"}, Any: map[string]any{"x": words}, Style: "color: red",
	}
}

// compiled are templates of everything that is compiled.
var compiled = map[string]string{
	"text":         `plain <b>text</b> {{/* nothing */}}`,
	"fields":       `{{.Title}} {{.Words}} {{.N}} {{.X}} {{.Inner.N}}{{.Link.Name}}`,
	"html":         `<p>{{.Body}}</p>`,
	"attributes":   `<a title="{{.Title}}" href="{{.Link.URL}}" data-n='{{.N}}' class="x {{.Words}}">x</a>`,
	"url parts":    `<a href="{{.Link.URL}}{{.Words}}">x</a><a href="/x/{{.Title}}">y</a>`,
	"fragment":     `<a href="#{{.Title}}">x</a><a href="/x?q={{.Words}}&amp;r={{.Link.URL}}">y</a>`,
	"title":        `<title>{{.Title}}</title><textarea>{{.Words}}</textarea>`,
	"if":           `{{if .On}}on{{end}}{{if .None}}none{{else}}not{{end}}{{if .Empty}}x{{else if .Title}}y{{end}}{{if .N}}n{{end}}{{if .X}}x{{end}}`,
	"with":         `{{with .Link}}{{.Name}}{{$.Title}}{{end}}{{with .None}}{{.Name}}{{else}}-{{end}}{{with .Words}}{{.}}{{end}}{{with .Link.Name}}{{.}}{{end}}`,
	"range":        `{{range .Links}}<a href="{{.URL}}">{{.Name}}</a>{{else}}none{{end}}{{range .Empty}}x{{else}}empty{{end}}{{range .Rows}}{{.}}{{end}}`,
	"variables":    `{{$w := .Words}}{{range $i, $l := .Links}}{{if $i}}, {{end}}{{$l.Name}}{{$w}}{{$.N}}{{end}}{{range $l := .Links}}{{$l.URL}}{{end}}`,
	"nested":       `{{range .Links}}{{$n := .Name}}{{range $.Rows}}{{$n}}{{.}}{{end}}{{with .URL}}{{$n}}{{.}}{{end}}{{end}}`,
	"connectives":  `{{if or .Empty .On}}1{{end}}{{if and .On .Empty}}2{{end}}{{if not .Empty}}3{{end}}{{if and (not .None) (or .Empty .Title)}}4{{end}}{{if or .Empty .None}}5{{end}}{{if not .On}}6{{end}}`,
	"equal":        `{{if eq .Words "x"}}1{{end}}{{if ne .Words .Title}}2{{end}}{{if eq .Link.Name .Words}}3{{end}}`,
	"index":        `<script src="{{.Link.Name}}{{index .Assets "js/a.js"}}"></script>{{index .Assets "missing"}}`,
	"template":     `{{define "one"}}[{{.Name}}{{template "two" .URL}}]{{end}}{{define "two"}}<a href="{{.}}">{{$}}</a>{{end}}{{template "one" .Link}}{{range .Links}}{{template "one" .}}{{end}}`,
	"without data": `{{define "svg"}}<path d="M0 0"/>{{end}}{{template "svg"}}`,
	"block":        `{{block "main" .}}{{.Title}}{{end}}`,
	"literals":     `{{"<b>"}}{{12}}`,
	"parentheses":  `{{(.Link).Name}}{{with (.Link)}}{{.URL}}{{end}}`,
	"svg":          `<svg viewBox="0 0 {{.X}} {{.N}}"><text x="{{.X}}">{{.Words}}</text></svg>`,
}

// left are templates that html/template keeps.
var left = map[string]string{
	"functions":  `{{printf "%q" .Title}} {{len .Links}}`,
	"script":     `<script>var x = {{.Title}}</script>`,
	"style":      `<p style="{{.Style}}">x</p>`,
	"unquoted":   `<p class={{.Words}}>x</p>`,
	"dynamic":    `{{.Any.x}}`,
	"assignment": `{{$x := .Title}}{{$x = .Words}}{{$x}}`,
	"recursion":  `{{define "r"}}{{if .Name}}{{template "r" .}}{{end}}{{end}}{{template "r" .None}}`,
	"break":      `{{range .Links}}{{break}}{{end}}`,
	"map":        `{{range $k, $v := .Assets}}{{$k}}{{$v}}{{end}}`,
	"bool":       `{{.On}}`,
	"html tags":  `<p title="{{.Body}}">x</p>`,
	"predefined": `{{.Title | html}}`,
	"no dot":     `{{define "x"}}{{if .}}dot{{else}}none{{end}}{{end}}{{template "x"}}`,
}

func parse(t *testing.T, src string) *template.Template {
	t.Helper()
	tpl, err := template.New("t").Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	_ = tpl.Execute(new(bytes.Buffer), data{}) // puts in the escapers; may fail without data
	return tpl
}

// check compares a program with html/template.
func check(t *testing.T, tpl *template.Template, v any) {
	t.Helper()
	var want bytes.Buffer
	wantErr := tpl.Execute(&want, v)
	got, err := program.New(tpl, v).Append([]byte("before "), v)
	if string(got) != "before "+want.String() {
		t.Errorf("got  %q\nwant %q", got, "before "+want.String())
	}
	if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
		t.Errorf("error %v, want %v", err, wantErr)
	}
}

func TestAsHTMLTemplateDoes(t *testing.T) {
	for name, src := range compiled {
		t.Run(name, func(t *testing.T) {
			tpl := parse(t, src)
			if err := program.New(tpl, data{}).Why(); err != nil {
				t.Fatalf("it is not compiled: %v", err)
			}
			check(t, tpl, sample("x", "../a/b/"))
			check(t, tpl, sample(`J'\"ai <b>&amp; + é`+"\x00\xff", "javascript:alert(1)"))
			check(t, tpl, sample("%zz%41 (a)", "https://example.org/?a=b&c=d#é"))
			check(t, tpl, data{Link: &link{}})
			check(t, tpl, data{}) // without a link, some stop with an error
		})
	}
}

func TestWhatIsNotCompiledIsLeft(t *testing.T) {
	for name, src := range left {
		t.Run(name, func(t *testing.T) {
			tpl := parse(t, src)
			if program.New(tpl, data{}).Why() == nil {
				t.Error("it is compiled")
			}
			check(t, tpl, sample("x", "../a/b/"))
		})
	}
}

// A value of another type than the program was made for is html/template's.
func TestOtherData(t *testing.T) {
	tpl := parse(t, "{{.Name}}")
	got, err := program.New(tpl, link{}).Append(nil, struct{ Name string }{"other"})
	if string(got) != "other" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// Whatever words stand in the data, a page is what html/template makes of it.
func FuzzAsHTMLTemplateDoes(f *testing.F) {
	var all strings.Builder
	for _, name := range []string{"fields", "attributes", "url parts", "fragment", "title", "range", "index", "svg"} {
		all.WriteString(compiled[name])
	}
	tpl := template.Must(template.New("t").Parse(all.String()))
	_ = tpl.Execute(new(bytes.Buffer), data{})
	p := program.New(tpl, data{})
	if p.Why() != nil {
		f.Fatal(p.Why())
	}
	f.Add("x", "../a/b/")
	f.Add("a\x00b", "mailTo:x@example.org")
	f.Add("‘é’", "JAVASCRIPT:x")
	f.Add("%4", "data:,%e9()'")
	f.Fuzz(func(t *testing.T, words, url string) {
		v := sample(words, url)
		var want bytes.Buffer
		if err := tpl.Execute(&want, v); err != nil {
			t.Fatal(err)
		}
		if got, err := p.Append(nil, v); err != nil || !bytes.Equal(got, want.Bytes()) {
			t.Errorf("got  %q, %v\nwant %q", got, err, want.Bytes())
		}
	})
}
