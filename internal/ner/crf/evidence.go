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
	f := &l.frame
	first, n := s.From-f.at, s.To-s.From // place in the frame, tokens
	against := func(p, k, i int) int32 {
		r := &f.words[p].rows[k]
		return r.lane(Label(s.Type, i, n)) - r.lane(Outside)
	}
	for i := range n {
		e.Words += against(first+i, itself, i)
	}
	for k := 1; k < places; k++ {
		if o := offsets[k]; o > 0 {
			e.Before += against(first-o, k, 0)
		} else {
			e.After += against(first+n-1-o, k, n-1)
		}
	}
	return e
}
