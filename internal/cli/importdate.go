package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

// proposeDate looks for the day of publication of a draft that states none, in its
// own words and the site's register. What it finds is shown, and written only with
// --accept-date.
func (im *importing) proposeDate(t *task) error {
	if im.dating == nil {
		env, err := im.p.env()
		if err != nil {
			return err
		}
		im.dating = &env
		im.told = im.p.toldDays()
	}
	text := article.Read(article.Input{Path: addr.Source("article.md"), Src: t.draft.Markdown}, *im.dating)
	if !text.Meta.Date.IsZero() {
		return nil
	}
	found := text.Dating(im.dating.Register, im.told)
	proposed := found.Proposed()
	if proposed.IsZero() {
		im.undated++
		return nil
	}
	what := "proposed"
	if date := found.Header(); im.acceptDate && !date.IsZero() {
		t.draft.Infer(date, "the article's own words: "+strings.Join(wordsOf(found), ", "))
		what = fmt.Sprintf("took %s, from", date)
		im.inferred++
	} else {
		im.proposed++
	}
	t.diags = slices.DeleteFunc(t.diags, func(d diag.Diagnostic) bool { return d.Code == "no-date" })
	if im.p.quiet || im.p.json {
		t.diags = append(t.diags, diag.New(diag.Warning, "no-date", t.source.path, "no date was found; %s %s (%s)", what, proposed, article.Days(found)).
			WithHint("give the day of publication with --date, or take what is proposed with --accept-date"))
		return nil
	}
	im.bar.done()
	writeDating(im.p.Stderr, t.place(), what, text, found)
	return nil
}

// toldDays returns what knows the days of events that the site's articles tell of. The
// site is built in memory when the first is asked for; one that cannot be built knows
// of none.
func (p *program) toldDays() func(id string) day.Date {
	built := sync.OnceValue(func() *site.Site {
		if !hasSite(p.siteDir()) {
			return nil
		}
		s, err := p.openSite(siteOptions{readOnly: true})
		if err != nil {
			return nil
		}
		defer s.Close()
		out, err := s.build(context.Background())
		if err != nil {
			return nil
		}
		return out.Site
	})
	return func(id string) day.Date {
		if s := built(); s != nil {
			return s.DayOf(id)
		}
		return day.Date{}
	}
}

// wordsOf returns the words of the clues that a dating uses.
func wordsOf(d timeline.Dating) []string {
	var words []string
	for _, c := range d.Clues {
		if !c.Against && c.Weight != timeline.Weak {
			words = append(words, fmt.Sprintf("%q", c.Words))
		}
	}
	return words
}

// writeDating prints a proposal and its clues, with the days that each leaves.
func writeDating(w io.Writer, place, what string, text *article.Text, d timeline.Dating) {
	fmt.Fprintf(w, "%s: no date in the file; %s %s (%s)\n", place, what, d.Proposed(), article.Days(d))
	tw := tabwriter.NewWriter(w, 0, 8, 3, ' ', 0)
	days := 0
	for _, c := range d.Clues {
		where := "header"
		if c.Start >= 0 {
			where = fmt.Sprintf("line %d", lineOf(text, c.Start))
		}
		left := ""
		switch {
		case c.Against:
			left = "left out: contradicts the rest"
		case c.Left == 0:
		case days == 0 || c.Left == days:
			left = inDays(c.Left)
		default:
			left = fmt.Sprintf("%d → %s", days, inDays(c.Left))
		}
		if !c.Against && c.Left > 0 {
			days = c.Left
		}
		if c.Weight == timeline.Weak && !c.Against {
			left += " likely"
		}
		fmt.Fprintf(tw, "  %s\t%q\t%s\t%s\n", where, clean(beginning(c.Words)), c.Says, left)
	}
	tw.Flush()
}

func inDays(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// lineOf returns the line of the article's Markdown, from 1, on which a byte of
// its running text stands.
func lineOf(t *article.Text, at int) int {
	src := t.Analysis.Source(at)
	return 1 + strings.Count(string(t.Src[:max(0, src)]), "\n")
}

// datesSummary says how many articles got, or lack, a date.
func (im *importing) datesSummary() {
	if im.inferred > 0 {
		im.p.say("%s took a date from their own words (dateBasis: inferred)", plural(im.inferred, "article"))
	}
	if im.undated > 0 {
		im.p.say("%s without a date, whose own words leave too many days to propose any: give it with --date, or in the header", plural(im.undated, "article"))
	}
	if im.proposed > 0 {
		im.p.say("%s without a date, for which one is proposed: give it with --date, or take what is proposed with --accept-date", plural(im.proposed, "article"))
	}
}
