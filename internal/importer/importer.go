// Package importer owns the way in: it turns what people have (plain text,
// saved web pages, other generators' Markdown, and the articles that package unpack
// finds in containers) into an article as an editor would have typed it, with an
// account of every line of the input. It writes no files, opens no connection, and
// knows of other articles only where they will stand (Folder).
//
// Every kind of input takes the same road: bytes are decoded to text, the reader for
// the kind (text, HTML, Markdown) cuts the text into labelled blocks, and one writer
// makes the header, the Markdown and, when it is asked for, the report of them.
// Markdown alone keeps the author's bytes where nothing has to change. A further kind
// is a further reader; a further container is unpack's, and no concern of this one.
//
// Values do not change once made, and the same input gives the same bytes.
package importer

import (
	"io/fs"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/unpack"
)

// Version is that of the importer's output: it changes when the same input gives other bytes.
const Version = 2

// MaxSize is the largest input that is read, in bytes: a long book is a tenth of it.
const MaxSize = 16 << 20

// maxLines is how many lines of plain text are read: the account holds each of them, in
// about a kilobyte. All of Shakespeare has fewer.
const maxLines = 200_000

// Label says what a line or block of the input is.
type Label string

// The labels, in the words of the content model.
const (
	Title, Dek, Byline, Date, HighlightLine Label = "title", "dek", "byline", "date", "highlight"
	Body, Subhead, Caption, Quote           Label = "body", "subhead", "caption", "quote"
	Boiler, Duplicate, Blank                Label = "boiler", "duplicate", "blank"
	HeaderLine                              Label = "header" // of a Markdown file's header
)

// Line is the account of one input line, or of one block of a web page, where
// lines mean nothing: there N counts the blocks in the order of the page.
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

	// Beside, when not nil, is the folder of the input: the pictures that it names
	// there are taken along, and links to its other articles follow them. When many
	// inputs come from it, a Folder reads it once for all.
	Beside fs.FS

	url string // where a page stood, by its container
}

// Draft is an article made from one input.
type Draft struct {
	Markdown         []byte // the article file, header included
	Slug             string // file name without ending, from date and title
	Title, TitleFrom string // line | meta | highlight | lead | file | user
	Date             day.Date
	DateFrom         string      // meta | jsonld | url | line | user | none
	Evidence         []Candidate // what the input offers for the header, and what was taken
	Lines            []Line      // account of every input line, in order
	Kind, Encoding   string      // how the input was read
	Source           ReportSource

	// Files lie beside the article: the pictures that came with it, by the names
	// under which the Markdown links them. An article with files is a folder.
	Files []unpack.File

	page *page
}

// Import converts one input. name is its file name or its path in the folder that
// it comes from, for its kind and as a last resort for the title. A draft is nil
// only when nothing can be made of the input, or when it is no article but another
// file of a site; then the diagnostics say why.
func Import(name string, src []byte, opt Options) (*Draft, diag.List) {
	if len(src) > MaxSize {
		return nil, diag.List{diag.New(diag.Error, "import-too-large", name,
			"the input has %d bytes, more than the %d that are read", len(src), MaxSize).
			WithHint("split it into articles, or import the text alone")}
	}
	if what, hint := container(src); what != "" {
		return nil, diag.List{diag.New(diag.Error, "import-unknown-kind", name, "the input is %s, which is not read", what).WithHint("%s", hint)}
	}
	text, encoding, diags := charset.Decode(name, src)
	if strings.TrimSpace(text) == "" {
		if markdownName(name) && opt.From == "" { // a folder of notes has some
			return nil, append(diags, passedOver(name, "it is empty"))
		}
		return nil, append(diags, diag.New(diag.Error, "import-empty", name, "there is no text in the input").
			WithHint("check that the right file was given"))
	}
	kind, ok := kindOf(name, text, opt.From)
	if !ok {
		return nil, append(diags, diag.New(diag.Error, "import-unknown-kind", name, "unknown kind of input %q", opt.From).
			WithHint("use text, html or markdown"))
	}

	p, more := read(kind, name, text, opt)
	diags = append(diags, more...)
	if p == nil {
		return nil, diags
	}
	p.kind, p.encoding = kind, encoding
	p.settle(name, opt)
	d := p.draft(name, src)
	diags = append(diags, p.review(name)...)
	return d, diags
}

// read has the reader for its kind cut text into labelled blocks. The page is nil
// when nothing can be made of it.
func read(kind, name, text string, opt Options) (*page, diag.List) {
	switch kind {
	case kindHTML:
		return readHTML(name, text, opt)
	case kindMarkdown:
		return readMarkdown(name, text, opt)
	}
	if n := strings.Count(text, "\n"); n > maxLines {
		return nil, diag.List{diag.New(diag.Error, "import-too-large", name,
			"the input has %d lines, more than the %d that are read", n, maxLines).
			WithHint("split it into articles, or import the text alone")}
	}
	return readText(text, opt), nil
}
