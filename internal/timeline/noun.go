package timeline

import (
	"slices"
	"strings"

	"dateline/internal/prose"
)

// nounAfter is the noun that the date stands before: the deadly [August 21]
// chemical attack; [Monday]'s meeting in Paris.
func (l *labeller) nounAfter(x, y int) (string, bool) {
	from, to := x, y
	possessive := l.is(y, "'s", "’s")
	if possessive {
		to = y + 1
	}
	if !l.word(to) || l.kind(to, prose.Capital|prose.Number) && !possessive || function[l.lower(to)] || l.verbLike(to) ||
		!possessive && strings.HasSuffix(l.text(to), "ing") && l.is(to+1, determiners...) { // "marched on Monday demanding the"
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
		if l.is(i, occasions...) && (i+1 == end || function[l.lower(i+1)] || l.kind(i+1, prose.Punct|prose.Capital)) {
			if l.kind(i+1, prose.Capital) {
				end = i + 1 // since the 2003 invasion US forces have
			}
			return l.title([]span{{from, x}, {to, end}})
		}
		if l.is(i, "of", "in", "on", "at", "by", "for", "with", "from", "to", "about", "against", "before", "after") {
			break
		}
	}
	return "", false
}

// title writes a noun phrase as a label; false when it is short and tells nothing
// alone, as "cabinet meeting".
func (l *labeller) title(spans []span) (string, bool) {
	s, ok := l.finish(spans)
	if !ok {
		return s, false
	}
	first, rest, _ := strings.Cut(s, " ")
	if english.of(strings.ToLower(first)).class&(cLast|cNext|cThis) != 0 || backward[small(first)] {
		return s, false // "last election"
	}
	if strings.Count(s, " ") > 2 {
		return s, true
	}
	named := strings.ContainsAny(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return s, named || !dull[lastWord(s)] && !(rest == lastWord(rest) && adjective(first))
}

// adjective reports that a word has the form of one that says nothing of which:
// a great crash, an economic crisis.
func adjective(w string) bool {
	switch w = strings.ToLower(w); w {
	case "great", "big", "huge", "new", "old", "deadly", "fatal", "final", "major", "recent", "later", "early", "bad", "good", "whole", "entire":
		return true
	}
	return len(w) > 3 && (strings.HasSuffix(w, "al") || strings.HasSuffix(w, "ic") || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ous") || strings.HasSuffix(w, "ive") || strings.HasSuffix(w, "ful") || strings.HasSuffix(w, "ist"))
}

// dull holds occasions that happen every day.
var dull = wordSet(`meeting conference talks speech address visit announcement decision ruling trial hearing session debate match game race final
	deal agreement vote launch landing opening poll ceremony`)

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
		if l.kind(j, prose.Punct) && !l.is(j, "'", "’", "-") || l.is(j, "into", "onto", "upon") || clauseStart[l.lower(j)] || verbs[l.text(j)] != noTense && !(strings.HasSuffix(l.text(j), "s") && l.is(j-2, determiners...)) && !l.is(j, "'s", "cut", "found", "set", "left", "lost", "led", "lay", "next", "due") {
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
func (l *labeller) nounBefore(x, y int) (string, bool) {
	const reach = 12
	at := l.withPreposition(x, l.first)
	for i := x - 1; i > l.first && i >= x-reach; i-- {
		if l.kind(i, prose.Punct) || l.kind(i, prose.Word) && (clauseStart[l.lower(i)] || verbs[l.text(i)] != noTense) {
			return "", false
		}
		if !l.is(i, "the", "a", "an", "his", "her", "its", "their") {
			continue
		}
		if x-i < 2 || slices.ContainsFunc(l.a.Tokens[i:at], func(t prose.Token) bool { return english.look(l.a.S, t).class&(cMonth|cWeekday) != 0 }) {
			return "", false // the vote of last November and December
		}
		switch {
		case l.is(x-1, "of") && l.is(x-2, occasions...): // the attack of 21 August
			return l.title([]span{{i + 1, x - 1}})
		case l.is(i-1, "during", "amid", "following"),
			l.is(i-1, "in") && l.inRelative(i) && l.is(x-1, occasions...),
			l.is(i-1, "to", "into", "about", "after", "since") && l.occasion(i+1, at):
			return l.title([]span{{i + 1, at}})
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

// occasion reports that the head of the noun phrase in tokens i to j is an occasion.
func (l *labeller) occasion(i, j int) bool {
	for ; i < j; i++ {
		if l.is(i, occasions...) {
			return i+1 == j || phraseStart[l.lower(i+1)] && l.word(j-1) && !function[l.lower(j-1)]
		}
		if phraseStart[l.lower(i)] {
			return false
		}
	}
	return false
}

func (l *labeller) inRelative(i int) bool {
	for j := i - 1; j > l.first; j-- {
		if l.is(j, "who", "which", "whose", "that", "where") {
			return true
		}
	}
	return false
}

// relativeClause is the antecedent and the clause of ", who met him [on
// Monday], …" and "a shuttle that was given up [in 1992]", when the date is in
// such a clause.
func (l *labeller) relativeClause(x, y int) (string, bool) {
	pronoun := x - 1
	for pronoun > l.first && !l.kind(pronoun, prose.Punct) && !l.is(pronoun, "who", "which", "that") {
		pronoun--
	}
	if !l.is(pronoun, "who", "which", "that") || l.kind(pronoun, prose.Capital) || x-pronoun < 2 || !l.verbLike(pronoun+1) || l.is(pronoun+2, "to") && l.is(pronoun+3, "have") {
		return "", false
	}
	for i := pronoun + 1; i < x && !clauseStart[l.lower(i)]; i++ {
		if i > pronoun+3 && pastForm(l.text(i)) && l.verbLike(i) && !l.is(i-1, "and", "but", "to", "was", "were", "had", "has", "have", "been", "be", "is", "are") && !function[l.lower(i-1)] && (!l.kind(i+1, prose.Word) || l.kind(i+1, prose.Capital) || function[l.lower(i+1)]) {
			return "", false // the verb of the whole: the men who sold the boat gathered [on Monday]
		}
	}
	noun := pronoun
	if l.is(noun-1, ",") {
		noun--
	}
	if noun == pronoun && !l.is(pronoun, "that", "which") || noun < pronoun && l.is(pronoun, "that") {
		return "", false
	}
	if l.is(y, "'s", "’s") || noun == pronoun && l.is(y, "is", "are", "was", "were") {
		return "", false // a question that is asked today is whether
	}
	end := y
	for end < l.end && !l.is(end, ",", ";", ":", ".", "–", "—") {
		end++
	}
	from := l.antecedent(noun)
	if from == noun || noun == pronoun && l.is(from-1, "is", "are", "was", "were", "be", "been", "become", "became") || l.is(pronoun, "which") && l.kind(from, prose.Capital) && (l.is(from-1, "from", "with", "by", "for", "against", "of") || l.is(from, "mr", "mrs", "ms", "dr", "sir", "lord", "lady")) { // "a film from Per Holm, which"
		return "", false
	}
	if noun < pronoun && l.is(y, "had", "has", "was", "were", "is", "are", "will") {
		return "", false // the comma after the clause is missing
	}
	if noun < pronoun && l.is(pronoun, "who") && !l.kind(noun-1, prose.Capital) && l.is(from-1, "with", "of", "in") {
		return "", false // a man with a French passport, who
	}
	if noun == pronoun && l.is(from-1, "of") && l.kind(noun-1, prose.Capital) {
		return "", false // the sale of the Solveig that was agreed in May
	}
	if noun == pronoun && y < end && l.kind(y, prose.Word) && !l.kind(y, prose.Capital) && !function[l.lower(y)] && strings.HasSuffix(l.text(y), "s") {
		end = y // "the sale that began in May leads to"
	}
	if noun == pronoun && l.withPreposition(x, pronoun) == x && l.kind(x, prose.Number) && l.kind(y, prose.Word) && !l.kind(y, prose.Capital) && !function[l.lower(y)] && !l.verbLike(y) {
		return "", false // the serious [1918] flood
	}
	for i := pronoun + 1; i < end && !l.is(pronoun, "who"); i++ {
		if l.is(i, "his", "her", "him", "he", "she") {
			return "", false // of whom the rest of the sentence tells
		}
	}
	for i := from; i < noun && noun == pronoun; i++ {
		if l.is(i, "kind", "sort", "type", "thing", "things", "one", "ones") {
			return "", false // which one is what the clause tells
		}
	}
	for i := y; i < end && noun == pronoun; i++ {
		if l.verbLike(i) || l.is(i, "and") { // the main clause goes on
			end = y
			if l.is(y, "on", "onwards") {
				end++
			}
		}
	}
	if l.is(x-1, "of", "since", "until", "by", "before", "after", "from", "to") {
		return l.finish([]span{{from, noun}, {pronoun + 1, end}})
	}
	start := l.withPreposition(x, pronoun+1)
	if l.describesNoun(start, x, y) {
		return l.finish([]span{{from, noun}, {pronoun + 1, end}})
	}
	x = start
	if x == pronoun+2 && l.is(x-1, "was", "were", "is", "are", "had", "has") {
		return "", false
	}
	return l.finish([]span{{from, noun}, {pronoun + 1, x}, {y, end}})
}

// antecedent returns where the noun phrase that ends before token noun begins:
// with its article, or with the first word of a name; noun when neither is near.
func (l *labeller) antecedent(noun int) int {
	const longest = 6 // words
	for i := noun - 1; i >= l.first && i >= noun-longest; i-- {
		switch {
		case l.is(i, "'s", "’s"):
			possessor := i - 1
			for l.kind(possessor-1, prose.Capital) {
				possessor--
			}
			if l.kind(possessor, prose.Capital) {
				return possessor
			}
			return noun
		case !l.kind(i, prose.Word|prose.Number) || l.quoted(i):
			return noun
		case l.is(i, "the", "a", "an", "his", "her", "their", "its"):
			return i
		case verbs[l.text(i)] != noTense, function[l.text(i)] && !l.is(i, "of"), l.otherDate(i):
			return noun
		case l.kind(i, prose.Capital) && l.name(i, noun) && (i == l.first || !l.kind(i-1, prose.Capital) && (!l.is(i-1, "of") || l.is(noun, "who") || l.is(noun+1, "who")) && !(l.is(i-1, "in", "at", "from", "near", "to") && (l.is(noun, "who") || l.is(noun+1, "who"))) && !l.is(i-1, "the", "a", "an")):
			return i
		}
	}
	return noun
}

// name reports that tokens i to j are one name.
func (l *labeller) name(i, j int) bool {
	for ; i < j; i++ {
		if !l.kind(i, prose.Capital|prose.Number) && !l.is(i, "of", "and", "al", "de", "van", "von", "der") {
			return false
		}
	}
	return true
}
