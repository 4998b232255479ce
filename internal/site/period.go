package site

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/timeline"
)

// The bounds of the pages of a timeline. An event is counted with eventBytes,
// which is about what its markup takes, and its own words, so that no page
// becomes heavy however many events there are, or however long.
const (
	pageBytes  = 96 << 10
	eventBytes = 560
	// mostPeriods is how many others one page of the timeline leads to.
	mostPeriods = 120
)

// Period is a stretch of the site's timeline that has a page. What one page can
// tell is told on it; a year with more leads to its months, a month to its days,
// and a day that is too much even so is told on several pages. Where there are
// too many years, the centuries come first.
type Period struct {
	Year, Last int // Last is Year but for a span of years
	Month      int // 1 to 12; 0 for a year, and for what is known to no month of it
	Day        int // 1 to 31; 0 for a month, and for what is known to no day of it
	Kind       PeriodKind
	Part, Of   int // of a day on several pages, this one, from 1; 0 otherwise
	URL        addr.URL
	Total      int       // events in it, those told twice counted twice
	Parts      []*Period // those with pages of their own; none on a page that tells its events
	Parent     *Period   // nil below the whole
	Prev, Next *Period   // the one before and after, of those that tell events or of those of its kind

	site   *Site
	months []month // whose events are in it
	places []place // instead of months, where a month is told by day
}

// PeriodKind is how long a period is.
type PeriodKind uint8

// The kinds of periods.
const (
	Years PeriodKind = iota // a century, or more
	OneYear
	OneMonth
	OneDay
)

// month is a month of the timeline; its m is 0 for what is known to no month.
type month struct{ y, m int }

// order puts what is known to no month last.
func (a month) order(b month) int {
	last := func(m int) int { return (m + 12) % 13 }
	return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(last(a.m), last(b.m)))
}

// longRange is the length, in days, from which a range belongs to its year and not to
// the month in which it begins.
const longRange = 62

// placeOf returns where on the timeline a date belongs: where it begins, as
// exactly as it is known; or where it ends, when it has no beginning. It reports
// false for all of time.
func placeOf(d day.Date) (at month, dd int, ok bool) {
	from, to := d.Bounds()
	openStart, openEnd := d.Open()
	if openStart && openEnd || d.IsZero() {
		return month{}, 0, false
	}
	if openStart {
		from = to
	}
	y, m, dd := from.Civil()
	switch p := d.Precision(); {
	case p == day.Exact || p == day.Week:
		return month{y, m}, dd, true
	case p == day.Month:
		return month{y, m}, 0, true
	case p == day.Interval && !openStart && !openEnd && to-from < longRange:
		return month{y, m}, dd, true
	}
	return month{y, 0}, 0, true
}

// PlaceOf returns the month and day under which a date stands in its year; 0 for
// what is known to none.
func PlaceOf(d day.Date) (m, dd int) {
	at, dd, _ := placeOf(d)
	return at.m, dd
}

// load is how many events there are, and about how many bytes they take.
type load struct{ events, bytes int }

func (l *load) add(a *Article, e *timeline.Event) {
	l.events++
	l.bytes += eventBytes + 2*len(e.Words) + len(e.Label) + len(a.Title) + len(a.URL)
}

// timeline decides which pages the timeline has. The events themselves are sorted
// out when the first page of them is opened, but for those of months that are
// told by day.
func (l *linker) timeline() {
	s := l.s
	loads := map[month]*load{}
	for _, a := range s.Articles {
		events := a.Events()
		for i := range events {
			at, _, ok := placeOf(events[i].When)
			if !ok {
				continue
			}
			if loads[at] == nil {
				loads[at] = new(load)
			}
			loads[at].add(a, &events[i])
		}
	}
	if len(loads) == 0 {
		s.whole = &Period{site: s}
		return
	}
	crowded := s.crowded(loads)
	s.published = sync.OnceValue(func() map[day.Date]int { return countDays(slices.Values(s.Articles)) })
	s.byMonth = sync.OnceValue(func() map[month][]place { return s.bucketEvents(loads) })
	whole := &Period{site: s, Kind: Years, URL: "/timeline/"}
	months := slices.SortedFunc(maps.Keys(loads), month.order)
	for len(months) > 0 {
		n := 1
		for n < len(months) && months[n].y == months[0].y {
			n++
		}
		y := s.year(months[:n], loads, crowded)
		whole.Parts = append(whole.Parts, y)
		whole.Total += y.Total
		months = months[n:]
	}
	s.years = whole.Parts
	for span := 100; len(whole.Parts) > mostPeriods && span < math.MaxInt/10; span *= 10 {
		whole.Parts = s.spans(whole.Parts, span)
	}
	s.whole = whole
	whole.adopt()
	var told *Period // the last that tells events
	of := [OneDay + 1]*Period{}
	whole.each(func(p *Period) {
		before := &told
		if len(p.Parts) > 0 {
			before = &of[p.Kind]
		}
		if p.Prev = *before; p.Prev != nil {
			p.Prev.Next = p
		}
		*before = p
		l.add(&Page{Kind: TimelinePage, URL: p.URL, Title: p.Name(s.Settings.Language), Listing: &Listing{Period: p}})
	})
	l.add(&Page{Kind: TimelinePage, URL: whole.URL, Title: titlesIn(l.s.Settings.Language).timeline, Listing: &Listing{Period: whole}})
}

// year makes the period of a year, of which months has the months in order.
func (s *Site) year(months []month, loads map[month]*load, crowded map[month][]dated) *Period {
	n := months[0].y
	y := &Period{site: s, Kind: OneYear, Year: n, Last: n, URL: addr.URL("/timeline/" + yearName(n) + "/"), months: months}
	bytes := 0
	for _, m := range months {
		y.Total += loads[m].events
		bytes += loads[m].bytes
	}
	if bytes <= pageBytes {
		return y
	}
	for _, m := range months {
		p := &Period{
			site: s, Kind: OneMonth, Year: n, Last: n, Month: m.m, Total: loads[m].events, months: []month{m},
			URL: addr.URL(fmt.Sprintf("%s%02d/", y.URL, m.m)),
		}
		if days := crowded[m]; days != nil {
			p.Parts = s.days(p, days)
		}
		y.Parts = append(y.Parts, p)
	}
	return y
}

// dated is an event of a crowded month.
type dated struct {
	day, bytes int
	place
}

// crowded returns the events of months that are too much for one page, by day;
// what is known to no day comes last.
func (s *Site) crowded(loads map[month]*load) map[month][]dated {
	out := map[month][]dated{}
	for m, l := range loads {
		if l.bytes > pageBytes {
			out[m] = make([]dated, 0, l.events)
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, a := range s.Articles {
		events := a.Events()
		for i := range events {
			at, dd, ok := placeOf(events[i].When)
			if !ok || out[at] == nil {
				continue
			}
			var one load
			one.add(a, &events[i])
			out[at] = append(out[at], dated{dd, one.bytes, place{a.Index, uint32(i)}})
		}
	}
	for _, days := range out {
		slices.SortStableFunc(days, func(a, b dated) int { return cmp.Compare((a.day+31)%32, (b.day+31)%32) })
	}
	return out
}

// days makes the periods of the days of a crowded month.
func (s *Site) days(of *Period, events []dated) []*Period {
	var out []*Period
	for len(events) > 0 {
		n, dd := 0, events[0].day
		first := len(out)
		for n < len(events) && events[n].day == dd {
			p := &Period{site: s, Kind: OneDay, Year: of.Year, Last: of.Year, Month: of.Month, Day: dd, URL: addr.URL(fmt.Sprintf("%s%02d/", of.URL, dd))}
			bytes := 0
			for n < len(events) && events[n].day == dd && (bytes == 0 || bytes+events[n].bytes <= pageBytes) {
				bytes += events[n].bytes
				p.places = append(p.places, events[n].place)
				n++
			}
			p.Total = len(p.places)
			if k := len(out) - first; k > 0 {
				p.URL += addr.URL(fmt.Sprintf("%d/", k+1))
			}
			out = append(out, p)
		}
		if parts := out[first:]; len(parts) > 1 {
			for i, p := range parts {
				p.Part, p.Of = i+1, len(parts)
			}
		}
		events = events[n:]
	}
	return out
}

// spans gathers periods by spans of years: a hundred, a thousand.
func (s *Site) spans(of []*Period, span int) []*Period {
	var out []*Period
	for _, p := range of {
		first := p.Year - ((p.Year%span)+span)%span
		if len(out) == 0 || out[len(out)-1].Year != first {
			last := first + span - 1
			out = append(out, &Period{site: s, Kind: Years, Year: first, Last: last, URL: addr.URL("/timeline/" + yearName(first) + "_" + yearName(last) + "/")})
		}
		g := out[len(out)-1]
		g.Parts = append(g.Parts, p)
		g.Total += p.Total
	}
	return out
}

func yearName(y int) string {
	if y < 0 {
		return fmt.Sprintf("-%04d", -y)
	}
	return fmt.Sprintf("%04d", y)
}

// adopt makes p the parent of its parts, and so on.
func (p *Period) adopt() {
	for _, part := range p.Parts {
		part.Parent = p
		part.adopt()
	}
}

// each calls f with every period below p, in order of time, the longer before
// what is in them.
func (p *Period) each(f func(*Period)) {
	for _, part := range p.Parts {
		f(part)
		part.each(f)
	}
}

// Name returns the dates of a period in words: "September 2013", "1800–1899". What is
// known to no month, or to no day, has the name of its year or month.
func (p *Period) Name(lang string) string {
	first, ok := day.Civil(p.Year, p.Month, p.Day)
	if !ok {
		return yearName(p.Year)
	}
	name := first.Words(lang)
	if last, ok := day.Civil(p.Last, 0, 0); ok && p.Last != p.Year {
		name += "–" + last.Words(lang)
	}
	return name
}

// Within reports that p is o, or lies in it.
func (p *Period) Within(o *Period) bool {
	for ; p != nil; p = p.Parent {
		if p == o {
			return true
		}
	}
	return false
}

// Events returns the events of a period in order of time, those that several
// articles tell once. A period that has parts leaves them to these.
func (p *Period) Events() []EventRef {
	if len(p.Parts) > 0 {
		return nil
	}
	return tell(p.all(), p.site.published())
}

// Foremost returns about n events of highest score, in order of time. Of a period
// with parts, only the days that are told of most are looked at.
func (p *Period) Foremost(n int) []EventRef {
	if n == 0 {
		return nil
	}
	if len(p.Parts) == 0 {
		return Highest(p.Events(), n)
	}
	all := p.all()
	slices.SortStableFunc(all, func(a, b EventRef) int { return cmp.Compare(a.Article.Index, b.Article.Index) })
	days := weigh(all, p.site.published())
	order := slices.SortedFunc(maps.Keys(days), func(a, b day.Date) int {
		return cmp.Or(cmp.Compare(days[b].score(), days[a].score()), a.Compare(b))
	})
	order = order[:min(len(order), 2*n)]
	all = slices.DeleteFunc(all, func(e EventRef) bool { return !slices.Contains(order, e.Event.When) })
	slices.SortFunc(all, func(a, b EventRef) int {
		return cmp.Or(a.Event.When.Compare(b.Event.When), cmp.Compare(b.Event.Rank, a.Event.Rank), compare(&a, &b))
	})
	const accounts = 32 // of one day, those of highest rank
	var some []EventRef
	of := 0
	for i := range all {
		if i > 0 && all[i].Event.When != all[i-1].Event.When {
			of = 0
		}
		if of++; of <= accounts {
			some = append(some, all[i])
		}
	}
	out := merge(some)
	score(out, days)
	return Highest(out, n)
}

// Highest returns the n events of highest score, in the order that they were in.
func Highest(events []EventRef, n int) []EventRef {
	if len(events) <= n {
		return events
	}
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(events[y].Score, events[x].Score), cmp.Compare(x, y))
	})
	order = order[:n]
	slices.Sort(order)
	out := make([]EventRef, n)
	for i, k := range order {
		out[i] = events[k]
	}
	return out
}

// all returns every event of a period, as articles tell them.
func (p *Period) all() []EventRef {
	out := make([]EventRef, 0, p.Total)
	var last *Article
	var events []timeline.Event
	add := func(places []place) {
		for _, at := range places {
			if a := p.site.Articles[at.article]; a != last {
				last, events = a, a.Events()
			}
			out = append(out, EventRef{Article: last, Event: &events[at.event]})
		}
	}
	switch {
	case p.Kind == Years || p.places == nil && p.Kind == OneDay:
		for _, part := range p.Parts {
			out = append(out, part.all()...)
		}
	case p.places != nil:
		add(p.places)
	default:
		byMonth := p.site.byMonth()
		for _, m := range p.months {
			add(byMonth[m])
		}
	}
	return out
}

// Events returns the events of the whole site in order of time, those that
// several articles tell once.
func (s *Site) Events() []EventRef {
	var out []EventRef
	if s.whole.Total > 0 {
		s.whole.each(func(p *Period) { out = append(out, p.Events()...) })
	}
	slices.SortStableFunc(out, func(a, b EventRef) int { return a.Event.When.Compare(b.Event.When) })
	return out
}

// EventsIn returns the events of one article, as it tells them.
func (s *Site) EventsIn(a *Article) []EventRef {
	events := a.Events()
	out := make([]EventRef, len(events))
	for i := range events {
		out[i] = EventRef{Article: a, Event: &events[i], Figures: FiguresIn(a, &events[i])}
	}
	return out
}

func (s *Site) bucketEvents(loads map[month]*load) map[month][]place {
	b := make(map[month][]place, len(loads))
	for _, a := range s.Articles {
		events := a.Events()
		for i := range events {
			at, _, ok := placeOf(events[i].When)
			if !ok {
				continue
			}
			if b[at] == nil {
				b[at] = make([]place, 0, loads[at].events)
			}
			b[at] = append(b[at], place{a.Index, uint32(i)})
		}
	}
	return b
}
