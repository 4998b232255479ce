package build

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/static"
)

// screen is a picture 320 pixels wide and 200 high.
func screen(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 320, 200))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPagesSayHowLargePicturesAre(t *testing.T) {
	site := fstest.MapFS{
		"content/articles/yard/index.md": {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\nimage: lead.png\n---\n\n" +
			"![A keel](keel.png)\n\n![A plan](/plan.png)\n\n![Torn](torn.png)\n\n![Lost](lost.png)\n\n![Afar](https://example.org/afar.png)\n\n" +
			`<img src="keel.png" alt="A small keel" width="32">` + "\n")},
		"content/articles/yard/keel.png": {Data: screen(t)},
		"content/articles/yard/lead.png": {Data: screen(t)},
		"content/articles/yard/torn.png": {Data: []byte("not really a picture")},
	}
	in := input(site)
	in.Static = plus{static.FS, fstest.MapFS{"plan.png": {Data: screen(t)}}}
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), in)
	page, err := fs.ReadFile(out, "articles/yard/index.html")
	if err != nil {
		t.Fatal(err, out.Diags)
	}
	for src, sized := range map[string]bool{"keel.png": true, "plan.png": true, "lead.png": true, "torn.png": false, "lost.png": false, "afar.png": false} {
		_, after, ok := strings.Cut(string(page), src+`"`)
		tag, _, _ := strings.Cut(after, ">")
		if got := strings.Contains(tag, ` width="320" height="200"`); !ok || got != sized {
			t.Errorf("%s: found %v, with its size %v, want %v: %s", src, ok, got, sized, tag)
		}
	}
	if strings.Contains(string(page), `width="32" width=`) || strings.Count(string(page), `width="32"`) != 1 {
		t.Error("the author's own width is not left alone")
	}
}

// plus is a file system with a few more files at its root.
type plus struct {
	fs.FS
	more fstest.MapFS
}

func (p plus) Open(name string) (fs.File, error) {
	if f, err := p.more.Open(name); err == nil && name != "." {
		return f, nil
	}
	return p.FS.Open(name)
}

func (p plus) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(p.FS, name)
	if err == nil && name == "." {
		more, _ := p.more.ReadDir(".")
		list = append(list, more...)
	}
	return list, err
}
