package importer

import (
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/frontmatter"
)

// fits reports whether a value is of the kind that our key wants, so that the
// header is read without an error. Keys that are not ours take anything.
func fits(key string, v frontmatter.Value) bool {
	if v.Kind == frontmatter.Null {
		return true
	}
	scalar := v.Kind != frontmatter.List && v.Kind != frontmatter.Map
	word := strings.ToLower(strings.TrimSpace(v.Text))
	switch key {
	case "title", "description", "lang", "place":
		return scalar
	case "image":
		return scalar && v.Kind != frontmatter.Bool
	case "datebasis":
		return scalar && slices.Contains([]string{"", "stated", "inferred", "imported"}, word)
	case "date", "lastmod", "publishdate", "expirydate":
		return scalar && v.Kind != frontmatter.Bool && isDay(v.Text)
	case "authors", "highlights", "redirects", "aliases":
		return !holdsMap(v)
	case "slug":
		_, err := addr.ParseURL(word, true)
		return scalar && err == nil && !strings.Contains(word, "/") && len(word) <= 120
	case "url":
		_, err := addr.ParseURL(v.Text, true)
		return scalar && err == nil
	case "draft", "unlisted":
		return scalar && slices.Contains([]string{"", "true", "yes", "on", "false", "no", "off"}, word)
	case "source":
		return scalar || v.Kind == frontmatter.Map
	case "link":
		return scalar && slices.Contains([]string{"", "first", "section", "all", "none"}, word)
	case "html":
		return scalar && slices.Contains([]string{"", "sanitize", "escape", "trust"}, word)
	case "timeline":
		return v.Kind == frontmatter.Bool || v.Kind == frontmatter.List && !slices.ContainsFunc(v.List, func(e frontmatter.Value) bool { return e.Kind != frontmatter.Map })
	case "weight", "order":
		_, err := strconv.Atoi(v.Text)
		return v.Kind == frontmatter.Number && err == nil
	}
	return true
}

// isDay reports whether a header's reader takes s for a day: EDTF, or a time stamp.
func isDay(s string) bool {
	s = strings.TrimSpace(s)
	if _, err := day.Parse(s); err == nil {
		return true
	}
	if len(s) > 10 && (s[10] == 'T' || s[10] == 't' || s[10] == ' ') {
		_, err := day.Parse(s[:10])
		return err == nil
	}
	return false
}

// holdsMap reports whether a value is a map, or a list with something else in it
// than plain values.
func holdsMap(v frontmatter.Value) bool {
	return v.Kind == frontmatter.Map || v.Kind == frontmatter.List && slices.ContainsFunc(v.List, func(e frontmatter.Value) bool {
		return e.Kind == frontmatter.Map || e.Kind == frontmatter.List
	})
}

// saysMore reports whether a value says more than the names in it, or, when one
// says so, more than its first.
func saysMore(v frontmatter.Value, one bool) bool {
	if v.Kind == frontmatter.List {
		return one && len(v.List) > 1 || slices.ContainsFunc(v.List, func(e frontmatter.Value) bool { return len(e.Map) > 1 })
	}
	return len(v.Map) > 1
}

// dayValue returns a timestamp as its day, in the words of its own zone. Whatever is
// a date in EDTF already, or no date at all, stays.
func dayValue(v frontmatter.Value) frontmatter.Value {
	s := strings.TrimSpace(v.Text)
	if _, err := day.Parse(s); err == nil {
		return v
	}
	if c, ok := dateIn(s); ok {
		return frontmatter.Value{Kind: frontmatter.Time, Text: c.String()}
	}
	return v
}

// imageValue returns the one picture of a value: the first of a list, the address in
// a map, the file that Obsidian names between brackets.
func imageValue(v frontmatter.Value) frontmatter.Value {
	if v.Kind == frontmatter.List && len(v.List) > 0 {
		v = v.List[0]
	}
	if v.Kind == frontmatter.Map {
		for _, k := range []string{"path", "url", "src", "image"} {
			if w, ok := v.Get(k); ok {
				return w
			}
		}
	}
	if name, ok := strings.CutPrefix(v.Text, "[["); ok && strings.HasSuffix(name, "]]") {
		return stringValue(strings.TrimSuffix(name, "]]"))
	}
	return v
}

// people returns the names in an author's key: a text, a list, or maps with names.
func people(v frontmatter.Value) []string {
	switch v.Kind {
	case frontmatter.String:
		if s := strings.TrimSpace(v.Text); s != "" {
			return []string{s}
		}
	case frontmatter.List:
		var out []string
		for _, e := range v.List {
			out = append(out, people(e)...)
		}
		return out
	case frontmatter.Map:
		if n, ok := v.Get("name"); ok {
			return people(n)
		}
	}
	return nil
}

// tagWords returns the tags of a value: a list, or a text with commas, or, when
// split says so, with spaces alone; without Obsidian's "#".
func tagWords(v frontmatter.Value, split bool) []string {
	var out []string
	add := func(s string) {
		if s = strings.TrimLeft(strings.TrimSpace(s), "#"); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch {
	case v.Kind == frontmatter.List:
		for _, e := range plainList(v) {
			add(e)
		}
	case strings.Contains(v.Text, ","):
		for t := range strings.SplitSeq(v.Text, ",") {
			add(t)
		}
	case split:
		for t := range strings.FieldsSeq(v.Text) {
			add(t)
		}
	default:
		add(v.Text)
	}
	return out
}

// plainList returns the texts of a list.
func plainList(v frontmatter.Value) []string {
	out := make([]string, 0, len(v.List))
	for _, e := range v.List {
		out = append(out, e.Text)
	}
	return out
}
