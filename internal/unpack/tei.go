package unpack

import (
	"bytes"
	"strconv"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// isTEI reports whether src is a text in the form of the Text Encoding Initiative.
func isTEI(_ string, src []byte) bool {
	head := src[:min(len(src), 4096)]
	return bytes.Contains(head, []byte("<TEI")) || bytes.Contains(head, []byte("<teiCorpus")) || bytes.Contains(head, []byte(":TEI "))
}

// readTEI reads one text or a corpus of them: TEI P5 Guidelines.
func readTEI(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	root, diags := treeOf(name, src)
	r := &reading{file: name, yield: yield, diags: diags}
	n, unchosen, stopped := 0, 0, false
	var texts func(e *element)
	texts = func(e *element) {
		for _, c := range e.inner {
			switch {
			case stopped:
			case c.name == "teiCorpus":
				texts(c)
			case c.name == "TEI" || c.name == "TEI.2":
				n++
				e := Entry{ID: c.attr("id"), Line: c.line}
				header, text := c.child("teiHeader"), c.child("text")
				if e.ID == "" {
					e.ID = header.at("fileDesc", "publicationStmt", "idno").words()
				}
				if e.ID == "" {
					e.ID = "text " + strconv.Itoa(n)
				}
				it := &Item{Name: "text.html", Kind: "html", Whole: true, Meta: teiMeta(r, c, header)}
				e.Title = it.Title
				w := newTEIWriter(it.Title, text)
				it.Body = w.write(text)
				unchosen += w.unchosen
				if len(it.Body) == 0 {
					e.Skip = "a header without text"
				} else {
					e.Item = it
				}
				stopped = !yield(e)
			}
		}
	}
	texts(root)
	if unchosen > 0 {
		r.tell(diag.Info, "readings-left-out", 0, "at %d places the text gives words in more than one form; the corrected one was kept", unchosen)
	}
	return r.diags
}

// teiMeta returns what the header says of a text. The date is the source's, if it has
// one: that of the file is younger than the text.
func teiMeta(r *reading, text, header *element) Meta {
	file := header.child("fileDesc")
	var m Meta
	for _, t := range file.child("titleStmt").all("title") {
		switch t.attr("type") {
		case "sub":
			m.Description = t.words()
		case "", "main", "full", "a":
			if m.Title == "" {
				m.Title = t.words()
			}
		}
	}
	for _, a := range file.child("titleStmt").all("author") {
		m.Authors = append(m.Authors, a.words())
	}
	source, published := file.child("sourceDesc"), file.child("publicationStmt")
	for _, d := range []*element{source.find("date"), header.at("profileDesc", "creation", "date"), published.find("date")} {
		when := d.attr("when")
		if when == "" {
			when = d.words()
		}
		if m.Date, _ = dayOf(when); m.Date != "" {
			break
		}
	}
	source.every("title", func(t *element) {
		if m.Site == "" && t.attr("level") == "j" {
			m.Site = t.words()
		}
	})
	if m.Site == "" {
		m.Site = published.child("publisher").words()
	}
	for _, i := range published.all("idno") {
		if m.URL == "" {
			m.URL = addr.Web(i.words())
		}
	}
	m.Rights = published.at("availability").words()
	profile := header.child("profileDesc")
	for _, lang := range []string{text.child("text").attr("lang"), text.attr("lang"), profile.at("langUsage", "language").attr("ident")} {
		if m.Lang == "" {
			m.Lang = languageTag(lang)
		}
	}
	profile.child("textClass").every("keywords", func(k *element) {
		for _, name := range []string{"term", "item"} {
			k.every(name, func(t *element) {
				if t.child("term") == nil {
					m.Tags = append(m.Tags, t.words())
				}
			})
		}
	})
	if m.Date == "" && source.find("date") != nil {
		r.tell(diag.Info, "bad-date", text.line, "the date of the source, %q, is no date of the calendar", short(source.find("date").words()))
	}
	return m
}
