package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// The variables of the theme that a site may set: static/css/main.css says what
// each is for.
var (
	themeColours = []string{"paper", "raised", "tint", "ink", "soft", "rule", "accent", "glow", "person", "place", "organisation", "other", "land", "sea", "shore"}
	themeFonts   = []string{"serif", "sans", "mono"}
)

// colourForm is what a colour looks like. It stands in a style sheet: nothing in it may
// end a declaration, ask for a file or begin a comment. It is made when a site asks for it.
var colourForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:#[0-9a-f]{3}|#[0-9a-f]{4}|#[0-9a-f]{6}|#[0-9a-f]{8}|[a-z]{3,24}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)\([0-9a-z.%, /+-]{1,60}\))$`)
})

// isFonts reports whether s is a list of fonts, with names in quotation marks of one
// kind or in none, and has nothing that could be more in a style sheet. (A regular
// expression with a bound of that many characters would take ten megabytes.)
func isFonts(s string) bool {
	const longest = 300 // characters
	var quote rune
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), r == ' ', r == ',', r == '-':
		case r != '\'' && r != '"', quote != 0 && r != quote:
			return false
		case quote == 0:
			quote = r
		default:
			quote = 0
		}
	}
	return s != "" && quote == 0 && utf8.RuneCountInString(s) <= longest
}

// theme reads theme: {accent: [darkred, salmon], serif: Georgia} as a rule of a
// style sheet, which is empty when nothing is set. Of two colours the second is
// for dark screens.
func theme(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) string {
	if v.Kind != frontmatter.Map {
		bad(v, "wrong-type", "the theme is not a map").Hint = `write {accent: ["#8c2f1a", "#eda184"]}`
		return ""
	}
	var css strings.Builder
	for _, f := range v.Map {
		name := strings.ToLower(f.Key)
		value, ok := "", false
		switch {
		case slices.Contains(themeColours, name):
			value, ok = colour(f.Value)
			if !ok {
				bad(f.Value, "unknown-value", "%q is not a colour, or one for light and one for dark", f.Key).Hint = `write "#8c2f1a", or ["#8c2f1a", "#eda184"]`
			}
		case slices.Contains(themeFonts, name):
			value = strings.TrimSpace(f.Value.Text)
			if ok = f.Value.Kind < frontmatter.List && isFonts(value); !ok {
				bad(f.Value, "unknown-value", "%q is not a list of fonts", f.Key).Hint = "write their names with commas between, such as Georgia, serif"
			}
		default:
			known := slices.Concat(themeColours, themeFonts)
			d := bad(f.Value, "unknown-key", "unknown key %q in theme", f.Key)
			if d.Hint = "the keys are " + strings.Join(known, ", "); diag.Nearest(name, known) != "" {
				d.Hint = fmt.Sprintf("did you mean %q?", diag.Nearest(name, known))
			}
		}
		if ok {
			fmt.Fprintf(&css, "--%s:%s;", name, value)
		}
	}
	if css.Len() == 0 {
		return ""
	}
	return ":root{" + css.String() + "}\n"
}

// colour reads a colour, or one for light screens and one for dark.
func colour(v frontmatter.Value) (css string, ok bool) {
	one := func(v frontmatter.Value) (string, bool) {
		s := strings.TrimSpace(v.Text)
		return s, v.Kind < frontmatter.List && colourForm().MatchString(s)
	}
	if v.Kind != frontmatter.List {
		return one(v)
	}
	if len(v.List) != 2 {
		return "", false
	}
	light, fine := one(v.List[0])
	dark, too := one(v.List[1])
	return "light-dark(" + light + "," + dark + ")", fine && too
}
