package entity

import (
	"strings"

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

	short   uint64  // hash of the letters that the article says are short for it; 0 if none
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
	byFirst         // first word of what is no person
	byLast          // last word of it
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
	keyFirst  = 0xa0761d6478bd642f
	keyLast   = 0xe7037ed1a0b428db
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

// count returns how many words a name has, of a person's those of the person alone.
func (f *finder) count(c *cand) int {
	if c.kind == ner.Person && c.own < 0 {
		return c.person.words
	}
	n := 0
	for w, ok := gazetteer.Next(f.a.S[:c.End], c.Start); ok; w, ok = gazetteer.Next(f.a.S[:c.End], w.End) {
		n++
	}
	return n
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
