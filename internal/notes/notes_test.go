package notes

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/anchor"
)

const example = `{"id":"m7f3c","kind":"mention","status":"accepted","entity":"john-kerry","exact":"Kerry","prefix":"Earlier today, Mr ","suffix":" had told","start":1896,"by":"anna","at":"2026-02-01"}
{"id":"t19aa","kind":"time","status":"accepted","value":"2013-09-09","exact":"today","prefix":"Earlier ","suffix":", Mr Kerry","start":1887}
{"id":"q1","kind":"quote","status":"rejected","exact":"“well & <good>”","start":3,"speaker":{"id":"x"},"odd":[1, 2]}
`

func TestLinesAreWrittenAsTheyWereRead(t *testing.T) {
	list, diags := Parse("a.notes.jsonl", []byte(example))
	if len(diags) > 0 || len(list) != 3 {
		t.Fatalf("%d decisions, %v", len(list), diags)
	}
	var got []byte
	for i := range list {
		if list[i].Line != i+1 {
			t.Errorf("%s is in line %d", list[i].ID, list[i].Line)
		}
		got = append(list[i].Append(got), '\n')
	}
	if string(got) != example {
		t.Errorf("got\n%swant\n%s", got, example)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ line, code, message string }{
		{`{"kind":"mention"`, "bad-note", "not a decision in JSON"},
		{`[]`, "bad-note", "not a decision in JSON"},
		{`{"kind":"mention","status":"accepted","entity":"x"}`, "bad-note", `no "exact"`},
		{`{"kind":"mention","status":"maybe","exact":"x"}`, "bad-note", `"maybe" is not a status`},
		{`{"kind":"mention","status":"accepted","exact":"x"}`, "bad-note", "names no entity"},
		{`{"kind":"mention","status":"rejected","entity":"../x","exact":"x"}`, "bad-entity-id", `"../x"`},
		{`{"kind":"time","status":"accepted","value":"soon","exact":"x"}`, "bad-date", `"soon" is not a date`},
		{`{"kind":"colour","status":"accepted","exact":"x"}`, "bad-note", `"colour" is not a kind`},
		{`{"kind":"quote","status":"accepted","exact":"x","start":-1}`, "bad-note", "starts at -1"},
		{`{"exact":"` + strings.Repeat("x", MaxLine) + `"}`, "too-long", "bytes"},
	} {
		list, diags := Parse("a.notes.jsonl", []byte("\n"+c.line+"\n"+example))
		if len(list) != 3 || len(diags) != 1 || diags[0].Code != c.code || !strings.Contains(diags[0].Message, c.message) || diags[0].Line != 2 || diags[0].Hint == "" {
			t.Errorf("%.80s: %d decisions, %+v", c.line, len(list), diags)
		}
	}
}

func drawNote(t *rapid.T, taken map[string]bool) Note {
	word := rapid.SampledFrom([]string{"Lund", "Kerr", "\"a\\b\"", "Ærø\u2028", "<b>"})
	n := Note{
		Kind: rapid.SampledFrom([]string{Mention, Quote}).Draw(t, "kind"), Status: Rejected, Entity: "e-1",
		Quote: anchor.Quote{Exact: word.Draw(t, "exact"), Prefix: word.Draw(t, "prefix"), Suffix: word.Draw(t, "suffix"), Start: rapid.IntRange(0, 9).Draw(t, "start")},
	}
	n.ID = NewID(&n, func(id string) bool { return taken[id] })
	taken[n.ID] = true
	return n
}

// Any lines put in and taken out leave the others as they are, in the order of places;
// and what is put in and taken out again leaves no trace.
func TestEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		taken := map[string]bool{}
		src := []byte("not a decision\n")
		var want []string
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			n := drawNote(t, taken)
			next := Edit(src, nil, []Note{n})
			if back := Edit(next, []string{n.ID}, nil); !bytes.Equal(back, src) {
				t.Fatalf("put in and taken out:\n%s\nwas\n%s", back, src)
			}
			src = next
			want = append(want, string(n.Append(nil)))
			if len(want) > 1 && rapid.Bool().Draw(t, "remove") {
				k := rapid.IntRange(0, len(want)-1).Draw(t, "which")
				gone, _ := ParseLine([]byte(want[k]))
				src = Edit(src, []string{gone.ID}, nil)
				want = slices.Delete(want, k, k+1)
			}
		}
		list, diags := Parse("a", src)
		if len(diags) != 1 {
			t.Fatalf("%v", diags)
		}
		var got []string
		for i := range list {
			got = append(got, string(list[i].Append(nil)))
			if i > 0 && list[i].Start < list[i-1].Start {
				t.Fatalf("not in order:\n%s", src)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
	})
}

// A line that can be read is written so that it reads the same.
func FuzzParseLine(f *testing.F) {
	for line := range strings.Lines(example) {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		n, fault := ParseLine(bytes.TrimSpace(line))
		if fault != nil {
			return
		}
		once := n.Append(nil)
		m, fault := ParseLine(once)
		if fault != nil {
			t.Fatalf("%s was written as %s: %v", line, once, fault)
		}
		if again := m.Append(nil); !bytes.Equal(once, again) {
			t.Fatalf("%s\n%s", once, again)
		}
	})
}
