package gazetteer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a run of letters and digits, which is what phrases are compared by:
// hyphens, apostrophes, full stops and spaces only separate words, so that
// "al-Assad" and "al Assad" have the same two.
type Word struct {
	Start, End int
	Hash       uint64 // of its folded letters: without case and accents
}

// Next returns the first word of s at or after byte i. It reports false at the end.
func Next(s string, i int) (Word, bool) {
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if lower[c] != 0 {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if isLetter(r) {
			break
		}
		i += n
	}
	if i >= len(s) {
		return Word{}, false
	}
	w := Word{Start: i, Hash: offset}
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			f := lower[c]
			if f == 0 {
				break
			}
			w.Hash = (w.Hash ^ uint64(f)) * prime
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isLetter(r) {
			break
		}
		w.Hash = foldRune(w.Hash, r)
		i += n
	}
	w.End = i
	return w, true
}

// Hash returns the hash of the first word of s, or 0.
func Hash(s string) uint64 {
	w, ok := Next(s, 0)
	if !ok {
		return 0
	}
	return w.Hash
}

// The constants of FNV-1a, 64 bits (Fowler, Noll and Vo).
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// lower maps a letter or digit of ASCII to its small form, all else to 0.
var lower = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			t[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// Fold returns r without case and accent, 0 when nothing is left of it (a
// combining accent), and the second letter of the few that are written as two.
func Fold(r rune) (first, second rune) {
	if r < utf8.RuneSelf {
		if f := lower[r]; f != 0 {
			return rune(f), 0
		}
		return r, 0
	}
	switch r {
	case 'ß', 'ẞ':
		return 's', 's'
	case 'æ', 'Æ':
		return 'a', 'e'
	case 'œ', 'Œ':
		return 'o', 'e'
	case 'ø', 'Ø':
		return 'o', 0
	case 'ł', 'Ł':
		return 'l', 0
	case 'đ', 'Đ', 'ð', 'Ð':
		return 'd', 0
	case 'ı':
		return 'i', 0
	}
	if unicode.Is(unicode.Mn, r) {
		return 0, 0
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	if d := norm.NFD.Properties(buf[:n]).Decomposition(); d != nil {
		if r, _ = utf8.DecodeRune(d); r >= utf8.RuneSelf {
			return Fold(r) // an accent on one of the letters above
		}
	}
	if r < utf8.RuneSelf && lower[r] != 0 {
		return rune(lower[r]), 0
	}
	return unicode.ToLower(r), 0
}

func foldRune(h uint64, r rune) uint64 {
	a, b := Fold(r)
	for _, f := range [2]rune{a, b} {
		if f == 0 {
			continue
		}
		if f < utf8.RuneSelf {
			h = (h ^ uint64(f)) * prime
			continue
		}
		for ; f != 0; f >>= 8 {
			h = (h ^ uint64(f&0xff)) * prime
		}
	}
	return h
}
