package unpack

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// Limits of a message.
const (
	maxMailDepth = 20   // of parts within parts
	maxMailParts = 1000 // of one part
)

// mailBody is the body of a message: RFC 2045 and 2046.
type mailBody struct {
	file     string
	line     int // where the message begins
	diags    diag.List
	skip     string            // why it is no article
	left     []string          // names of attachments
	pictures map[string][]byte // by "cid:…" or address
	order    []string          // of their names
}

// piece is a text of a message.
type piece struct {
	html bool
	text string
}

// broken tells of something broken in the message.
func (b *mailBody) broken(format string, args ...any) {
	d := diag.New(diag.Warning, "malformed-mail", b.file, format, args...)
	d.Line = b.line
	b.diags = append(b.diags, d)
}

// part returns the texts of a part.
func (b *mailBody) part(h mailHeader, raw []byte, depth int) []piece {
	kind, params, err := mime.ParseMediaType(h.get("Content-Type"))
	if err != nil && kind == "" || !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	name := partName(h, params)
	disposition, _, _ := strings.Cut(strings.ToLower(h.get("Content-Disposition")), ";")
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		return b.parts(kind, params, raw, depth)
	case strings.TrimSpace(disposition) == "attachment" && depth > 0, kind == "message/rfc822":
		b.left = append(b.left, name)
		return nil
	case kind == "application/pkcs7-mime", kind == "application/pgp-encrypted":
		b.skip = "encrypted"
		return nil
	case strings.HasPrefix(kind, "image/"):
		b.picture(h, name, b.decoded(h, raw))
		return nil
	case !strings.HasPrefix(kind, "text/") && kind != "application/xhtml+xml", kind == "text/calendar", kind == "text/x-amp-html", kind == "text/css":
		b.left = append(b.left, name)
		return nil
	}
	text, diags := decodedText(b.file, params["charset"], b.decoded(h, raw))
	for _, d := range diags {
		d.Line = b.line
		b.diags = append(b.diags, d)
	}
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return []piece{{true, text}}
	}
	if strings.EqualFold(params["format"], "flowed") {
		text = unflowed(text, strings.EqualFold(params["delsp"], "yes"))
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []piece{{false, text}}
}

// partName returns what a part is called, or else its kind.
func partName(h mailHeader, params map[string]string) string {
	_, p, _ := mime.ParseMediaType(h.get("Content-Disposition"))
	for _, s := range []string{p["filename"], params["name"]} {
		if decoded, err := words2047.DecodeHeader(s); err == nil {
			s = decoded
		}
		if s = charset.Clean(s); s != "" {
			return path.Base(s)
		}
	}
	if kind, _, _ := strings.Cut(h.get("Content-Type"), ";"); kind != "" {
		return charset.Clean(kind)
	}
	return "a part"
}

// parts returns the texts of a part that is made of parts.
func (b *mailBody) parts(kind string, params map[string]string, raw []byte, depth int) []piece {
	if depth >= maxMailDepth {
		b.broken("parts of the message stand deeper in each other than %d", maxMailDepth)
		return nil
	}
	if kind == "multipart/encrypted" {
		b.skip = "encrypted"
		return nil
	}
	r := multipart.NewReader(bytes.NewReader(raw), params["boundary"])
	var all [][]piece
	for n := 0; ; n++ {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			b.broken("part %d of the message is broken: %v", n+1, err)
			break
		}
		if n == maxMailParts {
			b.broken("the message has more than %d parts", maxMailParts)
			break
		}
		data, err := io.ReadAll(p)
		if err != nil {
			b.broken("part %d of the message is cut short", n+1)
		}
		h := mailHeader{fields: p.Header}
		if pieces := b.part(h, data, depth+1); len(pieces) > 0 {
			all = append(all, pieces)
		}
		if kind == "multipart/signed" && len(all) > 0 {
			break // what follows is the signature
		}
	}
	if len(all) == 0 {
		return nil
	}
	if kind == "multipart/alternative" {
		return fullest(all)
	}
	var out []piece
	for _, pieces := range all {
		out = append(out, pieces...)
	}
	return out
}

// fullest returns the HTML among forms of one text, unless it is a shell that holds
// less than half of the words.
func fullest(forms [][]piece) []piece {
	plain, rich := -1, -1
	words := func(i int) int {
		n := 0
		for _, p := range forms[i] {
			if p.html {
				n += len(strings.Fields(plainWords(p.text)))
			} else {
				n += len(strings.Fields(p.text))
			}
		}
		return n
	}
	for i, form := range forms {
		if form[0].html {
			rich = i
		} else if plain < 0 {
			plain = i
		}
	}
	switch {
	case rich < 0:
		return forms[plain]
	case plain >= 0 && words(rich)*2 < words(plain):
		return forms[plain]
	}
	return forms[rich]
}

// decoded takes off the encoding of a part. What is broken in it is told, and the
// rest is read.
func (b *mailBody) decoded(h mailHeader, raw []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(h.get("Content-Transfer-Encoding"))) {
	case "base64":
		packed := bytes.Map(func(r rune) rune {
			if r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
				return r
			}
			return -1
		}, raw)
		if len(packed)%4 == 1 { // cut short
			packed = packed[:len(packed)-1]
		}
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(packed)))
		n, err := base64.RawStdEncoding.Decode(out, packed)
		if err != nil {
			b.broken("a part in base64 is broken: %v", err)
		}
		return out[:n]
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(raw)))
		if err != nil {
			b.broken("a part is broken: %v", err)
			return raw
		}
		return out
	}
	return raw
}

// picture keeps a picture that the text may show.
func (b *mailBody) picture(h mailHeader, name string, data []byte) {
	if b.pictures == nil {
		b.pictures = map[string][]byte{}
	}
	key := "cid:" + strings.Trim(h.get("Content-Id"), "<> ")
	if at := h.get("Content-Location"); key == "cid:" && at != "" {
		key = at
	} else if key == "cid:" {
		b.left = append(b.left, name)
		return
	}
	if b.pictures[key] == nil {
		b.order = append(b.order, key)
	}
	b.pictures[key] = data
}

// write puts the texts into an article, and reports whether it is HTML.
func (b *mailBody) write(it *Item, pieces []piece) bool {
	rich := false
	for _, p := range pieces {
		rich = rich || p.html
	}
	var out strings.Builder
	for i, p := range pieces {
		switch {
		case rich && !p.html:
			for para := range strings.SplitSeq(p.text, "\n\n") {
				out.WriteString("<p>" + strings.ReplaceAll(escape(strings.TrimSpace(para)), "\n", "<br>\n") + "</p>\n")
			}
		case i > 0:
			out.WriteString("\n\n" + p.text)
		default:
			out.WriteString(p.text)
		}
	}
	body := out.String()
	if rich {
		it.Name, it.Kind = "message.html", "html"
		body = b.shown(it, body)
	}
	it.Body = []byte(body)
	return rich
}

// shown writes the pictures that a text shows under the names that they have beside
// the article; those that it does not show are left out.
func (b *mailBody) shown(it *Item, text string) string {
	if len(b.pictures) == 0 {
		return text
	}
	var files pictures
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for z.Next() != html.ErrorToken {
		raw := string(z.Raw())
		t := z.Token()
		changed := false
		if t.Data == "img" {
			for i := range t.Attr {
				data := b.pictures[t.Attr[i].Val]
				if t.Attr[i].Key != "src" || data == nil {
					continue
				}
				key := t.Attr[i].Val
				name := files.add(strings.TrimPrefix(key, "cid:"), data)
				t.Attr[i].Val = name
				changed = true
			}
		}
		if changed {
			raw = t.String()
		}
		out.WriteString(raw)
	}
	for _, key := range b.order {
		if _, ok := files.named[strings.TrimPrefix(key, "cid:")]; !ok {
			b.left = append(b.left, key)
		}
	}
	it.Files = files.files
	return out.String()
}

// unflowed joins the lines of a paragraph: RFC 3676. A line that ends with a space
// goes on, a leading space is stuffing, and a signature's mark stands alone.
func unflowed(s string, delSp bool) string {
	var out []string
	open, depth := false, 0
	for line := range strings.SplitSeq(s, "\n") {
		text := strings.TrimLeft(line, ">")
		quoted := len(line) - len(text)
		text = strings.TrimPrefix(text, " ")
		flows := strings.HasSuffix(text, " ") && text != "-- "
		if flows && delSp {
			text = text[:len(text)-1]
		}
		if open && quoted == depth && text != "-- " {
			out[len(out)-1] += text
		} else if quoted > 0 {
			out = append(out, strings.Repeat(">", quoted)+" "+text)
		} else {
			out = append(out, text)
		}
		open, depth = flows, quoted
	}
	return strings.Join(out, "\n")
}

// readerOfCharset returns a reader of text in a named encoding as UTF-8.
func readerOfCharset(label string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("unknown encoding %q", label)
	}
	return e.NewDecoder().Reader(r), nil
}

// decodedText returns data as clean text. The encoding that is declared beside it
// decides, unless the bytes are UTF-8 and cannot be in the other one.
func decodedText(file, label string, data []byte) (string, diag.List) {
	if e, err := htmlindex.Get(label); err == nil && (!utf8.Valid(data) || bytes.IndexByte(data, 0x1b) >= 0) {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			data = out
		}
	}
	text, _, diags := charset.Decode(file, data)
	return text, diags
}
