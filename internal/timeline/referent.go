package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// named writes the name of whom a label's first word stands for in its place:
// "He resigned" is nothing beside a date, "Per Holm resigned" is. The label is as
// it was when nobody is sure to be meant. n is the sentence's number.
func (g *gatherer) named(label string, l *labeller, n int) string {
	first, rest, _ := strings.Cut(label, " ")
	second, _, _ := strings.Cut(rest, " ")
	possessive := false
	switch first {
	case "He", "She":
	case "His":
		possessive = true
	case "Her":
		if second == "" || second[0] < 'a' || second[0] > 'z' {
			return label
		}
		possessive = true
	default:
		return label
	}
	second = strings.TrimRight(second, ",;:.")
	for i := l.first; i < l.end; i++ {
		if l.is(i, first) && (l.is(i+1, second) || i == l.first) {
			who := ""
			if i < l.first+3 && (subordinate(l.lower(l.first)) || l.is(l.first, "since", "after", "as", "before", "by")) {
				who = g.postcedent(l, i)
			} else {
				who = g.antecedent(int(l.a.Tokens[i].Start), n, first == "She" || first == "Her")
			}
			if strings.HasPrefix(rest, "said it ") || strings.HasPrefix(rest, "says it ") {
				return label // "it" is lost as well
			}
			if who == "" || strings.Contains(rest, lastWord(who)) || strings.Contains(g.a.S[l.a.Tokens[i].End:g.a.Sentences[n].End], lastWord(who)) {
				return label // he was ill, Holm said: somebody else was
			}
			if possessive {
				who += "'s"
			}
			return shorten(who + " " + rest)
		}
	}
	return label
}

// postcedent returns the person whom the main clause tells of: "since he came,
// Per Holm has been ill".
func (g *gatherer) postcedent(l *labeller, i int) string {
	for k := g.firstName; k < g.name; k++ {
		if m := &g.names[k]; m.Person && m.Start > int(l.a.Tokens[i].Start) {
			return g.fullName(k)
		}
	}
	return ""
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// antecedent returns the name of the person whom a pronoun at an offset, in
// sentence n, stands for: the only one of the nearest sentence that names any, or
// the one that it begins with; "" when that is nobody or not sure.
func (g *gatherer) antecedent(at, n int, she bool) string {
	const (
		back    = 3  // sentences
		opening = 40 // bytes in which a sentence's subject begins
	)
	k := g.name - 1
	for k >= 0 && g.names[k].Start >= at {
		k--
	}
	for s := n; s >= 0 && s >= n-back; s-- {
		span := g.a.Sentences[s]
		who, several, begins, owner := -1, false, -1, ""
		for ; k >= 0 && g.names[k].Start >= span.Start; k-- {
			m := &g.names[k]
			if !m.Person {
				continue
			}
			if who >= 0 && g.names[who].ID != m.ID {
				several = true
			}
			who = k
			if g.owns(k) {
				owner = m.ID
			} else if m.Start < span.Start+opening {
				begins = k
			}
		}
		if s < n && owner != "" && (begins < 0 || g.names[begins].ID == owner) {
			return ""
		}
		switch {
		case who < 0:
			continue
		case several && (begins < 0 || s == n):
			return ""
		case several:
			who = begins
		}
		if s == n && g.othersBetween(g.names[who].End, at) {
			return ""
		}
		if g.names[who].ID == "" || s < n && who != begins && !g.again(who) || she != g.isShe(g.names[who].ID) {
			return ""
		}
		return g.fullName(who)
	}
	return ""
}

// othersBetween reports that somebody is told of by a noun between two bytes: Holm said
// the captain was well before he died.
func (g *gatherer) othersBetween(from, to int) bool {
	for w := range strings.FieldsSeq(g.a.S[from:max(from, to)]) {
		if !upper(w) && !function[bareWord(w)] && person(w) {
			return true
		}
	}
	return false
}

// owns reports that mention k only tells whose brother or lawyer somebody is: Per
// Holm's brother resigned, and "he" is not Per Holm.
func (g *gatherer) owns(k int) bool {
	const reach = 5 // words
	rest, ok := strings.CutPrefix(g.a.S[g.names[k].End:], "'s ")
	if !ok {
		if rest, ok = strings.CutPrefix(rest, "’s "); !ok {
			return false
		}
	}
	n := 0
	for w := range strings.FieldsSeq(rest[:min(len(rest), 64)]) {
		switch {
		case relatives[bareWord(w)]:
			return true
		case n == reach, strings.HasSuffix(w, ","), strings.HasSuffix(w, "."), function[w], isVerb(w):
			return false
		}
		n++
	}
	return false
}

// relatives are whom others have: family, staff, opponents.
var relatives = wordSet(`father mother brother sister son daughter husband wife uncle aunt cousin nephew niece grandfather grandmother grandson granddaughter partner
	boyfriend girlfriend friend doctor physician lawyer attorney spokesman spokeswoman assistant aide adviser advisor deputy secretary manager agent producer
	boss predecessor successor rival opponent challenger killer murderer colleague teacher coach biographer translator driver bodyguard neighbour neighbor`)

// again reports that the article names again, near it, whom mention k names: the
// next sentence is hardly about somebody who is named once, in passing.
func (g *gatherer) again(k int) bool {
	const reach = 64 // mentions
	for i := max(0, k-reach); i < min(len(g.names), k+reach); i++ {
		if i != k && g.names[i].ID == g.names[k].ID {
			return true
		}
	}
	return false
}

// isShe reports that the article speaks of a person as she rather than he: more
// often after sentences that name nobody else. A ship is not the one who built it.
func (g *gatherer) isShe(id string) bool {
	if g.she == nil {
		g.she = map[string]int{}
		k, of := 0, ""
		sentence := -1
		for i := range g.a.Tokens {
			t := &g.a.Tokens[i]
			if int(t.Sentence) != sentence {
				sentence = int(t.Sentence)
				span, who, several := g.a.Sentences[sentence], "", false
				for ; k < len(g.names) && g.names[k].Start < span.End; k++ {
					if m := &g.names[k]; m.Person && m.Start >= span.Start {
						several = several || who != "" && who != m.ID
						who = m.ID
					}
				}
				if several {
					of = ""
				} else if who != "" {
					of = who
				}
			}
			if of == "" || t.Class&prose.Word == 0 || t.End-t.Start > 3 {
				continue
			}
			switch g.a.S[t.Start:t.End] {
			case "she", "She", "her", "Her":
				g.she[of]++
			case "he", "He", "his", "His", "him":
				g.she[of]--
			}
		}
	}
	return g.she[id] > 0
}

// fullName returns the longest name that the article has used so far for whom
// mention k names.
func (g *gatherer) fullName(k int) string {
	const (
		reach   = 64 // mentions before it
		longest = 32 // bytes
	)
	m := g.names[k]
	best := g.a.S[m.Start:m.End]
	for i := k - 1; i >= 0 && i >= k-reach; i-- {
		if o := g.names[i]; o.ID == m.ID && o.End-o.Start > len(best) && o.End-o.Start <= longest {
			best = g.a.S[o.Start:o.End]
		}
	}
	return tidy(best)
}

// repeats reports that a label still has the words of its date, other than after
// a word that needs them: until 1769, since mid-September.
func repeats(label string, l *labeller, x, y int) bool {
	if x < 0 || x >= y {
		return false
	}
	words := l.a.S[l.a.Tokens[x].Start:l.a.Tokens[y-1].End]
	i := strings.Index(label, words)
	if i < 0 || len(words) < 3 {
		return false
	}
	if l.is(x-1, "until", "till", "since", "from", "to", "between", "before", "after", "by", "through", "than", "and", "or") {
		return false
	}
	if l.is(y, "'s", "’s") {
		return i == 0 // "Tuesday's storm was the worst"
	}
	return !l.kind(y, prose.Hyphenated)
}
