// Package intake owns the folder that imports write to: which article was made of
// which source, how a new one is named, and what happens when a source changed. It
// is careful with other people's work:
//
//   - A source that is the same writes nothing.
//   - A source that changed replaces its article, under the name that this has, if
//     nobody edited it since.
//   - An edited article is never overwritten. The new version is laid beside it as
//     NAME.md.new, once, and it is said where both changed; with Merge, what changed
//     where nobody edited is taken into the article.
//
// What an article was made of, and whether it was edited, stands in its import
// report (importer.Report). It knows nothing of how texts are read.
package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/importer"
)

// The endings of the files of an article.
const (
	ending    = ".md"
	reportEnd = ".import.json"
	newEnd    = ".md.new"
	indexName = "index" // the article of a folder
)

// Action is what became of a draft.
type Action string

// The actions, in the words that people see.
const (
	Write     Action = "write"     // a new article
	Update    Action = "update"    // the article was as imported, and is replaced
	Merge     Action = "merge"     // changes of the source went into the edited article
	Offer     Action = "offer"     // the edited article stays, the new version lies beside it
	Keep      Action = "keep"      // the edited article stays, and there is nothing new
	Unchanged Action = "unchanged" // nothing to do
)

// Result is what became of one draft.
type Result struct {
	Action Action
	File   string // the article
	Diags  diag.List
}

// Options are what the author asks for.
type Options struct {
	DryRun bool // write nothing, and say what would be written
	Merge  bool // take changes of sources into edited articles where nobody edited
}

// Folder is a folder of imported articles, as it was found and as Put changed it
// since. It is for one goroutine.
type Folder struct {
	root  disk.Dir
	dir   string
	opt   Options
	taken map[string]bool // lower-case names without ending, of everything in the folder, and of its own page

	series   map[string]*series
	bySource map[source][]*held // articles by the source that made them
	bySum    map[string]*held   // and by its SHA-256
}

// source is what a report says of where an article came from. An item that is called
// by an address or another long identifier is the same in every export, whatever that
// file is called.
type source struct{ name, item string }

// sourceOf returns the key under which the articles of a source are known.
func sourceOf(s importer.ReportSource) source {
	if longIdentifier(s.Item) {
		return source{item: s.Item}
	}
	return source{s.Name, s.Item}
}

// longIdentifier reports whether s is too long to be the number of a row: an address, a
// GUID.
func longIdentifier(s string) bool { return len(s) >= 12 }

// held is an article with a report.
type held struct {
	stem   string // path without ending
	report importer.Report
}

// Open reads the reports in the folder dir, and below it, of root. A folder that is
// not there is empty. Reports that cannot be read are named.
func Open(root disk.Dir, dir string, opt Options) (*Folder, diag.List, error) {
	f := &Folder{root: root, dir: dir, opt: opt, taken: map[string]bool{indexName: true}, series: map[string]*series{}, bySource: map[source][]*held{}, bySum: map[string]*held{}}
	var diags diag.List
	err := fs.WalkDir(root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == dir && errors.Is(err, fs.ErrNotExist) {
				return fs.SkipAll
			}
			return err
		}
		if strings.HasPrefix(d.Name(), ".") { // hidden, or not whole since an import was cut off
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if path.Dir(name) == dir {
			f.taken[nameOf(path.Base(name))] = true
		}
		stem, ok := strings.CutSuffix(name, reportEnd)
		if !ok || !d.Type().IsRegular() {
			return nil
		}
		h := &held{stem: stem}
		data, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(data, &h.report); err != nil {
			diags = append(diags, diag.New(diag.Warning, "malformed-report", name, "the import report cannot be read: %v", err).
				WithHint("delete it; its article counts as edited then"))
			return nil
		}
		f.know(h)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", dir, err)
	}
	return f, diags, nil
}

// nameOf returns what a file or folder in the articles takes of their names.
func nameOf(base string) string {
	base = strings.ToLower(base)
	if i := strings.IndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	return base
}

// know notes an article with its report.
func (f *Folder) know(h *held) {
	s := sourceOf(h.report.Source)
	if !slices.Contains(f.bySource[s], h) {
		f.bySource[s] = append(f.bySource[s], h)
	}
	f.bySum[h.report.Source.SHA256] = h
}

// Put takes a draft in.
func (f *Folder) Put(d *importer.Draft) (Result, error) {
	report := d.Report()
	h := f.find(d, &report)
	if h == nil {
		return f.create(d, report)
	}
	file := h.stem + ending
	if d.Source.Name != h.report.Source.Name && d.Source.SHA256 == h.report.Source.SHA256 {
		return Result{Action: Unchanged, File: file, Diags: diag.List{diag.New(diag.Info, "same-source", d.Source.Name,
			"the same text was imported from %q already, as %s", h.report.Source.Name, file)}}, nil
	}
	old, err := f.root.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist): // somebody deleted the article, and left its report
		return f.put(Write, h, nil, d, report)
	case err != nil:
		return Result{}, fmt.Errorf("reading %s: %w", file, err)
	}
	// An article that is as it would be written now was, before an import was cut off.
	if sum := importer.Sum(old); sum == h.report.Output || sum == report.Output {
		return f.replace(h, old, d, report)
	}
	return f.edited(h, old, d, report)
}

// replace takes a draft in whose article is as it was imported.
func (f *Folder) replace(h *held, old []byte, d *importer.Draft, report importer.Report) (Result, error) {
	if bytes.Equal(old, d.Markdown) && bytes.Equal(h.report.Marshal(), report.Marshal()) {
		missing, err := f.lacks(h, d)
		if err != nil || !missing {
			return Result{Action: Unchanged, File: h.stem + ending}, err
		}
	}
	return f.put(Update, h, old, d, report)
}

// lacks reports whether a file beside the article is missing.
func (f *Folder) lacks(h *held, d *importer.Draft) (bool, error) {
	for _, file := range d.Files {
		switch _, err := f.root.Lstat(path.Join(path.Dir(h.stem), file.Name)); {
		case errors.Is(err, fs.ErrNotExist):
			return true, nil
		case err != nil:
			return false, fmt.Errorf("looking for %s: %w", file.Name, err)
		}
	}
	return false, nil
}

// edited takes a draft in whose article somebody edited.
func (f *Folder) edited(h *held, old []byte, d *importer.Draft, report importer.Report) (Result, error) {
	file := h.stem + ending
	beside := h.stem + newEnd
	lies, err := f.root.ReadFile(beside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Result{}, fmt.Errorf("reading %s: %w", beside, err)
	}
	waits := report.Output == h.report.Offered && bytes.Equal(lies, d.Markdown)
	if report.Output == h.report.Output {
		if bytes.Equal(lies, d.Markdown) { // it was merged, by an import that was cut off
			return Result{Action: Keep, File: file}, f.removeBeside(beside)
		}
		return Result{Action: Keep, File: file}, nil
	}
	if report.Output == h.report.Offered && !(waits && f.opt.Merge) {
		return Result{Action: Keep, File: file}, nil
	}
	m := merge(h.report.Lines(), old, d.Markdown)
	if f.opt.Merge && m.conflicts == 0 {
		if err := f.write(file, old, m.text); err != nil {
			return Result{}, err
		}
		h.report = report // the article now stands on the new version
		if err := f.writeReport(h); err != nil {
			return Result{}, err
		}
		if waits {
			if err := f.removeBeside(beside); err != nil {
				return Result{}, err
			}
		}
		return Result{Action: Merge, File: file, Diags: diag.List{diag.New(diag.Info, "merged", file,
			"the source has changed, and %s of the article followed; what was edited stayed", places(m.changes))}}, nil
	}
	if lies != nil && importer.Sum(lies) != h.report.Offered && !bytes.Equal(lies, d.Markdown) {
		return Result{Action: Keep, File: file, Diags: diag.List{diag.New(diag.Warning, "edited", file,
			"the source has changed, and both the article and %s were edited since: they are kept", beside).
			WithHint("take what you want of %s, delete it, and import again", beside)}}, nil
	}
	w := diag.New(diag.Warning, "edited", file, "the source has changed, and the article was edited since it was imported: it is kept, and the new version is in %s", beside)
	switch {
	case m.conflicts == 0:
		w = w.WithHint("%s changed, none where the article was edited: 'dateline import --merge' takes them in; or take what you want by hand, and delete %s", places(m.changes), beside)
	default:
		w = w.WithHint("%s changed, %d of them where the article was edited too: take what you want, and delete %s", places(m.changes+m.conflicts), m.conflicts, beside)
	}
	h.report.Offered = report.Output
	if err := f.write(beside, lies, d.Markdown); err != nil {
		return Result{}, err
	}
	return Result{Action: Offer, File: file, Diags: diag.List{w}}, f.writeReport(h)
}

// removeBeside removes a new version that is in the article now.
func (f *Folder) removeBeside(beside string) error {
	if f.opt.DryRun {
		return nil
	}
	if err := f.root.Remove(beside); err != nil {
		return fmt.Errorf("removing what was merged: %w", err)
	}
	return nil
}

// places counts places for people.
func places(n int) string {
	if n == 1 {
		return "1 place"
	}
	return fmt.Sprintf("%d places", n)
}

// find returns the article that was made of the draft's source before, or nil.
//
// The same bytes are the same source. Otherwise a name says little: folders are full of
// index.html, every table has a row 7, and two blogs can call their posts alike. So
// something else must be the same too: the title, or the file name of the article. An
// item with a long identifier may change both within one container, or be found by its
// day in another.
func (f *Folder) find(d *importer.Draft, report *importer.Report) *held {
	if h := f.bySum[d.Source.SHA256]; h != nil && h.report.Source.Item == d.Source.Item {
		return h
	}
	for _, h := range f.bySource[sourceOf(d.Source)] {
		was := &h.report
		alike := report.Title.From != "file" && was.Title.Value == report.Title.Value || sameStem(h.stem, d)
		if longIdentifier(d.Source.Item) {
			alike = alike || was.Source.Name == d.Source.Name || was.Date.Value != "" && was.Date.Value == report.Date.Value
		}
		if alike && d.Source.Name != Stdin {
			return h
		}
	}
	return nil
}

// Stdin is the name of sources that have none: what came through standard input.
const Stdin = "standard-input"

// sameStem reports whether an article has the file name that the draft wants.
func sameStem(stem string, d *importer.Draft) bool {
	base := path.Base(stem)
	if base == indexName {
		base = path.Base(path.Dir(stem))
	}
	return base == d.Slug
}

// create takes in a draft of a source that made no article yet.
func (f *Folder) create(d *importer.Draft, report importer.Report) (Result, error) {
	s := f.seriesOf(d.Slug)
	for i, stem := range s.unreported { // the very article, whose report was deleted
		if old, err := f.root.ReadFile(stem + ending); err == nil && bytes.Equal(old, d.Markdown) {
			s.unreported = slices.Delete(s.unreported, i, i+1)
			return f.put(Unchanged, &held{stem: stem}, old, d, report)
		}
	}
	h := &held{stem: path.Join(f.dir, s.take(f.taken))}
	if len(d.Files) > 0 {
		h.stem = path.Join(h.stem, indexName)
	}
	return f.put(Write, h, nil, d, report)
}

// series is the articles that would all have the same name: NAME, NAME-2, NAME-3 and
// so on. Exports hold thousands of items without a title.
type series struct {
	name       string
	last       int      // number of the last one that is taken
	unreported []string // paths without ending of those that have no report
}

// seriesOf returns the series of a name as it is in the folder.
func (f *Folder) seriesOf(name string) *series {
	s := f.series[name]
	if s != nil {
		return s
	}
	s = &series{name: name}
	f.series[name] = s
	for f.taken[s.numbered(s.last+1)] {
		s.last++
		stem := path.Join(f.dir, s.numbered(s.last))
		for _, stem := range []string{stem, path.Join(stem, indexName)} {
			if f.there(stem+ending) && !f.there(stem+reportEnd) {
				s.unreported = append(s.unreported, stem)
			}
		}
	}
	return s
}

func (s *series) numbered(n int) string {
	if n == 1 {
		return s.name
	}
	return fmt.Sprintf("%s-%d", s.name, n)
}

// take takes the next name of the series that is free.
func (s *series) take(taken map[string]bool) string {
	for {
		s.last++
		if name := s.numbered(s.last); !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// there reports whether a file is in the folder.
func (f *Folder) there(name string) bool {
	_, err := f.root.Lstat(name)
	return err == nil
}

// put writes the files of an article, which is old now: the pictures, then the article,
// its report last, so that an import which is cut off is simply done again.
func (f *Folder) put(a Action, h *held, old []byte, d *importer.Draft, report importer.Report) (Result, error) {
	res := Result{Action: a, File: h.stem + ending}
	dir := path.Dir(h.stem)
	for _, file := range d.Files {
		name := path.Join(dir, file.Name)
		old, err := f.root.ReadFile(name)
		switch {
		case err == nil && bytes.Equal(old, file.Data):
			continue
		case err == nil && !h.wrote(file.Name, old):
			res.Diags = append(res.Diags, diag.New(diag.Warning, "edited", name, "the file is another one than the import's, and is kept"))
			continue
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return Result{}, fmt.Errorf("reading %s: %w", name, err)
		}
		if err := f.write(name, old, file.Data); err != nil {
			return Result{}, err
		}
	}
	if a != Unchanged {
		if err := f.write(res.File, old, d.Markdown); err != nil {
			return Result{}, err
		}
	}
	h.report = report
	f.know(h)
	return res, f.writeReport(h)
}

// wrote reports whether a file beside the article is one that an import laid there.
func (h *held) wrote(name string, data []byte) bool {
	for _, f := range h.report.Files {
		if f.Name == name && f.SHA256 == importer.Sum(data) {
			return true
		}
	}
	return false
}

// ErrChanged says that a file is not as it was read: somebody else has written it.
var ErrChanged = errors.New("the file has changed meanwhile, and is kept; run the import again")

// write has a file of an article hold data, if it holds still what it did when it was
// read, nil when there was none.
func (f *Folder) write(name string, was, data []byte) error {
	if f.opt.DryRun || bytes.Equal(was, data) && was != nil {
		return nil
	}
	err := disk.ReplaceIf(f.root, name, data, func() error {
		now, err := f.root.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && was == nil, err == nil && was != nil && bytes.Equal(now, was):
			return nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
		return ErrChanged
	})
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// writeReport writes the report of an article, which is nobody else's.
func (f *Folder) writeReport(h *held) error {
	if f.opt.DryRun {
		return nil
	}
	if err := disk.Replace(f.root, h.stem+reportEnd, h.report.Marshal()); err != nil {
		return fmt.Errorf("writing %s: %w", h.stem+reportEnd, err)
	}
	return nil
}
