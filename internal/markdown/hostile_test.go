package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"net/url"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
	"dateline/internal/diag"
	"dateline/internal/inert"
)

// render parses and writes src under Sanitize.
func render(src string) (string, diag.List) {
	t, diags := Parse([]byte(src), 0, Options{File: "a.md"})
	out, more := t.HTML(Render{})
	return string(out), append(diags, more...)
}

func codes(l diag.List) []string {
	var out []string
	for _, d := range l {
		if !slices.Contains(out, d.Code) {
			out = append(out, d.Code)
		}
	}
	return out
}

// TestInert has the cases S-A: active content.
func TestInert(t *testing.T) {
	for _, c := range []struct {
		id, src string
		code    string   // a diagnostic that must be among them; "" for none at all
		keep    []string // what the HTML must hold
	}{
		{"S-A01", "Words\n\n<script>alert(1)</script>\n\nmore <script>alert(1)</script>", "raw-html", []string{"Words", "more"}},
		{"S-A02", "[words](javascript:alert(1)) [x]( JaVaScRiPt:alert(1)) [y](vbscript:x)", "unsafe-link", []string{"words"}},
		{"S-A02-control", "[words](<java\tscript:alert(1)>) [x](<\x01javascript:alert(1)>)", "unsafe-link", []string{"words"}},
		{"S-A03", "[words](javascript&colon;alert(1)) [x](javascript&#x3a;alert(1)) [y](&#106;avascript:alert(1)) [z](java&NewLine;script:alert(1)) [w](javascript\\:alert(1))", "unsafe-link", []string{"words"}},
		{"S-A04", "[q][r] and [^n]\n\n[r]: javascript:alert(1)\n[^n]: <script>x</script> [l](javascript:x)", "unsafe-link", []string{"q"}},
		{"S-A05", "<javascript:alert(1)> <data:text/html,x>", "unsafe-link", []string{"javascript:alert(1)"}},
		{"S-A06", "![words](javascript:alert(1)) ![x](data:text/html,..) ![y](data:image/svg+xml;base64,AA)", "unsafe-link", []string{"words"}},
		{"S-A06-raster", "![words](data:image/png;base64,AAAA)", "", []string{`src="data:image/png;base64,AAAA"`}},
		{"S-A07", `[m](http://ok "x\" onmouseover=\"alert(1)") ![a" onerror="x](b "c' d")`, "", []string{`title="x&#34; onmouseover=&#34;alert(1)"`}},
		{"S-A08", "## H {onclick=\"alert(1)\"}\n\n## I {#x onclick=y}\n\n## J {#ok .c}", "", []string{`id="ok"`, "onclick"}},
		{"S-A09", "```x\" onmouseover=\"alert(1)\nwords\n```", "bad-language", []string{"words"}},
		{"S-A10", "| <script>alert(1)</script> |\n|-|\n| <img src=x onerror=alert(1)> |\n\n- [ ] <script>x</script>\n\nT\n: <iframe src=x></iframe>", "raw-html", []string{"<td>"}},
		{"S-A10-raw", "<svg onload=alert(1)><a xlink:href=javascript:x>w</a></svg>\n\n<img src=1 srcset=x onerror=y>\n\n<form action=javascript:x><button formaction=javascript:x>\n\n<base href=//evil>\n\n<div style=\"x\" data-x=y>", "raw-html", nil},
		{"S-A14", "{{ .Site }} {{< foo >}} {% include \"x\" %}", "", []string{"{{ .Site }}", "{{&lt; foo &gt;}}", "{% include"}},
	} {
		t.Run(c.id, func(t *testing.T) {
			out, diags := render(c.src)
			if err := inert.Article([]byte(out)); err != nil {
				t.Errorf("%q gives %v\nin %s", c.src, err, out)
			}
			for _, k := range c.keep {
				if !strings.Contains(out, k) {
					t.Errorf("%q: %q is lost in %s", c.src, k, out)
				}
			}
			got := codes(diags)
			if c.code == "" && len(got) > 0 || c.code != "" && !slices.Contains(got, c.code) {
				t.Errorf("%q: diagnostics %v, want %q", c.src, got, c.code)
			}
			for _, d := range diags {
				if d.Line == 0 || d.File != "a.md" {
					t.Errorf("%q: diagnostic without a place: %+v", c.src, d)
				}
			}
			checkBalanced(t, []byte(out))
		})
	}
}

// TestAddress holds the allow-list against what net/url reads.
func TestAddress(t *testing.T) {
	for _, dest := range []string{"https://a.b", "HTTP://a", "mailto:a@b", "a/b:c", "?a:b", "#a:b", "../x", "//host/x", "", "a%3Ab"} {
		if _, ok := address(dest, false); !ok {
			t.Errorf("address(%q) is refused", dest)
		}
	}
	for _, dest := range []string{"javascript:x", " javascript:x", "ja\nvascript:x", "data:image/png;base64,A", "file:///x", "tel:1", "blob:x", "a:b", ":x"} {
		if u, err := url.Parse(dest); err == nil && u.Scheme == "" {
			continue
		}
		if _, ok := address(dest, false); ok {
			t.Errorf("address(%q) is allowed", dest)
		}
	}
}

// peak returns the most memory that the heap's objects took while f ran.
func peak(f func()) (most uint64) {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	before := sample[0].Value.Uint64()
	done := make(chan bool)
	go func() {
		f()
		close(done)
	}()
	for {
		metrics.Read(sample)
		most = max(most, sample[0].Value.Uint64()-min(before, sample[0].Value.Uint64()))
		select {
		case <-done:
			return most
		case <-time.After(time.Millisecond):
		}
	}
}

var whole = flag.Bool("mib", false, "let TestBounded use inputs of a whole MiB")

// TestBounded has the cases S-E: what would cost goldmark, or us, more than its
// size. The bound is on the work for twice the size, and on the output.
func TestBounded(t *testing.T) {
	for _, c := range []struct {
		id   string
		code string // the diagnostic of what is refused; "" if it is all read
		make func(n int) string
	}{
		{"S-E01", "too-deep", func(n int) string { return strings.Repeat(">", n) }},
		{"S-E01-lines", "", func(n int) string { return strings.Repeat("> > > > > > > > > > > > > > > > > > > > a\n", n/40) }},
		{"S-E02", "too-many-brackets", func(n int) string { return strings.Repeat("[a](", n/4) }},
		{"S-E02-reference", "too-many-brackets", func(n int) string { return strings.Repeat("[a][", n/4) }},
		{"S-E02-title", "too-many-brackets", func(n int) string { return strings.Repeat(`[a](b "`, n/7) }},
		{"S-E02-open", "", func(n int) string { return strings.Repeat("[", n) }},
		{"S-E02-nested", "too-many-brackets", func(n int) string { return strings.Repeat("[", n/2) + strings.Repeat("]", n/2) }},
		{"S-E02-images", "", func(n int) string { return strings.Repeat("![", n/7) + "a" + strings.Repeat("](b)", n/7) }},
		{"S-E02-lines", "", func(n int) string { return strings.Repeat("[x]\n", n/4) }},
		{"S-E02-links", "", func(n int) string { return strings.Repeat("[*a*](b) ", n/9) }},
		{"S-E02-wiki", "", func(n int) string { return strings.Repeat("[[a|", n/4) }},
		{"S-E03", "too-deep", func(n int) string { return strings.Repeat("- ", n/2) + "x" }},
		{"S-E03-blank", "too-many-blank-lines", func(n int) string { return strings.Repeat("- ", 14) + "x" + strings.Repeat("\n", n) + "y" }},
		{"S-E03-mixed", "too-deep", func(n int) string { return strings.Repeat("> - 1. ", n/7) + "x" }},
		{"S-E04", "table-too-wide", func(n int) string {
			return strings.Repeat("|a", n/8) + "|\n" + strings.Repeat("|-", n/8) + "|\n" + strings.Repeat("|b|\n", n/8)
		}},
		{"S-E04-small", "table-too-wide", func(n int) string {
			return strings.Repeat(strings.Repeat("|a", 30)+"|\n"+strings.Repeat("|-", 30)+"|\n"+strings.Repeat("|b|\n", 30)+"\n", n/250)
		}},
		{"S-E04-pipes", "", func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n/7) }},
		{"S-E05", "", func(n int) string { return strings.Repeat("# h\n", n/4) }},
		{"S-E06", "", func(n int) string {
			var b strings.Builder
			for i := range n / 40 {
				fmt.Fprintf(&b, "[r%d]: /x%d\n", i, i)
			}
			b.WriteString("\n")
			for i := range n / 40 {
				fmt.Fprintf(&b, "[r%d] ", i)
			}
			return b.String()
		}},
		{"S-E06-notes", "", func(n int) string {
			var b strings.Builder
			for i := range n / 40 {
				fmt.Fprintf(&b, "[^%d]: x\n\n[^%d] ", i, i)
			}
			return b.String()
		}},
		{"S-E06-one-note", "", func(n int) string { return "[^1]: x\n\n" + strings.Repeat("[^1]", n/4) }},
		{"S-E06-expansion", "too-many-references", func(n int) string {
			return "[r]: /" + strings.Repeat("x", n/4) + "\n\n" + strings.Repeat("[r] ", n/6)
		}},
		{"S-E07", "too-many-marks", func(n int) string { return strings.Repeat("*a **a ", n/7) }},
		{"S-E07-closers", "too-many-marks", func(n int) string { return strings.Repeat("_b ", n/6) + strings.Repeat("a* ", n/6) }},
		{"S-E07-run", "too-deep", func(n int) string { return strings.Repeat("*", n/2) + "a" + strings.Repeat("*", n/2) }},
		{"S-E07-quotes", "", func(n int) string { return strings.Repeat("s' a ", n/5) }},
		{"S-E07-marks", "", func(n int) string { return strings.Repeat(`"'`, n/2) }},
		{"S-E08", "", func(n int) string { return strings.Repeat("a", n) }},
		{"S-E08-lines", "", func(n int) string { return strings.Repeat("a\n", n/2) }},
		{"S-E08-paragraphs", "", func(n int) string { return strings.Repeat("a\n\n", n/3) }},
		{"S-E08-blank", "", func(n int) string { return strings.Repeat("\n", n) }},
		{"S-E08-code", "", func(n int) string { return "```go\n" + strings.Repeat("1 ", n/2) + "\n```" }},
		{"S-E08-dollars", "", func(n int) string { return "```bash\n" + strings.Repeat("${", n/2) + "\n```" }},
		{"S-E08-html", "raw-html", func(n int) string { return strings.Repeat("<div><p>", n/8) }},
		{"S-E08-tags", "", func(n int) string { return strings.Repeat("<a b='", n/6) }},
		{"S-E08-raw", "raw-html", func(n int) string { return strings.Repeat("<x>", n/3) }},
		{"S-E08-comments", "", func(n int) string { return strings.Repeat("a <!-- ", n/7) }},
		{"S-E08-backquotes", "", func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("`", i) + "a")
			}
			return b.String()
		}},
		{"S-E08-mail", "", func(n int) string { return strings.Repeat("a_@", n/3) }},
		{"S-E08-web", "", func(n int) string { return strings.Repeat("http://a.b_(", n/12) }},
		{"S-E08-invalid", "invalid-utf8", func(n int) string { return strings.Repeat("\x80", n) }},
		{"S-E08-figures", "", func(n int) string { return strings.Repeat("::: figure\n", n/11) }},
		{"S-E08-definitions", "", func(n int) string { return strings.Repeat("a\n: b\n", n/6) }},
		{"S-E08-attributes", "", func(n int) string { return "# " + strings.Repeat("{#a}", n/4) }},
		{"S-E08-controls", "control-character", func(n int) string { return strings.Repeat("\x01", n) }},
	} {
		t.Run(c.id, func(t *testing.T) {
			size := 1 << 15
			if *whole {
				size = 1 << 18
			}
			src := c.make(4 * size)
			out, diags := render(src)
			if most := 20*len(src) + 64<<10; len(out) > most {
				t.Errorf("%d bytes became %d of HTML, more than %d", len(src), len(out), most)
			}
			if got := codes(diags); c.code != "" && !slices.Contains(got, c.code) {
				t.Errorf("diagnostics %v, want %q", got, c.code)
			}
			if len(diags) > 200 {
				t.Errorf("%d diagnostics", len(diags))
			}
			cputime.Linear(t, size, 4, c.make, func(src string) { render(src) })
			used := peak(func() { render(src) })
			if used > 256<<20 {
				t.Errorf("%d KiB took %d MiB of memory", len(src)>>10, used>>20)
			}
			t.Logf("%d KiB: %d MiB; output x%.1f; %v", len(src)>>10, used>>20, float64(len(out))/float64(len(src)), codes(diags))
		})
	}
}

// TestHighlightEnds has S-E09: the languages and inputs on which the usual
// lexers never end.
func TestHighlightEnds(t *testing.T) {
	for _, src := range []string{"```jsonata\n/*\n```", "```jungle\na\n```", "```yang\nx {\n```", "```lilypond\n\\a\n```", "```mcfunction\n{\n```"} {
		from := cputime.Now()
		out, _ := render(src)
		if d := cputime.Now() - from; d > 5*time.Second {
			t.Errorf("%q took %v", src, d)
		}
		_, body, _ := strings.Cut(src, "\n")
		body = strings.TrimSuffix(body, "```")
		if !strings.Contains(out, body) {
			t.Errorf("%q: the code is not shown in %s", src, out)
		}
	}
}

// TestTooLarge refuses what is beyond any article, without reading it.
func TestTooLarge(t *testing.T) {
	_, diags := Parse(bytes.Repeat([]byte("a"), maxSource+1), 0, Options{})
	if !slices.Equal(codes(diags), []string{"too-large"}) {
		t.Errorf("got %v", codes(diags))
	}
}
