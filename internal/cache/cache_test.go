package cache

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func open(t testing.TB, site string, opt Options) *Cache {
	t.Helper()
	c, err := Open(site, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func shut(t testing.TB, c *Cache) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// value is what the tests keep under a key: never the same for two keys, so that
// a wrong answer shows.
func value(i int) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("value %d;", i), 1+i%700))
}

func key(i int) string { return fmt.Sprintf("key %d", i) }

// check asks for the keys 0 to n-1 and returns how many are there; any that is
// there must be right.
func check(t testing.TB, c *Cache, n int) (hits int) {
	t.Helper()
	for i := range n {
		got, ok := c.Get(key(i))
		if !ok {
			continue
		}
		hits++
		if !bytes.Equal(got, value(i)) {
			t.Fatalf("key %d: got %.40q, want %.40q", i, got, value(i))
		}
	}
	return hits
}

func TestValuesOutliveTheProcess(t *testing.T) {
	site := t.TempDir()
	c := open(t, site, Options{})
	for i := range 1000 {
		c.Put(key(i), value(i))
	}
	if got := check(t, c, 1000); got != 1000 {
		t.Fatalf("before closing: %d of 1000 found", got)
	}
	shut(t, c)
	c = open(t, site, Options{})
	if got := check(t, c, 1000); got != 1000 {
		t.Fatalf("after reopening: %d of 1000 found", got)
	}
	if _, ok := c.Get("never put"); ok {
		t.Fatal("found what was never put")
	}
}

func TestLastPutWins(t *testing.T) {
	site := t.TempDir()
	for round := range 3 {
		c := open(t, site, Options{})
		c.Put("k", value(round))
		c.Put("k", value(round+1))
		if got, _ := c.Get("k"); !bytes.Equal(got, value(round+1)) {
			t.Fatalf("round %d: got %.20q", round, got)
		}
		shut(t, c)
		c = open(t, site, Options{})
		if got, _ := c.Get("k"); !bytes.Equal(got, value(round+1)) {
			t.Fatalf("round %d, reopened: got %.20q", round, got)
		}
		shut(t, c)
	}
}

func TestUnusedRunWritesNothing(t *testing.T) {
	site := t.TempDir()
	c := open(t, site, Options{})
	c.Put("k", value(1))
	c.Sweep()
	shut(t, c)
	before := stat(t, site)
	c = open(t, site, Options{})
	c.Get("k")
	c.Sweep()
	shut(t, c)
	if after := stat(t, site); after != before {
		t.Fatalf("a run without change wrote:\n%s\nwas\n%s", after, before)
	}
}

func stat(t *testing.T, site string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range []string{packName, indexName} {
		fi, err := os.Stat(filepath.Join(site, Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, name, fi.Size(), fi.ModTime().UnixNano())
	}
	return b.String()
}

// S-I06: whatever is done to the files, a value is right or not there, and the
// cache works again.
func TestDamageIsAMiss(t *testing.T) {
	const n = 200
	damages := map[string]func(b []byte, r *rand.Rand) []byte{
		"cut":     func(b []byte, r *rand.Rand) []byte { return b[:r.IntN(len(b))] },
		"empty":   func(b []byte, _ *rand.Rand) []byte { return nil },
		"bit":     func(b []byte, r *rand.Rand) []byte { b[r.IntN(len(b))] ^= 1 << r.IntN(8); return b },
		"zeroed":  func(b []byte, r *rand.Rand) []byte { clear(b[r.IntN(len(b)):]); return b },
		"garbage": func(b []byte, r *rand.Rand) []byte { return append(b, value(r.IntN(99))...) },
		"shifted": func(b []byte, r *rand.Rand) []byte { return append([]byte{1, 2, 3}, b...) },
	}
	made := t.TempDir()
	c := open(t, made, Options{})
	for i := range n {
		c.Put(key(i), value(i))
	}
	shut(t, c)
	for name, damage := range damages {
		for _, file := range []string{packName, indexName} {
			t.Run(name+" "+file, func(t *testing.T) {
				for seed := range uint64(12) {
					site := t.TempDir()
					if err := os.CopyFS(filepath.Join(site, Dir), os.DirFS(filepath.Join(made, Dir))); err != nil {
						t.Fatal(err)
					}
					path := filepath.Join(site, Dir, file)
					data, err := os.ReadFile(path)
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, damage(data, rand.New(rand.NewPCG(seed, 1))), 0o644); err != nil {
						t.Fatal(err)
					}
					c := open(t, site, Options{})
					hits := check(t, c, n)
					if file == indexName && hits != n {
						t.Fatalf("seed %d: the pack is whole, but %d of %d were found", seed, hits, n)
					}
					for i := range n {
						c.Put(key(i), value(i))
					}
					shut(t, c)
					c = open(t, site, Options{})
					if hits := check(t, c, n); hits != n {
						t.Fatalf("seed %d: filled again, but %d of %d were found", seed, hits, n)
					}
					shut(t, c)
				}
			})
		}
	}
}

func TestKilledRunKeepsWhatItWrote(t *testing.T) {
	site := t.TempDir()
	c := open(t, site, Options{})
	c.Put(key(0), value(0))
	shut(t, c)
	c = open(t, site, Options{})
	for i := 1; i < 2000; i++ {
		c.Put(key(i), value(i))
	}
	written := c.written
	c.release() // as the system does when a process is killed: no flush, no index
	c = open(t, site, Options{})
	if hits := check(t, c, 2000); hits < 2 || c.written > written {
		t.Fatalf("%d records found in %d bytes, of at most %d written", hits, c.written, written)
	}
}

func TestSecondProcessOnlyReads(t *testing.T) {
	site := t.TempDir()
	first := open(t, site, Options{})
	first.Put(key(1), value(1))
	shut(t, first)

	first = open(t, site, Options{})
	second := open(t, site, Options{})
	if first.ReadOnly() || !second.ReadOnly() {
		t.Fatalf("read-only: first %t, second %t", first.ReadOnly(), second.ReadOnly())
	}
	if check(t, second, 2) != 1 {
		t.Fatal("the second does not see what was there")
	}
	second.Put(key(2), value(2))
	second.Sweep()
	shut(t, second)
	if _, ok := first.Get(key(2)); ok {
		t.Fatal("the second has written")
	}
	first.Put(key(3), value(3))
	shut(t, first)
	third := open(t, site, Options{})
	if third.ReadOnly() || check(t, third, 4) != 2 {
		t.Fatalf("afterwards: read-only %t, %d found", third.ReadOnly(), check(t, third, 4))
	}
}

func TestReadOnlyWithoutPack(t *testing.T) {
	site := t.TempDir()
	first := open(t, site, Options{})
	if err := os.Remove(filepath.Join(site, Dir, packName)); err != nil {
		t.Fatal(err)
	}
	second := open(t, site, Options{})
	if _, ok := second.Get("k"); ok {
		t.Fatal("found something in nothing")
	}
	shut(t, second)
	shut(t, first)
}

func TestSweepDropsWhatIsNotUsed(t *testing.T) {
	site := t.TempDir()
	const n = 400
	c := open(t, site, Options{Keep: 2})
	for i := range n {
		c.Put(key(i), value(i))
	}
	c.Sweep()
	shut(t, c)
	for run := range 4 {
		c = open(t, site, Options{Keep: 2})
		if got := check(t, c, n/10); got != n/10 {
			t.Fatalf("run %d: %d of %d used records left", run, got, n/10)
		}
		c.Sweep()
		shut(t, c)
	}
	c = open(t, site, Options{Keep: 2})
	if c.Len() != n/10 || check(t, c, n) != n/10 {
		t.Fatalf("%d records left, want %d", c.Len(), n/10)
	}
	fi, err := os.Stat(filepath.Join(site, Dir, packName))
	if err != nil {
		t.Fatal(err)
	}
	live := int64(packHeader)
	for i := range n / 10 {
		live += header + int64(len(value(i)))
	}
	if fi.Size() > 2*live+flushAt {
		t.Fatalf("the pack has %d bytes for %d of records", fi.Size(), live)
	}
}

func TestSweepKeepsTheBound(t *testing.T) {
	site := t.TempDir()
	const bound = 300 << 10
	c := open(t, site, Options{MaxBytes: bound})
	for i := range 600 {
		c.Put(key(i), value(i))
	}
	c.Sweep()
	if got := check(t, c, 600); got == 0 || got == 600 {
		t.Fatalf("%d of 600 left", got)
	}
	if _, ok := c.Get(key(599)); !ok {
		t.Fatal("the record put last was dropped before older ones")
	}
	shut(t, c)
	fi, err := os.Stat(filepath.Join(site, Dir, packName))
	if err != nil {
		t.Fatal(err)
	}
	if fi.Size() > bound {
		t.Fatalf("the pack has %d bytes, the bound is %d", fi.Size(), bound)
	}
}

func TestConcurrentUse(t *testing.T) {
	c := open(t, t.TempDir(), Options{})
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 2))
			for range 400 {
				i := r.IntN(300)
				switch r.IntN(40) {
				case 0:
					c.Sweep()
				case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10:
					c.Put(key(i), value(i))
				default:
					if got, ok := c.Get(key(i)); ok && !bytes.Equal(got, value(i)) {
						t.Errorf("key %d: got %.40q", i, got)
					}
				}
			}
		})
	}
	wg.Wait()
}

// The index must be all that is held: at most 50 bytes a record.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 60 MB")
	}
	site := t.TempDir()
	const n = 10_000
	val := bytes.Repeat([]byte("x"), 6000)
	c := open(t, site, Options{})
	for i := range n {
		c.Put(key(i), val)
	}
	shut(t, c)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c = open(t, site, Options{})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if per := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / n; per > 50 {
		t.Fatalf("%d bytes a record, want at most 50", per)
	}
	if c.Len() != n {
		t.Fatalf("%d records", c.Len())
	}
}

// Any file in the place of pack and index is survived, and what is put afterwards is found.
func FuzzOpen(f *testing.F) {
	site := f.TempDir()
	c := open(f, site, Options{})
	for i := range 3 {
		c.Put(key(i), value(i))
	}
	shut(f, c)
	pack, _ := os.ReadFile(filepath.Join(site, Dir, packName))
	index, _ := os.ReadFile(filepath.Join(site, Dir, indexName))
	f.Add(pack, index)
	f.Add(pack[:40], index)
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, pack, index []byte) {
		site := t.TempDir()
		if err := os.MkdirAll(filepath.Join(site, Dir), 0o755); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{packName: pack, indexName: index} {
			if err := os.WriteFile(filepath.Join(site, Dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		c := open(t, site, Options{})
		c.Put(key(7), value(7))
		c.Sweep()
		shut(t, c)
		c = open(t, site, Options{})
		if got, ok := c.Get(key(7)); !ok || !bytes.Equal(got, value(7)) {
			t.Fatalf("got %.40q, %t", got, ok)
		}
		shut(t, c)
	})
}

func BenchmarkOpen10000(b *testing.B) {
	site := b.TempDir()
	c := open(b, site, Options{})
	val := bytes.Repeat([]byte("x"), 6000)
	for i := range 10_000 {
		c.Put(key(i), val)
	}
	shut(b, c)
	for b.Loop() {
		shut(b, open(b, site, Options{}))
	}
}

func BenchmarkGet(b *testing.B) {
	c := open(b, b.TempDir(), Options{})
	val := bytes.Repeat([]byte("x"), 6000)
	for i := range 1000 {
		c.Put(key(i), val)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, ok := c.Get(key(i % 1000)); !ok {
			b.Fatal("lost")
		}
		i++
	}
}

// A value that is asked for again and again is read into the memory of the one before.
func BenchmarkAppend(b *testing.B) {
	c := open(b, b.TempDir(), Options{})
	val := bytes.Repeat([]byte("x"), 3300)
	for i := range 1000 {
		c.Put(key(i), val)
	}
	long := strings.Repeat("k", 120)
	c.Put(long, val)
	c.flush()
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		var ok bool
		if buf, ok = c.Append(buf[:0], long); !ok {
			b.Fatal("lost")
		}
	}
}

func TestAppend(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir, Options{})
	c.Put("k", value(3))
	for range 2 { // from what is still to be written, and from the file
		got, ok := c.Append([]byte("before "), "k")
		if want := append([]byte("before "), value(3)...); !ok || !bytes.Equal(got, want) {
			t.Errorf("%v, %q, want %q", ok, got, want)
		}
		if got, ok := c.Append([]byte("before "), "other"); ok || string(got) != "before " {
			t.Errorf("%v, %q for what was never put", ok, got)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		c = open(t, dir, Options{})
	}
	c.Close()
}
