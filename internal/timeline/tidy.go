package timeline

import (
	"slices"
	"strings"
)

// tidy leaves one space between words, none before a mark, and no mark but
// those of quotation at either end.
func tidy(s string) string {
	seen := look(s)
	if seen&oddSpace != 0 {
		s = strings.Join(strings.Fields(s), " ")
		seen = look(s)
	}
	if seen&strayMark != 0 {
		for _, p := range [...]string{" ()", " []", " “”", "()"} {
			s = strings.ReplaceAll(s, p, "")
		}
		for _, p := range [...]string{" ,", " .", " ;", " :", " !", " ?", " )"} {
			s = strings.ReplaceAll(s, p, p[1:])
		}
		s = strings.ReplaceAll(s, "( ", "(")
		s = strings.ReplaceAll(strings.ReplaceAll(s, ",,", ","), ",.", ".")
	}
	s = strings.TrimRight(strings.TrimLeft(s, " ,.;:!?)-–—"), " ,;:-–—(")
	if strings.HasSuffix(s, ".") && !abbreviated(s) {
		s = strings.TrimRight(s, ". ")
	}
	if seen&paired == 0 {
		return s
	}
	n := len(s)
	if s = balance(s); len(s) < n && look(s)&oddSpace != 0 { // where a mark was dropped
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// What a look at a text sees, as bits.
const (
	oddSpace  = 1 << iota // white space that is no single space
	strayMark             // a mark where none may be: after a space, after another, or a pair with nothing in it
	bracket
	apostrophe
	backquote
	quotes // straight
	curly  // a mark of typography, of quotation or another
	sign   // | * \ @ / _

	paired = bracket | apostrophe | backquote | quotes | curly // of the marks that come in pairs
)

// look returns what there is to see in s.
func look(s string) (seen uint8) {
	before := uint8(other)
	for i := range len(s) {
		kind := markOf[s[i]]
		seen |= sight[before][kind]
		before = kind
	}
	if seen&curly != 0 && strings.Contains(s, "“”") {
		seen |= strayMark
	}
	return seen
}

// Kinds of bytes, as far as a look tells them apart.
const (
	other = iota
	space
	comma
	stop
	opening // (
	squared // [
	closing
	single
	backtick
	double
	high  // 0xe2, with which the marks of typography begin
	latin // 0xc2, with which a space that does not break begins
	fixed // 0xa0, with which it ends
	control
	symbol
	markKinds
)

var markOf = func() (m [256]uint8) {
	for kind, bytes := range [markKinds]string{
		space: " ", comma: ",", stop: ".;:!?", opening: "(", squared: "[", closing: ")]", single: "'", backtick: "`", double: `"`,
		high: "\xe2", latin: "\xc2", fixed: "\xa0", control: "\n\r\t", symbol: `|*\@/_`,
	} {
		for i := range len(bytes) {
			m[bytes[i]] = uint8(kind)
		}
	}
	return m
}()

// sight is what is seen of a byte of a kind after one of another.
var sight = func() (t [markKinds][markKinds]uint8) {
	for before := range t {
		t[before] = [markKinds]uint8{
			opening: bracket, squared: bracket, closing: bracket, single: apostrophe, backtick: backquote, double: quotes,
			high: curly, control: oddSpace, symbol: sign,
		}
	}
	for _, before := range [...]int{space, comma, opening, squared} {
		for _, mark := range [...]int{comma, stop, closing} {
			t[before][mark] |= strayMark
		}
	}
	t[opening][space] |= strayMark
	t[space][space] |= oddSpace
	t[latin][fixed] |= oddSpace
	return t
}()

// abbreviated reports that the last full stop of s belongs to its last word: U.S.
func abbreviated(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return strings.Count(last, ".") > 1 && len(last) <= 8 && !strings.HasSuffix(last, "..")
}

// balance drops quotation marks and brackets that have lost their partner.
func balance(s string) string {
	seen := look(s)
	if seen&paired == 0 {
		return s
	}
	if seen&curly != 0 {
		if low := strings.Count(s, "„"); low > 0 { // German, which closes with the mark that English opens with
			if low != strings.Count(s, "“")+strings.Count(s, "”") {
				s = germanMarks.Replace(s)
			}
		} else if strings.Count(s, "“") != strings.Count(s, "”") {
			s = englishMarks.Replace(s)
		}
	}
	if seen&bracket != 0 {
		s = dropLone(dropLone(s, '(', ')'), '[', ']')
	}
	if seen&(backquote|apostrophe) != 0 && strings.Count(s, "``") != strings.Count(s, "''") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "``", ""), "''", "")
	}
	if seen&quotes != 0 && strings.Count(s, `"`)%2 != 0 {
		s = strings.ReplaceAll(s, `"`, "")
	}
	if seen&apostrophe != 0 {
		s = balanceSingle(s, "'", "'")
	}
	if seen&curly != 0 {
		s = balanceSingle(s, "‘", "’")
	}
	return strings.TrimSpace(s)
}

var (
	germanMarks  = strings.NewReplacer("„", "", "“", "", "”", "")
	englishMarks = strings.NewReplacer("“", "", "”", "")
)

// balanceSingle drops single quotation marks without a partner, and leaves apostrophes.
func balanceSingle(s, begin, end string) string {
	var open, lone []int
	for i := 0; i < len(s); {
		switch {
		case s[i] != begin[0]: // both begin with the same byte
			i++
		case strings.HasPrefix(s[i:], begin) && (i == 0 || s[i-1] == ' ' || s[i-1] == '(') && i+len(begin) < len(s) && s[i+len(begin)] != ' ':
			open = append(open, i)
			i += len(begin)
		case strings.HasPrefix(s[i:], end) && i > 0 && (i+len(end) == len(s) || strings.IndexByte(" ,.;:!?)", s[i+len(end)]) >= 0):
			if len(open) > 0 {
				open = open[:len(open)-1]
			} else if s[i-1] != 's' { // the boys' school
				lone = append(lone, i)
			}
			i += len(end)
		default:
			i++
		}
	}
	for k := len(lone) - 1; k >= 0; k-- {
		s = s[:lone[k]] + s[lone[k]+len(end):]
	}
	for k := len(open) - 1; k >= 0; k-- {
		at := open[k]
		for _, x := range lone {
			if x < at {
				at -= len(end)
			}
		}
		s = s[:at] + s[at+len(begin):]
	}
	return s
}

// dropLone drops brackets that have no partner; they do not nest.
func dropLone(s string, open, shut byte) string {
	var lone []int
	at := -1 // an open bracket
	for i := range len(s) {
		switch {
		case s[i] == open && at < 0:
			at = i
		case s[i] == shut && at >= 0:
			at = -1
		case s[i] == open, s[i] == shut:
			lone = append(lone, i)
		}
	}
	if at >= 0 {
		lone = append(lone, at)
	}
	if lone == nil {
		return s
	}
	slices.Sort(lone)
	out := make([]byte, 0, len(s))
	from := 0
	for _, i := range lone {
		out = append(out, s[from:i]...)
		from = i + 1
	}
	return string(append(out, s[from:]...))
}
