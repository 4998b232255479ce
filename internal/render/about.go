package render

import (
	"dateline/internal/article"
	"dateline/internal/view"
)

// shortSum is how many digits of a fingerprint are shown.
const shortSum = 12

// aboutView says how an article was imported, or returns nil.
func aboutView(a *article.About, l *language) *view.About {
	if a == nil {
		return nil
	}
	v := &view.About{
		File: a.Source, Item: a.Item, Kind: l.madeOf[a.Kind], SHA256: a.SHA256, Short: a.SHA256[:min(shortSum, len(a.SHA256))],
		Title: view.Basis{Words: l.known[a.Title.From], Evidence: a.Title.Evidence},
		Date:  view.Basis{Words: l.known[a.Date.From], Evidence: a.Date.Evidence},
		State: l.asImported, Edited: a.Edited,
	}
	if a.Edited {
		v.State = l.edited
	}
	switch counted := l.lines; {
	case a.LeftOut == 0:
		v.Left = l.nothingLeft
	case a.Lines == 0: // of how many is not known
		v.Left = l.number(a.LeftOut)
	default:
		if a.Kind == "html" {
			counted = l.blocks
		}
		v.Left = fill(l.someOf, l.number(a.LeftOut), counted.of(a.Lines, l))
	}
	for _, line := range a.First {
		v.Lines = append(v.Lines, view.LeftOut{N: line.N, Text: line.Text, Label: l.leftOut[line.Label], Reason: line.Reason})
	}
	if more := a.LeftOut - len(a.First); more > 0 {
		v.More = l.moreLines.of(more, l)
	}
	return v
}
