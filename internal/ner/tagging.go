package ner

import (
	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
	"dateline/internal/prose"
)

// tagging is one text on its way to names, and memory that the next one uses again.
type tagging struct {
	labeller *crf.Labeller
	scan     crf.Scan
	spans    []crf.Span
	names    []Name
	weak     []bool // parallel to names: counts only if the rest of the text names it
	votes    tally
	ends     [][3]uint64 // parallel to names: hashes of the first word, the last, and of all
	german   bool        // every noun has a capital
}

// kindOf is the kind that each type of the model is.
var kindOf = [crf.Types]Kind{Person, Place, Organisation, Unknown}

// run finds names chain by chain.
func (w *tagging) run() {
	for c, ok := w.scan.Next(); ok; c, ok = w.scan.Next() {
		w.spans = w.labeller.Append(w.spans[:0], &w.scan, c)
		at := c.From
		for _, s := range w.spans {
			w.left(at, s.From, c)
			if kindOf[s.Type] == Unknown && !w.isEvent(s.From, s.To) {
				if s.To == s.From+1 && w.isShortFor(s.From) {
					w.add(s.From, s.To, Organisation, 0.8, "", whyShort, false)
				} else {
					w.doubt(s.From, s.To)
				}
				at = s.To
				continue
			}
			w.take(s, c)
			at = s.To
		}
		w.left(at, c.To, c)
	}
}

// take adds a name that the model saw, cut down to what is the name.
func (w *tagging) take(s crf.Span, c crf.Chain) {
	from, to := s.From, s.To
	kind := kindOf[s.Type]
	for to > from+1 && w.scan.A.Tokens[to-1].Class&(prose.Number|prose.Capital) == 0 && w.isMark(to-1) {
		to--
	}
	if kind == Person && to > from+2 && w.isMark(to-2) && w.scan.Fact(to-1)&gazetteer.Common != 0 { // "Brandt - Analyst"
		to -= 2
	}
	if from+1 < to && w.isArticle(from) {
		if m, _ := w.scan.Known(from); m.End < to {
			from++
		}
	}
	if from > c.From && w.isArticle(from-1) { // The Hague
		if m, _ := w.scan.Known(from - 1); m.End == to && m.Kind.IsPlace() {
			from, kind = from-1, Place
		}
	}
	if m, _ := w.scan.Known(from); kind == Organisation && m.Kind.IsPlace() && m.End+1 < to && w.isPossessive(m.End) {
		w.add(from, m.End, Place, max(s.Any, 0.7), "", whyKnown, false) // "Norway's Harvest Party"
		from = m.End + 1
	}
	title := ""
	if kind == Person {
		first := from
		for from+1 < to {
			_, t := w.scan.Known(from)
			if t.End <= from || t.End >= to || t.End == from+1 && w.scan.Fact(from)&gazetteer.Given != 0 && t.Kind != gazetteer.Mister && t.Kind != gazetteer.Mistress {
				break
			}
			from = t.End
		}
		if b := w.titleBefore(first); b < from {
			title = w.text(b, from)
		}
	}
	switch firm := w.incorporated(to); {
	case to == from+1 && w.isShortFor(from):
		kind = Organisation
	case firm > to:
		kind, to = Organisation, firm
	case kind != Person && from > 0 && w.isMister(from-1):
		kind, s.Score, title = Person, max(s.Score, 0.9), w.scan.Text(from-1)
	case kind == Person && w.hasSuffix(to):
		to++
	case kind == Person && to == from+1 && from > c.From && w.isMonthName(from-1):
		from--
	case kind == Organisation && w.scan.Fact(to-1)&(gazetteer.Other|gazetteer.Head) == gazetteer.Other && to > from+1 && !w.isProgramme(to-1):
		kind = Event
	case kind == Unknown:
		kind = Event
	case kind == Person && title == "" && w.isBeside(from, to):
		kind, s.Score = Place, max(s.Score, 0.95)
	case w.isKnown(from, to, gazetteer.Country) && title == "" && (kind != Person || w.scan.Fact(from)&(gazetteer.Given|gazetteer.Surname) == 0):
		kind, s.Score = Place, max(s.Any, 0.7)
	case w.isKnown(from, to, gazetteer.Organisation) && kind != Person:
		kind, s.Score = Organisation, max(s.Any, 0.7)
	case kind == Organisation && to == from+1 && w.isPlace(from):
		if s.Score *= 0.6; from > 0 && w.scan.Fact(from-1)&gazetteer.In != 0 {
			kind, s.Score = Place, s.Any // "in Cambridge" is not in its university
		}
	case kind == Place && w.isWho(from, to):
		kind, s.Score = Person, s.Any
	case kind == Place && to == from+1 && w.isBody(from):
		kind, s.Score = Organisation, s.Any
	case kind == Person && to > from+1 && w.isGiven(from), kind == Organisation && to > from+1 && w.scan.Fact(to-1)&gazetteer.Head != 0:
		s.Score = max(s.Score, (1+s.Any)/2)
	}
	weak := to == from+1 && (kind == Place && w.isCalled(from) || w.german && w.isNoun(from))
	w.add(from, to, kind, s.Score, title, w.reason(s, kind, title), weak)
}

// titleBefore returns where the titles begin that end right before token i, i when there are none.
func (w *tagging) titleBefore(i int) int {
	const longest = 5 // tokens of one title
	toks := w.scan.A.Tokens
	at, rounds := i, 0
again:
	for k := max(0, at-longest); k < at; k++ {
		if toks[k].Sentence != toks[i].Sentence || toks[k].Class&prose.Capital == 0 {
			continue
		}
		if _, t := w.scan.Known(k); t.End == at {
			if at, rounds = k, rounds+1; rounds < 3 {
				goto again
			}
			break
		}
	}
	for at < i && at > 0 && toks[at-1].Sentence == toks[i].Sentence && toks[at-1].Class&prose.Capital != 0 && toks[at].Start-toks[at-1].End <= 1 && w.scan.Fact(at-1)&gazetteer.TitlePart != 0 {
		at-- // Deputy Foreign Minister
	}
	for n := len(w.names) - 1; n >= 0 && w.names[n].End > int(toks[at].Start); n-- {
		if !w.weak[n] {
			return i
		}
	}
	return at
}

func (w *tagging) text(from, to int) string {
	toks := w.scan.A.Tokens
	return w.scan.A.S[toks[from].Start:toks[to-1].End]
}

func (w *tagging) add(from, to int, kind Kind, score float32, title, reason string, weak bool) {
	toks := w.scan.A.Tokens
	w.addSpan(prose.Span{Start: int(toks[from].Start), End: int(toks[to-1].End)}, kind, score, title, reason, weak)
}

// addSpan adds a name, unless it lies in what is quiet or an earlier name reaches into it.
func (w *tagging) addSpan(sp prose.Span, kind Kind, score float32, title, reason string, weak bool) {
	if w.scan.Quiet(sp) {
		return
	}
	// A name may have been made to reach beyond what the model saw.
	for n := len(w.names) - 1; n >= 0 && w.names[n].End > sp.Start; n-- {
		if weak || !w.weak[n] {
			return
		}
		w.names, w.weak = w.names[:n], w.weak[:n]
	}
	w.names = append(w.names, Name{sp, kind, score, title, reason})
	w.weak = append(w.weak, weak)
}
