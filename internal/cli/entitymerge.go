package cli

import (
	"github.com/spf13/cobra"

	"dateline/internal/entity"
)

func (p *program) entityMergeCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "merge FROM INTO", Short: "Join two entities that are one", Args: cobra.ExactArgs(2),
		Long: `Make FROM a tombstone that leads to INTO. The names, identifiers and offices of FROM
move to INTO, as does what else INTO does not say. The address of FROM leads to that of
INTO, and links and decisions that name FROM go on working. Each may be an id or a
name, and one that was found in the text only: files are made as needed.`,
		Example:           "  dateline entity merge walid-moallem walid-mouallem",
		ValidArgsFunction: p.completeEntities(2, anyEntity),
	}
	dryRun := dryRunFlag(c)
	c.RunE = p.entityRunner(func(_ *cobra.Command, d *desk, args []string) error {
		var both [2]*entity.Entity
		for i, words := range args {
			e, err := d.find(words)
			if err != nil {
				return err
			}
			both[i] = d.spelt(e)
		}
		diags, err := d.roster.Merge(both[0], both[1])
		if err != nil {
			return usageError{err}
		}
		if err := d.finish(*dryRun); err != nil {
			return err
		}
		return p.report(diags, false)
	})
	return c
}
