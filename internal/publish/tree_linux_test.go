package publish

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func openKept(t *testing.T) (*keptTree, string) {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := newTree(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.Close() })
	return tr.(*keptTree), dir
}

func put(tr tree, name, text string) error {
	f, err := create(tr, name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write([]byte(text))
	return err
}

// However many directories there are, and whoever works in them at once, few are open.
func TestFewDirectoriesAreOpen(t *testing.T) {
	tr, dir := openKept(t)
	want := map[string]string{}
	var wg sync.WaitGroup
	const workers, each = 4, 100
	for w := range workers {
		for i := range each {
			want[fmt.Sprintf("a/b%d/c%d/index.html", i%20, w*each+i)] = "text"
		}
		wg.Go(func() {
			for i := range each {
				name := fmt.Sprintf("a/b%d/c%d", i%20, w*each+i)
				if err := mkdirAll(tr, name); err != nil {
					t.Error(err)
					return
				}
				if err := put(tr, name+"/index.html", "text"); err != nil {
					t.Error(err)
					return
				}
				tr.mu.Lock()
				n := len(tr.kept)
				tr.mu.Unlock()
				if n > maxKept+2*workers {
					t.Errorf("%d directories are open", n)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := contents(t, dir); !same(got, want) {
		t.Errorf("got %d files, want %d", len(got), len(want))
	}
	if err := removeAll(tr, "a"); err != nil {
		t.Error(err)
	}
	if len(tr.kept) > 0 {
		t.Errorf("of what is removed %d directories are open", len(tr.kept))
	}
}

// A handle does not outlive the name that it was opened by.
func TestHandlesFollowNames(t *testing.T) {
	tr, dir := openKept(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []string{"old", "new"} {
		must(mkdirAll(tr, d+"/in"))
		must(put(tr, d+"/in/first", d))
	}
	must(tr.Exchange("old", "new"))
	must(put(tr, "new/in/second", "in what was old"))
	must(tr.Rename("old", "gone"))
	if err := put(tr, "old/in/third", ""); !os.IsNotExist(err) {
		t.Errorf("a file is made in a directory that was renamed: %v", err)
	}
	must(tr.Rename("new", "old"))
	must(put(tr, "old/in/third", "in what was new"))
	must(removeAll(tr, "gone"))
	must(mkdirAll(tr, "gone/in"))
	must(put(tr, "gone/in/first", "again"))
	want := map[string]string{"old/in/first": "old", "old/in/second": "in what was old", "old/in/third": "in what was new", "gone/in/first": "again"}
	if got := contents(t, dir); !same(got, want) {
		t.Errorf("got %v", got)
	}
}

// S-H07: no operation goes through a symbolic link, wherever it leads.
func TestLinksAreNotFollowed(t *testing.T) {
	tr, dir := openKept(t)
	outside := t.TempDir()
	plant(t, outside, map[string]string{"file": "precious", "sub/file": "precious"})
	plant(t, dir, map[string]string{"real/file": "ours"})
	for name, to := range map[string]string{"out": outside, "within": "real", "file": filepath.Join(outside, "file")} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range []string{"out", "within"} {
		_, openErr := tr.OpenFile(link+"/file", os.O_RDONLY, 0)
		_, listErr := tr.ReadDir(link)
		_, statErr := tr.Lstat(link + "/file")
		for what, err := range map[string]error{
			"create": put(tr, link+"/new", "x"), "open": openErr, "list": listErr, "stat": statErr, "mkdir": tr.Mkdir(link+"/dir", 0o755),
			"link to": tr.Link("real/file", link+"/linked"), "link from": tr.Link(link+"/file", "linked"), "remove": tr.Remove(link + "/file"),
		} {
			if err == nil {
				t.Errorf("%s goes through the link %s", what, link)
			}
		}
	}
	if _, err := tr.OpenFile("file", os.O_RDONLY, 0); err == nil {
		t.Error("a link is opened")
	}
	if err := put(tr, "file", "x"); err == nil {
		t.Error("a link is written through")
	}
	if fi, err := tr.Lstat("out"); err != nil || fi.Mode().Type() != fs.ModeSymlink {
		t.Errorf("a link is taken for %v, %v", fi, err)
	}
	if got := contents(t, outside); !same(got, map[string]string{"file": "precious", "sub/file": "precious"}) {
		t.Errorf("outside is now %v", got)
	}
}
