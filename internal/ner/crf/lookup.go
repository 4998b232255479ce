package crf

import (
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Match is a phrase of the gazetteer in the text.
type Match struct {
	End   int // token after it
	Stop  int // byte at which it ends
	Entry uint32
	Kind  gazetteer.Kind
}

// Known returns the longest phrase of the gazetteer that begins at token i, and
// the longest title. Words of a title match whatever their case.
func (s *Scan) Known(i int) (place Match, title Match) {
	slot := &s.memory[i%len(s.memory)]
	if slot.token != i+1 {
		place, title = s.find(i)
		*slot = known{i + 1, place, title}
	}
	return slot.place, slot.title
}

// known is what Known said of the token before token: it is asked again and again.
type known struct {
	token        int
	place, title Match
}

func (s *Scan) find(i int) (place Match, title Match) {
	toks := s.A.Tokens
	start := int(toks[i].Start)
	var n gazetteer.Node
	for j := i; j < len(toks) && j < i+10 && toks[j].Sentence == toks[i].Sentence; j++ {
		from, to := int(toks[j].Start), int(toks[j].End)
		for x, ok := gazetteer.Next(s.A.S[:to], from); ok; x, ok = gazetteer.Next(s.A.S[:to], x.End) {
			var on bool
			if n, on = s.World.Names.Step(n, x.Hash); !on {
				return place, title
			}
			if !n.Ends() {
				continue
			}
			whole := x.End == to || toks[j].Class&(prose.Abbrev|prose.Initial) != 0 && x.End == to-1
			if !whole && !freeEnd(s.A.S[x.End:to]) {
				continue
			}
			stop := x.End
			if whole {
				stop = to
			}
			best := false
			s.World.Names.At(n, func(text string, ref uint32) bool {
				k := s.World.Kind(ref)
				if k.IsTitle() {
					if whole {
						title = Match{j + 1, stop, ref, k}
					}
					return true
				}
				if !best && gazetteer.Match(s.A.S[start:x.End], text) && s.dotted(i, j, text) {
					place = Match{j + 1, stop, ref, k}
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
func (s *Scan) dotted(i, j int, text string) bool {
	if i != j || text[len(text)-1] != '.' {
		return true
	}
	for k := range len(text) - 1 {
		if text[k] == '.' {
			return true
		}
	}
	end := s.A.Tokens[j].End
	return s.A.S[end-1] == '.' && i > 0 && s.Text(i-1) == ","
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
