package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ending is how a unit of text ends.
type ending uint8

const (
	unfinished ending = iota
	finished          // as a sentence does
	colon
	comma
)

// unit is a paragraph of plain text: a line, or several that were wrapped.
type unit struct {
	first, last int    // indices of its lines
	text        string // its words, on one line
	bullet      bool   // a bullet stood before the words
	apart       bool   // an empty line stands above
	quote       int    // how many ">" stood before the words, as in messages
	words       int
	end         ending
	marked      bool // somebody said what it is ("@highlight")
	label       Label
	reason      string
	furniture   furnitureKind
	below       bool // it stands below a heading of furniture
}

// set labels u, unless an earlier pass knew it.
func (u *unit) set(l Label, reason string) {
	if u.label == "" {
		u.label, u.reason = l, reason
	}
}

// prose reports whether u reads as part of an article: a sentence of some length.
func (u *unit) prose() bool { return u.end == finished && u.words >= 8 }

// short reports whether u is like an item of a menu.
func (u *unit) short() bool { return u.words <= 4 && u.end == unfinished }

// readText reads plain text: articles as they were saved, mailed or pasted, with
// or without what stood around them on the page.
func readText(text string, opt Options) *page {
	lines := strings.Split(text, "\n")
	if n := len(lines); n > 1 && lines[n-1] == "" { // a last line end ends a line, and begins none
		lines = lines[:n-1]
	}
	units := cutUnits(lines)
	p := &page{}
	t := textReader{units: units, p: p, whole: opt.Whole}
	t.run()
	p.lines = account(lines, units)
	p.blocks = t.blocks()
	return p
}

// cutUnits joins wrapped lines and measures each unit.
func cutUnits(lines []string) []unit {
	bare, depth := unquoted(lines)
	wrap := wrapOf(bare)
	units := make([]unit, 0, len(lines)/2+1)
	apart := false
	for i := 0; i < len(lines); {
		s := strings.TrimSpace(bare[i])
		if s == "" {
			if strings.TrimSpace(lines[i]) != "" { // a quotation's empty line
				units = append(units, newUnit(i, i, strings.TrimSpace(lines[i])))
			}
			apart = true
			i++
			continue
		}
		j := i
		for j+1 < len(lines) && depth[i] == depth[j+1] && wrap.joins(bare[j], bare[j+1]) {
			j++
		}
		if j > i {
			s = joinLines(bare[i : j+1])
		}
		u := newUnit(i, j, s)
		u.apart, u.quote = apart, int(depth[i])
		units = append(units, u)
		apart = false
		i = j + 1
	}
	return units
}

// joinLines makes one line of a paragraph. A word that was broken with a hyphen
// keeps it and gets no space: the hyphen may be its own.
func joinLines(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if i > 0 && !(brokenWord(lines[i-1]) && startsLower(l)) {
			b.WriteByte(' ')
		}
		b.WriteString(l)
	}
	return b.String()
}

// brokenWord reports whether a line ends inside a word, with a hyphen.
func brokenWord(line string) bool {
	head, ok := strings.CutSuffix(strings.TrimRight(line, " \t"), "-")
	if !ok {
		head, ok = strings.CutSuffix(strings.TrimRight(line, " \t"), "\u00ad")
	}
	r, _ := utf8.DecodeLastRuneInString(head)
	return ok && unicode.IsLetter(r)
}

// endsLower reports whether s ends with a small letter.
func endsLower(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLower(r)
}

// startsLower reports whether s begins with a small letter.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// unquoted takes the marks off lines that a message quotes, "> words", and returns
// how many stood before each. A single such line is not taken for a quotation.
func unquoted(lines []string) (bare []string, depth []uint8) {
	depth = make([]uint8, len(lines))
	marked := 0
	for _, l := range lines {
		if strings.HasPrefix(l, ">") {
			marked++
		}
	}
	if marked < 2 {
		return lines, depth
	}
	bare = make([]string, len(lines))
	for i, l := range lines {
		for strings.HasPrefix(l, ">") && depth[i] < 255 {
			depth[i]++
			l = strings.TrimPrefix(l[1:], " ")
		}
		bare[i] = l
	}
	return bare, depth
}

// newUnit measures the words s of the lines from first to last.
func newUnit(first, last int, s string) unit {
	u := unit{first: first, last: last}
	u.text, u.bullet = withoutBullet(s)
	u.words = countWords(u.text)
	u.end = endingOf(u.text)
	u.furniture, u.reason = furnitureOf(u.text, u.words, u.end == finished)
	if u.furniture == notFurniture && ruleOnly(u.text) {
		u.furniture, u.reason = lone, "a line without words"
	}
	if u.furniture == notFurniture && u.words == 1 && (strings.HasPrefix(u.text, "http://") || strings.HasPrefix(u.text, "https://") || strings.HasPrefix(u.text, "www.")) {
		u.furniture, u.reason = lone, "an address alone"
	}
	return u
}

// wrapping is how a text is broken into lines.
type wrapping struct {
	width  int  // of the longest line, in characters, when the text is wrapped; else 0
	spaced bool // empty lines stand between paragraphs
}

// wrapOf finds out whether the lines of a text were broken to fit a width: none
// is longer than a hundred characters, and most lines that are followed by another
// one have no room for its first word, and break off in a sentence.
func wrapOf(lines []string) wrapping {
	var w wrapping
	empty, full, longest := 0, 0, 0
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			empty++
			continue
		}
		full++
		longest = max(longest, utf8.RuneCountInString(strings.TrimSpace(l)))
	}
	w.spaced = full > 0 && empty*4 >= full
	if longest < 40 || longest > 100 {
		return w
	}
	pairs, broken, ended := 0, 0, 0
	for i := 0; i+1 < len(lines); i++ {
		a, b := strings.TrimSpace(lines[i]), strings.TrimSpace(lines[i+1])
		if a == "" || b == "" {
			continue
		}
		pairs++
		if noRoom(a, b, longest) {
			broken++
			if endingOf(a) == finished {
				ended++
			}
		}
	}
	if broken >= 2 && broken*5 >= pairs*2 && ended*2 < broken {
		w.width = longest
	}
	return w
}

// noRoom reports whether the first word of b would not have fitted behind a.
func noRoom(a, b string, width int) bool {
	word := b
	if i := strings.IndexByte(b, ' '); i >= 0 {
		word = b[:i]
	}
	return utf8.RuneCountInString(a)+1+utf8.RuneCountInString(word) > width
}

// joins reports whether line b goes on with the paragraph of line a.
func (w wrapping) joins(a, b string) bool {
	ta, tb := strings.TrimSpace(a), strings.TrimSpace(b)
	if ta == "" || tb == "" {
		return false
	}
	if _, bullet := withoutBullet(tb); bullet || ruleOnly(ta) || ruleOnly(tb) {
		return false
	}
	if strings.HasPrefix(ta, "@") || strings.HasPrefix(tb, "@") || allCaps(ta) && !allCaps(tb) {
		return false
	}
	if w.width > 0 && noRoom(ta, tb, w.width) {
		indented := len(b)-len(strings.TrimLeft(b, " \t")) >= 2 && len(a) == len(strings.TrimLeft(a, " \t"))
		return !indented
	}
	// A line that breaks off, and one that begins in lower case or with a figure: they
	// belong together where paragraphs are kept apart by empty lines.
	if !w.spaced || endingOf(ta) == finished {
		return false
	}
	n := utf8.RuneCountInString(ta)
	return n < 120 && (startsLower(tb) || n >= 40 && tb[0] >= '0' && tb[0] <= '9' && endsLower(ta))
}

// withoutBullet takes a bullet off a line: "- ", "* ", "• ", and "- ." as some
// content systems write it.
func withoutBullet(s string) (string, bool) {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '-', '*', '•', '·', '‣', '▪', '●', '■', '◦', '–', '+':
	default:
		return s, false
	}
	rest := s[n:]
	t := strings.TrimLeft(rest, " \t\u00a0")
	if t == "" || len(t) == len(rest) && r != '•' && r != '●' && r != '▪' && r != '■' {
		return s, false
	}
	if strings.HasPrefix(t, ".") && !strings.HasPrefix(t, "..") {
		if u := strings.TrimLeft(t[1:], " "); u != "" {
			t = u
		}
	}
	return t, true
}

// ruleOnly reports whether s has neither letter nor digit.
func ruleOnly(s string) bool {
	return strings.IndexFunc(s, isWordRune) < 0
}

// countWords counts runs of characters between spaces; in scripts written without
// spaces two characters count as a word.
func countWords(s string) int {
	n, in, dense := 0, false, 0
	for _, r := range s {
		if r < 0x80 {
			space := r == ' ' || r == '\t'
			if !space && !in {
				n++
			}
			in = !space
			continue
		}
		if unicode.IsSpace(r) {
			in = false
			continue
		}
		if r >= 0x2e80 && unicode.IsLetter(r) {
			dense++
		}
		if !in {
			n++
		}
		in = true
	}
	return n + dense/2
}

// endingOf tells a finished sentence from a line that breaks off, looking
// through quotation marks and brackets.
func endingOf(s string) ending {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', '…', '。', '！', '？', '؟', '।':
			return finished
		case ':', '：':
			return colon
		case ',', ';', '–', '—', '-':
			return comma
		case '"', '\'', '”', '’', '»', '«', '“', ')', ']', ' ', '\u00a0', '*', '_':
			s = s[:len(s)-n]
		default:
			return unfinished
		}
	}
	return unfinished
}

// account makes the account of every line: those of a unit share its label, the
// others are blank.
func account(lines []string, units []unit) []Line {
	out := make([]Line, len(lines))
	for i, l := range lines {
		out[i] = Line{N: i + 1, Label: Blank, Reason: "empty", Text: l}
	}
	for i := range units {
		u := &units[i]
		for j := u.first; j <= u.last; j++ {
			if strings.TrimSpace(lines[j]) != "" {
				out[j].Label, out[j].Reason = u.label, u.reason
			}
		}
	}
	return out
}
