package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"slices"

	"dateline/internal/day"
	"dateline/internal/markdown"
	"dateline/internal/site"
)

// What TimelineJS 3 reads, by the names that its documentation gives
// (timeline.knightlab.com/docs/json-format.html). Headlines and texts are HTML.
type (
	slides struct {
		Title  *slide  `json:"title,omitempty"`
		Scale  string  `json:"scale,omitempty"`
		Events []slide `json:"events"`
	}
	slide struct {
		Start   *moment   `json:"start_date,omitempty"`
		End     *moment   `json:"end_date,omitempty"`
		Display string    `json:"display_date,omitempty"`
		Text    slideText `json:"text"`
		Group   string    `json:"group,omitempty"`
		ID      string    `json:"unique_id,omitempty"`
	}
	slideText struct {
		Headline string `json:"headline"`
		Text     string `json:"text,omitempty"`
	}
	moment struct {
		Year  int `json:"year"`
		Month int `json:"month,omitempty"`
		Day   int `json:"day,omitempty"`
	}
)

const (
	// farYear is the first year that JavaScript's dates cannot hold, which
	// TimelineJS shows on its cosmological scale.
	farYear = 270_000
	// groups is how many rows of its own a timeline gets; TimelineJS gives each
	// the same height.
	groups = 5
)

// appendTimelineJS writes slides. Every one says its date in our words, since
// TimelineJS has none for weeks, seasons and doubt.
func appendTimelineJS(dst []byte, s *Selection) ([]byte, error) {
	lang := s.Site.Settings.Language
	out := slides{Events: make([]slide, 0, len(s.Events))}
	out.Title = &slide{Text: slideText{Headline: html.EscapeString(s.Title), Text: html.EscapeString(s.Description)}}
	group := s.groups()
	names := ids{}
	words := sentences{s: s}
	for i := range s.Events {
		ref := &s.Events[i]
		e := ref.Event
		sentence, err := words.of(ref)
		if err != nil {
			return dst, err
		}
		it := slide{Display: e.When.Words(lang), Group: group(ref), ID: names.of(ref)}
		it.Start, it.End = moments(e.When)
		it.Text.Headline = html.EscapeString(markdown.Typography(e.Label, ref.Article.Lang))
		if sentence != "" {
			it.Text.Text = "<p>" + html.EscapeString(markdown.Typography(sentence, ref.Article.Lang)) + "</p>"
		}
		for _, f := range figures(ref) {
			it.Text.Text += "<p>" + html.EscapeString(f) + "</p>"
		}
		title := html.EscapeString(markdown.Typography(ref.Article.Title, ref.Article.Lang))
		if s.Site.Settings.BaseURL != "" {
			title = `<a href="` + html.EscapeString(s.address(ref)) + `">` + title + "</a>"
		}
		it.Text.Text += "<p>" + title + "</p>"
		for _, m := range []*moment{it.Start, it.End} {
			if m != nil && max(m.Year, -m.Year) > farYear {
				out.Scale = "cosmological"
			}
		}
		out.Events = append(out.Events, it)
	}
	b := bytes.NewBuffer(dst)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false) // it is read as a file of its own
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return dst, fmt.Errorf("writing slides: %w", err)
	}
	return b.Bytes(), nil
}

// moments returns the start and the end of a date as precisely as it is known. A
// single day, month or year has no end: TimelineJS shows it as a point.
func moments(d day.Date) (start, end *moment) {
	from, to, hasFrom, hasTo := ends(d)
	at := func(of day.Day, last bool) *moment {
		y, m, dd := of.Civil()
		out := &moment{Year: historical(y), Month: m, Day: dd}
		switch firstOfYear, endOfYear := m == 1 && dd == 1, m == 12 && dd == 31; {
		case d.Precision() >= day.Year && (!last && firstOfYear || last && endOfYear):
			out.Month, out.Day = 0, 0
		case d.Precision() >= day.Month && (!last && dd == 1 || last && dd == day.DaysIn(y, m)):
			out.Day = 0
		}
		return out
	}
	switch p := d.Precision(); {
	case !hasFrom && !hasTo:
		return &moment{Year: 1}, nil // all of time: there is no such thing in a line of slides
	case !hasFrom:
		return at(to, true), nil
	case !hasTo || p == day.Exact || p == day.Month || p == day.Year:
		return at(from, false), nil
	}
	return at(from, false), at(to, true)
}

// historical counts years as historians and TimelineJS do, who have no year 0: the year
// before 1 is -1.
func historical(y int) int {
	if y <= 0 {
		return y - 1
	}
	return y
}

// groups returns what names the row of an event: that of its entities which has
// a part in most events, of the few that have in most of all.
func (s *Selection) groups() func(ref *site.EventRef) string {
	count := map[string]int{}
	for i := range s.Events {
		for _, id := range s.Events[i].Event.Entities {
			count[id]++
		}
	}
	var often []string
	for id, n := range count {
		if n > 1 && n < len(s.Events) && s.Site.Entity(id) != nil {
			often = append(often, id)
		}
	}
	slices.SortFunc(often, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	often = often[:min(len(often), groups)]
	return func(ref *site.EventRef) string {
		for _, id := range often {
			if slices.Contains(ref.Event.Entities, id) {
				return s.Site.Entity(id).Name
			}
		}
		return ""
	}
}
