package feed

import (
	"fmt"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/site"
)

// What the sitemap protocol allows in one file.
const (
	maxSitemapURLs  = 50_000
	maxSitemapBytes = 50 << 20
)

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// Sitemap returns the files of the site's sitemap: sitemap.xml alone, or, when
// the site has more pages than one file may hold, sitemap.xml as an index of
// sitemap-1.xml and so on. Unlisted pages, redirects and the page for what is
// not found are not in it. Without a base URL there is no file.
func Sitemap(s *site.Site) []File {
	return sitemap(s, maxSitemapURLs, maxSitemapBytes)
}

func sitemap(s *site.Site, maxURLs, maxBytes int) []File {
	base := s.Settings.BaseURL
	if base == "" {
		return nil
	}
	parts := split(s.Pages, base, maxURLs, maxBytes)
	if len(parts) == 1 {
		return []File{{SitemapURL.Output(), func(dst []byte) []byte { return urlset(dst, parts[0], base) }}}
	}
	files := make([]File, 1, len(parts)+1)
	for i, pages := range parts {
		u := addr.URL(fmt.Sprintf("/sitemap-%d.xml", i+1))
		files = append(files, File{u.Output(), func(dst []byte) []byte { return urlset(dst, pages, base) }})
	}
	files[0] = File{SitemapURL.Output(), func(dst []byte) []byte {
		w := newXML(dst, 256*len(files))
		w.open("sitemapindex", "xmlns", sitemapSpace)
		for _, f := range files[1:] {
			w.open("sitemap")
			w.element("loc", string(f.Path.URL().Abs(base)))
			w.close("sitemap")
		}
		w.close("sitemapindex")
		return w.b
	}}
	return files
}

// split deals pages out to files. It goes by the most that an entry can take,
// so that nothing is written only to be measured. There is always one part.
func split(pages []*site.Page, base addr.Absolute, maxURLs, maxBytes int) [][]*site.Page {
	const around = 200 // tags, date, and the file's first and last lines
	var parts [][]*site.Page
	first, urls, size := 0, 0, around
	for i, p := range pages {
		if !listed(p) {
			continue
		}
		most := around + len(base) + 6*len(p.URL) // a byte escapes to %FF, or & to &amp;
		if urls > 0 && (urls == maxURLs || size+most > maxBytes) {
			parts = append(parts, pages[first:i])
			first, urls, size = i, 0, around
		}
		urls++
		size += most
	}
	return append(parts, pages[first:])
}

// urlset writes one file of the sitemap.
func urlset(dst []byte, pages []*site.Page, base addr.Absolute) []byte {
	w := newXML(dst, 256+128*len(pages))
	w.open("urlset", "xmlns", sitemapSpace)
	for _, p := range pages {
		if !listed(p) {
			continue
		}
		w.open("url")
		w.element("loc", string(p.URL.Abs(base)))
		if p.Article != nil {
			w.text("lastmod", lastmod(p.Article))
		}
		w.close("url")
	}
	w.close("urlset")
	return w.b
}

// listed reports whether a page is for others to find.
func listed(p *site.Page) bool {
	switch p.Kind {
	case site.NotFound, site.Redirect:
		return false
	case site.ArticlePage, site.PlainPage:
		return p.Article.Listed
	}
	return true
}

// lastmod returns the day on which an article was last changed, or "" if it
// does not say it to the day.
func lastmod(a *site.Article) string {
	d := a.Meta.Lastmod
	if d.IsZero() {
		d = a.Meta.Date
	}
	if d.Precision() != day.Exact || d.Approximate() || d.Uncertain() {
		return ""
	}
	return stamp(start(d))[:len("2006-01-02")]
}

// Robots returns robots.txt: everything may be read, and where the sitemap is.
func Robots(s *site.Site) []byte {
	text := "User-agent: *\nDisallow:\n"
	if base := s.Settings.BaseURL; base != "" {
		text += "\nSitemap: " + string(SitemapURL.Abs(base)) + "\n"
	}
	return []byte(text)
}
