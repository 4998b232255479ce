package cli

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"dateline/internal/diag"
	"dateline/internal/site"
)

func (p *program) configCmd() *cobra.Command {
	return &cobra.Command{
		Use: "config", Short: "Print the settings in force, as JSON", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := p.needSite()
			if err != nil {
				return err
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				return fmt.Errorf("opening the site: %w", err)
			}
			defer root.Close()
			const file = site.ContentDir + "site.yaml"
			src, err := root.ReadFile(file)
			if err != nil && !notExist(err) {
				return fmt.Errorf("reading %s: %w", file, err)
			}
			var diags diag.List
			if err != nil {
				diags = append(diags, diag.New(diag.Warning, "no-settings", file, "the site has no %s: these are the usual settings", file))
			}
			s, ds := site.ReadSettings(file, src)
			out := json.NewEncoder(p.Stdout)
			out.SetIndent("", "  ")
			out.SetEscapeHTML(false)
			if err := out.Encode(s); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
			return p.report(append(diags, ds...), false)
		},
	}
}
