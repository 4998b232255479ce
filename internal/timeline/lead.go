package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// skipLead returns the token after what introduces a sentence: a caption's
// label, But, However, Meanwhile.
func (l *labeller) skipLead(from, to int) int {
	if l.is(from, "[") && l.is(from+2, "]") && to > from+6 {
		from += 3 // who speaks
	}
	from = l.skipDateline(from, to)
	for i := from; i < from+4 && i < to-3; i++ {
		if l.is(i, ":") && l.kind(i+1, prose.Capital) {
			from = i + 1
			break
		}
		if !l.kind(i, prose.Word) {
			break
		}
	}
	from = l.skipDateline(from, to)
	for from < to && (l.kind(from, prose.Punct) && !l.opening(from) || l.is(from, "but", "and", "however", "meanwhile", "yet", "so", "moreover", "nevertheless", "also", "then", "or", "nor", "plus") || l.is(from+1, ",") && l.is(from, "there", "instead", "still", "now", "later",
		"earlier", "thus", "therefore", "hence", "indeed", "finally", "eventually", "subsequently", "additionally", "furthermore", "similarly", "likewise",
		"otherwise", "besides", "first", "second", "third", "here", "afterwards", "unfortunately", "fortunately", "sadly", "previously", "originally", "interestingly", "no", "yes", "well", "true", "granted")) {
		from++
	}
	if l.is(from, "according") && l.is(from+1, "to") {
		if i := l.mainClause(from, to); i > 0 {
			return i
		}
	}
	for _, p := range leads {
		if len(p[0]) == len(l.text(min(from, l.end-1))) && l.startsWith(from, p) && l.is(from+len(p), ",") && to-from > len(p)+3 {
			return from + len(p) + 1
		}
	}
	return from
}

// leads are phrases that join a sentence to the one before it.
var leads = [][]string{
	{"for", "instance"},
	{"for", "example"},
	{"in", "fact"},
	{"of", "course"},
	{"as", "a", "result"},
	{"at", "the", "same", "time"},
	{"in", "addition"},
	{"on", "the", "other", "hand"},
	{"that", "said"},
	{"in", "turn"},
	{"in", "contrast"},
	{"by", "contrast"},
	{"even", "so"},
	{"after", "all"},
	{"above", "all"},
	{"of", "late"},
	{"after", "that"},
	{"since", "then"},
	{"in", "particular"},
	{"in", "other", "words"},
	{"in", "response"},
	{"at", "that", "time"},
	{"at", "the", "time"},
	{"by", "then"},
}

// startsWith reports that the words stand at token i.
func (l *labeller) startsWith(i int, words []string) bool {
	for k, w := range words {
		if !l.is(i+k, w) {
			return false
		}
	}
	return true
}

// skipDateline returns the token after the place and agency that a report
// begins with: "EBELTOFT (AP) —", "(Reuters) -".
func (l *labeller) skipDateline(from, to int) int {
	const longest = 10 // tokens
	agency := false
	for i := from; i < from+longest && i < to-4; i++ {
		switch {
		case !l.kind(i, prose.Punct):
			if !l.kind(i, prose.Capital|prose.Number|prose.Abbrev) {
				return from
			}
		case l.is(i, "—", "–", "-", "--") && i > from && (agency || l.kind(from, prose.AllCaps)):
			return i + 1
		case l.is(i, "("):
			agency = true
		case l.is(i, ")") && agency && l.kind(i+1, prose.Capital) && !l.kind(i+1, prose.Space):
			return i + 1 // London (AP)It rained
		case l.is(i, ")", ",", "/", "."):
		case l.kind(i, prose.Capital|prose.Number|prose.Abbrev):
		default:
			return from
		}
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
	i := l.mainClause(from, to)
	if i == 0 || x >= 0 && x < i {
		return from
	}
	return i
}

// mainClause returns the subject after the comma that ends a phrase before it, or 0.
func (l *labeller) mainClause(from, to int) int {
	for i := from + 2; i+4 < to; i++ {
		if l.is(i, ",") && !l.quoted(i) && l.subject(i+1) {
			return i + 1
		}
	}
	return 0
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
	for to > from && l.kind(to-1, prose.Punct) && !l.closing(to-1) && !l.is(to-1, "%", ")", "]") {
		to--
	}
	comma := -1
	for i := to - 1; i > from && i > to-10; i-- {
		if l.is(i, ",") {
			comma = i
			break
		}
	}
	learned := l.is(comma+1, "it") && l.is(comma+2, "was", "has", "is") && l.says(comma+3) || l.is(comma+3, "learned", "learnt", "revealed", "emerged")
	if comma > 0 && (learned || comma > x && (l.says(to-1) || l.says(comma+1))) {
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
