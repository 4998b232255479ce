package crf

// Labeller finds names with a model. It has memory of its own and may not be shared.
type Labeller struct {
	*Reader
	lattice lattice
}

// NewLabeller returns a Labeller.
func NewLabeller(m *Model) *Labeller { return &Labeller{Reader: NewReader(m)} }

// Append appends the names that the model sees in a chain of s.
func (l *Labeller) Append(spans []Span, s *Scan, c Chain) []Span {
	l.scan = s
	l.alone(c)
	n := c.To - c.From
	if n == 1 && l.hopeless() {
		return spans
	}
	l.together()
	l.finish()
	for i := range n {
		l.frame.rows[i+context].scores(&l.lattice.score[i])
	}
	lat := &l.lattice
	lat.viterbi(l.m, n)
	done := false
	for i := 0; i < n; i++ {
		a := lat.label[i]
		if a == Outside {
			continue
		}
		t := int(a-1) / 4
		j := i + 1
		for (lat.label[j-1]-1)%4+1 != last && (lat.label[j-1]-1)%4+1 != unit {
			j++
		}
		if !done {
			lat.marginals(l.m, n)
			done = true
		}
		x := Span{From: c.From + i, To: c.From + j, Type: t}
		for k := range Types - 1 {
			p := lat.probability(l.m, i, j, k)
			if x.Any += p; k == t {
				x.Score = p
			}
		}
		spans = append(spans, x)
		i = j - 1
	}
	return spans
}
