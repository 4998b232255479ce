package roster

import (
	"bytes"
	"fmt"
	"path"
	"slices"

	"dateline/internal/addr"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
)

// Rename gives an entity another id, another name, or both; "" leaves what is. Its
// old address leads to the new one, and links and decisions that have the old id go
// on meaning it; an old name becomes an alias. An entity without a file gets one. A
// rename that was cut off when both files lay there is completed.
func (r *Roster) Rename(e *entity.Entity, id, name string) error {
	if e.MergedInto != "" {
		return fmt.Errorf("%q is merged into %q: rename that", e.ID, e.MergedInto)
	}
	if id == "" {
		id = e.ID
	}
	if err := addr.CheckID(id); err != nil {
		return err
	}
	if !r.Has(e.ID) {
		if err := r.Create(e); err != nil {
			return err
		}
	}
	f := r.byID[e.ID]
	if f.ent == nil {
		return fmt.Errorf("%s cannot be read; 'dateline check' says why", f.path)
	}
	renamed := *f
	if name != "" && name != f.ent.Name {
		if err := r.callIt(&renamed, name); err != nil {
			return err
		}
	}
	if id != e.ID {
		renamed.path = path.Join(path.Dir(f.path), id+path.Ext(f.path))
		renamed.set(renamed.now)
		if err := r.redirect(&renamed, entity.URL(e.ID), entity.URL(id)); err != nil {
			return err
		}
		if other := r.byID[id]; other != nil {
			if other.path != renamed.path || !bytes.Equal(other.now, renamed.now) {
				return fmt.Errorf("the id %q is taken by %s", id, other.path)
			}
			r.files = slices.DeleteFunc(r.files, func(f *file) bool { return f == other })
		}
	}
	*f = renamed
	delete(r.byID, e.ID)
	r.byID[id] = f
	return nil
}

// callIt gives a file's entity another name. The one that it had becomes an alias, in
// the place of the new one if that was an alias.
func (r *Roster) callIt(f *file, name string) error {
	was := f.ent.Name
	if err := r.edit(f, []frontmatter.Change{{Key: f.key("name"), Value: &frontmatter.Value{Kind: frontmatter.String, Text: name}}}); err != nil {
		return err
	}
	if was == "" || slices.Contains(f.ent.Aliases, was) {
		return nil
	}
	if i := slices.Index(f.ent.Aliases, name); i >= 0 {
		aliases := slices.Clone(f.ent.Aliases)
		aliases[i] = was
		return r.edit(f, []frontmatter.Change{{Key: f.key("aliases"), Value: textList(aliases)}})
	}
	return r.addTo(f, "aliases", []string{was})
}

// redirect has an old address lead to a file's page, which a redirect from now, its
// own address, must not.
func (r *Roster) redirect(f *file, old, now addr.URL) error {
	var kept []string
	for _, u := range f.ent.Redirects {
		if u != now {
			kept = append(kept, string(u))
		}
	}
	if len(kept) < len(f.ent.Redirects) { // it gets back a name that it had
		if err := r.edit(f, []frontmatter.Change{{Key: f.key("redirects"), Value: textList(kept)}}); err != nil {
			return err
		}
	}
	if slices.Contains(f.ent.Redirects, old) {
		return nil
	}
	return r.addTo(f, "redirects", []string{string(old)})
}
