package gazetteer

import "strings"

// texts is memory in which texts stand one after the other, each after its
// length: a byte below 128, or else two, of which the first is the upper, plus 128.
type texts struct {
	memory strings.Builder
	where  map[string]uint32 // texts that are wanted again
}

// find returns where the text s stands, of less than 32 KiB, and puts it
// at the end unless it is known to stand somewhere. again says that it will be
// wanted again.
func (t *texts) find(s string, again bool) uint32 {
	at, ok := t.where[s]
	if !ok {
		at = t.put(s)
		if again {
			t.remember(s, at)
		}
	}
	return at
}

// put writes s at the end.
func (t *texts) put(s string) uint32 {
	at := uint32(t.memory.Len())
	if n := len(s); n >= 128 {
		t.memory.WriteByte(byte(128 + n>>8))
	}
	t.memory.WriteByte(byte(len(s)))
	t.memory.WriteString(s)
	return at
}

func (t *texts) remember(s string, at uint32) {
	if t.where == nil {
		t.where = map[string]uint32{}
	}
	t.where[s] = at
}

// textAt returns the text at a place of such memory, and where the next one is.
func textAt(memory string, at uint32) (text string, next uint32) {
	n := uint32(memory[at])
	at++
	if n >= 128 {
		n = (n-128)<<8 | uint32(memory[at])
		at++
	}
	return memory[at : at+n], at + n
}
