package ner

import (
	"strings"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
	"dateline/internal/prose"
)

// Reasons, as a reader is shown them.
const (
	whyTitle    = "title before it"
	whyGiven    = "begins with a given name"
	whyKnown    = "in the gazetteer"
	whyHead     = "ends like an organisation"
	whyFirst    = "begins like an organisation"
	whyPlace    = "ends or begins like a place"
	whyNear     = "said to be a place"
	whyBody     = "said to be an organisation"
	whyIn       = "stands after a preposition of place"
	whyLetters  = "an abbreviation"
	whyParticle = "has the particle of a surname"
	whySays     = "is said to speak"
	whySurname  = "a usual surname"
	whyOther    = "ends like a prize, a treaty or a war"
	whyWords    = "its words are such as names have"
	whyBefore   = "the words before it"
	whyAfter    = "the words after it"
	whyShort    = "letters in brackets after an organisation"
	whyAgain    = "named in full elsewhere"
)

// reason says in words which evidence spoke most for a name, and which next if
// it spoke at least half as much.
func (w *tagging) reason(s crf.Span, kind Kind, title string) string {
	e := w.labeller.Explain(s)
	words, before, after := w.whyWords(s, kind), w.whyBefore(s, title), w.whyAfter(s)
	if title != "" {
		e.Before = max(e.Before, e.Words)
	}
	first, second, most, next := words, before, e.Words, e.Before
	if next > most {
		first, second, most, next = second, first, next, most
	}
	switch {
	case e.After > most:
		first, second, most, next = after, first, e.After, most
	case e.After > next:
		second, next = after, e.After
	}
	if next*2 < most || next <= 0 {
		return first
	}
	return together(first, second)
}

// whyWords says what is telling in the words of a name.
func (w *tagging) whyWords(s crf.Span, kind Kind) string {
	m, _ := w.scan.Known(s.From)
	first, last := w.scan.Fact(s.From), w.scan.Fact(s.To-1)
	class := w.scan.A.Tokens[s.From].Class
	switch {
	case m.End >= s.To && m.Kind.IsPlace() && kind == Place, m.End >= s.To && m.Kind == gazetteer.Organisation && kind == Organisation:
		return whyKnown
	case kind == Person && first&gazetteer.Given != 0:
		return whyGiven
	case kind == Person && last&gazetteer.Surname != 0:
		return whySurname
	case kind == Person && class&prose.Capital == 0:
		return whyParticle
	case kind == Organisation && first&gazetteer.First != 0:
		return whyFirst
	case kind == Organisation && last&gazetteer.Head != 0:
		return whyHead
	case kind == Organisation && class&prose.AllCaps != 0 && s.To == s.From+1:
		return whyLetters
	case kind == Place && (last&gazetteer.PlaceHead != 0 || first&gazetteer.PlaceBefore != 0):
		return whyPlace
	case kind == Event:
		return whyOther
	}
	return whyWords
}

// whyBefore says what is telling in the words before a name.
func (w *tagging) whyBefore(s crf.Span, title string) string {
	k := s.From - 1
	switch {
	case title != "":
		return whyTitle
	case k < 0 || w.scan.A.Tokens[k].Sentence != w.scan.A.Tokens[s.From].Sentence:
		return whyBefore
	case kindOf[s.Type] == Place && w.scan.Fact(k)&gazetteer.In != 0:
		return whyIn
	case kindOf[s.Type] == Organisation && w.scan.Fact(k)&gazetteer.Body != 0:
		return whyBody
	}
	if k > 0 && w.scan.Text(k) == "of" {
		k--
	}
	if kindOf[s.Type] == Place && w.scan.Fact(k)&gazetteer.Near != 0 {
		return whyNear
	}
	return whyBefore
}

// whyAfter says what is telling in the words after a name.
func (w *tagging) whyAfter(s crf.Span) string {
	if k := s.To; k < len(w.scan.A.Tokens) && kindOf[s.Type] == Person && w.scan.Fact(k)&gazetteer.Says != 0 {
		return whySays
	}
	return whyAfter
}

var reasons = [...]string{
	whyTitle, whyGiven, whyKnown, whyHead, whyFirst, whyPlace, whyNear, whyBody, whyIn, whyLetters, whyParticle,
	whySays, whySurname, whyOther, whyWords, whyBefore, whyAfter,
}

// pairs has all reasons two by two, one after the other, so that none need be made
// for each name. It is never written.
var pairs = func() (p [len(reasons)][len(reasons)]string) {
	for i, a := range reasons {
		for j, b := range reasons {
			p[i][j] = a + "; " + strings.TrimPrefix(b, "the ")
		}
	}
	return p
}()

func together(a, b string) string {
	for i := range reasons {
		if reasons[i] != a {
			continue
		}
		for j := range reasons {
			if reasons[j] == b {
				return pairs[i][j]
			}
		}
	}
	return a
}
