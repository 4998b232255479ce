package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// clause returns the part of the sentence that tokens x stand in and that can
// stand alone: between semicolons, or conjunctions before a subject of its own.
func (l *labeller) clause(x int) (from, to int) {
	from, to = l.first, l.end
	if x < 0 {
		return from, to
	}
	if l.is(from, "when", "as", "while", "after", "before", "because", "although", "since") && l.subject(from+1) {
		if main := l.mainClause(from, to); main > x {
			return from + 1, main - 1
		}
	}
	for _, c := range l.clauses() {
		switch {
		case c.from <= x:
			from = c.from
			if m := l.mainClause(c.from, min(c.from+longestAside, l.end)); m > 0 && m <= x && !l.kind(c.after, prose.Punct) {
				from = m // when the harbour froze, the council…
			}
		case c.after > x:
			return from, c.after
		}
	}
	return from, to
}

// join is where a clause begins, and the conjunction or mark before it.
type join struct{ after, from int }

// clauses returns where clauses with a subject of their own begin in the sentence,
// outside direct speech.
func (l *labeller) clauses() []join {
	if l.parted {
		return l.joins
	}
	l.joins, l.parted = l.joins[:0], true
	for i := l.first + 1; i < l.end-1; i++ {
		if l.quoted(i) {
			continue
		}
		if from := l.clauseAfter(i); from >= 0 {
			l.joins = append(l.joins, join{i, from})
		}
	}
	return l.joins
}

// longestAside is how many tokens a clause may have before the main one.
const longestAside = 40

// told is about how many characters the clause has that token x is in, with what a
// conjunction joins to it without a mark.
func (l *labeller) told(x int) int {
	from, to := l.clause(x)
	for to < l.end && !l.is(to, ",", ";", ":", ".") {
		to++
	}
	return l.chars(from, to)
}

// clauseAfter returns where a clause with a subject of its own begins whose
// conjunction or mark is token i, or -1.
func (l *labeller) clauseAfter(i int) int {
	switch w := l.lower(i); w {
	case ";":
		return i + 1
	case ":", ",":
		switch {
		case l.is(i+1, "that") && l.subject(i+2):
			return i + 2
		case w == ":" && l.subject(i+1):
			return i + 1
		case w == ":":
		case l.is(i+1, "and", "but", "while", "although", "whereas", "as", "after", "when", "before", "because"):
			if l.subject(l.afterDate(i + 2)) {
				return i + 2
			}
		case l.is(i+1, "in", "on") && l.afterDate(i+1) > i+1 && l.subject(l.afterDate(i+1)):
			return i + 1
		}
	case "after", "before", "when", "while", "because", "although", "as":
		switch {
		case (w == "after" || w == "before") && l.length(i-1): // eight days after he left
		case l.kind(i-1, prose.Punct), l.is(i-1, "but", "and", "so", "yet", "or", "even", "just", "only"):
		case (l.kind(i+1, prose.Capital) || l.is(i+1, determiners...) || l.is(i+1, pronouns...)) && l.tellsBefore(i) && l.plainSubject(i+1):
			return i + 1
		}
	}
	return -1
}

// tellsBefore reports that the sentence has a verb before token i; else what follows
// is the verb of the whole: the first boats after the storm were small.
func (l *labeller) tellsBefore(i int) bool {
	for ; l.tells < i; l.tells++ {
		if l.verbLike(l.tells) || l.presentVerb(l.tells) {
			return true
		}
	}
	return false
}

// length reports that a length of time ends at token i: eight days, a few weeks.
func (l *labeller) length(i int) bool {
	if i < l.first+1 || english.look(l.a.S, l.a.Tokens[i]).class&cUnit == 0 {
		return false
	}
	return l.kind(i-1, prose.Number) || l.is(i-1, "a", "an", "several", "few") || english.look(l.a.S, l.a.Tokens[i-1]).class&cNumber != 0
}

// afterDate returns the token after "in 1860", "on 29 July", or i when no date of that kind begins there.
func (l *labeller) afterDate(i int) int {
	if !l.is(i, "in", "on") {
		return i
	}
	j := i + 1
	for j < i+4 && (l.kind(j, prose.Number) || english.look(l.a.S, l.a.Tokens[min(j, l.end-1)]).class&cMonth != 0) {
		j++
	}
	if j == i+1 {
		return i
	}
	return j
}

var (
	determiners = strings.Fields("the a an his her its their this that these those")
	pronouns    = strings.Fields("he she it they we who")
)

// subject reports that tokens from i on are a subject and its verb: a few words
// with a noun or pronoun first.
func (l *labeller) subject(i int) bool {
	if !l.kind(i, prose.Word) || l.verbLike(i) || strings.HasSuffix(l.text(i), "ly") && l.verbLike(i+1) || function[l.lower(i)] && !l.is(i, "the", "a", "an", "his", "her", "its", "their", "this", "that", "he", "she", "it", "they", "we") {
		return false
	}
	for j := i + 1; j < i+8 && j < l.end && !l.kind(j, prose.Punct); j++ {
		if l.verbLike(j) {
			return true
		}
	}
	return false
}

// plainSubject is subject without a phrase between its noun and its verb: what
// follows "before the council on Monday" is no verb of "the council".
func (l *labeller) plainSubject(i int) bool {
	for j := i + 1; j < i+8 && j < l.end && !l.kind(j, prose.Punct); j++ {
		switch {
		case l.verbLike(j):
			return l.subject(i)
		case phraseStart[l.lower(j)] && !l.is(j, "of"), clauseStart[l.lower(j)]:
			return false
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
	return verbs[w] != noTense && w != "'s" || pastForm(w) && w != "united" && !l.describes(i)
}

// describes reports that token i, of the form of a past tense, stands between an
// article or number and a noun: the two invited witnesses.
func (l *labeller) describes(i int) bool {
	return (l.is(i-1, determiners...) || l.is(i-1, "all", "some", "many", "most", "no", "'s", "’s") || i > l.first && english.look(l.a.S, l.a.Tokens[i-1]).class&cNumber != 0) &&
		l.kind(i+1, prose.Word) && !l.kind(i+1, prose.Capital) && !function[l.lower(i+1)]
}

// withPreposition returns where the date that begins at token x begins with the
// preposition that only serves it. Since, until and the like say more and stay,
// and so does the "on" of "go on tomorrow".
func (l *labeller) withPreposition(x, from int) int {
	if x < l.end && english.look(l.a.S, l.a.Tokens[x]).class&(cDay|cLast|cNext|cThis) != 0 {
		if x-1 >= from && (l.is(x-1, "late", "early", "earlier", "later", "just", "only") || l.is(x, "that", "this") && l.of(x+1, cUnit) && l.is(x-1, "on", "in", "at", "during")) {
			x--
		}
		return x
	}
	if x-1 >= from && l.is(x-1, "last", "next") && l.of(x, cMonth|cWeekday) {
		return x - 1
	}
	if x-1 >= from && l.is(x-1, "on", "at", "in", "during", "over", "for", "come", "late", "early", "earlier", "later", "just", "only") {
		x--
		if x-1 >= from && l.is(x-1, "earlier", "later", "early", "late") {
			x--
		}
	}
	return x
}
