package export

import (
	"dateline/internal/day"
	"dateline/internal/frontmatter"
)

// appendMarkdown appends an article's source: its body byte for byte, under a header
// of what its page shows. Other keys of its header are not published.
func appendMarkdown(dst []byte, s *Selection) ([]byte, error) {
	a := s.Article
	src, err := s.Markdown(a)
	if err != nil {
		return dst, err
	}
	t, err := s.Text(a)
	if err != nil {
		return dst, err
	}
	var header []frontmatter.Field
	text := func(v string) frontmatter.Value { return frontmatter.Value{Kind: frontmatter.String, Text: v} }
	put := func(fields *[]frontmatter.Field, key, v string) {
		if v != "" {
			*fields = append(*fields, frontmatter.Field{Key: key, Value: text(v)})
		}
	}
	list := func(key string, values []string) {
		v := frontmatter.Value{Kind: frontmatter.List}
		for _, s := range values {
			v.List = append(v.List, text(s))
		}
		if len(values) > 0 {
			header = append(header, frontmatter.Field{Key: key, Value: v})
		}
	}
	m := &t.Meta
	put(&header, "title", a.Title)
	date := frontmatter.Value{Kind: frontmatter.String, Text: m.Date.String()}
	if m.Date.Precision() == day.Exact && len(date.Text) == len("2006-01-02") {
		date.Kind = frontmatter.Time
	}
	if !m.Date.IsZero() {
		header = append(header, frontmatter.Field{Key: "date", Value: date})
	}
	put(&header, "dateBasis", m.DateBasis)
	put(&header, "lastmod", m.Lastmod.String())
	list("authors", m.Authors)
	put(&header, "description", m.Description)
	var highlights []string
	for _, h := range m.Highlights {
		highlights = append(highlights, h.Text)
	}
	list("highlights", highlights)
	list("tags", m.Tags)
	put(&header, "lang", a.Lang)
	put(&header, "place", m.Place)
	var source []frontmatter.Field
	put(&source, "name", m.Source.Name)
	put(&source, "url", m.Source.URL)
	put(&source, "rights", m.Source.Rights)
	if len(source) > 0 {
		header = append(header, frontmatter.Field{Key: "source", Value: frontmatter.Value{Kind: frontmatter.Map, Map: source}})
	}
	was, _ := frontmatter.Split(string(a.Path), src)
	return append(append(dst, frontmatter.Marshal(header)...), src[was.Body:]...), nil
}
