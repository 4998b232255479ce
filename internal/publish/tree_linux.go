package publish

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dateline/internal/disk"
)

// keptTree is a rootTree that keeps directories open, so that the next file in
// one, or in one below, costs a single step. os.Root opens every directory above
// a file each time, which for a site of many small files is most of the work.
//
// Handles are opened one from the other, from the root down, by names of one
// part and never through a symbolic link: none leads out of the root. None
// outlives the name that it was opened by: an operation that takes a name away
// or gives it to another directory forgets the handles at and below it.
type keptTree struct {
	rootTree
	top    *os.File // the root
	topDir handle

	mu   sync.Mutex
	kept []*handle // the one used last at the end
}

// handle is a directory that is open.
type handle struct {
	path  string // below the root
	fd    int
	users int  // operations under way
	stale bool // no longer kept: the last of its users closes it
}

// maxKept is how many directories are kept open besides those in use: enough
// that the parents of what is being written are among them.
const maxKept = 16

// newTree returns a tree that owns root.
func newTree(root *os.Root) (tree, error) {
	top, err := root.Open(".")
	if err != nil {
		root.Close()
		return nil, err
	}
	return &keptTree{rootTree: inRoot(root), top: top, topDir: handle{path: ".", fd: int(top.Fd())}}, nil
}

func (t *keptTree) Close() error {
	t.forget(".")
	t.top.Close()
	return t.rootTree.Close()
}

// parent returns the directory that name is in, which release gives back, and
// the last part of name.
func (t *keptTree) parent(name string) (*handle, string, error) {
	dir, base := split(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	h, err := t.open(dir)
	if err != nil {
		return nil, "", err
	}
	h.users++
	for i := 0; i < len(t.kept) && len(t.kept) > maxKept; {
		if old := t.kept[i]; old.users == 0 {
			unix.Close(old.fd)
			t.kept = slices.Delete(t.kept, i, i+1)
		} else {
			i++
		}
	}
	return h, base, nil
}

func (t *keptTree) release(h *handle) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h.users--; h.users == 0 && h.stale {
		unix.Close(h.fd)
	}
}

// open returns the directory of that path. Its caller holds mu.
func (t *keptTree) open(path string) (*handle, error) {
	if path == "." {
		return &t.topDir, nil
	}
	for i := len(t.kept) - 1; i >= 0; i-- {
		if h := t.kept[i]; h.path == path {
			copy(t.kept[i:], t.kept[i+1:])
			t.kept[len(t.kept)-1] = h
			return h, nil
		}
	}
	dir, base := split(path)
	up, err := t.open(dir)
	if err != nil {
		return nil, err
	}
	fd, err := openat(up.fd, base, unix.O_PATH|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	h := &handle{path: path, fd: fd}
	t.kept = append(t.kept, h)
	return h, nil
}

// forget closes the handles at and below path, those in use when they no longer are.
func (t *keptTree) forget(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = slices.DeleteFunc(t.kept, func(h *handle) bool {
		rest, ok := strings.CutPrefix(h.path, path)
		if path != "." && (!ok || rest != "" && rest[0] != '/') {
			return false
		}
		if h.stale = true; h.users == 0 {
			unix.Close(h.fd)
		}
		return true
	})
}

// split returns the directory of a path and its last part.
func split(path string) (dir, base string) {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return ".", path
}

// at carries out one operation on name, given the directory that it is in and
// its last part.
func (t *keptTree) at(op, name string, do func(dir int, base string) error) error {
	h, base, err := t.parent(name)
	if err == nil {
		err = again(func() error { return do(h.fd, base) })
		t.release(h)
	}
	if err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

// file opens a file. os.NewFile, other than os.Root, does not try to register it
// for events, which regular files have none of.
func (t *keptTree) file(name string, flag int, perm fs.FileMode) (*os.File, error) {
	var fd int
	err := t.at("openat", name, func(dir int, base string) (err error) {
		fd, err = openat(dir, base, flag, uint32(perm.Perm()))
		return err
	})
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), t.root.Name()+"/"+name), nil
}

func (t *keptTree) OpenFile(name string, flag int, perm fs.FileMode) (disk.File, error) {
	f, err := t.file(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (t *keptTree) ReadDir(name string) ([]fs.DirEntry, error) {
	d, err := t.file(name, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

func (t *keptTree) Lstat(name string) (fs.FileInfo, error) {
	fi := status{name: name[strings.LastIndexByte(name, '/')+1:]}
	err := t.at("lstat", name, func(dir int, base string) error {
		return unix.Fstatat(dir, base, &fi.st, unix.AT_SYMLINK_NOFOLLOW)
	})
	if err != nil {
		return nil, err
	}
	return &fi, nil
}

func (t *keptTree) Mkdir(name string, perm fs.FileMode) error {
	return t.at("mkdirat", name, func(dir int, base string) error { return unix.Mkdirat(dir, base, uint32(perm.Perm())) })
}

func (t *keptTree) Link(oldname, newname string) error {
	link := func() error {
		from, old, err := t.parent(oldname)
		if err != nil {
			return err
		}
		defer t.release(from)
		to, base, err := t.parent(newname)
		if err != nil {
			return err
		}
		defer t.release(to)
		return again(func() error { return unix.Linkat(from.fd, old, to.fd, base, 0) })
	}
	if err := link(); err != nil {
		return &os.LinkError{Op: "linkat", Old: oldname, New: newname, Err: err}
	}
	return nil
}

func (t *keptTree) Rename(oldname, newname string) error {
	defer t.forget(newname)
	defer t.forget(oldname)
	return t.rootTree.Rename(oldname, newname)
}

func (t *keptTree) Exchange(a, b string) error {
	defer t.forget(b)
	defer t.forget(a)
	return t.rootTree.Exchange(a, b)
}

func (t *keptTree) Remove(name string) error {
	return t.at("unlinkat", name, func(dir int, base string) error {
		err := unix.Unlinkat(dir, base, 0)
		if err == unix.EISDIR {
			t.forget(name)
			err = unix.Unlinkat(dir, base, unix.AT_REMOVEDIR)
		}
		return err
	})
}

func openat(dir int, name string, flag int, perm uint32) (fd int, err error) {
	err = again(func() error {
		fd, err = unix.Openat(dir, name, flag|unix.O_NOFOLLOW|unix.O_CLOEXEC, perm)
		return err
	})
	return fd, err
}

// again repeats what a signal interrupted, which happens on some file systems.
func again(do func() error) error {
	for {
		if err := do(); err != unix.EINTR {
			return err
		}
	}
}

// status is the fs.FileInfo of what was found in a directory that is open.
type status struct {
	name string
	st   unix.Stat_t
}

func (s *status) Name() string       { return s.name }
func (s *status) Size() int64        { return s.st.Size }
func (s *status) IsDir() bool        { return s.Mode().IsDir() }
func (s *status) ModTime() time.Time { return time.Unix(s.st.Mtim.Unix()) }

// Sys returns what an os.FileInfo does, as far as it is asked for here.
func (s *status) Sys() any {
	return &syscall.Stat_t{Dev: s.st.Dev, Ino: s.st.Ino, Nlink: s.st.Nlink}
}

func (s *status) Mode() fs.FileMode {
	mode := fs.FileMode(s.st.Mode) & fs.ModePerm
	switch s.st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	default:
		mode |= fs.ModeIrregular
	}
	return mode
}
