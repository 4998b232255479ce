package export

import (
	"cmp"
	"slices"

	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/prose"
	"dateline/internal/site"
	"dateline/internal/timeline"
)

// mark is words of an article with what they mean: an entity that has a page, or a
// date.
type mark struct {
	prose.Span
	entity *site.Entity
	date   day.Date // of a mark without entity
}

// marks returns what is published of the names and dates in a text, in order. Of marks
// that share words only the first is there, so that they stand apart.
func marks(s *site.Site, a *site.Article, t *article.Text) []mark {
	out := make([]mark, 0, len(t.Mentions)+len(t.Times))
	for i := range t.Mentions {
		if of := a.Named[t.Refs[i]]; of != site.Nobody {
			out = append(out, mark{Span: t.Mentions[i].Span, entity: s.EntityAt(of)})
		}
	}
	for i := range t.Times {
		if x := &t.Times[i]; !x.Date.IsZero() && (x.Type == timeline.DATE || x.Type == timeline.TIME) {
			out = append(out, mark{Span: x.Span, date: x.Date})
		}
	}
	slices.SortStableFunc(out, func(a, b mark) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	end := 0
	return slices.DeleteFunc(out, func(m mark) bool {
		if m.Start < end || m.End <= m.Start {
			return true
		}
		end = m.End
		return false
	})
}

// codePoints counts code points of a text up to offsets that never go back, so that a
// text is counted once.
type codePoints struct {
	text  string
	at, n int
}

func (c *codePoints) to(off int) int {
	for range c.text[c.at:off] {
		c.n++
	}
	c.at = off
	return c.n
}

// appendPlainText appends the running text of an article: its highlights and blocks, a
// line each. What annotations count in is this file.
func appendPlainText(dst []byte, s *Selection) ([]byte, error) {
	t, err := s.Text(s.Article)
	if err != nil {
		return dst, err
	}
	return append(append(dst, t.Analysis.S...), '\n'), nil
}
