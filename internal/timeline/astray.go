package timeline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/prose"
)

// astray says why the date of tokens x to y is not that of what the label
// tells: it dates a thing, what something is compared with, or words that the
// label does not have.
func (l *labeller) astray(label string, x, y int) fault {
	const near = 6 // tokens
	if l.quoted(x) && l.otherDate(x) && l.speech[x-l.first] <= near {
		return "tells of something else: the year is in a title"
	}
	if l.is(x, "today", "tonight", "tomorrow", "yesterday") && l.kind(x, prose.Capital) && x > l.first && (!l.kind(x-1, prose.Punct) || l.is(x-1, "'", "’")) {
		return "tells of something else: the word is a name"
	}
	for i := max(x-3, l.first); i < y; i++ {
		if l.is(i, "million", "billion") && l.is(i+1, "years") {
			return "tells of a time before all calendars"
		}
		if l.is(i, "still") && l.is(x, "today") || l.is(x, "today") && l.nowadays(x) {
			return noEvent
		}
	}
	if l.is(l.first, "since") && l.before(x) != "since" && (!l.is(x-1, "in", "on") || strings.HasSuffix(l.text(l.first+1), "ing")) && x < l.mainClause(l.first, l.end) {
		return "tells of something else: the date is of since when"
	}
	if l.is(x-1, "before", "after") && (l.is(x-2, "long", "well") || l.of(x-2, cUnit)) || l.is(x-1, "to") && l.is(x-2, "prior") {
		return "tells of something else: the date is of what came before or after"
	}
	if l.before(x) == "since" && l.superlative(x-1) {
		return "tells of something else: the date is of what it is compared with"
	}
	if l.reducedRelative(x) {
		return "tells of something else: the date is of a clause that describes a thing"
	}
	start := l.withPreposition(x, l.first)
	if l.is(start-2, ",") && pastForm(l.text(start-1)) && !containsFold(label, l.text(start-1)) {
		return "tells of something else: the date is of an aside"
	}
	for i := x - 1; i >= l.first && i >= x-near; i-- {
		if l.is(i, "than", "compared", "followed") || l.is(i, "from") && l.is(i-1, "up", "down", "percent", "%", "points") {
			return "tells of something else: the date is of what it is compared with"
		}
		if l.is(i, "after", "before", "since", "following") && strings.HasSuffix(l.text(i+1), "ing") && i > l.first {
			return "tells of something else: the date is of what came before or after"
		}
		if l.is(i, "since") && i < x-1 && !l.is(i+1, "in", "on") && !l.otherDate(i+1) && strings.Contains(label, " since ") {
			return "tells of something else: the date is of since when"
		}
		if l.is(i, ",", ";") {
			break
		}
	}
	if (l.attributive(x, y) || l.is(y, "'s", "’s")) && !l.hasOccasion(label) {
		return "tells of something else: the date is of a thing"
	}
	if l.is(start-1, ",") && !strings.Contains(label, " which ") {
		const clause = 24 // tokens
		for i := start - 2; i > l.first && i >= start-clause; i-- {
			if l.is(i, "which") && l.is(i-1, ",") {
				return otherEvent
			}
		}
	}
	before, after := "", ""
	for i := start - 1; i >= l.first && i >= start-near && before == "" && !l.kind(i, prose.Punct); i-- {
		if l.says(i) || l.is(i, "learned", "learnt", "revealed", "emerged") {
			return sound
		}
		if l.word(i) && !function[l.lower(i)] {
			before = l.text(i)
		}
	}
	lead := y
	if start == l.first {
		lead = l.skipReport(l.skipLead(y, l.end), l.end)
	}
	for i := lead; i < l.end && i < lead+near && after == "" && !(l.kind(i, prose.Punct) && i > lead); i++ {
		if l.word(i) && !function[l.lower(i)] {
			after = l.text(i)
		}
	}
	if before != "" && !containsFold(label, before) {
		for i := x - 1; i > l.first; i-- {
			if l.is(i, ":", ";") && l.word(i-1) && containsFold(label, l.text(i-1)) {
				return otherEvent // a part after the one that the label tells
			}
		}
	}
	if before == "" && after == "" || before != "" && containsFold(label, before) || after != "" && containsFold(label, after) {
		return sound
	}
	return otherEvent
}

// of reports that token i is of a class of the English lexicon.
func (l *labeller) of(i int, c class) bool {
	return i >= l.first && i < l.end && english.look(l.a.S, l.a.Tokens[i]).class&c != 0
}

// nowadays reports that "today" at token x stands after a verb in the present of what
// there are many of: boats rust in the harbour today.
func (l *labeller) nowadays(x int) bool {
	for i := l.first; i < x; i++ {
		switch {
		case l.verbLike(i), l.presentVerb(i):
			return false
		case l.kind(i, prose.Punct):
			return false
		}
	}
	return x > l.first+1
}

// superlative reports that what stands before token i is the first or most of its
// kind: the worst flood.
func (l *labeller) superlative(i int) bool {
	const reach = 12
	for k := i - 1; k >= l.first && k >= i-reach && !l.kind(k, prose.Punct); k-- {
		if l.is(k, "first", "most", "best", "worst", "only", "least") || len(l.text(k)) > 5 && strings.HasSuffix(l.text(k), "est") && l.is(k-1, "the", "its", "his", "her", "their", "'s", "’s") {
			return true
		}
	}
	return false
}

// reducedRelative reports that token x stands in a clause that describes a thing
// without "that": was fined for a speech he gave in May.
func (l *labeller) reducedRelative(x int) bool {
	const reach = 10
	for i := x - 1; i > l.first+3 && i >= x-reach && !l.kind(i, prose.Punct) && !clauseStart[l.lower(i)]; i-- {
		if !(l.is(i, "he", "she", "they", "it") || l.kind(i, prose.Capital)) || !(l.verbLike(i+1) || strings.HasSuffix(l.text(i+1), "ly") && l.verbLike(i+2)) {
			continue
		}
		noun := i - 1
		if !l.kind(noun, prose.Word) || l.kind(noun, prose.Capital) || function[l.text(noun)] || clauseStart[l.text(noun)] || l.verbLike(noun) {
			return false
		}
		for k := noun; k > l.first && k >= noun-4; k-- {
			if l.is(k-1, "a", "an") {
				return l.firstVerb(l.first, k) != l.first
			}
		}
		return false
	}
	return false
}

// attributive reports that the date of tokens x to y only tells which thing is
// meant: the 2020 campaign.
func (l *labeller) attributive(x, y int) bool {
	if l.kind(y, prose.Capital) && l.is(x-1, "the") && english.look(l.a.S, l.a.Tokens[x]).class&cWeekday != 0 {
		return true // the Sunday Business section
	}
	if l.kind(y, prose.Capital) && y == x+1 && l.kind(x, prose.Number) && l.is(x-1, determiners...) {
		return true // the 2010 Republican nominee
	}
	if !l.kind(y, prose.Word) || l.kind(y, prose.Capital) || function[l.lower(y)] || l.verbLike(y) || strings.HasSuffix(l.text(y), "ing") || strings.HasSuffix(l.text(y), "ly") {
		return false
	}
	const reach = 5 // words
	for i := x; i >= l.first && i >= x-reach; i-- {
		if l.is(i, "the", "a", "an", "his", "her", "its", "their") {
			return i < x
		}
		if i < x && (!l.kind(i, prose.Word) || function[l.lower(i)] && !l.is(i, "more", "most", "very")) {
			return false
		}
	}
	return false
}

// hasOccasion reports that a label names what happens: an attack, a vote.
func (l *labeller) hasOccasion(label string) bool {
	for w := range strings.FieldsSeq(label) {
		if w = bareWord(w); slices.Contains(occasions, w) || contests[w] {
			return true
		}
	}
	return false
}

// contests are occasions that a year names: the 2014 World Cup.
var contests = wordSet("cup olympics games championship championships awards contest open prix marathon census budget season campaign")

// bracketed reports that token x stands in brackets.
func (l *labeller) bracketed(x int) bool {
	for i := min(x, l.end-1); i >= l.first; i-- {
		switch l.a.S[l.a.Tokens[i].Start] {
		case ')', ']':
			return false
		case '(', '[':
			return true
		}
	}
	return false
}

// containsFold reports that s has the word w, in any case of its first letter.
func containsFold(s, w string) bool {
	if strings.Contains(s, w) {
		return true
	}
	r, n := utf8.DecodeRuneInString(w)
	return strings.HasPrefix(s, string(unicode.ToUpper(r))+w[n:])
}
