// Package roster owns the files of entities, content/entities: which there are, what
// is made, merged, renamed or taken from a table, and how that is written. It is
// careful with other people's work:
//
//   - Of a file that is there only the keys in question change; the author's other
//     bytes, comments and the page's text stay.
//   - Nothing is written before everything that was asked for is known to be possible,
//     and nothing when a file has changed since it was read.
//   - What an entity was called before still leads to it: a renamed one keeps its old
//     addresses, a merged one stays as a tombstone.
//
// It does not know who is named where.
package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/site"
)

// dir is the folder of the files of entities, in the root of a site.
const dir = "content/entities"

// Roster is the files of entities as they were found, with the changes that were made
// to them since and are not written yet. It is for one goroutine.
type Roster struct {
	root  disk.Dir
	files []*file          // by path, those that are to be made at the end
	byID  map[string]*file // by id, what cannot be read too
}

// file is the file of an entity.
type file struct {
	path     string // where it is to lie
	was      string // where it lies; "" when it is to be made
	old, now []byte
	ent      *entity.Entity // what now says; nil when it says nothing that can be read
}

// Open reads the files of entities below root, the folder of a site. What is wrong
// with them is for others to say: a file that cannot be read as an entity keeps its id.
func Open(root disk.Dir) (*Roster, error) {
	r := &Roster{root: root, byID: map[string]*file{}}
	err := fs.WalkDir(root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == dir && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case d.IsDir() && name != dir && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.Type().IsRegular() || strings.ToLower(path.Ext(name)) != ".md" || d.Name() == "index.md" || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		src, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		f := &file{path: name, was: name, old: src}
		f.set(src)
		r.files = append(r.files, f)
		if id := f.id(); r.byID[id] == nil {
			r.byID[id] = f
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the entities: %w", err)
	}
	return r, nil
}

// set makes src what the file says.
func (f *file) set(src []byte) {
	f.now = src
	f.ent, _, _ = article.ReadEntity(f.path, src)
}

// id returns the id that the file's name gives.
func (f *file) id() string { return strings.TrimSuffix(path.Base(f.path), path.Ext(f.path)) }

// IDs returns the ids that are taken, in order.
func (r *Roster) IDs() []string {
	ids := make([]string, 0, len(r.byID))
	for id := range r.byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Entities returns what the files say now, by id, tombstones too. They must not be changed.
func (r *Roster) Entities() []*entity.Entity {
	var out []*entity.Entity
	for _, id := range r.IDs() {
		if f := r.byID[id]; f.ent != nil {
			out = append(out, f.ent)
		}
	}
	return out
}

// Entity returns what the file with the id says now, a tombstone too, or nil.
func (r *Roster) Entity(id string) *entity.Entity {
	if f := r.byID[id]; f != nil {
		return f.ent
	}
	return nil
}

// Has reports whether there is a file with the id, even if it cannot be read.
func (r *Roster) Has(id string) bool { return r.byID[id] != nil }

// Create makes the file of an entity that has none.
func (r *Roster) Create(e *entity.Entity) error {
	if err := addr.CheckID(e.ID); err != nil {
		return err
	}
	if f := r.byID[e.ID]; f != nil {
		return fmt.Errorf("%q has a file already: %s", e.ID, f.path)
	}
	f := &file{path: site.EntitiesDir + e.ID + ".md"}
	f.set(append(frontmatter.Marshal(fields(e)), '\n'))
	if f.ent == nil {
		return fmt.Errorf("%q cannot be written as an entity", e.ID)
	}
	r.files = append(r.files, f)
	r.byID[e.ID] = f
	return nil
}

// edit changes keys of a file.
func (r *Roster) edit(f *file, changes []frontmatter.Change) error {
	if f.ent == nil {
		return fmt.Errorf("%s cannot be read; 'dateline check' says why", f.path)
	}
	out, err := frontmatter.Edit(f.now, changes)
	if err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	before := f.ent
	if f.set(out); f.ent == nil {
		f.ent = before
		return fmt.Errorf("%s would no longer be an entity's", f.path)
	}
	return nil
}

// synonyms are the keys of an entity's header that have another name as well.
var synonyms = map[string]string{"name": "title", "type": "kind", "aliases": "alias"}

// key returns the name under which a file has a key already, or the usual one.
func (f *file) key(usual string) string {
	h, _ := frontmatter.Split(f.path, f.now)
	for _, field := range h.Fields {
		if folded := frontmatter.Fold(field.Key); folded == frontmatter.Fold(usual) || folded == synonyms[usual] {
			return field.Key
		}
	}
	return usual
}

// addTo has a list of a file hold more texts.
func (r *Roster) addTo(f *file, key string, texts []string) error {
	if len(texts) == 0 {
		return nil
	}
	return r.edit(f, []frontmatter.Change{{Key: f.key(key), Add: textValues(texts)}})
}

// Write is what is to be done with one file.
type Write struct {
	Verb     string // write, update or move
	Path     string
	From     string // where it lies, when it is moved
	Old, New []byte
}

// Writes returns what is to be done, by path.
func (r *Roster) Writes() []Write {
	var out []Write
	for _, f := range r.files {
		w := Write{Path: f.path, Old: f.old, New: f.now}
		switch {
		case f.was == "":
			w.Verb = "write"
		case f.was != f.path:
			w.Verb, w.From = "move", f.was
		case !bytes.Equal(f.old, f.now):
			w.Verb = "update"
		default:
			continue
		}
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b Write) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// fields returns the header of an entity's file.
func fields(e *entity.Entity) []frontmatter.Field {
	var out []frontmatter.Field
	put := func(key string, v *frontmatter.Value) {
		if v != nil {
			out = append(out, frontmatter.Field{Key: key, Value: *v})
		}
	}
	for _, c := range columns {
		if c.cell(e) != "" {
			v, _ := c.value(c.cell(e))
			put(c.key, v)
		}
	}
	put("demonyms", textList(e.Demonyms))
	if len(e.Roles) > 0 {
		put("roles", roleList(e.Roles))
	}
	var redirects []string
	for _, u := range e.Redirects {
		redirects = append(redirects, string(u))
	}
	put("redirects", textList(redirects))
	return out
}

func textValue(s string) frontmatter.Value {
	return frontmatter.Value{Kind: frontmatter.String, Text: s}
}

func textValues(list []string) []frontmatter.Value {
	out := make([]frontmatter.Value, len(list))
	for i, s := range list {
		out[i] = textValue(s)
	}
	return out
}

// textList returns a list of texts as a value, nil when it is empty.
func textList(list []string) *frontmatter.Value {
	if len(list) == 0 {
		return nil
	}
	return &frontmatter.Value{Kind: frontmatter.List, List: textValues(list)}
}

// dateValue returns a date as YAML has it: bare when it is a day or a year.
func dateValue(edtf string) frontmatter.Value {
	v := textValue(edtf)
	if _, err := strconv.Atoi(edtf); err == nil && len(edtf) == 4 && edtf[0] != '0' {
		v.Kind = frontmatter.Number
	} else if len(edtf) == 10 && strings.Trim(edtf, "0123456789-") == "" && edtf[0] != '-' {
		v.Kind = frontmatter.Time
	}
	return v
}

func roleList(roles []entity.Role) *frontmatter.Value {
	v := &frontmatter.Value{Kind: frontmatter.List}
	for _, role := range roles {
		m := frontmatter.Value{Kind: frontmatter.Map, Map: []frontmatter.Field{{Key: "title", Value: textValue(role.Title)}}}
		if role.Of != "" {
			m.Map = append(m.Map, frontmatter.Field{Key: "of", Value: textValue(role.Of)})
		}
		if !role.When.IsZero() {
			m.Map = append(m.Map, frontmatter.Field{Key: "when", Value: dateValue(role.When.String())})
		}
		v.List = append(v.List, m)
	}
	return v
}

// errorAt makes a diagnostic about a line of a table.
func errorAt(file string, line int, code, format string, args ...any) diag.Diagnostic {
	d := diag.New(diag.Error, code, file, format, args...)
	d.Line = line
	return d
}
