package cli

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const manual = "../../content/docs/commands.md"

// chapter returns what stands under the heading of a command, or under the
// heading "The others" for a command that has none of its own.
func chapter(text, command string) string {
	for _, heading := range []string{command, "The others"} {
		if _, rest, ok := strings.Cut(text, "\n## "+heading+"\n"); ok {
			rest, _, _ = strings.Cut(rest, "\n## ")
			return rest
		}
	}
	return ""
}

// gaps says which commands below root, and which flags of them, the manual does not mention.
func gaps(root *cobra.Command, text string) []string {
	var out []string
	missing := func(chapter, path string, flags *pflag.FlagSet) {
		flags.VisitAll(func(f *pflag.Flag) {
			written := []string{"--" + f.Name}
			if f.Shorthand != "" {
				written = append(written, "-"+f.Shorthand)
			}
			for _, w := range written {
				// The flag ends there, so that --explain does not stand for --exp.
				if !strings.Contains(chapter, "`"+w+"`") && !strings.Contains(chapter, "`"+w+" ") {
					out = append(out, path+" "+w)
				}
			}
		})
	}
	missing(chapter(text, "Flags of every command"), root.Name(), root.PersistentFlags())
	var walk func(c *cobra.Command, top string)
	walk = func(c *cobra.Command, top string) {
		in := chapter(text, top)
		if !c.HasSubCommands() && !strings.Contains(in, "`"+c.CommandPath()+" ") && !strings.Contains(in, "`"+c.CommandPath()+"`") &&
			!strings.Contains(in, "\n"+c.CommandPath()+"\n") && !strings.Contains(in, "\n"+c.CommandPath()+" ") {
			out = append(out, c.CommandPath())
		}
		missing(in, c.CommandPath(), c.LocalNonPersistentFlags())
		for _, sub := range c.Commands() {
			walk(sub, top)
		}
	}
	for _, c := range root.Commands() {
		walk(c, c.Name())
	}
	slices.Sort(out)
	return out
}

// The manual tells of every command and of every flag, where the command is told of.
func TestManualTellsOfEveryCommand(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	root := new(program).root()
	if n := len(root.Commands()); n < 10 {
		t.Fatalf("only %d commands were looked at", n)
	}
	for _, gap := range gaps(root, string(text)) {
		t.Errorf("content/docs/commands.md does not mention: %s", gap)
	}
}

// Commands and flags that are missing, or stand with another command only, are found.
func TestManualGaps(t *testing.T) {
	root := &cobra.Command{Use: "tool"}
	root.PersistentFlags().BoolP("quiet", "q", false, "")
	run := &cobra.Command{Use: "run", Run: func(*cobra.Command, []string) {}}
	run.Flags().String("to", "", "")
	run.Flags().BoolP("deep", "d", false, "")
	walk := &cobra.Command{Use: "walk", Run: func(*cobra.Command, []string) {}}
	fast := &cobra.Command{Use: "fast", Run: func(*cobra.Command, []string) {}}
	root.AddCommand(run, walk, fast)
	text := "# Tool\n\n## Flags of every command\n\n`--quiet`\n\n## run\n\n`tool run` has `--to PLACE` and `--deeper`.\n\n## walk\n\n`-q`, `-d`, `--deep`\n\n## The others\n\n```sh\ntool fast\n```\n"
	want := []string{"tool -q", "tool run --deep", "tool run -d", "tool walk"}
	if got := gaps(root, text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
