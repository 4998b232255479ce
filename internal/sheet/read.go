// Package sheet owns tables as spreadsheets read and write them: rows of cells
// parted by commas, semicolons or tabs (RFC 4180, and what else goes by the name of
// CSV). It does not know what columns mean. A Reader is a value: a copy of it reads
// the same rows again.
package sheet

import (
	"errors"
	"strings"
)

// Reader reads a table row by row.
type Reader struct {
	src  string // clean UTF-8, lines ended by \n
	pos  int
	sep  byte
	line int // of pos
}

// ErrQuotation says that the rest of a table is one cell.
var ErrQuotation = errors.New("a quotation begins here that never ends")

// NewReader reads a table in clean UTF-8 whose lines end with \n, as charset.Decode
// gives it. The separator is what a first line "sep=;" says, which Excel writes, else
// the one that parts the first row into most cells.
func NewReader(text string) Reader {
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(first, "sep=") && len(first) == 5 {
		return Reader{src: text, sep: first[4], pos: len(text) - len(rest), line: 2}
	}
	return Reader{src: text, sep: separatorOf(text), line: 1}
}

// separatorOf returns the character that parts the columns of a table, by its first row.
func separatorOf(src string) byte {
	best, most := byte(','), 0
	for _, sep := range []byte{'\t', ';', ',', '|'} {
		r := Reader{src: src, sep: sep}
		if cells, _, err := r.Row(nil); err == nil && len(cells) > most {
			best, most = sep, len(cells)
		}
	}
	return best
}

// Separator returns the character that parts the cells.
func (r *Reader) Separator() byte { return r.sep }

// Row reads the next row into cells, and returns its line. Empty lines are passed
// over. At the end of the table there are no cells. The error is ErrQuotation.
func (r *Reader) Row(cells []string) ([]string, int, error) {
	cells = cells[:0]
	for r.pos < len(r.src) && r.src[r.pos] == '\n' {
		r.pos++
		r.line++
	}
	line := r.line
	for r.pos < len(r.src) {
		c, err := r.cell()
		if err != nil {
			return nil, line, err
		}
		cells = append(cells, c)
		if r.pos == len(r.src) {
			break
		}
		end := r.src[r.pos] == '\n'
		r.pos++
		if end {
			r.line++
			break
		}
		if r.pos == len(r.src) { // after a last separator
			cells = append(cells, "")
		}
	}
	return cells, line, nil
}

// cell reads up to the separator or the end of the line. A quotation mark within a
// quotation that should have been doubled is one all the same.
func (r *Reader) cell() (string, error) {
	if r.src[r.pos] != '"' {
		end := r.pos
		for end < len(r.src) && r.src[end] != r.sep && r.src[end] != '\n' {
			end++
		}
		c := r.src[r.pos:end]
		r.pos = end
		return c, nil
	}
	begin := r.pos + 1
	doubled := false
	for i := begin; i < len(r.src); i++ {
		n := strings.IndexByte(r.src[i:], '"')
		if n < 0 {
			break
		}
		i += n
		switch after := i + 1; {
		case after < len(r.src) && r.src[after] == '"':
			doubled = true
			i++
		case after == len(r.src) || r.src[after] == r.sep || r.src[after] == '\n':
			c := r.src[begin:i]
			r.line += strings.Count(c, "\n")
			r.pos = after
			if doubled {
				c = strings.ReplaceAll(c, `""`, `"`)
			}
			return c, nil
		}
	}
	return "", ErrQuotation
}
