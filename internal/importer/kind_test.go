package importer

import (
	"strings"
	"testing"
)

func TestContainersAreRefused(t *testing.T) {
	for _, src := range []string{"%PDF-1.7\nstream", "PK\x03\x04word/document.xml", "\xd0\xcf\x11\xe0\xa1\xb1", "{\\rtf1\\ansi Words.}", "\x1f\x8b\x08", "\x89PNG\r\n", "\xff\xd8\xff\xe0JFIF", "<?xml version=\"1.0\"?>\n<note>Words.</note>"} {
		d, diags := Import("a.txt", []byte(src), Options{})
		if d != nil || len(diags) != 1 || diags[0].Code != "import-unknown-kind" || diags[0].Hint == "" {
			t.Errorf("%q: got a draft %v and %v", src, d != nil, diags)
		}
	}
}

func TestForeignLayoutIsKeptApart(t *testing.T) {
	d, _ := Import("2013-09-09-a.md", []byte("---\nlayout: post\ntitle: A\n---\n\nWords of the post.\n"), Options{})
	if got := string(d.Markdown); strings.Contains(got, "\nlayout:") || !strings.Contains(got, "sourceLayout: post") {
		t.Errorf("got %s", got)
	}
	again, _ := Import("2013-09-09-a.md", d.Markdown, Options{})
	if string(again.Markdown) != string(d.Markdown) {
		t.Errorf("a second import gives other bytes: %s", again.Markdown)
	}
}

func TestXHTMLIsAPage(t *testing.T) {
	src := "<?xml version=\"1.0\" ?>\r\n<!DOCTYPE html PUBLIC \"x\" \"y\">\r\n<html xmlns=\"z\"><body><p>The ferry stopped on Friday.</p></body></html>"
	if d, diags := Import("a.html", []byte(src), Options{}); d == nil || d.Kind != kindHTML {
		t.Errorf("got %v and %v", d, diags)
	}
}
