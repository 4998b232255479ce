package favicon

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"dateline/internal/palette"
)

var scheme = palette.Read([]byte(`:root{--paper:light-dark(#fff,#111);--accent:light-dark(#8c2f1a,#eda184)}`))

func TestMarkHasTheColoursOfTheTheme(t *testing.T) {
	svg := string(SVG(scheme))
	light, dark, ok := strings.Cut(svg, "@media (prefers-color-scheme:dark)")
	if !ok || !strings.Contains(light, "#8c2f1a") || !strings.Contains(dark, "#eda184") || !strings.Contains(dark, "#111111") {
		t.Errorf("the drawing does not have both schemes: %s", svg)
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}

	m, err := png.Decode(bytes.NewReader(Touch(scheme)))
	if err != nil {
		t.Fatal(err)
	}
	accent, paper := color.Color(scheme.Light.Accent), color.Color(scheme.Light.Paper)
	for name, p := range map[string]struct {
		x, y int
		want color.Color
	}{"corner": {0, 0, accent}, "ground": {170, 90, accent}, "event": {45, 56, paper}, "line of text": {100, 56, paper}} {
		got := color.NRGBAModel.Convert(m.At(p.x, p.y))
		if want := color.NRGBAModel.Convert(p.want); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if b := m.Bounds(); b.Dx() != 180 || b.Dy() != 180 {
		t.Errorf("for home screens it has %v", b)
	}
}

func TestICOHoldsAPNG(t *testing.T) {
	b := ICO(scheme)
	size, at := binary.LittleEndian.Uint32(b[14:]), binary.LittleEndian.Uint32(b[18:])
	if int(at+size) != len(b) {
		t.Fatalf("%d bytes at %d, of %d", size, at, len(b))
	}
	m, err := png.Decode(bytes.NewReader(b[at:]))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != int(b[6]) || m.Bounds().Dy() != int(b[7]) {
		t.Errorf("says %d by %d, is %v", b[6], b[7], m.Bounds())
	}
	if _, _, _, a := m.At(0, 0).RGBA(); a != 0 {
		t.Error("its corner is not left open")
	}
	if len(b) > 2000 {
		t.Errorf("has %d bytes", len(b))
	}
}
