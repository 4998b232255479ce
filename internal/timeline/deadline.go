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

// mustBy returns the name of who has until the date of token x: whoever is named just
// before "until", or before a pronoun that can be nobody else: told Ann Lund she had until.
func (g *gatherer) mustBy(l *labeller, x int) string {
	i := x - 1
	if !l.is(i, "until", "till") {
		return ""
	}
	if i--; l.is(i, "had", "has", "have") {
		i--
	}
	if l.is(i, "he", "she") {
		i--
	}
	if l.is(i, "that") {
		i--
	}
	for k := g.name - 1; i >= l.first && k >= 0 && g.names[k].End >= int(l.a.Tokens[i].End); k-- {
		if m := &g.names[k]; m.Person && m.End == int(l.a.Tokens[i].End) {
			return g.fullName(k)
		}
	}
	return ""
}

// deadline is what must be done by the date, and by whom where that is known: "to
// hand over the arsenal" after it, or the sentence.
func (l *labeller) deadline(who string, y int) string {
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
	if who != "" {
		who = "for " + who + " "
	}
	r := []rune("Deadline " + who + strings.ToLower(s[:1]) + s[1:])
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
