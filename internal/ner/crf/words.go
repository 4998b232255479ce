package crf

// words is what a Reader remembers of the words it met: a table of fixed size in
// which each word has two places, of which it takes the one that was not used for
// longest. It only saves work: a word that is forgotten is described again, the same.
type words struct {
	tags  [wordSets][2]uint32
	kept  [wordSets][2]word
	spare [frameSize]word // for words of a chain that others of it leave no place
	taken int             // of spare
	chain uint32          // number of the chain that is read
}

const wordSets = 1 << 13

func newWords() *words { return &words{chain: 1} }

// next begins another chain. The words that are found from then on stay until the
// chain after it.
func (w *words) next() {
	w.taken = 0
	if w.chain++; w.chain == 0 { // after four thousand million chains
		*w = words{chain: 1}
	}
}

// place returns the two places of a word, and what tells it from most others there.
func place(key uint64) (set int, tag uint32) { return int(key >> 51), uint32(key) }

// touch has the processor fetch the word of a key, and one of its rows, while
// others are looked for.
func (w *words) touch(key uint64, k int) byte {
	set, tag := place(key)
	way := 0
	if w.tags[set][1] == tag {
		way = 1
	}
	d := &w.kept[set][way]
	return byte(d.key) ^ byte(d.rows[k][0]) ^ byte(d.rows[k][len(row{})-1])
}

// find returns the word of a key, or, when that is not known, the place for it,
// whose key is then another.
func (w *words) find(key uint64) *word {
	set, tag := place(key)
	pair := &w.kept[set]
	for way := range pair {
		if w.tags[set][way] == tag && pair[way].key == key {
			return &pair[way]
		}
	}
	way := 0
	if pair[1].chain < pair[0].chain {
		way = 1
	}
	if d := &pair[way]; d.chain != w.chain {
		w.tags[set][way] = tag
		return d
	}
	for i := range w.taken {
		if w.spare[i].key == key {
			return &w.spare[i]
		}
	}
	w.taken++
	d := &w.spare[w.taken-1]
	d.key = 0
	return d
}
