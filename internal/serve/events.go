package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"dateline/internal/diag"
)

// heartbeat is how often a silent stream says that it is alive, so that a
// connection that is gone is noticed.
const heartbeat = 20 * time.Second

// state is what an open page is told.
type state struct {
	Build    int       `json:"build"`
	Problems []problem `json:"problems"`
}

// problem is a diagnostic as the overlay shows it.
type problem struct {
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	Place    string `json:"place,omitempty"` // file:line:col
	Message  string `json:"message"`
	Excerpt  string `json:"excerpt,omitempty"`
	Col      int    `json:"col,omitempty"`
	Width    int    `json:"width,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

// maxShown is the most problems that the overlay is sent; the terminal has all.
const maxShown = 100

func (s *Server) state() (state, <-chan struct{}) {
	s.mu.Lock()
	site, failure := s.site, s.failure
	st, changed := state{Build: s.build}, s.changed
	s.mu.Unlock()
	if failure != "" {
		st.Problems = append(st.Problems, problem{Severity: "error", Message: failure})
	}
	if site == nil {
		return st, changed
	}
	list := site.Problems()
	for _, worst := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range list {
			if d.Severity != worst || len(st.Problems) >= maxShown {
				continue
			}
			p := problem{Severity: d.Severity.String(), Code: d.Code, Message: d.Message, Excerpt: d.Excerpt, Col: d.Col, Width: d.Width, Hint: d.Hint, Place: d.File}
			if d.Line > 0 {
				p.Place = fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Col)
			}
			st.Problems = append(st.Problems, p)
		}
	}
	return st, changed
}

// events is a stream of server-sent events: the state now, and after every
// build. Browsers allow six connections to a host, so pages close it while they are hidden.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	full := s.streams >= maxStreams
	if !full {
		s.streams++
	}
	s.mu.Unlock()
	if full {
		http.Error(w, "too many open pages", http.StatusServiceUnavailable)
		return
	}
	defer func() {
		s.mu.Lock()
		s.streams--
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	ctl := http.NewResponseController(w)
	ctl.SetReadDeadline(time.Time{})
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		st, changed := s.state()
		data, err := json.Marshal(st)
		if err != nil {
			return
		}
		ctl.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil || ctl.Flush() != nil {
			return
		}
	wait:
		for {
			select {
			case <-r.Context().Done():
				return
			case <-changed:
				break wait
			case <-tick.C:
				ctl.SetWriteDeadline(time.Now().Add(writeTimeout))
				if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || ctl.Flush() != nil {
					return
				}
			}
		}
	}
}
