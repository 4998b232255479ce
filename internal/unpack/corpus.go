package unpack

import (
	"encoding/json"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// A corpus is a table of articles: rows of CSV, lines of JSON. Its columns are found
// by the names that people give them.

// field is a part of an article that a column may hold.
type field uint8

const (
	fieldID field = iota
	fieldText
	fieldTitle
	fieldHighlights
	fieldDate
	fieldAuthors
	fieldURL
	fieldTags
	fieldDescription
	fieldLang
	fieldSite
	fieldLastmod
	fieldImage
	fieldRights
	fields
)

// usualColumns are the names of columns in English, German, Spanish and French, in
// the order in which they are preferred, folded by foldColumn.
var usualColumns = [fields]string{
	fieldID:          "id guid uuid oid docid articleid identifier key number nr nummer número numéro",
	fieldText:        "text fulltext articletext body bodytext content contenthtml contenttext article articlebody story html bodyhtml document volltext inhalt artikel texto contenido cuerpo texte contenu corps",
	fieldTitle:       "title headline heading titel überschrift schlagzeile título titulo titular titre subject name",
	fieldHighlights:  "highlights highlight keypoints bullets",
	fieldDate:        "date published publishedat publishedon publishdate publicationdate datepublished pubdate firstpublished datum veröffentlicht veröffentlichtam erschienen fecha fechadepublicación datedepublication datetime timestamp postdate created createdat time day",
	fieldAuthors:     "authors author byline autor autoren autores auteur auteurs verfasser creator writer by",
	fieldURL:         "url link canonicalurl permalink sourceurl articleurl weburl href enlace lien address adresse",
	fieldTags:        "tags tag keywords categories category labels topics section schlagworte schlagwörter stichworte rubrik etiquetas categorías motsclés étiquettes rubrique",
	fieldDescription: "description summary abstract dek subtitle excerpt teaser standfirst zusammenfassung beschreibung untertitel resumen descripción résumé chapeau",
	fieldLang:        "lang language langcode sprache idioma langue",
	fieldSite:        "site sitename source publication publisher newspaper outlet domain zeitung quelle medio fuente journal",
	fieldLastmod:     "lastmod modified updated updatedat modifiedat datemodified lastmodified lastupdated geändert",
	fieldImage:       "image imageurl topimage leadimage featureimage thumbnail bild imagen",
	fieldRights:      "rights license licence copyright lizenz licencia",
}

// foldColumn returns a name as columns are compared: letters and digits, small.
func foldColumn(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// named returns the columns that the author named.
func (c Columns) named() [fields]string {
	return [fields]string{
		fieldID: c.ID, fieldText: c.Text, fieldTitle: c.Title, fieldHighlights: c.Highlights, fieldDate: c.Date,
		fieldAuthors: c.Authors, fieldURL: c.URL, fieldTags: c.Tags,
	}
}

// chooser finds the columns of a table.
type chooser struct {
	named [fields]string
	usual map[string]usualColumn // by folded name
}

// usualColumn is what a column of a usual name holds. Of several, the one with the
// least rank counts.
type usualColumn struct {
	field field
	rank  int
}

// newChooser returns a chooser that knows the usual names and those that the author gives.
func newChooser(opt Options) *chooser {
	c := &chooser{named: opt.Columns.named(), usual: map[string]usualColumn{}}
	for f, names := range usualColumns {
		for rank, name := range strings.Fields(names) {
			c.usual[name] = usualColumn{field(f), rank}
		}
	}
	for f, name := range c.named {
		if name != "" {
			c.usual[foldColumn(name)] = usualColumn{field(f), -1}
		}
	}
	return c
}

// knows reports whether a column of this name holds something else than the text.
func (c *chooser) knows(column string) bool {
	u, ok := c.usual[foldColumn(column)]
	return ok && u.field != fieldText
}

// find returns which of the columns hold which part; -1 where none does. A column
// that the author named counts alone; it may be written in any case, unless another
// one is written as he says.
func (c *chooser) find(columns []string) (at [fields]int) {
	var best [fields]int // rank
	for f := range at {
		at[f] = -1
	}
	for i, name := range columns {
		u, ok := c.usual[foldColumn(name)]
		if !ok || c.named[u.field] != "" && u.rank >= 0 {
			continue
		}
		if u.rank < 0 && name == c.named[u.field] {
			u.rank = -2
		}
		if at[u.field] < 0 || u.rank < best[u.field] {
			at[u.field], best[u.field] = i, u.rank
		}
	}
	return at
}

// missing returns what is wrong with the columns of a table: one that the author
// named is not there, or none holds the text.
func (c *chooser) missing(file string, line int, columns []string, at *[fields]int) diag.List {
	var diags diag.List
	add := func(d diag.Diagnostic) {
		d.Line = line
		diags = append(diags, d)
	}
	for p, name := range c.named {
		if name == "" || at[p] >= 0 {
			continue
		}
		d := diag.New(diag.Error, "no-column", file, "there is no column %q", short(name))
		if near := diag.Nearest(name, columns); near != "" {
			d = d.WithHint("did you mean %q", near)
		} else {
			d = d.WithHint("name one of %s", quoted(columns))
		}
		add(d)
	}
	if len(diags) == 0 && at[fieldText] < 0 {
		d := diag.New(diag.Error, "no-column", file, "no column holds the text of articles; there are %s", quoted(columns))
		if slices.Contains(columns, "post_id") && slices.Contains(columns, "audience") {
			d = d.WithHint("this looks like the table of an unpacked archive of Substack: import the ZIP archive as it came")
		} else {
			d = d.WithHint("name it: --column text=NAME")
		}
		add(d)
	}
	return diags
}

// quoted lists the names of columns for people.
func quoted(names []string) string {
	const most = 30
	var b strings.Builder
	for i, name := range names {
		if i == most {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(`"` + short(oneLine(name)) + `"`)
	}
	return b.String()
}

// row is an article of a corpus. Its values are those of JSON.
type row struct {
	line   int
	number int // of the row, from 1
	values [fields]any
}

// entry returns what a row holds.
func (r *reading) entry(w *row) Entry {
	text := func(p field) string { return strings.TrimSpace(textOf(w.values[p])) }
	e := Entry{ID: oneLine(text(fieldID)), Title: plainWords(text(fieldTitle)), Line: w.line}
	if e.ID == "" {
		e.ID = "row " + strconv.Itoa(w.number)
	}
	body := textOf(w.values[fieldText])
	if strings.TrimSpace(body) == "" {
		e.Skip = "without text"
		return e
	}
	m := Meta{
		Title: e.Title, Date: r.day(text(fieldDate), w.line), Lastmod: r.day(text(fieldLastmod), w.line),
		Authors: peopleOf(w.values[fieldAuthors]), Highlights: pointsOf(w.values[fieldHighlights]), Tags: wordsOf(w.values[fieldTags]),
		Description: plainWords(text(fieldDescription)), Lang: languageTag(text(fieldLang)), URL: addr.Web(text(fieldURL)),
		Site: plainWords(text(fieldSite)), Rights: plainWords(text(fieldRights)), Image: addr.Web(text(fieldImage)),
	}
	it := &Item{Name: strings.ReplaceAll(e.ID, "/", "-") + ".txt", Kind: "text", Body: []byte(body), Meta: m}
	if looksHTML(body) {
		it.Name, it.Kind = strings.TrimSuffix(it.Name, ".txt")+".html", "html"
		it.Whole = !strings.Contains(strings.ToLower(body[:min(len(body), 1024)]), "<html") // else a page, with what pages have around
	}
	e.Item = it
	return e
}

// listIn returns the elements of a value: a list, or text that is a list in the
// notation of JSON or Python.
func listIn(v any) (list []string, ok bool) {
	if _, ok := v.([]any); ok {
		return textsOf(v), true
	}
	s := strings.TrimSpace(textOf(v))
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, "]") {
		return nil, false
	}
	var inner []any
	if json.Unmarshal([]byte(s), &inner) == nil {
		return textsOf(inner), true
	}
	for e := range strings.SplitSeq(s[1:len(s)-1], ",") {
		if e = strings.Trim(e, " '\"\n"); e != "" {
			list = append(list, e)
		}
	}
	return list, true
}

// wordsOf returns tags: a list, or words parted by commas and the like.
func wordsOf(v any) []string {
	list, ok := listIn(v)
	if !ok {
		list = strings.FieldsFunc(textOf(v), func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' })
	}
	for i, s := range list {
		list[i] = plainWords(s)
	}
	return distinct(list)
}

// pointsOf returns highlights: a list, or lines, perhaps with bullets.
func pointsOf(v any) []string {
	list, ok := listIn(v)
	if !ok {
		list = strings.Split(textOf(v), "\n")
	}
	for i, s := range list {
		list[i] = plainWords(strings.TrimLeft(s, "-*•· \t"))
	}
	return distinct(list)
}

// What parts the names of authors.
var (
	semicolons = strings.NewReplacer("\n", ";", "|", ";")
	commas     = strings.NewReplacer(" and ", ", ", " und ", ", ", " y ", ", ", " et ", ", ", " & ", ", ")
)

// peopleOf returns authors: a list, or names parted by semicolons, by "and", or by
// commas when no name is written "Okoye, Mona".
func peopleOf(v any) []string {
	list, ok := listIn(v)
	if !ok {
		s := oneLine(semicolons.Replace(html.UnescapeString(textOf(v))))
		list = strings.Split(s, ";")
		if len(list) == 1 {
			s = commas.Replace(s)
			list = strings.Split(s, ",")
			for _, name := range list {
				if len(list) > 1 && !strings.Contains(strings.TrimSpace(name), " ") && strings.TrimSpace(name) != "" {
					list = []string{textOf(v)}
					break
				}
			}
		}
	}
	var names []string
	for _, name := range list {
		name = plainWords(name)
		if len(name) > 3 && strings.EqualFold(name[:3], "by ") {
			name = name[3:]
		}
		names = append(names, name)
	}
	return distinct(names)
}
