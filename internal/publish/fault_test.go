package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/disk/disktest"
)

// fault is a fault on a run's trees, which may be on a file system that cannot do all.
// Operations are counted over both trees: there is one worker.
type fault struct {
	disktest.Fault
	links bool // hard links cannot be made
	swaps bool // directories cannot be exchanged
}

func (f *fault) on(t tree) tree { return faulty{f.Dir(t), t, f} }

// faulty is a tree some operations of which fail.
type faulty struct {
	disk.Dir
	tree tree
	f    *fault
}

func (t faulty) ReadDir(name string) (entries []fs.DirEntry, err error) {
	err = t.f.Do("readdir", name, func() error { entries, err = t.tree.ReadDir(name); return err })
	return entries, err
}

func (t faulty) Chmod(name string, perm fs.FileMode) error {
	return t.f.Do("chmod", name, func() error { return t.tree.Chmod(name, perm) })
}

func (t faulty) Link(oldname, newname string) error {
	if t.f.links {
		return &os.LinkError{Op: "link", Old: oldname, New: newname, Err: syscall.EPERM}
	}
	return t.Dir.Link(oldname, newname)
}

func (t faulty) Exchange(a, b string) error {
	if t.f.swaps {
		return errors.ErrUnsupported
	}
	return t.f.Do("exchange", a, func() error { return t.tree.Exchange(a, b) })
}

// SyncAll and SyncNames touch no disk: durability is not what these tests are about.
func (t faulty) SyncAll() error   { return t.f.Check("sync", ".") }
func (t faulty) SyncNames() error { return t.f.Check("sync names", ".") }
func (t faulty) Close() error     { return t.tree.Close() }

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
		beside: f.on(beside), state: f.on(inRoot(stateRoot)),
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
		for _, system := range []struct {
			name string
			fault
			kinds []string
		}{
			{"", fault{}, nil},
			{"two renames", fault{swaps: true}, []string{"error", "late error", "killed"}},
			{"no links", fault{links: true}, []string{"killed"}},
		} {
			if system.name != "" && sc.name != "change" { // which has all of the others
				continue
			}
			t.Run(sc.name+"/"+system.name, func(t *testing.T) {
				reached := map[Recovery]int{}
				disktest.Each(t, func(t *testing.T, failing *disktest.Fault) {
					f := system.fault
					f.Fault = *failing
					site := sc.prepare(t)
					_, err := writeFaulty(t, context.Background(), site, tree1(sc.next), &f)
					*failing = f.Fault
					if f.Hit == "" {
						if err != nil {
							t.Fatalf("without a fault: %v", err)
						}
						return
					}
					rec := sc.checkFault(t, site, &f, err)
					if f.Dead {
						reached[rec]++
					}
				}, system.kinds...)
				if sc.name != "nothing" && (reached[Undone] == 0 || reached[Completed] == 0) {
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
	torn := len(got) == 0 && !isOld && f.swaps && f.Dead // between the two renames
	if !isOld && !isNew && !torn {
		t.Fatalf("after %s (%v) the output is neither the old site nor the new: %v", f.Hit, err, got)
	}
	if err == nil && !isNew {
		t.Fatalf("after %s no error, but the output is not the new site", f.Hit)
	}
	if errors.Is(f.Err, syscall.ENOSPC) && err != nil {
		var full *SpaceError
		if !errors.As(err, &full) {
			t.Fatalf("after %s: got %v, want a SpaceError", f.Hit, err)
		}
		if n := sc.changed(); sc.name != "removal" && full.Need != n {
			t.Fatalf("after %s: %d bytes are said to be needed, want %d", f.Hit, full.Need, n)
		}
	}
	if left := leftovers(t, site); f.Only != nil && err != nil && len(left) > 0 { // nothing keeps it from removing
		t.Fatalf("after %s: left behind %v", f.Hit, left)
	}
	stats, err := writeFaulty(t, context.Background(), site, tree1(sc.next), &fault{})
	if err != nil {
		t.Fatalf("after %s, the next run: %v", f.Hit, err)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, after) {
		t.Fatalf("after %s, the next run gives %v", f.Hit, got)
	}
	if left := leftovers(t, site); len(left) > 0 {
		t.Fatalf("after %s, the next run leaves %v", f.Hit, left)
	}
	if torn && stats.Recovered != Completed {
		t.Fatalf("after %s, the next run says %q", f.Hit, stats.Recovered)
	}
	oneName(t, filepath.Join(site, "public"))
	if got := contents(t, filepath.Join(site, "content")); !same(got, map[string]string{"a.md": "source"}) {
		t.Fatalf("after %s, the sources are %v", f.Hit, got)
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
		f := &fault{swaps: swaps, Fault: disktest.Fault{Only: func(op string) bool { late.when(t, op); return false }, At: 1}}
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
		f := &fault{Fault: disktest.Fault{At: 1, Only: func(string) bool {
			if count == n {
				cancel()
			}
			count++
			return false
		}}}
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

// FuzzWrite: whatever the old site and the new one hold, whatever others put beside
// them, and wherever a run fails or dies, the output is the old site or the new one, or
// the next run completes it, and that ends as it would have without the fault.
func FuzzWrite(f *testing.F) {
	f.Add([]byte{1, 5, 9}, []byte{1, 6, 13, 40}, []byte{2}, uint8(7), uint8(0))
	f.Add([]byte{}, []byte{1, 2, 3}, []byte{}, uint8(20), uint8(1))
	f.Add([]byte{10, 70, 200}, []byte{11, 130}, []byte{77, 3}, uint8(33), uint8(2))
	f.Add([]byte{1, 2}, []byte{1, 2}, []byte{}, uint8(3), uint8(5))
	f.Add([]byte{0, 1, 2, 3}, []byte{}, []byte{9}, uint8(90), uint8(11))
	f.Fuzz(func(t *testing.T, old, next, others []byte, at, kind uint8) {
		if len(old)+len(next)+len(others) > 60 {
			return
		}
		sc := scenario{old: treeOf(old, ""), next: treeOf(next, ""), foreign: treeOf(others, "f-")}
		prepare := func() (site string, ok bool) {
			site = t.TempDir()
			if _, err := writeFaulty(t, context.Background(), site, tree1(sc.old), &fault{}); err != nil {
				t.Fatal(err)
			}
			for p := range sc.foreign { // a file stands where a folder would have to be
				for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
					if _, taken := sc.old[dir]; taken {
						return site, false
					}
				}
			}
			plant(t, filepath.Join(site, "public"), sc.foreign)
			return site, true
		}
		site, ok := prepare()
		if !ok {
			return
		}
		before := contents(t, filepath.Join(site, "public"))
		_, refused := writeFaulty(t, context.Background(), site, tree1(sc.next), &fault{})
		after := contents(t, filepath.Join(site, "public"))
		if refused == nil && !same(after, sc.want(sc.next)) || refused != nil && (!errors.Is(refused, ErrForeign) || !same(after, before)) {
			t.Fatalf("%v, and the output is %v", refused, after)
		}
		site, _ = prepare()
		failing := fault{Fault: disktest.Fault{At: int(at) + 1, Err: syscall.EIO, Dead: kind&1 != 0, Late: kind&2 != 0}, swaps: kind&4 != 0, links: kind&8 != 0}
		_, err := writeFaulty(t, context.Background(), site, tree1(sc.next), &failing)
		got := contents(t, filepath.Join(site, "public"))
		torn := failing.Dead && failing.swaps && len(got) == 0
		if !same(got, before) && !same(got, after) && !torn || err == nil && !same(got, after) {
			t.Fatalf("after %s (%v) the output is %v, it was %v", failing.Hit, err, got, before)
		}
		_, again := writeFaulty(t, context.Background(), site, tree1(sc.next), &fault{})
		if got := contents(t, filepath.Join(site, "public")); (again == nil) != (refused == nil) || !same(got, after) {
			t.Fatalf("after %s, the next run (%v) gives %v, want %v (%v)", failing.Hit, again, got, after, refused)
		}
		if left := leftovers(t, site); len(left) > 0 {
			t.Fatalf("after %s, the next run leaves %v", failing.Hit, left)
		}
	})
}

// treeOf makes a tree of bytes: each is a file, in one of a few folders that may be the
// name of another file too. Of two that cannot both be, the first stays.
func treeOf(list []byte, prefix string) map[string]string {
	files := map[string]string{}
next:
	for _, b := range list {
		name := prefix + string(rune('a'+b%4))
		for i := range b / 4 % 4 {
			name = string(rune('a'+(b>>4+i)%4)) + "/" + name
		}
		for other := range files {
			if strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
				continue next
			}
		}
		files[name] = strings.Repeat("text ", int(b/64)) + name
	}
	return files
}
