package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"dateline/internal/entity"
	"dateline/internal/roster"
)

// maxTable is the largest table that is read, in bytes.
const maxTable = 64 << 20

func (p *program) entityImportCmd() *cobra.Command {
	var clear bool
	c := &cobra.Command{
		Use: "import TABLE", Short: "Take entities in from a spreadsheet", Args: cobra.ExactArgs(1),
		Long: `Read a table (CSV) with a row for each entity, as 'dateline entity list --csv' writes it
and spreadsheets save it, and make and change files as it says. - is standard input. A
row that says what is known already writes nothing. Several values in a cell are parted
by | or ;. Bad rows are told of, and the others are taken all the same.`,
		Example: "  dateline entity list --csv > entities.csv\n  dateline entity import entities.csv --dry-run",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"csv", "tsv", "txt"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	c.Flags().BoolVar(&clear, "clear", false, "an empty cell takes away what the file says; else it leaves it")
	dryRun := dryRunFlag(c)
	c.RunE = p.entityRunner(func(_ *cobra.Command, d *desk, args []string) error {
		name, src, err := p.readTable(args[0])
		if err != nil {
			return err
		}
		counts, diags := d.roster.Take(name, src, roster.TableOptions{Clear: clear, Known: func(id string) *entity.Entity {
			if e := d.out.Site.Entity(id); e != nil {
				return e.Entity
			}
			return d.s.builder.Register().Lookup(id)
		}})
		if err := d.finish(*dryRun); err != nil {
			return err
		}
		p.say("%d made, %d changed, %d merged, %d unchanged, %d refused", counts.Made, counts.Changed, counts.Merged, counts.Same, counts.Refused)
		return p.report(diags, false)
	})
	return c
}

// readTable reads a table from a file or from standard input.
func (p *program) readTable(arg string) (name string, src []byte, err error) {
	name, in := "standard-input", p.Stdin
	if arg != "-" {
		f, err := os.Open(p.path(arg))
		if err != nil {
			return "", nil, usagef("the table cannot be read: %v", err)
		}
		defer f.Close()
		name, in = arg, f
	}
	src, err = io.ReadAll(io.LimitReader(in, maxTable+1))
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("reading %s: %w", name, err)
	case len(src) > maxTable:
		return "", nil, usagef("%s is larger than %d MB", name, maxTable>>20)
	}
	return name, src, nil
}
