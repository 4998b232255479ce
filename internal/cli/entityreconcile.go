package cli

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/entity"
	"dateline/internal/reconcile"
	"dateline/internal/roster"
	"dateline/internal/sheet"
	"dateline/internal/site"
)

func (p *program) entityReconcileCmd() *cobra.Command {
	var r reconciling
	c := &cobra.Command{
		Use: "reconcile [NAME|ID...]", Short: "Ask a service for the identifiers of entities",
		Long: `Ask a reconciliation service, such as Wikidata's, for the identifiers of entities: those
named, or all that have a file and no identifier of the service's. Its address stands in
content/site.yaml, and nobody is asked when there is none:

  reconcile:
    service: https://wikidata.reconci.link/en/api

Names, types and dates of these entities go to the service. Its answers are remembered,
so that asking again costs nothing; the proposals are printed, and written nowhere
unless you say so: --write takes those that are certain, --review makes a table to be
marked by hand, and --take takes what is marked in it.`,
		Example:           "  dateline entity reconcile --kind person\n  dateline entity reconcile --write --dry-run\n  dateline entity reconcile --review > review.csv\n  dateline entity reconcile --take review.csv",
		ValidArgsFunction: p.completeEntities(0, anyEntity),
	}
	f := c.Flags()
	f.StringVar(&r.service, "service", "", "`address` of the service, over that in site.yaml")
	f.IntVar(&r.limit, "limit", 3, "so many candidates for each entity, a `number`")
	f.BoolVar(&r.refresh, "refresh", false, "ask again what was answered before")
	f.BoolVar(&r.write, "write", false, "add the identifiers that are certain to the files")
	f.BoolVar(&r.review, "review", false, "print a table for spreadsheets, to be marked and given to --take")
	f.StringVar(&r.take, "take", "", "ask nobody; add the identifiers that are marked in such a `table`")
	kinds := kindFlag(c)
	dryRun := dryRunFlag(c)
	c.RunE = p.entityRunner(func(c *cobra.Command, d *desk, args []string) error {
		want, err := kinds()
		if err != nil {
			return err
		}
		if r.write && r.review || r.take != "" && (r.write || r.review || len(args) > 0) {
			return usagef("--write, --review and --take are three ways: take one, and --take without names")
		}
		r.d, r.dryRun = d, *dryRun
		if r.take != "" {
			return r.taken()
		}
		if r.limit < 1 || r.limit > 50 {
			return usagef("--limit %d: write a number from 1 to 50", r.limit)
		}
		if *dryRun && !r.write {
			return usagef("--dry-run shows what --write or --take would write")
		}
		settings := d.out.Site.Settings.Reconcile
		if r.service == "" {
			r.service = settings.Service
		}
		if r.service == "" {
			return usagef("content/site.yaml names no reconciliation service, so nobody was asked\nhint: for Wikidata's, add the lines\n\nreconcile:\n  service: https://wikidata.reconci.link/en/api")
		}
		return r.run(c, settings, want, args)
	})
	return c
}

// reconciling is one run of the command.
type reconciling struct {
	d                              *desk
	service, take                  string
	limit                          int
	refresh, write, review, dryRun bool
}

func (r *reconciling) run(c *cobra.Command, settings site.Reconcile, want func(*entity.Entity) bool, args []string) error {
	p := r.d.p
	bar := p.progress("asking", 0)
	defer bar.done()
	answers := &answerFiles{root: r.d.s.root}
	client, err := reconcile.Open(c.Context(), reconcile.Options{
		Service: r.service, UserAgent: "dateline/" + Version + " (entity reconcile)", Memory: answers, Refresh: r.refresh, Progress: bar.setOf,
	})
	if err != nil {
		return err
	}
	m := client.Manifest()
	words := vocabulary(m, settings)
	list, err := r.choose(m, words, want, args)
	if err != nil {
		return err
	}
	queries := make([]reconcile.Query, len(list))
	for i, e := range list {
		queries[i] = roster.QueryFor(e, words, r.limit)
	}
	candidates, failed := client.Ask(c.Context(), queries)
	bar.done()
	if answers.err != nil {
		p.say("the answers cannot be remembered: %v", answers.err)
	}
	proposals := r.d.roster.Propose(list, candidates, m, words)
	if err := r.print(list, candidates, proposals, failed == nil); err != nil {
		return err
	}
	certain := 0
	for _, x := range proposals {
		if x.Certain {
			certain++
		}
	}
	p.say("%s: %s for %s, %d certain (%d asked now, %d answered before)", diag.Printable(m.Name), plural(len(proposals), "candidate"), plural(len(list), "entity"), certain, client.Asked, client.Remembered)
	if failed != nil {
		return failed
	}
	if !r.write {
		return nil
	}
	for _, x := range proposals {
		if x.Certain {
			if err := r.d.roster.Identify(x.Entity, x.SameAs); err != nil {
				return err
			}
		}
	}
	return r.d.finish(r.dryRun)
}

// answerFiles keeps a service's answers in files of the site's state, one for each
// query, which a preview that runs meanwhile does not hold.
type answerFiles struct {
	root *os.Root
	err  error // the first that kept an answer from being written
}

// file returns the file of the answer under a key.
func (a *answerFiles) file(key string) string {
	sum := sha256.Sum256([]byte(key))
	return ".dateline/reconcile/" + hex.EncodeToString(sum[:16]) + ".json"
}

// Get returns the answer that was put under key.
func (a *answerFiles) Get(key string) ([]byte, bool) {
	val, err := a.root.ReadFile(a.file(key))
	return val, err == nil
}

// Put keeps an answer.
func (a *answerFiles) Put(key string, val []byte) {
	if err := disk.Replace(disk.In(a.root), a.file(key), val); err != nil && a.err == nil {
		a.err = err
	}
}

// vocabulary returns the words of a service: those that are set, else those that are known.
func vocabulary(m reconcile.Manifest, settings site.Reconcile) reconcile.Vocabulary {
	v := m.Vocabulary()
	over := func(known, set map[string]string) map[string]string {
		out := maps.Clone(known)
		if out == nil {
			out = map[string]string{}
		}
		maps.Copy(out, set)
		return out
	}
	v.Types, v.Properties = over(v.Types, settings.Types), over(v.Properties, settings.Properties)
	if settings.Scheme != "" {
		v.Scheme = settings.Scheme
	}
	return v
}

// choose returns the entities to ask about: those named, or all with a file, without
// those that have an identifier of the service's.
func (r *reconciling) choose(m reconcile.Manifest, words reconcile.Vocabulary, want func(*entity.Entity) bool, args []string) ([]*entity.Entity, error) {
	var all []*entity.Entity
	for _, words := range args {
		e, err := r.d.find(words)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	if len(args) == 0 {
		all = r.d.roster.Entities()
	}
	var list []*entity.Entity
	for _, e := range all {
		if e.MergedInto != "" || !want(e) {
			continue
		}
		if roster.Identified(e, words.Scheme, m.IdentifierSpace) {
			if len(args) > 0 {
				r.d.p.say("%s has an identifier of the service's already", e.ID)
			}
			continue
		}
		list = append(list, e)
	}
	return list, nil
}

// print prints the proposals; and, when all were answered, whom the service does not know.
func (r *reconciling) print(list []*entity.Entity, answers [][]reconcile.Candidate, proposals []roster.Proposal, whole bool) error {
	out := bufio.NewWriter(r.d.p.Stdout)
	switch {
	case r.review:
		b := sheet.AppendRow([]byte(sheet.Mark), roster.ProposalHead(), ',')
		for i := range proposals {
			b = sheet.AppendRow(b, proposals[i].Row(), ',')
		}
		out.Write(b) // the error is that of Flush
	case r.d.p.json:
		for i := range proposals {
			x := &proposals[i]
			jsonLine(out, struct {
				ID          string  `json:"id"`
				SameAs      string  `json:"sameAs"`
				Candidate   string  `json:"candidate"`
				Description string  `json:"description,omitempty"`
				Score       float64 `json:"score"`
				Match       bool    `json:"match"`
				Certain     bool    `json:"certain"`
				Reason      string  `json:"reason"`
			}{x.Entity.ID, x.SameAs, x.Name, x.Description, x.Score, x.Match, x.Certain, x.Reason})
		}
	default:
		printProposals(out, list, answers, proposals, whole, isTerminal(r.d.p.Stdout))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// printProposals prints a row for each proposal, for people when wide, else parted by tabs.
func printProposals(out io.Writer, list []*entity.Entity, answers [][]reconcile.Candidate, proposals []roster.Proposal, whole, wide bool) {
	w := out
	if wide {
		t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
		defer t.Flush()
		fmt.Fprintln(t, "ID\tCERTAIN\tIDENTIFIER\tSCORE\tCANDIDATE\tBECAUSE")
		w = t
	}
	for i, e := range list {
		if len(answers[i]) == 0 && whole {
			fmt.Fprintf(w, "%s\tno\t-\t-\t-\tthe service knows nobody of that name\n", e.ID)
		}
		for len(proposals) > 0 && proposals[0].Entity == e {
			x := proposals[0]
			certain := "no"
			if x.Certain {
				certain = "yes"
			}
			about := x.Name
			if x.Description != "" {
				about += " (" + x.Description + ")"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", e.ID, certain, diag.Printable(x.SameAs), strconv.FormatFloat(x.Score, 'f', -1, 64), diag.Printable(about), diag.Printable(x.Reason))
			proposals = proposals[1:]
		}
	}
}

// taken takes what is marked in a table.
func (r *reconciling) taken() error {
	name, src, err := r.d.p.readTable(r.take)
	if err != nil {
		return err
	}
	n, diags := r.d.roster.TakeProposals(name, src, func(id string) *entity.Entity {
		if e := r.d.roster.Entity(id); e != nil {
			return e
		}
		if e := r.d.out.Site.Entity(strings.TrimSpace(id)); e != nil {
			return e.Entity
		}
		return nil
	})
	if err := r.d.finish(r.dryRun); err != nil {
		return err
	}
	r.d.p.say("%s taken", plural(n, "identifier"))
	return r.d.p.report(diags, false)
}
