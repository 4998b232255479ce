package markdown

import (
	"maps"
	"slices"

	"dateline/internal/record"
)

// Record writes or reads the tree, so that a document that has not changed need
// not be parsed again. Reading needs an empty Tree and the running text, which
// whoever keeps the record keeps too. Where the words stand in the source is not
// kept. The result of a record that says something impossible is not to be shown:
// c fails.
func (t *Tree) Record(c *record.Codec, text string) {
	t.text = text
	str := c.Str
	str(&t.lang)
	at := int32(0)
	spot := func(s *span) { // most begin near where the one before did
		start, length := s.start-at, s.end-s.start
		record.Num(c, &start)
		record.Num(c, &length)
		s.start = at + start
		s.end = s.start + length
		at = s.start
		if c.Reading() && (s.start < 0 || length < 0 || s.end < s.start || int(s.end) > len(t.text)) {
			c.Fail()
			*s = span{}
		}
	}
	spans := func(list *[]span) {
		at = 0
		record.Each(c, list, spot)
	}
	at = 0
	record.Each(c, &t.blocks, func(b *block) {
		spot(&b.span)
		record.Num(c, &b.kind)
		record.Num(c, &b.section)
	})
	spans(&t.quiet)
	spans(&t.linked)
	at = 0
	record.Each(c, &t.wikis, func(w *wikispan) { spot(&w.span); str(&w.target) })
	from := 0
	record.Each(c, &t.subs, func(s *sub) {
		next := s.at - from
		record.Num(c, &next)
		record.Num(c, &s.n)
		str(&s.by)
		if c.Reading() {
			s.at = from + next
			if s.at < 0 || s.n < 0 || s.at > len(t.text)-s.n {
				c.Fail()
				*s = sub{}
			}
		}
		from = s.at
	})
	record.Each(c, &t.links, func(l *link) {
		for _, s := range []*string{&l.dest, &l.title, &l.alt, &l.id, &l.more} {
			str(s)
		}
		record.Num(c, &l.n)
		record.Num(c, &l.uses)
	})
	record.Each(c, &t.codes, func(k *code) {
		str(&k.lang)
		str(&k.text)
		in := 1 + slices.IndexFunc(languages[:], func(l language) bool { return k.in != nil && l.lexer == k.in.lexer })
		record.Num(c, &in)
		if c.Reading() && in > 0 && in <= len(languages) {
			k.in = &languages[in-1]
		}
	})
	record.Each(c, &t.lits, str)
	record.Each(c, &t.heads, func(h *Heading) {
		record.Num(c, &h.Level)
		str(&h.ID)
		str(&h.Text)
		record.Num(c, &h.Offset)
		record.Num(c, &h.Block)
	})
	classed := slices.Sorted(maps.Keys(t.classes))
	record.Each(c, &classed, func(i *int32) {
		record.Num(c, i)
		class := t.classes[*i]
		str(&class)
		if c.Reading() {
			if t.classes == nil {
				t.classes = map[int32]string{}
			}
			t.classes[*i] = class
		}
	})
	record.Each(c, &t.refs, func(r *Ref) {
		str(&r.Dest)
		record.Num(c, &r.Kind)
		str(&r.Alt)
		record.Num(c, &r.Offset)
	})
	c.Bool(&t.hasCode)
	at = 0
	i := int32(0)
	record.Each(c, &t.nodes, func(n *node) {
		record.Num(c, &n.kind)
		record.Num(c, &n.flag)
		record.Num(c, &n.block)
		end := n.end - i
		record.Num(c, &end)
		n.end = i + end
		spot(&n.at)
		record.Num(c, &n.ref)
		if i++; c.Reading() && !t.sound(n, i-1) {
			c.Fail()
		}
	})
}

// sound reports whether node i leads only to what there is.
func (t *Tree) sound(n *node, i int32) bool {
	if n.end <= i || int(n.end) > len(t.nodes) || int(n.block) >= len(t.blocks) {
		return false
	}
	size := 0
	switch n.kind {
	case kHeading:
		size = len(t.heads)
	case kCallout, kNote, kAnchor, kWiki, kImage, kNoteRef:
		size = len(t.links)
	case kCode:
		size = len(t.codes)
	case kElement, kLiteral:
		size = len(t.lits)
	default:
		return true
	}
	return n.ref >= 0 && int(n.ref) < size
}
