package intake

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

func TestFind(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("x")}
	for _, c := range []struct {
		name    string
		files   []string
		sources []string
		others  []string
	}{
		{
			"a browser's page",
			[]string{"a.html", "a_files/logo.png", "a_files/frame.html", "b_files/kept.html"},
			[]string{"a.html", "b_files/kept.html"},
			nil,
		},
		{
			"hidden and foreign",
			[]string{".git/HEAD.txt", ".a.txt", "node_modules/x/README.md", "b.txt", "pic.PNG", "C.DOCX", "d.warc.gz", "e.tar.gz"},
			[]string{"C.DOCX", "b.txt", "d.warc.gz"},
			[]string{"e.tar.gz"},
		},
		{"our own articles", []string{"a.md", "a.import.json", "b.json"}, []string{"a.md", "b.json"}, []string{"a.import.json"}},
		{"Hugo", []string{"hugo.toml", "public/index.html", "themes/x/README.md", "content/a.md", "static/a.txt"}, []string{"content/a.md"}, []string{"hugo.toml"}},
		{"Jekyll", []string{"_config.yml", "_site/a.html", "_layouts/post.html", "_posts/2013-09-09-a.md", "_drafts/b.md"}, []string{"_drafts/b.md", "_posts/2013-09-09-a.md"}, []string{"_config.yml"}},
		{"Obsidian", []string{".obsidian/app.json", ".trash/a.md", "Note.md"}, []string{"Note.md"}, nil},
	} {
		folder := fstest.MapFS{}
		for _, name := range c.files {
			folder[name] = file
		}
		got, err := Find(folder)
		if err != nil || !slices.Equal(got.Sources, c.sources) || !slices.Equal(got.Others, c.others) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

// closedFolder is a folder with a part that may not be looked into.
type closedFolder struct{ fstest.MapFS }

func (f closedFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "closed" {
		return nil, fs.ErrPermission
	}
	return f.MapFS.ReadDir(name)
}

func TestFindGoesOnBesideAClosedFolder(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("x")}
	got, err := Find(closedFolder{fstest.MapFS{"a.txt": file, "closed/b.txt": file, "z/c.txt": file}})
	if err != nil || !slices.Equal(got.Sources, []string{"a.txt", "z/c.txt"}) || !slices.Equal(got.Unreadable, []string{"closed"}) {
		t.Errorf("%+v, %v", got, err)
	}
}
