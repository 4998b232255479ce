// Package picture knows how large pictures are shown, from the first bytes of
// their files (JPEG with its orientation, PNG, GIF and WebP), and makes smaller
// copies of them. It knows neither pages nor files; it has no state.
package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	_ "image/gif"  // the formats that Read knows
	_ "image/jpeg" //
	_ "image/png"  //
	"io"

	_ "golang.org/x/image/webp" //
)

// ErrUnknown is returned for what is none of the formats.
var ErrUnknown = errors.New("not a JPEG, PNG, GIF or WebP picture")

// head is how much of a file is looked at: cameras write a preview and notes
// before the picture itself, up to 64 KiB each.
const head = 512 << 10

// Header is what the first bytes of a picture tell.
type Header struct {
	Width, Height int // in its own pixels, as it is shown: what a camera took on its side is upright

	format      string
	orientation int   // of Exif, 1 to 8
	memory      int64 // bytes that decoding it takes
	untouched   bool  // it has no copies: it has a palette, and would gain nothing by being smaller, or it moves
	grey        bool
	ink         bool // it is made for printing (CMYK)
}

// Size returns how wide and high a picture is shown, in its own pixels. One that
// a camera took on its side is shown upright, as browsers do.
func Size(r io.Reader) (width, height int, err error) {
	h, err := Read(r)
	return h.Width, h.Height, err
}

// Read reads the header of a picture. The error is ErrUnknown.
func Read(r io.Reader) (Header, error) {
	var seen bytes.Buffer
	b := bufio.NewReader(io.LimitReader(r, head))
	c, format, err := image.DecodeConfig(io.TeeReader(b, &seen))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return Header{}, ErrUnknown
	}
	h := Header{
		Width: c.Width, Height: c.Height, format: format, orientation: 1,
		grey: c.ColorModel == color.GrayModel || c.ColorModel == color.Gray16Model,
	}
	pixels := int64(c.Width+16) * int64(c.Height+16) // blocks are whole
	switch format {
	case "jpeg":
		var samples, kept float64
		h.orientation, samples, kept = segments(seen.Bytes())
		h.ink = c.ColorModel == color.CMYKModel
		h.memory = int64(float64(pixels) * (samples + kept))
	case "png":
		_, h.untouched = c.ColorModel.(color.Palette)
		h.untouched = h.untouched || bytes.Contains(seen.Bytes(), []byte("acTL")) // the third edition's animation, 11.3.6.1
		h.memory = pixels * 4
		switch c.ColorModel {
		case color.GrayModel:
			h.memory = pixels
		case color.RGBA64Model, color.NRGBA64Model:
			h.memory = pixels * 8
		}
		if seen.Len() > interlace && seen.Bytes()[interlace] != 0 {
			h.memory *= 2 // its passes are kept, too
		}
	}
	if h.onItsSide() {
		h.Width, h.Height = c.Height, c.Width
	}
	return h, nil
}

// interlace is where a PNG says whether it is (PNG specification, 11.2.1).
const interlace = 8 + 8 + 12

// onItsSide reports whether the orientation exchanges width and height.
func (h Header) onItsSide() bool { return h.orientation >= 5 && h.orientation <= 8 }

// segments reads what a JPEG says before its scan: the Orientation of its Exif
// segment, 1 to 8, or 1 when it has none (CIPA DC-008, "Exif 2.32", 4.5.4 and 4.6.4);
// how many samples a pixel has on average, and how many bytes a pixel is kept in while
// a progressive one is read (ISO/IEC 10918-1, B.1.1 and B.2.2).
func segments(jpeg []byte) (orientation int, samples, kept float64) {
	const (
		app1        = 0xe1
		scan        = 0xda
		progressive = 0xc2
		coefficient = 4 // bytes
	)
	orientation, samples = 1, 3
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
		if marker == 0xff { // a fill byte
			at++
			continue
		}
		if marker == scan || size < 2 || at+2+size > len(jpeg) {
			break
		}
		segment := jpeg[at+4 : at+2+size]
		switch tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); {
		case ok && marker == app1 && orientation == 1:
			orientation = tagged(tiff)
		case marker >= 0xc0 && marker <= progressive && len(segment) > 6:
			samples = sampled(segment[6:])
			if marker == progressive {
				kept = coefficient * samples
			}
		}
		at += 2 + size
	}
	return orientation, samples, kept
}

// sampled returns how many samples a pixel has, by the components of a frame.
func sampled(components []byte) float64 {
	sum, wide, high := 0, 1, 1
	for c := range len(components) / 3 {
		h, v := int(components[c*3+1]>>4), int(components[c*3+1]&15)
		sum += h * v
		wide, high = max(wide, h), max(high, v)
	}
	return max(1, float64(sum)/float64(wide*high))
}

// tagged returns the orientation of a TIFF header and its first directory (TIFF 6.0, section 2).
func tagged(tiff []byte) int {
	const (
		upright = 1
		tag     = 0x0112
		short   = 3
	)
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return upright
	}
	if len(tiff) < 8 {
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			break
		}
		entries = entries[12:]
	}
	return upright
}
