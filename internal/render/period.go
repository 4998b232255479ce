package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/site"
	"dateline/internal/view"
)

const (
	topEvents   = 3   // events of a period that an overview tells
	mostEvents  = 120 // that it tells in all; where there are many periods, each gets fewer
	filterNames = 40  // entities that the events of a page can be narrowed to
)

// timeline makes the page of a period: its events, or the periods it is divided into.
func (r *sheet) timeline(p *site.Page) view.TimelinePage {
	l, at := r.lang, p.Period
	h := head{title: r.periodName(at, l)}
	h.description = fill(l.listed, h.title, l.events.of(at.Total, l))
	v := view.TimelinePage{
		Page:  r.pageView(p, l, r.opt.Site.Settings.Language, h),
		Strip: r.strip(p, l, at), Total: l.events.of(at.Total, l),
		Prev: r.periodLink(p, at.Prev, l), Next: r.periodLink(p, at.Next, l), Up: r.periodLink(p, at.Parent, l),
	}
	for _, x := range r.exports(p) {
		v.Exports = append(v.Exports, view.Link{Name: x.Name, URL: r.link(p, x.URL)})
	}
	if len(at.Parts) == 0 {
		events := at.Events()
		v.Total = l.events.of(len(events), l)
		v.Filter = r.filter(events, l)
		v.Months = r.months(p, at, events, v.Filter, l)
		for _, m := range v.Months {
			v.Jump = append(v.Jump, view.Link{Name: m.Name, URL: "#" + m.ID})
		}
		v.Jump = worthwhile(v.Jump)
		return v
	}
	top := min(topEvents, mostEvents/len(at.Parts))
	for _, part := range at.Parts {
		sum := r.summary(p, part, top, l)
		if part.Kind != site.OneYear {
			v.Periods = append(v.Periods, sum)
			continue
		}
		decade := decadeWords(part.Year, l)
		if n := len(v.Decades); n == 0 || v.Decades[n-1].Name != decade {
			v.Decades = append(v.Decades, view.Decade{Name: decade, ID: decadeID(part.Year)})
		}
		d := &v.Decades[len(v.Decades)-1]
		d.Years = append(d.Years, sum)
	}
	for _, d := range v.Decades {
		v.Jump = append(v.Jump, view.Link{Name: d.Name, URL: "#" + d.ID})
	}
	v.Jump = worthwhile(v.Jump)
	return v
}

// worthwhile returns links to the parts of a page where there are more than two.
func worthwhile(jump []view.Link) []view.Link {
	if len(jump) < 3 {
		return nil
	}
	return jump
}

// months sorts the events of a period by month and date; what is known to no
// month comes last.
func (r *sheet) months(p *site.Page, at *site.Period, events []site.EventRef, f *view.Filter, l *language) []view.Month {
	numbers := map[string]string{} // of the entities that can be chosen
	if f != nil {
		for _, g := range f.Groups {
			for _, c := range g.Choices {
				numbers[c.Value] = strconv.Itoa(c.N)
			}
		}
	}
	var out []view.Month
	places := map[int]int{} // of months in out
	for _, ev := range events {
		m, dd := site.PlaceOf(ev.Event.When)
		i, ok := places[m]
		if !ok {
			i = len(out)
			places[m] = i
			out = append(out, view.Month{Name: l.month(m), ID: "month-" + strconv.Itoa(m), Only: at.Kind >= site.OneMonth})
		}
		days := &out[i].Days
		told := r.told(p, ev, l)
		var who []string
		for _, id := range ev.Event.Entities {
			if n := numbers[id]; n != "" {
				who = append(who, n)
			}
		}
		told.Who = strings.Join(who, " ")
		if n := len(*days); n == 0 || (*days)[n-1].When != told.When {
			d := view.DayEvents{When: told.When}
			if ev.Event.When.Precision() == day.Exact && !ev.Event.When.Approximate() && !ev.Event.When.Uncertain() {
				d.ID = "day-" + strconv.Itoa(m) + "-" + strconv.Itoa(dd)
			}
			*days = append(*days, d)
		}
		d := &(*days)[len(*days)-1]
		d.Events = append(d.Events, told)
	}
	if i, ok := places[0]; ok {
		out = append(slices.Delete(slices.Clone(out), i, i+1), out[i])
	}
	return out
}

// filter returns what the events of a page can be narrowed to: the entities that
// have a part in several of them, and what they are. It is nil where there is
// little to choose from.
func (r *Renderer) filter(events []site.EventRef, l *language) *view.Filter {
	const few = 8
	if len(events) < few {
		return nil
	}
	count := map[*site.Entity]int{}
	var status [4]int
	for _, ev := range events {
		status[ev.Event.Status]++
		for _, id := range ev.Event.Entities {
			if e := r.opt.Site.Entity(id); e != nil {
				count[e]++
			}
		}
	}
	var often []*site.Entity
	for e, n := range count {
		if n > 1 {
			often = append(often, e)
		}
	}
	slices.SortFunc(often, func(a, b *site.Entity) int { return cmp.Or(count[b]-count[a], cmp.Compare(a.ID, b.ID)) })
	often = first(often, filterNames)
	v := &view.Filter{Shown: l.shownOf}
	groups := map[ner.Kind]*view.ChoiceGroup{}
	for i, e := range often {
		if groups[e.Kind] == nil {
			groups[e.Kind] = &view.ChoiceGroup{Name: l.groups[e.Kind]}
		}
		g := groups[e.Kind]
		g.Choices = append(g.Choices, view.Choice{Value: e.ID, N: i + 1, Name: fill(l.counts, e.Name, l.number(count[e]))})
	}
	for _, k := range kindOrder {
		if g := groups[k]; g != nil {
			v.Groups = append(v.Groups, *g)
		}
	}
	kinds := 0
	for s, n := range status {
		if n == 0 {
			continue
		}
		kinds++
		name, value := l.status[s], [...]string{"past", "reported", "planned", "deadline"}[s]
		if name == "" {
			name = l.past
		}
		v.Statuses = append(v.Statuses, view.Choice{Value: value, Name: fill(l.counts, name, l.number(n))})
	}
	if kinds < 2 {
		v.Statuses = nil
	}
	if v.Groups == nil && v.Statuses == nil {
		return nil
	}
	return v
}

// month returns the name of a month; 0 is what is dated only to the year.
func (l *language) month(m int) string {
	if m < 1 || m > 12 {
		return l.otherDates
	}
	return l.months[m-1]
}

// periodName returns what the page of a period is called.
func (r *Renderer) periodName(at *site.Period, l *language) string {
	name := at.Name(l.tag)
	switch {
	case at.Parent == nil:
		return l.Timeline
	case at.Kind == site.OneMonth && at.Month == 0, at.Kind == site.OneDay && at.Month == 0:
		name = fill(l.undated, yearWords(at.Year, l), l.otherDates)
	case at.Kind == site.OneDay && at.Day == 0:
		name = fill(l.undated, name, l.otherDays)
	}
	if at.Of > 1 {
		name = fill(l.part, name, l.number(at.Part), l.number(at.Of))
	}
	return name
}

// summary tells of a period on the page of a longer one: with its foremost events, at most n.
func (r *sheet) summary(p *site.Page, of *site.Period, n int, l *language) view.YearSummary {
	name := r.periodName(of, l)
	if of.Kind == site.OneMonth {
		name = l.month(of.Month)
	}
	v := view.YearSummary{Count: view.Count{Name: name, URL: r.link(p, of.URL), N: of.Total, Words: l.events.of(of.Total, l)}}
	for _, ev := range of.Foremost(n) {
		v.Events = append(v.Events, r.told(p, ev, l))
	}
	return v
}

func (r *sheet) periodLink(p *site.Page, to *site.Period, l *language) *view.Link {
	if to == nil {
		return nil
	}
	return &view.Link{Name: r.periodName(to, l), URL: r.link(p, to.URL)}
}
