package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/importer"
)

func (p *program) importCmd() *cobra.Command {
	var opt importer.Options
	var date, out, explain string
	var stdout, dryRun bool
	c := &cobra.Command{
		Use: "import PATH...", Short: "Turn texts and web pages into articles", Args: cobra.MinimumNArgs(1),
		Long: `Turn what people have (plain text, saved web pages, other generators' Markdown) into
articles of the site: clean Markdown with a header, in content/articles. What is left
out is kept, word for word and with the reason, in NAME.import.json beside the article.
Importing again gives the same bytes; an article that was edited since is never
overwritten. PATH may be a folder; "-" is standard input.`,
		Example: "  dateline import scrape.txt --date 2013-09-09\n  dateline import --stdout page.html\n  dateline import --explain=tsv scrape.txt",
		RunE: func(c *cobra.Command, args []string) error {
			if date != "" {
				d, err := day.Parse(date)
				if err != nil {
					return usagef("--date %q: %v", date, err)
				}
				opt.Date = d
			}
			if !slices.Contains([]string{"", "text", "tsv"}, explain) {
				return usagef("--explain %q: write text or tsv", explain)
			}
			if !slices.Contains([]string{"", "text", "html", "markdown"}, opt.From) {
				return usagef("--from %q: write text, html or markdown", opt.From)
			}
			im := &importing{p: p, opt: opt, stdout: stdout, explain: explain, dryRun: dryRun, out: out}
			return im.run(c.Context(), args)
		},
	}
	f := c.Flags()
	f.StringVar(&opt.From, "from", "", "`kind` of the input: text, html or markdown (default: by name and content)")
	f.StringVar(&date, "date", "", "`date` of publication, as EDTF")
	f.StringVar(&opt.Title, "title", "", "`title` of the article")
	f.StringVar(&opt.Lang, "lang", "", "`language`, as en or de")
	f.BoolVar(&opt.Whole, "whole", false, "convert the whole page, without looking for an article in it")
	f.StringVar(&out, "out", "content/articles", "`folder` to write to, within the site")
	f.BoolVar(&stdout, "stdout", false, "print the Markdown, write nothing")
	f.BoolVar(&dryRun, "dry-run", false, "print what would be written, write nothing")
	f.StringVar(&explain, "explain", "", "print what became of each line, as `text` or tsv, and write nothing")
	f.Lookup("explain").NoOptDefVal = "text"
	return c
}

// importing is one run of import.
type importing struct {
	p       *program
	opt     importer.Options
	stdout  bool
	explain string
	dryRun  bool
	out     string

	root  *os.Root
	diags diag.List
	table *tabwriter.Writer
	n     struct{ written, same, kept, failed int }
}

func (im *importing) run(ctx context.Context, args []string) error {
	files, err := im.files(args)
	if err != nil {
		return err
	}
	writing := !im.stdout && im.explain == ""
	if writing {
		dir, err := im.p.needSite()
		if err != nil {
			return err
		}
		if im.root, err = os.OpenRoot(dir); err != nil {
			return fmt.Errorf("opening the site: %w", err)
		}
		defer im.root.Close()
		im.out = path.Clean(filepath.ToSlash(im.out))
		if !fs.ValidPath(im.out) || !strings.HasPrefix(im.out+"/", "content/") {
			return usagef("--out %q: name a folder under content/", im.out)
		}
	}
	if im.dryRun {
		im.table = tabwriter.NewWriter(im.p.Stdout, 0, 8, 2, ' ', 0)
	}
	bar := im.p.progress("importing", len(files))
	for i, name := range files {
		if ctx.Err() != nil {
			break
		}
		if err := im.one(name); err != nil {
			bar.done()
			return err
		}
		bar.set(i + 1)
	}
	bar.done()
	if im.table != nil {
		im.table.Flush()
	}
	if err := im.p.report(im.diags, false); err != nil || ctx.Err() != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	if writing && !im.dryRun && len(files) > 1 {
		im.p.say("%d written, %d unchanged, %d kept as edited", im.n.written, im.n.same, im.n.kept)
	}
	return nil
}

// files lists the inputs: folders are walked, in order of their names.
func (im *importing) files(args []string) ([]string, error) {
	var out []string
	for _, a := range args {
		if a == "-" {
			out = append(out, a)
			continue
		}
		fi, err := os.Stat(im.p.path(a))
		if err != nil {
			return nil, usagef("%v", err)
		}
		if !fi.IsDir() {
			out = append(out, a)
			continue
		}
		err = filepath.WalkDir(im.p.path(a), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if strings.HasPrefix(d.Name(), ".") && name != im.p.path(a) {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			switch strings.ToLower(filepath.Ext(name)) {
			case ".txt", ".text", ".story", ".html", ".htm", ".xhtml", ".md", ".markdown":
				if d.Type().IsRegular() {
					out = append(out, name)
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", a, err)
		}
	}
	return out, nil
}

// one imports one file. The error is the machine's; what is wrong with the file
// is a diagnostic, and the others are imported all the same.
func (im *importing) one(name string) error {
	src, err := im.p.readInput(name)
	if err != nil {
		im.diags = append(im.diags, diag.New(diag.Error, "unreadable", name, "%v", err))
		return nil
	}
	draft, ds := importer.Import(base(name), src, im.opt)
	for i := range ds {
		ds[i].File = name
	}
	im.diags = append(im.diags, ds...)
	if draft == nil {
		im.n.failed++
		return nil
	}
	switch {
	case im.explain == "tsv":
		for _, l := range draft.Lines {
			fmt.Fprintf(im.p.Stdout, "%d\t%s\t%s\t%s\n", l.N, l.Label, l.Reason, l.Text)
		}
	case im.explain != "":
		for _, l := range draft.Lines {
			fmt.Fprintf(im.p.Stdout, "%5d  %-9s  %s\n", l.N, l.Label, l.Text)
			if l.Reason != "" {
				fmt.Fprintf(im.p.Stdout, "%18s(%s)\n", "", l.Reason)
			}
		}
	case im.stdout:
		if _, err := im.p.Stdout.Write(draft.Markdown); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
	default:
		return im.write(name, src, draft)
	}
	return nil
}

// base is what the importer is told of an input's name.
func base(name string) string {
	if name == "-" {
		return "standard-input"
	}
	return path.Base(filepath.ToSlash(name))
}

// write writes an article and its report: a new one, or over one that is still
// as it was imported. An edited article is kept, and the new version laid beside it.
func (im *importing) write(name string, src []byte, d *importer.Draft) error {
	sum := sha256.Sum256(src)
	for n := 1; ; n++ {
		stem := path.Join(im.out, d.Slug)
		if n > 1 {
			stem = fmt.Sprintf("%s-%d", stem, n)
		}
		file, report := stem+".md", stem+".import.json"
		old, err := im.root.ReadFile(file)
		if notExist(err) {
			return im.put(name, file, d.Markdown, report, d.Report)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", file, err)
		}
		var was importer.Report
		rep, err := im.root.ReadFile(report)
		if err == nil {
			err = json.Unmarshal(rep, &was)
		}
		switch {
		case bytes.Equal(old, d.Markdown) && bytes.Equal(rep, d.Report):
			im.n.same++
			im.note("unchanged", name, file)
			return nil
		case err != nil && bytes.Equal(old, d.Markdown):
			return im.put(name, file, d.Markdown, report, d.Report)
		case err != nil || was.Source.SHA256 != hex.EncodeToString(sum[:]) && was.Source.Name != base(name):
			continue // another source's article has the name
		}
		now := sha256.Sum256(old)
		if hex.EncodeToString(now[:]) == was.Output {
			return im.put(name, file, d.Markdown, report, d.Report)
		}
		im.n.kept++
		if was.Source.SHA256 == hex.EncodeToString(sum[:]) {
			im.note("kept", name, file)
			im.diags = append(im.diags, diag.New(diag.Info, "edited", file, "the article was edited since it was imported, and its source is the same: it is kept as it is"))
			return nil
		}
		beside := stem + ".md.new"
		im.diags = append(im.diags, diag.New(diag.Warning, "edited", file, "the article was edited since it was imported, and its source %q has changed", name).
			WithHint("the article is kept; take what you want from %s, then delete it", beside))
		im.note("kept", name, file)
		return im.put(name, beside, d.Markdown, "", nil)
	}
}

func (im *importing) put(from, file string, data []byte, report string, rep []byte) error {
	im.n.written++
	im.note("write", from, file)
	if im.dryRun {
		return nil
	}
	if err := replace(im.root, file, data); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	if report != "" {
		if err := replace(im.root, report, rep); err != nil {
			return fmt.Errorf("writing %s: %w", report, err)
		}
	}
	return nil
}

func (im *importing) note(what, from, file string) {
	if im.table != nil {
		fmt.Fprintf(im.table, "%s\t%s\t%s\n", what, from, file)
		return
	}
	im.p.say("%-9s  %s", what, file)
}

// replace writes a file whole or not at all: beside it first, then in its place.
func replace(root *os.Root, name string, data []byte) (err error) {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	tmp := path.Join(path.Dir(name), ".dateline-"+path.Base(name))
	defer func() {
		if err != nil {
			root.Remove(tmp)
		}
	}()
	f, err := root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return root.Rename(tmp, name)
}
