package cli

import (
	"io/fs"
	"os"
	"path"
	"sync"
	"time"
)

// sources is the file system of a site for one build and what is shown of it. It
// keeps directories open, since os.Root opens every one above a file for each
// file. What it leads to is what os.Root does: a directory is opened by it, and a
// file that cannot be opened in its directory alone, such as a link into another,
// is asked of it.
//
// A directory that is renamed while it is open is still read where it went. So
// none is kept open when no file has been read for a moment: a preview, which
// lasts for hours, sees what lies at a path, and stands in nobody's way.
type sources struct {
	fs.ReadDirFS // of root
	root         *os.Root

	mu     sync.Mutex
	kept   [keptDirs]keptDir
	next   int // in kept, to be replaced
	idle   *time.Timer
	closed bool
}

type keptDir struct {
	path string
	dir  *os.Root
}

// keptDirs is how many directories are kept open. Files are read in the order of
// their paths, a few at once.
const keptDirs = 8

// keptFor is for how long they are after a file was opened in any of them.
const keptFor = time.Second

func newSources(root *os.Root) *sources {
	s := &sources{ReadDirFS: root.FS().(fs.ReadDirFS), root: root}
	s.idle = time.AfterFunc(keptFor, s.release)
	return s
}

// Open implements fs.FS.
func (s *sources) Open(name string) (fs.File, error) {
	if dir := path.Dir(name); dir != "." && fs.ValidPath(name) {
		if d := s.dir(dir); d != nil {
			// It may have been closed since, to keep another open.
			if f, err := d.Open(path.Base(name)); err == nil {
				return f, nil
			}
		}
	}
	return s.ReadDirFS.Open(name)
}

// Stat implements fs.StatFS.
func (s *sources) Stat(name string) (fs.FileInfo, error) { return fs.Stat(s.root.FS(), name) }

// ReadFile implements fs.ReadFileFS.
func (s *sources) ReadFile(name string) ([]byte, error) { return fs.ReadFile(s.root.FS(), name) }

// dir returns the directory if it is, or can be, kept open.
func (s *sources) dir(name string) *os.Root {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.idle.Reset(keptFor)
	for i := range s.kept {
		if s.kept[i].path == name {
			return s.kept[i].dir
		}
	}
	d, err := s.root.OpenRoot(name)
	if err != nil {
		return nil
	}
	at := &s.kept[s.next]
	s.next = (s.next + 1) % keptDirs
	if at.dir != nil {
		at.dir.Close()
	}
	*at = keptDir{name, d}
	return d
}

// release closes what is kept open.
func (s *sources) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.kept {
		if s.kept[i].dir != nil {
			s.kept[i].dir.Close()
		}
		s.kept[i] = keptDir{}
	}
}

// Close closes what is kept open, for good. Files can be opened all the same.
func (s *sources) Close() error {
	s.mu.Lock()
	s.closed = true
	s.idle.Stop()
	s.mu.Unlock()
	s.release()
	return nil
}
