package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/reconcile"
	"dateline/internal/sheet"
)

// Proposal is an identifier that a service proposes for an entity.
type Proposal struct {
	Entity *entity.Entity
	SameAs string // as it would stand in the header
	reconcile.Candidate
	Certain bool   // the service is sure, and nothing that we know speaks against it
	Reason  string // why it is certain or not
}

// QueryFor returns what to ask a service about an entity.
func QueryFor(e *entity.Entity, words reconcile.Vocabulary, limit int) reconcile.Query {
	q := reconcile.Query{Name: e.Name, Type: words.Types[kindCell(e)], Limit: limit}
	put := func(key, value string) {
		if id := words.Properties[key]; id != "" && value != "" {
			q.Properties = append(q.Properties, reconcile.Property{ID: id, Value: value})
		}
	}
	put("born", exact(e.Born))
	put("died", exact(e.Died))
	put("founded", exact(e.Founded))
	if e.Coordinates != nil {
		put("coordinates", degrees(e.Coordinates.Lat)+","+degrees(e.Coordinates.Lon))
	}
	return q
}

// exact returns a date that is one day, month or year, else "".
func exact(d day.Date) string {
	s := d.String()
	if strings.Trim(s, "0123456789-") != "" {
		return ""
	}
	return s
}

// Identified reports whether an entity has an identifier of an authority, or an
// address that begins so.
func Identified(e *entity.Entity, scheme, space string) bool {
	return slices.ContainsFunc(e.SameAs, func(s string) bool {
		return scheme != "" && strings.HasPrefix(s, scheme+":") || scheme == "" && space != "" && strings.HasPrefix(s, space)
	})
}

// Propose returns what a service's answers propose for entities, in their order, best
// first, and says of each whether it is certain.
func (r *Roster) Propose(asked []*entity.Entity, answers [][]reconcile.Candidate, m reconcile.Manifest, words reconcile.Vocabulary) []Proposal {
	taken := map[string]string{} // whose an identifier is
	for _, e := range r.Entities() {
		for _, s := range e.SameAs {
			taken[strings.ToLower(s)] = e.ID
		}
	}
	var out []Proposal
	sure := map[string]int{} // for how many entities the service is sure of an identifier
	for i, e := range asked {
		matches := 0
		for _, c := range answers[i] {
			if c.Match {
				matches++
			}
		}
		for _, c := range answers[i] {
			p := Proposal{Entity: e, SameAs: m.SameAs(words.Scheme, c.ID), Candidate: c}
			id := strings.ToLower(p.SameAs)
			switch agree, why := agrees(kindCell(e), c.Types, words.Types); {
			case p.SameAs == "":
				p.Reason = "its identifier is neither a number of a known authority nor an address"
			case taken[id] != "" && taken[id] != e.ID:
				p.Reason = fmt.Sprintf("it is that of %q already", taken[id])
			case !c.Match:
				p.Reason = "the service is not sure"
			case matches > 1:
				p.Reason = "the service is sure of several"
			case !agree:
				p.Reason = why
			default:
				p.Certain = true
				p.Reason = "the service is sure, and " + why
				if !e.Called(c.Name) {
					p.Reason += ", by another name"
				}
				sure[id]++
			}
			out = append(out, p)
		}
	}
	for i := range out {
		if p := &out[i]; p.Certain && sure[strings.ToLower(p.SameAs)] > 1 {
			p.Certain, p.Reason = false, "the service is sure of it for another entity too"
		}
	}
	return out
}

// agrees reports whether a candidate's types are an entity's, and says why.
func agrees(kind string, types []reconcile.Type, ours map[string]string) (bool, string) {
	want := ours[kind]
	if want == "" {
		return false, fmt.Sprintf("no type of the service is known for %s", a(kind))
	}
	if len(types) == 0 {
		return false, "it has no type"
	}
	called := make([]string, len(types))
	other := ""
	for i, t := range types {
		if called[i] = t.Name; t.Name == "" {
			called[i] = t.ID
		}
		if t.ID == want {
			return true, "it is " + a(kind)
		}
		for _, k := range kinds {
			if ours[k] == t.ID {
				other = k
			}
		}
	}
	switch {
	case other != "":
		return false, fmt.Sprintf("it is %s and no %s", a(other), kind)
	case kind == "person": // persons have the type itself everywhere
		return false, fmt.Sprintf("its type is %s, not %s", strings.Join(called, ", "), kind)
	}
	return true, fmt.Sprintf("its type, %s, is of the kind that was asked for", strings.Join(called, ", "))
}

// Identify has an entity's file, which is made when there is none, hold an identifier.
func (r *Roster) Identify(e *entity.Entity, sameAs string) error {
	if !r.Has(e.ID) {
		if err := r.Create(e); err != nil {
			return err
		}
	}
	f := r.byID[e.ID]
	if f.ent != nil && slices.Contains(f.ent.SameAs, sameAs) {
		return nil
	}
	return r.addTo(f, "sameAs", []string{sameAs})
}

// The columns of a table of proposals that are read again.
const (
	takeColumn   = "take"
	sameAsColumn = "sameAs"
)

// ProposalHead returns the names of the columns of a table of proposals.
func ProposalHead() []string {
	return []string{takeColumn, idColumn, "name", "type", sameAsColumn, "candidate", "description", "types", "score", "match", "reason"}
}

// Row returns a proposal as a row of a table. What is certain is marked to be taken.
func (p *Proposal) Row() []string {
	take := ""
	if p.Certain {
		take = "x"
	}
	types := make([]string, len(p.Types))
	for i, t := range p.Types {
		if types[i] = t.Name; t.Name == "" {
			types[i] = t.ID
		}
	}
	row := []string{
		take, p.Entity.ID, p.Entity.Name, kindCell(p.Entity), p.SameAs, p.Name, p.Description, strings.Join(types, ", "),
		strconv.FormatFloat(p.Score, 'f', -1, 64), strconv.FormatBool(p.Match), p.Reason,
	}
	for i := range row {
		row[i] = sheet.Guard(charset.Clean(row[i]))
	}
	return row
}

// TakeProposals takes the identifiers of the rows of a table that somebody has marked
// in the column take. find returns the entity with an id, or nil. It returns how many
// were taken.
func (r *Roster) TakeProposals(name string, src []byte, find func(id string) *entity.Entity) (int, diag.List) {
	text, _, diags := charset.Decode(name, src)
	rows := sheet.NewReader(text)
	head, line, err := rows.Row(nil)
	at := map[string]int{}
	for i, h := range head {
		at[strings.TrimSpace(h)] = i
	}
	bad := func(line int, code, hint, format string, args ...any) {
		diags = append(diags, errorAt(name, line, code, format, args...).WithHint("%s", hint))
	}
	for _, column := range []string{takeColumn, idColumn, sameAsColumn} {
		if _, ok := at[column]; !ok || err != nil {
			bad(line, "malformed-table", "write the table with 'dateline entity reconcile --review'", "the table has no column %q", column)
			return 0, diags
		}
	}
	n, lines := 0, map[string]int{}
	for {
		cells, line, err := rows.Row(nil)
		if err != nil {
			bad(line, "malformed-table", "close it with a quotation mark", "%v; nothing from this row on was read", err)
		}
		if len(cells) == 0 {
			return n, diags
		}
		cell := func(column string) string {
			if i := at[column]; i < len(cells) {
				return strings.TrimSpace(sheet.Unguard(cells[i]))
			}
			return ""
		}
		switch strings.ToLower(cell(takeColumn)) {
		case "", "no", "n", "0", "false", "-":
			continue
		}
		id, sameAs := cell(idColumn), cell(sameAsColumn)
		e := find(id)
		switch {
		case e == nil:
			bad(line, "unknown-entity", "'dateline entity list' shows the ids that there are", "there is no entity %q", id)
		case sameAs == "":
			bad(line, "no-identifier", "write one, or take the mark away", "the row is marked and has no identifier")
		case lines[id] > 0:
			bad(line, "entity-twice", "mark one of them", "a candidate for %q is marked already, in line %d", id, lines[id])
		default:
			lines[id] = line
			if err := r.Identify(e, sameAs); err != nil {
				bad(line, "not-editable", "edit the file by hand", "%v", err)
				continue
			}
			n++
		}
	}
}
