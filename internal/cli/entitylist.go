package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/roster"
	"dateline/internal/sheet"
	"dateline/internal/site"
)

func (p *program) entityListCmd() *cobra.Command {
	var l entityList
	c := &cobra.Command{
		Use: "list", Short: "List the entities of the site, those nobody has looked at first", Args: cobra.NoArgs,
		Long: `List every entity of the site with its status, its type, in how many articles and how
often it is named, and which others it may be one with. The status is

  unreviewed   found in the text; 'dateline entity promote' gives it a file
  gazetteer    from the built-in gazetteer, and named by an article
  reviewed     it has a file
  merged       a tombstone, which leads to another

In a pipe the rows are parted by tabs, without a head: status, type, articles,
mentions, id, name, and what it may be one with.`,
		Example: "  dateline entity list --unreviewed --kind person\n  dateline entity list --duplicates\n  dateline entity list --csv > entities.csv",
	}
	f := c.Flags()
	kinds := kindFlag(c)
	f.BoolVar(&l.unreviewed, "unreviewed", false, "only those found in the text that have no file")
	f.BoolVar(&l.duplicates, "duplicates", false, "only pairs that may be one entity, with the reason")
	f.BoolVar(&l.csv, "csv", false, "as a table for spreadsheets, which 'dateline entity import' reads again")
	f.StringVar(&l.separator, "separator", ",", "what parts the cells of that table: a `character`, or tab")
	c.RunE = p.entityRunner(func(_ *cobra.Command, d *desk, _ []string) error {
		want, err := kinds()
		if err != nil {
			return err
		}
		if l.separator == "tab" {
			l.separator = "\t"
		}
		if len(l.separator) != 1 || !strings.Contains(",;\t|", l.separator) {
			return usagef("--separator %q: write , ; | or tab", l.separator)
		}
		if l.csv && l.duplicates {
			return usagef("--csv lists entities and --duplicates pairs of them: take one")
		}
		l.d, l.want = d, want
		return l.print()
	})
	return c
}

// entityList is one run of the command.
type entityList struct {
	d                           *desk
	want                        func(*entity.Entity) bool
	unreviewed, duplicates, csv bool
	separator                   string
}

// listed is a row.
type listed struct {
	*entity.Entity
	roster.Use
	alike []alike
}

// alike is another entity that a row may be one with.
type alike struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// statuses in the order of a list.
var statuses = []string{"unreviewed", "gazetteer", "reviewed", "merged"}

// rows returns all entities: those that nobody has looked at first, then by how many
// articles name them.
func (l *entityList) rows() []listed {
	var rows []listed
	for _, e := range l.d.out.Site.Entities {
		rows = append(rows, listed{Entity: e.Entity, Use: l.d.use(e.Entity)})
	}
	for _, e := range l.d.roster.Entities() {
		if e.MergedInto != "" {
			rows = append(rows, listed{Entity: e, Use: l.d.use(e)})
		}
	}
	slices.SortFunc(rows, func(a, b listed) int {
		return cmp.Or(slices.Index(statuses, a.Status)-slices.Index(statuses, b.Status), b.Articles-a.Articles, b.Mentions-a.Mentions, cmp.Compare(a.ID, b.ID))
	})
	return rows
}

func (l *entityList) print() error {
	rows := l.rows()
	all := make([]*entity.Entity, len(rows))
	at := make(map[string]int, len(rows))
	for i, r := range rows {
		all[i], at[r.ID] = r.Entity, i
	}
	var pairs []entity.Duplicate
	for _, d := range entity.Duplicates(all) {
		a, b := &rows[at[d.A.ID]], &rows[at[d.B.ID]]
		a.alike = append(a.alike, alike{d.B.ID, d.Reason})
		b.alike = append(b.alike, alike{d.A.ID, d.Reason})
		shown := !l.unreviewed || a.Status == "unreviewed" || b.Status == "unreviewed"
		if shown && (l.want(d.A) || l.want(d.B)) {
			pairs = append(pairs, d)
		}
	}
	rows = slices.DeleteFunc(rows, func(r listed) bool { return !l.want(r.Entity) || l.unreviewed && r.Status != "unreviewed" })
	out := bufio.NewWriter(l.d.p.Stdout)
	wide := isTerminal(l.d.p.Stdout)
	switch {
	case l.csv:
		l.table(out, rows)
	case l.duplicates && l.d.p.json:
		for _, d := range pairs {
			jsonLine(out, map[string]any{"a": d.A.ID, "b": d.B.ID, "reason": d.Reason})
		}
	case l.duplicates:
		printPairs(out, pairs, wide)
	case l.d.p.json:
		for _, r := range rows {
			jsonLine(out, r.object())
		}
	default:
		printRows(out, rows, wide)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	if wide {
		l.summary(rows, pairs)
	}
	return l.d.p.report(l.unreadable(), false)
}

// unreadable returns why files of entities are missing in a list.
func (l *entityList) unreadable() diag.List {
	var out diag.List
	for _, d := range l.d.out.Diags {
		if d.Severity == diag.Error && strings.HasPrefix(d.File, site.EntitiesDir) && l.d.out.Site.PageOf(addr.Source(d.File)) == nil {
			out = append(out, d)
		}
	}
	return out
}

func (l *entityList) table(w io.Writer, rows []listed) {
	sep := l.separator[0]
	b := sheet.AppendRow([]byte(sheet.Mark), roster.Head(), sep)
	for _, r := range rows {
		e := r.Entity
		if own := l.d.roster.Entity(e.ID); own != nil { // without what the gazetteer adds to it
			e = own
		}
		b = sheet.AppendRow(b, roster.Row(e, r.Use), sep)
	}
	w.Write(b) // the error is that of Flush
}

// object is a row as JSON, its keys in a fixed order.
func (r *listed) object() any {
	return struct {
		ID         string  `json:"id"`
		Name       string  `json:"name"`
		Type       string  `json:"type"`
		Status     string  `json:"status"`
		Articles   int     `json:"articles"`
		Mentions   int     `json:"mentions"`
		File       string  `json:"file,omitempty"`
		MergedInto string  `json:"mergedInto,omitempty"`
		MayBe      []alike `json:"mayBe,omitempty"`
	}{r.ID, r.Name, r.Kind.String(), r.Status, r.Articles, r.Mentions, r.Path, r.MergedInto, r.alike}
}

func jsonLine(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // the error is that of Flush
}

// printRows prints entities for people when wide, else parted by tabs.
func printRows(out io.Writer, rows []listed, wide bool) {
	w := out
	if wide {
		t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
		defer t.Flush()
		fmt.Fprintln(t, "STATUS\tTYPE\tARTICLES\tMENTIONS\tID\tNAME\tMAY BE")
		w = t
	}
	for _, r := range rows {
		also := make([]string, len(r.alike))
		for i, a := range r.alike {
			also[i] = a.ID
		}
		if r.MergedInto != "" {
			also = []string{"→ " + r.MergedInto}
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", r.Status, r.Kind, r.Articles, r.Mentions, r.ID, diag.Printable(r.Name), diag.Printable(strings.Join(also, ", ")))
	}
}

// printPairs prints pairs that may be one entity.
func printPairs(out io.Writer, pairs []entity.Duplicate, wide bool) {
	w := out
	if wide {
		t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
		defer t.Flush()
		fmt.Fprintln(t, "ID\tMAY BE\tBECAUSE")
		w = t
	}
	for _, d := range pairs {
		fmt.Fprintf(w, "%s\t%s\t%s\n", d.A.ID, d.B.ID, diag.Printable(d.Reason))
	}
}

// summary tells people what they can do.
func (l *entityList) summary(rows []listed, pairs []entity.Duplicate) {
	open := 0
	for _, r := range rows {
		if r.Status == "unreviewed" {
			open++
		}
	}
	l.d.p.say("%s, %d unreviewed, %s that may be one", plural(len(rows), "row"), open, plural(len(pairs), "pair"))
	if len(pairs) > 0 && !l.duplicates {
		l.d.p.say("'dateline entity list --duplicates' says why; 'dateline entity merge FROM INTO' joins two")
	}
}

// isTerminal reports whether a stream is one.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
