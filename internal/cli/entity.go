package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"dateline/internal/addr"
	"dateline/internal/build"
	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/roster"
	"dateline/internal/site"
)

func (p *program) entityCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "entity", Short: "List people, places and organisations, and put them in order", Args: cobra.NoArgs,
		Long: `See who and what the articles name, give those found in the text a file, join what is
one, rename, look identifiers up, and edit all of it in a spreadsheet. What is written
are files below content/entities, and only the keys in question: 'git diff' shows it,
'git checkout' takes it back, and --dry-run shows it before.`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.entityListCmd(), p.entityPromoteCmd(), p.entityMergeCmd(), p.entityRenameCmd(), p.entityImportCmd(), p.entityReconcileCmd())
	return c
}

// desk is where entities are worked on: the site as it is, and their files.
type desk struct {
	p      *program
	s      *openSite
	out    *build.Output
	roster *roster.Roster
	led    map[addr.URL][]addr.URL // see spellingPages; nil until it is needed
}

// openDesk builds the site in memory and opens the files of its entities. The caller
// closes it.
func (p *program) openDesk(ctx context.Context) (*desk, error) {
	s, err := p.openSite(siteOptions{})
	if err != nil {
		return nil, err
	}
	d := &desk{p: p, s: s}
	if d.out, err = s.build(ctx); err == nil {
		d.roster, err = roster.Open(disk.In(s.root))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return d, nil
}

// entityRunner is a command that works on entities.
func (p *program) entityRunner(run func(c *cobra.Command, d *desk, args []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		d, err := p.openDesk(c.Context())
		if err != nil {
			return err
		}
		err = run(c, d, args)
		return errors.Join(err, d.s.Close())
	}
}

// find returns the entity that words name: an id, one that it had before, a name or
// an alias. It may be one that was found in the text only.
func (d *desk) find(words string) (*entity.Entity, error) {
	if e := d.roster.Entity(words); e != nil { // a tombstone too
		return e, nil
	}
	if e := d.out.Site.Entity(words); e != nil {
		return e.Entity, nil
	}
	if e := d.s.builder.Register().Resolve(words); e != nil {
		return e, nil
	}
	if e := d.out.Site.Entity(addr.EntityID(words)); e != nil {
		return e.Entity, nil
	}
	var named []*entity.Entity
	for _, e := range d.out.Site.Entities {
		if e.Called(words) {
			named = append(named, e.Entity)
		}
	}
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(named) > 1:
		ids := make([]string, len(named))
		for i, e := range named {
			ids[i] = e.ID
		}
		return nil, usagef("%q is the name of several entities\nhint: write one of the ids %s", words, strings.Join(ids, ", "))
	}
	hint := "'dateline entity list' shows the entities that there are"
	if guess := diag.Nearest(words, d.names()); guess != "" {
		hint = fmt.Sprintf("did you mean %q?", guess)
	}
	return nil, usagef("%q is no entity of this site\nhint: %s", words, hint)
}

// names returns ids and names of all entities, for "did you mean".
func (d *desk) names() []string {
	names := d.roster.IDs()
	for _, e := range d.out.Site.Entities {
		names = append(names, e.ID, e.Name)
	}
	return names
}

// spelt returns what is known of an entity without a file, with the spellings that
// were found in the text as its aliases. Those of the gazetteer's are known to it.
func (d *desk) spelt(e *entity.Entity) *entity.Entity {
	linked := d.out.Site.Entity(e.ID)
	if d.roster.Has(e.ID) || linked == nil || e.Origin == entity.FromGazetteer {
		return e
	}
	forms := map[string]int{}
	for _, at := range linked.Articles {
		for _, s := range d.out.Citation(d.out.Site.Articles[at.Article], at.Ref).Spellings {
			forms[s.Text] += s.N
		}
	}
	full := *e
	full.Aliases, full.Ambiguous = entity.Spellings(e, forms)
	full.Redirects = d.spellingPages()[linked.URL]
	return &full
}

// spellingPages returns, by the address that they lead to, the addresses that other
// spellings of an entity without a file have.
func (d *desk) spellingPages() map[addr.URL][]addr.URL {
	if d.led == nil {
		d.led = map[addr.URL][]addr.URL{}
		for _, p := range d.out.Site.Pages {
			if p.Kind == site.Redirect && p.From == "" {
				d.led[p.Target] = append(d.led[p.Target], p.URL)
			}
		}
	}
	return d.led
}

// status returns what a person has done about an entity.
func (d *desk) status(e *entity.Entity) string {
	switch {
	case e.MergedInto != "":
		return "merged"
	case d.roster.Has(e.ID):
		return "reviewed"
	case e.Origin == entity.FromGazetteer:
		return "gazetteer"
	}
	return "unreviewed"
}

// use returns how the site uses an entity.
func (d *desk) use(e *entity.Entity) roster.Use {
	u := roster.Use{Status: d.status(e)}
	if linked := d.out.Site.Entity(e.ID); linked != nil && e.MergedInto == "" {
		u.Articles, u.Mentions = len(linked.Articles), linked.Mentions
	}
	return u
}

// finish writes what was done, or shows it.
func (d *desk) finish(dryRun bool) error {
	writes := d.roster.Writes()
	if dryRun {
		for _, w := range writes {
			from, to := w.Path, w.Path
			switch w.Verb {
			case "write":
				from = "/dev/null"
			case "move":
				from = w.From
				if string(w.Old) == string(w.New) {
					fmt.Fprintf(d.p.Stdout, "rename from %s\nrename to %s\n", w.From, w.Path)
				}
			}
			fmt.Fprint(d.p.Stdout, udiff.Unified(from, to, string(w.Old), string(w.New)))
		}
		d.p.say("%s would be written; nothing was", plural(len(writes), "file"))
		return nil
	}
	if err := d.roster.Commit(); err != nil {
		return err
	}
	for _, w := range writes {
		switch w.Verb {
		case "move":
			d.p.say("moved %s to %s", w.From, w.Path)
		case "update":
			d.p.say("changed %s", w.Path)
		default:
			d.p.say("wrote %s", w.Path)
		}
	}
	if len(writes) == 0 {
		d.p.say("nothing to do")
	}
	return nil
}

// dryRunFlag adds --dry-run.
func dryRunFlag(c *cobra.Command) *bool {
	return c.Flags().Bool("dry-run", false, "print what would be written, as a difference, and write nothing")
}

// entityTypes are what --kind takes.
var entityTypes = []string{"person", "place", "organisation", "event", "work", "group", "thing"}

// kindFlag adds --kind. The function that it returns reports whether an entity is of
// one of the kinds that were given.
func kindFlag(c *cobra.Command) func() (func(*entity.Entity) bool, error) {
	list := c.Flags().StringSlice("kind", nil, "only these `kinds`: person, place, organisation, event, work, group, thing")
	cobra.CheckErr(c.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(entityTypes, cobra.ShellCompDirectiveNoFileComp)))
	return func() (func(*entity.Entity) bool, error) {
		want := map[ner.Kind]bool{}
		for _, s := range *list {
			k := ner.ParseKind(strings.Replace(strings.ToLower(s), "organization", "organisation", 1))
			if k == ner.Unknown {
				if guess := diag.Nearest(s, entityTypes); guess != "" {
					return nil, usagef("--kind %q: did you mean %q?", s, guess)
				}
				return nil, usagef("--kind %q: write %s", s, strings.Join(entityTypes, ", "))
			}
			want[k] = true
		}
		return func(e *entity.Entity) bool { return len(want) == 0 || want[e.Kind] }, nil
	}
}

// completeEntities completes up to n ids of entities in the shell, each with its name.
func (p *program) completeEntities(n int, want func(d *desk, e *entity.Entity) bool) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if n > 0 && len(args) >= n {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		p.quiet = true
		ctx := c.Context()
		if ctx == nil {
			ctx = context.Background()
		}
		d, err := p.openDesk(ctx)
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		defer d.s.Close()
		found := map[string]*site.Entity{}
		for _, e := range d.out.Site.Entities {
			if strings.HasPrefix(e.ID, begun) && !slices.Contains(args, e.ID) && want(d, e.Entity) {
				found[e.ID] = e
			}
		}
		var out []string
		for _, id := range slices.Sorted(maps.Keys(found)) {
			out = append(out, id+"\t"+diag.Printable(found[id].Name))
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

func anyEntity(*desk, *entity.Entity) bool { return true }
