package timeline

import "strings"

// joined checks for two texts that run together without a mark, as a headline and
// the sentence under it do on pages that have lost their blocks: "Holm to sell
// ferries Ann Lund said the pier was closed". A word of grammar has a capital
// within the label, or a name of two words is told twice.
func joined(s string) fault {
	const most = 24 // words; a label of so many has short ones
	var words [most]string
	n := 0
	for at := 0; at < len(s) && n < most; n++ {
		end := strings.IndexByte(s[at:], ' ')
		if end < 0 {
			end = len(s) - at
		}
		if end == 0 {
			return oddSpaces
		}
		words[n] = s[at : at+end]
		at += end + 1
	}
	for i := 1; i+1 < n; i++ {
		if upper(words[i]) && startsAnew(words[i-1], words[i], words[i+1]) {
			return twoInOne
		}
	}
	for i := 0; i+3 < n; i++ {
		for k := i + 2; k+1 < n; k++ {
			if words[i][0]|0x20 == words[k][0]|0x20 && words[i+1][0]|0x20 == words[k+1][0]|0x20 && sameWord(words[i], words[k]) && sameWord(words[i+1], words[k+1]) &&
				tellsMuch(words[i]) && tellsMuch(words[i+1]) {
				return twoInOne
			}
		}
	}
	return sound
}

// tellsMuch reports that a word is one of content: neither short, nor of grammar,
// nor a verb.
func tellsMuch(w string) bool { return len(w) > 2 && !function[small(w)] && !isVerb(w) }

// sentenceOpeners are words of grammar that have a capital only where a sentence
// or a title begins; the second list holds those that titles have within.
var (
	sentenceOpeners = wordSet("The This These Those It He She They We His Her Their Its There")
	titleOpeners    = wordSet("In On At For With After As When If But And By From Since While During Until Before Despite Although Though Because")
	countOpeners    = wordSet("Two Three Four Five Six Seven Eight Nine Ten More Many Some Most Several Hundreds Thousands Dozens")
)

// lettered are nouns that a letter or number of their own follows: vitamin A, Channel Four.
var lettered = wordSet(`vitamin serie series type class grade hepatitis influenza plan group list team category level division schedule block section part phase case terminal
	channel radio bbc big war formula act book volume page chapter number round day year gang`)

// works are nouns that a title with an article follows: the film The Pier.
var works = wordSet(`newspaper paper magazine weekly daily journal tabloid broadsheet site website blog agency outlet publication show series programme program
	film movie play novel book album song band group single record game column painting poem opera musical comedy drama documentary pub hotel restaurant`)

// startsAnew reports that a word with a capital begins a text of its own: the last
// word before it ends one without a mark, and the next has a small letter.
func startsAnew(prev, w, next string) bool {
	if c := next[0]; c >= '0' && c <= '9' && (w == "A" || w == "An") {
		return prev[0] >= 'a' && prev[0] <= 'z' && letter(prev[len(prev)-1]) && !lettered[prev] // An 11-year-old
	} else if c < 'a' || c > 'z' {
		return w == "The" && c >= 'A' && c <= 'Z' && prev[0] >= 'a' && prev[0] <= 'z' && letter(prev[len(prev)-1]) && !function[prev] && !isVerb(prev) && !works[prev] &&
			!strings.HasSuffix(prev, "s") && !strings.HasSuffix(prev, "ing")
	}
	switch prev[len(prev)-1] {
	case ':', '.', '-', ',', '(':
		return false
	}
	if strings.HasSuffix(prev, "—") || strings.HasSuffix(prev, "–") || strings.HasSuffix(prev, "“") {
		return false
	}
	switch {
	case upper(prev) && function[small(prev)]: // This Is It
		return false
	case sentenceOpeners[w], countOpeners[w] && !lettered[strings.ToLower(prev)] && !function[prev]:
		return true
	case w == "A" || w == "An":
		return !lettered[strings.ToLower(prev)] && (w == "An" || !isVerb(next) && !function[next])
	}
	return titleOpeners[w] && prev[0] >= 'a' && !function[prev] && !isVerb(prev)
}

// unmarked is a word without the marks and the possessive after it.
func unmarked(w string) string {
	w = strings.TrimRight(w, ",;:.\"")
	return strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s"), "'’")
}

// sameWord compares two words without the marks after them.
func sameWord(a, b string) bool {
	a, b = unmarked(a), unmarked(b)
	return len(a) == len(b) && strings.EqualFold(a, b)
}
