package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// textReader labels the units of a plain text in ordered passes. Each pass gives
// labels to what it is sure of and leaves the rest to the next; what none of them
// knows is the body, since words of an article must not be lost.
type textReader struct {
	units    []unit
	p        *page
	whole    bool
	from, to int // the article's span: units[from:to]
	titleAt  int // index of the title's unit, or -1
}

func (t *textReader) run() {
	t.titleAt = -1
	t.markedLines()
	t.leadingBullets()
	if t.whole {
		t.from, t.to = 0, len(t.units)
	} else {
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
		j := i
		for j < len(t.units) && t.units[j].bullet {
			j++
		}
		if j-i >= 2 && j < len(t.units) && t.proseBelow(j) {
			for k := i; k < j; k++ {
				t.units[k].set(HighlightLine, "bulleted line before the text")
			}
		}
		return
	}
}

func (t *textReader) proseBelow(i int) bool {
	for ; i < len(t.units); i++ {
		if t.units[i].prose() && !t.units[i].bullet {
			return true
		}
	}
	return false
}

// span finds the article: the run of units with the most words of prose, where
// furniture and lone short lines count against it (the maximum subarray, by
// Kadane's method).
func (t *textReader) span() {
	best, sum, start := 0, 0, 0
	below := notFurniture // the heading of furniture that u stands below
	for i := range t.units {
		u := &t.units[i]
		below = under(below, u)
		w := 0
		if u.label == "" {
			w = weight(u, below != notFurniture)
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		if sum += w; sum > best {
			best, t.from, t.to = sum, start, i+1
		}
	}
	if best == 0 { // no prose: all of it is the article, but for furniture
		t.from, t.to = 0, len(t.units)
	}
	for t.from < t.to && t.units[t.from].label != "" {
		t.from++
	}
	t.trimTeasers()
}

// trimTeasers takes teasers of other articles off the span's end: a headline, a
// paragraph, and a line with names or a date below it, once or several times.
func (t *textReader) trimTeasers() {
	for t.to-t.from > 6 {
		last := &t.units[t.to-1]
		above, headline := &t.units[t.to-2], &t.units[t.to-3]
		dated := isDateline(last)
		if dated && above.prose() && headline.end == unfinished && headline.words >= 4 {
			t.to -= 3
			continue
		}
		// the last teaser's own line with the date is already outside the span
		if t.to < len(t.units) && isDateline(&t.units[t.to]) && last.prose() && above.end == unfinished && above.words >= 4 && above.words <= 20 && isDateline(&t.units[t.to-3]) {
			t.to -= 2
			continue
		}
		return
	}
}

// under returns the heading of furniture that u stands below, given that of the
// unit before. Prose ends a list of headlines; only a long paragraph resumes an
// article after what usually stands at its end.
func under(before furnitureKind, u *unit) furnitureKind {
	switch {
	case u.furniture == opens || u.furniture == ends:
		return u.furniture
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

func weight(u *unit, following bool) int {
	switch {
	case u.furniture == ends:
		return -60
	case u.furniture == opens:
		return -25
	case u.furniture == lone:
		return -6
	case following:
		return -8
	case u.prose():
		return min(u.words, 60)
	case u.end == finished, u.end == colon:
		return 2
	case u.words >= 9:
		return 0
	default:
		return -3
	}
}

// head labels what stands before the article's text: date, authors, title and
// the sentence below it.
func (t *textReader) head() {
	limit := t.from // the head may reach a few units into the span: a standfirst is prose too
	for i := t.from; i < min(t.from+5, t.to); i++ {
		u := &t.units[i]
		if isDateline(u) || t.markedByline(u) {
			limit = i + 1
		}
	}
	below := notFurniture
	for i := 0; i < limit; i++ {
		u := &t.units[i]
		if u.label != "" {
			continue
		}
		if below = under(below, u); below == opens && u.furniture == notFurniture && i < t.from && !isDateline(u) && !t.markedByline(u) {
			u.set(Boiler, "below a heading of furniture")
			continue
		}
		t.headLine(i, limit)
	}
	t.findTitle(limit)
	t.nameBesideDate(limit)
	t.restOfHead(limit)
}

// headLine labels a line of the head that shows what it is: a date, or the names
// behind "By". A word such as "By" or "Published:" alone speaks of the next line.
func (t *textReader) headLine(i, limit int) {
	u := &t.units[i]
	if u.text == "|" && i > 0 && (t.units[i-1].label == Date || t.units[i-1].label == Byline) {
		u.set(t.units[i-1].label, "mark between dates")
		return
	}
	if u.furniture != notFurniture {
		return
	}
	if isDateline(u) {
		c, start, end, ok := findDate(u.text)
		if ok {
			t.takeDate(i, c, end)
		}
		names, marked := splitByline(u.text)
		if !marked && ok && start > 8 {
			names, _ = splitByline(u.text[:start])
			marked = len(names) > 0 && strings.IndexByte(names[0], ' ') > 0 && !dateWord[foldLine(u.text[:start])] && !strings.ContainsAny(u.text[:start], ":")
		}
		if marked && len(names) > 0 {
			t.p.authors = append(t.p.authors, names...)
			u.set(Byline, "byline with the date")
			return
		}
		u.set(Date, "date line")
		return
	}
	if dateWord[foldLine(u.text)] {
		u.set(Date, "label of a date")
		return
	}
	if strings.EqualFold(foldLine(u.text), "editorial") {
		u.set(Byline, "unsigned")
		return
	}
	names, marked := splitByline(u.text)
	if !marked || u.words > 20 {
		return
	}
	if len(names) == 0 {
		if u.words > 1 { // "By the time …"
			return
		}
		u.set(Byline, "label of a byline")
		if i+1 < limit && t.units[i+1].label == "" {
			if names, _ := splitByline(t.units[i+1].text); len(names) > 0 {
				t.p.authors = append(t.p.authors, names...)
				t.units[i+1].set(Byline, "name below the label of a byline")
			}
		}
		return
	}
	if len(t.p.authors) == 0 {
		t.p.authors = append(t.p.authors, names...)
	}
	u.set(Byline, "byline")
	// "Associated Press" and the like, below the name
	if i+1 < limit {
		next := &t.units[i+1]
		if next.label == "" && next.furniture == notFurniture && next.words <= 5 && next.end == unfinished && nameLike(next.text) && i+2 <= limit && !t.titleLikeBelow(i+1, limit) {
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

func (t *textReader) markedByline(u *unit) bool {
	if u.words > 14 || u.end == finished && u.words > 8 {
		return false
	}
	names, marked := splitByline(u.text)
	return marked && len(names) > 0
}

var dateWord = map[string]bool{
	"published": true, "updated": true, "last updated": true, "posted": true, "date": true, "created": true, "modified": true, "first published": true,
	"veröffentlicht": true, "aktualisiert": true, "stand": true, "publié": true, "publié le": true, "mis à jour": true, "publicado": true, "actualizado": true,
}

// isDateline reports whether a line gives a date and little else: times, words
// such as "updated", and names with capitals.
func isDateline(u *unit) bool {
	if u.words > 24 || len(u.text) > 200 {
		return false
	}
	c, _, _, ok := findDate(u.text)
	if !ok || c.zero() {
		low := strings.ToLower(u.text)
		return u.words <= 6 && strings.HasSuffix(low, " ago") && (strings.HasPrefix(low, "published") || strings.HasPrefix(low, "updated") || strings.HasPrefix(low, "posted"))
	}
	others, plain := 0, 0
	for w := range strings.FieldsSeq(u.text) {
		w = strings.Trim(w, ".,:;|()•·/-–—*[]<>")
		low := strings.ToLower(w)
		switch {
		case w == "" || strings.ContainsAny(w, "0123456789") || monthNames[low] > 0 || timeWord[low]:
		case startsUpper(w):
			others++
		default:
			plain++
		}
	}
	return plain == 0 && others <= 12 || plain == 1 && others <= 2
}

// timeWord are the words around dates and times, in lower case.
var timeWord = map[string]bool{
	"published": true, "updated": true, "posted": true, "modified": true, "created": true, "first": true, "last": true, "on": true, "at": true, "by": true, "from": true,
	"am": true, "pm": true, "a.m": true, "p.m": true, "est": true, "edt": true, "gmt": true, "bst": true, "utc": true, "cet": true, "cest": true, "pst": true, "pdt": true, "et": true, "ist": true, "date": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonnabend": true, "sonntag": true, "uhr": true, "um": true, "am.": true, "vom": true, "den": true, "der": true, "stand": true, "veröffentlicht": true, "aktualisiert": true,
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true, "publié": true, "le": true, "à": true, "mis": true, "jour": true,
	"lunes": true, "martes": true, "miércoles": true, "jueves": true, "viernes": true, "sábado": true, "domingo": true, "de": true, "publicado": true, "actualizado": true, "el": true, "a": true, "las": true, "las.": true, "hs": true, "h": true, "and": true, "the": true, "of": true,
}

// takeDate notes a date of the head; the first that is not a date of change wins.
func (t *textReader) takeDate(i int, c civil, end int) {
	low := strings.ToLower(t.units[i].text)
	if t.p.date != "" || c.zero() {
		return
	}
	if strings.HasPrefix(low, "updated") || strings.HasPrefix(low, "last updated") || strings.HasPrefix(low, "last modified") {
		if strings.Contains(low[min(end, len(low)):], "published") {
			if c2, _, _, ok := findDate(t.units[i].text[end:]); ok {
				c = c2
			}
		}
	}
	t.p.date, t.p.dateFrom, t.p.dateEvidence = c.edtf(), "line", "line "+strconv.Itoa(t.units[i].first+1)+": "+t.units[i].text
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

// restOfHead labels what is left of the head: below the title the standfirst and
// pictures' captions, elsewhere furniture. Without a title, and without furniture,
// it is kept as body.
func (t *textReader) restOfHead(limit int) {
	for i := range limit {
		u := &t.units[i]
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
		}
	}
}

// tail labels what stands below the article's text.
func (t *textReader) tail() {
	for i := t.to; i < len(t.units); i++ {
		u := &t.units[i]
		switch {
		case u.label != "":
		case u.furniture != notFurniture:
			u.set(Boiler, u.reason)
		case isCredit(u):
			u.set(Byline, "credit below the text")
		case isDateline(u) && i <= t.to+1:
			u.set(Date, "date below the text")
			if c, _, end, ok := findDate(u.text); ok {
				t.takeDate(i, c, end)
			}
		case u.words >= 25 && u.end == finished && !t.furnitureAbove(i):
			u.set(Body, "prose below the text")
		default:
			u.set(Boiler, "below the text")
		}
	}
}

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
