// Package reconcile owns the conversation with a service that knows identifiers of
// people, places and organisations, such as Wikidata's: the W3C's Reconciliation
// Service API 0.2, which OpenRefine speaks. It asks only when it is told to, in
// batches, one at a time, and remembers answers. It knows neither our entities nor
// their files.
//
// https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Options say whom to ask and how. Service is needed.
type Options struct {
	Service   string        // http or https address
	UserAgent string        // who asks, so that those who run the service can write to them
	Batch     int           // queries in one request; 10 when 0, and never more than the service wants
	Pause     time.Duration // between two requests; half a second when 0
	Timeout   time.Duration // of a request; a minute when 0
	Memory    Memory        // answers of earlier runs; nil for none
	Refresh   bool          // ask again what is remembered

	Wait     func(ctx context.Context, d time.Duration) error // waits; for tests
	Progress func(done, of int)                               // queries; may be nil
}

// Memory keeps answers, as a cache does.
type Memory interface {
	Get(key string) ([]byte, bool)
	Put(key string, val []byte)
}

// Manifest is what a service says of itself.
type Manifest struct {
	Name            string   `json:"name"`
	Versions        []string `json:"versions"`
	IdentifierSpace string   `json:"identifierSpace"`
	SchemaSpace     string   `json:"schemaSpace"`
	BatchSize       int      `json:"batchSize"` // of later drafts; 0 when it says none
	View            struct {
		URL string `json:"url"` // with {{id}} in it
	} `json:"view"`
}

// Query asks for the entity that has a name.
type Query struct {
	Name       string
	Type       string // id of the service's type; "" for any
	Limit      int    // candidates
	Properties []Property
}

// Property is what is known beside the name, by the service's id of it.
type Property struct{ ID, Value string }

// Candidate is an entity of the service that may be meant.
type Candidate struct {
	ID, Name, Description string
	Types                 []Type
	Score                 float64 // the higher the likelier; each service has its own scale
	Match                 bool    // the service is sure
}

// Type is a type of the service; its name may be "".
type Type struct{ ID, Name string }

// Client is a service that can be asked. It is for one goroutine.
type Client struct {
	opt      Options
	web      web
	manifest Manifest

	Asked, Remembered int // queries
}

// Open asks a service for its manifest.
func Open(ctx context.Context, opt Options) (*Client, error) {
	c := &Client{opt: opt}
	if err := c.web.open(opt); err != nil {
		return nil, err
	}
	body, err := c.web.get(ctx)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &c.manifest); err != nil || c.manifest.Name == "" && c.manifest.IdentifierSpace == "" {
		return nil, fmt.Errorf("%s is no reconciliation service: it answers without a manifest in JSON", opt.Service)
	}
	if v := c.manifest.Versions; len(v) > 0 && !slices.ContainsFunc(v, func(s string) bool { return strings.HasPrefix(s, "0.") }) {
		return nil, fmt.Errorf("%s speaks version %s of the reconciliation API; 0.2 is needed", opt.Service, strings.Join(v, ", "))
	}
	return c, nil
}

// Manifest returns what the service says of itself.
func (c *Client) Manifest() Manifest { return c.manifest }

// most bounds the queries of one request.
const most = 10

// Ask returns the candidates for every query, best first. When the service fails, the
// error says how, and the answers until then are returned: they are remembered, so that
// to ask again goes on there.
func (c *Client) Ask(ctx context.Context, queries []Query) ([][]Candidate, error) {
	out := make([][]Candidate, len(queries))
	var todo []int
	for i, q := range queries {
		if list, ok := c.recall(q); ok {
			out[i] = list
			c.Remembered++
		} else {
			todo = append(todo, i)
		}
	}
	size := c.opt.Batch
	if size <= 0 {
		size = most
	}
	if n := c.manifest.BatchSize; n > 0 {
		size = min(size, n)
	}
	done := len(queries) - len(todo)
	for batch := range slices.Chunk(todo, size) {
		c.progress(done, len(queries))
		answers, err := c.batch(ctx, queries, batch)
		if err != nil {
			return out, err
		}
		for k, i := range batch {
			out[i] = answers[k]
			c.remember(queries[i], answers[k])
		}
		done += len(batch)
		c.Asked += len(batch)
	}
	c.progress(done, len(queries))
	return out, nil
}

func (c *Client) progress(done, of int) {
	if c.opt.Progress != nil {
		c.opt.Progress(done, of)
	}
}

// key returns under what the answer to a query is remembered.
func (c *Client) key(q Query) string {
	text, _ := json.Marshal(q.wire()) // maps of strings always can be
	return "reconcile " + c.opt.Service + " " + string(text)
}

func (c *Client) recall(q Query) ([]Candidate, bool) {
	if c.opt.Memory == nil || c.opt.Refresh {
		return nil, false
	}
	text, ok := c.opt.Memory.Get(c.key(q))
	if !ok {
		return nil, false
	}
	var list []Candidate
	return list, json.Unmarshal(text, &list) == nil
}

func (c *Client) remember(q Query, list []Candidate) {
	if c.opt.Memory == nil {
		return
	}
	if text, err := json.Marshal(list); err == nil {
		c.opt.Memory.Put(c.key(q), text)
	}
}

// wire is a query as the API has it.
func (q Query) wire() map[string]any {
	m := map[string]any{"query": q.Name}
	if q.Type != "" {
		m["type"], m["type_strict"] = q.Type, "should"
	}
	if q.Limit > 0 {
		m["limit"] = q.Limit
	}
	if len(q.Properties) > 0 {
		var list []map[string]string
		for _, p := range q.Properties {
			list = append(list, map[string]string{"pid": p.ID, "v": p.Value})
		}
		m["properties"] = list
	}
	return m
}

// batch asks some of the queries in one request.
func (c *Client) batch(ctx context.Context, queries []Query, which []int) ([][]Candidate, error) {
	asked := map[string]any{}
	for k, i := range which {
		asked["q"+strconv.Itoa(k)] = queries[i].wire()
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	body, err := c.web.post(ctx, url.Values{"queries": {string(text)}})
	if err != nil {
		return nil, err
	}
	answers, err := parse(body, len(which))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.opt.Service, err)
	}
	return answers, nil
}

// The bounds of an answer.
const (
	maxCandidates = 50   // for one query
	maxText       = 1000 // characters of a name or description
)

// parse reads the answer to n queries.
func parse(body []byte, n int) ([][]Candidate, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, fmt.Errorf("its answer is not the JSON of candidates: %w", err)
	}
	out := make([][]Candidate, n)
	for k := range out {
		name := "q" + strconv.Itoa(k)
		raw, ok := whole[name]
		if !ok {
			return nil, fmt.Errorf("its answer has nothing on the query %s%s", name, complaint(whole))
		}
		var answer struct{ Result []rawCandidate }
		if err := json.Unmarshal(raw, &answer); err != nil {
			return nil, fmt.Errorf("its answer to the query %s cannot be read: %w", name, err)
		}
		for _, r := range answer.Result[:min(len(answer.Result), maxCandidates)] {
			if c, ok := r.candidate(); ok {
				out[k] = append(out[k], c)
			}
		}
		slices.SortStableFunc(out[k], func(a, b Candidate) int {
			switch {
			case a.Score > b.Score:
				return -1
			case a.Score < b.Score:
				return 1
			}
			return strings.Compare(a.ID, b.ID)
		})
	}
	return out, nil
}

// complaint returns what a service says instead of an answer.
func complaint(whole map[string]json.RawMessage) string {
	for _, key := range []string{"message", "error", "details"} {
		var s string
		if json.Unmarshal(whole[key], &s) == nil && s != "" {
			return ": " + short(s)
		}
	}
	return ""
}

// rawCandidate is a candidate as services write it: some give a score as text, some a
// type as its bare id, some one type without a list.
type rawCandidate struct {
	ID          any             `json:"id"`
	Name        string          `json:"name"`
	Description any             `json:"description"`
	Type        json.RawMessage `json:"type"`
	Types       json.RawMessage `json:"types"`
	Score       any             `json:"score"`
	Match       any             `json:"match"`
}

func (r *rawCandidate) candidate() (Candidate, bool) {
	c := Candidate{ID: textOf(r.ID), Name: short(r.Name), Description: short(textOf(r.Description)), Types: append(typesOf(r.Type), typesOf(r.Types)...)}
	c.Match = r.Match == true || r.Match == "true"
	switch s := r.Score.(type) {
	case float64:
		c.Score = s
	case string:
		if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			c.Score = f
		}
	}
	return c, c.ID != "" && len(c.ID) <= maxText
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// typesOf reads one type or a list of them, each an id or an object.
func typesOf(raw json.RawMessage) []Type {
	if len(raw) == 0 {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var out []Type
	for _, item := range list[:min(len(list), maxCandidates)] {
		var id string
		var full struct{ ID, Name string }
		switch {
		case json.Unmarshal(item, &id) == nil && id != "":
			out = append(out, Type{ID: id})
		case json.Unmarshal(item, &full) == nil && full.ID != "":
			out = append(out, Type{full.ID, short(full.Name)})
		}
	}
	return out
}

// short cuts a text of a service that is longer than anybody reads.
func short(s string) string {
	if r := []rune(s); len(r) > maxText {
		return string(r[:maxText]) + "…"
	}
	return s
}

// errTooLarge is about an answer.
var errTooLarge = errors.New("its answer is larger than 8 MB")
