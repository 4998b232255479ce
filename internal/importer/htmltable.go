package importer

import (
	"cmp"
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

// table writes a table: as Markdown's when it holds data, as a listing when its
// columns are line numbers and code, else as the blocks that are in its cells.
func (f *flow) table(n *html.Node) {
	if pre := firstOf(n, atom.Pre); pre != nil {
		if listing := listingOf(n); listing != nil {
			f.code(listing)
			return
		}
	}
	if !f.c.dataTable(n) {
		f.layout(n)
		return
	}
	if f.c.whole && firstOf(n, atom.Li) != nil { // Markdown's cells hold no lists
		f.emit(block{label: Body, shape: verbose, md: f.c.rawBlock(n)}, textOf(n))
		return
	}
	t := f.c.gridOf(n)
	if t.width*len(t.rows) > 8*t.cells+1000 {
		f.layout(n)
		return
	}
	md := t.markdown()
	if md == "" {
		return
	}
	grid := htmlBlock{block: block{label: Body, shape: verbose, md: md}, text: t.text.String(), at: f.at}
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.Caption && !f.c.leftOut(d) && f.c.figures == 0 {
			if caption := f.c.blocksOf(d); len(caption) > 0 {
				f.figures(append(caption, grid), true, "caption of a table")
				return
			}
		}
	}
	f.out = append(f.out, grid)
}

// layout converts the cells of a table that only places things on the page.
func (f *flow) layout(n *html.Node) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type == html.TextNode || d.Type == html.ElementNode && f.c.leftOut(d) {
			continue
		}
		switch d.DataAtom {
		case atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr:
			f.layout(d)
		default:
			f.flush()
			f.c.anchor(d)
			f.children(d)
			f.flush()
		}
	}
}

// table is a grid of cells as Markdown.
type table struct {
	rows   [][]string
	width  int
	cells  int                // that the page has
	header bool               // the first row is a heading
	rules  [maxColumns]string // below the headings: how each column is set, "" as usual
	text   strings.Builder    // the words of the cells
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
	return cells > 1 && cells <= maxCells && (rows > 1 || heads > 0 || c.whole)
}

// gridOf reads a table's cells; a cell that spans several places stands in the
// first of them.
func (c *converter) gridOf(n *html.Node) *table {
	g := gridReader{c: c, t: &table{}}
	for row := range n.Descendants() {
		if row.Type == html.ElementNode && row.DataAtom == atom.Tr {
			g.row(row)
		}
	}
	return g.t
}

// gridReader reads the rows of a table.
type gridReader struct {
	c       *converter
	t       *table
	pending [maxColumns]int // rows for which a cell above still fills the column
	cells   []string        // of the row
}

// row reads a row; one without cells is none.
func (g *gridReader) row(row *html.Node) {
	g.cells = nil
	heads, data := 0, 0
	for d := row.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom != atom.Td && d.DataAtom != atom.Th || g.c.leftOut(d) {
			continue
		}
		g.fill()
		if len(g.cells) >= maxColumns {
			break
		}
		if d.DataAtom == atom.Th {
			heads++
		} else {
			data++
		}
		g.cell(d)
	}
	g.fill()
	if len(g.cells) == 0 {
		return
	}
	t := g.t
	if len(t.rows) == 0 {
		t.header = heads > 0 && data == 0 || row.Parent != nil && row.Parent.DataAtom == atom.Thead
	}
	for i := len(g.cells); i > t.width; i-- { // columns that spans alone make are none
		if g.cells[i-1] != "" {
			t.width = i
		}
	}
	t.rows = append(t.rows, g.cells)
}

// fill adds the places that cells above take.
func (g *gridReader) fill() {
	for len(g.cells) < maxColumns && g.pending[len(g.cells)] > 0 {
		g.pending[len(g.cells)]--
		g.cells = append(g.cells, "")
	}
}

// cell adds a cell, with the places that it spans.
func (g *gridReader) cell(d *html.Node) {
	t := g.t
	if column := len(g.cells); t.rules[column] == "" {
		t.rules[column] = ruleOf(d)
	}
	g.c.anchor(d)
	w := inline{c: g.c, cell: true}
	w.children(d)
	t.cells++
	if words := textOf(d); words != "" {
		if t.text.Len() > 0 {
			t.text.WriteByte(' ')
		}
		t.text.WriteString(words)
	}
	md, deep := w.String(), span(d, "rowspan")
	for range span(d, "colspan") {
		if len(g.cells) >= maxColumns {
			break
		}
		g.pending[len(g.cells)] = deep - 1
		g.cells = append(g.cells, md)
		md = "" // in the first place only
	}
}

// ruleOf returns the rule below a heading that sets its column as a cell is set; ""
// when that is as usual.
func ruleOf(cell *html.Node) string {
	how := strings.ToLower(attr(cell, "align"))
	if style := strings.ToLower(attr(cell, "style")); strings.Contains(style, "text-align") {
		_, how, _ = strings.Cut(style, "text-align")
		how, _, _ = strings.Cut(how, ";")
	}
	switch strings.Trim(how, ": ") {
	case "right", "end":
		return "---:"
	case "center":
		return ":---:"
	}
	return ""
}

// span returns how many columns or rows a cell says that it spans.
func span(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxColumns)
}

// markdown writes the table in GitHub's form, which needs a heading row: a table
// without one gets an empty one.
func (t *table) markdown() string {
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
	for i := range t.width {
		b.WriteString(" " + cmp.Or(t.rules[i], "---") + " |")
	}
	b.WriteByte('\n')
	for _, r := range rows {
		line(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
