package importer

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// figure writes a picture, table or other block with its caption.
func (f *flow) figure(n *html.Node) {
	if f.c.figures > 0 { // no figure stands in another
		f.children(n)
		return
	}
	caption := captionOf(n)
	if caption != nil && f.c.leftOut(caption) {
		caption = nil
	}
	f.c.depth++
	f.c.figures++
	g := f.c.newFlow()
	g.alone, g.run.pictures = true, true
	g.shown(n, caption)
	g.flush()
	f.c.figures--
	f.c.depth--
	reason := "words of a figure"
	var words []htmlBlock
	if caption != nil {
		reason = "figcaption"
		words = f.c.blocksOf(caption)
	}
	shows := g.out
	if len(words) == 0 || !precedes(caption, n) {
		// Words above a captioned picture, such as "Image", are for those who cannot see it.
		for len(words) > 0 && len(shows) > 0 && shows[0].shape == paragraph && !strings.Contains(shows[0].md, "![") {
			f.out = append(f.out, shows[0])
			shows = shows[1:]
		}
		f.figures(append(shows, words...), len(words) > 0, reason)
		return
	}
	f.figures(append(words, shows...), true, reason)
}

// strayCaption writes a caption outside of a figure with the picture above it.
func (f *flow) strayCaption(n *html.Node) {
	blocks := f.c.blocksOf(n)
	if len(blocks) == 0 {
		return
	}
	if last := len(f.out) - 1; last >= 0 && f.out[last].shape == paragraph && onlyPictures(f.out[last].md) && f.out[last].text == "" {
		f.at = f.out[last].at
		blocks = append(f.out[last:len(f.out):len(f.out)], blocks...)
		f.out = f.out[:last]
	}
	f.figures(blocks, true, "figcaption")
}

// shown converts what a figure shows: all but its caption. Boxes are passed over,
// so that pictures in them stand together.
func (f *flow) shown(n, caption *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d == caption {
			continue
		}
		f.c.anchor(d)
		switch d.DataAtom {
		case atom.Img:
			f.endWords()
			f.node(d)
		case atom.Div, atom.P, atom.Section:
			if !f.c.leftOut(d) && postAddress(d) == "" {
				f.endWords()
				f.shown(d, caption)
				f.endWords()
			}
		case atom.Span, atom.Picture:
			if !f.c.leftOut(d) {
				f.shown(d, caption)
			}
		case atom.A:
			if href := attr(d, "href"); pictureFile(href) && textOf(d) == "" || f.c.holds[d] && holdsPicture(d) {
				f.shown(d, caption) // a link to the picture itself, larger
			} else {
				f.node(d)
			}
		default:
			f.node(d)
		}
	}
}

// holdsPicture reports whether n has a picture inside.
func holdsPicture(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img {
			return true
		}
	}
	return false
}

// endWords ends a paragraph, unless it is of pictures, which further ones or the
// words below them may join.
func (f *flow) endWords() {
	if !onlyPictures(f.run.String()) {
		f.flush()
	}
}

// figures writes blocks as a figure whose paragraphs are its caption; captioned says
// that it has one by its markup. Pictures come first. What has no caption, or what a
// figure cannot hold, is written as it is.
func (f *flow) figures(blocks []htmlBlock, captioned bool, reason string) {
	var pictures []string
	var rest []htmlBlock
	shown, words := false, false
	for _, k := range blocks {
		if k.shape == figure || k.shape == heading || k.note != "" || k.list != 0 && !captioned {
			f.out = append(f.out, blocks...)
			return
		}
		if k.shape != paragraph {
			shown = true
			rest = append(rest, k)
			continue
		}
		lines := strings.Split(k.md, "\n")
		for len(lines) > 0 && onlyPictures(lines[0]) {
			pictures = append(pictures, lines[0])
			lines = lines[1:]
		}
		if k.md = strings.Join(lines, "\n"); k.md != "" {
			words = true
			rest = append(rest, k)
		}
	}
	if !captioned && !(words && (shown || len(pictures) > 0)) {
		f.out = append(f.out, blocks...)
		return
	}
	text := joinTexts(blocks)
	md := strings.Join(pictures, "\n")
	switch {
	case md == "" || len(rest) == 0:
	case rest[0].shape == paragraph:
		md += "\n"
	default:
		md += "\n\n"
	}
	f.emit(block{label: Caption, reason: reason, shape: figure, md: md + joinBlocks(rest)}, text)
}

// captionOf returns the caption of a figure, but not that of a figure inside.
func captionOf(n *html.Node) *html.Node {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type != html.ElementNode || d.DataAtom == atom.Figure {
			continue
		}
		if d.DataAtom == atom.Figcaption || strings.Contains(attr(d, "class"), "wp-caption-text") {
			return d
		}
		if c := captionOf(d); c != nil {
			return c
		}
	}
	return nil
}

// precedes reports whether no words and pictures of n stand before d.
func precedes(d, n *html.Node) bool {
	for m := range n.Descendants() {
		switch {
		case m == d:
			return true
		case m.DataAtom == atom.Img, m.Type == html.TextNode && strings.TrimSpace(m.Data) != "":
			return false
		}
	}
	return false
}
