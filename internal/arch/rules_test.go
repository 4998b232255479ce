package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

const module = "dateline"

// floors says where each package stands. A package imports only from floors
// below its own. Whole numbers are the floors of internal/README.md; within one,
// half a floor up is a package that may import its neighbours.
var floors = map[string]float64{
	"internal/diag": 0, "internal/prose": 0, "internal/day": 0, "internal/addr": 0, "internal/view": 0, "internal/program": 0, "internal/record": 0, "internal/region": 0, "internal/cputime": 0, "internal/inert": 0,
	"templates": 0, "static": 0, "internal/themes": 0,
	"internal/charset": 0.5, "internal/sheet": 0,
	"internal/palette": 0, "internal/favicon": 0.5, "internal/card": 0.5,
	"internal/picture": 0, "internal/gazetteer": 1, "internal/atlas": 0, "internal/anchor": 1.5, "internal/unpack": 1,
	"internal/ner/crf":     1.25,
	"internal/frontmatter": 1.5, "internal/markdown": 1.5, "internal/ner": 1.5, "internal/timeline": 1.5, "internal/asset": 1.5, "internal/search": 1.5,
	"internal/notes":   1.75,
	"internal/entity":  2,
	"internal/article": 2.5, "internal/importer": 2.5,
	"internal/site":   3,
	"internal/jsonld": 4,
	"internal/export": 5,
	"internal/render": 5, "internal/feed": 5,
	"internal/build": 6,
	"internal/disk":  7, "internal/disk/disktest": 7.1,
	"internal/lock":    7.1,
	"internal/publish": 7.5, "internal/review": 7.6, "internal/serve": 7.7, "internal/watch": 7.5, "internal/cache": 7.5, "internal/intake": 7.5, "internal/reconcile": 7.5, "internal/reconcile/reconciletest": 7.5,
	"internal/roster": 7.75,
	"internal/cli":    8,
	"cmd/dateline":    9,
	"internal/arch":   9,
}

// floorOf returns the floor of a package. Programs that make the tables of a
// package, in its folder "generate", are no part of what is shipped: they stand on top.
func floorOf(pkg string) (floor float64, ok bool) {
	if isTool(pkg) {
		return 9, true
	}
	floor, ok = floors[pkg]
	return floor, ok
}

func isTool(pkg string) bool { return strings.HasSuffix(pkg, "/generate") }

const (
	lastStage = 5 // up to here packages are functions of values
	firstDoor = 7
)

// guarded says which packages alone may import what. A path stands for those
// below it too.
var guarded = []struct {
	path string
	by   []string
}{
	{"os", []string{"publish", "serve", "watch", "cache", "cli", "lock", "disk", "disk/disktest", "cmd/dateline"}},
	{"syscall", []string{"publish", "serve", "watch", "cache", "cli", "lock", "cputime", "disk/disktest"}},
	{"golang.org/x/sys", []string{"publish", "serve", "watch", "cache", "cli", "lock"}},
	{"net/http", []string{"serve", "cli", "reconcile", "reconcile/reconciletest"}},
	{"html/template", []string{"view", "program", "render", "templates"}},
	{"github.com/jba/templatecheck", []string{"render"}},
	{"github.com/yuin/goldmark", []string{"markdown"}},
	{"github.com/alecthomas/chroma", []string{"markdown"}},
	{"go.yaml.in", []string{"frontmatter"}},
	{"github.com/pelletier", []string{"frontmatter"}},
	{"github.com/fsnotify", []string{"watch"}},
	{"github.com/spf13", []string{"cli"}},
	{"testing", []string{"cputime", "disk/disktest"}},
	{"dateline/internal/cputime", nil}, // of tests only
	{"dateline/internal/inert", nil},   // of tests only
	{"archive", []string{"unpack"}},
	{"encoding/xml", []string{"unpack"}},
	{"plugin", nil},
	{"io/ioutil", nil},
}

// noNouns are names of layers, which gather what belongs nowhere.
var noNouns = []string{
	"utils", "util", "helpers", "helper", "common", "models", "model", "types", "core", "manager", "service", "services", "misc", "base", "shared", "lib",
}

// source is a parsed file that is not a test.
type source struct {
	pkg  string // folder, relative to the module's root
	name string // file
	file *ast.File
}

// checker gathers what breaks the rules.
type checker struct {
	fset     *token.FileSet
	problems []string
}

func (c *checker) report(at token.Pos, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf("%s: %s", c.fset.Position(at), fmt.Sprintf(format, args...)))
}

// check returns what breaks the rules in a module.
func check(fset *token.FileSet, sources []source) []string {
	c := &checker{fset: fset}
	packages := map[string][]source{}
	var names []string
	for _, s := range sources {
		if packages[s.pkg] == nil {
			names = append(names, s.pkg)
		}
		packages[s.pkg] = append(packages[s.pkg], s)
	}
	slices.Sort(names)
	for _, pkg := range names {
		c.wholePackage(pkg, packages[pkg])
		for _, s := range packages[pkg] {
			c.imports(s)
			c.calls(s)
			c.concurrency(s)
		}
		c.state(pkg, packages[pkg])
	}
	return c.problems
}

// wholePackage checks a package's floor, name and comment.
func (c *checker) wholePackage(pkg string, files []source) {
	at := files[0].file.Package
	if _, ok := floorOf(pkg); !ok {
		c.report(at, "package %s stands on no floor; give it one in internal/arch and in internal/README.md", pkg)
	}
	for part := range strings.SplitSeq(pkg+"/"+files[0].file.Name.Name, "/") {
		if slices.Contains(noNouns, part) {
			c.report(at, "package %s is named for a layer; name it for what it owns", pkg)
			break
		}
	}
	comments := 0
	for _, s := range files {
		if s.file.Doc != nil && strings.HasPrefix(s.file.Doc.Text(), "Package "+s.file.Name.Name+" ") || s.file.Doc != nil && s.file.Name.Name == "main" {
			comments++
		}
	}
	if comments != 1 {
		c.report(at, "package %s has %d package comments; write one, in one file", pkg, comments)
	}
}

// imports checks that imports go down, and that guarded ones are where they belong.
func (c *checker) imports(s source) {
	for _, spec := range s.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			c.report(spec.Pos(), "import %s cannot be read", spec.Path.Value)
			continue
		}
		if spec.Name != nil && spec.Name.Name == "." {
			c.report(spec.Pos(), "import %q hides where its names come from", path)
		}
		if own, ok := strings.CutPrefix(path, module+"/"); ok {
			from, _ := floorOf(s.pkg)
			if to, ok := floorOf(own); ok && to >= from {
				c.report(spec.Pos(), "%s on floor %g imports %s on floor %g; imports go down", s.pkg, from, own, to)
			}
		}
		for _, g := range guarded {
			if !isTool(s.pkg) && (path == g.path || strings.HasPrefix(path, g.path+"/")) && !slices.Contains(g.by, s.pkg) && !slices.Contains(g.by, strings.TrimPrefix(s.pkg, "internal/")) {
				c.report(spec.Pos(), "%s imports %q, which is for %v", s.pkg, path, g.by)
			}
		}
	}
}

// packageName returns the name under which a file knows an import, or "".
func packageName(f *ast.File, path string) string {
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && p == path {
			if spec.Name != nil {
				return spec.Name.Name
			}
			return path[strings.LastIndexByte(path, '/')+1:]
		}
	}
	return ""
}

// isFrom reports whether e is one of names of an import.
func isFrom(f *ast.File, e ast.Expr, path string, names ...string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == packageName(f, path) && slices.Contains(names, sel.Sel.Name)
}

// calls checks that the clock, chance and the standard streams are used by the doors
// only, and by the clock of tests.
func (c *checker) calls(s source) {
	if floor, _ := floorOf(s.pkg); floor >= firstDoor || s.pkg == "internal/cputime" {
		return
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		switch {
		case !ok:
		case isFrom(s.file, e, "time", "Now", "Since", "Until", "Local", "Tick", "After", "NewTimer", "NewTicker", "Sleep", "AfterFunc"):
			c.report(n.Pos(), "%s looks at the clock; take the time as an argument", s.pkg)
		case isFrom(s.file, e, "fmt", "Print", "Println", "Printf"), isFrom(s.file, e, "log", "Print", "Println", "Printf", "Fatal", "Fatalf", "Fatalln"):
			c.report(n.Pos(), "%s prints; return a diagnostic or take an io.Writer", s.pkg)
		}
		return true
	})
	for _, path := range []string{"math/rand", "math/rand/v2", "crypto/rand"} {
		if packageName(s.file, path) != "" {
			c.report(s.file.Package, "%s leaves something to chance (%s)", s.pkg, path)
		}
	}
}

// concurrency checks that stages have no go statement, channel or lock.
// sync.Once and its kin, and atomic values that hold what was computed once, are allowed.
func (c *checker) concurrency(s source) {
	if floor, _ := floorOf(s.pkg); floor > lastStage {
		return
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			c.report(n.Pos(), "%s is a stage and starts a goroutine", s.pkg)
		case *ast.ChanType:
			c.report(n.Pos(), "%s is a stage and has a channel", s.pkg)
		case *ast.SelectStmt:
			c.report(n.Pos(), "%s is a stage and waits for channels", s.pkg)
		case *ast.SelectorExpr:
			if isFrom(s.file, n, "sync", "Mutex", "RWMutex", "WaitGroup", "Cond", "Map") {
				c.report(n.Pos(), "%s is a stage and has a sync.%s", s.pkg, n.Sel.Name)
			}
		}
		return true
	})
}

// state checks that a package keeps nothing: no init, and package variables
// that are given a value where they stand and never another.
func (c *checker) state(pkg string, files []source) {
	if floor, _ := floorOf(pkg); floor >= firstDoor && pkg != "cmd/dateline" {
		return
	}
	vars := map[string]bool{}
	for _, s := range files {
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "init" && d.Recv == nil {
					c.report(d.Pos(), "%s has an init function", pkg)
				}
			case *ast.GenDecl:
				if d.Tok != token.VAR {
					continue
				}
				for _, spec := range d.Specs {
					v := spec.(*ast.ValueSpec)
					for _, name := range v.Names {
						vars[name.Name] = name.Name != "_"
					}
					if len(v.Values) == 0 && !isEmbed(d, v) {
						c.report(v.Pos(), "%s has a package variable %s without a value, which can only be state", pkg, v.Names[0].Name)
					}
				}
			}
		}
	}
	for _, s := range files {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				c.writes(pkg, f, vars)
			}
		}
	}
}

// isEmbed reports a variable that the compiler fills from files.
func isEmbed(d *ast.GenDecl, v *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{d.Doc, v.Doc} {
		if doc != nil {
			for _, l := range doc.List {
				if strings.HasPrefix(l.Text, "//go:embed ") {
					return true
				}
			}
		}
	}
	return false
}

// writes reports assignments of f to package variables. Names that f declares
// itself, anywhere, are taken for its own.
func (c *checker) writes(pkg string, f *ast.FuncDecl, vars map[string]bool) {
	own := map[string]bool{}
	declare := func(list *ast.FieldList) {
		if list != nil {
			for _, field := range list.List {
				for _, n := range field.Names {
					own[n.Name] = true
				}
			}
		}
	}
	declare(f.Recv)
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			declare(n.Params)
			declare(n.Results)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, l := range n.Lhs {
					if id, ok := l.(*ast.Ident); ok {
						own[id.Name] = true
					}
				}
			}
		case *ast.RangeStmt:
			for _, l := range []ast.Expr{n.Key, n.Value} {
				if id, ok := l.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[id.Name] = true
				}
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				own[id.Name] = true
			}
		}
		return true
	})
	written := func(e ast.Expr) {
		if id := root(e); id != nil && vars[id.Name] && !own[id.Name] {
			c.report(e.Pos(), "%s changes its package variable %s", pkg, id.Name)
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				written(l)
			}
		case *ast.IncDecStmt:
			written(n.X)
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (id.Name == "delete" || id.Name == "clear" || id.Name == "copy") {
				written(n.Args[0])
			}
		}
		return true
	})
}

// root returns the variable that an assignment to e would change.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
