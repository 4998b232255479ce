package markdown

import (
	"bytes"
	"reflect"
	"testing"

	"dateline/internal/prose"
	"dateline/internal/record"
)

// reread writes a tree as a record and reads it.
func reread(t *testing.T, tree *Tree) *Tree {
	t.Helper()
	w := record.Writer(nil)
	tree.Record(w, tree.Text())
	r := record.Reader(string(w.Bytes()))
	again := &Tree{}
	again.Record(r, tree.Text())
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	return again
}

// FuzzRecord: a tree that is read shows what the one that was parsed shows, with
// marks too; and no record that was cut or altered makes HTML panic.
func FuzzRecord(f *testing.F) {
	seeds(f, func(src string) { f.Add([]byte(src), uint16(7), uint8(1)) })
	f.Fuzz(func(t *testing.T, src []byte, at uint16, by uint8) {
		if len(src) > 4096 {
			return
		}
		tree, _ := Parse(src, 0, Options{Lang: "en"})
		again := reread(t, tree)
		var b prose.Builder
		tree.Prose(&b)
		x := b.Text()
		if x.S != tree.Text() || len(x.Blocks) != len(again.Blocks(0)) || len(x.Blocks) > 0 && !reflect.DeepEqual(x.Blocks, again.Blocks(0)) || !reflect.DeepEqual(x.Linked, again.Linked(0)) {
			t.Fatalf("the running text was\n%+v and is read as\n%+v, %+v", x, again.Blocks(0), again.Linked(0))
		}
		render := Render{Marks: someMarks(x.S, []byte{byte(at), by, 40, 3}), BlockID: func(int) string { return "p" }}
		was, _ := tree.HTML(render)
		is, _ := again.HTML(render)
		if !bytes.Equal(was, is) {
			t.Fatalf("the page was\n%s\nand is read as\n%s", was, is)
		}
		if !reflect.DeepEqual(tree.Headings(), again.Headings()) || !reflect.DeepEqual(tree.Refs(), again.Refs()) || tree.HasCode() != again.HasCode() {
			t.Fatal("headings, links or code are read otherwise")
		}

		w := record.Writer(nil)
		tree.Record(w, tree.Text())
		buf := w.Bytes()
		cut := record.Reader(string(buf[:int(at)%len(buf)]))
		if (&Tree{}).Record(cut, tree.Text()); cut.End() == nil {
			t.Fatalf("%d of %d bytes are taken for a whole record", int(at)%len(buf), len(buf))
		}
	})
}
