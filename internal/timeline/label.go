package timeline

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/prose"
)

// longestLabel is how many characters a label may have.
const longestLabel = 90

// labeller makes labels from one sentence, tokens first to end.
type labeller struct {
	a          *prose.Analysis
	first, end int
	joins      []join  // where its clauses begin
	parted     bool    // joins are those of this sentence
	tells      int     // up to here no verb was found from first on
	made       string  // what the last label was made of
	foreign    bool    // the text is not English: its sentences are their own labels
	speech     []uint8 // of each token: how many tokens the quotation around it has, marks included, up to 255; 0 for none
	openAtEnd  bool    // direct speech goes on after the sentence
}

// enter makes the sentence of tokens first to end the current one.
func (l *labeller) enter(first, end int) {
	l.first, l.end, l.parted, l.tells = first, end, false, first
}

// span is a range of tokens.
type span struct{ from, to int }

func (l *labeller) text(i int) string { return l.a.S[l.a.Tokens[i].Start:l.a.Tokens[i].End] }

func (l *labeller) is(i int, words ...string) bool {
	if i < l.first || i >= l.end {
		return false
	}
	w := l.text(i)
	for _, x := range words {
		if len(x) == len(w) && (x[0]^w[0])&^0x20 == 0 && strings.EqualFold(x, w) {
			return true
		}
	}
	return false
}

func (l *labeller) kind(i int, c prose.Class) bool {
	return i >= l.first && i < l.end && l.a.Tokens[i].Class&c != 0
}

// word reports that token i is a word in lower case or a name, no mark.
func (l *labeller) word(i int) bool { return l.kind(i, prose.Word|prose.Number) }

// tokensOf returns the tokens of a span of the text.
func (l *labeller) tokensOf(s prose.Span) (x, y int) {
	x, _ = slices.BinarySearchFunc(l.a.Tokens[l.first:l.end], s.Start, func(t prose.Token, at int) int { return cmp.Compare(int(t.Start), at) })
	x = max(l.first, x+l.first-1)
	for x < l.end && int(l.a.Tokens[x].End) <= s.Start {
		x++
	}
	y = x
	for y < l.end && int(l.a.Tokens[y].Start) < s.End {
		y++
	}
	return x, y
}

// readQuotes finds the direct speech of the sentence; open says that it begins
// inside one.
func (l *labeller) readQuotes(open bool) {
	from := l.first
	l.speech = slices.Grow(l.speech[:0], l.end-l.first)[:l.end-l.first]
	clear(l.speech)
	mark := func(from, to int) {
		for i := from; i < to; i++ {
			l.speech[i-l.first] = uint8(min(to-from, 255))
		}
	}
	if l.first < l.end && l.opening(l.first) {
		open = false // each paragraph of a long quotation begins with a mark of its own
	}
	for i := l.first; i < l.end; i++ {
		switch {
		case l.a.Tokens[i].Class&prose.Punct == 0:
		case !open && l.opening(i):
			open, from = true, i
		case open && i > from && l.closing(i):
			open = false
			mark(from, i+1)
		}
	}
	if open {
		mark(from, l.end)
	}
	l.openAtEnd = open
}

func (l *labeller) opening(i int) bool {
	switch l.text(i) {
	case "“", "‘", "``", "`", "«":
		return true
	case "\"", "'":
		return i+1 < len(l.a.Tokens) && l.a.Tokens[i+1].Class&(prose.Space|prose.LineStart) == 0 && (i == l.first || l.kind(i, prose.Space) || l.is(i-1, "(", "[", "\"", "“"))
	}
	return false
}

func (l *labeller) closing(i int) bool {
	switch l.text(i) {
	case "”", "’", "''", "»":
		return true
	case "\"", "'":
		return !l.kind(i, prose.Space)
	}
	return false
}

// spoken reports that token i is direct speech of more than a few words.
func (l *labeller) spoken(i int) bool {
	const few = 6 // words, as in 'limited and specific'
	return i < l.end && l.quoted(i) && (l.speech[i-l.first] > few || l.openAtEnd)
}

// before returns the word before token x, or "".
func (l *labeller) before(x int) string {
	if x > l.first {
		return l.text(x - 1)
	}
	return ""
}

// allSpoken reports that most of the sentence is direct speech.
func (l *labeller) allSpoken() bool {
	n := 0
	for _, s := range l.speech {
		if s > 0 {
			n++
		}
	}
	return 2*n > len(l.speech)
}

// future reports that the verb before token x, or else the first after it, is of the future.
func (l *labeller) future(x int) bool {
	for i := x - 1; i >= l.first; i-- {
		if l.kind(i, prose.Word) {
			if t := verbs[l.text(i)]; t != noTense {
				return t == future
			}
			if pastForm(l.text(i)) {
				return false
			}
		}
	}
	for i := x; i < l.end; i++ {
		if t := verbs[l.text(i)]; t != noTense {
			return t == future
		}
	}
	return false
}

// over reports that the verb before token x, or else the first after it, is of the past.
func (l *labeller) over(x int) bool {
	tells := func(i int) bool { return l.verbLike(i) && !l.quoted(i) }
	for i := x - 1; i >= l.first; i-- {
		if tells(i) {
			return verbs[l.text(i)] == past || pastForm(l.text(i))
		}
	}
	for i := x; i < l.end; i++ {
		if tells(i) {
			return verbs[l.text(i)] == past || pastForm(l.text(i))
		}
	}
	return false
}

// label returns the label of the event that tokens x to y date, or that no
// words date when x is negative.
func (l *labeller) label(x, y int) string {
	if l.foreign {
		from := l.first
		if x == from && l.kind(y, prose.Punct) { // 07.11.2022 - …
			for from = y; l.kind(from, prose.Punct); {
				from++
			}
		}
		l.made = "the sentence"
		return l.finished([]span{{from, l.end}})
	}
	if x >= 0 {
		if s, ok := l.nounAfter(x, y); ok {
			l.made = "the noun that the date stands before"
			return s
		}
		if s, ok := l.nounBefore(x, y); ok {
			l.made = "the noun that the date stands after"
			return s
		}
		if s, ok := l.relativeClause(x, y); ok {
			l.made = "a clause and what it describes"
			return s
		}
	}
	l.made = "the clause of the date"
	if x < 0 {
		l.made = "the sentence"
	}
	from, to := l.clause(x)
	if to < l.end && to > from+3 && l.is(to-1, "time") && l.is(to-2, "a") && l.is(to-3, "at") && l.is(to, "when") {
		to -= 3
	}
	if !l.hasVerb() {
		return ""
	}
	s := l.sentence(from, to, x, y)
	if to < l.end {
		if w := whole(s); x < 0 || strings.Contains(w, l.text(y-1)) || !strings.Contains(s, l.text(y-1)) {
			s = w
		}
	}
	if from == l.first && to == l.end {
		l.made = "the sentence"
	} else if utf8.RuneCountInString(s) < shortestLabel || !complete(strings.Fields(s)) || from > l.first && twoVerbs(s) {
		l.made = "the sentence"
		s = l.sentence(l.first, l.end, x, y)
	}
	return s
}

// shortestLabel is what a part of a sentence must have, in characters, to stand for it.
const shortestLabel = 16

// shortestRest is what must be left, in bytes, of a sentence without its date: "It was done" says little.
const shortestRest = 14

// hasVerb reports that the sentence tells something: it has a verb.
func (l *labeller) hasVerb() bool {
	for i := l.first; i < l.end; i++ {
		if l.verbLike(i) && !(afterVerb[l.text(i)] && verbs[l.before(i)] == noTense) || l.is(i, "is", "are", "was", "were", "has", "have") || l.is(i, "'s") && l.is(i-1, "he", "she", "it", "that", "there", "who", "what") || i > l.first && l.presentVerb(i) {
			return true
		}
	}
	return false
}

// presentVerb reports that token i has the form of a verb in the present and
// stands between what may be its subject and its object: the court holds a hearing.
func (l *labeller) presentVerb(i int) bool {
	return l.kind(i, prose.Word) && !l.kind(i, prose.Capital|prose.Hyphenated) && strings.HasSuffix(l.text(i), "s") && !strings.HasSuffix(l.text(i), "ss") &&
		l.word(i-1) && !function[l.lower(i-1)] && (l.is(i+1, determiners...) || l.is(i+1, "to") || l.kind(i+1, prose.Capital) || l.is(i+1, "on", "at", "in") && !l.kind(i-1, prose.Capital))
}

// sentence is the tokens from and to as a sentence, without what introduces it
// and who said it, and without the date where nothing hangs on it.
func (l *labeller) sentence(from, to, x, y int) string {
	from = l.skipLead(from, to)
	from, to = l.skipSaying(from, to, x)
	from = l.skipSetting(from, to, x)
	if x < from || x >= to {
		return l.finished([]span{{from, to}})
	}
	if l.is(y, ",") && l.is(y+1, "the", "on") && (l.is(y+2, "eve") || l.is(y+3, "eve")) {
		to = y // what it is the eve of is an event of its own
	}
	subject := span{from, from}
	if and := l.predicate(from, to); and > 0 {
		if x < and {
			to = and
		} else {
			subject.to, from = l.firstVerb(from, to), and+1
		}
	}
	start := l.withPreposition(x, from)
	if l.is(y, "alone") { // last year alone
		y++
	}
	if l.is(y, "(") && l.otherDate(y+1) {
		for end := y + 2; end < min(to, y+6); end++ {
			if l.is(end, ")") { // "today (Nov. 18)"
				y = end + 1
				break
			}
		}
	}
	if l.is(y, ",") && l.is(y+1, "a") && y+3 < to && l.otherDate(y+2) && l.kind(y+3, prose.Punct) {
		y += 3 // "on 18 August, a Sunday,"
	}
	switch {
	case l.is(y, "'s", "’s"): // last week's, without a noun that is an occasion
	case l.is(y, "and", "or", "to", "through", "until", "-", "–") && start == from && subject.to == subject.from: // "In May and June"
	case (start == from || l.is(from, "by", "back") && start == from+1) && subject.to == subject.from: // Last week, …
		i := y
		for i < to && l.kind(i, prose.Punct) && !l.opening(i) {
			i++
		}
		i = l.skipLead(i, to)
		if i = l.skipReport(i, to); !(i == y && l.presentVerb(i)) && (l.startsSentence(i) || l.mainClause(i, to) > 0) && l.chars(i, to) >= shortestRest {
			return l.finished([]span{{i, to}})
		}
	case !l.removable(from, start, x, y, to), start == x && l.is(x, "the", "a", "an"):
	case l.is(start-1, ",") && l.is(y, ","):
		return l.finished([]span{subject, {from, start - 1}, {y + 1, to}})
	case l.is(start-1, ",") && l.verbLike(y): // "Ahmad Lawan, a senator, on Tuesday moved"
		return l.finished([]span{subject, {from, start}, {y, to}})
	case l.is(start-1, ","):
		return l.finished([]span{subject, {from, start - 1}, {y, to}})
	case l.is(y, ",") && l.is(y-2, ",") && l.kind(y-1, prose.Number):
		y++ // the comma after a year that follows one before it
		fallthrough
	default:
		if l.chars(subject.from, subject.to)+l.chars(from, start)+l.chars(y, to) >= shortestRest {
			return l.finished([]span{subject, {from, start}, {y, to}})
		}
	}
	s := l.finished([]span{subject, {from, to}})
	if !strings.Contains(s, l.text(y-1)) && (l.tellsOther(s, from, x) || l.is(x-1, "since", "until", "till", "by", "before", "after")) {
		return "" // what is left has another date, or is not of this one
	}
	return s
}

// tellsOther reports that a label still has another date, of tokens from to x.
func (l *labeller) tellsOther(label string, from, x int) bool {
	for i := from; i < x; i++ {
		if l.otherDate(i) && strings.Contains(label, l.text(i)) {
			return true
		}
	}
	return false
}

// chars is about how many characters tokens i to j are.
func (l *labeller) chars(i, j int) int {
	if i >= j {
		return 0
	}
	return int(l.a.Tokens[j-1].End - l.a.Tokens[i].Start)
}

// removable reports that the date, tokens start to y with its preposition, can
// be left out of the tokens from to to: it hangs on a verb, the clause is whole
// without it, and no other date is told apart by it.
func (l *labeller) removable(from, start, x, y, to int) bool {
	switch {
	case l.is(start-1, ",") && l.verbLike(y) && start-1 > from+1:
		return true // "Fishermen, angered by the toll, on Monday blocked"
	case l.is(start-1, "since", "until", "till", "by", "before", "after", "from", "between", "to", "than", "of", "and", "or", "as", "through", "and",
		"is", "are", "was", "were", "be", "been", "dated", "due", "only", "not", "even", "for", "with", "about", "against", "starting", "beginning", "ending", "ended", "back", "about", "around", "approximately", "least", "most"), l.is(start-1, determiners...):
		return false
	case start == x && l.is(y, "as") && (l.verbLike(x-1) || l.is(x-1, "set")):
		return false // set Friday as the day
	case start == x && l.is(x-1, "dubbed", "called", "declared", "named", "designated", "celebrated", "marked", "spent", "chose", "picked", "proclaimed") && !isBe(l.before(x-1)):
		return false // the day itself is what they do it to
	case l.is(y, "into") && l.kind(x, prose.Number), l.describesNoun(start, x, y):
		return false
	case y < to && (l.is(y, "'s", "’s", "and", "or", "-", "–", "when", "which", "who") || l.is(y, "to") && !l.infinitive(y) || l.verbLike(y) && l.firstVerb(from, to) != y || l.kind(y, prose.Capital|prose.Number)):
		return false
	case l.is(start-1, "black", "good", "super", "cyber", "easter", "ash", "holy", "palm", "bloody") && l.kind(start-1, prose.Capital):
		return false // a day's name
	case l.verbLike(start-1) && l.is(y, "that", "which"):
		return false // "a bill passed in May that raised"
	case l.is(start-1, "planned", "scheduled", "slated", "expected", "set", "due") && (y >= to || l.kind(y, prose.Punct)) && verbs[l.before(start-1)] == noTense:
		return false // "duties planned for May"
	case y < to && l.is(y, ",") && l.is(y+1, "the") && l.is(y+2, "day", "week", "month", "year", "eve", "anniversary"):
		return false // "on 3 March, the day before he left"
	case l.is(start-1, ",") && y < to && !l.kind(y, prose.Punct) && !l.verbLike(y):
		return false // a clause that begins with its date
	}
	joined := false // "…in 2012, and …in 2013": both clauses need their dates
	for i := start - 1; i >= from && !(joined && l.otherDate(i)); i-- {
		joined = joined || l.is(i, ",", "and", "or")
		if i == from {
			joined = false
		}
	}
	for i := y; i < to && !joined; i++ {
		if l.is(i, ",", "and", "or") {
			for i++; i < to && !joined; i++ {
				joined = l.otherDate(i)
			}
		}
	}
	if joined {
		return false
	}
	clause := start - 1
	if l.is(clause, ",") {
		clause--
	}
	for i := clause; i >= from; i-- {
		switch {
		case l.is(i, ",", "and") && i < clause:
			return l.is(i, "and") && !l.is(i-1, ",") // ", and the last of them on 20 October"
		case l.verbLike(i):
			// ", given in January," is nothing without it
			return !(i == start-1 && (l.is(i-1, ",") || l.is(y, ",") && !l.subject(from)))
		}
	}
	return true
}

// describesNoun reports that the date of tokens x to y, from start on with its
// preposition, is a part of what a noun means: a decline in [March] sales, [Friday]
// prayers. "Reported [first-quarter] sales" is whole without it.
func (l *labeller) describesNoun(start, x, y int) bool {
	if l.is(x, "this", "that") && phraseStart[l.lower(x-1)] && l.kind(y, prose.Word) && !l.kind(y, prose.Capital) && !function[l.lower(y)] && !l.verbLike(y) {
		return true // in this August setting
	}
	return l.kind(y, prose.Word) && !l.kind(y, prose.Capital|prose.Hyphenated) && !function[l.lower(y)] && !l.verbLike(y) &&
		!strings.HasSuffix(l.text(y), "ly") && !strings.HasSuffix(l.text(y), "ing") && !clauseStart[l.lower(y)] &&
		(start < x || (english.look(l.a.S, l.a.Tokens[x]).class|english.look(l.a.S, l.a.Tokens[y-1]).class)&(cWeekday|cMonth) != 0)
}

// infinitive reports that "to" at token i stands before a verb: voted on Monday to leave.
func (l *labeller) infinitive(i int) bool {
	return l.kind(i+1, prose.Word) && !l.kind(i+1, prose.Capital) && !function[l.lower(i+1)] && english.look(l.a.S, l.a.Tokens[i+1]).class&^cIn == 0
}

// otherDate reports that token i is a year, a month or a day's name.
func (l *labeller) otherDate(i int) bool {
	if i < l.first || i >= l.end {
		return false
	}
	t := l.a.Tokens[i]
	if t.Class&prose.Number != 0 {
		n := number(l.text(i))
		return t.End-t.Start == 4 && n >= 1000 && n <= 2100
	}
	return t.Class&prose.Word != 0 && english.look(l.a.S, t).class&(cMonth|cWeekday|cDay) != 0 && !l.is(i, "may", "march")
}

// startsSentence reports that token i may be the first of a sentence: it begins
// a noun phrase.
func (l *labeller) startsSentence(i int) bool {
	return i < l.end && (l.opening(i) || l.word(i) && !l.verbLike(i) && (!function[l.lower(i)] || l.is(i, determiners...) || l.is(i, pronouns...) ||
		l.is(i, "there", "what", "some", "many", "most", "both", "all", "none", "no", "more", "other", "such", "another", "each", "every", "any", "our", "my", "i", "you")))
}

// firstVerb returns the verb of the subject that token from begins, or from
// when something stands between them.
func (l *labeller) firstVerb(from, to int) int {
	const longest = 8 // words of a subject
	if !l.startsSentence(from) {
		return from
	}
	for i := from; i < to && i < from+longest; i++ {
		switch {
		case l.verbLike(i):
			return i
		case l.kind(i, prose.Punct), clauseStart[l.lower(i)]:
			return from
		}
	}
	return from
}

// predicate returns the "and" that joins a second verb to the subject of a
// sentence with two dates, or one too long for a label; 0 is none.
func (l *labeller) predicate(from, to int) int {
	verb := l.firstVerb(from, to)
	if verb == from || l.is(verb-1, "to") { // seems to have sold
		return 0
	}
	dates := 0
	if l.chars(from, to) <= longestLabel {
		for i, was := from, false; i < to; i++ {
			is := l.otherDate(i)
			if is && !was {
				dates++
			}
			was = is
		}
		if dates < 2 {
			return 0
		}
	}
	for i := verb + 2; i < to-2; i++ {
		switch {
		case l.quoted(i):
		case l.kind(i, prose.Punct), clauseStart[l.lower(i)] && !l.is(i, "and"):
			return 0
		case l.is(i, "and") && l.is(verb, "have", "are", "were") && l.is(i+1, "has", "is", "was"):
			return 0 // another's verb
		case l.is(i, "and") && l.verbLike(i+1):
			return i
		}
	}
	return 0
}

func (l *labeller) lower(i int) string {
	if i < l.first || i >= l.end {
		return ""
	}
	if l.a.Tokens[i].Class&prose.Capital == 0 {
		return l.text(i)
	}
	return small(l.text(i))
}

// small returns a word of the lists that labels go by in small letters. Any other
// word stays as it is: it is in no list, however it is written.
func small(w string) string {
	var buf [longestListed]byte
	if len(w) > len(buf) {
		return w
	}
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	if s, ok := listed[string(buf[:len(w)])]; ok {
		return s
	}
	return w
}

const longestListed = 16

// listed is every word of the lists that are looked in by small letters.
var listed = func() map[string]string {
	m := map[string]string{}
	for _, set := range []map[string]bool{function, clauseStart, phraseStart, advice, leadIns} {
		for w := range set {
			m[w] = w
		}
	}
	for w := range openers {
		m[w] = w
	}
	return m
}()

// finish writes the tokens as a label; false when too little is left.
func (l *labeller) finish(spans []span) (string, bool) {
	s := l.finished(spans)
	if utf8.RuneCountInString(s) < 8 || !strings.Contains(s, " ") {
		return "", false
	}
	return s, true
}

// finished writes the tokens as a label: one space between words, a capital
// first, no mark last, quotation marks in pairs, at most longestLabel characters.
func (l *labeller) finished(spans []span) string {
	var b strings.Builder
	n := 0
	for _, s := range spans {
		n += 1 + l.chars(max(s.from, l.first), min(s.to, l.end))
	}
	b.Grow(n)
	for _, s := range spans {
		for i := max(s.from, l.first); i < min(s.to, l.end); i++ {
			t := l.a.Tokens[i]
			if b.Len() > 0 && (t.Class&(prose.Space|prose.LineStart) != 0 || i == s.from && !l.kind(i, prose.Punct)) {
				b.WriteByte(' ')
			}
			b.WriteString(l.text(i))
		}
	}
	s := tidy(b.String())
	if l.foreign {
		s = shortenAny(s)
	} else {
		s = shorten(s)
	}
	r, n := utf8.DecodeRuneInString(s)
	if unicode.IsLower(r) && !strings.HasPrefix(s, "al-") && !strings.HasPrefix(s, "al ") {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	return s
}
