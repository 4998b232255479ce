package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// token is how tokens of a type look: how they are set on a light and on a dark
// ground, in the notation of chroma's styles.
type token struct {
	kind        chroma.TokenType
	light, dark string
}

// plainToken is the class of tokens that look like the words around them.
const plainToken = ""

// The grounds of code, and the colours of its plain words. Each colour has a
// contrast of at least 4.5 to 1 against its ground (WCAG 2.2, AA); a test
// computes them.
const (
	lightGround, lightWords = "#f6f8fa", "#000000"
	darkGround, darkWords   = "#161b22", "#e6edf3"
)

// tokens are the types that have a look of their own; others look like what they
// are kinds of. The looks are those of chroma's styles xcode and github-dark, as
// a test checks: to take them from there would have each start of the program
// read seventy styles. xcode has none for the lines of a patch and of Markdown
// (Generic…); those are given its own colours of strings and comments.
var tokens = [...]token{
	{chroma.Keyword, "#a90d91", "#ff7b72"},
	{chroma.KeywordConstant, "#a90d91", "#79c0ff"},
	{chroma.KeywordPseudo, "#a90d91", "#79c0ff"},
	{chroma.NameAttribute, "#836c28", "#e6edf3"},
	{chroma.NameBuiltin, "#a90d91", "#e6edf3"},
	{chroma.NameBuiltinPseudo, "#5b269a", "#e6edf3"},
	{chroma.NameClass, "#3f6e75", "bold #f0883e"},
	{chroma.NameConstant, "#000000", "bold #79c0ff"},
	{chroma.NameDecorator, "#000000", "bold #d2a8ff"},
	{chroma.NameEntity, "#000000", "#ffa657"},
	{chroma.NameException, "#000000", "bold #f0883e"},
	{chroma.NameFunction, "#000000", "bold #d2a8ff"},
	{chroma.NameLabel, "#000000", "bold #79c0ff"},
	{chroma.NameNamespace, "#000000", "#ff7b72"},
	{chroma.NameProperty, "#000000", "#79c0ff"},
	{chroma.NameTag, "#000000", "#7ee787"},
	{chroma.NameVariable, "#000000", "#79c0ff"},
	{chroma.Literal, "#1c01ce", "#a5d6ff"},
	{chroma.LiteralDate, "#1c01ce", "#79c0ff"},
	{chroma.LiteralString, "#c41a16", "#a5d6ff"},
	{chroma.LiteralStringAffix, "#c41a16", "#79c0ff"},
	{chroma.LiteralStringChar, "#2300ce", "#a5d6ff"},
	{chroma.LiteralStringDelimiter, "#c41a16", "#79c0ff"},
	{chroma.LiteralStringEscape, "#c41a16", "#79c0ff"},
	{chroma.LiteralStringHeredoc, "#c41a16", "#79c0ff"},
	{chroma.LiteralStringRegex, "#c41a16", "#79c0ff"},
	{chroma.LiteralNumber, "#1c01ce", "#a5d6ff"},
	{chroma.Operator, "#000000", "bold #ff7b72"},
	{chroma.Comment, "#177500", "italic #8b949e"},
	{chroma.CommentSpecial, "#177500", "bold italic #8b949e"},
	{chroma.CommentPreproc, "#633820", "bold italic #8b949e"},
	{chroma.GenericDeleted, "#c41a16", "#ffa198 bg:#490202"},
	{chroma.GenericEmph, "italic", "italic #e6edf3"},
	{chroma.GenericError, "#c41a16", "#ffa198"},
	{chroma.GenericHeading, "bold", "bold #79c0ff"},
	{chroma.GenericInserted, "#177500", "#56d364 bg:#0f5323"},
	{chroma.GenericOutput, "#000000", "#8b949e"},
	{chroma.GenericPrompt, "#000000", "#8b949e"},
	{chroma.GenericStrong, "bold", "bold #e6edf3"},
	{chroma.GenericSubheading, "#000000", "#79c0ff"},
	{chroma.GenericTraceback, "#000000", "#ff7b72"},
	{chroma.GenericUnderline, "underline", "underline #e6edf3"},
}

// classOf returns the class, behind "c-", of a type of token.
func classOf(kind chroma.TokenType) string {
	for ; kind > 0; kind = kind.Parent() {
		for i := range tokens {
			if tokens[i].kind == kind {
				return chroma.StandardTypes[kind]
			}
		}
	}
	return plainToken
}

// CodeCSS returns the style sheet for highlighted code: light, dark where the
// reader's system is dark, and either as the page says by data-theme on its root.
func CodeCSS() string {
	var b strings.Builder
	rules := func(root string, ground, words string, look func(token) string) {
		b.WriteString(root + "pre.code{background:" + ground + ";color:" + words + "}\n")
		for _, t := range tokens {
			if rule := declarations(look(t), words); rule != "" {
				b.WriteString(root + ".c-" + chroma.StandardTypes[t.kind] + "{" + rule + "}\n")
			}
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

// declarations returns a look as CSS.
func declarations(look, words string) string {
	var list []string
	for word := range strings.FieldsSeq(look) {
		switch ground, isGround := strings.CutPrefix(word, "bg:"); {
		case word == "bold":
			list = append(list, "font-weight:600")
		case word == "italic":
			list = append(list, "font-style:italic")
		case word == "underline":
			list = append(list, "text-decoration:underline")
		case isGround:
			list = append(list, "background:"+ground)
		default:
			list = append(list, "color:"+word)
		}
	}
	return strings.Join(list, ";")
}
