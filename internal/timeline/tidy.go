package timeline

import (
	"slices"
	"strings"
)

// tidy leaves one space between words, none before a mark, and no mark but
// those of quotation at either end.
func tidy(s string) string {
	if oddSpace(s) {
		s = strings.Join(strings.Fields(s), " ")
	}
	if strayMark(s) {
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
	n := len(s)
	if s = balance(s); len(s) < n && oddSpace(s) { // where a mark was dropped
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// strayMark reports that a mark stands where none may: after a space, after
// another, or a pair with nothing in it.
func strayMark(s string) bool {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case ',', '.', ';', ':', '!', '?', ')', ']':
			switch s[i-1] {
			case ' ', ',', '(', '[':
				return true
			}
		case ' ':
			if s[i-1] == '(' {
				return true
			}
		}
	}
	return strings.Contains(s, "“”")
}

// abbreviated reports that the last full stop of s belongs to its last word: U.S.
func abbreviated(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return strings.Count(last, ".") > 1 && len(last) <= 8 && !strings.HasSuffix(last, "..")
}

// balance drops quotation marks and brackets that have lost their partner.
func balance(s string) string {
	if !paired(s) {
		return s
	}
	if low := strings.Count(s, "„"); low > 0 { // German, which closes with the mark that English opens with
		if low != strings.Count(s, "“")+strings.Count(s, "”") {
			s = germanMarks.Replace(s)
		}
	} else if strings.Count(s, "“") != strings.Count(s, "”") {
		s = englishMarks.Replace(s)
	}
	s = dropLone(dropLone(s, '(', ')'), '[', ']')
	if strings.Count(s, "``") != strings.Count(s, "''") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "``", ""), "''", "")
	}
	if strings.Count(s, `"`)%2 != 0 {
		s = strings.ReplaceAll(s, `"`, "")
	}
	return balanceSingle(s)
}

var (
	germanMarks  = strings.NewReplacer("„", "", "“", "", "”", "")
	englishMarks = strings.NewReplacer("“", "", "”", "")
)

// paired reports that s has a mark of those that come in pairs.
func paired(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '\'', '"', '`', '(', ')', '[', ']', 0xe2: // 0xe2 begins those of typography
			return true
		}
	}
	return false
}

// oddSpace reports that s has white space that is no single space.
func oddSpace(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case ' ':
			if i+1 < len(s) && s[i+1] == ' ' {
				return true
			}
		case '\n', '\r', '\t':
			return true
		case 0xa0:
			if i > 0 && s[i-1] == 0xc2 {
				return true
			}
		}
	}
	return false
}

// balanceSingle drops single quotation marks without a partner, and leaves apostrophes.
func balanceSingle(s string) string {
	for _, p := range [...][2]string{{"'", "'"}, {"‘", "’"}} {
		var open []int
		var lone []int
		for i := 0; i < len(s); {
			switch {
			case s[i] != p[0][0]: // both begin with the same byte
				i++
			case strings.HasPrefix(s[i:], p[0]) && (i == 0 || s[i-1] == ' ' || s[i-1] == '(') && i+len(p[0]) < len(s) && s[i+len(p[0])] != ' ':
				open = append(open, i)
				i += len(p[0])
			case strings.HasPrefix(s[i:], p[1]) && i > 0 && (i+len(p[1]) == len(s) || strings.IndexByte(" ,.;:!?)", s[i+len(p[1])]) >= 0):
				if len(open) > 0 {
					open = open[:len(open)-1]
				} else if s[i-1] != 's' { // the boys' school
					lone = append(lone, i)
				}
				i += len(p[1])
			default:
				i++
			}
		}
		for k := len(lone) - 1; k >= 0; k-- {
			s = s[:lone[k]] + s[lone[k]+len(p[1]):]
		}
		for k := len(open) - 1; k >= 0; k-- {
			at := open[k]
			for _, x := range lone {
				if x < at {
					at -= len(p[1])
				}
			}
			s = s[:at] + s[at+len(p[0]):]
		}
	}
	return strings.TrimSpace(s)
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
