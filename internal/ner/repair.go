package ner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
	"dateline/internal/prose"
)

// left looks at the tokens [from, to) of a chain that the model takes for no
// names. Some are after all by what is certain of them, and some may be what the
// rest of the text names.
func (w *tagging) left(from, to int, c crf.Chain) {
	for i := from; i < to; i++ {
		t := w.scan.A.Tokens[i]
		if t.Class&(prose.Word|prose.Capital) != prose.Word|prose.Capital {
			continue
		}
		f := w.scan.Fact(i)
		if f&(gazetteer.Function|gazetteer.Calendar) != 0 && t.Class&prose.AllCaps == 0 {
			continue
		}
		if c.Style == crf.Plain {
			if end := w.certain(i, to); end > i {
				i = end - 1
				continue
			}
		}
		w.doubt(i, i+1)
	}
}

// doubt adds the capitalised words [from, to) one by one, each to count only if
// the rest of the text names it.
func (w *tagging) doubt(from, to int) {
	for i := from; i < to; i++ {
		t := w.scan.A.Tokens[i]
		if t.Class&(prose.Word|prose.Capital) == prose.Word|prose.Capital && t.End-t.Start > 2 && w.scan.Fact(i)&(gazetteer.Function|gazetteer.Calendar|gazetteer.People) == 0 {
			w.add(i, i+1, Unknown, 0.3, "", whyAgain, true)
		}
	}
}

// isKnown reports whether tokens [from, to) are a name of that kind in the gazetteer.
func (w *tagging) isKnown(from, to int, kind gazetteer.Kind) bool {
	m, _ := w.scan.Known(from)
	return m.End == to && m.Kind == kind
}

// isPlace reports whether the gazetteer has the one word at token i as a place
// that is neither small nor a word or a person's name.
func (w *tagging) isPlace(i int) bool {
	const many = 100_000 // inhabitants
	m, _ := w.scan.Known(i)
	return m.End == i+1 && m.Kind.IsPlace() && w.scan.Fact(i)&(gazetteer.Common|gazetteer.Given) == 0 &&
		(m.Kind != gazetteer.City || w.scan.World.Noted(m.Entry) || w.scan.World.Population(m.Entry) >= many)
}

// certain adds the name that begins at token i, of which something certain is
// known, and returns its end; i when there is none.
func (w *tagging) certain(i, to int) int {
	toks := w.scan.A.Tokens
	t, f := toks[i], w.scan.Fact(i)
	m, _ := w.scan.Known(i)
	switch {
	case m.End == i+1 && m.Stop < int(t.End) && m.Kind != gazetteer.Demonym: // US-led
		w.addSpan(prose.Span{Start: int(t.Start), End: m.Stop}, kindKnown(m.Kind), 0.8, "", whyKnown, m.Kind == gazetteer.City)
		return i + 1
	case m.End > i+1 && m.End <= to && m.Kind != gazetteer.Demonym:
		w.add(i, m.End, kindKnown(m.Kind), 0.75, "", whyKnown, false)
		return m.End
	case m.End == i+1 && (m.Kind == gazetteer.Country || m.Kind == gazetteer.Organisation) && t.Class&(prose.AllCaps|prose.Abbrev) != 0 && f&gazetteer.Common == 0:
		w.add(i, i+1, kindKnown(m.Kind), 0.75, "", whyKnown, false)
		return i + 1
	case f&gazetteer.First != 0 && i+2 < to && (w.scan.Text(i+1) == "of" || w.scan.Text(i+1) == "for"):
		end := to // "Ministry of Trade and Industry"
		for end > i+1 && toks[end-1].Class&prose.Capital == 0 {
			end--
		}
		if end > i+2 {
			w.add(i, end, Organisation, 0.6, "", whyFirst, false)
			return end
		}
	case w.isStorm(i) && i+1 < to && toks[i+1].Class&prose.Capital != 0 && w.scan.Fact(i+1)&gazetteer.Head == 0:
		w.add(i, i+2, Event, 0.7, "", whyOther, false)
		return i + 2
	}
	if w.isShortFor(i) {
		w.add(i, i+1, Organisation, 0.8, "", whyShort, false)
		return i + 1
	}
	if i == 0 || toks[i-1].Sentence != t.Sentence || f&gazetteer.People != 0 {
		return i
	}
	before := w.scan.Fact(i - 1)
	switch {
	case w.isMister(i - 1):
		w.add(i, i+1, Person, 0.9, w.scan.Text(i-1), whyTitle, false)
	case f&(gazetteer.Common|gazetteer.TitlePart) != 0 || toks[i-1].Class&prose.Capital != 0 || i+1 < to && toks[i+1].Class&prose.Capital != 0:
		return i
	case before&gazetteer.Body != 0:
		w.add(i, i+1, Organisation, 0.6, "", whyBody, false)
	case before&gazetteer.Near != 0, i > 1 && w.scan.Text(i-1) == "of" && w.scan.Fact(i-2)&gazetteer.Near != 0:
		w.add(i, i+1, Place, 0.6, "", whyNear, false)
	default:
		return i
	}
	return i + 1
}

func kindKnown(k gazetteer.Kind) Kind {
	if k == gazetteer.Organisation {
		return Organisation
	}
	return Place
}

// isShortFor reports whether token i is letters in brackets right after an
// organisation: "the Party of Bees (PoB)".
func (w *tagging) isShortFor(i int) bool {
	toks, s := w.scan.A.Tokens, w.scan.A.S
	if i < 2 || i+1 >= len(toks) || s[toks[i-1].Start] != '(' || s[toks[i+1].Start] != ')' || toks[i].Class&prose.Hyphenated != 0 {
		return false
	}
	capitals := 0
	for _, r := range w.scan.Text(i) {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	if capitals < 2 {
		return false
	}
	for n := len(w.names) - 1; n >= 0 && w.names[n].End >= int(toks[i-2].End); n-- {
		if w.names[n].End == int(toks[i-2].End) && w.names[n].Kind == Organisation {
			return true
		}
	}
	return false
}

// isMister reports whether token i is Mr or the like, before which only persons stand.
func (w *tagging) isMister(i int) bool {
	switch w.scan.Text(i) {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Mme":
		return true
	}
	return false
}

// isGiven reports whether token i is a given name and no other word.
func (w *tagging) isGiven(i int) bool {
	f := w.scan.Fact(i)
	return f&gazetteer.Given != 0 && f&(gazetteer.Common|gazetteer.People|gazetteer.Calendar|gazetteer.TitlePart) == 0
}

// isStorm reports whether token i begins the name of a storm.
func (w *tagging) isStorm(i int) bool {
	switch w.scan.Text(i) {
	case "Hurricane", "Typhoon", "Cyclone":
		return true
	}
	return false
}

// isProgramme reports whether token i is what bodies are called as well as what
// they do: the World Food Programme.
func (w *tagging) isProgramme(i int) bool {
	switch w.scan.Text(i) {
	case "Programme", "Program":
		return true
	}
	return false
}

// isCalled reports whether token i is said to be what something is called: what
// is called Phoenix is no city.
func (w *tagging) isCalled(i int) bool {
	toks := w.scan.A.Tokens
	if i == 0 || toks[i-1].Sentence != toks[i].Sentence {
		return false
	}
	switch w.scan.Text(i - 1) {
	case "called", "named", "dubbed", "christened", "nicknamed", "codenamed":
		return i < 2 || w.scan.Fact(i-2)&gazetteer.Near == 0
	}
	return false
}

// isNoun reports whether the word at token i is not known to name anything.
func (w *tagging) isNoun(i int) bool {
	const many = 100_000 // inhabitants
	m, _ := w.scan.Known(i)
	return w.scan.Fact(i)&gazetteer.Given == 0 && (m.End == 0 || m.Kind == gazetteer.City && w.scan.World.Population(m.Entry) < many)
}

// isBeside reports whether tokens [from, to) are said to lie in some direction of
// something: "Tell Abyad, north of Raqqa".
func (w *tagging) isBeside(from, to int) bool {
	toks := w.scan.A.Tokens
	if to+2 < len(toks) && toks[to+2].Sentence == toks[from].Sentence && w.scan.Text(to) == "," && isDirection(w.scan.Text(to+1)) {
		switch w.scan.Text(to + 2) {
		case "of", "from":
			return true
		}
	}
	return from >= 2 && toks[from-2].Sentence == toks[from].Sentence && w.scan.Text(from-1) == "of" && isDirection(w.scan.Text(from-2))
}

func isDirection(w string) bool {
	switch w {
	case "north", "south", "east", "west", "north-west", "north-east", "south-west", "south-east",
		"northwest", "northeast", "southwest", "southeast", "miles", "kilometres", "kilometers", "km", "outside":
		return true
	}
	return false
}

// isWho reports whether it is told of tokens [from, to), of which nothing is
// known, who they are: "Quarn Ossily, whose letter was late".
func (w *tagging) isWho(from, to int) bool {
	toks := w.scan.A.Tokens
	if to+1 >= len(toks) || toks[to+1].Sentence != toks[from].Sentence || w.scan.Text(to) != "," {
		return false
	}
	switch w.scan.Text(to + 1) {
	case "who", "whose", "whom":
		m, _ := w.scan.Known(from)
		return m.End == 0
	}
	return false
}

// isBody reports whether "company" or the like stands right before the one word
// at token i, of which nothing is known.
func (w *tagging) isBody(i int) bool {
	toks := w.scan.A.Tokens
	if i == 0 || toks[i-1].Sentence != toks[i].Sentence || toks[i-1].Class&prose.Capital != 0 || w.scan.Fact(i-1)&gazetteer.Body == 0 {
		return false
	}
	m, _ := w.scan.Known(i)
	return m.End == 0
}

// isMonthName reports whether the month at token i is the given name of who
// follows: "April Jones", but not "in April" or "1 April".
func (w *tagging) isMonthName(i int) bool {
	toks := w.scan.A.Tokens
	f := w.scan.Fact(i)
	if f&gazetteer.Calendar == 0 || f&gazetteer.Given == 0 || w.scan.Fact(i+1)&gazetteer.Surname == 0 {
		return false
	}
	return i == 0 || toks[i-1].Class&prose.Number == 0 && (toks[i-1].Sentence != toks[i].Sentence || w.scan.Fact(i-1)&gazetteer.In == 0)
}

// hasSuffix reports whether token i goes on with a person's name: "Jr".
func (w *tagging) hasSuffix(i int) bool {
	toks := w.scan.A.Tokens
	return i < len(toks) && toks[i].Sentence == toks[i-1].Sentence && toks[i].Class&prose.Capital != 0 && toks[i].Start-toks[i-1].End <= 1 &&
		w.scan.Fact(i)&gazetteer.Suffix != 0
}

// incorporated returns the end of a comma and the legal form of a firm at token
// i, as in "Norvik Holm, Inc."; else i.
func (w *tagging) incorporated(i int) int {
	toks := w.scan.A.Tokens
	if i+1 >= len(toks) || toks[i+1].Sentence != toks[i-1].Sentence || toks[i+1].Class&prose.Capital == 0 || w.scan.Text(i) != "," {
		return i
	}
	switch strings.TrimSuffix(w.scan.Text(i+1), ".") {
	case "Inc", "INC", "Ltd", "LTD", "LLC", "LLP", "L.P", "L.L.C", "Corp", "plc", "PLC", "GmbH", "S.A", "N.V":
		return i + 2
	}
	return i
}

// isEvent reports whether tokens [from, to) are named like a prize, a treaty, a
// war or a vote.
func (w *tagging) isEvent(from, to int) bool {
	if to == from+1 {
		return false
	}
	for i := from; i < to; i++ {
		if w.scan.Fact(i)&gazetteer.Other != 0 {
			return true
		}
		switch w.scan.Text(i) {
		case "election", "elections", "referendum":
			return true
		}
	}
	return false
}

func (w *tagging) isArticle(i int) bool {
	switch w.scan.Text(i) {
	case "the", "The", "THE":
		return true
	}
	return false
}

// isMark reports whether token i is a possessive ending or a mark, which end no name.
func (w *tagging) isMark(i int) bool {
	return w.scan.A.Tokens[i].Class&prose.Punct != 0 || w.isPossessive(i)
}

// isPossessive reports whether token i is the ending "'s".
func (w *tagging) isPossessive(i int) bool {
	t := w.scan.A.Tokens[i]
	r, _ := utf8.DecodeRuneInString(w.scan.A.S[t.Start:])
	return t.Class&(prose.Punct|prose.Space) == 0 && (r == '\'' || r == '’')
}
