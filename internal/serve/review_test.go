package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dateline/internal/build"
	"dateline/internal/disk"
	"dateline/internal/review"
	"dateline/static"
	"dateline/templates"
)

const reviewed = "content/articles/ferry.md"

// reviewServer serves a site on disk that can be reviewed.
func reviewServer(t *testing.T) (*Server, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		reviewed:            "---\ntitle: The ferry\ndate: 2020-03-05\n---\nAnna Holm spoke in Lima yesterday. Nobody heard her.\n",
		"content/site.yaml": "title: News\n",
		"content/index.md":  "---\ntitle: Home\n---\nWelcome.\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	out, err := build.NewBuilder("test", build.NewMemory(nil), 1).Build(t.Context(), build.Input{Site: root.FS(), Templates: templates.FS, Static: static.FS, Marks: review.Marks})
	if err != nil {
		t.Fatal(err)
	}
	desk := review.New(review.Options{Root: disk.In(root)})
	desk.Show(out)
	s := server(t, Options{Review: desk}, out)
	return s, dir
}

// post makes a call as a page would, but for headers given as "Name: value"; an empty
// value leaves one out.
func post(s *Server, name, body string, headers ...string) *http.Response {
	r := httptest.NewRequest("POST", "http://localhost:1313"+ReviewPath+name, strings.NewReader(body))
	all := append([]string{"Origin: http://localhost:1313", tokenHeader + ": " + s.token, "Content-Type: application/json", "Sec-Fetch-Site: same-origin"}, headers...)
	for _, h := range all {
		name, value, _ := strings.Cut(h, ":")
		switch value = strings.TrimSpace(value); {
		case name == "Host":
			r.Host = value
		case value == "":
			r.Header.Del(name)
		default:
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

// decision returns a change that accepts what the first mention names.
func decision(t *testing.T, s *Server) string {
	t.Helper()
	var st review.State
	if err := json.NewDecoder(post(s, "article", fmt.Sprintf(`{"path":%q}`, reviewed)).Body).Decode(&st); err != nil || len(st.Items) == 0 {
		t.Fatalf("%v: %+v", err, st)
	}
	it := st.Items[0]
	change, err := json.Marshal(review.Change{Path: reviewed, Article: st.Article, Notes: st.Notes, Add: []review.Verdict{{Kind: it.Kind, Status: "accepted", Entity: it.Entity.ID, Start: it.Start, End: it.End}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(change)
}

func written(t *testing.T, dir string) bool {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "content/articles/*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return len(list) > 0
}

func TestOnlyOurPagesDecide(t *testing.T) {
	s, dir := reviewServer(t)
	change := decision(t, s)
	for _, c := range []struct {
		name    string
		status  int
		headers []string
	}{
		{"another token", 403, []string{tokenHeader + ": " + strings.Repeat("0", 32)}},
		{"no token", 403, []string{tokenHeader + ":"}},
		{"another origin", 403, []string{"Origin: http://evil.example"}},
		{"another port", 403, []string{"Origin: http://localhost:8080"}},
		{"no page's origin", 403, []string{"Origin: null"}},
		{"no origin", 403, []string{"Origin:"}},
		{"another site", 403, []string{"Sec-Fetch-Site: cross-site"}},
		{"a name that resolves here", 421, []string{"Host: evil.example", "Origin: http://evil.example"}},
		{"a form", 415, []string{"Content-Type: application/x-www-form-urlencoded"}},
		{"text", 415, []string{"Content-Type: text/plain"}},
	} {
		r := post(s, "decide", change, c.headers...)
		if got := body(t, r); r.StatusCode != c.status || strings.Contains(got, "Holm") || strings.Contains(got, s.token) {
			t.Errorf("%s: %d %s", c.name, r.StatusCode, got)
		}
		for name := range r.Header {
			if strings.HasPrefix(name, "Access-Control") {
				t.Errorf("%s: %s: %s", c.name, name, r.Header.Get(name))
			}
		}
	}
	if r := ask(s, "GET", ReviewPath+"decide"); r.StatusCode != 404 {
		t.Errorf("GET decide: %d", r.StatusCode)
	}
	for _, method := range []string{"PUT", "DELETE", "OPTIONS", "PATCH"} {
		if r := ask(s, method, ReviewPath+"decide"); r.StatusCode != 405 {
			t.Errorf("%s decide: %d", method, r.StatusCode)
		}
	}
	if r := ask(s, "POST", "/articles/ferry/"); r.StatusCode != 405 {
		t.Errorf("POST elsewhere: %d", r.StatusCode)
	}
	if written(t, dir) {
		t.Fatal("something was written")
	}
	if r := post(s, "decide", change, "Content-Type: application/json; charset=utf-8"); r.StatusCode != 200 || !written(t, dir) {
		t.Errorf("our own page: %d %s", r.StatusCode, body(t, r))
	}
	if r := post(s, "decide", change); r.StatusCode != 409 || !strings.Contains(body(t, r), `"theirs":["{`) {
		t.Errorf("the same once more: %d", r.StatusCode)
	}
}

func TestCallsAreBounded(t *testing.T) {
	s, dir := reviewServer(t)
	for _, c := range []struct {
		call, body string
		status     int
	}{
		{"decide", `{"path":"` + strings.Repeat("x", maxBody) + `"}`, 413},
		{"decide", `{"path":"../../etc/passwd"}`, 404},
		{"decide", `{"path":"content/articles/../../ferry.md"}`, 404},
		{"decide", `{"path":"content/site.yaml"}`, 404},
		{"decide", `{"path":"` + reviewed + `","restore":["x"]}`, 400},
		{"decide", `{"path":"` + reviewed + `","file":"x"}`, 400},
		{"decide", `{} {}`, 400},
		{"decide", ``, 400},
		{"article", `[]`, 400},
		{"article", strings.Repeat(`[`, 100000), 400},
		{"search", `{"words":"` + strings.Repeat("x", 10000) + `"}`, 200},
		{"select", `{"path":"` + reviewed + `","block":"p1"}`, 409},
		{"none", `{}`, 404},
		{"../live.js", `{}`, 404},
	} {
		if r := post(s, c.call, c.body); r.StatusCode != c.status {
			t.Errorf("%s %.60s: %d %s, want %d", c.call, c.body, r.StatusCode, body(t, r), c.status)
		}
	}
	if written(t, dir) {
		t.Error("something was written")
	}
}

func TestReviewPages(t *testing.T) {
	s, _ := reviewServer(t)
	page := body(t, ask(s, "GET", "/articles/ferry/"))
	if !strings.Contains(page, `data-token="`+s.token+`" data-path="`+reviewed+`"`) || !strings.Contains(page, "data-rv=") {
		t.Errorf("the article cannot be reviewed:\n%s", page)
	}
	home := body(t, ask(s, "GET", "/"))
	if strings.Contains(home, s.token) || !strings.Contains(home, `href="`+ReviewPath+`"`) {
		t.Error("the home page does not lead to reviewing, or knows the token")
	}
	start := ask(s, "GET", ReviewPath)
	if csp := start.Header.Get("Content-Security-Policy"); start.StatusCode != 200 || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("%d, %s", start.StatusCode, csp)
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="(/_dateline/[^"]+)"`).FindAllStringSubmatch(page+body(t, start), -1) {
		if r := ask(s, "GET", m[1]); r.StatusCode != 200 {
			t.Errorf("%s: %d", m[1], r.StatusCode)
		}
	}
	for _, p := range []string{"none.js", "../live.js", "..%2flive.js", "reviewing/review.js", ".", "/"} {
		if r := ask(s, "GET", ReviewPath+p); r.StatusCode == 200 {
			t.Errorf("%s: %d", p, r.StatusCode)
		}
	}
	var list struct{ Articles []review.Row }
	if err := json.NewDecoder(post(s, "articles", "{}").Body).Decode(&list); err != nil || len(list.Articles) != 1 || list.Articles[0].Undecided == 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWithoutReviewNothingIsDecided(t *testing.T) {
	s := server(t, Options{}, plain)
	if r := ask(s, "GET", ReviewPath); r.StatusCode != 404 {
		t.Errorf("the start page: %d", r.StatusCode)
	}
	if r := ask(s, "GET", ReviewPath+"review.js"); r.StatusCode != 404 {
		t.Errorf("the script: %d", r.StatusCode)
	}
	if r := post(s, "articles", "{}"); r.StatusCode != 405 {
		t.Errorf("a call: %d", r.StatusCode)
	}
	if page := body(t, ask(s, "GET", "/articles/a/")); strings.Contains(page, "review") {
		t.Errorf("the page knows of reviewing: %s", page)
	}
}
