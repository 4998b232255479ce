package build

import (
	"dateline/internal/addr"
	"dateline/internal/favicon"
	"dateline/internal/palette"
	"dateline/internal/render"
)

// Where icons lie: the site's own, from static/ or beside its pages, or those that
// are drawn.
const (
	iconSVG   = "favicon.svg"
	iconICO   = "favicon.ico"
	iconPNG   = "favicon.png"
	iconTouch = "apple-touch-icon.png"
)

// ownIcons returns the icons that a site brings itself, of which has tells. One of
// them is enough: then none is drawn that would not fit it.
func ownIcons(has func(addr.URL) bool) []render.Icon {
	var list []render.Icon
	for _, i := range []render.Icon{
		{Rel: "icon", URL: "/" + iconICO, Sizes: "32x32"},
		{Rel: "icon", URL: "/" + iconPNG, Type: "image/png"},
		{Rel: "icon", URL: "/" + iconSVG, Type: "image/svg+xml"}, // the last that a browser knows wins
		{Rel: "apple-touch-icon", URL: "/" + iconTouch},
	} {
		if has(i.URL) {
			list = append(list, i)
		}
	}
	return list
}

// icons adds the files of the drawn icons, and returns what pages say of them.
func (o *Output) icons(scheme palette.Scheme) []render.Icon {
	made := map[string]func() []byte{
		iconICO:   func() []byte { return favicon.ICO(scheme) },
		iconSVG:   func() []byte { return favicon.SVG(scheme) },
		iconTouch: func() []byte { return favicon.Touch(scheme) },
	}
	return ownIcons(func(u addr.URL) bool {
		draw := made[string(u.Output())]
		if draw != nil {
			o.plain(string(u.Output()), draw)
		}
		return draw != nil
	})
}
