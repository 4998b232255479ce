package reconcile_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/reconcile"
	"dateline/internal/reconcile/reconciletest"
)

var people = []reconciletest.Entity{
	{ID: "Q1", Name: "Ann Holm", Description: "mayor of Lund", Types: []string{"Q5"}, Properties: map[string]string{"P569": "1950"}},
	{ID: "Q2", Name: "Ann Holm", Description: "swimmer", Types: []string{"Q5"}, Properties: map[string]string{"P569": "1991"}},
	{ID: "Q3", Name: "Lund", Types: []string{"Q2221906"}},
	{ID: "Q4", Name: "Bert Quist", Types: []string{"Q5"}},
}

// memory is a map.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, bool) { v, ok := m[key]; return v, ok }
func (m memory) Put(key string, val []byte)    { m[key] = val }

// waits notes for how long was waited, and does not wait.
type waits []time.Duration

func (w *waits) wait(ctx context.Context, d time.Duration) error {
	*w = append(*w, d)
	return ctx.Err()
}

// serve opens a service on this machine.
func serve(t *testing.T, s http.Handler, opt reconcile.Options) (*reconcile.Client, *waits, error) {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	w := new(waits)
	opt.Service, opt.Wait = server.URL+"/en/api", w.wait
	c, err := reconcile.Open(t.Context(), opt)
	return c, w, err
}

func ids(list []reconcile.Candidate) (out []string) {
	for _, c := range list {
		id := c.ID
		if c.Match {
			id += "!"
		}
		out = append(out, id)
	}
	return out
}

func TestAsk(t *testing.T) {
	s := &reconciletest.Service{Space: "http://www.wikidata.org/entity/", Entities: people}
	c, w, err := serve(t, s, reconcile.Options{UserAgent: "test/1", Batch: 2, Memory: memory{}})
	if err != nil {
		t.Fatal(err)
	}
	words := c.Manifest().Vocabulary()
	queries := []reconcile.Query{
		{Name: "Ann Holm", Type: words.Types["person"], Limit: 3, Properties: []reconcile.Property{{ID: words.Properties["born"], Value: "1950"}}},
		{Name: "Lund", Type: words.Types["place"], Limit: 1},
		{Name: "Nobody & \"Else\"", Limit: 1},
	}
	got, err := c.Ask(t.Context(), queries)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{{"Q1!", "Q2"}, {"Q3!"}, nil} {
		if !slices.Equal(ids(got[i]), want) {
			t.Errorf("%q: got %v, want %v", queries[i].Name, ids(got[i]), want)
		}
	}
	if got[0][0].Description != "mayor of Lund" || got[0][0].Types[0] != (reconcile.Type{ID: "Q5", Name: "type Q5"}) || got[0][0].Score <= got[0][1].Score {
		t.Errorf("%+v", got[0][0])
	}
	if same := c.Manifest().SameAs(words.Scheme, "Q1"); same != "wikidata:Q1" {
		t.Errorf("sameAs %q", same)
	}
	// Politely: the manifest, then two batches, with a pause before each.
	if b := s.Batches(); len(b) != 2 || len(b[0]) != 2 || len(b[1]) != 1 || b[0][0].TypeStrict != "should" {
		t.Errorf("batches %+v", b)
	}
	if len(*w) != 2 || (*w)[0] != time.Second/2 {
		t.Errorf("waited %v", *w)
	}
	for _, r := range s.Requests() {
		if r.UserAgent() != "test/1" || r.Header.Get("Accept") != "application/json" {
			t.Errorf("%s by %q", r.Method, r.UserAgent())
		}
	}
	// Again: nothing new is asked.
	again, err := c.Ask(t.Context(), queries)
	if err != nil || len(s.Batches()) != 2 || c.Remembered != 3 || !slices.Equal(ids(again[0]), ids(got[0])) {
		t.Errorf("again: %v, %d batches, %d remembered, %v", err, len(s.Batches()), c.Remembered, again)
	}
}

// What goes wrong, with the n-th request; the first is that for the manifest.
func TestTrouble(t *testing.T) {
	status := func(from, to, code int, head ...string) func(int, http.ResponseWriter, *http.Request) bool {
		return func(n int, w http.ResponseWriter, _ *http.Request) bool {
			if n < from || n > to {
				return false
			}
			for i := 0; i+1 < len(head); i += 2 {
				w.Header().Set(head[i], head[i+1])
			}
			w.WriteHeader(code)
			return true
		}
	}
	body := func(from int, text string) func(int, http.ResponseWriter, *http.Request) bool {
		return func(n int, w http.ResponseWriter, _ *http.Request) bool {
			if n >= from {
				fmt.Fprint(w, text)
			}
			return n >= from
		}
	}
	for _, c := range []struct {
		name    string
		trouble func(int, http.ResponseWriter, *http.Request) bool
		err     string // in the error; "" for none
		waited  []time.Duration
	}{
		{"too many, with seconds", status(2, 2, 429, "Retry-After", "7"), "", []time.Duration{time.Second / 2, 7 * time.Second}},
		{"too many, with a time", status(2, 2, 429, "Date", "Mon, 09 Sep 2013 10:00:00 GMT", "Retry-After", "Mon, 09 Sep 2013 10:00:30 GMT"), "", []time.Duration{time.Second / 2, 30 * time.Second}},
		{"too many, for an hour", status(2, 9, 429, "Retry-After", "3600"), "asks to wait for 1h0m0s", nil},
		{"too many, for ever", status(2, 99, 429), "429", []time.Duration{time.Second / 2, time.Second, 2 * time.Second, 4 * time.Second}},
		{"broken for a moment", status(2, 3, 500), "", []time.Duration{time.Second / 2, time.Second, 2 * time.Second}},
		{"broken", status(2, 99, 503), "503", nil},
		{"broken from the start", status(1, 99, 500), "500", nil},
		{"refused", status(2, 99, 403), "403", []time.Duration{time.Second / 2}},
		{"no service", body(1, "<html>Hello"), "no reconciliation service", nil},
		{"another version", body(1, `{"name":"x","versions":["1.0"]}`), "version 1.0", nil},
		{"malformed", body(2, `{"q0":{"result":[`), "not the JSON", nil},
		{"a list", body(2, `[]`), "not the JSON", nil},
		{"no answer to a query", body(2, `{"q1":{"result":[]}}`), "nothing on the query q0", nil},
		{"an error in words", body(2, `{"status":"error","message":"no \u0007 such type"}`), "no \a such type", nil},
		{"an answer of another kind", body(2, `{"q0":{"result":"none"}}`), "cannot be read", nil},
		{"a flood", func(n int, w http.ResponseWriter, _ *http.Request) bool {
			if n == 2 {
				w.Write([]byte(`{"q0":{"result":[{"name":"` + strings.Repeat("x", 9<<20)))
			}
			return n == 2
		}, "larger than 8 MB", nil},
		{"breaking off", func(n int, w http.ResponseWriter, _ *http.Request) bool {
			if n == 2 {
				w.Header().Set("Content-Length", "100")
				w.Write([]byte(`{"q0"`))
			}
			return n == 2
		}, "", nil},
		{"moved", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n == 2 {
				http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
			}
			return n == 2
		}, "it has moved to", nil},
		{"moved with its queries", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n == 2 {
				http.Redirect(w, r, "/elsewhere", http.StatusPermanentRedirect)
			}
			return n == 2
		}, "", nil},
		{"moved before it is asked", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n == 1 {
				http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
			}
			return n == 1
		}, "", nil},
		{"moved in a circle", func(_ int, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return true
		}, "more than 5 times", nil},
		{"moved to a file", func(_ int, w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
			return true
		}, "not followed", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &reconciletest.Service{Space: "http://www.wikidata.org/entity/", Entities: people, Trouble: c.trouble}
			client, w, err := serve(t, s, reconcile.Options{})
			var got [][]reconcile.Candidate
			if err == nil {
				got, err = client.Ask(t.Context(), []reconcile.Query{{Name: "Bert Quist", Type: "Q5"}})
			}
			switch {
			case c.err == "" && (err != nil || !slices.Equal(ids(got[0]), []string{"Q4!"})):
				t.Errorf("got %v, %v", got, err)
			case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
				t.Errorf("got the error %v, want %q in it", err, c.err)
			}
			if c.waited != nil && !slices.Equal(*w, c.waited) {
				t.Errorf("waited %v, want %v", *w, c.waited)
			}
		})
	}
}

// A service that hangs is given up, and one that is asked may be left.
func TestPatience(t *testing.T) {
	held := make(chan struct{})
	defer close(held)
	s := &reconciletest.Service{Trouble: func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		select {
		case <-held:
		case <-r.Context().Done():
		}
		return true
	}}
	server := httptest.NewServer(s)
	defer server.Close()
	if _, err := reconcile.Open(t.Context(), reconcile.Options{Service: server.URL, Timeout: 50 * time.Millisecond}); err == nil || !strings.Contains(err.Error(), "cannot be asked") {
		t.Errorf("a service that hangs: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reconcile.Open(ctx, reconcile.Options{Service: server.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestAddress(t *testing.T) {
	for _, address := range []string{"", "wikidata.org", "file:///etc/passwd", "ftp://x.org/", "https://user:word@x.org/", "http://"} {
		if _, err := reconcile.Open(t.Context(), reconcile.Options{Service: address}); err == nil || !strings.Contains(err.Error(), "not the http or https address") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// What was answered before the failure is kept.
func TestFailureKeepsAnswers(t *testing.T) {
	broken := true
	s := &reconciletest.Service{Entities: people, Trouble: func(n int, w http.ResponseWriter, _ *http.Request) bool {
		if broken && n > 2 {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		return false
	}}
	c, _, err := serve(t, s, reconcile.Options{Batch: 1, Memory: memory{}})
	if err != nil {
		t.Fatal(err)
	}
	queries := []reconcile.Query{{Name: "Bert Quist"}, {Name: "Lund"}}
	got, err := c.Ask(t.Context(), queries)
	if err == nil || len(got[0]) != 1 || got[1] != nil {
		t.Fatalf("got %v, %v", got, err)
	}
	broken = false
	if got, err = c.Ask(t.Context(), queries); err != nil || len(got[1]) != 1 || c.Asked != 2 || c.Remembered != 1 {
		t.Errorf("again: %v, %v, %d asked, %d remembered", got, err, c.Asked, c.Remembered)
	}
}

// Services differ in how they write candidates.
func TestDialects(t *testing.T) {
	s := &reconciletest.Service{Trouble: func(n int, w http.ResponseWriter, _ *http.Request) bool {
		if n == 2 {
			fmt.Fprint(w, `{"q0":{"result":[{"id":7,"name":"Seven","score":"12.5","type":"Person","match":"true"},{"id":"x","name":"X","score":99,"type":["A",{"id":"B","name":"Bee"},3],"description":null},{"name":"nobody"},{"id":"y","score":"NaN"}]}}`)
		}
		return n == 2
	}}
	c, _, err := serve(t, s, reconcile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Ask(t.Context(), []reconcile.Query{{Name: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "[{ID:x Name:X Description: Types:[{ID:A Name:} {ID:B Name:Bee}] Score:99 Match:false} {ID:7 Name:Seven Description: Types:[{ID:Person Name:}] Score:12.5 Match:true} {ID:y Name: Description: Types:[] Score:0 Match:false}]"
	if s := fmt.Sprintf("%+v", got[0]); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestSameAs(t *testing.T) {
	for _, c := range []struct{ space, view, scheme, id, want string }{
		{"http://www.wikidata.org/entity/", "", "wikidata", "Q1", "wikidata:Q1"},
		{"https://example.org/id/", "", "", "7", "https://example.org/id/7"},
		{"", "", "", "https://example.org/7", "https://example.org/7"},
		{"urn:x", "https://example.org/show/{{id}}", "", "7", "https://example.org/show/7"},
		{"urn:x", "javascript:alert({{id}})", "", "7", ""},
		{"urn:x", "", "x", "a b", ""},
		{"urn:x", "", "x", "a\u202eb", ""},
	} {
		m := reconcile.Manifest{IdentifierSpace: c.space}
		m.View.URL = c.view
		if got := m.SameAs(c.scheme, c.id); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}
