package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/draw"
)

// Version changes with the copies that Scale makes of a picture.
const Version = 1

// ErrTooLarge is returned for pictures that would take too much time or memory.
var ErrTooLarge = errors.New("too large to be scaled")

// What is scaled is bounded: it takes at most so many pixels, bytes of memory and, of
// a JPEG, passes over all its blocks.
const (
	maxPixels = 64_000_000
	maxMemory = 256 << 20
	maxScans  = 100
)

// Large reports whether scaling takes so much memory that one picture at a time is enough.
func (h Header) Large() bool { return h.memory > 64<<20 }

// Widths returns which of the widths a picture has copies of: those that are clearly
// narrower than it is. Only photographs and drawings in full colour have copies (JPEG, PNG).
func (h Header) Widths(wanted []int) []int {
	if !h.Decodes() || h.untouched {
		return nil
	}
	var out []int
	for _, w := range wanted {
		if w*5 <= h.Width*4 {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Decodes reports whether Scale looks at a picture: the format is one of which it makes copies.
func (h Header) Decodes() bool { return h.format == "jpeg" || h.format == "png" }

// Check returns ErrTooLarge, with what is, unless a picture can be scaled.
func (h Header) Check() error {
	switch {
	case int64(h.Width)*int64(h.Height) > maxPixels:
		return fmt.Errorf("%w: it has %d by %d pixels", ErrTooLarge, h.Width, h.Height)
	case h.memory > maxMemory:
		return fmt.Errorf("%w: it would take %d MiB of memory", ErrTooLarge, h.memory>>20)
	}
	return nil
}

// Scale returns copies of a picture, by width. They stand upright, and of what the file
// says beside the picture, such as where it was taken, they keep its colour profile only.
// A copy that is no smaller than the file is left out. The same file has the same copies.
// The error is about the file, which is read to its end whether it has copies or not.
func Scale(file []byte, widths []int) (map[int][]byte, error) {
	h, err := Read(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	widths = h.Widths(widths)
	if !h.Decodes() {
		return nil, nil
	}
	if err := h.Check(); err != nil {
		return nil, err
	}
	if n := bytes.Count(file, []byte{0xff, 0xda}); h.format == "jpeg" && n > maxScans {
		return nil, fmt.Errorf("%w: it has %d scans", ErrTooLarge, n)
	}
	src, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	out := map[int][]byte{}
	slices.Reverse(widths) // each from the one before, which is quick and as good
	for _, w := range widths {
		small := scaled(src, h, w)
		b, err := h.encode(upright(small, h.orientation), file)
		if err != nil {
			return nil, err
		}
		if len(b) < len(file) {
			out[w] = b
		}
		src = small
	}
	return out, nil
}

// strip is how many rows or columns are scaled at once: the library keeps 32 bytes
// for each pixel between its two passes.
const strip = 64

// scaled returns src at such a size that it is w pixels wide when it stands upright.
// It is scaled in strips, first across and then along: of each, one direction stays as
// it is, where the kernel weighs nothing but the pixel itself, so that strips have no seams.
func scaled(src image.Image, h Header, w int) *image.RGBA {
	high := max(1, (w*h.Height+h.Width/2)/h.Width)
	if h.onItsSide() {
		w, high = high, w
	}
	b := src.Bounds()
	across := image.NewRGBA(image.Rect(0, 0, w, b.Dy()))
	for y := 0; y < b.Dy(); y += strip {
		to := image.Rect(0, y, w, min(y+strip, b.Dy()))
		draw.CatmullRom.Scale(across, to, src, image.Rect(b.Min.X, b.Min.Y+to.Min.Y, b.Max.X, b.Min.Y+to.Max.Y), draw.Src, nil)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, high))
	for x := 0; x < w; x += strip {
		from := image.Rect(x, 0, min(x+strip, w), b.Dy())
		draw.CatmullRom.Scale(out, image.Rect(from.Min.X, 0, from.Max.X, high), across, from, draw.Src, nil)
	}
	return out
}

// upright turns a picture as its orientation asks (Exif 2.32, 4.6.4, "Orientation").
func upright(m *image.RGBA, orientation int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	var from func(x, y int) (int, int)
	switch orientation {
	case 2:
		from = func(x, y int) (int, int) { return w - 1 - x, y }
	case 3:
		from = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 4:
		from = func(x, y int) (int, int) { return x, h - 1 - y }
	case 5:
		from = func(x, y int) (int, int) { return y, x }
	case 6:
		from = func(x, y int) (int, int) { return y, h - 1 - x }
	case 7:
		from = func(x, y int) (int, int) { return w - 1 - y, h - 1 - x }
	case 8:
		from = func(x, y int) (int, int) { return w - 1 - y, x }
	default:
		return m
	}
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			out.SetRGBA(x, y, m.RGBAAt(from(x, y)))
		}
	}
	return out
}

// quality of JPEG copies, as the library counts; lower where the file itself is no better.
var quality = [...]int{80, 65, 50}

// encode writes a copy in the format of the file that it is made from.
func (h Header) encode(turned *image.RGBA, file []byte) ([]byte, error) {
	var m image.Image = turned
	if h.grey {
		grey := image.NewGray(turned.Rect)
		draw.Draw(grey, grey.Rect, turned, image.Point{}, draw.Src)
		m = grey
	}
	var b bytes.Buffer
	if h.format == "png" {
		if err := png.Encode(&b, m); err != nil {
			return nil, err
		}
		return withPNGProfile(b.Bytes(), file), nil
	}
	for _, q := range quality {
		b.Reset()
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: q}); err != nil {
			return nil, err
		}
		if b.Len() < len(file)/5*4 {
			break
		}
	}
	if h.ink {
		return b.Bytes(), nil // a profile for inks says nothing of a screen
	}
	return withJPEGProfile(b.Bytes(), file), nil
}

// maxProfile is the longest colour profile that copies carry, in bytes.
const maxProfile = 64 << 10

// withJPEGProfile puts the segments of a file's ICC profile behind the first marker of a copy (ICC.1:2022, B.4).
func withJPEGProfile(copied, file []byte) []byte {
	var profile []byte
	for at := 2; at+4 <= len(file) && file[at] == 0xff && file[at+1] != 0xda; {
		if file[at+1] == 0xff {
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		if end < at+4 || end > len(file) {
			break
		}
		if file[at+1] == 0xe2 && bytes.HasPrefix(file[at+4:end], []byte("ICC_PROFILE\x00")) {
			profile = append(profile, file[at:end]...)
		}
		at = end
	}
	if len(profile) == 0 || len(profile) > maxProfile {
		return copied
	}
	return slices.Concat(copied[:2], profile, copied[2:])
}

// withPNGProfile puts the chunk of a file's ICC profile, or what else it says of its
// colours, behind the header of a copy (PNG specification, 11.3.2).
func withPNGProfile(copied, file []byte) []byte {
	const signature, header = 8, 8 + 25
	var profile []byte
	for at := signature; at+12 <= len(file); {
		size := binary.BigEndian.Uint32(file[at:])
		end := uint64(at) + 12 + uint64(size)
		kind := string(file[at+4 : at+8])
		if end > uint64(len(file)) || kind == "IDAT" {
			break
		}
		if kind == "iCCP" || kind == "sRGB" || kind == "gAMA" || kind == "cHRM" {
			profile = append(profile, file[at:end]...)
		}
		at = int(end)
	}
	if len(profile) == 0 || len(profile) > maxProfile {
		return copied
	}
	return slices.Concat(copied[:header], profile, copied[header:])
}

// CopyName returns the name of a copy: "keel.480w.jpg" of "keel.jpg".
func CopyName(name string, width int) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + strconv.Itoa(width) + "w" + ext
}

// OfCopy returns the name and the width that CopyName made a name of; ok is false for another.
func OfCopy(name string) (original string, width int, ok bool) {
	ext := path.Ext(name)
	stem, digits, found := cutLast(strings.TrimSuffix(name, ext), ".")
	digits, w := strings.CutSuffix(digits, "w")
	n, err := strconv.Atoi(digits)
	original = stem + ext
	return original, n, found && w && err == nil && n > 0 && CopyName(original, n) == name
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
