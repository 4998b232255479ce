package build

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAPageShowsWhatSomebodySaid(t *testing.T) {
	out := mustBuild(t, NewBuilder("test", NewMemory(nil), 1), input(fstest.MapFS{
		"content/entities/orla-fenwick.md": {Data: []byte("---\nname: Orla Fenwick\ntype: person\naliases: [Fenwick]\n---\n")},
		"content/articles/harbour.md": {Data: []byte("---\ntitle: The harbour\ndate: 2013-10-01\n---\n\n" +
			"Orla Fenwick came home on Monday.\n\n\"The harbour will open before winter,\" said Orla Fenwick.\n")},
	}))
	page, err := fs.ReadFile(out, "entities/orla-fenwick/index.html")
	if err != nil {
		t.Fatal(err)
	}
	_, said, ok := strings.Cut(string(page), `class="quoted"`)
	said, _, _ = strings.Cut(said, "</section>")
	if !ok || !strings.Contains(said, "before winter") || !strings.Contains(said, "articles/harbour/#p2") || strings.Contains(said, "came home") {
		t.Errorf("the page quotes %q", said)
	}
}
