package card

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dateline/internal/palette"
)

var colours = palette.Read([]byte(`:root{--paper:#fcfaf6;--ink:#211d19;--soft:#655d54;--rule:#e0d8ca;--accent:#8c2f1a}`)).Light

func sample() Card {
	return Card{
		Site: "A town’s paper", Kind: "person", Title: "The cable that spoke for three weeks, and why nobody was told of it until the autumn",
		Text:  "Engineer, who chaired the inquiry into the loss of the first rocket near Kourou",
		Facts: []string{"16 August 2018", "Ada Clerk"}, Mark: colours.Accent, Colours: colours,
	}
}

func drawn(t testing.TB, p *Painter, c Card) (*image.Paletted, []byte) {
	t.Helper()
	c, ok := p.Fit(c)
	if !ok {
		t.Fatal("there is nothing to draw")
	}
	b := p.Draw(nil, c)
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m.(*image.Paletted), b
}

// has reports whether a part of a card shows something.
func has(m *image.Paletted, x0, y0, x1, y1 int) bool {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if m.ColorIndexAt(x, y) != 0 {
				return true
			}
		}
	}
	return false
}

func TestCardIsSmallAndOfTheTheme(t *testing.T) {
	m, b := drawn(t, NewPainter(), sample())
	if m.Rect != image.Rect(0, 0, 1200, 630) || len(m.Palette) > 16 {
		t.Errorf("%v with %d colours", m.Rect, len(m.Palette))
	}
	if len(b) > 25<<10 {
		t.Errorf("it has %d bytes", len(b))
	}
	seen := map[color.Color]bool{}
	for _, i := range m.Pix {
		seen[m.Palette[i]] = true
	}
	for _, c := range []color.RGBA{colours.Paper, colours.Ink, colours.Soft, colours.Rule, colours.Accent} {
		if !seen[c] {
			t.Errorf("%s is not on it", palette.Hex(c))
		}
	}
	for name, r := range map[string]image.Rectangle{
		"name of the site": image.Rect(left, 70, right, 115), "headline": image.Rect(left, upper, right, 300),
		"text": image.Rect(left, 400, right, lower), "facts": image.Rect(left, 525, right, 565),
	} {
		if !has(m, r.Min.X, r.Min.Y, r.Max.X, r.Max.Y) {
			t.Errorf("there is no %s", name)
		}
	}
}

// Whatever is written on a card, its margins stay free.
func TestNothingLeavesTheCard(t *testing.T) {
	p := NewPainter()
	words := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("aAwWfijq-–/’é Жλ…1")), 1, 40, -1), 1, 40)
	rapid.Check(t, func(t *rapid.T) {
		c := sample()
		c.Title = "x " + strings.Join(words.Draw(t, "title"), " ")
		c.Text = strings.Join(words.Draw(t, "text"), " ")
		c.Facts = []string{strings.Join(words.Draw(t, "facts"), " "), "one more"}
		c, ok := p.Fit(c)
		if !ok {
			t.Fatal("there is nothing to draw")
		}
		m, err := png.Decode(bytes.NewReader(p.Draw(nil, c)))
		if err != nil {
			t.Fatal(err)
		}
		if m := m.(*image.Paletted); has(m, right+4, 0, Width, Height) || has(m, left, 0, Width, 60) || has(m, left, 575, Width, Height) || has(m, left, 505, Width, 515) {
			t.Fatalf("it is drawn over the margin: %+v", c)
		}
	})
}

func TestHeadlinesAreBrokenBetweenWords(t *testing.T) {
	ts, s := newTypeset(), setting{semibold, 64}
	for text, want := range map[string]string{
		"Short": "Short",
		"Obama asks Congress to wait a little longer": "Obama asks Congress|to wait a little longer", // as wide as each other, not a word alone below
		"Sète–Marseille–Barcelona–Valencia":           "Sète–Marseille–|Barcelona–Valencia",
		"What\u00a0stays together, and what need not": "What\u00a0stays together,|and what need not",
	} {
		lines, fits := ts.wrap(s, text, 1000, 3)
		if got := strings.Join(lines, "|"); got != want || !fits {
			t.Errorf("%q: %s (%v)", text, got, fits)
		}
	}
	long := strings.Repeat("one another ", 40)
	lines, fits := ts.wrap(s, long, 1000, 3)
	if last := lines[len(lines)-1]; fits || len(lines) != 3 || !strings.HasSuffix(last, "one…") && !strings.HasSuffix(last, "another…") {
		t.Errorf("a very long one: %q (%v)", lines, fits)
	}
	if lines, fits = ts.wrap(s, "Donau"+strings.Repeat("dampfschifffahrt", 9), 1000, 3); fits || len(lines) != 1 || !strings.HasSuffix(lines[0], "…") {
		t.Errorf("a word wider than a line: %q (%v)", lines, fits)
	}
}

// Lines hold the words of a text in order, as far as they go, and are no wider than they may be.
func TestLinesHoldTheText(t *testing.T) {
	ts, s := newTypeset(), setting{regular, 33}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abwi -–/é  ")), 1, 120, -1).Draw(t, "text")
		width, most := rapid.IntRange(30, 600).Draw(t, "width"), rapid.IntRange(1, 5).Draw(t, "lines")
		lines, fits := ts.wrap(s, text, width, most)
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(lines, "")); fits && got != squeeze(text) {
			t.Fatalf("%q: %q", text, lines)
		}
		if len(lines) > most {
			t.Fatalf("%d lines", len(lines))
		}
		for _, l := range lines {
			if !utf8.ValidString(l) || ts.width(s, l) > width && l != "…" {
				t.Fatalf("%q is %d wide, not %d", l, ts.width(s, l), width)
			}
		}
	})
}

func TestScriptsThatTheFontsLack(t *testing.T) {
	p := NewPainter()
	for name, test := range map[string]struct{ site, title, wantSite, wantTitle string }{
		"Latin, Greek, Cyrillic, Vietnamese": {"Zürich", "Ελλάδα и Россия: Việt Nam", "Zürich", "Ελλάδα и Россия: Việt Nam"},
		"letters and marks apart":            {"Z", "Zu\u0308rich", "Z", "Zürich"},
		"pictures":                           {"A 🎉 town", "Home 🏠 again ❤️", "A town", "Home again"},
		"Chinese":                            {"A town", "习近平", "", "A town"},
		"some Chinese":                       {"A town", "Xi Jinping (习近平) in Geneva", "", "A town"},
		"Arabic":                             {"A town", "دمشق", "", "A town"},
		"Hebrew and Thai":                    {"חדשות", "ข่าว", "", ""},
		"nothing but signs":                  {"", "¿…?", "", ""},
		"what has no shape":                  {"A\u200b town", "a\u202eb", "A town", "ab"},
	} {
		c, ok := p.Fit(Card{Site: test.site, Title: test.title})
		if c.Site != test.wantSite || c.Title != test.wantTitle || ok != (test.wantTitle != "") {
			t.Errorf("%s: %q under %q (%v)", name, c.Title, c.Site, ok)
		}
	}
	// What is drawn has no box for a missing character in it.
	with, _ := drawn(t, p, Card{Site: "Paper", Title: "Home 🏠 again", Colours: colours})
	without, _ := drawn(t, p, Card{Site: "Paper", Title: "Home again", Colours: colours})
	if !bytes.Equal(with.Pix, without.Pix) {
		t.Error("something is drawn for a character that the fonts lack")
	}
}

// A card depends on nothing but its fields, and its key on each of them.
func TestKey(t *testing.T) {
	c := sample()
	again := NewPainter()
	again.Draw(nil, Card{Title: "Another before it", Colours: colours})
	if !bytes.Equal(NewPainter().Draw(nil, c), again.Draw(nil, c)) {
		t.Error("a card differs with what was drawn before it")
	}
	keys := map[string]string{c.Key(): "nothing"}
	for i := range reflect.TypeFor[Card]().NumField() {
		c := sample()
		f := reflect.ValueOf(&c).Elem().Field(i)
		f.SetZero()
		name := reflect.TypeFor[Card]().Field(i).Name
		if was, ok := keys[c.Key()]; ok {
			t.Errorf("the key is the same after a change of %s and of %s", name, was)
		}
		keys[c.Key()] = name
	}
}

// What is unpacked lies within the file that it was unpacked to.
func FuzzUnpacked(f *testing.F) {
	font, err := files.ReadFile("fonts/literata-vietnamese-400-normal.woff")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(font)
	f.Add(font[:100])
	f.Fuzz(func(t *testing.T, woff []byte) {
		out, err := unpacked(woff)
		if err != nil {
			return
		}
		n := int(binary.BigEndian.Uint16(out[4:]))
		for i := range n {
			e := out[12+16*i:]
			if at, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:]); uint64(at)+uint64(size) > uint64(len(out)) || at%4 != 0 {
				t.Fatalf("table %d lies at %d to %d of %d", i, at, at+size, len(out))
			}
		}
	})
}
