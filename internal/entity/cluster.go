package entity

import (
	"slices"
	"strings"
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// cluster is the names of one article that mean the same.
type cluster struct {
	kind   ner.Kind
	person person
	own    int32  // -1 if none
	entry  int64  // of the gazetteer, -1 if none
	id     string // of its entity; "" when it has none
	local  string // in place of that, within this text; made when it is asked for
	origin Origin
	best   int32 // candidate that names it most completely
	last   int32 // its last candidate, from which the others follow
	forms  int   // words of that name
	count  int
	score  float32
	strong bool // some of its names are beyond doubt
	full   bool // named in full: a person's two names, any other name
	next   [links]int32

	contest int32   // index in contests plus 1; 0 when its entity is in no doubt
	reason  string  // of its entity, when it was in doubt
	fit     float32 // how likely that one is
}

// What clusters are found by. A key is one of these, mixed with a hash.
const (
	bySound  = iota // of a surname
	byBones         // consonants of a surname
	byGiven         // first name
	byPhrase        // all words, or the entity
	byPair          // a person's two names, in either order
	links
)

const (
	keyOwn    = 0x5bd1e9955bd1e995
	keyEntry  = 0xc6a4a7935bd1e995
	keyBones  = 0x2127599bf4325c37
	keyGiven  = 0x880355f21e6d1965
	keyPhrase = 0x9E3779B97F4A7C15
	keyLetter = 0x94d049bb133111eb
	keyEnds   = 0xbf58476d1ce4e5b9
	keyShared = 0xff51afd7ed558ccd
	keyPair   = 0xc4ceb9fe1a85ec53
)

// deepest is how many clusters under one key are looked at: an article with more
// persons of one surname is no article.
const deepest = 12

// chain yields the clusters under a key that words at span may belong to, last first.
func (f *finder) chain(key uint64, link int, span prose.Span, yield func(i int32, c *cluster) bool) {
	i := f.head(key).first
	for n := 0; i != 0 && n < deepest; n++ {
		c := &f.clusters[i-1]
		if (c.own < 0 || !f.never(span, c.own)) && !yield(i-1, c) {
			return
		}
		i = c.next[link]
	}
}

func (f *finder) index(key uint64, link int, i int32) {
	if f.used*4 >= len(f.heads)*3 {
		old := f.heads
		f.heads = make([]head, max(64, 2*len(old)))
		for _, h := range old {
			if h.first != 0 {
				*f.head(h.key) = h
			}
		}
	}
	h := f.head(key)
	if h.first == 0 {
		f.used++
	}
	f.clusters[i].next[link] = h.first
	h.key, h.first = key, i+1
}

// head is where the chain of clusters under a key begins, in an open table: a
// map would cost more than all the rest of a short article.
type head struct {
	key   uint64
	first int32 // index of a cluster plus 1; 0 when the slot is free
}

// head returns the slot of a key. The table is never full.
func (f *finder) head(key uint64) *head {
	mask := uint64(len(f.heads) - 1)
	for i := (key ^ key>>29) & mask; ; i = (i + 1) & mask {
		if h := &f.heads[i]; h.first == 0 || h.key == key {
			return h
		}
	}
}

// group puts candidates into clusters: full names first, then what is short for them.
func (f *finder) group() {
	for i := range f.cands {
		c := &f.cands[i]
		switch {
		case c.several:
		case c.kind == ner.Person && c.fixed == "" && c.own < 0 && c.person.words < 2:
		case c.kind != ner.Person && c.fixed == "" && c.own < 0 && f.isLetters(c):
		case c.kind == ner.Person:
			f.groupPerson(int32(i))
		default:
			f.groupThing(int32(i))
		}
	}
	for i := range f.cands { // whom several full names may mean, before their surnames
		if c := &f.cands[i]; c.several && c.kind == ner.Person && c.person.words > 1 {
			f.groupAmbiguous(int32(i))
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		switch {
		case c.cluster >= 0 || c.doubt != nil:
		case c.several:
			f.groupAmbiguous(int32(i))
		case c.kind == ner.Person:
			f.groupSurname(int32(i))
		default:
			f.groupThing(int32(i))
		}
	}
}

// fresh makes a cluster of candidate i.
func (f *finder) fresh(i int32) int32 {
	c := &f.cands[i]
	n := int32(len(f.clusters))
	f.clusters = append(f.clusters, cluster{kind: c.kind, person: c.person, own: c.own, entry: -1, id: c.fixed, origin: c.origin, best: i, last: -1})
	return n
}

// join puts candidate i into cluster n.
func (f *finder) join(i, n int32) {
	c, cl := &f.cands[i], &f.clusters[n]
	c.cluster, c.before = n, cl.last
	cl.last = i
	cl.count++
	cl.strong = cl.strong || !c.weak
	cl.score = max(cl.score, c.score)
	cl.full = cl.full || c.kind != ner.Person || c.person.words > 1 || c.fixed != ""
	if cl.person.gender == anyone {
		cl.person.gender = c.person.gender
	}
	if forms := f.count(c); forms > cl.forms {
		cl.forms, cl.best = forms, i
	}
}

func (f *finder) count(c *cand) int {
	n := 0
	for w, ok := gazetteer.Next(f.a.S[:c.End], c.Start); ok; w, ok = gazetteer.Next(f.a.S[:c.End], w.End) {
		n++
	}
	return n
}

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
			c.score = min(c.score, 0.6)
			c.reason = "first name; person named in full in this article"
			f.join(i, fits[0])
			return
		}
		if k := f.foremost(fits); k >= 0 {
			c.score = min(c.score, 0.4)
			c.reason = "first name; of those who bear it the article names one far more often"
			f.join(i, k)
			return
		}
		fits = nil // a first name that several bear is not even a doubt
	}
	switch len(fits) {
	case 1:
		if cl := &f.clusters[fits[0]]; cl.full {
			c.score = max(c.score, 0.85)
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
	if facts := f.r.world.Facts(gazetteer.Hash(c.person.surname)); c.title == "" && facts&gazetteer.Given != 0 && facts&gazetteer.Surname == 0 {
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

// groupAmbiguous links a name that several entities bear, or that counts only
// where its bearer is named in full, if exactly one of them is.
func (f *finder) groupAmbiguous(i int32) {
	c := &f.cands[i]
	words := f.a.S[c.Start-int(c.lead) : c.End]
	var here []int32
	var bearers []int32
	always := 0
	if c.kind == ner.Person { // of tens of thousands who bear it, those whom the article names
		f.chain(c.person.sound, bySound, c.Span, func(k int32, cl *cluster) bool {
			if cl.own >= 0 && cl.full && !cl.person.gender.against(c.person.gender) && f.r.own[cl.own].called(words) {
				here = append(here, k)
			}
			return true
		})
	}
	f.r.names.At(c.node, func(text string, rf uint32) bool {
		own := int32(rf / nameKinds)
		if rf%nameKinds == isNever || f.never(c.Span, own) || !gazetteer.Match(words, text) {
			return true
		}
		if rf%nameKinds == isName {
			always++
		}
		bearers = append(bearers, own)
		f.chain(uint64(own)^keyOwn, byPhrase, c.Span, func(k int32, cl *cluster) bool {
			if cl.full && !(c.kind == ner.Person && cl.person.gender.against(c.person.gender)) && !slices.Contains(here, k) {
				here = append(here, k)
			}
			return false
		})
		return len(bearers) < deepest
	})
	switch {
	case len(here) == 1:
		c.reason = "alias; named in full in this article"
		f.join(i, here[0])
	case len(here) > 1:
		c.doubt = here
	case always > 1:
		key := phraseKey(words) ^ keyShared
		n := int32(-1)
		f.chain(key, byPhrase, c.Span, func(k int32, _ *cluster) bool { n = k; return false })
		if n >= 0 {
			f.join(i, n)
			return
		}
		ct := contest{stranger: unknown, reason: "a name of several entities of the register"}
		for _, own := range bearers {
			ct.bearers = append(ct.bearers, contender{own: own, prior: thousand})
		}
		f.contend(i, ct)
		f.index(key, byPhrase, c.cluster)
		if c.kind == ner.Person && c.person.words > 1 {
			f.index(c.person.sound, bySound, c.cluster)
		}
	default:
		// Nobody of the register: it may be somebody of this article.
		c.own, c.several = -1, false
		if c.kind == ner.Person {
			f.groupSurname(i)
		}
	}
}

// isLetters reports whether c is one word in capitals, which may be short for a longer name.
func (f *finder) isLetters(c *cand) bool {
	s := f.a.S[c.Start:c.End]
	if len(s) > 8 || len(s) < 2 {
		return false
	}
	for _, r := range s {
		if !unicode.IsUpper(r) && r != '.' {
			return false
		}
	}
	return true
}

// groupThing finds the cluster of a place, an organisation or anything else
// that is no person.
func (f *finder) groupThing(i int32) {
	c := &f.cands[i]
	s := f.a.S[c.Start:c.End]
	n := int32(-1)
	take := func(k int32, _ *cluster) bool { n = k; return false }
	own, entry := c.own, int64(-1)
	if own < 0 && c.fixed == "" {
		if entry = f.place(c); entry >= 0 {
			if o, ok := f.r.replaced[uint32(entry)]; ok {
				if own, entry = o, -1; f.never(c.Span, o) {
					return
				}
			}
		}
	}
	phrase, first, last, letters := keys(s)
	switch {
	case own >= 0:
		f.chain(uint64(own)^keyOwn, byPhrase, c.Span, take)
	case entry >= 0:
		f.chain(uint64(entry)^keyEntry, byPhrase, c.Span, take)
	default:
		f.chain(phrase^keyPhrase, byPhrase, c.Span, take)
		if n < 0 && f.isLetters(c) {
			f.chain(letters^keyLetter, byBones, c.Span, take)
		}
		if n < 0 && c.kind == ner.Organisation && first != last {
			f.chain((first*3+last)^keyEnds, byGiven, c.Span, func(k int32, cl *cluster) bool {
				b := &f.cands[cl.best]
				if cl.kind == ner.Organisation && subset(s, f.a.S[b.Start:b.End]) {
					n = k
					return false
				}
				return true
			})
		}
	}
	if n >= 0 && c.fixed != "" && f.clusters[n].id != "" && f.clusters[n].id != c.fixed {
		n = -1
	}
	if n < 0 {
		n = f.fresh(i)
		cl := &f.clusters[n]
		cl.own, cl.entry = own, entry
		switch {
		case own >= 0:
			f.index(uint64(own)^keyOwn, byPhrase, n)
		case entry >= 0:
			f.index(uint64(entry)^keyEntry, byPhrase, n)
		default:
			f.index(phrase^keyPhrase, byPhrase, n)
		}
		if c.kind == ner.Organisation && first != last {
			f.index(letters^keyLetter, byBones, n)
		}
		if c.kind == ner.Organisation && first != last {
			f.index((first*3+last)^keyEnds, byGiven, n)
		}
	}
	if cl := &f.clusters[n]; cl.id == "" && c.fixed != "" {
		cl.id, cl.origin = c.fixed, c.origin
	}
	f.join(i, n)
}

// keys returns hashes of a name: of all its words but small ones before and Inc
// and the like after, of the first and the last, and of its initials.
func keys(s string) (phrase, first, last, letters uint64) {
	const prime = 1099511628211
	phrase, letters = 14695981039346656037, 14695981039346656037
	words := 0
	for w, ok := gazetteer.Next(s, 0); ok; w, ok = gazetteer.Next(s, w.End) {
		word := s[w.Start:w.End]
		if words == 0 && strings.EqualFold(word, "the") {
			continue
		}
		if words > 0 && isCompanyForm(word) {
			if _, more := gazetteer.Next(s, w.End); !more {
				continue
			}
		}
		words++
		phrase = (phrase ^ w.Hash) * prime
		if first == 0 {
			first = w.Hash
		}
		last = w.Hash
		if c := word[0]; 'A' <= c && c <= 'Z' {
			letters = (letters ^ uint64(c-'A'+'a')) * prime
		}
	}
	if words < 2 {
		letters = first // HPA itself
	}
	return phrase, first, last, letters
}

// phraseKey returns the first of keys.
func phraseKey(s string) uint64 {
	phrase, _, _, _ := keys(s)
	return phrase
}

// isCompanyForm reports the words after a company's name that say what it is in law.
func isCompanyForm(word string) bool {
	switch word {
	case "Inc", "Corp", "Ltd", "Co", "plc", "PLC", "LLC", "Limited", "Corporation":
		return true
	}
	return false
}

// subset reports whether one name's words are all among the other's.
func subset(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	at := 0
	for w, ok := gazetteer.Next(a, 0); ok; w, ok = gazetteer.Next(a, w.End) {
		for {
			x, more := gazetteer.Next(b, at)
			if !more {
				return false
			}
			at = x.End
			if x.Hash == w.Hash {
				break
			}
		}
	}
	return true
}
