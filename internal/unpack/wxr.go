package unpack

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// isWXR reports whether src is an export of WordPress (WordPress eXtended RSS).
// Warnings of the server may stand before it.
func isWXR(_ string, src []byte) bool {
	_, local, head := xmlRoot(src)
	return local == "rss" && (strings.Contains(head, wxrSpace) || strings.Contains(head, ":wxr_version>")) ||
		local != "" && strings.Contains(head, "<rss ") && strings.Contains(head, `xmlns:wp="http`) && strings.Contains(head, wxrSpace)
}

// wxrSpace begins the addresses of WordPress' namespaces of all versions.
const wxrSpace = "wordpress.org/export/"

// wxr reads an export of WordPress, 1.0 to 1.2. It goes through the file twice, since
// posts refer to people and pictures that may stand behind them.
type wxr struct {
	reading
	authors  map[string]string     // login -> name
	pictures map[string]wxrPicture // number of the attachment
	children map[string][]string   // number of a post -> its attachments
	site     string
	lang     string
}

// wxrPicture is an attachment.
type wxrPicture struct{ address, alt, caption string }

// wxrItem is a post, or something else that WordPress keeps as one.
type wxrItem struct {
	feedItem
	excerpt                  string
	id, parent, kind, status string
	name, oldSlug, password  string
	attachment, alt          string
	thumbnail                string
	comments, commentsLine   int
}

// readWXR reads an export of WordPress.
func readWXR(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	x := newXML(name, src)
	again := *x
	w := &wxr{
		reading: reading{file: name, yield: yield},
		authors: map[string]string{}, pictures: map[string]wxrPicture{}, children: map[string][]string{},
	}
	w.survey(&again)
	w.read(x)
	return append(x.diags, w.diags...)
}

// survey reads what posts refer to.
func (w *wxr) survey(x *xmlScanner) {
	w.each(x, func(it *wxrItem) bool {
		if it.kind != "attachment" || it.id == "" {
			return true
		}
		p := wxrPicture{addr.Web(it.attachment), oneLine(it.alt), strings.TrimSpace(it.excerpt)}
		if p.address == "" {
			p.address = addr.Web(it.guid)
		}
		if p.address != "" {
			w.pictures[it.id] = p
			w.children[it.parent] = append(w.children[it.parent], it.id)
		}
		return true
	})
}

// read yields the posts.
func (w *wxr) read(x *xmlScanner) {
	w.each(x, func(it *wxrItem) bool {
		e := Entry{ID: it.guid, Title: it.title, Line: it.line}
		if e.ID == "" && it.id != "" {
			e.ID = "post " + it.id
		}
		if e.Skip = it.skip(); e.Skip == "" {
			e.Item = w.item(it)
		}
		if !w.yield(e) {
			return false
		}
		if it.comments == 0 {
			return true
		}
		said := "a comment"
		if it.comments > 1 {
			said = strconv.Itoa(it.comments) + " comments"
		}
		return w.yield(Entry{ID: e.ID + " comments", Title: e.Title, Line: it.commentsLine, Skip: said})
	})
}

// each calls use for each item of the file, until it returns false.
func (w *wxr) each(x *xmlScanner, use func(*wxrItem) bool) {
	for x.next() {
		if x.kind != xmlStart {
			continue
		}
		switch {
		case x.local == "item":
			for again := true; again; {
				var it wxrItem
				again = it.read(x, it.field)
				if !use(&it) {
					return
				}
			}
		case x.local == "author" && isWordPress(x.space):
			w.author(x)
		case x.depth() != 3: // of rss, channel, and what says something of the site
		case x.local == "title":
			w.site = plainWords(x.words())
		case x.local == "language":
			w.lang = languageTag(x.words())
		}
	}
}

// isWordPress reports whether space is WordPress' own, in any version, or its usual
// prefix without a declaration.
func isWordPress(space string) bool {
	return space == "wp" || strings.Contains(space, wxrSpace) && !strings.HasSuffix(space, "/excerpt/")
}

// author reads who has a login.
func (w *wxr) author(x *xmlScanner) {
	var login, shown, given, family string
	x.each(func() {
		switch x.local {
		case "author_login":
			login = oneLine(x.words())
		case "author_display_name":
			shown = plainWords(x.words())
		case "author_first_name":
			given = plainWords(x.words())
		case "author_last_name":
			family = plainWords(x.words())
		}
	})
	if name := strings.TrimSpace(given + " " + family); shown == "" || shown == login && given != "" && family != "" {
		shown = name
	}
	if login != "" && shown != "" {
		w.authors[login] = shown
	}
}

// field takes the element whose start is the token.
func (it *wxrItem) field(x *xmlScanner) {
	switch {
	case isWordPress(x.space):
		it.ownField(x)
	case x.local == "encoded" && strings.Contains(x.space, "excerpt"):
		set(&it.excerpt, x)
	default:
		it.feedItem.field(x)
	}
}

// ownField takes a field of WordPress' own.
func (it *wxrItem) ownField(x *xmlScanner) {
	line := x.line()
	switch x.local {
	case "post_id":
		set(&it.id, x)
	case "post_parent":
		set(&it.parent, x)
	case "post_type":
		set(&it.kind, x)
	case "status":
		set(&it.status, x)
	case "post_name":
		set(&it.name, x)
	case "post_date":
		it.published, it.dateLine = x.words(), line
	case "post_modified":
		it.modified = x.words()
	case "post_password":
		set(&it.password, x)
	case "attachment_url":
		set(&it.attachment, x)
	case "author":
		it.authors = append(it.authors, x.words())
	case "postmeta":
		it.meta(x)
	case "comment":
		if it.comments++; it.comments == 1 {
			it.commentsLine = line
		}
		x.skip()
	default:
		x.skip()
	}
}

// meta takes what is kept beside a post under a key.
func (it *wxrItem) meta(x *xmlScanner) {
	var key, value string
	x.each(func() {
		switch x.local {
		case "meta_key":
			key = strings.TrimSpace(x.words())
		case "meta_value":
			value = x.words()
		}
	})
	switch key {
	case "_thumbnail_id":
		it.thumbnail = strings.TrimSpace(value)
	case "_wp_attachment_image_alt":
		it.alt = value
	case "_wp_old_slug":
		it.oldSlug = strings.TrimSpace(value)
	}
}

// machinery are the beginnings of the types of WordPress, and of what is often added
// to it, whose posts nobody reads. Other types are those of a site: stories, recipes.
var machinery = []string{
	"wp_", "custom_css", "customize_changeset", "oembed_cache", "user_request", "acf", "elementor", "et_", "vc_", "fl-builder", "shop_", "product_variation",
	"scheduled-action", "action_monitor", "wpcf7", "wpforms", "nf_sub", "frm_", "mc4wp", "feedback", "jetpack", "jp_", "tablepress", "amp_", "web-story",
	"reply", "topic", "forum", "bp-", "sidebar", "popup", "ml-slider", "slider", "gp_elements", "mailpoet", "newsletter_log", "flamingo", "redirect",
}

// skip returns why the item is no article, or "".
func (it *wxrItem) skip() string {
	switch it.kind {
	case "attachment":
		return "a media file"
	case "revision":
		return "an earlier version of a post"
	case "nav_menu_item":
		return "an entry of a menu"
	}
	for _, begin := range machinery {
		if strings.HasPrefix(it.kind, begin) {
			return "of the type " + strconv.Quote(short(it.kind)) + ", which belongs to the machinery"
		}
	}
	switch {
	case it.status == "trash":
		return "in the trash"
	case it.status == "auto-draft":
		return "a draft that was never saved"
	case it.status == "private":
		return "a private post"
	case it.status == "inherit":
		return "an earlier version of a post"
	case !it.complete:
		return "the file ends within it"
	case strings.TrimSpace(it.content) == "" && strings.TrimSpace(it.summary) == "":
		return "without text"
	}
	return ""
}

// item returns a post as an article.
func (w *wxr) item(it *wxrItem) *Item {
	show := wordpress{
		picture: func(id string) (wxrPicture, bool) { p, ok := w.pictures[id]; return p, ok },
		gallery: func() []string { return w.children[it.id] },
	}
	content := it.content
	if strings.TrimSpace(content) == "" {
		content = it.summary
	}
	m := Meta{
		Title: it.title, Description: plainWords(it.excerpt),
		Lang: w.lang, Site: w.site, URL: addr.Web(it.link), Slug: slugOf(it.name),
		Draft: it.status == "draft" || it.status == "pending" || it.status == "future" || it.password != "",
	}
	var several []string // authors, of whom WordPress itself knows but one
	for _, c := range it.categories {
		switch c.scheme {
		case "", "category", "post_tag", "tag":
			if c.name != "uncategorized" {
				m.Tags = append(m.Tags, c.words)
			}
		case "author":
			several = append(several, c.words)
		}
	}
	m.Tags = distinct(m.Tags)
	if len(several) == 0 {
		several = it.authors[:min(len(it.authors), 1)]
	}
	for _, a := range several {
		m.Authors = append(m.Authors, w.authorName(a))
	}
	m.Authors = distinct(m.Authors)
	m.Date = w.day(it.published, it.dateLine)
	if m.Lastmod = w.day(it.modified, it.dateLine); m.Lastmod == m.Date {
		m.Lastmod = ""
	}
	if it.thumbnail != "" {
		if p, ok := w.pictures[it.thumbnail]; ok {
			m.Image = p.address
		} else {
			w.tell(diag.Warning, "missing-picture", it.line, "the lead picture, attachment %q, is not in the export", short(it.thumbnail))
		}
	}
	m.Redirects = oldAddress(it.link)
	if it.permalink {
		m.Redirects = distinct(append(m.Redirects, oldAddress(it.guid)...))
	}
	if link, old := strings.TrimSuffix(it.link, "/"), slugOf(it.oldSlug); old != "" && len(m.Redirects) > 0 {
		if i := strings.LastIndexByte(link, '/'); i >= 0 {
			m.Redirects = distinct(append(m.Redirects, oldAddress(link[:i+1]+url.PathEscape(old)+strings.TrimPrefix(it.link, link))...))
		}
	}
	return &Item{Name: itemName(m.Slug, it.id), Kind: "html", Whole: true, Body: []byte(show.html(content)), Meta: m}
}

// authorName returns the name of who has a login.
func (w *wxr) authorName(login string) string {
	login = oneLine(login)
	if name := w.authors[login]; name != "" {
		return name
	}
	return plainWords(login)
}
