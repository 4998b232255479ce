package main

import (
	"strings"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
	"dateline/internal/prose"
)

// example is one chain: for each token its features, and which labels it may have.
type example struct {
	features [][]int32
	allowed  []uint32
}

// take adds the chains of a corpus. Every hold-th document is left out, if hold is not 0.
func (t *trainer) take(c corpus, docs []doc, hold int) {
	n := 0
	for i, d := range docs {
		if hold > 0 && i%hold == hold-1 {
			continue
		}
		if n++; n%9 < 4 { // some texts come again in other letters
			t.add(c, recased(d, n%9+1))
		}
		for range c.times {
			t.add(c, d)
		}
	}
}

// watch adds a corpus whose loss is shown. Of news, it is what was held out.
func (t *trainer) watch(c corpus, docs []doc, hold int) {
	learnt := t.examples
	t.examples, t.watching = nil, true
	for i, d := range docs {
		if !c.news || hold > 0 && i%hold == hold-1 {
			t.add(c, d)
		}
	}
	t.watched = append(t.watched, watch{c.file, t.examples})
	t.examples, t.watching = learnt, false
}

// add adds the chains of one document.
func (t *trainer) add(c corpus, d doc) {
	var r running
	type span struct{ from, to, kind int }
	var gold []span
	for i, s := range d.sentences {
		if i > 0 {
			r.sentence()
		}
		at := make([][2]int, len(s.words))
		for j, w := range s.words {
			at[j][0], at[j][1] = r.word(w)
		}
		for _, n := range s.names {
			from, to := t.trim(s.words, n)
			if from < to {
				gold = append(gold, span{at[from][0], at[to-1][1], t.kind(s.words[from:to], n.kind)})
			}
		}
	}
	t.analysis = prose.Analyse(prose.Raw(r.String()), t.analysis)
	toks := t.analysis.Tokens
	scan := &crf.Scan{World: t.world, A: t.analysis}
	var chains []crf.Chain
	for chain, ok := scan.Next(); ok; chain, ok = scan.Next() {
		chains = append(chains, chain)
	}
	// labels by token
	labels := make([]uint32, len(toks))
	outside := uint32(1)
	if c.types < crf.Types {
		outside |= other
	}
	for i := range labels {
		labels[i] = outside
	}
	k, h := 0, 0
	for _, g := range gold {
		for k < len(toks) && int(toks[k].End) <= g.from {
			k++
		}
		e := k
		for e < len(toks) && int(toks[e].Start) < g.to {
			e++
		}
		exact := k < e && int(toks[k].Start) == g.from && int(toks[e-1].End) == g.to
		for h < len(chains) && chains[h].To <= k {
			h++
		}
		if h < len(chains) && g.kind == 1 && k < chains[h].From && chains[h].From < e && toks[k].Class&prose.Capital == 0 {
			k = chains[h].From // "southern Norway" is Norway
		}
		within := h < len(chains) && chains[h].From <= k && e <= chains[h].To
		for j := k; j < e; j++ {
			switch {
			case exact && g.kind >= 0 && within:
				labels[j] = 1 << crf.Label(g.kind, j-k, e-k)
			case g.kind < 0 || g.kind == 3:
				labels[j] = 1 | other
			default:
				labels[j] = 1<<crf.Labels - 1 // what it is is not known
			}
		}
		k = e
	}
	for _, chain := range chains {
		x := example{}
		for i, fs := range t.reader.Observe(scan, chain) {
			ids := make([]int32, len(fs))
			for j, f := range fs {
				ids[j] = t.id(f)
			}
			x.features = append(x.features, ids)
			x.allowed = append(x.allowed, labels[chain.From+i])
		}
		if x.possible() {
			t.examples = append(t.examples, x)
		} else {
			t.dropped++
		}
	}
}

// other has the labels of what is neither person, place nor organisation.
const other = 0b1111 << (4*3 + 1)

// possible reports whether some labels that are allowed can stand in a row. A
// name that reaches out of its chain leaves none.
func (x example) possible() bool {
	prev := uint32(1)
	for _, allowed := range x.allowed {
		now := uint32(0)
		for b := range crf.Labels {
			if allowed>>b&1 != 0 && prev&before[b] != 0 {
				now |= 1 << b
			}
		}
		prev = now
	}
	return prev&before[crf.Outside] != 0
}

// before[b] has the labels that may stand before b.
var before = func() (m [crf.Labels]uint32) {
	for b := range crf.Labels {
		for a := range crf.Labels {
			if crf.Follows(a, b) {
				m[b] |= 1 << a
			}
		}
	}
	return m
}()

// befores[b] and afters[a] list the labels that may stand before b and after a.
var befores, afters = func() (before, after [crf.Labels][]int) {
	for b := range crf.Labels {
		for a := range crf.Labels {
			if crf.Follows(a, b) {
				before[b], after[a] = append(before[b], a), append(after[a], b)
			}
		}
	}
	return before, after
}()

// trim cuts a name down to what we mark: without article, titles and possessive.
func (t *trainer) trim(words []string, n name) (from, to int) {
	from, to = n.from, n.to
	for to > from && (words[to-1] == "'s" || words[to-1] == "’s" || words[to-1] == "'" || words[to-1] == ",") {
		to--
	}
	for from+1 < to {
		w := words[from]
		switch {
		case (w == "the" || w == "The" || w == "THE") && words[from+1] != "Hague":
		case w == "'s" || w == "-" || w == `"` || w == "@" || w == "'":
		case n.kind == 0 && t.isTitle(w) && to-from > 1:
		default:
			return from, to
		}
		from++
	}
	return from, to
}

func (t *trainer) isTitle(w string) bool {
	h := gazetteer.Hash(w)
	n, ok := t.world.Names.Step(gazetteer.Node{}, h)
	title := false
	if ok && n.Ends() {
		t.world.Names.At(n, func(_ string, ref uint32) bool {
			title = title || t.world.Kind(ref).IsTitle()
			return true
		})
	}
	return title && t.world.Facts(h)&gazetteer.Given == 0
}

// kind returns the type that we give a name, -1 when it may be none or anything
// else: peoples are neither persons nor organisations, and who is only addressed is nobody.
func (t *trainer) kind(words []string, kind int) int {
	if len(words) == 1 && kind != 3 && t.world.Facts(gazetteer.Hash(words[0]))&gazetteer.People != 0 {
		return -1
	}
	if strings.Contains(words[0], "@") {
		return -1
	}
	return kind
}
