package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dateline/internal/build"
	"dateline/internal/diag"
	"dateline/internal/publish"
	"dateline/internal/site"
)

// GitHub Pages refuses sites above 1 GB; we warn well before.
const (
	pagesLimit = 1_000_000_000
	pagesWarn  = 700_000_000
)

type buildFlags struct {
	siteOptions
	dest    string
	strict  bool
	maxSize int // in MB; 0 is without limit
	force   bool
}

func (b *buildFlags) add(f *pflag.FlagSet) {
	f.StringVarP(&b.baseURL, "base-url", "b", "", "`address` of the published site, over the settings'")
	f.BoolVarP(&b.drafts, "build-drafts", "D", false, "publish drafts too")
	f.BoolVarP(&b.future, "build-future", "F", false, "publish what has a publishDate to come")
	f.BoolVarP(&b.expired, "build-expired", "E", false, "publish what has expired")
}

func (p *program) buildCmd() *cobra.Command {
	var b buildFlags
	c := &cobra.Command{
		Use: "build", Short: "Build the site into public/", Args: cobra.NoArgs,
		Long: `Build the site. The output is replaced as a whole or not at all: an error, a full disk
or an interruption leaves the previous site as it was. Only files that changed are
written, and nothing that Dateline did not write is ever deleted.`,
		RunE: func(c *cobra.Command, _ []string) error { return p.build(c.Context(), b) },
	}
	b.add(c.Flags())
	c.Flags().StringVarP(&b.dest, "destination", "d", "public", "`folder` to write to")
	c.Flags().BoolVar(&b.minify, "minify", false, "make pages, style sheets and scripts smaller")
	c.Flags().IntVar(&b.maxSize, "max-size", 0, "fail when the site has more than that many `MB`")
	c.Flags().BoolVar(&b.strict, "strict", false, "publish nothing when there are warnings")
	c.Flags().BoolVar(&b.force, "force", false, "write into a folder that holds other files too; none of them is deleted")
	return c
}

func (p *program) build(ctx context.Context, b buildFlags) error {
	start := p.Now()
	s, err := p.openSite(b.siteOptions)
	if err != nil {
		return err
	}
	defer s.Close()
	dest := b.dest
	if dest == "public" { // in the site; others are in the working folder
		dest = filepath.Join(s.dir, dest)
	} else {
		dest = p.path(dest)
	}
	if dest, err = filepath.Abs(dest); err != nil {
		return fmt.Errorf("finding %s: %w", b.dest, err)
	}
	opt := publish.Options{Site: s.dir, Dir: dest, Force: b.force, Key: s.fingerprint(start), Workers: runtime.GOMAXPROCS(0)}
	if stats, ok := publish.Current(opt); ok {
		if problems, ok := s.rememberedProblems(opt.Key); ok {
			if err := p.report(append(problems, b.sizeProblems(stats)...), b.strict); err != nil {
				return err
			}
			p.say("%s is up to date: %s in %s", b.dest, size(stats.Bytes), plural(stats.Files, "file"))
			return nil
		}
	}
	var out *build.Output
	var stats publish.Stats
	for try := 0; ; try++ {
		if out, err = s.build(ctx); err != nil {
			return err
		}
		defer boundMemory()()
		if out.Diags.HasErrors() || b.strict && out.Diags.Count(diag.Warning) > 0 {
			p.withheld(out)
			return p.report(out.Problems(), b.strict)
		}
		bar := p.progress("writing", len(out.Paths()))
		opt.Report = bar.setOf
		// What only rendering shows is known when the last page is staged;
		// then it is decided whether the new site takes the old one's place.
		opt.Accept = func() error {
			problems := out.Problems()
			if problems.HasErrors() || b.strict && problems.Count(diag.Warning) > 0 {
				return errProblems
			}
			return nil
		}
		stats, err = publish.Write(ctx, out, opt)
		bar.done()
		if errors.Is(err, build.ErrChanged) && try < 3 {
			continue // saved while we were building: build what is there now
		}
		break
	}
	switch stats.Recovered {
	case publish.Undone:
		p.say("an earlier build was interrupted; it was undone")
	case publish.Completed:
		p.say("an earlier build was interrupted; it was completed")
	}
	problems := out.Problems()
	if err != nil && !errors.Is(err, errProblems) {
		return errors.Join(err, p.report(problems, b.strict))
	}
	p.withheld(out)
	problems = append(problems, b.sizeProblems(stats)...)
	if rerr := p.report(problems, b.strict); rerr != nil {
		return rerr
	}
	if err != nil {
		return err
	}
	if s.cache != nil {
		s.cache.Sweep()
	}
	if opt.Key != "" {
		s.rememberProblems(opt.Key, problems)
	}
	p.summary(out, stats, b.dest)
	return nil
}

// problemsPart is how many problems are remembered as one piece: a large site may
// have tens of thousands.
const problemsPart = 256

// rememberProblems keeps what a build found, to be told again when nothing changed.
func (s *openSite) rememberProblems(key string, problems diag.List) {
	n := 0
	for part := range slices.Chunk(problems, problemsPart) {
		rec, err := json.Marshal(part)
		if err != nil {
			return
		}
		s.remember.Put(fmt.Sprintf("problems %s %d", key, n), rec)
		n++
	}
	s.remember.Put("problems "+key, []byte(strconv.Itoa(n)))
}

// rememberedProblems returns what rememberProblems kept, and whether all of it is there.
func (s *openSite) rememberedProblems(key string) (diag.List, bool) {
	rec, ok := s.remember.Get("problems " + key)
	n, err := strconv.Atoi(string(rec))
	if !ok || err != nil {
		return nil, false
	}
	var all diag.List
	for i := range n {
		var part diag.List
		rec, _ := s.remember.Get(fmt.Sprintf("problems %s %d", key, i))
		if json.Unmarshal(rec, &part) != nil {
			return nil, false
		}
		all = append(all, part...)
	}
	return all, true
}

// sizeProblems says whether the site is larger than it may be, or than Pages allow.
func (b *buildFlags) sizeProblems(st publish.Stats) diag.List {
	var d diag.Diagnostic
	switch limit := int64(b.maxSize) * 1_000_000; {
	case limit > 0 && st.Bytes > limit:
		d = diag.New(diag.Error, "site-too-large", "", "the site has %s, more than the %s that it may have", size(st.Bytes), size(limit))
	case st.Bytes >= pagesWarn:
		d = diag.New(diag.Warning, "large-site", "", "the site has %s; GitHub Pages takes at most %s", size(st.Bytes), size(pagesLimit))
	default:
		return nil
	}
	if len(st.Largest) > 0 {
		d.Hint = "the largest files are"
	}
	for _, f := range st.Largest {
		d.Hint += fmt.Sprintf(" %s (%s)", f.Path, size(f.Size))
	}
	return diag.List{d}
}

// withheld says which pages were left out, and why.
func (p *program) withheld(out *build.Output) {
	for i, w := range out.Site.Withheld {
		if i == 20 {
			p.say("… and %d more pages left out", len(out.Site.Withheld)-i)
			break
		}
		p.say("left out: %s (%s)", w.Path, w.Reason)
	}
}

func (p *program) summary(out *build.Output, st publish.Stats, dest string) {
	s := out.Site
	unreviewed, mentions := 0, 0
	for _, e := range s.Entities {
		if e.Unreviewed {
			unreviewed++
		}
		mentions += e.Mentions
	}
	p.say("%s, %s (%d without a file of their own), %s", plural(len(s.Articles), "article"), plural(len(s.Entities), "entity"), unreviewed, plural(mentions, "mention"))
	p.doubts(s)
	if n := len(st.Foreign); n > 0 {
		p.say("%s in %s not made by Dateline and left alone, such as %s", plural(n, "file"), dest, st.Foreign[0])
	}
	p.say("%s: %s in %s; %d written, %d unchanged, %d removed", dest, size(st.Bytes), plural(st.Files, "file"), st.Written, st.Unchanged, st.Removed)
}

// doubts says how many names of the site were not sure enough to be linked, and
// which articles have most of them.
func (p *program) doubts(s *site.Site) {
	const worst = 3
	unsure, held := 0, 0
	var list []*site.Article
	for _, a := range s.Articles {
		if unsure, held = unsure+a.Unsure, held+a.Held; a.Unsure+a.Held > 0 {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b *site.Article) int {
		return cmp.Or(cmp.Compare(b.Unsure+b.Held, a.Unsure+a.Held), cmp.Compare(a.Path, b.Path))
	})
	var parts []string
	if unsure > 0 {
		parts = append(parts, plural(unsure, "name")+" left unlinked because several entities are possible")
	}
	if held > 0 {
		parts = append(parts, fmt.Sprintf("%s held back, surer than %v are published", plural(held, "link"), s.Settings.Publish))
	}
	p.say("to review in %s: %s", plural(len(list), "article"), strings.Join(parts, "; "))
	for _, a := range list[:min(worst, len(list))] {
		p.say("  %d in %s", a.Unsure+a.Held, a.Path)
	}
	p.say("  see `dateline explain --unsure %s`", list[0].Path)
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if one[len(one)-1] == 'y' {
		return fmt.Sprintf("%d %sies", n, one[:len(one)-1])
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func size(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d bytes", n)
}
