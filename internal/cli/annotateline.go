package cli

import (
	"encoding/json"
	"math/bits"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// document is a line that annotate --jsonl reads.
type document struct {
	ID   json.RawMessage `json:"id"`
	Text string          `json:"text"`
	Date string          `json:"date"`
	Mode string          `json:"mode"`
}

// readDocument reads a line as json.Unmarshal does, which it leaves what is not
// plain to: that took a twentieth of what annotating takes.
func readDocument(line []byte) (document, error) {
	if d, ok := readPlain(line); ok {
		return d, nil
	}
	var d document
	err := json.Unmarshal(line, &d)
	return d, err
}

// readPlain reads an object of nothing but what a document has, each at most once, in
// strings. It reports false for any other, and for one that is not well-formed.
func readPlain(line []byte) (d document, ok bool) {
	var seen [4]bool
	i := skipSpace(line, 0)
	for comma := byte('{'); i < len(line) && line[i] == comma; comma = ',' {
		if i = skipSpace(line, i+1); i+4 >= len(line) || line[i] != '"' {
			return d, false
		}
		name, end, ok := readString(line, i)
		if i = skipSpace(line, end); !ok || i >= len(line) || line[i] != ':' {
			return d, false
		}
		i = skipSpace(line, i+1)
		value, end, ok := readString(line, i)
		if !ok {
			return d, false
		}
		var which int
		switch name {
		case "id":
			d.ID = line[i:end:end]
		case "text":
			which, d.Text = 1, value
		case "date":
			which, d.Date = 2, value
		case "mode":
			which, d.Mode = 3, value
		default:
			return d, false
		}
		if seen[which] {
			return d, false
		}
		seen[which] = true
		i = skipSpace(line, end)
	}
	return d, i < len(line) && line[i] == '}' && skipSpace(line, i+1) == len(line) && seen != [4]bool{}
}

func skipSpace(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// readString reads the JSON string at s[i], and returns where it ends. It reports
// false when there is none, or one that is not UTF-8.
func readString(s []byte, i int) (value string, end int, ok bool) {
	if i >= len(s) || s[i] != '"' {
		return "", i, false
	}
	var b []byte // what was read up to start, when that is not s itself
	start := i + 1
	for i++; ; {
		i += plainPrefix(s[i:])
		switch {
		case i == len(s) || s[i] < ' ':
			return "", i, false
		case s[i] == '"' && b == nil:
			return string(s[start:i]), i + 1, true
		case s[i] == '"':
			return string(append(b, s[start:i]...)), i + 1, true
		case s[i] != '\\':
			r, n := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && n == 1 {
				return "", i, false
			}
			i += n
			continue
		}
		if b == nil {
			b = make([]byte, 0, len(s)-start)
		}
		r, n := escaped(s[i:])
		if n == 0 {
			return "", i, false
		}
		b = utf8.AppendRune(append(b, s[start:i]...), r)
		i += n
		start = i
	}
}

// escaped returns the character that an escape at the start of s stands for, and its
// length, which is 0 when it is none.
func escaped(s []byte) (r rune, n int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		if r = unit(s); utf16.IsSurrogate(r) {
			if r = utf16.DecodeRune(r, unit(s[6:])); r == utf8.RuneError {
				return 0, 0
			}
			return r, 12
		}
		if r >= 0 {
			return r, 6
		}
	}
	return 0, 0
}

// unit returns the number in the escape \u0000 at the start of s, or -1.
func unit(s []byte) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

// plainPrefix returns how many bytes at the beginning of s stand for themselves in a
// JSON string and are ASCII. It looks at eight at a time (Warren, Hacker's Delight, 6-1).
func plainPrefix[T string | []byte](s T) int {
	const ones, high = 0x0101_0101_0101_0101, 0x8080_8080_8080_8080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := s[i : i+8]
		x := uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
		quote, slash := x^ones*'"', x^ones*'\\'
		if odd := (x | (x - ones*' ') | (quote - ones) | (slash - ones)) & high; odd != 0 {
			// No bit below that of the first such byte is set.
			return i + bits.TrailingZeros64(odd)/8
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] < utf8.RuneSelf {
		i++
	}
	return i
}
