package render

import (
	"html/template"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/markdown"
	"dateline/internal/region"
	"dateline/internal/site"
	"dateline/internal/view"
)

// sheet is what one page is made on: room for its view, which is blank again for
// the next page when the page has been written. Nothing that lasts longer, such
// as rows that stand on many pages, may point to what a sheet holds.
type sheet struct {
	*Renderer
	text   region.Text
	room   []byte // for something that is over before the page is
	marked []markdown.Mark
	writer markdown.Writer

	inArticles region.Slab[view.InArticle]
	snippets   region.Slab[view.Snippet]
	counts     region.Slab[view.Count]
	links      region.Slab[view.Link]
	html       region.Slab[template.HTML]
	openings   region.Slab[opening]
	written    []article.Spelling
}

// blank returns an empty sheet, to be given back to sheets.
func (r *Renderer) blank() *sheet {
	sh, ok := r.sheets.Get().(*sheet)
	if !ok {
		return &sheet{Renderer: r}
	}
	sh.text.Reset()
	sh.inArticles.Reset()
	sh.snippets.Reset()
	sh.counts.Reset()
	sh.links.Reset()
	sh.html.Reset()
	sh.openings.Reset()
	return sh
}

// link returns the link from page p to an address of the site.
func (r *sheet) link(p *site.Page, to addr.URL) string {
	return r.text.Write(func(dst []byte) []byte { return r.appendLink(dst, p, to) })
}
