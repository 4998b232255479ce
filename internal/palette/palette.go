// Package palette reads the colours of a theme, for light screens and for dark
// ones, from its style sheet, where its authors say them: for what is drawn in Go
// and for what browsers are told beside the sheet. It knows neither pages nor
// files; its values do not change.
package palette

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/lucasb-eyer/go-colorful"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/image/colornames"
)

// Colours are the colours of a theme on one kind of screen, by what they are for:
// the variables of the same names in css/main.css. All are opaque.
type Colours struct {
	Paper, Ink, Soft, Rule, Accent     color.RGBA
	Person, Place, Organisation, Other color.RGBA
}

// Scheme is the colours of a theme.
type Scheme struct{ Light, Dark Colours }

var (
	black  = color.RGBA{A: 0xff}
	white  = color.RGBA{0xff, 0xff, 0xff, 0xff}
	middle = color.RGBA{0x80, 0x80, 0x80, 0xff}
)

// Read returns the colours that the rules for :root of a style sheet set, each the
// last that can be read. What is set nowhere is black, white or grey.
func Read(sheet []byte) Scheme {
	s := Scheme{
		Light: Colours{white, black, black, middle, black, black, black, black, black},
		Dark:  Colours{black, white, white, middle, white, white, white, white, white},
	}
	p := css.NewParser(parse.NewInputBytes(sheet[:len(sheet):len(sheet)]), false)
	depth, root := 0, false
	for {
		kind, _, name := p.Next()
		switch kind {
		case css.ErrorGrammar:
			if !p.HasParseError() {
				return s // the end
			}
		case css.BeginAtRuleGrammar:
			depth++
		case css.EndAtRuleGrammar:
			depth--
		case css.BeginRulesetGrammar:
			root = depth == 0 && selector(p.Values()) == ":root"
		case css.EndRulesetGrammar:
			root = false
		case css.CustomPropertyGrammar:
			if root {
				s.set(strings.TrimPrefix(string(name), "--"), selector(p.Values()))
			}
		}
	}
}

// selector returns tokens as they were written.
func selector(tokens []css.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.Write(t.Data)
	}
	return strings.TrimSpace(b.String())
}

// set sets the colours of one variable.
func (s *Scheme) set(name, value string) {
	light, dark := s.Light.named(name), s.Dark.named(name)
	if light == nil {
		return
	}
	first, second := value, value
	if inner, ok := strings.CutPrefix(strings.ToLower(value), "light-dark("); ok {
		var two bool
		if first, second, two = halves(strings.TrimSuffix(inner, ")")); !two {
			return
		}
	}
	a, ok := Parse(first)
	b, too := Parse(second)
	if ok && too {
		*light, *dark = a, b
	}
}

// halves cuts a list of two at its comma, which stands in no brackets.
func halves(s string) (a, b string, ok bool) {
	depth := 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:]), true
			}
		}
	}
	return "", "", false
}

// named returns the colour of a variable, or nil.
func (c *Colours) named(name string) *color.RGBA {
	switch name {
	case "paper":
		return &c.Paper
	case "ink":
		return &c.Ink
	case "soft":
		return &c.Soft
	case "rule":
		return &c.Rule
	case "accent":
		return &c.Accent
	case "person":
		return &c.Person
	case "place":
		return &c.Place
	case "organisation":
		return &c.Organisation
	case "other":
		return &c.Other
	}
	return nil
}

// Hex returns a colour as CSS, SVG and HTML write it: "#8c2f1a".
func Hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Parse reads a colour as a style sheet writes it (CSS Color 4): "#8c2f1a",
// "darkred", "rgb(140 47 26)", "hsl(11deg 69% 33%)", and by hwb, lab, lch, oklab and
// oklch. It has no use for transparency: what is said of it is passed over. Colours
// that a screen cannot show are the nearest by channel.
func Parse(s string) (c color.RGBA, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if digits, is := strings.CutPrefix(s, "#"); is {
		return hex(digits)
	}
	if c, ok := colornames.Map[s]; ok {
		return c, true
	}
	if s == "rebeccapurple" { // the one name that is younger than SVG's
		return color.RGBA{0x66, 0x33, 0x99, 0xff}, true
	}
	name, rest, ok := strings.Cut(s, "(")
	inner, closed := strings.CutSuffix(rest, ")")
	if !ok || !closed {
		return c, false
	}
	inner, _, _ = strings.Cut(inner, "/")
	parts := strings.FieldsFunc(inner, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' })
	if len(parts) < 3 || len(parts) > 4 {
		return c, false
	}
	// What 100 % of each of the three is; of an angle, nothing.
	whole, known := map[string][3]float64{
		"rgb": {255, 255, 255}, "rgba": {255, 255, 255}, "hsl": {0, 100, 100}, "hsla": {0, 100, 100}, "hwb": {0, 100, 100},
		"lab": {100, 125, 125}, "lch": {100, 150, 0}, "oklab": {1, .4, .4}, "oklch": {1, .4, 0},
	}[name]
	if !known {
		return c, false
	}
	var v [3]float64
	for i := range v {
		if v[i], ok = number(parts[i], whole[i]); !ok {
			return c, false
		}
	}
	return opaque(colour(name, v)), true
}

// number reads a number, a part of a whole, or an angle in degrees.
func number(s string, whole float64) (float64, bool) {
	if s == "none" {
		return 0, true
	}
	s, percent := strings.CutSuffix(s, "%")
	unit := 1.0
	for _, u := range []struct {
		name string
		is   float64
	}{{"deg", 1}, {"grad", 0.9}, {"rad", 180 / math.Pi}, {"turn", 360}} {
		if digits, ok := strings.CutSuffix(s, u.name); ok && whole == 0 && !percent {
			s, unit = digits, u.is
			break
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(x) || math.IsInf(x, 0) || percent && whole == 0:
		return 0, false
	case percent:
		return x / 100 * whole, true
	}
	return x * unit, true
}

// colour returns what a function of CSS means by three numbers. lab and lch are
// for daylight of 5000 K; their white is taken for the screen's.
func colour(name string, v [3]float64) colorful.Color {
	round := func(angle float64) float64 { return math.Mod(math.Mod(angle, 360)+360, 360) }
	switch name {
	case "hsl", "hsla":
		return colorful.Hsl(round(v[0]), v[1]/100, v[2]/100)
	case "hwb":
		w, b := v[1]/100, v[2]/100
		if w+b >= 1 {
			return colorful.Color{R: w / (w + b), G: w / (w + b), B: w / (w + b)}
		}
		pure := colorful.Hsl(round(v[0]), 1, .5)
		mix := func(x float64) float64 { return x*(1-w-b) + w }
		return colorful.Color{R: mix(pure.R), G: mix(pure.G), B: mix(pure.B)}
	case "lab":
		return colorful.Lab(v[0]/100, v[1]/100, v[2]/100)
	case "lch":
		return colorful.Hcl(round(v[2]), v[1]/100, v[0]/100)
	case "oklab":
		return colorful.OkLab(v[0], v[1], v[2])
	case "oklch":
		return colorful.OkLch(v[0], v[1], round(v[2]))
	}
	return colorful.Color{R: v[0] / 255, G: v[1] / 255, B: v[2] / 255}
}

// opaque returns a colour in whole steps.
func opaque(c colorful.Color) color.RGBA {
	r, g, b := c.Clamped().RGB255()
	return color.RGBA{r, g, b, 0xff}
}

// hex reads three, four, six or eight digits.
func hex(digits string) (color.RGBA, bool) {
	n, err := strconv.ParseUint(digits, 16, 32)
	switch len(digits) {
	case 4:
		n >>= 4
		fallthrough
	case 3:
		return color.RGBA{uint8(n>>8&15) * 17, uint8(n>>4&15) * 17, uint8(n&15) * 17, 0xff}, err == nil
	case 8:
		n >>= 8
		fallthrough
	case 6:
		return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}, err == nil
	}
	return color.RGBA{}, false
}
