package crf

// Evidence says how much each kind of evidence speaks for a name being what it is
// found to be rather than nothing, in steps of the weights.
type Evidence struct {
	Words  int32 // its words, what is known of them and how they are written
	Before int32 // the two words before it
	After  int32 // the two words after it
}

// Explain returns the evidence for a name in the chain that was read last.
func (l *Labeller) Explain(s Span) Evidence {
	var e Evidence
	n, style := s.To-s.From, l.frame.chain.Style
	against := func(r *row, i int) int32 {
		var v [Labels]int32
		r.scores(&v)
		return v[Label(s.Type, i, n)] - v[Outside]
	}
	for i := range n {
		e.Words += against(l.row(l.word(s.From+i, style), s.From+i, itself, style), i)
	}
	for k := 1; k < places; k++ {
		o := offsets[k]
		at, place := s.From, 0
		if o < 0 {
			at, place = s.To-1, n-1
		}
		at -= o
		d := &l.edge
		if at >= 0 && at < len(l.scan.A.Tokens) && l.scan.A.Tokens[at].Sentence == l.scan.A.Tokens[s.From].Sentence {
			d = l.word(at, style)
		}
		if v := against(l.row(d, at, k, style), place); o > 0 {
			e.Before += v
		} else {
			e.After += v
		}
	}
	return e
}
