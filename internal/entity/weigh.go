package entity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// Candidate is an entity that a name may mean.
type Candidate struct {
	ID    string
	Score float32 // how likely it is meant, 0 to 1; what is left of 1 is for somebody unknown
	Why   string
}

// contest is a name that several bear, or the surname of somebody whom the
// article does not name in full.
type contest struct {
	cluster  int32 // of its mentions
	bearers  []contender
	stranger int64 // how likely it is nobody known, by the name alone, in thousandths
	reason   string
	weighed  []Candidate // best first
}

// contender is one who may be meant: an own entity, or an entry of the gazetteer.
type contender struct {
	own   int32 // -1: the entry
	entry uint32
	prior int64 // how likely it is by the name alone, in thousandths
}

// How sure a name must be of one of its bearers. The first time, only those of
// which little is in doubt are linked; they are company for the others then.
const (
	atFirst  = 0.7
	linkedAt = 0.5
	margin   = 0.1 // to the next
)

// Weights are whole numbers, so that they are the same on every machine.
const (
	thousand  = 1000
	kindFits  = 100
	kindIsOff = 30
	noContext = 50  // of somebody of whom the article says nothing else, in hundredths
	withMost  = 150 // of somebody in well-known company
	beside    = 15  // for everybody in the article of whom the entity's own file speaks
)

// settle decides contests by what the article says of their bearers.
func (f *finder) settle() {
	for pass := range 2 {
		for i := range f.contests {
			if ct := &f.contests[i]; f.clusters[ct.cluster].id == "" {
				ct.weighed = f.weigh(ct)
			}
		}
		for i := range f.contests {
			ct := &f.contests[i]
			cl := &f.clusters[ct.cluster]
			if cl.id != "" || len(ct.weighed) == 0 {
				continue
			}
			best, next := ct.weighed[0], float32(0)
			if len(ct.weighed) > 1 {
				next = ct.weighed[1].Score
			}
			if pass == 0 && best.Score < atFirst || best.Score < linkedAt || best.Score-next < margin {
				continue
			}
			e := f.r.Lookup(best.ID)
			cl.id, cl.origin, cl.kind, cl.full = e.ID, e.Origin, e.Kind, true
			cl.reason, cl.fit = ct.reason+"; "+best.Why, best.Score
			if own, ok := f.r.find(e.ID); ok {
				cl.own = own
			}
		}
	}
}

// contend makes candidate i a name that is still to be decided on.
func (f *finder) contend(i int32, ct contest) {
	ct.cluster = f.fresh(i)
	f.contests = append(f.contests, ct)
	cl := &f.clusters[ct.cluster]
	cl.own, cl.contest = -1, int32(len(f.contests))
	f.join(i, ct.cluster)
}

// weigh says how likely each bearer of a name is meant: the share of its weight,
// which is the prior of the name times the agreement of kinds times the third power of the
// context, among all weights, the stranger's too. The context is how much of
// what an entity's own file says the article says as well, and who is in the
// article of whom the file speaks.
//
// (The form is that of Cucerzan 2007 and its many heirs: prior, type, context,
// coherence. That the context comes from the files of entities, not from other
// articles, is what lets every article be compiled alone.)
func (f *finder) weigh(ct *contest) []Candidate {
	kind := f.clusters[ct.cluster].kind
	total := ct.stranger * kindFits * 100 * 100 * 100
	weights := make([]int64, len(ct.bearers))
	out := make([]Candidate, len(ct.bearers))
	for i, b := range ct.bearers {
		e := f.entityOf(b)
		fits := int64(kindFits)
		if e.Kind != kind && kind != ner.Unknown {
			fits = kindIsOff
		}
		shared, of, company := f.context(ct.cluster, b, e)
		context := int64(noContext + min(withMost-noContext, 100*shared/(of+4)+beside*len(company)))
		weights[i] = b.prior * fits * context * context * context
		total += weights[i]
		why := fmt.Sprintf("name %.2f, kind %.2f, context %.2f", float64(b.prior)/thousand, float64(fits)/kindFits, float64(context)/100)
		if of > 0 {
			why += fmt.Sprintf(", %d of the %d words of its file", shared, of)
		}
		if len(company) > 0 {
			why += ", beside " + strings.Join(company, ", ")
		}
		out[i] = Candidate{ID: e.ID, Why: why}
	}
	for i := range out {
		out[i].Score = float32(weights[i]*thousand/max(1, total)) / thousand
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (f *finder) entityOf(b contender) *Entity {
	if b.own >= 0 {
		return f.r.own[b.own]
	}
	return f.r.builtin(b.entry)
}

// context returns how many of the words of e's file the article has, of how
// many, and the ids of those in the article of whom the file speaks.
func (f *finder) context(of int32, b contender, e *Entity) (shared, words int, company []string) {
	f.readTopic()
	for _, w := range e.Topic {
		if _, ok := f.topic[w]; ok {
			shared++
		}
	}
	const most = 64 // of the others in the article
	related := make([]string, 0, 4)
	if e.PartOf != "" {
		related = append(related, f.r.idOf(e.PartOf))
	}
	for _, role := range e.Roles {
		if role.Of != "" {
			related = append(related, f.r.idOf(role.Of))
		}
	}
	for n := range f.clusters[:min(len(f.clusters), most)] {
		cl := &f.clusters[n]
		if cl.id == "" || int32(n) == of || cl.id == e.ID || cl.fit != 0 && cl.fit < atFirst || slices.Contains(company, cl.id) {
			continue
		}
		best := &f.cands[cl.best]
		if slices.Contains(related, cl.id) || f.lies(b, cl) || speaksOf(e.Topic, f.a.S[best.Start:best.End]) {
			company = append(company, cl.id)
		}
	}
	return shared, len(e.Topic), company
}

// lies reports whether a bearer is a place in the place that a cluster is.
func (f *finder) lies(b contender, cl *cluster) bool {
	at, in := int64(b.entry), cl.entry
	if b.own >= 0 {
		at = f.r.stand[b.own]
	}
	if cl.own >= 0 {
		in = f.r.stand[cl.own]
	}
	return at >= 0 && in >= 0 && at != in && f.r.world.Lies(uint32(at), uint32(in))
}

// idOf returns the id of the entity that words of a header name, else the words.
func (r *Register) idOf(words string) string {
	if e := r.Resolve(words); e != nil {
		return e.ID
	}
	return words
}

// readTopic gathers the words of the article, once, when a name is contested.
func (f *finder) readTopic() {
	if f.topic != nil {
		return
	}
	const most = 1 << 16
	f.topic = map[uint32]struct{}{}
	for w, ok := gazetteer.Next(f.a.S, 0); ok && len(f.topic) < most; w, ok = gazetteer.Next(f.a.S, w.End) {
		f.topic[uint32(w.Hash)] = struct{}{}
	}
}

// TopicOf returns the words of texts that tell what they are about, each once,
// as Entity.Topic has them: those that are not common in English.
func TopicOf(texts ...string) []uint32 {
	const (
		shortest = 3
		most     = 512
	)
	world := gazetteer.Builtin()
	var out []uint32
	for _, s := range texts {
		for w, ok := gazetteer.Next(s, 0); ok && len(out) < 4*most; w, ok = gazetteer.Next(s, w.End) {
			if w.End-w.Start >= shortest && world.Facts(w.Hash)&(gazetteer.Function|gazetteer.Frequent) == 0 {
				out = append(out, uint32(w.Hash))
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.Clip(out[:min(len(out), most)])
}

// speaksOf reports whether all words of a name are among those of a topic.
func speaksOf(topic []uint32, name string) bool {
	if len(topic) == 0 {
		return false
	}
	n := 0
	for w, ok := gazetteer.Next(name, 0); ok; w, ok = gazetteer.Next(name, w.End) {
		if _, found := slices.BinarySearch(topic, uint32(w.Hash)); !found {
			return false
		}
		n++
	}
	return n > 0
}

// candidates returns who may be meant by c, for who asks: everybody who bears
// the name, weighed as in a contest.
func (f *finder) candidates(c *cand) []Candidate {
	if c.cluster < 0 {
		return nil
	}
	if n := f.clusters[c.cluster].contest; n > 0 {
		return f.contests[n-1].weighed
	}
	ct := contest{cluster: c.cluster, stranger: unknown}
	words := f.a.S[c.Start:c.End]
	if n, ok := walk(&f.r.names, words); ok {
		f.r.names.At(n, func(text string, rf uint32) bool {
			if rf%nameKinds != isNever && gazetteer.Match(words, text) {
				ct.add(contender{own: int32(rf / nameKinds), prior: thousand})
			}
			return len(ct.bearers) < deepest
		})
	}
	if c.kind == ner.Person {
		for _, b := range f.r.bearers(c.person.sound) {
			prior := int64(thousand)
			if c.person.words < 2 {
				prior = thousand * 8 / 10
			} else if sameGiven(c.person.given, f.r.persons[b.own].given) == 0 {
				continue
			}
			ct.add(contender{own: b.own, prior: prior})
		}
	}
	if n, ok := walk(&f.r.world.Names, words); ok {
		f.r.world.Names.At(n, func(text string, n uint32) bool {
			if k := f.r.world.Kind(n); (k.IsPlace() || k == gazetteer.Organisation) && gazetteer.Match(words, text) {
				b := contender{own: -1, entry: n, prior: thousand / int64(1+len(ct.bearers))}
				if own, ok := f.r.replaced[n]; ok {
					b = contender{own: own, prior: thousand}
				}
				ct.add(b)
			}
			return len(ct.bearers) < deepest
		})
	}
	return f.weigh(&ct)
}

// unknown is how likely a name of the register that is written in full is
// somebody else's, in thousandths.
const unknown = 20

// add adds a bearer, once.
func (ct *contest) add(b contender) {
	if !slices.ContainsFunc(ct.bearers, func(o contender) bool { return o.own == b.own && (b.own >= 0 || o.entry == b.entry) }) {
		ct.bearers = append(ct.bearers, b)
	}
}
