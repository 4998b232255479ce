package article

import (
	"bytes"
	"encoding/json"

	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
)

// TimeDecision is what a person decided on an expression of time.
type TimeDecision struct {
	entity.Decision
	Value day.Date
}

// Notes are the decisions on one article's annotations, from NAME.notes.jsonl.
type Notes struct {
	Mentions []entity.Decision
	Times    []TimeDecision
}

// maxNotes is the longest line of a notes file, in bytes.
const maxNotes = 1 << 16

// ReadNotes reads a notes file: one JSON object a line. A line that cannot be
// read is a diagnostic and the others count all the same.
func ReadNotes(file string, src []byte) (Notes, diag.List) {
	var n Notes
	var diags diag.List
	for off, num := 0, 1; off < len(src); num++ {
		line := src[off:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		start := off
		off += len(line) + 1
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		bad := func(code, format string, args ...any) *diag.Diagnostic {
			diags = append(diags, diag.At(diag.Error, code, file, src, start, start+len(line), format, args...))
			return &diags[len(diags)-1]
		}
		if len(line) > maxNotes {
			bad("too-long", "the decision has %d bytes", len(line)).Hint = "keep a decision under 64 KiB"
			continue
		}
		var d struct {
			ID, Kind, Status, Entity, Value, Exact, Prefix, Suffix string
			Start                                                  int
		}
		if err := json.Unmarshal(line, &d); err != nil {
			bad("bad-note", "not a decision in JSON: %v", err).Hint = `write one object a line: {"id":"…","kind":"mention","status":"accepted","entity":"…","exact":"…"}`
			continue
		}
		if d.Exact == "" {
			bad("bad-note", "the decision has no %q", "exact").Hint = "quote the words it is about"
			continue
		}
		if d.Status != "accepted" && d.Status != "rejected" {
			bad("bad-note", "%q is not a status", d.Status).Hint = "write accepted or rejected"
			continue
		}
		dec := entity.Decision{ID: d.ID, Status: d.Status, Entity: d.Entity, Exact: d.Exact, Prefix: d.Prefix, Suffix: d.Suffix, Start: d.Start, Line: num}
		switch d.Kind {
		case "mention":
			if d.Entity == "" && d.Status == "accepted" {
				bad("bad-note", "an accepted mention names no entity").Hint = `add "entity":"ID"`
				continue
			}
			n.Mentions = append(n.Mentions, dec)
		case "time":
			t := TimeDecision{Decision: dec}
			if d.Status == "accepted" {
				v, err := day.Parse(d.Value)
				if err != nil {
					bad("bad-date", "%q is not a date: %v", d.Value, err).Hint = dateHint
					continue
				}
				t.Value = v
			}
			n.Times = append(n.Times, t)
		case "event", "quote": // kept in the file for tools that know them
		default:
			bad("bad-note", "%q is not a kind of decision", d.Kind).Hint = "write mention, time, event or quote"
		}
	}
	return n, diags
}
