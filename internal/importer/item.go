package importer

import (
	"dateline/internal/charset"
	"dateline/internal/diag"
	"dateline/internal/frontmatter"
	"dateline/internal/unpack"
)

// ImportItem converts one article of a container. What the container says of it is
// believed before what stands in its text, and the author's options before both.
// name is the container's file name; the report names the item in it.
func ImportItem(name string, it *unpack.Item, id string, opt Options) (*Draft, diag.List) {
	if len(it.Body) > MaxSize {
		return nil, diag.List{diag.New(diag.Error, "import-too-large", name,
			"the text has %d bytes, more than the %d that are read", len(it.Body), MaxSize)}
	}
	text, encoding, diags := charset.Decode(name, it.Body)
	opt.Whole = opt.Whole || it.Whole
	opt.url = it.URL
	kind, ok := kindOf(it.Name, text, it.Kind)
	if !ok {
		panic("importer: unpack made an item of unknown kind " + it.Kind) // our own bug
	}
	if kind == kindMarkdown && !beginsHeader(text) {
		text = string(frontmatter.Marshal(metaPage(it.Meta).header())) + "\n" + text
		it = &unpack.Item{Name: it.Name, Files: it.Files}
	}
	if len(it.Files) > 0 { // it brings what it shows
		opt.Beside = nil
	}
	p, more := read(kind, it.Name, text, opt)
	diags = append(diags, more...)
	if p == nil {
		return nil, diags
	}
	p.kind, p.encoding, p.item = kind, encoding, id
	p.files = append(p.files, it.Files...)
	p.take(metaPage(it.Meta))
	if opt.Whole && kind == kindHTML {
		p.headed()
		p.signed()
	}
	p.settle(it.Name, opt)
	d := p.draft(name, it.Body) // the report names the container
	return d, append(diags, p.review(name)...)
}

// metaPage returns what a container says of an article, as a reader would.
func metaPage(m unpack.Meta) *page {
	p := &page{
		title: oneLine(m.Title), lastmod: m.Lastmod, retrieved: m.Retrieved, authors: m.Authors, description: oneLine(m.Description), highlights: m.Highlights,
		tags: m.Tags, lang: m.Lang, site: m.Site, url: m.URL, rights: m.Rights, image: m.Image, oldSlug: m.Slug, isDraft: m.Draft, redirects: m.Redirects,
	}
	if p.title != "" {
		p.titleFrom, p.titleEvidence = "meta", m.Title
	}
	if m.Date != "" {
		p.setDate(m.Date, "meta", m.Date)
	}
	return p
}

// take takes what is known of the article from elsewhere, before what its text says.
func (p *page) take(m *page) {
	if m.title != "" {
		p.setTitle(m.title, m.titleFrom, m.titleEvidence)
	}
	if m.date != "" {
		p.setDate(m.date, m.dateFrom, m.dateEvidence)
	}
	for _, f := range []struct{ to, from *string }{
		{&p.lastmod, &m.lastmod},
		{&p.retrieved, &m.retrieved},
		{&p.description, &m.description},
		{&p.lang, &m.lang},
		{&p.site, &m.site},
		{&p.url, &m.url},
		{&p.rights, &m.rights},
		{&p.image, &m.image},
		{&p.oldSlug, &m.oldSlug},
	} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	for _, f := range []struct{ to, from *[]string }{
		{&p.authors, &m.authors}, {&p.highlights, &m.highlights}, {&p.tags, &m.tags}, {&p.redirects, &m.redirects},
	} {
		if len(*f.from) > 0 {
			*f.to = *f.from
		}
	}
	p.isDraft = p.isDraft || m.isDraft
}

// headed takes a heading with which the text begins for the title, when that is not
// known or says the same.
func (p *page) headed() {
	if len(p.blocks) == 0 || p.blocks[0].shape != heading {
		return
	}
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.Label == Boiler || l.Label == Duplicate || l.Label == Blank || inHeader(l.Label):
			continue
		case l.Label != Subhead:
			return
		case p.title == "":
			p.setTitle(oneLine(l.Text), "line", l.Text)
			l.Label, l.Reason = Title, "first heading"
		case foldTitle(l.Text) == foldTitle(p.title):
			l.Label, l.Reason = Title, "same words as the title"
		default:
			return
		}
		p.blocks = p.blocks[1:]
		return
	}
}

// signed takes lines at the beginning of the text that say nothing but what the header
// has already: its authors and its date.
func (p *page) signed() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.Label == Boiler || l.Label == Duplicate || l.Label == Blank || inHeader(l.Label) {
			continue
		}
		if l.Label != Body || len(p.blocks) == 0 || p.blocks[0].shape != paragraph {
			return
		}
		switch u := newUnit(0, 0, l.Text); {
		case p.namesAuthors(l.Text) && u.words <= 16:
			l.Label, l.Reason = Byline, "byline"
		case isDateline(&u) && p.sameDay(l.Text):
			l.Label, l.Reason = Date, "date line"
		default:
			return
		}
		p.blocks = p.blocks[1:]
	}
}
