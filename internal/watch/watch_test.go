package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// bench is a watched folder with content, templates (which does not exist yet)
// and an ignored output in content.
type bench struct {
	*testing.T
	root    string
	batches <-chan Batch
	pending atomic.Int32
}

// modes runs a test with the system's notifications and with polling.
func modes(t *testing.T, do func(b *bench)) {
	for name, poll := range map[string]time.Duration{"notified": 0, "polled": 15 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			b := &bench{T: t, root: t.TempDir()}
			b.write("content/a.md", "one")
			b.write("content/deep/er/b.md", "one")
			b.mkdir("content/public")
			b.start(Options{Poll: poll})
			do(b)
		})
	}
}

func (b *bench) start(opt Options) {
	b.Helper()
	opt.Root, opt.Dirs, opt.Ignore = b.root, []string{"content", "templates"}, []string{"content/public"}
	opt.Warn = func(err error) { b.Errorf("warned: %v", err) }
	opt.Pending = func() { b.pending.Add(1) }
	ctx, cancel := context.WithCancel(context.Background())
	batches, err := Watch(ctx, opt)
	if err != nil {
		b.Fatal(err)
	}
	b.batches = batches
	b.Cleanup(func() {
		cancel()
		for range batches { // must be closed
		}
	})
}

func (b *bench) path(rel string) string { return filepath.Join(b.root, filepath.FromSlash(rel)) }

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) mkdir(rel string) { b.Helper(); b.must(os.MkdirAll(b.path(rel), 0o755)) }

func (b *bench) write(rel, text string) {
	b.Helper()
	b.must(os.MkdirAll(filepath.Dir(b.path(rel)), 0o755))
	b.must(os.WriteFile(b.path(rel), []byte(text), 0o644))
}

// expect waits until all the paths have been reported, in however many batches,
// and returns the number of batches. Others may be reported with them.
func (b *bench) expect(paths ...string) (batches int) {
	b.Helper()
	var seen []string
	timeout := time.After(5 * time.Second)
	missing := func() bool {
		return slices.ContainsFunc(paths, func(p string) bool { return !slices.Contains(seen, p) })
	}
	for missing() {
		select {
		case batch := <-b.batches:
			batches++
			if batch.All {
				b.Fatalf("rescan without need")
			}
			if !slices.IsSorted(batch.Paths) || len(batch.Paths) == 0 {
				b.Errorf("batch %v is empty or not sorted", batch.Paths)
			}
			seen = append(seen, batch.Paths...)
		case <-timeout:
			b.Fatalf("want %v, seen only %v", paths, seen)
		}
	}
	return batches
}

// rest takes what is still reported of one path until nothing is for a while, and
// returns the number of batches.
func (b *bench) rest(path string) (batches int) {
	b.Helper()
	for {
		select {
		case batch := <-b.batches:
			batches++
			if batch.All || !slices.Equal(batch.Paths, []string{path}) {
				b.Fatalf("unexpected batch %v", batch)
			}
		case <-time.After(150 * time.Millisecond):
			return batches
		}
	}
}

// silence checks that nothing is reported for a while.
func (b *bench) silence() {
	b.Helper()
	select {
	case batch := <-b.batches:
		b.Fatalf("unexpected batch %v", batch)
	case <-time.After(150 * time.Millisecond):
	}
}

// S-K01: in place, and by temporary file and rename.
func TestSaves(t *testing.T) {
	modes(t, func(b *bench) {
		b.write("content/a.md", "two, longer")
		b.expect("content/a.md")
		b.write("content/deep/er/.b.md.tmp", "three, longer still")
		b.must(os.Rename(b.path("content/deep/er/.b.md.tmp"), b.path("content/deep/er/b.md")))
		b.expect("content/deep/er/b.md")
		b.silence()
		// vim: the old file becomes a backup, then is written anew
		b.must(os.Rename(b.path("content/a.md"), b.path("content/a.md~")))
		b.write("content/a.md", "four, of another length")
		b.must(os.Remove(b.path("content/a.md~")))
		b.expect("content/a.md")
		b.rest("content/a.md")
	})
}

// S-K04
func TestDeleteAndRename(t *testing.T) {
	modes(t, func(b *bench) {
		b.must(os.Remove(b.path("content/a.md")))
		b.expect("content/a.md")
		b.must(os.Rename(b.path("content/deep/er/b.md"), b.path("content/deep/er/c.md")))
		b.expect("content/deep/er/b.md", "content/deep/er/c.md")
	})
}

func TestNewFolderIsWatched(t *testing.T) {
	modes(t, func(b *bench) {
		b.write("content/new/one/x.md", "x")
		b.expect("content/new/one/x.md")
		b.write("content/new/one/y.md", "y")
		b.expect("content/new/one/y.md")
	})
}

func TestRenamedFolderIsWatchedByItsNewName(t *testing.T) {
	modes(t, func(b *bench) {
		b.must(os.Rename(b.path("content/deep"), b.path("content/moved")))
		b.expect("content/moved/er/b.md")
		b.write("content/moved/er/b.md", "changed, longer")
		b.expect("content/moved/er/b.md")
		b.write("content/deep/er/b.md", "the old name again")
		b.expect("content/deep/er/b.md")
		b.must(os.RemoveAll(b.path("content/moved")))
		b.expect("content/moved/er/b.md")
	})
}

func TestFolderThatDoesNotExistYet(t *testing.T) {
	modes(t, func(b *bench) {
		b.write("unrelated.txt", "not watched")
		b.silence()
		b.write("templates/page.html", "x")
		b.expect("templates/page.html")
		b.write("templates/page.html", "x, longer")
		b.expect("templates/page.html")
		b.must(os.RemoveAll(b.path("templates")))
		b.expect("templates/page.html")
		b.write("templates/sub/page.html", "and again")
		b.expect("templates/sub/page.html")
	})
}

func TestIgnored(t *testing.T) {
	modes(t, func(b *bench) {
		for _, p := range []string{
			"content/public/index.html", "content/.git/HEAD", "content/.a.md.swp", "content/a.md~", "content/#a.md#",
			"content/4913", "content/x___jb_tmp___", "content/.DS_Store", "elsewhere/x.md",
		} {
			b.write(p, "noise")
		}
		b.silence()
		if b.pending.Load() != 0 {
			b.Error("Pending was called for what is ignored")
		}
	})
}

// A burst makes few batches, each announced by Pending before it came.
// S-K02: many writes are few batches.
func TestBurst(t *testing.T) {
	modes(t, func(b *bench) {
		var paths []string
		for i := range 180 {
			p := fmt.Sprintf("content/burst-%d.md", i)
			b.write(p, "x")
			paths = append(paths, p)
		}
		n := b.expect(paths...)
		// That a file is there and that it was written are two notifications, and on a
		// busy machine the last one's may come apart.
		n += b.rest(paths[len(paths)-1])
		if n > 20 {
			b.Errorf("%d batches for one burst", n)
		}
		if got := int(b.pending.Load()); got != n {
			b.Errorf("Pending was called %d times for %d batches", got, n)
		}
	})
}

// S-K05: what comes while the receiver is busy is one batch, and nothing is lost.
func TestBusyReceiver(t *testing.T) {
	modes(t, func(b *bench) {
		b.write("content/first.md", "x")
		for i := range 5 {
			time.Sleep(40 * time.Millisecond)
			b.write(fmt.Sprintf("content/later-%d.md", i), "x")
		}
		time.Sleep(60 * time.Millisecond)
		if n := b.expect("content/first.md", "content/later-0.md", "content/later-4.md"); n > 2 {
			b.Errorf("%d batches", n)
		}
	})
}

func TestEndlessBurstIsReported(t *testing.T) {
	changes := make(chan change)
	out := make(chan Batch)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go gather(ctx, changes, Options{Quiet: 50 * time.Millisecond, Patience: 100 * time.Millisecond}, out)
	for i := range 1000 {
		select {
		case changes <- change{path: "p"}:
			time.Sleep(time.Millisecond)
		case b := <-out:
			if i == 0 || !slices.Equal(b.Paths, []string{"p"}) {
				t.Fatalf("after %d changes: %v", i, b)
			}
			return
		}
	}
	t.Fatal("a burst without end was never reported")
}

func TestOverflowAsksForRescan(t *testing.T) {
	changes := make(chan change, 2)
	out := make(chan Batch)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changes <- change{path: "p"}
	changes <- change{rescan: true}
	go gather(ctx, changes, Options{Quiet: time.Millisecond, Patience: time.Second}, out)
	if b := <-out; !b.All || !slices.Equal(b.Paths, []string{"p"}) {
		t.Fatalf("got %+v", b)
	}
	changes <- change{path: "q"}
	if b := <-out; b.All || !slices.Equal(b.Paths, []string{"q"}) {
		t.Fatalf("the next: got %+v", b)
	}
}

func TestRelativeRoot(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	batches, err := Watch(ctx, Options{Root: "."})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("a.md", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if b := <-batches; !slices.Equal(b.Paths, []string{"a.md"}) {
		t.Fatalf("got %v", b.Paths)
	}
}

func TestDirsOutsideRootAreRefused(t *testing.T) {
	if _, err := Watch(t.Context(), Options{Root: t.TempDir(), Dirs: []string{"../elsewhere"}}); err == nil {
		t.Fatal("not refused")
	}
}

// When the system will not notify any more, polling goes on with what it did.
func TestGivingUpGoesOnByPolling(t *testing.T) {
	root := t.TempDir()
	f, err := newFilter(root, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	changes := make(chan change, 8)
	warned := ""
	n := &notifier{filter: f, watcher: w, warn: func(err error) { warned = err.Error() }, changes: changes, ctx: ctx}
	done := make(chan struct{})
	go func() {
		n.giveUp(errors.New("no more watches"))
		close(done)
	}()
	if c := <-changes; !c.rescan {
		t.Fatalf("first %+v, want a rescan", c)
	}
	if err := os.WriteFile(filepath.Join(root, "a.md"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if c := <-changes; c.path != "a.md" {
		t.Fatalf("then %+v, want a.md", c)
	}
	cancel()
	<-done
	if !strings.Contains(warned, "no more watches") {
		t.Fatalf("warned %q", warned)
	}
}

func TestBelow(t *testing.T) {
	sep := string(filepath.Separator)
	for _, c := range []struct {
		path, dir, rel string
		in             bool
	}{
		{"/a/b", "/a", "b", true},
		{"/a", "/a", "", true},
		{"/ab", "/a", "", false},
		{"/a", "/a/b", "", false},
		{"/a", "/", "a", true},
	} {
		conv := func(s string) string { return strings.ReplaceAll(s, "/", sep) }
		if rel, in := below(conv(c.path), conv(c.dir)); rel != c.rel || in != c.in {
			t.Errorf("below(%s, %s): got %q, %t; want %q, %t", c.path, c.dir, rel, in, c.rel, c.in)
		}
	}
}
