package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/internal/diag"
)

// memory is a site in memory.
type memory struct {
	fstest.MapFS
	problems diag.List
	broken   map[string]error // files that cannot be opened
}

func (m *memory) Problems() diag.List { return m.problems }

func (m *memory) Source(name string) string {
	return "content/" + strings.TrimSuffix(name, ".html") + ".md"
}

func (m *memory) Open(name string) (fs.File, error) {
	if err := m.broken[name]; err != nil {
		return nil, err
	}
	return m.MapFS.Open(name)
}

func (m *memory) with(problems ...diag.Diagnostic) *memory {
	m.problems = problems
	return m
}

func site(files ...string) *memory {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return &memory{MapFS: m}
}

var plain = site(
	"index.html", "<!doctype html><title>Home</title><body><h1>Home</h1></body></html>",
	"404.html", "<!doctype html><title>Lost</title><body>Lost</body>",
	"articles/a/index.html", "<p>A</p>",
	"about.html", "<p>About</p>",
	"main.css", "body{}",
	"feed.xml", "<feed/>",
	"data", "raw",
)

func server(t *testing.T, opt Options, files Site) *Server {
	t.Helper()
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	if files != nil {
		s.Update(files)
	}
	return s
}

// ask sends a request with headers given as "Name: value" and returns the answer.
func ask(s *Server, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "http://localhost:1313/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAddresses(t *testing.T) {
	s := server(t, Options{}, plain)
	for _, c := range []struct {
		path   string
		status int
		kind   string // content type, or for a redirect where it leads
		holds  string
	}{
		{"/", 200, "text/html; charset=utf-8", "<h1>Home</h1>"},
		{"/index.html", 200, "text/html; charset=utf-8", "<h1>Home</h1>"},
		{"/articles/a/", 200, "text/html; charset=utf-8", "<p>A</p>"},
		{"/articles/a", 307, "a/", ""},
		{"/articles/a?q=1", 307, "a/?q=1", ""},
		{"/about", 200, "text/html; charset=utf-8", "<p>About</p>"},
		{"/main.css", 200, "text/css; charset=utf-8", "body{}"},
		{"/feed.xml", 200, "application/xml; charset=utf-8", "<feed/>"},
		{"/data", 200, "application/octet-stream", "raw"},
		{"/articles/", 404, "text/html; charset=utf-8", "Lost"},
		{"/main.css/", 404, "text/html; charset=utf-8", "Lost"},
		{"/nothing", 404, "text/html; charset=utf-8", "Lost"},
		{"/_dateline/live.js", 200, "text/javascript; charset=utf-8", "EventSource"},
	} {
		r := ask(s, "GET", c.path)
		got := r.Header.Get("Content-Type")
		if c.status == 307 {
			got = r.Header.Get("Location")
		}
		if text := body(t, r); r.StatusCode != c.status || got != c.kind || !strings.Contains(text, c.holds) {
			t.Errorf("%s: got %d %q %.80q; want %d %q with %q", c.path, r.StatusCode, got, text, c.status, c.kind, c.holds)
		}
		h := ask(s, "HEAD", c.path)
		if text := body(t, h); h.StatusCode != c.status || text != "" || h.Header.Get("ETag") != r.Header.Get("ETag") {
			t.Errorf("HEAD %s: got %d, body %q, tag %q", c.path, h.StatusCode, text, h.Header.Get("ETag"))
		}
	}
}

func TestBasePath(t *testing.T) {
	s := server(t, Options{Base: "/repo"}, plain)
	for path, want := range map[string]int{"/repo/": 200, "/repo/about": 200, "/": 307, "/repo": 307, "/about": 404, "/repository/": 404} {
		r := ask(s, "GET", path)
		if r.StatusCode != want || want == 307 && r.Header.Get("Location") != "/repo/" {
			t.Errorf("%s: got %d %q, want %d", path, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
}

// S-J04, S-J05, S-J06: nothing outside the site, and no hidden file of it.
func TestUnsafePaths(t *testing.T) {
	s := server(t, Options{}, site("index.html", "x", ".git/HEAD", "secret", ".env", "secret", "a/.hidden", "secret", ".well-known/x.txt", "known"))
	for _, p := range []string{
		"/../../etc/hostname", "/..", "/a/../index.html", "//index.html", "/./index.html", "/a//b", "/\x00", `/..\..\x`,
		"/.git/HEAD", "/.env", "/a/.hidden", "/_dateline/", "/_dateline/nothing",
	} {
		if r := ask(s, "GET", p); r.StatusCode != 404 || strings.Contains(body(t, r), "secret") {
			t.Errorf("%q: got %d", p, r.StatusCode)
		}
	}
	if r := ask(s, "GET", "/.well-known/x.txt"); r.StatusCode != 200 {
		t.Errorf("/.well-known/x.txt: got %d", r.StatusCode)
	}
}

// S-J01, S-J02, S-J03
func TestForeignRequestsAreRefused(t *testing.T) {
	s := server(t, Options{Addr: "192.0.2.7:80", Hosts: []string{"preview.example"}}, plain)
	for _, c := range []struct {
		method, path string
		headers      []string
		want         int
	}{
		{"GET", "/", nil, 200},
		{"GET", "/", []string{"Host: 127.0.0.1:1313"}, 200},
		{"GET", "/", []string{"Host: [::1]:1313"}, 200},
		{"GET", "/", []string{"Host: LOCALHOST:1313"}, 200},
		{"GET", "/", []string{"Host: 192.0.2.7:1313"}, 200},
		{"GET", "/", []string{"Host: preview.example"}, 200},
		{"GET", "/", []string{"Host: evil.example:1313"}, 421},
		{"GET", "/", []string{"Host: localhost.evil.example:1313"}, 421},
		{"GET", "/", []string{"Host: 192.0.2.8:1313"}, 421},
		{"GET", "/", []string{"Host: "}, 421},
		{"GET", "/", []string{"Origin: http://localhost:1313", "Sec-Fetch-Site: same-origin"}, 200},
		{"GET", "/", []string{"Origin: http://evil.example"}, 403},
		{"GET", "/", []string{"Origin: null"}, 403},
		{"GET", "/", []string{"Origin: http://localhost:3000"}, 403},
		{"GET", "/main.css", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: style"}, 403},
		{"GET", "/main.css", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"}, 403},
		{"GET", "/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"}, 403},
		{"GET", "/", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}, 200},
		{"GET", "/_dateline/events", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}, 403},
		{"GET", "/_dateline/events", []string{"Origin: http://evil.example"}, 403},
		{"POST", "/", nil, 405},
		{"POST", "/", []string{"Origin: http://evil.example"}, 403},
		{"DELETE", "/", nil, 405},
	} {
		r := ask(s, c.method, c.path, c.headers...)
		if r.StatusCode != c.want {
			t.Errorf("%s %s %q: got %d, want %d", c.method, c.path, c.headers, r.StatusCode, c.want)
		}
		if c.want != 200 && strings.Contains(body(t, r), "Home") {
			t.Errorf("%s %s %q: the refusal shows the site", c.method, c.path, c.headers)
		}
		if r.Header.Get("Access-Control-Allow-Origin") != "" || r.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: headers %v", c.method, c.path, r.Header)
		}
	}
}

func TestAnyAddressOfTheMachineWhenBoundToAll(t *testing.T) {
	s := server(t, Options{Addr: "0.0.0.0:1313"}, plain)
	for host, want := range map[string]int{"192.168.1.5:1313": 200, "localhost:1313": 200, "evil.example:1313": 421} {
		if r := ask(s, "GET", "/", "Host: "+host); r.StatusCode != want {
			t.Errorf("%s: got %d, want %d", host, r.StatusCode, want)
		}
	}
}

func TestScriptIsAddedOnTheWayOut(t *testing.T) {
	files := site("a.html", "<body>text</BODY ></html>", "b.html", "no end", "c.html", "<body>&lt;/body> </body> x </body>after", "feed.xml", "<x></x>")
	s := server(t, Options{}, files)
	for path, want := range map[string]string{"/a.html": "text<script ", "/b.html": "no end<script ", "/c.html": "</body> x <script "} {
		text := body(t, ask(s, "GET", path))
		if !strings.Contains(text, want) || strings.Count(text, "<script ") != 1 {
			t.Errorf("%s: got %q, want it to have %q", path, text, want)
		}
	}
	if text := body(t, ask(s, "GET", "/feed.xml")); text != "<x></x>" {
		t.Errorf("/feed.xml: got %q", text)
	}
	if string(files.MapFS["a.html"].Data) != "<body>text</BODY ></html>" {
		t.Errorf("the site itself was changed: %q", files.MapFS["a.html"].Data)
	}
}

// A page has the same tag in every version in which it is the same, so that it
// is not reloaded for an edit elsewhere.
func TestTags(t *testing.T) {
	s := server(t, Options{}, site("index.html", "one", "other.html", "x", "a.css", "y"))
	tag := ask(s, "GET", "/").Header.Get("ETag")
	css := ask(s, "GET", "/a.css").Header.Get("ETag")
	s.Update(site("index.html", "one", "other.html", "changed", "a.css", "y"))
	for path, tag := range map[string]string{"/": tag, "/a.css": css} {
		if r := ask(s, "GET", path, "If-None-Match: "+tag); r.StatusCode != 304 || body(t, r) != "" {
			t.Errorf("%s, the same: got %d", path, r.StatusCode)
		}
	}
	s.Update(site("index.html", "two", "a.css", "z"))
	for path, tag := range map[string]string{"/": tag, "/a.css": css} {
		if r := ask(s, "GET", path, "If-None-Match: "+tag); r.StatusCode != 200 || r.Header.Get("ETag") == tag {
			t.Errorf("%s, changed: got %d with tag %s", path, r.StatusCode, r.Header.Get("ETag"))
		}
	}
	// Another server counts versions anew: no page of this one may stand for one of that.
	again := server(t, Options{}, site("index.html", "one"))
	if ask(again, "GET", "/").Header.Get("ETag") == tag {
		t.Error("two servers give a page the same tag")
	}
}

// S-K03: the last good site stays, under its problems.
func TestFailedBuildKeepsTheSite(t *testing.T) {
	s := server(t, Options{}, plain)
	s.Failed(errors.New("the disk is gone"))
	if r := ask(s, "GET", "/"); r.StatusCode != 200 || !strings.Contains(body(t, r), "Home") {
		t.Errorf("got %d", r.StatusCode)
	}
	if st := s.state(0); len(st.Problems) != 1 || st.Problems[0].Message != "the disk is gone" {
		t.Errorf("problems: %+v", st.Problems)
	}
}

func TestNoSiteYet(t *testing.T) {
	s := server(t, Options{Patience: 5 * time.Millisecond}, nil)
	if r := ask(s, "GET", "/"); r.StatusCode != 503 || !strings.Contains(body(t, r), "live.js") {
		t.Errorf("got %d", r.StatusCode)
	}
	s.Failed(errors.New("wrong"))
	if r := ask(s, "GET", "/"); r.StatusCode != 503 {
		t.Errorf("after a build without result: got %d", r.StatusCode)
	}
}

func TestPageThatCannotBeMade(t *testing.T) {
	files := site("index.html", "Home")
	files.broken = map[string]error{"bad.html": errors.New(`<b>template</b> failed`)}
	s := server(t, Options{}, files)
	r := ask(s, "GET", "/bad.html")
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, "&lt;b&gt;template") || strings.Contains(text, "<b>template") {
		t.Errorf("got %d %q", r.StatusCode, text)
	}
	if r := ask(s, "GET", "/"); r.StatusCode != 200 {
		t.Errorf("another page: got %d", r.StatusCode)
	}
}

// S-K03: a page whose source is broken is shown as it was, until it is mended or deleted.
func TestBrokenPageStaysAsItWas(t *testing.T) {
	first := site("a.html", "good", "b.html", "b1")
	s := server(t, Options{}, first)
	tag := ask(s, "GET", "/a").Header.Get("ETag")
	ask(s, "GET", "/b")

	half := site("a.html", "half", "b.html", "b2").with(diag.New(diag.Error, "e", "content/a.md", "unclosed header"))
	s.Update(half)
	if r := ask(s, "GET", "/a"); r.StatusCode != 200 || !strings.HasPrefix(body(t, r), "good") || r.Header.Get("ETag") != tag {
		t.Errorf("broken by its source: got %d %s", r.StatusCode, r.Header.Get("ETag"))
	}
	if text := body(t, ask(s, "GET", "/b")); !strings.HasPrefix(text, "b2") {
		t.Errorf("another page: got %q", text)
	}

	gone := site("b.html", "b2")
	gone.broken = map[string]error{"a.html": errors.New("failed")}
	s.Update(gone)
	if r := ask(s, "GET", "/a"); r.StatusCode != 200 || !strings.HasPrefix(body(t, r), "good") {
		t.Errorf("cannot be made: got %d", r.StatusCode)
	}

	s.Update(site("a.html", "mended").with(diag.New(diag.Warning, "w", "content/a.md", "careful")))
	if text := body(t, ask(s, "GET", "/a")); !strings.HasPrefix(text, "mended") {
		t.Errorf("mended: got %q", text)
	}
	s.Update(site("b.html", "x"))
	if r := ask(s, "GET", "/a"); r.StatusCode != 404 {
		t.Errorf("deleted: got %d", r.StatusCode)
	}
}

func TestKeepIsBounded(t *testing.T) {
	var k keep
	for i := range 3 * maxKept {
		k.put(fmt.Sprint(i), page{})
		k.put(fmt.Sprint(i), page{})
	}
	if _, last := k.pages[fmt.Sprint(3*maxKept-1)]; len(k.pages) != maxKept || len(k.order) != maxKept || !last {
		t.Errorf("%d pages, %d in order, the last is there: %t", len(k.pages), len(k.order), last)
	}
}

// A request that comes after a change was noticed is answered from what the change made.
func TestNeverStale(t *testing.T) {
	s := server(t, Options{}, site("index.html", "old"))
	s.Pending()
	answer := make(chan string)
	go func() {
		b, _ := io.ReadAll(ask(s, "GET", "/").Body)
		answer <- string(b)
	}()
	select {
	case text := <-answer:
		t.Fatalf("answered while pending: %q", text)
	case <-time.After(30 * time.Millisecond):
	}
	s.Pending() // another change while building: no harm
	s.Update(site("index.html", "new"))
	if text := <-answer; !strings.Contains(text, "new") {
		t.Fatalf("got %q", text)
	}
	// Even when the notice comes a moment after the request.
	go func() {
		b, _ := io.ReadAll(ask(s, "GET", "/").Body)
		answer <- string(b)
	}()
	s.Pending()
	time.Sleep(20 * time.Millisecond)
	s.Update(site("index.html", "newer"))
	if text := <-answer; !strings.Contains(text, "newer") {
		t.Fatalf("got %q", text)
	}
}

func TestPatienceEnds(t *testing.T) {
	s := server(t, Options{Patience: 20 * time.Millisecond}, site("index.html", "old"))
	s.Pending()
	if text := body(t, ask(s, "GET", "/")); !strings.Contains(text, "old") {
		t.Fatalf("got %q", text)
	}
}

// start serves on a free port and returns its address without the last slash.
func start(t *testing.T, s *Server) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	at := make(chan string, 1)
	done := make(chan error, 1)
	go func() { done <- s.ListenAndServe(ctx, func(a string) { at <- a }) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("serving ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("serving does not end")
		}
	})
	select {
	case a := <-at:
		return strings.TrimSuffix(a, "/")
	case err := <-done:
		done <- err
		t.Fatalf("not served: %v", err)
		return ""
	}
}

// stream reads events until f has seen enough.
func stream(t *testing.T, address string, f func(state) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var st state
		if err := json.Unmarshal([]byte(data), &st); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		if f(st) {
			return
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
}

func TestOpenPagesAreTold(t *testing.T) {
	files := site("index.html", "x", "a.css", "1", "b.css", "1")
	s := server(t, Options{Addr: "localhost:0"}, files)
	at := start(t, s)
	for _, p := range []string{"/", "/a.css", "/b.css"} {
		r, err := http.Get(at + p)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
	}
	step := 0
	stream(t, fmt.Sprintf("%s/_dateline/events?session=%s&version=1", at, s.session), func(st state) bool {
		step++
		switch step {
		case 1:
			if st.Version != 1 || len(st.Assets) != 0 || len(st.Problems) != 0 {
				t.Errorf("at first: %+v", st)
			}
			s.Update(site("index.html", "x", "a.css", "2", "b.css", "1").with(
				diag.New(diag.Warning, "w", "content/a.md", "careful"),
				diag.At(diag.Error, "e", "content/a.md", []byte("one\ntwo three\n"), 8, 13, "wrong %q", "three").WithHint("mend it"),
				diag.New(diag.Info, "i", "", "by the way"),
			))
		case 2:
			want := problem{Severity: "error", Place: "content/a.md:2:5", Code: "e", Message: `wrong "three"`, Hint: "mend it", Excerpt: "two three", Col: 5, Width: 5}
			if st.Version != 2 || !slices.Equal(st.Assets, []string{"/a.css"}) || len(st.Problems) != 2 || st.Problems[0] != want {
				t.Errorf("after a change: %+v", st)
			}
			s.Update(site("index.html", "x", "a.css", "2", "b.css", "1"))
		case 3:
			if st.Version != 3 || len(st.Assets) != 0 || len(st.Problems) != 0 {
				t.Errorf("when mended: %+v", st)
			}
			return true
		}
		return false
	})
}

// What is found to be wrong when a page is made is told to the pages that are open already.
func TestProblemsFoundLate(t *testing.T) {
	files := site("index.html", "x")
	s := server(t, Options{Addr: "localhost:0"}, files)
	at := start(t, s)
	step := 0
	stream(t, at+"/_dateline/events", func(st state) bool {
		if step++; step == 1 {
			s.mu.Lock()
			s.now.site = site("index.html", "x").with(diag.New(diag.Warning, "w", "content/index.md", "no such page"))
			s.mu.Unlock()
			r, err := http.Get(at + "/")
			if err != nil {
				t.Error(err)
				return true
			}
			r.Body.Close()
			return false
		}
		if st.Version != 1 || len(st.Problems) != 1 {
			t.Errorf("got %+v", st)
		}
		return true
	})
}

// A page that could not listen for some versions hears of all that changed in them.
func TestLatePageIsToldEverything(t *testing.T) {
	s := server(t, Options{}, site("a.css", "1", "b.css", "1"))
	ask(s, "GET", "/a.css")
	ask(s, "GET", "/b.css")
	s.Update(site("a.css", "2", "b.css", "1"))
	s.Update(site("a.css", "2"))
	s.Update(site("a.css", "2"))
	for since, want := range map[int][]string{1: {"/a.css", "/b.css"}, 2: {"/b.css"}, 3: {}} {
		if got := s.state(since).Assets; !slices.Equal(got, want) {
			t.Errorf("since version %d: got %v, want %v", since, got, want)
		}
	}
}

func TestProblemsAreBounded(t *testing.T) {
	var l diag.List
	for range 1000 {
		l = append(l, diag.New(diag.Warning, "w", "", "careful"))
	}
	l = append(l, diag.New(diag.Error, "e", "", "wrong"))
	list, more := shown(l)
	if len(list) != maxProblems || more != 1001-maxProblems || list[0].Severity != "error" {
		t.Fatalf("%d shown, %d more, first %q", len(list), more, list[0].Severity)
	}
}

// S-J07: connections that send nothing do not keep others from being served, and are closed.
func TestSlowClients(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time limit")
	}
	t.Parallel()
	s := server(t, Options{Addr: "127.0.0.1:0"}, plain)
	at := start(t, s)
	var slow []net.Conn
	for range 200 {
		c, err := net.Dial("tcp", strings.TrimPrefix(at, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: ")
		slow = append(slow, c)
	}
	client := http.Client{Timeout: time.Second}
	r, err := client.Get(at + "/")
	if err != nil {
		t.Fatalf("not served meanwhile: %v", err)
	}
	r.Body.Close()
	deadline := time.Now().Add(15 * time.Second)
	for i, c := range slow {
		if err := c.SetReadDeadline(deadline); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); errors.Is(err, context.DeadlineExceeded) || time.Now().After(deadline) {
			t.Fatalf("connection %d is still open after 15 s", i)
		}
	}
}

func TestTooLongHeaderIsRefused(t *testing.T) {
	at := start(t, server(t, Options{Addr: "127.0.0.1:0"}, plain))
	r, err := http.NewRequest("GET", at+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X", strings.Repeat("x", 100<<10))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 431 {
		t.Fatalf("got %d", resp.StatusCode)
	}
}

// S-J11: both loopback addresses, none other; a busy port is an error or the next one.
func TestListening(t *testing.T) {
	s := server(t, Options{Addr: "localhost:0"}, plain)
	at := start(t, s)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(at, "http://"))
	for _, host := range []string{"127.0.0.1", "::1"} {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
			continue // this machine does not have that address
		} else {
			l.Close()
		}
		r, err := http.Get("http://" + net.JoinHostPort(host, port) + "/")
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		r.Body.Close()
		if r.StatusCode != 200 {
			t.Errorf("%s: got %d", host, r.StatusCode)
		}
	}
	for addrs, _ := net.InterfaceAddrs(); len(addrs) > 0; addrs = addrs[1:] {
		ip := addrs[0].(*net.IPNet).IP
		if ip.IsLoopback() || ip.IsLinkLocalUnicast() {
			continue
		}
		if c, err := net.DialTimeout("tcp", net.JoinHostPort(ip.String(), port), time.Second); err == nil {
			c.Close()
			t.Errorf("answers on %s", ip)
		}
	}
	r, err := http.NewRequest("GET", at+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "localhost:1"
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 421 {
		t.Errorf("the wrong port in Host: got %d, want 421", resp.StatusCode)
	}

	busy := server(t, Options{Addr: "localhost:" + port}, plain)
	if err := busy.ListenAndServe(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("busy port: got %v", err)
	}
	next := start(t, server(t, Options{Addr: "localhost:" + port, AnyPort: true}, plain))
	if next == at {
		t.Errorf("two servers at %s", at)
	}
}

func TestBadAddress(t *testing.T) {
	for _, a := range []string{"localhost", "localhost:x", "localhost:70000", "localhost:-1"} {
		if _, err := New(Options{Addr: a}); err == nil {
			t.Errorf("%q is accepted", a)
		}
	}
}

// Whatever is asked for, only files of the site are sent, and the answer is whole.
func FuzzPath(f *testing.F) {
	for _, p := range []string{"/", "/articles/a", "/../x", "/%2e%2e/", "//evil.example/", "/a:b", "/.git"} {
		f.Add(p)
	}
	s, err := New(Options{Settle: -1})
	if err != nil {
		f.Fatal(err)
	}
	files := site("index.html", "<p>home</p>", "a/index.html", "<p>a</p>", "a:b/index.html", "<p>ab</p>", ".secret", "secret")
	s.Update(files)
	f.Fuzz(func(t *testing.T, p string) {
		r := ask(s, "GET", "/"+p)
		text := body(t, r)
		switch r.StatusCode {
		case 200:
			if !strings.Contains(text, "<p>") && !strings.HasPrefix(p, "_dateline/") {
				t.Errorf("%q: sent %q", p, text)
			}
		case 307:
			// It must lead to a folder of this server.
			asked := url.URL{Scheme: "http", Host: "localhost:1313"}
			asked.Path, _, _ = strings.Cut("/"+p, "?")
			to, err := asked.Parse(r.Header.Get("Location"))
			if err != nil || to.Host != asked.Host || to.Path != asked.Path+"/" {
				t.Errorf("%q: leads to %q", p, r.Header.Get("Location"))
			}
		case 404:
		default:
			t.Errorf("%q: got %d", p, r.StatusCode)
		}
		if strings.Contains(text, "secret") {
			t.Errorf("%q: sent a hidden file", p)
		}
	})
}
