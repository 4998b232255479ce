package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/diag"
	"dateline/internal/markdown"
	"dateline/internal/prose"
	"dateline/internal/site"
	"dateline/internal/view"
)

// wordsAMinute is how fast prose is read silently: Brysbaert (2019) gives 238
// words a minute for non-fiction; names and dates take a little longer.
const wordsAMinute = 220

func (r *sheet) article(p *site.Page) (view.Article, string, diag.List, error) {
	a := p.Article
	t, err := r.opt.Text(&r.text, a)
	if err != nil {
		return view.Article{}, "", nil, err
	}
	l := r.languageOf(a.Lang)
	s := r.opt.Site
	date := dayView(a.Meta.Date, l.tag)
	mod := dayView(a.Meta.Lastmod, l.tag)
	v := view.Article{
		Page: r.pageView(p, l, a.Lang, head{
			title: a.Title, description: summary(a), image: r.picture(p, a), imageAlt: a.Meta.ImageAlt, published: date.Machine, modified: mod.Machine,
			authors: a.Meta.Authors, noindex: a.Meta.Unlisted,
		}),
		Summary: a.Summary, Date: date, DateNote: l.basis[a.Meta.DateBasis], Lastmod: mod,
		Authors: a.Meta.Authors, Place: r.nameOf(a.Meta.Place), Params: t.Meta.Params,
		WordCount: t.Article.Words, ReadingTime: max(1, (t.Article.Words+wordsAMinute-1)/wordsAMinute),
	}
	v.ReadingWords = l.minutes.of(v.ReadingTime, l)
	v.HasCode = t.Tree.HasCode()
	v.TableOfContents = contents(t.Tree.Headings())
	v.Tags = r.links.Make(len(a.Meta.Tags))[:0]
	for _, tag := range a.Meta.Tags {
		it := view.Link{Name: tag}
		if u := r.tags[strings.ToLower(tag)]; u != "" {
			it.URL = r.link(p, u)
		}
		v.Tags = append(v.Tags, it)
	}
	var how workings
	marks := r.marks(p, a, t, l, &how)
	v.Workings = how.list
	for _, b := range t.Analysis.Blocks[:min(t.FirstBlock, len(t.Analysis.Blocks))] {
		if b.Kind == prose.Highlight {
			v.Highlights = append(v.Highlights, view.Highlight{Content: template.HTML(markdown.Inline(
				t.Analysis.S[b.Start:b.End], a.Lang, markdown.Render{Base: b.Start, Marks: within(marks, b.Start, b.End)}))})
		}
	}
	if u := r.picture(p, a); u != "" && !r.shows(a, t, u) {
		v.Image, v.ImageAlt = r.link(p, u), a.Meta.ImageAlt
		known := r.known(u)
		v.ImageWidth, v.ImageHeight = known.Width, known.Height
		v.Picture = r.pictureTag(p, u, a.Meta.ImageAlt, columnSizes)
	}
	content, diags := r.body(p, a, t, within(marks, t.Base, len(t.Analysis.S)), v.Image != "")
	if v.Image != "" && v.ImageAlt == "" && !a.Meta.Decoration {
		diags = append(diags, diag.New(diag.Warning, "missing-alt", string(a.Path), "the image %q has no words for those who cannot see it", a.Meta.Image).
			WithHint(`describe it in the header with imageAlt:, or write imageAlt: "" where it is decoration`))
	}
	v.Content = content
	if !a.Meta.NoTimeline {
		v.Timeline = r.sidebar(a, t.Events, l)
	}
	v.Who = r.who(p, a, l)
	if src := a.Meta.Source; src.Name != "" || src.URL != "" {
		v.Source = &view.Source{
			Name: cmp.Or(src.Name, src.URL), URL: webAddress(src.URL), Retrieved: src.Retrieved, SHA256: src.SHA256, Rights: src.Rights,
		}
	}
	v.About = aboutView(t.About, l)
	v.Cite = cite(a, &v, s.Settings.Title, l)
	if r.opt.Cite != nil {
		v.Citations = r.opt.Cite(&r.text, a)
	}
	for _, rel := range s.Related(a, 4) {
		it := view.Related{Row: r.row(p, rel.Article)}
		shared := first(rel.Shared, 4)
		it.Shares = r.links.Make(len(shared))[:0]
		for _, e := range shared {
			it.Shares = append(it.Shares, view.Link{Name: e.Name, URL: r.link(p, e.URL)})
		}
		v.Related = append(v.Related, it)
	}
	v.Prev, v.Next = r.neighbour(p, a.Prev), r.neighbour(p, a.Next)
	return v, a.Meta.Layout, diags, nil
}

func (r *sheet) plain(p *site.Page) (view.Plain, string, diag.List, error) {
	a := p.Article
	t, err := r.opt.Text(&r.text, a)
	if err != nil {
		return view.Plain{}, "", nil, err
	}
	l := r.languageOf(a.Lang)
	v := view.Plain{
		Page: r.pageView(p, l, a.Lang, head{
			title: a.Title, description: summary(a), image: r.picture(p, a), imageAlt: a.Meta.ImageAlt, noindex: a.Meta.Unlisted,
		}),
		TableOfContents: contents(t.Tree.Headings()), Params: t.Meta.Params, Lastmod: dayView(a.Meta.Lastmod, l.tag),
	}
	v.HasCode = t.Tree.HasCode()
	content, diags := r.body(p, a, t, r.marks(p, a, t, l, nil), false)
	v.Content = content
	if a.Section != "" {
		v.NavTitle = a.Section
		if above := r.opt.Site.PageAt(addr.URL("/" + a.Section + "/")); above != nil {
			v.NavTitle = above.Title
		}
		var nav []*site.Article
		for _, o := range r.opt.Site.Plain {
			if o.Section == a.Section && o.Listed {
				nav = append(nav, o)
			}
		}
		slices.SortStableFunc(nav, func(x, y *site.Article) int {
			return cmp.Or(cmp.Compare(weight(x), weight(y)), strings.Compare(x.Title, y.Title))
		})
		for _, o := range nav {
			v.Nav = append(v.Nav, view.Link{Name: o.Title, URL: r.link(p, o.URL), Current: o == a})
		}
	}
	v.Prev, v.Next = r.neighbour(p, a.Prev), r.neighbour(p, a.Next)
	return v, a.Meta.Layout, diags, nil
}

// weight is the author's order of plain pages; those without one come last.
func weight(a *site.Article) int {
	if a.Meta.Weight == 0 {
		return 1 << 30
	}
	return a.Meta.Weight
}

// body writes the words of an article or plain page, and says which of its links
// lead nowhere. below says that a picture stands above it.
func (r *sheet) body(p *site.Page, a *site.Article, t *article.Text, marks []markdown.Mark, below bool) (template.HTML, diag.List) {
	o := origin{page: p, source: a.Path, url: a.URL, marked: len(t.Mentions) > 0}
	html, diags := r.writer.HTML(t.Tree, markdown.Render{
		Base: t.Base, Marks: marks, Code: r.opt.Code, BlockID: blockID,
		Link:    func(dest string, kind markdown.RefKind) (string, bool) { return r.rewrite(o, dest, kind) },
		Picture: func(dest string) markdown.Picture { return r.shown(o, dest) }, Below: below,
	})
	content := r.text.Write(func(dst []byte) []byte { return append(dst, html...) })
	return template.HTML(content), append(diags, r.checkLinks(o, t.Tree.Refs())...)
}

func (r *sheet) neighbour(p *site.Page, a *site.Article) *view.Link {
	if a == nil {
		return nil
	}
	return &view.Link{Name: markdown.Typography(a.Title, a.Lang), URL: r.link(p, a.URL)}
}

// picture returns the address of the picture that a header names, or "".
func (r *Renderer) picture(p *site.Page, a *site.Article) addr.URL {
	if a.Meta.Image == "" {
		return ""
	}
	u, _ := r.resolve(a.Path, a.URL, a.Meta.Image)
	return u
}

// shows reports whether a text has a picture in it already.
func (r *Renderer) shows(a *site.Article, t *article.Text, picture addr.URL) bool {
	return slices.ContainsFunc(t.Tree.Refs(), func(ref markdown.Ref) bool {
		u, ok := r.resolve(a.Path, a.URL, ref.Dest)
		return ref.Kind == markdown.ImageRef && ok && u == picture
	})
}

// webAddress returns s when it leads to the web, and else "".
func webAddress(s string) string {
	lower := strings.ToLower(s)
	if strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return s
	}
	return ""
}

// contents returns headings as a nested list, or nothing for fewer than three.
func contents(hs []markdown.Heading) template.HTML {
	var b strings.Builder
	n, depth := 0, 1
	for _, h := range hs {
		if h.Level < 2 || h.Level > 3 || h.ID == "" {
			continue
		}
		n++
		level := h.Level
		if n == 1 {
			level = 2
		}
		switch {
		case level > depth:
			b.WriteString(strings.Repeat("<ol>", level-depth))
		default:
			b.WriteString("</li>" + strings.Repeat("</ol></li>", depth-level))
		}
		depth = level
		b.WriteString(`<li><a href="#` + template.HTMLEscapeString(h.ID) + `">` + template.HTMLEscapeString(h.Text) + "</a>")
	}
	if n < 3 {
		return ""
	}
	b.WriteString("</li></ol>" + strings.Repeat("</li></ol>", depth-2))
	return template.HTML(b.String())
}

// cite returns how to cite an article, as plain text: authors, title,
// publication, date, address.
func cite(a *site.Article, v *view.Article, siteTitle string, l *language) string {
	var parts []string
	if len(a.Meta.Authors) > 0 {
		parts = append(parts, strings.Join(a.Meta.Authors, ", "))
	}
	open, closing := "“", "”"
	if l.tag == "de" {
		open, closing = "„", "“"
	} else if l.tag != "en" {
		open, closing = l.quote[0], l.quote[1]
	}
	parts = append(parts, open+v.Title+closing)
	if src := a.Meta.Source.Name; src != "" && src != siteTitle {
		parts = append(parts, src)
	}
	if v.Date.Words != "" {
		parts = append(parts, v.Date.Words)
	}
	parts = append(parts, fill(l.citeIn, siteTitle))
	if v.Permalink != "" {
		parts = append(parts, v.Permalink)
	}
	return strings.Join(parts, ", ") + "."
}
