// Package card draws the cards that stand for pages where these are shared: a
// headline on the paper of the theme, the name of the site above it, date and
// names below, along a timeline. It knows neither pages nor files; it has no state
// but its fonts.
package card

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"dateline/internal/palette"
)

// Width and Height are the size of every card, in pixels: what Open Graph's readers
// show uncut.
const (
	Width  = 1200
	Height = 630
)

// version changes with what is drawn of a Card.
const version = 1

// Card is what is drawn. Strings are plain text; any but Title may be empty.
type Card struct {
	Site  string     // its name
	Kind  string     // of what the page is about: "Person"
	Title string     // headline, or name
	Text  string     // some sentences below it
	Facts []string   // on the last line, the most important first
	Mark  color.RGBA // of the events on the line

	Colours palette.Colours
}

// Key stands for everything that the picture depends on.
func (c Card) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q", version, []any{c.Site, c.Kind, c.Title, c.Text, c.Facts, c.Mark, c.Colours}))
	return hex.EncodeToString(sum[:16])
}

// Painter draws cards, one after the other. It is for one goroutine.
type Painter struct {
	*typeset
	canvas *image.Paletted // made with the first card
	png    png.Encoder
}

// NewPainter returns a Painter.
func NewPainter() *Painter {
	return &Painter{
		typeset: newTypeset(),
		png:     png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: new(encoderBuffer)},
	}
}

// encoderBuffer is the memory of one encoder.
type encoderBuffer struct{ b *png.EncoderBuffer }

func (e *encoderBuffer) Get() *png.EncoderBuffer  { return e.b }
func (e *encoderBuffer) Put(b *png.EncoderBuffer) { e.b = b }

// Fit returns the card as it can be drawn with the fonts that there are: without
// characters that they lack, and without a text of which letters would be missing.
// Where that is the headline, the name of the site takes its place; ok is false when
// it, too, cannot be drawn, and there is no card.
func (p *Painter) Fit(c Card) (_ Card, ok bool) {
	optional := func(s string) string {
		if s, ok := p.drawable(s); ok {
			return s
		}
		return ""
	}
	c.Site, c.Kind = optional(c.Site), optional(c.Kind)
	var facts []string
	for _, f := range c.Facts {
		if f = optional(f); f != "" {
			facts = append(facts, f)
		}
	}
	c.Facts = facts
	title, ok := p.drawable(c.Title)
	if c.Text = optional(c.Text); !ok {
		title, c.Site, c.Text = c.Site, "", ""
	}
	c.Title = title
	return c, title != ""
}

// Where things stand, in pixels. The line runs from top to bottom, with an event
// beside the name of the site and one beside the facts, as in the mark of the site.
const (
	line      = 96
	thick     = 4
	left      = 148
	right     = Width - 88
	siteBase  = 104
	factsBase = 552
	upper     = 140 // headline and text stand between, in the middle
	lower     = 500
	dot       = 13
)

var (
	siteName = setting{semibold, 30}
	kindWord = setting{regular, 30}
	factLine = setting{regular, 30}
	below    = setting{regular, 33}
	// headlines are tried from the largest; each is to have so many lines.
	headlines = []struct {
		setting
		lines int
	}{{setting{semibold, 84}, 2}, {setting{semibold, 74}, 3}, {setting{semibold, 64}, 3}, {setting{semibold, 56}, 4}, {setting{semibold, 48}, 5}}
)

// Draw appends a card to dst as a PNG. It should come from Fit.
func (p *Painter) Draw(dst []byte, c Card) []byte {
	ink, soft, rule, mark := p.prepare(c)

	p.fill(rule, line-thick/2, 0, thick, Height)
	if c.Site != "" || c.Kind != "" {
		p.disc(mark, line, siteBase-10, dot)
	}
	if len(c.Facts) > 0 {
		p.disc(mark, line, factsBase-10, dot)
	}

	x := left
	if c.Site != "" {
		x += p.text(soft, siteName, x, siteBase, c.Site)
	}
	if c.Kind != "" {
		if x > left {
			x += p.text(soft, kindWord, x, siteBase, " · ")
		}
		p.text(soft, kindWord, x, siteBase, c.Kind)
	}

	width := right - left
	var title, text []string
	var size setting
	for i, h := range headlines {
		var fits bool
		most := h.lines
		if c.Text != "" && most > 2 { // there must be room for it
			most--
		}
		if title, fits = p.wrap(h.setting, c.Title, width, most); fits || i == len(headlines)-1 {
			size = h.setting
			break
		}
	}
	leading, textLeading := size.size*114/100, below.size*140/100
	const gap = 22
	high := len(title) * leading
	if c.Text != "" {
		if most := min(3, (lower-upper-high-gap)/textLeading); most > 0 {
			text, _ = p.wrap(below, c.Text, width-60, most)
			high += gap + len(text)*textLeading
		}
	}
	y := upper + (lower-upper-high)/2 + size.size*88/100
	for _, l := range title {
		p.text(ink, size, left, y, l)
		y += leading
	}
	y += gap - leading + size.size*26/100 + below.size*95/100
	for _, l := range text {
		p.text(soft, below, left, y, l)
		y += textLeading
	}

	x = left
	for i, f := range c.Facts {
		l := ink
		if i > 0 {
			l, f = soft, " · "+f
		}
		if x+p.width(factLine, f) > right {
			if f = p.cut(factLine, f, right-x); !strings.Contains(f, " ") && i > 0 {
				break
			}
		}
		x += p.text(l, factLine, x, factsBase, f)
	}
	return p.encode(dst)
}

// ink is a colour of the canvas, and how many steps lead to it from the paper: the
// entries of the palette after one.
type ink struct{ before, shades uint8 }

// prepare empties the canvas and mixes its colours. With the paper they are sixteen,
// so that a pixel takes half a byte.
func (p *Painter) prepare(c Card) (text, soft, rule, mark ink) {
	if p.canvas == nil {
		p.canvas = image.NewPaletted(image.Rect(0, 0, Width, Height), nil)
	}
	paper := c.Colours.Paper
	colours := append(p.canvas.Palette[:0], paper)
	mix := func(c color.RGBA, shades int) ink {
		i := ink{uint8(len(colours) - 1), uint8(shades)}
		for k := 1; k <= shades; k++ {
			part := func(a, b uint8) uint8 { return uint8((int(a)*(shades-k) + int(b)*k + shades/2) / shades) }
			colours = append(colours, color.RGBA{part(paper.R, c.R), part(paper.G, c.G), part(paper.B, c.B), 0xff})
		}
		return i
	}
	text, soft, rule, mark = mix(c.Colours.Ink, 6), mix(c.Colours.Soft, 5), mix(c.Colours.Rule, 1), mix(c.Mark, 3)
	p.canvas.Palette = colours
	clear(p.canvas.Pix)
	return text, soft, rule, mark
}

// cover lays ink on a pixel, as much as alpha says, of 255. What is there already is covered.
func (p *Painter) cover(i ink, x, y int, alpha uint8) {
	shade := uint8((int(alpha)*int(i.shades) + 127) / 255)
	if shade == 0 || !(image.Point{x, y}).In(p.canvas.Rect) {
		return
	}
	at := &p.canvas.Pix[p.canvas.PixOffset(x, y)]
	if was := *at - i.before; *at > i.before && was <= i.shades && was > shade {
		return // of the same ink, and more of it
	}
	*at = i.before + shade
}

func (p *Painter) fill(i ink, x, y, w, h int) {
	for dy := range h {
		for dx := range w {
			p.cover(i, x+dx, y+dy, 0xff)
		}
	}
}

// disc draws a full circle around a point.
func (p *Painter) disc(i ink, x, y, radius int) {
	const bow = .5522848
	r := float32(radius)
	v := vector.NewRasterizer(2*radius, 2*radius)
	k := r * bow
	v.MoveTo(r, 0)
	v.CubeTo(r+k, 0, 2*r, r-k, 2*r, r)
	v.CubeTo(2*r, r+k, r+k, 2*r, r, 2*r)
	v.CubeTo(r-k, 2*r, 0, r+k, 0, r)
	v.CubeTo(0, r-k, r-k, 0, r, 0)
	v.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, 2*radius, 2*radius))
	v.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	p.lay(i, mask.Rect.Add(image.Pt(x-radius, y-radius)), mask, image.Point{})
}

// lay covers a rectangle through a mask.
func (p *Painter) lay(i ink, to image.Rectangle, mask *image.Alpha, from image.Point) {
	for y := to.Min.Y; y < to.Max.Y; y++ {
		for x := to.Min.X; x < to.Max.X; x++ {
			p.cover(i, x, y, mask.AlphaAt(from.X+x-to.Min.X, from.Y+y-to.Min.Y).A)
		}
	}
}

// text draws a text that begins at x, on a line at y, and returns how wide it is.
func (p *Painter) text(i ink, s setting, x, y int, text string) int {
	return p.each(s, text, func(face font.Face, r rune, at fixed.Int26_6) {
		dot := fixed.Point26_6{X: fixed.I(x) + at, Y: fixed.I(y)}
		if to, mask, from, _, ok := face.Glyph(dot, r); ok {
			p.lay(i, to, mask.(*image.Alpha), from) // as package opentype says
		}
	}).Round()
}

func (p *Painter) encode(dst []byte) []byte {
	b := bytes.NewBuffer(dst)
	if err := p.png.Encode(b, p.canvas); err != nil {
		panic("card: " + err.Error()) // a picture of this size can be written to memory
	}
	return b.Bytes()
}
