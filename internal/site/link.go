package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// Input is everything a site is linked from.
type Input struct {
	Settings Settings
	Compiled []*article.Article // articles and plain pages, in any order
	Register *entity.Register
	Files    []addr.Source // files beside articles and pages
	Now      day.Day       // the day of the build, for publishDate and expiryDate; the only clock there is
	Drafts   bool          // publish drafts too
	Future   bool          // and what has a publishDate to come
	Expired  bool          // and what has expired
}

// Folders of a site's content.
const (
	ContentDir  = "content/"
	ArticlesDir = ContentDir + "articles/"
	EntitiesDir = ContentDir + "entities/"
)

// linker builds a Site step by step.
type linker struct {
	Input
	s     *Site
	diags diag.List
	taken map[string]claim // by folded output path
}

type claim struct {
	out addr.Output
	by  string
}

// Link makes one model of everything. The order of the input does not matter.
// Two outputs with one path are an error that names both.
func Link(in Input) (*Site, diag.List) {
	n := len(in.Compiled)
	l := &linker{Input: in, s: &Site{
		Settings: in.Settings, register: in.Register,
		outputs:  make(map[addr.Output]bool, len(in.Files)),
		entities: map[string]*Entity{},
		shared:   map[uint32][]*Shared{},
	}, taken: make(map[string]claim, 2*n+64)}
	l.place()
	l.who()
	l.tags()
	l.list()
	groups := groupNames(l.s.Entities)
	l.names(groups)
	sort.Slice(l.s.Pages, func(i, j int) bool { return l.s.Pages[i].URL < l.s.Pages[j].URL })
	sort.SliceStable(l.s.bySource, func(i, j int) bool { return l.s.bySource[i].From < l.s.bySource[j].From })
	l.s.namesakes = sync.OnceValue(func() map[uint32][]uint32 { return shareNames(groups) })
	l.overlaps()
	l.diags.Sort()
	return l.s, l.diags
}

// place decides what is published, where, and in which order.
func (l *linker) place() {
	s := l.s
	for _, a := range l.Compiled {
		if why := l.withheld(a); why != "" {
			s.Withheld = append(s.Withheld, Withheld{a.Path, title(a), why})
			continue
		}
		p := &Article{Article: a, Title: title(a), Lang: cmp.Or(a.Meta.Lang, s.Settings.Language), Listed: !a.Meta.Unlisted}
		p.URL, p.Section = address(a)
		if strings.HasPrefix(string(a.Path), ArticlesDir) && !isIndex(a.Path, ArticlesDir) {
			s.Articles = append(s.Articles, p)
		} else {
			s.Plain = append(s.Plain, p)
		}
	}
	sort.Slice(s.Withheld, func(i, j int) bool { return s.Withheld[i].Path < s.Withheld[j].Path })
	sort.Slice(s.Plain, func(i, j int) bool { return s.Plain[i].URL < s.Plain[j].URL })
	newestFirst(s.Articles)
	unlisted := slices.DeleteFunc(slices.Clone(s.Articles), func(a *Article) bool { return a.Listed })
	s.Articles = slices.DeleteFunc(s.Articles, func(a *Article) bool { return !a.Listed })
	for i, a := range s.Articles {
		a.Index = uint32(i)
		if i > 0 {
			a.Next = s.Articles[i-1]
			s.Articles[i-1].Prev = a
		}
		l.add(&Page{Kind: ArticlePage, URL: a.URL, Title: a.Title, From: a.Path, Article: a})
	}
	for _, a := range unlisted {
		l.add(&Page{Kind: ArticlePage, URL: a.URL, Title: a.Title, From: a.Path, Article: a})
	}
	if len(s.Articles) > 0 {
		s.Newest = s.Articles[0].Meta.Date
	}
	l.sections()
	for _, f := range l.Files {
		to := addr.Output(fileAddress(f))
		if l.claim(to, string(f)) {
			s.Files = append(s.Files, File{f, to})
			s.outputs[to] = true
		}
	}
	for _, list := range [][]*Article{s.Articles, unlisted, s.Plain} {
		for _, a := range list {
			for _, r := range a.Meta.Redirects {
				l.add(&Page{Kind: Redirect, URL: r, Title: a.Title, From: a.Path, Listing: &Listing{Target: a.URL}})
			}
		}
	}
}

func newestFirst(list []*Article) {
	slices.SortFunc(list, func(a, b *Article) int {
		ad, bd := a.Meta.Date, b.Meta.Date
		if ad.IsZero() != bd.IsZero() { // the undated last
			if ad.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(bd.Compare(ad), cmp.Compare(a.Path, b.Path))
	})
}

// withheld says why a page is left out, or "".
func (l *linker) withheld(a *article.Article) string {
	m := &a.Meta
	if m.Draft && !l.Drafts {
		return "draft"
	}
	if from, _ := m.PublishDate.Bounds(); !m.PublishDate.IsZero() && from > l.Now && !l.Future {
		return "to be published on " + m.PublishDate.Words("en")
	}
	if _, to := m.ExpiryDate.Bounds(); !m.ExpiryDate.IsZero() && to < l.Now && !l.Expired {
		return "expired on " + m.ExpiryDate.Words("en")
	}
	return ""
}

func title(a *article.Article) string {
	if a.Meta.Title != "" {
		return a.Meta.Title
	}
	stem := strings.TrimSuffix(path.Base(string(a.Path)), path.Ext(string(a.Path)))
	if stem == "index" {
		stem = path.Base(path.Dir(string(a.Path)))
	}
	return strings.ReplaceAll(stem, "-", " ")
}

func isIndex(p addr.Source, dir string) bool {
	rest := strings.TrimPrefix(string(p), dir)
	return strings.TrimSuffix(rest, path.Ext(rest)) == "index"
}

// address returns where a source is published, and its section.
func address(a *article.Article) (u addr.URL, section string) {
	rel := strings.TrimPrefix(string(a.Path), ContentDir)
	rel = strings.TrimSuffix(rel, path.Ext(rel))
	segs := strings.Split(rel, "/")
	if len(segs) > 1 {
		section = segs[0]
	}
	if a.Meta.URL != "" {
		return a.Meta.URL, section
	}
	if segs[len(segs)-1] == "index" {
		segs = segs[:len(segs)-1]
	}
	var b strings.Builder
	for i, seg := range segs {
		b.WriteByte('/')
		if i == len(segs)-1 && a.Meta.Slug != "" {
			b.WriteString(a.Meta.Slug)
		} else {
			b.WriteString(addr.Slug(seg))
		}
	}
	b.WriteByte('/')
	return addr.URL(b.String()), section
}

// fileAddress returns where a file beside an article goes: into the article's
// folder, so that what the article's Markdown says of it stays true.
func fileAddress(f addr.Source) string {
	rel := strings.TrimPrefix(string(f), ContentDir)
	dir, base := path.Split(rel)
	var b strings.Builder
	for seg := range strings.SplitSeq(strings.TrimSuffix(dir, "/"), "/") {
		if seg != "" {
			b.WriteString(addr.Slug(seg))
			b.WriteByte('/')
		}
	}
	return b.String() + base
}

// sections orders plain pages within their sections and gives every section an address.
func (l *linker) sections() {
	s := l.s
	bySection := map[string][]*Article{}
	var names []string
	for _, p := range s.Plain {
		if len(bySection[p.Section]) == 0 {
			names = append(names, p.Section)
		}
		bySection[p.Section] = append(bySection[p.Section], p)
	}
	sort.Strings(names)
	for _, name := range names {
		pages := bySection[name]
		root := addr.URL("/")
		if name != "" {
			root = addr.URL("/" + addr.Slug(name) + "/")
		}
		sort.SliceStable(pages, func(i, j int) bool {
			a, b := pages[i], pages[j]
			if (a.URL == root) != (b.URL == root) {
				return a.URL == root
			}
			if a.Meta.Weight != b.Meta.Weight {
				return b.Meta.Weight == 0 || a.Meta.Weight != 0 && a.Meta.Weight < b.Meta.Weight
			}
			return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path, b.Path)) < 0
		})
		for i, p := range pages {
			if name != "" {
				if i > 0 {
					p.Prev = pages[i-1]
					pages[i-1].Next = p
				}
			}
			switch {
			case p.URL == "/" || p.URL == "/articles/": // their lists take the words in
			default:
				l.add(&Page{Kind: PlainPage, URL: p.URL, Title: p.Title, From: p.Path, Article: p})
			}
		}
		if name != "" && name != "articles" && pages[0].URL != root {
			l.add(&Page{Kind: List, URL: root, Title: strings.ToUpper(name[:1]) + name[1:], Listing: &Listing{Articles: pages}})
		}
	}
}

// claim takes an output path for its maker, or says who has it already.
func (l *linker) claim(o addr.Output, by string) bool {
	key := o.FoldKey()
	if c, ok := l.taken[key]; ok {
		d := diag.New(diag.Error, "same-address", by, "%s and %s would both become %q", by, c.by, string(o))
		d.Hint = "give one of them another slug: or url:"
		if c.out != o {
			d.Message = fmt.Sprintf("%s and %s would become %q and %q, which are one file where case or accents are folded", by, c.by, string(o), string(c.out))
		}
		d.Related = []diag.Related{{Message: "the other one", File: c.by}}
		l.diags = append(l.diags, d)
		return false
	}
	l.taken[key] = claim{o, by}
	return true
}

func (l *linker) add(p *Page) {
	by := string(p.From)
	if by == "" {
		by = "the page " + string(p.URL)
	}
	if p.Kind == Redirect {
		if p.URL == p.Target {
			return
		}
		by += " (redirect)"
	}
	if !l.claim(p.URL.Output(), by) {
		return
	}
	if p.Listing == nil {
		p.Listing = noListing
	}
	l.s.Pages = append(l.s.Pages, p)
	if p.From != "" && p.Kind != Redirect {
		l.s.bySource = append(l.s.bySource, p)
	}
}

// overlaps finds outputs that would have to be a file and a folder at once.
func (l *linker) overlaps() {
	outs := make([]string, 0, len(l.taken))
	for _, c := range l.taken {
		outs = append(outs, string(c.out))
	}
	sort.Strings(outs)
	for _, o := range outs {
		if strings.HasSuffix(o, "/index.html") {
			continue
		}
		i := sort.SearchStrings(outs, o+"/")
		if i < len(outs) && strings.HasPrefix(outs[i], o+"/") {
			a, b := l.taken[addr.Output(o).FoldKey()], l.taken[addr.Output(outs[i]).FoldKey()]
			l.diags = append(l.diags, diag.New(diag.Error, "same-address", a.by, "%s would become the file %q, and %s needs a folder of that name", a.by, o, b.by).WithHint("give one of them another slug: or url:"))
		}
	}
}

// tags gathers tags; those that differ only in case or accents are one.
func (l *linker) tags() {
	s := l.s
	type variant struct{ name, slug string }
	bySlug := map[string]*Tag{}
	slugs := map[string]string{}
	uses := map[variant]int{}
	for _, a := range s.Articles {
		for _, name := range a.Meta.Tags {
			slug, ok := slugs[name]
			if !ok {
				slug = addr.Slug(name)
				slugs[name] = slug
			}
			t := bySlug[slug]
			if t == nil {
				t = &Tag{Name: name, URL: addr.URL("/tags/" + slug + "/")}
				bySlug[slug] = t
				s.Tags = append(s.Tags, t)
			}
			if n := len(t.Articles); n == 0 || t.Articles[n-1] != a {
				t.Articles = append(t.Articles, a)
			}
			v := variant{name, slug}
			uses[v]++
			if n, m := uses[v], uses[variant{t.Name, slug}]; n > m || n == m && name < t.Name {
				t.Name = name
			}
		}
	}
	sort.Slice(s.Tags, func(i, j int) bool { return s.Tags[i].URL < s.Tags[j].URL })
}

// list adds the pages that list others.
func (l *linker) list() {
	s, named := l.s, titlesIn(l.s.Settings.Language)
	home := &Page{Kind: Home, URL: "/", Title: s.Settings.Title}
	articles := &Page{Kind: List, URL: "/articles/", Title: named.articles, Listing: noListing}
	for _, p := range s.Plain {
		switch p.URL {
		case "/":
			home.Article, home.From = p, p.Path
		case "/articles/":
			articles.Article, articles.From, articles.Title = p, p.Path, p.Title
		}
	}
	l.add(home)
	if len(s.Articles) > 0 || articles.Article != nil {
		l.paged(articles, s.Articles)
	}
	if len(s.Tags) > 0 {
		l.add(&Page{Kind: List, URL: "/tags/", Title: named.tags, Listing: &Listing{Tags: s.Tags}})
	}
	for _, t := range s.Tags {
		l.paged(&Page{Kind: List, URL: t.URL, Title: t.Name, Listing: &Listing{Tag: t}}, t.Articles)
	}
	for i, k := range indexes {
		var rows []*Entity
		for _, e := range s.Entities {
			if e.Kind == k.kind {
				rows = append(rows, e)
			}
		}
		if len(rows) == 0 {
			continue
		}
		keys := make(map[*Entity]string, len(rows))
		for _, e := range rows {
			keys[e] = SortKey(e.Entity)
		}
		sort.SliceStable(rows, func(i, j int) bool { return keys[rows[i]] < keys[rows[j]] })
		const perPage = 400
		n := (len(rows) + perPage - 1) / perPage
		root := addr.URL("/" + k.name + "/")
		for at := range n {
			l.add(&Page{
				Kind: Index, URL: pageURL(root, at), Title: named.kinds[i], Listing: &Listing{
					Of: k.kind, Entities: rows[at*perPage : min((at+1)*perPage, len(rows))], Pager: pager(root, at, n, len(rows)),
				},
			})
		}
	}
	l.timeline()
	if n := len(s.Pages); !s.Settings.NoSearch {
		if l.add(&Page{Kind: SearchPage, URL: "/search/", Title: named.search}); len(s.Pages) > n {
			s.Search = "/search/"
		}
	}
	l.add(&Page{Kind: NotFound, URL: "/404.html", Title: named.notFound})
}

var indexes = []struct {
	kind ner.Kind
	name string
}{
	{ner.Person, "people"},
	{ner.Place, "places"},
	{ner.Organisation, "organisations"},
	{ner.Event, "events"},
	{ner.Work, "works"},
	{ner.Group, "groups"},
	{ner.Thing, "things"},
}

// IndexURL returns the address of the index that lists entities of a kind.
func IndexURL(k ner.Kind) addr.URL {
	for _, i := range indexes {
		if i.kind == k {
			return addr.URL("/" + i.name + "/")
		}
	}
	return "/things/"
}

// paged adds a list in as many pages as it needs.
func (l *linker) paged(first *Page, rows []*Article) {
	size := l.s.Settings.Paginate
	n := max(1, (len(rows)+size-1)/size)
	for i := range n {
		p := *first
		p.URL = pageURL(first.URL, i)
		p.Listing = &Listing{
			Tag: first.Tag, Pager: pager(first.URL, i, n, len(rows)),
			Articles: rows[min(i*size, len(rows)):min((i+1)*size, len(rows))],
		}
		if i > 0 {
			p.Article, p.From = nil, ""
		}
		l.add(&p)
	}
}

// pageURL returns the address of the i-th page, from 0, of a list.
func pageURL(root addr.URL, i int) addr.URL {
	if i == 0 {
		return root
	}
	return addr.URL(fmt.Sprintf("%spage/%d/", root, i+1))
}

func pager(root addr.URL, i, n, total int) Pager {
	p := Pager{N: i + 1, Of: n, Total: total}
	if i > 0 {
		p.Prev = pageURL(root, i-1)
	}
	if i < n-1 {
		p.Next = pageURL(root, i+1)
	}
	return p
}

// SortKey returns what an entity is sorted by in an index: its sortName, a
// person's surname first, else its name without the article; folded.
func SortKey(e *entity.Entity) string {
	name := e.Name
	switch {
	case e.SortName != "":
		name = e.SortName
	case e.Kind == ner.Person:
		if i := strings.LastIndexByte(name, ' '); i >= 0 {
			name = name[i+1:] + " " + name[:i]
		}
	default:
		name = strings.TrimPrefix(name, "The ")
	}
	return strings.ReplaceAll(addr.Slug(name), "-", " ") + "\x00" + e.ID
}
