package article

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/markdown"
	"dateline/internal/record"
)

// About is what the page of an imported article tells of the import: part of
// NAME.import.json, whose form is importer.Report's. Its strings are on one line,
// without control and direction characters, and long ones are shortened.
type About struct {
	Source  string    // file name of what the article was made of
	Item    string    // what a file of many articles calls it; may be empty
	SHA256  string    // of the source, hexadecimal; may be empty
	Kind    string    // how it was read: text, html or markdown
	Title   Basis     // how the title is known
	Date    Basis     // how the date is known
	Lines   int       // lines of the source that are not empty; 0 when not known
	LeftOut int       // how many of them left the text
	First   []LeftOut // the first of these, at most maxLeftOut
	Edited  bool      // the article is no longer what the import wrote
}

// Basis is where a value of the header came from.
type Basis struct {
	From     string // meta, jsonld, url, line, highlight, lead, file, user or none
	Evidence string // the place in the source, or what stands there; may be empty
}

// LeftOut is a line of the source that is not in the article, or a block of a web page.
type LeftOut struct {
	N      int // 1-based
	Label  string
	Reason string
	Text   string
}

// What a page tells is bounded, however much the report has. Lengths are in bytes.
const (
	maxLeftOut = 200
	maxLine    = 400 // a fifth more is not cut
	maxWords   = 240 // of a name, a reason or evidence, likewise
)

// leftOut reads the dropped lines of a report, and keeps the first.
type leftOut struct {
	n     int
	first []LeftOut
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *leftOut) UnmarshalJSON(b []byte) error {
	*l = leftOut{}
	d := json.NewDecoder(bytes.NewReader(b))
	switch open, err := d.Token(); {
	case err != nil:
		return err
	case open == nil: // null
		return nil
	case open != json.Delim('['):
		return errors.New("its dropped lines are no list")
	}
	for ; d.More(); l.n++ {
		var line struct {
			Line                int
			Label, Reason, Text string
		}
		if err := d.Decode(&line); err != nil {
			return fmt.Errorf("the %d. of its dropped lines is none", l.n+1)
		}
		if len(l.first) < maxLeftOut {
			l.first = append(l.first, LeftOut{line.Line, short(line.Label, maxWords), short(line.Reason, maxWords), short(line.Text, maxLine)})
		}
	}
	return nil
}

// short returns the beginning of s as a page shows it.
func short(s string, n int) string {
	if more := 4 * n; len(s) > more { // far more than is shown
		s = s[:more]
	}
	s, _, _ = shorten(markdown.Clean(s), 0, 0, n)
	return s
}

// ReadAbout reads the import report of an article whose file, or what it was
// converted to, is md. One that cannot be read is a warning, and nothing is told of it.
func ReadAbout(file string, report, md []byte) (*About, diag.List) {
	const hint = "import the source again, or delete the report"
	type value struct{ From, Evidence string }
	var r struct {
		Source       struct{ Name, Item, SHA256 string }
		Output, Kind string
		Title, Date  value
		Counts       []struct {
			Label string
			Lines int
		}
		Dropped leftOut
	}
	if err := json.Unmarshal(report, &r); err != nil {
		at, why := 0, err.Error()
		var syntax *json.SyntaxError
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			at = int(syntax.Offset) - 1
		case errors.As(err, &wrong):
			at, why = int(wrong.Offset)-1, fmt.Sprintf("%q cannot be a JSON %s", cmp.Or(strings.ToLower(wrong.Field), "report"), wrong.Value)
		}
		return nil, diag.List{diag.At(diag.Warning, "bad-report", file, report, at, at+1, "the import report cannot be read: %s", why).WithHint(hint)}
	}
	if r.Source.Name == "" || r.Output == "" {
		return nil, diag.List{diag.At(diag.Warning, "bad-report", file, report, 0, 1, "the import report does not say what was imported").WithHint(hint)}
	}
	basis := func(v value) Basis {
		switch v.From {
		case "meta", "jsonld", "url", "line": // elsewhere the evidence says nothing new
			return Basis{v.From, short(v.Evidence, maxWords)}
		}
		return Basis{From: short(v.From, maxWords)}
	}
	a := &About{
		Source: short(r.Source.Name, maxWords), Item: short(r.Source.Item, maxWords), Kind: short(r.Kind, maxWords),
		Title: basis(r.Title), Date: basis(r.Date), LeftOut: r.Dropped.n, First: r.Dropped.first,
	}
	if sum, err := hex.DecodeString(r.Source.SHA256); err == nil && len(sum) == sha256.Size {
		a.SHA256 = hex.EncodeToString(sum)
	}
	sum := sha256.Sum256(md)
	a.Edited = hex.EncodeToString(sum[:]) != r.Output
	for _, c := range r.Counts {
		if c.Label != "blank" {
			a.Lines += c.Lines
		}
	}
	if a.Lines < a.LeftOut { // somebody else's numbers
		a.Lines = 0
	}
	return a, nil
}

// record writes or reads a.
func (a *About) record(c *record.Codec) {
	for _, s := range []*string{
		&a.Source, &a.Item, &a.SHA256, &a.Kind, &a.Title.From, &a.Title.Evidence, &a.Date.From, &a.Date.Evidence,
	} {
		c.Str(s)
	}
	record.Num(c, &a.Lines)
	record.Num(c, &a.LeftOut)
	record.Each(c, &a.First, func(l *LeftOut) {
		record.Num(c, &l.N)
		c.Str(&l.Label)
		c.Str(&l.Reason)
		c.Str(&l.Text)
	})
	c.Bool(&a.Edited)
}
