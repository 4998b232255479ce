// Package export owns the forms in which a site leaves for other programs: its
// events as calendars, spreadsheets, slide timelines; its articles as annotated
// text, linked data, citations; its places as a map. Each form is a file of its own
// and a line in Formats. It knows neither templates nor files, and keeps nothing;
// the same selection gives the same bytes.
package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/site"
)

// Subject is what a form holds.
type Subject uint8

const (
	Events   Subject = iota // of the timeline
	Articles                // one after the other; each has a file beside its page
	Places                  // that have coordinates
)

// Format is a form of data that others can read.
type Format struct {
	Name   string // as the command line and "outputs:" give it
	Of     Subject
	Ending string // of a file of it: ".ics"
	Media  string // its media type
	Title  string // what people call it
	About  string // what it is for, in a few words
	// Append appends the selection in this form; of a form of articles, one article,
	// Selection.Article. Its error is a text that could not be read.
	Append func(dst []byte, s *Selection) ([]byte, error)
	// Left says why some events of a selection are not in it, with their number; "" when all are.
	Left func(s *Selection) (n int, why string)
	// Around is what stands before, between and after several articles in one file.
	// Forms of articles without it have a file for each.
	Around *Around
	// With is the name of a form whose file belongs beside one of this, or "".
	With string
}

// Around is what makes articles of one form a whole.
type Around struct{ Before, Between, After string }

// Formats returns every form, by name.
func Formats() []Format {
	return []Format{
		{Name: "bibtex", Of: Articles, Ending: ".bib", Media: "application/x-bibtex", Title: "BibTeX", About: "citations, for LaTeX and reference managers", Append: appendBibTeX, Around: &Around{Between: "\n"}},
		{Name: "brat", Of: Articles, Ending: ".ann", Media: "text/plain", Title: "brat", About: "names and dates as standoff annotation, with the text beside it", Append: appendBrat, With: "text"},
		{Name: "csl", Of: Articles, Ending: ".csl.json", Media: "application/vnd.citationstyles.csl+json", Title: "CSL-JSON", About: "citations, for Zotero, Pandoc and citeproc", Append: appendCSL, Around: &Around{"[\n", ",\n", "]\n"}},
		{Name: "csv", Ending: ".csv", Media: "text/csv", Title: "CSV", About: "events as a table, for spreadsheets", Append: appendCSV},
		{Name: "geojson", Of: Places, Ending: ".geojson", Media: "application/geo+json", Title: "GeoJSON", About: "places as Linked Places, for maps and gazetteers", Append: appendPlaces},
		{Name: "ics", Ending: ".ics", Media: "text/calendar", Title: "iCalendar", About: "events as a calendar of what is known to the day", Append: appendICS, Left: leftOfICS},
		{Name: "jsonld", Ending: ".jsonld", Media: "application/ld+json", Title: "JSON-LD", About: "events of schema.org, as linked data", Append: appendJSONLD},
		{Name: "markdown", Of: Articles, Ending: ".md", Media: "text/markdown", Title: "Markdown", About: "the article as its author wrote it", Append: appendMarkdown},
		{Name: "ntriples", Of: Articles, Ending: ".nt", Media: "application/n-triples", Title: "RDF", About: "what schema.org can say of articles and whom they name, as triples", Append: appendTriples, Around: &Around{}},
		{Name: "tei", Of: Articles, Ending: ".tei.xml", Media: "application/tei+xml", Title: "TEI", About: "the text with its names and dates marked, for editions", Append: appendTEI},
		{Name: "text", Of: Articles, Ending: ".txt", Media: "text/plain", Title: "Text", About: "the running text that annotations count in", Append: appendPlainText},
		{Name: "timelinejs", Ending: ".json", Media: "application/json", Title: "TimelineJS", About: "events as slides for TimelineJS", Append: appendTimelineJS},
		{Name: "w3c", Of: Articles, Ending: ".anno.jsonld", Media: `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, Title: "Web Annotation", About: "names and dates as annotations of the W3C, with the text beside it", Append: appendAnnotations, With: "text"},
	}
}

// Named returns the form of a name.
func Named(name string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// Published returns the forms of a subject that a site publishes, in the order of its
// settings, each with what belongs beside it.
func Published(s *site.Site, of Subject) []Format {
	var out []Format
	add := func(name string) {
		f, ok := Named(name)
		if ok && f.Of == of && !slices.ContainsFunc(out, func(g Format) bool { return g.Name == name }) {
			out = append(out, f)
		}
	}
	for _, name := range s.Settings.Outputs {
		add(name)
		if f, _ := Named(name); f.With != "" {
			add(f.With)
		}
	}
	return out
}

// Files returns what a site publishes of its timeline and of its places, with the
// address of each.
func Files(s *site.Site) []File {
	var out []File
	if s.Timeline().Total > 0 {
		for _, f := range Published(s, Events) {
			out = append(out, File{f, addr.URL("/timeline/timeline" + f.Ending)})
		}
	}
	if len(located(s.Entities)) > 0 {
		for _, f := range Published(s, Places) {
			out = append(out, File{f, addr.URL("/places/places" + f.Ending)})
		}
	}
	return out
}

// File is a form with the address of a file of it.
type File struct {
	Format
	URL addr.URL
}

// AppendFile appends a file of an article alone, as a whole.
func (f *Format) AppendFile(dst []byte, s *Selection) ([]byte, error) {
	if f.Around == nil {
		return f.Append(dst, s)
	}
	dst, err := f.Append(append(dst, f.Around.Before...), s)
	return append(dst, f.Around.After...), err
}

// Beside returns the address of an article's file of a form, which lies beside the
// page's.
func (f *Format) Beside(a *site.Article) addr.URL {
	return addr.URL("/" + strings.TrimSuffix(string(a.URL.Output()), ".html") + f.Ending)
}

// ArticleBeside returns the article whose file of a form lies at a path, or nil.
func (f *Format) ArticleBeside(s *site.Site, file addr.Output) *site.Article {
	name, ok := strings.CutSuffix(string(file), f.Ending)
	if !ok || f.Of != Articles {
		return nil
	}
	for _, page := range []string{name + ".html", name} {
		if p := s.PageAt(addr.Output(page).URL()); p != nil && p.Kind == site.ArticlePage {
			return p.Article
		}
	}
	return nil
}

// Whole selects all of a site's timeline.
func Whole(s *site.Site, text func(*site.Article) (*article.Text, error)) *Selection {
	return &Selection{Site: s, Title: s.Settings.Title, Description: s.Settings.Description, Home: "/timeline/", Events: s.Events(), Places: s.Entities, Text: text}
}

// Nearest returns the name of a form that name may have been meant for, or "".
func Nearest(name string) string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return diag.Nearest(name, names)
}

// Selection is what is exported.
type Selection struct {
	Site        *site.Site
	Title       string          // of the whole: the site's, an article's, the name of an entity
	Description string          // one or two sentences; may be empty
	Home        addr.URL        // the page that shows the same
	Events      []site.EventRef // in order of time
	Article     *site.Article   // of a form of articles
	Places      []*site.Entity  // by id; those that are no places or lie nowhere are passed over
	// Text reads the words of an article; nil does without the sentences that tell of events.
	Text func(a *site.Article) (*article.Text, error)
	// Markdown reads the source of an article, as Markdown.
	Markdown func(a *site.Article) ([]byte, error)
}

// address returns the address of the sentence that tells of an event: absolute
// when the site has a base URL, and else from its root.
func (s *Selection) address(ref *site.EventRef) string {
	u := ref.Article.URL
	if ref.Event.Place > 0 {
		u += addr.URL("#t" + strconv.Itoa(ref.Event.Place))
	}
	return s.absolute(u)
}

// absolute returns the whole address of u, or u where the site has no base URL.
func (s *Selection) absolute(u addr.URL) string {
	if base := s.Site.Settings.BaseURL; base != "" {
		return string(u.Abs(base))
	}
	return string(u)
}

// names returns the names of who and what has a part in an event.
func (s *Selection) names(ref *site.EventRef) []string {
	var out []string
	for _, id := range ref.Event.Entities {
		if e := s.Site.Entity(id); e != nil {
			out = append(out, e.Name)
		}
	}
	return out
}

// figures returns the numbers on which the sources of an event disagree, each
// with who gives it: "1,429 killed (Lund) / at least 355 (Gazette)".
func figures(ref *site.EventRef) []string {
	var out []string
	for _, f := range ref.Figures {
		var b strings.Builder
		for i, says := range f.Says {
			if i > 0 {
				b.WriteString(" / ")
			}
			b.WriteString(says.Figure)
			if i == 0 {
				b.WriteString(" " + f.Of)
			}
			if by := cmp.Or(says.By, says.Article.Title); by != "" {
				b.WriteString(" (" + by + ")")
			}
		}
		out = append(out, b.String())
	}
	return out
}

// sentences reads the sentences that tell of events; articles are read once
// where events of one follow each other.
type sentences struct {
	s    *Selection
	last *site.Article
	text string
}

// of returns the sentence that tells of an event, or "" when there is none, or
// when it says no more than the label.
func (r *sentences) of(ref *site.EventRef) (string, error) {
	e := ref.Event
	if r.s.Text == nil || e.End <= e.Start {
		return "", nil
	}
	if r.last != ref.Article {
		t, err := r.s.Text(ref.Article)
		if err != nil {
			return "", err
		}
		r.last, r.text = ref.Article, t.Analysis.S
	}
	if e.End > len(r.text) {
		return "", nil
	}
	words := strings.Join(strings.Fields(r.text[e.Start:e.End]), " ")
	if strings.TrimRight(words, ".") == strings.TrimRight(e.Label, ".") {
		return "", nil
	}
	return words, nil
}

// ids gives events names that stay as long as an event keeps its article, its
// date and its label, wherever in the text it stands.
type ids map[string]int

func (m ids) of(ref *site.EventRef) string {
	sum := sha256.Sum256([]byte(string(ref.Article.URL) + "\x00" + ref.Event.When.String() + "\x00" + ref.Event.Label))
	id := "e" + hex.EncodeToString(sum[:10])
	m[id]++
	if n := m[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

// ends returns the first and last day of a date, and whether each is known.
func ends(d day.Date) (from, to day.Day, hasFrom, hasTo bool) {
	from, to = d.Bounds()
	openFrom, openTo := d.Open()
	return from, to, !openFrom, !openTo
}
