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

// dot is the product of two rows, summed from the first.
func dot(a, b *[len(closed)]float32) float32 {
	v := float32(a[0]*b[0]) + float32(a[1]*b[1])
	v += float32(a[2] * b[2])
	v += float32(a[3] * b[3])
	v += float32(a[4] * b[4])
	v += float32(a[5] * b[5])
	v += float32(a[6] * b[6])
	v += float32(a[7] * b[7])
	return v + float32(a[8]*b[8])
}

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
			x := &m.join[j]
			best := max(from[0]+x[0], from[1]+x[1], from[2]+x[2], from[3]+x[3], from[4]+x[4], from[5]+x[5], from[6]+x[6], from[7]+x[7], from[8]+x[8])
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
			m.joined[j][k], m.joining[k][j] = m.likely[a][b], m.likely[a][b]
		}
	}
}

// marginals fills, of n tokens, forward up to the one that the last name begins with,
// and backward down to the one that the first does. Each is scaled so that a token's
// forward values sum to 1.
func (l *lattice) marginals(m *Model, n, first, last int) {
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
	}
	l.sumAhead(m, last+1)
	l.sumBack(m, n, first)
}

// sumAhead fills forward for n tokens.
func (l *lattice) sumAhead(m *Model, n int) {
	var from [len(closed)]float32
	from[0] = 1 // Outside
	var prev *[Labels]float32
	for i := range n {
		w, f := &l.weight[i], &l.forward[i]
		var sum float32
		for j, b := range fresh {
			f[b] = float32(dot(&from, &m.joined[j]) * w[b])
			sum += f[b]
		}
		for t := 0; t < Labels-1; t += 4 {
			for b := t + inside; b <= t+last; b++ {
				f[b] = 0
				if prev != nil {
					v := float32(prev[t+begin]*m.likely[t+begin][b]) + float32(prev[t+inside]*m.likely[t+inside][b])
					f[b] = float32(v * w[b])
					sum += f[b]
				}
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
		prev = f
		for j, a := range closed {
			from[j] = f[a]
		}
	}
}

// sumBack fills backward for n tokens, down to the first that is asked for.
func (l *lattice) sumBack(m *Model, n, first int) {
	g := &l.backward[n-1]
	*g = [Labels]float32{}
	for _, a := range closed {
		g[a] = m.likely[a][Outside]
	}
	for i := n - 2; i >= first; i-- {
		g, w, next := &l.backward[i], &l.weight[i+1], &l.backward[i+1]
		var q [Labels]float32
		for k := range q {
			q[k] = float32(w[k] * next[k])
		}
		var to [len(fresh)]float32
		for j, b := range fresh {
			to[j] = q[b]
		}
		*g = [Labels]float32{}
		var sum float32
		for k, a := range closed {
			g[a] = dot(&to, &m.joining[k])
			sum += g[a]
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

// probabilities fills in how probable it is that tokens [i, j) are a name of each
// type. forward sums to 1 and backward is scaled too, so that the total at token i is
// summed there and the path is followed from it.
func (l *lattice) probabilities(m *Model, i, j int, of *[Types]float32) {
	*of = [Types]float32{}
	var total float32
	f, g := &l.forward[i], &l.backward[i]
	for k := range f {
		total += float32(f[k] * g[k])
	}
	if total == 0 {
		return
	}
next:
	for t := range of {
		// the share of the first label
		a := Label(t, 0, j-i)
		p := float32(f[a]*g[a]) / total
		// times the share of each next label, given the one before it
		for k := i + 1; k < j; k++ {
			w, g := &l.weight[k], &l.backward[k]
			var sum float32
			for b := 4*t + inside; b <= 4*t+last; b++ {
				sum += float32(m.likely[a][b] * float32(w[b]*g[b]))
			}
			if sum == 0 {
				continue next
			}
			b := Label(t, k-i, j-i)
			p *= float32(m.likely[a][b]*float32(w[b]*g[b])) / sum
			a = b
		}
		of[t] = p
	}
}
