// Package lock owns the claim of one process on a directory of state: a lock on
// a file that at most one holder has, and that the system takes back when the
// holder ends, however it ends. It knows nothing of what is guarded. A Lock
// changes only by being released.
package lock

import (
	"errors"
	"fmt"
	"os"

	"dateline/internal/disk"
)

// ErrHeld is returned by Try when somebody else holds the lock.
var ErrHeld = errors.New("held by another process")

// Lock is a held lock.
type Lock struct{ f disk.File }

// Try claims the lock named name in root, making the file when there is none,
// and never waits. The error wraps ErrHeld when the lock is taken. The file
// stays when the lock is released, since to remove it would race with the next
// holder.
func Try(root disk.Dir, name string) (*Lock, error) {
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open lock %s: %w", name, err)
	}
	if err := try(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return &Lock{f}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error { return l.f.Close() }
