package crf

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"testing"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// The card of the model names the very table that is embedded.
func TestModelIsTheOneDescribed(t *testing.T) {
	card, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile("`([0-9a-f]{64})`").FindSubmatch(card)
	sum := sha256.Sum256([]byte(builtin))
	if got := hex.EncodeToString(sum[:]); said == nil || got != string(said[1]) {
		t.Errorf("model.bin has the SHA-256 %s; README.md says %s", got, said)
	}
	const most = 2_500_000 // bytes
	if len(builtin) > most {
		t.Errorf("model.bin has %d bytes, more than %d", len(builtin), most)
	}
}

func randomModel(r *rand.Rand) ([]Weight, [Labels][Labels]int16) {
	weights := make([]Weight, 2000)
	for i := range weights {
		weights[i].Feature = r.Uint64()
		for range 1 + r.IntN(5) {
			weights[i].By[r.IntN(Labels)] = int8(r.IntN(255) - 127)
		}
	}
	var step [Labels][Labels]int16
	for a := range step {
		for b := range step[a] {
			step[a][b] = int16(r.IntN(200) - 100)
		}
	}
	return weights, step
}

// Whatever is encoded is read back: weights, words, steps.
func TestTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	weights, step := randomModel(r)
	words := []Word{{"Harbour", 17, false}, {"clara", 1023, true}, {"Ødegård", -1, true}, {"u.s.", 0, false}}
	m := Open(string(Encode(words, make([]uint8, clusters), weights, step, 1.0/32)))
	var total row
	var want [Labels]int32
	for _, w := range weights {
		var one row
		m.add([]uint64{w.Feature}, []sum{{&one, 1}})
		m.add([]uint64{w.Feature}, []sum{{&total, 1}})
		var got [Labels]int32
		one.scores(&got)
		for k := range got {
			if got[k] != int32(w.By[k]) {
				t.Fatalf("feature %x: label %d has %d, not %d", w.Feature, k, got[k], w.By[k])
			}
			want[k] += int32(w.By[k])
		}
	}
	var got [Labels]int32
	if total.scores(&got); got != want {
		t.Errorf("the sum of all is %v, not %v", got, want)
	}
	for range 2000 {
		before := total
		if m.add([]uint64{r.Uint64()}, []sum{{&total, 1}}); total != before {
			t.Error("a feature that has no weights added some") // by chance once in 60,000 runs
		}
	}
	for _, w := range []struct {
		text    string
		cluster uint16
		given   bool
	}{{"harbour", 18, false}, {"CLARA", 1024, true}, {"Odegard", 0, true}, {"U.S.", 1, false}, {"unheard", 0, false}} {
		if c, g := m.vocabulary(hashBytes(fold(nil, w.text))); c != w.cluster || g != w.given {
			t.Errorf("%s is in cluster %d, given %v", w.text, c, g)
		}
	}
	if m.step[3][5] != int32(step[3][5]) {
		t.Error("a step is not as it was encoded")
	}
}

// Features that have weights for all labels fill lines badly: all find a place.
func TestTableOfDenseFeatures(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	weights := make([]Weight, 300)
	for i := range weights {
		weights[i].Feature = r.Uint64()
		for k := range weights[i].By {
			weights[i].By[k] = int8(1 + r.IntN(100))
		}
	}
	m := Open(string(Encode(nil, make([]uint8, clusters), weights, [Labels][Labels]int16{}, 1.0/32)))
	for _, w := range weights {
		var one row
		m.add([]uint64{w.Feature}, []sum{{&one, 1}})
		var got [Labels]int32
		if one.scores(&got); got[0] != int32(w.By[0]) || got[Labels-1] != int32(w.By[Labels-1]) {
			t.Fatalf("feature %x has %v, not %v", w.Feature, got, w.By)
		}
	}
}

// paths yields all labels of n tokens that may stand in a row.
func paths(n int, yield func([]int)) {
	var walk func(p []int)
	walk = func(p []int) {
		prev := Outside
		if len(p) > 0 {
			prev = p[len(p)-1]
		}
		if len(p) == n {
			if Follows(prev, Outside) {
				yield(p)
			}
			return
		}
		for k := range Labels {
			if Follows(prev, k) {
				walk(append(p[:len(p):len(p)], k))
			}
		}
	}
	walk(nil)
}

// The lattice finds the best of all paths, and how probable its names are among all.
func TestLatticeIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const scale = 1.0 / 32
	for range 20 {
		_, step := randomModel(r)
		m := Open(string(Encode(nil, make([]uint8, clusters), nil, step, scale)))
		const n = 3
		var l lattice
		for i := range n {
			for k := range Labels {
				l.score[i][k] = int32(r.IntN(300) - 150)
			}
		}
		value := func(p []int) int32 {
			v, prev := int32(0), Outside
			for i, k := range p {
				v += m.step[prev][k] + l.score[i][k]
				prev = k
			}
			return v + m.step[prev][Outside]
		}
		best, total := int32(math.MinInt32), 0.0
		paths(n, func(p []int) {
			best = max(best, value(p))
			total += math.Exp(float64(value(p)) * scale)
		})
		l.viterbi(m, n)
		var got []int
		for _, k := range l.label[:n] {
			got = append(got, int(k))
		}
		if value(got) != best {
			t.Fatalf("%v has %d, the best %d", got, value(got), best)
		}
		for i := range n {
			for j := i + 1; j <= n; j++ {
				l.marginals(m, n, i, i)
				var of [Types]float32
				l.probabilities(m, i, j, &of)
				for k := range Types {
					want := 0.0
					paths(n, func(p []int) {
						for x := i; x < j; x++ {
							if p[x] != Label(k, x-i, j-i) {
								return
							}
						}
						want += math.Exp(float64(value(p)) * scale)
					})
					want /= total
					if p := float64(of[k]); math.Abs(p-want) > 1e-3 {
						t.Errorf("tokens %d to %d are of type %d: probability %.4f, not %.4f", i, j, k, p, want)
					}
				}
			}
		}
	}
}

func TestChains(t *testing.T) {
	world := gazetteer.Builtin()
	for _, test := range []struct {
		text  string
		want  []string
		style Style
	}{
		{"Then the mayor of Quarnaby met Mr Holm. On Monday nobody came.", []string{"Quarnaby", "Mr Holm", "On Monday"}, Plain},
		{"He told Walid al-Mouradi and tyrant al Mouradi.", []string{"Walid al-Mouradi", "al Mouradi"}, Plain},
		{"They left the Ministry of Trade and Industry, and the Council on Bees.", []string{"Ministry of Trade and Industry", "Council on Bees"}, Plain},
		{"STORM CLOSES ROADS", []string{"STORM CLOSES ROADS"}, Shout},
		{"Storm Closes Many Roads In London", []string{"Storm Closes Many Roads In London"}, Titled},
		{"Nobody who read the letter knew that it had been sent by Anna\nPetrova, and she kept silent about it for many\nyears.", []string{"Nobody", "Anna\nPetrova"}, Plain},
	} {
		s := Scan{World: &world, A: prose.Analyse(prose.Raw(test.text), nil)}
		var got []string
		for c, ok := s.Next(); ok; c, ok = s.Next() {
			got = append(got, s.A.S[s.A.Tokens[c.From].Start:s.A.Tokens[c.To-1].End])
			if c.Style != test.style {
				t.Errorf("%q: style %d", test.text, c.Style)
			}
		}
		if len(got) != len(test.want) {
			t.Errorf("%q: chains %q, not %q", test.text, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%q: chain %q, not %q", test.text, got[i], test.want[i])
			}
		}
	}
}

// A word that is kept from an earlier text adds what it adds when it is new.
func TestWordsKeptAreAsNew(t *testing.T) {
	world := gazetteer.Builtin()
	const first, second = "Anna Petrova left London. The Harbour Board met Mr Holm there.", "Mr Holm met Anna Petrova of the London Harbour Board."
	read := func(l *Labeller, text string) (all []row) {
		s := Scan{World: &world, A: prose.Analyse(prose.Raw(text), nil)}
		for c, ok := s.Next(); ok; c, ok = s.Next() {
			l.Append(nil, &s, c)
			all = append(all, l.frame.rows[context:l.frame.n-context]...)
		}
		return all
	}
	used := NewLabeller(Builtin())
	read(used, first)
	got, want := read(used, second), read(NewLabeller(Builtin()), second)
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d tokens, not %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("token %d: %v, not %v", i, got[i], want[i])
		}
	}
}

// A word that is given up early is no name when all is heard either, and most words
// that only begin a sentence are given up.
func TestHopeless(t *testing.T) {
	world := gazetteer.Builtin()
	l := NewLabeller(Builtin())
	singles, given := 0, 0
	for _, text := range []string{
		"Nobody came. Later the ships left Bergen. Ships left on time, said Petrova. Quarnaby waited.",
		"Prices rose. Oil fell, and Lund gained. Work went on under Holm. Talks in Oslo had failed. Rain fell.",
		"Storms came. Arslan sat down. Bond: the talks failed. Pressure grew. Yesterday nobody spoke. Hope remains.",
		"Critics disagreed. Washington did not answer. Officials denied it. Soldiers fired. Amazon rose. Turkey protested.",
		"Several boats sank. Tides were high. Farmers in Peru complained. Chile won. Paris fell silent. Jordan agreed.",
	} {
		s := Scan{World: &world, A: prose.Analyse(prose.Raw(text), nil)}
		for c, ok := s.Next(); ok; c, ok = s.Next() {
			if c.To > c.From+1 {
				continue
			}
			singles++
			l.scan = &s
			l.alone(c)
			if !l.hopeless() {
				continue
			}
			given++
			l.together()
			l.finish()
			l.frame.rows[context].scores(&l.lattice.score[0])
			if l.lattice.viterbi(l.m, 1); l.lattice.label[0] != Outside {
				t.Errorf("%s is given up, and is a name", s.Text(c.From))
			}
		}
	}
	if given*4 < singles {
		t.Errorf("%d of %d words are given up", given, singles)
	}
}

// Words that share a place do not disturb each other while a chain is read, and a
// word that found no place is found again by the same chain.
func TestWordsOfOnePlace(t *testing.T) {
	w := newWords()
	take := func(key uint64) *word {
		d := w.find(key)
		if d.key != key {
			*d = word{key: key, lower: key}
		}
		d.chain = w.chain
		return d
	}
	for range 3 {
		w.next()
		var got [4]*word
		for key := range got {
			got[key] = take(uint64(key) + 1)
		}
		for key, d := range got {
			if d.lower != uint64(key)+1 || take(uint64(key)+1) != d {
				t.Fatalf("the word of key %d is %+v", key+1, d)
			}
		}
	}
	w.next()
	if first := take(1); first.lower != 1 || w.find(2).key != 2 {
		t.Error("a word that had a place was forgotten")
	}
}

func BenchmarkOpen(b *testing.B) {
	for range b.N {
		Open(builtin)
	}
}
