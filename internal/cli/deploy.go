package cli

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"dateline/internal/disk"
)

func (p *program) deployCmd() *cobra.Command {
	c := &cobra.Command{Use: "deploy", Short: "Prepare the site for a host", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(p.deployGitHubCmd())
	return c
}

const workflowPath = ".github/workflows/pages.yml"

// repository is how GitHub names a repository at a branch, tag or commit.
var repository = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+(@[A-Za-z0-9_./-]+)?$`)

func (p *program) deployGitHubCmd() *cobra.Command {
	var tool, branch string
	var force bool
	c := &cobra.Command{
		Use: "github", Short: "Write the workflow that publishes the site on GitHub Pages", Args: cobra.NoArgs,
		Long: `Write .github/workflows/pages.yml: on every push GitHub checks the site, builds it for
the address that Pages gives it, and publishes it. An existing workflow that differs is
left alone unless --force.`,
		RunE: func(*cobra.Command, []string) error {
			dir, err := p.needSite()
			if err != nil {
				return err
			}
			if tool == "" {
				if _, err := os.Stat(dir + "/cmd/dateline"); err != nil {
					return usagef("say where GitHub finds Dateline's source, as --tool OWNER/REPOSITORY or OWNER/REPOSITORY@TAG")
				}
			} else if !repository.MatchString(tool) {
				return usagef("--tool %q: write OWNER/REPOSITORY or OWNER/REPOSITORY@TAG", tool)
			}
			if strings.ContainsAny(branch, "'\"\n []{}") {
				return usagef("--branch %q is not the name of a branch", branch)
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				return fmt.Errorf("opening the site: %w", err)
			}
			defer root.Close()
			want := []byte(pagesWorkflow(tool, branch))
			old, err := root.ReadFile(workflowPath)
			switch {
			case err == nil && bytes.Equal(old, want):
				p.say("%s is up to date", workflowPath)
			case err == nil && !force:
				return usagef("%s exists and is different: look at it, then use --force to replace it", workflowPath)
			case err != nil && !notExist(err):
				return fmt.Errorf("reading %s: %w", workflowPath, err)
			default:
				if err := disk.Replace(disk.In(root), workflowPath, want); err != nil {
					return fmt.Errorf("writing %s: %w", workflowPath, err)
				}
				p.say("wrote %s", workflowPath)
			}
			p.say("\nThen, once, on GitHub: Settings > Pages > Build and deployment > Source: GitHub Actions.\nPush to %s, and the address of the site is in the workflow's summary.", branch)
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&tool, "tool", "", "`repository` with Dateline's source, as OWNER/REPOSITORY[@TAG] (default: this one)")
	f.StringVar(&branch, "branch", "main", "`branch` that is published")
	f.BoolVar(&force, "force", false, "replace a workflow that differs")
	return c
}

// checkout is the action that fetches a repository. Every action is named by its
// commit: a tag may come to mean something else.
const checkout = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"

// pagesWorkflow is the workflow's text. The base address comes from
// configure-pages, so that the same workflow serves a project page, a user page
// and a domain of one's own.
func pagesWorkflow(tool, branch string) string {
	run, fetch := "go run ./cmd/dateline", ""
	setup := "go.mod"
	if tool != "" {
		name, ref, tagged := strings.Cut(tool, "@")
		fetch = "      - uses: " + checkout + "\n        with:\n          repository: " + name + "\n          path: .dateline-tool\n"
		if tagged {
			fetch += "          ref: " + ref + "\n"
		}
		setup = ".dateline-tool/go.mod"
		run = "./dateline-bin"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Written by "dateline deploy github".
name: Pages
on:
  push:
    branches: ["%s"]
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: %s
%s      - uses: actions/setup-go@d35c59abb061a4a6fb18e82ac0862c26744d6ab5 # v5.5.0
        with:
          go-version-file: %s
      - id: pages
        uses: actions/configure-pages@983d7736d9b0ae728b81ab479565c72886d7745b # v5.0.0
`, branch, checkout, fetch, setup)
	if tool != "" {
		b.WriteString("      - run: go build -C .dateline-tool -o \"$PWD/dateline-bin\" ./cmd/dateline\n")
	}
	fmt.Fprintf(&b, `      - run: %[1]s check --strict
      - run: %[1]s build --max-size %[2]d --base-url "${{ steps.pages.outputs.base_url }}/"
      - uses: actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa # v3.0.1
        with:
          path: public
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deploy.outputs.page_url }}
    steps:
      - id: deploy
        uses: actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5
`, run, pagesLimit/1_000_000)
	return b.String()
}
