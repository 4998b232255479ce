package importer

import "dateline/internal/unpack"

// shape is what a block is in Markdown.
type shape uint8

const (
	paragraph shape = iota
	heading
	quotation
	figure
	item    // of a bulleted list
	verbose // finished Markdown that stands as it is
)

// block is a part of the input with its label: what all readers make and the
// writer takes.
type block struct {
	label  Label
	reason string
	shape  shape
	level  int    // of a heading
	md     string // the block's words as Markdown, without the marks of its shape
}

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
	lastmod                         string // EDTF
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
