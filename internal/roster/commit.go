package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"dateline/internal/intake"
	"dateline/internal/lock"
)

// ErrChanged says that a file is not as it was read: somebody else has written it.
var ErrChanged = errors.New("the file has changed meanwhile; nothing was written, so run the command again")

// The lock that a commit holds, in the folder of a site's state.
const (
	stateDir = ".dateline"
	lockName = stateDir + "/entities.lock"
)

// Commit writes what is to be done, each file whole or not at all. Files that are
// made or changed come first, then those that are gone are removed, so that whatever
// cuts it off leaves no name without its entity. The error wraps ErrChanged when a
// file is not as it was read, and lock.ErrHeld when another run is writing.
func (r *Roster) Commit() error {
	writes := r.Writes()
	if len(writes) == 0 {
		return nil
	}
	if err := r.root.MkdirAll(stateDir, 0o755); err != nil {
		return fmt.Errorf("writing entities: %w", err)
	}
	held, err := lock.Try(r.root, lockName)
	if err != nil {
		return fmt.Errorf("writing entities: %w", err)
	}
	defer held.Release()
	for _, w := range writes {
		if err := r.asRead(w); err != nil {
			return err
		}
	}
	for _, w := range writes {
		if w.Verb == "update" {
			err = intake.Replace(r.root, w.Path, w.New)
		} else {
			err = r.make(w.Path, w.New)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", w.Path, err)
		}
	}
	for _, w := range writes {
		if w.Verb == "move" {
			if err := r.root.Remove(w.From); err != nil {
				return fmt.Errorf("removing %s, which is now %s: %w", w.From, w.Path, err)
			}
		}
	}
	for _, f := range r.files {
		f.was, f.old = f.path, f.now
	}
	return nil
}

// asRead reports with an error that a file is not as it was.
func (r *Roster) asRead(w Write) error {
	from := w.Path
	if w.Verb == "move" {
		from = w.From
	}
	now, err := r.root.ReadFile(from)
	switch {
	case w.Verb == "write" && errors.Is(err, fs.ErrNotExist):
		return nil
	case w.Verb != "write" && err == nil && bytes.Equal(now, w.Old):
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("reading %s: %w", from, err)
	default:
		return fmt.Errorf("%s: %w", from, ErrChanged)
	}
	if w.Verb == "move" {
		if _, err := r.root.Lstat(w.Path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", w.Path, ErrChanged)
		}
	}
	return nil
}

// make writes a file that is not there, whole or not at all, and never over another.
func (r *Roster) make(name string, data []byte) error {
	aside := path.Join(path.Dir(name), ".dateline-new-"+path.Base(name))
	if err := intake.Replace(r.root, aside, data); err != nil {
		return err
	}
	defer r.root.Remove(aside)
	err := r.root.Link(aside, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without links: the file is claimed, then takes its place.
	f, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return r.root.Rename(aside, name)
}
