package prose

import (
	"unicode"
	"unicode/utf8"
)

// split parts the tokens from first on, which are one block, into sentences.
func (a *Analysis) split(first int) {
	start, open := first, false // open: inside straight double quotation marks
	for i := first; i < len(a.Tokens); i++ {
		t := &a.Tokens[i]
		if t.Class&(Punct|Abbrev) == 0 {
			continue
		}
		if a.S[t.Start] == '"' {
			open = !open
		}
		if end := a.boundary(start, i, open); end > 0 {
			a.close(start, end)
			for i++; i < end; i++ {
				if a.S[a.Tokens[i].Start] == '"' {
					open = !open
				}
			}
			start, i = end, end-1
		}
	}
	if start < len(a.Tokens) {
		a.close(start, len(a.Tokens))
	}
}

func (a *Analysis) close(start, end int) {
	n := uint32(len(a.Sentences))
	for i := start; i < end; i++ {
		a.Tokens[i].Sentence = n
	}
	a.Sentences = append(a.Sentences, Span{int(a.Tokens[start].Start), int(a.Tokens[end-1].End)})
}

// stop is a kind of mark that may end a sentence.
type stop uint8

const (
	noStop stop = iota
	fullStop
	ellipsis
	exclamation // or a question mark
	ideographic // of a script that puts no space after it
)

func (a *Analysis) stopAt(i int) stop {
	t := a.Tokens[i]
	switch a.S[t.Start] {
	case '.':
		if t.End-t.Start > 1 {
			return ellipsis
		}
		return fullStop
	case '!', '?':
		return exclamation
	case 0xE2, 0xE3, 0xEF:
		switch a.Of(t) {
		case "…":
			return ellipsis
		case "。", "！", "？":
			return ideographic
		}
	}
	return noStop
}

// boundary returns the index after the last token of a sentence which began at
// token start and whose final mark is token i, or 0 when it does not end there.
func (a *Analysis) boundary(start, i int, open bool) int {
	mark := fullStop
	abbrev := a.Tokens[i].Class&Abbrev != 0
	if !abbrev {
		if mark = a.stopAt(i); mark == noStop {
			return 0
		}
	}
	n := len(a.Tokens)
	j := i + 1
	for j < n && a.Tokens[j].Class&(Space|Punct) == Punct {
		m := a.stopAt(j)
		if m == noStop {
			break
		}
		mark = max(mark, m)
		j++
	}
	j, quoted := a.closers(j, open)
	if j == n {
		return 0 // the end of the block closes it
	}
	if mark == ideographic {
		return j
	}
	k := a.openers(j)
	if k == n {
		return 0
	}
	next := a.Tokens[k]
	if !a.mayBegin(next) {
		return 0
	}
	if k == j && next.Class&Space == 0 && !quoted { // "end.The next"
		before := a.Tokens[max(i-1, 0)]
		if abbrev || next.Class&(Capital|AllCaps) != Capital || before.Class&(Word|Number|Capital) != Word {
			return 0
		}
	}
	switch {
	case abbrev:
		if !a.endsWithAbbreviation(i, k, quoted || k > j) {
			return 0
		}
	case mark == fullStop && i == start+1 && a.Tokens[start].Class&(Number|Word) == Number && a.Tokens[start].End-a.Tokens[start].Start <= 3:
		return 0 // "1. The first of a list"
	case mark == fullStop && k == j && a.dayBefore(i) && months[a.Of(next)]:
		return 0
	case mark == exclamation && quoted && a.speechFollows(k):
		return 0
	}
	return j
}

// dayBefore reports that a number of at most two digits stands before the full
// stop at token i, as in the German "am 9. September".
func (a *Analysis) dayBefore(i int) bool {
	if i == 0 || a.Tokens[i].Class&Space != 0 {
		return false
	}
	t := a.Tokens[i-1]
	return t.Class&(Number|Word) == Number && t.End-t.Start <= 2
}

// closers returns the index after the marks from j on that close what the
// sentence opened, and whether a quotation mark is among them. Footnote marks
// such as [12] count too.
func (a *Analysis) closers(j int, open bool) (end int, quoted bool) {
	for ; j < len(a.Tokens); j++ {
		t := a.Tokens[j]
		if t.Class&Punct == 0 {
			break
		}
		spaced := t.Class&Space != 0
		switch a.Of(t) {
		case "\"", "'":
			if spaced && (!open || j+1 < len(a.Tokens) && a.Tokens[j+1].Class&Space == 0) {
				return j, quoted
			}
			quoted, open = true, false
		case "''", "”", "’", "»", "’’":
			quoted = true
		case ")", "]", "}":
		case "[":
			if spaced || j+2 >= len(a.Tokens) || a.Tokens[j+1].Class&Number == 0 || a.Of(a.Tokens[j+2]) != "]" {
				return j, quoted
			}
			j += 2
		default:
			return j, quoted
		}
	}
	return j, quoted
}

// openers returns the index after the marks from j on that may open a sentence.
func (a *Analysis) openers(j int) int {
	for ; j < len(a.Tokens) && a.Tokens[j].Class&Punct != 0; j++ {
		switch a.Of(a.Tokens[j]) {
		case "\"", "'", "``", "`", "''", "“", "‘", "«", "„", "(", "[", "-", "--", "–", "—", "*", "•", "¿", "¡", "...", "…":
		default:
			return j
		}
	}
	return j
}

// mayBegin reports that a sentence may begin with t: it is neither a word in
// lower case nor a mark that goes on with one.
func (a *Analysis) mayBegin(t Token) bool {
	if t.Class&Punct != 0 {
		r, _ := utf8.DecodeRuneInString(a.S[t.Start:])
		return r != '%' && r != '^' && r != '=' && r != '+' && r != '<' && r != '>' && r != '|' &&
			(unicode.IsSymbol(r) || r == '#' || r == '@')
	}
	if t.Class&Capital != 0 || t.Class&Number != 0 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(a.S[t.Start:])
	if !unicode.IsLower(r) {
		return true
	}
	// iPhone, eBay
	second := a.S[t.Start+1 : t.End]
	return second != "" && kinds[second[0]]&isUpper != 0
}

// endsWithAbbreviation reports that a sentence ends with the abbreviation at
// token i, where token k begins what follows and marked says that quotation
// marks or brackets stand between.
func (a *Analysis) endsWithAbbreviation(i, k int, marked bool) bool {
	next := a.Tokens[k]
	if next.Class&(Word|Number) == Number {
		return false // Sept. 9
	}
	word := a.S[a.Tokens[i].Start : a.Tokens[i].End-1]
	switch abbreviations[word] {
	case title, reference:
		return false
	}
	if a.Tokens[i].Class&Initial != 0 {
		return starters[a.Of(next)] && !alsoSurname(a.Of(next))
	}
	return marked || starters[a.Of(next)]
}

// alsoSurname reports that a starter is as likely a surname after an initial: George F. Will.
func alsoSurname(w string) bool {
	switch w {
	case "May", "Will", "People", "An", "So", "Do", "Can", "Let", "Most", "Many":
		return true
	}
	return false
}

// speechFollows reports that from token k on somebody is named who says what
// stood in the quotation marks before: "What?" Mr Kerry asked.
func (a *Analysis) speechFollows(k int) bool {
	const longest = 6 // words up to the verb
	for n := k; n < len(a.Tokens) && n <= k+longest; n++ {
		t := a.Tokens[n]
		if t.Class&Punct != 0 {
			return false
		}
		if t.Class&Capital == 0 {
			switch a.Of(t) {
			case "said", "says", "asked", "asks", "added", "adds", "replied", "wrote", "shouted", "cried", "declared",
				"answered", "demanded", "recalled", "yelled", "exclaimed", "whispered", "wondered", "tweeted":
				return n > k
			}
		}
	}
	return false
}
