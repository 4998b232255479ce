package search

import (
	"encoding/binary"
	"math"
	"slices"
)

// Builder gathers documents. They keep the numbers in which they were added, so
// that those that are added last, such as the newest, change little of the rest.
type Builder struct {
	docs    []Document
	words   []string
	hashes  []uint32 // of words
	slots   []int32  // by hash, an index of words plus 1
	lists   []list   // parallel to words
	average float64
}

// list is the documents that have a word, ascending: of each the distance from
// the one before, and what the word says of it, as one varint.
type list struct {
	bytes []byte
	last  int32
	n     int32
}

// levels is how many steps of what a word may say of a document there are, 1 to levels.
const levels = 15

// NewBuilder returns a Builder of documents that have on average so many words.
func NewBuilder(average float64) *Builder {
	// Rounded, so that an article more or less changes no list.
	step := math.Round(4 * math.Log2(max(average, 16)))
	return &Builder{slots: make([]int32, 1<<12), average: math.Exp2(step / 4)}
}

// The constants of BM25.
const (
	saturation = 1.2  // k1
	shortness  = 0.75 // b
)

// Add adds a document with its words.
func (b *Builder) Add(d Document, words *Bag) {
	doc := int32(len(b.docs))
	b.docs = append(b.docs, d)
	long := saturation * (1 - shortness + shortness*max(float64(words.len), 1)/b.average)
	var known [256]uint8 // level by weight
	for _, e := range words.list {
		level := known[e.weight]
		if level == 0 {
			w := float64(e.weight)
			level = uint8(1 + min(levels-1, int(levels*w/(w+long))))
			known[e.weight] = level
		}
		l := &b.lists[b.number(words.words[e.at:][:e.n], e.hash)]
		l.bytes = binary.AppendUvarint(l.bytes, uint64(doc-l.last)<<4|uint64(level))
		l.last = doc
		l.n++
	}
}

// number returns the number of a word, which it gets when it is new.
func (b *Builder) number(w []byte, hash uint32) int32 {
	mask := uint32(len(b.slots) - 1)
	i := hash & mask
	for ; b.slots[i] != 0; i = (i + 1) & mask {
		if k := b.slots[i] - 1; b.hashes[k] == hash && b.words[k] == string(w) {
			return k
		}
	}
	k := int32(len(b.words))
	b.slots[i] = k + 1
	b.words = append(b.words, string(w))
	b.hashes = append(b.hashes, hash)
	b.lists = append(b.lists, list{last: -1})
	if 2*len(b.words) > len(b.slots) {
		b.slots = make([]int32, 2*len(b.slots))
		mask = uint32(len(b.slots) - 1)
		for k, h := range b.hashes {
			for i = h & mask; b.slots[i] != 0; i = (i + 1) & mask {
			}
			b.slots[i] = int32(k + 1)
		}
	}
	return k
}

// posting is a document in a list.
type posting struct {
	doc   uint32
	level uint8
}

// postings appends the documents of a list to dst.
func (l *list) postings(dst []posting) []posting {
	doc := int64(-1)
	for buf := l.bytes; len(buf) > 0; {
		v, n := binary.Uvarint(buf)
		buf = buf[n:]
		doc += int64(v >> 4)
		dst = append(dst, posting{uint32(doc), uint8(v & 15)})
	}
	return dst
}

// Words that so many documents have tell none of them apart; they have no list
// when there are enough documents to say so, only their number.
const (
	tooCommon  = 0.6
	fewToJudge = 60
)

// sorted returns the numbers of the words, in the order of the words. Those that are too
// common have no list any more.
func (b *Builder) sorted() []int32 {
	order := make([]int32, len(b.words))
	for i := range b.lists {
		order[i] = int32(i)
		if l := &b.lists[i]; len(b.docs) >= fewToJudge && float64(l.n) >= tooCommon*float64(len(b.docs)) {
			l.bytes = nil
		}
	}
	slices.SortFunc(order, func(x, y int32) int {
		switch {
		case b.words[x] < b.words[y]:
			return -1
		case b.words[x] > b.words[y]:
			return 1
		}
		return 0
	})
	return order
}
