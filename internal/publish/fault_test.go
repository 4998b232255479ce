package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// fault decides which operations on a run's trees fail. Operations are counted
// over both trees, in the order in which they happen: there is one worker.
type fault struct {
	at    int   // the first operation to fail, from 1; 0 for none
	err   error // with what
	dead  bool  // all that follow fail too, as when the process was killed
	only  func(op string) bool
	links bool // hard links cannot be made
	swaps bool // directories cannot be exchanged

	count int
	hit   string // the operation that failed
}

var errKilled = errors.New("killed")

func (f *fault) check(op, name string) error {
	f.count++
	if f.at == 0 || f.count < f.at || f.only != nil && !f.only(op) {
		return nil
	}
	if f.count > f.at && !f.dead && f.only == nil {
		return nil
	}
	if f.hit == "" {
		f.hit = fmt.Sprintf("%d: %s %s", f.count, op, name)
	}
	return &fs.PathError{Op: op, Path: name, Err: f.err}
}

// faulty is a tree some operations of which fail before they do anything.
type faulty struct {
	tree
	f *fault
}

func (t faulty) Create(name string) (file, error) {
	if err := t.f.check("create", name); err != nil {
		return nil, err
	}
	f, err := t.tree.Create(name)
	return faultyFile{f, t.f, name}, err
}

func (t faulty) Open(name string) (io.ReadCloser, error) {
	if err := t.f.check("open", name); err != nil {
		return nil, err
	}
	return t.tree.Open(name)
}

func (t faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := t.f.check("readdir", name); err != nil {
		return nil, err
	}
	return t.tree.ReadDir(name)
}

func (t faulty) Lstat(name string) (fs.FileInfo, error) {
	if err := t.f.check("lstat", name); err != nil {
		return nil, err
	}
	return t.tree.Lstat(name)
}

func (t faulty) Mkdir(name string, perm fs.FileMode) error {
	if err := t.f.check("mkdir", name); err != nil {
		return err
	}
	return t.tree.Mkdir(name, perm)
}

func (t faulty) Chmod(name string, perm fs.FileMode) error {
	if err := t.f.check("chmod", name); err != nil {
		return err
	}
	return t.tree.Chmod(name, perm)
}

func (t faulty) Link(oldname, newname string) error {
	if err := t.f.check("link", newname); err != nil {
		return err
	}
	if t.f.links {
		return &os.LinkError{Op: "link", Old: oldname, New: newname, Err: syscall.EPERM}
	}
	return t.tree.Link(oldname, newname)
}

func (t faulty) Rename(oldname, newname string) error {
	if err := t.f.check("rename", newname); err != nil {
		return err
	}
	return t.tree.Rename(oldname, newname)
}

func (t faulty) Remove(name string) error {
	if err := t.f.check("remove", name); err != nil {
		return err
	}
	return t.tree.Remove(name)
}

func (t faulty) Exchange(a, b string) error {
	if t.f.swaps {
		return errors.ErrUnsupported
	}
	if err := t.f.check("exchange", a); err != nil {
		return err
	}
	return t.tree.Exchange(a, b)
}

// SyncAll and SyncNames touch no disk: durability is not what these tests are about.
func (t faulty) SyncAll() error   { return t.f.check("sync", ".") }
func (t faulty) SyncNames() error { return t.f.check("sync names", ".") }

type faultyFile struct {
	file
	f    *fault
	name string
}

func (t faultyFile) Write(b []byte) (int, error) {
	if err := t.f.check("write", t.name); err != nil {
		if len(b) > 1 {
			n, _ := t.file.Write(b[:len(b)/2]) // half of it is on the disk
			return n, err
		}
		return 0, err
	}
	return t.file.Write(b)
}

func (t faultyFile) Stat() (fs.FileInfo, error) {
	if err := t.f.check("stat", t.name); err != nil {
		return nil, err
	}
	return t.file.Stat()
}

func (t faultyFile) Sync() error { return t.f.check("fsync", t.name) }

// writeFaulty is Write on trees that fail, with one worker, so that operations
// have an order.
func writeFaulty(t *testing.T, ctx context.Context, site string, files fs.FS, f *fault) (Stats, error) {
	t.Helper()
	besideRoot, err := os.OpenRoot(site)
	if err != nil {
		t.Fatal(err)
	}
	beside, err := newTree(besideRoot)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	pl, err := resolve(Options{Site: site, Dir: "public"})
	if err != nil {
		t.Fatal(err)
	}
	state := StateDir + "/" + pl.stateName()
	if err := besideRoot.MkdirAll(state, 0o755); err != nil {
		t.Fatal(err)
	}
	stateRoot, err := besideRoot.OpenRoot(state)
	if err != nil {
		t.Fatal(err)
	}
	defer stateRoot.Close()
	r := &run{
		out: "public", dir: "public",
		beside: faulty{beside, f}, state: faulty{rootTree{stateRoot}, f},
		opt: Options{Site: site, Dir: "public", Workers: 1},
	}
	err = r.publish(ctx, files)
	return r.stats, err
}

// scenario is a published site, foreign files beside it, and a next site.
type scenario struct {
	name        string
	old, next   map[string]string
	foreign     map[string]string
	unpublished bool
}

var scenarios = []scenario{
	{
		name: "first", unpublished: true,
		next: map[string]string{"index.html": "new home", "a/index.html": "new a"},
	},
	{
		name:    "change",
		old:     map[string]string{"index.html": "home", "a/index.html": "a", "b/deep/index.html": "b", "x": "becomes a folder", "y/z": "becomes a file"},
		next:    map[string]string{"index.html": "new home", "a/index.html": "a", "c/index.html": "c", "x/in": "in a folder", "y": "a file"},
		foreign: map[string]string{"CNAME": "example.org", "b/deep/mine.txt": "mine", "only/mine/too.txt": "too"},
	},
	{
		name: "removal",
		old:  map[string]string{"index.html": "home", "a/index.html": "a"},
		next: map[string]string{"index.html": "home"},
	},
	{
		name: "nothing",
		old:  map[string]string{"index.html": "home"},
		next: map[string]string{"index.html": "home"},
	},
}

// prepare makes the scenario's site and returns its root.
func (sc scenario) prepare(t *testing.T) string {
	t.Helper()
	site := t.TempDir()
	if !sc.unpublished {
		if _, err := writeFaulty(t, context.Background(), site, tree1(sc.old), &fault{}); err != nil {
			t.Fatal(err)
		}
	}
	plant(t, filepath.Join(site, "public"), sc.foreign)
	plant(t, site, map[string]string{"content/a.md": "source", "note.txt": "source"})
	return site
}

// want returns what the output must hold with the given files of ours.
func (sc scenario) want(ours map[string]string) map[string]string {
	all := map[string]string{}
	for p, s := range ours {
		all[p] = s
	}
	for p, s := range sc.foreign {
		all[p] = s
	}
	return all
}

// S-I01, S-I03, R4, R10: at whichever operation a run dies or fails, the output
// is the old site or the new one, and the next run gives the new one, without
// leftovers; foreign files and sources are never touched.
func TestEveryFault(t *testing.T) {
	for _, sc := range scenarios {
		for _, variant := range []struct {
			name  string
			proto fault
		}{
			{"killed", fault{err: errKilled, dead: true}},
			{"error", fault{err: syscall.EIO}},
			{"killed, two renames", fault{err: errKilled, dead: true, swaps: true}},
			{"error, two renames", fault{err: syscall.EIO, swaps: true}},
			{"killed, no links", fault{err: errKilled, dead: true, links: true}},
			{"full disk", fault{err: syscall.ENOSPC, only: func(op string) bool { return op == "write" || op == "mkdir" || op == "create" || op == "link" }}},
		} {
			t.Run(sc.name+"/"+variant.name, func(t *testing.T) {
				reached := map[Recovery]int{}
				for at := 1; ; at++ {
					f := variant.proto
					f.at = at
					site := sc.prepare(t)
					_, err := writeFaulty(t, context.Background(), site, tree1(sc.next), &f)
					if f.hit == "" {
						if err != nil {
							t.Fatalf("without a fault: %v", err)
						}
						break
					}
					rec := sc.checkFault(t, site, &f, err)
					reached[rec]++
				}
				if variant.proto.dead && sc.name != "nothing" && (reached[Undone] == 0 || reached[Completed] == 0) {
					t.Errorf("of the interrupted runs %v were undone or completed", reached)
				}
			})
		}
	}
}

// checkFault checks the output after a fault, and what the next run makes of it.
func (sc scenario) checkFault(t *testing.T, site string, f *fault, err error) Recovery {
	t.Helper()
	before, after := sc.want(sc.old), sc.want(sc.next)
	got := contents(t, filepath.Join(site, "public"))
	isOld, isNew := same(got, before), same(got, after)
	torn := len(got) == 0 && !isOld && f.swaps && f.dead // between the two renames
	if !isOld && !isNew && !torn {
		t.Fatalf("after %s (%v) the output is neither the old site nor the new: %v", f.hit, err, got)
	}
	if err == nil && !isNew {
		t.Fatalf("after %s no error, but the output is not the new site", f.hit)
	}
	if errors.Is(f.err, syscall.ENOSPC) && err != nil {
		var full *SpaceError
		if !errors.As(err, &full) {
			t.Fatalf("after %s: got %v, want a SpaceError", f.hit, err)
		}
		if n := sc.changed(); sc.name != "removal" && full.Need != n {
			t.Fatalf("after %s: %d bytes are said to be needed, want %d", f.hit, full.Need, n)
		}
	}
	if left := leftovers(t, site); f.only != nil && err != nil && len(left) > 0 { // nothing keeps it from removing
		t.Fatalf("after %s: left behind %v", f.hit, left)
	}
	stats, err := writeFaulty(t, context.Background(), site, tree1(sc.next), &fault{})
	if err != nil {
		t.Fatalf("after %s, the next run: %v", f.hit, err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, after) {
		t.Fatalf("after %s, the next run gives %v", f.hit, got)
	}
	if left := leftovers(t, site); len(left) > 0 {
		t.Fatalf("after %s, the next run leaves %v", f.hit, left)
	}
	if torn && stats.Recovered != Completed {
		t.Fatalf("after %s, the next run says %q", f.hit, stats.Recovered)
	}
	oneName(t, filepath.Join(site, "public"))
	if got := contents(t, filepath.Join(site, "content")); !same(got, map[string]string{"a.md": "source"}) {
		t.Fatalf("after %s, the sources are %v", f.hit, got)
	}
	return stats.Recovered
}

// changed is the length of what a run has to write.
func (sc scenario) changed() (n int64) {
	for p, s := range sc.next {
		if was, ok := sc.old[p]; !ok || was != s {
			n += int64(len(s))
		}
	}
	return n
}

// A file that somebody puts into the output while it is being exchanged is not lost.
func TestForeignFileThatComesLate(t *testing.T) {
	sc := scenarios[1]
	for _, swaps := range []bool{false, true} {
		site := sc.prepare(t)
		late := lateTree{site: site}
		f := &fault{swaps: swaps, only: func(op string) bool { late.when(t, op); return false }, at: 1}
		if _, err := writeFaulty(t, context.Background(), site, tree1(sc.next), f); err != nil {
			t.Fatal(err)
		}
		if !late.done {
			t.Fatal("the moment never came")
		}
		want := sc.want(sc.next)
		want["late/file.txt"] = "late"
		want["CNAME"] = "edited late"
		if got := contents(t, filepath.Join(site, "public")); !same(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		if left := leftovers(t, site); len(left) > 0 {
			t.Fatalf("left behind %v", left)
		}
	}
}

// lateTree puts a file into the output just before the exchange, and replaces another.
type lateTree struct {
	site string
	done bool
}

func (l *lateTree) when(t *testing.T, op string) {
	if op != "sync" || l.done { // all is staged by then
		return
	}
	l.done = true
	public := filepath.Join(l.site, "public")
	plant(t, public, map[string]string{"late/file.txt": "late", "CNAME.new": "edited late"})
	if err := os.Rename(filepath.Join(public, "CNAME.new"), filepath.Join(public, "CNAME")); err != nil {
		t.Fatal(err)
	}
}

// S-I08: whenever Ctrl-C comes before the exchange, the old site stands and nothing is left.
func TestCancel(t *testing.T) {
	sc := scenarios[1]
	for n := 0; ; n++ {
		site := sc.prepare(t)
		ctx, cancel := context.WithCancel(context.Background())
		count := 0
		f := &fault{at: 1, only: func(string) bool {
			if count == n {
				cancel()
			}
			count++
			return false
		}}
		_, err := writeFaulty(t, ctx, site, tree1(sc.next), f)
		cancel()
		if count <= n {
			if n == 0 {
				t.Fatal("no operation was seen")
			}
			return
		}
		got := contents(t, filepath.Join(site, "public"))
		if err == nil && same(got, sc.want(sc.next)) {
			continue // too late
		}
		if !errors.Is(err, context.Canceled) || !same(got, sc.want(sc.old)) {
			t.Fatalf("cancelled at operation %d: %v, output %v", n, err, got)
		}
		if left := leftovers(t, site); len(left) > 0 {
			t.Fatalf("cancelled at operation %d: left %v", n, left)
		}
	}
}
