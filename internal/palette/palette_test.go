package palette

import (
	"image/color"
	"testing"

	"dateline/static"
)

func TestColoursAreReadWhereTheThemeSaysThem(t *testing.T) {
	sheet, err := static.FS.ReadFile("css/main.css")
	if err != nil {
		t.Fatal(err)
	}
	s := Read(append(sheet, ":root{--accent:light-dark(darkgreen,hsl(120 40% 70%));--soft:#123;--rule:color-mix(in srgb, red, blue);}\n"...))
	for name, got := range map[string][2]string{
		"of the sheet":             {Hex(s.Light.Paper), "#fcfaf6"},
		"of the sheet, dark":       {Hex(s.Dark.Ink), "#e9e4da"},
		"set behind it":            {Hex(s.Light.Accent), "#006400"},
		"set behind it, dark":      {Hex(s.Dark.Accent), "#94d194"},
		"one for both":             {Hex(s.Light.Soft), "#112233"},
		"one for both, dark":       {Hex(s.Dark.Soft), "#112233"},
		"not readable: the former": {Hex(s.Light.Rule), "#e0d8ca"},
		"of a kind":                {Hex(s.Light.Place), "#3a7d5c"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %s, want %s", name, got[0], got[1])
		}
	}
	if s := Read(nil); s.Light.Paper != white || s.Dark.Paper != black || s.Light.Ink != black {
		t.Errorf("of an empty sheet: %v", s)
	}
}

func TestOnlyRootOfScreensIsRead(t *testing.T) {
	s := Read([]byte(`:root { --ink: #111 } @media print { :root { --ink: #222 } } .x { --ink: #333 } :root[data-theme="dark"] { --ink: #444 }`))
	if got := Hex(s.Light.Ink); got != "#111111" {
		t.Errorf("the ink is %s", got)
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"#8c2f1a": "#8c2f1a", "#8C2F1AFF": "#8c2f1a", "#fa0": "#ffaa00", "#fa08": "#ffaa00",
		"DarkRed": "#8b0000", "rebeccapurple": "#663399",
		"rgb(140, 47, 26)": "#8c2f1a", "rgb(140 47 26 / 50%)": "#8c2f1a", "rgba(140,47,26,.5)": "#8c2f1a", "rgb(100% 0% 50%)": "#ff0080",
		"hsl(0.5turn 100% 50%)": "#00ffff", "hsl(-120, 100%, 50%)": "#0000ff", "hsl(120 100 25)": "#008000", "hwb(0 20% 20%)": "#cc3333", "hwb(0 80% 80%)": "#808080",
		// The first four are examples of CSS Color 4, sections 9.3 and 10.
		"oklch(62.796% 0.25768 29.234)": "#ff0000", "oklab(0.62796 0.22486 0.12585)": "#ff0000", "oklab(86.64% -0.2339 0.1795)": "#00ff00",
		"lab(100 0 0)": "#ffffff", "lch(0 0 0)": "#000000", "oklch(1 none 0)": "#ffffff",
	} {
		if c, ok := Parse(in); !ok || Hex(c) != want {
			t.Errorf("Parse(%q) = %s, %v; want %s", in, Hex(c), ok, want)
		}
	}
	for _, in := range []string{"", "#", "#12345", "#ggg", "currentcolor", "rgb(1 2)", "rgb(1 2 x)", "rgb(1 2 3", "var(--ink)", "hsl(50% 1 1)", "rgb(nan 0 0)"} {
		if c, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %s", in, Hex(c))
		}
	}
}

// A colour that is written is read again as it was.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"#8c2f1a", "oklch(40% 0.2 300)", "hsl(1e300 1 1)", "lab(-1e9 1e9 none)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := Parse(s)
		if !ok {
			return
		}
		if again, ok := Parse(Hex(c)); !ok || again != c || c.A != 0xff {
			t.Errorf("%q is %v, and %q is %v", s, c, Hex(c), again)
		}
		var _ color.Color = c
	})
}
