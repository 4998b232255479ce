package article

import (
	"sync"

	"dateline/internal/search"
)

// bags are used again from one article to the next: filling a new one would cost
// more than finding the words.
var bags = sync.Pool{New: func() any { return new(search.Bag) }}

// searched appends the words that t can be found by, as search.Bag.Read reads them.
func (t *Text) searched(dst []byte) []byte {
	b := bags.Get().(*search.Bag)
	defer bags.Put(b)
	b.Reset()
	b.Add(t.Article.Meta.Title, search.WeighTitle)
	b.Add(t.Meta.Description, search.WeighAbout)
	for _, h := range t.Tree.Headings() {
		b.Add(h.Text, search.WeighHeading)
	}
	if t.Base > 0 {
		b.Add(t.Analysis.S[:t.Base], search.WeighAbout)
	}
	b.Add(t.Analysis.S[t.Base:], search.WeighBody)
	return b.Append(dst)
}
