package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// tense returns the tense that rules tokens i to end: of a preposition before
// them that tells (until, since), else of the nearest verb before them in the
// sentence, else of the nearest after.
func (f *finder) tense(i, end int) tense {
	const reach = 24
	switch {
	case f.is(i-1, untilWords...):
		before := f.verbBefore(i, reach)
		switch {
		case before == past && !f.is(i-1, "until", "till"):
			return past
		case before == noTense && f.verbAfter(end, reach) == past: // Until Monday, he had said nothing
			return past
		case before == future && f.is(end, "was", "were", "had"): // a talk planned for Monday was put off
			return past
		}
		return future
	case f.is(i-1, "effective"), f.is(i-1, "as") && f.is(i-2, "early", "soon") && f.is(i-3, "as"):
		return future
	case f.is(i-1, "since"):
		return past
	}
	if f.is(end, "'s", "’s") && f.toldBefore(i, reach) { // would defy Wednesday's ruling, he said
		return past
	}
	if t := f.verbBefore(i, reach); t != noTense {
		return t
	}
	return f.verbAfter(end, reach)
}

// toldBefore reports that the verbs before token i are past, but for those that
// say what somebody would do.
func (f *finder) toldBefore(i, reach int) bool {
	for j := i - 1; j >= f.first && j >= i-reach; j-- {
		if t := f.verb(j); t != noTense && !f.is(j, conditionals...) {
			return t == past
		}
	}
	return false
}

func (f *finder) verbAfter(end, reach int) tense {
	for j := end; j < f.limit && j < end+reach; j++ {
		if t := f.verb(j); t != noTense {
			return t
		}
	}
	return noTense
}

func (f *finder) verbBefore(i, reach int) tense {
	infinitive := false
	for j := i - 1; j >= f.first && j >= i-reach; j-- {
		if f.is(j, "to") && (f.infinitive(j) || f.is(j+1, "not")) {
			infinitive = true
			continue
		}
		switch t := f.verb(j); t {
		case noTense:
		case future:
			if f.is(j-1, "been", "originally", "previously") { // had been due
				return past
			}
			return future
		case past:
			switch {
			case f.is(j, "set") && f.is(j+1, "to"):
				return future
			case f.is(j-1, "be"): // will be held: the verb is further before
			default:
				return past
			}
		case present:
			if infinitive || f.kind(j+1, prose.Word) && strings.HasSuffix(f.text(j+1), "ing") {
				return future
			}
			return present
		default:
			return t
		}
	}
	if infinitive {
		return future
	}
	return noTense
}

// infinitive reports that the "to" at token j stands before a verb, not before
// a name, an article or a number.
func (f *finder) infinitive(j int) bool {
	return f.kind(j+1, prose.Word) && !f.kind(j+1, prose.Capital|prose.Number) && !f.has(j+1, cThe|cA|cThis|cNext|cLast|cNumber) &&
		!f.is(j+1, possessives...)
}

// verb returns the tense of token j, if it is a verb that shows one.
func (f *finder) verb(j int) tense {
	t := f.toks[j]
	if t.Class&prose.Word == 0 || t.Class&(prose.Number|prose.Abbrev) != 0 || t.Class&prose.Capital != 0 && j > f.first {
		return noTense
	}
	w := f.text(j)
	if w == "'s" || w == "’s" { // of a possessive, but after a pronoun
		if f.is(j-1, beforeIs...) {
			return present
		}
		return noTense
	}
	if w == "next" && f.is(j+1, "to") {
		return noTense
	}
	if v := verbs[w]; v != noTense {
		switch {
		case w == "could" && f.denied(j):
			return past
		case (w == "plans" || w == "plan" || w == "hopes" || w == "starts" || w == "returns" || w == "leaves") && f.noun(j):
			return noTense
		}
		return v
	}
	if w == "couldn't" {
		return past
	}
	if pastForm(w) && t.Class&prose.Hyphenated == 0 {
		return past
	}
	if strings.HasSuffix(w, "n't") {
		return verbs[w[:len(w)-3]]
	}
	return noTense
}

// noun reports that token j, which may be a verb, stands after what only a noun
// follows: shelved its plans.
func (f *finder) noun(j int) bool {
	return f.is(j-1, beforeANoun...)
}

// denied reports that the "could" at token j tells that something was not possible:
// could not be reached on Monday, nobody could say.
func (f *finder) denied(j int) bool {
	const reach = 10
	if f.is(j+1, "not") {
		return true
	}
	for k := j - 1; k >= f.first && k >= j-reach && !f.kind(k, prose.Punct); k-- {
		if f.is(k, denials...) {
			return true
		}
	}
	return false
}

// pastForm reports that a word has the ending of a regular past tense.
func pastForm(w string) bool { return len(w) > 4 && strings.HasSuffix(w, "ed") && !endsInED[w] }
