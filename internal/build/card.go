package build

import (
	"path"

	"dateline/internal/addr"
	"dateline/internal/card"
	"dateline/internal/diag"
)

// card returns what makes the card of a page, or nil when there is none at a path, or one
// that the site brings itself. It is drawn once and kept for as long as nothing on it changes.
func (o *Output) card(name string) maker {
	if path.Ext(name) != ".png" {
		return nil
	}
	u := addr.Output(name).URL()
	p := o.Site.PageAt(addr.Output(path.Join(path.Dir(name), "index.html")).URL())
	if p == nil || o.brings(u) || o.pages.CardURL(p) != u {
		return nil
	}
	return func(dst []byte) ([]byte, diag.List, error) {
		c, _ := o.pages.Card(p)
		key := "card " + c.Key()
		if dst, ok := o.cache.Append(dst, key); ok {
			return dst, nil, nil
		}
		painter, ok := o.cards.Get().(*card.Painter)
		if !ok {
			painter = card.NewPainter()
		}
		defer o.cards.Put(painter)
		at := len(dst)
		dst = painter.Draw(dst, c)
		o.cache.Put(key, dst[at:])
		return dst, nil, nil
	}
}
