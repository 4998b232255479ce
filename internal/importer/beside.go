package importer

import (
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
)

// beside takes along the pictures that an article names and that lie in the folder
// it comes from. It opens nothing but files of that folder with a picture's ending.
type beside struct {
	fsys  *Folder
	only  bool   // to look for pictures, see glance
	name  string // of the article in it, a slash path
	files []unpack.File
	diags diag.List

	bytes  int               // of files
	taken  map[string]string // path in fsys -> name in files, "" when it could not be taken
	names  map[string]bool   // of files
	looked map[lookup]string // path in fsys, or ""
}

// lookup is an address, and whether its file may lie anywhere.
type lookup struct {
	address  string
	anywhere bool
}

// newBeside returns nil for no folder: from it, nothing is taken.
func newBeside(fsys fs.FS, name string) *beside {
	if fsys == nil {
		return nil
	}
	if !fs.ValidPath(name) {
		name = path.Base(name)
	}
	var folder *Folder
	only := false
	switch f := fsys.(type) {
	case *Folder:
		folder = f
	case glance:
		folder, only = f.Folder, true
	default:
		folder = NewFolder(fsys)
	}
	return &beside{fsys: folder, only: only, name: name, taken: map[string]string{}, names: map[string]bool{}, looked: map[lookup]string{}}
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

// takeFound looks an address up once, and takes its picture once.
func (b *beside) takeFound(address string, anywhere bool) (string, bool) {
	if b == nil {
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
		p = strings.ToLower(p)
		return endingWith(b.fsys.listing().pictures[path.Base(p)], p)
	}
	return ""
}

// article returns the address, from this article, of the article of another Markdown
// file, which is named by its path, with or without its ending. With named, its name
// is enough, wherever it lies.
func (b *beside) article(address string, named bool) (string, bool) {
	if b == nil || b.only {
		return "", false
	}
	address, inContent := strings.CutPrefix(address, "@/") // Zola's
	p := localPath(address)
	if p == "" {
		return "", false
	}
	l := b.fsys.listing()
	dir := path.Dir(b.name)
	n, found := l.pages[pagePath(path.Join(dir, p))]
	found = found && p[0] != '/' && !inContent
	p = pagePath(strings.TrimPrefix(path.Clean("/"+p), "/"))
	for up := dir; !found; up = path.Dir(up) {
		for _, root := range []string{"content", "src", ""} {
			if n, found = l.pages[pagePath(path.Join(up, root, p))]; found {
				break
			}
		}
		if up == "." {
			break
		}
	}
	if !found && named {
		n, found = l.pages[endingWith(l.byName[path.Base(p)], p)]
	}
	if !found {
		return "", false
	}
	to := n.article()
	if to == "" {
		return "", false
	}
	if own, ok := l.pages[pagePath(b.name)]; ok && path.Base(own.article()) == "index.md" {
		to = "../" + to
	}
	return to, true
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

// isFile reports whether an ordinary file lies at a path.
func (b *beside) isFile(at string) bool {
	if !fs.ValidPath(at) {
		return false
	}
	info, err := fs.Stat(b.fsys.FS, at)
	return err == nil && info.Mode().IsRegular()
}

// add reads a picture into files and returns its name there, or "" when it is too
// large or cannot be read.
func (b *beside) add(at string) string {
	info, err := fs.Stat(b.fsys.FS, at)
	switch {
	case err != nil:
		return b.left(at, "cannot be read: %v", err)
	case info.Size() > maxPicture:
		return b.left(at, "has %d bytes, more than the %d that are taken along", info.Size(), maxPicture)
	case info.Size() > int64(maxPictures-b.bytes):
		return b.left(at, "is not taken along: the pictures of the article have more than %d bytes", maxPictures)
	}
	var data []byte
	if !b.only {
		data, err = fs.ReadFile(b.fsys.FS, at)
	}
	switch {
	case err != nil:
		return b.left(at, "cannot be read: %v", err)
	case info.Size() == 0:
		return b.left(at, "is empty")
	}
	name := b.fileName(at)
	b.files = append(b.files, unpack.File{Name: name, Data: data})
	b.bytes += len(data)
	return name
}

// hand gives an article the pictures that it shows, and returns what there is to
// say of others. Those of parts that were left out of it stay where they are.
func (b *beside) hand(p *page) diag.List {
	if b == nil {
		return nil
	}
	for _, f := range b.files {
		if p.image == f.Name || p.write != nil || slices.ContainsFunc(p.blocks, func(k block) bool { return strings.Contains(k.md, f.Name) }) {
			p.files = append(p.files, f)
		}
	}
	return b.diags
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
