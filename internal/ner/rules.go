package ner

import (
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
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
	whyTwo      = "capitalised words together"
	whyOther    = "ends like a prize, a treaty or a war"
	whyAgain    = "named in full elsewhere"
)

// phrase finds the names in the run of tokens [p, e) and returns where to go on,
// which is beyond e when a name of the gazetteer reaches further.
func (s *scan) phrase(p, e int) int {
	title, titleAt := "", -1
	for p < e {
		if p >= s.lineN {
			s.look(p)
		}
		if !s.capital(p) {
			if s.fact(p)&gazetteer.Particle == 0 {
				title = "" // "President of"
			}
			p++
			continue
		}
		f := s.fact(p)
		class := s.a.Tokens[p].Class
		if f&gazetteer.Function != 0 && (class&prose.AllCaps == 0 || s.line == shout) || f&gazetteer.In != 0 && (s.line != plain || s.first(p)) || f&gazetteer.Calendar != 0 && !s.goesOn(p, e) {
			if s.text(p) == "The" { // The Hague
				if m, _ := s.known(p); m.end > p+1 && m.kind != gazetteer.Demonym && startsThe(s.world.Name(m.entry)) {
					s.addKnown(p, m)
					p, title = m.end, ""
					continue
				}
			}
			p++
			title = ""
			continue
		}
		place, ttl := s.known(p)
		if ttl.end > p && ttl.end >= place.end && !(place.kind != 0 && ttl.end == place.end && ttl.end == p+1) {
			if titleAt < 0 || title == "" {
				titleAt = int(s.a.Tokens[p].Start)
			}
			title = s.a.S[titleAt:s.a.Tokens[ttl.end-1].End]
			p = ttl.end
			continue
		}
		if f&gazetteer.TitlePart != 0 && s.titleAhead(p, e) {
			if title == "" {
				titleAt = int(s.a.Tokens[p].Start)
				title = s.text(p)
			}
			p++
			continue
		}
		q := s.one(p, e, title, place)
		title = ""
		p = max(q, p+1)
	}
	return p
}

// goesOn reports whether the month or weekday at p is a name after all: "April
// Jones", but not "April 1".
func (s *scan) goesOn(p, e int) bool {
	if s.fact(p)&gazetteer.Given == 0 || p+1 >= e || s.fact(p+1)&gazetteer.Surname == 0 || s.fact(p+1)&gazetteer.Calendar != 0 {
		return false
	}
	if p > 0 && s.a.Tokens[p-1].Class&prose.Number != 0 { // "on 1 September New York …"
		return false
	}
	m, _ := s.known(p + 1)
	return m.end <= p+2
}

// titleAhead reports whether only parts of a title stand between p and a title.
func (s *scan) titleAhead(p, e int) bool {
	for k := p + 1; k < e && k <= p+3; k++ {
		if _, t := s.known(k); t.end > k {
			return true
		}
		if s.fact(k)&(gazetteer.TitlePart|gazetteer.Joint) == 0 {
			return false
		}
	}
	return false
}

func startsThe(name string) bool { return len(name) > 4 && name[:4] == "The " }

// one finds the name that begins at p, given the title before it and what the
// gazetteer has, and returns the token after what it dealt with.
func (s *scan) one(p, e int, title string, known match) int {
	f := s.fact(p)
	if f&gazetteer.Other != 0 && p+1 < e && s.joined(p+1) && s.capital(p+1) && p+2 == e { // Hurricane Katrina
		if r, _ := utf8.DecodeRuneInString(s.text(p)); r == 'H' || r == 'T' || r == 'C' {
			s.add(p, p+2, Event, 0.5, "", whyOther, false)
			return p + 2
		}
	}
	if org, why := s.organisation(p, e); org > p+1 && org > known.end && !s.bearer(p, org) {
		s.add(s.whoseBefore(p), org, Organisation, 0.75, "", why, false)
		return org
	}
	if known.kind == gazetteer.Demonym {
		if known.end > p+1 {
			return known.end
		}
		known = match{}
	}
	if known.end > p+1 {
		s.addKnown(p, known)
		return known.end
	}
	if end := s.other(p, e); end > p+1 {
		s.add(p, end, Event, 0.5, "", whyOther, s.line != plain || s.first(p) && f&gazetteer.Common != 0)
		return end
	}
	if end := s.placePhrase(p, e); end > p+1 {
		s.add(p, end, Place, 0.75, "", whyPlace, false)
		return end
	}
	if end := s.incorporated(p, e); end > p && title == "" {
		s.add(p, end, Organisation, 0.9, "", whyHead, false)
		return end
	}
	pers := s.personEnd(p, e, title != "")
	if pers > p+1 && title == "" && s.beside(p, pers) {
		s.add(p, pers, Place, 0.95, "", whyNear, false)
		return pers
	}
	switch {
	case title != "" && pers > p:
		from := s.particleBefore(p)
		s.add(from, pers, Person, 0.95, title, whyTitle, false)
		return pers
	case f&gazetteer.Given != 0 && f&gazetteer.People == 0 && pers > p+1:
		s.add(p, pers, Person, 0.9, "", whyGiven, s.line != plain && s.fact(p+1)&gazetteer.Common != 0)
		return pers
	}
	if f&gazetteer.People != 0 && known.kind == 0 {
		return p + 1
	}
	if known.kind != 0 && s.trusted(p, e, known, pers) {
		s.addKnown(p, known)
		return known.end
	}
	if from := s.particleBefore(p); from < p && pers > p {
		if m, _ := s.known(from); m.kind == gazetteer.Organisation && m.end > p {
			s.addKnown(from, m) // al Qaida
			return m.end
		}
		s.add(from, pers, Person, 0.7, "", whyParticle, false)
		return pers
	}
	if s.letters(p) {
		if s.line != shout {
			s.add(p, p+1, Organisation, 0.5, "", whyLetters, f&(gazetteer.Roman|gazetteer.Common) != 0)
		}
		return p + 1
	}
	if pers > p+1 {
		return s.unknown(p, pers)
	}
	s.single(p, known)
	return p + 1
}

func (s *scan) addKnown(p int, m match) {
	kind, score := Place, float32(0.9)
	if m.kind == gazetteer.Organisation {
		kind = Organisation
	}
	if m.end > p+1 {
		score = 0.95
	}
	start := int(s.a.Tokens[p].Start)
	if kind == Organisation && p+1 < m.end && s.text(p) == "The" {
		start = int(s.a.Tokens[p+1].Start)
	}
	s.addSpan(start, m.stop, kind, score, "", whyKnown, false)
}

// trusted reports whether the one word at p is the place or organisation that
// the gazetteer knows under it, rather than a word or a person of that name.
func (s *scan) trusted(p, e int, m match, pers int) bool {
	f := s.fact(p)
	if s.named(p) && !s.nearBefore(p-1) {
		return false // what is called Phoenix is something else
	}
	big := m.kind != gazetteer.City || s.world.Noted(m.entry) || s.world.Population(m.entry) >= 1_000_000
	if s.placeBefore(p) || s.commaPlace(m.end) {
		return f&gazetteer.Frequent == 0 || big
	}
	if s.first(p) || s.line != plain {
		if f&gazetteer.Common != 0 && !(big && m.kind == gazetteer.Country) && s.a.Tokens[p].Class&prose.AllCaps == 0 {
			return false
		}
	}
	if f&gazetteer.Common != 0 && !big {
		return false
	}
	if m.end == p+1 && p+1 < len(s.a.Tokens) && s.fact(p+1)&gazetteer.Says != 0 && !big && s.world.Population(m.entry) < 200_000 {
		return false
	}
	if f&(gazetteer.Given|gazetteer.Surname) != 0 {
		if pers > p+1 && s.fact(p+1)&gazetteer.Common == 0 {
			return false
		}
		return big || s.world.Population(m.entry) >= 300_000
	}
	if pers > p+1 && s.fact(p+1)&(gazetteer.Common|gazetteer.People) == 0 && !big && s.world.Population(m.entry) < 100_000 {
		return false
	}
	return true
}

// placeBefore reports whether what stands before p leads one to expect a place.
func (s *scan) placeBefore(p int) bool {
	toks := s.a.Tokens
	k := p - 1
	if k < 0 || toks[k].Sentence != toks[p].Sentence {
		return false
	}
	if f := s.fact(k); f&gazetteer.In != 0 {
		return toks[k].Class&prose.Capital == 0 || s.first(k)
	}
	return s.nearBefore(p)
}

// named reports whether p is said to be what something is called.
func (s *scan) named(p int) bool {
	if p == 0 || s.a.Tokens[p-1].Sentence != s.a.Tokens[p].Sentence {
		return false
	}
	switch s.text(p - 1) {
	case "called", "named", "dubbed", "christened", "nicknamed", "codenamed":
		return true
	}
	return false
}

// beside reports whether [p, end) is said to lie in some direction of something:
// "Tell Abyad, north of Raqqa".
func (s *scan) beside(p, end int) bool {
	toks := s.a.Tokens
	direction := func(k int) bool {
		if k < 0 || k >= len(toks) || toks[k].Sentence != toks[p].Sentence {
			return false
		}
		switch s.text(k) {
		case "north", "south", "east", "west", "north-west", "north-east", "south-west", "south-east",
			"northwest", "northeast", "southwest", "southeast", "miles", "kilometres", "kilometers", "km", "outside":
			return true
		}
		return false
	}
	if end+2 < len(toks) && s.text(end) == "," && direction(end+1) {
		switch s.text(end + 2) {
		case "of", "from":
			return true
		}
	}
	return p >= 2 && s.text(p-1) == "of" && direction(p-2)
}

// apposed reports whether what follows token end is what follows persons between
// commas: who they are, or how old.
func (s *scan) apposed(p, end int) bool {
	toks := s.a.Tokens
	if end+1 >= len(toks) || toks[end+1].Sentence != toks[p].Sentence || s.text(end) != "," {
		return false
	}
	switch s.text(end + 1) {
	case "who", "whose", "whom":
		return true
	case "the", "a", "an", "his", "her", "their":
		return !s.placeBefore(p)
	}
	t := toks[end+1]
	return t.Class&prose.Number != 0 && t.End-t.Start <= 2
}

// nearBefore reports whether "the town of" or "town" stands before p.
func (s *scan) nearBefore(p int) bool {
	toks := s.a.Tokens
	k := p - 1
	if k >= 1 && toks[k].End-toks[k].Start == 2 && s.text(k) == "of" {
		k--
	}
	return k >= 0 && toks[k].Sentence == toks[p].Sentence && toks[k].Class&prose.Capital == 0 && s.fact(k)&gazetteer.Near != 0
}

// commaPlace reports whether ", Country" follows at j.
func (s *scan) commaPlace(j int) bool {
	toks := s.a.Tokens
	if j+1 >= len(toks) || toks[j].Class&prose.Punct == 0 || s.a.S[toks[j].Start] != ',' || !s.capital(j+1) || toks[j].Sentence != toks[j+1].Sentence {
		return false
	}
	m, _ := s.known(j + 1)
	return m.kind == gazetteer.Country || m.kind == gazetteer.Region
}

// particleBefore returns where a name begins that has a small particle before p
// ("al Assad"), p when there is none.
func (s *scan) particleBefore(p int) int {
	toks := s.a.Tokens
	if p == 0 || !s.joined(p) || toks[p-1].Class&prose.Capital != 0 || toks[p-1].End-toks[p-1].Start > 4 {
		return p
	}
	if s.quiet > 0 && s.a.Quiet[s.quiet-1].End > int(toks[p-1].Start) {
		return p
	}
	switch s.text(p - 1) {
	case "al", "el", "bin", "ibn", "abu", "van", "von", "bint":
		return p - 1
	case "der": // an article where nouns have capitals
		if !s.nouns {
			return p - 1
		}
	}
	return p
}

// personEnd returns the end of the words from p that can be one person's name.
func (s *scan) personEnd(p, e int, titled bool) int {
	toks := s.a.Tokens
	k := p
	for k < e && k-p < maxName {
		if k > p && !s.joined(k) {
			break
		}
		f := s.fact(k)
		if !s.capital(k) {
			// a particle must lead to a capital
			if k == p && !titled || f&gazetteer.Particle == 0 || k+1 >= e || !s.capital(k+1) {
				break
			}
			if k+1 < e && s.fact(k+1)&(gazetteer.Head|gazetteer.Calendar) != 0 {
				break
			}
			k++
			continue
		}
		if f&gazetteer.Suffix != 0 && k > p {
			k++
			break
		}
		if f&(gazetteer.Function|gazetteer.Calendar|gazetteer.People) != 0 && f&(gazetteer.Given|gazetteer.Surname) == 0 && toks[k].Class&prose.Initial == 0 {
			break
		}
		if k > p {
			if _, t := s.known(k); t.end > k && f&gazetteer.Surname == 0 {
				break
			}
			if f&gazetteer.Head != 0 && f&gazetteer.Surname == 0 {
				break
			}
			if f&(gazetteer.Given|gazetteer.Surname) == 0 && (f&gazetteer.Frequent != 0 && !titled || f&gazetteer.Common != 0 && s.line != plain) {
				break
			}
			if s.line != plain && k > p+1 && f&gazetteer.Common != 0 {
				break // "Anna Petrova Speaks"
			}
			// Brought in by a place: "Kerry London"
			if m, _ := s.known(k); m.kind == gazetteer.Country && f&(gazetteer.Given|gazetteer.Surname) == 0 {
				break
			}
		} else if f&gazetteer.Frequent != 0 && f&(gazetteer.Given|gazetteer.Surname) == 0 && !titled {
			return p
		}
		if toks[k].Class&prose.AllCaps != 0 && s.line == plain && toks[p].Class&prose.AllCaps == 0 && toks[k].End-toks[k].Start > 2 {
			break
		}
		k++
	}
	for k > p && !s.capital(k-1) {
		k--
	}
	return k
}

// other returns the end of the name of a prize, treaty or war that begins at p, or p.
func (s *scan) other(p, e int) int {
	end := p
	for k := p; k < e && k-p < 5; k++ {
		f := s.fact(k)
		if k > p && !s.joined(k) || !s.capital(k) || f&(gazetteer.Calendar|gazetteer.Function) != 0 {
			break
		}
		if k > p && f&gazetteer.Other != 0 {
			end = k + 1
		}
	}
	return end
}

// placePhrase returns the end of a place's name that begins at p by what such
// names begin or end with, or p.
func (s *scan) placePhrase(p, e int) int {
	f := s.fact(p)
	if f&gazetteer.PlaceBefore != 0 && p+1 < e && s.joined(p+1) && s.capital(p+1) && s.fact(p+1)&(gazetteer.Function|gazetteer.Calendar|gazetteer.Frequent) == 0 && f&gazetteer.Given == 0 {
		if !(s.first(p) && s.line != plain) {
			return p + 2
		}
	}
	end := p
	for k := p; k < e && k-p < 5; k++ {
		if k > p && (!s.joined(k) || !s.capital(k)) {
			break
		}
		fk := s.fact(k)
		if k > p && fk&gazetteer.PlaceHead != 0 && !(fk&gazetteer.Surname != 0 && s.fact(k-1)&gazetteer.Given != 0) {
			end = k + 1
		}
		if fk&(gazetteer.Calendar|gazetteer.Function) != 0 || fk&gazetteer.TitlePart != 0 && fk&gazetteer.PlaceHead == 0 {
			break
		}
	}
	if end > p && s.line != plain && allCommon(s, p, end) {
		return p
	}
	return end
}

// article reports whether "the" or a possessive stands before p.
func (s *scan) article(p int) bool {
	if p == 0 || s.a.Tokens[p-1].Sentence != s.a.Tokens[p].Sentence {
		return false
	}
	switch s.text(p - 1) {
	case "the", "The", "'s", "’s", "its", "his", "their":
		return true
	}
	return false
}

// unknown adds the several capitalised words [p, end), of which nothing is known.
func (s *scan) unknown(p, end int) int {
	common, surname := 0, false
	for k := p; k < end; k++ {
		f := s.fact(k)
		if f&gazetteer.Common != 0 && f&(gazetteer.Surname|gazetteer.Given) == 0 {
			common++
		}
		surname = f&gazetteer.Surname != 0
	}
	if s.first(p) && s.fact(p)&gazetteer.Common != 0 && s.fact(p)&gazetteer.Given == 0 {
		// the first word is only the first of the sentence
		if end > p+2 {
			return s.unknown(p+1, end)
		}
		s.single(p+1, match{})
		return end
	}
	switch {
	case s.nearBefore(p):
		s.add(p, end, Place, 0.8, "", whyNear, false)
	case s.bodyBefore(p):
		s.add(p, end, Organisation, 0.75, "", whyBody, false)
	case s.placeBefore(p) && !surname && !(end == p+2 && s.apposed(p, end)):
		s.add(p, end, Place, 0.5, "", whyIn, common > 0)
	case common > 0 && !surname:
		s.add(p, end, Unknown, 0.2, "", whyTwo, true)
	case s.nouns && !surname && s.fact(p)&gazetteer.Given == 0:
		s.add(p, end, Unknown, 0.2, "", whyTwo, true)
	default:
		score := float32(0.55)
		if surname || end == p+2 && s.apposed(p, end) {
			score = 0.65
		}
		s.add(p, end, Person, score, "", whyTwo, s.line != plain)
	}
	return end
}

// single adds the one capitalised word at p, of which little is known.
func (s *scan) single(p int, known match) {
	f := s.fact(p)
	t := s.a.Tokens[p]
	if t.Class&prose.Initial != 0 || t.End-t.Start < 3 {
		return
	}
	if s.nouns { // any noun: it is named only if a full name has the same word
		s.add(p, p+1, Unknown, 0.3, "", whyTwo, true)
		return
	}
	weak := s.first(p) || s.line != plain || f&(gazetteer.Common|gazetteer.Frequent) == gazetteer.Common|gazetteer.Frequent
	says := p+1 < len(s.a.Tokens) && s.joined(p+1) && s.fact(p+1)&gazetteer.Says != 0
	switch {
	case s.nearBefore(p) && f&gazetteer.Common == 0:
		s.add(p, p+1, Place, 0.8, "", whyNear, false)
	case s.bodyBefore(p) && f&gazetteer.Common == 0:
		s.add(p, p+1, Organisation, 0.75, "", whyBody, false)
	case s.placeBefore(p) && f&gazetteer.Common == 0:
		s.add(p, p+1, Place, 0.5, "", whyIn, false)
	case says && f&gazetteer.Common == 0:
		s.add(p, p+1, Person, 0.6, "", whySays, false)
	case f&(gazetteer.Surname|gazetteer.Given) != 0:
		s.add(p, p+1, Person, 0.45, "", whySurname, weak && f&gazetteer.Common != 0)
	case s.article(p) && f&gazetteer.First != 0 && f&gazetteer.Head != 0 && s.line == plain:
		s.add(p, p+1, Organisation, 0.55, "", whyFirst, false)
	default:
		if r, _ := utf8.DecodeRuneInString(s.text(p)); !unicode.IsUpper(r) {
			s.add(p, p+1, Person, 0.5, "", whyParticle, false) // al-Moallem
			return
		}
		s.add(p, p+1, Unknown, 0.3, "", whyTwo, true)
	}
}
