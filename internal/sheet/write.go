package sheet

import (
	"bytes"
	"strings"
)

// Mark is the byte order mark. Excel takes a table without it for the computer's
// old character set.
const Mark = "\uFEFF"

// AppendRow writes cells as a line of a table. What it writes is read back as the
// same cells, if they are as charset.Clean leaves them.
func AppendRow(dst []byte, cells []string, sep byte) []byte {
	for i, c := range cells {
		if i > 0 {
			dst = append(dst, sep)
		}
		if c != "" && strings.IndexByte(c, sep) < 0 && !strings.ContainsAny(c, "\"\n\r") && c[0] != ' ' && c[len(c)-1] != ' ' || c == "" && len(cells) > 1 {
			dst = append(dst, c...)
			continue
		}
		dst = append(dst, '"')
		dst = append(dst, bytes.ReplaceAll([]byte(c), []byte(`"`), []byte(`""`))...)
		dst = append(dst, '"')
	}
	return append(dst, '\n')
}

// formulas are the characters that make a spreadsheet take a cell for a formula,
// which it then computes (CWE-1236).
const formulas = "=+-@\t\n＝＋－＠"

// Guard puts an apostrophe before a cell that a spreadsheet would take for a formula,
// and before one that Unguard would else change.
func Guard(cell string) string {
	if guarded(cell) || cell != "" && strings.ContainsRune(formulas, first(cell)) {
		return "'" + cell
	}
	return cell
}

// Unguard takes the apostrophe away that Guard put there.
func Unguard(cell string) string {
	if guarded(cell) {
		return cell[1:]
	}
	return cell
}

// guarded reports apostrophes before what would be a formula without them.
func guarded(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return len(rest) < len(cell) && rest != "" && strings.ContainsRune(formulas, first(rest))
}

func first(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// The separator of values within a cell, as it is written. Others are read too.
const between = " | "

// Join writes several values into one cell. A value that holds a separator, or looks
// quoted, is put in quotation marks, which are doubled inside.
func Join(values []string) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(between)
		}
		if v != "" && !strings.ContainsAny(v, "|;\n") && v[0] != '"' && strings.TrimSpace(v) == v {
			b.WriteString(v)
			continue
		}
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(v, `"`, `""`))
		b.WriteByte('"')
	}
	return b.String()
}

// Split reads the values of a cell, which are parted by | or ; or line ends. Space
// around them and empty ones are left out; in quotation marks they are as they stand.
func Split(cell string) []string {
	var out []string
	for cell = strings.TrimSpace(cell); cell != ""; cell = strings.TrimSpace(cell) {
		if v, rest, ok := quoted(cell); ok {
			out, cell = append(out, v), rest
			continue
		}
		v, rest := cell, ""
		if i := strings.IndexAny(cell, "|;\n"); i >= 0 {
			v, rest = cell[:i], cell[i+1:]
		}
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
		cell = rest
	}
	return out
}

// quoted reads a value in quotation marks from the start of a cell, with the
// separator after it.
func quoted(cell string) (value, rest string, ok bool) {
	if cell[0] != '"' {
		return "", "", false
	}
	for i := 1; i < len(cell); i++ {
		if cell[i] != '"' {
			continue
		}
		if i+1 < len(cell) && cell[i+1] == '"' {
			i++
			continue
		}
		rest = strings.TrimLeft(cell[i+1:], " \t")
		if rest != "" && !strings.ContainsAny(rest[:1], "|;\n") {
			return "", "", false // quotation marks that belong to the value
		}
		if rest != "" {
			rest = rest[1:]
		}
		return strings.ReplaceAll(cell[1:i], `""`, `"`), rest, true
	}
	return "", "", false
}
