// Package publish owns the output directory: it is the only writer of output,
// and it is all or nothing. It is handed a file system whose files are the site
// and builds nothing itself. It does not know what a page is.
//
// # The promise
//
// At any moment, whatever happens (kill -9, power cut, full disk, I/O error,
// Ctrl-C), the output directory is exactly the old site or exactly the new one.
// Where two steps cannot be made one, the next run completes or undoes what the
// last one began, and says so in Stats.Recovered. Nothing that was not written
// here is ever deleted.
//
// # The state machine
//
// Beside the output ("public") lie, while a run is under way, the staged tree
// (".public.staging-x") and, on systems that cannot exchange two directories,
// the tree set aside (".public.old-x"). What is known of the output lies in the
// site's state directory, never in the output itself, in a folder for each
// output path:
//
//	manifest        what we wrote: path, hash, size and time of each file
//	manifest.next   the same for the tree that is about to become the output
//	journal         there only while a run is under way: its phase and names
//
// A run goes through these states; each arrow is one atomic operation.
//
//	idle       no journal
//	  ↓ journal written, phase "stage"
//	staging    changed files are written to the staged tree, unchanged ones are
//	           hard links to the old files, as are foreign ones
//	  ↓ manifest.next written; everything made durable; journal, phase "commit"
//	ready
//	  ↓ output and staged tree exchanged (elsewhere: two renames)
//	exchanged  the old tree is emptied: our files go, a foreign file that came
//	           in the meantime is moved to the new tree
//	  ↓ manifest.next renamed to manifest
//	  ↓ journal removed
//	idle
//
// The next run finds the journal and knows by the identity of the directories
// which state was reached: before the exchange the staged tree is removed and
// the old site stands (Undone); after it, and between the two renames, the rest
// is carried out (Completed).
//
// When nothing changed nothing is staged, and Current tells so without a look
// at the site, from the manifest and the times of the files.
package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dateline/internal/disk"
	"dateline/internal/lock"
)

// Options says where to publish.
type Options struct {
	Site    string                // the site's root directory; state is kept in it
	Dir     string                // the output directory; a relative one is relative to Site
	Sources []string              // directories under Site that hold sources; default content, templates, static
	Key     string                // identity of everything the site is made from, for Current; one line
	Force   bool                  // take over a directory that has files of unknown origin
	Workers int                   // files opened at once; default one for each processor
	Accept  func() error          // asked once every file was read, before anything takes effect; an error keeps the old site; may be nil
	Report  func(done, total int) // progress, called after each file, by one goroutine at a time; may be nil
}

// StateDir is the directory under the site's root in which publishing keeps its state.
const StateDir = ".dateline/publish"

// Lister is what a site may offer so that its paths need not be found by walking it.
type Lister interface {
	// Paths returns the path of every file, in any order.
	Paths() []string
}

// Keyed is what a site may offer so that unchanged files need not be opened.
type Keyed interface {
	// Key returns a digest of everything that the file is made from, without
	// spaces, or "" when that is not known.
	Key(path string) string
}

// Recovery says what was done about an earlier run that was interrupted.
type Recovery uint8

const (
	Clean     Recovery = iota // no earlier run was interrupted
	Undone                    // an interrupted run was undone: the site before it stood
	Completed                 // an interrupted run was completed: its site was published
)

// String returns "clean", "undone" or "completed".
func (r Recovery) String() string { return [...]string{"clean", "undone", "completed"}[r] }

// File is a path in the output, and its length in bytes.
type File struct {
	Path string
	Size int64
}

// Stats tells what was done.
type Stats struct {
	Files     int      // files of the site
	Bytes     int64    // their total length
	Written   int      // files that are new or differ from what was published before
	Unchanged int      // files that were left as they are
	Removed   int      // files published before that the site no longer has
	Foreign   []string // files in the output that are not ours and were kept, in order
	Largest   []File   // the ten largest files, largest first
	Recovered Recovery // what became of an earlier, interrupted run
}

// Errors that Write wraps. The message says which path is meant and what to do.
var (
	// ErrUnsafe refuses an output directory where publishing could destroy something.
	ErrUnsafe = errors.New("not a safe place for output")
	// ErrForeign refuses to overwrite or remove what was not written by publishing.
	ErrForeign = errors.New("not written by dateline")
	// ErrBusy says that another run is publishing to some output of the site.
	ErrBusy = errors.New("another build of this site is publishing")
)

// SpaceError says that the disk is full. The old site is whole.
type SpaceError struct {
	Dir  string // the output directory
	Need int64  // bytes that the files to be written have altogether
	Err  error  // what the system said
}

func (e *SpaceError) Error() string {
	return fmt.Sprintf("publish to %s: the disk is full: %d bytes are needed for new and changed files; the site published before is untouched: %v", e.Dir, e.Need, e.Err)
}

func (e *SpaceError) Unwrap() error { return e.Err }

// Write makes the output directory hold exactly the files of site, and those
// that others put there. It returns ctx.Err(), wrapped, when ctx ends early, and
// the old site then stands, as it does after any error that does not say
// otherwise. Stats is what was done so far, also with an error.
func Write(ctx context.Context, site fs.FS, opt Options) (Stats, error) {
	pl, err := resolve(opt)
	if err != nil {
		return Stats{}, err
	}
	if err := pl.makeParent(); err != nil {
		return Stats{}, fmt.Errorf("publish to %s: %w", opt.Dir, err)
	}
	besideRoot, err := os.OpenRoot(pl.parent)
	if err != nil {
		return Stats{}, fmt.Errorf("publish to %s: %w", opt.Dir, err)
	}
	beside, err := newTree(besideRoot)
	if err != nil {
		return Stats{}, fmt.Errorf("publish to %s: %w", opt.Dir, err)
	}
	defer beside.Close()
	siteRoot, err := os.OpenRoot(pl.site)
	if err != nil {
		return Stats{}, fmt.Errorf("publish to %s: %w", opt.Dir, err)
	}
	defer siteRoot.Close()
	if err := siteRoot.MkdirAll(StateDir+"/"+pl.stateName(), 0o755); err != nil {
		return Stats{}, fmt.Errorf("make the state directory: %w", err)
	}
	held, err := lock.Try(disk.In(siteRoot), StateDir+"/lock")
	if errors.Is(err, lock.ErrHeld) {
		return Stats{}, fmt.Errorf("publish to %s: %w; wait until it ends", opt.Dir, ErrBusy)
	} else if err != nil {
		return Stats{}, err
	}
	defer held.Release()
	stateRoot, err := siteRoot.OpenRoot(StateDir + "/" + pl.stateName())
	if err != nil {
		return Stats{}, fmt.Errorf("open the state directory: %w", err)
	}
	defer stateRoot.Close()

	r := &run{out: pl.base, dir: opt.Dir, beside: beside, state: inRoot(stateRoot), opt: opt}
	err = r.publish(ctx, site)
	return r.stats, err
}

// Current reports whether the output is as the last run with the same Key left
// it, so that there is nothing to publish, and what it holds. It writes nothing.
// That other files were added to the output does not matter to it.
func Current(opt Options) (Stats, bool) {
	pl, err := resolve(opt)
	if err != nil || opt.Key == "" {
		return Stats{}, false
	}
	state := pl.site + "/" + StateDir + "/" + pl.stateName()
	if _, err := os.Lstat(state + "/" + journalName); err == nil {
		return Stats{}, false
	}
	if _, err := os.Lstat(pl.parent + "/" + pl.base); err != nil {
		return Stats{}, false
	}
	data, err := os.ReadFile(state + "/" + manifestName)
	if err != nil {
		return Stats{}, false
	}
	m, err := parseManifest(data)
	if err != nil || m.Key != opt.Key {
		return Stats{}, false
	}
	n := opt.workers()
	ok := make([]bool, n)
	var wg sync.WaitGroup
	for w := range n {
		wg.Go(func() {
			ok[w] = asPublished(pl.parent+"/"+pl.base+"/", m.Entries[w*len(m.Entries)/n:(w+1)*len(m.Entries)/n])
		})
	}
	wg.Wait()
	if slices.Contains(ok, false) {
		return Stats{}, false
	}
	s := Stats{Unchanged: len(m.Entries)}
	s.measure(m)
	return s, true
}

// asPublished reports whether each entry's file is a regular one of the size and
// time that the manifest has, in a directory that is one.
func asPublished(prefix string, entries []entry) bool {
	last := ""
	for i := range entries {
		e := &entries[i]
		if slash := strings.LastIndexByte(e.Path, '/'); slash >= 0 && e.Path[:slash] != last {
			last = e.Path[:slash]
			if fi, err := os.Lstat(prefix + last); err != nil || !fi.IsDir() {
				return false
			}
		}
		fi, err := os.Lstat(prefix + e.Path)
		if err != nil || !e.matches(fi) {
			return false
		}
	}
	return true
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// measure fills in what can be told from the manifest alone.
func (s *Stats) measure(m *manifest) {
	s.Files, s.Bytes, s.Largest = len(m.Entries), 0, nil
	for i := range m.Entries {
		e := &m.Entries[i]
		s.Bytes += e.Size
		at, _ := slices.BinarySearchFunc(s.Largest, e, func(f File, e *entry) int {
			if f.Size >= e.Size { // on equal length the first in path order comes first
				return -1
			}
			return 1
		})
		if at < largest {
			if len(s.Largest) == largest {
				s.Largest = s.Largest[:largest-1]
			}
			s.Largest = slices.Insert(s.Largest, at, File{e.Path, e.Size})
		}
	}
}

const largest = 10 // how many files Stats.Largest names
