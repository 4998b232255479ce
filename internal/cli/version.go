package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"dateline/internal/article"
	"dateline/internal/importer"
)

// Version is set when a release is built.
var Version = "0.1.0"

func (p *program) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(p.Stdout, "dateline %s%s %s %s/%s (importer %d, annotations %d)\n", Version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH, importer.Version, article.Version)
			return nil
		},
	}
}

// revision names the commit that the program was built from, when it is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	rev, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 8:
			rev = " " + s.Value[:8]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+"
		}
	}
	return rev + dirty
}

func (p *program) completionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: "Print a script that completes commands in your shell",
		Args: cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Example: "  dateline completion bash > /etc/bash_completion.d/dateline",
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(p.Stdout, true)
			case "zsh":
				return c.Root().GenZshCompletion(p.Stdout)
			case "fish":
				return c.Root().GenFishCompletion(p.Stdout, true)
			}
			return c.Root().GenPowerShellCompletionWithDesc(p.Stdout)
		},
	}
}
