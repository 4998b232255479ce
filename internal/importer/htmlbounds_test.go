package importer

import (
	"fmt"
	"strings"
	"testing"
)

// TestBoundHTML: a page that would be too large a tree is refused before it is one, and
// old pages whose tags are seldom ended are not.
func TestBoundHTML(t *testing.T) {
	fonts := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<font size=%d>", i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, page string
		refused    bool
	}{
		{"many elements", strings.Repeat("<p>a", maxElements+1), true},
		{"deep lists", strings.Repeat("<ul><li>", 200) + strings.Repeat("<li>a", maxNested/200), true},
		{"deep boxes", strings.Repeat("<div>", 25) + strings.Repeat("<p>a", maxElements-100), false},
		{"a book", strings.Repeat("<p>The <i>Aller</i> rose.", maxElements/2), false},
		{"open fonts", "<div>" + fonts(400) + "</div>" + strings.Repeat("<p>a</p>", 5000), true},
		{"open fonts in a drawing's style", "<svg><style>" + fonts(400) + strings.Repeat("<p>a</p>", 5000), true},
		{"the same tag, never ended", strings.Repeat("<p><b>a", 50_000), false},
		{"ended fonts", strings.Repeat("<p><font size=2><b>a</b></font>", 40_000), false},
		{"tags in a script", "<script>" + strings.Repeat("'<b>'", maxElements+1) + "</script><p>a", false},
	} {
		if err := boundHTML(c.page); (err != nil) != c.refused {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
