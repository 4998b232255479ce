package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// R9, S-G06, S-H09: the bundled site, demo and manual, is the same byte by byte whatever
// folder it lies in, in whichever zone, locale and language, by whichever user, on however
// many cores, in whichever order and at whatever times its files were written, and
// whether anything was cached.
func TestSameBytesAnywhere(t *testing.T) {
	sources := map[string][]byte{}
	for _, dir := range []string{"content", "static", "templates"} {
		tree := os.DirFS(filepath.Join("..", ".."))
		err := fs.WalkDir(tree, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, ".go") {
				return err
			}
			sources[name], err = fs.ReadFile(tree, name)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	program := filepath.Join(home, "dateline") // as which the test program is one: see TestMain
	b, err := os.ReadFile(exe)
	if err == nil {
		err = os.WriteFile(program, b, 0o755)
	}
	if err == nil {
		err = os.Chmod(filepath.Dir(home), 0o755) // others may come in
	}
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(sources))
	build := func(dir string, order []string, written time.Time, other bool, env ...string) map[string]string {
		t.Helper()
		for _, name := range order {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, sources[name], 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, written, written); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(program, "build", "-s", dir)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "SOURCE_DATE_EPOCH=1400000000"}, env...)
		if other {
			asAnother(t, cmd, dir)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		files := map[string]string{}
		tree := os.DirFS(filepath.Join(dir, "public"))
		err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(tree, name)
			files[name] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	one := build(filepath.Join(home, "a"), names, time.Now(), false, "HOME=/root", "USER=root", "TZ=Asia/Tokyo", "LC_ALL=de_DE.UTF-8", "GOMAXPROCS=1")
	slices.Reverse(names)
	deep := filepath.Join(home, "Ünter ordner", "b", "c d")
	for round := range 2 { // the second has everything cached
		two := build(deep, names, time.Date(2001, 2, 3, 4, 5, 6, 7, time.UTC), true, "HOME="+home, "USER=somebody", "TZ=America/Los_Angeles", "LC_ALL=C", "LANGUAGE=tr", fmt.Sprint("GOMAXPROCS=", 7+round))
		for name, text := range one {
			if other, there := two[name]; !there || other != text {
				t.Errorf("%s is another one", name)
			}
		}
		if len(one) != len(two) || len(one) < 50 {
			t.Errorf("%d and %d files", len(one), len(two))
		}
		if err := os.RemoveAll(filepath.Join(deep, "public")); err != nil {
			t.Fatal(err)
		}
	}
}
