package article

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/region"
)

// compile compiles an article in a register of one person.
func compile(t *testing.T, src string) (*Article, Records) {
	t.Helper()
	e, _, diags := ReadEntity("content/entities/orla-fenwick.md", []byte("---\nname: Orla Fenwick\ntype: person\n---\n"))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	register, diags := entity.NewRegister([]*entity.Entity{e})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return Compile(Input{Path: "content/articles/ferry.md", Src: []byte(src)}, Env{Register: register, Tagger: ner.New(), Lang: "en"})
}

func TestSnippetAddresses(t *testing.T) {
	a, rec := compile(t, "---\ntitle: The ferry\ndate: 2001-05-03\nhighlights: [The ferry is late]\n---\n"+
		"The ferry of the harbour is late again.\n\n## What Orla Fenwick said {#said}\n\nOrla Fenwick spoke for an hour.\n")
	ref := slices.IndexFunc(a.Refs, func(r Ref) bool { return r.ID.Value() == "orla-fenwick" })
	if ref < 0 {
		t.Fatalf("Orla Fenwick is not found: %v", a.Refs)
	}
	type address struct {
		block   int
		heading string
	}
	var got []address
	cited, err := ReadCitation(new(region.Text), rec.Citations, ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range cited.Snippets {
		got = append(got, address{s.Block, s.Heading})
	}
	if want := []address{{1, "said"}, {2, ""}}; !slices.Equal(got, want) {
		t.Errorf("mentions in a heading and below it are at %v, want %v", got, want)
	}
}

func TestSpellingsAreCounted(t *testing.T) {
	a, rec := compile(t, "---\ntitle: The ferry\ndate: 2001-05-03\n---\nOrla Fenwick spoke. Ms Fenwick was tired. Then Orla\nFenwick slept, and Fenwick’s dog too.\n")
	ref := slices.IndexFunc(a.Refs, func(r Ref) bool { return r.ID.Value() == "orla-fenwick" })
	if ref < 0 {
		t.Fatalf("Orla Fenwick is not found: %v", a.Refs)
	}
	cited, err := ReadCitation(new(region.Text), rec.Citations, ref)
	if err != nil {
		t.Fatal(err)
	}
	if want := []Spelling{{"Orla Fenwick", 2}, {"Fenwick", 2}}; !slices.Equal(cited.Spellings, want) {
		t.Errorf("got %v, want %v", cited.Spellings, want)
	}
}

func TestMissingHeaderValues(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		want         []string // codes of what is missing
	}{
		{"nothing is missing", "title: The ferry\ndate: 2001-05-03\n", nil},
		{"both are missing", "tags: [ferry]\n", []string{"no-date", "no-title"}},
		{"a date that is none is not missing", "title: The ferry\ndate: soon\n", nil},
		{"in a header that cannot be read nothing is missing", "title: [The ferry\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := compile(t, "---\n"+tt.header+"---\nThe ferry is late.\n")
			var got []string
			for _, d := range a.Diags {
				if d.Code == "no-date" || d.Code == "no-title" {
					got = append(got, d.Code)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("missing are %v, want %v; diagnostics %v", got, tt.want, a.Diags)
			}
		})
	}
}

// Words that an author links may be longer than what is shown of a sentence.
func TestSnippetOfLongWords(t *testing.T) {
	const before, after = "On the quay they spoke of little else than ", " until the last of the boats had come in and the lamps were out."
	for name, words := range map[string]string{
		"many words":      strings.Repeat("the old harbour and its pier, ", 9) + "all of it",
		"no space at all": strings.Repeat("ü", 200),
	} {
		for _, lead := range []string{"", before} {
			_, rec := compile(t, "---\ntitle: Quay\ndate: 2014-05-02\n---\n"+lead+"[[paris|"+words+"]]"+after+"\n")
			cited, err := ReadCitation(new(region.Text), rec.Citations, 0)
			if err != nil || len(cited.Snippets) != 1 {
				t.Fatalf("%s: snippets %+v, error %v", name, cited.Snippets, err)
			}
			s := cited.Snippets[0]
			shown := s.Sentence[s.Start:s.End]
			if shown == "" || !strings.HasPrefix(words, shown) || len(shown) > snippetLength || !utf8.ValidString(s.Sentence) || !strings.HasSuffix(s.Sentence, " …") {
				t.Errorf("%s: shows %q of %q", name, shown, s.Sentence)
			}
		}
	}
}
