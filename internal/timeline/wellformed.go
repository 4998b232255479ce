package timeline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/prose"
)

// fault returns what is wrong with an English label, or "" for one that a
// careful editor could print: it stands on its own, begins and ends as a
// sentence or a title does, and has its marks in pairs.
func fault(s string) string {
	switch {
	case utf8.RuneCountInString(s) > longestLabel:
		return "is too long"
	case len(s) < 8 || strings.IndexByte(s, ' ') < 0:
		return "says too little"
	case oddSpace(s):
		return "has white space that is no single space"
	case strayMark(s), strings.IndexByte(s, '|') >= 0, strings.Contains(s, "(@"):
		return "has a stray mark"
	case balance(s) != s:
		return "has a mark without its partner"
	}
	if why := badStart(s); why != "" {
		return why
	}
	if why := badEnd(s); why != "" {
		return why
	}
	if why := lost(s); why != "" {
		return why
	}
	return personal(s)
}

// startWords are the words that badStart knows.
const startWords = `don't don’t let let's let’s never please today tonight yesterday tomorrow ended worse perhaps maybe according after again also although amid among and as at back based because before besides between both but by calling despite due during earlier even following for from furthermore given he he's hence her here he’s him his how however if in indeed instead it it's its it’s just later like meanwhile moreover neither nor not of on once only or otherwise over plus she she's she’s since so speaking still such that that's that’s their them then there therefore these they they're they’re this those though thus to under unless unlike until what when where whether which while who whom whose why with without yet`

// badStart says what is wrong with how a label begins.
func badStart(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	if r < utf8.RuneSelf && !letter(byte(r)) && !(r >= '0' && r <= '9') && r != '"' && r != '\'' && r != '$' && r != '(' ||
		r >= utf8.RuneSelf && !unicode.IsLetter(r) && !strings.ContainsRune("“‘£€«", r) {
		return "begins with a mark"
	}
	first, rest, _ := strings.Cut(s, " ")
	if strings.HasSuffix(first, ",") && numbers[strings.ToLower(first[:len(first)-1])] {
		return "begins like the item of a list"
	}
	first = small(strings.TrimRight(first, ","))
	second, _, _ := strings.Cut(rest, " ")
	switch first {
	case "was", "were", "is", "are", "has", "have", "had", "will", "would", "been":
		return "begins with a verb"
	case "the":
		if strings.HasSuffix(second, "-year-old") || second == "below" || second == "above" || second == "following" {
			return "begins with a word whose referent is lost"
		}
		if strings.Count(s, " ") < 5 {
			switch second {
			case "next", "same", "other", "latter", "former", "last", "first", "latest", "rest":
				return "begins with a word whose referent is lost"
			}
		}
	case "don't", "don’t", "never", "please", "let", "let's", "let’s":
		return "gives advice"
	case "he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "its", "their", "them", "him", "he's", "she's", "it's", "they're", "that's", "he’s", "she’s", "it’s", "they’re", "that’s", "both", "neither", "such", "here":
		if first == "her" && second != "" && unicode.IsUpper(rune(second[0])) { // Her Majesty
			return ""
		}
		return "begins with a word whose referent is lost"
	case "there":
		if verbs[second] == noTense {
			return "begins with a word whose referent is lost"
		}
	case "and", "but", "or", "nor", "so", "yet", "however", "meanwhile", "also", "then", "thus", "therefore", "moreover", "furthermore", "instead", "still", "plus", "otherwise", "hence", "besides", "indeed", "though", "back", "again", "later", "earlier":
		return "begins with a word that joins it to something else"
	case "today", "tonight", "yesterday", "tomorrow":
		return "tells its date"
	case "ended":
		return "is a part of a sentence"
	case "perhaps", "maybe":
		return "says what may be"
	case "worse", "better":
		if second == "than" {
			return "begins with a word that joins it to something else"
		}
	case "who", "which", "whom", "whose", "where", "what", "why", "how", "whether", "if", "unless":
		return "begins like a question"
	case "since", "until", "in", "on", "at", "from", "during", "for", "by", "with", "when", "while", "although", "because", "as", "after", "before", "despite", "due", "according", "once", "without", "calling", "speaking", "given", "based", "of", "to", "under", "over", "amid", "following", "like", "unlike", "among", "between", "even", "just", "not", "only":
		lead, main := mainAfterComma(s)
		if main == "" || second == "in" || second == "at" {
			return "is a part of a sentence"
		}
		switch w, _, _ := strings.Cut(main, " "); w {
		case "he", "she", "it", "they", "his", "her", "its", "their":
			if !hasVerb(lead) {
				return "begins with a word whose referent is lost"
			}
		}
	}
	pronoun, _, _ := strings.Cut(strings.TrimRight(second, ","), "’")
	pronoun, _, _ = strings.Cut(pronoun, "'")
	switch pronoun {
	case "he", "she", "it", "they":
		if !subordinate(first) && !phraseStart[first] && !clauseStart[first] {
			return "begins with a word whose referent is lost"
		}
	}
	if len(first) > 4 && (strings.HasSuffix(first, "ing") || strings.HasSuffix(first, "ed")) && (function[second] || second == "") {
		_, main := mainAfterComma(s)
		switch w, _, _ := strings.Cut(main, " "); w {
		case "":
			return "is a part of a sentence"
		case "he", "she", "it", "they", "his", "her", "its", "their":
			return "begins with a word whose referent is lost"
		}
	}
	if lead, main, ok := strings.Cut(s, ", "); ok && !hasVerb(lead) && (strings.HasSuffix(first, "ing") || phraseStart[first] || clauseStart[first]) {
		switch w, _, _ := strings.Cut(main, " "); w {
		case "he", "she", "it", "they", "his", "her", "its", "their":
			return "begins with a word whose referent is lost"
		}
	}
	for _, p := range [...]string{": This", ": That", ": It ", ": He ", ": She ", ": They "} {
		if strings.Contains(s, p) {
			return "has a word whose referent is lost"
		}
	}
	if strings.HasSuffix(first, "ly") && (subordinate(second) || second == "before" || second == "after") {
		return "is a part of a sentence"
	}
	return ""
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

// badEnd says what is wrong with how a label ends.
func badEnd(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(",;:-–—([“‘«", r) {
		return "ends with a mark that joins"
	}
	if strings.HasSuffix(s, "…") {
		return "has no place to end at"
	}
	words := strings.TrimRight(s, ".'\"”’)!?»")
	last := words[strings.LastIndexByte(words, ' ')+1:]
	low := strings.ToLower(strings.Trim(last, "'\"“”‘’(),.;:"))
	if function[low] && !particle(strings.TrimSuffix(words, " "+last), last) && !(len(last) > 1 && last == strings.ToUpper(last)) && !strings.HasSuffix(s, "in.") {
		return "ends with a word that leads on"
	}
	if low == "scheduled" && vague(s) {
		return "ends with a word that leads on"
	}
	if low == "due" && (strings.HasSuffix(words, "is due") || strings.HasSuffix(words, "are due")) {
		return ""
	}
	switch low {
	case "said", "says", "added", "showed", "shows", "told", "according", "demanded", "argued", "announced", "including", "such", "few", "several", "really", "close", "due", "largest", "first", "because", "became", "becomes", "began", "seemed", "wonder", "asked", "called",
		"suggested", "insisted", "claimed", "believed", "concluded", "acknowledged", "predicted", "stated", "expect", "eligible", "capable", "starting", "beyond", "someone", "least":
		if low == "first" || low == "called" || low == "began" || low == "announced" { // "finished first", "an election was called"
			break
		}
		return "ends with a word that leads on"
	}
	return ""
}

// lost says that a label has a word outside quotation marks whose referent is
// lost: the object of its only verb is a pronoun ("the court summoned him"), or a
// word points to what an earlier sentence told ("denied this claim", "did so").
func lost(s string) string {
	const why = "has a word whose referent is lost"
	if !slices.ContainsFunc(pointers, func(p string) bool { return strings.Contains(s, p) }) {
		return ""
	}
	clauses, quoted, object := 0, false, false
	prev, before := "", ""
	for w := range strings.FieldsSeq(s) {
		quoted = quoted || w[0] == '"' || w[0] == '\'' || strings.HasPrefix(w, "“") || strings.HasPrefix(w, "‘")
		bare := strings.TrimRight(w, ",;:.")
		switch {
		case object:
			if !easy[bare] {
				return why
			}
			object = false
		case quoted:
		case prev == "did" && bare == "so", bare == "here", w == "then,", bare == "that's", bare == "that’s", (prev == "this" || prev == "these") && !moments[strings.TrimSuffix(strings.TrimSuffix(bare, "'s"), "’s")], prev == "same" && bare == "thing", prev == "of" && bare == "those":
			return why
		case bare == "him", bare == "them", bare == "it":
			object = clauses == 1 && prev != "said" && prev != "says" && (isVerb(prev) || isVerb(before) && phraseStart[prev])
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
		return why
	}
	return ""
}

// pointers are the words that lost looks at.
var pointers = []string{" it", " him", " them", " here", " this ", " these ", " that's", " that’s", " then,", " did so", " same thing", " of those "}

// easy holds what "it" before the clause it stands for is: made it clear that.
var easy = wordSet("clear possible impossible easy easier hard harder difficult legal illegal official known plain")

// moments are spans of time after a word that points: this year.
var moments = wordSet("week month year morning afternoon evening weekend season summer winter spring fall autumn quarter decade century term time day days")

// personal says that a label speaks of I, we or you outside quotation marks: of
// somebody that only the article's reader knows.
func personal(s string) string {
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
			case "I", "we", "We", "you", "You", "my", "My", "our", "Our", "your", "Your", "us", "me", "myself", "ourselves", "yourself", "Your'e", "Let":
				return "speaks of I, we or you"
			}
		}
		if j == i {
			i++
		} else {
			i = j
		}
	}
	return ""
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// readsEnglish reports that a text has about as many of the commonest English
// words as English has. A short text is taken for what it is said to be.
func readsEnglish(a *prose.Analysis) bool {
	const enough, share = 40, 20 // tokens; one in twenty
	n := 0
	tokens := a.Tokens[:min(len(a.Tokens), 400)]
	for _, t := range tokens {
		if t.End-t.Start <= 3 && t.Class&prose.Word != 0 {
			switch a.S[t.Start:t.End] {
			case "the", "The", "of", "and", "to", "a", "is", "was", "for", "on", "at", "by", "he", "it", "It", "He":
				n++
			}
		}
	}
	return len(tokens) < enough || n*share >= len(tokens)
}

// astray says why the date of tokens x to y is not that of what the label
// tells: it dates a thing, what something is compared with, or words that the
// label does not have.
func (l *labeller) astray(label string, x, y int) string {
	const near = 6 // tokens
	if l.quoted(x) && l.otherDate(x) && l.speech[x-l.first] <= near {
		return "tells of something else: the year is in a title"
	}
	if l.is(x, "today", "tonight", "tomorrow", "yesterday") && l.kind(x, prose.Capital) && x > l.first && (!l.kind(x-1, prose.Punct) || l.is(x-1, "'", "’")) {
		return "tells of something else: the word is a name"
	}
	for i := max(x-3, l.first); i < y; i++ {
		if l.is(i, "million", "billion") && l.is(i+1, "years") {
			return "tells of a time before all calendars"
		}
		if l.is(i, "still") && l.is(x, "today") {
			return "tells how things are"
		}
	}
	if l.before(x) == "since" && l.superlative(x-1) {
		return "tells of something else: the date is of what it is compared with"
	}
	if l.reducedRelative(x) {
		return "tells of something else: the date is of a clause that describes a thing"
	}
	start := l.withPreposition(x, l.first)
	for i := x - 1; i >= l.first && i >= x-near; i-- {
		if l.is(i, "than", "compared", "followed") || l.is(i, "from") && l.is(i-1, "up", "down", "percent", "%", "points") {
			return "tells of something else: the date is of what it is compared with"
		}
		if l.is(i, ",", ";") {
			break
		}
	}
	if (l.attributive(x, y) || l.is(y, "'s", "’s")) && !l.hasOccasion(label) {
		return "tells of something else: the date is of a thing"
	}
	before, after := "", ""
	for i := start - 1; i >= l.first && i >= start-near && before == "" && !l.kind(i, prose.Punct); i-- {
		if l.says(i) {
			return ""
		}
		if l.word(i) && !function[l.lower(i)] {
			before = l.text(i)
		}
	}
	lead := y
	if start == l.first {
		lead = l.skipReport(l.skipLead(y, l.end), l.end)
	}
	for i := lead; i < l.end && i < lead+near && after == "" && !(l.kind(i, prose.Punct) && i > lead); i++ {
		if l.word(i) && !function[l.lower(i)] {
			after = l.text(i)
		}
	}
	if before == "" && after == "" || before != "" && containsFold(label, before) || after != "" && containsFold(label, after) {
		return ""
	}
	return "tells of something else than what the date is of"
}

// superlative reports that what stands before token i is the first or most of its
// kind: the worst flood.
func (l *labeller) superlative(i int) bool {
	const reach = 12
	for k := i - 1; k >= l.first && k >= i-reach && !l.kind(k, prose.Punct); k-- {
		if l.is(k, "first", "most", "best", "worst", "only", "least") || len(l.text(k)) > 5 && strings.HasSuffix(l.text(k), "est") && l.is(k-1, "the", "its", "his", "her", "their", "'s", "’s") {
			return true
		}
	}
	return false
}

// reducedRelative reports that token x stands in a clause that describes a thing
// without "that": was fined for a speech he gave in May.
func (l *labeller) reducedRelative(x int) bool {
	const reach = 10
	for i := x - 1; i > l.first+3 && i >= x-reach && !l.kind(i, prose.Punct) && !clauseStart[l.lower(i)]; i-- {
		if !(l.is(i, "he", "she", "they", "it") || l.kind(i, prose.Capital)) || !(l.verbLike(i+1) || strings.HasSuffix(l.text(i+1), "ly") && l.verbLike(i+2)) {
			continue
		}
		noun := i - 1
		if !l.kind(noun, prose.Word) || l.kind(noun, prose.Capital) || function[l.text(noun)] || clauseStart[l.text(noun)] || l.verbLike(noun) {
			return false
		}
		for k := noun; k > l.first && k >= noun-4; k-- {
			if l.is(k-1, "a", "an") {
				return l.firstVerb(l.first, k) != l.first
			}
		}
		return false
	}
	return false
}

// attributive reports that the date of tokens x to y only tells which thing is
// meant: the 2020 campaign.
func (l *labeller) attributive(x, y int) bool {
	if l.kind(y, prose.Capital) && l.is(x-1, "the") && english.look(l.a.S, l.a.Tokens[x]).class&cWeekday != 0 {
		return true // the Sunday Business section
	}
	if l.kind(y, prose.Capital) && y == x+1 && l.kind(x, prose.Number) && l.is(x-1, determiners...) {
		return true // the 2010 Republican nominee
	}
	if !l.kind(y, prose.Word) || l.kind(y, prose.Capital) || function[l.lower(y)] || l.verbLike(y) || strings.HasSuffix(l.text(y), "ing") || strings.HasSuffix(l.text(y), "ly") {
		return false
	}
	for i := x; i >= l.first && i >= x-3; i-- {
		if l.is(i, "the", "a", "an", "his", "her", "its", "their") {
			return i < x
		}
		if i < x && (!l.kind(i, prose.Word) || function[l.lower(i)]) {
			return false
		}
	}
	return false
}

// hasOccasion reports that a label names what happens: an attack, a vote.
func (l *labeller) hasOccasion(label string) bool {
	for w := range strings.FieldsSeq(label) {
		if w = bareWord(w); slices.Contains(occasions, w) || contests[w] {
			return true
		}
	}
	return false
}

// contests are occasions that a year names: the 2014 World Cup.
var contests = wordSet("cup olympics games championship championships awards contest open prix marathon census budget season campaign")

// bracketed reports that token x stands in brackets.
func (l *labeller) bracketed(x int) bool {
	for i := x; i >= l.first; i-- {
		if l.is(i, ")", "]") {
			return false
		}
		if l.is(i, "(", "[") {
			return true
		}
	}
	return false
}

// containsFold reports that s has the word w, in any case of its first letter.
func containsFold(s, w string) bool {
	if strings.Contains(s, w) {
		return true
	}
	r, n := utf8.DecodeRuneInString(w)
	return strings.HasPrefix(s, string(unicode.ToUpper(r))+w[n:])
}

// idle says why a sentence tells of no event although it has a date or leads the
// article: it asks, advises, or says how things are.
func (l *labeller) idle(lead bool) string {
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
		return "gives advice"
	}
	if l.is(first, "edit", "update", "correction", "disclaimer") && l.is(first+1, ":") {
		return "is a note on the text"
	}
	if !lead {
		return ""
	}
	for i := l.first; i < l.end; i++ {
		if l.quoted(i) || !l.kind(i, prose.Word) {
			continue
		}
		switch verbs[l.text(i)] {
		case noTense:
			if l.verbLike(i) && !l.is(i-1, "as") && (!l.kind(i+1, prose.Word) || l.kind(i+1, prose.Capital) || function[l.lower(i+1)]) {
				return ""
			}
		case past:
			return ""
		case future:
			if l.is(i, "will", "scheduled", "expected", "due", "set-to", "plans", "planned") {
				return ""
			}
			if l.is(i, "may", "might", "can", "could", "should", "must", "would") {
				return "says how things are or may be"
			}
		case present:
			if l.is(i, "is", "are") && (l.is(i+1, "to", "expected", "due", "scheduled", "set", "being") || strings.HasSuffix(l.lower(i+1), "ing")) || l.is(i, "says", "say") {
				return ""
			}
			if !l.is(i, "'s") {
				return "says how things are or may be"
			}
		}
	}
	return "says how things are or may be"
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
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimRight(w, ",;:")
		switch w {
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
			return !strings.HasSuffix(next, "ing")
		}
		if verbs[w] != noTense || pastForm(w) {
			return false
		}
	}
	return false
}
