package serve

import "dateline/internal/diag"

// keep holds the last good state of the pages that were opened, so that a page
// need not vanish while its author is in the middle of a change. It is bounded:
// the page that was first opened is the first to be forgotten. The zero value is empty.
type keep struct {
	pages map[string]page // by file name
	order []string        // of their first opening
}

// page is one of them.
type page struct {
	body   []byte
	source string // the file it is made from, or ""
}

const maxKept = 200

func (k *keep) put(name string, p page) {
	if k.pages == nil {
		k.pages = map[string]page{}
	}
	if _, ok := k.pages[name]; !ok {
		if len(k.order) == maxKept {
			delete(k.pages, k.order[0])
			k.order = append(k.order[:0], k.order[1:]...)
		}
		k.order = append(k.order, name)
	}
	k.pages[name] = p
}

// lastGood returns the page to show for one that was made with the given result:
// that one, unless it or its source is broken and there is a good one from before.
// When it was found out only now what is wrong, open pages are told.
func (s *Server) lastGood(v version, name string, body []byte, err error) ([]byte, error) {
	problems := v.problems()
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.number == s.now.number && len(problems) != s.known {
		s.known = len(problems)
		s.wake()
	}
	last, kept := s.good.pages[name]
	source := v.site.Source(name)
	if err != nil && source == "" {
		source = last.source // it may be too broken to be known
	}
	broken := err != nil
	for i := range problems {
		if problems[i].Severity == diag.Error && problems[i].File == source && source != "" {
			broken = true
		}
	}
	switch {
	case broken && kept:
		return last.body, nil
	case !broken:
		s.good.put(name, page{body, source})
	}
	return body, err
}
