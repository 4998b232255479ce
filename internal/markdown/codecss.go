package markdown

import "strings"

// token is how a class of tokens looks: its colours on a light and on a dark ground.
type token struct{ class, light, dark, more string }

// The grounds that the colours are chosen for. Each colour has a contrast of at
// least 4.5 to 1 against its ground (WCAG 2.2, AA); a test computes them.
const (
	lightGround, lightWords = "#f6f8fa", "#1f2328"
	darkGround, darkWords   = "#161b22", "#e6edf3"
)

func tokens() []token {
	return []token{
		{comment, "#57606a", "#9aa4af", ";font-style:italic"},
		{keyword, "#a40e26", "#ff8a80", ""},
		{builtin, "#0550ae", "#7ab8ff", ""},
		{function, "#6f32bd", "#d2a8ff", ""},
		{str, "#0a5c36", "#8fd3a0", ""},
		{number, "#8a4600", "#f2b26b", ""},
		{meta, "#7a4b00", "#e0b872", ""},
		{name, "#0b5a78", "#79d0ec", ""},
		{tagName, "#a40e26", "#ff8a80", ""},
		{inserted, "#0a5c36", "#8fd3a0", ""},
		{deleted, "#a40e26", "#ff8a80", ""},
		{title, "#0550ae", "#7ab8ff", ";font-weight:600"},
	}
}

// CodeCSS returns the style sheet for highlighted code: light, dark where the
// reader's system is dark, and either as the page says by data-theme on its root.
func CodeCSS() string {
	var b strings.Builder
	rules := func(root string, ground, words string, colour func(token) string) {
		b.WriteString(root + "pre.code{background:" + ground + ";color:" + words + "}\n")
		for _, t := range tokens() {
			b.WriteString(root + ".c-" + t.class + "{color:" + colour(t) + t.more + "}\n")
		}
	}
	light := func(t token) string { return t.light }
	dark := func(t token) string { return t.dark }
	rules("", lightGround, lightWords, light)
	b.WriteString("@media (prefers-color-scheme: dark){\n")
	rules(":root:not([data-theme=light]) ", darkGround, darkWords, dark)
	b.WriteString("}\n")
	rules("[data-theme=dark] ", darkGround, darkWords, dark)
	b.WriteString("@media (forced-colors: active){\npre.code [class^=c-]{color:inherit}\n}\n")
	return b.String()
}
