// Package watch owns the question of which files changed: it turns the system's
// notifications, or its own repeated look where there are none, into batches of
// paths, one for each burst of changes. It does not know what the files are, and
// reads none of them.
package watch

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Options says what to watch and how.
type Options struct {
	// Root is the directory that paths are relative to.
	Root string
	// Dirs are the directories below Root to watch, as slash paths. They need not
	// exist yet. Without any it is Root itself.
	Dirs []string
	// Ignore are directories below Root that are never watched, such as the
	// output, as slash paths.
	Ignore []string
	// Poll, when positive, is the interval at which to look for changes instead
	// of being notified: for network drives and containers that notify nobody.
	Poll time.Duration
	// Quiet is how long no further change must come for a burst to be over;
	// default 8 ms.
	Quiet time.Duration
	// Patience is after how long a burst that does not end is reported all the
	// same; default 100 ms.
	Patience time.Duration
	// Pending, when not nil, is called at the first change of a burst, before it is
	// over, so that nothing out of date need be shown until the batch has come.
	// It must return at once. Every call is followed by a batch.
	Pending func()
	// Warn, when not nil, is told what keeps notifications from working.
	Warn func(error)
}

// Batch is the changes of one burst.
type Batch struct {
	// Paths are the files that appeared, changed or went, sorted, each once, as
	// slash paths relative to Root. A folder that went is named instead of its
	// files when nobody said which they were.
	Paths []string
	// All says that changes were missed: anything may have changed.
	All bool
}

// Watch reports changes of files in and below the directories until ctx ends;
// then it closes the channel. While the receiver is busy, what
// changes is added to the next batch, so that none is lost. When the system's
// notifications cannot be had, it polls twice a second and tells Warn.
func Watch(ctx context.Context, opt Options) (<-chan Batch, error) {
	if opt.Quiet <= 0 {
		opt.Quiet = 8 * time.Millisecond
	}
	if opt.Patience <= 0 {
		opt.Patience = 100 * time.Millisecond
	}
	f, err := newFilter(opt.Root, opt.Dirs, opt.Ignore)
	if err != nil {
		return nil, err
	}
	changes := make(chan change, 64)
	if opt.Poll > 0 {
		go poll(ctx, newSnapshot(f), opt.Poll, changes)
	} else if err := notify(ctx, f, opt.Warn, changes); err != nil {
		if opt.Warn != nil {
			opt.Warn(fmt.Errorf("the system's notifications cannot be used, looking for changes twice a second: %w", err))
		}
		go poll(ctx, newSnapshot(f), fallback, changes)
	}
	out := make(chan Batch)
	go gather(ctx, changes, opt, out)
	return out, nil
}

// fallback is the interval of polling that nobody asked for.
const fallback = 500 * time.Millisecond

// change is one thing that happened: to a path, or, when rescan, to any.
type change struct {
	path   string
	rescan bool
}

// gather makes batches of changes. It owns the batch under way; nothing else
// touches it.
func gather(ctx context.Context, changes <-chan change, opt Options, out chan<- Batch) {
	defer close(out)
	var (
		paths  = map[string]bool{}
		rescan bool
		began  bool
		over   bool      // the burst is over: the batch may be sent
		until  time.Time // when patience ends
		quiet  = time.NewTimer(time.Hour)
	)
	quiet.Stop()
	for {
		var send chan<- Batch
		var batch Batch
		if over {
			send = out
			batch = Batch{All: rescan, Paths: make([]string, 0, len(paths))}
			for p := range paths {
				batch.Paths = append(batch.Paths, p)
			}
			slices.Sort(batch.Paths)
		}
		select {
		case <-ctx.Done():
			return
		case c, ok := <-changes:
			if !ok {
				return
			}
			now := time.Now()
			if !began {
				began, until = true, now.Add(opt.Patience)
				if opt.Pending != nil {
					opt.Pending()
				}
			}
			if c.rescan {
				rescan = true
			} else {
				paths[c.path] = true
			}
			if !over { // after that the receiver is what we wait for
				quiet.Reset(min(opt.Quiet, until.Sub(now)))
			}
		case <-quiet.C:
			over = true
		case send <- batch:
			paths = map[string]bool{}
			rescan, began, over = false, false, false
		}
	}
}

// filter knows which paths matter. It does not change.
type filter struct {
	root   string   // absolute
	dirs   []string // absolute
	ignore []string // absolute
}

func newFilter(root string, dirs, ignore []string) (*filter, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	f := &filter{root: abs}
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	for _, d := range dirs {
		if !filepath.IsLocal(filepath.FromSlash(d)) {
			return nil, fmt.Errorf("watch %s: it is not in %s", d, root)
		}
		f.dirs = append(f.dirs, filepath.Join(abs, filepath.FromSlash(d)))
	}
	for _, d := range ignore {
		f.ignore = append(f.ignore, filepath.Join(abs, filepath.FromSlash(d)))
	}
	return f, nil
}

// path returns the slash path, relative to the root, of an absolute one, and
// false when that is not in a watched directory, is ignored, or is an editor's own file.
func (f *filter) path(abs string) (string, bool) {
	for _, i := range f.ignore {
		if _, in := below(abs, i); in {
			return "", false
		}
	}
	for _, d := range f.dirs {
		rel, in := below(abs, d)
		if !in {
			continue
		}
		for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
			if part != "" && temporary(part) {
				return "", false
			}
		}
		whole, _ := below(abs, f.root)
		return filepath.ToSlash(whole), true
	}
	return "", false
}

// below returns path relative to dir, "" for dir itself, and whether it lies in it.
func below(path, dir string) (string, bool) {
	if path == dir {
		return "", true
	}
	rel, ok := strings.CutPrefix(path, dir)
	if !ok {
		return "", false
	}
	if !strings.HasSuffix(dir, string(filepath.Separator)) {
		if rel, ok = strings.CutPrefix(rel, string(filepath.Separator)); !ok {
			return "", false
		}
	}
	return rel, true
}

// temporary reports whether name is that of a file which editors and systems make
// for themselves: hidden files (so do vim's swap files begin, and Emacs' locks),
// backups, Emacs' auto-saves, vim's probe for a writable directory, and the
// temporaries of JetBrains, of Kate and of browsers.
func temporary(name string) bool {
	switch {
	case strings.HasPrefix(name, "."),
		strings.HasSuffix(name, "~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),
		strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"),
		strings.HasSuffix(name, ".swp"), strings.HasSuffix(name, ".swx"),
		strings.HasSuffix(name, ".kate-swp"), strings.HasSuffix(name, ".crswap"),
		name == "4913", name == "Thumbs.db":
		return true
	}
	return false
}
