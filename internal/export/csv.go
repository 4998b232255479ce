package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"dateline/internal/day"
)

// columns of the table, in order.
var columns = []string{
	"when", "from", "to", "date", "label", "status", "certainty", "entities", "words", "counted from", "article", "address", "also in", "figures",
}

// appendCSV writes a line for each event (RFC 4180, UTF-8, without a byte order
// mark). "when" is EDTF; "from" and "to" are its first and last day, empty where
// that is open. Several values of a field are parted by "; ".
func appendCSV(dst []byte, s *Selection) ([]byte, error) {
	out := bytes.NewBuffer(dst)
	w := csv.NewWriter(out)
	w.UseCRLF = true
	row := make([]string, 0, len(columns))
	write := func() error {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return fmt.Errorf("writing a table: %w", err)
		}
		return nil
	}
	row = append(row, columns...)
	if err := write(); err != nil {
		return dst, err
	}
	for i := range s.Events {
		ref := &s.Events[i]
		e := ref.Event
		from, to, hasFrom, hasTo := ends(e.When)
		iso := func(d day.Day, known bool) string {
			if !known {
				return ""
			}
			return day.FromDay(d).String()
		}
		var also []string
		for _, a := range ref.Others {
			also = append(also, s.absolute(a.URL))
		}
		row = append(row[:0], e.When.String(), iso(from, hasFrom), iso(to, hasTo), e.When.Words(s.Site.Settings.Language), e.Label,
			e.Status.String(), e.Certainty, strings.Join(e.Entities, "; "), e.Words, e.Anchor.String(), ref.Article.Title, s.address(ref), strings.Join(also, "; "), strings.Join(figures(ref), "; "))
		if err := write(); err != nil {
			return dst, err
		}
	}
	w.Flush()
	return out.Bytes(), nil
}

// formula are the characters at the beginning of a cell that make spreadsheets
// compute it, as OWASP lists them ("CSV injection").
const formula = "=+-@\t\r"

// harmless puts an apostrophe before what a spreadsheet would take for a formula,
// and before an apostrophe that would otherwise seem to be such a one: an
// apostrophe before one of these characters is to be taken away again.
func harmless(s string) string {
	if s != "" && (strings.IndexByte(formula, s[0]) >= 0 || s[0] == '\'' && len(s) > 1 && strings.IndexByte(formula+"'", s[1]) >= 0) {
		return "'" + s
	}
	return s
}
