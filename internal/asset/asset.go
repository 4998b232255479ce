// Package asset owns the static files of a site: which of them get a name that
// carries the hash of their content, so that browsers may keep them for ever,
// and the references between those. A Set does not change once read.
package asset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// hashed are the folders of static/ whose files are asked for by templates and
// by each other only. Everything else is published under its own name, since
// articles and other sites may link to it.
var hashed = []string{"css/", "js/", "fonts/", "icons/"}

// maxHashed is the largest file that gets a hashed name, in bytes: such files are kept in memory.
const maxHashed = 8 << 20

// Set is the static files of a site.
type Set struct {
	// Names leads from the name under static/ ("css/main.css") to the path in
	// the output ("assets/css/main.3f2a9c41.css").
	Names map[string]addr.Output
	// Plain are the files that are copied as they are, by name.
	Plain []string

	files map[addr.Output][]byte
	sum   [32]byte
}

// File returns the content of a hashed file, or nil.
func (s *Set) File(o addr.Output) []byte { return s.files[o] }

// Sum identifies the names and the contents of all hashed files.
func (s *Set) Sum() [32]byte { return s.sum }

// Outputs returns the paths of the hashed files, sorted.
func (s *Set) Outputs() []addr.Output {
	out := make([]addr.Output, 0, len(s.files))
	for o := range s.files {
		out = append(out, o)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// reader reads files in the order of their references.
type reader struct {
	fsys  fs.FS
	more  map[string]string
	set   *Set
	known map[string]bool // names under static/
	doing map[string]bool
	diags diag.List
}

// Read reads the static files. References between hashed files (url() and
// @import in style sheets, imports in scripts) are changed to the hashed names.
// more is what stands at the end of files that templates ask for, by their names.
func Read(fsys fs.FS, more map[string]string) (*Set, diag.List, error) {
	r := &reader{
		fsys: fsys, more: more, known: map[string]bool{}, doing: map[string]bool{},
		set: &Set{Names: map[string]addr.Output{}, files: map[addr.Output][]byte{}},
	}
	var names []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if p != "." && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			r.diags = append(r.diags, diag.New(diag.Error, "not-a-file", "static/"+p, "%q is not a regular file", path.Base(p)).WithHint("put the file itself here, or remove it"))
			return nil
		}
		if !isHashed(p) {
			if path.Ext(p) != ".go" {
				r.set.Plain = append(r.set.Plain, p)
			}
			return nil
		}
		r.known[p] = true
		names = append(names, p)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading static files: %w", err)
	}
	for _, n := range names {
		if _, err := r.take(n); err != nil {
			return nil, nil, fmt.Errorf("reading static files: %w", err)
		}
	}
	h := sha256.New()
	for _, n := range names {
		fmt.Fprintf(h, "%s=%s\n", n, r.set.Names[n])
	}
	h.Sum(r.set.sum[:0])
	return r.set, r.diags, nil
}

func isHashed(p string) bool {
	for _, d := range hashed {
		if strings.HasPrefix(p, d) {
			return true
		}
	}
	return false
}

// take reads one file, after those it refers to, and returns its path in the output.
func (r *reader) take(name string) (addr.Output, error) {
	if o, ok := r.set.Names[name]; ok {
		return o, nil
	}
	fi, err := fs.Stat(r.fsys, name)
	if err != nil {
		return "", err
	}
	if fi.Size() > maxHashed {
		r.diags = append(r.diags, diag.New(diag.Error, "too-large", "static/"+name, "%q has %d MiB", name, fi.Size()>>20).WithHint("put it into another folder of static/, whose files are copied as they are"))
		return "", nil
	}
	b, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		return "", err
	}
	b = append(b, r.more[name]...)
	r.doing[name] = true
	if b, err = r.refer(name, b); err != nil {
		return "", err
	}
	delete(r.doing, name)
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	o := addr.Output("assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext)
	r.set.Names[name] = o
	r.set.files[o] = b
	return o, nil
}

// refer changes the references of one file to hashed names.
func (r *reader) refer(name string, b []byte) ([]byte, error) {
	var openers []string
	switch path.Ext(name) {
	case ".css":
		openers = []string{"url(", "@import "}
	case ".js", ".mjs":
		openers = []string{"from ", "import ", "import("}
	default:
		return b, nil
	}
	var out bytes.Buffer
	for i := 0; i < len(b); {
		at, opener := -1, ""
		for _, o := range openers {
			if j := bytes.Index(b[i:], []byte(o)); j >= 0 && (at < 0 || j < at) {
				at, opener = j, o
			}
		}
		if at < 0 {
			out.Write(b[i:])
			break
		}
		start := i + at + len(opener)
		quote := byte(0)
		if start < len(b) && (b[start] == '"' || b[start] == '\'') {
			quote = b[start]
			start++
		} else if opener != "url(" {
			out.Write(b[i:start])
			i = start
			continue
		}
		end := start
		for end < len(b) && b[end] != quote && b[end] != '\n' && (quote != 0 || b[end] != ')') {
			end++
		}
		ref := string(b[start:end])
		out.Write(b[i:start])
		i = end
		target := path.Join(path.Dir(name), ref)
		if strings.Contains(ref, ":") || strings.HasPrefix(ref, "/") || strings.HasPrefix(ref, "#") || !r.known[target] {
			out.WriteString(ref)
			continue
		}
		if r.doing[target] {
			r.diags = append(r.diags, diag.At(diag.Error, "asset-cycle", "static/"+name, b, start, end, "%q refers back to a file that refers to it", ref).WithHint("hashed names need an order: break the circle"))
			out.WriteString(ref)
			continue
		}
		o, err := r.take(target)
		if err != nil {
			return nil, err
		}
		rel := addr.Output("assets/" + name).URL().Rel(o.URL())
		if !strings.HasPrefix(rel, ".") {
			rel = "./" + rel
		}
		out.WriteString(rel)
	}
	return out.Bytes(), nil
}
