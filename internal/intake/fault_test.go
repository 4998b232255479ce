package intake

import (
	"errors"
	"maps"
	"os"
	"path"
	"strings"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/disk/disktest"
	"dateline/internal/importer"
	"dateline/internal/unpack"
)

// S-I03, R3, R4, R10: at whichever operation an import fails or dies, each file is as it
// was or as it is to be, what the author edited is there, and the same import, done
// again, ends as if nothing had been.
func TestEveryFault(t *testing.T) {
	const edited = "two hours and a half late"
	title := func(text, title string) string { return strings.Replace(text, "The ferry is late", title, 1) }
	pictures := func(d *desk, words string) *importer.Draft {
		draft, diags := importer.ImportItem("a.docx", &unpack.Item{
			Name: "a.docx", Kind: "html", Whole: true, Body: []byte("<p>The bridge was shut for a year while the pier was " + words + ".</p>"),
			Meta:  unpack.Meta{Title: "The bridge", Date: "1999"},
			Files: []unpack.File{{Name: "pier.png", Data: []byte("pier " + words)}, {Name: "span.png", Data: []byte("span " + words)}},
		}, "", importer.Options{})
		if draft == nil {
			d.Fatal(diags)
		}
		return draft
	}
	// prepare imports, edits and imports again, so that everything is to be done that
	// can be: an article is new, one is replaced, one with its pictures; of edited ones
	// one is merged, one is merged that was offered before, one is offered, and one whose
	// offer was edited too is kept.
	prepare := func(t *testing.T) *desk {
		d := newDesk(t)
		root := d.root()
		defer root.Close()
		put := func(opt Options, drafts ...*importer.Draft) {
			if err := takeIn(disk.In(root), opt, drafts); err != nil {
				t.Fatal(err)
			}
		}
		names := []string{"Replaced", "Merged", "Merged late", "Offered", "Both edited"}
		var first []*importer.Draft
		for _, name := range names {
			first = append(first, d.draft(name+".txt", title(ferry, name)))
		}
		put(Options{}, append(first, pictures(d, "mended"))...)
		for _, slug := range []string{"merged", "merged-late", "offered", "both-edited"} {
			d.edit("2013-09-09-"+slug+".md", "two hours late", edited)
		}
		for _, name := range []string{"Merged late", "Both edited"} {
			put(Options{}, d.draft(name+".txt", strings.Replace(title(ferry, name), "hammer", "wrench", 1)))
		}
		d.edit("2013-09-09-both-edited.md.new", "wrench", "saw")
		return d
	}
	drafts := func(d *desk) []*importer.Draft {
		wrench := func(name string) *importer.Draft {
			return d.draft(name+".txt", strings.Replace(title(ferry, name), "hammer", "wrench", 1))
		}
		both := func(name string) *importer.Draft {
			return d.draft(name+".txt", strings.Replace(title(ferry, name), "two hours late", "three hours late", 1))
		}
		return []*importer.Draft{wrench("New"), wrench("Replaced"), wrench("Merged"), wrench("Merged late"), both("Offered"), both("Both edited"), pictures(d, "rebuilt")}
	}
	merging := Options{Merge: true}
	d := prepare(t)
	before, next := disktest.Files(t, d.dir), drafts(d)
	root := d.root()
	if err := takeIn(disk.In(root), merging, next); err != nil {
		t.Fatal(err)
	}
	root.Close()
	after := disktest.Files(t, d.dir)
	for _, slug := range []string{"merged", "merged-late", "offered", "both-edited"} {
		if text := after["content/articles/2013-09-09-"+slug+".md"]; !strings.Contains(text, edited) || strings.Contains(text, "wrench") != strings.HasPrefix(slug, "merged") {
			t.Fatalf("%s became\n%s", slug, text)
		}
	}
	if !strings.Contains(after["content/articles/2013-09-09-both-edited.md.new"], "saw") {
		t.Fatal("a new version that somebody edited was overwritten")
	}
	disktest.Each(t, func(t *testing.T, f *disktest.Fault) {
		d := newDesk(t)
		for name, text := range before {
			d.write(strings.TrimPrefix(name, "content/articles/"), text)
		}
		root := d.root()
		defer root.Close()
		err := takeIn(f.Dir(disk.In(root)), merging, next)
		if err == nil && f.Dead && f.Hit != "" || err != nil && !errors.Is(err, f.Err) {
			t.Fatalf("after %s: %v", f.Hit, err)
		}
		now := disktest.Files(t, d.dir)
		for name, text := range now {
			if text != before[name] && text != after[name] && !aside(name) {
				t.Fatalf("after %s: %s holds\n%s", f.Hit, name, text)
			}
		}
		for name := range before {
			if _, there := now[name]; !there && after[name] != "" {
				t.Fatalf("after %s: %s is gone", f.Hit, name)
			}
		}
		if err := takeIn(disk.In(root), merging, next); err != nil {
			t.Fatalf("after %s, again: %v", f.Hit, err)
		}
		now = disktest.Files(t, d.dir)
		for name := range now {
			if aside(name) && strings.Contains(f.Hit, "remove ") { // it could not be removed
				delete(now, name)
			}
		}
		if !maps.Equal(now, after) {
			for name := range now {
				if now[name] != after[name] {
					t.Errorf("after %s, again, %s holds\n%s\nwant\n%s", f.Hit, name, now[name], after[name])
				}
			}
			t.Fatalf("after %s, again, there are %d files, want %d", f.Hit, len(now), len(after))
		}
	})
}

// An article that somebody saves while it is imported anew is kept.
func TestSavedMeanwhile(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	root := d.root()
	defer root.Close()
	const mine = "---\ntitle: Mine\n---\nSaved just now.\n"
	f := &disktest.Fault{At: 1, Only: func(op string) bool {
		if op == "write" { // the new version is laid aside
			d.write(ferryFile, mine)
		}
		return false
	}}
	err := takeIn(f.Dir(disk.In(root)), Options{}, []*importer.Draft{d.draft("ferry.txt", strings.Replace(ferry, "hammer", "wrench", 1))})
	if !errors.Is(err, ErrChanged) || d.read(ferryFile) != mine || len(d.listed()) != 2 {
		t.Errorf("got %v, the article is\n%s", err, d.read(ferryFile))
	}
}

func takeIn(root disk.Dir, opt Options, drafts []*importer.Draft) error {
	f, _, err := Open(root, "content/articles", opt)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if _, err := f.Put(d); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) root() *os.Root {
	d.Helper()
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		d.Fatal(err)
	}
	return root
}

// aside reports whether a file is one that was not whole yet, which is no part of a site.
func aside(name string) bool { return path.Base(name)[0] == '.' }
