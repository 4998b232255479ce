package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/frontmatter"
)

// The variables of the theme that a site may set: static/css/main.css says what
// each is for.
var (
	themeColours = []string{"paper", "raised", "tint", "ink", "soft", "rule", "accent", "glow", "person", "place", "organisation", "other", "land", "sea", "shore"}
	themeFonts   = []string{"serif", "sans", "mono"}
)

// What a value may look like. It stands in a style sheet: nothing here may end
// a declaration, ask for a file or begin a comment.
var (
	colourForm = regexp.MustCompile(`^(?i:#[0-9a-f]{3}|#[0-9a-f]{4}|#[0-9a-f]{6}|#[0-9a-f]{8}|[a-z]{3,24}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)\([0-9a-z.%, /+-]{1,60}\))$`)
	fontForm   = regexp.MustCompile(`^[\p{L}\p{N} ,'"-]{1,300}$`)
	quoted     = regexp.MustCompile(`^(?:[^'"]|"[^'"]*"|'[^'"]*')*$`)
)

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
			if ok = f.Value.Kind < frontmatter.List && fontForm.MatchString(value) && quoted.MatchString(value); !ok {
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
		return s, v.Kind < frontmatter.List && colourForm.MatchString(s)
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
