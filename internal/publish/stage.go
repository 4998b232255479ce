package publish

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// run is one call of Write.
type run struct {
	out    string // name of the output directory in beside
	dir    string // the same as the caller wrote it, for messages
	beside tree   // the directory that the output is in
	state  tree   // what is known of this output
	opt    Options
	stats  Stats

	old     *manifest // what the output was found to hold of ours; nil when nothing is known
	was     *survey
	kept    []bool  // which files of the site are in the output already
	journal journal // its Staged is "" as long as nothing has been made

	mu       sync.Mutex // guards journal while files are staged, beginErr, dirs and done
	beginErr error
	dirs     map[string]bool // directories made last in the staged tree
	done     int
	need     atomic.Int64 // bytes of files that are new or changed
	full     atomic.Pointer[error]
}

// publish does what Write promises, on trees that are open and locked.
func (r *run) publish(ctx context.Context, site fs.FS) error {
	wrap := func(err error) error {
		if err == nil {
			return nil
		}
		return fmt.Errorf("publish to %s: %w", r.dir, err)
	}
	if err := r.recover(); err != nil {
		return wrap(err)
	}
	r.journal = journal{}
	if err := r.survey(); err != nil {
		return wrap(err)
	}
	paths, err := list(site)
	if err != nil {
		return wrap(err)
	}
	next, err := r.stage(ctx, site, paths)
	if err == nil && r.opt.Accept != nil {
		err = r.opt.Accept()
	}
	if err == nil && r.journal.Staged == "" && (r.stats.Removed > 0 || r.was.missing) {
		err = r.begin()
	}
	if err == nil && r.journal.Staged == "" { // nothing changed
		return wrap(r.remember(next))
	}
	if err == nil {
		err = r.fill(ctx, next)
	}
	if err == nil {
		err = ctx.Err() // the last moment at which Ctrl-C leaves the old site
	}
	if err == nil {
		err = r.ready(next)
	}
	if err == nil {
		err = r.exchange()
	}
	var torn tornError
	if errors.As(err, &torn) {
		return wrap(err)
	}
	if err != nil {
		err = errors.Join(err, r.undo())
		if isFull(err) {
			return &SpaceError{Dir: r.dir, Need: r.need.Load(), Err: err}
		}
		return wrap(err)
	}
	if err := r.finish(next); err != nil {
		return wrap(fmt.Errorf("the new site is published, but the old one was not removed; the next run will do it: %w", err))
	}
	return nil
}

// survey finds out what is in the output, and refuses a directory of unknown origin.
func (r *run) survey() error {
	var err error
	if r.old, err = loadManifest(r.state, manifestName); err != nil {
		return err
	}
	ours := r.old
	if ours == nil {
		ours = &manifest{}
	}
	if r.was, err = look(r.beside, r.out, ours); err != nil {
		return err
	}
	if r.old == nil && (len(r.was.foreign) > 0 || len(r.was.spare) > 0) && !r.opt.Force {
		return fmt.Errorf("it holds files that were %w; choose another directory, remove this one, or use --force to keep the files and write beside them", ErrForeign)
	}
	if r.old = ours; r.was.missing { // what it held is of no more use
		r.old = &manifest{}
	}
	return nil
}

// list returns the paths of the site in order.
func list(site fs.FS) ([]string, error) {
	var paths []string
	if l, ok := site.(Lister); ok {
		paths = slices.Clone(l.Paths())
	} else {
		err := fs.WalkDir(site, ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				paths = append(paths, p)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("list the site: %w", err)
		}
	}
	slices.Sort(paths)
	for i, p := range paths {
		if !validPath(p) {
			return nil, fmt.Errorf("the site has a file named %q, which cannot be published", p)
		}
		if i > 0 && paths[i-1] == p {
			return nil, fmt.Errorf("the site has two files named %q", p)
		}
	}
	return paths, nil
}

// stage opens every file of the site, in parallel, and writes those that differ
// from the output to the staged tree, which is made when the first is found.
func (r *run) stage(ctx context.Context, site fs.FS, paths []string) (*manifest, error) {
	next := &manifest{Entries: make([]entry, len(paths))}
	if oneLine(r.opt.Key, true) {
		next.Key = r.opt.Key
	}
	for i, p := range paths {
		next.Entries[i].Path = p
	}
	if err := r.clashes(next); err != nil {
		return next, err
	}
	r.kept = make([]bool, len(paths))
	keyed, _ := site.(Keyed)
	var written atomic.Int64
	err := r.each(ctx, len(paths), func(buf *[]byte, i int) error {
		e := &next.Entries[i]
		if keyed != nil {
			if k := keyed.Key(e.Path); oneLine(k, false) {
				e.Key = k
			}
		}
		same, err := r.stageFile(site, e, buf)
		r.kept[i] = same
		if err == nil && !same {
			written.Add(1)
		}
		r.report(len(paths))
		return err
	})
	if full := r.full.Load(); err == nil && full != nil {
		err = *full
	}
	r.stats.measure(next)
	r.stats.Written = int(written.Load())
	r.stats.Unchanged = len(paths) - r.stats.Written
	for i := range r.old.Entries {
		p := r.old.Entries[i].Path
		if _, there := r.was.files[p]; there && next.find(p) == nil {
			r.stats.Removed++
		}
	}
	r.stats.Foreign = slices.DeleteFunc(slices.Clone(r.was.foreign), func(p string) bool { return next.find(p) != nil })
	return next, err
}

// each calls do for 0 to n-1, from several goroutines that each have a buffer,
// until one fails or ctx ends.
func (r *run) each(ctx context.Context, n int, do func(buf *[]byte, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		at atomic.Int64
		wg sync.WaitGroup
	)
	for range min(r.opt.workers(), n) {
		wg.Go(func() {
			var buf []byte
			for ctx.Err() == nil {
				i := int(at.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(&buf, i); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (r *run) report(total int) {
	if r.opt.Report == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	r.opt.Report(r.done, total)
}

// big is the length from which a file is not held in memory.
const big = 8 << 20

// stageFile fills in e, and reports whether the output has that file already;
// otherwise it is staged.
func (r *run) stageFile(site fs.FS, e *entry, buf *[]byte) (same bool, err error) {
	was := r.old.find(e.Path)
	had, there := r.was.files[e.Path]
	// A second link to our file, made by somebody, must not be carried on.
	intact := was != nil && there && had.names == 1
	if intact && e.Key != "" && e.Key == was.Key && had.untouched(was) {
		*e = *was
		return true, nil
	}
	f, err := site.Open(e.Path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return false, err
	}
	if fi.Size() > big {
		return r.stageBig(site, f, e, was, had, intact)
	}
	data, err := readInto(*buf, f, fi.Size())
	*buf = data[:0]
	if err != nil {
		return false, fmt.Errorf("read %s: %w", e.Path, err)
	}
	e.Size, e.Sum = int64(len(data)), sha256.Sum256(data)
	if intact && r.unchanged(e, was, had) {
		return true, nil
	}
	r.need.Add(e.Size)
	return false, r.write(e, bytes.NewReader(data))
}

// stageBig is stageFile for a file that is read piece by piece, and twice when it has changed.
func (r *run) stageBig(site fs.FS, f fs.File, e, was *entry, had found, intact bool) (same bool, err error) {
	if intact {
		h := sha256.New()
		if e.Size, err = io.Copy(h, f); err != nil {
			return false, fmt.Errorf("read %s: %w", e.Path, err)
		}
		h.Sum(e.Sum[:0])
		if r.unchanged(e, was, had) {
			return true, nil
		}
		again, err := site.Open(e.Path)
		if err != nil {
			return false, err
		}
		defer again.Close()
		f = again
	}
	if fi, err := f.Stat(); err == nil {
		r.need.Add(fi.Size())
	}
	return false, r.write(e, f)
}

// unchanged reports whether the file in the output has e's content, and fills in its time.
func (r *run) unchanged(e, was *entry, had found) bool {
	if e.Sum != was.Sum || e.Size != had.size {
		return false
	}
	e.Time = had.time
	if had.untouched(was) {
		return true
	}
	// Touched, or edited to the same length: only its bytes tell.
	f, err := r.beside.OpenFile(r.out+"/"+e.Path, os.O_RDONLY, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return err == nil && bytes.Equal(h.Sum(nil), e.Sum[:])
}

// write stages a file with the given content and fills in e. On a full disk it
// only takes note of that, so that the caller can count what is needed.
func (r *run) write(e *entry, content io.Reader) error {
	if r.full.Load() != nil {
		return nil
	}
	err := r.begin()
	if err == nil {
		err = r.writeFile(e, content)
	}
	if err != nil && isFull(err) {
		r.full.CompareAndSwap(nil, &err)
		return nil
	}
	return err
}

func (r *run) writeFile(e *entry, content io.Reader) (err error) {
	name := r.journal.Staged + "/" + e.Path
	if err := r.mkdir(path.Dir(name)); err != nil {
		return err
	}
	f, err := create(r.beside, name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if whole, ok := content.(*bytes.Reader); ok { // already hashed
		_, err = whole.WriteTo(f)
	} else {
		h := sha256.New()
		e.Size, err = io.Copy(io.MultiWriter(f, h), content)
		h.Sum(e.Sum[:0])
	}
	if err != nil {
		return err
	}
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	e.Time = fi.ModTime().UnixNano()
	if !syncsWhole {
		return f.Sync()
	}
	return nil
}

// begin makes the staged tree, once. What follows is to be undone by undo.
func (r *run) begin() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.journal.Staged != "" || r.beginErr != nil {
		return r.beginErr
	}
	j := newJournal(r.out, strings.ToLower(rand.Text()[:8]))
	j.Force = r.opt.Force
	r.journal = j
	r.dirs = map[string]bool{j.Staged: true}
	r.beginErr = replace(r.state, journalName, j.encode())
	if r.beginErr == nil {
		r.beginErr = r.beside.Mkdir(j.Staged, 0o755)
	}
	if r.beginErr == nil && r.was.perm != 0o755 {
		r.beginErr = r.beside.Chmod(j.Staged, r.was.perm|0o700)
	}
	return r.beginErr
}

// mkdir makes a directory of the staged tree and those above it.
func (r *run) mkdir(name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dirs[name] {
		return nil
	}
	if err := mkdirAll(r.beside, name); err != nil {
		return err
	}
	if len(r.dirs) >= rememberedDirs {
		clear(r.dirs)
	}
	r.dirs[name] = true
	return nil
}

// rememberedDirs is how many directories are known to be made already. Files come
// in the order of their paths, so that those of a directory are close together.
const rememberedDirs = 256

// fill brings into the staged tree what is not new: files that have not changed,
// and what is not ours.
func (r *run) fill(ctx context.Context, next *manifest) error {
	for _, d := range r.was.spare {
		if err := r.mkdir(r.journal.Staged + "/" + d); err != nil {
			return err
		}
		if fi, err := r.beside.Lstat(r.out + "/" + d); err == nil && fi.Mode().Perm() != 0o755 {
			if err := r.beside.Chmod(r.journal.Staged+"/"+d, fi.Mode().Perm()|0o700); err != nil {
				return err
			}
		}
	}
	err := r.each(ctx, len(next.Entries), func(_ *[]byte, i int) error {
		e := &next.Entries[i]
		if !r.kept[i] {
			return nil // staged
		}
		return r.carry(e.Path, e)
	})
	if err != nil {
		return err
	}
	return r.each(ctx, len(r.stats.Foreign), func(_ *[]byte, i int) error { return r.carry(r.stats.Foreign[i], nil) })
}

// carry gives the staged tree a link to a file of the output, or a copy where
// the file system has no links. For a file of ours e gets the time of the copy.
func (r *run) carry(name string, e *entry) error {
	from, to := r.out+"/"+name, r.journal.Staged+"/"+name
	if err := r.mkdir(path.Dir(to)); err != nil {
		return err
	}
	lerr := r.beside.Link(from, to)
	if lerr == nil || isFull(lerr) || errors.Is(lerr, fs.ErrNotExist) || errors.Is(lerr, fs.ErrExist) {
		return lerr
	}
	f, err := r.beside.OpenFile(from, os.O_RDONLY, 0)
	if err != nil {
		return errors.Join(lerr, err)
	}
	defer f.Close()
	written := entry{Path: name}
	if err := r.writeFile(&written, f); err != nil {
		return errors.Join(lerr, err)
	}
	if e != nil {
		if written.Sum != e.Sum {
			return fmt.Errorf("%s changed while the site was published", from)
		}
		e.Time = written.Time
	}
	return nil
}

// ready makes the staged tree durable, with what the next run must know of it.
func (r *run) ready(next *manifest) error {
	fi, err := r.beside.Lstat(r.journal.Staged)
	if err != nil {
		return err
	}
	if err := replace(r.state, nextName, next.encode()); err != nil {
		return err
	}
	if err := r.beside.SyncAll(); err != nil {
		return err
	}
	j := r.journal
	j.Phase, j.Inode = committing, identity(fi)
	if err := replace(r.state, journalName, j.encode()); err != nil {
		return err
	}
	r.journal = j
	return nil
}

// tornError says that there is no output at the moment: between two renames the
// second failed, and the first could not be taken back.
type tornError struct{ error }

func (e tornError) Unwrap() error { return e.error }

// exchange makes the staged tree the output. After an error the output is the
// old one, unless the error is a tornError.
func (r *run) exchange() error {
	err := r.swap()
	if err == nil {
		return nil
	}
	// An error does not say that nothing happened: look.
	done, torn := r.reached()
	switch {
	case done:
		return nil
	case torn != nil:
		return tornError{fmt.Errorf("the site published before is in %s or %s; the next run will put it or the new one in place: %w",
			r.out, r.journal.Aside, errors.Join(err, torn))}
	}
	return err
}

func (r *run) swap() error {
	if r.was.missing {
		return r.beside.Rename(r.journal.Staged, r.out)
	}
	err := r.beside.Exchange(r.journal.Staged, r.out)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := r.beside.Rename(r.out, r.journal.Aside); err != nil {
		return err
	}
	if err := r.beside.Rename(r.journal.Staged, r.out); err != nil {
		return errors.Join(err, r.beside.Rename(r.journal.Aside, r.out))
	}
	return nil
}

// finish does what is left after the exchange.
func (r *run) finish(next *manifest) error {
	if err := r.beside.SyncNames(); err != nil {
		return err
	}
	for _, old := range []string{r.journal.Staged, r.journal.Aside} {
		if err := r.retire(old, next); err != nil {
			return err
		}
	}
	if err := ignoreMissing(r.state.Rename(nextName, manifestName)); err != nil {
		return err
	}
	if err := r.state.SyncNames(); err != nil {
		return err
	}
	return ignoreMissing(r.state.Remove(journalName))
}

// remember keeps the manifest of an output that needed no change, unless it says
// just what the one before did.
func (r *run) remember(next *manifest) error {
	if next.Key == r.old.Key && slices.Equal(next.Entries, r.old.Entries) {
		return nil
	}
	return replace(r.state, manifestName, next.encode())
}

// readInto reads all of f, which has about size bytes, into buf or a larger one.
func readInto(buf []byte, f io.Reader, size int64) ([]byte, error) {
	buf = slices.Grow(buf[:0], int(size)+1) // one more, so that the end is seen without growing
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		} else if err != nil {
			return buf, err
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf))
		}
	}
}
