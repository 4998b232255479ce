package cli

import (
	"bytes"
	"fmt"
	"html"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/diag"
	"dateline/internal/ner"
)

func (p *program) checkCmd() *cobra.Command {
	var b buildFlags
	var external bool
	c := &cobra.Command{
		Use: "check", Short: "Look for broken links, dates, entities and decisions, without writing", Args: cobra.NoArgs,
		Long: `Build the site in memory and report everything that is wrong with it: links and anchors
that lead nowhere, dates, entities, decisions whose words are gone, and withheld pages
whose title shows anywhere in the output.`,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := p.openSite(b.siteOptions)
			if err != nil {
				return err
			}
			defer s.Close()
			out, err := s.build(c.Context())
			if err != nil {
				return err
			}
			var links map[string]string
			if external {
				links = map[string]string{}
			}
			leaks, err := p.renderAll(out, links)
			if err != nil {
				return err
			}
			problems := append(out.Problems(), leaks...)
			s.dateByOthers(out, problems)
			if external {
				problems = append(problems, p.checkExternal(c.Context(), links)...)
			}
			p.withheld(out)
			if n := undated(problems); n > 1 {
				p.say("%s have no date: add date: to their headers, or take what their own words propose", plural(n, "article"))
			}
			if err := p.report(problems, b.strict); err != nil {
				return err
			}
			p.say("%s in %s, nothing wrong that would keep the site from being published", plural(problems.Count(diag.Warning), "warning"), plural(len(out.Paths()), "file"))
			return nil
		},
	}
	b.add(c.Flags())
	c.Flags().BoolVar(&b.strict, "strict", false, "warnings count as errors")
	c.Flags().BoolVar(&external, "external", false, "ask other hosts whether links to them still lead somewhere")
	return c
}

// dateByOthers gives the articles without a date the hints that follow when events
// which they name are dated by other articles.
func (s *openSite) dateByOthers(out *build.Output, problems diag.List) {
	undated := map[string]*diag.Diagnostic{}
	for i := range problems {
		if problems[i].Code == "no-date" {
			undated[problems[i].File] = &problems[i]
		}
	}
	if len(undated) == 0 {
		return
	}
	for _, a := range out.Site.Articles {
		d := undated[string(a.Path)]
		if d == nil || !slices.ContainsFunc(a.Refs, func(r article.Ref) bool { return r.Kind == ner.Event && !out.Site.DayOf(r.ID.Value()).IsZero() }) {
			continue
		}
		if t, err := s.builder.Text(s.input(), a.Path); err == nil {
			if hint := article.Hint(t.Dating(s.builder.Register(), out.Site.DayOf)); hint != "" {
				d.Hint = hint
			}
		}
	}
}

// undated counts the articles without a date.
func undated(problems diag.List) int {
	n := 0
	for i := range problems {
		if problems[i].Code == "no-date" {
			n++
		}
	}
	return n
}

// renderAll renders every file, which shows the rest of the problems, and looks
// for the titles of withheld pages in them. Links to other hosts are added to
// links, when it is not nil.
func (p *program) renderAll(out *build.Output, links map[string]string) (diag.List, error) {
	type secret struct {
		path, title string
		needles     [][]byte
	}
	var secrets []secret
	for _, w := range out.Site.Withheld {
		if len(w.Title) >= 8 { // a shorter title is an ordinary word
			secrets = append(secrets, secret{string(w.Path), w.Title, [][]byte{[]byte(w.Title), []byte(html.EscapeString(w.Title))}})
		}
	}
	paths := out.Paths()
	bar := p.progress("checking", len(paths))
	defer bar.done()
	var mu sync.Mutex
	var leaks diag.List
	var firstErr error
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(paths) {
					return
				}
				buf, err := out.ReadFile(paths[i])
				mu.Lock()
				if err != nil && firstErr == nil {
					firstErr = fmt.Errorf("checking: %w", err)
				}
				if links != nil && strings.HasSuffix(paths[i], ".html") {
					externalLinks(links, paths[i], buf)
				}
				mu.Unlock()
				for _, s := range secrets {
					for _, n := range s.needles {
						if bytes.Contains(buf, n) {
							mu.Lock()
							leaks = append(leaks, diag.New(diag.Error, "withheld-title", s.path, "the title %q of a withheld page stands in %s", s.title, paths[i]).WithHint("look for a page that names it"))
							mu.Unlock()
							break
						}
					}
				}
				bar.set(int(done.Add(1)))
			}
		})
	}
	wg.Wait()
	sort.Slice(leaks, func(i, j int) bool { return strings.Compare(leaks[i].Message, leaks[j].Message) < 0 })
	return leaks, firstErr
}
