package importer

import (
	"cmp"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/unpack"
)

// Bounds of what is taken along.
const (
	maxPicture  = 20 << 20  // bytes of one picture
	maxPictures = 200 << 20 // bytes of all pictures of one article
	maxLookups  = 5_000     // addresses of one article that are looked for
	maxWalk     = 200_000   // files of a folder that are looked at to find a picture by its name
)

// beside takes along the pictures that an article names and that lie in the folder
// it comes from. It opens nothing but files of that folder with a picture's ending.
type beside struct {
	fsys  fs.FS  // nil: nothing is taken
	name  string // of the article in it, a slash path
	files []unpack.File
	diags diag.List

	bytes  int                 // of files
	taken  map[string]string   // path in fsys -> name in files, "" when it could not be taken
	names  map[string]bool     // of files
	looked map[lookup]string   // path in fsys, or ""
	byName map[string][]string // pictures of fsys by their folded base name; nil before it is needed
}

// lookup is an address, and whether its file may lie anywhere.
type lookup struct {
	address  string
	anywhere bool
}

func newBeside(fsys fs.FS, name string) *beside {
	if !fs.ValidPath(name) {
		name = path.Base(name)
	}
	return &beside{fsys: fsys, name: name, taken: map[string]string{}, names: map[string]bool{}, looked: map[lookup]string{}}
}

// take looks for the picture at an address: from the article's folder on, or from
// one that a site is served from. When it is there, it joins the article's files,
// and its new address comes back.
func (b *beside) take(address string) (newAddress string, ok bool) {
	return b.takeFound(address, false)
}

// takeNamed is take for a picture that may lie anywhere in the folder, as
// Obsidian finds it: by its file name, or by the end of its path.
func (b *beside) takeNamed(address string) (newAddress string, ok bool) {
	return b.takeFound(address, true)
}

func (b *beside) takeFound(address string, anywhere bool) (string, bool) {
	if b == nil || b.fsys == nil {
		return "", false
	}
	l := lookup{address, anywhere}
	at, known := b.looked[l]
	if !known {
		if len(b.looked) >= maxLookups {
			return "", false
		}
		at = b.find(address, anywhere)
		b.looked[l] = at
	}
	if at == "" {
		return "", false
	}
	name, known := b.taken[at]
	if !known {
		name = b.add(at)
		b.taken[at] = name
	}
	return name, name != ""
}

// servedFrom are the folders whose files generators publish at the root of a site;
// "" is the folder above them.
var servedFrom = []string{"static", "public", "assets", "src", "", "content"}

// find returns the path of the picture at an address, or "".
func (b *beside) find(address string, anywhere bool) string {
	p := localPath(address)
	if !imageName(p) {
		return ""
	}
	dir := path.Dir(b.name)
	if at := path.Join(dir, p); !strings.HasPrefix(p, "/") && b.isFile(at) {
		return at
	}
	p = strings.TrimPrefix(path.Clean("/"+p), "/")
	for up := dir; ; up = path.Dir(up) {
		for _, root := range servedFrom {
			if at := path.Join(up, root, p); b.isFile(at) {
				return at
			}
		}
		if up == "." {
			break
		}
	}
	if anywhere {
		return b.findNamed(p)
	}
	return ""
}

// localPath returns the path that an address names, or "" for one with a host, a
// scheme or no path.
func localPath(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return ""
	}
	return u.Path
}

// findNamed returns the picture whose path ends with p: of several the one with
// the shortest path, as Obsidian means it.
func (b *beside) findNamed(p string) string {
	if b.byName == nil {
		b.index()
	}
	p = strings.ToLower(p)
	for _, at := range b.byName[path.Base(p)] {
		if low := strings.ToLower(at); low == p || strings.HasSuffix(low, "/"+p) {
			return at
		}
	}
	return ""
}

// index lists the pictures of the folder by name, those with short paths first.
func (b *beside) index() {
	b.byName = map[string][]string{}
	n := 0
	err := fs.WalkDir(b.fsys, ".", func(at string, e fs.DirEntry, err error) error {
		base := path.Base(at)
		n++
		switch {
		case err != nil || e.IsDir() && at != "." && (base[0] == '.' || base == "node_modules"):
			return fs.SkipDir // what cannot be read has no pictures for us
		case n > maxWalk:
			return fs.SkipAll
		case !e.IsDir() && imageName(base):
			key := strings.ToLower(base)
			b.byName[key] = append(b.byName[key], at)
		}
		return nil
	})
	if err != nil {
		panic("importer: the walk of a folder ends with an error that it does not make: " + err.Error()) // our own bug
	}
	for _, list := range b.byName {
		slices.SortFunc(list, func(x, y string) int {
			return cmp.Or(cmp.Compare(strings.Count(x, "/"), strings.Count(y, "/")), cmp.Compare(x, y))
		})
	}
}

func (b *beside) isFile(at string) bool {
	if !fs.ValidPath(at) {
		return false
	}
	info, err := fs.Stat(b.fsys, at)
	return err == nil && info.Mode().IsRegular()
}

// add reads a picture into files and returns its name there, or "" when it is too
// large or cannot be read.
func (b *beside) add(at string) string {
	info, err := fs.Stat(b.fsys, at)
	switch {
	case err != nil:
		return b.left(at, "cannot be read: %v", err)
	case info.Size() > maxPicture:
		return b.left(at, "has %d bytes, more than the %d that are taken along", info.Size(), maxPicture)
	case info.Size() > int64(maxPictures-b.bytes):
		return b.left(at, "is not taken along: the pictures of the article have more than %d bytes", maxPictures)
	}
	data, err := fs.ReadFile(b.fsys, at)
	switch {
	case err != nil:
		return b.left(at, "cannot be read: %v", err)
	case len(data) == 0:
		return b.left(at, "is empty")
	}
	name := b.fileName(at)
	b.files = append(b.files, unpack.File{Name: name, Data: data})
	b.bytes += len(data)
	return name
}

// left notes why a picture is left where it is.
func (b *beside) left(at, format string, args ...any) string {
	b.diags = append(b.diags, diag.New(diag.Warning, "picture-left", b.name, "the picture %q "+format, append([]any{at}, args...)...).
		WithHint("lay a smaller one beside the article"))
	return ""
}

// fileName returns a name for the file at a path that every file system and every
// address can hold, and that no other file of the article has. A name of that kind
// stays as it is, so that importing again changes nothing.
func (b *beside) fileName(at string) string {
	ext := path.Ext(at)
	stem := strings.TrimSuffix(path.Base(at), ext)
	ext = strings.ToLower(ext)
	slug := addr.Slug(stem)
	if slug != stem {
		slug = strings.TrimRight(slug[:min(len(slug), slugLength)], "-")
	}
	name := slug + ext
	for n := 2; b.names[name]; n++ {
		name = slug + "-" + strconv.Itoa(n) + ext
	}
	b.names[name] = true
	return name
}

// imageName reports whether a file name has the ending of a picture that browsers show.
func imageName(s string) bool {
	switch strings.ToLower(path.Ext(s)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp":
		return true
	}
	return false
}
