package render

import (
	"fmt"
	"html/template"
	"strconv"

	"dateline/internal/addr"
	"dateline/internal/palette"
	"dateline/internal/site"
	"dateline/internal/view"
)

// head is what a page's metadata needs beside the page itself.
type head struct {
	title       string // when it differs from the page's
	description string
	image       addr.URL // a picture of the page's own, on the site; may be empty
	imageAlt    string   // what it shows; may be empty
	published   string   // machine form
	modified    string
	authors     []string
	feed        addr.URL // of the page's own
	feedTitle   string
	noindex     bool
}

// head writes the <title>, the metadata and the links of the <head>. It is
// written here and not in a template because html/template does not know what
// the content attribute of a <meta> means.
func (r *sheet) head(p *site.Page, v *view.Page, h head) template.HTML {
	return template.HTML(r.text.Write(func(dst []byte) []byte { return r.appendHead(dst, p, v, h) }))
}

func (r *sheet) appendHead(b []byte, p *site.Page, v *view.Page, h head) []byte {
	text := template.HTMLEscapeString
	meta := func(attr, name, content string) {
		if content != "" {
			b = appendAll(b, "<meta ", attr, `="`, name, `" content="`, text(content), "\">\n")
		}
	}
	link := func(rel, href, more string) {
		b = appendAll(b, `<link rel="`, rel, `"`, more, ` href="`, text(href), "\">\n")
	}
	title := v.Title
	if p.Kind != site.Home && v.Site.Title != "" && v.Site.Title != title {
		title += " · " + v.Site.Title
	}
	b = appendAll(b, "<title>", text(title), "</title>\n")
	meta("name", "description", v.Description)
	if h.noindex {
		meta("name", "robots", "noindex")
	} else if v.Permalink != "" {
		link("canonical", v.Permalink, "")
	}
	for _, a := range h.authors {
		meta("name", "author", a)
	}
	meta("property", "og:title", v.Title)
	meta("property", "og:site_name", v.Site.Title)
	meta("property", "og:description", v.Description)
	meta("property", "og:url", v.Permalink)
	if p.Kind == site.ArticlePage {
		meta("property", "og:type", "article")
		meta("property", "article:published_time", h.published)
		meta("property", "article:modified_time", h.modified)
	} else {
		meta("property", "og:type", "website")
	}
	if base := r.opt.Site.Settings.BaseURL; base != "" && p.Kind != site.Redirect {
		if pic := r.sharing(p, v.Title, h.image, h.imageAlt); pic.url != "" {
			meta("property", "og:image", string(pic.url.Abs(base)))
			if pic.width > 0 && pic.height > 0 {
				meta("property", "og:image:width", strconv.Itoa(pic.width))
				meta("property", "og:image:height", strconv.Itoa(pic.height))
			}
			meta("property", "og:image:alt", pic.alt)
			meta("name", "twitter:card", "summary_large_image")
		}
	}
	if v.Feed != "" {
		link("alternate", v.Feed, ` type="application/atom+xml" title="`+text(v.Site.Title)+`"`)
	}
	if h.feed != "" {
		link("alternate", r.Renderer.link(p, h.feed), ` type="application/atom+xml" title="`+text(h.feedTitle)+`"`)
	}
	for _, x := range r.exports(p) {
		link("alternate", r.Renderer.link(p, x.URL), ` type="`+text(x.Media)+`" title="`+text(x.Name)+`"`)
	}
	if p.Kind != site.Redirect { // which is left at once
		b = r.appendIcons(append(b, r.colours...), v.Root)
	}
	if p.Pager.Prev != "" {
		link("prev", r.Renderer.link(p, p.Pager.Prev), "")
	}
	if p.Pager.Next != "" {
		link("next", r.Renderer.link(p, p.Pager.Next), "")
	}
	return b
}

// appendIcons appends links to the icons from a page whose way to the home page is root.
func (r *Renderer) appendIcons(b []byte, root string) []byte {
	for _, i := range r.opt.Icons {
		b = appendAll(b, `<link rel="`, i.Rel, `" href="`, root, string(i.URL[1:]), `"`)
		if i.Type != "" {
			b = appendAll(b, ` type="`, i.Type, `"`)
		}
		if i.Sizes != "" {
			b = appendAll(b, ` sizes="`, i.Sizes, `"`)
		}
		b = append(b, ">\n"...)
	}
	return b
}

// exports returns the forms for other programs beside a page.
func (r *Renderer) exports(p *site.Page) []Export {
	if r.opt.Exports == nil {
		return nil
	}
	return r.opt.Exports(p)
}

func appendAll(b []byte, parts ...string) []byte {
	for _, s := range parts {
		b = append(b, s...)
	}
	return b
}

// themeColours tells browsers the colour of the paper, for what they draw around a page.
func themeColours(s palette.Scheme) string {
	const meta = `<meta name="theme-color" media="(prefers-color-scheme: %s)" content="%s">` + "\n"
	return fmt.Sprintf(meta, "light", palette.Hex(s.Light.Paper)) + fmt.Sprintf(meta, "dark", palette.Hex(s.Dark.Paper))
}
