package watch

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// snapshot is the state of all watched files at one moment.
type snapshot struct {
	filter *filter
	files  map[string]stamp // by slash path relative to the root
}

// stamp changes whenever a file does.
type stamp struct {
	size, time int64
	mode       fs.FileMode
}

func newSnapshot(f *filter) *snapshot {
	s := &snapshot{filter: f}
	s.files = s.look()
	return s
}

func (s *snapshot) look() map[string]stamp {
	files := make(map[string]stamp, len(s.files))
	for _, d := range s.filter.dirs {
		// What cannot be read counts as not there: whoever reads the site will say why.
		_ = filepath.WalkDir(d, func(p string, e fs.DirEntry, err error) error {
			name, ok := s.filter.path(p)
			if err != nil || !ok {
				if e != nil && e.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if e.IsDir() {
				return nil
			}
			if fi, err := os.Lstat(p); err == nil {
				files[name] = stamp{fi.Size(), fi.ModTime().UnixNano(), fi.Mode()}
			}
			return nil
		})
	}
	return files
}

// next looks again, and returns the paths that differ, in any order.
func (s *snapshot) next() []string {
	now := s.look()
	var changed []string
	for p, st := range now {
		if was, ok := s.files[p]; !ok || was != st {
			changed = append(changed, p)
		}
	}
	for p := range s.files {
		if _, ok := now[p]; !ok {
			changed = append(changed, p)
		}
	}
	s.files = now
	return changed
}

// poll sends what differs from s, every interval, until ctx ends; then it closes the channel.
func poll(ctx context.Context, s *snapshot, interval time.Duration, changes chan<- change) {
	defer close(changes)
	watchTree(ctx, s, interval, changes)
}

func watchTree(ctx context.Context, s *snapshot, interval time.Duration, changes chan<- change) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, p := range s.next() {
			select {
			case changes <- change{path: p}:
			case <-ctx.Done():
				return
			}
		}
	}
}
