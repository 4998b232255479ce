package addr

import (
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestRel(t *testing.T) {
	for _, tt := range []struct {
		from, to URL
		want     string
	}{
		{"/articles/a/", "/entities/john-kerry/", "../../entities/john-kerry/"},
		{"/articles/a/", "/articles/a/#quote", "#quote"},
		{"/articles/a/", "/articles/a/", "./"},
		{"/articles/a/", "/", "../../"},
		{"/", "/feed.xml", "feed.xml"},
		{"/404.html", "/a:b/", "./a:b/"},
		{"/", "/search/?q=a b", "search/?q=a b"},
		{"/a/", "/ü/", "../%C3%BC/"},
	} {
		if got := tt.from.Rel(tt.to); got != tt.want {
			t.Errorf("from %s to %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct {
		from URL
		link string
		want URL
		ok   bool
	}{
		{"/articles/a/", "../b/#x", "/articles/b/#x", true},
		{"/articles/a/", "", "/articles/a/", true},
		{"/articles/a/", "#x", "/articles/a/#x", true},
		{"/articles/a/", "/b", "/b", true},
		{"/articles/a/", "c/..", "/articles/a/", true},
		{"/articles/a/", "../../..", "", false},
		{"/articles/a/", "/../x", "", false},
		{"/articles/a/", "../../../articles/a/", "", false},
		{"/articles/a/", "//host/x", "", false},
		{"/articles/a/", "https://host/x", "", false},
		{"/articles/a/", "mailto:a@b", "", false},
	} {
		got, ok := tt.from.Resolve(tt.link)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%q on %s: %q, %t; want %q, %t", tt.link, tt.from, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParseURL(t *testing.T) {
	for s, want := range map[string]URL{
		"a": "/a/", "/a/b/": "/a/b/", "/a.html": "/a.html", "/": "/", "cafe\u0301": "/café/", "/.well-known/x": "/.well-known/x/",
	} {
		if got, err := ParseURL(s, true); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", s, got, err, want)
		}
	}
	for _, s := range []string{
		"", "../a", "a/../b", "a//b", "/.", "con", "a/NUL.txt", ".git", "a/.env", "a.", "a ", " a", "a\\b", "a:b", "a?b", "a#b", "a%2e", "a\x00b", "a\u202eb",
		"a\u200bb", "a\xffb", strings.Repeat("a", 201), strings.Repeat("a/", 600),
	} {
		if got, err := ParseURL(s, true); !errors.Is(err, ErrUnsafe) {
			t.Errorf("%q is %q, %v", s, got, err)
		}
	}
}

func TestSlug(t *testing.T) {
	for s, want := range map[string]string{
		"Kerry: “no deal”":  "kerry-no-deal",
		"  Ærø & Malmö  ":   "aero-and-malmo",
		"Côte d’Ivoire":     "cote-divoire",
		"İstanbul, Straße":  "istanbul-strasse",
		"../../etc/passwd":  "etc-passwd",
		"2013-09-09 A--b__": "2013-09-09-a-b",
	} {
		if got := Slug(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
	for _, s := range []string{"con", "CON", "", "北京", "…"} {
		if got := Slug(s); got == "con" || len(got) < 8 {
			t.Errorf("%q becomes %q: nothing tells it from others", s, got)
		}
	}
	if long := Slug(strings.Repeat("word ", 100)); len(long) > maxSlug || long == Slug(strings.Repeat("word ", 101)) {
		t.Errorf("%q", long)
	}
}

// FuzzAddress: what an author writes for an address is refused or is safe everywhere,
// and reads the same again; a link from any page to any other leads there, in the way
// that browsers read links, under a base path and without.
func FuzzAddress(f *testing.F) {
	f.Add("/articles/a/", "entities/john-kerry")
	f.Add("a:b/c", "/404.html")
	f.Add("ü/%C3", "a b/'c'/d")
	f.Add("../x", "con.txt")
	f.Fuzz(func(t *testing.T, one, two string) {
		from, err := ParseURL(one, true)
		if err != nil {
			return
		}
		to, err := ParseURL(two, true)
		if err != nil {
			return
		}
		for _, u := range []URL{from, to} {
			if again, err := ParseURL(string(u), true); err != nil || again != u {
				t.Fatalf("%q reads as %q, %v", u, again, err)
			}
			if o := u.Output(); !fs.ValidPath(string(o)) || !utf8.ValidString(string(o)) || o.URL() != u && !strings.HasSuffix(string(u), "index.html") {
				t.Fatalf("%q is the file %q", u, o)
			}
		}
		link := from.Rel(to)
		if strings.HasPrefix(link, "/") {
			t.Fatalf("from %q to %q: %q is rooted", from, to, link)
		}
		if got, ok := from.Resolve(link); !ok || got != to {
			t.Fatalf("from %q to %q: %q leads to %q, %t", from, to, link, got, ok)
		}
		for _, base := range []Absolute{"https://example.org/", "https://example.org/repo/"} {
			page, err := url.Parse(string(from.Abs(base)))
			if err != nil {
				t.Fatal(err)
			}
			ref, err := url.Parse(link)
			if err != nil {
				t.Fatalf("from %q to %q: %v", from, to, err)
			}
			if got := page.ResolveReference(ref).String(); got != string(to.Abs(base)) {
				t.Fatalf("from %q to %q: %q leads to %q, not %q", from, to, link, got, to.Abs(base))
			}
		}
	})
}

// FuzzSlug: a slug is a safe part of an address on every system, its own slug, and the
// same however letters are composed.
func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Kerry in London", "con", "北京", "../..", "é", "e\u0301", "ſ", "①", "a\x00b", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Slug(s)
		if got == "" || len(got) > maxSlug || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(got, "-") || strings.HasSuffix(got, "-") || reserved(got) {
			t.Fatalf("%q becomes %q", s, got)
		}
		if again := Slug(got); again != got {
			t.Fatalf("%q becomes %q, and that %q", s, got, again)
		}
		if u, err := ParseURL("articles/"+got, true); err != nil || u != URL("/articles/"+got+"/") {
			t.Fatalf("%q becomes %q, which is the address %q, %v", s, got, u, err)
		}
		if utf8.ValidString(s) && got != Slug(norm.NFC.String(s)) {
			t.Fatalf("%q becomes %q, composed %q", s, got, Slug(norm.NFC.String(s)))
		}
		if id := EntityID(s); CheckID(id) != nil {
			t.Fatalf("%q has the id %q", s, id)
		}
	})
}
