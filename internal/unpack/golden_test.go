package unpack

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is read to testdata")

// TestGolden reads the containers of testdata and compares what is in them. Each
// archive there holds a container and, last, a file "want" with its entries. Several
// files make a ZIP archive; the comment says which kind is found.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no test data", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			n := len(ar.Files) - 1
			if n < 1 || ar.Files[n].Name != "want" {
				t.Fatal(`the last file is not "want"`)
			}
			name, src := ar.Files[0].Name, ar.Files[0].Data
			if n > 1 {
				var parts []part
				for _, f := range ar.Files[:n] {
					parts = append(parts, part{f.Name, string(f.Data)})
				}
				name, src = "archive.zip", zipOf(t, parts...)
			}
			kind := Kind(name, src, "")
			if want, _, _ := strings.Cut(string(ar.Comment), "\n"); kind != want {
				t.Errorf("kind %q, want %q", kind, want)
			}
			got := dumpEntries(kind, name, src, Options{})
			if want := string(ar.Files[n].Data); got == want {
				return
			} else if !*update {
				t.Errorf("got:\n%s\nwant:\n%s\nto take it: go test -run Golden ./internal/unpack -update", got, want)
				return
			}
			ar.Files[n].Data = []byte(got)
			if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// dumpEntries writes what is read as text for people.
func dumpEntries(kind, name string, src []byte, opt Options) string {
	var b strings.Builder
	diags := Read(kind, name, src, opt, func(e Entry) bool {
		fmt.Fprintf(&b, "== %s (line %d)\n", e.ID, e.Line)
		if e.Item == nil {
			fmt.Fprintf(&b, "passed over: %s\n", e.Skip)
			if e.Title != "" {
				fmt.Fprintf(&b, "title: %s\n", e.Title)
			}
			return true
		}
		m := e.Item.Meta
		fmt.Fprintf(&b, "%s as %s\n", e.Item.Name, e.Item.Kind)
		for _, f := range []struct{ key, value string }{
			{"title", m.Title},
			{"date", m.Date},
			{"lastmod", m.Lastmod},
			{"authors", strings.Join(m.Authors, "; ")},
			{"description", m.Description},
			{"highlights", strings.Join(m.Highlights, "; ")},
			{"tags", strings.Join(m.Tags, "; ")},
			{"lang", m.Lang},
			{"url", m.URL},
			{"site", m.Site},
			{"rights", m.Rights},
			{"image", m.Image},
			{"slug", m.Slug},
			{"redirects", strings.Join(m.Redirects, "; ")},
		} {
			if f.value != "" {
				fmt.Fprintf(&b, "%s: %s\n", f.key, f.value)
			}
		}
		if m.Draft {
			b.WriteString("draft\n")
		}
		for _, f := range e.Item.Files {
			fmt.Fprintf(&b, "file: %s, %d bytes\n", f.Name, len(f.Data))
		}
		for line := range strings.Lines(strings.TrimRight(string(e.Item.Body), "\n") + "\n") {
			b.WriteString(strings.TrimRight("| "+line, " \n") + "\n")
		}
		return true
	})
	for _, d := range diags {
		fmt.Fprintf(&b, "%s:%d: %s: %s [%s]\n", d.File, d.Line, d.Severity, d.Message, d.Code)
	}
	return b.String()
}
