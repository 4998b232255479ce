package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"dateline/internal/diag"
	"dateline/internal/importer"
)

// verify rebuilds the text of the source of every article that was imported, or of
// those that are named, from the article and its report. With --stdout it prints them.
func (im *importing) verify(args []string) error {
	dir, err := im.p.needSite()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening the site: %w", err)
	}
	defer root.Close()
	if len(args) == 0 {
		args = []string{im.out}
	}
	var list diag.List
	var whole, lines, edited int
	for _, a := range args {
		a = path.Clean(strings.TrimSuffix(strings.TrimSuffix(a, ".import.json"), ".md"))
		if _, err := root.Lstat(a + ".import.json"); err == nil {
			a += ".import.json"
		}
		err := fs.WalkDir(root.FS(), a, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return usagef("%v", err)
			}
			stem, ok := strings.CutSuffix(name, ".import.json")
			if !ok {
				return nil
			}
			text, exact, err := rebuild(root, stem)
			switch {
			case errors.Is(err, importer.ErrEdited):
				edited++
				list = append(list, diag.New(diag.Info, "edited", stem+".md", "%v: its source can no longer be rebuilt from it", err))
				return nil
			case err != nil:
				list = append(list, diag.New(diag.Error, "not-rebuilt", name, "the source cannot be rebuilt: %v", err).
					WithHint("import the source again"))
				return nil
			case exact:
				whole++
			default:
				lines++
			}
			if im.stdout {
				fmt.Fprintln(im.p.Stdout, text)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	shown := im.p.report(list, false)
	im.p.say("rebuilt: %d byte for byte, %d word for word; edited since: %d", whole, lines, edited)
	return shown
}

// rebuild rebuilds the source of one article. exact reports that it has the very
// bytes of the source, and not only its words in another encoding, without markup, or
// with other line ends.
func rebuild(root *os.Root, stem string) (text string, exact bool, err error) {
	data, err := root.ReadFile(stem + ".import.json")
	if err != nil {
		return "", false, err
	}
	var r importer.Report
	if err := json.Unmarshal(data, &r); err != nil {
		return "", false, err
	}
	md, err := root.ReadFile(stem + ".md")
	if err != nil {
		return "", false, err
	}
	if text, err = importer.Rebuild(md, &r); err != nil {
		return "", false, err
	}
	for _, end := range []string{"\n", ""} {
		for _, mark := range []string{"", "\ufeff"} {
			for _, line := range []string{"\n", "\r\n"} {
				if importer.Sum([]byte(mark+strings.ReplaceAll(text+end, "\n", line))) == r.Source.SHA256 {
					return text, true, nil
				}
			}
		}
	}
	return text, false, nil
}
