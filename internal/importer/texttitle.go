package importer

import (
	"strconv"
	"strings"
)

// findTitle takes the line of the head that shares most words with the text, has
// the length of a headline, and stands near byline, date or text.
func (t *textReader) findTitle(limit int) {
	if t.titleAt >= 0 { // a message's subject
		return
	}
	var body *tally // made for the first candidate
	best, bestScore, candidates := -1, 0.0, 0
	for i := range limit {
		u := &t.units[i]
		if !candidate(u) {
			continue
		}
		candidates++
		if body == nil {
			body = wordsOf(t.units[min(limit, len(t.units)):t.to])
		}
		s := t.titleScore(i, limit, body)
		if s > bestScore {
			best, bestScore = i, s
		}
	}
	switch {
	case best < 0:
		return
	case bestScore >= 1.5:
	case candidates == 1 && t.units[best].end != finished && best == t.firstUnlabelled(limit):
	default:
		return
	}
	// A headline, and a sentence that explains it: both are like the text.
	if u := &t.units[best]; best > 0 && (u.words >= 13 || u.end == finished) {
		above := &t.units[best-1]
		if candidate(above) && above.words >= 4 && above.words < u.words && above.end != finished && above.end != comma && t.titleScore(best-1, limit, body) >= 1 {
			best--
		}
	}
	t.takeTitle(best, t.units[best].text, "headline: most like the text, above it")
}

// takeTitle makes the unit at i the title's.
func (t *textReader) takeTitle(i int, title, reason string) {
	u := &t.units[i]
	u.set(Title, reason)
	t.titleAt = i
	t.p.setTitle(title, "line", "line "+strconv.Itoa(u.first+1))
}

// candidate reports whether u has the shape of a title.
func candidate(u *unit) bool {
	return u.label == "" && u.furniture == notFurniture && u.words >= 2 && u.words <= 30 && !u.bullet && !strings.Contains(u.text, "@") && !strings.Contains(u.text, "[email")
}

// firstUnlabelled returns the first unit of the head of which nothing is known, or -1.
func (t *textReader) firstUnlabelled(limit int) int {
	for i := range limit {
		if t.units[i].label == "" && t.units[i].furniture == notFurniture {
			return i
		}
	}
	return -1
}

// titleScore is how much speaks for the unit at i as the title: words in common with
// the body, the length of a headline, what stands below it.
func (t *textReader) titleScore(i, limit int, body *tally) float64 {
	u := &t.units[i]
	shared, all := 0, 0
	eachWord(u.text, func(h uint64, length int) {
		if length < 4 {
			return
		}
		all++
		if body.count(h) > 0 {
			shared++
		}
	})
	s := 0.0
	if all > 0 {
		s = 2 * float64(shared) / float64(all)
	}
	switch {
	case u.words >= 6 && u.words <= 20:
		s += 1.4
	case u.words >= 4:
		s += 0.6
	default:
		s -= 0.5
	}
	if u.end == finished && !strings.HasSuffix(u.text, "?") && !strings.HasSuffix(u.text, "!") && !endsQuoted(u.text) {
		s -= 1.2
	}
	if innerStop(u.text) {
		s -= 1.5
	}
	for d := 1; d <= 3 && i+d <= limit && i+d < len(t.units); d++ {
		if l := t.units[i+d].label; l == Byline || l == Date || l == HighlightLine {
			s += 1.2 / float64(d)
			break
		}
	}
	if photoCredit(u.text) || hasPlace(u.text) {
		s -= 1.5
	}
	return s - 0.04*float64(limit-i)
}

// overlapWords is in how many words of a text those of its title are looked for:
// what an article is about, it says early.
const overlapWords = 1000

// wordsOf counts the words of four bytes or more at the start of the units.
func wordsOf(units []unit) *tally {
	n := 0
	for i := range units {
		if n += units[i].words; n > overlapWords {
			units = units[:i+1]
			break
		}
	}
	t := newTally(n)
	for i := range units {
		if units[i].furniture == notFurniture {
			eachWord(units[i].text, func(h uint64, length int) {
				if length >= 4 {
					t.add(h)
				}
			})
		}
	}
	return &t
}
