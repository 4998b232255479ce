package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Raw makes a Text of plain text as it stands, byte for byte: S is s, and maps
// to itself. Empty lines part blocks. A line break within such a run of lines
// parts blocks too, unless it is one that an editor made by filling lines up to
// a width: then the first word of the next line had no room on this one. So a
// text of one line a paragraph and one with wrapped lines both give paragraphs.
// A short line without end punctuation above a longer block is a Heading.
func Raw(s string) *Text {
	t := &Text{S: s, pieces: []piece{{}}}
	if s == "" {
		t.pieces = nil
		return t
	}
	lines := rawLines(s)
	width := wrapWidth(s, lines)
	section := 0
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && !lines[n].gap {
			n++
		}
		w := runWidth(s, lines[:n])
		if w == 0 {
			w = width
		}
		for i := 0; i < n; {
			j := i + 1
			for j < n && wraps(s, lines[j-1], lines[j], w) {
				j++
			}
			b := Block{Span: Span{lines[i].start, lines[j-1].end}}
			if j == i+1 && headingLike(s, lines[i:min(i+2, len(lines))]) {
				b.Kind = Heading
				section++
			}
			b.Section = section
			t.Blocks = append(t.Blocks, b)
			i = j
		}
		lines = lines[n:]
	}
	return t
}

// rawLine is a line that is not empty, without the white space around it.
type rawLine struct {
	start, end int
	chars      int32 // its length in characters
	first      int32 // the length of its first word, in characters
	indent     int32 // bytes of white space before it
	gap        bool  // an empty line stands before it
}

// longestWrapped is the width, in characters, above which nobody wraps lines by hand or machine.
const longestWrapped = 120

func rawLines(s string) []rawLine {
	var lines []rawLine
	newline := byte('\n')
	if strings.IndexByte(s, '\n') < 0 {
		newline = '\r'
	}
	gap := false
	for at := 0; at < len(s); {
		next := len(s)
		if i := strings.IndexByte(s[at:], newline); i >= 0 {
			next = at + i + 1
		}
		body := strings.TrimRightFunc(s[at:next], unicode.IsSpace)
		words := strings.TrimLeftFunc(body, unicode.IsSpace)
		if words == "" {
			gap = true
		} else {
			first, _, _ := strings.Cut(words, " ")
			indent := len(body) - len(words)
			lines = append(lines, rawLine{
				start: at + indent, end: at + len(body), indent: int32(indent), gap: gap,
				chars: length(words), first: length(first),
			})
			gap = false
		}
		at = next
	}
	return lines
}

// length returns how many characters s has, at most two hundred or so: none that is longer
// is told apart from others.
func length(s string) (n int32) {
	const most = 2 * longestWrapped
	if len(s) > utf8.UTFMax*most {
		return most
	}
	for range s {
		if n++; n == most {
			break
		}
	}
	return n
}

// runWidth returns the width that a run of lines was wrapped at, or 0 when
// nothing shows that it was: no line of it is continued in mid-sentence.
func runWidth(s string, run []rawLine) int32 {
	width, continued := int32(0), false
	for i, l := range run {
		width = max(width, l.chars)
		if i > 0 && continues(s, run[i-1], l) {
			continued = true
		}
	}
	if !continued || width > longestWrapped {
		return 0
	}
	return width
}

// wrapWidth returns the width at which most wrapped runs of the text were
// wrapped at least, or 0 when less than a third of the line breaks inside runs
// fall in mid-sentence: then a break means a new paragraph.
func wrapWidth(s string, lines []rawLine) int32 {
	width, breaks, inside := int32(0), 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i].gap {
			continue
		}
		breaks++
		if continues(s, lines[i-1], lines[i]) && lines[i-1].chars <= longestWrapped {
			inside++
			width = max(width, lines[i-1].chars)
		}
	}
	if inside*3 < breaks {
		return 0
	}
	return width
}

// continues reports that b goes on with a sentence of a: a is no short line, it
// ends no sentence, and b begins in lower case.
func continues(s string, a, b rawLine) bool {
	const shortest = 30 // below, they may be the items of a list, or verses
	if a.chars < shortest || endsSentence(s[a.start:a.end]) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[b.start:b.end])
	return unicode.IsLower(r)
}

// wraps reports that the break between a and b was made by filling lines of the given width.
func wraps(s string, a, b rawLine, width int32) bool {
	if width == 0 || b.indent > a.indent+1 || bullet(s[b.start:b.end]) {
		return false
	}
	return a.chars+1+b.first > width || continues(s, a, b)
}

func bullet(line string) bool {
	r, n := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("-*+•◦▪·–", r) && strings.HasPrefix(line[n:], " ")
}

// endsSentence reports that a line ends with a mark that may end a sentence.
func endsSentence(line string) bool {
	line = strings.TrimRight(line, `"')]”’»`)
	r, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".!?…:;。！？", r)
}

// headingLike reports that the first of the lines is short, ends no sentence,
// and stands above a line of prose, which is at least twice as long.
func headingLike(s string, lines []rawLine) bool {
	const longest, prose = 80, 60
	l := lines[0]
	return l.chars <= longest && !endsSentence(s[l.start:l.end]) && !bullet(s[l.start:l.end]) &&
		len(lines) > 1 && lines[1].chars > prose && lines[1].chars >= 2*l.chars
}
