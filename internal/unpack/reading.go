package unpack

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// reading is one reader's way through a container.
type reading struct {
	file  string // name of the container, for diagnostics
	yield func(Entry) bool
	diags diag.List
	order dateOrder // of the dates in it
}

// tell adds a diagnostic about a line of the container.
func (r *reading) tell(s diag.Severity, code string, line int, format string, args ...any) {
	d := diag.New(s, code, r.file, format, args...)
	d.Line = line
	r.diags = append(r.diags, d)
}

// day returns the date that s states, or "" with a warning when it states something
// else. Nothing, and the zeros that databases write for it, are no date and no fault.
func (r *reading) day(s string, line int) string {
	if strings.Trim(s, "0-:TZ. \t\n") == "" {
		return ""
	}
	d, ok := dayIn(s, r.order)
	if !ok {
		r.tell(diag.Warning, "bad-date", line, "%q is no date of the calendar that can be told for certain", short(strings.TrimSpace(s)))
	}
	return d
}

// plainWords returns the words of a piece of HTML on one line: without tags,
// entities decoded.
func plainWords(s string) string {
	if strings.ContainsAny(s, "<&") {
		var b strings.Builder
		z := html.NewTokenizer(strings.NewReader(s))
		for z.Next() != html.ErrorToken {
			if t := z.Token(); t.Type == html.TextToken {
				b.WriteString(t.Data)
			} else if t.Data == "br" || t.Data == "p" || t.Data == "div" {
				b.WriteByte(' ')
			}
		}
		s = b.String()
	}
	return oneLine(s)
}

// oneLine returns the words of s with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wordSet returns the set of words in a text.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// oldAddress returns the path of an article's old address, as an article's header
// takes it for a redirect; nothing for the front page, for an address with a query,
// or for one that no file can have.
func oldAddress(s string) []string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" && !strings.HasPrefix(u.Path, "/") || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Trim(u.Path, "/") == "" {
		return nil
	}
	p, err := addr.ParseURL(u.Path, false)
	if err != nil {
		return nil
	}
	return []string{string(p)}
}

// distinct returns l without empty strings and those that stand before.
func distinct(l []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range l {
		if s = oneLine(s); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// slugOf returns the last part of an old address as words: WordPress keeps it
// escaped as it stands in addresses.
func slugOf(s string) string {
	s = strings.TrimSpace(s)
	if words, err := url.PathUnescape(s); err == nil {
		return words
	}
	return s
}

// itemName returns the file name that an article without one would have.
func itemName(slug, id string) string {
	if slug == "" {
		slug = id
	}
	return strings.ReplaceAll(slug, "/", "-") + ".html"
}

// languageTag returns s when it looks as a language of BCP 47 does, or "".
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	for i, part := range strings.Split(s, "-") {
		if len(part) > 8 || i == 0 && (len(part) < 2 || len(part) > 3) || part == "" ||
			strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return ""
		}
	}
	return s
}

// lastPart returns the last part of the path of an address, without its ending.
func lastPart(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	base := path.Base(strings.TrimSuffix(u.Path, "/"))
	if base == "." || base == "/" {
		return ""
	}
	return strings.TrimSuffix(base, path.Ext(base))
}

// endingOf returns the ending of a file name, in lower case and without its dot.
func endingOf(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }
