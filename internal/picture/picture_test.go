package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
)

// drawn returns a picture 40 wide and 30 high in a format.
func drawn(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// turned puts an Exif segment with an orientation into a JPEG.
func turned(file []byte, order binary.AppendByteOrder, mark string, orientation uint16) []byte {
	tiff := []byte(mark)
	tiff = order.AppendUint16(tiff, 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, e := range [][2]uint16{{0x010f, 7}, {0x0112, orientation}} {
		tiff = order.AppendUint16(tiff, e[0])
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(tiff, e[1])
		tiff = append(tiff, 0, 0)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, file[:2]...)
	out = append(out, 0xff, 0xe0, 0, 4, 1, 2) // another segment first
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), file[2:]...)
}

func TestSize(t *testing.T) {
	photo := drawn(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x27\x40\x07\x00\x07\x50\x24\x11\x11\x22\x00\x00") // lossless, 40 by 30
	for _, test := range []struct {
		name          string
		file          []byte
		width, height int
	}{
		{"JPEG", photo, 40, 30},
		{"PNG", drawn(t, png.Encode), 40, 30},
		{"GIF", drawn(t, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }), 40, 30},
		{"WebP", webp, 40, 30},
		{"upright", turned(photo, binary.BigEndian, "MM", 1), 40, 30},
		{"upside down", turned(photo, binary.LittleEndian, "II", 3), 40, 30},
		{"on its side", turned(photo, binary.BigEndian, "MM", 6), 30, 40},
		{"on its other side", turned(photo, binary.LittleEndian, "II", 8), 30, 40},
		{"no such orientation", turned(photo, binary.LittleEndian, "II", 9), 40, 30},
	} {
		w, h, err := Size(bytes.NewReader(test.file))
		if err != nil || w != test.width || h != test.height {
			t.Errorf("%s: %d by %d, %v; want %d by %d", test.name, w, h, err, test.width, test.height)
		}
	}
	for name, file := range map[string][]byte{"nothing": nil, "SVG": []byte("<svg/>"), "half a header": photo[:12]} {
		if w, h, err := Size(bytes.NewReader(file)); err != ErrUnknown {
			t.Errorf("%s: %d by %d, %v", name, w, h, err)
		}
	}
}

// What turns a picture exchanges its sides and does nothing else.
func FuzzSize(f *testing.F) {
	photo := drawn(f, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
	f.Add(photo, uint16(6))
	f.Add(turned(photo, binary.LittleEndian, "II", 8), uint16(1))
	f.Add(drawn(f, png.Encode), uint16(3))
	f.Fuzz(func(t *testing.T, file []byte, o uint16) {
		w, h, err := Size(bytes.NewReader(file))
		if err != nil {
			return
		}
		if w <= 0 || h <= 0 {
			t.Fatalf("%d by %d", w, h)
		}
		if !bytes.HasPrefix(file, []byte("\xff\xd8")) || firstOf(segments(file)) != 1 {
			return
		}
		tw, th, err := Size(bytes.NewReader(turned(file, binary.BigEndian, "MM", o)))
		if o >= 5 && o <= 8 {
			w, h = h, w
		}
		if err == nil && (tw != w || th != h) {
			t.Errorf("%d by %d, turned by %d %d by %d", w, h, o, tw, th)
		}
	})
}

func firstOf(orientation int, _, _ float64) int { return orientation }
