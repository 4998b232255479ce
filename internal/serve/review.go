package serve

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"dateline/internal/review"
)

// ReviewPath is where decisions are made: pages and scripts, which are got, and the
// calls of these, which are posted.
const ReviewPath = own + "review/"

// reviewFiles are the scripts and the style sheet of reviewing. They are served here and
// nowhere else, so that no built site can have them.
//
//go:embed reviewing
var reviewFiles embed.FS

const (
	maxBody  = 256 << 10 // bytes of a call
	bodyTime = 10 * time.Second

	// tokenHeader carries what only this server's pages know. A page of another site
	// can neither read it nor send such a header.
	tokenHeader = "X-Dateline-Token"
)

// newToken returns what only this process and its pages know.
func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// refuseCall returns the status for a call that must not be answered, and why. The host
// is ours, as for every request; that the page is one of ours must be shown too.
func (s *Server) refuseCall(r *http.Request) (status int, why string) {
	if r.Header.Get("Origin") == "" {
		return http.StatusForbidden, "a call has no origin"
	}
	if subtle.ConstantTimeCompare([]byte(r.Header.Get(tokenHeader)), []byte(s.token)) != 1 {
		return http.StatusForbidden, "the token is another"
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
		return http.StatusUnsupportedMediaType, "a call is not JSON"
	}
	return 0, ""
}

// review answers for everything below ReviewPath.
func (s *Server) review(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, ReviewPath)
	if r.Method == http.MethodPost {
		s.call(w, r, name)
		return
	}
	if name == "" {
		s.reviewStart(w, r)
		return
	}
	data, err := reviewFiles.ReadFile("reviewing/" + name)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("ETag", `"`+tagOf(data)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// reviewStart sends the list of articles, which its script fills.
func (s *Server) reviewStart(w http.ResponseWriter, r *http.Request) {
	v := s.current(r.Context())
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'")
	s.page(w, r, v, http.StatusOK, fmt.Appendf(nil, `<!doctype html>
<html lang="en" data-version="%d">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Review</title>
<link rel="stylesheet" href="%[2]sreview.css">
<script type="module" src="%[2]sstart.js" data-token="%[3]s" data-base="%[4]s"></script>
</head>
<body class="rv-start">
<main>
<p class="rv-back"><a href="%[4]s">To the site</a></p>
<h1>Review</h1>
<p id="rv-sum" role="status">Counting what is undecided …</p>
<div class="rv-find"><label for="rv-filter">Find an article</label> <input id="rv-filter" type="search" autocomplete="off"> <label class="rv-check"><input id="rv-open" type="checkbox" checked> only those with something undecided</label></div>
<ol id="rv-list"></ol>
<noscript><p>Reviewing needs scripts.</p></noscript>
</main>
</body>
</html>
`, v.number, ReviewPath, s.token, html.EscapeString(s.base)))
}

// reviewMarkup is what the page of an article gets beside the script that keeps it
// fresh; nothing for other pages.
func (s *Server) reviewMarkup(v version, name string) string {
	if s.opt.Review == nil || v.site == nil {
		return ""
	}
	source := v.site.Source(name)
	if !s.opt.Review.Has(source) {
		return fmt.Sprintf(`<link rel="stylesheet" href="%sreview.css"><a class="rv-enter" href="%[1]s">Review</a>`, ReviewPath)
	}
	return fmt.Sprintf(`<link rel="stylesheet" href="%sreview.css"><script type="module" src="%[1]sreview.js" data-token="%[2]s" data-path="%[3]s"></script>`,
		ReviewPath, s.token, html.EscapeString(source))
}

// failure is what a call that failed is answered with.
type failure struct {
	Error  string        `json:"error"`
	What   string        `json:"what,omitempty"`   // of a conflict: which file is another
	Yours  []string      `json:"yours,omitempty"`  // the lines that were not written
	Theirs []string      `json:"theirs,omitempty"` // the lines that are there
	State  *review.State `json:"state,omitempty"`
}

// call answers a call of a page.
func (s *Server) call(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Cache-Control", "no-store")
	// Where deadlines cannot be set, as in a test, there is no connection to keep busy.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		status := http.StatusBadRequest
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		respond(w, status, failure{Error: "the request cannot be read: " + err.Error()})
		return
	}
	answer, err := s.answerCall(name, body)
	switch conflict := (*review.Conflict)(nil); {
	case err == nil:
		respond(w, http.StatusOK, answer)
	case errors.As(err, &conflict):
		respond(w, http.StatusConflict, failure{err.Error(), conflict.What, conflict.Yours, conflict.Theirs, conflict.State})
	case errors.Is(err, review.ErrNoArticle):
		respond(w, http.StatusNotFound, failure{Error: err.Error()})
	case errors.Is(err, review.ErrRequest):
		respond(w, http.StatusBadRequest, failure{Error: err.Error()})
	default:
		s.opt.Log.Printf("review: %v", err)
		respond(w, http.StatusInternalServerError, failure{Error: err.Error()})
	}
}

// answerCall does what a call asks for.
func (s *Server) answerCall(name string, body []byte) (any, error) {
	desk := s.opt.Review
	switch name {
	case "articles":
		return map[string]any{"articles": desk.Articles()}, nil
	case "article":
		var q struct{ Path string }
		if err := decode(body, &q); err != nil {
			return nil, err
		}
		return desk.Article(q.Path)
	case "search":
		var q struct{ Words string }
		if err := decode(body, &q); err != nil {
			return nil, err
		}
		return map[string]any{"entities": desk.Search(q.Words)}, nil
	case "select":
		var q review.Selection
		if err := decode(body, &q); err != nil {
			return nil, err
		}
		return desk.Selected(q)
	case "decide":
		var q review.Change
		if err := decode(body, &q); err != nil {
			return nil, err
		}
		state, undo, err := desk.Decide(q)
		if err != nil {
			return nil, err
		}
		return map[string]any{"state": state, "undo": undo}, nil
	}
	return nil, fmt.Errorf("%w: there is no call %q", review.ErrNoArticle, path.Base(name))
}

// decode reads the JSON of a call, which has no keys but those that are known.
func decode(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", review.ErrRequest, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows it", review.ErrRequest)
	}
	return nil
}

func respond(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", contentTypes[".json"])
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the browser may have gone away
}
