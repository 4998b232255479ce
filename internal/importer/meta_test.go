package importer

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/day"
)

// imported imports a page with the given head and body.
func imported(t *testing.T, head, body string) *page {
	t.Helper()
	prose := "<p>The council said on that evening that the bridge over the Aller would stay shut for as long as it takes.</p>"
	p, diags := readHTML("a.html", "<!doctype html><html lang=en><head>"+head+"</head><body>"+body+strings.Repeat(prose, 1)+"</body></html>", Options{})
	if p == nil {
		t.Fatal(diags)
	}
	return p
}

func TestPageTitle(t *testing.T) {
	for _, c := range []struct{ name, head, body, want, evidence string }{
		{"heading that metadata confirm", `<title>Bridge shut - Echo</title><meta property=og:title content="Bridge shut - Echo">`, `<h1>Bridge shut</h1>`, "Bridge shut", "h1"},
		{"logo in the h1", `<title>Bridge shut for a year | Echo</title><meta property=og:site_name content=Echo>`, `<h1>Echo</h1><h2>Bridge shut for a year</h2>`, "Bridge shut for a year", "h2"},
		{"logo in the h1, no name of the site", `<title>Bridge shut for a year | The Morning Echo</title>`, `<h1>The Morning Echo</h1><h2>Bridge shut for a year</h2>`, "Bridge shut for a year", "h2"},
		{"name of the site in front", `<title>Echo » News » Bridge shut for a year</title>`, `<h1>Echo</h1><h3>Bridge shut for a year</h3>`, "Bridge shut for a year", "h3"},
		{"kicker in the heading", `<title>Aller: Bridge shut for a year</title>`, `<h1><span class=kicker>Aller</span> <span>Bridge shut for a year</span></h1>`, "Bridge shut for a year", "h1"},
		{"headline marked in the heading", `<title>Bridge shut for a year</title>`, `<h1><span>Aller</span><span class=article-headline>Bridge shut for a year</span></h1>`, "Bridge shut for a year", "h1"},
		{"heading rewritten for search engines", `<title>Aller bridge closure: all about the bridge</title><meta property=og:title content="Aller bridge closure: all about the bridge">`, `<h1>Why it is closed to boats</h1>`, "Aller bridge closure: all about the bridge", "og:title"},
		{"only heading, near the metadata", `<title>Council shuts the bridge over the Aller</title>`, `<h1>Council shuts bridge for a year</h1>`, "Council shuts bridge for a year", "h1"},
		{"Dublin Core before the title element", `<title>x</title><meta property=dc:title content="Bridge shut">`, ``, "Bridge shut", "dc:title"},
		{"title element", `<title>Bridge shut for a whole year | The Echo</title>`, ``, "Bridge shut for a whole year", "title element"},
		{"title without spaces", `<title>阿勒河大桥将关闭一年-晨报网</title>`, ``, "阿勒河大桥将关闭一年", "title element"},
		{"dash in a headline", `<title>Bridge shut – and no end in sight</title><meta property=og:title content="Bridge shut – and no end in sight">`, ``, "Bridge shut – and no end in sight", "og:title"},
		{"heading in the trail", `<title>Bridge shut for a year</title>`, `<nav class=breadcrumb><h1>News</h1></nav><h1>Bridge shut for a year</h1>`, "Bridge shut for a year", "h1"},
		{"headings that only make room", ``, `<h1>&nbsp;</h1><h1>Bridge shut for a year</h1><h1>&nbsp;&#8203;</h1>`, "Bridge shut for a year", "h1"},
		{"headline of linked data", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge shut &amp; locked"}</script>`, ``, "Bridge shut & locked", "JSON-LD headline"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := imported(t, c.head, c.body)
			if p.title != c.want || !strings.Contains(p.titleEvidence, c.evidence) {
				t.Errorf("%q from %q, want %q from %s", p.title, p.titleEvidence, c.want, c.evidence)
			}
			checkEvidence(t, p, "title", c.want)
		})
	}
}

func TestPageDate(t *testing.T) {
	const title = "<title>Bridge shut for a year</title>"
	ld := func(s string) string {
		return title + `<script type="application/ld+json">{"@type":"Article","datePublished":"` + s + `"}</script>`
	}
	for _, c := range []struct{ name, head, body, want, from string }{
		{"linked data", ld("2014-02-03T10:00:00+01:00"), "", "2014-02-03", "jsonld"},
		{"metadata", title + `<meta property=article:published_time content="2014-02-03T10:00:00Z">`, "", "2014-02-03", "meta"},
		{"microdata", title, `<span itemprop=datePublished content=2014-02-03>Monday</span>`, "2014-02-03", "meta"},
		{"address", title + `<link rel=canonical href="https://example.org/2014/2/03/bridge">`, "", "2014-02-03", "url"},
		{"numbers in an address", title + `<link rel=canonical href="https://example.org/a-14-20-january-2022/33012014">`, "", "", ""},
		{"instant in UTC and the page's own day", ld("2014-02-03T23:30:00Z"), `<h1>Bridge shut for a year</h1><p class=date>4 February 2014</p>`, "2014-02-04", "line"},
		{"instant in UTC and another day", ld("2014-02-03T23:30:00Z"), `<h1>Bridge shut for a year</h1><p class=date>9 February 2014</p>`, "2014-02-03", "jsonld"},
		{"two places agree", ld("2014-02-01") + `<meta name=date content=2014-02-03>`, `<h1>Bridge shut for a year</h1><time datetime=2014-02-03>Monday</time>`, "2014-02-03", "line"},
		{"time element", title, `<h1>Bridge shut for a year</h1><p>By Ann Poe <time datetime=2014-02-03>today</time></p>`, "2014-02-03", "line"},
		{"line of date", title, `<h1>Bridge shut for a year</h1><div>3 February 2014</div>`, "2014-02-03", "line"},
		{"date in the heading", title, `<h1>Bridge shut for a year <small>3 February 2014</small></h1>`, "2014-02-03", "line"},
		{"short German date", `<title>Brücke ein Jahr gesperrt</title><meta name=language content=de>`, `<h1>Brücke ein Jahr gesperrt</h1><div>Von: Eva Maß | 03.02.14</div>`, "2014-02-03", "line"},
		{"label before it", title, `<h1>Bridge shut for a year</h1><p>The council met, and the bridge over the Aller was the only thing it spoke of all evening.</p><h5>Date:</h5>3 February 2014`, "2014-02-03", "line"},
		{"first words of the text", title, `<h1>Bridge shut for a year</h1><p>3 February 2014 – The council said that the bridge would stay shut for as long as it takes.</p>`, "2014-02-03", "line"},
		{"above the heading", title, `<p class=date>3 February 2014</p><h1>Bridge shut for a year</h1>`, "2014-02-03", "line"},
		{"publication before change", title, `<h1>Bridge shut for a year</h1><p>Updated: 9 March 2014</p><p>Published: 3 February 2014</p>`, "2014-02-03", "line"},
		{"change, for want of another", title, `<h1>Bridge shut for a year</h1><p>Last updated: 9 March 2014</p>`, "2014-03-09", "line"},
		{"a term is no date", title, `<h1>Bridge shut for a year</h1><p>Replies until 3 February 2014</p>`, "", ""},
		{"a span is no date", title, `<h1>Bridge shut for a year</h1><p>Open 9-23 Feb 2014</p>`, "", ""},
		{"copyright is no date", title, `<h1>Bridge shut for a year</h1><p>© Copyright 1 January 2014</p>`, "", ""},
		{"day in a sentence", title, `<h1>Bridge shut for a year</h1><p>The bridge was built before 3 February 1914, when the council of the town bought it.</p>`, "", ""},
		{"comments", title, `<h1>Bridge shut for a year</h1><div class=comments><p class=date>3 February 2014</p></div>`, "", ""},
		{"where clocks begin", ld("1970-01-01T00:00:00Z"), "", "", ""},
		{"either month", title, `<h1>Bridge shut for a year</h1><p class=date>03/04/2014</p>`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := imported(t, c.head, c.body)
			if p.date != c.want || p.dateFrom != c.from {
				t.Errorf("%q from %q (%s), want %q from %q", p.date, p.dateFrom, p.dateEvidence, c.want, c.from)
			}
			checkEvidence(t, p, "date", c.want)
		})
	}
}

func TestPageAuthors(t *testing.T) {
	const title = `<title>Bridge shut for a year</title><meta property=og:site_name content="The Echo">`
	ld := func(author string) string {
		return title + `<script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#ann","name":"Ann Poe"},{"@type":"Article","author":` + author + `}]}</script>`
	}
	const h1 = "<h1>Bridge shut for a year</h1>"
	for _, c := range []struct{ name, head, body, want string }{
		{"string", ld(`"Ann Poe"`), "", "Ann Poe"},
		{"list", ld(`["Ann Poe", {"name":"Bo Ek"}]`), "", "Ann Poe; Bo Ek"},
		{"names in a list", ld(`{"@type":"Person","name":["Ann Poe","Bo Ek"]}`), "", "Ann Poe; Bo Ek"},
		{"reference", ld(`{"@id":"#ann"}`), "", "Ann Poe"},
		{"two in one", ld(`"By ANN POE and Bo Ek"`), "", "Ann Poe; Bo Ek"},
		{"the site is no author", ld(`{"@type":"Person","name":"The Echo"}`), h1 + `<p>By Ann Poe</p>`, "Ann Poe"},
		{"an organisation for want of a person", ld(`{"@type":"Organization","name":"Friends of the Aller"}`), h1, "Friends of the Aller"},
		{"a person before an organisation", ld(`{"@type":"Organization","name":"Friends of the Aller"}`), h1 + `<a rel=author>Ann Poe</a>`, "Ann Poe"},
		{"fuller list", ld(`"Ann Poe"`) + `<meta name=author content="Ann Poe, Bo Ek">`, "", "Ann Poe; Bo Ek"},
		{"catalogue", title + `<meta name=citation_author content="Poe, Ann M."><meta name=citation_author content="Ek, Bo">`, "", "Ann M. Poe; Bo Ek"},
		{"office", title + `<meta name=author content=admin>`, h1, ""},
		{"address", title + `<meta name=article:author content="https://example.org/ann">`, h1, ""},
		{"handle", title + `<meta name=author content="@annpoe">`, h1, ""},
		{"address of a site", title + `<meta name=author content="echo.org">`, h1, ""},
		{"time of reading", title, h1 + `<div class=author>4 minutes</div>`, ""},
		{"pseudonym in a link", title, h1 + `<p>von <a rel=author href="/u/7">waterrat7</a></p>`, "waterrat7"},
		{"hCard", title, h1 + `<span class="author vcard"><span class=label>By </span><a class="url fn n" href="/x">rhine</a></span>`, "rhine"},
		{"two side by side", title, h1 + `<p><a rel=author>Ann Poe</a> and <a rel=author>Bo Ek</a></p><div><a rel=author>Cy Orr</a></div>`, "Ann Poe; Bo Ek"},
		{"microdata", title, h1 + `<span itemprop=author>by <b itemprop=name>Ann Poe</b>, London</span>`, "Ann Poe"},
		{"line", title, h1 + `<p>Ein Gastbeitrag von Eva Maß</p>`, "Eva Maß"},
		{"label", title, h1 + `<h4>Author:</h4><p>Ann Poe</p>`, "Ann Poe"},
		{"photographer", title, h1 + `<p>Foto: Cy Orr</p><p>Photo by Bo Ek</p>`, ""},
		{"beside the date", title, h1 + `<p>3 February 2014 - Ann Poe</p>`, "Ann Poe"},
		{"label inside a line", title, h1 + `<p>Date: 3 February 2014 Author: Ann Poe Source: The Wire</p>`, "Ann Poe"},
		{"agency behind the name", title, h1 + `<p>By Ann Poe, BBC News, New York</p>`, "Ann Poe"},
		{"company", title + `<meta name=author content="Wharf Media GmbH">`, h1, ""},
		{"menu", title, h1 + `<a href="/profile/7">Login to follow</a>`, ""},
		{"comment", title, h1 + `<ol class=commentlist><li class=comment-7><a rel=author>Cy Orr</a></li></ol>`, ""},
		{"card of a thing", title, h1 + `<table class="infobox vcard"><tr><th class="fn org">River Aller</th></tr></table>`, ""},
		{"others of a side column", title, h1 + `<aside><p>By Cy Orr</p></aside>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := imported(t, c.head, c.body)
			got := strings.Join(p.authors, "; ")
			if got != c.want {
				t.Errorf("%q, want %q; %+v", got, c.want, p.evidence)
			}
			checkEvidence(t, p, "authors", c.want)
		})
	}
}

// checkEvidence: the candidate that was taken is the value of the header, and there
// is at most one.
func checkEvidence(t *testing.T, p *page, key, want string) {
	t.Helper()
	taken := ""
	for _, c := range p.evidence {
		if c.Reason == "" || c.From == "" || c.Value == "" {
			t.Errorf("candidate without value, place or reason: %+v", c)
		}
		if c.Key == key && c.Taken {
			if taken != "" {
				t.Errorf("two are taken: %q and %q", taken, c.Value)
			}
			taken = c.Value
		}
	}
	if taken != want {
		t.Errorf("%s: candidate %q is taken, want %q", key, taken, want)
	}
}

func TestRepairJSON(t *testing.T) {
	for _, c := range []struct{ name, src string }{
		{"CDATA", "<![CDATA[\n{\"name\":\"Ann Poe\"}\n]]>"},
		{"comma at the end", `{"name":"Ann Poe",}`},
		{"comments", "/* by hand */ {\"name\":\"Ann Poe\" // her\n}"},
		{"line break in a string", "{\"name\":\"Ann\nPoe\"}"},
		{"unknown escape", `{"name":"Ann\ Poe"}`},
		{"entities", `{&quot;name&quot;:&quot;Ann Poe&quot;}`},
		{"semicolon", `{"name":"Ann Poe"};`},
	} {
		var v struct{ Name string }
		if err := json.Unmarshal([]byte(repairJSON(c.src)), &v); err != nil || v.Name != "Ann Poe" {
			t.Errorf("%s: %q, %v from %q", c.name, v.Name, err, repairJSON(c.src))
		}
	}
}

// FuzzLinkedData: JSON that is well formed keeps its meaning in repair, repair is
// done after once, and whatever is read is text fit for a header.
func FuzzLinkedData(f *testing.F) {
	for _, s := range []string{
		`{"@type":"Article","headline":"A","author":[{"name":["B","C"]},"D"],"datePublished":"2014-02-03"}`,
		`<![CDATA[{"@graph":[{"@id":"#a","name":"A"},{"@type":["X","BlogPosting"],"author":{"@id":"#a"}},],}]]>`, `[1,2,]`, `"a\'b"`, `{"a":"//x","b":"/*"}`, `{&quot;a&quot;:1}`, `-1`, `[[1]]]]>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 {
			return
		}
		fixed := repairJSON(s)
		var want, got any
		if json.Unmarshal([]byte(s), &want) == nil {
			if err := json.Unmarshal([]byte(fixed), &got); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q became %q: %v", s, fixed, err)
			}
		}
		if json.Valid([]byte(fixed)) && repairJSON(fixed) != fixed {
			t.Fatalf("%q is repaired again to %q", fixed, repairJSON(fixed))
		}
		var nodes linkedNodes
		nodes.add(s)
		ld := nodes.data(func(string) bool { return true })
		for _, v := range append(append(ld.authors, ld.makers...), ld.headline, ld.published, ld.site) {
			if utf8.ValidString(s) && !utf8.ValidString(v) || v != collapse(v) {
				t.Fatalf("%q is read", v)
			}
		}
	})
}

// FuzzDate: a date that is found is a day of the calendar, lies within the text, and
// is written in it: its year's last two figures stand there.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"9 September 2013", "Sept. 9, 2013", "03.02.14", "2020年2月19日", "15 августа 2016", "9/13/13", "20130909", "3 de mayo de 202221:25", "1er août 2014"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, first bool) {
		c, start, end, ok := findDateAs(s, dateStyle{dayFirst: first, shortYear: first})
		if !ok {
			return
		}
		if c.Precision() != day.Exact {
			t.Fatalf("%q holds %v", s, c)
		}
		if start < 0 || start >= end || end > len(s) {
			t.Fatalf("%q[%d:%d]", s, start, end)
		}
		if !strings.Contains(s[start:end], c.String()[2:4]) {
			t.Fatalf("%v is not in %q", c, s[start:end])
		}
		if again, _, _, ok := findDateAs(s[start:end], dateStyle{dayFirst: first, shortYear: first}); !ok || again != c {
			t.Fatalf("%q gave %v, and alone %q gives %v", s, c, s[start:end], again)
		}
	})
}

// FuzzByline: names are made of the words of the byline, and a name taken from a
// byline is the same name when it stands alone behind "By".
func FuzzByline(f *testing.F) {
	for _, s := range []string{"By ANNA HOLT and Bo Ek | The Courier", "Von Jörg Weiß, Berlin am 3.2.2014", "Ein Gastbeitrag von Eva Maß", "Text: Ann Poe; Foto: Bo Ek", "By Perry Orr Jr.", "Ann Poe ann@example.org", "Autor:in Eva"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		names, _ := splitByline(s)
		low := foldTitle(s)
		for _, n := range names {
			if n == "" || n != strings.Join(strings.Fields(n), " ") {
				t.Fatalf("%q names %q", s, n)
			}
			if !strings.Contains(low, foldTitle(n)) {
				t.Fatalf("%q is not in %q", n, s)
			}
		}
	})
}
