package timeline

import (
	"strings"
	"unicode/utf8"
)

// unfinishedEnds are words that want more after them, beside those of function: what was
// said, as much as what.
var unfinishedEnds = wordSet(`said says added showed shows told according demanded argued including such few several really close due largest
	because became becomes seemed wonder asked suggested insisted claimed believed concluded acknowledged predicted stated expect eligible
	capable starting beyond someone least whatever urge urges dubbed`)

// transitives are past tenses that want an object, unless they are passive: had heard.
var transitives = wordSet("reported noted revealed wrote explained described mentioned heard saw knew made took gave got put brought caught taught found felt thought meant bought kept held led built")

// ending checks how a label ends.
func ending(s string) fault {
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(",;:-–—([“‘«", r) {
		return endsOnMark
	}
	if strings.HasSuffix(s, "…") {
		return cutOff
	}
	words := strings.TrimRight(s, ".'\"”’)!?»")
	last := lastWord(words)
	head := strings.TrimSuffix(words, " "+last)
	low := strings.ToLower(strings.Trim(last, "'\"“”‘’(),.;:"))
	if spliced(s) {
		return twoInOne
	}
	switch {
	case function[low]:
		abbreviation := len(last) > 1 && last == strings.ToUpper(last) // of the IT
		if !particle(head, last) && !abbreviation && !strings.HasSuffix(s, "in.") {
			return trailsOff
		}
	case low == "due":
		if !strings.HasSuffix(words, "is due") && !strings.HasSuffix(words, "are due") {
			return trailsOff
		}
	case strings.HasSuffix(head, " told"): // told the council
		return trailsOff
	case transitives[low] && !isBe(lastWord(head)), unfinishedEnds[low], low == "scheduled" && vague(s), lengthLeft(s):
		return trailsOff
	}
	return sound
}

// spliced reports that two sentences are joined by nothing but a comma: a label that
// was cut within a list of them.
func spliced(s string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], ", ")
		if i < 0 {
			return false
		}
		at += i + 2
		first, _, _ := strings.Cut(s[at:], " ")
		opener, _, _ := strings.Cut(s, " ")
		opener = small(opener)
		if clauseStart[first] || phraseStart[first] || subordinate(first) || strings.HasSuffix(first, "ing") || function[first] && !determines(first) && !subjectPronoun(first) || isVerb(first) ||
			leadIns[opener] || subordinate(opener) || digits(lastWord(s[:at-2])) || !hasVerb(s[:at-2]) {
			continue
		}
		if finite(s[at:]) {
			return true
		}
	}
}

// finite reports that a clause has a subject and a verb that is no participle and
// does not tell who said so.
func finite(s string) bool {
	const reach = 6 // words
	n, regular := 0, false
	for w := range strings.FieldsSeq(s) {
		if regular { // "detained Lund", but not "accused of it"
			return !phraseStart[w]
		}
		if n++; n > reach || strings.HasSuffix(w, ",") || subordinate(w) || clauseStart[w] {
			return false
		}
		switch t := verbs[w]; {
		case n == 1:
		case w == "said", w == "says", w == "told", w == "added":
			return false
		case t != noTense && !afterVerb[w]:
			return true
		case pastForm(w) && n > 2:
			regular = true
		}
	}
	return false
}

// lengthLeft reports that a label ends with a length of time that was told from what was
// cut off: "was released, almost seven years".
func lengthLeft(s string) bool {
	i := strings.LastIndex(s, ", ")
	if i < 0 {
		return false
	}
	words := strings.Fields(s[i+2:])
	return len(words) > 1 && len(words) <= 4 && english.of(words[len(words)-1]).class&cUnit != 0
}
