package timeline

import (
	"cmp"
	"slices"

	"dateline/internal/day"
)

// Clue is something in an article that says on which days it can have been
// published: between two days, or on some of all days.
type Clue struct {
	Words    string             // of the text, or of the header
	Start    int                // where they stand in the text; -1 in the header
	Says     string             // "September of any year", "not before 21 August 2013"
	From, To day.Day            // 0 where the clue sets no bound
	Allows   func(day.Day) bool // nil for every day between them
	Weight   Weight
}

// Weight is how seldom a clue of its kind is wrong.
type Weight uint8

const (
	Weak   Weight = iota // a habit of reporters, which makes days likelier and rules none out
	Fair                 // it holds unless the words are used freely
	Strong               // only a mistake in text or register contradicts it
)

// Weighed is a clue and what came of it.
type Weighed struct {
	Clue
	Left    int  // how many days are left by it and those before it; 0 while there is no end to them
	Against bool // it contradicts those before it, and was left out
}

// Dating is what the clues of an article say together of its day of publication.
type Dating struct {
	Clues []Weighed // those that say something the ones before do not
	Days  []day.Day // on which it can have been published, in order; nil when the clues do not say both bounds

	// Likely are those of the Days that the weak clues allow too; nil without such
	// clues, and when they contradict each other.
	Likely []day.Day
}

// Both bounds must be known before single days are looked at; an article between
// them that are further apart than widest is not dated.
const widest = 10 * 366

// Date intersects the days that the clues allow: first those that set bounds, then
// those that choose among the days between, in each case the strongest first. A
// clue that leaves no day is left out, and says so.
func Date(clues []Clue) Dating {
	sorted := slices.Clone(clues)
	slices.SortStableFunc(sorted, func(a, b Clue) int {
		return cmp.Or(cmp.Compare(a.stage(), b.stage()), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Start, b.Start))
	})
	var d Dating
	var from, to day.Day
	for _, c := range sorted {
		if c.stage() == bounding {
			from, to = d.bound(c, from, to)
		}
	}
	if from == 0 || to == 0 || to-from > widest {
		return d
	}
	for at := from; at <= to; at++ {
		d.Days = append(d.Days, at)
	}
	for _, c := range sorted {
		switch c.stage() {
		case choosing:
			d.Days = d.choose(c, d.Days)
		case guessing:
			if d.Likely == nil {
				d.Likely = d.Days
			}
			d.Likely = d.choose(c, d.Likely)
		}
	}
	return d
}

// What a clue is used for, in this order.
const (
	bounding = iota
	choosing
	guessing
)

func (c Clue) stage() int {
	switch {
	case c.Weight == Weak:
		return guessing
	case c.Allows != nil:
		return choosing
	}
	return bounding
}

// bound narrows bounds, of which 0 is none, by a clue, if there is a day between them.
func (d *Dating) bound(c Clue, from, to day.Day) (day.Day, day.Day) {
	f, t := from, to
	if c.From != 0 && (f == 0 || c.From > f) {
		f = c.From
	}
	if c.To != 0 && (t == 0 || c.To < t) {
		t = c.To
	}
	switch {
	case f != 0 && t != 0 && f > t:
		d.Clues = append(d.Clues, Weighed{c, between(from, to), true})
	case f != from || t != to:
		d.Clues = append(d.Clues, Weighed{c, between(f, t), false})
		return f, t
	}
	return from, to
}

// between counts the days between two bounds, 0 when one is missing.
func between(from, to day.Day) int {
	if from == 0 || to == 0 {
		return 0
	}
	return int(to-from) + 1
}

// choose returns those of the days that a clue allows, or all if it allows none.
func (d *Dating) choose(c Clue, days []day.Day) []day.Day {
	var left []day.Day
	for _, at := range days {
		if c.Allows(at) {
			left = append(left, at)
		}
	}
	switch len(left) {
	case 0:
		d.Clues = append(d.Clues, Weighed{c, len(days), true})
		return days
	case len(days): // it says nothing that is not known
	default:
		d.Clues = append(d.Clues, Weighed{c, len(left), false})
	}
	return left
}

// Proposed returns the day, or the interval of at most a year, in which the
// article must have been published. It is no date when the clues leave more, and
// when those left out are more than a quarter of those that are not weak.
func (d Dating) Proposed() day.Date {
	const most = 366
	if len(d.Days) == 0 || d.Days[len(d.Days)-1]-d.Days[0] >= most {
		return day.Date{}
	}
	used, against := 0, 0
	for _, c := range d.Clues {
		switch {
		case c.Weight == Weak:
		case c.Against:
			against++
		default:
			used++
		}
	}
	if against*3 > used {
		return day.Date{}
	}
	return day.Range(d.Days[0], d.Days[len(d.Days)-1])
}

// Header returns the date for the article's header that says no more than is known:
// the day, the month or the year that holds all that is possible, else none.
func (d Dating) Header() day.Date {
	proposed := d.Proposed()
	if proposed.IsZero() {
		return day.Date{}
	}
	from, to := proposed.Bounds()
	y, m, dd := from.Civil()
	y2, m2, _ := to.Civil()
	switch {
	case y != y2:
		return day.Date{}
	case m != m2:
		m, dd = 0, 0
	case from != to:
		dd = 0
	}
	out, _ := day.Civil(y, m, dd)
	return out
}
