package program

import (
	"strings"
	"text/template/parse"
)

// escaper is one of the functions that html/template puts at the end of an
// action. filter makes plain text of plain text; onto escapes and appends.
type escaper struct {
	filter    func(s string) string
	onto      func(dst []byte, s string) []byte
	keepsHTML bool // template.HTML passes as it is
}

// escapers are those that are compiled, by the names that html/template gives
// them. A name that it gave no longer, or a new one, would leave its templates
// to it.
var escapers = map[string]*escaper{
	"_html_template_htmlescaper":   {onto: AppendEscaped[string], keepsHTML: true},
	"_html_template_rcdataescaper": {onto: AppendEscaped[string]},
	"_html_template_attrescaper":   {onto: AppendEscaped[string]},
	"_html_template_urlfilter":     {filter: safeURL},
	"_html_template_urlnormalizer": {filter: func(s string) string { return percent(s, &inURL) }},
	"_html_template_urlescaper":    {filter: func(s string) string { return percent(s, &inPart) }},
}

func escaperOf(cmd *parse.CommandNode) *escaper {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok && len(cmd.Args) == 1 {
		return escapers[f.Ident]
	}
	return nil
}

// AppendEscaped appends plain text for the content of an element or a quoted
// attribute.
func AppendEscaped[S string | []byte](dst []byte, s S) []byte {
	from := 0
	for i := range len(s) {
		if r := replaced[s[i]]; r != "" {
			dst = append(dst, s[from:i]...)
			dst = append(dst, r...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// replaced is what stands for each byte that HTML takes for its own; "+" begins
// an escape in UTF-7, which old browsers would guess at.
var replaced = [256]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

// safeURL returns an address, and one that leads nowhere in the place of one
// with a scheme that could run a script.
func safeURL(s string) string {
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.Contains(scheme, "/") &&
		!strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return "#ZgotmplZ"
	}
	return s
}

// percent returns s with every byte that may not stand there as %xx. Where "%" may
// stand, it is still written so unless it begins such an escape.
func percent(s string, may *[256]bool) string {
	stays := func(i int) bool {
		return may[s[i]] && (s[i] != '%' || i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]))
	}
	i := 0
	for i < len(s) && stays(i) {
		i++
	}
	if i == len(s) {
		return s
	}
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		if stays(i) {
			b.WriteByte(s[i])
		} else {
			b.Write([]byte{'%', hex[s[i]>>4], hex[s[i]&15]})
		}
	}
	return b.String()
}

// The bytes that may stand in a part of an address, which has no syntax: what RFC
// 3986 leaves free. In a whole address also what it reserves, but for quotes and
// parentheses, and "%".
var (
	inPart = bytesOf(unreserved)
	inURL  = bytesOf(unreserved + "!#$&*+,/:;=?@[]%")
)

const unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

func bytesOf(s string) (set [256]bool) {
	for i := range len(s) {
		set[s[i]] = true
	}
	return set
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
