package render

import (
	"math"
	"strconv"

	"dateline/internal/addr"
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
	mostBars    = 100
	stripTicks  = 14
)

// bars are years drawn as one bar.
type bars struct {
	first, last *site.Period // years
	slot        int          // years from the strip's first bar, in bars
	total       int
}

// barsOf gathers years into at most mostBars bars: of one year each, or of ten,
// twenty, fifty, a hundred and so on.
func barsOf(years []*site.Period) (out []bars, step int) {
	for i := 0; ; i++ {
		step = 1
		if i > 0 {
			step = [...]int{10, 20, 50}[(i-1)%3]
			for range (i - 1) / 3 {
				step *= 10
			}
		}
		out = out[:0]
		origin := floor(years[0].Year, step)
		for _, y := range years {
			slot := (floor(y.Year, step) - origin) / step
			if n := len(out); n > 0 && out[n-1].slot == slot {
				out[n-1].last = y
				out[n-1].total += y.Total
				continue
			}
			out = append(out, bars{first: y, last: y, slot: slot, total: y.Total})
		}
		if len(out) <= mostBars {
			return out, step
		}
	}
}

// floor returns the largest multiple of step that is not above y.
func floor(y, step int) int { return y - ((y%step)+step)%step }

// strip draws the events of the site by year, and says which of the bars has the
// period of the page. Years stand on a scale of time unless that would leave
// most of it empty; then they stand side by side.
func (r *sheet) strip(p *site.Page, l *language, current *site.Period) *view.Strip {
	years := r.opt.Site.Years()
	if len(years) < 2 {
		return nil
	}
	list, step := barsOf(years)
	first, last := years[0].Year, years[len(years)-1].Year
	most, fullest := 0, 0
	for i := range list {
		if list[i].total > most {
			most, fullest = list[i].total, i
		}
	}
	v := &view.Strip{
		Width: stripWidth, Height: stripHeight, Base: stripBase,
		Label: fill(l.stripLabel, yearWords(first, l), yearWords(last, l)),
		About: fill(l.stripAbout, l.number(len(years)), barWords(&list[fullest], step, l), l.events.of(most, l)),
	}
	span := list[len(list)-1].slot + 1
	toScale := float64(span) <= stripWidth/narrowest && span <= 12*len(list)
	slots := len(list)
	if toScale {
		slots = span
	}
	slot := stripWidth / float64(slots)
	width := math.Max(narrowest*0.7, math.Min(widestBar, slot*0.8))
	labelled := -math.MaxFloat64
	for i := range list {
		b := &list[i]
		at := float64(i)
		if toScale {
			at = float64(b.slot)
		}
		to := b.first.URL
		if step > 1 && b.first != b.last {
			to = b.first.Parent.URL + addr.URL("#"+decadeID(b.first.Year))
		}
		height := math.Max(minHeight, (stripBase-14)*math.Sqrt(float64(b.total)/float64(most))) // area grows with the number
		v.Bars = append(v.Bars, view.Bar{
			Name: fill(l.yearEvents, barWords(b, step, l), l.events.of(b.total, l)), URL: r.link(p, to),
			Current: current != nil && current.Kind != site.Years && b.first.Year <= current.Year && current.Year <= b.last.Year,
			X:       round(at*slot + (slot-width)/2), Y: round(stripBase - height), Width: round(width), Height: round(height),
		})
		if x := at*slot + slot/2; !toScale && (i == 0 || x-labelled >= 72) && x <= stripWidth-30 {
			v.Ticks = append(v.Ticks, view.Tick{X: round(math.Max(30, x)), Name: yearWords(b.first.Year, l)})
			labelled = x
		}
	}
	if toScale {
		origin := floor(first, step)
		v.Ticks = ticks(origin, last, stripTicks, func(y int) string { return yearWords(y, l) }, func(y int) float64 {
			return round((float64(y-origin)/float64(step) + 0.5) * slot)
		})
		for len(v.Ticks) > 0 && v.Ticks[len(v.Ticks)-1].X > stripWidth-24 {
			v.Ticks = v.Ticks[:len(v.Ticks)-1]
		}
		for len(v.Ticks) > 0 && v.Ticks[0].X < 24 {
			v.Ticks = v.Ticks[1:]
		}
	}
	return v
}

// barWords returns the years of a bar: "1866", "1860s" as "1860–1869".
func barWords(b *bars, step int, l *language) string {
	if step == 1 {
		return yearWords(b.first.Year, l)
	}
	from := floor(b.first.Year, step)
	return fill(l.decade, yearWords(from, l), yearWords(from+step-1, l))
}

// yearWords returns a year as the language writes it: "44 BC".
func yearWords(y int, l *language) string {
	if d, ok := day.Civil(y, 0, 0); ok {
		return d.Words(l.tag)
	}
	return strconv.Itoa(y)
}

// decadeWords returns the decade of a year: "1860–1869".
func decadeWords(y int, l *language) string {
	d := floor(y, 10)
	return fill(l.decade, yearWords(d, l), yearWords(d+9, l))
}

// decadeID is the address of a decade on the page that lists it.
func decadeID(y int) string { return "decade-" + strconv.Itoa(floor(y, 10)) }
