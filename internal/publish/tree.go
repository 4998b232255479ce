package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// tree is what publishing asks of a directory. Names are slash paths below it.
// Besides the real one, which newTree makes, there is one in the tests that fails
// at any chosen operation.
type tree interface {
	Create(name string) (file, error) // a new file; an existing one is an error
	Open(name string) (io.ReadCloser, error)
	ReadDir(name string) ([]fs.DirEntry, error) // of an entry only name and type count
	Lstat(name string) (fs.FileInfo, error)
	Mkdir(name string, perm fs.FileMode) error
	Chmod(name string, perm fs.FileMode) error
	Link(oldname, newname string) error
	Rename(oldname, newname string) error
	Remove(name string) error
	// Exchange gives two entries of the tree each other's name, as one step. Its
	// error wraps errors.ErrUnsupported where that cannot be done.
	Exchange(a, b string) error
	// SyncAll makes everything that was written to the tree's file system
	// durable; SyncNames does so with the names in the tree itself.
	SyncAll() error
	SyncNames() error
	Close() error
}

// file is a file being written.
type file interface {
	io.Writer
	Stat() (fs.FileInfo, error)
	Sync() error
	Close() error
}

// rootTree is a directory of the machine, out of which no name leads.
type rootTree struct{ root *os.Root }

func (t rootTree) Create(name string) (file, error) {
	f, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (t rootTree) Open(name string) (io.ReadCloser, error) { return t.root.Open(name) }

func (t rootTree) ReadDir(name string) ([]fs.DirEntry, error) {
	d, err := t.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

func (t rootTree) Lstat(name string) (fs.FileInfo, error)    { return t.root.Lstat(name) }
func (t rootTree) Mkdir(name string, perm fs.FileMode) error { return t.root.Mkdir(name, perm) }
func (t rootTree) Chmod(name string, perm fs.FileMode) error { return t.root.Chmod(name, perm) }
func (t rootTree) Link(oldname, newname string) error        { return t.root.Link(oldname, newname) }

func (t rootTree) Rename(oldname, newname string) error { return t.root.Rename(oldname, newname) }
func (t rootTree) Remove(name string) error             { return t.root.Remove(name) }

func (t rootTree) Exchange(a, b string) error {
	d, err := t.root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	if err := exchange(d, a, b); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

func (t rootTree) Close() error { return t.root.Close() }

func (t rootTree) SyncAll() error {
	d, err := t.root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	return syncAll(d)
}

func (t rootTree) SyncNames() error {
	d, err := t.root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	return syncNames(d)
}

// exists reports whether there is anything of that name.
func exists(t tree, name string) (bool, error) {
	_, err := t.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// read returns the whole file.
func read(t tree, name string) ([]byte, error) {
	f, err := t.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// replace makes the named file hold data, as one step: who reads it finds all
// of the old content or all of the new, even after a power cut.
func replace(t tree, name string, data []byte) error {
	tmp := name + ".tmp"
	if err := t.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := t.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = t.Rename(tmp, name)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(t.Remove(tmp)))
	}
	return t.SyncNames()
}

// removeAll removes the named entry and all below it.
func removeAll(t tree, name string) error {
	fi, err := t.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	if !fi.IsDir() {
		return t.Remove(name)
	}
	entries, err := t.ReadDir(name)
	if err != nil {
		return err
	}
	for _, e := range entries {
		child := path.Join(name, e.Name())
		if e.IsDir() {
			err = removeAll(t, child)
		} else {
			err = t.Remove(child)
		}
		if err != nil {
			return err
		}
	}
	return t.Remove(name)
}

// mkdirAll makes the directory and those above it that are missing.
func mkdirAll(t tree, name string) error {
	err := t.Mkdir(name, 0o755)
	if errors.Is(err, fs.ErrNotExist) && strings.Contains(name, "/") {
		if err := mkdirAll(t, path.Dir(name)); err != nil {
			return err
		}
		err = t.Mkdir(name, 0o755)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
