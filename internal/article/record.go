package article

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"unique"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/record"
	"dateline/internal/region"
	"dateline/internal/timeline"
)

// date is a day.Date, which most headers and events have one of.
func date(c *record.Codec, d *day.Date) {
	var room [64]byte
	b, _ := d.AppendBinary(room[:0])
	s := string(b)
	c.Str(&s)
	if c.Reading() && d.UnmarshalBinary([]byte(s)) != nil {
		c.Fail()
	}
}

// site writes or reads what the whole site needs to know of an article. Ids of
// entities, which many articles have in common, go to a part of their own.
func (a *Article) site(c, ids *record.Codec) {
	str := c.Str
	m := &a.Meta
	str(&m.Title)
	date(c, &m.Date)
	record.Each(c, &m.Authors, str)
	str(&m.Description)
	record.Each(c, &m.Tags, str)
	str(&m.Lang)
	c.Bool(&m.Draft)
	c.Bool(&m.Unlisted)
	c.Bool(&m.NoTimeline)
	record.Num(c, &m.HTML)
	var rare string
	if !c.Reading() {
		rare = m.Rare.encoded()
	}
	str(&rare)
	if c.Reading() {
		if m.Rare = nothingRare; rare != "" {
			m.Rare = &Rare{}
			r := record.Reader(rare)
			if m.record(r); r.End() != nil {
				c.Fail()
			}
		}
	}

	record.Num(c, &a.Words)
	own := a.Summary != m.Description
	if c.Bool(&own); own {
		str(&a.Summary)
	} else {
		a.Summary = m.Description // one copy of the words
	}
	record.Each(c, &a.IDs, str)
	record.Each(ids, &a.Refs, func(f *Ref) {
		var id string
		if !ids.Reading() {
			id = f.ID.Value()
		}
		if ids.Str(&id); ids.Reading() {
			f.ID = unique.Make(id)
		}
		record.Num(ids, &f.Kind)
		record.Num(ids, &f.Count)
	})
	record.Each(c, &a.Found, func(p **entity.Entity) {
		if c.Reading() {
			*p = &entity.Entity{}
		}
		e := *p
		str(&e.ID)
		str(&e.Name)
		kind := uint8(e.Kind)
		record.Num(c, &kind)
		e.Kind = ner.Kind(kind)
		record.Num(c, &e.Origin)
		record.Each(c, &e.Aliases, str)
		str(&e.Description)
	})
	str(&a.events)
	record.Num(c, &a.Unsure)
	record.Num(c, &a.Held)
	record.Num(c, &a.Undecided)
	record.Each(c, (*[]diag.Diagnostic)(&a.Diags), func(d *diag.Diagnostic) {
		record.Num(c, &d.Severity)
		str(&d.Code)
		str(&d.Message)
		str(&d.Hint)
		str(&d.File)
		record.Num(c, &d.Line)
		record.Num(c, &d.Col)
		str(&d.Excerpt)
		record.Num(c, &d.Width)
	})
}

// record writes or reads what is not for the article's own page alone.
func (r *Rare) record(c *record.Codec) {
	str := c.Str
	str(&r.DateBasis)
	date(c, &r.Lastmod)
	str(&r.Slug)
	str((*string)(&r.URL))
	record.Each(c, &r.Redirects, func(u *addr.URL) { str((*string)(u)) })
	record.Each(c, &r.Aliases, str)
	date(c, &r.PublishDate)
	date(c, &r.ExpiryDate)
	str(&r.Image)
	str(&r.ImageAlt)
	c.Bool(&r.Decoration)
	for _, s := range []*string{&r.Source.Name, &r.Source.URL, &r.Source.Retrieved, &r.Source.SHA256, &r.Source.Rights} {
		str(s)
	}
	str(&r.Place)
	str(&r.Link)
	record.Num(c, &r.Weight)
	str(&r.Layout)
}

// encoded returns r as a record, or "" when there is nothing in it.
func (r *Rare) encoded() string {
	c, none := record.Writer(nil), record.Writer(nil)
	r.record(c)
	nothingRare.record(none)
	if bytes.Equal(c.Bytes(), none.Bytes()) {
		return ""
	}
	return string(c.Bytes())
}

// AppendRecord appends what the site needs to know of a as bytes, for a cache.
// The words of the article and what stands on them are in its page's record.
func (a *Article) AppendRecord(buf []byte) []byte {
	c, ids := record.Writer(nil), record.Writer(nil)
	a.site(c, ids)
	buf = binary.AppendUvarint(buf, uint64(len(c.Bytes())))
	buf = append(buf, c.Bytes()...)
	return append(buf, ids.Bytes()...)
}

// ReadRecord reads what AppendRecord wrote of the article at a path, which is not
// in the record. The error is record.Err.
func ReadRecord(buf []byte, path addr.Source) (*Article, error) {
	n, k := binary.Uvarint(buf)
	if k <= 0 || n > uint64(len(buf)-k) {
		return nil, record.Err
	}
	c := record.Reader(string(buf[k : k+int(n)])) // one piece of memory for all words
	ids := record.Reader(string(buf[k+int(n):]))
	a := &Article{Path: path}
	a.site(c, ids)
	if err := cmp.Or(c.End(), ids.End()); err != nil {
		return nil, err
	}
	return a, nil
}

// AppendPage appends what the page of an article shows of its words as bytes,
// for a cache, so that its source need not be read and parsed to show it.
func (t *Text) AppendPage(buf []byte) []byte {
	c := record.Writer(buf)
	t.page(c)
	return c.Bytes()
}

// ReadPage reads what AppendPage wrote of the words of a. Tokens, sentences,
// reasons, and where the words stand in the source are not kept. The strings of the
// Text are parts of page. The error is record.Err.
func ReadPage(page string, a *Article) (*Text, error) {
	c := record.Reader(page)
	t := &Text{Article: a, Meta: a.Meta, Tree: &markdown.Tree{}, Analysis: &prose.Analysis{Text: &prose.Text{}}}
	rare := *a.Meta.Rare
	t.Meta.Rare = &rare
	t.page(c)
	if err := c.End(); err != nil {
		return nil, err
	}
	t.Events = a.Events()
	return t, nil
}

// page writes or reads what an article's page shows of its words.
func (t *Text) page(c *record.Codec) {
	record.Each(c, &t.Meta.Highlights, func(w *Words) { c.Str(&w.Text); record.Num(c, &w.Start) })
	params := t.Meta.Params != nil
	if c.Bool(&params); params {
		mapping(c, &t.Meta.Params)
	}
	about := t.About != nil
	if c.Bool(&about); about {
		if c.Reading() {
			t.About = &About{}
		}
		t.About.record(c)
	}
	at := 0
	span := func(s *prose.Span) {
		start, length := s.Start-at, s.End-s.Start
		record.Num(c, &start)
		record.Num(c, &length)
		s.Start = at + start
		s.End = s.Start + length
		at = s.Start
	}
	refs := t.Article.Refs
	record.Each(c, &t.Refs, func(ref *uint16) {
		record.Num(c, ref)
		if c.Reading() && int(*ref) >= len(refs) {
			c.Fail()
			*ref = 0
		}
	})
	if c.Reading() {
		t.Mentions = make([]entity.Mention, len(t.Refs))
	}
	for i := range t.Mentions {
		m := &t.Mentions[i]
		if span(&m.Span); c.Reading() && len(refs) > 0 {
			m.Entity, m.Kind = refs[t.Refs[i]].ID.Value(), refs[t.Refs[i]].Kind
		}
	}
	at = 0
	record.Each(c, &t.Times, func(e *timeline.Expression) {
		span(&e.Span)
		record.Num(c, &e.Type)
		c.Str(&e.Value)
		date(c, &e.Date)
		c.Bool(&e.Relative)
		date(c, &e.Anchor)
		c.Bool(&e.Deadline)
	})
	text := t.Analysis.Text
	c.Str(&text.S)
	record.Num(c, &t.Base)
	record.Num(c, &t.FirstBlock)
	if t.Base < 0 {
		c.Fail()
		return
	}
	// The text begins with the highlights; its blocks after them are the tree's.
	n := 0
	for n < len(text.Blocks) && text.Blocks[n].Kind == prose.Highlight {
		n++
	}
	heads := text.Blocks[:n]
	record.Each(c, &heads, func(b *prose.Block) {
		b.Kind = prose.Highlight
		record.Num(c, &b.Start)
		record.Num(c, &b.End)
		if b.Start < 0 || b.End < b.Start || b.End > len(text.S) {
			c.Fail()
			*b = prose.Block{}
		}
	})
	t.Tree.Record(c, text.S[min(t.Base, len(text.S)):])
	if c.Reading() {
		text.Blocks = append(heads, t.Tree.Blocks(t.Base)...)
		text.Linked = t.Tree.Linked(t.Base)
	}
}

// SameForSite reports whether everything that other pages show of an article is
// the same in b: only its own page need be made again.
func (a *Article) SameForSite(b *Article) bool {
	x, y := a.outside(), b.outside()
	return bytes.Equal(x.AppendRecord(nil), y.AppendRecord(nil))
}

// outside is an article without what only its own page shows.
func (a *Article) outside() *Article {
	o := *a
	o.Words, o.Unsure, o.Held, o.Undecided, o.Diags = 0, 0, 0, 0, nil
	events := a.Events()
	for i := range events {
		e := &events[i]
		e.Span, e.Expr = prose.Span{}, 0
		e.Also = make([]prose.Span, len(e.Also)) // their number tells how much is made of the day
	}
	o.SetEvents(events)
	return &o
}

// plain is a value that templates see, of the types that frontmatter.Value.Plain returns.
func plain(c *record.Codec, v *any) {
	var kind uint8
	switch (*v).(type) {
	case string:
		kind = 1
	case bool:
		kind = 2
	case int:
		kind = 3
	case float64:
		kind = 4
	case []any:
		kind = 5
	case map[string]any:
		kind = 6
	}
	record.Num(c, &kind)
	switch kind {
	case 1:
		as(v, c.Str)
	case 2:
		as(v, c.Bool)
	case 3:
		as(v, func(n *int) { record.Num(c, n) })
	case 4:
		as(v, func(x *float64) {
			bits := math.Float64bits(*x)
			c.Uint(&bits)
			*x = math.Float64frombits(bits)
		})
	case 5:
		as(v, func(l *[]any) {
			if record.Each(c, l, func(v *any) { plain(c, v) }); *l == nil {
				*l = []any{}
			}
		})
	case 6:
		as(v, func(m *map[string]any) { mapping(c, m) })
	}
}

// as writes or reads what v holds as a T.
func as[T any](v *any, item func(*T)) {
	x, _ := (*v).(T)
	item(&x)
	*v = x
}

func mapping(c *record.Codec, m *map[string]any) {
	keys := slices.Sorted(maps.Keys(*m))
	if c.Reading() {
		*m = map[string]any{}
	}
	record.Each(c, &keys, func(k *string) {
		c.Str(k)
		v := (*m)[*k]
		plain(c, &v)
		(*m)[*k] = v
	})
}

// AppendCitations appends the citations of an article as bytes: a table of where
// each entity's begin, so that one entity's can be read alone.
func AppendCitations(buf []byte, all []Citation) []byte {
	table := len(buf)
	buf = binary.LittleEndian.AppendUint32(buf, uint32(len(all)))
	buf = slices.Grow(buf, 4*len(all))[:len(buf)+4*len(all)]
	c := record.Writer(buf)
	first := len(buf)
	for i := range all {
		all[i].record(c)
		binary.LittleEndian.PutUint32(c.Bytes()[table+4+4*i:], uint32(len(c.Bytes())-first))
	}
	return c.Bytes()
}

func (x *Citation) record(c *record.Codec) {
	record.Each(c, &x.Snippets, func(s *Snippet) {
		c.Str(&s.Sentence)
		record.Num(c, &s.Start)
		record.Num(c, &s.End)
		record.Num(c, &s.Block)
		c.Str(&s.Heading)
		if c.Reading() && (s.Start < 0 || s.Start > s.End || s.End > len(s.Sentence)) {
			c.Fail()
			*s = Snippet{}
		}
	})
	record.Each(c, &x.Spellings, func(s *Spelling) {
		c.Str(&s.Text)
		record.Num(c, &s.N)
	})
}

// ReadCitation reads the citation of the entity Refs[ref] from what
// AppendCitations wrote, of which only its own part is copied, into mem. The error
// is record.Err.
func ReadCitation(mem *region.Text, buf []byte, ref int) (Citation, error) {
	if len(buf) < 4 {
		return Citation{}, record.Err
	}
	n := int(binary.LittleEndian.Uint32(buf))
	head := 4 + 4*n
	if n < 0 || ref >= n || head > len(buf) {
		return Citation{}, record.Err
	}
	at := func(i int) int {
		if i < 0 {
			return head
		}
		return head + int(binary.LittleEndian.Uint32(buf[4+4*i:]))
	}
	from, to := at(ref-1), at(ref)
	if from > to || to > len(buf) {
		return Citation{}, record.Err
	}
	c := record.Reader(mem.Write(func(dst []byte) []byte { return append(dst, buf[from:to]...) }))
	var x Citation
	x.record(c)
	if err := c.End(); err != nil {
		return Citation{}, err
	}
	return x, nil
}
