package entity

import (
	"strings"

	"dateline/internal/gazetteer"
)

// groupPerson finds the cluster of a person named in full, or of an own person.
func (f *finder) groupPerson(i int32) {
	c := &f.cands[i]
	p := &c.person
	n, best := int32(-1), 0
	if c.own >= 0 {
		f.chain(uint64(c.own)^keyOwn, byPhrase, c.Span, func(k int32, _ *cluster) bool { n = k; return false })
	}
	if n < 0 {
		try := func(k int32, cl *cluster) bool {
			if cl.person.suffix != p.suffix || cl.person.gender.against(p.gender) || c.own >= 0 && cl.own >= 0 && c.own != cl.own || c.fixed != "" && cl.id != "" && c.fixed != cl.id {
				return true
			}
			g := sameGiven(cl.person.given, p.given)
			if g == 0 && f.oneWithin(cl, c) {
				g = 1
			}
			if g > best && (cl.person.words > 1 && p.words > 1 || c.fixed != "") {
				n, best = k, g
			}
			return true
		}
		f.chain(p.sound, bySound, c.Span, try)
		if n < 0 && p.bones != 0 && p.given != "" {
			f.chain(p.bones^keyBones, byBones, c.Span, try)
		}
		if n < 0 && p.pair() != 0 && c.own < 0 && c.fixed == "" { // Higuchi Ichiyo, Ichiyo Higuchi
			f.chain(p.pair(), byPair, c.Span, func(k int32, cl *cluster) bool {
				if equalFold(cl.person.given, p.surname) && equalFold(cl.person.surname, p.given) {
					n = k
				}
				return n < 0
			})
		}
	}
	if n < 0 {
		n = f.fresh(i)
		cl := &f.clusters[n]
		if cl.own < 0 && cl.id == "" {
			if own := f.r.namesake(p); own >= 0 && !f.never(c.Span, own) {
				cl.own = own
				c.reason = "another spelling of a name in the register"
			}
		}
		f.index(p.sound, bySound, n)
		if p.bones != 0 {
			f.index(p.bones^keyBones, byBones, n)
		}
		if p.given != "" {
			f.index(formal(p.given)^keyGiven, byGiven, n)
		}
		if pair := p.pair(); pair != 0 {
			f.index(pair, byPair, n)
		}
		if own := f.clusters[n].own; own >= 0 {
			f.index(uint64(own)^keyOwn, byPhrase, n)
		}
	} else if cl := &f.clusters[n]; cl.own < 0 && c.own >= 0 {
		cl.own = c.own
		f.index(uint64(c.own)^keyOwn, byPhrase, n)
	}
	if cl := &f.clusters[n]; cl.id == "" && c.fixed != "" {
		cl.id, cl.origin = c.fixed, c.origin
	}
	f.join(i, n)
}

// oneWithin reports whether a person's name of several words is another's without
// some that stand before its last: Santa Anna of Antonio López de Santa Anna.
func (f *finder) oneWithin(cl *cluster, c *cand) bool {
	b := &f.cands[cl.best]
	return cl.person.words != c.person.words && cl.person.words > 1 && c.person.words > 1 && equalFold(cl.person.surname, c.person.surname) &&
		subset(f.a.S[b.Start:b.End], f.a.S[c.Start:c.End])
}

// namesake returns the one own person whose name p is another spelling of, or -1.
func (r *Register) namesake(p *person) int32 {
	found := int32(-1)
	if p.words < 2 {
		return found
	}
	for _, key := range [...]uint64{p.sound, p.bones ^ keyBones} {
		if key == keyBones {
			continue
		}
		for _, b := range r.bearers(key) {
			own := b.own
			q := &r.persons[own]
			if q.suffix != p.suffix || q.gender.against(p.gender) || isInitial(p.given) || sameGiven(p.given, q.given) == 0 {
				continue
			}
			if found >= 0 && found != own {
				return -1
			}
			found = own
		}
		if found >= 0 {
			return found
		}
	}
	return found
}

// groupSurname finds whom one name of a person means: who bears the surname
// here, or failing that the first name.
func (f *finder) groupSurname(i int32) {
	c := &f.cands[i]
	p := &c.person
	if c.own < 0 && c.fixed == "" && f.isGeneric(c) {
		return
	}
	if f.isFamily(c) {
		f.join(i, f.fresh(i))
		return
	}
	var fits []int32
	exact := false // those in fits are written the same
	try := func(k int32, same bool) {
		switch {
		case same && !exact:
			fits, exact = append(fits[:0], k), true
		case same == exact:
			fits = append(fits, k)
		}
	}
	bearer := func(k int32, cl *cluster) bool {
		if !cl.person.gender.against(p.gender) && (p.suffix == 0 || cl.person.suffix == p.suffix) {
			try(k, equalFold(cl.person.surname, p.surname))
		}
		return true
	}
	f.chain(p.sound, bySound, c.Span, bearer)
	if len(fits) == 0 && p.bones != 0 && (p.arabic || c.title != "") {
		f.chain(p.bones^keyBones, byBones, c.Span, func(k int32, cl *cluster) bool {
			if !cl.person.arabic && !p.arabic {
				return true
			}
			return bearer(k, cl)
		})
	}
	if len(fits) > 1 && c.title != "" { // the President among the Clintons
		var titled []int32
		for _, k := range fits {
			if b := &f.cands[f.clusters[k].best]; b.title != "" && strings.EqualFold(b.title, c.title) {
				titled = append(titled, k)
			}
		}
		if len(titled) == 1 {
			fits = titled
		}
	}
	if len(fits) == 0 && !p.arabic {
		f.chain(formal(p.surname)^keyGiven, byGiven, c.Span, func(k int32, cl *cluster) bool {
			if !cl.person.gender.against(p.gender) {
				try(k, equalFold(cl.person.given, p.surname))
			}
			return true
		})
		if len(fits) == 1 {
			c.fit = 0.7
			c.reason = "first name; person named in full in this article"
			f.join(i, fits[0])
			return
		}
		if k := f.foremost(fits); k >= 0 {
			c.fit = 0.45
			c.reason = "first name; of those who bear it the article names one far more often"
			f.join(i, k)
			return
		}
		fits = nil // a first name that several bear is not even a doubt
	}
	switch len(fits) {
	case 1:
		if cl := &f.clusters[fits[0]]; cl.full {
			c.fit = 0.97
			c.reason = "surname; person named in full in this article"
		}
		f.join(i, fits[0])
	case 0:
		f.lone(i)
	default:
		c.doubt = fits
	}
}

// isFamily reports whether a surname stands for several who bear it: the Holm
// family, the Holm brothers.
func (f *finder) isFamily(c *cand) bool {
	w, ok := gazetteer.Next(f.a.S, c.End)
	if !ok || w.Start != c.End+1 || c.title != "" {
		return false
	}
	switch f.a.S[w.Start:w.End] {
	case "family", "families", "brothers", "sisters", "siblings", "twins", "couple", "clan", "dynasty", "household", "cousins":
		return true
	}
	return false
}

// foremost returns the one of some clusters that has many times the names of each
// other, or -1.
func (f *finder) foremost(list []int32) int32 {
	const times = 3
	top, count, next := int32(-1), 0, 0
	for _, k := range list {
		if n := f.clusters[k].count; n > count {
			top, count, next = k, n, count
		} else {
			next = max(next, n)
		}
	}
	if count < times*max(1, next) {
		return -1
	}
	return top
}

// lone makes a cluster of the surname of somebody whom the article does not
// name in full: somebody of the register, if title or context say so.
func (f *finder) lone(i int32) {
	c := &f.cands[i]
	const (
		bearer   = thousand * 8 / 10 // of such a surname are those whom a site has a page of
		stranger = thousand * 2 / 10
	)
	if own := f.r.official(c, f.opt); own >= 0 && !f.never(c.Span, own) {
		n := f.fresh(i)
		f.clusters[n].own = own
		c.reason = "surname and office of a person in the register"
		f.join(i, n)
	} else {
		ct := contest{stranger: stranger, reason: "surname of somebody in the register"}
		for _, b := range f.r.bearers(c.person.sound) {
			q := &f.r.persons[b.own]
			if f.r.own[b.own].isAmbiguous(f.a.S[c.Start:c.End]) {
				continue
			}
			if !f.never(c.Span, b.own) && !q.gender.against(c.person.gender) && (equalFold(q.surname, c.person.surname) || q.arabic) {
				ct.bearers = append(ct.bearers, contender{own: b.own, prior: bearer})
			}
		}
		if len(ct.bearers) > 0 {
			f.contend(i, ct)
		} else {
			f.join(i, f.fresh(i))
		}
	}
	f.index(c.person.sound, bySound, c.cluster)
	if facts := f.r.world.Facts(gazetteer.Hash(c.person.surname)); c.title == "" && facts&(gazetteer.Male|gazetteer.Female) != 0 {
		f.index(formal(c.person.surname)^keyGiven, byGiven, c.cluster) // Beth, who is Elizabeth elsewhere
	}
}

// official returns the one own person with the surname who held the office that
// is c's title on the day, or -1.
func (r *Register) official(c *cand, opt Options) int32 {
	found := int32(-1)
	if c.title == "" {
		return found
	}
	for _, b := range r.bearers(c.person.sound) {
		own := b.own
		for j, role := range r.own[own].Roles {
			if strings.EqualFold(role.Title, c.title) && r.inOffice(holder{own, int32(j)}, opt.Published) {
				if found >= 0 && found != own {
					return -1
				}
				found = own
			}
		}
	}
	return found
}
