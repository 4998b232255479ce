package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"dateline/internal/diag"
)

// Running text is gathered here: words as a reader meets them, with backslashes
// and entity references resolved, without control characters, in valid UTF-8.

// plainByte says of each byte whether it stands for itself in running text
// without a further look.
func plainByte(b byte) bool { return b >= ' ' && b < 0x7f && b != '\\' && b != '&' }

// reading says what characters in words stand for others.
type reading uint8

const (
	escapes  reading = iota // backslashes and entity references, as in Markdown
	entities                // entity references, as in HTML
	verbatim                // none, as in code and addresses
)

// words adds src[start:end] to the running text.
func (c *converter) words(start, end int, as reading) {
	s := c.src
	for i := start; i < end; {
		from := i
		for i < end && plainByte(s[i]) {
			i++
		}
		c.put(from, i)
		if i == end {
			break
		}
		switch b := s[i]; {
		case b >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(s[i:end])
			switch {
			case r == utf8.RuneError && n <= 1:
				c.rep.add(diag.Error, "invalid-utf8", i, i+1, "the byte 0x%02x is not UTF-8", b).Hint = "Save the file as UTF-8"
				c.putFor("\uFFFD", i)
			case r < 0xA0: // C1 controls
				c.control(r, i, i+n)
			case isBidi(r) && c.dropBidi:
			default:
				c.put(i, i+n)
			}
			i += n
		case b == '\\' && as == escapes:
			if i+1 < end && util.IsPunct(s[i+1]) {
				c.put(i+1, i+2)
				i += 2
			} else {
				c.put(i, i+1)
				i++
			}
		case b == '&' && as != verbatim:
			if r, n := entity(s[i:end]); n > 0 {
				c.putEntity(r, i, i+n)
				i += n
			} else {
				c.put(i, i+1)
				i++
			}
		case b == '\\' || b == '&':
			c.put(i, i+1)
			i++
		case b == '\t' || b == '\n':
			c.putFor(" ", i)
			i++
		case b == '\r':
			i++
		default:
			c.control(rune(b), i, i+1)
			i++
		}
	}
}

// putEntity adds what an entity reference stands for.
func (c *converter) putEntity(s string, start, end int) {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			c.putFor(" ", start)
		case r < ' ' || r >= 0x7f && r < 0xA0:
			c.control(r, start, end)
		case isBidi(r):
			// One that is named so may not be balanced by what the block was looked over for.
			c.rep.add(diag.Warning, "bidi-control", start, end, "the direction mark %U is left out", r)
		default:
			c.putFor(string(r), start)
		}
	}
}

func (c *converter) control(r rune, start, end int) {
	c.rep.add(diag.Warning, "control-character", start, end, "the control character %U is left out", r).Hint = "Remove it"
}

// put adds src[start:end], which stands for itself.
func (c *converter) put(start, end int) {
	if start == end {
		return
	}
	at, src := int32(len(c.text)), int32(c.base+start)
	if n := len(c.t.pieces); n == 0 || c.t.pieces[n-1].fixed || c.t.pieces[n-1].src+at-c.t.pieces[n-1].at != src {
		c.t.pieces = append(c.t.pieces, piece{at: at, src: src})
	}
	c.text = append(c.text, c.src[start:end]...)
}

// putFor adds s, which stands for something else at an offset of the source.
func (c *converter) putFor(s string, at int) {
	c.t.pieces = append(c.t.pieces, piece{at: int32(len(c.text)), src: int32(c.base + at), fixed: true})
	c.text = append(c.text, s...)
}

// isBidi reports the controls that change direction until they are ended
// (UAX 9): left open they would turn what follows them on the page.
func isBidi(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// unbalanced reports whether some text opens directions that it does not end,
// or ends some that it did not open.
func unbalanced(s []byte) bool {
	embeddings, isolates := 0, 0
	for i := 0; i+2 < len(s); i++ {
		if s[i] != 0xE2 || s[i+1]&^1 != 0x80 {
			continue
		}
		switch r, _ := utf8.DecodeRune(s[i:]); {
		case r == 0x202C:
			embeddings--
		case r >= 0x202A && r <= 0x202E:
			embeddings++
		case r == 0x2069:
			isolates--
		case r >= 0x2066 && r <= 0x2068:
			isolates++
		}
		if embeddings < 0 || isolates < 0 {
			return true
		}
	}
	return embeddings != 0 || isolates != 0
}

// entity reads the entity reference at the beginning of b: what it stands for and
// its length, or 0.
func entity(b []byte) (string, int) {
	end := 1
	for end < len(b) && end < 34 && b[end] != ';' {
		end++
	}
	if end < 3 || end >= len(b) || b[end] != ';' {
		return "", 0
	}
	if b[1] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(string(b[1:end])); ok {
			return string(e.Characters), end + 1
		}
		return "", 0
	}
	digits, base := b[2:end], rune(10)
	if digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	if len(digits) == 0 || len(digits) > 7 {
		return "", 0
	}
	r := rune(0)
	for _, d := range digits {
		switch {
		case '0' <= d && d <= '9':
			r = r*base + rune(d-'0')
		case base == 16 && 'a' <= d|0x20 && d|0x20 <= 'f':
			r = r*base + rune(d|0x20-'a') + 10
		default:
			return "", 0
		}
	}
	if r == 0 || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return string(r), end + 1
}

// decoded returns a destination, title or label as meant: backslashes and entity
// references resolved, without control characters, in valid UTF-8.
func decoded(b []byte) string {
	plain := true
	for _, c := range b {
		if !plainByte(c) {
			plain = false
			break
		}
	}
	if plain {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '\\' && i+1 < len(b) && util.IsPunct(b[i+1]):
			out = append(out, b[i+1])
			i += 2
		case c == '&':
			if s, n := entity(b[i:]); n > 0 {
				for _, r := range s {
					out = appendClean(out, r)
				}
				i += n
			} else {
				out = append(out, c)
				i++
			}
		default:
			r, n := utf8.DecodeRune(b[i:])
			out = appendClean(out, r)
			i += n
		}
	}
	return string(out)
}

// Clean returns s on one line, in valid UTF-8 without control and direction characters.
func Clean(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			out := make([]byte, 0, len(s))
			for _, r := range s {
				out = appendClean(out, r)
			}
			return string(out)
		}
	}
	return s
}

func appendClean(b []byte, r rune) []byte {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return append(b, ' ')
	case r < ' ' || r >= 0x7f && r < 0xA0 || isBidi(r):
		return b
	}
	return utf8.AppendRune(b, r)
}
