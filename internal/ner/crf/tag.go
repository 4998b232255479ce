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
	before := len(spans)
	for i := 0; i < n; i++ {
		a := lat.label[i]
		if a == Outside {
			continue
		}
		j := i + 1
		for (lat.label[j-1]-1)%4+1 != last && (lat.label[j-1]-1)%4+1 != unit {
			j++
		}
		spans = append(spans, Span{From: c.From + i, To: c.From + j, Type: int(a-1) / 4})
		i = j - 1
	}
	if found := spans[before:]; len(found) > 0 {
		lat.marginals(l.m, n, found[0].From-c.From, found[len(found)-1].From-c.From)
		for i := range found {
			x := &found[i]
			var of [Types]float32
			lat.probabilities(l.m, x.From-c.From, x.To-c.From, &of)
			x.Any = of[0] + of[1] + of[2] // a person, a place or an organisation
			if x.Type < Types-1 {
				x.Score = of[x.Type]
			}
		}
	}
	return spans
}
