// Package reconciletest owns a reconciliation service of a few entities, for tests:
// the W3C's Reconciliation Service API 0.2, with the checks that services make of what
// they are asked. A Service is for one test.
package reconciletest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Entity is what the service knows.
type Entity struct {
	ID, Name, Description string
	Aliases, Types        []string
	Properties            map[string]string
}

// Service is a handler. Its fields must not change once it serves.
type Service struct {
	Space    string // identifierSpace of the manifest
	Entities []Entity

	// Trouble may answer the n-th request, from 1, in another way, and reports whether it did.
	Trouble func(n int, w http.ResponseWriter, r *http.Request) bool

	mu       sync.Mutex
	requests []*http.Request
	batches  [][]Query
}

// Query is a query as it was received.
type Query struct {
	Query      string `json:"query"`
	Type       any    `json:"type"`
	TypeStrict string `json:"type_strict"`
	Limit      *int   `json:"limit"`
	Properties []struct {
		PID string `json:"pid"`
		V   any    `json:"v"`
	} `json:"properties"`
}

// Requests returns the requests so far.
func (s *Service) Requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Batches returns the queries of each request that had some, by their keys.
func (s *Service) Batches() [][]Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.batches)
}

// ServeHTTP answers with the manifest, or with candidates when there are queries.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	n := len(s.requests)
	s.mu.Unlock()
	if s.Trouble != nil && s.Trouble(n, w, r) {
		return
	}
	if err := r.ParseForm(); err != nil {
		refuse(w, err.Error())
		return
	}
	text := r.Form.Get("queries")
	if text == "" {
		write(w, map[string]any{
			"versions": []string{"0.1", "0.2"}, "name": "Test service", "identifierSpace": s.Space, "schemaSpace": s.Space,
			"defaultTypes": []any{}, "view": map[string]string{"url": strings.TrimSuffix(s.Space, "/") + "/{{id}}"},
		})
		return
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	var queries map[string]Query
	if err := dec.Decode(&queries); err != nil {
		refuse(w, err.Error())
		return
	}
	var keys []string
	for key := range queries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var batch []Query
	out := map[string]any{}
	for _, key := range keys {
		q := queries[key]
		if q.Query == "" || q.Limit != nil && *q.Limit < 1 || q.TypeStrict != "" && !slices.Contains([]string{"any", "all", "should"}, q.TypeStrict) {
			refuse(w, "the query "+key+" is invalid")
			return
		}
		batch = append(batch, q)
		out[key] = map[string]any{"result": s.candidates(q)}
	}
	s.mu.Lock()
	s.batches = append(s.batches, batch)
	s.mu.Unlock()
	write(w, out)
}

func write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	json.NewEncoder(w).Encode(map[string]string{"status": "error", "message": why})
}

// result is a candidate.
type result struct {
	ID          string              `json:"id"`
	Name        string              `json:"name"`
	Description string              `json:"description"`
	Score       float64             `json:"score"`
	Match       bool                `json:"match"`
	Type        []map[string]string `json:"type"`
}

// candidates scores entities by the words that their names share with the query's; a
// property that contradicts costs much, and another type half. It is sure of one that
// has the whole name, and of which no other comes near.
func (s *Service) candidates(q Query) []result {
	list := []result{}
	for _, e := range s.Entities {
		score := 0.0
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			score = max(score, 100*shared(q.Query, name))
		}
		for _, p := range q.Properties {
			if v, ok := e.Properties[p.PID]; ok && v != p.V {
				score -= 40
			}
		}
		if t, ok := q.Type.(string); ok && !slices.Contains(e.Types, t) {
			score /= 2
		}
		if score <= 0 {
			continue
		}
		r := result{ID: e.ID, Name: e.Name, Description: e.Description, Score: score}
		for _, t := range e.Types {
			r.Type = append(r.Type, map[string]string{"id": t, "name": "type " + t})
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b result) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	if len(list) > 0 {
		list[0].Match = list[0].Score >= 95 && (len(list) == 1 || list[1].Score < 80)
	}
	if q.Limit != nil && len(list) > *q.Limit {
		list = list[:*q.Limit]
	}
	return list
}

// shared returns which part of all words two names share.
func shared(a, b string) float64 {
	v, w := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	same := 0
	for _, x := range v {
		if slices.Contains(w, x) {
			same++
		}
	}
	return 2 * float64(same) / float64(len(v)+len(w))
}
