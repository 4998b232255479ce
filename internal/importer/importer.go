// Package importer owns the way in: it turns what people have (plain text,
// saved web pages, other generators' Markdown) into an article as an editor
// would have typed it, with an account of every line of the input. It writes no
// files.
package importer

import (
	"dateline/internal/day"
	"dateline/internal/diag"
)

// Version is that of the importer's output: it changes when the same input gives other bytes.
const Version = 1

// Label says what a line or block of the input is.
type Label string

// The labels, in the words of the content model.
const (
	Title, Dek, Byline, Date, HighlightLine Label = "title", "dek", "byline", "date", "highlight"
	Body, Subhead, Caption, Quote           Label = "body", "subhead", "caption", "quote"
	Boiler, Duplicate, Blank                Label = "boiler", "duplicate", "blank"
)

// Line is the account of one input line.
type Line struct {
	N      int // 1-based
	Label  Label
	Reason string
	Text   string // as it stands
}

// Options are what the author says about the input.
type Options struct {
	From  string // text | html | markdown; "" decides by name and content
	Date  day.Date
	Title string
	Lang  string
	Whole bool // convert the whole page, without looking for an article in it
}

// Draft is an article made from one input.
type Draft struct {
	Markdown         []byte // the article file, header included
	Slug             string // file name without ending, from date and title
	Title, TitleFrom string // line | meta | highlight | lead | file | user
	Date             day.Date
	DateFrom         string // meta | jsonld | url | line | user | none
	Lines            []Line // account of every input line, in order
	Report           []byte // NAME.import.json
}

// Import converts one input. name is its file name, for its kind and as a last
// resort for the title. A draft is nil only when nothing can be made of the
// input; then the diagnostics say why.
func Import(name string, src []byte, opt Options) (*Draft, diag.List) {
	panic("importer.Import: not written yet")
}
