package cli

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/json"
	"github.com/tdewolff/minify/v2/svg"
	"github.com/tdewolff/minify/v2/xml"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/cache"
	"dateline/internal/day"
	"dateline/internal/markdown"
	"dateline/internal/site"
	"dateline/static"
	"dateline/templates"
)

// siteOptions say how a site is opened and built.
type siteOptions struct {
	readOnly                bool // nothing is remembered on disk
	baseURL                 string
	drafts, future, expired bool
	minify                  bool
}

// openSite is a site on disk with a builder of it.
type openSite struct {
	p        *program
	dir      string
	root     *os.Root
	sources  *sources     // of the last build; nil before
	cache    *cache.Cache // nil when nothing is remembered on disk
	remember build.Cache
	builder  *build.Builder
	now      day.Day
	base     *addr.Absolute
	opt      siteOptions
	marks    func(*article.Text) []markdown.Mark // further ones on the words of articles; nil for none
}

func (p *program) openSite(opt siteOptions) (*openSite, error) {
	dir, err := p.needSite()
	if err != nil {
		return nil, err
	}
	s := &openSite{p: p, dir: dir, opt: opt}
	if s.now, err = p.today(); err != nil {
		return nil, err
	}
	if opt.baseURL != "" {
		u, err := site.ParseBase(opt.baseURL)
		if err != nil {
			return nil, usagef("--base-url %q: %v", opt.baseURL, err)
		}
		s.base = &u
	}
	if s.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("opening the site: %w", err)
	}
	var remember build.Cache
	if opt.readOnly {
		remember = build.NewMemory(nil)
	} else {
		if s.cache, err = cache.Open(dir, cache.Options{}); err != nil {
			s.root.Close()
			return nil, fmt.Errorf("opening the cache: %w", err)
		}
		if remember = s.cache; s.cache.ReadOnly() { // another run has it
			remember = build.NewMemory(s.cache)
		}
	}
	s.remember = remember
	s.builder = build.NewBuilder(programIdentity(), remember, runtime.GOMAXPROCS(0))
	return s, nil
}

// Close writes what is to be remembered.
func (s *openSite) Close() error {
	defer s.root.Close()
	if s.sources != nil {
		s.sources.Close()
	}
	if s.cache == nil {
		return nil
	}
	if err := s.cache.Close(); err != nil {
		return fmt.Errorf("closing the cache: %w", err)
	}
	return nil
}

// input is the site as it lies on disk now.
func (s *openSite) input() build.Input {
	var small func(string, []byte) ([]byte, error)
	if s.opt.minify {
		small = minifier()
	}
	return build.Input{
		Minify: small, Site: s.root.FS(), Templates: s.layer("templates", templates.FS), Static: s.layer("static", static.FS),
		Marks: s.marks, BaseURL: s.base, Now: s.now, Drafts: s.opt.drafts, Future: s.opt.future, Expired: s.opt.expired,
	}
}

// layer lays a folder of the site over what is built in.
func (s *openSite) layer(name string, builtin fs.FS) fs.FS {
	if fi, err := s.root.Stat(name); err != nil || !fi.IsDir() {
		return builtin
	}
	sub, err := fs.Sub(s.root.FS(), name)
	if err != nil {
		return builtin
	}
	return build.Overlay(sub, builtin)
}

// build compiles and links the site, with a progress bar where that takes long.
func (s *openSite) build(ctx context.Context) (*build.Output, error) {
	in := s.input()
	if s.sources != nil {
		s.sources.Close()
	}
	s.sources = newSources(s.root)
	in.Site = s.sources
	bar := s.p.progress("reading", 0)
	paced, restore := pace()
	defer restore()
	in.Progress = func(done, total int) {
		paced()
		bar.setOf(done, total)
	}
	defer bar.done()
	return s.builder.Build(ctx, in)
}

// minifier returns what makes files smaller: only what browsers do not see goes.
func minifier() func(string, []byte) ([]byte, error) {
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepSpecialComments: true})
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("text/javascript", js.Minify)
	m.AddFunc("application/json", json.Minify)
	m.AddFunc("text/xml", xml.Minify)
	m.AddFunc("image/svg+xml", svg.Minify)
	return m.Bytes
}

// inputDirs are the folders of a site that its output is made from.
var inputDirs = []string{"content", "templates", "static"}

// fingerprint identifies everything that a build depends on, by name, size and
// time of change, without reading it. It is "" when a file changed so lately
// that the clock of the file system could hide another change.
func (s *openSite) fingerprint(now time.Time) string {
	h := sha256.New()
	base := ""
	if s.base != nil {
		base = "-b " + string(*s.base)
	}
	fmt.Fprintf(h, "%s %s %v %v %v %v %d\n", programIdentity(), base, s.opt.drafts, s.opt.future, s.opt.expired, s.opt.minify, s.now)
	newest := time.Time{}
	var num [16]byte
	for _, dir := range inputDirs {
		err := filepath.WalkDir(filepath.Join(s.dir, dir), func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				if notExist(err) {
					return nil
				}
				return err
			}
			if d.IsDir() {
				if strings.HasPrefix(d.Name(), ".") && len(p) > len(s.dir)+len(dir)+1 {
					return fs.SkipDir
				}
				return nil
			}
			fi, err := d.Info()
			if err != nil {
				return err
			}
			if fi.ModTime().After(newest) {
				newest = fi.ModTime()
			}
			h.Write([]byte(p))
			binary.LittleEndian.PutUint64(num[:], uint64(fi.Size()))
			binary.LittleEndian.PutUint64(num[8:], uint64(fi.ModTime().UnixNano()))
			h.Write(num[:])
			return nil
		})
		if err != nil {
			return ""
		}
	}
	if now.Sub(newest) < 2*time.Second {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// programIdentity tells one build of Dateline from another.
func programIdentity() string {
	exe, err := os.Executable()
	if err != nil {
		return Version + revision()
	}
	fi, err := os.Stat(exe)
	if err != nil {
		return Version + revision()
	}
	return fmt.Sprintf("%s%s %d %d", Version, revision(), fi.Size(), fi.ModTime().UnixNano())
}
