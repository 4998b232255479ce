package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byWords introduce the name of an author, in lower case.
var byWords = []string{"by", "words by", "written by", "posted by", "published by", "story by", "author:", "von", "par", "por", "text:", "texte:", "texto:", "autor:", "autora:", "auteur:", "af", "av", "door"}

// splitByline returns the names in a byline: "By ANNA HOLT and Bo Ek | The
// Courier" names Anna Holt and Bo Ek. It returns nil when s is no byline. marked
// says whether a word such as "By" stood before the names; without one, every
// word has to look like part of a name.
func splitByline(s string) (names []string, marked bool) {
	s = strings.TrimSpace(s)
	if len(s) > 200 {
		return nil, false
	}
	low := strings.ToLower(s)
	for _, w := range byWords {
		if rest, ok := strings.CutPrefix(low, w); ok && (rest == "" || rest[0] == ' ' || rest[0] == ':' || strings.HasSuffix(w, ":")) {
			if len(low) != len(s) { // lower case changed lengths: too odd to be a byline
				return nil, false
			}
			s, marked = strings.TrimLeft(s[len(w):], " :"), true
			break
		}
	}
	if s == "" {
		return nil, marked
	}
	if cut := strings.IndexAny(s, "|•·*@(–—"); cut >= 0 {
		s = strings.TrimSpace(s[:cut])
	}
	if cut := strings.Index(s, " - "); cut >= 0 {
		s = s[:cut]
	}
	for _, w := range []string{" for ", " in ", " on ", " at ", " | ", " für ", " pour ", " Published", " Updated", " PUBLISHED", " UPDATED", " On "} {
		if i := strings.Index(s, w); i > 0 {
			s = s[:i]
		}
	}
	s = strings.TrimRight(s, " ,.;:")
	for _, sep := range []string{" and ", " AND ", " And ", " & ", " und ", " UND ", " et ", " ET ", " y ", " e "} {
		s = strings.ReplaceAll(s, sep, ",")
	}
	for n := range strings.SplitSeq(s, ",") {
		n = strings.Join(strings.Fields(n), " ")
		if n == "" || notName[strings.ToLower(n)] {
			continue
		}
		if !nameLike(n) {
			if len(names) > 0 { // "Tom Gardner, chief political writer"
				break
			}
			return nil, marked
		}
		if len(names) > 0 && strings.IndexByte(n, ' ') < 0 { // "Anna Holt, London": one word after a full name is a place
			continue
		}
		names = append(names, properCase(n))
	}
	return names, marked
}

// notName are words that stand where a name would and are none.
var notName = map[string]bool{
	"staff": true, "staff writer": true, "staff reporter": true, "editorial": true, "editor": true, "admin": true, "agencies": true,
	"associated press": true, "the associated press": true, "ap": true, "afp": true, "reuters": true, "dpa": true, "redaktion": true,
	"correspondent": true, "guest": true, "reporter": true, "news agencies": true, "us": true, "the numbers": true, "special to": true,
}

// nameLike reports whether s has the shape of a person's name: one to five words,
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

var particle = map[string]bool{
	"de": true, "da": true, "di": true, "del": true, "della": true, "la": true, "le": true, "du": true, "des": true, "dos": true, "van": true, "von": true,
	"der": true, "den": true, "ter": true, "bin": true, "al": true, "el": true, "af": true, "av": true, "zu": true, "y": true, "e": true, "d": true,
}

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
