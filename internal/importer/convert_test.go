package importer_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dateline/internal/importer"
	"dateline/internal/markdown"
)

// body returns the Markdown of a draft without its header.
func body(md []byte) []byte {
	if i := bytes.Index(md, []byte("\n---\n")); i >= 0 && bytes.HasPrefix(md, []byte("---\n")) {
		md = md[i+5:]
	}
	return bytes.TrimSpace(md)
}

// rendered returns the HTML that our own renderer makes of a draft.
func rendered(t *testing.T, md []byte) string {
	t.Helper()
	tree, _ := markdown.Parse(body(md), 0, markdown.Options{})
	out, _ := tree.HTML(markdown.Render{})
	return string(out)
}

// TestConvert gives pieces of HTML with the Markdown that they become when a whole
// page is converted, and what readers of the article get: elements in the HTML that
// our renderer makes of it.
func TestConvert(t *testing.T) {
	for _, c := range []struct {
		name, html, md string
		shows          []string
	}{
		// Emphasis and other marks.
		{"emphasis", "<p>a <b>b</b> <i>c</i> <del>d</del></p>", "a **b** *c* ~~d~~", []string{"<strong>b</strong>", "<em>c</em>", "<del>d</del>"}},
		{"white space inside", "<p>a<b> b </b>c</p>", "a **b** c", []string{"a <strong>b</strong> c"}},
		{"no-break space inside", "<p><b>Note:\u00a0</b>c</p>", "**Note:**\u00a0c", []string{"<strong>Note:</strong>\u00a0c"}},
		{"inside a word", "<p>un<em>believ</em>able</p>", "un*believ*able", []string{"un<em>believ</em>able"}},
		{"touching, with a sign inside", "<p>x<b>(b)</b>y</p>", "x<strong>(b)</strong>y", []string{"x<strong>(b)</strong>y"}},
		{"side by side", "<p><i>a</i><b>b</b></p>", "*a*__b__", []string{"<em>a</em><strong>b</strong>"}},
		{"both", "<p><b><i>a</i></b> <i>b <b>c</b></i></p>", "**_a_** *b __c__*", []string{"<strong><em>a</em></strong>", "<em>b <strong>c</strong></em>"}},
		{"in itself", "<p><em>a <em>b</em></em></p>", "*a _b_*", []string{"<em>a <em>b</em></em>"}},
		{"empty", "<p>a<b></b><i> </i>b</p>", "a b", nil},
		{"sub and sup", "<p>H<sub>2</sub>O, m<sup>2</sup></p>", "H<sub>2</sub>O, m<sup>2</sup>", []string{"H<sub>2</sub>O", "m<sup>2</sup>"}},
		{"keys and marker", "<p><kbd>F1</kbd> <mark>b</mark> <ins>c</ins></p>", "<kbd>F1</kbd> <mark>b</mark> <ins>c</ins>", []string{"<kbd>F1</kbd>", "<mark>b</mark>", "<ins>c</ins>"}},
		{"abbreviation and time", `<p><abbr title="Port of Aven">PA</abbr> <abbr>X</abbr> <time datetime="2016-04-12">today</time></p>`, `<abbr title="Port of Aven">PA</abbr> X <time datetime="2016-04-12">today</time>`, []string{`<abbr title="Port of Aven">PA</abbr>`, `<time datetime="2016-04-12">today</time>`}},
		{"ruby", "<p><ruby>漢<rt>kan</rt></ruby></p>", "<ruby>漢<rt>kan</rt></ruby>", []string{"<ruby>漢<rt>kan</rt></ruby>"}},
		{"words that look like marks", "<p>*a* _b_ `c` [d](e) &lt;i&gt; &amp;amp; 1*2*3 snake_case_name</p>", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<i> \\&amp; 1\\*2\\*3 snake_case_name", []string{"*a* _b_ `c` [d](e) &lt;i&gt; &amp;amp; 1*2*3 snake_case_name"}},
		{"words that look like blocks", "<p># a</p><p>- b</p><p>3. c</p><p>&gt; d</p><p>::: figure</p>", "\\# a\n\n\\- b\n\n3\\. c\n\n\\> d\n\n\\::: figure", nil},
		{"addresses that are no links", "<p>see https://example.org/a, www.example.org or me@example.org</p>", "see https\\://example.org/a, www\\.example.org or me\\@example.org", []string{"see https://example.org/a, www.example.org or me@example.org"}},
		{"line breaks", "<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc", []string{"a<br>\nb"}},
		{"quotation among words", "<p>he said <q>no</q>.</p>", "he said <q>no</q>.", []string{"<q>no</q>"}},

		// Code.
		{"code", "<p><code>a &lt; b</code> <code>`x`</code></p>", "`a < b` `` `x` ``", []string{"<code>a &lt; b</code>", "<code>`x`</code>"}},
		{"link in code", `<p><code>f(<a href="/t">T</a>)</code></p>`, "<code>f([T](/t))</code>", []string{`<code>f(<a href="/t">T</a>)</code>`}},
		{"code block", "<pre><code class='language-go'>x := 1\n\n```\n</code></pre>", "````go\nx := 1\n\n```\n````", []string{"language-go"}},
		{"language of a box", "<div class='highlight highlight-source-shell'><pre>ls</pre></div>", "```shell\nls\n```", nil},
		{"language after a brush", "<pre class='brush: js; toolbar: false'>x</pre>", "```js\nx\n```", nil},
		{"line numbers", "<table><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>a\nb</pre></td></tr></table>", "```\na\nb\n```", nil},
		{"line numbers in the lines", "<pre><span class=lineno>1</span>a\n<span class=lineno>2</span>b</pre>", "```\na\nb\n```", nil},
		{"lines in boxes", "<pre><div>a</div><div>b</div>c<br>d</pre>", "```\na\nb\nc\nd\n```", nil},
		{"links in a code block", `<pre>see <a href="/a?b&amp;c">a</a> &lt;

<b>x</b></pre>`, `<pre>see <a href="/a?b&amp;c">a</a> &lt;

<b>x</b></pre>`, []string{`<a href="/a?b&amp;c">a</a> &lt;`, "\n\n<b>x</b>"}},

		// Links.
		{"link", `<p><a href="/a b(c" title="t">w</a></p>`, `[w](/a%20b%28c "t")`, []string{`title="t"`}},
		{"address as its words", `<p><a href="https://example.org/a_b">https://example.org/a_b</a></p>`, "<https://example.org/a_b>", []string{`href="https://example.org/a_b"`}},
		{"empty link", `<p>a<a href="/x"></a>b</p>`, "ab", nil},
		{"spaces in a link", `<p>a<a href="/x"> b </a>c</p>`, "a [b](/x) c", nil},
		{"link around blocks", `<a href="/x"><h2>t</h2><p>w</p></a>`, "## [t](/x)\n\n[w](/x)", nil},
		{"picture in a link", `<p><a href="/x"><img src="a.png" alt="A"></a></p>`, "[![A](a.png)](/x)", nil},
		{"place on the page", `<p><a href="#b">b</a></p><h2 id="b">B</h2>`, "[b](#b)\n\n## <span id=\"b\"></span>B", []string{`<a href="#b">b</a>`, `<span id="b"></span>B`}},

		// Pictures.
		{"picture", `<p><img src="a.png" alt="A [1]" title="t"></p>`, `![A \[1\]](a.png "t")`, []string{`alt="A [1]"`}},
		{"lazy picture", `<p><img src="data:image/gif;base64,R0" data-src="a.png"></p>`, "![](a.png)", nil},
		{"set of pictures", `<p><img srcset="s.png 320w, l.png 800w, m.png 400w"></p>`, "![](l.png)", nil},
		{"sources of a picture", `<picture><source srcset="a.webp 1x, b.webp 2x"><img alt="A"></picture>`, "![A](b.webp)", nil},
		{"without scripts", `<p><img class=lazy src="data:image/gif;base64,R0"><noscript><img src="a.jpg" alt="A"></noscript></p>`, "![A](a.jpg)", nil},
		{"without scripts, again", `<p><img src="a.jpg"><noscript><img src="a.jpg"></noscript></p>`, "![](a.jpg)", nil},
		{"counter", `<p>a<img src="https://c.example/p.gif" width=1 height=1></p>`, "a", nil},
		{"height to come", `<p><img src="https://c.example/p.jpg" width=570 height=0></p>`, "![](https://c.example/p.jpg)", nil},

		// Lists.
		{"list", "<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c", nil},
		{"loose list", "<ul><li><p>a</p><li><p>b</p></ul>", "- a\n\n- b", []string{"<p>a</p>"}},
		{"blocks in a tight item", "<ul><li>a<blockquote>b</blockquote><pre>c</pre><li>d</ul>", "- a\n  > b\n  ```\n  c\n  ```\n- d", nil},
		{"paragraphs in an item", "<ol><li>a<br><br>b<li>c</ol>", "1. a\n\n   b\n\n2. c", nil},
		{"rule in a list", "<ul><li>a<li><hr></ul>", "- a\n- ___", []string{"<hr>"}},
		{"start", "<ol start=7><li>a<li>b</ol>", "7. a\n8. b", []string{`<ol start="7">`}},
		{"reversed", "<ol reversed><li>a<li>b</ol>", "2. a\n\n1) b", []string{`<ol start="2">`}},
		{"value", "<ol><li>a<li value=5>b<li>c</ol>", "1. a\n\n5) b\n6) c", []string{`<ol start="5">`}},
		{"lists side by side", "<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b", []string{"</ul>\n<ul>"}},
		{"tasks", "<ul><li><input type=checkbox checked> a<li><input type=checkbox> b</ul>", "- [x] a\n- [ ] b", []string{"checkbox"}},
		{"empty item", "<ul><li>a<li><li>b</ul>", "- a\n-\n- b", nil},
		{"no items", "<ul>a <b>b</b></ul>", "a **b**", nil},
		{"terms", "<dl><dt>a<dd>b<dd>c<dt>d<dt>e<dd><p>f<p>g</dl>", "a\n:   b\n:   c\n\nd\ne\n:   f\n\n    g", []string{"<dt>a</dt>", "<dd>"}},

		// Tables.
		{"table", "<table><tr><th>a<th>b<tr><td>c|d<td>e<br>f</table>", "| a | b |\n| --- | --- |\n| c\\|d | e<br>f |", []string{">a</th>", "<td>c|d</td>", "e<br>"}},
		{"no head", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "| | |\n| --- | --- |\n| a | b |\n| c | d |", nil},
		{"spans", "<table><tr><th>a<th colspan=2>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g</table>", "| a | b | |\n| --- | --- | --- |\n| c | d | e |\n| | f | g |", nil},
		{"blocks in a cell", "<table><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td>e</table>", "| a | b |\n| --- | --- |\n| c<br>d | e |", nil},
		{"list in a cell", "<table><tr><td>a<td colspan=2><ul><li>b &amp; c</ul></table>", "<table><tbody><tr><td>a</td><td colspan=\"2\"><ul><li>b &amp; c</li></ul></td></tr>\n</tbody></table>", []string{`<td colspan="2"><ul><li>b &amp; c</li></ul></td>`}},
		{"caption of a table", "<table><caption>T</caption><tr><th>a<tr><td>b</table>", "::: figure\nT\n\n| a |\n| --- |\n| b |\n:::", []string{"<figcaption>", "<figure>"}},

		// Figures.
		{"figure", `<figure><div><img src="a.png" alt="A"></div><figcaption>Left: <i>b</i></figcaption></figure>`, "::: figure\n![A](a.png)\nLeft: *b*\n:::", []string{"<figcaption>Left: <em>b</em></figcaption>"}},
		{"figure of two", `<figure><img src="a.png"><p><img src="b.png"></p><figcaption>C</figcaption></figure>`, "::: figure\n![](a.png)\n![](b.png)\nC\n:::", []string{"<figcaption>C</figcaption>"}},
		{"caption without its mark", `<figure><img src="a.png"><p>C</p></figure>`, "::: figure\n![](a.png)\nC\n:::", []string{"<figcaption>C</figcaption>"}},
		{"picture that leads to itself", `<figure><a href="a.png"><img src="a.png"></a><figcaption>C</figcaption></figure>`, "::: figure\n![](a.png)\nC\n:::", nil},
		{"figure without picture", `<figure><figcaption>C</figcaption></figure>`, "::: figure\nC\n:::", []string{"<figcaption>C</figcaption>"}},
		{"figure in a list", `<ul><li><figure><img src="a.png"><figcaption>C</figcaption></figure><li>b</ul>`, "- ::: figure\n  ![](a.png)\n  C\n  :::\n- b", []string{"<figcaption>C</figcaption>"}},
		{"gallery", `<ul><li><figure><img src="a.png"><figcaption>A</figcaption></figure><li><figure><img src="b.png"><figcaption>B</figcaption></figure></ul>`, "::: figure\n![](a.png)\nA\n:::\n\n::: figure\n![](b.png)\nB\n:::", nil},
		{"caption below a figure", `<p>a</p><figure><img src="a.png"></figure><figcaption>C</figcaption>`, "a\n\n::: figure\n![](a.png)\nC\n:::", nil},
		{"words above a picture", `<figure><span>Image</span><img src="a.png"><figcaption>C</figcaption></figure>`, "Image\n\n::: figure\n![](a.png)\nC\n:::", nil},
		{"figure of figures", `<figure><figure><img src="a.png"><figcaption>A</figcaption></figure><figcaption>C</figcaption></figure>`, "::: figure\n![](a.png)\nA\n\nC\n:::", nil},

		// Other blocks.
		{"quotation", "<blockquote><p>a</p><ul><li>b</ul></blockquote>", "> a\n>\n> - b", nil},
		{"heading", "<h3>a <code>b</code><br>c #</h3>", "### a `b` c \\#", nil},
		{"details", "<details><summary>a &amp; <b>b</b></summary><p>c <i>d</i></p></details>", "<details>\n<summary>a &amp; b</summary>\n\nc *d*\n\n</details>", []string{"<details>", "<summary>a &amp; b</summary>", "<p>c <em>d</em></p>"}},
		{"layout", "<table><tr><td><table><tr><th>a<tr><td>b</table><td><p>c</table>", "| a |\n| --- |\n| b |\n\nc", nil},
		{"film", `<p>a</p><iframe src="//www.youtube.com/embed/x"></iframe>`, "a\n\n> <https://www.youtube.com/embed/x>", nil},
		{"post", `<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/x/"><p>a</p></blockquote>`, "> a\n>\n> <https://www.instagram.com/p/x/>", nil},
		{"post in a box", `<div class="fb-post" data-href="https://www.facebook.com/a/posts/1"></div>`, "> <https://www.facebook.com/a/posts/1>", nil},
		{"nothing that acts", `<p>a<script>b</script><a href="javascript:c">d</a></p><form><button>e</button></form><iframe width=0 src="https://t.example/"></iframe>`, "ad", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, diags := importer.Import("a.html", []byte(c.html), importer.Options{From: "html", Whole: true})
			if d == nil {
				t.Fatal(diags)
			}
			if got := string(body(d.Markdown)); got != c.md {
				t.Errorf("%s\ngot\n%s\nwant\n%s", c.html, got, c.md)
			}
			out := rendered(t, d.Markdown)
			for _, s := range c.shows {
				if !strings.Contains(out, s) {
					t.Errorf("%s\nno %q in the article\n%s", c.html, s, out)
				}
			}
			check(t, "a.html", []byte(c.html), d)
		})
	}
}

// TestFootnotes: marks and notes that lead to each other become footnotes, in the
// ways in which pages write them; what only looks like one stays as it is.
func TestFootnotes(t *testing.T) {
	const lead = "<article><h1>Lock</h1><p>The lock at Aven was reopened on Tuesday after a winter of repairs, the council said in a letter.</p>"
	for _, c := range []struct {
		name, html, want string
		notes            int
	}{
		{
			"list of notes", `<p>It cost much<sup id="r1"><a href="#n1">1</a></sup> and more<sup id="r2"><a href="#n2">2</a></sup>, as they had said in the year before.</p><ol><li id="n1"><p>Forty thousand. <a href="#r1">↩</a></p></li><li id="n2">Fifty, with <i>tax</i>. <a href="#r2">↩</a></li></ol>`,
			"much[^1] and more[^2], as|\n[^1]: Forty thousand.\n|\n[^2]: Fifty, with *tax*.\n", 2,
		},
		{
			"one note, two marks", `<p>It cost much<sup id="c-0"><a href="#n">[1]</a></sup> and more<sup id="c-1"><a href="#n">[1]</a></sup>, as they had said in the year before.</p><ol><li id="n"><span>^ <a href="#c-0">a</a> <a href="#c-1">b</a></span> Forty thousand.</li></ol>`,
			"much[^1] and more[^1], as|\n[^1]: Forty thousand.\n", 1,
		},
		{
			"paragraphs", `<p>It cost much<a href="#_ftn1" name="_ftnref1">[1]</a>, as they had said again and again in the year before.</p><p><a href="#_ftnref1" name="_ftn1">[1]</a> Forty thousand.</p>`,
			"much[^1], as|\n[^1]: Forty thousand.\n", 1,
		},
		{
			"target beside the mark", `<p>It cost much<span id="m1"></span><span><a href="#b1"><sup>1</sup></a></span>, as they had said again and again in the year before.</p><ol><li><span id="b1"></span>Forty thousand.<a href="#m1">↑</a></li></ol>`,
			"much[^1], as|\n[^1]: Forty thousand.\n", 1,
		},
		{
			"no way back", `<p>It cost much<sup><a href="#n1">1</a></sup>, as they had said again and again in the year before.</p><ol><li id="n1">Forty thousand, which nobody at the council had thought of.</li></ol>`,
			"much[^1], as|\n[^1]: Forty thousand,", 1,
		},
		{
			"no way back, another number", `<p>It cost much<sup><a href="#n1">2</a></sup>, as they had said again and again in the year before.</p><ol><li id="n1">Forty thousand, which nobody at the council had thought of.</li></ol>`,
			`<sup>[2](#n1)</sup>`, 0,
		},
		{
			"contents", `<p id="toc">How it came to that is told below, as is <a href="#cost">what it cost</a>, to the last of the bills that were paid.</p><h2 id="cost">What it cost the town</h2><p><a href="#toc">back</a> It cost forty thousand, as they had said again and again.</p>`,
			"## <span id=\"cost\"></span>What", 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := []byte(lead + c.html + "</article>")
			d, diags := importer.Import("a.html", src, importer.Options{From: "html"})
			if d == nil {
				t.Fatal(diags)
			}
			for _, want := range strings.Split(c.want, "|") {
				if !strings.Contains(string(d.Markdown), want) {
					t.Errorf("no %q in\n%s", want, d.Markdown)
				}
			}
			doc, err := html.Parse(strings.NewReader(rendered(t, d.Markdown)))
			if err != nil {
				t.Fatal(err)
			}
			notes := 0
			for n := range doc.Descendants() {
				for _, a := range n.Attr {
					if a.Key == "id" && strings.HasPrefix(a.Val, "fn-") {
						notes++
					}
				}
			}
			if notes != c.notes {
				t.Errorf("%d footnotes, want %d, in\n%s", notes, c.notes, d.Markdown)
			}
			check(t, "a.html", src, d)
		})
	}
}
