package crf

import (
	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// token is what the pairs of a chain need to know of a token.
type token struct {
	lower, class uint64
	cluster      uint16
	facts        gazetteer.Fact
	phrases      bool
	small        bool
	mark         uint8 // place in a phrase of the gazetteer: its kind, and begin, inside or last
	titled       bool  // a title ends right before it
}

// context is how many tokens before and after a chain are looked at.
const context = 2

// frameSize is how many places a frame has at most.
const frameSize = maxChain + 8 + 2*context

// frame is a chain with its context, laid out from token 0.
type frame struct {
	chain Chain
	at    int // token that stands at place 0
	n     int // places
	words [frameSize]*word
	toks  [frameSize]token
	rows  [frameSize]row
	first bool // the chain begins its sentence
}

// Reader makes the observations of chains. It has memory for words and may not
// be shared.
type Reader struct {
	m     *Model
	scan  *Scan
	words *words
	edge  word
	frame frame
	fs    []uint64   // features that are to be added
	sums  []sum      // to what
	keep  bool       // features are kept, for training
	kept  [][]uint64 // by place of the chain
	seen  byte       // what touching memory in advance gave: without a use it would be left out
}

// NewReader returns a Reader of a model's observations.
func NewReader(m *Model) *Reader {
	r := &Reader{m: m, words: newWords(), fs: make([]uint64, 0, 256)}
	r.edge = word{lower: 1, class: 1, small: true}
	for k := 1; k < places; k++ {
		m.add([]uint64{edge(k)}, []sum{{&r.edge.rows[k], 1}})
	}
	return r
}

// edge is the feature of a token that has no neighbour from which it is offsets[k] away.
func edge(k int) uint64 { return feature(tNear*k+tEdge, 0) }

// key returns what tells the word that is token i from others.
func (r *Reader) key(i int, style Style) uint64 {
	t := r.scan.A.Tokens[i]
	const kind = prose.Word | prose.Number | prose.Punct | prose.Capital | prose.AllCaps | prose.Initial | prose.Abbrev | prose.Hyphenated
	return both(quickHash(r.scan.A.S[t.Start:t.End]), uint64(t.Class&kind)<<2|uint64(style)) | 1
}

// word returns what is known of token i, whose key is given.
func (r *Reader) word(key uint64, i int, style Style) *word {
	d := r.words.find(key)
	if d.key != key {
		*d = word{key: key}
		t := r.scan.A.Tokens[i]
		w := r.scan.A.S[t.Start:t.End]
		var buf [longestWord + 8]byte
		r.m.describe(d, r.scan.World, w, t.Class, style, letters(buf[:0], w))
	}
	d.chain = r.words.chain
	return d
}

// quickHash returns a hash of w, eight bytes at a time.
func quickHash(w string) uint64 {
	h := uint64(len(w))
	for len(w) >= 8 {
		h = both(h, u64(w, 0))
		w = w[8:]
	}
	tail := uint64(0)
	for i := range len(w) {
		tail = tail<<8 | uint64(w[i])
	}
	return both(h, tail)
}

// letters returns w without case; something, whatever it is.
func letters(buf []byte, w string) []byte {
	if buf = fold(buf, w); len(buf) == 0 {
		return append(buf, '?')
	}
	return buf
}

// want has the row of token i, the word d, summed that is added to the token at
// offsets[k] from it, if it is not yet.
func (r *Reader) want(d *word, i, k int, style Style) {
	if d.ready>>k&1 != 0 && !r.keep || d == &r.edge {
		if r.keep {
			r.keepAll(i+offsets[k]-r.frame.at, []uint64{edge(k)})
		}
		return
	}
	d.ready |= 1 << k
	t := r.scan.A.Tokens[i]
	w := r.scan.A.S[t.Start:t.End]
	var buf [longestWord + 8]byte
	from := len(r.fs)
	r.fs = r.m.features(r.fs, d, k, w, letters(buf[:0], w), style)
	d.rows[k] = row{}
	r.sums = append(r.sums, sum{&d.rows[k], len(r.fs)})
	if r.keep {
		r.keepAll(i+offsets[k]-r.frame.at, r.fs[from:])
	}
}

// add sums the rows that are wanted.
func (r *Reader) add() {
	r.seen ^= r.m.add(r.fs, r.sums)
	r.fs, r.sums = r.fs[:0], r.sums[:0]
}

func (r *Reader) keepAll(place int, fs []uint64) {
	if p := place - (r.frame.chain.From - r.frame.at); p >= 0 && p < r.frame.chain.To-r.frame.chain.From {
		r.kept[p] = append(r.kept[p], fs...)
	}
}

// read sums what speaks for each label of each token of a chain: what single words
// say, and what several say together.
func (r *Reader) read(c Chain) {
	r.alone(c)
	r.together()
	r.finish()
}

// alone lays out a chain and has the rows of its words summed.
func (r *Reader) alone(c Chain) {
	f := &r.frame
	f.chain, f.at = c, c.From-context
	f.n = c.To - c.From + 2*context
	if r.keep {
		for len(r.kept) < c.To-c.From {
			r.kept = append(r.kept, nil)
		}
		for i := range c.To - c.From {
			r.kept[i] = r.kept[i][:0]
		}
	}
	r.lay()
	for p := range f.n {
		f.rows[p] = row{}
		for k, o := range offsets {
			if q := p + o; q >= context && q < f.n-context {
				r.want(f.words[p], f.at+p, k, c.Style)
			}
		}
	}
}

// together has the rows of the chain summed that several words make.
func (r *Reader) together() {
	r.frame.first = r.scan.First(r.frame.chain.From)
	r.phrases()
	r.pairs()
}

// finish does the sums, and adds the rows of words to those of the chain.
func (r *Reader) finish() {
	r.add()
	f := &r.frame
	for p := range f.n {
		for k, o := range offsets {
			if q := p + o; q >= context && q < f.n-context {
				f.rows[q].add(&f.words[p].rows[k])
			}
		}
	}
}

// hopeless reports whether the only token of the chain that is laid out is no
// name by what each word says alone, and by so much that what they say together
// did not weigh it up once in 130,000 such tokens of news. Most are words that only
// begin a sentence.
func (r *Reader) hopeless() bool {
	const never = 80 // steps of the weights
	r.add()
	f := &r.frame
	var sum row
	for p := range f.n {
		sum.add(&f.words[p].rows[ofOne[p]])
	}
	var score [Labels]int32
	sum.scores(&score)
	outside := score[Outside] + r.m.step[Outside][Outside]*2
	for k := unit; k < Labels; k += 4 {
		if score[k]+r.m.step[Outside][k]+r.m.step[k][Outside] > outside-never {
			return false
		}
	}
	return true
}

// ofOne has, for each place of a frame of one token, which row of the word there
// is added to it.
var ofOne = [1 + 2*context]int{1, 2, itself, 3, 4}

// lay looks up the words of the chain and its context.
func (r *Reader) lay() {
	f, toks := &r.frame, r.scan.A.Tokens
	sentence := toks[f.chain.From].Sentence
	var keys [frameSize]uint64
	r.words.next()
	for p := range f.n {
		if i := f.at + p; i >= 0 && i < len(toks) && toks[i].Sentence == sentence {
			keys[p] = r.key(i, f.chain.Style)
			for k, o := range offsets {
				if q := p + o; q >= context && q < f.n-context {
					r.seen ^= r.words.touch(keys[p], k)
				}
			}
		}
	}
	for p := range f.n {
		d := &r.edge
		if keys[p] != 0 {
			d = r.word(keys[p], f.at+p, f.chain.Style)
			r.scan.learn(f.at+p, d.facts)
		}
		f.words[p] = d
		f.toks[p] = token{lower: d.lower, class: d.class, cluster: d.cluster, facts: d.facts, phrases: d.phrases, small: d.small}
	}
}

// phrases marks the tokens of the chain that are phrases of the gazetteer, and
// those that a title stands before.
func (r *Reader) phrases() {
	f := &r.frame
	from := max(0, f.at)
	for i := from; i < f.chain.To; i++ {
		t := &f.toks[i-f.at]
		if !t.phrases || r.scan.A.Tokens[i].Sentence != r.scan.A.Tokens[f.chain.From].Sentence {
			continue
		}
		place, title := r.scan.Known(i)
		if title.End > i && title.End <= f.chain.To && title.End-f.at < f.n {
			f.toks[title.End-f.at].titled = true
		}
		if place.End > i+1 && place.End <= f.chain.To && t.mark == 0 {
			for j := i; j < place.End; j++ {
				at := uint8(inside)
				switch j {
				case i:
					at = begin
				case place.End - 1:
					at = last
				}
				f.toks[j-f.at].mark = uint8(place.Kind)<<3 | at
			}
		}
	}
}

// pairs adds the features of several words together.
func (r *Reader) pairs() {
	f := &r.frame
	n := f.n - context
	// what the rest of the run of capitalised words has
	const heads = gazetteer.Head | gazetteer.PlaceHead | gazetteer.Other | gazetteer.Suffix
	const firsts = gazetteer.First | gazetteer.PlaceBefore | gazetteer.Given | gazetteer.Other
	var ahead [frameSize]gazetteer.Fact
	var seen gazetteer.Fact
	for p := n - 1; p >= context; p-- {
		if f.toks[p].small && f.toks[p].facts&gazetteer.Joint == 0 {
			seen = 0
		}
		ahead[p] = seen
		seen |= f.toks[p].facts & heads
	}
	seen = 0
	for p := context; p < n; p++ {
		a, b, t, c := &f.toks[p-2], &f.toks[p-1], &f.toks[p], &f.toks[p+1]
		from := len(r.fs)
		fs := append(r.fs,
			feature(tPair, both(b.lower, t.lower)),
			feature(tPair+tNear, both(t.lower, c.lower)),
			feature(tPair+2*tNear, both(a.lower, b.lower)),
			feature(tPair+3*tNear, both(both(b.class, t.class), c.class)),
			feature(tPair+4*tNear, both(b.class, t.class)),
			feature(tPair+5*tNear, both(t.class, c.class)),
			feature(tBetween, both(both(b.lower, t.class), c.class)),
			feature(tBetween+tNear, both(b.lower, t.class)),
			feature(tBetween+2*tNear, both(c.lower, t.class)),
			feature(tRun, uint64(ahead[p])<<32|uint64(seen)),
			feature(tRun+tNear, both(uint64(ahead[p])<<32|uint64(seen), t.class)),
		)
		if t.cluster != 0 {
			mt := uint64(r.m.middle[t.cluster-1])
			if b.cluster != 0 {
				fs = append(fs, feature(tPair+6*tNear, uint64(r.m.middle[b.cluster-1])<<16|mt))
			}
			if c.cluster != 0 {
				fs = append(fs, feature(tPair+7*tNear, uint64(r.m.middle[c.cluster-1])<<16|mt))
			}
		}
		if t.mark != 0 {
			fs = append(fs, feature(tPhrase, uint64(t.mark)))
		}
		if t.titled {
			fs = append(fs, feature(tTitle, 0), feature(tTitle+tNear, t.class))
		}
		if p == context && f.first {
			fs = append(fs, feature(tFirst, t.class), feature(tFirst+tNear, t.lower), feature(tFirst+2*tNear, both(t.class, c.class)))
		}
		r.fs, r.sums = fs, append(r.sums, sum{&f.rows[p], len(fs)})
		if r.keep {
			r.keepAll(p, fs[from:])
		}
		if t.small && t.facts&gazetteer.Joint == 0 {
			seen = 0
		}
		seen |= t.facts & firsts
	}
}

// Observe returns the features of each token of a chain, for training.
// They are valid until the next call.
func (r *Reader) Observe(s *Scan, c Chain) [][]uint64 {
	r.scan, r.keep = s, true
	r.read(c)
	return r.kept[:c.To-c.From]
}
