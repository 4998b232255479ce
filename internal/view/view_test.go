package view_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The views are what theme authors read: every type and every field says what it is.
func TestEverythingIsDocumented(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				t.Errorf("func %s: a view holds finished values and computes nothing", d.Name.Name)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					ts, ok := s.(*ast.TypeSpec)
					if !ok {
						continue
					}
					if d.Doc == nil && ts.Doc == nil {
						t.Errorf("type %s has no comment", ts.Name.Name)
					}
					st, ok := ts.Type.(*ast.StructType)
					if !ok {
						continue
					}
					for _, field := range st.Fields.List {
						fields++
						if field.Doc == nil && field.Comment == nil {
							t.Errorf("%s.%v has no comment", ts.Name.Name, field.Names)
						}
					}
				}
			}
		}
	}
	if fields < 100 {
		t.Errorf("only %d fields were looked at", fields)
	}
}
