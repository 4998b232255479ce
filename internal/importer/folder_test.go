package importer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/internal/importer"
)

// TestFolders imports every Markdown file of a small site and compares what comes of
// it: the articles with the names of their pictures, what their reports keep of the
// texts' lines word for word, and what people are told.
func TestFolders(t *testing.T) {
	archives, err := filepath.Glob("testdata/folders/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives in testdata/folders: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			comment, files := split(src)
			folder := fstest.MapFS{}
			out, want := comment, ""
			for i, f := range files {
				if strings.HasPrefix(f.name, "want/") {
					for _, f := range files[i:] {
						want += fmt.Sprintf("-- %s --\n%s", f.name, f.data)
					}
					break
				}
				folder[f.name] = &fstest.MapFile{Data: f.data}
				out = append(fmt.Appendf(out, "-- %s --\n", f.name), f.data...)
			}
			var got strings.Builder
			beside := importer.NewFolder(folder)
			for _, f := range files {
				if strings.HasPrefix(f.name, "want/") || !strings.HasSuffix(f.name, ".md") {
					continue
				}
				d, diags := importer.Import(f.name, f.data, importer.Options{Beside: beside})
				fmt.Fprintf(&got, "-- want/%s --\n", f.name)
				if d != nil {
					got.Write(d.Markdown)
					fmt.Fprintf(&got, "=> %s%s\n", d.Slug, pictures(d))
					got.WriteString(kept(d))
					check(t, f.name, f.data, d)
				}
				for _, x := range diags {
					fmt.Fprintf(&got, "%s:%d: %s [%s]\n", x.Severity, x.Line, x.Message, x.Code)
				}
			}
			if *update {
				if err := os.WriteFile(name, append(out, got.String()...), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != want {
				t.Errorf("got\n%s\nwant\n%s\nrun go test -update if the new one is right", got.String(), want)
			}
		})
	}
}

func pictures(d *importer.Draft) string {
	var b strings.Builder
	for _, f := range d.Files {
		fmt.Fprintf(&b, " +%s", f.Name)
	}
	return b.String()
}

// kept returns what a report keeps of the body's lines, word for word.
func kept(d *importer.Draft) string {
	r := d.Report()
	var b strings.Builder
	for _, l := range r.Dropped {
		fmt.Fprintf(&b, "dropped %d (%s): %s\n", l.N, l.Reason, l.Text)
	}
	for _, l := range r.Verbatim {
		if l.Label != importer.HeaderLine && l.Text != "" {
			fmt.Fprintf(&b, "verbatim %d (%s): %s\n", l.N, l.Reason, l.Text)
		}
	}
	return b.String()
}
