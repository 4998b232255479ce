package importer

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// linkedData is what schema.org's JSON-LD says of the page's article.
type linkedData struct {
	headline, published, modified, site, image, description, url, lang string
	authors                                                            []string // people
	makers                                                             []string // organisations named as the author
}

// maxLinkedData is the largest block of JSON-LD that is read, in bytes.
const maxLinkedData = 1 << 20

// linkedNodes are the objects of a page's JSON-LD blocks.
type linkedNodes struct {
	articles, pages []map[string]any
	names           map[string]any // names by @id, since graphs refer to people that way
}

// add takes what is there from a JSON-LD block; a block that is no JSON, even after
// repair, says nothing.
func (l *linkedNodes) add(src string) {
	if len(src) > maxLinkedData {
		return
	}
	for _, s := range []string{src, repairJSON(src)} {
		d := json.NewDecoder(strings.NewReader(s))
		n := 0
		for v := any(nil); d.Decode(&v) == nil; n++ {
			l.walk(v, 0)
			v = nil
		}
		if n > 0 {
			return
		}
	}
}

// repairJSON writes JSON of what pages pass for it: marks of CDATA and comments
// around or in it, commas before a closing bracket, line breaks and other control
// characters in strings, escapes that JSON does not know, all of it with HTML's
// entities. What is well formed stays as it is.
func repairJSON(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "{&") || strings.HasPrefix(s, "[&") || strings.HasPrefix(s, "[{&") {
		s = html.UnescapeString(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	comma := false // one is held back until it is known that a value follows
	for i := 0; i < len(s); {
		if n := jsonMargin(s[i:]); n > 0 {
			i += n
			continue
		}
		switch c := s[i]; {
		case c == ',':
			comma = true
			i++
			continue
		case c == '}' || c == ']':
			comma = false
		case comma:
			b.WriteByte(',')
			comma = false
		}
		if s[i] != '"' {
			b.WriteByte(s[i])
			i++
			continue
		}
		i += repairString(&b, s[i:])
	}
	return b.String()
}

// jsonMargin returns how many bytes at the start of s stand between the tokens of
// JSON: white space, comments, the marks of CDATA and of HTML's comments.
func jsonMargin(s string) int {
	switch s[0] {
	case ' ', '\n', '\t', '\r', ';':
		return 1
	case '/':
		if strings.HasPrefix(s, "//") {
			if n := strings.IndexByte(s, '\n'); n >= 0 {
				return n
			}
			return len(s)
		}
		if strings.HasPrefix(s, "/*") {
			if n := strings.Index(s, "*/"); n >= 0 {
				return n + 2
			}
			return len(s)
		}
	case '<', ']', '-':
		for _, mark := range []string{"<![CDATA[", "]]>", "<!--", "-->"} {
			if strings.HasPrefix(s, mark) {
				return len(mark)
			}
		}
	default:
		if s[0] < ' ' {
			return 1
		}
	}
	return 0
}

// repairString writes the string at the start of s and returns how many bytes it took.
func repairString(b *strings.Builder, s string) int {
	b.WriteByte('"')
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			b.WriteByte('"')
			return i + 1
		case c < ' ':
			b.WriteByte(' ')
		case c == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u':
				b.WriteByte('\\')
				b.WriteByte(s[i])
			default:
				if s[i] >= ' ' {
					b.WriteByte(s[i])
				}
			}
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return len(s)
}

// walk finds articles and pages where blocks keep their main things: at the top, in
// lists and graphs, and as the main entity of a page. Articles in lists of articles
// and as parts of others are not the page's own.
func (l *linkedNodes) walk(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.walk(x, depth+1)
		}
	case map[string]any:
		if id, name := textValue(v["@id"]), v["name"]; id != "" && name != nil {
			if l.names == nil {
				l.names = map[string]any{}
			}
			l.names[id] = map[string]any{"@type": v["@type"], "name": name}
		}
		l.walk(v["@graph"], depth+1)
		l.walk(v["mainEntity"], depth+1)
		switch {
		case hasType(v["@type"], isArticle):
			l.articles = append(l.articles, v)
		case hasType(v["@type"], isPage):
			l.pages = append(l.pages, v)
		}
	}
}

// isArticle reports types of schema.org that are articles, or as good as.
func isArticle(t string) bool {
	switch t {
	case "Report", "Review", "Recipe", "SocialMediaPosting", "DiscussionForumPosting", "CreativeWork", "PodcastEpisode":
		return true
	}
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting")
}

func isPage(t string) bool { return t == "WebPage" || t == "AboutPage" || t == "ItemPage" }

// isMaker reports types of authors that are no people.
func isMaker(t string) bool {
	return strings.HasSuffix(t, "Organization") || t == "Corporation" || t == "WebSite" || t == "Brand"
}

// hasType reports whether one of the types in v is wanted.
func hasType(v any, is func(string) bool) bool {
	switch v := v.(type) {
	case string:
		return is(v[strings.LastIndexByte(v, '/')+1:])
	case []any:
		return slices.ContainsFunc(v, func(x any) bool { return hasType(x, is) })
	}
	return false
}

// data returns what the blocks say of the page's article: of several the one whose
// headline is among the page's own, completed from the others of the same headline.
func (l *linkedNodes) data(own func(headline string) bool) linkedData {
	var ld linkedData
	best := slices.IndexFunc(l.articles, func(a map[string]any) bool { return own(headlineOf(a)) })
	for i, a := range l.articles {
		if best < 0 || i == best || own(headlineOf(a)) || headlineOf(a) == "" {
			l.article(&ld, a)
		}
	}
	for _, p := range l.pages {
		set(&ld.lang, textValue(p["inLanguage"]))
	}
	return ld
}

// headlineOf returns the headline of an article, or its name.
func headlineOf(a map[string]any) string {
	if s := textValue(a["headline"]); s != "" {
		return html.UnescapeString(s)
	}
	return html.UnescapeString(textValue(a["name"]))
}

// set fills a value that is empty so far.
func set(dst *string, val string) {
	if *dst == "" {
		*dst = collapse(html.UnescapeString(val))
	}
}

// article takes from an article what is not known yet.
func (l *linkedNodes) article(ld *linkedData, v map[string]any) {
	set(&ld.headline, cutWords(textValue(v["headline"]), longTitle))
	set(&ld.published, textValue(v["datePublished"]))
	set(&ld.modified, textValue(v["dateModified"]))
	set(&ld.site, nameValue(v["publisher"]))
	set(&ld.image, urlValue(v["image"]))
	set(&ld.description, textValue(v["description"]))
	set(&ld.url, urlValue(v["mainEntityOfPage"]))
	set(&ld.url, textValue(v["url"]))
	set(&ld.lang, textValue(v["inLanguage"]))
	for _, key := range []string{"author", "creator"} {
		if len(ld.authors) > 0 {
			return
		}
		l.people(ld, v[key], 0)
	}
}

// people adds the names of authors in any of the shapes that pages use: a string,
// an object with a name or a list of names, a reference, lists of these.
func (l *linkedNodes) people(ld *linkedData, v any, depth int) {
	if depth > 4 {
		return
	}
	switch v := v.(type) {
	case string:
		if s := collapse(html.UnescapeString(v)); s != "" {
			ld.authors = append(ld.authors, s)
		}
	case []any:
		for _, x := range v {
			l.people(ld, x, depth+1)
		}
	case map[string]any:
		if v["name"] == nil {
			if known, ok := l.names[textValue(v["@id"])]; ok {
				l.people(ld, known, depth+1)
			}
			return
		}
		if hasType(v["@type"], isMaker) && !hasType(v["@type"], func(t string) bool { return t == "Person" }) {
			if s := collapse(html.UnescapeString(nameValue(v))); s != "" {
				ld.makers = append(ld.makers, s)
			}
			return
		}
		l.people(ld, v["name"], depth+1)
	}
}

// textValue returns v if it is a text.
func textValue(v any) string {
	s, _ := v.(string)
	return s
}

// nameValue returns the name in v: a text, a thing with a name, or the first of a list.
func nameValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return textValue(v["name"])
	case []any:
		if len(v) > 0 {
			return nameValue(v[0])
		}
	}
	return ""
}

// urlValue returns the address in v in the same way.
func urlValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		if u := textValue(v["url"]); u != "" {
			return u
		}
		return textValue(v["@id"])
	case []any:
		if len(v) > 0 {
			return urlValue(v[0])
		}
	}
	return ""
}
