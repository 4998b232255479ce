package markdown

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
)

// TestHighlight has what a reader should see apart in a few languages.
func TestHighlight(t *testing.T) {
	for _, c := range []struct{ lang, code, want string }{
		{"go", "x := `a\nb` // c", "x <o :=> <s `a\nb`> <c // c>"},
		{"py", "def f(self): # z\n  return 'x'", "<k def> <nf f>(<bp self>): <c # z>\n  <k return> <s 'x'>"},
		{"json", `{"a": [1, true]}`, `{<nt "a">: [<m 1>, <kc true>]}`},
		{"html", `<!-- c --><a href="x">&amp;b</a>`, `<c <!-- c -->><<nt a> <na href><o =><s "x">><ni &amp;>b</<nt a>>`},
		{"diff", "-x\n+y\n z", "<gd -x\n><gi +y\n> z"},
		{"md", "# T\n```go\nx := 1\n```\n", "<gh # T\n><s ```go\n>x <o :=> <m 1>\n<s ```>\n"},
		{"klingon", "func x() // y", "func x() // y"},
		{"", "if", "if"},
	} {
		left := maxCodeWork
		got := string(appendHighlighted(nil, highlightable(c.lang, c.code, &left), c.code))
		// In the table a token is <class text>, and nothing is escaped.
		got = strings.NewReplacer(`<span class="c-`, "<", `">`, " ", "</span>", ">", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(got)
		if got != c.want {
			t.Errorf("%s %q\ngot  %s\nwant %s", c.lang, c.code, got, c.want)
		}
	}
}

// stumbling are what lexers stumble over when it is not closed, or comes again
// and again.
var stumbling = strings.Split("/*|\"|'|`|\"\"\"|'''|<!--|<|{|}|${|#{|(|[|<<E\n|#\\||(*|{-|--[[|@|\\|=begin\n|<?php |a| |\n|\t|a.|a:|a |0|//|<style>|<script>|$(|%{|r#\"|<a b=|::|```\n|*|\"\\|#|%|=|-|_|$|&|~|^|;|a\n|  \n|a(|a<|a,|- |a: \\|\n|{{|{%|/**|$ |> |\\begin{a}|%q(|s/|qw(|<<<|1e|'a|A |\x00|é|\U00010400|\ufeff|\u2028|a{b:|\"\n|#if 0\n|#include <|@a(|/a|```sh\n|---\n|def |class |if |fn a<", "|")

// sample has something of most languages.
const sample = "#!/bin/sh -e\npackage a; import {b} from 'c'\n/* d */ // e\n# f\n@g class H<T>: def i(j=1.5e3, *k):\n\t\"\"\"l\"\"\"\n  return `${m} #{n}` + \"o\\n\\\"\" + 'p' -- q\n{- r -} (* s *) <a href=\"t\">u &amp; v</a> <?php $w[0]->x(); ?>\n[y]\nz: &a \"b\" | c\n  - d: 2013-09-09\n.e #f { g: h; } @media x {}\nSELECT * FROM i WHERE j = 'k';\nlet l = |m| n::o::<P>(0xff_u8);\nif (q && !r) { s(); } else t\n%u{v} ~w/x/ y=<<Z\na\nZ\n\\begin{b} $c^2$ \\end{b}\n(define (d e) #t)\nhttps://f.g/h?i=j#k\n$ l --m=n \"$o\" | p > q 2>&1\n@@ -1 +1 @@\n-r\n+s\n"

// inTime fails unless f ends. A lexer that never does cannot be stopped: nor can its goroutine.
func inTime(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: the lexer does not end", what)
	}
}

// checkHighlighted fails unless highlighted code is the code, in balanced tags.
func checkHighlighted(t *testing.T, l *language, code string) {
	t.Helper()
	out := appendHighlighted(nil, l, code)
	if got := words(out); got != code && got != strings.ReplaceAll(code, "\x00", "") && got != strings.ReplaceAll(code, "\x00", "\uFFFD") {
		t.Fatalf("%s %q became %q", l.lexer, code, got)
	}
	checkBalanced(t, out)
	if len(out) > 20*len(code)+512 {
		t.Fatalf("%s: %d bytes became %d: %s", l.lexer, len(code), len(out), out)
	}
}

// TestLexersEnd tries each language on openings without end, on every prefix of
// a text, and on noise.
func TestLexersEnd(t *testing.T) {
	for i := range languages {
		l := &languages[i]
		t.Run(l.lexer, func(t *testing.T) {
			t.Parallel()
			size := 96
			if testing.Short() || raced {
				size = 24
			}
			for _, s := range stumbling {
				for _, code := range []string{s, strings.Repeat(s, size/max(1, len(s))+1), "a\n" + strings.Repeat(s+"\n", size/max(1, len(s))/2+1)} {
					inTime(t, fmt.Sprintf("%.20q", code), func() { checkHighlighted(t, l, code) })
				}
			}
			step := 7
			if testing.Short() || raced {
				step = 61
			}
			for end := 1; end <= len(sample); end += step {
				inTime(t, fmt.Sprintf("the sample to %d", end), func() { checkHighlighted(t, l, sample[max(0, end-200):end]) })
			}
			noise := rand.New(rand.NewPCG(1, 2))
			for range 20 {
				var b strings.Builder
				for range 12 {
					b.WriteString(stumbling[noise.IntN(len(stumbling))])
				}
				inTime(t, fmt.Sprintf("%q", b.String()), func() { checkHighlighted(t, l, b.String()) })
			}
		})
	}
}

// FuzzHighlight: whatever the language, highlighting ends, and without its tags
// the code is the code.
func FuzzHighlight(f *testing.F) {
	for i := range languages {
		f.Add(uint8(i), "a := \"b\" // c\n'd' #e <f g=h> ${i} $j @k {l: 1;} `m\n+n\n-o\n\\p % q")
	}
	f.Fuzz(func(t *testing.T, i uint8, code string) {
		if !utf8.ValidString(code) || strings.ContainsAny(code, "\r\x00") || len(code) > 512 {
			return
		}
		l := &languages[int(i)%len(languages)]
		left := maxCodeWork
		if l.lexer == "markdown" && highlightable("markdown", code, &left) == nil {
			return
		}
		inTime(t, l.lexer, func() { checkHighlighted(t, l, code) })
	})
}

// TestLanguages: each name is that of one language, and each language has a lexer.
func TestLanguages(t *testing.T) {
	seen := map[string]string{}
	for i, l := range languages {
		if lexer := lexers.Get(l.lexer); lexer == nil || lexer.Config().Name != l.lexer {
			t.Errorf("chroma has no lexer %q", l.lexer)
		}
		if i > 0 && languages[i-1].lexer >= l.lexer {
			t.Errorf("%q is not in order", l.lexer)
		}
		if l.weight < 1 {
			t.Errorf("%q weighs %d", l.lexer, l.weight)
		}
		for n := range strings.SplitSeq(l.names, " ") {
			if !isLanguage([]byte(n)) || n != strings.ToLower(n) || seen[n] != "" {
				t.Errorf("%q of %q is no name, or %q has it too", n, l.lexer, seen[n])
			}
			seen[n] = l.lexer
			if got := languageOf(strings.ToUpper(n)); got == nil || got.lexer != l.lexer {
				t.Errorf("%q does not lead to %q", n, l.lexer)
			}
		}
	}
	for _, n := range []string{"", " ", "jsonata", "jungle", "yang", "lilypond", "mcfunction", "klingon", "c h"} {
		if languageOf(n) != nil {
			t.Errorf("%q is a language", n)
		}
	}
}

// TestHighlightable has the borders of what lexers are given.
func TestHighlightable(t *testing.T) {
	line := strings.Repeat("a", 63) + "\n"
	for _, c := range []struct {
		what, lang, code string
		want             bool
	}{
		{"short", "go", line, true},
		{"a whole block", "go", strings.Repeat(line, maxCode/64), true},
		{"too long", "go", strings.Repeat(line, maxCode/64) + "a", false},
		{"a whole line", "go", strings.Repeat("a", maxCodeLine), true},
		{"a line too long", "go", strings.Repeat("a", maxCodeLine+1), false},
		{"empty lines", "go", "a" + strings.Repeat("\n", maxBlankLines+1) + "b", true},
		{"too many empty lines", "go", "a" + strings.Repeat(" \n", maxBlankLines+2) + "b", false},
		{"nothing", "go", "", false},
		{"unknown", "klingon", line, false},
		{"Markdown", "md", "```go\n```\n", true},
		{"Markdown around no language", "md", "```\na\n```\n", true},
		{"Markdown around a lexer that never ends", "md", "```jsonata\n/*\n```\n", false},
		{"Markdown around one with our name", "md", "```hcl\n/*\n```\n", false},
		{"Markdown around Markdown", "md", "```md\n/*\n```\n", false},
	} {
		left := maxCodeWork
		if got := highlightable(c.lang, c.code, &left) != nil; got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
		if (left < maxCodeWork) != c.want {
			t.Errorf("%s: %d is left of %d", c.what, left, maxCodeWork)
		}
	}
	left, n := maxCodeWork, 0
	for highlightable("go", line, &left) != nil {
		n++
	}
	if n != maxCodeWork/64/64 || left < 0 {
		t.Errorf("%d blocks of one line, and %d left", n, left)
	}
}

// luminance is the relative luminance of a colour #rrggbb (WCAG 2.2).
func luminance(t *testing.T, colour string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("colour %q", colour)
	}
	channel := func(shift uint) float64 {
		v := float64(n>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

// TestCodeCSS: every class that is written has its rules, and its colours can be read.
func TestCodeCSS(t *testing.T) {
	css := CodeCSS()
	contrast := func(look, words, ground string) {
		colour := words
		for w := range strings.FieldsSeq(look) {
			if w[0] == '#' {
				colour = w
			}
			if g, ok := strings.CutPrefix(w, "bg:"); ok {
				ground = g
			}
		}
		a, b := luminance(t, colour), luminance(t, ground)
		if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
			t.Errorf("%s on %s has a contrast of %.2f, less than 4.5", colour, ground, ratio)
		}
	}
	contrast("", lightWords, lightGround)
	contrast("", darkWords, darkGround)
	for _, k := range tokens {
		if class := classOf(k.kind); class == "" || strings.Count(css, ".c-"+class+"{") != 3 {
			t.Errorf("class %q of %v has not its three rules in\n%s", class, k.kind, css)
		}
		contrast(k.light, lightWords, lightGround)
		contrast(k.dark, darkWords, darkGround)
	}
	if open := strings.Count(css, "{"); open != strings.Count(css, "}") {
		t.Errorf("braces of the style sheet do not pair: %d", open)
	}
}

// TestStyles: each type of token looks as chroma's styles have it, whether it is
// in the table or takes the look of what it is a kind of.
func TestStyles(t *testing.T) {
	light, dark := styles.Get("xcode"), styles.Get("github-dark")
	look := func(s *chroma.Style, kind chroma.TokenType, words string) string {
		e := s.Get(kind)
		var list []string
		for _, a := range []struct {
			has  chroma.Trilean
			word string
		}{{e.Bold, "bold"}, {e.Italic, "italic"}, {e.Underline, "underline"}} {
			if a.has == chroma.Yes {
				list = append(list, a.word)
			}
		}
		colour := words
		if e.Colour.IsSet() {
			colour = e.Colour.String()
		}
		list = append(list, colour)
		if e.Background.IsSet() && e.Background != s.Get(chroma.Background).Background {
			list = append(list, "bg:"+e.Background.String())
		}
		return strings.Join(list, " ")
	}
	for kind := range chroma.StandardTypes {
		if kind <= 0 || kind == chroma.TextWhitespace { // white space has no colour
			continue
		}
		gotLight, gotDark := lightWords, darkWords
		for k := kind; k > 0; k = k.Parent() {
			if i := slices.IndexFunc(tokens[:], func(t token) bool { return t.kind == k }); i >= 0 {
				gotLight, gotDark = tokens[i].light, tokens[i].dark
				break
			}
		}
		if want := look(dark, kind, darkWords); gotDark != want {
			t.Errorf("%v is %q in the dark, want %q", kind, gotDark, want)
		}
		if want := look(light, kind, lightWords); gotLight != want && !kind.InCategory(chroma.Generic) { // those xcode does not set
			t.Errorf("%v is %q in the light, want %q", kind, gotLight, want)
		}
	}
}

func BenchmarkHighlight(b *testing.B) {
	code := strings.Repeat("// Sum adds up.\nfunc Sum(list []int) (n int) {\n\tfor _, x := range list {\n\t\tn += x * 2\n\t}\n\tfmt.Println(\"sum\", n)\n\treturn n\n}\n\n", 10)
	b.ReportAllocs()
	b.SetBytes(int64(len(code)))
	for b.Loop() {
		appendHighlighted(nil, languageOf("go"), code)
	}
}
