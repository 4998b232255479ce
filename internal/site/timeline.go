package site

import (
	"fmt"
	"sort"

	"dateline/internal/addr"
	"dateline/internal/day"
)

// yearPage is the most events that one page of the timeline shows; a year with more is split by month.
const yearPage = 250

// month says where an event belongs on the site's timeline: its year and
// month, or month 0 for what is known less exactly.
func month(d day.Date) (y, m int) {
	from, _ := d.Bounds()
	y, m, _ = from.Civil()
	if p := d.Precision(); p >= day.Season && p != day.Interval {
		m = 0
	}
	return y, m
}

// bucket is the key of a month.
func bucket(y, m int) int { return y*13 + m }

// timeline counts events, which decides what pages there are; the events
// themselves are sorted out when the first page of them is opened.
func (l *linker) timeline() {
	s := l.s
	counts := map[int]int{}
	var keys []int
	for _, a := range s.Articles {
		for _, e := range a.Events() {
			k := bucket(month(e.When))
			if counts[k] == 0 {
				keys = append(keys, k)
			}
			counts[k]++
		}
	}
	sort.Ints(keys)
	buckets := once(func() map[int][]place { return s.bucketEvents(counts) })
	var years []*Year
	var last *Year
	for _, k := range keys {
		y, m := k/13, k%13
		if m < 0 {
			y, m = y-1, m+13
		}
		if last == nil || last.N != y {
			next := &Year{site: s, N: y, URL: addr.URL("/timeline/" + yearName(y) + "/"), Prev: last, buckets: buckets}
			if last != nil {
				last.Next = next
			}
			last = next
			years = append(years, next)
		}
		last.Total += counts[k]
		mon := &Year{site: s, N: y, Month: m, URL: addr.URL(fmt.Sprintf("%s%02d/", last.URL, m)), Total: counts[k], Parent: last, buckets: buckets}
		last.Months = append(last.Months, mon)
	}
	s.years = func() []*Year { return years }
	if len(years) == 0 {
		return
	}
	l.add(&Page{Kind: TimelinePage, URL: "/timeline/", Title: "Timeline"})
	var before *Year
	for _, y := range years {
		l.add(&Page{Kind: TimelinePage, URL: y.URL, Title: yearName(y.N), Listing: &Listing{Year: y}})
		y.keys = make([]int, len(y.Months))
		for i, m := range y.Months {
			y.keys[i] = bucket(m.N, m.Month)
			m.keys = y.keys[i : i+1]
		}
		if y.Total <= yearPage || len(y.Months) == 1 {
			y.Months = nil
			continue
		}
		for _, m := range y.Months {
			if m.Prev = before; before != nil {
				before.Next = m
			}
			before = m
			t := yearName(m.N)
			if d, ok := day.Civil(m.N, m.Month, 0); ok && m.Month > 0 {
				t = d.Words(s.Settings.Language)
			}
			l.add(&Page{Kind: TimelinePage, URL: m.URL, Title: t, Listing: &Listing{Year: m}})
		}
	}
}

func yearName(y int) string {
	if y < 0 {
		return fmt.Sprintf("-%04d", -y)
	}
	return fmt.Sprintf("%04d", y)
}

// Events returns the events of the year or month in order of time, those that
// several articles tell once. A year that is split by month has them in its Months.
func (y *Year) Events() []EventRef {
	if len(y.Months) > 0 {
		return nil
	}
	b := y.buckets()
	var out []EventRef
	for _, k := range y.keys {
		for _, at := range b[k] {
			a := y.site.Articles[at.article]
			e := a.Event(int(at.event))
			out = append(out, EventRef{Article: a, Event: &e})
		}
	}
	return tell(out, y.site.Articles)
}

func (s *Site) bucketEvents(counts map[int]int) map[int][]place {
	b := make(map[int][]place, len(counts))
	for _, a := range s.Articles {
		for i, e := range a.Events() {
			k := bucket(month(e.When))
			if b[k] == nil {
				b[k] = make([]place, 0, counts[k])
			}
			b[k] = append(b[k], place{a.Index, uint32(i)})
		}
	}
	return b
}
