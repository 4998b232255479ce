package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

// tree1 is a site of the given files.
func tree1(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for p, s := range files {
		m[p] = &fstest.MapFile{Data: []byte(s)}
	}
	return m
}

// plant writes files below dir.
func plant(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for p, s := range files {
		name := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// contents returns every file below dir; none when there is no dir.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if !d.Type().IsRegular() {
			files[filepath.ToSlash(rel)] = "not a regular file"
			return nil
		}
		data, err := os.ReadFile(p)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

func same(a, b map[string]string) bool { return maps.Equal(a, b) }

// leftovers returns what publishing must not leave beside the output or in its state.
func leftovers(t testing.TB, site string) []string {
	t.Helper()
	var left []string
	for _, pattern := range []string{".public.*", filepath.FromSlash(StateDir + "/*/*")} {
		names, err := filepath.Glob(filepath.Join(site, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if filepath.Base(n) != manifestName {
				left = append(left, n)
			}
		}
	}
	return left
}

// oneName checks that no file below dir has a second hard link.
func oneName(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		fi, err := os.Lstat(p)
		if err == nil && names(fi) != 1 {
			t.Errorf("%s has %d hard links", p, names(fi))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, files fs.FS, opt Options) Stats {
	t.Helper()
	st, err := Write(context.Background(), files, opt)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestWriteTwice(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public", Key: "one"}
	files := map[string]string{"index.html": "home", "a/b/index.html": "b", "with space & é.txt": "x"}
	st := write(t, tree1(files), opt)
	if st.Files != 3 || st.Written != 3 || st.Unchanged != 0 || st.Bytes != 6 || st.Largest[0] != (File{"index.html", 4}) {
		t.Errorf("first: %+v", st)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, files) {
		t.Errorf("got %v", got)
	}
	before := times(t, site)
	if st = write(t, tree1(files), opt); st.Written != 0 || st.Unchanged != 3 || st.Removed != 0 {
		t.Errorf("again: %+v", st)
	}
	if after := times(t, site); after != before {
		t.Errorf("nothing changed, but files were written:\n%s\nwas\n%s", after, before)
	}
	files["index.html"] = "home, changed"
	delete(files, "a/b/index.html")
	if st = write(t, tree1(files), opt); st.Written != 1 || st.Unchanged != 1 || st.Removed != 1 {
		t.Errorf("changed: %+v", st)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, files) {
		t.Errorf("got %v", got)
	}
	if _, err := os.Stat(filepath.Join(site, "public", "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder stays: %v", err)
	}
	oneName(t, filepath.Join(site, "public"))
	if left := leftovers(t, site); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// times lists every file below dir with what would show that it was written.
func times(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		fi, err := d.Info()
		fmt.Fprintln(&b, p, fi.Size(), fi.ModTime().UnixNano(), identity(fi))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCurrent(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public", Key: "one"}
	files := tree1(map[string]string{"index.html": "home", "a/index.html": "a"})
	if _, ok := Current(opt); ok {
		t.Error("current before anything was published")
	}
	want := write(t, files, opt)
	if st, ok := Current(opt); !ok || st.Files != want.Files || st.Bytes != want.Bytes || !slices.Equal(st.Largest, want.Largest) {
		t.Errorf("after publishing: %t, %+v", ok, st)
	}
	other := opt
	other.Key = "two"
	if _, ok := Current(other); ok {
		t.Error("current for another key")
	}
	// The same files from other sources: nothing but what is known is written.
	before := times(t, filepath.Join(site, "public"))
	if st := write(t, files, other); st.Written != 0 {
		t.Errorf("the same under another key: %+v", st)
	}
	if _, ok := Current(other); !ok || times(t, filepath.Join(site, "public")) != before {
		t.Error("not current, or written again")
	}
	page := filepath.Join(site, "public", "a", "index.html")
	for name, meddle := range map[string]func() error{
		"touched": func() error { now := time.Now().Add(time.Hour); return os.Chtimes(page, now, now) },
		"edited":  func() error { return os.WriteFile(page, []byte("edited"), 0o644) },
		"removed": func() error { return os.Remove(page) },
		"linked": func() error {
			if err := os.Rename(filepath.Dir(page), filepath.Join(site, "elsewhere")); err != nil {
				return err
			}
			return os.Symlink(filepath.Join(site, "elsewhere"), filepath.Dir(page))
		},
	} {
		write(t, files, other)
		if err := meddle(); err != nil {
			t.Fatal(err)
		}
		if _, ok := Current(other); ok {
			t.Errorf("%s, but current", name)
		}
		if name == "linked" {
			if err := errors.Join(os.Remove(filepath.Dir(page)), os.Rename(filepath.Join(site, "elsewhere"), filepath.Dir(page))); err != nil {
				t.Fatal(err)
			}
		}
		write(t, files, other)
		if got := contents(t, filepath.Join(site, "public")); got["a/index.html"] != "a" {
			t.Errorf("%s: not mended: %v", name, got)
		}
	}
}

// keyed is a site that knows what its files are made from, and counts how often one is opened.
type keyed struct {
	fstest.MapFS
	opened atomic.Int32
}

func (k *keyed) Open(name string) (fs.File, error) {
	k.opened.Add(1)
	return k.MapFS.Open(name)
}

func (k *keyed) Paths() []string        { return slices.Sorted(maps.Keys(k.MapFS)) }
func (k *keyed) Key(path string) string { return "k-" + string(k.MapFS[path].Data) }

func TestKeyedFilesAreNotOpened(t *testing.T) {
	opt := Options{Site: t.TempDir(), Dir: "public"}
	k := &keyed{MapFS: tree1(map[string]string{"a.html": "a", "b.html": "b", "c.html": "c"})}
	write(t, k, opt)
	k.opened.Store(0)
	k.MapFS["b.html"] = &fstest.MapFile{Data: []byte("changed")}
	if st := write(t, k, opt); st.Written != 1 || k.opened.Load() != 1 {
		t.Errorf("%d opened, %+v", k.opened.Load(), st)
	}
	k.opened.Store(0)
	if err := os.WriteFile(filepath.Join(opt.Site, "public", "c.html"), []byte("meddled"), 0o644); err != nil {
		t.Fatal(err)
	}
	if st := write(t, k, opt); st.Written != 1 || k.opened.Load() != 1 {
		t.Errorf("meddled: %d opened, %+v", k.opened.Load(), st)
	}
	if got := contents(t, filepath.Join(opt.Site, "public")); got["c.html"] != "c" {
		t.Errorf("got %v", got)
	}
}

func TestBigFile(t *testing.T) {
	opt := Options{Site: t.TempDir(), Dir: "public"}
	data := bytes.Repeat([]byte("0123456789abcdef"), big/16+100)
	files := fstest.MapFS{"film.mp4": {Data: data}}
	write(t, files, opt)
	if st := write(t, files, opt); st.Unchanged != 1 {
		t.Errorf("again: %+v", st)
	}
	changed := slices.Clone(data)
	changed[len(changed)-1]++
	files["film.mp4"] = &fstest.MapFile{Data: changed}
	if st := write(t, files, opt); st.Written != 1 {
		t.Errorf("changed: %+v", st)
	}
	if got := contents(t, filepath.Join(opt.Site, "public"))["film.mp4"]; got != string(changed) {
		t.Error("the content is wrong")
	}
}

// S-H05: places where publishing could destroy something are refused before any write.
func TestUnsafeOutputs(t *testing.T) {
	top := t.TempDir()
	site := filepath.Join(top, "home", "site")
	plant(t, site, map[string]string{"content/a.md": "a", "templates/x.html": "x", "static/s.css": "s", ".git/HEAD": "ref", "file": "f", "sub/keep.txt": "k"})
	t.Setenv("HOME", filepath.Join(top, "home"))
	t.Setenv("USERPROFILE", filepath.Join(top, "home"))
	for link, to := range map[string]string{"link": "sub", "out": filepath.Join(site, "content"), "dangling": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(site, link)); err != nil {
			t.Fatal(err)
		}
	}
	before := contents(t, top)
	for _, dir := range []string{
		"", ".", "..", "../..", "/", "content", "content/", "./content/../content", "content/public", "templates", "static/x",
		".git", ".git/x", ".dateline", ".dateline/x", "link", "out", "out/public", "file", "dangling", "dangling/public", "a\nb",
		site, filepath.Dir(site), filepath.Join(top, "home"), top,
	} {
		for _, force := range []bool{false, true} {
			_, err := Write(context.Background(), tree1(map[string]string{"index.html": "x"}), Options{Site: site, Dir: dir, Force: force})
			if err == nil || !strings.HasPrefix(dir, "dangling/") && !errors.Is(err, ErrUnsafe) {
				t.Errorf("%q: got %v, want a refusal", dir, err)
			}
			if after := contents(t, top); !same(after, before) {
				t.Fatalf("%q: something was written: %v", dir, after)
			}
		}
	}
	for _, dir := range []string{"public", "build/public", "../elsewhere", filepath.Join(top, "abs"), "contents", "..public"} {
		if _, err := Write(context.Background(), tree1(map[string]string{"index.html": "x"}), Options{Site: site, Dir: dir}); err != nil {
			t.Errorf("%q: %v", dir, err)
		}
	}
}

// S-H06: a folder with files of unknown origin is refused, or with Force adopted; none is lost.
func TestForeignFolder(t *testing.T) {
	site := t.TempDir()
	mine := map[string]string{"thesis.txt": "years of work", "index.html": "my own", "img/photo.jpg": "photo"}
	plant(t, filepath.Join(site, "important"), mine)
	opt := Options{Site: site, Dir: "important"}
	ours := tree1(map[string]string{"index.html": "generated", "img/logo.svg": "logo"})
	if _, err := Write(context.Background(), ours, opt); !errors.Is(err, ErrForeign) {
		t.Fatalf("got %v, want ErrForeign", err)
	}
	if got := contents(t, filepath.Join(site, "important")); !same(got, mine) {
		t.Fatalf("refused, but now %v", got)
	}
	opt.Force = true
	if st := write(t, ours, opt); !slices.Equal(st.Foreign, []string{"img/photo.jpg", "thesis.txt"}) {
		t.Errorf("kept: %v", st.Foreign)
	}
	want := map[string]string{"thesis.txt": "years of work", "img/photo.jpg": "photo", "index.html": "generated", "img/logo.svg": "logo"}
	if got := contents(t, filepath.Join(site, "important")); !same(got, want) {
		t.Errorf("adopted: %v", got)
	}
	opt.Force = false
	write(t, tree1(map[string]string{"index.html": "generated again"}), opt)
	want = map[string]string{"thesis.txt": "years of work", "img/photo.jpg": "photo", "index.html": "generated again"}
	if got := contents(t, filepath.Join(site, "important")); !same(got, want) {
		t.Errorf("then: %v", got)
	}
	for _, clash := range []string{"thesis.txt", "thesis.txt/page", "img/photo.jpg", "img"} {
		if _, err := Write(context.Background(), tree1(map[string]string{clash: "x"}), opt); !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), "in the way") {
			t.Errorf("a page at %s: got %v", clash, err)
		}
		if got := contents(t, filepath.Join(site, "important")); !same(got, want) {
			t.Fatalf("a page at %s: now %v", clash, got)
		}
	}
}

// S-H07: what a link in the output leads to is not touched.
func TestLinkInOutput(t *testing.T) {
	for _, place := range []string{"a/index.html", "a", "new.html", "unrelated"} {
		site := t.TempDir()
		opt := Options{Site: site, Dir: "public"}
		write(t, tree1(map[string]string{"a/index.html": "a"}), opt)
		plant(t, site, map[string]string{"precious/index.html": "precious"})
		name := filepath.Join(site, "public", filepath.FromSlash(place))
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(site, "precious")
		if filepath.Ext(place) == ".html" {
			target = filepath.Join(target, "index.html")
		}
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
		_, err := Write(context.Background(), tree1(map[string]string{"a/index.html": "changed", "new.html": "new"}), opt)
		if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), place) {
			t.Errorf("%s: got %v", place, err)
		}
		if got := contents(t, filepath.Join(site, "precious")); !same(got, map[string]string{"index.html": "precious"}) {
			t.Errorf("%s: the target is now %v", place, got)
		}
		if fi, err := os.Lstat(name); err != nil || fi.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link is gone: %v", place, err)
		}
	}
}

// A second name that somebody gave to a file of the output does not follow it into the next.
func TestHardLinkIsNotCarriedOn(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	files := map[string]string{"index.html": "home", "a.html": "a"}
	write(t, tree1(files), opt)
	if err := os.Link(filepath.Join(site, "public", "index.html"), filepath.Join(site, "backup.html")); err != nil {
		t.Skip("no hard links here")
	}
	files["a.html"] = "changed"
	write(t, tree1(files), opt)
	oneName(t, filepath.Join(site, "public"))
	if got := contents(t, filepath.Join(site, "public")); !same(got, files) {
		t.Errorf("got %v", got)
	}
}

func TestBadSites(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	write(t, tree1(map[string]string{"index.html": "x"}), opt)
	for name, files := range map[string]fs.FS{
		"climbs":          paths{"../x"},
		"rooted":          paths{"/x"},
		"backslash":       paths{`a\b`},
		"line end":        paths{"a\nb"},
		"twice":           paths{"a", "a"},
		"missing":         paths{"missing"},
		"file and folder": &keyed{MapFS: tree1(map[string]string{"a": "x", "a/b": "y"})},
	} {
		if _, err := Write(context.Background(), files, opt); err == nil {
			t.Errorf("%s: no error", name)
		}
		if got := contents(t, filepath.Join(site, "public")); !same(got, map[string]string{"index.html": "x"}) {
			t.Errorf("%s: now %v", name, got)
		}
		if left := leftovers(t, site); len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}

// paths is a site that has only names.
type paths []string

func (p paths) Paths() []string { return p }

func (p paths) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// A file that cannot be made leaves the old site, and the error says which it is.
func TestFileThatCannotBeMade(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	write(t, tree1(map[string]string{"index.html": "x"}), opt)
	_, err := Write(context.Background(), paths{"a", "b/c"}, opt)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "public") {
		t.Errorf("got %v", err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, map[string]string{"index.html": "x"}) {
		t.Errorf("now %v", got)
	}
}

func TestAccept(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	write(t, tree1(map[string]string{"index.html": "x"}), opt)
	refused := errors.New("refused")
	opt.Accept = func() error { return refused }
	if _, err := Write(context.Background(), tree1(map[string]string{"index.html": "y"}), opt); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, map[string]string{"index.html": "x"}) {
		t.Errorf("now %v", got)
	}
	if left := leftovers(t, site); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// slow holds back one file until it is told.
type slow struct {
	fstest.MapFS
	opened, proceed chan struct{}
	once            sync.Once
}

func (s *slow) Open(name string) (fs.File, error) {
	if name == "slow.html" {
		s.once.Do(func() { close(s.opened); <-s.proceed })
	}
	return s.MapFS.Open(name)
}

// S-I05
func TestTwoBuildsAtOnce(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	first := &slow{MapFS: tree1(map[string]string{"slow.html": "first", "b.html": "first"}), opened: make(chan struct{}), proceed: make(chan struct{})}
	done := make(chan error)
	go func() {
		_, err := Write(context.Background(), first, opt)
		done <- err
	}()
	<-first.opened
	if _, err := Write(context.Background(), tree1(map[string]string{"slow.html": "second"}), opt); !errors.Is(err, ErrBusy) {
		t.Errorf("the second: got %v, want ErrBusy", err)
	}
	close(first.proceed)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, map[string]string{"slow.html": "first", "b.html": "first"}) {
		t.Errorf("got %v", got)
	}
}

// An output in the site is known again when the site was moved.
func TestMovedSite(t *testing.T) {
	top := t.TempDir()
	files := tree1(map[string]string{"index.html": "x"})
	write(t, files, Options{Site: mkdir(t, top, "one"), Dir: "public", Key: "k"})
	if err := os.Rename(filepath.Join(top, "one"), filepath.Join(top, "two")); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(Options{Site: filepath.Join(top, "two"), Dir: "public", Key: "k"}); !ok {
		t.Error("not current")
	}
}

func mkdir(t *testing.T, elem ...string) string {
	t.Helper()
	dir := filepath.Join(elem...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestModeOfOutputStays(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public"}
	write(t, tree1(map[string]string{"index.html": "x"}), opt)
	if err := os.Chmod(filepath.Join(site, "public"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, tree1(map[string]string{"index.html": "y"}), opt)
	if fi, err := os.Stat(filepath.Join(site, "public")); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("got %v, %v", fi.Mode(), err)
	}
}

func TestDamagedState(t *testing.T) {
	site := t.TempDir()
	opt := Options{Site: site, Dir: "public", Key: "k"}
	files := map[string]string{"index.html": "x", "a.html": "a"}
	write(t, tree1(files), opt)
	found, err := filepath.Glob(filepath.Join(site, StateDir, "*", manifestName))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(found[0], data[:len(data)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(opt); ok {
		t.Error("current by half a manifest")
	}
	if _, err := Write(context.Background(), tree1(map[string]string{"index.html": "y"}), opt); !errors.Is(err, ErrForeign) {
		t.Errorf("got %v", err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, files) {
		t.Errorf("now %v", got)
	}
}

func FuzzManifest(f *testing.F) {
	m := manifest{Key: "k 1", Entries: []entry{{Path: "a b/index.html", Size: 3, Time: -5, Key: "x"}, {Path: "b", Sum: [32]byte{1, 255}}}}
	f.Add(m.encode())
	f.Add([]byte("dateline manifest 1\nkey \n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, seal(slices.Clone(data))} {
			m, err := parseManifest(data)
			if err != nil {
				if !errors.Is(err, errDamaged) {
					t.Fatalf("the error is %v", err)
				}
				continue
			}
			if again, err := parseManifest(m.encode()); err != nil || again.Key != m.Key || !slices.Equal(again.Entries, m.Entries) {
				t.Fatalf("%+v\nbecomes\n%+v, %v", m, again, err)
			}
			for i := range m.Entries {
				if p := m.Entries[i].Path; !fs.ValidPath(p) || m.find(p) != &m.Entries[i] {
					t.Fatalf("bad path %q", p)
				}
			}
		}
	})
}

// Whatever a journal says, only names that a run could have made are taken from it.
func FuzzJournal(f *testing.F) {
	f.Add(newJournal("public", "abcd").encode())
	f.Add([]byte("dateline journal 1\nphase stage\nstaged content\naside content\ninode 1\nforce false\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, seal(slices.Clone(data))} {
			j, err := parseJournal(data, "public")
			if err != nil {
				continue
			}
			for _, name := range []string{j.Staged, j.Aside} {
				if !strings.HasPrefix(name, ".public.") || strings.ContainsAny(name, `/\`) {
					t.Fatalf("%q is taken from a journal", name)
				}
			}
			if again, err := parseJournal(j.encode(), "public"); err != nil || again != j {
				t.Fatalf("%+v becomes %+v, %v", j, again, err)
			}
		}
	})
}

// listed is a site of equal-looking pages that is cheap to list and to open.
type listed map[string]string

func (l listed) Paths() []string { return slices.Collect(maps.Keys(l)) }

func (l listed) Open(name string) (fs.File, error) {
	return tree1(map[string]string{name: l[name]}).Open(name)
}

// large is a site as large as one of ten thousand articles.
func large(n int) listed {
	l := make(listed, n)
	for i := range n {
		l[fmt.Sprintf("articles/an-article-with-a-name-%d/index.html", i)] = strings.Repeat(fmt.Sprintf("words of article %d; ", i), 600)
	}
	return l
}

func BenchmarkFirst10000(b *testing.B) {
	l := large(10_000)
	for b.Loop() {
		b.StopTimer()
		site := b.TempDir()
		b.StartTimer()
		write(b, l, Options{Site: site, Dir: "public"})
	}
}

func BenchmarkOneChanged10000(b *testing.B) {
	l := large(10_000)
	opt := Options{Site: b.TempDir(), Dir: "public"}
	write(b, l, opt)
	i := 0
	for b.Loop() {
		l["articles/an-article-with-a-name-7/index.html"] = fmt.Sprint(i)
		i++
		write(b, l, opt)
	}
}

func BenchmarkCurrent10000(b *testing.B) {
	l := large(10_000)
	opt := Options{Site: b.TempDir(), Dir: "public", Key: "k"}
	write(b, l, opt)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Current(opt); !ok {
			b.Fatal("not current")
		}
	}
}
