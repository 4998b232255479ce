package card

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// piece is what stands on one line as a whole: a word, or a part of one that ends
// with a hyphen.
type piece struct {
	text  string
	space bool // there is a space before it
	width int
}

// hyphens are what a line may end with inside a word.
const hyphens = "-–—/"

// pieces cuts a text where a line may end.
func (t *typeset) pieces(s setting, text string) []piece {
	var out []piece
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' }) {
		space := true
		for word != "" {
			end := len(word)
			if i := strings.IndexAny(word, hyphens); i > 0 {
				end = len(word) - len(strings.TrimLeft(word[i:], hyphens))
			}
			out = append(out, piece{word[:end], space, t.width(s, word[:end])})
			word, space = word[end:], false
		}
	}
	return out
}

// broken returns how many pieces stand on each line when none is to be wider than
// width; a single piece may be.
func broken(list []piece, width, space int) (lines []int) {
	n, at := 0, 0
	for i, p := range list {
		w := p.width
		if p.space && n > 0 {
			w += space
		}
		if n > 0 && at+w > width {
			lines, n, at, w = append(lines, n), 0, 0, list[i].width
		}
		n, at = n+1, at+w
	}
	if n > 0 {
		lines = append(lines, n)
	}
	return lines
}

// wrap sets a text in at most most lines of at most width pixels, each about as wide
// as the others. What does not fit is left out, and an ellipsis tells so; a word is cut
// only where it is wider than a line. fits is false when either was done.
func (t *typeset) wrap(s setting, text string, width, most int) (lines []string, fits bool) {
	list := t.pieces(s, text)
	space := t.width(s, " ")
	count := broken(list, width, space)
	fits = len(count) <= most
	for i := range list {
		if list[i].width > width {
			fits = false
			list[i].text = t.cut(s, list[i].text, width)
			list[i].width = t.width(s, list[i].text)
		}
	}
	if fits {
		low, high := 0, width // the narrowest lines that are as many
		for low < high {
			if w := (low + high) / 2; len(broken(list, w, space)) <= len(count) && !wider(list, w) {
				high = w
			} else {
				low = w + 1
			}
		}
		count = broken(list, high, space)
	}
	count = count[:min(len(count), most)]
	for i, n := range count {
		line := join(list[:n])
		if list = list[n:]; i == most-1 && len(list) > 0 {
			line = t.cut(s, line+" …", width)
		}
		lines = append(lines, line)
	}
	return lines, fits
}

func wider(list []piece, width int) bool {
	for _, p := range list {
		if p.width > width {
			return true
		}
	}
	return false
}

func join(list []piece) string {
	var b strings.Builder
	for i, p := range list {
		if p.space && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// cut returns a text that is no wider than width: whole words of it, or of its one
// word the first letters, and an ellipsis.
func (t *typeset) cut(s setting, text string, width int) string {
	text = strings.TrimSuffix(text, " …")
	for {
		text = strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		if text == "" || t.width(s, text+"…") <= width {
			return text + "…"
		}
		if i := strings.LastIndexByte(text, ' '); i > 0 {
			text = text[:i]
		} else {
			r := []rune(text)
			text = string(r[:len(r)-1])
		}
	}
}

// drawable returns a text without what the fonts do not have, such as pictures
// (emoji); ok is false when that takes a letter, a number or a mark of it, or
// leaves nothing.
func (t *typeset) drawable(text string) (s string, ok bool) {
	var b strings.Builder
	ok = true
	space := false
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('\u00a0')
		case unicode.IsSpace(r):
			space = true
		case unicode.Is(unicode.Cf, r): // it has no shape
		case t.partOf(r) >= 0:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			space = false
		default:
			ok = ok && !unicode.IsLetter(r) && !unicode.IsNumber(r) && !(unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r))
		}
	}
	s = b.String()
	return s, ok && strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
