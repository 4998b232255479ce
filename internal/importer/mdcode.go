package importer

import "strings"

// stretch is a range of bytes, its end not counted.
type stretch struct{ start, end int }

// fenced follows fenced code blocks.
type fenced struct {
	mark   byte
	n      int
	quoted bool // it stands in a quotation, and ends with it
}

// line takes the next line and reports whether it belongs to a fenced code block.
// In a list, a block may be indented.
func (f *fenced) line(s string, list bool) bool {
	t := strings.TrimLeft(s, " \t")
	deep := len(s)-len(t) > 3 && !list
	quoted := strings.HasPrefix(t, ">") && (f.n == 0 || f.quoted)
	if quoted {
		t = strings.TrimLeft(t, "> ")
	} else if f.quoted && f.n > 0 {
		f.n = 0
	}
	if deep || t == "" || t[0] != '`' && t[0] != '~' {
		return f.n > 0
	}
	run := len(t) - len(strings.TrimLeft(t, string(t[0])))
	switch {
	case f.n == 0 && run >= 3 && (t[0] == '~' || !strings.Contains(t[run:], "`")):
		f.mark, f.n, f.quoted = t[0], run, quoted
		return true
	case f.n > 0 && t[0] == f.mark && run >= f.n && strings.TrimSpace(t[run:]) == "":
		f.n = 0
		return true
	}
	return f.n > 0
}

// opensFence reports whether a line opens a fenced code block.
func opensFence(s string, list bool) bool {
	var f fenced
	return f.line(s, list)
}

// codeSpans returns where code stands in the lines of a paragraph, line by line:
// between two runs of backquotes of the same length.
func codeSpans(lines []string) [][]stretch {
	out := make([][]stretch, len(lines))
	type run struct{ line, at, n int }
	var runs []run
	for l, s := range lines {
		for i := strings.IndexByte(s, '`'); i >= 0 && i < len(s); {
			n := 1
			for i+n < len(s) && s[i+n] == '`' {
				n++
			}
			runs = append(runs, run{l, i, n})
			next := strings.IndexByte(s[i+n:], '`')
			if next < 0 {
				break
			}
			i += n + next
		}
	}
	if len(runs) < 2 {
		return out
	}
	// nextOf[i] is the next run after i that is as long.
	nextOf := make([]int, len(runs))
	last := map[int]int{}
	for i := len(runs) - 1; i >= 0; i-- {
		nextOf[i] = -1
		if j, ok := last[runs[i].n]; ok {
			nextOf[i] = j
		}
		last[runs[i].n] = i
	}
	for i := 0; i < len(runs); i++ {
		a := runs[i]
		if escaped(lines[a.line], a.at) || nextOf[i] < 0 {
			continue
		}
		i = nextOf[i]
		b := runs[i]
		for l := a.line; l <= b.line; l++ {
			s := stretch{0, len(lines[l])}
			if l == a.line {
				s.start = a.at
			}
			if l == b.line {
				s.end = b.at + b.n
			}
			out[l] = append(out[l], s)
		}
	}
	return out
}

// escaped reports whether an odd number of backslashes stands before s[i].
func escaped(s string, i int) bool {
	n := 0
	for i-n > 0 && s[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}
