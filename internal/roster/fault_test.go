package roster

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/disk/disktest"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// S-I03, R3, R4, R10: at whichever operation a command fails or dies, each file of an
// entity is as it was or as it is to be, none that both have is gone, and the same
// command, done again, ends as if nothing had been.
func TestEveryFault(t *testing.T) {
	before := map[string]string{
		"content/entities/ann-holm.md": "---\n# by hand\nname: Ann Holm\ntype: person\n---\nOf Lund.\n",
		"content/entities/anne.md":     "---\nname: Anne Holm\ntype: person\naliases: [the mayor]\n---\n",
		"content/entities/lund.md":     "---\nname: Lund\ntype: place\n---\n",
		"content/articles/a.md":        "---\ntitle: A\n---\nAnn Holm.\n",
	}
	// command merges one entity into another, renames a third, and makes a fourth.
	command := func(d disk.Dir) error {
		r, err := Open(d)
		if err != nil {
			return err
		}
		if e := r.Entity("anne"); e.MergedInto == "" {
			if _, err := r.Merge(e, r.Entity("ann-holm")); err != nil {
				return err
			}
		}
		if e := r.Entity("lund"); e != nil {
			if err := r.Rename(e, "lund-town", ""); err != nil {
				return err
			}
		}
		if !r.Has("malmo") {
			if err := r.Create(&entity.Entity{ID: "malmo", Name: "Malmö", Kind: ner.Place}); err != nil {
				return err
			}
		}
		return r.Commit()
	}
	site := func(t *testing.T) (string, *os.Root) {
		t.Helper()
		root, _ := folder(t)
		for name, text := range before {
			if err := os.MkdirAll(filepath.Join(root.Name(), filepath.Dir(name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := root.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return root.Name(), root
	}
	dir, root := site(t)
	if err := command(disk.In(root)); err != nil {
		t.Fatal(err)
	}
	after := disktest.Files(t, dir, ".dateline")
	if maps.Equal(before, after) {
		t.Fatal("the command does nothing")
	}
	disktest.Each(t, func(t *testing.T, f *disktest.Fault) {
		dir, root := site(t)
		defer os.RemoveAll(dir)
		err := command(f.Dir(disk.In(root)))
		if f.Hit == "" && err != nil || err != nil && !errors.Is(err, f.Err) && !errors.Is(err, os.ErrExist) {
			t.Fatalf("after %s: %v", f.Hit, err)
		}
		now := disktest.Files(t, dir, ".dateline")
		for name, text := range now {
			if text != before[name] && text != after[name] && !aside(name) {
				t.Fatalf("after %s: %s holds %q", f.Hit, name, text)
			}
		}
		for name := range before {
			if _, stays := after[name]; now[name] == "" && stays {
				t.Fatalf("after %s: %s is gone", f.Hit, name)
			}
		}
		if now["content/entities/lund.md"] == "" && now["content/entities/lund-town.md"] == "" {
			t.Fatalf("after %s: neither the old nor the new name of an entity has a file", f.Hit)
		}
		if err := command(disk.In(root)); err != nil {
			t.Fatalf("after %s, again: %v", f.Hit, err)
		}
		now = disktest.Files(t, dir, ".dateline")
		for name := range now {
			if aside(name) { // it could not be removed
				delete(now, name)
			}
		}
		if !maps.Equal(now, after) {
			t.Fatalf("after %s, again, there is\n%v\nwant\n%v", f.Hit, now, after)
		}
	})
}

// aside reports whether a file is one that was not whole yet, which nothing takes for
// an entity.
func aside(name string) bool { return filepath.Base(name)[0] == '.' }
