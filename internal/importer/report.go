package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"io"
)

// Report is the import report, NAME.import.json: what an article was made of,
// and word for word what of the input is not in its text. It holds no time and
// no absolute path, so that the same input gives the same bytes. From it and the
// Markdown the source's text can be rebuilt (Rebuild), and whoever writes files can
// tell whether an article was edited since it was imported (Output), and where (Base).
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
	Files    []ReportFile  `json:"files,omitempty"`        // pictures laid beside the article
	Evidence []Candidate   `json:"evidence,omitempty"`     // what the input offers for the header
	Counts   []ReportCount `json:"counts"`
	Header   []ReportLine  `json:"header,omitempty"`   // lines whose words went into the header only
	Dropped  []ReportLine  `json:"dropped,omitempty"`  // lines that left the text
	Verbatim []ReportLine  `json:"verbatim,omitempty"` // lines that the text shows in another form
	Text     string        `json:"text"`               // SHA-256 of the source's lines, joined by \n
	Kept     string        `json:"kept,omitempty"`     // where the other lines stand in the Markdown, see Rebuild
	Offered  string        `json:"offered,omitempty"`  // SHA-256 of a newer version that was laid beside the edited article
	Base     string        `json:"base"`               // eight hexadecimal digits for each line of the Markdown, see LineSum
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

// ReportFile is a file beside the article.
type ReportFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// allLabels is the order in which labels are counted.
var allLabels = []Label{Title, Dek, Byline, Date, HighlightLine, Body, Subhead, Caption, Quote, Boiler, Duplicate, HeaderLine, Blank}

// report accounts for the whole input.
func (p *page) report(source ReportSource, md []byte) Report {
	r := Report{
		Importer: Version,
		Source:   source,
		Output:   Sum(md),
		Kind:     p.kind,
		Encoding: p.encoding,
		Title:    ReportValue{p.title, p.titleFrom, p.titleEvidence},
		Date:     ReportValue{p.date, p.dateFrom, p.dateEvidence},
		Authors:  p.authors,
		Base:     lineSums(md),
		Evidence: p.evidence,
	}
	if p.titleGuessed() {
		r.Review = append(r.Review, "title")
	}
	if p.dateFrom != "user" {
		r.Review = append(r.Review, "date")
	}
	for _, f := range p.files {
		r.Files = append(r.Files, ReportFile{f.Name, Sum(f.Data)})
	}
	counts := map[Label]int{}
	text := sha256.New()
	k := newKeeper(p.kind, md)
	for i, l := range p.lines {
		counts[l.Label]++
		if i > 0 {
			io.WriteString(text, "\n")
		}
		io.WriteString(text, l.Text)
		rl := ReportLine(l)
		switch {
		case l.Label == Boiler || l.Label == Duplicate:
			r.Dropped = append(r.Dropped, rl)
		case p.write == nil && inHeader(l.Label):
			r.Header = append(r.Header, rl)
		case l.Label == Blank && l.Text == "" && p.write == nil:
		case !k.keep(l):
			r.Verbatim = append(r.Verbatim, rl)
		}
	}
	r.Text, r.Kept = hex.EncodeToString(text.Sum(nil)), k.String()
	for _, l := range allLabels {
		if counts[l] > 0 {
			r.Counts = append(r.Counts, ReportCount{l, counts[l]})
		}
	}
	return r
}

// inHeader reports the labels of lines that go into the article's header.
func inHeader(l Label) bool {
	switch l {
	case Title, Dek, Byline, Date, HighlightLine:
		return true
	}
	return false
}

// Marshal returns the report as it is kept in a file.
func (r Report) Marshal() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		panic("importer: a report of strings and numbers cannot be written: " + err.Error()) // our own bug
	}
	return b.Bytes()
}

// LineSum is a line of Markdown as the report remembers it: enough to tell which
// lines somebody edited.
type LineSum uint32

// SumLines returns the sums of all lines of md: FNV-1a, 32 bits.
func SumLines(md []byte) []LineSum {
	h := fnv.New32a()
	var out []LineSum
	for line := range bytes.Lines(md) {
		h.Reset()
		h.Write(line)
		out = append(out, LineSum(h.Sum32()))
	}
	return out
}

// lineSums writes the sums of the lines of md as Report.Base has them.
func lineSums(md []byte) string {
	sums := SumLines(md)
	b := make([]byte, 0, 8*len(sums))
	for _, s := range sums {
		b = binary.BigEndian.AppendUint32(b, uint32(s))
	}
	return hex.EncodeToString(b)
}

// Lines returns the sums of the lines that the Markdown had when it was imported.
func (r *Report) Lines() []LineSum {
	b, err := hex.DecodeString(r.Base)
	if err != nil {
		return nil // somebody else's words
	}
	var out []LineSum
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, LineSum(binary.BigEndian.Uint32(b)))
	}
	return out
}

// Sum returns the SHA-256 of b in hexadecimal, as reports have it.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
