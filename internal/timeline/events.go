package timeline

import (
	"fmt"
	"slices"
	"strings"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// Events returns the events of an article in order of time, the most worth
// showing marked by Rank. names are its linked mentions, in order.
//
// An event is a sentence with a date. The first sentences have that of
// publication when they name no other. What is said in direct speech counts only
// with a full date; durations, decades and centuries are no events. Sentences
// that tell of the same event are merged.
func Events(a *prose.Analysis, exprs []Expression, names []Named, opt Options) []Event {
	return gather(a, exprs, names, opt, nil)
}

// Left is a date of an article that is no entry of its timeline.
type Left struct {
	prose.Span // its expression, or the sentence where that has none
	Why        string
}

// Explain returns the events of an article, as Events does, and what was left out.
func Explain(a *prose.Analysis, exprs []Expression, names []Named, opt Options) ([]Event, []Left) {
	var left []Left
	events := gather(a, exprs, names, opt, func(l Left) { left = append(left, l) })
	return events, left
}

func gather(a *prose.Analysis, exprs []Expression, names []Named, opt Options, leave func(Left)) []Event {
	g := &gatherer{leave: leave, a: a, exprs: exprs, names: names, labels: labeller{a: a, foreign: languageOf(opt.Lang) != nil || !readsEnglish(a)}}
	if opt.Published.Precision() == day.Exact {
		g.pub, _ = opt.Published.Bounds()
		g.dated = true
		g.news = opt.News || !opt.Narrative && g.tellsNews()
	}
	g.found = make([]candidate, 0, len(exprs)+leadSentences)
	g.words = make([]uint64, 0, 256)
	for s := range a.Sentences {
		g.sentence(s)
	}
	events := merge(g.found)
	out := make([]Event, len(events))
	for i := range events {
		events[i].rank()
		out[i] = events[i].Event
	}
	slices.SortStableFunc(out, func(a, b Event) int {
		if c := a.When.Compare(b.When); c != 0 {
			return c
		}
		return a.Start - b.Start
	})
	return out
}

// gatherer is the state of one run of Events.
type gatherer struct {
	leave func(Left) // told of what is left out; may be nil
	a     *prose.Analysis
	exprs []Expression
	names []Named
	pub   day.Day
	dated bool

	n                      int  // number of the sentence
	firstName              int  // the first of its names
	tok, expr, name, block int  // the first of each that is not before the sentence
	leads                  int  // paragraphs' sentences seen so far
	news                   bool // its times are told from the day of publication
	told                   bool // a leading sentence has a date of its own
	quote                  bool
	labels                 labeller
	she                    map[string]int // of persons, how much more often she than he; nil until it is asked for
	words                  []uint64       // room for those of the candidates
	found                  []candidate
}

// candidate is an event with what merging and ranking need.
type candidate struct {
	Event
	caption  bool
	pub      bool     // on the day of publication
	broken   bool     // its label tells nothing before the clause it ends in
	name     bool     // its date only tells which one is meant: the cable of 1865
	words    []uint64 // of its sentence, hashed and sorted
	gist     []uint64 // of its label, likewise
	mentions int
}

// longest number of leading sentences that get the date of publication.
const leadSentences = 2

func (g *gatherer) sentence(n int) {
	s := g.a.Sentences[n]
	g.n = n
	for g.block < len(g.a.Blocks) && g.a.Blocks[g.block].End <= s.Start {
		g.block++
		g.quote = false
	}
	first := g.tok
	for g.tok < len(g.a.Tokens) && int(g.a.Tokens[g.tok].Sentence) == n {
		g.tok++
	}
	for g.name < len(g.names) && g.names[g.name].Start < s.Start {
		g.name++
	}
	g.firstName = g.name
	for g.name < len(g.names) && g.names[g.name].Start < s.End {
		g.name++
	}
	from := g.expr
	for g.expr < len(g.exprs) && g.exprs[g.expr].Start < s.End {
		g.expr++
	}
	l := &g.labels
	l.enter(first, g.tok)
	l.readQuotes(g.quote)
	g.quote = l.openAtEnd
	kind := prose.Paragraph
	if g.block < len(g.a.Blocks) {
		kind = g.a.Blocks[g.block].Kind
	}
	switch kind {
	case prose.Highlight, prose.Heading, prose.Cell, prose.Footnote:
		for i := from; i < g.expr; i++ {
			g.leaveOut(g.exprs[i].Span, "stands in a heading, highlight, table or footnote, which take no part")
		}
		return
	}
	c := candidate{Event: Event{Span: s, Expr: -1}, caption: kind == prose.Caption}
	if kind == prose.Paragraph {
		g.leads++
		c.Lead = g.leads <= leadSentences
	}
	if from == g.expr && !c.Lead {
		return // it has no date, and is not told as of publication
	}
	for i := range g.names[g.firstName:g.name] {
		if id := g.names[g.firstName+i].ID; id != "" && !slices.Contains(c.Entities, id) {
			c.Entities = append(c.Entities, id)
		}
	}
	if f := l.idle(false); f != sound && !l.foreign {
		for i := from; i < g.expr; i++ {
			g.leaveOut(g.exprs[i].Span, "stands in a sentence that "+string(f))
		}
		return
	}
	dated, before := false, len(g.found)
	// A sentence tells of a few events; one with more dates is a list, and to
	// label each of them would take time quadratic in its length.
	const most = 6
	for i := from; i < g.expr && i < from+most; i++ {
		e := &g.exprs[i]
		if e.Date.IsZero() || e.Type != DATE && e.Type != TIME {
			g.leaveOut(e.Span, "is no date")
			continue
		}
		if e.Reason == hourToday && !c.Lead {
			g.leaveOut(e.Span, "is an hour of a day that is not told")
			continue
		}
		if p := e.Date.Precision(); p == day.Decade || p == day.Century {
			g.leaveOut(e.Span, "is too vague")
			continue
		}
		x, y := l.tokensOf(e.Span)
		if l.spoken(x) || kind == prose.Quotation {
			if e.Relative || e.Date.Precision() != day.Exact {
				g.leaveOut(e.Span, "stands in direct speech and is no full date")
				continue
			}
		}
		when, last := e.Date, y
		if i+1 < g.expr && g.isRange(e, &g.exprs[i+1]) {
			from, _ := e.Date.Bounds()
			_, to := g.exprs[i+1].Date.Bounds()
			when = day.Range(from, to)
			_, last = l.tokensOf(g.exprs[i+1].Span)
		}
		if g.event(c, l, i, x, last, when) {
			dated = true
		}
		if last != y {
			i++
		}
	}
	undated := !dated && from == g.expr
	if dated && c.Lead {
		g.told = true
	}
	// What no date tells from is of today only in news; after a lead with a date
	// of its own, it is of that day.
	if undated && c.Lead && g.dated && !l.foreign && !g.told && (g.news || g.reports(l)) && !l.allSpoken() {
		c.When, c.Status, c.Reason = day.FromDay(g.pub), Reported, "undated lead: told as of publication"
		c.pub = true
		f := l.idle(true)
		if f == sound {
			if c.Label = l.label(-1, -1); vague(c.Label) {
				f = tooLittle
			}
		}
		if f != sound {
			g.leaveOut(s, "is an undated lead that "+string(f))
		} else {
			g.add(c, l, -1, -1)
		}
	}
	if added := g.found[before:]; len(added) > 0 {
		figures := l.figures(g.exprs[from:g.expr], g.names[g.firstName:g.name])
		for i := range added {
			added[i].keep(figures, len(added) == 1)
		}
	}
}

// keep keeps the figures of the sentence that are of the event: all of them when
// it is the only one, else those that its label tells.
func (c *candidate) keep(figures []Figure, alone bool) {
	if alone {
		c.Figures = figures
		return
	}
	for _, f := range figures {
		if strings.Contains(c.Label, f.Says) {
			c.Figures = append(c.Figures, f)
		}
	}
}

// tellsNews reports that a good part of the article's dates are counted from
// the day of publication and are near to it: yesterday, next week.
func (g *gatherer) tellsNews() bool {
	const near, share = 10, 4 // days; one in four
	dates, recent := 0, 0
	for i := range g.exprs {
		e := &g.exprs[i]
		if e.Date.IsZero() || e.Type != DATE && e.Type != TIME {
			continue
		}
		dates++
		from, to := e.Date.Bounds()
		if at, _ := e.Anchor.Bounds(); e.Relative && at == g.pub && from > g.pub-near && to < g.pub+near {
			recent++
		}
	}
	return recent > 0 && recent*share >= dates
}

// reports reports that the sentence says who said something, or what has happened.
func (g *gatherer) reports(l *labeller) bool {
	for i := l.first; i < l.end; i++ {
		if !l.quoted(i) && (l.says(i) || l.is(i, "has", "have") && l.verbLike(i+1)) {
			return true
		}
	}
	return false
}

// isRange reports that a and b are the two ends of one range.
func (g *gatherer) isRange(a, b *Expression) bool {
	if b.Date.IsZero() || b.Type != a.Type || b.Start-a.End > 8 || a.Date.Precision() > day.Year {
		return false
	}
	from, _ := a.Date.Bounds()
	_, to := b.Date.Bounds()
	if from >= to {
		return false
	}
	switch strings.TrimSpace(g.a.S[a.End:b.Start]) {
	case "–", "-", "—", "to", "until", "till", "through":
		return true
	case "and":
		if to == from+1 { // on 28 and 29 August
			return true
		}
		before := strings.TrimRight(g.a.S[:a.Start], " ")
		return strings.HasSuffix(before, "between") || strings.HasSuffix(before, "Between")
	}
	return false
}

// longAhead is how many days after publication a date lies that a past tense does
// not plan.
const longAhead = 366

// event adds the event that the expression of index i, tokens x to y, dates.
func (g *gatherer) event(c candidate, l *labeller, i, x, y int, when day.Date) bool {
	e := &g.exprs[i]
	c.Expr, c.When, c.Words, c.Anchor, c.Reason = i, when, g.a.S[e.Start:e.End], e.Anchor, e.Reason
	from, to := when.Bounds()
	switch {
	case e.Deadline && g.dated && to >= g.pub && !l.is(y, "'s") && (l.foreign && l.obligesAbroad() && !l.endsRange(x) || !l.foreign && l.obliges(x, y)):
		c.Status = Deadline
		if when.Precision() != day.Exact {
			c.When = day.FromDay(to)
			c.Reason += ", to its last day"
		}
		if c.Label = l.deadline(g.mustBy(l, x), y); c.Label != "" {
			l.made = "what must be done by then"
		}
	case g.dated && from > g.pub+longAhead && !e.Relative && l.over(x):
		// An article that was added to keeps its first date.
	case g.dated && from > g.pub:
		c.Status = Planned
	case g.dated && from == g.pub && to == g.pub:
		c.Status, c.pub = Reported, true
	case g.dated && to > g.pub && l.future(x):
		c.Status = Planned
	}
	if c.Label == "" {
		c.Label = l.label(x, y)
	}
	c.name = l.is(x-1, "of") && l.is(x-3, "the", "his", "her", "its", "their")
	if (when.Precision() == day.Year && e.Relative || e.Date.Approximate()) && !strings.Contains(c.Label, l.before(x)) {
		g.leaveOut(e.Span, "is vague, and tells of something else than its sentence")
		return false // "over a decade ago" at the end of a sentence about something else
	}
	if e.Relative && !e.Date.Approximate() && l.roundYears(x, y) {
		g.leaveOut(e.Span, "is a round number of years, which dates nothing to one")
		return false
	}
	if !g.add(c, l, x, y) {
		return false
	}
	if label := l.eve(y); label != "" && when.Precision() == day.Exact {
		c.When, c.Label = day.FromDay(to+1), label
		l.made = "what its eve is the eve of"
		c.Reason = "the day after its eve"
		c.Status, c.pub = Past, false
		if g.dated && to+1 > g.pub {
			c.Status = Planned
		} else if g.dated && to+1 == g.pub {
			c.Status, c.pub = Reported, true
		}
		g.add(c, l, -1, -1)
	}
	return true
}

// roundYears reports that tokens x to y count years by tens: 50 years ago.
func (l *labeller) roundYears(x, y int) bool {
	const tens = 10
	for i := x; i+1 < y; i++ {
		if l.is(i+1, "years") {
			n := number(l.text(i))
			if n <= 0 && l.of(i, cNumber) {
				n = int(english.look(l.a.S, l.a.Tokens[i]).val)
			}
			return n >= 2*tens && n%tens == 0
		}
	}
	return false
}

func (g *gatherer) leaveOut(at prose.Span, why string) {
	if g.leave != nil {
		g.leave(Left{at, why})
	}
}

// add adds a candidate whose label can be made to stand on its own; x and y are
// the tokens of its date, x negative when it has none.
func (g *gatherer) add(c candidate, l *labeller, x, y int) bool {
	c.Made = l.made
	if x >= 0 && l.bracketed(x) && (l.foreign || g.exprs[c.Expr].Date.Precision() != day.Exact) {
		g.leaveOut(g.exprs[c.Expr].Span, "tells of something else: the date stands in brackets")
		return false
	}
	made, f := c.Label, sound
	if l.foreign {
		f = foreignFlaw(c.Label, l.lastOfDate(x, y))
		if f == sound && c.Status == Past && !overAbroad(c.Label) {
			f = noEvent
		}
	} else {
		f = g.judge(&c, l, x, y)
	}
	if f != sound {
		g.reject(&c, made, f)
		return false
	}
	c.words, c.gist = g.contentWords(g.a.S[c.Start:c.End]), g.contentWords(c.Label)
	c.broken = !l.foreign && !tells(c.Label)
	g.found = append(g.found, c)
	return true
}

// reject tells why a label is none.
func (g *gatherer) reject(c *candidate, label string, f fault) {
	if g.leave == nil {
		return
	}
	at := c.Span
	if c.Expr >= 0 {
		at = g.exprs[c.Expr].Span
	}
	g.leaveOut(at, fmt.Sprintf("has no label that can stand alone: %q %s", label, f))
}

// judge makes the label of a candidate, in English, stand on its own, if need be by
// telling its whole sentence, and returns what is wrong with it.
func (g *gatherer) judge(c *candidate, l *labeller, x, y int) fault {
	label, f := g.stand(c.Label, l, x, y)
	if f != sound && x >= 0 && c.Made != "the sentence" && l.hasVerb() {
		if s, ok := g.stand(l.sentence(l.first, l.end, x, y), l, x, y); ok == sound {
			label, f, c.Made = s, sound, "the sentence"
		}
	}
	if f == sound && x >= 0 {
		f = l.astray(label, x, y)
	}
	if f != sound {
		return f
	}
	if g.stump(label, l.told(x)) {
		return tooLittle
	}
	if will, may := ahead(label); may || will && c.Status == Past {
		return perhaps
	}
	if c.Status != Planned && c.Status != Deadline && standing(label) {
		return noEvent
	}
	c.Label = label
	return sound
}

// stump reports that a label names nobody and is little of so many bytes that its
// sentence tells: "the company made headlines" of one that says why.
func (g *gatherer) stump(label string, told int) bool {
	const little = 4 // a quarter
	if !vague(label) || !hasVerb(label) || little*len(label) > told {
		return false
	}
	for _, m := range g.names[g.firstName:g.name] {
		if strings.HasPrefix(label, g.a.S[m.Start:m.End]) {
			return false
		}
	}
	return true
}

// lastOfDate is the last word of the date of tokens x to y, which a label in another
// language keeps; "" for a date that only leads a text.
func (l *labeller) lastOfDate(x, y int) string {
	if x < 0 || x == l.first && l.kind(y, prose.Punct) {
		return ""
	}
	return l.text(y - 1)
}

// stand returns a label with the name for a pronoun that it begins with, or why
// it cannot stand beside its date.
func (g *gatherer) stand(label string, l *labeller, x, y int) (string, fault) {
	label = g.named(label, l, g.n)
	if f := flaw(label); f != sound {
		return "", f
	}
	if repeats(label, l, x, y) {
		return "", repeatsDate
	}
	return label, sound
}

// tells reports that a label says that something happens, in its first clause
// or by the name of an occasion, and not only who was there.
func tells(label string) bool {
	clause, _, cut := strings.Cut(label, ", ")
	if !cut && len(label) < longestLabel/2 || strings.HasPrefix(label, "Deadline ") {
		return true
	}
	for _, w := range strings.Fields(clause) {
		if verbs[w] != noTense || pastForm(w) || strings.HasSuffix(w, "s") && len(w) > 4 || slices.Contains(occasions, strings.ToLower(w)) {
			return true
		}
	}
	return false
}
