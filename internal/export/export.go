// Package export owns the forms in which a site's events leave it for other
// programs: calendars, spreadsheets, slide timelines, linked data. Each form is
// a file of its own and a line in Formats. It knows neither templates nor files,
// and keeps nothing; the same selection gives the same bytes.
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

// Format is a form of data that others can read.
type Format struct {
	Name   string // as the command line and "outputs:" give it
	Ending string // of a file of it: ".ics"
	Media  string // its media type
	Title  string // what people call it
	About  string // what it is for, in a few words
	// Append appends the selection in this form. Its error is a text that could not be read.
	Append func(dst []byte, s *Selection) ([]byte, error)
	// Left says why some events of a selection are not in it, with their number; "" when all are.
	Left func(s *Selection) (n int, why string)
}

// Formats returns every form, by name.
func Formats() []Format {
	return []Format{
		{"csv", ".csv", "text/csv", "CSV", "a table, for spreadsheets", appendCSV, nil},
		{"ics", ".ics", "text/calendar", "iCalendar", "a calendar of what is known to the day", appendICS, leftOfICS},
		{"jsonld", ".jsonld", "application/ld+json", "JSON-LD", "events of schema.org, as linked data", appendJSONLD, nil},
		{"timelinejs", ".json", "application/json", "TimelineJS", "slides for TimelineJS", appendTimelineJS, nil},
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

// Published returns the forms in which a site publishes its timeline, with the
// address of each, in the order of its settings.
func Published(s *site.Site) []File {
	if s.Timeline().Total == 0 {
		return nil
	}
	var out []File
	for _, name := range s.Settings.Outputs {
		if f, ok := Named(name); ok {
			out = append(out, File{f, addr.URL("/timeline/timeline" + f.Ending)})
		}
	}
	return out
}

// File is a form of the timeline that the site publishes.
type File struct {
	Format
	URL addr.URL
}

// Whole selects all of a site's timeline.
func Whole(s *site.Site, text func(*site.Article) (*article.Text, error)) *Selection {
	return &Selection{Site: s, Title: s.Settings.Title, Description: s.Settings.Description, Home: "/timeline/", Events: s.Events(), Text: text}
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
	// Text reads the words of an article; nil does without the sentences that tell of events.
	Text func(a *site.Article) (*article.Text, error)
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
