package card

import (
	"bytes"
	"compress/zlib"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts lie here as they are published; fonts/README.md says where.
//
//go:embed fonts/*.woff
var files embed.FS

// Literata is published in parts, one for each script. A character is drawn with the
// first part that has it.
var scripts = []string{"latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"}

type weight int

const (
	regular  weight = 400
	semibold weight = 600
)

// parts returns the fonts of both weights, read once when they are first needed.
var parts = sync.OnceValue(func() map[weight][]*sfnt.Font {
	out := map[weight][]*sfnt.Font{}
	for _, w := range []weight{regular, semibold} {
		for _, s := range scripts {
			name := fmt.Sprintf("fonts/literata-%s-%d-normal.woff", s, w)
			b, err := files.ReadFile(name)
			if err == nil {
				b, err = unpacked(b)
			}
			var f *sfnt.Font
			if err == nil {
				f, err = sfnt.Parse(b)
			}
			if err != nil {
				panic("card: " + name + ": " + err.Error()) // it is part of the program
			}
			out[w] = append(out[w], f)
		}
	}
	return out
})

// unpacked returns the OpenType font in a WOFF file (W3C Recommendation "WOFF File Format 1.0", 2012).
func unpacked(woff []byte) ([]byte, error) {
	const header, entry, sfntHeader, sfntEntry = 44, 20, 12, 16
	be := binary.BigEndian
	if len(woff) < header || string(woff[:4]) != "wOFF" {
		return nil, fmt.Errorf("not a WOFF file")
	}
	n := int(be.Uint16(woff[12:]))
	if len(woff) < header+n*entry {
		return nil, io.ErrUnexpectedEOF
	}
	out := append([]byte{}, woff[4:8]...) // the flavour
	out = be.AppendUint16(out, uint16(n))
	out = append(out, make([]byte, sfntHeader-len(out)+n*sfntEntry)...) // what helps to search in it is left out
	for i := range n {
		e := woff[header+i*entry:]
		offset, packed, size := be.Uint32(e[4:]), be.Uint32(e[8:]), be.Uint32(e[12:])
		if uint64(offset)+uint64(packed) > uint64(len(woff)) {
			return nil, io.ErrUnexpectedEOF
		}
		table := woff[offset : offset+packed]
		if packed < size {
			z, err := zlib.NewReader(bytes.NewReader(table))
			if err != nil {
				return nil, err
			}
			if table, err = io.ReadAll(io.LimitReader(z, int64(size)+1)); err != nil {
				return nil, err
			}
		}
		if len(table) != int(size) {
			return nil, fmt.Errorf("a table has %d bytes, not %d", len(table), size)
		}
		to := out[sfntHeader+i*sfntEntry:]
		copy(to, e[:4])
		be.PutUint32(to[4:], be.Uint32(e[16:]))
		be.PutUint32(to[8:], uint32(len(out)))
		be.PutUint32(to[12:], size)
		out = append(out, table...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	return out, nil
}

// setting is a weight at a size, with the faces of all parts.
type setting struct {
	weight weight
	size   int // of the em, in pixels
}

// typeset is what texts are measured and drawn with. It is for one goroutine.
type typeset struct {
	faces map[setting][]font.Face
	part  map[rune]int8 // which part has a character; the same for both weights
	buf   sfnt.Buffer
}

func newTypeset() *typeset {
	return &typeset{faces: map[setting][]font.Face{}, part: map[rune]int8{}}
}

// partOf returns the part that has a character, or -1.
func (t *typeset) partOf(r rune) int {
	i, ok := t.part[r]
	if !ok {
		i = -1
		for k, f := range parts()[regular] {
			if g, err := f.GlyphIndex(&t.buf, r); err == nil && g != 0 {
				i = int8(k)
				break
			}
		}
		t.part[r] = i
	}
	return int(i)
}

func (t *typeset) of(s setting) []font.Face {
	list := t.faces[s]
	if list == nil {
		for _, f := range parts()[s.weight] {
			face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(s.size), DPI: 72})
			if err != nil {
				panic("card: " + err.Error()) // it never fails
			}
			list = append(list, face)
		}
		t.faces[s] = list
	}
	return list
}

// each calls yield with every character of a text, where it stands from the text's
// beginning, and the face that has it. It returns how wide the text is.
func (t *typeset) each(s setting, text string, yield func(face font.Face, r rune, at fixed.Int26_6)) fixed.Int26_6 {
	var at fixed.Int26_6
	faces := t.of(s)
	was, before := -1, rune(0)
	for _, r := range text {
		i := t.partOf(r)
		if i < 0 {
			continue // drawable left none
		}
		if i == was {
			at += faces[i].Kern(before, r)
		}
		if yield != nil {
			yield(faces[i], r, at)
		}
		advance, _ := faces[i].GlyphAdvance(r)
		at += advance
		was, before = i, r
	}
	return at
}

// width returns how wide a text is, in pixels.
func (t *typeset) width(s setting, text string) int { return t.each(s, text, nil).Ceil() }
