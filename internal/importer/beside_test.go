package importer

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestBeside(t *testing.T) {
	picture := &fstest.MapFile{Data: []byte("GIF89a")}
	folder := fstest.MapFS{
		"content/posts/bridge/index.md":      {Data: []byte("x")},
		"content/posts/bridge/Pier One.JPG":  picture,
		"content/posts/bridge/pier-one.jpg":  picture,
		"content/posts/bridge/empty.png":     {},
		"content/posts/bridge/note.txt":      picture,
		"content/posts/bridge/con.gif":       picture,
		"content/posts/wide.webp":            picture,
		"content/posts/bridge/dir.png/a.png": picture,
		"static/images/map.svg":              picture,
		"assets/img/crest.png":               picture,
		"vault/attached/deep/plan.png":       picture,
		"vault/attached/plan.png":            picture,
		".trash/gone.png":                    picture,
		"huge.png":                           {Data: make([]byte, maxPicture+1)},
	}
	for _, c := range []struct {
		address  string
		anywhere bool
		want     string
	}{
		{"Pier%20One.JPG", false, "pier-one.jpg"},
		{"pier-one.jpg", false, "pier-one-2.jpg"}, // another file, whose name is taken
		{"./Pier One.JPG?w=3#x", false, "pier-one.jpg"},
		{"../wide.webp", false, "wide.webp"},
		{"/images/map.svg", false, "map.svg"},
		{"images/map.svg", false, "map.svg"},
		{"/assets/img/crest.png", false, "crest.png"},
		{"/img/crest.png", false, "crest.png"},
		{"con.gif", false, "con-bc5bd365.gif"},
		{"plan.png", false, ""},
		{"plan.PNG", true, "plan.png"},
		{"deep/plan.png", true, "plan-2.png"},
		{"gone.png", true, ""},
		{"note.txt", false, ""},
		{"dir.png", false, ""},
		{"empty.png", false, ""},
		{"/huge.png", false, ""},
		{"../../../../etc/x.png", false, ""},
		{"https://example.org/wide.webp", false, ""},
		{"//example.org/wide.webp", false, ""},
		{"data:image/png,x.png", false, ""},
		{"", false, ""},
		{"%zz.png", false, ""},
	} {
		t.Run(c.address, func(t *testing.T) {
			b := newBeside(folder, "content/posts/bridge/index.md")
			b.take("Pier One.JPG")
			if c.anywhere {
				b.takeNamed("vault/attached/plan.png")
			}
			got, ok := b.takeFound(c.address, c.anywhere)
			if strings.HasPrefix(c.want, "con-") && strings.HasPrefix(got, "con-") {
				got = c.want // a hash
			}
			if got != c.want || ok != (c.want != "") {
				t.Fatalf("got %q, %t, want %q", got, ok, c.want)
			}
			if again, _ := b.takeFound(c.address, c.anywhere); c.want != "" && !strings.HasPrefix(again, c.want[:3]) {
				t.Errorf("the second time %q", again)
			}
			names := map[string]bool{}
			for _, f := range b.files {
				if names[f.Name] || len(f.Data) == 0 {
					t.Errorf("%q is there twice, or empty", f.Name)
				}
				names[f.Name] = true
			}
			if (c.address == "empty.png" || c.address == "/huge.png") != (len(b.diags) > 0) {
				t.Errorf("diagnostics %v", b.diags)
			}
		})
	}
	if _, ok := newBeside(nil, "a.md").take("a.png"); ok {
		t.Error("a picture was taken from no folder")
	}
}

// TestSavedPage: pictures that a browser saved beside a page come along, those of the
// parts that are left out do not.
func TestSavedPage(t *testing.T) {
	folder := fstest.MapFS{
		"Weir_files/Dawn (1).jpg": {Data: []byte("JPEG")},
		"Weir_files/logo.png":     {Data: []byte("PNG")},
		"Weir_files/spinner.gif":  {Data: []byte("GIF89a")},
		"Weir_files/night.jpg":    {Data: []byte("JPEG")},
	}
	page := `<!doctype html><html><head><title>The weir holds</title><link rel=canonical href="https://aven.example/weir"></head><body>
<header><img src="Weir_files/logo.png" alt="Logo"></header><article><h1>The weir holds</h1>
<p>The weir on the Aven held for a night, and the keeper said that it would hold for another one.</p>
<figure><img src="./Weir_files/Dawn%20(1).jpg" alt="The weir"><figcaption>At dawn</figcaption></figure>
<p>Nobody had slept in the lock house, where the water had stood in the kitchen since the evening.</p>
<p>On the map the weir is a line, and in the picture a white one: <img src="Weir_files/spinner.gif" data-src="https://aven.example/map.png" alt="A map"><img src="Weir_files/night.jpg" data-src="https://aven.example/night.jpg?w=9" alt="At night"><img src="lost.png" alt="Lost"> as people who came in the morning saw it from the bridge.</p>
</article></body></html>`
	d, diags := Import("Weir.html", []byte(page), Options{Beside: folder})
	if d == nil {
		t.Fatal(diags)
	}
	for _, want := range []string{"![The weir](dawn-1.jpg)", "![A map](https://aven.example/map.png)", "![At night](night.jpg)", "![Lost](https://aven.example/lost.png)"} {
		if !strings.Contains(string(d.Markdown), want) {
			t.Errorf("no %s in\n%s", want, d.Markdown)
		}
	}
	var names []string
	for _, f := range d.Files {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "dawn-1.jpg night.jpg" {
		t.Errorf("files %s", got)
	}
}
