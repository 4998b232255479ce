package timeline

import (
	"math"
	"slices"

	"dateline/internal/day"
)

// contentWords returns the words of four letters and more, hashed by their
// beginnings so that forms of one word agree, sorted, without doubles.
func (g *gatherer) contentWords(s string) []uint64 {
	const stem = 6
	words := g.words[len(g.words):]
	for i := 0; i < len(s); {
		j, h := i, uint64(14695981039346656037) // FNV-1a
		for j < len(s) && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' || s[j] >= 0x80) {
			if j-i < stem {
				h = (h ^ uint64(s[j]|0x20)) * 1099511628211
			}
			j++
		}
		if j-i >= 4 {
			words = append(words, h)
		}
		i = max(j, i+1)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if cap(g.words)-len(g.words) >= len(words) {
		g.words = g.words[:len(g.words)+len(words)]
	} else {
		g.words = make([]uint64, 0, 256) // what was full is kept by its candidates
	}
	return slices.Clip(words)
}

// cosine is that of two sets of words.
func cosine(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(n) / math.Sqrt(float64(len(a))*float64(len(b)))
}

// merge puts together what tells of the same event. Each candidate is compared
// with the few dozen before it, so that the time is linear.
func merge(found []candidate) []candidate {
	const window = 48
	out := make([]candidate, 0, len(found))
	for _, c := range found {
		into := -1
		for i := len(out) - 1; i >= 0 && i >= len(out)-window; i-- {
			if c.sameAs(&out[i]) {
				into = i
				break
			}
		}
		if into < 0 {
			out = append(out, c)
			continue
		}
		o := &out[into]
		better := o.caption && !c.caption
		if o.caption == c.caption {
			of, ot := o.When.Bounds()
			cf, ct := c.When.Bounds()
			better = ct-cf < ot-of && o.When.Overlaps(c.When)
		}
		if better {
			*o, c = c, *o
		} else if o.When.Precision() > c.When.Precision() && o.When.Contains(c.When) {
			o.When, o.Words, o.Anchor = c.When, c.Words, c.Anchor
		}
		if c.Span != o.Span {
			o.Also = append(o.Also, c.Span)
		}
		o.Also = append(o.Also, c.Also...)
		o.Figures = addFigures(o.Figures, c.Figures)
		o.mentions += 1 + c.mentions
		o.Lead = o.Lead || c.Lead
	}
	// A caption is an event only when nothing else tells of its day.
	if !slices.ContainsFunc(out, func(c candidate) bool { return c.caption }) {
		return out
	}
	told := map[day.Date]bool{}
	for i := range out {
		if !out[i].caption {
			told[out[i].When] = true
		}
	}
	return slices.DeleteFunc(out, func(c candidate) bool { return c.caption && told[c.When] })
}

// sameAs reports that c and o tell of the same event: their dates agree and so
// do the words of their sentences, or one date lies in the other and so do the
// words of their labels, which hold less of what else is told.
func (c *candidate) sameAs(o *candidate) bool {
	if c.Span == o.Span { // two dates of one sentence are two events, unless nothing tells them apart
		return c.When == o.When || c.Label == o.Label
	}
	if !c.When.Overlaps(o.When) || c.Status != o.Status && (c.Status == Deadline || o.Status == Deadline) {
		return false
	}
	const sameDate, nested = .3, .35
	if c.When == o.When {
		return c.Label == o.Label || cosine(c.words, o.words) > sameDate
	}
	return (c.When.Contains(o.When) || o.When.Contains(c.When)) && cosine(c.gist, o.gist) > nested
}

func (c *candidate) rank() {
	r := 1 + .5*math.Log1p(float64(c.mentions))
	if c.When.Precision() == day.Exact {
		r++
	}
	if !c.pub {
		r += .5
	}
	if c.Status == Planned || c.Status == Deadline {
		r++
	}
	if c.Lead {
		r += .5
	}
	r += .2 * math.Min(3, float64(len(c.Entities)))
	if c.caption {
		r--
	}
	if c.name {
		r--
	}
	if c.broken {
		r -= 1.5
	}
	c.Rank = float32(r)
}
