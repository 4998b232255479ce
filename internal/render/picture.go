package render

import (
	"html/template"
	"strconv"

	"dateline/internal/addr"
	"dateline/internal/markdown"
	"dateline/internal/site"
)

// How wide pictures are shown, as the sizes attribute says it: in the column of a text,
// and beside the facts of an entity (static/css/main.css).
const (
	columnSizes   = "(min-width: 44rem) 40rem, 92vw"
	portraitSizes = "(min-width: 60rem) 20rem, 92vw"
)

// enough is how many pixels wide a picture in the column of a text is on fine screens, two
// pixels for each of the column's 640.
const enough = 1280

// known returns what is known of the picture at an address.
func (r *Renderer) known(u addr.URL) Picture {
	if r.opt.Picture == nil {
		return Picture{}
	}
	return r.opt.Picture(u)
}

// shown returns how a text shows the picture that its source names.
func (r *Renderer) shown(o origin, dest string) markdown.Picture {
	u, ok := r.resolve(o.source, o.url, dest)
	if !ok {
		return markdown.Picture{}
	}
	known := r.known(u)
	return markdown.Picture{Width: known.Width, Height: known.Height, Srcset: r.srcset(o.page, u, known), Sizes: columnSizes}
}

// srcset returns the copies of a picture and itself, for a browser to choose from; it is
// empty without copies. Where there is a copy that is enough for fine screens, a much
// larger picture is no choice.
func (r *Renderer) srcset(p *site.Page, u addr.URL, known Picture) string {
	if len(known.Copies) == 0 {
		return ""
	}
	var b []byte
	for _, c := range known.Copies {
		b = append(b, r.link(p, c.URL)...)
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(c.Width), 10)
		b = append(b, "w, "...)
	}
	if largest := known.Copies[len(known.Copies)-1].Width; largest >= enough && known.Width > 2*largest {
		return string(b[:len(b)-len(", ")])
	}
	b = append(b, r.link(p, u)...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(known.Width), 10)
	return string(append(b, 'w'))
}

// pictureTag returns a finished <img> for what stands at the top of a page.
func (r *Renderer) pictureTag(p *site.Page, u addr.URL, alt, sizes string) template.HTML {
	known := r.known(u)
	b := appendAll(nil, `<img src="`, template.HTMLEscapeString(r.link(p, u)), `" alt="`, template.HTMLEscapeString(alt), `"`)
	if set := r.srcset(p, u, known); set != "" {
		b = appendAll(b, ` srcset="`, template.HTMLEscapeString(set), `" sizes="`, sizes, `"`)
	}
	if known.Width > 0 {
		b = appendAll(b, ` width="`, strconv.Itoa(known.Width), `" height="`, strconv.Itoa(known.Height), `"`)
	}
	return template.HTML(append(b, ` decoding="async">`...))
}
