package timeline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// openers are the words that no label begins with, whatever follows.
var openers = func() map[string]fault {
	m := map[string]fault{}
	for f, words := range map[fault]string{
		verbFirst: "was were is are has have had will would been",
		advises:   "don't don’t never please let let's let’s look",
		lostReferent: `he she it they this that these those his its their them him he's she's it's they're that's he’s she’s it’s they’re
			that’s both neither such here none nobody others another everyone everything`,
		goesOn: `and but or nor so yet however meanwhile also then thus therefore moreover furthermore instead still plus otherwise
			hence besides indeed though back again later earlier now elsewhere afterwards afterward additionally similarly consequently
			eventually finally subsequently likewise`,
		question: "whatever whoever whenever who which whom whose where what why how whether if unless",
		ownDate:  "today tonight yesterday tomorrow",
		partOnly: "ended",
		perhaps:  "perhaps maybe",
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = f
		}
	}
	return m
}()

// leadIns begin a part of a sentence, which is whole when a main clause follows.
var leadIns = wordSet(`since until in on at from during for by with when while although because as after before despite due according
	once without calling speaking given based of to under over amid following like unlike among between even just not only`)

// backward follows "the" in what an earlier sentence told of: the latter.
var backward = wordSet("next same other latter former last first latest rest")

// summaries follow "the" where it stands for all that an earlier sentence told.
var summaries = wordSet("move moves development developments revelation revelations pair duo trio above following below")

// beginning checks how a label begins.
func beginning(s string) fault {
	r, _ := utf8.DecodeRuneInString(s)
	if r < utf8.RuneSelf && !letter(byte(r)) && !(r >= '0' && r <= '9') && r != '"' && r != '\'' && r != '$' && r != '(' ||
		r >= utf8.RuneSelf && !unicode.IsLetter(r) && !strings.ContainsRune("“‘£€«", r) {
		return marksFirst
	}
	first, rest, _ := strings.Cut(s, " ")
	if first[0] <= '9' && (strings.Contains(first, ":") || strings.Contains(first, ".") && (strings.HasPrefix(rest, "GMT ") || strings.HasPrefix(rest, "BST ") || strings.HasPrefix(rest, "EST ") || strings.HasPrefix(rest, "EDT "))) { // 15:02:00
		return marksFirst
	}
	if digits(first) && (strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "-- ") || strings.HasPrefix(rest, "– ")) {
		return listItem
	}
	if len(first) == 1 && letter(first[0]) && first != "A" && first != "I" || len(first) == 4 && digits(first) && startsAnew(first, firstWord(rest), "is") {
		return marksFirst // the rest of "(7203.T)"; 1413 The pier…
	}
	if strings.HasSuffix(first, ",") && numbers[strings.ToLower(first[:len(first)-1])] {
		return listItem
	}
	if r := firstWord(rest); r != "" && r[0] <= '9' && strings.HasSuffix(strings.TrimRight(first, ","), "day") && counts(r) {
		return ownDate // Friday 14 March
	}
	comma := strings.HasSuffix(first, ",")
	first = small(strings.TrimRight(first, ","))
	if comma && phraseStart[first] {
		return goesOn // "on, Lund left", without its day
	}
	if comma {
		switch second, _, _ := strings.Cut(rest, " "); second {
		case "as", "when", "while", "because", "although", "since", "after", "before":
			return partOnly // the end of an address: "gov, as people visited the pier"
		}
	}
	second, after, _ := strings.Cut(rest, " ")
	third, _, _ := strings.Cut(after, " ")
	if f := openers[first]; f != sound {
		return f
	}
	switch first {
	case "her":
		if second == "" || !upper(second) { // Her Majesty
			return lostReferent
		}
	case "Inc", "Inc.", "Ltd", "Ltd.", "Corp.", "Co.", "Jr.", "Sr.":
		return partOnly
	case "the":
		if (second == "day" || second == "week" || second == "month" || second == "year" || second == "moment" || second == "night") && upper(third+" ") {
			return partOnly // "the day Lund left"
		}
		if strings.HasSuffix(second, "-year-old") || summaries[second] ||
			backward[second] && (strings.Count(s, " ") < 5 || isVerb(third)) || second == "same" && !strings.Contains(s, " as ") && !strings.Contains(s, " that ") {
			return lostReferent
		}
	case "One":
		if strings.HasSuffix(second, "ing") {
			return lostReferent // of the planes of another sentence
		}
	case "there":
		if verbs[second] == noTense {
			return lostReferent
		}
		if counts(third) {
			_, next, _ := strings.Cut(after, " ")
			if next, _, _ = strings.Cut(next, " "); next == "" || strings.HasSuffix(third, ",") || function[next] {
				return lostReferent // "there were 67", of what another sentence names
			}
		}
	case "Sure":
		if second == "enough" {
			return goesOn
		}
	case "having", "Long", "Ever":
		if first == "having" || second == "since" || second == "before" || second == "after" {
			if f := leadIn(s, ""); f != sound {
				return f
			}
		}
	case "Worse", "Better":
		if second == "than" {
			return goesOn
		}
	}
	switch {
	case second == "of" && points(third): // some of them
		return lostReferent
	case leadIns[first]:
		if f := leadIn(s, second); f != sound {
			return f
		}
	case strings.HasSuffix(first, "ly") && (subordinate(second) || second == "before" || second == "after"):
		return partOnly
	case counts(first) && english.of(second).class&cUnit != 0 && (third == "after" || third == "before"), // "two days after the mayor left"
		strings.HasSuffix(first, "ly") && (pastForm(second) || strong[second]) && phraseStart[third]: // "usually held in the town hall"
		if f := leadIn(s, ""); f != sound {
			return f
		}
	}
	if unknownOwner(s) {
		return lostReferent
	}
	pronoun, _, _ := strings.Cut(strings.TrimRight(second, ","), "’")
	pronoun, _, _ = strings.Cut(pronoun, "'")
	if subjectPronoun(pronoun) && !subordinate(first) && !phraseStart[first] && !clauseStart[first] {
		return lostReferent
	}
	if subjectPronoun(pronoun) && (subordinate(first) || clauseStart[first]) { // when he came, he was told
		if _, main := mainAfterComma(s); main == "" || stemsFrom(main) {
			return lostReferent
		}
	}
	if f := participle(s, first, second); f != sound {
		return f
	}
	if lead, main, ok := strings.Cut(s, ", "); ok && !hasVerb(lead) && (strings.HasSuffix(first, "ing") || phraseStart[first] || clauseStart[first]) && stemsFrom(main) {
		return lostReferent
	}
	if !strings.Contains(s, ": ") {
		return sound
	}
	for _, p := range [...]string{" wrote: ", " writes: ", " said: ", " says: "} {
		if strings.Contains(s, p) {
			return partOnly
		}
	}
	for _, p := range [...]string{": This", ": That", ": It ", ": He ", ": She ", ": They "} {
		if strings.Contains(s, p) {
			return lostReferent
		}
	}
	return sound
}

// unknownOwner reports that a label begins with what is his or hers, before anybody
// is named: the rest of her letter.
func unknownOwner(s string) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		switch {
		case n > 0 && (w == "his" || w == "her"):
			return true
		case n > 0 && (upper(w) || isVerb(w) || subordinate(w) || strings.HasSuffix(w, ",")):
			return false
		}
		n++
	}
	return false
}

// firstWord returns what stands before the first space of s.
func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// counts reports that w is a number, in digits or words.
func counts(w string) bool {
	w = strings.TrimRight(w, ",")
	return digits(w) || numbers[w] || len(w) > 2 && len(w) < 7 && upper(w) && numbers[strings.ToLower(w)]
}

// leadIn checks a label that begins with a part of a sentence; second is its second word.
func leadIn(s, second string) fault {
	lead, main := mainAfterComma(s)
	switch {
	case main == "", second == "in", second == "at":
		return partOnly
	case stemsFrom(main) && !hasVerb(lead):
		return lostReferent
	}
	return sound
}

// participle checks a label that begins with one: calling the toll a mistake.
func participle(s, first, second string) fault {
	if len(first) <= 4 || !strings.HasSuffix(first, "ing") && !pastForm(first) || !function[second] && second != "" {
		return sound
	}
	_, main := mainAfterComma(s)
	switch {
	case main == "":
		return partOnly
	case stemsFrom(main):
		return lostReferent
	}
	return sound
}

// points reports that w stands for what another sentence names.
func points(w string) bool {
	switch strings.TrimRight(w, ",") {
	case "this", "that", "these", "those", "them", "it", "which", "whom":
		return true
	}
	return false
}

func subjectPronoun(w string) bool {
	switch w {
	case "he", "she", "it", "they":
		return true
	}
	return false
}

// stemsFrom reports that a clause begins with a pronoun, whose referent stands before it.
func stemsFrom(clause string) bool {
	w, _, _ := strings.Cut(clause, " ")
	switch w {
	case "his", "her", "its", "their":
		return true
	}
	return subjectPronoun(w)
}

// mainAfterComma returns the clause with a verb that stands after a comma in s,
// and what leads to it; "" for none.
func mainAfterComma(s string) (lead, main string) {
	for at := 0; ; {
		i := strings.Index(s[at:], ", ")
		if i < 0 {
			return s, ""
		}
		at += i + 2
		rest := s[at:]
		first, _, _ := strings.Cut(rest, " ")
		if !subordinate(first) && !clauseStart[first] && !phraseStart[first] && !strings.HasSuffix(first, "ing") && !isVerb(first) && hasVerb(rest) {
			return s[:at], rest
		}
	}
}
