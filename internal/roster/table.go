package roster

import (
	"fmt"
	"slices"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/charset"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/ner"
	"dateline/internal/sheet"
)

// TableOptions say how a table is taken in. Known is needed.
type TableOptions struct {
	// Known returns what is known of an entity that has no file, or nil. A row that says
	// just that makes no file, so that a table of all entities can be written and read.
	Known func(id string) *entity.Entity

	// Clear has an empty cell take what the file says away. Else it leaves it.
	Clear bool
}

// Counts are what became of the rows of a table.
type Counts struct{ Made, Changed, Merged, Same, Refused int }

// Take takes a table in, which may be parted by commas, semicolons or tabs, in any
// encoding that spreadsheets write. Its first row names the columns, in any order; keys
// that have no column stay as they are. A row that cannot be taken is told of and
// changes nothing, and the others are taken all the same.
func (r *Roster) Take(name string, src []byte, opt TableOptions) (Counts, diag.List) {
	text, _, diags := charset.Decode(name, src)
	t := taking{r: r, name: name, opt: opt, diags: diags, lines: map[string]int{}}
	t.table(sheet.NewReader(text))
	return t.counts, t.diags
}

// taking is the state of one table that is taken in.
type taking struct {
	r      *Roster
	name   string
	opt    TableOptions
	at     []int            // for each column of the table its index in columns, or what it is else
	lines  map[string]int   // of the rows, by id
	former map[string]*file // by the ids that entities had before; nil until it is needed
	merges []merging
	counts Counts
	diags  diag.List
}

// What a column of a table is, beside one of columns.
const (
	isID = -1 - iota
	isStatus
	isNothing
)

// merging is a row that has an entity merged into another.
type merging struct {
	line     int
	id, into string
}

func (t *taking) table(rows sheet.Reader) {
	head, line, err := rows.Row(nil)
	if err != nil || len(head) == 0 {
		t.refuse(line, &refusal{"malformed-table", "the table has no row with the names of its columns", "begin it with id,name,type"})
		return
	}
	if !t.head(head, line) {
		return
	}
	for {
		cells, line, err := rows.Row(nil)
		if err != nil {
			t.refuse(line, &refusal{"malformed-table", err.Error() + "; nothing from this row on was read", "close it with a quotation mark"})
			break
		}
		if len(cells) == 0 {
			break
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if bad := t.row(line, cells); bad != nil {
			t.refuse(line, bad)
		}
	}
	// Both ends of a merger may be rows of the table.
	for _, m := range t.merges {
		if bad := t.merge(m); bad != nil {
			t.refuse(m.line, bad)
		}
	}
}

func (t *taking) refuse(line int, bad *refusal) {
	t.counts.Refused++
	t.diags = append(t.diags, errorAt(t.name, line, bad.code, "%s", bad.message).WithHint("%s", bad.hint))
}

// head finds what the columns are.
func (t *taking) head(names []string, line int) bool {
	known := Head()
	for _, name := range names {
		folded := frontmatter.Fold(strings.ReplaceAll(strings.TrimSpace(name), " ", ""))
		at := isNothing
		switch {
		case folded == idColumn:
			at = isID
		case folded == statusColumn:
			at = isStatus
		case folded == "" || slices.Contains(informative, folded):
		default:
			at = slices.IndexFunc(columns, func(c column) bool { return frontmatter.Fold(c.key) == folded || synonyms[c.key] == folded })
			if at < 0 {
				at = isNothing
				d := errorAt(t.name, line, "unknown-column", "the column %q is none of an entity's, and is passed over", name)
				d.Severity = diag.Warning
				d.Hint = "the columns are " + strings.Join(known, ", ")
				if guess := diag.Nearest(folded, known); guess != "" {
					d.Hint = fmt.Sprintf("did you mean %q?", guess)
				}
				t.diags = append(t.diags, d)
			}
		}
		if at != isNothing && slices.Contains(t.at, at) {
			t.refuse(line, &refusal{"malformed-table", fmt.Sprintf("the column %q is there twice", name), "take one of them away"})
			return false
		}
		t.at = append(t.at, at)
	}
	nameAt := slices.IndexFunc(columns, func(c column) bool { return c.key == "name" })
	if !slices.Contains(t.at, isID) && !slices.Contains(t.at, nameAt) {
		t.refuse(line, &refusal{"malformed-table", "the table has neither a column id nor a column name", "name the columns in its first row: id,name,type"})
		return false
	}
	return true
}

// row takes one row in.
func (t *taking) row(line int, cells []string) *refusal {
	if len(cells) > len(t.at) && strings.TrimSpace(strings.Join(cells[len(t.at):], "")) != "" {
		return &refusal{"malformed-table", fmt.Sprintf("the row has %d cells, and there are %d columns", len(cells), len(t.at)), "put cells that hold the separator into quotation marks"}
	}
	id, status := "", ""
	values := map[int]string{} // by column
	for i, at := range t.at {
		cell := ""
		if i < len(cells) {
			cell = strings.TrimSpace(sheet.Unguard(cells[i]))
		}
		switch {
		case at == isID:
			id = cell
		case at == isStatus:
			status = strings.ToLower(cell)
		case at >= 0:
			values[at] = cell
		}
	}
	e := &entity.Entity{ID: id} // as the row has it, as far as that matters
	for at, cell := range values {
		switch columns[at].key {
		case "name":
			e.Name = cell
		case "type":
			e.Kind = ner.ParseKind(strings.Replace(strings.ToLower(cell), "organization", "organisation", 1))
		}
	}
	if e.ID == "" && e.Name != "" {
		e.ID = addr.EntityID(e.Name)
	}
	if e.ID == "" {
		return &refusal{"no-name", "the row has neither an id nor a name", "fill one of the cells"}
	}
	if err := addr.CheckID(e.ID); err != nil {
		return &refusal{"bad-id", err.Error(), fmt.Sprintf("write %s, or leave it empty and give a name", addr.EntityID(e.ID))}
	}
	if first := t.lines[e.ID]; first > 0 {
		return &refusal{"entity-twice", fmt.Sprintf("the id %q has a row already, in line %d", e.ID, first), "make one row of them"}
	}
	t.lines[e.ID] = line
	if f := t.named(e.ID); f != nil {
		return t.change(line, f, values)
	}
	return t.create(line, e, status, values)
}

// named returns the file of the entity that has an id or had it before, or nil.
func (t *taking) named(id string) *file {
	if f := t.r.byID[id]; f != nil {
		return f
	}
	if t.former == nil {
		t.former = map[string]*file{}
		for _, f := range t.r.files {
			if f.ent == nil {
				continue
			}
			for id := range f.ent.Former {
				t.former[id] = f
			}
		}
	}
	return t.former[id]
}

// change has a file say what a row says.
func (t *taking) change(line int, f *file, values map[int]string) *refusal {
	changes, into, bad := t.changes(f, values)
	if bad != nil {
		return bad
	}
	if into != "" {
		t.merges = append(t.merges, merging{line, f.id(), into})
	}
	if len(changes) == 0 {
		if into == "" {
			t.counts.Same++
		}
		return nil
	}
	if err := t.r.edit(f, changes); err != nil {
		return &refusal{"not-editable", err.Error(), "edit the file by hand"}
	}
	t.counts.Changed++
	return nil
}

// changes returns in what a row differs from a file, and into what it has the entity merged.
func (t *taking) changes(f *file, values map[int]string) (changes []frontmatter.Change, into string, bad *refusal) {
	if f.ent == nil {
		return nil, "", &refusal{"not-editable", fmt.Sprintf("%s cannot be read", f.path), "'dateline check' says why"}
	}
	for at := range columns {
		c := &columns[at]
		cell, there := values[at]
		is := c.clean(f.ent)
		switch {
		case !there || cell == is, cell == "" && !t.opt.Clear:
			continue
		case cell == "" && (c.key == "name" || c.key == "type"):
			return nil, "", &refusal{"no-" + c.key, fmt.Sprintf("the row of %q has no %s, which every entity has", f.id(), c.key), "fill the cell"}
		case cell == "":
			changes = append(changes, frontmatter.Change{Key: f.key(c.key)})
			continue
		}
		v, bad := c.value(cell)
		switch {
		case bad != nil:
			return nil, "", bad
		case c.key == "mergedInto" && f.ent.MergedInto == "":
			into = cell
			continue
		case v == nil: // nothing but separators
			continue
		}
		change := frontmatter.Change{Key: f.key(c.key), Value: v}
		if c.list {
			was, now := sheet.Split(is), sheet.Split(cell)
			if slices.Equal(was, now) {
				continue
			}
			if len(now) > len(was) && slices.Equal(was, now[:len(was)]) { // what is there stays to the byte
				change = frontmatter.Change{Key: change.Key, Add: textValues(now[len(was):])}
			}
		} else if same, _ := c.value(is); is != "" && same != nil && sameValue(*v, *same) {
			continue // written in another way
		}
		changes = append(changes, change)
	}
	return changes, into, nil
}

func sameValue(a, b frontmatter.Value) bool {
	return a.Text == b.Text && slices.EqualFunc(a.List, b.List, sameValue)
}

// create makes the file of a row's entity, if it is to have one.
func (t *taking) create(line int, e *entity.Entity, status string, values map[int]string) *refusal {
	known := t.opt.Known(e.ID)
	first := known
	if first == nil {
		first = e
	}
	if known == nil {
		switch {
		case status == "unreviewed" || status == "gazetteer": // a row of an older table, as it was written
			d := errorAt(t.name, line, "no-longer-named", "no article names %q any more, and no file was made of it", e.ID)
			d.Severity = diag.Info
			t.diags = append(t.diags, d.WithHint("write reviewed into its column status to have one"))
			t.counts.Same++
			return nil
		case e.Name == "":
			return &refusal{"no-name", fmt.Sprintf("there is no entity %q, and the row gives it no name", e.ID), t.guess(e.ID)}
		case e.Kind == ner.Unknown && values[slices.IndexFunc(columns, func(c column) bool { return c.key == "type" })] == "":
			return &refusal{"no-type", fmt.Sprintf("the row of %q has no type", e.ID), "write person, place, organisation, event, work, group or thing"}
		}
	}
	kind := first.Kind
	if kind == ner.Unknown { // wrong in the row, which changes tells of
		kind = ner.Thing
	}
	made := *first
	made.Kind = kind
	undo := t.r.mark()
	if err := t.r.Create(&made); err != nil {
		return &refusal{"not-editable", err.Error(), "edit the file by hand"}
	}
	f := t.r.byID[e.ID]
	changes, into, bad := t.changes(f, values)
	if bad == nil && len(changes) > 0 {
		if err := t.r.edit(f, changes); err != nil {
			bad = &refusal{"not-editable", err.Error(), "edit the file by hand"}
		}
	}
	asKnown := known != nil && len(changes) == 0 && status != "reviewed"
	if bad != nil || asKnown {
		undo()
	}
	if into != "" && bad == nil {
		t.merges = append(t.merges, merging{line, e.ID, into})
	}
	switch {
	case bad != nil:
	case asKnown && into == "":
		t.counts.Same++
	case !asKnown:
		t.counts.Made++
	}
	return bad
}

// merge merges an entity as its row has it.
func (t *taking) merge(m merging) *refusal {
	find := func(id string) *entity.Entity {
		if f := t.named(id); f != nil {
			return f.ent
		}
		return t.opt.Known(id)
	}
	from, into := find(m.id), find(m.into)
	if into == nil {
		return &refusal{"unknown-entity", fmt.Sprintf("%q is to be merged into %q, which does not exist", m.id, m.into), t.guess(m.into)}
	}
	undo := t.r.mark(from.ID, into.ID)
	diags, err := t.r.Merge(from, into)
	if err != nil {
		undo()
		return &refusal{"not-merged", err.Error(), "look at mergedInto in both rows"}
	}
	t.counts.Merged++
	t.diags = append(t.diags, diags...)
	return nil
}

// guess is a hint at an id that resembles one that does not exist.
func (t *taking) guess(id string) string {
	if near := diag.Nearest(id, t.r.IDs()); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "'dateline entity list' shows the ids that there are"
}

// mark returns what takes changes back: to the files of ids, and those that were made since.
func (r *Roster) mark(ids ...string) (undo func()) {
	n := len(r.files)
	was := map[*file]file{}
	for _, id := range ids {
		if f := r.byID[id]; f != nil {
			was[f] = *f
		}
	}
	return func() {
		for _, f := range r.files[n:] {
			delete(r.byID, f.id())
		}
		r.files = r.files[:n]
		for f, before := range was {
			*f = before
		}
	}
}
