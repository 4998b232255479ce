package cli

import (
	"strings"
	"testing"

	"dateline/internal/unpack"
)

// What a container calls a thing may be a megabyte long; messages begin with it.
func TestCalledIsShort(t *testing.T) {
	for _, e := range []unpack.Entry{{ID: strings.Repeat("a", 1000)}, {ID: "7", Title: strings.Repeat("a b ", 1000)}} {
		if got := (&task{entry: e}).called(); len(got) > 80 {
			t.Errorf("%d bytes", len(got))
		}
	}
}
