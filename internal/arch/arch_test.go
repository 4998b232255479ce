package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root of the module, seen from this package.
const moduleDir = "../.."

// readModule parses every file of the module that is not a test.
func readModule(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	fset := token.NewFileSet()
	var sources []source
	err := filepath.WalkDir(moduleDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != moduleDir && (name == "testdata" || name == "node_modules" || name == "content" || name[0] == '.' || name[0] == '_') {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(moduleDir, filepath.Dir(path))
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		sources = append(sources, source{filepath.ToSlash(rel), name, file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fset, sources
}

func TestHouse(t *testing.T) {
	fset, sources := readModule(t)
	if len(sources) < 40 {
		t.Fatalf("only %d files found; the test looks at the wrong place", len(sources))
	}
	for _, p := range check(fset, sources) {
		t.Error(p)
	}
}

// TestFloorsExist checks that the table names no package that is gone.
func TestFloorsExist(t *testing.T) {
	_, sources := readModule(t)
	for pkg := range floors {
		if !slices.ContainsFunc(sources, func(s source) bool { return s.pkg == pkg }) {
			t.Errorf("%s is in the table of floors and nowhere else", pkg)
		}
	}
}

// TestFileLength keeps files short enough to be read: one noun, one file.
func TestFileLength(t *testing.T) {
	fset, sources := readModule(t)
	const most = 700
	for _, s := range sources {
		if n := fset.File(s.file.Package).LineCount(); n > most && !ast.IsGenerated(s.file) {
			t.Errorf("%s/%s has %d lines; split it by noun", s.pkg, s.name, n)
		}
	}
}

// TestReadme checks that the floors of internal/README.md are those that are
// enforced. They are the block of code whose lines begin with the floor's number,
// or with spaces for the same floor, then name packages, two spaces apart; three
// or more set off the remark.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(moduleDir, "internal", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	code, floor := false, -1
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "```") {
			code = !code
			floor = -1
			continue
		}
		if !code {
			continue
		}
		names := strings.TrimSpace(line)
		if n, rest, ok := strings.Cut(names, " "); ok && line[0] != ' ' {
			if floor, err = strconv.Atoi(n); err != nil {
				floor = -1
			}
			names = strings.TrimSpace(rest)
		}
		if floor < 0 {
			continue
		}
		names, _, _ = strings.Cut(names, "   ")
		for _, name := range strings.Fields(names) {
			pkg := name
			if _, ok := floors[pkg]; !ok {
				pkg = "internal/" + name
			}
			if _, ok := floors[pkg]; !ok {
				t.Errorf("internal/README.md has %q on floor %d; there is no such package", name, floor)
			}
			said[pkg] = floor
		}
	}
	unsaid := []string{"internal/arch", "templates", "static"} // tests, and folders of files
	for pkg, want := range floors {
		if got, ok := said[pkg]; !slices.Contains(unsaid, pkg) && (!ok || got != int(want)) {
			t.Errorf("internal/README.md has %s on floor %d (named: %v); it stands on %g", pkg, got, ok, want)
		}
	}
}

// TestChecker checks that violations are found, each by the rule it breaks.
func TestChecker(t *testing.T) {
	const fine = "// Package day owns days.\npackage day\n\nimport \"strings\"\n\nvar names = strings.Fields(`a b`)\n\nfunc f() string { names := []string{}; names = append(names, `c`); return names[0] }\n"
	for _, c := range []struct {
		name, pkg, src, want string
	}{
		{"fine", "internal/day", fine, ""},
		{"import upwards", "internal/day", strings.Replace(fine, "import", "import _ \"dateline/internal/site\"\nimport", 1), "imports go down"},
		{"import sideways", "internal/day", strings.Replace(fine, "import", "import _ \"dateline/internal/addr\"\nimport", 1), "imports go down"},
		{"import downwards", "internal/site", "// Package site owns sites.\npackage site\nimport _ \"dateline/internal/day\"\n", ""},
		{"half a floor", "internal/article", "// Package article owns articles.\npackage article\nimport _ \"dateline/internal/entity\"\n", ""},
		{"no floor", "internal/zebra", "// Package zebra owns zebras.\npackage zebra\n", "stands on no floor"},
		{"layer", "internal/day", "// Package utils owns nothing.\npackage utils\n", "named for a layer"},
		{"no comment", "internal/day", "package day\n", "0 package comments"},
		{"os", "internal/site", "// Package site owns sites.\npackage site\nimport \"os\"\nvar _ = os.Args\n", `imports "os"`},
		{"os below a path", "internal/render", "// Package render owns pages.\npackage render\nimport _ \"os/exec\"\n", `imports "os/exec"`},
		{"os in a door", "internal/publish", "// Package publish owns output.\npackage publish\nimport _ \"os\"\n", ""},
		{"http", "internal/publish", "// Package publish owns output.\npackage publish\nimport _ \"net/http\"\n", `imports "net/http"`},
		{"html/template", "internal/site", "// Package site owns sites.\npackage site\nimport _ \"html/template\"\n", `imports "html/template"`},
		{"goldmark", "internal/render", "// Package render owns pages.\npackage render\nimport _ \"github.com/yuin/goldmark/ast\"\n", "goldmark"},
		{"dot import", "internal/day", "// Package day owns days.\npackage day\nimport . \"strings\"\n", "hides"},
		{"clock", "internal/day", "// Package day owns days.\npackage day\nimport \"time\"\nfunc f() { _ = time.Now() }\n", "looks at the clock"},
		{"clock as a value", "internal/build", "// Package build owns builds.\npackage build\nimport clock \"time\"\nfunc f() { g := clock.Now; g() }\n", "looks at the clock"},
		{"clock in a door", "internal/serve", "// Package serve owns the preview.\npackage serve\nimport \"time\"\nfunc f() { _ = time.Now() }\n", ""},
		{"chance", "internal/ner", "// Package ner owns names.\npackage ner\nimport _ \"math/rand/v2\"\n", "chance"},
		{"printing", "internal/site", "// Package site owns sites.\npackage site\nimport \"fmt\"\nfunc f() { fmt.Println() }\n", "prints"},
		{"init", "internal/day", "// Package day owns days.\npackage day\nfunc init() {}\n", "init function"},
		{"a method init", "internal/day", "// Package day owns days.\npackage day\ntype t int\nfunc (t) init() {}\n", ""},
		{"variable without a value", "internal/day", "// Package day owns days.\npackage day\nvar cache map[string]int\n", "without a value"},
		{"embedded", "static", "// Package static owns files.\npackage static\nimport _ \"embed\"\n//go:embed a.css\nvar css string\n", ""},
		{"assigned", "internal/day", "// Package day owns days.\npackage day\nvar n = 1\nfunc f() { n = 2 }\n", "changes its package variable n"},
		{"incremented", "internal/day", "// Package day owns days.\npackage day\nvar n = 1\nfunc f() { n++ }\n", "changes its package variable n"},
		{"put into a map", "internal/day", "// Package day owns days.\npackage day\nvar m = map[int]int{}\nfunc f() { m[1] = 2 }\n", "changes its package variable m"},
		{"deleted from a map", "internal/day", "// Package day owns days.\npackage day\nvar m = map[int]int{}\nfunc f() { delete(m, 1) }\n", "changes its package variable m"},
		{"field changed", "internal/day", "// Package day owns days.\npackage day\nvar s = struct{n int}{}\nfunc f() { (s.n) += 2 }\n", "changes its package variable s"},
		{"shadowed", "internal/day", "// Package day owns days.\npackage day\nvar n = 1\nfunc f(n int) { n = 2; for n := range 3 { n++ } }\n", ""},
		{"goroutine", "internal/ner", "// Package ner owns names.\npackage ner\nfunc f() { go f() }\n", "goroutine"},
		{"channel", "internal/ner", "// Package ner owns names.\npackage ner\nfunc f(c chan int) {}\n", "channel"},
		{"lock", "internal/render", "// Package render owns pages.\npackage render\nimport \"sync\"\ntype t struct{ mu sync.Mutex }\n", "sync.Mutex"},
		{"once", "internal/render", "// Package render owns pages.\npackage render\nimport \"sync\"\nvar t = sync.OnceValue(func() int { return 1 })\n", ""},
		{"tool", "internal/ner/generate", "// Command generate makes tables.\npackage main\nimport _ \"os\"\n", ""},
		{"goroutine in build", "internal/build", "// Package build owns builds.\npackage build\nfunc f() { go f() }\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, "x.go", c.src, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			got := check(fset, []source{{c.pkg, "x.go", file}})
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
				t.Errorf("%s\ngot %q\nwant %q", c.src, got, c.want)
			}
		})
	}
}

// TestTopLevel keeps the top of the repository as it is fixed. Hidden files are the
// tools' own, and what .gitignore names may lie there.
func TestTopLevel(t *testing.T) {
	allowed := strings.Fields("cmd content internal static templates go.mod go.sum README.md CHANGELOG.md LICENSE public dateline")
	entries, err := os.ReadDir(moduleDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if e.Name()[0] != '.' && ext != ".test" && ext != ".prof" && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s has no place on the top level", e.Name())
		}
	}
}
