package anchor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"dateline/internal/prose"
)

// piece is a word of an article that is being edited, or a mark between words.
type piece struct {
	text string
	name int // which occurrence of a name it is, over all edits; 0: none
}

// draft is an article as its editors see it: blocks of words. It knows where each
// occurrence of a name went, whatever is done to the text around it.
type draft struct {
	rng    *rand.Rand
	blocks [][]piece
	names  int // occurrences so far
	first  int // how many there were at first
}

// The world that articles of the tests tell of: a few names that recur very often, in
// formulas that recur too.
var (
	people  = []string{"Kerr", "Lund", "Anna Holm", "Holm", "Bering", "NATO", "Paris"}
	titles  = []string{"Mr", "the foreign secretary", "Prime Minister", "according to", "the spokesman for", "a meeting with", "President"}
	verbs   = []string{"said on Monday that", "said on Tuesday that", "told reporters in Geneva that", "has agreed that", "denied that", "and others think", "warned"}
	fillers = strings.Fields(`the the the of of to to and and a in in it that for on with was is as at by from they this had not would been which their were
		talks ceasefire government border officials statement weapons vote parliament week plan report deal allies council meeting sanctions troops pressure
		refused offered welcomed postponed criticised accepted inspectors deadline convoy regional earlier later agreement opposition quietly sharply`)
)

func (d *draft) pick(of []string) string { return of[d.rng.IntN(len(of))] }

// filler picks a word between names. Half of them are among the commonest, and most
// of the others are seldom seen, as in any text.
func (d *draft) filler() string {
	if d.rng.IntN(2) == 0 {
		return d.pick(fillers)
	}
	n := int(math.Exp(d.rng.Float64() * 8))
	w := ""
	for n += 20; n > 0; n /= 20 {
		w += string("bdfgklmnprstvz"[n%14]) + string("aeiou"[n%5])
	}
	return w + d.pick([]string{"", "n", "s", "ed", "ing", "er"})
}

func (d *draft) name(text string) piece {
	d.names++
	return piece{text, d.names}
}

// sentence makes a sentence in which a name is likely.
func (d *draft) sentence() []piece {
	var out []piece
	words := func(n int) {
		for range n {
			out = append(out, piece{text: d.filler()})
		}
	}
	phrase := func(of []string) {
		for w := range strings.FieldsSeq(d.pick(of)) {
			out = append(out, piece{text: w})
		}
	}
	who := d.pick(people)
	if d.rng.IntN(3) > 0 {
		who = people[d.rng.IntN(2)] // the two whom it is about
	}
	switch d.rng.IntN(5) {
	case 0:
		out = append(out, d.name(who))
		phrase(verbs)
		words(4 + d.rng.IntN(9))
	case 1:
		phrase(titles)
		out = append(out, d.name(who))
		phrase(verbs)
		words(3 + d.rng.IntN(8))
	case 2:
		words(3 + d.rng.IntN(8))
		phrase(titles)
		out = append(out, d.name(who))
	case 3:
		words(3 + d.rng.IntN(5))
		out = append(out, d.name(who))
		words(2 + d.rng.IntN(6))
		out = append(out, d.name(d.pick(people)))
		words(d.rng.IntN(5))
	default:
		words(8 + d.rng.IntN(9))
	}
	return append(out, piece{text: "."})
}

func (d *draft) paragraph() []piece {
	var out []piece
	for range 1 + d.rng.IntN(5) {
		out = append(out, d.sentence()...)
	}
	return out
}

// String writes the article, and notes where each occurrence stands.
func (d *draft) String() (string, map[int]prose.Span) {
	var b strings.Builder
	at := map[int]prose.Span{}
	for i, block := range d.blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j, p := range block {
			if j > 0 && p.text != "." {
				b.WriteByte(' ')
			}
			if p.name > 0 {
				at[p.name] = prose.Span{Start: b.Len(), End: b.Len() + len(p.text)}
			}
			b.WriteString(p.text)
		}
	}
	return b.String(), at
}

// place picks a word.
func (d *draft) place() (block, word int) {
	block = d.rng.IntN(len(d.blocks))
	return block, d.rng.IntN(len(d.blocks[block]))
}

// edit does what people do to an article, and says what that was.
func (d *draft) edit() string {
	i, j := d.place()
	b := d.blocks[i]
	plain := func() *piece { // a word that is no name
		for range 20 {
			if i, j := d.place(); d.blocks[i][j].name == 0 && len(d.blocks[i][j].text) > 1 {
				return &d.blocks[i][j]
			}
		}
		return &piece{text: "nothing"}
	}
	switch d.rng.IntN(12) {
	case 0, 1, 2: // a slip of the pen is mended, or made
		p := plain()
		k := d.rng.IntN(len(p.text))
		switch d.rng.IntN(3) {
		case 0:
			p.text = p.text[:k] + p.text[k+1:]
		case 1:
			p.text = p.text[:k] + "e" + p.text[k:]
		case 2:
			p.text = p.text[:k] + "o" + p.text[k+1:]
		}
		return "typo"
	case 3, 4:
		plain().text = d.filler()
		return "another word"
	case 5: // words come in, not in the middle of a name
		d.blocks[i] = slices.Insert(slices.Clone(b), j, piece{text: d.filler()}, piece{text: d.filler()})
		return "inserted words"
	case 6:
		if b[j].name == 0 && len(b) > 2 {
			d.blocks[i] = slices.Delete(slices.Clone(b), j, j+1)
		}
		return "deleted word"
	case 7:
		d.blocks = slices.Insert(d.blocks, i, d.paragraph())
		return "inserted paragraph"
	case 8:
		k := d.rng.IntN(len(d.blocks))
		d.blocks = slices.Delete(d.blocks, i, i+1)
		d.blocks = slices.Insert(d.blocks, min(k, len(d.blocks)), b)
		return "moved paragraph"
	case 9: // a line of a wrapped paragraph is lost
		n := min(8+d.rng.IntN(8), len(b)-j)
		if rest := slices.Delete(slices.Clone(b), j, j+n); len(rest) > 0 {
			d.blocks[i] = rest
		}
		return "dropped line"
	case 10:
		if len(d.blocks) > 2 {
			d.blocks = slices.Delete(d.blocks, i, i+1)
		}
		return "dropped paragraph"
	default: // a name becomes a pronoun, or another name
		for range 20 {
			if i, j := d.place(); d.blocks[i][j].name > 0 && d.blocks[i][j].name <= d.first { // not what was put in

				was := d.blocks[i][j].text
				d.blocks[i][j] = piece{text: "he"}
				if other := d.pick(people); d.rng.IntN(2) == 0 && !strings.Contains(other, was) {
					d.blocks[i][j] = d.name(other)
				}
				break
			}
		}
		return "another name"
	}
}

func newDraft(rng *rand.Rand, paragraphs int) *draft {
	d := &draft{rng: rng}
	for range paragraphs {
		d.blocks = append(d.blocks, d.paragraph())
	}
	return d
}

// tally is what became of quotes after edits.
type tally struct {
	intact, stay, moved, unclear int // of those whose words are intact; moved of all
	gone                         int // whose words are not
	first                        string
}

// follow quotes a share of the names of an article, edits it, and tallies where the
// quotes are.
func (t *tally) follow(d *draft, share float64, edits int) {
	was, at := d.String()
	d.first = d.names
	var ids []int
	var qs []Quote
	for id := 1; id <= d.names; id++ {
		if span, ok := at[id]; ok && d.rng.Float64() < share {
			ids = append(ids, id)
			qs = append(qs, Take(was, span))
		}
	}
	var done []string
	for range edits {
		done = append(done, d.edit())
	}
	now, at := d.String()
	for i, got := range Find(now, qs) {
		span, there := at[ids[i]]
		there = there && now[span.Start:span.End] == qs[i].Exact
		switch {
		case !there:
			t.gone++
		default:
			t.intact++
		}
		switch {
		case got.Clear && (!there || got.Span != span):
			t.moved++
			if t.first == "" {
				lo, hi := max(0, got.Start-60), min(len(now), got.End+60)
				t.first = fmt.Sprintf("%v\nquote %+v\nis there: %v\nfell on %q", done, qs[i], there, now[lo:hi])
			}
		case there && got.Clear:
			t.stay++
		case there:
			t.unclear++
		}
	}
}

func (t *tally) String() string {
	return fmt.Sprintf("%d quotes with their words intact: %d stay (%.2f%%), %d unclear; %d whose words are gone; %d on other words",
		t.intact, t.stay, 100*float64(t.stay)/float64(t.intact), t.unclear, t.gone, t.moved)
}
