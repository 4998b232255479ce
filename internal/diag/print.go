package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TextOptions say how Text prints.
type TextOptions struct {
	Color bool // with ANSI colours
	Max   int  // diagnostics of one code that are shown in full; 0 means 20, less than 0 all
}

// Text writes l for people to read, in the order it has:
//
//	content/articles/a.md:3:1: error: unknown key "publishd" [unknown-key]
//	    3 | publishd: 2013-09-09
//	      | ^^^^^^^^
//	  hint: did you mean "published"?
//
// Beyond the limit, the diagnostics of a code are only counted, at the end.
// Whatever they quote is made safe for terminals: control characters, and those
// that change the direction of writing, are shown as escapes. Errors are w's.
func Text(w io.Writer, l List, opt TextOptions) error {
	if opt.Max == 0 {
		opt.Max = 20
	}
	p := printer{w: bufio.NewWriter(w), color: opt.Color}
	shown := make(map[string]int)
	var codes []string // beyond the limit, in order of first appearance
	for i := range l {
		code := l[i].Code
		if shown[code]++; opt.Max > 0 && shown[code] > opt.Max {
			if shown[code] == opt.Max+1 {
				codes = append(codes, code)
			}
			continue
		}
		p.diagnostic(&l[i])
	}
	for _, code := range codes {
		p.styled(bold, fmt.Sprintf("… and %s more [%s]", thousands(shown[code]-opt.Max), code))
		p.string("; --json lists all\n")
	}
	return p.w.Flush()
}

// ANSI styles.
const (
	bold    = "1"
	red     = "1;31"
	yellow  = "1;33"
	blue    = "1;34"
	dim     = "2"
	longest = 160 // columns of an excerpt
)

func (s Severity) style() string { return [...]string{red, yellow, blue}[s] }

// printer writes to a buffer, whose Flush gives the first error.
type printer struct {
	w     *bufio.Writer
	color bool
}

func (p *printer) string(s string) { p.w.WriteString(s) }

func (p *printer) styled(style, s string) {
	if p.color {
		s = "\x1b[" + style + "m" + s + "\x1b[0m"
	}
	p.string(s)
}

func (p *printer) diagnostic(d *Diagnostic) {
	p.place(d.File, d.Line, d.Col)
	p.styled(d.Severity.style(), d.Severity.String()+":")
	p.string(" " + Printable(d.Message))
	p.styled(dim, " ["+d.Code+"]")
	p.string("\n")
	if d.Line > 0 && d.Excerpt != "" {
		p.excerpt(d)
	}
	for _, r := range d.Related {
		p.string("  ")
		p.place(r.File, r.Line, r.Col)
		p.string(Printable(r.Message) + "\n")
	}
	if d.Hint != "" {
		p.string("  ")
		p.styled(blue, "hint:")
		p.string(" " + Printable(d.Hint) + "\n")
	}
}

func (p *printer) place(file string, line, col int) {
	if file == "" {
		return
	}
	s := Printable(file) + ":"
	if line > 0 {
		s += strconv.Itoa(line) + ":"
		if col > 0 {
			s += strconv.Itoa(col) + ":"
		}
	}
	p.styled(bold, s)
	p.string(" ")
}

// excerpt writes the source line with carets under the culprit. Of a long line
// only the part around it is shown.
func (p *printer) excerpt(d *Diagnostic) {
	chars := []rune(d.Excerpt)
	start := min(max(d.Col-1, 0), len(chars))
	end := min(start+max(d.Width, 1), len(chars))
	from, to := 0, len(chars)
	if len(chars) > longest {
		from = max(0, min(start-longest/3, len(chars)-longest))
		to = from + longest
	}
	end = min(end, to)
	before, culprit, after := Printable(string(chars[from:start])), Printable(string(chars[start:end])), Printable(string(chars[end:to]))
	if from > 0 {
		before = "…" + before
	}
	if to < len(chars) {
		after += "…"
	}
	number := strconv.Itoa(d.Line)
	p.styled(dim, fmt.Sprintf("%5s | ", number))
	p.string(before + culprit + after + "\n")
	p.styled(dim, strings.Repeat(" ", max(5, len(number)))+" | ")
	p.string(strings.Repeat(" ", width(before)))
	p.styled(d.Severity.style(), strings.Repeat("^", max(1, width(culprit))))
	p.string("\n")
}

// width returns how many columns s takes on a terminal, as far as can be known:
// marks that combine take none, East Asian letters and pictures two.
func width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0xFF01 && r <= 0xFF60 || r >= 0x1F300 && r <= 0x1FAFF:
			n += 2
		default:
			n++
		}
	}
	return n
}

// Printable returns s on one line, with whatever could command a terminal or
// hide text shown as an escape: control characters, invalid UTF-8, and the
// characters that change the direction of writing or have no width. A tab
// becomes a space.
func Printable(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] >= ' ' && s[i] < 0x7F
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\x%02x`, r)
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// thousands writes n as "9,980".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// jsonDiagnostic is a Diagnostic as JSON writes it; the names are a promise to
// programs that read it.
type jsonDiagnostic struct {
	Severity string        `json:"severity"`
	Code     string        `json:"code"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	File     string        `json:"file,omitempty"`
	Line     int           `json:"line,omitempty"`
	Col      int           `json:"col,omitempty"`
	Width    int           `json:"width,omitempty"`
	Excerpt  string        `json:"excerpt,omitempty"`
	Related  []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
}

// JSON writes each diagnostic of l as one JSON object on a line of its own, with
// the keys severity, code, message, hint, file, line, col, width, excerpt and
// related; those without a value are left out. Errors are w's.
func JSON(w io.Writer, l List) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for _, d := range l {
		j := jsonDiagnostic{d.Severity.String(), d.Code, d.Message, d.Hint, d.File, d.Line, d.Col, d.Width, d.Excerpt, nil}
		for _, r := range d.Related {
			j.Related = append(j.Related, jsonRelated(r))
		}
		if err := enc.Encode(j); err != nil {
			return err
		}
	}
	return b.Flush()
}

// GitHub writes each diagnostic of l as a workflow command, which GitHub Actions
// shows beside the line of the file, if the site is the root of its repository.
// Errors are w's.
func GitHub(w io.Writer, l List) error {
	b := bufio.NewWriter(w)
	for _, d := range l {
		b.WriteString([...]string{"::error ", "::warning ", "::notice "}[d.Severity])
		if d.File != "" {
			b.WriteString("file=" + property.Replace(d.File) + ",")
			if d.Line > 0 {
				fmt.Fprintf(b, "line=%d,", d.Line)
				if d.Col > 0 {
					fmt.Fprintf(b, "col=%d,endColumn=%d,", d.Col, d.Col+max(d.Width, 1))
				}
			}
		}
		text := Printable(d.Message)
		if d.Hint != "" {
			text += "\nhint: " + Printable(d.Hint)
		}
		b.WriteString("title=" + property.Replace(d.Code) + "::" + command.Replace(text) + "\n")
	}
	return b.Flush()
}

// What the workflow commands of GitHub Actions escape in a message, and beyond
// that in a property.
var (
	command  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
