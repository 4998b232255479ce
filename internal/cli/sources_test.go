package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

func openSources(t *testing.T, files map[string]string) (*sources, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	s := newSources(root)
	t.Cleanup(func() { s.Close() })
	return s, dir
}

// With more directories than are kept open, from several goroutines, and closed
// in between, sources are what lies on the disk.
func TestSources(t *testing.T) {
	files := map[string]string{"site.yaml": "title"}
	names := []string{"site.yaml"}
	for i := range 5 * keptDirs {
		name := fmt.Sprintf("content/articles/%d/a.md", i)
		files[name] = name
		names = append(names, name)
	}
	s, _ := openSources(t, files)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 * len(names) {
				name := names[(i*(2*w+1)+w)%len(names)]
				if got, err := readAll(s, name); err != nil || got != files[name] {
					t.Errorf("%s: got %q, %v", name, got, err)
					return
				}
				if w == 0 && i == 10*len(names) {
					s.Close()
				}
			}
		})
	}
	wg.Wait()
	for _, k := range s.kept {
		if k.dir != nil {
			t.Errorf("%s is open after Close", k.path)
		}
	}
	if err := fstest.TestFS(newSources(s.root), names...); err != nil {
		t.Error(err)
	}
}

// A directory that is renamed is soon read no longer where it went, with nobody closing anything.
func TestSourcesLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, dir := openSources(t, map[string]string{"content/articles/a.md": "old"})
		if got, err := readAll(s, "content/articles/a.md"); err != nil || got != "old" {
			t.Fatalf("got %q, %v", got, err)
		}
		if err := os.Rename(filepath.Join(dir, "content"), filepath.Join(dir, "away")); err != nil {
			t.Skip(err)
		}
		time.Sleep(keptFor)
		synctest.Wait()
		if got, err := readAll(s, "content/articles/a.md"); err == nil {
			t.Errorf("got %q of a file that is not there", got)
		}
	})
}

func readAll(s fs.FS, name string) (string, error) {
	f, err := s.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var b [100]byte
	n, err := f.Read(b[:])
	return string(b[:n]), err
}

// A link is followed within the site and never out of it.
func TestSourcesLinks(t *testing.T) {
	s, dir := openSources(t, map[string]string{"content/articles/a.md": "a", "content/other/b.md": "b"})
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "c.md"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{
		"content/articles/b.md": "../other/b.md", "content/linked": "articles",
		"content/articles/c.md": filepath.Join(outside, "c.md"), "content/out": outside, "content/articles/up.md": "../../../" + filepath.Base(outside) + "/c.md",
	} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	for name, want := range map[string]string{
		"content/articles/a.md": "a", "content/articles/b.md": "b", "content/linked/a.md": "a", "content/linked/b.md": "b",
		"content/articles/c.md": "", "content/out/c.md": "", "content/articles/up.md": "", "../" + filepath.Base(outside) + "/c.md": "", "content/articles/../other/b.md": "",
	} {
		got, err := readAll(s, name)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
