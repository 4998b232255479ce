package publish

import (
	"context"
	"testing"
	"testing/fstest"
)

func TestSmoke(t *testing.T) {
	dir := t.TempDir()
	s := fstest.MapFS{"index.html": {Data: []byte("a")}, "a/b/index.html": {Data: []byte("b")}}
	for range 3 {
		st, err := Write(context.Background(), s, Options{Site: dir, Dir: "public", Key: "k"})
		t.Log(st, err)
		st, ok := Current(Options{Site: dir, Dir: "public", Key: "k"})
		t.Log(st, ok)
		s["new"] = &fstest.MapFile{Data: []byte("x")}
	}
}
