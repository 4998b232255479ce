package build

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// large is a generated site of n articles that name a register of n/2+10 people.
func large(n int) fstest.MapFS {
	fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("title: Large\nbaseURL: https://example.org/\n")}}
	people := n/2 + 10
	name := func(i int) (given, family string) {
		return [...]string{"Anna", "Boris", "Clara", "David", "Elena", "Frank"}[i%6], "Van" + strings.ToLower(fmt.Sprintf("%c%c", 'a'+i/26%26, 'a'+i%26)) + fmt.Sprintf("%c", 'a'+i/676%26) + "berg"
	}
	for i := range people {
		given, family := name(i)
		fsys[fmt.Sprintf("content/entities/p%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: %s %s\ntype: person\n---\n", given, family)}
	}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Report number %d\ndate: 20%02d-%02d-%02d\ntags: [harbour, t%d]\n---\n\n", i, i%20, 1+i%12, 1+i%28, i%40)
		for p := range 12 {
			given, family := name((i*7 + p*p) % people)
			fmt.Fprintf(&b, "%s %s told the board last week that the ferry would not sail before 3 May 2014, and %s said so again. "+
				"Nobody in London had asked about the engines, which were built in 1998 and have been replaced twice since.\n\n", given, family, family)
			if p == 5 {
				b.WriteString("## What it costs\n\n> \"More than we have,\" the treasurer wrote.\n\n")
			}
		}
		fsys[fmt.Sprintf("content/articles/r%d.md", i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

const benchSize = 400

// BenchmarkCold builds a site of 400 articles and renders every file, with nothing remembered.
func BenchmarkCold(b *testing.B) {
	fsys := large(benchSize)
	b.ReportAllocs()
	for b.Loop() {
		renderAll(b, NewBuilder("bench", NewMemory(nil), 1), input(fsys))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchSize), "µs/article")
}

// BenchmarkWarm is the same with every article compiled before.
func BenchmarkWarm(b *testing.B) {
	fsys := large(benchSize)
	cache := NewMemory(nil)
	renderAll(b, NewBuilder("bench", cache, 1), input(fsys))
	b.ReportAllocs()
	for b.Loop() {
		renderAll(b, NewBuilder("bench", cache, 1), input(fsys))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchSize), "µs/article")
}

// BenchmarkCompile compiles and links the site and renders nothing.
func BenchmarkCompile(b *testing.B) {
	fsys := large(benchSize)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewBuilder("bench", NewMemory(nil), 1).Build(b.Context(), input(fsys)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchSize), "µs/article")
}

// BenchmarkEdit changes the body of one article and renders its page.
func BenchmarkEdit(b *testing.B) {
	fsys := large(benchSize)
	bu := NewBuilder("bench", NewMemory(nil), 1)
	in := input(fsys)
	if _, err := bu.Build(b.Context(), in); err != nil {
		b.Fatal(err)
	}
	const path = "content/articles/r7.md"
	text := string(fsys[path].Data)
	in.Changed = []string{path}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		fsys[path] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s\nEdit %d.\n", text, n)}
		out, err := bu.Build(b.Context(), in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fs.ReadFile(out, "articles/r7/index.html"); err != nil {
			b.Fatal(err)
		}
	}
}

func renderAll(b *testing.B, bu *Builder, in Input) {
	b.Helper()
	out, err := bu.Build(b.Context(), in)
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range out.Paths() {
		if _, err := fs.ReadFile(out, p); err != nil {
			b.Fatal(err)
		}
	}
}
