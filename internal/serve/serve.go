// Package serve owns the preview: the site over http, on this machine, fresh
// after every change, with what is wrong shown on the page. It builds nothing:
// it is handed sites, which render a page when it is opened.
package serve

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"dateline/internal/diag"
)

// Site is one built site.
type Site interface {
	fs.FS
	// Problems returns what is known to be wrong with the site so far.
	Problems() diag.List
	// Source returns the file that a page is made from, or "".
	Source(path string) string
}

// Options say where to listen.
type Options struct {
	Addr string // host:port; the host is an IP address or "localhost"
}

const (
	headerTimeout  = 10 * time.Second // for a client to send its headers
	idleTimeout    = 60 * time.Second
	writeTimeout   = 30 * time.Second
	waitForBuild   = 5 * time.Second // how long a request waits for a rebuild that is due
	maxHeader      = 32 << 10
	maxConnections = 256
	maxStreams     = 64  // live-reload streams at once
	maxKept        = 256 // last good pages that are kept
	reserved       = "/_dateline/"
)

//go:embed live.js
var liveScript []byte

// Server serves one site after another.
type Server struct {
	addr  string
	local bool // listens on this machine's own addresses only

	mu      sync.Mutex
	site    Site
	build   int           // counts sites
	failure string        // why the last build gave no site at all
	pending bool          // a change was seen that no site has yet
	settled chan struct{} // closed when pending ends
	changed chan struct{} // closed when there is news for open pages
	good    map[string]page
	streams int
}

// page is the last good state of a page, kept for while its source is broken.
type page struct {
	body   []byte
	source string
}

// New returns a server that has no site yet: requests wait for the first.
func New(opt Options) (*Server, error) {
	host, port, err := net.SplitHostPort(opt.Addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q: %w", opt.Addr, err)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return nil, fmt.Errorf("the port %q is not a number from 0 to 65535", port)
	}
	s := &Server{addr: opt.Addr, changed: make(chan struct{}), settled: make(chan struct{}), pending: true, good: map[string]page{}}
	if host == "localhost" {
		s.addr, s.local = net.JoinHostPort("127.0.0.1", port), true
		return s, nil
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return nil, fmt.Errorf("the address to bind, %q, is not an IP address", host)
	}
	s.local = ip.IsLoopback()
	return s, nil
}

// Pending says that something changed which the site does not show yet. Requests
// wait for the next Update, so that no stale page is served.
func (s *Server) Pending() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.pending {
		s.pending = true
		s.settled = make(chan struct{})
	}
}

// Update puts a site in the place of the last one and tells open pages.
func (s *Server) Update(site Site) { s.set(site, "") }

// Failed says that no site could be built. The last one stays.
func (s *Server) Failed(err error) { s.set(nil, err.Error()) }

func (s *Server) set(site Site, failure string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if site != nil {
		s.site = site
	}
	s.failure = failure
	s.build++
	if s.pending {
		s.pending = false
		close(s.settled)
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// current returns the site, waiting a little for one that is due.
func (s *Server) current(ctx context.Context) (Site, int) {
	timeout := time.NewTimer(waitForBuild)
	defer timeout.Stop()
	for {
		s.mu.Lock()
		site, n, pending, settled := s.site, s.build, s.pending, s.settled
		s.mu.Unlock()
		if !pending {
			return site, n
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return site, n
		case <-timeout.C:
			return site, n
		}
	}
}

// ListenAndServe serves until ctx ends. It calls ready with the address once it listens.
func (s *Server) ListenAndServe(ctx context.Context, ready func(url string)) error {
	first, err := net.Listen("tcp", s.addr)
	if err != nil {
		if strings.Contains(err.Error(), "address already in use") {
			return fmt.Errorf("%s is in use by another program: choose another port with -p", s.addr)
		}
		return fmt.Errorf("listening on %s: %w", s.addr, err)
	}
	host, _, _ := net.SplitHostPort(s.addr)
	_, port, _ := net.SplitHostPort(first.Addr().String())
	listeners := []net.Listener{first}
	if host == "127.0.0.1" { // browsers may try ::1 first for "localhost"
		if second, err := net.Listen("tcp", net.JoinHostPort("::1", port)); err == nil {
			listeners = append(listeners, second)
		}
		host = "localhost"
	}
	hs := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	done := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { done <- hs.Serve(netutil.LimitListener(l, maxConnections)) }()
	}
	ready("http://" + net.JoinHostPort(host, port) + "/")
	select {
	case <-ctx.Done():
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if hs.Shutdown(end) != nil {
			hs.Close()
		}
		return nil
	case err := <-done:
		hs.Close()
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("serving: %w", err)
	}
}

// Handler answers requests.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		switch {
		case !s.allowedHost(r.Host):
			http.Error(w, "This preview answers to localhost only.", http.StatusMisdirectedRequest)
		case !sameOrigin(r):
			http.Error(w, "This preview answers to its own pages only.", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		case r.URL.Path == reserved+"live.js":
			h.Set("Content-Type", "text/javascript; charset=utf-8")
			w.Write(liveScript)
		case r.URL.Path == reserved+"events":
			s.events(w, r)
		default:
			http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
			s.serve(w, r)
		}
	})
}

// allowedHost reports whether a Host header names this machine: a page of
// another site whose name was pointed here (DNS rebinding) names itself.
func (s *Server) allowedHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return false
	}
	return !s.local || ip.IsLoopback()
}

// sameOrigin reports whether a request comes from a page of the preview, or is
// a person following a link or typing the address.
func sameOrigin(r *http.Request) bool {
	if o := r.Header.Get("Origin"); o != "" && o != "http://"+r.Host {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// serve answers with a file of the site.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	site, build := s.current(r.Context())
	if site == nil {
		s.html(w, r, http.StatusServiceUnavailable, build, []byte("<!doctype html><html lang=\"en\"><title>Dateline</title><body><p>The site cannot be shown yet.</p></body></html>"))
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	dir := name == "" || strings.HasSuffix(name, "/")
	if dir {
		name += "index.html"
	}
	if !fs.ValidPath(name) || hidden(name) || strings.ContainsRune(name, '\\') {
		s.notFound(w, r, site, build)
		return
	}
	body, err := s.read(site, name)
	if err != nil && !dir && errors.Is(err, fs.ErrNotExist) {
		if _, ierr := fs.Stat(site, name+"/index.html"); ierr == nil {
			to := "/" + name + "/"
			for strings.HasPrefix(to, "//") { // never another host
				to = to[1:]
			}
			http.Redirect(w, r, (&url{to, r.URL.RawQuery}).String(), http.StatusFound)
			return
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.notFound(w, r, site, build)
	case err != nil:
		s.html(w, r, http.StatusInternalServerError, build, []byte("<!doctype html><html lang=\"en\"><title>Dateline</title><body><p>This page cannot be made now. It appears here as soon as it can.</p></body></html>"))
	case strings.HasSuffix(name, ".html"):
		s.html(w, r, http.StatusOK, build, body)
	default:
		w.Header().Set("Content-Type", contentType(name))
		s.write(w, r, http.StatusOK, body, etag(body))
	}
}

type url struct{ path, query string }

func (u *url) String() string {
	if u.query == "" {
		return u.path
	}
	return u.path + "?" + u.query
}

// hidden reports whether a path names a dot file.
func hidden(name string) bool {
	for seg := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(seg, ".") && seg != ".well-known" {
			return true
		}
	}
	return false
}

// read returns a file of the site: of a page whose source is broken, the last
// good state.
func (s *Server) read(site Site, name string) ([]byte, error) {
	body, err := fs.ReadFile(site, name)
	if !strings.HasSuffix(name, ".html") {
		return body, err
	}
	s.mu.Lock()
	kept, ok := s.good[name]
	s.mu.Unlock()
	source := kept.source
	if err == nil {
		source = site.Source(name)
	}
	broken := err != nil && !errors.Is(err, fs.ErrNotExist)
	if source != "" && !broken {
		for _, d := range site.Problems() {
			if d.Severity == diag.Error && d.File == source {
				broken = true
				break
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case broken && ok:
		return kept.body, nil
	case err == nil && !broken:
		if len(s.good) >= maxKept {
			clear(s.good)
		}
		s.good[name] = page{body, source}
	case errors.Is(err, fs.ErrNotExist):
		delete(s.good, name)
	}
	return body, err
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request, site Site, build int) {
	body, err := fs.ReadFile(site, "404.html")
	if err != nil {
		body = []byte("<!doctype html><html lang=\"en\"><title>Not found</title><body><p>Nothing is here.</p></body></html>")
	}
	s.html(w, r, http.StatusNotFound, build, body)
}

// html answers with a page, and the script that keeps it fresh. The script is
// added here and nowhere else: it is in no built file.
func (s *Server) html(w http.ResponseWriter, r *http.Request, status, build int, body []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	tag := etag(body)
	script := fmt.Appendf(nil, `<script type="module" src="%slive.js" data-page="%s" data-build="%d"></script>`, reserved, tag[1:len(tag)-1], build)
	at := bytes.LastIndex(body, []byte("</body>"))
	if at < 0 {
		at = len(body)
	}
	out := make([]byte, 0, len(body)+len(script))
	out = append(append(append(out, body[:at]...), script...), body[at:]...)
	w.Header().Set("X-Dateline-Page", tag[1:len(tag)-1])
	s.write(w, r, status, out, etag(out))
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, body []byte, tag string) {
	w.Header().Set("ETag", tag)
	if status == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func etag(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// contentType returns the type of a file by its ending. What the system's tables
// say does not count, so that every machine answers alike.
func contentType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".html", ".htm":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".txt", ".md", ".csv":
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".ico":
		return "image/x-icon"
	case ".webmanifest":
		return "application/manifest+json"
	case "":
		return "application/octet-stream"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}
