//go:build linux

package publish

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test program be a publisher that can be killed: with siteEnv
// set it publishes, and does nothing else.
func TestMain(m *testing.M) {
	if site := os.Getenv(siteEnv); site != "" {
		fmt.Println("started")
		st, err := Write(context.Background(), generation(os.Getenv(genEnv)), Options{Site: site, Dir: "public"})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		fmt.Println(st.Recovered)
		return
	}
	os.Exit(m.Run())
}

const siteEnv, genEnv = "PUBLISH_TEST_SITE", "PUBLISH_TEST_GENERATION"

// generation is a site of which a part differs from one generation to the next.
func generation(name string) (g listed) {
	g = listed{}
	for i := range 300 {
		path := fmt.Sprintf("articles/%d/index.html", i)
		if i%3 == 0 {
			path = fmt.Sprintf("articles/%s-%d/index.html", name, i)
		}
		text := "the same"
		if i%3 == 1 {
			text = strings.Repeat(name+" ", 1000)
		}
		g[path] = text
	}
	return g
}

// S-I01 with real processes: killed at any moment, publishing leaves the old site
// or the new one, and the next run the new one, without leftovers.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	site := t.TempDir()
	plant(t, site, map[string]string{"public/CNAME": "example.org", "content/a.md": "source"})
	write(t, generation("old"), Options{Site: site, Dir: "public", Force: true})
	run := func(gen string, kill time.Duration) (killed bool, said string) {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), siteEnv+"="+site, genEnv+"="+gen)
		var out, errs strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if kill > 0 {
			time.Sleep(kill)
			if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
		err := cmd.Wait()
		if err != nil && errs.Len() > 0 {
			t.Fatalf("%v: %s", err, errs.String())
		}
		return err != nil, out.String()
	}
	with := func(gen string) map[string]string {
		m := map[string]string{"CNAME": "example.org"}
		for p, text := range generation(gen) {
			m[p] = text
		}
		return m
	}
	started := time.Now()
	run("new", 0)
	usual := time.Since(started)
	r := rand.New(rand.NewPCG(7, 7))
	public := filepath.Join(site, "public")
	gens := [2]string{"new", "old"}
	const runs = 24
	kills, recovered := 0, map[string]int{}
	for i := range runs {
		from, to := gens[i%2], gens[(i+1)%2]
		killed, _ := run(to, time.Duration(r.Int64N(int64(usual*11/10))))
		got := contents(t, public)
		if !same(got, with(from)) && !same(got, with(to)) {
			t.Fatalf("kill %d: neither the old site nor the new: %d files", i, len(got))
		}
		if !killed && !same(got, with(to)) {
			t.Fatalf("run %d ended well, but the output is the old site", i)
		}
		if killed {
			kills++
		}
		_, said := run(to, 0)
		recovered[strings.TrimSpace(strings.TrimPrefix(said, "started\n"))]++
		if got := contents(t, public); !same(got, with(to)) {
			t.Fatalf("kill %d: the next run gives %d files", i, len(got))
		}
		if left := leftovers(t, site); len(left) > 0 {
			t.Fatalf("kill %d: left behind %v", i, left)
		}
	}
	oneName(t, public)
	t.Logf("%d of %d runs killed, a whole one takes %v; the next runs said %v", kills, runs, usual, recovered)
	if recovered["undone"] == 0 {
		t.Error("no run was killed in the middle")
	}
}

// S-I02 on a real disk that is really full, where mounting one is allowed.
func TestFullDisk(t *testing.T) {
	site := t.TempDir()
	if err := syscall.Mount("none", site, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(site, 0); err != nil {
			t.Error(err)
		}
	})
	opt := Options{Site: site, Dir: "public"}
	old := map[string]string{"index.html": strings.Repeat("old ", 100_000)}
	write(t, tree1(old), opt)
	next := map[string]string{}
	need := int64(0)
	for i := range 40 {
		next[fmt.Sprintf("%d/index.html", i)] = strings.Repeat("new ", 25_000)
		need += 100_000
	}
	_, err := Write(context.Background(), tree1(next), opt)
	var full *SpaceError
	if !errors.As(err, &full) || full.Need != need {
		t.Errorf("got %v, want a SpaceError for %d bytes", err, need)
	}
	if got := contents(t, filepath.Join(site, "public")); !same(got, old) {
		t.Errorf("the old site is not whole: %d files", len(got))
	}
	if left := leftovers(t, site); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	small := map[string]string{"index.html": "small"}
	write(t, tree1(small), opt)
	if got := contents(t, filepath.Join(site, "public")); !same(got, small) {
		t.Errorf("afterwards: %d files", len(got))
	}
}

// S-I04: an output that is a mount point is refused before any write; one on
// another file system than the site works.
func TestOtherFileSystem(t *testing.T) {
	site := t.TempDir()
	public := mkdir(t, site, "public")
	if err := syscall.Mount("none", public, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("cannot mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(public, 0); err != nil {
			t.Error(err)
		}
	})
	files := map[string]string{"index.html": "x"}
	if _, err := Write(context.Background(), tree1(files), Options{Site: site, Dir: "public"}); !errors.Is(err, ErrUnsafe) || !strings.Contains(err.Error(), "mount point") {
		t.Errorf("got %v", err)
	}
	opt := Options{Site: site, Dir: filepath.Join("public", "site")}
	for range 2 {
		files["index.html"] += "y"
		write(t, tree1(files), opt)
		if got := contents(t, filepath.Join(public, "site")); !same(got, files) {
			t.Errorf("got %v", got)
		}
	}
}
