package importer

import "strings"

// tag is a shortcode of Hugo or Zola, or a tag or an expression of Liquid or
// Nunjucks, as it stands in a text.
type tag struct {
	open    string // {{< {{% {% {{
	name    string // of what it calls; of an expression without a call, all of it up to its filters
	call    bool   // written as name(…), as Zola does
	closing bool   // {{< /name >}}, {% endname %}, {% end %}
	words   []string
	args    map[string]string
	filters []string // of an expression: the names behind the bars
	vague   bool     // an argument is a variable
	size    int      // bytes
}

// maxTag is how long a tag is at most, in bytes.
const maxTag = 4000

// tagMarks are the beginnings of tags with their ends, longer ones first.
var tagMarks = [...][2]string{{"{{<", ">}}"}, {"{{%", "%}}"}, {"{%", "%}"}, {"{{", "}}"}}

// readTag reads the tag at the start of s. What only shows a tag, as {{</* x */>}}
// does, is none.
func readTag(s string) (tag, bool) {
	for _, m := range tagMarks {
		rest, ok := strings.CutPrefix(s, m[0])
		if !ok {
			continue
		}
		end := strings.Index(rest[:min(len(rest), maxTag)], m[1])
		if end < 0 {
			return tag{}, false
		}
		t := tag{open: m[0], size: len(m[0]) + end + len(m[1]), args: map[string]string{}}
		inner := strings.TrimSuffix(strings.TrimPrefix(rest[:end], "-"), "-") // Liquid's and Nunjucks' marks for no space around
		inner = strings.TrimSpace(inner)
		if inner == "" || strings.HasPrefix(inner, "/*") {
			return tag{}, false
		}
		if m[0] == "{{" {
			t.readExpression(inner)
		} else {
			t.readCall(inner)
		}
		return t, t.name != ""
	}
	return tag{}, false
}

// hugo reports whether the tag is one of Hugo's.
func (t *tag) hugo() bool { return t.open == "{{<" || t.open == "{{%" }

// readExpression reads what stands between {{ and }}: a call, or a value with filters.
func (t *tag) readExpression(s string) {
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") && isName(s[:i]) {
		t.readCall(s)
		return
	}
	value, filters, _ := strings.Cut(s, "|")
	t.name = strings.TrimSpace(value)
	for filters != "" {
		var f string
		f, filters, _ = strings.Cut(filters, "|")
		name, _, _ := strings.Cut(strings.TrimSpace(f), ":")
		t.filters = append(t.filters, strings.TrimSpace(name))
	}
}

// readCall reads a name and its arguments.
func (t *tag) readCall(s string) {
	s = strings.TrimSpace(strings.TrimSuffix(s, "/")) // {{< x />}}
	if rest, ok := strings.CutPrefix(s, "/"); ok && t.hugo() {
		t.closing, s = true, strings.TrimSpace(rest)
	}
	n := 0
	for n < len(s) && s[n] != ' ' && s[n] != '\t' && s[n] != '\n' && s[n] != '(' {
		n++
	}
	t.name, s = s[:n], s[n:]
	if !t.hugo() {
		if s = strings.TrimSpace(s); strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
			t.call, s = true, s[1:len(s)-1]
		}
		if rest, ok := strings.CutPrefix(t.name, "end"); ok {
			t.name, t.closing = rest, true
			if rest == "" {
				t.name = "end"
			}
		}
	}
	for {
		s = strings.TrimLeft(s, " \t\n,")
		if s == "" {
			return
		}
		key, rest, found := strings.Cut(s, "=")
		if found && isName(strings.TrimSpace(key)) {
			val, quoted, next := argument(strings.TrimLeft(rest, " \t\n"))
			t.vague = t.vague || !quoted && !t.hugo() && strings.Trim(val, asciiDigits) != "" && val != "true" && val != "false"
			t.args[strings.ToLower(strings.TrimSpace(key))] = val
			s = next
			continue
		}
		val, _, next := argument(s)
		t.words = append(t.words, val)
		s = next
	}
}

// argument reads a value at the start of s: in quotation marks or backquotes, or up
// to a space or comma.
func argument(s string) (val string, quoted bool, rest string) {
	if s == "" {
		return "", false, ""
	}
	switch q := s[0]; q {
	case '"', '\'', '`':
		for i := 1; i < len(s); i++ {
			if s[i] == '\\' && q == '"' {
				i++
			} else if s[i] == q {
				val = s[1:i]
				if q == '"' {
					val = strings.ReplaceAll(val, `\"`, `"`)
				}
				return val, true, s[i+1:]
			}
		}
	}
	end := strings.IndexAny(s, " \t\n,")
	if end < 0 {
		return s, false, ""
	}
	return s[:end], false, s[max(end, 1):]
}

// isName reports whether s can be the name of a tag or an argument.
func isName(s string) bool {
	return s != "" && !isDigits(s[:1]) && plain(s, "_-")
}

// arg returns the first of the named arguments that is there.
func (t *tag) arg(names ...string) string {
	for _, n := range names {
		if v := t.args[n]; v != "" {
			return v
		}
	}
	return ""
}

// word returns the i-th argument without a name, or "".
func (t *tag) word(i int) string {
	if i < len(t.words) {
		return t.words[i]
	}
	return ""
}

// literal returns the text of an expression that is one: {{ "/x" | relative_url }}.
func (t *tag) literal() (string, bool) {
	s := t.name
	if len(s) < 2 || s[0] != '"' && s[0] != '\'' || s[len(s)-1] != s[0] {
		return "", false
	}
	s = s[1 : len(s)-1]
	return s, !strings.ContainsAny(s, `"'\`)
}

// attributeList returns the length of kramdown's {: .class #id key="value"} at the
// start of s.
func attributeList(s string) (int, bool) {
	rest, ok := strings.CutPrefix(s, "{:")
	if !ok {
		return 0, false
	}
	end := strings.IndexByte(rest[:min(len(rest), maxTag)], '}')
	if end < 0 {
		return 0, false
	}
	size := 2 + end + 1
	rest = strings.TrimSpace(strings.TrimPrefix(rest[:end], ":")) // {::options /}
	if rest == "" {
		return 0, false
	}
	for rest != "" {
		if key, val, found := strings.Cut(rest, "="); found && isName(strings.TrimSpace(key)) {
			_, quoted, next := argument(val)
			if !quoted {
				return 0, false
			}
			rest = strings.TrimSpace(next)
			continue
		}
		n := strings.IndexAny(rest, " \t")
		if n < 0 {
			n = len(rest)
		}
		switch w := rest[:n]; {
		case (w[0] == '.' || w[0] == '#') && plain(w[1:], "._-:") && len(w) > 1:
		case w == "toc", w == "options", w == "/":
		default:
			return 0, false
		}
		rest = strings.TrimSpace(rest[n:])
	}
	return size, true
}
