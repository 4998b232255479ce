package markdown

import "dateline/internal/diag"

// maxReports is how many diagnostics of one code a document gets: a hostile
// file could have one at each byte. What is left out is counted.
const maxReports = 20

// report gathers the diagnostics of one document. Offsets given to it count
// from the body.
type report struct {
	file  string
	src   []byte
	base  int
	list  diag.List
	count []tally
}

type tally struct {
	code     string
	severity diag.Severity
	n        int
}

// add reports src[start:end] and returns the diagnostic, so that a hint can be
// added, or a spare one when there were too many.
func (r *report) add(s diag.Severity, code string, start, end int, format string, args ...any) *diag.Diagnostic {
	i := 0
	for i < len(r.count) && r.count[i].code != code {
		i++
	}
	if i == len(r.count) {
		r.count = append(r.count, tally{code: code, severity: s})
	}
	r.count[i].n++
	if r.count[i].n > maxReports {
		return new(diag.Diagnostic)
	}
	r.list = append(r.list, diag.At(s, code, r.file, r.src, r.base+start, r.base+end, format, args...))
	return &r.list[len(r.list)-1]
}

// finish returns the diagnostics in order of place, with a count of those left out.
func (r *report) finish() diag.List {
	r.list.Sort()
	for _, t := range r.count {
		if t.n > maxReports {
			r.list = append(r.list, diag.New(t.severity, t.code, r.file, "%d more places like these", t.n-maxReports))
		}
	}
	return r.list
}
