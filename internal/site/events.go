package site

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/timeline"
)

// EventRef is an event as the site tells it: the telling of one article, and
// what others say of the same.
type EventRef struct {
	Article *Article
	Event   *timeline.Event
	Others  []*Article // that tell of the same event, newest first
	Figures []Figures  // on which the sources disagree
	Score   float64    // of its day, among the events it stands with; less for each that the day has before it
}

// Figures is what the sources say of one number, side by side.
type Figures struct {
	Of   string   // what is counted: "killed"
	Says []Saying // each figure once, in the order of their accounts
}

// Saying is one figure and who gives it.
type Saying struct {
	Figure  string   // "at least 355"
	By      string   // who gives it, as named in the text; "" for the article itself
	Article *Article // where it says so
}

// EventsOf returns the events that name e, in order of time, those told in several articles once.
func (s *Site) EventsOf(e *Entity) []EventRef {
	var out []EventRef
	for _, p := range e.Articles {
		a := s.Articles[p.Article]
		events := a.EventsWith(func(ref int) bool { return a.Named[ref] == e.index })
		for i := range events {
			out = append(out, EventRef{Article: a, Event: &events[i]})
		}
	}
	if len(out) == 0 {
		return nil
	}
	articles := func(yield func(*Article) bool) {
		for _, p := range e.Articles {
			if !yield(s.Articles[p.Article]) {
				return
			}
		}
	}
	return tell(out, countDays(articles))
}

// DayOf returns the day on which an event took place, as the articles tell that name it
// beside a day: at least two of them, and more than tell of any other. It is none
// when the id is of no event.
func (s *Site) DayOf(id string) day.Date {
	e := s.entities[id]
	if e == nil || e.Kind != ner.Event {
		return day.Date{}
	}
	tell := map[day.Date]int{}
	for _, r := range s.EventsOf(e) {
		if r.Event.When.Precision() == day.Exact {
			tell[r.Event.When] += 1 + len(r.Others)
		}
	}
	const least = 2
	var when day.Date
	most, next := 0, 0
	for d, n := range tell {
		switch {
		case n > most:
			when, most, next = d, n, most
		case n > next:
			next = n
		}
	}
	if most < least || most == next {
		return day.Date{}
	}
	return when
}

// tell joins what tells of the same event and gives every event its score. The
// result is in order of time and does not depend on the order of refs; published
// is how many articles appeared on each day.
func tell(refs []EventRef, published map[day.Date]int) []EventRef {
	slices.SortFunc(refs, func(a, b EventRef) int {
		return cmp.Or(cmp.Compare(a.Article.Index, b.Article.Index), compare(&a, &b))
	})
	days := weigh(refs, published)
	out := merge(refs)
	score(out, days)
	return out
}

// weight is what is told of a date.
type weight struct {
	mentions  int // sentences
	articles  int
	later     int // sentences of articles that appeared more than two days later
	published int // articles that appeared on the day
	leads     int // articles that begin with it
	last      *Article
}

// score is the weight of a date as one number: what many articles tell of, and
// still tell of later, was an event. The formula was found on timelines that
// editors made of news.
func (w *weight) score() float64 {
	log := func(n int) float64 { return math.Log1p(float64(n)) }
	return log(w.mentions) + log(w.articles) + log(w.later) + log(w.published)/2 + log(w.leads)/2
}

// weigh counts what is told of each date.
func weigh(refs []EventRef, published map[day.Date]int) map[day.Date]*weight {
	const aftermath = 2 // days in which news tell of an event as new
	days := make(map[day.Date]*weight, len(refs))
	for i := range refs {
		a, e := refs[i].Article, refs[i].Event
		w := days[e.When]
		if w == nil {
			w = &weight{published: published[e.When]}
			days[e.When] = w
		}
		n := 1 + len(e.Also)
		w.mentions += n
		if w.last != a { // refs of one article stand together
			w.last = a
			w.articles++
		}
		if e.Lead {
			w.leads++
		}
		if published := a.Meta.Date; published.Precision() == day.Exact {
			at, _ := published.Bounds()
			if _, to := e.When.Bounds(); at > to+aftermath {
				w.later += n
			}
		}
	}
	return days
}

// countDays returns how many of the articles appeared on each day.
func countDays(articles iter.Seq[*Article]) map[day.Date]int {
	counts := map[day.Date]int{}
	for a := range articles {
		if !a.Meta.Date.IsZero() {
			counts[a.Meta.Date]++
		}
	}
	return counts
}

// score gives the events their scores. The first of a day has all of the day's;
// those after it have less, so that one day does not fill a short list.
func score(events []EventRef, days map[day.Date]*weight) {
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	told := func(i int) float64 {
		return float64(events[i].Event.Rank) + math.Log1p(float64(len(events[i].Others)))
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Or(cmp.Compare(told(y), told(x)), cmp.Compare(x, y)) })
	before := make(map[day.Date]int, len(days))
	for _, i := range order {
		when := events[i].Event.When
		before[when]++
		n := before[when]
		events[i].Score = days[when].score()/float64(n*n) + told(i)/16
	}
}

// merge sorts events by time and joins those that tell the same. The entry kept
// is the one of narrowest date, and of those the first by compare; the others'
// articles and figures stay with it.
//
// An event is compared only with those that share a rare enough word with it, so
// that the time is linear in their number.
func merge(refs []EventRef) []EventRef {
	accounts := make([]account, len(refs))
	for i := range refs {
		accounts[i] = newAccount(&refs[i])
	}
	slices.SortFunc(accounts, func(a, b account) int {
		return cmp.Or(cmp.Compare(a.to-a.from, b.to-b.from), compare(a.ref, b.ref))
	})
	var kept []*account
	with := map[string][]int32{} // of each word, the last that were kept with it
	shared := map[int32]int{}
	var order []int32
	const most = 48 // events of one word that are compared
	for i := range accounts {
		t := &accounts[i]
		clear(shared)
		order = order[:0]
		for _, w := range t.words {
			for _, k := range with[w] {
				if shared[k]++; shared[k] == 1 {
					order = append(order, k)
				}
			}
		}
		slices.Sort(order)
		best, close := int32(-1), 0.0
		for _, k := range order {
			if c := t.closeness(kept[k], shared[k]); c > close {
				best, close = k, c
			}
		}
		if best >= 0 {
			kept[best].same = append(kept[best].same, t)
			continue
		}
		k := int32(len(kept))
		kept = append(kept, t)
		for _, w := range t.words {
			l := with[w]
			if len(l) == most {
				l = append(l[:0], l[1:]...)
			}
			with[w] = append(l, k)
		}
	}
	out := make([]EventRef, len(kept))
	for i, t := range kept {
		out[i] = t.joined()
	}
	slices.SortFunc(out, func(a, b EventRef) int { return compare(&a, &b) })
	return out
}

// compare orders events by time; of those of one date it puts first what has
// happened, then what is most worth showing, then what the newest article tells.
func compare(a, b *EventRef) int {
	x, y := a.Event, b.Event
	return cmp.Or(x.When.Compare(y.When), cmp.Compare(ahead(x), ahead(y)), cmp.Compare(y.Rank, x.Rank),
		cmp.Compare(a.Article.Index, b.Article.Index), cmp.Compare(x.Start, y.Start), strings.Compare(x.Label, y.Label))
}

// ahead is 1 for what was still to come when its article appeared.
func ahead(e *timeline.Event) int {
	if e.Status == timeline.Planned || e.Status == timeline.Deadline {
		return 1
	}
	return 0
}

// account is an event of one article, as it is compared with others.
type account struct {
	ref      *EventRef
	from, to day.Day
	words    []string // of the label, see labelWords
	persons  []string // ids of the event's entities that are persons
	same     []*account
}

func newAccount(r *EventRef) account {
	t := account{ref: r, words: labelWords(r.Event.Label)}
	t.from, t.to = r.Event.When.Bounds()
	for _, id := range r.Event.Entities {
		if r.Article.kindOf(id) == ner.Person {
			t.persons = append(t.persons, id)
		}
	}
	return t
}

// closeness says how sure it is that t tells of the same event as o, which is of a date
// as narrow or narrower and with which it shares a number of words: 0 for not at all.
func (t *account) closeness(o *account, shared int) float64 {
	a, b := t.ref, o.ref
	if a.Article == b.Article || shared < 2 || t.from > o.to || o.from > t.to || slices.ContainsFunc(o.same, func(s *account) bool { return s.ref.Article == a.Article && s.ref.Event.When != a.Event.When }) {
		return 0
	}
	if len(t.persons) > 0 && len(o.persons) > 0 && common(t.persons, o.persons) == 0 {
		return 0 // the same was done by others: two arrests on one day
	}
	entities := common(a.Event.Entities, b.Event.Entities)
	cosine := float64(shared) / math.Sqrt(float64(len(t.words))*float64(len(o.words)))
	least := .6
	switch {
	case a.Event.When == b.Event.When && entities >= 2:
		least = .3
	case a.Event.When == b.Event.When && entities == 1:
		least = .45
	case a.Event.When == b.Event.When:
	case t.from <= o.from && o.to <= t.to && entities >= 1 && t.to-t.from <= longestNest:
		least = .5
	default:
		return 0
	}
	if cosine < least {
		return 0
	}
	return cosine
}

// common returns how many of a are in b.
func common(a, b []string) int {
	n := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			n++
		}
	}
	return n
}

// longestNest is how many days the vaguer of two dates of one event may have.
const longestNest = 31

// joined is the event with all that was found to tell of it.
func (t *account) joined() EventRef {
	r := *t.ref
	slices.SortStableFunc(t.same, func(a, b *account) int { return cmp.Compare(a.ref.Article.Index, b.ref.Article.Index) })
	for _, o := range t.same {
		if a := o.ref.Article; a != r.Article && !slices.Contains(r.Others, a) {
			r.Others = append(r.Others, a)
		}
	}
	told := []*EventRef{t.ref}
	for _, o := range t.same {
		told = append(told, o.ref)
	}
	r.Figures = disagreeing(told)
	return r
}

// FiguresIn returns the figures on which the sources of one article's event disagree.
func FiguresIn(a *Article, e *timeline.Event) []Figures {
	if len(e.Figures) < 2 {
		return nil
	}
	return disagreeing([]*EventRef{{Article: a, Event: e}})
}

// disagreeing returns the figures on which accounts of one event disagree.
func disagreeing(told []*EventRef) []Figures {
	var all []Figures
	type source struct {
		of, by  string
		article *Article
	}
	numbers := map[source]int{} // the first that a source gives
	differ := map[string]bool{} // two sources do not agree
	for _, t := range told {
		for _, f := range t.Event.Figures {
			s := Saying{Figure: f.Says, By: f.By, Article: t.Article}
			i := slices.IndexFunc(all, func(x Figures) bool { return x.Of == f.Of })
			if i < 0 {
				all = append(all, Figures{Of: f.Of, Says: []Saying{s}})
				numbers[source{f.Of, f.By, t.Article}] = f.N
				continue
			}
			from := source{f.Of, f.By, t.Article}
			for other, n := range numbers {
				differ[f.Of] = differ[f.Of] || other.of == f.Of && other != from && n != f.N
			}
			if _, ok := numbers[from]; !ok {
				numbers[from] = f.N
			}
			if !slices.ContainsFunc(all[i].Says, func(x Saying) bool { return x.Figure == s.Figure && (x.By == s.By || s.By == "") }) {
				all[i].Says = append(all[i].Says, s)
			}
		}
	}
	return slices.DeleteFunc(all, func(f Figures) bool { return !differ[f.Of] })
}

// kindOf returns the kind of an entity that the article names.
func (a *Article) kindOf(id string) ner.Kind {
	for i := range a.Refs {
		if a.Refs[i].ID.Value() == id {
			return a.Refs[i].Kind
		}
	}
	return ner.Unknown
}

// labelWords returns the distinct content words of a label, sorted: those of
// four letters and more, by their beginnings, so that forms of one word agree.
func labelWords(s string) []string {
	const stem = 6
	w := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127)
	})
	w = slices.DeleteFunc(w, func(t string) bool { return len(t) < 4 })
	for i := range w {
		w[i] = w[i][:runeEnd(w[i], stem)]
	}
	slices.Sort(w)
	return slices.Compact(w)
}

// runeEnd returns n, or where the character that n stands in begins, or the length of s.
func runeEnd(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return n
}
