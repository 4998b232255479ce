package importer

import (
	"slices"
	"strconv"
	"strings"

	"dateline/internal/day"
)

// textReader labels the units of a plain text in ordered passes. Each pass gives
// labels to what it is sure of and leaves the rest to the next; what none of them
// knows is the body, since words of an article must not be lost.
type textReader struct {
	units    []unit
	p        *page
	whole    bool
	from, to int  // the article's span: units[from:to]
	verse    bool // lines, and not sentences, make the text
	end      int  // where the text ends by its own word: units[end:] are no part of it
	titleAt  int  // index of the title's unit, or -1
}

// run labels the units, and hands what is known of the header to the page.
func (t *textReader) run() {
	t.titleAt, t.end = -1, len(t.units)
	t.markedLines()
	t.leadingBullets()
	if t.whole {
		t.from, t.to = 0, len(t.units)
	} else {
		t.end = t.marks()
		t.span()
		t.head()
		t.tail()
		t.duplicates()
		t.inside()
	}
	for i := range t.units {
		t.units[i].set(Body, "prose")
	}
	t.collect()
}

// markedLines labels what says itself what it is: "@highlight" and the line below.
func (t *textReader) markedLines() {
	for i := 0; i < len(t.units); i++ {
		u := &t.units[i]
		if strings.EqualFold(u.text, "@highlight") {
			u.marked = true
			u.set(HighlightLine, "mark")
			if i+1 < len(t.units) {
				i++
				t.units[i].set(HighlightLine, "after @highlight")
			}
		}
	}
}

// leadingBullets labels a run of bulleted lines before the prose: the article in
// brief, as newspapers' sites print it.
func (t *textReader) leadingBullets() {
	for i := 0; i < len(t.units); i++ {
		u := &t.units[i]
		if u.label != "" {
			continue
		}
		if !u.bullet {
			if u.prose() {
				return
			}
			continue
		}
		j, words := i, 0
		for j < len(t.units) && t.units[j].bullet {
			words += t.units[j].words
			j++
		}
		if j-i >= 2 && j < len(t.units) && words >= 4*(j-i) && t.proseBelow(j) {
			for k := i; k < j; k++ {
				t.units[k].set(HighlightLine, "bulleted line before the text")
			}
		}
		return
	}
}

// proseBelow reports whether a sentence without a bullet stands at i or below.
func (t *textReader) proseBelow(i int) bool {
	for ; i < len(t.units); i++ {
		if t.units[i].prose() && !t.units[i].bullet {
			return true
		}
	}
	return false
}

// head labels what stands before the article's text: date, authors, title and
// the sentence below it.
func (t *textReader) head() {
	limit := t.from // the head may reach a few units into the span: a standfirst is prose too
	read := 0
	for i := t.from; i < min(t.from+5, t.to) && read < articleWords; i++ {
		u := &t.units[i]
		if read += u.words; u.label == "" && (isDateline(u) || t.markedByline(u)) {
			limit = i + 1
		}
	}
	for i := 0; i < limit; i++ {
		u := &t.units[i]
		if u.label != "" {
			continue
		}
		if u.below && u.furniture == notFurniture && i < t.from && !isDateline(u) && !t.markedByline(u) && !t.aboveByline(i) {
			u.set(Boiler, "below a heading of furniture")
			continue
		}
		t.headLine(i, limit)
	}
	t.findTitle(limit)
	t.nameBesideDate(limit)
	t.restOfHead(limit)
	t.leadDate()
}

// headLine labels a line of the head that shows what it is: a date, or the names
// behind "By". A word such as "By" or "Published:" alone speaks of the next line.
func (t *textReader) headLine(i, limit int) {
	u := &t.units[i]
	switch {
	case u.text == "|" && i > 0 && (t.units[i-1].label == Date || t.units[i-1].label == Byline):
		u.set(t.units[i-1].label, "mark between dates")
	case u.furniture != notFurniture:
	case isDateline(u):
		t.headDate(i)
	case u.words <= 5 && dateWord[foldLine(u.text)]:
		u.set(Date, "label of a date")
	case u.words <= 5 && unsignedBylines[foldLine(u.text)]:
		u.set(Byline, "unsigned")
	default:
		t.headByline(i, limit)
	}
}

// headDate labels a line of date, on which names may stand too.
func (t *textReader) headDate(i int) {
	u := &t.units[i]
	c, start, end, ok := findDate(u.text)
	if ok {
		t.takeDate(i, c, end)
	}
	names, marked := splitByline(u.text)
	if !marked && ok && start > 8 {
		names, _ = splitByline(u.text[:start])
		names = slices.DeleteFunc(names, titleOfPaper)
		marked = len(names) > 0 && strings.IndexByte(names[0], ' ') > 0 && !dateWord[foldLine(u.text[:start])] && !strings.ContainsAny(u.text[:start], ":")
	}
	if marked && len(names) > 0 {
		t.p.authors = append(t.p.authors, names...)
		u.set(Byline, "byline with the date")
		return
	}
	u.set(Date, "date line")
}

// headByline labels a line that names the authors, and what belongs to it below.
func (t *textReader) headByline(i, limit int) {
	u := &t.units[i]
	names, marked := splitByline(u.text)
	if name, ok := strings.CutPrefix(u.text, "di "); ok && u.words >= 3 && u.words <= 5 && nameLike(name) { // Italian, in which "di" may begin much else
		names, marked = []string{name}, true
	}
	var next *unit
	if i+1 < limit {
		next = &t.units[i+1]
	}
	switch {
	case !marked || u.words > 20, len(names) == 0 && u.words > 1: // "By the time …"
	case len(names) == 0:
		u.set(Byline, "label of a byline")
		if next != nil && next.label == "" {
			if names, _ := splitByline(next.text); len(names) > 0 {
				t.p.authors = append(t.p.authors, names...)
				next.set(Byline, "name below the label of a byline")
			}
		}
	default:
		if len(t.p.authors) == 0 {
			t.p.authors = append(t.p.authors, names...)
		}
		u.set(Byline, "byline")
		// "Associated Press" and the like, below the name
		if next != nil && next.label == "" && next.furniture == notFurniture && next.words <= 5 && next.end == unfinished && nameLike(next.text) && !t.titleLikeBelow(i+1, limit) {
			next.set(Byline, "below the byline")
		}
	}
}

// titleLikeBelow reports whether the unit at i is the only one left in the head that
// could be the title.
func (t *textReader) titleLikeBelow(i, limit int) bool {
	for j := 0; j < limit; j++ {
		if j != i && t.units[j].label == "" && t.units[j].furniture == notFurniture && t.units[j].words >= 3 {
			return false
		}
	}
	return t.units[i].words >= 3
}

// titleOfPaper reports whether a name begins with an article, as those of newspapers do.
func titleOfPaper(name string) bool {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	switch first {
	case "the", "der", "die", "das", "le", "la", "les", "el", "los", "il", "o":
		return true
	}
	return false
}

// unsignedBylines stand where a name would, folded by foldLine.
var unsignedBylines = phraseSetOf(`editorial|leitartikel|éditorial|staff reporter|by a staff reporter|by our own correspondent
	from our own correspondent|from our correspondent|by our correspondent|from a correspondent|from a staff correspondent
	von unserem korrespondenten|von unserer redaktion|eigener bericht|de notre correspondant|de notre envoyé spécial
	de nuestro corresponsal|redacción|la rédaction`)

// leadDate takes the date from the first paragraph's place and date, as agencies and
// press offices write them: "HALDEN, March 3, 2021 --", when no line has one.
func (t *textReader) leadDate() {
	for i := t.from; i < t.to && t.p.date == ""; i++ {
		u := &t.units[i]
		if u.label != "" || !u.prose() {
			continue
		}
		head := u.text[:min(len(u.text), 90)]
		c, start, end, ok := findDate(head)
		if !ok || start > 48 {
			return
		}
		place := strings.TrimRight(head[:start], " ,(/|–—-")
		rest := strings.TrimLeft(head[end:], ") ")
		if countWords(place) > 5 || place != "" && !startsUpper(place) || strings.ContainsAny(place, ".:;!?\"") {
			return
		}
		for _, mark := range []string{"--", "-", "–", "—", ". ", ".-", ".–", ".—", "(", "/", ": "} {
			if strings.HasPrefix(rest, mark) {
				t.takeDate(i, c, end)
				return
			}
		}
		return
	}
}

// aboveByline reports whether the unit at i has the length of a headline and stands
// on a byline or a date.
func (t *textReader) aboveByline(i int) bool {
	if t.units[i].words < 4 || i+1 >= len(t.units) {
		return false
	}
	next := &t.units[i+1]
	return isDateline(next) || t.markedByline(next)
}

// markedByline reports whether a line names authors behind "By".
func (t *textReader) markedByline(u *unit) bool {
	if u.words > 14 || u.end == finished && u.words > 8 {
		return false
	}
	names, marked := splitByline(u.text)
	return marked && len(names) > 0
}

// dateWord are labels that stand before or above a date, folded by foldLine.
var dateWord = phraseSetOf(`published|updated|last updated|posted|date|created|modified|first published
	veröffentlicht|aktualisiert|stand|publié|publié le|mis à jour|publicado|actualizado`)

// isDateline reports whether a line gives a date and little else: times, words
// such as "updated", and names with capitals.
func isDateline(u *unit) bool {
	if u.words > 24 || len(u.text) > 200 {
		return false
	}
	if _, _, _, ok := findDate(u.text); !ok {
		low := strings.ToLower(u.text)
		return u.words <= 6 && strings.HasSuffix(low, " ago") && (strings.HasPrefix(low, "published") || strings.HasPrefix(low, "updated") || strings.HasPrefix(low, "posted"))
	}
	others, plain := 0, 0
	for w := range strings.FieldsSeq(u.text) {
		w = strings.Trim(w, ".,:;|()•·/-–—*[]<>")
		low := strings.ToLower(w)
		switch {
		case w == "" || strings.ContainsAny(w, asciiDigits) || monthNames[low] > 0 || timeWord[low]:
		case startsUpper(w):
			others++
		default:
			plain++
		}
	}
	return plain == 0 && others <= 12 || plain == 1 && others <= 2
}

// timeWord are the words around dates and times, in lower case.
var timeWord = wordSetOf(`published updated posted modified created first last on at by from
	am pm min mins read a.m p.m est edt gmt bst utc cet cest pst pdt et ist date
	mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
	montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag uhr um am. vom den der stand veröffentlicht aktualisiert
	lundi mardi mercredi jeudi vendredi samedi dimanche publié le à mis jour
	lunes martes miércoles jueves viernes sábado domingo de publicado actualizado el a las las. hs h and the of`)

// takeDate notes a date of the head; the first that is not a date of change wins.
func (t *textReader) takeDate(i int, c day.Date, end int) {
	low := strings.ToLower(t.units[i].text)
	if t.p.date != "" {
		return
	}
	if strings.HasPrefix(low, "updated") || strings.HasPrefix(low, "last updated") || strings.HasPrefix(low, "last modified") {
		if strings.Contains(low[min(end, len(low)):], "published") {
			if c2, _, _, ok := findDate(t.units[i].text[end:]); ok {
				c = c2
			}
		}
	}
	t.p.setDate(c.String(), "line", "line "+strconv.Itoa(t.units[i].first+1)+": "+t.units[i].text)
}

// dateLine labels the unit at i a date and takes it for the article's.
func (t *textReader) dateLine(i int, reason string) {
	u := &t.units[i]
	u.set(Date, reason)
	if c, _, end, ok := findDate(u.text); ok {
		t.takeDate(i, c, end)
	}
}

// nameBesideDate labels a bare name next to the date, where pages put their authors.
func (t *textReader) nameBesideDate(limit int) {
	if len(t.p.authors) > 0 {
		return
	}
	for i := range limit {
		if t.units[i].label != Date {
			continue
		}
		for _, j := range []int{i - 1, i - 2, i + 1} {
			if j <= t.titleAt || j < 0 || j >= limit {
				continue
			}
			u := &t.units[j]
			if u.label != "" || u.furniture != notFurniture || u.words < 2 || u.words > 4 || u.end != unfinished || !nameLike(u.text) {
				continue
			}
			names, _ := splitByline(u.text)
			if len(names) == 0 || t.titleLikeBelow(j, limit) {
				continue
			}
			t.p.authors = names
			u.set(Byline, "name beside the date")
			for k := j + 1; k < i; k++ { // "News reporter @name"
				if t.units[k].label == "" && t.units[k].words <= 6 {
					t.units[k].set(Byline, "between name and date")
				}
			}
			return
		}
	}
}

// menuLines is how many short lines above a text are a menu rather than its head.
const menuLines = 6

// restOfHead labels what is left of the head: below the title the standfirst and
// pictures' captions, elsewhere furniture. Without a title, and without furniture,
// it is kept as body.
func (t *textReader) restOfHead(limit int) {
	short, below := 0, 0 // short lines above the text, and how many of them stand below a unit
	for i := range min(limit, t.from) {
		if t.units[i].short() {
			short++
		}
	}
	below = short
	for i := range limit {
		u := &t.units[i]
		if u.short() && i < t.from {
			below--
		}
		if u.label != "" {
			continue
		}
		cue := captionCue(u)
		switch {
		case u.furniture != notFurniture:
			u.set(Boiler, u.reason)
		case t.titleAt >= 0 && i > t.titleAt:
			switch {
			case cue != "":
				u.set(Caption, cue)
			case u.words >= 7 && (u.end == finished || u.words >= 9) && len(t.p.description) == 0:
				u.set(Dek, "between title and text")
				t.p.description = u.text
			case u.words <= 6 && (strings.Contains(u.text, "@") || strings.Contains(u.text, "[email")):
				u.set(Byline, "address of an author")
			case u.words >= 9:
				u.set(Caption, "unfinished line above the text")
			case i < t.from:
				u.set(Boiler, "short line between title and text")
			}
		case t.titleAt >= 0 && i < t.titleAt && i < t.from:
			u.set(Boiler, "above the title")
		case t.titleAt < 0 && i < t.from && short >= menuLines && u.short():
			u.set(Boiler, "one of many short lines above the text")
		case t.titleAt < 0 && i < t.from && below >= menuLines:
			u.set(Boiler, "above many short lines")
		}
	}
}

// tail labels what stands below the article's text.
func (t *textReader) tail() {
	for i := t.to; i < len(t.units); i++ {
		u := &t.units[i]
		switch {
		case u.label != "":
		case i > t.end && !isCredit(u):
			u.set(Boiler, "below the end of the copy")
		case u.furniture != notFurniture:
			u.set(Boiler, u.reason)
		case isCredit(u):
			u.set(Byline, "credit below the text")
		case isDateline(u) && i <= t.to+1:
			t.dateLine(i, "date below the text")
		case u.words >= 25 && u.end == finished && !t.furnitureAbove(i) && !t.teaser(i):
			u.set(Body, "prose below the text")
		default:
			u.set(Boiler, "below the text")
		}
	}
}

// furnitureAbove reports whether furniture stands between the text and the unit at i.
func (t *textReader) furnitureAbove(i int) bool {
	for j := t.to; j < i; j++ {
		if t.units[j].furniture != notFurniture {
			return true
		}
	}
	return false
}

// isCredit reports whether u names who contributed: "Holt reported from Oslo."
func isCredit(u *unit) bool {
	if u.words > 40 {
		return false
	}
	low := strings.ToLower(u.text)
	for _, w := range []string{"reported from", "contributed to this", " contributed.", "reporting by", "editing by", "additional reporting", "contributed reporting", "writing by", "compiled by"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// collect hands the labelled words of the header to the page.
func (t *textReader) collect() {
	for i := range t.units {
		u := &t.units[i]
		if u.label == HighlightLine && !u.marked {
			t.p.highlights = append(t.p.highlights, u.text)
		}
	}
}

// blocks returns the units that stay in the text.
func (t *textReader) blocks() []block {
	out := make([]block, 0, len(t.units))
	for i := range t.units {
		u := &t.units[i]
		b := block{label: u.label, reason: u.reason}
		switch u.label {
		case Body:
			if b.md = escapeText(u.text, true); u.bullet {
				b.shape = item
			}
		case Subhead:
			b.shape, b.level, b.md = heading, 2, escapeHeading(u.text)
		case Caption:
			b.shape, b.md = figure, escapeText(u.text, true)
		case Quote:
			b.shape, b.md = quotation, escapeText(u.text, true)
		default:
			continue
		}
		out = append(out, b)
	}
	return out
}

// escapeHeading escapes the words of a heading, in which a last run of # would
// vanish and a last brace would be attributes.
func escapeHeading(s string) string {
	md := escapeText(s, false)
	if strings.HasSuffix(md, "#") {
		md = md[:len(md)-1] + `\#`
	}
	return md
}
