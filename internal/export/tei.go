package export

import (
	"strings"

	"golang.org/x/net/html"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// appendTEI appends an article as a TEI document (P5): the words as they are written,
// with names and dates marked. References to entities are the addresses of their pages.
func appendTEI(dst []byte, s *Selection) ([]byte, error) {
	a := s.Article
	t, err := s.Text(a)
	if err != nil {
		return dst, err
	}
	w := teiWriter{b: dst}
	w.string(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<TEI xmlns="http://www.tei-c.org/ns/1.0"`)
	w.attribute("xml:lang", a.Lang)
	w.string(">\n<teiHeader>\n<fileDesc>\n<titleStmt>")
	w.element("title", a.Title)
	c := work(s.Site, a)
	for _, by := range c.authors {
		w.element("author", by.name)
	}
	w.string("</titleStmt>\n<publicationStmt>")
	w.element("publisher", s.Site.Settings.Title)
	w.dated(a.Meta.Date, a.Meta.Date.Words(a.Lang))
	w.string(`<idno type="URI">`)
	w.text(s.absolute(a.URL))
	w.string("</idno>")
	if m := a.Meta.Source.Rights; m != "" {
		w.string("<availability>")
		w.element("p", m)
		w.string("</availability>")
	}
	w.string("</publicationStmt>\n<sourceDesc>")
	if o := c.origin(); o != "" {
		w.string("<bibl>")
		if a.Meta.Source.Name != "" {
			w.string(`<title level="j">`)
			w.text(a.Meta.Source.Name)
			w.string("</title>")
		}
		if u := addr.Web(a.Meta.Source.URL); u != "" {
			w.string("<ref")
			w.attribute("target", u)
			w.string(">")
			w.text(u)
			w.string("</ref>")
		}
		w.string("</bibl>")
	} else {
		w.element("p", c.site)
	}
	w.string("</sourceDesc>\n</fileDesc>\n<profileDesc><langUsage><language")
	w.attribute("ident", a.Lang)
	w.string("/></langUsage>")
	if len(a.Meta.Tags) > 0 {
		w.string("<textClass><keywords>")
		for _, tag := range a.Meta.Tags {
			w.element("term", tag)
		}
		w.string("</keywords></textClass>")
	}
	w.string("</profileDesc>\n</teiHeader>\n<text>\n")
	w.marks, w.absolute = marks(s.Site, a, t), s.absolute
	if blocks := t.Analysis.Blocks[:min(t.FirstBlock, len(t.Analysis.Blocks))]; len(blocks) > 0 {
		w.string("<front><div type=\"highlights\"><list>\n")
		for _, b := range blocks {
			w.string("<item>")
			w.marked(t.Analysis.S, b.Span)
			w.string("</item>\n")
		}
		w.string("</list></div></front>\n")
	}
	w.string("<body>\n")
	if err := w.body(t); err != nil {
		return dst, err
	}
	w.string("</body>\n</text>\n</TEI>\n")
	return w.b, nil
}

// teiWriter writes elements of TEI.
type teiWriter struct {
	b        []byte
	marks    []mark
	next     int // the first mark that marked has not come to
	absolute func(u addr.URL) string
	divs     []int                 // levels of the headings whose divisions are open
	notes    map[string]*html.Node // that no reference has brought yet, by id
}

func (w *teiWriter) string(s string) { w.b = append(w.b, s...) }

// text writes words. What XML cannot hold becomes U+FFFD.
func (w *teiWriter) text(s string) {
	for _, r := range s {
		switch {
		case r == '&':
			w.string("&amp;")
		case r == '<':
			w.string("&lt;")
		case r == '>':
			w.string("&gt;")
		case r == '"':
			w.string("&quot;")
		case r == '\r':
			w.string("&#13;")
		case r < ' ' && r != '\t' && r != '\n', r == '\ufffe', r == '\uffff':
			w.string("\ufffd")
		default:
			w.b = append(w.b, string(r)...)
		}
	}
}

func (w *teiWriter) attribute(name, value string) {
	if value != "" {
		w.string(" " + name + `="`)
		w.text(strings.Join(strings.Fields(value), " "))
		w.string(`"`)
	}
}

func (w *teiWriter) element(name, words string) {
	w.string("<" + name + ">")
	w.text(words)
	w.string("</" + name + ">")
}

// dated writes a date with its words, if there is one.
func (w *teiWriter) dated(d day.Date, words string) {
	if !d.IsZero() {
		w.string(openDate(d))
		w.text(words)
		w.string("</date>")
	}
}

// openDate returns the tag that dates begin with: @when where the date is a day, month
// or year and certain, and else the first and last day, where they are known.
func openDate(d day.Date) string {
	if _, _, _, ok := dateParts(d); ok {
		return `<date when="` + d.String() + `">`
	}
	out := "<date"
	from, to, hasFrom, hasTo := ends(d)
	if hasFrom {
		out += ` notBefore="` + day.FromDay(from).String() + `"`
	}
	if hasTo {
		out += ` notAfter="` + day.FromDay(to).String() + `"`
	}
	return out + ">"
}

// open and shut return the tags around marked words.
func (w *teiWriter) open(m *mark) string {
	if m.entity == nil {
		return openDate(m.date)
	}
	tag := teiWriter{}
	tag.string("<" + nameElement(m))
	tag.attribute("ref", w.absolute(m.entity.URL))
	if nameElement(m) == "name" {
		tag.attribute("type", m.entity.Kind.String())
	}
	tag.string(">")
	return string(tag.b)
}

func shut(m *mark) string {
	if m.entity == nil {
		return "</date>"
	}
	return "</" + nameElement(m) + ">"
}

func nameElement(m *mark) string {
	switch m.entity.Kind {
	case ner.Person:
		return "persName"
	case ner.Place:
		return "placeName"
	case ner.Organisation, ner.Group:
		return "orgName"
	}
	return "name"
}

// marked writes words of the running text with their marks. Spans are given in order.
func (w *teiWriter) marked(s string, at prose.Span) {
	for ; w.next < len(w.marks) && w.marks[w.next].Start < at.End; w.next++ {
		m := &w.marks[w.next]
		if m.Start < at.Start || m.End > at.End {
			continue
		}
		w.text(s[at.Start:m.Start])
		w.string(w.open(m))
		w.text(s[m.Start:m.End])
		w.string(shut(m))
		at.Start = m.End
	}
	w.text(s[at.Start:at.End])
}
