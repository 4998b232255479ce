package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestExternal(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/gone":
			http.NotFound(w, r)
		case r.URL.Path == "/no-head" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	}))
	defer srv.Close()
	found := map[string]string{}
	externalLinks(found, "b/index.html", []byte(`<a href="`+srv.URL+`/gone#part">x</a> <a class=y href="`+srv.URL+`/no-head">y</a>`))
	externalLinks(found, "a/index.html", []byte(`<a href="`+srv.URL+`/gone">x</a> <a href="../c/">c</a> <img src="`+srv.URL+`/gone2"> <a href="http://127.0.0.1:1/">z</a>`))
	if len(found) != 3 {
		t.Fatalf("found %v", found)
	}
	p := &program{World: World{Stderr: &bytes.Buffer{}, Now: time.Now, Getenv: func(string) string { return "" }}}
	list := p.checkExternal(t.Context(), found)
	if len(list) != 2 || !strings.Contains(list[0].Message, "127.0.0.1:1/") || !strings.Contains(list[1].Message, "/gone, linked from a/index.html: it answers 404") {
		t.Fatalf("got %v", list)
	}
}
