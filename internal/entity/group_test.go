package entity

import (
	"strings"
	"testing"

	"dateline/internal/ner"
	"dateline/internal/prose"
)

// named reads a text in which names stand as [words|kind and label]: p a person, l
// a place, o an organisation; names of one label are one entity, and that of - is nobody's.
func named(t *testing.T, marked string) (text string, names []ner.Name, labels []string) {
	t.Helper()
	kinds := map[byte]ner.Kind{'p': ner.Person, 'l': ner.Place, 'o': ner.Organisation}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(marked, "[")
		b.WriteString(before)
		if !ok {
			return b.String(), names, labels
		}
		mark, after, _ := strings.Cut(rest, "]")
		words, label, ok := strings.Cut(mark, "|")
		if !ok || kinds[label[0]] == ner.Unknown {
			t.Fatalf("cannot read [%s]", mark)
		}
		n := ner.Name{Span: prose.Span{Start: b.Len(), End: b.Len() + len(words)}, Kind: kinds[label[0]], Score: 0.9, Reason: "marked"}
		for _, title := range []string{"Mr ", "Mrs ", "President "} {
			if strings.HasSuffix(b.String(), title) {
				n.Title = strings.TrimSpace(title)
			}
		}
		names, labels = append(names, n), append(labels, label[1:])
		b.WriteString(words)
		marked = after
	}
}

// Which names of an article are one, whatever the tagger: full names and what is
// short for them.
func TestGroup(t *testing.T) {
	for name, marked := range map[string]string{
		"a board, cut short":         "The [Tarnvik Harbour Board|o1] met. The [Board|o1] has nine members.",
		"two boards":                 "The [Harbour Board|o1] met the [School Board|o2]. The [Board|o-] was late.",
		"a common word":              "This [Nation|l-] sleeps.",
		"a park":                     "We walked in [Tarnfell National Park|l1]. [Tarnfell|l1] is wide.",
		"a mosque is no town":        "The [Tarnfell Mosque|l1] is old; the [Orla Mosque|l2] is not.",
		"a team":                     "The [Boston Tarnhawks|o1] won. The [Tarnhawks|o1] danced.",
		"islands":                    "The [Tarn Islands|l1] are far. On the [Tarns|l1] it rains.",
		"a nation's ministry":        "The [British Tarn Office|o1] wrote. The [Tarn Office|o1] wrote again.",
		"a university is no city":    "The [University of Lima|o1] is in [Lima|l2].",
		"letters":                    "The [Tarn Harvest Board|o1] (THB) and the [THB|o1].",
		"legal forms":                "[Tarnworks|o1] sold [Tarnworks Ltd|o1].",
		"surname":                    "[Orla Fenwick|p1] came. [Fenwick|p1] left, and so did Mrs [Fenwick|p1].",
		"title against given name":   "[Peter Fenwick|p1] came. Mrs [Fenwick|p2] did not.",
		"father and son":             "[Ken Fenwick Sr|p1] came with [Ken Fenwick Jr|p2].",
		"short form alone":           "[Elizabeth Fenwick|p1] came. [Beth|p1] sang.",
		"short forms of each other":  "[Beth|p1] sang, and [Elizabeth|p1] danced.",
		"initial":                    "[J. Fenwick|p1] signed. It was [Jane Fenwick|p1].",
		"other given name":           "[Jane Fenwick|p1] met [Ruth Fenwick|p2].",
		"particles":                  "[Omar al-Hadid|p1] spoke. [Hadid|p1] left; Mr [al Hadid|p1] returned.",
		"transliterations":           "[Omar al-Mouradi|p1] spoke. [Omar Muradi|p1] left, and [Mouradi|p1] slept.",
		"turned round":               "[Morimura Aiko|p1] wrote. [Aiko Morimura|p1] read.",
		"a name within":              "[Ana Maria Lopez de Tarn Alta|p1] came. [Tarn Alta|p1] spoke.",
		"honours":                    "[Jane Fenwick OBE|p1] came. [Jane Fenwick|p1] left.",
		"family":                     "[Jane Fenwick|p1] came. The [Fenwick|p2] family did not.",
		"families":                   "[Jane Fenwick|p1] came. The [Fenwicks|p2] did not.",
		"capitals and line breaks":   "JANE FENWICK: [JANE FENWICK|p1] came. [Jane\nFenwick|p1] left.",
		"diacritics and quotes":      "[François O’Tarn|p1] came. [Francois O'Tarn|p1] left.",
		"hyphens":                    "[Jean-Luc Tarn|p1] came. [Jean Luc Tarn|p1] left.",
		"votes":                      "[Jane Lincoln|p1] came. Mrs [Lincoln|p1] spoke. [Lincoln|o1] left.",
		"countries by several names": "The [U.S.|l1], the [United States|l1] and [America|l1].",
	} {
		t.Run(name, func(t *testing.T) {
			text, names, labels := named(t, marked)
			r, _ := NewRegister(nil)
			res := r.Find(prose.Analyse(prose.Raw(text), nil), names, Options{})
			at := map[int]string{}
			for _, m := range append(append([]Mention(nil), res.Mentions...), res.Unlinked...) {
				at[m.Start] = m.Entity
			}
			for i, n := range names {
				if id := at[n.Start]; (labels[i] == "-") != (id == "") {
					t.Errorf("%q is %q", text[n.Start:n.End], id)
				}
				for k, o := range names[:i] {
					if same := at[n.Start] == at[o.Start]; labels[i] != "-" && labels[k] != "-" && same != (labels[i] == labels[k]) {
						t.Errorf("%q is %q and %q is %q", text[o.Start:o.End], at[o.Start], text[n.Start:n.End], at[n.Start])
					}
				}
			}
		})
	}
}

// What a tagger gives is mended: words of titles and nations are no names, parts of
// longer names are those.
func TestMend(t *testing.T) {
	for marked, want := range map[string]string{
		"The Secretary of [State|o1] spoke.":                  "",
		"The Secretary [State|o1] spoke.":                     "",
		"He met the [Syrian|l1].":                             "",
		"A [Air Force|o1] plane of the Syrian [Navy|o2].":     "Syrian Navy",
		"The Free Syrian [Army|o1] left.":                     "Free Syrian Army",
		"They fled to the border crossing of [Tarn-Hawa|l1].": "Tarn-Hawa",
		"It is in the Sea of [Japan|l1].":                     "Sea of Japan",
	} {
		text, names, _ := named(t, marked)
		r, _ := NewRegister(nil)
		res := r.Find(prose.Analyse(prose.Raw(text), nil), names, Options{})
		got := ""
		for _, m := range append(append([]Mention(nil), res.Mentions...), res.Unlinked...) {
			got = text[m.Start:m.End]
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", marked, got, want)
		}
	}
}

// One word that no gazetteer has as a place becomes one only where it is spoken of so.
func TestUnknownPlaces(t *testing.T) {
	for marked, want := range map[string]int{
		"[Tarnia|l1] starts fast. Buy [Tarnia|l1] today. The [Tarnia|l1] store is shut. We like [Tarnia|l1].": 0,
		"She was born in [Tarnia|l1]. [Tarnia|l1] is small.":                                                  2,
		"It rained on the town of [Tarnia|l1].":                                                               1,
	} {
		text, names, _ := named(t, marked)
		r, _ := NewRegister(nil)
		if res := r.Find(prose.Analyse(prose.Raw(text), nil), names, Options{}); len(res.Mentions) != want {
			t.Errorf("%s: %d are linked, want %d", marked, len(res.Mentions), want)
		}
	}
}

// Names that overlap or come out of order, which a tagger should not give, do no harm.
func TestOverlappingNames(t *testing.T) {
	const text = "From Oregon, Washington and Idaho came Jo Lund."
	at := func(words string, kind ner.Kind) ner.Name {
		i := strings.Index(text, words)
		return ner.Name{Span: prose.Span{Start: i, End: i + len(words)}, Kind: kind, Score: 0.9, Reason: "marked"}
	}
	r, _ := NewRegister(nil)
	res := r.Find(prose.Analyse(prose.Raw(text), nil), []ner.Name{
		at("Oregon, Washington", ner.Place), at("Washington", ner.Place), at("Oregon", ner.Place), at("Idaho", ner.Place), at("Lund", ner.Person), at("Jo Lund", ner.Person),
	}, Options{})
	end := 0
	for _, m := range res.Mentions {
		if m.Start < end {
			t.Errorf("%q overlaps the one before", text[m.Start:m.End])
		}
		end = m.End
	}
}
