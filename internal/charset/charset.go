// Package charset owns the question of which characters the bytes of a file stand
// for: it finds the encoding of a text and gives it as clean UTF-8. It does not know
// what the text is.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"dateline/internal/diag"
)

// sniffLength is how many bytes are looked at for a declared or likely encoding.
const sniffLength = 4096

// Decode returns src as text: valid UTF-8, lines ended by \n, and of the control
// characters only tab and newline. It also names the encoding that src was in.
//
// A byte order mark decides; else a file that is valid UTF-8 is UTF-8 whatever
// it declares, because pages that are saved again keep the old declaration;
// then what is declared, then a guess that is reported.
func Decode(name string, src []byte) (string, string, diag.List) {
	var diags diag.List
	enc, label, guess := encodingOf(src)
	var text string
	switch {
	case enc == nil:
		src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
		text = string(src)
	default:
		out, err := enc.NewDecoder().Bytes(src)
		if err != nil { // a decoder of x/text puts U+FFFD for what it cannot read; it does not fail on bytes
			out = bytes.ToValidUTF8(src, []byte("\uFFFD"))
		}
		text = string(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf")))
		if guess {
			diags = append(diags, diag.New(diag.Warning, "encoding-guessed", name,
				"the input is not UTF-8 and declares no encoding; it was read as %q", label).
				WithHint("check accents and quotation marks, or save the input as UTF-8"))
		}
	}
	if i := invalidAt(text); i >= 0 {
		diags = append(diags, diag.At(diag.Warning, "invalid-utf-8", name, []byte(text), i, i+1,
			"byte 0x%02x at offset %d is not UTF-8; U+FFFD stands in its place", text[i], i).
			WithHint("save the input as UTF-8"))
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	text = unixLines(text)
	clean, first, n := withoutControls(text)
	if n > 0 {
		r, _ := utf8.DecodeRuneInString(text[first:])
		diags = append(diags, diag.At(diag.Warning, "control-characters", name, []byte(text), first, first+1,
			"%d control characters were removed; the first is %U", n, r).
			WithHint("check the places where they stood"))
	}
	return clean, label, diags
}

// encodingOf returns the encoding of src, or nil for UTF-8, and its name; guess says
// that neither a mark nor a declaration names it.
func encodingOf(src []byte) (enc encoding.Encoding, label string, guess bool) {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		return nil, "utf-8", false
	case bytes.HasPrefix(src, []byte("\xff\xfe\x00\x00")) && len(src)%4 == 0:
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "utf-32le", false
	case bytes.HasPrefix(src, []byte("\x00\x00\xfe\xff")):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "utf-32be", false
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return utf.UTF16(utf.LittleEndian, utf.UseBOM), "utf-16le", false
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return utf.UTF16(utf.BigEndian, utf.UseBOM), "utf-16be", false
	}
	head := src[:min(len(src), sniffLength)]
	if e, label := utf16Like(head); e != nil {
		return e, label, false
	}
	if utf8.Valid(src) {
		return nil, "utf-8", false
	}
	if label := declaredCharset(head); label != "" {
		if e, err := htmlindex.Get(label); err == nil {
			canonical, err := htmlindex.Name(e)
			if err != nil {
				canonical = label
			}
			if canonical != "utf-8" {
				return e, canonical, false
			}
		}
	}
	if mostlyUTF8(src) {
		return nil, "utf-8", false
	}
	enc, label = guessed(src)
	return enc, label, true
}

// declaredCharset returns the name after "charset=" or "encoding=" in head, or "".
func declaredCharset(head []byte) string {
	low := bytes.ToLower(head)
	for _, key := range []string{"charset", "encoding"} {
		rest := low
		for {
			i := bytes.Index(rest, []byte(key))
			if i < 0 {
				break
			}
			rest = rest[i+len(key):]
			v := bytes.TrimLeft(rest, " \t\r\n")
			if len(v) == 0 || v[0] != '=' {
				continue
			}
			v = bytes.TrimLeft(v[1:], " \t\r\n\"'")
			n := 0
			for n < len(v) && (v[n] >= 'a' && v[n] <= 'z' || v[n] >= '0' && v[n] <= '9' || v[n] == '-' || v[n] == '_' || v[n] == ':') {
				n++
			}
			if n > 0 {
				return string(v[:n])
			}
		}
	}
	return ""
}

// mostlyUTF8 reports whether src is UTF-8 with a few broken bytes: at least ten
// good sequences of two or more bytes for each bad byte.
func mostlyUTF8(src []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(src); {
		if src[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good >= 10*bad
}

// invalidAt returns where the first byte stands that is not UTF-8, or -1.
func invalidAt(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// unixLines returns s with each CR LF and each lone CR as one LF.
func unixLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n")
}

// Clean returns s as Decode does: valid UTF-8, lines ended by \n, without control
// characters but tab and newline. It is for text that was escaped within a file.
func Clean(s string) string {
	s, _, _ = withoutControls(unixLines(strings.ToValidUTF8(s, "\uFFFD")))
	return s
}

// withoutControls removes control characters but tab and newline, and returns
// where the first stood and how many there were. Lines keep their numbers.
func withoutControls(s string) (clean string, first, n int) {
	first = firstControl(s)
	if first < 0 {
		return s, -1, 0
	}
	clean = strings.Map(func(r rune) rune {
		if control(r) {
			n++
			if r == '\f' || r == '\v' || r == '\u0085' { // these part words
				return ' '
			}
			return -1
		}
		return r
	}, s)
	return clean, first, n
}

// control reports control characters but tab and newline.
func control(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 }

// firstControl returns where the first control character stands in s, or -1.
func firstControl(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= ' ' && c != 0x7f && c != 0xc2, c == '\n', c == '\t':
		case c != 0xc2 || i+1 < len(s) && s[i+1] < 0xa0: // U+0080 to U+009F are 0xC2 and one of these bytes
			return i
		}
	}
	return -1
}
