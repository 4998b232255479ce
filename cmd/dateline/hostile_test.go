package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/htmlindex"

	"dateline/internal/inert"
)

// TestHostile has what strangers and broken machines do to a site, from the command
// line: a script each, by the id of its case.
func TestHostile(t *testing.T) {
	var asked atomic.Int32
	listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(listener.Close)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "hostile"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("LISTENER", listener.URL)
			env.Setenv("SOURCE_DATE_EPOCH", "1400000000")
			env.Setenv("GITHUB_ACTIONS", "")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %s", cond)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"expand": expand, "encode": encode, "zip": pack, "fifo": fifo, "copy": copyTree,
			"inert": proveInert, "same": same, "size": size,
			"unasked": func(ts *testscript.TestScript, _ bool, _ []string) {
				if n := asked.Load(); n > 0 {
					ts.Fatalf("another host was asked %d times", n)
				}
			},
		},
	})
}

var braces = regexp.MustCompile(`«(?:(\d+)\*)?([^»]*)»`)

// unfold writes out what is between «»: Go's escapes, and 300*a for three hundred of a.
func unfold(s string) string {
	return braces.ReplaceAllStringFunc(s, func(m string) string {
		part := braces.FindStringSubmatch(m)
		n := 1
		if part[1] != "" {
			n, _ = strconv.Atoi(part[1])
		}
		if text, err := strconv.Unquote(`"` + part[2] + `"`); err == nil {
			part[2] = text
		}
		return strings.Repeat(part[2], n)
	})
}

// expand writes the second file, unfolded and with variables set, as the first.
func expand(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.ReplaceAll(ts.ReadFile(args[1]), "$LISTENER", ts.Getenv("LISTENER"))
	write(ts, unfold(args[0]), []byte(unfold(text)))
}

// encode writes the third file in an encoding as the second.
func encode(ts *testscript.TestScript, _ bool, args []string) {
	enc, err := htmlindex.Get(args[0])
	ts.Check(err)
	b, err := enc.NewEncoder().Bytes([]byte(ts.ReadFile(args[2])))
	ts.Check(err)
	if args[0] == "utf-16le" {
		b = append([]byte{0xff, 0xfe}, b...)
	}
	write(ts, args[1], b)
}

// pack writes an archive of entries that are each a name and a file to unfold.
func pack(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 1; i+1 < len(args); i += 2 {
		w, err := z.Create(args[i])
		ts.Check(err)
		_, err = w.Write([]byte(unfold(ts.ReadFile(args[i+1]))))
		ts.Check(err)
	}
	ts.Check(z.Close())
	write(ts, args[0], b.Bytes())
}

// copyTree copies a folder.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

func write(ts *testscript.TestScript, name string, b []byte) {
	name = ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(os.WriteFile(name, b, 0o666))
}

// same compares two trees, byte by byte.
func same(ts *testscript.TestScript, _ bool, args []string) {
	one, two := contents(ts, args[0]), contents(ts, args[1])
	for name, b := range one {
		if other, ok := two[name]; !ok || other != b {
			ts.Fatalf("%s of %s is not the same in %s", name, args[0], args[1])
		}
		delete(two, name)
	}
	for name := range two {
		ts.Fatalf("%s is in %s alone", name, args[1])
	}
	if len(one) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

func contents(ts *testscript.TestScript, dir string) map[string]string {
	all := map[string]string{}
	walk(ts, dir, func(name string, b []byte) { all[name] = string(b) })
	return all
}

func walk(ts *testscript.TestScript, dir string, f func(name string, b []byte)) {
	tree := os.DirFS(ts.MkAbs(dir))
	ts.Check(fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(tree, name)
		f(name, b)
		return err
	}))
}

// size fails if a file has more bytes than that.
func size(ts *testscript.TestScript, _ bool, args []string) {
	limit, err := strconv.Atoi(args[1])
	ts.Check(err)
	if n := len(ts.ReadFile(args[0])); n > limit {
		ts.Fatalf("%s has %d bytes, more than %d", args[0], n, limit)
	}
}

// proveInert fails if something in a page of the tree could do anything.
func proveInert(ts *testscript.TestScript, _ bool, args []string) {
	pages := 0
	walk(ts, args[0], func(name string, b []byte) {
		if !strings.HasSuffix(name, ".html") {
			return
		}
		pages++
		if err := inert.Page(b); err != nil {
			ts.Fatalf("%s: %v", name, err)
		}
	})
	if pages == 0 {
		ts.Fatalf("there are no pages in %s", args[0])
	}
}

// fifo makes a pipe with a name.
func fifo(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(makeFIFO(name))
}
