package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/disk"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/ner"
	"dateline/internal/roster"
	"dateline/internal/themes"
)

func (p *program) newCmd() *cobra.Command {
	c := &cobra.Command{Use: "new", Short: "Make a site, an article, an entity or a theme", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(p.newSiteCmd(), p.newArticleCmd(), p.newEntityCmd(), p.newThemeCmd())
	return c
}

func (p *program) newSiteCmd() *cobra.Command {
	return &cobra.Command{
		Use: "site NAME", Short: "Make the folder of a new site", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := p.path(args[0])
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return usagef("the folder %q is not empty", args[0])
			} else if err != nil && !notExist(err) {
				return fmt.Errorf("making a site: %w", err)
			}
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return fmt.Errorf("making a site: %w", err)
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				return fmt.Errorf("making a site: %w", err)
			}
			defer root.Close()
			for _, f := range newSite(filepath.Base(filepath.Clean(args[0]))) {
				if err := disk.Create(disk.In(root), f.name, []byte(f.text)); err != nil {
					return fmt.Errorf("making a site: %w", err)
				}
			}
			p.say("Made a site in %s. Next:\n\n  cd %s\n  dateline import ARTICLE.txt --date 2013-09-09\n  dateline serve", args[0], args[0])
			return nil
		},
	}
}

func newSite(name string) []struct{ name, text string } {
	title := strings.ReplaceAll(name, "-", " ")
	if title == "." || title == "" {
		title = "my site"
	}
	title = strings.ToUpper(title[:1]) + title[1:]
	settings := string(frontmatter.Marshal([]frontmatter.Field{text("title", title), text("description", "Articles, and who, where and when is in them."), text("language", "en")}))
	settings = strings.TrimSuffix(strings.TrimPrefix(settings, "---\n"), "---\n")
	return []struct{ name, text string }{
		{"content/site.yaml", settings + "# The address the site will have; feeds and search engines need it.\n# baseURL: https://example.org/\n# A picture is drawn for each page, which stands for it where it is shared.\ncards: true\n"},
		{"content/index.md", "---\ntitle: " + strings.TrimPrefix(strings.SplitN(settings, "\n", 2)[0], "title: ") + "\n---\n\nA few words about this site.\n"},
		{"content/about.md", "---\ntitle: About\n---\n\nWho made this site, from what, and how to reach them.\n"},
		{"content/articles/.gitkeep", ""},
		{"content/entities/.gitkeep", ""},
		{".gitignore", "/public/\n/.dateline/\n"},
	}
}

func text(key, value string) frontmatter.Field {
	return frontmatter.Field{Key: key, Value: frontmatter.Value{Kind: frontmatter.String, Text: value}}
}

func (p *program) newArticleCmd() *cobra.Command {
	var date string
	c := &cobra.Command{
		Use: "article TITLE", Short: "Make an empty article", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			today, err := p.today()
			if err != nil {
				return err
			}
			d := day.FromDay(today)
			if date != "" {
				if d, err = day.Parse(date); err != nil {
					return usagef("--date %q: %v", date, err)
				}
			}
			title := strings.Join(args, " ")
			header := frontmatter.Marshal([]frontmatter.Field{
				text("title", title),
				{Key: "date", Value: frontmatter.Value{Kind: frontmatter.Time, Text: d.String()}},
				{Key: "draft", Value: frontmatter.Value{Kind: frontmatter.Bool, Text: "true"}},
			})
			name := "content/articles/" + addr.Slug(strings.NewReplacer("~", " about", "?", " perhaps", "%", " about", "/", " to ").Replace(d.String())+" "+title) + ".md"
			return p.create(name, append(header, "\n"...))
		},
	}
	c.Flags().StringVar(&date, "date", "", "`date` of publication, as EDTF (default: today)")
	return c
}

func (p *program) newEntityCmd() *cobra.Command {
	var kind string
	c := &cobra.Command{
		Use: "entity NAME", Short: "Make the file of a person, place or organisation", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if ner.ParseKind(kind) == ner.Unknown {
				return usagef("--type %q: write person, place, organisation, event, work, group or thing", kind)
			}
			name := strings.Join(args, " ")
			return p.createEntity(&entity.Entity{ID: addr.EntityID(name), Name: name, Kind: ner.ParseKind(kind)})
		},
	}
	c.Flags().StringVar(&kind, "type", "person", "`kind`: person, place, organisation, event, work, group or thing")
	return c
}

// createEntity writes the file of a new entity and says so.
func (p *program) createEntity(e *entity.Entity) error {
	dir, err := p.needSite()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	r, err := roster.Open(disk.In(root))
	if err != nil {
		return err
	}
	if r.Has(e.ID) {
		return usagef("the entity %q exists already", e.ID)
	}
	if err := r.Create(e); err != nil {
		return usageError{err}
	}
	if err := r.Commit(); err != nil {
		return err
	}
	p.say("wrote %s", r.Entity(e.ID).Path)
	return nil
}

// create writes a new file of the site and says so. An existing file is never touched.
func (p *program) create(name string, data []byte) error {
	dir, err := p.needSite()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := disk.Create(disk.In(root), name, data); err != nil {
		if errors.Is(err, os.ErrExist) {
			return usagef("%s exists already", name)
		}
		return fmt.Errorf("writing %s: %w", name, err)
	}
	p.say("wrote %s", name)
	return nil
}

func (p *program) newThemeCmd() *cobra.Command {
	names := themeNames()
	return &cobra.Command{
		Use: "theme NAME", Short: "Give the site the templates and style sheets of a theme",
		Long: "Give the site the templates and style sheets of a theme, as files of its own in templates/ and static/:\n\n  " +
			strings.Join(names, "\n  ") + "\n\nFiles that are there already are kept, and then nothing is written. To go back, delete them.",
		Args: cobra.ExactArgs(1), ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(names, args[0]) {
				return usagef("there is no theme %q: choose %s", args[0], strings.Join(names, " or "))
			}
			return p.takeTheme(args[0])
		},
	}
}

// themeNames lists the themes that a site can take.
func themeNames() []string {
	list, err := themes.FS.ReadDir(".")
	if err != nil {
		panic(err) // it is in the program
	}
	var names []string
	for _, d := range list {
		names = append(names, d.Name())
	}
	return names
}

// takeTheme writes the files of a theme into the site, all of them or none.
func (p *program) takeTheme(name string) error {
	dir, err := p.needSite()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	theme, err := fs.Sub(themes.FS, name)
	if err != nil {
		return err
	}
	var files []string
	err = fs.WalkDir(theme, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if _, err := root.Lstat(file); err == nil {
			return usagef("%s exists already: move it away, or delete it, to take the theme", file)
		} else if !notExist(err) {
			return err
		}
		files = append(files, file)
		return nil
	})
	for i := 0; i < len(files) && err == nil; i++ {
		var data []byte
		if data, err = fs.ReadFile(theme, files[i]); err == nil {
			err = disk.Create(disk.In(root), files[i], data)
		}
		for j := 0; err != nil && j < i; j++ {
			err = errors.Join(err, root.Remove(files[j]))
		}
	}
	if err != nil {
		return fmt.Errorf("taking the theme %q: %w", name, err)
	}
	p.say("wrote %d files to templates/ and static/: the site has the theme %q", len(files), name)
	return nil
}
