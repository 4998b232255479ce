package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// Figure is a number that a sentence gives of its event: how many were killed,
// how many came. Sources disagree on such numbers, and each is kept as it is told.
type Figure struct {
	Of   string // what is counted: "killed", "injured", else a noun as written: "protesters"
	Says string // as written, with what qualifies it: "at least 355"
	N    int    // its value
	By   string // who is said to give it, as named; "" for the article itself
}

// maxFigures is how many figures an event keeps.
const maxFigures = 6

// tolls are the words for what happened to those who are counted.
func toll(w string) string {
	switch w {
	case "killed", "killing", "dead", "died", "deaths", "fatalities", "slain", "perished", "drowned":
		return "killed"
	case "injured", "injuring", "wounded", "wounding", "hurt", "injuries":
		return "injured"
	case "missing":
		return "missing"
	case "arrested", "arresting", "detained", "detaining", "arrests":
		return "arrested"
	case "displaced", "evacuated", "homeless":
		return w
	case "infected", "cases":
		return "cases"
	}
	return ""
}

// crowds are nouns for people whose number is a matter of who counts.
func crowd(w string) string {
	switch w {
	case "protesters", "protestors", "demonstrators", "marchers":
		return "protesters"
	case "rebels", "soldiers", "troops", "refugees", "strikers", "spectators", "survivors", "hostages", "prisoners", "ballots", "votes", "rockets", "homes", "houses", "jobs":
		return w
	}
	return ""
}

// figures returns the figures of the sentence, whose expressions of time are not
// counted among them, and whose names are who may give them.
func (l *labeller) figures(exprs []Expression, names []Named) []Figure {
	var out []Figure
	next := 0 // expression of time that does not end before the token
	by, asked := "", false
	for i := l.first; i < l.end && len(out) < maxFigures; i++ {
		at := int(l.a.Tokens[i].Start)
		for next < len(exprs) && exprs[next].End <= at {
			next++
		}
		if next < len(exprs) && exprs[next].Start <= at {
			continue
		}
		n, end := l.count(i)
		if end == i {
			continue
		}
		if of := l.counted(i, end); of != "" {
			if !asked {
				by, asked = l.giver(names), true
			}
			from := l.qualified(i)
			says := l.a.S[l.a.Tokens[from].Start:l.a.Tokens[end-1].End]
			out = append(out, Figure{Of: of, Says: lowerFirst(says), N: n, By: by})
		}
		i = end - 1
	}
	return out
}

// count returns the number that begins at token i and the token after it, or i
// when none does. Sums of money, shares and measures are no counts.
func (l *labeller) count(i int) (n, end int) {
	t := l.a.Tokens[i]
	switch {
	case t.Class&prose.Number != 0:
		w := l.text(i)
		for _, c := range []byte(w) {
			switch {
			case c >= '0' && c <= '9' && n < 1e12:
				n = n*10 + int(c-'0')
			case c != ',':
				return 0, i
			}
		}
	case t.Class&(prose.Word|prose.Hyphenated) == prose.Word:
		e := english.look(l.a.S, t)
		if e.class&cNumber == 0 || e.val <= 0 || e.class&cOrdinal != 0 {
			return 0, i
		}
		n = int(e.val)
	default:
		return 0, i
	}
	if l.is(i-1, "$", "£", "€", "¥", ".", "#", "-", "–") || l.is(i+1, "%", "per", "percent", "-", "–") {
		return 0, i
	}
	for end = i + 1; end < i+4; end++ { // "two hundred thousand"
		switch {
		case n > 1e12:
			return n, end
		case l.is(end, "dozen"):
			n *= 12
		case l.is(end, "hundred"):
			n *= 100
		case l.is(end, "thousand"):
			n *= 1000
		case l.is(end, "million"):
			n *= 1e6
		default:
			return n, end
		}
	}
	return n, end
}

// counted returns what the number of tokens i to j counts, or "".
func (l *labeller) counted(i, j int) string {
	const reach = 6 // words, as in "1,429 men, women and children were killed"
	for k := j; k < l.end && k < j+reach; k++ {
		switch {
		case l.kind(k, prose.Number), l.kind(k, prose.Punct) && !l.is(k, ","), l.is(k, "by", "after", "who", "which", "when", "in", "at", "on", "from"):
			k = l.end
		default:
			w := l.text(k)
			if of := toll(w); of != "" && !(k > j && l.is(k-1, "not", "n't")) {
				return of
			}
			if of := crowd(w); of != "" && k < j+3 {
				if of := toll(l.lower(k + 1)); of != "" {
					return of
				}
				return of
			}
			if k > j+1 && l.verbLike(k) && !l.is(k, "were", "was", "are", "been", "have", "has", "had") {
				k = l.end
			}
		}
	}
	from := l.qualified(i)
	if l.is(from-1, "to", "at", "of") {
		const reach = 12
		for k := from - 2; k > l.first && k > from-reach; k-- {
			if l.is(k, "toll") && l.is(k-1, "death") {
				return "killed"
			}
		}
	}
	for k := from - 1; k >= l.first && k >= from-3; k-- {
		switch {
		case l.is(k, ",", ";", "and"):
			return ""
		case k == from-1 || l.is(k+1, "to", "at", "of"):
			if of := toll(l.lower(k)); of != "" && of != "missing" {
				return of
			}
		}
	}
	return ""
}

// qualified returns where the number at token i begins with what qualifies it:
// at least, more than, nearly.
func (l *labeller) qualified(i int) int {
	switch {
	case l.is(i-1, "as") || !l.word(i-1):
		return i
	case l.is(i-1, "least", "most") && l.is(i-2, "at"),
		l.is(i-1, "than") && l.is(i-2, "more", "fewer", "less"),
		l.is(i-1, "to") && l.is(i-2, "up", "close"):
		return i - 2
	case l.is(i-1, "nearly", "almost", "about", "around", "some", "over", "roughly", "approximately"):
		return i - 1
	}
	return i
}

// giver returns who gives the figures of the sentence, as named in it: the name
// after "according to", or that of who says so; "" for none.
func (l *labeller) giver(names []Named) string {
	for _, m := range names {
		x, y := l.tokensOf(m.Span)
		before := x - 1
		for l.is(before, "the", "mr", "mr.", "mrs", "ms", "dr", "president", "secretary", "minister") {
			before--
		}
		if l.is(before, "to") && l.is(before-1, "according") || l.gives(before) && !l.kind(x-1, prose.Punct) || l.gives(y) {
			return l.a.S[m.Start:m.End]
		}
	}
	for i := l.first + 1; i < l.end; i++ { // a name that no entity has
		if !l.gives(i) || l.is(i, "put", "told") || !l.kind(i-1, prose.Capital) {
			continue
		}
		from := i - 1
		for l.kind(from-1, prose.Capital) && !l.otherDate(from-1) && !function[l.lower(from-1)] {
			from--
		}
		if from > l.first || i-from > 1 {
			return l.a.S[l.a.Tokens[from].Start:l.a.Tokens[i-1].End]
		}
	}
	return ""
}

// gives reports that token i is a verb with which somebody gives a figure.
func (l *labeller) gives(i int) bool {
	return l.is(i, "said", "says", "reported", "reports", "estimated", "estimates", "claimed", "claims", "counted", "confirmed", "put", "puts", "announced", "told")
}

// addFigures adds figures to those of an event, each once.
func addFigures(to, more []Figure) []Figure {
next:
	for _, f := range more {
		for _, have := range to {
			if have.Of == f.Of && have.Says == f.Says && have.By == f.By {
				continue next
			}
		}
		if len(to) == maxFigures {
			break
		}
		to = append(to[:len(to):len(to)], f)
	}
	return to
}

// lowerFirst writes the first letter small: "At least 355" inside a sentence.
func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
