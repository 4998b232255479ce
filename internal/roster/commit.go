package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"dateline/internal/disk"
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
			err = disk.Replace(r.root, w.Path, w.New)
		} else {
			err = disk.Create(r.root, w.Path, w.New)
			if w.Verb == "move" && errors.Is(err, fs.ErrExist) && r.holds(w.Path, w.New) {
				err = nil // a rename that was cut off
			}
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
		switch there, err := r.root.ReadFile(w.Path); {
		case errors.Is(err, fs.ErrNotExist), err == nil && bytes.Equal(there, w.New):
		case err == nil:
			return fmt.Errorf("%s: %w", w.Path, ErrChanged)
		default:
			return fmt.Errorf("reading %s: %w", w.Path, err)
		}
	}
	return nil
}

// holds reports whether the file holds just that.
func (r *Roster) holds(name string, data []byte) bool {
	now, err := r.root.ReadFile(name)
	return err == nil && bytes.Equal(now, data)
}
