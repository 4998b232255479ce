// Package picture knows how large pictures are shown, from the first bytes of
// their files: JPEG with its orientation, PNG, GIF and WebP. It knows neither
// pages nor files; it has no state.
package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	_ "image/gif"  // the formats that Size knows
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

// Size returns how wide and high a picture is shown, in its own pixels. One that
// a camera took on its side is shown upright, as browsers do.
func Size(r io.Reader) (width, height int, err error) {
	var seen bytes.Buffer
	b := bufio.NewReader(io.LimitReader(r, head))
	c, format, err := image.DecodeConfig(io.TeeReader(b, &seen))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return 0, 0, ErrUnknown
	}
	if format == "jpeg" && onItsSide(orientation(seen.Bytes())) {
		return c.Height, c.Width, nil
	}
	return c.Width, c.Height, nil
}

// onItsSide reports whether an orientation exchanges width and height.
func onItsSide(o int) bool { return o >= 5 && o <= 8 }

// orientation returns the Orientation of a JPEG's Exif segment, 1 to 8, or 1
// when it has none (CIPA DC-008, "Exif 2.32", 4.5.4 and 4.6.4; ISO/IEC 10918-1 B.1.1).
func orientation(jpeg []byte) int {
	const (
		upright = 1
		app1    = 0xe1
		scan    = 0xda
	)
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
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok && marker == app1 {
			return tagged(tiff)
		}
		at += 2 + size
	}
	return upright
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
