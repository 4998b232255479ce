package feed

import (
	"fmt"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/site"
)

// File is a finished file of the output.
type File struct {
	Path addr.Output
	Data []byte
}

// What the sitemap protocol allows in one file.
const (
	maxSitemapURLs  = 50_000
	maxSitemapBytes = 50 << 20
)

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
	const closing = "</urlset>\n"
	var files [][]byte
	var w *xml
	n := 0
	finish := func() {
		w.close("urlset")
		files = append(files, w.b)
		w = nil
	}
	var entry xml
	for _, p := range s.Pages {
		if !listed(p) {
			continue
		}
		entry.b = entry.b[:0]
		entry.open("url")
		entry.element("loc", string(p.URL.Abs(base)))
		if p.Article != nil {
			entry.text("lastmod", lastmod(p.Article))
		}
		entry.close("url")
		if w != nil && (n == maxURLs || len(w.b)+len(entry.b)+len(closing) > maxBytes) {
			finish()
		}
		if w == nil {
			w, n = newXML(4096), 0
			w.open("urlset", "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")
		}
		w.b = append(w.b, entry.b...)
		n++
	}
	if w != nil {
		finish()
	}
	if len(files) == 1 {
		return []File{{SitemapURL.Output(), files[0]}}
	}
	index := newXML(256 * (len(files) + 1))
	index.open("sitemapindex", "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")
	out := make([]File, 1, len(files)+1)
	for i, data := range files {
		u := addr.URL(fmt.Sprintf("/sitemap-%d.xml", i+1))
		index.open("sitemap")
		index.element("loc", string(u.Abs(base)))
		index.close("sitemap")
		out = append(out, File{u.Output(), data})
	}
	index.close("sitemapindex")
	out[0] = File{SitemapURL.Output(), index.b}
	return out
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
	return stamp(d)[:len("2006-01-02")]
}

// Robots returns robots.txt: everything may be read, and where the sitemap is.
func Robots(s *site.Site) []byte {
	text := "User-agent: *\nDisallow:\n"
	if base := s.Settings.BaseURL; base != "" {
		text += "\nSitemap: " + string(SitemapURL.Abs(base)) + "\n"
	}
	return []byte(text)
}
