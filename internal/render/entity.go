package render

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/atlas"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/jsonld"
	"dateline/internal/markdown"
	"dateline/internal/site"
	"dateline/internal/view"
)

const (
	companions   = 24 // entities that appear with one, on its page
	entityEvents = 60 // events on an entity's page
	snippets     = 3  // mentions in context of one article
	quoted       = 5  // sentences that quote it, and as many that quote others on it
	spellings    = 12 // ways in which a name is written
	// otherArticles are named beside the one whose event is shown.
	otherArticles = 3
)

func (r *sheet) entity(p *site.Page) (view.Entity, diag.List, error) {
	e, l, s := p.Entity, r.lang, r.opt.Site
	h := head{title: e.Name, description: e.Description}
	if h.description == "" {
		h.description = fill(l.mentionsIn, l.mentions.of(e.Mentions, l), l.articles.of(len(e.Articles), l))
	}
	var feed addr.URL
	if r.opt.EntityFeed != nil {
		feed = r.opt.EntityFeed(e)
		h.feed, h.feedTitle = feed, e.Name
	}
	h.image = r.portrait(e)
	v := view.Entity{
		Page:       r.pageView(p, l, s.Settings.Language, h),
		EntityKind: e.Kind.String(), KindWord: l.kind(e.Kind), Unreviewed: e.Unreviewed,
		Total:     fill(l.mentionsIn, l.mentions.of(e.Mentions, l), l.articles.of(len(e.Articles), l)),
		Pager:     r.pager(p, l),
		FirstPage: p.Pager.N <= 1,
		Aliases:   e.Aliases,
	}
	v.Description = markdown.Typography(e.Description, s.Settings.Language) // not the metadata's stand-in
	if feed != "" {
		v.EntityFeed = r.link(p, feed)
	}
	v.Articles = r.inArticles.Make(len(p.Postings))[:0]
	written := r.written[:0]
	root := []string{r.link(p, "/")}
	for _, post := range p.Postings {
		a := s.Articles[post.Article]
		in := view.InArticle{Row: r.heading(root, a), Count: l.mentions.of(int(post.Count), l)}
		if r.opt.Citation != nil {
			cited := r.opt.Citation(&r.text, a, post.Ref)
			written = append(written, cited.Spellings...)
			found := first(cited.Snippets, snippets)
			in.Snippets = r.snippets.Make(len(found))[:0]
			link := r.link(p, a.URL)
			for _, sn := range found {
				to := link
				if sn.Heading != "" {
					to = r.text.Concat(link, "#", sn.Heading)
				} else if sn.Block >= 0 {
					to = r.text.Concat(link, "#", blockID(sn.Block))
				}
				start := min(max(sn.Start, 0), len(sn.Sentence))
				end := min(max(sn.End, start), len(sn.Sentence))
				said := view.Snippet{Before: sn.Sentence[:start], Match: sn.Sentence[start:end], After: sn.Sentence[end:], URL: to}
				in.Snippets = append(in.Snippets, said)
				if !v.FirstPage {
					continue
				}
				of := &v.Quoted
				switch by, about := speech(sn.Sentence, start, end); {
				case about:
					of = &v.SpokenOf
				case !by:
					continue
				}
				if len(*of) < quoted {
					*of = append(*of, view.Quoted{Snippet: said, Article: markdown.Typography(a.Title, a.Lang), Date: dayView(a.Meta.Date, l.tag)})
				}
			}
		}
		v.Articles = append(v.Articles, in)
	}
	r.written = written
	if !v.FirstPage {
		return v, nil, nil
	}
	for _, other := range s.Namesakes(e) {
		v.Namesakes = append(v.Namesakes, r.count(p, other, l))
	}
	for _, n := range s.SharedNames(e) {
		v.SharedNames = append(v.SharedNames, view.Link{Name: fill(l.allCalled, n.Name), URL: r.link(p, n.URL)})
	}
	diags := r.ownText(p, &v)
	v.Spellings = countSpellings(written, e.Name)
	r.facts(p, &v, l)
	v.Offices = r.offices(p, p.Entity, l)
	if e.Coordinates != nil {
		v.Locator = locator(e, l)
	}
	for _, id := range e.SameAs {
		if link := authority(id); link.URL != "" {
			v.SameAs = append(v.SameAs, link)
		}
	}
	company := s.Companions(e, companions)
	v.Companions = r.counts.Make(len(company))[:0]
	for _, c := range company {
		v.Companions = append(v.Companions, view.Count{
			Name: c.Entity.Name, URL: r.link(p, c.Entity.URL), Kind: c.Entity.Kind.String(), N: c.Articles, Words: l.articles.of(c.Articles, l),
		})
	}
	v.Graph = r.graph(p, company, l)
	events := s.EventsOf(e)
	if len(events) > entityEvents {
		events = site.Highest(events, entityEvents)
		if s.PageAt("/timeline/") != nil {
			v.TimelineAll = r.link(p, "/timeline/")
		}
	}
	v.Timeline = make([]view.Told, 0, len(events))
	for _, ev := range events {
		v.Timeline = append(v.Timeline, r.told(p, ev, l))
	}
	return v, diags, nil
}

// countSpellings adds up how a name is written, the most frequent way first. It
// returns nil when it is always written as the page's own title.
func countSpellings(written []article.Spelling, name string) []view.Count {
	slices.SortFunc(written, func(a, b article.Spelling) int { return strings.Compare(a.Text, b.Text) })
	var out []view.Count
	for i, s := range written {
		if i == 0 || s.Text != written[i-1].Text {
			out = append(out, view.Count{Name: s.Text})
		}
		out[len(out)-1].N += s.N
	}
	if len(out) == 1 && out[0].Name == name {
		return nil
	}
	slices.SortStableFunc(out, func(a, b view.Count) int { return cmp.Compare(b.N, a.N) })
	return first(out, spellings)
}

// first returns the first n of list, or all of it.
func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// told makes an event of an article ready to be shown on another page.
func (r *sheet) told(p *site.Page, ev site.EventRef, l *language) view.Told {
	v := view.Told{
		Entry:   entry(ev.Article, ev.Event, nil, l),
		Article: view.Link{Name: markdown.Typography(ev.Article.Title, ev.Article.Lang)},
	}
	to := ev.Article.URL
	if v.Key != "" {
		to += addr.URL("#" + v.Key)
	}
	v.Key = ""
	v.URL = r.link(p, to)
	v.Article.URL = v.URL
	for _, a := range first(ev.Others, otherArticles) {
		v.Others = append(v.Others, view.Link{Name: markdown.Typography(a.Title, a.Lang), URL: r.link(p, a.URL)})
	}
	if more := len(ev.Others) - len(v.Others); more > 0 {
		v.More = l.andMore.of(more, l)
	}
	v.Figures = figures(ev.Figures, func(a *site.Article) view.Link {
		return view.Link{Name: markdown.Typography(a.Title, a.Lang), URL: r.link(p, a.URL)}
	})
	return v
}

// ownText writes the text of an entity's own file.
func (r *sheet) ownText(p *site.Page, v *view.Entity) diag.List {
	e := p.Entity
	if !e.HasText || r.opt.Source == nil {
		return nil
	}
	src, err := r.opt.Source(nil, addr.Source(e.Path))
	if err != nil {
		return diag.List{diag.New(diag.Error, "unreadable", e.Path, "the text of %q cannot be read: %v", e.Name, err)}
	}
	header, _ := frontmatter.Split(e.Path, src) // its mistakes were reported when the register was read
	tree, diags := markdown.Parse(src, header.Body, markdown.Options{File: e.Path, Lang: r.opt.Site.Settings.Language})
	o := origin{page: p, source: addr.Source(e.Path), url: p.URL}
	html, more := tree.HTML(markdown.Render{
		Code: r.opt.Code, BlockID: blockID,
		Link:    func(dest string, kind markdown.RefKind) (string, bool) { return r.rewrite(o, dest, kind) },
		Picture: func(dest string) markdown.Picture { return r.shown(o, dest) },
	})
	v.Content = template.HTML(strings.TrimSpace(string(html)))
	v.HasCode = tree.HasCode()
	return slices.Concat(diags, more, r.checkLinks(o, tree.Refs()))
}

func (r *sheet) facts(p *site.Page, v *view.Entity, l *language) {
	e := p.Entity
	date := func(name string, d day.Date) {
		if !d.IsZero() {
			v.Facts = append(v.Facts, view.Fact{Name: name, When: dayView(d, l.tag)})
		}
	}
	date(l.born, e.Born)
	date(l.died, e.Died)
	date(l.founded, e.Founded)
	if e.PartOf != "" {
		f := view.Fact{Name: l.partOf, Value: r.nameOf(e.PartOf)}
		f.URL = r.entityLink(p, e.PartOf)
		v.Facts = append(v.Facts, f)
	}
	if e.Coordinates != nil {
		v.Facts = append(v.Facts, view.Fact{Name: l.coordinates, Value: coordinates(*e.Coordinates, l)})
	}
	if u := r.portrait(e); u != "" {
		v.Image = r.link(p, u)
		known := r.known(u)
		v.ImageWidth, v.ImageHeight = known.Width, known.Height
		v.Picture = r.pictureTag(p, u, "", portraitSizes)
	}
}

// portrait returns the address of the picture that the file of an entity names, or "".
func (r *Renderer) portrait(e *site.Entity) addr.URL {
	if e.Image == "" {
		return ""
	}
	u, _ := r.resolve(addr.Source(e.Path), e.URL, e.Image)
	return u
}

// How many degrees of latitude the map around a place shows. A place that is
// part of no other is a country, or as large as one.
const (
	aroundTown    = 20
	aroundCountry = 44
)

// locator draws what surrounds a place.
func locator(e *site.Entity, l *language) *view.Locator {
	high := float64(aroundTown)
	if e.PartOf == "" {
		high = aroundCountry
	}
	at := *e.Coordinates
	m := atlas.Around(at.Lat, at.Lon, high)
	return &view.Locator{
		Width: atlas.Width, Height: atlas.Height, Land: m.Land, Borders: m.Borders, Grid: m.Grid, X: m.X, Y: m.Y,
		Scale: m.Scale, ScaleWords: l.number(m.ScaleKM) + "\u00a0km", Words: coordinates(at, l),
	}
}

// entityLink returns the link to the entity with an id, or "".
func (r *sheet) entityLink(p *site.Page, id string) string {
	if e := r.opt.Site.Entity(id); e != nil && e.URL != "" {
		return r.link(p, e.URL)
	}
	return ""
}

// coordinates returns a point in degrees with two decimals, which is a
// kilometre: as exact as a place in an article is.
func coordinates(at entity.Point, l *language) string {
	half := func(v float64, plus, minus string) string {
		if v < 0 {
			v, plus = -v, minus
		}
		s := strconv.FormatFloat(v, 'f', 2, 64)
		if l.tag != "en" {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s + "° " + plus
	}
	sep := ", "
	if l.tag != "en" {
		sep = "; "
	}
	return half(at.Lat, l.compass[0], l.compass[1]) + sep + half(at.Lon, l.compass[2], l.compass[3])
}

// authority returns where an identifier such as "wikidata:Q42" is explained, or
// a Link without address.
func authority(id string) view.Link {
	u := jsonld.Address(id)
	scheme, _, _ := strings.Cut(id, ":")
	for _, a := range authorities {
		if a.scheme == scheme {
			return view.Link{Name: a.name, URL: u}
		}
	}
	_, host, _ := strings.Cut(u, "://")
	host, _, _ = strings.Cut(host, "/")
	return view.Link{Name: strings.TrimPrefix(host, "www."), URL: u}
}

// authorities are the names that registers are known by.
var authorities = []struct{ scheme, name string }{
	{"wikidata", "Wikidata"}, {"viaf", "VIAF"}, {"gnd", "GND"}, {"geonames", "GeoNames"}, {"orcid", "ORCID"}, {"isni", "ISNI"}, {"loc", "Library of Congress"},
}

// The drawing of offices is officeWidth units wide; a bar is at least minBar.
const (
	officeWidth = 1000.0
	minBar      = 6.0
)

// offices draws the offices that somebody held, over the time of all of them.
func (r *sheet) offices(p *site.Page, e *site.Entity, l *language) *view.Offices {
	if len(e.Roles) == 0 {
		return nil
	}
	roles := slices.Clone(e.Roles)
	slices.SortStableFunc(roles, func(a, b entity.Role) int {
		if a.When.IsZero() != b.When.IsZero() {
			if a.When.IsZero() {
				return 1
			}
			return -1
		}
		return a.When.Compare(b.When)
	})
	_, now := r.opt.Site.Newest.Bounds()
	lo, hi := day.Day(math.MaxInt32), day.Day(math.MinInt32)
	for _, role := range roles {
		if from, to, _, ok := term(role.When, now); ok {
			lo, hi = min(lo, from), max(hi, to)
		}
	}
	v := &view.Offices{Width: officeWidth}
	scale := func(d day.Day) float64 {
		return round(officeWidth * float64(d-lo) / float64(max(1, hi-lo)))
	}
	if lo < hi {
		first, _, _ := lo.Civil()
		last, _, _ := hi.Civil()
		v.Ticks = ticks(first+1, last, 8, strconv.Itoa, func(y int) float64 {
			d, _ := day.Civil(y, 1, 1)
			at, _ := d.Bounds()
			return scale(at)
		})
	}
	for _, role := range roles {
		o := view.Office{Title: role.Title, Of: view.Link{Name: r.nameOf(role.Of), URL: r.entityLink(p, role.Of)}, When: dayView(role.When, l.tag)}
		if from, to, open, ok := term(role.When, now); ok && lo < hi {
			o.X, o.Open = scale(from), open
			o.W = max(minBar, round(scale(to)-o.X))
			o.X = min(o.X, officeWidth-o.W)
		}
		v.Rows = append(v.Rows, o)
	}
	return v
}

// term returns the first and last day of an interval; one without an end runs
// to now, the date of the site's newest article, and is said to be open.
func term(d day.Date, now day.Day) (from, to day.Day, open, ok bool) {
	if d.IsZero() {
		return 0, 0, false, false
	}
	s := d.String()
	from, to = d.Bounds()
	startless := strings.HasPrefix(s, "../") || strings.HasPrefix(s, "/")
	open = strings.HasSuffix(s, "/..") || strings.HasSuffix(s, "/")
	if startless {
		return 0, 0, false, false
	}
	if open {
		to = max(now, from+365)
	}
	return from, to, open, true
}

// ticks returns at most about most years from first to last, at round numbers.
func ticks(first, last, most int, name func(y int) string, at func(y int) float64) []view.Tick {
	step := 1
	for i := 0; (last-first)/step >= most; i++ {
		if i%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	var out []view.Tick
	for y := first + ((-first%step)+step)%step; y <= last; y += step {
		out = append(out, view.Tick{X: at(y), Name: name(y)})
	}
	return out
}

// round keeps one decimal, which is enough for a drawing.
func round(x float64) float64 { return math.Round(x*10) / 10 }
