package search

import (
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
)

// maxWord is the longest word that is kept, in bytes: what is longer is no word.
const maxWord = 48

// Words calls yield with each word of s that can be searched for, folded: small
// letters without accents, so that "Müller" and "MULLER" are one. Letters with
// full stops between them are one word ("U.S."), other single letters are none. In
// scripts that are written without spaces, every two neighbouring characters are
// a word. The slice is valid until yield returns. The browser does the same to a
// query, in static/js/words.js; a test compares the two.
func Words(s string, yield func(word []byte)) {
	var room [maxWord + 4*utf8.UTFMax]byte
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if small[c] == 0 {
				i++
				continue
			}
			n := 0 // most words are short and of ASCII
			for i+n < len(s) && n < maxWord && small[s[i+n]] != 0 {
				room[n] = small[s[i+n]]
				n++
			}
			if i+n == len(s) || s[i+n] < utf8.RuneSelf && s[i+n] != '.' && n < maxWord {
				i += n
				if n > 1 || c <= '9' {
					yield(room[:n])
				}
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(s[i:]); !isWord(r) {
			i += n
			continue
		} else if unspaced(r) {
			i += pairs(s[i:], room[:0], yield)
			continue
		}
		word, n := spaced(s, i, room[:0])
		i += n
		if len(word) <= maxWord && (len(word) > 1 || len(word) == 1 && word[0] < 'a') {
			yield(word)
		}
	}
}

// small maps a letter or digit of ASCII to its small form, all else to 0.
var small = func() (t [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		if isWord(rune(c)) {
			t[c] = byte(unicode.ToLower(rune(c)))
		}
	}
	return t
}()

// isWord reports whether r is part of words.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// unspaced reports whether r belongs to a script that is written without spaces.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// spaced appends the folded word at s[from] to dst and returns how many bytes of
// s it is.
func spaced(s string, from int, dst []byte) (word []byte, n int) {
	i := from
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if small[c] == 0 {
				if c == '.' && initials(s, i) {
					i++
					continue
				}
				break
			}
			if len(dst) <= maxWord {
				dst = append(dst, small[c])
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) || unspaced(r) {
			break
		}
		dst = appendFolded(dst, r)
		i += size
	}
	return dst, i - from
}

// initials reports whether the full stop at s[n] stands between two letters that
// stand alone, as in "U.S.".
func initials(s string, n int) bool {
	other := func(i int) bool { return i < 0 || i >= len(s) || s[i] < utf8.RuneSelf && small[s[i]] == 0 }
	alone := func(i int) bool { return i >= 0 && i < len(s) && small[s[i]] >= 'a' && other(i-1) && other(i+1) }
	return alone(n-1) && alone(n+1)
}

func appendFolded(dst []byte, r rune) []byte {
	if len(dst) > maxWord {
		return dst
	}
	if r == 'ς' {
		return utf8.AppendRune(dst, 'σ')
	}
	a, b := gazetteer.Fold(r)
	for _, f := range [2]rune{a, b} {
		if f != 0 {
			dst = utf8.AppendRune(dst, f)
		}
	}
	return dst
}

// pairs yields the pairs of characters of the run at the head of s, and returns
// its length. A character that stands alone is a word.
func pairs(s string, pair []byte, yield func([]byte)) (n int) {
	count := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unspaced(r) {
			break
		}
		n += size
		second := len(pair)
		if pair = appendFolded(pair, r); len(pair) == second {
			continue // an accent
		}
		if count++; count > 1 {
			yield(pair)
			pair = append(pair[:0], pair[second:]...)
		}
	}
	if count == 1 {
		yield(pair)
	}
	return n
}
