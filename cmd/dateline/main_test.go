package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dateline": func() { os.Exit(cli.Main(os.Args[1:], cli.System())) },
	})
}

// TestScripts runs what the manual and the README tell people to type.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "1400000000") // 13 May 2014
			env.Setenv("GITHUB_ACTIONS", "")
			return nil
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// TestBundledSite holds the demo and the manual to what the workflow asks of
// them: not even a warning.
func TestBundledSite(t *testing.T) {
	var out, errs bytes.Buffer
	w := cli.System()
	w.Stdout, w.Stderr = &out, &errs
	w.Getenv = func(string) string { return "" }
	if status := cli.Main([]string{"check", "--strict", "-s", "../.."}, w); status != 0 {
		t.Fatalf("dateline check --strict: status %d\n%s", status, errs.String())
	}
}
