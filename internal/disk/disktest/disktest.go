// Package disktest owns directories that fail, for tests: it lets each operation fail
// in turn, so that a test sees what is left of the files.
package disktest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dateline/internal/disk"
)

// Fault decides which operations on directories fail. They are counted over all that
// Dir made of it, in the order in which they happen: only one goroutine may use them.
type Fault struct {
	At   int                  // the first operation to fail, from 1; 0 for none
	Err  error                // with what
	Dead bool                 // all that follow fail too, as when the process was killed
	Late bool                 // what fails has happened nevertheless
	Only func(op string) bool // what can fail, and from At on does; nil for everything, once

	Count int    // operations so far
	Hit   string // the first that failed, for messages
}

// ErrKilled is what everything fails with once the process is as good as dead.
var ErrKilled = errors.New("killed")

// Each calls do with one fault after the other, until do ends without reaching it. The
// faults are: each operation fails, is said to fail though it happened, or is the last
// before the process dies, after half of what it writes; and the disk is full from
// some operation on. The test's name says which; Hit says where. With names of kinds
// only these are tried.
func Each(t *testing.T, do func(t *testing.T, f *Fault), kinds ...string) {
	t.Helper()
	faults := 0
	for _, kind := range []struct {
		name  string
		fault Fault
	}{
		{"error", Fault{Err: syscall.EIO}},
		{"late error", Fault{Err: syscall.EIO, Late: true}},
		{"killed", Fault{Err: ErrKilled, Dead: true}},
		{"killed late", Fault{Err: ErrKilled, Dead: true, Late: true}},
		{"full disk", Fault{Err: syscall.ENOSPC, Only: Growing}},
	} {
		if len(kinds) > 0 && !slices.Contains(kinds, kind.name) {
			continue
		}
		t.Run(kind.name, func(t *testing.T) {
			for at := 1; !t.Failed(); at++ {
				f := kind.fault
				f.At = at
				do(t, &f)
				if f.Hit == "" {
					break
				}
				faults++
			}
		})
	}
	if faults == 0 {
		t.Error("nothing was done that could fail")
	}
}

// Growing reports the operations that need room on a disk.
func Growing(op string) bool {
	return op == "write" || op == "mkdir" || op == "create" || op == "link"
}

// Check counts an operation and returns the error that it is to fail with, or nil.
func (f *Fault) Check(op, name string) error {
	f.Count++
	if f.At == 0 || f.Count < f.At || f.Only != nil && !f.Only(op) {
		return nil
	}
	if f.Count > f.At && !f.Dead && f.Only == nil {
		return nil
	}
	if f.Hit == "" {
		f.Hit = fmt.Sprintf("%d: %s %s", f.Count, op, name)
	}
	return &fs.PathError{Op: op, Path: name, Err: f.Err}
}

// Do carries out an operation, or not, as the fault has it.
func (f *Fault) Do(op, name string, do func() error) error {
	err := f.Check(op, name)
	if err == nil || f.Late && (!f.Dead || f.Count == f.At) {
		if done := do(); done != nil {
			return done
		}
	}
	return err
}

// Dir returns d with the fault.
func (f *Fault) Dir(d disk.Dir) disk.Dir { return dir{d, f} }

// dir is a directory some operations of which fail.
type dir struct {
	disk.Dir
	f *Fault
}

func (d dir) OpenFile(name string, flag int, perm fs.FileMode) (file disk.File, err error) {
	op := "open"
	if flag&os.O_CREATE != 0 {
		op = "create"
	}
	err = d.f.Do(op, name, func() (err error) {
		file, err = d.Dir.OpenFile(name, flag, perm)
		return err
	})
	switch {
	case err == nil:
		return d.f.File(file, name), nil
	case file != nil:
		file.Close()
	}
	return nil, err
}

func (d dir) ReadFile(name string) (b []byte, err error) {
	err = d.f.Do("read", name, func() error { b, err = d.Dir.ReadFile(name); return err })
	return b, err
}

func (d dir) Lstat(name string) (fi fs.FileInfo, err error) {
	err = d.f.Do("lstat", name, func() error { fi, err = d.Dir.Lstat(name); return err })
	return fi, err
}

func (d dir) Mkdir(name string, perm fs.FileMode) error {
	return d.f.Do("mkdir", name, func() error { return d.Dir.Mkdir(name, perm) })
}

func (d dir) MkdirAll(name string, perm fs.FileMode) error {
	return d.f.Do("mkdir", name, func() error { return d.Dir.MkdirAll(name, perm) })
}

func (d dir) Link(oldname, newname string) error {
	return d.f.Do("link", newname, func() error { return d.Dir.Link(oldname, newname) })
}

func (d dir) Rename(oldname, newname string) error {
	return d.f.Do("rename", newname, func() error { return d.Dir.Rename(oldname, newname) })
}

func (d dir) Remove(name string) error {
	return d.f.Do("remove", name, func() error { return d.Dir.Remove(name) })
}

func (d dir) FS() fs.FS { return readable{d.Dir.FS(), d.f} }

// readable is a file system that cannot be read any more from the fault on.
type readable struct {
	fs.FS
	f *Fault
}

func (r readable) Open(name string) (file fs.File, err error) {
	if err := r.f.Check("open", name); err != nil {
		return nil, err
	}
	return r.FS.Open(name)
}

// File returns file with the fault.
func (f *Fault) File(opened disk.File, name string) disk.File { return file{opened, f, name} }

type file struct {
	disk.File
	f    *Fault
	name string
}

// Write writes the first half when it is to fail, and all when it is to fail late.
func (t file) Write(b []byte) (n int, err error) {
	return t.write(b, func(b []byte) (int, error) { return t.File.Write(b) })
}

func (t file) WriteAt(b []byte, off int64) (n int, err error) {
	return t.write(b, func(b []byte) (int, error) { return t.File.WriteAt(b, off) })
}

func (t file) write(b []byte, do func(b []byte) (int, error)) (n int, err error) {
	err = t.f.Check("write", t.name)
	switch {
	case err == nil:
		return do(b)
	case t.f.Dead && t.f.Count > t.f.At:
		return 0, err
	case !t.f.Late:
		b = b[:len(b)/2]
	}
	n, _ = do(b)
	return n, err
}

func (t file) Read(b []byte) (int, error) {
	if err := t.f.Check("read", t.name); err != nil {
		return 0, err
	}
	return t.File.Read(b)
}

func (t file) ReadAt(b []byte, off int64) (int, error) {
	if err := t.f.Check("read", t.name); err != nil {
		return 0, err
	}
	return t.File.ReadAt(b, off)
}

func (t file) Stat() (fi fs.FileInfo, err error) {
	err = t.f.Do("stat", t.name, func() error { fi, err = t.File.Stat(); return err })
	return fi, err
}

func (t file) Sync() error {
	return t.f.Do("sync", t.name, func() error { return nil }) // how much is durable no test can see
}

// Close closes the file in any case, as the system does.
func (t file) Close() error {
	err := t.f.Check("close", t.name)
	return errors.Join(err, t.File.Close())
}

// Files returns the files below a folder of the machine by their paths, but those of
// the folders that are skipped.
func Files(t testing.TB, root string, skip ...string) map[string]string {
	t.Helper()
	tree := os.DirFS(root)
	all := map[string]string{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		for _, s := range skip {
			if name == s || strings.HasPrefix(name, s+"/") {
				return nil
			}
		}
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(tree, name)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
