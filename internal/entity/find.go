package entity

import (
	"slices"
	"strings"
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// finder is one article on its way from names to mentions.
type finder struct {
	r      *Register
	a      *prose.Analysis
	opt    Options
	own    []ownMatch
	nevers []never
	cands  []cand

	clusters []cluster
	heads    []head
	used     int // slots of heads
	box      []ballot
	senses   []sense
	areas    []uint32 // countries and regions that the article names; asked for once
	asked    bool     // areas are known
	contests []contest
	topic    map[uint32]struct{} // words of the article; read when they are needed
	ofHere   map[string][]int32  // by office, whose it is in this article where nobody is named
	found    []*Entity
	locals   map[string]int   // ids of clusters that are nobody's, and how many would have that
	foundAt  map[string]int32 // index in found by id
	res      Result
}

// cand is a stretch of text that may name an entity.
type cand struct {
	prose.Span
	kind    ner.Kind
	score   float32
	title   string
	reason  string
	origin  Origin
	fixed   string // the id that its author or a decision gives it
	own     int32  // own entity of which it is a name, -1 if none
	entry   uint32 // of the gazetteer, plus 1: what stands beside it says that it is this
	node    gazetteer.Node
	lead    int32   // bytes before it that are part of the name that node ends
	several bool    // it is a name of several own entities, or an ambiguous one
	fit     float32 // how surely it is who its cluster is; 0 when that is in no doubt
	weak    bool    // an ordinary word where every word has a capital
	person  person
	cluster int32 // -1: none
	before  int32 // the candidate before it in its cluster
	// what is to be said when it is left unlinked
	doubt []int32 // clusters
}

// ownMatch is a phrase of the register in the text.
type ownMatch struct {
	prose.Span
	node gazetteer.Node
	weak bool
}

// Find decides which names of a mean whom. Time is linear in the text.
func (r *Register) Find(a *prose.Analysis, names []ner.Name, opt Options) Result {
	f := finder{r: r, a: a, opt: opt}
	s := scratches.Get().(*scratch)
	s.lend(&f, len(names)+len(a.Links)+4)
	if r.names != (gazetteer.Index{}) {
		f.ownNames()
	}
	f.merge(names)
	f.links()
	f.qualify()
	f.vote()
	f.group()
	f.identify()
	f.settle()
	placed := f.decide()
	if len(r.holders) > 0 {
		f.offices()
	}
	f.emit(placed)
	s.takeBack(&f)
	return f.res
}

// ownNames finds the names of own entities: the longest at each place.
func (f *finder) ownNames() {
	toks, s := f.a.Tokens, f.a.S
	done, quiet := 0, 0
	for i := range toks {
		t := toks[i]
		if t.Class&prose.Punct != 0 || int(t.Start) < done && !f.r.never {
			continue
		}
		for quiet < len(f.a.Quiet) && f.a.Quiet[quiet].End <= int(t.Start) {
			quiet++
		}
		if quiet < len(f.a.Quiet) && f.a.Quiet[quiet].Start < int(t.End) {
			continue
		}
		if t.Class&(prose.Capital|prose.Hyphenated|prose.Number) == 0 && !f.r.small.has(s[t.Start]) {
			continue
		}
		to := int(t.End)
		for w, ok := gazetteer.Next(s[:to], int(t.Start)); ok; w, ok = gazetteer.Next(s[:to], w.End) {
			n, on := f.r.names.Step(gazetteer.Node{}, w.Hash)
			if !on || w.Start > int(t.Start) && !freeStart(s[t.Start:w.Start]) {
				continue
			}
			m, ok := f.longest(n, i, w)
			if int(t.Start) < done {
				break // only to know what is never meant
			}
			if !ok || f.denied(m) || s[m.Start:min(m.Start+4, m.End)] == "the " && f.hidesLonger(i+1, m) || quiet < len(f.a.Quiet) && f.a.Quiet[quiet].Start < m.End {
				continue
			}
			m.weak = t.Class&prose.Capital != 0 && m.End == w.End && f.opens(i) && f.r.world.Facts(w.Hash)&gazetteer.Frequent != 0
			f.own = append(f.own, m)
			done = m.End
			break
		}
	}
}

// hidesLonger reports whether a name begins at token i, the second of m, that
// reaches further.
func (f *finder) hidesLonger(i int, m ownMatch) bool {
	w, _ := gazetteer.Next(f.a.S, int(f.a.Tokens[i].Start))
	n, on := f.r.names.Step(gazetteer.Node{}, w.Hash)
	if !on {
		return false
	}
	seen := len(f.nevers)
	longer, ok := f.longest(n, i, w)
	f.nevers = f.nevers[:seen] // they are noted when i comes
	return ok && longer.End > m.End
}

// opens reports whether token i is the first of its sentence, where a capital says little.
func (f *finder) opens(i int) bool {
	toks := f.a.Tokens
	for i > 0 && toks[i-1].Sentence == toks[i].Sentence {
		if toks[i-1].Class&prose.Punct == 0 {
			return false
		}
		i--
	}
	return true
}

// longest follows the words after w, the first, and returns the longest name.
func (f *finder) longest(n gazetteer.Node, i int, w gazetteer.Word) (best ownMatch, ok bool) {
	toks, s := f.a.Tokens, f.a.S
	start, sentence := w.Start, toks[i].Sentence
	const most = 16
	for range most {
		end := int(toks[i].End)
		if n.Ends() {
			stop, free := w.End, w.End == end
			if !free && s[w.End] == '.' && w.End+1 == end {
				stop, free = end, true // an abbreviation has its full stop
			}
			if free || freeEnd(s[w.End:end]) {
				if span := (prose.Span{Start: start, End: stop}); f.matches(n, span, s[start:w.End]) {
					best, ok = ownMatch{Span: span, node: n}, true
				}
			}
		}
		next, more := gazetteer.Next(s[:end], w.End)
		for !more {
			if i++; i >= len(toks) || toks[i].Sentence != sentence {
				return best, ok
			}
			next, more = gazetteer.Next(s[:toks[i].End], int(toks[i].Start))
		}
		if n, more = f.r.names.Step(n, next.Hash); !more {
			return best, ok
		}
		w = next
	}
	return best, ok
}

// matches reports whether words are a name of some own entity, and notes of
// which entities they are a phrase that never means them.
func (f *finder) matches(n gazetteer.Node, span prose.Span, words string) bool {
	found := false
	f.r.names.At(n, func(text string, rf uint32) bool {
		switch kind := rf % nameKinds; {
		case !gazetteer.Match(words, text):
		case kind == isNever:
			f.nevers = append(f.nevers, never{span, int32(rf / nameKinds)})
		default:
			found = true // names come after what is never meant
		}
		return !found
	})
	return found
}

// never is a phrase of the text in which nothing means an own entity.
type never struct {
	prose.Span
	own int32
}

// never reports whether span stands in a phrase that never means the own entity.
func (f *finder) never(span prose.Span, own int32) bool {
	if len(f.nevers) == 0 {
		return false
	}
	// Phrases are in order of their start. Of those before span, only as many
	// are looked at as can overlap in a text with any sense.
	i, _ := slices.BinarySearchFunc(f.nevers, span.Start+1, func(n never, at int) int { return n.Start - at })
	const overlapping = 64
	for k := i - 1; k >= max(0, i-overlapping); k-- {
		if n := f.nevers[k]; n.own == own && n.End >= span.End {
			return true
		}
	}
	return false
}

// denied reports whether m stands where it means none of the entities whose name it is.
func (f *finder) denied(m ownMatch) bool {
	if len(f.nevers) == 0 {
		return false
	}
	denied := true
	f.r.names.At(m.node, func(text string, rf uint32) bool {
		denied = rf%nameKinds == isNever || f.never(m.Span, int32(rf/nameKinds))
		return denied
	})
	return denied
}

// freeStart reports whether what stands before a name in its token leaves it
// whole: "pro-", but not "Jean-".
func freeStart(before string) bool {
	return strings.HasSuffix(before, "-") && strings.IndexFunc(before, unicode.IsUpper) < 0 && len(before) > 3
}

// freeEnd reports whether what follows a name in its token leaves it whole:
// "-led", but not "-upon-Avon".
func freeEnd(rest string) bool {
	return len(rest) > 2 && rest[0] == '-' && strings.IndexFunc(rest, unicode.IsUpper) < 0
}

// merge makes candidates of the tagger's names and the register's, which both
// are in order. Of two that overlap, the register's counts unless the tagger's
// is longer and so another name.
func (f *finder) merge(names []ner.Name) {
	i, j := 0, 0
	for i < len(names) || j < len(f.own) {
		switch {
		case j == len(f.own) || i < len(names) && names[i].End <= f.own[j].Start:
			f.fromTagger(names[i])
			i++
		case i == len(names) || f.own[j].End <= names[i].Start:
			f.fromOwn(f.own[j], ner.Name{})
			j++
		default:
			n, m := names[i], f.own[j]
			switch {
			case m.Start <= n.Start && m.End >= n.End:
				f.fromOwn(m, n)
				for i < len(names) && names[i].Start < m.End {
					i++
				}
				j++
			case n.Start <= m.Start && n.End >= m.End && (f.words(m.Span) == 1 || n.Score >= 0.9) || n.End-n.Start > m.End-m.Start && f.words(m.Span) == 1:
				f.fromTagger(n)
				i++
				for j < len(f.own) && f.own[j].Start < n.End {
					j++
				}
			default:
				f.fromOwn(m, ner.Name{})
				for i < len(names) && names[i].Start < m.End {
					i++
				}
				j++
			}
		}
	}
}

func (f *finder) words(s prose.Span) int {
	n := 0
	for w, ok := gazetteer.Next(f.a.S[:s.End], s.Start); ok && n < 2; w, ok = gazetteer.Next(f.a.S[:s.End], w.End) {
		n++
	}
	return n
}

func (f *finder) fromTagger(n ner.Name) {
	if n.Kind == ner.Unknown {
		return
	}
	c := cand{Span: n.Span, kind: n.Kind, score: n.Score, title: n.Title, reason: n.Reason, own: -1}
	if (n.Kind == ner.Place || n.Kind == ner.Organisation) && !f.mend(&c) {
		return
	}
	f.add(c)
}

func (f *finder) fromOwn(m ownMatch, n ner.Name) {
	words := f.a.S[m.Start:m.End]
	c := cand{Span: m.Span, own: -1, node: m.node, score: 0.95, title: n.Title, reason: "a name in the register", weak: m.weak && n.Score < 0.7}
	alias := false
	f.r.names.At(m.node, func(text string, rf uint32) bool {
		own := int32(rf / nameKinds)
		if !gazetteer.Match(words, text) || f.never(m.Span, own) {
			return true
		}
		switch rf % nameKinds {
		case isAmbiguous:
			c.several = true
			if c.own < 0 {
				c.own = own
			}
		case isName:
			if alias && c.own != own {
				c.several = true
			}
			c.own, alias = own, true
		}
		return !(alias && c.several) // whoever else bears it too
	})
	if c.own < 0 {
		if n.Kind != ner.Unknown {
			f.fromTagger(n)
		}
		return
	}
	c.kind = f.r.own[c.own].Kind
	if rest, ok := strings.CutPrefix(words, "the "); ok { // the link is on the name itself
		c.Start = m.End - len(rest)
		c.lead = int32(c.Start - m.Start)
		if f.never(c.Span, c.own) {
			return
		}
	}
	if c.kind == ner.Person && n.Title != "" && n.Start > m.Start && n.End == m.End && words != f.r.own[c.own].Name &&
		equalFold(f.r.persons[c.own].surname, parsePerson(&f.r.world, f.a.S[n.Start:n.End]).surname) {
		c.Span = n.Span // "President Lund" is an alias, the president is not linked
	}
	if n.Title != "" && n.Kind == ner.Person && c.kind != ner.Person && c.kind != ner.Unknown {
		f.fromTagger(n) // Mr Washington is not the city
		return
	}
	f.add(c)
}

// add adds a candidate. One that overlaps the one before is none.
func (f *finder) add(c cand) {
	if n := len(f.cands); n > 0 && c.Start < f.cands[n-1].End {
		return
	}
	c.cluster = -1
	if c.kind == ner.Person {
		if c.own >= 0 && !c.several {
			c.person = f.r.persons[c.own]
		} else {
			c.person = parsePerson(&f.r.world, f.a.S[c.Start:c.End])
		}
		if c.title != "" && c.person.gender == anyone || f.r.titleGender(c.title) != anyone {
			c.person.gender = f.r.titleGender(c.title)
		}
	}
	f.cands = append(f.cands, c)
}

// titleGender returns whom a title is for: Mr, Mrs.
func (r *Register) titleGender(title string) gender {
	if title == "" {
		return anyone
	}
	g := anyone
	w, _ := gazetteer.Next(title, 0)
	n, ok := r.world.Names.Step(gazetteer.Node{}, w.Hash)
	if !ok {
		return g
	}
	r.world.Names.At(n, func(_ string, ref uint32) bool {
		switch r.world.Kind(ref) {
		case gazetteer.Mister:
			g = man
		case gazetteer.Mistress:
			g = woman
		}
		return g == anyone
	})
	return g
}

// links makes the author's wikilinks candidates, in place of what they overlap.
func (f *finder) links() {
	for _, l := range f.a.Links {
		if l.End <= l.Start || l.End > len(f.a.S) {
			continue
		}
		c := cand{Span: l.Span, own: -1, score: 1, origin: FromAuthor, reason: "linked by the author", cluster: -1}
		i, _ := slices.BinarySearchFunc(f.cands, l.Start, func(c cand, at int) int {
			if c.End <= at {
				return -1
			}
			return 1
		})
		k := i
		for k < len(f.cands) && f.cands[k].Start < l.End {
			if f.cands[k].kind != ner.Unknown && c.kind == ner.Unknown {
				c.kind, c.title, c.person = f.cands[k].kind, f.cands[k].title, f.cands[k].person
			}
			k++
		}
		if e := f.r.Resolve(l.Target); e != nil {
			c.fixed, c.kind = e.ID, e.Kind
			if own, ok := f.r.find(e.ID); ok {
				c.own = own
			}
			if c.kind == ner.Person {
				c.person = parsePerson(&f.r.world, e.Name)
			}
		} else {
			c.fixed = f.stranger(l.Target, f.a.S[l.Start:l.End], c.kind)
		}
		f.cands = slices.Replace(f.cands, i, k, c)
	}
}
