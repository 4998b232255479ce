package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Report is the import report, NAME.import.json: what an article was made of,
// and word for word what of the input is not in its text. It holds no time and
// no path, so that the same input gives the same bytes. Whoever writes files can
// tell from Output whether an article was edited since it was imported.
type Report struct {
	Importer int           `json:"importer"` // Version
	Source   ReportSource  `json:"source"`
	Output   string        `json:"output"` // SHA-256 of the Markdown, in hexadecimal
	Kind     string        `json:"kind"`
	Encoding string        `json:"encoding"`
	Title    ReportValue   `json:"title"`
	Date     ReportValue   `json:"date"`
	Authors  []string      `json:"authors,omitempty"`
	Review   []string      `json:"needs_review,omitempty"` // header keys that nobody stated
	Counts   []ReportCount `json:"counts"`
	Header   []ReportLine  `json:"header,omitempty"`  // lines whose words went into the header only
	Dropped  []ReportLine  `json:"dropped,omitempty"` // lines that left the text
}

// ReportSource identifies the input.
type ReportSource struct {
	Name   string `json:"name"`
	Item   string `json:"item,omitempty"` // what a container calls it
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// ReportValue is a value of the header with where it came from.
type ReportValue struct {
	Value    string `json:"value,omitempty"`
	From     string `json:"from"`
	Evidence string `json:"evidence,omitempty"`
}

// ReportCount is how many lines have a label.
type ReportCount struct {
	Label Label `json:"label"`
	Lines int   `json:"lines"`
}

// ReportLine is a line of the input, word for word.
type ReportLine struct {
	N      int    `json:"line"`
	Label  Label  `json:"label"`
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// allLabels is the order in which labels are counted.
var allLabels = []Label{Title, Dek, Byline, Date, HighlightLine, Body, Subhead, Caption, Quote, Boiler, Duplicate, HeaderLine, Blank}

func (p *page) report(name string, src, md []byte) []byte {
	r := Report{
		Importer: Version,
		Source:   ReportSource{Name: name, Item: p.item, SHA256: hash(src), Bytes: len(src)},
		Output:   hash(md),
		Kind:     p.kind,
		Encoding: p.encoding,
		Title:    ReportValue{p.title, p.titleFrom, p.titleEvidence},
		Date:     ReportValue{p.date, p.dateFrom, p.dateEvidence},
		Authors:  p.authors,
	}
	switch p.titleFrom {
	case "highlight", "lead", "file":
		r.Review = append(r.Review, "title")
	}
	if p.dateFrom != "user" {
		r.Review = append(r.Review, "date")
	}
	counts := map[Label]int{}
	for _, l := range p.lines {
		counts[l.Label]++
		rl := ReportLine(l)
		switch l.Label {
		case Boiler, Duplicate:
			r.Dropped = append(r.Dropped, rl)
		case Byline, Date, Dek, Title:
			if p.write == nil {
				r.Header = append(r.Header, rl)
			}
		}
	}
	for _, l := range allLabels {
		if counts[l] > 0 {
			r.Counts = append(r.Counts, ReportCount{l, counts[l]})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		panic("importer: a report of strings and numbers cannot be written: " + err.Error()) // our own bug
	}
	return b.Bytes()
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
