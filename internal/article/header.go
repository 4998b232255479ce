package article

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/frontmatter"
	"dateline/internal/markdown"
)

// header reads the fields of one file, noting what is wrong with each.
type header struct {
	file  string
	src   []byte
	diags diag.List
}

func (h *header) bad(s diag.Severity, code string, start, end int, format string, args ...any) *diag.Diagnostic {
	h.diags = append(h.diags, diag.At(s, code, h.file, h.src, start, end, format, args...))
	return &h.diags[len(h.diags)-1]
}

// wrongType notes that a field's value is not of the kind its key wants.
func (h *header) wrongType(f frontmatter.Field, want string) {
	h.bad(diag.Error, "wrong-type", f.Value.Start, f.Value.End, "%q is not %s", f.Key, want)
}

// text returns a field's value as one string, cloned, so that it does not keep the source alive.
func (h *header) text(f frontmatter.Field) string {
	switch f.Value.Kind {
	case frontmatter.List, frontmatter.Map:
		h.wrongType(f, "text")
		return ""
	case frontmatter.Null:
		return ""
	}
	return strings.Clone(h.clean(f.Value, strings.TrimSpace(f.Value.Text)))
}

// clean returns what v says without control and direction characters, which would show
// it as something else wherever it stands: in titles, feeds, lists.
func (h *header) clean(v frontmatter.Value, s string) string {
	c := markdown.Clean(s)
	if len(c) == len(s) { // line breaks at the most
		return s
	}
	h.bad(diag.Warning, "control-character", v.Start, v.End, "control or direction characters in %q are left out", c).Hint = "type it anew"
	return c
}

// texts returns a field's value as strings: a list of scalars, or one scalar.
func (h *header) texts(f frontmatter.Field) []string {
	var out []string
	for _, w := range h.words(f) {
		out = append(out, w.Text)
	}
	return out
}

func (h *header) words(f frontmatter.Field) []Words {
	switch f.Value.Kind {
	case frontmatter.Null:
		return nil
	case frontmatter.Map:
		h.wrongType(f, "a list of texts")
		return nil
	case frontmatter.List:
		out := make([]Words, 0, len(f.Value.List))
		for _, v := range f.Value.List {
			switch v.Kind {
			case frontmatter.List, frontmatter.Map:
				h.bad(diag.Error, "wrong-type", v.Start, v.End, "an entry of %q is not text", f.Key).Hint = "write each entry as one text, in quotation marks if it holds a colon"
			case frontmatter.Null:
			default:
				if s := strings.TrimSpace(v.Text); s != "" {
					out = append(out, Words{strings.Clone(h.clean(v, s)), wordsStart(h.src, v, s)})
				}
			}
		}
		return out
	}
	if s := strings.TrimSpace(f.Value.Text); s != "" {
		return []Words{{strings.Clone(h.clean(f.Value, s)), wordsStart(h.src, f.Value, s)}}
	}
	return nil
}

// wordsStart returns where the words of a value begin: after the quotation mark, if it has one.
func wordsStart(src []byte, v frontmatter.Value, s string) int {
	if i := strings.Index(string(src[v.Start:v.End]), s); i > 0 {
		return v.Start + i
	}
	return v.Start
}

func (h *header) boolean(f frontmatter.Field) bool {
	switch strings.ToLower(f.Value.Text) {
	case "true", "yes", "on":
		return true
	case "false", "no", "off", "":
		return false
	}
	h.wrongType(f, "true or false")
	return false
}

func (h *header) number(f frontmatter.Field) int {
	n, err := strconv.Atoi(f.Value.Text)
	if err != nil || f.Value.Kind != frontmatter.Number {
		h.wrongType(f, "a whole number")
	}
	return n
}

// date reads a civil date: EDTF, or the day of a full time stamp.
func (h *header) date(f frontmatter.Field) day.Date {
	if f.Value.Kind == frontmatter.Null {
		return day.Date{}
	}
	s := strings.TrimSpace(f.Value.Text)
	if f.Value.Kind == frontmatter.List || f.Value.Kind == frontmatter.Map || f.Value.Kind == frontmatter.Bool {
		h.wrongType(f, "a date")
		return day.Date{}
	}
	d, err := ParseDate(s)
	if err != nil {
		h.bad(diag.Error, "bad-date", f.Value.Start, f.Value.End, "%q is not a date: %v", s, err).Hint = dateHint
	}
	return d
}

const dateHint = "write the day as 2013-09-09, or less exactly as 2013-09, 2013, 2013~ (about) or 2013-09-02/2013-09-08 (EDTF)"

// ParseDate reads EDTF, and time stamps as other generators write them, of
// which the civil day is kept as it stands there.
func ParseDate(s string) (day.Date, error) {
	if len(s) > 10 && (s[10] == 'T' || s[10] == 't' || s[10] == ' ') && s[4] == '-' && s[7] == '-' {
		if d, err := day.Parse(s[:10]); err == nil {
			return d, nil
		}
	}
	return day.Parse(s)
}

// keys maps folded keys to ours. Other generators' names stand beside their meaning.
var keys = map[string]string{
	"title": "title", "date": "date", "published": "date", "datebasis": "dateBasis", "lastmod": "lastmod", "updated": "lastmod", "modified": "lastmod", "lastmodified": "lastmod",
	"authors": "authors", "author": "authors", "description": "description", "summary": "description", "excerpt": "description",
	"highlights": "highlights", "tags": "tags", "categories": "tags", "category": "tags", "tag": "tags", "keywords": "tags",
	"lang": "lang", "language": "lang", "slug": "slug", "url": "url", "permalink": "url", "path": "url",
	"redirects": "redirects", "redirectfrom": "redirects", "aliases": "aliases", "alias": "aliases",
	"draft": "draft", "publishdate": "publishDate", "expirydate": "expiryDate", "unlisted": "unlisted",
	"image": "image", "cover": "image", "imagealt": "imageAlt", "source": "source", "place": "place", "link": "link", "html": "html",
	"timeline": "timeline", "weight": "weight", "order": "weight", "layout": "layout",
}

// knownKeys are what "did you mean" proposes.
var knownKeys = []string{
	"title", "date", "dateBasis", "lastmod", "authors", "description", "highlights", "tags", "lang", "slug", "url", "redirects", "aliases",
	"draft", "publishDate", "expiryDate", "unlisted", "image", "imageAlt", "source", "place", "link", "html", "timeline", "weight", "layout",
}

// ReadHeader reads the header of an article or plain page. The header, the
// offset of the body and everything wrong with it come back; unknown keys are
// in Params.
func ReadHeader(file string, src []byte) (Meta, int, diag.List) {
	fm, diags := frontmatter.Split(file, src)
	h := &header{file: file, src: src, diags: diags}
	m := Meta{Rare: &Rare{}}
	for _, f := range fm.Fields {
		folded := frontmatter.Fold(f.Key)
		switch keys[folded] {
		case "title":
			m.Title = h.text(f)
		case "date":
			m.Date = h.date(f)
		case "dateBasis":
			m.DateBasis = h.oneOf(f, "stated", "inferred", "imported")
		case "lastmod":
			m.Lastmod = h.date(f)
		case "authors":
			m.Authors = h.texts(f)
		case "description":
			m.Description = h.text(f)
		case "highlights":
			m.Highlights = h.words(f)
		case "tags":
			for _, t := range h.texts(f) {
				t = strings.TrimPrefix(t, "#")
				if t != "" && !slices.Contains(m.Tags, t) {
					m.Tags = append(m.Tags, t)
				}
			}
		case "lang":
			m.Lang = h.text(f)
		case "slug":
			m.Slug = h.slug(f)
		case "url":
			m.URL = h.address(f, h.text(f), f.Value)
		case "redirects":
			for _, s := range h.texts(f) {
				if u := h.address(f, s, f.Value); u != "" {
					m.Redirects = append(m.Redirects, u)
				}
			}
		case "aliases":
			for _, s := range h.texts(f) {
				if strings.HasPrefix(s, "/") || strings.HasPrefix(s, ".") {
					if u := h.address(f, s, f.Value); u != "" {
						m.Redirects = append(m.Redirects, u)
					}
				} else {
					m.Aliases = append(m.Aliases, s)
				}
			}
		case "draft":
			m.Draft = h.boolean(f)
		case "publishDate":
			m.PublishDate = h.date(f)
		case "expiryDate":
			m.ExpiryDate = h.date(f)
		case "unlisted":
			m.Unlisted = h.boolean(f)
		case "image":
			m.Image = h.text(f)
		case "imageAlt":
			m.ImageAlt = h.text(f)
			m.Decoration = m.ImageAlt == ""
		case "source":
			m.Source = h.source(f)
		case "place":
			m.Place = h.text(f)
		case "link":
			m.Link = h.oneOf(f, "first", "section", "all", "none")
		case "html":
			switch h.oneOf(f, "sanitize", "escape", "trust") {
			case "escape":
				m.HTML = markdown.Escape
			case "trust":
				m.HTML = markdown.Trust
			}
		case "timeline":
			h.timeline(f, &m)
		case "weight":
			m.Weight = h.number(f)
		case "layout":
			m.Layout = h.text(f)
		default:
			if guess := diag.Nearest(f.Key, knownKeys); guess != "" && near(f.Key, guess) {
				h.bad(diag.Warning, "unknown-key", f.Start, f.Start+len(f.Key), "unknown key %q", f.Key).Hint = fmt.Sprintf("did you mean %q?", guess)
			}
			if m.Params == nil {
				m.Params = map[string]any{}
			}
			m.Params[f.Key] = f.Value.Plain()
		}
	}
	return m, fm.Body, h.diags
}

// near reports whether a key is so close to a known one that it is probably a
// slip: one or two letters in a word of at least four.
func near(key, known string) bool {
	return len(key) >= 4 && len(known) >= 4 && (len(key)-len(known) <= 2 && len(known)-len(key) <= 2) && key[0]|0x20 == known[0]|0x20 && diag.Nearest(key, []string{known}) != ""
}

func (h *header) oneOf(f frontmatter.Field, allowed ...string) string {
	s := strings.ToLower(h.text(f))
	if s == "" || slices.Contains(allowed, s) {
		return s
	}
	d := h.bad(diag.Error, "unknown-value", f.Value.Start, f.Value.End, "%q is not a value of %q", s, f.Key)
	d.Hint = "write one of " + strings.Join(allowed, ", ")
	if guess := diag.Nearest(s, allowed); guess != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", guess)
	}
	return ""
}

func (h *header) slug(f frontmatter.Field) string {
	s := h.text(f)
	if s == "" {
		return ""
	}
	if _, err := addr.ParseURL(s, true); err != nil || strings.Contains(s, "/") {
		h.bad(diag.Error, "unsafe-path", f.Value.Start, f.Value.End, "%q cannot be the last part of an address", s).Hint = fmt.Sprintf("write slug: %s", addr.Slug(s))
		return ""
	}
	if len(s) > 120 {
		h.bad(diag.Error, "too-long", f.Value.Start, f.Value.End, "the slug has %d bytes", len(s)).Hint = "use at most 120"
		return ""
	}
	return s
}

func (h *header) address(f frontmatter.Field, s string, v frontmatter.Value) addr.URL {
	if s == "" {
		return ""
	}
	u, err := addr.ParseURL(s, true)
	if err != nil {
		h.bad(diag.Error, "unsafe-path", v.Start, v.End, "%q holds an address that leaves the site or that not every file system can hold: %v", f.Key, err).Hint = "write a path on the site, such as /articles/kerry-london/"
		return ""
	}
	return u
}

func (h *header) source(f frontmatter.Field) Source {
	if f.Value.Kind != frontmatter.Map {
		s := h.text(f)
		if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
			return Source{URL: s}
		}
		return Source{Name: s}
	}
	var s Source
	for _, g := range f.Value.Map {
		switch frontmatter.Fold(g.Key) {
		case "name":
			s.Name = h.text(g)
		case "url":
			s.URL = h.text(g)
		case "retrieved":
			s.Retrieved = h.text(g)
		case "sha256":
			s.SHA256 = h.text(g)
		case "rights":
			s.Rights = h.text(g)
		default:
			d := h.bad(diag.Warning, "unknown-key", g.Start, g.Start+len(g.Key), "unknown key %q in source", g.Key)
			d.Hint = "the keys are name, url, retrieved, sha256 and rights"
		}
	}
	return s
}

func (h *header) timeline(f frontmatter.Field, m *Meta) {
	switch f.Value.Kind {
	case frontmatter.Null:
	case frontmatter.Bool:
		m.NoTimeline = f.Value.Text == "false"
	case frontmatter.List:
		for _, v := range f.Value.List {
			if v.Kind != frontmatter.Map {
				h.bad(diag.Error, "wrong-type", v.Start, v.End, "an entry of %q is not a map", f.Key).Hint = "write each entry as {when: 2013-08-21, label: …}"
				continue
			}
			if e, ok := h.event(v); ok {
				m.Timeline = append(m.Timeline, e)
			}
		}
	default:
		h.wrongType(f, "a list of events, or false")
	}
}

func (h *header) event(v frontmatter.Value) (OwnEvent, bool) {
	e := OwnEvent{Offset: v.Start}
	for _, g := range v.Map {
		switch frontmatter.Fold(g.Key) {
		case "when":
			e.When = h.date(g)
		case "label":
			e.Label = h.text(g)
		case "quote":
			e.Quote = h.text(g)
		case "entities":
			e.Entities = h.texts(g)
		case "certainty":
			e.Certainty = h.text(g)
		case "hide":
			e.Hide = h.boolean(g)
		case "pin":
			e.Pin = h.boolean(g)
		default:
			h.bad(diag.Warning, "unknown-key", g.Start, g.Start+len(g.Key), "unknown key %q in timeline", g.Key).Hint = "the keys are when, label, quote, entities, certainty, hide and pin"
		}
	}
	if e.When.IsZero() && e.Quote == "" {
		h.bad(diag.Error, "incomplete-event", v.Start, v.Start+1, "an entry of the timeline has neither %q nor %q", "when", "quote").Hint = "say when it was, or quote the words of the text that tell it"
		return e, false
	}
	if e.Label == "" && e.Quote == "" {
		h.bad(diag.Error, "incomplete-event", v.Start, v.Start+1, "an entry of the timeline has no label").Hint = "add label: what happened"
		return e, false
	}
	return e, true
}
