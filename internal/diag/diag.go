// Package diag owns positions and diagnostics: what is wrong with something the
// author gave, where it is, and what to do about it. It imports nothing of ours
// and prints only when asked; stages return a List and go on. Values do not
// change once made.
package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Severity says how bad a diagnostic is.
type Severity uint8

const (
	Error   Severity = iota // the site is wrong; nothing is published
	Warning                 // published, but somebody should look; an error under --strict
	Info                    // worth knowing
)

// String returns "error", "warning" or "info".
func (s Severity) String() string {
	return [...]string{"error", "warning", "info"}[s]
}

// Diagnostic is one problem, placed.
type Diagnostic struct {
	Severity Severity
	Code     string // stable, kebab-case: "unknown-key"
	Message  string // lower case, no full stop, quotes the culprit
	Hint     string // what to do, imperative; may be empty
	File     string // slash path relative to the site; empty when it is about no file
	Line     int    // 1-based; 0 when unknown
	Col      int    // 1-based, in characters; 0 when unknown
	Excerpt  string // the source line, without its line end
	Width    int    // how many characters the culprit spans in the excerpt; at least 1 when Line > 0
	Related  []Related
	Culprit  string // the words of the file that it is about, where the place is still to be found by In
}

// Related is another place that a diagnostic is about, such as the first of two duplicates.
type Related struct {
	Message string
	File    string
	Line    int
	Col     int
}

// List is the diagnostics of a stage or a run.
type List []Diagnostic

// New makes a diagnostic about a whole file (or about nothing, when file is empty).
func New(s Severity, code, file, format string, args ...any) Diagnostic {
	return Diagnostic{Severity: s, Code: code, File: file, Message: fmt.Sprintf(format, args...)}
}

// At makes a diagnostic about src[start:end] of the named file. For many of one file
// there is Source.
func At(s Severity, code, file string, src []byte, start, end int, format string, args ...any) Diagnostic {
	return (&Source{File: file, Text: src}).At(s, code, start, end, format, args...)
}

// Source is a file that diagnostics are about. It knows where the last one was, so that
// the next costs what lies between the two, not all of the file. It is for one goroutine.
type Source struct {
	File string
	Text []byte

	at        int // the last place
	line, col int // there, from 0, as lines and characters
	bol, eol  int // the line that it is on; eol is 0 when it is not known
}

// At makes a diagnostic about Text[start:end].
func (f *Source) At(s Severity, code string, start, end int, format string, args ...any) Diagnostic {
	d := New(s, code, f.File, format, args...)
	start = min(max(start, 0), len(f.Text))
	end = min(max(end, start), len(f.Text))
	f.move(start)
	if f.eol == 0 {
		f.eol = len(f.Text)
		if i := bytes.IndexByte(f.Text[start:], '\n'); i >= 0 {
			f.eol = start + i
		}
	}
	d.Line, d.Col = 1+f.line, 1+f.col
	d.Width = max(1, utf8.RuneCount(f.Text[start:min(end, f.eol)]))
	line := f.Text[f.bol:f.eol]
	const longest = 2000 // a hostile file may be one line of 50 MB
	if len(line) > longest {
		line = nil
	}
	d.Excerpt = strings.TrimRight(strings.ToValidUTF8(string(line), "\uFFFD"), "\r")
	return d
}

// move goes to another place.
func (f *Source) move(to int) {
	between := f.Text[min(f.at, to):max(f.at, to)]
	lines, chars := bytes.Count(between, []byte("\n")), utf8.RuneCount(between)
	if to < f.at {
		lines, chars = -lines, -chars
	}
	// Counts of characters add up where one begins.
	begins := func(i int) bool { return i == len(f.Text) || utf8.RuneStart(f.Text[i]) }
	add := begins(f.at) && begins(to)
	f.at = to
	if lines == 0 && add {
		f.col += chars
		return
	}
	f.line += lines
	f.bol, f.eol = bytes.LastIndexByte(f.Text[:to], '\n')+1, 0
	f.col = utf8.RuneCount(f.Text[f.bol:to])
}

// In places a diagnostic that knows what it is about and not where: at the first
// place in the file's source that has the culprit as a word of its own.
func (d Diagnostic) In(src []byte) Diagnostic {
	if d.Line > 0 || d.Culprit == "" {
		return d
	}
	for from := 0; ; {
		i := bytes.Index(src[from:], []byte(d.Culprit))
		if i < 0 {
			return d
		}
		start, end := from+i, from+i+len(d.Culprit)
		before, _ := utf8.DecodeLastRune(src[:start])
		after, _ := utf8.DecodeRune(src[end:])
		if from = end; unicode.IsLetter(before) || unicode.IsLetter(after) || after == ':' {
			continue // a part of a word, or a key
		}
		at := At(d.Severity, d.Code, d.File, src, start, end, "")
		at.Message, at.Hint, at.Related, at.Culprit = d.Message, d.Hint, d.Related, d.Culprit
		return at
	}
}

// WithHint returns d with a remedy.
func (d Diagnostic) WithHint(format string, args ...any) Diagnostic {
	if d.Hint = format; len(args) > 0 {
		d.Hint = fmt.Sprintf(format, args...)
	}
	return d
}

// Count returns how many diagnostics have the given severity.
func (l List) Count(s Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether any diagnostic is an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Sort orders l by file, line, column, severity, code and message.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
}

// Nearest returns the candidate closest to word, for "did you mean", or "" when
// none is near enough (a third of its letters, by restricted edit distance).
func Nearest(word string, candidates []string) string {
	best, bestDist := "", 1+(len(word)+1)/3
	for _, c := range candidates {
		if d := Distance(strings.ToLower(word), strings.ToLower(c)); d < bestDist {
			best, bestDist = c, d
		}
	}
	return best
}

// Distance is the optimal string alignment distance (Damerau 1964), on bytes,
// for words of ordinary length.
func Distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return max(len(a), len(b))
	}
	var prev2, prev, cur [65]int
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev = prev, cur
	}
	return prev[len(b)]
}
