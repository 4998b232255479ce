package importer

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"dateline/internal/charset"
)

// Folder is a folder of inputs with what is known of all of them at once: where its
// pictures lie, where its articles will stand, and whose generator's it is. All of
// it is found out when it is asked for first, and once. A Folder may be used by
// several imports at the same time.
type Folder struct {
	fs.FS
	listing   func() *listing
	generator func() generator
}

// NewFolder returns the folder of the inputs that are in fsys, for Options.Beside.
func NewFolder(fsys fs.FS) *Folder {
	f := &Folder{FS: fsys, generator: sync.OnceValue(func() generator { return generatorOfFolder(fsys) })}
	f.listing = sync.OnceValue(f.list)
	return f
}

// glance is a folder of which nothing is taken: pictures are found and not read, and
// links lead nowhere.
type glance struct{ *Folder }

// maxWalk is how many files of a folder are looked at.
const maxWalk = 500_000

// listing is what lies in a folder. Paths are slash paths; keys have no capitals.
type listing struct {
	pictures map[string][]string // by base name; of several, those with short paths first
	pages    map[string]note     // by pagePath
	byName   map[string][]string // keys of pages by their last part, in the same order
}

// note is a Markdown file, with the path of its article among all that are imported:
// "2013-09-09-bridge.md", "bridge/index.md" with its pictures beside it, or "" when it
// is no article.
type note struct {
	file    string
	article func() string
}

// list goes through the folder once.
func (f *Folder) list() *listing {
	l := &listing{pictures: map[string][]string{}, pages: map[string]note{}, byName: map[string][]string{}}
	n := 0
	err := fs.WalkDir(f.FS, ".", func(at string, e fs.DirEntry, err error) error {
		base := path.Base(at)
		n++
		switch {
		case err != nil || e.IsDir() && at != "." && (base[0] == '.' || base == "node_modules"):
			return fs.SkipDir // what cannot be read has nothing for us
		case n > maxWalk:
			return fs.SkipAll
		case e.IsDir():
		case imageName(base):
			key := strings.ToLower(base)
			l.pictures[key] = append(l.pictures[key], at)
		case markdownName(base):
			key := pagePath(at)
			if _, taken := l.pages[key]; !taken {
				l.pages[key] = note{at, sync.OnceValue(func() string { return f.articleOf(at) })}
				if name := path.Base(key); !hasFolder(at, "entities") { // their names are who is meant, not where to go
					l.byName[name] = append(l.byName[name], key)
				}
			}
		}
		return nil
	})
	if err != nil {
		panic("importer: the walk of a folder ends with an error that it does not make: " + err.Error()) // our own bug
	}
	for _, m := range []map[string][]string{l.pictures, l.byName} {
		for _, list := range m {
			slices.SortFunc(list, func(x, y string) int {
				return cmp.Or(cmp.Compare(strings.Count(x, "/"), strings.Count(y, "/")), cmp.Compare(x, y))
			})
		}
	}
	return l
}

// pagePath returns what other files may call a Markdown file: its path without
// ending, an index file as its folder, without capitals.
func pagePath(file string) string {
	p := strings.ToLower(file)
	if markdownName(p) {
		p = strings.TrimSuffix(p, path.Ext(p))
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(p, "/"), "/index"), "/_index")
}

// articleOf returns the path of the article of a file, or "" when none is made of it.
func (f *Folder) articleOf(file string) string {
	info, err := fs.Stat(f.FS, file)
	if err != nil || info.Size() > MaxSize {
		return ""
	}
	src, err := fs.ReadFile(f.FS, file)
	if err != nil {
		return ""
	}
	opt := Options{Beside: glance{f}}
	text, _, _ := charset.Decode(file, src)
	if strings.TrimSpace(text) == "" {
		return ""
	}
	p, _ := readMarkdown(file, text, opt)
	if p == nil {
		return ""
	}
	p.settle(file, opt)
	if len(p.files) > 0 {
		return p.slug() + "/index.md"
	}
	return p.slug() + ".md"
}

// markdownName reports whether a file name has an ending of Markdown.
func markdownName(s string) bool {
	switch strings.ToLower(path.Ext(s)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return true
	}
	return false
}

// endingWith returns the first of the paths that is p or ends with it.
func endingWith(paths []string, p string) string {
	for _, at := range paths {
		if low := strings.ToLower(at); low == p || strings.HasSuffix(low, "/"+p) {
			return at
		}
	}
	return ""
}
