package render

import (
	"math"
	"slices"
	"strconv"

	"dateline/internal/day"
	"dateline/internal/site"
	"dateline/internal/view"
)

// The strip of years, in its own units. A bar has at least minHeight, so that a
// year with one event beside a year with a thousand can still be seen and hit.
const (
	stripWidth  = 1000.0
	stripHeight = 120.0
	stripBase   = 96.0
	minHeight   = 6.0
	widestBar   = 40.0
	narrowest   = 3.0
)

// strip draws the events of the site by year, or of one year by month. Years
// stand on a scale of time unless that would leave most of it empty; then they
// stand side by side, each with its number.
func (r *Renderer) strip(p *site.Page, l *language, current *site.Year) *view.Strip {
	years := r.opt.Site.Years()
	if len(years) < 2 {
		return nil
	}
	firstYear, lastYear := years[0].N, years[len(years)-1].N
	most := 0
	for _, y := range years {
		most = max(most, y.Total)
	}
	v := &view.Strip{Width: stripWidth, Height: stripHeight, Base: stripBase, Label: fill(l.stripLabel, yearWords(firstYear, l), yearWords(lastYear, l))}
	span := lastYear - firstYear + 1
	toScale := float64(span) <= stripWidth/narrowest && span <= 12*len(years)
	slots := len(years)
	if toScale {
		slots = span
	}
	slot := stripWidth / float64(slots)
	width := math.Max(narrowest*0.7, math.Min(widestBar, slot*0.8))
	labelled := -math.MaxFloat64
	for i, y := range years {
		at := float64(i)
		if toScale {
			at = float64(y.N - firstYear)
		}
		height := math.Max(minHeight, (stripBase-14)*math.Sqrt(float64(y.Total)/float64(most))) // area grows with the number
		v.Bars = append(v.Bars, view.Bar{
			Name: fill(l.yearEvents, yearWords(y.N, l), l.events.of(y.Total, l)), URL: r.link(p, y.URL), Current: y == current,
			X: round(at*slot + (slot-width)/2), Y: round(stripBase - height), Width: round(width), Height: round(height),
		})
		if x := at*slot + slot/2; x-labelled >= 56 && x > 18 && x < stripWidth-18 || i == 0 {
			v.Ticks = append(v.Ticks, view.Tick{X: round(math.Max(20, x)), Name: yearWords(y.N, l)})
			labelled = x
		}
	}
	return v
}

// yearWords returns a year as the language writes it: "44 BC".
func yearWords(y int, l *language) string {
	if d, ok := day.Civil(y, 0, 0); ok {
		return d.Words(l.tag)
	}
	return strconv.Itoa(y)
}

// topEvents is how many events of a year its overview tells.
const topEvents = 3

func (r *Renderer) timeline(p *site.Page) view.TimelinePage {
	l := r.lang
	title := p.Title
	if p.Year == nil {
		title = l.Timeline
	}
	v := view.TimelinePage{
		Page:  r.pageView(p, l, r.opt.Site.Settings.Language, head{title: title}),
		Strip: r.strip(p, l, yearOf(p.Year)),
	}
	total := 0
	if p.Year == nil {
		for _, y := range r.opt.Site.Years() {
			total += y.Total
			decade := decadeWords(y.N, l)
			if n := len(v.Decades); n == 0 || v.Decades[n-1].Name != decade {
				v.Decades = append(v.Decades, view.Decade{Name: decade})
			}
			d := &v.Decades[len(v.Decades)-1]
			d.Years = append(d.Years, r.yearSummary(p, y, yearWords(y.N, l), l))
		}
		v.Total = l.events.of(total, l)
		return v
	}
	y := p.Year
	v.Total = l.events.of(y.Total, l)
	v.Prev, v.Next = r.yearLink(p, y.Prev, l), r.yearLink(p, y.Next, l)
	if y.Parent != nil {
		v.Up = r.yearLink(p, y.Parent, l)
	}
	for _, m := range y.Months {
		v.ByMonth = append(v.ByMonth, r.yearSummary(p, m, l.month(m.Month), l))
	}
	places := map[int]int{} // of months in v.Months
	for _, ev := range y.Events() {
		m := monthOf(ev.Event.When)
		at, ok := places[m]
		if !ok {
			at = len(v.Months)
			places[m] = at
			v.Months = append(v.Months, view.Month{Name: l.month(m), ID: "month-" + strconv.Itoa(m)})
		}
		days := &v.Months[at].Days
		told := r.told(p, ev, l)
		if n := len(*days); n == 0 || (*days)[n-1].When != told.When {
			*days = append(*days, view.DayEvents{When: told.When})
		}
		d := &(*days)[len(*days)-1]
		d.Events = append(d.Events, told)
	}
	if at, ok := places[0]; ok { // what is known less exactly comes last
		v.Months = append(slices.Delete(slices.Clone(v.Months), at, at+1), v.Months[at])
	}
	return v
}

// yearOf returns the year of a year or month.
func yearOf(y *site.Year) *site.Year {
	if y != nil && y.Parent != nil {
		return y.Parent
	}
	return y
}

// month returns the name of a month; 0 is what is dated only to the year.
func (l *language) month(m int) string {
	if m < 1 || m > 12 {
		return l.otherDates
	}
	return l.months[m-1]
}

// monthOf returns the month of a date that is known to the month, else 0.
func monthOf(d day.Date) int {
	from, to := d.Bounds()
	fy, fm, _ := from.Civil()
	ty, tm, _ := to.Civil()
	if p := d.Precision(); p >= day.Season && !(fy == ty && fm == tm) {
		return 0
	}
	return fm
}

func (r *Renderer) yearSummary(p *site.Page, y *site.Year, name string, l *language) view.YearSummary {
	v := view.YearSummary{Count: view.Count{Name: name, URL: r.link(p, y.URL), N: y.Total, Words: l.events.of(y.Total, l)}}
	for _, ev := range foremost(y.Events(), topEvents) {
		v.Events = append(v.Events, r.told(p, ev, l))
	}
	return v
}

func (r *Renderer) yearLink(p *site.Page, y *site.Year, l *language) *view.Link {
	if y == nil {
		return nil
	}
	name := yearWords(y.N, l)
	if y.Month > 0 || y.Parent != nil {
		name = l.month(y.Month) + " " + name
	}
	return &view.Link{Name: name, URL: r.link(p, y.URL)}
}

// decadeWords returns the decade of a year: "1860s".
func decadeWords(y int, l *language) string {
	d := y - ((y%10)+10)%10
	return fill(l.decade, yearWords(d, l), yearWords(d+9, l))
}
