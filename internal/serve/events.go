package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dateline/internal/diag"
)

// liveJS is the script in every page that is served.
//
//go:embed live.js
var liveJS []byte

// state is what an open page is told: at first, and after each change.
type state struct {
	Session  string    `json:"session"`
	Version  int       `json:"version"`
	Assets   []string  `json:"assets"` // URL paths that changed since the page was told last
	Problems []problem `json:"problems"`
	More     int       `json:"more"` // problems that are not in the list
}

// problem is a diagnostic as it is shown over the page.
type problem struct {
	Severity string `json:"severity"`
	Place    string `json:"place"` // file:line:col
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Excerpt  string `json:"excerpt"`
	Col      int    `json:"col"`
	Width    int    `json:"width"`
}

// maxProblems is how many are shown: more would not be read, and might be many thousands.
const maxProblems = 50

// events streams the state of the site to one open page (server-sent events, as
// in the HTML standard), until the page closes it or the server ends.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	since := 0
	if r.FormValue("session") == s.session {
		since, _ = strconv.Atoi(r.FormValue("version"))
	}
	wake := make(chan struct{}, 1)
	s.mu.Lock()
	s.pages[wake] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.pages, wake)
		s.mu.Unlock()
	}()
	rc := http.NewResponseController(w)
	send := func(text string) bool {
		// A page that does not read for so long is gone. Where deadlines cannot be
		// set, as in a test, there is no connection to keep busy.
		_ = rc.SetWriteDeadline(time.Now().Add(headerTime))
		_, err := fmt.Fprint(w, text)
		return err == nil && rc.Flush() == nil
	}
	alive := time.NewTicker(15 * time.Second)
	defer alive.Stop()
	for {
		st := s.state(since)
		since = st.Version
		data, err := json.Marshal(st)
		if err != nil || !send("data: "+string(data)+"\n\n") {
			return
		}
		for asleep := true; asleep; {
			select {
			case <-wake:
				asleep = false
			case <-alive.C: // shows that a page is gone that did not say so
				if !send(":\n\n") {
					return
				}
			case <-r.Context().Done():
				return
			}
		}
	}
}

// state returns what a page must know that knew everything up to a version.
func (s *Server) state(since int) state {
	s.mu.Lock()
	v := s.now
	st := state{Session: s.session, Version: v.number, Assets: []string{}}
	for url, a := range s.assets {
		if a.changed > since {
			st.Assets = append(st.Assets, url)
		}
	}
	s.mu.Unlock()
	slices.Sort(st.Assets)
	problems := v.problems()
	s.mu.Lock()
	if v.number == s.now.number {
		s.known = len(problems)
	}
	s.mu.Unlock()
	st.Problems, st.More = shown(problems)
	return st
}

// shown picks the problems to show, errors first, and counts the rest. What is
// merely worth knowing is not shown.
func shown(all diag.List) (list []problem, more int) {
	list = []problem{}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range all {
			if d.Severity != severity {
				continue
			}
			if len(list) == maxProblems {
				more++
				continue
			}
			place := d.File
			if d.Line > 0 {
				place += fmt.Sprintf(":%d:%d", d.Line, d.Col)
			}
			list = append(list, problem{
				Severity: d.Severity.String(), Place: place, Code: d.Code, Message: d.Message, Hint: d.Hint,
				Excerpt: d.Excerpt, Col: d.Col, Width: d.Width,
			})
		}
	}
	return list, more
}
