package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
)

// person is a personal name taken apart.
type person struct {
	given   string // first given name, as written; "" when there is only one word
	surname string // last word, without its particles and suffix
	sound   uint64 // of the surname: equal for spellings of one name
	bones   uint64 // its first letter and consonants; 0 when there are too few to tell
	suffix  uint64 // of Jr, II …
	words   int    // without particles and suffix
	arabic  bool   // the surname has an Arabic article
	gender  gender
}

type gender uint8

const (
	anyone gender = iota
	man
	woman
)

func (g gender) against(o gender) bool { return g != anyone && o != anyone && g != o }

// parsePerson takes a name apart. Titles are not part of it.
func parsePerson(w *gazetteer.World, name string) person {
	var p person
	prevParticle := false
	var prev, last gazetteer.Word
	for x, ok := gazetteer.Next(name, 0); ok; x, ok = gazetteer.Next(name, x.End) {
		f := w.Facts(x.Hash)
		word := name[x.Start:x.End]
		if f&gazetteer.Suffix != 0 && p.words > 0 {
			p.suffix = x.Hash
			continue
		}
		if p.words > 1 && isHonour(word) {
			continue
		}
		if len(word) == 1 && x.Start > 0 && isApostrophe(name[:x.Start]) && p.words > 0 && word == "s" {
			continue // a possessive that is part of a name is no surname
		}
		if f&gazetteer.Particle != 0 && len(word) <= 5 && x.End < len(name) && (p.words > 0 || isArticle(word)) {
			p.arabic = p.arabic || isArticle(word)
			prevParticle = true
			continue
		}
		if !prevParticle {
			p.arabic = false
		}
		if p.words == 0 {
			p.given = word
			switch f & (gazetteer.Male | gazetteer.Female) {
			case gazetteer.Male:
				p.gender = man
			case gazetteer.Female:
				p.gender = woman
			}
		}
		prev, last = last, x
		// O'Brien is one surname in two words
		if prev.End > 0 && prev.End-prev.Start == 1 && isApostrophe(name[:x.Start]) {
			last.Start = prev.Start
		} else {
			p.words++
		}
		prevParticle = false
	}
	p.surname = name[last.Start:last.End]
	if p.words < 2 {
		p.given = ""
		if p.words == 1 {
			p.gender = anyone
		}
	}
	p.sound, p.bones = sound(p.surname)
	return p
}

// pair returns a key of a person's two names that does not depend on their order,
// 0 when they are not two.
func (p *person) pair() uint64 {
	if p.words != 2 {
		return 0
	}
	return (gazetteer.Hash(p.given) + gazetteer.Hash(p.surname)) ^ keyPair
}

// isHonour reports whether a word is letters that stand after a name for a
// degree, an order or a seat.
func isHonour(word string) bool {
	switch word {
	case "MP", "MEP", "MSP", "MS", "QC", "KC", "SC", "OBE", "MBE", "CBE", "KBE", "DBE", "CMG", "KCMG", "KCB", "CB", "OM", "CH", "CVO",
		"FRS", "FBA", "FRSE", "RA", "RIBA", "MD", "PhD", "DPhil", "DSc", "MA", "BA", "MSc", "BSc", "LLB", "JD", "MBA", "RN", "USN", "USAF", "USMC", "SJ", "OP":
		return true
	}
	return false
}

func isApostrophe(before string) bool {
	return strings.HasSuffix(before, "'") || strings.HasSuffix(before, "’") || strings.HasSuffix(before, "ʼ")
}

// isArticle reports whether a particle is the Arabic article, which takes the
// form of what follows it.
func isArticle(word string) bool {
	switch word {
	case "al", "el", "Al", "El", "ul", "ur", "as", "ash", "an", "ad", "at", "AL", "EL":
		return true
	}
	return false
}

// sound returns hashes of a name that do not depend on how it was brought into
// Latin letters: without accents and double letters, ou and oo as u, ei, ey, ee
// and y as i, kh, q, c and ck as k. The second keeps only the first letter and
// the consonants; it is 0 when there are fewer than three.
func sound(word string) (all, bones uint64) {
	const (
		offset = 14695981039346656037
		prime  = 1099511628211
	)
	all, bones = offset, offset
	var buf [48]rune
	n := 0
	for _, r := range word {
		a, b := gazetteer.Fold(r)
		for _, f := range [2]rune{a, b} {
			if f != 0 && n < len(buf) && (unicode.IsLetter(f) || unicode.IsDigit(f)) {
				buf[n] = f
				n++
			}
		}
	}
	consonants, last, lastBone := 0, rune(0), rune(0)
	for i := 0; i < n; i++ {
		c := buf[i]
		next := rune(0)
		if i+1 < n {
			next = buf[i+1]
		}
		switch {
		case (c == 'o') && (next == 'u' || next == 'o'):
			c = 'u'
			i++
		case c == 'e' && (next == 'i' || next == 'y' || next == 'e'):
			c = 'i'
			i++
		case c == 'k' && next == 'h', c == 'c' && next == 'k':
			c = 'k'
			i++
		case c == 'q' || c == 'c' && next != 'h':
			c = 'k'
		case c == 'y':
			c = 'i'
		case c == 'w' && i > 0:
			c = 'v'
		}
		if c == last {
			continue
		}
		last = c
		all = (all ^ uint64(c)) * prime
		vowel := strings.ContainsRune("aeiou", c)
		if !vowel {
			consonants++
		}
		if (!vowel || i == 0) && c != lastBone {
			bones = (bones ^ uint64(c)) * prime
			lastBone = c
		}
	}
	if consonants < 3 {
		bones = 0
	}
	return all, bones
}

// sameGiven says how well two given names agree: 0 not at all, 1 as an initial,
// a nickname or a spelling, 2 to the letter; 1 when one is not known.
func sameGiven(a, b string) int {
	if a == "" || b == "" {
		return 1
	}
	if equalFold(a, b) {
		return 2
	}
	ra, _ := utf8.DecodeRuneInString(a)
	rb, _ := utf8.DecodeRuneInString(b)
	fa, _ := gazetteer.Fold(ra)
	fb, _ := gazetteer.Fold(rb)
	if isInitial(a) || isInitial(b) {
		if fa == fb {
			return 1
		}
		return 0
	}
	sa, ba := sound(a)
	sb, bb := sound(b)
	if sa == sb || ba != 0 && ba == bb && fa == fb {
		return 1
	}
	if formal(a) == formal(b) {
		return 1
	}
	return 0
}

func isInitial(s string) bool { return utf8.RuneCountInString(s) == 1 }

func equalFold(a, b string) bool {
	x, ok := gazetteer.Next(a, 0)
	y, ok2 := gazetteer.Next(b, 0)
	return ok && ok2 && x.Hash == y.Hash
}
