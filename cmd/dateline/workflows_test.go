package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var action = regexp.MustCompile(`uses:\s*(\S+)`)

// S-L04: the workflows run what was reviewed, each action by its commit, and ask for
// known weaknesses of what is built in. S-L03: nothing pushes; Pages takes a deployment
// as a whole, and a second one waits for the first.
func TestWorkflows(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	pinned := regexp.MustCompile(`^[\w.-]+/[\w.-]+@[0-9a-f]{40}$`)
	text := map[string]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text[filepath.Base(file)] = string(b)
		for _, m := range action.FindAllStringSubmatch(string(b), -1) {
			if !pinned.MatchString(m[1]) {
				t.Errorf("%s uses %s, which is not a commit", file, m[1])
			}
		}
		if !strings.Contains(string(b), "\npermissions:\n  contents: read\n") {
			t.Errorf("%s may do more than read", file)
		}
	}
	for file, words := range map[string][]string{
		"test.yml":    {"govulncheck", ".ci/check"},
		"weekly.yml":  {"govulncheck", "go get -u", ".ci/fuzz", ".ci/kill"},
		"release.yml": {".ci/release", "attest-build-provenance", "SHA256SUMS"},
		"pages.yml":   {"check --strict", "--max-size 1000", "cancel-in-progress: false", "deploy-pages"},
	} {
		for _, w := range words {
			if !strings.Contains(text[file], w) {
				t.Errorf("%s has no %s", file, w)
			}
		}
	}
	if strings.Contains(text["pages.yml"], "git push") {
		t.Error("the site is pushed")
	}
}
