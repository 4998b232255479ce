package unpack

import (
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
	"dateline/internal/sheet"
)

// isTable goes by the name: commas stand in every text.
func isTable(name string, _ []byte) bool {
	switch endingOf(name) {
	case "csv", "tsv", "tab":
		return true
	}
	return false
}

// readTable reads a corpus in CSV or TSV. Its first row names the columns.
func readTable(name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	text, _, diags := charset.Decode(name, src)
	r := &reading{file: name, yield: yield, diags: diags}
	t := sheet.NewReader(text)
	columns, line, err := t.Row(nil)
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
		r.order = orderOfColumn(t, at[fieldDate])
	}
	var fields []string
	for number := 1; ; number++ {
		fields, line, err = t.Row(fields)
		if err != nil {
			r.tell(diag.Error, "malformed-table", line, "%v; nothing from this row on was read", err)
			break
		}
		if len(fields) == 0 {
			break
		}
		if n := len(columns); len(fields) > n {
			if at[fieldText] == n-1 { // a text with separators that was not quoted
				fields[n-1] = strings.Join(fields[n-1:], string(t.Separator()))
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

// orderOfColumn returns the order of day and month in a column of the rows that follow,
// which it reads from a copy of the reader.
func orderOfColumn(t sheet.Reader, column int) dateOrder {
	var dates []string
	var fields []string
	for {
		var err error
		if fields, _, err = t.Row(fields); err != nil || len(fields) == 0 {
			return columnOrder(dates)
		}
		if column < len(fields) && len(fields[column]) < 40 && strings.Contains(fields[column], "/") {
			dates = append(dates, fields[column])
		}
	}
}
