package timeline

import (
	"strings"
	"unicode/utf8"
)

// unfinishedEnds are words that want more after them, beside those of function: what was
// said, as much as what.
var unfinishedEnds = wordSet(`said says added showed shows told according demanded argued including such few several really close due largest
	because became becomes seemed wonder asked suggested insisted claimed believed concluded acknowledged predicted stated expect eligible
	capable saying starting beyond someone least whatever bring make give put get urge urges dubbed`)

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
	case strings.HasSuffix(head, " told"), tellsNothing(s), strays(s): // told the council
		return trailsOff
	case strings.HasSuffix(head, " not as"), strings.HasSuffix(head, " nearly as"), strings.HasSuffix(head, " twice as"): // "is not as high"
		return trailsOff
	case transitives[low] && !isBe(lastWord(head)), unfinishedEnds[low], low == "scheduled" && vague(s), lengthLeft(s):
		return trailsOff
	}
	return sound
}

// tellsNothing reports that somebody was told something, and not what: "told a meeting of
// fishermen", "told the court, in a letter".
func tellsNothing(s string) bool {
	i := strings.Index(s, " told ")
	if i < 0 {
		return false
	}
	prev, aside := "", false
	for w := range strings.FieldsSeq(s[i+len(" told "):]) {
		bare := strings.TrimRight(w, ",;:")
		aside = aside || strings.HasSuffix(prev, ",") && phraseStart[bare]
		switch {
		case aside && (verbs[bare] == past && !isBe(bare) && bare != "had" && bare != "has" || pastForm(bare)): // "in a letter read aloud"
		case bare == "of":
			if !audiences[prev] {
				return false
			}
		case clauseStart[bare], subordinate(bare), subjectPronoun(bare), bare == "to", bare == "about", bare == "not", isVerb(bare), bare != w && w[len(w)-1] != ',', strings.ContainsAny(w, `"“`):
			return false
		case prev != "" && determines(bare) && !function[strings.TrimRight(prev, ",")]: // "told the BBC the pier…"
			return false
		}
		prev = w
	}
	return true
}

// audiences are nouns for many who listen, of whom "of" says who they are.
var audiences = wordSet("meeting conference group crowd gathering session rally audience congregation")

// strays reports that a label has lost what a part of it leads to: "will resign if,
// heaven forbid", "with a vote planned for, the mayor left".
func strays(s string) bool {
	last := lastWord(s)
	rest := s[:len(s)-len(last)]
	for _, p := range unfinishedPhrases[last] {
		if before, ok := strings.CutSuffix(rest, p); ok {
			return !counts(lastWord(before)) // one at a time
		}
	}
	if strings.HasSuffix(rest, "; ") || strings.HasSuffix(rest, " -- ") || strings.HasSuffix(rest, " — ") || strings.HasSuffix(rest, " – ") {
		return true // "born 1949; died"
	}
	if (strings.HasSuffix(rest, " which ") || strings.HasSuffix(rest, ", who ") || strings.HasSuffix(rest, ", that ")) && isVerb(last) {
		return true // "flu, which emerged", without when
	}
	if last[0] >= 'a' && last[0] <= 'z' && (strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "’s")) {
		return true // "the fall of the regime's"
	}
	before := ""
	for at := 0; ; {
		i := strings.Index(s[at:], ", ")
		if i < 0 {
			break
		}
		at += i
		switch before = lastWord(s[:at]); {
		case leadsTo[before], saysWho(s[at+2:]),
			before == "place" && strings.HasSuffix(s[:at], " took place"), before == "held" && strings.HasSuffix(s[:at], " was held"): // "which was held, is"
			return true
		case at > 0 && strings.HasSuffix(s[:at-len(before)], " so ") && isBe(lastWord(s[:at-len(before)-len(" so ")])) && !strings.Contains(s, " that "): // "was so high, in his time"
			return true
		}
		at += 2
	}
	if i := strings.Index(s, " that with "); i >= 0 && !strings.Contains(s[i:], ",") {
		return true
	}
	return clauseStart[before] && before != "before" && before != "after" && before != "since" && strings.Count(s[strings.LastIndex(s, ", ")+2:], " ") <= 3
}

// saysWho reports that a part of a label tells who says it by a pronoun: "they wrote".
func saysWho(s string) bool {
	if c := s[0]; c != 'h' && c != 's' && c != 't' {
		return false
	}
	who, rest, _ := strings.Cut(s, " ")
	if !subjectPronoun(who) || who == "it" {
		return false
	}
	said := strings.TrimRight(firstWord(rest), ",")
	return findings[said] || said == "wrote" || said == "added" || said == "says"
}

// leadsTo are words that no comma follows.
var leadsTo = wordSet("for of from with to at between than the a an into about their its whose")

// unfinishedPhrases are ends of a label that want the clause or phrase after them, by
// their last word.
var unfinishedPhrases = func() map[string][]string {
	m := map[string][]string{}
	for _, p := range [...]string{
		" at a time", " by the time", " to the point", " on the grounds", " in the hope", " on condition", " on the condition", " in a bid", " in the wake", " in the face", " as part", " his last", " her last",
		" its last", " their last", " his first", " her first", " its first", " their first", " in front", " on behalf", " in light", " in terms", " in order", " for fear",
	} {
		last := lastWord(p)
		m[last] = append(m[last], strings.TrimSuffix(p, last))
	}
	return m
}()

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
		if at-2 == i && i > 0 && strings.IndexByte(s[:i], ',') < 0 && carriesOn[first] && hasVerb(s[:i]) && !leadIns[opener] && !subordinate(opener) && !strings.HasSuffix(opener, "ing") {
			return true // "the ferry sank, had stayed in the harbour"
		}
		if first[0] >= 'a' && first[0] <= 'z' && findings[lastWord(s[:at-2])] && !function[first] && !strings.HasSuffix(first, "ing") && !isVerb(first) && !leadIns[opener] {
			return true // "Ann Lund noted, boats remain in the harbour"
		}
		if clauseStart[first] || phraseStart[first] || subordinate(first) || strings.HasSuffix(first, "ing") || function[first] && !determines(first) && !subjectPronoun(first) || isVerb(first) ||
			leadIns[opener] || strings.HasSuffix(opener, "ing") || subordinate(opener) || digits(lastWord(s[:at-2])) || !hasVerb(s[:at-2]) {
			continue
		}
		if finite(s[at:]) {
			return true
		}
	}
}

// carriesOn are verbs that no second part of a list begins with.
var carriesOn = wordSet("had has was were is are will")

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
