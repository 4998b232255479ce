package cache

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/disk/disktest"
)

// S-I03, R4, R10: at whichever operation a run fails or dies, what the cache then says
// is right or missing, in that run and in the next, which works as if nothing had been.
func TestEveryFault(t *testing.T) {
	const n = 60
	large := Options{Keep: 1}
	for name, before := range map[string]func(t *testing.T, site string){
		"new": func(*testing.T, string) {},
		"old": func(t *testing.T, site string) {
			c := open(t, site, large)
			for i := range n / 2 {
				c.Put(key(i), value(i))
			}
			shut(t, c)
		},
		"index lost": func(t *testing.T, site string) {
			c := open(t, site, large)
			for i := range n / 2 {
				c.Put(key(i), value(i))
			}
			shut(t, c)
			if err := os.Remove(filepath.Join(site, Dir, indexName)); err != nil {
				t.Fatal(err)
			}
		},
		"mostly dead": func(t *testing.T, site string) { // so that the pack is written anew
			c := open(t, site, large)
			for i := range n {
				c.Put(key(i), value(i))
			}
			dead := make([]byte, flushAt)
			for range 4 {
				c.Put("dead", dead)
			}
			shut(t, c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			disktest.Each(t, func(t *testing.T, f *disktest.Fault) {
				site := t.TempDir()
				before(t, site)
				note := filepath.Join(site, "note.txt")
				if err := os.WriteFile(note, []byte("source"), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := run(t, site, f, n); err != nil && !errors.Is(err, f.Err) {
					t.Fatalf("after %s: %v", f.Hit, err)
				}
				c := open(t, site, large)
				if c.ReadOnly() {
					t.Fatalf("after %s: the cache is still held", f.Hit)
				}
				check(t, c, n)
				for i := range n {
					c.Put(key(i), value(i))
				}
				c.Sweep()
				shut(t, c)
				c = open(t, site, large)
				if hits := check(t, c, n); hits != n {
					t.Fatalf("after %s and a whole run: %d of %d found", f.Hit, hits, n)
				}
				shut(t, c)
				if files := disktest.Files(t, site); files["note.txt"] != "source" || len(files) != 4 {
					t.Fatalf("after %s and a whole run there are %d files", f.Hit, len(files))
				}
			})
		})
	}
}

// run is a run of a program with a cache on a disk that fails.
func run(t *testing.T, site string, f *disktest.Fault, n int) error {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(site, Dir), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(filepath.Join(site, Dir))
	if err != nil {
		t.Fatal(err)
	}
	c, err := openIn(f.Dir(disk.In(root)), root.Close, Options{Keep: 1})
	if err != nil {
		return err
	}
	check(t, c, n)
	for i := range n {
		c.Put(key(i), value(i))
	}
	check(t, c, n)
	c.Sweep()
	check(t, c, n)
	return c.Close()
}
