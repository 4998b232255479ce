package intake

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Found is what a folder holds for an import, as slash paths in it, in order.
type Found struct {
	Sources    []string // files to read
	Unreadable []string // folders and files that may not be looked into
	Others     []string // files of kinds that hold no articles: styles, settings; not pictures, which articles take along
}

// Find walks a folder of somebody's texts. It passes over hidden files, over what
// other programs keep there (dependencies, themes, their finished sites), and over the
// folder that a browser saves beside a page. Links to elsewhere are not followed.
func Find(folder fs.FS) (Found, error) {
	var out Found
	passed := passedOver(folder)
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return fmt.Errorf("reading the folder: %w", err)
		case err != nil:
			out.Unreadable = append(out.Unreadable, name)
			return fs.SkipDir
		case name == ".":
			return nil
		case d.IsDir():
			if d.Name()[0] == '.' || d.Name() == "node_modules" || slices.Contains(passed, name) || besidePage(folder, name) {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular() || d.Name()[0] == '.':
			return nil
		}
		switch {
		case slices.Contains(readable, endingOf(name)) && !strings.HasSuffix(name, reportEnd):
			out.Sources = append(out.Sources, name)
		case !slices.Contains(pictures, endingOf(name)):
			out.Others = append(out.Others, name)
		}
		return nil
	})
	return out, err
}

// readable are the endings of files that are looked into.
var readable = []string{
	".txt", ".text", ".story", ".html", ".htm", ".xhtml", ".md", ".markdown", ".mdown", ".mkd",
	".xml", ".rss", ".atom", ".tei", ".json", ".jsonl", ".ndjson", ".csv", ".tsv",
	".docx", ".odt", ".fodt", ".epub", ".zip", ".eml", ".mbox", ".warc", ".warc.gz",
	".pdf", ".doc", ".rtf", // to say how to get their text
}

// pictures are the endings of files that are of use with an article.
var pictures = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"}

// endingOf returns the ending of a file's name, in small letters, with what stands
// before ".gz".
func endingOf(name string) string {
	name = strings.ToLower(name)
	end := path.Ext(name)
	if end == ".gz" {
		end = path.Ext(strings.TrimSuffix(name, end)) + end
	}
	return end
}

// besidePage reports whether a folder is what a browser saved with a page of the same
// name: its pictures, styles and scripts.
func besidePage(folder fs.FS, dir string) bool {
	for _, end := range []string{"_files", "-Dateien", "_archivos", "_fichiers", ".files"} {
		stem, ok := strings.CutSuffix(dir, end)
		if !ok {
			continue
		}
		for _, page := range []string{".html", ".htm", ".xhtml"} {
			if _, err := fs.Stat(folder, stem+page); err == nil {
				return true
			}
		}
	}
	return false
}

// generators are other programs by the files that they keep at the top of a site, and
// the folders there that hold no articles.
var generators = []struct {
	files  []string
	passed []string
}{
	{[]string{"_config.yml", "_config.yaml", "_config.toml"}, []string{"_site", "_layouts", "_includes", "_sass", "_data", "_plugins", "assets", "vendor"}},                                                    // Jekyll
	{[]string{"hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "config/_default"}, []string{"public", "layouts", "themes", "archetypes", "assets", "data", "i18n", "resources", "static"}}, // Hugo
	{[]string{"config.toml"}, []string{"public", "templates", "themes", "sass", "static", "syntaxes"}},                                                                                                         // Zola
	{[]string{".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"}, []string{"_site", "_includes", "_layouts", "_data", "src/_includes", "src/_layouts", "src/_data"}},          // Eleventy
}

// passedOver returns the folders of the site of another program that hold no articles.
func passedOver(folder fs.FS) []string {
	var out []string
	for _, g := range generators {
		if slices.ContainsFunc(g.files, func(name string) bool { _, err := fs.Stat(folder, name); return err == nil }) {
			out = append(out, g.passed...)
		}
	}
	return out
}
