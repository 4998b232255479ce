package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// split returns the tokens with those parted at their hyphens that join dates:
// 1939-45, August-September, 22-25 April, 477-450 BC, 17 May-2 June, and
// "1950-the year of…", where a hyphen stands for a dash. Most texts have none,
// and then the tokens are the analysis's own.
func split(a *prose.Analysis) []prose.Token {
	var out []prose.Token // nil until a token is parted
	for i, t := range a.Tokens {
		if t.Class&prose.Hyphenated == 0 || t.End-t.Start > longestSplit || !joinsDates(a, i) {
			if out != nil {
				out = append(out, t)
			}
			continue
		}
		if out == nil {
			out = append(make([]prose.Token, 0, len(a.Tokens)+16), a.Tokens[:i]...)
		}
		out = appendParts(out, a.S, t)
	}
	if out == nil {
		return a.Tokens
	}
	return out
}

// longestSplit is how many bytes a token that joins dates may have: "September-December-".
const longestSplit = 24

// joinsDates reports that token i is several dates, or a date and a word.
func joinsDates(a *prose.Analysis, i int) bool {
	t := a.Tokens[i]
	head, tail, _ := strings.Cut(a.S[t.Start:t.End], "-")
	tail, more, three := strings.Cut(tail, "-")
	x, y := namesDate(head), namesDate(tail)
	switch {
	case three:
		return x && y && namesDate(more) && !digits(head)
	case x && y && digits(head) && digits(tail):
		return rangeOf(a, i, head, tail)
	case x && y:
		return true
	case !digits(head) || len(head) > 4:
		return false
	}
	return len(head) == 4 && dashBefore[strings.ToLower(tail)]
}

// namesDate reports that a word is a month, weekday or season with a capital, or at most four digits.
func namesDate(w string) bool {
	if w == "" {
		return false
	}
	if digits(w) {
		return len(w) <= 4
	}
	return english.of(w).class&(cMonth|cWeekday|cSeason) != 0 && (w[0] < 'a' || english.of(w).class&cSeason != 0)
}

func digits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

// rangeOf reports that two numbers are years, or days of a month beside them.
func rangeOf(a *prose.Analysis, i int, head, tail string) bool {
	x, y := number(head), number(tail)
	beside := func(j int, c class) bool {
		return j >= 0 && j < len(a.Tokens) && english.look(a.S, a.Tokens[j]).class&c != 0
	}
	switch {
	case len(head) == 4 && len(tail) == 4:
		return x < y && x >= 1000 && y < 2200
	case len(head) == 4 && len(tail) == 2:
		return x >= 1000 && x < 2200 && y > x%100
	case beside(i+1, cEra):
		return true
	case len(head) <= 2 && len(tail) <= 2:
		return x < y && y <= 31 && (beside(i+1, cMonth) || beside(i-1, cMonth))
	}
	return false
}

func appendParts(out []prose.Token, s string, t prose.Token) []prose.Token {
	lead := t.Class & (prose.Space | prose.LineStart)
	for at := t.Start; at < t.End; {
		end := at
		for end < t.End && s[end] != '-' {
			end++
		}
		p := prose.Token{Start: at, End: end, Sentence: t.Sentence, Class: prose.Word | lead}
		switch {
		case digits(s[at:end]):
			p.Class = prose.Number | lead
		case s[at] >= 'A' && s[at] <= 'Z':
			p.Class |= prose.Capital
		}
		if end == t.End && t.Class&prose.Abbrev != 0 {
			p.Class |= prose.Abbrev
		}
		out = append(out, p)
		lead = 0
		if end < t.End {
			out = append(out, prose.Token{Start: end, End: end + 1, Sentence: t.Sentence, Class: prose.Punct})
			end++
		}
		at = end
	}
	return out
}
