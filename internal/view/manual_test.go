package view_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const manual = "../../content/docs/templates.md"

// structs returns the fields of every exported struct of the package, by its
// name. An embedded struct stands there as "all of NAME".
func structs(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			ts, ok := n.(*ast.TypeSpec)
			if !ok || !ts.Name.IsExported() {
				return true
			}
			st, ok := ts.Type.(*ast.StructType)
			if !ok {
				return true
			}
			fields := []string{}
			for _, field := range st.Fields.List {
				if id, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 {
					fields = append(fields, "all of "+id.Name)
				}
				for _, name := range field.Names {
					if name.IsExported() {
						fields = append(fields, name.Name)
					}
				}
			}
			out[ts.Name.Name] = fields
			return true
		})
	}
	return out
}

// sections returns what stands under each heading of the third level in the
// manual, by the words of the heading.
func sections(text string) map[string]string {
	out := map[string]string{}
	name := ""
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "### "); ok {
			name = strings.TrimSpace(rest)
			out[name] = "" // a struct without fields has a section too
		} else if strings.HasPrefix(line, "#") {
			name = ""
		} else if name != "" {
			out[name] += line
		}
	}
	return out
}

// gaps says what of the structs is missing in the manual, and what the manual
// has that is in no struct.
func gaps(structs map[string][]string, text string) []string {
	var out []string
	told := sections(text)
	for name, fields := range structs {
		section, ok := told[name]
		if !ok {
			out = append(out, name+" has no section")
			continue
		}
		for _, field := range fields {
			row := "\n| `." + field + "` |"
			if whole, ok := strings.CutPrefix(field, "all of "); ok {
				row = "all of [" + whole + "]"
			}
			if !strings.Contains("\n"+section, row) {
				out = append(out, name+" does not say: "+field)
			}
		}
		for line := range strings.Lines(section) {
			if rest, ok := strings.CutPrefix(line, "| `."); ok {
				if field, _, _ := strings.Cut(rest, "`"); !slices.Contains(fields, field) {
					out = append(out, name+" has no field: "+field)
				}
			}
		}
	}
	for name := range told {
		if structs[name] == nil {
			out = append(out, name+" is no struct")
		}
	}
	slices.Sort(out)
	return out
}

// The manual tells of every field, under the heading of its struct, and of none
// that is gone.
func TestManualTellsOfEveryField(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	all := structs(t)
	if len(all) < 30 || !slices.Contains(all["Row"], "Summary") || !slices.Contains(all["Told"], "all of Entry") {
		t.Fatalf("the structs were not read: %v", all)
	}
	for _, gap := range gaps(all, string(text)) {
		t.Errorf("content/docs/templates.md: %s", gap)
	}
}

// What is missing, in the wrong place or too much is found.
func TestManualGaps(t *testing.T) {
	fields := map[string][]string{"Day": {"Words", "EDTF"}, "Told": {"all of Entry", "More"}, "Bar": {"X"}}
	text := "### Day\n\n| `.Words` | text |\n| `.Gone` | text |\n\n## Others\n\n| `.EDTF` | elsewhere |\n\n### Told\n\n| `.More` | text |\n\n### Strip\n"
	want := []string{"Bar has no section", "Day does not say: EDTF", "Day has no field: Gone", "Strip is no struct", "Told does not say: all of Entry"}
	if got := gaps(fields, text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
