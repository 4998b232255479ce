// Package build runs the stages over a whole site, in parallel, and remembers
// compiled files, so that building again costs only what changed. Its Output is
// an fs.FS whose pages are rendered when they are opened. It knows neither the
// operating system nor the network, and prints nothing. An Output does not
// change; a Builder is for one goroutine at a time.
package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/asset"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/importer"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/palette"
	"dateline/internal/render"
	"dateline/internal/site"
)

// Cache keeps bytes under a key from one build to the next. It is safe for concurrent use.
type Cache interface {
	Get(key string) ([]byte, bool)
	// Append is Get into memory that there is already: it appends the value to dst.
	Append(dst []byte, key string) ([]byte, bool)
	// Has reports whether there is a value.
	Has(key string) bool
	Put(key string, val []byte) // keeps a copy
}

// Input is what an output is a function of.
type Input struct {
	Site      fs.FS // the site's root; content/ is read from it
	Templates fs.FS // the theme with the site's own templates over it
	Static    fs.FS // likewise

	BaseURL *addr.Absolute // over the settings'
	Now     day.Day        // for publishDate and expiryDate
	Drafts  bool
	Future  bool
	Expired bool

	// Minify makes a finished file smaller without changing what it means, by its
	// media type; nil leaves files as they are.
	Minify func(mediaType string, b []byte) ([]byte, error)

	// Progress is told how many sources are compiled of how many; it is called
	// from several goroutines. nil for none.
	Progress func(done, total int)

	// Marks returns further marks on the words of an article, for a preview in which
	// they are reviewed; nil for none. With it an article's page is made from its
	// source, with everything that is known of its words.
	Marks func(*article.Text) []markdown.Mark

	// Changed names the files (of any of the three trees, as "content/…",
	// "templates/…", "static/…") that may differ from the last Build of the
	// same Builder; nil when any may.
	Changed []string
}

// maxSource is the largest source file that is read, in bytes.
const maxSource = 16 << 20

// source is one file under content/.
type source struct {
	path string
	kind kind
	id   id // of what art or ent was made from
	beside
	diags diag.List
	art   *article.Article
	ent   *entity.Entity
}

// beside says which of an article's own files lie beside it.
type beside struct {
	notes  bool // NAME.notes.jsonl
	report bool // NAME.import.json
}

// The ends of their names.
const (
	notesEnd  = ".notes.jsonl"
	reportEnd = ".import.json"
)

type kind uint8

const (
	pageSource kind = iota // an article or plain page
	entitySource
	fileSource // copied
	notesSource
	reportSource
	settingsSource
	ignored
)

// Builder builds one site, again and again.
type Builder struct {
	program string
	cache   Cache
	tagger  *ner.Tagger
	workers int
	rooms   sync.Pool // *room

	sources  []*source // by path
	settings site.Settings
	setDiags diag.List
	register *entity.Register
	regDiags diag.List
	regSum   [32]byte
	envKey   string // what articles are compiled with: versions, register, language

	linked    *site.Site // of the last build; nil when it must be linked again
	linkedAs  linkKey
	linkDiags diag.List

	templates  *render.Templates
	tplDiags   diag.List
	assets     *asset.Set
	assetDiags diag.List
	themed     string // the theme that assets were read with
	scheme     palette.Scheme
}

// mainSheet is the style sheet that says the colours of the theme.
const mainSheet = "css/main.css"

// NewBuilder returns a builder. program tells one version of the program from
// another, so that none takes from the cache what another put there; workers is
// how many files are compiled at once.
func NewBuilder(program string, cache Cache, workers int) *Builder {
	return &Builder{program: program, cache: cache, tagger: ner.New(), workers: max(1, workers)}
}

// Build runs all stages. What is wrong with the site is in the output's Diags;
// the error is the machine's.
func (b *Builder) Build(ctx context.Context, in Input) (*Output, error) {
	dirty, all, err := b.scan(in)
	if err != nil {
		return nil, err
	}
	if all || slices.ContainsFunc(dirty, func(s *source) bool { return s.kind == settingsSource }) || b.settings.Title == "" {
		b.readSettings(in)
		b.linked = nil
	}
	register := b.register
	if err := b.readEntities(ctx, in, dirty); err != nil {
		return nil, err
	}
	same, err := b.compile(ctx, in, dirty)
	if err != nil {
		return nil, err
	}
	if all || !same || register != b.register {
		b.linked = nil
	}
	if b.templates == nil || all || touches(in.Changed, "templates/") {
		t, diags := render.Parse(in.Templates)
		if b.tplDiags = diags; b.templates == nil || !diags.HasErrors() { // a preview goes on with the last good ones
			b.templates = t
		}
	}
	if b.assets == nil || all || b.themed != b.settings.Theme || touches(in.Changed, "static/") {
		b.themed = b.settings.Theme
		if b.assets, b.assetDiags, err = asset.Read(in.Static, map[string]string{mainSheet: b.themed}); err != nil {
			return nil, err
		}
		b.scheme = palette.Read(b.assets.File(b.assets.Names[mainSheet]))
	}
	return b.output(in)
}

func touches(changed []string, dir string) bool {
	return slices.ContainsFunc(changed, func(p string) bool { return strings.HasPrefix(p, dir) })
}

// scan brings the list of sources up to date and returns those that must be
// read: the changed ones, or all when the tree itself is to be walked again.
func (b *Builder) scan(in Input) (dirty []*source, all bool, err error) {
	if in.Changed != nil && b.sources != nil {
		known := true
		for _, p := range in.Changed {
			if !strings.HasPrefix(p, site.ContentDir) {
				continue
			}
			s := find(b.sources, p)
			if fi, err := fs.Stat(in.Site, p); s == nil || err != nil || !fi.Mode().IsRegular() {
				known = false // made, deleted or renamed
				break
			}
			if s.kind == notesSource || s.kind == reportSource {
				s = articleOf(b.sources, p)
			}
			if s != nil && !slices.Contains(dirty, s) {
				dirty = append(dirty, s)
			}
		}
		if known {
			return dirty, false, nil
		}
	}
	var list []*source
	err = fs.WalkDir(in.Site, strings.TrimSuffix(site.ContentDir, "/"), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && p == "content" {
				return fmt.Errorf("no folder %q here: run `dateline new site` or name the site with -s", "content")
			}
			if p == "content" {
				return fmt.Errorf("the folder %q cannot be read: %w; put the folder itself here: a link out of the site is not followed", "content", err)
			}
			// Unreadable: a diagnostic of its own.
			list = append(list, &source{path: p, kind: ignored, diags: diag.List{unreadable(p, err)}})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		name := d.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		s := &source{path: p, kind: classify(p)}
		if !d.Type().IsRegular() {
			s.kind = ignored
			s.diags = diag.List{diag.New(diag.Error, "not-a-file", p, "%q is not a regular file but %s", path.Base(p), describe(d.Type())).WithHint("put the file itself here, or remove it")}
		}
		list = append(list, s)
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("reading the site: %w", err)
	}
	list = append(list, layers(in.Site)...)
	sort.Slice(list, func(i, j int) bool { return list[i].path < list[j].path })
	for i, s := range list {
		if old := find(b.sources, s.path); old != nil && old.kind == s.kind && s.kind != ignored {
			list[i] = old // keeps what was compiled, if its hash still fits
			old.beside = beside{}
		}
	}
	for _, s := range list {
		if s.kind == notesSource || s.kind == reportSource {
			if a := articleOf(list, s.path); a != nil {
				a.notes = a.notes || s.kind == notesSource
				a.report = a.report || s.kind == reportSource
			}
		}
	}
	b.sources = list
	return list, true, nil
}

// layers tells of the folders that lie over what is built in and are none, such as links
// that lead out of the site: they would be passed over without a word.
func layers(fsys fs.FS) []*source {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil // content/ could be read, and that is what matters
	}
	var list []*source
	for _, e := range entries {
		if e.IsDir() || e.Name() != "templates" && e.Name() != "static" {
			continue
		}
		if fi, err := fs.Stat(fsys, e.Name()); err == nil && fi.IsDir() { // by a link within the site
			continue
		}
		what := "a file"
		if !e.Type().IsRegular() {
			what = describe(e.Type())
		}
		list = append(list, &source{path: e.Name(), kind: ignored, diags: diag.List{
			diag.New(diag.Error, "not-a-folder", e.Name(), "%q is not a folder of the site but %s", e.Name(), what).WithHint("put the folder itself here, or remove it"),
		}})
	}
	return list
}

func unreadable(p string, err error) diag.Diagnostic {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return diag.New(diag.Error, "unreadable", p, "%q cannot be read: %v", path.Base(p), err).WithHint("make it readable, or remove it")
}

func describe(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// classify says what a file under content/ is for.
func classify(p string) kind {
	ext := strings.ToLower(path.Ext(p))
	switch {
	case p == site.ContentDir+"site.yaml":
		return settingsSource
	case strings.HasSuffix(p, notesEnd):
		return notesSource
	case strings.HasSuffix(p, reportEnd):
		return reportSource
	case strings.HasPrefix(p, site.EntitiesDir) && ext == ".md" && path.Base(p) != "index.md":
		return entitySource
	case ext == ".md" || ext == ".markdown":
		return pageSource
	case strings.HasPrefix(p, site.ArticlesDir) && (ext == ".txt" || ext == ".html" || ext == ".htm"):
		return pageSource
	case ext == ".yaml" || ext == ".yml" || ext == ".toml":
		return ignored
	}
	return fileSource
}

// find returns the source with a path, or nil. The list is in the order of paths.
func find(list []*source, path string) *source {
	i, ok := slices.BinarySearchFunc(list, path, func(s *source, path string) int { return strings.Compare(s.path, path) })
	if !ok {
		return nil
	}
	return list[i]
}

// articleOf returns the article that notes or a report belong to, or nil.
func articleOf(list []*source, p string) *source {
	stem, ok := strings.CutSuffix(p, notesEnd)
	if !ok {
		stem = strings.TrimSuffix(p, reportEnd)
	}
	for _, ext := range []string{".md", ".markdown", ".txt", ".html", ".htm"} {
		if s := find(list, stem+ext); s != nil {
			return s
		}
	}
	return nil
}

// pathBeside returns the path of a file beside the article p, by the end of its name.
func pathBeside(p, end string) string { return strings.TrimSuffix(p, path.Ext(p)) + end }

// read returns a source's bytes, converted to Markdown when it is a text or a
// web page, with its notes, and if reports is true the report of its import; and
// the hash of all that. Its bytes stand in room.
func read(in Input, s *source, reports bool, room *[]byte) (article.Input, [32]byte, diag.List) {
	ai := article.Input{Path: addr.Source(s.path), Plain: !strings.HasPrefix(s.path, site.ArticlesDir)}
	src, err := appendFile(slices.Grow((*room)[:0], 1), in.Site, s.path) // not nil, even when it is empty
	*room = src
	if err != nil {
		return ai, [32]byte{}, diag.List{unreadable(s.path, err)}
	}
	h := sha256.New()
	h.Write(src)
	if s.notes {
		ai.NotesPath = pathBeside(s.path, notesEnd)
		if ai.Notes, err = readFile(in.Site, ai.NotesPath); err != nil {
			return ai, [32]byte{}, diag.List{unreadable(ai.NotesPath, err)}
		}
		h.Write([]byte{0})
		h.Write(ai.Notes)
	}
	ext := strings.ToLower(path.Ext(s.path))
	converted := ext != ".md" && ext != ".markdown"
	reports = reports && !ai.Plain
	var diags diag.List
	if s.report && reports && !converted {
		ai.ReportPath = pathBeside(s.path, reportEnd)
		h.Write([]byte{1})
		if ai.Report, err = readFile(in.Site, ai.ReportPath); err != nil { // the article is whole without it
			ai.Report = nil
			d := unreadable(ai.ReportPath, err)
			d.Severity = diag.Warning
			diags = append(diags, d)
			h.Write([]byte(d.Message))
		}
		h.Write(ai.Report)
	}
	var sum [32]byte
	h.Sum(sum[:0])
	ai.Src = src
	if converted {
		draft, ds := importer.Import(path.Base(s.path), src, importer.Options{})
		ds = importer.BeforeCompiling(ds)
		for i := range ds {
			ds[i].File = s.path
		}
		diags = append(diags, ds...)
		if draft == nil {
			return ai, sum, diags
		}
		ai.Src = draft.Markdown
		if reports {
			ai.ReportPath, ai.Report = s.path, draft.Report().Marshal()
		}
	}
	return ai, sum, diags
}

var errTooLarge = fmt.Errorf("it is larger than %d MiB", maxSource>>20)

func readFile(fsys fs.FS, p string) ([]byte, error) { return appendFile([]byte{}, fsys, p) }

// appendFile appends a file to dst. One that grows while it is read is read to
// the length that it had.
func appendFile(dst []byte, fsys fs.FS, p string) ([]byte, error) {
	f, err := fsys.Open(p)
	if err != nil {
		return dst, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return dst, err
	}
	if !fi.Mode().IsRegular() {
		return dst, fmt.Errorf("it is not a regular file but %s", describe(fi.Mode()))
	}
	if fi.Size() > maxSource {
		return dst, errTooLarge
	}
	at, size := len(dst), int(fi.Size())
	dst = slices.Grow(dst, size)
	n, err := io.ReadFull(f, dst[at:at+size])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // it was cut short
		err = nil
	}
	return dst[:at+n], err
}

func (b *Builder) readSettings(in Input) {
	const file = site.ContentDir + "site.yaml"
	src, err := readFile(in.Site, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		b.settings, _ = site.ReadSettings(file, nil)
		b.setDiags = diag.List{diag.New(diag.Warning, "no-settings", file, "the site has no %s", file).WithHint("write one with at least title: and baseURL:")}
	case err != nil:
		b.settings, _ = site.ReadSettings(file, nil)
		b.setDiags = diag.List{unreadable(file, err)}
	default:
		b.settings, b.setDiags = site.ReadSettings(file, src)
	}
}

// readEntities reads the entity files that may have changed, and makes the
// register again if one did.
func (b *Builder) readEntities(ctx context.Context, in Input, dirty []*source) error {
	var list []*source
	for _, s := range dirty {
		if s.kind == entitySource {
			list = append(list, s)
		}
	}
	if len(list) == 0 && b.register != nil && len(dirty) < len(b.sources) {
		return nil
	}
	err := parallel(ctx, b.workers, len(list), func(i int) {
		s := list[i]
		src, err := readFile(in.Site, s.path)
		if err != nil {
			s.ent, s.diags, s.id = nil, diag.List{unreadable(s.path, err)}, id{}
			return
		}
		if of := newID("", s.path, sha256.Sum256(src)); of != s.id || s.ent == nil {
			s.id = of
			s.ent, _, s.diags = article.ReadEntity(s.path, src)
		}
	})
	if err != nil {
		return err
	}
	h := sha256.New()
	var own []*entity.Entity
	for _, s := range b.sources {
		if s.kind == entitySource && s.ent != nil {
			own = append(own, s.ent)
			h.Write(s.id[:])
		}
	}
	var sum [32]byte
	h.Sum(sum[:0])
	if b.register == nil || sum != b.regSum {
		b.register, b.regDiags = entity.NewRegister(own)
		b.regSum = sum
		for i, d := range b.regDiags {
			if src, err := readFile(in.Site, d.File); d.Culprit != "" && err == nil {
				b.regDiags[i] = d.In(src)
			}
		}
	}
	return nil
}

// compile compiles the sources that changed, or that a changed register or
// setting may read otherwise.
//
// It reports whether the site is linked as before: nothing changed that any page
// shows but the changed articles' own.
func (b *Builder) compile(ctx context.Context, in Input, dirty []*source) (same bool, err error) {
	env := b.env()
	reports := b.settings.ImportReports
	base := fmt.Sprintf("%s %d %d %x %s %v %t ", b.program, article.Version, importer.Version, b.regSum, b.settings.Language, b.settings.Publish, reports)
	todo := dirty
	if b.envKey != base {
		todo, b.envKey = b.sources, base
	}
	var list []*source
	for _, s := range todo {
		if s.kind == pageSource {
			list = append(list, s)
		}
	}
	var others atomic.Bool // some other page shows what changed
	var done atomic.Int64
	err = parallel(ctx, b.workers, len(list), func(i int) {
		s := list[i]
		was := s.art
		defer func() {
			if n := done.Add(1); in.Progress != nil {
				in.Progress(int(n), len(list))
			}
			if was == nil || s.art == nil || was != s.art && !was.SameForSite(s.art) {
				others.Store(true)
			}
		}()
		at, ok := b.rooms.Get().(*room)
		if !ok {
			at = new(room)
		}
		defer func() {
			if cap(at.src) <= maxRoom {
				b.rooms.Put(at)
			}
		}()
		ai, sum, diags := read(in, s, reports, &at.src)
		if ai.Src == nil {
			s.art, s.diags, s.id = nil, diags, id{}
			return
		}
		of := newID(base, s.path, sum)
		if s.art != nil && of == s.id {
			return
		}
		s.id, s.diags = of, diags
		if rec, ok := b.cache.Get(s.id.in("article ")); ok && b.cache.Has(s.id.in("page ")) && b.cache.Has(s.id.in("citations ")) && b.cache.Has(s.id.in("words ")) {
			if a, err := article.ReadRecord(rec, addr.Source(s.path)); err == nil {
				s.art = a
				return
			}
		}
		s.art, at.rec = article.CompileInto(at.rec, ai, env)
		b.remember(s.id, at.rec)
	})
	b.tagger.Rest()
	return !others.Load(), err
}

func (b *Builder) env() article.Env {
	return article.Env{Register: b.register, Tagger: b.tagger, Lang: b.settings.Language, Publish: b.settings.Publish}
}

// Register returns the register of the last build.
func (b *Builder) Register() *entity.Register { return b.register }

// Env reads settings and entities only, and returns what compiling depends on,
// for a text that is no part of the site.
func (b *Builder) Env(in Input) (article.Env, error) {
	dirty, _, err := b.scan(in)
	if err != nil {
		return article.Env{}, err
	}
	b.readSettings(in)
	if err := b.readEntities(context.Background(), in, dirty); err != nil {
		return article.Env{}, err
	}
	return b.env(), nil
}

// Text reads one source of the last build again, with everything that is known of
// its words, and who else may be meant by its names.
func (b *Builder) Text(in Input, p addr.Source) (*article.Text, error) {
	s := find(b.sources, string(p))
	if s == nil {
		return nil, fmt.Errorf("%s: %w", p, fs.ErrNotExist)
	}
	ai, _, diags := read(in, s, b.settings.ImportReports, new([]byte))
	if ai.Src == nil {
		return nil, fmt.Errorf("%s cannot be read: %s", p, diags[0].Message)
	}
	env := b.env()
	env.Explain = true
	return article.Read(ai, env), nil
}
