package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// idle says why a sentence tells of no event although it has a date or leads the
// article: it asks, advises, or says how things are.
func (l *labeller) idle(lead bool) fault {
	if l.first >= l.end {
		return "is empty"
	}
	if l.is(l.end-1, "?") || l.is(l.end-2, "?") {
		return "asks a question"
	}
	if l.is(l.end-1, "!") {
		return "exclaims"
	}
	if l.allSpoken() {
		return "is mostly direct speech"
	}
	first := l.first
	for first+1 < l.end && l.kind(first, prose.Punct) {
		first++
	}
	if advice[l.lower(first)] {
		return advises
	}
	if l.is(first, "edit", "update", "correction", "disclaimer") && l.is(first+1, ":") {
		return "is a note on the text"
	}
	if l.corrects(first) {
		return "is a note on the text"
	}
	if !lead {
		return sound
	}
	for i := l.first; i+1 < l.end; i++ {
		if l.is(i, "that", "same") && l.is(i+1, "day", "night", "morning", "evening", "afternoon", "week", "month", "year") {
			return "tells of a day that another sentence names"
		}
	}
	for i := l.first; i < l.end; i++ {
		if l.quoted(i) || !l.kind(i, prose.Word) {
			continue
		}
		switch verbs[l.text(i)] {
		case noTense:
			if l.verbLike(i) && !l.is(i-1, "as") && (!l.kind(i+1, prose.Word) || l.kind(i+1, prose.Capital) || function[l.lower(i+1)]) {
				return sound
			}
		case past:
			return sound
		case future:
			if l.is(i, "will", "scheduled", "expected", "due", "set-to", "plans", "planned") {
				return sound
			}
			if l.is(i, "may", "might", "can", "could", "should", "must", "would") {
				return noEvent
			}
		case present:
			if l.is(i, "is", "are") && (l.is(i+1, "to", "expected", "due", "scheduled", "set", "being") || strings.HasSuffix(l.lower(i+1), "ing")) || l.is(i, "says", "say") {
				return sound
			}
			if !l.is(i, "'s") {
				return noEvent
			}
		}
	}
	return noEvent
}

// corrects reports that the sentence of token i tells of an error in the text: an
// earlier version of this article misstated the toll.
func (l *labeller) corrects(i int) bool {
	const reach = 12
	text := false
	for k := i; k < min(l.end, i+reach); k++ {
		const shortest = 5 // of the words below
		switch t := l.a.Tokens[k]; {
		case t.End-t.Start < shortest:
		case l.is(k, "article", "story", "version", "headline", "column", "photograph", "caption"):
			text = true
		case l.is(k, "incorrectly", "misstated", "misspelled", "misidentified", "erroneously", "mistakenly", "updated", "corrected", "amended"):
			return text
		}
	}
	return false
}

// advice holds words that a sentence begins with that tells its reader what to do.
var advice = wordSet(`skip check see read click buy get find watch follow join learn use make take try visit subscribe share sign note remember
	consider keep add bring let look listen please download enter choose enjoy stay start stop go come don't never always`)

// ahead reports that a label's first verb is of the future, or only of what may be.
func ahead(s string) (will, may bool) {
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimRight(w, ",;:")
		switch w {
		case "will", "won't", "won’t":
			return true, false
		case "would", "could", "might", "may", "can":
			return false, true
		}
		if isVerb(w) {
			return false, false
		}
	}
	return false, false
}

// standing reports that a label says in the present tense how things are, which
// is no event of a day: "is based on a diet".
func standing(s string) bool {
	if strings.HasPrefix(s, "There's ") || strings.HasPrefix(s, "There’s ") || strings.HasPrefix(s, "There was no ") || strings.HasPrefix(s, "There were no ") && !strings.HasPrefix(s, "There were no less ") && !strings.HasPrefix(s, "There were no fewer ") {
		return true
	}
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimRight(w, ",;:")
		switch w {
		case "aren't", "isn't", "don't", "doesn't", "can't", "aren’t", "isn’t", "don’t", "doesn’t", "can’t":
			return !strings.ContainsAny(s, "“\"")
		case "is", "are", "may", "might", "can", "could", "should", "must", "am":
			i := strings.Index(s, " "+w+" ")
			if i < 0 {
				return true
			}
			next, _, _ := strings.Cut(s[i+len(w)+2:], " ")
			switch next {
			case "to", "expected", "due", "scheduled", "set", "being", "planned", "likely":
				return false
			}
			return !strings.HasSuffix(next, "ing") || next == "nothing" || next == "anything" || next == "something" || next == "everything"
		}
		if verbs[w] != noTense || pastForm(w) {
			return false
		}
	}
	return false
}
