package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/charset"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/ner"
	"dateline/internal/sheet"
)

// column is a key of an entity's header as a column of a table.
type column struct {
	key   string
	list  bool
	cell  func(e *entity.Entity) string                    // "" when e has nothing of it
	value func(cell string) (*frontmatter.Value, *refusal) // of a cell that is not empty
}

// refusal says why a cell cannot be taken.
type refusal struct{ code, message, hint string }

func (r *refusal) Error() string { return r.message }

// columns are the keys that a table can hold, in the order in which they are written,
// in tables and in new files. Offices (roles) are tables of their own and stay in the file.
var columns = []column{
	textColumn("name", func(e *entity.Entity) string { return e.Name }),
	{key: "type", cell: kindCell, value: kindValue},
	listColumn("aliases", func(e *entity.Entity) []string { return e.Aliases }),
	listColumn("ambiguous", func(e *entity.Entity) []string { return e.Ambiguous }),
	listColumn("never", func(e *entity.Entity) []string { return e.Never }),
	listColumn("sameAs", func(e *entity.Entity) []string { return e.SameAs }),
	textColumn("description", func(e *entity.Entity) string { return e.Description }),
	dateColumn("born", func(e *entity.Entity) day.Date { return e.Born }),
	dateColumn("died", func(e *entity.Entity) day.Date { return e.Died }),
	dateColumn("founded", func(e *entity.Entity) day.Date { return e.Founded }),
	{key: "coordinates", cell: pointCell, value: pointValue},
	textColumn("image", func(e *entity.Entity) string { return e.Image }),
	textColumn("partOf", func(e *entity.Entity) string { return e.PartOf }),
	textColumn("sortName", func(e *entity.Entity) string { return e.SortName }),
	listColumn("differentFrom", func(e *entity.Entity) []string { return e.DifferentFrom }),
	{key: "mergedInto", cell: func(e *entity.Entity) string { return e.MergedInto }, value: idValue},
}

func textColumn(key string, of func(*entity.Entity) string) column {
	return column{key: key, cell: of, value: func(cell string) (*frontmatter.Value, *refusal) {
		v := textValue(cell)
		return &v, nil
	}}
}

func listColumn(key string, of func(*entity.Entity) []string) column {
	return column{
		key: key, list: true, cell: func(e *entity.Entity) string { return sheet.Join(of(e)) },
		value: func(cell string) (*frontmatter.Value, *refusal) { return textList(sheet.Split(cell)), nil },
	}
}

func dateColumn(key string, of func(*entity.Entity) day.Date) column {
	return column{key: key, cell: func(e *entity.Entity) string { return of(e).String() }, value: func(cell string) (*frontmatter.Value, *refusal) {
		d, err := article.ParseDate(cell)
		if err != nil {
			return nil, &refusal{
				"bad-date", fmt.Sprintf("%s: %q is not a date: %v", key, cell, err),
				"write 1943-12-11, or less exactly 1943-12, 1943, 1943~ (EDTF); have the spreadsheet take the column for text, so that it leaves dates alone",
			}
		}
		v := dateValue(d.String())
		return &v, nil
	}}
}

// kinds are what a type can be.
var kinds = []string{"person", "place", "organisation", "event", "work", "group", "thing"}

// a returns a type with its article.
func a(kind string) string {
	if kind != "" && strings.Contains("aeiou", kind[:1]) {
		return "an " + kind
	}
	return "a " + kind
}

func kindCell(e *entity.Entity) string {
	if e.Kind == ner.Unknown {
		return ""
	}
	return e.Kind.String()
}

func kindValue(cell string) (*frontmatter.Value, *refusal) {
	kind := strings.ToLower(cell)
	if kind == "organization" {
		kind = "organisation"
	}
	if !slices.Contains(kinds, kind) {
		bad := &refusal{"unknown-value", fmt.Sprintf("%q is not a type", cell), "write one of " + strings.Join(kinds, ", ")}
		if guess := diag.Nearest(kind, kinds); guess != "" {
			bad.hint = fmt.Sprintf("did you mean %q?", guess)
		}
		return nil, bad
	}
	v := textValue(kind)
	return &v, nil
}

func pointCell(e *entity.Entity) string {
	if e.Coordinates == nil {
		return ""
	}
	return degrees(e.Coordinates.Lat) + ", " + degrees(e.Coordinates.Lon)
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// pointValue reads a latitude and a longitude: "33.51, 36.29", "33.51 36.29" or, with
// the commas of the continent, "33,51; 36,29".
func pointValue(cell string) (*frontmatter.Value, *refusal) {
	parts := strings.Split(cell, ",")
	switch {
	case strings.Contains(cell, ";"):
		parts = strings.Split(strings.ReplaceAll(cell, ",", "."), ";")
	case len(parts) == 1:
		parts = strings.Fields(cell)
	}
	v := &frontmatter.Value{Kind: frontmatter.List}
	for i, p := range parts {
		d, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if most := [2]float64{90, 180}; err == nil && i < 2 && d >= -most[i] && d <= most[i] {
			v.List = append(v.List, frontmatter.Value{Kind: frontmatter.Number, Text: degrees(d)})
		}
	}
	if len(parts) != 2 || len(v.List) != 2 {
		return nil, &refusal{"bad-coordinates", fmt.Sprintf("%q is not a latitude and a longitude", cell), "write 33.51, 36.29, in degrees, north and east positive"}
	}
	return v, nil
}

func idValue(cell string) (*frontmatter.Value, *refusal) {
	if err := addr.CheckID(cell); err != nil {
		return nil, &refusal{"bad-id", err.Error(), fmt.Sprintf("write %s", addr.EntityID(cell))}
	}
	v := textValue(cell)
	return &v, nil
}

// The columns of a table that say what it is about, and are read for nothing else.
const (
	idColumn     = "id"
	statusColumn = "status"
)

// informative are columns that are written and not read.
var informative = []string{"articles", "mentions", "file"}

// Use is how an entity is used, for a table.
type Use struct {
	Status             string // reviewed, gazetteer, unreviewed or merged
	Articles, Mentions int
}

// Head returns the names of a table's columns.
func Head() []string {
	head := []string{idColumn}
	for _, c := range columns {
		head = append(head, c.key)
	}
	return append(append(head, statusColumn), informative...)
}

// Row returns an entity as a row of a table under Head. No spreadsheet takes a cell of
// it for a formula.
func Row(e *entity.Entity, u Use) []string {
	row := []string{e.ID}
	for _, c := range columns {
		row = append(row, sheet.Guard(c.clean(e)))
	}
	return append(row, u.Status, strconv.Itoa(u.Articles), strconv.Itoa(u.Mentions), e.Path)
}

// clean returns the cell of e as it comes back from a table.
func (c *column) clean(e *entity.Entity) string { return strings.TrimSpace(charset.Clean(c.cell(e))) }
