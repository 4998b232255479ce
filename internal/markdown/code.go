package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Code is highlighted by scanners of our own, which look at each byte once. The
// usual lexers are tables of backtracking regular expressions: some of them
// never end on some inputs, what they do within a time limit depends on the
// machine, and loading their tables costs every start of the program more than
// all of this. An article's code is short; what helps a reader is to see what is
// a comment, a string, a word of the language.

// The classes of tokens, each a class "c-…" of the HTML.
const (
	plainToken = ""
	keyword    = "k"
	builtin    = "b" // types, constants and functions that the language brings along
	function   = "f" // a name that is called or defined
	str        = "s"
	number     = "n"
	comment    = "c"
	meta       = "m" // preprocessor, decorators, prompts
	name       = "a" // keys, attributes, properties
	tagName    = "t"
	inserted   = "i"
	deleted    = "d"
	title      = "h"
)

// scanner cuts code into tokens and writes them.
type scanner struct {
	out []byte
	s   string
	at  int
	lang
}

// appendHighlighted writes code as HTML, each token that has a class in a span.
// Without its tags it is the code, escaped.
func appendHighlighted(b []byte, langName, code string) []byte {
	l, ok := language(langName)
	if !ok {
		return appendText(b, code)
	}
	s := scanner{out: slices.Grow(b, 3*len(code)), s: code, lang: l}
	switch l.form {
	case program:
		s.words = make(map[string]string, 128)
		for w := range strings.FieldsSeq(l.keywords) {
			s.words[w] = keyword
		}
		for w := range strings.FieldsSeq(l.builtins) {
			s.words[w] = builtin
		}
		s.program(len(code))
	case markup:
		s.markup()
	case styles:
		s.styles(len(code))
	case settings:
		s.lines(s.setting)
	case changes:
		s.lines(s.change)
	case prompt:
		s.lines(s.prompted)
	case prosaic:
		s.lines(s.prose)
	}
	return s.out
}

// emit writes s.s[s.at:end] as one token. A single mark is not worth a span, and
// many of them would be most of the page.
func (s *scanner) emit(class string, end int) {
	end = min(end, len(s.s))
	if end <= s.at {
		return
	}
	text := s.s[s.at:end]
	s.at = end
	if class == plainToken || len(text) == 1 && !isWordByte(text[0]) {
		s.out = appendText(s.out, text)
		return
	}
	s.out = append(s.out, `<span class="c-`...)
	s.out = append(s.out, class...)
	s.out = append(s.out, `">`...)
	s.out = appendText(s.out, text)
	s.out = append(s.out, "</span>"...)
}

func (s *scanner) rest(end int) string { return s.s[s.at:end] }

// lines hands each line, without its end, to f.
func (s *scanner) lines(f func(end int)) {
	for s.at < len(s.s) {
		end := len(s.s)
		if i := strings.IndexByte(s.s[s.at:], '\n'); i >= 0 {
			end = s.at + i
		}
		f(end)
		s.emit(plainToken, end)
		s.emit(plainToken, end+1)
	}
}

// program scans what most programming languages have in common, up to end.
func (s *scanner) program(end int) {
	lineStart := true
	for s.at < end {
		rest := s.rest(end)
		c := rest[0]
		switch {
		case c == '\n':
			s.emit(plainToken, s.at+1)
			lineStart = true
			continue
		case c == ' ' || c == '\t':
			i := 1
			for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
				i++
			}
			s.emit(plainToken, s.at+i)
			continue
		case s.comment(rest, lineStart):
		case s.meta != 0 && c == s.meta && (lineStart || c != '#'):
			i := 1
			for i < len(rest) && (isWordByte(rest[i]) || c == '#' && rest[i] == ' ' && i == 1 || c == '@' && rest[i] == '.') {
				i++
			}
			s.emit(meta, s.at+i)
		case c == '$' && s.dollar:
			i := 1
			if i < len(rest) && rest[i] == '{' {
				if j := strings.IndexAny(rest[:min(len(rest), 64)], "}\n"); j > 0 && rest[j] == '}' {
					i = j + 1
				}
			} else {
				for i < len(rest) && isWordByte(rest[i]) {
					i++
				}
			}
			s.emit(name, s.at+i)
		case s.literal(rest):
		case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
			i := 1
			for i < len(rest) && (isWordByte(rest[i]) || rest[i] == '.' && i+1 < len(rest) && isDigit(rest[i+1]) || (rest[i] == '-' || rest[i] == '+') && rest[i-1]|0x20 == 'e' && i+1 < len(rest) && isDigit(rest[i+1]) && rest[0] != '0') {
				i++
			}
			s.emit(number, s.at+i)
		case isWordByte(c):
			s.word(rest)
		default:
			_, n := utf8.DecodeRuneInString(rest)
			s.emit(plainToken, s.at+n)
		}
		lineStart = false
	}
}

func isWordByte(c byte) bool {
	return isASCIILetter(rune(c)) || isDigit(c) || c == '_' || c >= utf8.RuneSelf
}

// comment writes the comment that rest begins with, if it does.
func (s *scanner) comment(rest string, lineStart bool) bool {
	if open, shut := s.block[0], s.block[1]; open != "" && strings.HasPrefix(rest, open) {
		end := len(rest)
		if i := strings.Index(rest[len(open):], shut); i >= 0 {
			end = len(open) + i + len(shut)
		}
		s.emit(comment, s.at+end)
		return true
	}
	for mark := range strings.FieldsSeq(s.line) {
		if !strings.HasPrefix(rest, mark) {
			continue
		}
		if mark == "#" && !lineStart && s.at > 0 && s.s[s.at-1] > ' ' { // $#, a#b
			continue
		}
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		s.emit(comment, s.at+end)
		return true
	}
	return false
}

// literal writes the string that rest begins with, if it does.
func (s *scanner) literal(rest string) bool {
	c := rest[0]
	if c == '`' && s.backquote {
		s.emit(str, s.at+quoted(rest, 1, '`', true, s.escapes))
		return true
	}
	if strings.IndexByte(s.quotes, c) < 0 {
		return false
	}
	if s.triple && len(rest) >= 3 && rest[1] == c && rest[2] == c {
		end := len(rest)
		if i := strings.Index(rest[3:], rest[:3]); i >= 0 {
			end = 3 + i + 3
		}
		s.emit(str, s.at+end)
		return true
	}
	if c == '\'' && s.lifetimes { // Rust: 'a is a lifetime, 'a' a character
		if _, n := utf8.DecodeRuneInString(rest[1:]); len(rest) > 1 && rest[1] != '\\' && (1+n >= len(rest) || rest[1+n] != '\'') {
			i := 1
			for i < len(rest) && isWordByte(rest[i]) {
				i++
			}
			s.emit(meta, s.at+i)
			return true
		}
	}
	end := quoted(rest, 1, c, s.multiline, s.escapes)
	if s.keys && strings.HasPrefix(strings.TrimLeft(rest[end:min(len(rest), end+8)], " \t"), ":") {
		s.emit(name, s.at+end)
		return true
	}
	s.emit(str, s.at+end)
	return true
}

// quoted returns where a string ends that began before from: behind its closing
// mark, or at the line's end.
func quoted(s string, from int, mark byte, multiline, escapes bool) int {
	for i := from; i < len(s); i++ {
		switch {
		case s[i] == '\\' && escapes:
			i++
		case s[i] == mark:
			return i + 1
		case s[i] == '\n' && !multiline:
			return i
		}
	}
	return len(s)
}

// word writes a name or a word of the language.
func (s *scanner) word(rest string) {
	i := 1
	for i < len(rest) && (isWordByte(rest[i]) || s.hyphens && rest[i] == '-' && i+1 < len(rest) && isWordByte(rest[i+1])) {
		i++
	}
	w := rest[:i]
	if s.caseless {
		w = strings.ToLower(w)
	}
	member := s.at > 0 && s.s[s.at-1] == '.'
	class := s.words[w]
	switch {
	case class != "" && !member:
	case i < len(rest) && rest[i] == '(':
		class = function
	case s.keys && strings.HasPrefix(rest[i:], ":"):
		class = name
	default:
		class = plainToken
	}
	s.emit(class, s.at+i)
}

// markup scans HTML and XML.
func (s *scanner) markup() {
	for s.at < len(s.s) {
		rest := s.s[s.at:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			end := len(rest)
			if i := strings.Index(rest, "-->"); i >= 0 {
				end = i + 3
			}
			s.emit(comment, s.at+end)
		case strings.HasPrefix(rest, "<!"), strings.HasPrefix(rest, "<?"):
			end := len(rest)
			if i := strings.IndexByte(rest, '>'); i >= 0 {
				end = i + 1
			}
			s.emit(meta, s.at+end)
		case len(rest) > 1 && rest[0] == '<' && (rest[1] == '/' || isASCIILetter(rune(rest[1]))):
			s.element()
		case rest[0] == '&':
			end := strings.IndexAny(rest[:min(len(rest), 34)], "; \n<")
			if end > 0 && rest[end] == ';' {
				s.emit(builtin, s.at+end+1)
			} else {
				s.emit(plainToken, s.at+1)
			}
		default:
			end := strings.IndexAny(rest[1:], "<&")
			if end < 0 {
				end = len(rest) - 1
			}
			s.emit(plainToken, s.at+1+end)
		}
	}
}

// element scans a tag.
func (s *scanner) element() {
	i := s.at + 1
	if s.s[i] == '/' {
		i++
	}
	s.emit(plainToken, i)
	for i < len(s.s) && (isWordByte(s.s[i]) || s.s[i] == '-' || s.s[i] == ':' || s.s[i] == '.') {
		i++
	}
	s.emit(tagName, i)
	for s.at < len(s.s) {
		i := s.at
		switch c := s.s[i]; {
		case c == '>':
			s.emit(plainToken, i+1)
			return
		case c == '<':
			return
		case c == '"' || c == '\'':
			s.emit(str, i+quoted(s.s[i:], 1, c, true, false))
		case isWordByte(c) || c == ':' || c == '@':
			for i < len(s.s) && (isWordByte(s.s[i]) || strings.IndexByte("-:.@", s.s[i]) >= 0) {
				i++
			}
			s.emit(name, i)
		default:
			s.emit(plainToken, i+1)
		}
	}
}

// styles scans CSS.
func (s *scanner) styles(end int) {
	depth := 0
	for s.at < end {
		rest := s.rest(end)
		c := rest[0]
		i := 1
		switch {
		case s.comment(rest, false):
			continue
		case c == '{' || c == ';':
			if c == '{' {
				depth++
			}
			s.emit(plainToken, s.at+1)
		case c == '}':
			depth = max(0, depth-1)
			s.emit(plainToken, s.at+1)
		case c == '"' || c == '\'':
			s.emit(str, s.at+quoted(rest, 1, c, false, true))
		case c == '@' || c == '$':
			for i < len(rest) && (isWordByte(rest[i]) || rest[i] == '-') {
				i++
			}
			s.emit(keyword, s.at+i)
		case isDigit(c) || c == '#' && depth > 0:
			for i < len(rest) && (isWordByte(rest[i]) || rest[i] == '.' || rest[i] == '%') {
				i++
			}
			s.emit(number, s.at+i)
		case isWordByte(c) || c == '-' || c == '.' || c == '#':
			for i < len(rest) && (isWordByte(rest[i]) || rest[i] == '-') {
				i++
			}
			class := plainToken
			switch after := strings.TrimLeft(rest[i:min(len(rest), i+4)], " "); {
			case depth > 0 && strings.HasPrefix(after, ":"):
				class = name
			case depth == 0:
				class = tagName
			case i < len(rest) && rest[i] == '(':
				class = function
			}
			s.emit(class, s.at+i)
		default:
			_, n := utf8.DecodeRuneInString(rest)
			s.emit(plainToken, s.at+n)
		}
	}
}

// setting scans a line of YAML, TOML, INI and the like.
func (s *scanner) setting(end int) {
	line := s.rest(end)
	words := strings.TrimLeft(line, " \t")
	s.emit(plainToken, s.at+len(line)-len(words))
	for strings.HasPrefix(words, "- ") { // an entry of a list
		s.emit(plainToken, s.at+2)
		words = words[2:]
	}
	switch {
	case words == "":
		return
	case words[0] == '#' || words[0] == ';':
		s.emit(comment, end)
		return
	case words[0] == '[' && strings.HasSuffix(strings.TrimRight(words, " "), "]"):
		s.emit(title, end)
		return
	case words == "---" || words == "...":
		s.emit(meta, end)
		return
	}
	key := 0
	if words[0] == '"' || words[0] == '\'' {
		key = quoted(words, 1, words[0], false, true)
	}
	for key < len(words) && words[key] != ':' && words[key] != '=' && words[key] != '#' {
		key++
	}
	if key < len(words) && (words[key] == '=' || words[key] == ':' && (key+1 == len(words) || words[key+1] == ' ')) {
		s.emit(name, s.at+len(strings.TrimRight(words[:key], " ")))
		s.emit(plainToken, end-len(words)+key+1)
	}
	for s.at < end {
		rest := s.rest(end)
		c := rest[0]
		i := 1
		switch {
		case c == '#' && s.s[s.at-1] == ' ':
			s.emit(comment, end)
		case c == '"' || c == '\'' && s.s[s.at-1] == ' ':
			s.emit(str, s.at+quoted(rest, 1, c, false, c == '"'))
		case (isWordByte(c) || c == '-') && !isWordByte(s.s[max(0, s.at-1)]):
			for i < len(rest) && (isWordByte(rest[i]) || rest[i] == '.' || rest[i] == '-' || rest[i] == ':' && isDigit(c)) {
				i++
			}
			class := plainToken
			switch w := rest[:i]; {
			case w == "true" || w == "false" || w == "null" || w == "yes" || w == "no":
				class = builtin
			case strings.Trim(w, "0123456789.-:TZ") == "" && strings.ContainsAny(w, "0123456789"):
				class = number
			}
			s.emit(class, s.at+i)
		case c == '&' || c == '*' || c == '!':
			for i < len(rest) && isWordByte(rest[i]) {
				i++
			}
			s.emit(meta, s.at+i)
		default:
			_, n := utf8.DecodeRuneInString(rest)
			s.emit(plainToken, s.at+n)
		}
	}
}

// change scans a line of a patch.
func (s *scanner) change(end int) {
	line := s.rest(end)
	switch {
	case strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "index "):
		s.emit(title, end)
	case strings.HasPrefix(line, "@@"):
		s.emit(meta, end)
	case strings.HasPrefix(line, "+"):
		s.emit(inserted, end)
	case strings.HasPrefix(line, "-"):
		s.emit(deleted, end)
	}
}

// prompted scans a line of a terminal: what was typed, or what was answered.
func (s *scanner) prompted(end int) {
	line := s.rest(end)
	for _, p := range [...]string{"$ ", "# ", "> ", "% ", "PS> "} {
		if !strings.HasPrefix(line, p) {
			continue
		}
		s.emit(meta, s.at+len(p))
		if i := strings.Index(s.rest(end), " # "); i >= 0 {
			s.emit(plainToken, s.at+i+1)
			s.emit(comment, end)
		}
		return
	}
}

// prose scans a line of Markdown.
func (s *scanner) prose(end int) {
	line := s.rest(end)
	words := strings.TrimLeftFunc(line, unicode.IsSpace)
	switch {
	case strings.HasPrefix(words, "#"):
		s.emit(title, end)
		return
	case strings.HasPrefix(words, "```"), strings.HasPrefix(words, ":::"), strings.HasPrefix(words, "---"):
		s.emit(meta, end)
		return
	case strings.HasPrefix(words, ">"):
		s.emit(comment, end)
		return
	case strings.HasPrefix(words, "- "), strings.HasPrefix(words, "* "):
		s.emit(keyword, s.at+len(line)-len(words)+1)
	}
	for s.at < end {
		rest := s.rest(end)
		switch c := rest[0]; c {
		case '`':
			s.emit(str, s.at+quoted(rest, 1, c, false, false))
		case '[', ']', '(', ')', '!', '*', '_', '|', '~':
			s.emit(name, s.at+len(rest)-len(strings.TrimLeft(rest, "[]()!*_|~")))
		default:
			i := strings.IndexAny(rest[1:], "`[]()!*_|~")
			if i < 0 {
				i = len(rest) - 1
			}
			s.emit(plainToken, s.at+1+i)
		}
	}
}
