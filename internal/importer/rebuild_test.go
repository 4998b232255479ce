package importer_test

import (
	"errors"
	"testing"

	"dateline/internal/importer"
)

// A report that somebody else wrote leads to an error, wherever its numbers point.
func TestRebuildRefusesForeignReports(t *testing.T) {
	md := []byte("---\ntitle: a\n---\n\none two\n")
	lines := func(n int) []importer.ReportCount { return []importer.ReportCount{{Label: importer.Body, Lines: n}} }
	for _, r := range []importer.Report{
		{Counts: lines(-1)},
		{Counts: append(lines(1<<62), lines(1<<62)...)},
		{Counts: lines(1), Kept: "1:3"},
		{Counts: lines(1), Kept: "2:1"},
		{Counts: lines(1), Kept: "1:-1"},
		{Counts: lines(1), Kept: "1:1+9223372036854775807"},
		{Counts: lines(1), Kept: "1"},
		{Counts: lines(2), Kind: "markdown", Kept: "1-2@9223372036854775807"},
		{Counts: lines(1), Kind: "markdown", Kept: "0-1@1"},
		{Counts: lines(1), Dropped: []importer.ReportLine{{N: 2}}},
		{Counts: lines(1), Kept: "1:2", Text: "of another text"},
	} {
		r.Output = importer.Sum(md)
		if text, err := importer.Rebuild(md, &r); err == nil || errors.Is(err, importer.ErrEdited) {
			t.Errorf("%+v: rebuilt %q, %v", r, text, err)
		}
	}
}
