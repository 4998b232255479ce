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
	speech     []uint8 // of each token: how many tokens the quotation around it has, marks included, up to 255; 0 for none
	openAtEnd  bool    // direct speech goes on after the sentence
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
		if len(x) == len(w) && strings.EqualFold(x, w) {
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
			if strings.HasSuffix(l.text(i), "ed") {
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

// label returns the label of the event that tokens x to y date, or that no
// words date when x is negative.
func (l *labeller) label(x, y int) string {
	if x >= 0 {
		if s, ok := l.nounAfter(x, y); ok {
			return s
		}
		if s, ok := l.nounBefore(x); ok {
			return s
		}
		if s, ok := l.relativeClause(x, y); ok {
			return s
		}
	}
	from, to := l.clause(x)
	if !l.hasVerb() {
		return ""
	}
	s := l.sentence(from, to, x, y)
	if utf8.RuneCountInString(s) < shortestLabel && (from > l.first || to < l.end) {
		s = l.sentence(l.first, l.end, x, y)
	}
	return s
}

// shortestLabel is what a part of a sentence must have, in characters, to stand for it.
const shortestLabel = 24

// hasVerb reports that the sentence tells something: it has a verb.
func (l *labeller) hasVerb() bool {
	for i := l.first; i < l.end; i++ {
		if l.verbLike(i) || l.kind(i, prose.Word) && (l.is(i, "is", "are", "was", "were", "has", "have", "'s") || strings.HasSuffix(l.text(i), "s") && i > l.first && !l.kind(i, prose.Capital)) {
			return true
		}
	}
	return false
}

// nounAfter is the noun that the date stands before: the deadly [August 21]
// chemical attack; [Monday]'s meeting in Paris.
func (l *labeller) nounAfter(x, y int) (string, bool) {
	from, to := x, y
	possessive := l.is(y, "'s", "’s")
	if possessive {
		to = y + 1
	}
	if !l.word(to) || l.kind(to, prose.Capital|prose.Number) && !possessive || function[l.lower(to)] || l.verbLike(to) {
		return "", false
	}
	if !possessive {
		for from > l.first && l.kind(from-1, prose.Word) && !function[l.lower(from-1)] && !l.verbLike(from-1) && x-from < 4 {
			from--
		}
		if from == l.first || !l.is(from-1, "the", "a", "an", "his", "her", "its", "their") {
			return "", false
		}
	}
	end := l.nounEnd(to)
	for i := to; i < end; i++ {
		if l.is(i, occasions...) {
			return l.finish([]span{{from, x}, {to, end}})
		}
		if l.is(i, "of", "in", "on", "at", "by", "for", "with", "from", "to") {
			break
		}
	}
	return "", false
}

// nounEnd returns where the noun phrase that token i is in ends: before a mark,
// a verb, or a word that begins a clause. Phrases with in, of, on… belong to it.
func (l *labeller) nounEnd(i int) int {
	j, between := i, false
	for ; j < l.end; j++ {
		if l.quoted(j) {
			continue
		}
		if l.is(j, "between") {
			between = true
		}
		if between && l.is(j, "and") {
			between = false
			continue
		}
		if l.kind(j, prose.Punct) && !l.is(j, "'", "’", "-") || clauseStart[l.lower(j)] || verbs[l.text(j)] != noTense && !l.is(j, "'s", "cut", "found", "set", "left", "lost", "led", "lay", "next", "due") {
			break
		}
		if j > i+1 && strings.HasSuffix(l.text(j), "ed") && !l.kind(j, prose.Capital|prose.Hyphenated) && !l.kind(j+1, prose.Word) {
			break
		}
	}
	return j
}

func (l *labeller) quoted(i int) bool {
	return i >= l.first && i < l.end && l.speech[i-l.first] > 0
}

// nounBefore is the event of "during the summit in Paris [last week]", and, in
// a relative clause, of "in a chemical attack [last month]".
func (l *labeller) nounBefore(x int) (string, bool) {
	const reach = 12
	for i := x - 1; i > l.first && i >= x-reach; i-- {
		if l.kind(i, prose.Punct) || l.kind(i, prose.Word) && (clauseStart[l.lower(i)] || verbs[l.text(i)] != noTense) {
			return "", false
		}
		if !l.is(i, "the", "a", "an", "his", "her", "its", "their") {
			continue
		}
		if l.is(i-1, "during", "amid", "following") || l.is(i-1, "in") && l.inRelative(i) && l.is(x-1, occasions...) {
			if x-i < 2 {
				return "", false
			}
			return l.finish([]span{{i + 1, x}})
		}
	}
	return "", false
}

// occasions are nouns for what happens, so that "in a … last month" is an event.
var occasions = strings.Fields("attack attacks bombing bombings shooting shootings raid strike strikes election elections vote referendum summit " +
	"meeting conference crash accident earthquake flood fire explosion coup war battle invasion ceremony debate match final ambush " +
	"assault massacre protest protests riot riots storm hurricane offensive talks speech address visit announcement decision ruling trial hearing " +
	"verdict deal agreement treaty concert game race funeral wedding launch landing parade rally march siege killing killings murder " +
	"eruption tsunami collapse session opening inauguration resignation arrest blast clash clashes poll ballot tournament festival")

func (l *labeller) inRelative(i int) bool {
	for j := i - 1; j > l.first; j-- {
		if l.is(j, "who", "which", "whose", "that", "where") {
			return true
		}
	}
	return false
}

// relativeClause is the antecedent and the clause of ", who met him [on
// Monday], …", when the date is in such a clause.
func (l *labeller) relativeClause(x, y int) (string, bool) {
	comma := x - 1
	for comma > l.first && !l.kind(comma, prose.Punct) {
		comma--
	}
	if !l.is(comma, ",") || !l.is(comma+1, "who", "which") || x-comma < 3 {
		return "", false
	}
	end := y
	for end < l.end && !l.is(end, ",", ";", ".", "–", "—") {
		end++
	}
	from := comma
	for from > l.first && l.kind(from-1, prose.Word) && !l.verbLike(from-1) && !function[l.text(from-1)] && comma-from < 6 {
		from--
	}
	if !l.kind(comma-1, prose.Word) || comma == from {
		return "", false
	}
	if l.is(from-1, "the", "a", "an", "his", "her", "their", "its") {
		from--
	}
	x = l.withPreposition(x, comma+2)
	return l.finish([]span{{from, comma}, {comma + 2, x}, {y, end}})
}

// clause returns the part of the sentence that tokens x stand in and that can
// stand alone: between semicolons, or conjunctions before a subject of its own.
func (l *labeller) clause(x int) (from, to int) {
	from, to = l.first, l.end
	if x < 0 {
		return from, to
	}
	for i := l.first + 1; i < l.end-1; i++ {
		if l.quoted(i) {
			continue
		}
		cut := -1
		switch {
		case l.is(i, ";"):
			cut = i + 1
		case l.is(i, ",") && l.is(i+1, "and", "but", "while", "although", "whereas", "as", "after", "when", "before", "because") && l.subject(i+2):
			cut = i + 2
		case l.is(i, "after", "when", "while", "because", "although", "as", "before") && !l.kind(i-1, prose.Punct) && l.subject(i+1):
			cut = i + 1
		default:
			continue
		}
		if cut <= x {
			from = cut
		} else if i > x {
			to = i
			break
		}
	}
	return from, to
}

// subject reports that tokens from i on are a subject and its verb: a few words
// with a noun or pronoun first.
func (l *labeller) subject(i int) bool {
	if !l.kind(i, prose.Word) || l.verbLike(i) || function[l.lower(i)] && !l.is(i, "the", "a", "an", "his", "her", "its", "their", "this", "that", "he", "she", "it", "they", "we") {
		return false
	}
	for j := i + 1; j < i+8 && j < l.end && !l.kind(j, prose.Punct); j++ {
		if l.verbLike(j) {
			return true
		}
	}
	return false
}

// verbLike reports that token i is a verb that shows tense, as far as its form tells.
func (l *labeller) verbLike(i int) bool {
	if !l.kind(i, prose.Word) || l.kind(i, prose.Capital|prose.Hyphenated) {
		return false
	}
	w := l.text(i)
	return verbs[w] != noTense && w != "'s" || len(w) > 4 && strings.HasSuffix(w, "ed") && w != "united"
}

// withPreposition returns where the date that begins at token x begins with the
// preposition that only serves it. Since, until and the like say more and stay.
func (l *labeller) withPreposition(x, from int) int {
	if x-1 >= from && l.is(x-1, "on", "at", "in", "during", "over", "for", "late", "early", "earlier", "later", "just", "only") {
		x--
		if x-1 >= from && l.is(x-1, "on", "at", "in", "earlier", "later") {
			x--
		}
	}
	return x
}

// sentence is the tokens from and to as a sentence, without the date, what
// introduces it, and who said it.
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
	start := l.withPreposition(x, from)
	kept := start > from && l.is(start-1, "since", "until", "till", "by", "before", "after", "from", "between", "to", "than", "of", "and", "or", "as", "through") || l.is(y, "'s", "’s", "and", "or", "to", "-", "–", "when")
	switch {
	case kept:
		return l.finished([]span{{from, to}})
	case start == from: // Last week, …
		from = y
		for from < to && l.kind(from, prose.Punct) && !l.opening(from) {
			from++
		}
		return l.finished([]span{{l.skipReport(from, to), to}})
	case l.is(start-1, ",") && l.is(y, ","):
		y++
		return l.finished([]span{{from, start - 1}, {y, to}})
	case l.is(start-1, ","):
		return l.finished([]span{{from, start - 1}, {y, to}})
	case l.is(y, ",") && l.kind(y-1, prose.Number) && len(l.text(y-1)) == 4:
		y++ // the comma after a year that follows one before it
	}
	return l.finished([]span{{from, start}, {y, to}})
}

// skipLead returns the token after what introduces a sentence: a caption's
// label, But, However, Meanwhile.
func (l *labeller) skipLead(from, to int) int {
	for i := from; i < from+4 && i < to-3; i++ {
		if l.is(i, ":") && l.kind(i+1, prose.Capital) {
			from = i + 1
			break
		}
		if !l.kind(i, prose.Word) {
			break
		}
	}
	for from < to && (l.kind(from, prose.Punct) && !l.opening(from) || l.is(from, "but", "and", "however", "meanwhile", "yet", "so", "moreover", "nevertheless", "also", "then")) {
		from++
	}
	return from
}

// skipSetting returns the token after a phrase that sets the scene of a long
// sentence ("Speaking ahead of the vote, he said…") and does not hold the date.
func (l *labeller) skipSetting(from, to, x int) int {
	if !phraseStart[l.lower(from)] && !clauseStart[l.lower(from)] && !l.is(from, "even", "according") && !strings.HasSuffix(l.lower(from), "ing") ||
		int(l.a.Tokens[to-1].End-l.a.Tokens[from].Start) <= longestLabel {
		return from
	}
	for i := from + 2; i+4 < to; i++ {
		if l.is(i, ",") && !l.quoted(i) && l.subject(i+1) {
			if x >= 0 && x < i {
				return from
			}
			return i + 1
		}
	}
	return from
}

// skipReport returns the token after "it emerged", "it was announced that".
func (l *labeller) skipReport(from, to int) int {
	i := from
	if !l.is(i, "it") {
		return from
	}
	i++
	if l.is(i, "was", "has", "had") {
		i++
		if l.is(i, "been") {
			i++
		}
	}
	if !l.is(i, "emerged", "announced", "reported", "revealed", "confirmed", "disclosed", "claimed", "said", "alleged") {
		return from
	}
	i++
	if l.is(i, "that") {
		i++
	}
	if to-i < 3 {
		return from
	}
	return i
}

// skipSaying drops ", officials said" at the end, and "Officials said that" at
// the beginning when the date stands after it.
func (l *labeller) skipSaying(from, to, x int) (int, int) {
	for to > from && l.kind(to-1, prose.Punct) && !l.closing(to-1) {
		to--
	}
	comma := -1
	for i := to - 1; i > from && i > to-10; i-- {
		if l.is(i, ",") {
			comma = i
			break
		}
	}
	if comma > 0 && comma > x && l.says(to-1) || comma > 0 && comma > x && l.says(comma+1) {
		if comma-from > 3 {
			to = comma
		}
	}
	if x < 0 {
		return from, to
	}
	const reach = 8
	for i := from + 1; i < from+reach && i+2 < x; i++ {
		if l.says(i) && l.is(i+1, "that") && l.subject(i+2) {
			return i + 2, to
		}
		if l.kind(i, prose.Punct) {
			break
		}
	}
	return from, to
}

func (l *labeller) says(i int) bool {
	return l.is(i, "said", "says", "added", "announced", "reported", "told", "confirmed", "according")
}

// deadline is what must be done by the date: "to hand over the arsenal" after
// it, or the sentence.
func (l *labeller) deadline(x, y int) string {
	if !l.is(y, "to") || y+2 >= l.end {
		return ""
	}
	end := y + 1
	for end < l.end && !(l.kind(end, prose.Punct) && !l.quoted(end) && !l.is(end, "'", "’", "\"")) && !l.is(end, "or") {
		end++
	}
	s, ok := l.finish([]span{{y, end}})
	if !ok {
		return ""
	}
	r := []rune("Deadline " + strings.ToLower(s[:1]) + s[1:])
	if len(r) > longestLabel {
		return shorten(string(r))
	}
	return string(r)
}

// eve is the event of "…, the eve of the first vote", where y is the token after the date.
func (l *labeller) eve(y int) string {
	if l.is(y, ",") {
		y++
	}
	if l.is(y, "on") {
		y++
	}
	if l.is(y, "the") {
		y++
	}
	if !l.is(y, "eve") || !l.is(y+1, "of") {
		return ""
	}
	from := y + 2
	if l.is(from, "the", "a", "an") {
		from++
	}
	s, _ := l.finish([]span{{from, l.nounEnd(from)}})
	return s
}

func (l *labeller) lower(i int) string {
	if i < l.first || i >= l.end {
		return ""
	}
	return strings.ToLower(l.text(i))
}

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
	for _, s := range spans {
		for i := max(s.from, l.first); i < min(s.to, l.end); i++ {
			t := l.a.Tokens[i]
			if b.Len() > 0 && (t.Class&(prose.Space|prose.LineStart) != 0 || i == s.from && !l.kind(i, prose.Punct)) {
				b.WriteByte(' ')
			}
			b.WriteString(l.text(i))
		}
	}
	s := shorten(tidy(b.String()))
	r, n := utf8.DecodeRuneInString(s)
	if unicode.IsLower(r) && !strings.HasPrefix(s, "al-") && !strings.HasPrefix(s, "al ") {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	return s
}
