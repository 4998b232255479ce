package importer

import "dateline/internal/unpack"

// page is what a reader makes of an input.
type page struct {
	kind, encoding string

	title, titleFrom, titleEvidence string
	date                            string // EDTF
	dateFrom, dateEvidence          string
	authors                         []string
	description                     string
	highlights                      []string
	tags                            []string
	lang, site, url, image, rights  string
	lastmod, retrieved              string // EDTF
	oldSlug                         string // the file name that it had elsewhere
	redirects                       []string
	isDraft                         bool
	evidence                        []Candidate // what the input offers for the header

	item  string        // what its container calls it
	files []unpack.File // what lies beside it

	blocks []block // kept ones, in order
	lines  []Line  // account of the whole input

	// write, when set, makes the file: a reader for Markdown keeps the author's
	// bytes instead of making them again from blocks.
	write func(*page) []byte
}

// setTitle takes a title with the place that it comes from and the words there.
func (p *page) setTitle(title, from, evidence string) {
	p.title, p.titleFrom, p.titleEvidence = title, from, evidence
}

// setDate takes a day, in EDTF, in the same way.
func (p *page) setDate(date, from, evidence string) {
	p.date, p.dateFrom, p.dateEvidence = date, from, evidence
}
