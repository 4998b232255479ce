package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// articleWords is how many words of prose make an article rather than a notice: a
// phrase that ends articles ends none before so many were read.
const articleWords = 60

// span finds the article: the run of units with the most words of prose, where
// furniture, lists of other articles and lone short lines count against it (the
// maximum subarray, by Kadane's method).
func (t *textReader) span() {
	stamps := newStamps(t.units)
	best, sum, start := 0, 0, 0
	below := notFurniture // the heading of furniture that u stands below
	discussed := false    // a heading of comments stands above
	for i := range t.end {
		u := &t.units[i]
		if u.furniture == ends && best < articleWords {
			u.furniture = lone
		}
		if below == contact && u.apart && i > 0 && (address(t.units[i-1].text) || telephone(t.units[i-1].text)) {
			below = notFurniture
		}
		below = under(below, u)
		u.below = below != notFurniture
		discussed = discussed || u.furniture == ends && (strings.Contains(u.reason, "omment") || strings.Contains(u.reason, "oment"))
		w := 0
		switch {
		case u.label != "":
		case sum > articleWords && t.heads(i):
			sum, w = sum/2, -10
		case sum > articleWords && u.words <= 5 && stamps.times(u) >= stampTimes:
			w = -8
		default:
			w = t.weight(i)
			if discussed && w > 0 {
				w /= 2
			}
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		if sum += w; sum > best {
			best, t.from, t.to = sum, start, i+1
		}
	}
	if best == 0 || best < articleWords && t.loose(best) { // no prose: all of it is the article, but for furniture
		t.from, t.to, t.verse = 0, t.end, best > 0
		if t.end > 1 && t.units[1].apart && t.units[0].words <= 12 && t.units[0].end == unfinished {
			t.from = 1 // its title stands above
		}
	}
	for t.from < t.to && t.units[t.from].label != "" {
		t.from++
	}
	t.trimMenus()
	t.trimTeasers()
	t.extend()
}

// trimMenus takes off what a menu or a list of names parts from the article's end, when
// it is a small part of the prose and the page's furniture stands beyond it.
func (t *textReader) trimMenus() {
	total := 0
	for i := t.from; i < t.to; i++ {
		if u := &t.units[i]; u.prose() && u.furniture == notFurniture {
			total += u.words
		}
	}
	read, menu := 0, 0 // words of prose above, and short lines on end
	for i := t.from; i < t.to; i++ {
		u := &t.units[i]
		if u.short() && !u.bullet && u.label == "" {
			menu++
			continue
		}
		if u.furniture == lone {
			continue
		}
		if menu >= menuLines && (total-read)*4 < total && t.furnished(i) {
			for t.to = i; t.to > t.from && !t.units[t.to-1].prose(); t.to-- {
			}
			return
		}
		menu = 0
		if u.prose() {
			read += u.words
		}
	}
}

// furnished reports whether furniture of a page stands below the unit at i.
func (t *textReader) furnished(i int) bool {
	for ; i < t.end; i++ {
		if k := t.units[i].furniture; k == lone && !ruleOnly(t.units[i].text) || k == opens || k == ends {
			return true
		}
	}
	return false
}

// loose reports whether a text is no page and hardly prose, with few of its words in
// sentences of some length: a poem, notes, a list. best is how many are.
func (t *textReader) loose(best int) bool {
	words, marks := 0, 0
	for i := range t.end {
		u := &t.units[i]
		words += u.words
		switch {
		case u.label != "" || u.furniture > lone:
			return false
		case u.furniture == lone && !ruleOnly(u.text):
			marks++
		}
	}
	return words > 4*best && marks <= 2
}

// extend goes on with the article below its span: the weights end it where little
// stands below a list or a mark, and no words of an article may be lost. Copy goes on
// to the end that it says it has.
func (t *textReader) extend() {
	for {
		i := t.resumes(t.to)
		if i < 0 {
			return
		}
		t.units[i].below = false
		t.to = i + 1
	}
}

// resumes returns the next sentence from the unit at i on that goes on with the
// article, or -1: below a few marks, items and short lines, or below one list of
// other articles when it is not the summary of a further one.
func (t *textReader) resumes(i int) int {
	said := t.end < len(t.units) // the text says where it ends
	box := false
	for others := 0; i < t.end && others < 8; i++ {
		u := &t.units[i]
		switch {
		case u.furniture == opens && !box:
			box = true
		case u.furniture > lone, t.heads(i):
			return -1
		case u.label != "" || u.furniture == lone || u.bullet:
			others++
		case u.end != finished || u.words < 5:
			others++
			if !box && !said && u.end == unfinished && others > 2 {
				return -1
			}
		case cutOff(u.text), box && u.words < 8, box && i+1 < t.end && t.headline(i+1), !box && !said && t.headline(i-1):
			return -1
		default:
			return i
		}
	}
	return -1
}

// headline reports whether the unit at i may be the headline of another article.
func (t *textReader) headline(i int) bool {
	u := &t.units[i]
	return u.label == "" && u.furniture == notFurniture && u.end == unfinished && u.words >= 4 && !u.bullet && captionCue(u) == ""
}

// weight is what the unit at i adds to the article that it would belong to.
func (t *textReader) weight(i int) int {
	u := &t.units[i]
	switch {
	case u.furniture == ends:
		return -60
	case u.furniture == opens, u.furniture == contact:
		return -25
	case u.furniture == lone:
		return -6
	case u.below:
		return -8
	case u.prose() && cutOff(u.text):
		return 0
	case u.prose():
		if u.words <= 40 && t.alone(i) {
			return u.words / 3
		}
		return min(u.words, 60)
	case u.end == finished, u.end == colon:
		return 2
	case u.words >= 9:
		return 0
	default:
		return -3
	}
}

// heads reports whether the unit at i is the date of another article in a list or of
// a comment: it says how long ago that was, or it is a date and stands at a
// headline or a name. A date alone amid prose may be a diary's.
func (t *textReader) heads(i int) bool {
	u := &t.units[i]
	switch {
	case u.end == finished, signsPost(u):
		return false
	case relativeDate(u):
		return true
	case u.end == colon && u.words <= 14:
		_, _, _, ok := findDate(u.text)
		return ok && speaks(u.text)
	}
	return isDateline(u) && (i > 0 && t.units[i-1].end == unfinished || i+1 < len(t.units) && t.units[i+1].end == unfinished)
}

// cutOff reports whether s breaks off with dots, as the summary in a list does.
func cutOff(s string) bool {
	s = strings.TrimRight(s, " ])")
	return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// alone reports whether the unit at i has no finished sentence above or below it,
// as the summary in a list of articles.
func (t *textReader) alone(i int) bool {
	return (i == 0 || t.units[i-1].end == unfinished) && (i+1 == len(t.units) || t.units[i+1].end == unfinished)
}

// stamps are short lines that stand several times on a page, but for their
// figures: the section above each headline of a list, "12 votes" below a comment.
type stamps struct{ tally }

// stampTimes is how often a short line stands on a page that is no part of a text.
const stampTimes = 3

// newStamps counts the stamps of a page.
func newStamps(units []unit) *stamps {
	s := &stamps{newTally(len(units))}
	for i := range units {
		if h, ok := stampOf(&units[i]); ok {
			s.add(h)
		}
	}
	return s
}

// times returns how often the line of u stands on the page, 0 when it is none.
func (s *stamps) times(u *unit) uint32 {
	h, ok := stampOf(u)
	if !ok {
		return 0
	}
	return s.count(h)
}

// stampOf returns the hash of a short line without its figures.
func stampOf(u *unit) (uint64, bool) {
	if u.words > 10 || u.end != unfinished {
		return 0, false
	}
	h := fnvBasis
	for i := range len(u.text) {
		if c := u.text[i]; c < '0' || c > '9' {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	return h, true
}

// relativeDate reports whether u is a short line that says how long ago something was.
func relativeDate(u *unit) bool {
	if u.words > 8 || !strings.ContainsFunc(u.text, unicode.IsDigit) {
		return false
	}
	low := strings.ToLower(u.text)
	for _, w := range []string{" ago", "vor ", "il y a ", "hace ", " fa", "há ", " geleden", " sedan"} {
		if i := strings.Index(low, w); i == 0 || i > 0 && w[0] == ' ' && (i+len(w) == len(low) || low[i+len(w)] == ' ') {
			return true
		}
	}
	return false
}

// trimTeasers takes teasers of other articles off the span's end.
func (t *textReader) trimTeasers() {
	for t.to-t.from > 6 {
		switch {
		case t.teaser(t.to - 2):
			t.to -= 3
		case t.teaser(t.to - 1): // its last line is already outside the span
			t.to -= 2
		default:
			return
		}
	}
}

// teaser reports whether the unit at i is the summary of another article: a
// headline stands above it, and a line with names and a date below.
func (t *textReader) teaser(i int) bool {
	if i < 2 || i+1 >= len(t.units) || !t.units[i].prose() {
		return false
	}
	headline, foot := &t.units[i-1], &t.units[i+1]
	if headline.end != unfinished || headline.words < 4 || headline.words > 20 || !isDateline(foot) {
		return false
	}
	// a short one may be the last subheading, and the date below the article's own
	return headline.words >= 7 || isDateline(&t.units[i-2])
}

// under returns the heading of furniture that u stands below, given that of the
// unit before. Prose ends a list of headlines; only a long paragraph resumes an
// article after what usually stands at its end.
func under(before furnitureKind, u *unit) furnitureKind {
	switch {
	case u.furniture == opens || u.furniture == ends || u.furniture == contact:
		return u.furniture
	case before == contact && (u.words >= 7 || u.prose()):
		return notFurniture
	case before == opens && u.end == finished && (u.words >= 12 && !endsQuoted(u.text) || u.words >= 5 && quoted(u.text) && !endsUnfinishedQuote(u.text)):
		return notFurniture
	case before == opens && (photoCredit(u.text) || hasPlace(u.text)):
		return notFurniture
	case before == ends && u.prose() && u.words >= 25:
		return notFurniture
	}
	return before
}

// endsUnfinishedQuote reports whether s is a headline that ends in a quotation.
func endsUnfinishedQuote(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return endsQuoted(s) && isWordRune(r)
}
