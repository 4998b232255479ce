package importer

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// link writes a link, or its words alone where the address is not allowed.
func (w *inline) link(n *html.Node) {
	dest, ok := w.c.destination(n)
	if !ok || w.links > 0 {
		w.children(n)
		return
	}
	w.links++
	sub := w.inner(n)
	w.links--
	if md := sub.String(); md != "" {
		title := w.piped(linkTitle(attr(n, "title")))
		if href := attr(n, "href"); title == "" && href == dest && bare(href) && onlyText(n, href) {
			w.b.WriteString("<" + href + ">")
		} else {
			w.b.WriteString("[" + md + "](" + dest + title + ")")
		}
	}
	w.after(sub)
}

// bare reports addresses that may stand in angle brackets as they are.
func bare(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && !strings.ContainsAny(s, " <>\\\n\t|")
}

// onlyText reports whether n holds the text s and nothing else.
func onlyText(n *html.Node, s string) bool {
	t := n.FirstChild
	return t != nil && t.NextSibling == nil && t.Type == html.TextNode && strings.TrimSpace(t.Data) == s
}

// linkTitle writes the title of a link or picture, or nothing.
func linkTitle(s string) string {
	if s = collapse(s); s == "" || len(s) > 300 {
		return ""
	}
	return ` "` + strings.ReplaceAll(escapePart(s), `"`, `\"`) + `"`
}

// piped escapes the bars of finished Markdown where they would end a cell.
func (w *inline) piped(md string) string {
	if !w.cell {
		return md
	}
	return strings.ReplaceAll(md, "|", `\|`)
}

// image writes a picture with the address that would be loaded.
func (w *inline) image(n *html.Node) {
	src, ok := w.c.imageSource(n)
	if !ok {
		return
	}
	w.gap()
	alt := w.piped(escapePart(collapse(attr(n, "alt"))))
	w.b.WriteString("![" + alt + "](" + escapeDestination(src) + w.piped(linkTitle(attr(n, "title"))) + ")")
}

// noscript writes the picture that a page shows where scripts are off, if none
// stands before it that is shown where they are on. Only what is plainly a picture
// is taken: those of no size count readers.
func (w *inline) noscript(n *html.Node) {
	var src strings.Builder
	rawText(&src, n)
	if src.Len() == 0 || src.Len() > 8192 || !strings.Contains(src.String(), "<") {
		return
	}
	stands := false // a picture whose address is not known stands before it
	for d := n.PrevSibling; d != nil; d = d.PrevSibling {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) == "" {
			continue
		}
		img := d
		if d.DataAtom != atom.Img {
			img = firstOf(d, atom.Img)
		}
		if img != nil {
			if _, ok := w.c.imageSource(img); ok {
				return
			}
			stands = true
		}
		break
	}
	nodes, err := html.ParseFragment(strings.NewReader(src.String()), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return
	}
	for _, m := range nodes {
		img := m
		if m.Type == html.ElementNode && m.DataAtom != atom.Img {
			img = firstOf(m, atom.Img)
		}
		if img != nil && img.DataAtom == atom.Img && !hidden(img) && (stands || pictureFile(attr(img, "src"))) {
			w.image(img)
			return
		}
	}
}

// imageSource returns the address of a picture: what scripts would put in place of
// a stand-in goes before the stand-in. Pictures of one pixel count readers and are
// left out.
func (c *converter) imageSource(n *html.Node) (string, bool) {
	if oneDot(n) {
		return "", false
	}
	// What a browser saved beside the page is the picture itself; without a name in
	// common with what scripts would load it may be a stand-in.
	if src, other := attr(n, "src"), firstAttr(n, "data-src", "data-original", "data-lazy-src"); !standIn(src) && (other == "" || pictureName(src) == pictureName(other)) {
		if name, ok := c.beside.take(src); ok {
			return name, true
		}
	}
	for _, key := range []string{"data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-full-src", "src"} {
		v := strings.TrimSpace(attr(n, key))
		if v == "" || strings.HasPrefix(v, "data:") && len(v) < 200 || key != "src" && (strings.HasPrefix(v, "{") || strings.HasPrefix(v, "data:")) || standIn(v) && !c.whole {
			continue
		}
		if dest, ok := c.imageAddress(v); ok {
			return dest, true
		}
	}
	if v := largest(firstAttr(n, "data-srcset", "data-lazy-srcset", "srcset")); v != "" {
		return c.imageAddress(v)
	}
	if p := n.Parent; p != nil && p.DataAtom == atom.Picture {
		for d := p.FirstChild; d != nil; d = d.NextSibling {
			if d.DataAtom != atom.Source {
				continue
			}
			if v := largest(firstAttr(d, "data-srcset", "srcset")); v != "" {
				return c.imageAddress(v)
			}
		}
	}
	return "", false
}

// imageAddress returns the address under which an article shows a picture of the
// page, and false when it cannot. Every picture's address passes here.
func (c *converter) imageAddress(src string) (string, bool) {
	if strings.HasPrefix(src, "data:") && !rasterData(src) {
		return "", false
	}
	if name, ok := c.beside.take(src); ok {
		return name, true
	}
	return c.resolve(src)
}

// pictureName returns the last part of an address, without what is asked of it.
func pictureName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return path.Base(address)
}

// firstAttr returns the first of the attributes that is there and not empty.
func firstAttr(n *html.Node, keys ...string) string {
	for _, key := range keys {
		if v := strings.TrimSpace(attr(n, key)); v != "" {
			return v
		}
	}
	return ""
}

// oneDot reports pictures and frames of one pixel, which count readers.
func oneDot(n *html.Node) bool {
	w, h := attr(n, "width"), attr(n, "height")
	if dot(w) && (h == "" || dot(h)) || dot(h) && w == "" {
		return true
	}
	return n.DataAtom == atom.Img && attr(n, "alt") == "" && counts(attr(n, "src"))
}

// dot reports sizes of at most one pixel.
func dot(size string) bool {
	size = strings.TrimSuffix(size, "px")
	return size == "1" || size == "0"
}

// counts reports addresses of pictures whose host is there to count readers, or that
// are files of one dot to which a question is put.
func counts(src string) bool {
	u, err := url.Parse(src)
	if err != nil || u.Host == "" {
		return false
	}
	host, _, _ := strings.Cut(strings.ToLower(u.Host), ".")
	switch host {
	case "pixel", "tracking", "track", "beacon", "stats", "counter", "analytics", "metrics":
		return true
	}
	return u.RawQuery != "" && strings.EqualFold(path.Ext(u.Path), ".gif") && len(path.Base(u.Path)) <= len("pixel.gif")
}

// standIn reports addresses of pictures that are there until the real one is loaded.
func standIn(src string) bool {
	base := strings.ToLower(pictureName(src))
	switch strings.TrimSuffix(base, path.Ext(base)) {
	case "blank", "spacer", "transparent", "pixel", "1x1", "placeholder", "lazy", "lazyload", "lazy_placeholder":
		return true
	}
	return false
}

// pictureFile reports addresses that end as those of photographs do; other pictures
// of a page are mostly its signs.
func pictureFile(src string) bool {
	address, _, _ := strings.Cut(src, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif":
		return true
	}
	return false
}

// largest returns the address of the largest picture of a srcset attribute.
func largest(set string) string {
	best, size := "", -1.0
	for set != "" {
		set = strings.TrimLeft(set, " \t\r\n,")
		end := strings.IndexAny(set, " \t\r\n")
		if end < 0 {
			end = len(set)
		}
		address := set[:end]
		rest := set[end:]
		descriptor := ""
		if strings.HasSuffix(address, ",") {
			address = strings.TrimRight(address, ",")
		} else {
			descriptor, rest, _ = strings.Cut(rest, ",")
		}
		set = rest
		descriptor = strings.TrimSpace(descriptor)
		v := 1.0
		if descriptor != "" {
			v, _ = strconv.ParseFloat(descriptor[:len(descriptor)-1], 64)
		}
		if address != "" && v > size && !strings.HasPrefix(address, "data:") {
			best, size = address, v
		}
	}
	return best
}

// rasterData reports whether a data address holds a picture that cannot act.
func rasterData(s string) bool {
	for _, t := range []string{"png", "jpeg", "jpg", "gif", "webp", "avif"} {
		if strings.HasPrefix(s, "data:image/"+t+";base64,") {
			return true
		}
	}
	return false
}

// safeDestination reports whether an address is on the list of schemes that may be
// followed: http, https, mailto, or none.
func safeDestination(s string) bool {
	// Browsers skip tabs and line ends inside an address and blanks before it.
	s = strings.TrimLeft(s, "\x00 \t\n\f\r")
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
	}
	colonAt := strings.IndexAny(s, ":/?#")
	if colonAt < 0 || s[colonAt] != ':' {
		return true
	}
	switch strings.ToLower(s[:colonAt]) {
	case "http", "https", "mailto", "tel":
		return true
	case "data":
		return rasterData(s)
	}
	return false
}

// destination returns the address of a link as the destination of a link in
// Markdown.
func (c *converter) destination(a *html.Node) (string, bool) {
	href, ok := c.address(a)
	return escapeDestination(href), ok
}

// address returns the address of a link, and false when there is none, when it is
// not allowed or when it leads to a place of the page that is not converted.
func (c *converter) address(a *html.Node) (string, bool) {
	href := strings.TrimSpace(attr(a, "href"))
	if href == "" || c.whole && href == "#" {
		return href, c.whole && hasAttr(a, "href")
	}
	if id, ok := strings.CutPrefix(href, "#"); ok && !c.whole && c.ids[fragment(id)] == nil {
		if c.base == nil || id == "" {
			return "", false
		}
		return c.base.ResolveReference(&url.URL{Fragment: fragment(id)}).String(), true
	}
	return c.resolve(href)
}

// hasAttr reports whether n has an attribute, be it empty.
func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// fragment returns the id that the end of an address stands for.
func fragment(s string) string {
	if id, err := url.PathUnescape(s); err == nil {
		return id
	}
	return s
}

// resolve returns an address resolved against the page's, and false when it is
// none or not allowed.
func (c *converter) resolve(href string) (string, bool) {
	href = strings.TrimSpace(href)
	if href == "" {
		return "", false
	}
	if !safeDestination(href) {
		c.refused++
		if c.firstRefused == "" {
			c.firstRefused = href[:min(len(href), 60)]
		}
		return "", false
	}
	if c.base != nil && !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "data:") {
		if u, err := url.Parse(href); err == nil && !u.IsAbs() {
			href = c.base.ResolveReference(u).String()
		}
	}
	return href, true
}

// escapeDestination writes an address so that Markdown takes all of it for one.
func escapeDestination(s string) string {
	if !strings.ContainsAny(s, " <>\\()&|") && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0 {
		return s
	}
	depth, balanced := 0, true
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				balanced = false
			}
		}
	}
	balanced = balanced && depth == 0
	var b strings.Builder
	for i := range len(s) {
		switch ch := s[i]; {
		case ch == ' ':
			b.WriteString("%20")
		case ch < ' ' || ch == 0x7f:
		case ch == '<':
			b.WriteString("%3C")
		case ch == '>':
			b.WriteString("%3E")
		case ch == '\\':
			b.WriteString("%5C")
		case ch == '(' && !balanced:
			b.WriteString("%28")
		case ch == ')' && !balanced:
			b.WriteString("%29")
		case ch == '&' && entityAt(s[i+1:]):
			b.WriteByte('\\')
			b.WriteByte(ch)
		case ch == '|':
			b.WriteString("%7C")
		default:
			b.WriteByte(ch)
		}
	}
	return b.String()
}
