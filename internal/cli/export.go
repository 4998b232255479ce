package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/day"
	"dateline/internal/export"
	"dateline/internal/site"
)

// exportFlags are the flags of export.
type exportFlags struct {
	siteOptions
	out, entity, article, from, to string
}

func (p *program) exportCmd() *cobra.Command {
	b := exportFlags{siteOptions: siteOptions{readOnly: true}}
	var names, list []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
		list = append(list, fmt.Sprintf("  %-12s %s", f.Name, f.About))
	}
	c := &cobra.Command{
		Use: "export FORMAT", Short: "Write the events of a site in a form for other programs",
		Long: `Write the events of a site, of one article or of one entity to standard output or to a
file. FORMAT is

` + strings.Join(list, "\n"),
		Example:   "  dateline export ics --out events.ics\n  dateline export csv --entity john-kerry --from 2013-08 --to 2013-09",
		ValidArgs: names, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f, ok := export.Named(args[0])
			if !ok {
				hint := ""
				if near := export.Nearest(args[0]); near != "" {
					hint = fmt.Sprintf("\nDid you mean %q?", near)
				}
				return usagef("there is no format %q; there are %s%s", args[0], strings.Join(names, ", "), hint)
			}
			s, err := p.openSite(b.siteOptions)
			if err != nil {
				return err
			}
			defer s.Close()
			out, err := s.build(c.Context())
			if err != nil {
				return err
			}
			if out.Diags.HasErrors() {
				return p.report(out.Diags, false)
			}
			sel, err := b.selection(s, out)
			if err != nil {
				return err
			}
			return p.export(f, sel, b.out)
		},
	}
	fl := c.Flags()
	fl.StringVarP(&b.out, "out", "o", "", "`file` to write; standard output when not given")
	fl.StringVar(&b.entity, "entity", "", "only events in which this `entity` has a part, by its id or a name")
	fl.StringVar(&b.article, "article", "", "only events of this `article`, by its file or address")
	fl.StringVar(&b.from, "from", "", "only events from this `date` on, in EDTF")
	fl.StringVar(&b.to, "to", "", "only events up to the end of this `date`, in EDTF")
	fl.StringVarP(&b.baseURL, "base-url", "b", "", "whole `address` of the site, over baseURL in site.yaml")
	fl.BoolVarP(&b.drafts, "build-drafts", "D", false, "drafts too")
	return c
}

// export writes a selection to a file, or to standard output.
func (p *program) export(f export.Format, sel *export.Selection, file string) error {
	b, err := f.Append(nil, sel)
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	if file == "" || file == "-" {
		if _, err := p.Stdout.Write(b); err != nil {
			return fmt.Errorf("exporting: %w", err)
		}
	} else if err := os.WriteFile(p.path(file), b, 0o644); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	left, why := 0, ""
	if f.Left != nil {
		left, why = f.Left(sel)
	}
	said := plural(len(sel.Events)-left, "event")
	if file != "" && file != "-" {
		said += " in " + file
	}
	if left > 0 {
		said += fmt.Sprintf("; %d left out: %s", left, why)
	}
	p.say("%s", said)
	return nil
}

// selection finds the events that the flags name.
func (b *exportFlags) selection(s *openSite, out *build.Output) (*export.Selection, error) {
	from, to, err := b.span()
	if err != nil {
		return nil, err
	}
	of := out.Site
	sel := export.Whole(of, out.Text)
	var one *site.Article
	if b.article != "" {
		e := explainer{s: s, out: out}
		page := of.PageAt(addr.URL(b.article))
		if page == nil {
			page = e.find(b.article)
		}
		if page == nil || page.Article == nil {
			return nil, usagef("%q is no article of this site", b.article)
		}
		one = page.Article
		sel.Title, sel.Home, sel.Description = one.Title, one.URL, one.Meta.Description
		sel.Events = of.EventsIn(one)
	}
	if b.entity != "" {
		ent := of.Entity(b.entity)
		if r := s.builder.Register().Resolve(b.entity); ent == nil && r != nil {
			ent = of.Entity(r.ID)
		}
		if ent == nil {
			ent = of.Entity(addr.Slug(b.entity))
		}
		if ent == nil {
			return nil, usagef("%q is no entity of this site", b.entity)
		}
		if one == nil {
			sel.Title, sel.Home, sel.Description = ent.Name, ent.URL, ent.Description
			sel.Events = of.EventsOf(ent)
		} else {
			sel.Events = slices.DeleteFunc(sel.Events, func(e site.EventRef) bool { return !slices.Contains(e.Event.Entities, ent.ID) })
		}
	}
	sel.Events = slices.DeleteFunc(sel.Events, func(e site.EventRef) bool {
		first, last := e.Event.When.Bounds()
		return last < from || first > to
	})
	if len(sel.Events) == 0 {
		return nil, usagef("there is no such event, and nothing was written")
	}
	return sel, nil
}

// span returns the first and last day that --from and --to ask for.
func (b *exportFlags) span() (from, to day.Day, err error) {
	from, to = day.Earliest, day.Latest
	for _, f := range []struct {
		name, value string
		put         func(first, last day.Day)
	}{
		{"from", b.from, func(first, _ day.Day) { from = first }},
		{"to", b.to, func(_, last day.Day) { to = last }},
	} {
		if f.value == "" {
			continue
		}
		d, err := article.ParseDate(f.value)
		if err != nil {
			return 0, 0, usagef("--%s %q: %v", f.name, f.value, err)
		}
		f.put(d.Bounds())
	}
	if from > to {
		return 0, 0, usagef("--from %s is after --to %s", b.from, b.to)
	}
	return from, to, nil
}
