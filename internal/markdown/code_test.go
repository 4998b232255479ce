package markdown

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestHighlight has, for each form of language, what its reader should see apart.
func TestHighlight(t *testing.T) {
	for _, c := range []struct{ lang, code, want string }{
		{"go", "x := `a\nb` // c", "x := <s `a\nb`> <c // c>"},
		{"golang", "func f() int { return 0x1F + 1.5e-3 }", "<k func> <f f>() <b int> { <k return> <n 0x1F> + <n 1.5e-3> }"},
		{"python", "@cache\ndef f(self):\n  \"\"\"a 'b'\n\"\"\"\n  return 'x\\'y' # z", "<m @cache>\n<k def> <f f>(<b self>):\n  <s \"\"\"a 'b'\n\"\"\">\n  <k return> <s 'x\\'y'> <c # z>"},
		{"js", "const s = `a${b}`; /* c */ a.of", "<k const> s = <s `a${b}`>; <c /* c */> a.of"},
		{"json", `{"a": [1, true, "b"]}`, `{<a "a">: [<n 1>, <b true>, <s "b">]}`},
		{"yaml", "a: \"b\" # c\n- d: 2013-09-09\n---\ne: it's", "<a a>: <s \"b\"> <c # c>\n- <a d>: <n 2013-09-09>\n<m --->\n<a e>: it's"},
		{"toml", "[x]\na = true", "<h [x]>\n<a a> = <b true>"},
		{"html", `<!-- c --><a href="x>y">&amp;b</a>`, `<c <!-- c -->><<t a> <a href>=<s "x>y">><b &amp;>b</<t a>>`},
		{"css", "a:hover { color: #fff; width: 2px } /* c */", "<t a>:<t hover> { <a color>: <n #fff>; <a width>: <n 2px> } <c /* c */>"},
		{"sh", "if [ \"$x\" ]; then echo ${y} $z; fi # c\na#b", "<k if> [ <s \"$x\"> ]; <k then> <b echo> <a ${y}> <a $z>; <k fi> <c # c>\na#b"},
		{"sql", "SELECT a FROM b -- c", "<k SELECT> a <k FROM> b <c -- c>"},
		{"rust", "fn f<'a>(c: char) -> &'a str { 'x' }", "<k fn> f<<m 'a>>(c: <b char>) -> &<m 'a> <b str> { <s 'x'> }"},
		{"c", "#include <stdio.h>\nint main(void) {}", "<m #include> <stdio.h>\n<b int> <f main>(<b void>) {}"},
		{"diff", "--- a\n+++ b\n@@ 1 @@\n-x\n+y\n z", "<h --- a>\n<h +++ b>\n<m @@ 1 @@>\n<d -x>\n<i +y>\n z"},
		{"console", "$ go build # c\nok", "<m $ >go build <c # c>\nok"},
		{"md", "# T\n> q\n`c`", "<h # T>\n<c > q>\n<s `c`>"},
		{"tex", "\\emph{x} % c", "<m \\emph>{x} <c % c>"},
		{"nosuch", "func x() // y", "func x() // y"},
		{"", "if", "if"},
	} {
		got := string(appendHighlighted(nil, c.lang, c.code))
		// In the table a token is <class text>, and nothing is escaped.
		got = strings.NewReplacer(`<span class="c-`, "<", `">`, " ", "</span>", ">", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(got)
		if got != c.want {
			t.Errorf("%s %q\ngot  %s\nwant %s", c.lang, c.code, got, c.want)
		}
	}
}

// FuzzHighlight: without its tags, highlighted code is the code; the tags are
// balanced, and add up to no more than a page may.
func FuzzHighlight(f *testing.F) {
	for _, l := range []string{"go", "python", "html", "css", "yaml", "diff", "console", "markdown", "bash", "rust", "php", "tex"} {
		f.Add(l, "a := \"b\" // c\n'd' #e <f g=h> ${i} $j @k {l: 1;} `m\n+n\n-o\n\\p % q")
	}
	f.Fuzz(func(t *testing.T, name, code string) {
		if !utf8.ValidString(code) || strings.ContainsAny(code, "\r\x00") {
			return
		}
		out := appendHighlighted(nil, name, code)
		if got := words(out); got != code {
			t.Fatalf("%s %q became %q", name, code, got)
		}
		checkBalanced(t, out)
		if len(out) > 20*len(code)+64 {
			t.Fatalf("%s: %d bytes became %d: %s", name, len(code), len(out), out)
		}
	})
}

// TestLanguagesAreKnown: every name leads to a language that is described.
func TestLanguagesAreKnown(t *testing.T) {
	for _, alias := range strings.Fields("go golang py JS ts json yml toml ini htm svg scss sh ps1 mysql rs h c++ C# java kt scala swift dart rb php pl lua r jl hs ex erl clj scheme patch make docker md gql latex protobuf zig terminal nix tf") {
		if _, ok := language(alias); !ok {
			t.Errorf("%q is not known", alias)
		}
	}
	for _, alias := range []string{"", "jsonata", "klingon"} {
		if _, ok := language(alias); ok {
			t.Errorf("%q is known", alias)
		}
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

// TestCodeCSS: every class that is written has a rule, and its colour can be read.
func TestCodeCSS(t *testing.T) {
	css := CodeCSS()
	for _, class := range []string{keyword, builtin, function, str, number, comment, meta, name, tagName, inserted, deleted, title} {
		if strings.Count(css, ".c-"+class+"{") != 3 {
			t.Errorf("class %q has not its three rules in\n%s", class, css)
		}
	}
	contrast := func(colour, ground string) {
		a, b := luminance(t, colour), luminance(t, ground)
		if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
			t.Errorf("%s on %s has a contrast of %.2f, less than 4.5", colour, ground, ratio)
		}
	}
	contrast(lightWords, lightGround)
	contrast(darkWords, darkGround)
	for _, k := range tokens() {
		contrast(k.light, lightGround)
		contrast(k.dark, darkGround)
	}
	if open := strings.Count(css, "{"); open != strings.Count(css, "}") {
		t.Errorf("braces of the style sheet do not pair: %s", fmt.Sprint(open))
	}
}

func BenchmarkHighlight(b *testing.B) {
	code := strings.Repeat("// Sum adds up.\nfunc Sum(list []int) (n int) {\n\tfor _, x := range list {\n\t\tn += x * 2\n\t}\n\tfmt.Println(\"sum\", n)\n\treturn n\n}\n\n", 10)
	b.ReportAllocs()
	b.SetBytes(int64(len(code)))
	for b.Loop() {
		appendHighlighted(nil, "go", code)
	}
}
