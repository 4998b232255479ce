package arch

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// cases is how many hostile and faulty cases there are of each class: active content,
// headers, paths and files, text, cost, containers, entities and time, ownership of the
// output, faults, preview and review, watching, deploying.
var cases = []struct {
	class rune
	count int
}{{'A', 15}, {'B', 8}, {'C', 12}, {'D', 7}, {'E', 11}, {'F', 5}, {'G', 7}, {'H', 9}, {'I', 8}, {'J', 11}, {'K', 5}, {'L', 4}}

var caseID = regexp.MustCompile(`S-[A-L]\d\d`)

// TestEveryHostileCase finds for each case the tests that name it. With -v it lists them.
func TestEveryHostileCase(t *testing.T) {
	tests := map[string][]string{}
	module := os.DirFS("../..")
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"node_modules", ".git", "public", ".dateline"}, d.Name()) {
			return fs.SkipDir
		}
		script := path.Ext(name) == ".txtar" && strings.Contains(name, "testdata/")
		if d.IsDir() || !script && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, ".test.js") || strings.HasPrefix(name, "internal/arch/") {
			return nil
		}
		text, err := fs.ReadFile(module, name)
		for _, id := range caseID.FindAllString(path.Base(name)+"\n"+string(text), -1) {
			if !slices.Contains(tests[id], name) {
				tests[id] = append(tests[id], name)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		for i := range c.count {
			id := fmt.Sprintf("S-%c%02d", c.class, i+1)
			if len(tests[id]) == 0 {
				t.Errorf("no test names %s", id)
			}
			t.Logf("%s: %s", id, strings.Join(tests[id], ", "))
		}
	}
}
