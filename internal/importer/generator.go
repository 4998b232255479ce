package importer

import (
	"io/fs"
	"path"
	"strings"

	"dateline/internal/frontmatter"
)

// generator is the program whose Markdown a file is written in.
type generator string

const (
	anyGenerator generator = "" // not known
	hugo         generator = "hugo"
	jekyll       generator = "jekyll"
	obsidian     generator = "obsidian"
	zola         generator = "zola"
	eleventy     generator = "eleventy"
)

// settingsFiles are the files and folders that a generator keeps at the root of a
// site. A config.toml may be Hugo's or Zola's.
var settingsFiles = []struct {
	name string
	is   generator
}{
	{".obsidian", obsidian},
	{"hugo.toml", hugo},
	{"hugo.yaml", hugo},
	{"hugo.json", hugo},
	{"archetypes", hugo},
	{"_config.yml", jekyll},
	{"_posts", jekyll},
	{".eleventy.js", eleventy},
	{"eleventy.config.js", eleventy},
	{"eleventy.config.mjs", eleventy},
	{"eleventy.config.cjs", eleventy},
	{"zola.toml", zola},
}

// generatorOfFolder decides by the settings at the root of a folder.
func generatorOfFolder(fsys fs.FS) generator {
	for _, s := range settingsFiles {
		if _, err := fs.Stat(fsys, s.name); err == nil {
			return s.is
		}
	}
	return anyGenerator
}

// generatorOfFile decides by a file's path, header and text, in this order: a path
// is a rule of the program, a header has keys that only one knows, and a text has
// marks that another would show as they stand.
func generatorOfFile(name string, h frontmatter.Header, body string) generator {
	if hasFolder(name, "_posts") || hasFolder(name, "_drafts") {
		return jekyll
	}
	for _, f := range h.Fields {
		switch key := frontmatter.Fold(f.Key); {
		case strings.HasPrefix(key, "eleventy"):
			return eleventy
		case key == "redirectfrom", key == "lastmodifiedat":
			return jekyll
		case key == "cssclasses", key == "cssclass", key == "publish" && f.Value.Kind == frontmatter.Bool:
			return obsidian
		case h.Format == frontmatter.TOML && (key == "taxonomies" || key == "extra"):
			return zola
		}
	}
	switch {
	case strings.Contains(body, "](@/"):
		return zola
	case h.Format == frontmatter.TOML, h.Format == frontmatter.JSON, strings.Contains(body, "{{<"), strings.Contains(body, "{{%"), path.Base(name) == "_index.md":
		return hugo
	case strings.Contains(body, "![["):
		return obsidian
	case strings.Contains(body, "{% highlight "), strings.Contains(body, "{% post_url "), strings.Contains(body, "site.baseurl"):
		return jekyll
	}
	return anyGenerator
}

// hasFolder reports whether a folder of the name, in any case, stands above a file.
func hasFolder(name, folder string) bool {
	for seg := range strings.SplitSeq(path.Dir(name), "/") {
		if strings.EqualFold(seg, folder) {
			return true
		}
	}
	return false
}

// pageStem returns what a file is called without its ending; an index file is
// called as its folder.
func pageStem(name string) string {
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if stem != "index" {
		return stem
	}
	if dir := path.Base(path.Dir(name)); dir != "." && dir != "/" {
		return dir
	}
	return ""
}
