package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// survey is what lies in the output directory before a run.
type survey struct {
	files   map[string]found // regular files by path
	foreign []string         // those of them that are not in the manifest, in order
	spare   []string         // directories that hold no file of the manifest, parents first
	perm    fs.FileMode      // of the output directory itself
	missing bool             // there is no output directory
}

// found is a regular file of the output.
type found struct {
	size, time int64
	names      uint64 // hard links
}

// look takes the survey, of a tree in which ours were written. Symbolic links
// and special files are refused: none is ever written here, to follow one could
// lead anywhere, and no host accepts them.
func look(t tree, out string, ours *manifest) (*survey, error) {
	s := &survey{files: map[string]found{}}
	fi, err := t.Lstat(out)
	if errors.Is(err, fs.ErrNotExist) {
		s.missing, s.perm = true, 0o755
		return s, nil
	} else if err != nil {
		return nil, err
	}
	s.perm = fi.Mode().Perm()
	dirs := map[string]bool{}
	for i := range ours.Entries {
		for d := path.Dir(ours.Entries[i].Path); d != "." && !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
		}
	}
	if err := s.walk(t, out, "", dirs); err != nil {
		return nil, err
	}
	for p := range s.files {
		if ours.find(p) == nil {
			s.foreign = append(s.foreign, p)
		}
	}
	slices.Sort(s.foreign)
	return s, nil
}

func (s *survey) walk(t tree, out, dir string, ours map[string]bool) error {
	entries, err := t.ReadDir(path.Join(out, dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case e.IsDir():
			if !ours[name] {
				s.spare = append(s.spare, name)
			}
			if err := s.walk(t, out, name, ours); err != nil {
				return err
			}
		case e.Type().IsRegular():
			fi, err := t.Lstat(path.Join(out, name))
			if err != nil {
				return err
			}
			s.files[name] = found{fi.Size(), fi.ModTime().UnixNano(), names(fi)}
		default:
			kind := "a special file"
			if e.Type()&fs.ModeSymlink != 0 {
				kind = "a symbolic link"
			}
			return fmt.Errorf("%s is %s, %w; remove it", path.Join(out, name), kind, ErrForeign)
		}
	}
	return nil
}

// untouched reports whether f is as the manifest says.
func (f found) untouched(e *entry) bool { return f.size == e.Size && f.time == e.Time }

// retire empties the tree old, which was the output until now, and removes it.
// A file of ours goes. A foreign one has a second link in the new tree already,
// unless it came or was replaced while the run was under way: then it is moved.
func (r *run) retire(old string, next *manifest) error {
	if ok, err := exists(r.beside, old); err != nil || !ok {
		return err
	}
	return r.retireDir(old, "", next)
}

func (r *run) retireDir(old, dir string, next *manifest) error {
	at := path.Join(old, dir)
	entries, err := r.beside.ReadDir(at)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case e.IsDir():
			err = r.retireDir(old, name, next)
		case r.old != nil && r.old.find(name) != nil:
			err = r.beside.Remove(path.Join(old, name))
		default:
			err = r.saveForeign(path.Join(old, name), name, next)
		}
		if err != nil {
			return err
		}
	}
	return r.beside.Remove(at)
}

// saveForeign sees to it that the foreign file at from is in the new tree as name.
func (r *run) saveForeign(from, name string, next *manifest) error {
	to := path.Join(r.out, name)
	fi, err := r.beside.Lstat(from)
	if err != nil {
		return err
	}
	there, err := r.beside.Lstat(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := mkdirAll(r.beside, path.Dir(to)); err != nil {
			return err
		}
		return r.beside.Rename(from, to)
	case err != nil:
		return err
	case sameFile(fi, there):
		return r.beside.Remove(from) // a rename of one name of a file to another does nothing
	case next.find(name) == nil:
		return r.beside.Rename(from, to)
	case r.journal.Force:
		return r.beside.Remove(from)
	}
	return fmt.Errorf("%s came up while the site was published, %w; the site has a file of that name, yours is kept as %s: move it away, then publish again", to, ErrForeign, from)
}

// clashes looks for foreign files that are in the way of the site's: of the same
// name, or where one needs a directory and the other has a file.
func (r *run) clashes(next *manifest) error {
	for _, p := range r.was.foreign {
		_, same := slices.BinarySearchFunc(next.Entries, p, comparePath)
		below, _ := slices.BinarySearchFunc(next.Entries, p+"/", comparePath)
		clash := same && !r.opt.Force || below < len(next.Entries) && strings.HasPrefix(next.Entries[below].Path, p+"/")
		for d := path.Dir(p); d != "." && !clash; d = path.Dir(d) {
			clash = next.find(d) != nil
		}
		if clash {
			return fmt.Errorf("%s is in the way of a file of the site, but was %w; move it away", path.Join(r.out, p), ErrForeign)
		}
	}
	return nil
}
