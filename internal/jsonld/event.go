package jsonld

import (
	"slices"
	"strconv"

	"dateline/internal/day"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

// maxEvents is how many events of a page its description has.
const maxEvents = 12

// AppendEvents appends a document of events, escaped as Append does. An event
// whose date schema.org cannot say, such as "about 1866", has it in words.
func AppendEvents(dst []byte, s *site.Site, events []site.EventRef) []byte {
	w := writer{b: dst, site: s}
	w.b = append(w.b, `{"@context":"https://schema.org"`...)
	w.array("@graph", func() {
		for i := range events {
			w.event(&events[i], true)
		}
	})
	w.b = append(w.b, '}')
	return w.b
}

// foremost writes those events of a page that are most worth showing and that
// schema.org can date, in order of time. whole tells who has a part in them, and
// which articles tell of them.
func (w *writer) foremost(events []site.EventRef, whole bool) {
	events = slices.DeleteFunc(events, func(e site.EventRef) bool { return iso(e.Event.When) == "" })
	for i := range events {
		events[i].Score += float64(events[i].Event.Rank) // those of one article have no other
	}
	events = site.Highest(events, maxEvents)
	for i := range events {
		w.event(&events[i], whole)
	}
}

// event describes an event that an article tells of.
func (w *writer) event(ref *site.EventRef, whole bool) {
	e, a := ref.Event, ref.Article
	w.open("Event")
	w.text("name", e.Label)
	w.when(e.When)
	// The address is no @id: a sentence may tell of two events.
	if e.Place > 0 {
		w.address("url", a.URL, "#t"+strconv.Itoa(e.Place))
	} else {
		w.address("url", a.URL, "")
	}
	w.text("inLanguage", a.Lang)
	if e.Status == timeline.Planned || e.Status == timeline.Deadline {
		w.text("eventStatus", "https://schema.org/EventScheduled")
	}
	if !whole {
		w.close()
		return
	}
	w.array("about", func() {
		for _, id := range e.Entities {
			if of := w.site.Entity(id); of != nil {
				w.open(schemaType(of.Kind))
				w.address("@id", of.URL, "#entity")
				w.text("name", of.Name)
				w.close()
			}
		}
	})
	w.array("subjectOf", func() {
		w.reference(a)
		for _, other := range ref.Others {
			w.reference(other)
		}
	})
	w.close()
}

// reference names an article by its address.
func (w *writer) reference(a *site.Article) {
	w.open(articleType(a))
	w.address("@id", a.URL, "#article")
	w.text("headline", a.Title)
	w.close()
}

// when writes the date of an event: ISO 8601 where it is known that exactly, the
// first and last day of a closed range, and words for the rest.
func (w *writer) when(d day.Date) {
	if s := iso(d); s != "" {
		w.text("startDate", s)
		return
	}
	start, end := d.Open()
	if d.Approximate() || d.Uncertain() || start || d.Precision() == day.Decade || d.Precision() == day.Century {
		w.text("description", d.Words(w.site.Settings.Language))
		return
	}
	from, to := d.Bounds()
	w.text("startDate", isoDay(from))
	if !end {
		w.text("endDate", isoDay(to))
	}
}
