// Package review owns the decisions that people make in the preview. It shows what can
// be decided in an article and writes what was decided to NAME.notes.jsonl beside it; no
// other package writes that file.
//
// Nothing that somebody else wrote is lost: a request names what the article and its
// notes were when it was made, and is refused with both versions when one of them is
// another by now. The file is replaced whole or not at all. What is not a decision, and
// decisions that a request does not name, stay byte for byte.
//
// It does not know HTTP, and it does not render. A Desk may be used from several
// goroutines.
package review

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/disk"
	"dateline/internal/lock"
	"dateline/internal/notes"
	"dateline/internal/prose"
)

// Options are what a desk depends on.
type Options struct {
	Root  disk.Dir      // of the site
	By    string        // who decides, as it is written to the notes; "" writes nobody
	Today func() string // the day, as it is written to the notes; nil writes none
}

// Desk is where decisions are made.
type Desk struct {
	opt Options

	writing sync.Mutex // one write at a time

	mu    sync.Mutex
	out   *build.Output
	names *names // of out; nil until they are asked for
}

// New makes a desk. It is of use after the first Show.
func New(opt Options) *Desk { return &Desk{opt: opt} }

// Show has the desk work on another output of the same site.
func (d *Desk) Show(out *build.Output) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.out, d.names = out, nil
}

func (d *Desk) output() *build.Output {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.out
}

// Errors that a request is answered with. Conflict is one more.
var (
	ErrNoArticle = errors.New("there is no such article")
	ErrRequest   = errors.New("the request makes no sense")
)

// Conflict is the error for a request that was made for something that is another by now.
type Conflict struct {
	What   string   // "article" or "notes"
	Yours  []string // lines that would have been written
	Theirs []string // lines of the notes as they are
	State  *State   // of the article as it is
}

func (c *Conflict) Error() string { return "the " + c.What + " changed meanwhile" }

// Change is what somebody decided, in one article.
type Change struct {
	Path    string    `json:"path"`
	Article string    `json:"article"` // sums as State gives them
	Notes   string    `json:"notes"`
	Remove  []string  `json:"remove"`  // ids of decisions that are taken back
	Add     []Verdict `json:"add"`     // new decisions
	Restore []string  `json:"restore"` // lines to put back, as an Undo says
}

// Verdict is one new decision.
type Verdict struct {
	Kind   string `json:"kind"`   // notes.Mention or notes.Time
	Status string `json:"status"` // notes.Accepted or notes.Rejected
	Entity string `json:"entity"`
	Value  string `json:"value"`
	Start  int    `json:"start"` // the words, in bytes of the running text
	End    int    `json:"end"`
}

// Undo takes a change back, as the Remove and Restore of another.
type Undo struct {
	Remove  []string `json:"remove"`
	Restore []string `json:"restore"`
}

// Limits of one change.
const (
	maxVerdicts = 1000
	maxNotes    = 8 << 20 // bytes of a notes file
)

// Decide writes a change, and returns how to take it back and the state after it.
func (d *Desk) Decide(c Change) (*State, *Undo, error) {
	if len(c.Add)+len(c.Restore)+len(c.Remove) > maxVerdicts {
		return nil, nil, fmt.Errorf("%w: more than %d decisions at once", ErrRequest, maxVerdicts)
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	out := d.output()
	r, err := read(out, c.Path)
	if err != nil {
		return nil, nil, err
	}
	e, err := d.edit(r.Text, c)
	if err != nil {
		return nil, nil, err
	}
	next := notes.Edit(r.Notes, e.remove, e.add)
	if len(next) > maxNotes {
		return nil, nil, fmt.Errorf("%w: the notes would be larger than %d MiB", ErrRequest, maxNotes>>20)
	}
	switch {
	case Sum(r.Source) != c.Article:
		return nil, nil, conflict("article", d, out, r, e)
	case Sum(r.Notes) != c.Notes:
		return nil, nil, conflict("notes", d, out, r, e)
	case bytes.Equal(next, r.Notes):
		return d.state(out, r), &Undo{}, nil
	}
	if err := d.write(c.Path, r, next); err != nil {
		if !errors.Is(err, errChanged) {
			return nil, nil, err
		}
		if r, err = read(out, c.Path); err != nil {
			return nil, nil, err
		}
		return nil, nil, conflict("notes", d, out, r, e)
	}
	if r, err = read(out, c.Path); err != nil {
		return nil, nil, err
	}
	return d.state(out, r), e.undo(), nil
}

// Sum is what a request says of a file to show that it knows it; "" is that of no file.
func Sum(data []byte) string {
	if data == nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// errChanged is for a file that is not what was read.
var errChanged = errors.New("the file changed")

// write replaces the notes of an article, if it and they are what was read.
func (d *Desk) write(path string, r *build.Reading, next []byte) error {
	root := d.opt.Root
	if fi, err := root.Lstat(r.NotesPath); err == nil && !fi.Mode().IsRegular() {
		return fmt.Errorf("%w: %s is not a regular file", ErrRequest, r.NotesPath)
	}
	const state = ".dateline"
	if err := root.MkdirAll(state, 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", r.NotesPath, err)
	}
	held, err := lock.Try(root, state+"/review.lock") // another preview of the site may write too
	if err != nil {
		return fmt.Errorf("writing %s: another preview is writing decisions: %w", r.NotesPath, err)
	}
	defer held.Release()
	still := func() error {
		for _, file := range []struct {
			name string
			read []byte
		}{{path, r.Source}, {r.NotesPath, r.Notes}} {
			now, err := root.ReadFile(file.name)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if (err != nil) != (file.read == nil) || !bytes.Equal(now, file.read) {
				return errChanged
			}
		}
		return nil
	}
	if len(next) == 0 { // the last decision was taken back
		if err = still(); err == nil {
			err = root.Remove(r.NotesPath)
		}
	} else {
		err = disk.ReplaceIf(root, r.NotesPath, next, still)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", r.NotesPath, err)
	}
	return nil
}

// edit is a change, understood.
type edit struct {
	remove []string
	add    []notes.Note
	gone   []notes.Note // those that go for good
	came   []notes.Note
}

func (e *edit) undo() *Undo {
	u := &Undo{Remove: []string{}, Restore: []string{}}
	for i := range e.came {
		u.Remove = append(u.Remove, e.came[i].ID)
	}
	for i := range e.gone {
		u.Restore = append(u.Restore, string(e.gone[i].Append(nil)))
	}
	return u
}

// edit says which lines of the notes go and come. A new decision takes the place of
// those on the same words that it contradicts; the others on these words are quoted
// anew, so that all of one place say the same of it.
func (d *Desk) edit(t *article.Text, c Change) (*edit, error) {
	e := &edit{}
	gone := map[string]bool{}
	taken := map[string]bool{}
	for i := range t.Decided {
		taken[t.Decided[i].ID] = true
	}
	drop := func(n *notes.Note) {
		if !gone[n.ID] {
			gone[n.ID] = true
			e.remove = append(e.remove, n.ID)
			e.gone = append(e.gone, *n)
		}
	}
	for _, id := range c.Remove {
		for i := range t.Decided {
			if t.Decided[i].ID == id {
				drop(&t.Decided[i].Note)
			}
		}
	}
	for _, v := range c.Add {
		n, err := d.note(t, v)
		if err != nil {
			return nil, err
		}
		for i := range t.Decided {
			was := &t.Decided[i]
			at := prose.Span{Start: v.Start, End: v.End}
			switch {
			case was.Kind != v.Kind || !was.Place.Clear || gone[was.ID]:
			case contradicts(v, at, was):
				drop(&was.Note)
			case was.Place.Span == at && was.Quote != n.Quote:
				again := was.Note
				again.Quote = n.Quote
				e.remove = append(e.remove, was.ID)
				e.add = append(e.add, again)
				gone[was.ID] = true
			}
		}
		n.ID = notes.NewID(&n, func(id string) bool { return taken[id] })
		taken[n.ID] = true
		e.add = append(e.add, n)
		e.came = append(e.came, n)
	}
	for _, line := range c.Restore {
		n, fault := notes.ParseLine([]byte(line))
		if fault != nil {
			return nil, fmt.Errorf("%w: %w", ErrRequest, fault)
		}
		if taken[n.ID] && !gone[n.ID] {
			continue // it is there again
		}
		e.add = append(e.add, n)
		e.came = append(e.came, n)
	}
	return e, nil
}

// contradicts reports whether a verdict on the words at takes the place of a decision
// on some of them.
func contradicts(v Verdict, at prose.Span, was *article.Decided) bool {
	if was.Place.Start >= at.End || at.Start >= was.Place.End {
		return false
	}
	if v.Kind == notes.Time {
		return true
	}
	if v.Status == notes.Accepted {
		return was.Status == notes.Accepted || was.Entity == "" || was.Entity == v.Entity
	}
	return was.Status == notes.Accepted && (v.Entity == "" || was.Entity == v.Entity) ||
		was.Status == notes.Rejected && was.Entity == v.Entity && was.Place.Span == at
}

// note makes a line of a verdict.
func (d *Desk) note(t *article.Text, v Verdict) (notes.Note, error) {
	s := t.Analysis.S
	if v.Kind != notes.Mention && v.Kind != notes.Time {
		return notes.Note{}, fmt.Errorf("%w: %q is not a kind of decision", ErrRequest, v.Kind)
	}
	if v.Start < 0 || v.End > len(s) || v.Start >= v.End || !onBounds(s, v.Start) || !onBounds(s, v.End) {
		return notes.Note{}, fmt.Errorf("%w: no words stand from %d to %d", ErrRequest, v.Start, v.End)
	}
	n := notes.Note{Kind: v.Kind, Status: v.Status, Entity: v.Entity, Value: v.Value, By: d.opt.By}
	if d.opt.Today != nil {
		n.At = d.opt.Today()
	}
	n.Quote = t.Quote(prose.Span{Start: v.Start, End: v.End})
	line := n.Append(nil)
	if _, fault := notes.ParseLine(line); fault != nil { // what is written can be read
		return n, fmt.Errorf("%w: %w", ErrRequest, fault)
	}
	return n, nil
}

func read(out *build.Output, path string) (*build.Reading, error) {
	if out == nil {
		return nil, fmt.Errorf("%w: the site is not built yet", ErrNoArticle)
	}
	r, err := out.Read(addr.Source(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %q", ErrNoArticle, path)
	}
	return r, err
}

func conflict(what string, d *Desk, out *build.Output, r *build.Reading, e *edit) error {
	c := &Conflict{What: what, State: d.state(out, r)}
	for i := range e.came {
		c.Yours = append(c.Yours, string(e.came[i].Append(nil)))
	}
	for line := range bytes.Lines(r.Notes) {
		c.Theirs = append(c.Theirs, string(bytes.TrimSpace(line)))
	}
	return c
}
