package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Class is a set of facts about a token.
type Class uint16

const (
	Word       Class = 1 << iota // has a letter
	Number                       // begins with a digit: 21, 21st, 1,400, 2.5, 1990s
	Punct                        // a punctuation mark or symbol, or a run of one: ... `` '' --
	Capital                      // begins with an upper-case letter
	AllCaps                      // has two or more letters, all upper-case
	Initial                      // one capital and a full stop: J.
	Abbrev                       // ends with a full stop that belongs to it: Mr., U.S., Jan.
	Space                        // white space stands before it
	LineStart                    // first token of a line
	Hyphenated                   // has an inner hyphen
)

// Token is a word, number or mark. A possessive ending is a token of its own
// ("Assad" + "'s"), an abbreviation keeps its full stop, a hyphenated word is
// one, and so is an address on the Web.
type Token struct {
	Start, End uint32
	Class      Class
	Sentence   uint32 // index of its sentence
}

// Analysis is a text with its tokens and sentences.
type Analysis struct {
	*Text
	Tokens    []Token
	Sentences []Span
}

// Analyse finds tokens and sentences. Sentences never cross blocks; every token
// lies in exactly one sentence, and every byte that is not white space in
// exactly one token. Time is linear in the text. buf, which may be nil, is
// memory to reuse.
func Analyse(t *Text, buf *Analysis) *Analysis {
	a := buf
	if a == nil {
		a = &Analysis{}
	}
	a.Text, a.Tokens, a.Sentences = t, a.Tokens[:0], a.Sentences[:0]
	if n := len(t.S)/5 + 8; cap(a.Tokens) < n { // English has six bytes a token
		a.Tokens = make([]Token, 0, n)
	}
	if n := len(t.S)/100 + len(t.Blocks); cap(a.Sentences) < n { // and a hundred bytes or more a sentence
		a.Sentences = make([]Span, 0, n)
	}
	for _, b := range t.Blocks {
		first := len(a.Tokens)
		a.scan(b.Start, b.End)
		a.split(first)
	}
	return a
}

// Of returns the words of a token.
func (a *Analysis) Of(t Token) string { return a.S[t.Start:t.End] }

// What a byte may be, as bits.
const (
	isSpace = 1 << iota
	isLower
	isUpper
	isDigit
	isHigh    // part of a character beyond ASCII
	isJoint   // may stand inside a word or number: . ' - , : &
	hasHyphen // only of words: has an inner hyphen
	isMany    // only of words: has two or more letters
)

const isAlnum = isLower | isUpper | isDigit

// kinds says what each byte may be; it is never written.
var kinds = func() (k [256]uint8) {
	for c := range k {
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			k[c] = isSpace
		case c >= 'a' && c <= 'z':
			k[c] = isLower
		case c >= 'A' && c <= 'Z':
			k[c] = isUpper
		case c >= '0' && c <= '9':
			k[c] = isDigit
		case c >= utf8.RuneSelf:
			k[c] = isHigh
		case strings.IndexByte(".'-,:&", byte(c)) >= 0:
			k[c] = isJoint
		}
	}
	return k
}()

// scan appends the tokens of S[from:to].
func (a *Analysis) scan(from, to int) {
	s := a.S[:to]
	sep := LineStart
	for i := from; i < to; {
		c := s[i]
		k := kinds[c]
		if k&isSpace != 0 {
			if c == '\n' || c == '\r' {
				sep |= LineStart
			}
			sep |= Space
			i++
			continue
		}
		end, class := i+1, Punct
		switch {
		case k&isAlnum != 0:
			end, class = word(s, i)
		case k&isHigh != 0:
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case unicode.IsSpace(r) || r == '\uFEFF':
				sep |= Space
				i += n
				continue
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				end, class = word(s, i)
			case r == '’' && sep == 0 && possessive(s, i+n):
				end, class = i+n+1, Word
			default:
				end = i + n
			}
		case c == '\'' && sep == 0 && possessive(s, i+1):
			end, class = i+2, Word
		case c == '.' || c == '\'' || c == '`' || c == '-' || c == '*' || c == '_' || c == '=':
			for end < to && s[end] == c {
				end++
			}
		}
		a.Tokens = append(a.Tokens, Token{Start: uint32(i), End: uint32(end), Class: class | sep})
		sep = 0
		i = end
	}
}

// possessive reports that the s of a possessive ending stands at s[i]. It is
// asked only after an apostrophe that follows a token without space.
func possessive(s string, i int) bool {
	return i < len(s) && s[i]|0x20 == 's' && (i+1 == len(s) || !wordByte(s[i+1]))
}

// wordByte reports that c is a letter or digit, or a part of one.
func wordByte(c byte) bool { return kinds[c]&(isAlnum|isHigh) != 0 }

// word returns the end and class of the word or number that begins at s[i].
func word(s string, i int) (end int, class Class) {
	end, class = part(s, i)
	for class&Abbrev != 0 && end+1 < len(s) && s[end] == '-' && letterAt(s, end+1) {
		next, rest := part(s, end+1) // U.S.-led is one word
		end, class = next, class&^(Abbrev|Initial|AllCaps)|Hyphenated|rest&Abbrev
	}
	return end, class
}

// part returns the end and class of a word up to the full stop of an abbreviation.
func part(s string, i int) (int, Class) {
	var bits uint8
	first := kinds[s[i]]
	if first&(isLower|isUpper) != 0 { // most words are a letter, small ones, and a space or comma
		j := i + 1
		for j < len(s) && kinds[s[j]] == isLower {
			j++
		}
		if j == len(s) || kinds[s[j]] == isSpace || s[j] == ',' {
			if first == isUpper {
				return j, Word | Capital
			}
			return j, Word
		}
	}
	if first == isHigh {
		first = runeBits(s[i:])
	}
	j := i
	for j < len(s) {
		k := kinds[s[j]]
		if k&isAlnum != 0 {
			if bits&k&(isLower|isUpper) != 0 {
				bits |= isMany
			}
			bits |= k
			j++
			continue
		}
		n := 0
		switch {
		case k&isHigh != 0:
			k, n = highPart(s, j)
			if bits&k&(isLower|isUpper) != 0 {
				bits |= isMany
			}
		case k&isJoint != 0 && joins(s, i, j):
			k, n = 0, 1
			if s[j] == '-' {
				k = hasHyphen
			}
		}
		if n == 0 {
			break
		}
		bits |= k
		j += n
	}
	if strings.HasPrefix(s[j:], "://") || j-i == 3 && s[i:j] == "www" && j < len(s) && s[j] == '.' {
		j = address(s, j)
	}
	var class Class
	if bits&(isLower|isUpper) != 0 {
		class |= Word
	}
	if first&isDigit != 0 {
		class |= Number
	}
	if first&isUpper != 0 {
		class |= Capital
	}
	if bits&(isUpper|isLower|isMany) == isUpper|isMany {
		class |= AllCaps
	}
	if bits&hasHyphen != 0 {
		class |= Hyphenated
	}
	if j < len(s) && s[j] == '.' && !strings.HasPrefix(s[j:], "..") {
		if c := stopBelongs(s, i, j); c != 0 {
			class |= c
			j++
		}
	}
	return j, class
}

// highPart returns what the character beyond ASCII at s[j] adds to a word, and
// its length, which is 0 when the word ends before it.
func highPart(s string, j int) (bits uint8, n int) {
	r, n := utf8.DecodeRuneInString(s[j:])
	switch {
	case runeBits(s[j:]) != 0:
		return runeBits(s[j:]), n
	case r == '’' && apostrophe(s, j, n):
		return 0, n
	case (r == '\u2010' || r == '\u2011') && j+n < len(s) && letterAt(s, j+n):
		return hasHyphen, n
	}
	return 0, 0
}

// runeBits returns what the character at the start of s is within a word, or 0 when it ends words.
func runeBits(s string) uint8 {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsUpper(r):
		return isUpper
	case unicode.IsLetter(r):
		return isLower
	case unicode.IsDigit(r):
		return isDigit
	case unicode.IsMark(r) || unicode.Is(unicode.Cf, r) && r != '\uFEFF':
		return isHigh // belongs to the letter before it
	}
	return 0
}

// joins reports that the mark at s[j] stands inside the word or number that began at s[i].
func joins(s string, i, j int) bool {
	if j+1 >= len(s) || j == i {
		return false
	}
	before, after := kinds[s[j-1]], kinds[s[j+1]]
	switch s[j] {
	case '-':
		return letterAt(s, j+1)
	case '\'':
		return apostrophe(s, j, 1)
	case '.':
		switch {
		case before&isDigit != 0:
			return after&isDigit != 0
		case after&isAlnum == 0:
			return false
		case j-i == 2 && after&isUpper != 0 && j+2 < len(s) && s[j+2] == '.': // Ph.D.
			return true
		case j-i == 1 || j-i >= 2 && (s[j-2] == '.' || s[j-2] == '-'): // U.S, e.g
			return after&(isLower|isUpper) != 0
		}
		return before&isLower != 0 && after&(isLower|isDigit) != 0 // example.org
	case ',':
		return before&isDigit != 0 && digits(s, j+1) == 3
	case ':':
		return before&isDigit != 0 && digits(s, j+1) == 2 && j-i <= 5
	case '&':
		return before&isUpper != 0 && after&isUpper != 0
	}
	return false
}

// letterAt reports that a letter or digit stands at s[i].
func letterAt(s string, i int) bool {
	return kinds[s[i]]&isAlnum != 0 || runeBits(s[i:])&(isLower|isUpper|isDigit) != 0
}

// apostrophe reports that the apostrophe of n bytes at s[j] is inside a word
// (O'Brien, don't) and neither ends it nor begins a possessive ending.
func apostrophe(s string, j, n int) bool {
	return j > 0 && j+n < len(s) && kinds[s[j-1]]&(isLower|isUpper|isHigh) != 0 &&
		(kinds[s[j+n]]&(isLower|isUpper) != 0 || runeBits(s[j+n:])&(isLower|isUpper) != 0 && kinds[s[j+n]] == isHigh) && !possessive(s, j+n)
}

// digits counts the digits at s[i:], up to four.
func digits(s string, i int) int {
	n := 0
	for n < 4 && i+n < len(s) && kinds[s[i+n]]&isDigit != 0 {
		n++
	}
	return n
}

// address returns the end of the address on the Web that goes on at s[j]:
// up to white space, without the punctuation that ends its sentence.
func address(s string, j int) int {
	end := j
	for end < len(s) && kinds[s[end]]&isSpace == 0 && strings.IndexByte(`<>"`, s[end]) < 0 {
		if s[end] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[end:])
			if r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsPunct(r) {
				break
			}
			end += n
			continue
		}
		end++
	}
	for end > j && strings.IndexByte(".,;:!?')]}", s[end-1]) >= 0 {
		end--
	}
	return end
}
