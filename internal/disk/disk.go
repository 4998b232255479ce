// Package disk owns how files of the machine are written: below a directory out of
// which no name leads, and each file whole or not at all. Everything that keeps files
// of the author's, or state, does so through a Dir, so that tests can make any
// operation fail ([dateline/internal/disk/disktest]). It does not know what the files are.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// Dir is a directory of the machine with what is below it. Names are slash paths.
// Errors are those of os.Root.
type Dir interface {
	FS() fs.FS // to read files and walk folders
	OpenFile(name string, flag int, perm fs.FileMode) (File, error)
	ReadFile(name string) ([]byte, error)
	Lstat(name string) (fs.FileInfo, error)
	Mkdir(name string, perm fs.FileMode) error
	MkdirAll(name string, perm fs.FileMode) error
	Link(oldname, newname string) error
	Rename(oldname, newname string) error
	Remove(name string) error
}

// File is an open file: what an os.File can do of it.
type File interface {
	io.Reader
	io.Writer
	io.ReaderAt
	io.WriterAt
	Stat() (fs.FileInfo, error)
	Sync() error
	Close() error
	Fd() uintptr
}

// In returns the directory of root, which stays the caller's to close.
func In(root *os.Root) Dir { return dir{root} }

type dir struct{ *os.Root }

func (d dir) OpenFile(name string, flag int, perm fs.FileMode) (File, error) {
	f, err := d.Root.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err // and no *os.File that is nil
	}
	return f, nil
}

// Replace makes the named file hold data as one step: who reads it finds all of what
// it held before or all of data. What takes the place of another file is on the disk
// before it does. Folders are made as needed.
func Replace(d Dir, name string, data []byte) error {
	return ReplaceIf(d, name, data, func() error { return nil })
}

// ReplaceIf is Replace that asks, when everything is ready, whether to go on: an error
// is returned, and nothing has changed.
func ReplaceIf(d Dir, name string, data []byte, still func() error) error {
	err := lay(d, name, data)
	if err == nil {
		err = still()
	}
	if err == nil {
		err = d.Rename(Aside(name), name)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(d.Remove(Aside(name))))
	}
	return nil
}

// Create makes a file that holds data as one step, and never touches one that is there:
// its error wraps fs.ErrExist then. Folders are made as needed.
func Create(d Dir, name string, data []byte) error {
	err := lay(d, name, data)
	if err == nil {
		err = d.Link(Aside(name), name)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = claim(d, name) // a file system without links
		}
	}
	gone := ignoreMissing(d.Remove(Aside(name)))
	if err != nil {
		return errors.Join(err, gone)
	}
	return nil // though the file aside may be left
}

// lay writes a file aside, whole.
func lay(d Dir, name string, data []byte) error {
	tmp := Aside(name)
	if err := d.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	if err := ignoreMissing(d.Remove(tmp)); err != nil { // of a run that was killed
		return err
	}
	file, err := d.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if _, there := d.Lstat(name); err == nil && !errors.Is(there, fs.ErrNotExist) {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// claim makes an empty file, which what lies aside then replaces.
func claim(d Dir, name string) error {
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err = f.Close(); err == nil {
		err = d.Rename(Aside(name), name)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(d.Remove(name)))
	}
	return nil
}

// Aside is the name under which Replace writes a file before that is whole. Since it
// begins with a dot, no part of a site has such a name.
func Aside(name string) string { return path.Join(path.Dir(name), ".dateline-"+path.Base(name)) }

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
