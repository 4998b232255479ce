package render

import (
	"flag"
	"io/fs"
	"os"
	"testing"

	"dateline/internal/markdown"
	"dateline/static"
)

var update = flag.Bool("update", false, "write the style sheet of code again")

// The theme's style sheet of code is what package markdown says of its classes.
// Run the test with -update after changing the colours there.
func TestCodeStyleSheet(t *testing.T) {
	want := "/* The colours of code; written by `go test ./internal/render -update` from package markdown. */\n" + markdown.CodeCSS()
	if *update {
		if err := os.WriteFile("../../static/css/code.css", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := fs.ReadFile(static.FS, "css/code.css")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("static/css/code.css is not what markdown.CodeCSS gives; run `go test ./internal/render -update`")
	}
}
