package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// notifier turns the system's notifications, which are about one directory each,
// into changes of a tree. It is used by one goroutine.
type notifier struct {
	filter  *filter
	watcher *fsnotify.Watcher
	watched map[string]bool // absolute directories
	warn    func(error)
	changes chan<- change
	ctx     context.Context
}

// notify begins to send changes, from a goroutine that ends with ctx and then
// closes the channel. On an error nothing was begun.
func notify(ctx context.Context, f *filter, warn func(error), changes chan<- change) error {
	w, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return err
	}
	n := &notifier{filter: f, watcher: w, watched: map[string]bool{}, warn: warn, changes: changes, ctx: ctx}
	for _, d := range f.dirs {
		if err := n.addRoot(d); err != nil {
			w.Close()
			return err
		}
	}
	go n.run()
	return nil
}

// addRoot watches the directory and all below it, or as long as it does not
// exist, the nearest one above it that does.
func (n *notifier) addRoot(abs string) error {
	for at := abs; ; at = filepath.Dir(at) {
		fi, err := os.Stat(at)
		switch {
		case err == nil && fi.IsDir() && at == abs:
			return n.add(abs, false)
		case err == nil && fi.IsDir():
			return n.watch(at)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if at == filepath.Dir(at) {
			return fmt.Errorf("watch %s: %w", abs, fs.ErrNotExist)
		}
	}
}

func (n *notifier) watch(abs string) error {
	if n.watched[abs] {
		return nil
	}
	if err := n.watcher.Add(abs); err != nil {
		return fmt.Errorf("watch %s: %w", abs, err)
	}
	n.watched[abs] = true
	return nil
}

// add watches the directory and those below it. When report is set, the files in
// them are reported: they may have been made before the watch was.
func (n *notifier) add(abs string, report bool) error {
	return filepath.WalkDir(abs, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // gone again
			}
			if errors.Is(err, fs.ErrPermission) {
				if n.warn != nil {
					n.warn(fmt.Errorf("changes are not seen: %w", err))
				}
				return fs.SkipDir
			}
			return err
		}
		if _, ok := n.filter.path(p); !ok {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() {
			if report {
				n.send(p)
			}
			return nil
		}
		// Before its entries are read, so that none can come up in between unseen.
		err = n.watch(p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

func (n *notifier) run() {
	defer close(n.changes)
	defer n.watcher.Close()
	for {
		select {
		case <-n.ctx.Done():
			return
		case e, ok := <-n.watcher.Events:
			if !ok {
				return
			}
			if err := n.event(e); err != nil {
				n.giveUp(err)
				return
			}
		case err, ok := <-n.watcher.Errors:
			if !ok {
				return
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) && n.warn != nil {
				n.warn(fmt.Errorf("changes may have been missed: %w", err))
			}
			// Directories may have come up unseen.
			if err := n.rescan(); err != nil {
				n.giveUp(err)
				return
			}
		}
	}
}

// giveUp goes on by polling, as happens when a user may not watch more directories.
func (n *notifier) giveUp(err error) {
	if n.warn != nil {
		n.warn(fmt.Errorf("the system's notifications cannot be used any more, looking for changes twice a second: %w", err))
	}
	n.watcher.Close()
	s := newSnapshot(n.filter)
	n.post(change{rescan: true})
	watchTree(n.ctx, s, fallback, n.changes)
}

func (n *notifier) rescan() error {
	for _, d := range n.filter.dirs {
		if err := n.addRoot(d); err != nil {
			return err
		}
	}
	n.post(change{rescan: true})
	return nil
}

func (n *notifier) event(e fsnotify.Event) error {
	abs := filepath.Clean(e.Name)
	if e.Op == fsnotify.Chmod {
		return nil // indexers and virus scanners cause thousands of them
	}
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		n.forget(abs)
	}
	if _, ok := n.filter.path(abs); !ok {
		return n.above(abs)
	}
	if e.Has(fsnotify.Create) {
		if fi, err := os.Lstat(abs); err == nil && fi.IsDir() {
			return n.add(abs, true)
		}
	}
	n.send(abs)
	return nil
}

// forget ends the watches of a directory that went, and of those below it, which
// would otherwise go on to report by the name that they no longer have.
func (n *notifier) forget(abs string) {
	if !n.watched[abs] {
		return
	}
	prefix := abs + string(filepath.Separator)
	for d := range n.watched {
		if d == abs || strings.HasPrefix(d, prefix) {
			delete(n.watched, d)
			// It may well be gone with the directory.
			if err := n.watcher.Remove(d); err != nil && !errors.Is(err, fsnotify.ErrNonExistentWatch) && n.warn != nil {
				n.warn(err)
			}
		}
	}
	for _, d := range n.filter.dirs {
		if _, in := below(d, abs); in { // a watched root itself went: look out for its return
			if err := n.addRoot(d); err != nil && n.warn != nil {
				n.warn(err)
			}
		}
	}
}

// above handles a change outside the watched directories: one that may bring a
// directory into being that is to be watched.
func (n *notifier) above(abs string) error {
	for _, d := range n.filter.dirs {
		if _, in := below(d, abs); !in || n.watched[d] {
			continue
		}
		if err := n.addRoot(d); err != nil {
			return err
		}
		if n.watched[d] {
			if err := n.add(d, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *notifier) send(abs string) {
	if p, ok := n.filter.path(abs); ok {
		n.post(change{path: p})
	}
}

func (n *notifier) post(c change) {
	select {
	case n.changes <- c:
	case <-n.ctx.Done():
	}
}
