package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

const (
	manifestName = "manifest"
	nextName     = "manifest.next"
	journalName  = "journal"
)

// phase is how far an unfinished run has come.
type phase string

const (
	staging    phase = "stage"  // the output is untouched
	committing phase = "commit" // the staged tree is whole, and about to be exchanged or exchanged
)

// journal names what an unfinished run has made beside the output. There is one
// as long as there may be anything to undo or complete.
type journal struct {
	Phase  phase
	Staged string // the staged tree, and after an exchange the old one
	Aside  string // where the old tree goes when directories cannot be exchanged
	Inode  uint64 // identity of the staged tree, under whatever name; 0 when unknown
	Force  bool   // the run may overwrite files that it did not write
}

const journalHead = "dateline journal 1"

func newJournal(out, id string) journal {
	return journal{Phase: staging, Staged: "." + out + ".staging-" + id, Aside: "." + out + ".old-" + id}
}

func (j journal) encode() []byte {
	return seal(fmt.Appendf(nil, "%s\nphase %s\nstaged %s\naside %s\ninode %d\nforce %t\n",
		journalHead, j.Phase, j.Staged, j.Aside, j.Inode, j.Force))
}

// parseJournal reads what encode wrote for the output named out. Since the names
// in it are going to be removed, no others than those that newJournal makes are
// accepted.
func parseJournal(data []byte, out string) (j journal, err error) {
	body, err := unseal(data)
	if err != nil {
		return j, err
	}
	rest := string(body)
	field := func(prefix string) string {
		line, after, _ := strings.Cut(rest, "\n")
		value, ok := strings.CutPrefix(line, prefix)
		if !ok && err == nil {
			err = fmt.Errorf("%w: no line %q", errDamaged, prefix)
		}
		rest = after
		return value
	}
	field(journalHead)
	j.Phase = phase(field("phase "))
	j.Staged, j.Aside = field("staged "), field("aside ")
	inode, force := field("inode "), field("force ")
	if err != nil {
		return j, err
	}
	if j.Inode, err = strconv.ParseUint(inode, 10, 64); err != nil {
		return j, fmt.Errorf("%w: bad inode", errDamaged)
	}
	j.Force = force == "true"
	id, ok := strings.CutPrefix(j.Staged, "."+out+".staging-")
	want := newJournal(out, id)
	if !ok || strings.ContainsAny(id, `/\`) || j.Staged != want.Staged || j.Aside != want.Aside || j.Phase != staging && j.Phase != committing {
		return j, fmt.Errorf("%w: it names what no run makes", errDamaged)
	}
	return j, nil
}

// recover undoes or completes what an earlier run left unfinished.
func (r *run) recover() error {
	data, err := r.state.ReadFile(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	j, err := parseJournal(data, r.out)
	if err != nil {
		return fmt.Errorf("the journal of an interrupted run is %w; see whether anything named .%s.* beside the output is needed, then remove %s", err, r.out, StateDir)
	}
	r.journal = j
	done, err := r.reached()
	if err != nil {
		return err
	}
	if !done {
		if err := r.undo(); err != nil {
			return err
		}
		r.stats.Recovered = Undone
		return nil
	}
	if r.old, err = loadManifest(r.state, manifestName); err != nil {
		return err
	}
	next, err := loadManifest(r.state, nextName)
	if err != nil {
		return err
	}
	if next == nil { // it had become the manifest before the run ended
		next = r.old
	}
	if err := r.finish(next); err != nil {
		return err
	}
	r.stats.Recovered = Completed
	return nil
}

// reached reports whether the unfinished run got so far that its tree is the
// output. Between the two renames that stand for an exchange it carries out the second.
func (r *run) reached() (bool, error) {
	if r.journal.Phase == staging {
		return false, nil
	}
	out, err := r.beside.Lstat(r.out)
	if err == nil && r.journal.Inode != 0 {
		return identity(out) == r.journal.Inode, nil
	}
	if ignoreMissing(err) != nil {
		return false, err
	}
	haveOut := err == nil
	haveStaged, err := exists(r.beside, r.journal.Staged)
	if err != nil {
		return false, err
	}
	if haveOut {
		return !haveStaged, nil
	}
	haveAside, err := exists(r.beside, r.journal.Aside)
	if err != nil || !haveAside || !haveStaged {
		return false, err
	}
	return true, r.beside.Rename(r.journal.Staged, r.out)
}

// undo removes what a run has made that did not come to the exchange. The staged
// tree holds nothing but files made by the run, and links to files of the output.
func (r *run) undo() error {
	if r.journal.Staged == "" {
		return nil
	}
	if err := removeAll(r.beside, r.journal.Staged); err != nil {
		return fmt.Errorf("remove the staged tree: %w", err)
	}
	if err := ignoreMissing(r.state.Remove(nextName)); err != nil {
		return err
	}
	return ignoreMissing(r.state.Remove(journalName))
}

// loadManifest returns nil when there is none.
func loadManifest(t tree, name string) (*manifest, error) {
	data, err := t.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	m, err := parseManifest(data)
	if err != nil {
		// As good as none: then nothing counts as ours, and nothing is overwritten.
		return nil, nil
	}
	return m, nil
}
