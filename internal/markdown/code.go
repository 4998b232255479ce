package markdown

import (
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// chroma's lexers are tables of backtracking regular expressions, and cannot be
// stopped. What they may be given is therefore settled beforehand, by the code
// alone, so that what a page looks like never depends on the machine: the
// language is on a list (languages.go), lines and blocks are not longer than
// what is written by hand, and all blocks of a document together stay below a
// measure of the work that they could be.

const (
	// maxCode and maxCodeLine are how many bytes a block and one of its lines may
	// have to be highlighted.
	maxCode     = 8 << 10
	maxCodeLine = 512
	// maxBlankLines is how many empty lines may follow each other: many lexers go
	// to the end of them and back.
	maxBlankLines = 16
	// maxCodeWork is the most that the squares of the lengths of a document's
	// blocks, times the weights of their languages, add up to.
	maxCodeWork = 1 << 27
)

// highlightable returns the language that code can be highlighted in, or nil,
// and takes its work from what is left for the document.
func highlightable(name, code string, left *int) *language {
	l := languageOf(name)
	if l == nil || code == "" || len(code) > maxCode {
		return nil
	}
	blank := 0
	for line := range strings.Lines(code) {
		if blank++; strings.TrimSpace(line) != "" {
			blank = 0
		}
		if len(line) > maxCodeLine || blank > maxBlankLines {
			return nil
		}
		if l.lexer == "markdown" && !embeddable(line) {
			return nil
		}
	}
	work := l.weight * len(code) * len(code)
	if work > *left {
		return nil
	}
	*left -= work
	return l
}

// embeddable reports whether a line of Markdown leads its lexer to no other than
// those on the list: it hands a fence's code to the lexer that the fence names.
func embeddable(line string) bool {
	name, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
	if !fence || name == "" || strings.ContainsAny(name, " \t`{}=.,:;+-#\"'/") {
		return true // its lexer takes a single word only
	}
	l := languageOf(name)
	if l == nil || l.lexer == "markdown" {
		return false
	}
	lexer := lexers.Get(l.lexer)
	// Aliases first: asking chroma for a name that it does not know takes it milliseconds.
	return slices.Contains(lexer.Config().Aliases, name) && lexers.Get(name) == lexer
}

// appendHighlighted writes code in the language of a lexer as HTML, each token
// that has a class in a span. Without its tags it is the code, escaped; where the
// lexer fails at that, or makes too much of it, it is nothing but the code.
func appendHighlighted(b []byte, l *language, code string) []byte {
	if l == nil {
		return appendText(b, code)
	}
	if out, ok := highlighted(slices.Grow(b, 4*len(code)), l.lexer, code); ok {
		return out
	}
	return appendText(b, code)
}

func highlighted(b []byte, lexer, code string) (out []byte, ok bool) {
	defer func() {
		if recover() != nil { // as chroma's iterators tell their errors
			ok = false
		}
	}()
	text := code
	if !strings.HasSuffix(code, "\n") { // or the lexer may leave out what it put in for the missing one
		text += "\n"
	}
	next, err := lexers.Get(lexer).Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return nil, false
	}
	var (
		from, at int          // where the span begins, and its last token ends
		open     = plainToken // its class
		most     = len(b) + 16*len(code) + 256
		tokens   = 2*len(text) + 16
	)
	flush := func() {
		words := code[min(from, len(code)):min(at, len(code))]
		from = at
		if words == "" {
			return
		}
		if open == plainToken {
			b = appendText(b, words)
			return
		}
		b = append(b, `<span class="c-`...)
		b = append(b, open...)
		b = append(b, `">`...)
		b = appendText(b, words)
		b = append(b, "</span>"...)
	}
	for t := next(); t != chroma.EOF; t = next() {
		if tokens--; tokens < 0 || len(b) > most || !strings.HasPrefix(text[at:], t.Value) {
			return nil, false
		}
		if class := classOf(t.Type); class != open {
			flush()
			open = class
		}
		at += len(t.Value)
	}
	flush()
	return b, at == len(text) && len(b) <= most
}
