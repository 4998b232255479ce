package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byWords stand right before the name of an author, in lower case.
var byWords = wordSetOf("by von par por af av door")

// leadWords may stand before byWords, and before a colon that does their work, in
// lower case: "Ein Gastbeitrag von", "Escrito por", "Text und Fotos:".
var leadWords = wordSetOf(`written posted published words story article column review reported interview analysis report text photos photography and
	author authors contributor ein eine gastbeitrag beitrag artikel kommentar kolumne essay analyse reportage bericht rezension gastkommentar
	geschrieben verfasst erstellt eingestellt veröffentlicht gepostet publiziert vorgestellt autor autorin autoren autor*in verfasser redaktion foto fotos bilder bild und im
	escrito publicado redactado texto autora autores entrevista redacción publié écrit rédigé propos recueillis texte auteur auteure auteurs
	scritto testo autore geschreven tekst auteurs skrevet skriven pressemitteilung`)

// photoWords are those of leadWords that name a photographer when they stand alone.
var photoWords = wordSetOf("photo photos photography foto fotos bild bilder")

// withoutBy takes the words that introduce a name off a byline.
func withoutBy(s string) (name string, marked bool) {
	rest := s
	photo := false // and nothing else so far
	for n := range 6 {
		rest = strings.TrimLeft(rest, " \u00a0")
		end := strings.IndexAny(rest, " :\u00a0")
		if end < 0 {
			end = len(rest)
		}
		w := strings.ToLower(rest[:end])
		rest = strings.TrimLeft(rest[end:], " \u00a0")
		colon := strings.HasPrefix(rest, ":")
		photo = photoWords[w] && (n == 0 || photo) || photo && byWords[w]
		switch {
		case photo && (colon || byWords[w]):
			return s, false
		case byWords[w] || leadWords[w] && colon:
			return strings.TrimLeft(rest, " :\u00a0"), true
		case !leadWords[w]:
			return s, false
		}
	}
	return s, false
}

// splitByline returns the names in a byline: "By ANNA HOLT and Bo Ek | The
// Courier" names Anna Holt and Bo Ek. It returns nil when s is no byline. marked
// says whether a word such as "By" stood before the names; without one, every
// word has to look like part of a name.
func splitByline(s string) (names []string, marked bool) {
	s = strings.TrimSpace(s)
	if len(s) > 200 {
		return nil, false
	}
	s, marked = withoutBy(s)
	s = trimByline(s)
	if s == "" {
		return nil, marked
	}
	for _, sep := range nameSeparators {
		s = strings.ReplaceAll(s, sep, ",")
	}
	for n := range strings.SplitSeq(s, ",") {
		n = oneLine(n)
		if n == "" || notName[strings.ToLower(n)] {
			continue
		}
		if !nameLike(n) {
			if len(names) > 0 { // "Tom Gardner, chief political writer"
				break
			}
			return nil, marked
		}
		if len(names) > 0 && hasAcronym(n) && !hasAcronym(names[0]) { // "Anna Holt, BBC News"
			break
		}
		if len(names) > 0 && strings.IndexByte(n, ' ') < 0 { // "Anna Holt, London": one word after a full name is a place
			continue
		}
		names = append(names, properCase(n))
	}
	return names, marked
}

// hasAcronym reports whether a word of s is all in capitals, as the names of agencies
// are, while others are not.
func hasAcronym(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if len(w) >= 3 && w == strings.ToUpper(w) && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsUpper(r) }) < 0 && s != strings.ToUpper(s) {
			return true
		}
	}
	return false
}

// nameSeparators stand between the names of several authors.
var nameSeparators = []string{" and ", " AND ", " And ", " & ", " und ", " UND ", " et ", " ET ", " y ", " e ", " with ", " / ", ";"}

// trimByline takes off a byline what stands behind the names: the paper, the place,
// date and time, an address, what readers may do next.
func trimByline(s string) string {
	if cut := strings.IndexAny(s, "|•·*@(–—"); cut >= 0 {
		at := s[cut] == '@'
		s = s[:cut]
		if at { // the word in which it stands is part of the address
			s = s[:strings.LastIndexByte(s, ' ')+1]
		}
	}
	for i := 1; i+1 < len(s); i++ {
		if s[i] == '/' && s[i-1] != ' ' { // "Ann Poe/AFP"
			s = s[:i]
			break
		}
		if s[i] == ' ' && s[i+1] >= '0' && s[i+1] <= '9' { // dates and times
			s = strings.TrimRight(s[:i], " ,.")
			for j := strings.LastIndexByte(s, ' '); j > 0 && (timeWord[strings.ToLower(s[j+1:])] || monthNames[strings.ToLower(s[j+1:])] > 0 || weekday[s[j+1:]]); j = strings.LastIndexByte(s, ' ') {
				s = strings.TrimRight(s[:j], " ,.")
			}
			break
		}
	}
	for _, w := range [...]string{
		" - ", " for ", " in ", " on ", " at ", " am ", " für ", " pour ", " Published", " Updated", " PUBLISHED", " UPDATED", " On ", " Alle ", " Follow", " Share", " View ", " Mehr ",
		" Edited by ", " Translated by ", " Photographs by ", " Photos by ", " Photography by ", " Illustrations by ", " Illustrated by ", " Additional reporting",
	} {
		if i := strings.Index(s, w); i > 0 {
			s = s[:i]
		}
	}
	s = strings.TrimRight(s, " ,:;-")
	if t := strings.TrimRight(s, " ,.:;"); t != s { // the stop of "Jr." and of an initial belongs to the name
		last := t[strings.LastIndexByte(t, ' ')+1:]
		if len(last) > 2 && !strings.Contains(last, ".") || s != t+"." || last == t {
			s = t
		}
	}
	return s
}

// weekday are the days of the week as German pages abbreviate them.
var weekday = wordSetOf("Mo Di Mi Do Fr Sa So")

// notName are words that stand where a name would and are none.
var notName = phraseSetOf(`staff|staff writer|staff reporter|editorial|editor|admin|agencies
	associated press|the associated press|ap|afp|reuters|dpa|redaktion
	correspondent|no author|unknown|author|autor|by|von|artikel von|anonymous|administrator|webmaster|follow author|null|n/a|guest|reporter|news agencies|us|the numbers|special to`)

// nameLike reports whether s has the shape of a person's name: one to six words,
// each with a capital, but for particles such as "van" and "de la".
func nameLike(s string) bool {
	n := 0
	for w := range strings.SplitSeq(s, " ") {
		if w == "" {
			continue
		}
		if n++; n > 6 {
			return false
		}
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case particle[w] && n > 1:
		case !unicode.IsUpper(r) && !(unicode.IsLetter(r) && !unicode.IsLower(r)): // scripts without case
			return false
		case strings.ContainsAny(w, "0123456789:;?!\"“”#/_=<>"):
			return false
		}
	}
	return n > 0
}

// particle are words of names that are written small.
var particle = wordSetOf(`de da di del della la le du des dos van von
	der den ter bin al el af av zu y e d`)

// properCase returns a name written all in capitals as names are written; any
// other name stays as it is.
func properCase(name string) string {
	upper := 0
	for _, r := range name {
		if unicode.IsLower(r) {
			return name
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	if upper < 4 { // initials, BBC, AFP
		return name
	}
	words := strings.Split(name, " ")
	for i, w := range words {
		if i > 0 && particle[strings.ToLower(w)] && i+1 < len(words) {
			words[i] = strings.ToLower(w)
			continue
		}
		words[i] = properWord(w)
	}
	return strings.Join(words, " ")
}

// properWord writes one word of a name: O'NEILL is O'Neill, SMITH-JONES is
// Smith-Jones, MCKENZIE is McKenzie, J.R. stays.
func properWord(w string) string {
	var b strings.Builder
	up := true
	for i, r := range w {
		switch {
		case !unicode.IsLetter(r):
			up = r != '’' && r != '\'' || i == 1
			b.WriteRune(r)
			continue
		case up:
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		up = i == 1 && len(w) > 4 && w[0] == 'M' && w[1] == 'C'
	}
	return b.String()
}
