package render

import (
	"image/color"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/card"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/palette"
	"dateline/internal/site"
)

// cardName is the card of a page, beside it.
const cardName = "card.png"

// cardShared is how many articles must name somebody whom nobody has looked at, for
// a card of their own.
const cardShared = 3

// CardURL returns where the card of a page lies, or "" when it has none: another
// picture stands for it.
func (r *Renderer) CardURL(p *site.Page) addr.URL {
	if !r.opt.Site.Settings.Cards || r.opt.Site.Settings.BaseURL == "" || !strings.HasSuffix(string(p.URL), "/") || p.Pager.N > 1 {
		return ""
	}
	switch p.Kind {
	case site.Home:
	case site.ArticlePage, site.PlainPage:
		if r.picture(p, p.Article) != "" {
			return ""
		}
	case site.EntityPage:
		if r.portrait(p.Entity) != "" || p.Entity.Unreviewed && len(p.Entity.Articles) < cardShared {
			return ""
		}
	default:
		return ""
	}
	if _, ok := r.Card(p); !ok {
		return ""
	}
	return p.URL + cardName
}

// Card returns what is drawn on the card of a page. ok is false when there is nothing
// that the fonts of cards have.
func (r *Renderer) Card(p *site.Page) (c card.Card, ok bool) {
	s, l := r.opt.Site, r.lang
	lang := s.Settings.Language
	colours := r.opt.Scheme.Light
	c = card.Card{Site: s.Settings.Title, Title: p.Title, Mark: colours.Accent, Colours: colours}
	fact := func(f string) {
		if f != "" {
			c.Facts = append(c.Facts, f)
		}
	}
	switch p.Kind {
	case site.ArticlePage:
		a := p.Article
		lang = a.Lang
		c.Title = a.Title
		if !a.Meta.Date.IsZero() {
			fact(a.Meta.Date.Words(r.languageOf(a.Lang).tag))
		}
		fact(strings.Join(a.Meta.Authors, ", "))
		if len(a.Meta.Authors) == 0 {
			fact(a.Meta.Source.Name)
		}
	case site.PlainPage:
		c.Title, lang = p.Article.Title, p.Article.Lang
	case site.EntityPage:
		e := p.Entity
		c.Title, c.Kind, c.Mark = e.Name, l.kind(e.Kind), kindColour(colours, e.Kind)
		c.Text = markdown.Typography(e.Description, lang)
		fact(life(e, l))
		if e.Mentions > 0 {
			fact(fill(l.mentionsIn, l.mentions.of(e.Mentions, l), l.articles.of(len(e.Articles), l)))
		}
	default:
		c.Title, c.Site = s.Settings.Title, ""
		c.Text = markdown.Typography(s.Settings.Description, lang)
		if len(s.Articles) > 0 {
			fact(l.articles.of(len(s.Articles), l))
		}
	}
	c.Title = markdown.Typography(c.Title, lang)
	painter, ready := r.painters.Get().(*card.Painter)
	if !ready {
		painter = card.NewPainter()
	}
	defer r.painters.Put(painter)
	return painter.Fit(c)
}

func kindColour(c palette.Colours, k ner.Kind) color.RGBA {
	switch k {
	case ner.Person:
		return c.Person
	case ner.Place:
		return c.Place
	case ner.Organisation:
		return c.Organisation
	}
	return c.Other
}

// sharing is the picture that stands for a page where it is shared.
type sharing struct {
	url           addr.URL
	width, height int // in pixels; 0 when they are not known
	alt           string
}

// sharing returns the picture of a page: its own, else its card, else the site's own
// picture, else the site's card.
func (r *Renderer) sharing(p *site.Page, title string, own addr.URL, alt string) sharing {
	measured := func(u addr.URL, alt string) sharing {
		known := r.known(u)
		return sharing{u, known.Width, known.Height, alt}
	}
	drawn := func(u addr.URL, alt string) sharing {
		if r.opt.Site.FileAt(u.Output()) || r.opt.Static != nil && r.opt.Static(u) {
			return measured(u, alt) // the author's own lies there
		}
		return sharing{u, card.Width, card.Height, alt}
	}
	if own != "" {
		return measured(own, alt)
	}
	if u := r.CardURL(p); u != "" && p.Kind != site.Home {
		return drawn(u, title)
	}
	if r.image != "" {
		return measured(r.image, "")
	}
	if r.homeCard != "" {
		return drawn(r.homeCard, r.site.Title)
	}
	return sharing{}
}
