package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/ner"
	"dateline/internal/site"
	"dateline/internal/view"
)

const (
	latest  = 12 // articles on the home page
	present = 14 // entities of a kind on the home page
)

func (r *sheet) home(p *site.Page) (view.Home, diag.List, error) {
	s, l := r.opt.Site, r.lang
	v := view.Home{
		Page:   r.pageView(p, l, s.Settings.Language, head{title: s.Settings.Title, description: s.Settings.Description}),
		Latest: r.rowsOf(p, first(s.Articles, latest)),
		Total:  l.articles.of(len(s.Articles), l),
		People: r.mostPresent(p, ner.Person), Places: r.mostPresent(p, ner.Place), Organisations: r.mostPresent(p, ner.Organisation),
		Years: r.strip(p, l, nil),
	}
	if s.PageAt("/articles/") != nil {
		v.All = r.link(p, "/articles/")
	}
	if s.PageAt("/timeline/") != nil {
		v.Timeline = r.link(p, "/timeline/")
	}
	content, hasCode, diags, err := r.intro(p)
	v.Content, v.HasCode = content, hasCode
	return v, diags, err
}

// intro returns the words that an index.md gives a home page or list.
func (r *sheet) intro(p *site.Page) (template.HTML, bool, diag.List, error) {
	if p.Article == nil {
		return "", false, nil, nil
	}
	t, err := r.opt.Text(&r.text, p.Article)
	if err != nil {
		return "", false, nil, err
	}
	html, diags := r.body(p, p.Article, t, nil, false)
	return html, t.Tree.HasCode(), diags, nil
}

// mostPresent returns the entities of a kind that most articles name; of equals
// those named more often, and then those that come first by id.
func (r *sheet) mostPresent(p *site.Page, k ner.Kind) []view.Count {
	var top []*site.Entity
	for _, e := range r.opt.Site.Entities {
		if e.Kind == k && len(e.Articles) > 0 {
			top = append(top, e)
		}
	}
	slices.SortStableFunc(top, func(a, b *site.Entity) int {
		return cmp.Or(cmp.Compare(len(b.Articles), len(a.Articles)), cmp.Compare(b.Mentions, a.Mentions))
	})
	var out []view.Count
	for _, e := range first(top, present) {
		out = append(out, r.count(p, e, r.lang))
	}
	return out
}

// count returns an entity with the number of articles that name it.
func (r *sheet) count(p *site.Page, e *site.Entity, l *language) view.Count {
	n := len(e.Articles)
	return view.Count{Name: e.Name, URL: r.link(p, e.URL), Kind: e.Kind.String(), N: n, Words: l.articles.of(n, l)}
}

func (r *sheet) list(p *site.Page) (view.List, diag.List, error) {
	s, l := r.opt.Site, r.lang
	content, hasCode, diags, err := r.intro(p)
	if err != nil {
		return view.List{}, diags, err
	}
	total := l.articles.of(max(p.Pager.Total, len(p.Articles)), l)
	if len(p.Tags) > 0 {
		total = l.entities.of(len(p.Tags), l)
	}
	h := head{title: p.Title, description: fill(l.listed, p.Title, total)}
	if p.Article != nil {
		h.description = summary(p.Article)
	}
	v := view.List{
		Page: r.pageView(p, l, s.Settings.Language, h), Content: content,
		Rows: r.rowsOf(p, p.Articles), Pager: r.pager(p, l),
		Total: total,
	}
	v.HasCode = hasCode
	for _, t := range p.Tags {
		v.Tags = append(v.Tags, view.Count{Name: t.Name, URL: r.link(p, t.URL), N: len(t.Articles), Words: l.articles.of(len(t.Articles), l)})
	}
	return v, diags, nil
}

func (r *sheet) index(p *site.Page) view.Index {
	l := r.lang
	total := l.entities.of(max(p.Pager.Total, len(p.Entities)), l)
	v := view.Index{
		Page:  r.pageView(p, l, r.opt.Site.Settings.Language, head{title: p.Title, description: fill(l.listed, p.Title, total)}),
		Pager: r.pager(p, l),
		Total: total,
	}
	for _, e := range p.Entities {
		letter := letterOf(e)
		if n := len(v.Letters); n == 0 || v.Letters[n-1].Name != letter {
			v.Letters = append(v.Letters, view.Letter{Name: letter, ID: "letter-" + addr.Slug(letter)})
		}
		at := &v.Letters[len(v.Letters)-1]
		at.Entries = append(at.Entries, view.IndexEntry{
			Count: r.count(p, e, l), Filed: filed(e), Description: e.Description, Unreviewed: e.Unreviewed,
		})
	}
	return v
}

// letterOf returns the letter that an entity is filed under, without accents;
// what begins with none is filed under "#".
func letterOf(e *site.Entity) string {
	c, _ := utf8.DecodeRuneInString(norm.NFKD.String(site.SortKey(e.Entity)))
	if !unicode.IsLetter(c) {
		return "#"
	}
	return string(unicode.ToUpper(c))
}

// filed returns a name as an index gives it: "Kerry, John".
func filed(e *site.Entity) string {
	if e.SortName != "" {
		return e.SortName
	}
	if i := strings.LastIndexByte(e.Name, ' '); i > 0 && e.Kind == ner.Person {
		return e.Name[i+1:] + ", " + e.Name[:i]
	}
	return e.Name
}

func (r *sheet) search(p *site.Page) view.Search {
	l := r.lang
	v := view.Search{Page: r.pageView(p, l, r.opt.Site.Settings.Language, head{title: l.Search, noindex: true}), Texts: l.search}
	v.Texts.Person, v.Texts.Place, v.Texts.Organisation = l.kinds[ner.Person], l.kinds[ner.Place], l.kinds[ner.Organisation]
	return v
}

func (r *sheet) notFound(p *site.Page) view.NotFound {
	l := r.lang
	return view.NotFound{
		Page:   r.pageView(p, l, r.opt.Site.Settings.Language, head{title: l.NotFound, noindex: true}),
		Latest: r.rowsOf(p, first(r.opt.Site.Articles, 5)),
	}
}

func (r *sheet) redirect(p *site.Page) view.Redirect {
	v := view.Redirect{
		Page:   r.pageView(p, r.lang, r.opt.Site.Settings.Language, head{title: p.Title, noindex: true}),
		Target: r.link(p, p.Target),
	}
	canonical := v.Target
	if base := r.opt.Site.Settings.BaseURL; base != "" {
		canonical = string(p.Target.Abs(base))
	}
	// The target is an address of this site that was checked when it was linked;
	// it is written here because a template must not fill in a refresh.
	v.Moved = template.HTML(`<link rel="canonical" href="` + template.HTMLEscapeString(canonical) + `">` + "\n" +
		`<meta http-equiv="refresh" content="0; url=` + template.HTMLEscapeString(v.Target) + `">`)
	return v
}
