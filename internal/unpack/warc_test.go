package unpack

import (
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
)

// recordOf returns a record of a web archive.
func recordOf(kind, target, block string, fields ...string) string {
	h := "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Target-URI: " + target + "\r\n"
	for _, f := range fields {
		h += f + "\r\n"
	}
	return h + "Content-Length: " + strconv.Itoa(len(block)) + "\r\n\r\n" + block + "\r\n\r\n"
}

func answer(fields, body string) string { return "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n" + body }

func gzipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWebArchive(t *testing.T) {
	const page = "<html><body><p>Nobody came.</p></body></html>"
	at := func(s string) string { return "https://harbour.example/" + s }
	records := []string{
		recordOf("warcinfo", "", "software: none"),
		recordOf("request", at("a"), "GET / HTTP/1.1\r\n\r\n"),
		recordOf("response", at("a"), answer("Content-Type: text/html; charset=utf-8", page)),
		recordOf("response", at("b.png"), answer("Content-Type: image/png", onePixel)),
		recordOf("response", at("c"), "HTTP/1.1 404 Not Found\r\n\r\n"+page),
		recordOf("response", at("d"), answer("Content-Type: text/html\r\nTransfer-Encoding: chunked", "5;x\r\n<p>No\r\n9\r\nbody came\r\n0\r\n\r\n")),
		recordOf("response", at("e"), answer("Content-Type: text/html\r\nContent-Encoding: gzip", gzipped(t, page))),
		recordOf("response", at("f"), answer("Content-Type: text/html\r\nContent-Encoding: br", "??")),
		recordOf("response", at("g"), answer("Content-Type: text/html; charset=windows-1251", "<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>")),
		recordOf("response", at("h"), answer("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip", page)),
		recordOf("revisit", at("a"), ""),
		recordOf("conversion", at("i"), "Nobody came.", "Content-Type: text/plain"),
	}
	want := []string{"a:" + page, "b.png!no page but image/png", "c!status 404", "d:<p>Nobody came", "e:" + page, `f!compressed as "br", which is not read`, "g:<p>Привет</p>", "h:" + page, "i:Nobody came."}
	var packed string
	for _, r := range records {
		packed += gzipped(t, r)
	}
	for _, src := range []string{strings.Join(records, ""), packed, gzipped(t, strings.Join(records, ""))} {
		if k := Kind("x", []byte(src), ""); k != "warc" {
			t.Fatalf("kind %q", k)
		}
		entries, diags := entriesOf(t, "warc", "x.warc", []byte(src))
		if len(entries) != len(want) || codes(diags) != "records-passed-over records-passed-over records-passed-over" {
			t.Fatalf("%d entries, %v", len(entries), diags)
		}
		for i, e := range entries {
			got := strings.TrimPrefix(e.ID, at("")) + "!" + e.Skip
			if e.Item != nil {
				got = strings.TrimPrefix(e.Item.URL, at("")) + ":" + string(e.Item.Body)
			}
			if got != want[i] {
				t.Errorf("entry %d: %q, want %q", i, got, want[i])
			}
		}
	}
}

func TestWebArchiveHostile(t *testing.T) {
	good := recordOf("response", "https://harbour.example/a", answer("Content-Type: text/html", "<p>Nobody came.</p>"))
	start := cputime.Now()
	for _, c := range []struct {
		name, code string
		src        string
		entries    int
	}{
		{"cut", "malformed-warc", good[:len(good)-20], 0},
		{"no length", "malformed-warc", "WARC/1.0\r\nContent-Length: -5\r\n\r\n", 0},
		{"garbage between", "malformed-warc", good + "what is this\r\n", 1},
		{"broken member", "malformed-warc", gzipped(t, good)[:60] + gzipped(t, good), 1},
		{"bomb", "warc-too-large records-passed-over", gzipped(t, recordOf("metadata", "x", strings.Repeat("0", 70<<20))), 0},
		{"page bomb", "", recordOf("response", "x", answer("Content-Type: text/html\r\nContent-Encoding: gzip", gzipped(t, strings.Repeat("0", 20<<20)))), 1},
		{"long line", "malformed-warc", "WARC/1.0\r\n" + strings.Repeat("a", 1<<20), 0},
	} {
		entries, diags := entriesOf(t, "warc", "x.warc", []byte(c.src))
		if len(entries) != c.entries || codes(diags) != c.code {
			t.Errorf("%s: %d entries, %v", c.name, len(entries), diags)
		}
	}
	if d := cputime.Now() - start; d > 30*time.Second {
		t.Errorf("it took %v", d)
	}
}

// FuzzWebArchive reads any bytes as an archive.
func FuzzWebArchive(f *testing.F) {
	f.Add([]byte(recordOf("response", "x", answer("Content-Type: text/html\r\nTransfer-Encoding: chunked", "5\r\n<p>No\r\n0"))))
	f.Add([]byte(gzipped(f, recordOf("resource", "x", "a", "Content-Type: text/plain")) + "\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, src []byte) { entriesOf(t, "warc", "x.warc", src) })
}

// When a page was fetched is known, and is not when it was published.
func TestWebArchiveSaysWhen(t *testing.T) {
	it, _ := only(t, "warc", "x.warc", []byte(recordOf("response", "https://harbour.example/a", answer("Content-Type: text/html", "<p>Nobody came.</p>"), "WARC-Date: 2014-03-14T23:30:00Z")))
	if it.Date != "" || it.Retrieved != "2014-03-14" {
		t.Errorf("published %q, fetched %q", it.Date, it.Retrieved)
	}
}
