package markdown

import "strings"

// address reads a destination as a browser would (WHATWG URL: white space
// around it and tabs and line ends in it do not count) and reports whether it
// may be written: http, https, mailto, or relative; for images raster data too.
// The list says what is allowed, since lists of what is not have been passed by.
func address(dest string, image bool) (string, bool) {
	dest = strings.TrimFunc(dest, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(dest, "\t\n\r") {
		dest = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(dest)
	}
	colon := strings.IndexByte(dest, ':')
	if colon < 0 || strings.ContainsAny(dest[:colon], "/?#") {
		return dest, true
	}
	switch strings.ToLower(dest[:colon]) {
	case "http", "https":
		return dest, true
	case "mailto":
		return dest, !image
	case "data":
		return dest, image && rasterData(dest[colon+1:])
	}
	return dest, false
}

// rasterData reports whether the rest of a data: address is an image of dots.
func rasterData(s string) bool {
	kind, _, ok := strings.Cut(s, ";base64,")
	if !ok {
		return false
	}
	switch strings.ToLower(kind) {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif":
		return true
	}
	return false
}

// external reports whether an address leads to another host.
func external(href string) bool {
	return strings.HasPrefix(href, "//") || len(href) > 6 && (strings.EqualFold(href[:5], "http:") || strings.EqualFold(href[:6], "https:"))
}

const hexDigits = "0123456789ABCDEF"

// appendAddress writes an address as the value of an attribute: what an address
// may not hold is percent-encoded (escapes that are there stay), the rest escaped.
func appendAddress(b []byte, href string) []byte {
	for i := range len(href) {
		c := href[i]
		switch {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '\'':
			b = append(b, "&#39;"...)
		case c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>\^`+"`{|}", c) >= 0:
			b = append(b, '%', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendText writes words.
func appendText(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var e string
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		default:
			continue
		}
		b = append(b, s[from:i]...)
		b = append(b, e...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

// appendEscaped writes the value of an attribute in double quotes.
func appendEscaped(b []byte, s string) []byte {
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return appendText(b, s)
		}
		b = appendText(b, s[:i])
		b = append(b, "&#34;"...)
		s = s[i+1:]
	}
}
