package entity

import (
	"cmp"
	"slices"
	"strings"

	"dateline/internal/ner"
	"dateline/internal/prose"
)

// decide puts the article's decisions in the order of their words. Of two on the same
// words the first counts. Those that name an entity by an id that it had before name it.
func (f *finder) decide() []Decision {
	out := slices.Clone(f.opt.Decisions)
	for i := range out {
		if e := f.r.Lookup(out[i].Entity); e != nil {
			out[i].Entity = e.ID
		}
	}
	slices.SortStableFunc(out, func(a, b Decision) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return out
}

// emit writes the result: what the author linked, then what was decided, then
// what was found.
func (f *finder) emit(decisions []Decision) {
	f.res.Mentions = make([]Mention, 0, len(f.cands))
	di := 0
	var accepted []prose.Span
	for _, d := range decisions {
		if d.Accepted && !f.authored(d.Span) && (len(accepted) == 0 || accepted[len(accepted)-1].End <= d.Start) {
			accepted = append(accepted, d.Span)
			f.res.Mentions = append(f.res.Mentions, f.decided(d))
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		for di < len(accepted) && accepted[di].End <= c.Start {
			di++
		}
		if di < len(accepted) && accepted[di].Start < c.End && c.origin != FromAuthor {
			continue
		}
		id, origin := c.fixed, c.origin
		if c.cluster >= 0 && id == "" {
			id, origin = f.clusters[c.cluster].id, f.clusters[c.cluster].origin
			if origin == FromAuthor {
				origin = FromText
				if e := f.r.Lookup(id); e != nil {
					origin = e.Origin
				}
			}
		}
		u, unsure := f.doubt(c)
		if unsure {
			id = ""
			if !rejected(decisions, c.Span, id) {
				f.res.Unsure = append(f.res.Unsure, u)
			}
		}
		if f.opt.Explain {
			if list := f.candidates(c); len(list) > 0 {
				f.res.Weighed = append(f.res.Weighed, Weighed{c.Span, list})
			}
		}
		if c.cluster >= 0 && c.fixed == "" && f.clusters[c.cluster].own >= 0 && f.never(c.Span, f.clusters[c.cluster].own) {
			id = "" // it became the entity's after c had joined
		}
		if id == "" || c.weak && (c.cluster < 0 || !f.clusters[c.cluster].strong) || rejected(decisions, c.Span, id) && c.origin != FromAuthor {
			if c.kind != ner.Unknown && !c.weak {
				m := Mention{Span: c.Span, Kind: c.kind, Score: c.score, Reason: c.reason}
				if !unsure {
					m.Entity = f.local(c.cluster)
				}
				f.res.Unlinked = append(f.res.Unlinked, m)
			}
			continue
		}
		kind := c.kind
		if c.cluster >= 0 {
			kind = f.clusters[c.cluster].kind
		}
		m := Mention{Span: c.Span, Entity: id, Kind: kind, Score: f.sure(c), Origin: origin, Reason: c.reason}
		if c.cluster >= 0 && c.fixed == "" && f.clusters[c.cluster].reason != "" {
			m.Reason = f.clusters[c.cluster].reason
		}
		f.res.Mentions = append(f.res.Mentions, m)
	}
	if len(accepted) > 0 {
		slices.SortFunc(f.res.Mentions, func(a, b Mention) int { return a.Start - b.Start })
	}
	slices.SortFunc(f.res.Unsure, func(a, b Unsure) int { return a.Start - b.Start })
	if len(f.found) == 0 {
		return
	}
	used := map[string]bool{}
	for i := range f.res.Mentions {
		used[f.res.Mentions[i].Entity] = true
	}
	f.found = slices.DeleteFunc(f.found, func(e *Entity) bool { return !used[e.ID] })
	f.res.Found = slices.Clone(f.found) // it stays with the article: no longer than it must be
	slices.SortFunc(f.res.Found, func(a, b *Entity) int { return strings.Compare(a.ID, b.ID) })
}

// authored reports whether the author linked some of the words.
func (f *finder) authored(s prose.Span) bool {
	i, _ := slices.BinarySearchFunc(f.a.Links, s.Start, func(l prose.Link, at int) int {
		if l.End <= at {
			return -1
		}
		return 1
	})
	return i < len(f.a.Links) && f.a.Links[i].Start < s.End
}

// decided returns the mention that was accepted.
func (f *finder) decided(d Decision) Mention {
	m := Mention{Span: d.Span, Entity: d.Entity, Score: 1, Origin: FromDecision, Reason: "decided on this article"}
	if e := f.r.Lookup(d.Entity); e != nil {
		m.Entity, m.Kind = e.ID, e.Kind
		return m
	}
	if i, ok := f.foundAt[d.Entity]; ok {
		m.Kind, f.found[i].Origin = f.found[i].Kind, max(f.found[i].Origin, FromDecision)
		return m
	}
	m.Kind = ner.Thing
	for i := range f.cands {
		if c := &f.cands[i]; c.Start < d.End && d.Start < c.End && c.kind != ner.Unknown {
			m.Kind = c.kind
			break
		}
	}
	f.newcomer(d.Entity, tidy(f.a.S[d.Start:d.End]), m.Kind, FromDecision)
	return m
}

// rejected reports whether it was decided that the words do not mean the entity.
func rejected(ds []Decision, s prose.Span, id string) bool {
	i, _ := slices.BinarySearchFunc(ds, s.End, func(d Decision, at int) int { return d.Start - at })
	const overlapping = 64 // decisions before the words that may reach into them
	for k := i - 1; k >= max(0, i-overlapping); k-- {
		if d := &ds[k]; !d.Accepted && s.Start < d.End && (d.Entity == "" || d.Entity == id) {
			return true
		}
	}
	return false
}

// doubt says who may be meant by a name that is left unlinked because that is
// not clear.
func (f *finder) doubt(c *cand) (Unsure, bool) {
	u := Unsure{Span: c.Span, Reason: "several persons of that surname in this article"}
	for _, n := range c.doubt {
		id := f.clusters[n].id
		if id != "" && !slices.ContainsFunc(u.Candidates, func(o Candidate) bool { return o.ID == id }) {
			u.Candidates = append(u.Candidates, Candidate{ID: id, Score: 1 / float32(len(c.doubt)), Why: "named in full in this article"})
		}
	}
	if len(c.doubt) > 0 {
		return u, true
	}
	if c.cluster < 0 || f.clusters[c.cluster].contest == 0 || f.clusters[c.cluster].id != "" {
		return u, false
	}
	const least = 0.3 // of less than that nothing need be said
	ct := &f.contests[f.clusters[c.cluster].contest-1]
	u.Candidates, u.Reason = ct.weighed, ct.reason
	return u, len(ct.weighed) > 0 && ct.weighed[0].Score >= least
}
