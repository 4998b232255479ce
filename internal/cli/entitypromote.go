package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"dateline/internal/entity"
)

func (p *program) entityPromoteCmd() *cobra.Command {
	var all bool
	var least int
	c := &cobra.Command{
		Use: "promote NAME|ID...", Short: "Give entities found in the text files of their own",
		Long: `Write content/entities/ID.md for entities that have no file, with what is known: name,
type, the spellings found in the articles, and for those of the gazetteer what it
knows. From then on they are reviewed, and what the file says counts. A file that is
there is never touched.`,
		Example:           "  dateline entity promote \"Free Syrian Army\" walid-mouallem\n  dateline entity promote --all-unreviewed --min 3 --kind person --dry-run",
		ValidArgsFunction: p.completeEntities(0, func(d *desk, e *entity.Entity) bool { return !d.roster.Has(e.ID) }),
	}
	c.Flags().BoolVar(&all, "all-unreviewed", false, "all that were found in the text")
	c.Flags().IntVar(&least, "min", 1, "with --all-unreviewed: only those that so many articles name, a `number`")
	kinds := kindFlag(c)
	dryRun := dryRunFlag(c)
	c.RunE = p.entityRunner(func(c *cobra.Command, d *desk, args []string) error {
		want, err := kinds()
		switch {
		case err != nil:
			return err
		case all == (len(args) > 0):
			return usagef("name the entities, or write --all-unreviewed\nUsage: %s", c.UseLine())
		case !all && (c.Flags().Changed("min") || c.Flags().Changed("kind")):
			return usagef("--min and --kind choose among --all-unreviewed")
		}
		var list []*entity.Entity
		for _, words := range args {
			e, err := d.find(words)
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		for _, e := range d.out.Site.Entities {
			if all && d.status(e.Entity) == "unreviewed" && len(e.Articles) >= least && want(e.Entity) {
				list = append(list, e.Entity)
			}
		}
		for i, e := range list {
			if slices.Contains(list[:i], e) {
				continue
			}
			if d.roster.Has(e.ID) {
				p.say("%s has a file already", e.ID)
				continue
			}
			if err := d.roster.Create(d.spelt(e)); err != nil {
				return err
			}
		}
		return d.finish(*dryRun)
	})
	return c
}
