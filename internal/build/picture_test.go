package build

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/internal/diag"
	"dateline/internal/picture"
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

// photo is a picture in full colour, 400 pixels wide and 200 high, as PNG.
func photo(t *testing.T) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 400, 200))
	grain := uint32(1)
	for i := range m.Pix {
		grain = grain*1664525 + 1013904223
		m.Pix[i] = byte(grain >> 24)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesHaveSmallerCopies(t *testing.T) {
	large := photo(t)
	site := fstest.MapFS{
		"content/site.yaml": {Data: []byte("title: A town\npictures: [240, 80, 160]\n")},
		"content/articles/yard/index.md": {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\nimage: lead.png\nimageAlt: Ships\n---\n\n" +
			"![A keel](keel.png)\n\n![A plan](/plan.png)\n\n![Small](small.png)\n\n" + `<img src="keel.png" alt="A keel" width="100">` + "\n")},
		"content/articles/yard/keel.png":     {Data: large},
		"content/articles/yard/keel.80w.png": {Data: screen(t)}, // the author's own
		"content/articles/yard/lead.png":     {Data: large},
		"content/articles/yard/small.png":    {Data: screen(t)},
	}
	in := input(site)
	in.Static = plus{static.FS, fstest.MapFS{"plan.png": {Data: large}}}
	cache := &counting{Cache: NewMemory(nil), of: "picture "}
	out := mustBuild(t, NewBuilder("test", cache, 2), in)
	page := read1(t, out, "articles/yard/index.html")
	for _, want := range []string{
		`<figure class="lead"><img src="lead.png" alt="Ships" srcset="lead.80w.png 80w, lead.160w.png 160w, lead.240w.png 240w, lead.png 400w" sizes="(min-width: 44rem) 40rem, 92vw" width="400" height="200" decoding="async">`,
		`<img src="keel.png" alt="A keel" srcset="keel.160w.png 160w, keel.240w.png 240w, keel.png 400w" sizes="(min-width: 44rem) 40rem, 92vw" width="400" height="200" loading="lazy" decoding="async">`,
		`srcset="../../plan.80w.png 80w, `,
		`<img src="small.png" alt="Small" width="320" height="200" loading="lazy" decoding="async">`,
		`sizes="min(100px, 92vw)" loading="lazy"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s in\n%s", want, page)
		}
	}
	for _, p := range out.Paths() {
		if _, w, ok := picture.OfCopy(p); ok && p != "articles/yard/keel.80w.png" {
			if got, _, err := picture.Size(strings.NewReader(read1(t, out, p))); got != w || err != nil {
				t.Errorf("%s is %d pixels wide, %v", p, got, err)
			}
		}
	}
	if got := read1(t, out, "articles/yard/keel.80w.png"); got != string(screen(t)) {
		t.Error("the author's own file is replaced by a copy")
	}
	if len(out.Problems()) > 0 {
		t.Error(out.Problems())
	}

	made, files := cache.puts.Load(), contents(t, out)
	compare(t, "built again", contents(t, mustBuild(t, NewBuilder("test", cache, 1), in)), files)
	if cache.puts.Load() != made {
		t.Error("pictures were scaled again, though nothing changed")
	}
	compare(t, "without what was kept", contents(t, mustBuild(t, NewBuilder("test", NewMemory(nil), 1), in)), files)
	lossy := &forgetful{Memory: NewMemory(nil)}
	compare(t, "with a cache that loses copies", contents(t, mustBuild(t, NewBuilder("test", lossy, 1), in)), files)
}

// forgetful is a cache that loses the copies of pictures.
type forgetful struct{ *Memory }

func (f *forgetful) Put(key string, val []byte) {
	if !strings.HasPrefix(key, fmt.Sprintf("picture %d ", picture.Version)) || val[0] == '{' {
		f.Memory.Put(key, val)
	}
}

func TestCopiesAreASetting(t *testing.T) {
	for setting, want := range map[string]string{
		"pictures: false\n": "", "pictures: []\n": "", "pictures: [200, 80]\n": "keel.80w.png 80w, keel.200w.png 200w, keel.png 400w", "": "",
	} {
		out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(fstest.MapFS{
			"content/site.yaml":              {Data: []byte("title: A town\n" + setting)},
			"content/articles/yard/index.md": {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\n---\n\n![A keel](keel.png)\n")},
			"content/articles/yard/keel.png": {Data: photo(t)},
		}))
		_, set, _ := strings.Cut(read1(t, out, "articles/yard/index.html"), `srcset="`)
		if set, _, _ = strings.Cut(set, `"`); set != want {
			t.Errorf("%q: %s", setting, set)
		}
	}
}

// Pictures that cannot be scaled are told of, shown as they are, and stop nothing.
func TestPicturesThatCannotBeScaled(t *testing.T) {
	whole := photo(t)
	vast := append([]byte{}, whole...)
	binary.BigEndian.PutUint32(vast[16:], 50000)
	binary.BigEndian.PutUint32(vast[20:], 50000)
	binary.BigEndian.PutUint32(vast[29:], crc32.ChecksumIEEE(vast[12:29]))
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 2), input(fstest.MapFS{
		"content/articles/yard/index.md": {Data: []byte("---\ntitle: A yard\ndate: 2013-10-01\nimage: lead.png\n---\n\n![Torn](torn.png)\n\n![Vast](vast.png)\n\n![Not one](not.jpg)\n\n<img src=\"lead.gif\">\n")},
		"content/articles/yard/torn.png": {Data: whole[:len(whole)/2]},
		"content/articles/yard/vast.png": {Data: vast},
		"content/articles/yard/not.jpg":  {Data: []byte("<html>")},
		"content/articles/yard/lead.png": {Data: screen(t)},
		"content/articles/yard/lead.gif": {Data: []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00")},
	}))
	for name, b := range contents(t, out) {
		if strings.HasSuffix(name, ".html") && bytes.Contains(b, []byte("srcset")) {
			t.Errorf("%s offers copies", name)
		}
	}
	var got []string
	for _, d := range out.Problems() {
		got = append(got, d.Code+" "+path.Base(d.File))
		if d.Severity != diag.Warning || d.Hint == "" {
			t.Errorf("%+v", d)
		}
	}
	want := []string{"missing-alt index.md", "missing-alt index.md", "broken-picture not.jpg", "broken-picture torn.png", "large-picture vast.png"}
	if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(append(want, "no-settings site.yaml")))) {
		t.Errorf("told of %q, want %q", got, want)
	}
}
