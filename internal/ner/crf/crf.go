// Package crf owns the statistical model of names: a linear-chain conditional
// random field (Lafferty, McCallum and Pereira 2001) over the capitalised words
// of a text and the small words between them. Its weights are embedded, ready to
// use; ../generate trains them. It does not know what a name is cut down to, nor
// the rest of the text: that is ner's.
package crf

import (
	_ "embed"
	"math"
	"sync"
)

//go:embed model.bin
var builtin string

// Labels are Outside and, for each type of name, the beginning, inside and last
// token of several and the only one.
const (
	Types  = 4 // person, place, organisation, anything else
	Labels = 1 + 4*Types

	Outside = 0
	begin   = 1
	inside  = 2
	last    = 3
	unit    = 4
)

// Label returns the label of the token at place i of a name of n tokens of type t.
func Label(t, i, n int) int {
	switch {
	case n == 1:
		return 4*t + unit
	case i == 0:
		return 4*t + begin
	case i == n-1:
		return 4*t + last
	}
	return 4*t + inside
}

// Follows reports whether label b may stand after label a.
func Follows(a, b int) bool {
	open := a != Outside && ((a-1)%4+1 == begin || (a-1)%4+1 == inside)
	goesOn := b != Outside && ((b-1)%4+1 == inside || (b-1)%4+1 == last)
	if open || goesOn {
		return open && goesOn && (a-1)/4 == (b-1)/4
	}
	return true
}

// Model is a table of weights. It does not change and may be shared.
type Model struct {
	words   string          // slots of four bytes: print, cluster, whether a given name
	lines   string          // weights
	middle  [clusters]uint8 // the coarser cluster of each
	step    [Labels][Labels]int32
	likely  [Labels][Labels]float32 // e to the power of step, 0 where impossible
	exp     [expSize]float32        // e to the power of minus the index
	join    between[int32]          // steps, as viterbi adds them
	joined  between[float32]        // likely
	joining between[float32]        // the same, a row for each closed label
}

const (
	clusters = 1024
	expSize  = 1024 // beyond, probabilities are taken for 0
)

// Builtin returns the model that is part of the program.
var Builtin = sync.OnceValue(func() *Model { return Open(builtin) })

// A table begins with the number of bytes of each part and with e to the power of
// minus one step of the weights; the parts follow in this order.
const (
	partStep = iota
	partMiddle
	partWords
	partLines
	parts
	headSize = 4*parts + 8
)

// Open reads a table that Encode wrote.
func Open(table string) *Model {
	m := &Model{}
	if len(table) < headSize {
		return m
	}
	at := headSize
	part := func(i int) string {
		n := int(u32(table, 4*i))
		at += n
		return table[at-n : at]
	}
	step := part(partStep)
	copy(m.middle[:], part(partMiddle))
	m.words, m.lines = part(partWords), part(partLines)
	m.powers(math.Float64frombits(u64(table, 4*parts)))
	for a := range Labels {
		for b := range Labels {
			v := int32(int16(uint16(step[2*(a*Labels+b)]) | uint16(step[2*(a*Labels+b)+1])<<8))
			m.step[a][b] = v
			switch {
			case !Follows(a, b):
			case v <= 0:
				m.likely[a][b] = m.exp[-v]
			default:
				m.likely[a][b] = 1 / m.exp[v]
			}
		}
	}
	m.joins()
	return m
}

// powers fills the table of powers by multiplication alone, so that it is the
// same on all machines. The ratio is e to the power of minus a step of the weights.
func (m *Model) powers(ratio float64) {
	p := 1.0
	for i := range m.exp {
		m.exp[i] = float32(p)
		p = float64(p * ratio)
	}
}

func u32(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func u64(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
