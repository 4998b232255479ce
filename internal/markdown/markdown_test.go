package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dateline/internal/prose"
)

var update = flag.Bool("update", false, "write what the tests in testdata get as what they want")

// TestPairs renders each Markdown file of testdata/*.txtar and compares it with
// the HTML, the running text and the diagnostics beside it. One feature a file:
//
//	-- NAME.md --          input; a first line "lang: de" or "html: escape" is an option
//	-- NAME.html --        output
//	-- NAME.text --        running text, if of interest
//	-- NAME.diags --       diagnostics, if there are any
func TestPairs(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			comment, files := parseArchive(string(data))
			want := map[string]string{}
			for _, f := range files {
				want[f.name] = f.data
			}
			var out strings.Builder
			out.WriteString(comment)
			for _, f := range files {
				name, ok := strings.CutSuffix(f.name, ".md")
				if !ok {
					continue
				}
				opt, src := options(f.name, f.data)
				tree, diags := Parse([]byte(src), 0, opt)
				got, _ := tree.HTML(Render{})
				var ds strings.Builder
				for _, d := range diags {
					fmt.Fprintf(&ds, "%d:%d: %s: %s [%s]\n", d.Line, d.Col, d.Severity, d.Message, d.Code)
					if d.Hint != "" {
						fmt.Fprintf(&ds, "  hint: %s\n", d.Hint)
					}
				}
				results := []archived{f, {name + ".html", string(got)}}
				if _, ok := want[name+".text"]; ok {
					var b prose.Builder
					tree.Prose(&b)
					results = append(results, archived{name + ".text", show(b.Text())})
				}
				if ds.Len() > 0 || want[name+".diags"] != "" {
					results = append(results, archived{name + ".diags", ds.String()})
				}
				for _, r := range results {
					fmt.Fprintf(&out, "-- %s --\n%s\n", r.name, strings.TrimSuffix(r.data, "\n"))
				}
				for _, r := range results[1:] {
					if !*update && strings.TrimSpace(want[r.name]) != strings.TrimSpace(r.data) {
						t.Errorf("%s\ninput:\n%s\ngot:\n%s\nwant:\n%s\nrerun with: go test ./internal/markdown -run TestPairs/%s", r.name, src, r.data, want[r.name], strings.TrimSuffix(filepath.Base(file), ".txtar"))
					}
				}
				checkBalanced(t, got)
			}
			if *update {
				if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// archived is a file of a txtar archive.
type archived struct{ name, data string }

// parseArchive reads the txtar format: a comment, then files, each under a line -- NAME --.
func parseArchive(s string) (comment string, files []archived) {
	for line := range strings.Lines(s) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		if name, end := strings.CutSuffix(name, " --"); ok && end {
			files = append(files, archived{name: name})
		} else if len(files) == 0 {
			comment += line
		} else {
			files[len(files)-1].data += line
		}
	}
	return comment, files
}

// options takes the first lines "key: value" off a test's input.
func options(name, src string) (Options, string) {
	opt := Options{File: name}
	for {
		line, rest, _ := strings.Cut(src, "\n")
		switch key, val, _ := strings.Cut(line, ": "); key {
		case "lang":
			opt.Lang = val
		case "html":
			opt.HTML = map[string]Policy{"sanitize": Sanitize, "escape": Escape, "trust": Trust}[val]
		default:
			return opt, src
		}
		src = rest
	}
}

// show writes a text with its blocks, and what is quiet, linked and a wikilink in it.
func show(x *prose.Text) string {
	var b strings.Builder
	for _, blk := range x.Blocks {
		fmt.Fprintf(&b, "%s %d %q\n", []string{"paragraph", "heading", "item", "quotation", "caption", "cell", "footnote", "highlight"}[blk.Kind], blk.Section, x.S[blk.Start:blk.End])
	}
	for _, s := range x.Quiet {
		fmt.Fprintf(&b, "quiet %q\n", x.S[s.Start:s.End])
	}
	for _, s := range x.Linked {
		fmt.Fprintf(&b, "linked %q\n", x.S[s.Start:s.End])
	}
	for _, l := range x.Links {
		fmt.Fprintf(&b, "wikilink %q to %q\n", x.S[l.Start:l.End], l.Target)
	}
	return b.String()
}

// checkBalanced fails unless each element is closed, in the right order.
func checkBalanced(t *testing.T, page []byte) {
	t.Helper()
	z := html.NewTokenizer(bytes.NewReader(page))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("left open: %v\nin %s", open, page)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains([]string{"br", "hr", "img", "input", "wbr", "col"}, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("</%s> where %v are open\nin %s", name, open, page)
				return
			}
			open = open[:len(open)-1]
		}
	}
}
