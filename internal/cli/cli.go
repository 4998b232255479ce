// Package cli owns the command line: flags, wiring, printing and exit status,
// one file for each command. It decides nothing about articles. It is the only
// place that reads the clock and the environment.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/publish"
)

// Exit statuses.
const (
	exitOK          = 0
	exitProblems    = 1 // the site has problems
	exitUsage       = 2 // flags, arguments or settings
	exitEnvironment = 3 // the machine: disk, permissions, ports
	exitInterrupted = 130
)

// World is what a command touches beside files: the streams, the environment and the clock.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	Dir            string // working directory; "" is the process's
}

// System returns the real world.
func System() World {
	return World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
}

// program is one run.
type program struct {
	World
	source  string // -s
	json    bool
	quiet   bool
	noColor bool
}

// errProblems says that diagnostics were printed and the site is wrong.
var errProblems = errors.New("the site has problems")

// usageError is a mistake in flags, arguments or settings.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Main runs one command line and returns the exit status.
func Main(args []string, w World) int {
	p := &program{World: w}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(p.Stderr, "dateline: interrupted; nothing was changed half-way")
		return exitInterrupted
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, &usage), errors.Is(err, publish.ErrUnsafe), errors.Is(err, publish.ErrForeign):
		p.fail(err, "usage")
		return exitUsage
	default:
		p.fail(err, "failed")
		return exitEnvironment
	}
}

// fail prints an error that is about no file of the site.
func (p *program) fail(err error, code string) {
	if p.json {
		diag.JSON(p.Stderr, diag.List{diag.New(diag.Error, code, "", "%v", err)})
		return
	}
	fmt.Fprintf(p.Stderr, "dateline: %v\n", err)
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dateline",
		Short: "A static site generator for annotated articles",
		Long: `Dateline turns articles as people have them into a website that knows who, where
and when: every name leads to the page of its person, place or organisation, and a
timeline stands beside the text.`,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.SetGlobalNormalizationFunc(kebab)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%v\nRun '%s --help' for the flags", err, c.CommandPath())
	})
	f := root.PersistentFlags()
	f.StringVarP(&p.source, "source", "s", "", "`folder` of the site (default: the working folder)")
	f.BoolVar(&p.json, "json", false, "print every message as one JSON object a line")
	f.BoolVarP(&p.quiet, "quiet", "q", false, "print problems only")
	f.BoolVar(&p.noColor, "no-color", false, "print without colours")
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(p.newCmd(), p.importCmd(), p.buildCmd(), p.serveCmd(), p.annotateCmd(), p.checkCmd(), p.explainCmd(), p.entityCmd(), p.exportCmd(),
		p.configCmd(), p.deployCmd(), p.completionCmd(), p.versionCmd())
	wrapArgs(root)
	return root
}

// wrapArgs makes cobra's complaints about arguments usage errors.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usagef("%v\nUsage: %s", err, c.UseLine())
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}

// kebab lets flags be written as --baseURL or --base_url too.
func kebab(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	var b strings.Builder
	low := false
	for _, r := range name {
		switch {
		case r == '_':
			b.WriteByte('-')
			low = false
		case unicode.IsUpper(r):
			if low {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(r))
			low = false
		default:
			b.WriteRune(r)
			low = r != '-'
		}
	}
	return pflag.NormalizedName(b.String())
}

// say prints a message for people, on standard error.
func (p *program) say(format string, args ...any) {
	if p.quiet {
		return
	}
	msg := fmt.Sprintf(format, args...)
	if p.json {
		diag.JSON(p.Stderr, diag.List{diag.New(diag.Info, "message", "", "%s", msg)})
		return
	}
	fmt.Fprintln(p.Stderr, msg)
}

// report prints diagnostics in the form the run wants. strict makes warnings
// count. It returns errProblems when the site is wrong.
func (p *program) report(list diag.List, strict bool) error {
	if p.quiet {
		list = onlyAbove(list, diag.Warning)
	}
	switch {
	case p.json:
		diag.JSON(p.Stderr, list)
	case p.Getenv("GITHUB_ACTIONS") == "true":
		diag.GitHub(p.Stderr, list)
	default:
		diag.Text(p.Stderr, list, diag.TextOptions{Color: p.color(), Max: 20})
	}
	if list.HasErrors() || strict && list.Count(diag.Warning) > 0 {
		return errProblems
	}
	return nil
}

func onlyAbove(list diag.List, worst diag.Severity) diag.List {
	var out diag.List
	for _, d := range list {
		if d.Severity <= worst {
			out = append(out, d)
		}
	}
	return out
}

// terminal reports whether standard error is one.
func (p *program) terminal() bool {
	f, ok := p.Stderr.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (p *program) color() bool {
	return !p.noColor && p.Getenv("NO_COLOR") == "" && p.Getenv("TERM") != "dumb" && p.terminal()
}

// today is the day of the run: SOURCE_DATE_EPOCH's when it is set, so that a
// build can be repeated, else the clock's, in UTC.
func (p *program) today() (day.Day, error) {
	t := p.Now()
	if s := p.Getenv("SOURCE_DATE_EPOCH"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return 0, usagef("SOURCE_DATE_EPOCH is %q, not a number of seconds", s)
		}
		t = time.Unix(n, 0)
	}
	return day.Day(t.UTC().Unix() / 86400), nil
}

// siteDir returns the folder of the site.
func (p *program) siteDir() string {
	switch {
	case p.source != "":
		return p.path(p.source)
	case p.Dir != "":
		return p.Dir
	}
	return "."
}

// path returns a path given on the command line relative to the working folder.
func (p *program) path(s string) string {
	if p.Dir == "" || strings.HasPrefix(s, "/") {
		return s
	}
	return p.Dir + "/" + s
}

// hasSite reports whether there is a site in the folder.
func hasSite(dir string) bool {
	fi, err := os.Stat(dir + "/content")
	return err == nil && fi.IsDir()
}

// needSite returns the site's folder, or an error that says how to make one.
func (p *program) needSite() (string, error) {
	dir := p.siteDir()
	if !hasSite(dir) {
		return "", usagef("there is no site in %q: it has no folder content/\nMake one with 'dateline new site NAME', or name it with -s", dir)
	}
	return dir, nil
}

// notExist reports whether a file is simply not there.
func notExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }
