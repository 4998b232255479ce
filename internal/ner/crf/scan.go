package crf

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Style says what a capital is worth on a line.
type Style uint8

const (
	Plain    Style = iota
	Titled         // Every Word Begins With One
	Shout          // ALL CAPITALS
	Careless       // names may have none
)

// maxChain is how many tokens are labelled together at most.
const maxChain = 64

// Chain is a run of tokens that may hold names: capitalised words and the small
// words between them. All other tokens are outside of names.
type Chain struct {
	From, To int
	Style    Style
}

// Scan walks a text from chain to chain. The zero Scan but for World and A is
// at the beginning.
type Scan struct {
	World *gazetteer.World
	A     *prose.Analysis

	careless bool // many sentences of the text begin with a small letter
	looked   bool // careless is known

	memory [8]known // by token modulo its length
	facts  [64]fact // likewise

	next  int // token to go on at
	quiet int // index of the first Quiet span that may still come
	line  Style
	lineN int // token at which the next line begins
}

// Next returns the next chain, in order. It reports false at the end.
func (s *Scan) Next() (Chain, bool) {
	toks := s.A.Tokens
	if !s.looked {
		s.careless, s.looked = careless(s.A), true
	}
	for i := s.next; i < len(toks); i++ {
		if i >= s.lineN {
			s.look(i)
		}
		if !s.may(i) || s.isQuiet(i) {
			continue
		}
		from, to := s.particle(i), s.runEnd(i)
		s.next = to
		if to == i+1 && from == i && (s.line == Plain || s.line == Careless) && s.never(i) {
			i = to - 1
			continue
		}
		return Chain{from, to, s.line}, true
	}
	s.next = len(toks)
	return Chain{}, false
}

// careless reports whether many sentences of a text begin with a small letter.
func careless(a *prose.Analysis) bool {
	small, sentences, last := 0, 0, ^uint32(0)
	for i := range a.Tokens {
		t := &a.Tokens[i]
		if t.Sentence == last || t.Class&prose.Word == 0 {
			continue
		}
		last = t.Sentence
		sentences++
		if c := a.S[t.Start]; c >= 'a' && c <= 'z' {
			small++
		}
	}
	return small*4 >= sentences && small > 0
}

// look finds the style of the line that begins at token i. A line break within a
// sentence is one of filling.
func (s *Scan) look(i int) {
	toks := s.A.Tokens
	words, capital, caps, small, common, j := 0, 0, 0, 0, 0, i
	for ; j < len(toks) && (j == i || toks[j].Class&prose.LineStart == 0 || toks[j].Sentence == toks[j-1].Sentence); j++ {
		c := toks[j].Class
		if c&prose.Word == 0 || c&prose.Number != 0 {
			continue
		}
		words++
		switch {
		case c&prose.AllCaps != 0:
			caps++
			capital++
		case c&prose.Capital != 0:
			capital++
		default:
			small++
		}
	}
	s.lineN, s.line = j, Plain
	if s.careless {
		s.line = Careless
	}
	switch {
	case words >= 3 && caps*5 >= words*4 || words == 2 && caps == 2 && toks[i].End-toks[i].Start+toks[j-1].End-toks[j-1].Start > 9:
		s.line = Shout
	case words >= 3 && capital*5 >= words*3:
		// A sentence of many names has some words of its own; in a title, what
		// is small is one of the few words that titles have small, and what has
		// a capital is often an ordinary word.
		for k := i; k < j; k++ {
			c := toks[k].Class
			if c&prose.Word == 0 || c&(prose.Number|prose.AllCaps) != 0 {
				continue
			}
			f := s.Fact(k)
			if c&prose.Capital == 0 {
				if toks[k].End-toks[k].Start > 2 && f&(gazetteer.Function|gazetteer.Joint|gazetteer.Particle|gazetteer.In) == 0 || s.A.S[toks[k].Start] == '\'' {
					continue
				}
				small--
				continue
			}
			if k > i && f&(gazetteer.Function|gazetteer.Frequent) != 0 && f&(gazetteer.Given|gazetteer.Head|gazetteer.TitlePart|gazetteer.Calendar|gazetteer.PlaceHead) == 0 {
				common++
			}
		}
		if small*10 <= words && (common*4 >= words || common >= 1 && words <= 6) {
			s.line = Titled
		}
	}
}

// isQuiet reports whether token i lies where nothing is annotated.
func (s *Scan) isQuiet(i int) bool {
	q, t := s.A.Quiet, s.A.Tokens[i]
	for s.quiet < len(q) && q[s.quiet].End <= int(t.Start) {
		s.quiet++
	}
	return s.quiet < len(q) && q[s.quiet].Start < int(t.End)
}

// Text returns the words of token i.
func (s *Scan) Text(i int) string {
	t := s.A.Tokens[i]
	return s.A.S[t.Start:t.End]
}

// Fact returns what is known of the word that is token i.
func (s *Scan) Fact(i int) gazetteer.Fact {
	slot := &s.facts[i%len(s.facts)]
	if slot.token != i+1 {
		*slot = fact{i + 1, factOf(s.World, s.Text(i), s.A.Tokens[i].Class)}
	}
	return slot.of
}

// learn keeps the facts of token i, which Fact would find too.
func (s *Scan) learn(i int, f gazetteer.Fact) { s.facts[i%len(s.facts)] = fact{i + 1, f} }

// fact is what Fact said of the token before token: it is asked again and again.
type fact struct {
	token int
	of    gazetteer.Fact
}

// factOf returns what is known of the word w, or, when it has a hyphen, of what
// follows that.
func factOf(world *gazetteer.World, w string, class prose.Class) gazetteer.Fact {
	if class&prose.Hyphenated != 0 {
		first := world.Facts(gazetteer.Hash(w))
		f := world.Facts(gazetteer.Hash(w[strings.LastIndexByte(w, '-')+1:]))
		return f | first&(gazetteer.People|gazetteer.Given)
	}
	x, ok := gazetteer.Next(w, 0)
	if !ok {
		return 0
	}
	if x.End < len(w) && class&prose.Initial == 0 {
		if _, more := gazetteer.Next(w, x.End); more { // U.S., O'Brien
			return 0
		}
	}
	return world.Facts(x.Hash)
}

// may reports whether token i can begin or end a name: it has a capital, at
// once or after a small particle ("al-Assad").
func (s *Scan) may(i int) bool {
	t := s.A.Tokens[i]
	if t.Class&(prose.Word|prose.Capital) == prose.Word|prose.Capital {
		return true
	}
	w := s.Text(i)
	if s.line == Careless && t.Class&(prose.Word|prose.Number) == prose.Word && len(w) > 2 && !strings.ContainsAny(w, "'@/’") {
		return s.Fact(i)&(gazetteer.Common|gazetteer.Function|gazetteer.Joint|gazetteer.Calendar|gazetteer.People) == 0
	}
	if t.Class&(prose.Word|prose.Hyphenated) != prose.Word|prose.Hyphenated {
		return false
	}
	h := strings.IndexByte(w, '-')
	if h <= 0 || h > 4 || h+1 >= len(w) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(w[h+1:]); !unicode.IsUpper(r) {
		return false
	}
	return s.World.Facts(gazetteer.Hash(w))&gazetteer.Particle != 0
}

// never reports whether the one capitalised word at i, alone, is surely no name:
// a function word, a month, a people's adjective.
func (s *Scan) never(i int) bool {
	c := s.A.Tokens[i].Class
	f := s.Fact(i)
	switch {
	case f&gazetteer.Function != 0:
		return c&prose.AllCaps == 0
	case f&(gazetteer.Calendar|gazetteer.People) != 0:
		return f&gazetteer.Given == 0 && c&prose.AllCaps == 0
	}
	return false
}

// particle returns where a chain begins that has a small particle before i ("al Assad"), else i.
func (s *Scan) particle(i int) int {
	toks := s.A.Tokens
	p := i
	if p > s.next && toks[p-1].Class&prose.Number != 0 && toks[p-1].End-toks[p-1].Start == 4 && toks[p-1].Sentence == toks[i].Sentence {
		return p - 1 // the year of an election or a cup
	}
	for p > s.next && p > i-2 {
		t := toks[p-1]
		if t.Class&(prose.Word|prose.Capital) != prose.Word || t.End-t.Start > 4 || t.Sentence != toks[i].Sentence || toks[p].Start-t.End > 2 {
			break
		}
		switch s.Text(p - 1) {
		case "al", "el", "bin", "ibn", "abu", "van", "von", "bint", "der", "de", "del", "da", "di", "la":
		default:
			return p
		}
		if s.quiet > 0 && s.A.Quiet[s.quiet-1].End > int(t.Start) {
			break
		}
		p--
	}
	return p
}

// runEnd returns the end of the chain that begins with the capitalised word at
// i: more of these, with up to three small words between that may join them,
// and the number after one.
func (s *Scan) runEnd(i int) int {
	toks := s.A.Tokens
	sentence := toks[i].Sentence
	e := i + 1
	for e < len(toks) && e-i < maxChain && toks[e].Sentence == sentence {
		if s.may(e) {
			if s.isQuiet(e) {
				return e
			}
			e++
			continue
		}
		if toks[e].Class&prose.Number != 0 && toks[e].End-toks[e].Start <= 4 && toks[e].Start-toks[e-1].End <= 2 {
			e++
			continue
		}
		const gap = 3
		k := e
		for k < len(toks) && k < e+gap && toks[k].Sentence == sentence && (s.joins(k) || k == e && s.leads(k)) {
			k++
		}
		if k == e {
			if v := s.vote(e); v > e {
				return v
			}
		}
		if k == e || k >= len(toks) || toks[k].Sentence != sentence || !s.may(k) || s.isQuiet(k) {
			break
		}
		e = k + 1
	}
	return e
}

// joins reports whether the small word or mark at i may stand inside a name.
func (s *Scan) joins(i int) bool {
	t := s.A.Tokens[i]
	if t.Class&prose.Punct != 0 {
		if t.End-t.Start != 1 {
			return false
		}
		switch s.A.S[t.Start] {
		case '&', '-', '/', '\'', '+':
			return true
		}
		return false
	}
	if t.Class&prose.Word == 0 {
		return false
	}
	if t.Class&prose.Space == 0 { // 's
		return true
	}
	if w := s.Text(i); w == "a" && i > 0 {
		w = s.Text(i - 1) // "Movement for a Dry Cellar"
		return w == "for" || w == "of"
	}
	return s.Fact(i)&(gazetteer.Joint|gazetteer.Particle) != 0
}

// leads reports whether the preposition at i goes on with the name of a body:
// "Council on", "Committee to".
func (s *Scan) leads(i int) bool {
	switch s.Text(i) {
	case "on", "to", "against", "with", "without", "in":
		return s.Fact(i-1)&(gazetteer.Head|gazetteer.First) != 0
	}
	return false
}

// vote returns the end of what follows the name of a country in that of a vote
// there, "general election", which begins at i; else i.
func (s *Scan) vote(i int) int {
	toks := s.A.Tokens
	for k := i; k < len(toks) && k < i+3 && toks[k].Sentence == toks[i].Sentence && toks[k].Class&(prose.Word|prose.Capital) == prose.Word; k++ {
		switch s.Text(k) {
		case "election", "elections", "referendum", "by-election", "primary", "primaries":
			return k + 1
		case "general", "presidential", "parliamentary", "legislative", "federal", "provincial", "local", "state", "regional", "municipal", "gubernatorial", "leadership", "special", "mayoral", "constitutional", "independence":
		default:
			return i
		}
	}
	return i
}

// First reports whether token i begins a sentence, or what is printed as one:
// a quotation, what follows a colon.
func (s *Scan) First(i int) bool {
	toks := s.A.Tokens
	if i == 0 || toks[i].Class&prose.LineStart != 0 || toks[i-1].Sentence != toks[i].Sentence {
		return true
	}
	if toks[i-1].Class&prose.Punct == 0 {
		return false
	}
	switch s.A.S[toks[i-1].Start] {
	case '"', '\'', '`', ':', '.', '!', '?', 0xE2: // 0xE2 begins curly quotes and dashes in UTF-8
		return true
	case '(', '[', '-', '*':
		return i < 2 || toks[i-2].Sentence != toks[i].Sentence
	}
	return false
}

// Quiet reports whether some of the span is where nothing is annotated.
func (s *Scan) Quiet(sp prose.Span) bool {
	q := s.A.Quiet
	k := sort.Search(len(q), func(k int) bool { return q[k].End > sp.Start })
	return k < len(q) && q[k].Start < sp.End
}
