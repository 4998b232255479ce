package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// escapeText returns words of plain text as Markdown that shows the same words.
// Only what Markdown would take for a mark gets a backslash, so that prose stays
// readable in its source. The text is one line; start says that it begins a block.
func escapeText(s string, start bool) string {
	if !strings.ContainsAny(s, "\\`*_[]<&~{") && !strings.Contains(s, "==") && (!start || blockMark(s) == 0) {
		return s
	}
	return escapeMarks(s, start, marks{
		stars: strings.Count(s, "*") > 1, unders: strings.Count(s, "_") > 1,
		ticks: strings.Count(s, "`") > 1, tildes: strings.Count(s, "~") > 1,
		links: strings.Contains(s, "](") || strings.Contains(s, "]["),
	})
}

// escapePart escapes a part of a paragraph whose other parts are not known: every
// character that could pair with one of them.
func escapePart(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<&~{!:@") && !strings.Contains(s, "==") && !strings.Contains(s, "ww.") {
		return s
	}
	return escapeMarks(s, false, marks{stars: true, unders: true, ticks: true, tildes: true, links: true, open: true})
}

// escapeBefore is escapePart for a part whose last sign stands alone, as before white
// space.
func escapeBefore(s string, alone bool) string {
	if alone && s != "" && strings.IndexByte("!<&", s[len(s)-1]) >= 0 { // how the last sign is taken depends on what follows
		s = escapePart(s + " ")
		return s[:len(s)-1]
	}
	return escapePart(s)
}

// escapeStart escapes what would begin a block at the start of each line of md,
// which is otherwise finished.
func escapeStart(md string) string {
	if !strings.Contains(md, "\n") {
		return escapeLineStart(md)
	}
	lines := strings.Split(md, "\n")
	for i := range lines {
		lines[i] = escapeLineStart(lines[i])
	}
	return strings.Join(lines, "\n")
}

// escapeLineStart is escapeStart for one line.
func escapeLineStart(md string) string {
	words := strings.TrimLeftFunc(md, unicode.IsSpace)
	if n := blockMark(words); n > 0 {
		n += len(md) - len(words)
		return md[:n-1] + `\` + md[n-1:]
	}
	return md
}

// marks says which characters may pair with another of their kind in a paragraph.
type marks struct{ stars, unders, ticks, tildes, links, open bool }

// escapeMarks puts a backslash before each character of s that would be a mark.
func escapeMarks(s string, start bool, m marks) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	if start {
		if n := blockMark(s); n > 0 {
			b.WriteString(s[:n-1])
			b.WriteByte('\\')
			b.WriteByte(s[n-1])
			s = s[n:]
		}
	}
	// From here on s[i] is looked at with its neighbours in s; what blockMark took
	// is a mark or digits, after which no emphasis can open wrongly.
	for i := 0; i < len(s); i++ {
		c := s[i]
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		escape := false
		switch c {
		case '\\':
			escape = next == 0 || isPunct(next) || m.open && next == ' ' // which may be left out where an element ends
		case '`':
			escape = m.ticks
		case '*':
			escape = m.open || m.stars && flanks(s, i)
		case '_':
			escape = m.unders && (m.open || flanks(s, i)) && !intraword(s, i)
		case '~':
			escape = m.tildes
		case '[':
			escape = m.links || next == '[' || next == '^' || (start && i == 0 && strings.Contains(s, "]:"))
		case ']':
			escape = m.open
		case '!':
			escape = m.open && next == 0 || next == '[' && (m.links || strings.HasPrefix(s[i+1:], "[["))
		case '<':
			escape = next == '/' || next == '!' || next == '?' || isLetter(next) || m.open && next == 0
		case '&':
			escape = entityAt(s[i+1:]) || m.open && next == 0
		case ':':
			escape = m.open && strings.HasPrefix(s[i+1:], "//") && i > 2 && isLetter(s[i-1]) // an address that was no link
		case '.':
			escape = m.open && i > 2 && isLetter(next) && strings.EqualFold(s[i-3:i], "www")
		case '@':
			escape = m.open && i > 0 && !isSpace(s[i-1]) && (isLetter(next) || '0' <= next && next <= '9')
		case '{':
			escape = next == '#' || next == '.'
		case '=': // words between two pairs are highlighted in some Markdown, such as Obsidian's
			escape = next == '=' && (m.open && (i+2 == len(s) || s[i+2] != ' ') || highlightEnd(s[i:]) > 0)
		}
		if escape {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// blockMark returns how many bytes of s, up to the one to escape, would begin a
// heading, list item, quotation, fence, rule, definition or container; 0 when
// s begins as a paragraph does.
func blockMark(s string) int {
	if s == "" {
		return 0
	}
	spaceAt := func(i int) bool { return i >= len(s) || s[i] == ' ' || s[i] == '\t' }
	switch c := s[0]; {
	case c == '#':
		n := len(s) - len(strings.TrimLeft(s, "#"))
		if n <= 6 && spaceAt(n) {
			return 1
		}
	case c == '>':
		return 1
	case c == '-' || c == '+' || c == '*':
		if spaceAt(1) || strings.Trim(s, string(rune(c))+" \t") == "" || strings.HasPrefix(s, "+++") {
			return 1
		}
	case c == '_' || c == '=':
		if strings.Trim(s, string(rune(c))+" \t") == "" {
			return 1
		}
	case c == '~':
		if strings.HasPrefix(s, "~~~") {
			return 1
		}
	case c == '`':
		if ticks := len(s) - len(strings.TrimLeft(s, "`")); ticks >= 3 && !strings.Contains(s[ticks:], "`") {
			return 1
		}
	case c == ':':
		if spaceAt(1) || strings.HasPrefix(s, ":::") {
			return 1
		}
	case c == '|':
		return 1
	case '0' <= c && c <= '9':
		n := 1
		for n < len(s) && n < 10 && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		if n < len(s) && n < 10 && (s[n] == '.' || s[n] == ')') && spaceAt(n+1) {
			return n + 1
		}
	}
	return 0
}

// flanks reports whether the mark at i touches a word on either side, without
// which it cannot open or close emphasis.
func flanks(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return i > 0 && !unicode.IsSpace(before) || i+1 < len(s) && !unicode.IsSpace(after)
}

// intraword reports whether the mark at i stands between two letters or digits.
func intraword(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return isWordRune(before) && isWordRune(after)
}

// isWordRune reports letters and digits of all scripts.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// isPunct reports the ASCII punctuation that a backslash can escape: CommonMark, 2.4.
func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}

// entityAt reports whether s, which follows an ampersand, would be read as a
// character reference.
func entityAt(s string) bool {
	n := 0
	if n < len(s) && s[n] == '#' {
		n++
	}
	begin := n
	for n < len(s) && n < 40 && (isLetter(s[n]) || '0' <= s[n] && s[n] <= '9') {
		n++
	}
	return n > begin && n < len(s) && s[n] == ';'
}
