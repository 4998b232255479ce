package importer

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of a table, so that spans cannot make much of little.
const (
	maxColumns = 200
	maxCells   = 50000
)

// table is a grid of cells as Markdown.
type table struct {
	rows   [][]string
	width  int
	header bool // the first row is a heading
}

// dataTable reports whether n holds data, and not the layout of a page: no blocks
// but short ones in its cells, no table inside, more than one cell.
func (c *converter) dataTable(n *html.Node) bool {
	if r := attr(n, "role"); r == "presentation" || r == "none" {
		return false
	}
	cells, heads, rows := 0, 0, 0
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		switch d.DataAtom {
		case atom.Tr:
			rows++
		case atom.Th:
			heads++
			cells++
		case atom.Td:
			cells++
		case atom.Table, atom.Pre, atom.Iframe, atom.Form, atom.Article, atom.Section, atom.H1, atom.H2, atom.Hr, atom.Figure:
			return false
		case atom.Blockquote, atom.H3, atom.H4:
			if heads == 0 {
				return false
			}
		}
	}
	return cells > 1 && cells <= maxCells && (rows > 1 || heads > 0)
}

// gridOf reads a table's cells; a cell that spans several places stands in the
// first of them.
func (c *converter) gridOf(n *html.Node) table {
	var t table
	var pending [maxColumns]int // rows for which a cell above still fills the column
	first := true
	for row := range n.Descendants() {
		if row.Type != html.ElementNode || row.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		heads, data := 0, 0
		put := func(s string) {
			cells = append(cells, s)
		}
		fill := func() {
			for len(cells) < maxColumns && pending[len(cells)] > 0 {
				pending[len(cells)]--
				put("")
			}
		}
		for d := row.FirstChild; d != nil; d = d.NextSibling {
			if d.DataAtom != atom.Td && d.DataAtom != atom.Th {
				continue
			}
			fill()
			if len(cells) >= maxColumns {
				break
			}
			if d.DataAtom == atom.Th {
				heads++
			} else {
				data++
			}
			w := inline{c: c, cell: true}
			w.children(d)
			wide, deep := span(d, "colspan"), span(d, "rowspan")
			for i := range wide {
				if len(cells) >= maxColumns {
					break
				}
				pending[len(cells)] = deep - 1
				if i == 0 {
					put(w.String())
				} else {
					put("")
				}
			}
		}
		fill()
		if len(cells) == 0 {
			continue
		}
		if first {
			t.header = heads > 0 && data == 0 || row.Parent != nil && row.Parent.DataAtom == atom.Thead
			first = false
		}
		t.width = max(t.width, len(cells))
		t.rows = append(t.rows, cells)
	}
	return t
}

func span(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxColumns)
}

// markdown writes the table in GitHub's form, which needs a heading row: a table
// without one gets an empty one.
func (t table) markdown() string {
	if len(t.rows) == 0 || t.width == 0 {
		return ""
	}
	var b strings.Builder
	line := func(cells []string) {
		b.WriteByte('|')
		for i := range t.width {
			b.WriteByte(' ')
			if i < len(cells) && cells[i] != "" {
				b.WriteString(cells[i])
				b.WriteByte(' ')
			}
			b.WriteByte('|')
		}
		b.WriteByte('\n')
	}
	rows := t.rows
	if t.header {
		line(rows[0])
		rows = rows[1:]
	} else {
		line(nil)
	}
	b.WriteByte('|')
	for range t.width {
		b.WriteString(" --- |")
	}
	b.WriteByte('\n')
	for _, r := range rows {
		line(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
