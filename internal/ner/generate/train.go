package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
	"dateline/internal/prose"
)

// scale is one step of a weight of eight bits.
const scale = 1.0 / 32

// temper is how much less sure the model is made than it was trained to be, since
// it has seen the texts that it was trained on. Where it was measured, a name of
// which it says 0.9 is then one in nine cases of ten.
const temper = 0.65

type options struct {
	epochs, seldom, words int
	rate, sparse, drop    float64
	small                 float32
}

// trainer learns weights with FTRL-Proximal (McMahan and others 2013): an
// AdaGrad step for each weight, and an L1 penalty that leaves most of them at
// nought. It reads one chain at a time, on one thread, in an order that a fixed
// seed gives, so that the weights are always the same.
type trainer struct {
	options
	world    *gazetteer.World
	reader   *crf.Reader
	analysis *prose.Analysis
	examples []example
	watched  []watch
	ids      map[uint64]int32
	features []uint64
	counts   []int32

	z, n, w  []float32 // by feature and label
	step     [crf.Labels][crf.Labels]float64
	stepN    [crf.Labels][crf.Labels]float64
	sum      []float32 // of w, and how many times
	stepSum  [crf.Labels][crf.Labels]float64
	times    int
	seed     uint64
	watching bool // what is read is not for learning
	dropped  int  // chains that no labels fit
	likely   [crf.Labels][crf.Labels]float64
	learned  int
}

func newTrainer(o options, m *crf.Model, world *gazetteer.World) *trainer {
	return &trainer{options: o, world: world, reader: crf.NewReader(m), ids: map[uint64]int32{}, seed: 1}
}

func (t *trainer) id(f uint64) int32 {
	id, ok := t.ids[f]
	if !ok {
		id = int32(len(t.features))
		t.ids[f] = id
		t.features = append(t.features, f)
		t.counts = append(t.counts, 0)
	}
	if !t.watching {
		t.counts[id]++
	}
	return id
}

// chance returns a number that looks random (SplitMix64).
func (t *trainer) chance() uint64 {
	t.seed += 0x9E3779B97F4A7C15
	z := t.seed
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

func (t *trainer) train() ([]crf.Weight, [crf.Labels][crf.Labels]int16) {
	t.prune()
	size := len(t.features) * crf.Labels
	t.z, t.n, t.w = make([]float32, size), make([]float32, size), make([]float32, size)
	tokens := 0
	for _, x := range t.examples {
		tokens += len(x.features)
	}
	fmt.Fprintf(os.Stderr, "%d chains (%d left out), %d tokens, %d features\n", len(t.examples), t.dropped, tokens, len(t.features))
	order := make([]int32, len(t.examples))
	for i := range order {
		order[i] = int32(i)
	}
	for e := range t.epochs {
		for i := len(order) - 1; i > 0; i-- {
			j := int(t.chance() % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		loss := 0.0
		for n, i := range order {
			loss += t.learn(&t.examples[i])
			if e > 0 && n%(len(order)/4) == 0 {
				t.remember()
			}
		}
		fmt.Fprintf(os.Stderr, "epoch %d: loss %.4f a token", e+1, loss/float64(tokens))
		for _, w := range t.watched {
			fmt.Fprintf(os.Stderr, ", %s %.4f", w.name, t.loss(w.examples))
		}
		fmt.Fprintln(os.Stderr)
	}
	t.w = t.mean()
	for _, w := range t.watched {
		fmt.Fprintf(os.Stderr, "mean: %s %.4f\n", w.name, t.loss(w.examples))
	}
	return t.result()
}

// remember adds the weights to those that the mean is taken of.
func (t *trainer) remember() {
	if t.sum == nil {
		t.sum = make([]float32, len(t.w))
	}
	for i, w := range t.w {
		t.sum[i] += w
	}
	t.times++
	for a := range t.step {
		for b := range t.step[a] {
			t.stepSum[a][b] += t.step[a][b]
		}
	}
}

// mean returns the mean of the weights since the first epoch, which serves texts
// never seen better than those that the last examples left.
func (t *trainer) mean() []float32 {
	if t.times == 0 {
		return t.w
	}
	for i := range t.sum {
		t.sum[i] /= float32(t.times)
	}
	for a := range t.step {
		for b := range t.step[a] {
			t.step[a][b] = t.stepSum[a][b] / float64(t.times)
		}
	}
	t.exponents()
	return t.sum
}

// exponents makes likely of step.
func (t *trainer) exponents() {
	for b := range crf.Labels {
		for _, a := range befores[b] {
			t.likely[a][b] = math.Exp(t.step[a][b])
		}
	}
}

// watch is a set of examples that are not learnt, and whose loss is shown.
type watch struct {
	name     string
	examples []example
}

// prune forgets features that are seldom seen.
func (t *trainer) prune() {
	renamed := make([]int32, len(t.features))
	kept := t.features[:0]
	for i, f := range t.features {
		renamed[i] = -1
		if int(t.counts[i]) >= t.seldom {
			renamed[i] = int32(len(kept))
			kept = append(kept, f)
		}
	}
	t.features, t.ids, t.counts = kept, nil, nil
	all := slices.Clone(t.examples)
	for _, w := range t.watched {
		all = append(all, w.examples...)
	}
	for _, x := range all {
		for i, fs := range x.features {
			out := fs[:0]
			for _, f := range fs {
				if r := renamed[f]; r >= 0 {
					out = append(out, r)
				}
			}
			x.features[i] = out
		}
	}
}

const most = 80 // tokens of a chain

// learn takes one step and returns the loss before it.
func (t *trainer) learn(x *example) float64 {
	n := len(x.features)
	if t.learned%64 == 0 {
		t.exponents()
	}
	t.learned++
	var want, got [most][crf.Labels]float64
	var score [most][crf.Labels]float32
	boost := float32(1 / (1 - t.drop))
	limit := uint32(t.drop * (1 << 32))
	salt := uint32(t.chance())
	for i, fs := range x.features {
		for j, f := range fs {
			if (uint32(f)^salt+uint32(i))*0x9E3779B1 < limit { // hidden this time, so that others learn to do without
				fs[j] = ^f
				continue
			}
			for k, w := range (*[crf.Labels]float32)(t.w[int(f)*crf.Labels:]) {
				score[i][k] += w
			}
		}
		for k := range score[i] {
			score[i][k] *= boost
		}
	}
	var all [most]uint32
	for i := range n {
		all[i] = 1<<crf.Labels - 1
	}
	var wantStep, gotStep [crf.Labels][crf.Labels]float64
	total := t.expect(score[:n], all[:n], &got, &gotStep)
	right := t.expect(score[:n], x.allowed, &want, &wantStep)
	for i, fs := range x.features {
		var g [crf.Labels]float64
		some := false
		for k := range g {
			g[k] = (got[i][k] - want[i][k]) * float64(boost)
			if math.Abs(g[k]) > 1e-3 {
				some = true
			}
		}
		for j, f := range fs {
			if f < 0 {
				fs[j] = ^f
			} else if some {
				t.update(int(f)*crf.Labels, &g)
			}
		}
	}
	for a := range crf.Labels {
		for b := range crf.Labels {
			if g := gotStep[a][b] - wantStep[a][b]; g != 0 {
				t.stepN[a][b] += g * g
				t.step[a][b] -= t.rate * g / (1 + math.Sqrt(t.stepN[a][b]))
			}
		}
	}
	return total - right
}

// loss returns the loss a token of examples that are not learnt.
func (t *trainer) loss(examples []example) float64 {
	sum, tokens := 0.0, 0
	for _, x := range examples {
		var score [most][crf.Labels]float32
		var all [most]uint32
		for i, fs := range x.features {
			for _, f := range fs {
				for k, w := range (*[crf.Labels]float32)(t.w[int(f)*crf.Labels:]) {
					score[i][k] += w
				}
			}
			all[i] = 1<<crf.Labels - 1
		}
		var by [most][crf.Labels]float64
		var steps [crf.Labels][crf.Labels]float64
		n := len(x.features)
		sum += t.expect(score[:n], all[:n], &by, &steps) - t.expect(score[:n], x.allowed, &by, &steps)
		tokens += n
	}
	return sum / float64(max(tokens, 1))
}

// update moves the weights of one feature against the gradient g.
func (t *trainer) update(at int, g *[crf.Labels]float64) {
	z, n, w := t.z[at:at+crf.Labels], t.n[at:at+crf.Labels], t.w[at:at+crf.Labels]
	rate, sparse := float32(t.rate), float32(t.sparse)
	for k, gk := range g {
		if gk < 1e-3 && gk > -1e-3 {
			continue
		}
		g := float32(gk)
		n2 := n[k] + g*g
		root := float32(math.Sqrt(float64(n2)))
		z[k] += g - (root-float32(math.Sqrt(float64(n[k]))))/rate*w[k]
		n[k] = n2
		switch {
		case z[k] > sparse:
			w[k] = -(z[k] - sparse) / ((1+root)/rate + t.small)
		case z[k] < -sparse:
			w[k] = -(z[k] + sparse) / ((1+root)/rate + t.small)
		default:
			w[k] = 0
		}
	}
}

// expect computes how probable each label of each token is, and each step
// between labels, among the paths that are allowed. It returns the logarithm of their sum.
func (t *trainer) expect(score [][crf.Labels]float32, allowed []uint32, by *[most][crf.Labels]float64, steps *[crf.Labels][crf.Labels]float64) float64 {
	n := len(score)
	var weight, f, g [most][crf.Labels]float64
	likely := &t.likely
	sum := 0.0
	prev := [crf.Labels]float64{crf.Outside: 1}
	for i := range n {
		top := math.Inf(-1)
		for k, v := range score[i] {
			v := float64(v)
			if allowed[i]>>k&1 != 0 {
				top = max(top, v)
			}
		}
		z := 0.0
		for b := range crf.Labels {
			if allowed[i]>>b&1 == 0 {
				continue
			}
			weight[i][b] = math.Exp(float64(score[i][b]) - top)
			v := 0.0
			for _, a := range befores[b] {
				v += prev[a] * likely[a][b]
			}
			f[i][b] = v * weight[i][b]
			z += f[i][b]
		}
		for b := range f[i] {
			f[i][b] /= z
		}
		prev = f[i]
		sum += top + math.Log(z)
	}
	z := 0.0
	for a := range crf.Labels {
		g[n-1][a] = likely[a][crf.Outside]
		z += prev[a] * g[n-1][a]
	}
	sum += math.Log(z)
	for i := n - 2; i >= 0; i-- {
		z := 0.0
		for a := range crf.Labels {
			v := 0.0
			for _, b := range afters[a] {
				v += likely[a][b] * weight[i+1][b] * g[i+1][b]
			}
			g[i][a] = v
			z += v
		}
		for a := range g[i] {
			g[i][a] /= z
		}
	}
	for i := range n {
		z := 0.0
		for k := range crf.Labels {
			by[i][k] = f[i][k] * g[i][k]
			z += by[i][k]
		}
		for k := range by[i] {
			by[i][k] /= z
		}
	}
	for i := 0; i+1 < n; i++ {
		var p [crf.Labels][crf.Labels]float64
		z := 0.0
		for a := range crf.Labels {
			if f[i][a] == 0 {
				continue
			}
			for _, b := range afters[a] {
				p[a][b] = f[i][a] * likely[a][b] * weight[i+1][b] * g[i+1][b]
				z += p[a][b]
			}
		}
		for a := range p {
			for b := range p[a] {
				if p[a][b] != 0 {
					steps[a][b] += p[a][b] / z
				}
			}
		}
	}
	for b := range crf.Labels { // out of and into the chain
		steps[crf.Outside][b] += by[0][b]
		steps[b][crf.Outside] += by[n-1][b]
	}
	return sum
}

// result rounds the weights.
func (t *trainer) result() (ws []crf.Weight, step [crf.Labels][crf.Labels]int16) {
	round := func(v float64) int { return int(math.Round(v / scale)) }
	for i, f := range t.features {
		x := crf.Weight{Feature: f}
		some := false
		for k, w := range t.w[i*crf.Labels:][:crf.Labels] {
			v := max(-127, min(127, round(float64(w))))
			x.By[k] = int8(v)
			some = some || v != 0
		}
		if some {
			ws = append(ws, x)
		}
	}
	for a := range step {
		for b := range step[a] {
			step[a][b] = int16(round(t.step[a][b]))
		}
	}
	return ws, step
}
