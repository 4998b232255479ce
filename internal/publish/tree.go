package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"dateline/internal/disk"
)

// tree is what publishing asks of a directory.
type tree interface {
	disk.Dir
	ReadDir(name string) ([]fs.DirEntry, error) // of an entry only name and type count
	Chmod(name string, perm fs.FileMode) error
	// Exchange gives two entries of the tree each other's name, as one step. Its
	// error wraps errors.ErrUnsupported where that cannot be done.
	Exchange(a, b string) error
	// SyncAll makes everything that was written to the tree's file system
	// durable; SyncNames does so with the names in the tree itself.
	SyncAll() error
	SyncNames() error
	Close() error
}

// rootTree is a directory of the machine, out of which no name leads.
type rootTree struct {
	disk.Dir
	root *os.Root
}

func inRoot(root *os.Root) rootTree { return rootTree{disk.In(root), root} }

func (t rootTree) ReadDir(name string) ([]fs.DirEntry, error) {
	d, err := t.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

func (t rootTree) Chmod(name string, perm fs.FileMode) error { return t.root.Chmod(name, perm) }

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

// create makes a new file; an existing one is an error.
func create(t tree, name string) (disk.File, error) {
	return t.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// replace makes the named file hold data, as one step: who reads it finds all
// of the old content or all of the new, even after a power cut.
func replace(t tree, name string, data []byte) error {
	tmp := name + ".tmp"
	if err := t.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := create(t, tmp)
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
