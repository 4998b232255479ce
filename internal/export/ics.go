package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

// appendICS writes a calendar (RFC 5545, with the names of RFC 7986). Every event
// that is known to the day lasts whole days and blocks no time. What an article
// expects, and what is uncertain, is tentative.
func appendICS(dst []byte, s *Selection) ([]byte, error) {
	w := calendar{dst}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Dateline//Timeline//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.text("NAME", s.Title)
	w.text("X-WR-CALNAME", s.Title) // what NAME was called before it was standard
	if s.Description != "" {
		w.text("DESCRIPTION", s.Description)
	}
	if s.Site.Settings.BaseURL != "" {
		w.line("URL", s.absolute(s.Home))
	}
	names := ids{}
	words := sentences{s: s}
	for i := range s.Events {
		ref := &s.Events[i]
		from, to, ok := wholeDays(ref.Event.When)
		id := names.of(ref)
		if !ok {
			continue
		}
		sentence, err := words.of(ref)
		if err != nil {
			return w.b, err
		}
		w.event(s, ref, id, from, to, sentence)
	}
	w.line("END", "VCALENDAR")
	return w.b, nil
}

// leftOfICS says how many events a calendar has no place for.
func leftOfICS(s *Selection) (int, string) {
	n := 0
	for i := range s.Events {
		if _, _, ok := wholeDays(s.Events[i].Event.When); !ok {
			n++
		}
	}
	return n, "not known to the day, or not of the years 1 to 9999"
}

// wholeDays returns the first and last day of a date that a calendar can show:
// a day, a week, or a range between two days, of the years that iCalendar has.
func wholeDays(d day.Date) (from, to day.Day, ok bool) {
	switch d.Precision() {
	case day.Exact, day.Week:
	case day.Interval:
		a, b, ranged := strings.Cut(d.String(), "/")
		if !ranged || !exact(a) || !exact(b) {
			return 0, 0, false
		}
	default:
		return 0, 0, false
	}
	from, to = d.Bounds()
	return from, to, from >= day.Of(1, 1, 1) && to < day.Of(9999, 12, 31) // the end is the day after
}

// exact reports that s is a day in EDTF.
func exact(s string) bool {
	d, err := day.Parse(s)
	return err == nil && d.Precision() == day.Exact
}

func (w *calendar) event(s *Selection, ref *site.EventRef, id string, from, to day.Day, sentence string) {
	e, a := ref.Event, ref.Article
	base := s.Site.Settings.BaseURL
	w.line("BEGIN", "VEVENT")
	w.line("UID", id+"@"+host(base))
	w.line("DTSTAMP", date(stamp(s.Site, a))+"T000000Z")
	w.line("DTSTART;VALUE=DATE", date(from))
	w.line("DTEND;VALUE=DATE", date(to+1)) // not part of it
	w.text("SUMMARY"+language(a.Lang), e.Label)
	var about []string
	if e.When.Uncertain() || e.When.Approximate() {
		about = append(about, e.When.Words(s.Site.Settings.Language))
	}
	if sentence != "" {
		about = append(about, sentence)
	}
	about = append(append(about, figures(ref)...), a.Title)
	for _, other := range ref.Others {
		about = append(about, other.Title)
	}
	w.text("DESCRIPTION"+language(a.Lang), strings.Join(about, "\n"))
	if base != "" {
		w.line("URL", s.address(ref))
	}
	if list := s.names(ref); len(list) > 0 {
		for i := range list {
			list[i] = escape(list[i])
		}
		w.line("CATEGORIES", strings.Join(list, ","))
	}
	if e.Status == timeline.Planned || e.Status == timeline.Deadline || e.When.Uncertain() || e.When.Approximate() {
		w.line("STATUS", "TENTATIVE")
	} else {
		w.line("STATUS", "CONFIRMED")
	}
	w.line("TRANSP", "TRANSPARENT")
	w.line("END", "VEVENT")
}

// stamp returns the day on which what is said of an event was last changed, as
// far as the site knows: its article's, else that of its newest article.
func stamp(s *site.Site, a *site.Article) day.Day {
	for _, d := range []day.Date{a.Meta.Lastmod, a.Meta.Date, s.Newest} {
		if from, _ := d.Bounds(); !d.IsZero() && from >= day.Of(1, 1, 1) && from < day.Of(9999, 12, 31) {
			return from
		}
	}
	return 0
}

// host returns the host of an address, or a name for sites that have none.
func host(base addr.Absolute) string {
	_, rest, _ := strings.Cut(string(base), "://")
	if name, _, _ := strings.Cut(rest, "/"); name != "" {
		return name
	}
	return "dateline.invalid"
}

func date(d day.Day) string {
	y, m, dd := d.Civil()
	return fmt.Sprintf("%04d%02d%02d", y, m, dd)
}

// language returns the parameter for a language tag, of which only letters,
// digits and hyphens can be part.
func language(tag string) string {
	if tag == "" || strings.Trim(tag, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return ";LANGUAGE=" + tag
}

// calendar writes content lines.
type calendar struct{ b []byte }

// text writes a property whose value is of the type TEXT.
func (w *calendar) text(name, value string) { w.line(name, escape(value)) }

// line writes a content line, folded so that none of its lines has more than 75
// octets and no character is cut.
func (w *calendar) line(name, value string) {
	const most = 75
	room := most
	put := func(s string) {
		for s != "" {
			n := min(len(s), room)
			for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
				n--
			}
			w.b = append(w.b, s[:n]...)
			s, room = s[n:], room-n
			if s != "" {
				w.b = append(w.b, "\r\n "...)
				room = most - 1
			}
		}
	}
	put(name + ":" + value)
	w.b = append(w.b, "\r\n"...)
}

// escape writes a TEXT. Control characters other than line ends, which it cannot
// have, are left out, and so is what is no UTF-8.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t', r == 0x7f, r == utf8.RuneError:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
