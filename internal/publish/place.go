package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// place is an output directory that was found safe: parent/base, where parent
// is free of symbolic links.
type place struct {
	site, parent, base string
}

// resolve finds out where opt means, and refuses places where exchanging and
// removing a directory could destroy anything but output. It writes nothing.
func resolve(opt Options) (place, error) {
	refuse := func(why, hint string) (place, error) {
		return place{}, fmt.Errorf("%s: %w: it %s; %s", opt.Dir, ErrUnsafe, why, hint)
	}
	const elsewhere = "choose a folder of its own, such as \"public\""
	if opt.Site == "" || opt.Dir == "" {
		return refuse("is not named", elsewhere)
	}
	if !oneLine(opt.Dir, true) {
		return refuse("has control characters in its name", elsewhere)
	}
	site, err := filepath.Abs(opt.Site)
	if err == nil {
		site, err = filepath.EvalSymlinks(site)
	}
	if err != nil {
		return place{}, fmt.Errorf("find the site: %w", err)
	}
	dir := opt.Dir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(site, dir)
	}
	dir = filepath.Clean(dir)
	if dir == filepath.Dir(dir) {
		return refuse("is the root of a disk", elsewhere)
	}
	parent, err := evalExisting(filepath.Dir(dir))
	if err != nil {
		return place{}, fmt.Errorf("find %s: %w", opt.Dir, err)
	}
	pl := place{site: site, parent: parent, base: filepath.Base(dir)}
	out := filepath.Join(pl.parent, pl.base)

	fi, err := os.Lstat(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return place{}, fmt.Errorf("find %s: %w", opt.Dir, err)
	case fi.Mode()&fs.ModeSymlink != 0:
		return refuse("is a symbolic link", "name the directory that it leads to, or remove the link")
	case !fi.IsDir():
		return refuse("is a file", elsewhere)
	default:
		if up, err := os.Lstat(parent); err == nil && device(up) != device(fi) {
			return refuse("is a mount point, which cannot be exchanged", "choose a folder in it")
		}
	}

	home, _ := os.UserHomeDir()
	sources := opt.Sources
	if sources == nil {
		sources = []string{"content", "templates", "static"}
	}
	guarded := make([]string, 0, len(sources)+2)
	for _, s := range sources {
		guarded = append(guarded, filepath.Join(site, s))
	}
	guarded = append(guarded, filepath.Join(site, ".git"), filepath.Join(site, filepath.Dir(StateDir)))
	for _, g := range append([]string{site, home}, guarded...) {
		if g != "" && within(g, out) {
			return refuse(fmt.Sprintf("holds or is %s", g), elsewhere)
		}
	}
	for _, g := range guarded {
		if within(out, g) {
			return refuse(fmt.Sprintf("lies in %s", g), elsewhere)
		}
	}
	return pl, nil
}

// evalExisting resolves symbolic links in path, the last parts of which need not exist.
func evalExisting(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
		return real, err
	}
	if _, err := os.Lstat(path); err == nil {
		return "", fmt.Errorf("%s is a symbolic link that leads nowhere", path)
	}
	up, err := evalExisting(filepath.Dir(path))
	return filepath.Join(up, filepath.Base(path)), err
}

// within reports whether path is dir or lies below it, by name or, so that
// neither case nor a bind mount hides it, by the identity of what exists.
func within(path, dir string) bool {
	di, derr := os.Stat(dir)
	for p := path; ; p = filepath.Dir(p) {
		if p == dir {
			return true
		}
		if derr == nil {
			if pi, err := os.Stat(p); err == nil && os.SameFile(pi, di) {
				return true
			}
		}
		if p == filepath.Dir(p) {
			return false
		}
	}
}

// makeParent makes the directories above the output: inside the site any, so
// that "build/public" works; elsewhere none, since a mistyped path should fail.
func (pl place) makeParent() error {
	rel, err := filepath.Rel(pl.site, pl.parent)
	if err != nil || !filepath.IsLocal(rel) {
		return nil
	}
	root, err := os.OpenRoot(pl.site)
	if err != nil {
		return err
	}
	defer root.Close()
	return root.MkdirAll(rel, 0o755)
}

// stateName is the folder that holds what is known of this output. An output
// inside the site keeps its name when the site is moved.
func (pl place) stateName() string {
	out := filepath.Join(pl.parent, pl.base)
	if rel, err := filepath.Rel(pl.site, out); err == nil && filepath.IsLocal(rel) {
		out = rel
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(out)))
	return hex.EncodeToString(sum[:8])
}
