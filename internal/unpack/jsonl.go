package unpack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"

	"dateline/internal/diag"
)

// isJSONLines goes by the name: one JSON object alone may be anything.
func isJSONLines(name string, _ []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jsonl", ".ndjson":
		return true
	}
	return false
}

// readJSONLines reads a corpus of one JSON object a line.
func readJSONLines(name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	var diags diag.List
	n := 0
	for line := range bytes.Lines(src) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		var row map[string]any
		if err := json.Unmarshal(line, &row); err != nil {
			diags = append(diags, diag.Diagnostic{Severity: diag.Error, Code: "malformed-json", File: name, Line: n, Message: err.Error()})
			continue
		}
		field := func(named string, usual ...string) string {
			for _, k := range append([]string{named}, usual...) {
				if v, ok := row[k]; ok && k != "" {
					return fmt.Sprint(v)
				}
			}
			return ""
		}
		e := Entry{ID: field(opt.Columns.ID, "id"), Title: field(opt.Columns.Title, "title"), Line: n}
		if e.ID == "" {
			e.ID = strconv.Itoa(n)
		}
		text := field(opt.Columns.Text, "text")
		if strings.TrimSpace(text) == "" {
			e.Skip = "a line without text"
		} else {
			e.Item = &Item{Name: e.ID + ".txt", Kind: "text", Body: []byte(text), Meta: Meta{Title: e.Title}}
		}
		if !yield(e) {
			return diags
		}
	}
	return diags
}
