package timeline

import (
	"slices"
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
	i'm he's it's they're we're there here up out off amid despite including also like near ahead around`)

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

// shorten cuts s, when it is too long for a label, where a clause begins, else, or when
// that leaves less than two thirds as much, where a phrase does, else between words with
// an ellipsis; never after a function word, nor between a word and what it leads to.
func shorten(s string) string {
	if !isLong(s) {
		return s
	}
	const far = 40 * longestLabel // what stands there is in no label, and asides are looked for again and again
	if len(s) > far {
		if end := strings.LastIndexByte(s[:far], ' '); end > 0 {
			s = s[:end]
		}
	}
	if s = dropAsides(dropDashes(dropBrackets(s))); !isLong(s) {
		return s
	}
	const least = longestLabel * 2 / 5
	verb := hasVerb(s)
	var room [2 * longestLabel / 3]string
	words := appendWords(room[:0], s)
	said := saidLater(words)
	var ends [longestLabel / 2]struct{ words, at, chars int } // where a label may end
	n, any := 0, ""
	at, chars := 0, 0
	for i, w := range words {
		if i > 0 {
			chars++
		}
		at += strings.Index(s[at:], w) + len(w)
		if chars += utf8.RuneCountInString(w); chars > longestLabel {
			break
		}
		if !lettersOnly(w) {
			w = strings.ToLower(strings.Trim(w, "'\"“”‘’(),.;:"))
		}
		if function[w] || i > 0 && i+1 < len(words) && dangling(words[i-1], words[i]) && !ofTime(words[i+1]) {
			continue
		}
		if chars <= longestLabel-1 {
			any = s[:at]
		}
		if chars >= least && i+1 < len(words) && i+1 >= said {
			ends[n].words, ends[n].at, ends[n].chars = i+1, at, chars
			n++
		}
	}
	phrase, enough := "", 0
	for n--; n >= 0 && ends[n].chars >= enough; n-- {
		head, of := s[:ends[n].at], words[:ends[n].words]
		last := len(of) - 1
		if beginsClause(words, last) {
			bare, w := strings.TrimRight(head, ",;:"), of[last]
			of[last] = strings.TrimRight(w, ",;:")
			whole := (!verb || complete(of)) && balance(bare) == bare
			if of[last] = w; whole {
				phrase = head
				break
			}
		}
		if phrase == "" && beginsPhrase(words, last) && (!verb || complete(of)) && balance(head) == head {
			phrase, enough = head, ends[n].chars*2/3
		}
	}
	switch {
	case phrase != "":
		return whole(trimFunction(tidy(phrase)))
	case any != "":
		return trimFunction(tidy(any)) + "…"
	}
	r := []rune(s) // one word longer than a label
	return string(r[:longestLabel-1]) + "…"
}

// isLong reports that s is too long for a label.
func isLong(s string) bool { return len(s) > longestLabel && utf8.RuneCountInString(s) > longestLabel }

// appendWords appends the words of s, with the marks that stand beside them.
func appendWords(words []string, s string) []string {
	for w := range strings.FieldsSeq(s) {
		words = append(words, w)
	}
	return words
}

// saidLater returns the word from which on a text tells what was found, where that
// does not follow its verb: "found in a test of the pier that…", or as what something
// was described. A label that ends before it says nothing. 0 is none.
func saidLater(words []string) int {
	for i := 1; i+2 < len(words); i++ {
		if depictions[words[i]] {
			if k := slices.Index(words[i+2:], "as"); k >= 0 {
				return i + 2 + k + 1
			}
		}
		if !findings[words[i]] || !phraseStart[words[i+1]] || isBe(words[i-1]) {
			continue
		}
		for k := i + 2; k < len(words); k++ {
			if words[k] == "that" {
				return k + 1
			}
		}
	}
	return 0
}

// depictions are verbs for what "as" tells after their object.
var depictions = wordSet("described portrayed characterized characterised depicted regarded viewed defined classified dismissed denounced quoted")

// findings are verbs for what "that" tells after them.
var findings = wordSet("demonstrated found shown showed reported revealed confirmed suggested warned argued announced said concluded discovered established learned admitted acknowledged claimed insisted noted")

// upper reports that a word begins with a capital.
func upper(w string) bool { return w[0] >= 'A' && w[0] <= 'Z' }

// leadsOn reports that a word is nothing without the phrase after it, and no
// quotation ends with it.
func leadsOn(w string) bool {
	return wantsMore[bareWord(w)] && !strings.HasSuffix(w, "'") && !strings.HasSuffix(w, "’") && !strings.HasSuffix(w, "”") && !strings.HasSuffix(w, `"`)
}

// bareWord is a word as it is looked up: small, without marks.
func bareWord(w string) string {
	if lettersOnly(w) {
		return w
	}
	return strings.ToLower(strings.Trim(w, "'\"“”‘’(),.;:—–-"))
}

// lettersOnly reports that w has small letters of ASCII only, as most words do.
func lettersOnly(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// beginsClause reports that a label may end after word i because what follows is
// a clause of its own, or stands apart.
func beginsClause(words []string, i int) bool {
	w, next := words[i], bareWord(words[i+1])
	if next == "" { // a dash
		return true
	}
	after := ""
	if i+2 < len(words) {
		after = bareWord(words[i+2])
	}
	switch last := w[len(w)-1]; {
	case last == ',' && i > 0 && determines(words[i-1]) && !clauseStart[next] && !phraseStart[next] && !determines(next) && words[i+1][0] >= 'a':
		return false // "a long, more costly pier"
	case last == ',' || last == ';' || last == ':':
		if c := words[i+1][0]; last == ',' && c >= 'a' && c <= 'z' && !function[next] && !clauseStart[next] && !strings.HasSuffix(next, "ing") && !strings.HasSuffix(next, "ed") {
			return false // a list goes on
		}
		return !leadsOn(w) && !isVerb(next) && !opensClause(words, i) && !(upper(w) && upper(words[i+1])) // neither a subject from its verb, nor a list of names
	case leadsOn(w):
		return false
	}
	switch next {
	case "when", "while", "because", "although", "though", "as", "before", "after", "since", "so", "amid", "despite", "following", "saying", "adding", "including":
		if (next == "after" || next == "before") && english.of(bareWord(w)).class&cUnit != 0 {
			return false // "eight days after"
		}
		return !(next == "since" && (ranks(words[:i+1]) || slices.Contains(words[i+1:], "had"))) && !(next == "as" && (isVerb(w) || after == "well" || after == "a" || after == "an" || after == "much" || after == "many")) && !(next == "so" && after == "much")
	case "and", "but":
		return isVerb(after) || after == "he" || after == "she" || after == "it" || after == "they" || after == "then"
	}
	return false
}

// ranks reports that the last of some words say what is the first or most of its
// kind, as which it is told since when: the largest fire since.
func ranks(words []string) bool {
	const reach = 8
	for _, w := range words[max(0, len(words)-reach):] {
		switch w = bareWord(w); w {
		case "first", "most", "best", "worst", "only", "least", "last":
			return true
		}
		if len(w) > 5 && strings.HasSuffix(w, "est") {
			return true
		}
	}
	return false
}

// beginsPhrase reports that a label may end after word i because what follows is
// a phrase that only says more: where, with whom, to what end.
func beginsPhrase(words []string, i int) bool {
	w, next := words[i], bareWord(words[i+1])
	if strings.IndexByte(",;:", words[i+1][len(words[i+1])-1]) >= 0 {
		return false // "switched on,"
	}
	if next == "who" || next == "where" {
		return !leadsOn(w) && !isVerb(w) && (next == "where" || upper(w)) // not "was one of the people"
	}
	if i > 0 && (words[i-1] == "first" || words[i-1] == "only") && !upper(w) {
		return false // "was the first woman in the crew"
	}
	if i+2 < len(words) && (bareWord(words[i+2]) == "which" || bareWord(words[i+2]) == "whom") {
		return false // "the first pier on which"
	}
	if !phraseStart[next] || next == "of" || next == "than" || next == "as" || leadsOn(w) || partsSubject(words, i) {
		return false
	}
	if bodies[w] && (next == "for" || next == "of" || next == "on") && i+2 < len(words) && upper(words[i+2]) && english.of(bareWord(words[i+2])).class&(cMonth|cWeekday) == 0 {
		return false // "the Commission on Fisheries"
	}
	if i > 0 && isBe(words[i-1]) && !isVerb(w) {
		return false // "was bound for the island"
	}
	if i > 0 && strong[w] && verbs[words[i-1]] == noTense {
		return false // "a bomb hidden in the harbour"
	}
	if isVerb(w) { // "was seen in town", but not "was charged with"
		if i == 0 || verbs[words[i-1]] == noTense {
			return false
		}
		switch next {
		case "in", "on", "at", "during", "by", "from", "near", "over":
		default:
			return false
		}
	}
	if strings.HasSuffix(w, "ing") && len(w) > 5 {
		return false // "sparing with"
	}
	if next == "to" && catenative[w] {
		return false // "may continue to sail"
	}
	if next == "to" && i+2 < len(words) {
		after := words[i+2]
		const near = 6
		if k := slices.Index(words[max(0, i-near):i], "from"); k >= 0 && slices.ContainsFunc(words[:max(0, i-near)+k], func(w string) bool { return changes[w] }) {
			return false // "turned from a wharf to"
		}
		for k := i - 1; k >= 0 && k > i-5 && after[0] >= 'a' && after[0] <= 'z'; k-- {
			if words[k] == "for" && k > 0 && wantsMore[words[k-1]] {
				return false // "a request for the mayor to pay"
			}
		}
		if after == "have" {
			return false // "reported the toll to have risen"
		}
		switch bareWord(w) {
		case "decision", "pledge", "promise", "vow", "plan", "plans", "proposal", "agreement":
			return false // "announced his decision to resign"
		}
		if after[0] >= '0' && after[0] <= '9' || after[0] == '$' {
			return false
		}
		if after[0] >= 'a' && after[0] <= 'z' && (!function[after] || after == "be") { // "asked the owners to leave"
			for k := i; k >= 0; k-- {
				if commands[bareWord(words[k])] {
					return false
				}
				if isVerb(words[k]) || strings.HasSuffix(words[k], "ing") {
					break
				}
			}
		}
	}
	return true
}

// changes are verbs with where from and where to.
var changes = wordSet(`transformed turned changed raise raised rose risen fell fallen grew grown lower lowered vary varies varied range ranges ranged ranging went gone moved shifted
	increased decreased trebled doubled dropped cut jumped climbed extended extends stretched stretches swung upgraded converted`)

// partsSubject reports that word i ends the first part of the subject of a clause
// whose verb is still to come: sank "after a ferry" from the mainland had rammed it.
func partsSubject(words []string, i int) bool {
	const reach = 5
	for k := i - 1; k > 0 && k >= i-reach; k-- {
		switch words[k] {
		case "after", "before", "when", "while", "because", "although":
			for _, w := range words[i+1:] {
				if isVerb(w) {
					return true
				}
				if strings.HasSuffix(w, ",") {
					return false
				}
			}
			return false
		}
		if isVerb(words[k]) {
			return false
		}
	}
	return false
}

// bodies are the nouns of names that go on after a preposition.
var bodies = wordSet(`Bank Organisation Organization Commission Committee Agency Council Institute Centre Center Fund Department Ministry Office Society Association
	Federation Board Court School Campaign Programme Program University College Academy Union League Coalition Foundation Bureau Administration Group Network`)

// opensClause reports that an aside after word i parts the subject of a clause from its
// verb: closed "as the mayor," Ann Lund, said.
func opensClause(words []string, i int) bool {
	const reach = 6
	for k := i - 1; k > 0 && k >= i-reach && !isVerb(words[k]); k-- {
		if words[k] == "as" && words[k+1] == "the" {
			return slices.ContainsFunc(words[i+1:], isVerb)
		}
	}
	return false
}

// isBe reports that w is a form of to be that shows tense.
func isBe(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been":
		return true
	}
	return false
}

// participles are forms that describe what stands before them and are hardly
// ever the verb of a sentence.
var participles = wordSet(`affiliated associated devoted dedicated entitled titled named based located related owned written seen known involved
	dated born obtained`)

// strong holds participles of strong verbs, which describe a noun that stands before them.
var strong = wordSet(`hidden written driven taken given known seen found held made left sent built kept broken stolen chosen frozen thrown
	grown drawn shown worn torn hung set put led run beaten eaten forgotten spoken woven sworn`)

// wantsMore holds words that are nothing without the phrase after them: a bid to
// buy, evidence that, close to.
var wantsMore = wordSet(`motion bid attempt attempts effort efforts need right chance ability failure number part kind form series lack
	request refusal desire view point stage extent evidence sign signs way ways means order cause reason reasons close due according based compared prior ahead
	instead rather result end beginning rest most majority lot range variety group pair set couple piece member members type types case
	percent per responsible able unable likely unlikely willing ready set similar equal related subject accused guilty aware capable
	worth half amount level levels rate risk access response reaction answer thanks addition regard hope hopes fear fears threat calls demands
	claim claims warning knowledge belief fact idea question questions look role interest head director president secretary minister
	chief leader founder owner chairman son daughter wife husband mother father brother sister capital city state leading working
	involved focused aimed devoted committed linked tied led known used seen regarded charged credited faced diagnosed tasked filled eligible`)

// catenative holds forms of verbs that another goes with, besides those in -ed.
var catenative = wordSet("continue continues try tries seek seeks begin begins start starts want wants hope hopes agree agrees refuse refuses decide fail fails manage appear appears seem seems tend tends")

// commands holds verbs whose object does what follows: asked the owners to leave.
var commands = wordSet(`ask asked asks asking tell told tells telling urge urged urges urging order ordered orders ordering force forced forces forcing
	allow allowed allows allowing want wanted wants expect expected expects invite invited invites persuade persuaded require required requires
	requiring enable enabled enables enabling cause caused causes causing lead led leads encourage encouraged warn warned get got help helped helps
	helping authorising authorizing called calls calling call permit permitted pressed authorized authorised instructed directed advised need needs needed use used uses`)

// dropDashes drops what stands between two dashes.
func dropDashes(s string) string {
	if strings.IndexByte(s, '-') < 0 && strings.IndexByte(s, '_') < 0 && strings.IndexByte(s, "—"[0]) < 0 {
		return s // as most are
	}
	for _, dash := range [...]string{" — ", " – ", " -- ", " - ", " _ ", "—"} {
		if head, rest, ok := strings.Cut(s, dash); ok {
			if _, tail, ok := strings.Cut(rest, dash); ok {
				link := " "
				if opensAside(head) {
					link = ", "
				}
				return head + link + strings.TrimSpace(tail)
			}
		}
	}
	return s
}

// opensAside reports that the one comma of head, which has no verb, begins an aside
// that is still open at its end: "Ann Lund, mayor of Port Elva".
func opensAside(head string) bool {
	subject, aside, ok := strings.Cut(head, ", ")
	article, _, _ := strings.Cut(aside, " ")
	return ok && aside != "" && (upper(aside) || determines(article) || article == "then" || article == "now" || article == "former") && !strings.Contains(aside, ",") && !hasVerb(subject) && !hasVerb(aside) && !leadIns[small(firstWord(subject))]
}

// dropBrackets drops what stands in brackets.
func dropBrackets(s string) string {
	for {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			return s
		}
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			return s
		}
		head, rest := strings.TrimRight(s[:i], " "), s[i+j+1:]
		if rest != "" && letter(rest[0]) {
			rest = " " + rest
		}
		s = head + rest
	}
}

// whole drops from s, which was cut, last parts after a comma that have lost
// what they are about: they have no verb, or only a verb.
func whole(s string) string {
	const least = longestLabel / 3
	for {
		i := strings.LastIndex(s, ", ")
		if i < 0 || utf8.RuneCountInString(s[:i]) < least {
			return s
		}
		var room [longestLabel / 2]string
		before := appendWords(room[:0], s[:i])
		if !complete(before) || balance(s[:i]) != s[:i] {
			return s
		}
		first, rest, _ := strings.Cut(s[i+2:], " ")
		if len(before) > 1 && introduces(before[len(before)-2]) && first != "" && first[0] >= 'a' && first[0] <= 'z' && (!function[first] || first == "more" || first == "most") && !clauseStart[first] {
			return s // "his great, scathing critique"
		}
		switch first {
		case "was", "were", "is", "are", "has", "have", "had", "will":
			return s // the verb of a subject with an aside
		}
		if verbs[first] == noTense && !pastForm(first) && hasVerb(rest) {
			return s
		}
		s = trimFunction(s[:i])
	}
}

// complete reports that a sentence, as far as the forms of its words tell, has a
// verb for itself, for each clause that a word such as "while" begins, and for what
// somebody said.
func complete(words []string) bool {
	wanted, last, prev, infinitive := 1, -3, "", false
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if prev == "to" || infinitive && (prev == "have" || prev == "be" || prev == "been") {
			infinitive, prev = true, w // to have been removed
			continue
		}
		infinitive = false
		switch {
		case subordinate(w), w == "as" && next != "" && next[0] >= 'a' && !function[next]:
			wanted++
		case w == "told" && !slices.ContainsFunc(words[1:max(len(words)-1, 1)], tellsWhat):
			last = -3 // whom something was told, and what
		case i == 0 && pastForm(w): // continued tension
		case isVerb(w):
			if afterVerb[w] && verbs[prev] == noTense {
				break // "the toll, due in May"
			}
			if verbs[w] == noTense && verbs[prev] == noTense && (next == "by" || next == "of" || strings.HasSuffix(prev, ",") || participles[w] || introduces(prev)) {
				break // "papers obtained by the court"
			}
			if i-last > 2 { // "has not been seen" is one
				wanted--
			}
			last = i
			switch strings.TrimRight(w, ",;:") {
			case "said", "says", "believed", "thought", "argued", "warned", "insisted", "claimed", "knew": // that something is so
				if !strings.HasSuffix(w, ",") && next != "" && !subordinate(next) {
					wanted, last = max(wanted, 0)+1, -3
				}
			}
		case w == "reports" && upper(words[max(i-1, 0)]) && i > 0: // "the Gazette reports the pier has burned"
			last = -3
		}
		prev = w
	}
	return wanted <= 0
}

// tellsWhat reports that w stands before what somebody was told.
func tellsWhat(w string) bool { return w == "to" || w == "of" || w == "about" || w == "that" }

// twoVerbs reports that a verb stands right after another, of the clause around
// it: who was seen before "the bomb exploded was identified".
func twoVerbs(s string) bool {
	prev := ""
	for w := range strings.FieldsSeq(s) {
		switch w {
		case "was", "were", "is", "are", "has", "had", "will":
			if pastForm(prev) {
				return true
			}
		}
		prev = w
	}
	return false
}

// subordinate reports that w begins a clause that is nothing without a verb.
func subordinate(w string) bool {
	switch w {
	case "who", "which", "that", "when", "where", "while", "because", "although", "whether", "if", "how", "why", "what":
		return true
	}
	return false
}

// hasVerb reports that some words hold a verb, as far as its form tells.
func hasVerb(s string) bool {
	prev := ""
	for w := range strings.FieldsSeq(s) {
		if isVerb(w) && !(afterVerb[w] && verbs[prev] == noTense) && (verbs[w] != noTense || prev != "" && !introduces(prev)) {
			return true
		}
		prev = w
	}
	return false
}

// afterVerb holds forms in the list of verbs that show no tense alone: is due, has seen.
var afterVerb = wordSet("due upcoming next forthcoming anticipated slated tomorrow been gone seen shown taken given known")

// determines reports that w is an article or a possessive.
func determines(w string) bool {
	switch w {
	case "the", "a", "an", "his", "her", "its", "their":
		return true
	}
	return false
}

// introduces reports that a form in -ed after w describes a noun: all published cases.
func introduces(w string) bool {
	switch w {
	case "the", "a", "an", "his", "her", "its", "their", "all", "some", "many", "most", "no", "The", "A", "An",
		"of", "with", "for", "by", "from", "against", "between", "among", "without", "into", "about":
		return true
	}
	return numbers[w]
}

// isVerb reports that w, with the mark after it, may be a verb that shows tense.
func isVerb(w string) bool {
	if w == "" || !letter(w[len(w)-1]) {
		w = strings.TrimRight(w, ",;:")
	}
	return verbs[w] != noTense || pastForm(w)
}

// dropAsides drops what stands between two commas and only describes what
// comes before it, ", which …,", ", a company based in …,", from the left, as
// long as s is too long.
func dropAsides(s string) string {
	from := 0
	for isLong(s) {
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
		if k := strings.LastIndexByte(s[:i], ' '); k > 0 && s[k-1] == ',' && digits(s[k+1:i]) { // Ann Lund, 44, the mayor,
			aside = s[:k-1] + s[j+1:]
		} else if opensAside(s[:i]) { // the mayor, Ann Lund, a lawyer, left
			aside = s[:i] + s[j:]
		}
		next, _, _ := strings.Cut(s[j+2:], " ")
		if verbs[next] == noTense && !pastForm(next) && next != "to" {
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

// ofTime reports that w begins a clause that says when: a verb before it has no object.
func ofTime(w string) bool {
	return w == "before" || w == "after" || w == "when" || w == "while" || w == "because"
}

// numbers holds those that are written as words: by ten to seven.
var numbers = wordSet("one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty")

// dangling reports that the word after prev is a verb that wants its object: to
// hand, by handing.
func dangling(prev, word string) bool {
	switch word {
	case "today", "yesterday", "tomorrow", "tonight", "clearly", "said", "says", "argued", "announced", "added", "told", "asked", "sought", "wants", "wanted", "according":
		return true
	}
	if strings.EqualFold(prev, "to") {
		return word[0] >= 'a' && word[0] <= 'z' && !numbers[word] || strings.HasSuffix(word, "ing")
	}
	if !strings.HasSuffix(word, "ing") {
		return false
	}
	prev = strings.ToLower(prev)
	return function[prev] && !strings.HasPrefix(prev, "a")
}

// particle reports that w belongs to the verb that head ends with: switched on.
func particle(head, w string) bool {
	switch w {
	case "on", "off", "up", "out", "down", "over", "through":
		verb := lastWord(head)
		return isVerb(verb) || strings.HasSuffix(head, " to "+verb) // are to go on
	}
	return false
}

// trimFunction drops function words from the end of s.
func trimFunction(s string) string {
	for {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !function[strings.ToLower(s[i+1:])] || particle(s[:i], s[i+1:]) {
			return s
		}
		s = strings.TrimRight(s[:i], " ,;:-–—")
	}
}
