package unpack

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// entriesOf reads src and checks what holds for all readers: every entry has a name
// and is either an article or passed over, and bodies are clean text.
func entriesOf(t testing.TB, kind, name string, src []byte) ([]Entry, diag.List) {
	t.Helper()
	var entries []Entry
	diags := Read(kind, name, src, Options{}, func(e Entry) bool {
		entries = append(entries, e)
		return true
	})
	for _, e := range entries {
		if e.ID == "" || (e.Skip == "") == (e.Item == nil) {
			t.Errorf("entry %+v has no name, or is neither an article nor passed over", e)
		}
		if e.Item == nil {
			continue
		}
		body := string(e.Item.Body)
		if e.Item.Whole && (!utf8.ValidString(body) || strings.ContainsFunc(body, isControl)) {
			t.Errorf("the body of %q is not clean text: %q", e.ID, body)
		}
		for _, f := range e.Item.Files {
			if !localName(f.Name) {
				t.Errorf("a picture is called %q", f.Name)
			}
		}
	}
	for _, d := range diags {
		if d.Code == "" || d.File == "" || d.Message == "" {
			t.Errorf("diagnostic %+v says too little", d)
		}
	}
	return entries, diags
}

func isControl(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 }

// only returns the one article in src.
func only(t testing.TB, kind, name string, src []byte) (*Item, diag.List) {
	t.Helper()
	entries, diags := entriesOf(t, kind, name, src)
	if len(entries) != 1 || entries[0].Item == nil {
		t.Fatalf("%d entries, want one article: %+v, %v", len(entries), entries, diags)
	}
	return entries[0].Item, diags
}

var (
	noteMark = regexp.MustCompile(`<sup><a href="#fn[0-9]+" id="[^"]*" role="doc-noteref">[0-9]+</a></sup>|<a href="#fnref[^>]*>↩</a>`)
	within   = regexp.MustCompile(`</?(a|em|strong|del|sub|sup|code|span|i|b|s|cite|q|mark|kbd|samp|u|ins|abbr|dfn|small|strike)( [^>]*)?>`)
	between  = regexp.MustCompile(`<[^>]*>`)
)

// textIn returns the text of the elements of that name in some XML.
func textIn(src, name string) string {
	root, _ := treeOf("x.xml", []byte(src))
	var b strings.Builder
	root.every(name, func(e *element) { e.appendText(&b) })
	return b.String()
}

// wordsFrom checks that each word of an article stands in the text that it was made of.
func wordsFrom(t testing.TB, it *Item, source string) {
	t.Helper()
	all := strings.Join(strings.Fields(charset.Clean(source)), "")
	text := noteMark.ReplaceAllString(string(it.Body), " ")
	text = between.ReplaceAllString(within.ReplaceAllString(text, ""), " ")
	for word := range strings.FieldsSeq(html.UnescapeString(text)) {
		if !strings.Contains(all, word) {
			t.Errorf("the word %q stands nowhere in the document", word)
		}
	}
}

// has checks that a body holds each of the pieces, in their order.
func has(t testing.TB, it *Item, pieces ...string) {
	t.Helper()
	rest := string(it.Body)
	for _, p := range pieces {
		_, after, ok := strings.Cut(rest, p)
		if !ok {
			t.Errorf("%q is missing, or stands too early, in\n%s", p, it.Body)
			return
		}
		rest = after
	}
}
