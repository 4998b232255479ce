package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/internal/cli"
	"dateline/internal/reconcile/reconciletest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dateline": func() { os.Exit(cli.Main(os.Args[1:], cli.System())) },
	})
}

// TestScripts runs what the manual and the README tell people to type.
func TestScripts(t *testing.T) {
	service := httptest.NewServer(&reconciletest.Service{
		Space: "http://www.wikidata.org/entity/",
		Entities: []reconciletest.Entity{
			{ID: "Q1", Name: "Ann Holm", Description: "mayor of Lund", Types: []string{"Q5"}, Properties: map[string]string{"P569": "1950"}},
			{ID: "Q2", Name: "Ann Holm", Description: "=swimmer", Types: []string{"Q5"}, Properties: map[string]string{"P569": "1991"}},
			{ID: "Q3", Name: "Lund", Types: []string{"Q2221906"}},
			{ID: "Q4", Name: "Walid Mouallem", Types: []string{"Q5"}},
		},
		Trouble: func(_ int, w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/refused" {
				w.WriteHeader(http.StatusForbidden)
				return true
			}
			return false
		},
	})
	t.Cleanup(service.Close) // scripts run in parallel, after Run
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("RECONCILE", service.URL)          // a service of identifiers
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
