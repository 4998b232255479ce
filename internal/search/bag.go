package search

import (
	"encoding/binary"
	"errors"
	"math"
)

// Bag is the words of one document with their weights. Its zero value is empty;
// one Bag can be used for document after document.
type Bag struct {
	words []byte  // one after the other
	list  []entry // in the order in which they were met
	slots []int32 // by hash, an index of list plus 1
	len   int     // of the document, in words
}

type entry struct {
	at     uint32 // in words
	n      uint8
	weight uint8 // at most 255
	hash   uint32
}

// Add adds the words of s, each with a weight. Words of a weight above that of
// the body do not make the document longer.
func (b *Bag) Add(s string, weight int) {
	Words(s, func(w []byte) {
		b.add(w, weight)
		if weight == WeighBody {
			b.len++
		}
	})
}

func (b *Bag) add(w []byte, weight int) {
	if 2*len(b.list) >= len(b.slots) {
		b.grow()
	}
	h := hash(w)
	mask := uint32(len(b.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		k := b.slots[i]
		if k == 0 {
			b.slots[i] = int32(len(b.list) + 1)
			b.list = append(b.list, entry{uint32(len(b.words)), uint8(len(w)), uint8(min(weight, math.MaxUint8)), h})
			b.words = append(b.words, w...)
			return
		}
		if e := &b.list[k-1]; e.hash == h && string(b.words[e.at:][:e.n]) == string(w) {
			e.weight = uint8(min(int(e.weight)+weight, math.MaxUint8))
			return
		}
	}
}

func (b *Bag) grow() {
	n := max(1024, 2*len(b.slots))
	b.slots = make([]int32, n)
	for k, e := range b.list {
		i := e.hash & uint32(n-1)
		for b.slots[i] != 0 {
			i = (i + 1) & uint32(n-1)
		}
		b.slots[i] = int32(k + 1)
	}
}

// hash takes eight bytes at a time, as they are multiplied in wyhash.
func hash(w []byte) uint32 {
	h := uint64(len(w))
	for ; len(w) > 8; w = w[8:] {
		h = (h ^ binary.LittleEndian.Uint64(w)) * multiplier
		h ^= h >> 29
	}
	var last uint64
	for i, c := range w {
		last |= uint64(c) << (8 * i)
	}
	h = (h ^ last) * multiplier
	return uint32(h >> 32)
}

const multiplier = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio

// Reset empties the bag and keeps its memory.
func (b *Bag) Reset() {
	b.words, b.list, b.len = b.words[:0], b.list[:0], 0
	clear(b.slots)
}

// Append appends the bag as bytes, for a cache.
func (b *Bag) Append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(b.len))
	for _, e := range b.list {
		dst = append(dst, e.n, e.weight)
		dst = append(dst, b.words[e.at:][:e.n]...)
	}
	return dst
}

var errBag = errors.New("damaged words")

// Read adds what Append wrote of another bag. The error says that it is damaged.
func (b *Bag) Read(buf []byte) error {
	n, k := binary.Uvarint(buf)
	if k <= 0 || n > math.MaxInt32 {
		return errBag
	}
	b.len += int(n)
	for buf = buf[k:]; len(buf) > 0; {
		if len(buf) < 2 || int(buf[0]) > len(buf)-2 || buf[0] == 0 || buf[1] == 0 {
			return errBag
		}
		end := 2 + int(buf[0])
		b.add(buf[2:end], int(buf[1]))
		buf = buf[end:]
	}
	return nil
}
