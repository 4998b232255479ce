package importer

import (
	"iter"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The constants of FNV-1a (Fowler, Noll, Vo), a hash that is the same in every run.
const (
	fnvBasis uint64 = 14695981039346656037
	fnvPrime uint64 = 1099511628211
)

// foldHash adds r to the hash h, without regard to case.
func foldHash(h uint64, r rune) uint64 {
	if r < utf8.RuneSelf {
		return (h ^ uint64(foldByte[r])) * fnvPrime
	}
	return (h ^ uint64(unicode.ToLower(r))) * fnvPrime
}

// hashLine returns the hash of s without regard to case.
func hashLine(s string) uint64 {
	h := fnvBasis
	for _, r := range s {
		h = foldHash(h, r)
	}
	return h
}

// eachWord calls f with the hash of each run of letters and digits in s, without
// regard to case, and with its length in bytes.
func eachWord(s string, f func(hash uint64, length int)) {
	start, h := -1, fnvBasis
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		word := false
		if r < utf8.RuneSelf {
			word = wordByte[r]
		} else {
			r, n = utf8.DecodeRuneInString(s[i:])
			word = isWordRune(r)
		}
		switch {
		case word && start < 0:
			start, h = i, foldHash(fnvBasis, r)
		case word:
			h = foldHash(h, r)
		case start >= 0:
			f(h, i-start)
			start = -1
		}
		i += n
	}
	if start >= 0 {
		f(h, len(s)-start)
	}
}

// foldByte gives ASCII letters in lower case, wordByte the ASCII letters and digits.
var foldByte, wordByte = func() (fold [utf8.RuneSelf]byte, word [utf8.RuneSelf]bool) {
	for c := range fold {
		fold[c] = byte(unicode.ToLower(rune(c)))
		word[c] = isLetter(byte(c)) || '0' <= c && c <= '9'
	}
	return fold, word
}()

// tally counts hashes: a table with open addresses, sized once. It is small and
// quick where a map of the same life would be most of an article's cost.
type tally struct {
	slots []tallySlot
	shift int
	room  int // for so many further hashes
}

// tallySlot is a hash with how often it was counted.
type tallySlot struct {
	hash  uint64
	count uint32
}

// newTally returns a table with room for n different hashes.
func newTally(n int) tally {
	width := bits.Len(uint(n + n/3)) // a quarter at least stays empty
	return tally{make([]tallySlot, 1<<width), 64 - width, n}
}

// slot returns where h is counted. The table is never full, so that it ends.
func (t *tally) slot(h uint64) *tallySlot {
	for i := (h * 0x9E3779B97F4A7C15) >> t.shift; ; i = (i + 1) & uint64(len(t.slots)-1) {
		if s := &t.slots[i]; s.count == 0 || s.hash == h {
			return s
		}
	}
}

// add counts h once more and returns how often it was counted before. What the
// table has no room for is not counted.
func (t *tally) add(h uint64) uint32 {
	s := t.slot(h)
	if s.count == 0 {
		if t.room == 0 {
			return 0
		}
		t.room--
	}
	s.hash = h
	s.count++
	return s.count - 1
}

// count returns how often h was counted.
func (t *tally) count(h uint64) uint32 { return t.slot(h).count }

// wordSetOf returns the set of words in a text.
func wordSetOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// phraseSetOf returns the set of phrases separated by bars and line ends.
func phraseSetOf(phrases string) map[string]bool {
	set := map[string]bool{}
	for p := range eachPhrase(phrases) {
		set[p] = true
	}
	return set
}

// eachPhrase yields phrases separated by bars and line ends.
func eachPhrase(phrases string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for p := range strings.FieldsFuncSeq(phrases, func(r rune) bool { return r == '|' || r == '\n' }) {
			if p = strings.TrimSpace(p); p != "" && !yield(p) {
				return
			}
		}
	}
}

// oneLine returns the words of s on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// asciiLetters and asciiDigits make up the names that programs give to things.
const (
	asciiLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	asciiDigits  = "0123456789"
)

// plain reports whether s has nothing but ASCII letters, digits and others.
func plain(s, others string) bool { return strings.Trim(s, asciiLetters+asciiDigits+others) == "" }

// isDigits reports whether s is a number without a sign.
func isDigits(s string) bool { return s != "" && strings.Trim(s, asciiDigits) == "" }

// shingle is how many words make a run of them that is told from chance.
const shingle = 4

// shingles are the runs of four words in the units of a text, counted, to see
// whether a line repeats words of other lines.
type shingles struct {
	tally
	hashes []uint64 // of all runs, unit by unit
	ends   []int    // where each unit's runs end in hashes
}

// newShingles counts the runs of words in the units that have no label.
func newShingles(units []unit) *shingles {
	n := 0
	for i := range units {
		n += units[i].words
	}
	s := &shingles{tally: newTally(n), hashes: make([]uint64, 0, n), ends: make([]int, len(units))}
	for i := range units {
		if units[i].label == "" {
			s.cut(units[i].text)
		}
		s.ends[i] = len(s.hashes)
	}
	for _, h := range s.hashes {
		s.add(h)
	}
	return s
}

// cut appends the hash of each run of four words in text.
func (s *shingles) cut(text string) {
	var last [shingle]uint64
	n := 0
	eachWord(text, func(w uint64, _ int) {
		last[0], last[1], last[2], last[3] = last[1], last[2], last[3], w
		if n++; n >= shingle {
			h := last[0]
			for _, x := range last[1:] {
				h = h*0x9E3779B97F4A7C15 + x
			}
			s.hashes = append(s.hashes, h)
		}
	})
}

// echo reports whether every run of four words in the unit at i stands elsewhere too.
func (s *shingles) echo(i int) bool {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	own := s.hashes[from:s.ends[i]]
	for _, h := range own {
		n := uint32(0)
		for _, o := range own {
			if o == h {
				n++
			}
		}
		if s.count(h) <= n {
			return false
		}
	}
	return len(own) > 0
}
