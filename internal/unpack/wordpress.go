package unpack

import (
	"html"
	"strings"

	"dateline/internal/addr"
)

// wordpress turns the text of a WordPress post into HTML, as WordPress does when it
// shows it: paragraphs are made of blank lines, and shortcodes of pictures and
// embedded pages are replaced.
type wordpress struct {
	picture func(id string) (wxrPicture, bool) // an attachment by its number
	gallery func() []string                    // numbers of the pictures that belong to the post
}

// html returns content as HTML. What the editor of blocks wrote has its paragraphs
// already (WordPress tells it from older posts by its comments).
func (w *wordpress) html(content string) string {
	blocks := strings.Contains(content, "<!-- wp:")
	content = strings.ReplaceAll(content, "<![CDATA[", "&lt;![CDATA[") // words, which HTML would hide
	content = w.shortcodes(withoutComments(content))
	if blocks {
		return content
	}
	return paragraphed(content)
}

// withoutComments leaves out comments. Those that part a post into a teaser and the
// rest, or into pages, part paragraphs.
func withoutComments(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "<!--")
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		n := strings.Index(s[i:], "-->")
		if n < 0 {
			b.WriteString(html.EscapeString(s[i:])) // no comment: words
			return b.String()
		}
		if inside := s[i+4:]; strings.HasPrefix(inside, "more") || strings.HasPrefix(inside, "nextpage") {
			b.WriteString("\n\n")
		}
		s = s[i+n+len("-->"):]
	}
	if b.Len() == 0 {
		return s
	}
	b.WriteString(s)
	return b.String()
}

// blockTags are the elements beside which a line break means nothing, as in
// WordPress' wpautop.
var blockTags = wordSet(`table thead tfoot caption col colgroup tbody tr td th
	div dl dd dt ul ol li pre form map area
	blockquote address style script p h1 h2 h3 h4 h5 h6
	hr fieldset legend section article aside hgroup header footer
	nav figure figcaption details menu summary iframe object video audio`)

// verbatimTags are the elements whose line breaks stand for themselves, and in which
// HTML knows no tags.
var verbatimTags = wordSet(`pre script style textarea title iframe xmp noembed noframes`)

// paragraphed makes paragraphs of blank lines, and line breaks of the others, where
// no element does it.
func paragraphed(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/16)
	block := true   // the beginning, or the tag of a block, stands before
	broken := false // a line break of HTML does
	gap := 0        // line breaks that stand before
	for i := 0; i < len(s); {
		if c := s[i]; c == '\n' || c == ' ' || c == '\t' || c == '\r' {
			n := i
			for n < len(s) && (s[n] == '\n' || s[n] == ' ' || s[n] == '\t' || s[n] == '\r') {
				if s[n] == '\n' {
					gap++
				}
				n++
			}
			if gap == 0 {
				b.WriteString(s[i:n])
			}
			i = n
			continue
		}
		name, end := tagAt(s, i)
		if blockTags[name] || verbatimTags[name] {
			if gap > 0 {
				b.WriteByte('\n')
			}
			if verbatimTags[name] && s[i+1] != '/' {
				end = closeOf(s, end, name)
			}
			b.WriteString(s[i:end])
			i, gap, block, broken = end, 0, true, false
			continue
		}
		switch {
		case gap == 0:
		case block, gap == 1 && (broken || name == "br"):
			b.WriteByte('\n')
		case gap > 1:
			b.WriteString("\n\n<p>")
		default:
			b.WriteString("<br>\n")
		}
		gap, block, broken = 0, false, name == "br"
		if name == "" { // words
			end = i + 1
			for end < len(s) && s[end] != '<' && s[end] != '\n' {
				end++
			}
		}
		words := s[i:end]
		if trimmed := strings.TrimRight(words, " \t\r"); end < len(s) && s[end] == '\n' {
			words = trimmed
		}
		b.WriteString(words)
		i = end
	}
	return b.String()
}

// tagAt returns the name of the tag that begins at s[i], in lower case and without
// a slash, and where it ends; "" when none begins there.
func tagAt(s string, i int) (name string, end int) {
	if s[i] != '<' {
		return "", i
	}
	n := i + 1
	if n < len(s) && s[n] == '/' {
		n++
	}
	begin := n
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || n > begin && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	if n == begin {
		return "", i
	}
	quote := byte(0)
	for end = n; end < len(s); end++ {
		switch c := s[end]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return strings.ToLower(s[begin:n]), end + 1
		case c == '<':
			return "", i
		}
		if end-n > 1<<13 { // a quotation that is never ended
			return "", i
		}
	}
	return "", i
}

// closeOf returns where the element called name ends whose content begins at s[i].
func closeOf(s string, i int, name string) int {
	for rest := i; ; {
		n := strings.Index(s[rest:], "</")
		if n < 0 {
			return len(s)
		}
		rest += n + 2
		if len(s)-rest >= len(name) && strings.EqualFold(s[rest:rest+len(name)], name) {
			end := strings.IndexByte(s[rest:], '>')
			if end < 0 {
				return len(s)
			}
			return rest + end + 1
		}
	}
}

// shortcode is one of WordPress' marks in square brackets.
type shortcode struct {
	name  string
	attrs map[string]string
	end   int // offset behind it
}

// shortcodes replaces the shortcodes whose meaning is known. The others stay, since
// brackets are words too.
func (w *wordpress) shortcodes(s string) string {
	var b strings.Builder
	unclosed := map[string]bool{} // no end follows of these
	for {
		i := strings.IndexByte(s, '[')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		c, ok := shortcodeAt(s)
		if !ok {
			b.WriteByte('[')
			s = s[1:]
			continue
		}
		inner, rest := "", s[c.end:]
		if enclosing[c.name] {
			n := -1
			if !unclosed[c.name] {
				n = strings.Index(rest, "[/"+c.name+"]")
			}
			if n < 0 {
				unclosed[c.name] = true
				b.WriteString(s[:c.end]) // words
				s = rest
				continue
			}
			inner, rest = rest[:n], rest[n+len(c.name)+3:]
		} else if within, behind, ok := strings.Cut(rest[:min(len(rest), longestAddress)], "[/"+c.name+"]"); ok && !strings.ContainsAny(within, "[\n") {
			inner, rest = within, rest[len(rest[:min(len(rest), longestAddress)])-len(behind):]
		}
		if shown := w.expand(c, inner); shown != "" {
			b.WriteString(shown)
		} else { // nobody knows what it stood for: its words stay
			b.WriteString(s[:len(s)-len(rest)])
		}
		s = rest
	}
	if b.Len() == 0 {
		return s
	}
	b.WriteString(s)
	return b.String()
}

// longestAddress is how far, in bytes, the end of a shortcode is looked for that need not
// have one, as in "[youtube]address[/youtube]".
const longestAddress = 2048

// enclosing are the known shortcodes, and whether they always have an end.
var enclosing = map[string]bool{
	"caption": true, "wp_caption": true, "embed": true, "code": true, "sourcecode": true,
	"gallery": false, "audio": false, "video": false, "youtube": false, "vimeo": false,
}

// shortcodeAt reads the shortcode that s begins with, if it is a known one.
func shortcodeAt(s string) (shortcode, bool) {
	n := 1
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] == '_') {
		n++
	}
	c := shortcode{name: s[1:n]}
	if _, known := enclosing[c.name]; !known || n == len(s) || s[n] != ']' && s[n] != ' ' && s[n] != '=' && s[n] != '/' && s[n] != '\n' {
		return c, false
	}
	c.attrs = map[string]string{}
	const longest = 4096
	for n < len(s) && n < longest && s[n] != ']' {
		if s[n] == ' ' || s[n] == '\n' || s[n] == '/' || s[n] == '\t' {
			n++
			continue
		}
		if s[n] == '[' {
			return c, false
		}
		begin := n
		address := strings.HasPrefix(s[n:], "http://") || strings.HasPrefix(s[n:], "https://")
		for n < len(s) && (s[n] != '=' || address) && s[n] != ' ' && s[n] != ']' && s[n] != '\n' {
			n++
		}
		key := s[begin:n]
		if n == len(s) || s[n] != '=' {
			c.attrs["0"] = key // a value without a name
			continue
		}
		n++
		begin = n
		if n < len(s) && (s[n] == '"' || s[n] == '\'') {
			end := strings.IndexByte(s[n+1:min(len(s), n+longest)], s[n])
			if end < 0 {
				return c, false
			}
			begin, n = n+1, n+1+end
			c.attrs[key] = s[begin:n]
			n++
			continue
		}
		for n < len(s) && s[n] != ' ' && s[n] != ']' {
			n++
		}
		c.attrs[key] = s[begin:n]
	}
	if n >= len(s) || s[n] != ']' {
		return c, false
	}
	c.end = n + 1
	return c, true
}

// expand returns what a shortcode stands for.
func (w *wordpress) expand(c shortcode, inner string) string {
	switch c.name {
	case "caption", "wp_caption":
		picture, words := captioned(inner)
		if words == "" {
			words = html.UnescapeString(c.attrs["caption"])
		}
		return "\n\n<figure>" + picture + "<figcaption>" + words + "</figcaption></figure>\n\n"
	case "gallery":
		return w.pictures(c)
	case "code", "sourcecode":
		if !strings.Contains(inner, "<") {
			inner = html.UnescapeString(inner)
		}
		return "\n\n<pre><code>" + html.EscapeString(strings.Trim(inner, "\r\n")) + "</code></pre>\n\n"
	}
	address := html.UnescapeString(strings.TrimSpace(plainWords(inner)))
	for _, key := range []string{"src", "mp3", "mp4", "m4a", "ogg", "webm", "", "0"} {
		if address == "" {
			address = html.UnescapeString(c.attrs[key])
		}
	}
	if id := c.attrs["0"]; c.name == "vimeo" && id != "" && strings.Trim(id, "0123456789") == "" {
		address = "https://vimeo.com/" + id
	}
	if addr.Web(address) == "" {
		return ""
	}
	shown := html.EscapeString(address)
	return "\n\n<p><a href=\"" + shown + "\">" + shown + "</a></p>\n\n"
}

// captioned parts what stands in a caption's shortcode: a picture, perhaps in a
// link, and the words behind it.
func captioned(s string) (picture, words string) {
	i := strings.Index(s, "<img")
	if i < 0 {
		return "", strings.TrimSpace(s)
	}
	_, end := tagAt(s, i)
	if end == i {
		return "", strings.TrimSpace(s)
	}
	if rest := strings.TrimLeft(s[end:], " \n"); strings.HasPrefix(rest, "</a>") && strings.Contains(s[:i], "<a") {
		end = len(s) - len(rest) + len("</a>")
	}
	return strings.TrimSpace(s[:end]), strings.TrimSpace(s[end:])
}

// pictures returns the pictures of a gallery, each with its caption.
func (w *wordpress) pictures(c shortcode) string {
	ids := strings.FieldsFunc(c.attrs["ids"]+","+c.attrs["include"], func(r rune) bool { return r == ',' || r == ' ' })
	if len(ids) == 0 {
		ids = w.gallery()
	}
	var b strings.Builder
	for _, id := range ids {
		p, ok := w.picture(id)
		if !ok {
			continue
		}
		b.WriteString("\n\n<figure><img src=\"" + html.EscapeString(p.address) + "\" alt=\"" + html.EscapeString(p.alt) + "\">")
		if p.caption != "" {
			b.WriteString("<figcaption>" + p.caption + "</figcaption>")
		}
		b.WriteString("</figure>\n\n")
	}
	return b.String()
}
