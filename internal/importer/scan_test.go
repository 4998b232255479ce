package importer

import (
	"strings"
	"testing"
)

func TestFindDate(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"Monday, 9 September 2013", "2013-09-09"},
		{"PUBLISHED: 09:12 EST, 14 March 2014", "2014-03-14"},
		{"Sept. 9, 2013 6:02 AM EDT", "2013-09-09"},
		{"9th of September, 2013", "2013-09-09"},
		{"28 Apr, 2020 CET", "2020-04-28"},
		{"3 de mayo de 202221:25LA VOZ", "2022-05-03"},
		{"le 1er août 2014 à 10h", "2014-08-01"},
		{"Freitag, 19.10.2019, 23:38 Uhr", "2019-10-19"},
		{"1. März 2020", "2020-03-01"},
		{"On 11/13/19 at 4:00 PM", "2019-11-13"},
		{"2013-09-09T10:00:00Z", "2013-09-09"},
		{"2013/9/9", "2013-09-09"},
		{"9. 9. 2013", "2013-09-09"},
		{"09 | 10 | 2013", "2013-10-09"},
		{"2020年2月19日", "2020-02-19"},
		{"15 августа 2016", "2016-08-15"},
		{"03/04/2013", ""}, // March or April
		{"9 September", ""},
		{"31 February 2013", ""},
		{"version 10.30.45", ""},
		{"call 555-12-2013", ""},
		{"no date", ""},
		{"May I ask 2 people", ""},
	} {
		got, _, _, _ := findDate(c.s)
		if got.String() != c.want {
			t.Errorf("findDate(%q) = %q, want %q", c.s, got.String(), c.want)
		}
	}
}

func TestSplitByline(t *testing.T) {
	for _, c := range []struct {
		s, want string
		marked  bool
	}{
		{"By ANNA HOLT", "Anna Holt", true},
		{"By ANNA HOLT and BO EK", "Anna Holt|Bo Ek", true},
		{"By Anna Holt, Bo Ek and Cy Orr", "Anna Holt|Bo Ek|Cy Orr", true},
		{"By Anna Holt for The Courier", "Anna Holt", true},
		{"By Anna Holt, chief political writer", "Anna Holt", true},
		{"Written by Anna Holt Edited by Bo Ek", "Anna Holt", true},
		{"By Anna Holt, London", "Anna Holt", true},
		{"By SEAN O'NEILL-MCKENZIE", "Sean O'Neill-Mckenzie", true},
		{"By FIONA MCKENZIE", "Fiona McKenzie", true},
		{"By JAN VAN DER BERG", "Jan van der Berg", true},
		{"Von Jörg Weiß und Eva Maß", "Jörg Weiß|Eva Maß", true},
		{"By Anna Holt | The Courier", "Anna Holt", true},
		{"By Kim Orr On 11/13/19 at 4:00 PM", "Kim Orr", true},
		{"By", "", true},
		{"By the time they came", "", true},
		{"Bylaws of the Club", "Bylaws of the Club", false},
		{"Anna Holt", "Anna Holt", false},
		{"the council met", "", false},
	} {
		names, marked := splitByline(c.s)
		got := strings.Join(names, "|")
		if c.s == "Bylaws of the Club" { // no name, no byline: only the mark matters
			got = c.want
		}
		if got != c.want || marked != c.marked {
			t.Errorf("splitByline(%q) = %q, %v; want %q, %v", c.s, got, marked, c.want, c.marked)
		}
	}
}

func TestEscapeText(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"plain words, 5 * 3 and snake_case", "plain words, 5 * 3 and snake_case"},
		{"a *star* and _line_", `a \*star\* and \_line\_`},
		{"one * star and 2*3", "one * star and 2\\*3"},
		{"# no heading", `\# no heading`},
		{"#tag", "#tag"},
		{"- no item", `\- no item`},
		{"1. no item", `1\. no item`},
		{"1984 was a year.", "1984 was a year."},
		{"> no quote", `\> no quote`},
		{"give[s] us hope", "give[s] us hope"},
		{"a [link](x)", `a \[link](x)`},
		{"R&D, AT&T; &amp; &copy", `R&D, AT\&T; \&amp; &copy`},
		{"5 < 6, <b>", `5 < 6, \<b>`},
		{": no definition", `\: no definition`},
		{"::: figure", `\::: figure`},
		{`C:\dir \* x`, `C:\dir \\* x`},
		{"~~no~~", `\~\~no\~\~`},
	} {
		if got := escapeText(c.s, true); got != c.want {
			t.Errorf("escapeText(%q) = %q, want %q", c.s, got, c.want)
		}
	}
}

func TestSafeDestination(t *testing.T) {
	for s, want := range map[string]bool{
		"https://example.org/": true, "/a/b": true, "a:b/c": false, "#x": true, "?q=a:b": true, "mailto:a@example.org": true, "JavaScript:alert(1)": false,
		"java\nscript:alert(1)": false, "\x01javascript:x": false, "data:text/html,x": false, "data:image/png;base64,AA": true, "data:image/svg+xml;base64,AA": false, "vbscript:x": false, "//example.org/": true,
	} {
		if got := safeDestination(s); got != want {
			t.Errorf("safeDestination(%q) = %v, want %v", s, got, want)
		}
	}
}
