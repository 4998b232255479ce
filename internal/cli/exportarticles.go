package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/export"
)

// exportArticles writes articles one after the other: into one file where the form has
// a way for it, or else a file for each into a folder.
func (p *program) exportArticles(f export.Format, sel selected, to string) error {
	said := plural(len(sel.articles), "article")
	var err error
	switch {
	case f.Around == nil && (to == "" || to == "-"):
		if len(sel.articles) > 1 {
			return usagef("%s has a file for each article: name a folder with --out, or one article with --article", f.Title)
		}
		sel.Article = sel.articles[0]
		var b []byte
		if b, err = f.Append(nil, sel.Selection); err == nil {
			_, err = p.Stdout.Write(b)
		}
	case f.Around == nil:
		err, said = p.exportFolder(f, sel, to), said+" in "+to
	case to == "" || to == "-":
		err = joined(p.Stdout, f, sel)
	default:
		said += " in " + to
		var file *os.File
		if file, err = os.Create(p.path(to)); err == nil {
			err = joined(file, f, sel)
			if e := file.Close(); err == nil {
				err = e
			}
		}
	}
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	p.say("%s", said)
	return nil
}

// joined writes articles as one whole. One article is in memory at a time.
func joined(to io.Writer, f export.Format, sel selected) error {
	w := bufio.NewWriter(to)
	w.WriteString(f.Around.Before)
	var b []byte
	for i, a := range sel.articles {
		if i > 0 {
			w.WriteString(f.Around.Between)
		}
		sel.Article = a
		var err error
		if b, err = f.Append(b[:0], sel.Selection); err != nil {
			return err
		}
		w.Write(b)
	}
	w.WriteString(f.Around.After)
	return w.Flush() // which tells of the first fault
}

// exportFolder writes a file for each article, with what belongs beside it. Files are
// named as articles are in the site's addresses.
func (p *program) exportFolder(f export.Format, sel selected, to string) error {
	forms := []export.Format{f}
	if with, ok := export.Named(f.With); ok {
		forms = append(forms, with)
	}
	if err := os.MkdirAll(p.path(to), 0o755); err != nil {
		return err
	}
	var b []byte
	for _, a := range sel.articles {
		sel.Article = a
		name := addr.Slug(strings.TrimPrefix(string(a.URL), "/articles/"))
		for _, f := range forms {
			var err error
			if b, err = f.Append(b[:0], sel.Selection); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(p.path(to), name+f.Ending), b, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
