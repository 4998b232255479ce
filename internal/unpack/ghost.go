package unpack

import (
	"cmp"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// isGhost reports whether src is an export of Ghost.
func isGhost(name string, src []byte) bool {
	head, ok := beginsJSON(name, src)
	return ok && strings.Contains(head, `"exported_on"`) && strings.Contains(head, `"data"`)
}

// ghostPost is a post or a page of Ghost.
type ghostPost struct {
	ID         looseText `json:"id"`
	UUID       looseText `json:"uuid"`
	Title      looseText `json:"title"`
	Slug       looseText `json:"slug"`
	HTML       looseText `json:"html"`
	Lexical    looseText `json:"lexical"`
	Mobiledoc  looseText `json:"mobiledoc"`
	Markdown   looseText `json:"markdown"`
	Plain      looseText `json:"plaintext"`
	Image      looseText `json:"feature_image"`
	OldImage   looseText `json:"image"`
	Status     looseText `json:"status"`
	Type       looseText `json:"type"`
	Visibility looseText `json:"visibility"`
	Locale     looseText `json:"locale"`
	Published  looseText `json:"published_at"`
	Updated    looseText `json:"updated_at"`
	Excerpt    looseText `json:"custom_excerpt"`
	Canonical  looseText `json:"canonical_url"`
	AuthorID   looseText `json:"author_id"`
}

// ghostLink ties a post to a tag or an author.
type ghostLink struct {
	Post   looseText `json:"post_id"`
	Tag    looseText `json:"tag_id"`
	Author looseText `json:"author_id"`
	Order  int       `json:"sort_order"`
}

// ghostName is a tag, an author or a setting.
type ghostName struct {
	ID         looseText `json:"id"`
	Name       looseText `json:"name"`
	Visibility looseText `json:"visibility"`
	Key        looseText `json:"key"`
	Value      looseText `json:"value"`
}

// ghost reads an export of Ghost, of version 1 and later. It goes through it twice,
// since posts refer to what stands behind them.
type ghost struct {
	*jsonScanner
	tags, users     map[string]string
	tagsOf, usersOf map[string][]ghostLink // id of a post
	site, lang      string
}

// readGhost reads an export of Ghost.
func readGhost(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	g := &ghost{
		jsonScanner: newJSON(name, src, yield),
		tags:        map[string]string{}, users: map[string]string{}, tagsOf: map[string][]ghostLink{}, usersOf: map[string][]ghostLink{},
	}
	err := g.tables(g.survey)
	g.rewind()
	return g.finish(cmp.Or(g.tables(g.posts), err))
}

// tables calls use for each table of the export, whose rows are the next value.
func (g *ghost) tables(use func(table string) error) error {
	var within func(key string) error
	within = func(key string) error {
		switch key {
		case "db":
			return g.array(func() error { return g.object(within) })
		case "data":
			return g.object(use)
		}
		return g.skip()
	}
	return g.object(within)
}

// survey reads what posts refer to.
func (g *ghost) survey(table string) error {
	switch table {
	case "tags", "users", "settings":
		return g.array(func() error {
			var v ghostName
			if err := g.read(&v); err != nil {
				return err
			}
			switch {
			case table == "users":
				g.users[string(v.ID)] = oneLine(string(v.Name))
			case table == "settings" && v.Key == "title":
				g.site = oneLine(string(v.Value))
			case table == "settings" && (v.Key == "lang" || v.Key == "locale" || v.Key == "default_locale"):
				g.lang = languageTag(string(v.Value))
			case table == "tags" && v.Visibility != "internal":
				g.tags[string(v.ID)] = oneLine(string(v.Name))
			}
			return nil
		})
	case "posts_tags", "posts_authors":
		return g.array(func() error {
			var v ghostLink
			if err := g.read(&v); err != nil {
				return err
			}
			of := g.tagsOf
			if table == "posts_authors" {
				of = g.usersOf
			}
			of[string(v.Post)] = append(of[string(v.Post)], v)
			return nil
		})
	}
	return g.skip()
}

// posts yields the posts.
func (g *ghost) posts(table string) error {
	if table != "posts" {
		return g.skip()
	}
	return g.array(func() error {
		line := g.line()
		var v ghostPost
		if err := g.read(&v); err != nil {
			return err
		}
		if !g.yield(g.entry(&v, line)) {
			return errEnough
		}
		return nil
	})
}

// entry returns a post.
func (g *ghost) entry(v *ghostPost, line int) Entry {
	e := Entry{ID: cmp.Or(string(v.UUID), string(v.ID)), Title: oneLine(string(v.Title)), Line: line}
	body, kind := v.body()
	if strings.TrimSpace(body) == "" {
		e.Skip = "without text"
		return e
	}
	m := Meta{
		Title: e.Title, Description: plainWords(string(v.Excerpt)), Site: g.site, Lang: cmp.Or(languageTag(string(v.Locale)), g.lang),
		URL: addr.Web(string(v.Canonical)), Image: withoutPlaceholder(cmp.Or(string(v.Image), string(v.OldImage))), Slug: string(v.Slug),
		Draft: v.Status == "draft" || v.Status == "scheduled" || v.Visibility != "" && v.Visibility != "public",
		Date:  g.day(string(v.Published), line),
	}
	if m.Lastmod = g.day(string(v.Updated), line); m.Lastmod == m.Date {
		m.Lastmod = ""
	}
	for _, l := range g.linked(g.tagsOf, v) {
		m.Tags = append(m.Tags, g.tags[string(l.Tag)])
	}
	for _, l := range g.linked(g.usersOf, v) {
		m.Authors = append(m.Authors, g.users[string(l.Author)])
	}
	if len(m.Authors) == 0 {
		m.Authors = []string{g.users[string(v.AuthorID)]}
	}
	if m.Slug != "" && v.Status != "draft" {
		m.Redirects = oldAddress("/" + m.Slug + "/")
	}
	e.Item = &Item{Name: itemName(m.Slug, "post"), Kind: kind, Whole: true, Body: []byte(withoutPlaceholder(body)), Meta: m}
	return e
}

// linked returns the links of a post in their order.
func (g *ghost) linked(of map[string][]ghostLink, v *ghostPost) []ghostLink {
	links := of[string(v.ID)]
	slices.SortStableFunc(links, func(a, b ghostLink) int { return cmp.Compare(a.Order, b.Order) })
	return links
}

// withoutPlaceholder makes addresses on the blog rooted ones. Ghost writes them with
// a word in the place of its own address.
func withoutPlaceholder(s string) string { return strings.ReplaceAll(s, "__GHOST_URL__", "") }

// body returns the text of a post and its kind: the HTML that Ghost made of it, or
// what it was made of.
func (v *ghostPost) body() (body, kind string) {
	switch {
	case strings.TrimSpace(string(v.HTML)) != "":
		return string(v.HTML), "html"
	case v.Lexical != "":
		if s := lexicalHTML(string(v.Lexical)); s != "" {
			return s, "html"
		}
	case v.Mobiledoc != "":
		if s := mobiledocHTML(string(v.Mobiledoc)); s != "" {
			return s, "html"
		}
	case v.Markdown != "":
		return string(v.Markdown), "markdown"
	}
	return string(v.Plain), "text"
}
