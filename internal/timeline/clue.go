package timeline

import (
	"slices"
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// Known is a name in the text of which the register knows a time.
type Known struct {
	prose.Span
	When   day.Date
	Office string // the office that the words beside the name give its bearer, held in When; else it is an event
	Bound  string // the words say only that it was published in When, and this says why
}

// Clues returns what a text without a date says of the day on which it was
// published. Texts that count from the dates they tell of say nothing.
func Clues(a *prose.Analysis, lang string, known []Known) []Clue {
	c := clues{a: a}
	for i, p := range probes {
		c.runs[i] = find(a, Options{Published: day.FromDay(p), Lang: lang, News: true}, nil)
	}
	if c.runs[0].tellsStory() || len(c.runs[1].out) != len(c.runs[0].out) || len(c.runs[2].out) != len(c.runs[0].out) {
		return nil
	}
	for i := range c.runs[0].out {
		c.points = append(c.points, c.point(i))
	}
	c.bounds()
	c.days()
	c.pairs()
	c.named()
	c.weekday()
	c.register(known)
	return c.out
}

// probes are days on which the text is read as if it was published: what an
// expression means is seen from what it has in common on all of them. They differ
// in weekday, day, month and year.
var probes = [3]day.Day{day.Of(2001, 5, 16), day.Of(2006, 10, 27), day.Of(2010, 2, 8)}

// mostClues bounds how many clues of a kind are looked at, and so the work.
const mostClues = 40

// clues is the state of Clues.
type clues struct {
	a      *prose.Analysis
	runs   [len(probes)]*finder
	points []point
	out    []Clue
}

// pointing says what an expression is counted from, or that it is not.
type pointed uint8

const (
	unclear   pointed = iota
	absolute          // a date with its year
	byDays            // yesterday, two days ago: n days from publication
	byWeeks           // last week
	byMonths          // last month
	byYears           // last year
	onWeekday         // Monday: n is 0 to 6
	onDay             // 21 August of no year: n is 100*month+day
	inMonth           // August of no year
)

// point is what an expression says, whenever it was written.
type point struct {
	Expression
	pointed
	n   int
	way int // -1 before publication, 1 after it, 0 unknown
}

// point compares what an expression is on all the probes.
func (c *clues) point(i int) point {
	p := point{Expression: c.runs[0].out[i]}
	if p.Type != DATE && p.Type != TIME || p.Date.IsZero() {
		return p
	}
	if !p.Relative {
		p.pointed = absolute
		return p
	}
	var from [len(probes)]day.Day
	prec := p.Date.Precision()
	for k, run := range c.runs {
		e := run.out[i]
		if e.Span != p.Span || e.Date.Precision() != prec || e.Anchor != day.FromDay(probes[k]) {
			return p
		}
		from[k], _ = e.Date.Bounds()
	}
	same := func(f func(d, probe day.Day) int) bool {
		p.n = f(from[0], probes[0])
		return p.n == f(from[1], probes[1]) && p.n == f(from[2], probes[2])
	}
	set := func(is pointed, f func(d, probe day.Day) int) bool {
		if same(f) {
			p.pointed = is
			return true
		}
		return false
	}
	switch prec {
	case day.Exact:
		_ = set(byDays, func(d, probe day.Day) int { return int(d - probe) }) ||
			set(onWeekday, func(d, _ day.Day) int { return d.Weekday() }) ||
			set(onDay, func(d, _ day.Day) int { _, m, dd := d.Civil(); return 100*m + dd })
	case day.Week:
		set(byWeeks, func(d, probe day.Day) int { return int(monday(d)-monday(probe)) / 7 })
	case day.Month:
		_ = set(byMonths, func(d, probe day.Day) int { return months(d) - months(probe) }) ||
			set(inMonth, func(d, _ day.Day) int { _, m, _ := d.Civil(); return m })
	case day.Year:
		set(byYears, func(d, probe day.Day) int { return when{from: d}.year() - when{from: probe}.year() })
	}
	before, after := true, true
	for k := range probes {
		before = before && from[k] <= probes[k]
		after = after && from[k] >= probes[k]
	}
	switch {
	case before && !after:
		p.way = -1
	case after && !before:
		p.way = 1
	}
	return p
}

// months counts the months since year 0.
func months(d day.Day) int { y, m, _ := d.Civil(); return 12*y + m }

// add adds a clue of the words at a span.
func (c *clues) add(s prose.Span, clue Clue) {
	clue.Words = strings.Join(strings.Fields(c.a.S[s.Start:s.End]), " ")
	clue.Start = s.Start
	c.out = append(c.out, clue)
}

// at makes the sentence of a byte the finder's current one, and returns the token there.
func (f *finder) at(offset int) int {
	i, _ := slices.BinarySearchFunc(f.toks, offset, func(t prose.Token, offset int) int {
		if int(t.End) <= offset {
			return -1
		}
		return 1
	})
	if f.first <= i && i < f.limit {
		return i
	}
	first := i
	for first > 0 && i < len(f.toks) && f.toks[first-1].Sentence == f.toks[i].Sentence {
		first--
	}
	f.enter(first)
	return i
}

// bounds notes the newest date that has passed, and the oldest that has not come.
func (c *clues) bounds() {
	var newest, oldest *point
	for i := range c.points {
		p := &c.points[i]
		prec := p.Date.Precision()
		if p.pointed != absolute || p.Date.Approximate() || prec != day.Exact && prec != day.Month && prec != day.Year {
			continue
		}
		from, to := p.Date.Bounds()
		switch c.tense(p) {
		case past:
			if newest == nil || from > firstOf(newest.Date) {
				newest = p
			}
		case future:
			if oldest == nil || to < lastOf(oldest.Date) {
				oldest = p
			}
		}
	}
	if newest != nil {
		from := firstOf(newest.Date)
		c.add(newest.Span, Clue{Says: "not before " + inWords(from), From: from, Weight: Fair})
	}
	if oldest != nil {
		to := lastOf(oldest.Date)
		c.add(oldest.Span, Clue{Says: "not after " + inWords(to), To: to, Weight: Fair})
	}
}

func firstOf(d day.Date) day.Day { from, _ := d.Bounds(); return from }
func lastOf(d day.Date) day.Day  { _, to := d.Bounds(); return to }
func inWords(d day.Day) string   { return day.FromDay(d).Words("en") }

// tense returns past or future only where the words leave no doubt: a past verb
// right before a date that a plain preposition joins to it; will, or what is due,
// for the future.
func (c *clues) tense(p *point) tense {
	f := c.runs[0]
	if f.lang != nil || p.Deadline {
		return noTense
	}
	i := f.at(p.Start)
	end := f.after(p, i)
	if f.kind(end, prose.Word) && !f.has(end, cStop|cIn) && f.verb(end) == noTense && !f.kind(end, prose.Capital) {
		return noTense // the 2016 games
	}
	if f.is(i-1, "since") {
		return past
	}
	if !f.is(i-1, plainPrepositions...) && !f.is(i, "in", "on") {
		return noTense
	}
	const reach, close = 10, 5
	for j := i - 1; j >= f.first && j >= i-reach; j-- {
		switch {
		case f.kind(j, prose.Punct):
			return noTense
		case f.is(j, "will", "shall"), f.is(j, plannedWords...) && f.is(j-1, "is", "are"):
			return future
		case f.verb(j) == past && (j < i-close || f.toCome(j)):
			return noTense
		case f.verb(j) == past:
			return past
		case f.verb(j) != noTense, f.is(j, "to") && f.infinitive(j):
			return noTense
		}
	}
	return noTense
}

// toCome reports that words before the participle at token j make it something
// that need not have happened: will be held, is to be opened, was due to be sold.
func (f *finder) toCome(j int) bool {
	const reach = 5
	for k := j - 1; k >= j-reach; k-- {
		if f.is(k, notYet...) {
			return true
		}
	}
	return false
}

// after returns the token after an expression that begins at token i.
func (f *finder) after(p *point, i int) int {
	for i < f.limit && int(f.toks[i].End) <= p.End {
		i++
	}
	return i
}

// days notes what full dates with their weekday say, and dates without a year.
// The figures are those of some 1,800 news articles of eight sources. Nearly all
// of the 400 that head something by a full date with its weekday, without "on",
// are from less than forty days before or after it; a date with weekday and
// without year is never more than 53 days away, one without either ten months.
func (c *clues) days() {
	f := c.runs[0]
	const full, near, far = 40, 60, 305
	var newest, oldest *point
	for i := range c.points {
		p := &c.points[i]
		weekday, told := -1, false
		if p.pointed == absolute && p.Date.Precision() == day.Exact || p.pointed == onDay {
			i := f.at(p.Start)
			for j := i; j < f.after(p, i); j++ {
				if f.lex[j].class&cWeekday != 0 {
					weekday = f.val(j)
				}
			}
			told = f.is(i, "on") || f.is(i-1, "on")
		}
		switch {
		case p.pointed == absolute:
			if weekday != firstOf(p.Date).Weekday() || told {
				continue
			}
			if newest == nil || firstOf(p.Date) > firstOf(newest.Date) {
				newest = p
			}
			if oldest == nil || firstOf(p.Date) < firstOf(oldest.Date) {
				oldest = p
			}
		case len(c.out) >= mostClues:
		case p.pointed == onDay && weekday >= 0:
			c.add(p.Span, Clue{
				Says: "close to a year's day that is a " + weekdayNames[weekday], Weight: Fair,
				Allows: func(d day.Day) bool { return p.nearest(d, weekday, -near, near) },
			})
		case p.pointed == onDay:
			switch c.tense(p) {
			case past:
				c.add(p.Span, Clue{
					Says: "after that day of its year", Weight: Fair,
					Allows: func(d day.Day) bool { return p.nearest(d, -1, 0, far) },
				})
			case future:
				c.add(p.Span, Clue{
					Says: "before that day of its year", Weight: Fair,
					Allows: func(d day.Day) bool { return p.nearest(d, -1, -far, 0) },
				})
			}
		}
	}
	if newest != nil && firstOf(newest.Date)-firstOf(oldest.Date) <= full {
		d := firstOf(newest.Date)
		c.add(newest.Span, Clue{Says: "within 40 days of it", From: d - full, To: d + full, Weight: Fair})
		c.add(newest.Span, Clue{Says: "the day itself is likely", Weight: Weak, Allows: func(at day.Day) bool { return at == d }})
	}
}

// nearest reports that in some year the day p, which has none, is the weekday (-1
// for any) and d is from least to most days after it.
func (p *point) nearest(d day.Day, weekday, least, most int) bool {
	y, _, _ := d.Civil()
	for _, y := range [3]int{y - 1, y, y + 1} {
		m, dd := p.n/100, p.n%100
		if dd > day.DaysIn(y, m) {
			continue
		}
		at := day.Of(y, m, dd)
		if n := int(d - at); (weekday < 0 || at.Weekday() == weekday) && least <= n && n <= most {
			return true
		}
	}
	return false
}

var weekdayNames = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// weekday notes the weekday of what has just happened, when the text names one
// only: papers tell of it on that day or the next, though not always.
func (c *clues) weekday() {
	f := c.runs[0]
	seen, at := -1, point{}
	for _, p := range c.points {
		if p.pointed != onWeekday || p.way >= 0 || !f.has(f.at(p.Start), cWeekday) {
			continue
		}
		if seen >= 0 && p.n != seen {
			return
		}
		if seen < 0 {
			seen, at = p.n, p
		}
	}
	if seen >= 0 {
		c.add(at.Span, Clue{
			Says: weekdayNames[seen] + "s and " + weekdayNames[(seen+1)%7] + "s are likely", Weight: Weak,
			Allows: func(d day.Day) bool { return (d.Weekday()-seen+7)%7 <= 1 },
		})
	}
}

// register notes what the register knows of names: the term of an office that a
// name has before it, and when an event was of which the text says how long ago
// it is.
func (c *clues) register(known []Known) {
	for _, k := range known {
		from, to := k.When.Bounds()
		openFrom, openTo := k.When.Open()
		if openFrom {
			from = 0
		}
		if openTo {
			to = 0
		}
		if k.Bound != "" {
			c.add(k.Span, Clue{Says: k.Bound, From: from, To: to, Weight: Fair})
			continue
		}
		if k.Office != "" {
			c.add(k.Span, Clue{Says: "in office " + k.When.Words("en"), From: from, To: to, Weight: Fair})
			continue
		}
		if from == 0 || to == 0 {
			continue
		}
		if p := c.beside(k.Span); p != nil {
			if f, t, ok := p.seenFrom(from, to); ok {
				c.add(prose.Span{Start: min(k.Start, p.Start), End: max(k.End, p.End)}, Clue{Says: "it was on " + k.When.Words("en"), From: f, To: t, Weight: Fair})
			}
		}
	}
}

// beside returns the expression that says when the named event was: in its
// sentence, the next with no other expression and few words between.
func (c *clues) beside(name prose.Span) *point {
	const reach = 60 // bytes
	i, _ := slices.BinarySearchFunc(c.points, name.End, func(p point, end int) int { return p.Start - end })
	if i < len(c.points) && c.points[i].Start-name.End <= reach && c.joined(name.End, c.points[i].Start) {
		return &c.points[i]
	}
	if i--; i >= 0 && c.points[i].End <= name.Start && name.Start-c.points[i].End <= len("'s annual ") && c.joined(c.points[i].End, name.Start) {
		return &c.points[i]
	}
	return nil
}

// joined reports that nothing but words stands between two bytes.
func (c *clues) joined(from, to int) bool {
	return !strings.ContainsAny(c.a.S[from:to], ".,;:!?()\n\"“”")
}

// seenFrom returns the days from which p means the time from one day to another.
func (p *point) seenFrom(from, to day.Day) (first, last day.Day, ok bool) {
	n := day.Day(p.n)
	switch p.pointed {
	case byDays:
		return from - n, to - n, true
	case byWeeks: // papers of Sunday call the days before it last week
		return monday(from) - 7*n - 1, monday(to) - 7*n + 6, true
	case byMonths:
		y, m, _ := from.Civil()
		y2, m2, _ := to.Civil()
		return ofMonthOrdinal(12*y + m - p.n).from, ofMonthOrdinal(12*y2 + m2 - p.n).last(), true
	case byYears:
		y, _, _ := from.Civil()
		y2, _, _ := to.Civil()
		return day.Of(y-p.n, 1, 1), day.Of(y2-p.n, 12, 31), true
	}
	return 0, 0, false
}

func ofMonthOrdinal(n int) when { return ofMonth((n-1)/12, (n-1)%12+1) }

// pairs notes a day without a year and "last month" that are said of the same
// thing, as the words beside them show.
func (c *clues) pairs() {
	var months, days []*point
	for i := range c.points {
		switch p := &c.points[i]; {
		case p.pointed == byMonths && p.n < 0 && len(months) < mostClues:
			months = append(months, p)
		case p.pointed == onDay && len(days) < mostClues:
			days = append(days, p)
		}
	}
	beside := make([]map[string]bool, len(days))
	for i, q := range days {
		beside[i] = c.around(q)
	}
	for _, p := range months {
		mine := c.around(p)
		for i, q := range days {
			if !alike(mine, beside[i]) {
				continue
			}
			m := (q.n/100 - 1 - p.n) % 12
			at := p.Span
			c.add(at, Clue{
				Says: q.words(c.a) + ": " + monthNames[m] + " of any year", Weight: Fair,
				Allows: func(d day.Day) bool { _, dm, _ := d.Civil(); return dm == m+1 },
			})
			return
		}
	}
}

var monthNames = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (p *point) words(a *prose.Analysis) string {
	return strings.Join(strings.Fields(a.S[p.Start:p.End]), " ")
}

// named notes a day of each year, or a weekday, that an expression beside it counts
// from publication: Christmas Day yesterday; today, Tuesday; Thanksgiving last week.
func (c *clues) named() {
	f := c.runs[0]
	for i := 1; i < len(c.points) && len(c.out) < mostClues; i++ {
		p, q := &c.points[i-1], &c.points[i]
		if !apposed(c.a.S[min(p.End, q.Start):q.Start]) {
			continue
		}
		if q.pointed != byDays && q.pointed != byWeeks {
			p, q = q, p
		}
		if q.pointed != byDays && q.pointed != byWeeks {
			continue
		}
		is, says := c.dayOf(p, f)
		if is == nil {
			continue
		}
		n := day.Day(q.n)
		allows := func(d day.Day) bool { return is(d + n) }
		if q.pointed == byWeeks {
			allows = func(d day.Day) bool {
				for at := monday(d) + 7*n; at < monday(d)+7*n+7; at++ {
					if is(at) {
						return true
					}
				}
				return false
			}
		}
		c.add(prose.Span{Start: min(p.Start, q.Start), End: max(p.End, q.End)}, Clue{Says: says, Weight: Fair, Allows: allows})
	}
}

// apposed reports that two expressions with some words between tell of one day.
func apposed(between string) bool {
	switch strings.TrimSpace(between) {
	case "", ",", "on", "(", ", on":
		return true
	}
	return false
}

// dayOf returns the test for the days that a point without a year can be, and what
// it says; nil for other points.
func (c *clues) dayOf(p *point, f *finder) (is func(day.Day) bool, says string) {
	words := p.words(c.a)
	if h, _, ok := f.holidayAt(f.at(p.Start)); ok {
		return func(d day.Day) bool { y, _, _ := d.Civil(); return h.on(y) == d }, "as far from " + words + " as it says"
	}
	switch n := p.n; p.pointed {
	case onDay:
		return func(d day.Day) bool { _, m, dd := d.Civil(); return 100*m+dd == n }, "as far from " + words + " of a year as it says"
	case onWeekday:
		return func(d day.Day) bool { return d.Weekday() == n }, "as far from a " + weekdayNames[n] + " as it says"
	}
	return nil, ""
}

// alike reports that the words beside two expressions have two or more in common.
func alike(a, b map[string]bool) bool {
	n := 0
	for w := range b {
		if a[w] {
			n++
		}
	}
	return n >= 2
}

// around returns the longer words close to an expression in its clause, without
// the ending of a plural.
func (c *clues) around(p *point) map[string]bool {
	const reach, long = 5, 5
	f := c.runs[0]
	i := f.at(p.Start)
	words := map[string]bool{}
	take := func(j int) bool {
		if j < f.first || j >= f.limit || f.kind(j, prose.Punct) {
			return false
		}
		if w := strings.TrimSuffix(strings.ToLower(f.text(j)), "s"); len(w) >= long && f.lex[j].class == 0 && f.verb(j) == noTense {
			words[w] = true
		}
		return true
	}
	for j := i - 1; j >= i-reach && take(j); j-- {
	}
	end := f.after(p, i)
	for j := end; j < end+reach && take(j); j++ {
	}
	return words
}
