package cli

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"dateline/internal/build"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/review"
	"dateline/internal/serve"
	"dateline/internal/watch"
)

func (p *program) serveCmd() *cobra.Command {
	var b buildFlags
	var port int
	var bind string
	var poll time.Duration
	var r reviewFlags
	c := &cobra.Command{
		Use: "serve", Short: "Show the site in the browser and keep it fresh while you write", Args: cobra.NoArgs,
		Long: `Serve the site at http://localhost:1313/. Pages are made when they are opened; after a
change every open page is fresh within moments. What is wrong with the site is shown on
the page and vanishes when it is mended.

With --review, names and dates can be accepted, rejected and corrected on the pages of
articles. What is decided is written beside the article, in NAME.notes.jsonl.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.serve(c.Context(), b, net.JoinHostPort(bind, strconv.Itoa(port)), poll, r)
		},
	}
	b.add(c.Flags())
	f := c.Flags()
	f.IntVarP(&port, "port", "p", 1313, "`port` to listen on")
	f.StringVar(&bind, "bind", "127.0.0.1", "`address` to listen on; another one than this machine's own shows the site to your network")
	f.BoolVar(&r.on, "review", false, "decide about names and dates on the pages of articles")
	f.StringVar(&r.by, "by", "", "write `name` to your decisions, as who made them; without it nobody is named")
	f.DurationVar(&poll, "poll", 0, "look for changes every `interval` instead of being told by the system, for network folders")
	return c
}

// reviewFlags are those of reviewing.
type reviewFlags struct {
	on bool
	by string
}

// desk returns where decisions on the site are made, nil when none are to be.
func (r *reviewFlags) desk(p *program, s *openSite) (*review.Desk, error) {
	switch {
	case !r.on && r.by != "":
		return nil, usagef("--by names who reviews; add --review")
	case !r.on:
		return nil, nil
	case len(r.by) > 100 || strings.ContainsFunc(r.by, unicode.IsControl) || !utf8.ValidString(r.by):
		return nil, usagef("--by %q: write a name of at most 100 letters", r.by)
	}
	today := func() string {
		now, err := p.today()
		if err != nil {
			now = s.now
		}
		return day.FromDay(now).String()
	}
	return review.New(review.Options{Root: disk.In(s.root), By: strings.TrimSpace(r.by), Today: today}), nil
}

func (p *program) serve(ctx context.Context, b buildFlags, address string, poll time.Duration, r reviewFlags) error {
	if b.baseURL == "" { // links that begin at the base path must lead to this server
		b.baseURL = "http://" + strings.Replace(address, "127.0.0.1", "localhost", 1) + "/"
	}
	s, err := p.openSite(b.siteOptions)
	if err != nil {
		return err
	}
	defer s.Close()
	desk, err := r.desk(p, s)
	if err != nil {
		return err
	}
	if desk != nil {
		s.marks = review.Marks
	}
	srv, err := serve.New(serve.Options{Addr: address, Review: desk})
	if err != nil {
		return usagef("%v", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changes, err := watch.Watch(ctx, watch.Options{Root: s.dir, Dirs: inputDirs, Poll: poll, Pending: srv.Pending, Warn: func(err error) { p.fail(err, "watching") }})
	if err != nil {
		return fmt.Errorf("watching %s: %w", s.dir, err)
	}
	start := p.Now()
	out, err := s.build(ctx)
	if err != nil {
		return err
	}
	show := func(out *build.Output) {
		if desk != nil {
			desk.Show(out)
		}
		srv.Update(out)
	}
	show(out)
	shown := p.reportNew(out.Problems(), nil) // the site is shown all the same, with its problems on the page
	ready := func(at string) {
		p.say("Serving %s at %s (built in %s). Press Ctrl-C to stop.", plural(len(out.Site.Pages), "page"), at, p.Now().Sub(start).Round(time.Millisecond))
		if desk != nil {
			who := "Decisions name nobody; --by adds a name."
			if r.by != "" {
				who = fmt.Sprintf("Decisions name %q.", r.by)
			}
			p.say("Review at %s%s. %s", strings.TrimSuffix(at, "/"), serve.ReviewPath, who)
		}
	}
	done := make(chan error, 1)
	go func() { done <- srv.ListenAndServe(ctx, ready) }()
	for {
		select {
		case err := <-done:
			return err
		case batch, ok := <-changes:
			if !ok {
				return <-done
			}
			in := s.input()
			if !batch.All {
				in.Changed = batch.Paths
			}
			next, err := s.builder.Build(ctx, in)
			if err != nil {
				if ctx.Err() != nil {
					return <-done
				}
				p.fail(err, "failed")
				srv.Failed(err)
				continue
			}
			show(next)
			shown = p.reportNew(next.Problems(), shown)
		}
	}
}

// reportNew prints the problems that were not shown before, and returns all that
// there are now.
func (p *program) reportNew(list diag.List, shown map[string]bool) map[string]bool {
	now := make(map[string]bool, len(list))
	var fresh diag.List
	for _, d := range list {
		key := fmt.Sprintf("%s:%d:%d %s %s", d.File, d.Line, d.Col, d.Code, d.Message)
		now[key] = true
		if !shown[key] {
			fresh = append(fresh, d)
		}
	}
	p.report(fresh, false)
	return now
}
