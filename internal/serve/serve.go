// Package serve owns the preview: an HTTP server that shows a site to the
// browsers of this machine and keeps their open pages fresh. It builds nothing:
// it is handed a file system whose files are the pages, and a list of what is
// wrong, which it shows over the page. It does not know where either comes from.
//
// What it adds to a page, one script that listens for changes, is added on the
// way out, so that it can never be in a published tree.
//
// A change on disk goes through three calls: Pending as soon as it is noticed,
// which makes requests wait, then Update with the new site, or Failed with the
// reason why there is none, which lets them go on. So a page that is asked for
// after a file was saved is never made from what was there before.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"dateline/internal/diag"
	"dateline/internal/review"
)

// Site is a site to show. It does not change, but for what is found to be wrong
// with its pages when they are opened.
type Site interface {
	fs.FS
	// Problems returns what is known to be wrong so far.
	Problems() diag.List
	// Source returns the file that the page in the named file is made from, as
	// problems name it, or "".
	Source(name string) string
}

// Options says where and how to serve. The zero value is useful.
type Options struct {
	// Addr is "host:port" to listen on. Without a host, as with "localhost" or
	// "127.0.0.1", it is this machine alone, in both of its addresses; port 0 means
	// any that is free. Default "localhost:1313".
	Addr string
	// AnyPort lets another port be taken when the one in Addr is in use: one of the
	// ten that follow.
	AnyPort bool
	// Base is the path that the site is served under, such as "/repo/"; default "/".
	Base string
	// Hosts are further names by which the server may be called, without port.
	Hosts []string
	// Patience is how long a request waits for a site that is being built, before
	// it is answered with the last one; default 10 s.
	Patience time.Duration
	// Settle is how long a request for a page waits for notice of a change that was
	// made just before it; default 2 ms, negative for none. The system tells of a
	// change within a fraction of that.
	Settle time.Duration
	// Review, when not nil, lets pages of articles be reviewed: what is decided there is
	// written by it.
	Review *review.Desk
	// Log is told of failures to make a page, and of refused requests; may be nil.
	Log *log.Logger
}

// Server is a preview server. Its methods may be called from several goroutines.
type Server struct {
	opt     Options
	host    string // of opt.Addr
	port    int    // of opt.Addr
	base    string // begins and ends with a slash
	token   string // what a call of a page must show
	session string // tells the pages of one server from those of the one before

	updating sync.Mutex             // one Update at a time
	mu       sync.Mutex             // guards what follows
	now      version                // what is shown
	pending  chan struct{}          // closed when the awaited site is there; nil when none is awaited
	pages    map[chan struct{}]bool // wakes the stream of each open page
	assets   map[string]asset       // style sheets, scripts and images that were sent, by URL path
	ports    map[string]bool        // those listened on; nil before that
	good     keep                   // pages as they were before their source was broken
	known    int                    // problems of the site when pages were told last
}

// version is a site, at one moment.
type version struct {
	number  int    // counts from 1; 0 is before there was any
	site    Site   // nil when none could be built yet
	failure string // why there is no newer site, though there should be
}

// problems returns what is wrong, errors of the machine first.
func (v version) problems() diag.List {
	var l diag.List
	if v.failure != "" {
		l = append(l, diag.New(diag.Error, "build-failed", "", "%s", v.failure))
	}
	if v.site != nil {
		l = append(l, v.site.Problems()...)
	}
	return l
}

// asset is a file that pages use.
type asset struct {
	tag     string // of its content
	changed int    // the version in which its content became that
}

// DefaultAddr is where the preview is unless told otherwise.
const DefaultAddr = "localhost:1313"

// New makes a server that has no site yet: requests wait for the first Update.
func New(opt Options) (*Server, error) {
	if opt.Addr == "" {
		opt.Addr = DefaultAddr
	}
	if opt.Patience <= 0 {
		opt.Patience = 10 * time.Second
	}
	if opt.Settle == 0 {
		opt.Settle = 2 * time.Millisecond
	}
	if opt.Log == nil {
		opt.Log = log.New(io.Discard, "", 0)
	}
	host, portText, err := net.SplitHostPort(opt.Addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", opt.Addr, err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil || port < 0 || port > 65535 {
		return nil, fmt.Errorf("address %q: the port must be a number from 0 to 65535", opt.Addr)
	}
	if host == "" || host == "127.0.0.1" { // browsers may try ::1 first for localhost
		host = "localhost"
	}
	base := "/" + strings.Trim(opt.Base, "/") + "/"
	if base == "//" {
		base = "/"
	}
	return &Server{
		opt: opt, host: host, port: port, base: base,
		session: strconv.FormatInt(time.Now().UnixNano(), 36),
		token:   newToken(),
		pending: make(chan struct{}),
		pages:   map[chan struct{}]bool{},
		assets:  map[string]asset{},
	}, nil
}

// Pending says that something changed and that Update or Failed will follow.
// Requests that come from now on wait for it.
func (s *Server) Pending() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending == nil {
		s.pending = make(chan struct{})
	}
}

// Update shows another site. Open pages whose content differs reload.
func (s *Server) Update(site Site) { s.set(site, "") }

// Failed says that no site could be built, for a reason that is no mistake of the
// author's. The last one stays, under a notice.
func (s *Server) Failed(err error) { s.set(nil, err.Error()) }

func (s *Server) set(site Site, failure string) {
	s.updating.Lock()
	defer s.updating.Unlock()
	s.mu.Lock()
	if site == nil {
		site = s.now.site
	}
	sent := maps.Clone(s.assets)
	s.mu.Unlock()

	number := s.now.number + 1
	changed := map[string]asset{}
	for url, was := range sent {
		tag := "" // of a file that is gone
		if data, err := s.asset(site, url); err == nil {
			tag = tagOf(data)
		}
		if tag != was.tag {
			changed[url] = asset{tag, number}
		}
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	maps.Copy(s.assets, changed)
	s.now = version{number, site, failure}
	if s.pending != nil {
		close(s.pending)
		s.pending = nil
	}
	s.wake()
}

// wake has every open page told of the state. The caller holds s.mu.
func (s *Server) wake() {
	for wake := range s.pages {
		select {
		case wake <- struct{}{}:
		default: // it is awake
		}
	}
}

// current returns what to show, after waiting for a version that is awaited.
func (s *Server) current(ctx context.Context) version {
	s.mu.Lock()
	pending := s.pending
	v := s.now
	s.mu.Unlock()
	if pending == nil {
		return v
	}
	patience := time.NewTimer(s.opt.Patience)
	defer patience.Stop()
	select {
	case <-pending:
	case <-patience.C:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Limits on clients: preview is for one person's browsers, and nobody else may
// keep them from being served.
const (
	headerTime  = 10 * time.Second
	writeTime   = time.Minute
	idleTime    = 2 * time.Minute
	headerBytes = 32 << 10
	connections = 512
)

// ListenAndServe serves until ctx ends, which is no error. It calls ready, when
// not nil, with the site's address, once connections are accepted.
func (s *Server) ListenAndServe(ctx context.Context, ready func(address string)) error {
	listeners, err := s.listen(ctx)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          s.opt.Log,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { failed <- srv.Serve(netutil.LimitListener(l, connections)) }()
	}
	if ready != nil {
		ready(s.address(listeners[0].Addr()))
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	// Streams of events end with ctx; pages that are being sent get a moment.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if srv.Shutdown(grace) != nil {
		srv.Close()
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// listen opens the address; for localhost in IPv4 and, where there is one, IPv6.
func (s *Server) listen(ctx context.Context) ([]net.Listener, error) {
	last := s.port
	if s.opt.AnyPort && s.port != 0 {
		last = min(s.port+10, 65535)
	}
	var lc net.ListenConfig
	for port := s.port; ; port++ {
		var ls []net.Listener
		first, err := lc.Listen(ctx, "tcp", net.JoinHostPort(v4(s.host), strconv.Itoa(port)))
		if err == nil {
			ls = append(ls, first)
			if s.host == "localhost" {
				got := first.Addr().(*net.TCPAddr).Port
				second, err6 := lc.Listen(ctx, "tcp6", net.JoinHostPort("::1", strconv.Itoa(got)))
				switch {
				case err6 == nil:
					ls = append(ls, second)
				case inUse(err6): // somebody else would answer half of the browsers
					first.Close()
					err = err6
				}
			}
		}
		if err == nil {
			s.mu.Lock()
			s.ports = map[string]bool{}
			for _, l := range ls {
				s.ports[strconv.Itoa(l.Addr().(*net.TCPAddr).Port)] = true
			}
			s.mu.Unlock()
			return ls, nil
		}
		if !inUse(err) {
			return nil, fmt.Errorf("listen on %s: %w", s.opt.Addr, err)
		}
		if port >= last {
			return nil, fmt.Errorf("listen on %s: the port is in use, perhaps by another preview; choose another with --port: %w", s.opt.Addr, err)
		}
	}
}

func v4(host string) string {
	if host == "localhost" {
		return "127.0.0.1"
	}
	return host
}

// inUse reports whether somebody else listens on the address.
func inUse(err error) bool {
	const wsaAddrInUse = syscall.Errno(10048) // what Windows says
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaAddrInUse)
}

// address is what to type into a browser.
func (s *Server) address(a net.Addr) string {
	host := s.host
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(a.(*net.TCPAddr).Port)) + s.base
}
