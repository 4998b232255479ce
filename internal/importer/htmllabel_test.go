package importer_test

import (
	"strings"
	"testing"

	"dateline/internal/importer"
)

// The paragraphs of an article into which the tests put what is none of it.
var ferryProse = [4]string{
	"The ferry across the Leen stopped for good on Friday evening, after the last of its two boats had failed the yearly inspection.",
	"Its owner, who has steered it since he was seventeen, said that no yard on the river would repair a hull of that age for less than a new one costs.",
	"Farmers on the eastern bank now drive eleven kilometres to the bridge at Holm, and the school bus has been given a new route that begins before six.",
	"The council will decide in March whether it pays for a cable ferry, which a firm from the coast has offered to build within a year of the order.",
}

func ferryPage(head, middle, tail string) string {
	p := func(i int) string { return "<p>" + ferryProse[i] + "</p>\n" }
	return `<!doctype html><html lang="en"><head><title>Ferry stops for good</title><link rel="canonical" href="https://leen.example/ferry"><meta name="author" content="Ida Moe"></head>
<body><nav><a href="/">Home</a></nav><div class="page"><h1>Ferry stops for good</h1>` + head + `<div class="story">` + p(0) + p(1) + middle + p(2) + p(3) + tail + `</div></div></body></html>`
}

// TestPageFurniture puts a piece into a page and asks how its words are labelled;
// the article's own paragraphs stay, whatever stands around them.
func TestPageFurniture(t *testing.T) {
	const head, middle, tail = 0, 1, 2
	for _, c := range []struct {
		name  string
		where int
		html  string
		words string // of the line that is asked for
		want  importer.Label
	}{
		{"standfirst", head, `<header><p>Two boats, one owner, and eleven kilometres to the next bridge: what the end of a ferry means.</p></header>`, "Two boats", importer.Body},
		{"link to another article", middle, `<p><a href="/bridge">Why the bridge at Holm was built twice</a></p>`, "Why the bridge", importer.Boiler},
		{"link elsewhere", middle, `<p><a href="https://river.example/report">The inspectors' report in full</a></p>`, "The inspectors", importer.Body},
		{"list of links", middle, `<ul><li><a href="/a">Eleven more bridges of the Leen</a></li><li><a href="/b">How a cable ferry works at night</a></li></ul>`, "Eleven more", importer.Boiler},
		{"list of links that is announced", middle, `<h2>The ferry's history</h2><ul><li><a href="/a">Eleven more bridges of the Leen</a></li><li><a href="/b">How a cable ferry works at night</a></li></ul>`, "Eleven more", importer.Body},
		{"appeal to share", tail, `<p>Like this story? Share it with a friend!</p>`, "Like this", importer.Boiler},
		{"newsletter", middle, `<p>Every Sunday: subscribe to our newsletter and read it first.</p>`, "Every Sunday", importer.Boiler},
		{"newsletter in German", middle, `<p>Jeden Sonntag neu: Hier können Sie unseren Newsletter bestellen.</p>`, "Jeden Sonntag", importer.Boiler},
		{"appeal in French", tail, `<p>Suivez-nous sur tous les réseaux.</p>`, "Suivez-nous", importer.Boiler},
		{"appeal in Spanish", tail, `<p>Comparte este artículo con tus amigos.</p>`, "Comparte", importer.Boiler},
		{"notice of payment", tail, `<p>We may earn a commission when you buy through links.</p>`, "We may earn", importer.Boiler},
		{"comments", tail, `<div id="comments"><div><p>I took that ferry every day for thirty years, and I shall miss the smell of diesel in the morning fog.</p></div></div>`, "I took that", importer.Boiler},
		{"cookies", middle, `<div class="cookie-notice"><p>This site stores small files on your machine so that it knows you again.</p></div>`, "This site", importer.Boiler},
		{"date after the start", middle, `<p>Updated: 3 March 2015, 10:15</p>`, "Updated", importer.Date},
		{"credit of a picture", middle, `<p><img src="/b.jpg"></p><p>The last boat at its pier (Photo: Bo Ek)</p>`, "The last boat", importer.Caption},
		{"caption by its class", middle, `<div class="img-caption">The pier on Friday evening</div>`, "The pier", importer.Caption},
		{"credit of reporters", tail, `<p><em>Bo Ek contributed to this report.</em></p>`, "Bo Ek", importer.Boiler},
		{"about the author", tail, `<p>Ida Moe writes about rivers and those who live on them.</p>`, "Ida Moe", importer.Boiler},
		{"lead-in at the end", tail, `<p>More about ferries:</p>`, "More about", importer.Boiler},
		{"heading at the end", tail, `<h3>What others say</h3>`, "What others", importer.Boiler},
		{"heading of links", middle, `<h3>Our archive</h3><p><a href="/bridge">Why the bridge at Holm was built twice</a></p><h3>The council</h3>`, "Our archive", importer.Boiler},
		{"copy for other screens", tail, `<div class="narrow"><p>` + ferryProse[0] + `</p></div>`, "", importer.Duplicate},
		{"own address", middle, `<p>https://leen.example/ferry</p>`, "https://", importer.Boiler},
	} {
		t.Run(c.name, func(t *testing.T) {
			var parts [3]string
			parts[c.where] = c.html
			src := ferryPage(parts[head], parts[middle], parts[tail])
			d, _ := importer.Import("a.html", []byte(src), importer.Options{})
			got := map[importer.Label]bool{}
			for _, l := range d.Lines {
				if c.words != "" && strings.HasPrefix(l.Text, c.words) || c.words == "" && l.Text == ferryProse[0] {
					got[l.Label] = true
				}
			}
			if !got[c.want] {
				t.Errorf("no line of %q is %s in\n%s\n%s", c.words, c.want, src, explain(d, nil))
			}
			for _, p := range ferryProse {
				if strings.Count(string(d.Markdown), p) != 1 {
					t.Errorf("the article does not have once: %s\n%s", p, explain(d, nil))
				}
			}
		})
	}
}

// TestButtons: a short line without the mark of a sentence that stands in an article
// again and again is no part of it; a refrain is.
func TestButtons(t *testing.T) {
	step := func(s string) string { return "<p>" + s + "</p>" }
	d, _ := importer.Import("a.html", []byte(ferryPage("", strings.Repeat(step("Show picture"), 3)+strings.Repeat(step("And so it went."), 3), "")), importer.Options{})
	md := string(d.Markdown)
	if strings.Contains(md, "Show picture") || strings.Count(md, "And so it went.") != 3 {
		t.Errorf("got:\n%s", md)
	}
}

// TestTeasers: boxes for other articles are none of this one, even when they hold
// more words than it.
func TestTeasers(t *testing.T) {
	var boxes strings.Builder
	for _, s := range []string{"A mill that grinds at night", "The lock keeper's daughter", "Nets, ropes and a patent", "Who owns the towpath now"} {
		boxes.WriteString(`<div class="box"><h3><a href="/x">` + s + `</a></h3><p>There is more to this than meets the eye, as our reporter found out when she walked along the river for a day and asked everybody whom she met about it.</p></div>`)
	}
	d, _ := importer.Import("a.html", []byte(ferryPage("", "", "")+`<div class="boxes">`+boxes.String()+`</div>`), importer.Options{})
	if md := string(d.Markdown); strings.Contains(md, "meets the eye") || !strings.Contains(md, ferryProse[3]) {
		t.Errorf("got:\n%s", explain(d, nil))
	}
}

// TestWholePageIsOneList: a page that holds nothing but short lines is kept as it is.
func TestWholePageIsOneList(t *testing.T) {
	d, _ := importer.Import("a.html", []byte(`<title>Verse</title><body><div><p>Over the river</p><p>under the bridge</p><p>uphill</p></div>`), importer.Options{})
	for _, s := range []string{"Over the river", "under the bridge", "uphill"} {
		if !strings.Contains(string(d.Markdown), s) {
			t.Errorf("no %q in\n%s\n%s", s, d.Markdown, explain(d, nil))
		}
	}
}
