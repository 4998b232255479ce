package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTypography(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"", `'We stay.'`, `‘We stay.’`},
		{"", `"tall" "end" "new" "low" 'tall' 'end' 'new' 'low'`, `“tall” “end” “new” “low” ‘tall’ ‘end’ ‘new’ ‘low’`},
		{"", `(Oslo) 'no way out'`, `(Oslo) ‘no way out’`},
		{"", `said: 'I say "Keep off". 'I say it now`, `said: ‘I say “Keep off”. ‘I say it now`},
		{"", `don't, Anna's, the students', O'Neill, rock 'n' roll, '90s, 'tis, 'em`, `don’t, Anna’s, the students’, O’Neill, rock ’n’ roll, ’90s, ’tis, ’em`},
		{"", `'the students' union' met`, `‘the students’ union’ met`},
		{"", `She said: "He said 'no'."`, `She said: “He said ‘no’.”`},
		{"", `'"No," he said.'`, `‘“No,” he said.’`},
		{"", `"'No,' he said."`, `“‘No,’ he said.”`},
		{"", `--"word"-- ['word'] {"word"} /"word"/`, `–“word”– [‘word’] {“word”} /“word”/`},
		{"", `'I was--' and "then--"`, `‘I was–’ and “then–”`},
		{"", `'10 Downing Street' and '20 per cent'`, `‘10 Downing Street’ and ‘20 per cent’`},
		{"", `6'2" tall`, `6′2″ tall`},
		{"", `a - b, 10-12, 5 - 3, a -- b, a---b, x ---- y, --flag, a --> b, <!-- c`, `a – b, 10-12, 5 - 3, a – b, a—b, x ---- y, --flag, a --> b, <!-- c`},
		{"", `wait... or .... or ..`, `wait… or .... or ..`},
		{"", `a " b ' c`, `a " b ' c`},
		{"", `“already” ‘set’`, `“already” ‘set’`},
		{"", `'What?' 'Now!' ('yes')...`, `‘What?’ ‘Now!’ (‘yes’)…`},
		{"", "“It's 'fine',” he said", "“It’s ‘fine’,” he said"},
		{"", `'weapons,' he said. 'We know.'`, `‘weapons,’ he said. ‘We know.’`},
		{"", `'s`, `’s`},
		{"de", `"Ja 'doch'", sagte sie - 's war so.`, `„Ja ‚doch‘“, sagte sie – ’s war so.`},
		{"de-CH", `"Ja"`, `«Ja»`},
		{"fr", `"oui" ! L'autre : "non" ; quoi ?`, "«\u202foui\u202f»\u202f! L’autre\u00a0: «\u202fnon\u202f»\u202f; quoi\u202f?"},
		{"es", `"no 'a' y "b""`, `«no ‘a’ y “b”»`},
		{"sv", `"ja"`, `”ja”`},
		{"ru", `"а "б""`, `«а „б“»`},
	} {
		if got := Typography(c.in, c.lang); got != c.want {
			t.Errorf("%s %s\ngot  %s\nwant %s", c.lang, c.in, got, c.want)
		}
	}
}

// FuzzTypography: the words stay, what was set stays as it is when it is set
// again, and the result is UTF-8.
func FuzzTypography(f *testing.F) {
	for _, s := range []string{`"a" 'b' -- c... d - e`, `'90s 'n' "x 'y' z" s' t's 6'2"`, `''"" -'a'- ("b")`} {
		for _, l := range []string{"en", "de", "fr", "es", "sv"} {
			f.Add(s, l)
		}
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		if !utf8.ValidString(s) {
			return
		}
		once := Typography(s, lang)
		if letters(once) != letters(s) || !utf8.ValidString(once) {
			t.Fatalf("%q became %q", s, once)
		}
		// Marks are set one for one, but for the space that French puts inside.
		count := func(s string) int {
			return strings.Count(s, "\n") + strings.Count(s, "(") + strings.Count(s, ",") + strings.Count(s, "/")
		}
		if count(once) != count(s) {
			t.Fatalf("%q became %q", s, once)
		}
	})
}

func TestSlug(t *testing.T) {
	for _, c := range [][2]string{
		{"What's next?", "whats-next"}, {"  A -- B  ", "a-b"}, {"Ärzte & Co", "ärzte-co"}, {"!!!", "section"}, {"平和", "平和"},
	} {
		if got := slug(c[0]); got != c[1] {
			t.Errorf("slug(%q) is %q, want %q", c[0], got, c[1])
		}
	}
	if got := slug(strings.Repeat("word ", 100)); len(got) > maxID+utf8.UTFMax {
		t.Errorf("a slug of %d bytes", len(got))
	}
}

// TestIDs: an id is given once, and never one of the page's own.
func TestIDs(t *testing.T) {
	var s ids
	for _, c := range [][2]string{{"a", "a"}, {"a", "a-1"}, {"a-1", "a-1-1"}, {"a", "a-2"}, {"main", "s-main"}, {"main", "s-main-1"}, {"fn-1", "s-fn-1"}, {"p12", "s-p12"}, {"e-kerry", "s-e-kerry"}} {
		if got := s.take(c[0]); got != c[1] {
			t.Errorf("take(%q) gives %q, want %q", c[0], got, c[1])
		}
	}
}

func TestAttributes(t *testing.T) {
	for _, c := range []struct {
		line, rest, id, class string
		ok                    bool
	}{
		{"Head {#a .b .c}", "Head", "a", "b c", true},
		{"Head{.b}", "Head", "", "b", true},
		{"{#a}", "", "a", "", true},
		{"Head {#a #b}", "", "", "", false},
		{"Head {#a onclick=x}", "", "", "", false},
		{`Head {#a"b}`, "", "", "", false},
		{`Head \{#a}`, "", "", "", false},
		{"Head {}", "", "", "", false},
		{"Head }", "", "", "", false},
		{"", "", "", "", false},
	} {
		n, id, class, ok := attributes([]byte(c.line))
		if ok != c.ok || id != c.id || class != c.class || ok && c.line[:n] != c.rest {
			t.Errorf("attributes(%q) gives %d %q %q %v", c.line, n, id, class, ok)
		}
	}
}

// A part of the text is typeset as it is in the whole, where a quotation may have begun
// before it; offsets into it stay at the same words.
func TestTypeset(t *testing.T) {
	src := "She said: \"We leave at four. It's late,\" and left -- with Kerry -- at once.\n"
	tree, _ := Parse([]byte(src), 0, Options{Lang: "en"})
	from := strings.Index(tree.Text(), "It's")
	part := tree.Text()[from:]
	for _, word := range []string{"It", "late", "and", "Kerry", "once"} {
		start := strings.Index(part, word)
		end := start + len(word)
		got := tree.Typeset(from, len(tree.Text()), &start, &end)
		if want := "It’s late,” and left – with Kerry – at once."; got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		if got[start:end] != word {
			t.Errorf("the place of %q became that of %q", word, got[start:end])
		}
	}
}
