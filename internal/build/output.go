package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/export"
	"dateline/internal/feed"
	"dateline/internal/jsonld"
	"dateline/internal/region"
	"dateline/internal/render"
	"dateline/internal/search"
	"dateline/internal/site"
	"dateline/internal/view"
)

// Output is a built site: a file system whose pages are rendered when they are
// opened. It is safe for concurrent use and does not change.
type Output struct {
	Site  *site.Site
	Diags diag.List // what is wrong with the site, but for what only rendering shows

	paths func() []string               // of all files, sorted; made when it is asked for
	index func() (*search.Index, error) // of the words of the site, likewise; nil without a search page
	pages *render.Renderer              // of the site's pages; nil without templates
	makes map[string]maker              // of the other files
	seen  problems
	pool  sync.Pool // *[]byte, see buffer
	cards sync.Pool // *card.Painter

	read     reader
	cache    Cache
	brings   func(u addr.URL) bool // whether a file of the site's own is published at an address
	pictures *pictures
	workers  int
	minify   func(mediaType string, b []byte) ([]byte, error)
	citation func(mem *region.Text, a *site.Article, ref uint16) article.Citation
	text     func(mem *region.Text, a *site.Article) (*article.Text, error)
	markdown func(a *site.Article) ([]byte, error)
	beside   []export.Format // that articles have a file of beside their pages
}

// maker appends the bytes of one file to dst.
type maker func(dst []byte) ([]byte, diag.List, error)

// problems are the diagnostics of rendered files. They are gathered from many goroutines.
type problems struct {
	mu  sync.Mutex
	of  map[string]diag.List
	all diag.List // with those of the site, in order; nil when it must be made again
}

// ErrChanged is returned for a page whose source is no longer what was compiled:
// it was saved while the build ran. Building again mends it.
var ErrChanged = errors.New("the source changed while the site was built")

// output links the site and lists what it is made of.
func (b *Builder) output(in Input) (*Output, error) {
	settings := b.settings
	if in.BaseURL != nil {
		settings.BaseURL = *in.BaseURL
	}
	as := linkKey{settings.BaseURL, in.Now, in.Drafts, in.Future, in.Expired}
	if b.linked == nil || b.linkedAs != as {
		b.link(in, settings)
		b.linkedAs = as
	}
	o := &Output{Site: b.linked, seen: problems{of: map[string]diag.List{}}, minify: in.Minify}
	o.Diags = slices.Concat(b.setDiags, b.regDiags, b.tplDiags, b.assetDiags, b.linkDiags)
	for _, s := range b.sources {
		o.Diags = append(o.Diags, s.diags...)
		if s.art != nil {
			o.Diags = append(o.Diags, s.art.Diags...)
		}
	}
	o.Diags.Sort()
	if b.templates == nil {
		return o, nil
	}
	o.makes, o.cache = map[string]maker{}, b.cache
	o.files(in, b)
	return o, nil
}

// linkKey is what linking depends on beside the sources.
type linkKey struct {
	base                    addr.Absolute
	now                     day.Day
	drafts, future, expired bool
}

// link links everything that was compiled.
func (b *Builder) link(in Input, settings site.Settings) {
	li := site.Input{Settings: settings, Register: b.register, Now: in.Now, Drafts: in.Drafts, Future: in.Future, Expired: in.Expired}
	for _, s := range b.sources {
		switch s.kind {
		case pageSource:
			if s.art != nil {
				li.Compiled = append(li.Compiled, s.art)
			}
		case fileSource:
			li.Files = append(li.Files, addr.Source(s.path))
		}
	}
	b.linked, b.linkDiags = site.Link(li)
}

// compiled is what a source was compiled to for one output.
type compiled struct {
	art *article.Article
	id  id
	beside
}

// restore makes the records of a source again that were lost since it was
// compiled: the cache was damaged, or another run swept it.
func (b *Builder) restore(in Input, c compiled, env article.Env, envKey string, reports bool) (article.Records, error) {
	path := string(c.art.Path)
	ai, sum, _ := read(in, &source{path: path, beside: c.beside}, reports, new([]byte))
	if ai.Src == nil || newID(envKey, path, sum) != c.id {
		return article.Records{}, fmt.Errorf("%s: %w", path, ErrChanged)
	}
	_, rec := article.Compile(ai, env)
	b.remember(c.id, rec)
	return rec, nil
}

// files says how every file of the output is made.
func (o *Output) files(in Input, b *Builder) {
	s := o.Site
	env := b.env()
	envKey, reports := b.envKey, b.settings.ImportReports
	var sources []compiled // in the order of their paths, as b.sources
	for _, src := range b.sources {
		if src.art != nil {
			sources = append(sources, compiled{src.art, src.id, src.beside})
		}
	}
	sources = slices.Clip(sources)
	o.read = reader{in, env, envKey, reports, sources}
	position := func(a *site.Article) int {
		i, _ := slices.BinarySearchFunc(sources, a.Path, func(c compiled, p addr.Source) int { return cmp.Compare(c.art.Path, p) })
		return i
	}
	listed := make([]uint32, len(s.Articles)) // where those of the site's articles are
	for i, a := range s.Articles {
		listed[i] = uint32(position(a))
	}
	sourceOf := func(a *site.Article) compiled {
		if i := int(a.Index); i < len(listed) && s.Articles[i] == a {
			return sources[listed[i]]
		}
		return sources[position(a)]
	}
	names := make(map[string]string, len(b.assets.Names))
	for n, out := range b.assets.Names {
		names[n] = string(out)
	}
	static := make(map[addr.Output]bool, len(b.assets.Plain))
	for _, p := range b.assets.Plain {
		static[addr.Output(p)] = true
	}
	copied := make(map[addr.Output]addr.Source, len(s.Files))
	for _, f := range s.Files {
		copied[f.To] = f.From
	}
	o.citation = func(mem *region.Text, a *site.Article, ref uint16) article.Citation {
		c := sourceOf(a)
		buf := o.buffer()
		defer o.recycle(buf)
		var ok bool
		if *buf, ok = b.cache.Append((*buf)[:0], c.id.in("citations ")); ok {
			if x, err := article.ReadCitation(mem, *buf, int(ref)); err == nil {
				return x
			}
		}
		rec, err := b.restore(in, c, env, envKey, reports)
		if err != nil {
			return article.Citation{} // a source that changed since: the next build has it
		}
		x, _ := article.ReadCitation(mem, rec.Citations, int(ref))
		return x
	}
	o.text = func(mem *region.Text, a *site.Article) (*article.Text, error) {
		c := sourceOf(a)
		if in.Marks != nil {
			r, err := o.Read(c.art.Path)
			if err == nil && r.id != c.id {
				err = fmt.Errorf("%s: %w", c.art.Path, ErrChanged)
			}
			if err != nil {
				return nil, err
			}
			return r.Text, nil
		}
		var ok bool
		page := mem.Write(func(dst []byte) []byte {
			dst, ok = b.cache.Append(dst, c.id.in("page "))
			return dst
		})
		if ok {
			if t, err := article.ReadPage(page, c.art); err == nil {
				return t, nil
			}
		}
		rec, err := b.restore(in, c, env, envKey, reports)
		if err != nil {
			return nil, err
		}
		return article.ReadPage(string(rec.Page), c.art)
	}
	published := export.Files(s)
	exports := map[addr.URL][]render.Export{}
	for _, f := range published {
		page := addr.URL(path.Dir(string(f.URL)) + "/")
		exports[page] = append(exports[page], render.Export{Name: f.Title, Media: f.Media, URL: f.URL})
	}
	if feed.URL(s) != "" { // pages name the Atom feed themselves
		exports["/"] = append(exports["/"], render.Export{Name: s.Settings.Title, Media: "application/feed+json", URL: feed.JSONURL})
	}
	o.beside = export.Published(s, export.Articles)
	o.markdown = func(a *site.Article) ([]byte, error) {
		c := sourceOf(a)
		ai, _, _ := read(in, &source{path: string(c.art.Path), beside: c.beside}, false, new([]byte))
		if ai.Src == nil {
			return nil, fmt.Errorf("%s: %w", c.art.Path, ErrChanged)
		}
		return ai.Src, nil
	}
	o.brings = func(u addr.URL) bool { return static[u.Output()] || copied[u.Output()] != "" }
	o.pictures = &pictures{
		cache: b.cache, widths: s.Settings.Pictures, from: func(to addr.Output) (fs.FS, string, string) {
			if from := string(copied[to]); from != "" {
				return in.Site, from, from
			}
			if static[to] {
				return in.Static, string(to), "static/" + string(to)
			}
			return nil, "", ""
		},
	}
	for _, to := range slices.Concat(slices.Collect(maps.Keys(copied)), slices.Collect(maps.Keys(static))) {
		if isPicture(string(to)) {
			o.pictures.files = append(o.pictures.files, to)
		}
	}
	o.workers = b.workers
	icons := ownIcons(o.brings)
	if icons == nil {
		icons = o.icons(b.scheme)
	}
	o.pages = render.New(render.Options{
		Site: s, Templates: b.templates, Assets: names, Code: b.cache, Text: o.text, Exports: func(p *site.Page) []render.Export {
			if p.Kind != site.ArticlePage {
				return exports[p.URL]
			}
			var out []render.Export
			for i := range o.beside {
				f := &o.beside[i]
				out = append(out, render.Export{Name: f.Title, Media: f.Media, URL: f.Beside(p.Article)})
			}
			return out
		},
		Source:  func(dst []byte, p addr.Source) ([]byte, error) { return appendFile(dst, in.Site, string(p)) },
		Static:  func(u addr.URL) bool { return static[u.Output()] },
		Picture: o.pictures.known,
		Feed:    feed.URL(s), EntityFeed: func(e *site.Entity) addr.URL { return feed.EntityURL(s, e) },
		Citation: o.citation,
		Search:   s.Search,
		Scheme:   b.scheme,
		Icons:    icons,
		Marks:    in.Marks,
		Cite:     func(mem *region.Text, a *site.Article) []view.Citation { return citations(mem, s, a) },
		JSONLD:   func(dst []byte, p *site.Page) []byte { return jsonld.Append(dst, s, p) },
	})
	for _, f := range s.Files {
		o.add(string(f.To), func(dst []byte) ([]byte, diag.List, error) {
			buf, err := readFile(in.Site, string(f.From))
			return append(dst, buf...), o.pictures.faults(f.To), err
		})
	}
	set := b.assets
	for _, out := range set.Outputs() {
		o.plain(string(out), func() []byte { return set.File(out) })
	}
	for _, p := range set.Plain {
		o.add(p, func(dst []byte) ([]byte, diag.List, error) {
			buf, err := readFile(in.Static, p)
			return append(dst, buf...), o.pictures.faults(addr.Output(p)), err
		})
	}
	for _, f := range published {
		o.add(string(f.URL.Output()), func(dst []byte) ([]byte, diag.List, error) {
			dst, err := f.Append(dst, o.Selection())
			return dst, nil, err
		})
	}
	for _, f := range feed.Files(s) {
		o.add(string(f.Path), func(dst []byte) ([]byte, diag.List, error) { return f.Append(dst), nil, nil })
	}
	o.plain(".nojekyll", func() []byte { return nil })
	if s.Settings.CNAME != "" {
		o.plain("CNAME", func() []byte { return []byte(s.Settings.CNAME + "\n") })
	}
	for _, e := range s.Entities {
		if u := feed.EntityURL(s, e); u != "" && s.PageAt(u) != nil {
			o.collide(string(u.Output()))
		}
	}
	if s.Search != "" {
		o.index = sync.OnceValues(func() (*search.Index, error) {
			return indexed(s, func(a *site.Article, bag *search.Bag) error {
				c := sourceOf(a)
				buf := o.buffer()
				defer o.recycle(buf)
				var ok bool
				if *buf, ok = b.cache.Append((*buf)[:0], c.id.in("words ")); ok && bag.Read(*buf) == nil {
					return nil
				}
				rec, err := b.restore(in, c, env, envKey, reports)
				if err != nil {
					return err
				}
				bag.Reset()
				return bag.Read(rec.Words)
			})
		})
	}
	o.paths = sync.OnceValue(o.list)
}

// citations returns how an article is cited in forms for other programs.
func citations(mem *region.Text, s *site.Site, a *site.Article) []view.Citation {
	c := export.Cite(mem, s, a)
	return []view.Citation{{Name: "BibTeX", Text: c.BibTeX}, {Name: "CSL-JSON", Text: c.CSL}}
}

// list returns the path of every file, sorted.
func (o *Output) list() []string {
	s := o.Site
	paths := slices.AppendSeq(make([]string, 0, len(o.makes)+len(s.Pages)), maps.Keys(o.makes))
	for _, p := range s.Pages {
		paths = append(paths, string(p.URL.Output()))
	}
	for _, e := range s.Entities {
		if u := feed.EntityURL(s, e); u != "" && s.PageAt(u) == nil {
			paths = append(paths, string(u.Output()))
		}
	}
	for i := range o.beside {
		for _, p := range s.Pages {
			if p.Kind != site.ArticlePage {
				continue
			}
			if to := string(o.beside[i].Beside(p.Article).Output()); o.makes[to] == nil { // what lies there is told of by collide
				paths = append(paths, to)
			}
		}
	}
	paths = append(paths, o.pictures.copies(o.workers)...)
	for _, p := range s.Pages {
		if u := o.pages.CardURL(p); u != "" && !o.brings(u) {
			paths = append(paths, string(u.Output()))
		}
	}
	if o.index != nil {
		if x, err := o.index(); err == nil {
			for _, p := range x.Paths() {
				if p = searchDir + p; o.makes[p] == nil { // static/ may have its own
					paths = append(paths, p)
				}
			}
		} else {
			paths = append(paths, searchDir+"index.json") // which says what is wrong when it is opened
		}
	}
	sort.Strings(paths)
	return paths
}

// maker returns what makes the file at a path, or nil.
func (o *Output) maker(name string) maker {
	if m := o.makes[name]; m != nil || o.pages == nil {
		return m
	}
	if p := o.Site.PageAt(addr.Output(name).URL()); p != nil {
		return func(dst []byte) ([]byte, diag.List, error) { return o.pages.Append(dst, p) }
	}
	if e := feed.Of(o.Site, addr.Output(name)); e != nil {
		return func(dst []byte) ([]byte, diag.List, error) { return feed.EntityAtom(dst, o.Site, e), nil, nil }
	}
	if m := o.besidePage(name); m != nil {
		return m
	}
	if m := o.card(name); m != nil {
		return m
	}
	if m := o.pictures.maker(name); m != nil {
		return m
	}
	if file, ok := strings.CutPrefix(name, searchDir); ok && o.index != nil {
		x, err := o.index()
		if err != nil {
			return func(dst []byte) ([]byte, diag.List, error) { return dst, nil, err }
		}
		if f := x.File(file); f != nil {
			return func(dst []byte) ([]byte, diag.List, error) { return append(dst, f...), nil, nil }
		}
	}
	return nil
}

// besidePage returns what makes a file beside the page of an article, or nil.
func (o *Output) besidePage(name string) maker {
	for i := range o.beside {
		f := &o.beside[i]
		if a := f.ArticleBeside(o.Site, addr.Output(name)); a != nil {
			return func(dst []byte) ([]byte, diag.List, error) {
				sel := o.Selection()
				sel.Article = a
				dst, err := f.AppendFile(dst, sel)
				return dst, nil, err
			}
		}
	}
	return nil
}

// Selection selects the whole site, for forms that others can read.
func (o *Output) Selection() *export.Selection {
	sel := export.Whole(o.Site, o.Text)
	sel.Markdown = o.markdown
	return sel
}

// add takes a path for a file that is neither a page nor the feed of an entity; two files with one path are an error that names it.
func (o *Output) add(p string, m maker) {
	if !fs.ValidPath(p) || p == "." {
		o.Diags = append(o.Diags, diag.New(diag.Error, "unsafe-path", "", "%q cannot be the path of a file", p))
		return
	}
	if o.maker(p) != nil {
		o.collide(p)
		return
	}
	o.makes[p] = m
}

// plain adds a file whose bytes f returns.
func (o *Output) plain(name string, f func() []byte) {
	o.add(name, func(dst []byte) ([]byte, diag.List, error) { return append(dst, f()...), nil, nil })
}

// collide says that two files have one path.
func (o *Output) collide(p string) {
	o.Diags = append(o.Diags, diag.New(diag.Error, "same-address", "", "two files would become %q, one of them from static/ or made by Dateline", p).WithHint("rename the one in static/"))
}

// Citation returns how an article names the entity Refs[ref] of it. It is empty when
// the site has no templates.
func (o *Output) Citation(a *site.Article, ref uint16) article.Citation {
	if o.citation == nil {
		return article.Citation{}
	}
	return o.citation(new(region.Text), a, ref)
}

// Text returns what is needed to show the words of an article of the site.
func (o *Output) Text(a *site.Article) (*article.Text, error) {
	return o.text(new(region.Text), a)
}

// Paths returns the path of every file, sorted.
func (o *Output) Paths() []string {
	if o.paths == nil {
		return nil
	}
	return o.paths()
}

// Source returns the source file that a page is made from, or "".
func (o *Output) Source(name string) string {
	if p := o.Site.PageAt(addr.Output(name).URL()); p != nil {
		return string(p.From)
	}
	return ""
}

// ReadFile renders one file. What rendering finds wrong is kept for Problems.
func (o *Output) ReadFile(name string) ([]byte, error) { return o.appendFile(nil, name) }

// appendFile is ReadFile into memory that there is already.
func (o *Output) appendFile(dst []byte, name string) ([]byte, error) {
	m := o.maker(name)
	if m == nil {
		return dst, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	buf, diags, err := m(dst)
	if err != nil {
		return buf, &fs.PathError{Op: "render", Path: name, Err: err}
	}
	if mt := mediaTypes[path.Ext(name)]; mt != "" && o.minify != nil && !strings.HasSuffix(name, ".tei.xml") { // whose blanks are text
		if buf, err = o.minify(mt, buf); err != nil {
			return nil, &fs.PathError{Op: "minify", Path: name, Err: err}
		}
	}
	o.seen.mu.Lock()
	if len(diags) > 0 || len(o.seen.of[name]) > 0 {
		o.seen.of[name], o.seen.all = diags, nil
	}
	o.seen.mu.Unlock()
	return buf, nil
}

// mediaTypes are the files that can be made smaller, by ending.
var mediaTypes = map[string]string{
	".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".xml": "text/xml", ".svg": "image/svg+xml",
}

// Problems returns everything known to be wrong: Diags, and what rendering the
// files opened so far has shown. In order, each once.
func (o *Output) Problems() diag.List {
	o.seen.mu.Lock()
	defer o.seen.mu.Unlock()
	if o.seen.all != nil {
		return o.seen.all
	}
	all := slices.Clone(o.Diags)
	for _, p := range slices.Sorted(maps.Keys(o.seen.of)) {
		all = append(all, o.seen.of[p]...)
	}
	all.Sort()
	o.seen.all = slices.CompactFunc(all, func(a, b diag.Diagnostic) bool {
		return a.File == b.File && a.Line == b.Line && a.Col == b.Col && a.Code == b.Code && a.Message == b.Message
	})
	return slices.Clip(o.seen.all)
}

// Open implements fs.FS.
func (o *Output) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if o.maker(name) != nil {
		buf := o.buffer()
		var err error
		if *buf, err = o.appendFile((*buf)[:0], name); err != nil {
			o.recycle(buf)
			return nil, err
		}
		return &file{info{path.Base(name), int64(len(*buf)), 0o444}, bytes.NewReader(*buf), buf, o}, nil
	}
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	paths := o.Paths()
	i := sort.SearchStrings(paths, prefix)
	if prefix != "" && (i == len(paths) || !strings.HasPrefix(paths[i], prefix)) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	d := &dir{info: info{path.Base(name), 0, fs.ModeDir | 0o555}}
	for ; i < len(paths) && strings.HasPrefix(paths[i], prefix); i++ {
		child, _, isDir := strings.Cut(paths[i][len(prefix):], "/")
		if n := len(d.entries); n > 0 && d.entries[n-1].Name() == child {
			continue
		}
		e := entry{o: o, path: prefix + child, info: info{child, 0, 0o444}}
		if isDir {
			e.mode = fs.ModeDir | 0o555
		}
		d.entries = append(d.entries, e)
	}
	slices.SortFunc(d.entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	d.entries = slices.CompactFunc(d.entries, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() })
	return d, nil
}

// info describes a file or folder. Built files have no time.
type info struct {
	name string
	size int64
	mode fs.FileMode
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// maxKept is the largest memory that is kept to be used again, in bytes.
const maxKept = 1 << 20

// buffer returns memory for a file or record, to be given back to recycle.
func (o *Output) buffer() *[]byte {
	if buf, ok := o.pool.Get().(*[]byte); ok {
		return buf
	}
	return new([]byte)
}

func (o *Output) recycle(buf *[]byte) {
	if cap(*buf) <= maxKept {
		o.pool.Put(buf)
	}
}

// file is an opened file. Its bytes go back to be used again when it is closed.
type file struct {
	info
	*bytes.Reader
	buf *[]byte // nil once it is closed
	o   *Output
}

func (f *file) Size() int64                { return f.info.size }
func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements fs.File. A closed file has nothing to read.
func (f *file) Close() error {
	if f.buf == nil {
		return fs.ErrClosed
	}
	f.Reset(nil)
	f.o.recycle(f.buf)
	f.buf = nil
	return nil
}

type dir struct {
	info
	entries []fs.DirEntry
	at      int
}

func (d *dir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *dir) Close() error               { return nil }
func (d *dir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (d *dir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.entries[d.at:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	d.at += len(rest)
	return slices.Clone(rest), nil
}

// entry is a file or folder in a listing; its size is known once it is rendered.
type entry struct {
	info
	o    *Output
	path string
}

func (e entry) Type() fs.FileMode { return e.mode.Type() }
func (e entry) Info() (fs.FileInfo, error) {
	if e.IsDir() {
		return e.info, nil
	}
	return fs.Stat(e.o, e.path)
}
