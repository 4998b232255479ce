package timeline

import "strings"

// lost checks for a word outside quotation marks whose referent is lost: the object of its only verb is a pronoun ("the court summoned him"), or a
// word points to what an earlier sentence told ("denied this claim", "did so").
func lost(s string) fault {
	if !mayPoint(s) {
		return sound
	}
	if demonstrates(s) || ownerless(s) {
		return lostReferent
	}
	clauses, quoted, object := 0, false, false
	prev, before := "", ""
	for w := range strings.FieldsSeq(s) {
		quoted = quoted || w[0] == '"' || w[0] == '\'' || strings.HasPrefix(w, "“") || strings.HasPrefix(w, "‘")
		bare := strings.TrimRight(w, ",;:.")
		switch {
		case object:
			if !easy[bare] {
				return lostReferent
			}
			object = false
		case quoted:
		case strings.HasSuffix(bare, "day") || strings.HasPrefix(bare, "to") || strings.HasPrefix(bare, "yester"):
			switch day, _, _ := strings.Cut(strings.ReplaceAll(bare, "’", "'"), "'"); day {
			case "today", "tonight", "yesterday", "tomorrow":
				return ownDate
			}
		case pointsBack(before, prev, w):
			return lostReferent
		case bare == "him", bare == "them", bare == "it":
			object = clauses == 1 && prev != "said" && prev != "says" && (isVerb(prev) || isVerb(before) && phraseStart[prev])
		case (bare == "and" || bare == "but") && clauses == 0: // joins names
		case subordinate(bare), bare == "and", bare == "but", bare == "as", bare == "after", bare == "before", bare == "since", prev == "to":
			clauses = 2 // its pronouns may stand for what the first clause tells of
		case isVerb(bare) && !isVerb(prev):
			clauses++
		}
		end := strings.TrimRight(w, ",.!?;:")
		quoted = quoted && !strings.HasSuffix(end, `"`) && !strings.HasSuffix(end, "'") && !strings.HasSuffix(end, "”") && !strings.HasSuffix(end, "’")
		before, prev = prev, bare
	}
	if object {
		return lostReferent
	}
	return sound
}

// mayPoint reports that a label has a word that lost looks for, after its first.
func mayPoint(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i-1] != ' ' || strings.IndexByte("dhisty", s[i]) < 0 {
			continue
		}
		for _, p := range pointers {
			if strings.HasPrefix(s[i:], p) {
				return true
			}
		}
	}
	return false
}

// pointers are how the words begin that lost looks for.
var pointers = []string{"his ", "her ", "today", "tonight", "yesterday", "tomorrow", "it", "him", "them", "here", "this ", "these ", "those ", "that's", "that’s", "that ", "then", "did ", "same thing", "the latter", "the former "}

// ownerless reports that a label that begins with a thing or a body tells of what is
// his or hers, and names nobody before: the committee voted on his nomination.
func ownerless(s string) bool {
	i := strings.Index(s, " his ")
	if k := strings.Index(s, " her "); i < 0 || k >= 0 && k < i {
		i = k
	}
	first, _, _ := strings.Cut(s, " ")
	if i < 0 || !determines(small(first)) {
		return false
	}
	name := true // the words with capitals right after the article
	for w := range strings.FieldsSeq(s[len(first):i]) {
		switch {
		case person(w):
			return false
		case !upper(w):
			name = false
		case !name:
			return false
		}
	}
	return true
}

// person reports that a noun may be one for a person, as far as its form tells.
func person(w string) bool {
	w = strings.ToLower(unmarked(w))
	for _, end := range [...]string{"er", "or", "ist", "man", "men", "woman", "women", "ian", "ers", "ors", "ists", "old", "ess"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return relatives[w] || people[w]
}

// people are nouns for people that their form does not show.
var people = wordSet(`star king queen pope prince princess chief president patient baby child boy girl pupil student victim nurse hero suspect guy lady lord couple
	people person judge captain coach pilot chef monk nun saint guest host thief youth teenager adult infant toddler immigrant candidate general colonel sergeant
	private cardinal bishop archbishop dictator veteran addict giant individual parent head widow bride groom friend employee refugee trainee referee nominee`)

// demonstrates reports that the object of a label's only verb is that of another
// sentence: shared that view.
func demonstrates(s string) bool {
	head, rest, ok := strings.Cut(s, " that ")
	if !ok || !isVerb(lastWord(head)) || unfinishedEnds[lastWord(head)] || hasVerb(rest) {
		return false
	}
	_, after, _ := strings.Cut(rest, " ")
	next, _, _ := strings.Cut(after, " ")
	return next == "" || phraseStart[next]
}

// pointsBack reports that word w, after prev and before, stands for what an earlier
// sentence told: did so, this claim, those comments, that same room.
func pointsBack(before, prev, w string) bool {
	bare := strings.TrimRight(w, ",;:.")
	switch bare {
	case "here", "that's", "that’s":
		return true
	case "so":
		return prev == "did"
	case "then":
		return w == "then," || prev == "until" || prev == "since" || prev == "by" || prev == "till"
	case "thing":
		return prev == "same"
	case "same", "whole", "particular", "very", "entire", "exact", "specific":
		return prev == "that"
	case "those":
		return prev == "of"
	case "latter", "former":
		return prev == "the" && bare != w || prev == "the" && bare == "latter"
	}
	switch prev {
	case "did": // as he did with the other
		return phraseStart[bare]
	case "this", "these":
		span, _, _ := strings.Cut(strings.ReplaceAll(bare, "’", "'"), "'")
		return !moments[span]
	case "those": // who came, of the north, killed: told of whom
		return strings.HasSuffix(bare, "s") && !function[bare] && !isVerb(bare)
	}
	return false
}

// easy holds what "it" before the clause it stands for is: made it clear that.
var easy = wordSet("clear possible impossible easy easier hard harder difficult legal illegal official known plain")

// moments are spans of time after a word that points: this year.
var moments = wordSet("week month year morning afternoon evening weekend season summer winter spring fall autumn quarter decade century term time day days")

// persons checks for I, we or you outside quotation marks: for somebody that only
// the article's reader knows.
func persons(s string) fault {
	depth := 0
	for i := 0; i < len(s); {
		for i < len(s) && (s[i] == ' ' || s[i] < 0x80 && !letter(s[i])) {
			if s[i] == '"' {
				depth ^= 1
			}
			if s[i] == '\'' && (i == 0 || s[i-1] == ' ') {
				depth ^= 2
			} else if s[i] == '\'' && (i+1 == len(s) || !letter(s[i+1])) {
				depth &^= 2
			}
			i++
		}
		j := i
		for j < len(s) && (letter(s[j]) || s[j] >= 0x80) {
			if strings.HasPrefix(s[j:], "“") || strings.HasPrefix(s[j:], "‘") {
				depth |= 4
			} else if strings.HasPrefix(s[j:], "”") || strings.HasPrefix(s[j:], "’") && (j+3 == len(s) || !letter(s[j+3])) {
				depth &^= 4
			}
			j++
		}
		if depth == 0 {
			w := s[i:j]
			if k := strings.IndexByte(w, 0xe2); k >= 0 { // you’re
				w = w[:k]
			}
			switch w {
			case "I", "we", "We", "you", "You", "my", "My", "our", "Our", "your", "Your", "us", "me", "mine", "ours", "yours", "myself", "ourselves", "yourself", "Your'e", "Let":
				return firstPerson
			}
		}
		if j == i {
			i++
		} else {
			i = j
		}
	}
	return sound
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
