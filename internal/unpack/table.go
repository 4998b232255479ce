package unpack

import (
	"errors"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// isTable goes by the name: commas stand in every text.
func isTable(name string, _ []byte) bool {
	switch endingOf(name) {
	case "csv", "tsv", "tab":
		return true
	}
	return false
}

// tableScanner reads a table whose columns are parted by a character (RFC 4180, and
// what else is written under its name).
type tableScanner struct {
	src  string // clean UTF-8
	pos  int
	sep  byte
	line int // of pos
}

// errQuotation says that the rest of a table is one field.
var errQuotation = errors.New("a quotation begins here that never ends")

// record reads the next row into fields, and returns its line. At the end of the
// table there are no fields.
func (t *tableScanner) record(fields []string) ([]string, int, error) {
	fields = fields[:0]
	for t.pos < len(t.src) && t.src[t.pos] == '\n' {
		t.pos++
		t.line++
	}
	line := t.line
	for t.pos < len(t.src) {
		f, err := t.field()
		if err != nil {
			return nil, line, err
		}
		fields = append(fields, f)
		if t.pos == len(t.src) {
			break
		}
		end := t.src[t.pos] == '\n'
		t.pos++
		if end {
			t.line++
			break
		}
		if t.pos == len(t.src) { // after a last separator
			fields = append(fields, "")
		}
	}
	return fields, line, nil
}

// field reads up to the separator or the end of the line. A quotation mark within a
// quotation that should have been doubled is one all the same.
func (t *tableScanner) field() (string, error) {
	if t.src[t.pos] != '"' {
		end := t.pos
		for end < len(t.src) && t.src[end] != t.sep && t.src[end] != '\n' {
			end++
		}
		f := t.src[t.pos:end]
		t.pos = end
		return f, nil
	}
	begin := t.pos + 1
	doubled := false
	for i := begin; i < len(t.src); i++ {
		n := strings.IndexByte(t.src[i:], '"')
		if n < 0 {
			break
		}
		i += n
		switch after := i + 1; {
		case after < len(t.src) && t.src[after] == '"':
			doubled = true
			i++
		case after == len(t.src) || t.src[after] == t.sep || t.src[after] == '\n':
			f := t.src[begin:i]
			t.line += strings.Count(f, "\n")
			t.pos = after
			if doubled {
				f = strings.ReplaceAll(f, `""`, `"`)
			}
			return f, nil
		}
	}
	return "", errQuotation
}

// separatorOf returns the character that parts the columns of a table, by its first row.
func separatorOf(src string) byte {
	best, most := byte(','), 0
	for _, sep := range []byte{'\t', ';', ',', '|'} {
		t := tableScanner{src: src, sep: sep}
		if fields, _, err := t.record(nil); err == nil && len(fields) > most {
			best, most = sep, len(fields)
		}
	}
	return best
}

// readTable reads a corpus in CSV or TSV. Its first row names the columns.
func readTable(name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	text, _, diags := charset.Decode(name, src)
	r := &reading{file: name, yield: yield, diags: diags}
	t := tableScanner{src: text, line: 1}
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(first, "sep=") && len(first) == 5 { // as Excel writes it
		t.sep, t.pos, t.line = first[4], len(text)-len(rest), 2
	} else {
		t.sep = separatorOf(text)
	}
	columns, line, err := t.record(nil)
	if err != nil || len(columns) == 0 {
		r.tell(diag.Error, "malformed-table", line, "the table has no row with the names of its columns")
		return r.diags
	}
	choice := newChooser(opt)
	at := choice.find(columns)
	if problems := choice.missing(name, line, columns, &at); len(problems) > 0 {
		return append(r.diags, problems...)
	}
	if at[fieldDate] >= 0 {
		r.order = t.orderOf(at[fieldDate])
	}
	var fields []string
	for number := 1; ; number++ {
		fields, line, err = t.record(fields)
		if err != nil {
			r.tell(diag.Error, "malformed-table", line, "%v; nothing from this row on was read", err)
			break
		}
		if len(fields) == 0 {
			break
		}
		if n := len(columns); len(fields) > n {
			if at[fieldText] == n-1 { // a text with separators that was not quoted
				fields[n-1] = strings.Join(fields[n-1:], string(t.sep))
			}
			r.tell(diag.Warning, "malformed-table", line, "the row has %d fields, %d more than there are columns", len(fields), len(fields)-n)
		}
		w := row{line: line, number: number}
		for p, i := range at {
			if i >= 0 && i < len(fields) {
				w.values[p] = fields[i]
			}
		}
		if !r.yield(r.entry(&w)) {
			break
		}
	}
	return r.diags
}

// orderOf returns the order of day and month in a column of the rows that follow.
func (t tableScanner) orderOf(column int) dateOrder {
	var dates []string
	var fields []string
	for {
		var err error
		if fields, _, err = t.record(fields); err != nil || len(fields) == 0 {
			return columnOrder(dates)
		}
		if column < len(fields) && len(fields[column]) < 40 && strings.Contains(fields[column], "/") {
			dates = append(dates, fields[column])
		}
	}
}
