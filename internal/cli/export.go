package cli

import (
	"fmt"
	"os"
	"path/filepath"
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
		Use: "export FORMAT", Short: "Write events, articles or places in a form for other programs",
		Long: `Write what a site knows, all of it or what belongs to one article or one entity, to
standard output or to a file. FORMAT is

` + strings.Join(list, "\n") + `

Forms that have a file for each article are written to the folder that --out names, or,
of one --article, to standard output.`,
		Example:   "  dateline export ics --out events.ics\n  dateline export bibtex --from 2013\n  dateline export tei --out editions\n  dateline export csv --entity john-kerry --from 2013-08 --to 2013-09",
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
			if within := s.source(p.path(b.out)); b.out != "" && b.out != "-" && within != "" {
				return usagef("--out %q lies in the site's %s/, whose files are its author's: name another place", b.out, within)
			}
			out, err := s.build(c.Context())
			if err != nil {
				return err
			}
			if out.Diags.HasErrors() {
				return p.report(out.Diags, false)
			}
			sel, err := b.selection(s, out, f.Of)
			if err != nil {
				return err
			}
			if f.Of == export.Articles {
				return p.exportArticles(f, sel, b.out)
			}
			return p.export(f, sel.Selection, b.out)
		},
	}
	fl := c.Flags()
	fl.StringVarP(&b.out, "out", "o", "", "`file` to write; standard output when not given")
	fl.StringVar(&b.entity, "entity", "", "only what has to do with this `entity`, by its id or a name")
	fl.StringVar(&b.article, "article", "", "only what is in this `article`, by its file or address")
	fl.StringVar(&b.from, "from", "", "only events, or articles, from this `date` on, in EDTF")
	fl.StringVar(&b.to, "to", "", "only events, or articles, up to the end of this `date`, in EDTF")
	fl.StringVarP(&b.baseURL, "base-url", "b", "", "whole `address` of the site, over baseURL in site.yaml")
	fl.BoolVarP(&b.drafts, "build-drafts", "D", false, "drafts too")
	return c
}

// source returns which of the site's folders of sources a path lies in, or leads to, or "".
func (s *openSite) source(name string) string {
	name, err := filepath.Abs(name)
	if err != nil {
		return ""
	}
	for at := name; ; at = filepath.Dir(at) {
		if fi, err := os.Stat(at); err == nil {
			for _, dir := range []string{"content", "templates", "static"} {
				if own, err := s.root.Stat(dir); err == nil && os.SameFile(fi, own) {
					return dir
				}
			}
			if real, err := filepath.EvalSymlinks(at); err == nil {
				at = real // a link leads on from where it leads to
			}
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
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
	if f.Of == export.Places {
		said = plural(len(sel.Places), "place")
	}
	if file != "" && file != "-" {
		said += " in " + file
	}
	if left > 0 {
		said += fmt.Sprintf("; %d left out: %s", left, why)
	}
	p.say("%s", said)
	return nil
}

// selected is what the flags name: events and places, or articles.
type selected struct {
	*export.Selection
	articles []*site.Article
}

// selection finds what the flags name of a subject.
func (b *exportFlags) selection(s *openSite, out *build.Output, of export.Subject) (selected, error) {
	from, to, err := b.span()
	if err != nil {
		return selected{}, err
	}
	sel := selected{out.Selection(), out.Site.Articles}
	one, err := b.theArticle(s, out)
	if err != nil {
		return selected{}, err
	}
	if one != nil {
		sel.Title, sel.Home, sel.Description = one.Title, one.URL, one.Meta.Description
		sel.Events, sel.Places, sel.articles = out.Site.EventsIn(one), nil, []*site.Article{one}
		for _, e := range one.Named {
			if e != site.Nobody {
				sel.Places = append(sel.Places, out.Site.EntityAt(e))
			}
		}
	}
	ent, err := b.theEntity(s, out)
	if err != nil {
		return selected{}, err
	}
	if ent != nil {
		if one == nil {
			sel.Title, sel.Home, sel.Description = ent.Name, ent.URL, ent.Description
			sel.Events, sel.articles = out.Site.EventsOf(ent), nil
			for _, p := range ent.Articles {
				sel.articles = append(sel.articles, out.Site.Articles[p.Article])
			}
		} else {
			sel.Events = slices.DeleteFunc(sel.Events, func(e site.EventRef) bool { return !slices.Contains(e.Event.Entities, ent.ID) })
		}
		sel.Places = []*site.Entity{ent}
	}
	outside := func(d day.Date) bool {
		first, last := d.Bounds()
		return last < from || first > to
	}
	sel.Events = slices.DeleteFunc(sel.Events, func(e site.EventRef) bool { return outside(e.Event.When) })
	sel.articles = slices.DeleteFunc(slices.Clone(sel.articles), func(a *site.Article) bool {
		return (b.from != "" || b.to != "") && (a.Meta.Date.IsZero() || outside(a.Meta.Date))
	})
	sel.Places = slices.DeleteFunc(slices.Clone(sel.Places), func(e *site.Entity) bool { return !export.Located(e) })
	what, n := "event", len(sel.Events)
	switch of {
	case export.Articles:
		what, n = "article", len(sel.articles)
	case export.Places:
		what, n = "place", len(sel.Places)
	}
	if n == 0 {
		return selected{}, usagef("there is no such %s, and nothing was written", what)
	}
	return sel, nil
}

// theArticle returns the article that the flags name, or nil when they name none.
func (b *exportFlags) theArticle(s *openSite, out *build.Output) (*site.Article, error) {
	if b.article == "" {
		return nil, nil
	}
	e := explainer{s: s, out: out}
	page := out.Site.PageAt(addr.URL(b.article))
	if page == nil {
		page = e.find(b.article)
	}
	if page == nil || page.Article == nil {
		return nil, usagef("%q is no article of this site", b.article)
	}
	return page.Article, nil
}

// theEntity returns the entity that the flags name, or nil when they name none.
func (b *exportFlags) theEntity(s *openSite, out *build.Output) (*site.Entity, error) {
	if b.entity == "" {
		return nil, nil
	}
	ent := out.Site.Entity(b.entity)
	if r := s.builder.Register().Resolve(b.entity); ent == nil && r != nil {
		ent = out.Site.Entity(r.ID)
	}
	if ent == nil {
		ent = out.Site.Entity(addr.Slug(b.entity))
	}
	if ent == nil {
		return nil, usagef("%q is no entity of this site", b.entity)
	}
	return ent, nil
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
