package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/region"
)

// Whatever an article and its decisions say, what is found in it lies in its text, in
// order and apart; its records are read back; and what entities' pages show of it are
// whole characters with the words marked in them.
func FuzzCompile(f *testing.F) {
	const header = "---\ntitle: The toll\ndate: 2014-03-12\n---\n"
	const toll = `{"id":"m1","kind":"mention","status":"accepted","entity":"orla-fenwick","exact":"Fenwick","start":4}` + "\n" +
		`{"id":"t1","kind":"time","status":"accepted","value":"2014-03-10","exact":"on Monday","prefix":"spoke "}` + "\n" +
		`{"id":"e1","kind":"event","status":"accepted","label":"A speech","exact":"spoke on Monday"}` + "\n"
	f.Add(header+"Ms Fenwick spoke on Monday.\n", toll)
	f.Add(header+"[[orla-fenwick|"+strings.Repeat("she of the old harbour ", 12)+"]] spoke on Monday, and nobody else did.\n", "")
	f.Add(header+strings.Repeat("Fenwick ", 60)+"spoke on Monday.\n", toll)
	f.Add("---\ntitle: Ü\ndate: 2014~\nhighlights: [Fenwick spoke, \"[[harbour-board]]\"]\ntimeline: [{when: 1999, label: A yard, quote: spoke}]\n---\n> Orla Fenwick (the *Harbour Board*) \n\n- [[The Board]] [[x|]]\n", toll)
	f.Add("---\ntitle: The toll\nhighlights: [Fenwick spoke]\n---\n", toll)
	f.Add("Ms Orla Fen\x80wick\r\nand\u00a0the Harbour Board two days before\u2028", toll+"{")

	e, _, _ := ReadEntity("content/entities/orla-fenwick.md", []byte("---\nname: Orla Fenwick\ntype: person\naliases: [Fenwick]\nnever: [Fenwick Street]\n---\n"))
	b, _, _ := ReadEntity("content/entities/harbour-board.md", []byte("---\nname: Harbour Board\ntype: organisation\naliases: [the Board]\n---\n"))
	register, diags := entity.NewRegister([]*entity.Entity{e, b})
	if diags.HasErrors() {
		f.Fatal(diags)
	}
	tagger := ner.New()
	f.Fuzz(func(t *testing.T, src, decisions string) {
		in := Input{Path: "content/articles/toll.md", Src: []byte(src), NotesPath: "content/articles/toll.notes.jsonl", Notes: []byte(decisions)}
		env := Env{Register: register, Tagger: tagger, Lang: "en", Publish: 0.5}
		text := Read(in, env)
		apart(t, "mentions", text, text.Mentions, func(m entity.Mention) prose.Span { return m.Span })
		apart(t, "held mentions", text, text.Held, func(m entity.Mention) prose.Span { return m.Span })
		apart(t, "unsure names", text, text.Unsure, func(u entity.Unsure) prose.Span { return u.Span })
		for _, a := range text.Annotations() {
			within(t, a.Kind, text, a.Span)
		}
		for _, e := range text.Events {
			if e.Start != e.End { // of the author's own, which are of no words
				within(t, "event", text, prose.Span{Start: e.Start, End: e.End})
			}
		}
		a, rec := Compile(in, env)
		if page, err := ReadPage(string(rec.Page), a); err != nil || len(page.Mentions) != len(text.Mentions) {
			t.Fatalf("the page of %q is not read back: %v", src, err)
		}
		for i, ref := range a.Refs {
			c, err := ReadCitation(new(region.Text), rec.Citations, i)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range c.Snippets {
				if s.Start < 0 || s.Start >= s.End || s.End > len(s.Sentence) || len(s.Sentence) > 2*snippetLength || utf8.ValidString(src) && !utf8.ValidString(s.Sentence) {
					t.Fatalf("%s is shown as %d to %d of %q", ref.ID.Value(), s.Start, s.End, s.Sentence)
				}
			}
		}
	})
}

// apart fails when one of a list is not after the one before it.
func apart[T any](t *testing.T, what string, text *Text, list []T, span func(T) prose.Span) {
	t.Helper()
	end := 0
	for _, x := range list {
		s := span(x)
		within(t, what, text, s)
		if s.Start < end {
			t.Fatalf("%s: %d to %d begins before the end of the one before, %d, in %q", what, s.Start, s.End, end, text.Analysis.S)
		}
		end = s.End
	}
}

// within fails when a span is not some words of a text.
func within(t *testing.T, what string, text *Text, s prose.Span) {
	t.Helper()
	if s.Start < 0 || s.Start >= s.End || s.End > len(text.Analysis.S) {
		t.Fatalf("%s: %d to %d of %d bytes", what, s.Start, s.End, len(text.Analysis.S))
	}
}
