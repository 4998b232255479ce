package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/picture"
	"dateline/internal/render"
)

// pictures are the pictures of a site and their copies. It reads each when somebody
// asks for it, and remembers in the cache what came of it.
type pictures struct {
	cache  Cache
	widths []int         // of copies
	files  []addr.Output // in no order
	// from returns where the file at a path is from, and what messages call it; or no name.
	from func(o addr.Output) (fsys fs.FS, name, told string)

	seen  sync.Map     // *pictured, by addr.Output
	large sync.RWMutex // held by the one large picture that is scaled
}

// pictured is what is known of one picture.
type pictured struct {
	once sync.Once
	sum  [32]byte // of its file, when it has copies
	diag diag.List

	// What the cache keeps of it.
	Width, Height int    // in its own pixels; 0 for what is no picture
	Widths        []int  // of its copies
	Fault         string // why it has none; may be empty
}

// endings are those of pictures that must be what they say.
var endings = []string{".jpg", ".jpeg", ".png", ".gif", ".webp"}

func isPicture(name string) bool {
	return slices.Contains(endings, strings.ToLower(path.Ext(name)))
}

// at returns what is known of the picture that is published at a path.
func (p *pictures) at(o addr.Output) *pictured {
	known, ok := p.seen.Load(o)
	if !ok {
		o = addr.Output(strings.Clone(string(o))) // which may lie in the memory of a page
		known, _ = p.seen.LoadOrStore(o, new(pictured))
	}
	is := known.(*pictured)
	is.once.Do(func() { p.look(o, is) })
	return is
}

// look reads a picture, and makes its copies unless the cache has them.
func (p *pictures) look(o addr.Output, is *pictured) {
	fsys, name, told := p.from(o)
	if name == "" {
		return
	}
	f, err := fsys.Open(name)
	if err != nil {
		return // that it is missing is said where it is linked or copied
	}
	h, err := picture.Read(f)
	f.Close()
	warn := func(code, fault, hint string) {
		is.Fault = fault
		is.diag = diag.List{diag.New(diag.Warning, code, told, "the picture %q %s", path.Base(name), fault).WithHint("%s", hint)}
	}
	if err != nil {
		if isPicture(name) {
			warn("broken-picture", "cannot be read: it is "+err.Error(), "save it again, or name it for what it is")
		}
		return
	}
	is.Width, is.Height = h.Width, h.Height
	if !h.Decodes() {
		return
	}
	if err := h.Check(); err != nil {
		warn("large-picture", "has no smaller copies: "+strings.TrimPrefix(err.Error(), picture.ErrTooLarge.Error()+": "), "save it with fewer pixels; it is shown as it is")
		return
	}
	file, err := readFile(fsys, name)
	if err != nil {
		return // as above
	}
	is.sum = sha256.Sum256(file)
	key := p.key(is, 0)
	if rec, ok := p.cache.Get(key); !ok || json.Unmarshal(rec, is) != nil {
		is.Widths, is.Fault = nil, ""
		copies, err := p.scale(h, file)
		for w := range copies {
			is.Widths = append(is.Widths, w)
		}
		slices.Sort(is.Widths)
		if err != nil {
			is.Fault = err.Error()
		}
		for w, b := range copies {
			p.cache.Put(p.key(is, w), b)
		}
		if rec, err := json.Marshal(is); err == nil {
			p.cache.Put(key, rec)
		}
	}
	if is.Fault != "" {
		warn("broken-picture", "cannot be read to its end: "+is.Fault, "save it again; it is shown as it is")
	}
}

// key returns where the cache keeps a copy, or for a width of 0 what is known of all.
func (p *pictures) key(is *pictured, width int) string {
	return fmt.Sprintf("picture %d %d %v %x", picture.Version, width, p.widths, is.sum)
}

// light is how many bytes a picture may have that is quick to load as it is.
const light = 16 << 10

// scale makes copies, of all but light pictures. Of large ones one is in memory at a time.
func (p *pictures) scale(h picture.Header, file []byte) (map[int][]byte, error) {
	if h.Large() {
		p.large.Lock()
		defer p.large.Unlock()
	} else {
		p.large.RLock()
		defer p.large.RUnlock()
	}
	if len(file) <= light {
		return picture.Scale(file, nil) // only looks whether it is whole
	}
	return picture.Scale(file, p.widths)
}

// known returns what pages need of the picture at an address.
func (p *pictures) known(u addr.URL) render.Picture {
	is := p.at(u.Output())
	out := render.Picture{Width: is.Width, Height: is.Height}
	for _, w := range is.Widths {
		if to := addr.URL(picture.CopyName(string(u), w)); !p.own(to.Output()) {
			out.Copies = append(out.Copies, render.Copy{URL: to, Width: w})
		}
	}
	return out
}

// own reports whether the site brings the file at a path itself.
func (p *pictures) own(o addr.Output) bool {
	_, name, _ := p.from(o)
	return name != ""
}

// copies returns the paths of the copies of all pictures.
func (p *pictures) copies(workers int) []string {
	of := make([][]string, len(p.files))
	_ = parallel(context.Background(), workers, len(p.files), func(i int) {
		for _, c := range p.known(p.files[i].URL()).Copies {
			of[i] = append(of[i], string(c.URL.Output()))
		}
	})
	return slices.Concat(of...)
}

// maker returns what makes the copy of a picture at a path, or nil when there is none.
func (p *pictures) maker(name string) maker {
	original, width, ok := picture.OfCopy(name)
	if !ok || p.own(addr.Output(name)) || !slices.Contains(p.at(addr.Output(original)).Widths, width) {
		return nil
	}
	return func(dst []byte) ([]byte, diag.List, error) {
		is := p.at(addr.Output(original))
		if dst, ok := p.cache.Append(dst, p.key(is, width)); ok {
			return dst, nil, nil
		}
		fsys, from, _ := p.from(addr.Output(original)) // the cache was damaged, or another run swept it
		file, err := readFile(fsys, from)
		if err != nil {
			return dst, nil, err
		}
		if sha256.Sum256(file) != is.sum {
			return dst, nil, fmt.Errorf("%s: %w", from, ErrChanged)
		}
		h, err := picture.Read(bytes.NewReader(file))
		if err != nil {
			return dst, nil, err
		}
		copies, err := p.scale(h, file)
		if err == nil && copies[width] == nil {
			err = errors.New("it has no such copy")
		}
		if err != nil {
			return dst, nil, err
		}
		for w, b := range copies {
			p.cache.Put(p.key(is, w), b)
		}
		return append(dst, copies[width]...), nil, nil
	}
}

// faults returns what is wrong with the picture that is published at a path.
func (p *pictures) faults(o addr.Output) diag.List {
	if !isPicture(string(o)) {
		return nil
	}
	return p.at(o).diag
}
