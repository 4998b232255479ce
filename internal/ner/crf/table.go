package crf

import (
	"cmp"
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

// lane reads one lane.
func (r *row) lane(i int) int32 {
	v := int64(r[i/4])
	for range i % 4 {
		v = (v - int64(int16(v))) >> 16
	}
	return int32(int16(v))
}

// The weights stand in lines of 64 bytes, about what a processor reads of memory at
// once. A feature is in the line that the upper 16 bits of its hash say, or, when
// that was full, in one after it. A line begins with the number of its features,
// and whether others had to go on to the next; there follow for each of them two
// bytes of print, the lower 16 bits of its hash; three for each, which labels it has
// weights for and, from bit 17, where in the line these begin; and the weights, a
// byte each.
const (
	lineSize = 64
	goesOn   = 1 << 7 // with the number of a line's features
	ofPrint  = 2
	ofMask   = 3
)

// home returns the line of a feature.
func home(f uint64, lines int) int { return int(f >> 48 * uint64(lines) >> 16) }

// sum is a row that features add to: those up to place to of a list.
type sum struct {
	row *row
	to  int
}

// add adds the weights of features to rows, those of a feature that has any. Most
// of the time this takes is spent waiting for memory. So all lines are asked for
// before the first is read, and the waits are one. What touching them gave is
// returned, lest it be taken for work without an effect.
func (m *Model) add(fs []uint64, sums []sum) (touched byte) {
	lines := len(m.lines) / lineSize
	if lines == 0 {
		return 0
	}
	for _, f := range fs {
		at := home(f, lines) * lineSize
		touched ^= m.lines[at] ^ m.lines[at+lineSize-1]
	}
	from := 0
	for _, s := range sums {
		for _, f := range fs[from:s.to] {
			m.addOne(f, lines, s.row)
		}
		from = s.to
	}
	return touched
}

// addOne adds the weights of one feature of a table with that many lines.
func (m *Model) addOne(f uint64, lines int, r *row) {
	for at := home(f, lines); ; {
		line := m.lines[at*lineSize : at*lineSize+lineSize]
		n := int(line[0] &^ goesOn)
		if k := find(line, n, uint16(f)); k < n {
			set := mask(line, 1+ofPrint*n+ofMask*k)
			w := int(set >> Labels)
			for set &= 1<<Labels - 1; set != 0; set &= set - 1 {
				l := bits.TrailingZeros32(set)
				r[l>>2] += uint64(int64(int8(line[w&(lineSize-1)]))) << (16 * (l & 3))
				w++
			}
			return
		}
		if line[0]&goesOn == 0 {
			return
		}
		if at++; at == lines {
			at = 0
		}
	}
}

// find returns which of n features of a line has a print, or lineSize. Eight prints are compared at once.
func find(line string, n int, print uint16) int {
	const ones, sign = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	x, y := u64(line, 1)^uint64(print)*ones, u64(line, 1+8)^uint64(print)*ones
	// The lowest bit that is set is in the lowest lane that is zero (Warren, Hacker's Delight, 6-1).
	x, y = (x-ones)&^x&sign, (y-ones)&^y&sign
	if x|y == 0 {
		for i := 8; i < n; i++ {
			if line[1+ofPrint*i] == byte(print) && line[2+ofPrint*i] == byte(print>>8) {
				return i
			}
		}
		return lineSize
	}
	at, lane := x, 0
	if x == 0 {
		at, lane = y, 4
	}
	return lane + bits.TrailingZeros64(at)/16
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
	out[partLines] = encodeLines(weights)
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

// encodeLines makes lines that are three quarters full, or less full where that
// leaves some feature without a place.
func encodeLines(weights []Weight) []byte {
	const full, whole = 3, 4
	weights = slices.Clone(weights)
	order := func(w Weight) uint64 { return w.Feature>>48<<16 | w.Feature&0xFFFF }
	slices.SortStableFunc(weights, func(a, b Weight) int { return cmp.Compare(order(a), order(b)) })
	size := 0
	for i := range weights {
		size += weights[i].size()
	}
	for lines := size*whole/full/lineSize + 1; ; lines += lines/8 + 1 {
		in, on := fill(weights, lines)
		if !slices.Contains(on, false) {
			continue // nobody who looks for a feature would come to an end
		}
		out := make([]byte, 0, lines*lineSize)
		for at, list := range in {
			out = appendLine(out, list, on[at])
		}
		return out
	}
}

// fill says which features stand in each line, and from which lines some had to go
// on: from all when there was no room.
func fill(weights []Weight, lines int) (in [][]*Weight, on []bool) {
	in, on = make([][]*Weight, lines), make([]bool, lines)
	room := slices.Repeat([]int{lineSize - 1}, lines)
next:
	for i := range weights {
		w := &weights[i]
		at := home(w.Feature, lines)
		for tried := 0; on[at] || room[at] < w.size(); tried++ {
			if hasPrint(in[at], w.Feature) {
				continue next
			}
			if on[at] = true; tried == lines {
				return in, on
			}
			at = (at + 1) % lines
		}
		if !hasPrint(in[at], w.Feature) {
			in[at] = append(in[at], w)
			room[at] -= w.size()
		}
	}
	return in, on
}

func hasPrint(list []*Weight, f uint64) bool {
	return slices.ContainsFunc(list, func(w *Weight) bool { return w.Feature&0xFFFF == f&0xFFFF })
}

// size returns how many bytes of a line a feature takes.
func (w *Weight) size() int {
	n := ofPrint + ofMask
	for _, v := range w.By {
		if v != 0 {
			n++
		}
	}
	return n
}

// appendLine appends the line of some features; on says that others had to go on.
func appendLine(out []byte, list []*Weight, on bool) []byte {
	end := len(out) + lineSize
	head := byte(len(list))
	if on {
		head |= goesOn
	}
	out = append(out, head)
	for _, w := range list {
		out = append(out, byte(w.Feature), byte(w.Feature>>8))
	}
	at := 1 + (ofPrint+ofMask)*len(list)
	for _, w := range list {
		set := uint32(at) << Labels
		for l, v := range w.By {
			if v != 0 {
				set |= 1 << l
				at++
			}
		}
		out = append(out, byte(set), byte(set>>8), byte(set>>16))
	}
	for _, w := range list {
		for _, v := range w.By {
			if v != 0 {
				out = append(out, byte(v))
			}
		}
	}
	return append(out, make([]byte, end-len(out))...)
}
