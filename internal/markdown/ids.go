package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxID is the longest id made from a heading, in bytes.
const maxID = 80

// ReservedID reports whether an id belongs to the page, its notes or its
// annotations, and is never given to content: one of the names that a page's
// landmarks have, or one with a prefix of one of the numbered things. Whoever
// writes pages uses such ids only.
func ReservedID(id string) bool {
	for _, p := range [...]string{"dl-", "p-", "s-", "m-", "t-", "e-", "d-", "fn-", "fnref-", "entity-", "event-", "card-", "search-", "nav-", "page-"} {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	switch id {
	case "top", "main", "content", "contents", "article", "header", "footer", "nav", "menu", "sidebar", "search", "results", "query",
		"title", "summary", "highlights", "text", "timeline", "toc", "people", "places", "organisations", "events", "who", "notes", "footnotes",
		"source", "cite", "related", "card", "cards", "theme", "overlay", "status", "data", "index", "site", "page", "skip", "map":
		return true
	}
	// A letter and a number: p12, e3.
	return len(id) > 1 && 'a' <= id[0] && id[0] <= 'z' && strings.Trim(id[1:], "0123456789") == ""
}

// ids gives out the ids of one document, each once.
type ids struct{ used map[string]int }

// take returns id if it is free, and else id with the next free number.
func (s *ids) take(id string) string {
	if ReservedID(id) {
		id = "s-" + id
	}
	if s.used == nil {
		s.used = map[string]int{}
	}
	n, taken := s.used[id]
	if !taken {
		s.used[id] = 1
		return id
	}
	for {
		try := id + "-" + strconv.Itoa(n)
		n++
		if _, taken := s.used[try]; !taken {
			s.used[id], s.used[try] = n, 1
			return try
		}
	}
}

// slug returns the id for a heading's words: letters and digits of any script,
// in lower case and NFC, with hyphens between words.
func slug(words string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range norm.NFC.String(words) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) && b.Len() > 0:
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’':
		default:
			hyphen = true
		}
		if b.Len() >= maxID {
			break
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// isName reports whether s may be an id or class that an author chose: a letter,
// then letters, digits, hyphens and underscores, at most 64 bytes.
func isName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
		case i > 0 && (unicode.IsDigit(r) || r == '-' || r == '_'):
		default:
			return false
		}
	}
	return utf8.ValidString(s)
}

// attributes reads {#id .class …} at the end of a heading's line and returns the
// line without it. Anything else between the braces is text.
func attributes(line []byte) (rest int, id, class string, ok bool) {
	end := len(line)
	for end > 0 && (line[end-1] == ' ' || line[end-1] == '\t') {
		end--
	}
	if end == 0 || line[end-1] != '}' {
		return 0, "", "", false
	}
	open := end - 2
	for ; open >= 0 && open > end-256 && line[open] != '{'; open-- {
	}
	if open < 0 || line[open] != '{' || open > 0 && line[open-1] == '\\' {
		return 0, "", "", false
	}
	var classes []string
	for word := range strings.FieldsSeq(string(line[open+1 : end-1])) {
		name := word[1:]
		switch {
		case !isName(name):
			return 0, "", "", false
		case word[0] == '#' && id == "":
			id = name
		case word[0] == '.':
			classes = append(classes, name)
		default:
			return 0, "", "", false
		}
	}
	if id == "" && classes == nil {
		return 0, "", "", false
	}
	for open > 0 && (line[open-1] == ' ' || line[open-1] == '\t') {
		open--
	}
	return open, id, strings.Join(classes, " "), true
}

// HeadingID returns the id of a heading with the given words: the first of them in
// a document, when its author gave it none.
func HeadingID(words string) string {
	var s ids
	return s.take(slug(words))
}
