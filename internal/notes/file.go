package notes

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
)

// Edit returns a file with the lines of some decisions taken out and others put in, each
// before the first that stands further on. All other lines stay byte for byte, those
// that cannot be read too.
func Edit(src []byte, remove []string, add []Note) []byte {
	gone := make(map[string]bool, len(remove))
	for _, id := range remove {
		gone[id] = true
	}
	type line struct {
		bytes []byte
		note  *Note // nil when it cannot be read
	}
	var lines []line
	for raw := range bytes.Lines(src) {
		n, fault := ParseLine(bytes.TrimSpace(raw))
		switch {
		case fault != nil:
			lines = append(lines, line{bytes.TrimSuffix(raw, []byte("\n")), nil})
		case !gone[n.ID]:
			lines = append(lines, line{bytes.TrimSuffix(raw, []byte("\n")), &n})
		}
	}
	for i := range add {
		n := &add[i]
		at := len(lines)
		for k := range lines {
			if m := lines[k].note; m != nil && (m.Start > n.Start || m.Start == n.Start && m.ID > n.ID) {
				at = k
				break
			}
		}
		lines = slices.Insert(lines, at, line{n.Append(nil), n})
	}
	var out []byte
	for _, l := range lines {
		out = append(append(out, l.bytes...), '\n')
	}
	return out
}

// NewID returns an id for n that none of the taken has: a letter for its kind, and some
// that follow from what it says, so that the same decision gets the same id on every
// machine.
func NewID(n *Note, taken func(id string) bool) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%d", n.Kind, n.Exact, n.Prefix, n.Suffix, n.Start))
	digits := strings.ToLower(base32.HexEncoding.EncodeToString(sum[:]))
	letter := "n"
	if n.Kind != "" {
		letter = n.Kind[:1]
	}
	for size := 5; ; size++ {
		id := letter + digits[:min(size, len(digits))]
		if size > len(digits) {
			id += fmt.Sprint(size)
		}
		if !taken(id) {
			return id
		}
	}
}
