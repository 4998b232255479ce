package build

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/static"
)

// iconsOf builds a site and returns its output and what its article's page says of icons.
func iconsOf(t *testing.T, theme string, own fstest.MapFS) (*Output, string) {
	t.Helper()
	in := input(fstest.MapFS{
		"content/site.yaml":       {Data: []byte("title: A town\n" + theme)},
		"content/articles/a.md":   {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\nredirects: [/old/]\n---\n\nWords.\n")},
		"content/articles/b/c.md": {Data: []byte("---\ntitle: Another\ndate: 2013-10-02\n---\n\nWords.\n")},
	})
	in.Static = plus{static.FS, own}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), in)
	page := read1(t, out, "articles/a/index.html")
	var links []string
	for l := range strings.Lines(page) {
		if strings.Contains(l, `icon" href`) || strings.Contains(l, "theme-color") {
			links = append(links, strings.TrimSpace(l))
		}
	}
	return out, strings.Join(links, "\n")
}

func read1(t *testing.T, out *Output, name string) string {
	t.Helper()
	b, err := fs.ReadFile(out, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestIconsAreDrawnInTheColoursOfTheTheme(t *testing.T) {
	out, links := iconsOf(t, "theme: {accent: [darkgreen, '#9fc'], paper: ['#fffffe', '#000001']}\n", nil)
	want := `<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fffffe">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#000001">
<link rel="icon" href="../../favicon.ico" sizes="32x32">
<link rel="icon" href="../../favicon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="../../apple-touch-icon.png">`
	if links != want {
		t.Errorf("got\n%s\nwant\n%s", links, want)
	}
	if svg := read1(t, out, "favicon.svg"); !strings.Contains(svg, "#006400") || !strings.Contains(svg, "#99ffcc") {
		t.Errorf("not in the colours of the theme: %s", svg)
	}
	for _, name := range []string{"favicon.ico", "apple-touch-icon.png"} {
		if read1(t, out, name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if page := read1(t, out, "old/index.html"); strings.Contains(page, "favicon") {
		t.Error("a page that only leads on has an icon")
	}
}

func TestOwnIconsReplaceTheDrawnOnes(t *testing.T) {
	out, links := iconsOf(t, "", fstest.MapFS{"favicon.png": {Data: []byte("own")}, "apple-touch-icon.png": {Data: []byte("own, too")}})
	_, links, _ = strings.Cut(links, "<link")
	if want := ` rel="icon" href="../../favicon.png" type="image/png">` + "\n" + `<link rel="apple-touch-icon" href="../../apple-touch-icon.png">`; links != want {
		t.Errorf("got\n%s\nwant\n%s", links, want)
	}
	if got := read1(t, out, "favicon.png"); got != "own" {
		t.Errorf("the site's own icon is %q", got)
	}
	for _, name := range []string{"favicon.ico", "favicon.svg"} {
		if _, err := fs.Stat(out, name); err == nil {
			t.Errorf("%s is drawn beside the site's own", name)
		}
	}
}
