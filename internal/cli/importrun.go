package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"text/tabwriter"

	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/importer"
	"dateline/internal/intake"
	"dateline/internal/unpack"
)

// importing is one run of import: sources are read in order, converted by several
// workers, and taken in, or printed, in order again.
type importing struct {
	p       *program
	opt     importer.Options
	unpack  unpack.Options
	write   intake.Options
	out     string
	stdout  bool
	explain string
	jobs    int

	acceptDate                  bool         // write the date that the article's own words propose
	dating                      *article.Env // what articles without a date are read with; made when there is one
	told                        func(id string) day.Date
	undated, proposed, inferred int

	folder  *intake.Folder // nil when nothing is written
	table   *tabwriter.Writer
	bar     *progress
	diags   diag.List
	count   map[intake.Action]int
	shown   int          // results so far
	bounded bool         // memory is
	known   atomic.Int64 // things to import that are known of
}

// source is one file to import.
type source struct {
	path   string // on the machine, or "-"
	name   string // as its report calls it: as a slash path in the folder that was given
	beside fs.FS
}

// task is one thing to convert, and what came of it.
type task struct {
	source *source
	entry  unpack.Entry // of a container; its Item is nil for a whole file
	data   []byte       // of a whole file

	done  chan struct{}
	draft *importer.Draft
	aside bool // it is nothing by itself: what there is to say of a container
	diags diag.List
}

// run imports what args name, and tells of every problem.
func (im *importing) run(ctx context.Context, args []string) error {
	sources, closeAll, err := im.sources(args)
	defer closeAll()
	if err != nil {
		return err
	}
	im.count = map[intake.Action]int{}
	if !im.stdout && im.explain == "" {
		root, err := im.open(sources)
		if err != nil {
			return err
		}
		defer root.Close()
	}
	defer im.boundMemory()()
	im.bar = im.p.progress("importing", len(sources))
	im.known.Store(int64(len(sources)))
	err = im.convert(ctx, sources)
	im.bar.done()
	if im.table != nil {
		im.table.Flush()
	}
	if err == nil {
		err = ctx.Err()
	}
	if shown := im.p.report(im.diags, false); err == nil {
		err = shown
	}
	im.datesSummary()
	if im.folder != nil && im.shown > 1 {
		im.summary()
	}
	return err
}

// importMemory is how much memory, in bytes, an import may have before garbage is
// collected often; a large source may have as much more as largeTimes its size, and
// lineMemory for each of its lines, of which the account keeps what became of it.
const (
	importMemory = 64 << 20
	largeTimes   = 6
	lineMemory   = 768
)

// boundMemory has garbage collected seldom as long as there is little of it: almost
// all that an import makes is garbage a moment later. The function that it returns
// takes that back. A bound that the user set (GOMEMLIMIT) stays.
func (im *importing) boundMemory() (restore func()) {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(importMemory)
	percent := debug.SetGCPercent(400)
	im.bounded = true
	return func() {
		debug.SetMemoryLimit(before)
		debug.SetGCPercent(percent)
	}
}

// open opens the folder of the articles.
func (im *importing) open(sources []source) (*os.Root, error) {
	dir, err := im.p.needSite()
	if err != nil {
		return nil, err
	}
	out, err := im.outFolder()
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the site: %w", err)
	}
	var ds diag.List
	if im.folder, ds, err = intake.Open(disk.In(root), out, im.write); err != nil {
		root.Close()
		return nil, err
	}
	im.diags = append(im.diags, ds...)
	if im.write.DryRun {
		im.table = tabwriter.NewWriter(im.p.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(im.table, "WHAT\tFILE\tDATE\tTITLE\tSOURCE")
	}
	articles := filepath.Join(dir, "content", "articles")
	for _, s := range sources {
		if rel, err := filepath.Rel(articles, s.path); err == nil && filepath.IsLocal(rel) && s.path != "-" {
			im.diags = append(im.diags, diag.New(diag.Warning, "source-in-site", s.path, "the source lies among the site's articles, where it is one itself").
				WithHint("move it out of content/articles, or the site has the article twice"))
		}
	}
	return root, nil
}

// convert converts the sources and takes in what comes of them, in order.
func (im *importing) convert(ctx context.Context, sources []source) error {
	ctx, cancel := context.WithCancel(ctx)
	work := make(chan *task)
	order := make(chan *task, 8*im.jobs)
	var wg sync.WaitGroup
	for range im.jobs {
		wg.Go(func() {
			for t := range work {
				im.work(t)
				close(t.done)
			}
		})
	}
	wg.Go(func() {
		defer close(order)
		defer close(work)
		for i := range sources {
			hand := func(t *task) bool {
				t.source, t.done = &sources[i], make(chan struct{})
				select {
				case order <- t:
				case <-ctx.Done():
					return false
				}
				work <- t // workers end only after this
				return true
			}
			if im.read(&sources[i], hand); ctx.Err() != nil {
				return
			}
		}
	})
	var failed error
	for t := range order {
		<-t.done
		if failed == nil && ctx.Err() == nil {
			if failed = im.take(t); failed != nil {
				cancel()
			}
		}
	}
	cancel()
	wg.Wait()
	return failed
}

// read reads a source and hands on what is in it.
func (im *importing) read(s *source, hand func(*task) bool) {
	data, err := im.readSource(s)
	if err != nil {
		hand(&task{diags: diag.List{diag.New(diag.Error, "unreadable", s.path, "%v", err)}})
		return
	}
	if need := int64(importMemory + largeTimes*len(data) + lineMemory*bytes.Count(data, []byte{'\n'})); im.bounded && need > debug.SetMemoryLimit(-1) {
		debug.SetMemoryLimit(need)
	}
	kind := unpack.Kind(s.name, data, im.opt.From)
	if kind == "" {
		hand(&task{data: data})
		return
	}
	going := true
	im.known.Add(-1)
	ds := unpack.Read(kind, s.path, data, im.unpack, func(e unpack.Entry) bool {
		im.known.Add(1)
		going = hand(&task{entry: e})
		return going
	})
	if going && len(ds) > 0 {
		hand(&task{diags: ds, aside: true})
	}
}

// readSource returns the bytes of a source.
func (im *importing) readSource(s *source) ([]byte, error) {
	if s.path == "-" {
		return io.ReadAll(io.LimitReader(im.p.Stdin, unpack.MaxSize+1))
	}
	fi, err := os.Stat(im.p.path(s.path))
	switch {
	case err != nil:
		return nil, err
	case !fi.Mode().IsRegular():
		return nil, errors.New("it is no ordinary file")
	case fi.Size() > unpack.MaxSize:
		return nil, fmt.Errorf("it has %d bytes, more than the %d that are read", fi.Size(), unpack.MaxSize)
	}
	return os.ReadFile(im.p.path(s.path))
}

// work converts one thing.
func (im *importing) work(t *task) {
	opt := im.opt
	opt.Beside = t.source.beside
	var ds diag.List
	switch {
	case t.entry.Item != nil:
		opt.From = ""
		t.draft, ds = importer.ImportItem(t.source.name, t.entry.Item, t.entry.ID, opt)
	case t.data != nil:
		t.draft, ds = importer.Import(t.source.name, t.data, opt)
	}
	for i := range ds { // the importer knows no folders
		ds[i].File = t.source.path
		if t.entry.ID != "" {
			ds[i].Message = fmt.Sprintf("%s: %s", t.called(), ds[i].Message)
			ds[i].Line, ds[i].Col, ds[i].Excerpt = t.entry.Line, 0, ""
		}
	}
	t.data, t.entry.Item = nil, nil
	t.diags = append(t.diags, ds...)
}

// called returns what people call the thing.
func (t *task) called() string {
	if t.entry.Title != "" {
		return fmt.Sprintf("%q", beginning(t.entry.Title))
	}
	return beginning(t.entry.ID)
}

// take prints what came of one thing, or takes it into the folder. The error is the
// machine's; what is wrong with the thing is a diagnostic.
func (im *importing) take(t *task) error {
	if t.draft != nil && t.draft.Date.IsZero() && im.explain == "" {
		if err := im.proposeDate(t); err != nil {
			return err
		}
	}
	im.diags = append(im.diags, t.diags...)
	if !t.aside {
		im.shown++
	}
	im.bar.setOf(im.shown, int(im.known.Load()))
	switch {
	case t.entry.Skip != "":
		im.noteSkip(t)
		return nil
	case t.draft == nil:
		return nil
	case im.explain != "":
		im.explainDraft(t.draft)
		return nil
	case im.stdout:
		if _, err := im.p.Stdout.Write(t.draft.Markdown); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		return nil
	}
	res, err := im.folder.Put(t.draft)
	if err != nil {
		return err
	}
	im.diags = append(im.diags, res.Diags...)
	im.count[res.Action]++
	im.note(t, res)
	return nil
}

// place returns where people find the thing.
func (t *task) place() string {
	if t.entry.Line > 0 {
		return fmt.Sprintf("%s:%d", t.source.path, t.entry.Line)
	}
	return t.source.path
}

// skipped is the action for what is no article, beside those of intake.
const skipped intake.Action = "skip"

// noteSkip says why one thing is no article: a line of the table, or a message.
func (im *importing) noteSkip(t *task) {
	im.count[skipped]++
	if im.table != nil {
		fmt.Fprintf(im.table, "%s\t(%s)\t\t%s\t%s\n", skipped, t.entry.Skip, clean(t.entry.Title), t.place())
	} else if im.folder != nil {
		im.p.say("%-9s  %s %s (%s)", skipped, t.entry.Skip, clean(t.called()), t.place())
	}
}

// note says what became of one article: a line of the table, or a message.
func (im *importing) note(t *task, res intake.Result) {
	if im.table == nil {
		im.p.say("%-9s  %s", res.Action, res.File)
		return
	}
	date := t.draft.Date.String()
	if t.draft.Date.IsZero() {
		date = "-"
	}
	fmt.Fprintf(im.table, "%s\t%s\t%s\t%s\t%s\n", res.Action, res.File, date, clean(t.draft.Title), t.place())
}

// clean returns the beginning of s as it can stand in a line of a table.
func clean(s string) string { return diag.Printable(beginning(s)) }

// beginning returns the beginning of s, on one line.
func beginning(s string) string {
	const most = 60
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		r = append(r[:most-1], '…')
	}
	return string(r)
}

// summary says how many became what.
func (im *importing) summary() {
	var parts []string
	for _, a := range []struct {
		action intake.Action
		words  string
	}{
		{intake.Write, "new"},
		{intake.Update, "updated"},
		{intake.Merge, "merged"},
		{intake.Offer, "edited, with a new version beside them"},
		{intake.Keep, "edited and kept"},
		{intake.Unchanged, "unchanged"},
		{skipped, "no articles"},
	} {
		if n := im.count[a.action]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a.words))
		}
	}
	if len(parts) > 0 {
		im.p.say("%s", strings.Join(parts, ", "))
	}
}

// sources lists the inputs: folders are walked, in order of their names. The function
// closes the folders that were opened.
func (im *importing) sources(args []string) (list []source, closeAll func(), err error) {
	var roots []*os.Root
	closeAll = func() {
		for _, r := range roots {
			r.Close()
		}
	}
	open := func(dir string) (fs.FS, error) {
		r, err := os.OpenRoot(dir)
		if err != nil {
			return nil, fmt.Errorf("opening %s: %w", dir, err)
		}
		roots = append(roots, r)
		return importer.NewFolder(r.FS()), nil
	}
	for _, a := range args {
		if a == "-" {
			list = append(list, source{path: a, name: intake.Stdin})
			continue
		}
		at := im.p.path(a)
		fi, err := os.Stat(at)
		if err != nil {
			return nil, closeAll, usagef("%v", err)
		}
		if !fi.IsDir() {
			folder, err := open(filepath.Dir(at))
			if err != nil {
				return nil, closeAll, err
			}
			list = append(list, source{path: a, name: filepath.Base(a), beside: folder})
			continue
		}
		folder, err := open(at)
		if err != nil {
			return nil, closeAll, err
		}
		found, err := intake.Find(folder)
		if err != nil {
			return nil, closeAll, err
		}
		for _, name := range found.Sources {
			list = append(list, source{path: filepath.Join(a, filepath.FromSlash(name)), name: name, beside: folder})
		}
		for _, name := range found.Unreadable {
			im.diags = append(im.diags, diag.New(diag.Error, "unreadable", filepath.Join(a, filepath.FromSlash(name)), "it may not be looked into").
				WithHint("allow it, and import it again"))
		}
		if len(found.Sources) == 0 {
			im.p.say("%s: nothing there can be imported", a)
		}
		switch n := len(found.Others); {
		case n == 1:
			im.p.say("%s: %s holds no articles", a, found.Others[0])
		case n == 2:
			im.p.say("%s: %s and %s hold no articles", a, found.Others[0], found.Others[1])
		case n > 2:
			im.p.say("%s: %s and %d other files hold no articles", a, found.Others[0], n-1)
		}
	}
	return list, closeAll, nil
}
