package importer

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/internal/markdown"
)

// lineReader converts the words of one line.
type lineReader struct {
	b    *bodyReader
	out  []byte
	code []stretch // where code stands in out
	did  []string  // what was converted, for the account
}

// note tells the account what was converted.
func (l *lineReader) note(what string) {
	if what != "" && !slices.Contains(l.did, what) {
		l.did = append(l.did, what)
	}
}

// read returns the line as it will stand. Code in it is not touched.
func (l *lineReader) read(s string, code []stretch) string {
	if !strings.ContainsAny(s, "{[=%^<]") {
		return s
	}
	at := 0
	for _, c := range code {
		l.expand(s[at:c.start])
		from := len(l.out)
		l.out = append(l.out, s[c.start:c.end]...)
		l.code = append(l.code, stretch{from, len(l.out)})
		at = c.end
	}
	l.expand(s[at:])
	return l.marks(string(l.out))
}

// bracket is an opening bracket that may begin a link.
type bracket struct {
	image bool
	at    int // offset in the line as it will stand, behind the bracket
}

// maxLink is how long an address or the target of a wikilink is at most, in bytes.
const maxLink = 2000

// marks converts links, pictures and other programs' marks.
func (l *lineReader) marks(s string) string {
	s = l.blockID(s)
	m := marking{lineReader: l, s: s, out: make([]byte, 0, len(s)+16), end: -1}
	code := l.code
	for m.at < len(s) {
		switch {
		case len(code) > 0 && m.at >= code[0].start:
			m.out = append(m.out, s[m.at:code[0].end]...)
			m.at, code = code[0].end, code[1:]
			continue
		case m.at == m.end:
			m.out = append(m.out, "</mark>"...)
			m.at += 2
			continue
		}
		rest := s[m.at:]
		if len(code) > 0 {
			rest = s[m.at:code[0].start]
		}
		n, done := m.mark(rest)
		if !done {
			m.out = append(m.out, rest[:n]...)
		}
		m.at += n
	}
	return string(m.out)
}

// marking is the conversion of the marks in a line.
type marking struct {
	*lineReader
	s    string // the line
	at   int    // how much of it is done
	out  []byte
	open []bracket
	end  int // where a highlight ends, or -1
}

// mark reads what begins at the start of rest, which goes up to the end of the line or
// to code in it. It returns how many bytes that is, and whether it is converted: what is
// not stays as it stands.
func (m *marking) mark(rest string) (n int, done bool) {
	switch rest[0] {
	case '\\':
		return min(2, len(rest)), false
	case '!':
		return m.exclamation(rest)
	case '[':
		if md, size, ok := m.wikilink(rest); ok {
			m.out = append(m.out, md...)
			return size, true
		}
		m.open = append(m.open, bracket{at: len(m.out) + 1})
	case ']':
		return m.closing(rest)
	case '<':
		n := max(1, htmlTag(rest))
		if strings.HasPrefix(strings.ToLower(rest[:n]), "<img ") {
			m.out = append(m.out, m.htmlImage(rest[:n])...)
			return n, true
		}
		return n, false
	case '=':
		return m.highlight(rest)
	case '%':
		if size := commentLength(rest); size > 0 && m.b.r.from == obsidian && m.within(size) == size {
			m.note("comment of Obsidian")
			return size, true
		}
	case '{':
		if size, ok := attributeList(rest); ok && m.within(size) == size {
			m.note("attributes of kramdown")
			return size, true
		}
		if t, ok := readTag(rest); ok { // one that was left
			return m.within(t.size), false
		}
	}
	return 1, false
}

// within returns n, or less when a highlight ends before.
func (m *marking) within(n int) int {
	if m.end > m.at {
		return min(n, m.end-m.at)
	}
	return n
}

// exclamation reads what begins with an exclamation mark: an embedded thing or a picture.
func (m *marking) exclamation(rest string) (n int, done bool) {
	if md, size, ok := m.embed(rest); ok && !bytes.HasSuffix(m.out, []byte("!")) {
		m.out = append(m.out, md...)
		return size, true
	}
	if !strings.HasPrefix(rest, "![") {
		return 1, false
	}
	m.open = append(m.open, bracket{image: true, at: len(m.out) + 2})
	return 2, false
}

// closing reads a closing bracket with the address behind it, if there is one.
func (m *marking) closing(rest string) (n int, done bool) {
	defines := strings.HasPrefix(rest, "]: ")
	if last := len(m.open) - 1; last >= 0 {
		o := m.open[last]
		m.open = m.open[:last]
		if strings.HasPrefix(rest, "](") {
			m.out, n = m.link(m.out, o, rest)
			return n, true
		}
		defines = defines && o.at <= 4 && strings.TrimLeft(string(m.out[:o.at]), " ") == "["
	}
	if !defines {
		return 1, false
	}
	m.out, n = m.definition(m.out, rest)
	return n, true
}

// highlight reads a run of equals signs: two may begin ==words==.
func (m *marking) highlight(rest string) (n int, done bool) {
	run := len(rest) - len(strings.TrimLeft(rest, "="))
	if run == 2 && m.end < m.at && (m.at == 0 || !isWordByte(m.s[m.at-1])) {
		if end := highlightEnd(rest); end > 0 {
			m.end = m.at + end
			m.out = append(m.out, "<mark>"...)
			m.note("highlight")
			return 2, true
		}
	}
	return m.within(run), false
}

// isWordByte reports whether c is part of a word, in whatever script.
func isWordByte(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' || c >= 0x80 }

// blockID takes Obsidian's name of a block, " ^name", off the end of a line.
func (l *lineReader) blockID(s string) string {
	if l.b.r.from != obsidian {
		return s
	}
	i := strings.LastIndexByte(s, '^')
	if i < 0 || i > 0 && s[i-1] != ' ' && s[i-1] != '\t' || len(l.code) > 0 && l.code[len(l.code)-1].end > i {
		return s
	}
	id := strings.TrimRight(s[i+1:], " ")
	if id == "" || !plain(id, "-") {
		return s
	}
	l.note("block's name of Obsidian")
	return l.blockID(strings.TrimRight(s[:i], " \t"))
}

// highlightEnd returns where ==words== at the start of s end, or 0.
func highlightEnd(s string) int {
	if len(s) < 5 || s[2] == ' ' {
		return 0
	}
	end := strings.Index(s[3:min(len(s), maxLink)], "==") + 3
	if end < 3 || s[end-1] == ' ' || s[end-1] == '\\' || end+2 < len(s) && (isWordByte(s[end+2]) || s[end+2] == '=') {
		return 0
	}
	return end
}

// commentLength returns the length of Obsidian's %%comment%% at the start of s, or 0.
func commentLength(s string) int {
	if !strings.HasPrefix(s, "%%") {
		return 0
	}
	end := strings.Index(s[2:min(len(s), maxLink)], "%%")
	if end < 0 {
		return 0
	}
	return end + 4
}

// htmlTag returns the length of a tag, a comment or an address in pointed brackets
// at the start of s, or 0.
func htmlTag(s string) int {
	if len(s) < 3 || !isLetter(s[1]) && s[1] != '/' && s[1] != '!' {
		return 0
	}
	return strings.IndexByte(s[:min(len(s), maxLink)], '>') + 1
}

// linkAddress returns the destination that begins behind "](": what it is, and
// where it stands.
func linkAddress(s string) (address string, start, end int, ok bool) {
	start = 2
	for start < len(s) && s[start] == ' ' {
		start++
	}
	most := min(len(s), maxLink)
	if start < most && s[start] == '<' {
		end = strings.IndexByte(s[start:most], '>') + start + 1
		return s[start+1 : max(end-1, start+1)], start, end, end > start
	}
	depth := 0
	for end = start; end < most; end++ {
		switch c := s[end]; {
		case c == '\\':
			end++
		case c == '(':
			depth++
		case c == ')' && depth == 0, c <= ' ':
			return s[start:end], start, end, end > start
		case c == ')':
			depth--
		}
	}
	return "", 0, 0, false
}

// link converts the address of a link or picture whose words stand in out. It
// returns how many bytes of s, which begins with "](", are done.
func (l *lineReader) link(out []byte, o bracket, s string) ([]byte, int) {
	address, start, end, ok := linkAddress(s)
	if !ok {
		return append(out, s[0]), 1
	}
	as := func(md string) ([]byte, int) {
		return append(append(out, s[:start]...), md...), end
	}
	switch {
	case imageName(localPath(unescaped(address))):
		if o.image || l.b.r.beside != nil {
			if name, ok := l.b.r.local(unescaped(address)); ok {
				l.note("picture taken along")
				return as(name)
			}
			if o.image {
				l.missing(address)
			}
		}
	case o.image:
	case articleAddress(address):
		file, frag, _ := strings.Cut(address, "#")
		to, ok := l.b.r.beside.article(unescaped(file), l.b.r.from != anyGenerator)
		if !ok {
			if l.b.r.beside != nil || strings.HasPrefix(address, "@/") {
				l.b.warn("link-left", address, "link to the file of an article", "the link %q leads to no article that is imported", address)
			}
			break
		}
		if frag != "" {
			to += "#" + l.heading(frag)
		}
		if to != address {
			l.note("link to an article")
		}
		return as(to)
	}
	return append(out, s[:end]...), end
}

// definition converts the address of a link definition, [name]: address. s begins
// with "]: ".
func (l *lineReader) definition(out []byte, s string) ([]byte, int) {
	start := len(s) - len(strings.TrimLeft(s[2:], " "))
	end := start
	for end < len(s) && s[end] > ' ' {
		end++
	}
	address := unescaped(strings.Trim(s[start:end], "<>"))
	out = append(out, s[:start]...)
	switch {
	case imageName(localPath(address)):
		if name, ok := l.b.r.local(address); ok {
			l.note("picture taken along")
			return append(out, name...), end
		}
	case articleAddress(address):
		file, frag, found := strings.Cut(address, "#")
		if to, ok := l.b.r.beside.article(file, l.b.r.from != anyGenerator); ok {
			if found {
				to += "#" + l.heading(frag)
			}
			if to != address {
				l.note("link to an article")
			}
			return append(out, to...), end
		}
	}
	return append(out, s[start:end]...), end
}

// articleAddress reports whether an address names a Markdown file.
func articleAddress(s string) bool {
	file, _, _ := strings.Cut(s, "#")
	return strings.HasPrefix(s, "@/") || markdownName(localPath(unescaped(file)))
}

// heading returns the id of the heading that the part of an address names: Obsidian
// has its words there.
func (l *lineReader) heading(frag string) string {
	if l.b.r.from != obsidian {
		return frag
	}
	if words, err := url.PathUnescape(frag); err == nil {
		frag = words
	}
	return headingID(frag)
}

// headingID returns the id of the last heading of a path such as "Mill#The wheel".
// What is an id already stays.
func headingID(words string) string {
	words = words[strings.LastIndexByte(words, '#')+1:]
	if rest, ok := strings.CutPrefix(words, "s-"); ok && markdown.HeadingID(rest) == words {
		return words
	}
	return markdown.HeadingID(words)
}

// local takes the picture at an address along.
func (r *markdownReader) local(address string) (string, bool) {
	if r.from == obsidian {
		return r.beside.takeNamed(address)
	}
	return r.beside.take(address)
}

// picture returns the address to write for a picture.
func (l *lineReader) picture(address string) string {
	if name, ok := l.b.r.local(address); ok {
		return name
	}
	l.missing(address)
	return escapeDestination(address)
}

// missing tells of a picture that ought to be in the folder and is not.
func (l *lineReader) missing(address string) {
	if l.b.r.beside != nil && localPath(unescaped(address)) != "" {
		l.b.warn("missing-picture", address, "lay the picture beside the article", "there is no picture %q in the folder", address)
	}
}

// htmlImage converts the address of an <img> tag.
func (l *lineReader) htmlImage(s string) string {
	i := strings.Index(strings.ToLower(s), " src=")
	if i < 0 || i+6 >= len(s) || s[i+5] != '"' && s[i+5] != '\'' {
		return s
	}
	end := strings.IndexByte(s[i+6:], s[i+5])
	if end < 0 {
		return s
	}
	address := strings.ReplaceAll(s[i+6:i+6+end], "&amp;", "&")
	if !imageName(localPath(address)) {
		return s
	}
	name, ok := l.b.r.local(address)
	if !ok {
		l.missing(address)
		return s
	}
	l.note("picture taken along")
	return s[:i+6] + name + s[i+6+end:]
}

// unescaped returns an address without Markdown's backslashes.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// wikiParts reads [[target|words]] at the start of s; words may be missing.
func wikiParts(s string) (target, words string, size int, ok bool) {
	inner, ok := strings.CutPrefix(s, "[[")
	if !ok {
		return "", "", 0, false
	}
	end := strings.IndexByte(inner[:min(len(inner), maxLink)], ']')
	if end < 0 || !strings.HasPrefix(inner[end:], "]]") || strings.Contains(inner[:end], "[") {
		return "", "", 0, false
	}
	target, words, found := strings.Cut(inner[:end], "|")
	if found {
		target = strings.TrimSuffix(target, `\`) // in tables
	}
	target = strings.TrimSpace(target)
	return target, words, end + 4, target != ""
}

// embed converts Obsidian's ![[picture.png|words]], and makes a link of an embedded note.
func (l *lineReader) embed(s string) (md string, size int, ok bool) {
	target, words, size, ok := wikiParts(s[1:])
	if !ok {
		return "", 0, false
	}
	if !imageName(target) {
		l.b.warn("embed-left", target, "copy its words, if they belong here", "the note %q is shown within this one; a link to it stands there now", target)
		l.note("embedded note")
		if md, _, ok = l.wikilink(s[1:]); ok {
			return md, size + 1, true
		}
		return s[1 : size+1], size + 1, true
	}
	if !safeDestination(target) || strings.ContainsAny(target, "{}`=%<>") {
		return "", 0, false
	}
	alt := ""
	for part := range strings.SplitSeq(words, "|") {
		part = strings.TrimSpace(strings.TrimSuffix(part, `\`))
		if part != "" && strings.Trim(part, "0123456789x ") != "" { // else a size
			alt = strings.TrimSpace(alt + " " + part)
		}
	}
	l.note("embedded picture")
	address, taken := l.b.r.beside.takeNamed(path.Clean(strings.ReplaceAll(target, "%", "%25")))
	if !taken {
		l.missing(target)
		address = escapeDestination(target)
	}
	return "![" + escapeAll(alt) + "](" + address + ")", size + 1, true
}

// wikilink makes a plain link of one to another note of the folder, whose article has
// another name, or to a heading. Others may name entities, and stay.
func (l *lineReader) wikilink(s string) (md string, size int, ok bool) {
	target, words, size, ok := wikiParts(s)
	if !ok {
		return "", 0, false
	}
	name, frag, _ := strings.Cut(target, "#")
	name = strings.TrimSpace(name)
	if name == "" { // of this note
		if words == "" {
			words = frag[strings.LastIndexByte(frag, '#')+1:]
		}
		if strings.HasPrefix(frag, "^") || strings.Trim(frag, "# ") == "" || strings.TrimSpace(words) == "" {
			return s[:size], size, true
		}
		l.note("link to a heading")
		return "[" + escapeAll(strings.TrimSpace(words)) + "](#" + headingID(frag) + ")", size, true
	}
	to, found := l.b.r.beside.article(strings.ReplaceAll(name, "%", "%25"), true)
	if !found || l.b.r.from != obsidian && l.b.r.from != anyGenerator {
		return s[:size], size, true
	}
	if strings.TrimSpace(words) == "" {
		words = name
		if frag != "" && !strings.HasPrefix(frag, "^") { // as Obsidian shows it
			words += " > " + frag
		}
	}
	if !strings.HasPrefix(frag, "^") && strings.Trim(frag, "# ") != "" {
		to += "#" + headingID(frag)
	}
	l.note("link to an article")
	return "[" + escapeAll(strings.TrimSpace(words)) + "](" + to + ")", size, true
}
