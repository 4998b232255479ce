package cli

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/day"
	"dateline/internal/importer"
	"dateline/internal/unpack"
)

// importCmd is the command import.
func (p *program) importCmd() *cobra.Command {
	im := &importing{p: p}
	var date string
	var columns map[string]string
	var verify bool
	c := &cobra.Command{
		Use: "import PATH...", Short: "Turn texts, web pages, documents and exports into articles", Args: cobra.ArbitraryArgs,
		Long: `Turn what people have (plain text, saved web pages, other generators' Markdown, office
documents, mail, feeds, exports of blogs, tables) into articles of the site: clean
Markdown with a header, in content/articles. What is left out is kept, word for word
and with the reason, in NAME.import.json beside the article.

PATH may be a folder, which is walked; "-" is standard input. Importing again gives
the same bytes and writes nothing. An article that was edited since is never
overwritten: a new version is laid beside it as NAME.md.new, or with --merge the
changes of the source go into it where nobody edited.

An article that states no date gets none. When its own words and the register leave
few days (a date they name, "last month", the term of an office), these are proposed
with the clues, and written only with --accept-date.

With --verify nothing is imported: the text of each source is rebuilt from article
and report, and checked.`,
		Example: `  dateline import scrape.txt --date 2013-09-09
  dateline import --stdout page.html
  dateline import --explain scrape.txt
  dateline import --dry-run wordpress.xml
  dateline import corpus.csv --column text=body --column date=published
  dateline import --verify`,
		RunE: func(c *cobra.Command, args []string) error {
			if verify {
				return im.verify(args)
			}
			if len(args) == 0 {
				return usagef("name what to import: a file, a folder, or - for standard input\nUsage: %s", c.UseLine())
			}
			if err := im.check(date, columns); err != nil {
				return err
			}
			return im.run(c.Context(), args)
		},
	}
	f := c.Flags()
	f.StringVar(&im.opt.From, "from", "", "`kind` of the input: text, html, markdown, wxr, ... (default: by name and content)")
	f.StringVar(&date, "date", "", "`date` of publication, as EDTF")
	f.BoolVar(&im.acceptDate, "accept-date", false, "where no date is stated, write the one that the article's own words leave")
	f.StringVar(&im.opt.Title, "title", "", "`title` of the article")
	f.StringVar(&im.opt.Lang, "lang", "", "`language`, as en or de")
	f.BoolVar(&im.opt.Whole, "whole", false, "convert the whole page, without looking for an article in it")
	f.StringToStringVar(&columns, "column", nil, "`PART=COLUMN` of a table: id, text, title, highlights, date, authors, url or tags")
	f.StringVar(&im.out, "out", "content/articles", "`folder` to write to, within the site")
	f.BoolVar(&im.stdout, "stdout", false, "print the Markdown, write nothing")
	f.BoolVar(&im.write.DryRun, "dry-run", false, "print a table of what would be written, write nothing")
	f.StringVar(&im.explain, "explain", "", "print what became of each line, as `text` or tsv, and write nothing")
	f.Lookup("column").DefValue = "" // none, which pflag writes as []
	f.Lookup("explain").NoOptDefVal = "text"
	f.BoolVar(&im.write.Merge, "merge", false, "take what changed in sources into edited articles, where nobody edited")
	f.BoolVar(&verify, "verify", false, "rebuild the text of the sources from articles and reports, and check it")
	f.IntVarP(&im.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "how many inputs are converted at the same time")
	return c
}

// check takes --date and --column, and refuses what no flag can mean.
func (im *importing) check(date string, columns map[string]string) (err error) {
	if date != "" {
		if im.opt.Date, err = day.Parse(date); err != nil {
			return usagef("--date %q: %v", date, err)
		}
	}
	if !slices.Contains([]string{"", "text", "tsv"}, im.explain) {
		return usagef("--explain %q: write text or tsv", im.explain)
	}
	if kinds := importKinds(); im.opt.From != "" && !slices.Contains(kinds, im.opt.From) {
		return usagef("--from %q: write one of %s", im.opt.From, strings.Join(kinds, ", "))
	}
	if im.jobs < 1 {
		return usagef("--jobs %d: at least 1", im.jobs)
	}
	im.unpack.Columns, err = columnsOf(columns)
	return err
}

// importKinds are the words of --from.
func importKinds() []string {
	return append([]string{"text", "html", "markdown"}, unpack.Kinds()...)
}

// columnsOf reads --column.
func columnsOf(given map[string]string) (unpack.Columns, error) {
	var c unpack.Columns
	parts := map[string]*string{
		"id": &c.ID, "text": &c.Text, "title": &c.Title, "highlights": &c.Highlights,
		"date": &c.Date, "authors": &c.Authors, "url": &c.URL, "tags": &c.Tags,
	}
	for part, column := range given {
		to := parts[strings.ToLower(part)]
		if to == nil {
			return c, usagef("--column %s=%s: the part is one of id, text, title, highlights, date, authors, url, tags", part, column)
		}
		*to = column
	}
	return c, nil
}

// outFolder returns --out as a slash path in the site.
func (im *importing) outFolder() (string, error) {
	out := path.Clean(filepath.ToSlash(im.out))
	if !fs.ValidPath(out) || !strings.HasPrefix(out+"/", "content/") {
		return "", usagef("--out %q: name a folder under content/", im.out)
	}
	return out, nil
}

// explainDraft prints what became of each line and, for people, first what the
// input offers for the header.
func (im *importing) explainDraft(d *importer.Draft) {
	if im.explain != "tsv" {
		im.explainHeader(d.Evidence)
	}
	for _, l := range d.Lines {
		if im.explain == "tsv" {
			fmt.Fprintf(im.p.Stdout, "%d\t%s\t%s\t%s\n", l.N, l.Label, l.Reason, l.Text)
			continue
		}
		fmt.Fprintf(im.p.Stdout, "%5d  %-9s  %s\n", l.N, l.Label, l.Text)
		if l.Reason != "" {
			fmt.Fprintf(im.p.Stdout, "%18s(%s)\n", "", l.Reason)
		}
	}
}

// explainHeader prints what the input offers for the header, key by key, with a
// mark on what was taken.
func (im *importing) explainHeader(evidence []importer.Candidate) {
	for _, c := range evidence {
		mark := "-"
		if c.Taken {
			mark = "+"
		}
		fmt.Fprintf(im.p.Stdout, "%s %-11s  %s\n", mark, c.Key, c.Value)
		fmt.Fprintf(im.p.Stdout, "%15s(%s; %s)\n", "", c.From, c.Reason)
	}
	if len(evidence) > 0 {
		fmt.Fprintln(im.p.Stdout)
	}
}
