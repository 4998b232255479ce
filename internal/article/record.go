package article

import (
	"bytes"
	"encoding/binary"
	"slices"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/record"
	"dateline/internal/timeline"
)

// date is a day.Date, as EDTF.
func date(c *record.Codec, d *day.Date) {
	s := d.String()
	c.Str(&s)
	if c.Reading() && s != "" {
		var err error
		if *d, err = day.Parse(s); err != nil {
			c.Fail()
		}
	}
}

// site writes or reads what the whole site needs to know of an article.
func (a *Article) site(c *record.Codec) {
	str := c.Str
	m := &a.Meta
	str((*string)(&a.Path))
	str(&m.Title)
	date(c, &m.Date)
	str(&m.DateBasis)
	date(c, &m.Lastmod)
	record.Each(c, &m.Authors, str)
	str(&m.Description)
	record.Each(c, &m.Tags, str)
	str(&m.Lang)
	str(&m.Slug)
	str((*string)(&m.URL))
	record.Each(c, &m.Redirects, func(u *addr.URL) { str((*string)(u)) })
	record.Each(c, &m.Aliases, str)
	c.Bool(&m.Draft)
	date(c, &m.PublishDate)
	date(c, &m.ExpiryDate)
	c.Bool(&m.Unlisted)
	str(&m.Image)
	for _, s := range []*string{&m.Source.Name, &m.Source.URL, &m.Source.Retrieved, &m.Source.SHA256, &m.Source.Rights} {
		str(s)
	}
	str(&m.Place)
	str(&m.Link)
	html := uint8(m.HTML)
	record.Num(c, &html)
	m.HTML = markdown.Policy(html)
	c.Bool(&m.NoTimeline)
	record.Num(c, &m.Weight)
	str(&m.Layout)

	record.Num(c, &a.Words)
	str(&a.Summary)
	record.Each(c, &a.IDs, str)
	record.Each(c, &a.Refs, func(f *Ref) { str(&f.ID); record.Num(c, &f.Kind); record.Num(c, &f.Count) })
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
	record.Each(c, &a.Events, func(e *timeline.Event) {
		record.Num(c, &e.Start)
		record.Num(c, &e.End)
		date(c, &e.When)
		record.Num(c, &e.Expr)
		str(&e.Label)
		record.Num(c, &e.Status)
		record.Each(c, &e.Entities, str)
		str(&e.Words)
		date(c, &e.Anchor)
		str(&e.Reason)
		c.Float(&e.Rank)
		c.Bool(&e.Pinned)
		record.Each(c, &e.Also, func(s *prose.Span) { record.Num(c, &s.Start); record.Num(c, &s.End) })
		str(&e.Certainty)
	})
	record.Num(c, &a.Unsure)
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

// AppendRecord appends what the site needs to know of a as bytes, for a cache.
// The words of the article and what stands on them are in its page's record.
func (a *Article) AppendRecord(buf []byte) []byte {
	c := record.Writer(buf)
	a.site(c)
	return c.Bytes()
}

// ReadRecord reads what AppendRecord wrote. The error is record.Err.
func ReadRecord(buf []byte) (*Article, error) {
	c := record.Reader(string(buf)) // one piece of memory for all its words
	a := &Article{}
	a.site(c)
	if err := c.End(); err != nil {
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

// ReadPage reads what AppendPage wrote of the words of a. Tokens, sentences and
// the reasons of mentions are not kept. The error is record.Err.
func ReadPage(buf []byte, a *Article) (*Text, error) {
	c := record.Reader(string(buf))
	t := &Text{Article: a, Meta: a.Meta, Tree: &markdown.Tree{}}
	t.page(c)
	if err := c.End(); err != nil {
		return nil, err
	}
	if t.header != "" {
		m, _, _ := ReadHeader(string(a.Path), []byte(t.header))
		t.Meta.Params = m.Params
	}
	t.Analysis = &prose.Analysis{Text: t.prose()}
	return t, nil
}

// page writes or reads what an article's page shows of its words.
func (t *Text) page(c *record.Codec) {
	record.Each(c, &t.Meta.Highlights, func(w *Words) { c.Str(&w.Text); record.Num(c, &w.Start) })
	c.Str(&t.header)
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
	index := map[string]int{}
	if !c.Reading() {
		for i := range refs {
			index[refs[i].ID] = i
		}
	}
	record.Each(c, &t.Mentions, func(m *entity.Mention) {
		span(&m.Span)
		ref := index[m.Entity]
		record.Num(c, &ref)
		if !c.Reading() {
			return
		}
		if ref < 0 || ref >= len(refs) {
			c.Fail()
			return
		}
		m.Entity, m.Kind = refs[ref].ID, refs[ref].Kind
	})
	at = 0
	record.Each(c, &t.Times, func(e *timeline.Expression) {
		span(&e.Span)
		record.Num(c, &e.Type)
		c.Str(&e.Value)
		date(c, &e.Date)
		c.Bool(&e.Relative)
		date(c, &e.Anchor)
		c.Str(&e.Reason)
		c.Bool(&e.Deadline)
	})
	t.Tree.Record(c)
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
	o.Words, o.Unsure, o.Diags = 0, 0, nil
	o.Events = slices.Clone(a.Events)
	for i := range o.Events {
		e := &o.Events[i]
		e.Span, e.Also, e.Expr, e.Reason = prose.Span{}, nil, 0, ""
	}
	return &o
}

// AppendSnippets appends the snippets of an article as bytes: a table of where
// each entity's begin, so that one entity's can be read alone.
func AppendSnippets(buf []byte, all [][]Snippet) []byte {
	c := record.Writer(nil)
	ends := make([]uint32, len(all))
	for i := range all {
		snippets(c, &all[i])
		ends[i] = uint32(len(c.Bytes()))
	}
	buf = binary.LittleEndian.AppendUint32(buf, uint32(len(ends)))
	for _, e := range ends {
		buf = binary.LittleEndian.AppendUint32(buf, e)
	}
	return append(buf, c.Bytes()...)
}

func snippets(c *record.Codec, s *[]Snippet) {
	record.Each(c, s, func(s *Snippet) {
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
}

// ReadSnippets reads the snippets of the entity Refs[ref] from what
// AppendSnippets wrote. The error is record.Err.
func ReadSnippets(buf []byte, ref int) ([]Snippet, error) {
	if len(buf) < 4 {
		return nil, record.Err
	}
	n := int(binary.LittleEndian.Uint32(buf))
	head := 4 + 4*n
	if n < 0 || ref >= n || head > len(buf) {
		return nil, record.Err
	}
	at := func(i int) int {
		if i < 0 {
			return head
		}
		return head + int(binary.LittleEndian.Uint32(buf[4+4*i:]))
	}
	from, to := at(ref-1), at(ref)
	if from > to || to > len(buf) {
		return nil, record.Err
	}
	c := record.Reader(string(buf[from:to]))
	var out []Snippet
	snippets(c, &out)
	if err := c.End(); err != nil {
		return nil, err
	}
	return out, nil
}
