package ner

import (
	"strings"
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// bearer reports whether tokens [p, end), which end like an organisation, are a
// person whose surname is such a word: "Frederic Church", but not "the Paul Bank".
func (s *scan) bearer(p, end int) bool {
	return end == p+2 && s.fact(p)&gazetteer.Given != 0 && s.fact(p)&(gazetteer.Common|gazetteer.People|gazetteer.Head) == 0 &&
		s.fact(p+1)&gazetteer.Surname != 0 && !s.article(p)
}

// whoseBefore returns where an organisation's name begins that has a common
// noun's genitive before p ("People's Liberation Army"), p when it has none.
func (s *scan) whoseBefore(p int) int {
	toks := s.a.Tokens
	if p < 2 || toks[p-2].Sentence != toks[p].Sentence || toks[p].Start-toks[p-2].End > 4 || toks[p-2].Class&prose.Capital == 0 {
		return p
	}
	switch s.text(p - 1) {
	case "'s", "’s", "'", "’":
	default:
		return p
	}
	if f := s.fact(p - 2); f&gazetteer.Common == 0 || f&(gazetteer.Function|gazetteer.Calendar|gazetteer.TitlePart) != 0 || s.first(p-2) {
		return p
	}
	if n := len(s.names); n > 0 && s.names[n-1].End > int(toks[p-2].Start) {
		if s.names[n-1].Start != int(toks[p-2].Start) || !s.weak[n-1] {
			return p
		}
		s.names, s.weak = s.names[:n-1], s.weak[:n-1]
	}
	return p - 2
}

// bodyBefore reports whether "company" or the like stands right before p.
func (s *scan) bodyBefore(p int) bool {
	return p > 0 && s.a.Tokens[p-1].Sentence == s.a.Tokens[p].Sentence && s.a.Tokens[p-1].Class&prose.Capital == 0 && s.fact(p-1)&gazetteer.Body != 0
}

// incorporated returns the end of the name of a firm that is the run [p, e), a
// comma and its legal form: "Norvik Holm, Inc.". p when it is none.
func (s *scan) incorporated(p, e int) int {
	toks := s.a.Tokens
	if e+1 >= len(toks) || toks[e+1].Sentence != toks[p].Sentence || toks[e+1].Class&prose.Capital == 0 || s.text(e) != "," || e-p > maxName {
		return p
	}
	switch strings.TrimSuffix(s.text(e+1), ".") {
	case "Inc", "INC", "Ltd", "LTD", "LLC", "LLP", "L.P", "L.L.C", "Corp", "plc", "PLC", "GmbH", "S.A", "N.V":
		return e + 2
	}
	return p
}

// organisation returns the end of an organisation's name that begins at p, or p.
func (s *scan) organisation(p, e int) (int, string) {
	f := s.fact(p)
	if f&gazetteer.First != 0 && p+2 < e+1 && p+1 < e {
		if w := s.text(p + 1); (w == "of" || w == "for") && s.joined(p+1) {
			if end := s.objects(p+2, e); end > p+2 {
				return end, whyFirst
			}
		}
	}
	if s.first(p) && f&(gazetteer.Frequent|gazetteer.Given|gazetteer.Head|gazetteer.First) == gazetteer.Frequent && p+1 < e && s.fact(p+1)&gazetteer.Given != 0 && s.fact(p+1)&gazetteer.Common == 0 {
		return p, "" // "Later Frederic Church …"
	}
	// "United States Department of Energy"
	for k := p + 1; k+2 < e+1 && k+1 < e && k < p+4 && s.joined(k) && s.capital(k); k++ {
		if s.fact(k)&gazetteer.First == 0 || !s.joined(k+1) || s.text(k+1) != "of" {
			continue
		}
		if m, _ := s.known(p); m.end == k && (m.kind == gazetteer.Country || m.kind == gazetteer.Region || m.kind == gazetteer.Organisation || m.kind == gazetteer.Demonym) {
			if end := s.objects(k+2, e); end > k+2 {
				return end, whyFirst
			}
		}
	}
	head := p
	for k := p; k < e && k-p < maxName; k++ {
		if k > p && !s.joined(k) && !s.isAmp(k) && !s.isAmp(k-1) {
			break
		}
		if !s.capital(k) {
			if s.isAmp(k) {
				continue
			}
			if w := s.text(k); w == "and" && head == p && k > p && k+1 < e && s.fact(k+1)&gazetteer.Common != 0 && s.fact(k-1)&gazetteer.Common != 0 {
				continue // "Trade and Industry Department"
			}
			break
		}
		fk := s.fact(k)
		if fk&gazetteer.Calendar != 0 || fk&gazetteer.Function != 0 && s.a.Tokens[k].Class&prose.AllCaps == 0 {
			break
		}
		if _, t := s.known(k); t.end > k && !(fk&gazetteer.Head != 0) {
			break
		}
		if fk&gazetteer.Head != 0 && (k > p) {
			head = k + 1
		}
	}
	if head == p {
		return p, ""
	}
	if s.first(p) && f&gazetteer.Frequent != 0 && f&gazetteer.People == 0 && head == p+2 && s.line == plain && f&(gazetteer.Head|gazetteer.First) == 0 && s.fact(p+1)&gazetteer.Frequent != 0 {
		return p, "" // "More News"
	}
	if s.line != plain && allCommon(s, p, head) {
		return p, ""
	}
	// "… Institute for Peace"
	if head+1 < e && s.joined(head) && s.fact(head-1)&gazetteer.First != 0 {
		if w := s.text(head); w == "of" || w == "for" {
			if end := s.objects(head+1, e); end > head+1 {
				return end, whyHead
			}
		}
	}
	return head, whyHead
}

func allCommon(s *scan, p, e int) bool {
	for k := p; k < e; k++ {
		if s.fact(k)&gazetteer.Common == 0 {
			return false
		}
	}
	return true
}

// objects returns the end of what an organisation is of or for: capitalised
// words, the article before them, "and" between common ones.
func (s *scan) objects(k, e int) int {
	start := k
	if k < e && s.text(k) == "the" {
		k++
	}
	last := start
	for k < e && k-start < maxName && s.joined(k) {
		f := s.fact(k)
		if s.capital(k) {
			if f&gazetteer.Calendar != 0 || f&gazetteer.Function != 0 {
				break
			}
			if _, t := s.known(k); t.end > k && last > start {
				break
			}
			k++
			last = k
			continue
		}
		if w := s.text(k); (w == "of" || w == "for" || w == "in") && last == k && last > start && k+1 < e && s.joined(k+1) {
			n := k + 1
			if s.text(n) == "the" && n+1 < e {
				n++
			}
			if s.capital(n) && w != "in" {
				k = n
				continue
			}
			break
		}
		if w := s.text(k); w == "and" && last > start && k+1 < e && f != 0 && s.capital(k+1) && s.fact(k+1)&gazetteer.Common != 0 && s.fact(k-1)&gazetteer.Common != 0 {
			k++
			continue
		}
		break
	}
	return last
}

// letters reports whether token p is an abbreviation such as OPCW.
func (s *scan) letters(p int) bool {
	t := s.a.Tokens[p]
	if t.Class&prose.AllCaps == 0 {
		return false
	}
	n := 0
	for _, r := range s.text(p) {
		if unicode.IsLetter(r) {
			n++
		} else if unicode.IsDigit(r) {
			return false // a virus, a road, a model
		}
	}
	return n >= 2 && n <= 6 && s.fact(p)&(gazetteer.People|gazetteer.Function|gazetteer.Calendar) == 0
}
