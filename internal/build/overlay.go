package build

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Overlay returns a tree that has every file of over and, where over has none,
// those of under. over may be nil.
func Overlay(over, under fs.FS) fs.FS {
	if over == nil {
		return under
	}
	return overlay{over, under}
}

type overlay struct{ over, under fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if err == nil {
		if fi, serr := f.Stat(); serr == nil && !fi.IsDir() {
			return f, nil
		}
		f.Close()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if g, uerr := o.under.Open(name); uerr == nil {
		return g, nil
	}
	return o.over.Open(name)
}

// ReadDir merges both trees' entries, by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	a, errA := fs.ReadDir(o.over, name)
	b, errB := fs.ReadDir(o.under, name)
	if errA != nil && errB != nil {
		return nil, errA
	}
	have := make(map[string]bool, len(a))
	for _, e := range a {
		have[e.Name()] = true
	}
	for _, e := range b {
		if !have[e.Name()] {
			a = append(a, e)
		}
	}
	slices.SortFunc(a, func(x, y fs.DirEntry) int { return strings.Compare(x.Name(), y.Name()) })
	return a, nil
}
