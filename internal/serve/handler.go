package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// own is the part of the address space that is the server's.
const own = "/_dateline/"

// Handler returns what answers requests, for tests and for other servers.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	if status, why := s.refuse(r); status != 0 {
		s.opt.Log.Printf("refused %s %q: %s", r.Method, r.URL.Path, why)
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD") // and, for some addresses, POST
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	switch {
	case r.URL.Path == own+"events":
		s.events(w, r)
	case s.opt.Review != nil && strings.HasPrefix(r.URL.Path, ReviewPath):
		s.review(w, r)
	case r.URL.Path == own+"live.js":
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("ETag", `"`+tagOf(liveJS)+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(liveJS))
	default:
		s.file(w, r)
	}
}

// refuse returns the status for a request that must not be answered, and why.
//
// A page of another site can make the browser send requests here. By a name of
// its own that it lets resolve to this machine (DNS rebinding) it could even read
// the answers: so the Host must be one of ours. From its own origin it could post
// or embed: so Origin and Sec-Fetch-Site must be ours too, but for a link that
// somebody follows. Another port of this machine is another origin.
func (s *Server) refuse(r *http.Request) (status int, why string) {
	if !s.isOurs(r.Host) {
		return http.StatusMisdirectedRequest, fmt.Sprintf("the host is %q", r.Host)
	}
	if o := r.Header.Get("Origin"); o != "" && o != "http://"+r.Host {
		return http.StatusForbidden, fmt.Sprintf("the origin is %q", o)
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); site {
	case "", "same-origin", "none":
	default:
		link := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
		if !link || strings.HasPrefix(r.URL.Path, own) {
			return http.StatusForbidden, fmt.Sprintf("the request is %s", site)
		}
	}
	if r.Method == http.MethodPost && s.opt.Review != nil && strings.HasPrefix(r.URL.Path, ReviewPath) {
		return s.refuseCall(r)
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "the method is not allowed"
	}
	return 0, ""
}

// isOurs reports whether a Host header names this server.
func (s *Server) isOurs(hostport string) bool {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil { // no port: 80
		host, port = strings.TrimSuffix(strings.TrimPrefix(hostport, "["), "]"), "80"
	}
	host = strings.ToLower(host)
	if slices.ContainsFunc(s.opt.Hosts, func(h string) bool { return strings.EqualFold(h, host) }) {
		return true // on any port: such a name is given for a proxy that has its own
	}
	s.mu.Lock()
	ports := s.ports
	s.mu.Unlock()
	if ports != nil && !ports[port] {
		return false
	}
	switch host {
	case "localhost", "127.0.0.1", "::1", strings.ToLower(s.host):
		return true
	}
	// Bound to every address of the machine, it may be called by any of them.
	// Rebinding needs a name.
	bound := net.ParseIP(s.host)
	return bound != nil && bound.IsUnspecified() && net.ParseIP(host) != nil
}

// file answers with a file of the site.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, s.base)
	if !ok {
		if r.URL.Path == "/" || r.URL.Path+"/" == s.base {
			redirect(w, s.base, r.URL.RawQuery)
			return
		}
		s.notFound(w, r)
		return
	}
	folder := name == "" || strings.HasSuffix(name, "/")
	if folder {
		name += "index.html"
	}
	if !fs.ValidPath(name) || hidden(name) {
		s.notFound(w, r)
		return
	}
	if isPage(name) && s.opt.Settle > 0 {
		time.Sleep(s.opt.Settle)
	}
	v := s.current(r.Context())
	if v.site == nil {
		s.message(w, r, v, http.StatusServiceUnavailable, "There is no site to show yet", "It will be shown here when it is built.")
		return
	}
	data, err := readFile(v.site, name)
	if folder || !errors.Is(err, fs.ErrNotExist) {
		s.answer(w, r, v, name, data, err)
		return
	}
	// As hosts do it: "about" is about.html, or leads to about/.
	if data, err := readFile(v.site, name+".html"); !errors.Is(err, fs.ErrNotExist) {
		s.answer(w, r, v, name+".html", data, err)
		return
	}
	if fi, err := fs.Stat(v.site, name+"/index.html"); err == nil && !fi.IsDir() {
		redirect(w, path.Base(name)+"/", r.URL.RawQuery)
		return
	}
	s.answer(w, r, v, name, nil, fs.ErrNotExist)
}

// hidden reports whether a part of the path begins with a dot, which no page's
// does, other than the folder for well-known files.
func hidden(name string) bool {
	if strings.ContainsAny(name, "\\\x00") {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return true
		}
	}
	return false
}

// isPage reports whether the file of that name is HTML, or may turn out to be.
func isPage(name string) bool {
	ext := path.Ext(name)
	return ext == ".html" || ext == ""
}

// readFile returns the content of a file. A folder does not exist as a file.
func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if fi.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	data := make([]byte, 0, fi.Size()+bytes.MinRead)
	buf := bytes.NewBuffer(data)
	_, err = buf.ReadFrom(f)
	return buf.Bytes(), err
}

// answer sends a file of the site, or says why it cannot.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, v version, name string, data []byte, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.notFound(w, r)
	case path.Ext(name) == ".html":
		data, err = s.lastGood(v, name, data, err)
		if err == nil {
			s.page(w, r, v, http.StatusOK, inject(data, s.reviewMarkup(v, name)))
			return
		}
		fallthrough
	case err != nil:
		s.opt.Log.Printf("%s: %v", r.URL.Path, err)
		s.message(w, r, v, http.StatusInternalServerError, "This page could not be made", err.Error())
	default:
		tag := tagOf(data)
		s.sent(v, r.URL.Path, tag)
		w.Header().Set("Content-Type", contentType(name))
		w.Header().Set("ETag", `"`+tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// page sends HTML with the script that keeps it fresh. The tag is of the page as
// it is on the site: it does not differ for another version with the same page,
// but for another server, which counts versions anew.
func (s *Server) page(w http.ResponseWriter, r *http.Request, v version, status int, data []byte) {
	tag := tagOf([]byte(s.session), data)
	h := w.Header()
	h.Set("ETag", `"`+tag+`"`)
	if status == http.StatusOK && strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := inject(data, fmt.Sprintf(`<script src="%slive.js" data-session="%s" data-version="%d" data-tag="%s" defer></script>`, own, s.session, v.number, tag))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the browser may have gone away
	}
}

// inject puts markup before the end of the body, or at the end when none is marked.
func inject(page []byte, markup string) []byte {
	at := len(page)
	const end = "</body"
	for i := len(page) - len(end); i >= 0; i-- {
		if page[i] == '<' && bytes.EqualFold(page[i:i+len(end)], []byte(end)) {
			at = i
			break
		}
	}
	return slices.Concat(page[:at], []byte(markup), page[at:])
}

// notFound sends the site's own page for that, if it has one.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	v := s.current(r.Context())
	if v.site != nil {
		if data, err := readFile(v.site, "404.html"); err == nil {
			s.page(w, r, v, http.StatusNotFound, data)
			return
		}
	}
	s.message(w, r, v, http.StatusNotFound, "Not found", "The site has no page at this address.")
}

// message sends a page of the server's own.
func (s *Server) message(w http.ResponseWriter, r *http.Request, v version, status int, title, text string) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'")
	s.page(w, r, v, status, fmt.Appendf(nil, "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>%s</title>\n<body>\n<h1>%[1]s</h1>\n<p>%s</p>\n</body>\n</html>\n",
		html.EscapeString(title), html.EscapeString(text)))
}

// redirect leads to another address of this server. It is not remembered by the
// browser, for another site may be here tomorrow.
func redirect(w http.ResponseWriter, to, query string) {
	// The query is as the client wrote it, which is not always fit for a header.
	values, _ := url.ParseQuery(query) // drops what cannot be read
	u := url.URL{Path: to, RawQuery: values.Encode()}
	w.Header().Set("Location", u.String()) // with "./" before a colon that would read as a scheme
	w.WriteHeader(http.StatusTemporaryRedirect)
}

// maxAssets bounds what is compared after each change.
const maxAssets = 256

// sent takes note of a file that a page has got, if it is of a kind that pages
// are made up of, so that its change can be told.
func (s *Server) sent(v version, url, tag string) {
	switch path.Ext(url) {
	case ".css", ".js", ".mjs", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".woff2":
	default:
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a, known := s.assets[url]
	if v.number != s.now.number || !known && len(s.assets) >= maxAssets {
		return
	}
	a.tag = tag
	s.assets[url] = a
}

// asset returns what is sent for the URL path of an asset.
func (s *Server) asset(site Site, url string) ([]byte, error) {
	name, ok := strings.CutPrefix(url, s.base)
	if !ok || site == nil {
		return nil, fs.ErrNotExist
	}
	return readFile(site, name)
}

// tagOf returns a digest of the parts.
func tagOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// contentType goes by the name alone, so that it is the same on every machine.
func contentType(name string) string {
	if t, ok := contentTypes[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}

var contentTypes = map[string]string{
	".atom":        "application/atom+xml; charset=utf-8",
	".avif":        "image/avif",
	".bib":         "text/plain; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".gif":         "image/gif",
	".htm":         "text/html; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".ics":         "text/calendar; charset=utf-8",
	".jpeg":        "image/jpeg",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json; charset=utf-8",
	".jsonld":      "application/ld+json; charset=utf-8",
	".map":         "application/json; charset=utf-8",
	".md":          "text/markdown; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".mp3":         "audio/mpeg",
	".mp4":         "video/mp4",
	".oga":         "audio/ogg",
	".ogg":         "audio/ogg",
	".ogv":         "video/ogg",
	".otf":         "font/otf",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".rss":         "application/rss+xml; charset=utf-8",
	".svg":         "image/svg+xml",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".vtt":         "text/vtt; charset=utf-8",
	".wasm":        "application/wasm",
	".wav":         "audio/wav",
	".webm":        "video/webm",
	".webmanifest": "application/manifest+json; charset=utf-8",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xml":         "application/xml; charset=utf-8",
	".zip":         "application/zip",
}
