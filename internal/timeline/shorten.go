package timeline

import (
	"strings"
	"unicode/utf8"
)

// function holds the words that a label must not end with, and that no noun
// phrase begins with: articles, prepositions, conjunctions, auxiliaries, pronouns.
// It is never written.
var function = wordSet(`a an the this that these those his her its their our my your and or but nor so yet if as than of in on at by to
	from for with without about against into onto over under after before between among through during until till since towards
	toward upon within per via is are was were be been being am has have had having do does did will would shall should can could
	may might must not no who whom whose which what when where why how while because although though whether he she it they we i you
	him them us me very more most much many some any each every all both such other another just only also too even still both
	i'm he's it's they're we're there here up out off amid despite including also like near ahead`)

// clauseStart holds the words before which a clause begins, and a label may be cut.
var clauseStart = wordSet(`who which that when where while because although though whether as if and but or after before until since so
	whose than rather amid despite following saying adding including`)

// phraseStart holds the prepositions before which a label may be cut, when no clause begins in time.
var phraseStart = wordSet(`in on at by to from for with without about against into onto over under between among through during towards
	toward upon within via amid ahead of`)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// tidy leaves one space between words, none before a mark, and no mark but
// those of quotation at either end.
func tidy(s string) string {
	if strings.Contains(s, "  ") || strings.ContainsAny(s, "\n\r\t\u00a0") {
		s = strings.Join(strings.Fields(s), " ")
	}
	for _, p := range [...]string{" ,", " .", " ;", " :", " !", " ?", " )"} {
		s = strings.ReplaceAll(s, p, p[1:])
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, ",,", ","), ",.", ".")
	s = strings.TrimRight(strings.TrimLeft(s, " ,.;:!?)-–—"), " ,;:-–—(")
	if strings.HasSuffix(s, ".") && !abbreviated(s) {
		s = strings.TrimRight(s, ". ")
	}
	return balance(s)
}

// abbreviated reports that the last full stop of s belongs to its last word: U.S.
func abbreviated(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return strings.Count(last, ".") > 1 && len(last) <= 8 && !strings.HasSuffix(last, "..")
}

// balance drops quotation marks and brackets that have lost their partner.
func balance(s string) string {
	for _, p := range [...][2]string{{"“", "”"}, {"(", ")"}, {"[", "]"}, {"``", "''"}} {
		if strings.Count(s, p[0]) != strings.Count(s, p[1]) {
			s = strings.ReplaceAll(strings.ReplaceAll(s, p[0], ""), p[1], "")
		}
	}
	if strings.Count(s, `"`)%2 != 0 {
		s = strings.ReplaceAll(s, `"`, "")
	}
	return balanceSingle(s)
}

// balanceSingle drops single quotation marks without a partner, and leaves apostrophes.
func balanceSingle(s string) string {
	for _, p := range [...][2]string{{"'", "'"}, {"‘", "’"}} {
		var open []int
		var lone []int
		for i := 0; i < len(s); {
			switch {
			case strings.HasPrefix(s[i:], p[0]) && (i == 0 || s[i-1] == ' ' || s[i-1] == '(') && i+len(p[0]) < len(s) && s[i+len(p[0])] != ' ':
				open = append(open, i)
				i += len(p[0])
			case strings.HasPrefix(s[i:], p[1]) && i > 0 && (i+len(p[1]) == len(s) || strings.IndexByte(" ,.;:!?)", s[i+len(p[1])]) >= 0):
				if len(open) > 0 {
					open = open[:len(open)-1]
				} else if s[i-1] != 's' { // the boys' school
					lone = append(lone, i)
				}
				i += len(p[1])
			default:
				i++
			}
		}
		for k := len(lone) - 1; k >= 0; k-- {
			s = s[:lone[k]] + s[lone[k]+len(p[1]):]
		}
		for k := len(open) - 1; k >= 0; k-- {
			at := open[k]
			for _, x := range lone {
				if x < at {
					at -= len(p[1])
				}
			}
			s = s[:at] + s[at+len(p[0]):]
		}
	}
	return strings.TrimSpace(s)
}

// shorten cuts s, when it is too long for a label, where a clause begins, else
// where a phrase does, else between words with an ellipsis; never after a
// function word.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= longestLabel {
		return s
	}
	if s = dropAsides(s); utf8.RuneCountInString(s) <= longestLabel {
		return s
	}
	const least = longestLabel / 2
	verb := hasVerb(s)
	words := strings.Fields(s)
	chars, clause, phrase, any := 0, "", "", ""
	at := 0
	for i, w := range words {
		if i > 0 {
			at++
			chars++
		}
		at += len(w)
		chars += utf8.RuneCountInString(w)
		if chars > longestLabel {
			break
		}
		head := s[:at]
		next := ""
		if i+1 < len(words) {
			next = strings.ToLower(strings.Trim(words[i+1], "'\"“‘(,.;:"))
		}
		if function[strings.ToLower(strings.Trim(w, "'\"“”‘’(),.;:"))] || i > 0 && dangling(words[i-1], w) {
			continue
		}
		if next == "to" && (verbs[w] != noTense || strings.HasSuffix(w, "ed")) {
			continue
		}
		fits := func() bool { return chars >= least && (!verb || complete(head)) }
		switch last := w[len(w)-1]; {
		case (last == ',' || last == ';' || last == ':' || clauseStart[next] && next != "or" && next != "and" && (next != "that" || i+2 >= len(words) || !phraseStart[words[i+2]])) && fits() && balance(strings.TrimRight(head, ",;:")) == strings.TrimRight(head, ",;:"):
			clause = head
		case phraseStart[next] && next != "of" && !(isVerb(w) && (i == 0 || verbs[words[i-1]] == noTense)) && fits() && balance(head) == head:
			phrase = head
		}
		if chars <= longestLabel-1 {
			any = head
		}
	}
	switch {
	case clause != "" && utf8.RuneCountInString(clause) >= utf8.RuneCountInString(phrase)*2/3:
		s = clause
	case phrase != "":
		s = phrase
	case clause != "":
		s = clause
	case any != "":
		return trimFunction(tidy(any)) + "…"
	default: // one word longer than a label
		r := []rune(s)
		return string(r[:longestLabel-1]) + "…"
	}
	return whole(trimFunction(tidy(s)))
}

// whole drops from s, which was cut, last parts after a comma that have lost
// what they are about: they have no verb, or only a verb.
func whole(s string) string {
	const least = longestLabel / 3
	for {
		i := strings.LastIndex(s, ", ")
		if i < 0 || utf8.RuneCountInString(s[:i]) < least || !complete(s[:i]) || balance(s[:i]) != s[:i] {
			return s
		}
		first, rest, _ := strings.Cut(s[i+2:], " ")
		if verbs[first] == noTense && !strings.HasSuffix(first, "ed") && hasVerb(rest) {
			return s
		}
		s = trimFunction(s[:i])
	}
}

// complete reports that s, as far as the forms of its words tell, has a verb,
// and so has each clause that a word such as "while" begins.
func complete(s string) bool {
	if !hasVerb(s) {
		return false
	}
	verb := true
	for w := range strings.FieldsSeq(s) {
		switch {
		case subordinate(w):
			if !verb {
				return false
			}
			verb = false
		case isVerb(w):
			verb = true
		}
	}
	return verb
}

// subordinate reports that w begins a clause that is nothing without a verb.
func subordinate(w string) bool {
	switch w {
	case "who", "which", "that", "when", "where", "while", "because", "although", "whether", "if":
		return true
	}
	return false
}

// hasVerb reports that some words hold a verb, as far as its form tells.
func hasVerb(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if isVerb(w) {
			return true
		}
	}
	return false
}

// isVerb reports that w, with the mark after it, may be a verb that shows tense.
func isVerb(w string) bool {
	w = strings.TrimRight(w, ",;:")
	return verbs[w] != noTense || len(w) > 4 && strings.HasSuffix(w, "ed")
}

// shortenAny cuts s, in any language, when it is too long for a label: after a
// mark, else between words, with an ellipsis.
func shortenAny(s string) string {
	if utf8.RuneCountInString(s) <= longestLabel {
		return s
	}
	const least = longestLabel / 2
	chars, mark, word := 0, 0, 0
	for i, r := range s {
		if chars == longestLabel-1 {
			if word == 0 {
				word = i // one word longer than a label
			}
			break
		}
		if r == ' ' {
			word = i
			if chars >= least && strings.IndexByte(",;:", s[i-1]) >= 0 {
				mark = i
			}
		}
		chars++
	}
	if mark > 0 {
		word = mark
	}
	return tidy(s[:word]) + "…"
}

// dropAsides drops what stands between two commas and only describes what
// comes before it, ", which …,", ", a company based in …,", from the left, as
// long as s is too long.
func dropAsides(s string) string {
	from := 0
	for utf8.RuneCountInString(s) > longestLabel {
		i := strings.Index(s[from:], ", ")
		if i < 0 {
			break
		}
		i += from
		j := strings.Index(s[i+2:], ", ")
		if j < 0 {
			break
		}
		j += i + 2
		first, _, _ := strings.Cut(s[i+2:j], " ")
		aside := s[:i] + s[j+1:]
		next, _, _ := strings.Cut(s[j+2:], " ")
		if verbs[next] == noTense && !strings.HasSuffix(next, "ed") {
			from = i + 2 // the subject goes on, or another aside follows
			continue
		}
		switch strings.ToLower(first) {
		case "who", "which", "whose", "where", "a", "an", "the", "meanwhile", "meantime", "however", "formerly", "based", "including", "left", "right":
		default:
			if first == "" || first[0] < '0' || first[0] > '9' {
				from = i + 2
				continue
			}
		}
		if balance(aside) != aside {
			from = i + 2
			continue
		}
		s = aside
	}
	return s
}

// dangling reports that the word after prev is a verb that wants its object: to
// hand, by handing.
func dangling(prev, word string) bool {
	prev = strings.ToLower(prev)
	switch word {
	case "today", "yesterday", "tomorrow", "tonight", "clearly", "said", "says", "argued", "announced", "added", "told", "asked", "sought", "wants", "wanted", "according":
		return true
	}
	return prev == "to" && word[0] >= 'a' && word[0] <= 'z' || strings.HasSuffix(word, "ing") && function[prev] && !strings.HasPrefix(prev, "a")
}

// trimFunction drops function words from the end of s.
func trimFunction(s string) string {
	for {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !function[strings.ToLower(s[i+1:])] {
			return s
		}
		s = strings.TrimRight(s[:i], " ,;:-–—")
	}
}
