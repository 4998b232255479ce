package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"slices"
	"testing"
)

// quarters is a picture whose quarters are red, green, blue and white, in reading order.
type quarters struct{ w, h int }

func (q quarters) ColorModel() color.Model { return color.NRGBAModel }
func (q quarters) Bounds() image.Rectangle { return image.Rect(0, 0, q.w, q.h) }
func (q quarters) At(x, y int) color.Color {
	grain := uint8(x*7+y*13) & 15 // so that it is no drawing of four colours
	c := [...]color.NRGBA{{240, grain, grain, 255}, {grain, 240, grain, 255}, {grain, grain, 240, 255}, {240, 240, 240 + grain, 255}}
	return c[2*(y*2/q.h)+x*2/q.w]
}

func encoded(t testing.TB, m image.Image, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) }

// corners returns the letters of the colours in the quarters of a picture.
func corners(m image.Image) string {
	b, s := m.Bounds(), ""
	for i := range 4 {
		r, g, bl, _ := m.At(b.Min.X+b.Dx()*(1+2*(i%2))/4, b.Min.Y+b.Dy()*(1+2*(i/2))/4).RGBA()
		switch {
		case r > 0x8000 && g > 0x8000 && bl > 0x8000:
			s += "w"
		case r > 0x8000:
			s += "r"
		case g > 0x8000:
			s += "g"
		case bl > 0x8000:
			s += "b"
		default:
			s += "?"
		}
	}
	return s
}

// Copies show what the file shows, upright, and are as wide as they say.
func TestCopiesShowThePictureUpright(t *testing.T) {
	photo := encoded(t, quarters{900, 600}, asJPEG)
	for orientation, want := range []string{1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb"} {
		if orientation == 0 {
			continue
		}
		file := turned(photo, binary.BigEndian, "MM", uint16(orientation))
		copies, err := Scale(file, []int{100, 200, 5000})
		if err != nil || len(copies) != 2 {
			t.Fatalf("orientation %d: %d copies, %v", orientation, len(copies), err)
		}
		for w, b := range copies {
			m, format, err := image.Decode(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			high := map[bool]int{false: (w*600 + 450) / 900, true: w * 900 / 600}[orientation >= 5]
			if m.Bounds() != image.Rect(0, 0, w, high) || format != "jpeg" || corners(m) != want {
				t.Errorf("orientation %d: %v %s, with %s for %s", orientation, m.Bounds(), format, corners(m), want)
			}
			if len(b) >= len(file) || bytes.Contains(b, []byte("Exif")) {
				t.Errorf("orientation %d: %d of %d bytes, with Exif: %v", orientation, len(b), len(file), bytes.Contains(b, []byte("Exif")))
			}
		}
	}
}

// A copy is near what averaging the pixels of the file gives, with no seams where strips meet.
func TestCopiesAreTrue(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 1000, 700))
	for y := range 700 {
		for x := range 1000 {
			s := 125 + 50*math.Sin(float64(x)/40) + 50*math.Cos(float64(y)/30)
			m.SetNRGBA(x, y, color.NRGBA{uint8(s), uint8(s), uint8(255 - s), uint8(255 - x/10)})
		}
	}
	copies, err := Scale(encoded(t, m, png.Encode), []int{250})
	if err != nil || copies[250] == nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(copies[250]))
	if err != nil {
		t.Fatal(err)
	}
	for y := 1; y < 174; y++ {
		for x := 1; x < 249; x++ {
			g := color.NRGBAModel.Convert(got.At(x, y)).(color.NRGBA)
			w := m.NRGBAAt(4*x+2, 4*y+2)
			if near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 6 }; !near(g.R, w.R) || !near(g.B, w.B) || !near(g.A, w.A) {
				t.Fatalf("at %d, %d it is %v, want about %v", x, y, g, w)
			}
		}
	}
}

func TestWidths(t *testing.T) {
	for name, test := range map[string]struct {
		m      image.Image
		encode func(io.Writer, image.Image) error
		want   []int
	}{
		"large":            {image.NewNRGBA(image.Rect(0, 0, 1800, 10)), png.Encode, []int{480, 960, 1440}},
		"hardly larger":    {image.NewNRGBA(image.Rect(0, 0, 1000, 10)), asJPEG, []int{480}},
		"small":            {image.NewNRGBA(image.Rect(0, 0, 480, 10)), asJPEG, nil},
		"of a few colours": {image.NewPaletted(image.Rect(0, 0, 1800, 10), color.Palette{color.Black, color.White}), png.Encode, nil},
		"GIF":              {image.NewGray(image.Rect(0, 0, 1800, 10)), func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }, nil},
	} {
		h, err := Read(bytes.NewReader(encoded(t, test.m, test.encode)))
		if got := h.Widths([]int{1440, 480, 960, 480}); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, test.want)
		}
	}
}

// chunk is a part of a PNG.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// Of what files say beside the picture, copies keep the colour profile alone.
func TestCopiesKeepColoursAndNothingPrivate(t *testing.T) {
	photo := encoded(t, quarters{900, 600}, asJPEG)
	segment := func(marker byte, text string) []byte {
		b := append([]byte{0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(text)+2))...)
		return append(b, text...)
	}
	file := slices.Concat(photo[:2], segment(0xe1, "Exif\x00\x00GPS 51.5 N"), segment(0xe2, "ICC_PROFILE\x00\x01\x01P3"), segment(0xfe, "GPS by hand"), photo[2:])
	copies, err := Scale(file, []int{100})
	if err != nil {
		t.Fatal(err)
	}
	if b := copies[100]; !bytes.Contains(b, []byte("ICC_PROFILE\x00\x01\x01P3")) || bytes.Contains(b, []byte("GPS")) {
		t.Errorf("JPEG: profile %v, place %v", bytes.Contains(b, []byte("P3")), bytes.Contains(b, []byte("GPS")))
	}
	if _, err := jpeg.Decode(bytes.NewReader(copies[100])); err != nil {
		t.Error(err)
	}

	drawing := encoded(t, quarters{900, 600}, png.Encode)
	file = slices.Concat(drawing[:33], chunk("gAMA", []byte{0, 0, 0xb1, 0x8f}), chunk("eXIf", []byte("GPS")), chunk("tEXt", []byte("a\x00GPS")), drawing[33:])
	if copies, err = Scale(file, []int{100}); err != nil {
		t.Fatal(err)
	}
	if b := copies[100]; !bytes.Contains(b, []byte("gAMA")) || bytes.Contains(b, []byte("GPS")) {
		t.Errorf("PNG: gamma %v, place %v", bytes.Contains(b, []byte("gAMA")), bytes.Contains(b, []byte("GPS")))
	}
	if _, err := png.Decode(bytes.NewReader(copies[100])); err != nil {
		t.Error(err)
	}
}

func TestGreyStaysGrey(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 900, 300))
	for i := range m.Pix {
		m.Pix[i] = byte(i*i>>5 ^ i>>3)
	}
	for name, encode := range map[string]func(io.Writer, image.Image) error{"JPEG": asJPEG, "PNG": png.Encode} {
		copies, err := Scale(encoded(t, m, encode), []int{300})
		if err != nil {
			t.Fatal(err)
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(copies[300])); err != nil || c.ColorModel != color.GrayModel {
			t.Errorf("%s: not grey, %v", name, err)
		}
	}
}

// What would take too much is refused by its first bytes; what is torn, when it is read.
func TestHostilePictures(t *testing.T) {
	drawing := encoded(t, quarters{900, 600}, png.Encode)
	photo := encoded(t, quarters{900, 600}, asJPEG)
	sized := func(w, h uint32, interlaced byte) []byte {
		ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
		return slices.Concat(drawing[:8], chunk("IHDR", append(ihdr, 8, 6, 0, 0, interlaced)), drawing[33:])
	}
	frame := bytes.Index(photo, []byte{0xff, 0xc0})
	progressive := func(w, h uint16) []byte {
		b := bytes.Clone(photo)
		b[frame+1] = 0xc2
		binary.BigEndian.PutUint16(b[frame+5:], h)
		binary.BigEndian.PutUint16(b[frame+7:], w)
		return b
	}
	scans := append(bytes.Clone(photo[:len(photo)-2]), bytes.Repeat([]byte{0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0}, 200)...)
	for name, test := range map[string]struct {
		file     []byte
		tooLarge bool
	}{
		"of many pixels":       {sized(20000, 20000, 0), true},
		"wide without end":     {sized(1<<31-1, 2, 0), true},
		"of much memory":       {sized(7000, 7000, 1), true},
		"progressive":          {progressive(7000, 7000), true},
		"of many scans":        {scans, true},
		"PNG cut short":        {drawing[:len(drawing)/2], false},
		"JPEG cut short":       {photo[:len(photo)/2], false},
		"PNG of another size":  {sized(900, 6000, 0), false},
		"small, and cut short": {encoded(t, quarters{90, 60}, png.Encode)[:300], false},
	} {
		copies, err := Scale(test.file, []int{480})
		if err == nil || errors.Is(err, ErrTooLarge) != test.tooLarge || copies != nil {
			t.Errorf("%s: %d copies, %v", name, len(copies), err)
		}
	}
	if h, err := Read(bytes.NewReader(progressive(2000, 2000))); err != nil || h.Check() != nil {
		t.Errorf("a usual progressive picture: %v, %v", err, h.Check())
	}
}

func TestNamesOfCopies(t *testing.T) {
	for _, name := range []string{"keel.jpg", "a/b.c.PNG", "x.480w.jpg"} {
		if back, w, ok := OfCopy(CopyName(name, 960)); back != name || w != 960 || !ok {
			t.Errorf("%s: %s %d %v", name, back, w, ok)
		}
	}
	for _, name := range []string{"keel.jpg", "keel.w.jpg", "keel.+5w.jpg", "keel.05w.jpg", "keel.0w.jpg", "480w.jpg", "keel.480w"} {
		if back, w, ok := OfCopy(name); ok && CopyName(back, w) != name {
			t.Errorf("%s is taken for a copy of %s", name, back)
		}
	}
}

// Whatever a file says, its copies are pictures of the widths that they have, and in
// the shape of the file.
func FuzzScale(f *testing.F) {
	small := quarters{90, 60}
	f.Add(encoded(f, small, asJPEG))
	f.Add(turned(encoded(f, small, asJPEG), binary.LittleEndian, "II", 6))
	f.Add(encoded(f, small, png.Encode))
	f.Fuzz(func(t *testing.T, file []byte) {
		h, err := Read(bytes.NewReader(file))
		if err != nil || h.Width > 2000 || h.Height > 2000 {
			return
		}
		copies, err := Scale(file, []int{20, 40})
		if err != nil && copies != nil {
			t.Fatal("both copies and an error")
		}
		for w, b := range copies {
			c, err := Read(bytes.NewReader(b))
			if err != nil || c.Width != w || c.orientation != 1 || c.Height != max(1, (w*h.Height+h.Width/2)/h.Width) {
				t.Fatalf("%d: %d by %d of %d by %d, %v", w, c.Width, c.Height, h.Width, h.Height, err)
			}
			if _, _, err := image.Decode(bytes.NewReader(b)); err != nil || len(b) >= len(file) {
				t.Fatalf("%d: %d of %d bytes, %v", w, len(b), len(file), err)
			}
		}
	})
}
