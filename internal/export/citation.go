package export

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/region"
	"dateline/internal/site"
)

// Citation is how an article is cited. Authors are those of the header, else the
// site's; nothing is said of a date that is not known, and there is no address where
// the site has no base URL.
type Citation struct {
	BibTeX string // an entry, with its line end
	CSL    string // an item of CSL-JSON: an object on lines of its own, with its line end
	Plain  string // one line, in the punctuation that most languages share
}

// Cite returns the citation of an article in each form, in mem.
func Cite(mem *region.Text, s *site.Site, a *site.Article) Citation {
	w := work(s, a)
	return Citation{BibTeX: mem.Write(w.appendBibTeX), CSL: mem.Write(w.appendCSL), Plain: mem.Write(w.appendPlain)}
}

func appendBibTeX(dst []byte, s *Selection) ([]byte, error) {
	w := work(s.Site, s.Article)
	return w.appendBibTeX(dst), nil
}

func appendCSL(dst []byte, s *Selection) ([]byte, error) {
	w := work(s.Site, s.Article)
	return w.appendCSL(dst), nil
}

// cited is what a citation says of an article.
type cited struct {
	key     string // unique in the site: letters, digits and hyphens
	title   string
	site    string
	lang    string
	url     string // "" without a base URL
	place   string
	date    day.Date
	authors []author
	source  article.Source // where it was first published
}

// author is somebody who wrote an article.
type author struct {
	name          string
	family, given string // where the register says how the name is sorted; else ""
	body          bool   // an organisation
}

// work gathers what is cited of an article.
func work(s *site.Site, a *site.Article) cited {
	w := cited{key: addr.Slug(strings.TrimPrefix(string(a.URL), "/articles/")), title: a.Title, site: s.Settings.Title, lang: a.Lang, date: a.Meta.Date, place: s.NameOf(a.Meta.Place), source: a.Meta.Source}
	if s.Settings.BaseURL != "" {
		w.url = string(a.URL.Abs(s.Settings.BaseURL))
	}
	names := a.Meta.Authors
	if len(names) == 0 && s.Settings.Author != "" {
		names = []string{s.Settings.Author}
	}
	for _, name := range names {
		by := author{name: oneLine(name)}
		if e := s.Entity(addr.Slug(name)); e != nil && e.Entity != nil && e.Name == name {
			by.body = e.Kind == ner.Organisation || e.Kind == ner.Group
			if family, given, ok := strings.Cut(e.SortName, ","); ok && e.Kind == ner.Person {
				by.family, by.given = strings.TrimSpace(family), strings.TrimSpace(given)
			}
		}
		w.authors = append(w.authors, by)
	}
	return w
}

// dateParts returns year, month and day of a date, 0 for what is not said of it. ok is
// false for dates that are not certain, and for those that are more than one day,
// month or year: citations have them in words.
func dateParts(d day.Date) (y, m, dd int, ok bool) {
	if d.Approximate() || d.Uncertain() {
		return 0, 0, 0, false
	}
	from, _ := d.Bounds()
	y, m, dd = from.Civil()
	switch d.Precision() {
	case day.Exact:
		return y, m, dd, true
	case day.Month:
		return y, m, 0, true
	case day.Year:
		return y, 0, 0, true
	}
	return 0, 0, 0, false
}

// origin says where an article was first published, or "".
func (w *cited) origin() string {
	return strings.Join(fields(w.source.Name, addr.Web(w.source.URL)), ", ")
}

// fields returns the values that are not empty, each on one line.
func fields(values ...string) []string {
	var out []string
	for _, v := range values {
		if v = oneLine(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// oneLine returns s with each run of white space as one blank.
func oneLine(s string) string {
	blank := true // so that one at the beginning is one too many
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c < ' ' || c == ' ' && blank {
			return strings.Join(strings.Fields(s), " ")
		}
		blank = s[i] == ' '
	}
	return strings.TrimSuffix(s, " ")
}

// months are BibTeX's own names of the months, which its styles write in their language.
var months = [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// appendBibTeX appends an entry of type misc, which every style knows. The title keeps
// its capitals, and authors are never taken apart where they hold a word that BibTeX
// acts on.
func (w *cited) appendBibTeX(b []byte) []byte {
	b = append(b, "@misc{"...)
	b = append(b, w.key...)
	field := func(name, value string) {
		if value != "" {
			b = append(b, ",\n  "+name+" = "+value...)
		}
	}
	braced := func(s string) string {
		if s = oneLine(s); s == "" {
			return ""
		}
		return "{" + tex.Replace(s) + "}"
	}
	var by []string
	for _, a := range w.authors {
		switch {
		case a.family != "" && !actsInNames(a.family) && !actsInNames(a.given):
			by = append(by, tex.Replace(a.family)+", "+tex.Replace(a.given))
		case a.body || actsInNames(a.name):
			by = append(by, "{"+tex.Replace(a.name)+"}")
		case a.name != "":
			by = append(by, tex.Replace(a.name))
		}
	}
	if len(by) > 0 {
		field("author", "{"+strings.Join(by, " and ")+"}")
	}
	if t := braced(w.title); t != "" {
		field("title", "{"+t+"}")
	}
	if y, m, d, ok := dateParts(w.date); ok {
		field("year", "{"+strconv.Itoa(y)+"}")
		if m > 0 {
			field("month", months[m-1])
		}
		if d > 0 {
			field("day", "{"+strconv.Itoa(d)+"}")
		}
	} else if !w.date.IsZero() {
		field("year", braced(w.date.Words(w.lang)))
	}
	field("howpublished", braced(w.site))
	field("address", braced(w.place))
	if w.url != "" {
		field("url", "{"+bibURL.Replace(w.url)+"}")
	}
	field("note", braced(w.origin()))
	field("language", braced(w.lang))
	return append(b, "\n}\n"...)
}

// tex escapes what TeX does not print as it stands. BibTeX counts braces, those behind
// a backslash too.
var tex = strings.NewReplacer(
	`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "$", `\$`, "&", `\&`, "#", `\#`, "_", `\_`, "%", `\%`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
)

// bibURL escapes what would end or unbalance a field; addresses are printed as they stand.
var bibURL = strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20")

// actsInNames reports whether BibTeX would read a name as several, or in parts.
func actsInNames(name string) bool {
	if strings.ContainsAny(name, ",{}") {
		return true
	}
	for _, word := range strings.Fields(name) {
		if w := strings.ToLower(word); w == "and" || w == "others" {
			return true
		}
	}
	return false
}

// cslItem is an item of CSL-JSON, as its schema describes it
// (github.com/citation-style-language/schema).
type cslItem struct {
	ID       string    `json:"id"`
	Type     string    `json:"type"`
	Title    string    `json:"title"`
	Authors  []cslName `json:"author,omitempty"`
	Issued   *cslDate  `json:"issued,omitempty"`
	Site     string    `json:"container-title,omitempty"`
	Place    string    `json:"publisher-place,omitempty"`
	URL      string    `json:"URL,omitempty"`
	Note     string    `json:"note,omitempty"`
	Language string    `json:"language,omitempty"`
}

// cslName is a name: taken apart, or as it is printed.
type cslName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// cslDate is a date: year, month and day as far as they are known, or words.
type cslDate struct {
	Parts   [][]int `json:"date-parts,omitempty"`
	Literal string  `json:"literal,omitempty"`
}

// appendCSL appends an item of CSL-JSON. Names are taken apart only where the register
// says how.
func (w *cited) appendCSL(b []byte) []byte {
	item := cslItem{
		ID: w.key, Type: "webpage", Title: oneLine(w.title), Site: oneLine(w.site), Place: oneLine(w.place), URL: w.url, Note: w.origin(), Language: w.lang,
	}
	for _, a := range w.authors {
		if a.family != "" {
			item.Authors = append(item.Authors, cslName{Family: a.family, Given: a.given})
		} else if a.name != "" {
			item.Authors = append(item.Authors, cslName{Literal: a.name})
		}
	}
	if y, m, d, ok := dateParts(w.date); ok {
		parts := []int{y}
		for _, p := range []int{m, d} {
			if p > 0 {
				parts = append(parts, p)
			}
		}
		item.Issued = &cslDate{Parts: [][]int{parts}}
	} else if !w.date.IsZero() {
		item.Issued = &cslDate{Literal: w.date.Words(w.lang)}
	}
	return appendJSON(b, item)
}

// appendPlain appends a line that people can read and paste.
func (w *cited) appendPlain(b []byte) []byte {
	var by []string
	for _, a := range w.authors {
		by = append(by, fields(a.name)...)
	}
	if len(by) > 0 {
		b = append(append(b, strings.Join(by, ", ")...), ": "...)
	}
	b = append(append(append(b, "“"...), oneLine(w.title)...), "”. "...)
	when := ""
	if !w.date.IsZero() {
		when = w.date.Words(w.lang)
	}
	b = append(append(b, strings.Join(fields(w.site, when), ", ")...), '.')
	if at := cmp.Or(w.url, addr.Web(w.source.URL)); at != "" {
		b = append(append(b, ' '), at...)
	}
	return b
}
