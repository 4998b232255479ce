package roster

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
)

// Merge makes from a tombstone that leads to into. What is known of from goes to into
// where that has nothing else to say; of what does not, the diagnostics tell, and it
// stays in from's file. Either may be without a file: one is made of it.
func (r *Roster) Merge(from, into *entity.Entity) (diag.List, error) {
	switch {
	case from.ID == into.ID:
		return nil, fmt.Errorf("%q cannot be merged into itself", from.ID)
	case from.MergedInto != "":
		return nil, fmt.Errorf("%q is merged into %q already", from.ID, from.MergedInto)
	case into.MergedInto != "":
		return nil, fmt.Errorf("%q is merged into %q: merge into that", into.ID, into.MergedInto)
	}
	for _, e := range []*entity.Entity{into, from} {
		if !r.Has(e.ID) {
			if err := r.Create(e); err != nil {
				return nil, err
			}
		}
	}
	m := merger{r: r, from: r.byID[from.ID], into: r.byID[into.ID]}
	if m.from.ent == nil || m.into.ent == nil {
		return nil, fmt.Errorf("the files of %q and %q cannot both be read; 'dateline check' says why", from.ID, into.ID)
	}
	return m.diags, m.merge()
}

// merger merges one file into another.
type merger struct {
	r          *Roster
	from, into *file
	gone       []string // keys of from that are no longer needed
	diags      diag.List
}

func (m *merger) merge() error {
	from, into := m.from.ent, m.into.ent
	if from.Kind != into.Kind {
		m.say("different-type", "%q is %s and %q is %s: the type of %q holds", from.ID, a(from.Kind.String()), into.ID, a(into.Kind.String()), into.ID)
	}
	if slices.Contains(into.DifferentFrom, from.ID) || slices.Contains(from.DifferentFrom, into.ID) {
		return fmt.Errorf("a file says that %q and %q are different: take it out of differentFrom first", from.ID, into.ID)
	}
	if slices.Contains(into.Never, from.Name) {
		m.say("never-meant", "the name %q is among the phrases that never mean %q", from.Name, into.ID)
	}
	for _, list := range []struct {
		key         string
		more, known []string
	}{
		{"aliases", append([]string{from.Name}, from.Aliases...), append([]string{into.Name}, into.Aliases...)},
		{"ambiguous", from.Ambiguous, slices.Concat(into.Ambiguous, into.Aliases, from.Aliases)},
		{"never", from.Never, into.Never},
		{"differentFrom", from.DifferentFrom, into.DifferentFrom},
		{"demonyms", from.Demonyms, into.Demonyms},
	} {
		if err := m.move(list.key, list.more, list.known); err != nil {
			return err
		}
	}
	if err := m.sameAs(); err != nil {
		return err
	}
	if err := m.roles(); err != nil {
		return err
	}
	if err := m.single(); err != nil {
		return err
	}
	return m.bury()
}

func (m *merger) say(code, format string, args ...any) {
	m.diags = append(m.diags, diag.New(diag.Warning, code, m.from.path, format, args...))
}

// move adds texts of from to a list of into that lacks them.
func (m *merger) move(key string, texts, known []string) error {
	var more []string
	for _, s := range texts {
		if s != "" && !slices.Contains(known, s) && !slices.Contains(more, s) {
			more = append(more, s)
		}
	}
	m.gone = append(m.gone, key)
	return m.r.addTo(m.into, key, more)
}

// sameAs moves identifiers, but none of an authority that knows into by another.
func (m *merger) sameAs() error {
	a, b := m.from.ent, m.into.ent
	var free []string
	for _, s := range a.SameAs {
		scheme := scheme(s)
		i := slices.IndexFunc(b.SameAs, func(t string) bool {
			return scheme != "" && strings.HasPrefix(t, scheme+":") && !strings.EqualFold(s, t)
		})
		if i >= 0 {
			m.say("different-identifier", "%q is %s and %q is %s: are they one?", a.ID, s, b.ID, b.SameAs[i])
			continue
		}
		free = append(free, s)
	}
	if len(free) < len(a.SameAs) {
		return m.r.addTo(m.into, "sameAs", missing(free, b.SameAs))
	}
	return m.move("sameAs", free, b.SameAs)
}

// scheme returns the authority of an identifier, "" of an address.
func scheme(s string) string {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || strings.HasPrefix(rest, "//") {
		return ""
	}
	return scheme
}

// missing returns the texts of list that are not known.
func missing(list, known []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(known, s) })
}

// roles moves offices.
func (m *merger) roles() error {
	same := func(x entity.Role) func(entity.Role) bool {
		return func(y entity.Role) bool {
			return x.Title == y.Title && x.Of == y.Of && x.When.String() == y.When.String()
		}
	}
	var more []entity.Role
	for _, role := range m.from.ent.Roles {
		if !slices.ContainsFunc(m.into.ent.Roles, same(role)) {
			more = append(more, role)
		}
	}
	m.gone = append(m.gone, "roles")
	if len(more) == 0 {
		return nil
	}
	return m.r.edit(m.into, []frontmatter.Change{{Key: m.into.key("roles"), Add: roleList(more).List}})
}

// single gives into the single values that it lacks.
func (m *merger) single() error {
	a, b := m.from.ent, m.into.ent
	for _, c := range columns {
		was, is := c.cell(a), c.cell(b)
		switch {
		case c.list || c.key == "name" || c.key == "type" || c.key == "sortName" || c.key == "mergedInto" || was == "":
		case c.key == "image" && path.Dir(m.from.path) != path.Dir(m.into.path): // it is named from where the file lies
		case is == "":
			v, err := c.value(was)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", m.from.path, c.key, err)
			}
			if err := m.r.edit(m.into, []frontmatter.Change{{Key: m.into.key(c.key), Value: v}}); err != nil {
				return err
			}
			m.gone = append(m.gone, c.key)
		case is == was:
			m.gone = append(m.gone, c.key)
		case c.key != "description":
			m.say("different-value", "%s is %q here and %q in %s, which holds", c.key, was, is, m.into.path)
		}
	}
	return nil
}

// bury makes from a tombstone. What has moved is taken out of it, unless it has a
// comment, or is written in a way that only a person can take apart.
func (m *merger) bury() error {
	id := m.into.id()
	if err := m.r.edit(m.from, []frontmatter.Change{{Key: m.from.key("mergedInto"), Value: &frontmatter.Value{Kind: frontmatter.String, Text: id}}}); err != nil {
		return err
	}
	for _, key := range m.gone {
		before := m.from.now
		if err := m.r.edit(m.from, []frontmatter.Change{{Key: m.from.key(key)}}); err != nil || commented(before, m.from.now) {
			m.from.set(before)
		}
	}
	h, _ := frontmatter.Split(m.from.path, m.from.now)
	if len(bytes.TrimSpace(m.from.now[h.Body:])) > 0 {
		m.say("text-not-shown", "the text of the page of %q is no longer shown; move what is worth it to %s", cmp.Or(m.from.ent.Name, m.from.ent.ID), m.into.path)
	}
	return nil
}

// commented reports whether what was cut out of a file holds a comment.
func commented(before, after []byte) bool {
	start := 0
	for start < len(after) && before[start] == after[start] {
		start++
	}
	cut := before[start : start+len(before)-len(after)]
	return bytes.Contains(cut, []byte(" #")) || bytes.Contains(cut, []byte("\n#"))
}
