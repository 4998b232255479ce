package render

import (
	"path"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/markdown"
	"dateline/internal/site"
)

// origin is the page and the source file in which a link is written.
type origin struct {
	page   *site.Page
	source addr.Source
	url    addr.URL // of the source's own page, which its relative addresses count from
	marked bool     // wikilinks to entities carry marks
}

// resolve returns the address on the site that a link or picture written in a
// source leads to: another source's page, a file beside the source, or an
// address of the site. It reports false for what leads away from the site.
func (r *Renderer) resolve(source addr.Source, u addr.URL, dest string) (addr.URL, bool) {
	file, rest := dest, ""
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		file, rest = dest[:i], dest[i:]
	}
	if file != "" && !strings.HasPrefix(file, "/") && !strings.Contains(file, ":") {
		at := addr.Source(path.Join(path.Dir(string(source)), file))
		if p := r.opt.Site.PageOf(at); p != nil {
			return p.URL + addr.URL(rest), true
		}
		if to, ok := r.files[at]; ok {
			return to + addr.URL(rest), true
		}
	}
	return u.Resolve(dest)
}

// wikilink returns the address that the target of a wikilink names: an entity's
// id or name, or the file of a page without its ending.
func (r *Renderer) wikilink(target string) (addr.URL, bool) {
	name, frag, _ := strings.Cut(target, "#")
	if frag != "" {
		frag = "#" + frag
	}
	name = strings.TrimSpace(name)
	for _, id := range []string{name, addr.Slug(name)} {
		if e := r.opt.Site.Entity(id); e != nil && e.URL != "" {
			return e.URL + addr.URL(frag), true
		}
	}
	for _, dir := range []string{"", "articles/", "docs/"} {
		for _, ending := range []string{".md", "/index.md"} {
			if p := r.opt.Site.PageOf(addr.Source(site.ContentDir + dir + name + ending)); p != nil {
				return p.URL + addr.URL(frag), true
			}
		}
	}
	return "", false
}

// rewrite returns the address to write for a destination in the text of a page.
func (r *sheet) rewrite(o origin, dest string, kind markdown.RefKind) (string, bool) {
	if kind == markdown.WikiRef {
		u, ok := r.wikilink(dest)
		if !ok || o.marked && strings.HasPrefix(string(u), "/entities/") {
			return "", false // the words of an entity carry a mark, which is a link
		}
		return r.link(o.page, u), true
	}
	if strings.HasPrefix(dest, "#") {
		return dest, true
	}
	if u, ok := r.resolve(o.source, o.url, dest); ok {
		return r.link(o.page, u), true
	}
	return dest, true
}

// checkLinks reports the links and pictures of a text that lead nowhere on the site.
func (r *sheet) checkLinks(o origin, refs []markdown.Ref) diag.List {
	var diags diag.List
	var src []byte
	var places diag.Source
	for _, ref := range refs {
		if ref.Kind == markdown.WikiRef {
			continue // what names no entity was reported when the article was compiled
		}
		u, ok := r.resolve(o.source, o.url, ref.Dest)
		if !ok && !addr.Local(ref.Dest) {
			continue
		}
		file, frag, _ := strings.Cut(string(u), "#")
		file, _, _ = strings.Cut(file, "?")
		code, message := "", ""
		switch p := r.opt.Site.PageAt(addr.URL(file)); {
		case !ok:
			code, message = "link-outside", "the address %q leads out of the site"
		case p != nil:
			if frag != "" && !r.hasID(p, frag) {
				code, message = "broken-anchor", "there is no %q on that page"
			}
		case r.opt.Site.FileAt(addr.URL(file).Output()), r.opt.Static != nil && r.opt.Static(addr.URL(file)):
		case ref.Kind == markdown.ImageRef:
			code, message = "missing-file", "there is no picture %q"
		default:
			code, message = "broken-link", "the link %q leads nowhere"
		}
		if code == "" {
			continue
		}
		if src == nil && r.opt.Source != nil {
			src, _ = r.opt.Source(r.room[:0], o.source) // without it, the message has no line
			r.room = src
			places = diag.Source{File: string(o.source), Text: src}
		}
		culprit := ref.Dest
		if code == "broken-anchor" {
			culprit = "#" + frag
		}
		d := diag.New(diag.Warning, code, string(o.source), message, culprit)
		if src != nil {
			d = places.At(diag.Warning, code, ref.Offset, ref.Offset+1, message, culprit)
		}
		diags = append(diags, r.guess(d, code, file))
	}
	return diags
}

// guess adds to a diagnostic what its author may have meant.
func (r *Renderer) guess(d diag.Diagnostic, code, file string) diag.Diagnostic {
	switch code {
	case "broken-anchor":
		return d.WithHint("link to the id of one of its headings")
	case "link-outside":
		return d.WithHint("put the file beside the article, and link to it there")
	case "missing-file":
		return d.WithHint("put the file beside the article, or take the picture out")
	}
	var near []string
	dir, last := path.Split(strings.TrimSuffix(file, "/"))
	for _, p := range r.opt.Site.Pages {
		if d, l := path.Split(strings.TrimSuffix(string(p.URL), "/")); d == dir && abs(len(l)-len(last)) < 4 {
			if near = append(near, string(p.URL)); len(near) == 1000 {
				break
			}
		}
	}
	if guess := diag.Nearest(file, near); guess != "" {
		return d.WithHint("did you mean %q?", guess)
	}
	return d.WithHint("correct the address, or link to the source file, such as ../docs/page.md")
}

func abs(n int) int { return max(n, -n) }

// hasID reports whether a page has a place with the id, as far as that is known
// without rendering it: a heading, or an id that every page makes.
func (r *Renderer) hasID(p *site.Page, id string) bool {
	if p.Article == nil || p.Kind == site.Home || p.Kind == site.List {
		return true
	}
	if strings.HasPrefix(id, "fn") || strings.HasPrefix(id, "d-") || len(id) > 1 && (id[0] == 'p' || id[0] == 't') && '0' <= id[1] && id[1] <= '9' {
		return true
	}
	return slices.Contains(p.Article.IDs, id)
}
