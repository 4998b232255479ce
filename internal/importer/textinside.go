package importer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// duplicates labels units of four words or more that say the same as one before.
func (t *textReader) duplicates() {
	seen := make(map[uint64]int, len(t.units))
	for i := range t.units {
		u := &t.units[i]
		if u.label == Boiler || u.marked || u.words < 4 || u.furniture != notFurniture {
			continue
		}
		key := hashLine(u.text)
		first, again := seen[key]
		if !again || !strings.EqualFold(u.text, t.units[first].text) {
			seen[key] = i
			continue
		}
		f := &t.units[first]
		// A highlight may repeat the title, and a dek a sentence of the text.
		if u.label == HighlightLine || f.label == HighlightLine {
			continue
		}
		if f.label == Dek && u.label == "" {
			continue
		}
		u.label, u.reason = Duplicate, "same words as line "+strconv.Itoa(f.first+1)
	}
}

// inside labels what stands between the paragraphs of the article: captions,
// subheadings, quotations, posts, and lists of other articles.
func (t *textReader) inside() {
	t.posts()
	var echoes *shingles // made when a line asks
	repeats := func(i int) bool {
		if u := &t.units[i]; u.words < 5 || u.words > 40 || u.end == finished && !quoted(u.text) {
			return false
		}
		if echoes == nil {
			echoes = newShingles(t.units[t.from:t.to])
		}
		return echoes.echo(i - t.from)
	}
	questions, replies := t.questions(), t.replies()
	for i := t.from; i < t.to; i++ {
		u := &t.units[i]
		switch {
		case u.label != "":
		case u.furniture != notFurniture:
			u.set(Boiler, u.reason)
		case u.below:
			u.set(Boiler, "below a heading of furniture")
		case allCaps(u.text) && u.words >= 6 && u.end != finished && i > t.from && !photoCredit(u.text):
			u.set(Boiler, "headline in capitals between paragraphs")
		case repeats(i):
			t.pullQuote(i)
		case captionCue(u) != "":
			u.set(Caption, captionCue(u))
		case i >= t.to-3 && i > t.from+2 && authorNote(u):
			u.set(Byline, "note on the author")
		case i >= t.to-2 && isCredit(u):
			u.set(Byline, "credit below the text")
		case u.end != finished && (i <= t.from+2 || i >= t.to-2) && isDateline(u):
			t.dateLine(i, "date line")
		case u.end == unfinished && u.words <= 6 && wholeQuote(u.text) && t.nextIsProse(i) && t.belowSentence(i):
			u.set(Subhead, "short quotation above prose")
		case u.quote > 0 && replies:
			u.set(Quote, "quoted in a message")
		case questions >= 2 && asks(u) && t.nextIsProse(i):
			u.set(Subhead, "short question above prose")
		case !t.verse:
			t.unfinishedLine(i)
		}
	}
}

// pullQuote labels a line that repeats words of the text, and the name below it.
func (t *textReader) pullQuote(i int) {
	t.units[i].set(Quote, "repeats words of the text")
	if i+1 < t.to {
		if n := &t.units[i+1]; n.label == "" && n.words <= 6 && n.end == unfinished && nameLike(n.text) {
			n.set(Quote, "who is quoted")
		}
	}
}

// authorNote reports whether u, below a text, says how to reach its author.
func authorNote(u *unit) bool {
	if u.words > 60 || quoted(u.text) || !startsUpper(u.text) {
		return false
	}
	return strings.Contains(u.text, "@") && (address(u.text) || strings.Contains(u.text, " @"))
}

// replies reports whether a message quotes less than it says itself: then what it
// quotes is a quotation, and otherwise the text that it forwards.
func (t *textReader) replies() bool {
	own, quoted := 0, 0
	for i := t.from; i < t.to; i++ {
		if u := &t.units[i]; u.quote > 0 {
			quoted += u.words
		} else if u.label == "" {
			own += u.words
		}
	}
	return quoted < own
}

// wholeQuote reports whether all of s stands in one pair of quotation marks.
func wholeQuote(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '\'', '"', '‘', '“', '„', '«', '»':
		return endsQuoted(s[n:]) && !strings.ContainsAny(s[n:len(s)-1], "\"“„«»")
	}
	return false
}

// questions counts the short questions in the span: two or more of them are
// subheadings of an explainer; a single one may be the writer's own.
func (t *textReader) questions() int {
	n := 0
	for i := t.from; i < t.to; i++ {
		if t.units[i].label == "" && asks(&t.units[i]) && t.nextIsProse(i) {
			n++
		}
	}
	return n
}

// asks reports whether u is a short question.
func asks(u *unit) bool {
	return u.words >= 2 && u.words <= 10 && strings.HasSuffix(u.text, "?") && startsUpper(u.text) && !quoted(u.text) && !innerStop(u.text)
}

// unfinishedLine labels a line amid prose that does not end as a sentence: a
// headline of another article in capitals, a subheading when it is short, a
// caption when it is long. Speech that breaks off, lines with several sentences,
// and bulleted lines are body.
func (t *textReader) unfinishedLine(i int) {
	u := &t.units[i]
	if u.end != unfinished || u.bullet || quoted(u.text) || innerStop(u.text) {
		return
	}
	prose := func(j, step int) bool {
		for n := 0; n < 6 && j >= t.from && j < t.to; j, n = j+step, n+1 {
			v := &t.units[j]
			if v.prose() {
				return true
			}
			if v.label == Boiler {
				return false
			}
		}
		return false
	}
	before, after := prose(i-1, -1), prose(i+1, 1)
	if !before && !(after && i == t.from) && !(after && i > t.from) {
		return
	}
	switch {
	case u.words >= 8 && titleCase(u.text) && t.nextIsLong(i) && i > t.from && t.units[i-1].prose():
		u.set(Subhead, "headline with capitals above prose")
	case u.words >= 8 && titleCase(u.text):
		u.set(Boiler, "headline with capitals between paragraphs")
	case u.words <= 8 && after && t.nextIsProse(i) && startsUpper(u.text):
		u.set(Subhead, "short line above prose")
	case u.words >= 7 && startsUpper(u.text) && !speaks(u.text) && !opensSentence(u.text):
		u.set(Caption, "unfinished line between paragraphs")
	}
}

// belowSentence reports whether the line above the unit at i, furniture left out, ends as
// a sentence.
func (t *textReader) belowSentence(i int) bool {
	for i--; i >= t.from && t.units[i].label == Boiler; i-- {
	}
	return i >= t.from && t.units[i].end != unfinished
}

// nextIsLong reports whether a paragraph of some length stands below the unit at i.
func (t *textReader) nextIsLong(i int) bool {
	return i+1 < t.to && t.units[i+1].prose() && t.units[i+1].words >= 20
}

// nextIsProse reports whether a sentence stands below the unit at i, at most one short
// line between.
func (t *textReader) nextIsProse(i int) bool {
	for j := i + 1; j < t.to && j <= i+2; j++ {
		if v := &t.units[j]; v.end == finished || v.end == colon {
			return true
		} else if v.words > 8 {
			return false
		}
	}
	return false
}

// titleCase reports whether nearly all longer words of s begin with a capital, as
// in headlines of American papers.
func titleCase(s string) bool {
	long, upper := 0, 0
	for w := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(w); utf8.RuneCountInString(w) >= 4 {
			long++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return long >= 5 && upper*8 >= long*7
}

// posts labels posts of social networks that stand in the text: they end with
// "— Name (@handle) date" or "A post shared by".
func (t *textReader) posts() {
	for i := t.from; i < t.to; i++ {
		u := &t.units[i]
		if !signsPost(u) {
			continue
		}
		u.set(Quote, "signature of a post")
		for j := i - 1; j >= t.from && j >= i-3; j-- {
			v := &t.units[j]
			if v.label != "" || v.furniture != notFurniture {
				break
			}
			// One unit is the post; another belongs to it only when it shows that.
			if j < i-1 && !strings.ContainsAny(v.text, "#@") {
				break
			}
			v.set(Quote, "post of a social network")
		}
	}
}

// signsPost reports whether u is the last line of a post: "— Name (@handle) date".
func signsPost(u *unit) bool {
	if u.words > 20 {
		return false
	}
	dash := u.bullet || strings.HasPrefix(u.text, "— ") || strings.HasPrefix(u.text, "– ") || strings.HasPrefix(u.text, "&mdash;")
	return dash && strings.Contains(u.text, "(@") || strings.HasPrefix(u.text, "A post shared by")
}

// captionCue returns why u is a caption, or "".
func captionCue(u *unit) string {
	s := u.text
	if u.words < 2 || u.words > 90 || u.bullet {
		return ""
	}
	if photoCredit(s) || u.words <= 6 && u.end == unfinished && strings.Contains(s, "/") && allCaps(s) {
		return "photo credit"
	}
	if u.end == finished && u.words > 45 {
		return ""
	}
	if hasPlace(s) && (u.end != finished || u.words < 30) && !speaks(s) && !quoted(s) {
		return "says where somebody is in the picture"
	}
	if u.end == unfinished && !quoted(s) && leadIn(s) {
		return "lead-in before a colon, and no full stop"
	}
	return ""
}

// creditReach is how far from its end a caption's credit is looked for, in bytes.
const creditReach = 80

// photoCredit reports whether s begins or ends as the credit of a picture does.
func photoCredit(s string) bool {
	for _, p := range creditHeads {
		if len(s) > len(p) && hasPrefixFold(s, p) {
			return true
		}
	}
	tail := s[max(0, len(s)-creditReach):]
	for i := 0; i < len(tail); i++ {
		switch tail[i] {
		case '(':
			for _, p := range creditBrackets {
				if hasPrefixFold(tail[i+1:], p) && countWords(tail[i:]) <= 9 {
					return true
				}
			}
		case ':':
			for _, p := range creditWords {
				if hasSuffixFold(tail[:i], p) && countWords(tail[i:]) <= 8 {
					return true
				}
			}
		case 'b':
			if strings.HasPrefix(tail[i:], "by ") && hasSuffixFold(tail[:i], " photo ") && countWords(tail[i:]) <= 8 {
				return true
			}
		}
	}
	if len(s) < 12 {
		return false
	}
	for _, p := range agencies {
		if hasSuffixFold(s, p) && (p[0] != ' ' || endsUpper(s, len(p)-1)) {
			return true
		}
	}
	return false
}

// How credits of pictures begin, what they hold near their end, in brackets or before
// a colon, and the agencies that they end with; in lower case.
var (
	creditHeads = []string{
		"image caption", "media caption", "image copyright", "image:", "photo:", "picture:", "bild:", "foto:", "photograph:", "caption:", "file photo", "(photo", "image source",
		"a stock image", "a stock photo", "stock image", "stock photo", "in this photo", "in this image", "in this file photo", "a file photo", "a screenshot",
		"photo :", "photo credit", "crédit photo", "crédits photo", "crédit :", "fotografía:", "symbolbild", "archivbild", "imagen de archivo", "imagen:", "© ",
	}
	creditBrackets = []string{
		"image:", "photo:", "photo by", "picture:", "bild:", "foto:", "pic:", "photograph:", "credit:", "ap photo", "file photo", "getty", "photo :", "crédit", "symbolbild", "archivbild", "quelle:", "©",
	}
	creditWords = []string{" photo", " photograph", " picture", " foto", " bild", " fotos", " photo ", " crédit photo "}
	agencies    = []string{
		" getty images", "/getty", " ap", "/ap", " afp", "/afp", " reuters", "/reuters", "/epa", " epa", " press association", "/pa", " rex", "(file)", "/dpa", " dpa", "/efe", " efe", "/ansa", "/keystone",
	}
)

// hasPrefixFold reports whether s begins with p, whose ASCII letters are small,
// without regard to the case of ASCII letters.
func hasPrefixFold(s, p string) bool {
	if len(s) < len(p) {
		return false
	}
	for i := range len(p) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != p[i] {
			return false
		}
	}
	return true
}

// hasSuffixFold reports whether s ends with p in the same way.
func hasSuffixFold(s, p string) bool {
	return len(s) >= len(p) && hasPrefixFold(s[len(s)-len(p):], p)
}

// endsUpper reports whether the last n bytes of s begin with a capital.
func endsUpper(s string, n int) bool { return s[len(s)-n] >= 'A' && s[len(s)-n] <= 'Z' }

// hasPlace reports whether s says who stands where in a picture: ", left,",
// "(right)", ", pictured".
func hasPlace(s string) bool {
	for i := strings.IndexAny(s, ",("); i >= 0; {
		s = strings.TrimLeft(s[i+1:], " ")
		for _, w := range places {
			after, ok := strings.CutPrefix(s, w)
			if ok && (after == "" || after[0] == ',' || after[0] == ')' || after == "." || w == "pictured" && after[0] == ' ') {
				return true
			}
		}
		i = strings.IndexAny(s, ",(")
	}
	return false
}

// places say where somebody is in a picture, in lower case.
var places = []string{"left", "right", "centre", "center", "pictured", "above", "below", "far left", "far right", "l-r", "links", "rechts", "à gauche", "à droite", "izquierda", "derecha"}

// leadIn reports whether s begins with one to four words, a colon and a capital,
// and the words do not introduce speech ("He added: …").
func leadIn(s string) bool {
	i := strings.Index(s, ": ")
	if i <= 0 || i > 48 {
		return false
	}
	lead, rest := s[:i], strings.TrimLeft(s[i+2:], " ")
	words := strings.Fields(lead)
	if len(words) > 4 || len(words) == 0 || countWords(rest) < 3 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(lead)
	if !unicode.IsUpper(r) && r != '\'' && r != '"' && r != '‘' && r != '“' {
		return false
	}
	for _, w := range words {
		if speechVerb[strings.ToLower(w)] {
			return false
		}
	}
	r, _ = utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// speechVerb are verbs of speaking, in lower case.
var speechVerb = wordSetOf(`said says added adds replied asked told tells wrote writes tweeted
	continued explained insisted warned concluded commented announced stated claimed
	posted joked argued answered recalled declared saying adding admitted
	sagte sagt erklärte ergänzte schrieb dit déclaré ajouté dijo agregó señaló afirmó añadió`)

// speaks reports whether a verb of speaking stands in s.
func speaks(s string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !isWordRune(r) }) {
		if speechVerb[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

// opensSentence reports whether s begins as a sentence that goes on from the one
// before, which captions hardly do.
func opensSentence(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	switch strings.ToLower(strings.Trim(word, ",")) {
	case "speaking", "asked", "referring", "responding", "earlier", "according", "despite", "last", "today", "yesterday", "on", "in", "at", "after", "before", "for", "to", "as",
		"but", "and", "he", "she", "they", "it", "we", "i", "however", "meanwhile", "although", "if", "while", "when", "because", "so", "yet", "this", "that", "there",
		"aber", "und", "er", "sie", "es", "mais", "et", "il", "elle", "pero", "y":
		return true
	}
	return false
}

// quoted reports whether s begins with a quotation mark or holds speech that ends
// the line.
func quoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '\'', '"', '‘', '“', '„', '«', '»', '”':
		return true
	}
	return endsQuoted(s)
}

// endsQuoted reports whether s ends with a quotation mark.
func endsQuoted(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, ")]. "))
	switch r {
	case '\'', '"', '’', '”', '“', '»', '«':
		return true
	}
	return false
}

// innerStop reports whether a sentence ends inside s: a full stop before a space and a
// capital, where the word before is long enough not to be an abbreviation.
func innerStop(s string) bool {
	for i := 4; i+2 < len(s); i++ {
		if (s[i] == '.' || s[i] == '?' || s[i] == '!') && s[i+1] == ' ' {
			word := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
			r, _ := utf8.DecodeRuneInString(s[i+2:])
			if len(word) > 3 && strings.IndexByte(word, '.') < 0 && (unicode.IsUpper(r) || r == '\'' || r == '"' || r == '“') {
				return true
			}
		}
	}
	return false
}

// startsUpper reports whether the first word of s begins with a capital, a figure, or a
// letter of a script without case.
func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "¿¡\"'“‘("))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// allCaps reports whether s has letters, and none in lower case.
func allCaps(s string) bool {
	upper := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 4
}
