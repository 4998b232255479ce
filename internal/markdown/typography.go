package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typography is applied when words are written; the source keeps what was typed.
// It is decided block by block over the running text, so that a quotation may
// begin in one element and end in another. Code and addresses are passed over.

// sub replaces text[at:at+n].
type sub struct {
	at, n int
	by    string
}

// typeStyle is how a language sets quotations and dashes.
type typeStyle struct {
	double, inner [2]string // " at the outer level, and inside of another
	single        [2]string // '
	dash          string    // between spaces
	spaced        bool      // French: narrow spaces inside of quotation marks and before ; ! ? :
}

const (
	apostrophe  = "’"
	narrowSpace = "\u202F"
	hardSpace   = "\u00A0"
)

// The styles that several languages share.
var (
	english = &typeStyle{[2]string{"“", "”"}, [2]string{"“", "”"}, [2]string{"‘", "’"}, "–", false}
	angled  = &typeStyle{[2]string{"«", "»"}, [2]string{"“", "”"}, [2]string{"‘", "’"}, "–", false}
	low     = &typeStyle{[2]string{"„", "“"}, [2]string{"„", "“"}, [2]string{"‚", "‘"}, "–", false}
	swiss   = &typeStyle{[2]string{"«", "»"}, [2]string{"«", "»"}, [2]string{"‹", "›"}, "–", false}
	eastern = &typeStyle{[2]string{"„", "”"}, [2]string{"«", "»"}, [2]string{"‚", "’"}, "–", false}
	romandy = &typeStyle{[2]string{"«", "»"}, [2]string{"“", "”"}, [2]string{"‹", "›"}, "–", false}
	french  = &typeStyle{[2]string{"«" + narrowSpace, narrowSpace + "»"}, [2]string{"“", "”"}, [2]string{"‘", "’"}, "–", true}
	russian = &typeStyle{[2]string{"«", "»"}, [2]string{"„", "“"}, [2]string{"‘", "’"}, "—", false}
	nordic  = &typeStyle{[2]string{"”", "”"}, [2]string{"”", "”"}, [2]string{"’", "’"}, "–", false}
)

// styleFor returns the style of a BCP 47 language. What is not listed is set as English.
func styleFor(lang string) *typeStyle {
	if lang == "en" || lang == "" {
		return english
	}
	lang = strings.ToLower(lang)
	primary, _, _ := strings.Cut(lang, "-")
	switch primary {
	case "de":
		if lang == "de-ch" || lang == "de-li" {
			return swiss
		}
		return low
	case "cs", "sk", "bg", "is", "sl", "lt", "et":
		return low
	case "pl", "ro", "hu", "hr", "sr":
		return eastern
	case "fr":
		if lang == "fr-ch" {
			return romandy
		}
		return french
	case "es", "it", "pt", "ca", "gl", "el", "no", "nb", "nn", "uk", "be":
		if lang == "pt-br" {
			return english
		}
		return angled
	case "ru":
		return russian
	case "sv", "fi":
		return nordic
	}
	return english
}

// Typography returns s, plain text with straight quotes and hyphens, with the
// quotation marks, apostrophes and dashes of the language. The result has the
// same words; it is not HTML.
func Typography(s, lang string) string {
	if !strings.ContainsAny(s, "\"'-.") && !strings.HasPrefix(lang, "fr") {
		return s
	}
	subs, _ := styleFor(lang).block(nil, s, span{0, int32(len(s))}, nil)
	return substitute(s, 0, subs, nil)
}

// Typeset returns the running text from start to end as HTML shows it. Each offset
// into it that is pointed to is moved along with its words.
func (t *Tree) Typeset(start, end int, offsets ...*int) string {
	s, subs := t.text[start:end], t.subs
	byPlace := func(r sub, at int) int { return cmp.Compare(r.at, at) }
	lo, _ := slices.BinarySearchFunc(subs, start, byPlace)
	hi, _ := slices.BinarySearchFunc(subs, end, byPlace)
	return substitute(s, start, subs[lo:hi], offsets)
}

// substitute makes the substitutions in s, which stands at base of their text.
func substitute(s string, base int, subs []sub, offsets []*int) string {
	if len(subs) == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2*len(subs))
	from := 0
	for i := len(subs) - 1; i >= 0; i-- { // from the end, so that offsets are those of s
		r := subs[i]
		for _, at := range offsets {
			if *at >= r.at-base+r.n {
				*at += len(r.by) - r.n
			}
		}
	}
	for _, r := range subs {
		at := r.at - base
		if at+r.n > len(s) {
			break
		}
		b.WriteString(s[from:at])
		b.WriteString(r.by)
		from = at + r.n
	}
	b.WriteString(s[from:])
	return b.String()
}

// setter sets one block.
type setter struct {
	*typeStyle
	text  string // up to the end of the block
	start int
	// What is open, innermost last: ' or ".
	open []byte
	// Where the last quotation mark stood, and whether it opened.
	last   int
	opened bool
}

// typeset finds the typography of the whole text.
func (t *Tree) typeset() {
	style := styleFor(t.lang)
	quiet := t.quiet
	for i := range t.blocks {
		t.subs, quiet = style.block(t.subs, t.text, t.blocks[i].span, quiet)
	}
}

// block adds the substitutions for one block of running text. quiet are the
// spans that are passed over, in order; those after the block are returned.
func (style *typeStyle) block(subs []sub, text string, b span, quiet []span) ([]sub, []span) {
	s := setter{typeStyle: style, text: text[:b.end], start: int(b.start), last: -2}
	var buf [8]byte
	s.open = buf[:0]
	for i := s.start; i < len(s.text); {
		if c := s.text[i]; c >= 'A' || c == ' ' && !s.spaced { // most of them stay as they are
			i++
			continue
		}
		for len(quiet) > 0 && int(quiet[0].end) <= i {
			quiet = quiet[1:]
		}
		if len(quiet) > 0 && int(quiet[0].start) <= i {
			i = min(int(quiet[0].end), len(s.text))
			continue
		}
		n, by := 1, ""
		switch c := s.text[i]; c {
		case '"':
			by = s.quote(i)
		case '\'':
			by = s.apostropheOrQuote(i)
		case '-':
			n, by = s.dashes(i)
		case '.':
			n, by = s.dots(i)
		case ' ':
			if s.spaced && i+1 < len(s.text) && i > s.start {
				switch s.text[i+1] {
				case ';', '!', '?':
					by = narrowSpace
				case ':':
					by = hardSpace
				}
			}
		}
		if by != "" && (len(quiet) == 0 || i+n <= int(quiet[0].start)) {
			subs = append(subs, sub{i, n, by})
		}
		i += n
	}
	return subs, quiet
}

// before returns the character before i, or a space at the block's beginning.
func (s *setter) before(i int) rune {
	if i <= s.start {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[s.start:i])
	return r
}

// after returns the character at i, passing over quotation marks, or a space at the
// block's end. Nobody writes more marks in a row than are passed over.
func (s *setter) after(i int) rune {
	for far := i + 16; i < len(s.text) && i < far && (s.text[i] == '"' || s.text[i] == '\''); {
		i++
	}
	if i >= len(s.text) {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return r
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// side says what the character beside a quotation mark is to it.
type side uint8

const (
	space side = iota
	word
	opening // a bracket or mark that opens
	dash
	other // other punctuation
)

func (s *setter) left(i int) side {
	if i == s.last+1 {
		if s.opened {
			return opening
		}
		return other
	}
	switch r := s.before(i); {
	case unicode.IsSpace(r):
		return space
	case isWordRune(r):
		return word
	case strings.ContainsRune("([{<¡¿«„‚“‘/=", r):
		return opening
	case r == '-' || r == '–' || r == '—':
		return dash
	default:
		return other
	}
}

// opens decides whether the quotation mark at i opens. It is a question of what
// stands on its sides; only where both are punctuation, or both words, does it
// count whether one is open.
func (s *setter) opens(i int, c byte) bool {
	r := s.after(i + 1)
	gap := unicode.IsSpace(r)
	switch s.left(i) {
	case space, opening:
		return !gap
	case dash:
		return isWordRune(r)
	case word:
		return false
	default:
		return isWordRune(r) && !s.isOpen(c)
	}
}

func (s *setter) isOpen(c byte) bool { return strings.IndexByte(string(s.open), c) >= 0 }

func (s *setter) quote(i int) string {
	if !s.opens(i, '"') {
		if !s.isOpen('"') && unicode.IsDigit(s.before(i)) && i != s.last+1 {
			return "″" // inches
		}
		if s.left(i) == space {
			return "" // between two spaces it is neither
		}
		s.note(i, false)
		outer := s.depth('"')
		s.close('"')
		if outer > 1 {
			return s.inner[1]
		}
		return s.double[1]
	}
	s.note(i, true)
	pair := s.double
	if s.isOpen('"') {
		pair = s.inner
	}
	s.push('"')
	return pair[0]
}

func (s *setter) apostropheOrQuote(i int) string {
	next, width := rune(' '), 0
	if i+1 < len(s.text) {
		next, width = utf8.DecodeRuneInString(s.text[i+1:])
	}
	prev := s.before(i)
	switch {
	case isWordRune(prev) && i != s.last+1 && isWordRune(next):
		if unicode.IsDigit(prev) && unicode.IsDigit(next) {
			return "′" // feet
		}
		return apostrophe
	case s.leftOut(i + 1):
		return apostrophe
	case s.opens(i, '\''):
		s.note(i, true)
		s.push('\'')
		return s.single[0]
	case s.left(i) == space:
		if width == 0 || unicode.IsSpace(next) {
			return "" // between two spaces it is neither
		}
		return apostrophe
	case s.isOpen('\'') && !s.plural(i):
		s.note(i, false)
		s.close('\'')
		return s.single[1]
	default:
		s.note(i, false)
		return apostrophe
	}
}

// plural reports whether the mark at i, after an s and before a word, is a
// possessive inside of a quotation that is closed further on.
func (s *setter) plural(i int) bool {
	if i == 0 || s.text[i-1]|0x20 != 's' || i+2 >= len(s.text) || s.text[i+1] != ' ' || !isWordRune(s.after(i+2)) {
		return false
	}
	// Look for the mark that closes, not far: each look has a bound.
	rest := s.text[i+2 : min(len(s.text), i+2+400)]
	for j := 1; j < len(rest); j++ {
		if rest[j] != '\'' {
			continue
		}
		p, _ := utf8.DecodeLastRuneInString(rest[:j])
		n, _ := utf8.DecodeRuneInString(rest[j+1:])
		switch {
		case unicode.IsSpace(p): // another opens first
			return false
		case isWordRune(p) && isWordRune(n) && j+1 < len(rest):
		default:
			return true
		}
	}
	return false
}

// leftOut reports whether an apostrophe stands for what was left out at the
// beginning of a word: '90s, 'tis, rock 'n' roll.
func (s *setter) leftOut(i int) bool {
	if i-1 > s.start && isWordRune(s.before(i-1)) {
		// The second one of 'n'.
		return false
	}
	rest := s.text[i:]
	if len(rest) >= 3 && rest[2] == 's' && isDigit(rest[0]) && isDigit(rest[1]) {
		return len(rest) == 3 || !isWordRune(rune(rest[3])) && rest[3] < utf8.RuneSelf
	}
	end := 0
	for end < len(rest) && end < 6 && isASCIILetter(rune(rest[end])) {
		end++
	}
	if end < len(rest) {
		if r, _ := utf8.DecodeRuneInString(rest[end:]); isWordRune(r) {
			return false
		}
	}
	switch strings.ToLower(rest[:end]) {
	case "tis", "twas", "twere", "twill", "em", "til", "cos", "nuff", "tude":
		return true
	case "s": // German 's for es; English with the word before it elsewhere
		return rest[0] == 's' && (end == len(rest) || rest[end] != '\'')
	case "n":
		return end < len(rest) && (rest[end] == '\'' || rest[end] == ' ')
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (s *setter) note(i int, opened bool) { s.last, s.opened = i, opened }

// push remembers an open mark; so deep nobody quotes that more need be remembered.
func (s *setter) push(c byte) {
	if len(s.open) < 8 {
		s.open = append(s.open, c)
	}
}

func (s *setter) depth(c byte) int { return strings.Count(string(s.open), string(rune(c))) }

// close forgets the innermost open mark of a kind and what was opened in it: a
// quotation of several paragraphs opens each and is closed once.
func (s *setter) close(c byte) {
	if i := strings.LastIndexByte(string(s.open), c); i >= 0 {
		s.open = s.open[:i]
	}
}

// dashes sets -- and --- and a hyphen between spaces. Ranges of numbers,
// arrows, options of commands and rules of more hyphens stay.
func (s *setter) dashes(i int) (n int, by string) {
	n = 1
	for i+n < len(s.text) && s.text[i+n] == '-' {
		n++
	}
	prev := s.before(i)
	next := rune(' ')
	if i+n < len(s.text) {
		next, _ = utf8.DecodeRuneInString(s.text[i+n:])
	}
	if prev == '<' || prev == '!' || next == '>' {
		return n, ""
	}
	switch n {
	case 1:
		if prev != ' ' || next != ' ' || i == s.start || i+1 == len(s.text) {
			return n, ""
		}
		if unicode.IsDigit(s.before(i-1)) && i+2 < len(s.text) && isDigit(s.text[i+2]) {
			return n, "" // a range, or a subtraction
		}
		return n, s.dash
	case 2:
		if unicode.IsSpace(prev) && isWordRune(next) {
			return n, "" // --option
		}
		return n, "–"
	case 3:
		return n, "—"
	}
	return n, ""
}

func (s *setter) dots(i int) (n int, by string) {
	n = 1
	for i+n < len(s.text) && s.text[i+n] == '.' {
		n++
	}
	if n == 3 {
		return n, "…"
	}
	return n, ""
}
