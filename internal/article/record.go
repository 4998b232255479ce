package article

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// ErrRecord is returned for a record that does not hold what it should.
var ErrRecord = errors.New("damaged record")

// record writes or reads one value after another; the same function does both,
// so that the two cannot disagree. Reading a damaged record sets bad.
type record struct {
	buf     []byte
	reading bool
	bad     bool
}

func (r *record) uint(v *uint64) {
	if !r.reading {
		r.buf = binary.AppendUvarint(r.buf, *v)
		return
	}
	x, n := binary.Uvarint(r.buf)
	if n <= 0 {
		r.bad, r.buf, x, n = true, nil, 0, 0
	}
	*v, r.buf = x, r.buf[n:]
}

// num is a number of any integer type.
func num[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](r *record, v *T) {
	x := int64(*v)
	u := uint64(x<<1) ^ uint64(x>>63) // zigzag
	r.uint(&u)
	*v = T(int64(u>>1) ^ -int64(u&1))
}

func (r *record) str(s *string) {
	n := uint64(len(*s))
	r.uint(&n)
	if !r.reading {
		r.buf = append(r.buf, *s...)
		return
	}
	if n > uint64(len(r.buf)) {
		r.bad, r.buf, n = true, nil, 0
	}
	*s, r.buf = string(r.buf[:n]), r.buf[n:]
}

func (r *record) float(f *float32) {
	u := uint64(math.Float32bits(*f))
	r.uint(&u)
	*f = math.Float32frombits(uint32(u))
}

func (r *record) bool(b *bool) {
	var u uint64
	if *b {
		u = 1
	}
	r.uint(&u)
	*b = u == 1
}

func (r *record) date(d *day.Date) {
	s := d.String()
	r.str(&s)
	if r.reading && s != "" {
		var err error
		if *d, err = day.Parse(s); err != nil {
			r.bad = true
		}
	}
}

// each is a slice, item by item.
func each[T any](r *record, s *[]T, item func(*T)) {
	n := uint64(len(*s))
	r.uint(&n)
	if r.reading {
		if n > uint64(len(r.buf)) { // every item takes at least one byte
			r.bad, n = true, 0
		}
		if *s = nil; n > 0 {
			*s = make([]T, n)
		}
	}
	for i := range *s {
		item(&(*s)[i])
	}
}

func (r *record) article(a *Article) {
	str := r.str
	m := &a.Meta
	str((*string)(&a.Path))
	str(&m.Title)
	r.date(&m.Date)
	str(&m.DateBasis)
	r.date(&m.Lastmod)
	each(r, &m.Authors, str)
	str(&m.Description)
	each(r, &m.Highlights, func(w *Words) { str(&w.Text); num(r, &w.Start) })
	each(r, &m.Tags, str)
	str(&m.Lang)
	str(&m.Slug)
	str((*string)(&m.URL))
	each(r, &m.Redirects, func(u *addr.URL) { str((*string)(u)) })
	each(r, &m.Aliases, str)
	r.bool(&m.Draft)
	r.date(&m.PublishDate)
	r.date(&m.ExpiryDate)
	r.bool(&m.Unlisted)
	str(&m.Image)
	for _, s := range []*string{&m.Source.Name, &m.Source.URL, &m.Source.Retrieved, &m.Source.SHA256, &m.Source.Rights} {
		str(s)
	}
	str(&m.Place)
	str(&m.Link)
	html := uint8(m.HTML)
	num(r, &html)
	m.HTML = markdown.Policy(html)
	r.bool(&m.NoTimeline)
	num(r, &m.Weight)
	str(&m.Layout)

	num(r, &a.Words)
	str(&a.Summary)
	each(r, &a.IDs, str)
	each(r, &a.Refs, func(f *Ref) { str(&f.ID); num(r, &f.Kind); num(r, &f.Count) })
	var at uint32
	each(r, &a.Mentions, func(v *Mention) {
		start, length := v.Start-at, v.End-v.Start
		num(r, &start)
		num(r, &length)
		v.Start = at + start
		v.End = v.Start + length
		at = v.Start
		num(r, &v.Ref)
		r.float(&v.Score)
		num(r, &v.Origin)
		if r.reading && int(v.Ref) >= len(a.Refs) {
			r.bad = true
		}
	})
	each(r, &a.Times, func(e *timeline.Expression) {
		num(r, &e.Start)
		num(r, &e.End)
		num(r, &e.Type)
		str(&e.Value)
		r.date(&e.Date)
		r.bool(&e.Relative)
		r.date(&e.Anchor)
		str(&e.Reason)
		r.bool(&e.Deadline)
	})
	each(r, &a.Found, func(p **entity.Entity) {
		if r.reading {
			*p = &entity.Entity{}
		}
		e := *p
		str(&e.ID)
		str(&e.Name)
		kind := uint8(e.Kind)
		num(r, &kind)
		e.Kind = ner.Kind(kind)
		num(r, &e.Origin)
		each(r, &e.Aliases, str)
		str(&e.Description)
	})
	each(r, &a.Events, func(e *timeline.Event) {
		num(r, &e.Start)
		num(r, &e.End)
		r.date(&e.When)
		num(r, &e.Expr)
		str(&e.Label)
		num(r, &e.Status)
		each(r, &e.Entities, func(s *string) {
			str(s)
			if r.reading {
				*s = a.id(*s)
			}
		})
		str(&e.Words)
		r.date(&e.Anchor)
		str(&e.Reason)
		r.float(&e.Rank)
		r.bool(&e.Pinned)
		each(r, &e.Also, func(s *prose.Span) { num(r, &s.Start); num(r, &s.End) })
		str(&e.Certainty)
	})
	num(r, &a.Unsure)
	each(r, (*[]diag.Diagnostic)(&a.Diags), func(d *diag.Diagnostic) {
		num(r, &d.Severity)
		str(&d.Code)
		str(&d.Message)
		str(&d.Hint)
		str(&d.File)
		num(r, &d.Line)
		num(r, &d.Col)
		str(&d.Excerpt)
		num(r, &d.Width)
	})
}

// AppendRecord appends a as bytes, for a cache. Params are not kept.
func (a *Article) AppendRecord(buf []byte) []byte {
	r := record{buf: buf}
	r.article(a)
	return r.buf
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
	o.Slim()
	o.Words, o.Unsure, o.Diags = 0, 0, nil
	o.Events = slices.Clone(a.Events)
	for i := range o.Events {
		e := &o.Events[i]
		e.Span, e.Also, e.Expr, e.Reason = prose.Span{}, nil, 0, ""
	}
	return &o
}

// ReadRecord reads what AppendRecord wrote. The error is ErrRecord.
func ReadRecord(buf []byte) (*Article, error) {
	r := record{buf: buf, reading: true}
	a := &Article{}
	r.article(a)
	if r.bad || len(r.buf) > 0 {
		return nil, ErrRecord
	}
	return a, nil
}

// AppendSnippets appends the snippets of an article as bytes: a table of where
// each entity's begin, so that one entity's can be read alone.
func AppendSnippets(buf []byte, all [][]Snippet) []byte {
	var body record
	ends := make([]uint32, len(all))
	for i := range all {
		body.snippets(&all[i])
		ends[i] = uint32(len(body.buf))
	}
	buf = binary.LittleEndian.AppendUint32(buf, uint32(len(ends)))
	for _, e := range ends {
		buf = binary.LittleEndian.AppendUint32(buf, e)
	}
	return append(buf, body.buf...)
}

func (r *record) snippets(s *[]Snippet) {
	each(r, s, func(s *Snippet) {
		r.str(&s.Sentence)
		num(r, &s.Start)
		num(r, &s.End)
		num(r, &s.Block)
		r.str(&s.Heading)
		if r.reading && (s.Start < 0 || s.Start > s.End || s.End > len(s.Sentence)) {
			r.bad = true
			*s = Snippet{}
		}
	})
}

// ReadSnippets reads the snippets of the entity Refs[ref] from what
// AppendSnippets wrote. The error is ErrRecord.
func ReadSnippets(buf []byte, ref int) ([]Snippet, error) {
	if len(buf) < 4 {
		return nil, ErrRecord
	}
	n := int(binary.LittleEndian.Uint32(buf))
	head := 4 + 4*n
	if n < 0 || ref >= n || head > len(buf) {
		return nil, ErrRecord
	}
	at := func(i int) int {
		if i < 0 {
			return head
		}
		return head + int(binary.LittleEndian.Uint32(buf[4+4*i:]))
	}
	from, to := at(ref-1), at(ref)
	if from > to || to > len(buf) {
		return nil, ErrRecord
	}
	r := record{buf: buf[from:to], reading: true}
	var out []Snippet
	r.snippets(&out)
	if r.bad || len(r.buf) > 0 {
		return nil, ErrRecord
	}
	return out, nil
}
