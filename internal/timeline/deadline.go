package timeline

import (
	"strings"

	"dateline/internal/prose"
)

// obliges reports that the sentence says that something must be done by its date.
func (l *labeller) obliges(x, y int) bool {
	for i := l.first; i < l.end; i++ {
		if l.is(i, "deadline", "ultimatum", "must", "ordered", "required", "requires", "requiring", "gave", "given", "gives", "due", "submit", "submitted", "file", "pay", "expire", "expires",
			"apply", "applications", "demanded", "obliged", "owed") || l.is(i, "have", "has", "had") && l.is(i+1, "to", "until", "till") {
			return true
		}
	}
	return false
}

// deadline is what must be done by the date: "to hand over the arsenal" after
// it, or the sentence.
func (l *labeller) deadline(x, y int) string {
	if !l.is(y, "to") || y+2 >= l.end {
		return ""
	}
	end := y + 1
	for end < l.end && !(l.kind(end, prose.Punct) && !l.quoted(end) && !l.is(end, "'", "’", "\"")) && !l.is(end, "or") {
		end++
	}
	s, ok := l.finish([]span{{y, end}})
	if !ok {
		return ""
	}
	r := []rune("Deadline " + strings.ToLower(s[:1]) + s[1:])
	if len(r) > longestLabel {
		return shorten(string(r))
	}
	return string(r)
}

// eve is the event of "…, the eve of the first vote", where y is the token after the date.
func (l *labeller) eve(y int) string {
	if l.is(y, ",") {
		y++
	}
	if l.is(y, "on") {
		y++
	}
	if l.is(y, "the") {
		y++
	}
	if !l.is(y, "eve") || !l.is(y+1, "of") {
		return ""
	}
	from := y + 2
	if l.is(from, "the", "a", "an") {
		from++
	}
	s, _ := l.finish([]span{{from, l.nounEnd(from)}})
	return s
}
