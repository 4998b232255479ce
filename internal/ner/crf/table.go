package crf

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// row holds a sum of weights for each label in lanes of 16 bits, four to a
// word. A lane is added to by adding its weight, with sign, shifted to its place:
// what a negative weight borrows from the lane above is given back when the lanes
// are read from the lowest up. So a row is added by five additions.
type row [(Labels + 3) / 4]uint64

func (r *row) add(o *row) {
	for i := range r {
		r[i] += o[i]
	}
}

// scores reads the lanes.
func (r *row) scores(out *[Labels]int32) {
	for i, x := range r {
		v := int64(x)
		for j := 4 * i; j < min(4*i+4, Labels); j++ {
			lane := int16(v)
			out[j] = int32(lane)
			v = (v - int64(lane)) >> 16
		}
	}
}

// bucketBits is the logarithm of the number of buckets.
const bucketBits = 16

// A bucket is the number of its features, two bytes of print for each, three
// bytes for each that say which labels it has weights for, and these, a byte each.

// add adds the weights of a feature, if it has any, to a row.
func (m *Model) add(f uint64, r *row) {
	b := f >> (64 - bucketBits)
	if len(m.some) < 2<<bucketBits || m.some[2*b+f>>3&1]>>(f&7)&1 == 0 {
		return // most features that are asked for have no weights, and this stays near the processor
	}
	bucket := m.bucket(int(b))
	n := int(bucket[0])
	lo, hi := byte(f), byte(f>>8)
	prints := bucket[1 : 1+2*n]
	for i := 0; i < len(prints)-1; i += 2 {
		if prints[i] != lo || prints[i+1] != hi {
			continue
		}
		masks := bucket[1+2*n:]
		w := 5 * n
		w++
		for j := 0; j < 3*i/2; j += 3 {
			w += bits.OnesCount32(mask(masks, j))
		}
		weights := bucket[w:]
		k := 0
		for set := mask(masks, 3*i/2); set != 0; set &= set - 1 {
			l := bits.TrailingZeros32(set)
			r[l>>2] += uint64(int64(int8(weights[k]))) << (16 * (l & 3))
			k++
		}
		return
	}
}

// bucket returns the table from bucket b on.
func (m *Model) bucket(b int) string {
	at := m.buckets[3*b : 3*b+3]
	return m.rows[int(at[0])|int(at[1])<<8|int(at[2])<<16:]
}

func mask(s string, i int) uint32 { return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 }

// vocabulary returns the cluster of a word without case, plus 1, or 0, and
// whether it is a given name.
func (m *Model) vocabulary(h uint64) (cluster uint16, given bool) {
	size := uint32(len(m.words) / 4)
	if size == 0 {
		return 0, false
	}
	print := uint32(h>>44) & 0xFFFFF
	for i := uint32(h) & (size - 1); ; i = (i + 1) & (size - 1) {
		v := u32(m.words, int(i)*4)
		if v == 0 {
			return 0, false
		}
		if v>>12 == print {
			return uint16(v>>1) & 0x7FF, v&1 != 0
		}
	}
}

// Word is a word of the vocabulary: its cluster, -1 when unknown, and whether it
// is a given name.
type Word struct {
	Text    string
	Cluster int
	Given   bool
}

// Weight is a feature and its weights by label.
type Weight struct {
	Feature uint64
	By      [Labels]int8
}

// Encode makes a table. One step of the weights is a factor of e to the power of
// scale in the odds; less than in training where the model is surer than right. Of words and features that cannot be told apart the first counts.
func Encode(words []Word, middle []uint8, weights []Weight, step [Labels][Labels]int16, scale float64) []byte {
	var out [parts][]byte
	for a := range Labels {
		for b := range Labels {
			out[partStep] = binary.LittleEndian.AppendUint16(out[partStep], uint16(step[a][b]))
		}
	}
	out[partMiddle] = middle
	out[partWords] = encodeWords(words)
	out[partBuckets], out[partSome], out[partRows] = encodeRows(weights)
	var table []byte
	for _, p := range out {
		table = binary.LittleEndian.AppendUint32(table, uint32(len(p)))
	}
	table = binary.LittleEndian.AppendUint64(table, math.Float64bits(math.Exp(-scale)))
	for _, p := range out {
		table = append(table, p...)
	}
	return table
}

func encodeWords(words []Word) []byte {
	size := 8
	for size*4/5 < len(words) {
		size *= 2
	}
	slots := make([]byte, size*4)
next:
	for _, w := range words {
		h := hashBytes(fold(nil, w.Text))
		v := uint32(h>>44)&0xFFFFF<<12 | uint32(w.Cluster+1)<<1
		if w.Given {
			v |= 1
		}
		i := int(uint32(h)) & (size - 1)
		for ; ; i = (i + 1) & (size - 1) {
			old := binary.LittleEndian.Uint32(slots[i*4:])
			if old == 0 {
				break
			}
			if old>>12 == v>>12 {
				continue next
			}
		}
		binary.LittleEndian.PutUint32(slots[i*4:], v)
	}
	return slots
}

func encodeRows(weights []Weight) (buckets, some, rows []byte) {
	weights = slices.Clone(weights)
	slices.SortStableFunc(weights, func(a, b Weight) int {
		x, y := a.Feature>>(64-bucketBits)<<16|a.Feature&0xFFFF, b.Feature>>(64-bucketBits)<<16|b.Feature&0xFFFF
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	i := 0
	for b := range 1 << bucketBits {
		at := len(rows)
		buckets = append(buckets, byte(at), byte(at>>8), byte(at>>16))
		var in []Weight
		for ; i < len(weights) && weights[i].Feature>>(64-bucketBits) == uint64(b); i++ {
			if n := len(in); (n == 0 || in[n-1].Feature&0xFFFF != weights[i].Feature&0xFFFF) && n < 255 {
				in = append(in, weights[i])
			}
		}
		rows = append(rows, byte(len(in)))
		prints := uint16(0)
		for _, w := range in {
			prints |= 1 << (w.Feature & 15)
		}
		some = append(some, byte(prints), byte(prints>>8))
		for _, w := range in {
			rows = append(rows, byte(w.Feature), byte(w.Feature>>8))
		}
		for _, w := range in {
			set := uint32(0)
			for l, v := range w.By {
				if v != 0 {
					set |= 1 << l
				}
			}
			rows = append(rows, byte(set), byte(set>>8), byte(set>>16))
		}
		for _, w := range in {
			for _, v := range w.By {
				if v != 0 {
					rows = append(rows, byte(v))
				}
			}
		}
	}
	return buckets, some, rows
}
