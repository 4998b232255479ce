package ner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// scan is one pass over a text.
type scan struct {
	world   *gazetteer.World
	a       *prose.Analysis
	names   []Name
	weak    []bool   // parallel to names: counts only if the rest of the text names it
	quiet   int      // index of the first Quiet span that may still come
	near    []uint64 // phrases said to be a place, by their words
	line    lineStyle
	lineN   int           // token at which the next line begins
	facts   [memory]fact  // of tokens asked for lately; a slot is a token's index modulo memory
	phrases [memory]known // likewise
	nouns   bool          // every noun has a capital, as in German
}

// lineStyle says what a capital is worth on a line.
type lineStyle uint8

const (
	plain  lineStyle = iota
	titled           // Every Word Begins With One
	shout            // ALL CAPITALS
)

const (
	maxName = 8 // tokens of one name
	maxRun  = 24
)

// run walks the text from one run of capitalised words to the next.
func (s *scan) run() {
	toks := s.a.Tokens
	s.nouns = s.german()
	for i := 0; i < len(toks); {
		if i >= s.lineN {
			s.look(i)
		}
		if !s.capital(i) || s.isQuiet(i) {
			i++
			continue
		}
		i = s.phrase(i, s.runEnd(i))
	}
}

// german reports whether the text is in German, the one language of ours that
// writes all nouns with a capital: whether that has more of its commonest words
// than English and Dutch have of theirs. The beginning of a text says it.
func (s *scan) german() bool {
	const enough = 300 // tokens
	de, other := 0, 0
	for _, t := range s.a.Tokens[:min(enough, len(s.a.Tokens))] {
		if n := t.End - t.Start; n < 2 || n > 5 || t.Class&(prose.Word|prose.Capital) != prose.Word {
			continue
		}
		switch s.a.S[t.Start:t.End] {
		case "der", "die", "das", "den", "dem", "und", "ist", "nicht", "ein", "eine", "einer", "auf", "für", "mit", "von", "sich", "im", "zu", "des":
			de++
		case "the", "of", "and", "to", "was", "that", "for", "is", "het", "een", "van", "en", "que", "les", "el", "los", "il", "och", "som", "og":
			other++
		}
	}
	return de >= 3 && de > 2*other
}

// look finds the style of the line that begins at token i.
func (s *scan) look(i int) {
	toks := s.a.Tokens
	words, capital, caps, small, j := 0, 0, 0, 0, i
	for ; j < len(toks) && (j == i || toks[j].Class&prose.LineStart == 0); j++ {
		c := toks[j].Class
		if c&prose.Word == 0 || c&prose.Number != 0 {
			continue
		}
		long := toks[j].End-toks[j].Start > 3
		words++
		switch {
		case c&prose.AllCaps != 0:
			caps++
			capital++
		case c&prose.Capital != 0:
			capital++
		case long:
			small++
		}
	}
	s.lineN = j
	switch {
	case words >= 3 && caps*5 >= words*4:
		s.line = shout
	case words >= 4 && small*8 <= words && capital*5 >= words*3 && !s.sentence(i, j):
		s.line = titled
	default:
		s.line = plain
	}
}

// sentence reports whether tokens [i, j) end like a sentence or hold a word
// written small that no title would have.
func (s *scan) sentence(i, j int) bool {
	toks := s.a.Tokens
	if last := toks[j-1]; last.Class&prose.Punct != 0 && s.a.S[last.Start] == '.' {
		return true
	}
	for ; i < j; i++ {
		if c := toks[i].Class; c&(prose.Word|prose.Capital|prose.Number) == prose.Word && toks[i].End-toks[i].Start <= 3 &&
			s.fact(i)&(gazetteer.Function|gazetteer.Joint|gazetteer.Particle|gazetteer.In) == 0 {
			return true
		}
	}
	return false
}

// isQuiet reports whether token i lies where nothing is annotated.
func (s *scan) isQuiet(i int) bool {
	q, t := s.a.Quiet, s.a.Tokens[i]
	for s.quiet < len(q) && q[s.quiet].End <= int(t.Start) {
		s.quiet++
	}
	return s.quiet < len(q) && q[s.quiet].Start < int(t.End)
}

func (s *scan) text(i int) string {
	t := s.a.Tokens[i]
	return s.a.S[t.Start:t.End]
}

// fact returns what is known of the last word of token i, which for words with
// a hyphen is what follows it.
func (s *scan) fact(i int) gazetteer.Fact {
	if i < 0 || i >= len(s.a.Tokens) {
		return 0
	}
	slot := &s.facts[i%memory]
	if slot.token == i+1 {
		return slot.Fact
	}
	w := s.text(i)
	var f gazetteer.Fact
	if s.a.Tokens[i].Class&prose.Hyphenated != 0 {
		first := s.world.Facts(gazetteer.Hash(w))
		f = s.world.Facts(gazetteer.Hash(w[strings.LastIndexByte(w, '-')+1:]))
		if first&gazetteer.People != 0 {
			f |= gazetteer.People
		}
		if first&gazetteer.Given != 0 {
			f |= first & gazetteer.Given
		}
	} else if x, ok := gazetteer.Next(w, 0); ok {
		f = s.world.Facts(x.Hash)
		if x.End < len(w) && s.a.Tokens[i].Class&prose.Initial == 0 {
			if _, more := gazetteer.Next(w, x.End); more { // U.S., O'Brien
				f = 0
			}
		}
	}
	*slot = fact{i + 1, f}
	return f
}

// capital reports whether token i can be a word of a name: it has a capital, at
// once or after a small particle ("al-Assad").
func (s *scan) capital(i int) bool {
	t := s.a.Tokens[i]
	if t.Class&(prose.Word|prose.Capital) == prose.Word|prose.Capital {
		return t.Class&prose.Number == 0
	}
	if t.Class&prose.Hyphenated == 0 || t.Class&prose.Word == 0 {
		return false
	}
	w := s.text(i)
	h := strings.IndexByte(w, '-')
	if h <= 0 || h > 4 || h+1 >= len(w) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(w[h+1:]); !unicode.IsUpper(r) {
		return false
	}
	return s.world.Facts(gazetteer.Hash(w))&gazetteer.Particle != 0
}

// joined reports whether token j follows j-1 with nothing but a space between,
// in the same sentence.
func (s *scan) joined(j int) bool {
	toks := s.a.Tokens
	return j < len(toks) && toks[j].Class&prose.Word != 0 && toks[j].Sentence == toks[j-1].Sentence &&
		toks[j].Start-toks[j-1].End <= 2
}

// runEnd returns the end of the run of capitalised words that begins at i;
// small words may join two of them.
func (s *scan) runEnd(i int) int {
	toks := s.a.Tokens
	e := i + 1
	for e < len(toks) && e-i < maxRun {
		if s.isAmp(e) && e+1 < len(toks) && s.capital(e+1) && toks[e+1].Sentence == toks[i].Sentence {
			e += 2
			continue
		}
		if !s.joined(e) {
			break
		}
		if s.capital(e) {
			e++
			continue
		}
		// up to two small words: "Republic of the Congo"
		k := e
		for k < e+2 && s.joined(k) && toks[k].Class&prose.Capital == 0 && s.fact(k)&(gazetteer.Joint|gazetteer.Particle) != 0 {
			k++
		}
		if k == e || !s.joined(k) || !s.capital(k) {
			break
		}
		e = k + 1
	}
	return e
}

func (s *scan) isAmp(i int) bool {
	t := s.a.Tokens[i]
	return t.Class&prose.Punct != 0 && s.a.S[t.Start:t.End] == "&"
}

// match is a phrase of the gazetteer in the text.
type match struct {
	end   int // token after it
	stop  int // byte at which it ends
	entry uint32
	kind  gazetteer.Kind
}

// known returns the longest phrase of the gazetteer that begins at token i, and
// the longest title. Words of a title match whatever their case.
func (s *scan) known(i int) (place match, title match) {
	slot := &s.phrases[i%memory]
	if slot.token != i+1 {
		place, title = s.lookUp(i)
		*slot = known{i + 1, place, title}
	}
	return slot.place, slot.title
}

// memory is how many tokens' answers are kept: the rules ask for the words of
// one phrase again and again.
const memory = 16

// fact is what is known of the token before token, and known which phrases begin there.
type (
	fact struct {
		token int
		gazetteer.Fact
	}
	known struct {
		token        int
		place, title match
	}
)

func (s *scan) lookUp(i int) (place match, title match) {
	toks := s.a.Tokens
	start := int(toks[i].Start)
	var n gazetteer.Node
	for j := i; j < len(toks) && j < i+10 && toks[j].Sentence == toks[i].Sentence; j++ {
		from, to := int(toks[j].Start), int(toks[j].End)
		for x, ok := gazetteer.Next(s.a.S[:to], from); ok; x, ok = gazetteer.Next(s.a.S[:to], x.End) {
			var on bool
			if n, on = s.world.Names.Step(n, x.Hash); !on {
				return place, title
			}
			if !n.Ends() {
				continue
			}
			whole := x.End == to || toks[j].Class&(prose.Abbrev|prose.Initial) != 0 && x.End == to-1
			if !whole && !freeEnd(s.a.S[x.End:to]) {
				continue
			}
			stop := x.End
			if whole {
				stop = to
			}
			best := false
			s.world.Names.At(n, func(text string, ref uint32) bool {
				k := s.world.Kind(ref)
				if k.IsTitle() {
					if whole {
						title = match{j + 1, stop, ref, k}
					}
					return true
				}
				if !best && gazetteer.Match(s.a.S[start:x.End], text) && s.dotted(i, j, text) {
					place = match{j + 1, stop, ref, k}
					best = true
				}
				return true
			})
		}
	}
	return place, title
}

// dotted reports whether the words of tokens i to j may stand for text if that
// is an abbreviation with a full stop, such as a state's "Miss.": it must have
// it, and stand after a comma.
func (s *scan) dotted(i, j int, text string) bool {
	if i != j || text[len(text)-1] != '.' || strings.IndexByte(text, '.') < len(text)-1 {
		return true
	}
	end := s.a.Tokens[j].End
	return s.a.S[end-1] == '.' && i > 0 && s.text(i-1) == ","
}

// freeEnd reports whether rest, what follows a name within its token, leaves the
// name whole: "-led", but not "-upon-Avon".
func freeEnd(rest string) bool {
	if len(rest) < 2 || rest[0] != '-' {
		return false
	}
	for _, r := range rest {
		if unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// first reports whether token i begins a sentence, or what is printed as one:
// a quotation, what follows a colon.
func (s *scan) first(i int) bool {
	toks := s.a.Tokens
	if i == 0 || toks[i].Class&prose.LineStart != 0 || toks[i-1].Sentence != toks[i].Sentence {
		return true
	}
	if toks[i-1].Class&prose.Punct == 0 {
		return false
	}
	switch s.a.S[toks[i-1].Start] {
	case '"', '\'', '`', ':', '.', '!', '?', 0xE2: // 0xE2 begins curly quotes and dashes in UTF-8
		return true
	case '(', '[', '-', '*':
		return i < 2 || toks[i-2].Sentence != toks[i].Sentence
	}
	return false
}

func (s *scan) add(from, to int, kind Kind, score float32, title, reason string, weak bool) {
	toks := s.a.Tokens
	s.addSpan(int(toks[from].Start), int(toks[to-1].End), kind, score, title, reason, weak)
}

func (s *scan) addSpan(start, end int, kind Kind, score float32, title, reason string, weak bool) {
	for _, q := range s.a.Quiet[s.quiet:] { // a run may reach into what is quiet
		if q.Start >= end {
			break
		}
		if q.End > start {
			return
		}
	}
	if reason == whyNear && len(s.near) < 32 {
		s.near = append(s.near, words(s.a.S[start:end]))
	}
	s.names = append(s.names, Name{prose.Span{Start: start, End: end}, kind, score, title, reason})
	s.weak = append(s.weak, weak)
}
