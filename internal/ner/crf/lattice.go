package crf

// Span is a name that the model found: tokens From to To of type Type, and how
// probable that is.
type Span struct {
	From, To int
	Type     int     // 0 person, 1 place, 2 organisation, 3 anything else
	Score    float32 // how probable it is that the tokens are a name of that type
	Any      float32 // the same of a person, a place or an organisation
}

// lattice is the memory of one chain's labels.
type lattice struct {
	score    [maxChain + 8][Labels]int32
	back     [maxChain + 8][Labels]uint8
	weight   [maxChain + 8][Labels]float32 // e to the power of the score, the best being 1
	forward  [maxChain + 8][Labels]float32
	backward [maxChain + 8][Labels]float32
	label    [maxChain + 8]uint8
}

// Labels after which and before which no name is open; the others go on with one.
var (
	closed = [...]uint8{0, 3, 4, 7, 8, 11, 12, 15, 16} // Outside, last and unit
	fresh  = [...]uint8{0, 1, 4, 5, 8, 9, 12, 13, 16}  // Outside, begin and unit
)

// between has a number for each step from a closed label to a fresh one: a row for
// each fresh label, by the place of both in their lists.
type between[T int32 | float32] [len(fresh)][len(closed)]T

// viterbi finds the best labels of n tokens. A sum and the place in closed of where
// it comes from are kept in one number, so that the greater of two needs no branch;
// of equal sums the one from the earlier place is the greater.
func (l *lattice) viterbi(m *Model, n int) {
	const impossible = -1 << 26
	var prev [Labels]int32
	for k := range prev {
		prev[k] = impossible
	}
	for _, b := range fresh { // no name is open before the first token
		prev[b], l.back[0][b] = m.step[Outside][b]+l.score[0][b], Outside
	}
	for i := 1; i < n; i++ {
		s, back := &l.score[i], &l.back[i]
		var from [len(closed)]int32
		for j, a := range closed {
			from[j] = prev[a] << placeBits
		}
		now := prev
		for j, b := range fresh {
			best := from[0] + m.join[j][0]
			for k := 1; k < len(from); k++ {
				best = max(best, from[k]+m.join[j][k])
			}
			now[b], back[b] = best>>placeBits+s[b], closed[lastPlace-best&(1<<placeBits-1)]
		}
		for t := 0; t < Labels-1; t += 4 {
			for b := t + inside; b <= t+last; b++ {
				best, at := prev[t+begin]+m.step[t+begin][b], uint8(t+begin)
				if v := prev[t+inside] + m.step[t+inside][b]; v > best {
					best, at = v, uint8(t+inside)
				}
				now[b], back[b] = best+s[b], at
			}
		}
		prev = now
	}
	best, at := int32(2*impossible), uint8(0)
	for _, a := range closed {
		if v := prev[a] + m.step[a][Outside]; v > best {
			best, at = v, a
		}
	}
	for i := n - 1; i >= 0; i-- {
		l.label[i] = at
		at = l.back[i][at]
	}
}

const (
	placeBits = 4
	lastPlace = int32(len(closed) - 1)
)

// joins fills in the steps between closed and fresh labels, as viterbi and
// marginals take them.
func (m *Model) joins() {
	for j, b := range fresh {
		for k, a := range closed {
			m.join[j][k] = m.step[a][b]<<placeBits + lastPlace - int32(k)
			m.joined[j][k] = m.likely[a][b]
		}
	}
}

// marginals fills forward and backward, each scaled so that a token's forward
// values sum to 1.
func (l *lattice) marginals(m *Model, n int) {
	var prev [Labels]float32
	prev[Outside] = 1
	for i := range n {
		s := &l.score[i]
		top := s[0]
		for _, v := range s {
			top = max(top, v)
		}
		w := &l.weight[i]
		for k, v := range s {
			w[k] = 0
			if d := uint32(top - v); d < expSize {
				w[k] = m.exp[d]
			}
		}
		f := &l.forward[i]
		var sum float32
		var from [len(closed)]float32
		for j, a := range closed {
			from[j] = prev[a]
		}
		for j, b := range fresh {
			var v float32
			for k := range from {
				v += float32(from[k] * m.joined[j][k])
			}
			f[b] = float32(v * w[b])
			sum += f[b]
		}
		for t := 0; t < Labels-1; t += 4 {
			for b := t + inside; b <= t+last; b++ {
				v := float32(prev[t+begin]*m.likely[t+begin][b]) + float32(prev[t+inside]*m.likely[t+inside][b])
				f[b] = float32(v * w[b])
				sum += f[b]
			}
		}
		if sum < 1e-30 {
			*f = [Labels]float32{1}
			sum = 1
		}
		inv := 1 / sum
		for k := range f {
			f[k] *= inv
		}
		prev = *f
	}
	g := &l.backward[n-1]
	*g = [Labels]float32{}
	for _, a := range closed {
		g[a] = m.likely[a][Outside]
	}
	for i := n - 2; i >= 0; i-- {
		g, w, next := &l.backward[i], &l.weight[i+1], &l.backward[i+1]
		var q [Labels]float32
		var sum float32
		for k := range q {
			q[k] = float32(w[k] * next[k])
		}
		*g = [Labels]float32{}
		for _, a := range closed {
			var v float32
			for _, b := range fresh {
				v += float32(m.likely[a][b] * q[b])
			}
			g[a] = v
			sum += v
		}
		for t := 0; t < Labels-1; t += 4 {
			for a := t + begin; a <= t+inside; a++ {
				g[a] = float32(m.likely[a][t+inside]*q[t+inside]) + float32(m.likely[a][t+last]*q[t+last])
				sum += g[a]
			}
		}
		if sum < 1e-30 {
			continue
		}
		inv := 1 / sum
		for k := range g {
			g[k] *= inv
		}
	}
}

// probability returns how probable it is that tokens [i, j) are a name of type t.
// forward sums to 1 and backward is scaled too, so that the total at token i is
// summed there and the path is followed from it.
func (l *lattice) probability(m *Model, i, j, t int) float32 {
	var total float32
	for k := range Labels {
		total += float32(l.forward[i][k] * l.backward[i][k])
	}
	if total == 0 {
		return 0
	}
	// the share of the first label
	a := Label(t, 0, j-i)
	p := float32(l.forward[i][a]*l.backward[i][a]) / total
	// times the share of each next label, given the one before it
	for k := i + 1; k < j; k++ {
		var sum float32
		for b := 4*t + inside; b <= 4*t+last; b++ {
			sum += float32(m.likely[a][b] * float32(l.weight[k][b]*l.backward[k][b]))
		}
		if sum == 0 {
			return 0
		}
		b := Label(t, k-i, j-i)
		p *= float32(m.likely[a][b]*float32(l.weight[k][b]*l.backward[k][b])) / sum
		a = b
	}
	return p
}
