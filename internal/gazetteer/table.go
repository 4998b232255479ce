package gazetteer

import "encoding/binary"

// table maps hashes to numbers above 0: an open hash table with linear probing
// (Knuth, The Art of Computer Programming, volume 3, 6.4). Its memory is ready to
// use, one string, so that one made in advance needs no loading.
//
// A slot has a print, some lower bits of the hash, and the number, both in
// little-endian order; one whose number is 0 is free. The upper bits of the hash
// say with which slot to begin.
type table struct {
	slots  string // with padding behind them
	size   uint32 // number of slots; at least one is free
	slot   int    // its bytes
	print  uint64 // mask of the print in a slot
	number uint64 // mask of the number above it
	shift  uint8  // of the number
}

// padding lets any slot be read eight bytes at a time.
const padding = "\x00\x00\x00\x00\x00\x00\x00"

// shape says how many bytes of a slot are its print and its number, 1 to 4 of each.
type shape struct{ prints, numbers uint8 }

// tableOf returns the table whose memory is slots, as newTable made them.
func tableOf(slots string, s shape) table {
	if slots == "" {
		return table{}
	}
	t := table{slots: slots, slot: int(s.prints + s.numbers), shift: 8 * s.prints}
	t.size = uint32((len(slots) - len(padding)) / t.slot)
	t.print = 1<<t.shift - 1
	t.number = (1<<(8*s.numbers) - 1) << t.shift
	return t
}

// find returns the number of the hash, or 0.
func (t *table) find(hash uint64) uint32 {
	if t.size == 0 {
		return 0
	}
	print := hash & t.print
	at, end := t.home(hash), int(t.size)*t.slot
	for {
		slot := u64(t.slots, at)
		if slot&t.number == 0 {
			return 0
		}
		if slot&t.print == print {
			return uint32(slot & t.number >> (t.shift & 63))
		}
		if at += t.slot; at == end {
			at = 0
		}
	}
}

// home returns where the first slot is in which the hash may be.
func (t *table) home(hash uint64) int { return int(hash>>32*uint64(t.size)>>32) * t.slot }

type pair struct {
	hash   uint64
	number uint32 // not 0
}

// newTable makes a table of pairs, of which fewer than percent of the slots are
// taken. Those given first are found with the fewest looks. Of pairs that cannot
// be told apart by their prints the first counts.
func newTable(pairs []pair, percent int, s shape) table {
	if len(pairs) == 0 {
		return table{}
	}
	slots := len(pairs)*100/percent + 1
	b := make([]byte, slots*int(s.prints+s.numbers)+len(padding))
	t := tableOf(string(b), s)
	le := binary.LittleEndian
next:
	for _, p := range pairs {
		at := t.home(p.hash)
		for le.Uint64(b[at:])&t.number != 0 {
			if le.Uint64(b[at:])&t.print == p.hash&t.print {
				continue next
			}
			if at += t.slot; at == slots*t.slot {
				at = 0
			}
		}
		behind := le.Uint64(b[at:]) &^ (t.print | t.number)
		le.PutUint64(b[at:], behind|p.hash&t.print|uint64(p.number)<<t.shift&t.number)
	}
	return tableOf(string(b), s)
}

func u64(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func u32(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
