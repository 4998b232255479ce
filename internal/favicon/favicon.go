// Package favicon draws the mark that stands for a site in tabs, bookmarks and on
// home screens, in the colours of its theme. It has no state.
package favicon

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"

	"golang.org/x/image/vector"

	"dateline/internal/palette"
)

// shape is a rectangle with round corners: a line with round ends and a disc are
// such, too.
type shape struct{ x, y, w, h, r float32 }

// The mark, on a square of side units: lines of text beside a timeline with two events.
const side = 32

var (
	ground = shape{0, 0, side, side, 7}
	mark   = []shape{
		{6.75, 4.75, 2.5, 22.5, 1.25},
		{5, 7, 6, 6, 3},
		{5, 18, 6, 6, 3},
		{13.75, 8.75, 12.5, 2.5, 1.25},
		{13.75, 14.25, 9.5, 2.5, 1.25},
		{13.75, 19.75, 12.5, 2.5, 1.25},
	}
)

// SVG returns the mark as a drawing that is light or dark as the screen is.
func SVG(s palette.Scheme) []byte {
	b := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>`)
	rule := func(c palette.Colours) {
		b = append(b, "rect{fill:"+palette.Hex(c.Paper)+"}.g{fill:"+palette.Hex(c.Accent)+"}"...)
	}
	rule(s.Light)
	b = append(b, "@media (prefers-color-scheme:dark){"...)
	rule(s.Dark)
	b = append(b, "}</style>"...)
	for i, f := range append([]shape{ground}, mark...) {
		b = append(b, "<rect"...)
		if i == 0 {
			b = append(b, ` class="g"`...)
		}
		for _, a := range []struct {
			name string
			v    float32
		}{{"x", f.x}, {"y", f.y}, {"width", f.w}, {"height", f.h}, {"rx", f.r}} {
			b = append(b, " "+a.name+`="`...)
			b = strconv.AppendFloat(b, float64(a.v), 'f', -1, 32)
			b = append(b, '"')
		}
		b = append(b, "/>"...)
	}
	return append(b, "</svg>\n"...)
}

// ICO returns the mark for light screens, 32 pixels wide, for programs that do not know
// SVG: a PNG in the container that they ask for ("Icons", Microsoft, 1995; PNG since Windows Vista).
func ICO(s palette.Scheme) []byte {
	const size = 32
	data := encoded(drawn(s.Light, size, true))
	le := binary.LittleEndian
	var b []byte
	for _, v := range []uint16{0, 1, 1} { // reserved, an icon, with one picture
		b = le.AppendUint16(b, v)
	}
	b = append(b, size, size, 0, 0)
	b = le.AppendUint16(b, 1)  // plane
	b = le.AppendUint16(b, 32) // bits of a pixel
	b = le.AppendUint32(b, uint32(len(data)))
	b = le.AppendUint32(b, uint32(len(b)+4))
	return append(b, data...)
}

// Touch returns the mark for home screens as a PNG 180 pixels wide, without corners,
// which the device cuts itself.
func Touch(s palette.Scheme) []byte { return encoded(drawn(s.Light, 180, false)) }

// Draw draws the mark on its ground into dst, with its upper left corner at p.
func Draw(dst draw.Image, p image.Point, size int, ground, ink color.Color) {
	paint(dst, p, size, ground, true, ink)
}

func drawn(c palette.Colours, size int, round bool) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	paint(m, image.Point{}, size, c.Accent, round, c.Paper)
	return m
}

func paint(dst draw.Image, p image.Point, size int, back color.Color, round bool, ink color.Color) {
	square := ground
	if !round {
		square.r = 0
	}
	fill := func(c color.Color, shapes ...shape) {
		v := vector.NewRasterizer(size, size)
		for _, f := range shapes {
			f.trace(v, float32(size)/side)
		}
		v.Draw(dst, image.Rectangle{p, p.Add(image.Pt(size, size))}, image.NewUniform(c), image.Point{})
	}
	fill(back, square)
	fill(ink, mark...)
}

// trace adds the outline of f.
func (f shape) trace(v *vector.Rasterizer, scale float32) {
	const bow = .5522848 // how far the handles of a curve stand off that follows a quarter of a circle
	l, t, r, b, k := f.x*scale, f.y*scale, (f.x+f.w)*scale, (f.y+f.h)*scale, f.r*scale
	h := k * (1 - bow)
	v.MoveTo(l+k, t)
	v.LineTo(r-k, t)
	v.CubeTo(r-h, t, r, t+h, r, t+k)
	v.LineTo(r, b-k)
	v.CubeTo(r, b-h, r-h, b, r-k, b)
	v.LineTo(l+k, b)
	v.CubeTo(l+h, b, l, b-h, l, b-k)
	v.LineTo(l, t+k)
	v.CubeTo(l, t+h, l+h, t, l+k, t)
	v.ClosePath()
}

func encoded(m image.Image) []byte {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&b, m); err != nil {
		panic("favicon: " + err.Error()) // a picture of this size can be written to memory
	}
	return b.Bytes()
}
