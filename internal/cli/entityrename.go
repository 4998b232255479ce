package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/addr"
)

func (p *program) entityRenameCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "rename ENTITY NEW-ID|NEW-NAME", Short: "Give an entity another id or name", Args: cobra.ExactArgs(2),
		Long: `Give an entity another id, or another name with the id that follows from it. Its file
is moved, and its old address leads to the new one. Links, decisions and other
entities that have the old id go on meaning it; the old name becomes an alias. What is
written in small letters, digits and hyphens is an id, all else a name.`,
		Example:           "  dateline entity rename bashar-assad bashar-al-assad\n  dateline entity rename bashar-assad \"Bashar al-Assad\"",
		ValidArgsFunction: p.completeEntities(1, anyEntity),
	}
	dryRun := dryRunFlag(c)
	c.RunE = p.entityRunner(func(_ *cobra.Command, d *desk, args []string) error {
		e, err := d.find(args[0])
		if err != nil {
			return err
		}
		id, name := args[1], ""
		if addr.CheckID(id) != nil {
			name = strings.TrimSpace(args[1])
			id = addr.EntityID(name)
		}
		if name == "" && strings.TrimSpace(args[1]) == "" {
			return usagef("the new name is empty")
		}
		if taken := d.out.Site.Entity(id); id != e.ID && taken != nil && taken.ID == id {
			return usagef("the id %q is that of %q\nhint: 'dateline entity merge %s %s' joins the two", id, taken.Name, e.ID, id)
		}
		if known := d.s.builder.Register().Lookup(id); id != e.ID && known != nil && known.ID == id {
			return usagef("the id %q is that of %q in the gazetteer\nhint: 'dateline entity merge %s %s' joins the two", id, known.Name, e.ID, id)
		}
		if err := d.roster.Rename(d.spelt(e), id, name); err != nil {
			return usageError{err}
		}
		return d.finish(*dryRun)
	})
	return c
}
