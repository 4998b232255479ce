package build

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/entity"
)

// reader reads sources of an output again.
type reader struct {
	in      Input
	env     article.Env
	envKey  string
	reports bool
	sources []compiled // in the order of their paths
}

// Reading is an article as it lies on disk.
type Reading struct {
	Text      *article.Text // with everything that is known of its words
	NotesPath string        // where decisions on it lie, or would
	Source    []byte        // the file
	Notes     []byte        // the file of decisions; nil when there is none

	id id
}

// Read reads an article of the output as it lies on disk now, with the register and the
// settings that the output was made with. The error wraps fs.ErrNotExist when the
// output has no such article.
func (o *Output) Read(p addr.Source) (*Reading, error) {
	i, ok := slices.BinarySearchFunc(o.read.sources, p, func(c compiled, p addr.Source) int { return cmp.Compare(c.art.Path, p) })
	if !ok {
		return nil, fmt.Errorf("%s: %w", p, fs.ErrNotExist)
	}
	s := &source{path: string(p), beside: o.read.sources[i].beside}
	r := &Reading{NotesPath: pathBeside(s.path, notesEnd)}
	s.notes = true // it may have come since
	ai, sum, diags := read(o.read.in, s, o.read.reports, new([]byte))
	if ai.Src == nil && len(diags) > 0 && diags[0].File == r.NotesPath {
		if _, err := fs.Stat(o.read.in.Site, r.NotesPath); errors.Is(err, fs.ErrNotExist) {
			s.notes = false
			ai, sum, diags = read(o.read.in, s, o.read.reports, new([]byte))
		}
	}
	if ai.Src == nil {
		return nil, fmt.Errorf("%s cannot be read: %s", p, diags[0].Message)
	}
	var err error
	if r.Source, err = readFile(o.read.in.Site, s.path); err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	r.Notes, r.id = ai.Notes, newID(o.read.envKey, s.path, sum)
	env := o.read.env
	env.Explain = true
	ai.NotesPath = r.NotesPath
	r.Text = article.Read(ai, env)
	return r, nil
}

// Register returns the register that the output was made with.
func (o *Output) Register() *entity.Register { return o.read.env.Register }
