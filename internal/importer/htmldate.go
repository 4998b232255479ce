package importer

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/day"
)

// dateKeys are the names of <meta> that state the day of publication.
var dateKeys = []string{
	"article:published_time", "datepublished", "article:published", "article.published", "parsely-pub-date", "sailthru.date",
	"publish-date", "publishdate", "publish_date", "pubdate", "published_time", "publication_date", "publication-date",
	"dc.date.issued", "dcterms.issued", "dc:date", "citation_publication_date", "citation_online_date", "cxenseparse:recs:publishtime", "rnews:datepublished", "bt:pubdate", "article_date_original",
}

// looseDateKeys are names that state a day which is often, but not always, that of
// publication.
var looseDateKeys = []string{"og:article:published_time", "og:pubdate", "og:published_time", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date", "last-published", "uploaddate"}

// dateOffer is a day that a page states, with what is known of it.
type dateOffer struct {
	day   day.Date
	from  string // meta | jsonld | url | line
	where string
	text  string // the words in which it is stated
	utc   bool   // an instant in UTC: the day where the article was written may be the one before or after
}

// fillDate takes the day of publication from where pages state it; a day is never
// made up from anything else.
func (m *pageMeta) fillDate(p *page) {
	style := styleOf(p.lang)
	var offers []dateOffer
	add := func(from, where string, values ...string) {
		for _, v := range values {
			if d, utc, ok := stampIn(v, style); ok && len(offers) < 3*maxCandidates {
				offers = append(offers, dateOffer{d, from, where, collapse(v), utc})
			}
		}
	}
	addKeys := func(keys []string) {
		for _, k := range keys {
			add("meta", k, m.values[k]...)
		}
	}
	near, far := m.shownDates(style)
	add("jsonld", "datePublished", m.ld.published)
	addKeys(dateKeys)
	add("meta", "itemprop datePublished", m.dates...)
	if d, ok := dateOfURL(p.url); ok {
		offers = append(offers, dateOffer{day: d, from: "url", where: "address", text: p.url})
	}
	offers = append(offers, near...)
	addKeys(looseDateKeys)
	offers = append(offers, far...)
	if len(offers) == 0 {
		return
	}
	taken, reason := 0, "first in the order of trust"
	if i, ok := localDay(offers); ok {
		taken, reason = i, "the page's own day for the instant "+offers[0].text
	} else if i, ok := outvoted(offers); ok {
		taken, reason = i, "two other places agree on this day"
	}
	for i, o := range offers {
		c := Candidate{Key: "date", Value: o.day.String(), From: o.from + " " + o.where + ": " + clause(o.text, 80), Taken: i == taken, Reason: reason}
		if i != taken {
			c.Reason = "another one is trusted more"
		}
		p.consider(c)
	}
	o := offers[taken]
	p.setDate(o.day.String(), o.from, o.where+": "+o.text)
}

// localDay returns the offer that gives the day before or after an instant in UTC
// without being one itself: what the page calls the day of that instant.
func localDay(offers []dateOffer) (int, bool) {
	if !offers[0].utc {
		return 0, false
	}
	near := -1
	for i, o := range offers {
		if o.utc {
			continue
		}
		switch daysBetween(offers[0].day, o.day) {
		case 0:
			return 0, false
		case -1, 1:
			if near < 0 {
				near = i
			}
		}
	}
	return near, near >= 0
}

// daysBetween returns how many days b is after a.
func daysBetween(a, b day.Date) int {
	from, _ := a.Bounds()
	to, _ := b.Bounds()
	return int(to) - int(from)
}

// outvoted returns the offer on whose day two kinds of places agree, where only one
// place says the first offer's.
func outvoted(offers []dateOffer) (int, bool) {
	for i, o := range offers {
		if o.day == offers[0].day {
			if i > 0 {
				return 0, false
			}
			continue
		}
		for _, other := range offers[i+1:] {
			if other.day == o.day && other.from != o.from && other.from != offers[0].from {
				return i, true
			}
		}
	}
	return 0, false
}

// styleOf returns how dates in figures are read in a language: English alone writes
// them both ways.
func styleOf(lang string) dateStyle {
	primary, region, _ := strings.Cut(strings.ToLower(lang), "-")
	if primary == "en" {
		return dateStyle{dayFirst: region == "gb" || region == "au" || region == "nz" || region == "ie" || region == "in"}
	}
	return dateStyle{dayFirst: primary != ""}
}

// stampIn reads the day of a timestamp or of a date in words. utc reports that it is
// an instant in UTC.
func stampIn(s string, style dateStyle) (d day.Date, utc, ok bool) {
	s = strings.TrimSpace(s)
	if d, _, ok = isoDate(s); !ok {
		d, _, _, ok = findDateAs(s, style)
	}
	if !ok || d.String() == "1970-01-01" { // where clocks begin
		return day.Date{}, false, false
	}
	if strings.IndexByte(s, ':') > 0 {
		for _, zone := range [...]string{"Z", "+00:00", "+0000", " UTC", " GMT"} {
			utc = utc || strings.HasSuffix(s, zone)
		}
	}
	return d, utc, true
}

// dateIn reads the day of a timestamp or of a date in words.
func dateIn(s string) (day.Date, bool) {
	d, _, ok := stampIn(s, dateStyle{})
	return d, ok
}

// dateOfURL reads a day in the path of an address: /2013/09/09/, /2013/9/9/ or
// -2013-09-09-.
func dateOfURL(address string) (day.Date, bool) {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) > 1000 {
		return day.Date{}, false
	}
	for i := 0; i < len(u.Path); i++ {
		if (i == 0 || u.Path[i-1] < '0' || u.Path[i-1] > '9') && u.Path[i] >= '1' && u.Path[i] <= '2' {
			if c, n, ok := isoDate(u.Path[i:]); ok && (i+n == len(u.Path) || u.Path[i+n] < '0' || u.Path[i+n] > '9') {
				return c, true
			}
		}
	}
	if c, start, end, ok := findDate(u.Path); ok && strings.Count(u.Path[start:end], "/") == 2 && end-start >= 8 {
		return c, true
	}
	return day.Date{}, false
}

// dateText returns the date that an element states.
func dateText(n *html.Node) string {
	for _, key := range [2]string{"datetime", "content"} {
		if d := attr(n, key); d != "" {
			return d
		}
	}
	return textOf(n)
}

// farAway is the greatest distance to the heading, in blocks, of a line of date that
// is believed; what is marked as a date counts as nearer.
const farAway = 12

// shownDates returns the dates that the page shows, best first: near ones are marked
// as dates or stand by the heading, far ones are labelled somewhere else, or tell of
// a change.
func (m *pageMeta) shownDates(style dateStyle) (near, far []dateOffer) {
	best, bestChanged, bestFar := 1<<30, 1<<30, 1<<30
	var first, changed, labelled *dateOffer
	var marked []dateOffer
	for i := range m.shown {
		l := &m.shown[i]
		o, weight := shownDate(l, style)
		if weight == noDate {
			continue
		}
		cost := l.below
		if cost < 0 {
			cost = 3 - 2*l.below
		}
		if weight >= markedDate {
			cost -= 18
		}
		if l.links*2 > len(l.text) {
			cost += 8
		}
		if i+1 < len(m.shown) && isHeading(m.shown[i+1].node) && l.below > 0 {
			cost += 8
		}
		switch {
		case saysChanged(l):
			if cost < bestChanged {
				bestChanged, changed = cost, &o
			}
		case cost <= farAway && !(weight == openingDate && l.below > 6):
			if cost < best {
				best, first = cost, &o
			}
		case saysPublished(l) && l.below > 0:
			if cost < bestFar {
				bestFar, labelled = cost, &o
			}
		case weight == markedDate && l.below > 0 && l.links*2 <= len(l.text):
			marked = append(marked, o)
		}
	}
	if first != nil {
		near = append(near, *first)
	}
	if labelled != nil {
		far = append(far, *labelled)
	}
	if len(marked) > 0 && !slices.ContainsFunc(marked, func(o dateOffer) bool { return o.day != marked[0].day }) {
		far = append(far, marked[0]) // the only day that is marked as a date below the heading
	}
	if changed != nil && bestChanged < 60 {
		far = append(far, *changed)
	}
	return near, far
}

// isHeading reports headings under which a date is of another article.
func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4:
		return true
	}
	return false
}

// dateWeight is how much speaks for a date's being that of the article.
type dateWeight uint8

const (
	noDate      dateWeight = iota
	openingDate            // a paragraph begins with it
	plainDate              // a line of date and little else
	markedDate             // an element for dates
)

// shownDate reads the date of a line, if it is one of date.
func shownDate(l *shownLine, style dateStyle) (dateOffer, dateWeight) {
	o := dateOffer{from: "line", where: "shown " + whereFrom(l.below), text: l.text}
	if t := timeElement(l.node); t != nil && len(l.text) <= 120 {
		if d, utc, ok := stampIn(dateText(t), style); ok {
			o.day, o.utc, o.where, o.text = d, utc, "time element "+whereFrom(l.below), dateText(t)
			return o, markedDate
		}
	}
	style.shortYear = len(l.text) <= 80
	text := strings.TrimLeftFunc(l.text, func(r rune) bool { return !isWordRune(r) })
	d, start, end, ok := findDateAs(text, style)
	if !ok || otherDay(text, start, end) || otherDay(l.label+" ", len(l.label), len(l.label)) {
		return o, noDate
	}
	o.day = d
	words := len(strings.Fields(text))
	rest := text[end:]
	switch {
	case words <= 16 && len(text) <= 120 && dateMarked(l.node):
		o.where = "element for dates " + whereFrom(l.below)
		return o, markedDate
	case saysPublished(l) && words <= 24:
		return o, markedDate
	case introduced(text[:start], rest) && words <= 40:
		return o, markedDate
	case words <= 12 && len(text) <= 120 && start <= 40 && !strings.HasPrefix(rest, "(") && !strings.HasPrefix(rest, "（") && (endingOf(text) != finished || words <= 4):
		return o, plainDate
	case start == 0 && words <= 20 && strings.ContainsAny(rest, "|⋅·•"):
		return o, plainDate
	case start == 0 && (rest == "" || strings.ContainsRune(".)|:,", rune(rest[0])) || strings.HasPrefix(rest, " – ") || strings.HasPrefix(rest, " - ") || strings.HasPrefix(rest, " — ")):
		return o, openingDate
	}
	return o, noDate
}

// otherDays are words before a date that is not that of publication, in lower case.
var otherDays = []string{
	"©", "copyright", "bis", "until", "till", "to", "ab", "from", "since", "seit", "geboren", "born", "registriert", "registered", "joined", "beigetreten", "mitglied", "gültig", "frist", "deadline",
	"jusqu'au", "hasta", "geb.", "née", "né", "nacido", "出生日期", "uhr", "zeit", "today", "heute",
}

// otherDay reports whether the date text[start:end] is that of something else, by the
// word before it, or one end of a span of days or hours.
func otherDay(text string, start, end int) bool {
	before := strings.ToLower(strings.TrimRight(text[:start], " :"))
	for _, w := range otherDays {
		if strings.HasSuffix(before, w) && (len(before) == len(w) || before[len(before)-len(w)-1] == ' ' || w == "©") || strings.HasPrefix(before, w+":") {
			return true
		}
	}
	if n := len(before); n > 0 && (before[n-1] == '-' || strings.HasSuffix(before, "–")) && strings.ContainsAny(before, asciiDigits) {
		return true
	}
	hours := 0
	for i := end; i+2 < len(text); i++ {
		if text[i] == ':' && isDigits(text[i+1:i+3]) {
			hours++
		}
	}
	return hours == 2 && strings.ContainsAny(text[end:], "-–")
}

// introduced reports whether the words before a date say that something was published
// on it: "… posted on", "… wurde am" with a verb behind the date.
func introduced(before, rest string) bool {
	w := strings.Fields(strings.ToLower(before))
	if len(w) < 2 {
		return false
	}
	verb, link := w[len(w)-2], w[len(w)-1]
	switch link {
	case "on", "am", "le", "el", "il", "op", "em", "den":
	default:
		return false
	}
	if verb == "wurde" {
		for _, v := range strings.Fields(rest)[:min(6, len(strings.Fields(rest)))] {
			if publishVerb[strings.Trim(v, ".,:;)")] {
				return true
			}
		}
	}
	return publishVerb[verb]
}

// publishVerb are what happens to an article on its day, in lower case.
var publishVerb = wordSetOf(`published posted veröffentlicht publiziert gepostet geschrieben eingestellt erstellt verfasst erschienen publié publiée publicado publicada pubblicato gepubliceerd geplaatst postado`)

// whereFrom says where a line stands, for the evidence.
func whereFrom(below int) string {
	if below < 0 {
		return "above the heading"
	}
	return "below the heading"
}

// timeElement returns the first <time> with words or a date in the block n, not in
// blocks inside it.
func timeElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || isBlock(c) {
			continue
		}
		if c.DataAtom == atom.Time {
			return c
		}
		if t := timeElement(c); t != nil {
			return t
		}
	}
	return nil
}

// dateMarked reports whether the block n, an element in it or the one around it has
// a class name for dates.
func dateMarked(n *html.Node) bool {
	if datedClass(n) || n.Parent != nil && datedClass(n.Parent) && n.Parent.DataAtom != atom.Body {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !isBlock(c) && (datedClass(c) || c.FirstChild != nil && datedClass(c.FirstChild)) {
			return true
		}
	}
	return false
}

// datedClass reports whether an element has a class name for the date of publication.
func datedClass(n *html.Node) bool {
	return n.Type == html.ElementNode && (classHas(n, "date", "datum", "fecha", "publish", "posted", "created", "submitted", "timestamp", "dtreviewed") || hasToken(attr(n, "class"), "time")) &&
		!classHas(n, "update", "modified")
}

// publishedWords and changedWords stand before the day of publication and that of a
// change, in lower case.
var (
	publishedWords = []string{
		"published", "posted", "publication date", "date:", "date published", "released", "first published", "created", "added",
		"veröffentlicht", "erstellt", "publiziert", "erschienen", "eingestellt", "gepostet", "geschrieben", "datum", "stand", "vom ", "pressemitteilung", "meldung", "online seit", "artikel vom",
		"dieser beitrag", "dieser eintrag", "dieser artikel", "this entry was posted", "this post was", "author:", "autor:",
		"publié", "mis en ligne", "paru", "publicado", "fecha", "data:", "pubblicato", "geplaatst", "gepubliceerd", "publicatiedatum", "publicerad", "udgivet",
	}
	changedWords = []string{
		"updated", "last updated", "modified", "last modified", "last edited", "edited", "changed", "aktualisiert", "zuletzt", "letzte", "geändert", "bearbeitet", "update",
		"mis à jour", "modifié", "actualizado", "atualizado", "aggiornato", "bijgewerkt", "gewijzigd", "uppdaterad",
	}
)

func saysPublished(l *shownLine) bool { return begins(l, publishedWords) }
func saysChanged(l *shownLine) bool   { return begins(l, changedWords) }

// begins reports whether a line, or the label above it, begins with one of words.
func begins(l *shownLine, words []string) bool {
	for _, s := range [2]string{l.text, l.label} {
		s = strings.ToLower(strings.TrimLeft(s[:min(len(s), 60)], " (|-–—•·*"))
		for _, w := range words {
			if strings.HasPrefix(s, w) {
				return true
			}
		}
	}
	return false
}
