package export

import (
	"strconv"
	"unicode/utf8"

	"dateline/internal/prose"
)

// The parts of the Web Annotation Data Model (W3C Recommendation, 2017) that are written.
type (
	annotationPage struct {
		Context string       `json:"@context"`
		ID      string       `json:"id"`
		Type    string       `json:"type"`
		Items   []annotation `json:"items"`
	}
	annotation struct {
		ID         string           `json:"id"`
		Type       string           `json:"type"`
		Motivation string           `json:"motivation"`
		Body       []annotationBody `json:"body"`
		Target     annotationTarget `json:"target"`
	}
	annotationBody struct {
		Type    string `json:"type"`
		Source  string `json:"source,omitempty"`
		Value   string `json:"value,omitempty"`
		Purpose string `json:"purpose"`
	}
	annotationTarget struct {
		Source   string     `json:"source"`
		Scope    string     `json:"scope"` // the page on which the text is read
		Selector []selector `json:"selector"`
	}
	selector struct {
		Type   string `json:"type"`
		Exact  string `json:"exact,omitempty"`
		Prefix string `json:"prefix,omitempty"`
		Suffix string `json:"suffix,omitempty"`
		Start  *int   `json:"start,omitempty"` // in code points
		End    *int   `json:"end,omitempty"`
	}
)

// appendAnnotations appends the names and dates of an article as Web Annotations on
// its running text, which lies beside it. Each has two selectors for the same words:
// their quotation and their position.
func appendAnnotations(dst []byte, s *Selection) ([]byte, error) {
	t, err := s.Text(s.Article)
	if err != nil {
		return dst, err
	}
	own, _ := Named("w3c")
	text, _ := Named(own.With)
	page := annotationPage{
		Context: "http://www.w3.org/ns/anno.jsonld", Type: "AnnotationPage", ID: s.absolute(own.Beside(s.Article)), Items: []annotation{},
	}
	count := codePoints{text: t.Analysis.S}
	for i, m := range marks(s.Site, s.Article, t) {
		prefix, suffix := around(t.Analysis.S, m.Span)
		start, end := count.to(m.Start), count.to(m.End)
		a := annotation{
			ID: page.ID + "#a" + strconv.Itoa(i+1), Type: "Annotation",
			Target: annotationTarget{
				Source: s.absolute(text.Beside(s.Article)), Scope: s.absolute(s.Article.URL),
				Selector: []selector{
					{Type: "TextQuoteSelector", Exact: t.Analysis.S[m.Start:m.End], Prefix: prefix, Suffix: suffix},
					{Type: "TextPositionSelector", Start: &start, End: &end},
				},
			},
		}
		if m.entity != nil {
			a.Motivation = "identifying"
			a.Body = []annotationBody{
				{Type: "SpecificResource", Source: s.absolute(m.entity.URL), Purpose: "identifying"},
				{Type: "TextualBody", Value: m.entity.Kind.String(), Purpose: "classifying"},
			}
		} else {
			a.Motivation = "tagging"
			a.Body = []annotationBody{{Type: "TextualBody", Value: m.date.String(), Purpose: "tagging"}}
		}
		page.Items = append(page.Items, a)
	}
	return appendJSON(dst, page), nil
}

// around returns the words on both sides of a span, of 32 code points at most.
func around(s string, at prose.Span) (prefix, suffix string) {
	from, to := at.Start, at.End
	for range 32 {
		_, n := utf8.DecodeLastRuneInString(s[:from])
		from -= n
		_, n = utf8.DecodeRuneInString(s[to:])
		to += n
	}
	return s[from:at.Start], s[at.End:to]
}
