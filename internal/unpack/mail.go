package unpack

import (
	"bytes"
	"mime"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/charset"
	"dateline/internal/diag"
)

// isMail reports whether src is one message, or a web page saved as one.
func isMail(name string, src []byte) bool {
	head := headerOf(src[:min(len(src), 16<<10)])
	known := 0
	for _, key := range []string{"From", "Date", "Subject", "To"} {
		if head.get(key) != "" {
			known++
		}
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".eml", ".mht", ".mhtml":
		return known > 0 || head.get("Mime-Version") != ""
	}
	return known >= 2 && (head.get("Message-Id") != "" || head.get("Received") != "" || head.get("Mime-Version") != "")
}

// envelope is the line before each message of a mailbox: who sent it, and when.
var envelope = regexp.MustCompile(`^From \S.* (Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*[0-9]{1,2}:[0-9]{2}`)

// isMailbox reports whether src is a mailbox in the mbox format: RFC 4155.
func isMailbox(name string, src []byte) bool {
	if !bytes.HasPrefix(src, []byte("From ")) {
		return false
	}
	line, rest, _ := bytes.Cut(src[:min(len(src), 16<<10)], []byte("\n"))
	ext := strings.ToLower(path.Ext(name))
	return envelope.Match(line) && len(headerOf(rest).fields) > 0 || ext == ".mbox" || ext == ".mbx"
}

// readMail reads one message.
func readMail(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	m := &mailReader{reading: reading{file: name, yield: yield}}
	m.message(src, 1)
	return m.diags
}

// readMailbox reads a mailbox. A message begins after an empty line with a line of its
// envelope; lines of a text that begin as one have a ">" before them, which is taken
// away.
func readMailbox(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	m := &mailReader{reading: reading{file: name, yield: yield}}
	var message []byte
	n, began, blank := 0, 0, true
	for line := range bytes.Lines(src) {
		n++
		if blank && envelope.Match(line[:min(len(line), 1000)]) {
			if began > 0 && !m.message(message, began) {
				return m.diags
			}
			message, began = nil, n+1
			continue
		}
		if len(line) > 5 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			line = line[1:]
		}
		message = append(message, line...)
		blank = len(bytes.TrimRight(line, "\r\n")) == 0
	}
	if began > 0 {
		m.message(message, began)
	}
	return m.diags
}

// mailHeader is the header of a message or a part of one: RFC 5322, 2.2.
type mailHeader struct {
	fields map[string][]string // by canonical name; folded lines are joined
	odd    int                 // lines that are no fields
	size   int                 // bytes up to the body
}

// headerOf reads the header at the beginning of src. Lines that are no fields are
// passed over.
func headerOf(src []byte) mailHeader {
	h := mailHeader{fields: map[string][]string{}}
	last := ""
	for line := range bytes.Lines(src) {
		h.size += len(line)
		s := strings.TrimRight(string(line), "\r\n")
		if s == "" {
			return h
		}
		key, value, ok := strings.Cut(s, ":")
		switch {
		case (s[0] == ' ' || s[0] == '\t') && last != "":
			v := h.fields[last]
			if joined := &v[len(v)-1]; len(*joined) < 10_000 {
				*joined += " " + strings.TrimSpace(s)
			}
		case ok && key != "" && !strings.ContainsAny(key, " \t"):
			last = textproto.CanonicalMIMEHeaderKey(key)
			h.fields[last] = append(h.fields[last], strings.TrimSpace(value))
		default:
			h.odd++
		}
	}
	return h
}

// get returns the first value of a field as it stands, or "".
func (h mailHeader) get(key string) string {
	if v := h.fields[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// words returns the first value of a field with its encoded words decoded: RFC 2047.
func (h mailHeader) words(key string) string {
	s := h.get(key)
	if decoded, err := words2047.DecodeHeader(s); err == nil {
		s = decoded
	}
	s, _, _ = charset.Decode("", []byte(s))
	return oneLine(s)
}

// words2047 decodes encoded words: RFC 2047.
var words2047 = &mime.WordDecoder{CharsetReader: readerOfCharset}

// mailReader reads messages.
type mailReader struct {
	reading
	count int
}

// message reads a message that begins on a line of the container, and reports whether
// reading goes on.
func (m *mailReader) message(src []byte, line int) bool {
	m.count++
	h := headerOf(src)
	e := Entry{ID: strings.Trim(h.get("Message-Id"), "<> "), Title: h.words("Subject"), Line: line}
	if e.ID == "" {
		e.ID = "message " + strconv.Itoa(m.count)
	}
	if h.odd > 0 {
		m.tell(diag.Warning, "malformed-mail", line, "%d lines of the header of message %q are no fields", h.odd, short(e.ID))
	}
	b := &mailBody{file: m.file, line: line}
	pieces := b.part(h, src[h.size:], 0)
	m.diags = append(m.diags, b.diags...)
	if len(b.left) > 0 {
		m.tell(diag.Info, "attachments-left-out", line, "of message %q were left out: %s", short(e.ID), short(strings.Join(b.left, ", ")))
	}
	if e.Skip = b.skip; e.Skip == "" {
		it := &Item{Name: "message.txt", Kind: "text", Meta: m.meta(h, line)}
		page := h.get("Snapshot-Content-Location")
		saved := page != "" || strings.Contains(h.get("From"), "Saved by ")
		if saved { // the message is from the day when a browser wrote it
			it.URL, it.Authors = addr.Web(page), nil
			it.Date, it.Retrieved = "", it.Date
		}
		it.Whole = b.write(it, pieces) && !saved
		if len(bytes.TrimSpace(it.Body)) > 0 {
			e.Item = it
		} else {
			e.Skip = "a message without text"
		}
	}
	return m.yield(e)
}

// meta returns what the header says of an article.
func (m *mailReader) meta(h mailHeader, line int) Meta {
	meta := Meta{
		Title: h.words("Subject"), Date: m.day(h.get("Date"), line),
		Lang: languageTag(h.get("Content-Language")), Tags: listed(h.words("Keywords")),
		URL: addr.Web(strings.Trim(h.get("Archived-At"), "<> ")),
	}
	meta.Site, _, _ = strings.Cut(h.words("List-Id"), "<")
	if meta.Site = strings.Trim(meta.Site, `" `); meta.Site == "" {
		meta.Site = strings.Trim(h.get("List-Id"), "<> ")
	}
	meta.Authors = senders(h.get("From"))
	return meta
}

// senders returns the names in a field of addresses; an address without a name stands
// for itself.
func senders(field string) []string {
	parser := mail.AddressParser{WordDecoder: words2047}
	var names []string
	list, err := parser.ParseList(field)
	for _, a := range list {
		if a.Name == "" {
			a.Name = a.Address
		}
		names = append(names, oneLine(a.Name))
	}
	if err != nil { // as in archives: jane at example.org (Jane Roe)
		h := mailHeader{fields: map[string][]string{"From": {field}}}
		s := h.words("From")
		if _, name, ok := strings.Cut(s, "("); ok {
			s, _, _ = strings.Cut(name, ")")
		} else if name, _, ok := strings.Cut(s, "<"); ok && strings.TrimSpace(name) != "" {
			s = name
		}
		if s = strings.Trim(s, `"<> `); s != "" {
			names = append(names, s)
		}
	}
	return names
}
