package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/entity"
	"dateline/internal/prose"
	"dateline/internal/site"
)

func (p *program) explainCmd() *cobra.Command {
	var unsure bool
	c := &cobra.Command{
		Use: "explain WHAT [WORDS]", Short: "Say why something is linked, dated, missing, or at its address",
		Long: `Explain an annotation, an entity or an address. WHAT is

  an article     content/articles/a.md, or a.md:12 for one line of it: every name and
                 time with the reason it was read so; WORDS narrow it to those words
                 and list all who bear such a name, with their scores
  an entity      its id or a name: where it comes from, its names, who names it
  an address     /articles/a/: what it is made from, and why it is there`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := p.openSite(siteOptions{readOnly: true})
			if err != nil {
				return err
			}
			defer s.Close()
			out, err := s.build(c.Context())
			if err != nil {
				return err
			}
			words := ""
			if len(args) == 2 {
				words = args[1]
			}
			e := explainer{p: p, s: s, out: out, words: words, unsure: unsure}
			return e.explain(args[0])
		},
	}
	c.Flags().BoolVar(&unsure, "unsure", false, "only the names of an article that are left unlinked or held back, with all who may be meant")
	return c
}

type explainer struct {
	p   *program
	s   *openSite
	out *build.Output

	words  string
	unsure bool // only what is not published as it was found
}

func (e *explainer) printf(format string, args ...any) { fmt.Fprintf(e.p.Stdout, format, args...) }

func (e *explainer) explain(what string) error {
	if strings.HasPrefix(what, "/") {
		return e.address(addr.URL(what))
	}
	file, line := what, 0
	if i := strings.LastIndexByte(what, ':'); i > 0 {
		if n, err := strconv.Atoi(what[i+1:]); err == nil {
			file, line = what[:i], n
		}
	}
	if p := e.find(file); p != nil {
		return e.article(p, line)
	}
	for _, w := range e.out.Site.Withheld {
		if string(w.Path) == file {
			e.printf("%s is left out: %s\n", w.Path, w.Reason)
			return nil
		}
	}
	if ent := e.s.builder.Register().Resolve(what); ent != nil {
		if linked := e.out.Site.Entity(ent.ID); linked != nil {
			return e.entity(linked)
		}
		e.printf("%s (%s) is known from the %s, but no article names it, so it has no page\n", ent.Name, ent.ID, ent.Origin)
		return nil
	}
	if linked := e.out.Site.Entity(addr.Slug(what)); linked != nil {
		return e.entity(linked)
	}
	return usagef("%q is no article, entity or address of this site", what)
}

// find returns the page made from a source file, named in full or by its file name.
func (e *explainer) find(file string) *site.Page {
	file = strings.TrimPrefix(file, "./")
	if p := e.out.Site.PageOf(addr.Source(file)); p != nil {
		return p
	}
	for _, p := range e.out.Site.Pages {
		if p.From != "" && strings.HasSuffix(string(p.From), "/"+file) && p.Kind != site.Redirect {
			return p
		}
	}
	return nil
}

func (e *explainer) address(u addr.URL) error {
	p := e.out.Site.PageAt(u)
	if p == nil {
		p = e.out.Site.PageAt(u + "/")
	}
	if p == nil {
		return usagef("nothing is at %s", u)
	}
	e.printf("%s is a page of kind %q, %q\n", p.URL, p.Kind, p.Title)
	switch {
	case p.Kind == site.Redirect:
		e.printf("it leads on to %s, as %s says\n", p.Target, p.From)
	case p.Article != nil && p.Article.Meta.URL != "":
		e.printf("made from %s, whose header says url: %s\n", p.From, p.Article.Meta.URL)
	case p.Article != nil && p.Article.Meta.Slug != "":
		e.printf("made from %s; the last part of the address is its header's slug\n", p.From)
	case p.From != "":
		e.printf("made from %s; the address is the file's path\n", p.From)
	default:
		e.printf("made by Dateline; it has no source file\n")
	}
	return nil
}

func (e *explainer) entity(x *site.Entity) error {
	e.printf("%s (%s), %s, at %s\n", x.Name, x.ID, x.Kind, x.URL)
	switch x.Origin {
	case entity.FromRegister:
		e.printf("from its file %s\n", x.Path)
	case entity.FromGazetteer:
		e.printf("from the built-in gazetteer; 'dateline entity promote %s' gives it a file, to say more\n", x.ID)
	default:
		e.printf("found in the text, unreviewed; 'dateline entity promote %s' gives it a file\n", x.ID)
	}
	if len(x.Aliases) > 0 {
		e.printf("also: %s\n", strings.Join(x.Aliases, ", "))
	}
	if len(x.Ambiguous) > 0 {
		e.printf("only where named in full: %s\n", strings.Join(x.Ambiguous, ", "))
	}
	e.printf("%s in %s\n", plural(x.Mentions, "mention"), plural(len(x.Articles), "article"))
	for i, p := range x.Articles {
		if i == 20 {
			e.printf("  … and %d more\n", len(x.Articles)-i)
			break
		}
		e.printf("  %3d  %s\n", p.Count, e.out.Site.Articles[p.Article].Path)
	}
	return nil
}

func (e *explainer) article(p *site.Page, line int) error {
	if p.Article == nil {
		return e.entity(p.Entity)
	}
	t, err := e.s.builder.Text(e.s.input(), p.Article.Path)
	if err != nil {
		return err
	}
	e.printf("%s is at %s\n", p.From, p.URL)
	rows, s := e.rows(t), t.Analysis.S
	shown := 0
	for _, r := range rows {
		l := e.line(t, r.Start)
		if line > 0 && l != line || e.words != "" && !strings.Contains(s[r.Start:r.End], e.words) && !strings.Contains(e.words, s[r.Start:r.End]) {
			continue
		}
		shown++
		e.printf("%5d  %q %s\n", l, s[r.Start:r.End], r.text)
		if e.words != "" || e.unsure {
			for _, c := range r.candidates {
				e.printf("         %.2f  %s: %s\n", c.Score, c.ID, c.Why)
			}
		}
	}
	if shown > 0 {
		return nil
	}
	if e.words != "" && strings.Contains(s, e.words) {
		e.printf("%q stands in the text and is annotated by nothing: no entity has it as its name or alias, and no rule reads it as a name or a time\n", e.words)
		return nil
	}
	if e.unsure {
		e.printf("nothing is left unlinked or held back there\n")
		return nil
	}
	e.printf("nothing is annotated there\n")
	return nil
}

// row is what is said of some words.
type row struct {
	prose.Span
	text       string
	candidates []entity.Candidate // who may be meant; best first
}

// rows returns what is to be said of the words of an article, in order.
func (e *explainer) rows(t *article.Text) []row {
	var rows []row
	weighed := map[prose.Span][]entity.Candidate{}
	for _, w := range t.Weighed {
		weighed[w.Span] = w.Candidates
	}
	linked := func(m entity.Mention, published string) {
		rows = append(rows, row{m.Span, fmt.Sprintf("names %s (%s, %s, %.2f%s): %s", m.Entity, m.Kind, m.Origin, m.Score, published, m.Reason), weighed[m.Span]})
	}
	for _, m := range t.Held {
		linked(m, fmt.Sprintf(", held back: less than %v", e.out.Site.Settings.Publish))
	}
	doubted := map[prose.Span]bool{}
	for _, u := range t.Unsure {
		doubted[u.Span] = true
		rows = append(rows, row{u.Span, fmt.Sprintf("is left unlinked; it may be %s: %s", orList(u.Candidates), u.Reason), u.Candidates})
	}
	if !e.unsure {
		for _, m := range t.Mentions {
			linked(m, "")
		}
		for _, m := range t.Unlinked {
			if !doubted[m.Span] {
				rows = append(rows, row{m.Span, fmt.Sprintf("is a name (%s, %.2f) that is linked to nobody: %s", m.Kind, m.Score, m.Reason), nil})
			}
		}
		for _, x := range t.Times {
			value := cmp.Or(x.Date.String(), x.Value, "unresolved")
			rows = append(rows, row{x.Span, fmt.Sprintf("is %s %s: %s", x.Type, value, x.Reason), nil})
		}
	}
	if !e.unsure {
		rows = append(rows, e.events(t)...)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.Start - b.Start })
	return rows
}

// events returns what is to be said of the timeline of an article: what is in it,
// where else in the article it is told, and which dates are no entries, and why.
func (e *explainer) events(t *article.Text) []row {
	var rows []row
	in, out := t.ExplainEvents()
	for i := range in {
		ev := &in[i]
		at := ev.Span
		if ev.Expr >= 0 {
			at = t.Times[ev.Expr].Span
		}
		if at.End <= at.Start {
			continue // the author's, of no words
		}
		text := fmt.Sprintf("is on the timeline as %s, %s, %q: %s", ev.When, ev.Status, ev.Label, ev.Reason)
		if ev.Made != "" {
			text += "; the label is " + ev.Made
		}
		if len(ev.Also) > 0 {
			lines := make([]string, len(ev.Also))
			for j, s := range ev.Also {
				lines[j] = strconv.Itoa(e.line(t, s.Start))
			}
			text += "; told again in line " + strings.Join(lines, " and ")
		}
		rows = append(rows, row{at, text, nil})
	}
	for _, l := range out {
		rows = append(rows, row{l.Span, "is not on the timeline: " + l.Why, nil})
	}
	return rows
}

func (e *explainer) line(t *article.Text, off int) int {
	src := t.Analysis.Source(off)
	if src < 0 || src > len(t.Src) {
		return 0
	}
	return 1 + strings.Count(string(t.Src[:src]), "\n")
}

func orList(cs []entity.Candidate) string {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.ID
	}
	return strings.Join(ids, " or ")
}
