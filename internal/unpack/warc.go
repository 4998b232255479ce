package unpack

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// Limits of a web archive, in bytes.
const (
	maxWebPage      = 16 << 20
	minWebUnfolding = 64 << 20 // what a compressed archive may always unfold to
	maxWebRatio     = 100      // and beyond it, how many times its size
	maxWebUnfolding = 4 << 30  // and never more
)

// maxWebProblems is how many faults of one archive are told before it is given up.
const maxWebProblems = 100

// gzipMagic begins a member of a gzip file that is deflated: RFC 1952.
var gzipMagic = []byte("\x1f\x8b\x08")

// isWebArchive reports whether src is an archive in the WARC format.
func isWebArchive(_ string, src []byte) bool {
	if bytes.HasPrefix(src, gzipMagic) {
		z, err := gzip.NewReader(bytes.NewReader(src))
		if err != nil {
			return false
		}
		var head [5]byte
		_, err = io.ReadFull(z, head[:])
		return err == nil && string(head[:]) == "WARC/"
	}
	return bytes.HasPrefix(src, []byte("WARC/"))
}

// webReader reads the records of a web archive: ISO 28500, WARC 1.0 and 1.1.
type webReader struct {
	reading
	in      *bufio.Reader
	records int
	aside   map[string]int // records that are no pages, by type
	left    int64          // bytes that may still be unfolded
	stopped bool
}

// readWebArchive reads an archive, whole or compressed.
func readWebArchive(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	w := &webReader{reading: reading{file: name, yield: yield}, in: bufio.NewReaderSize(nil, 64<<10), aside: map[string]int{}}
	w.left = min(max(minWebUnfolding, maxWebRatio*int64(len(src))), maxWebUnfolding)
	if bytes.HasPrefix(src, gzipMagic) {
		w.members(src)
	} else {
		w.in.Reset(bytes.NewReader(src))
		if err := w.all(); err != nil {
			w.tell(diag.Error, "malformed-warc", 0, "record %d: %v", w.records, err)
		}
	}
	for _, kind := range []string{"warcinfo", "request", "metadata", "revisit", "continuation"} {
		if n := w.aside[kind]; n > 0 {
			w.tell(diag.Info, "records-passed-over", 0, "%d records of type %q hold no pages of their own", n, kind)
		}
	}
	return w.diags
}

// members reads a compressed archive: most have one record in each member. A broken
// member is told, and reading goes on with the next one.
func (w *webReader) members(src []byte) {
	var z gzip.Reader
	for at := 0; at < len(src) && !w.stopped; {
		r := bytes.NewReader(src[at:])
		err := z.Reset(r)
		if err == nil {
			z.Multistream(false)
			w.in.Reset(&bounded{&z, &w.left})
			err = w.all()
		}
		if w.left <= 0 {
			w.tell(diag.Error, "warc-too-large", 0, "the archive unfolds to too much in record %d; what follows was not read", w.records)
			return
		}
		if err == nil {
			at = len(src) - r.Len()
			continue
		}
		w.tell(diag.Error, "malformed-warc", 0, "the member at byte %d: %v", at, err)
		next := bytes.Index(src[at+1:], gzipMagic)
		if next < 0 {
			return
		}
		at += 1 + next
		if len(w.diags) > maxWebProblems {
			w.tell(diag.Error, "malformed-warc", 0, "too much of the archive is broken; what follows was not read")
			return
		}
	}
}

// bounded reads from a reader while there is something left.
type bounded struct {
	r    io.Reader
	left *int64
}

// Read reads as much as is left.
func (b *bounded) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.r.Read(p[:min(int64(len(p)), *b.left)])
	*b.left -= int64(n)
	return n, err
}

var errNotRecord = errors.New("it does not begin as a record of a web archive")

// all reads the records up to the end of the input.
func (w *webReader) all() error {
	for !w.stopped {
		line, err := w.line()
		for err == nil && line == "" { // between records
			line, err = w.line()
		}
		switch {
		case errors.Is(err, io.EOF) && line == "":
			return nil
		case err != nil:
			return err
		case !strings.HasPrefix(line, "WARC/"):
			return errNotRecord
		}
		w.records++
		if err := w.record(); err != nil {
			return err
		}
	}
	return nil
}

// line reads a line without its end; one that is longer than the buffer is an error.
func (w *webReader) line() (string, error) {
	b, err := w.in.ReadSlice('\n')
	return strings.TrimRight(string(b), "\r\n"), err
}

// record reads a record after its first line.
func (w *webReader) record() error {
	h := map[string]string{}
	for {
		line, err := w.line()
		if err != nil {
			return fmt.Errorf("its header is cut short: %w", err)
		}
		if line == "" {
			break
		}
		if key, value, ok := strings.Cut(line, ":"); ok && len(h) < 200 {
			h[strings.ToLower(key)] = strings.TrimSpace(value)
		}
	}
	size, err := strconv.ParseInt(h["content-length"], 10, 64)
	if err != nil || size < 0 {
		return fmt.Errorf("its length %q is no number", short(h["content-length"]))
	}
	kind := strings.ToLower(h["warc-type"])
	e := Entry{ID: strings.Trim(h["warc-target-uri"], "<>")}
	if e.ID == "" {
		e.ID = "record " + strconv.Itoa(w.records)
	}
	switch kind {
	case "response", "resource", "conversion":
	default:
		w.aside[kind]++
		_, err := io.CopyN(io.Discard, w.in, size)
		return cutShort(err)
	}
	var block bytes.Buffer
	kept := min(size, maxWebPage+64<<10)
	_, err = io.CopyN(&block, w.in, kept)
	if err == nil {
		_, err = io.CopyN(io.Discard, w.in, size-kept)
	}
	if err != nil {
		return cutShort(err)
	}
	if kept < size {
		e.Skip = "larger than the pages that are read"
	} else if kind == "response" {
		w.response(&e, block.Bytes())
	} else {
		e.document(h["content-type"], block.Bytes())
	}
	if read, ok := dayOf(h["warc-date"]); ok && e.Item != nil {
		e.Item.Retrieved = read
	}
	if !w.yield(e) {
		w.stopped = true
	}
	return nil
}

// cutShort calls the end of the input within a record what it is.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// response reads what a server answered: RFC 9112.
func (w *webReader) response(e *Entry, block []byte) {
	status, rest, _ := bytes.Cut(block, []byte("\n"))
	fields := strings.Fields(string(status[:min(len(status), 200)]))
	if len(fields) < 2 || !strings.HasPrefix(fields[0], "HTTP/") {
		e.Skip = "no answer of a web server"
		return
	}
	if fields[1] != "200" {
		e.Skip = "status " + short(fields[1])
		return
	}
	h := headerOf(rest)
	body := rest[h.size:]
	if strings.Contains(strings.ToLower(h.get("Transfer-Encoding")), "chunked") {
		if whole, ok := unchunked(body); ok { // archives often keep the field when they have joined the chunks
			body = whole
		}
	}
	body, err := w.unpacked(h.get("Content-Encoding"), body)
	if err != nil {
		e.Skip = err.Error()
		return
	}
	e.document(h.get("Content-Type"), body)
}

// document makes an article of a file with its declared type, or says why it is none.
func (e *Entry) document(contentType string, body []byte) {
	kind, params, _ := mime.ParseMediaType(contentType)
	it := &Item{Name: lastPart(e.ID) + ".html", Kind: "html", Meta: Meta{URL: addr.Web(e.ID)}}
	switch {
	case kind == "text/html" || kind == "application/xhtml+xml":
	case kind == "text/plain":
		it.Name, it.Kind = lastPart(e.ID)+".txt", "text"
	case kind == "":
		e.Skip = "a file of unknown kind"
		return
	default:
		e.Skip = "no page but " + kind
		return
	}
	if len(bytes.TrimSpace(body)) == 0 {
		e.Skip = "an empty page"
		return
	}
	// What the server declares goes before what the page does.
	if enc, err := htmlindex.Get(params["charset"]); err == nil && !utf8.Valid(body) {
		if name, _ := htmlindex.Name(enc); name != "utf-8" {
			if text, err := enc.NewDecoder().Bytes(body); err == nil {
				body = text
			}
		}
	}
	it.Body = body
	e.Item = it
}

// unchunked joins the chunks of a body: RFC 9112, 7.1. It is not ok when the body
// does not begin with one.
func unchunked(b []byte) (whole []byte, ok bool) {
	for {
		line, rest, found := bytes.Cut(b, []byte("\n"))
		digits, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
		n, err := strconv.ParseUint(string(digits), 16, 31)
		if !found || err != nil {
			return whole, ok
		}
		ok = true
		if n == 0 {
			return whole, true
		}
		n = min(n, uint64(len(rest)))
		whole = append(whole, rest[:n]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte("\r")), []byte("\n"))
	}
}

// unpacked takes off the encoding of a page. A page that is cut short is read as far
// as it goes.
func (w *webReader) unpacked(encoding string, body []byte) ([]byte, error) {
	var r io.Reader
	var err error
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, gzipMagic) { // archives often keep the field when they have unpacked the page
			return body, nil
		}
		r, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	default:
		return nil, fmt.Errorf("compressed as %q, which is not read", short(encoding))
	}
	if err != nil {
		return nil, fmt.Errorf("it cannot be unpacked: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(&bounded{r, &w.left}, maxWebPage+1))
	switch {
	case len(out) > maxWebPage:
		return nil, errors.New("larger than the pages that are read")
	case err != nil && len(out) == 0:
		return nil, fmt.Errorf("it cannot be unpacked: %w", err)
	}
	return out, nil
}
