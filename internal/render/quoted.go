package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	leastQuoted = 4 // words of a quotation; fewer are often a single term that somebody used
	mostBetween = 5 // words between a verb of saying and the quotation: "told reporters on the quay that"
	mostTitles  = 3 // words between a verb of saying and a name: "said Foreign Secretary"
)

// sayings are verbs of saying as they stand beside direct speech.
var sayings = wordsOf(`said says told wrote writes added replied warned declared argued insisted explained announced asked answered recalled tweeted wired cabled telegraphed
	sagte sagt erklärte erklärt schrieb schreibt meinte betonte warnte fügte antwortete fragte
	dijo dice afirmó declaró escribió aseguró añadió respondió advirtió explicó
	dit déclare déclaré affirme affirmé écrit expliqué ajouté répondu averti lance lancé`)

// Before a name these say that somebody else is the one who speaks: "an aide to Kerry said".
var notSubject = wordsOf(`of for to from with by against about on at in near under over after before and or than like
	von für mit bei zu zum zur gegen über aus nach und oder des der
	de del para por con contra sobre y o
	du des pour avec par contre sur chez et ou`)

// pronouns begin sentences with a capital and name nobody.
var pronouns = wordsOf(`He She It They We I You This That Who Er Sie Es Wir Ich Dies Das Él Ella Ellos Ellas Eso Il Elle Ils Elles On Cela Nous Je`)

func wordsOf(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// speech reports whether it is certain that a sentence quotes whoever is named at
// s[start:end], or that it quotes somebody else on who is named there.
func speech(s string, start, end int) (by, about bool) {
	// The bytes that marks of quotation begin with; most sentences have none.
	if strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, "“"[0]) < 0 && strings.IndexByte(s, "«"[0]) < 0 {
		return false, false
	}
	quotes := quotations(s)
	for _, q := range quotes {
		if start < q[1] && q[0] < end { // the name is what is spoken of
			return false, q[0] < start && end < q[1] && told(s, q, s[start:end])
		}
	}
	return speaks(s, quotes, start, end), false
}

// speaks reports whether direct speech of a few words stands beside the name at s[start:end],
// with nothing but a verb of saying and what goes with it between.
func speaks(s string, quotes [][2]int, start, end int) bool {
	return slices.ContainsFunc(quotes, func(q [2]int) bool {
		if q[0] >= end { // Kerry told reporters: "…
			verb, rest, ok := verbOf(s[end:q[0]])
			return ok && isSubject(s[:start]) && len(rest) <= mostBetween &&
				!slices.ContainsFunc(rest, func(w string) bool { return capitalised(w) || sayings[w] }) && !strings.ContainsAny(s[end:q[0]], ".;!?") && verb
		}
		between, after := s[q[1]:start], s[end:]
		if strings.ContainsAny(between, ".;!?") {
			return false
		}
		if len(plainWords(between)) == 0 { // …", Kerry said
			verb, _, ok := verbOf(after)
			return ok && verb
		}
		verb, titles, ok := verbOf(between) // …", said President Obama
		return ok && verb && len(titles) <= mostTitles && !slices.ContainsFunc(titles, func(w string) bool { return !capitalised(w) }) && ends(after)
	})
}

// told reports whether the direct speech at s[q[0]:q[1]] is certainly somebody's who is called
// otherwise than name: a verb of saying stands beside it, and a name beside that.
func told(s string, q [2]int, name string) bool {
	other := func(w string) bool {
		return capitalised(w) && !pronouns[w] && !slices.Contains(plainWords(name), w)
	}
	after, _, _ := strings.Cut(s[q[1]:], "“")
	if end := strings.IndexAny(after, ".;!?:\"«„"); end >= 0 {
		after = after[:end]
	}
	if trimmed := strings.TrimLeft(after, " \u00a0,"); trimmed != "" && unicode.IsLetter(firstRune(trimmed)) {
		words := plainWords(trimmed)
		if sayings[words[0]] { // …", said Orla Fenwick
			return len(words) > 1 && other(words[1])
		}
		for i, w := range words[:min(len(words), mostTitles+1)] { // …", Orla Fenwick said
			if sayings[w] {
				return i > 0
			}
			if !other(w) {
				break
			}
		}
	}
	before := s[:q[0]]
	if i := strings.LastIndexAny(before, ".;!?\"»”"); i >= 0 {
		_, n := utf8.DecodeRuneInString(before[i:])
		before = before[i+n:]
	}
	words := plainWords(before)
	for i := len(words) - 1; i > 0 && i >= len(words)-1-mostBetween; i-- { // Orla Fenwick told the board that "…
		if sayings[words[i]] {
			return other(words[i-1])
		}
	}
	return false
}

// verbOf reports whether words begin with a verb of saying, and returns those that follow.
// They must begin at once: after a comma it is somebody else's verb.
func verbOf(words string) (verb bool, rest []string, ok bool) {
	list := plainWords(words)
	if trimmed := strings.TrimLeft(words, " \u00a0,"); len(list) == 0 || trimmed == "" || !unicode.IsLetter(firstRune(trimmed)) {
		return false, nil, false
	}
	if list[0] == "a" || list[0] == "hat" { // a déclaré
		list = list[1:]
	}
	if len(list) == 0 {
		return false, nil, false
	}
	return sayings[list[0]], list[1:], true
}

// isSubject reports whether a name that follows may be the one who speaks.
func isSubject(before string) bool {
	trimmed := strings.TrimRight(before, " \u00a0")
	if trimmed == "" || !unicode.IsLetter(lastRune(trimmed)) {
		return true
	}
	list := plainWords(trimmed)
	return len(list) > 0 && !notSubject[strings.ToLower(list[len(list)-1])]
}

// ends reports whether nothing after a name makes it a part of something else:
// "said the Kerry camp".
func ends(after string) bool {
	trimmed := strings.TrimLeft(after, " \u00a0")
	if trimmed == "" || !unicode.IsLetter(firstRune(trimmed)) && !strings.HasPrefix(trimmed, "’") && !strings.HasPrefix(trimmed, "'") && !strings.HasPrefix(trimmed, "-") {
		return true
	}
	list := plainWords(trimmed)
	return len(list) > 0 && (notSubject[list[0]] || list[0] == "who" || list[0] == "yesterday" || list[0] == "today")
}

// plainWords returns the words of a text without its punctuation.
func plainWords(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' })
}

func capitalised(w string) bool { return unicode.IsUpper(firstRune(w)) }

func firstRune(s string) rune { c, _ := utf8.DecodeRuneInString(s); return c }
func lastRune(s string) rune  { c, _ := utf8.DecodeLastRuneInString(s); return c }

// quotations returns where the direct speech of a sentence is, its marks included.
func quotations(s string) [][2]int {
	var out [][2]int
	open, closing := -1, ""
	for i, c := range s {
		if open >= 0 {
			if strings.ContainsRune(closing, c) {
				to := i + utf8.RuneLen(c)
				if len(plainWords(s[open:to])) >= leastQuoted {
					out = append(out, [2]int{open, to})
				}
				open = -1
			}
			continue
		}
		switch c {
		case '“':
			open, closing = i, "”"
		case '„':
			open, closing = i, "“”"
		case '«':
			open, closing = i, "»"
		case '»':
			open, closing = i, "«"
		case '"':
			open, closing = i, `"`
		}
	}
	return out
}
